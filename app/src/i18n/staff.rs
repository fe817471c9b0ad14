//! The staff desk: today, the list of polls, a poll's own page, publishing, the journal.

use super::Lang;
use domain::{ids::PollNumber, lifecycle::Refusal, role::Role};

catalogue! {
    desk_title { uk "Робоче місце" en "Staff desk" }
    desk_nav_label { uk "Робоче місце" en "Staff desk" }
    nav_today { uk "Сьогодні" en "Today" }
    nav_polls { uk "Опитування" en "Polls" }
    nav_audit { uk "Журнал дій" en "Journal" }
    to_site { uk "Сайт для жителів" en "Residents’ site" }
    data_as_of(time: &str) { uk "Дані на {time}" en "As of {time}" }
    no_role_title { uk "Робоче місце лише для працівників громади" en "The desk is for the community’s staff only" }
    no_role_text {
        uk "Ваш обліковий запис не має ролі в цій громаді. Якщо ви працюєте тут, попросіть адміністратора надати вам роль."
        en "Your account has no role in this community. If you work here, ask the administrator to grant you one."
    }
    role_administrator { uk "Адміністратор" en "Administrator" }
    role_staff { uk "Працівник" en "Staff" }

    // Today.
    today_open { uk "Відкриті зараз" en "Open now" }
    today_next { uk "Найближчі події" en "Coming up" }
    today_nothing { uk "Сьогодні нічого не відкривається й не закривається." en "Nothing opens or closes today." }
    opens_at(moment: &str) { uk "Відкриється {moment}" en "Opens {moment}" }
    closes_at(moment: &str) { uk "Закриється {moment}" en "Closes {moment}" }
    answers_until(n: i64, moment: &str) plural n {
        uk { one "{n} відповідь, до {moment}" few "{n} відповіді, до {moment}" many "{n} відповідей, до {moment}" other "{n} відповіді, до {moment}" }
        en { one "{n} answer, until {moment}" other "{n} answers, until {moment}" }
    }

    // The list.
    list_title { uk "Опитування громади" en "The community’s polls" }
    list_caption { uk "Усі опитування громади, найновіше спершу" en "All the community’s polls, newest first" }
    new_poll { uk "Створити опитування" en "Create a poll" }
    column_number { uk "Номер" en "Number" }
    column_title { uk "Опитування" en "Poll" }
    column_state { uk "Стан" en "State" }
    column_term { uk "Строк" en "Term" }
    column_answers { uk "Відповіли" en "Answers" }
    column_initiator { uk "Ініціатор" en "Initiator" }
    no_term { uk "Строк не вказано" en "No term yet" }
    list_empty_title { uk "Опитувань ще немає" en "There are no polls yet" }
    list_empty_text { uk "Створіть перше: до публікації його бачитимуть лише працівники." en "Create the first one: only staff see it until it is published." }

    // A poll's page on the desk.
    poll_title(no: PollNumber, title: &str) { uk "№ {no}. {title}" en "No. {no}. {title}" }
    untitled { uk "Без назви" en "Untitled" }
    edit { uk "Редагувати" en "Edit" }
    preview { uk "Попередній перегляд" en "Preview" }
    preview_note { uk "Так побачать жителі. Це перегляд: відповісти тут не можна." en "This is what residents will see. It is a preview: you cannot answer here." }
    preview_back { uk "Назад до редагування" en "Back to editing" }
    open_public_page { uk "Сторінка для жителів" en "Residents’ page" }
    locked_title { uk "Питання, варіанти, коло учасників і строк не змінюються" en "Questions, options, audience and term do not change" }
    locked_text {
        uk "Опитування вже оголошено. Так вимагає довіра тих, хто вже відповів."
        en "The poll has been published. Those who have answered must be able to rely on that."
    }
    turnout_only { uk "До закриття видно лише участь, і вам теж." en "Until the close only turnout is shown, to you as well." }

    // Publishing.
    publish { uk "Опублікувати" en "Publish" }
    publish_title { uk "Опублікувати опитування?" en "Publish the poll?" }
    publish_lead { uk "Після публікації:" en "Once published:" }
    publish_locked { uk "питання, варіанти, коло учасників, строк і таємність змінити не можна;" en "questions, options, audience, term and secrecy cannot be changed;" }
    publish_term(from: &str, to: &str) { uk "опитування само відкриється {from} і само закриється {to};" en "the poll opens {from} and closes {to} by itself;" }
    publish_term_now(to: &str) { uk "опитування відкриється одразу й само закриється {to};" en "the poll opens at once and closes {to} by itself;" }
    publish_audience(audience: &str) { uk "відповісти зможуть: {audience}" en "who can answer: {audience}" }
    publish_sealed { uk "як саме відповідають, до закриття не побачить ніхто, і ви теж;" en "nobody, you included, sees how people answer before the close;" }
    publish_journal { uk "ваше ім’я, час і дія потраплять до журналу, який не редагується." en "your name, the time and the act go into a journal that cannot be edited." }
    publish_confirm { uk "Так, опублікувати" en "Yes, publish it" }
    publish_blocked_title { uk "Опублікувати ще не можна" en "It cannot be published yet" }
    published_note { uk "Опитування опубліковано." en "The poll is published." }
    saved_note { uk "Збережено." en "Saved." }
    created_note { uk "Чернетку створено. Жителі її не бачать." en "The draft is created. Residents cannot see it." }
    conflict_note {
        uk "Поки ви редагували, хтось зберіг іншу версію. Ваш текст нижче; порівняйте його зі збереженим і збережіть знову."
        en "Somebody saved another version while you were editing. Your text is below; compare it with the saved one and save again."
    }
    refusal_wrong_state { uk "Це опитування вже в іншому стані: можливо, хтось випередив вас. Відкрийте сторінку знову." en "The poll is already in another state: somebody may have been quicker. Open the page again." }
    refusal_not_due { uk "Ще зарано: це станеться само у визначений час." en "It is too early: this happens by itself at the set time." }
    refusal_term_is_over { uk "Строк опитування вже минув. Вкажіть новий і опублікуйте знову." en "The poll’s term is already over. Set a new one and publish again." }
    not_a_draft_note { uk "Це опитування вже опубліковано, тому зміни не збережено." en "This poll is already published, so nothing was saved." }

    // The journal.
    journal_title { uk "Журнал дій" en "Journal" }
    journal_lead { uk "Кожну дію записано з іменем і часом. Записи не можна ані змінити, ані стерти." en "Each act is recorded with name and time. Entries can be neither changed nor erased." }
    journal_caption { uk "Дії, найновіша спершу" en "Acts, newest first" }
    journal_empty { uk "Записів ще немає." en "There are no entries yet." }
    column_when { uk "Коли" en "When" }
    column_who { uk "Хто" en "Who" }
    column_act { uk "Дія" en "Act" }
    column_subject { uk "Над чим" en "On what" }
    system { uk "Система" en "System" }
    command_line { uk "Командний рядок" en "Command line" }
    newer { uk "← Новіші" en "← Newer" }
    older { uk "Старіші →" en "Older →" }
    pager_label { uk "Сторінки журналу" en "Pages of the journal" }
    act_sign_in { uk "Вхід" en "Signed in" }
    act_sign_out { uk "Вихід" en "Signed out" }
    act_poll_create { uk "Створено чернетку опитування" en "Created a draft poll" }
    act_poll_edit { uk "Змінено чернетку опитування" en "Edited a draft poll" }
    act_poll_publish { uk "Опубліковано опитування" en "Published a poll" }
    act_poll_open { uk "Опитування відкрито" en "The poll opened" }
    act_poll_close { uk "Опитування закрито й пораховано" en "The poll closed and was counted" }
    act_role_grant { uk "Надано роль" en "Granted a role" }
    act_role_revoke { uk "Відкликано роль" en "Revoked a role" }
    act_recount { uk "Перераховано бюлетені" en "Recounted the ballots" }
    act_import_territory { uk "Оновлено кодифікатор територій" en "Updated the territory codifier" }
    act_seed { uk "Створено демонстраційний вміст" en "Created the demonstration’s content" }
}

/// An act of the audit log in words; one that has none is shown by its code, so that nothing of the log is hidden.
pub fn act(lang: Lang, code: &str) -> &str {
    match code {
        "sign_in" => act_sign_in(lang),
        "sign_out" => act_sign_out(lang),
        "poll_create" => act_poll_create(lang),
        "poll_edit" => act_poll_edit(lang),
        "poll_publish" => act_poll_publish(lang),
        "poll_open" => act_poll_open(lang),
        "poll_close" => act_poll_close(lang),
        "role_grant" => act_role_grant(lang),
        "role_revoke" => act_role_revoke(lang),
        "recount" => act_recount(lang),
        "import_territory" => act_import_territory(lang),
        "seed" => act_seed(lang),
        _ => code,
    }
}

/// A role's name.
pub fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Administrator => role_administrator(lang),
        Role::Staff => role_staff(lang),
    }
}

/// Why publishing, opening or closing did not happen, and what to do.
pub fn refusal(lang: Lang, refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::WrongState(_) => refusal_wrong_state(lang),
        Refusal::NotDue { .. } => refusal_not_due(lang),
        Refusal::TermIsOver => refusal_term_is_over(lang),
    }
}
