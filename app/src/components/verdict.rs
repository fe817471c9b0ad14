//! Whether the person who is signed in may take part: every condition that holds, or every reason against with its way out.

use super::{Icon, Symbol, page::encoded};
use crate::{
    context::Visit,
    i18n::{Lang, dates, eligibility},
};
use domain::{
    audience::{AskedResidency, Audience},
    eligibility::{Ineligible, PersonFacts, to_tell},
};
use leptos::prelude::*;

/// What is known of the person and what follows from it.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub person: PersonFacts,
    /// Empty when they may.
    pub reasons: Vec<Ineligible>,
    /// The name of the person's own settlement, where the poll is for some only.
    pub settlement: Option<String>,
}

/// That they may take part, and which conditions hold. `later`: the poll is not open yet.
#[component]
pub fn Eligible(
    lang: Lang,
    audience: Audience,
    verdict: Verdict,
    #[prop(default = false)] later: bool,
) -> impl IntoView {
    let title = if later {
        eligibility::can_later_title(lang)
    } else {
        eligibility::can_title(lang)
    };
    view! {
        <section class="panel panel--ok" aria-labelledby="verdict">
            <h2 id="verdict">{title}</h2>
            <Checks lang audience verdict />
        </section>
    }
}

/// That they may not, why, and what is for them instead; `asked`: in what way the poll asks people to belong, `others`: the address of
/// that list. It stands before anything else
/// on a page. `titled_by`: the id of the page's own heading, where that already says it.
#[component]
pub fn Barred(
    lang: Lang,
    reasons: Vec<Ineligible>,
    asked: AskedResidency,
    others: String,
    #[prop(optional)] titled_by: Option<&'static str>,
) -> impl IntoView {
    let heading = titled_by
        .is_none()
        .then(|| view! { <h2 id="verdict">{eligibility::cannot_title(lang)}</h2> });
    view! {
        <section class="panel panel--bad prose" aria-labelledby=titled_by.unwrap_or("verdict")>
            {heading}
            <Reasons lang reasons asked />
            <p>
                <a href=others>{eligibility::cannot_others(lang)}</a>
            </p>
        </section>
    }
}

/// The conditions that the person meets.
#[component]
fn Checks(lang: Lang, audience: Audience, verdict: Verdict) -> impl IntoView {
    let person = verdict.person;
    let age =
        (audience.age_from > 0).then(|| eligibility::ok_age(lang, i64::from(audience.age_from)));
    let residency = eligibility::ok_residency(lang, person.residency).map(str::to_owned);
    let settlement = verdict
        .settlement
        .filter(|_| !audience.is_everywhere())
        .map(|name| eligibility::ok_settlement(lang, &name));
    let assurance = eligibility::ok_assurance(lang, eligibility::assurance(lang, person.assurance));
    let not_voted = eligibility::ok_not_voted(lang).to_owned();
    let items = [age, residency, settlement, Some(assurance), Some(not_voted)]
        .into_iter()
        .flatten()
        .map(|text| {
            view! {
                <li class="with-icon">
                    <span class="is-ok">
                        <Icon symbol=Symbol::Check />
                    </span>
                    " "
                    <span>{text}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="checks">{items}</ul> }
}

/// Every reason against taking part, each with what the person can do about it.
#[component]
fn Reasons(lang: Lang, reasons: Vec<Ineligible>, asked: AskedResidency) -> impl IntoView {
    let reasons = to_tell(reasons);
    // Where a document is sent is said once.
    let unproven = reasons.iter().any(|reason| reason.is_mended_by_proof());
    let items = reasons
        .into_iter()
        .map(|reason| {
            view! {
                <li class="with-icon">
                    <span class="is-bad">
                        <Icon symbol=Symbol::Cross />
                    </span>
                    " "
                    <span>
                        <strong>{eligibility::reason(lang, reason)} "."</strong>
                        " "
                        {out(lang, reason, asked)}
                        " "
                        {way(lang, reason, asked, unproven)}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="checks">{items}</ul> }
}

/// Whether whoever looks mends a reason by saying where they live.
fn by_word(visit: &Visit, reason: Ineligible, asked: AskedResidency) -> bool {
    let today = dates::today(visit.now);
    visit
        .visitor
        .as_ref()
        .is_some_and(|visitor| reason.is_mended_by_ones_word(asked, &visitor.facts, today))
}

/// What whoever looks can do about a reason.
fn out(lang: Lang, reason: Ineligible, asked: AskedResidency) -> String {
    match use_context::<Visit>() {
        Some(visit) if by_word(&visit, reason, asked) => {
            eligibility::way_out_by_word(lang, reason, asked)
        }
        _ => eligibility::way_out(lang, reason, asked),
    }
}

/// The page where a reason can be mended at once, and the way back here. `unproven`: beside another that a document mends.
fn way(lang: Lang, reason: Ineligible, asked: AskedResidency, unproven: bool) -> Option<AnyView> {
    let visit = use_context::<Visit>()?;
    let (page, part, words) = match reason {
        Ineligible::AssuranceTooLow { .. } => {
            ("/sign-in", "", eligibility::assurance_too_low_link(lang))
        }
        reason if by_word(&visit, reason, asked) => (
            "/me",
            "#residence",
            eligibility::nothing_declared_link(lang),
        ),
        reason if reason.is_mended_by_proof() || (reason.is_mended_by_moving() && !unproven) => {
            let words = eligibility::document_link(lang);
            return Some(view! { <a href=visit.href("/me/residence")>{words}</a> }.into_any());
        }
        _ => return None,
    };
    let back = encoded(&visit.href(&visit.path));
    let href = format!("{}?return={back}{part}", visit.href(page));
    Some(view! { <a href=href>{words}</a> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::said::rendered;
    use domain::identity::{Assurance, Residency};

    fn panel(reasons: Vec<Ineligible>, asked: AskedResidency) -> String {
        let audience = Audience {
            age_from: 14,
            age_to: None,
            settlements: Vec::new(),
            districts: Vec::new(),
            least_assurance: Assurance::BankId,
            residency: asked,
        };
        let person = PersonFacts {
            birth_date: None,
            residency: Residency::ConfirmedByRegister,
            residency_expires: None,
            displaced: false,
            settlement: None,
            assurance: Assurance::BankId,
            second_key_open: false,
        };
        if !reasons.is_empty() {
            let others = "/polls?mine=1".to_owned();
            return rendered(|| view! { <Barred lang=Lang::Uk reasons asked others /> }.into_any());
        }
        let verdict = Verdict {
            person,
            reasons,
            settlement: None,
        };
        rendered(|| view! { <Eligible lang=Lang::Uk audience verdict /> }.into_any())
    }

    #[test]
    fn every_reason_is_told_with_its_way_out() {
        let reasons = vec![
            Ineligible::TooYoung { from: 14 },
            Ineligible::ResidencyUnconfirmed,
        ];
        let asked = AskedResidency::Confirmed;
        let html = panel(reasons.clone(), asked);
        for reason in reasons {
            assert!(
                html.contains(&eligibility::reason(Lang::Uk, reason)),
                "{html}"
            );
            assert!(
                html.contains(&eligibility::way_out(Lang::Uk, reason, asked)),
                "{html}"
            );
        }
        assert!(!html.contains(eligibility::can_title(Lang::Uk)), "{html}");
        assert!(html.contains("href=\"/polls?mine=1\""), "{html}");
    }

    #[test]
    fn of_two_documents_the_one_is_named_that_helps_in_this_poll() {
        for reason in [
            Ineligible::NotResident,
            Ineligible::ResidencyUnconfirmed,
            Ineligible::ResidencyExpired,
        ] {
            for (asked, extract, certificate) in [
                (AskedResidency::Confirmed, true, true),
                (AskedResidency::Registered, true, false),
                (AskedResidency::Displaced, false, true),
            ] {
                let html = panel(vec![reason], asked);
                assert_eq!(html.contains("витяг"), extract, "{asked:?}: {html}");
                assert_eq!(html.contains("довідк"), certificate, "{asked:?}: {html}");
            }
        }
    }

    #[test]
    fn who_may_take_part_reads_which_conditions_hold() {
        let html = panel(Vec::new(), AskedResidency::Confirmed);
        assert!(html.contains(&eligibility::ok_age(Lang::Uk, 14)), "{html}");
        assert!(
            html.contains(eligibility::ok_resident_register(Lang::Uk)),
            "{html}"
        );
        assert!(html.contains("panel--ok"), "{html}");
    }
}
