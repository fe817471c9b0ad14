//! Forms of every wrong shape: nothing is counted, nothing is lost, and the person is told in their language.

use crate::{
    app::TestApp,
    browser::{Browser, Page, encoded},
    raw::{self, RawResponse},
    strange_requests::NO_NUMBERS,
    town::{HOUR, KOROSTEN, TestPoll, Town, content, question},
};
use domain::{poll::QuestionKind, time::DAY};
use reqwest::StatusCode;
use server::web::functions::MOST_FORM_BYTES;
use std::sync::atomic::{AtomicUsize, Ordering};

const ANSWER: &str = "poll=1&question=1&choice[]=1&go=next";

/// Somebody in the middle of answering, who then sends something strange.
struct Answering {
    person: Browser,
    /// Sessions of many residents, one request each in turn: forms are limited by person.
    sessions: Vec<String>,
    turn: AtomicUsize,
    poll: TestPoll,
    /// The draft as it was before.
    draft: String,
    submission: String,
}

impl Answering {
    async fn new(app: &TestApp) -> Self {
        let poll = app.town.open_poll().await;
        assert_eq!(poll.number.0, 1);
        let person = app.resident("load-3").await;
        person.fill(poll).await;
        let mut sessions = vec![person.cookie("session").unwrap()];
        for number in 10..24 {
            let other = app.resident(&format!("load-{number}")).await;
            sessions.push(other.cookie("session").unwrap());
        }
        Self {
            sessions,
            turn: AtomicUsize::new(0),
            draft: person.draft(poll).await,
            submission: person.submission(poll).await,
            person,
            poll,
        }
    }

    /// Sends the body to a function in both languages; the answer must be one that a person understands.
    async fn assert_told(&self, function: &str, body: &[u8]) -> Vec<StatusCode> {
        let mut statuses = Vec::new();
        for window in [self.person.clone(), self.person.in_english()] {
            self.next_person();
            let page = window.send(window.form(function, body.to_vec())).await;
            let sent = String::from_utf8_lossy(&body[..body.len().min(200)]).into_owned();
            self.assert_understood(&window, &page, &sent).await;
            statuses.push(page.status);
        }
        statuses
    }

    /// Lets the same browser act for the next resident. The draft is the browser's and stays.
    fn next_person(&self) {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let session = &self.sessions[turn % self.sessions.len()];
        self.person.forge_cookie("session", session);
    }

    /// A page that says what is wrong, or a redirect to one of our pages; and the draft as it was.
    async fn assert_understood(&self, window: &Browser, page: &Page, sent: &str) {
        match page.location() {
            Some(location) => {
                assert_eq!(page.status, StatusCode::SEE_OTHER, "{sent}: {page:?}");
                let expected = window.path("/polls/");
                assert!(location.starts_with(&expected), "{sent} led to {location}");
                let next = window.get_exactly(&location).await;
                let next = window.follow(next).await;
                next.assert_page(200, window.lang());
            }
            None => {
                assert!(page.status.is_client_error(), "{sent}: {page:?}");
                page.assert_is_page(window.lang());
            }
        }
        assert_eq!(
            self.person.draft(self.poll).await,
            self.draft,
            "the draft after {sent}"
        );
    }

    /// Nothing was counted; and all is well when the form is sent as it should be.
    async fn assert_nothing_lost(&self, town: &Town) {
        assert_eq!(town.ballots(self.poll).await, 0);
        self.next_person();
        assert_eq!(self.person.submission(self.poll).await, self.submission);
        let done = format!("/polls/{}/done", self.poll.number);
        self.person.submit(self.poll).await.assert_leads_to(&done);
        assert_eq!(town.ballots(self.poll).await, 1);
    }
}

/// `fields` with `name` replaced by text that stands in the body as it is.
fn with(fields: &[(&str, &str)], name: &str, value: &str) -> Vec<u8> {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(field, usual)| {
            let value = if *field == name { value } else { usual };
            format!("{field}={value}")
        })
        .collect();
    pairs.join("&").into_bytes()
}

on_both_databases! {
    async fn fields_of_every_wrong_shape_change_nothing(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let answering = Answering::new(&app).await;
        let long = "Ж".repeat(10_000);
        let values = NO_NUMBERS
            .iter()
            .copied()
            .chain(["", "2%00", "4%2C1", "99", long.as_str()]);
        let fields = [
            ("poll", "1"),
            ("question", "1"),
            ("choice[]", "1"),
            ("go", "next"),
        ];
        for value in values.clone() {
            for name in ["poll", "question", "choice[]"] {
                let statuses = answering
                    .assert_told("/do/answer", &with(&fields, name, value))
                    .await;
                if name != "choice[]" || !value.is_empty() {
                    assert!(
                        statuses.iter().all(|s| s.is_client_error()),
                        "{name}={value}: {statuses:?}"
                    );
                }
            }
            let submission = answering.submission.clone();
            let submit = [("poll", "1"), ("submission", submission.as_str())];
            for name in ["poll", "submission"] {
                answering
                    .assert_told("/do/submit", &with(&submit, name, value))
                    .await;
            }
            let statuses = answering
                .assert_told("/do/clear-draft", &with(&[("poll", "1")], "poll", value))
                .await;
            assert!(
                statuses.iter().all(|s| s.is_client_error()),
                "poll={value}: {statuses:?}"
            );
        }
        answering.assert_nothing_lost(&app.town).await;
    }

    async fn bodies_that_no_form_sends_change_nothing(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let answering = Answering::new(&app).await;
        let many_options = "choice[]=1&".repeat(20_000) + ANSWER;
        let deep = format!("a{}=1", "[b]".repeat(5_000));
        let separators = "&".repeat(100_000);
        let equals = "=".repeat(100_000);
        for body in [
            "",
            "&&&",
            "=",
            "====",
            "poll",
            "poll=",
            "poll&question&choice[]",
            "question=1&choice[]=1",
            "poll=1&choice[]=1",
            "poll=1&poll=1&question=1&choice[]=1",
            "poll=1&poll=2&question=1",
            "poll[]=1&question=1&choice[]=1",
            "poll[a]=1&question=1",
            "question=1&question=2&poll=1",
            "choice[a][b]=1&poll=1&question=1",
            "choice[99999999999]=1&poll=1&question=1",
            "choice[-1]=1&poll=1&question=1",
            "poll=1&question=1&choice[]=1&go=next&go=leave",
            "poll=1&question=1&choice[]=1&go=javascript:alert(1)",
            "__proto__[poll]=1",
            "poll=1&question=1&choice[]=1&community=2&person=x&state=open",
            "poll=%00",
            "poll=1%00&question=1",
            "poll=%FF",
            "poll=%C0%AF",
            "poll=%ED%A0%80",
            "poll=1%",
            "poll=%zz",
            "poll=%u0031",
            "po%00ll=1",
            "%FF=1",
            "\u{feff}poll=1&question=1",
            "{\"poll\":\"1\",\"question\":\"1\",\"choice\":[\"1\"]}",
            "poll=1;question=1;choice[]=1",
            "poll=1\r\nquestion=1",
            &many_options,
            &deep,
            &separators,
            &equals,
        ] {
            for function in ["/do/answer", "/do/submit"] {
                answering.assert_told(function, body.as_bytes()).await;
            }
        }
        for bytes in [
            &b"poll=\xff"[..],
            b"\x00",
            b"\xff\xfe\x00\x01",
            b"poll=1\x00&question=1",
            b"\xf0\x9f\x97",
            b"poll=1&question=1&choice[]=\xc0\x80",
        ] {
            for function in ["/do/answer", "/do/submit", "/do/clear-draft"] {
                let statuses = answering.assert_told(function, bytes).await;
                assert_eq!(statuses, [400, 400], "{bytes:?}");
            }
        }
        answering.assert_nothing_lost(&app.town).await;
    }

    async fn an_option_of_another_poll_or_question_is_refused_and_the_draft_stays(
        databases: Databases,
    ) {
        let app = TestApp::start(&databases).await;
        let answering = Answering::new(&app).await;
        let mut wide = content();
        wide.questions = vec![question(1, QuestionKind::Single, true, 9)];
        let other = app.town.poll(KOROSTEN, wide, -HOUR, DAY).await;
        answering.person.answer(other, 1, &[9]).await;
        for (question, options) in [
            (1, &[9][..]),
            (1, &[4]),
            (2, &[1, 9]),
            (3, &[4]),
            (1, &[1, 9]),
        ] {
            for window in [answering.person.clone(), answering.person.in_english()] {
                let page = window.answer(answering.poll, question, options).await;
                page.assert_page(400, window.lang());
            }
            assert_eq!(
                answering.person.draft(answering.poll).await,
                answering.draft
            );
        }
        // A question that the poll does not have.
        answering
            .person
            .answer(answering.poll, 4, &[1])
            .await
            .assert_page(404, "uk");
        answering.assert_nothing_lost(&app.town).await;
        assert_eq!(app.town.ballots(other).await, 0);
    }

    /// A wrong count is no attack: what was marked is kept, with the error beside it.
    async fn a_wrong_answer_is_kept_and_explained(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let person = app.resident("load-3").await;
        person.fill(poll).await;
        for window in [person.clone(), person.in_english()] {
            let page = window.answer(poll, 2, &[1, 2, 3]).await;
            page.assert_leads_to(&window.path("/polls/1/vote/2?fix"));
            let page = window.get("/polls/1/vote/2?fix").await;
            page.assert_page(200, window.lang());
            assert!(page.body.contains("role=\"alert\""), "{}", page.body);
            assert_eq!(page.body.matches(" checked").count(), 3, "{}", page.body);
            let check = window.check(poll).await;
            assert!(check.field("submission").is_none() && check.body.contains("role=\"alert\""));
        }
        // And it cannot be submitted by hand either.
        let somehow = "00000000-0000-4000-8000-000000000000";
        person
            .submit_as(poll, somehow)
            .await
            .assert_leads_to("/polls/1/vote/check");
        assert_eq!(app.town.ballots(poll).await, 0);
    }

    async fn only_a_form_is_read(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let answering = Answering::new(&app).await;
        let multipart =
            "--x\r\nContent-Disposition: form-data; name=\"poll\"\r\n\r\n1\r\n--x--\r\n";
        for (kind, body) in [
            (
                Some("application/json"),
                r#"{"poll":"1","question":"1","choice":["2"],"go":"next"}"#,
            ),
            (Some("application/json; charset=utf-8"), r#"[]"#),
            (Some("multipart/form-data; boundary=x"), multipart),
            (Some("text/plain"), ANSWER),
            (Some("application/xml"), "<poll>1</poll>"),
            (Some("application/x-www-form-urlencode"), ANSWER),
            (Some(""), ANSWER),
            (Some("; charset=utf-8"), ANSWER),
            (None, ANSWER),
        ] {
            for window in [answering.person.clone(), answering.person.in_english()] {
                let mut request = window.form("/do/answer", body).build().unwrap();
                request.headers_mut().remove("content-type");
                if let Some(kind) = kind {
                    request
                        .headers_mut()
                        .insert("content-type", kind.parse().unwrap());
                }
                let page = window.send_request(request).await;
                page.assert_page(400, window.lang());
                assert_eq!(
                    answering.person.draft(answering.poll).await,
                    answering.draft
                );
            }
        }
        answering.assert_nothing_lost(&app.town).await;
    }

    async fn a_body_up_to_the_limit_is_read_and_one_byte_more_is_not(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let answering = Answering::new(&app).await;
        let padded = |size: usize| {
            let mut body = format!("{ANSWER}&padding=");
            body.extend(std::iter::repeat_n('a', size - body.len()));
            body
        };
        for window in [answering.person.clone(), answering.person.in_english()] {
            let page = window
                .send(window.form("/do/answer", padded(MOST_FORM_BYTES)))
                .await;
            page.assert_leads_to(&window.path("/polls/1/vote/2"));
            let page = window
                .send(window.form("/do/answer", padded(MOST_FORM_BYTES + 1)))
                .await;
            page.assert_page(413, window.lang());
            assert!(
                page.body
                    .contains(["чернетка", "draft"][usize::from(window.lang() == "en")]),
                "{}",
                page.body
            );
        }
        assert_eq!(
            answering.person.draft(answering.poll).await,
            answering.draft
        );
        answering.assert_nothing_lost(&app.town).await;
    }

    /// The person must see the page: a connection that breaks off while the browser is still sending shows nothing.
    async fn a_body_far_over_the_limit_is_answered_with_a_page(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let answering = Answering::new(&app).await;
        for megabytes in [1usize, 4] {
            for chunked in [false, true] {
                for (prefix, lang) in [("", "uk"), ("/en", "en")] {
                    let response = send_large(&answering.person, prefix, megabytes, chunked).await;
                    assert_eq!(
                        response.status, 413,
                        "{megabytes} MB, chunked {chunked}: {response:?}"
                    );
                    assert!(
                        response.body.contains(&format!("<html lang=\"{lang}\"")),
                        "{response:?}"
                    );
                    for header in [
                        "content-security-policy: ",
                        "x-content-type-options: nosniff",
                    ] {
                        assert!(response.head.contains(header), "{response:?}");
                    }
                }
            }
        }
        assert_eq!(
            answering.person.draft(answering.poll).await,
            answering.draft
        );
        answering.assert_nothing_lost(&app.town).await;
    }

    async fn a_body_that_promises_a_terabyte_is_not_waited_for(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let answering = Answering::new(&app).await;
        let head = head(&answering.person, "", "content-length: 1099511627776\r\n");
        let response = raw::exchange(app.address, &head, &[ANSWER.as_bytes().to_vec()]).await;
        assert_eq!(response.status, 413, "{response:?}");
        answering.assert_nothing_lost(&app.town).await;
    }

    async fn functions_that_nobody_wrote_are_a_clear_page(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let answering = Answering::new(&app).await;
        for function in [
            "/do/nothing",
            "/do/answer/",
            "/do/answer/x",
            "/do/ANSWER",
            "/do/%61nswer",
            "/do/..%2Fanswer",
            "/do/staff/nothing",
            "/do/%00",
            "/do/%FF",
            "/do//answer",
        ] {
            for window in [answering.person.clone(), answering.person.in_english()] {
                let page = window.send(window.form(function, ANSWER)).await;
                assert!(
                    page.status == StatusCode::NOT_FOUND || page.status == StatusCode::BAD_REQUEST,
                    "{function}: {page:?}"
                );
                page.assert_is_page(window.lang());
            }
        }
        // Other pages take no forms at all.
        for path in [
            "/",
            "/polls",
            "/polls/1",
            "/polls/1/vote/1",
            "/sign-in",
            "/staff",
            "/auth/callback",
            "/auth/ticket",
            "/robots.txt",
            "/favicon.svg",
            "/pkg/main.css",
        ] {
            let page = answering.person.post(path, &[("poll", "1")]).await;
            page.assert_page(405, "uk");
        }
        answering.assert_nothing_lost(&app.town).await;
    }

    /// The links of an error page lead to pages: to the other language, to the sign-in and back. A form's own address is none.
    async fn the_error_page_of_a_form_leads_on(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let answering = Answering::new(&app).await;
        for window in [
            answering.person.clone(),
            app.visitor(),
            app.visitor().in_english(),
        ] {
            for (function, body) in [
                ("/do/answer", "poll=77"),
                ("/do/submit", "poll=%00"),
                ("/do/nothing", ""),
                ("/do/staff/publish", "poll=1&version=1"),
            ] {
                let page = window.send(window.form(function, body)).await;
                assert!(page.status.is_client_error(), "{page:?}");
                let hrefs = page.body.split("href=\"").skip(1);
                for href in hrefs.map(|rest| rest.split('"').next().unwrap()) {
                    assert!(!href.contains("/do/"), "{function} {body}: {href}");
                }
            }
        }
        let page = app.visitor().post("/do/staff/publish", &[]).await;
        page.assert_page(401, "uk");
        assert!(page.body.contains("увійти"), "{}", page.body);
    }

    /// What an island is told: the stable code of the failure, never a page and never words about our insides.
    async fn a_program_is_told_the_stable_code(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let answering = Answering::new(&app).await;
        for (body, status, code) in [
            ("poll=77&question=1", 404, "\"NotFound\""),
            ("poll=1&question=9", 404, "\"NotFound\""),
            ("poll=1&question=1&choice[]=9", 400, "\"BadRequest\""),
            ("poll=1&poll=1", 400, "\"BadRequest\""),
            ("poll=%00", 400, "\"BadRequest\""),
        ] {
            let page = answering
                .person
                .send(answering.person.call("/do/answer", body))
                .await;
            assert_eq!(
                (page.status.as_u16(), page.body.as_str()),
                (status, code),
                "{body}"
            );
            assert_eq!(page.location(), None, "{body}");
        }
        let page = answering
            .person
            .send(answering.person.call("/do/nothing", ""))
            .await;
        assert_eq!(
            (page.status.as_u16(), page.body.as_str()),
            (404, "\"NotFound\"")
        );
        let page = answering
            .person
            .send(answering.person.call("/do/answer", ANSWER))
            .await;
        assert_eq!(
            (page.status.as_u16(), page.body.as_str()),
            (200, "\"Saved\"")
        );
        assert_eq!(
            answering.person.draft(answering.poll).await,
            answering.draft
        );
    }
}

/// Request line and headers of an answer form, without the end of the head.
fn head(person: &Browser, prefix: &str, length: &str) -> Vec<u8> {
    let origin = person.origin();
    let host = origin.trim_start_matches("http://");
    let cookies = person.cookie_line();
    format!(
        "POST {prefix}/do/answer HTTP/1.1\r\nhost: {host}\r\norigin: {origin}\r\nsec-fetch-site: same-origin\r\n\
         accept: text/html\r\ncookie: {cookies}\r\ncontent-type: application/x-www-form-urlencoded\r\n{length}"
    )
    .into_bytes()
}

async fn send_large(
    person: &Browser,
    prefix: &str,
    megabytes: usize,
    chunked: bool,
) -> RawResponse {
    let piece = vec![b'a'; 64 * 1024];
    let first = encoded(&[("poll", "1"), ("question", "1")]) + "&choice[]=1&padding=";
    let pieces: Vec<&[u8]> = std::iter::once(first.as_bytes())
        .chain(std::iter::repeat_n(piece.as_slice(), megabytes * 16))
        .collect();
    if chunked {
        let head = head(person, prefix, "transfer-encoding: chunked\r\n");
        raw::exchange(person.address(), &head, &raw::chunked(&pieces)).await
    } else {
        let length: usize = pieces.iter().map(|piece| piece.len()).sum();
        let head = head(person, prefix, &format!("content-length: {length}\r\n"));
        let pieces: Vec<Vec<u8>> = pieces.iter().map(|piece| piece.to_vec()).collect();
        raw::exchange(person.address(), &head, &pieces).await
    }
}
