//! A resident's own page: what is theirs is on it, what is somebody else's never, and sessions are ended by their own person alone.

use crate::{
    app::TestApp,
    browser::{Browser, Page},
    town::{HOUR, KOROSTEN, OVRUCH, content},
};
use app::{
    i18n::{Lang, me},
    keys::Token,
};
use domain::time::DAY;
use store::{SecretHash, sessions::SessionHandle};

/// The page, in one language.
async fn my_page(browser: &Browser) -> String {
    let page = browser.get("/me").await;
    page.assert_page(200, browser.lang());
    assert_eq!(page.header("cache-control"), Some("private, no-store"));
    page.body
}

/// The handles that the page puts into forms.
fn handles(body: &str) -> Vec<String> {
    let fields = body.split("name=\"session\" value=\"").skip(1);
    fields
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

fn token(browser: &Browser) -> Token {
    Token::from_client(&browser.cookie("session").unwrap()).unwrap()
}

async fn end(browser: &Browser, handle: &str) -> Page {
    browser
        .post("/do/end-session", &[("session", handle)])
        .await
}

/// Whether the server still knows who is asking.
async fn is_signed_in(browser: &Browser) -> bool {
    let page = browser.get("/").await;
    page.assert_page(200, browser.lang());
    page.body.contains("/do/sign-out")
}

on_both_databases! {
    async fn the_way_out_is_on_every_page_of_whoever_is_signed_in(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let (resident, desk) = (app.resident("load-3").await, app.administrator().await);
        let question = format!("/polls/{}/vote/1", poll.number);
        let (of_poll, edit) = (format!("/polls/{}", poll.number), format!("/staff/polls/{}", poll.number));
        let everybody = ["/", "/polls", of_poll.as_str(), question.as_str(), "/results", "/organisations", "/privacy", "/me", "/me/data", "/me/organisations"];
        let staff = ["/staff", "/staff/polls", edit.as_str(), "/staff/journal", "/staff/people", "/staff/organisations", "/staff/paper", "/staff/team", "/staff/sign-ins", "/staff/settings"];
        for (browser, paths) in [(&resident, &everybody[..]), (&desk, &everybody[..]), (&desk, &staff[..])] {
            for window in [browser.clone(), browser.in_english()] {
                for path in paths {
                    let page = window.get(path).await;
                    assert!(page.body.contains("action=\"/do/sign-out\"") || page.body.contains("action=\"/en/do/sign-out\""), "{path}: {page:?}");
                }
            }
        }
        assert!(!app.visitor().get("/").await.body.contains("/do/sign-out"));
    }

    async fn somebody_finds_their_participation_and_no_choice_of_theirs(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let (resident, neighbour) = (app.resident("load-3").await, app.resident("load-4").await);
        resident.fill(poll).await;
        resident.submit(poll).await.assert_leads_to("/polls/1/done");
        let receipt = app.town.receipt(poll, "load-3").await.unwrap();

        for window in [resident.clone(), resident.in_english()] {
            let body = my_page(&window).await;
            assert!(body.contains(&receipt) && body.contains(&window.path("/polls/1/done")), "{body}");
            for chosen in ["Варіант", "Option", "Питання 1", "Question 1"] {
                assert!(!body.contains(chosen), "{chosen} is on the page");
            }
        }
        assert!(!my_page(&neighbour).await.contains(&receipt), "somebody else's code");
        // The same person is another one in another community.
        let there = resident.on("ovruch.localhost");
        there.sign_in("load-3", "/me").await;
        let body = my_page(&there).await;
        assert!(!body.contains(&receipt) && !body.contains("/polls/1"), "{body}");
    }

    async fn the_confirmation_offers_what_closes_soonest_of_the_polls_not_answered_yet(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let resident = app.resident("load-3").await;
        // More of them are answered than anybody would look at one by one; the last is for others.
        let mut polls = Vec::new();
        for day in 1..=9 {
            polls.push(app.town.poll(KOROSTEN, content(), -HOUR, day * DAY).await);
        }
        let mut of_nobody = content();
        of_nobody.audience.age_from = 120;
        app.town.poll(KOROSTEN, of_nobody, -HOUR, DAY / 2).await;
        let waits = "чекає на вашу думку";
        for (at, poll) in polls.iter().enumerate() {
            resident.fill(*poll).await;
            resident.submit(*poll).await;
            let page = resident.get(&format!("/polls/{}/done", at + 1)).await;
            page.assert_page(200, resident.lang());
            let offered = page.body.split_once(waits).map(|(_, rest)| rest);
            let next = format!("href=\"/polls/{}\"", at + 2);
            assert_eq!(offered.is_some(), at < 8, "{}", page.body);
            assert!(offered.is_none_or(|rest| rest.contains(&next)), "{}", page.body);
        }
    }

    async fn a_browser_finds_its_drafts_with_and_without_a_session_and_clears_them(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let other = app.town.poll(KOROSTEN, content(), -HOUR, DAY).await;
        let visitor = app.visitor();
        let empty = my_page(&visitor).await;
        assert!(empty.contains("Розпочатих опитувань у") && empty.contains("/sign-in?return=/me"), "{empty}");
        visitor.answer(poll, 1, &[1]).await;

        let body = my_page(&visitor).await;
        assert!(body.contains("href=\"/polls/1/vote\"") && !body.contains("/polls/2"), "{body}");
        visitor.answer(other, 1, &[1]).await;
        let body = my_page(&visitor).await;
        let (sooner, later) = (body.find("/polls/2/vote").unwrap(), body.find("/polls/1/vote").unwrap());
        assert!(sooner < later, "what closes soonest stands first");
        assert!(!my_page(&app.resident("load-3").await).await.contains("/polls/1/vote"), "another browser's draft");
        assert!(!my_page(&visitor.on("ovruch.localhost")).await.contains("/polls/1/vote"));

        visitor.sign_in("load-4", "/me").await;
        assert!(my_page(&visitor).await.contains("/polls/1/vote"), "signing in loses the drafts");
        visitor.post("/do/clear-draft", &[("poll", "1"), ("from", "me")]).await.assert_leads_to("/me?cleared");
        let body = my_page(&visitor).await;
        assert!(!body.contains("/polls/1/vote") && body.contains("/polls/2/vote"), "{body}");

        // Whoever signs out of a shared phone may take all drafts along.
        visitor.post("/do/sign-out", &[("drafts", "clear")]).await.assert_leads_to("/sign-in?out");
        assert_eq!((visitor.cookie("session"), visitor.cookie("draft")), (None, None));
        assert!(!my_page(&visitor).await.contains("/polls/2/vote"));
    }

    async fn a_closed_poll_is_no_draft_any_more_and_its_participation_leads_to_the_results(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let resident = app.resident("load-3").await;
        resident.fill(poll).await;
        resident.submit(poll).await.assert_leads_to("/polls/1/done");
        let begun = app.visitor();
        begun.answer(poll, 1, &[1]).await;
        assert!(my_page(&begun).await.contains("/polls/1/vote"));
        app.town.store.with_clock_offset(11 * DAY).close_due_polls("test").await.unwrap();
        assert!(!my_page(&begun).await.contains("/polls/1/vote"));
        assert!(my_page(&resident).await.contains("href=\"/polls/1/results\""));
    }

    async fn a_session_that_is_ended_from_another_browser_is_over(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let phone = app.resident("load-3").await;
        let (library, desk) = (app.visitor(), app.visitor());
        for browser in [&library, &desk] {
            browser.sign_in("load-3", "/").await;
        }
        let body = my_page(&phone).await;
        let shown = handles(&body);
        assert_eq!(shown.len(), 2, "those of the other browsers: {body}");
        let of_library = SessionHandle::of(KOROSTEN, SecretHash(token(&library).hash())).to_string();
        assert!(shown.contains(&of_library));

        end(&phone, &of_library).await.assert_leads_to("/me?ended");
        assert!(!is_signed_in(&library).await, "ended, and still good");
        assert!(is_signed_in(&phone).await && is_signed_in(&desk).await);
        // A second press, and one from a browser that is signed out.
        end(&phone, &of_library).await.assert_leads_to("/me?ended");
        end(&library, &of_library).await.assert_page(401, "uk");

        phone.in_english().post("/do/end-other-sessions", &[]).await.assert_leads_to("/en/me?ended=others");
        assert!(is_signed_in(&phone).await && !is_signed_in(&desk).await);
        assert_eq!(handles(&my_page(&phone).await), Vec::<String>::new());
        // Everywhere at once, here too, and nowhere else: the same person's sign-in in another community stays.
        library.sign_in("load-3", "/").await;
        let elsewhere = phone.on("ovruch.localhost");
        elsewhere.sign_in("load-3", "/").await;
        let page = library.in_english().post("/do/sign-out-everywhere", &[]).await;
        page.assert_leads_to("/en/sign-in?out=everywhere");
        assert_eq!(library.cookie("session"), None);
        let told = library.in_english().follow(page).await;
        told.assert_page(200, "en");
        assert!(told.body.contains("signed out on all devices"), "{told:?}");
        assert!(!is_signed_in(&library).await && !is_signed_in(&phone).await);
        assert!(is_signed_in(&elsewhere).await);
        // One's own, from a page that is older than the sign-in: that is signing out.
        phone.sign_in("load-3", "/").await;
        let own = SessionHandle::of(KOROSTEN, SecretHash(token(&phone).hash())).to_string();
        end(&phone, &own).await.assert_leads_to("/sign-in?out");
        assert_eq!(phone.cookie("session"), None);
    }

    async fn other_sessions_are_ended_only_by_whoever_signed_in_a_moment_ago(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (phone, library) = (app.resident("load-3").await, app.visitor());
        library.sign_in("load-3", "/").await;
        crate::passkeys::let_time_pass(&app).await;
        let of_library = SessionHandle::of(KOROSTEN, SecretHash(token(&library).hash())).to_string();
        for window in [phone.clone(), phone.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            let page = window.get("/me").await;
            assert!(page.says(me::sessions_again(lang)), "{page:?}");
            assert_eq!(handles(&page.body), Vec::<String>::new(), "{page:?}");
            assert!(!page.body.contains("/do/end-other-sessions") && !page.body.contains("/do/sign-out-everywhere"), "{page:?}");
            for path in ["/do/end-session", "/do/end-other-sessions", "/do/sign-out-everywhere"] {
                let page = window.post(path, &[("session", &of_library)]).await;
                assert_eq!(page.status, 303, "{path}: {page:?}");
                let to = page.header("location").unwrap();
                assert!(to.starts_with(&window.path("/sign-in?return=")), "{path}: {to}");
            }
        }
        assert!(is_signed_in(&phone).await && is_signed_in(&library).await);
        // One's own ends at once, however long ago it began.
        let alone = app.visitor();
        alone.sign_in("load-3", "/").await;
        crate::passkeys::let_time_pass(&app).await;
        let own = SessionHandle::of(KOROSTEN, SecretHash(token(&alone).hash())).to_string();
        end(&alone, &own).await.assert_leads_to("/sign-in?out");
        // Whoever signs in once more may, and the list does not show the browser's session before.
        phone.sign_in("load-3", "/me").await;
        assert_eq!(handles(&my_page(&phone).await), vec![of_library.clone()]);
        end(&phone, &of_library).await.assert_leads_to("/me?ended");
        assert!(is_signed_in(&phone).await && !is_signed_in(&library).await);
    }

    async fn nobody_ends_a_session_of_somebody_else(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let victim = app.resident("load-3").await;
        victim.on("ovruch.localhost").sign_in("load-3", "/").await;
        let (neighbour, staff) = (app.resident("load-4").await, app.staff().await);
        let sessions = app.database.count("SELECT count(*) FROM session").await;
        let hash = token(&victim).hash();
        let here = SessionHandle::of(KOROSTEN, SecretHash(hash)).to_string();
        let there = SessionHandle::of(OVRUCH, SecretHash(token(&victim.on("ovruch.localhost")).hash())).to_string();
        for attacker in [&neighbour, &staff] {
            for handle in [&here, &there] {
                end(attacker, handle).await.assert_leads_to("/me?ended");
            }
            attacker.post("/do/end-other-sessions", &[]).await.assert_leads_to("/me?ended=others");
        }
        let leaver = app.resident("load-5").await;
        leaver.post("/do/sign-out-everywhere", &[]).await.assert_leads_to("/sign-in?out=everywhere");
        // Nor one's own of another community: it is another person's there.
        end(&victim, &there).await.assert_leads_to("/me?ended");
        for nonsense in ["", "x", &victim.cookie("session").unwrap(), &here.to_uppercase(), "' OR 1=1 --"] {
            end(&victim, nonsense).await.assert_page(400, "uk");
        }
        for path in ["/do/end-session", "/do/end-other-sessions", "/do/sign-out-everywhere"] {
            app.visitor().post(path, &[("session", &here)]).await.assert_page(401, "uk");
            let mut foreign = victim.form(path, format!("session={here}")).build().unwrap();
            foreign.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
            victim.send_request(foreign).await.assert_page(403, "uk");
        }
        assert_eq!(app.database.count("SELECT count(*) FROM session").await, sessions);
        assert!(is_signed_in(&victim).await && is_signed_in(&victim.on("ovruch.localhost")).await);
    }

    async fn the_page_shows_no_token_and_no_hash_that_a_session_is_found_by(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let phone = app.resident("load-3").await;
        let library = app.visitor();
        library.sign_in("load-3", "/").await;
        for window in [phone.clone(), phone.in_english(), library.clone()] {
            let body = my_page(&window).await.to_lowercase();
            for browser in [&phone, &library] {
                let token = token(browser);
                let hex: String = token.hash().iter().map(|byte| format!("{byte:02x}")).collect();
                assert!(!body.contains(&token.to_client().to_lowercase()));
                for start in (0..hex.len() - 12).step_by(2) {
                    assert!(!body.contains(&hex[start..start + 12]), "a part of a hash");
                }
            }
        }
        // What the page calls a session by opens nothing.
        let thief = app.visitor();
        thief.forge_cookie("session", &handles(&my_page(&phone).await)[0]);
        assert!(!is_signed_in(&thief).await);
    }
}
