//! The result of a poll: sentences before charts, charts before tables, and how it was counted.

use super::{Lang, OutOf, Percent, format, format::Tenths};
use domain::{
    entitled::CountedBy,
    ids::{OptionNo, PollNumber},
    poll::{Question, QuestionKind},
    tally::{Half, Leader, QuestionTally},
};
use std::cmp::Ordering;

catalogue! {
    title(poll: &str) { uk "Результати: {poll}" en "Results: {poll}" }
    index_title { uk "Результати опитувань" en "Poll results" }
    index_lead { uk "Підсумки завершених опитувань, найновіші спершу." en "What came out of the polls that have closed, the latest first." }
    description(poll: &str) { uk "Результати опитування «{poll}»: скільки людей узяло участь і що вони відповіли." en "Results of the poll “{poll}”: how many took part and what they answered." }
    protocol(no: PollNumber, moment: &str) { uk "Протокол опитування № {no}. Сформовано {moment}." en "Protocol of poll No. {no}. Produced {moment}." }

    download_title { uk "Дані" en "Data" }
    download_csv { uk "Завантажити таблицю (CSV)" en "Download the table (CSV)" }
    download_hint {
        uk "По рядку на кожен варіант кожного питання: скільки людей узяли участь, скільки відповіли на питання й скільки обрали варіант. Відкривається в Excel; роздільник: крапка з комою."
        en "A line for each option of each question: how many took part, how many answered the question and how many chose the option. Separated by semicolons, as Excel in Ukraine expects."
    }

    // Before the close.
    sealed_title { uk "Результати з’являться після закриття" en "The results appear at close" }
    sealed_text(moment: &str) {
        uk "Опитування триває до {moment}. До того підсумків не бачить ніхто, навіть працівники й адміністратори; видно лише, скільки людей відповіло."
        en "The poll is open until {moment}. Until then nobody sees the results, staff and administrators included; only the number of people who have answered is shown."
    }
    sealed_scheduled(moment: &str) { uk "Опитування відкриється {moment}." en "The poll opens on {moment}." }

    // Turnout.
    turnout { uk "Участь" en "Turnout" }
    took_part { uk "Узяли участь" en "Took part" }
    on_paper { uk "З них на папері" en "Of these on paper" }
    /// `all` as «з приблизно 58 240».
    of_entitled(all: &str) { uk "{all} тих, хто міг узяти участь" en "{all} who could take part" }
    lead(n: i64) plural n {
        uk { one "Участь узяв {n} житель." few "Участь узяли {n} жителі." many "Участь узяли {n} жителів." other "Участь узяли {n} жителя." }
        en { one "{n} resident took part." other "{n} residents took part." }
    }
    nobody_title { uk "Ніхто не взяв участі" en "Nobody took part" }
    nobody_text { uk "За час опитування не надійшло жодної відповіді, тому підсумків немає." en "No answer came in while the poll was open, so there are no figures." }

    // A question.
    answered(n: i64, all: OutOf) plural n {
        uk { one "На це питання відповів {n} {all} учасників." few "На це питання відповіли {n} {all} учасників." many "На це питання відповіли {n} {all} учасників." other "На це питання відповіли {n} {all} учасників." }
        en { one "{n} {all} participants answered this question." other "{n} {all} participants answered this question." }
    }
    answered_all(n: i64) plural n {
        uk { one "Відповів {n} учасник." few "Відповіли всі {n} учасники." many "Відповіли всі {n} учасників." other "Відповіли всі {n} учасника." }
        en { one "{n} participant answered." other "All {n} participants answered." }
    }
    skipped(n: i64) plural n {
        uk { one "Пропустив {n}." few "Пропустили {n}." many "Пропустили {n}." other "Пропустили {n}." }
        en { one "{n} skipped it." other "{n} skipped it." }
    }
    denominator(n: i64) { uk "Частки пораховано від {n}." en "Shares are of {n}." }
    several_possible(max: i64) plural max {
        uk {
            one "Можна було обрати до {max} варіанта."
            few "Можна було обрати до {max} варіантів, тому сума часток може перевищувати 100 %."
            many "Можна було обрати до {max} варіантів, тому сума часток може перевищувати 100 %."
            other "Можна було обрати до {max} варіанта."
        }
        en { one "Up to {max} option could be chosen." other "Up to {max} options could be chosen, so the shares may add up to more than 100%." }
    }

    // The sentence.
    say_none { uk "На це питання ніхто не відповів." en "Nobody answered this question." }
    say_mean(mean: Tenths, from: i64, to: i64) { uk "Середня оцінка {mean} за шкалою від {from} до {to}." en "The mean is {mean} on a scale from {from} to {to}." }
    say_written(n: i64) plural n {
        uk { one "Своїми словами відповів {n} учасник." few "Своїми словами відповіли {n} учасники." many "Своїми словами відповіли {n} учасників." other "Своїми словами відповіли {n} учасника." }
        en { one "{n} participant answered in their own words." other "{n} participants answered in their own words." }
    }
    texts_not_shown {
        uk "Самих текстів тут немає: у них можуть бути персональні дані."
        en "The texts themselves are not shown here: they may hold personal data."
    }
    scale_mean_note { uk "Середня оцінка: сума всіх оцінок, поділена на їхню кількість." en "The mean is the sum of all ratings divided by their number." }
    say_leader(option: &str, share: Percent) { uk "Найчастіше обирали «{option}»: {share} тих, хто відповів." en "“{option}” was chosen most often, by {share} of those who answered." }
    say_majority(option: &str, share: Percent) { uk "Більшість тих, хто відповів, обрала «{option}»: {share}." en "A majority of those who answered, {share}, chose “{option}”." }
    say_half(option: &str) { uk "Рівно половина тих, хто відповів, обрала «{option}»." en "Exactly half of those who answered chose “{option}”." }
    say_all(option: &str) { uk "Усі, хто відповів, обрали «{option}»." en "Everyone who answered chose “{option}”." }
    say_tie(first: &str, second: &str, share: Percent) { uk "Порівну голосів зібрали «{first}» і «{second}»: по {share}." en "“{first}” and “{second}” came out equal, with {share} each." }
    say_tie_many(n: i64, share: Percent) plural n {
        uk { one "Найбільше голосів, {share}, має {n} варіант." few "Найбільше голосів, по {share}, мають {n} варіанти." many "Найбільше голосів, по {share}, мають {n} варіантів." other "Найбільше голосів, по {share}, мають {n} варіанта." }
        en { one "{n} option leads with {share}." other "{n} options lead with {share} each." }
    }
    say_yes(share: Percent) { uk "«Так» обрали {share} тих, хто відповів на це питання." en "{share} of those who answered said “Yes”." }
    say_no(share: Percent) { uk "«Ні» обрали {share} тих, хто відповів на це питання." en "{share} of those who answered said “No”." }
    say_yes_no_tie(share: Percent) { uk "«Так» і «Ні» отримали порівну: по {share}." en "“Yes” and “No” came out equal, with {share} each." }
    say_all_abstained { uk "Усі, хто відповів на це питання, утрималися." en "Everyone who answered this question abstained." }
    /// The results page's first line: question 1's sentence when there are several questions.
    say_first(sentence: &str) { uk "Питання 1. {sentence}" en "Question 1. {sentence}" }

    // The chart and the table.
    show_table { uk "Показати таблицею" en "Show as a table" }
    column_option { uk "Варіант" en "Option" }
    column_votes { uk "Голосів" en "Votes" }
    column_share { uk "Частка" en "Share" }
    row_answered { uk "Відповіли" en "Answered" }
    row_skipped { uk "Пропустили" en "Skipped" }
    row_ballots { uk "Усього бюлетенів" en "All ballots" }
    row_selections { uk "Усього позначок" en "All selections" }
    rounding(sum: Percent) { uk "Через округлення сума часток становить {sum}." en "The shares are rounded and add up to {sum}." }

    // How it was counted.
    method_title { uk "Як рахували" en "How it was counted" }
    method_who(audience: &str) { uk "Відповісти могли {audience}. Особу кожного учасника підтверджено, одна людина відповідала один раз." en "Who could answer: {audience}. Each participant’s identity was confirmed, and each answered only once." }
    method_not_sample {
        uk "Це не вибіркове дослідження: учасники вирішували самі, чи відповідати, тож частки описують тих, хто відповів."
        en "This is not a sample survey: people decided for themselves whether to answer, so the shares describe those who did."
    }
    method_share { uk "Частка варіанта: кількість учасників, які його обрали, поділена на кількість тих, хто відповів на це питання." en "An option’s share is the number of participants who chose it divided by the number who answered that question." }
    method_recount(moment: &str) { uk "Підсумок обчислено з бюлетенів автоматично {moment}." en "The figures were computed from the ballots automatically on {moment}." }
    method_on_paper(n: i64) plural n {
        uk { one "На папері надійшов {n} бланк: його внесли двоє працівників, кожен не бачачи внесеного іншим." few "На папері надійшли {n} бланки: кожен внесли двоє працівників, не бачачи внесеного іншим." many "На папері надійшло {n} бланків: кожен внесли двоє працівників, не бачачи внесеного іншим." other "На папері надійшло {n} бланка: кожен внесли двоє працівників, не бачачи внесеного іншим." }
        en { one "{n} form came on paper: two of the staff entered it, neither seeing what the other typed." other "{n} forms came on paper: two of the staff entered each, neither seeing what the other typed." }
    }
    method_entitled_register {
        uk "Скільки людей могло взяти участь, пораховано за реєстром жителів: за населеним пунктом і місяцем народження. Внутрішньо переміщених осіб у ньому немає, тож, якщо відповідали й вони, частка може бути більшою за справжню й навіть перевищити 100 %."
        en "The number of people who could take part comes from the register of residents: by settlement and month of birth. Internally displaced persons are not in it, so where they answered too, the percentage may be higher than the true one, and even exceed 100%."
    }
    method_entitled { uk "Скільки людей могло взяти участь, вказала громада: це оцінка, а не реєстр." en "The number of people who could take part is the community’s estimate, not a count from the register." }
    method_hash { uk "Контрольна сума бюлетенів" en "Checksum of the ballots" }
    response_due_title { uk "Офіційна відповідь" en "Official reply" }
    /// The date ends with «р.», which also ends the sentence.
    response_due_text(date: &str) { uk "Рада має відповісти не пізніше ніж {date}" en "The council must reply no later than {date}." }
    /// The same when that day is over: this version keeps no replies, so it cannot say whether there was one.
    response_was_due_text(date: &str) {
        uk "Строк офіційної відповіді минув {date} Запитайте про неї в раді: у цій системі відповідей ще не публікують."
        en "The official reply was due by {date}. Ask the council for it: replies are not published in this system yet."
    }
    print { uk "Надрукувати протокол" en "Print the protocol" }
}

/// The sentence that says a question's result, for the chart's caption and the page's first line.
/// Ties are told as ties; a share that only rounding brings to 50,0 % is not called half.
pub fn sentence(lang: Lang, question: &Question, count: &QuestionTally) -> String {
    match question.kind {
        QuestionKind::YesNoAbstain => return yes_no_sentence(lang, count),
        QuestionKind::Scale { from, to } => {
            return match count.scale_mean(question) {
                Some(mean) => say_mean(lang, Tenths(mean), i64::from(from), i64::from(to)),
                None => say_none(lang).to_owned(),
            };
        }
        QuestionKind::ShortText | QuestionKind::LongText => {
            return match count.answered {
                ..=0 => say_none(lang).to_owned(),
                answered => say_written(lang, answered),
            };
        }
        QuestionKind::Single | QuestionKind::Multiple { .. } => {}
    }
    let label = |no: OptionNo| {
        question
            .options
            .iter()
            .find(|o| o.no == no)
            .map_or("", |o| o.label.get(lang))
    };
    match count.leader() {
        Leader::NoAnswers => say_none(lang).to_owned(),
        Leader::Leading {
            option,
            selections,
            share,
            half,
        } => match half {
            _ if selections == count.answered => say_all(lang, label(option)),
            Half::Under => say_leader(lang, label(option), Percent(share)),
            Half::Exactly => say_half(lang, label(option)),
            Half::Over => say_majority(lang, label(option), Percent(share)),
        },
        Leader::Tie(options) => {
            let share = options
                .first()
                .and_then(|&first| count.share(first))
                .map_or(Percent(0), Percent);
            match options[..] {
                [first, second] => say_tie(lang, label(first), label(second), share),
                _ => say_tie_many(
                    lang,
                    i64::try_from(options.len()).unwrap_or(i64::MAX),
                    share,
                ),
            }
        }
    }
}

/// Yes against no; those who abstained count in the denominator only.
fn yes_no_sentence(lang: Lang, count: &QuestionTally) -> String {
    let (yes, no) = (OptionNo(1), OptionNo(2));
    let (Some(yes_share), Some(no_share)) = (count.share(yes), count.share(no)) else {
        return say_none(lang).to_owned();
    };
    match count.selections(yes).cmp(&count.selections(no)) {
        Ordering::Greater => say_yes(lang, Percent(yes_share)),
        Ordering::Less => say_no(lang, Percent(no_share)),
        Ordering::Equal if count.selections(yes) == 0 => say_all_abstained(lang).to_owned(),
        Ordering::Equal => say_yes_no_tie(lang, Percent(yes_share)),
    }
}

/// «На це питання відповіли 96 зі 100 учасників. Пропустили 4. Частки пораховано від 96.»
pub fn respondents(lang: Lang, ballots: i64, answered_by: i64) -> String {
    match ballots - answered_by {
        _ if answered_by <= 0 => say_none(lang).to_owned(),
        ..=0 => format!(
            "{} {}",
            answered_all(lang, answered_by),
            denominator(lang, answered_by)
        ),
        left_out => format!(
            "{} {} {}",
            answered(lang, answered_by, OutOf(ballots)),
            skipped(lang, left_out),
            denominator(lang, answered_by)
        ),
    }
}

/// The note under a table of single choices whose rounded shares do not make 100 %; `None` where they do, or where
/// several options could be chosen.
pub fn rounding_note(lang: Lang, question: &Question, count: &QuestionTally) -> Option<String> {
    if matches!(question.kind, QuestionKind::Multiple { .. }) {
        return None;
    }
    let sum: i64 = question
        .option_numbers()
        .into_iter()
        .filter_map(|no| count.share(no))
        .sum();
    (count.answered > 0 && sum != 1000).then(|| rounding(lang, Percent(sum)))
}

/// The share of an option as the chart and the table print it: `48,2 %`; a dash where nobody answered.
pub fn share(lang: Lang, votes: i64, answered: i64) -> String {
    Percent::of(votes, answered)
        .map_or_else(|| "–".to_owned(), |share| format::percent(lang, share))
}

/// Who counted the entitled of a protocol.
pub fn counted_by(lang: Lang, by: CountedBy) -> &'static str {
    match by {
        CountedBy::Register => method_entitled_register(lang),
        CountedBy::Community => method_entitled(lang),
    }
}
