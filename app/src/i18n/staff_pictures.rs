//! The picture of an option: choosing it, saying what it shows, and why a file is not taken.

use super::Lang;
use domain::{
    ids::{OptionNo, QuestionNo},
    poll::PictureProblem,
};

catalogue! {
    title(question: QuestionNo, option: OptionNo) { uk "Зображення до варіанта {option} питання {question}" en "Picture of option {option}, question {question}" }
    crumb { uk "Зображення" en "Picture" }
    lead(label: &str) { uk "Варіант: «{label}». Житель побачить зображення поруч із ним." en "The option: “{label}”. Residents will see the picture beside it." }
    lead_unnamed { uk "Житель побачить зображення поруч із варіантом." en "Residents will see the picture beside the option." }
    present { uk "Теперішнє зображення" en "The present picture" }
    field_file { uk "Файл із зображенням" en "Picture file" }
    field_other_file { uk "Інший файл (необов’язково)" en "Another file (optional)" }
    hint_file {
        uk "PNG, JPEG або WebP, до 5 МБ. Велике зображення зменшимо. Приховані дані, як-от місце зйомки, приберемо."
        en "PNG, JPEG or WebP, up to 5 MB. A large picture is scaled down. Hidden data, such as where it was taken, are removed."
    }
    field_alt { uk "Що на зображенні" en "What the picture shows" }
    hint_alt {
        uk "Одне речення для тих, хто не бачить зображення. Без нього опитування не опублікувати."
        en "One sentence for those who do not see the picture. The poll cannot be published without it."
    }
    save { uk "Зберегти зображення" en "Save the picture" }
    remove_title { uk "Прибрати зображення" en "Remove the picture" }
    remove_text { uk "Варіант лишиться без зображення. Потім можна додати інше." en "The option stays without a picture. You can add another one later." }
    remove { uk "Прибрати зображення" en "Remove the picture" }
    denied_text {
        uk "Коли ви натиснули кнопку, доступу вже не було: найчастіше це означає, що минув час входу. Слова про зображення нижче, а файл оберіть ще раз."
        en "When you pressed the button you no longer had access: most often because your sign-in had ended. What you wrote about the picture is below; choose the file again."
    }
    overtaken_title { uk "Чернетку змінив хтось інший" en "Somebody else changed the draft" }
    overtaken_text {
        uk "Поки ви обирали зображення, хтось зберіг іншу версію, і варіанти могли помінятися місцями. Перевірте, чи це той варіант, і збережіть знову."
        en "While you were choosing the picture, somebody saved another version, and the options may have changed places. Check that this is the right one and save again."
    }

    problem_no_file { uk "оберіть файл" en "choose a file" }
    problem_too_many_bytes { uk "файл більший за 5 МБ; зменште його або оберіть інший" en "the file is larger than 5 MB; make it smaller or choose another" }
    problem_unknown_kind { uk "це не PNG, JPEG чи WebP; оберіть інший файл" en "this is no PNG, JPEG or WebP; choose another file" }
    problem_too_many_pixels { uk "зображення завелике: понад 40 мегапікселів; зменште його" en "the picture is too large: over 40 megapixels; make it smaller" }
    problem_too_small { uk "зображення замале: менше ніж 32 пікселі на сторону; оберіть більше" en "the picture is too small: under 32 pixels a side; choose a larger one" }
    problem_broken { uk "файл пошкоджено; збережіть зображення ще раз або оберіть інше" en "the file is damaged; save the picture again or choose another" }
}

/// Why a file was not taken, and what to do; begins in lower case, for `staff_editor::problem_at`.
pub fn problem(lang: Lang, problem: PictureProblem) -> &'static str {
    match problem {
        PictureProblem::NoFile => problem_no_file(lang),
        PictureProblem::TooManyBytes => problem_too_many_bytes(lang),
        PictureProblem::UnknownKind => problem_unknown_kind(lang),
        PictureProblem::TooManyPixels => problem_too_many_pixels(lang),
        PictureProblem::TooSmall => problem_too_small(lang),
        PictureProblem::Broken => problem_broken(lang),
    }
}
