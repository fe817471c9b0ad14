//! The platform's own page: the communities it serves.

catalogue! {
    title { uk "Віче для громад" en "Viche for communities" }
    lead { uk "Електронні консультації та опитування територіальних громад. Оберіть свою громаду." en "Electronic consultations and polls of Ukraine’s territorial communities. Choose yours." }
    description { uk "Громади, які питають своїх жителів на Вічі." en "Communities that ask their residents on Viche." }
    communities { uk "Громади" en "Communities" }
    open_polls(n: i64) plural n {
        uk { one "{n} відкрите опитування" few "{n} відкриті опитування" many "{n} відкритих опитувань" other "{n} відкритого опитування" }
        en { one "{n} open poll" other "{n} open polls" }
    }
    open_polls_none { uk "Зараз відкритих опитувань немає" en "No open polls just now" }
    empty_title { uk "Громад ще немає" en "There are no communities yet" }
    empty_text { uk "Щойно оператор додасть громаду, вона з’явиться тут." en "A community appears here as soon as the operator adds one." }
    note { uk "Кожна громада має власну адресу, власний регламент і власні дані: вони не перетинаються." en "Each community has its own address, its own rules and its own data; they never mix." }
}
