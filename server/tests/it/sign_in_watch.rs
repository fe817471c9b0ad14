//! What the administrator sees of unusual sign-ins: numbers, however people signed in, and nothing of who they were.

use crate::app::{Start, TestApp};
use app::i18n::{Lang, staff_sign_ins as words};
use domain::sign_in_watch::{BURST, MANY_PEOPLE};

const BLOCK: &str = "127.0.0.0/24";

on_both_databases! {
    async fn many_people_from_one_block_are_a_number_on_the_administrators_page(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        let administrator = app.administrator().await;
        let page = administrator.get("/staff/sign-ins").await;
        page.assert_page(200, "uk");
        assert!(page.says(words::nothing_title(Lang::Uk)) && !page.body.contains(BLOCK), "{page:?}");
        // The administrator is one of them.
        for no in 2..MANY_PEOPLE {
            app.visitor().sign_in(&format!("load-{no}"), "/").await;
        }
        // Whoever signs in again is no other person.
        app.visitor().sign_in("load-2", "/").await;
        assert!(!administrator.get("/staff/sign-ins").await.body.contains(BLOCK));
        crate::email::sign_in_by_mail(&app, &app.visitor(), "olena@ukr.example", 1).await;
        for window in [administrator.clone(), administrator.in_english()] {
            let page = window.get("/staff/sign-ins").await;
            let lang = Lang::from_tag(window.lang()).unwrap();
            assert!(page.says(words::crowds_title(lang)) && page.body.contains(BLOCK), "{page:?}");
            assert!(page.body.contains(&format!(">{MANY_PEOPLE}<")), "{page:?}");
            assert!(!page.body.contains("olena"), "{page:?}");
        }
    }

    async fn many_sign_ins_at_once_are_told_of(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let sign_in = async |no: u32| {
            app.visitor().sign_in(&format!("load-{no}"), "/").await;
        };
        for no in 0..BURST - 2 {
            sign_in(no).await;
        }
        assert!(!administrator.get("/staff/sign-ins").await.says(words::bursts_title(Lang::Uk)));
        // Wherever in all of them ten minutes end and the next begin: one of the two has many.
        for no in BURST..2 * BURST {
            sign_in(no).await;
        }
        let page = administrator.get("/staff/sign-ins").await;
        assert!(page.says(words::bursts_title(Lang::Uk)), "{page:?}");
    }
}
