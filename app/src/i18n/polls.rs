//! The list of polls, its cards, and a poll's own page before anybody answers.

use super::Lang;
use domain::{
    entitled::CountedBy,
    ids::PollNumber,
    lifecycle::State,
    poll::{Secrecy, minutes_to_take_part},
};

catalogue! {
    // The community's first page and the list.
    home_title { uk "Громада питає. Ваша відповідь важить" en "Your community is asking. Your answer counts" }
    home_lead(n: i64) plural n {
        uk {
            one "Зараз триває {n} опитування."
            few "Зараз тривають {n} опитування."
            many "Зараз триває {n} опитувань."
            other "Зараз триває {n} опитування."
        }
        en {
            one "{n} poll is open now."
            other "{n} polls are open now."
        }
    }
    /// After [`home_lead`], for whoever is signed in: the link to those polls.
    home_mine(n: i64) plural n {
        uk { one "Ви ще можете відповісти на {n} опитування." few "Ви ще можете відповісти на {n} опитування." many "Ви ще можете відповісти на {n} опитувань." other "Ви ще можете відповісти на {n} опитування." }
        en { one "You can still answer {n} poll." other "You can still answer {n} polls." }
    }
    home_mine_none { uk "Нових опитувань для вас зараз немає." en "There is no new poll for you now." }
    home_lead_none {
        uk "Зараз відкритих опитувань немає. Подивіться, що готується і що вже вирішили."
        en "No poll is open now. See what is coming and what has been decided."
    }
    home_description(community: &str) {
        uk "{community}: про що зараз питають жителів і які результати опитувань."
        en "{community}: what residents are being asked now, and the results of polls."
    }
    list_title { uk "Опитування" en "Polls" }
    list_lead { uk "Усе, про що громада питала, питає і збирається спитати." en "Everything that the community has asked, is asking and is about to ask." }
    closing_soon { uk "Скоро завершаться" en "Closing soon" }
    open_now { uk "Відкриті зараз" en "Open now" }
    still_time { uk "Ще є час" en "There is still time" }
    scheduled { uk "Незабаром" en "Coming up" }
    closed { uk "Завершені" en "Closed" }
    all_polls { uk "Усі опитування" en "All polls" }
    all_results { uk "Усі результати" en "All results" }
    empty_title { uk "Зараз нічого не відкрито" en "Nothing is open now" }
    empty_text {
        uk "Щойно громада щось запитає, опитування з’явиться тут."
        en "As soon as the community asks something, the poll will appear here."
    }
    empty_closed { uk "Завершених опитувань ще немає." en "No poll has closed yet." }
    how_title { uk "Як це працює" en "How it works" }
    how_answer_title { uk "Дайте відповідь" en "Give your answers" }
    how_answer_text {
        uk "Без реєстрації, з будь-якого телефона. Особу підтвердите наприкінці."
        en "No registration, on any phone. You confirm who you are at the end."
    }
    how_identify_title { uk "Підтвердьте, що це ви" en "Confirm that it is you" }
    how_identify_text {
        uk "Через BankID, Дія.Підпис або MobileID. Одна людина має один голос. Хто бачить відповіді, сказано на сторінці кожного опитування."
        en "By BankID, Diia.Signature or MobileID. One person has one vote. Each poll’s page says who can see the answers."
    }
    how_result_title { uk "Дізнайтеся результат" en "Learn the result" }
    how_result_text {
        uk "Підсумки з’являються на сайті одразу після закриття. Рада зобов’язана їх розглянути й відповісти."
        en "The figures appear on the site as soon as the poll closes. The council must consider them and reply."
    }

    // A card and the tags.
    kind { uk "Опитування" en "Poll" }
    kind_questions(n: i64) plural n {
        uk { one "Опитування, {n} питання" few "Опитування, {n} питання" many "Опитування, {n} питань" other "Опитування, {n} питання" }
        en { one "Poll, {n} question" other "Poll, {n} questions" }
    }
    /// A card's kind and last day in one: «Опитування до 8 грудня».
    kind_until(date: &str) { uk "Опитування до {date}" en "Poll until {date}" }
    /// «До 25 листопада, 20:00»: the moment comes from `dates::short_moment`.
    card_until(moment: &str) { uk "До {moment}" en "Until {moment}" }
    card_opens(moment: &str) { uk "Почнеться {moment}" en "Opens {moment}" }
    /// «Почнеться через 3 дні»: the span comes from `dates::span_until`.
    opens_in(span: &str) { uk "Почнеться через {span}" en "Opens in {span}" }
    card_questions(n: i64, minutes: &str) plural n {
        uk {
            one "{n} питання, {minutes}. Результат рекомендаційний"
            few "{n} питання, {minutes}. Результат рекомендаційний"
            many "{n} питань, {minutes}. Результат рекомендаційний"
            other "{n} питання, {minutes}. Результат рекомендаційний"
        }
        en { one "{n} question, {minutes}. The result is advisory" other "{n} questions, {minutes}. The result is advisory" }
    }
    /// Only people of these settlements are asked.
    /// Those alone who belong in one way; `who` in the genitive.
    card_for_whom(who: &str) { uk "Для {who}" en "For {who}" }
    card_for_settlements(names: &str) { uk "Для жителів: {names}" en "For residents of: {names}" }
    /// The same where the settlements are too many to name.
    card_for_many(n: i64) plural n {
        uk { one "Для жителів {n} населеного пункту" few "Для жителів {n} населених пунктів" many "Для жителів {n} населених пунктів" other "Для жителів {n} населеного пункту" }
        en { one "For residents of {n} settlement" other "For residents of {n} settlements" }
    }
    answer { uk "Відповісти" en "Answer" }
    /// Hidden words after a card's button.
    answer_what(title: &str) { uk ": {title}" en ": {title}" }
    /// On the card of a poll with a draft in this browser, in place of [`answer`].
    go_on { uk "Продовжити" en "Continue" }
    /// On a small card with a draft in this browser; [`go_on`] follows.
    you_began { uk "Ви почали відповідати." en "You have begun to answer." }
    /// The same of a poll that this person has answered; the link to the confirmation follows.
    you_answered { uk "Ви відповіли" en "You have answered" }
    see_results { uk "Переглянути результати" en "See the results" }
    about_minutes(n: i64) plural n {
        uk { one "{n} хвилина" few "{n} хвилини" many "{n} хвилин" other "{n} хвилини" }
        en { one "{n} minute" other "{n} minutes" }
    }

    // Turnout.
    turnout_title { uk "Скільки людей уже відповіло" en "How many have answered so far" }
    /// Once it is over.
    turnout_title_over { uk "Скільки людей відповіло" en "How many answered" }
    /// The whole in [`turnout_card`] and its neighbours where it is the community's own figure.
    out_of_about(n: i64) { uk "з приблизно {n}" en "of about {n}" }
    turnout_card(n: i64, all: &str, share: &str) plural n {
        uk { one "Відповів {n} {all} ({share})" few "Відповіли {n} {all} ({share})" many "Відповіли {n} {all} ({share})" other "Відповіли {n} {all} ({share})" }
        en { one "{n} {all} has answered ({share})" other "{n} {all} have answered ({share})" }
    }
    turnout_card_plain(n: i64) plural n {
        uk { one "Відповів {n} житель" few "Відповіли {n} жителі" many "Відповіли {n} жителів" other "Відповіли {n} жителя" }
        en { one "{n} resident has answered" other "{n} residents have answered" }
    }
    turnout_sentence(n: i64, all: &str) plural n {
        uk {
            one "Відповів {n} {all} тих, хто може взяти участь."
            few "Відповіли {n} {all} тих, хто може взяти участь."
            many "Відповіли {n} {all} тих, хто може взяти участь."
            other "Відповіли {n} {all} тих, хто може взяти участь."
        }
        en { one "{n} {all} who can take part has answered." other "{n} {all} who can take part have answered." }
    }
    turnout_sentence_over(n: i64, all: &str) plural n {
        uk {
            one "Відповів {n} {all} тих, хто міг узяти участь."
            few "Відповіли {n} {all} тих, хто міг узяти участь."
            many "Відповіли {n} {all} тих, хто міг узяти участь."
            other "Відповіли {n} {all} тих, хто міг узяти участь."
        }
        en { one "{n} {all} who could take part answered." other "{n} {all} who could take part answered." }
    }
    /// Before the row of a hundred stitches; the words come from `format::people_of_hundred`.
    turnout_of_hundred(people: &str) { uk "Це {people}:" en "That is {people}:" }
    turnout_answered_of_hundred(people: &str) { uk "Поки що відповіло {people}." en "So far, {people} have answered." }
    turnout_none { uk "Поки що ніхто не відповів. Ваша відповідь може бути першою." en "Nobody has answered yet. Yours can be the first answer." }
    turnout_none_short { uk "Поки що ніхто не відповів" en "Nobody has answered yet" }
    /// Instead of a share where the poll is not for the whole community.
    turnout_no_share {
        uk "Скільки людей може взяти участь саме тут, невідомо, тому частки немає."
        en "How many people can take part in this poll is not known, so there is no percentage."
    }
    turnout_population_note {
        uk "Скільки людей може взяти участь, громада оцінила сама."
        en "The number of people who can take part is the community’s own estimate."
    }
    turnout_register_note {
        uk "Скільки людей може взяти участь, пораховано за реєстром жителів; внутрішньо переміщених осіб у ньому немає."
        en "The number of people who can take part comes from the register of residents; internally displaced persons are not in it."
    }
    /// The stitches' text for those who do not see them.
    stitches(n: i64) plural n {
        uk { one "Зафарбовано {n} ромб зі 100" few "Зафарбовано {n} ромби зі 100" many "Зафарбовано {n} ромбів зі 100" other "Зафарбовано {n} ромба зі 100" }
        en { one "{n} diamond of 100 is filled" other "{n} diamonds of 100 are filled" }
    }
    turnout_updated(time: &str) { uk "Оновлено {time}." en "Updated {time}." }
    turnout_sealed {
        uk "До закриття підсумків на сайті не бачить ніхто, навіть працівники громади."
        en "Until the poll closes, nobody sees the results on the site, not even staff."
    }

    // The poll's page.
    /// The term ends with «р.», which also ends the sentence.
    page_description(initiator: &str, term: &str) { uk "Ініціатор: {initiator}. Строк: {term}" en "Initiated by: {initiator}. Term: {term}." }
    initiator { uk "Ініціатор" en "Initiated by" }
    term { uk "Строк" en "Term" }
    term_from_to(from: &str, to: &str) { uk "{from} – {to}" en "{from} – {to}" }
    audience { uk "Хто може відповісти" en "Who may answer" }
    decision { uk "Яке рішення буде ухвалено" en "What will be decided" }
    about_title { uk "Докладніше" en "More about it" }
    answer_hint(minutes: &str) { uk "Близько {minutes}. Чернетка зберігається." en "About {minutes}. Your draft is kept." }
    /// «2 хвилин» after «близько».
    minutes_genitive(n: i64) plural n {
        uk { one "{n} хвилини" few "{n} хвилин" many "{n} хвилин" other "{n} хвилини" }
        en { one "{n} minute" other "{n} minutes" }
    }
    /// Under the promise of secrecy, to which a link leads in the midst of answering.
    back_to_draft { uk "Назад до своїх відповідей" en "Back to your answers" }
    continue_draft { uk "Продовжити відповідати" en "Continue answering" }
    draft_here {
        uk "У цьому браузері є ваша чернетка. Більше її ніде не видно; за добу вона зникне сама."
        en "Your draft is in this browser. It is visible nowhere else, and disappears by itself within a day."
    }
    clear_draft { uk "Стерти чернетку" en "Clear the draft" }
    clear_draft_hint { uk "Якщо пристрій спільний, зітріть чернетку перед тим, як передати його." en "If you share this device, clear the draft before you hand it over." }
    draft_cleared { uk "Чернетку стерто." en "The draft is cleared." }
    /// After the code of those who have answered: the link to their confirmation.
    your_confirmation { uk "Ваше підтвердження і що буде далі" en "Your confirmation and what happens next" }
    questions_title { uk "Про що питаємо" en "What we ask" }
    question_heading(no: domain::ids::QuestionNo, text: &str) { uk "{no}. {text}" en "{no}. {text}" }
    more_questions(n: i64) plural n {
        uk { one "Показати ще {n} питання" few "Показати ще {n} питання" many "Показати ще {n} питань" other "Показати ще {n} питання" }
        en { one "Show {n} more question" other "Show {n} more questions" }
    }
    /// The one option of a question that is answered in one’s own words.
    own_words { uk "Відповідь своїми словами" en "An answer in one’s own words" }
    question_optional { uk "Необов’язково." en "Optional." }
    advisory_title { uk "Результат рекомендаційний." en "The result is advisory." }
    advisory_text(days: i64) plural days {
        uk {
            one "Він не зобов’язує раду зробити саме так, але вона має розглянути його й відповісти протягом {days} дня після закриття."
            few "Він не зобов’язує раду зробити саме так, але вона має розглянути його й відповісти протягом {days} днів після закриття."
            many "Він не зобов’язує раду зробити саме так, але вона має розглянути його й відповісти протягом {days} днів після закриття."
            other "Він не зобов’язує раду зробити саме так, але вона має розглянути його й відповісти протягом {days} дня після закриття."
        }
        en {
            one "It does not oblige the council to do exactly that, but the council must consider it and reply within {days} day of the close."
            other "It does not oblige the council to do exactly that, but the council must consider it and reply within {days} days of the close."
        }
    }
    stages_title { uk "Що і коли відбувається" en "What happens when" }
    stage_published { uk "Оголошено" en "Published" }
    stage_voting { uk "Триває опитування" en "The poll is open" }
    stage_voting_over { uk "Опитування" en "The poll" }
    stage_now { uk "зараз" en "now" }
    /// «13–27 листопада 2026 р., до 18:00».
    stage_term(range: &str, time: &str) { uk "{range}, до {time}" en "{range}, until {time}" }
    stage_results { uk "Результати" en "Results" }
    stage_results_at_close { uk "одразу після закриття" en "as soon as it closes" }
    stage_counting { uk "підбиваємо підсумки" en "being counted" }
    stage_results_public { uk "оприлюднено" en "published" }
    stage_response_was_due(date: &str) { uk "строк минув {date}" en "was due by {date}" }
    stage_response { uk "Офіційна відповідь ради" en "The council’s official reply" }
    no_later_than(date: &str) { uk "не пізніше ніж {date}" en "no later than {date}" }
    changes_title { uk "Зміни після оголошення" en "Changes since publication" }
    changes_rule {
        uk "Питання, варіанти й коло учасників не змінюються. Опис можна лише уточнити, а опитування – лише завершити раніше, з поясненням. Усе це видно тут."
        en "Questions, options and audience do not change. The description may only be corrected and the poll only ended early, with a reason. All of it is shown here."
    }
    change_link_key_destroyed {
        uk "Ключ до зв’язку між іменами й відповідями знищено. Відтепер прочитати цей зв’язок не може ніхто."
        en "The key to the link between names and answers was destroyed. From now on nobody can read that link."
    }
    changes_none { uk "Змін не було." en "There have been no changes." }
    share_title { uk "Розкажіть сусідам" en "Tell your neighbours" }
    share_text { uk "Коротке посилання для друку та повідомлень:" en "A short link for print and messages:" }
    /// The text of the QR code for those who do not see it.
    share_qr { uk "QR-код сторінки опитування" en "QR code of the poll’s page" }
    share_qr_hint { uk "Наведіть камеру телефона, щоб відкрити опитування." en "Point a phone’s camera at it to open the poll." }
    /// Under what the poll asks, where answering begins.
    to_questions { uk "Перейти до питань" en "Go to the questions" }
    rules_title { uk "Правила" en "The rules" }
    rules_text(audience: &str) {
        uk "Відповісти можуть {audience}. Одна людина відповідає один раз: перед поданням ви підтверджуєте свою особу. Подані відповіді змінити не можна. Поки опитування триває, підсумків не бачить ніхто; вони з’являться одразу після закриття."
        en "Who may answer: {audience}. Each person answers only once: you confirm who you are before submitting. Submitted answers cannot be changed. Nobody sees the results while the poll is open; they appear as soon as it closes."
    }
    rules_were(audience: &str) {
        uk "Відповісти могли {audience}. Одна людина відповідала один раз і підтверджувала свою особу. Поданих відповідей не можна було змінити. Поки опитування тривало, підсумків не бачив ніхто."
        en "Who could answer: {audience}. Each person answered only once, and confirmed who they were. Submitted answers could not be changed. Nobody saw the results while the poll was open."
    }

    // The card beside a shared link.
    shared_until(date: &str) { uk "Опитування до {date}" en "Poll open until {date}" }
    shared_alt(poll: &str, community: &str) { uk "Опитування «{poll}». {community}" en "Poll “{poll}”. {community}" }

    // The deadline in a calendar: the link, the event and the reminder a day before.
    deadline_add { uk "Додати строк у календар" en "Add the deadline to your calendar" }
    deadline_event(poll: &str) { uk "Завершується опитування: {poll}" en "The poll closes: {poll}" }
    deadline_reminder(poll: &str) { uk "За добу завершиться опитування: {poll}" en "The poll closes in a day: {poll}" }
    tabs_label(no: PollNumber) { uk "Опитування № {no}" en "Poll No. {no}" }
    pages_label { uk "Сторінки списку" en "Pages of the list" }
    tab_about { uk "Про опитування" en "About the poll" }
    tab_results { uk "Результати" en "Results" }

    // Secrecy, before the first question (honest about what this version can do).
    secret_title { uk "Таємне опитування" en "Secret poll" }
    secret_text {
        uk "Ми записуємо, що ви взяли участь, а ваші відповіді зберігаємо окремо. У них немає ані імені, ані часу, ані номера, за яким їх можна поєднати з вами. Тому змінити чи відкликати їх після подання неможливо."
        en "We record that you took part and keep your answers apart from that. They carry no name, no time and no number that could join them to you. That is why they cannot be changed or withdrawn once submitted."
    }
    secret_limit {
        uk "Чого ми поки не можемо обіцяти: доки опитування триває, людина з повним доступом до бази даних або її резервних копій могла б за порядком записів та іншими технічними слідами з’ясувати, чиї це відповіді. Після закриття ми перемішуємо відповіді, і такої змоги в базі вже немає; у резервних копіях того часу вона лишається, доки копії не знищать."
        en "What we cannot promise yet: while the poll is open, somebody with full access to the database or its backups could find out from the order of the records and other technical traces whose answers they are. At close we shuffle the answers, and the database no longer gives that away; backups of that time do until they are destroyed."
    }
    /// The same once the poll is closed.
    secret_limit_closed {
        uk "Доки опитування тривало, людина з повним доступом до бази даних або її резервних копій могла б за порядком записів та іншими технічними слідами з’ясувати, чиї це відповіді. Після закриття ми перемішали відповіді, і такої змоги в базі вже немає; у резервних копіях того часу вона лишається, доки копії не знищать."
        en "While the poll was open, somebody with full access to the database or its backups could have found out from the order of the records and other technical traces whose answers they are. At close we shuffled the answers, and the database no longer gives that away; backups of that time do until they are destroyed."
    }
    confidential_title { uk "Конфіденційне опитування" en "Confidential poll" }
    confidential_text {
        uk "Зв’язок між вашим ім’ям і відповідями зберігається зашифрованим. Ключ до нього лежить окремо від бази даних і її резервних копій; його застосовують лише для того, щоб скасувати відповіді, подані шахрайським шляхом. Імена з відповідями не публікують."
        en "The link between your name and your answers is kept encrypted. Its key lies outside the database and its backups and is used only to annul answers shown to be fraudulent. Names are never published with answers."
    }
    confidential_limit(date: &str) {
        uk "Хто має і базу даних, і ключ, технічно може прочитати цей зв’язок. За регламентом громади ключ знищують {date}, і відтоді прочитати його неможливо."
        en "Whoever holds both the database and the key could technically read that link. By the community’s regulation the key is destroyed on {date}, and from then on the link cannot be read."
    }
    /// The same for a draft that has no term yet.
    confidential_limit_days(days: i64) plural days {
        uk {
            one "Хто має і базу даних, і ключ, технічно може прочитати цей зв’язок. За регламентом громади ключ знищують через {days} день після закриття, і відтоді прочитати його неможливо."
            few "Хто має і базу даних, і ключ, технічно може прочитати цей зв’язок. За регламентом громади ключ знищують через {days} дні після закриття, і відтоді прочитати його неможливо."
            many "Хто має і базу даних, і ключ, технічно може прочитати цей зв’язок. За регламентом громади ключ знищують через {days} днів після закриття, і відтоді прочитати його неможливо."
            other "Хто має і базу даних, і ключ, технічно може прочитати цей зв’язок. За регламентом громади ключ знищують через {days} дня після закриття, і відтоді прочитати його неможливо."
        }
        en {
            one "Whoever holds both the database and the key could technically read that link. By the community’s regulation the key is destroyed {days} day after the close, and from then on the link cannot be read."
            other "Whoever holds both the database and the key could technically read that link. By the community’s regulation the key is destroyed {days} days after the close, and from then on the link cannot be read."
        }
    }
    /// The same once it has happened.
    confidential_kept(date: &str) {
        uk "Ключ знищено {date}, тому прочитати цей зв’язок більше не може ніхто."
        en "The key was destroyed on {date}, so nobody can read that link any more."
    }
    open_title { uk "Відкрите опитування" en "Open poll" }
    open_text {
        uk "Ваше ім’я зберігається разом із вашими відповідями, і громада може їх опублікувати. Якщо це вам не підходить, не беріть участі в цьому опитуванні."
        en "Your name is kept together with your answers, and the community may publish them. If you do not want that, do not take part in this poll."
    }
    open_limit {
        uk "Після подання змінити чи відкликати відповіді неможливо."
        en "Answers cannot be changed or withdrawn once submitted."
    }
    /// After the line on secrecy: the link to [`secrecy_limit`].
    secrecy_more { uk "Що саме ми обіцяємо, а чого ні" en "What exactly we promise, and what we do not" }
    secret_line {
        uk "Таємне опитування: відповіді зберігаються окремо від вашого імені."
        en "Secret poll: your answers are kept apart from your name."
    }
    confidential_line {
        uk "Конфіденційне опитування: зв’язок відповідей із вашим ім’ям зашифровано, імена не публікують."
        en "Confidential poll: the link between your answers and your name is encrypted; names are not published."
    }
    open_line {
        uk "Відкрите опитування: відповіді зберігаються з вашим ім’ям, і їх можуть опублікувати."
        en "Open poll: your answers are kept with your name and may be published."
    }

    // States.
    state_draft { uk "Чернетка" en "Draft" }
    state_scheduled { uk "Заплановано" en "Scheduled" }
    state_open { uk "Відкрито" en "Open" }
    /// The seconds between the close and the result.
    state_counting { uk "Підраховуємо" en "Being counted" }
    state_closed { uk "Завершено" en "Closed" }
    not_open_yet_title { uk "Опитування ще не почалося" en "The poll has not opened yet" }
    not_open_yet_text(moment: &str) {
        uk "Воно відкриється {moment}. Питання вже можна прочитати, відповісти поки не можна."
        en "It opens on {moment}. You can read the questions now but cannot answer yet."
    }
    closed_text { uk "Відповіді більше не приймаються. Результати вже доступні." en "Answers are no longer accepted. The results are available." }
    counting { uk "Опитування щойно завершилося, підбиваємо підсумки. Оновіть сторінку за хвилину." en "The poll has just closed and is being counted. Reload the page in a minute." }
}

/// The heading of the secrecy panel.
pub fn secrecy_title(lang: Lang, secrecy: Secrecy) -> &'static str {
    match secrecy {
        Secrecy::Secret => secret_title(lang),
        Secrecy::Confidential => confidential_title(lang),
        Secrecy::Open => open_title(lang),
    }
}

/// What the level means for the one who answers.
pub fn secrecy_text(lang: Lang, secrecy: Secrecy) -> &'static str {
    match secrecy {
        Secrecy::Secret => secret_text(lang),
        Secrecy::Confidential => confidential_text(lang),
        Secrecy::Open => open_text(lang),
    }
}

/// When the link key of a confidential poll is destroyed, as far as the page can tell; dates are in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkKeyEnd {
    /// It was, on this date.
    Was(String),
    /// It is to be, on this date.
    Will(String),
    /// So many days after a close that has no date yet.
    AfterClose(i64),
}

/// Where its promise ends (DESIGN §5.4): shown beside [`secrecy_text`], never folded away.
pub fn secrecy_limit(lang: Lang, secrecy: Secrecy, link_key: &LinkKeyEnd, closed: bool) -> String {
    match (secrecy, link_key) {
        (Secrecy::Secret, _) if closed => secret_limit_closed(lang).to_owned(),
        (Secrecy::Secret, _) => secret_limit(lang).to_owned(),
        (Secrecy::Confidential, LinkKeyEnd::Was(date)) => confidential_kept(lang, date),
        (Secrecy::Confidential, LinkKeyEnd::Will(date)) => confidential_limit(lang, date),
        (Secrecy::Confidential, LinkKeyEnd::AfterClose(days)) => {
            confidential_limit_days(lang, *days)
        }
        (Secrecy::Open, _) => open_limit(lang).to_owned(),
    }
}

/// One line for the question pages and the check page.
pub fn secrecy_line(lang: Lang, secrecy: Secrecy) -> &'static str {
    match secrecy {
        Secrecy::Secret => secret_line(lang),
        Secrecy::Confidential => confidential_line(lang),
        Secrecy::Open => open_line(lang),
    }
}

/// A state as a tag.
pub fn state(lang: Lang, state: State) -> &'static str {
    match state {
        State::Draft => state_draft(lang),
        State::Scheduled => state_scheduled(lang),
        State::Open => state_open(lang),
        State::Closed => state_closed(lang),
    }
}

/// «5 питань, 4 хвилини. Результат рекомендаційний»
pub fn card_line(lang: Lang, questions: usize) -> String {
    card_questions(
        lang,
        i64::try_from(questions).unwrap_or(i64::MAX),
        &about_minutes(lang, minutes_to_take_part(questions)),
    )
}

/// «Близько 2 хвилин. Чернетка зберігається.»
pub fn answer_hint_for(lang: Lang, questions: usize) -> String {
    answer_hint(
        lang,
        &minutes_genitive(lang, minutes_to_take_part(questions)),
    )
}

/// The line on the card of a poll that closes on this date; the kind alone without one.
pub fn shared_line(lang: Lang, closes: Option<String>) -> String {
    match closes {
        Some(date) => shared_until(lang, &date),
        None => kind(lang).to_owned(),
    }
}

/// Who counted those who may take part.
pub fn counted_by(lang: Lang, by: CountedBy) -> &'static str {
    match by {
        CountedBy::Register => turnout_register_note(lang),
        CountedBy::Community => turnout_population_note(lang),
    }
}
