//! On the way to the ballot: nobody is asked twice, nobody is asked in vain, and no page is taken for the end.

use crate::{
    app::TestApp,
    browser::{Browser, Page},
    town::{HOUR, KOROSTEN, TestPoll, content},
};
use app::i18n::{Lang, common, eligibility, me, polls, sign_in, vote};
use domain::{
    audience::AskedResidency,
    ids::QuestionNo,
    katottg::{Category, Katottg, Unit},
    poll::{PollContent, Secrecy},
    time::DAY,
};
use store::territory::Coverage;

/// Everywhere that somebody is asked something.
const FLOW: [&str; 4] = ["/vote", "/vote/1", "/vote/3", "/vote/check"];

/// Whoever comes to any page of the flow is led there.
async fn all_lead_to(browser: &Browser, poll: TestPoll, place: &str) {
    for page in FLOW {
        let path = format!("/polls/{}{page}", poll.number);
        browser
            .get(&path)
            .await
            .assert_leads_to(&browser.path(place));
    }
}

fn assert_in_order(page: &Page, words: &[&str]) {
    let places: Vec<_> = words.iter().map(|words| page.body.find(words)).collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{words:?} at {places:?}: {}",
        page.body
    );
}

/// For nobody of this town: of an age that nobody has.
fn for_the_very_old() -> PollContent {
    let mut content = content();
    content.audience.age_from = 120;
    content
}

on_both_databases! {
    async fn whoever_has_answered_is_asked_nothing_again(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (poll, other) = (app.town.open_poll().await, app.town.poll(KOROSTEN, content(), -HOUR, DAY).await);
        let person = app.resident("load-3").await;
        person.fill(poll).await;
        person.submit(poll).await.assert_leads_to("/polls/1/done");
        for window in [person.clone(), person.in_english()] {
            all_lead_to(&window, poll, "/polls/1/done?again").await;
        }
        // An old tab's question is not taken either, nor does it leave a draft.
        for go in ["next", "save", "leave"] {
            let fields = [("poll", "1"), ("question", "1"), ("go", go), ("choice[]", "2")];
            person.post("/do/answer", &fields).await.assert_leads_to("/polls/1/done?again");
        }
        let done = person.get("/polls/1/done?again").await;
        assert!(done.body.contains(vote::already_took_part_text(Lang::Uk)), "{}", done.body);
        assert!(!done.body.contains(vote::already_took_part_new(Lang::Uk)), "{}", done.body);
        // The other poll, and other people, are asked as ever.
        person.get("/polls/2/vote/1").await.assert_page(200, "uk");
        app.resident("load-4").await.get("/polls/1/vote/1").await.assert_page(200, "uk");
        assert_eq!(app.town.ballots(other).await, 0);
    }

    async fn whoever_has_answered_and_signs_in_with_other_answers_is_told_at_once_and_they_stay_for_somebody_else(
        databases: Databases,
    ) {
        let app = TestApp::start(&databases).await;
        let (poll, other) = (app.town.open_poll().await, app.town.poll(KOROSTEN, content(), -HOUR, DAY).await);
        let person = app.resident("load-3").await;
        person.fill(poll).await;
        person.submit(poll).await;
        // The same person at another device, which nobody knows yet.
        let library = app.visitor();
        library.fill(poll).await;
        library.answer(other, 1, &[1]).await;
        library.sign_in("load-3", "/me").await;
        let mine = library.get("/me").await.body;
        assert!(!mine.contains("/polls/1/vote") && mine.contains("/polls/2/vote"), "{mine}");
        library.check(poll).await.assert_leads_to("/polls/1/done?again=new");
        let page = library.get("/polls/1/done?again=new").await;
        assert!(page.body.contains(vote::already_took_part_new(Lang::Uk)), "{}", page.body);
        // On a phone that a family shares, the neighbour's answers wait for the neighbour.
        library.post("/do/sign-out", &[]).await;
        app.town.settle(KOROSTEN, "load-4").await;
        library.sign_in("load-4", "/polls/1/vote/check").await;
        library.submit(poll).await.assert_leads_to("/polls/1/done");
        assert_eq!(app.town.ballots(poll).await, 2);
    }

    async fn who_may_not_answer_reads_it_before_any_question(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.poll(KOROSTEN, for_the_very_old(), -HOUR, DAY).await;
        let person = app.resident("load-3").await;
        all_lead_to(&person, poll, "/polls/1").await;
        for window in [person.clone(), person.in_english()] {
            let lang = if window.lang() == "uk" { Lang::Uk } else { Lang::En };
            let page = window.get("/polls/1").await;
            let others = format!("href=\"{}\"", window.path("/polls?mine=1"));
            let heading = eligibility::cannot_title(lang);
            assert_in_order(&page, &[heading, &others, "<h1"]);
            assert!(!page.body.contains("/vote\""), "{}", page.body);
        }
        // Who has answered before signing in keeps the answers and reads the verdict above them.
        let visitor = app.visitor();
        visitor.fill(poll).await;
        visitor.sign_in("load-4", "/").await;
        let page = visitor.check(poll).await;
        let heading = format!("<h1 id=\"check\">{}</h1>", eligibility::cannot_title(Lang::Uk));
        assert_in_order(&page, &[
            &heading,
            "aria-labelledby=\"check\"",
            "href=\"/polls?mine=1\"",
            eligibility::draft_waits(Lang::Uk),
            polls::clear_draft(Lang::Uk),
            vote::your_answers(Lang::Uk),
        ]);
        assert_eq!(page.field("submission"), None);
        assert!(!page.body.contains("/polls/1/vote/1"), "a way to a question that is not asked: {}", page.body);
    }

    async fn a_poll_for_one_village_says_so_wherever_a_visitor_decides_to_answer(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let village = Katottg::parse("UA18060090020032563").unwrap();
        let unit = Unit { code: village.clone(), parent: None, category: Category::Village, name: "Бехи".to_owned() };
        app.town.store.import_territory(&[unit], Coverage::Part, |_| ()).await.unwrap();
        let mut for_some = content();
        for_some.audience.settlements = vec![village];
        let village = app.town.poll(KOROSTEN, for_some, -HOUR, DAY).await;
        let everywhere = app.town.poll(KOROSTEN, content(), -HOUR, 2 * DAY).await;
        let visitor = app.visitor();
        for (window, lang) in [(visitor.clone(), Lang::Uk), (visitor.in_english(), Lang::En)] {
            let tag = format!("<span class=\"tag tag--line\">{}</span>", polls::card_for_settlements(lang, "Бехи"));
            let list = window.get("/polls").await;
            assert_eq!(list.body.matches(&tag).count(), 1, "{}", list.body);
            let words = vote::only_for(lang, "Бехи");
            for poll in [village, everywhere] {
                window.fill(poll).await;
            }
            for (path, said) in [
                ("/polls/1", true),
                ("/polls/1/vote/1", true),
                ("/polls/1/vote/2", false),
                ("/sign-in?return=/polls/1/vote/check", true),
                ("/sign-in?return=/en/polls/1/vote/check", true),
                ("/sign-in?return=/staff/polls/1", false),
                ("/polls/2", false),
                ("/polls/2/vote/1", false),
                ("/sign-in?return=/polls/2/vote/check", false),
            ] {
                let page = window.get(path).await;
                page.assert_page(200, window.lang());
                assert_eq!(page.body.contains(&words), said, "{path}: {}", page.body);
            }
            // Before the button, not after it.
            let vote = format!("href=\"{}\"", window.path("/polls/1/vote"));
            assert_in_order(&window.get("/polls/1").await, &["<h1", &words, &vote]);
        }
        // The rule itself speaks to whoever is signed in, on the card already.
        let person = app.resident("load-3").await;
        for (path, buttons) in [("/", 1), ("/polls", 1)] {
            let page = person.get(path).await;
            assert!(page.body.contains(eligibility::other_settlement(Lang::Uk)), "{path}: {}", page.body);
            assert_eq!(page.body.matches(&format!(">{}<", polls::answer(Lang::Uk))).count(), buttons, "{path}: {}", page.body);
        }
        assert!(!person.get("/polls/1").await.body.contains(&vote::only_for(Lang::Uk, "Бехи")));
    }

    async fn a_poll_for_those_alone_who_belong_in_one_way_says_so_before_anything_is_answered(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let mut asking = Vec::new();
        for asked in AskedResidency::ALL.iter().copied() {
            let mut content = content();
            content.audience.residency = asked;
            asking.push((asked, app.town.poll(KOROSTEN, content, -HOUR, DAY).await));
        }
        let visitor = app.visitor();
        for (window, lang) in [(visitor.clone(), Lang::Uk), (visitor.in_english(), Lang::En)] {
            let list = window.get("/polls").await;
            for &(asked, poll) in &asking {
                let (said, who) = (asked.is_for_some(), eligibility::who(lang, asked));
                let tag = format!("<span class=\"tag tag--line\">{}</span>", polls::card_for_whom(lang, who));
                assert_eq!(list.body.matches(&tag).count(), usize::from(said), "{asked:?}: {}", list.body);
                window.fill(poll).await;
                let words = vote::only_for_whom(lang, who);
                let no = poll.number;
                for path in [format!("/polls/{no}"), format!("/polls/{no}/vote/1"), format!("/sign-in?return=/polls/{no}/vote/check")] {
                    let page = window.get(&path).await;
                    page.assert_page(200, window.lang());
                    assert_eq!(page.body.contains(&words), said, "{asked:?} {path}: {}", page.body);
                }
            }
        }
    }

    async fn signing_in_comes_before_the_check_and_the_last_step_is_said_above_the_answers(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let visitor = app.visitor();
        visitor.fill(poll).await;
        // Once everything is answered, signing in comes first: there is one page to check.
        let sign_in = "/sign-in?return=/polls/1/vote/check";
        visitor.check(poll).await.assert_leads_to(sign_in);
        let before = visitor.get(sign_in).await;
        let again = format!("href=\"/polls/1/vote/3\" class=\"back\">{}", vote::to_question(Lang::Uk, QuestionNo(3)));
        assert_in_order(&before, &[&again, "<h1", sign_in::draft_waits(Lang::Uk), sign_in::consent(Lang::Uk), "class=\"provider\"", "href=\"/polls/1?saved\""]);
        let heading = |words: &str| format!("<h1 id=\"check\">{words}</h1>");
        app.town.settle(KOROSTEN, "load-3").await;
        visitor.sign_in("load-3", "/").await;
        let after = visitor.check(poll).await;
        assert_in_order(&after, &[
            &heading(vote::check_and_submit_title(Lang::Uk)),
            &vote::last_step(Lang::Uk, "Тест Н."),
            "<dl class=\"summary ",
            "name=\"submission\"",
            "href=\"/polls/1?saved\"",
        ]);
        assert_eq!(after.body.matches("name=\"submission\"").count(), 1, "{}", after.body);
    }

    async fn a_session_that_ends_before_submitting_is_told_and_the_answers_stay(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let person = app.resident("load-3").await;
        person.fill(poll).await;
        let submission = person.submission(poll).await;
        person.drop_cookie("session");
        let answer = person.submit_as(poll, &submission).await;
        answer.assert_leads_to("/polls/1/vote/check?outcome=signed-out");
        for window in [person.clone(), person.in_english()] {
            let lang = if window.lang() == "uk" { Lang::Uk } else { Lang::En };
            let led = window.get("/polls/1/vote/check?outcome=signed-out").await;
            let back = window.path("/polls/1/vote/check");
            led.assert_leads_to(&window.path(&format!("/sign-in?error=ended&return={back}")));
            let page = window.follow(led).await;
            assert_in_order(&page, &[
                vote::signed_out_title(lang),
                vote::signed_out_text(lang),
                sign_in::draft_waits(lang),
                "class=\"provider\"",
            ]);
        }
        assert_eq!(app.town.ballots(poll).await, 0);
        // Signed in again, the warning is over, whatever the address says.
        person.sign_in("load-3", "/").await;
        let page = person.get("/polls/1/vote/check?outcome=signed-out").await;
        assert!(!page.body.contains(vote::signed_out_title(Lang::Uk)), "{}", page.body);
        person.submit_as(poll, &submission).await.assert_leads_to("/polls/1/done");
    }

    async fn who_is_known_otherwise_by_the_time_of_writing_reads_so_with_their_answers(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let person = app.resident("load-3").await;
        person.fill(poll).await;
        for (window, lang) in [(person.clone(), Lang::Uk), (person.in_english(), Lang::En)] {
            let page = window.get("/polls/1/vote/check?outcome=changed").await;
            page.assert_page(200, window.lang());
            assert_in_order(&page, &[
                "role=\"alert\"",
                vote::cast_changed_title(lang),
                vote::cast_changed_text(lang),
                "<dl class=\"summary ",
                "name=\"submission\"",
            ]);
        }
        // They may not take part any more: why, and their answers.
        let id = app.town.person(KOROSTEN, "load-3").await.unwrap();
        let submission = person.submission(poll).await;
        app.town.withdraw(KOROSTEN, id).await;
        person.submit_as(poll, &submission).await.assert_leads_to("/polls/1/vote/check");
        let page = person.get("/polls/1/vote/check?outcome=changed").await;
        assert_in_order(&page, &[
            vote::cast_changed_title(Lang::Uk),
            &format!("<h1 id=\"check\">{}</h1>", eligibility::cannot_title(Lang::Uk)),
            "<dl class=\"summary ",
        ]);
        assert!(!page.body.contains("name=\"submission\""), "{}", page.body);
        assert_eq!(app.town.ballots(poll).await, 0);
    }

    async fn a_check_page_without_a_draft_does_not_speak_of_one_that_never_was(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (poll, other) = (app.town.open_poll().await, app.town.poll(KOROSTEN, content(), -HOUR, DAY).await);
        let visitor = app.visitor();
        let page = visitor.check(poll).await;
        assert!(page.body.contains(vote::not_begun_title(Lang::Uk)), "{}", page.body);
        visitor.answer(other, 1, &[1]).await;
        let page = visitor.check(poll).await;
        assert!(page.body.contains(vote::no_draft_title(Lang::Uk)), "{}", page.body);
        assert!(!page.body.contains(vote::not_begun_title(Lang::Uk)), "{}", page.body);
    }

    async fn a_card_says_how_far_one_has_come(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (answered, begun) = (app.town.open_poll().await, app.town.poll(KOROSTEN, content(), -HOUR, DAY).await);
        app.town.poll(KOROSTEN, content(), -HOUR, 2 * DAY).await;
        let person = app.resident("load-3").await;
        person.fill(answered).await;
        person.submit(answered).await;
        person.answer(begun, 1, &[1]).await;
        for (window, lang) in [(person.clone(), Lang::Uk), (person.in_english(), Lang::En)] {
            for path in ["/", "/polls"] {
                let page = window.get(path).await;
                let buttons = |label: &str| page.body.matches(&format!(">{label}<")).count();
                // The first page tells of the draft also above all cards.
                let on = if path == "/" { 2 } else { 1 };
                assert_eq!(
                    [polls::you_answered(lang), polls::go_on(lang), polls::answer(lang)].map(buttons),
                    [1, on, 1],
                    "{path}: {}",
                    page.body
                );
                let link = |place: &str| format!("href=\"{}\"", window.path(place));
                assert!(page.body.contains(me::confirmation(lang)), "{}", page.body);
                assert!(page.body.contains(&link("/polls/1/done")) && !page.body.contains(&link("/polls/1/vote")));
            }
        }
        // Nobody else is told, and what is kept for everybody says nothing of anybody.
        for other in [app.visitor(), app.resident("load-4").await] {
            let page = other.get("/polls").await;
            assert!(!page.body.contains(polls::you_answered(Lang::Uk)), "{}", page.body);
            assert!(page.body.contains("/polls/1/vote") && page.body.contains("/polls/2/vote"));
        }
    }

    async fn the_first_page_tells_what_is_unfinished_and_how_much_is_left_to_answer(databases: Databases) {
        let app = TestApp::start(&databases).await;
        // Nine that close soon, so that the last stands on no large card and beyond the cards there are.
        let mut polls = Vec::new();
        for day in 1..=9 {
            polls.push(app.town.poll(KOROSTEN, content(), -HOUR, day * DAY / 2).await);
        }
        let visitor = app.visitor();
        assert!(!visitor.get("/").await.body.contains(vote::unfinished(Lang::Uk)));
        visitor.fill(polls[8]).await;
        for (window, lang) in [(visitor.clone(), Lang::Uk), (visitor.in_english(), Lang::En)] {
            let page = window.get("/").await;
            let href = |path: &str| format!("href=\"{}\"", window.path(path));
            assert_in_order(&page, &[vote::unfinished(lang), &href("/polls/9/vote"), &href("/me"), "<h1"]);
            assert!(!page.body.contains(&polls::home_mine(lang, 9)), "{}", page.body);
        }
        // What closes first is named; nobody else is told of it.
        visitor.answer(polls[2], 1, &[1]).await;
        assert_in_order(&visitor.get("/").await, &[vote::unfinished(Lang::Uk), "href=\"/polls/3/vote\"", "<h1"]);
        for other in [app.visitor(), app.resident("load-4").await, visitor.on("ovruch.localhost")] {
            assert!(!other.get("/").await.body.contains(vote::unfinished(Lang::Uk)));
        }

        let person = app.resident("load-3").await;
        for answered in 0..3 {
            let page = person.get("/").await;
            assert_in_order(&page, &["<h1", "href=\"/polls?mine=1\"", &polls::home_mine(Lang::Uk, 9 - answered)]);
            let poll = polls[usize::try_from(answered).unwrap()];
            person.fill(poll).await;
            person.submit(poll).await;
        }
        // The page of what was answered says so before anything else does.
        let page = person.get("/polls/1").await;
        assert_in_order(&page, &[polls::you_answered(Lang::Uk), "<h1"]);
        assert!(!app.visitor().get("/polls/1").await.body.contains(polls::you_answered(Lang::Uk)));
    }

    async fn who_has_answered_everything_reads_that_nothing_new_is_for_them(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        app.town.poll(KOROSTEN, for_the_very_old(), -HOUR, DAY).await;
        let person = app.resident("load-3").await;
        assert!(person.get("/").await.body.contains(&polls::home_mine(Lang::Uk, 1)));
        person.fill(poll).await;
        person.submit(poll).await;
        let page = person.get("/").await;
        assert!(page.body.contains(polls::home_mine_none(Lang::Uk)), "{}", page.body);
        let too_young = eligibility::too_young(Lang::Uk, 120);
        assert_eq!(page.body.matches(&too_young).count(), 1, "{}", page.body);
        assert!(!page.body.contains("/vote\""), "{}", page.body);
    }

    async fn what_is_promised_and_what_not_is_one_press_away_before_signing_in_and_before_submitting(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let visitor = app.visitor();
        visitor.fill(poll).await;
        let more = |browser: &Browser| format!("href=\"{}\"", browser.path("/polls/1#secrecy"));
        for window in [visitor.clone(), visitor.in_english()] {
            let page = window.get("/sign-in?return=/polls/1/vote/check").await;
            assert!(page.body.contains(&more(&window)), "{}", page.body);
            assert!(window.get("/polls/1").await.body.contains("id=\"secrecy\""));
        }
        app.town.settle(KOROSTEN, "load-3").await;
        visitor.sign_in("load-3", "/").await;
        let page = visitor.check(poll).await;
        assert!(page.body.contains(&more(&visitor)), "{page:?}");
        assert!(!app.visitor().get("/sign-in").await.body.contains("#secrecy"));
    }

    async fn answers_that_are_put_aside_are_not_taken_for_counted(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let visitor = app.visitor();
        let fields = [("poll", "1"), ("question", "1"), ("go", "leave"), ("choice[]", "2")];
        visitor.post("/do/answer", &fields).await.assert_leads_to("/polls/1?saved");
        let page = visitor.get("/polls/1?saved").await;
        assert_in_order(&page, &[
            vote::draft_put_aside_title(Lang::Uk),
            "href=\"/polls/1/vote\"",
            polls::go_on(Lang::Uk),
            "<h1",
        ]);
        visitor.fill(poll).await;
        assert!(visitor.get("/sign-in?return=/polls/1/vote/check").await.body.contains("href=\"/polls/1?saved\""));
        // The address alone makes nobody a draft.
        let page = app.visitor().get("/polls/1?saved").await;
        assert!(!page.body.contains(vote::draft_put_aside_title(Lang::Uk)), "{}", page.body);
        assert!(!page.body.contains(polls::go_on(Lang::Uk)), "{}", page.body);
    }

    async fn the_sign_in_page_says_what_becomes_of_the_name_by_the_polls_secrecy(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.open_poll().await;
        let open = PollContent { secrecy: Secrecy::Open, ..content() };
        app.town.poll(KOROSTEN, open, -HOUR, DAY).await;
        let visitor = app.visitor();
        for (back, words) in [
            ("/polls/1/vote/check", sign_in::lead_secret(Lang::Uk)),
            ("/polls/2/vote/check", sign_in::lead_open(Lang::Uk)),
            ("/polls/77/vote/check", sign_in::lead(Lang::Uk)),
            ("/polls/2", sign_in::lead(Lang::Uk)),
            ("/me", sign_in::lead(Lang::Uk)),
        ] {
            let page = visitor.get(&format!("/sign-in?return={back}")).await;
            page.assert_page(200, "uk");
            assert!(page.body.contains(words), "{back}: {}", page.body);
        }
    }

    async fn the_button_under_the_last_question_says_what_follows(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.open_poll().await;
        let (next, check) = (common::next(Lang::Uk), vote::to_check(Lang::Uk));
        let identify = vote::to_identify(Lang::Uk);
        let person = app.resident("load-3").await;
        for (path, signed_in, visiting) in [("1", next, next), ("3", check, identify), ("3?change", check, identify), ("1?change", check, next)] {
            for (window, label) in [(&person, signed_in), (&app.visitor(), visiting)] {
                let page = window.get(&format!("/polls/1/vote/{path}")).await;
                assert!(page.body.contains(&format!(">{label}</button>")), "{path}: {}", page.body);
            }
        }
    }
}
