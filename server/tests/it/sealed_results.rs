//! Before a poll closes nobody learns anything of its choices, staff included (DESIGN §5.6).
//!
//! Two worlds differ in nothing but what people chose. As long as the poll is open every page of both must be the same for
//! everybody; after the close the results differ, which shows that the comparison would see it.

use crate::{
    access_table::PAGES,
    app::{MODERATOR, TestApp},
    browser::{Browser, Page},
    town::{HOUR, KOROSTEN, TestPoll, content, now},
};
use domain::{
    poll::Secrecy,
    time::{DAY, Millis},
};
use std::{collections::BTreeMap, sync::Arc};

/// How many vote: less than what small cells are suppressed below, and more.
const VOTERS: i32 = 12;

struct World {
    app: TestApp,
    poll: TestPoll,
    people: [(&'static str, Browser); 3],
}

impl World {
    /// A poll in which all choose the same; the resident and the member of staff among them.
    async fn new(
        databases: &crate::databases::Databases,
        secrecy: Secrecy,
        term: (Millis, Millis),
        chosen: [&[i16]; 3],
    ) -> Self {
        let app = TestApp::start(databases).await;
        let content = domain::poll::PollContent {
            secrecy,
            ..content()
        };
        let poll = app
            .town
            .poll_from_to(KOROSTEN, content, term.0, term.1)
            .await;
        let (resident, staff) = (app.resident("load-3").await, app.staff().await);
        let mut voters = vec![resident.clone(), staff.clone()];
        for number in 2..VOTERS {
            voters.push(app.resident(&format!("load-{}", 40 + number)).await);
        }
        for voter in voters {
            for (question, options) in (1..).zip(chosen) {
                voter.answer(poll, question, options).await;
            }
            voter.submit(poll).await.assert_leads_to("/polls/1/done");
        }
        assert_eq!(app.town.ballots(poll).await, i64::from(VOTERS));
        let people = [
            ("a visitor", app.visitor()),
            ("a resident", resident),
            (MODERATOR, staff),
        ];
        Self { app, poll, people }
    }

    /// Every page of everybody, in both languages, without what is random.
    async fn pages(&self) -> BTreeMap<String, String> {
        let mut pages = BTreeMap::new();
        let mut paths: Vec<&str> = PAGES.iter().map(|(_, path, ..)| *path).collect();
        paths.extend([
            "/polls/1/done?again",
            "/polls/1?late",
            "/staff/polls",
            "/polls/1/turnout",
            "/api/v1/polls/1",
        ]);
        for (who, browser) in &self.people {
            for window in [browser.clone(), browser.in_english()] {
                for path in &paths {
                    let page = window.get(path).await;
                    pages.insert(format!("{who} {}", window.path(path)), self.settled(&page));
                }
            }
        }
        pages
    }

    /// The page with what differs between any two worlds taken out: ports, nonces, ids, receipts, times of day.
    fn settled(&self, page: &Page) -> String {
        let mut text = format!("{} {:?}\n{}", page.status, page.location(), page.body);
        for colon in [":", "%3A"] {
            let port = format!("{colon}{}", self.app.address.port());
            text = text.replace(&port, ":PORT");
        }
        text = text.replace(self.app.sandbox.trim_start_matches("http://"), "SANDBOX");
        let ends = |c: char| c.is_whitespace() || "\"<>'/.,&;()".contains(c);
        let mut out = String::new();
        for word in text.split_inclusive(ends) {
            let bare = word.trim_end_matches(ends);
            out.push_str(if is_random(bare) { "RANDOM" } else { bare });
            out.push_str(&word[bare.len()..]);
        }
        // What happened in the same millisecond stands in no order.
        let mut rows: Vec<&str> = out.split("<tr>").collect();
        rows.sort_unstable();
        rows.join("<tr>")
    }
}

/// Whether a word differs between any two worlds: a receipt, an id, a nonce, a time of day, an instant, a mark.
fn is_random(word: &str) -> bool {
    let hyphens = word.matches('-').count();
    let all = |fits: fn(u8) -> bool| word.bytes().all(|b| fits(b) || b == b'-');
    let receipt =
        word.len() == 14 && hyphens == 2 && all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let id = word.len() == 36 && hyphens == 4;
    // By which a resident stands in the journal for whoever may not see who residents are.
    let beginning = word.len() == 8 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let nonce = (20..=24).contains(&word.len()) && all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let time = matches!(word.len(), 4 | 5) && word.as_bytes()[word.len() - 3] == b':';
    let instant = word.starts_with("20") && word.contains('T') && word.contains(':');
    // Sealed: for whom a form of the desk was shown.
    let mark = (120..=200).contains(&word.len()) && all(|b| b.is_ascii_alphanumeric() || b == b'_');
    receipt || id || beginning || nonce || time || instant || mark
}

async fn assert_sealed(databases: Arc<crate::databases::Databases>, secrecy: Secrecy) {
    let begun = now().to_the_minute();
    let term = (begun.plus(-HOUR), begun.plus(10 * DAY + HOUR));
    let first = World::new(&databases, secrecy, term, [&[1], &[1, 2], &[1]]).await;
    let second = World::new(&databases, secrecy, term, [&[3], &[3], &[2]]).await;
    let tallies = [&first, &second].map(|world| (world.poll, world));
    assert_ne!(
        tallies[0]
            .1
            .app
            .town
            .store
            .counters(KOROSTEN, tallies[0].0.id)
            .await
            .unwrap(),
        tallies[1]
            .1
            .app
            .town
            .store
            .counters(KOROSTEN, tallies[1].0.id)
            .await
            .unwrap(),
    );
    // The pages of visitors are up to a second old.
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let (here, there) = (first.pages().await, second.pages().await);
    assert!(
        here["a visitor /polls/1/results"].contains("12"),
        "turnout is not shown"
    );
    for (page, text) in &here {
        // It shows the secret of each session, drawn as a code, and nothing of any poll.
        if page.ends_with("/second-factor") {
            assert!(there.contains_key(page) && !text.contains("/polls/1"));
            continue;
        }
        assert_eq!(
            Some(text),
            there.get(page),
            "what people chose shows on {page}"
        );
    }

    for world in [&first, &second] {
        let later = world.app.town.store.with_clock_offset(11 * DAY);
        assert_eq!(later.close_due_polls("test").await.unwrap().len(), 1);
    }
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let (here, there) = (first.pages().await, second.pages().await);
    for who in ["a visitor", "a resident", MODERATOR] {
        let page = format!("{who} /polls/1/results");
        assert_ne!(
            here[&page], there[&page],
            "the results do not show what people chose"
        );
    }
}

on_both_databases! {
    async fn before_the_close_no_page_tells_what_people_chose_in_a_secret_poll(
        databases: Databases,
    ) {
        assert_sealed(databases, Secrecy::Secret).await;
    }

    async fn before_the_close_no_page_tells_what_people_chose_in_an_open_poll(
        databases: Databases,
    ) {
        assert_sealed(databases, Secrecy::Open).await;
    }
}
