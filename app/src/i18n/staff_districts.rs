//! The desk's pages of starosta districts.

use super::Lang;
use domain::{
    district::{DistrictField, DistrictProblem, MOST_DISTRICTS},
    katottg::Unit,
};

catalogue! {
    title { uk "Старостинські округи" en "Starosta districts" }
    lead {
        uk "З яких населених пунктів складається кожен округ. Опитування можна проводити для окремих округів. Опубліковане опитування зберігає межі, які були на час публікації."
        en "Which settlements each district consists of. A poll can be for some districts only. A published poll keeps the boundaries of the time when it was published."
    }
    /// A district's own page; the name is an adjective: «Бехівський».
    district_title(name: &str) { uk "{name} старостинський округ" en "{name} starosta district" }
    none { uk "Округів ще не внесено." en "No districts have been entered yet." }
    outside(names: &str) { uk "Поза округами: {names}." en "Outside the districts: {names}." }
    open { uk "Переглянути й змінити округи" en "See and change the districts" }
    change { uk "Змінити" en "Change" }
    add_title { uk "Новий округ" en "A new district" }
    change_title { uk "Назва й населені пункти" en "Name and settlements" }
    field_name { uk "Назва округу" en "Name of the district" }
    hint_name { uk "Одним словом, наприклад «Бехівський»." en "In one word, as it stands before “starosta district”." }
    field_settlements { uk "Населені пункти округу" en "Settlements of the district" }
    hint_settlements { uk "Населених пунктів, які належать до інших округів, тут немає: спершу зніміть позначку там." en "Settlements of other districts are not listed: take the mark away there first." }
    no_settlements {
        uk "У громаді ще немає населених пунктів: на сервері слід завантажити кодифікатор КАТОТТГ."
        en "The community has no settlements yet: the KATOTTG codifier has to be imported on the server."
    }
    none_free { uk "Усі населені пункти вже розподілено між округами." en "All settlements are in a district already." }
    save { uk "Зберегти округ" en "Save the district" }
    saved { uk "Округ збережено." en "The district is saved." }
    changed_meanwhile {
        uk "Поки ви працювали, хтось інший змінив округи або налаштування. Перевірте список вище й збережіть ще раз."
        en "Somebody else changed districts or settings while you were working. Check the list above and save again."
    }
    changed_beside {
        uk "Поки ви працювали, хтось інший змінив округи або налаштування, тому введене вами не збережено. Порівняйте його з тим, що збережено зараз, і збережіть ще раз."
        en "Somebody else changed districts or settings while you were working, so what you typed was not saved. Compare it with what is stored now and save again."
    }
    stored_now { uk "Зараз збережено" en "Stored now" }
    /// Two names of a district, the second in English.
    both_names(uk: &str, en: &str) { uk "{uk}, англійською {en}" en "{uk}, in English {en}" }
    /// One that is not there any more.
    removed_district(district: &str) { uk "{district} (вилучено)" en "{district} (removed)" }
    removed_meanwhile {
        uk "Поки ви працювали, хтось інший вилучив цей округ. Введене вами не пропало: його можна зберегти як новий округ."
        en "Somebody else removed this district while you were working. What you typed is not lost: you can save it as a new district."
    }
    save_as_new { uk "Зберегти як новий округ" en "Save as a new district" }
    remove_title { uk "Вилучення округу" en "Removing the district" }
    remove_text {
        uk "Населені пункти стануть вільними. Опубліковані опитування не зміняться, а в чернетках цей округ доведеться прибрати."
        en "Its settlements become free. Published polls do not change; drafts will have to do without it."
    }
    remove { uk "Вилучити округ" en "Remove the district" }
    removed { uk "Округ вилучено." en "The district is removed." }
    changed_before_removal {
        uk "Поки ви працювали, хтось інший змінив округи або налаштування, тому округ не вилучено. Перевірте його й вилучіть ще раз."
        en "Somebody else changed districts or settings while you were working, so the district was not removed. Check it and remove it again."
    }

    // Where a poll for districts is published.
    asked_now { uk "До округів зараз належать:" en "The districts consist of:" }
    redrawn_title { uk "Відколи чернетку збережено, округи змінилися" en "The districts have changed since the draft was saved" }
    /// `district` with its words: «Бехівський старостинський округ».
    redrawn_joined(district: &str, names: &str) { uk "{district}: додано {names}" en "{district}: {names} added" }
    redrawn_left(district: &str, names: &str) { uk "{district}: прибрано {names}" en "{district}: {names} taken out" }
    redrawn_name(district: &str, before: &str) { uk "{district}: раніше мав назву «{before}»" en "{district}: was called “{before}” before" }
    redrawn_removed(district: &str) { uk "{district}: вилучено" en "{district}: removed" }
    redrawn_meanwhile {
        uk "Поки ви читали цю сторінку, округи цього опитування змінилися, тому нічого не опубліковано. Перевірте, кого воно питатиме тепер, і тоді публікуйте."
        en "While you were reading this page, the districts of this poll changed, so nothing was published. See whom it will ask now, then publish."
    }

    problem_no_name { uk "напишіть українською" en "write it in Ukrainian" }
    problem_no_settlement { uk "позначте хоча б один" en "mark at least one" }
    problem_name_taken { uk "такий округ уже є" en "there is such a district already" }
    problem_unknown { uk "такого населеного пункту в громаді немає" en "the community does not have this settlement" }
    problem_of_another(settlement: &str, district: &str) {
        uk "{settlement} належить до іншого округу: {district}"
        en "{settlement} is in another district: {district}"
    }
    problem_too_many(most: i64) plural most {
        uk { one "у громаді може бути щонайбільше {most} округ" few "у громаді може бути щонайбільше {most} округи" many "у громаді може бути щонайбільше {most} округів" other "у громаді може бути щонайбільше {most} округу" }
        en { one "a community can have {most} district at most" other "a community can have {most} districts at most" }
    }
}

/// What is wrong with a district, after the name of the field. `settlements` are those of the community.
pub fn problem(
    lang: Lang,
    field: DistrictField,
    problem: &DistrictProblem,
    settlements: &[Unit],
) -> String {
    use super::staff_editor;
    use domain::poll::{DraftField, DraftProblem};
    let as_of_a_title = |problem| staff_editor::problem(lang, DraftField::Title, problem);
    match problem {
        DistrictProblem::Missing => match field {
            DistrictField::Name => problem_no_name(lang).to_owned(),
            DistrictField::Settlements => problem_no_settlement(lang).to_owned(),
        },
        DistrictProblem::TooLong(most) => as_of_a_title(DraftProblem::TooLong(*most)),
        DistrictProblem::BadCharacters => as_of_a_title(DraftProblem::BadCharacters),
        DistrictProblem::NameTaken => problem_name_taken(lang).to_owned(),
        DistrictProblem::TooMany => {
            problem_too_many(lang, i64::try_from(MOST_DISTRICTS).unwrap_or(i64::MAX))
        }
        DistrictProblem::UnknownSettlement => problem_unknown(lang).to_owned(),
        DistrictProblem::OfAnother {
            settlement,
            district,
        } => {
            let unit = settlements.iter().find(|unit| unit.code == *settlement);
            let name = unit.map_or(settlement.as_str(), |unit| unit.name.as_str());
            problem_of_another(lang, name, district.get(lang))
        }
    }
}
