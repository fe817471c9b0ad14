//! The check page: all answers once more, who they will be counted for, and the one button that submits them.

use super::draft::{self, PollDraft, SealedForms};
use crate::{
    components::{
        Boot, Frame, Icon, PageTitle, Section, Symbol, page, question_summary::option_words,
        see_other,
    },
    context::{Services, Visit, Visitor, people, services, visit},
    failure::Failure,
    i18n::{Lang, common, eligibility, polls, vote},
    islands::{Submission as FormToSubmit, SubmitForm, Submitted},
};
use domain::{
    answer::{AnswerProblem, Answers, Given, check_answers},
    eligibility::Ineligible,
    ids::{BallotId, OptionNo, QuestionNo, SubmissionId},
    poll::{Poll, Question},
    receipt::Receipt,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use std::sync::Arc;
use store::{Cast, CastError, Submission, drafts::DraftId};

/// `/polls/{number}/vote/check`; `?outcome=unknown|unavailable` after a submission whose fate the page explains.
#[component]
pub fn Check() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let outcome = use_query_map().get_untracked().get("outcome");
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let poll =
            super::published(&services, &visit, &params.get("number").unwrap_or_default()).await?;
        if !super::question::is_open(&poll, &visit) {
            see_other(&visit.href(&format!("/polls/{}", poll.number)));
            return Ok(().into_any());
        }
        let Some(draft) = draft::read(&services, &visit, &poll).await? else {
            return Ok(view! { <DraftLost visit poll /> }.into_any());
        };
        let problems = check_answers(&poll.content.questions, &draft.given)
            .err()
            .unwrap_or_default();
        let visitor = visit.visitor.as_ref();
        let verdict = visitor.map(|visitor| people::reasons(&visit, visitor, &poll));
        let lang = visit.lang;
        let title = vote::check_page_title(lang);
        let title = if problems.is_empty() {
            title.to_owned()
        } else {
            common::page_title_error(lang, title)
        };
        let last = poll
            .content
            .questions
            .last()
            .map_or(QuestionNo(1), |q| q.no);
        Ok(view! {
            <PageTitle text=title />
            <Frame section=Section::Flow>
                <p class="small">
                    <a class="back" href=visit.href(&format!("/polls/{}/vote/{}", poll.number, last.0))>
                        {vote::back_to_question(lang, last)}
                    </a>
                </p>
                <Outcome lang outcome />
                <Incomplete visit=visit.clone() poll=poll.clone() problems=problems.clone() />
                <div class="prose flow">
                    <p class="muted">{poll.content.title.get(lang).to_owned()}</p>
                    <h1>{vote::check_title(lang)}</h1>
                    <dl class="summary">
                        {poll.content.questions.iter().map(|q| answer_row(&visit, &poll, q, &draft)).collect_view()}
                    </dl>
                    <BeforeSubmit visit poll draft complete=problems.is_empty() verdict />
                </div>
            </Frame>
        }
        .into_any())
    })
}

/// One question with what was answered and the way to change it.
fn answer_row(
    visit: &Visit,
    poll: &Poll,
    question: &Question,
    draft: &PollDraft,
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
            <dd class="summary__act">
                <a href=href>{act} <span class="vh">{hidden}</span></a>
            </dd>
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

/// What became of a submission that was not acknowledged.
#[component]
fn Outcome(lang: Lang, outcome: Option<String>) -> impl IntoView {
    let words = match outcome.as_deref() {
        Some("unknown") => (
            vote::cast_unknown_title(lang),
            vote::cast_unknown_text(lang),
        ),
        Some("unavailable") => (
            vote::cast_unavailable_title(lang),
            vote::cast_unavailable_text(lang),
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

/// What is still to be known before submitting, and the way on: identify, learn why not, or submit.
#[component]
fn BeforeSubmit(
    visit: Visit,
    poll: Arc<Poll>,
    draft: PollDraft,
    complete: bool,
    verdict: Option<Vec<Ineligible>>,
) -> impl IntoView {
    let lang = visit.lang;
    let secrecy = view! {
        <li class="with-icon">
            <Icon symbol=Symbol::Lock />
            <span>{polls::secrecy_line(lang, poll.content.secrecy)}</span>
        </li>
        <li class="with-icon">
            <Icon symbol=Symbol::Warn />
            <span>{vote::final_secret(lang)}</span>
        </li>
    };
    let leave = visit.href(&format!("/polls/{}", poll.number));
    match (visit.visitor.clone(), verdict) {
        (Some(visitor), Some(reasons)) if reasons.is_empty() => {
            let who = vote::counted_for(
                lang,
                &visitor.short_name,
                eligibility::assurance(lang, visitor.facts.assurance),
            );
            view! {
                <h2>{vote::before_submit(lang)}</h2>
                <ul class="checks">
                    <li class="with-icon">
                        <Icon symbol=Symbol::User />
                        <span>{who}</span>
                    </li>
                    {secrecy}
                </ul>
                {complete
                    .then(|| {
                        let form = FormToSubmit {
                            lang,
                            action: visit.href("/do/submit"),
                            poll: poll.number.0,
                            submission: draft.submission.to_string(),
                            leave,
                        };
                        view! {
                            <SubmitForm form />
                            <Boot />
                        }
                    })}
            }
            .into_any()
        }
        (Some(_), Some(reasons)) => {
            let items = reasons
                .into_iter()
                .map(|reason| {
                    view! {
                        <li>
                            <strong>{eligibility::reason(lang, reason)}</strong>
                            <p class="small">{eligibility::way_out(lang, reason)}</p>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <section class="panel panel--wait" aria-labelledby="cannot">
                    <h2 id="cannot">{eligibility::cannot_title(lang)}</h2>
                    <ul class="list">{items}</ul>
                    <p class="small">{eligibility::draft_waits(lang)}</p>
                </section>
                <p class="actions">
                    <a href=leave>{vote::save_and_exit(lang)}</a>
                </p>
            }
            .into_any()
        }
        _ => {
            let back = visit.href(&format!("/polls/{}/vote/check", poll.number));
            let sign_in = format!(
                "{}?return={}",
                visit.href("/sign-in"),
                crate::components::page::encoded(&back)
            );
            view! {
                <h2>{vote::before_submit(lang)}</h2>
                <ul class="checks">
                    <li class="with-icon">
                        <Icon symbol=Symbol::User />
                        <span>{vote::identify_next(lang)}</span>
                    </li>
                    {secrecy}
                </ul>
                {complete
                    .then(|| {
                        view! {
                            <div class="actions">
                                <a class="btn btn--wide" href=sign_in>
                                    {vote::sign_in_and_submit(lang)}
                                </a>
                                <a href=leave>{vote::save_and_exit(lang)}</a>
                            </div>
                        }
                    })}
            }
            .into_any()
        }
    }
}

/// The draft is not in this browser any more, or its cookies are off.
#[component]
fn DraftLost(visit: Visit, poll: Arc<Poll>) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <PageTitle text=vote::draft_lost_title(lang) />
        <Frame section=Section::Flow>
            <div class="prose flow">
                <h1>{vote::draft_lost_title(lang)}</h1>
                <p>{vote::draft_lost_text(lang)}</p>
                <p class="actions">
                    <a class="btn" href=visit.href(&format!("/polls/{}/vote/1", poll.number))>
                        {polls::answer(lang)}
                    </a>
                    <a href=visit.href(&format!("/polls/{}", poll.number))>{vote::back_to_poll(lang)}</a>
                </p>
            </div>
        </Frame>
    }
}

/// The body of the server function [`crate::islands::submit_ballot`].
///
/// # Errors
/// [`Failure::NotFound`] for a poll of another community; what can be mended is shown on the check page instead.
pub async fn cast_ballot(poll: &str, submission: &str) -> Result<Submitted, Failure> {
    let (visit, services) = (visit()?, services()?);
    let poll = super::published(&services, &visit, poll).await?;
    let to = visit.href(&outcome_of(&services, &visit, &poll, submission).await?);
    see_other(&to);
    Ok(Submitted { to })
}

/// Casts what the draft holds; gives the path that says what became of it.
async fn outcome_of(
    services: &Services,
    visit: &Visit,
    poll: &Poll,
    submission: &str,
) -> Result<String, Failure> {
    let check = format!("/polls/{}/vote/check", poll.number);
    let done = format!("/polls/{}/done", poll.number);
    let (Some(visitor), Ok(submission)) =
        (visit.visitor.clone(), submission.parse::<SubmissionId>())
    else {
        return Ok(check);
    };
    let Some((answers, drafts)) = ready(services, visit, &visitor, poll).await? else {
        // A retry finds no draft: the recording has removed it, perhaps this very moment, by the same form's first tap.
        let recorded = took_part(services, visit, &visitor, poll, submission).await?;
        return Ok(recorded.unwrap_or(check));
    };
    let outcome = services
        .ballot_box
        .cast(Submission {
            community: visit.community_id(),
            poll: poll.id,
            person: visitor.person,
            submission,
            receipt: Receipt::from_random(random(services)),
            ballot: BallotId::from_random(random(services)),
            answers,
            assurance: visitor.facts.assurance,
            channel: store::Channel::Web,
            drafts,
        })
        .await;
    Ok(match outcome {
        Ok(Cast::Recorded(_) | Cast::AlreadyRecorded(_)) => done,
        Err(CastError::AlreadyTookPart) => {
            draft::clear(services, visit, poll).await?;
            format!("{done}?again")
        }
        Err(CastError::NotOpenYet | CastError::Closed) => format!("/polls/{}?late", poll.number),
        Err(CastError::NoSuchPoll) => return Err(Failure::NotFound),
        Err(CastError::Busy) => return Err(Failure::Busy),
        Err(CastError::Rejected) => return Err(Failure::Internal),
        Err(CastError::OutcomeUnknown) => format!("{check}?outcome=unknown"),
        Err(CastError::Unavailable) => format!("{check}?outcome=unavailable"),
    })
}

/// Where the confirmation is of somebody who has taken part: by this very submission, or by another before; `None` when they have
/// not.
async fn took_part(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
    poll: &Poll,
    submission: SubmissionId,
) -> Result<Option<String>, Failure> {
    let found = services
        .store
        .participation(visit.community_id(), poll.id, visitor.person)
        .await?;
    let Some(before) = found else {
        return Ok(None);
    };
    let done = format!("/polls/{}/done", poll.number);
    if before.submission == submission {
        return Ok(Some(done));
    }
    draft::clear(services, visit, poll).await?;
    Ok(Some(format!("{done}?again")))
}

/// The answers to record and the draft rows that go with them; `None` when the check page has something to say first: the
/// draft is gone, an answer is missing, or the person may not take part.
async fn ready(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
    poll: &Poll,
) -> Result<Option<(Answers, Vec<DraftId>)>, Failure> {
    if !people::reasons(visit, visitor, poll).is_empty() {
        return Ok(None);
    }
    let Some(draft) = draft::read(services, visit, poll).await? else {
        return Ok(None);
    };
    let Ok(answers) = check_answers(&poll.content.questions, &draft.given) else {
        return Ok(None);
    };
    let rows = SealedForms::of(services, visit)
        .map(|forms| draft::row_ids(&forms, poll))
        .unwrap_or_default();
    Ok(Some((answers, rows)))
}

fn random<const N: usize>(services: &Services) -> [u8; N] {
    use crate::keys::RandomBytes;
    services.random.bytes()
}
