//! Signing in by a link sent to a mailbox, one's own address on one's own page, and the letters themselves.

catalogue! {
    // Asking for a link.
    title { uk "Увійти через електронну пошту" en "Sign in by e-mail" }
    hint {
        uk "Надішлемо вам посилання для входу. Його досить, щоб бачити свою сторінку. Щоб відповісти на опитування, потрібно підтвердити особу одним зі способів вище."
        en "We send you a link to sign in with. It is enough to see your own page. To answer a poll you need to confirm who you are in one of the ways above."
    }
    privacy {
        uk "Адресу зберігаємо зашифрованою. Її бачите лише ви."
        en "The address is kept encrypted. Only you can see it."
    }
    address { uk "Адреса електронної пошти" en "E-mail address" }
    send { uk "Надіслати посилання" en "Send the link" }
    /// After «через».
    through { uk "електронну пошту" en "e-mail" }

    // Why no letter was sent.
    missing { uk "Введіть адресу електронної пошти." en "Enter an e-mail address." }
    wrong { uk "Перевірте адресу: вона має бути схожа на olena@ukr.net." en "Check the address: it should look like olena@ukr.net." }
    refused {
        uk "Поштовий сервер не приймає листів на цю адресу. Перевірте, чи немає в ній помилки."
        en "The mail server takes no letters to this address. Check it for a mistake."
    }
    busy {
        uk "Зараз надіслати лист не можна: ми саме змінюємо ключі захисту. Спробуйте за хвилину."
        en "The letter cannot be sent just now: we are changing the protective keys. Try again in a minute."
    }
    unreachable {
        uk "Лист не надіслано: поштовий сервер не відповідає. Спробуйте за кілька хвилин."
        en "The letter was not sent: the mail server does not respond. Try again in a few minutes."
    }
    too_many {
        uk "На цю адресу вже надіслано кілька листів. Пошукайте їх у вхідних та у спамі або спробуйте за 10 хвилин."
        en "Several letters have been sent to this address already. Look for them in the inbox and in spam, or try again in 10 minutes."
    }

    // The letter is on its way.
    sent_title { uk "Перевірте пошту" en "Check your mail" }
    sent_to(address: &str) { uk "Ми надіслали лист на адресу {address}." en "We have sent an e-mail to {address}." }
    sent_open {
        uk "Відкрийте посилання з листа в цьому самому браузері. Воно діє 10 хвилин і лише один раз."
        en "Open the link in the letter in this same browser. It works for 10 minutes, and only once."
    }
    sent_lost { uk "Листа немає? Загляньте до спаму або перевірте адресу." en "No letter? Look into spam, or check the address." }
    sent_again { uk "Надіслати ще раз" en "Send again" }
    sent_other { uk "Вказати іншу адресу" en "Give another address" }
    sent_none_title { uk "Листа не надіслано" en "No letter has been sent" }
    sent_none { uk "Цей браузер листа не просив або це було понад добу тому." en "This browser has not asked for a letter, or did so more than a day ago." }

    // The link was opened.
    enter_title { uk "Вхід через електронну пошту" en "Sign in by e-mail" }
    enter_lead(address: &str) { uk "Лист надіслано на адресу {address}. Щоб увійти, натисніть кнопку." en "The letter was sent to {address}. Press the button to sign in." }
    enter { uk "Увійти" en "Sign in" }
    claim_title { uk "Ваша адреса" en "Your address" }
    claim_lead(address: &str) {
        uk "Щоб записати адресу {address} на вашу сторінку, натисніть кнопку."
        en "Press the button to put the address {address} on your page."
    }
    claim { uk "Це моя адреса" en "This is my address" }
    claim_other_person {
        uk "Цей лист просила інша людина. Увійдіть під її іменем або не робіть нічого."
        en "Somebody else asked for this letter. Sign in as them, or do nothing."
    }
    stale_title { uk "Посилання вже не діє" en "The link no longer works" }
    stale { uk "Посилання діє 10 хвилин і лише один раз. Попросіть новий лист." en "A link works for 10 minutes, and only once. Ask for a new letter." }
    elsewhere_title { uk "Посилання відкрито в іншому браузері" en "The link was opened in another browser" }
    elsewhere {
        uk "Заради безпеки воно діє лише в тому браузері, у якому ви просили лист. Скопіюйте його й відкрийте там або почніть тут спочатку."
        en "For safety it works only in the browser in which you asked for the letter. Copy it and open it there, or start again here."
    }
    start_again { uk "Почати спочатку" en "Start again" }

    // On one's own page.
    own_title { uk "Електронна пошта" en "E-mail" }
    own_hint {
        uk "За посиланням, яке ми надішлемо на вашу адресу, можна відкрити свою сторінку без підтвердження особи. Працівники громади адреси не бачать."
        en "A link that we send to your address opens your page without confirming who you are. The community’s staff do not see the address."
    }
    own_none { uk "Адреси не вказано." en "No address is given." }
    own_since(date: &str) { uk "Підтверджено {date}" en "Confirmed on {date}" }
    own_new { uk "Нова адреса" en "New address" }
    own_send { uk "Надіслати лист для підтвердження" en "Send an e-mail to confirm it" }
    own_remove { uk "Видалити адресу" en "Remove the address" }
    own_confirmed { uk "Адресу підтверджено." en "The address is confirmed." }
    own_removed { uk "Адресу видалено." en "The address is removed." }
    own_taken { uk "Цю адресу в громаді вже має інша людина. Вкажіть іншу." en "Somebody else of the community has this address already. Give another." }
    own_again {
        uk "Щоб змінити або видалити адресу, підтвердьте особу ще раз: так ніхто не зробить цього замість вас, доки ваш пристрій лишається без нагляду."
        en "To change or remove the address, confirm who you are once more: so nobody else does it while your device is left unattended."
    }
    /// The same where there is none yet.
    own_again_to_add {
        uk "Щоб додати адресу, підтвердьте особу ще раз: так ніхто не зробить цього замість вас, доки ваш пристрій лишається без нагляду."
        en "To add an address, confirm who you are once more: so nobody else does it while your device is left unattended."
    }
    own_alone { uk "Ви ще не підтвердили особу, тож увійти сюди можна лише за цією адресою. Прибрати її можна тільки разом з усім записом." en "You have not confirmed who you are yet, so this address is the only way in here. It can only be removed together with your whole record." }
    own_alone_link { uk "Видалити її разом із даними" en "Delete it with the data" }
    own_weak {
        uk "Щоб змінити адресу, увійдіть із підтвердженням особи."
        en "To change the address, sign in with your identity confirmed."
    }
    /// Of whoever is signed in by a link.
    identity { uk "Особа" en "Identity" }
    not_identified { uk "Особу не підтверджено: ви увійшли через електронну пошту." en "Your identity is not confirmed: you signed in by e-mail." }
    identify { uk "Підтвердити особу" en "Confirm who you are" }
    residency_unknown { uk "Стане відомо, коли ви підтвердите особу." en "It will be known once you confirm who you are." }

    // The letters.
    letter_greeting { uk "Вітаємо." en "Hello." }
    letter_sign_in_subject { uk "Посилання для входу" en "Your sign-in link" }
    letter_sign_in {
        uk "Хтось, найімовірніше ви, входить за цією адресою на сайт електронних консультацій."
        en "Somebody, most likely you, is signing in to the site of electronic consultations with this address."
    }
    letter_own_subject { uk "Підтвердьте свою адресу" en "Confirm your address" }
    letter_own {
        uk "Хтось, найімовірніше ви, вказує цю адресу на своїй сторінці сайту електронних консультацій."
        en "Somebody, most likely you, gives this address on their page of the site of electronic consultations."
    }
    letter_community(name: &str) { uk "Громада: {name}" en "Community: {name}" }
    letter_open { uk "Відкрийте посилання в тому браузері, у якому просили цей лист:" en "Open the link in the browser in which this letter was asked for:" }
    letter_life { uk "Воно діє 10 хвилин і лише один раз." en "It works for 10 minutes, and only once." }
    letter_not_you { uk "Якщо це були не ви, нічого не робіть: без посилання нічого не станеться." en "If it was not you, do nothing: without the link nothing happens." }
    letter_gone_subject { uk "Вашу адресу прибрано зі сторінки" en "Your address was taken off a page" }
    letter_gone {
        uk "Цієї адреси більше немає на сторінці сайту електронних консультацій. Якщо ви цього не робили, увійдіть із підтвердженням особи та перегляньте свою сторінку."
        en "This address is no longer on a page of the site of electronic consultations. If it was not you who took it off, sign in with your identity confirmed and look at your page."
    }
}
