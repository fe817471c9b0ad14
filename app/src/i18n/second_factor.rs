//! The second step of signing in, for those who work for a community.

catalogue! {
    // Setting it up.
    set_up_title { uk "Додайте другий крок входу" en "Set up the second step of signing in" }
    set_up_lead {
        uk "Хто працює на громаду, підтверджує вхід двічі: другий раз ключем доступу або кодом із застосунку. Так чужий, навіть увійшовши під вашим іменем, нічого не змінить."
        en "Whoever works for the community confirms a sign-in twice: the second time by a passkey or by a code from an app. A stranger who signed in in your name could change nothing."
    }
    set_up_app {
        uk "Встановіть на телефон застосунок, що показує одноразові коди: наприклад, Google Authenticator, Microsoft Authenticator або Aegis."
        en "Install an app that shows one-time codes on your phone: for example Google Authenticator, Microsoft Authenticator or Aegis."
    }
    set_up_scan { uk "Наведіть його на цей код." en "Point it at this code." }
    qr_label { uk "QR-код для застосунку" en "QR code for the app" }
    /// Nobody points a phone at itself.
    set_up_here { uk "Відкрити в застосунку на цьому пристрої" en "Open in an app on this device" }
    set_up_by_hand { uk "Якщо сканувати не виходить, введіть у застосунку ключ:" en "If it cannot be scanned, type this key into the app:" }
    set_up_type { uk "Введіть шість цифр, які покаже застосунок." en "Type the six digits that the app shows." }
    set_up_hint { uk "Код змінюється кожні 30 секунд." en "The code changes every 30 seconds." }

    // Passing it.
    pass_title { uk "Другий крок входу" en "Second step of signing in" }
    pass_lead { uk "Відкрийте застосунок на телефоні й введіть код." en "Open the app on your phone and type the code." }
    pass_hint { uk "Шість цифр із застосунку. Без телефону – один із ваших резервних кодів." en "Six digits from the app. Without the phone, one of your recovery codes." }
    lost {
        uk "Немає ні телефону, ні ключа, ні резервних кодів? Попросіть адміністратора громади скинути ваш другий крок."
        en "No passkey, phone or recovery codes? Ask an administrator of the community to reset your second step."
    }
    lost_passkey {
        uk "Ключа доступу більше немає? Попросіть адміністратора громади скинути ваш другий крок."
        en "Is the passkey gone? Ask an administrator of the community to reset your second step."
    }
    code { uk "Код" en "Code" }
    go_on { uk "Далі" en "Continue" }
    wrong { uk "Код не підходить. Перевірте, чи застосунок ще показує його і чи правильний час на телефоні." en "The code is not right. Check that the app still shows it, and that the phone’s clock is right." }
    used { uk "Цей код уже використано. Зачекайте на наступний: не довше ніж 30 секунд" en "This code was used already. Wait for the next one, 30 seconds at most" }
    too_many(time: &str) { uk "Забагато спроб. Наступна можлива о {time}" en "Too many tries. The next one is possible at {time}" }
    demo { uk "Демонстрація, поточний код:" en "Demonstration, the current code:" }

    // Recovery codes.
    codes_title { uk "Збережіть резервні коди" en "Save the recovery codes" }
    codes_lead {
        uk "Якщо телефону не буде під рукою, увійдете одним із цих кодів. Кожен діє один раз."
        en "When the phone is not at hand, you can sign in with one of these. Each works once."
    }
    codes_once {
        uk "Запишіть або роздрукуйте їх зараз: більше ми їх не покажемо. Тримайте їх окремо від телефону."
        en "Write them down or print them now: we do not show them again. Keep them apart from the phone."
    }
    codes_kept { uk "Коди збережено, далі" en "I have saved them, continue" }
    codes_renew { uk "Нові резервні коди" en "New recovery codes" }
    codes_renew_lead {
        uk "Нові замінять усі попередні. Щоб їх створити, підтвердьте кодом, що це ви."
        en "New ones replace all earlier ones. To make them, confirm by a code that it is you."
    }
    codes_renew_submit { uk "Створити нові коди" en "Make new codes" }
    codes_left(n: i64) plural n {
        uk { one "Лишився {n} резервний код." few "Лишилося {n} резервні коди." many "Лишилося {n} резервних кодів." other "Лишилося {n} резервного коду." }
        en { one "{n} recovery code is left." other "{n} recovery codes are left." }
    }
    passed_title { uk "Другий крок пройдено" en "The second step is complete" }
    passed_lead { uk "Цей вхід підтверджено. Наступний треба буде підтвердити знову." en "This sign-in is confirmed. The next one will have to be confirmed again." }
}
