//! The preview of a draft: the pages as residents will see them, in a frame as narrow as a phone and in one as wide as a
//! desktop. Nothing in them can be pressed.

use super::{staff_poll, title_of};
use crate::{
    components::{DeskFrame, Frame, Icon, PageTitle, Section, Symbol, page, said::said},
    context::{Visit, VisitParts, services, visit},
    failure::Failure,
    i18n::{common, polls, staff},
    islands::AnswerForm,
    pages::resident::{Around, PollView, question_form, settlement_names},
};
use domain::{
    ids::QuestionNo,
    lifecycle::State,
    poll::{Poll, Question},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The question in `?question=`, if the poll has it.
fn asked(poll: &Poll, sent: Option<String>) -> Option<QuestionNo> {
    let no = QuestionNo(sent?.parse().ok()?);
    poll.question(no).map(|question| question.no)
}

/// `/staff/polls/{number}/preview`; `?question=` shows the page of that question.
#[component]
pub fn Preview() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        visit.require_staff()?;
        let number = params.get("number").unwrap_or_default();
        let poll = staff_poll(&services, &visit, &number).await?;
        let shown = asked(&poll, query.get("question"));
        Ok(view! { <PreviewView visit poll shown /> })
    })
}

#[component]
fn PreviewView(visit: Visit, poll: Poll, shown: Option<QuestionNo>) -> impl IntoView {
    let lang = visit.lang;
    let desk = format!("/staff/polls/{}", poll.number);
    let title = title_of(lang, &poll.content.title);
    let address = |page: &str, question: Option<QuestionNo>| {
        let query = question.map_or(String::new(), |no| format!("?question={}", no.0));
        visit.href(&format!("{desk}/preview{page}{query}"))
    };
    let part = |question: Option<QuestionNo>| {
        let words = question.map_or(staff::preview_poll(lang).to_owned(), |no| {
            staff::preview_question(lang, no)
        });
        view! {
            <a href=address("", question) aria-current=(question == shown).then_some("page")>
                {words}
            </a>
            " "
        }
    };
    let parts = std::iter::once(None)
        .chain(poll.content.questions.iter().map(|q| Some(q.no)))
        .map(part)
        .collect_view();
    let frame = address("/page", shown);
    let figure = |class: &'static str, words: &'static str, beside: Option<AnyView>| {
        view! {
            <figure class=class>
                <figcaption class="hint">{words} {beside}</figcaption>
                <iframe title=words src=frame.clone()></iframe>
            </figure>
        }
    };
    // The frame beside the desk's menu is narrower than a desktop: alone, the page has its full width.
    let alone = view! {
        ". "
        <a href=frame.clone()>{staff::preview_full_width(lang)}</a>
    }
    .into_any();
    let frames = [
        figure(
            "preview preview--phone",
            staff::preview_on_phone(lang),
            None,
        ),
        figure(
            "preview section",
            staff::preview_on_desktop(lang),
            Some(alone),
        ),
    ];
    let draft = poll.state == State::Draft;
    let back = draft.then(|| {
        view! {
            <a class="btn btn--2 btn--small" href=visit.href(&format!("{desk}/edit"))>
                {staff::preview_back(lang)}
            </a>
            " "
            <a class="btn btn--small" href=visit.href(&format!("{desk}#publish"))>
                {crate::i18n::staff_editor::to_publish(lang)}
            </a>
        }
    });
    view! {
        <PageTitle text=staff::preview(lang) />
        <DeskFrame current="/staff/polls">
            <nav class="crumbs" aria-label=common::breadcrumbs_label(lang)>
                <ol>
                    <li>
                        <a href=visit.href("/staff/polls")>{staff::nav_polls(lang)}</a>
                    </li>
                    <li>
                        <a href=visit.href(&desk)>{common::poll_number(lang, poll.number)}</a>
                    </li>
                    <li>{staff::preview(lang)}</li>
                </ol>
            </nav>
            <div class="desk__head">
                <div>
                    <h1>{said(lang, &title)}</h1>
                    <p class="muted">{staff::preview_note(lang)}</p>
                </div>
                <p class="row">{back}</p>
            </div>
            <nav class="tabs" aria-label=staff::preview_parts(lang)>
                {parts}
            </nav>
            {frames}
        </DeskFrame>
    }
}

/// `/staff/polls/{number}/preview/page`: what stands inside the frames.
#[component]
pub fn PreviewPage() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        visit.require_staff()?;
        let number = params.get("number").unwrap_or_default();
        let poll = staff_poll(&services, &visit, &number).await?;
        // A resident who has not signed in: not the staff's name, no link to the desk.
        let visit = Visit::new(VisitParts {
            visitor: None,
            ..VisitParts::clone(&visit)
        });
        provide_context(visit.clone());
        let question = asked(&poll, query.get("question"));
        match question.and_then(|no| poll.question(no)).cloned() {
            Some(question) => Ok(view! { <QuestionPreview visit poll question /> }.into_any()),
            None => {
                let codes = &poll.content.audience.settlements;
                let around = Around {
                    settlements: settlement_names(&services, codes).await?,
                    policy: visit.policy.as_ref().clone(),
                    ..Around::default()
                };
                Ok::<_, Failure>(view! { <PollPreview visit poll around /> }.into_any())
            }
        }
    })
}

#[component]
fn PollPreview(visit: Visit, poll: Poll, around: Around) -> impl IntoView {
    view! {
        <PageTitle text=staff::preview(visit.lang) />
        <div inert=true>
            <Frame section=Section::Polls>
                <PollView visit poll around />
            </Frame>
        </div>
    }
}

/// The page of one question; no script wakes the island.
#[component]
fn QuestionPreview(visit: Visit, poll: Poll, question: Question) -> impl IntoView {
    let lang = visit.lang;
    let form = question_form(&visit, &poll, &question, None, false, false);
    view! {
        <PageTitle text=staff::preview(lang) />
        <div inert=true>
            <Frame section=Section::Flow>
                <AnswerForm form />
                <p class="hint with-icon section prose">
                    <Icon symbol=Symbol::Lock />
                    <span>{polls::secrecy_line(lang, poll.content.secrecy)}</span>
                </p>
            </Frame>
        </div>
    }
}
