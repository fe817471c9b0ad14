//! Starosta districts over HTTP: an administrator draws them, a poll asks one, and what was published stays as it was.

use crate::{
    app::TestApp,
    browser::{Browser, Page},
    editor_form::Opened,
    town::{HOUR, KOROSTEN, TestPoll, content},
};
use app::i18n::{Lang, eligibility, find, staff_districts as words, staff_editor};
use domain::{
    audience::AskedResidency,
    district::{District, DistrictNo},
    identity::Residency,
    katottg::Katottg,
    lang::Bilingual,
    lifecycle::State,
    poll::PollContent,
    residency::Evidence,
    time::DAY,
};
use store::residencies::Residence;

const PAGE: &str = "/staff/districts";
const SAVE: &str = "/do/staff/save-district";
const REMOVE: &str = "/do/staff/remove-district";
const CITY: &str = "UA18060090010074365";
const VILLAGE: &str = "UA18060090420021941";

fn lang(browser: &Browser) -> Lang {
    Lang::from_tag(browser.lang()).unwrap()
}

fn code(text: &str) -> Katottg {
    Katottg::parse(text).unwrap()
}

/// Sends the form that the page shows, with this name and these settlements marked.
async fn save(browser: &Browser, page: &str, name: &str, settlements: &[&str]) -> Page {
    let form = browser.get(page).await;
    form.assert_page(200, browser.lang());
    let keys: Vec<String> = settlements
        .iter()
        .map(|code| format!("f[s.{code}]"))
        .collect();
    let [no, version, mark] = ["no", "version", "mark"].map(|name| form.field(name).unwrap());
    let mut fields = vec![
        ("no", no.as_str()),
        ("version", &version),
        ("mark", &mark),
        ("f[name_uk]", name),
    ];
    fields.extend(keys.iter().map(|key| (key.as_str(), "on")));
    browser.post(SAVE, &fields).await
}

async fn stored(app: &TestApp) -> Vec<(i16, String, usize)> {
    let districts = app.town.store.districts(KOROSTEN).await.unwrap();
    let told = districts.into_iter();
    told.map(|district| (district.no.0, district.name.uk, district.settlements.len()))
        .collect()
}

fn district(no: i16, name: &str, codes: &[&str]) -> District {
    District {
        no: DistrictNo(no),
        name: Bilingual::new(name, ""),
        settlements: codes.iter().map(|text| code(text)).collect(),
    }
}

/// A published poll for these districts, which the community has or is given.
async fn poll_for(app: &TestApp, districts: Vec<District>, residency: AskedResidency) -> TestPoll {
    let store = &app.town.store;
    for district in &districts {
        if !store.districts(KOROSTEN).await.unwrap().contains(district) {
            let (_, version, _) = store.settings(KOROSTEN).await.unwrap();
            let by = crate::town::by_system();
            let no = store.add_district(KOROSTEN, version, district, by).await;
            assert_eq!(no.unwrap(), district.no);
        }
    }
    let mut content = content();
    content.audience.districts = districts;
    content.audience.residency = residency;
    app.town.poll(KOROSTEN, content, -HOUR, DAY).await
}

/// Saves the editor's form of a draft.
async fn send(browser: &Browser, draft: TestPoll, content: &PollContent) -> Page {
    let form = Opened::by(browser, draft.number.0).await;
    browser
        .send(browser.form("/do/staff/save-poll", form.saving(content)))
        .await
}

on_both_databases! {
    async fn an_administrator_draws_districts_and_every_change_is_in_the_journal(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        // Without the codifier there is nothing to choose from.
        let empty = administrator.get(PAGE).await;
        assert!(empty.says(words::none(Lang::Uk)) && empty.says(words::no_settlements(Lang::Uk)), "{empty:?}");
        app.town.settlements().await;
        save(&administrator, PAGE, " Хотинівський старостинський округ ", &[VILLAGE]).await.assert_leads_to("/staff/districts?saved");
        let page = administrator.get("/staff/districts?saved").await;
        assert!(page.says(words::saved(Lang::Uk)) && page.says(&words::outside(Lang::Uk, "Коростень")), "{page:?}");
        assert!(!page.body.contains(&format!("s.{VILLAGE}")), "a settlement of another district to choose");
        assert_eq!(stored(&app).await, [(1, "Хотинівський".to_owned(), 1)]);

        save(&administrator, "/staff/districts/1", "Міський", &[CITY, VILLAGE]).await.assert_leads_to("/staff/districts?saved");
        assert_eq!(stored(&app).await, [(1, "Міський".to_owned(), 2)]);
        let full = administrator.in_english().get(PAGE).await;
        full.assert_page(200, "en");
        assert!(full.says(words::none_free(Lang::En)), "{full:?}");

        let version = administrator.get("/staff/districts/1").await.field("version").unwrap();
        let remove = [("no", "1"), ("version", version.as_str())];
        // Pressed twice.
        for _ in 0..2 {
            administrator.post(REMOVE, &remove).await.assert_leads_to("/staff/districts?removed");
        }
        assert_eq!(stored(&app).await, []);
        administrator.get("/staff/districts/1").await.assert_page(404, "uk");
        let journal = administrator.get("/staff/journal").await;
        for words in ["Додано старостинський округ", "Змінено старостинський округ", "Вилучено старостинський округ", "Хотинівський"] {
            assert!(journal.says(words), "{words}: {journal:?}");
        }
    }

    async fn what_is_wrong_with_a_district_is_told_and_what_was_typed_stays(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let administrator = app.administrator().await;
        save(&administrator, PAGE, "Хотинівський", &[VILLAGE]).await.assert_leads_to("/staff/districts?saved");
        let before = stored(&app).await;
        save(&administrator, PAGE, "ХОТИНІВСЬКИЙ", &[VILLAGE, "UA18060090020099999"]).await.assert_leads_to("/staff/districts#errors");
        for window in [administrator.clone(), administrator.in_english()] {
            let (page, lang) = (window.get(PAGE).await, lang(&window));
            page.assert_page(200, window.lang());
            for told in [
                words::problem_name_taken(lang).to_owned(),
                words::problem_unknown(lang).to_owned(),
                words::problem_of_another(lang, "Хотинівка", "Хотинівський"),
                staff_editor::unsaved_text(lang).to_owned(),
            ] {
                assert!(page.says(&told), "{told}: {page:?}");
            }
            assert_eq!(page.field("f[name_uk]").as_deref(), Some("ХОТИНІВСЬКИЙ"));
            // What was marked and is not to choose from can be taken away.
            assert!(page.field(&format!("f[s.{VILLAGE}]")).is_some(), "{page:?}");
            assert!(page.body.contains("href=\"#name_uk\"") && page.body.contains("id=\"settlements-error\""), "{page:?}");
        }
        save(&administrator, PAGE, "", &[]).await.assert_leads_to("/staff/districts#errors");
        let page = administrator.get(PAGE).await;
        assert!(page.says(words::problem_no_name(Lang::Uk)) && page.says(words::problem_no_settlement(Lang::Uk)), "{page:?}");
        assert_eq!(stored(&app).await, before);
        let mark = page.field("mark").unwrap();
        administrator.post(SAVE, &[("no", ""), ("mark", &mark), ("act", "discard")]).await.assert_leads_to(PAGE);
        assert!(!administrator.get(PAGE).await.says(staff_editor::unsaved_text(Lang::Uk)));
        // No number, and no district.
        for (no, status) in [("x", 400), ("7", 404)] {
            administrator.post(SAVE, &[("no", no), ("version", "1")]).await.assert_page(status, "uk");
        }
    }

    async fn whoever_was_overtaken_is_told_and_may_save_again(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let administrator = app.administrator().await;
        let form = administrator.get(PAGE).await;
        let (version, mark) = (form.field("version").unwrap(), form.field("mark").unwrap());
        let village = format!("f[s.{VILLAGE}]");
        let mine = [("no", ""), ("version", version.as_str()), ("mark", mark.as_str()), ("f[name_uk]", "Хотинівський"), (village.as_str(), "on")];
        save(&administrator, PAGE, "Міський", &[CITY]).await.assert_leads_to("/staff/districts?saved");
        administrator.post(SAVE, &mine).await.assert_leads_to("/staff/districts#unsaved");
        let page = administrator.get(PAGE).await;
        assert!(page.says(words::changed_meanwhile(Lang::Uk)), "{page:?}");
        assert_eq!(stored(&app).await.len(), 1);
        save(&administrator, PAGE, "Хотинівський", &[VILLAGE]).await.assert_leads_to("/staff/districts?saved");
        // Pressed twice.
        administrator.post(SAVE, &mine).await.assert_leads_to("/staff/districts?saved");
        assert_eq!(stored(&app).await.len(), 2);
        let late = [("no", "2"), ("version", version.as_str())];
        administrator.post(REMOVE, &late).await.assert_leads_to("/staff/districts/2?changed");
        assert!(administrator.get("/staff/districts/2?changed").await.says(words::changed_before_removal(Lang::Uk)));
        assert_eq!(stored(&app).await.len(), 2);
    }

    async fn an_overtaken_change_shows_what_the_other_person_stored(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let administrator = app.administrator().await;
        save(&administrator, PAGE, "Хотинівський", &[VILLAGE]).await.assert_leads_to("/staff/districts?saved");
        let page = "/staff/districts/1";
        let form = administrator.get(page).await;
        let [version, mark] = ["version", "mark"].map(|name| form.field(name).unwrap());
        let village = format!("f[s.{VILLAGE}]");
        let mine = [("no", "1"), ("version", version.as_str()), ("mark", mark.as_str()), ("f[name_uk]", "Мій"), (village.as_str(), "on")];
        save(&administrator, page, "Міський", &[CITY]).await.assert_leads_to("/staff/districts?saved");
        administrator.post(SAVE, &mine).await.assert_leads_to("/staff/districts/1#unsaved");
        for window in [administrator.clone(), administrator.in_english()] {
            let (page, lang) = (window.get(page).await, lang(&window));
            page.assert_page(200, window.lang());
            assert!(page.says(words::changed_beside(lang)) && page.says(words::stored_now(lang)), "{page:?}");
            let beside = page.body.split("id=\"unsaved\"").nth(1).unwrap().split("<form").next().unwrap();
            assert!(beside.contains("Міський") && beside.contains("Коростень") && !beside.contains("Хотинівка"), "{beside}");
            assert_eq!(page.field("f[name_uk]").as_deref(), Some("Мій"));
        }
        assert_eq!(stored(&app).await, [(1, "Міський".to_owned(), 1)]);
    }

    async fn what_was_typed_for_a_district_that_was_removed_may_become_a_new_one(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let administrator = app.administrator().await;
        save(&administrator, PAGE, "Хотинівський", &[VILLAGE]).await.assert_leads_to("/staff/districts?saved");
        let page = "/staff/districts/1";
        let form = administrator.get(page).await;
        let [version, mark] = ["version", "mark"].map(|name| form.field(name).unwrap());
        let village = format!("f[s.{VILLAGE}]");
        let mine = [("no", "1"), ("version", version.as_str()), ("mark", mark.as_str()), ("f[name_uk]", "Новий"), (village.as_str(), "on")];
        administrator.post(REMOVE, &[("no", "1"), ("version", &version)]).await.assert_leads_to("/staff/districts?removed");
        administrator.get(page).await.assert_page(404, "uk");
        administrator.post(SAVE, &mine).await.assert_leads_to("/staff/districts/1#unsaved");
        assert_eq!(stored(&app).await, []);
        let mut shown = administrator.get(page).await;
        for window in [administrator.clone(), administrator.in_english()] {
            let lang = lang(&window);
            shown = window.get(page).await;
            shown.assert_page(200, window.lang());
            let title = words::removed_district(lang, &words::district_title(lang, "Хотинівський"));
            assert!(shown.says(&title) && shown.says(words::removed_meanwhile(lang)) && shown.says(words::save_as_new(lang)), "{shown:?}");
            assert!(!shown.body.contains("remove-district"), "there is nothing to remove: {shown:?}");
            assert_eq!(shown.field("f[name_uk]").as_deref(), Some("Новий"));
        }
        // Nobody else finds it there.
        app.staff().await.get(page).await.assert_page(403, "uk");
        let [version, mark, anew] = ["version", "mark", "anew"].map(|name| shown.field(name).unwrap());
        let again = |name: &'static str| [("no", "1"), ("version", version.as_str()), ("mark", mark.as_str()), ("anew", anew.as_str()), ("f[name_uk]", name), (village.as_str(), "on")];
        administrator.post(SAVE, &again("")).await.assert_leads_to("/staff/districts/1#errors");
        let page_of_it = administrator.get(page).await;
        assert!(page_of_it.says(words::problem_no_name(Lang::Uk)) && page_of_it.says(words::removed_meanwhile(Lang::Uk)), "{page_of_it:?}");
        // Pressed twice.
        for _ in 0..2 {
            administrator.post(SAVE, &again("Новий")).await.assert_leads_to("/staff/districts?saved");
        }
        assert_eq!(stored(&app).await, [(2, "Новий".to_owned(), 1)]);
        administrator.get(page).await.assert_page(404, "uk");
        // Thrown away, it is gone.
        administrator.post(SAVE, &mine).await.assert_leads_to("/staff/districts/1#unsaved");
        administrator.post(SAVE, &[("no", "1"), ("mark", &mark), ("anew", "on"), ("act", "discard")]).await.assert_leads_to(PAGE);
        administrator.get(page).await.assert_page(404, "uk");
    }

    async fn a_poll_for_a_district_asks_its_residents_and_tells_the_others_why_not(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let poll = poll_for(&app, vec![district(1, "Хотинівський", &[VILLAGE])], AskedResidency::Confirmed).await;
        let (here, elsewhere) = (app.resident("load-3").await, app.resident("load-4").await);
        for (name, settlement) in [("load-3", VILLAGE), ("load-4", CITY)] {
            let person = app.town.person(KOROSTEN, name).await.unwrap();
            app.town.confirm(KOROSTEN, person, Some(code(settlement))).await;
        }
        for window in [app.visitor(), app.visitor().in_english()] {
            let (page, lang) = (window.get("/polls/1").await, lang(&window));
            page.assert_page(200, window.lang());
            assert!(page.says(&eligibility::district_named(lang, "Хотинівський")), "{page:?}");
            assert!(window.get("/polls").await.says(&eligibility::district(lang, "Хотинівський")));
        }
        let page = elsewhere.get("/polls/1").await;
        assert!(page.says(eligibility::other_district(Lang::Uk)) && page.says(eligibility::other_district_out(Lang::Uk)), "{page:?}");
        elsewhere.fill(poll).await;
        elsewhere.submit_as(poll, "0123456789abcdef0123456789abcdef").await;
        assert_eq!(app.town.ballots(poll).await, 0);
        assert!(here.get("/polls/1").await.says(eligibility::can_title(Lang::Uk)));
        here.fill(poll).await;
        here.submit(poll).await.assert_leads_to("/polls/1/done");
        assert_eq!(app.town.ballots(poll).await, 1);
        // The list finds it for the village and not for the city.
        let found = app.visitor().get(&format!("/polls?settlement={VILLAGE}")).await;
        assert!(found.body.contains("href=\"/polls/1\"") && !found.says(find::found_none(Lang::Uk)), "{found:?}");
        assert!(app.visitor().get(&format!("/polls?settlement={CITY}")).await.says(find::found_none(Lang::Uk)));
    }

    async fn a_district_that_is_drawn_anew_moves_nobody_into_a_published_poll(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let administrator = app.administrator().await;
        save(&administrator, PAGE, "Хотинівський", &[VILLAGE]).await.assert_leads_to("/staff/districts?saved");
        let asked = app.town.store.districts(KOROSTEN).await.unwrap();
        poll_for(&app, asked.clone(), AskedResidency::Confirmed).await;
        save(&administrator, "/staff/districts/1", "Міський", &[CITY]).await.assert_leads_to("/staff/districts?saved");
        let poll = app.town.store.polls(KOROSTEN, &store::polls::PollFilter::of(domain::lifecycle::State::ALL, store::polls::PollOrder::NewestFirst), store::Page::first(1)).await.unwrap();
        assert_eq!(poll.items[0].audience.districts, asked);
        let city = app.resident("load-4").await;
        let person = app.town.person(KOROSTEN, "load-4").await.unwrap();
        app.town.confirm(KOROSTEN, person, Some(code(CITY))).await;
        assert!(city.get("/polls/1").await.says(eligibility::other_district(Lang::Uk)));
    }

    async fn the_editor_offers_districts_and_ways_of_belonging_and_stores_what_they_are_now(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let administrator = app.administrator().await;
        save(&administrator, PAGE, "Хотинівський", &[VILLAGE]).await.assert_leads_to("/staff/districts?saved");
        let mut content = content();
        let draft = app.town.draft_poll(KOROSTEN, &content).await;
        let path = format!("/staff/polls/{}/edit", draft.number);
        let page = administrator.get(&path).await;
        page.assert_page(200, "uk");
        assert!(page.field("f[d.1]").is_some() && page.body.contains("id=\"districts\""), "{page:?}");
        for asked in AskedResidency::ALL {
            assert!(page.says(eligibility::asked_residency(Lang::Uk, *asked)), "{asked:?}");
        }
        content.audience.residency = AskedResidency::Displaced;
        content.audience.districts = vec![district(1, "", &[])];
        send(&administrator, draft, &content).await;
        let poll = app.town.store.poll(KOROSTEN, draft.id).await.unwrap().unwrap();
        assert_eq!(poll.content.audience.residency, AskedResidency::Displaced);
        assert_eq!(poll.content.audience.districts, [district(1, "Хотинівський", &[VILLAGE])]);
        // One that is not there (any more) is told beside the list, and nothing is stored.
        content.audience.districts.push(district(9, "", &[]));
        send(&administrator, draft, &content).await;
        let page = administrator.get(&path).await;
        assert!(page.body.contains("id=\"districts-error\"") && page.field("f[d.9]").is_some(), "{page:?}");
        let poll = app.town.store.poll(KOROSTEN, draft.id).await.unwrap().unwrap();
        assert_eq!(poll.content.audience.districts.len(), 1);

        // One that was removed is told by the name that it had.
        let version = administrator.get("/staff/districts/1").await.field("version").unwrap();
        administrator.post(REMOVE, &[("no", "1"), ("version", &version)]).await.assert_leads_to("/staff/districts?removed");
        for window in [administrator.clone(), administrator.in_english()] {
            let page = window.get(&path).await;
            let name = words::removed_district(lang(&window), "Хотинівський");
            assert!(page.says(&name) && page.field("f[d.1]").is_some(), "{page:?}");
        }
    }

    async fn a_poll_is_published_for_the_districts_that_were_looked_at(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let administrator = app.administrator().await;
        save(&administrator, PAGE, "Хотинівський", &[VILLAGE]).await.assert_leads_to("/staff/districts?saved");
        let mut content = content();
        content.audience.districts = app.town.store.districts(KOROSTEN).await.unwrap();
        content.closes_at = Some(crate::town::now().plus(DAY));
        let draft = app.town.draft_poll(KOROSTEN, &content).await;
        let desk = format!("/staff/polls/{}", draft.number);
        // The form of a page as it was looked at.
        let looked_at = async |window: &Browser| {
            let page = window.get(&desk).await;
            page.assert_page(200, window.lang());
            let fields = ["poll", "version", "districts"].map(|name| (name, page.field(name).unwrap()));
            (page, fields)
        };
        let publish = async |fields: &[(&'static str, String)]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            administrator.post("/do/staff/publish", &fields).await
        };
        let state = async || app.town.store.poll(KOROSTEN, draft.id).await.unwrap().unwrap().state;
        let (page, before) = looked_at(&administrator).await;
        assert!(page.says(words::asked_now(Lang::Uk)) && page.says("Хотинівка") && !page.says(words::redrawn_title(Lang::Uk)), "{page:?}");

        // Drawn anew after the look: the press publishes nothing, and the page tells what there is now.
        save(&administrator, "/staff/districts/1", "Міський", &[CITY]).await.assert_leads_to("/staff/districts?saved");
        publish(&before).await.assert_leads_to(&format!("{desk}?redrawn#publish"));
        assert_eq!(state().await, State::Draft);
        let page = administrator.get(&format!("{desk}?redrawn")).await;
        assert!(page.says(words::redrawn_meanwhile(Lang::Uk)), "{page:?}");
        for window in [administrator.clone(), administrator.in_english()] {
            let lang = lang(&window);
            let named = eligibility::district(lang, "Міський");
            for path in [desk.clone(), format!("{desk}/preview")] {
                let page = window.get(&path).await;
                for told in [
                    words::redrawn_title(lang).to_owned(),
                    words::redrawn_name(lang, &named, "Хотинівський"),
                    words::redrawn_joined(lang, &named, "Коростень"),
                    words::redrawn_left(lang, &named, "Хотинівка"),
                ] {
                    assert!(page.says(&told), "{path} {told}: {page:?}");
                }
            }
            // What residents would read names it as it is now.
            let page = window.get(&format!("{desk}/preview/page")).await;
            assert!(page.says(&eligibility::district_named(lang, "Міський")), "{page:?}");
        }

        // Removed after the next look: the same, and it has to be mended in the editor.
        let (_, second) = looked_at(&administrator).await;
        let version = administrator.get("/staff/districts/1").await.field("version").unwrap();
        administrator.post(REMOVE, &[("no", "1"), ("version", &version)]).await.assert_leads_to("/staff/districts?removed");
        publish(&second).await.assert_leads_to(&format!("{desk}?redrawn#publish"));
        assert_eq!(state().await, State::Draft);
        let page = administrator.get(&format!("{desk}?redrawn")).await;
        let removed = words::redrawn_removed(Lang::Uk, &eligibility::district(Lang::Uk, "Хотинівський"));
        assert!(page.says(&removed) && page.field("districts").is_none(), "{page:?}");

        // With another in its place, saved and looked at, it is published.
        save(&administrator, PAGE, "Хотинівський", &[VILLAGE]).await.assert_leads_to("/staff/districts?saved");
        let mut content = content.clone();
        content.audience.districts = app.town.store.districts(KOROSTEN).await.unwrap();
        app.town.store.save_poll(KOROSTEN, draft.id, 1, &content, crate::town::by_system()).await.unwrap();
        let (_, last) = looked_at(&administrator).await;
        publish(&last).await.assert_leads_to(&format!("{desk}?published"));
        assert_eq!(state().await, State::Open);
    }

    async fn a_poll_asks_those_who_are_registered_here_or_those_who_were_displaced(databases: Databases) {
        let app = TestApp::start(&databases).await;
        poll_for(&app, vec![], AskedResidency::Registered).await;
        poll_for(&app, vec![], AskedResidency::Displaced).await;
        let (registered, displaced) = (app.resident("load-3").await, app.resident("load-4").await);
        let person = app.town.person(KOROSTEN, "load-4").await.unwrap();
        let residence = Residence {
            class: Residency::ConfirmedByStaff,
            settlement: None,
            evidence: Some(Evidence::IdpCertificate.as_str().to_owned()),
            expires: None,
            decided_by: None,
            decided_at: crate::town::now(),
        };
        app.town.store.set_residency(KOROSTEN, person, &residence, crate::town::by_system()).await.unwrap();
        for (browser, poll, told) in [
            (&registered, 1, eligibility::can_title(Lang::Uk)),
            (&registered, 2, eligibility::not_displaced(Lang::Uk)),
            (&displaced, 1, eligibility::not_registered(Lang::Uk)),
            (&displaced, 2, eligibility::can_title(Lang::Uk)),
        ] {
            let page = browser.get(&format!("/polls/{poll}")).await;
            assert!(page.says(told), "{poll} {told}: {page:?}");
        }
        let visitor = app.visitor().in_english();
        assert!(visitor.get("/polls/1").await.says(eligibility::needs_registered(Lang::En)));
        let page = visitor.get("/polls/2").await;
        assert!(page.says(eligibility::who_displaced(Lang::En)) && page.says(eligibility::needs_certificate(Lang::En)), "{page:?}");
    }

    async fn nobody_but_an_administrator_draws_districts(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let administrator = app.administrator().await;
        let form = administrator.get(PAGE).await;
        let (version, mark) = (form.field("version").unwrap(), form.field("mark").unwrap());
        let village = format!("f[s.{VILLAGE}]");
        let sent = [("no", ""), ("version", version.as_str()), ("mark", mark.as_str()), ("f[name_uk]", "Чужий"), (village.as_str(), "on")];
        for (browser, status) in [(app.visitor(), 401), (app.resident("load-3").await, 403), (app.staff().await, 403), (app.foreign_staff().await, 403)] {
            browser.post(SAVE, &sent).await.assert_page(status, "uk");
            browser.post(REMOVE, &[("no", "1"), ("version", &version)]).await.assert_page(status, "uk");
        }
        assert_eq!(stored(&app).await, []);
        // What was typed when the session had ended waits for its person.
        let session = administrator.cookie("session").unwrap();
        administrator.drop_cookie("session");
        let led = administrator.post(SAVE, &sent).await;
        assert!(led.location().unwrap().starts_with("/sign-in?return="), "{led:?}");
        administrator.forge_cookie("session", &session);
        let page = administrator.get("/staff/districts?kept").await;
        assert_eq!(page.field("f[name_uk]").as_deref(), Some("Чужий"));
        assert_eq!(stored(&app).await, []);
    }
}
