//! Who gets what: every page and every server function × visitor, resident, staff, another community's staff × this
//! community's host and another's. A route or function that is not in the tables fails a test here.

use crate::{
    access_table::{FIXED_ROUTES, FUNCTIONS, Got, PAGES},
    app::{MODERATOR, OVRUCH_MODERATOR, Start, TestApp},
    browser::{Browser, Page, encoded},
    town::{HOUR, KOROSTEN, TestPoll, by_system, content},
};
use domain::{role::Role, time::DAY};
use reqwest::{Method, StatusCode};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

/// Four polls: № 1 is open, № 2 closed with a ballot, № 3 a draft, № 4 opens later. Ovruch has none.
pub async fn four_polls(app: &TestApp) -> [TestPoll; 4] {
    let open = app.town.open_poll().await;
    let closed = app.town.poll(KOROSTEN, content(), -2 * HOUR, -HOUR).await;
    let draft = app.town.draft_poll(KOROSTEN, &content()).await;
    let later = app.town.poll(KOROSTEN, content(), HOUR, 10 * DAY).await;
    let polls = [open, closed, draft, later];
    assert_eq!(polls.map(|poll| poll.number.0), [1, 2, 3, 4]);
    polls
}

/// The four who ask, signed in on both hosts.
pub async fn everybody(app: &TestApp) -> [Browser; 4] {
    let (resident, staff) = (app.resident("load-3").await, app.staff().await);
    for (browser, name) in [(&resident, "load-3"), (&staff, MODERATOR)] {
        browser.on("ovruch.localhost").sign_in(name, "/").await;
    }
    [app.visitor(), resident, staff, app.foreign_staff().await]
}

#[track_caller]
fn assert_got(page: &Page, got: Got, window: &Browser, path: &str, who: &str) {
    let asked = format!("{who} on {} asks for {}", window.origin(), page.asked);
    let (status, location) = (page.status.as_u16(), page.location());
    match got {
        Got::Page => {
            assert_eq!(status, 200, "{asked}: {page:?}");
            page.assert_is_page(window.lang());
        }
        Got::SignIn => {
            let back = encoded(&[("return", &window.path(path))]).replace("%2F", "/");
            let expected = format!("{}?{back}", window.path("/sign-in"));
            assert_eq!((status, location), (303, Some(expected)), "{asked}");
        }
        Got::To(place) => {
            assert_eq!(
                (status, location),
                (303, Some(window.path(place))),
                "{asked}"
            );
        }
        Got::Away => {
            assert_eq!(status, 303, "{asked}: {page:?}");
            let location = location.unwrap();
            assert!(
                location.starts_with("http://127.0.0.1:"),
                "{asked}: {location}"
            );
        }
        Got::Status(expected) => {
            assert_eq!(status, expected, "{asked}: {page:?}");
            page.assert_is_page(window.lang());
            assert_eq!(location, None, "{asked}");
        }
    }
}

/// Sends a form as somebody patient: nobody sends as many in a second as the table has, and whoever does is told to wait.
async fn post(window: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    for _ in 0..100 {
        let page = window.post(path, fields).await;
        if page.status != StatusCode::TOO_MANY_REQUESTS {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("{path} is too much for a minute");
}

const WHO: [&str; 4] = [
    "a visitor",
    "a resident",
    "staff",
    "another community's staff",
];

on_both_databases! {
    async fn every_page_gives_everybody_what_the_table_says(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        four_polls(&app).await;
        let browsers = everybody(&app).await;
        for (_, path, here, there) in PAGES {
            for (place, browser) in browsers.iter().enumerate() {
                for window in [browser.clone(), browser.in_english()] {
                    assert_got(
                        &window.get(path).await,
                        here[place],
                        &window,
                        path,
                        WHO[place],
                    );
                    let window = window.on("ovruch.localhost");
                    assert_got(
                        &window.get(path).await,
                        there[place],
                        &window,
                        path,
                        WHO[place],
                    );
                }
            }
        }
    }

    async fn every_function_gives_everybody_what_the_table_says(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        four_polls(&app).await;
        let browsers = everybody(&app).await;
        for (name, fields, here, there) in FUNCTIONS {
            let path = format!("/do/{name}");
            // First those who may not: what they tried must not have changed anything for those who may.
            for place in [0, 1, 3, 2] {
                let window = browsers[place].on("ovruch.localhost");
                assert_got(
                    &post(&window, &path, fields).await,
                    there[place],
                    &window,
                    &path,
                    WHO[place],
                );
                let window = &browsers[place];
                assert_got(
                    &post(window, &path, fields).await,
                    here[place],
                    window,
                    &path,
                    WHO[place],
                );
            }
        }
    }

    /// Cookies are bound to their host by their name; a server must not rely on that.
    async fn cookies_carried_to_another_community_open_nothing_there(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        four_polls(&app).await;
        for browser in everybody(&app).await {
            let (Some(session), abroad) = (
                browser.cookie("session"),
                app.visitor().on("ovruch.localhost"),
            ) else {
                continue;
            };
            abroad.forge_cookie("session", &session);
            for (_, path, _, there) in PAGES {
                assert_got(
                    &abroad.get(path).await,
                    there[0],
                    &abroad,
                    path,
                    "a carried session",
                );
            }
            for (name, fields, _, there) in FUNCTIONS {
                let path = format!("/do/{name}");
                assert_got(
                    &post(&abroad, &path, fields).await,
                    there[0],
                    &abroad,
                    &path,
                    "a carried session",
                );
            }
        }
    }

    /// The platform is a community of its own: no poll of any other is on its host, and its desk is its operators'.
    async fn on_the_platforms_host_there_is_nothing_of_any_community(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        four_polls(&app).await;
        for (place, browser) in everybody(&app).await.iter().enumerate() {
            let window = browser.on("platform.localhost");
            if place > 0 {
                // Somebody on the platform's host is nobody special, whatever they are elsewhere.
                window
                    .sign_in(["", "load-3", MODERATOR, OVRUCH_MODERATOR][place], "/")
                    .await;
            }
            for (route, path, _, there) in PAGES {
                let desk = route.starts_with("/staff") || *route == "/second-factor";
                let got = match (desk, *route) {
                    (true, _) if place == 0 => Got::SignIn,
                    (true, _) => Got::Status(403),
                    (_, "/communities") => Got::Page,
                    // Nobody lives on the platform, and nobody's data is kept there.
                    (_, "/privacy" | "/organisations") => Got::Status(404),
                    _ => there[place],
                };
                assert_got(&window.get(path).await, got, &window, path, WHO[place]);
            }
            for (name, fields, _, there) in FUNCTIONS {
                let desk = name.starts_with("staff/")
                    || name.ends_with("second-factor")
                    || name.ends_with("recovery-codes")
                    || *name == "confirm-by-passkey";
                let got = match (desk, *name) {
                    (true, _) if place == 0 => Got::Status(401),
                    (true, _) => Got::Status(403),
                    // Nobody lives on the platform.
                    (_, "declare-residence") if place > 0 => there[1],
                    _ => there[place],
                };
                let path = format!("/do/{name}");
                assert_got(
                    &post(&window, &path, fields).await,
                    got,
                    &window,
                    &path,
                    WHO[place],
                );
            }
        }
    }

    async fn a_role_that_was_taken_away_opens_nothing_from_that_moment(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        four_polls(&app).await;
        let staff = app.staff().await;
        staff.get("/staff").await.assert_page(200, "uk");
        let person = app.town.person(KOROSTEN, MODERATOR).await.unwrap();
        app.town
            .store
            .revoke_role(KOROSTEN, person, Role::Moderator, by_system())
            .await
            .unwrap();
        for (_, path, here, _) in PAGES {
            assert_got(
                &staff.get(path).await,
                here[1],
                &staff,
                path,
                "former staff",
            );
        }
        for (name, fields, here, _) in FUNCTIONS {
            if name.starts_with("staff/") {
                let path = format!("/do/{name}");
                assert_got(
                    &staff.post(&path, fields).await,
                    here[1],
                    &staff,
                    &path,
                    "former staff",
                );
            }
        }
    }

    async fn a_session_that_expired_or_never_was_is_a_visitor(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        four_polls(&app).await;
        let a_token = app::keys::Token::new(&app::keys::OsRandom).to_client();
        for forged in [
            "",
            "x",
            a_token.as_str(),
            "%00",
            &"A".repeat(43),
            &"A".repeat(4_000),
            "\"quoted\"",
            "a b c",
        ] {
            let browser = app.visitor();
            browser.forge_cookie("session", forged);
            browser.forge_cookie("draft", forged);
            browser.forge_cookie("signin", forged);
            for (_, path, here, _) in PAGES {
                assert_got(
                    &browser.get(path).await,
                    here[0],
                    &browser,
                    path,
                    "a forged session",
                );
            }
        }
        // One that was real, after its twelve hours.
        let later = app.staff().await;
        let session = later.cookie("session").unwrap();
        let token = app::keys::Token::from_client(&session).unwrap();
        let expired = crate::town::now().plus(DAY / 2 + 1);
        let found = app
            .town
            .store
            .find_session(KOROSTEN, store::SecretHash(token.hash()), expired)
            .await
            .unwrap();
        assert!(found.is_none(), "a session outlives its twelve hours");
    }

    async fn a_get_of_a_function_is_a_page_that_says_no(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        four_polls(&app).await;
        let before = app.database.everything().await;
        let staff = app.staff().await;
        let signed_in = app.database.everything().await;
        assert_ne!(before, signed_in, "the digest of the database sees nothing");
        for (name, fields, ..) in FUNCTIONS {
            let path = format!("/do/{name}");
            for window in [staff.clone(), staff.in_english()] {
                window.get(&path).await.assert_page(405, window.lang());
                window
                    .get(&format!("{path}?{}", encoded(fields)))
                    .await
                    .assert_page(405, window.lang());
            }
            for method in [
                Method::HEAD,
                Method::PUT,
                Method::PATCH,
                Method::DELETE,
                Method::OPTIONS,
            ] {
                let request = staff.form(&path, encoded(fields)).build().unwrap();
                let mut request = request;
                *request.method_mut() = method.clone();
                let page = staff.send_request(request).await;
                assert_eq!(
                    page.status,
                    StatusCode::METHOD_NOT_ALLOWED,
                    "{method} {path}"
                );
            }
        }
        assert_eq!(app.database.everything().await, signed_in);
    }

    /// Reading pages writes nothing, whoever reads, from wherever.
    async fn no_page_changes_anything_by_being_read(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        four_polls(&app).await;
        let browsers = everybody(&app).await;
        let before = app.database.everything().await;
        for (_, path, ..) in PAGES {
            for browser in &browsers {
                for host in ["localhost", "ovruch.localhost", "platform.localhost"] {
                    browser.on(host).get(path).await;
                    let request = browser.on(host).request(Method::GET, path);
                    browser
                        .send(request.header("sec-fetch-site", "cross-site"))
                        .await;
                    browser
                        .send(browser.on(host).request(Method::HEAD, path))
                        .await;
                }
            }
        }
        assert_eq!(app.database.everything().await, before);
    }
}

#[test]
fn every_page_of_the_router_is_in_the_table() {
    let source = fs::read_to_string(sources().join("app/src/root.rs")).unwrap();
    let routes = quoted_after(&source, "path!(");
    assert!(
        routes.len() > 10,
        "the routes are written in another way now: {routes:?}"
    );
    let listed: BTreeSet<String> = PAGES
        .iter()
        .map(|(route, ..)| (*route).to_owned())
        .collect();
    assert_eq!(routes, listed, "left: the router's, right: the table's");
    for (route, path, ..) in PAGES {
        let matches = route.split('/').count() == path.split('/').count()
            && route
                .split('/')
                .zip(path.split('/'))
                .all(|(r, p)| r.starts_with(':') || r == p);
        assert!(matches, "{path} is no address of {route}");
    }
}

#[test]
fn every_special_route_is_in_the_list() {
    let source = fs::read_to_string(sources().join("server/src/web/routes.rs")).unwrap();
    let routes = quoted_after(&source.replace(char::is_whitespace, ""), ".route(");
    let listed: BTreeSet<String> = FIXED_ROUTES
        .iter()
        .map(|route| (*route).to_owned())
        .collect();
    assert_eq!(routes, listed, "left: the server's, right: the list's");
}

/// By the sources: also a function that the linker left out must be looked at.
#[test]
fn every_server_function_is_in_the_table_and_stands_under_do() {
    let mut found = BTreeSet::new();
    for file in rust_files(&sources().join("app/src"))
        .into_iter()
        .chain(rust_files(&sources().join("server/src")))
    {
        let source = fs::read_to_string(&file).unwrap();
        let code: String = source
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        for attribute in code.split("#[server").skip(1) {
            let attribute = attribute
                .split(']')
                .next()
                .unwrap()
                .replace(char::is_whitespace, "");
            // `#[server(default)]` marks an argument.
            if attribute == "(default)" {
                continue;
            }
            let place = file.display();
            assert!(
                attribute.contains("prefix=\"/do\""),
                "{place}: #[server{attribute}] stands elsewhere"
            );
            assert!(
                !attribute.contains("input="),
                "{place}: #[server{attribute}] is no plain form"
            );
            let name = attribute
                .split("endpoint=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            let name =
                name.unwrap_or_else(|| panic!("{place}: #[server{attribute}] has no stable name"));
            assert!(found.insert(name.to_owned()), "{name} is there twice");
        }
    }
    assert_eq!(
        found,
        listed_functions(),
        "left: the sources', right: the table's"
    );
}

/// By what the program really answers to.
#[test]
fn every_registered_function_is_a_post_under_do() {
    let registered: BTreeSet<String> = server_fn::axum::server_fn_paths()
        .map(|(path, method)| {
            assert_eq!(method, Method::POST, "{path}");
            path.strip_prefix("/do/")
                .unwrap_or_else(|| panic!("{path} is not under /do/"))
                .to_owned()
        })
        .collect();
    assert_eq!(
        registered,
        listed_functions(),
        "left: the program's, right: the table's"
    );
}

fn listed_functions() -> BTreeSet<String> {
    FUNCTIONS
        .iter()
        .map(|(name, ..)| (*name).to_owned())
        .collect()
}

/// The project's folder.
fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// The first quoted text after each occurrence of `before`.
fn quoted_after(source: &str, before: &str) -> BTreeSet<String> {
    let found = source
        .split(before)
        .skip(1)
        .map(|rest| rest.split('"').nth(1).unwrap().to_owned());
    found.collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}
