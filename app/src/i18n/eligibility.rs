//! Who may take part, why somebody may not, and what they can do about it.

use super::{AskedPlaces, Lang};
use domain::{
    audience::{AskedResidency, Audience},
    eligibility::Ineligible,
    identity::{Assurance, Residency},
    residency::Evidence,
};

catalogue! {
    // The verdict.
    can_title { uk "Ви можете взяти участь" en "You can take part" }
    can_later_title { uk "Ви зможете взяти участь" en "You will be able to take part" }
    cannot_title { uk "Ви не можете відповісти на це опитування" en "You cannot answer this poll" }
    /// After the reasons: the link to the polls that are for this person.
    cannot_others { uk "Опитування, у яких ви можете взяти участь" en "Polls that you can take part in" }
    voted_title { uk "Ви вже відповіли" en "You have already answered" }
    voted_on_paper { uk "Ви відповіли на паперовому бланку: його внесли працівники громади." en "You answered on a paper form, which the community’s staff entered." }
    answer_first_title { uk "Особу підтвердите наприкінці" en "You confirm who you are at the end" }
    answer_first_text {
        uk "Спершу відповіді, потім вхід через BankID, MobileID або Дія.Підпис."
        en "First the answers, then signing in by BankID, MobileID or Diia.Signature."
    }
    ok_age(from: i64) plural from {
        uk { one "Вам уже виповнився {from} рік" few "Вам уже виповнилося {from} роки" many "Вам уже виповнилося {from} років" other "Вам уже виповнилося {from} року" }
        en { one "You are at least {from} year old" other "You are at least {from} years old" }
    }
    ok_resident_register { uk "Ви живете в громаді: підтверджено реєстром" en "You live in the community: confirmed by the register" }
    ok_resident_staff { uk "Ви живете в громаді: підтверджено працівником громади" en "You live in the community: confirmed by the community’s staff" }
    ok_resident_declared { uk "Ви живете в громаді: так ви зазначили" en "You live in the community: as you declared" }
    ok_settlement(name: &str) { uk "Ваш населений пункт: {name}" en "Your settlement: {name}" }
    ok_assurance(how: &str) { uk "Особу підтверджено: {how}" en "Your identity is confirmed: {how}" }
    ok_not_voted { uk "Ви ще не відповідали" en "You have not answered yet" }
    /// The code itself follows.
    voted_code { uk "Код участі" en "Participation code" }
    voted_results(moment: &str) { uk "Результати з’являться {moment}, одразу після закриття." en "The results appear on {moment}, as soon as the poll closes." }

    // The rule, for those who have not signed in.
    /// `those` in the nominative.
    of_community(those: &str, ages: &str) { uk "{those} громади {ages}" en "{those} of the community {ages}" }
    of_places(those: &str, ages: &str, places: &str) { uk "{those} {ages}, {places}" en "{those} {ages} of {places}" }
    those_residents { uk "жителі" en "residents" }
    those_registered { uk "зареєстровані жителі" en "registered residents" }
    those_displaced { uk "внутрішньо переміщені особи" en "internally displaced persons" }
    who_residents { uk "жителів" en "residents" }
    who_registered { uk "зареєстрованих жителів" en "registered residents" }
    who_displaced { uk "внутрішньо переміщених осіб" en "internally displaced persons" }
    settlement_named(name: &str) { uk "населений пункт: {name}" en "the settlement {name}" }
    settlements_named(names: &str) { uk "населені пункти: {names}" en "the settlements {names}" }
    district_named(name: &str) { uk "старостинський округ: {name}" en "the starosta district {name}" }
    districts_named(names: &str) { uk "старостинські округи: {names}" en "the starosta districts {names}" }
    districts_and_settlements(districts: &str, settlements: &str) { uk "{districts}; {settlements}" en "{districts} and {settlements}" }
    /// One in a list of places.
    district(name: &str) { uk "{name} старостинський округ" en "{name} starosta district" }
    ages_from(from: i64) plural from {
        uk { one "від {from} року" few "від {from} років" many "від {from} років" other "від {from} року" }
        en { one "aged {from} and over" other "aged {from} and over" }
    }
    ages_from_to(from: i64, to: i64) plural to {
        uk { one "від {from} до {to} року" few "від {from} до {to} років" many "від {from} до {to} років" other "від {from} до {to} року" }
        en { one "aged {from} to {to}" other "aged {from} to {to}" }
    }
    displaced_too {
        uk "Внутрішньо переміщені особи, які живуть у громаді, беруть участь нарівні з усіма."
        en "Internally displaced persons who live in the community take part like everybody else."
    }
    needs_confirmed { uk "Місце проживання має бути підтверджене." en "The place of residence must be confirmed." }
    needs_registered { uk "Місце проживання має бути зареєстроване в громаді." en "The place of residence must be registered in the community." }
    needs_certificate { uk "Потрібна чинна довідка внутрішньо переміщеної особи." en "A valid certificate of an internally displaced person is needed." }

    // Each reason against, and its way out.
    assurance_too_low { uk "Особу підтверджено недостатньо надійно" en "Your identity is not confirmed strongly enough" }
    assurance_too_low_out(needed: &str) { uk "Увійдіть ще раз. Підійде {needed}." en "Sign in again with {needed}." }
    assurance_too_low_link { uk "Підтвердити особу" en "Confirm who you are" }
    age_unknown { uk "Ваш вік невідомий" en "Your age is not known" }
    age_unknown_out {
        uk "Служба входу не передала дати народження. Увійдіть іншим способом або зайдіть із паспортом до ЦНАПу."
        en "The sign-in service did not pass your date of birth. Sign in another way, or come to the administrative service centre with your passport."
    }
    too_young(from: i64) plural from {
        uk { one "Вам ще немає {from} року" few "Вам ще немає {from} років" many "Вам ще немає {from} років" other "Вам ще немає {from} року" }
        en { one "You are not yet {from}" other "You are not yet {from}" }
    }
    too_young_out {
        uk "Цього разу відповісти не вийде. Прочитайте питання, обговоріть їх із батьками та подивіться результати після закриття."
        en "You cannot answer this time. Read the questions, talk them over with your parents and see the results when the poll closes."
    }
    too_old(to: i64) plural to {
        uk { one "Опитування для людей до {to} року включно" few "Опитування для людей до {to} років включно" many "Опитування для людей до {to} років включно" other "Опитування для людей до {to} року включно" }
        en { one "The poll is for people up to {to}" other "The poll is for people up to {to}" }
    }
    too_old_out {
        uk "Змінити коло учасників після оголошення не можна. Подивіться інші відкриті опитування."
        en "The audience cannot change once the poll is published. See the other open polls."
    }
    not_resident { uk "Ви не значитеся жителем громади" en "You are not recorded as a resident of the community" }
    not_resident_out {
        uk "Якщо ви тут живете, зайдіть до ЦНАПу з витягом про місце проживання, паспортом зі штампом про реєстрацію або довідкою ВПО. Щойно працівник підтвердить проживання, ви зможете відповісти."
        en "If you live here, come to the administrative service centre with an extract from the residence register, a passport with the stamp of registration or a displaced person’s certificate. Once staff confirm it, you can answer."
    }
    not_resident_out_extract {
        uk "Якщо ваше місце проживання зареєстроване в громаді, зайдіть до ЦНАПу з витягом про нього. Щойно працівник це підтвердить, ви зможете відповісти."
        en "If your residence is registered in the community, come to the administrative service centre with an extract of it. Once staff confirm it, you can answer."
    }
    not_resident_out_certificate {
        uk "Якщо ви внутрішньо переміщена особа й живете в громаді, зайдіть до ЦНАПу з чинною довідкою. Щойно працівник підтвердить проживання, ви зможете відповісти."
        en "If you are an internally displaced person and live in the community, come to the administrative service centre with a valid certificate. Once staff confirm it, you can answer."
    }
    nothing_declared { uk "Ви ще не вказали, де живете" en "You have not said yet where you live" }
    nothing_declared_out {
        uk "Для цього опитування досить вашого слова."
        en "For this poll your word is enough."
    }
    nothing_declared_link { uk "Вказати місце проживання" en "Say where you live" }
    residency_unconfirmed { uk "Місце проживання не підтверджено" en "Your place of residence is not confirmed" }
    residency_unconfirmed_out {
        uk "Підтвердьте його в ЦНАПі: потрібен витяг про місце проживання, паспорт зі штампом про реєстрацію або довідка ВПО."
        en "Confirm it at the administrative service centre: bring an extract from the residence register, a passport with the stamp of registration or a displaced person’s certificate."
    }
    residency_unconfirmed_out_extract {
        uk "Підтвердьте його в ЦНАПі: для цього опитування потрібен витяг про зареєстроване місце проживання."
        en "Confirm it at the administrative service centre: for this poll bring an extract of registered residence."
    }
    residency_unconfirmed_out_certificate {
        uk "Підтвердьте його в ЦНАПі: для цього опитування потрібна чинна довідка ВПО."
        en "Confirm it at the administrative service centre: for this poll bring a valid displaced person’s certificate."
    }
    /// After what to bring to a desk: the link to the page where a document is sent from home.
    document_link { uk "Або надішліть документ звідси" en "Or send the document from here" }
    residency_expired { uk "Строк підтвердження проживання минув" en "The confirmation of your residence has expired" }
    residency_expired_out {
        uk "Поновіть його в ЦНАПі: принесіть чинний витяг або довідку ВПО."
        en "Renew it at the administrative service centre: bring a valid extract or a displaced person’s certificate."
    }
    residency_expired_out_extract {
        uk "Поновіть його в ЦНАПі: для цього опитування потрібен чинний витяг про зареєстроване місце проживання."
        en "Renew it at the administrative service centre: for this poll bring a valid extract of registered residence."
    }
    residency_expired_out_certificate {
        uk "Поновіть його в ЦНАПі: для цього опитування потрібна чинна довідка ВПО."
        en "Renew it at the administrative service centre: for this poll bring a valid displaced person’s certificate."
    }
    not_registered { uk "Тут питають тих, чиє місце проживання зареєстроване в громаді" en "Those whose residence is registered in the community are asked here" }
    not_registered_out {
        uk "Ви живете тут як внутрішньо переміщена особа. Якщо ви вже зареєстрували в громаді місце проживання, принесіть витяг до ЦНАПу."
        en "You live here as an internally displaced person. If you have registered your residence in the community meanwhile, bring the extract to the administrative service centre."
    }
    not_displaced { uk "Тут питають внутрішньо переміщених осіб" en "Internally displaced persons are asked here" }
    not_displaced_out {
        uk "Якщо ви внутрішньо переміщена особа, зайдіть до ЦНАПу з чинною довідкою."
        en "If you are an internally displaced person, come to the administrative service centre with a valid certificate."
    }
    settlement_unknown { uk "Невідомо, у якому населеному пункті ви живете" en "It is not known in which settlement you live" }
    settlement_unknown_out {
        uk "Опитування лише для деяких населених пунктів. Уточніть свою адресу в ЦНАПі або у старости."
        en "The poll is only for some settlements. Have your address recorded at the administrative service centre or by your starosta."
    }
    /// Where the poll takes one's own word, before the link to the form.
    settlement_unknown_out_word {
        uk "Опитування лише для деяких населених пунктів, і для нього досить вашого слова."
        en "The poll is only for some settlements, and your word is enough for it."
    }
    other_settlement_out_word {
        uk "Тут питають лише тих, кого рішення зачепить безпосередньо. Якщо ви переїхали, досить вашого слова."
        en "Only those whom the decision touches directly are asked here. If you have moved, your word is enough."
    }
    other_settlement { uk "Ви живете в іншому населеному пункті" en "You live in another settlement" }
    other_settlement_out {
        uk "Тут питають лише тих, кого рішення зачепить безпосередньо. Якщо ви переїхали, уточніть адресу в ЦНАПі або у старости."
        en "Only those whom the decision touches directly are asked here. If you have moved, have your address updated at the administrative service centre or by your starosta."
    }
    other_district {
        uk "Тут питають жителів інших старостинських округів"
        en "Residents of other starosta districts are asked here"
    }
    other_district_out {
        uk "Тут питають лише тих, кого рішення зачепить безпосередньо. Якщо ви переїхали, уточніть адресу в ЦНАПі або у старости."
        en "Only those whom the decision touches directly are asked here. If you have moved, have your address updated at the administrative service centre or by your starosta."
    }
    second_key_open { uk "Ваш запис перевіряє працівник громади" en "The community’s staff are checking your record" }
    second_key_open_out {
        uk "Ви увійшли без податкового номера, тому спершу слід переконатися, що у вас немає другого запису. Зверніться до ЦНАПу з паспортом."
        en "You signed in without a taxpayer number, so staff must first make sure that you have no second record. Come to the administrative service centre with your passport."
    }
    draft_waits { uk "Ваша чернетка ціла й чекає в цьому браузері." en "Your draft is safe and waits in this browser." }

    // Names.
    assurance_visitor { uk "без входу" en "not signed in" }
    assurance_email { uk "електронна пошта" en "e-mail" }
    assurance_bank_id { uk "BankID або MobileID" en "BankID or MobileID" }
    assurance_qualified { uk "кваліфікований підпис або Дія.Підпис" en "a qualified signature or Diia.Signature" }
    needed_bank_id { uk "BankID, MobileID або Дія.Підпис" en "BankID, MobileID or Diia.Signature" }
    residency_none { uk "Не житель громади" en "Not a resident" }
    residency_declared { uk "Заявлено, не підтверджено" en "Declared, not confirmed" }
    residency_by_register { uk "Підтверджено реєстром" en "Confirmed by the register" }
    residency_by_staff { uk "Підтверджено працівником" en "Confirmed by staff" }
    asked_declared { uk "Хто каже, що живе в громаді" en "Whoever says that they live in the community" }
    asked_confirmed { uk "Чиє місце проживання підтверджене" en "Whose residence is confirmed" }
    asked_registered { uk "Чиє місце проживання зареєстроване в громаді" en "Whose residence is registered in the community" }
    asked_displaced { uk "Внутрішньо переміщені особи за довідкою" en "Internally displaced persons by their certificate" }
    // What a confirmation rests on. The date has no full stop of its own.
    by_evidence(document: &str, date: &str) { uk "Документ: {document}; працівник перевірив його {date}." en "Document: {document}; staff checked it on {date}." }
    by_somebody(date: &str) { uk "Працівник перевірив місце проживання {date}." en "Staff checked the residence on {date}." }
    by_extract(date: &str) { uk "За витягом із реєстру громади від {date}." en "By the extract of the community’s register of {date}." }
    by_register(date: &str) { uk "Підтверджено {date}." en "Confirmed on {date}." }
    evidence_extract { uk "витяг із реєстру територіальної громади" en "extract from the community’s register" }
    evidence_stamp { uk "штамп про реєстрацію в паспорті" en "stamp of registration in the passport" }
    evidence_idp { uk "довідка внутрішньо переміщеної особи" en "certificate of an internally displaced person" }
}

/// What proves where somebody lives, in the nominative.
pub fn evidence(lang: Lang, evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::RegisterExtract => evidence_extract(lang),
        Evidence::PassportStamp => evidence_stamp(lang),
        Evidence::IdpCertificate => evidence_idp(lang),
    }
}

/// How a person was identified, in the nominative: «BankID або MobileID».
pub fn assurance(lang: Lang, assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::Visitor => assurance_visitor(lang),
        Assurance::Email => assurance_email(lang),
        Assurance::BankId => assurance_bank_id(lang),
        Assurance::Qualified => assurance_qualified(lang),
    }
}

/// By what somebody could be identified surely enough, in the nominative: what is surer than `needed` will do, too.
pub fn needed(lang: Lang, needed: Assurance) -> &'static str {
    match needed {
        Assurance::BankId => needed_bank_id(lang),
        other => assurance(lang, other),
    }
}

/// A residency as staff read it.
pub fn residency(lang: Lang, residency: Residency) -> &'static str {
    match residency {
        Residency::None => residency_none(lang),
        Residency::Declared => residency_declared(lang),
        Residency::ConfirmedByRegister => residency_by_register(lang),
        Residency::ConfirmedByStaff => residency_by_staff(lang),
    }
}

/// The line of the verdict's list for a person who does belong; `None` for [`Residency::None`].
pub fn ok_residency(lang: Lang, residency: Residency) -> Option<&'static str> {
    match residency {
        Residency::None => None,
        Residency::Declared => Some(ok_resident_declared(lang)),
        Residency::ConfirmedByRegister => Some(ok_resident_register(lang)),
        Residency::ConfirmedByStaff => Some(ok_resident_staff(lang)),
    }
}

/// Why somebody may not take part.
pub fn reason(lang: Lang, reason: Ineligible) -> String {
    match reason {
        Ineligible::AssuranceTooLow { .. } => assurance_too_low(lang).to_owned(),
        Ineligible::AgeUnknown => age_unknown(lang).to_owned(),
        Ineligible::TooYoung { from } => too_young(lang, i64::from(from)),
        Ineligible::TooOld { to } => too_old(lang, i64::from(to)),
        Ineligible::NotResident => not_resident(lang).to_owned(),
        Ineligible::NothingDeclared => nothing_declared(lang).to_owned(),
        Ineligible::ResidencyUnconfirmed => residency_unconfirmed(lang).to_owned(),
        Ineligible::ResidencyExpired => residency_expired(lang).to_owned(),
        Ineligible::NotRegistered => not_registered(lang).to_owned(),
        Ineligible::NotDisplaced => not_displaced(lang).to_owned(),
        Ineligible::SettlementUnknown => settlement_unknown(lang).to_owned(),
        Ineligible::OtherSettlement => other_settlement(lang).to_owned(),
        Ineligible::OtherDistrict => other_district(lang).to_owned(),
        Ineligible::SecondKeyOpen => second_key_open(lang).to_owned(),
    }
}

/// What they can do about it, where people are asked in this way: of the documents those that would help.
pub fn way_out(lang: Lang, reason: Ineligible, asked: AskedResidency) -> String {
    let by_extract = asked.is_proven_by(Evidence::RegisterExtract);
    let by_certificate = asked.is_proven_by(Evidence::IdpCertificate);
    let of_documents = |either: &'static str, extract: &'static str, certificate: &'static str| {
        let words = match (by_extract, by_certificate) {
            (true, false) => extract,
            (false, true) => certificate,
            _ => either,
        };
        words.to_owned()
    };
    match reason {
        Ineligible::AssuranceTooLow { needed: least } => {
            assurance_too_low_out(lang, needed(lang, least))
        }
        Ineligible::AgeUnknown => age_unknown_out(lang).to_owned(),
        Ineligible::TooYoung { .. } => too_young_out(lang).to_owned(),
        Ineligible::TooOld { .. } => too_old_out(lang).to_owned(),
        Ineligible::NotResident => of_documents(
            not_resident_out(lang),
            not_resident_out_extract(lang),
            not_resident_out_certificate(lang),
        ),
        Ineligible::NothingDeclared => nothing_declared_out(lang).to_owned(),
        Ineligible::ResidencyUnconfirmed => of_documents(
            residency_unconfirmed_out(lang),
            residency_unconfirmed_out_extract(lang),
            residency_unconfirmed_out_certificate(lang),
        ),
        Ineligible::ResidencyExpired => of_documents(
            residency_expired_out(lang),
            residency_expired_out_extract(lang),
            residency_expired_out_certificate(lang),
        ),
        Ineligible::NotRegistered => not_registered_out(lang).to_owned(),
        Ineligible::NotDisplaced => not_displaced_out(lang).to_owned(),
        Ineligible::SettlementUnknown => settlement_unknown_out(lang).to_owned(),
        Ineligible::OtherSettlement => other_settlement_out(lang).to_owned(),
        Ineligible::OtherDistrict => other_district_out(lang).to_owned(),
        Ineligible::SecondKeyOpen => second_key_open_out(lang).to_owned(),
    }
}

/// The same where saying where one lives mends it ([`Ineligible::is_mended_by_ones_word`]).
pub fn way_out_by_word(lang: Lang, reason: Ineligible, asked: AskedResidency) -> String {
    match reason {
        Ineligible::SettlementUnknown => settlement_unknown_out_word(lang).to_owned(),
        Ineligible::OtherSettlement | Ineligible::OtherDistrict => {
            other_settlement_out_word(lang).to_owned()
        }
        other => way_out(lang, other, asked),
    }
}

/// «від 14 років», «від 14 до 35 років».
pub fn ages(lang: Lang, audience: &Audience) -> String {
    let from = i64::from(audience.age_from);
    match audience.age_to {
        Some(to) => ages_from_to(lang, from, i64::from(to)),
        None => ages_from(lang, from),
    }
}

/// Those who belong in this way, in the genitive: «жителів».
pub fn who(lang: Lang, residency: AskedResidency) -> &'static str {
    match residency {
        AskedResidency::Declared | AskedResidency::Confirmed => who_residents(lang),
        AskedResidency::Registered => who_registered(lang),
        AskedResidency::Displaced => who_displaced(lang),
    }
}

/// Who may answer, in the nominative, to stand within a sentence: «жителі громади від 14 років». `places` are those of the audience.
pub fn audience(lang: Lang, audience: &Audience, places: &AskedPlaces) -> String {
    let ages = ages(lang, audience);
    let those = match audience.residency {
        AskedResidency::Declared | AskedResidency::Confirmed => those_residents(lang),
        AskedResidency::Registered => those_registered(lang),
        AskedResidency::Displaced => those_displaced(lang),
    };
    if places.is_everywhere() {
        of_community(lang, those, &ages)
    } else {
        of_places(lang, those, &ages, &places.in_words(lang))
    }
}

/// What else the rule says of how people belong: whole sentences.
pub fn belonging(lang: Lang, residency: AskedResidency) -> Vec<&'static str> {
    match residency {
        AskedResidency::Declared => vec![displaced_too(lang)],
        AskedResidency::Confirmed => vec![needs_confirmed(lang), displaced_too(lang)],
        AskedResidency::Registered => vec![needs_registered(lang)],
        AskedResidency::Displaced => vec![needs_certificate(lang)],
    }
}

/// In what way people must belong, as staff choose it.
pub fn asked_residency(lang: Lang, residency: AskedResidency) -> &'static str {
    match residency {
        AskedResidency::Declared => asked_declared(lang),
        AskedResidency::Confirmed => asked_confirmed(lang),
        AskedResidency::Registered => asked_registered(lang),
        AskedResidency::Displaced => asked_displaced(lang),
    }
}
