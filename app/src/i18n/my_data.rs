//! A resident's own data: what is known, who looked at it, taking it along, having it forgotten, whom to complain to.

use super::{Lang, staff};

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
        uk "Що громада про вас зберігає, одним файлом: ім’я, дата народження, пошта, місце проживання, участь, входи, ключі доступу, другий крок входу, організації, хто відкривав ваш запис, ваші відповіді в опитуваннях, де їх зберігають з іменем."
        en "What the community keeps about you, in one file: name, date of birth, e-mail, residence, participation, sign-ins, passkeys, the second step of signing in, organisations, who opened your record, your answers in polls that keep them with your name."
    }
    left_title { uk "Чого у файлі немає" en "What is not in the file" }
    left_what_secret { uk "Відповідей у таємному опитуванні" en "Answers in a secret poll" }
    left_secret { uk "Їх ні з ким не пов’язано." en "Nothing ties them to anybody." }
    left_what_confidential { uk "Відповідей у конфіденційному опитуванні" en "Answers in a confidential poll" }
    left_confidential {
        uk "Зв’язок із вами зашифровано лише для того, щоб змінити відповідь чи скасувати доведене зловживання. Для файлу його не відкривають: інакше хтось міг би вимагати, щоб ви показали, як відповіли."
        en "The link to you is encrypted, and serves to change an answer or to annul a proven abuse. It is not opened for a file: somebody could demand to be shown what you chose."
    }
    left_link_destroyed { uk "Зв’язок із вами вже знищено." en "The link to you has been destroyed." }
    left_what_own_words { uk "Написаного своїми словами" en "What you wrote in your own words" }
    left_own_words { uk "Його зберігають окремо від бюлетеня, без вашого імені." en "It is kept apart from the ballot, without your name." }
    left_what_document { uk "Документа, який ви надіслали на розгляд" en "A document that you sent to be looked at" }
    left_document { uk "Він у вас, а тут його видалять, щойно буде рішення." en "You have it, and here it is deleted with the decision." }
    left_what_scan { uk "Скану паперового бланка" en "The scan of a paper form" }
    left_scan {
        uk "Це знімок частини з вашими даними, яку ви підписали. Сам бланк – у громаді: попросіть показати його там, де ви його здали."
        en "It is a picture of the part with your details that you signed. The community has the form itself: ask to see it where you handed it in."
    }
    left_what_secrets { uk "Секретів для входу й незворотних кодів ваших документів" en "The secrets of your sign-in and the irreversible codes of your documents" }
    left_secrets {
        uk "Хто дістав би файл, міг би ввійти замість вас або перебирати номери."
        en "Whoever got hold of the file could sign in as you, or try numbers out."
    }
    left_what_register { uk "Рядка про вас у реєстрі жителів" en "The line about you in the register of residents" }
    left_register {
        uk "Реєстр веде рада. Тут із нього є лише незворотні коди й населені пункти: за ними підтверджують, де живуть люди, щойно вони входять."
        en "The council keeps the register. Here are only irreversible codes and settlements of it, by which people’s residence is confirmed when they sign in."
    }
    left_what_work { uk "Того, що ви робили як працівник громади" en "What you did as one of the community’s staff" }
    left_work { uk "Це журнал громади, а не відомості про вас." en "That is the community’s journal, not data about you." }
    download { uk "Завантажити файл (JSON)" en "Download the file (JSON)" }

    // Who looked.
    seen_title { uk "Хто відкривав або змінював ваш запис" en "Who opened or changed your record" }
    seen_none { uk "Ніхто з працівників громади вашого запису не відкривав і не змінював." en "No member of the community’s staff has opened or changed your record." }
    seen_caption { uk "Дії працівників громади з вашим записом" en "What the community’s staff did with your record" }
    column_when { uk "Коли" en "When" }
    column_who { uk "Хто" en "Who" }
    column_what { uk "Що зроблено" en "What was done" }
    by_system { uk "Система" en "The system" }
    by_forgotten { uk "Людина, чиї дані видалено" en "Somebody whose data is deleted" }
    by_server { uk "Адміністратор сервера" en "Whoever runs the server" }
    seen_more(n: i64) plural n {
        uk { one "І ще {n} дія: її видно у файлі." few "І ще {n} дії: їх видно у файлі." many "І ще {n} дій: їх видно у файлі." other "І ще {n} дії: їх видно у файлі." }
        en { one "And {n} more, which the file shows." other "And {n} more, which the file shows." }
    }
    act_found { uk "Знайдено ваш запис за вашим документом" en "Found your record by your document" }
    act_viewed { uk "Переглянуто ваш запис" en "Looked at your record" }
    act_listed { uk "Відкрито список, у якому є ваше ім’я" en "Opened a list with your name in it" }
    act_merged { uk "Об’єднано ваші записи" en "Joined your records" }
    act_recorded { uk "Створено ваш запис за вашим документом" en "Made your record by your document" }
    act_document_added { uk "Додано документ до вашого запису" en "Added a document to your record" }
    act_document_in_doubt {
        uk "До вашого запису хотіли додати документ, який стоїть в іншому записі"
        en "A document that stands in another record was to be added to yours"
    }
    act_case_viewed { uk "Переглянуто сумнівний вхід, що стосується вашого запису" en "Looked at a sign-in in doubt that concerns your record" }
    act_case_decided { uk "Вирішено про сумнівний вхід, що стосується вашого запису" en "Decided on a sign-in in doubt that concerns your record" }
    act_residence_document_viewed { uk "Переглянуто ваш документ про місце проживання" en "Looked at your document of residence" }
    act_paper_entered { uk "Внесено ваш паперовий бланк" en "Entered your paper form" }
    act_paper_agreed { uk "Ваш паперовий бланк внесено вдруге, записи збігаються" en "Entered your paper form a second time; the entries agree" }
    act_paper_differs { uk "Ваш паперовий бланк внесено, записи різняться" en "Entered your paper form, the entries differ" }
    act_paper_begun_anew { uk "Ваш паперовий бланк внесено, записи знову різняться, обидва видалено" en "Entered your paper form, the entries differ again and are both deleted" }
    act_sessions_ended { uk "Завершено всі ваші входи" en "Ended all your sign-ins" }
    act_second_key_cleared { uk "Перевірено, що у вас один запис" en "Ruled out that you have a second record" }
    act_paper_scan_viewed { uk "Переглянуто скан вашого паперового бланка" en "Looked at the scan of your paper form" }
    act_power_claim_viewed { uk "Переглянуто вашу заявку на повноваження" en "Looked at your claim of powers" }
    act_power_viewed { uk "Переглянуто, що ви представляєте організацію" en "Looked at your powers to act for an organisation" }
    act_power_document_viewed { uk "Переглянуто ваш документ про повноваження" en "Looked at your document about powers" }

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
        en "This will be deleted: your name, date of birth, e-mail address, confirmation of residence, passkeys, all your sign-ins. It cannot be undone."
    }
    erase_stays(n: i64) {
        uk "Лишиться запис без імені: участь в опитуваннях (їх {n}) і незворотний код вашого номера. Без них хтось міг би відповісти двічі. Подані відповіді лишаються порахованими."
        en "What stays is a record without a name: participation in polls ({n}) and the irreversible code of your number. Without them somebody could answer twice. Answers that were given stay counted."
    }
    erase_stays_by_mail(n: i64) {
        uk "Лишиться запис без імені: участь в опитуваннях (їх {n}) і незворотний код вашої адреси. Без них хтось міг би відповісти двічі. Подані відповіді лишаються порахованими."
        en "What stays is a record without a name: participation in polls ({n}) and the irreversible code of your address. Without them somebody could answer twice. Answers that were given stay counted."
    }
    erase_stays_open(n: i64) {
        uk "У відкритих опитуваннях (їх {n}) ваші відповіді лишаються прив’язаними до цього запису: їх ви давали не таємно. Імені в записі вже не буде. Де їх уже опубліковано, вони там і лишаються."
        en "In open polls ({n}) your answers stay tied to this record: you did not give them in secret. The record has no name any more. Where they have been published, they stay."
    }
    erase_stays_confidential(n: i64) {
        uk "У конфіденційних опитуваннях (їх {n}) лишається зашифрований зв’язок відповідей із цим записом – до дня, коли знищать ключ опитування."
        en "In confidential polls ({n}) the encrypted link of the answers to this record stays, until the day on which the poll’s key is destroyed."
    }
    erase_stays_referred {
        uk "Лишиться запис без імені й незворотний код вашого номера: на них посилаються рішення працівників громади або організації, від імені якої ви діяли."
        en "What stays is a record without a name and the irreversible code of your number: decisions of the community’s staff, or of an organisation for which you acted, refer to them."
    }
    erase_nothing_stays { uk "Якщо ввійдете знову, вас запишуть як нову людину." en "If you sign in again, you will be recorded as a new person." }
    erase_journal {
        uk "Журнал дій працівників лишиться, але без вашого імені. Перелік жителів веде рада: про нього питайте в неї."
        en "The journal of what staff did remains, without your name. The list of residents is the council’s: ask the council about it."
    }
    erase_role {
        uk "Ви працюєте на громаду, тому ваші дії в журналі підписано вашим іменем. Спершу попросіть адміністратора забрати вашу роль."
        en "You work for the community, and your acts in the journal bear your name. Ask an administrator to take your role away first."
    }
    erase_again {
        uk "Щоб видалити дані, увійдіть ще раз: так ніхто не зробить цього замість вас, якщо ваш телефон чи комп’ютер опиниться в чужих руках."
        en "To delete your data, sign in once more: so nobody else does it if your phone or computer gets into other hands."
    }
    erase_confirm { uk "Так, видалити мої дані назавжди" en "Yes, delete my data for good" }
    erase_unconfirmed { uk "Позначте, що справді хочете видалити дані" en "Tick the box to say that you really want your data deleted" }
    erase { uk "Видалити мої дані" en "Delete my data" }
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

/// What was done with the record of whoever reads it: theirs, not «a person's».
pub fn act(lang: Lang, code: &str) -> &str {
    match code {
        "person.found" => act_found(lang),
        "person.viewed" => act_viewed(lang),
        "person.listed" => act_listed(lang),
        "person.merged" => act_merged(lang),
        "person.recorded" => act_recorded(lang),
        "person.document_added" => act_document_added(lang),
        "person.document_in_doubt" => act_document_in_doubt(lang),
        "identity.case_viewed" => act_case_viewed(lang),
        "identity.case_decided" => act_case_decided(lang),
        "residency.document_viewed" => act_residence_document_viewed(lang),
        "paper.entered" => act_paper_entered(lang),
        "paper.agreed" => act_paper_agreed(lang),
        "paper.differs" => act_paper_differs(lang),
        "paper.begun_anew" => act_paper_begun_anew(lang),
        "paper.scan_viewed" => act_paper_scan_viewed(lang),
        "person.sessions_ended" => act_sessions_ended(lang),
        "person.second_key_cleared" => act_second_key_cleared(lang),
        "power.claim_viewed" => act_power_claim_viewed(lang),
        "power.viewed" => act_power_viewed(lang),
        "power.document_viewed" => act_power_document_viewed(lang),
        code => staff::act(lang, code),
    }
}

/// What the file does not hold, and why.
pub fn left_out(lang: Lang) -> [(&'static str, &'static str); 8] {
    [
        (left_what_secret(lang), left_secret(lang)),
        (left_what_confidential(lang), left_confidential(lang)),
        (left_what_own_words(lang), left_own_words(lang)),
        (left_what_document(lang), left_document(lang)),
        (left_what_scan(lang), left_scan(lang)),
        (left_what_register(lang), left_register(lang)),
        (left_what_secrets(lang), left_secrets(lang)),
        (left_what_work(lang), left_work(lang)),
    ]
}
