//! The desk's pages about people over HTTP: who is found by a document, what becomes of a sign-in in doubt and of somebody without
//! a РНОКПП, and that every look is logged while no number is.

use crate::{
    app::{MODERATOR, TestApp},
    browser::{Browser, Page},
    logs,
    town::{KOROSTEN, OVRUCH, by_system, now, resident},
};
use app::{
    context::people::SealedPerson,
    i18n::{Lang, dates, eligibility, me as me_words, sign_in, staff_people as words},
    keys::{OsRandom, RandomBytes},
};
use domain::{
    identifiers::KeyKind,
    identity::Residency,
    ids::{CommunityId, PersonId},
    kyiv,
    national_id::Rnokpp,
    policy::Policy,
    residency::Evidence,
    role::Role,
    time::Date,
};
use store::{Page as Part, audit::AuditEntry, persons::PersonKey};

const KHOTYNIVKA: &str = "UA18060090420021941";
const PEOPLE: &str = "/staff/people";
/// Without a РНОКПП.
const BY_CARD: &str = "paraskeva-naumenko";
const BY_BOOKLET: &str = "hryhorii-liashchuk";
/// The man of [`BY_BOOKLET`], with a РНОКПП.
const BY_BANK: &str = "hryhorii-liashchuk-bank";

/// Looks for a person as the form on the page does.
pub async fn find(browser: &Browser, kind: &str, number: &str) -> Page {
    let mark = browser.get(PEOPLE).await.field("mark").unwrap();
    let fields = [
        ("mark", mark.as_str()),
        ("f[kind]", kind),
        ("f[number]", number),
    ];
    browser.post("/do/staff/find-person", &fields).await
}

fn record(person: PersonId) -> String {
    format!("{PEOPLE}/{person}")
}

/// Sends a form about a person's second key from their page.
async fn about(browser: &Browser, person: PersonId, form: &str, field: (&str, &str)) -> Page {
    let mark = browser.get(&record(person)).await.field("mark").unwrap();
    let id = person.to_string();
    let fields = [("person", id.as_str()), ("mark", &mark), field];
    browser.post(&format!("/do/staff/{form}"), &fields).await
}

/// Says of somebody's passport that it has the mark (`seen`) and this birth date.
async fn clear(browser: &Browser, person: PersonId, birth_date: &str, seen: bool) -> Page {
    let mark = browser.get(&record(person)).await.field("mark").unwrap();
    let id = person.to_string();
    let mut fields = vec![
        ("person", id.as_str()),
        ("mark", &mark),
        ("f[birth_date]", birth_date),
    ];
    fields.extend(seen.then_some(("f[confirm]", "on")));
    browser.post("/do/staff/clear-second-key", &fields).await
}

/// Sends the form about a person's home from their page: evidence, settlement, last day.
async fn confirm(
    browser: &Browser,
    person: PersonId,
    [evidence, settlement, expires]: [&str; 3],
) -> Page {
    let mark = browser.get(&record(person)).await.field("mark").unwrap();
    let id = person.to_string();
    let fields = [
        ("person", id.as_str()),
        ("mark", &mark),
        ("f[evidence]", evidence),
        ("f[settlement]", settlement),
        ("f[expires]", expires),
    ];
    browser.post("/do/staff/confirm-residence", &fields).await
}

/// A record of somebody by one of their documents alone.
async fn record_by(app: &TestApp, name: &str, kind: KeyKind) -> PersonId {
    let town = &app.town;
    let human = resident(name);
    let known = SealedPerson {
        name: human.name.clone(),
        birth_date: Some(human.born),
    };
    let id = PersonId::from_random(OsRandom.bytes());
    let sealed = known
        .seal_with(&town.keys[&KOROSTEN], id, &OsRandom)
        .unwrap();
    let keys: Vec<_> = town
        .person_keys(KOROSTEN, &human)
        .into_iter()
        .filter(|key| key.kind == kind)
        .collect();
    let found = town
        .store
        .person_by_keys(KOROSTEN, &keys, id, &sealed, now())
        .await
        .unwrap();
    found.certain().unwrap()
}

async fn acts(app: &TestApp) -> Vec<AuditEntry> {
    let log = app.town.store.audit_log(KOROSTEN, Part::first(50)).await;
    log.unwrap().items
}

/// What the log says of the latest act.
async fn last_act(app: &TestApp) -> (String, String) {
    let last = acts(app).await.remove(0);
    (last.act, last.subject)
}

/// The same of the latest that was more than a look at somebody's record.
async fn last_act_but_looks(app: &TestApp) -> (String, String) {
    let mut log = acts(app).await.into_iter();
    let last = log
        .find(|entry| !["person.viewed", "person.found"].contains(&&*entry.act))
        .unwrap();
    (last.act, last.subject)
}

async fn administrate(app: &TestApp, community: CommunityId, name: &str) {
    let person = app.town.settle(community, name).await;
    let store = &app.town.store;
    store
        .grant_role(community, person, Role::Administrator, by_system())
        .await
        .unwrap();
}

on_both_databases! {
    async fn somebody_is_found_by_each_of_their_documents_and_every_look_is_logged(
        databases: Databases,
    ) {
        logs::listen();
        let app = TestApp::start(&databases).await;
        let person = app.town.settle(KOROSTEN, BY_CARD).await;
        let administrator = app.administrator().await;
        for (kind, number) in [("unzr", "19651027-07301"), ("unzr", "1965102707301"), ("passport", "001 009 490")] {
            let page = find(&administrator, kind, number).await;
            page.assert_leads_to(&record(person));
            let page = administrator.follow(page).await;
            page.assert_page(200, "uk");
            for known in ["Науменко Параскева Йосипівна", "27 жовтня 1965", "УНЗР, паспорт", "Підтверджено реєстром"] {
                assert!(page.says(known), "{known}: {}", page.body);
            }
            assert_eq!(last_act(&app).await, ("person.viewed".to_owned(), person.to_string()));
        }
        // The number is nowhere but in the form that was sent.
        let written = format!("{:?}", acts(&app).await);
        for number in ["1965102707301", "19651027-07301", "001009490", "001 009 490"] {
            assert!(!written.contains(number), "{number} is in the audit log");
            assert!(!logs::so_far().contains(number), "{number} is in the log");
        }
        for address in administrator.history() {
            assert!(!address.contains("07301") && !address.contains("009490"), "{address}");
        }
    }

    async fn a_number_that_leads_to_nobody_stays_in_the_form_with_the_reason(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        for (kind, number, uk, en) in [
            ("rnokpp", "3081802367", "Такого РНОКПП не буває", "There is no such RNOKPP"),
            ("rnokpp", "2641715433", "Запису з таким номером немає", "No record has this number"),
            ("unzr", "3081802366", "Такого УНЗР не буває", "There is no such UNZR"),
            // Everything is right but the check digit, or the serial.
            ("unzr", "19651027-07300", "остання цифра контрольна", "the last digit is a check digit"),
            ("unzr", "19651027-00003", "Такого УНЗР не буває", "There is no such UNZR"),
            ("passport", "FZ123456", "Номер паспорта має вигляд", "two Ukrainian letters and six digits"),
            ("passport", "", "Введіть номер документа", "Enter the document’s number"),
            ("", "3081802366", "Оберіть, який це документ", "Choose which document it is"),
            ("<b>", "\"><script>", "Оберіть, який це документ", "Choose which document it is"),
        ] {
            for (window, words) in [(administrator.clone(), uk), (administrator.in_english(), en)] {
                let page = find(&window, kind, number).await;
                page.assert_leads_to(&window.path("/staff/people?kept#errors"));
                let page = window.follow(page).await;
                page.assert_page(200, window.lang());
                assert!(page.body.contains("class=\"errors\"") && page.says(words), "{words}: {}", page.body);
                let kept = page.field("f[number]").unwrap();
                assert_eq!(kept, number.replace('"', "&quot;").replace('>', "&gt;").replace('<', "&lt;"));
            }
        }
        // Whoever is found clears the form.
        app.town.settle(KOROSTEN, "olena-tkachuk").await;
        find(&administrator, "rnokpp", "3382403385").await;
        assert_eq!(administrator.get(PEOPLE).await.field("f[number]").unwrap(), "");
    }

    async fn a_number_that_arrives_after_the_session_waits_for_its_author_alone(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let mark = administrator.get(PEOPLE).await.field("mark").unwrap();
        administrator.drop_cookie("session");
        let fields = [("mark", mark.as_str()), ("f[kind]", "rnokpp"), ("f[number]", "3081802367")];
        let page = administrator.post("/do/staff/find-person", &fields).await;
        page.assert_leads_to("/sign-in?return=/staff/people%3Fkept%23find");
        // Somebody else at the same browser.
        app.give_role(KOROSTEN, MODERATOR).await;
        administrator.sign_in(MODERATOR, "/").await;
        administrator.get(PEOPLE).await.assert_page(403, "uk");
        administrator.post("/do/sign-out", &[]).await;
        administrator.sign_in(crate::app::ADMINISTRATOR, "/").await;
        let page = administrator.get(&format!("{PEOPLE}?kept")).await;
        page.assert_page(200, "uk");
        assert_eq!(page.field("f[number]").unwrap(), "3081802367");
        assert!(page.says("ваш вхід закінчився"), "{}", page.body);
    }

    async fn staff_make_sure_that_somebody_without_a_number_is_known_once(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let mut people = Vec::new();
        for name in [BY_CARD, BY_BOOKLET] {
            people.push((name, app.town.settle(KOROSTEN, name).await));
        }
        let administrator = app.administrator().await;
        let desk = administrator.get("/staff").await;
        assert!(desk.says("2 людини увійшли без РНОКПП"), "{}", desk.body);
        let list = administrator.get(PEOPLE).await;
        for (_, person) in &people {
            assert!(list.body.contains(&record(*person)), "{}", list.body);
        }
        let [(_, by_card), (_, by_booklet)] = people[..] else { panic!() };

        // Not without having looked at the passport.
        let page = about(&administrator, by_card, "clear-second-key", ("x", "")).await;
        page.assert_leads_to(&format!("{}?kept#errors", record(by_card)));
        let page = administrator.follow(page).await;
        assert!(page.says("Підтвердьте, що бачите відмітку"), "{}", page.body);
        let page = about(&administrator, by_card, "clear-second-key", ("f[confirm]", "on")).await;
        page.assert_leads_to(&format!("{}?cleared", record(by_card)));
        assert!(administrator.follow(page).await.says("Людина може голосувати"));
        assert_eq!(acts(&app).await[1].act, "person.second_key_cleared");

        // A number that cannot be one stays in the form; one that is nobody's is added.
        let page = about(&administrator, by_booklet, "add-document", ("f[number]", "2641715434")).await;
        page.assert_leads_to(&format!("{}?kept#errors", record(by_booklet)));
        let page = administrator.follow(page).await;
        assert_eq!(page.field("f[number]").unwrap(), "2641715434");
        assert!(page.says("Такого РНОКПП не буває"), "{}", page.body);
        let page = about(&administrator, by_booklet, "add-document", ("f[number]", "2641715433")).await;
        page.assert_leads_to(&format!("{}?added", record(by_booklet)));
        assert!(administrator.follow(page).await.says("РНОКПП додано"));

        // Both vote; and the man votes once, also when he comes through his bank.
        for (name, _) in people {
            let browser = app.resident(name).await;
            browser.fill(poll).await;
            browser.submit(poll).await.assert_leads_to("/polls/1/done");
        }
        let by_bank = app.resident(BY_BANK).await;
        by_bank.answer(poll, 1, &[1]).await.assert_leads_to("/polls/1/done?again");
        assert_eq!(app.town.ballots(poll).await, 2);
        assert!(!administrator.get("/staff").await.says("без РНОКПП"));
    }

    /// id.gov.ua tells a birth date by a number alone, and whoever has a booklet has none.
    async fn somebody_with_a_booklet_alone_votes_once_staff_have_read_their_birth_date(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let browser = app.visitor();
        browser.sign_in(BY_BOOKLET, "/").await;
        let person = app.town.person(KOROSTEN, BY_BOOKLET).await.unwrap();
        app.town.confirm(KOROSTEN, person, None).await;
        browser.fill(poll).await;
        for window in [browser.clone(), browser.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            let page = window.check(poll).await;
            page.assert_page(200, window.lang());
            assert_eq!(page.field("submission"), None, "{}", page.body);
            for words in [
                eligibility::age_unknown(lang),
                eligibility::age_unknown_out(lang),
                eligibility::second_key_open_out(lang),
            ] {
                assert!(page.says(words), "{words}: {}", page.body);
            }
        }

        // Staff are asked for the date, and what they type wrongly stays in the form.
        let administrator = app.administrator().await;
        for (typed, wrong) in [
            ("", words::new_birth_missing as fn(Lang) -> &'static str),
            ("31.02.1990", words::new_birth_unreadable),
            ("29.04.2172", words::new_birth_to_come),
            ("29.04.1872", words::new_birth_long_ago),
        ] {
            for window in [administrator.clone(), administrator.in_english()] {
                let lang = Lang::from_tag(window.lang()).unwrap();
                let page = clear(&window, person, typed, true).await;
                page.assert_leads_to(&window.path(&format!("{}?kept#errors", record(person))));
                let page = window.follow(page).await;
                page.assert_page(200, window.lang());
                assert!(page.body.contains("class=\"errors\"") && page.says(wrong(lang)), "{}", page.body);
                assert!(!page.says(words::none_confirm_missing(lang)), "{}", page.body);
                assert_eq!(page.field("f[birth_date]").unwrap(), typed);
            }
        }
        let page = clear(&administrator, person, "29.04.1972", false).await;
        let page = administrator.follow(page).await;
        assert!(page.says(words::none_confirm_missing(Lang::Uk)), "{}", page.body);
        assert_eq!(page.field("f[birth_date]").unwrap(), "29.04.1972");
        assert!(acts(&app).await.iter().all(|entry| entry.act != "person.second_key_cleared"));

        let page = clear(&administrator, person, "29.04.1972", true).await;
        page.assert_leads_to(&format!("{}?cleared", record(person)));
        let page = administrator.follow(page).await;
        assert!(page.says(words::cleared(Lang::Uk)) && page.says("29 квітня 1972"), "{}", page.body);
        assert!(page.field("f[birth_date]").is_none(), "{}", page.body);
        browser.submit(poll).await.assert_leads_to("/polls/1/done");
        assert_eq!(app.town.ballots(poll).await, 1);
        // The next sign-in, which tells no date either, does not undo it.
        app.visitor().sign_in(BY_BOOKLET, "/").await;
        assert!(administrator.get(&record(person)).await.says("29 квітня 1972"));
    }

    async fn the_desk_says_that_somebody_can_vote_only_where_they_can(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let administrator = app.administrator().await;
        app.visitor().sign_in(BY_BOOKLET, "/").await;
        let person = app.town.person(KOROSTEN, BY_BOOKLET).await.unwrap();
        // Of their home nothing is known.
        let page = clear(&administrator, person, "29.04.1972", true).await;
        let page = administrator.follow(page).await;
        assert!(page.says(words::cleared_home(Lang::Uk)) && !page.says("може голосувати"), "{}", page.body);
        let said = format!("{}?cleared", record(person));
        app.town.confirm(KOROSTEN, person, None).await;
        assert!(administrator.get(&said).await.says(words::cleared(Lang::Uk)));
    }

    /// Their second record was ruled out when nobody asked for the date.
    async fn a_birth_date_can_be_read_in_a_passport_after_the_clearing_too(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let browser = app.visitor();
        browser.sign_in(BY_BOOKLET, "/").await;
        let person = app.town.person(KOROSTEN, BY_BOOKLET).await.unwrap();
        app.town.confirm(KOROSTEN, person, None).await;
        app.town.store.clear_second_key(KOROSTEN, person, None, by_system()).await.unwrap();
        browser.fill(poll).await;
        assert!(browser.check(poll).await.says(eligibility::age_unknown(Lang::Uk)));
        let administrator = app.administrator().await;
        let page = administrator.get(&format!("{}?cleared", record(person))).await;
        assert!(page.says(words::ageless_title(Lang::Uk)) && page.says(words::cleared_only(Lang::Uk)), "{}", page.body);
        assert!(!page.says(words::cleared(Lang::Uk)), "{}", page.body);
        clear(&administrator, person, "29.04.1972", true).await.assert_leads_to(&format!("{}?cleared", record(person)));
        browser.submit(poll).await.assert_leads_to("/polls/1/done");
    }

    async fn one_human_with_two_records_is_refused_until_staff_join_them(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        // Somebody in whose name two records were made, each by one of the two numbers that the sign-in brings.
        let name = "olena-tkachuk";
        let by_number = record_by(&app, name, KeyKind::Rnokpp).await;
        let by_register = record_by(&app, name, KeyKind::Unzr).await;
        app.town.confirm(KOROSTEN, by_register, None).await;
        let olena = app.visitor();
        olena.fill(poll).await;
        for window in [olena.clone(), olena.in_english()] {
            let back = window.path("/polls/1/vote/check");
            let page = window.try_sign_in(name, &back).await;
            page.assert_page(200, window.lang());
            let lang = Lang::from_tag(window.lang()).unwrap();
            assert!(page.says(sign_in::conflict_title(lang)), "{}", page.body);
            assert_eq!(page.field("back"), Some(back));
        }
        assert_eq!(olena.cookie("session"), None);

        let administrator = app.administrator().await;
        assert!(administrator.get("/staff").await.says("1 сумнівний вхід чекає рішення"));
        let cases = app.town.store.open_cases(KOROSTEN, Part::first(9)).await.unwrap().items;
        assert_eq!((cases.len(), cases[0].tries), (1, 2));
        let case = format!("{PEOPLE}/cases/{}", cases[0].id);
        assert!(administrator.get(PEOPLE).await.body.contains(&case));
        for window in [administrator.clone(), administrator.in_english()] {
            let page = window.get(&case).await;
            page.assert_page(200, window.lang());
            for person in [by_number, by_register] {
                assert!(page.body.contains(&window.path(&record(person))), "{}", page.body);
            }
        }
        assert_eq!(last_act(&app).await, ("identity.case_viewed".to_owned(), cases[0].id.to_string()));

        let id = cases[0].id.to_string();
        let decide = async |fields: &[(&str, &str)]| {
            let fields: Vec<_> = [("case", id.as_str())].into_iter().chain(fields.iter().copied()).collect();
            administrator.post("/do/staff/decide-case", &fields).await
        };
        // Nothing chosen, nonsense, a passport that was not brought.
        for nothing in [&[][..], &[("decision", "yes")]] {
            let page = decide(nothing).await;
            page.assert_leads_to(&format!("{case}?refused=undecided#decide"));
            let page = administrator.follow(page).await;
            assert!(page.body.contains("class=\"errors\"") && page.says("Оберіть рішення"), "{}", page.body);
        }
        decide(&[("decision", "wrong_passport")]).await.assert_leads_to(&format!("{case}?refused=late#decide"));
        for nobody in ["", "x", "11111111-1111-4111-8111-111111111111"] {
            decide(&[("decision", "one_human"), ("keep", nobody)]).await.assert_page(404, "uk");
        }
        let keep = by_number.to_string();
        let page = decide(&[("decision", "one_human"), ("keep", &keep)]).await;
        page.assert_leads_to(&case);
        let page = administrator.follow(page).await;
        assert!(page.says("Одна людина, записи об’єднано"), "{}", page.body);
        assert!(!page.body.contains("name=\"decision\""), "it can be decided twice");
        decide(&[("decision", "left_as_it_is")]).await.assert_leads_to(&format!("{case}?refused=late#decide"));
        let gone = administrator.get(&record(by_register)).await;
        gone.assert_page(200, "uk");
        assert!(gone.says("об’єднано з іншим") && gone.body.contains(&record(by_number)), "{}", gone.body);

        // Her draft is still there.
        olena.sign_in(name, "/polls/1/vote/check").await;
        olena.submit(poll).await.assert_leads_to("/polls/1/done");
        assert_eq!(app.town.ballots(poll).await, 1);
        assert_eq!(app.town.person(KOROSTEN, name).await, Some(by_number));
        let journal = administrator.get("/staff/journal").await;
        assert!(journal.says("Вирішено про сумнівний вхід") && journal.body.contains(&case), "{}", journal.body);
    }

    async fn whosever_number_was_written_into_another_record_is_refused_until_it_is_taken_out(databases: Databases) {
        logs::listen();
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let (owner, number) = ("olena-tkachuk", "3382403385");
        // Staff typed the number of somebody else, and said that its digits are right; the record's own person votes.
        let wrong = app.town.settle(KOROSTEN, BY_CARD).await;
        let administrator = app.administrator().await;
        let id = wrong.to_string();
        app.town.store.clear_second_key(KOROSTEN, wrong, None, by_system()).await.unwrap();
        let keys = app.town.person_keys(KOROSTEN, &resident(owner));
        let theirs = *keys.iter().find(|key| key.kind == KeyKind::Rnokpp).unwrap();
        app.town.store.add_document(KOROSTEN, wrong, theirs, by_system()).await.unwrap().certain().unwrap();
        let neighbour = app.resident(BY_CARD).await;
        neighbour.fill(poll).await;
        neighbour.submit(poll).await.assert_leads_to("/polls/1/done");

        let olena = app.visitor();
        olena.fill(poll).await;
        let page = olena.try_sign_in(owner, "/polls/1/vote/check").await;
        assert!(page.says("Ваш запис перевіряє працівник громади"), "{}", page.body);
        let cases = app.town.store.open_cases(KOROSTEN, Part::first(9)).await.unwrap().items;
        let case = format!("{PEOPLE}/cases/{}", cases[0].id);
        let value = format!("{id}.rnokpp");
        for (window, words) in [
            (administrator.clone(), ["номер стоїть не в тому записі", "порівняйте номер із документами його власника", "участь лишається за записом", "Запис 1: РНОКПП"]),
            (administrator.in_english(), ["a number stands in the wrong record", "compare the number with its owner’s documents", "participation stays with the record", "Record 1: taxpayer number (RNOKPP)"]),
        ] {
            let page = window.get(&case).await;
            page.assert_page(200, window.lang());
            for words in words {
                assert!(page.says(words), "{words}: {}", page.body);
            }
            assert!(page.body.contains(&value), "{}", page.body);
        }
        let case_id = cases[0].id.to_string();
        let decide = async |fields: &[(&str, &str)]| {
            let fields: Vec<_> = [("case", case_id.as_str())].into_iter().chain(fields.iter().copied()).collect();
            administrator.post("/do/staff/decide-case", &fields).await
        };
        // One human they cannot be; and a number that is no choice of the page is none.
        decide(&[("decision", "one_human"), ("keep", &id)]).await.assert_leads_to(&format!("{case}?refused=late#decide"));
        for nonsense in ["", "x", ".rnokpp", &id, &format!("{id}.tax")] {
            decide(&[("decision", "wrong_number"), ("number", nonsense)]).await.assert_page(404, "uk");
        }
        let passport = format!("{id}.passport");
        decide(&[("decision", "wrong_number"), ("number", &passport)]).await.assert_leads_to(&format!("{case}?refused=late#decide"));
        let page = decide(&[("decision", "wrong_number"), ("number", &value)]).await;
        page.assert_leads_to(&case);
        let page = administrator.follow(page).await;
        assert!(page.says("Номер стояв не в тому записі") && page.says("Нехай його власник увійде знову"), "{}", page.body);

        // Its owner signs in as themselves, with the draft that waited; what was cast before stays counted.
        olena.sign_in(owner, "/polls/1/vote/check").await;
        let herself = app.town.person(KOROSTEN, owner).await.unwrap();
        assert_ne!(herself, wrong);
        app.town.confirm(KOROSTEN, herself, None).await;
        olena.submit(poll).await.assert_leads_to("/polls/1/done");
        assert_eq!(app.town.ballots(poll).await, 2);
        // Whoever was signed in by the record signs in anew, as the same person, who has answered.
        assert!(neighbour.get("/me").await.body.contains("/sign-in?return=/me"), "signed in still");
        assert_eq!(app.town.person(KOROSTEN, BY_CARD).await, Some(wrong));
        let again = app.resident(BY_CARD).await;
        assert!(again.get("/polls/1").await.says("Ви вже відповіли"));
        let log = acts(&app).await;
        let taken = log.iter().find(|entry| entry.act == "person.number_taken_out").unwrap();
        assert_eq!((taken.subject.as_str(), taken.detail["case"].as_str()), (id.as_str(), Some(case_id.as_str())));
        assert!(administrator.get("/staff/journal").await.body.matches("Номер вилучено із").count() > 1, "as a choice, and as an act");
        assert!(!logs::so_far().contains(number) && !format!("{:?}", acts(&app).await).contains(number));
    }

    async fn a_record_that_has_anothers_number_gets_its_own_at_the_desk(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let person = app.town.settle(KOROSTEN, BY_BOOKLET).await;
        let other = resident("olena-tkachuk");
        let keys = app.town.person_keys(KOROSTEN, &other);
        let theirs = *keys.iter().find(|key| key.kind == KeyKind::Rnokpp).unwrap();
        app.town.store.add_document(KOROSTEN, person, theirs, by_system()).await.unwrap().certain().unwrap();
        let administrator = app.administrator().await;
        let english = administrator.in_english();
        for (window, words) in [(&administrator, "У записі чужий РНОКПП?"), (&english, "Is the RNOKPP in the record somebody else’s?")] {
            let page = window.get(&record(person)).await;
            page.assert_page(200, window.lang());
            assert!(page.says(words), "{}", page.body);
        }
        let id = person.to_string();
        let decide = async |case: &str, fields: &[(&str, &str)]| {
            let case = case.rsplit('/').next().unwrap();
            let fields: Vec<_> = [("case", case), ("decision", "wrong_number")].into_iter().chain(fields.iter().copied()).collect();
            administrator.post("/do/staff/decide-case", &fields).await
        };
        let value = format!("{id}.rnokpp");

        // Its owner has a record of their own: without the number this one would be known by a passport alone.
        record_by(&app, "olena-tkachuk", KeyKind::Unzr).await;
        app.visitor().try_sign_in("olena-tkachuk", "/").await;
        let cases = app.town.store.open_cases(KOROSTEN, Part::first(9)).await.unwrap().items;
        let theirs = format!("{PEOPLE}/cases/{}", cases[0].id);
        let page = decide(&theirs, &[("number", &value)]).await;
        page.assert_leads_to(&format!("{theirs}?refused=second-key#decide"));
        let page = administrator.follow(page).await;
        assert!(page.says("У записі лишився б тільки паспорт"), "{}", page.body);

        // With the number that its person shows it is known by that.
        let page = about(&administrator, person, "add-document", ("f[number]", "2641715433")).await;
        let case = page.location().unwrap();
        assert!(case.starts_with("/staff/people/cases/"), "{page:?}");
        decide(&case, &[("number", &value)]).await.assert_leads_to(&case);
        let kinds = app.town.store.key_kinds(KOROSTEN, person).await.unwrap();
        assert_eq!(kinds, [KeyKind::Rnokpp, KeyKind::Passport]);
        app.visitor().sign_in(BY_BANK, "/").await;
        assert_eq!(app.town.person(KOROSTEN, BY_BANK).await, Some(person));
        app.visitor().sign_in("olena-tkachuk", "/").await;
        assert_ne!(app.town.person(KOROSTEN, "olena-tkachuk").await, Some(person));
    }

    async fn a_number_of_another_birth_date_is_taken_when_its_digits_were_compared_again(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let person = app.town.settle(KOROSTEN, BY_BOOKLET).await;
        let administrator = app.administrator().await;
        let other = Rnokpp::compose(Date::new(1984, 5, 17).unwrap(), 17, true).unwrap();
        let kinds = async || app.town.store.key_kinds(KOROSTEN, person).await.unwrap();
        let english = administrator.in_english();
        for (browser, words) in [
            (&administrator, "За цим номером дата народження – 17 травня 1984 р., а в записі – 29 квітня 1972 р. Перевірте цифри"),
            (&english, "By this number the birth date is 17 May 1984, by the record 29 April 1972. Check the digits"),
        ] {
            let page = about(browser, person, "add-document", ("f[number]", other.digits())).await;
            page.assert_leads_to(&browser.path(&format!("{}?kept#errors", record(person))));
            let page = browser.follow(page).await;
            page.assert_page(200, browser.lang());
            assert!(page.says(words) && page.field("f[sure]").is_some(), "{}", page.body);
            assert_eq!(page.field("f[number]").unwrap(), other.digits());
            assert_eq!(kinds().await, [KeyKind::Passport]);
        }
        let mark = administrator.get(&record(person)).await.field("mark").unwrap();
        let id = person.to_string();
        let fields = [("person", id.as_str()), ("mark", &mark), ("f[number]", other.digits()), ("f[sure]", "on")];
        let page = administrator.post("/do/staff/add-document", &fields).await;
        page.assert_leads_to(&format!("{}?added", record(person)));
        assert_eq!(kinds().await, [KeyKind::Rnokpp, KeyKind::Passport]);
        // What the record knew of the birth date stays.
        let page = administrator.follow(page).await;
        assert!(page.says("29 квітня 1972"), "{}", page.body);
    }

    async fn staff_confirm_where_somebody_lives_by_a_document_and_take_it_back(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let poll = app.town.open_poll().await;
        let browser = app.visitor();
        browser.sign_in(BY_BANK, "/").await;
        let person = app.town.person(KOROSTEN, BY_BANK).await.unwrap();
        let told = browser.get("/polls/1").await;
        assert!(told.says("Ви не значитеся жителем громади"), "{}", told.body);

        let administrator = app.administrator().await;
        let page = confirm(&administrator, person, ["", "UA32000000000030281", "учора"]).await;
        page.assert_leads_to(&format!("{}?kept#errors", record(person)));
        let page = administrator.follow(page).await;
        page.assert_page(200, "uk");
        for words in ["Оберіть документ, який ви бачили", "Оберіть населений пункт громади", "Дата має вигляд 31.12.2027"] {
            assert!(page.says(words), "{words}: {}", page.body);
        }
        assert_eq!(page.field("f[expires]").unwrap(), "учора");
        let page = confirm(&administrator, person, ["idp_certificate", KHOTYNIVKA, ""]).await;
        let page = administrator.follow(page).await;
        assert!(page.says("Укажіть останній день дії довідки"), "{}", page.body);
        // How long it counts is said beforehand.
        let longest = Policy::default().confirmed_until(kyiv::date_at(now()));
        let longest = dates::date(Lang::Uk, kyiv::start_of_day(longest).unwrap());
        let longest = longest.trim_end_matches('.');
        assert!(page.says(&format!("підтвердження діятиме найдовший строк, який дозволяє регламент: до {longest}.")), "{}", page.body);
        let page = confirm(&administrator, person, ["passport_stamp", KHOTYNIVKA, "2099-01-01"]).await;
        assert!(administrator.follow(page).await.says(&format!("щонайдовше до {longest}")));
        assert_eq!(app.town.store.residency(KOROSTEN, person).await.unwrap(), None);

        let last = kyiv::date_at(now()).plus_days(30).unwrap();
        let page = confirm(&administrator, person, ["idp_certificate", KHOTYNIVKA, &last.to_string()]).await;
        page.assert_leads_to(&format!("{}?confirmed", record(person)));
        let page = administrator.follow(page).await;
        for words in ["Місце проживання підтверджено.", "довідка внутрішньо переміщеної особи", "Хотинівка", "Скасувати підтвердження"] {
            assert!(page.says(words), "{words}: {}", page.body);
        }
        let residence = app.town.store.residency(KOROSTEN, person).await.unwrap().unwrap();
        assert_eq!((residence.class, residence.expires), (Residency::ConfirmedByStaff, Some(last)));
        assert!(residence.decided_by.is_some());
        let log = acts(&app).await;
        let decided = log.iter().find(|entry| entry.act == "residency.decided").unwrap();
        assert_eq!(decided.detail["evidence"], "idp_certificate");
        // He reads what it rests on, and until when.
        let (today, until) = (kyiv::date_at(now()), kyiv::start_of_day(last).unwrap());
        for (window, lang) in [(browser.clone(), Lang::Uk), (browser.in_english(), Lang::En)] {
            let me = window.get("/me").await;
            let kind = eligibility::evidence(lang, Evidence::IdpCertificate);
            let checked = dates::date(lang, kyiv::start_of_day(today).unwrap());
            let words = eligibility::by_evidence(lang, kind, checked.trim_end_matches('.'));
            let until = dates::date(lang, until);
            assert!(me.says(&words) && me.says(&me_words::residency_until(lang, until.trim_end_matches('.'))), "{}", me.body);
        }
        // What they confirmed lets him answer, at once.
        browser.fill(poll).await;
        browser.submit(poll).await.assert_leads_to("/polls/1/done");

        let mark = administrator.get(&record(person)).await.field("mark").unwrap();
        let id = person.to_string();
        let at = administrator.get(&record(person)).await.field("at").unwrap();
        // A page that somebody has had open since before takes back nothing.
        for older in ["", "x", "5"] {
            let fields = [("person", id.as_str()), ("mark", mark.as_str()), ("at", older)];
            let page = administrator.post("/do/staff/withdraw-residence", &fields).await;
            page.assert_leads_to(&format!("{}?overtaken", record(person)));
            assert!(administrator.follow(page).await.says("Поки ви дивилися, запис змінили"));
        }
        let fields = [("person", id.as_str()), ("mark", mark.as_str()), ("at", at.as_str())];
        let page = administrator.post("/do/staff/withdraw-residence", &fields).await;
        page.assert_leads_to(&format!("{}?withdrawn", record(person)));
        let page = administrator.follow(page).await;
        assert!(page.says("Підтвердження скасовано") && page.says("Заявлено, не підтверджено"), "{}", page.body);
        assert!(!page.says("Скасувати підтвердження"), "{}", page.body);
        // His answer stays counted, and he is not asked again.
        assert!(browser.get("/polls/1").await.says("Ви вже відповіли"));
    }

    async fn those_without_a_number_are_paged_by_how_many_they_are(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let (keys, store) = (&app.town.keys[&KOROSTEN], &app.town.store);
        // One more than a page holds; nobody asks from home meanwhile.
        for no in 1..=21u8 {
            let id = PersonId::from_random(OsRandom.bytes());
            let sealed = SealedPerson::default().seal_with(keys, id, &OsRandom).unwrap();
            let key = PersonKey { kind: KeyKind::Passport, hash: [no; 32], key_id: keys.identity_key_id() };
            store.person_by_keys(KOROSTEN, &[key], id, &sealed, now()).await.unwrap();
        }
        assert!(administrator.get(PEOPLE).await.body.contains("/staff/people?page=2"));
        administrator.get("/staff/people?page=2").await.assert_page(200, "uk");
        administrator.get("/staff/people?page=3").await.assert_page(404, "uk");
    }

    async fn who_lost_their_phone_is_signed_out_everywhere_at_the_desk(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (phone, library) = (app.resident("load-3").await, app.visitor());
        library.sign_in("load-3", "/").await;
        let administrator = app.administrator().await;
        let person = app.town.person(KOROSTEN, "load-3").await.unwrap();
        let page = administrator.get(&record(person)).await;
        assert!(page.says("Якщо людина загубила телефон"), "{}", page.body);
        let id = person.to_string();
        let end = async |browser: &Browser, id: &str| browser.post("/do/staff/end-resident-sessions", &[("person", id)]).await;
        let page = end(&administrator, &id).await;
        page.assert_leads_to(&format!("{}?signed-out", record(person)));
        assert!(administrator.follow(page).await.says("Усі входи цієї людини завершено, ключі доступу видалено"));
        for browser in [&phone, &library] {
            assert!(browser.get("/me").await.body.contains("/sign-in?return=/me"), "signed in still");
        }
        assert_eq!(last_act_but_looks(&app).await, ("person.sessions_ended".to_owned(), id));
        // Whoever works for the community is signed out on the team's page, by whoever gives roles; and nobody signs themselves out here.
        app.staff().await;
        let staff = app.town.person(KOROSTEN, MODERATOR).await.unwrap();
        assert!(!administrator.get(&record(staff)).await.body.contains("end-resident-sessions"));
        end(&administrator, &staff.to_string()).await.assert_page(403, "uk");
        let own = app.town.person(KOROSTEN, crate::app::ADMINISTRATOR).await.unwrap();
        end(&administrator, &own.to_string()).await.assert_leads_to(&record(own));
        let there = app.town.settle(OVRUCH, BY_BANK).await.to_string();
        end(&administrator, &there).await.assert_page(404, "uk");
    }

    async fn where_two_confirm_a_home_counts_once_a_second_of_the_staff_agrees(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let poll = app.town.open_poll().await;
        let browser = app.visitor();
        browser.sign_in(BY_BANK, "/").await;
        let person = app.town.person(KOROSTEN, BY_BANK).await.unwrap();
        let (first, second) = (app.administrator().await, app.visitor());
        administrate(&app, KOROSTEN, "load-7").await;
        let (settings, version, _) = app.town.store.settings(KOROSTEN).await.unwrap();
        let settings = domain::settings::Settings { two_confirm: true, ..settings };
        app.town.store.save_settings(KOROSTEN, version, &settings, by_system()).await.unwrap();
        second.sign_in("load-7", "/").await;

        let page = confirm(&first, person, ["passport_stamp", KHOTYNIVKA, ""]).await;
        page.assert_leads_to(&format!("{}?proposed", record(person)));
        let page = first.follow(page).await;
        page.assert_page(200, "uk");
        for words in ["Тепер має погодити другий працівник", "погодити має хтось інший", "Забрати назад", "підтверджують двоє"] {
            assert!(page.says(words), "{words}: {}", page.body);
        }
        assert!(!page.body.contains("agree-residence"), "{}", page.body);
        assert!(browser.get("/polls/1").await.says("Ви не значитеся жителем громади"));
        for (window, words) in [(&second, "Чекають на другого працівника"), (&second.in_english(), "Waiting for a second member of staff")] {
            let list = window.get(PEOPLE).await;
            assert!(list.says(words) && list.body.contains(&record(person)), "{}", list.body);
        }
        assert!(second.get("/staff").await.says("чекає на другого працівника"));

        // The person themselves reads that it waits, and of nobody by name.
        let staff = [crate::app::ADMINISTRATOR, "load-7"].map(|name| resident(name).name);
        for (window, lang) in [(browser.clone(), Lang::Uk), (browser.in_english(), Lang::En)] {
            let me = window.get("/me").await;
            assert!(me.says(me_words::residency_proposed(lang)), "{}", me.body);
            assert!(!staff.iter().any(|name| me.says(&name.family)), "{}", me.body);
        }
        assert!(!first.get("/me").await.says(me_words::residency_proposed(Lang::Uk)));

        let looked = second.get(&record(person)).await;
        let at = looked.field("at").unwrap();
        let id = person.to_string();
        let fields = [("person", id.as_str()), ("at", at.as_str())];
        // Who proposed it cannot agree, whatever they send.
        first.post("/do/staff/agree-residence", &fields).await.assert_leads_to(&format!("{}#proposal", record(person)));
        assert_eq!(app.town.store.residency(KOROSTEN, person).await.unwrap(), None);
        second.post("/do/staff/agree-residence", &fields).await.assert_leads_to(&format!("{}?confirmed", record(person)));
        second.post("/do/staff/agree-residence", &fields).await.assert_leads_to(&format!("{}?overtaken", record(person)));
        assert!(!browser.get("/me").await.says(me_words::residency_proposed(Lang::Uk)));
        browser.fill(poll).await;
        browser.submit(poll).await.assert_leads_to("/polls/1/done");
        let journal = first.get("/staff/journal").await;
        assert!(journal.says("Запропоновано підтвердити місце проживання"), "{}", journal.body);

        // Dropped: nothing of it is left.
        let other = record_by(&app, BY_CARD, KeyKind::Unzr).await;
        confirm(&first, other, ["passport_stamp", KHOTYNIVKA, ""]).await;
        let at = second.get(&record(other)).await.field("at").unwrap();
        let id = other.to_string();
        let fields = [("person", id.as_str()), ("at", at.as_str())];
        let page = second.post("/do/staff/drop-residence", &fields).await;
        page.assert_leads_to(&format!("{}?dropped", record(other)));
        assert!(second.follow(page).await.says("Запис прибрано"));
        assert_eq!(app.town.store.residency(KOROSTEN, other).await.unwrap(), None);
        assert!(!second.get(PEOPLE).await.says("Чекають на другого працівника"));
    }

    async fn nobody_confirms_their_own_home_or_that_of_a_record_that_is_gone(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let administrator = app.administrator().await;
        let own = app.town.person(KOROSTEN, crate::app::ADMINISTRATOR).await.unwrap();
        let before = app.town.store.residency(KOROSTEN, own).await.unwrap();
        let mark = administrator.get(PEOPLE).await.field("mark").unwrap();
        let id = own.to_string();
        let fields = [
            ("person", id.as_str()), ("mark", mark.as_str()), ("f[evidence]", "passport_stamp"), ("f[settlement]", KHOTYNIVKA),
        ];
        let page = administrator.post("/do/staff/confirm-residence", &fields).await;
        page.assert_leads_to(&record(own));
        assert!(!administrator.follow(page).await.body.contains("confirm-residence"));
        assert_eq!(app.town.store.residency(KOROSTEN, own).await.unwrap(), before);
        // Another community's person is nobody here.
        let there = app.town.settle(OVRUCH, BY_BANK).await.to_string();
        let fields = [("person", there.as_str()), ("f[evidence]", "passport_stamp"), ("f[settlement]", KHOTYNIVKA)];
        administrator.post("/do/staff/confirm-residence", &fields).await.assert_page(404, "uk");
    }

    async fn a_number_that_stands_in_another_record_leads_to_both(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let by_bank = app.town.settle(KOROSTEN, BY_BANK).await;
        let by_booklet = app.town.settle(KOROSTEN, BY_BOOKLET).await;
        // He has voted by the one, and waits with the other.
        let first = app.resident(BY_BANK).await;
        first.fill(poll).await;
        first.submit(poll).await.assert_leads_to("/polls/1/done");
        let second = app.resident(BY_BOOKLET).await;

        let administrator = app.administrator().await;
        let page = about(&administrator, by_booklet, "add-document", ("f[number]", "2641715433")).await;
        let case = page.location().unwrap();
        assert!(case.starts_with("/staff/people/cases/"), "{page:?}");
        let page = administrator.get(&case).await;
        assert!(page.says("РНОКПП: стоїть у записі 1") && page.says("паспорт: стоїть у записі 2"), "{}", page.body);
        let id = case.rsplit('/').next().unwrap().to_owned();
        let keep = by_bank.to_string();
        let fields = [("case", id.as_str()), ("decision", "one_human"), ("keep", &keep)];
        administrator.post("/do/staff/decide-case", &fields).await.assert_leads_to(&case);

        // Signed out by it; and whoever comes by the passport has voted.
        assert!(second.get("/me").await.says("/sign-in?return=/me"));
        let again = app.resident(BY_BOOKLET).await;
        again.answer(poll, 1, &[1]).await.assert_leads_to("/polls/1/done?again");
        assert_eq!(app.town.ballots(poll).await, 1);
    }

    async fn what_was_known_of_somebody_stays_known(databases: Databases) {
        let born = "29 квітня 1972";
        for joins in [false, true] {
            let app = TestApp::start(&databases).await;
            if joins {
                // The number tells his birth date.
                app.visitor().sign_in(BY_BANK, "/").await;
            }
            // The passport alone does not.
            app.visitor().sign_in(BY_BOOKLET, "/").await;
            let person = app.town.person(KOROSTEN, BY_BOOKLET).await.unwrap();
            let administrator = app.administrator().await;
            let page = administrator.get(&record(person)).await;
            assert!(page.says("невідома") && !page.says(born), "{}", page.body);
            let page = about(&administrator, person, "add-document", ("f[number]", "2641715433")).await;
            if joins {
                let case = page.location().unwrap();
                let (id, keep) = (case.rsplit('/').next().unwrap(), person.to_string());
                let fields = [("case", id), ("decision", "one_human"), ("keep", &keep)];
                administrator.post("/do/staff/decide-case", &fields).await.assert_leads_to(&case);
            } else {
                page.assert_leads_to(&format!("{}?added", record(person)));
            }
            let page = administrator.get(&record(person)).await;
            assert!(page.says(born), "{}", page.body);
            // He comes by the passport again, whose provider knows less.
            app.visitor().sign_in(BY_BOOKLET, "/").await;
            let page = administrator.get(&record(person)).await;
            assert!(page.says(born) && page.says("Лящук Григорій Пилипович"), "{}", page.body);
        }
    }

    async fn nobody_decides_about_themselves_or_another_communitys_people(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let oneself = app.town.person(KOROSTEN, crate::app::ADMINISTRATOR).await.unwrap();
        let page = administrator.get(&record(oneself)).await;
        page.assert_page(200, "uk");
        assert!(page.says("Це ваш запис"), "{}", page.body);
        let id = oneself.to_string();
        for (form, field) in [("add-document", ("f[number]", "2641715433")), ("clear-second-key", ("f[confirm]", "on"))] {
            let fields = [("person", id.as_str()), field];
            let page = administrator.post(&format!("/do/staff/{form}"), &fields).await;
            page.assert_leads_to(&record(oneself));
        }
        assert!(acts(&app).await.iter().all(|entry| entry.act != "person.second_key_cleared" && entry.act != "person.document_added"));

        // An administrator of the other community finds nobody of this one there.
        let person = app.town.settle(KOROSTEN, BY_CARD).await;
        administrate(&app, OVRUCH, "stepan-kotenko").await;
        let abroad = app.visitor().on("ovruch.localhost");
        abroad.sign_in("stepan-kotenko", "/").await;
        abroad.get(PEOPLE).await.assert_page(200, "uk");
        abroad.get(&record(person)).await.assert_page(404, "uk");
        let page = find(&abroad, "passport", "001009490").await;
        page.assert_leads_to("/staff/people?kept#errors");
        let id = person.to_string();
        for (form, field) in [("add-document", ("f[number]", "2641715433")), ("clear-second-key", ("f[confirm]", "on"))] {
            let fields = [("person", id.as_str()), field];
            abroad.post(&format!("/do/staff/{form}"), &fields).await.assert_page(404, "uk");
        }
        for nonsense in ["x", "%00", "cases"] {
            let page = administrator.get(&format!("{PEOPLE}/{nonsense}")).await;
            assert!(page.status.is_client_error(), "{page:?}");
        }
    }
}
