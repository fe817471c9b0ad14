//! The sandbox's pages: whom one can sign in as, and what is wrong with a request. No script; one stylesheet of its own.

use super::{
    SandboxOptions,
    authorize::{Asked, BadRequest},
    html::escaped,
    people::{Fault, Way},
    texts,
};
use crate::demo_residents::Resident;
use app::i18n::sign_in;
use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use domain::lang::Lang;
use http::{HeaderName, StatusCode, header};

/// From so many people on there is a search.
const SEARCH_FROM: usize = 20;

/// No script, no frame, nothing from elsewhere. There is no `form-action` on purpose: the answer to the form sends the browser
/// on to the platform and from there to a community's host, which this service does not know.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
];

/// `GET /style.css`.
pub(super) async fn style() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=300"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, include_str!("style.css")).into_response()
}

/// The list of people, as one form: each person is a button of it. Residents come first, and what few need (the search, another way to
/// sign in) is folded below them: whoever tries an answer out should not have to look for somebody to be. Who has searched finds the
/// words again above what they found.
pub(super) fn people(options: &SandboxOptions, asked: &Asked, ways: &[Way]) -> Response {
    let lang = asked.lang();
    let search = if options.residents.people().count() > SEARCH_FROM {
        search(asked)
    } else {
        String::new()
    };
    let list: String = options
        .residents
        .communities
        .iter()
        .map(|community| {
            let (residents, staff): (Vec<_>, Vec<_>) = community
                .people
                .iter()
                .filter(|person| fits(person, &asked.q))
                .partition(|person| person.roles.is_empty());
            let people: String = residents
                .into_iter()
                .chain(staff)
                .map(|p| button(lang, p))
                .collect();
            if people.is_empty() {
                return String::new();
            }
            let (name, in_lang) = community.name.in_lang(lang);
            format!(
                "<h2 lang=\"{}\">{}</h2>\n<ul class=\"people\">\n{people}</ul>\n",
                in_lang.tag(),
                escaped(name)
            )
        })
        .collect();
    let nobody = if list.is_empty() {
        format!(
            "<p class=\"empty\">{}</p>\n",
            escaped(&texts::found_nobody(lang, asked.q.trim()))
        )
    } else {
        String::new()
    };
    let (above, below) = if asked.q.trim().is_empty() {
        (String::new(), search)
    } else {
        (search, String::new())
    };
    let main = format!(
        "<h1>{ask}</h1>\n<p class=\"lead\">{lead}</p>\n{above}\
         <form method=\"post\" action=\"consent\">\n{hidden}{nobody}{list}\
         <p><button class=\"link\" name=\"deny\" value=\"1\">{deny}</button></p>\n\
         <details class=\"more\"><summary>{legend}</summary>\n<fieldset><legend class=\"vh\">{legend}</legend>\n\
         <div class=\"ways\">\n{ways}</div></fieldset></details>\n\
         <details><summary>{faults_title}</summary>\n<p class=\"hint\">{faults_text}</p>\n<ul class=\"people\">\n{faults}</ul></details>\n\
         </form>\n{below}",
        ask = sign_in::sandbox_ask(lang),
        lead = sign_in::sandbox_lead(lang),
        hidden = hidden(asked, true),
        legend = texts::way_legend(lang),
        ways = ways
            .iter()
            .enumerate()
            .map(|(at, way)| radio(lang, *way, at == 0))
            .collect::<String>(),
        deny = sign_in::sandbox_cancel(lang),
        faults_title = texts::faults_title(lang),
        faults_text = texts::faults_text(lang),
        faults = Fault::ALL
            .into_iter()
            .map(|fault| fault_button(lang, fault))
            .collect::<String>(),
    );
    frame(
        StatusCode::OK,
        lang,
        sign_in::sandbox_title(lang),
        &main,
        Some(asked),
    )
}

/// A request that cannot be answered by sending the browser back.
pub(super) fn bad_request(lang: Lang, fault: BadRequest) -> Response {
    let main = format!(
        "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<p>{}</p>\n",
        texts::bad_title(lang),
        escaped(texts::bad_request(lang, fault)),
        texts::bad_next(lang),
    );
    frame(
        StatusCode::BAD_REQUEST,
        lang,
        texts::bad_title(lang),
        &main,
        None,
    )
}

fn frame(
    status: StatusCode,
    lang: Lang,
    title: &str,
    main: &str,
    asked: Option<&Asked>,
) -> Response {
    let other = match lang {
        Lang::Uk => Lang::En,
        Lang::En => Lang::Uk,
    };
    // The same request in the other language, as a form: the address stays out of the page's markup otherwise.
    let switch = asked.map_or_else(String::new, |asked| {
        format!(
            "<form method=\"get\" action=\"./\">{}<input type=\"hidden\" name=\"q\" value=\"{search}\">\
             <input type=\"hidden\" name=\"lang\" value=\"{tag}\">\
             <button class=\"link\" lang=\"{tag}\">{}</button></form>",
            hidden(asked, false),
            texts::other_language(lang),
            search = escaped(&asked.q),
            tag = other.tag(),
        )
    });
    let html = format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"style.css\">\n<link rel=\"icon\" href=\"data:,\">\n</head>\n<body>\n\
         <header class=\"head\"><div class=\"wrap\"><svg width=\"32\" height=\"32\" viewBox=\"-16 -16 32 32\" aria-hidden=\"true\">\
         <path d=\"M0-14L14 0 0 14-14 0z\"/><path class=\"core\" d=\"M0-6L6 0 0 6-6 0z\"/></svg>\
         <p>{name}</p>{switch}</div></header>\n\
         <aside class=\"notice\"><p class=\"wrap\"><strong>{word}</strong> {text}</p></aside>\n\
         <main class=\"wrap\">\n{main}</main>\n</body>\n</html>\n",
        tag = lang.tag(),
        name = sign_in::sandbox_title(lang),
        word = texts::notice_word(lang),
        text = texts::notice_text(lang),
    );
    (status, HEADERS, Body::from(html)).into_response()
}

/// The request's own parameters, to be carried on by a form.
fn hidden(asked: &Asked, with_lang: bool) -> String {
    let lang = asked.lang().tag();
    let all = [
        ("response_type", "code"),
        ("client_id", &asked.client_id),
        ("auth_type", &asked.auth_type),
        ("state", &asked.state),
        ("redirect_uri", &asked.redirect_uri),
        ("lang", lang),
    ];
    let count = if with_lang { all.len() } else { all.len() - 1 };
    all[..count]
        .iter()
        .map(|(name, value)| {
            format!(
                "<input type=\"hidden\" name=\"{name}\" value=\"{}\">\n",
                escaped(value)
            )
        })
        .collect()
}

fn search(asked: &Asked) -> String {
    let lang = asked.lang();
    let clear = if asked.q.trim().is_empty() {
        String::new()
    } else {
        format!(
            "<button class=\"link\" name=\"q\" value=\"\">{}</button>",
            texts::search_clear(lang)
        )
    };
    let open = if clear.is_empty() { "" } else { " open" };
    format!(
        "<details class=\"more\"{open}><summary>{title}</summary>\n\
         <form class=\"search\" method=\"get\" action=\"./\" role=\"search\">\n{hidden}\
         <label for=\"q\">{label}</label>\n<div class=\"search__row\"><input id=\"q\" name=\"q\" type=\"search\" value=\"{text}\" autocomplete=\"off\">\
         <button class=\"btn\">{find}</button></div>\n</form>\n{clear}</details>\n",
        title = texts::search_title(lang),
        hidden = hidden(asked, true),
        label = texts::search_label(lang),
        text = escaped(&asked.q),
        find = texts::search_button(lang),
        clear = if clear.is_empty() {
            clear
        } else {
            format!(
                "<form method=\"get\" action=\"./\">\n{}{clear}</form>\n",
                hidden(asked, true)
            )
        },
    )
}

/// Whether every word of the search is in the person's name, settlement or note; case and apostrophes do not matter.
fn fits(person: &Resident, search: &str) -> bool {
    let settlement = person
        .settlement
        .as_ref()
        .map_or("", |settlement| &settlement.name);
    let all = folded(&format!(
        "{} {settlement} {} {}",
        person.name.official(),
        person.note.uk,
        person.note.en
    ));
    folded(search)
        .split_whitespace()
        .all(|word| all.contains(word))
}

fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '’' | '\'' | 'ʼ' | '`'))
        .flat_map(char::to_lowercase)
        .collect()
}

fn button(lang: Lang, person: &Resident) -> String {
    let settlement = person
        .settlement
        .as_ref()
        .map_or_else(String::new, |settlement| {
            format!("<span lang=\"uk\">{}</span> · ", escaped(&settlement.name))
        });
    let note = match person.note.in_lang(lang) {
        ("", _) => String::new(),
        (note, in_lang) => {
            format!(
                "<span class=\"note\" lang=\"{}\">{}</span>",
                in_lang.tag(),
                escaped(note)
            )
        }
    };
    format!(
        "<li><button name=\"person\" value=\"{id}\"><span class=\"name\" lang=\"uk\">{name}</span> \
         <span class=\"facts\">{settlement}{residency}</span> {note}</button></li>\n",
        id = escaped(&person.id),
        name = escaped(&person.name.official()),
        residency = texts::residency(lang, person.residency),
    )
}

fn fault_button(lang: Lang, fault: Fault) -> String {
    format!(
        "<li><button name=\"person\" value=\"fault-{}\"><span class=\"name\">{}</span></button></li>\n",
        fault.as_str(),
        escaped(texts::fault(lang, fault)),
    )
}

fn radio(lang: Lang, way: Way, chosen: bool) -> String {
    let checked = if chosen { " checked" } else { "" };
    format!(
        "<label><input type=\"radio\" name=\"way\" value=\"{}\"{checked}> {}</label>\n",
        way.as_str(),
        texts::way(lang, way)
    )
}
