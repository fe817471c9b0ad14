//! The desk's first page: what needs somebody, the week, the turnout of open polls.

use super::OutOf;

catalogue! {
    attention { uk "Що потребує уваги" en "What needs attention" }
    attention_none { uk "Зараз усе йде своїм ходом." en "Everything is running its course." }
    count_overdue(moment: &str) {
        uk "Строк минув {moment}, а результату досі немає. Повідомте тих, хто обслуговує сервер."
        en "The term ended {moment} and there is still no result. Tell whoever looks after the server."
    }
    term_over(moment: &str) {
        uk "Чернетку не опубліковано, а її строк минув {moment}. Вкажіть новий."
        en "The draft was not published and its term ended {moment}. Set a new one."
    }
    draft_late(moment: &str) {
        uk "Мало відкритися {moment}, але це досі чернетка. Опублікуйте її або змініть строк."
        en "It should have opened {moment} but is still a draft. Publish it or change the term."
    }
    draft_due(moment: &str) {
        uk "Має відкритися {moment}, але це досі чернетка. Допишіть і опублікуйте."
        en "It should open {moment} but is still a draft. Finish and publish it."
    }
    closes_today(moment: &str) {
        uk "Закриється {moment}. Нагадайте жителям, що ще можна відповісти."
        en "It closes {moment}. Remind residents that they can still answer."
    }
    opens_soon(moment: &str) {
        uk "Відкриється {moment}. Перегляньте його ще раз."
        en "It opens {moment}. Look it through once more."
    }
    result_is_out(moment: &str) {
        uk "Пораховано {moment}. Розкажіть громаді про результат."
        en "Counted {moment}. Tell the community about the result."
    }
    own_draft(moment: &str) {
        uk "Ваша чернетка, створена {moment}. Допишіть і опублікуйте."
        en "Your draft, created {moment}. Finish and publish it."
    }
    today { uk "Сьогодні" en "Today" }
    no_events { uk "Нічого" en "Nothing" }

    // Turnout.
    none_open { uk "Зараз відкритих опитувань немає." en "No poll is open now." }
    by_settlement { uk "За населеними пунктами" en "By settlement" }
    settlement { uk "Населений пункт" en "Settlement" }
    answered { uk "Відповіли" en "Answered" }
    sum { uk "Разом" en "In all" }
    elsewhere { uk "Не вказано або в іншому місці" en "Not given, or elsewhere" }
    less_than(n: i64) { uk "< {n}" en "< {n}" }
    /// A settlement's figure, of those who may take part there.
    of_entitled(figure: &str, all: OutOf, share: &str) { uk "{figure} {all} ({share})" en "{figure} {all} ({share})" }
    held { uk "сховано" en "held back" }
    more_places(n: i64) plural n {
        uk { one "Ще {n} населений пункт" few "Ще {n} населені пункти" many "Ще {n} населених пунктів" other "Ще {n} населеного пункту" }
        en { one "{n} more settlement" other "{n} more settlements" }
    }
    held_note {
        uk "Де відповіли менше ніж 10 людей, числа сховано, а з ними й стільки інших, щоб сховане не можна було вирахувати."
        en "Where fewer than 10 people answered, figures are held back, and with them as many others as it takes so that nobody can work them out."
    }
    refresh { uk "Оновити" en "Refresh" }
    live { uk "Наживо: числа оновлюються самі." en "Live: the figures update by themselves." }
    lost(time: &str) { uk "Немає зв’язку. Остання цифра на {time}." en "No connection. Latest figures as of {time}." }
    ended(time: &str) { uk "Ваш вхід завершився, тому числа більше не оновлюються. Остання цифра на {time}." en "Your sign-in has ended, so the figures no longer update. Latest figures as of {time}." }
    as_of(time: &str) { uk "Дані на {time}." en "As of {time}." }
}
