//! A resident's own page: who they are here, their drafts, their participation, their sessions.

catalogue! {
    title { uk "Моя сторінка" en "My page" }
    visitor_lead {
        uk "Увійдіть, щоб побачити, у яких опитуваннях ви взяли участь. Чернетки цього браузера видно й без входу."
        en "Sign in to see in which polls you took part. The drafts in this browser are shown without signing in."
    }

    // Who I am here.
    who_title { uk "Хто я в цій громаді" en "Who I am in this community" }
    name { uk "Ім’я" en "Name" }
    identified { uk "Особу підтверджено" en "Identity confirmed" }
    /// «через id.gov.ua»: how this browser was signed in.
    identified_through(provider: &str) { uk "через {provider}" en "with {provider}" }
    residency { uk "Місце проживання" en "Residence" }
    residency_settlement(name: &str) { uk "Населений пункт: {name}." en "Settlement: {name}." }
    /// Where one of the staff has looked at it and another has to agree.
    residency_proposed {
        uk "Один працівник громади вже перевірив, де ви живете. Підтвердження запрацює, коли погодиться ще один. Від вас нічого не потрібно."
        en "One of the community’s staff has checked where you live. The confirmation counts when another agrees. You need not do anything."
    }
    residency_was_until(date: &str) { uk "Підтвердження діяло до {date}" en "The confirmation was valid until {date}" }
    residency_until(date: &str) { uk "Підтвердження діє до {date}" en "The confirmation is valid until {date}" }

    // A shared phone.
    leave_title { uk "Цим пристроєм користуєтеся не лише ви?" en "Do you share this device?" }
    leave_text {
        uk "Вийдіть, щоб ніхто не відповів від вашого імені. Чернетки цього браузера можна стерти разом із виходом."
        en "Sign out, so that nobody answers in your name. The drafts of this browser can be cleared at the same time."
    }
    sign_out_and_clear { uk "Вийти й стерти чернетки" en "Sign out and clear the drafts" }

    // Drafts.
    drafts_title { uk "Чернетки в цьому браузері" en "Drafts in this browser" }
    drafts_hint {
        uk "Чернетка зберігається добу після останньої зміни. В іншому браузері її не видно."
        en "A draft is kept for a day after its last change. No other browser shows it."
    }
    drafts_none { uk "Розпочатих опитувань у цьому браузері немає." en "No unfinished polls in this browser." }
    draft_until(until: &str) { uk "Відповіді приймають {until}." en "Answers are accepted {until}." }

    // Participation.
    took_part_title { uk "Моя участь" en "My participation" }
    took_part_hint {
        uk "Тут лише те, що ви взяли участь, і код участі. Ваших відповідей ця сторінка не показує."
        en "Only that you took part, and the participation code. This page does not show your answers."
    }
    took_part_none {
        uk "Ви ще не брали участі в опитуваннях цієї громади."
        en "You have not taken part in a poll of this community yet."
    }
    closes(moment: &str) { uk "Завершиться {moment}." en "Closes {moment}." }
    closed(moment: &str) { uk "Завершилося {moment}." en "Closed {moment}." }
    confirmation { uk "Підтвердження" en "Confirmation" }

    // Sessions.
    sessions_title { uk "Мої входи" en "My sign-ins" }
    sessions_hint {
        uk "Браузери, у яких ви зараз увійшли на сайт цієї громади. Якщо якогось не впізнаєте, завершіть той вхід."
        en "The browsers in which you are signed in to this community’s site now. If you do not recognise one, end it."
    }
    session_here { uk "Цей браузер" en "This browser" }
    session_elsewhere { uk "Інший браузер" en "Another browser" }
    session_since(moment: &str, provider: &str) { uk "Увійшли {moment} через {provider}." en "Signed in {moment} through {provider}." }
    session_seen(moment: &str) { uk "Останнє відвідування: {moment}." en "Last visit: {moment}." }
    session_until(until: &str) { uk "Діє {until}." en "Valid {until}." }
    session_end { uk "Завершити" en "End" }
    /// Hidden words after it.
    session_end_which(moment: &str) { uk " вхід у браузері, де ви увійшли {moment}" en " the sign-in of {moment}" }
    sessions_more(n: i64) plural n {
        uk { one "І ще {n} вхід, якого тут не показано." few "І ще {n} входи, яких тут не показано." many "І ще {n} входів, яких тут не показано." other "І ще {n} входу, якого тут не показано." }
        en { one "And {n} more that is not shown here." other "And {n} more that are not shown here." }
    }
    sessions_end_others { uk "Завершити всі інші входи" en "End all the others" }
    sign_out_everywhere { uk "Вийти всюди, і тут також" en "Sign out everywhere, here too" }
    /// Instead of the buttons, where the sign-in is not of just now.
    sessions_again {
        uk "Щоб завершувати входи в інших браузерах, увійдіть ще раз: так ніхто не зробить цього замість вас, доки ваш пристрій лишається без нагляду."
        en "To end sign-ins in other browsers, sign in once more: so nobody else does it while your device is left unattended."
    }
    sign_in_again_link { uk "Увійти ще раз" en "Sign in again" }
    session_ended { uk "Вхід завершено." en "The sign-in is ended." }
    sessions_ended { uk "Усі інші входи завершено." en "All other sign-ins are ended." }

    // Where one says that one lives.
    residence_title { uk "Де ви живете" en "Where you live" }
    residence_lead {
        uk "Для деяких опитувань досить вашого слова. Для решти проживання підтверджує реєстр або працівник громади за документом."
        en "For some polls your word is enough. For the others, where you live must be confirmed by the register, or by staff from a document."
    }
    residence_place { uk "Населений пункт" en "Settlement" }
    /// Under the button: how long what is chosen stands.
    residence_locks(date: &str) { uk "Після збереження змінити населений пункт можна буде з {date}." en "Once saved, the settlement can be changed from {date}." }
    residence_choose { uk "Оберіть зі списку" en "Choose from the list" }
    residence_save { uk "Зберегти" en "Save" }
    residence_missing { uk "Оберіть населений пункт" en "Choose a settlement" }
    residence_unreadable { uk "Оберіть населений пункт зі списку" en "Choose a settlement from the list" }
    residence_confirmed { uk "Місце проживання вже підтверджено." en "Your residence is confirmed already." }
    residence_again(date: &str) { uk "Ви нещодавно вказали населений пункт. Інший можна вказати з {date}." en "You chose your settlement recently. You can change it from {date}." }
    residence_saved { uk "Місце проживання записано." en "Your place of residence is saved." }
}
