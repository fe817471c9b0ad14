//! A record that staff make of somebody who never signed in: typed from their document, found by it ever after, voted with on paper, and
//! theirs when they sign in.

use crate::{
    app::{ADMINISTRATOR, MODERATOR, TestApp},
    browser::{Browser, Page},
    logs,
    town::{KOROSTEN, OVRUCH, by_system},
};
use app::i18n::{Lang, my_data, staff_people as words};
use domain::{ids::PersonId, privacy_notice::EDITION, role::Role};
use store::Page as Part;

const NEW: &str = "/staff/people/new";
const KHOTYNIVKA: &str = "UA18060090420021941";
const OPERATOR: &str = "petro-lysenko";
/// Who never comes to the site before.
const FEDIR: &str = "fedir-zhuk";
const RNOKPP: &str = "1827718694";

/// What stands in his papers, the consent signed.
const PAPERS: [(&str, &str); 7] = [
    ("f[kind]", "rnokpp"),
    ("f[number]", RNOKPP),
    ("f[family]", "ЖУК"),
    ("f[given]", "Федір"),
    ("f[middle]", "Маркович"),
    ("f[birth_date]", "1950-01-15"),
    ("f[consent]", "on"),
];

async fn operator(app: &TestApp) -> Browser {
    let person = app.town.settle(KOROSTEN, OPERATOR).await;
    let granted = app
        .town
        .store
        .grant_role(KOROSTEN, person, Role::Operator, by_system());
    granted.await.unwrap();
    app.resident(OPERATOR).await
}

/// Sends the form from its page: what stands in the papers, but for these fields (an empty value leaves one out).
async fn record(browser: &Browser, but: &[(&str, &str)]) -> Page {
    let mark = browser.get(NEW).await.field("mark").unwrap();
    let mut fields = vec![("mark", mark.as_str())];
    let other = |key: &str| {
        but.iter()
            .find(|(of, _)| *of == key)
            .map(|(_, value)| *value)
    };
    let papers = PAPERS.map(|(key, value)| (key, other(key).unwrap_or(value)));
    fields.extend(papers.into_iter().filter(|(_, value)| !value.is_empty()));
    fields.extend(
        but.iter()
            .filter(|(key, _)| !PAPERS.iter().any(|(of, _)| of == key)),
    );
    browser.post("/do/staff/record-person", &fields).await
}

/// Whose page the answer leads to.
fn person(page: &Page, said: &str) -> PersonId {
    let location = page.location().unwrap();
    let id = location
        .strip_prefix("/staff/people/")
        .and_then(|rest| rest.strip_suffix(said));
    id.unwrap_or_else(|| panic!("{location}")).parse().unwrap()
}

async fn acts(app: &TestApp, act: &str) -> usize {
    let log = app
        .town
        .store
        .audit_log(KOROSTEN, Part::first(100))
        .await
        .unwrap();
    log.items.iter().filter(|entry| entry.act == act).count()
}

on_both_databases! {
    async fn who_never_signed_in_gets_a_record_by_a_document_and_is_known_by_it_later(databases: Databases) {
        logs::listen();
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let desk = operator(&app).await;
        let mark = desk.get("/staff/people").await.field("mark").unwrap();
        let fields = [("mark", mark.as_str()), ("f[kind]", "rnokpp"), ("f[number]", RNOKPP)];
        let page = desk.post("/do/staff/find-person", &fields).await;
        let page = desk.follow(page).await;
        assert!(page.body.contains(NEW) && page.says(words::new_link(Lang::Uk)), "{}", page.body);
        // The number goes along without being in an address.
        let page = desk.get(NEW).await;
        page.assert_page(200, "uk");
        assert_eq!(page.field("f[number]").unwrap(), RNOKPP);
        assert!(!page.body.contains("class=\"errors\""), "{}", page.body);

        let page = record(&desk, &[]).await;
        let fedir = person(&page, "?made");
        let page = desk.follow(page).await;
        page.assert_page(200, "uk");
        for known in ["Жук Федір Маркович", "15 січня 1950", "РНОКПП", words::made_home(Lang::Uk)] {
            assert!(page.says(known), "{known}: {}", page.body);
        }
        assert_eq!(acts(&app, "person.recorded").await, 1);
        let consents = app.town.store.consents_of(KOROSTEN, fedir).await.unwrap();
        assert_eq!(consents.iter().map(|given| given.edition).collect::<Vec<_>>(), [EDITION]);
        // Nothing of it waits in the form for the next one.
        assert_eq!(desk.get(NEW).await.field("f[number]").unwrap(), "");

        // The same paper at the next desk leads to the same record.
        let page = record(&app.administrator().await, &[("f[given]", "Хведір")]).await;
        assert_eq!(person(&page, "?known"), fedir);
        assert_eq!(acts(&app, "person.recorded").await, 1);
        // And so does his own sign-in.
        let his = app.visitor();
        his.sign_in(FEDIR, "/").await;
        assert_eq!(app.town.person(KOROSTEN, FEDIR).await, Some(fedir));
        let page = his.get("/me/data").await;
        page.assert_page(200, "uk");
        assert!(page.says(my_data::act(Lang::Uk, "person.recorded")), "{}", page.body);
        assert!(!page.says(my_data::seen_none(Lang::Uk)), "{}", page.body);

        let log = format!("{:?}", app.town.store.audit_log(KOROSTEN, Part::first(100)).await.unwrap());
        for secret in [RNOKPP, "Жук", "1950-01-15"] {
            assert!(!log.contains(secret), "{secret} is in the journal");
            assert!(!logs::so_far().contains(secret), "{secret} is in the log");
            assert!(desk.history().iter().all(|address| !address.contains(secret)), "{secret} is in an address");
        }
    }

    async fn what_is_wrong_is_told_at_its_field_and_all_that_was_typed_stays(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let desk = operator(&app).await;
        for (field, value, uk, en) in [
            ("f[number]", "1827718695", words::number_wrong(Lang::Uk, domain::identifiers::KeyKind::Rnokpp), "There is no such RNOKPP"),
            ("f[kind]", "", "Оберіть, який це документ", "Choose which document it is"),
            ("f[family]", "", words::new_family_missing(Lang::Uk), words::new_family_missing(Lang::En)),
            ("f[given]", "123", words::new_name_unreadable(Lang::Uk), words::new_name_unreadable(Lang::En)),
            ("f[birth_date]", "", words::new_birth_missing(Lang::Uk), words::new_birth_missing(Lang::En)),
            ("f[birth_date]", "31.02.1950", words::new_birth_unreadable(Lang::Uk), words::new_birth_unreadable(Lang::En)),
            ("f[birth_date]", "2150-01-15", words::new_birth_to_come(Lang::Uk), words::new_birth_to_come(Lang::En)),
            ("f[birth_date]", "1850-01-15", words::new_birth_long_ago(Lang::Uk), words::new_birth_long_ago(Lang::En)),
            ("f[consent]", "", words::new_consent_missing(Lang::Uk), words::new_consent_missing(Lang::En)),
        ] {
            let page = record(&desk, &[(field, value)]).await;
            page.assert_leads_to(&format!("{NEW}?kept#errors"));
            for (window, words) in [(desk.clone(), uk), (desk.in_english(), en)] {
                let page = window.get(&format!("{NEW}?kept")).await;
                page.assert_page(200, window.lang());
                assert!(page.body.contains("class=\"errors\"") && page.says(words), "{field}={value}: {}", page.body);
            }
            let page = desk.get(NEW).await;
            let middle = page.field("f[middle]").unwrap();
            assert_eq!(middle, "Маркович");
        }
        assert_eq!(acts(&app, "person.recorded").await, 0);
    }

    async fn a_number_of_another_birth_date_is_taken_once_both_were_compared(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let desk = operator(&app).await;
        assert!(!desk.get(NEW).await.body.contains("f[sure]"));
        // A digit of the day mistyped.
        let mistyped = [("f[birth_date]", "1950-01-16")];
        let page = record(&desk, &mistyped).await;
        let page = desk.follow(page).await;
        assert!(page.says("15 січня 1950") && page.body.contains("f[sure]"), "{}", page.body);
        assert_eq!(acts(&app, "person.recorded").await, 0);
        let page = record(&desk, &[("f[birth_date]", "1950-01-16"), ("f[sure]", "on")]).await;
        let page = desk.follow(page).await;
        assert!(page.says("16 січня 1950"), "{}", page.body);
        // A passport tells no day, and leaves a second record open.
        let page = record(&desk, &[("f[kind]", "passport"), ("f[number]", "ВМ 123456")]).await;
        person(&page, "?made");
        let page = desk.follow(page).await;
        assert!(page.says(words::clear_title(Lang::Uk)), "{}", page.body);
    }

    async fn a_form_that_arrives_after_the_session_waits_for_its_author_alone(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let desk = app.administrator().await;
        let mark = desk.get(NEW).await.field("mark").unwrap();
        desk.drop_cookie("session");
        let mut fields = vec![("mark", mark.as_str())];
        fields.extend(PAPERS);
        let page = desk.post("/do/staff/record-person", &fields).await;
        page.assert_leads_to("/sign-in?return=/staff/people/new%3Fkept");
        assert_eq!(acts(&app, "person.recorded").await, 0);
        // Somebody else at the same browser, who has a role but not the right.
        app.give_role(KOROSTEN, MODERATOR).await;
        desk.sign_in(MODERATOR, "/").await;
        desk.get(NEW).await.assert_page(403, "uk");
        desk.post("/do/sign-out", &[]).await;
        desk.sign_in(ADMINISTRATOR, "/").await;
        let page = desk.get(&format!("{NEW}?kept")).await;
        page.assert_page(200, "uk");
        assert_eq!(page.field("f[family]").unwrap(), "ЖУК");
        assert!(page.says(words::new_denied(Lang::Uk)), "{}", page.body);
    }

    async fn a_record_is_of_one_community_and_a_form_without_a_mark_is_nobodys(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let desk = operator(&app).await;
        record(&desk, &[]).await;
        assert_eq!(app.town.person(OVRUCH, FEDIR).await, None);
        let stranger = app.visitor();
        let page = stranger.post("/do/staff/record-person", &PAPERS).await;
        assert_ne!(page.location().as_deref(), Some("/staff/people/new?kept"), "{page:?}");
        assert_eq!(acts(&app, "person.recorded").await, 1);
    }

    async fn who_has_a_record_by_paper_alone_takes_part_on_paper_alone_and_once(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        app.town.open_poll().await;
        let desk = operator(&app).await;
        desk.post("/do/staff/open-paper-batch", &[("poll", "1")]).await.assert_leads_to("/staff/paper/1");
        let enter = async || {
            let mark = desk.get("/staff/paper/1/enter").await.field("mark").unwrap();
            let fields = [
                ("batch", "1"), ("form", ""), ("mark", mark.as_str()), ("f[kind]", "rnokpp"), ("f[number]", RNOKPP), ("f[q1]", "2"), ("f[q3]", "2"),
            ];
            desk.post("/do/staff/enter-paper", &fields).await
        };
        let page = enter().await;
        page.assert_leads_to("/staff/paper/1/enter?kept#errors");
        let page = desk.follow(page).await;
        assert!(page.says(words::new_link(Lang::Uk)) && page.body.contains(NEW), "{}", page.body);
        assert_eq!(desk.get(NEW).await.field("f[number]").unwrap(), RNOKPP);
        let page = record(&desk, &[]).await;
        let fedir = person(&page, "?made");
        // Nobody has said yet where he lives.
        enter().await.assert_leads_to("/staff/paper/1/enter?kept#errors");
        let mark = desk.get(&format!("/staff/people/{fedir}")).await.field("mark").unwrap();
        let id = fedir.to_string();
        let fields = [
            ("person", id.as_str()), ("mark", mark.as_str()), ("f[evidence]", "register_extract"), ("f[settlement]", KHOTYNIVKA), ("f[expires]", ""),
        ];
        desk.post("/do/staff/confirm-residence", &fields).await.assert_leads_to(&format!("/staff/people/{id}?confirmed"));
        // What was typed of the paper is still there.
        let page = desk.get("/staff/paper/1/enter").await;
        assert_eq!(page.field("f[number]").unwrap(), RNOKPP);
        enter().await.assert_leads_to("/staff/paper/1?entered=1");
    }
}
