//! Finding polls over HTTP: every parameter with honest and hostile values, for visitors and residents, on both databases.

use crate::{
    app::TestApp,
    browser::{Browser, encoded},
    strange_requests::NO_NUMBERS,
    town::{HOUR, KOROSTEN, OVRUCH, Town, content},
};
use app::i18n::{Lang, polls};
use domain::{
    katottg::{Category, Katottg, Unit},
    lang::Bilingual,
    poll::{InitiatorKind, PollContent},
    time::DAY,
};
use store::territory::Coverage;

/// Two villages of Korosten's.
const BEKHY: &str = "UA18060090020032563";
const ISKOROST: &str = "UA18060090030012345";

fn titled(uk: &str) -> PollContent {
    PollContent {
        title: Bilingual::new(uk, ""),
        ..content()
    }
}

fn code(code: &str) -> Katottg {
    Katottg::parse(code).unwrap()
}

/// A porch, for everybody, open; a street of Bekhy by a resident, open; lamps, closed; benches, a draft; and a porch elsewhere.
async fn several_polls(town: &Town) {
    let unit = |of: &str, name: &str| Unit {
        code: code(of),
        parent: None,
        category: Category::Village,
        name: name.to_owned(),
    };
    let units = [unit(BEKHY, "Бехи"), unit(ISKOROST, "Іскорость")];
    town.store
        .import_territory(&units, Coverage::Part, |_| ())
        .await
        .unwrap();
    town.poll(KOROSTEN, titled("Ґанок бібліотеки"), -HOUR, DAY)
        .await;
    let mut street = titled("Вулиця Об’їзна");
    street.initiator.kind = InitiatorKind::Resident;
    street.audience.settlements = vec![code(BEKHY)];
    town.poll(KOROSTEN, street, -HOUR, 2 * DAY).await;
    town.poll(KOROSTEN, titled("Ліхтарі"), -2 * HOUR, -HOUR)
        .await;
    town.draft_poll(KOROSTEN, &titled("Лавки")).await;
    town.poll(OVRUCH, titled("Овруцький ґанок"), -HOUR, DAY)
        .await;
}

const TITLES: [&str; 5] = [
    "Ґанок бібліотеки",
    "Вулиця Об’їзна",
    "Ліхтарі",
    "Лавки",
    "Овруцький ґанок",
];

/// The titles on the page of these parameters.
async fn titles(browser: &Browser, fields: &[(&str, &str)]) -> Vec<&'static str> {
    let page = browser.get(&format!("/polls?{}", encoded(fields))).await;
    page.assert_page(200, browser.lang());
    // What is open is offered where nothing was found; it was not let through.
    let found = page.body.split("id=\"instead\"").next().unwrap_or_default();
    let cards: String = found.split("card__link").skip(1).collect();
    TITLES
        .into_iter()
        .filter(|title| cards.contains(title))
        .collect()
}

on_both_databases! {
    async fn each_filter_lets_through_what_it_says(databases: Databases) {
        let app = TestApp::start(&databases).await;
        several_polls(&app.town).await;
        let [porch, street, lamps, ..] = TITLES;
        let visitor = app.visitor();
        for (fields, expected) in [
            (&[][..], &[porch, street, lamps][..]),
            (&[("q", "ганок")], &[porch]),
            (&[("q", "ОБ'ЇЗНА вулиця")], &[street]),
            (&[("q", "лихтари")], &[lamps]),
            (&[("q", "лавки")], &[]),
            (&[("state", "open")], &[porch, street]),
            (&[("state", "closed")], &[lamps]),
            (&[("state", "scheduled")], &[]),
            (&[("settlement", BEKHY)], &[porch, street, lamps]),
            (&[("settlement", ISKOROST)], &[porch, lamps]),
            (&[("by", "resident")], &[street]),
            (&[("by", "charity")], &[]),
            (&[("q", "вулиця"), ("state", "open"), ("settlement", BEKHY), ("by", "resident")], &[street]),
            (&[("q", "вулиця"), ("state", "closed")], &[]),
            // What the form sends where nothing is chosen.
            (&[("q", ""), ("state", ""), ("settlement", ""), ("by", "")], &[porch, street, lamps]),
        ] {
            assert_eq!(titles(&visitor, fields).await, expected, "{fields:?}");
            assert_eq!(titles(&visitor.in_english(), fields).await, expected, "{fields:?}");
        }
    }

    async fn what_was_found_is_said_in_words_and_each_choice_can_be_taken_back(databases: Databases) {
        let app = TestApp::start(&databases).await;
        several_polls(&app.town).await;
        let visitor = app.visitor();
        let address = encoded(&[("q", "сквер"), ("state", "open"), ("by", "resident")]);
        let page = visitor.get(&format!("/polls?{address}")).await;
        assert!(page.body.contains("Знайдено 1\u{a0}опитування"), "{}", page.body);
        let word = "q=%D1%81%D0%BA%D0%B2%D0%B5%D1%80";
        for href in [
            "/polls?state=open&amp;by=resident".to_owned(),
            format!("/polls?{word}&amp;by=resident"),
            format!("/polls?{word}&amp;state=open"),
            "/polls".to_owned(),
        ] {
            assert!(page.body.contains(&format!("href=\"{href}\"")), "{href}: {}", page.body);
        }
        assert!(page.body.contains("<details open class=\"disclosure\""), "{}", page.body);
        // The page in the other language is the same one.
        assert!(page.body.contains(&format!("href=\"/en/polls?{}", address.replace('&', "&amp;"))), "{}", page.body);
        let page = visitor.get("/polls?q=nothing-like-it").await;
        assert!(page.body.contains("Нічого не знайдено") && page.body.contains("Скинути все"), "{}", page.body);
        assert!(page.body.contains(polls::open_now(Lang::Uk)) && page.body.contains("class=\"card\""), "{}", page.body);
        let page = visitor.get("/polls").await;
        assert!(page.body.contains("<details class=\"disclosure\">"), "{}", page.body);
        assert!(!page.body.contains("Знайдено"), "{}", page.body);
    }

    async fn pages_keep_the_filters(databases: Databases) {
        let app = TestApp::start(&databases).await;
        for n in 0..13 {
            app.town.poll(KOROSTEN, titled(&format!("Дах {n}")), -HOUR, DAY).await;
        }
        app.town.poll(KOROSTEN, titled("Міст"), -HOUR, DAY).await;
        let visitor = app.visitor();
        let page = visitor.get(&format!("/polls?{}", encoded(&[("q", "дах"), ("state", "open")]))).await;
        assert!(page.body.contains("Знайдено 13\u{a0}опитувань"), "{}", page.body);
        let next = "/polls?q=%D0%B4%D0%B0%D1%85&amp;state=open&amp;page=2";
        assert!(page.body.contains(next), "{}", page.body);
        let page = visitor.get(&next.replace("&amp;", "&")).await;
        page.assert_page(200, "uk");
        assert_eq!(page.body.matches("card__link").count(), 1);
        assert!(!page.body.contains("Міст"), "{}", page.body);
        visitor.get("/polls?q=%D0%BC%D1%96%D1%81%D1%82&page=2").await.assert_page(404, "uk");
    }

    async fn i_can_take_part_is_what_is_open_to_me_and_not_answered_yet(databases: Databases) {
        let app = TestApp::start(&databases).await;
        several_polls(&app.town).await;
        let [porch, street, lamps, ..] = TITLES;
        let person = app.resident("load-3").await;
        let mine = [("mine", "1")];
        let before = titles(&person, &mine).await;
        assert!(before.contains(&porch) && !before.contains(&lamps), "{before:?}");
        assert!(titles(&person, &[("mine", "1"), ("state", "closed")]).await.is_empty());
        // Whoever is of another village is not asked there.
        let mut elsewhere = titled("Лавки");
        elsewhere.audience.settlements = vec![code("UA18060170010094921")];
        app.town.poll(KOROSTEN, elsewhere, -HOUR, DAY).await;
        assert_eq!(titles(&person, &mine).await, before);
        // Nor whoever is too young.
        let mut old = titled("Лавки");
        old.audience.age_from = 120;
        app.town.poll(KOROSTEN, old, -HOUR, DAY).await;
        assert_eq!(titles(&person, &mine).await, before);
        assert!(titles(&person, &[]).await.contains(&"Лавки"));

        let first = crate::town::TestPoll {
            number: domain::ids::PollNumber(1),
            id: app.town.store.poll_by_number(KOROSTEN, domain::ids::PollNumber(1)).await.unwrap().unwrap().id,
            community: KOROSTEN,
        };
        person.fill(first).await;
        person.submit(first).await;
        assert_eq!(app.town.ballots(first).await, 1);
        let after = titles(&person, &mine).await;
        assert!(!after.contains(&porch), "{after:?}");

        // A visitor is told how to come by it; the choice itself changes nothing.
        let page = app.visitor().get("/polls?mine=1").await;
        page.assert_page(200, "uk");
        assert!(page.body.contains("/sign-in?return=/polls%3Fmine%3D1"), "{}", page.body);
        assert_eq!(titles(&app.visitor(), &mine).await, [porch, street, lamps, "Лавки"]);
    }

    async fn hostile_choices_are_left_out_and_shown_as_text(databases: Databases) {
        let app = TestApp::start(&databases).await;
        several_polls(&app.town).await;
        let person = app.resident("load-3").await;
        let attacks = [
            "draft",
            "OPEN",
            "'",
            "' OR '1'='1",
            "%' OR 1=1 --",
            "\\",
            "%",
            "_",
            "\u{0}",
            "\u{202e}",
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "</title><script>alert(1)</script>",
            "Лавки",
            BEKHY,
            "UA18060170010094921",
        ];
        for browser in [app.visitor(), person.in_english()] {
            for name in ["state", "settlement", "by", "mine"] {
                for attack in attacks {
                    if (name, attack) == ("settlement", BEKHY) {
                        continue;
                    }
                    let found = titles(&browser, &[(name, attack)]).await;
                    assert_eq!(found, TITLES[..3], "{name}={attack}");
                }
            }
            for name in ["q", "state", "settlement", "by", "mine", "page"] {
                let odd = attacks.map(|attack| encoded(&[(name, attack)]));
                let numbers = NO_NUMBERS.map(|number| format!("{name}={number}"));
                let shapes = [
                    name.to_owned(),
                    format!("{name}=%FF"),
                    format!("{name}=%25FF"),
                    format!("{name}[]=1"),
                    format!("{name}=open&{name}=%FF"),
                    format!("{name}={}", "x".repeat(1_500)),
                    format!("{name}={}", "%25".repeat(500)),
                ];
                for query in odd.iter().chain(&numbers).chain(&shapes) {
                    let page = browser.get(&format!("/polls?{query}")).await;
                    page.assert_page(200, browser.lang());
                    for live in ["<script>alert", "<img src=x", "Лавки</a>", "Овруцький ґанок"] {
                        assert!(!page.body.contains(live), "{live} for {query}: {}", page.body);
                    }
                    let value = page.field("q").unwrap_or_default();
                    assert!(value.chars().count() <= 800, "{query}: {value}");
                }
            }
            let endless = format!("/polls?q={}", "x".repeat(10_000));
            browser.get(&endless).await.assert_page(400, browser.lang());
        }
    }

    async fn a_search_is_never_kept(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.open_poll().await;
        let visitor = app.visitor();
        for path in ["/polls", "/polls?page=1", "/?q=x"] {
            assert!(visitor.get(path).await.header("etag").is_some(), "{path}");
        }
        for path in ["/polls?q=x", "/polls?state=open", "/polls?mine=1", "/polls?q="] {
            let page = visitor.get(path).await;
            assert!(page.header("etag").is_none(), "{path}: {page:?}");
            assert!(page.header("cache-control").unwrap().contains("no-store"), "{path}: {page:?}");
        }
    }

    async fn the_desk_searches_drafts_too(databases: Databases) {
        let app = TestApp::start(&databases).await;
        several_polls(&app.town).await;
        let staff = app.staff().await;
        let page = staff.get(&format!("/staff/polls?{}", encoded(&[("q", "лавки")]))).await;
        page.assert_page(200, "uk");
        assert!(page.body.contains("Лавки") && !page.body.contains("Ліхтарі"), "{}", page.body);
        let draft = format!("/staff/polls?{}", encoded(&[("q", "лавки"), ("state", "open")]));
        let page = staff.get(&draft).await;
        assert!(page.body.contains("За цими умовами опитувань немає"), "{}", page.body);
        assert_eq!(page.field("state").as_deref(), Some("open"));
        let page = staff.get(&format!("/staff/polls?{}", encoded(&[("q", "\"><script>alert(1)")]))).await;
        page.assert_page(200, "uk");
        assert!(!page.body.contains("<script>alert"), "{}", page.body);
        // And only the desk's own polls.
        let page = staff.get(&format!("/staff/polls?{}", encoded(&[("q", "овруцький")]))).await;
        assert!(!page.body.contains("Овруцький ґанок"), "{}", page.body);
    }
}
