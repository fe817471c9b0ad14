//! Asking from home that one's residence be confirmed, and what staff answer.

use super::Lang;
use domain::residence_request::RequestProblem;

catalogue! {
    title { uk "Підтвердити місце проживання" en "Have your residence confirmed" }
    link { uk "Підтвердити місце проживання, надіславши документ" en "Have your residence confirmed by sending a document" }
    moved_link { uk "Переїхали? Надішліть документ про нове місце проживання" en "Moved? Send a document about your new residence" }
    back { uk "Моя сторінка" en "My page" }
    lead {
        uk "Надішліть фото або скан документа, з якого видно, де ви живете. Працівник громади перегляне його й підтвердить місце проживання або напише, чого бракує."
        en "Send a photo or a scan of a document that shows where you live. Somebody of the community’s staff looks at it and confirms your residence, or writes what is missing."
    }
    moved {
        uk "Якщо ви переїхали в межах громади, надішліть фото або скан документа про нове місце проживання. Доки працівник громади його не розгляне, діє теперішнє підтвердження."
        en "If you have moved within the community, send a photo or a scan of a document about your new residence. Until staff have looked at it, the present confirmation holds."
    }
    stands_in(place: &str) { uk "Зараз підтверджено: {place}." en "Confirmed now: {place}." }
    stands_until(place: &str, day: &str) { uk "Зараз підтверджено: {place}, до {day}." en "Confirmed now: {place}, until {day}." }
    which {
        uk "Підійде витяг із реєстру територіальної громади, сторінка паспорта зі штампом реєстрації або довідка внутрішньо переміщеної особи."
        en "An extract from the register of the territorial community, the passport page with the stamp of registration, or the certificate of an internally displaced person will do."
    }
    safe {
        uk "Документ зберігаємо зашифрованим і видаляємо, щойно буде рішення, не пізніше ніж через 60 днів. Кожен перегляд записуємо."
        en "The document is kept encrypted and deleted as soon as there is a decision, after 60 days at the latest. Each view is recorded."
    }
    weak {
        uk "Щоб надіслати документ, увійдіть із підтвердженням особи."
        en "To send a document, sign in with your identity confirmed."
    }
    confirmed { uk "Ваше місце проживання вже підтверджено." en "Your residence is confirmed already." }
    no_places {
        uk "У цій громаді ще не внесено населених пунктів. Зверніться до ЦНАП або старости."
        en "This community has no settlements entered yet. Turn to its service centre or starosta."
    }

    place { uk "Де ви живете" en "Where you live" }
    choose { uk "Оберіть зі списку" en "Choose from the list" }
    file { uk "Документ" en "Document" }
    file_hint { uk "PDF, JPEG або PNG, до 10 МБ." en "PDF, JPEG or PNG, up to 10 MB." }
    send { uk "Надіслати" en "Send" }
    problem_place { uk "Оберіть населений пункт зі списку" en "Choose a settlement from the list" }
    problem_no_file { uk "Оберіть файл із документом" en "Choose the file with the document" }
    problem_too_large { uk "Файл більший за 10 МБ. Надішліть менше фото або стисніть PDF" en "The file is larger than 10 MB. Send a smaller photo, or compress the PDF" }
    problem_no_document { uk "Це не PDF, не JPEG і не PNG. Сфотографуйте документ або збережіть його як PDF" en "This is no PDF, JPEG or PNG. Take a photo of the document, or save it as a PDF" }

    waiting_title { uk "Документ на розгляді" en "Your document is under review" }
    waiting(place: &str, day: &str) {
        uk "Ви надіслали його {day}. Населений пункт: {place}. Рішення з’явиться тут і на вашій сторінці."
        en "You sent it on {day}. Settlement: {place}. The decision will appear here and on your page."
    }
    withdraw { uk "Відкликати й видалити документ" en "Take it back and delete the document" }
    withdrawn { uk "Документ видалено." en "The document is deleted." }
    refused_title { uk "Цього разу не підтверджено" en "Not confirmed this time" }
    refused(day: &str) { uk "Відповідь працівника громади, {day}:" en "The answer of the community’s staff, {day}:" }
    refused_again { uk "Документ видалено. Ви можете надіслати інший." en "The document has been deleted. You can send another." }

    // The desk.
    desk_title { uk "Просять підтвердити місце проживання" en "Asking for their residence to be confirmed" }
    desk_lead {
        uk "Вони надіслали документ із дому. Спершу ті, хто чекає найдовше."
        en "They have sent a document from home. Those who have waited longest come first."
    }
    desk_none { uk "Ніхто не чекає." en "Nobody is waiting." }
    desk_caption { uk "Запити про місце проживання" en "Requests about residence" }
    desk_more(n: i64) plural n {
        uk { one "І ще {n} запит." few "І ще {n} запити." many "І ще {n} запитів." other "І ще {n} запиту." }
        en { one "And {n} more request." other "And {n} more requests." }
    }
    column_name { uk "Ім’я" en "Name" }
    column_place { uk "Населений пункт" en "Settlement" }
    column_sent { uk "Надіслано" en "Sent" }
    column_look { uk "Відкрити" en "Open" }
    panel_title { uk "Запит із дому" en "Request from home" }
    panel(place: &str, day: &str) {
        uk "Надіслано {day}. Населений пункт: {place}. Порівняйте ім’я та адресу в документі із записом."
        en "Sent on {day}. Settlement: {place}. Compare the name and the address in the document with the record."
    }
    open { uk "Відкрити документ" en "Open the document" }
    open_note { uk "Перегляд буде записано в журналі." en "The view is recorded in the journal." }
    panel_confirm {
        uk "Якщо документ це доводить, підтвердьте місце проживання у формі нижче: запит закриється сам."
        en "If the document proves it, confirm the residence in the form below: the request closes by itself."
    }
    reason { uk "Чого бракує" en "What is missing" }
    reason_hint { uk "Ці слова побачить людина. До 500 знаків, без зайвих особистих даних." en "The person sees these words. Up to 500 characters, without needless personal data." }
    reason_wrong { uk "Напишіть, чого бракує: до 500 знаків" en "Write what is missing, in up to 500 characters" }
    refuse { uk "Відмовити й видалити документ" en "Refuse and delete the document" }
    refuse_done { uk "Відмовлено. Людина побачить причину." en "Refused. The person sees the reason." }
    late { uk "На цей запит уже відповіли або його відкликали." en "This request has been answered or taken back already." }
}

/// Before the form of whoever is confirmed: where (empty where that is not known), until when, and what another document is for.
pub fn stands(lang: Lang, place: &str, last_day: Option<&str>) -> String {
    let now = match (place, last_day) {
        ("", _) => return moved(lang).to_owned(),
        (place, Some(day)) => stands_until(lang, place, day),
        (place, None) => stands_in(lang, place),
    };
    format!("{now} {}", moved(lang))
}

/// What is wrong with what was sent.
pub fn problem(lang: Lang, problem: RequestProblem) -> &'static str {
    match problem {
        RequestProblem::Settlement => problem_place(lang),
        RequestProblem::NoFile => problem_no_file(lang),
        RequestProblem::TooLarge => problem_too_large(lang),
        RequestProblem::NotADocument => problem_no_document(lang),
    }
}
