//! The desk's pages about people: finding somebody by a document, sign-ins in doubt, records without a РНОКПП.

use super::Lang;
use domain::{
    desk_record::{RecordField, RecordProblem},
    identifiers::KeyKind,
    identity_case::{Decision, Impossible},
    residency::{ConfirmationField, ConfirmationProblem},
    time::Date,
};

catalogue! {
    nav { uk "Люди" en "People" }
    lead {
        uk "Записи жителів бачить лише той, хто про них вирішує. Кожен перегляд потрапляє до журналу."
        en "Only those who decide about residents’ records see them. Each view goes into the journal."
    }

    // Kinds of documents.
    document_rnokpp { uk "РНОКПП" en "taxpayer number (RNOKPP)" }
    document_unzr { uk "УНЗР" en "register number (UNZR)" }
    document_passport { uk "паспорт" en "passport" }

    // Finding somebody.
    find_title { uk "Знайти людину за документом" en "Find somebody by a document" }
    find_hint {
        uk "Номер потрібен лише для пошуку: ані в записі, ані в журналі його не буде."
        en "The number is only used to search: neither the record nor the journal will hold it."
    }
    find_kind { uk "Документ" en "Document" }
    find_number { uk "Номер" en "Number" }
    find_number_hint {
        uk "РНОКПП – десять цифр. УНЗР – дата народження, дефіс і п’ять цифр. Паспорт – серія й номер або дев’ять цифр картки."
        en "RNOKPP: ten digits. UNZR: the birth date, a hyphen and five digits. Passport: series and number, or the card’s nine digits."
    }
    find_submit { uk "Знайти" en "Find" }
    kind_missing { uk "Оберіть, який це документ" en "Choose which document it is" }
    number_missing { uk "Введіть номер документа" en "Enter the document’s number" }
    rnokpp_wrong { uk "Такого РНОКПП не буває: перевірте кожну з десяти цифр" en "There is no such RNOKPP: check each of the ten digits" }
    unzr_wrong {
        uk "Такого УНЗР не буває: перевірте кожну з тринадцяти цифр. Він має вигляд 19840517-01181; остання цифра контрольна"
        en "There is no such UNZR: check each of the thirteen digits. It looks like 19840517-01181; the last digit is a check digit"
    }
    passport_wrong { uk "Номер паспорта має вигляд ВМ123456 або 012345678: перевірте його" en "A passport’s number is two Ukrainian letters and six digits, or nine digits of the card: check it" }
    nobody { uk "Запису з таким номером немає: людина ще не входила на сайт або входила з іншим документом" en "No record has this number: the person has not signed in yet, or did so with another document" }
    kept_denied { uk "Поки ви вводили номер, ваш вхід закінчився. Номер нижче: надішліть його знову." en "Your sign-in ended while you were typing. The number is below: send it again." }

    // Making a record.
    nobody_next {
        uk "Якщо людина стоїть перед вами й на сайт ще не входила, створіть її запис за документом."
        en "If the person stands before you and has never signed in, make their record by the document."
    }
    new_link { uk "Створити запис" en "Make a record" }
    new_title { uk "Новий запис людини" en "A new record of a person" }
    new_lead {
        uk "Для того, хто сайтом не користується, а відповідає на папері. Перепишіть усе з документа, який тримаєте в руках."
        en "For somebody who does not use the site and answers on paper. Copy everything from the document in your hands."
    }
    new_document_title { uk "Документ" en "The document" }
    new_document_hint {
        uk "Найкраще РНОКПП. Самого номера не зберігаємо: лише незворотний код, за яким упізнаємо людину, якщо вона колись увійде на сайт."
        en "The RNOKPP is best. The number itself is not kept: only a fingerprint, by which we know the person again if they ever sign in."
    }
    new_human_title { uk "Людина" en "The person" }
    new_family { uk "Прізвище" en "Family name" }
    new_given { uk "Ім’я" en "Given name" }
    new_middle { uk "По батькові (якщо є)" en "Patronymic (if there is one)" }
    new_birth_date { uk "Дата народження" en "Birth date" }
    new_sure {
        uk "Номер і дату звірено: у документах саме так"
        en "Number and date were compared: the papers say so"
    }
    new_consent(edition: i64) {
        uk "Людина підписала згоду на обробку персональних даних (редакція {edition}), папір у мене"
        en "The person has signed their consent to the processing of personal data (edition {edition}), and I have the paper"
    }
    new_consent_read { uk "Текст для ознайомлення" en "The text to read" }
    new_submit { uk "Створити запис" en "Make the record" }
    new_family_missing { uk "Введіть прізвище" en "Enter the family name" }
    new_given_missing { uk "Введіть ім’я" en "Enter the given name" }
    new_name_unreadable { uk "Введіть ім’я літерами, як у документі" en "Enter the name in letters, as the document has it" }
    new_birth_missing { uk "Введіть дату народження" en "Enter the birth date" }
    new_birth_unreadable { uk "Дата має вигляд 27.10.1965" en "A date looks like 27.10.1965" }
    new_birth_to_come { uk "Цей день ще не настав" en "This day has not come yet" }
    new_birth_long_ago { uk "Перевірте рік народження: так довго не живуть" en "Check the year of birth: nobody lives that long" }
    new_other_day(by_number: &str) {
        uk "За номером документа дата народження – {by_number} Перевірте номер і дату"
        en "By the document’s number the birth date is {by_number}. Check the number and the date"
    }
    new_consent_missing { uk "Без підписаної згоди запис створити не можна" en "Without a signed consent no record can be made" }
    new_denied { uk "Поки ви вводили, ваш вхід закінчився. Усе введене нижче: перевірте й надішліть знову." en "Your sign-in ended while you were typing. All of it is below: check it and send it again." }
    made_home { uk "Запис створено. Тепер підтвердьте, де людина живе." en "The record is made. Now confirm where the person lives." }
    made { uk "Запис створено." en "The record is made." }
    was_there { uk "За цим документом запис уже є: ось він." en "There is a record with this document already: here it is." }

    // Sign-ins in doubt.
    cases_title { uk "Сумнівні входи" en "Sign-ins in doubt" }
    cases_lead {
        uk "Документи одного входу записано за різними людьми, або вони суперечать один одному. Поки ви не вирішите, такий вхід не працює."
        en "The documents of one sign-in are recorded for different people, or contradict each other. Until you decide, such a sign-in does not work."
    }
    cases_none { uk "Сумнівних входів немає." en "There are no sign-ins in doubt." }
    cases_caption { uk "Сумнівні входи, останній спершу" en "Sign-ins in doubt, the latest first" }
    cases_more(n: i64) plural n {
        uk { one "І ще {n} давніший вхід." few "І ще {n} давніші входи." many "І ще {n} давніших входів." other "І ще {n} давнішого входу." }
        en { one "And {n} older one." other "And {n} older ones." }
    }
    column_tried { uk "Остання спроба" en "Last attempt" }
    column_tries { uk "Спроб" en "Tries" }
    column_records { uk "Записи" en "Records" }
    column_look { uk "Відкрити" en "Open" }
    look { uk "Відкрити" en "Open" }

    // Without a РНОКПП.
    second_title { uk "Записи без РНОКПП" en "Records without an RNOKPP" }
    second_lead {
        uk "Ці люди зможуть голосувати, коли ви переконаєтеся, що в них немає іншого запису."
        en "These people can vote once you have made sure that they have no other record."
    }
    second_none { uk "Таких людей немає." en "There are no such people." }
    second_caption { uk "Люди без РНОКПП, ті, хто чекає найдовше, спершу" en "People without an RNOKPP, the longest waiting first" }
    column_name { uk "Ім’я" en "Name" }
    column_since { uk "Запис створено" en "Record made" }
    column_documents { uk "Документи" en "Documents" }

    // A record.
    nameless { uk "Ім’я невідоме" en "Name unknown" }
    birth_date { uk "Дата народження" en "Birth date" }
    birth_unknown { uk "невідома" en "unknown" }
    documents { uk "Відомі документи" en "Documents known" }
    since { uk "Запис створено" en "Record made" }
    residence { uk "Місце проживання" en "Residence" }
    /// Where the register's extract is old by the regulation; the date has no full stop of its own.
    extract_is_old(date: &str, n: i64) plural n {
        uk { one "Реєстр жителів – за витягом від {date}, а йому понад {n} день: хто переїхав, досі може рахуватися жителем. Завантажте новий витяг." few "Реєстр жителів – за витягом від {date}, а йому понад {n} дні: хто переїхав, досі може рахуватися жителем. Завантажте новий витяг." many "Реєстр жителів – за витягом від {date}, а йому понад {n} днів: хто переїхав, досі може рахуватися жителем. Завантажте новий витяг." other "Реєстр жителів – за витягом від {date}, а йому понад {n} дня: хто переїхав, досі може рахуватися жителем. Завантажте новий витяг." }
        en { one "The register of residents is by the extract of {date}, which is more than {n} day old: who moved away may still count as a resident. Import a new extract." other "The register of residents is by the extract of {date}, which is more than {n} days old: who moved away may still count as a resident. Import a new extract." }
    }
    residence_unknown { uk "Нічого не відомо" en "Nothing is known" }
    merged {
        uk "Цей запис об’єднано з іншим. Увійти за ним не можна."
        en "This record became part of another. Nobody can sign in by it."
    }
    merged_link { uk "Відкрити запис, що лишився" en "Open the record that stayed" }
    record_back { uk "До списку людей" en "Back to people" }
    own_record { uk "Це ваш запис: про нього вирішує інший працівник." en "This is your own record: somebody else decides about it." }
    record_cases { uk "Сумнівні входи з цим записом" en "Sign-ins in doubt with this record" }
    record_case(moment: &str) { uk "Вхід {moment}" en "Sign-in of {moment}" }

    // Ruling out a second record.
    clear_title { uk "Чи немає в людини іншого запису?" en "Does this person have another record?" }
    clear_lead {
        uk "У записі немає РНОКПП, тому людина могла б мати ще один, за іншим документом. Попросіть показати документи."
        en "This record has no RNOKPP, so its person might have another one, by another document. Ask to see their papers."
    }
    add_title { uk "РНОКПП є" en "There is an RNOKPP" }
    add_text {
        uk "Введіть його: якщо він уже стоїть в іншому записі, ви побачите обидва й вирішите, чи це одна людина."
        en "Enter it: if it stands in another record already, you will see both and decide whether it is one person."
    }
    add_label { uk "РНОКПП" en "RNOKPP" }
    add_submit { uk "Додати РНОКПП" en "Add the RNOKPP" }
    add_other_day(by_number: &str, by_record: &str) {
        uk "За цим номером дата народження – {by_number}, а в записі – {by_record} Перевірте цифри"
        en "By this number the birth date is {by_number}, by the record {by_record}. Check the digits"
    }
    add_sure { uk "Цифри правильні: у документі саме такий номер" en "The digits are right: the document has this number" }
    // The number of a record that has one already.
    other_title { uk "У записі чужий РНОКПП?" en "Is the RNOKPP in the record somebody else’s?" }
    other_lead {
        uk "Якщо людина показала інший РНОКПП, ніж стоїть у записі, введіть його: ви вирішите, який із них зайвий."
        en "If the person shows another RNOKPP than the record has, enter it: you will decide which of them is wrong."
    }
    none_title { uk "РНОКПП немає" en "There is no RNOKPP" }
    none_text {
        uk "Так буває в тих, хто відмовився від номера через релігійні переконання: у паспорті про це є відмітка."
        en "Some people refused the number for religious reasons: a mark in the passport says so."
    }
    none_confirm { uk "Я бачу відмітку в паспорті" en "I see the mark in the passport" }
    none_confirm_missing { uk "Підтвердьте, що бачите відмітку в паспорті" en "Confirm that you see the mark in the passport" }
    none_submit { uk "Підтвердити, що РНОКПП немає" en "Confirm that there is no RNOKPP" }
    /// Of somebody whom no number and no provider tells the age of.
    none_birth_date { uk "Дата народження за паспортом" en "Birth date by the passport" }
    none_birth_date_hint {
        uk "У записі її немає, а без неї людина не може голосувати."
        en "The record does not have it, and without it the person cannot vote."
    }
    /// The title of the same forms where a second record was ruled out before.
    ageless_title { uk "У записі немає дати народження" en "The record has no birth date" }
    ageless_lead {
        uk "Без неї людина не може голосувати. Попросіть показати паспорт або РНОКПП."
        en "Without it the person cannot vote. Ask to see the passport or the RNOKPP."
    }
    cleared { uk "Записано. Людина може голосувати." en "Recorded. The person can vote." }
    cleared_home { uk "Записано. Тепер підтвердьте, де людина живе." en "Recorded. Now confirm where the person lives." }
    cleared_only { uk "Записано." en "Recorded." }
    added { uk "РНОКПП додано. Людина може голосувати." en "The RNOKPP is added. The person can vote." }
    added_home { uk "РНОКПП додано. Тепер підтвердьте, де людина живе." en "The RNOKPP is added. Now confirm where the person lives." }
    added_only { uk "РНОКПП додано." en "The RNOKPP is added." }

    // Where somebody lives.
    residence_title { uk "Підтвердити місце проживання" en "Confirm the residence" }
    residence_lead { uk "Запишіть, який документ ви бачили. Номер документа не потрібен." en "Record which document you saw. Its number is not needed." }
    residence_no_places {
        uk "Переліку населених пунктів ще немає: його завантажує адміністратор сервера."
        en "There is no list of settlements yet: the server’s administrator loads it."
    }
    residence_evidence { uk "Документ" en "Document" }
    residence_choose_evidence { uk "Оберіть документ" en "Choose a document" }
    residence_place { uk "Населений пункт" en "Settlement" }
    residence_choose_place { uk "Оберіть населений пункт" en "Choose a settlement" }
    residence_expires { uk "Останній день дії" en "Last day it is valid" }
    residence_expires_hint(latest: &str) {
        uk "Обов’язково для довідки ВПО. Якщо не заповнити, підтвердження діятиме найдовший строк, який дозволяє регламент: до {latest}. Потім документи треба буде переглянути знову."
        en "Needed for a displaced person’s certificate. If left empty, the confirmation is valid for as long as the regulation allows: until {latest}. Then the papers have to be checked again."
    }
    residence_submit { uk "Підтвердити проживання" en "Confirm the residence" }
    evidence_missing { uk "Оберіть документ, який ви бачили" en "Choose the document that you saw" }
    place_missing { uk "Оберіть населений пункт громади" en "Choose a settlement of the community" }
    expires_missing { uk "Укажіть останній день дії довідки" en "Say on which day the certificate ends" }
    expires_unreadable { uk "Дата має вигляд 31.12.2027" en "A date looks like 31.12.2027" }
    expires_past { uk "Цей день уже минув" en "This date has passed" }
    expires_too_far(latest: &str) { uk "Підтвердження може діяти щонайдовше до {latest}: укажіть цей день або раніший" en "A confirmation can count to {latest} at most: give that day or an earlier one" }
    residence_confirmed { uk "Місце проживання підтверджено." en "The residence is confirmed." }
    withdraw_title { uk "Підтверджено помилково?" en "Confirmed by mistake?" }
    withdraw_text {
        uk "Якщо людина виїхала або документ був чужий, скасуйте підтвердження. Уже подані відповіді лишаються."
        en "If the person moved away or the document was somebody else’s, take the confirmation back. Answers already given stay."
    }
    withdraw_submit { uk "Скасувати підтвердження" en "Take the confirmation back" }
    residence_withdrawn { uk "Підтвердження скасовано." en "The confirmation is taken back." }

    // A case.
    /// A case, where it is named in the journal.
    case_name { uk "Сумнівний вхід" en "A sign-in in doubt" }
    case_title { uk "Чи це одна людина?" en "Is it one person?" }
    case_line(moment: &str, tries: i64) plural tries {
        uk { one "Остання спроба увійти: {moment}. Усього {tries} спроба." few "Остання спроба увійти: {moment}. Усього {tries} спроби." many "Остання спроба увійти: {moment}. Усього {tries} спроб." other "Остання спроба увійти: {moment}. Усього {tries} спроби." }
        en { one "Last attempt to sign in: {moment}. {tries} attempt in all." other "Last attempt to sign in: {moment}. {tries} attempts in all." }
    }
    case_contradicts {
        uk "Вхід приніс номер, якого в людини бути не може: в її записі вже стоїть інший такого самого виду."
        en "The sign-in brought a number that this person cannot have: their record has another one of the kind."
    }
    case_several {
        uk "Документи одного входу стоять у різних записах."
        en "The documents of one sign-in stand in different records."
    }
    case_advice {
        uk "Запросіть людину з документами й порівняйте їх із записами."
        en "Ask the person to come with their papers and compare them with the records."
    }
    record(no: i64) { uk "Запис {no}" en "Record {no}" }
    brought_title { uk "Що приніс цей вхід" en "What this sign-in brought" }
    brought_in(document: &str, no: i64) { uk "{document}: стоїть у записі {no}" en "{document}: stands in record {no}" }
    brought_new(document: &str) { uk "{document}: його не має ніхто" en "{document}: nobody has it" }
    decide_title { uk "Рішення" en "Decision" }
    one_human { uk "Так, це одна людина" en "Yes, it is one person" }
    one_human_hint {
        uk "Документи, участь і місце проживання перейдуть до одного запису. Скасувати це не можна."
        en "Documents, participation and residence go to one record. It cannot be undone."
    }
    keep { uk "Запис, що лишається" en "The record that stays" }
    keep_option(no: i64, name: &str) { uk "Запис {no}: {name}" en "Record {no}: {name}" }
    wrong_passport { uk "Ні, паспорт записано не за тією людиною" en "No, the passport is recorded for the wrong person" }
    wrong_passport_hint {
        uk "Паспорт зникне із запису, у якому стоїть. Наступний вхід із ним піде за РНОКПП або УНЗР. Входи за цим записом завершаться, його поштову скриньку й повноваження буде прибрано: людина запису покаже їх знову."
        en "The passport leaves the record in which it stands. The next sign-in with it counts by RNOKPP or UNZR. Sign-ins by this record end; its mailbox and powers are removed: the record’s own person shows them again."
    }
    wrong_number { uk "Ні, номер стоїть не в тому записі" en "No, a number stands in the wrong record" }
    wrong_number_hint {
        uk "Спершу порівняйте номер із документами його власника, а якщо можна, і людини, у чиєму записі він стоїть. Номер зникне із запису, і власник увійде за ним як він сам. Входи за цим записом завершаться, його поштову скриньку й повноваження буде прибрано. Подані відповіді пораховано, і участь лишається за записом: його людина в тих опитуваннях удруге не відповість, а власник номера відповідатиме від себе."
        en "First compare the number with its owner’s documents and, if you can, with those of the person in whose record it stands. It leaves the record, and its owner signs in by it as themselves. Sign-ins by this record end; its mailbox and powers are removed. Answers already given are counted, and participation stays with the record: its person does not answer those polls again, and the owner of the number answers as themselves."
    }
    wrong_number_which { uk "Який номер" en "Which number" }
    wrong_number_option(no: i64, document: &str) { uk "Запис {no}: {document}" en "Record {no}: {document}" }
    wrong_number_mark {
        uk "У записі лишиться тільки паспорт, і я бачу в ньому відмітку, що РНОКПП немає"
        en "Only a passport stays in the record, and I see the mark in it that there is no RNOKPP"
    }
    left { uk "Ні, або з’ясувати не вдалося: нічого не змінювати" en "No, or it cannot be told: change nothing" }
    left_hint {
        uk "Вхід і далі не працюватиме. Порадьте людині виправити свої дані в банку або там, де видали підпис."
        en "The sign-in still will not work. Advise the person to have their data corrected at the bank or where the signature was issued."
    }
    two_numbers(document: &str) {
        uk "Не можна: в одному записі стояли б два різні номери ({document}), а в людини такий номер один."
        en "Not possible: one record would have two different numbers ({document}), and a person has one."
    }
    no_passport { uk "Не можна: паспорта, що стоїть у записі, цей вхід не приніс." en "Not possible: this sign-in brought no passport that stands in a record." }
    only_passport {
        uk "Не можна: крім паспорта, у записі немає жодного номера, тож людина повернулася б як нова."
        en "Not possible: the record has no number besides the passport, so its person would come back as somebody new."
    }
    no_number { uk "Не можна: жоден номер у записах не викликає сумніву." en "Not possible: no number in the records is in question." }
    only_number {
        uk "Не можна: без цього номера людину із запису ні за чим упізнати, тож вона повернулася б як нова. Спершу додайте в її записі її власний РНОКПП."
        en "Not possible: without this number nothing tells whose record it is, so its person would come back as somebody new. First add their own RNOKPP to the record."
    }
    number_second_key {
        uk "У записі лишився б тільки паспорт. Підтвердьте, що бачите в ньому відмітку, або спершу додайте в записі РНОКПП цієї людини."
        en "Only a passport would stay in the record. Confirm that you see the mark in it, or add this person’s RNOKPP to the record first."
    }
    decide_submit { uk "Записати рішення" en "Record the decision" }
    decision_missing { uk "Оберіть рішення" en "Choose a decision" }
    decision_late { uk "Поки ви читали, записи змінилися. Перегляньте їх і вирішіть знову." en "The records changed while you were reading. Look at them and decide again." }
    decision_role {
        uk "Запис, що зникає, має роль у громаді. Залиште його або спершу відкличте роль."
        en "The record that would go holds a role in the community. Keep it, or revoke the role first."
    }
    decision_keys {
        uk "На цьому сервері немає ключів конфіденційних опитувань, а без них участь не перенести. Зверніться до того, хто обслуговує сервер."
        en "This server has no keys of confidential polls, and without them participation cannot be moved. Ask whoever runs the server."
    }
    decided_title { uk "Рішення записано" en "The decision is recorded" }
    decided_by(what: &str, moment: &str, name: &str) { uk "{what}. {moment}, {name}." en "{what}. {moment}, {name}." }
    decided_one { uk "Одна людина, записи об’єднано" en "One person, the records were joined" }
    decided_passport { uk "Паспорт записано не за тією людиною" en "The passport was recorded for the wrong person" }
    decided_number { uk "Номер стояв не в тому записі" en "A number stood in the wrong record" }
    decided_number_next {
        uk "Номер вилучено. Нехай його власник увійде знову. У записі, де номер стояв, перевірте місце проживання; ім’я й дата народження оновляться, коли його людина увійде."
        en "The number is taken out. Let its owner sign in again. In the record where it stood check the residence; name and birth date are renewed when its person signs in."
    }
    decided_left { uk "Нічого не змінено" en "Nothing was changed" }
    /// In how many polls one human had voted under both records.
    twice(n: i64) plural n {
        uk { one "У {n} опитуванні людина взяла участь двічі, під обома записами. Ці голоси пораховано, і забрати їх не можна." few "У {n} опитуваннях людина взяла участь двічі, під обома записами. Ці голоси пораховано, і забрати їх не можна." many "У {n} опитуваннях людина взяла участь двічі, під обома записами. Ці голоси пораховано, і забрати їх не можна." other "У {n} опитування людина взяла участь двічі, під обома записами. Ці голоси пораховано, і забрати їх не можна." }
        en { one "In {n} poll the person took part twice, under both records. These ballots are counted and cannot be taken back." other "In {n} polls the person took part twice, under both records. These ballots are counted and cannot be taken back." }
    }

    sign_ins_title { uk "Входи цієї людини" en "Sign-ins of this person" }
    sign_ins_text {
        uk "Якщо людина загубила телефон або підозрює, що хтось увійшов замість неї, завершіть усі її входи. Ключі доступу теж буде видалено. Подані відповіді лишаються."
        en "If the person has lost their phone, or suspects that somebody signed in for them, end all their sign-ins. Their passkeys are deleted, too. Answers already given stay."
    }
    sign_ins_ended {
        uk "Усі входи цієї людини завершено, ключі доступу видалено."
        en "All sign-ins of this person are ended, their passkeys deleted."
    }

    // What waits for a second of the staff.
    proposals_title { uk "Чекають на другого працівника" en "Waiting for a second member of staff" }
    proposals_lead {
        uk "У громаді місце проживання підтверджують двоє. Перший уже побачив документ, другий має погодити."
        en "In this community two members of staff confirm a residence. The first has seen the document, the second has to agree."
    }
    proposals_caption { uk "Місце проживання, яке має погодити другий працівник" en "Residences that a second member of staff has to agree to" }
    proposal_title { uk "Чекає на другого працівника" en "Waiting for a second member of staff" }
    proposal_note { uk "Місце проживання почне діяти, коли ви погодите. Перевірте документ самі." en "The residence counts once you agree. Check the document yourself." }
    proposal_own_note {
        uk "Це підтвердили ви, тому погодити має хтось інший. Доти підтвердження не діє."
        en "You confirmed it, so somebody else has to agree. It does not count before that."
    }
    proposal_by { uk "Хто бачив документ" en "Who saw the document" }
    proposal_agree { uk "Погодити" en "Agree" }
    proposal_drop { uk "Відхилити" en "Reject" }
    proposal_take_back { uk "Забрати назад" en "Take it back" }
    proposal_made { uk "Записано. Тепер має погодити другий працівник." en "Recorded. Now a second member of staff has to agree." }
    proposal_dropped {
        uk "Запис прибрано."
        en "The record is removed."
    }
    proposal_overtaken { uk "Поки ви дивилися, запис змінили або прибрали. Перевірте, що є тепер." en "The record was changed or removed while you were looking. Check what is there now." }
    residence_two {
        uk "У громаді місце проживання підтверджують двоє: підтвердження почне діяти, коли його погодить другий працівник."
        en "In this community two members of staff confirm a residence: it counts once a second one agrees."
    }

    // On the desk's first page.
    attention_requests(n: i64) plural n {
        uk { one "{n} житель просить підтвердити місце проживання" few "{n} жителі просять підтвердити місце проживання" many "{n} жителів просять підтвердити місце проживання" other "{n} жителя просить підтвердити місце проживання" }
        en { one "{n} resident asks that their residence be confirmed" other "{n} residents ask that their residence be confirmed" }
    }
    attention_proposals(n: i64) plural n {
        uk { one "{n} підтвердження проживання чекає на другого працівника" few "{n} підтвердження проживання чекають на другого працівника" many "{n} підтверджень проживання чекають на другого працівника" other "{n} підтвердження проживання чекає на другого працівника" }
        en { one "{n} confirmed residence waits for a second member of staff" other "{n} confirmed residences wait for a second member of staff" }
    }
    attention_cases(n: i64) plural n {
        uk { one "{n} сумнівний вхід чекає рішення" few "{n} сумнівні входи чекають рішення" many "{n} сумнівних входів чекають рішення" other "{n} сумнівного входу чекає рішення" }
        en { one "{n} sign-in in doubt waits for a decision" other "{n} sign-ins in doubt wait for a decision" }
    }
    attention_second(n: i64) plural n {
        uk { one "{n} людина увійшла без РНОКПП і не може голосувати" few "{n} людини увійшли без РНОКПП і не можуть голосувати" many "{n} людей увійшли без РНОКПП і не можуть голосувати" other "{n} людини увійшло без РНОКПП і не може голосувати" }
        en { one "{n} person signed in without an RNOKPP and cannot vote" other "{n} people signed in without an RNOKPP and cannot vote" }
    }
}

/// What is wrong with the description of a person; `date` writes a date.
pub fn record_problem(
    lang: Lang,
    (field, problem): (RecordField, RecordProblem),
    date: impl Fn(Date) -> String,
) -> String {
    let words = match (field, problem) {
        (RecordField::Family, RecordProblem::Missing) => new_family_missing(lang),
        (RecordField::Given, RecordProblem::Missing) => new_given_missing(lang),
        (_, RecordProblem::Missing) => new_birth_missing(lang),
        (_, RecordProblem::ToCome) => new_birth_to_come(lang),
        (_, RecordProblem::TooLongAgo) => new_birth_long_ago(lang),
        (RecordField::BirthDate, RecordProblem::Unreadable) => new_birth_unreadable(lang),
        (_, RecordProblem::Unreadable) => new_name_unreadable(lang),
        (_, RecordProblem::OtherDay(other)) => return new_other_day(lang, &date(other)),
    };
    words.to_owned()
}

/// What is wrong with a confirmation of somebody's residence; `latest`: the last day on which it can count.
pub fn confirmation_problem(
    lang: Lang,
    field: ConfirmationField,
    problem: ConfirmationProblem,
    latest: &str,
) -> String {
    let words = match (field, problem) {
        (ConfirmationField::Evidence, _) => evidence_missing(lang),
        (ConfirmationField::Settlement, _) => place_missing(lang),
        (_, ConfirmationProblem::Missing) => expires_missing(lang),
        (_, ConfirmationProblem::Unreadable) => expires_unreadable(lang),
        (_, ConfirmationProblem::Past) => expires_past(lang),
        (_, ConfirmationProblem::TooFar) => return expires_too_far(lang, latest),
    };
    words.to_owned()
}

/// A kind of document, as it stands in a list.
pub fn document(lang: Lang, kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Rnokpp => document_rnokpp(lang),
        KeyKind::Unzr => document_unzr(lang),
        KeyKind::Passport => document_passport(lang),
    }
}

/// What is wrong with a number of this kind.
pub fn number_wrong(lang: Lang, kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Rnokpp => rnokpp_wrong(lang),
        KeyKind::Unzr => unzr_wrong(lang),
        KeyKind::Passport => passport_wrong(lang),
    }
}

/// Why a decision cannot be taken.
pub fn impossible(lang: Lang, why: Impossible) -> String {
    match why {
        Impossible::TwoNumbers(kind) => two_numbers(lang, document(lang, kind)),
        Impossible::NoPassport => no_passport(lang).to_owned(),
        Impossible::OnlyPassport => only_passport(lang).to_owned(),
        Impossible::NoNumber => no_number(lang).to_owned(),
        Impossible::OnlyNumber => only_number(lang).to_owned(),
        Impossible::SecondKey => number_second_key(lang).to_owned(),
    }
}

/// A decision that was taken.
pub fn decided(lang: Lang, decision: Decision) -> &'static str {
    match decision {
        Decision::OneHuman => decided_one(lang),
        Decision::WrongPassport => decided_passport(lang),
        Decision::WrongNumber => decided_number(lang),
        Decision::LeftAsItIs => decided_left(lang),
    }
}
