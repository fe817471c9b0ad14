//! Plurals, numbers, shares, spans, and the sentences that are put together from them.

use super::{
    Lang, OutOf, Percent, Shown, common, dates,
    format::{self, Tenths},
    plural::{Count, Form},
    results, staff_editor, vote,
};
use domain::{
    answer::AnswerProblem,
    ids::{OptionNo, QuestionNo},
    lang::Bilingual,
    poll::{Choice, DraftField, DraftProblem, Question, QuestionKind},
    tally::QuestionTally,
};

#[test]
fn ukrainian_plurals_follow_the_four_forms() {
    let forms = [
        (0, Form::Many),
        (1, Form::One),
        (2, Form::Few),
        (4, Form::Few),
        (5, Form::Many),
        (11, Form::Many),
        (12, Form::Many),
        (14, Form::Many),
        (21, Form::One),
        (22, Form::Few),
        (25, Form::Many),
        (101, Form::One),
        (111, Form::Many),
        (112, Form::Many),
        (1_000_001, Form::One),
        (-1, Form::One),
        (-3, Form::Few),
        (i64::MIN, Form::Many),
    ];
    for (n, form) in forms {
        assert_eq!(n.form(Lang::Uk), form, "{n}");
    }
    assert_eq!(Tenths(15).form(Lang::Uk), Form::Other);
    assert_eq!(Tenths(20).form(Lang::Uk), Form::Few);
}

#[test]
fn english_plurals_follow_the_two_forms() {
    for (n, form) in [
        (0, Form::Other),
        (1, Form::One),
        (2, Form::Other),
        (11, Form::Other),
        (21, Form::Other),
    ] {
        assert_eq!(n.form(Lang::En), form, "{n}");
    }
    assert_eq!(Tenths(15).form(Lang::En), Form::Other);
}

catalogue! {
    distance(n: Tenths) plural n {
        uk { one "{n} кілометр" few "{n} кілометри" many "{n} кілометрів" other "{n} кілометра" }
        en { one "{n} kilometre" other "{n} kilometres" }
    }
}

#[test]
fn a_fraction_takes_the_form_of_its_own() {
    assert_eq!(messages().len(), 1);
    assert_eq!(distance(Lang::Uk, Tenths(15)), "1,5\u{a0}кілометра");
    assert_eq!(distance(Lang::En, Tenths(15)), "1.5\u{a0}kilometres");
}

#[test]
fn numbers_are_grouped_with_no_break_spaces() {
    for (n, uk, en) in [
        (0, "0", "0"),
        (999, "999", "999"),
        (1340, "1\u{a0}340", "1,340"),
        (58_240, "58\u{a0}240", "58,240"),
        (1_234_567, "1\u{a0}234\u{a0}567", "1,234,567"),
        (-1234, "−1\u{a0}234", "−1,234"),
    ] {
        assert_eq!(format::number(Lang::Uk, n), uk);
        assert_eq!(format::number(Lang::En, n), en);
    }
    assert_eq!(
        format::decimal(Lang::Uk, Tenths(12_345_675)),
        "1\u{a0}234\u{a0}567,5"
    );
    assert_eq!(format::decimal(Lang::En, Tenths(12_345_675)), "1,234,567.5");
    assert_eq!(format::decimal(Lang::Uk, Tenths(-5)), "−0,5");
    assert!(format::number(Lang::Uk, i64::MIN).starts_with("−9"));
}

#[test]
fn shares_round_half_up_and_never_lie_at_the_ends() {
    assert_eq!(Percent::of(4126, 58_240), Some(Percent(71)));
    assert_eq!(Percent::of(1, 2000), Some(Percent(1)));
    assert_eq!(Percent::of(1, 0), None);
    assert_eq!(Percent::of(-1, 5), None);
    assert_eq!(Percent::of(i64::MAX, i64::MAX), Some(Percent(1000)));
    assert_eq!(format::percent(Lang::Uk, Percent(457)), "45,7\u{a0}%");
    assert_eq!(format::percent(Lang::En, Percent(457)), "45.7%");
    assert_eq!(
        format::share(Lang::Uk, 3, 58_240).as_deref(),
        Some("менше 0,1\u{a0}%")
    );
    assert_eq!(
        format::share(Lang::Uk, 0, 58_240).as_deref(),
        Some("0,0\u{a0}%")
    );
    assert_eq!(
        format::share(Lang::En, 58_239, 58_240).as_deref(),
        Some("over 99.9%")
    );
    assert_eq!(format::share(Lang::En, 5, 0), None);
}

#[test]
fn the_stitches_show_at_least_one_person_and_never_everybody_too_early() {
    for (part, whole, stitches) in [
        (0, 100, 0),
        (1, 58_240, 1),
        (4126, 58_240, 7),
        (999, 1000, 99),
        (1000, 1000, 100),
        (5, 0, 0),
    ] {
        assert_eq!(
            format::of_hundred(part, whole),
            stitches,
            "{part} of {whole}"
        );
    }
}

#[test]
fn people_of_a_hundred_are_counted_with_collective_numerals() {
    let uk = |n| format::people_of_hundred(Lang::Uk, n).replace('\u{a0}', " ");
    assert_eq!(uk(0), "менше ніж одна людина зі ста");
    assert_eq!(uk(1), "одна людина зі ста");
    assert_eq!(uk(2), "двоє зі ста");
    assert_eq!(uk(7), "семеро зі ста");
    assert_eq!(uk(10), "десятеро зі ста");
    assert_eq!(uk(11), "11 зі 100");
    assert_eq!(uk(100), "100 зі 100");
    assert_eq!(
        format::people_of_hundred(Lang::En, 7).replace('\u{a0}', " "),
        "seven in a hundred"
    );
}

#[test]
fn the_preposition_of_a_whole_follows_its_sound() {
    for (n, words) in [
        (5, "з 5"),
        (6, "із 6"),
        (7, "із 7"),
        (8, "з 8"),
        (16, "із 16"),
        (40, "із 40"),
        (65, "із 65"),
        (100, "зі 100"),
        (150, "зі 150"),
        (250, "з 250"),
        (600, "із 600"),
        (1340, "з 1 340"),
        (6000, "із 6 000"),
        (58_240, "з 58 240"),
        (100_000, "зі 100 000"),
    ] {
        assert_eq!(
            Shown::shown(OutOf(n), Lang::Uk).replace('\u{a0}', " "),
            words
        );
    }
    assert_eq!(Shown::shown(OutOf(5), Lang::En), "of\u{a0}5");
}

#[test]
fn what_is_left_is_said_in_whole_units_rounded_down() {
    const MINUTE: i64 = 60_000;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    for (ms, uk, en) in [
        (3 * DAY + 4 * HOUR, "Лишилося 3 дні", "3 days left"),
        (DAY, "Лишився 1 день", "1 day left"),
        (DAY - 1, "Лишилося 23 години", "23 hours left"),
        (5 * HOUR, "Лишилося 5 годин", "5 hours left"),
        (HOUR, "Лишилася 1 година", "1 hour left"),
        (21 * MINUTE, "Лишилася 21 хвилина", "21 minutes left"),
        (59_999, "Лишилося менше хвилини", "Less than a minute left"),
        (-5, "Лишилося менше хвилини", "Less than a minute left"),
    ] {
        assert_eq!(format::left(Lang::Uk, ms).replace('\u{a0}', " "), uk);
        assert_eq!(format::left(Lang::En, ms).replace('\u{a0}', " "), en);
        let boundary = format::left_changes_in(ms);
        if ms > MINUTE {
            assert_eq!(
                format::left(Lang::Uk, ms - boundary + 1),
                format::left(Lang::Uk, ms)
            );
            assert_ne!(
                format::left(Lang::Uk, ms - boundary),
                format::left(Lang::Uk, ms)
            );
        }
    }
}

#[test]
fn a_span_names_the_largest_unit_that_is_exact() {
    let uk = |ms| format::span(Lang::Uk, ms).replace('\u{a0}', " ");
    assert_eq!(uk(7 * 86_400_000), "7 днів");
    assert_eq!(uk(3_600_000), "1 годину");
    assert_eq!(uk(36 * 3_600_000), "36 годин");
    assert_eq!(uk(120_000), "2 хвилини");
    assert_eq!(uk(5_000), "менше ніж хвилину");
}

#[test]
fn the_time_to_an_opening_is_counted_in_dates_and_below_a_day_in_hours() {
    let until = |now, at| {
        let moment = |text| dates::parse_local_input(text).unwrap();
        dates::span_until(Lang::Uk, moment(now), moment(at)).replace('\u{a0}', " ")
    };
    // Thirty-three hours, and the day after tomorrow.
    assert_eq!(until("2026-11-29T23:25", "2026-12-01T09:00"), "2 дні");
    assert_eq!(until("2026-11-29T08:00", "2026-11-30T09:00"), "1 день");
    assert_eq!(until("2026-11-29T23:25", "2026-11-30T09:00"), "9 годин");
    assert_eq!(until("2026-11-30T08:15", "2026-11-30T09:00"), "45 хвилин");
    // The clocks go back on 25 October.
    assert_eq!(until("2026-10-24T12:00", "2026-10-26T12:00"), "2 дні");
}

fn question(kind: QuestionKind, labels: &[&str]) -> Question {
    let options = labels.iter().zip(1..).map(|(label, no)| Choice {
        no: OptionNo(no),
        label: Bilingual::new(*label, ""),
        hint: Bilingual::default(),
        exclusive: false,
        with_text: false,
        picture: None,
    });
    Question {
        no: QuestionNo(1),
        kind,
        text: Bilingual::new("Питання?", ""),
        hint: Bilingual::default(),
        required: true,
        options: options.collect(),
    }
}

fn count(answered: i64, options: &[i64]) -> QuestionTally {
    QuestionTally {
        answered,
        options: options
            .iter()
            .zip(1..)
            .map(|(&n, no)| (OptionNo(no), n))
            .collect(),
    }
}

#[test]
fn the_sentence_of_a_result_tells_leader_majority_half_tie_and_silence_apart() {
    let q = question(QuestionKind::Single, &["Парк", "Сквер", "Ліс"]);
    let say = |answered, votes: &[i64]| {
        results::sentence(Lang::Uk, &q, &count(answered, votes)).replace('\u{a0}', " ")
    };
    assert_eq!(
        say(100, &[48, 30, 22]),
        "Найчастіше обирали «Парк»: 48,0 % тих, хто відповів."
    );
    assert_eq!(
        say(100, &[52, 30, 18]),
        "Більшість тих, хто відповів, обрала «Парк»: 52,0 %."
    );
    assert_eq!(
        say(100, &[50, 30, 20]),
        "Рівно половина тих, хто відповів, обрала «Парк»."
    );
    assert_eq!(say(9, &[9, 0, 0]), "Усі, хто відповів, обрали «Парк».");
    assert_eq!(
        say(100, &[40, 40, 20]),
        "Порівну голосів зібрали «Парк» і «Сквер»: по 40,0 %."
    );
    assert_eq!(
        say(9, &[3, 3, 3]),
        "Найбільше голосів, по 33,3 %, мають 3 варіанти."
    );
    assert_eq!(say(0, &[0, 0, 0]), "На це питання ніхто не відповів.");
    // 50,0 % by rounding only is no half.
    assert!(say(20_001, &[10_000, 9_000, 1_001]).starts_with("Найчастіше"));

    let q = question(QuestionKind::YesNoAbstain, &[]);
    let say = |answered, votes: &[i64]| results::sentence(Lang::En, &q, &count(answered, votes));
    assert_eq!(
        say(10, &[7, 2, 1]),
        "70.0% of those who answered said “Yes”."
    );
    assert_eq!(
        say(10, &[2, 7, 1]),
        "70.0% of those who answered said “No”."
    );
    assert_eq!(
        say(10, &[4, 4, 2]),
        "“Yes” and “No” came out equal, with 40.0% each."
    );
    assert_eq!(
        say(10, &[0, 0, 10]),
        "Everyone who answered this question abstained."
    );
    assert_eq!(say(0, &[]), "Nobody answered this question.");
}

#[test]
fn the_rounding_note_stands_only_where_single_choices_do_not_make_a_hundred() {
    let single = question(QuestionKind::Single, &["А", "Б", "В"]);
    let note = results::rounding_note(Lang::Uk, &single, &count(3, &[1, 1, 1]));
    assert_eq!(
        note.as_deref(),
        Some("Через округлення сума часток становить 99,9\u{a0}%.")
    );
    assert_eq!(
        results::rounding_note(Lang::Uk, &single, &count(4, &[2, 1, 1])),
        None
    );
    let multiple = question(QuestionKind::Multiple { min: 1, max: 2 }, &["А", "Б", "В"]);
    assert_eq!(
        results::rounding_note(Lang::Uk, &multiple, &count(3, &[2, 2, 2])),
        None
    );
}

#[test]
fn respondents_name_the_denominator_and_those_who_skipped() {
    let uk = |ballots, answered| {
        results::respondents(Lang::Uk, ballots, answered).replace('\u{a0}', " ")
    };
    assert_eq!(
        uk(100, 96),
        "На це питання відповіли 96 зі 100 учасників. Пропустили 4. Частки пораховано від 96."
    );
    assert_eq!(
        uk(5, 5),
        "Відповіли всі 5 учасників. Частки пораховано від 5."
    );
}

#[test]
fn how_many_to_choose_is_said_for_each_kind() {
    let uk = |kind, options| vote::how_many(Lang::Uk, kind, options).replace('\u{a0}', " ");
    assert_eq!(uk(QuestionKind::Single, 4), "Одна відповідь.");
    assert_eq!(
        uk(QuestionKind::Multiple { min: 1, max: 3 }, 6),
        "Оберіть до 3 варіантів."
    );
    assert_eq!(
        uk(QuestionKind::Multiple { min: 2, max: 3 }, 6),
        "Оберіть від 2 до 3 варіантів."
    );
    assert_eq!(
        uk(QuestionKind::Multiple { min: 2, max: 2 }, 6),
        "Оберіть рівно 2 варіанти."
    );
    assert_eq!(
        uk(QuestionKind::Multiple { min: 1, max: 4 }, 4),
        "Оберіть один або кілька варіантів."
    );
}

#[test]
fn error_summaries_count_in_words_and_name_the_way_out() {
    assert_eq!(common::error_summary(Lang::Uk, 1), "Виправте одну помилку");
    assert_eq!(
        common::error_summary(Lang::Uk, 3),
        "Виправте 3\u{a0}помилки"
    );
    let multiple = QuestionKind::Multiple { min: 2, max: 3 };
    assert_eq!(
        common::answer_problem(Lang::Uk, multiple, AnswerProblem::Missing),
        "Оберіть щонайменше 2\u{a0}відповіді"
    );
    assert_eq!(
        common::answer_problem(Lang::Uk, multiple, AnswerProblem::TooMany { max: 3 }),
        "Лишіть не більше ніж 3\u{a0}відповіді: приберіть зайві"
    );
    assert_eq!(
        staff_editor::draft_problem(
            Lang::Uk,
            DraftField::OptionLabel(QuestionNo(2), OptionNo(3)),
            DraftProblem::TooLong(200)
        ),
        "Питання\u{a0}2, варіант\u{a0}3, назва: скоротіть до 200\u{a0}знаків"
    );
    assert_eq!(
        staff_editor::draft_problem(
            Lang::Uk,
            DraftField::ClosesAt,
            DraftProblem::TermTooShort {
                shortest_ms: 7 * 86_400_000
            }
        ),
        "Закрити: за регламентом опитування має тривати щонайменше 7\u{a0}днів"
    );
}
