//! The editor's panels but the questions: what it is about, on whose behalf and for whom, and when.

use super::{
    editor::Radio,
    field::{Field, MarkList, Pair, Takes, Wrong, error_line, select},
    form::PollForm,
};
use crate::i18n::{
    Lang, common, dates, eligibility, format, organisations as words, staff_districts, staff_editor,
};
use domain::{
    audience::AskedResidency,
    district::{District, DistrictNo},
    identity::Assurance,
    katottg::Unit,
    lang::Bilingual,
    organisation::Organisation,
    policy::Policy,
    poll::{InitiatorKind, Secrecy},
};
use leptos::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

/// Title, summary, description, decision.
#[component]
pub fn About(lang: Lang, form: PollForm, wrong: Wrong) -> impl IntoView {
    let pair = |key, label, hint, value, takes| {
        Pair {
            key,
            label,
            plain: label,
            hint: Some(hint),
            value,
            takes,
        }
        .view(lang, &wrong)
    };
    view! {
        <section class="panel" aria-labelledby="about">
            <h2 id="about">{staff_editor::section_about(lang)}</h2>
            <p class="hint">{staff_editor::english_hint(lang)}</p>
            <div class="fields">
                {pair(
                    "title",
                    staff_editor::field_title(lang),
                    staff_editor::hint_title(lang),
                    &form.title,
                    Takes::Line,
                )}
                {pair(
                    "summary",
                    staff_editor::field_summary(lang),
                    staff_editor::hint_summary(lang),
                    &form.summary,
                    Takes::Passage(3),
                )}
                {pair(
                    "description",
                    staff_editor::field_description(lang),
                    staff_editor::hint_description(lang),
                    &form.description,
                    Takes::Passage(8),
                )}
                {pair(
                    "decision",
                    staff_editor::field_decision(lang),
                    staff_editor::hint_decision(lang),
                    &form.decision,
                    Takes::Passage(3),
                )}
            </div>
        </section>
    }
}

/// Initiator, secrecy, ages, identification, residence, districts, settlements.
#[component]
pub fn Audience(
    lang: Lang,
    form: PollForm,
    wrong: Wrong,
    policy: Arc<Policy>,
    settlements: Vec<Unit>,
    districts: Vec<District>,
    organisations: Vec<Organisation>,
    removed: BTreeMap<DistrictNo, Bilingual>,
) -> impl IntoView {
    let kinds = InitiatorKind::ALL
        .iter()
        .map(|kind| {
            (
                kind.as_str(),
                common::initiator_kind(lang, *kind).to_owned(),
            )
        })
        .collect();
    let least = policy.ballot_assurance();
    let levels = [Assurance::BankId, Assurance::Qualified]
        .iter()
        .filter(|level| **level >= least)
        .map(|level| {
            (
                level.as_str(),
                eligibility::assurance(lang, *level).to_owned(),
            )
        })
        .collect();
    // One that was chosen before it was forbidden is shown too.
    let residencies = AskedResidency::ALL
        .iter()
        .filter(|asked| {
            let allowed = policy.residencies().any(|allowed| allowed == **asked);
            allowed || form.residency == asked.as_str()
        })
        .map(|asked| {
            (
                asked.as_str(),
                eligibility::asked_residency(lang, *asked).to_owned(),
            )
        })
        .collect();
    // Where the community knows none, there is nothing to choose; one that is gone meanwhile is shown by its number, to be taken away.
    let known = organisations
        .iter()
        .any(|one| one.no.to_string() == form.organisation);
    let organisation = (!organisations.is_empty() || !form.organisation.is_empty()).then(|| {
        let mut options = vec![(String::new(), words::editor_none(lang).to_owned())];
        if !known && !form.organisation.is_empty() {
            let number = format!("№\u{a0}{}", form.organisation);
            options.push((form.organisation.clone(), number));
        }
        options.extend(
            organisations
                .iter()
                .map(|one| (one.no.to_string(), one.name.get(lang).to_owned())),
        );
        let label = staff_editor::field_organisation(lang);
        select(
            lang,
            &wrong,
            "organisation",
            label,
            options,
            &form.organisation,
        )
    });
    let initiator = Pair {
        key: "initiator",
        label: staff_editor::field_initiator_name(lang),
        plain: staff_editor::field_initiator_name(lang),
        hint: Some(staff_editor::hint_initiator_name(lang)),
        value: &form.initiator,
        takes: Takes::Line,
    };
    let age = |key, label, hint: &str, value: &str| {
        Field {
            key,
            label,
            hint: Some(hint),
            value,
            takes: Takes::Number,
            written_in: Lang::Uk,
        }
        .view(lang, &wrong)
    };
    view! {
        <section class="panel" aria-labelledby="who">
            <h2 id="who">{staff_editor::section_who(lang)}</h2>
            <div class="fields">
                {organisation}
                {select(
                    lang,
                    &wrong,
                    "initiator_kind",
                    staff_editor::field_initiator_kind(lang),
                    kinds,
                    &form.initiator_kind,
                )} {initiator.view(lang, &wrong)} {secrecy(lang, &form, &wrong, &policy)}
                <div class="fields fields--2">
                    {age(
                        "age_from",
                        staff_editor::field_age_from(lang),
                        &staff_editor::hint_age_from(lang, i64::from(policy.least_age)),
                        &form.age_from,
                    )}
                    {age(
                        "age_to",
                        staff_editor::field_age_to(lang),
                        staff_editor::hint_age_to(lang),
                        &form.age_to,
                    )}
                </div>
                {select(
                    lang,
                    &wrong,
                    "least_assurance",
                    staff_editor::field_assurance(lang),
                    levels,
                    &form.least_assurance,
                )}
                {select(
                    lang,
                    &wrong,
                    "residency",
                    staff_editor::field_residency(lang),
                    residencies,
                    &form.residency,
                )}
                {district_list(lang, &form, &wrong, &districts, &removed)}
                {settlement_list(lang, &form, &wrong, settlements)}
            </div>
        </section>
    }
}

/// The levels that the regulation allows, each with what it means. A level chosen before it was forbidden is shown too.
fn secrecy(lang: Lang, form: &PollForm, wrong: &Wrong, policy: &Policy) -> AnyView {
    let error = wrong.at("secrecy");
    let invalid = error.is_some();
    let radios = Secrecy::ALL
        .iter()
        .filter(|level| policy.secrecy_allowed.contains(level) || form.secrecy == level.as_str())
        .enumerate()
        .map(|(at, level)| {
            // An error links to the first of them.
            let id = match at {
                0 => "secrecy".to_owned(),
                _ => format!("secrecy-{level}"),
            };
            let label = common::secrecy(lang, *level).to_owned();
            let hint = staff_editor::secrecy_hint(lang, *level, policy);
            let checked = form.secrecy == level.as_str();
            view! { <Radio key="secrecy" id value=level.as_str() checked label hint /> }
        })
        .collect_view();
    view! {
        <fieldset
            class=if invalid { "is-invalid" } else { "" }
            aria-describedby=invalid.then_some("secrecy-error")
        >
            <legend class="label">{staff_editor::field_secrecy(lang)}</legend>
            {error.map(|words| error_line(lang, "secrecy", &words))}
            {radios}
        </fieldset>
    }
    .into_any()
}

/// The community's settlements to mark.
fn settlement_list(lang: Lang, form: &PollForm, wrong: &Wrong, known: Vec<Unit>) -> AnyView {
    let known = known
        .into_iter()
        .map(|unit| (unit.code.to_string(), unit.name));
    MarkList {
        key: "settlements",
        prefix: "s.",
        legend: staff_editor::field_settlements(lang),
        hint: staff_editor::hint_settlements(lang),
    }
    .view(lang, wrong, &form.settlements, known.collect())
}

/// The community's starosta districts to mark, and those that are marked and not there any more by their last names.
fn district_list(
    lang: Lang,
    form: &PollForm,
    wrong: &Wrong,
    known: &[District],
    removed: &BTreeMap<DistrictNo, Bilingual>,
) -> AnyView {
    let gone = removed
        .iter()
        .map(|(no, name)| (no.to_string(), name))
        .filter(|(no, _)| form.districts.contains(no))
        .map(|(no, name)| (no, staff_districts::removed_district(lang, name.get(lang))));
    let known = known
        .iter()
        .map(|district| (district.no.to_string(), district.name.get(lang).to_owned()));
    let known = gone.chain(known);
    MarkList {
        key: "districts",
        prefix: "d.",
        legend: staff_editor::field_districts(lang),
        hint: staff_editor::hint_districts(lang),
    }
    .view(lang, wrong, &form.districts, known.collect())
}

/// The term.
#[component]
pub fn When(lang: Lang, form: PollForm, wrong: Wrong, policy: Arc<Policy>) -> impl IntoView {
    let closes_hint = staff_editor::hint_closes_at(
        lang,
        &format::span(lang, policy.shortest_term_ms),
        &format::span(lang, policy.longest_term_ms),
    );
    let moment = |key, label, hint: &str, value: &str| {
        let field = Field {
            key,
            label,
            hint: Some(hint),
            value,
            takes: Takes::Moment,
            written_in: Lang::Uk,
        };
        view! {
            <div>
                {field.view(lang, &wrong)}
                {doubt(lang, value).map(|text| view! { <p class="hint">{text}</p> })}
            </div>
        }
    };
    view! {
        <section class="panel" aria-labelledby="when">
            <h2 id="when">{staff_editor::section_when(lang)}</h2>
            <div class="fields fields--2">
                {moment(
                    "opens_at",
                    staff_editor::field_opens_at(lang),
                    staff_editor::hint_opens_at(lang),
                    &form.opens_at,
                )}
                {moment(
                    "closes_at",
                    staff_editor::field_closes_at(lang),
                    &closes_hint,
                    &form.closes_at,
                )}
            </div>
        </section>
    }
}

/// How a time of the night when clocks change is understood.
fn doubt(lang: Lang, typed: &str) -> Option<String> {
    let at = dates::parse_local_input(typed).filter(|_| dates::is_doubtful(typed))?;
    let iso = dates::iso(at);
    // 2026-10-25T03:30+03:00
    let offset = iso.get(16..).unwrap_or_default();
    Some(staff_editor::doubtful(
        lang,
        &dates::moment(lang, at),
        offset,
    ))
}
