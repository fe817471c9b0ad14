//! Organisations: proving by a key and by documents that one acts for one, choosing for whom one acts, handing that on; and what everybody
//! sees.

use crate::{
    app::{ADMINISTRATOR, MODERATOR, Start, TestApp},
    browser::{Browser, Page},
    editor_form::Opened,
    email, logs,
    town::{KOROSTEN, OVRUCH, by_system, content, resident},
    upload,
};
use app::i18n::{Lang, dates, find, my_data, organisations as words, staff_editor};
use domain::{
    document::DocumentKind,
    ids::{OrganisationNo, PersonId},
    lang::Bilingual,
    national_id::Edrpou,
    organisation::{MOST_OFFERS, NAME, Organisation, Proof},
    poll::{InitiatorKind, PollContent},
    time::DAY,
};

const MINE: &str = "/me/organisations";
const DESK: &str = "/staff/organisations";
const UPLOAD: &str = "/do/send-organisation-document";
/// Signs for a public association (the sandbox's list).
const CHAIR: &str = "lesia-nechyporenko";
const ASSOCIATION: &str = "Громадська організація «Стежки Ужа» (вигадана)";
const CODE: &str = "42187536";
const SOMEBODY: &str = "load-7";
const SECOND: &str = "load-8";
const PDF: &[u8] = b"%PDF-1.7\nMinutes of the founding meeting in Hrozyne.";

fn association(edrpou: Option<&str>) -> Organisation {
    Organisation {
        no: OrganisationNo(0),
        kind: InitiatorKind::PublicAssociation,
        name: Bilingual::new(ASSOCIATION, "Uzh Trails"),
        edrpou: edrpou.and_then(Edrpou::parse),
        about: Bilingual::new("Робимо стежки.\n\nРазом.", ""),
    }
}

async fn known(app: &TestApp, edrpou: Option<&str>) -> OrganisationNo {
    let store = &app.town.store;
    let new = association(edrpou);
    store
        .add_organisation(KOROSTEN, &new, by_system())
        .await
        .unwrap()
}

async fn by_key(app: &TestApp, name: &str) -> Browser {
    app.town.settle(KOROSTEN, name).await;
    let browser = app.visitor();
    browser.sign_in_by_key(name, "/").await;
    browser
}

async fn person(app: &TestApp, name: &str) -> PersonId {
    app.town.person(KOROSTEN, name).await.unwrap()
}

/// What somebody sends of an organisation: kind, name, code, position.
pub async fn claim(
    browser: &Browser,
    [kind, name, code, position]: [&str; 4],
    file: &[u8],
) -> Page {
    let mut body = Vec::new();
    for (key, value) in [
        ("kind", kind),
        ("name", name),
        ("code", code),
        ("position", position),
    ] {
        upload::part(&mut body, key, value);
    }
    upload::file_part(&mut body, "minutes.html", file);
    upload::end(&mut body);
    upload::send(browser, UPLOAD, body).await
}

/// Sends the confirmation or the refusal that stands on the page of a claim, with these fields.
pub async fn decide(
    desk: &Browser,
    whose: PersonId,
    function: &str,
    fields: &[(&str, &str)],
) -> Page {
    let page = desk.get(&format!("{DESK}/claims/{whose}")).await;
    let (mark, sent) = (
        page.field("mark").unwrap_or_default(),
        page.field("sent").unwrap_or_default(),
    );
    let whose = whose.to_string();
    let mut all = vec![("person", whose.as_str()), ("mark", &mark), ("sent", &sent)];
    all.extend(fields);
    desk.post(&format!("/do/staff/{function}"), &all).await
}

/// The path of the link that the page shows.
fn shown_link(page: &Page) -> String {
    let at = page.body.find("/organisation-power/");
    let at = at.expect("the link is shown");
    let rest = page.body[at..].chars();
    rest.take_while(|c| !c.is_whitespace() && *c != '"' && *c != '<')
        .collect()
}

fn last_day(days: i64) -> String {
    let day = dates::today(crate::town::now().plus(days * 86_400_000));
    format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
}

on_both_databases! {
    async fn the_key_of_a_known_organisation_proves_a_power_at_one_press_and_acting_is_chosen_and_visible(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let no = known(&app, Some(CODE)).await;
        let poll = app.town.open_poll().await;
        let chair = by_key(&app, CHAIR).await;
        for window in [chair.clone(), chair.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            let page = window.get(MINE).await;
            page.assert_page(200, window.lang());
            assert!(page.says(&words::key_known(lang, ASSOCIATION)) && page.says(words::mine_none(lang)), "{page:?}");
        }
        // The signature alone changes nothing: it takes a press to represent, and another to act.
        assert_eq!(chair.post("/do/act-for", &[("no", "1")]).await.status, 403);
        chair.post("/do/prove-power-by-key", &[]).await.assert_leads_to(&format!("{MINE}?proved"));
        let page = chair.get(MINE).await;
        assert!(page.says("Голова правління") && page.says(words::now_self(Lang::Uk)), "{page:?}");
        assert!(!chair.get("/").await.says(&words::acting(Lang::Uk, ASSOCIATION)));
        chair.post("/do/act-for", &[("no", &no.to_string())]).await.assert_leads_to(&format!("{MINE}?acting"));
        for path in ["/", "/polls", "/me", MINE] {
            assert!(chair.get(path).await.says(&words::acting(Lang::Uk, ASSOCIATION)), "{path}");
        }
        let question = chair.get(&format!("/polls/{}/vote/1", poll.number)).await;
        assert!(question.says(words::acting_vote(Lang::Uk)), "{question:?}");

        // A ballot is one's own whatever is chosen, and there is one.
        chair.fill(poll).await;
        chair.submit(poll).await.assert_leads_to(&format!("/polls/{}/done", poll.number));
        assert_eq!(app.town.ballots(poll).await, 1);
        chair.post("/do/act-for", &[]).await.assert_leads_to(&format!("{MINE}?acting"));
        assert!(!chair.get("/").await.says(&words::acting(Lang::Uk, ASSOCIATION)));

        // Whoever signs in otherwise keeps the power, and is asked nothing about a key.
        let bank = app.visitor();
        bank.sign_in(CHAIR, "/").await;
        let page = bank.get(MINE).await;
        assert!(page.says(words::act_for(Lang::Uk)) && !page.says(words::key_title(Lang::Uk)), "{page:?}");
        assert_eq!(bank.post("/do/prove-power-by-key", &[]).await.status, 403);
        // In the database stands no position in the clear.
        let sealed = app.database.count("SELECT count(*) FROM representative").await;
        assert_eq!(sealed, 1);
        assert!(!app.database.texts().await.contains("Голова правління"));
    }

    async fn a_power_that_has_ended_lets_nobody_act_from_that_moment(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let no = known(&app, Some(CODE)).await;
        let chair = by_key(&app, CHAIR).await;
        chair.post("/do/prove-power-by-key", &[]).await;
        chair.post("/do/act-for", &[("no", "1")]).await;
        assert!(chair.get("/").await.says(&words::acting(Lang::Uk, ASSOCIATION)));
        let desk = app.staff().await;
        let page = desk.get(&format!("{DESK}/{no}")).await;
        let name = resident(CHAIR).name.full();
        assert!(page.says(&name) && page.says("Голова правління") && page.says(words::proof_key(Lang::Uk)), "{page:?}");
        let whose = person(&app, CHAIR).await.to_string();
        desk.post("/do/staff/revoke-power", &[("no", "1"), ("person", &whose)]).await.assert_leads_to(&format!("{DESK}/1?revoked"));
        assert!(!chair.get("/").await.says(&words::acting(Lang::Uk, ASSOCIATION)));
        assert_eq!(chair.post("/do/act-for", &[("no", "1")]).await.status, 403);
        assert_eq!(chair.post("/do/hand-power-on", &[("no", "1"), ("hand_over", "shares")]).await.status, 403);

        // A removed organisation is nobody's.
        desk.post("/do/staff/remove-organisation", &[("no", "1")]).await.assert_leads_to(&format!("{DESK}?removed"));
        assert_eq!(chair.post("/do/act-for", &[("no", "1")]).await.status, 403);
        chair.post("/do/prove-power-by-key", &[]).await.assert_leads_to(MINE);
        let page = app.visitor().get("/organisations/1").await;
        assert!(page.says(words::removed(Lang::Uk)) && !page.says(CODE), "{page:?}");
    }

    async fn what_a_weaker_sign_in_says_of_an_organisation_proves_nothing(databases: Databases) {
        let app = TestApp::start(&databases).await;
        known(&app, Some(CODE)).await;
        let chair = by_key(&app, CHAIR).await;
        assert!(chair.get(MINE).await.body.contains("/do/prove-power-by-key"));
        // As if a bank had named the organisation.
        app.database.count("UPDATE session SET assurance = 'bank_id' RETURNING CAST(1 AS BIGINT)").await;
        let page = chair.get(MINE).await;
        page.assert_page(200, "uk");
        assert!(!page.says(words::key_title(Lang::Uk)) && !page.body.contains("/do/prove-power-by-key"), "{page:?}");
        assert_eq!(chair.post("/do/prove-power-by-key", &[]).await.status, 403);
        assert_eq!(app.database.count("SELECT count(*) FROM representative").await, 0);
    }

    async fn whoever_reads_a_representatives_mail_acts_ends_and_gives_nothing(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        known(&app, Some(CODE)).await;
        let chair = by_key(&app, CHAIR).await;
        chair.post("/do/prove-power-by-key", &[]).await.assert_leads_to(&format!("{MINE}?proved"));
        email::claim(&app, &chair, "chair@ukr.example", 1).await;
        let thief = app.visitor();
        email::sign_in_by_mail(&app, &thief, "chair@ukr.example", 2).await;
        let fields = [("no", "1"), ("hand_over", "gives"), ("ends", "1"), ("position", "Голова")];
        for function in ["act-for", "prove-power-by-key", "hand-power-on", "take-offer-back", "take-power", "lay-down-power", "withdraw-claim"] {
            assert_eq!(thief.post(&format!("/do/{function}"), &fields).await.status, 403, "{function}");
        }
        assert_eq!(claim(&thief, ["charity", "Рада", CODE, "Голова"], PDF).await.status, 403);
        assert_eq!(app.database.count("SELECT count(*) FROM representative").await, 1);
        chair.post("/do/act-for", &[("no", "1")]).await.assert_leads_to(&format!("{MINE}?acting"));
    }

    async fn what_staff_or_a_colleague_ended_takes_a_moderator_and_not_the_key_alone(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let no = known(&app, Some(CODE)).await;
        let chair = by_key(&app, CHAIR).await;
        let (desk, whose) = (app.staff().await, person(&app, CHAIR).await);
        let id = whose.to_string();
        let prove = async || chair.post("/do/prove-power-by-key", &[]).await;
        let powers = "SELECT count(*) FROM representative";
        // What one gives up oneself, the key proves anew.
        prove().await.assert_leads_to(&format!("{MINE}?proved"));
        chair.post("/do/lay-down-power", &[("no", "1")]).await.assert_leads_to(&format!("{MINE}?ended"));
        prove().await.assert_leads_to(&format!("{MINE}?proved"));
        assert!(desk.get(&format!("{DESK}/{no}")).await.says(words::revoke_note(Lang::Uk)));
        desk.post("/do/staff/revoke-power", &[("no", "1"), ("person", &id)]).await.assert_leads_to(&format!("{DESK}/1?revoked"));

        // The session that the key signed is still open: the press does nothing, and the page says what does.
        prove().await.assert_leads_to(MINE);
        assert_eq!(app.database.count(powers).await, 0);
        assert_eq!(chair.post("/do/act-for", &[("no", "1")]).await.status, 403);
        for window in [chair.clone(), chair.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            let day = dates::short_date(lang, crate::town::now(), crate::town::now());
            let page = window.get(MINE).await;
            page.assert_page(200, window.lang());
            assert!(page.says(&words::key_taken_away(lang, ASSOCIATION, &day)) && page.says(words::key_again(lang)), "{page:?}");
            assert!(page.says(words::claim_title(lang)), "another organisation can still be claimed: {page:?}");
            assert!(!page.body.contains("/do/prove-power-by-key"), "{page:?}");
        }
        let file = chair.get("/me/data.json").await;
        assert!(file.body.contains("ended_by_others") && file.body.contains("Стежки Ужа"), "{}", file.body);
        // A fresh sign-in by the key is no other key.
        let again = by_key(&app, CHAIR).await;
        again.post("/do/prove-power-by-key", &[]).await.assert_leads_to(MINE);
        assert_eq!(app.database.count(powers).await, 0);

        // Nor does a colleague's link give it back.
        let colleague = app.resident(SECOND).await;
        claim(&colleague, ["public_association", "Стежки", CODE, "Заступниця голови"], PDF).await.assert_leads_to(MINE);
        let fields = [("f[which]", "1"), ("f[until]", &*last_day(100))];
        decide(&desk, person(&app, SECOND).await, "confirm-power", &fields).await.assert_leads_to(&format!("{DESK}?confirmed"));
        let made = colleague.post("/do/hand-power-on", &[("no", "1"), ("hand_over", "shares")]).await;
        let link = shown_link(&colleague.follow(made).await);
        chair.get(&link).await.assert_leads_to("/organisation-power");
        chair.post("/do/take-power", &[("position", "Голова")]).await.assert_leads_to("/organisation-power");
        for window in [chair.clone(), chair.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            let day = dates::short_date(lang, crate::town::now(), crate::town::now());
            let page = window.get("/organisation-power").await;
            page.assert_page(200, window.lang());
            assert!(page.says(&words::offer_taken_away(lang, &day)) && page.says(words::key_again(lang)), "{page:?}");
            assert!(!page.body.contains("/do/take-power"), "{page:?}");
        }
        colleague.post("/do/lay-down-power", &[("no", "1")]).await.assert_leads_to(&format!("{MINE}?ended"));
        assert_eq!(app.database.count(powers).await, 0);

        // The claim that the page sends: kind and code.
        let page = chair.get(MINE).await;
        assert_eq!((page.field("kind").as_deref(), page.field("code").as_deref()), (Some("public_association"), Some(CODE)));
        claim(&chair, ["public_association", "", CODE, ""], b"").await.assert_leads_to(MINE);
        let page = chair.get(MINE).await;
        assert!(page.says(words::waiting_title(Lang::Uk)) && !page.says(words::key_again(Lang::Uk)), "{page:?}");
        for window in [desk.clone(), desk.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            let day = dates::short_date(lang, crate::town::now(), crate::town::now());
            let who = resident(MODERATOR).name.full();
            let page = window.get(&format!("{DESK}/claims/{whose}")).await;
            page.assert_page(200, window.lang());
            let name = association(None).name;
            assert!(page.says(&words::claim_again(lang, name.get(lang), &day, &who)), "{page:?}");
            assert!(page.says(words::by_key_again(lang)) && !page.says(words::by_key(lang)), "{page:?}");
        }
        decide(&desk, whose, "confirm-power", &[("f[which]", "1")]).await.assert_leads_to(&format!("{DESK}?confirmed"));
        let page = chair.get(MINE).await;
        assert!(page.says(words::act_for(Lang::Uk)) && !page.says(words::key_title(Lang::Uk)), "{page:?}");
        // From then on the key is good again.
        chair.post("/do/lay-down-power", &[("no", "1")]).await;
        prove().await.assert_leads_to(&format!("{MINE}?proved"));
    }

    async fn a_claim_by_documents_is_not_taken_for_one_by_the_key_of_a_known_organisation(databases: Databases) {
        let app = TestApp::start(&databases).await;
        known(&app, Some(CODE)).await;
        let chair = by_key(&app, CHAIR).await;
        let whose = person(&app, CHAIR).await;
        let sent = async || app.town.store.organisation_request(KOROSTEN, whose).await.unwrap().unwrap();
        // The page shows the whole form, and all of it counts.
        assert!(chair.get(MINE).await.says(words::claim_title(Lang::Uk)));
        let council = ["advisory_body", "Молодіжна рада Грозиного", "", "Секретарка ради"];
        claim(&chair, council, PDF).await.assert_leads_to(MINE);
        let stored = sent().await;
        assert_eq!((stored.proof, stored.kind, stored.name.uk.as_str()), (Proof::Documents, InitiatorKind::AdvisoryBody, council[1]));
        assert_eq!((stored.edrpou, stored.document), (None, Some(DocumentKind::Pdf)));
        let desk = app.staff().await;
        let page = desk.get(&format!("{DESK}/claims/{whose}")).await;
        assert!(page.says(council[1]) && page.says(council[3]) && !page.says(words::by_key(Lang::Uk)), "{page:?}");
        assert_eq!(desk.get(&format!("{DESK}/claims/{whose}/document")).await.body.as_bytes(), PDF);
        chair.post("/do/withdraw-claim", &[]).await;
        // Without a document it is no claim; one that names the key's own organisation is by the key.
        let page = claim(&chair, council, b"").await;
        page.assert_leads_to(&format!("{MINE}?problem#errors"));
        claim(&chair, ["public_association", "", CODE, ""], b"").await.assert_leads_to(MINE);
        let stored = sent().await;
        assert_eq!((stored.proof, stored.name.uk.as_str(), stored.document), (Proof::Key, ASSOCIATION, None));
    }

    async fn whoever_may_do_more_for_an_organisation_goes_on_under_a_new_token(databases: Databases) {
        let app = TestApp::start(&databases).await;
        known(&app, Some(CODE)).await;
        let chair = by_key(&app, CHAIR).await;
        let heir = app.resident(SECOND).await;
        // Whoever had learnt the token before has nothing after it; the browser itself goes on.
        let rotated = async |browser: &Browser, function: &str, fields: &[(&str, &str)]| {
            let old = browser.cookie("session").unwrap();
            browser.post(&format!("/do/{function}"), fields).await;
            let new = browser.cookie("session").unwrap();
            let thief = app.visitor();
            thief.forge_cookie("session", &old);
            assert_eq!(thief.get(MINE).await.status == 200, old == new, "{function}");
            browser.get(MINE).await.assert_page(200, "uk");
            old != new
        };
        assert!(rotated(&chair, "prove-power-by-key", &[]).await);
        assert!(rotated(&chair, "act-for", &[("no", "1")]).await);
        assert!(chair.get("/").await.says(&words::acting(Lang::Uk, ASSOCIATION)), "the choice is the session's");
        assert!(!rotated(&chair, "act-for", &[]).await, "for oneself one may do no more");
        let made = chair.post("/do/hand-power-on", &[("no", "1"), ("hand_over", "shares")]).await;
        heir.get(&shown_link(&chair.follow(made).await)).await;
        assert!(rotated(&heir, "take-power", &[("position", "Заступниця")]).await);
        // What gives nothing renews nothing.
        assert!(!rotated(&heir, "take-power", &[("position", "Заступниця")]).await);
        assert!(!rotated(&heir, "prove-power-by-key", &[]).await);
        assert!(!rotated(&heir, "act-for", &[("no", "9")]).await);
        assert!(rotated(&heir, "act-for", &[("no", "1")]).await);
    }

    async fn an_organisation_that_nobody_knows_takes_a_moderator_also_with_its_key(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let chair = by_key(&app, CHAIR).await;
        assert!(chair.get(MINE).await.says(&words::key_new(Lang::Uk, ASSOCIATION)));
        // Of the form only the kind is asked; what else is sent does not count.
        let page = claim(&chair, ["", "Чужа назва", "44053617", "Король"], b"").await;
        page.assert_leads_to(&format!("{MINE}?problem#errors"));
        assert!(chair.follow(page).await.says(words::problem_kind(Lang::Uk)));
        let page = claim(&chair, ["public_association", "Чужа назва", "44053617", "Король"], b"").await;
        page.assert_leads_to(MINE);
        assert!(chair.get(MINE).await.says(words::waiting_title(Lang::Uk)));

        let (desk, whose) = (app.staff().await, person(&app, CHAIR).await);
        let page = desk.get(DESK).await;
        assert!(page.says(&resident(CHAIR).name.full()) && page.says(ASSOCIATION), "{page:?}");
        let page = desk.get(&format!("{DESK}/claims/{whose}")).await;
        assert!(page.says(words::by_key(Lang::Uk)) && page.says("Голова правління") && page.says(CODE), "{page:?}");
        assert!(!page.says("Король") && !page.says("Чужа назва"), "{page:?}");
        assert_eq!(desk.get(&format!("{DESK}/claims/{whose}/document")).await.status, 404);
        let (id, sent) = (whose.to_string(), page.field("sent").unwrap());
        let again = [("person", id.as_str()), ("sent", &sent), ("f[which]", "new")];
        decide(&desk, whose, "confirm-power", &[("f[which]", "new")]).await.assert_leads_to(&format!("{DESK}?confirmed"));
        desk.post("/do/staff/confirm-power", &again).await.assert_leads_to(&format!("{DESK}?late"));
        assert!(chair.get(MINE).await.says(words::act_for(Lang::Uk)));
        let page = app.visitor().get("/organisations").await;
        assert!(page.says(ASSOCIATION) && page.body.contains("/organisations/1"), "{page:?}");
    }

    async fn documents_are_looked_at_by_moderators_alone_and_are_gone_with_the_decision(databases: Databases) {
        logs::listen();
        let app = TestApp::start(&databases).await;
        app.town.settle(KOROSTEN, SOMEBODY).await;
        let head = app.resident(SOMEBODY).await;
        let whose = person(&app, SOMEBODY).await;
        let committee = ["self_organisation", "Сільський комітет «Грозине»", "", "Голова комітету"];
        claim(&head, committee, PDF).await.assert_leads_to(MINE);
        // One at a time.
        claim(&head, committee, b"%PDF-another").await.assert_leads_to(MINE);
        let documents = "SELECT count(document) FROM organisation_request";
        assert_eq!(app.database.count(documents).await, 1);
        let texts = app.database.texts().await;
        assert!(!texts.contains("founding meeting") && !texts.contains("Голова комітету"));

        let document = format!("{DESK}/claims/{whose}/document");
        let colleague = app.resident(SECOND).await;
        for (stranger, status) in [(&head, 403), (&app.visitor(), 303), (&colleague, 403)] {
            assert_eq!(stranger.get(&document).await.status, status);
        }
        let there = app.foreign_staff().await.on("ovruch.localhost");
        assert_eq!(there.get(&document).await.status, 404, "of another community");
        assert!(!there.get(DESK).await.says("Грозине"));
        let desk = app.staff().await;
        let shown = desk.get(&document).await;
        assert_eq!((shown.status.as_u16(), shown.body.as_bytes()), (200, PDF));
        assert_eq!(shown.header("content-disposition"), Some("attachment; filename=\"organisation.pdf\""));
        assert!(shown.header("content-security-policy").unwrap().contains("sandbox"));
        let looked = "SELECT count(*) FROM audit WHERE act = 'power.document_viewed'";
        assert_eq!(app.database.count(looked).await, 1);

        // What is wrong with the decision is told with the form, and kept.
        for until in ["", "завтра", &last_day(-1), &last_day(4 * 366)] {
            let page = decide(&desk, whose, "confirm-power", &[("f[which]", "new"), ("f[until]", until)]).await;
            page.assert_leads_to(&format!("{DESK}/claims/{whose}?kept#errors"));
            let page = desk.follow(page).await;
            assert!(page.says(words::until_wrong(Lang::Uk)) && page.says(until), "{page:?}");
        }
        let page = decide(&desk, whose, "refuse-power", &[("f[reason]", " ")]).await;
        assert!(desk.follow(page).await.says(words::reason_wrong(Lang::Uk)));
        assert_eq!(app.database.count(documents).await, 1);
        const REASON: &str = "У протоколі немає <b>підпису</b> секретаря.";
        decide(&desk, whose, "refuse-power", &[("f[reason]", REASON)]).await.assert_leads_to(&format!("{DESK}?refused"));
        assert_eq!(app.database.count(documents).await, 0);
        let page = head.get(MINE).await;
        assert!(page.says("підпису") && !page.body.contains("<b>підпису") && page.says(words::claim_title(Lang::Uk)), "{page:?}");
        assert!(!app.database.texts().await.contains("секретаря"));

        claim(&head, committee, &upload::png(7)).await.assert_leads_to(MINE);
        let fields = [("f[which]", "new"), ("f[until]", &*last_day(100))];
        decide(&desk, whose, "confirm-power", &fields).await.assert_leads_to(&format!("{DESK}?confirmed"));
        assert_eq!(app.database.count(documents).await, 0);
        let page = head.get(MINE).await;
        assert!(page.says(words::proof_documents(Lang::Uk)) && page.says("Голова комітету"), "{page:?}");
        let page = app.visitor().get("/organisations/1").await;
        assert!(page.says("Сільський комітет «Грозине»") && page.says(words::no_code(Lang::Uk)), "{page:?}");
        assert!(!page.says("Голова комітету") && !page.says(&resident(SOMEBODY).name.family), "who acts is nobody's business: {page:?}");
        assert!(!logs::so_far().contains("Голова комітету"));
    }

    async fn what_is_wrong_with_a_claim_is_told_with_the_form_and_what_was_typed_stays(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let head = app.resident(SOMEBODY).await;
        let long = "ж".repeat(NAME + 1);
        for window in [head.clone(), head.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            for (sent, file, told) in [
                (["", "Рада", "", "Голова"], PDF, words::problem_kind(lang)),
                (["resident", "Рада", "", "Голова"], PDF, words::problem_kind(lang)),
                (["charity", "", CODE, "Голова"], PDF, words::problem_name(lang)),
                (["charity", "Рада", "", "Голова"], PDF, words::problem_code(lang)),
                (["charity", "Рада", "42187537", "Голова"], PDF, words::problem_wrong_code(lang)),
                (["charity", "Рада", CODE, " "], PDF, words::problem_position(lang)),
                (["charity", "Рада", CODE, "Голова"], b"", app::i18n::residence_request::problem_no_file(lang)),
                (["charity", "Рада", CODE, "Голова"], b"MZ", app::i18n::residence_request::problem_no_document(lang)),
            ] {
                let page = claim(&window, sent, file).await;
                page.assert_leads_to(&window.path(&format!("{MINE}?problem#errors")));
                let page = window.follow(page).await;
                page.assert_page(200, window.lang());
                assert!(page.says(told), "{sent:?}: {page:?}");
                for typed in [sent[1], sent[2]] {
                    assert!(page.body.contains(&format!("value=\"{typed}\"")), "{typed}: {page:?}");
                }
            }
        }
        let page = claim(&head, ["charity", &long, CODE, "Го\u{7}лова"], PDF).await;
        let page = head.follow(page).await;
        let most = i64::try_from(NAME).unwrap();
        assert!(page.says(&words::problem_too_long(Lang::Uk, words::name(Lang::Uk), most)), "{page:?}");
        assert!(page.says(&words::problem_characters(Lang::Uk, words::position_label(Lang::Uk))), "{page:?}");
        assert_eq!(app.database.count("SELECT count(*) FROM organisation_request").await, 0);
        // Past the upload route there is no file, and no claim.
        assert_eq!(head.post("/do/claim-power", &[("kind", "charity")]).await.status, 400);
        assert_eq!(claim(&app.visitor(), ["charity", "Рада", CODE, "Голова"], PDF).await.status, 401);
    }

    async fn a_power_is_handed_on_by_a_link_that_works_once(databases: Databases) {
        logs::listen();
        let app = TestApp::start(&databases).await;
        known(&app, Some(CODE)).await;
        let chair = by_key(&app, CHAIR).await;
        chair.post("/do/prove-power-by-key", &[]).await;
        let made = chair.post("/do/hand-power-on", &[("no", "1"), ("hand_over", "gives")]).await;
        made.assert_leads_to(&format!("{MINE}?made#made"));
        let page = chair.follow(made).await;
        let link = shown_link(&page);
        assert_eq!(chair.post("/do/hand-power-on", &[("no", "1"), ("hand_over", "both")]).await.status, 400);

        // For a week.
        let giver = person(&app, CHAIR).await;
        let offers = app.town.store.offers_by(KOROSTEN, giver, crate::town::now()).await.unwrap();
        let waits = offers[0].expires_at.0 - crate::town::now().0;
        assert!((7 * DAY - 60_000..=7 * DAY).contains(&waits), "{waits}");

        // Opening accepts nothing, and asks for a sign-in first; the token stands in no address from then on.
        let heir = app.visitor();
        heir.get(&link).await.assert_leads_to("/organisation-power");
        assert!(heir.get("/organisation-power").await.says(words::offer_sign_in(Lang::Uk)));
        app.town.settle(KOROSTEN, SECOND).await;
        let page = heir.sign_in(SECOND, "/organisation-power").await;
        assert!(page.says(&words::offer(Lang::Uk, ASSOCIATION)), "{page:?}");
        let taken = heir.post("/do/take-power", &[("position", "Заступниця голови")]).await;
        taken.assert_leads_to(&format!("{MINE}?taken"));
        assert!(heir.get(MINE).await.says("Заступниця голови"));
        heir.post("/do/act-for", &[("no", "1")]).await.assert_leads_to(&format!("{MINE}?acting"));
        assert!(chair.get(MINE).await.says(words::mine_none(Lang::Uk)), "it was given away");

        let late = app.resident(SOMEBODY).await;
        late.get(&link).await;
        assert!(late.get("/organisation-power").await.says(words::offer_gone(Lang::Uk)));
        late.post("/do/take-power", &[("position", "Ніхто")]).await.assert_leads_to("/organisation-power");
        assert!(late.get(MINE).await.says(words::mine_none(Lang::Uk)));
        let secret = link.rsplit('/').next().unwrap();
        assert!(!logs::so_far().contains(secret), "the log holds the link");
    }

    async fn powers_are_laid_down_and_claims_withdrawn_by_a_press(databases: Databases) {
        let app = TestApp::start(&databases).await;
        known(&app, Some(CODE)).await;
        let powers = "SELECT count(*) FROM representative";
        let chair = by_key(&app, CHAIR).await;
        chair.post("/do/prove-power-by-key", &[]).await;
        let heir = app.resident(SECOND).await;
        let share = async || {
            let made = chair.post("/do/hand-power-on", &[("no", "1"), ("hand_over", "shares")]).await;
            let page = chair.follow(made).await;
            heir.get(&shown_link(&page)).await;
            heir.post("/do/take-power", &[("position", "Помічник")]).await.assert_leads_to(&format!("{MINE}?taken"));
        };
        share().await;
        assert_eq!(app.database.count(powers).await, 2);
        let (hers, his) = (person(&app, CHAIR).await.to_string(), person(&app, SECOND).await.to_string());
        // A colleague without the key ends nobody's power.
        assert_eq!(heir.post("/do/lay-down-power", &[("no", "1"), ("person", &hers)]).await.status, 403);
        assert_eq!(app.resident(SOMEBODY).await.post("/do/lay-down-power", &[("no", "1"), ("person", &his)]).await.status, 403);
        assert_eq!(app.database.count(powers).await, 2);
        // Their own everybody lays down; the key ends a colleague's.
        heir.post("/do/lay-down-power", &[("no", "1")]).await.assert_leads_to(&format!("{MINE}?ended"));
        assert_eq!(app.database.count(powers).await, 1);
        assert!(heir.get(MINE).await.says(words::mine_none(Lang::Uk)));
        share().await;
        chair.post("/do/lay-down-power", &[("no", "1"), ("person", &his)]).await.assert_leads_to(&format!("{MINE}?ended"));
        assert_eq!(app.database.count(powers).await, 1);
        assert!(heir.get(MINE).await.says(words::mine_none(Lang::Uk)) && !chair.get(MINE).await.says(words::mine_none(Lang::Uk)));

        let claims = "SELECT count(*) FROM organisation_request";
        claim(&heir, ["charity", "Фонд", "44053617", "Директор"], PDF).await.assert_leads_to(MINE);
        assert_eq!(app.database.count(claims).await, 1);
        chair.post("/do/withdraw-claim", &[]).await;
        assert_eq!(app.database.count(claims).await, 1, "somebody else's");
        heir.post("/do/withdraw-claim", &[]).await.assert_leads_to(&format!("{MINE}?withdrawn"));
        assert_eq!(app.database.count(claims).await, 0);
        assert!(heir.get(&format!("{MINE}?withdrawn")).await.says(words::withdrawn(Lang::Uk)));
    }

    async fn links_that_wait_are_seen_and_taken_back_by_whoever_gave_them_and_by_staff(databases: Databases) {
        let app = TestApp::start(&databases).await;
        known(&app, Some(CODE)).await;
        let chair = by_key(&app, CHAIR).await;
        chair.post("/do/prove-power-by-key", &[]).await;
        let mut links = Vec::new();
        for _ in 0..MOST_OFFERS {
            let made = chair.post("/do/hand-power-on", &[("no", "1"), ("hand_over", "shares")]).await;
            links.push(shown_link(&chair.follow(made).await));
        }
        for window in [chair.clone(), chair.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            let page = window.get(MINE).await;
            assert!(page.says(words::offers(lang)) && page.says(words::offers_full(lang)), "{page:?}");
            assert!(!page.body.contains("/do/hand-power-on"), "{page:?}");
            for link in &links {
                assert!(!page.body.contains(link), "a link is shown once");
            }
        }
        chair.post("/do/hand-power-on", &[("no", "1"), ("hand_over", "shares")]).await.assert_leads_to(MINE);
        let waiting = "SELECT count(*) FROM power_handed_on";
        assert_eq!(app.database.count(waiting).await, 5);
        let ends = chair.get(MINE).await.field("ends").unwrap();
        let fields = [("no", "1"), ("ends", ends.as_str())];
        // Nobody else takes it back.
        let stranger = app.resident(SOMEBODY).await;
        stranger.post("/do/take-offer-back", &fields).await;
        assert_eq!(app.database.count(waiting).await, 5);
        chair.post("/do/take-offer-back", &fields).await.assert_leads_to(&format!("{MINE}?back"));
        assert_eq!(app.database.count(waiting).await, 4);
        stranger.get(&links[0]).await;
        assert!(stranger.get("/organisation-power").await.says(words::offer_gone(Lang::Uk)));

        let desk = app.staff().await;
        let page = desk.get(&format!("{DESK}/1")).await;
        assert!(page.says(words::desk_offers(Lang::Uk)), "{page:?}");
        let (whose, ends) = (person(&app, CHAIR).await.to_string(), page.field("ends").unwrap());
        let fields = [("no", "1"), ("person", whose.as_str()), ("ends", ends.as_str())];
        assert_eq!(stranger.post("/do/staff/take-offer-back", &fields).await.status, 403);
        desk.post("/do/staff/take-offer-back", &fields).await.assert_leads_to(&format!("{DESK}/1?back"));
        assert_eq!(app.database.count(waiting).await, 3);
        let logged = "SELECT count(*) FROM audit WHERE act = 'power.offer_taken_back'";
        assert_eq!(app.database.count(logged).await, 2);
    }

    async fn whose_name_is_opened_at_the_desk_sees_who_did_once_for_each_look(databases: Databases) {
        let app = TestApp::start(&databases).await;
        known(&app, Some(CODE)).await;
        let chair = by_key(&app, CHAIR).await;
        chair.post("/do/prove-power-by-key", &[]).await;
        // Stands on the page twice: as a representative, and with a link that nobody has taken.
        chair.post("/do/hand-power-on", &[("no", "1"), ("hand_over", "shares")]).await;
        app.town.settle(KOROSTEN, SOMEBODY).await;
        let head = app.resident(SOMEBODY).await;
        claim(&head, ["self_organisation", "Сільський комітет", "", "Голова комітету"], PDF).await.assert_leads_to(MINE);
        let (desk, moderator) = (app.staff().await, resident(MODERATOR).name.full());
        let (of_chair, of_head) = (person(&app, CHAIR).await, person(&app, SOMEBODY).await);
        let looks = async |act: &str, whose: PersonId| {
            let sql = format!("SELECT count(*) FROM audit WHERE act = '{act}' AND subject = '{whose}'");
            app.database.count(&sql).await
        };
        for look in 1..=2 {
            desk.get(&format!("{DESK}/claims/{of_head}")).await.assert_page(200, "uk");
            desk.get(&format!("{DESK}/1")).await.assert_page(200, "uk");
            assert_eq!((looks("power.claim_viewed", of_head).await, looks("power.viewed", of_chair).await), (look, look));
        }
        // Where nothing is opened nothing is logged.
        desk.get(&format!("{DESK}/claims/{of_chair}")).await.assert_leads_to(&format!("{DESK}?late"));
        assert_eq!(desk.get(&format!("{DESK}/7")).await.status, 404);
        assert_eq!(chair.get(&format!("{DESK}/1")).await.status, 403);
        let all = "SELECT count(*) FROM audit WHERE act IN ('power.claim_viewed', 'power.viewed')";
        assert_eq!(app.database.count(all).await, 4);
        for (theirs, act, other) in [(&head, "power.claim_viewed", "power.viewed"), (&chair, "power.viewed", "power.claim_viewed")] {
            for window in [theirs.clone(), theirs.in_english()] {
                let lang = Lang::from_tag(window.lang()).unwrap();
                let page = window.get("/me/data").await;
                assert!(page.says(my_data::act(lang, act)) && page.says(&moderator), "{page:?}");
                assert!(!page.says(my_data::act(lang, other)), "{page:?}");
            }
        }
        // What a colleague sees on a page of residents is their own business.
        chair.get(MINE).await.assert_page(200, "uk");
        assert_eq!(app.database.count(all).await, 4);
    }

    async fn the_desk_too_says_for_whom_one_acts(databases: Databases) {
        let app = TestApp::start(&databases).await;
        known(&app, Some(CODE)).await;
        let chair = by_key(&app, CHAIR).await;
        chair.post("/do/prove-power-by-key", &[]).await;
        let made = chair.post("/do/hand-power-on", &[("no", "1"), ("hand_over", "shares")]).await;
        let link = shown_link(&chair.follow(made).await);
        let desk = app.staff().await;
        desk.get(&link).await;
        desk.post("/do/take-power", &[("position", "Радниця")]).await;
        let acting = words::acting(Lang::Uk, ASSOCIATION);
        assert!(!desk.get("/staff").await.says(&acting));
        desk.post("/do/act-for", &[("no", "1")]).await;
        for path in ["/staff", "/staff/polls", DESK] {
            let page = desk.get(path).await;
            page.assert_page(200, "uk");
            assert!(page.says(&acting) && page.body.contains("/do/act-for"), "{path}: {page:?}");
        }
    }

    async fn a_claim_by_key_is_confirmed_for_no_other_organisation(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let other = known(&app, Some("44053617")).await;
        let chair = by_key(&app, CHAIR).await;
        claim(&chair, ["public_association", "", "", ""], b"").await.assert_leads_to(MINE);
        let (desk, whose) = (app.staff().await, person(&app, CHAIR).await);
        let page = desk.get(&format!("{DESK}/claims/{whose}")).await;
        assert!(!page.body.contains(&format!("<option value=\"{other}\"")), "it is not offered: {page:?}");
        for window in [desk.clone(), desk.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            let page = decide(&window, whose, "confirm-power", &[("f[which]", &other.to_string())]).await;
            page.assert_leads_to(&window.path(&format!("{DESK}/claims/{whose}?kept#errors")));
            assert!(window.follow(page).await.says(words::which_other_key(lang)));
        }
        assert_eq!(app.database.count("SELECT count(*) FROM representative").await, 0);
        decide(&desk, whose, "confirm-power", &[("f[which]", "new")]).await.assert_leads_to(&format!("{DESK}?confirmed"));
    }

    async fn moderators_write_organisations_and_an_overtaken_change_loses_nothing(databases: Databases) {
        let app = TestApp::start(&databases).await;
        known(&app, Some(CODE)).await;
        let desk = app.staff().await;
        let save = async |fields: &[(&str, &str)]| {
            let page = desk.get(&fields.iter().find(|(key, _)| *key == "no").map_or(DESK.to_owned(), |(_, no)| format!("{DESK}/{no}"))).await;
            let mark = page.field("mark").unwrap();
            let mut all = vec![("mark", mark.as_str())];
            all.extend(fields);
            desk.post("/do/staff/save-organisation", &all).await
        };
        let youth = [("f[kind]", "advisory_body"), ("f[name_uk]", "Молодіжна <рада>"), ("f[name_en]", ""), ("f[code]", ""), ("f[about_uk]", "Радить.")];
        save(&youth).await.assert_leads_to(&format!("{DESK}/2?added"));
        let page = app.visitor().get("/organisations/2").await;
        assert!(page.body.contains("Молодіжна &lt;рада&gt;") && !page.body.contains("<рада>") && page.says(words::no_polls(Lang::Uk)), "{page:?}");
        // Its code is another's: told by name.
        let mut taken = youth;
        taken[3] = ("f[code]", CODE);
        let page = save(&taken).await;
        page.assert_leads_to(&format!("{DESK}#errors"));
        let page = desk.follow(page).await;
        assert!(page.says(&words::code_taken(Lang::Uk, ASSOCIATION)) && page.says("Радить."), "{page:?}");
        // With another code a power by the key of the old one is over: the form says so.
        let chair = by_key(&app, CHAIR).await;
        chair.post("/do/prove-power-by-key", &[]).await.assert_leads_to(&format!("{MINE}?proved"));
        let page = desk.get(&format!("{DESK}/1")).await;
        assert!(page.says(words::code_changes(Lang::Uk)) && !desk.get(DESK).await.says(words::code_changes(Lang::Uk)), "{page:?}");
        let mut moved = vec![("no", "1"), ("version", "1"), ("f[kind]", "public_association"), ("f[name_uk]", ASSOCIATION)];
        moved.extend([("f[code]", "44053617"), ("f[about_uk]", "Робимо стежки.")]);
        save(&moved).await.assert_leads_to(&format!("{DESK}/1?saved"));
        assert_eq!(app.database.count("SELECT count(*) FROM representative").await, 0);
        assert_eq!(chair.post("/do/act-for", &[("no", "1")]).await.status, 403);
        // Somebody else was quicker.
        let mut change = vec![("no", "2"), ("version", "1")];
        change.extend(youth);
        change[3] = ("f[name_uk]", "Рада молоді");
        save(&change).await.assert_leads_to(&format!("{DESK}/2?saved"));
        change[3] = ("f[name_uk]", "Моя назва");
        let page = save(&change).await;
        page.assert_leads_to(&format!("{DESK}/2#unsaved"));
        let page = desk.follow(page).await;
        assert!(page.says(words::changed_meanwhile(Lang::Uk)) && page.says("Моя назва") && page.says("Рада молоді"), "{page:?}");
        // The session ended meanwhile: it waits for its author.
        let mark = desk.get(DESK).await.field("mark").unwrap();
        let session = desk.cookie("session").unwrap();
        desk.drop_cookie("session");
        let mut fields = vec![("mark", mark.as_str())];
        fields.extend(youth);
        fields[2] = ("f[name_uk]", "Рада ветеранів");
        assert_eq!(desk.post("/do/staff/save-organisation", &fields).await.status, 303);
        desk.forge_cookie("session", &session);
        let page = desk.get(&format!("{DESK}?kept")).await;
        assert!(page.says("Рада ветеранів") && page.says(words::kept_denied(Lang::Uk)), "{page:?}");
        for number in ["", "0", "x", "99"] {
            let page = desk.get(&format!("{DESK}/{number}")).await;
            assert!([200, 404].contains(&page.status.as_u16()), "{number}: {page:?}");
        }
    }

    async fn a_poll_of_a_known_organisation_bears_its_name_and_leads_to_its_page(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let no = known(&app, Some(CODE)).await;
        let desk = app.staff().await;
        let poll = app.town.draft_poll(KOROSTEN, &content()).await;
        let edit = format!("/staff/polls/{}/edit", poll.number);
        let page = desk.get(&edit).await;
        assert!(page.says(staff_editor::field_organisation(Lang::Uk)) && page.says(ASSOCIATION), "{page:?}");
        let save = async |no: Option<OrganisationNo>| {
            let mut typed = content();
            typed.initiator.organisation = no;
            let form = Opened::by(&desk, poll.number.0).await;
            desk.send(desk.form("/do/staff/save-poll", form.saving(&typed))).await
        };
        // One that is not there is told with the form.
        let page = save(Some(OrganisationNo(77))).await;
        assert!(desk.follow(page).await.says("громада більше не знає цієї організації"));
        save(Some(no)).await.assert_leads_to(&format!("{edit}?saved"));
        let stored = app.town.store.poll(KOROSTEN, poll.id).await.unwrap().unwrap();
        assert_eq!(stored.content.initiator.organisation, Some(no));
        assert_eq!((stored.content.initiator.name.uk.as_str(), stored.content.initiator.kind), (ASSOCIATION, InitiatorKind::PublicAssociation));
        assert!(app.town.store.organisation(OVRUCH, no).await.unwrap().is_none());
        // Drafts are on no public page.
        assert!(app.visitor().get("/organisations/1").await.says(words::no_polls(Lang::Uk)));

        let mut theirs = content();
        theirs.initiator = domain::poll::Initiator { organisation: Some(no), ..stored.content.initiator };
        let open = app.town.poll(KOROSTEN, theirs, -1_000, 3_600_000).await;
        let page = app.visitor().get(&format!("/polls/{}", open.number)).await;
        assert!(page.says(ASSOCIATION) && page.body.contains("href=\"/organisations/1\""), "{page:?}");
        let page = app.visitor().get("/organisations/1").await;
        assert!(page.body.contains(&format!("/polls/{}", open.number)) && page.says("Робимо стежки."), "{page:?}");
        assert!(!app.visitor().on("ovruch.localhost").get("/organisations/1").await.says(ASSOCIATION));
    }

    async fn all_polls_of_an_organisation_are_a_list_with_an_address(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let no = known(&app, Some(CODE)).await;
        let of = |organisation| PollContent {
            initiator: domain::poll::Initiator { organisation, ..content().initiator },
            ..content()
        };
        for _ in 0..13 {
            app.town.poll(KOROSTEN, of(Some(no)), -1_000, 3_600_000).await;
        }
        let other = app.town.poll(KOROSTEN, of(None), -1_000, 3_600_000).await;
        for window in [app.visitor(), app.visitor().in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            let page = window.get("/organisations/1").await;
            let list = window.path("/polls?organisation=1");
            assert!(page.says(words::more_polls_link(lang)) && page.body.contains(&format!("href=\"{list}\"")), "{page:?}");
            let name = association(None).name;
            let page = window.get("/polls?organisation=1").await;
            page.assert_page(200, window.lang());
            assert!(page.says(&find::found(lang, 13)) && page.says(name.get(lang)), "{page:?}");
            // The rest is on the next page, and the form keeps what was chosen.
            assert!(page.body.contains("organisation=1&amp;page=2") || page.body.contains("page=2&amp;organisation=1"), "{page:?}");
            assert_eq!(page.field("organisation").as_deref(), Some("1"));
            let page = window.get("/polls?organisation=1&page=2").await;
            page.assert_page(200, window.lang());
            assert!(!page.body.contains(&format!("/polls/{}\"", other.number)), "somebody else's: {page:?}");
            // One that is not there is no choice.
            assert!(!window.get("/polls?organisation=99").await.says(&find::found(lang, 14)));
        }
        // Another community's number names another organisation.
        let there = app.visitor().on("ovruch.localhost");
        assert!(!there.get("/polls?organisation=1").await.says(ASSOCIATION));
    }

    async fn nobody_decides_about_their_own_powers(databases: Databases) {
        let app = TestApp::start(&databases).await;
        known(&app, None).await;
        let desk = app.staff().await;
        let own = person(&app, MODERATOR).await;
        claim(&desk, ["charity", "Фонд", "44053617", "Директорка"], PDF).await.assert_leads_to(MINE);
        let page = desk.get(&format!("{DESK}/claims/{own}")).await;
        assert!(page.says(words::request_own(Lang::Uk)) && page.field("mark").is_none(), "{page:?}");
        assert_eq!(desk.get(&format!("{DESK}/claims/{own}/document")).await.status, 403);
        let sent = app.town.store.organisation_request(KOROSTEN, own).await.unwrap().unwrap().sent_at.0.to_string();
        let (id, until) = (own.to_string(), last_day(9));
        let fields = [("person", id.as_str()), ("sent", &sent), ("f[which]", "new"), ("f[until]", &until)];
        assert_eq!(desk.post("/do/staff/confirm-power", &fields).await.status, 403);
        assert_eq!(desk.post("/do/staff/revoke-power", &[("no", "1"), ("person", &id)]).await.status, 403);
        let administrator = app.administrator().await;
        assert_ne!(own, person(&app, ADMINISTRATOR).await);
        decide(&administrator, own, "confirm-power", &[("f[which]", "new"), ("f[until]", &until)]).await.assert_leads_to(&format!("{DESK}?confirmed"));
        let mine = desk.get("/me/data.json").await;
        assert!(mine.body.contains("Директорка") && mine.body.contains("Фонд"), "{}", mine.body);
    }
}
