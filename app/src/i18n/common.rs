//! What every page says: the frame around it, the words of forms and errors, spans of time.

use super::{Lang, OutOf, Percent};
use domain::answer::AnswerProblem;
use domain::{
    ids::QuestionNo,
    poll::{InitiatorKind, QuestionKind, Secrecy},
};

catalogue! {
    // The frame.
    /// The product's name.
    to_home { uk "На головну" en "To the home page" }
    brand { uk "Віче" en "Viche" }
    leave_empty { uk "Залиште це поле порожнім" en "Leave this field empty" }
    skip_to_content { uk "Перейти до змісту" en "Skip to content" }
    /// `<title>` of a page that shows an error.
    page_title_error(title: &str) { uk "Помилка. {title}" en "Error. {title}" }
    nav_main_label { uk "Головна" en "Main" }
    nav_polls { uk "Опитування" en "Polls" }
    nav_results { uk "Результати" en "Results" }
    nav_staff { uk "Робоче місце" en "Staff desk" }
    nav_sign_in { uk "Увійти" en "Sign in" }
    nav_sign_out { uk "Вийти" en "Sign out" }
    /// The accessible name of the form that holds the sign-out button.
    sign_out_of(name: &str) { uk "Вийти з облікового запису: {name}" en "Sign out, {name}" }
    breadcrumbs_label { uk "Ви тут" en "You are here" }
    /// «№ 214», a poll's number wherever it stands alone.
    poll_number(no: domain::ids::PollNumber) { uk "№ {no}" en "No. {no}" }
    /// The short name of the other language, in that language.
    switch_language_short { uk "EN" en "УКР" }
    /// Hidden words after it, in that language; also the link's whole name in the footer.
    switch_language { uk "English version" en "Українською" }
    footer_label { uk "Довідка" en "Help" }
    footer_how { uk "Як це працює" en "How it works" }
    /// Under the brand, where a community's name stands otherwise.
    brand_of_platform { uk "для громад" en "for communities" }
    footer_privacy { uk "Персональні дані" en "Personal data" }
    footer_all_communities { uk "Усі громади" en "All communities" }
    /// The last line of every page of a community.
    footer_note {
        uk "Результати опитувань мають рекомендаційний характер: рада зобов’язана їх розглянути й відповісти."
        en "Poll results are advisory: the council must consider them and reply."
    }
    demo_label { uk "Попередження" en "Warning" }
    demo_word { uk "Демонстрація." en "Demonstration." }
    demo_text {
        uk "Усе тут вигадане."
        en "Everything here is invented."
    }
    /// A passage for which nobody has written an English text: said once beside the Ukrainian one.
    not_translated { uk "Лише українською" en "In Ukrainian only" }

    // Forms.
    next { uk "Далі" en "Continue" }
    back { uk "Назад" en "Back" }
    cancel { uk "Скасувати" en "Cancel" }
    save { uk "Зберегти" en "Save" }
    change { uk "Змінити" en "Change" }
    show { uk "Показати" en "Show" }
    or { uk "або" en "or" }
    /// After the label of a field that may stay empty.
    optional { uk "(необов’язково)" en "(optional)" }
    /// Hidden words before an error beside its field.
    error_prefix { uk "Помилка: " en "Error: " }
    /// The heading of the error summary.
    errors_title(n: i64) plural n {
        uk { one "Виправте {n} помилку" few "Виправте {n} помилки" many "Виправте {n} помилок" other "Виправте {n} помилки" }
        en { one "Correct {n} error" other "Correct {n} errors" }
    }
    errors_title_one { uk "Виправте одну помилку" en "Correct one error" }
    up_to_characters(n: i64) plural n {
        uk { one "До {n} знака." few "До {n} знаків." many "До {n} знаків." other "До {n} знака." }
        en { one "Up to {n} character." other "Up to {n} characters." }
    }
    yes { uk "Так" en "Yes" }
    no { uk "Ні" en "No" }
    abstain { uk "Утримуюся" en "Abstain" }

    // What is wrong with an answer: the words of the error summary and of the field.
    answer_missing_single { uk "Оберіть одну відповідь" en "Choose one answer" }
    answer_missing_yes_no {
        uk "Оберіть «Так», «Ні» або «Утримуюся»"
        en "Choose “Yes”, “No” or “Abstain”"
    }
    answer_too_few(min: i64) plural min {
        uk { one "Оберіть щонайменше {min} відповідь" few "Оберіть щонайменше {min} відповіді" many "Оберіть щонайменше {min} відповідей" other "Оберіть щонайменше {min} відповіді" }
        en { one "Choose at least {min} answer" other "Choose at least {min} answers" }
    }
    answer_too_many(max: i64) plural max {
        uk {
            one "Лишіть не більше ніж {max} відповідь: решту приберіть"
            few "Лишіть не більше ніж {max} відповіді: приберіть зайві"
            many "Лишіть не більше ніж {max} відповідей: приберіть зайві"
            other "Лишіть не більше ніж {max} відповіді: приберіть зайві"
        }
        en {
            one "Keep no more than {max} answer and clear the rest"
            other "Keep no more than {max} answers and clear the rest"
        }
    }
    answer_missing_number { uk "Оберіть число на шкалі" en "Choose a number on the scale" }
    answer_missing_text { uk "Напишіть відповідь" en "Write your answer" }
    answer_say_what {
        uk "Напишіть, що саме ви маєте на увазі, або оберіть інший варіант"
        en "Say what you mean, or choose another option"
    }
    answer_text_too_long(most: i64) plural most {
        uk { one "Скоротіть текст до {most} знака" few "Скоротіть текст до {most} знаків" many "Скоротіть текст до {most} знаків" other "Скоротіть текст до {most} знака" }
        en { one "Shorten the text to {most} character" other "Shorten the text to {most} characters" }
    }
    answer_text_unreadable {
        uk "У тексті є знаки, яких не можна показати. Напишіть його звичайними літерами"
        en "The text holds signs that cannot be shown. Write it in plain letters"
    }
    answer_not_alone {
        uk "Один із обраних варіантів не поєднується з іншими: лишіть або його, або решту"
        en "One of the chosen options excludes the others: keep either it or the rest"
    }
    answer_unknown_option {
        uk "Такого варіанта в цьому питанні немає. Оберіть відповідь зі списку"
        en "This question has no such option. Choose an answer from the list"
    }
    /// An answer's problem where several questions stand together.
    answer_problem_in(no: QuestionNo, problem: &str) { uk "Питання {no}: {problem}" en "Question {no}: {problem}" }

    // Spans of time.
    left_days(n: i64) plural n {
        uk { one "Лишився {n} день" few "Лишилося {n} дні" many "Лишилося {n} днів" other "Лишилося {n} дня" }
        en { one "{n} day left" other "{n} days left" }
    }
    left_hours(n: i64) plural n {
        uk { one "Лишилася {n} година" few "Лишилося {n} години" many "Лишилося {n} годин" other "Лишилося {n} години" }
        en { one "{n} hour left" other "{n} hours left" }
    }
    left_minutes(n: i64) plural n {
        uk { one "Лишилася {n} хвилина" few "Лишилося {n} хвилини" many "Лишилося {n} хвилин" other "Лишилося {n} хвилини" }
        en { one "{n} minute left" other "{n} minutes left" }
    }
    left_less_than_minute { uk "Лишилося менше хвилини" en "Less than a minute left" }
    span_days(n: i64) plural n {
        uk { one "{n} день" few "{n} дні" many "{n} днів" other "{n} дня" }
        en { one "{n} day" other "{n} days" }
    }
    span_hours(n: i64) plural n {
        uk { one "{n} годину" few "{n} години" many "{n} годин" other "{n} години" }
        en { one "{n} hour" other "{n} hours" }
    }
    span_minutes(n: i64) plural n {
        uk { one "{n} хвилину" few "{n} хвилини" many "{n} хвилин" other "{n} хвилини" }
        en { one "{n} minute" other "{n} minutes" }
    }
    span_less_than_minute { uk "менше ніж хвилину" en "less than a minute" }
    less_than_percent(share: Percent) { uk "менше {share}" en "under {share}" }
    more_than_percent(share: Percent) { uk "понад {share}" en "over {share}" }

    // Counts that several places use.
    questions(n: i64) plural n {
        uk { one "{n} питання" few "{n} питання" many "{n} питань" other "{n} питання" }
        en { one "{n} question" other "{n} questions" }
    }
    question_of(no: QuestionNo, all: OutOf) { uk "Питання {no} {all}" en "Question {no} {all}" }
    /// «4 126 жителів»
    residents(n: i64) plural n {
        uk { one "{n} житель" few "{n} жителі" many "{n} жителів" other "{n} жителя" }
        en { one "{n} resident" other "{n} residents" }
    }
    votes(n: i64) plural n {
        uk { one "{n} голос" few "{n} голоси" many "{n} голосів" other "{n} голосу" }
        en { one "{n} vote" other "{n} votes" }
    }
    advisory_short { uk "Результат рекомендаційний" en "The result is advisory" }

    // Levels of secrecy, as a tag.
    secrecy_secret { uk "Таємне" en "Secret" }
    secrecy_confidential { uk "Конфіденційне" en "Confidential" }
    secrecy_open { uk "Відкрите" en "Open" }

    // Who initiates.
    initiator_local_government { uk "Орган місцевого самоврядування" en "Local self-government body" }
    initiator_advisory_body { uk "Дорадчий орган" en "Advisory body" }
    initiator_public_association { uk "Громадське об’єднання" en "Public association" }
    initiator_charity { uk "Благодійна організація" en "Charity" }
    initiator_trade_union { uk "Профспілкова організація" en "Trade union" }
    initiator_self_organisation { uk "Орган самоорганізації населення" en "Body of self-organisation" }
    initiator_employers_organisation { uk "Організація роботодавців" en "Employers’ organisation" }
    initiator_resident { uk "Житель громади" en "Resident" }
}

/// The tag beside an initiator's name.
pub fn initiator_kind(lang: Lang, kind: InitiatorKind) -> &'static str {
    match kind {
        InitiatorKind::LocalGovernment => initiator_local_government(lang),
        InitiatorKind::AdvisoryBody => initiator_advisory_body(lang),
        InitiatorKind::PublicAssociation => initiator_public_association(lang),
        InitiatorKind::Charity => initiator_charity(lang),
        InitiatorKind::TradeUnion => initiator_trade_union(lang),
        InitiatorKind::SelfOrganisation => initiator_self_organisation(lang),
        InitiatorKind::EmployersOrganisation => initiator_employers_organisation(lang),
        InitiatorKind::Resident => initiator_resident(lang),
    }
}

/// The tag of a secrecy level. What it means is told by [`super::polls::secrecy_title`] and its neighbours.
pub fn secrecy(lang: Lang, secrecy: Secrecy) -> &'static str {
    match secrecy {
        Secrecy::Secret => secrecy_secret(lang),
        Secrecy::Confidential => secrecy_confidential(lang),
        Secrecy::Open => secrecy_open(lang),
    }
}

/// The label of an option of a yes / no / abstain question: 1, 2, 3; `None` for any other number.
pub fn yes_no_abstain(lang: Lang, option: domain::ids::OptionNo) -> Option<&'static str> {
    match option.0 {
        1 => Some(yes(lang)),
        2 => Some(no(lang)),
        3 => Some(abstain(lang)),
        _ => None,
    }
}

/// The heading of an error summary with `n` errors.
pub fn error_summary(lang: Lang, n: usize) -> String {
    match i64::try_from(n) {
        Ok(1) => errors_title_one(lang).to_owned(),
        n => errors_title(lang, n.unwrap_or(i64::MAX)),
    }
}

/// What is wrong with an answer, in the words of the error summary's link and of the field's own error.
pub fn answer_problem(lang: Lang, kind: QuestionKind, problem: AnswerProblem) -> String {
    match (problem, kind) {
        (AnswerProblem::Missing, QuestionKind::Single) => answer_missing_single(lang).to_owned(),
        (AnswerProblem::Missing, QuestionKind::YesNoAbstain) => {
            answer_missing_yes_no(lang).to_owned()
        }
        (AnswerProblem::Missing, QuestionKind::Multiple { min, .. }) => {
            answer_too_few(lang, i64::from(min.max(1)))
        }
        (AnswerProblem::Missing, QuestionKind::Scale { .. }) => {
            answer_missing_number(lang).to_owned()
        }
        (AnswerProblem::Missing, QuestionKind::ShortText | QuestionKind::LongText) => {
            answer_missing_text(lang).to_owned()
        }
        (AnswerProblem::TextMissing, _) => answer_say_what(lang).to_owned(),
        (AnswerProblem::TextTooLong { most }, _) => answer_text_too_long(lang, i64::from(most)),
        (AnswerProblem::TextUnreadable, _) => answer_text_unreadable(lang).to_owned(),
        (AnswerProblem::TooFew { min }, _) => answer_too_few(lang, i64::from(min)),
        (AnswerProblem::TooMany { .. }, kind) if !matches!(kind, QuestionKind::Multiple { .. }) => {
            answer_missing_single(lang).to_owned()
        }
        (AnswerProblem::TooMany { max }, _) => answer_too_many(lang, i64::from(max)),
        (AnswerProblem::NotAlone, _) => answer_not_alone(lang).to_owned(),
        (AnswerProblem::UnknownOption, _) => answer_unknown_option(lang).to_owned(),
    }
}
