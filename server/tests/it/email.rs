//! Signing in by a link to a mailbox, and one's own mailbox, with a real mail server: what a link is worth, to whom, how often, and
//! what it never does.

use crate::{
    app::{MODERATOR, Start, TestApp},
    browser::{Browser, Page},
    logs, team,
    town::KOROSTEN,
};
use app::i18n::{Lang, eligibility, email as words, sign_in, staff_team};
use domain::{email::MOST_LINKS, identity::Assurance};
use reqwest::StatusCode;

const OLENA: &str = "olena@ukr.example";

async fn start(databases: &crate::databases::Databases) -> TestApp {
    Start::default().with_mail().on(databases).await
}

fn lang(browser: &Browser) -> Lang {
    Lang::from_tag(browser.lang()).unwrap()
}

/// Sends the form of the sign-in page; the page that follows.
pub async fn ask(browser: &Browser, address: &str, back: &str) -> Page {
    let fields = [("address", address), ("back", back)];
    let page = browser.post("/do/email-sign-in", &fields).await;
    browser.follow(page).await
}

/// The path and token of the newest letter's link, after so many letters.
pub async fn link(
    app: &TestApp,
    browser: &Browser,
    address: &str,
    letters: usize,
) -> (String, String) {
    let letter = app.mail().letters_to(address, letters).await.pop().unwrap();
    let (window, path) = browser.toward(&letter.link());
    assert_eq!(window.origin(), browser.origin(), "{letter:?}");
    let token = path.rsplit('/').next().unwrap().to_owned();
    (path, token)
}

pub async fn enter(browser: &Browser, token: &str) -> Page {
    browser.post("/do/email-enter", &[("token", token)]).await
}

/// The whole sign-in by the first letter to an address.
pub async fn sign_in_by_mail(app: &TestApp, browser: &Browser, address: &str, letters: usize) {
    ask(browser, address, "/me").await;
    let (_, token) = link(app, browser, address, letters).await;
    enter(browser, &token).await.assert_leads_to("/me");
    assert!(browser.cookie("session").is_some());
}

/// Gives a mailbox as one's own and opens the link; the page that follows.
pub async fn claim(app: &TestApp, browser: &Browser, address: &str, letters: usize) -> Page {
    let page = browser.post("/do/own-email", &[("address", address)]).await;
    page.assert_leads_to("/me?email=sent#email");
    let (path, token) = link(app, browser, address, letters).await;
    let page = browser.get_exactly(&path).await;
    assert!(page.says(words::claim(Lang::Uk)), "{page:?}");
    let page = browser.post("/do/email-claim", &[("token", &token)]).await;
    browser.follow(page).await
}

async fn persons(app: &TestApp) -> i64 {
    app.database
        .count("SELECT count(*) FROM person WHERE merged_into IS NULL")
        .await
}

on_both_databases! {
    async fn a_link_signs_in_once_and_only_by_its_button(databases: Databases) {
        logs::listen();
        let app = start(&databases).await;
        for browser in [app.visitor(), app.visitor().in_english()] {
            let lang = lang(&browser);
            let address = format!("olena-{}@ukr.example", browser.lang());
            let page = browser.get("/sign-in?return=/results").await;
            assert!(page.says(words::title(lang)), "{page:?}");
            let back = browser.path("/results");
            let page = ask(&browser, &format!(" {address} "), &back).await;
            page.assert_page(200, browser.lang());
            assert!(page.says(&words::sent_to(lang, &address)), "{page:?}");

            let letter = app.mail().letters_to(&address, 1).await.pop().unwrap();
            assert!(letter.from.contains("viche@hromada.example"), "{letter:?}");
            assert_eq!(letter.subject, words::letter_sign_in_subject(lang));
            assert_eq!(letter.auto.as_deref(), Some("auto-generated"));
            assert!(letter.id.is_some() && letter.date.is_some());
            assert!(letter.text.contains(words::letter_not_you(lang)), "{letter:?}");
            let (path, token) = link(&app, &browser, &address, 1).await;

            // A mail scanner, in no browser of ours, opens it; and its person twice.
            let scanner = app.visitor();
            let page = scanner.get_exactly(&path).await;
            assert!(page.says(words::elsewhere_title(lang)), "{page:?}");
            assert!(!page.body.contains(&address), "the page tells a stranger the address");
            // Whoever starts again ends where they wanted to go.
            let again = format!("href=\"{}?return={back}#email\"", browser.path("/sign-in"));
            assert!(page.body.contains(&again), "{page:?}");
            for _ in 0..2 {
                let page = browser.get_exactly(&path).await;
                page.assert_page(200, browser.lang());
                assert!(page.says(&words::enter_lead(lang, &address)), "{page:?}");
                assert!(page.header("cache-control").unwrap().contains("no-store"));
            }
            assert_eq!(browser.cookie("session"), None);

            enter(&browser, &token).await.assert_leads_to(&back);
            assert!(browser.cookie("session").is_some());
            let page = browser.get("/me").await;
            assert!(page.says("o…@ukr.example") && page.says(words::not_identified(lang)), "{page:?}");

            // It is used up.
            let (other, session) = (app.visitor(), browser.cookie("session"));
            let page = enter(&browser, &token).await;
            let page = browser.follow(page).await;
            assert!(page.says(words::stale_title(lang)), "{page:?}");
            assert!(page.body.contains(&again), "{page:?}");
            assert_eq!(browser.cookie("session"), session);
            other.forge_cookie("draft", &browser.cookie("draft").unwrap());
            enter(&other, &token).await;
            assert_eq!(other.cookie("session"), None);

            for address_bar in browser.history() {
                assert!(!address_bar.contains("olena"), "{address_bar}");
            }
        }
        // Neither the mailbox nor the link is in a log or in the clear in the database.
        let texts = app.database.texts().await;
        let log = logs::so_far();
        for secret in ["olena-uk", "olena-en"] {
            assert!(!texts.contains(secret), "{texts}");
            let line = log.lines().find(|line| line.contains(secret));
            assert_eq!(line, None);
        }
        assert!(log.contains("request"), "nothing was logged");
    }

    async fn a_mailbox_is_one_record_however_it_is_written_and_however_many_come_at_once(databases: Databases) {
        let app = start(&databases).await;
        let browsers = [app.visitor(), app.visitor(), app.visitor()];
        let mut tokens = Vec::new();
        for (n, (browser, typed)) in browsers.iter().zip([OLENA, "Olena@UKR.example", "OLENA@ukr.example"]).enumerate() {
            ask(browser, typed, "/").await;
            // Whoever wrote the first part with capitals gets it so.
            let to = match n {
                0 => OLENA,
                1 => "Olena@ukr.example",
                _ => "OLENA@ukr.example",
            };
            tokens.push(link(&app, browser, to, 1).await.1);
        }
        let all = futures::future::join_all(browsers.iter().zip(&tokens).map(|(browser, token)| enter(browser, token)));
        for page in all.await {
            page.assert_leads_to("/");
        }
        assert_eq!(persons(&app).await, 1);
        assert_eq!(app.database.count("SELECT count(*) FROM session").await, 3);
    }

    async fn one_link_pressed_many_times_at_once_is_one_session(databases: Databases) {
        let app = start(&databases).await;
        let browser = app.visitor();
        ask(&browser, OLENA, "/").await;
        let (_, token) = link(&app, &browser, OLENA, 1).await;
        let all = futures::future::join_all((0..16).map(|_| enter(&browser, &token)));
        let pages = all.await;
        let entered = pages.iter().filter(|page| page.location().as_deref() == Some("/")).count();
        assert_eq!(entered, 1, "{pages:?}");
        assert_eq!(app.database.count("SELECT count(*) FROM session").await, 1);
    }

    async fn whoever_is_signed_in_and_enters_by_a_link_leaves_no_session_behind(databases: Databases) {
        let app = start(&databases).await;
        let browser = app.resident("load-3").await;
        let before = browser.cookie("session").unwrap();
        sign_in_by_mail(&app, &browser, "olena@ukr.example", 1).await;
        assert_ne!(browser.cookie("session").unwrap(), before);
        assert_eq!(app.database.count("SELECT count(*) FROM session").await, 1);
    }

    async fn in_another_browser_a_link_is_worth_nothing_and_is_not_used_up(databases: Databases) {
        let app = start(&databases).await;
        let (asked, stranger) = (app.visitor(), app.visitor());
        ask(&asked, OLENA, "/").await;
        let (path, token) = link(&app, &asked, OLENA, 1).await;
        // A stranger who has asked for a letter of their own, too.
        ask(&stranger, "stranger@ukr.example", "/").await;
        let page = enter(&stranger, &token).await;
        page.assert_leads_to(&path);
        assert!(stranger.follow(page).await.says(words::elsewhere_title(Lang::Uk)));
        assert_eq!(stranger.cookie("session"), None);
        // Nor on another community's host, with the same browser.
        let ovruch = asked.on("ovruch.localhost");
        enter(&ovruch, &token).await;
        assert_eq!(ovruch.cookie("session"), None);
        enter(&asked, &token).await.assert_leads_to("/");
        assert!(asked.cookie("session").is_some());
    }

    async fn after_its_ten_minutes_a_link_works_no_more(databases: Databases) {
        let app = start(&databases).await;
        let browser = app.visitor();
        ask(&browser, OLENA, "/").await;
        let (path, token) = link(&app, &browser, OLENA, 1).await;
        let minutes = "SELECT (email_link.expires_at - updated_at) / 1000 FROM email_link, draft WHERE scope = 'email-sign-in'";
        assert_eq!(app.database.count(minutes).await, 600);
        app.database.count("UPDATE email_link SET expires_at = 1 RETURNING CAST(1 AS BIGINT)").await;
        let page = enter(&browser, &token).await;
        page.assert_leads_to(&path);
        let page = browser.follow(page).await;
        assert!(page.says(words::stale_title(Lang::Uk)), "{page:?}");
        assert_eq!(browser.cookie("session"), None);
        assert_eq!(persons(&app).await, 0);
    }

    async fn what_is_no_address_is_told_with_the_form_and_stays_in_it(databases: Databases) {
        let app = start(&databases).await;
        for (typed, problem) in [
            ("", words::missing as fn(Lang) -> &'static str),
            ("olena", words::wrong),
            ("olena@ukr.example\r\nBcc: all@ukr.example", words::wrong),
            ("<b>@ukr.example", words::wrong),
            ("refused@ukr.example", words::refused),
            ("later@ukr.example", words::unreachable),
        ] {
            for browser in [app.visitor(), app.visitor().in_english()] {
                let lang = lang(&browser);
                let page = ask(&browser, typed, &browser.path("/results")).await;
                page.assert_page(200, browser.lang());
                assert!(page.says(problem(lang)), "{typed}: {page:?}");
                assert!(page.body.contains("aria-describedby=\"address-error\""), "{page:?}");
                assert_eq!(page.field("back"), Some(browser.path("/results")), "{page:?}");
                let first = typed.split("\r\n").next().unwrap().replace('<', "&lt;").replace('>', "&gt;");
                let kept = page.field("address").unwrap_or_default();
                assert!(kept.contains(first.trim_start_matches("&lt;")) || kept.starts_with(&first), "{kept:?}");
            }
        }
        assert!(app.mail().letters_to("all@ukr.example", 0).await.is_empty());
        assert_eq!(app.database.count("SELECT count(*) FROM email_link").await, 0);
        // Longer than any address: still the form, and no letter.
        let long = format!("{}@ukr.example", "a".repeat(5_000));
        let page = ask(&app.visitor(), &long, "/").await;
        assert!(page.says(words::wrong(Lang::Uk)), "{}", page.status);
    }

    async fn nobody_can_fill_a_strangers_mailbox(databases: Databases) {
        let app = start(&databases).await;
        for _ in 0..MOST_LINKS {
            let page = ask(&app.visitor(), OLENA, "/").await;
            assert!(page.says(&words::sent_to(Lang::Uk, OLENA)), "{page:?}");
        }
        for typed in [OLENA, "Olena@ukr.example"] {
            let page = ask(&app.visitor(), typed, "/").await;
            assert!(page.says(words::too_many(Lang::Uk)), "{page:?}");
        }
        // Nor many strangers' from one address.
        let mut refused = 0;
        for n in 0..60 {
            let fields = [("address", format!("n{n}@ukr.example")), ("back", "/".to_owned())];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
            let page = app.visitor().post("/do/email-sign-in", &fields).await;
            refused += usize::from(page.status == StatusCode::TOO_MANY_REQUESTS);
        }
        assert!(refused >= 20, "{refused} of 60");
        assert_eq!(app.mail().letters_to(OLENA, 3).await.len(), 3);
    }

    async fn while_the_mail_server_is_away_the_draft_stays_and_the_other_ways_work(databases: Databases) {
        let mut app = start(&databases).await;
        let poll = app.town.open_poll().await;
        app.town.settle(KOROSTEN, "load-3").await;
        app.stop_mail().await;
        let browser = app.visitor();
        browser.fill(poll).await;
        let page = ask(&browser, OLENA, "/me").await;
        page.assert_page(200, "uk");
        assert!(page.says(words::unreachable(Lang::Uk)), "{page:?}");
        assert_eq!(page.field("address").as_deref(), Some(OLENA));
        // Nothing counts that was not sent.
        assert_eq!(app.database.count("SELECT count(*) FROM email_link").await, 0);
        assert_ne!(browser.draft(poll).await, "no draft");
        browser.sign_in("load-3", "/").await;
        browser.submit(poll).await.assert_leads_to("/polls/1/done");
    }

    async fn a_mail_server_that_nobody_vouches_for_gets_no_letter(databases: Databases) {
        let app = Start::default().with_false_mail().on(&databases).await;
        let page = ask(&app.visitor(), OLENA, "/").await;
        assert!(page.says(words::unreachable(Lang::Uk)), "{page:?}");
        assert!(app.mail().letters_to(OLENA, 0).await.is_empty());
    }

    async fn without_a_mail_server_nothing_offers_a_letter(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let resident = app.resident("load-3").await;
        for (browser, page) in [(app.visitor(), "/sign-in"), (resident.clone(), "/me")] {
            let page = browser.get(page).await;
            page.assert_page(200, "uk");
            assert!(!page.body.contains("name=\"address\""), "{page:?}");
        }
        let token = "A".repeat(43);
        app.visitor().get("/sign-in/email").await.assert_page(404, "uk");
        app.visitor().get(&format!("/sign-in/email/{token}")).await.assert_page(404, "uk");
        app.visitor().post("/do/email-sign-in", &[("address", OLENA)]).await.assert_page(404, "uk");
        app.visitor().post("/do/email-enter", &[("token", &token)]).await.assert_page(404, "uk");
        resident.post("/do/own-email", &[("address", OLENA)]).await.assert_page(404, "uk");
    }

    async fn who_is_known_by_a_mailbox_alone_votes_in_nothing_and_is_told_what_to_do(databases: Databases) {
        let app = start(&databases).await;
        let poll = app.town.open_poll().await;
        let browser = app.visitor();
        browser.fill(poll).await;
        // On the way to submit, a link would lead no further: it is not offered.
        let page = browser.get("/sign-in?return=/polls/1/vote/check").await;
        assert!(!page.body.contains("name=\"address\""), "{page:?}");
        sign_in_by_mail(&app, &browser, OLENA, 1).await;
        let page = browser.check(poll).await;
        assert_eq!(page.field("submission"), None, "{page:?}");
        let needed = eligibility::needed(Lang::Uk, Assurance::BankId);
        assert!(page.says(eligibility::assurance_too_low(Lang::Uk)) && page.says(needed), "{page:?}");
        assert!(page.says(eligibility::assurance_too_low_link(Lang::Uk)), "{page:?}");
        // Not sent to the centre for what the next sign-in brings by itself.
        assert!(!page.says(eligibility::not_resident(Lang::Uk)) && !page.says(eligibility::age_unknown(Lang::Uk)), "{page:?}");
        browser.submit_as(poll, "11111111-1111-4111-8111-111111111111").await;
        assert_eq!(app.town.ballots(poll).await, 0);
        assert_eq!(app.database.count("SELECT count(*) FROM participation").await, 0);

        // Nor do they stand among those who came without a number.
        let administrator = app.administrator().await;
        let page = administrator.get("/staff/people").await;
        assert!(!page.says("o…@ukr.example"), "{page:?}");

        app.town.settle(KOROSTEN, "load-3").await;
        browser.sign_in("load-3", "/").await;
        browser.submit(poll).await.assert_leads_to("/polls/1/done");
    }

    async fn ones_own_mailbox_opens_ones_own_page_and_no_more(databases: Databases) {
        let app = start(&databases).await;
        let poll = app.town.open_poll().await;
        let browser = app.resident("load-3").await;
        browser.fill(poll).await;
        browser.submit(poll).await;
        let page = claim(&app, &browser, OLENA, 1).await;
        assert!(page.says(words::own_confirmed(Lang::Uk)) && page.says(OLENA), "{page:?}");

        let elsewhere = app.visitor();
        sign_in_by_mail(&app, &elsewhere, OLENA, 2).await;
        assert_eq!(persons(&app).await, 1);
        let receipt = app.town.receipt(poll, "load-3").await.unwrap();
        let page = elsewhere.get("/me").await;
        assert!(page.says(&receipt), "{page:?}");
        assert!(page.says("через електронну пошту"), "{page:?}");
        // Whoever reads the mailbox can neither put another in its place nor take it away.
        assert!(page.says(words::own_weak(Lang::Uk)) && page.field("address").is_none(), "{page:?}");
        elsewhere.post("/do/own-email", &[("address", "thief@ukr.example")]).await.assert_page(403, "uk");
        elsewhere.post("/do/forget-email", &[]).await.assert_page(403, "uk");
        assert!(app.mail().letters_to("thief@ukr.example", 0).await.is_empty());

        browser.post("/do/forget-email", &[]).await.assert_leads_to("/me?email=removed#email");
        let told = app.mail().letters_to(OLENA, 3).await.pop().unwrap();
        assert_eq!(told.subject, words::letter_gone_subject(Lang::Uk));
        // From now on the mailbox is nobody's.
        sign_in_by_mail(&app, &app.visitor(), OLENA, 4).await;
        assert_eq!(persons(&app).await, 2);
    }

    async fn a_mailbox_is_changed_only_by_whoever_was_identified_a_moment_ago(databases: Databases) {
        let app = start(&databases).await;
        let browser = app.resident("load-3").await;
        claim(&app, &browser, OLENA, 1).await;
        crate::passkeys::let_time_pass(&app).await;
        for window in [browser.clone(), browser.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            let page = window.get("/me").await;
            assert!(page.says(words::own_again(lang)) && page.says(OLENA), "{page:?}");
            assert!(!page.body.contains("/do/own-email") && !page.body.contains("/do/forget-email"), "{page:?}");
            for (path, fields) in [("/do/own-email", &[("address", "thief@ukr.example")][..]), ("/do/forget-email", &[][..])] {
                let page = window.post(path, fields).await;
                assert_eq!(page.status, 303);
                let to = page.header("location").unwrap();
                assert!(to.starts_with(&window.path("/sign-in?return=")), "{to}");
            }
        }
        assert!(app.mail().letters_to("thief@ukr.example", 0).await.is_empty());
        assert_eq!(app.database.count("SELECT count(*) FROM person_email").await, 1);
        // Once they are identified again they may.
        browser.sign_in("load-3", "/me").await;
        assert!(claim(&app, &browser, "new@ukr.example", 1).await.says("new@ukr.example"));
    }

    async fn another_mailbox_takes_the_place_of_the_one_before_which_is_told(databases: Databases) {
        let app = start(&databases).await;
        let browser = app.resident("load-3").await;
        claim(&app, &browser, OLENA, 1).await;
        let page = claim(&app, &browser, "new@ukr.example", 1).await;
        assert!(page.says("new@ukr.example") && !page.says(OLENA), "{page:?}");
        let told = app.mail().letters_to(OLENA, 2).await.pop().unwrap();
        assert_eq!(told.subject, words::letter_gone_subject(Lang::Uk));
        assert_eq!(app.database.count("SELECT count(*) FROM person_email").await, 1);
        // The same again changes nothing, and tells nobody.
        claim(&app, &browser, "new@ukr.example", 2).await;
        assert_eq!(app.mail().letters_to("new@ukr.example", 2).await.len(), 2);
    }

    async fn a_mailbox_of_somebody_identified_stays_theirs_and_one_of_nobody_comes_along(databases: Databases) {
        let app = start(&databases).await;
        let (husband, wife) = (app.resident("load-3").await, app.resident("load-4").await);
        claim(&app, &wife, OLENA, 1).await;
        let page = claim(&app, &husband, OLENA, 2).await;
        assert!(page.says(words::own_taken(Lang::Uk)) && page.says(words::own_none(Lang::Uk)), "{page:?}");
        assert!(wife.get("/me").await.says(OLENA));

        // A record that knows a mailbox and nothing else becomes part of the one that shows to be the same human.
        let before = app.visitor();
        sign_in_by_mail(&app, &before, "ours@ukr.example", 1).await;
        assert_eq!(persons(&app).await, 3);
        let page = claim(&app, &husband, "ours@ukr.example", 2).await;
        assert!(page.says(words::own_confirmed(Lang::Uk)), "{page:?}");
        assert_eq!(persons(&app).await, 2);
        assert!(before.get("/me").await.says(app::i18n::me::visitor_lead(Lang::Uk)), "the old session goes on");
        let again = app.visitor();
        sign_in_by_mail(&app, &again, "ours@ukr.example", 3).await;
        assert_eq!(persons(&app).await, 2);
    }

    async fn a_link_for_ones_own_page_works_for_its_person_alone_and_signs_nobody_in(databases: Databases) {
        let app = start(&databases).await;
        let browser = app.resident("load-3").await;
        browser.post("/do/own-email", &[("address", OLENA)]).await;
        let (path, token) = link(&app, &browser, OLENA, 1).await;
        // The same browser, another person.
        app.town.settle(KOROSTEN, "load-4").await;
        browser.sign_in("load-4", "/").await;
        assert!(browser.get_exactly(&path).await.says(words::claim_other_person(Lang::Uk)));
        browser.post("/do/email-claim", &[("token", &token)]).await.assert_leads_to(&path);
        browser.post("/do/sign-out", &[]).await;
        enter(&browser, &token).await;
        assert_eq!(browser.cookie("session"), None);
        browser.post("/do/email-claim", &[("token", &token)]).await.assert_page(401, "uk");
        assert_eq!(app.database.count("SELECT count(*) FROM person_email").await, 0);
        // It was not used up by all that.
        browser.sign_in("load-3", "/").await;
        browser.post("/do/email-claim", &[("token", &token)]).await.assert_leads_to("/me?email=confirmed#email");
    }

    async fn by_a_link_nobody_takes_a_role(databases: Databases) {
        let app = start(&databases).await;
        let page = team::invite(&app.administrator().await, "editor", "Хтось", "").await;
        let link = team::link(&page);
        let nobody = app.visitor();
        sign_in_by_mail(&app, &nobody, OLENA, 1).await;
        let (window, path) = nobody.toward(&link);
        window.get(&path).await.assert_leads_to("/invite");
        let page = window.get("/invite").await;
        page.assert_page(200, "uk");
        assert!(page.says(staff_team::invitation_weak(Lang::Uk)) && !page.body.contains("accept-invitation"), "{page:?}");
        window.post("/do/accept-invitation", &[]).await.assert_leads_to("/invite");
        assert_eq!(app.database.count("SELECT count(*) FROM role_grant WHERE role = 'editor'").await, 0);
        // It serves whoever is identified.
        assert!(team::accept(&app, &app.visitor(), &link, "load-5").await.says("Роль ваша"));
    }

    async fn by_a_link_nobody_acts_for_the_community(databases: Databases) {
        let app = Start::default().with_mail().with_second_factor().on(&databases).await;
        app.give_role(KOROSTEN, MODERATOR).await;
        let staff = app.visitor();
        staff.sign_in(MODERATOR, "/").await;
        claim(&app, &staff, OLENA, 1).await;
        let thief = app.visitor();
        sign_in_by_mail(&app, &thief, OLENA, 2).await;
        for page in ["/staff", "/staff/polls", "/second-factor"] {
            let back = format!("/sign-in?return={page}");
            thief.get(page).await.assert_leads_to(&back);
        }
        // Whoever reads their mail must not be able to set up their second step.
        for function in ["set-second-factor", "pass-second-factor", "renew-recovery-codes", "hide-recovery-codes"] {
            thief.post(&format!("/do/{function}"), &[("code", "000000")]).await.assert_page(401, "uk");
        }
        let page = thief.get("/sign-in?return=/staff").await;
        assert!(page.says(sign_in::weak(Lang::Uk)), "{page:?}");
        assert!(page.field("address").is_none() && !page.says(sign_in::continue_on(Lang::Uk)), "{page:?}");
    }
}
