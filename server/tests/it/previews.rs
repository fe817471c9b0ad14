//! The preview shows a poll as others will meet it, to staff alone, and never a real figure.

use crate::app::TestApp;
use app::i18n::{Lang, eligibility, polls};

on_both_databases! {
    async fn each_viewer_is_shown_their_own_page_and_nobody_a_figure(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        for name in ["load-1", "load-2", "load-3"] {
            let resident = app.resident(name).await;
            resident.fill(poll).await;
            resident.submit(poll).await;
        }
        let staff = app.staff().await;
        let of = async |viewer: &str| {
            let path = format!("/staff/polls/{}/preview/page{viewer}", poll.number);
            let page = staff.get(&path).await;
            page.assert_page(200, "uk");
            assert!(!page.body.contains("Відповіли 3") && !page.body.contains("3 жителі"), "{}", page.body);
            page.body
        };
        let (can, cannot) = (eligibility::can_title(Lang::Uk), eligibility::cannot_title(Lang::Uk));
        let closed = polls::state_closed(Lang::Uk);
        let resident = of("?as=resident").await;
        assert!(resident.contains(can) && !resident.contains(cannot), "{resident}");
        let outsider = of("?as=outsider").await;
        assert!(outsider.contains(cannot) && !outsider.contains(can), "{outsider}");
        let after = of("?as=closed").await;
        assert!(after.contains(closed) && !after.contains(can), "{after}");
        let result = of("?as=result").await;
        assert!(result.contains("Справжніх чисел ще немає") && result.contains("inert"), "{result}");
        // Equal votes for each option, whatever was answered; no checksum, as there are no ballots.
        assert!(result.contains("10") && !result.contains("SHA-256"), "{result}");
        for visitor in ["", "?as=mayor", "?as="] {
            let page = of(visitor).await;
            assert!(!page.contains(can) && !page.contains(cannot) && !page.contains(closed), "{page}");
        }
        let resident = app.resident("load-4").await;
        let path = format!("/staff/polls/{}/preview/page?as=closed", poll.number);
        assert_eq!(resident.get(&path).await.status, 403);
    }
}
