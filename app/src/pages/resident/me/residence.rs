//! Where somebody says that they live. It counts in polls that take their word, and nowhere else.

use crate::{
    components::{
        page::{encoded, own_path},
        see_other,
        wrong::{Wrong, error_line},
    },
    context::{Services, Visit, Visitor, services, settlements, visit},
    failure::Failure,
    i18n::{Lang, dates, me as words},
};
use domain::{
    identity::Residency,
    katottg::{Katottg, Unit},
    residency::{DECLARE_AGAIN_MS, DeclarationProblem, check_declaration, may_declare},
};
use leptos::prelude::*;
use store::{Conflict, StoreError, residencies::Residence};

/// The key of the input.
const SETTLEMENT: &str = "settlement";

/// What the section shows.
#[derive(Clone)]
pub(super) struct MyResidence {
    places: Vec<Unit>,
    declared: Option<Katottg>,
    /// Why nothing can be declared just now.
    not_now: Option<DeclarationProblem>,
    wrong: Wrong,
    /// Where the form leads on to.
    back: Option<String>,
}

impl MyResidence {
    /// Reads it; `None` where it is confirmed, for whoever is not identified, and where there are no settlements to choose among.
    /// `problem` is the word of what was wrong with the form, `back` where it leads on to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn of(
        services: &Services,
        visit: &Visit,
        visitor: &Visitor,
        problem: Option<&str>,
        back: Option<String>,
    ) -> Result<Option<Self>, Failure> {
        if !visitor.facts.assurance.is_identified() {
            return Ok(None);
        }
        let places = settlements(services, visit).await?;
        let home = services
            .store
            .residency(visit.community_id(), visitor.person)
            .await?;
        let known = home.as_ref().map(Residence::known);
        let today = dates::today(visit.now);
        let not_now = may_declare(known.as_ref(), today, visit.now).err();
        if places.is_empty() || not_now == Some(DeclarationProblem::Confirmed) {
            return Ok(None);
        }
        let problem = match problem {
            Some("missing") => Some(DeclarationProblem::Missing),
            Some("unreadable") => Some(DeclarationProblem::Unreadable),
            _ => None,
        };
        let wrong = problem.map(|problem| (SETTLEMENT.to_owned(), told(visit.lang, problem)));
        Ok(Some(Self {
            places,
            declared: known.and_then(|known| known.settlement),
            not_now,
            wrong: Wrong::of(wrong.into_iter().collect()),
            back,
        }))
    }

    /// What is wrong with what was sent.
    pub(super) fn wrong(&self) -> &Wrong {
        &self.wrong
    }
}

fn told(lang: Lang, problem: DeclarationProblem) -> String {
    match problem {
        DeclarationProblem::Missing => words::residence_missing(lang).to_owned(),
        DeclarationProblem::Unreadable => words::residence_unreadable(lang).to_owned(),
        DeclarationProblem::Confirmed => words::residence_confirmed(lang).to_owned(),
        DeclarationProblem::TooSoon { again } => {
            words::residence_again(lang, dates::date(lang, again).trim_end_matches('.'))
        }
    }
}

/// The section of one's own page.
#[component]
pub(super) fn OwnResidence(visit: Visit, own: MyResidence) -> impl IntoView {
    let lang = visit.lang;
    let body = match own.not_now {
        Some(problem) => view! { <p>{told(lang, problem)}</p> }.into_any(),
        None => form(&visit, &own),
    };
    view! {
        <section class="flow prose section" aria-labelledby="residence">
            <h2 id="residence">{words::residence_title(lang)}</h2>
            <p class="hint">{words::residence_lead(lang)}</p>
            {body}
        </section>
    }
}

fn form(visit: &Visit, own: &MyResidence) -> AnyView {
    let lang = visit.lang;
    let locks_until = dates::date(lang, visit.now.plus(DECLARE_AGAIN_MS));
    let error = own.wrong.at(SETTLEMENT);
    let invalid = error.is_some();
    let options = own
        .places
        .iter()
        .map(|unit| {
            let selected = own.declared.as_ref() == Some(&unit.code);
            view! {
                <option value=unit.code.to_string() selected=selected>
                    {unit.name.clone()}
                </option>
            }
        })
        .collect_view();
    let back = own
        .back
        .clone()
        .map(|back| view! { <input type="hidden" name="back" value=back /> });
    view! {
        <form method="post" action=visit.href("/do/declare-residence") class="flow" novalidate>
            {back}
            <div class=if invalid { "field is-invalid" } else { "field" }>
                <label class="label" for=SETTLEMENT>
                    {words::residence_place(lang)}
                </label>
                {error.map(|words| error_line(lang, SETTLEMENT, &words))}
                <select
                    class=if invalid { "input input--bad" } else { "input" }
                    id=SETTLEMENT
                    name=SETTLEMENT
                    aria-invalid=invalid.then_some("true")
                    aria-describedby=invalid.then_some("settlement-error")
                >
                    <option value="">{words::residence_choose(lang)}</option>
                    {options}
                </select>
            </div>
            <p class="hint">{words::residence_locks(lang, locks_until.trim_end_matches('.'))}</p>
            <button class="btn btn--2">{words::residence_save(lang)}</button>
        </form>
    }
    .into_any()
}

/// The form once more, with what was wrong, and still on the way to `back`.
fn again(problem: &str, back: &str) -> String {
    let back = match back {
        "" => String::new(),
        back => format!("&return={}", encoded(back)),
    };
    format!("/me?residence={problem}{back}#errors")
}

/// Notes where the asker says that they live, and goes on to `back`.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever is not identified. What is wrong is told with the form.
#[server(prefix = "/do", endpoint = "declare-residence")]
pub async fn declare_residence(
    #[server(default)] settlement: String,
    #[server(default)] back: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = visit.require_visitor()?;
    if !visitor.facts.assurance.is_identified() {
        return Err(Failure::Forbidden);
    }
    let (community, person) = (visit.community_id(), visitor.person);
    let places: Vec<Katottg> = settlements(&services, &visit)
        .await?
        .into_iter()
        .map(|unit| unit.code)
        .collect();
    let home = services.store.residency(community, person).await?;
    let known = home.as_ref().map(Residence::known);
    let today = dates::today(visit.now);
    let checked = check_declaration(known.as_ref(), &settlement, &places, today, visit.now);
    let settlement = match checked {
        Ok(settlement) => settlement,
        Err(problem) => {
            let place = match problem {
                DeclarationProblem::Missing => again("missing", &back),
                DeclarationProblem::Unreadable => again("unreadable", &back),
                DeclarationProblem::Confirmed | DeclarationProblem::TooSoon { .. } => {
                    "/me#residence".to_owned()
                }
            };
            see_other(&visit.href(&place));
            return Ok(());
        }
    };
    let new = Residence {
        class: Residency::Declared,
        settlement: Some(settlement),
        evidence: None,
        expires: None,
        decided_by: None,
        decided_at: visit.now,
    };
    let outcome = services
        .store
        .declare_residency(community, person, home.as_ref(), &new)
        .await;
    match outcome {
        // Staff or the register were quicker: the page shows what they say.
        Ok(()) | Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => {}
        Err(error) => return Err(error.into()),
    }
    match back.as_str() {
        "" => see_other(&visit.href("/me?residence=saved#residence")),
        back => see_other(own_path(back)),
    }
    Ok(())
}
