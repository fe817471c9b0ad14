//! The community's settings over HTTP: who may change them, what is taken, that every page shows it at once, and that nothing typed
//! is lost.

use crate::{
    app::TestApp,
    browser::{Browser, Page},
    town::{KOROSTEN, OVRUCH, by_system},
    upload::{end, file_part, part, png, send},
};
use app::i18n::{Lang, staff, staff_settings as words};
use domain::{
    role::Role,
    settings::{Settings, TypedSettings},
};

const PAGE: &str = "/staff/settings";
const SAVE: &str = "/do/staff/save-settings";
const LOGO: &str = "/do/staff/logo";

async fn stored(app: &TestApp) -> (Settings, i64) {
    let (settings, version, _) = app.town.store.settings(KOROSTEN).await.unwrap();
    (settings, version)
}

/// What the form holds when nothing in it was changed.
async fn present(app: &TestApp) -> TypedSettings {
    TypedSettings::from(&stored(app).await.0)
}

/// The open form.
struct Form {
    version: String,
    mark: String,
}

impl Form {
    async fn open(browser: &Browser) -> Self {
        let page = browser.get(PAGE).await;
        page.assert_page(200, browser.lang());
        Self {
            version: page.field("version").unwrap(),
            mark: page.field("mark").unwrap(),
        }
    }

    async fn send(&self, browser: &Browser, typed: &TypedSettings) -> Page {
        let mut fields = vec![
            ("version", self.version.as_str()),
            ("mark", &self.mark),
            ("f[name_uk]", &typed.name.uk),
            ("f[name_en]", &typed.name.en),
            ("f[council_uk]", &typed.council.uk),
            ("f[council_en]", &typed.council.en),
            ("f[address_uk]", &typed.address.uk),
            ("f[address_en]", &typed.address.en),
            ("f[population]", &typed.population),
            ("f[action]", &typed.action),
            ("f[now]", &typed.now),
            ("f[hosts]", &typed.hosts),
            ("f[sites]", &typed.sites),
        ];
        if typed.two_confirm {
            fields.push(("f[two_confirm]", "on"));
        }
        if typed.anywhere {
            fields.push(("f[anywhere]", "on"));
        }
        browser.post(SAVE, &fields).await
    }
}

async fn send_logo(browser: &Browser, version: &str, file: &[u8]) -> Page {
    let mut body = Vec::new();
    part(&mut body, "version", version);
    file_part(&mut body, "герб.png", file);
    end(&mut body);
    send(browser, LOGO, body).await
}

/// Gives somebody the role of an operator.
async fn operator(app: &TestApp, name: &str) {
    let person = app.town.settle(KOROSTEN, name).await;
    let granted = app
        .town
        .store
        .grant_role(KOROSTEN, person, Role::Operator, by_system());
    granted.await.unwrap();
}

on_both_databases! {
    async fn two_confirm_a_residence_only_where_there_are_two_and_one_may_switch_it_off(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let asking = TypedSettings { two_confirm: true, population: "77".to_owned(), ..present(&app).await };
        let before = stored(&app).await;
        let form = Form::open(&administrator).await;
        form.send(&administrator, &asking).await.assert_leads_to("/staff/settings#errors");
        assert_eq!(stored(&app).await, before);
        for (window, lang) in [(administrator.clone(), Lang::Uk), (administrator.in_english(), Lang::En)] {
            let page = window.get(PAGE).await;
            page.assert_page(200, window.lang());
            assert!(page.says(words::no_second(lang)) && page.body.contains("id=\"two_confirm-error\""), "{page:?}");
            assert!(page.says(words::two_confirm_by_one(lang)), "{page:?}");
            assert_eq!(page.field("f[population]").as_deref(), Some("77"), "what was typed stays");
        }
        operator(&app, "load-7").await;
        Form::open(&administrator).await.send(&administrator, &asking).await.assert_leads_to("/staff/settings?saved");
        assert!(present(&app).await.two_confirm);
        let off = TypedSettings { two_confirm: false, ..present(&app).await };
        Form::open(&administrator).await.send(&administrator, &off).await.assert_leads_to("/staff/settings?saved");
        assert!(!present(&app).await.two_confirm);
        let journal = administrator.get("/staff/journal").await;
        for act in [staff::act_two_confirm_on(Lang::Uk), staff::act_two_confirm_off(Lang::Uk)] {
            assert!(journal.says(act), "{act}: {journal:?}");
        }
    }

    async fn what_an_administrator_saves_stands_on_every_page_at_once(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (administrator, visitor) = (app.administrator().await, app.visitor());
        operator(&app, "load-7").await;
        let platform = visitor.on("platform.localhost");
        // Kept pages, and the list of communities, are there from before.
        for window in [&visitor, &platform] {
            window.get("/").await.assert_page(200, "uk");
        }
        let form = Form::open(&administrator).await;
        let typed = TypedSettings {
            name: domain::lang::Bilingual::new("Коростенська <b>міська</b> громада", "Korosten city"),
            action: "#0057B7".to_owned(),
            hosts: "golos.korosten.ua".to_owned(),
            sites: "https://korosten.ua".to_owned(),
            two_confirm: true,
            ..present(&app).await
        };
        form.send(&administrator, &typed).await.assert_leads_to("/staff/settings?saved");
        let saved = administrator.get("/staff/settings?saved").await;
        assert!(saved.body.contains("Налаштування збережено") && saved.body.contains("value=\"#0057b7\""), "{saved:?}");

        assert!(present(&app).await.two_confirm);
        let name = "Коростенська &lt;b&gt;міська&lt;/b&gt; громада";
        let style = "href=\"/brand/0057b7/standard\"";
        for window in [&administrator, &visitor, &visitor.on("golos.korosten.ua")] {
            // A kept page is at most a second old.
            let home = window.until("/", |page| page.body.contains(name)).await;
            assert!(home.body.contains(style), "{home:?}");
        }
        assert!(visitor.in_english().get("/").await.body.contains("Korosten city"));
        platform.until("/", |page| page.body.contains(name)).await;
        assert!(!visitor.on("ovruch.localhost").get("/").await.body.contains("/brand/"), "another community's colours");
        let may_frame = "frame-ancestors 'self' https://korosten.ua";
        let policy = |page: &Page| page.header("content-security-policy").unwrap().contains(may_frame);
        visitor.until("/embed/polls", policy).await;
        // The picture beside a shared link has the new name and colours too.
        let poll = app.town.open_poll().await;
        let card = format!("/polls/{}/card.png", poll.number);
        let drawn = visitor.get_exactly(&card).await;
        let journal = administrator.get("/staff/journal").await;
        for act in ["Змінено дані громади", "Додано адресу громади", "Змінено сайти, яким дозволено віджет"] {
            assert!(journal.body.contains(act), "{act}");
        }
        let standard = TypedSettings { action: String::new(), ..present(&app).await };
        Form::open(&administrator).await.send(&administrator, &standard).await.assert_leads_to("/staff/settings?saved");
        assert_ne!(visitor.get_exactly(&card).await.header("etag"), drawn.header("etag"));
    }

    async fn what_is_wrong_is_told_beside_its_field_and_all_that_was_typed_stays(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let before = stored(&app).await;
        let form = Form::open(&administrator).await;
        let typed = TypedSettings {
            name: domain::lang::Bilingual::new("  ", "\"><script>"),
            population: "багато".to_owned(),
            action: "#FFD700".to_owned(),
            now: "cherry".to_owned(),
            hosts: "golos.ua\nhttps://x.ua".to_owned(),
            sites: "https://misto.ua/page</textarea>".to_owned(),
            anywhere: true,
            ..present(&app).await
        };
        form.send(&administrator, &typed).await.assert_leads_to("/staff/settings#errors");
        for (window, words) in [
            (administrator.clone(), ["без неї не обійтися", "ціле число", "контраст 1,2 : 1", "#7a6700", "це не колір", "рядок 2: лише назва", "рядок 1: лише адреса"]),
            (administrator.in_english(), ["it cannot be empty", "whole number", "contrast 1.2 : 1", "#7a6700", "this is no colour", "line 2: the name alone", "line 1: the website"]),
        ] {
            let page = window.get(PAGE).await;
            page.assert_page(200, window.lang());
            for words in words {
                assert!(page.says(words), "{words}: {page:?}");
            }
            assert_eq!(page.field("f[population]").as_deref(), Some("багато"));
            assert_eq!(page.field("f[action]").as_deref(), Some("#FFD700"));
            assert!(page.body.contains("href=\"#name_uk\"") && page.body.contains("id=\"action-error\""), "{page:?}");
            assert!(page.body.contains("golos.ua\nhttps://x.ua</textarea>"), "{page:?}");
            assert!(page.body.contains("https://misto.ua/page&lt;/textarea"), "{page:?}");
            assert!(!page.body.contains("\"><script>"), "{page:?}");
        }
        assert_eq!(stored(&app).await, before);
        // Another member of staff at the same browser sees none of it; who typed it may throw it away.
        let discard = [("act", "discard"), ("mark", &form.mark)];
        administrator.post(SAVE, &discard).await.assert_leads_to(PAGE);
        assert!(!administrator.get(PAGE).await.body.contains("багато"));
    }

    async fn who_was_overtaken_is_told_and_may_save_again(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let form = Form::open(&administrator).await;
        let theirs = TypedSettings { population: "58000".to_owned(), address: Default::default(), ..present(&app).await };
        form.send(&administrator, &theirs).await.assert_leads_to("/staff/settings?saved");
        let mine = TypedSettings { population: "60000".to_owned(), ..theirs.clone() };
        form.send(&administrator, &mine).await.assert_leads_to("/staff/settings#unsaved");
        assert_eq!(present(&app).await, theirs);
        let page = administrator.get(PAGE).await;
        assert!(page.body.contains("змінив хтось інший"), "{page:?}");
        assert_eq!(page.field("f[population]").as_deref(), Some("60000"));
        Form::open(&administrator).await.send(&administrator, &mine).await.assert_leads_to("/staff/settings?saved");
        assert_eq!(present(&app).await, mine);
        // Pressed twice.
        form.send(&administrator, &mine).await.assert_leads_to("/staff/settings?saved");
    }

    async fn a_host_of_another_community_or_of_the_installation_is_not_taken(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.store.add_host(OVRUCH, "golos.ovruch.ua", by_system()).await.unwrap();
        let administrator = app.administrator().await;
        let before = stored(&app).await;
        for (host, words) in [
            ("golos.ovruch.ua", "належить іншій громаді"),
            ("ovruch.localhost", "рядок 1: такі адреси роздає саме Віче"),
            ("localhost", "не схоже на адресу"),
        ] {
            let typed = TypedSettings { hosts: host.to_owned(), ..present(&app).await };
            let form = Form::open(&administrator).await;
            form.send(&administrator, &typed).await.assert_leads_to("/staff/settings#errors");
            let page = administrator.get(PAGE).await;
            assert!(page.body.contains(words) && page.body.contains("id=\"hosts-error\""), "{host}: {page:?}");
        }
        assert_eq!(stored(&app).await, before);
        let ovruch = app.visitor().on("golos.ovruch.ua").get("/").await;
        assert!(ovruch.body.contains("Овруцька"), "{ovruch:?}");
    }

    async fn nobody_but_an_administrator_changes_anything(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let form = Form::open(&administrator).await;
        let before = stored(&app).await;
        let typed = TypedSettings { population: "1".to_owned(), ..present(&app).await };
        for (browser, status) in [(app.visitor(), 401), (app.resident("load-3").await, 403), (app.staff().await, 403), (app.foreign_staff().await, 403)] {
            form.send(&browser, &typed).await.assert_page(status, "uk");
            send_logo(&browser, "1", &png(7)).await.assert_page(status, "uk");
            browser.post("/do/staff/set-logo", &[("version", "1"), ("act", "remove")]).await.assert_page(status, "uk");
        }
        assert!(app.staff().await.get("/staff").await.body.contains("/staff/journal"));
        assert!(!app.staff().await.get("/staff").await.body.contains("/staff/settings"), "a door that leads nowhere");
        // The administrator of one community is nobody in another.
        let there = administrator.on("ovruch.localhost");
        form.send(&there, &typed).await.assert_page(401, "uk");
        assert_eq!(stored(&app).await, before);
        assert_eq!(app.database.count("SELECT count(*) FROM picture").await, 0);
    }

    async fn what_was_typed_when_the_session_had_ended_waits_for_its_person(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let form = Form::open(&administrator).await;
        let session = administrator.cookie("session").unwrap();
        administrator.drop_cookie("session");
        let before = stored(&app).await;
        let typed = TypedSettings { population: "61234".to_owned(), ..present(&app).await };
        let led = form.send(&administrator, &typed).await;
        assert!(led.location().unwrap().starts_with("/sign-in?return="), "{led:?}");
        assert_eq!(stored(&app).await, before);
        administrator.forge_cookie("session", &session);
        let page = administrator.get("/staff/settings?kept").await;
        assert_eq!(page.field("f[population]").as_deref(), Some("61234"));
        assert!(page.body.contains("Зміни не збережено"), "{page:?}");
    }

    async fn a_logo_is_scaled_down_shown_on_every_page_and_removed(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (administrator, visitor) = (app.administrator().await, app.visitor());
        let large = image::RgbImage::from_pixel(2_000, 1_000, image::Rgb([9, 9, 9]));
        let mut file = std::io::Cursor::new(Vec::new());
        large.write_to(&mut file, image::ImageFormat::Png).unwrap();
        send_logo(&administrator, "1", file.get_ref()).await.assert_leads_to("/staff/settings?logo");
        let logo = app.town.store.settings(KOROSTEN).await.unwrap().2.unwrap();
        assert_eq!((logo.width, logo.height), (240, 120));
        let shown = format!("src=\"{}\"", logo.address());
        for path in ["/", "/staff", PAGE] {
            let page = administrator.get(path).await;
            assert!(page.body.contains(&shown), "{path}: {page:?}");
        }
        visitor.until("/", |page| page.body.contains(&shown)).await;
        assert_eq!(visitor.get_exactly(&logo.address()).await.status, 200);
        assert!(!visitor.on("ovruch.localhost").get("/").await.body.contains(&shown));

        // Overtaken, no file, no picture: told beside the field, and the logo stays.
        for (version, file, words) in [
            ("1", png(9), "змінив хтось інший"),
            ("2", Vec::new(), "оберіть файл"),
            ("2", b"GIF89a".to_vec(), "це не PNG"),
        ] {
            send_logo(&administrator, version, &file).await.assert_leads_to("/staff/settings#logo");
            let page = administrator.get(PAGE).await;
            assert!(page.body.contains(words) && page.body.contains("id=\"file-error\""), "{words}: {page:?}");
        }
        for (fields, status) in [
            (vec![("version", "x"), ("act", "remove")], 400),
            (vec![("version", "2"), ("picture", "x")], 400),
            (vec![("version", "2"), ("picture", "0000000000000000000000000000000000000000000000000000000000000000-9x9")], 400),
        ] {
            administrator.post("/do/staff/set-logo", &fields).await.assert_page(status, "uk");
        }
        assert_eq!(app.town.store.settings(KOROSTEN).await.unwrap().2, Some(logo));
        administrator.post("/do/staff/set-logo", &[("version", "2"), ("act", "remove")]).await.assert_leads_to("/staff/settings?no-logo");
        assert_eq!(app.town.store.settings(KOROSTEN).await.unwrap().2, None);
        assert!(!administrator.get(PAGE).await.body.contains("id=\"file-error\""), "what was wrong before is gone");
    }

    async fn the_style_sheet_of_a_brand_is_the_same_for_everybody_and_for_ever(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let visitor = app.visitor();
        let css = visitor.get_exactly("/brand/0057b7/a31a4d").await;
        assert_eq!(css.status, 200);
        assert_eq!(css.header("content-type"), Some("text/css; charset=utf-8"));
        assert_eq!(css.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert!(css.body.starts_with(":root{") && css.body.contains("--brand-action:#0057b7;"), "{css:?}");
        assert!(css.body.contains("--brand-now:#a31a4d;") && css.body.ends_with('}'), "{css:?}");
        let half = visitor.get_exactly("/brand/standard/7b4700").await;
        assert!(!half.body.contains("--brand-action") && half.body.contains("--brand-now:#7b4700;"), "{half:?}");
        for wrong in ["/brand/ffd700/standard", "/brand/0057B7/standard", "/brand/%230057b7/standard", "/brand/x/y", "/brand/0057b7", "/brand/0057b7/a31a4d/x"] {
            visitor.get_exactly(wrong).await.assert_page(404, "uk");
        }
    }
}
