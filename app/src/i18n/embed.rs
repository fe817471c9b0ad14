//! The widget: cards of polls on other websites, the way back to them, and the code to put on a page.

catalogue! {
    // The cards.
    list_title { uk "Громада питає" en "Your community is asking" }
    /// A poll of several questions, or of questions that a card has no room for.
    answer_on_viche { uk "Відповісти на Вічі" en "Answer on Viche" }
    then_confirm {
        uk "Далі перевірите відповідь і підтвердите особу. Результат рекомендаційний."
        en "Next you check your answer and confirm who you are. The result is advisory."
    }
    taken_part { uk "Ви вже взяли участь." en "You have taken part." }
    more_options(n: i64) plural n {
        uk { one "І ще {n} варіант" few "І ще {n} варіанти" many "І ще {n} варіантів" other "І ще {n} варіанта" }
        en { one "And {n} more option" other "And {n} more options" }
    }
    /// Hidden words after a link of a card: which poll it is about.
    about_what(title: &str) { uk ": {title}" en ": {title}" }

    // After the confirmation.
    back_to_site(site: &str) { uk "Повернутися на сайт {site}" en "Back to {site}" }

    // The code for a website, on the desk.
    code_title { uk "Вставити на сайт" en "Put it on a website" }
    code_label { uk "Код для вставлення" en "Code to copy" }
    code_text {
        uk "Скопіюйте код туди, де на сторінці має бути картка опитування. Без скриптів там буде звичайне посилання."
        en "Copy the code to where the page should show the poll’s card. Without scripts an ordinary link stands there."
    }
    allowed_nowhere {
        uk "Громада ще не дозволила показувати опитування на жодному сайті: замість картки буде посилання."
        en "The community has not allowed any website to show its polls yet: a link will stand in place of the card."
    }
    allowed_on(sites: &str) { uk "Картку покажуть лише ці сайти: {sites}." en "Only these websites will show the card: {sites}." }
    allowed_anywhere { uk "Громада дозволила показувати картку на будь-якому сайті." en "The community allows any website to show the card." }
}
