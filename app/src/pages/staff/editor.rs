//! The editor of a draft: everything an author writes, on one page, with plain buttons.

use super::{
    Asked,
    act::Act,
    draft_or_locked,
    editor_about::{About, Audience, When},
    editor_questions::Questions,
    field::{Wrong, name},
    form::PollForm,
    keep::{self, DeskForm},
    rules::Rules,
    save::{Unsaved, WhyUnsaved, savable, unsaved},
    staff_poll,
};
use crate::{
    components::{Boot, DeskFrame, Icon, PageTitle, Symbol, failure::FailurePage, page},
    context::{Visit, services, visit},
    failure::Failure,
    i18n::{Lang, common, staff, staff_editor},
    islands::staff::SendForm,
};
use domain::{
    district::DistrictNo,
    lang::Bilingual,
    poll::{Poll, Problems, check_publishable},
    role::Right,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use std::collections::BTreeMap;

/// `/staff/polls/{number}/edit`; `?saved` after saving, `?check` to see what stands against publishing, `?kept` after a form
/// that came from whoever may not write polls.
#[component]
pub fn Editor() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let kept = query.get("kept").is_some();
        let editor = match visit.require(Right::WritePolls) {
            Ok(editor) => editor,
            Err(Failure::Forbidden) if kept => return Ok(kept_for_another(visit.lang)),
            Err(failure) => return Err(failure),
        };
        let number = params.get("number").unwrap_or_default();
        let poll = staff_poll(&services, &visit, &number).await?;
        if !draft_or_locked(&visit, &poll, Asked::Open) {
            return Ok(().into_any());
        }
        let rules = Rules::of(&services, &visit).await?;
        let unsaved = unsaved(&services, &visit, poll.number, editor).await?;
        let form_of = DeskForm::Editor(poll.number);
        let mark = keep::mark(&services, &visit, form_of, editor.person).await?;
        let (form, version, problems) = match &unsaved {
            Some(kept) => (
                kept.form.clone(),
                kept.version,
                savable(&kept.form, &rules).err().unwrap_or_default(),
            ),
            None => (
                PollForm::from_content(&poll.content),
                poll.version,
                match query.get("check").is_some() {
                    true => against_publishing(&poll, &rules, &visit),
                    false => Problems::new(),
                },
            ),
        };
        let wrong = Wrong::new(visit.lang, &form, &problems);
        // A district that a draft names may be there no more.
        let removed = services
            .store
            .removed_districts(visit.community_id())
            .await?;
        let saved = query.get("saved").is_some() && unsaved.is_none();
        Ok(
            view! { <EditorView visit poll rules removed form version mark wrong unsaved saved /> }
                .into_any(),
        )
    })
}

/// The page for whoever may not write polls and comes from a form that was kept for who typed it. It says nothing about whether
/// there is such a poll or such a text.
pub fn kept_for_another(lang: Lang) -> AnyView {
    let note = staff_editor::kept_for_another(lang);
    view! { <FailurePage failure=Failure::Forbidden note /> }.into_any()
}

/// What stands against publishing what is stored.
pub fn against_publishing(poll: &Poll, rules: &Rules, visit: &Visit) -> Problems {
    check_publishable(&poll.content, rules.of_draft(), visit.now)
        .err()
        .unwrap_or_default()
}

/// The page around the form.
#[component]
fn EditorView(
    visit: Visit,
    poll: Poll,
    rules: Rules,
    removed: BTreeMap<DistrictNo, Bilingual>,
    form: PollForm,
    version: i64,
    mark: String,
    wrong: Wrong,
    unsaved: Option<Unsaved>,
    saved: bool,
) -> impl IntoView {
    let lang = visit.lang;
    let title = staff_editor::title_edit(lang);
    let window = if wrong.is_empty() {
        title.to_owned()
    } else {
        common::page_title_error(lang, title)
    };
    let desk = visit.href(&format!("/staff/polls/{}", poll.number));
    view! {
        <PageTitle text=window />
        <DeskFrame current="/staff/polls">
            {wrong.summary(lang)}
            <nav class="crumbs" aria-label=common::breadcrumbs_label(lang)>
                <ol>
                    <li>
                        <a href=visit.href("/staff/polls")>{staff::nav_polls(lang)}</a>
                    </li>
                    <li>
                        <a href=desk>{common::poll_number(lang, poll.number)}</a>
                    </li>
                    <li>{staff::edit(lang)}</li>
                </ol>
            </nav>
            <div class="desk__head">
                <div>
                    <h1>{title}</h1>
                    <p class="muted">{staff_editor::lead(lang)}</p>
                </div>
            </div>
            <div class="flow">
                <Notice visit=visit.clone() poll=poll.clone() unsaved=unsaved.clone() saved />
                <form
                    method="post"
                    action=visit.href("/do/staff/save-poll")
                    class="split"
                    novalidate
                >
                    // The first submit button is the one that Enter presses.
                    <button
                        class="vh"
                        tabindex="-1"
                        aria-hidden="true"
                        name="act"
                        value=Act::Save.value()
                    ></button>
                    <input type="hidden" name="poll" value=poll.number.to_string() />
                    <input type="hidden" name="version" value=version.to_string() />
                    <input type="hidden" name="mark" value=mark />
                    <div>
                        <About lang form=form.clone() wrong=wrong.clone() />
                        <Audience
                            lang
                            form=form.clone()
                            wrong=wrong.clone()
                            policy=rules.policy.clone()
                            settlements=rules.settlements
                            districts=rules.districts
                            organisations=rules.organisations
                            removed
                        />
                        <When lang form=form.clone() wrong=wrong.clone() policy=rules.policy.clone() />
                        <Questions lang form wrong=wrong.clone() />
                    </div>
                    <div class="split__side">
                        <Actions lang unsaved=unsaved.is_some() wrong=wrong.len() />
                    </div>
                </form>
            </div>
            <Boot />
        </DeskFrame>
    }
}

/// What became of the last save.
#[component]
fn Notice(visit: Visit, poll: Poll, unsaved: Option<Unsaved>, saved: bool) -> impl IntoView {
    let lang = visit.lang;
    let stored = visit.href(&format!("/staff/polls/{}/preview", poll.number));
    match unsaved {
        Some(kept) => {
            let text = match kept.why {
                WhyUnsaved::Wrong => staff_editor::unsaved_text(lang),
                WhyUnsaved::Overtaken => staff::conflict_note(lang),
                WhyUnsaved::Denied => staff_editor::unsaved_denied(lang),
            };
            view! {
                <div class="callout callout--warn" role="status" id="unsaved">
                    <p>
                        <strong>{staff_editor::unsaved_title(lang)}</strong>
                    </p>
                    <p>{text}</p>
                    <p>
                        <a href=stored>{staff_editor::show_saved(lang)}</a>
                    </p>
                </div>
            }
            .into_any()
        }
        None if saved => view! {
            <div class="callout callout--ok" role="status">
                <p>{staff::saved_note(lang)}</p>
            </div>
        }
        .into_any(),
        None => ().into_any(),
    }
}

/// The buttons that save, beside the form.
#[component]
fn Actions(lang: Lang, unsaved: bool, wrong: usize) -> impl IntoView {
    let state = unsaved.then(|| {
        let link = (wrong > 0).then(|| {
            view! {
                " "
                <a href="#errors">{common::error_summary(lang, wrong)}</a>
            }
        });
        view! {
            <p class="with-icon is-warn">
                <Icon symbol=Symbol::Warn />
                " "
                <span>{staff_editor::unsaved_title(lang)} "." {link}</span>
            </p>
        }
    });
    let discard = unsaved.then(|| {
        view! {
            <button class="btn btn--2 btn--small" name="act" value=Act::Discard.value()>
                {staff_editor::discard(lang)}
            </button>
        }
    });
    view! {
        <section class="panel" aria-labelledby="actions">
            <h2 id="actions">{staff_editor::actions_title(lang)}</h2>
            {state}
            <div class="actions actions--stack">
                <button class="btn" name="act" value=Act::Save.value()>
                    {staff_editor::save_draft(lang)}
                </button>
                <button class="btn btn--2" name="act" value=Act::Preview.value()>
                    {staff_editor::save_and_preview(lang)}
                </button>
                <button class="btn btn--2" name="act" value=Act::Publish.value()>
                    {staff_editor::to_publish(lang)}
                </button>
                {discard}
            </div>
            <SendForm lang />
        </section>
    }
}

/// A radio button of a group that is one field.
#[component]
pub fn Radio(
    key: &'static str,
    id: String,
    value: &'static str,
    checked: bool,
    label: String,
    hint: String,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    view! {
        <div class="check">
            <input
                type="radio"
                id=id.clone()
                name=name(key)
                value=value
                checked=checked
                aria-describedby=hint_id.clone()
            />
            <label for=id>{label}</label>
            <p class="hint" id=hint_id>
                {hint}
            </p>
        </div>
    }
}
