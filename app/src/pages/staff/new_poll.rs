//! A new poll: its title makes the draft, the editor takes the rest.

use super::{
    editor::kept_for_another,
    field::{Field, Takes, Wrong},
    form::PollForm,
    keep::{self, DeskForm},
    rules::tidy_line,
};
use crate::{
    components::{Boot, DeskFrame, PageTitle, page, see_other},
    context::{Visit, services, visit},
    failure::Failure,
    i18n::{Lang, common, staff, staff_editor},
    islands::staff::SendForm,
    keys::RandomBytes,
};
use domain::{
    ids::{OptionNo, PollId, QuestionNo},
    lang::Bilingual,
    poll::{
        Choice, DraftField, DraftProblem, Initiator, InitiatorKind, PollContent, Problems,
        Question, QuestionKind, Secrecy, limits,
    },
    role::Right,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{Actor, By, Conflict, StoreError, polls};

/// A title that could not be taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Untaken {
    title: Bilingual,
    /// Whoever sent it had no right to, most often because their sign-in had ended.
    denied: bool,
}

/// `/staff/polls/new`; `?kept` after a form that came from whoever may not write polls.
#[component]
pub fn NewPoll() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let lang = visit.lang;
        let editor = match visit.require(Right::WritePolls) {
            Ok(editor) => editor,
            Err(Failure::Forbidden) if query.get("kept").is_some() => {
                return Ok(kept_for_another(lang));
            }
            Err(failure) => return Err(failure),
        };
        let form_of = DeskForm::NewPoll;
        let kept: Option<Untaken> = keep::kept(&services, &visit, form_of, editor.person).await?;
        let mark = keep::mark(&services, &visit, form_of, editor.person).await?;
        let denied = kept.as_ref().is_some_and(|kept| kept.denied);
        let problems = match &kept {
            Some(kept) => tidy(&kept.title).err().unwrap_or_default(),
            None => Problems::new(),
        };
        let title = kept.map(|kept| kept.title).unwrap_or_default();
        let form = PollForm {
            title,
            ..PollForm::default()
        };
        let wrong = Wrong::new(lang, &form, &problems);
        // The draft's own id: pressing the button twice makes one draft.
        let id = PollId::from_random(services.random.bytes());
        Ok(view! { <NewPollView visit form wrong id mark denied /> }.into_any())
    })
}

#[component]
fn NewPollView(
    visit: Visit,
    form: PollForm,
    wrong: Wrong,
    id: PollId,
    mark: String,
    denied: bool,
) -> impl IntoView {
    let lang = visit.lang;
    let title = staff_editor::title_new(lang);
    let window = if wrong.is_empty() {
        title.to_owned()
    } else {
        common::page_title_error(lang, title)
    };
    let english = staff_editor::label_english(lang, staff_editor::field_title(lang));
    let field = |key, label: &str, hint, value: &str, written_in| {
        Field {
            key,
            label,
            hint,
            value,
            takes: Takes::Line,
            written_in,
        }
        .view(lang, &wrong)
    };
    let fields = [
        field(
            "title_uk",
            staff_editor::field_title(lang),
            Some(staff_editor::hint_title(lang)),
            &form.title.uk,
            Lang::Uk,
        ),
        field("title_en", &english, None, &form.title.en, Lang::En),
    ];
    let summary = wrong.summary(lang);
    view! {
        <PageTitle text=window />
        <DeskFrame current="/staff/polls">
            {summary}
            <nav class="crumbs" aria-label=common::breadcrumbs_label(lang)>
                <ol>
                    <li>
                        <a href=visit.href("/staff/polls")>{staff::nav_polls(lang)}</a>
                    </li>
                    <li>{title}</li>
                </ol>
            </nav>
            <div class="desk__head">
                <div>
                    <h1>{title}</h1>
                    <p class="muted">{staff_editor::new_lead(lang)}</p>
                </div>
            </div>
            {denied
                .then(|| {
                    view! {
                        <div class="callout callout--warn" role="status" id="unsaved">
                            <p>
                                <strong>{staff_editor::unsaved_title(lang)}</strong>
                            </p>
                            <p>{staff_editor::unsaved_denied(lang)}</p>
                        </div>
                    }
                })}
            <form
                method="post"
                action=visit.href("/do/staff/create-poll")
                class="panel prose"
                novalidate
            >
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="mark" value=mark />
                <div class="fields">
                    {fields}
                </div>
                <SendForm lang />
                <div class="actions">
                    <button class="btn">{staff_editor::create(lang)}</button>
                    <a href=visit.href("/staff/polls")>{common::cancel(lang)}</a>
                </div>
            </form>
            <Boot />
        </DeskFrame>
    }
}

/// The title as it may be stored. A draft may lack much, but not this: lists name it by its title.
fn tidy(typed: &Bilingual) -> Result<Bilingual, Problems> {
    let one = |text: &str| {
        tidy_line(DraftField::Title, text, limits::TITLE).map_err(|problem| vec![problem])
    };
    let title = Bilingual::new(one(&typed.uk)?, one(&typed.en)?);
    if title.uk.is_empty() {
        return Err(vec![(DraftField::Title, DraftProblem::Missing)]);
    }
    Ok(title)
}

/// Creates a draft with this title and leads to the editor. `id` is the draft's, made with the form: a second press leads to
/// the same draft. `mark` says to whom the form was shown. `f` holds `title_uk` and `title_en`.
///
/// # Errors
/// [`Failure::BadRequest`] for what is no id; [`Failure::SignInNeeded`] and [`Failure::Forbidden`] where the mark does not say
/// whose text it is. What is wrong with the title is shown with the form.
#[server(prefix = "/do", endpoint = "staff/create-poll")]
pub async fn create_poll(
    #[server(default)] id: String,
    #[server(default)] mark: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let form = DeskForm::NewPoll;
    let typed = PollForm::title_of(&f);
    let editor = match visit.require(Right::WritePolls) {
        Ok(editor) => editor,
        Err(failure) => {
            let (title, denied) = (typed, true);
            let untaken = Untaken { title, denied };
            let kept = Some(&untaken);
            return keep::keep_for_its_person(&services, &visit, form, &mark, failure, kept).await;
        }
    };
    let id: PollId = id.parse().map_err(|_| Failure::BadRequest)?;
    let Ok(title) = tidy(&typed) else {
        let (title, denied) = (typed, false);
        let untaken = Untaken { title, denied };
        keep::keep(&services, &visit, form, editor.person, &untaken).await?;
        see_other(&visit.href("/staff/polls/new"));
        return Ok(());
    };
    let content = template(&visit, title);
    let by = By {
        actor: Actor::Person(editor.person),
        at: visit.now,
    };
    let new = polls::NewPoll {
        id,
        content: &content,
        policy_version: visit.policy_version,
        author: Some(editor.person),
    };
    let community = visit.community_id();
    let number = match services.store.create_poll(community, &new, by).await {
        Ok(number) => number,
        Err(StoreError::Conflict(Conflict::AlreadyThere)) => {
            let before = services.store.poll(community, id).await?;
            before.ok_or(Failure::Conflict)?.number
        }
        Err(error) => return Err(error.into()),
    };
    keep::forget(&services, &visit, form, editor.person).await?;
    see_other(&visit.href(&format!("/staff/polls/{number}/edit")));
    Ok(())
}

/// What a new draft proposes: the regulation's youngest age and usual term, the strictest secrecy it allows, on behalf of the
/// council, one question with two options.
fn template(visit: &Visit, title: Bilingual) -> PollContent {
    let policy = &visit.policy;
    let secrecy = Secrecy::ALL
        .iter()
        .find(|level| policy.secrecy_allowed.contains(level));
    let option = |no| Choice {
        no: OptionNo(no),
        label: Bilingual::default(),
        hint: Bilingual::default(),
        exclusive: false,
        with_text: false,
        picture: None,
    };
    PollContent {
        title,
        summary: Bilingual::default(),
        description: Bilingual::default(),
        decision: Bilingual::default(),
        initiator: Initiator {
            kind: InitiatorKind::LocalGovernment,
            name: visit.community.council.clone(),
            organisation: None,
        },
        secrecy: secrecy.copied().unwrap_or(Secrecy::Secret),
        audience: policy.proposed_audience(),
        opens_at: None,
        closes_at: Some(visit.now.to_the_minute().plus(policy.usual_term_ms)),
        questions: vec![Question {
            no: QuestionNo(1),
            kind: QuestionKind::Single,
            text: Bilingual::default(),
            hint: Bilingual::default(),
            required: true,
            options: vec![option(1), option(2)],
        }],
    }
}
