//! The code for other websites, and the addresses of cards.

use super::{snippet::code, *};
use crate::context::VisitParts;
use domain::{
    audience::{AskedResidency, Audience},
    brand::Brand,
    community::Community,
    identity::Assurance,
    ids::{CommunityId, OptionNo, PollId, QuestionNo},
    lang::{Bilingual, Lang},
    lifecycle::State,
    policy::Policy,
    poll::{Choice, Initiator, InitiatorKind, Poll, PollContent, Question, QuestionKind, Secrecy},
    time::Millis,
};
use std::sync::Arc;

fn visit(lang: Lang, path: &str) -> Visit {
    Visit::new(VisitParts {
        community: Arc::new(Community {
            id: CommunityId(1),
            slug: "korosten".into(),
            name: Bilingual::default(),
            council: Bilingual::default(),
            address: Bilingual::default(),
            territory: None,
            population: None,
            brand: Brand::default(),
            version: 1,
        }),
        policy: Arc::new(Policy::default()),
        policy_version: 1,
        block: None,
        is_near_a_limit: false,
        lang,
        path: path.into(),
        host: "viche.example".into(),
        origin: "https://viche.example".into(),
        now: Millis(0),
        visitor: None,
        browser: None,
        form: None,
    })
}

fn poll(title: &str, options: i16) -> Poll {
    let options = (1..=options).map(|no| Choice {
        no: OptionNo(no),
        label: Bilingual::new(format!("Варіант {no}"), ""),
        hint: Bilingual::default(),
        exclusive: false,
        with_text: false,
        picture: None,
    });
    Poll {
        community: CommunityId(1),
        id: PollId::from_random([7; 16]),
        number: PollNumber(214),
        content: PollContent {
            title: Bilingual::new(title, ""),
            summary: Bilingual::default(),
            description: Bilingual::default(),
            decision: Bilingual::default(),
            initiator: Initiator {
                kind: InitiatorKind::Resident,
                name: Bilingual::default(),
                organisation: None,
            },
            secrecy: Secrecy::Secret,
            audience: Audience {
                age_from: 14,
                age_to: None,
                settlements: Vec::new(),
                least_assurance: Assurance::BankId,
                districts: Vec::new(),
                residency: AskedResidency::Confirmed,
            },
            opens_at: None,
            closes_at: None,
            questions: vec![Question {
                no: QuestionNo(1),
                kind: QuestionKind::Single,
                text: Bilingual::new(title, ""),
                hint: Bilingual::default(),
                required: true,
                options: options.collect(),
            }],
        },
        state: State::Open,
        author: None,
        policy_version: 1,
        version: 1,
        created_at: Millis(0),
        published_at: None,
        closed_at: None,
    }
}

#[test]
fn the_code_holds_the_link_and_a_title_that_stays_text() {
    let code = code(&visit(Lang::En, "/"), &poll("</a><script>«Чи»", 2));
    assert!(
        code.contains(
            "<a href=\"https://viche.example/en/polls/214\">&lt;/a&gt;&lt;script&gt;«Чи»</a>"
        ),
        "{code}"
    );
    assert!(code.contains("<script async src=\"https://viche.example/embed/v1.js\"></script>"));
    assert!(
        code.contains(
            "<viche-poll poll=\"214\" data-lang=\"en\" style=\"display:block;min-height:"
        )
    );
}

#[test]
fn the_longer_a_poll_the_more_space_is_kept_free() {
    let height = |title: &str, options| least_height(Lang::Uk, &poll(title, options));
    assert!(height("Так?", 2) < height("Так?", 3));
    assert!(height("Так?", 2) < height(&"Слово ".repeat(20), 2));
}

#[test]
fn only_a_card_takes_a_theme_and_only_one_that_there_is() {
    let theme = |path| theme(&visit(Lang::Uk, path));
    assert_eq!(theme("/embed/polls/1?theme=dark"), Some("dark"));
    assert_eq!(theme("/embed/polls?theme=light"), Some("light"));
    for path in [
        "/embed/polls/1",
        "/embed/polls/1?theme=red",
        "/embed/polls/1?theme=dark&x",
        "/polls/1?theme=dark",
    ] {
        assert_eq!(theme(path), None, "{path}");
    }
}

#[test]
fn a_poll_and_its_results_have_a_description_of_their_card() {
    let address = |lang, path| oembed_address(&visit(lang, path));
    assert_eq!(
        address(Lang::Uk, "/polls/214?late").as_deref(),
        Some("https://viche.example/embed/oembed.json?url=https%3A//viche.example/polls/214")
    );
    let results = address(Lang::En, "/polls/214/results").unwrap();
    assert!(
        results.starts_with("https://viche.example/en/embed/oembed.json?url="),
        "{results}"
    );
    assert!(results.ends_with("/en/polls/214/results"), "{results}");
    for path in [
        "/",
        "/polls",
        "/polls/x",
        "/polls/214/vote",
        "/polls/214/vote/1",
        "/embed/polls/214",
    ] {
        assert_eq!(address(Lang::Uk, path), None, "{path}");
    }
}
