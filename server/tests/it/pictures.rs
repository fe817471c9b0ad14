//! Pictures of options: who may send one, what is taken, where it is shown, and that nothing typed is lost.

use crate::{
    app::TestApp,
    browser::{Browser, Page},
    editor_form::Opened,
    town::{HOUR, KOROSTEN, TestPoll, content},
    upload::{BOUNDARY, end, file_part, part, png, send},
};
use domain::{
    lang::Bilingual,
    poll::{ChoicePicture, MOST_FILE_BYTES, PollContent},
    time::DAY,
};
use server::web::upload::MOST_UPLOAD_BYTES;

const UPLOAD: &str = "/do/staff/option-picture";
const PLACE: &str = "/staff/polls/1/pictures/1/2";

/// The form of the picture's page.
#[derive(Clone, Debug)]
struct Form<'a> {
    poll: &'a str,
    version: &'a str,
    place: (&'a str, &'a str),
    mark: &'a str,
    picture: &'a str,
    alt: (&'a str, &'a str),
    file_name: &'a str,
    file: &'a [u8],
}

impl<'a> Form<'a> {
    fn with(file: &'a [u8]) -> Self {
        Self {
            poll: "1",
            version: "1",
            place: ("1", "2"),
            mark: "",
            picture: "",
            alt: ("Сквер навесні", "The square in spring"),
            file_name: "сквер.png",
            file,
        }
    }

    fn body(&self) -> Vec<u8> {
        let mut body = Vec::new();
        for (name, value) in [
            ("poll", self.poll),
            ("version", self.version),
            ("question", self.place.0),
            ("option", self.place.1),
            ("f[mark]", self.mark),
            ("picture", self.picture),
        ] {
            part(&mut body, name, value);
        }
        file_part(&mut body, self.file_name, self.file);
        part(&mut body, "f[alt_uk]", self.alt.0);
        part(&mut body, "f[alt_en]", self.alt.1);
        end(&mut body);
        body
    }

    async fn sent_by(&self, browser: &Browser) -> Page {
        send(browser, UPLOAD, self.body()).await
    }
}

async fn stored(app: &TestApp, poll: TestPoll) -> PollContent {
    let poll = app.town.store.poll(poll.community, poll.id).await;
    poll.unwrap().unwrap().content
}

/// The picture of the second option of the first question.
async fn picture_of(app: &TestApp, poll: TestPoll) -> Option<ChoicePicture> {
    stored(app, poll).await.questions[0].options[1]
        .picture
        .clone()
}

async fn pictures(app: &TestApp) -> i64 {
    app.database.count("SELECT count(*) FROM picture").await
}

/// A draft whose second option has a picture; version 2.
async fn illustrated(app: &TestApp, staff: &Browser) -> (TestPoll, ChoicePicture) {
    let poll = app.town.draft_poll(KOROSTEN, &content()).await;
    let saved = "/staff/polls/1/edit?saved#q1-o2";
    Form::with(&png(7))
        .sent_by(staff)
        .await
        .assert_leads_to(saved);
    let picture = picture_of(app, poll).await.unwrap();
    (poll, picture)
}

on_both_databases! {
    async fn a_file_becomes_the_picture_of_its_option_and_is_shown_wherever_the_option_is(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let staff = app.staff().await;
        let (_, picture) = illustrated(&app, &staff).await;
        assert_eq!(picture.alt, Bilingual::new("Сквер навесні", "The square in spring"));
        assert_eq!((picture.file.width, picture.file.height), (64, 48));
        let address = picture.file.address();
        for page in ["/staff/polls/1/edit", PLACE, "/staff/polls/1/preview/page", "/staff/polls/1/preview/page?question=1"] {
            for (window, alt) in [(staff.clone(), "Сквер навесні"), (staff.in_english(), "The square in spring")] {
                let page = window.get(page).await;
                page.assert_page(200, window.lang());
                assert!(page.body.contains(&format!("src=\"{address}\"")), "{page:?}");
                assert!(page.body.contains(&format!("alt=\"{alt}\"")), "{page:?}");
                assert!(page.body.contains("height=\"48\"") && page.body.contains("width=\"64\""), "{page:?}");
            }
        }
        // It is in the audit log, and the poll's change too.
        let acts = "SELECT count(*) FROM audit WHERE actor = 'person' AND act IN ('picture.added', 'poll.saved')";
        assert_eq!(app.database.count(acts).await, 2);
        staff.get("/staff/journal").await.assert_page(200, "uk");
    }

    async fn a_resident_sees_the_picture_beside_the_option(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let staff = app.staff().await;
        let (_, mut picture) = illustrated(&app, &staff).await;
        picture.alt.uk = "Сквер\"><i>навесні".into();
        let mut illustrated = content();
        illustrated.questions[0].options[1].picture = Some(picture.clone());
        let poll = app.town.poll(KOROSTEN, illustrated, -HOUR, 10 * DAY).await;
        let visitor = app.visitor();
        for path in [format!("/polls/{}", poll.number), format!("/polls/{}/vote/1", poll.number)] {
            let page = visitor.get(&path).await;
            page.assert_page(200, "uk");
            assert!(page.body.contains(&format!("src=\"{}\"", picture.file.address())), "{path}");
            assert!(page.body.contains("alt=\"Сквер&quot;"), "{path}");
            assert!(!page.body.contains("<i>навесні"), "markup in what a picture shows: {path}");
        }
    }

    async fn a_picture_is_served_for_ever_and_only_where_it_belongs(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let staff = app.staff().await;
        let (_, picture) = illustrated(&app, &staff).await;
        let (visitor, address) = (app.visitor(), picture.file.address());
        let served = visitor.get_exactly(&address).await;
        assert_eq!(served.status, 200);
        assert_eq!(served.header("content-type"), Some("image/jpeg"));
        assert_eq!(served.header("cache-control"), Some("public, max-age=31536000, immutable"));
        let tag = served.header("etag").unwrap().to_owned();
        let again = visitor.request(reqwest::Method::GET, &address).header("if-none-match", &tag);
        let again = visitor.send(again).await;
        assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""));

        let abroad = visitor.on("ovruch.localhost");
        let upper = address.replace("/pictures/", "").to_uppercase();
        for (window, path) in [
            (&abroad, address.clone()),
            (&visitor, format!("/pictures/{upper}")),
            (&visitor, format!("/pictures/{}", "0".repeat(64))),
            (&visitor, "/pictures/".to_owned()),
            (&visitor, "/pictures/..%2f..%2fetc".to_owned()),
            (&visitor, format!("{address}.jpg")),
        ] {
            window.get_exactly(&path).await.assert_page(404, "uk");
        }
    }

    async fn who_may_not_edit_polls_is_refused_and_nothing_of_their_file_is_kept(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.draft_poll(KOROSTEN, &content()).await;
        let large = vec![7; 2 << 20];
        for file in [png(7), large] {
            for window in [app.visitor(), app.visitor().in_english()] {
                Form::with(&file).sent_by(&window).await.assert_page(401, window.lang());
            }
            let resident = app.resident("load-3").await;
            Form::with(&file).sent_by(&resident).await.assert_page(403, "uk");
            // Another community's staff: here nobody, there without this poll.
            let foreign = app.foreign_staff().await;
            Form::with(&file).sent_by(&foreign).await.assert_page(403, "uk");
        }
        assert_eq!(pictures(&app).await, 0);
        let foreign = app.foreign_staff().await.on("ovruch.localhost");
        Form::with(&png(7)).sent_by(&foreign).await.assert_page(404, "uk");
        assert_eq!(stored(&app, poll).await, content());
        // A page of another site sends nothing in their name.
        let staff = app.staff().await;
        let mut request = staff.form(UPLOAD, Form::with(&png(8)).body()).build().unwrap();
        request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
        staff.send_request(request).await.assert_page(403, "uk");
        assert_eq!(stored(&app, poll).await, content());
    }

    async fn words_sent_after_the_session_ended_wait_for_their_author_and_the_file_does_not(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.draft_poll(KOROSTEN, &content()).await;
        let staff = app.staff().await;
        let mark = staff.get(PLACE).await.field("f[mark]").unwrap();
        staff.drop_cookie("session");
        let (file, words) = (png(7), ("Сквер, якого ще ніхто не зберіг", ""));
        let form = Form { mark: &mark, alt: words, ..Form::with(&file) };
        form.sent_by(&staff).await.assert_leads_to("/sign-in?return=/staff/polls/1/pictures/1/2%3Fkept%23unsaved");
        assert_eq!((pictures(&app).await, stored(&app, poll).await), (0, content()));
        assert!(!app.database.texts().await.contains(words.0));
        // The mark of another option, or in another browser, opens nothing.
        let other = Form { place: ("1", "1"), ..form.clone() };
        other.sent_by(&staff).await.assert_page(401, "uk");
        form.sent_by(&app.visitor()).await.assert_page(401, "uk");
        // Another member of staff at this browser sees nothing of it; a resident is denied, with words about it.
        let kept = format!("{PLACE}?kept");
        app.give_role(KOROSTEN, "load-50").await;
        let page = staff.sign_in("load-50", &kept).await;
        page.assert_page(200, "uk");
        assert!(!page.body.contains(words.0));
        app.town.settle(KOROSTEN, "load-3").await;
        let page = staff.try_sign_in("load-3", &kept).await;
        page.assert_page(403, "uk");
        assert!(page.body.contains("цього ще не збережено"), "{}", page.body);
        let page = staff.sign_in(crate::app::MODERATOR, &kept).await;
        page.assert_page(200, "uk");
        assert!(page.body.contains(words.0) && page.body.contains("файл оберіть ще раз"), "{}", page.body);
        // Now it is stored.
        let mark = page.field("f[mark]").unwrap();
        let form = Form { mark: &mark, ..form };
        form.sent_by(&staff).await.assert_leads_to("/staff/polls/1/edit?saved#q1-o2");
        let choice = &stored(&app, poll).await.questions[0].options[1];
        assert_eq!(choice.picture.as_ref().unwrap().alt.uk, words.0);
        assert!(!staff.get(PLACE).await.body.contains("файл оберіть ще раз"));
    }

    async fn what_is_no_picture_is_told_beside_the_file_and_the_words_stay(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.draft_poll(KOROSTEN, &content()).await;
        let staff = app.staff().await;
        staff.get(PLACE).await.assert_page(200, "uk");
        let (cut, too_large) = (png(7)[..40].to_vec(), vec![b'x'; MOST_FILE_BYTES + 1]);
        for (file, words) in [
            (&b""[..], "оберіть файл"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "це не PNG, JPEG чи WebP"),
            (b"GIF89a", "це не PNG, JPEG чи WebP"),
            (&cut, "файл пошкоджено"),
            (&too_large, "файл більший за"),
        ] {
            let form = Form { alt: ("Опис \"<b>", "Words"), ..Form::with(file) };
            form.sent_by(&staff).await.assert_leads_to(&format!("{PLACE}#errors"));
            let page = staff.get(PLACE).await;
            page.assert_page(200, "uk");
            assert!(page.body.contains(words), "{words}: {page:?}");
            assert!(page.body.contains("href=\"#file\"") && page.body.contains("id=\"file-error\""), "{page:?}");
            assert_eq!(page.field("f[alt_uk]").as_deref(), Some("Опис &quot;&lt;b&gt;"), "{page:?}");
            assert_eq!(page.field("f[alt_en]").as_deref(), Some("Words"));
        }
        // Longer than is read at all.
        let endless = vec![b'x'; MOST_UPLOAD_BYTES];
        Form::with(&endless).sent_by(&staff).await.assert_page(413, "uk");
        assert_eq!(pictures(&app).await, 0);
        assert_eq!(stored(&app, poll).await, content());
    }

    async fn words_that_are_too_long_cost_nobody_their_file(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.draft_poll(KOROSTEN, &content()).await;
        let staff = app.staff().await;
        staff.get(PLACE).await;
        let long = "ї".repeat(201);
        let form = Form { alt: (&long, ""), ..Form::with(b"") };
        let file = png(7);
        Form { file: &file, ..form.clone() }.sent_by(&staff).await.assert_leads_to(&format!("{PLACE}#errors"));
        let page = staff.get(PLACE).await;
        assert!(page.body.contains("href=\"#alt_uk\"") && page.body.contains("скоротіть до 200"), "{page:?}");
        assert_eq!(page.field("f[alt_uk]"), Some(long.clone()));
        let picture = page.field("picture").unwrap();
        let mended = Form { alt: ("Сквер", ""), picture: &picture, ..form };
        mended.sent_by(&staff).await.assert_leads_to("/staff/polls/1/edit?saved#q1-o2");
        assert_eq!(picture_of(&app, poll).await.unwrap().alt.uk, "Сквер");
        // What was mended does not come back.
        assert!(!staff.get(PLACE).await.body.contains("role=\"alert\""));
    }

    async fn names_of_files_and_strange_bodies_change_nothing(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.draft_poll(KOROSTEN, &content()).await;
        let staff = app.staff().await;
        let file = png(7);
        let names = ["../../etc/passwd", "x.html", "", "C:\\a", "a'; DROP TABLE picture; --", "<script>", "\u{202e}gnp.exe"];
        for (version, name) in (1u8..).zip(names) {
            let file = png(20 * version);
            let form = Form { file_name: name, version: &version.to_string(), ..Form::with(&file) };
            form.sent_by(&staff).await.assert_leads_to("/staff/polls/1/edit?saved#q1-o2");
        }
        let before = stored(&app, poll).await;
        let form = Form::with(&file);
        let whole = form.body();
        let doubled = [&whole[..whole.len() - BOUNDARY.len() - 6], &whole[..]].concat();
        let many: Vec<u8> = (0..50).fold(Vec::new(), |mut body, _| { part(&mut body, "x", "y"); body });
        for body in [
            Vec::new(),
            b"x".to_vec(),
            whole[..whole.len() / 2].to_vec(),
            doubled,
            [&many[..], &whole].concat(),
            Form { poll: "1\0", ..form.clone() }.body(),
            Form { version: "x", ..form.clone() }.body(),
            Form { picture: "x", file: b"", ..form.clone() }.body(),
            Form { alt: (&"x".repeat(9_000), ""), ..form.clone() }.body(),
        ] {
            send(&staff, UPLOAD, body).await.assert_page(400, "uk");
        }
        for (poll, place) in [("2", ("1", "2")), ("x", ("1", "2")), ("1", ("9", "1")), ("1", ("1", "9")), ("1", ("3", "1")), ("1", ("0", "-1"))] {
            Form { poll, place, ..form.clone() }.sent_by(&staff).await.assert_page(404, "uk");
        }
        // A plain form is none of this address.
        let body = "poll=1&version=1&question=1&option=2";
        staff.send(staff.form(UPLOAD, body)).await.assert_page(400, "uk");
        assert_eq!(stored(&app, poll).await, before);
    }

    async fn who_was_overtaken_is_told_and_keeps_file_and_words(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.draft_poll(KOROSTEN, &content()).await;
        let staff = app.staff().await;
        staff.get(PLACE).await;
        let mut theirs = content();
        theirs.title.uk.push('!');
        let body = Opened::by(&staff, 1).await.saving(&theirs);
        staff.send(staff.form("/do/staff/save-poll", body)).await;
        let (file, empty) = (png(7), Form::with(b""));
        Form { file: &file, ..empty.clone() }.sent_by(&staff).await.assert_leads_to(&format!("{PLACE}#unsaved"));
        assert_eq!(stored(&app, poll).await, theirs);
        let page = staff.get(PLACE).await;
        assert!(page.body.contains("Чернетку змінив хтось інший"), "{page:?}");
        assert_eq!(page.field("f[alt_uk]").as_deref(), Some("Сквер навесні"));
        let (picture, version) = (page.field("picture").unwrap(), page.field("version").unwrap());
        Form { picture: &picture, version: &version, ..empty }
            .sent_by(&staff)
            .await
            .assert_leads_to("/staff/polls/1/edit?saved#q1-o2");
        assert_eq!(picture_of(&app, poll).await.unwrap().file.to_string(), picture);
    }

    /// The editor's form carries the picture along: it moves and goes with its option.
    async fn the_editor_loses_no_picture_and_takes_none_that_is_not_the_communitys(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let staff = app.staff().await;
        let (poll, picture) = illustrated(&app, &staff).await;
        let with_picture = stored(&app, poll).await;
        let save = async |act: &str, content: &PollContent| {
            let body = Opened::by(&staff, 1).await.pressing(act, content);
            staff.send(staff.form("/do/staff/save-poll", body)).await
        };
        let mut renamed = with_picture.clone();
        renamed.title.uk.push('!');
        save("save", &renamed).await.assert_leads_to("/staff/polls/1/edit?saved");
        assert_eq!(picture_of(&app, poll).await, Some(picture.clone()));
        save("up-option:1.2", &renamed).await.assert_leads_to("/staff/polls/1/edit?saved#q1-o1");
        assert_eq!(stored(&app, poll).await.questions[0].options[0].picture, Some(picture.clone()));
        let moved = stored(&app, poll).await;
        save("remove-option:1.1", &moved).await;
        assert!(stored(&app, poll).await.questions[0].options.iter().all(|option| option.picture.is_none()));
        // Saving leads on to the page of the picture, also of an option that was not stored before.
        save("picture-option:1.3", &moved).await.assert_leads_to("/staff/polls/1/pictures/1/3");
        save("picture-option:3.1", &moved).await.assert_leads_to("/staff/polls/1/edit?saved");

        let before = stored(&app, poll).await;
        let foreign = app.foreign_staff().await.on("ovruch.localhost");
        app.town.draft_poll(crate::town::OVRUCH, &content()).await;
        Form::with(&png(99)).sent_by(&foreign).await.assert_leads_to("/staff/polls/1/edit?saved#q1-o2");
        let there = app.town.store.poll_by_number(crate::town::OVRUCH, poll.number).await.unwrap().unwrap();
        let theirs = there.content.questions[0].options[1].picture.clone().unwrap();
        let mut stolen = before.clone();
        stolen.questions[0].options[0].picture = Some(theirs.clone());
        save("save", &stolen).await.assert_page(400, "uk");
        let version = Opened::by(&staff, 1).await.version;
        let named = theirs.file.to_string();
        Form { picture: &named, version: &version, ..Form::with(b"") }.sent_by(&staff).await.assert_page(400, "uk");
        let mut forged = before.clone();
        forged.questions[0].options[0].picture = Some(ChoicePicture { file: domain::poll::PictureFile { width: 9, ..picture.file }, ..picture });
        save("save", &forged).await.assert_page(400, "uk");
        assert_eq!(stored(&app, poll).await, before);
    }

    async fn a_picture_is_removed_by_its_own_button(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let staff = app.staff().await;
        let (poll, picture) = illustrated(&app, &staff).await;
        let fields = [("poll", "1"), ("version", "2"), ("question", "1"), ("option", "2"), ("act", "remove")];
        for _ in 0..2 {
            staff.post("/do/staff/set-picture", &fields).await.assert_leads_to("/staff/polls/1/edit?saved#q1-o2");
            assert_eq!(picture_of(&app, poll).await, None);
        }
        assert_eq!(stored(&app, poll).await, content());
        // A page that was kept may still show it.
        assert_eq!(app.visitor().get_exactly(&picture.file.address()).await.status, 200);
    }

    async fn a_picture_without_words_stands_against_publishing_and_a_published_poll_keeps_its_pictures(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let mut lasting = content();
        lasting.closes_at = Some(crate::town::now().plus(10 * DAY));
        let poll = app.town.draft_poll(KOROSTEN, &lasting).await;
        let staff = app.staff().await;
        let file = png(7);
        let form = Form { alt: ("", "Only English"), ..Form::with(&file) };
        form.sent_by(&staff).await.assert_leads_to("/staff/polls/1/edit?saved#q1-o2");
        let publish = async |version: &str| {
            let fields = [("poll", "1"), ("version", version)];
            staff.post("/do/staff/publish", &fields).await
        };
        publish("2").await.assert_leads_to("/staff/polls/1#publish");
        let page = staff.get("/staff/polls/1").await;
        assert!(page.body.contains("/staff/polls/1/edit?check#q1-o2-picture"), "{page:?}");
        let page = staff.get("/staff/polls/1/edit?check").await;
        assert!(page.body.contains("id=\"q1-o2-picture-error\""), "{page:?}");
        let named = picture_of(&app, poll).await.unwrap().file.to_string();
        let words = Form { picture: &named, version: "2", ..Form::with(b"") };
        words.sent_by(&staff).await.assert_leads_to("/staff/polls/1/edit?saved#q1-o2");
        publish("3").await.assert_leads_to("/staff/polls/1?published");
        let published = stored(&app, poll).await;
        let other = png(9);
        let late = Form { version: "4", ..Form::with(&other) };
        late.sent_by(&staff).await.assert_leads_to("/staff/polls/1?locked");
        let fields = [("poll", "1"), ("version", "4"), ("question", "1"), ("option", "2"), ("act", "remove")];
        staff.post("/do/staff/set-picture", &fields).await.assert_leads_to("/staff/polls/1?locked");
        assert_eq!(stored(&app, poll).await, published);
    }
}
