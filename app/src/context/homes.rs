//! What a confirmed home rests on, in words, for its person and for staff.

use super::{Services, Visit};
use crate::{
    failure::Failure,
    i18n::{Lang, dates, eligibility},
};
use domain::{
    identity::Residency,
    time::{Date, Millis},
};
use store::residencies::Residence;

/// The day of the extract by which the register confirms this home; `None` where something else does, or no extract is known.
///
/// # Errors
/// When the database does not answer.
pub async fn extract_behind(
    services: &Services,
    visit: &Visit,
    home: &Residence,
) -> Result<Option<Date>, Failure> {
    if home.class != Residency::ConfirmedByRegister {
        return Ok(None);
    }
    let last = services.store.last_extract(visit.community_id()).await?;
    Ok(last.map(|last| last.taken_on))
}

/// What staff saw and when, or of which day the register's extract is (`extract`); `None` where nothing is confirmed.
pub fn rests_on(lang: Lang, home: &Residence, extract: Option<Date>) -> Option<String> {
    match home.class {
        Residency::None | Residency::Declared => None,
        Residency::ConfirmedByRegister => Some(match extract.and_then(dates::start_of_day) {
            Some(taken) => eligibility::by_extract(lang, &day(lang, taken)),
            None => eligibility::by_register(lang, &day(lang, home.decided_at)),
        }),
        Residency::ConfirmedByStaff => {
            let kind = home.evidence.as_deref().and_then(|kind| kind.parse().ok());
            let checked = day(lang, home.decided_at);
            Some(match kind {
                Some(kind) => {
                    eligibility::by_evidence(lang, eligibility::evidence(lang, kind), &checked)
                }
                None => eligibility::by_somebody(lang, &checked),
            })
        }
    }
}

/// A day within a sentence: without the full stop of «2029 р.», which may end it.
pub fn day(lang: Lang, at: Millis) -> String {
    dates::date(lang, at).trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::residency::Evidence;

    #[test]
    fn every_confirmation_says_what_it_rests_on_and_of_which_day() {
        // Noon of 28 November 2026 in Kyiv.
        let decided_at = Millis(1_795_860_000_000);
        let home = |class, evidence: Option<&str>| Residence {
            class,
            settlement: None,
            evidence: evidence.map(str::to_owned),
            expires: None,
            decided_by: None,
            decided_at,
        };
        let extract = Date::new(2026, 3, 1);
        for lang in [Lang::Uk, Lang::En] {
            let said = |home: &Residence, extract| rests_on(lang, home, extract).unwrap();
            for kind in Evidence::ALL {
                let words = said(
                    &home(Residency::ConfirmedByStaff, Some(kind.as_str())),
                    None,
                );
                assert!(
                    words.contains(eligibility::evidence(lang, *kind)),
                    "{words}"
                );
                assert!(words.contains("28") && words.contains("2026"), "{words}");
            }
            let register = home(Residency::ConfirmedByRegister, Some("register"));
            let words = said(&register, extract);
            assert!(
                words.contains(&day(lang, dates::start_of_day(extract.unwrap()).unwrap())),
                "{words}"
            );
            assert!(said(&register, None).contains(&day(lang, decided_at)));
            for (class, evidence) in [
                (Residency::ConfirmedByStaff, Some("oath")),
                (Residency::ConfirmedByStaff, None),
                (Residency::ConfirmedByRegister, None),
            ] {
                let words = said(&home(class, evidence), None);
                assert!(
                    words.ends_with('.') && !words.ends_with("..") && !words.contains("oath"),
                    "{words}"
                );
            }
            for class in [Residency::None, Residency::Declared] {
                assert_eq!(rests_on(lang, &home(class, None), extract), None);
            }
        }
    }
}
