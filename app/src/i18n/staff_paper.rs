//! The desk's pages about paper forms: batches, entering a form, casting.

use super::Lang;
use domain::{
    document::FileProblem,
    eligibility::Ineligible,
    paper::{BatchNo, BatchState, FormNo, FormState, NoEntry, Refused},
};

catalogue! {
    nav { uk "Паперові бланки" en "Paper forms" }
    lead {
        uk "За людину, яка заповнила бланк на папері, відповіді вносять двоє працівників: спершу один, потім, не бачачи внесеного, інший. До закриття опитування підсумків не бачить ніхто."
        en "For somebody who filled in a form on paper, two members of staff enter the answers: one first, then another who does not see the first entry. Nobody sees figures before the poll closes."
    }

    /// On the desk's first page.
    attention(n: i64) plural n {
        uk { one "{n} пакет паперових бланків ще не зараховано" few "{n} пакети паперових бланків ще не зараховано" many "{n} пакетів паперових бланків ще не зараховано" other "{n} пакета паперових бланків ще не зараховано" }
        en { one "{n} batch of paper forms is not cast yet" other "{n} batches of paper forms are not cast yet" }
    }

    // The list.
    batches_title { uk "Пакети" en "Batches" }
    batches_caption { uk "Пакети бланків, останній спершу" en "Batches of forms, the latest first" }
    batches_none { uk "Жодного пакета ще немає. Відкрийте перший, щойно принесуть заповнені бланки." en "There are no batches yet. Open the first one when filled-in forms arrive." }
    column_batch { uk "Пакет" en "Batch" }
    column_poll { uk "Опитування" en "Poll" }
    column_forms { uk "Бланків" en "Forms" }
    column_state { uk "Стан" en "State" }
    column_open { uk "Відкрити" en "Open" }
    open { uk "Відкрити" en "Open" }
    batch(no: BatchNo) { uk "Пакет № {no}" en "Batch No. {no}" }
    new_title { uk "Новий пакет" en "A new batch" }
    new_poll { uk "Опитування" en "Poll" }
    new_hint { uk "Лише ті, що відкриті зараз." en "Only those that are open now." }
    new_choose { uk "Оберіть зі списку" en "Choose from the list" }
    new_submit { uk "Відкрити пакет" en "Open a batch" }
    new_missing { uk "Оберіть опитування, яке зараз відкрите" en "Choose a poll that is open now" }
    new_none { uk "Зараз немає відкритих опитувань: вносити нічого." en "No poll is open now: there is nothing to enter." }

    // A batch.
    back { uk "До списку пакетів" en "Back to the batches" }
    batch_of(title: &str) { uk "Опитування: {title}" en "Poll: {title}" }
    closes(moment: &str) { uk "Закриється {moment}: бланки, яких до того часу не зараховано, не враховуються." en "It closes on {moment}: forms that are not cast by then do not count." }
    poll_closed { uk "Опитування закрито: нових бланків не приймаємо." en "The poll is closed: no more forms are taken." }
    forms_title { uk "Бланки" en "Forms" }
    forms_caption { uk "Бланки пакета за номером" en "The forms of the batch by number" }
    forms_none { uk "У пакеті ще немає бланків. Внесіть перший." en "The batch has no forms yet. Enter the first one." }
    column_form { uk "Бланк" en "Form" }
    column_scan { uk "Скан" en "Scan" }
    column_next { uk "Що далі" en "Next" }
    form(no: FormNo) { uk "Бланк № {no}" en "Form No. {no}" }
    form_in_batch(form: FormNo, batch: BatchNo) { uk "Бланк № {form}, пакет № {batch}" en "Form No. {form}, batch No. {batch}" }
    scan_there { uk "додано" en "attached" }
    scan_none { uk "немає" en "none" }
    enter_new { uk "Внести бланк" en "Enter a form" }
    look { uk "Відкрити" en "Open" }
    enter_second { uk "Внести вдруге" en "Enter it a second time" }
    enter_anew { uk "Внести заново" en "Enter it anew" }

    state_entered { uk "внесено один раз" en "entered once" }
    state_differs { uk "записи різняться" en "the entries differ" }
    state_anew { uk "вносять з початку" en "entered from the beginning" }
    state_agreed { uk "обидва записи збігаються" en "both entries agree" }
    state_cast { uk "зараховано" en "cast" }
    state_refused { uk "не зараховано" en "not cast" }
    batch_entering { uk "вносять" en "being entered" }
    batch_unscanned { uk "бракує сканів" en "scans are missing" }
    batch_ready { uk "можна зарахувати" en "ready to be cast" }
    batch_casting { uk "зарахування не завершено" en "casting is not finished" }
    batch_done { uk "завершено" en "done" }

    next_entering { uk "Кожен бланк має внести ще один працівник, і до кожного потрібен скан частини з даними людини. Коли всі записи збігатимуться, пакет можна буде зарахувати." en "Another member of staff has to enter each form, and each needs the scan of its identity part. When all entries agree, the batch can be cast." }
    next_unscanned { uk "Усі записи збігаються, але не до кожного бланка додано скан частини з даними людини. Пакет можна буде зарахувати, щойно скани будуть у всіх." en "All entries agree, but not every form has the scan of its identity part. The batch can be cast once all have one." }
    next_ready { uk "Усі записи збігаються. Після зарахування нічого змінити не можна: відповіді ввійдуть до опитування, а їхні копії в пакеті буде видалено." en "All entries agree. Once cast, nothing can be changed: the answers go into the poll, and their copies in the batch are deleted." }
    next_casting { uk "Зарахування перервалося. Натисніть ще раз: зараховане вдруге не рахується." en "Casting was interrupted. Press again: what is cast does not count twice." }
    next_done { uk "Усі бланки опрацьовано, копії відповідей у пакеті видалено." en "All forms are dealt with, and the copies of their answers in the batch are deleted." }
    cast_submit { uk "Зарахувати пакет" en "Cast the batch" }
    said_entered(no: FormNo) { uk "Внесено. Напишіть на папері номер бланка: {no}." en "Entered. Write the form’s number on the paper: {no}." }
    said_agreed { uk "Обидва записи збігаються." en "Both entries agree." }
    said_cast { uk "Пакет зараховано." en "The batch is cast." }
    said_unfinished { uk "Частину бланків ще не зараховано. Спробуйте за хвилину." en "Some forms are not cast yet. Try again in a minute." }
    said_late { uk "Поки ви читали, пакет змінився. Нижче – як є зараз." en "The batch changed while you were reading. Below is how things stand now." }
    said_taken_out { uk "Бланк вилучено з пакета." en "The form is taken out of the batch." }
    said_scan { uk "Скан додано." en "The scan is attached." }

    // Entering.
    enter_title { uk "Внести бланк" en "Enter a form" }
    enter_again_title(no: FormNo) { uk "Внести бланк № {no}" en "Enter form No. {no}" }
    enter_lead { uk "Перегляньте документ людини й внесіть відповіді точно так, як на папері." en "Look at the person’s document, and enter the answers exactly as they are on paper." }
    enter_again_lead { uk "Внесіть усе з паперу ще раз. Що внесено до вас, тут не показано навмисно." en "Enter everything from the paper once more. What was entered before is not shown here on purpose." }
    who_title { uk "Чий це бланк" en "Whose form it is" }
    who_hint { uk "Номер потрібен лише для пошуку запису людини, ніде його не зберігаємо." en "The number is only used to find the person’s record, and is stored nowhere." }
    answers_title { uk "Відповіді" en "Answers" }
    no_answer { uk "Немає відповіді" en "No answer" }
    say_what { uk "Дописано від руки" en "Written by hand" }
    own_words { uk "Відповідь своїми словами" en "The answer in their own words" }
    enter_submit { uk "Внести" en "Enter" }
    why_denied { uk "Поки ви вносили бланк, ваш вхід закінчився. Усе введене нижче: перевірте й надішліть знову." en "Your sign-in ended while you were entering the form. All of it is below: check it and send it again." }
    why_other_person { uk "За цим документом знайдено іншу людину, ніж за бланком із таким номером. Перевірте документ і номер бланка" en "This document leads to another person than the form of this number. Check the document and the form’s number" }
    why_took_part_web { uk "Ця людина вже проголосувала на сайті" en "This person has already voted on the site" }
    why_took_part_paper { uk "Бланк цієї людини вже зараховано" en "This person’s form is cast already" }
    why_has_form { uk "Бланк цієї людини вже внесено в цьому опитуванні. Щоб внести його вдруге, відкрийте його за номером" en "This person’s form is entered in this poll already. To enter it a second time, open it by its number" }
    why_own { uk "Це ваш власний бланк: його вносять інші працівники" en "This is your own form: others of the staff enter it" }
    why_others { uk "Бланк внесли двоє інших працівників: виправляє хтось із них" en "Two others of the staff have entered this form: one of them mends it" }
    why_settled { uk "Бланк уже не потребує внесення" en "This form needs no more entering" }
    why_gone { uk "Запис цієї людини змінився або його видалено. Знайдіть його знову" en "This person’s record has changed or was deleted. Find it again" }
    why_not_open { uk "Опитування вже закрито" en "The poll is closed already" }
    why_full { uk "У пакеті вже найбільша кількість бланків. Відкрийте новий" en "The batch holds as many forms as it can. Open a new one" }
    why_changed { uk "Поки ви вносили бланк, пакет змінився. Надішліть ще раз" en "The batch changed while you were entering the form. Send it again" }
    may_not(reasons: &str) { uk "Ця людина не може взяти участь: {reasons}" en "This person cannot take part: {reasons}" }
    entry_waits { uk "Усе введене лишається тут: поверніться, коли запис буде готовий." en "All that is typed stays here: come back when the record is ready." }
    people_link { uk "Записи людей" en "People’s records" }

    reason_age_unknown { uk "невідома дата народження" en "the birth date is unknown" }
    reason_too_young { uk "замолода для цього опитування" en "too young for this poll" }
    reason_too_old { uk "застара для цього опитування" en "too old for this poll" }
    reason_not_resident { uk "місце проживання в громаді не відоме" en "no residence in the community is known" }
    reason_unconfirmed { uk "місце проживання не підтверджено" en "the residence is not confirmed" }
    reason_expired { uk "строк підтвердження проживання минув" en "the confirmation of residence has expired" }
    reason_not_registered { uk "опитування для зареєстрованих жителів" en "the poll is for registered residents" }
    reason_not_displaced { uk "опитування для внутрішньо переміщених осіб" en "the poll is for internally displaced persons" }
    reason_settlement_unknown { uk "невідомий населений пункт" en "the settlement is unknown" }
    reason_other_settlement { uk "живе в іншому населеному пункті" en "lives in another settlement" }
    reason_other_district { uk "живе в іншому старостинському окрузі" en "lives in another starosta district" }
    reason_second_key { uk "спершу слід виключити другий запис цієї людини" en "a second record of this person must be ruled out first" }
    reason_assurance { uk "опитування вимагає електронного підпису" en "the poll asks for an electronic signature" }

    // A form.
    form_entered { uk "Бланк внесено один раз. Тепер його має внести інший працівник." en "The form is entered once. Another member of staff has to enter it now." }
    form_entered_own { uk "Бланк внесли ви. Удруге його має внести інший працівник; свій запис можна внести заново." en "You have entered the form. Another member of staff enters it the second time; you may enter your own anew." }
    form_differs { uk "Записи двох працівників різняться. Звірте кожну відповідь із папером і внесіть бланк заново: лишилася одна спроба. Якщо записи знову не збіжаться, обидва буде видалено, і бланк доведеться вносити з початку. У яких питаннях вони різняться, не показано навмисно." en "The entries of two members of staff differ. Check every answer against the paper, and enter the form anew: one try is left. If the entries differ again, both are deleted and the form is entered from the beginning. In which questions they differ is not shown on purpose." }
    form_anew { uk "Записи двох працівників двічі не збіглися, тому обидва видалено. Бланк вносять з початку, кожен із паперу: спершу хтось один, потім інший працівник." en "The entries of two members of staff differed twice, so both are deleted. The form is entered from the beginning, each time from the paper: by one member of staff first, then by another." }
    form_agreed { uk "Обидва записи збігаються. Бланк чекає на зарахування пакета." en "Both entries agree. The form waits for the batch to be cast." }
    form_cast { uk "Бланк зараховано, внесені відповіді видалено." en "The form is cast, and the entered answers are deleted." }
    refused_took_part { uk "Людина вже проголосувала на сайті. Бланк не зараховано, внесені відповіді видалено." en "The person has already voted on the site. The form is not cast, and the entered answers are deleted." }
    refused_may_not { uk "Людина більше не може взяти участь. Бланк не зараховано, внесені відповіді видалено." en "The person may not take part any more. The form is not cast, and the entered answers are deleted." }
    refused_closed { uk "Опитування закрилося раніше. Бланк не зараховано, внесені відповіді видалено." en "The poll closed before. The form is not cast, and the entered answers are deleted." }
    refused_twice { uk "Записи людини об’єднано, і в неї є інший бланк. Цей не зараховано, внесені відповіді видалено." en "The person’s records became one, and they have another form. This one is not cast, and the entered answers are deleted." }
    refused_unreadable { uk "Внесене не вдалося прочитати. Бланк не зараховано: вилучіть його та внесіть знову." en "What was entered cannot be read. The form is not cast: take it out and enter it again." }

    scan_title { uk "Скан частини з даними людини" en "Scan of the identity part" }
    scan_lead { uk "Лише та частина бланка, де дані людини, без відповідей. Скан зберігаємо зашифрованим і видаляємо через 90 днів після закриття опитування." en "Only the part with the person’s details, without the answers. The scan is kept encrypted and deleted 90 days after the poll closes." }
    scan_file { uk "Файл" en "File" }
    scan_replace { uk "Замінити скан" en "Replace the scan" }
    scan_submit { uk "Додати скан" en "Attach the scan" }
    scan_open { uk "Відкрити скан" en "Open the scan" }
    scan_note { uk "Перегляд буде записано в журналі." en "The view is recorded in the journal." }
    file_missing { uk "Оберіть файл зі сканом" en "Choose the file with the scan" }
    file_too_large { uk "Файл більший за 10 МБ" en "The file is larger than 10 MB" }
    file_wrong { uk "Це не PDF, не JPEG і не PNG" en "This is no PDF, JPEG or PNG" }

    out_title { uk "Вилучити бланк" en "Remove the form" }
    out_lead { uk "Якщо бланк внесено помилково. Внесені відповіді та скан буде видалено." en "If the form was entered by mistake. The entered answers and the scan are deleted." }
    out_submit { uk "Вилучити" en "Remove" }
}

/// How far a form has come, in two or three words.
pub fn state(lang: Lang, state: FormState) -> &'static str {
    match state {
        FormState::Entered => state_entered(lang),
        FormState::Differs => state_differs(lang),
        FormState::Anew => state_anew(lang),
        FormState::Agreed => state_agreed(lang),
        FormState::Cast => state_cast(lang),
        FormState::Refused => state_refused(lang),
    }
}

/// How far a batch has come, in two or three words.
pub fn batch_state(lang: Lang, state: BatchState) -> &'static str {
    match state {
        BatchState::Entering => batch_entering(lang),
        BatchState::Unscanned => batch_unscanned(lang),
        BatchState::Ready => batch_ready(lang),
        BatchState::Casting => batch_casting(lang),
        BatchState::Done => batch_done(lang),
    }
}

/// What to do next with a batch.
pub fn next(lang: Lang, state: BatchState) -> &'static str {
    match state {
        BatchState::Entering => next_entering(lang),
        BatchState::Unscanned => next_unscanned(lang),
        BatchState::Ready => next_ready(lang),
        BatchState::Casting => next_casting(lang),
        BatchState::Done => next_done(lang),
    }
}

/// Why a form was refused.
pub fn refused(lang: Lang, why: Refused) -> &'static str {
    match why {
        Refused::TookPart => refused_took_part(lang),
        Refused::MayNot => refused_may_not(lang),
        Refused::Closed => refused_closed(lang),
        Refused::Twice => refused_twice(lang),
        Refused::Unreadable => refused_unreadable(lang),
    }
}

/// Why somebody may not enter a form.
pub fn no_entry(lang: Lang, why: NoEntry) -> &'static str {
    match why {
        NoEntry::Own => why_own(lang),
        NoEntry::OfOthers => why_others(lang),
        NoEntry::Settled => why_settled(lang),
    }
}

/// Why the person before staff may not take part, as staff read it.
pub fn reason(lang: Lang, reason: &Ineligible) -> &'static str {
    match reason {
        Ineligible::AssuranceTooLow { .. } => reason_assurance(lang),
        Ineligible::AgeUnknown => reason_age_unknown(lang),
        Ineligible::TooYoung { .. } => reason_too_young(lang),
        Ineligible::TooOld { .. } => reason_too_old(lang),
        Ineligible::NotResident | Ineligible::NothingDeclared => reason_not_resident(lang),
        Ineligible::ResidencyUnconfirmed => reason_unconfirmed(lang),
        Ineligible::ResidencyExpired => reason_expired(lang),
        Ineligible::NotRegistered => reason_not_registered(lang),
        Ineligible::NotDisplaced => reason_not_displaced(lang),
        Ineligible::SettlementUnknown => reason_settlement_unknown(lang),
        Ineligible::OtherSettlement => reason_other_settlement(lang),
        Ineligible::OtherDistrict => reason_other_district(lang),
        Ineligible::SecondKeyOpen => reason_second_key(lang),
    }
}

/// What is wrong with the file of a scan.
pub fn file(lang: Lang, problem: FileProblem) -> &'static str {
    match problem {
        FileProblem::NoFile => file_missing(lang),
        FileProblem::TooLarge => file_too_large(lang),
        FileProblem::NotADocument => file_wrong(lang),
    }
}
