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
    choose_on_scale(from: i64, to: i64) { uk "Оберіть число від {from} до {to}." en "Choose a number from {from} to {to}." }
    write_up_to(n: i64) plural n {
        uk { one "До {n} знака." few "До {n} знаків." many "До {n} знаків." other "До {n} знака." }
        en { one "Up to {n} character." other "Up to {n} characters." }
    }
    /// Under a field for one’s own words.
    write_no_names {
        uk "Не пишіть імен, адрес і телефонів, ні своїх, ні чужих."
        en "Please leave out names, addresses and phone numbers, your own and other people’s."
    }
    /// The field that «Інше» opens.
    say_what { uk "Що саме?" en "Please specify" }
    choose_any { uk "Оберіть один або кілька варіантів." en "Choose one or more options." }
    may_skip { uk "Це питання можна пропустити." en "You may skip this question." }
    /// The small link above the flow. It names a page that not everybody comes from: a card may lead straight to the questions.
    to_poll { uk "Сторінка опитування" en "The poll’s page" }
    to_question(no: QuestionNo) { uk "До питання {no}" en "To question {no}" }
    /// The same where there is no other.
    to_the_question { uk "До питання" en "To the question" }
    save_and_exit { uk "Відкласти й завершити пізніше" en "Put aside and finish later" }
    /// The button under the last question: where signing in follows, and where the check page does.
    to_identify { uk "Далі: підтвердити, що це ви" en "Continue: confirm that it is you" }
    to_check { uk "Перевірити відповіді" en "Check your answers" }
    /// Above the first question of a poll for some settlements only.
    only_for(names: &str) { uk "Це опитування для жителів: {names}" en "This poll is for residents of: {names}" }
    /// The same of a poll for those alone who belong in one way; `who` in the genitive.
    only_for_whom(who: &str) { uk "Це опитування для {who}" en "This poll is for {who}" }
    only_for_whom_of(who: &str, names: &str) { uk "Це опитування для {who}: {names}" en "This poll is for {who} of: {names}" }
    /// `<title>` of a question page.
    question_page_title(no: QuestionNo, all: OutOf, poll: &str) { uk "Питання {no} {all}. {poll}" en "Question {no} {all}. {poll}" }

    // The answer form's island.
    chosen_of(n: i64, most: i64) plural n {
        uk { one "Обрано {n}, можна до {most}" few "Обрано {n}, можна до {most}" many "Обрано {n}, можна до {most}" other "Обрано {n}, можна до {most}" }
        en { one "{n} chosen, up to {most} allowed" other "{n} chosen, up to {most} allowed" }
    }
    /// Instead of [`chosen_of`] where more is marked than may be.
    options_too_many(n: i64) plural n {
        uk { one "Забагато: приберіть {n}" few "Забагато: приберіть {n}" many "Забагато: приберіть {n}" other "Забагато: приберіть {n}" }
        en { one "Too many: clear {n}" other "Too many: clear {n}" }
    }
    /// The heading of the error summary where nothing was answered.
    answer_to_go_on { uk "Щоб перейти далі, дайте відповідь" en "Give an answer to continue" }
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
        uk "Чернетку не збережено: немає зв’язку. Відповідь лишилася на цій сторінці. Перевірте інтернет і натисніть кнопку ще раз."
        en "The draft is not saved: there is no connection. Your answer is still on this page. Check your internet connection and press the button again."
    }
    draft_busy {
        uk "Чернетку ще не збережено: зараз відповідає дуже багато людей. Відповідь лишилася на цій сторінці; зачекайте кілька секунд і натисніть кнопку ще раз."
        en "The draft is not saved yet: a great many people are answering now. Your answer is still on this page; wait a few seconds and press the button again."
    }
    draft_unavailable {
        uk "Чернетку ще не збережено: сайт тимчасово не відповідає. Відповідь лишилася на цій сторінці; натисніть кнопку ще раз за кілька хвилин."
        en "The draft is not saved yet: the site is not responding at the moment. Your answer is still on this page; press the button again in a few minutes."
    }
    draft_poll_closed {
        uk "Опитування вже завершилося, відповідей більше не приймають."
        en "The poll has closed; answers are no longer accepted."
    }
    /// «Далі» was pressed without a connection: the page holds it.
    press_held {
        uk "Немає зв’язку. Не закривайте сторінку: ми перейдемо далі самі, щойно зв’язок з’явиться."
        en "There is no connection. Keep this page open: we go on by ourselves as soon as it is back."
    }

    // The draft.
    /// This browser has never begun anything.
    not_begun_title { uk "Ви ще не почали відповідати" en "You have not begun to answer" }
    not_begun_text {
        uk "Дайте відповіді, і тут їх можна буде перевірити й подати. Якщо ви щойно відповідали, дозвольте файли cookie: без них браузер не тримає чернетки."
        en "Give your answers, and here you can check and submit them. If you have just answered, allow cookies: without them the browser keeps no draft."
    }
    /// It has begun something, but of this poll nothing is there.
    no_draft_title { uk "Чернетки цього опитування тут немає" en "There is no draft of this poll here" }
    no_draft_text {
        uk "Дайте відповіді, і тут їх можна буде перевірити й подати. Чернетка зберігається добу й лише в тому браузері, де її почато."
        en "Give your answers, and here you can check and submit them. A draft is kept for a day, only in the browser where it was begun."
    }
    /// On the first page: above the title of what this browser has begun.
    unfinished { uk "Ви не закінчили відповідати. Відповіді ще не зараховано." en "You have not finished answering. Your answers are not counted yet." }
    /// On the poll's page after the answers were put aside.
    draft_put_aside_title { uk "Чернетку збережено. Відповіді ще не зараховано." en "Your draft is saved. Your answers are not counted yet." }
    draft_put_aside_text(moment: &str) {
        uk "Чернетка чекає в цьому браузері до {moment}."
        en "The draft waits in this browser until {moment}."
    }

    // Check.
    check_title { uk "Перевірте свої відповіді" en "Check your answers" }
    /// Above the first question, to whoever has not signed in.
    identify_at_the_end { uk "Наприкінці підтвердите, що це ви." en "At the end you confirm that it is you." }
    /// The same once nothing but submitting is left.
    check_and_submit_title { uk "Перевірте й подайте відповіді" en "Check and submit your answers" }
    change_answer(no: QuestionNo) { uk " відповідь на питання {no}" en " your answer to question {no}" }
    answer_skipped { uk "Без відповіді (необов’язково)" en "No answer (optional)" }
    answer_missing { uk "Ще без відповіді" en "Not answered yet" }
    /// Hidden words after «Відповісти».
    answer_to(no: QuestionNo) { uk " на питання {no}" en " question {no}" }
    before_submit { uk "Перед тим як подати" en "Before you submit" }
    /// Of whoever may not submit them: under the reasons why.
    your_answers { uk "Ваші відповіді" en "Your answers" }
    last_step(name: &str) {
        uk "{name}, відповіді ще не подано. Після подання їх не змінити."
        en "{name}, the answers are not submitted yet. Once submitted, they cannot be changed."
    }
    signed_out_title {
        uk "Час вашого входу минув, відповіді ще не подано"
        en "Your sign-in has ended, and your answers are not submitted yet"
    }
    signed_out_text { uk "Увійдіть ще раз: відповіді збережено." en "Sign in again: your answers are kept." }
    final_secret { uk "Після подання змінити відповіді не можна." en "You cannot change your answers once submitted." }
    submit { uk "Подати відповіді" en "Submit your answers" }
    sending { uk "Надсилаємо відповіді…" en "Sending your answers…" }
    waiting_for_network {
        uk "Відповіді ще не надіслано: немає зв’язку. Не закривайте сторінку: ми надішлемо їх самі, щойно зв’язок з’явиться. Двічі голос не зарахується."
        en "Your answers are not sent yet: there is no connection. Keep this page open and we will send them as soon as it is back. Your vote cannot be counted twice."
    }
    waiting_busy {
        uk "Відповіді ще не подано: зараз відповідає дуже багато людей. Не закривайте сторінку: за кілька секунд ми надішлемо їх ще раз. Двічі голос не зарахується."
        en "Your answers are not submitted yet: a great many people are answering now. Keep this page open: we send them again in a few seconds. Your vote cannot be counted twice."
    }
    waiting_too_many {
        uk "Відповіді ще не подано: забагато запитів поспіль. Не закривайте сторінку: невдовзі ми самі надішлемо їх ще раз. Двічі голос не зарахується."
        en "Your answers are not submitted yet: too many requests in a row. Keep this page open: we send them again by ourselves before long. Your vote cannot be counted twice."
    }
    waiting_unavailable {
        uk "Відповіді ще не подано: сайт тимчасово не відповідає. Не закривайте сторінку: за кілька секунд ми спробуємо ще раз. Двічі голос не зарахується."
        en "Your answers are not submitted yet: the site does not respond at the moment. Keep this page open: we try again in a few seconds. Your vote cannot be counted twice."
    }
    send_now { uk "Надіслати зараз" en "Send now" }

    // Recorded.
    done_title { uk "Відповіді зараховано" en "Your answers are recorded" }
    your_code { uk "Ваш код участі" en "Your participation code" }
    code_meaning {
        uk "Код підтверджує, що ви взяли участь. З вашими відповідями він не пов’язаний."
        en "The code confirms that you took part. It is not linked to your answers."
    }
    code_meaning_open {
        uk "Код підтверджує, що ви взяли участь."
        en "The code confirms that you took part."
    }
    whats_next { uk "Що буде далі" en "What happens next" }
    stage_you_answered { uk "Ви відповіли" en "You answered" }
    until(moment: &str) { uk "до {moment}" en "until {moment}" }
    spread_title { uk "Допоможіть зібрати більше відповідей" en "Help more people answer" }
    spread_text { uk "Надішліть сусідам посилання:" en "Send your neighbours the link:" }
    also_waiting { uk "Ще одне опитування чекає на вашу думку" en "Another poll waits for your opinion" }
    to_all_polls { uk "До всіх опитувань" en "To all polls" }
    leave_shared_phone {
        uk "Якщо пристрій спільний, не забудьте вийти."
        en "If you share this device, remember to sign out."
    }

    print_hint {
        uk "Щоб зберегти підтвердження на папері чи у PDF, оберіть «Друк» у меню браузера."
        en "To keep the confirmation on paper or as a PDF, choose “Print” in your browser’s menu."
    }
    /// Before the link to the person’s own page.
    code_kept { uk "Цей код завжди можна знайти знову:" en "You can always find this code again:" }
    // The confirmation on paper.
    receipt_of(community: &str) { uk "Підтвердження участі. {community}" en "Confirmation of participation. {community}" }
    receipt_no_moment {
        uk "Часу подання тут немає: система його не зберігає."
        en "There is no time of submission here: the system does not keep it."
    }

    // What came of a submission that was not recorded: heading, then what to do.
    already_took_part_title { uk "Ви вже відповіли" en "You have already answered" }
    already_took_part_text {
        uk "Вашу відповідь зараховано. Одна людина відповідає один раз."
        en "Your answer is counted. Each person answers only once."
    }
    /// The same two for who came with other answers.
    already_took_part_new_title {
        uk "Нових відповідей не прийнято: ви вже відповіли"
        en "The new answers are not accepted: you have already answered"
    }
    already_took_part_new {
        uk "Ви вже відповіли раніше, і зараховано ті відповіді: одна людина відповідає один раз. Якщо відповідає хтось інший із вашої родини, вийдіть, і нехай ця людина увійде сама: її чернетка ціла."
        en "You have already answered before, and those answers are counted: each person answers only once. If it is somebody else of your family who answers, sign out and let them sign in themselves: their draft is safe."
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
    cast_changed_title { uk "Відповіді не подано: відомості про вас щойно змінилися" en "Not submitted: what we know of you has just changed" }
    cast_changed_text {
        uk "Поки ви подавали відповіді, змінилося те, від чого залежить, чи можете ви взяти участь: наприклад, ваше місце проживання. Чернетка ціла. Нижче видно, чи можете ви взяти участь тепер."
        en "While you were submitting, something changed that decides whether you can take part: where you live, for example. Your draft is safe. Below you can see whether you can take part now."
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
