//! Passkeys: one's own on one's own page, signing in by one, and as the second step.

catalogue! {
    // On one's own page.
    title { uk "Ключі доступу" en "Passkeys" }
    lead {
        uk "З ключем доступу ви входите без BankID: пристрій впізнає вас за відбитком пальця, обличчям або PIN-кодом. Ключ діє рік після підтвердження особи."
        en "With a passkey you sign in without BankID: your device knows you by fingerprint, face or PIN. A passkey works for a year after you have confirmed who you are."
    }
    none { uk "Ключів ще немає." en "There are no passkeys yet." }
    unnamed { uk "Ключ без назви" en "Passkey without a name" }
    added_on(date: &str) { uk "Додано {date}." en "Added on {date}." }
    used_on(date: &str) { uk "Востаннє використано {date}." en "Last used on {date}." }
    never_used { uk "Ще не використано." en "Not used yet." }
    elsewhere(host: &str) { uk "Працює лише за адресою {host}." en "Works only at {host}." }
    label { uk "Назва нового ключа" en "Name of the new passkey" }
    label_hint { uk "Щоб відрізняти його від інших, наприклад «Мій телефон». Можна лишити порожньою." en "To tell it from the others; for example, “My phone”. You can leave it empty." }
    add { uk "Додати ключ доступу" en "Add a passkey" }
    remove { uk "Видалити" en "Delete" }
    /// Read out after «Видалити».
    remove_which(label: &str) { uk " ключ «{label}»" en " the passkey “{label}”" }
    sign_in_again {
        uk "Щоб додати або видалити ключ, підтвердьте особу ще раз: так ніхто не зробить цього замість вас, доки ваш пристрій лишається без нагляду."
        en "To add or remove a passkey, confirm who you are once more: so nobody else does it while your device is left unattended."
    }
    sign_in_again_link { uk "Підтвердити особу" en "Confirm who you are" }
    too_many { uk "Ключів уже десять. Щоб додати новий, видаліть один із них." en "There are ten passkeys already. Delete one to add another." }
    needs_script { uk "Щоб додати ключ або ввійти з ним, потрібні JavaScript і браузер, який підтримує ключі доступу." en "Adding a passkey, or using one, takes JavaScript and a browser that supports passkeys." }
    done { uk "Ключ доступу додано." en "The passkey has been added." }
    removed { uk "Ключ доступу видалено." en "The passkey has been deleted." }
    not_added { uk "Ключ не додано: відповідь пристрою не підійшла або прийшла запізно. Спробуйте ще раз." en "No passkey was added: the device’s answer was not good, or came too late. Try again." }

    // What the device may say.
    cancelled { uk "Пристрій не підтвердив, що це ви. Спробуйте ще раз." en "The device has not confirmed that it is you. Try again." }
    known { uk "На цьому пристрої вже є ваш ключ." en "This device has a passkey of yours already." }
    failed { uk "Не вдалося звернутися до пристрою. Спробуйте ще раз або ввійдіть інакше." en "The device could not be asked. Try again, or sign in another way." }

    // Signing in.
    enter { uk "Увійти з ключем доступу" en "Sign in with a passkey" }
    enter_hint { uk "(якщо додали його раніше)" en "(if you have added one before)" }
    /// After «через».
    through { uk "ключ доступу" en "a passkey" }
    not_good_title { uk "Ключ не підійшов" en "The passkey was not accepted" }
    not_good_text { uk "Можливо, його видалено або відповідь прийшла запізно. Спробуйте ще раз або ввійдіть інакше." en "It may have been deleted, or the answer came too late. Try again, or sign in another way." }
    old_title { uk "Підтвердьте особу ще раз" en "Confirm who you are once more" }
    old_text { uk "Ключ доступу діє рік. Увійдіть способом, який підтверджує особу, потім видаліть старий ключ на своїй сторінці й додайте новий." en "A passkey works for a year. Sign in in a way that confirms who you are, then delete the old passkey on your page and add a new one." }

    // The second step.
    confirm { uk "Підтвердити ключем доступу" en "Confirm with a passkey" }
    confirm_lead { uk "Пристрій попросить відбиток пальця, обличчя або PIN-код." en "The device asks for your fingerprint, face or PIN." }
    confirm_not_good { uk "Ключ не підійшов. Спробуйте ще раз." en "The passkey was not accepted. Try again." }
    confirm_elsewhere { uk "Ваші ключі доступу працюють за іншою адресою громади. Увійдіть там або попросіть адміністратора скинути другий крок." en "Your passkeys work at another address of the community. Sign in there, or ask an administrator to reset the second step." }
    set_up_title { uk "Ключ доступу" en "A passkey" }
    set_up_lead { uk "Пристрій впізнаватиме вас за відбитком пальця, обличчям або PIN-кодом. Додайте ключі на двох пристроях: якщо втратите єдиний, другий крок має скинути інший адміністратор." en "Your device will know you by fingerprint, face or PIN. Add passkeys on two devices: if you lose the only one, another administrator has to reset the second step." }
    set_up_app_title { uk "Застосунок із кодами" en "An app that shows codes" }

    // The letter that says a key was added.
    letter_subject { uk "До вашої сторінки додано ключ доступу" en "A passkey was added to your page" }
    letter_text { uk "До вашої сторінки щойно додано ключ доступу: з ним можна входити без BankID." en "A passkey was just added to your page: one can sign in with it without BankID." }
    letter_not_you { uk "Якщо це були не ви, увійдіть, видаліть ключ і завершіть інші входи:" en "If that was not you, sign in, delete the passkey and end the other sign-ins:" }
}
