//! Signing in and out: the page, the demonstration's note, and everything that can go wrong on the way.

catalogue! {
    title { uk "Підтвердьте, що це ви" en "Confirm that it is you" }
    lead {
        uk "Одна людина має один голос, тому громаді потрібно знати, хто відповідає. Окремої реєстрації немає."
        en "One person has one vote, so the community needs to know who is answering. There is no separate registration."
    }
    // The same on the way to submit the answers to a poll: what becomes of the name is said before it is given. After a page that calls the
    // poll secret «who is answering» was taken for the end of the secrecy.
    lead_secret {
        uk "Один житель має один голос. Відповіді зберігаємо окремо від імені."
        en "One resident has one vote. The answers are kept apart from the name."
    }
    lead_confidential {
        uk "Один житель має один голос. Зв’язок ваших відповідей з іменем зберігаємо зашифрованим, імен не публікуємо."
        en "One resident has one vote. The link between your answers and your name is kept encrypted, and names are not published."
    }
    lead_open {
        uk "Один житель має один голос. Опитування відкрите: ваше ім’я зберігаємо разом із відповідями, і їх можуть опублікувати."
        en "One resident has one vote. The poll is open: your name is kept together with your answers, and they may be published."
    }
    lead_staff { uk "Увійдіть, щоб відкрити робоче місце." en "Sign in to open the staff desk." }
    draft_waits { uk "Після входу перевірите відповіді й подасте їх." en "After signing in you check your answers and submit them." }
    typed_waits {
        uk "Час вашого входу минув, тому набране ще не збережено. Воно не пропало: після входу ви повернетеся до нього."
        en "Your sign-in has ended, so what you typed is not saved yet. It is not lost: you return to it after signing in."
    }
    consent { uk "Входячи, ви погоджуєтеся на обробку своїх даних." en "By signing in you consent to the processing of your data." }
    consent_link { uk "Яких саме і навіщо" en "Which data, and why" }
    with_id_gov_ua { uk "Увійти через id.gov.ua" en "Sign in with id.gov.ua" }
    /// After «через».
    through_id_gov_ua { uk "id.gov.ua" en "id.gov.ua" }
    through_sandbox { uk "демонстраційну службу" en "the demonstration service" }
    with_id_gov_ua_hint { uk "BankID, MobileID, Дія.Підпис або електронний підпис" en "BankID, MobileID, Diia.Signature or an electronic signature" }
    with_sandbox { uk "Демонстраційний вхід" en "Demonstration sign-in" }
    with_sandbox_hint { uk "Замість BankID чи Дія.Підпису: оберете вигаданого жителя" en "In place of BankID or Diia.Signature: you choose an invented resident" }
    /// Any other service, by its own name.
    with_provider(name: &str) { uk "Увійти через {name}" en "Sign in with {name}" }
    with_provider_hint { uk "Ви перейдете на сторінку цієї служби й повернетеся сюди." en "You go to that service’s page and come back here." }
    what_we_read_title { uk "Що ми отримаємо" en "What we receive" }
    what_we_read_text {
        uk "Ім’я та податковий номер (РНОКПП), з якого видно й дату народження. Самого номера ми не зберігаємо, лише обчислений із нього код, щоб ніхто не відповів двічі: номера за цим кодом не відновити. Ім’я та дату народження зберігаємо зашифрованими."
        en "Your name and taxpayer number, which also tells the date of birth. We do not keep the number itself, only a code derived from it, so that nobody answers twice: nobody can work the number out from the code. Your name and date of birth are kept encrypted."
    }
    /// The same in a demonstration.
    what_we_read_demo {
        uk "Ім’я та номер вигаданого жителя. Справжніх даних тут не потрібно."
        en "The name and number of an invented resident. No real data is needed here."
    }
    what_we_dont { uk "Паролів і даних рахунків ми не бачимо." en "We never see passwords or account details." }
    signed_in_already(name: &str) { uk "Ви вже ввійшли як {name}." en "You are already signed in as {name}." }
    /// To staff who signed in by a link to their mailbox.
    weak { uk "Ви увійшли через електронну пошту. Для робочого місця підтвердьте особу одним із цих способів." en "You signed in by e-mail. For the staff desk, confirm who you are in one of these ways." }
    continue_on { uk "Продовжити" en "Continue" }
    signed_out_title { uk "Ви вийшли" en "You have signed out" }
    signed_out_everywhere_text { uk "Ви вийшли на всіх пристроях: на жодному вашого входу на цей сайт більше немає." en "You are signed out on all devices: none of them is signed in to this site any more." }
    signed_out_text { uk "На цьому пристрої вашого входу більше немає." en "You are no longer signed in on this device." }

    // What can go wrong: heading, then what to do.
    cancelled_title { uk "Вхід скасовано" en "Sign-in was cancelled" }
    cancelled_text { uk "Ви не завершили вхід. Відповіді лишилися в чернетці; спробуйте ще раз, коли зручно." en "You did not finish signing in. Your answers are still in the draft; try again whenever you like." }
    failed_title { uk "Увійти не вдалося" en "Sign-in failed" }
    failed_text { uk "Служба входу повернула помилку. Спробуйте ще раз або оберіть інший спосіб. Чернетка ціла." en "The sign-in service returned an error. Try again or choose another way. Your draft is safe." }
    busy_title { uk "Зараз увійти не можна" en "You cannot sign in just now" }
    busy_text { uk "Ми саме змінюємо ключі захисту. Спробуйте за хвилину; чернетка ціла." en "We are changing the protective keys just now. Try again in a minute; your draft is safe." }
    unavailable_title { uk "Служба входу не відповідає" en "The sign-in service does not respond" }
    unavailable_text { uk "Це не у вас. Спробуйте за кілька хвилин; чернетка ціла." en "It is not your fault. Try again in a few minutes; your draft is safe." }
    ours_title { uk "Вхід не завершено" en "The sign-in was not completed" }
    ours_text { uk "Це сталося в нас, і ми вже це записали. Увійдіть ще раз за хвилину; чернетка ціла." en "It happened on our side, and we have logged it. Sign in again in a minute; your draft is safe." }
    stale_title { uk "Цей вхід уже використано або прострочено" en "This sign-in has been used or has expired" }
    stale_text { uk "Почніть вхід спочатку: на нього дається кілька хвилин, і посилання діє один раз." en "Start again: a sign-in must be finished within minutes, and its link works once." }
    other_browser_title { uk "Вхід почато в іншому браузері" en "The sign-in was begun in another browser" }
    other_browser_text { uk "Заради безпеки вхід завершується там, де його почато. Відкрийте опитування в цьому браузері й увійдіть звідси." en "For safety a sign-in ends where it began. Open the poll in this browser and sign in from here." }
    no_identifier_title { uk "Служба входу не передала ваших даних" en "The sign-in service did not pass your details" }
    no_identifier_text {
        uk "Немає ані податкового номера, ані паспорта, ані УНЗР, які могли б існувати, тож ми не знаємо, хто ви. Оберіть інший спосіб входу або зверніться до ЦНАПу."
        en "There is no taxpayer number, passport or register number (UNZR) that could exist, so we cannot tell who you are. Choose another way to sign in or come to the administrative service centre."
    }
    not_sure_title { uk "Цей спосіб входу не підтверджує, хто ви" en "This way of signing in does not confirm who you are" }
    not_sure_text {
        uk "Служба входу впізнала вас лише за паролем або поштою. Цього замало, щоб відкрити ваш запис, тож у ньому нічого не змінено. Увійдіть ще раз і оберіть BankID, MobileID, Дія.Підпис або електронний підпис. Чернетка ціла."
        en "The sign-in service knew you only by a password or a mailbox. That is too little to open your record, so nothing in it was changed. Sign in again and choose BankID, MobileID, Diia.Signature or an electronic signature. Your draft is safe."
    }
    /// Two records of the community seem to be one human.
    conflict_title { uk "Ваш запис перевіряє працівник громади" en "The community’s staff are checking your record" }
    conflict_text {
        uk "Документи, якими ви увійшли, записано за різними людьми, або вони суперечать один одному. Щоб одна людина не мала двох голосів, зверніться до ЦНАПу: там це виправлять. Чернетка ціла."
        en "The documents you signed in with are recorded for different people, or contradict each other. So that nobody has two votes, please go to the administrative service centre, where this is put right. Your draft is safe."
    }

    // The sandbox service's own page.
    sandbox_title { uk "Демонстраційна служба входу" en "Demonstration sign-in service" }
    sandbox_ask { uk "Ким увійти?" en "Who do you sign in as?" }
    sandbox_lead { uk "Натисніть на людину, щоб увійти від її імені." en "Press a person to sign in as them." }
    sandbox_cancel { uk "Скасувати вхід" en "Cancel the sign-in" }
}
