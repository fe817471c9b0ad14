//! What holds for the demonstration's content as a whole.

use super::{CommunitySeed, PollSeed, communities};
use domain::{
    katottg::{Katottg, Unit},
    lifecycle::State,
    policy::Policy,
    poll::{DraftRules, QuestionTag, Secrecy, check_publishable, check_saved},
    time::Millis,
};

/// 24.11.2026, 14:05 in Kyiv.
const NOW: Millis = Millis(1_795_521_900_000);

fn units(seed: &CommunitySeed) -> Vec<Unit> {
    seed.territory_csv
        .lines()
        .skip(1)
        .map(|line| {
            Unit::from_row(&line.trim_end_matches('\r').split(';').collect::<Vec<_>>()).unwrap()
        })
        .collect()
}

#[test]
fn two_communities_ship_with_their_rows_of_the_codifier() {
    let seeds = communities().unwrap();
    let rows: Vec<(&str, usize)> = seeds
        .iter()
        .map(|s| (s.community.slug.as_str(), units(s).len()))
        .collect();
    assert_eq!(rows, [("korosten", 45), ("ovruch", 92)]);
    for seed in &seeds {
        let hromada = seed.community.territory.clone().unwrap();
        assert!(
            units(seed)
                .iter()
                .all(|unit| unit.code.as_str().starts_with(hromada.hromada_prefix()))
        );
    }
}

#[test]
fn every_poll_of_the_demonstration_could_have_been_published_by_the_usual_rules() {
    for seed in communities().unwrap() {
        let territory = seed.community.territory.clone().unwrap();
        let known: Vec<Katottg> = units(&seed).into_iter().map(|unit| unit.code).collect();
        let policy = Policy::default();
        let rules = DraftRules {
            policy: &policy,
            territory_prefix: Some(territory.hromada_prefix()),
            known_settlements: Some(&known),
            known_districts: None,
            // Whoever is named by number is called as the organisation is.
            known_organisations: Some(&seed.organisations),
        };
        for poll in &seed.polls {
            let content = poll.content(NOW);
            assert_eq!(
                check_saved(&content, rules).as_ref(),
                Ok(&content),
                "№ {}",
                poll.number
            );
            if poll.state != State::Draft {
                let checked = check_publishable(&content, rules, poll.published_at(NOW)).unwrap();
                assert_eq!(checked.content(), &content, "№ {}", poll.number);
            }
        }
    }
}

#[test]
fn terms_put_each_poll_into_its_state_at_any_hour_of_the_day() {
    const HOUR: i64 = 3_600_000;
    for hours in 0..24 {
        let now = NOW.plus(hours * HOUR);
        for seed in communities().unwrap() {
            for poll in seed.polls {
                let content = poll.content(now);
                let (opens, closes) = (content.opens_at.unwrap(), content.closes_at.unwrap());
                match poll.state {
                    State::Draft | State::Scheduled => {
                        assert!(now < opens, "№ {}", poll.number)
                    }
                    State::Open => assert!(
                        opens < now && now.plus(20 * HOUR) < closes,
                        "№ {}",
                        poll.number
                    ),
                    State::Closed => assert!(closes < now, "№ {}", poll.number),
                }
            }
        }
    }
}

#[test]
fn the_demonstration_shows_every_state_secrecy_and_kind_of_question() {
    let polls: Vec<PollSeed> = communities()
        .unwrap()
        .into_iter()
        .flat_map(|c| c.polls)
        .collect();
    for state in [State::Draft, State::Scheduled, State::Open, State::Closed] {
        assert!(polls.iter().any(|p| p.state == state), "{state:?}");
    }
    for secrecy in [Secrecy::Secret, Secrecy::Confidential, Secrecy::Open] {
        assert!(
            polls.iter().any(|p| p.content(NOW).secrecy == secrecy),
            "{secrecy:?}"
        );
    }
    for tag in [
        QuestionTag::Single,
        QuestionTag::Multiple,
        QuestionTag::YesNoAbstain,
    ] {
        assert!(
            polls
                .iter()
                .flat_map(|p| p.content(NOW).questions)
                .any(|q| q.kind.tag() == tag),
            "{tag:?}"
        );
    }
    assert!(
        polls
            .iter()
            .any(|p| !p.content(NOW).audience.settlements.is_empty())
    );
}

#[test]
fn numbers_are_unique_and_published_texts_are_in_both_languages() {
    for seed in communities().unwrap() {
        let mut numbers: Vec<i64> = seed.polls.iter().map(|p| p.number.0).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), seed.polls.len());
        for poll in seed.polls.iter().filter(|p| p.state != State::Draft) {
            let content = poll.content(NOW);
            let mut texts = vec![
                &content.title,
                &content.summary,
                &content.description,
                &content.decision,
            ];
            for question in &content.questions {
                texts.push(&question.text);
                texts.extend(question.options.iter().map(|o| &o.label));
            }
            assert!(
                texts.iter().all(|t| !t.uk.is_empty() && !t.en.is_empty()),
                "№ {}",
                poll.number
            );
        }
    }
}

#[test]
fn the_texts_are_in_ukrainian_letters_and_signs() {
    for (_, json) in [
        ("", include_str!("korosten.json")),
        ("", include_str!("ovruch.json")),
    ] {
        assert!(!json.contains(['ы', 'э', 'ё', 'ъ', '\'', 'ʼ']));
        for word in json
            .replace("\\n", " ")
            .split(|c: char| !c.is_alphanumeric())
        {
            let cyrillic = word.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c));
            assert!(
                !(cyrillic && word.chars().any(|c| c.is_ascii_alphabetic())),
                "{word}"
            );
        }
    }
}
