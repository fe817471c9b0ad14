//! The staff desk: today, the list of polls, a poll's own page, publishing, the journal.

use super::Lang;
use domain::{
    ids::PollNumber,
    lifecycle::{Event, Refusal},
    role::Role,
};

catalogue! {
    desk_title { uk "Робоче місце" en "Staff desk" }
    nav_today { uk "Сьогодні" en "Today" }
    nav_polls { uk "Опитування" en "Polls" }
    nav_audit { uk "Журнал дій" en "Journal" }
    to_site { uk "Сайт для жителів" en "Residents’ site" }
    role_administrator { uk "Адміністратор" en "Administrator" }
    role_moderator { uk "Модератор" en "Moderator" }
    role_editor { uk "Редактор" en "Editor" }
    role_respondent { uk "Відповідальний виконавець" en "Reply officer" }
    role_operator { uk "Оператор прийому" en "Reception operator" }
    role_auditor { uk "Аудитор" en "Auditor" }
    role_platform_operator { uk "Оператор платформи" en "Platform operator" }

    // Today.
    today_open { uk "Відкриті зараз" en "Open now" }
    /// Who is at the desk, as what, and how fresh the page is.
    desk_line(name: &str, role: &str, time: &str) { uk "{name}, {role}. Дані на {time}" en "{name}, {role}. As of {time}" }
    week_title { uk "Найближчі сім днів" en "The next seven days" }
    drafts_title { uk "Чернетки" en "Drafts" }
    drafts_none { uk "Чернеток немає." en "There are no drafts." }
    draft_term(term: &str) { uk "Строк: {term}" en "Planned: {term}" }
    draft_created(moment: &str) { uk "Створено {moment}" en "Created {moment}" }
    recent_acts { uk "Останні дії з опитуваннями" en "Latest actions on polls" }
    all_acts_link { uk "Увесь журнал" en "The whole journal" }
    all_polls_link { uk "Усі опитування" en "All polls" }
    opens_at(moment: &str) { uk "Відкриється {moment}" en "Opens {moment}" }
    closes_at(moment: &str) { uk "Закриється {moment}" en "Closes {moment}" }

    // The list.
    list_title { uk "Опитування громади" en "The community’s polls" }
    list_filter { uk "Відбір за станом" en "Filter by state" }
    list_all { uk "Усі" en "All" }
    new_poll { uk "Створити опитування" en "Create a poll" }
    column_title { uk "Опитування" en "Poll" }
    column_state { uk "Стан" en "State" }
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
    preview_parts { uk "Що показати" en "What to show" }
    preview_poll { uk "Сторінка опитування" en "The poll’s page" }
    preview_resident { uk "Хто може відповісти" en "Who may answer" }
    preview_outsider { uk "Хто не може" en "Who may not" }
    preview_closed { uk "Після закриття" en "After the close" }
    preview_closed_note {
        uk "Так сторінка виглядатиме після закриття. Чисел тут немає: до закриття їх не бачить ніхто."
        en "This is how the page will look after the close. There are no figures: nobody sees them before."
    }
    preview_result { uk "Результат" en "The result" }
    preview_result_note {
        uk "Так виглядатиме сторінка результату. Справжніх чисел ще немає: тут для прикладу в кожного варіанта порівну голосів."
        en "This is how the page of results will look. There are no real figures yet: as an example, each option here has the same number of votes."
    }
    preview_question(no: domain::ids::QuestionNo) { uk "Питання {no}" en "Question {no}" }
    preview_on_phone { uk "На телефоні" en "On a phone" }
    preview_on_desktop { uk "На комп’ютері" en "On a desktop" }
    preview_full_width { uk "Відкрити на всю ширину" en "Open at full width" }
    preview_back { uk "Назад до редагування" en "Back to editing" }
    open_public_page { uk "Сторінка для жителів" en "Residents’ page" }
    locked_title { uk "Питання, варіанти й коло учасників не змінюються" en "Questions, options and audience do not change" }
    locked_text {
        uk "Опитування вже оголошено. Так вимагає довіра тих, хто вже відповів."
        en "The poll has been published. Those who have answered must be able to rely on that."
    }
    written_by(moment: &str, name: &str) { uk "Чернетку створено {moment}, {name}." en "Draft created {moment}, {name}." }
    written_by_system(moment: &str) { uk "Чернетку створено {moment}." en "Draft created {moment}." }
    life_title { uk "Перебіг" en "What has happened" }
    event_published { uk "Оголошено" en "Published" }
    event_opened { uk "Відкрито" en "Opened" }
    event_closed { uk "Завершено й пораховано" en "Closed and counted" }
    acts_on_poll { uk "Дії з цим опитуванням" en "Actions on this poll" }
    turnout_only { uk "До закриття видно лише участь, і вам теж." en "Until the close only turnout is shown, to you as well." }

    // Publishing.
    awaits_moderator_title { uk "Публікує модератор" en "A moderator publishes" }
    awaits_moderator_text {
        uk "Коли чернетка готова, покажіть її модераторові або адміністраторові громади."
        en "When the draft is ready, show it to a moderator or an administrator of the community."
    }
    publish { uk "Опублікувати" en "Publish" }
    publish_title { uk "Опублікувати опитування?" en "Publish the poll?" }
    publish_lead { uk "Після публікації:" en "Once published:" }
    publish_locked { uk "питання, варіанти, коло учасників, строк і таємність змінити не можна;" en "questions, options, audience, term and secrecy cannot be changed;" }
    publish_term(from: &str, to: &str) { uk "опитування само відкриється {from} і само закриється {to};" en "the poll opens {from} and closes {to} by itself;" }
    publish_term_now(to: &str) { uk "опитування відкриється одразу й само закриється {to};" en "the poll opens at once and closes {to} by itself;" }
    publish_audience(audience: &str) { uk "відповісти зможуть {audience};" en "those who may answer will be {audience};" }
    publish_sealed { uk "як саме відповідають, до закриття не побачить ніхто, і ви теж;" en "nobody, you included, sees how people answer before the close;" }
    publish_journal { uk "ваше ім’я, час і дія потраплять до журналу, який не редагується." en "your name, the time and the act go into a journal that cannot be edited." }
    publish_confirm { uk "Так, опублікувати" en "Yes, publish it" }
    publish_blocked_text { uk "Виправте в редакторі:" en "Correct in the editor:" }
    publish_unsaved {
        uk "У редакторі лишилися ваші незбережені зміни. Вони не потраплять до публікації: спершу збережіть їх або відкиньте."
        en "Your unsaved changes are waiting in the editor. They will not be published: save or discard them first."
    }
    publish_changed {
        uk "Поки ви читали цю сторінку, хтось змінив чернетку. Перегляньте її ще раз і тоді публікуйте."
        en "Somebody changed the draft while you were reading this page. Look through it once more, then publish."
    }
    publish_no_keys {
        uk "Сервер не має сховища ключів для конфіденційних опитувань. Оберіть іншу таємність або зверніться до адміністратора."
        en "The server has no key store for confidential polls. Choose another level of secrecy or ask the administrator."
    }
    publish_blocked_title { uk "Опублікувати ще не можна" en "It cannot be published yet" }
    published_note { uk "Опитування опубліковано." en "The poll is published." }
    saved_note { uk "Збережено." en "Saved." }
    conflict_note {
        uk "Поки ви редагували, хтось зберіг іншу версію. Ваш текст нижче; порівняйте його зі збереженим і збережіть знову."
        en "Somebody saved another version while you were editing. Your text is below; compare it with the saved one and save again."
    }
    refusal_wrong_state { uk "Це опитування вже в іншому стані: можливо, хтось випередив вас. Відкрийте сторінку знову." en "The poll is already in another state: somebody may have been quicker. Open the page again." }
    refusal_not_due { uk "Ще зарано: це станеться само у визначений час." en "It is too early: this happens by itself at the set time." }
    refusal_term_is_over { uk "Строк опитування вже минув. Вкажіть новий і опублікуйте знову." en "The poll’s term is already over. Set a new one and publish again." }
    not_a_draft_note { uk "Це опитування вже опубліковано, тому зміни не збережено." en "This poll is already published, so nothing was saved." }

    /// To whoever opens its editor.
    not_edited_note { uk "Це опитування вже опубліковано, тому редагувати його не можна. Опис можна уточнити, поки триває опитування." en "This poll is already published, so it cannot be edited. Its description can be corrected while the poll runs." }

    // The journal.
    journal_title { uk "Журнал дій" en "Journal" }
    journal_lead { uk "Кожну дію записано з іменем і часом. Записів не можна ні змінити, ні стерти." en "Each action is recorded with name and time. Entries can be neither changed nor erased." }
    journal_caption { uk "Дії, найновіша спершу" en "Acts, newest first" }
    journal_all { uk "Усі дії" en "All actions" }
    journal_empty { uk "Записів ще немає." en "There are no entries yet." }
    column_when { uk "Коли" en "When" }
    column_who { uk "Хто" en "Who" }
    column_act { uk "Дія" en "Action" }
    column_subject { uk "Кого чи чого стосується" en "About" }
    system { uk "Система" en "System" }
    command_line { uk "Командний рядок" en "Command line" }
    /// Of somebody whose name is not known any more: the beginning of their record’s number.
    /// Of a resident: who that is stands on the record's page.
    somebody(id: &str) { uk "людина ({id})" en "a person ({id})" }
    /// A version of the regulation.
    edition(version: &str) { uk "редакція {version}" en "version {version}" }
    picture_added { uk "Зображення" en "Picture" }
    act_poll_created { uk "Створено чернетку опитування" en "Created a draft poll" }
    act_poll_saved { uk "Змінено чернетку опитування" en "Edited a draft poll" }
    act_poll_published { uk "Опубліковано опитування" en "Published a poll" }
    act_poll_description_corrected { uk "Уточнено опис опитування" en "Corrected a poll’s description" }
    act_poll_closed_early { uk "Опитування закрито достроково" en "Closed a poll early" }
    act_link_key_destroyed { uk "Знищено ключ конфіденційного опитування" en "Destroyed a confidential poll’s key" }
    act_role_granted { uk "Надано роль" en "Granted a role" }
    act_role_revoked { uk "Відкликано роль" en "Revoked a role" }
    act_role_reviewed { uk "Підтверджено, що роль потрібна" en "Confirmed that a role is needed" }
    act_second_factor_set { uk "Додано другий крок входу" en "Set up the second step of signing in" }
    act_second_factor_recovered { uk "Увійдено за резервним кодом" en "Signed in by a recovery code" }
    act_second_factor_codes { uk "Створено нові резервні коди" en "Made new recovery codes" }
    act_passkey_added { uk "Додано ключ доступу" en "Added a passkey" }
    act_passkey_removed { uk "Видалено ключ доступу" en "Deleted a passkey" }
    act_person_erased { uk "Людина видалила свої дані" en "A person deleted their data" }
    act_sessions_ended { uk "Завершено всі входи людини" en "Ended all sign-ins of a person" }
    act_second_factor_reset { uk "Скинуто другий крок входу" en "Reset the second step of signing in" }
    act_invitation_sent { uk "Запрошено до команди" en "Invited to the team" }
    act_invitation_accepted { uk "Прийнято запрошення до команди" en "Accepted an invitation to the team" }
    act_invitation_refused { uk "Відхилено роль за запрошенням" en "Refused a role that was accepted" }
    act_invitation_withdrawn { uk "Відкликано запрошення" en "Took an invitation back" }
    act_residency_decided { uk "Визначено місце проживання" en "Decided on a residence" }
    act_residency_proposed { uk "Запропоновано підтвердити місце проживання" en "Proposed to confirm a residence" }
    act_residency_proposal_dropped { uk "Прибрано пропозицію підтвердити місце проживання" en "Dropped a proposal to confirm a residence" }
    act_residency_register { uk "Місце проживання взято з реєстру" en "Took residences from the register" }
    act_second_key_cleared { uk "Перевірено, що запис єдиний" en "Ruled out a second record" }
    act_two_confirm_on { uk "Місце проживання відтепер підтверджують двоє" en "From now on two confirm a residence" }
    act_two_confirm_off { uk "Місце проживання відтепер підтверджує один працівник" en "From now on one member of staff confirms a residence" }
    act_district_added { uk "Додано старостинський округ" en "Added a starosta district" }
    act_district_changed { uk "Змінено старостинський округ" en "Changed a starosta district" }
    act_district_removed { uk "Вилучено старостинський округ" en "Removed a starosta district" }
    act_person_found { uk "Знайдено запис людини за документом" en "Found a person’s record by a document" }
    act_person_listed { uk "Відкрито список з іменем людини" en "Opened a list with a person’s name" }
    act_person_viewed { uk "Переглянуто запис людини" en "Looked at a person’s record" }
    act_person_merged { uk "Об’єднано записи людини" en "Joined a person’s records" }
    act_person_recorded { uk "Створено запис людини за документом" en "Made a person’s record by a document" }
    act_document_added { uk "Додано документ до запису" en "Added a document to a record" }
    act_document_in_doubt { uk "Документ стоїть в іншому записі" en "A document stands in another record" }
    act_looked_for { uk "Шукали запис за документом, якого ніхто не має" en "Looked for a record by a document that nobody has" }
    act_case_viewed { uk "Переглянуто сумнівний вхід" en "Looked at a sign-in in doubt" }
    act_number_taken_out { uk "Номер вилучено із запису: він належить іншій людині" en "Took a number out of a record: it is another person’s" }
    act_case_decided { uk "Вирішено про сумнівний вхід" en "Decided on a sign-in in doubt" }
    act_residence_document_viewed { uk "Переглянуто документ до запиту про місце проживання" en "The document of a residence request was viewed" }
    act_residence_refused { uk "Відмовлено в підтвердженні місця проживання" en "A residence request was refused" }
    act_paper_batch_opened { uk "Відкрито пакет паперових бланків" en "Opened a batch of paper forms" }
    act_paper_batch_cast { uk "Зараховано пакет паперових бланків" en "Cast a batch of paper forms" }
    act_paper_entered { uk "Внесено паперовий бланк" en "Entered a paper form" }
    act_paper_agreed { uk "Паперовий бланк внесено вдруге, записи збігаються" en "Entered a paper form a second time; the entries agree" }
    act_paper_differs { uk "Паперовий бланк внесено, записи різняться" en "Entered a paper form, the entries differ" }
    act_paper_begun_anew { uk "Записи паперового бланка знову різняться, обидва видалено" en "The entries of a paper form differ again, both are deleted" }
    act_paper_taken_out { uk "Вилучено паперовий бланк" en "Took out a paper form" }
    act_paper_refused { uk "Паперовий бланк не зараховано" en "A paper form was not cast" }
    act_paper_scan_attached { uk "Додано скан до паперового бланка" en "Attached a scan to a paper form" }
    act_paper_scan_viewed { uk "Переглянуто скан паперового бланка" en "Looked at the scan of a paper form" }
    act_key_rotated { uk "Змінено ключ, яким хешують номери документів" en "The key that hashes document numbers was rotated" }
    act_policy_appended { uk "Змінено регламент" en "Changed the regulation" }
    act_community_created { uk "Створено громаду" en "Created the community" }
    act_community_changed { uk "Змінено дані громади" en "Changed the community’s details" }
    act_widget_origins_set { uk "Змінено сайти, яким дозволено віджет" en "Changed the sites that may show the widget" }
    act_picture_added { uk "Додано зображення" en "Added a picture" }
    act_host_removed { uk "Прибрано адресу громади" en "Removed an address of the community" }
    act_logo_set { uk "Змінено логотип громади" en "Changed the community’s logo" }
    act_logo_removed { uk "Прибрано логотип громади" en "Removed the community’s logo" }
    act_register_imported { uk "Оновлено реєстр жителів" en "Updated the register of residents" }
    act_organisation_added { uk "Додано організацію" en "Added an organisation" }
    act_organisation_changed { uk "Змінено відомості про організацію" en "Changed what is known of an organisation" }
    act_organisation_removed { uk "Вилучено організацію" en "Removed an organisation" }
    act_power_given { uk "Надано повноваження діяти від імені організації" en "Gave powers to act for an organisation" }
    act_power_offered { uk "Запропоновано повноваження іншій людині" en "Offered powers to somebody else" }
    act_power_refused { uk "Відмовлено в повноваженнях" en "Refused powers" }
    act_power_document_viewed { uk "Переглянуто документ про повноваження" en "Looked at a document about powers" }
    act_power_claim_viewed { uk "Переглянуто заявку на повноваження" en "Looked at a claim of powers" }
    act_power_viewed { uk "Переглянуто, хто представляє організацію" en "Looked at who represents an organisation" }
    act_power_revoked { uk "Припинено повноваження" en "Ended powers" }
    act_power_laid_down { uk "Складено повноваження" en "Laid down powers" }
    act_power_ended_by_colleague { uk "Представник припинив повноваження іншого" en "A representative ended another’s powers" }
    act_power_given_away { uk "Передано повноваження" en "Handed powers over" }
    act_power_ended_with_record { uk "Повноваження припинено разом із записом" en "Powers ended with a record" }
    act_power_ended_with_code { uk "Повноваження припинено через новий код організації" en "Powers ended with the organisation’s old code" }
    act_power_offer_taken_back { uk "Забрано посилання, яким передають повноваження" en "Took back a link by which powers are handed on" }
    act_host_added { uk "Додано адресу громади" en "Added an address of the community" }
}

/// The acts that the store logs, in the order of a list to choose from.
pub const ACTS: [&str; 81] = [
    "poll.created",
    "poll.saved",
    "poll.published",
    "poll.description_corrected",
    "poll.closed_early",
    "poll.link_key_destroyed",
    "picture.added",
    "role.granted",
    "role.revoked",
    "role.reviewed",
    "second_factor.set",
    "second_factor.recovered",
    "second_factor.codes_renewed",
    "second_factor.reset",
    "person.sessions_ended",
    "person.erased",
    "passkey.added",
    "passkey.removed",
    "invitation.sent",
    "invitation.accepted",
    "invitation.refused",
    "invitation.withdrawn",
    "residency.decided",
    "residency.proposed",
    "residency.proposal_dropped",
    "residency.register",
    "register.imported",
    "person.second_key_cleared",
    "person.found",
    "person.viewed",
    "person.listed",
    "person.merged",
    "person.recorded",
    "person.document_added",
    "person.document_in_doubt",
    "person.number_taken_out",
    "residency.document_viewed",
    "residency.refused",
    "paper_batch.opened",
    "paper.entered",
    "paper.agreed",
    "paper.differs",
    "paper.begun_anew",
    "paper.taken_out",
    "paper_batch.cast",
    "paper.refused",
    "paper.scan_attached",
    "paper.scan_viewed",
    "identity.looked_for",
    "identity.case_viewed",
    "identity.case_decided",
    "identity.key_rotated",
    "policy.appended",
    "community.created",
    "community.changed",
    "community.host_added",
    "community.host_removed",
    "community.logo_set",
    "community.logo_removed",
    "community.widget_origins_set",
    "community.two_confirm_on",
    "community.two_confirm_off",
    "district.added",
    "district.changed",
    "district.removed",
    "organisation.added",
    "organisation.changed",
    "organisation.removed",
    "power.given",
    "power.offered",
    "power.offer_taken_back",
    "power.refused",
    "power.claim_viewed",
    "power.document_viewed",
    "power.viewed",
    "power.revoked",
    "power.laid_down",
    "power.ended_by_colleague",
    "power.given_away",
    "power.ended_with_record",
    "power.ended_with_code",
];

/// An act of the audit log in words; one that has none is shown by its code, so that nothing of the log is hidden.
pub fn act(lang: Lang, code: &str) -> &str {
    match code {
        "poll.created" => act_poll_created(lang),
        "poll.saved" => act_poll_saved(lang),
        "poll.published" => act_poll_published(lang),
        "poll.description_corrected" => act_poll_description_corrected(lang),
        "poll.closed_early" => act_poll_closed_early(lang),
        "poll.link_key_destroyed" => act_link_key_destroyed(lang),
        "picture.added" => act_picture_added(lang),
        "role.granted" => act_role_granted(lang),
        "role.revoked" => act_role_revoked(lang),
        "role.reviewed" => act_role_reviewed(lang),
        "second_factor.set" => act_second_factor_set(lang),
        "second_factor.recovered" => act_second_factor_recovered(lang),
        "second_factor.codes_renewed" => act_second_factor_codes(lang),
        "second_factor.reset" => act_second_factor_reset(lang),
        "person.sessions_ended" => act_sessions_ended(lang),
        "person.erased" => act_person_erased(lang),
        "passkey.added" => act_passkey_added(lang),
        "passkey.removed" => act_passkey_removed(lang),
        "invitation.sent" => act_invitation_sent(lang),
        "invitation.accepted" => act_invitation_accepted(lang),
        "invitation.refused" => act_invitation_refused(lang),
        "invitation.withdrawn" => act_invitation_withdrawn(lang),
        "residency.decided" => act_residency_decided(lang),
        "residency.proposed" => act_residency_proposed(lang),
        "residency.proposal_dropped" => act_residency_proposal_dropped(lang),
        "residency.register" => act_residency_register(lang),
        "register.imported" => act_register_imported(lang),
        "person.second_key_cleared" => act_second_key_cleared(lang),
        "person.found" => act_person_found(lang),
        "person.viewed" => act_person_viewed(lang),
        "person.listed" => act_person_listed(lang),
        "person.merged" => act_person_merged(lang),
        "person.recorded" => act_person_recorded(lang),
        "person.document_added" => act_document_added(lang),
        "person.document_in_doubt" => act_document_in_doubt(lang),
        "person.number_taken_out" => act_number_taken_out(lang),
        "residency.document_viewed" => act_residence_document_viewed(lang),
        "residency.refused" => act_residence_refused(lang),
        "paper_batch.opened" => act_paper_batch_opened(lang),
        "paper.entered" => act_paper_entered(lang),
        "paper.agreed" => act_paper_agreed(lang),
        "paper.differs" => act_paper_differs(lang),
        "paper.begun_anew" => act_paper_begun_anew(lang),
        "paper.taken_out" => act_paper_taken_out(lang),
        "paper_batch.cast" => act_paper_batch_cast(lang),
        "paper.refused" => act_paper_refused(lang),
        "paper.scan_attached" => act_paper_scan_attached(lang),
        "paper.scan_viewed" => act_paper_scan_viewed(lang),
        "identity.looked_for" => act_looked_for(lang),
        "identity.case_viewed" => act_case_viewed(lang),
        "identity.case_decided" => act_case_decided(lang),
        "identity.key_rotated" => act_key_rotated(lang),
        "policy.appended" => act_policy_appended(lang),
        "community.created" => act_community_created(lang),
        "community.changed" => act_community_changed(lang),
        "community.host_added" => act_host_added(lang),
        "community.host_removed" => act_host_removed(lang),
        "community.logo_set" => act_logo_set(lang),
        "community.logo_removed" => act_logo_removed(lang),
        "community.widget_origins_set" => act_widget_origins_set(lang),
        "community.two_confirm_on" => act_two_confirm_on(lang),
        "community.two_confirm_off" => act_two_confirm_off(lang),
        "district.added" => act_district_added(lang),
        "district.changed" => act_district_changed(lang),
        "district.removed" => act_district_removed(lang),
        "organisation.added" => act_organisation_added(lang),
        "organisation.changed" => act_organisation_changed(lang),
        "organisation.removed" => act_organisation_removed(lang),
        "power.given" => act_power_given(lang),
        "power.offered" => act_power_offered(lang),
        "power.offer_taken_back" => act_power_offer_taken_back(lang),
        "power.refused" => act_power_refused(lang),
        "power.document_viewed" => act_power_document_viewed(lang),
        "power.claim_viewed" => act_power_claim_viewed(lang),
        "power.viewed" => act_power_viewed(lang),
        "power.revoked" => act_power_revoked(lang),
        "power.laid_down" => act_power_laid_down(lang),
        "power.ended_by_colleague" => act_power_ended_by_colleague(lang),
        "power.given_away" => act_power_given_away(lang),
        "power.ended_with_record" => act_power_ended_with_record(lang),
        "power.ended_with_code" => act_power_ended_with_code(lang),
        _ => code,
    }
}

/// What happened to a poll, as its desk tells it.
pub fn event(lang: Lang, event: Event) -> &'static str {
    match event {
        Event::Published => event_published(lang),
        Event::Opened => event_opened(lang),
        Event::Closed => event_closed(lang),
    }
}

/// A role's name.
pub fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Administrator => role_administrator(lang),
        Role::Moderator => role_moderator(lang),
        Role::Editor => role_editor(lang),
        Role::Respondent => role_respondent(lang),
        Role::Operator => role_operator(lang),
        Role::Auditor => role_auditor(lang),
        Role::PlatformOperator => role_platform_operator(lang),
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
