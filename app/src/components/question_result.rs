//! The result of one question: the sentence, the bars, the table; in this order.

use super::{
    chart::{Bar, BarKind},
    question_summary::{option_words, question_words},
    said::said,
};
use crate::i18n::{Lang, Percent, format, results};
use domain::{
    ids::OptionNo,
    poll::{Question, QuestionKind},
    tally::{Leader, QuestionTally},
};
use leptos::prelude::*;

/// The third of yes, no, abstain.
const ABSTAIN: OptionNo = OptionNo(3);

/// One question. `ballots` is how many were counted in all, `only` whether the poll asks nothing else.
#[component]
pub fn QuestionResult(
    lang: Lang,
    question: Question,
    count: QuestionTally,
    ballots: i64,
    only: bool,
) -> impl IntoView {
    let heading = view! { <h2>{question_words(lang, &question, only)}</h2> };
    let say = results::sentence(lang, &question, &count);
    // The words themselves are published only after moderation (DESIGN §5.6): here is their number alone.
    let words_note = question.option_with_text().map(|_| {
        view! { <p class="hint">{results::texts_not_shown(lang)}</p> }
    });
    if count.answered <= 0 || question.kind.is_text() {
        // No bars and no shares of nothing.
        return view! {
            {heading}
            <p>{say}</p>
            {words_note.filter(|_| count.answered > 0)}
        }
        .into_any();
    }
    let say_id = format!("q{}-say", question.no.0);
    let several = match question.kind {
        QuestionKind::Multiple { max, .. } if max > 1 => {
            Some(results::several_possible(lang, i64::from(max)))
        }
        _ => None,
    };
    let mean =
        matches!(question.kind, QuestionKind::Scale { .. }).then(|| results::scale_mean_note(lang));
    view! {
        {heading}
        <figure class="chart" aria-labelledby=say_id>
            <figcaption id=say_id.clone()>{say}</figcaption>
            <div class="bars">{bars(lang, &question, &count, usize::MAX)}</div>
        </figure>
        <p class="hint">{results::respondents(lang, ballots, count.answered)} " " {several} {mean}</p>
        {words_note}
        <details class="data">
            <summary>
                {results::show_table(lang)} <span class="vh">": " {question.text.get(lang).to_owned()}</span>
            </summary>
            {table(lang, &question, &count, ballots, only)}
            {results::rounding_note(lang, &question, &count)
                .map(|note| view! { <p class="hint">{note}</p> })}
        </details>
    }
    .into_any()
}

/// Whether an option of a question is no side but an abstention.
fn is_neutral(question: &Question, no: OptionNo) -> bool {
    question.kind == QuestionKind::YesNoAbstain && no == ABSTAIN
}

/// The options as chart and table show them: the most chosen first, equals in the ballot's order, abstentions last; the
/// numbers of a scale as they follow each other.
fn in_order(question: &Question, count: &QuestionTally) -> Vec<OptionNo> {
    let mut options = question.option_numbers();
    if matches!(question.kind, QuestionKind::Scale { .. }) {
        return options;
    }
    options.sort_by_key(|&no| (is_neutral(question, no), -count.selections(no)));
    options
}

/// The bars under their labels: of the first `most` options.
pub fn bars(
    lang: Lang,
    question: &Question,
    count: &QuestionTally,
    most: usize,
) -> impl IntoView + use<> {
    let leaders = leaders(question, count);
    in_order(question, count)
        .into_iter()
        .take(most)
        .map(|no| {
            let leads = leaders.contains(&no);
            let kind = match (leads, is_neutral(question, no)) {
                (true, _) => BarKind::Leader,
                (_, true) => BarKind::Neutral,
                _ => BarKind::Other,
            };
            let votes = count.selections(no);
            view! {
                <div class=leads.then_some("lead-row")>
                    <span>{said(lang, &option_words(question, no))}</span>
                    " "
                    <b>
                        {results::share(lang, votes, count.answered)} " "
                        <small>{format::number(lang, votes)}</small>
                    </b>
                    " "
                    <Bar tenths=count.share(no).unwrap_or(0) kind />
                </div>
            }
        })
        .collect_view()
}

/// The same figures as a table, with what the shares are of.
fn table(
    lang: Lang,
    question: &Question,
    count: &QuestionTally,
    ballots: i64,
    only: bool,
) -> impl IntoView + use<> {
    let row = |head: AnyView, n: i64, share: String| {
        view! {
            <tr>
                <th scope="row">{head}</th>
                <td class="n">{format::number(lang, n)}</td>
                <td class="n">{share}</td>
            </tr>
        }
    };
    let options = in_order(question, count);
    let selections: i64 = options.iter().map(|&no| count.selections(no)).sum();
    let rows = options
        .into_iter()
        .map(|no| {
            let votes = count.selections(no);
            let words = said(lang, &option_words(question, no)).into_any();
            row(words, votes, results::share(lang, votes, count.answered))
        })
        .collect_view();
    let foot = |label: &'static str, n: i64, share: String| row(label.into_any(), n, share);
    let several = matches!(question.kind, QuestionKind::Multiple { .. })
        .then(|| foot(results::row_selections(lang), selections, String::new()));
    let all = format::percent(lang, Percent(1000));
    let skipped = count.skipped(ballots);
    let skipped = (skipped > 0).then(|| {
        view! {
            {foot(results::row_skipped(lang), skipped, String::new())}
            {foot(results::row_ballots(lang), ballots, String::new())}
        }
    });
    view! {
        <table class="table">
            <caption>{question_words(lang, question, only)}</caption>
            <thead>
                <tr>
                    <th scope="col">{results::column_option(lang)}</th>
                    <th scope="col" class="n">
                        {results::column_votes(lang)}
                    </th>
                    <th scope="col" class="n">
                        {results::column_share(lang)}
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                {several} {foot(results::row_answered(lang), count.answered, all)} {skipped}
            </tfoot>
        </table>
    }
}

/// Who leads: one option, or all that lead together. Of yes and no the greater one, as the sentence says it: those who
/// abstained take no side.
fn leaders(question: &Question, count: &QuestionTally) -> Vec<OptionNo> {
    let sides = match question.kind {
        QuestionKind::YesNoAbstain => {
            let mut sides = count.clone();
            sides.options.remove(&ABSTAIN);
            sides.leader()
        }
        _ => count.leader(),
    };
    match sides {
        Leader::NoAnswers => Vec::new(),
        Leader::Leading { option, .. } => vec![option],
        Leader::Tie(options) => options,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::said::rendered;
    use domain::{ids::QuestionNo, lang::Bilingual, poll::Choice};

    fn question(kind: QuestionKind) -> Question {
        let choice = |no: i16, label: &str| Choice {
            no: OptionNo(no),
            label: Bilingual::new(label, ""),
            hint: Bilingual::default(),
            exclusive: false,
            with_text: false,
            picture: None,
        };
        let options = match kind {
            QuestionKind::YesNoAbstain => Vec::new(),
            _ => vec![choice(1, "Сцена"), choice(2, "<b>Доріжки</b>")],
        };
        Question {
            no: QuestionNo(1),
            kind,
            text: Bilingual::new("Що робити?", ""),
            hint: Bilingual::default(),
            required: true,
            options,
        }
    }

    fn html(kind: QuestionKind, answered: i64, votes: &[i64], ballots: i64) -> String {
        let options = votes
            .iter()
            .zip(1..)
            .filter(|(votes, _)| **votes > 0)
            .map(|(&votes, no)| (OptionNo(no), votes))
            .collect();
        let count = QuestionTally { answered, options };
        let question = question(kind);
        rendered(|| {
            view! { <QuestionResult lang=Lang::Uk question count ballots only=true /> }.into_any()
        })
    }

    #[test]
    fn the_leader_stands_first_in_the_chart_and_markup_stays_text() {
        let html = html(QuestionKind::Single, 4, &[1, 3], 4);
        let (paths, stage) = (html.find("&lt;b&gt;Доріжки"), html.find("Сцена"));
        assert!(paths.is_some() && paths < stage, "{html}");
        assert!(
            html.contains(r#"<rect width="75.0%" height="16">"#),
            "{html}"
        );
        assert_eq!(html.matches("lead-row").count(), 1, "{html}");
    }

    #[test]
    fn equals_both_lead() {
        let html = html(QuestionKind::Single, 4, &[2, 2], 4);
        assert_eq!(html.matches("bar--lead").count(), 2, "{html}");
    }

    #[test]
    fn abstentions_never_lead_and_stand_last() {
        let html = html(QuestionKind::YesNoAbstain, 10, &[1, 2, 7], 10);
        assert!(html.contains("bar--na"), "{html}");
        assert_eq!(html.matches("bar--lead").count(), 1, "{html}");
        let lead = html.split("lead-row").nth(1).unwrap_or_default();
        assert!(lead.starts_with(r#""><span>Ні"#), "{html}");
        let bars = html.split("<details").next().unwrap_or_default();
        assert!(bars.find("Утримуюся") > bars.find("Ні"), "{html}");
    }

    #[test]
    fn several_choices_are_counted_apart_from_respondents() {
        let html = html(QuestionKind::Multiple { min: 1, max: 2 }, 3, &[3, 2], 5);
        assert!(html.contains(results::row_selections(Lang::Uk)), "{html}");
        assert!(
            html.contains(&results::several_possible(Lang::Uk, 2)),
            "{html}"
        );
        assert!(html.contains(&results::skipped(Lang::Uk, 2)), "{html}");
        assert!(html.contains(results::row_ballots(Lang::Uk)), "{html}");
    }

    #[test]
    fn a_question_that_nobody_answered_has_no_shares() {
        let html = html(QuestionKind::Single, 0, &[0, 0], 5);
        assert!(html.contains(results::say_none(Lang::Uk)), "{html}");
        assert!(!html.contains("<svg") && !html.contains('%'), "{html}");
    }
}
