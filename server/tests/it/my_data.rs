//! What a community knows of somebody is theirs: they take it along, see who looked at it, and have it forgotten, and still nobody
//! answers twice.

use crate::{
    app::{ADMINISTRATOR, MODERATOR, Start, TestApp},
    browser::{Browser, Page},
    email::sign_in_by_mail,
    organisations, residence_requests,
    town::{HOUR, KOROSTEN, TestPoll, by_system, content, now, resident},
};
use app::i18n::{Lang, email, me, my_data as words, staff};
use domain::{
    ids::OrganisationNo,
    lang::Bilingual,
    national_id::Edrpou,
    organisation::Organisation,
    poll::{InitiatorKind, PollContent, Secrecy},
    role::Role,
    time::DAY,
};
use serde_json::Value;
use store::{Actor, By, second_factors::SecondFactor};

const OLENA: &str = "olena-tkachuk";
const PAGE: &str = "/me/data";

fn lang(browser: &Browser) -> Lang {
    Lang::from_tag(browser.lang()).unwrap()
}

async fn download(browser: &Browser) -> Value {
    let page = browser.get("/me/data.json").await;
    assert_eq!(page.status, 200, "{page:?}");
    assert_eq!(page.header("cache-control"), Some("private, no-store"));
    assert_eq!(
        page.header("content-disposition"),
        Some("attachment; filename=\"korosten-my-data.json\"")
    );
    assert_eq!(
        page.header("content-type"),
        Some("application/json; charset=utf-8")
    );
    serde_json::from_str(&page.body).unwrap()
}

async fn erase(browser: &Browser) -> Page {
    browser.post("/do/erase-me", &[("confirm", "yes")]).await
}

/// Has everything forgotten, and sees that it is.
async fn be_forgotten(browser: &Browser) {
    let page = erase(browser).await;
    page.assert_leads_to(&browser.path("/me/data?erased"));
    assert_eq!(
        (browser.cookie("session"), browser.cookie("draft")),
        (None, None)
    );
    let page = browser.follow(page).await;
    page.assert_page(200, browser.lang());
    assert!(page.says(words::erased_title(lang(browser))), "{page:?}");
}

/// Where the file tells what a column knows of somebody, or why it does not.
#[derive(Clone, Copy, Debug)]
enum Told {
    /// Under this key.
    Under(&'static str),
    Not(&'static str),
}

/// UUIDs that name no person.
const NOBODY: [&str; 7] = [
    "ballot_id",
    "case_id",
    "consultation_id",
    "id",
    "poll_id",
    "subject",
    "submission_id",
];

/// Every column that names a person, but for `person.id` itself.
fn about_people() -> Vec<(&'static str, Told)> {
    use Told::{Not, Under};
    let work = Not("what somebody did for the community stands in its journal");
    vec![
        ("audit.person_id", work),
        ("ballot_link.person_id", Under("participation")),
        ("change_log.person_id", work),
        ("consent.person_id", Under("consents")),
        ("consultation.author", work),
        (
            "email_link.person_id",
            Not("a letter under way, for ten minutes"),
        ),
        ("identity_case.decided_by", work),
        ("identity_case_person.person_id", Under("sign_ins_in_doubt")),
        (
            "invitation.accepted_by",
            Not("the role that came of it is told"),
        ),
        ("invitation.decided_by", work),
        ("invitation.invited_by", work),
        ("organisation_request.person_id", Under("organisations")),
        ("paper_batch.opened_by", work),
        ("paper_form.first_by", work),
        ("paper_form.person_id", Under("paper_forms")),
        ("paper_form.second_by", work),
        ("participation.person_id", Under("participation")),
        ("passkey.person_id", Under("passkeys")),
        (
            "person.merged_into",
            Not("what the record held is in the one that stays"),
        ),
        ("person_email.person_id", Under("email")),
        ("person_key.person_id", Under("person")),
        ("policy.author", work),
        ("power_handed_on.given_by", Under("organisations")),
        ("power_taken_away.person_id", Under("organisations")),
        (
            "power_taken_away.taken_by",
            Not("what somebody did to another stands in the journal"),
        ),
        ("recovery_code.person_id", Under("second_factor")),
        ("representative.person_id", Under("organisations")),
        (
            "residence_proposal.person_id",
            Under("residence_waiting_for_a_second_member_of_staff"),
        ),
        ("residence_proposal.proposed_by", work),
        ("residence_request.person_id", Under("residence_request")),
        ("residency.decided_by", work),
        ("residency.person_id", Under("residence")),
        ("role_grant.granted_by", work),
        ("role_grant.person_id", Under("roles")),
        ("role_grant.reviewed_by", work),
        ("second_factor.person_id", Under("second_factor")),
        ("session.person_id", Under("sessions")),
        (
            "ticket.person_id",
            Not("the last step of a sign-in, for a minute"),
        ),
    ]
}

on_both_databases! {
    async fn every_column_that_names_a_person_is_in_the_file_or_has_a_reason_not_to_be(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let file = download(&app.resident(OLENA).await).await;
        let known = about_people();
        let schema: Vec<String> = app.database.uuid_columns().await.into_iter()
            .filter(|(_, column)| !NOBODY.contains(&column.as_str()))
            .map(|(table, column)| format!("{table}.{column}"))
            .collect();
        assert!(schema.len() > 30, "{schema:?}");
        for column in &schema {
            assert!(known.iter().any(|(name, _)| name == column), "{column} is neither exported nor excused");
        }
        for (name, told) in known {
            assert!(schema.iter().any(|column| column == name), "{name} is not there any more");
            match told {
                Told::Under(key) => assert!(file.get(key).is_some(), "{name}: no {key} in {file}"),
                Told::Not(why) => assert!(!why.is_empty()),
            }
        }
    }

    async fn of_answers_the_file_holds_those_of_an_open_poll_and_says_why_no_others(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let secret = app.town.open_poll().await;
        let named = PollContent { secrecy: Secrecy::Open, ..content() };
        let open = app.town.poll(KOROSTEN, named, -HOUR, DAY).await;
        let (olena, neighbour) = (app.resident(OLENA).await, app.resident("load-4").await);
        for poll in [secret, open] {
            for browser in [&olena, &neighbour] {
                browser.fill(poll).await;
                browser.submit(poll).await.assert_leads_to(&format!("/polls/{}/done", poll.number));
            }
        }
        let file = download(&olena).await;
        let part = |poll: TestPoll| {
            let all = file["participation"].as_array().unwrap();
            all.iter().find(|part| part["poll"] == poll.number.0).unwrap().clone()
        };
        let answers = part(open)["answers"].clone();
        assert_eq!(answers.as_array().unwrap().len(), 3, "{file}");
        assert_eq!(answers[0]["question"], "Питання 1");
        assert_eq!(answers[0]["chosen"].as_array().unwrap().len(), 1, "{file}");
        assert!(answers[0]["chosen"][0].as_str().unwrap().starts_with("Варіант"), "{file}");
        assert_eq!((&part(open)["why_no_answers"], &part(open)["channel"], &part(open)["level"]), (&Value::Null, &"web".into(), &"bank_id".into()));
        assert_eq!(part(secret)["answers"], Value::Null);
        assert_eq!(part(secret)["why_no_answers"], words::left_secret(Lang::Uk));
        assert_eq!(file["not_in_this_file"].as_array().unwrap().len(), words::left_out(Lang::Uk).len());
        for window in [olena.clone(), olena.in_english()] {
            let page = window.get(PAGE).await;
            for (what, why) in words::left_out(lang(&window)) {
                assert!(page.says(what) && page.says(why), "{what}: {page:?}");
            }
            // What stays when she is forgotten: her answers in the open poll.
            assert!(page.says(&words::erase_stays_open(lang(&window), 1)), "{page:?}");
            assert!(!page.says(&words::erase_stays_confidential(lang(&window), 1)), "{page:?}");
        }
        be_forgotten(&olena).await;
        assert_eq!(app.database.count("SELECT count(*) FROM ballot_link").await, 2);
        assert_eq!((app.town.ballots(secret).await, app.town.ballots(open).await), (2, 2));
    }

    async fn the_file_tells_of_the_second_step_of_sessions_and_of_acting_for_an_organisation(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let chair = "lesia-nechyporenko";
        let store = &app.town.store;
        app.town.settle(KOROSTEN, chair).await;
        let browser = app.visitor();
        browser.sign_in_by_key(chair, "/").await;
        let association = Organisation {
            no: OrganisationNo(0),
            kind: InitiatorKind::PublicAssociation,
            name: Bilingual::new("Стежки Ужа", ""),
            edrpou: Edrpou::parse("42187536"),
            about: Bilingual::default(),
        };
        store.add_organisation(KOROSTEN, &association, by_system()).await.unwrap();
        browser.post("/do/prove-power-by-key", &[]).await;
        browser.post("/do/act-for", &[("no", "1")]).await;
        browser.post("/do/hand-power-on", &[("no", "1"), ("hand_over", "shares")]).await;
        let person = app.town.person(KOROSTEN, chair).await.unwrap();
        let factor = SecondFactor { sealed: vec![1], last_step: 1 };
        let own = By { actor: Actor::Person(person), at: now() };
        store.set_second_factor(KOROSTEN, &factor, &[[1; 32], [2; 32]], own).await.unwrap();

        let file = download(&browser).await;
        let session = &file["sessions"][0];
        assert_eq!((&session["level"], &session["acts_for"]), (&"qualified".into(), &"Стежки Ужа".into()), "{file}");
        assert_eq!(session["signed_for"]["code"], "42187536", "{file}");
        assert_eq!(file["second_factor"]["recovery_codes_left"], 2, "{file}");
        assert!(file["second_factor"]["set_at"].is_i64(), "{file}");
        let links = file["organisations"]["links_to_hand_on"].as_array().unwrap();
        assert_eq!((links.len(), &links[0]["hand_over"]), (1, &"shares".into()), "{file}");
        assert_eq!(file["sign_ins_in_doubt"], Value::Array(Vec::new()), "{file}");
        let stranger = download(&app.resident("load-4").await).await;
        assert_eq!((&stranger["second_factor"], &stranger["sessions"][0]["signed_for"]), (&Value::Null, &Value::Null));
    }

    async fn the_file_holds_all_that_is_known_and_no_choice(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        let poll = app.town.open_poll().await;
        let person = app.town.settle(KOROSTEN, OLENA).await;
        let olena = app.visitor();
        olena.sign_in(OLENA, "/").await;
        olena.fill(poll).await;
        olena.submit(poll).await.assert_leads_to("/polls/1/done");
        olena.post("/do/own-email", &[("address", "olena@ukr.example")]).await;
        let letter = app.mail().letters_to("olena@ukr.example", 1).await.pop().unwrap();
        let token = letter.link().rsplit('/').next().unwrap().to_owned();
        olena.post("/do/email-claim", &[("token", &token)]).await;
        let administrator = app.administrator().await;
        administrator.get(&format!("/staff/people/{person}")).await.assert_page(200, "uk");
        // Somebody else's.
        app.resident("load-4").await.fill(poll).await;

        let file = download(&olena).await;
        let human = resident(OLENA);
        let known = &file["person"];
        assert_eq!(known["name"], human.name.official());
        assert_eq!(known["birth_date"], human.born.to_string());
        assert_eq!(known["documents"].as_array().unwrap().len(), human.keys().len(), "{file}");
        assert_eq!(file["email"]["address"], "olena@ukr.example");
        assert_eq!(file["residence"]["settlement"], human.settlement.as_ref().unwrap().code.to_string());
        let receipt = app.town.receipt(poll, OLENA).await.unwrap();
        assert_eq!(file["participation"][0]["code"], receipt);
        assert_eq!(file["participation"].as_array().unwrap().len(), 1);
        assert_eq!(file["sessions"].as_array().unwrap().len(), 1);
        assert_eq!(file["consents"].as_array().unwrap().len(), 1);
        assert_eq!(file["consents"][0]["notice_edition"], domain::privacy_notice::EDITION);
        let looked: Vec<&Value> = file["acts_on_your_record"].as_array().unwrap().iter()
            .filter(|act| act["act"] == "person.viewed")
            .collect();
        assert_eq!(looked.len(), 1, "{file}");
        // Whoever looked is named in the file as on the page.
        let boss = resident(ADMINISTRATOR).name.full();
        assert_eq!(looked[0]["by"], boss, "{file}");
        assert_eq!(looked[0]["words"], words::act(Lang::Uk, "person.viewed"), "{file}");
        // What they have chosen, a number of a document, and the hashes by which they are known, are in none of it.
        let text = file.to_string();
        for secret in ["Варіант", "Option", "Питання"] {
            assert!(!text.contains(secret), "{secret} is in {text}");
        }
        for key in human.keys() {
            assert!(!text.contains(key.value()), "{text}");
        }

        for window in [olena.clone(), olena.in_english()] {
            let page = window.get(PAGE).await;
            page.assert_page(200, window.lang());
            assert_eq!(page.header("cache-control"), Some("private, no-store"));
            let (hers, a_persons) = (words::act(lang(&window), "person.viewed"), staff::act(lang(&window), "person.viewed"));
            assert!(page.says(&boss) && page.says(hers) && !page.says(a_persons), "{page:?}");
            assert!(page.says(&words::erase_stays(lang(&window), 1)), "{page:?}");
            // Whom to complain to: the council at its address, and the Commissioner at theirs.
            let (council, address) = match lang(&window) {
                Lang::Uk => ("Коростенська міська рада", "вулиця Грушевського, 22"),
                Lang::En => ("Korosten council", "22 Hrushevskoho Street"),
            };
            assert!(page.says(&words::complain_council(lang(&window), council, address)), "{page:?}");
            assert!(page.says(words::complain_ombudsman(lang(&window))) && page.says("01008"), "{page:?}");
        }
        // Another community knows another person, and nobody there looked.
        let there = olena.on("ovruch.localhost");
        there.sign_in(OLENA, "/").await;
        let page = there.get(PAGE).await;
        assert!(!page.says(&boss) && page.says(words::seen_none(Lang::Uk)), "{page:?}");
        assert!(page.says(words::erase_nothing_stays(Lang::Uk)), "{page:?}");
    }

    async fn whoever_is_known_by_a_mailbox_alone_takes_along_and_deletes_what_hangs_on_it(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        let address = "somebody@ukr.example";
        let browser = app.visitor();
        sign_in_by_mail(&app, &browser, address, 1).await;
        let file = download(&browser).await;
        assert_eq!(file["email"]["address"], address);
        assert_eq!((&file["person"]["name"], file["sessions"].as_array().unwrap().len()), (&"".into(), 1));
        assert_eq!(file["sessions"][0]["level"], "email");
        for window in [browser.clone(), browser.in_english()] {
            let page = window.get(PAGE).await;
            page.assert_page(200, window.lang());
            assert!(!page.says(words::weak(lang(&window))) && page.says(words::erase_nothing_stays(lang(&window))), "{page:?}");
            // The address is not taken off by itself: the record would be nobody's.
            let page = window.get("/me").await;
            assert!(page.says(email::own_alone(lang(&window))) && page.body.contains("/me/data#erase"), "{page:?}");
        }
        assert_eq!(browser.post("/do/forget-email", &[]).await.status, 403);
        be_forgotten(&browser).await;
        for table in ["person", "person_email", "session", "email_link WHERE person_id IS NOT NULL"] {
            assert_eq!(app.database.count(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
        }
    }

    async fn a_visitor_gets_nobodys_data_and_a_mailbox_alone_not_what_is_somebodys_by_documents(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        let olena = app.resident(OLENA).await;
        olena.post("/do/own-email", &[("address", "olena@ukr.example")]).await;
        let letter = app.mail().letters_to("olena@ukr.example", 1).await.pop().unwrap();
        let token = letter.link().rsplit('/').next().unwrap().to_owned();
        olena.post("/do/email-claim", &[("token", &token)]).await;

        app.visitor().get("/me/data.json").await.assert_page(401, "uk");
        let by_mail = app.visitor();
        by_mail.post("/do/email-sign-in", &[("address", "olena@ukr.example"), ("back", PAGE)]).await;
        let letter = app.mail().letters_to("olena@ukr.example", 2).await.pop().unwrap();
        let token = letter.link().rsplit('/').next().unwrap().to_owned();
        by_mail.post("/do/email-enter", &[("token", &token)]).await.assert_leads_to(PAGE);
        let page = by_mail.get(PAGE).await;
        page.assert_page(200, "uk");
        assert!(page.says(words::weak(Lang::Uk)), "{page:?}");
        let born = resident(OLENA).born.to_string();
        assert!(!page.body.contains(&born) && !page.body.contains("/do/erase-me"), "{page:?}");
        by_mail.get("/me/data.json").await.assert_page(403, "uk");
        erase(&by_mail).await.assert_page(403, "uk");
        assert!(olena.get("/me").await.says("Олена Т."), "she was forgotten");
    }

    async fn without_the_mark_nothing_is_forgotten_and_the_page_says_so(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let olena = app.resident(OLENA).await;
        for window in [olena.clone(), olena.in_english()] {
            for fields in [[("confirm", "")].as_slice(), &[], &[("confirm", "no")]] {
                let page = window.post("/do/erase-me", fields).await;
                let page = window.follow(page).await;
                page.assert_page(200, window.lang());
                assert!(page.says(words::erase_unconfirmed(lang(&window))), "{page:?}");
                assert!(page.body.contains("aria-describedby=\"confirm-error\""), "{page:?}");
            }
        }
        assert_eq!(app.database.count("SELECT count(*) FROM session").await, 1);
        assert!(olena.get("/me").await.says("Олена Т."));
    }

    async fn the_journal_names_no_resident_and_leads_whoever_may_see_them_to_their_records(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let store = &app.town.store;
        let (olena, mykola, petro) = (OLENA, "mykola-demchuk", "petro-lysenko");
        let looked_at = app.town.settle(KOROSTEN, olena).await;
        let acts = app.town.settle(KOROSTEN, mykola).await;
        let worked = app.town.settle(KOROSTEN, petro).await;
        let auditor = app.town.settle(KOROSTEN, "load-9").await;
        store.grant_role(KOROSTEN, auditor, Role::Auditor, by_system()).await.unwrap();
        store.grant_role(KOROSTEN, worked, Role::Operator, by_system()).await.unwrap();
        let administrator = app.administrator().await;
        administrator.get(&format!("/staff/people/{looked_at}")).await.assert_page(200, "uk");
        // A resident's own act, and one of somebody who works for the community no more.
        for (person, act) in [(acts, "power.laid_down"), (worked, "person.viewed")] {
            let by = By { actor: Actor::Person(person), at: now() };
            store.record_act(KOROSTEN, by, act, &acts.to_string(), serde_json::json!({})).await.unwrap();
        }
        store.revoke_role(KOROSTEN, worked, Role::Operator, by_system()).await.unwrap();
        let name = |who: &str| resident(who).name.full();
        let number = |person: domain::ids::PersonId| person.to_string()[..8].to_owned();
        for browser in [app.staff().await, app.resident("load-9").await] {
            for window in [browser.clone(), browser.in_english()] {
                let page = window.get("/staff/journal").await;
                page.assert_page(200, window.lang());
                for person in [looked_at, acts] {
                    assert!(page.says(&staff::somebody(lang(&window), &number(person))), "{page:?}");
                }
                // In a row and among the names to look for.
                assert!(!page.says(&name(olena)) && !page.says(&name(mykola)), "{page:?}");
                assert!(page.says(&name(ADMINISTRATOR)) && page.says(&name(petro)), "who acts for the community answers for it: {page:?}");
            }
        }
        let moderator = app.staff().await.get("/staff/journal").await;
        let page = administrator.get("/staff/journal").await;
        for person in [looked_at, acts] {
            let record = format!("href=\"/staff/people/{person}\"");
            assert!(page.body.contains(&record) && !moderator.body.contains(&record), "{page:?}");
        }
        assert!(!page.says(&name(olena)) && !page.says(&name(mykola)) && page.says(&name(petro)), "{page:?}");
    }

    /// A list is looked at all day long: each of those whose names stand in it is told once a day by whom.
    async fn whose_name_stands_in_a_list_sees_who_opened_it(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let (olena, other) = (app.visitor(), app.resident("load-3").await);
        olena.sign_in(OLENA, "/").await;
        let pdf = b"%PDF-1.7";
        residence_requests::send(&olena, residence_requests::KOROSTEN_CITY, pdf).await.assert_leads_to("/me/residence");
        let claim = ["charity", "Фонд", "42187536", "Голова"];
        organisations::claim(&olena, claim, pdf).await.assert_leads_to("/me/organisations");
        let administrator = app.administrator().await;
        let listed = |page: &crate::browser::Page| page.body.matches(words::act(Lang::Uk, "person.listed")).count();
        assert_eq!(listed(&olena.get("/me/data").await), 0);
        let name = resident(OLENA).name;
        for (list, said) in [("/staff/people", name.official()), ("/staff/organisations", name.full())] {
            for _ in 0..2 {
                assert!(administrator.get(list).await.says(&said), "{list}");
            }
        }
        assert_eq!(listed(&olena.get("/me/data").await), 1);
        app.staff().await.get("/staff/organisations").await.assert_page(200, "uk");
        let page = olena.get("/me/data").await;
        assert_eq!(listed(&page), 2, "{page:?}");
        assert!(page.says(&resident(ADMINISTRATOR).name.full()) && page.says(&resident(MODERATOR).name.full()), "{page:?}");
        assert_eq!(listed(&other.get("/me/data").await), 0);
    }

    async fn only_whoever_signed_in_a_moment_ago_has_their_data_forgotten(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        let (olena, by_mail) = (app.resident(OLENA).await, app.visitor());
        let address = "somebody@ukr.example";
        sign_in_by_mail(&app, &by_mail, address, 1).await;
        crate::passkeys::let_time_pass(&app).await;
        for browser in [&olena, &by_mail] {
            for window in [browser.clone(), browser.in_english()] {
                let lang = lang(&window);
                for path in [PAGE, "/me/data?unconfirmed"] {
                    let page = window.get(path).await;
                    page.assert_page(200, window.lang());
                    // What would be deleted and what stays is told all the same.
                    assert!(page.says(words::erase_goes(lang)) && page.says(words::erase_again(lang)), "{page:?}");
                    let way_in = format!("href=\"{}", window.path("/sign-in?return="));
                    assert!(page.body.contains(&way_in) && page.says(me::sign_in_again_link(lang)), "{page:?}");
                    assert!(!page.body.contains("/do/erase-me") && !page.body.contains("href=\"#confirm\""), "{page:?}");
                }
                for fields in [[("confirm", "yes")].as_slice(), &[]] {
                    let page = window.post("/do/erase-me", fields).await;
                    let to = page.location().unwrap();
                    assert!(page.status == 303 && to.starts_with(&window.path("/sign-in?return=")), "{page:?}");
                }
            }
        }
        assert_eq!(app.database.count("SELECT count(*) FROM session").await, 2);
        assert_eq!(app.database.count("SELECT count(*) FROM person_email").await, 1);
        assert!(olena.get("/me").await.says("Олена Т."));
        // A sign-in of any kind is enough.
        olena.sign_in(OLENA, PAGE).await;
        be_forgotten(&olena).await;
        sign_in_by_mail(&app, &by_mail, address, 2).await;
        be_forgotten(&by_mail).await;
        assert_eq!(app.database.count("SELECT count(*) FROM person").await, 0);
    }

    async fn who_took_part_is_forgotten_and_does_not_answer_twice(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let other = app.town.poll(KOROSTEN, content(), -HOUR, DAY).await;
        let (olena, at_work) = (app.resident(OLENA).await, app.resident(OLENA).await);
        olena.fill(poll).await;
        olena.submit(poll).await.assert_leads_to("/polls/1/done");
        // On her way to a second answer in another window.
        at_work.fill(other).await;
        let neighbour = app.resident("load-4").await;
        be_forgotten(&olena).await;

        assert!(!at_work.get("/").await.says("Олена Т."), "another device still knows her");
        for (table, left) in [("person WHERE length(sealed) = 0", 1), ("residency", 1), ("session", 1)] {
            let sql = format!("SELECT count(*) FROM {table}");
            assert_eq!(app.database.count(&sql).await, left, "{table}: the neighbour's alone");
        }
        assert_eq!(app.town.ballots(poll).await, 1);
        assert!(neighbour.get("/me").await.says("Тест Н."), "somebody else was forgotten, too");

        // She comes back, and is the same person to the ballot box.
        olena.sign_in(OLENA, "/").await;
        assert!(olena.get("/").await.says("Олена Т."));
        olena.answer(poll, 1, &[1]).await.assert_leads_to("/polls/1/done?again");
        let by_hand = "11111111-1111-4111-8111-111111111111";
        olena.submit_as(poll, by_hand).await.assert_leads_to("/polls/1/done?again");
        assert_eq!(app.town.ballots(poll).await, 1);
        assert_eq!(download(&olena).await["participation"].as_array().unwrap().len(), 1);
        let acts = download(&olena).await["acts_on_your_record"].to_string();
        assert!(!acts.contains("person.erased"), "her own act is not somebody else's: {acts}");
    }

    async fn who_took_part_in_nothing_leaves_nothing_behind(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let olena = app.resident(OLENA).await;
        let page = olena.get(PAGE).await;
        assert!(page.says(words::erase_nothing_stays(Lang::Uk)), "{page:?}");
        let before = app.town.person(KOROSTEN, OLENA).await.unwrap();
        be_forgotten(&olena).await;
        for table in ["person", "person_key", "residency", "session", "ticket"] {
            let sql = format!("SELECT count(*) FROM {table}");
            assert_eq!(app.database.count(&sql).await, 0, "{table}");
        }
        let after = app.town.settle(KOROSTEN, OLENA).await;
        assert_ne!(before, after);
        olena.sign_in(OLENA, "/").await;
        olena.fill(poll).await;
        olena.submit(poll).await.assert_leads_to("/polls/1/done");
        assert_eq!(app.town.ballots(poll).await, 1);
        // Pressed again in a window from before.
        let page = app.visitor().post("/do/erase-me", &[("confirm", "yes")]).await;
        page.assert_page(401, "uk");
    }

    async fn who_works_for_the_community_is_asked_to_give_up_their_role_first(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let staff = app.staff().await;
        for window in [staff.clone(), staff.in_english()] {
            let page = window.get(PAGE).await;
            page.assert_page(200, window.lang());
            assert!(page.says(words::erase_role(lang(&window))), "{page:?}");
            assert!(!page.body.contains("/do/erase-me"), "{page:?}");
            erase(&window).await.assert_leads_to(&window.path("/me/data#erase"));
            // The mark that lacks leads to no field that is not there.
            let page = window.get("/me/data?unconfirmed").await;
            assert!(!page.body.contains("href=\"#confirm\""), "{page:?}");
        }
        assert!(staff.get("/staff").await.status == 200);

        // Without the role they may; their acts stay, and are nobody's by name.
        let person = app.town.person(KOROSTEN, MODERATOR).await.unwrap();
        let revoked = app.town.store.revoke_role(KOROSTEN, person, Role::Moderator, by_system()).await;
        revoked.unwrap();
        let page = staff.get(PAGE).await;
        assert!(page.says(words::erase_stays_referred(Lang::Uk)), "{page:?}");
        be_forgotten(&staff).await;
        let administrator = app.administrator().await;
        let page = administrator.get("/staff/journal").await;
        page.assert_page(200, "uk");
        let name = resident(MODERATOR).name.full();
        assert!(!page.says(&name) && page.says(&person.to_string()[..8]), "{page:?}");
        assert!(page.says(staff::act(Lang::Uk, "person.erased")), "{page:?}");
    }

    async fn whoever_signs_in_has_read_that_it_is_a_consent_and_finds_it_among_their_data(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        for window in [app.visitor(), app.visitor().in_english()] {
            let lang = lang(&window);
            let page = window.get("/sign-in").await;
            let notice = format!("href=\"{}\"", window.path("/privacy"));
            assert!(page.says(app::i18n::sign_in::consent(lang)) && page.body.contains(&notice), "{page:?}");
            let page = window.get("/privacy").await;
            page.assert_page(200, window.lang());
            assert!(page.says(app::i18n::privacy::what_number(lang)) && page.says("2026"), "{page:?}");
        }
        let olena = app.visitor();
        olena.sign_in(OLENA, "/").await;
        assert_eq!(app.database.count("SELECT count(*) FROM consent").await, 1);
        let page = olena.get(PAGE).await;
        assert!(page.says(&format!("редакція {}", domain::privacy_notice::EDITION)) && !page.says(words::consents_none(Lang::Uk)), "{page:?}");
        olena.sign_in(OLENA, "/").await;
        assert_eq!(app.database.count("SELECT count(*) FROM consent").await, 1);
        crate::email::sign_in_by_mail(&app, &app.visitor(), "somebody@ukr.example", 1).await;
        assert_eq!(app.database.count("SELECT count(*) FROM consent").await, 2);
    }
}
