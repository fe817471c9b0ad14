//! The desk's live turnout: for staff alone, as long as they are staff, and never how people answered.

use crate::{
    app::TestApp,
    browser::Browser,
    town::{KOROSTEN, by_system},
};
use app::i18n::{Lang, OutOf, format, polls, staff_desk};
use domain::{entitled::CountedBy, katottg::Katottg, register::BirthMonth, role::Role, time::Date};
use reqwest::{Method, Response, header};
use std::time::Duration;
use tokio::time::timeout;

const PATH: &str = "/staff/turnout/events";
/// Longer than the time after which a stream asks for its session again.
const CHECKED: Duration = Duration::from_secs(15);

async fn listen(browser: &Browser) -> Response {
    let request = browser
        .request(Method::GET, &browser.path(PATH))
        .header(header::ACCEPT, "text/event-stream")
        .header(header::ACCEPT_ENCODING, "br, gzip");
    request.send().await.unwrap()
}

/// The next event that holds `text`; panics when none comes in time.
async fn hears(stream: &mut Response, text: &str) -> String {
    let mut heard = String::new();
    let waiting = async {
        while !heard.contains(text) {
            let chunk = stream.chunk().await.unwrap();
            heard.push_str(&String::from_utf8_lossy(&chunk.expect("the stream ended")));
        }
    };
    if timeout(Duration::from_secs(5), waiting).await.is_err() {
        panic!("{text} is not in {heard}");
    }
    heard
}

/// That the stream ends by itself within this time.
async fn ends(stream: &mut Response, within: Duration) {
    let to_the_end = async { while let Ok(Some(_)) = stream.chunk().await {} };
    assert!(
        timeout(within, to_the_end).await.is_ok(),
        "the stream goes on"
    );
}

on_both_databases! {
    async fn a_ballot_is_told_within_seconds_and_never_what_is_on_it(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let staff = app.staff().await;
        let mut stream = listen(&staff).await;
        assert_eq!(stream.status(), 200);
        let headers = stream.headers();
        assert_eq!(headers[header::CONTENT_TYPE], "text/event-stream");
        assert!(!headers.contains_key(header::CONTENT_ENCODING));
        assert_eq!(headers[header::CACHE_CONTROL], "private, no-store");
        let first = hears(&mut stream, "\n\n").await;
        assert!(first.contains("/staff/polls/1") && first.contains(r#""rows":[]"#), "{first}");
        let mut english = listen(&staff.in_english()).await;
        hears(&mut english, "/en/staff/polls/1").await;

        let resident = app.resident("load-1").await;
        resident.fill(poll).await;
        resident.submit(poll).await;
        let after = hears(&mut stream, r#""sum":"1""#).await;
        assert!(!after.contains("choice") && !after.contains("Варіант"), "{after}");
        assert!(!after.contains("load-1"), "{after}");
        hears(&mut english, r#""sum":"1""#).await;
    }

    async fn a_settlements_figure_stands_beside_how_many_may_take_part_there(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let poll = app.town.open_poll().await;
        let town = Katottg::parse("UA18060090010074365").unwrap();
        let village = Katottg::parse("UA18060090420021941").unwrap();
        let answers = async |number: u32, home: Option<Katottg>| {
            let name = format!("load-{number}");
            let browser = app.resident(&name).await;
            let person = app.town.person(KOROSTEN, &name).await.unwrap();
            app.town.confirm(KOROSTEN, person, home).await;
            browser.fill(poll).await;
            browser.submit(poll).await.assert_leads_to("/polls/1/done");
        };
        for number in 1..=10 {
            answers(number, Some(town.clone())).await;
        }
        let staff = app.staff().await;
        let page = staff.get("/staff").await;
        assert!(page.says(polls::counted_by(Lang::Uk, CountedBy::Community)), "{page:?}");
        let born = BirthMonth::of(Date::new(1980, 5, 1).unwrap()).number();
        for (code, people) in [(&town, 1024), (&village, 7)] {
            let (korosten, code) = (KOROSTEN.0, code.as_str());
            app.database.change(&format!("INSERT INTO register_month (community_id, settlement, born, people) VALUES ({korosten}, '{code}', {born}, {people})")).await;
        }
        // Elsewhere there are some, so that the town's figure can be shown.
        answers(11, Some(town)).await;
        answers(12, Some(village)).await;
        answers(13, None).await;
        for window in [staff.clone(), staff.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            let page = window.get("/staff").await;
            let share = format::share(lang, 11, 1024).unwrap();
            assert!(page.says(&staff_desk::of_entitled(lang, "11", OutOf(1024), &share)), "{page:?}");
            assert!(page.says(polls::counted_by(lang, CountedBy::Register)), "{page:?}");
            assert!(page.says(&staff_desk::less_than(lang, 10).replace('<', "&lt;")), "{page:?}");
        }
    }

    async fn nobody_but_staff_listens(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.open_poll().await;
        assert_eq!(listen(&app.visitor()).await.status(), 401);
        assert_eq!(listen(&app.resident("load-1").await).await.status(), 403);
        let foreign = app.foreign_staff().await;
        assert_eq!(listen(&foreign).await.status(), 403);
        // At home they hear of their own polls, of which there are none.
        let mut stream = listen(&foreign.on("ovruch.localhost")).await;
        hears(&mut stream, r#""polls":[]"#).await;
    }

    async fn a_stream_ends_with_its_session_or_its_role(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.open_poll().await;
        let staff = app.staff().await;
        let mut ended = listen(&staff).await;
        hears(&mut ended, "\n\n").await;
        app.give_role(KOROSTEN, "load-77").await;
        let other = app.visitor();
        other.sign_in("load-77", "/").await;
        let mut revoked = listen(&other).await;
        hears(&mut revoked, "\n\n").await;

        staff.post("/do/sign-out", &[]).await;
        let person = app.town.person(KOROSTEN, "load-77").await.unwrap();
        app.town.store.revoke_role(KOROSTEN, person, Role::Moderator, by_system()).await.unwrap();
        tokio::join!(ends(&mut ended, CHECKED), ends(&mut revoked, CHECKED));
        assert_eq!(listen(&other).await.status(), 403);
    }

    async fn a_person_has_ten_streams_and_each_place_comes_back(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.open_poll().await;
        let staff = app.staff().await;
        let mut streams = Vec::new();
        for _ in 0..10 {
            let mut stream = listen(&staff).await;
            hears(&mut stream, "\n\n").await;
            streams.push(stream);
        }
        assert_eq!(listen(&staff).await.status(), 429);
        // Closed by the browser: the server notices when it next has something to send.
        drop(streams);
        let again = async {
            while listen(&staff).await.status() != 200 {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        };
        assert!(timeout(CHECKED, again).await.is_ok(), "no place came back");
    }

    async fn open_streams_do_not_keep_an_instance_from_stopping(databases: Databases) {
        let mut app = TestApp::start(&databases).await;
        app.town.open_poll().await;
        let staff = app.staff().await;
        let mut stream = listen(&staff).await;
        hears(&mut stream, "\n\n").await;
        let stopping = timeout(Duration::from_secs(5), app.stop());
        assert!(stopping.await.is_ok(), "it waits for the stream");
        ends(&mut stream, Duration::from_secs(1)).await;
    }
}
