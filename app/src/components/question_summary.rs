//! What a poll asks, before anybody answers: each question with its options and their explanations.

use super::{picture, said::said};
use crate::i18n::{Lang, common, polls, vote};
use domain::{
    answer::WRITTEN,
    ids::OptionNo,
    lang::Bilingual,
    poll::{Choice, Question, QuestionKind},
};
use leptos::prelude::*;

/// The words of an option in both languages: the interface's own for yes / no / abstain and for an answer in one's own words,
/// a scale's number with what it means at an end. Empty for an option that the question does not have.
pub fn option_words(question: &Question, no: OptionNo) -> Bilingual {
    let written = question.choice(no).map(|choice| choice.label.clone());
    match (question.kind, question.scale_value(no)) {
        (QuestionKind::YesNoAbstain, _) => {
            let word = |lang| common::yes_no_abstain(lang, no).unwrap_or_default();
            Bilingual::new(word(Lang::Uk), word(Lang::En))
        }
        (QuestionKind::ShortText | QuestionKind::LongText, _) if no == WRITTEN => {
            Bilingual::new(polls::own_words(Lang::Uk), polls::own_words(Lang::En))
        }
        (_, Some(value)) => {
            let at_end = |words: &str| match words {
                "" => String::new(),
                words => format!("{value} ({words})"),
            };
            match written {
                Some(words) => Bilingual::new(at_end(&words.uk), at_end(&words.en)),
                None => Bilingual::new(value.to_string(), value.to_string()),
            }
        }
        _ => written.unwrap_or_default(),
    }
}

/// The text of a question for its heading; without a number where it is the only one.
pub fn question_words(lang: Lang, question: &Question, only: bool) -> impl IntoView + use<> {
    let number = (!only).then(|| format!("{}. ", question.no.0));
    view! {
        {number}
        {said(lang, &question.text)}
    }
}

/// All questions: the first in full, the others behind a fold.
#[component]
pub fn QuestionSummaries(lang: Lang, questions: Vec<Question>) -> impl IntoView {
    let rest = questions.len().saturating_sub(1);
    let only = rest == 0;
    let mut questions = questions.into_iter();
    let first = questions
        .next()
        .map(|question| view! { <QuestionSummary lang question only /> });
    let others = questions
        .map(|question| view! { <QuestionSummary lang question only /> })
        .collect_view();
    let more = i64::try_from(rest).unwrap_or(i64::MAX);
    view! {
        {first}
        {(rest > 0)
            .then(|| {
                view! {
                    <details class="data">
                        <summary>{polls::more_questions(lang, more)}</summary>
                        <div class="flow">{others}</div>
                    </details>
                }
            })}
    }
}

#[component]
fn QuestionSummary(lang: Lang, question: Question, only: bool) -> impl IntoView {
    let optional = (!question.required).then(|| polls::question_optional(lang));
    let hint = (!question.hint.is_empty()).then(|| view! { <p>{said(lang, &question.hint)}</p> });
    // A list of names and explanations needs explanations; bare options are a plain list.
    let explained = question
        .options
        .iter()
        .any(|option| !option.hint.is_empty());
    let options = if explained {
        let rows = question
            .options
            .iter()
            .map(|option| {
                view! {
                    <div>
                        <dt>{said(lang, &option.label)}</dt>
                        <dd>{said(lang, &option.hint)} {picture_of(lang, option)}</dd>
                    </div>
                }
            })
            .collect_view();
        view! { <dl class="summary">{rows}</dl> }.into_any()
    } else {
        // Of a scale the two ends say all; answers in one's own words have no options.
        let shown = question.option_numbers().into_iter().filter(|no| {
            question.kind == QuestionKind::YesNoAbstain || question.choice(*no).is_some()
        });
        let rows = shown
            .map(|no| {
                let picture = question.choice(no).map(|option| picture_of(lang, option));
                view! { <li>{said(lang, &option_words(&question, no))} {picture}</li> }
            })
            .collect_view();
        (!question.kind.is_text())
            .then(|| view! { <ul class="list">{rows}</ul> })
            .into_any()
    };
    view! {
        <h3>{question_words(lang, &question, only)}</h3>
        {hint}
        <p class="hint">
            {vote::how_many(lang, question.kind, question.combinable())} " " {optional}
        </p>
        {options}
    }
}

/// The picture of an option, if it has one.
fn picture_of(lang: Lang, option: &Choice) -> impl IntoView + use<> {
    let shown = option.picture.as_ref();
    shown.map(|shown| picture(lang, shown.file, &shown.alt, "option-picture"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::said::rendered;
    use domain::ids::QuestionNo;

    fn question(no: i16, hints: [&str; 2]) -> Question {
        let choice = |at: i16| Choice {
            no: OptionNo(at),
            label: Bilingual::new(format!("варіант {at}"), ""),
            hint: Bilingual::new(hints[usize::try_from(at - 1).unwrap()], ""),
            exclusive: false,
            with_text: false,
            picture: None,
        };
        Question {
            no: QuestionNo(no),
            kind: QuestionKind::Single,
            text: Bilingual::new("Куди?", "Where to?"),
            hint: Bilingual::default(),
            required: true,
            options: vec![choice(1), choice(2)],
        }
    }

    fn html(lang: Lang, questions: Vec<Question>) -> String {
        rendered(|| view! { <QuestionSummaries lang questions /> }.into_any())
    }

    #[test]
    fn a_single_question_has_no_number_and_no_fold() {
        let html = html(Lang::Uk, vec![question(1, ["", ""])]);
        assert!(html.contains("<h3>Куди?</h3>"), "{html}");
        assert!(!html.contains("<details"), "{html}");
        assert!(
            !html.contains("<dl"),
            "options without explanations are a list: {html}"
        );
    }

    #[test]
    fn explained_options_are_a_list_of_names_and_explanations() {
        let both = vec![question(1, ["ближче", ""]), question(2, ["", ""])];
        let html = html(Lang::En, both);
        assert!(
            html.contains(r#"<dt><span lang="uk">варіант 1</span></dt>"#),
            "{html}"
        );
        assert!(html.contains("<h3>2. Where to?</h3>"), "{html}");
        assert!(html.contains("<details"), "{html}");
    }
}
