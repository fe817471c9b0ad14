//! The check page: all answers once more, what is still to be done before they count, and the one button that submits them.

use super::{
    clear_draft::{ClearForm, Place},
    draft::{self, PollDraft},
    find, gate,
    poll::{finish_later, promises},
    question::{title_above, to_last_question},
};
use crate::{
    components::{
        Boot, Frame, Icon, PageTitle, Section, Symbol, page, page::encoded,
        question_summary::option_words, see_other, verdict::Barred,
    },
    context::{Visit, services, visit},
    i18n::{Lang, common, eligibility, polls, vote},
    islands::{Progress, Submission, SubmitForm},
};
use domain::{
    answer::{AnswerProblem, Given, check_answers},
    eligibility::{Ineligible, Standing},
    ids::{OptionNo, QuestionNo},
    poll::{Poll, Question},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use std::sync::Arc;

/// `/polls/{number}/vote/check`; `?outcome=unknown|unavailable|busy|changed|signed-out` after a submission whose fate the page explains. Whoever
/// has answered everything and not said who they are is led to signing in first.
#[component]
pub fn Check() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let outcome = use_query_map().get_untracked().get("outcome");
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let number = params.get("number").unwrap_or_default();
        let poll = super::published(&services, &visit, &number).await?;
        let draft = draft::read(&services, &visit, &poll).await?;
        let standing = gate::standing(&services, &visit, &poll).await?;
        // Who may not take part keeps what they have written, and reads here why they cannot submit it.
        let barred_with_draft = draft.is_some() && matches!(standing, Standing::Barred(_));
        if (!barred_with_draft || !super::is_open(&poll, &visit))
            && let Some(place) = gate::elsewhere(&services, &visit, &poll, &standing).await?
        {
            see_other(&visit.href(&place));
            return Ok(().into_any());
        }
        let complete =
            |draft: &PollDraft| check_answers(&poll.content.questions, &draft.given).is_ok();
        if standing == Standing::Unidentified && draft.as_ref().is_some_and(complete) {
            // One page to check, and not the same twice with the sign-in between them.
            see_other(&identify_at(&visit, &poll, outcome.as_deref()));
            return Ok(().into_any());
        }
        Ok(match draft {
            Some(draft) => view! { <Answered visit poll draft standing outcome /> }.into_any(),
            None => view! { <NoDraft visit poll /> }.into_any(),
        })
    })
}

/// What was answered, under what stands between it and being counted.
#[component]
fn Answered(
    visit: Visit,
    poll: Arc<Poll>,
    draft: PollDraft,
    standing: Standing,
    outcome: Option<String>,
) -> impl IntoView {
    let lang = visit.lang;
    let questions = &poll.content.questions;
    // Whoever may not answer has nothing to mend and no question to go back to.
    let asked = !matches!(standing, Standing::Barred(_));
    let problems = check_answers(questions, &draft.given)
        .err()
        .filter(|_| asked)
        .unwrap_or_default();
    let complete = problems.is_empty();
    let heading = match standing {
        Standing::Barred(_) => eligibility::cannot_title(lang),
        Standing::May if complete => vote::check_and_submit_title(lang),
        _ => vote::check_title(lang),
    };
    let title = if complete {
        heading.to_owned()
    } else {
        common::page_title_error(lang, heading)
    };
    let last = questions.last().map_or(QuestionNo(1), |q| q.no);
    let (back, back_label) = if asked {
        (
            format!("/polls/{}/vote/{}", poll.number, last.0),
            to_last_question(lang, &poll),
        )
    } else {
        (
            format!("/polls/{}", poll.number),
            vote::to_poll(lang).to_owned(),
        )
    };
    let of = i16::try_from(questions.len()).unwrap_or(i16::MAX);
    let poll_title = title_above(lang, &poll);
    // Whoever may not answer is on no step of the way.
    let of = if asked { of } else { 1 };
    let progress = view! { <Progress lang no=of.saturating_add(1) of title=poll_title /> };
    let rows = questions
        .iter()
        .map(|q| answer_row(&visit, &poll, q, &draft, asked))
        .collect_view();
    let unidentified = standing == Standing::Unidentified;
    let may_submit = standing == Standing::May && complete;
    let step = match standing {
        Standing::Barred(reasons) => Some(barred(&visit, &poll, reasons).into_any()),
        // First of all, so that nobody takes the page for the end.
        Standing::May if complete => {
            let name = visit.visitor.as_ref().map(|visitor| &visitor.short_name);
            let step = vote::last_step(lang, name.map_or("", String::as_str));
            Some(view! { <p><strong>{step}</strong></p> }.into_any())
        }
        _ => None,
    };
    let signed_out = unidentified && outcome.as_deref() == Some("signed-out");
    let after = match unidentified {
        true => Some(before_submit(&visit, &poll).into_any()),
        false => may_submit.then(|| submit(&visit, &poll, &draft).into_any()),
    };
    view! {
        <PageTitle text=title />
        <Frame section=Section::Flow>
            <p class="small">
                <a class="back" href=visit.href(&back)>
                    {back_label}
                </a>
            </p>
            {progress}
            <Outcome lang outcome signed_out />
            <Incomplete visit=visit.clone() poll=poll.clone() problems />
            <div class="prose flow">
                <h1 id="check">{heading}</h1>
                {step}
                {(!asked).then(|| view! { <h2>{vote::your_answers(lang)}</h2> })}
                <dl class="summary summary--answers">{rows}</dl>
                {after}
            </div>
        </Frame>
    }
}

/// One question with what was answered and, while it is `asked`, the way to change it.
fn answer_row(
    visit: &Visit,
    poll: &Poll,
    question: &Question,
    draft: &PollDraft,
    asked: bool,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let given = draft.given(question.no);
    let labels = answer_words(lang, question, &given);
    let href = visit.href(&format!(
        "/polls/{}/vote/{}?change",
        poll.number, question.no.0
    ));
    let answered = !labels.is_empty();
    let answer = match labels.len() {
        0 if question.required => {
            view! { <dd class="muted">{vote::answer_missing(lang)}</dd> }.into_any()
        }
        0 => view! { <dd class="muted">{vote::answer_skipped(lang)}</dd> }.into_any(),
        1 => view! { <dd class="as-typed">{labels}</dd> }.into_any(),
        _ => {
            let items = labels
                .into_iter()
                .map(|label| view! { <li>{label}</li> })
                .collect_view();
            view! {
                <dd>
                    <ul class="list">{items}</ul>
                </dd>
            }
            .into_any()
        }
    };
    let (act, hidden) = if answered {
        (common::change(lang), vote::change_answer(lang, question.no))
    } else {
        (polls::answer(lang), vote::answer_to(lang, question.no))
    };
    view! {
        <div>
            <dt>{polls::question_heading(lang, question.no, question.text.get(lang))}</dt>
            {answer}
            {asked
                .then(|| {
                    view! {
                        <dd class="summary__act">
                            <a href=href>{act} <span class="vh">{hidden}</span></a>
                        </dd>
                    }
                })}
        </div>
    }
}

/// What was given to a question, in words: each option, with what was written to it.
fn answer_words(lang: Lang, question: &Question, given: &Given) -> Vec<String> {
    if given.is_empty(question) {
        return Vec::new();
    }
    if question.kind.is_text() {
        return vec![given.text.trim().to_owned()];
    }
    let words = |&no: &OptionNo| {
        let label = option_label(lang, question, no);
        match given.text.trim() {
            text if question.option_with_text() == Some(no) && !text.is_empty() => {
                format!("{label}: {text}")
            }
            _ => label,
        }
    };
    given.chosen.iter().map(words).collect()
}

/// The words of an option.
pub fn option_label(lang: Lang, question: &Question, no: OptionNo) -> String {
    option_words(question, no).get(lang).to_owned()
}

/// The error summary of answers that cannot be submitted.
#[component]
fn Incomplete(
    visit: Visit,
    poll: Arc<Poll>,
    problems: Vec<(QuestionNo, AnswerProblem)>,
) -> impl IntoView {
    let lang = visit.lang;
    (!problems.is_empty()).then(|| {
        let items = problems
            .iter()
            .filter_map(|(no, problem)| {
                let kind = poll.question(*no)?.kind;
                let href = visit.href(&format!("/polls/{}/vote/{}?fix&change", poll.number, no.0));
                let text = common::answer_problem_in(
                    lang,
                    *no,
                    &common::answer_problem(lang, kind, *problem),
                );
                Some(view! {
                    <li>
                        <a href=href>{text}</a>
                    </li>
                })
            })
            .collect_view();
        view! {
            <div class="errors" role="alert" tabindex="-1" aria-labelledby="errors-title">
                <h2 id="errors-title">{common::error_summary(lang, problems.len())}</h2>
                <ul>{items}</ul>
            </div>
        }
    })
}

/// What became of a submission that was not acknowledged. `signed_out`: it came without a session.
#[component]
fn Outcome(lang: Lang, outcome: Option<String>, signed_out: bool) -> impl IntoView {
    let words = match outcome.as_deref() {
        _ if signed_out => (vote::signed_out_title(lang), vote::signed_out_text(lang)),
        Some("unknown") => (
            vote::cast_unknown_title(lang),
            vote::cast_unknown_text(lang),
        ),
        Some("unavailable") => (
            vote::cast_unavailable_title(lang),
            vote::cast_unavailable_text(lang),
        ),
        Some("changed") => (
            vote::cast_changed_title(lang),
            vote::cast_changed_text(lang),
        ),
        Some("busy") => (vote::cast_busy_title(lang), vote::cast_busy_text(lang)),
        _ => return ().into_any(),
    };
    view! {
        <div class="callout callout--warn" role="alert">
            <p>
                <strong>{words.0}</strong>
            </p>
            <p>{words.1}</p>
        </div>
    }
    .into_any()
}

/// The button that submits, in sight from the first answer to the last; then what becomes of the answers, and the way to do it later.
fn submit(visit: &Visit, poll: &Poll, draft: &PollDraft) -> impl IntoView + use<> {
    let lang = visit.lang;
    let form = Submission {
        lang,
        action: visit.href("/do/submit"),
        poll: poll.number.0,
        submission: draft.submission.to_string(),
    };
    view! {
        <div class="submit-bar">
            <SubmitForm form />
        </div>
        <Boot />
        <p class="small muted">
            {polls::secrecy_line(lang, poll.content.secrecy)} " " {promises(visit, poll)}
        </p>
        {finish_later(visit, poll)}
    }
}

/// Why somebody may not submit, first of all.
fn barred(visit: &Visit, poll: &Poll, reasons: Vec<Ineligible>) -> impl IntoView + use<> {
    let (lang, asked) = (visit.lang, poll.content.audience.residency);
    view! {
        <Barred lang reasons asked others=find::mine_href(visit) titled_by="check" />
        <div class="row small">
            <span>{eligibility::draft_waits(lang)}</span>
            " "
            <ClearForm visit=visit.clone() number=poll.number from=Place::Poll />
        </div>
    }
}

/// Where whoever has answered everything says who they are, and comes back from to check and submit; `outcome` as of the check page.
fn identify_at(visit: &Visit, poll: &Poll, outcome: Option<&str>) -> String {
    let back = visit.href(&format!("/polls/{}/vote/check", poll.number));
    let error = match outcome {
        Some("signed-out") => "error=ended&",
        _ => "",
    };
    visit.href(&format!("/sign-in?{error}return={}", encoded(&back)))
}

/// What to know before submitting, under the answers of whoever is not there yet.
fn before_submit(visit: &Visit, poll: &Poll) -> impl IntoView + use<> {
    let lang = visit.lang;
    view! {
        <h2>{vote::before_submit(lang)}</h2>
        <ul class="checks">
            <li class="with-icon">
                <Icon symbol=Symbol::Lock />
                <span>
                    {polls::secrecy_line(lang, poll.content.secrecy)} " " {promises(visit, poll)}
                </span>
            </li>
            <li class="with-icon">
                <Icon symbol=Symbol::Warn />
                <span>{vote::final_secret(lang)}</span>
            </li>
        </ul>
    }
}

/// Nothing to check: nothing was begun in this browser, or it is gone.
#[component]
fn NoDraft(visit: Visit, poll: Arc<Poll>) -> impl IntoView {
    let lang = visit.lang;
    let (title, text) = if visit.browser.is_none() {
        (vote::not_begun_title(lang), vote::not_begun_text(lang))
    } else {
        (vote::no_draft_title(lang), vote::no_draft_text(lang))
    };
    view! {
        <PageTitle text=title />
        <Frame section=Section::Flow>
            <div class="prose flow">
                <h1>{title}</h1>
                <p>{text}</p>
                <p class="actions">
                    <a class="btn" href=visit.href(&format!("/polls/{}/vote/1", poll.number))>
                        {polls::answer(lang)}
                    </a>
                    <a href=visit.href(&format!("/polls/{}", poll.number))>{vote::to_poll(lang)}</a>
                </p>
            </div>
        </Frame>
    }
}
