//! Writing a poll: the editor's labels and hints, and everything that can be wrong with a draft.

use super::{Lang, format};
use domain::{
    ids::{OptionNo, QuestionNo},
    policy::Policy,
    poll::{DraftField, DraftProblem, QuestionTag, Secrecy},
};

catalogue! {
    title_new { uk "Нове опитування" en "New poll" }
    title_edit { uk "Редагування опитування" en "Edit the poll" }
    lead {
        uk "Чернетку бачать лише працівники. Перевірте її в попередньому перегляді, а тоді публікуйте."
        en "Only staff see the draft. Check it in the preview, then publish."
    }
    new_lead { uk "Почніть із назви, решту заповните в редакторі. Чернетку бачитимуть лише працівники." en "Begin with the title; the rest is for the editor. Only staff see the draft." }
    create { uk "Створити чернетку" en "Create the draft" }
    unsaved_title { uk "Зміни не збережено" en "Your changes are not saved" }
    unsaved_text { uk "Нижче те, що ви ввели. Виправте позначене й збережіть ще раз." en "Below is what you typed. Correct what is marked and save again." }
    unsaved_denied {
        uk "Коли ви натиснули кнопку, доступу вже не було: найчастіше це означає, що минув час входу. Нижче все, що ви набрали: перегляньте й збережіть."
        en "When you pressed the button you no longer had access: most often because your sign-in had ended. Below is everything you typed: look it over and save."
    }
    /// On the page that denies access, after a form that was kept for who typed it.
    kept_for_another {
        uk "Якщо тут щойно щось писали, цього ще не збережено. Набране чекає в цьому браузері добу, зашифроване, і відкриється лише тому, хто його набирав, коли він увійде й матиме право писати опитування."
        en "If something was being written here just now, it is not saved yet. What was typed waits in this browser for a day, encrypted, and opens only to the person who typed it, once they sign in and may write polls."
    }
    show_saved { uk "Переглянути збережене" en "See the saved version" }
    discard { uk "Відкинути мої зміни" en "Discard my changes" }
    actions_title { uk "Чернетка" en "The draft" }
    section_about { uk "Про що питаємо" en "What it is about" }
    section_who { uk "Від кого й для кого" en "On whose behalf and for whom" }
    section_when { uk "Строк" en "Term" }
    section_questions { uk "Питання" en "Questions" }
    in_english { uk "Англійською (необов’язково)" en "In English (optional)" }
    /// Hidden words that tell the English field from the Ukrainian one.
    label_english(label: &str) { uk "{label}, англійською (необов’язково)" en "{label}, in English (optional)" }
    english_hint { uk "Без перекладу на англійській сторінці буде український текст." en "Without a translation the English page shows the Ukrainian text." }

    // Fields.
    field_title { uk "Назва опитування" en "Title" }
    hint_title { uk "Краще питанням, без оцінки: «Які вулиці ремонтувати першими?»" en "Best as a neutral question: “Which streets should be repaired first?”" }
    field_summary { uk "Коротко про головне" en "Summary" }
    hint_summary { uk "Одне-два речення під назвою: що вирішується і чому питаєте зараз." en "One or two sentences under the title: what is being decided and why you ask now." }
    field_description { uk "Докладний опис" en "Description" }
    hint_description { uk "Простий текст. Абзаци розділяйте порожнім рядком." en "Plain text. Separate paragraphs with an empty line." }
    field_decision { uk "Яке рішення буде ухвалено" en "What will be decided" }
    hint_decision { uk "Хто, що й коли вирішить, спираючись на відповіді." en "Who will decide what and when, on the strength of the answers." }
    field_initiator_kind { uk "Хто ініціює" en "Who initiates" }
    field_organisation { uk "Організація" en "Organisation" }
    field_initiator_name { uk "Назва ініціатора" en "Initiator’s name" }
    hint_initiator_name { uk "Повна назва органу чи організації або ім’я та прізвище жителя." en "The full name of the body or organisation, or a resident’s name and surname." }
    field_secrecy { uk "Таємність" en "Secrecy" }
    secrecy_hint_secret { uk "Відповіді зберігаються окремо від імені. Скасувати поданий голос неможливо." en "Answers are kept apart from names. A vote cannot be annulled once cast." }
    secrecy_hint_confidential(days: i64) plural days {
        uk {
            one "Зв’язок зашифровано ключем поза базою; лише для скасування доведеного шахрайства. За регламентом ключ знищують через {days} день після закриття."
            few "Зв’язок зашифровано ключем поза базою; лише для скасування доведеного шахрайства. За регламентом ключ знищують через {days} дні після закриття."
            many "Зв’язок зашифровано ключем поза базою; лише для скасування доведеного шахрайства. За регламентом ключ знищують через {days} днів після закриття."
            other "Зв’язок зашифровано ключем поза базою; лише для скасування доведеного шахрайства. За регламентом ключ знищують через {days} дня після закриття."
        }
        en {
            one "The link is encrypted with a key outside the database, only to annul proven fraud. By the regulation the key is destroyed {days} day after the close."
            other "The link is encrypted with a key outside the database, only to annul proven fraud. By the regulation the key is destroyed {days} days after the close."
        }
    }
    secrecy_hint_open { uk "Імена зберігаються з відповідями й можуть бути опубліковані." en "Names are kept with answers and may be published." }
    field_age_from { uk "Вік від" en "Age from" }
    hint_age_from(least: i64) plural least {
        uk { one "За регламентом громади не менше ніж {least} рік." few "За регламентом громади не менше ніж {least} роки." many "За регламентом громади не менше ніж {least} років." other "За регламентом громади не менше ніж {least} року." }
        en { one "By the community’s regulation at least {least} year." other "By the community’s regulation at least {least} years." }
    }
    field_age_to { uk "Вік до (необов’язково)" en "Age to (optional)" }
    hint_age_to { uk "Включно. Порожньо означає «без обмеження»." en "Inclusive. Empty means no limit." }
    field_settlements { uk "Населені пункти (необов’язково)" en "Settlements (optional)" }
    hint_settlements { uk "Позначте, якщо питаєте не всю громаду. Без позначок відповідають усі." en "Mark some if you do not ask the whole community. With none marked, everybody answers." }
    field_residency {
        uk "Кого питаємо за місцем проживання"
        en "Whom we ask, by where they live"
    }
    field_districts { uk "Старостинські округи (необов’язково)" en "Starosta districts (optional)" }
    plain_districts { uk "Старостинські округи" en "Starosta districts" }
    hint_districts { uk "Позначте, якщо питаєте лише жителів цих округів. Можна додати й окремі населені пункти." en "Mark some if you ask only residents of these districts. Single settlements can be added." }
    field_assurance { uk "Як має бути підтверджено особу" en "How people must identify themselves" }
    /// The night when clocks change: how a time that comes twice or never is understood.
    doubtful(moment: &str, offset: &str) { uk "Тієї ночі переводять годинник. Цей час зрозуміло як {moment}, UTC{offset}." en "Clocks change that night. This time is understood as {moment}, UTC{offset}." }
    field_opens_at { uk "Відкрити" en "Opens" }
    hint_opens_at { uk "Час київський. Якщо лишити порожнім або час уже мине, опитування відкриється одразу після публікації." en "Kyiv time. If you leave it empty or the time has passed, the poll opens as soon as it is published." }
    field_closes_at { uk "Закрити" en "Closes" }
    hint_closes_at(shortest: &str, longest: &str) { uk "За регламентом: щонайменше {shortest}, щонайбільше {longest}. Час київський." en "By the regulation: at least {shortest}, at most {longest}. Kyiv time." }

    // Questions.
    question_legend(no: QuestionNo) { uk "Питання {no}" en "Question {no}" }
    field_question_kind { uk "Вид відповіді" en "Kind of answer" }
    kind_single { uk "Одна відповідь" en "One answer" }
    kind_multiple { uk "Кілька відповідей" en "Several answers" }
    kind_yes_no { uk "Так, ні, утримуюся" en "Yes, no, abstain" }
    kind_scale { uk "Шкала" en "Scale" }
    kind_short_text { uk "Коротка відповідь своїми словами" en "Short answer in one’s own words" }
    kind_long_text { uk "Розгорнута відповідь своїми словами" en "Long answer in one’s own words" }
    field_scale_from { uk "Перше число шкали (0 або 1)" en "First number of the scale (0 or 1)" }
    field_scale_to { uk "Останнє число шкали (до 10)" en "Last number of the scale (up to 10)" }
    scale_legend { uk "Слова на кінцях шкали" en "Words at the ends of the scale" }
    scale_lowest { uk "Що означає найменше число" en "What the lowest number means" }
    scale_highest { uk "Що означає найбільше число" en "What the highest number means" }
    hint_scale { uk "Наприклад: «зовсім незручно» і «дуже зручно»." en "For example “not convenient at all” and “very convenient”." }
    option_with_text(no: OptionNo) { uk "У варіанті {no} просити написати, що саме" en "Option {no} asks for details" }
    field_question_text { uk "Текст питання" en "Question" }
    field_question_hint { uk "Пояснення до питання (необов’язково)" en "Explanation (optional)" }
    plain_question_hint { uk "Пояснення до питання" en "Explanation" }
    field_min { uk "Щонайменше відповідей" en "At least" }
    field_max { uk "Щонайбільше відповідей" en "At most" }
    hint_bounds { uk "Лише для видів «Кілька відповідей» і «Шкала»." en "Only for “Several answers” and “Scale”." }
    hint_scale_empty { uk "Порожньо означає від 1 до 5." en "Empty means from 1 to 5." }
    field_required { uk "Відповідь обов’язкова" en "An answer is required" }
    hint_bounds_empty { uk "Порожньо означає від однієї відповіді до всіх." en "Empty means from one answer to all of them." }
    options_legend { uk "Варіанти" en "Options" }
    option_label(no: OptionNo) { uk "Варіант {no}" en "Option {no}" }
    option_hint(no: OptionNo) { uk "Пояснення до варіанта {no} (необов’язково)" en "Explanation of option {no} (optional)" }
    plain_option_hint(no: OptionNo) { uk "Пояснення до варіанта {no}" en "Explanation of option {no}" }
    option_exclusive(no: OptionNo) { uk "Варіант {no} не поєднується з іншими" en "Option {no} excludes the others" }
    options_not_needed { uk "Для цього виду відповіді варіанти не потрібні." en "This kind of answer needs no options." }
    hint_options { uk "Щонайменше два. Варіанти мають бути вичерпними: якщо жоден може не підійти, додайте й такий." en "At least two. Options should be exhaustive: if none may fit, add one that says so." }
    add_option { uk "Додати варіант" en "Add an option" }
    add_picture { uk "Додати зображення" en "Add a picture" }
    change_picture { uk "Змінити зображення" en "Change the picture" }
    add_question { uk "Додати питання" en "Add a question" }
    move_up { uk "Вище" en "Move up" }
    move_down { uk "Нижче" en "Move down" }
    /// Hidden words after a button that repeats for each question.
    of_question(no: QuestionNo) { uk ": питання {no}" en ": question {no}" }
    /// Hidden words after a button that repeats for each option.
    of_option(no: QuestionNo, option: OptionNo) { uk ": варіант {option} питання {no}" en ": option {option} of question {no}" }
    remove { uk "Прибрати" en "Remove" }
    no_options { uk "Варіантів ще немає." en "There are no options yet." }
    save_draft { uk "Зберегти чернетку" en "Save the draft" }
    save_and_preview { uk "Зберегти й переглянути" en "Save and preview" }
    to_publish { uk "Перейти до публікації" en "Continue to publishing" }

    // Where a problem is.
    at_question(no: QuestionNo, field: &str) { uk "Питання {no}, {field}" en "Question {no}, {field}" }
    at_option(no: QuestionNo, option: OptionNo, field: &str) { uk "Питання {no}, варіант {option}, {field}" en "Question {no}, option {option}, {field}" }
    part_text { uk "текст" en "text" }
    part_hint { uk "пояснення" en "explanation" }
    part_min { uk "найменша кількість відповідей" en "least number of answers" }
    part_max { uk "найбільша кількість відповідей" en "greatest number of answers" }
    part_picture { uk "зображення" en "picture" }
    part_options { uk "варіанти" en "options" }
    part_label { uk "назва" en "label" }
    plain_settlements { uk "Населені пункти" en "Settlements" }
    plain_age_to { uk "Вік до" en "Age to" }

    // What is wrong: «Назва опитування: напишіть українською».
    problem_at(place: &str, problem: &str) { uk "{place}: {problem}" en "{place}: {problem}" }
    problem_missing { uk "напишіть українською" en "write it in Ukrainian" }
    problem_missing_moment { uk "вкажіть дату й час" en "give a date and a time" }
    problem_missing_number { uk "вкажіть число" en "give a number" }
    problem_missing_choice { uk "оберіть щось зі списку" en "choose something from the list" }
    problem_missing_alt { uk "опишіть його українською" en "say in Ukrainian what it shows" }
    problem_too_long(n: i64) plural n {
        uk { one "скоротіть до {n} знака" few "скоротіть до {n} знаків" many "скоротіть до {n} знаків" other "скоротіть до {n} знака" }
        en { one "shorten it to {n} character" other "shorten it to {n} characters" }
    }
    problem_bad_characters { uk "приберіть невидимі та службові знаки; найпростіше набрати текст заново" en "remove invisible and control characters; the easiest way is to type the text again" }
    problem_unreadable_moment { uk "не вдалося прочитати дату й час; напишіть так: 2026-12-01 09:00" en "the date and time could not be read; write them like this: 2026-12-01 09:00" }
    problem_unreadable_number { uk "напишіть ціле число цифрами" en "write a whole number in digits" }
    problem_unreadable { uk "не вдалося прочитати; введіть ще раз" en "it could not be read; enter it again" }
    problem_ends_before { uk "закриття має бути пізніше за відкриття" en "the poll must close after it opens" }
    problem_term_in_past { uk "увесь строк уже минув; вкажіть пізніше закриття" en "the whole term has passed; give a later closing time" }
    problem_term_short(span: &str) { uk "за регламентом опитування має тривати щонайменше {span}" en "by the regulation a poll must last at least {span}" }
    problem_term_long(span: &str) { uk "за регламентом опитування може тривати щонайбільше {span}" en "by the regulation a poll may last at most {span}" }
    problem_age(from: i64) plural from {
        uk {
            one "за регламентом питати можна людей від {from} року, і «від» не може бути більше за «до»"
            few "за регламентом питати можна людей від {from} років, і «від» не може бути більше за «до»"
            many "за регламентом питати можна людей від {from} років, і «від» не може бути більше за «до»"
            other "за регламентом питати можна людей від {from} року, і «від» не може бути більше за «до»"
        }
        en {
            one "the regulation lets you ask people from {from} up, and “from” cannot exceed “to”"
            other "the regulation lets you ask people from {from} up, and “from” cannot exceed “to”"
        }
    }
    problem_no_questions { uk "додайте хоча б одне питання" en "add at least one question" }
    problem_too_many_questions(n: i64) plural n {
        uk { one "лишіть не більше ніж {n} питання" few "лишіть не більше ніж {n} питання" many "лишіть не більше ніж {n} питань" other "лишіть не більше ніж {n} питання" }
        en { one "keep no more than {n} question" other "keep no more than {n} questions" }
    }
    problem_too_few_options { uk "додайте щонайменше два варіанти" en "add at least two options" }
    problem_too_many_options(n: i64) plural n {
        uk { one "лишіть не більше ніж {n} варіант" few "лишіть не більше ніж {n} варіанти" many "лишіть не більше ніж {n} варіантів" other "лишіть не більше ніж {n} варіанта" }
        en { one "keep no more than {n} option" other "keep no more than {n} options" }
    }
    problem_repeated_option { uk "такий варіант уже є; зробіть їх різними" en "there already is such an option; make them differ" }
    problem_bad_bounds { uk "має бути від 1 до кількості варіантів, і «щонайменше» не більше за «щонайбільше»" en "it must be from 1 to the number of options, and “at least” cannot exceed “at most”" }
    problem_bad_scale { uk "шкала починається з 0 або 1 і має від 3 до 11 чисел" en "a scale begins at 0 or 1 and has from 3 to 11 numbers" }
    problem_scale_words { uk "напишіть, що означають найменше й найбільше число" en "say what the lowest and the highest number mean" }
    problem_second_with_text { uk "писати своїми словами може просити лише один варіант" en "only one option may ask for words" }
    problem_unknown_settlement { uk "цього населеного пункту немає в громаді; оберіть зі списку" en "this settlement is not in the community; choose from the list" }
    problem_secrecy { uk "регламент громади не дозволяє такої таємності; оберіть іншу" en "the community’s regulation does not allow this level; choose another" }
    problem_unknown_organisation { uk "громада більше не знає цієї організації, оберіть іншу" en "the community does not know this organisation any more, choose another" }
    problem_unknown_district { uk "цього округу в громаді немає або вже немає; зніміть позначку" en "the community does not have this district, or not any more; take the mark away" }
    problem_wider { uk "регламент громади не дозволяє питати так широко; оберіть інше" en "the community’s regulation does not allow so wide a circle; choose another" }
}

/// The label of a kind of question in the editor.
pub fn question_kind(lang: Lang, kind: QuestionTag) -> &'static str {
    match kind {
        QuestionTag::Single => kind_single(lang),
        QuestionTag::Multiple => kind_multiple(lang),
        QuestionTag::YesNoAbstain => kind_yes_no(lang),
        QuestionTag::Scale => kind_scale(lang),
        QuestionTag::ShortText => kind_short_text(lang),
        QuestionTag::LongText => kind_long_text(lang),
    }
}

/// What a secrecy level means under a regulation, for the one who chooses it.
pub fn secrecy_hint(lang: Lang, secrecy: Secrecy, policy: &Policy) -> String {
    match secrecy {
        Secrecy::Secret => secrecy_hint_secret(lang).to_owned(),
        Secrecy::Confidential => {
            secrecy_hint_confidential(lang, i64::from(policy.link_key_kept_days()))
        }
        Secrecy::Open => secrecy_hint_open(lang).to_owned(),
    }
}

/// The place of a problem, as the error summary names it: «Питання 2, варіант 3, назва».
pub fn place(lang: Lang, field: DraftField) -> String {
    match field {
        DraftField::Title => field_title(lang).to_owned(),
        DraftField::Summary => field_summary(lang).to_owned(),
        DraftField::Description => field_description(lang).to_owned(),
        DraftField::Decision => field_decision(lang).to_owned(),
        DraftField::Organisation => field_organisation(lang).to_owned(),
        DraftField::InitiatorName => field_initiator_name(lang).to_owned(),
        DraftField::Secrecy => field_secrecy(lang).to_owned(),
        DraftField::OpensAt => field_opens_at(lang).to_owned(),
        DraftField::ClosesAt => field_closes_at(lang).to_owned(),
        DraftField::AgeFrom => field_age_from(lang).to_owned(),
        DraftField::AgeTo => plain_age_to(lang).to_owned(),
        DraftField::Residency => field_residency(lang).to_owned(),
        DraftField::Districts => plain_districts(lang).to_owned(),
        DraftField::Settlements => plain_settlements(lang).to_owned(),
        DraftField::Questions => section_questions(lang).to_owned(),
        DraftField::QuestionText(no) => at_question(lang, no, part_text(lang)),
        DraftField::QuestionHint(no) => at_question(lang, no, part_hint(lang)),
        DraftField::QuestionMin(no) => at_question(lang, no, part_min(lang)),
        DraftField::QuestionMax(no) => at_question(lang, no, part_max(lang)),
        DraftField::QuestionOptions(no) => at_question(lang, no, part_options(lang)),
        DraftField::OptionLabel(no, option) => at_option(lang, no, option, part_label(lang)),
        DraftField::OptionHint(no, option) => at_option(lang, no, option, part_hint(lang)),
        DraftField::OptionPicture(no, option) => at_option(lang, no, option, part_picture(lang)),
    }
}

/// What is wrong with a field, without its name; begins in lower case, for [`problem_at`].
pub fn problem(lang: Lang, field: DraftField, problem: DraftProblem) -> String {
    let is_moment = matches!(field, DraftField::OpensAt | DraftField::ClosesAt);
    let is_number = matches!(
        field,
        DraftField::AgeFrom
            | DraftField::AgeTo
            | DraftField::QuestionMin(_)
            | DraftField::QuestionMax(_)
    );
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    match problem {
        DraftProblem::Missing if is_moment => problem_missing_moment(lang).to_owned(),
        DraftProblem::Missing if is_number => problem_missing_number(lang).to_owned(),
        DraftProblem::Missing if field == DraftField::Settlements => {
            problem_missing_choice(lang).to_owned()
        }
        DraftProblem::Missing if matches!(field, DraftField::OptionPicture(..)) => {
            problem_missing_alt(lang).to_owned()
        }
        DraftProblem::Missing => problem_missing(lang).to_owned(),
        DraftProblem::TooLong(n) => problem_too_long(lang, count(n)),
        DraftProblem::BadCharacters => problem_bad_characters(lang).to_owned(),
        DraftProblem::Unreadable if is_moment => problem_unreadable_moment(lang).to_owned(),
        DraftProblem::Unreadable if is_number => problem_unreadable_number(lang).to_owned(),
        DraftProblem::Unreadable => problem_unreadable(lang).to_owned(),
        DraftProblem::EndsBeforeItBegins => problem_ends_before(lang).to_owned(),
        DraftProblem::BeginsInThePast => problem_term_in_past(lang).to_owned(),
        DraftProblem::TermTooShort { shortest_ms } => {
            problem_term_short(lang, &format::span(lang, shortest_ms))
        }
        DraftProblem::TermTooLong { longest_ms } => {
            problem_term_long(lang, &format::span(lang, longest_ms))
        }
        DraftProblem::AgeOutOfRange { from } => problem_age(lang, i64::from(from)),
        DraftProblem::NoQuestions => problem_no_questions(lang).to_owned(),
        DraftProblem::TooManyQuestions(n) => problem_too_many_questions(lang, count(n)),
        DraftProblem::TooFewOptions => problem_too_few_options(lang).to_owned(),
        DraftProblem::TooManyOptions(n) => problem_too_many_options(lang, count(n)),
        DraftProblem::RepeatedOption => problem_repeated_option(lang).to_owned(),
        DraftProblem::BadBounds => problem_bad_bounds(lang).to_owned(),
        DraftProblem::BadScale => problem_bad_scale(lang).to_owned(),
        DraftProblem::ScaleWithoutWords => problem_scale_words(lang).to_owned(),
        DraftProblem::SecondWithText => problem_second_with_text(lang).to_owned(),
        DraftProblem::UnknownSettlement => problem_unknown_settlement(lang).to_owned(),
        DraftProblem::UnknownDistrict => problem_unknown_district(lang).to_owned(),
        DraftProblem::UnknownOrganisation => problem_unknown_organisation(lang).to_owned(),
        DraftProblem::WiderThanPolicy => problem_wider(lang).to_owned(),
        DraftProblem::SecrecyNotAllowed => problem_secrecy(lang).to_owned(),
    }
}

/// The whole line of the error summary, the same words as at the field: «Назва опитування: напишіть українською».
pub fn draft_problem(lang: Lang, field: DraftField, what: DraftProblem) -> String {
    problem_at(lang, &place(lang, field), &problem(lang, field, what))
}
