//! What residents' pages must and must not show, whatever the poll: nothing of the answers before the close, one thing to do,
//! and something to read where there is nothing.

use super::{
    around::Around,
    home::{HomeView, HomeViewProps},
    poll::{PollView, PollViewProps},
    results::{Protocol, ProtocolProps, Sealed, SealedProps},
};
use crate::{
    components::{said::rendered, verdict::Verdict},
    context::{Visit, VisitParts},
    i18n::{AskedPlaces, Lang, common, eligibility, polls, results, staff_editor},
};
use domain::{
    answer::Answer,
    audience::{AskedResidency, Audience},
    brand::Brand,
    community::Community,
    eligibility::{Ineligible, PersonFacts},
    entitled::{CountedBy, Entitled},
    identity::{Assurance, Residency},
    ids::{CommunityId, OptionNo, PollId, PollNumber, QuestionNo},
    lang::Bilingual,
    lifecycle::State,
    policy::Policy,
    poll::{Initiator, InitiatorKind, Poll, PollContent, Question, QuestionKind, Secrecy},
    receipt::Receipt,
    tally::Tally,
    time::{DAY, Millis},
};
use leptos::prelude::*;
use std::sync::Arc;
use store::{
    change_log::{Change, LINK_KEY_DESTROYED},
    results::PollResult,
};

/// 24 November 2026, noon in Kyiv.
const NOW: Millis = Millis(1_795_514_400_000);

fn visit(lang: Lang) -> Visit {
    Visit::new(VisitParts {
        community: Arc::new(Community {
            id: CommunityId(1),
            slug: "korosten".into(),
            name: Bilingual::new("Коростенська громада", "Korosten community"),
            council: Bilingual::default(),
            address: Bilingual::default(),
            territory: None,
            population: Some(58_240),
            brand: Brand::default(),
            version: 1,
        }),
        policy: Arc::new(Policy::default()),
        policy_version: 1,
        block: None,
        is_near_a_limit: false,
        lang,
        path: "/".into(),
        host: "viche.example".into(),
        origin: "https://viche.example".into(),
        now: NOW,
        visitor: None,
        browser: None,
        form: None,
    })
}

fn poll(state: State) -> Poll {
    let question = Question {
        no: QuestionNo(1),
        kind: QuestionKind::YesNoAbstain,
        text: Bilingual::new("Чи продовжити рух?", ""),
        hint: Bilingual::default(),
        required: true,
        options: Vec::new(),
    };
    Poll {
        community: CommunityId(1),
        id: PollId::from_random([7; 16]),
        number: PollNumber(214),
        content: PollContent {
            title: Bilingual::new("Автобус <№ 3>", ""),
            summary: Bilingual::new("Коротко.", "In short."),
            description: Bilingual::default(),
            decision: Bilingual::default(),
            initiator: Initiator {
                kind: InitiatorKind::Resident,
                name: Bilingual::new("Олена Ткачук", ""),
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
            opens_at: Some(NOW.plus(-10 * DAY)),
            closes_at: Some(match state {
                State::Closed => NOW.plus(-DAY),
                _ => NOW.plus(3 * DAY),
            }),
            questions: vec![question],
        },
        state,
        author: None,
        policy_version: 1,
        version: 2,
        created_at: NOW.plus(-20 * DAY),
        published_at: Some(NOW.plus(-15 * DAY)),
        closed_at: None,
    }
}

/// A page's part in the surroundings that the server gives.
fn shown(visit: &Visit, view: impl FnOnce(Visit) -> AnyView) -> String {
    let visit = visit.clone();
    rendered(move || {
        provide_context(visit.clone());
        view(visit)
    })
}

fn poll_page(lang: Lang, poll: Poll, around: Around) -> String {
    shown(&visit(lang), |visit| {
        PollView(PollViewProps {
            visit,
            poll: poll.into(),
            around,
        })
        .into_any()
    })
}

fn results_page(ballots: i64, entitled: Option<Entitled>) -> String {
    let mut tally = Tally::default();
    for at in 0..ballots {
        tally.add(&[Answer::of_options(
            QuestionNo(1),
            vec![OptionNo(if at == 0 { 2 } else { 1 })],
        )]);
    }
    let poll = poll(State::Closed);
    let result = PollResult {
        tally,
        on_paper: 0,
        ballot_hash: [0xab; 32],
        entitled,
        closed_at: NOW.plus(-DAY),
        created_at: NOW.plus(-DAY),
    };
    shown(&visit(Lang::Uk), |visit| {
        Protocol(ProtocolProps {
            visit,
            poll: poll.into(),
            result,
            places: AskedPlaces::default(),
            policy: Policy::default(),
            early: None,
        })
        .into_any()
    })
}

fn verdict(reasons: Vec<Ineligible>) -> Option<Verdict> {
    Some(Verdict {
        person: PersonFacts {
            birth_date: None,
            residency: Residency::ConfirmedByRegister,
            residency_expires: None,
            displaced: false,
            settlement: None,
            assurance: Assurance::BankId,
            second_key_open: false,
        },
        reasons,
        settlement: None,
    })
}

#[test]
fn a_community_without_polls_says_so_and_how_it_works() {
    let html = shown(&visit(Lang::Uk), |visit| {
        HomeView(HomeViewProps {
            visit,
            drafts: Vec::new(),
            open: Vec::new(),
            total: 0,
            mine: None,
            coming: Vec::new(),
            closed: Vec::new(),
        })
        .into_any()
    });
    assert!(html.contains(polls::empty_title(Lang::Uk)), "{html}");
    assert!(html.contains(polls::how_title(Lang::Uk)), "{html}");
    assert_eq!(html.matches("<h1").count(), 1, "{html}");
    assert!(!html.contains("<article"), "{html}");
}

#[test]
fn before_the_close_the_results_page_holds_turnout_only() {
    for state in [State::Open, State::Scheduled] {
        let poll = poll(state);
        let html = shown(&visit(Lang::Uk), |visit| {
            Sealed(SealedProps {
                visit,
                poll: poll.into(),
                turnout: 4_126,
                entitled: None,
            })
            .into_any()
        });
        assert!(html.contains(results::sealed_title(Lang::Uk)), "{html}");
        // Only an open one is answered.
        assert_eq!(
            html.contains("/polls/214/vote"),
            state == State::Open,
            "{html}"
        );
        assert!(
            !html.contains("class=\"bars\"") && !html.contains("<table"),
            "{html}"
        );
    }
}

#[test]
fn between_the_close_and_the_count_the_page_says_that_it_is_counted() {
    let mut poll = poll(State::Open);
    poll.content.closes_at = Some(NOW);
    let html = poll_page(Lang::Uk, poll, Around::default());
    assert!(html.contains(polls::counting(Lang::Uk)), "{html}");
    assert!(!html.contains("/vote"), "{html}");
}

#[test]
fn an_open_poll_is_answered_once_and_by_those_who_may() {
    let page = |around: Around| poll_page(Lang::Uk, poll(State::Open), around);
    let anybody = page(Around::default());
    // At the head, and after what is asked.
    assert_eq!(
        anybody.matches("href=\"/polls/214/vote\"").count(),
        2,
        "{anybody}"
    );
    assert!(
        anybody.contains(eligibility::answer_first_title(Lang::Uk)),
        "{anybody}"
    );

    let may = page(Around {
        verdict: verdict(Vec::new()),
        ..Around::default()
    });
    assert!(
        may.contains("/vote") && may.contains(eligibility::can_title(Lang::Uk)),
        "{may}"
    );

    let may_not = page(Around {
        verdict: verdict(vec![Ineligible::NotResident]),
        ..Around::default()
    });
    assert!(!may_not.contains("/vote"), "{may_not}");
    let (reasons, heading) = (may_not.find("id=\"verdict\""), may_not.find("<h1"));
    assert!(
        reasons.is_some() && reasons < heading,
        "the reasons come first: {may_not}"
    );
    assert!(
        may_not.contains("href=\"/polls?mine=1\""),
        "no way to the polls for them: {may_not}"
    );

    let receipt = Receipt::from_random([1; 8]);
    let answered = page(Around {
        receipt: Some(receipt.clone()),
        ..Around::default()
    });
    assert!(!answered.contains("/vote"), "{answered}");
    assert!(answered.contains(receipt.as_str()), "{answered}");
    assert!(answered.contains("href=\"/polls/214/done\""), "{answered}");

    let begun = page(Around {
        draft_until: Some(NOW.plus(DAY)),
        ..Around::default()
    });
    assert!(begun.contains(polls::continue_draft(Lang::Uk)), "{begun}");
    assert!(begun.contains("action=\"/do/clear-draft\""), "{begun}");
    // Also where the promise of secrecy ends, to which a link leads from every step.
    let promise = begun.split("id=\"secrecy\"").nth(1).unwrap();
    let promise = promise.split("</section>").next().unwrap();
    assert!(
        promise.contains("href=\"/polls/214/vote\"")
            && promise.contains(polls::back_to_draft(Lang::Uk)),
        "{promise}"
    );
    let new = page(Around::default());
    assert!(!new.contains(polls::back_to_draft(Lang::Uk)), "{new}");
}

#[test]
fn a_poll_page_says_how_secret_it_is_and_where_the_promise_ends_in_every_state() {
    for state in [State::Scheduled, State::Open, State::Closed] {
        let html = poll_page(Lang::En, poll(state), Around::default());
        assert!(
            html.contains(polls::secrecy_text(Lang::En, Secrecy::Secret)),
            "{html}"
        );
        let (limit, gone) = (
            polls::secret_limit(Lang::En),
            polls::secret_limit_closed(Lang::En),
        );
        let closed = state == State::Closed;
        assert_eq!(html.contains(limit), !closed, "{html}");
        assert_eq!(html.contains(gone), closed, "{html}");
        assert!(html.contains(polls::advisory_title(Lang::En)), "{html}");
        assert_eq!(html.matches("<h1").count(), 1, "{html}");
        assert!(!html.contains("style="), "{html}");
    }
}

/// A confidential poll's page in this state, closing at `closes_at`.
fn confidential(lang: Lang, state: State, closes_at: Option<Millis>, around: Around) -> String {
    let mut poll = poll(state);
    poll.content.secrecy = Secrecy::Confidential;
    poll.content.closes_at = closes_at;
    poll_page(lang, poll, around)
}

#[test]
fn a_confidential_poll_names_the_date_on_which_its_key_is_destroyed() {
    // 25 November 2026, noon in Kyiv.
    let closes = Some(NOW.plus(DAY));
    let page = |link_key_days| Around {
        policy: Policy {
            link_key_days,
            ..Policy::default()
        },
        ..Around::default()
    };
    for state in [State::Draft, State::Scheduled, State::Open, State::Closed] {
        let html = confidential(Lang::Uk, state, closes, page(30));
        assert!(
            html.contains("ключ знищують 25\u{a0}грудня 2026\u{a0}р., і\u{a0}відтоді"),
            "{html}"
        );
    }
    let html = confidential(Lang::En, State::Open, closes, page(21));
    assert!(
        html.contains("the key is destroyed on 16\u{a0}December 2026, and from then on"),
        "{html}"
    );
}

#[test]
fn a_draft_without_a_term_says_after_how_many_days_the_key_is_destroyed() {
    for (link_key_days, words) in [
        (1, "через 1\u{a0}день після"),
        (2, "через 2\u{a0}дні після"),
        (11, "через 11\u{a0}днів після"),
        (21, "через 21\u{a0}день після"),
        (30, "через 30\u{a0}днів після"),
    ] {
        let policy = Policy {
            link_key_days,
            ..Policy::default()
        };
        let hint = staff_editor::secrecy_hint(Lang::Uk, Secrecy::Confidential, &policy);
        assert!(hint.contains(words), "{hint}");
        let around = Around {
            policy,
            ..Around::default()
        };
        let html = confidential(Lang::Uk, State::Draft, None, around);
        assert!(html.contains(words), "{html}");
    }
}

#[test]
fn after_its_key_is_destroyed_a_confidential_poll_says_so_and_since_when() {
    let around = Around {
        changes: vec![Change {
            seq: 4,
            at: NOW.plus(-DAY),
            person: None,
            kind: LINK_KEY_DESTROYED.into(),
            note: Bilingual::default(),
            corrected: None,
            planned_end: None,
        }],
        ..Around::default()
    };
    let html = confidential(Lang::Uk, State::Closed, Some(NOW.plus(-31 * DAY)), around);
    assert!(
        html.contains("Ключ знищено 23\u{a0}листопада 2026\u{a0}р., тому"),
        "{html}"
    );
    assert!(!html.contains("знищують"), "{html}");
    assert!(
        html.contains(polls::change_link_key_destroyed(Lang::Uk)),
        "{html}"
    );
    assert!(!html.contains(polls::changes_none(Lang::Uk)), "{html}");
}

#[test]
fn an_untranslated_poll_is_marked_as_ukrainian_on_the_english_page() {
    let html = poll_page(Lang::En, poll(State::Open), Around::default());
    assert!(
        html.contains("<h1><span lang=\"uk\">Автобус &lt;№ 3&gt;</span></h1>"),
        "{html}"
    );
    assert!(html.contains(common::not_translated(Lang::En)), "{html}");
    assert!(html.contains("<p class=\"lead\">In short.</p>"), "{html}");
}

#[test]
fn the_public_log_holds_corrections_and_not_the_stages() {
    let change = |kind: &str, note: &str| Change {
        seq: 1,
        at: NOW.plus(-DAY),
        person: None,
        kind: kind.into(),
        note: Bilingual::new(note, ""),
        corrected: None,
        planned_end: None,
    };
    let only_stages = Around {
        changes: vec![change("published", ""), change("opened", "")],
        ..Around::default()
    };
    let html = poll_page(Lang::Uk, poll(State::Open), only_stages);
    assert!(html.contains(polls::changes_none(Lang::Uk)), "{html}");
    let corrected = Around {
        changes: vec![change("corrected", "Довжину вулиці виправлено.")],
        ..Around::default()
    };
    let html = poll_page(Lang::Uk, poll(State::Open), corrected);
    assert!(html.contains("Довжину вулиці виправлено."), "{html}");
    assert!(!html.contains(polls::changes_none(Lang::Uk)), "{html}");
}

#[test]
fn a_poll_that_nobody_answered_has_a_result_page_without_figures() {
    let html = results_page(
        0,
        Some(Entitled {
            people: 58_240,
            by: CountedBy::Community,
        }),
    );
    assert!(html.contains(results::nobody_title(Lang::Uk)), "{html}");
    assert!(
        !html.contains("class=\"bars\"") && !html.contains("0,0"),
        "{html}"
    );
}

#[test]
fn without_a_population_no_share_of_the_community_is_shown() {
    let by = CountedBy::Community;
    let known = results_page(40, Some(Entitled { people: 58_240, by }));
    assert!(known.contains("class=\"stitch\""), "{known}");
    assert!(
        known.contains(results::method_entitled(Lang::Uk)),
        "{known}"
    );
    let by = CountedBy::Register;
    let counted = results_page(40, Some(Entitled { people: 900, by }));
    assert!(
        counted.contains(results::method_entitled_register(Lang::Uk)),
        "{counted}"
    );
    let unknown = results_page(40, None);
    assert!(!unknown.contains("class=\"stitch\""), "{unknown}");
    assert!(
        !unknown.contains(results::method_entitled(Lang::Uk)),
        "{unknown}"
    );
}

#[test]
fn the_checksum_of_a_handful_of_ballots_stays_hidden() {
    let hash = "ab".repeat(32);
    assert!(!results_page(9, None).contains(&hash));
    assert!(results_page(10, None).contains(&hash));
}
