//! Asking from home that one's residence be confirmed: what is taken and what not, who sees the document, and that it is gone with the
//! decision.

use crate::{
    app::TestApp,
    browser::{Browser, Page},
    town::{KOROSTEN, resident},
    upload,
};
use app::i18n::{Lang, residence_request as words};
use domain::{
    document::MOST_DOCUMENT_BYTES, identity::Residency, ids::PersonId,
    residence_request::MOST_REASON,
};

use store::residencies::Residence;

const PAGE: &str = "/me/residence";
const UPLOAD: &str = "/do/send-residence-document";
pub const KOROSTEN_CITY: &str = "UA18060090010074365";
const VILLAGE: &str = "UA18060090420021941";
/// What the sent file calls itself.
pub const FILE_NAME: &str = "my passport.html";
const SOMEBODY: &str = "load-7";
const PDF: &[u8] = b"%PDF-1.7\nA marked document of somebody in Khotynivka.";

fn lang(browser: &Browser) -> Lang {
    Lang::from_tag(browser.lang()).unwrap()
}

/// Asks for a confirmation of one’s home in this settlement with this document.
pub async fn send(browser: &Browser, settlement: &str, file: &[u8]) -> Page {
    let mut body = Vec::new();
    upload::part(&mut body, "settlement", settlement);
    upload::file_part(&mut body, FILE_NAME, file);
    upload::end(&mut body);
    upload::send(browser, UPLOAD, body).await
}

/// Somebody who has signed in and of whose home nothing is known.
async fn newcomer(app: &TestApp, name: &str) -> (Browser, PersonId) {
    let browser = app.visitor();
    browser.sign_in(name, "/").await;
    (browser, app.town.person(KOROSTEN, name).await.unwrap())
}

/// Refuses what somebody asked for, with this reason, by the form on their record's page.
pub async fn refuse(desk: &Browser, person: PersonId, reason: &str) -> Page {
    let page = desk.get(&format!("/staff/people/{person}")).await;
    let mark = page.field("mark").unwrap_or_default();
    let sent = page.field("sent").unwrap_or_default();
    let person = person.to_string();
    let fields = [
        ("person", person.as_str()),
        ("mark", &mark),
        ("sent", &sent),
        ("f[reason]", reason),
    ];
    desk.post("/do/staff/refuse-residence", &fields).await
}

async fn documents(app: &TestApp) -> i64 {
    let count = "SELECT count(document) FROM residence_request";
    app.database.count(count).await
}

on_both_databases! {
    async fn a_document_is_looked_at_by_staff_alone_and_is_gone_when_they_confirm(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let (browser, person) = newcomer(&app, SOMEBODY).await;
        assert!(browser.get("/me").await.says(words::link(Lang::Uk)));
        for window in [browser.clone(), browser.in_english()] {
            let page = window.get(PAGE).await;
            page.assert_page(200, window.lang());
            assert!(page.says(words::lead(lang(&window))) && page.says("Хотинівка"), "{page:?}");
        }
        send(&browser, KOROSTEN_CITY, PDF).await.assert_leads_to(PAGE);
        let page = browser.get(PAGE).await;
        assert!(page.says(words::waiting_title(Lang::Uk)) && page.says("Коростень"), "{page:?}");
        let me = browser.get("/me").await;
        assert!(me.says(words::waiting_title(Lang::Uk)) && me.says(words::link(Lang::Uk)), "{me:?}");
        // One at a time: a second one changes nothing.
        send(&browser, KOROSTEN_CITY, b"%PDF-another").await.assert_leads_to(PAGE);

        // In the database nobody reads it, and of all people only staff open it, which is logged.
        assert_eq!(documents(&app).await, 1);
        assert!(!app.database.texts().await.contains("of somebody in Khotynivka"));
        let document = format!("/staff/people/{person}/document");
        let colleague = app.staff().await;
        for (stranger, status) in [(&browser, 403), (&app.visitor(), 303), (&colleague, 403)] {
            assert_eq!(stranger.get(&document).await.status, status);
        }
        let desk = app.administrator().await;
        app.foreign_staff().await;
        let theirs = app.town.person(crate::town::OVRUCH, crate::app::OVRUCH_MODERATOR).await.unwrap();
        let town = &app.town.store;
        town.grant_role(crate::town::OVRUCH, theirs, domain::role::Role::Operator, crate::town::by_system()).await.unwrap();
        let there = app.foreign_staff().await.on("ovruch.localhost");
        assert_eq!(there.get(&document).await.status, 404, "of another community");
        let page = desk.get("/staff/people").await;
        let name = resident(SOMEBODY).name.official();
        assert!(page.says(words::desk_title(Lang::Uk)) && page.says(&name) && page.says("Коростень"), "{page:?}");
        let page = desk.get(&format!("/staff/people/{person}")).await;
        assert!(page.says(words::panel_title(Lang::Uk)) && page.body.contains(&document), "{page:?}");
        let shown = desk.get(&document).await;
        assert_eq!((shown.status.as_u16(), shown.body.as_bytes()), (200, PDF));
        assert_eq!(shown.header("content-type"), Some("application/pdf"));
        assert_eq!(shown.header("content-disposition"), Some("attachment; filename=\"residence.pdf\""));
        assert_eq!(shown.header("cache-control"), Some("private, no-store"));
        assert_eq!(shown.header("x-content-type-options"), Some("nosniff"));
        assert!(shown.header("content-security-policy").unwrap().contains("sandbox"));
        let looked = app.database.count("SELECT count(*) FROM audit WHERE act = 'residency.document_viewed'").await;
        assert_eq!(looked, 1);

        let mark = page.field("mark").unwrap();
        let person_id = person.to_string();
        let fields = [
            ("person", person_id.as_str()),
            ("mark", &mark),
            ("f[evidence]", "register_extract"),
            ("f[settlement]", KOROSTEN_CITY),
        ];
        let page = desk.post("/do/staff/confirm-residence", &fields).await;
        page.assert_leads_to(&format!("/staff/people/{person}?confirmed"));
        assert_eq!(documents(&app).await, 0);
        assert_eq!(desk.get(&document).await.status, 404);
        assert!(!browser.get("/me").await.says(words::waiting_title(Lang::Uk)));
        // Nobody asks for what is confirmed.
        let page = send(&browser, KOROSTEN_CITY, PDF).await;
        page.assert_leads_to(&format!("{PAGE}?problem#errors"));
        assert_eq!(documents(&app).await, 0);
    }

    async fn whoever_has_moved_asks_for_the_other_settlement_and_stays_confirmed_meanwhile(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let (browser, person) = newcomer(&app, SOMEBODY).await;
        let now = crate::town::now();
        let today = app::i18n::dates::today(now);
        let confirmed = |days: Option<i32>| Residence {
            class: Residency::ConfirmedByStaff,
            settlement: domain::katottg::Katottg::parse(KOROSTEN_CITY),
            evidence: None,
            expires: days.and_then(|days| today.plus_days(days)),
            decided_by: None,
            decided_at: now,
        };
        let set = async |home: &Residence| {
            app.town.store.set_residency(KOROSTEN, person, home, crate::town::by_system()).await.unwrap();
        };
        // Before it lapses the same home is asked for, too.
        set(&confirmed(Some(30))).await;
        for window in [browser.clone(), browser.in_english()] {
            let page = window.get(PAGE).await;
            page.assert_page(200, window.lang());
            let last = app::i18n::dates::start_of_day(today.plus_days(30).unwrap()).unwrap();
            let last = app::i18n::dates::date(lang(&window), last);
            assert!(page.says(&words::stands(lang(&window), "Коростень", Some(last.trim_end_matches('.')))), "{page:?}");
            assert!(page.body.contains(&format!("value=\"{KOROSTEN_CITY}\" selected")), "{page:?}");
        }
        set(&confirmed(None)).await;
        assert!(browser.get("/me").await.says(words::moved_link(Lang::Uk)));
        let page = browser.get(PAGE).await;
        assert!(page.says(&words::stands(Lang::Uk, "Коростень", None)), "{page:?}");
        assert!(!page.body.contains(KOROSTEN_CITY) && page.body.contains(VILLAGE), "{page:?}");
        let page = send(&browser, KOROSTEN_CITY, PDF).await;
        page.assert_leads_to(&format!("{PAGE}?problem#errors"));
        assert_eq!(documents(&app).await, 0);

        send(&browser, VILLAGE, PDF).await.assert_leads_to(PAGE);
        assert!(browser.get(PAGE).await.says(words::waiting_title(Lang::Uk)));
        let me = browser.get("/me").await;
        assert!(me.says(words::waiting_title(Lang::Uk)) && me.says("Коростень"), "{me:?}");
        let home = async || app.town.store.residency(KOROSTEN, person).await.unwrap().unwrap();
        assert_eq!(home().await, confirmed(None));
        // The desk's form names where they say that they live now.
        let desk = app.administrator().await;
        let page = desk.get(&format!("/staff/people/{person}")).await;
        assert!(page.body.contains(&format!("value=\"{VILLAGE}\" selected")), "{page:?}");
        let (mark, id) = (page.field("mark").unwrap(), person.to_string());
        let fields = [
            ("person", id.as_str()),
            ("mark", &mark),
            ("f[evidence]", "register_extract"),
            ("f[settlement]", VILLAGE),
        ];
        let page = desk.post("/do/staff/confirm-residence", &fields).await;
        page.assert_leads_to(&format!("/staff/people/{person}?confirmed"));
        assert_eq!(documents(&app).await, 0);
        assert_eq!(home().await.settlement, domain::katottg::Katottg::parse(VILLAGE));
        let page = browser.get(PAGE).await;
        assert!(page.body.contains(KOROSTEN_CITY) && !page.body.contains(VILLAGE), "{page:?}");
    }

    async fn a_refusal_says_why_takes_the_document_and_lets_another_be_sent(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let (browser, person) = newcomer(&app, SOMEBODY).await;
        send(&browser, KOROSTEN_CITY, PDF).await.assert_leads_to(PAGE);
        let desk = app.administrator().await;
        let path = format!("/staff/people/{person}");
        let long = "ж".repeat(MOST_REASON + 1);
        for wrong in ["", "  \n ", long.as_str()] {
            let page = refuse(&desk, person, wrong).await;
            page.assert_leads_to(&format!("{path}?kept#errors"));
            let page = desk.follow(page).await;
            assert!(page.says(words::reason_wrong(Lang::Uk)) && page.says(wrong.trim()), "{page:?}");
        }
        assert_eq!(documents(&app).await, 1);
        const REASON: &str = "На фото не видно адреси <b>зовсім</b>.";
        refuse(&desk, person, REASON).await.assert_leads_to(&format!("{path}?refused"));
        assert_eq!(documents(&app).await, 0);
        assert!(!app.database.texts().await.contains("не видно адреси"), "the words of staff stand in the database");
        refuse(&desk, person, REASON).await.assert_leads_to(&format!("{path}?late"));
        assert!(!desk.get(&path).await.says(words::panel_title(Lang::Uk)));
        let page = browser.get(PAGE).await;
        assert!(page.says(words::refused_title(Lang::Uk)) && page.says("На фото не видно адреси"), "{page:?}");
        assert!(!page.body.contains("<b>зовсім"), "{page:?}");
        assert!(browser.get("/me").await.says(words::refused_title(Lang::Uk)));
        let mine = browser.get("/me/data.json").await;
        assert!(mine.body.contains("не видно адреси"), "{}", mine.body);

        send(&browser, KOROSTEN_CITY, &upload::png(7)).await.assert_leads_to(PAGE);
        assert!(!browser.get(PAGE).await.says(words::refused_title(Lang::Uk)));
        let shown = desk.get(&format!("{path}/document")).await;
        assert_eq!(shown.header("content-disposition"), Some("inline; filename=\"residence.png\""));
        let page = browser.post("/do/withdraw-residence-request", &[]).await;
        page.assert_leads_to(&format!("{PAGE}?withdrawn"));
        assert!(browser.follow(page).await.says(words::withdrawn(Lang::Uk)));
        assert_eq!(documents(&app).await, 0);
    }

    async fn what_is_no_document_is_told_with_the_form_and_nothing_is_stored(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let (browser, _) = newcomer(&app, SOMEBODY).await;
        let mut large = PDF.to_vec();
        large.resize(MOST_DOCUMENT_BYTES + 1, b' ');
        for window in [browser.clone(), browser.in_english()] {
            let lang = lang(&window);
            for (settlement, file, told) in [
                (KOROSTEN_CITY, &b""[..], words::problem_no_file(lang)),
                (KOROSTEN_CITY, b"MZ a program", words::problem_no_document(lang)),
                (KOROSTEN_CITY, b"<html><script>", words::problem_no_document(lang)),
                (KOROSTEN_CITY, &large, words::problem_too_large(lang)),
                ("", PDF, words::problem_place(lang)),
                ("UA18060170000069581", PDF, words::problem_place(lang)),
            ] {
                let page = send(&window, settlement, file).await;
                page.assert_leads_to(&window.path("/me/residence?problem#errors"));
                let page = window.follow(page).await;
                page.assert_page(200, window.lang());
                assert!(page.says(told), "{page:?}");
                if settlement == KOROSTEN_CITY {
                    assert!(page.body.contains(&format!("value=\"{KOROSTEN_CITY}\" selected")), "{page:?}");
                }
            }
        }
        // The largest that is taken is taken, and what was wrong before is forgotten.
        large.truncate(MOST_DOCUMENT_BYTES);
        assert_eq!(documents(&app).await, 0);
        send(&browser, KOROSTEN_CITY, &large).await.assert_leads_to(PAGE);
        assert_eq!(documents(&app).await, 1);
    }

    async fn nobody_sends_a_document_for_another_and_staff_decide_on_nothing_of_their_own(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let stranger = app.visitor();
        assert_eq!(send(&stranger, KOROSTEN_CITY, PDF).await.status, 401);
        // Past the upload route there is no file, and no request.
        let (browser, _) = newcomer(&app, SOMEBODY).await;
        let page = browser.post("/do/request-residence", &[("settlement", KOROSTEN_CITY)]).await;
        assert_eq!(page.status, 400);
        assert_eq!(documents(&app).await, 0);

        let desk = app.administrator().await;
        let own = app.town.person(KOROSTEN, crate::app::ADMINISTRATOR).await.unwrap();
        app.town.store.withdraw_residence_request(KOROSTEN, own).await.unwrap();
        // As if they had nothing confirmed, and had sent one.
        let mine = domain::residence_request::Request {
            settlement: domain::katottg::Katottg::parse(KOROSTEN_CITY).unwrap(),
            kind: domain::document::DocumentKind::Pdf,
        };
        let home = Residence { class: Residency::Declared, ..app.town.store.residency(KOROSTEN, own).await.unwrap().unwrap() };
        app.town.store.set_residency(KOROSTEN, own, &home, crate::town::by_system()).await.unwrap();
        let today = app::i18n::dates::today(crate::town::now());
        app.town.store.send_residence_request(KOROSTEN, own, &mine, b"sealed", (crate::town::now(), today)).await.unwrap();
        assert!(!desk.get(&format!("/staff/people/{own}")).await.says(words::panel_title(Lang::Uk)));
        assert_eq!(desk.get(&format!("/staff/people/{own}/document")).await.status, 403);
        let page = refuse(&desk, own, "Ні.").await;
        page.assert_leads_to(&format!("/staff/people/{own}"));
        assert_eq!(documents(&app).await, 1);
    }
}
