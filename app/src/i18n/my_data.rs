//! A resident's own data: what is known, who looked at it, taking it along, having it forgotten, whom to complain to.

catalogue! {
    title { uk "Мої дані" en "My data" }
    link { uk "Мої дані: завантажити, видалити, хто їх бачив" en "My data: download, delete, who saw it" }
    back { uk "Моя сторінка" en "My page" }
    weak {
        uk "Щоб побачити свої дані, увійдіть із підтвердженням особи."
        en "To see your data, sign in with your identity confirmed."
    }

    // Taking it along.
    download_title { uk "Завантажити" en "Download" }
    download_text {
        uk "Усе, що громада про вас зберігає, одним файлом: ім’я, дата народження, пошта, місце проживання, участь, входи, ключі доступу, хто відкривав ваш запис. Документа, який ви надіслали на розгляд, у файлі немає: він у вас. Ваших відповідей у файлі немає: у таємному опитуванні їх ні з ким не пов’язано."
        en "Everything that the community keeps about you, in one file: name, date of birth, e-mail, residence, participation, sign-ins, passkeys, who opened your record. A document that you sent to be looked at is not in it: you have it. Your answers are not in it: in a secret poll nothing ties them to anybody."
    }
    download { uk "Завантажити файл (JSON)" en "Download the file (JSON)" }

    // Who looked.
    seen_title { uk "Хто відкривав або змінював ваш запис" en "Who opened or changed your record" }
    seen_none { uk "Ніхто з працівників громади вашого запису не відкривав." en "Nobody of the community’s staff has opened your record." }
    seen_caption { uk "Дії працівників громади з вашим записом" en "What the community’s staff did with your record" }
    column_when { uk "Коли" en "When" }
    column_who { uk "Хто" en "Who" }
    column_what { uk "Що зроблено" en "What was done" }
    by_system { uk "Система" en "The system" }
    by_server { uk "Адміністратор сервера" en "Whoever runs the server" }
    seen_more(n: i64) plural n {
        uk { one "І ще {n} дія: її видно у файлі." few "І ще {n} дії: їх видно у файлі." many "І ще {n} дій: їх видно у файлі." other "І ще {n} дії: їх видно у файлі." }
        en { one "And {n} more, which the file shows." other "And {n} more, which the file shows." }
    }

    // Consents.
    consents_title { uk "Ваші згоди" en "Your consents" }
    consent(edition: i64, day: &str) {
        uk "Обробка персональних даних, редакція {edition}: {day}."
        en "Processing of personal data, edition {edition}: {day}."
    }
    consents_none {
        uk "Ще немає: згоду запишуть, коли ви ввійдете наступного разу."
        en "None yet: the consent is noted when you sign in the next time."
    }

    // Having it forgotten.
    erase_title { uk "Видалити мої дані" en "Delete my data" }
    erase_goes {
        uk "Буде видалено: ім’я, дату народження, адресу пошти, підтвердження місця проживання, ключі доступу, усі ваші входи. Скасувати це не можна."
        en "This is deleted: your name, date of birth, e-mail address, confirmation of residence, passkeys, all your sign-ins. It cannot be undone."
    }
    erase_stays(n: i64) {
        uk "Лишиться запис без імені: участь в опитуваннях (їх {n}) і незворотний код вашого номера. Без них хтось міг би відповісти двічі. Подані відповіді лишаються порахованими."
        en "What stays is a record without a name: participation in polls ({n}) and the irreversible code of your number. Without them somebody could answer twice. Answers that were given stay counted."
    }
    erase_stays_referred {
        uk "Лишиться запис без імені й незворотний код вашого номера: на них посилаються рішення працівників громади."
        en "What stays is a record without a name and the irreversible code of your number: decisions of the community’s staff refer to them."
    }
    erase_nothing_stays { uk "Якщо ввійдете знову, вас запишуть як нову людину." en "If you sign in again, you are recorded as a new person." }
    erase_journal {
        uk "Журнал дій працівників лишиться, але без вашого імені. Перелік жителів веде рада: про нього питайте в неї."
        en "The journal of staff acts stays, without your name. The list of residents is the council’s: ask the council about it."
    }
    erase_role {
        uk "Ви працюєте на громаду, тому ваші дії в журналі підписано вашим іменем. Спершу попросіть адміністратора забрати вашу роль."
        en "You work for the community, and your acts in the journal bear your name. Ask an administrator to take your role away first."
    }
    erase_confirm { uk "Так, видалити мої дані назавжди" en "Yes, delete my data for good" }
    erase_unconfirmed { uk "Позначте, що справді хочете видалити дані" en "Mark that you do want the data deleted" }
    erase { uk "Видалити" en "Delete" }
    erased_title { uk "Ваші дані видалено" en "Your data is deleted" }
    erased_text {
        uk "На цьому пристрої вас більше не впізнають. Якщо захочете взяти участь знову, просто увійдіть."
        en "This device no longer knows you. If you want to take part again, just sign in."
    }

    // Complaints.
    complain_title { uk "Якщо ви не згодні" en "If you do not agree" }
    complain_council(council: &str, address: &str) { uk "Напишіть до ради: {council}, {address}." en "Write to the council: {council}, {address}." }
    complain_ombudsman {
        uk "Або поскаржтеся Уповноваженому Верховної Ради України з прав людини: вулиця Інститутська, 21/8, Київ, 01008."
        en "Or complain to the Ukrainian Parliament Commissioner for Human Rights: 21/8 Instytutska Street, Kyiv, 01008."
    }
}
