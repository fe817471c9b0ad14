//! How many have taken part, as a figure, a sentence and a hundred stitches. Never how they answered.

use super::{chart::Stitches, phase::Phase};
use crate::{
    context::Visit,
    i18n::{Lang, OutOf, Percent, dates, format, polls},
};
use domain::{community::Community, eligibility::Audience, poll::Poll};
use leptos::prelude::*;
use std::sync::Arc;

/// The panel of a poll that is or was open. While it is open it also says that nobody sees how people answer.
#[component]
pub fn TurnoutPanel(visit: Visit, #[prop(into)] poll: Arc<Poll>, turnout: i64) -> impl IntoView {
    let lang = visit.lang;
    let open = Phase::of_poll(&poll, visit.now) == Phase::Open;
    let entitled = entitled(&visit.community, &poll.content.audience);
    let body = match (turnout, entitled) {
        (0, _) if open => view! { <p>{polls::turnout_none(lang)}</p> }.into_any(),
        (0, _) => view! { <p>{polls::turnout_none_short(lang)} "."</p> }.into_any(),
        (n, None) => view! {
            <p>
                <span class="figure num">{format::number(lang, n)}</span>
            </p>
            <p class="hint">{polls::turnout_no_share(lang)}</p>
        }
        .into_any(),
        (n, Some(all)) => view! {
            <p>
                <span class="figure num">{format::share(lang, n, all)}</span>
            </p>
            <p class="small">
                {polls::turnout_sentence(lang, n, OutOf(all))} " "
                {polls::turnout_of_hundred(lang, &of_hundred_in_words(lang, n, all))}
            </p>
            <Stitches lang part=n whole=all />
            <p class="hint">{polls::turnout_population_note(lang)}</p>
        }
        .into_any(),
    };
    view! {
        <section class="panel" aria-labelledby="turnout">
            <h2 id="turnout">{polls::turnout_title(lang)}</h2>
            {body}
            {open
                .then(|| {
                    view! {
                        <p class="hint">
                            {polls::turnout_updated(
                                lang,
                                &dates::moment_or_today(lang, visit.now, visit.now),
                            )} " " {polls::turnout_sealed(lang)}
                        </p>
                    }
                })}
        </section>
    }
}

/// «Відповіли 4 126 з 58 240 (7,1 %)», or without a whole where none is known.
pub fn turnout_line(lang: Lang, turnout: i64, entitled: Option<i64>) -> String {
    match entitled.and_then(|all| Some((all, format::share(lang, turnout, all)?))) {
        _ if turnout == 0 => polls::turnout_none_short(lang).to_owned(),
        Some((all, share)) => polls::turnout_card(lang, turnout, OutOf(all), &share),
        None => polls::turnout_card_plain(lang, turnout),
    }
}

/// «семеро зі ста». The stitches show at least one for anybody; the words do not make half a person out of nobody.
pub fn of_hundred_in_words(lang: Lang, part: i64, whole: i64) -> String {
    let under_half = Percent::of(part, whole).is_none_or(|share| share.0 < 5);
    let people = if under_half {
        0
    } else {
        format::of_hundred(part, whole)
    };
    format::people_of_hundred(lang, people)
}

/// How many people could take part, where that is known: the community's own figure, which says nothing of a poll for some of
/// its settlements or ages. A closed poll's figure is in its protocol.
pub fn entitled(community: &Community, audience: &Audience) -> Option<i64> {
    community
        .population
        .filter(|&all| all > 0 && audience.is_whole_community())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        brand::Brand, identity::Assurance, ids::CommunityId, katottg::Katottg, lang::Bilingual,
    };

    fn audience() -> Audience {
        Audience {
            age_from: 14,
            age_to: None,
            settlements: Vec::new(),
            least_assurance: Assurance::BankId,
            confirmed_residency: true,
        }
    }

    fn community(population: Option<i64>) -> Community {
        Community {
            id: CommunityId(1),
            slug: "korosten".into(),
            name: Bilingual::default(),
            council: Bilingual::default(),
            address: Bilingual::default(),
            territory: None,
            population,
            brand: Brand::default(),
            version: 1,
        }
    }

    #[test]
    fn a_share_is_only_told_where_the_whole_community_is_asked() {
        let of = |audience: &Audience| entitled(&community(Some(58_240)), audience);
        assert_eq!(of(&audience()), Some(58_240));
        let young = Audience {
            age_to: Some(35),
            ..audience()
        };
        let village = Katottg::parse("UA18060090010074365").unwrap();
        let one_village = Audience {
            settlements: vec![village],
            ..audience()
        };
        assert_eq!((of(&young), of(&one_village)), (None, None));
        assert_eq!(entitled(&community(None), &audience()), None);
        assert_eq!(entitled(&community(Some(0)), &audience()), None);
    }

    #[test]
    fn a_card_tells_no_share_of_nothing_and_no_zero_percent_of_somebody() {
        assert_eq!(
            turnout_line(Lang::Uk, 0, Some(100)),
            polls::turnout_none_short(Lang::Uk)
        );
        assert!(!turnout_line(Lang::En, 12, None).contains('%'));
        assert!(turnout_line(Lang::En, 1, Some(58_240)).contains("under 0.1%"));
    }

    #[test]
    fn less_than_half_a_person_in_a_hundred_is_said_so() {
        assert!(of_hundred_in_words(Lang::En, 100, 58_240).starts_with("fewer than one"));
        assert!(of_hundred_in_words(Lang::En, 400, 58_240).starts_with("one"));
        assert!(of_hundred_in_words(Lang::En, 4_126, 58_240).starts_with("seven"));
    }
}
