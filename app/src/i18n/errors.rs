//! Error pages: what happened and what to do next, in words that never blame and never show an identifier.

use super::Lang;

catalogue! {
    title_400 { uk "Запит не вдалося прочитати" en "The request could not be read" }
    what_400 { uk "Сторінка надіслала щось, чого ми не розуміємо: можливо, адресу скопійовано не повністю або форма застаріла." en "The page sent something that we do not understand: perhaps the address was copied in part, or the form is out of date." }
    todo_400 { uk "Поверніться назад, оновіть сторінку й спробуйте ще раз." en "Go back, reload the page and try again." }
    todo_400_form {
        uk "Поверніться назад і скопіюйте набране з форми. Тоді оновіть ту сторінку, вставте текст і надішліть ще раз."
        en "Go back and copy what you typed from the form. Then reload that page, paste the text and send it again."
    }
    title_401 { uk "Спершу потрібно увійти" en "Please sign in first" }
    what_401 { uk "Це може зробити лише той, хто увійшов, а ваш вхід, мабуть, уже минув." en "Only somebody who is signed in can do this, and your sign-in has probably ended." }
    todo_401 { uk "Нічого не змінилося. Увійдіть і повторіть дію." en "Nothing was changed. Sign in and do it again." }
    /// Where the form holds a text that would be lost by leaving the page.
    todo_401_typed {
        uk "Нічого не збережено. Увійдіть в іншій вкладці, а тоді оновіть цю сторінку й дозвольте браузеру надіслати форму ще раз: так набране не загубиться."
        en "Nothing was saved. Sign in in another tab, then reload this page and let the browser send the form again: that way nothing you typed is lost."
    }
    /// The same of a form with a file, which not every browser sends a second time.
    todo_401_file {
        uk "Нічого не збережено. Увійдіть в іншій вкладці, а тоді оновіть цю сторінку й дозвольте браузеру надіслати форму ще раз: так набране не загубиться. Якщо сайт скаже, що файла немає, виберіть його знову."
        en "Nothing was saved. Sign in in another tab, then reload this page and let the browser send the form again: that way nothing you typed is lost. If the site says that there is no file, choose it again."
    }
    sign_in_in_new_tab { uk "Увійти в новій вкладці" en "Sign in in a new tab" }
    title_403 { uk "Сюди немає доступу" en "You have no access here" }
    what_403 { uk "Ця сторінка для працівників громади, яким надано потрібне право." en "This page is for the community’s staff who have the right to it." }
    todo_403 { uk "Якщо таке право має інший ваш обліковий запис, увійдіть через нього." en "If another account of yours has that right, sign in with it." }
    other_account { uk "Увійти з іншого облікового запису" en "Sign in with another account" }
    /// A form that came from another site.
    what_403_foreign { uk "Цю форму надіслано з іншого сайту, тому ми її зупинили. Нічого не змінилося." en "This form was sent from another site, so we stopped it. Nothing was changed." }
    todo_403_foreign { uk "Відкрийте потрібну сторінку на цьому сайті й спробуйте ще раз." en "Open the page on this site and try again." }
    title_404 { uk "Такої сторінки немає" en "There is no such page" }
    what_404 { uk "Можливо, в адресі описка або опитування належить іншій громаді." en "The address may be mistyped, or the poll belongs to another community." }
    todo_404 { uk "Перевірте адресу або перейдіть до списку опитувань." en "Check the address or go to the list of polls." }
    title_405 { uk "Так цю сторінку не відкрити" en "This page cannot be opened that way" }
    what_405 { uk "Ця адреса приймає лише форму, надіслану з нашої сторінки." en "This address takes only a form sent from one of our pages." }
    todo_405 { uk "Поверніться до опитування й натисніть кнопку там." en "Go back to the poll and press the button there." }
    title_409 { uk "Поки ви працювали, тут щось змінилося" en "Something changed here while you were working" }
    what_409 { uk "Хтось інший зберіг зміни раніше, або цю дію вже виконано." en "Somebody else saved changes first, or this has already been done." }
    todo_409 { uk "Відкрийте сторінку знову, перегляньте зміни й повторіть, якщо ще потрібно." en "Open the page again, look at the changes and repeat if you still need to." }
    title_413 { uk "Надіслано забагато" en "Too much was sent" }
    what_413 {
        uk "Тексту, питань або варіантів більше, ніж ми приймаємо, тому цього разу нічого не збережено. Попередня чернетка ціла."
        en "There is more text, or there are more questions or options, than we accept, so nothing was saved this time. Your previous draft is safe."
    }
    todo_413 { uk "Поверніться назад, скоротіть надіслане й спробуйте знову." en "Go back, shorten what you sent and try again." }
    title_429 { uk "Забагато запитів поспіль" en "Too many requests in a row" }
    what_429 { uk "З вашого запису або адреси надійшло дуже багато запитів за короткий час." en "A great many requests came from your account or address in a short time." }
    todo_429 { uk "Зачекайте хвилину й спробуйте ще раз. Чернетка ціла, двічі голос не зарахується." en "Wait a minute and try again. Your draft is safe, and a vote cannot be counted twice." }
    todo_429_form {
        uk "Зачекайте хвилину, оновіть цю сторінку й дозвольте браузеру надіслати форму ще раз: набране в ній ціле. Двічі голос не зарахується."
        en "Wait a minute, reload this page and let the browser send the form again: what you typed is still in it. A vote cannot be counted twice."
    }
    title_500 { uk "У нас сталася помилка" en "Something went wrong on our side" }
    what_500 { uk "Ми її вже записали. Те, що було зараховано чи збережено, нікуди не зникло." en "We have logged it. Whatever was recorded or saved is still there." }
    todo_500 { uk "Спробуйте ще раз за кілька хвилин. Якщо повторюється, повідомте громаду: адреса внизу сторінки." en "Try again in a few minutes. If it happens again, tell the community: the address is at the foot of the page." }
    title_503 { uk "Система тимчасово недоступна" en "The system is temporarily unavailable" }
    what_503 { uk "Зараз дуже багато відвідувачів або триває обслуговування. Чернетка ціла." en "There are very many visitors just now, or maintenance is going on. Your draft is safe." }
    todo_503 { uk "Зачекайте кілька секунд і оновіть сторінку." en "Wait a few seconds and reload the page." }
    todo_503_form {
        uk "Зачекайте кілька секунд, оновіть цю сторінку й дозвольте браузеру надіслати форму ще раз: набране в ній ціле."
        en "Wait a few seconds, reload this page and let the browser send the form again: what you typed is still in it."
    }

    no_such_community_title { uk "За цією адресою громади немає" en "There is no community at this address" }
    no_such_community_text { uk "Перевірте адресу або оберіть громаду зі списку." en "Check the address or choose a community from the list." }
    to_communities { uk "До списку громад" en "To the list of communities" }
    try_again { uk "Спробувати ще раз" en "Try again" }
    to_polls { uk "До списку опитувань" en "To the list of polls" }
    /// The small line over the heading.
    code(status: i64) { uk "Помилка {status}" en "Error {status}" }
    /// A number by which staff find the log entry; it says nothing about the person.
    reference(code: &str) { uk "Номер помилки для звернення: {code}" en "Error number to quote: {code}" }
}

/// What the request sent that failed: what to do next depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Nothing: a page was asked for.
    Nothing,
    Form,
    /// A form with a text that somebody wrote.
    TypedForm,
    /// The same with a file.
    TypedFormWithFile,
    /// A form from another site's page.
    ForeignForm,
}

/// The heading, what happened and what to do, for an HTTP status; statuses without words of their own speak as 400 or 500.
pub fn page(lang: Lang, status: u16, sent: Sent) -> (&'static str, &'static str, &'static str) {
    // A reload sends a form once more with everything in it; going back may find it empty.
    let todo = |page: &'static str, form: &'static str| match sent {
        Sent::Nothing => page,
        Sent::Form | Sent::TypedForm | Sent::TypedFormWithFile | Sent::ForeignForm => form,
    };
    match (status, sent) {
        (401, Sent::TypedForm) => (title_401(lang), what_401(lang), todo_401_typed(lang)),
        (401, Sent::TypedFormWithFile) => (title_401(lang), what_401(lang), todo_401_file(lang)),
        (401, _) => (title_401(lang), what_401(lang), todo_401(lang)),
        (403, Sent::ForeignForm) => (
            title_403(lang),
            what_403_foreign(lang),
            todo_403_foreign(lang),
        ),
        (403, _) => (title_403(lang), what_403(lang), todo_403(lang)),
        (404 | 410, _) => (title_404(lang), what_404(lang), todo_404(lang)),
        (405, _) => (title_405(lang), what_405(lang), todo_405(lang)),
        (409, _) => (title_409(lang), what_409(lang), todo_409(lang)),
        (413 | 414 | 431, _) => (title_413(lang), what_413(lang), todo_413(lang)),
        (429, _) => (
            title_429(lang),
            what_429(lang),
            todo(todo_429(lang), todo_429_form(lang)),
        ),
        (502..=504, _) => (
            title_503(lang),
            what_503(lang),
            todo(todo_503(lang), todo_503_form(lang)),
        ),
        (..=499, _) => (
            title_400(lang),
            what_400(lang),
            todo(todo_400(lang), todo_400_form(lang)),
        ),
        _ => (title_500(lang), what_500(lang), todo_500(lang)),
    }
}
