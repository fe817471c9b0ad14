//! The desk's page of what is unusual about sign-ins.

catalogue! {
    nav { uk "Входи" en "Sign-ins" }
    title { uk "Незвичні входи" en "Unusual sign-ins" }
    lead {
        uk "Звідки за останню добу увійшло багато людей і коли входів було набагато більше, ніж звичайно. Тут лише числа: хто саме за ними стоїть, не записано."
        en "Where many people signed in from within the last day, and when there were far more sign-ins than usual. These are numbers alone: who signed in is recorded nowhere."
    }
    since(at: &str) {
        uk "Цей сервер рахує від {at}; після перезапуску лік починається знову."
        en "This server has counted since {at}; after a restart it begins anew."
    }
    nothing_title { uk "Нічого незвичного" en "Nothing unusual" }
    nothing_text {
        uk "Відколи сервер рахує, щонайдовше добу, не було ні скупчень, ні сплесків."
        en "Since this server began to count, a day ago at most, there were neither crowds nor bursts."
    }
    meaning {
        uk "Саме собою це нічого не доводить: з однієї адреси входять школа, бібліотека, ЦНАП, клієнти одного мобільного оператора. Кожну людину опитування рахує один раз, звідки б вона не увійшла. Якщо пояснення немає, перегляньте журнал і сумнівні входи на сторінці «Люди»."
        en "This alone proves nothing: a school, a library, a service centre or the customers of one mobile operator share an address. A poll counts each person once, wherever they sign in from. If nothing explains it, look at the journal and at the sign-ins in doubt under “People”."
    }

    crowds_title { uk "Багато людей з однієї ділянки мережі" en "Many people from one block of addresses" }
    crowds_caption { uk "Ділянки мережі, з яких увійшло багато людей" en "Blocks of addresses from which many people signed in" }
    column_block { uk "Ділянка мережі" en "Block of addresses" }
    column_people { uk "Людей" en "People" }
    column_last { uk "Останній вхід" en "Last sign-in" }

    bursts_title { uk "Багато входів за десять хвилин" en "Many sign-ins within ten minutes" }
    bursts_caption { uk "Проміжки, у які входів було багато" en "Spans with many sign-ins" }
    column_from { uk "Початок" en "From" }
    column_sign_ins { uk "Входів" en "Sign-ins" }
    column_usual { uk "Звичайно" en "Usual" }
}
