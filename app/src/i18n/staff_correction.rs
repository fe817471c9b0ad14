//! Correcting the description of a published poll: the form at the desk, and the line that everybody reads.

use super::Lang;
use domain::correction::{CorrectionField, CorrectionProblem};

catalogue! {
    title { uk "Уточнити опис" en "Correct the description" }
    lead {
        uk "Виправте помилку або додайте те, чого бракує. Питання, варіанти, коло учасників і строк не зміняться. Зміну, її причину й попередній текст побачать усі."
        en "Correct a mistake or add what is missing. Questions, options, audience and term stay as they are. Everybody sees the change, its reason and the text before."
    }
    open { uk "Відкрити форму" en "Open the form" }
    reason { uk "Чому змінюєте опис" en "Why you change it" }
    reason_hint { uk "Це прочитають усі на сторінці опитування." en "Everybody reads this on the poll’s page." }
    submit { uk "Оприлюднити уточнення" en "Publish the correction" }
    corrected_note { uk "Опис уточнено. Зміну видно на сторінці опитування." en "The description is corrected. The change stands on the poll’s page." }
    too_late { uk "Строк опитування минув, тому опис уже не змінюється." en "The poll’s term is over, so its description does not change any more." }
    errors { uk "Уточнення ще не оприлюднено" en "The correction is not published yet" }
    description_missing { uk "Вкажіть опис українською" en "Give the description in Ukrainian" }
    unchanged { uk "Опис такий самий, як і був: змініть його" en "The description is what it was: change it" }
    reason_missing { uk "Поясніть українською, чому змінюєте опис" en "Say in Ukrainian why you change the description" }
    too_long(n: i64) plural n {
        uk { one "Скоротіть до {n} знака" few "Скоротіть до {n} знаків" many "Скоротіть до {n} знаків" other "Скоротіть до {n} знака" }
        en { one "Shorten to {n} character" other "Shorten to {n} characters" }
    }
    bad_characters { uk "Приберіть знаки, яких не видно: їх могло принести копіювання" en "Remove invisible characters, which copying may have brought" }

    // In the public log.
    public_line { uk "Опис уточнив працівник громади. Причина:" en "Community staff corrected the description. Reason:" }
    before { uk "Яким опис був раніше" en "What the description was before" }
    before_nothing { uk "Опису не було." en "There was no description." }
}

/// What is wrong with a field of the form, and what to do.
pub fn problem(lang: Lang, field: CorrectionField, problem: CorrectionProblem) -> String {
    match (problem, field) {
        (CorrectionProblem::Missing, CorrectionField::Reason(_)) => reason_missing(lang).to_owned(),
        (CorrectionProblem::Missing, CorrectionField::Description(_)) => {
            description_missing(lang).to_owned()
        }
        (CorrectionProblem::Unchanged, _) => unchanged(lang).to_owned(),
        (CorrectionProblem::TooLong(most), _) => {
            too_long(lang, i64::try_from(most).unwrap_or(i64::MAX))
        }
        (CorrectionProblem::BadCharacters, _) => bad_characters(lang).to_owned(),
    }
}
