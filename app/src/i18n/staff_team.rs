//! Who works for the community: the desk's page of the team, and the page on which somebody accepts an invitation.

use super::Lang;
use domain::{
    role::{Right, Role},
    team::{OfferField, OfferProblem},
};

catalogue! {
    nav { uk "Команда" en "Team" }
    lead {
        uk "Хто має доступ до робочого місця і навіщо. Кожну зміну записано в журналі."
        en "Who has access to the desk, and what for. The journal holds each change."
    }

    // What the rights are, each to be read after «Може:».
    right_see_desk { uk "бачити всі опитування, чернетки й участь" en "see all polls, drafts and turnout" }
    right_read_journal { uk "читати журнал дій" en "read the journal" }
    right_write_polls { uk "писати чернетки опитувань" en "write drafts of polls" }
    right_publish_polls { uk "публікувати опитування, уточнювати опис, закривати достроково" en "publish polls, correct their description, close them early" }
    right_handle_people { uk "знаходити записи жителів за документом і підтверджувати, де вони живуть" en "find residents’ records by a document and confirm where they live" }
    right_record_paper { uk "вносити паперові бланки й зараховувати їх" en "enter paper forms and cast them" }
    right_decide_cases { uk "розбирати сумнівні входи" en "decide on sign-ins in doubt" }
    right_handle_organisations { uk "вирішувати, хто діє від імені організацій" en "decide who acts for organisations" }
    right_manage_team { uk "запрошувати до команди й забирати ролі" en "invite people to the team and take roles away" }
    right_watch_sign_ins { uk "бачити, чи є щось незвичне у входах" en "see what is unusual about sign-ins" }
    right_set_up_community { uk "змінювати назву, вигляд і адреси громади" en "change the community’s name, look and addresses" }

    // Who has access.
    members_title { uk "Хто має доступ" en "Who has access" }
    members_caption { uk "Люди та їхні ролі" en "People and their roles" }
    column_person { uk "Людина" en "Person" }
    column_role { uk "Роль" en "Role" }
    column_granted { uk "Надано" en "Granted" }
    column_until { uk "Діє до" en "Ends" }
    column_last { uk "Остання дія" en "Last act" }
    column_acts { uk "Що зробити" en "Act" }
    column_needed { uk "Чи потрібна" en "Still needed" }
    you { uk "це ви" en "you" }
    granted_by(moment: &str, name: &str) { uk "{moment}, {name}" en "{moment}, {name}" }
    by_server { uk "через сервер" en "on the server" }
    no_end { uk "без кінцевої дати" en "no end" }
    never_acted { uk "ще не було" en "none yet" }
    confirmed(moment: &str) { uk "підтверджено {moment}" en "confirmed {moment}" }
    check_by(date: &str) { uk "перевірити до {date}" en "check by {date}" }
    review_due { uk "час перевірити" en "time to check" }
    review { uk "Роль потрібна" en "It is needed" }
    revoke { uk "Забрати роль" en "Take the role away" }
    reset { uk "Скинути другий крок" en "Reset the second step" }
    reset_done {
        uk "Другий крок входу скинуто. Під час наступного входу людина налаштує його знову."
        en "The second step is reset. At the next sign-in the person sets it up anew."
    }
    end_sessions { uk "Завершити входи" en "End the sign-ins" }
    sessions_ended { uk "Усі входи цієї людини завершено. Щоб працювати далі, вона увійде знову." en "All sign-ins of this person are ended. To go on, they sign in again." }
    own_role { uk "Про вашу роль це скаже хтось інший." en "Somebody else says that of your own role." }
    last_of_role {
        uk "Це єдина людина, яка може роздавати ролі. Погодити ще одну таку роль нікому, тож другого адміністратора запрошує той, хто обслуговує сервер."
        en "This is the only person who can give roles. Nobody could agree to another such role, so a second administrator is invited by whoever runs the server."
    }
    revoked { uk "Роль забрано." en "The role is taken away." }
    reviewed { uk "Записано: роль потрібна." en "Recorded: the role is needed." }
    late { uk "Поки ви читали, щось змінилося. Нижче – як є зараз." en "Something changed while you were reading. Below is how things stand now." }

    // A second person.
    second_title { uk "Чекають згоди ще однієї людини" en "Waiting for a second person" }
    second_lead {
        uk "Роль, яка дає право роздавати ролі, надають двоє: хто запросив і ще хтось. Переконайтеся, що це справді та людина."
        en "A role that lets its holder give roles takes two: whoever invited, and one more. Make sure that it is the right person."
    }
    second_caption { uk "Прийняті запрошення, що чекають згоди" en "Accepted invitations waiting for consent" }
    column_accepted { uk "Хто прийняв" en "Accepted by" }
    column_second_until { uk "Погодити до" en "Agree by" }
    column_invited { uk "Хто запросив" en "Invited by" }
    agree { uk "Погодити" en "Agree" }
    refuse { uk "Відхилити" en "Refuse" }
    not_second { uk "Погоджує не той, хто запросив або прийняв." en "Whoever invited or accepted cannot agree." }
    second_nobody {
        uk "Погодити нікому: крім того, хто запросив, ролей ніхто не роздає. Другого адміністратора запрошує той, хто обслуговує сервер, командою viche admin invite."
        en "There is nobody to agree: only the person who invited gives roles. Whoever runs the server invites a second administrator, by the command viche admin invite."
    }
    agreed { uk "Роль надано." en "The role is granted." }
    refused { uk "Роль не надано." en "The role is not granted." }

    // Invitations.
    open_title { uk "Надіслані запрошення" en "Invitations sent" }
    open_caption { uk "Запрошення, яких ще не прийнято" en "Invitations that nobody has accepted yet" }
    open_none { uk "Неприйнятих запрошень немає." en "There are no unaccepted invitations." }
    column_for { uk "Для кого" en "For whom" }
    column_open_until { uk "Прийняти до" en "Accept by" }
    withdraw { uk "Відкликати" en "Take back" }
    withdrawn { uk "Запрошення відкликано." en "The invitation is taken back." }

    // Inviting.
    invite_title { uk "Запросити" en "Invite somebody" }
    invite_lead {
        uk "Ви отримаєте посилання й передасте його самі. Прийняти запрошення можна один раз, протягом семи днів, увійшовши через BankID або підпис."
        en "You get a link and pass it on yourself. It can be accepted once, within seven days, by whoever signs in by BankID or a signature."
    }
    invite_role { uk "Роль" en "Role" }
    invite_two { uk "Таку роль має погодити ще одна людина, яка її вже має." en "Another holder of this role has to agree." }
    invite_nobody_agrees {
        uk "Зараз погодити її нікому: ролі роздаєте лише ви. Другого адміністратора запрошує той, хто обслуговує сервер, командою viche admin invite."
        en "Nobody could agree to it now: you alone give roles. Whoever runs the server invites a second administrator, by the command viche admin invite."
    }
    invite_label { uk "Для кого" en "For whom" }
    invite_label_hint { uk "Ім’я або посада, щоб упізнати запрошення в списку." en "A name or a position, to recognise the invitation in the list." }
    invite_until { uk "Останній день ролі (необов’язково)" en "Last day of the role (optional)" }
    invite_until_hint { uk "Не пізніше ніж через п’ять років." en "Five years from now at most." }
    invite_email { uk "Електронна пошта (необов’язково)" en "E-mail (optional)" }
    invite_email_hint { uk "Надішлемо посилання на цю адресу. Самої адреси не зберігаємо." en "We send the link to this address, and do not keep the address." }
    invite_submit { uk "Створити посилання" en "Make the link" }
    role_missing { uk "Оберіть роль" en "Choose a role" }
    label_missing { uk "Напишіть, для кого запрошення" en "Say who the invitation is for" }
    label_too_long(n: i64) plural n {
        uk { one "Не більше ніж {n} знак" few "Не більше ніж {n} знаки" many "Не більше ніж {n} знаків" other "Не більше ніж {n} знака" }
        en { one "At most {n} character" other "At most {n} characters" }
    }
    label_unreadable { uk "Приберіть незвичні знаки" en "Remove the unusual characters" }
    until_unreadable { uk "Дата має вигляд 31.12.2027" en "A date looks like 31.12.2027" }
    until_past { uk "Цей день уже минув" en "This date has passed" }
    until_too_far { uk "Роль надають щонайбільше на п’ять років: укажіть раніший день" en "A role is granted for five years at most: give an earlier day" }
    kept_denied {
        uk "Коли ви надсилали форму, вхід уже закінчився. Ось що ви написали: перевірте й надішліть ще раз."
        en "Your sign-in had ended when you sent the form. Here is what you wrote: check it and send it again."
    }
    link_title { uk "Запрошення готове" en "The invitation is ready" }
    link_text(label: &str) {
        uk "Для кого: {label}. Передайте посилання лише цій людині: хто його має, той може прийняти роль."
        en "For: {label}. Give the link to this person alone: whoever has it can accept the role."
    }
    link_mailed(address: &str) { uk "Лист із посиланням надіслано на {address}." en "A letter with the link was sent to {address}." }
    link_not_mailed { uk "Лист надіслати не вдалося: передайте посилання самі." en "The letter could not be sent: pass the link on yourself." }
    link_label { uk "Посилання" en "Link" }
    link_once {
        uk "Більше ніде ми його не покажемо. Якщо загубиться, відкличте запрошення і створіть нове."
        en "We show it nowhere else. If it gets lost, take the invitation back and make a new one."
    }

    // The letter.
    letter_subject { uk "Запрошення до команди" en "Invitation to the team" }
    letter_what { uk "Вас запрошують працювати з електронними консультаціями громади." en "You are invited to work on the community’s electronic consultations." }
    letter_role(role: &str) { uk "Роль: {role}" en "Role: {role}" }
    letter_open { uk "Відкрийте посилання та увійдіть через BankID або підпис:" en "Open the link and sign in by BankID or a signature:" }
    letter_alone { uk "Не пересилайте цього листа: хто має посилання, той може прийняти роль." en "Do not pass this letter on: whoever has the link can accept the role." }

    // The page of whoever was invited.
    invitation_title { uk "Запрошення до команди" en "Invitation to the team" }
    invitation_lead(community: &str) { uk "{community} запрошує вас до роботи в цій системі." en "The {community} invites you to work in this system." }
    invitation_may { uk "З цією роллю можна" en "This role lets you" }
    invitation_open_until(until: &str) { uk "Прийняти можна {until}" en "It can be accepted {until}" }
    invitation_role_ends(date: &str) { uk "Останній день ролі: {date}" en "Last day of the role: {date}" }
    invitation_sign_in {
        uk "Щоб прийняти запрошення, увійдіть: так ми знатимемо, хто саме отримає роль."
        en "Sign in to accept, so that we know who gets the role."
    }
    invitation_sign_in_button { uk "Увійти" en "Sign in" }
    invitation_as(name: &str) { uk "Ви увійшли як {name} – роль отримаєте саме ви." en "You are signed in as {name}, and the role will be yours." }
    invitation_accept { uk "Прийняти запрошення" en "Accept the invitation" }
    invitation_weak {
        uk "Ви увійшли способом, який не підтверджує особу. Вийдіть і увійдіть через BankID або підпис."
        en "The way you signed in does not confirm who you are. Sign out and sign in by BankID or a signature."
    }
    invitation_awaits_title { uk "Запрошення прийнято" en "The invitation is accepted" }
    /// Before accepting a role that gives roles.
    invitation_needs_second {
        uk "Коли ви приймете запрошення, роль має погодити ще одна людина, яка має таку саму."
        en "Once you accept, one more person who holds such a role has to agree."
    }
    invitation_awaits_text {
        uk "Роль почне діяти, коли її погодить ще одна людина, яка має таку саму. Попросіть того, хто вас запросив, нагадати їй. Тоді увійдіть ще раз."
        en "The role begins when one more person who holds such a role agrees. Ask whoever invited you to remind them. Then sign in once more."
    }
    invitation_done_title { uk "Роль ваша" en "The role is yours" }
    invitation_done_button { uk "До робочого місця" en "To the desk" }
    invitation_gone_title { uk "Це запрошення не діє" en "This invitation is no longer valid" }
    invitation_gone_text {
        uk "Його вже прийняли, відкликали, або минули сім днів. Якщо прийняли його ви, увійдіть і побачите, що з ним. Інакше попросіть нове посилання в того, хто вас запросив."
        en "It was accepted or taken back already, or its seven days are over. If it was you who accepted it, sign in to see where it stands. Otherwise ask whoever invited you for a new link."
    }
    /// To whoever is signed in, and did not accept it.
    invitation_gone_for_you {
        uk "Його вже прийняв хтось інший, відкликали, або минули сім днів. Попросіть нове посилання в того, хто вас запросив."
        en "Somebody else accepted it, it was taken back, or its seven days are over. Ask whoever invited you for a new link."
    }

    // On the desk's first page.
    attention_second(n: i64) plural n {
        uk { one "{n} роль чекає вашої згоди" few "{n} ролі чекають вашої згоди" many "{n} ролей чекають вашої згоди" other "{n} ролі чекає вашої згоди" }
        en { one "{n} role waits for your consent" other "{n} roles wait for your consent" }
    }
    attention_review(n: i64) plural n {
        uk { one "{n} роль час перевірити: чи вона ще потрібна" few "{n} ролі час перевірити: чи вони ще потрібні" many "{n} ролей час перевірити: чи вони ще потрібні" other "{n} ролі час перевірити: чи вона ще потрібна" }
        en { one "{n} role is due for a check: is it still needed?" other "{n} roles are due for a check: are they still needed?" }
    }
}

/// What a right lets somebody do.
pub fn right(lang: Lang, right: Right) -> &'static str {
    match right {
        Right::SeeDesk => right_see_desk(lang),
        Right::ReadJournal => right_read_journal(lang),
        Right::WritePolls => right_write_polls(lang),
        Right::PublishPolls => right_publish_polls(lang),
        Right::HandlePeople => right_handle_people(lang),
        Right::RecordPaper => right_record_paper(lang),
        Right::DecideCases => right_decide_cases(lang),
        Right::HandleOrganisations => right_handle_organisations(lang),
        Right::ManageTeam => right_manage_team(lang),
        Right::WatchSignIns => right_watch_sign_ins(lang),
        Right::SetUpCommunity => right_set_up_community(lang),
    }
}

/// All that a role lets its holder do, in a line.
pub fn rights(lang: Lang, role: Role) -> String {
    let rights = role.rights().iter().map(|found| right(lang, *found));
    rights.collect::<Vec<_>>().join("; ")
}

/// What is wrong with an invitation.
pub fn offer_problem(lang: Lang, field: OfferField, problem: OfferProblem) -> String {
    use OfferProblem as P;
    let most = i64::try_from(domain::team::MOST_LABEL).unwrap_or(i64::MAX);
    match (field, problem) {
        (OfferField::Role, _) => role_missing(lang).to_owned(),
        (OfferField::Label, P::TooLong) => label_too_long(lang, most),
        (OfferField::Label, P::Unreadable) => label_unreadable(lang).to_owned(),
        (OfferField::Label, _) => label_missing(lang).to_owned(),
        (OfferField::Until, P::Past) => until_past(lang).to_owned(),
        (OfferField::Until, P::TooFar) => until_too_far(lang).to_owned(),
        (OfferField::Until, _) => until_unreadable(lang).to_owned(),
    }
}
