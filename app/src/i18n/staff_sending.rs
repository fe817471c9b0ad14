//! What becomes of a form of the desk that its page sends by itself.

catalogue! {
    saving { uk "Зберігаємо…" en "Saving…" }
    no_network {
        uk "Немає зв’язку. Текст на цій сторінці цілий: надішлемо його, щойно зв’язок з’явиться."
        en "There is no connection. The text on this page is safe: it is sent as soon as the connection is back."
    }
    too_many {
        uk "Забагато запитів поспіль. Текст на цій сторінці цілий: за мить надішлемо його ще раз."
        en "Too many requests in a row. The text on this page is safe: it is sent again in a moment."
    }
    busy {
        uk "Сервер зараз не відповідає. Текст на цій сторінці цілий: за мить надішлемо його ще раз."
        en "The server does not answer just now. The text on this page is safe: it is sent again in a moment."
    }
    too_large {
        uk "Тексту, питань або варіантів більше, ніж ми приймаємо, тому нічого не збережено. Скоротіть їх і натисніть кнопку ще раз."
        en "There is more text, or there are more questions or options, than we accept, so nothing was saved. Shorten them and press the button again."
    }
    no_access {
        uk "Нічого не збережено: ваш вхід минув або право відкликано. Текст на цій сторінці цілий. Увійдіть в іншій вкладці й натисніть кнопку ще раз."
        en "Nothing was saved: your sign-in has ended, or your right was revoked. The text on this page is safe. Sign in in another tab and press the button again."
    }
    refused {
        uk "Зберегти не вдалося. Текст на цій сторінці цілий: скопіюйте його, оновіть сторінку, вставте й спробуйте ще раз."
        en "It could not be saved. The text on this page is safe: copy it, reload the page, paste it and try again."
    }
}
