//! What the sandbox's page says. Its title, lead and refusal are among the sign-in messages of `app`.

use super::{
    authorize::BadRequest,
    people::{Fault, Way},
};
use domain::{identity::Residency, lang::Lang};

app::catalogue! {
    notice_word { uk "Демонстрація." en "Demonstration." }
    notice_text {
        uk "Це не id.gov.ua. Жодна з цих людей не існує, справжніх даних тут немає."
        en "This is not id.gov.ua. None of these people exists, there is no real data here."
    }
    other_language { uk "English" en "Українською" }
    search_title { uk "Знайти когось іншого" en "Find somebody else" }
    search_label { uk "Знайти за ім’ям або населеним пунктом" en "Find by name or settlement (in Ukrainian)" }
    search_button { uk "Знайти" en "Find" }
    search_clear { uk "Показати всіх" en "Show everybody" }
    found_nobody(text: &str) { uk "За запитом «{text}» нікого не знайдено." en "Nobody was found for “{text}”." }
    way_legend { uk "Інший спосіб входу" en "Another way to sign in" }
    way_bank { uk "BankID" en "BankID" }
    way_mobile { uk "MobileID" en "MobileID" }
    way_diia { uk "Дія.Підпис" en "Diia.Signature" }
    way_signature { uk "Електронний підпис" en "Electronic signature" }
    residency_none { uk "місця проживання в громаді немає" en "no residence in the community" }
    residency_declared { uk "місце проживання заявлено" en "residence declared" }
    residency_confirmed { uk "місце проживання підтверджено" en "residence confirmed" }
    faults_title { uk "Перевірка збоїв" en "Try a failure" }
    faults_text {
        uk "Вхід завершиться помилкою, щоб можна було побачити, як її пояснює Віче."
        en "The sign-in ends in an error, so that you can see how Viche explains it."
    }
    fault_denied { uk "Відмова на боці служби" en "Refused at the service" }
    fault_token_error { uk "Помилка замість маркера" en "An error instead of the token" }
    fault_user_info_error { uk "Помилка замість даних" en "An error instead of the data" }
    fault_na_names { uk "Без імені" en "Without a name" }
    fault_no_keys { uk "Без жодного номера" en "Without any number" }
    fault_unknown_way { uk "Невідомий спосіб входу" en "An unknown way to sign in" }
    fault_slow { uk "Служба зволікає" en "The service is slow" }
    fault_closed { uk "З’єднання обривається" en "The connection breaks off" }
    fault_encrypted { uk "Дані зашифровано" en "The data is encrypted" }
    fault_oversize { uk "Завелика відповідь" en "An answer that is too large" }
    fault_not_json { uk "Нечитна відповідь" en "An unreadable answer" }
    fault_redirect { uk "Переадресування на інший сайт" en "A redirect to another site" }
    bad_title { uk "Цей запит не можна виконати" en "This request cannot be carried out" }
    bad_next {
        uk "Поверніться на сторінку, з якої прийшли, і почніть вхід спочатку."
        en "Go back to the page you came from and start the sign-in again."
    }
    bad_client { uk "Система, яка вас сюди спрямувала, тут не зареєстрована (client_id)." en "The system that sent you here is not registered (client_id)." }
    bad_redirect { uk "Адреса для повернення тут не зареєстрована (redirect_uri)." en "The address to return to is not registered (redirect_uri)." }
    bad_response_type { uk "Очікується response_type=code." en "Expected response_type=code." }
    bad_state { uk "Параметра state немає, або якийсь параметр задовгий." en "There is no state, or a parameter is too long." }
    bad_way { uk "Такого способу входу немає (auth_type)." en "There is no such way to sign in (auth_type)." }
    bad_person { uk "Такої людини в списку немає." en "There is no such person in the list." }
}

pub(super) fn way(lang: Lang, way: Way) -> &'static str {
    match way {
        Way::BankId => way_bank(lang),
        Way::MobileId => way_mobile(lang),
        Way::DiiaId => way_diia(lang),
        Way::DigSign => way_signature(lang),
    }
}

pub(super) fn residency(lang: Lang, residency: Residency) -> &'static str {
    match residency {
        Residency::None => residency_none(lang),
        Residency::Declared => residency_declared(lang),
        Residency::ConfirmedByRegister | Residency::ConfirmedByStaff => residency_confirmed(lang),
    }
}

pub(super) fn fault(lang: Lang, fault: Fault) -> &'static str {
    match fault {
        Fault::Denied => fault_denied(lang),
        Fault::TokenError => fault_token_error(lang),
        Fault::UserInfoError => fault_user_info_error(lang),
        Fault::NaNames => fault_na_names(lang),
        Fault::NoKeys => fault_no_keys(lang),
        Fault::UnknownWay => fault_unknown_way(lang),
        Fault::Slow => fault_slow(lang),
        Fault::Closed => fault_closed(lang),
        Fault::Encrypted => fault_encrypted(lang),
        Fault::Oversize => fault_oversize(lang),
        Fault::NotJson => fault_not_json(lang),
        Fault::Redirect => fault_redirect(lang),
    }
}

pub(super) fn bad_request(lang: Lang, fault: BadRequest) -> &'static str {
    match fault {
        BadRequest::Client => bad_client(lang),
        BadRequest::RedirectUri => bad_redirect(lang),
        BadRequest::ResponseType => bad_response_type(lang),
        BadRequest::State => bad_state(lang),
        BadRequest::AuthType => bad_way(lang),
        BadRequest::Person => bad_person(lang),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn ukrainian_texts_use_the_proper_apostrophe_and_quotes() {
        for (name, (uk, en)) in super::messages() {
            assert!(!uk.is_empty() && !en.is_empty(), "{name}");
            assert!(!uk.iter().any(|text| text.contains(['\'', '"'])), "{name}");
        }
    }
}
