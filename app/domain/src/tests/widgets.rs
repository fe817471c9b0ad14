//! Which sites may hold a widget, and where a link may lead back to.

use super::strategies::{good_content, question};
use crate::{
    ids::QuestionNo,
    poll::{PollContent, QuestionKind},
    widget::{MOST_ORIGINS, Origin, OriginProblem, WidgetOrigins, WidgetPage, question_of_card},
};
use proptest::prelude::*;

fn allowed(origins: &[&str]) -> WidgetOrigins {
    WidgetOrigins {
        anywhere: false,
        named: origins.iter().map(|o| Origin::parse(o).unwrap()).collect(),
    }
}

#[test]
fn a_site_is_kept_as_browsers_send_it() {
    for (typed, kept) in [
        ("https://misto.gov.ua", "https://misto.gov.ua"),
        (" HTTPS://Misto.GOV.ua/ ", "https://misto.gov.ua"),
        ("https://misto.gov.ua:443", "https://misto.gov.ua"),
        ("https://misto.gov.ua:8443/", "https://misto.gov.ua:8443"),
        (
            "https://xn--80aikifvh.xn--j1amh",
            "https://xn--80aikifvh.xn--j1amh",
        ),
        ("http://localhost", "http://localhost"),
        ("http://localhost:80", "http://localhost"),
        ("http://misto.localhost:3311", "http://misto.localhost:3311"),
        ("https://localhost:3311", "https://localhost:3311"),
    ] {
        assert_eq!(
            Origin::parse(typed).as_ref().map(Origin::as_str),
            Ok(kept),
            "{typed}"
        );
    }
    assert_eq!(
        Origin::parse("https://misto.ua:81").unwrap().site(),
        "misto.ua:81"
    );
}

#[test]
fn what_is_no_site_is_refused_with_its_reason() {
    use OriginProblem::*;
    for (typed, why) in [
        ("", Scheme),
        ("misto.gov.ua", Scheme),
        ("http://misto.gov.ua", Scheme),
        ("http://localhost.evil.example", Scheme),
        ("http://evillocalhost", Host),
        ("ftp://misto.gov.ua", Scheme),
        ("javascript:alert(1)", Scheme),
        ("null", Scheme),
        ("*", Wildcard),
        ("https://*.gov.ua", Wildcard),
        ("https://*", Wildcard),
        ("https://місто.укр", NotAscii),
        ("https://misto.gov.ua/news", MoreThanOrigin),
        ("https://misto.gov.ua//", MoreThanOrigin),
        ("https://misto.gov.ua?x", MoreThanOrigin),
        ("https://misto.gov.ua#x", MoreThanOrigin),
        ("https://rada@misto.gov.ua", MoreThanOrigin),
        ("https://misto.gov.ua\\@evil.example", MoreThanOrigin),
        ("https://", Host),
        ("https://misto", Host),
        ("https://.gov.ua", Host),
        ("https://misto..ua", Host),
        ("https://misto.gov.ua.", Host),
        ("https://-misto.gov.ua", Host),
        ("https://misto-.gov.ua", Host),
        ("https://mi_sto.gov.ua", Host),
        ("https://mi sto.gov.ua", Host),
        ("https://misto.gov.ua; script-src", Host),
        ("https://misto.gov.ua,https", Host),
        ("https://127.0.0.1", Host),
        ("https://[::1]", Port),
        ("https://misto.gov.ua:", Port),
        ("https://misto.gov.ua:0", Port),
        ("https://misto.gov.ua:080", Port),
        ("https://misto.gov.ua:65536", Port),
        ("https://misto.gov.ua:+1", Port),
        ("https://misto.gov.ua:1:2", Port),
    ] {
        assert_eq!(Origin::parse(typed), Err(why), "{typed}");
    }
    let long = format!("https://{}.ua", "a".repeat(64));
    assert_eq!(Origin::parse(&long), Err(Host));
    let long = format!("https://{}ua", "abcdefghi.".repeat(26));
    assert_eq!(Origin::parse(&long), Err(Host));
}

#[test]
fn any_site_is_a_source_only_where_the_community_says_so() {
    let mut origins = allowed(&["https://misto.ua", "https://a.misto.ua"]);
    assert_eq!(
        origins.sources().collect::<Vec<_>>(),
        ["https://a.misto.ua", "https://misto.ua"]
    );
    origins.anywhere = true;
    assert!(origins.sources().any(|source| source == "*"));
    assert_eq!(WidgetOrigins::default().sources().count(), 0);
    assert!(WidgetOrigins::default().is_empty() && !origins.is_empty());
}

#[test]
fn a_link_leads_back_only_to_a_page_of_a_named_site() {
    let mut origins = allowed(&["https://misto.ua", "http://misto.localhost:3311"]);
    for (sent, back) in [
        ("https://misto.ua", "https://misto.ua/"),
        (
            "https://misto.ua/news/2026?utm=x#top",
            "https://misto.ua/news/2026",
        ),
        ("https://MISTO.ua:443/a?b", "https://misto.ua/a"),
        (
            "https://misto.ua?https://evil.example/",
            "https://misto.ua/",
        ),
        (
            "https://misto.ua//evil.example",
            "https://misto.ua//evil.example",
        ),
        (
            "http://misto.localhost:3311/",
            "http://misto.localhost:3311/",
        ),
    ] {
        let page = WidgetPage::read(sent, &origins).map(|page| page.address());
        assert_eq!(page.as_deref(), Some(back), "{sent}");
    }
    // Who allows every site still names none to lead back to.
    origins.anywhere = true;
    for sent in [
        "",
        "null",
        "/polls/1",
        "//misto.ua",
        "misto.ua",
        "http://misto.ua/",
        "https://misto.ua:444/",
        "https://misto.ua.evil.example/",
        "https://evil.example/https://misto.ua/",
        "https://misto.ua@evil.example/",
        "https://evil.example\\@misto.ua/",
        "https://misto.ua/\\evil",
        "https://misto.ua/\"onclick",
        "https://misto.ua/<b>",
        "https://misto.ua/новини",
        "https://misto.ua/a b",
        "https://misto.ua/a\nb",
        "javascript:alert(1)//https://misto.ua/",
        "javascript://misto.ua/%0aalert(1)",
        "data://misto.ua/x",
    ] {
        assert_eq!(WidgetPage::read(sent, &origins), None, "{sent}");
    }
    let long = format!("https://misto.ua/{}", "a".repeat(1_000));
    assert_eq!(WidgetPage::read(&long, &origins), None);
    let page = WidgetPage::read("http://misto.localhost:3311/x", &origins).unwrap();
    assert_eq!(page.site(), "misto.localhost:3311");
}

proptest! {
    #[test]
    fn whatever_is_taken_can_stand_in_a_header_and_is_read_again_as_itself(typed in "(https?://)?[ -~]{0,40}") {
        if let Ok(origin) = Origin::parse(&typed) {
            let kept = origin.as_str();
            prop_assert!(kept.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.:/".contains(&b)), "{}", kept);
            prop_assert_eq!(Origin::parse(kept), Ok(origin.clone()));
        }
    }

    #[test]
    fn no_text_panics_or_leads_to_a_site_that_is_not_named(sent in "\\PC{0,60}", prefix in "(https://misto\\.ua)?") {
        let origins = allowed(&["https://misto.ua"]);
        let _ = Origin::parse(&sent);
        if let Some(page) = WidgetPage::read(&format!("{prefix}{sent}"), &origins) {
            prop_assert!(page.address().starts_with("https://misto.ua/"), "{}", page.address());
            prop_assert_eq!(WidgetPage::read(&page.address(), &origins), Some(page.clone()));
        }
    }

    #[test]
    fn every_ordinary_site_is_taken(host in "[a-z][a-z0-9]{0,20}(\\.[a-z][a-z0-9]{1,10}){1,3}", port in 1u16..) {
        let typed = format!("https://{host}:{port}");
        let expected = if port == 443 { format!("https://{host}") } else { typed.clone() };
        let origin = Origin::parse(&typed).unwrap();
        prop_assert_eq!(origin.as_str(), expected);
    }
}

#[test]
fn the_longest_list_still_fits_into_a_header() {
    // Servers and proxies take headers of 8 KB.
    let longest = "https://".len() + 253 + ":65535 ".len();
    assert!(MOST_ORIGINS * longest < 6_000);
}

#[test]
fn a_card_puts_one_question_that_is_answered_by_one_option_and_no_other() {
    let put = |questions: Vec<_>| {
        let content = PollContent {
            questions,
            ..good_content()
        };
        question_of_card(&content).map(|question| question.no)
    };
    let single = || question(1, QuestionKind::Single, 3);
    let yes_no = || question(1, QuestionKind::YesNoAbstain, 0);
    assert_eq!(put(vec![single()]), Some(QuestionNo(1)));
    assert_eq!(put(vec![yes_no()]), Some(QuestionNo(1)));
    let several = QuestionKind::Multiple { min: 1, max: 2 };
    assert_eq!(put(vec![question(1, several, 3)]), None);
    assert_eq!(
        put(vec![single(), question(2, QuestionKind::Single, 3)]),
        None
    );
    assert_eq!(put(Vec::new()), None);
}
