//! One question on one page: the flow from the first question to the check page.

use super::{
    around::asked_places,
    draft::{self, PollDraft},
    gate,
    only_for::OnlyFor,
    poll::put_aside,
};
use crate::{
    components::{Boot, Frame, Icon, PageTitle, Section, Symbol, page, see_other},
    context::{Visit, services, visit},
    escape::escape,
    failure::Failure,
    i18n::{Lang, OutOf, common, polls, vote},
    islands::{After, AnswerForm, AnswerOutcome, FormOption, QuestionForm},
};
use domain::{
    answer::{Given, check_answer, names_unknown},
    eligibility::Standing,
    ids::{OptionNo, QuestionNo},
    lifecycle::State,
    poll::{ChoicePicture, Poll, Question},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// `/polls/{number}/vote`: leads to the first question without an answer.
#[component]
pub fn VoteStart() -> impl IntoView {
    let params = use_params_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let poll =
            super::published(&services, &visit, &params.get("number").unwrap_or_default()).await?;
        let standing = gate::standing(&services, &visit, &poll).await?;
        if let Some(place) = gate::elsewhere(&services, &visit, &poll, &standing).await? {
            see_other(&visit.href(&place));
            return Ok(());
        }
        let draft = draft::read(&services, &visit, &poll).await?;
        let next = poll
            .content
            .questions
            .iter()
            .find(|q| draft.as_ref().is_none_or(|d| !d.has(q.no)));
        let place = next.map_or("check".to_owned(), |q| q.no.0.to_string());
        see_other(&visit.href(&format!("/polls/{}/vote/{place}", poll.number)));
        Ok(())
    })
}

/// `/polls/{number}/vote/{question}`; with `?fix` it says what is wrong with the answer in the draft, with `?change` it leads
/// back to the check page.
#[component]
pub fn QuestionPage() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let poll =
            super::published(&services, &visit, &params.get("number").unwrap_or_default()).await?;
        let no =
            question_no(&params.get("question").unwrap_or_default()).ok_or(Failure::NotFound)?;
        let question = poll.question(no).ok_or(Failure::NotFound)?;
        let standing = gate::standing(&services, &visit, &poll).await?;
        if let Some(place) = gate::elsewhere(&services, &visit, &poll, &standing).await? {
            see_other(&visit.href(&place));
            return Ok(().into_any());
        }
        let draft = draft::read(&services, &visit, &poll).await?;
        let form = question_form(
            &visit,
            &poll,
            question,
            draft.as_ref(),
            query.get("fix").is_some(),
            query.get("change").is_some(),
        );
        let title = vote::question_page_title(
            visit.lang,
            no,
            OutOf(poll.content.questions.len() as i64),
            poll.content.title.get(visit.lang),
        );
        let title = if form.problem.is_some() {
            common::page_title_error(visit.lang, &title)
        } else {
            title
        };
        let only_for = match no {
            QuestionNo(1) => {
                let places = asked_places(&services, &poll.content.audience).await?;
                let asked = poll.content.audience.residency;
                Some(view! { <OnlyFor visit=visit.clone() asked places /> })
            }
            _ => None,
        };
        let identify = (no == QuestionNo(1) && visit.visitor.is_none())
            .then(|| view! { <p class="small ahead">{vote::identify_at_the_end(visit.lang)}</p> });
        // Said at the first question and again before submitting.
        let pledge = (no == QuestionNo(1)).then(|| {
            view! {
                <p class="hint with-icon section prose">
                    <Icon symbol=Symbol::Lock />
                    <span>{polls::secrecy_line(visit.lang, poll.content.secrecy)}</span>
                </p>
            }
        });
        let (back, back_label) = match QuestionNo(no.0 - 1) {
            QuestionNo(0) => (
                format!("/polls/{}", poll.number),
                vote::to_poll(visit.lang).to_owned(),
            ),
            before => (
                format!("/polls/{}/vote/{}", poll.number, before.0),
                vote::to_question(visit.lang, before),
            ),
        };
        Ok(view! {
            <PageTitle text=title />
            <Frame section=Section::Flow>
                <p class="small">
                    <a class="back" href=visit.href(&back)>
                        {back_label}
                    </a>
                </p>
                {only_for}
                {identify}
                <AnswerForm form />
                {pledge}
                <Boot />
            </Frame>
        }
        .into_any())
    })
}

/// Whether answers are taken at this moment. The ballot box decides again, by the database's clock.
pub fn is_open(poll: &Poll, visit: &Visit) -> bool {
    poll.state == State::Open
        && poll
            .content
            .closes_at
            .is_none_or(|closes| visit.now < closes)
}

/// A question number from an address or a form.
pub fn question_no(text: &str) -> Option<QuestionNo> {
    let plain = (1..=3).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_digit())
        && !text.starts_with('0');
    plain.then(|| text.parse().ok().map(QuestionNo)).flatten()
}

/// The poll's title as it stands above a question or the answers; empty where the only question says the same.
pub fn title_above(lang: Lang, poll: &Poll) -> String {
    let title = poll.content.title.get(lang);
    match &poll.content.questions[..] {
        [only] if only.text.get(lang) == title => String::new(),
        _ => title.to_owned(),
    }
}

/// The words of the way to the last question.
pub fn to_last_question(lang: Lang, poll: &Poll) -> String {
    match poll.content.questions.last() {
        Some(last) if last.no != QuestionNo(1) => vote::to_question(lang, last.no),
        _ => vote::to_the_question(lang).to_owned(),
    }
}

/// The form of one question as the island takes it.
pub fn question_form(
    visit: &Visit,
    poll: &Poll,
    question: &Question,
    draft: Option<&PollDraft>,
    fix: bool,
    change: bool,
) -> QuestionForm {
    let lang = visit.lang;
    let given = draft.map(|d| d.given(question.no)).unwrap_or_default();
    let last = poll.content.questions.last();
    let is_last = last.is_some_and(|last| last.no == question.no);
    QuestionForm {
        lang,
        action: visit.href("/do/answer"),
        poll: poll.number.0,
        poll_title: title_above(lang, poll),
        no: question.no.0,
        of: poll.content.questions.len() as i16,
        kind: question.kind,
        required: question.required,
        text: question.text.get(lang).to_owned(),
        hint: question.hint.get(lang).to_owned(),
        options: form_options(lang, question),
        problem: fix.then(|| check_answer(question, &given).err()).flatten(),
        chosen: given.chosen.iter().map(|option| option.0).collect(),
        most: question
            .text_limit()
            .and_then(|most| i16::try_from(most).ok()),
        written: given.text,
        changing: change,
        after: match visit.visitor.is_some() {
            false if is_last => After::Identify,
            true if is_last || change => After::Check,
            _ => After::Question,
        },
    }
}

/// The picture of an option as the form shows it.
fn picture_html(lang: Lang, picture: &ChoicePicture) -> String {
    let (words, written_in) = picture.alt.in_lang(lang);
    let (file, words) = (picture.file, escape(words));
    format!(
        r#"<img src="{}" width="{}" height="{}" alt="{words}" lang="{}" loading="lazy">"#,
        file.address(),
        file.width,
        file.height,
        written_in.tag()
    )
}

/// The options to choose among; none where one answers in one's own words.
fn form_options(lang: Lang, question: &Question) -> Vec<FormOption> {
    if question.kind.is_text() {
        return Vec::new();
    }
    let option = |no: OptionNo| {
        let choice = question.choice(no);
        let hint = choice.map_or("", |choice| choice.hint.get(lang));
        let (label, hint) = match (question.scale_value(no), choice) {
            // The words at an end of the scale stand beside its number.
            (Some(value), end) => (
                value.to_string(),
                end.map_or("", |end| end.label.get(lang)).to_owned(),
            ),
            (None, Some(choice)) if choice.exclusive => {
                let alone = format!("{hint} {}", vote::stands_alone(lang));
                (choice.label.get(lang).to_owned(), alone.trim().to_owned())
            }
            (None, Some(choice)) => (choice.label.get(lang).to_owned(), hint.to_owned()),
            (None, None) => {
                let word = common::yes_no_abstain(lang, no).unwrap_or_default();
                (word.to_owned(), String::new())
            }
        };
        FormOption {
            no: no.0,
            label,
            hint,
            exclusive: question.is_exclusive(no),
            with_text: question.option_with_text() == Some(no),
            picture: choice
                .and_then(|choice| choice.picture.as_ref())
                .map(|picture| picture_html(lang, picture))
                .unwrap_or_default(),
        }
    };
    question.option_numbers().into_iter().map(option).collect()
}

/// The body of the server function [`crate::islands::answer`].
///
/// # Errors
/// [`Failure::NotFound`] for a poll or question that this community does not have; never for a wrong answer.
pub async fn take_answer(
    poll: &str,
    question: &str,
    choice: Vec<String>,
    text: &str,
    go: &str,
) -> Result<AnswerOutcome, Failure> {
    let (visit, services) = (visit()?, services()?);
    let poll = super::published(&services, &visit, poll).await?;
    let no = question_no(question).ok_or(Failure::NotFound)?;
    let question = poll.question(no).ok_or(Failure::NotFound)?;
    if !is_open(&poll, &visit) {
        see_other(&visit.href(&format!("/polls/{}", poll.number)));
        return Ok(AnswerOutcome::NotOpen);
    }
    if gate::standing(&services, &visit, &poll).await? == Standing::TookPart {
        let place = gate::already_answered(&services, &visit, &poll).await?;
        see_other(&visit.href(&place));
        return Ok(AnswerOutcome::TookPart);
    }
    let sent: Vec<&str> = choice.iter().map(String::as_str).collect();
    if names_unknown(question, &sent) {
        // No form of ours offers it, so nobody marked it: what was marked before stays.
        return Err(Failure::BadRequest);
    }
    // What was given is kept even when it is wrong.
    let given = Given::read(question, &sent, text);
    draft::write(&services, &visit, &poll, no, &given).await?;
    let checked = check_answer(question, &given);
    let last = poll.content.questions.last().map(|q| q.no);
    let vote = format!("/polls/{}/vote", poll.number);
    let place = match (&checked, go) {
        (_, "leave") => put_aside(&poll),
        (_, "save") => format!("{vote}/{}", no.0),
        (Err(_), "check") => format!("{vote}/{}?fix&change", no.0),
        (Err(_), _) => format!("{vote}/{}?fix", no.0),
        (Ok(_), "check") => format!("{vote}/check"),
        (Ok(_), _) if last == Some(no) => format!("{vote}/check"),
        (Ok(_), _) => format!("{vote}/{}", no.0 + 1),
    };
    see_other(&visit.href(&place));
    Ok(match checked {
        Ok(_) => AnswerOutcome::Saved,
        Err(problem) => AnswerOutcome::Problem(problem),
    })
}
