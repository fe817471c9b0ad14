//! Organisations as everybody sees them, and acting for one.

use super::{Lang, residence_request};
use domain::organisation::{ClaimField, ClaimProblem, HandOver, Proof};

catalogue! {
    // The public pages.
    title { uk "Організації" en "Organisations" }
    lead {
        uk "Органи, об’єднання й установи, чиї повноваження громада перевірила. Від їхнього імені можна ставити питання жителям."
        en "Bodies, associations and institutions whose powers the community has checked. Questions can be put to residents in their name."
    }
    none { uk "Громада ще не знає жодної організації." en "The community knows no organisation yet." }
    code(code: &str) { uk "Код ЄДРПОУ {code}" en "Code in the state register (EDRPOU) {code}" }
    no_code { uk "Без коду ЄДРПОУ" en "Without a code in the state register (EDRPOU)" }
    /// The same after the name of the code.
    no_code_here { uk "немає" en "none" }
    consultations(n: i64) plural n {
        uk { one "{n} опитування" few "{n} опитування" many "{n} опитувань" other "{n} опитування" }
        en { one "{n} poll" other "{n} polls" }
    }
    open_title { uk "Триває або скоро почнеться" en "Open or opening soon" }
    closed_title { uk "Завершені опитування" en "Closed polls" }
    no_polls { uk "Організація ще нічого не запитувала." en "The organisation has asked nothing yet." }
    removed {
        uk "Громада більше не знає цієї організації. Її опитування залишаються."
        en "The community does not know this organisation any more. Its polls stay."
    }
    more_polls { uk "Показано не всі." en "Not all are shown." }
    more_polls_link { uk "Усі опитування цієї організації" en "All polls of this organisation" }
    represent { uk "Дієте від імені організації? Підтвердьте повноваження" en "Do you act for an organisation? Prove your powers" }

    // Acting.
    acting(name: &str) { uk "Ви дієте від імені організації: {name}." en "You are acting for an organisation: {name}." }
    acting_vote {
        uk "Голосуєте ви від себе: голос має людина, а не організація."
        en "You vote on your own behalf: a vote is a person’s, not an organisation’s."
    }
    acting_change { uk "Змінити" en "Change" }
    act_for_self { uk "Діяти від себе" en "Act for myself" }
    acting_label { uk "Від чийого імені ви дієте" en "For whom you are acting" }

    // /me/organisations
    mine_title { uk "Мої організації" en "My organisations" }
    mine_link { uk "Діяти від імені організації" en "Act for an organisation" }
    mine_lead {
        uk "Тут ви підтверджуєте, що можете діяти від імені організації, і обираєте, від чийого імені дієте зараз."
        en "Here you prove that you may act for an organisation, and choose for whom you are acting now."
    }
    mine_none { uk "Ви поки не представляєте жодної організації." en "You do not represent any organisation yet." }
    back { uk "Моя сторінка" en "My page" }
    weak {
        uk "Щоб діяти від імені організації, увійдіть із підтвердженням особи."
        en "To act for an organisation, sign in with your identity confirmed."
    }
    now_self { uk "Зараз ви дієте від себе." en "You are acting for yourself now." }
    until(proof: &str, day: &str) { uk "{proof}, до {day} включно" en "{proof}, valid to {day}" }
    over(day: &str) { uk "Строк минув {day}. Підтвердьте повноваження ще раз." en "It ended on {day}. Prove your powers again." }
    proof_key { uk "Підтверджено ключем організації" en "Proved by the organisation’s key" }
    proof_documents { uk "Підтверджено документами" en "Proved with documents" }
    proof_sent { uk "Надіслано документ" en "A document was sent" }
    proof_handed_on { uk "Передано іншим представником" en "Handed on by another representative" }
    act_for { uk "Діяти від імені організації" en "Act for the organisation" }
    acts_now { uk "Ви дієте від її імені" en "You are acting for it" }
    position(position: &str) { uk "Посада: {position}" en "Position: {position}" }
    lay_down { uk "Скласти повноваження" en "Give up my powers" }
    laid_down { uk "Повноваження припинено." en "The powers have ended." }
    colleagues { uk "Хто ще представляє цю організацію" en "Who else represents this organisation" }
    end_colleague { uk "Припинити повноваження" en "End their powers" }
    nameless { uk "Ім’я невідоме" en "Name unknown" }

    // Proving by the key.
    key_title { uk "Ключ організації" en "The organisation’s key" }
    key_known(name: &str) {
        uk "Ви увійшли ключем організації: {name}. Громада її знає, тож підтвердьте, що представляєте її."
        en "You have signed in with the key of an organisation: {name}. The community knows it: confirm that you represent it."
    }
    key_confirm { uk "Представляти цю організацію" en "Represent this organisation" }
    key_proved { uk "Повноваження підтверджено." en "Your powers are proved." }
    key_new(name: &str) {
        uk "Ви увійшли ключем організації: {name}. Громада її ще не знає: скажіть, що це за організація. Модератор перевірить, чи так це."
        en "You have signed in with the key of an organisation: {name}. The community does not know it yet: say what it is. A moderator checks whether that is so."
    }
    /// After the organisation's key was used by somebody whose power another ended.
    key_taken_away(name: &str, day: &str) {
        uk "Ви увійшли ключем організації: {name}. {day} ваші повноваження діяти від її імені припинив модератор або інший представник, тож сам ключ їх більше не доводить."
        en "You have signed in with the key of an organisation: {name}. On {day} a moderator or another representative ended your powers to act for it, so the key alone does not prove them any more."
    }
    key_again {
        uk "Якщо ви знову представляєте організацію, подайте заявку: рішення ухвалить модератор."
        en "If you represent the organisation again, send an application: a moderator decides."
    }
    key_again_send { uk "Подати заявку" en "Send an application" }
    key_how {
        uk "Якщо організація має ключ електронного підпису, вийдіть і увійдіть ним через id.gov.ua: повноваження підтвердяться самі."
        en "If the organisation has a signing key, sign out and sign in with it through id.gov.ua: that proves the powers by itself."
    }

    // Proving by documents.
    claim_title { uk "Підтвердити повноваження документами" en "Prove your powers with documents" }
    claim_lead {
        uk "Надішліть документ: рішення ради про утворення, протокол обрання, довіреність або наказ про призначення. Модератор перегляне його й відповість."
        en "Send a document: the council’s decision that set the body up, minutes of the election, a power of attorney or an order of appointment. A moderator looks at it and answers."
    }
    claim_safe {
        uk "Документ зберігаємо зашифрованим і видаляємо, щойно буде рішення, не пізніше ніж через 60 днів. Кожен перегляд записуємо."
        en "The document is kept encrypted and deleted as soon as there is a decision, after 60 days at the latest. Each view is recorded."
    }
    kind { uk "Що це за організація" en "What the organisation is" }
    kind_choose { uk "Оберіть зі списку" en "Choose from the list" }
    name { uk "Назва" en "Name" }
    name_hint { uk "Повна назва, як у документі." en "The full name, as in the document." }
    name_en { uk "Назва англійською (необов’язково)" en "Name in English (optional)" }
    code_label { uk "Код ЄДРПОУ" en "Code in the state register (EDRPOU)" }
    code_hint {
        uk "Вісім цифр. Орган самоорганізації, дорадчий орган, об’єднання чи профспілка без статусу юридичної особи його не мають: залиште поле порожнім."
        en "Eight digits. A body of self-organisation, an advisory body, an association or a union that is not a legal entity has none: leave the field empty."
    }
    position_label { uk "Ваша посада в організації" en "Your position in the organisation" }
    position_hint { uk "Наприклад: голова правління. Її побачать лише працівники громади й інші представники." en "For example: chair of the board. Only the community’s staff and the other representatives see it." }
    file { uk "Документ" en "Document" }
    send { uk "Надіслати" en "Send" }
    problem_kind { uk "Оберіть, що це за організація" en "Choose what the organisation is" }
    problem_name { uk "Напишіть назву організації" en "Write the organisation’s name" }
    problem_code { uk "Напишіть код ЄДРПОУ: організації цього виду його мають" en "Write the code (EDRPOU): organisations of this kind have one" }
    problem_wrong_code { uk "Це не код ЄДРПОУ: у ньому вісім цифр. Звірте з документом" en "This is no code (EDRPOU): it has eight digits. Compare it with the document" }
    problem_position { uk "Напишіть свою посаду" en "Write your position" }
    problem_too_long(what: &str, most: i64) { uk "{what}: не більше ніж {most} знаків" en "{what}: no more than {most} characters" }
    problem_characters(what: &str) { uk "{what}: приберіть зайві символи" en "{what}: take out the odd characters" }
    about { uk "Опис" en "Description" }
    about_en { uk "Опис англійською" en "Description in English" }

    waiting_title { uk "Заявка на розгляді" en "Your application is under review" }
    waiting(name: &str, day: &str) {
        uk "Організація: {name}. Надіслано {day}. Рішення з’явиться тут."
        en "Organisation: {name}. Sent on {day}. The decision will appear here."
    }
    withdraw { uk "Відкликати заявку" en "Withdraw the application" }
    withdrawn { uk "Заявку відкликано, документ видалено." en "The application is withdrawn and the document deleted." }
    refused_title { uk "Цього разу не підтверджено" en "Not confirmed this time" }
    refused(name: &str, day: &str) { uk "Організація: {name}. Відповідь модератора, {day}:" en "Organisation: {name}. The moderator’s answer, {day}:" }
    refused_again { uk "Документ видалено. Ви можете подати нову заявку." en "The document has been deleted. You can send a new claim." }

    // Handing on.
    hand_on { uk "Передати повноваження або поділитися ними" en "Hand over or share the powers" }
    hand_on_lead {
        uk "Ви отримаєте посилання на сім днів. Хто увійде за ним із підтвердженням особи й погодиться, матиме повноваження до того самого дня, що й ви."
        en "You get a link that is valid for seven days. Whoever signs in through it with their identity confirmed and agrees has the powers up to the same day as you."
    }
    hand_on_what { uk "Ваші повноваження" en "Your own powers" }
    shares { uk "залишаються: представників буде двоє" en "stay: there will be two representatives" }
    gives { uk "припиняться, щойно їх прийме інша людина" en "end as soon as the other person accepts them" }
    make_link { uk "Створити посилання" en "Make a link" }
    link_title { uk "Посилання готове" en "The link is ready" }
    link_text(name: &str, day: &str) {
        uk "Організація: {name}. Передайте посилання тому, хто її представлятиме. Воно діє до {day}, один раз, і вдруге тут не з’явиться."
        en "Organisation: {name}. Pass the link to whoever will represent it. It is valid until {day}, works once, and is not shown here again."
    }
    link_label { uk "Посилання" en "Link" }
    offers { uk "Посилання, якими ще ніхто не скористався" en "Links that nobody has used yet" }
    offer_waits(what: &str, day: &str) { uk "Ваші повноваження {what}. Посилання діє до {day}." en "Your own powers {what}. The link is valid until {day}." }
    offer_take_back { uk "Скасувати посилання" en "Cancel the link" }
    offer_taken_back { uk "Посилання більше не діє." en "The link is no longer valid." }
    offers_full {
        uk "Ви створили стільки посилань, скільки можна. Щоб створити нове, скасуйте одне з них."
        en "You have made as many links as you may. To make another, cancel one."
    }
    desk_offers { uk "Посилання, якими передають повноваження" en "Links by which powers are handed on" }
    desk_offers_caption { uk "Посилання, якими ще ніхто не скористався" en "Links that nobody has used yet" }
    column_giver { uk "Хто передає" en "Who hands on" }
    column_take_back { uk "Скасувати" en "Cancel" }
    offer_title { uk "Повноваження діяти від імені організації" en "Powers to act for an organisation" }
    offer(name: &str) {
        uk "Вам передають повноваження діяти від імені організації: {name}."
        en "You are offered powers to act for an organisation: {name}."
    }
    offer_until(until: &str) { uk "Посилання діє {until}." en "The link is valid {until}." }
    offer_as(name: &str) { uk "Ви увійшли як {name}." en "You are signed in as {name}." }
    offer_sign_in { uk "Увійдіть із підтвердженням особи, щоб прийняти їх." en "Sign in with your identity confirmed to accept them." }
    offer_accept { uk "Прийняти повноваження" en "Accept the powers" }
    offer_gone {
        uk "Це посилання вже використали, його строк минув або той, хто його дав, більше не має повноважень. Попросіть нове."
        en "This link has been used, has expired, or whoever gave it has no powers any more. Ask for a new one."
    }
    /// To whoever may not take it, because another ended theirs.
    offer_taken_away(day: &str) {
        uk "{day} ваші повноваження діяти від імені цієї організації припинив модератор або інший представник, тож посиланням їх не повернути."
        en "On {day} a moderator or another representative ended your powers to act for this organisation, so a link does not give them back."
    }
    offer_have { uk "Ви вже маєте ці повноваження." en "You have these powers already." }
    offer_taken { uk "Повноваження прийнято." en "You have accepted the powers." }

    // The desk.
    nav { uk "Організації" en "Organisations" }
    desk_lead {
        uk "Хто може ставити питання від імені організацій і які організації знає громада."
        en "Who may put questions in the name of organisations, and which organisations the community knows."
    }
    /// On the desk's first page.
    attention(n: i64) plural n {
        uk { one "{n} людина просить підтвердити повноваження діяти від імені організації" few "{n} людини просять підтвердити повноваження діяти від імені організації" many "{n} людей просять підтвердити повноваження діяти від імені організації" other "{n} людини просить підтвердити повноваження діяти від імені організації" }
        en { one "{n} person asks that their powers to act for an organisation be confirmed" other "{n} people ask that their powers to act for an organisation be confirmed" }
    }
    requests_title { uk "Просять підтвердити повноваження" en "Asking for their powers to be confirmed" }
    requests_none { uk "Ніхто не чекає." en "Nobody is waiting." }
    requests_caption { uk "Заявки про повноваження" en "Claims of powers" }
    requests_more(n: i64) plural n {
        uk { one "І ще {n} заявка." few "І ще {n} заявки." many "І ще {n} заявок." other "І ще {n} заявки." }
        en { one "And {n} more claim." other "And {n} more claims." }
    }
    known_title { uk "Відомі організації" en "Known organisations" }
    known_caption { uk "Організації, які знає громада" en "Organisations that the community knows" }
    column_person { uk "Хто просить" en "Who asks" }
    column_organisation { uk "Організація" en "Organisation" }
    column_kind { uk "Вид" en "Kind" }
    column_sent { uk "Надіслано" en "Sent" }
    column_polls { uk "Опитування" en "Polls" }
    column_look { uk "Відкрити" en "Open" }
    look { uk "Відкрити" en "Open" }
    add_title { uk "Додати організацію" en "Add an organisation" }
    add { uk "Додати" en "Add" }
    change_title { uk "Змінити відомості" en "Edit the details" }
    save { uk "Зберегти" en "Save" }
    added { uk "Організацію додано." en "The organisation is added." }
    saved { uk "Зміни збережено." en "The changes are saved." }
    removed_done { uk "Організацію вилучено." en "The organisation is removed." }
    discard { uk "Відкинути набране" en "Discard what was typed" }
    kept_denied {
        uk "Вхід завершився раніше, ніж прийшла форма. Набране тут: перевірте й надішліть ще раз."
        en "Your sign-in had ended before the form arrived. What was typed is here: check it and send it again."
    }
    changed_meanwhile {
        uk "Тим часом відомості змінив хтось інший. Ваше нижче: порівняйте з тим, що збережено, і збережіть ще раз."
        en "Somebody else has changed it meanwhile. Yours is below: compare it with what is stored, and save again."
    }
    stored_now(name: &str) { uk "Зараз збережено: {name}." en "Stored now: {name}." }
    code_changes {
        uk "Якщо змінити код, припиняться повноваження, підтверджені ключем організації, і ті, що їх передали за посиланням."
        en "If you change the code, powers proved by the organisation’s key end, and so do those handed on by a link."
    }
    code_taken(name: &str) {
        uk "Такий код уже має організація: {name}"
        en "Another organisation has this code: {name}"
    }
    about_hint { uk "Кілька речень для сторінки організації. До 1000 знаків." en "Some sentences for the organisation’s page. Up to 1,000 characters." }
    representatives { uk "Хто представляє організацію" en "Who represents it" }
    representatives_none { uk "Ніхто не має повноважень діяти від її імені." en "Nobody has powers to act for it." }
    representatives_caption { uk "Представники організації" en "The organisation’s representatives" }
    column_name { uk "Ім’я" en "Name" }
    column_position { uk "Посада" en "Position" }
    column_proof { uk "Підстава" en "Proof" }
    column_until { uk "До" en "Until" }
    column_end { uk "Припинити" en "Ending" }
    revoke_note {
        uk "Хто втратив повноваження тут, не поверне їх ані самим ключем організації, ані за посиланням від колеги: знадобиться заявка й рішення модератора."
        en "Whoever loses their powers here cannot get them back by the organisation’s key alone or by a colleague’s link: it takes an application and a moderator’s decision."
    }
    revoke { uk "Припинити" en "End the powers" }
    revoked { uk "Повноваження припинено." en "The powers have ended." }
    own_power { uk "Свої повноваження складають на сторінці «Мої організації»." en "One’s own powers are laid down on the page “My organisations”." }
    remove_title { uk "Вилучити організацію" en "Remove the organisation" }
    remove_text {
        uk "Усі повноваження діяти від її імені припиняться. Опитування, які вона проводила, залишаться з її назвою."
        en "All powers to act for it end. The polls that it ran keep its name."
    }
    remove { uk "Вилучити" en "Remove" }
    public_page { uk "Сторінка для всіх" en "Public page" }

    request_title { uk "Заявка на підтвердження повноважень" en "Claim of powers" }
    request_sent(day: &str) { uk "Надіслано {day}." en "Sent on {day}." }
    request_gone { uk "Заявки вже немає: її відкликали або на неї відповіли." en "The claim is gone: it was taken back or answered." }
    request_own { uk "Про власні повноваження вирішує хтось інший." en "Somebody else decides about your own powers." }
    by_key { uk "Увійшли ключем цієї організації: представництво доведено. Перевірте, чи правильно названо вид організації." en "They signed in by this organisation’s key: that they represent it is proved. Check whether its kind is right." }
    by_key_again {
        uk "Увійшли ключем цієї організації, але тут його замало: повноваження цієї людини вже припиняли."
        en "They signed in by this organisation’s key, which is not enough here: this person’s powers were ended before."
    }
    claim_again(name: &str, day: &str, who: &str) {
        uk "Організація: {name}. {day} повноваження цієї людини діяти від її імені припинено; хто припинив: {who}. Переконайтеся, що організація справді хоче, щоб ця людина знову її представляла."
        en "Organisation: {name}. On {day} this person’s powers to act for it were ended; by whom: {who}. Make sure that the organisation really wants this person to represent it again."
    }
    open_document { uk "Відкрити документ" en "Open the document" }
    open_note { uk "Перегляд буде записано в журналі." en "The view is recorded in the journal." }
    which { uk "Яка це організація" en "Which organisation it is" }
    which_new { uk "Нова, як у заявці" en "A new one, as claimed" }
    which_same_code(name: &str) { uk "Громада вже знає організацію з цим кодом: {name}." en "The community knows an organisation with this code already: {name}." }
    until_label { uk "Повноваження діють до" en "The powers hold until" }
    until_hint { uk "Останній день за документом, щонайбільше за три роки." en "The last day stated in the document, at most three years ahead." }
    until_wrong { uk "Вкажіть день від сьогодні й не далі ніж за три роки" en "Give a date from today, at most three years ahead" }
    confirm { uk "Підтвердити повноваження" en "Confirm the powers" }
    confirmed { uk "Повноваження підтверджено." en "The powers are confirmed." }
    reason { uk "Чого бракує" en "What is missing" }
    reason_hint { uk "Ці слова побачить людина. До 500 знаків, без зайвих особистих даних." en "The person sees these words. Up to 500 characters, without needless personal data." }
    reason_wrong { uk "Напишіть, чого бракує: до 500 знаків" en "Write what is missing, in up to 500 characters" }
    refuse { uk "Відмовити й видалити документ" en "Refuse and delete the document" }
    refuse_done { uk "Відмовлено. Людина побачить причину." en "Refused. The person sees the reason." }
    which_other_key {
        uk "Підпис належить іншій організації: код у ньому не такий, як у вибраної. Підтвердити можна лише організацію з цим кодом"
        en "The signature is another organisation’s: its code differs from that of the one you chose. Only an organisation with this code can be confirmed"
    }
    which_wrong { uk "Оберіть організацію" en "Choose the organisation" }

    // The editor of polls.
    editor_none { uk "Немає в списку: назву й вид написано нижче" en "Not in the list: name and kind are written below" }
}

/// By what a power is proved.
pub fn proof(lang: Lang, proof: Proof) -> &'static str {
    match proof {
        Proof::Key => proof_key(lang),
        Proof::Documents => proof_documents(lang),
        Proof::HandedOn => proof_handed_on(lang),
    }
}

/// What becomes of the power of whoever hands it on.
pub fn hand_over(lang: Lang, hand_over: HandOver) -> &'static str {
    match hand_over {
        HandOver::Shares => shares(lang),
        HandOver::Gives => gives(lang),
    }
}

/// What is wrong with a field of a claim or of an organisation.
pub fn problem(lang: Lang, field: ClaimField, problem: ClaimProblem) -> String {
    let what = match field {
        ClaimField::Kind => kind(lang),
        ClaimField::Name => name(lang),
        ClaimField::NameEn => name_en(lang),
        ClaimField::Code => code_label(lang),
        ClaimField::Position => position_label(lang),
        ClaimField::File => file(lang),
        ClaimField::About => about(lang),
        ClaimField::AboutEn => about_en(lang),
    };
    let words = match (problem, field) {
        (ClaimProblem::TooLong(most), _) => {
            return problem_too_long(lang, what, i64::try_from(most).unwrap_or(i64::MAX));
        }
        (ClaimProblem::BadCharacters, _) => return problem_characters(lang, what),
        (ClaimProblem::WrongCode, _) => problem_wrong_code(lang),
        (ClaimProblem::TooLarge, _) => residence_request::problem_too_large(lang),
        (ClaimProblem::NotADocument, _) => residence_request::problem_no_document(lang),
        (_, ClaimField::Kind) => problem_kind(lang),
        (_, ClaimField::Code) => problem_code(lang),
        (_, ClaimField::Position) => problem_position(lang),
        (_, ClaimField::File) => residence_request::problem_no_file(lang),
        (_, _) => problem_name(lang),
    };
    words.to_owned()
}
