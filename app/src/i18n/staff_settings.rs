//! The settings of a community: how it is called, what it looks like, where it is found, who may show its polls.

use super::{Lang, format};
use domain::{
    host::{HostProblem, MOST_HOSTS},
    settings::{MOST_PEOPLE, SettingsField, SettingsProblem},
    widget::{MOST_ORIGINS, OriginProblem},
};

catalogue! {
    title { uk "Налаштування громади" en "Community settings" }
    nav { uk "Налаштування" en "Settings" }
    lead {
        uk "Як громада зветься й виглядає, за якими адресами її знаходять і хто може показувати її опитування. Кожна зміна лишається в журналі."
        en "What the community is called and looks like, at which addresses it is found, and who may show its polls. Every change stays in the journal."
    }
    saved { uk "Налаштування збережено." en "The settings are saved." }
    save { uk "Зберегти налаштування" en "Save the settings" }
    changed_meanwhile {
        uk "Поки ви працювали, налаштування змінив хтось інший. Ваші зміни нижче: якщо збережете, вони замінять його зміни."
        en "Somebody else changed the settings while you were working. Your changes are below: if you save, they replace theirs."
    }
    kept_denied {
        uk "Нижче те, що ви ввели. Тоді його не вдалося зберегти, бо вхід завершився. Перевірте й збережіть знову."
        en "Below is what you typed. It could not be saved then because your sign-in had ended. Check it and save again."
    }

    about_title { uk "Громада" en "The community" }
    field_name { uk "Назва громади" en "Name of the community" }
    hint_name { uk "Стоїть угорі кожної сторінки." en "It stands at the head of every page." }
    field_council { uk "Назва ради" en "Name of the council" }
    hint_council { uk "Рада, яка відповідає жителям. Стоїть унизу сторінок і в нових опитуваннях." en "The council that answers residents. It stands at the foot of the pages and in new polls." }
    field_address { uk "Поштова адреса" en "Postal address" }
    field_population { uk "Скільки жителів можуть брати участь" en "How many residents may take part" }
    hint_population {
        uk "Від цього числа рахуємо участь. Не знаєте – лишіть порожнім, тоді покажемо лише кількість учасників."
        en "Turnout is counted from this number. If you do not know it, leave it empty: then only the number of participants is shown."
    }

    residences_title { uk "Підтвердження місця проживання" en "Confirming residences" }
    field_two_confirm { uk "Підтверджують двоє працівників" en "Two members of staff confirm" }
    hint_two_confirm {
        uk "Один записує, який документ бачив, другий погоджує. До того підтвердження не діє. На реєстр громади це не поширюється."
        en "One records which document they saw, another agrees. It does not count before that. The community’s register is not affected."
    }

    two_confirm_by_one {
        uk "Вимкнути це може й один адміністратор, сам. Хто й коли увімкнув чи вимкнув, лишається в журналі."
        en "One administrator alone can switch this off. Who switched it on or off, and when, stays in the journal."
    }
    /// After the name of the field.
    no_second {
        uk "підтверджувати може лише одна людина або ніхто. Спершу дайте ще комусь роль адміністратора чи оператора прийому"
        en "only one person may confirm, or nobody. First give somebody else the role of an administrator or a reception operator"
    }

    colours_title { uk "Кольори" en "Colours" }
    colours_lead {
        uk "Впишіть кольори з вашого брендбуку або лишіть поле порожнім, щоб узяти стандартні. Приймаємо лише такі, на яких текст легко прочитати. Відтінки для темної теми підберемо самі."
        en "Enter the colours of your brand book, or leave the fields empty for the standard ones. Only colours that are easy to read are taken. Shades for the dark theme are chosen for you."
    }
    field_action { uk "Колір дій" en "Colour of actions" }
    hint_action { uk "Кнопки, посилання, діаграми, нижня смуга. Шість знаків, наприклад #0b5665." en "Buttons, links, charts, the footer. Six digits, for example #0b5665." }
    field_now { uk "Колір подій" en "Colour of events" }
    hint_now { uk "Позначка того, що триває зараз. Наприклад, #a31a4d." en "It marks what is going on now. For example #a31a4d." }
    sample(light: &str, light_contrast: &str, dark: &str, dark_contrast: &str) {
        uk "Світла тема: {light}, контраст {light_contrast} : 1. Темна тема: {dark}, контраст {dark_contrast} : 1."
        en "Light theme: {light}, contrast {light_contrast} : 1. Dark theme: {dark}, contrast {dark_contrast} : 1."
    }

    hosts_title { uk "Адреси громади" en "Addresses of the community" }
    hosts_lead(origin: &str) {
        uk "Основна адреса {origin} є завжди. Власні адреси додайте, коли домен уже спрямовано на цей сервер."
        en "The main address {origin} is always there. Add addresses of your own once their domain points to this server."
    }
    field_hosts { uk "Власні адреси (необов’язково)" en "Addresses of your own (optional)" }
    hint_hosts { uk "По одній у рядку, без https://. Наприклад, golos.korosten.gov.ua." en "One per line, without https://. For example golos.korosten.gov.ua." }

    sites_title { uk "Опитування на інших сайтах" en "Polls on other websites" }
    sites_lead { uk "Сайти зі списку можуть вставити картку опитування на свою сторінку. Код картки є на сторінці кожного опитування." en "The websites in the list can put a poll’s card on their pages. The code of the card is on each poll’s page." }
    field_sites { uk "Дозволені сайти (необов’язково)" en "Allowed websites (optional)" }
    hint_sites { uk "По одному в рядку, разом із https://. Наприклад, https://korosten-rada.gov.ua." en "One per line, with https://. For example https://korosten-rada.gov.ua." }
    field_anywhere { uk "Дозволити будь-якому сайту" en "Allow any website" }
    hint_anywhere {
        uk "Тоді картку можна показати поруч із чим завгодно. Після голосування повертаємо лише на сайти зі списку."
        en "Then a card can stand beside anything at all. After voting, the way back leads only to websites of the list."
    }

    logo_title { uk "Герб або логотип" en "Coat of arms or logo" }
    logo_lead { uk "Стоїть угорі кожної сторінки поруч із назвою громади." en "It stands at the head of every page beside the community’s name." }
    logo_present { uk "Теперішній логотип" en "The present logo" }
    field_logo { uk "Файл із логотипом" en "Logo file" }
    field_other_logo { uk "Інший файл" en "Another file" }
    hint_logo { uk "PNG, JPEG або WebP, до 5 МБ. Найкраще квадратний, із прозорим тлом." en "PNG, JPEG or WebP, up to 5 MB. It is best square, with a transparent background." }
    logo_save { uk "Зберегти логотип" en "Save the logo" }
    logo_remove { uk "Прибрати логотип" en "Remove the logo" }
    logo_saved { uk "Логотип збережено." en "The logo is saved." }
    logo_changed_meanwhile { uk "поки ви обирали файл, налаштування змінив хтось інший; оберіть файл ще раз" en "somebody else changed the settings while you were choosing; choose the file again" }
    logo_removed { uk "Логотип прибрано." en "The logo is removed." }

    problem_missing { uk "напишіть її, без неї не обійтися" en "it cannot be empty" }
    problem_too_long(most: i64) plural most {
        uk { one "задовго: найбільше {most} знак" few "задовго: найбільше {most} знаки" many "задовго: найбільше {most} знаків" other "задовго: найбільше {most} знака" }
        en { one "too long: at most {most} character" other "too long: at most {most} characters" }
    }
    problem_characters { uk "є невидимі знаки, яких тут не може бути; наберіть текст наново" en "it holds invisible characters; type it again" }
    problem_population(most: i64) { uk "напишіть ціле число від 1 до {most} або лишіть порожнім" en "write a whole number from 1 to {most}, or leave it empty" }
    problem_no_colour { uk "це не колір; напишіть # і шість знаків 0–9, a–f, наприклад #0b5665" en "this is no colour; write # and six digits 0–9, a–f, for example #0b5665" }
    problem_pale(contrast: &str, nearest: &str) {
        uk "надто світлий, текст буде важко прочитати: контраст {contrast} : 1, а треба щонайменше 4,5 : 1. Найближчий придатний колір {nearest}"
        en "too light, text would be hard to read: contrast {contrast} : 1, at least 4.5 : 1 is needed. The nearest that will do is {nearest}"
    }
    in_line(line: i64, problem: &str) { uk "рядок {line}: {problem}" en "line {line}: {problem}" }
    host_more { uk "лише назва, без https://, порту й шляху" en "the name alone, without https://, port or path" }
    not_ascii { uk "адресу з кириличними літерами скопіюйте з рядка браузера: вона починатиметься з xn--" en "copy an address with letters outside ASCII from the browser: it begins with xn--" }
    host_malformed { uk "це не схоже на адресу сайту; перевірте, чи немає описки" en "this does not look like a website’s address; check it for mistakes" }
    host_ours { uk "такі адреси роздає саме Віче; впишіть адресу у власному домені" en "addresses like this are given out by Viche itself; use one in your own domain" }
    hosts_too_many(most: i64) plural most {
        uk { one "забагато: найбільше {most} адреса" few "забагато: найбільше {most} адреси" many "забагато: найбільше {most} адрес" other "забагато: найбільше {most} адреси" }
        en { one "too many: at most {most} address" other "too many: at most {most} addresses" }
    }
    host_taken { uk "одна з нових адрес уже належить іншій громаді" en "one of the new addresses belongs to another community already" }
    site_scheme { uk "адреса має починатися з https://" en "the address must begin with https://" }
    site_wildcard { uk "без зірочок: назвіть кожен сайт окремо" en "no asterisks: name each website" }
    site_more { uk "лише адреса сайту, без шляху після неї" en "the website’s address alone, without a path after it" }
    site_port { uk "після двокрапки має стояти номер порту" en "a port number must follow the colon" }
    sites_too_many(most: i64) plural most {
        uk { one "забагато: найбільше {most} сайт" few "забагато: найбільше {most} сайти" many "забагато: найбільше {most} сайтів" other "забагато: найбільше {most} сайта" }
        en { one "too many: at most {most} website" other "too many: at most {most} websites" }
    }
}

/// The name of a field.
pub fn field(lang: Lang, field: SettingsField) -> String {
    use super::staff_editor::label_english;
    let (name, written_in) = match field {
        SettingsField::Name(written_in) => (field_name(lang), written_in),
        SettingsField::Council(written_in) => (field_council(lang), written_in),
        SettingsField::Address(written_in) => (field_address(lang), written_in),
        SettingsField::Population => (field_population(lang), Lang::Uk),
        SettingsField::Action => (field_action(lang), Lang::Uk),
        SettingsField::Now => (field_now(lang), Lang::Uk),
        SettingsField::Hosts => (hosts_title(lang), Lang::Uk),
        SettingsField::Sites => (sites_title(lang), Lang::Uk),
    };
    match written_in {
        Lang::Uk => name.to_owned(),
        Lang::En => label_english(lang, name),
    }
}

/// What is wrong with a field, without its name; begins in lower case, for `staff_editor::problem_at`.
pub fn problem(lang: Lang, problem: SettingsProblem) -> String {
    let line = |line: usize, words: &str| in_line(lang, count(line), words);
    match problem {
        SettingsProblem::Missing => problem_missing(lang).to_owned(),
        SettingsProblem::TooLong(most) => problem_too_long(lang, count(most)),
        SettingsProblem::BadCharacters => problem_characters(lang).to_owned(),
        SettingsProblem::NoPopulation => problem_population(lang, MOST_PEOPLE),
        SettingsProblem::NoColour => problem_no_colour(lang).to_owned(),
        SettingsProblem::Pale { contrast, nearest } => {
            let contrast = format::decimal(lang, format::Tenths(contrast.into()));
            problem_pale(lang, &contrast, &nearest.to_string())
        }
        SettingsProblem::Host(at, problem) => line(at, host_problem(lang, problem)),
        SettingsProblem::HostOfInstallation(at) => line(at, host_ours(lang)),
        SettingsProblem::TooManyHosts => hosts_too_many(lang, count(MOST_HOSTS)),
        SettingsProblem::Site(at, problem) => line(at, site_problem(lang, problem)),
        SettingsProblem::TooManySites => sites_too_many(lang, count(MOST_ORIGINS)),
    }
}

fn host_problem(lang: Lang, problem: HostProblem) -> &'static str {
    match problem {
        HostProblem::MoreThanHost => host_more(lang),
        HostProblem::NotAscii => not_ascii(lang),
        HostProblem::Malformed => host_malformed(lang),
    }
}

fn site_problem(lang: Lang, problem: OriginProblem) -> &'static str {
    match problem {
        OriginProblem::Scheme => site_scheme(lang),
        OriginProblem::Wildcard => site_wildcard(lang),
        OriginProblem::MoreThanOrigin => site_more(lang),
        OriginProblem::NotAscii => not_ascii(lang),
        OriginProblem::Host => host_malformed(lang),
        OriginProblem::Port => site_port(lang),
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
