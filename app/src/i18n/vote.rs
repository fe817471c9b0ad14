//! Answering: the question pages, the check before submitting, what came of it, and the reference that is left.

use super::{Lang, OutOf};
use domain::{
    answer::{LONG_TEXT, SHORT_TEXT},
    ids::QuestionNo,
    poll::{QuestionKind, Secrecy},
};

catalogue! {
    // A question.
    one_answer { uk "Одна відповідь." en "One answer." }
    choose_exactly(n: i64) plural n {
        uk { one "Оберіть рівно {n} варіант." few "Оберіть рівно {n} варіанти." many "Оберіть рівно {n} варіантів." other "Оберіть рівно {n} варіанта." }
        en { one "Choose exactly {n} option." other "Choose exactly {n} options." }
    }
    choose_up_to(n: i64) plural n {
        uk { one "Оберіть до {n} варіанта." few "Оберіть до {n} варіантів." many "Оберіть до {n} варіантів." other "Оберіть до {n} варіанта." }
        en { one "Choose up to {n} option." other "Choose up to {n} options." }
    }
    choose_from_to(from: i64, to: i64) plural to {
        uk { one "Оберіть від {from} до {to} варіанта." few "Оберіть від {from} до {to} варіантів." many "Оберіть від {from} до {to} варіантів." other "Оберіть від {from} до {to} варіанта." }
        en { one "Choose from {from} to {to} option." other "Choose from {from} to {to} options." }
    }
    choose_on_scale(from: i64, to: i64) { uk "Оберіть число від {from} до {to}." en "Choose a number from {from} to {to}." }
    write_up_to(n: i64) plural n {
        uk { one "До {n} знака." few "До {n} знаків." many "До {n} знаків." other "До {n} знака." }
        en { one "Up to {n} character." other "Up to {n} characters." }
    }
    /// Under a field for one’s own words.
    write_no_names {
        uk "Не пишіть імен, адрес і телефонів: після перевірки тексти може бути оприлюднено."
        en "Please leave out names, addresses and phone numbers: texts may be published after review."
    }
    /// The field that «Інше» opens.
    say_what { uk "Що саме?" en "What do you mean?" }
    choose_any { uk "Оберіть один або кілька варіантів." en "Choose one or more options." }
    may_skip { uk "Це питання можна пропустити." en "You may skip this question." }
    back_to_poll { uk "Назад до опитування" en "Back to the poll" }
    back_to_question(no: QuestionNo) { uk "Назад до питання {no}" en "Back to question {no}" }
    save_and_exit { uk "Зберегти й вийти" en "Save and exit" }
    /// `<title>` of a question page.
    question_page_title(no: QuestionNo, all: OutOf, poll: &str) { uk "Питання {no} {all}. {poll}" en "Question {no} {all}. {poll}" }

    // The answer form's island.
    chosen_of(n: i64, max: OutOf) plural n {
        uk { one "Обрано {n} {max}" few "Обрано {n} {max}" many "Обрано {n} {max}" other "Обрано {n} {max}" }
        en { one "{n} {max} chosen" other "{n} {max} chosen" }
    }
    characters_left(n: i64) plural n {
        uk { one "Лишився {n} знак." few "Лишилося {n} знаки." many "Лишилося {n} знаків." other "Лишилося {n} знака." }
        en { one "{n} character left." other "{n} characters left." }
    }
    characters_too_many(n: i64) plural n {
        uk { one "Забагато на {n} знак." few "Забагато на {n} знаки." many "Забагато на {n} знаків." other "Забагато на {n} знака." }
        en { one "{n} character too many." other "{n} characters too many." }
    }
    draft_saving { uk "Зберігаємо чернетку…" en "Saving your draft…" }
    draft_saved { uk "Чернетку збережено." en "Your draft is saved." }
    draft_not_saved {
        uk "Чернетку не збережено: немає зв’язку. Відповідь лишилася на цій сторінці; натисніть «Далі», щойно зв’язок з’явиться."
        en "The draft is not saved: there is no connection. Your answer is still on this page; press “Continue” once you are back online."
    }

    // The draft.
    draft_lost_title { uk "Чернетки вже немає" en "The draft is gone" }
    draft_lost_text {
        uk "Чернетка зберігається добу й лише в тому браузері, де її почато, а для цього потрібні файли cookie. Дайте відповіді ще раз: це займе дві хвилини."
        en "A draft is kept for a day, only in the browser where it was begun, and that needs cookies. Please answer again: it takes two minutes."
    }

    // Check.
    check_title { uk "Перевірте свої відповіді" en "Check your answers" }
    check_page_title { uk "Перевірте відповіді" en "Check your answers" }
    change_answer(no: QuestionNo) { uk " відповідь на питання {no}" en " your answer to question {no}" }
    answer_skipped { uk "Без відповіді (необов’язково)" en "No answer (optional)" }
    answer_missing { uk "Ще без відповіді" en "Not answered yet" }
    /// Hidden words after «Відповісти».
    answer_to(no: QuestionNo) { uk " на питання {no}" en " question {no}" }
    before_submit { uk "Перед тим як подати" en "Before you submit" }
    counted_for(name: &str, assurance: &str) { uk "Участь буде зараховано вам: {name}, {assurance}." en "You will be recorded as taking part: {name}, {assurance}." }
    identify_next {
        uk "Далі ви підтвердите, що це ви. Чернетка дочекається вашого повернення."
        en "Next you confirm that it is you. The draft will wait for your return."
    }
    final_secret { uk "Після подання змінити відповіді не можна." en "You cannot change your answers once submitted." }
    submit { uk "Подати відповіді" en "Submit your answers" }
    sending { uk "Надсилаємо відповіді…" en "Sending your answers…" }
    waiting_for_network {
        uk "Відповіді ще не надіслано: немає зв’язку. Не закривайте сторінку: ми надішлемо їх самі, щойно зв’язок з’явиться. Двічі голос не зарахується."
        en "Your answers are not sent yet: there is no connection. Keep this page open and we will send them as soon as it is back. Your vote cannot be counted twice."
    }
    send_now { uk "Надіслати зараз" en "Send now" }
    sign_in_and_submit { uk "Підтвердити особу" en "Confirm who you are" }

    // Recorded.
    done_title { uk "Відповіді зараховано" en "Your answers are recorded" }
    your_code { uk "Ваш код участі" en "Your participation code" }
    code_meaning {
        uk "Код підтверджує, що ви взяли участь. З вашими відповідями він не пов’язаний. Збережіть його або сфотографуйте."
        en "The code confirms that you took part. It is not linked to your answers. Save it or take a picture of it."
    }
    code_meaning_open {
        uk "Код підтверджує, що ви взяли участь. Збережіть його або сфотографуйте."
        en "The code confirms that you took part. Save it or take a picture of it."
    }
    whats_next { uk "Що буде далі" en "What happens next" }
    stage_you_answered { uk "Ви відповіли" en "You answered" }
    until(moment: &str) { uk "до {moment}" en "until {moment}" }
    spread_title { uk "Допоможіть, щоб відповіло більше людей" en "Help more people answer" }
    spread_text { uk "Надішліть сусідам посилання:" en "Send your neighbours the link:" }
    also_waiting { uk "Ще чекає на вашу думку" en "Also waiting for your opinion" }
    to_all_polls { uk "До всіх опитувань" en "To all polls" }
    leave_shared_phone {
        uk "Якщо телефон спільний, не забудьте вийти."
        en "If you share this phone, remember to sign out."
    }

    print_hint {
        uk "Щоб зберегти підтвердження на папері чи у PDF, скористайтеся друком у браузері (Ctrl+P)."
        en "To keep the confirmation on paper or as a PDF, use your browser’s print function (Ctrl+P)."
    }
    // The confirmation on paper.
    receipt_of(community: &str) { uk "Підтвердження участі. {community}" en "Confirmation of participation. {community}" }
    receipt_no_moment {
        uk "Часу подання тут немає: система його не зберігає."
        en "There is no time of submission here: the system does not keep it."
    }

    // What came of a submission that was not recorded: heading, then what to do.
    already_took_part_title { uk "Ви вже відповіли" en "You have already answered" }
    already_took_part_text {
        uk "Одна людина відповідає один раз, і ваш голос уже зараховано. Ці відповіді не подано."
        en "One person answers once, and your vote is already counted. These answers were not submitted."
    }
    cast_not_open_title { uk "Опитування ще не почалося" en "The poll has not opened yet" }
    cast_not_open_text(moment: &str) {
        uk "Відповіді приймають з {moment}. Ваші не подано; чернетка чекає в цьому браузері."
        en "Answers are accepted from {moment}. Yours were not submitted; the draft is waiting in this browser."
    }
    cast_closed_title { uk "Опитування вже завершилося" en "The poll has closed meanwhile" }
    cast_closed_text {
        uk "Ваші відповіді надійшли після закриття, тому їх не зараховано."
        en "Your answers arrived after the poll closed, so they were not counted."
    }
    cast_busy_title { uk "Зараз відповідає дуже багато людей" en "A great many people are answering now" }
    cast_busy_text {
        uk "Ваші відповіді ще не подано, але чернетка ціла. Зачекайте кілька секунд і натисніть «Подати відповіді» ще раз: двічі голос не зарахується."
        en "Your answers have not been submitted yet, but the draft is safe. Wait a few seconds and press “Submit your answers” again: your vote cannot be counted twice."
    }
    cast_unknown_title { uk "Не знаємо, чи зараховано відповіді" en "We cannot tell whether your answers were recorded" }
    cast_unknown_text {
        uk "Зв’язок із базою даних урвався саме під час запису. Натисніть «Подати відповіді» ще раз: якщо голос уже зараховано, ви побачите його код, а двічі він не зарахується."
        en "The connection to the database broke while your answers were being written. Press “Submit your answers” again: if your vote is recorded you will see its code, and it cannot be counted twice."
    }
    stands_alone { uk "Не поєднується з іншими відповідями." en "Excludes the other answers." }
    cast_unavailable_title { uk "Відповіді не подано: система тимчасово недоступна" en "Not submitted: the system is temporarily unavailable" }
    cast_unavailable_text {
        uk "Чернетка ціла. Спробуйте ще раз за кілька хвилин: двічі голос не зарахується."
        en "The draft is safe. Try again in a few minutes: your vote cannot be counted twice."
    }
}

/// How many options to choose, as the hint under a question. `options` is how many can be chosen together.
pub fn how_many(lang: Lang, kind: QuestionKind, options: usize) -> String {
    let (min, max) = match kind {
        QuestionKind::Single | QuestionKind::YesNoAbstain => return one_answer(lang).to_owned(),
        QuestionKind::Scale { from, to } => {
            return choose_on_scale(lang, i64::from(from), i64::from(to));
        }
        QuestionKind::ShortText => return write_up_to(lang, characters(SHORT_TEXT)),
        QuestionKind::LongText => return write_up_to(lang, characters(LONG_TEXT)),
        QuestionKind::Multiple { min, max } => (i64::from(min), i64::from(max)),
    };
    match (min, max) {
        (1, 1) => one_answer(lang).to_owned(),
        _ if min == max => choose_exactly(lang, min),
        (..=1, _) if usize::try_from(max).is_ok_and(|max| max >= options) => {
            choose_any(lang).to_owned()
        }
        (..=1, _) => choose_up_to(lang, max),
        _ => choose_from_to(lang, min, max),
    }
}

fn characters(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// How much of a limited text is left, or how much too long it is. `left` is below zero for too much.
pub fn room_left(lang: Lang, left: i64) -> String {
    match left {
        0.. => characters_left(lang, left),
        _ => characters_too_many(lang, -left),
    }
}

/// What the participation code means under a secrecy level.
pub fn code_meaning_for(lang: Lang, secrecy: Secrecy) -> &'static str {
    match secrecy {
        Secrecy::Secret => code_meaning(lang),
        Secrecy::Confidential | Secrecy::Open => code_meaning_open(lang),
    }
}
