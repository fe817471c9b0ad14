//! Closing an open poll before its term is over: the form at the desk, and the line that everybody reads.

catalogue! {
    title { uk "Закрити достроково" en "Close early" }
    open { uk "Відкрити форму" en "Open the form" }
    lead {
        uk "Опитування одразу перестане приймати відповіді. Подані відповіді порахуємо й оприлюднимо результат. Відновити його не можна."
        en "The poll stops taking answers at once. What was answered is counted and the result published. It cannot be opened again."
    }
    reason { uk "Чому закриваєте раніше" en "Why you close it early" }
    reason_hint {
        uk "Це прочитають усі на сторінці опитування. Наприклад: питання втратило актуальність, сталася технічна помилка, так вирішив ініціатор."
        en "Everybody reads this on the poll’s page. For example: the question is no longer relevant, there was a technical fault, the initiator decided so."
    }
    confirm { uk "Розумію, що відповідати більше ніхто не зможе" en "I understand that nobody will be able to answer any more" }
    submit { uk "Закрити опитування" en "Close the poll" }
    closed_note { uk "Опитування закрито достроково. Результат з’явиться за кілька секунд." en "The poll is closed early. The result will be there in a few seconds." }
    too_late { uk "Опитування вже закрите або ще не почалося." en "The poll is closed already, or has not begun." }
    reason_missing { uk "поясніть українською" en "explain it in Ukrainian" }
    confirm_missing { uk "Позначте, що розумієте: відповідати більше ніхто не зможе" en "Mark that you understand: nobody will be able to answer any more" }

    // In the public log.
    public_line(planned: &str) {
        uk "Опитування закрито достроково, хоча мало тривати до {planned}. Причина:"
        en "The poll was closed early; it was to last until {planned}. Reason:"
    }
}
