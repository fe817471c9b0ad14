//! The rotation of a community's identity key, by its command, beside a site that has the old keys in memory and goes on.

use crate::{
    app::{Start, TestApp},
    town::{KOROSTEN, content, resident},
};
use app::{
    i18n::{Lang, email as email_words, sign_in},
    keys::{CommunityKeys, MasterKey, OsRandom},
};
use domain::{identifiers::KeyPurpose, time::DAY};
use std::{
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
    time::Duration,
};
use store::keys::WrappedKey;

const SOMEBODY: &str = "olena-tkachuk";
const MAILBOX: &str = "olena@ukr.example";

/// Runs the command; what it said.
async fn rotate(app: &TestApp) -> String {
    let mut command = app.command();
    command.args(["key", "rotate", "--community", "korosten"]);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap());
    let output = output.await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let said = text(&output.stdout) + &text(&output.stderr);
    assert!(output.status.success(), "{said}");
    said
}

/// Begins a rotation as a command does that is killed before its first hash.
async fn begin(app: &TestApp) {
    let file = app.database.folder.path().join("master.key");
    let master = MasterKey::load(None, Some(&file)).unwrap();
    let rows = app::context::wrapped_keys(&app.town.store, KOROSTEN)
        .await
        .unwrap();
    let keys = CommunityKeys::unwrap(&master, KOROSTEN, rows).unwrap();
    let next = keys.next(KeyPurpose::Identity, &master, &OsRandom).unwrap();
    let next = WrappedKey {
        community: KOROSTEN,
        id: next.id,
        purpose: next.purpose,
        wrapped: next.wrapped,
        created_at: crate::town::now(),
    };
    app.town.store.begin_rotation(&next).await.unwrap();
}

async fn persons(app: &TestApp) -> i64 {
    app.database.count("SELECT count(*) FROM person").await
}

on_both_databases! {
    async fn whoever_voted_before_a_rotation_is_known_after_it_and_votes_no_second_time(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        let poll = app.town.open_poll().await;
        let browser = app.resident(SOMEBODY).await;
        browser.fill(poll).await;
        browser.submit(poll).await.assert_leads_to("/polls/1/done");
        let page = crate::email::claim(&app, &browser, MAILBOX, 1).await;
        assert!(page.says(email_words::own_confirmed(Lang::Uk)), "{page:?}");
        // A link that is on its way meanwhile.
        let waiting = app.visitor();
        crate::email::ask(&waiting, MAILBOX, "/me").await;
        let desk = app.administrator().await;
        let before = persons(&app).await;

        for round in 1..=2 {
            let said = rotate(&app).await;
            assert!(said.contains("the identity key is rotated"), "{said}");
            let number = resident(SOMEBODY).rnokpp.unwrap();
            assert!(!said.contains(number.digits()) && !said.contains(MAILBOX), "{said}");
            let again = app.visitor();
            again.sign_in(SOMEBODY, "/me").await;
            assert!(again.get("/me").await.says(MAILBOX), "round {round}");
            again.submit_as(poll, "11111111-1111-4111-8111-111111111111").await;
            assert_eq!(app.town.ballots(poll).await, 1, "round {round}");
        }
        let (_, token) = crate::email::link(&app, &waiting, MAILBOX, 2).await;
        crate::email::enter(&waiting, &token).await.assert_leads_to("/me");
        let by_mail = app.visitor();
        crate::email::sign_in_by_mail(&app, &by_mail, MAILBOX, 3).await;
        assert_eq!(persons(&app).await, before, "somebody became a second person");
        // The desk finds her by her number, too.
        let number = resident(SOMEBODY).rnokpp.unwrap();
        let page = desk.get("/staff/people").await;
        let mark = page.field("mark").unwrap_or_default();
        let fields = [("mark", mark.as_str()), ("f[kind]", "rnokpp"), ("f[number]", number.digits())];
        let page = desk.post("/do/staff/find-person", &fields).await;
        assert!(page.location().is_some_and(|to| to.contains("/staff/people/")), "{page:?}");
    }

    async fn while_a_key_is_being_rotated_sign_ins_wait_and_the_command_goes_on_where_it_stopped(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        let poll = app.town.poll(KOROSTEN, content(), -crate::town::HOUR, DAY).await;
        let voter = app.resident(SOMEBODY).await;
        begin(&app).await;
        // Whoever is signed in votes on; the ballot box needs no hash.
        voter.fill(poll).await;
        voter.submit(poll).await.assert_leads_to("/polls/1/done");
        for window in [app.visitor(), app.visitor().in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            window.fill(poll).await;
            let page = window.try_sign_in("load-1", &window.path("/polls/1/vote/check")).await;
            assert!(page.says(sign_in::busy_title(lang)) && window.cookie("session").is_none(), "{page:?}");
            assert_eq!(page.field("back").as_deref(), Some(window.path("/polls/1/vote/check").as_str()), "{page:?}");
        }
        let by_mail = app.visitor();
        let page = crate::email::ask(&by_mail, MAILBOX, "/me").await;
        assert!(page.says(email_words::busy(Lang::Uk)), "{page:?}");
        assert_eq!(page.field("address").as_deref(), Some(MAILBOX));

        let said = rotate(&app).await;
        assert!(said.contains("going on with the rotation"), "{said}");
        app.visitor().sign_in("load-1", "/").await;
        crate::email::sign_in_by_mail(&app, &by_mail, MAILBOX, 1).await;
    }

    async fn first_sign_ins_beside_a_rotation_make_each_human_once(databases: Databases) {
        let mut app = TestApp::start(&databases).await;
        let other = app.second_instance().await;
        let (stop, refused) = (AtomicBool::new(false), AtomicU32::new(0));
        // Each human comes to both instances at once, the next one after them, until the rotation is over.
        let sign_ins = async {
            let mut humans = 0;
            while humans < 5 || !stop.load(Ordering::Relaxed) {
                let name = format!("load-{humans}");
                let windows = [app.visitor(), app.visitor().answered_by(other)];
                let both = windows.map(|browser| {
                    let (name, refused) = (&name, &refused);
                    async move {
                        while browser.cookie("session").is_none() {
                            let page = browser.try_sign_in(name, "/").await;
                            refused.fetch_add(u32::from(page.says(sign_in::busy_title(Lang::Uk))), Ordering::Relaxed);
                        }
                    }
                });
                futures::future::join_all(both).await;
                humans += 1;
            }
            humans
        };
        let rotating = async {
            begin(&app).await;
            tokio::time::sleep(Duration::from_millis(500)).await;
            rotate(&app).await;
            rotate(&app).await;
            stop.store(true, Ordering::Relaxed);
        };
        let bounded = tokio::time::timeout(Duration::from_secs(60), async { tokio::join!(sign_ins, rotating) });
        let (humans, ()) = bounded.await.expect("sign-ins go on after a rotation");
        assert!(refused.load(Ordering::Relaxed) > 0, "nobody came while the key was being rotated");
        assert_eq!(persons(&app).await, humans);
    }
}
