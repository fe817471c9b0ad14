//! The files of a poll: results as a table, the deadline for a calendar, the address as a QR code. Who gets which, when, and what
//! caches may do with them.

use crate::{
    access::{everybody, four_polls},
    app::TestApp,
    browser::{Browser, Page},
    town::{HOUR, KOROSTEN, content},
};
use domain::{lang::Bilingual, time::DAY};
use reqwest::{Method, StatusCode};

/// What there is of the polls № 1 (open), 2 (closed), 3 (a draft), 4 (opens later) and 5 (none).
const FILES: [(&str, [bool; 5], &str); 4] = [
    (
        "results.csv",
        [false, true, false, false, false],
        "text/csv",
    ),
    (
        "deadline.ics",
        [true, false, false, true, false],
        "text/calendar",
    ),
    ("qr.svg", [true, true, false, true, false], "image/svg+xml"),
    ("card.png", [true, true, false, true, false], "image/png"),
];

async fn file(browser: &Browser, number: usize, name: &str) -> Page {
    browser.get(&format!("/polls/{number}/{name}")).await
}

#[track_caller]
fn assert_file(page: &Page, kind: &str) {
    assert_eq!(page.status, StatusCode::OK, "{page:?}");
    assert!(
        page.header("content-type").unwrap().starts_with(kind),
        "{page:?}"
    );
    assert!(
        page.header("cache-control")
            .unwrap()
            .starts_with("public, max-age=")
    );
    assert!(page.header("set-cookie").is_none());
}

on_both_databases! {
    async fn each_file_is_there_for_everybody_or_for_nobody(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        for (name, there, kind) in FILES {
            for (number, there) in (1..).zip(there) {
                let mut bodies = Vec::new();
                for browser in everybody(&app).await.iter() {
                    for window in [browser.clone(), browser.in_english()] {
                        let page = file(&window, number, name).await;
                        if there {
                            assert_file(&page, kind);
                            bodies.push((window.lang(), page.body));
                        } else {
                            page.assert_page(404, window.lang());
                            assert_eq!(page.header("cache-control"), Some("private, no-store"));
                        }
                        // Another community has none of these polls.
                        file(&window.on("ovruch.localhost"), number, name).await.assert_page(404, window.lang());
                    }
                }
                bodies.sort();
                bodies.dedup();
                assert!(bodies.len() <= 2, "{name} of № {number} is not the same for everybody");
            }
            for nonsense in ["0", "x", "1%00", "-1", "99999999999999999999"] {
                app.visitor().get(&format!("/polls/{nonsense}/{name}")).await.assert_page(404, "uk");
            }
            let post = app.visitor().form(&format!("/polls/2/{name}"), "");
            app.visitor().send(post).await.assert_page(405, "uk");
        }
    }

    async fn the_table_holds_the_protocols_figures_and_no_formula(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let mut evil = content();
        evil.questions[0].text = Bilingual::new("=HYPERLINK(\"http://evil.example\";\"Так\")", "@SUM(1)");
        evil.questions[0].options[0].label = Bilingual::new("-2+3", "");
        let poll = app.town.poll(KOROSTEN, evil, -HOUR, 10 * DAY).await;
        let (resident, staff) = (app.resident("load-3").await, app.staff().await);
        resident.answer(poll, 1, &[1]).await;
        resident.answer(poll, 2, &[]).await;
        resident.answer(poll, 3, &[2]).await;
        resident.submit(poll).await.assert_leads_to("/polls/1/done");
        // Sealed for everybody until it is counted.
        for browser in [&resident, &staff, &app.visitor()] {
            file(browser, 1, "results.csv").await.assert_page(404, "uk");
        }
        app.town.store.with_clock_offset(11 * DAY).close_due_polls("test").await.unwrap();
        // Files are made of a copy that may be a second old.
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        let page = file(&app.visitor(), 1, "results.csv").await;
        assert_file(&page, "text/csv; charset=utf-8");
        assert_eq!(page.header("content-disposition"), Some("attachment; filename=\"korosten-poll-1-results.csv\""));
        let body = page.body.strip_prefix('\u{feff}').expect("Excel needs the mark");
        let lines: Vec<&str> = body.split_terminator("\r\n").collect();
        assert_eq!(
            lines[0],
            "\"poll\";\"closedAt\";\"entitled\";\"entitledBy\";\"ballots\";\"onPaper\";\"question\";\"questionText\";\"answered\";\"option\";\"optionText\";\"votes\""
        );
        assert_eq!(lines.len(), 1 + 3 + 4 + 3);
        // Cells that begin like a formula are texts, quotes and separators stay inside, one ballot is no cell to suppress.
        assert!(lines[1].ends_with(";1;0;1;\"'=HYPERLINK(\"\"http://evil.example\"\";\"\"Так\"\")\";1;1;\"'-2+3\";1"), "{}", lines[1]);
        assert!(lines[4].ends_with(";2;\"Питання 2\";0;1;\"Варіант 1\";0"), "{}", lines[4]);
        assert!(lines[9].ends_with(";3;\"Питання 3\";1;2;\"Ні\";1"), "{}", lines[9]);
        let english = file(&app.visitor().in_english(), 1, "results.csv").await.body;
        assert!(english.contains("\"'@SUM(1)\"") && english.contains("\"No\""), "{english}");
        assert!(app.visitor().get("/polls/1/results").await.body.contains("href=\"/polls/1/results.csv\""));
    }

    async fn the_calendar_file_names_the_moment_of_closing_and_the_page_leads_to_it(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        let visitor = app.visitor();
        let page = file(&visitor, 1, "deadline.ics").await;
        assert_file(&page, "text/calendar; charset=utf-8");
        let stored = app.town.store.poll_by_number(KOROSTEN, "1".parse().unwrap()).await.unwrap().unwrap();
        let closes = jiff::Timestamp::from_millisecond(stored.content.closes_at.unwrap().0).unwrap();
        let unfolded = page.body.replace("\r\n ", "");
        let value = |name: &str| unfolded.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned();
        assert_eq!(value("UID:"), "poll-1-closes@localhost");
        assert_eq!(value("TRIGGER:"), "-P1D");
        assert!(value("SUMMARY;LANGUAGE=uk:").contains("Яким має бути сквер"));
        assert_eq!(value("URL:"), format!("{}/polls/1", visitor.origin()));
        assert_eq!(value("DTSTART:"), closes.strftime("%Y%m%dT%H%M%SZ").to_string());
        assert!(page.body.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
        let english = file(&visitor.in_english(), 4, "deadline.ics").await.body.replace("\r\n ", "");
        assert!(english.contains("/en/polls/4") && english.contains("LANGUAGE=en"), "{english}");
        for (number, there) in [(1, true), (2, false), (4, true)] {
            let body = visitor.get(&format!("/polls/{number}")).await.body;
            assert_eq!(body.contains(&format!("href=\"/polls/{number}/deadline.ics\"")), there, "№ {number}");
            assert!(body.contains(&format!("src=\"/polls/{number}/qr.svg\"")));
        }
        // The preview of a draft has no address to pass on, also of the day after it closes.
        let staff = app.staff().await;
        for after_close in ["", "?as=closed"] {
            let preview = staff.get(&format!("/staff/polls/3/preview/page{after_close}")).await;
            preview.assert_page(200, "uk");
            assert!(!preview.body.contains("qr.svg") && !preview.body.contains("deadline.ics"), "{after_close}");
        }
    }

    async fn a_shared_link_shows_the_polls_card_in_the_links_own_language(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let mut quoted = content();
        quoted.title = Bilingual::new("Чи «\"><script>» загроза?", "Is it \"><script>?");
        app.town.poll(KOROSTEN, quoted, -HOUR, 10 * DAY).await;
        for (browser, prefix, locale) in
            [(app.visitor(), "", "uk_UA"), (app.visitor().in_english(), "/en", "en_GB")]
        {
            for path in ["/polls/1", "/polls/1/results"] {
                let page = browser.get(path).await;
                let tag = |property: &str| {
                    let (_, rest) = page.body.split_once(&format!("property=\"{property}\" content=\"")).unwrap();
                    rest.split('"').next().unwrap().to_owned()
                };
                let origin = browser.origin();
                assert_eq!(tag("og:locale"), locale);
                assert_eq!(tag("og:url"), format!("{origin}{prefix}{path}"));
                assert_eq!(tag("og:image"), format!("{origin}{prefix}/polls/1/card.png"));
                assert!(tag("og:title").contains("&lt;script&gt;") || tag("og:title").contains("&lt;script>"), "{}", tag("og:title"));
                assert!(!page.body.contains("<script>»") && !page.body.contains("><script>?"), "{}", page.body);
                assert!(page.body.contains("summary_large_image"));
            }
            let card = file(&browser, 1, "card.png").await;
            assert_file(&card, "image/png");
        }
        let cards = [app.visitor(), app.visitor().in_english()];
        let [uk, en] = [file(&cards[0], 1, "card.png").await, file(&cards[1], 1, "card.png").await];
        assert_ne!(uk.header("etag"), en.header("etag"), "each language has a card of its own");
    }

    async fn whoever_has_a_file_already_is_told_so_without_it(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        let visitor = app.visitor();
        for (path, other) in [("/polls/2/results.csv", "/en/polls/2/results.csv"), ("/polls/1/deadline.ics", "/polls/4/deadline.ics"), ("/polls/1/qr.svg", "/polls/2/qr.svg"), ("/polls/1/card.png", "/en/polls/1/card.png")] {
            let etag = visitor.get_exactly(path).await.header("etag").unwrap().to_owned();
            assert_eq!(visitor.get_exactly(path).await.header("etag"), Some(etag.as_str()), "{path} is not the same twice");
            assert_ne!(visitor.get_exactly(other).await.header("etag"), Some(etag.as_str()));
            for sent in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}")] {
                let request = visitor.request(Method::GET, path).header("if-none-match", sent);
                let page = visitor.send(request).await;
                assert_eq!((page.status, page.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
                assert_eq!(page.header("etag"), Some(etag.as_str()));
            }
            let request = visitor.request(Method::GET, path).header("if-none-match", "\"x\"");
            assert_eq!(visitor.send(request).await.status, StatusCode::OK);
        }
    }
}
