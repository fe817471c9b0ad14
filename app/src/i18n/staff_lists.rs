//! The words round the desk's two long lists: filtering and sorting polls, finding entries of the journal.

catalogue! {
    // Polls.
    secrecy { uk "Таємність" en "Secrecy" }
    any_secrecy { uk "Будь-яка" en "Any" }
    sort { uk "Упорядкувати" en "Sort by" }
    sort_newest { uk "Найновіші спершу" en "Newest first" }
    sort_title { uk "За назвою, від А до Я" en "Title, A to Z" }
    sort_title_down { uk "За назвою, від Я до А" en "Title, Z to A" }
    sort_state { uk "За станом, від чернеток" en "State, drafts first" }
    sort_state_down { uk "За станом, від завершених" en "State, closed first" }
    sort_opens { uk "За відкриттям, давніші спершу" en "Opening, earliest first" }
    sort_opens_down { uk "За відкриттям, пізніші спершу" en "Opening, latest first" }
    sort_closes { uk "За закриттям, давніші спершу" en "Closing, earliest first" }
    sort_closes_down { uk "За закриттям, пізніші спершу" en "Closing, latest first" }
    sort_turnout { uk "За кількістю відповідей, від найменшої" en "Answers, fewest first" }
    sort_turnout_down { uk "За кількістю відповідей, від найбільшої" en "Answers, most first" }
    column_opens { uk "Відкриття" en "Opens" }
    column_closes { uk "Закриття" en "Closes" }
    no_moment { uk "Не вказано" en "Not set" }
    nothing_title { uk "За цими умовами опитувань немає" en "No polls match" }
    nothing_text { uk "Приберіть частину умов або скиньте їх усі." en "Drop some of the conditions, or clear them all." }
    caption { uk "Опитування громади" en "The community’s polls" }

    // The journal.
    who { uk "Хто" en "Who" }
    anyone { uk "Будь-хто" en "Anyone" }
    act { uk "Що зроблено" en "What was done" }
    poll_number { uk "Номер опитування" en "Poll number" }
    from { uk "Від дня" en "From" }
    to { uk "До дня включно" en "To, inclusive" }
    wrong_poll { uk "Опитування з таким номером немає" en "There is no poll of this number" }
    wrong_date { uk "Вкажіть день, як-от 2026-11-24" en "Give a day such as 2026-11-24" }
    wrong_order { uk "Останній день не може бути раніше за перший" en "The last day cannot be before the first" }
    errors_title { uk "Виправте умови пошуку" en "Correct the conditions" }
    entries(n: i64) plural n {
        uk { one "{n} запис" few "{n} записи" many "{n} записів" other "{n} запису" }
        en { one "{n} entry" other "{n} entries" }
    }
    no_entries { uk "За цими умовами записів немає." en "No entries match." }
}
