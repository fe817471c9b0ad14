//! The words round searching and filtering a list of polls.

catalogue! {
    label { uk "Пошук опитувань" en "Search polls" }
    button { uk "Знайти" en "Search" }
    filters { uk "Фільтри" en "Filters" }
    state { uk "Стан" en "State" }
    any_state { uk "Будь-який" en "Any" }
    settlement { uk "Для жителів населеного пункту" en "For residents of" }
    any_settlement { uk "Усі населені пункти" en "All settlements" }
    settlement_hint { uk "Разом з опитуваннями для всієї громади." en "Includes polls for the whole community." }
    initiator { uk "Хто ініціатор" en "Initiated by" }
    any_initiator { uk "Будь-хто" en "Anyone" }
    mine { uk "Можу взяти участь" en "I can take part" }
    mine_hint {
        uk "Відкриті й заплановані опитування, на які ви маєте право відповісти й ще не відповіли."
        en "Open and coming polls that you may answer and have not answered yet."
    }
    mine_sign_in { uk "Увійдіть, щоб бачити лише опитування, у яких можете взяти участь" en "Sign in to see only polls you can take part in" }
    /// What was searched, among the chosen filters.
    quoted(typed: &str) { uk "«{typed}»" en "“{typed}”" }
    found(n: i64) plural n {
        uk { one "Знайдено {n} опитування" few "Знайдено {n} опитування" many "Знайдено {n} опитувань" other "Знайдено {n} опитування" }
        en { one "{n} poll found" other "{n} polls found" }
    }
    found_none { uk "Нічого не знайдено" en "Nothing found" }
    none_text {
        uk "Спробуйте інші слова або приберіть один із фільтрів."
        en "Try other words, or remove one of the filters."
    }
    /// The list of what was chosen.
    chosen { uk "Вибрано" en "Chosen" }
    /// Hidden words after a choice: the link takes it back.
    take_back { uk ": прибрати" en ": remove" }
    clear { uk "Скинути все" en "Clear all" }
    /// A document's title; the words are the visitor's.
    title(typed: &str) { uk "Пошук: {typed}" en "Search: {typed}" }
}
