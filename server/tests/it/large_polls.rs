//! The largest poll that the regulation allows is written through the real form, and nothing larger is read, from anybody.

use crate::{
    app::TestApp,
    browser::Browser,
    databases::run_on_sqlite,
    editor_form::Opened,
    town::{KOROSTEN, TestPoll, by_system, content, policy, question},
};
use app::pages::staff::most_editor_bytes;
use domain::{
    lang::Bilingual,
    poll::{
        ChoicePicture, PictureFile, PictureHash, PictureKind, PollContent, QuestionKind, limits,
    },
};
use server::web::functions::{MOST_FORM_BYTES, MOST_LARGE_FORMS, MOST_WAITING_BYTES};
use std::{pin::pin, time::Duration};
use store::pictures::Picture;
use tokio::{
    io::AsyncWriteExt,
    net::TcpStream,
    task::JoinSet,
    time::{sleep, timeout},
};

/// A draft with as many questions and options as the regulation allows, every text at its greatest length, all of `letter`,
/// every box marked, every option with the picture `file`.
fn largest(letter: char, file: PictureFile) -> PollContent {
    let text = |most: usize| {
        let text: String = std::iter::repeat_n(letter, most).collect();
        Bilingual::new(text.clone(), text)
    };
    let policy = policy();
    let (questions, options) = (policy.most_questions as i16, policy.most_options as i16);
    let mut content = content();
    content.title = text(limits::TITLE);
    content.summary = text(limits::SUMMARY);
    content.description = text(limits::DESCRIPTION);
    content.decision = text(limits::DECISION);
    content.initiator.name = text(limits::INITIATOR);
    content.questions = (1..=questions)
        .map(|no| {
            let kind = QuestionKind::Multiple {
                min: 1,
                max: options,
            };
            let mut question = question(no, kind, true, options);
            (question.text, question.hint) = (text(limits::QUESTION), text(limits::HINT));
            for option in &mut question.options {
                (option.label, option.hint) = (text(limits::OPTION), text(limits::OPTION_HINT));
                (option.exclusive, option.with_text) = (true, true);
                option.picture = Some(ChoicePicture {
                    file,
                    alt: text(limits::ALT),
                });
            }
            question
        })
        .collect();
    content
}

/// The same form with so many bytes in all.
fn padded(mut body: String, size: usize) -> String {
    body.push_str("&padding=");
    assert!(body.len() <= size, "{} of {size}", body.len());
    body.extend(std::iter::repeat_n('a', size - body.len()));
    body
}

async fn stored(app: &TestApp, poll: TestPoll) -> PollContent {
    let poll = app.town.store.poll(poll.community, poll.id).await;
    poll.unwrap().unwrap().content
}

async fn save(browser: &Browser, body: String) -> crate::browser::Page {
    browser
        .send(browser.form("/do/staff/save-poll", body))
        .await
}

on_both_databases! {
    async fn the_largest_lawful_poll_is_saved_and_comes_back_equal(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.draft_poll(KOROSTEN, &content()).await;
        let staff = app.staff().await;
        let limit = most_editor_bytes(&policy());
        // A Ukrainian letter takes six bytes of a form, the widest characters twelve.
        let picture = Picture {
            file: PictureFile { hash: PictureHash([7; 32]), width: 1_200, height: 1_200 },
            kind: PictureKind::Jpeg,
            bytes: vec![7],
        };
        app.town.store.put_picture(KOROSTEN, &picture, by_system()).await.unwrap();
        for letter in ['ї', '𐍈'] {
            let wanted = largest(letter, picture.file);
            let body = Opened::by(&staff, 1).await.saving(&wanted);
            assert!(body.len() <= limit, "{} of {limit}", body.len());
            save(&staff, body).await.assert_leads_to("/staff/polls/1/edit?saved");
            assert!(stored(&app, poll).await == wanted, "another poll was stored");
            let page = staff.get("/staff/polls/1/edit").await;
            page.assert_page(200, "uk");
            let option: String = std::iter::repeat_n(letter, limits::OPTION).collect();
            assert!(page.body.matches(&option).count() >= 4 * 900);
        }
        // The limit itself is room enough for everything lawful, and no more than some padding.
        let wanted = largest('𐍈', picture.file);
        let body = Opened::by(&staff, 1).await.saving(&wanted);
        assert!(limit < body.len() * 11 / 10, "{} of {limit}", body.len());
    }

    async fn one_byte_over_the_limit_is_refused_with_a_page(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.draft_poll(KOROSTEN, &content()).await;
        let staff = app.staff().await;
        let limit = most_editor_bytes(&policy());
        for window in [staff.clone(), staff.in_english()] {
            let before = stored(&app, poll).await;
            let mut wanted = content();
            wanted.title.uk = format!("Назва {}", window.lang());
            let body = Opened::by(&window, 1).await.saving(&wanted);
            let page = save(&window, padded(body.clone(), limit + 1)).await;
            page.assert_page(413, window.lang());
            assert_eq!(stored(&app, poll).await, before);
            let page = save(&window, padded(body, limit)).await;
            page.assert_leads_to(&window.path("/staff/polls/1/edit?saved"));
            assert_eq!(stored(&app, poll).await, wanted);
        }
    }

    /// Only the editor's form is large, and only for whoever may write polls.
    async fn everybody_else_keeps_the_small_limit(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.draft_poll(KOROSTEN, &content()).await;
        let (staff, visitor, resident) = (app.staff().await, app.visitor(), app.resident("load-3").await);
        let body = Opened::by(&staff, 1).await.saving(&content());
        let over = padded(body.clone(), MOST_FORM_BYTES + 1);
        for function in ["/do/staff/create-poll", "/do/staff/publish", "/do/answer", "/do/submit", "/do/staff//save-poll"] {
            for browser in [&staff, &visitor, &resident] {
                let page = browser.send(browser.form(function, over.clone())).await;
                page.assert_page(413, "uk");
            }
        }
        // Whoever may not write polls is told so, whatever they send.
        for size in [MOST_WAITING_BYTES, MOST_WAITING_BYTES + 1, most_editor_bytes(&policy())] {
            save(&visitor, padded(body.clone(), size)).await.assert_page(401, "uk");
            save(&resident, padded(body.clone(), size)).await.assert_page(403, "uk");
        }
        assert_eq!(app.database.count("SELECT count(*) FROM draft").await, 0);
        assert_eq!(stored(&app, poll).await, content());
    }

    /// The mark is in the body, so that nobody knows yet whether it is right: what anybody may send must stay small.
    async fn without_a_session_half_a_megabyte_is_kept_and_not_a_byte_more(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.draft_poll(KOROSTEN, &content()).await;
        let staff = app.staff().await;
        let body = Opened::by(&staff, 1).await.saving(&content());
        let waiting = async || app.database.count("SELECT count(*) FROM draft").await;
        staff.drop_cookie("session");
        for window in [staff.clone(), staff.in_english()] {
            let page = save(&window, padded(body.clone(), MOST_WAITING_BYTES + 1)).await;
            page.assert_page(401, window.lang());
            let words = ["дозвольте браузеру надіслати форму ще раз", "let the browser send the form again"];
            assert!(page.body.contains(words[usize::from(window.lang() == "en")]), "{}", page.body);
            assert_eq!(waiting().await, 0);
        }
        let page = save(&staff, padded(body, MOST_WAITING_BYTES)).await;
        assert!(page.location().unwrap().starts_with("/sign-in?return="));
        assert_eq!(waiting().await, 1);
    }

    /// The editor's own buttons add one too many, and say why not; more is nobody's form and is not read in part.
    async fn more_questions_or_options_than_the_editor_can_send_are_refused(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.draft_poll(KOROSTEN, &content()).await;
        let staff = app.staff().await;
        let with = |questions: i16, options: i16| {
            let mut content = content();
            content.questions = (1..=questions)
                .map(|no| question(no, QuestionKind::Single, true, options))
                .collect();
            content
        };
        let opened = Opened::by(&staff, 1).await;
        for (questions, options) in [(31, 2), (2, 31), (31, 31)] {
            save(&staff, opened.saving(&with(questions, options)))
                .await
                .assert_leads_to("/staff/polls/1/edit#unsaved");
            let page = staff.get("/staff/polls/1/edit").await;
            page.assert_page(200, "uk");
            assert!(page.body.contains("не більше ніж 30"), "nothing says what is wrong");
            assert!(page.body.len() < 6_000_000, "{} bytes", page.body.len());
        }
        for (questions, options) in [(32, 2), (2, 32), (100, 100)] {
            for window in [staff.clone(), staff.in_english()] {
                let body = opened.saving(&with(questions, options));
                save(&window, body).await.assert_page(413, window.lang());
            }
        }
        assert_eq!(stored(&app, poll).await, content());
    }
}

/// More at once than there are places: they wait for each other, and all are answered.
#[test]
fn many_large_forms_at_once_wait_for_their_turn() {
    run_on_sqlite(async |databases| {
        let app = TestApp::start(&databases).await;
        app.town.draft_poll(KOROSTEN, &content()).await;
        let staff = app.staff().await;
        let mut wanted = content();
        wanted.title.uk.push('!');
        let body = Opened::by(&staff, 1).await.saving(&wanted);
        let body = padded(body, 8 * MOST_WAITING_BYTES);
        let mut sending = JoinSet::new();
        for _ in 0..3 * MOST_LARGE_FORMS {
            let (staff, body) = (staff.clone(), body.clone());
            sending.spawn(async move { save(&staff, body).await });
        }
        for page in sending.join_all().await {
            assert_eq!(page.status, 303, "{page:?}");
        }
    });
}

/// Otherwise a few browsers of one member of staff could fill the memory.
#[test]
fn no_more_large_forms_are_read_at_once_than_there_are_places() {
    run_on_sqlite(async |databases| {
        let app = TestApp::start(&databases).await;
        app.town.draft_poll(KOROSTEN, &content()).await;
        let staff = app.staff().await;
        let opened = Opened::by(&staff, 1).await;
        let body = opened.saving(&content());
        let large = padded(body.clone(), 2 * MOST_WAITING_BYTES);
        // Each stops short of its end.
        let mut slow = Vec::new();
        for _ in 0..MOST_LARGE_FORMS {
            let head = raw_head(&staff, large.len());
            let mut stream = TcpStream::connect(app.address).await.unwrap();
            stream.write_all(head.as_bytes()).await.unwrap();
            let most = large.len() - 10;
            stream.write_all(&large.as_bytes()[..most]).await.unwrap();
            slow.push(stream);
        }
        sleep(Duration::from_millis(300)).await;
        let mut one_more = pin!(save(&staff, large));
        let early = timeout(Duration::from_millis(700), &mut one_more).await;
        assert!(early.is_err(), "one more large form was read");
        // Usual forms do not notice.
        save(&staff, body)
            .await
            .assert_leads_to("/staff/polls/1/edit?saved");
        drop(slow.pop());
        one_more.await.assert_leads_to("/staff/polls/1/edit?saved");
    });
}

/// Request line and headers of a form of so many bytes.
fn raw_head(browser: &Browser, length: usize) -> String {
    let origin = browser.origin();
    let host = origin.trim_start_matches("http://");
    let cookies = browser.cookie_line();
    format!(
        "POST /do/staff/save-poll HTTP/1.1\r\nhost: {host}\r\norigin: {origin}\r\nsec-fetch-site: same-origin\r\n\
         accept: text/html\r\ncookie: {cookies}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {length}\r\n\r\n"
    )
}
