//! Paper forms over HTTP: two operators enter each without seeing what the other typed, nobody votes on paper and on the site, and nobody
//! sees a figure before the close.

use crate::{
    app::{ADMINISTRATOR, TestApp},
    browser::{Browser, Page},
    logs,
    town::{KOROSTEN, OVRUCH, TestPoll, by_system, resident},
    upload,
};
use app::i18n::{Lang, eligibility, my_data, results, staff_paper as words};
use domain::{document::MOST_DOCUMENT_BYTES, ids::PersonId, paper::FormNo, role::Role, time::DAY};
use store::{Channel, Page as Part};

const PAPER: &str = "/staff/paper";
const OPERATOR: &str = "petro-lysenko";
const VOTER: &str = "olena-tkachuk";
/// Without a РНОКПП.
const BY_CARD: &str = "paraskeva-naumenko";
const PDF: &[u8] = b"%PDF-1.7\nA marked identity part of somebody.";
/// What somebody answers: the second option, none of the optional question, no.
const ANSWERS: [(&str, &str); 2] = [("f[q1]", "2"), ("f[q3]", "2")];

/// Two who may enter paper forms, and a third.
struct Desk {
    app: TestApp,
    poll: TestPoll,
    first: Browser,
    second: Browser,
}

async fn operator(app: &TestApp, name: &str) -> Browser {
    let person = app.town.settle(KOROSTEN, name).await;
    let granted = app
        .town
        .store
        .grant_role(KOROSTEN, person, Role::Operator, by_system());
    granted.await.unwrap();
    app.resident(name).await
}

fn number(name: &str) -> String {
    resident(name).rnokpp.unwrap().digits().to_owned()
}

impl Desk {
    async fn of(databases: &crate::databases::Databases) -> Self {
        let app = TestApp::start(databases).await;
        let poll = app.town.open_poll().await;
        let first = operator(&app, OPERATOR).await;
        let second = app.administrator().await;
        Self {
            poll,
            first,
            second,
            app,
        }
    }

    async fn batch(&self) {
        let page = self
            .first
            .post("/do/staff/open-paper-batch", &[("poll", "1")])
            .await;
        page.assert_leads_to("/staff/paper/1");
    }

    /// Fills in the form on the page for the first or for another time, as it stands on paper.
    async fn enter(
        &self,
        by: &Browser,
        no: &str,
        document: (&str, &str),
        answers: &[(&str, &str)],
    ) -> Page {
        let page = by
            .get(&format!(
                "{PAPER}/1/{}",
                if no.is_empty() { "enter" } else { no }
            ))
            .await;
        let mark = page.field("mark").unwrap_or_default();
        let mut fields = vec![("batch", "1"), ("form", no), ("mark", mark.as_str())];
        fields.extend([("f[kind]", document.0), ("f[number]", document.1)]);
        fields.extend_from_slice(answers);
        by.post("/do/staff/enter-paper", &fields).await
    }

    async fn agreed(&self, name: &str, no: &str) -> PersonId {
        let person = self.app.town.settle(KOROSTEN, name).await;
        let number = number(name);
        let page = self
            .enter(&self.first, "", ("rnokpp", &number), &ANSWERS)
            .await;
        page.assert_leads_to(&format!("{PAPER}/1?entered={no}"));
        self.scan(&self.first, no, PDF)
            .await
            .assert_leads_to(&format!("{PAPER}/1/{no}?scan"));
        let page = self
            .enter(&self.second, no, ("rnokpp", &number), &ANSWERS)
            .await;
        page.assert_leads_to(&format!("{PAPER}/1?agreed"));
        person
    }

    /// Sends a file as the scan of a form.
    async fn scan(&self, by: &Browser, no: &str, file: &[u8]) -> Page {
        let mut body = Vec::new();
        upload::part(&mut body, "batch", "1");
        upload::part(&mut body, "form", no);
        upload::file_part(&mut body, "identity.html", file);
        upload::end(&mut body);
        upload::send(by, "/do/staff/paper-scan", body).await
    }

    async fn cast(&self) -> Page {
        self.second
            .post("/do/staff/cast-paper", &[("batch", "1")])
            .await
    }

    async fn kept(&self) -> i64 {
        let count = "SELECT count(first) + count(second) FROM paper_form";
        self.app.database.count(count).await
    }

    async fn state(&self, no: i16) -> String {
        let forms = self
            .app
            .town
            .store
            .paper_forms(KOROSTEN, domain::paper::BatchNo(1))
            .await
            .unwrap();
        forms
            .iter()
            .find(|form| form.no == FormNo(no))
            .unwrap()
            .form
            .state
            .to_string()
    }
}

on_both_databases! {
    async fn two_enter_a_form_alike_and_it_is_cast_as_one_ballot(databases: Databases) {
        let desk = Desk::of(&databases).await;
        for window in [desk.first.clone(), desk.first.in_english()] {
            let page = window.get(PAPER).await;
            page.assert_page(200, window.lang());
            let lang = Lang::from_tag(window.lang()).unwrap();
            assert!(page.says(words::batches_none(lang)), "{page:?}");
        }
        let page = desk.first.post("/do/staff/open-paper-batch", &[("poll", "")]).await;
        page.assert_leads_to(&format!("{PAPER}?missing#errors"));
        assert!(desk.first.follow(page).await.says(words::new_missing(Lang::Uk)));
        desk.batch().await;
        let page = desk.first.get(&format!("{PAPER}/1")).await;
        page.assert_page(200, "uk");
        assert!(page.says(words::forms_none(Lang::Uk)), "{page:?}");

        let person = desk.app.town.settle(KOROSTEN, VOTER).await;
        let rnokpp = number(VOTER);
        let page = desk.enter(&desk.first, "", ("rnokpp", &rnokpp), &ANSWERS).await;
        page.assert_leads_to(&format!("{PAPER}/1?entered=1"));
        let page = desk.first.follow(page).await;
        assert!(page.says(&words::said_entered(Lang::Uk, FormNo(1))) && !page.body.contains("cast-paper"), "{page:?}");
        // Nobody sees what was typed, nor whose it is: the second from the paper alone.
        for browser in [&desk.first, &desk.second] {
            let page = browser.get(&format!("{PAPER}/1/1")).await;
            page.assert_page(200, "uk");
            assert!(!page.body.contains("checked") || page.body.matches("checked").count() == 1, "an answer is shown: {page:?}");
            assert!(!page.says(&resident(VOTER).name.official()) && !page.body.contains(&rnokpp), "{page:?}");
        }
        // The same operator a second time: still once.
        desk.enter(&desk.first, "1", ("rnokpp", &rnokpp), &ANSWERS).await.assert_leads_to(&format!("{PAPER}/1?entered=1"));
        assert_eq!((desk.state(1).await.as_str(), desk.kept().await), ("entered", 1));
        desk.cast().await.assert_leads_to(&format!("{PAPER}/1?late"));

        // That the answers differ is told, and not in which questions; either mends it.
        let page = desk.enter(&desk.second, "1", ("rnokpp", &rnokpp), &[("f[q1]", "3"), ("f[q2.4]", "on"), ("f[q3]", "2")]).await;
        page.assert_leads_to(&format!("{PAPER}/1/1"));
        let page = desk.second.follow(page).await;
        assert!(page.says(words::form_differs(Lang::Uk)), "{page:?}");
        let third = operator(&desk.app, "load-9").await;
        let page = third.get(&format!("{PAPER}/1/1")).await;
        assert!(!page.body.contains("enter-paper"), "two others have entered it: {page:?}");
        desk.enter(&desk.second, "1", ("rnokpp", &rnokpp), &ANSWERS).await.assert_leads_to(&format!("{PAPER}/1?agreed"));
        assert_eq!(desk.kept().await, 2);
        // In the database nobody reads who chose what.
        assert!(!desk.app.database.texts().await.contains("chosen"));

        // Without the scan of whose form it is nothing is cast.
        let page = desk.second.get(&format!("{PAPER}/1")).await;
        assert!(page.says(words::next_unscanned(Lang::Uk)) && !page.body.contains("cast-paper"), "{page:?}");
        desk.cast().await.assert_leads_to(&format!("{PAPER}/1?late"));
        assert_eq!(desk.app.town.ballots(desk.poll).await, 0);
        desk.scan(&desk.second, "1", PDF).await.assert_leads_to(&format!("{PAPER}/1/1?scan"));
        desk.cast().await.assert_leads_to(&format!("{PAPER}/1?cast"));
        assert_eq!((desk.state(1).await.as_str(), desk.kept().await), ("cast", 0));
        assert_eq!(desk.app.town.ballots(desk.poll).await, 1);
        let taken = desk.app.town.store.participation(KOROSTEN, desk.poll.id, person).await.unwrap().unwrap();
        assert_eq!(taken.channel, Channel::Paper);
        // A second press of an older page casts nothing.
        desk.cast().await.assert_leads_to(&format!("{PAPER}/1?late"));
        assert_eq!(desk.app.town.ballots(desk.poll).await, 1);
        for path in [PAPER.to_owned(), format!("{PAPER}/1"), format!("{PAPER}/1/1")] {
            desk.first.in_english().get(&path).await.assert_page(200, "en");
        }
    }

    async fn two_entries_that_differ_twice_are_deleted_and_the_form_begins_anew(databases: Databases) {
        let desk = Desk::of(&databases).await;
        desk.batch().await;
        let olena = desk.app.resident(VOTER).await;
        let rnokpp = number(VOTER);
        let other = [("f[q1]", "2"), ("f[q3]", "1")];
        let mut shown = Vec::new();
        // Whichever question it is, the page says the same: who types without the paper learns no answer from it.
        for guess in [&other[..], &[("f[q1]", "1"), ("f[q3]", "2")], &[("f[q1]", "3"), ("f[q2.1]", "on"), ("f[q3]", "3")]] {
            let no = "1";
            match shown.is_empty() {
                true => desk.enter(&desk.first, "", ("rnokpp", &rnokpp), &ANSWERS).await,
                false => desk.enter(&desk.first, no, ("rnokpp", &rnokpp), &ANSWERS).await,
            }
            .assert_leads_to(&format!("{PAPER}/1?entered=1"));
            let page = desk.enter(&desk.second, no, ("rnokpp", &rnokpp), guess).await;
            page.assert_leads_to(&format!("{PAPER}/1/1"));
            assert_eq!((desk.state(1).await.as_str(), desk.kept().await), ("differs", 2));
            for window in [desk.first.clone(), desk.second.clone(), desk.first.in_english()] {
                let page = window.get(&format!("{PAPER}/1/1")).await;
                let lang = Lang::from_tag(window.lang()).unwrap();
                assert!(page.says(words::form_differs(lang)) && page.body.contains("enter-paper"), "{page:?}");
            }
            let status = desk.second.get(&format!("{PAPER}/1/1")).await;
            shown.push(status.body.split("role=\"status\"").nth(1).unwrap().split("</div>").next().unwrap().to_owned());
            let page = desk.enter(&desk.second, no, ("rnokpp", &rnokpp), guess).await;
            page.assert_leads_to(&format!("{PAPER}/1/1"));
            assert_eq!((desk.state(1).await.as_str(), desk.kept().await), ("anew", 0));
            for window in [desk.first.clone(), desk.second.clone(), desk.second.in_english()] {
                let lang = Lang::from_tag(window.lang()).unwrap();
                let page = window.get(&format!("{PAPER}/1/1")).await;
                page.assert_page(200, window.lang());
                assert!(page.says(words::form_anew(lang)) && page.body.contains("enter-paper"), "{page:?}");
                let page = window.get(&format!("{PAPER}/1")).await;
                assert!(page.says(words::state_anew(lang)) && page.says(words::enter_anew(lang)), "{page:?}");
            }
            desk.cast().await.assert_leads_to(&format!("{PAPER}/1?late"));
        }
        assert!(shown.iter().all(|words| *words == shown[0]), "{shown:?}");
        // Any two begin it anew, also somebody who has never seen it.
        let third = operator(&desk.app, "load-9").await;
        desk.enter(&third, "1", ("rnokpp", &rnokpp), &ANSWERS).await.assert_leads_to(&format!("{PAPER}/1?entered=1"));
        desk.enter(&desk.second, "1", ("rnokpp", &rnokpp), &ANSWERS).await.assert_leads_to(&format!("{PAPER}/1?agreed"));
        // It stands in the journal, and its person sees it.
        let thrice = "SELECT count(*) FROM audit WHERE act = 'paper.begun_anew'";
        assert_eq!(desk.app.database.count(thrice).await, 3);
        let page = desk.second.get("/staff/journal?act=paper.begun_anew").await;
        // Three rows, and the filter.
        let act = app::i18n::staff::act(Lang::Uk, "paper.begun_anew");
        assert_eq!(page.body.matches(act).count(), 4, "{page:?}");
        assert!(olena.get("/me/data").await.says(my_data::act(Lang::Uk, "paper.begun_anew")));
    }

    async fn nobody_votes_on_paper_and_on_the_site(databases: Databases) {
        let desk = Desk::of(&databases).await;
        desk.batch().await;
        // On the site, after the form was entered.
        desk.agreed(VOTER, "1").await;
        let quick = desk.app.resident(VOTER).await;
        quick.fill(desk.poll).await;
        quick.submit(desk.poll).await.assert_leads_to("/polls/1/done");
        // On paper, before the site.
        let slow = "mykola-demchuk";
        desk.agreed(slow, "2").await;
        desk.cast().await.assert_leads_to(&format!("{PAPER}/1?cast"));
        assert_eq!((desk.state(1).await.as_str(), desk.state(2).await.as_str()), ("refused", "cast"));
        assert_eq!((desk.kept().await, desk.app.town.ballots(desk.poll).await), (0, 2));
        let page = desk.first.get(&format!("{PAPER}/1/1")).await;
        assert!(page.says(words::refused_took_part(Lang::Uk)), "{page:?}");
        let late = desk.app.resident(slow).await;
        let page = late.answer(desk.poll, 1, &[1]).await;
        page.assert_leads_to("/polls/1/done?again");
        // Whoever has voted is told so when their form is entered, however.
        for (name, why) in [(VOTER, words::why_took_part_web(Lang::Uk)), (slow, words::why_took_part_paper(Lang::Uk))] {
            desk.first.post("/do/staff/open-paper-batch", &[("poll", "1")]).await;
            let number = number(name);
            let fields = [("batch", "2"), ("f[kind]", "rnokpp"), ("f[number]", &number), ANSWERS[0], ANSWERS[1]];
            let page = desk.first.post("/do/staff/enter-paper", &fields).await;
            page.assert_leads_to(&format!("{PAPER}/2/enter?kept#errors"));
            let page = desk.first.follow(page).await;
            assert!(page.says(why), "{why}");
            // What nobody can enter any more is kept for nobody: the document's kind alone stands there, as in an empty form.
            assert!(!page.body.contains(&number) && page.body.matches("checked").count() <= 1, "{page:?}");
        }
    }

    async fn whoever_is_asked_about_by_their_document_sees_who_asked(databases: Databases) {
        let desk = Desk::of(&databases).await;
        desk.batch().await;
        let olena = desk.app.resident(VOTER).await;
        olena.fill(desk.poll).await;
        olena.submit(desk.poll).await.assert_leads_to("/polls/1/done");
        let (asked, operator) = (my_data::act(Lang::Uk, "person.found"), resident(OPERATOR).name.full());
        let page = olena.get("/me/data").await;
        assert!(!page.says(asked) && !page.says(&operator), "{page:?}");

        // The operator learns that she took part, which leaves no form behind; she learns that they asked.
        let number = number(VOTER);
        let page = desk.enter(&desk.first, "", ("rnokpp", &number), &ANSWERS).await;
        page.assert_leads_to(&format!("{PAPER}/1/enter?kept#errors"));
        assert!(desk.first.follow(page).await.says(words::why_took_part_web(Lang::Uk)));
        for window in [olena.clone(), olena.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            let page = window.get("/me/data").await;
            assert!(page.says(my_data::act(lang, "person.found")) && page.says(&operator), "{page:?}");
        }
        // Whoever decides about people asks by the same way, and again each time that they do.
        let looks = "SELECT count(*) FROM audit WHERE act = 'person.found'";
        assert_eq!(desk.app.database.count(looks).await, 1);
        let page = desk.second.get("/staff/people").await;
        let mark = page.field("mark").unwrap();
        let fields = [("mark", mark.as_str()), ("f[kind]", "rnokpp"), ("f[number]", &number)];
        desk.second.post("/do/staff/find-person", &fields).await;
        desk.enter(&desk.first, "", ("rnokpp", &number), &ANSWERS).await;
        assert_eq!(desk.app.database.count(looks).await, 3);
        let page = olena.get("/me/data").await;
        assert!(page.says(asked) && page.says(&resident(ADMINISTRATOR).name.full()), "{page:?}");
        // A form with something else wrong asks nobody's record; somebody else's look is nobody else's business.
        desk.enter(&desk.first, "", ("rnokpp", &number), &[]).await;
        assert_eq!(desk.app.database.count(looks).await, 3);
        let neighbour = desk.app.resident("load-7").await;
        assert!(!neighbour.get("/me/data").await.says(asked));
        assert!(!desk.app.database.texts().await.contains(&number));
    }

    async fn after_the_close_everybody_reads_how_many_came_on_paper(databases: Databases) {
        let desk = Desk::of(&databases).await;
        desk.batch().await;
        desk.agreed(VOTER, "1").await;
        desk.cast().await.assert_leads_to(&format!("{PAPER}/1?cast"));
        let (site, paper) = (desk.app.resident("load-7").await, desk.app.resident(VOTER).await);
        site.fill(desk.poll).await;
        site.submit(desk.poll).await.assert_leads_to("/polls/1/done");
        for window in [paper.clone(), paper.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            for path in ["/polls/1", "/polls/1/done", "/polls/1/done?again"] {
                let said = eligibility::voted_on_paper(lang);
                assert!(window.get(path).await.says(said), "{path}");
                assert!(!site.get(path).await.says(said), "{path}");
            }
        }
        let mine = paper.get("/me/data.json").await.body;
        assert!(mine.contains("\"paper_forms\"") && mine.contains("\"state\": \"cast\""), "{mine}");
        for path in ["/polls/1/results", "/polls/1"] {
            let page = desk.app.visitor().get(path).await;
            assert!(!page.says(results::on_paper(Lang::Uk)), "before the close: {page:?}");
        }
        desk.app.town.store.with_clock_offset(11 * DAY).close_due_polls("test").await.unwrap();
        // Pages are made of a copy that may be a second old.
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        let page = desk.app.visitor().get("/polls/1/results").await;
        page.assert_page(200, "uk");
        for said in [results::on_paper(Lang::Uk), &results::method_on_paper(Lang::Uk, 1)] {
            assert!(page.says(said), "{said}: {page:?}");
        }
        let csv = desk.app.visitor().get("/polls/1/results.csv").await.body;
        assert!(csv.contains("\"ballots\";\"onPaper\"") && csv.lines().nth(1).unwrap().contains(";2;1;1;"), "{csv}");
        assert_eq!(desk.app.town.store.result(KOROSTEN, desk.poll.id).await.unwrap().unwrap().on_paper, 1);
    }

    async fn what_is_wrong_is_told_with_the_form_which_keeps_what_was_typed(databases: Databases) {
        let desk = Desk::of(&databases).await;
        desk.batch().await;
        let card = desk.app.town.settle(KOROSTEN, BY_CARD).await;
        desk.app.town.settle(KOROSTEN, VOTER).await;
        let (voter, own, nobody) = (number(VOTER), number(OPERATOR), number("halyna-kovalchuk"));
        let answers = [("f[q1]", "2"), ("f[q2.1]", "on"), ("f[q3]", "3")];
        for (document, answers, why) in [
            (("rnokpp", "3081802367"), &answers[..], "Такого РНОКПП не буває".to_owned()),
            (("unzr", "19651027-07300"), &answers, "Такого УНЗР не буває".to_owned()),
            (("rnokpp", nobody.as_str()), &answers, "Запису з таким номером немає".to_owned()),
            (("rnokpp", &own), &answers, words::why_own(Lang::Uk).to_owned()),
            (("unzr", "19651027-07301"), &answers, words::may_not(Lang::Uk, words::reason_second_key(Lang::Uk))),
            (("rnokpp", &voter), &answers[..2], "Питання 3: ".to_owned()),
            (("rnokpp", &voter), &answers[1..], "Питання 1: ".to_owned()),
        ] {
            let page = desk.enter(&desk.first, "", document, answers).await;
            page.assert_leads_to(&format!("{PAPER}/1/enter?kept#errors"));
            let page = desk.first.follow(page).await;
            page.assert_page(200, "uk");
            assert!(page.says(&why), "{why}: {page:?}");
            assert!(page.body.contains(document.1), "the number is gone: {page:?}");
            // The kind of document, and what was marked.
            assert_eq!(page.body.matches("checked").count(), 1 + answers.len(), "{page:?}");
        }
        assert_eq!(desk.kept().await, 0);
        // Staff rule the second record out, and the form is taken.
        desk.app.town.store.clear_second_key(KOROSTEN, card, None, by_system()).await.unwrap();
        desk.enter(&desk.first, "", ("unzr", "19651027-07301"), &answers).await.assert_leads_to(&format!("{PAPER}/1?entered=1"));
        // Somebody else's document, and another form of the same person.
        let page = desk.enter(&desk.second, "1", ("rnokpp", &voter), &answers).await;
        page.assert_leads_to(&format!("{PAPER}/1/1?kept#errors"));
        assert!(desk.second.follow(page).await.says(words::why_other_person(Lang::Uk)));
        let page = desk.enter(&desk.second, "", ("passport", "001009490"), &answers).await;
        assert!(desk.second.follow(page).await.says(words::why_has_form(Lang::Uk)));
        desk.enter(&desk.second, "1", ("passport", "001009490"), &answers).await.assert_leads_to(&format!("{PAPER}/1?agreed"));

        // A sign-in that ended: what was typed waits for whoever typed it.
        let page = desk.first.get(&format!("{PAPER}/1/enter")).await;
        let mark = page.field("mark").unwrap();
        desk.first.post("/do/sign-out", &[]).await;
        let fields = [("batch", "1"), ("mark", &mark), ("f[kind]", "rnokpp"), ("f[number]", &voter), answers[0], answers[1], answers[2]];
        let page = desk.first.post("/do/staff/enter-paper", &fields).await;
        assert_eq!(page.status, 303, "{page:?}");
        desk.first.sign_in(OPERATOR, "/").await;
        let page = desk.first.get(&format!("{PAPER}/1/enter?kept")).await;
        assert!(page.says(words::why_denied(Lang::Uk)) && page.body.contains(&voter), "{page:?}");
        assert_eq!(desk.kept().await, 2);
    }

    async fn nothing_of_a_form_stands_in_a_log_the_journal_or_an_address(databases: Databases) {
        logs::listen();
        let desk = Desk::of(&databases).await;
        desk.batch().await;
        desk.agreed(VOTER, "1").await;
        desk.cast().await.assert_leads_to(&format!("{PAPER}/1?cast"));
        let rnokpp = number(VOTER);
        let journal = desk.app.town.store.audit_log(KOROSTEN, Part::first(100)).await.unwrap().items;
        let acts: Vec<&str> = journal.iter().map(|entry| entry.act.as_str()).filter(|act| act.starts_with("paper")).collect();
        assert_eq!(acts, ["paper_batch.cast", "paper.agreed", "paper.scan_attached", "paper.entered", "paper_batch.opened"]);
        let written = format!("{journal:?}");
        assert!(!written.contains(&rnokpp) && !written.contains("chosen"), "{written}");
        assert!(!logs::so_far().contains(&rnokpp), "the number is logged");
        for address in desk.first.history().into_iter().chain(desk.second.history()) {
            assert!(!address.contains(&rnokpp) && !address.contains("%5Bq1"), "{address}");
        }
        // The journal's page names the act and its person, and no figure.
        let page = desk.second.get("/staff/journal").await;
        page.assert_page(200, "uk");
        for known in ["Внесено паперовий бланк", "Зараховано пакет паперових бланків", "Пакет №\u{a0}1"] {
            assert!(page.says(known), "{known}: {page:?}");
        }
        let person = desk.app.town.person(KOROSTEN, VOTER).await.unwrap();
        assert!(page.body.contains(&format!("/staff/people/{person}")), "{page:?}");
    }

    async fn nobody_sees_a_figure_of_a_batch_before_the_close(databases: Databases) {
        let mut seen = Vec::new();
        for chosen in ["1", "2"] {
            let desk = Desk::of(&databases).await;
            desk.batch().await;
            for (no, name) in (1..).zip([VOTER, "mykola-demchuk"]) {
                desk.app.town.settle(KOROSTEN, name).await;
                let (no, number) = (format!("{no}"), number(name));
                let answers = [("f[q1]", chosen), ("f[q3]", chosen)];
                desk.enter(&desk.first, "", ("rnokpp", &number), &answers).await;
                desk.enter(&desk.second, &no, ("rnokpp", &number), &answers).await;
                desk.scan(&desk.second, &no, PDF).await;
            }
            let mut pages = Vec::new();
            for cast in [false, true] {
                if cast {
                    desk.cast().await.assert_leads_to(&format!("{PAPER}/1?cast"));
                }
                for path in [PAPER, "/staff/paper/1", "/staff/paper/1/1", "/polls/1/results", "/staff/polls/1"] {
                    let page = desk.first.get(path).await;
                    page.assert_page(200, "uk");
                    let body = page.body.split("<main").nth(1).unwrap_or_default().to_owned();
                    // Marks and nonces are new on each page.
                    let words: Vec<&str> = body.split(|c: char| c.is_whitespace() || "\"<>'".contains(c)).filter(|word| word.chars().count() < 20).collect();
                    pages.push(words.join(" "));
                }
            }
            seen.push(pages);
        }
        for (one, other) in seen[0].iter().zip(&seen[1]) {
            let (one, other): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
            let differing: Vec<_> = one.iter().zip(&other).filter(|(a, b)| a != b && !a.contains(':')).collect();
            assert!(one.len() == other.len() && differing.is_empty(), "{differing:?}");
        }
    }

    async fn a_scan_is_of_the_desk_alone_and_goes_with_its_form(databases: Databases) {
        let desk = Desk::of(&databases).await;
        desk.batch().await;
        desk.app.town.settle(KOROSTEN, VOTER).await;
        let rnokpp = number(VOTER);
        desk.enter(&desk.first, "", ("rnokpp", &rnokpp), &ANSWERS).await;
        let send = async |browser: &Browser, file: &[u8]| desk.scan(browser, "1", file).await;
        let form = format!("{PAPER}/1/1");
        let mut large = PDF.to_vec();
        large.resize(MOST_DOCUMENT_BYTES + 1, b' ');
        for (file, why) in [(&b""[..], words::file_missing(Lang::Uk)), (b"<html>", words::file_wrong(Lang::Uk)), (&large, words::file_too_large(Lang::Uk))] {
            let page = send(&desk.first, file).await;
            page.assert_leads_to(&format!("{form}?kept#errors"));
            assert!(desk.first.follow(page).await.says(why), "{why}");
        }
        let scans = async || desk.app.database.count("SELECT count(*) FROM paper_scan").await;
        assert_eq!(scans().await, 0);
        let (stranger, colleague) = (desk.app.visitor(), desk.app.staff().await);
        assert_eq!((send(&stranger, PDF).await.status.as_u16(), send(&colleague, PDF).await.status.as_u16()), (401, 403));
        send(&desk.first, PDF).await.assert_leads_to(&format!("{form}?scan"));
        assert_eq!(scans().await, 1);
        assert!(!desk.app.database.texts().await.contains("identity part of somebody"));
        let path = format!("{form}/scan");
        for (browser, status) in [(&stranger, 303), (&colleague, 403)] {
            assert_eq!(browser.get(&path).await.status, status);
        }
        desk.app.foreign_staff().await;
        let theirs = desk.app.town.person(OVRUCH, crate::app::OVRUCH_MODERATOR).await.unwrap();
        desk.app.town.store.grant_role(OVRUCH, theirs, Role::Operator, by_system()).await.unwrap();
        let there = desk.app.foreign_staff().await.on("ovruch.localhost");
        for path in [path.as_str(), &form, "/staff/paper/1"] {
            assert_eq!(there.get(path).await.status, 404, "of another community");
        }
        let shown = desk.second.get(&path).await;
        assert_eq!((shown.status.as_u16(), shown.body.as_bytes()), (200, PDF));
        assert_eq!(shown.header("content-disposition"), Some("attachment; filename=\"paper.pdf\""));
        assert_eq!(shown.header("cache-control"), Some("private, no-store"));
        let looked = desk.app.database.count("SELECT count(*) FROM audit WHERE act = 'paper.scan_viewed'").await;
        assert_eq!(looked, 1);

        let page = desk.second.post("/do/staff/take-out-paper", &[("batch", "1"), ("form", "1")]).await;
        page.assert_leads_to(&format!("{PAPER}/1?out"));
        assert_eq!((scans().await, desk.kept().await), (0, 0));
        assert_eq!(desk.second.get(&path).await.status, 404);
    }

    async fn the_scan_of_a_settled_form_is_shown_and_cannot_be_replaced(databases: Databases) {
        let desk = Desk::of(&databases).await;
        desk.batch().await;
        desk.agreed(VOTER, "1").await;
        let form = format!("{PAPER}/1/1");
        let page = desk.first.get(&form).await;
        assert!(page.says(words::scan_replace(Lang::Uk)) && page.body.contains("paper-scan"), "{page:?}");
        desk.cast().await.assert_leads_to(&format!("{PAPER}/1?cast"));
        // Another batch, whose form the close refuses before anybody has attached a scan.
        desk.first.post("/do/staff/open-paper-batch", &[("poll", "1")]).await;
        let slow = "mykola-demchuk";
        desk.app.town.settle(KOROSTEN, slow).await;
        let number = number(slow);
        let fields = [("batch", "2"), ("f[kind]", "rnokpp"), ("f[number]", &number), ANSWERS[0], ANSWERS[1]];
        desk.first.post("/do/staff/enter-paper", &fields).await.assert_leads_to(&format!("{PAPER}/2?entered=1"));
        for closed in [false, true] {
            if closed {
                desk.app.town.store.with_clock_offset(11 * DAY).close_due_polls("test").await.unwrap();
            }
            for window in [desk.first.clone(), desk.first.in_english()] {
                let lang = Lang::from_tag(window.lang()).unwrap();
                let page = window.get(&form).await;
                page.assert_page(200, window.lang());
                assert!(page.says(words::scan_open(lang)) && !page.says(words::scan_replace(lang)) && !page.body.contains("paper-scan"), "{page:?}");
            }
            // A press in an older window, with a file that would be taken and with one that would not.
            for file in [&b"%PDF-1.7\nSomebody else."[..], b"<html>"] {
                desk.scan(&desk.second, "1", file).await.assert_leads_to(&format!("{PAPER}/1?late"));
            }
            let shown = desk.second.get(&format!("{form}/scan")).await;
            assert_eq!((shown.status.as_u16(), shown.body.as_bytes()), (200, PDF));
        }
        let page = desk.first.get(&format!("{PAPER}/2/1")).await;
        assert!(page.says(words::refused_closed(Lang::Uk)) && !page.says(words::scan_title(Lang::Uk)), "{page:?}");
        let attached = desk.app.database.count("SELECT count(*) FROM audit WHERE act = 'paper.scan_attached'").await;
        assert_eq!(attached, 1);
    }

    async fn an_administrators_own_form_is_entered_by_others(databases: Databases) {
        let desk = Desk::of(&databases).await;
        desk.batch().await;
        let own = number(ADMINISTRATOR);
        desk.enter(&desk.first, "", ("rnokpp", &own), &ANSWERS).await.assert_leads_to(&format!("{PAPER}/1?entered=1"));
        let page = desk.second.get(&format!("{PAPER}/1/1")).await;
        assert!(!page.body.contains("enter-paper"), "their own: {page:?}");
        let fields = [("batch", "1"), ("form", "1"), ("f[kind]", "rnokpp"), ("f[number]", own.as_str()), ANSWERS[0], ANSWERS[1]];
        let page = desk.second.post("/do/staff/enter-paper", &fields).await;
        page.assert_leads_to(&format!("{PAPER}/1/1?kept#errors"));
        assert!(desk.second.follow(page).await.says(words::why_own(Lang::Uk)));
        assert_eq!(desk.state(1).await, "entered");
        let third = operator(&desk.app, "load-9").await;
        desk.enter(&third, "1", ("rnokpp", &own), &ANSWERS).await.assert_leads_to(&format!("{PAPER}/1?agreed"));
    }
}
