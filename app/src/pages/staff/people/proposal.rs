//! What one of the staff saw of somebody's residence and another has to agree to, where the community asks for two.

use super::{Known, record_path, residence::open_record};
use crate::{
    components::see_other,
    context::{
        Services, Visit, Visitor, people::name_of, place_name, services, settlements, visit,
    },
    failure::Failure,
    i18n::{dates, eligibility, staff_people as words},
};
use domain::{ids::PersonId, residency::Proposal, role::Right, time::Millis};
use leptos::prelude::*;
use store::{Conflict, Page, StoreError};

/// What waits, as it is shown.
#[derive(Clone)]
pub struct Waiting {
    person: PersonId,
    proposal: Proposal,
    /// The name of the settlement.
    place: String,
    /// Who proposed it; empty where no name is known any more.
    by: String,
    /// Whoever looks may agree.
    may_agree: bool,
}

impl Waiting {
    /// What waits for `person`, as `handler` sees it; `None` where nothing does.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        person: PersonId,
        handler: &Visitor,
    ) -> Result<Option<Self>, Failure> {
        let community = visit.community_id();
        let Some(proposal) = services.store.residence_proposal(community, person).await? else {
            return Ok(None);
        };
        let places = settlements(services, visit).await?;
        Ok(Some(Self {
            person,
            place: place_name(&places, &proposal.confirmation.settlement),
            by: name_of(services, community, proposal.by).await?,
            may_agree: proposal.may_be_agreed_to_by(handler.person),
            proposal,
        }))
    }
}

/// The panel on the person's record.
#[component]
pub fn ProposalPanel(visit: Visit, waiting: Waiting) -> impl IntoView {
    let lang = visit.lang;
    let seen = &waiting.proposal.confirmation;
    let row = |term: &'static str, words: String| {
        view! {
            <div>
                <dt>{term}</dt>
                <dd>{words}</dd>
            </div>
        }
    };
    let moment = dates::moment_this_year(lang, waiting.proposal.at, visit.now);
    let by = match waiting.by.is_empty() {
        true => moment,
        false => format!("{}, {moment}", waiting.by),
    };
    let last = dates::start_of_day(seen.expires);
    let last = last.map(|day| row(words::residence_expires(lang), dates::date(lang, day)));
    let facts = view! {
        <dl class="summary">
            {row(
                words::residence_evidence(lang),
                eligibility::evidence(lang, seen.evidence).to_owned(),
            )} {row(words::residence_place(lang), waiting.place.clone())} {last}
            {row(words::proposal_by(lang), by)}
        </dl>
    };
    let agree = waiting.may_agree.then(|| {
        view! {
            <form method="post" action=visit.href("/do/staff/agree-residence")>
                {of_proposal(&waiting)} <button class="btn">{words::proposal_agree(lang)}</button>
            </form>
        }
    });
    let (note, drop) = match waiting.may_agree {
        true => (words::proposal_note(lang), words::proposal_drop(lang)),
        false => (
            words::proposal_own_note(lang),
            words::proposal_take_back(lang),
        ),
    };
    view! {
        <section class="panel panel--wait" aria-labelledby="proposal">
            <h2 id="proposal">{words::proposal_title(lang)}</h2>
            <p>{note}</p>
            {facts}
            <div class="actions">
                {agree} " "
                <form method="post" action=visit.href("/do/staff/drop-residence")>
                    {of_proposal(&waiting)} <button class="btn btn--2">{drop}</button>
                </form>
            </div>
        </section>
    }
}

/// The hidden fields that say which proposal is meant.
fn of_proposal(waiting: &Waiting) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="person" value=waiting.person.to_string() />
        <input type="hidden" name="at" value=waiting.proposal.at.0.to_string() />
    }
}

/// Those for whom somebody else's agreement is waited for, with who proposed it and when; and how many there are in all.
///
/// # Errors
/// When the database does not answer.
pub async fn all_waiting(
    services: &Services,
    visit: &Visit,
    most: u64,
) -> Result<(Vec<(Known, String, String)>, u64), Failure> {
    let community = visit.community_id();
    let found = services
        .store
        .residence_proposals(community, Page::first(most))
        .await?;
    let mut rows = Vec::new();
    for (person, proposal) in found.items {
        // Forgotten meanwhile, and the proposal with them.
        let Some(record) = Known::of(services, visit, person).await? else {
            continue;
        };
        let by = name_of(services, community, proposal.by).await?;
        let at = dates::short_moment(visit.lang, proposal.at, visit.now);
        rows.push((record, by, at));
    }
    Ok((rows, found.total))
}

/// Who acts, and on what of whom; `None` when the answer leads to the record's page, which says why not.
///
/// # Errors
/// Why they may not; [`Failure::NotFound`] for what is no person, [`Failure::BadRequest`] for what is no time.
async fn asked(
    services: &Services,
    visit: &Visit,
    (person, at): (&str, &str),
) -> Result<Option<(Visitor, PersonId, Millis)>, Failure> {
    let handler = visit.require(Right::HandlePeople)?.clone();
    let person: PersonId = person.parse().map_err(|_| Failure::NotFound)?;
    let at = Millis(at.parse().map_err(|_| Failure::BadRequest)?);
    let open = open_record(services, visit, &handler, person).await?;
    Ok(open.then_some((handler, person, at)))
}

/// Confirms the residence of `person` (an id) as somebody else proposed it at `at` (milliseconds).
///
/// # Errors
/// [`Failure::NotFound`] for what is no person of this community, [`Failure::BadRequest`] for what is no time. What came in between is told on the
/// record's page.
#[server(prefix = "/do", endpoint = "staff/agree-residence")]
pub async fn agree_residence(
    #[server(default)] person: String,
    #[server(default)] at: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let Some((handler, person, at)) = asked(&services, &visit, (&person, &at)).await? else {
        return Ok(());
    };
    let agreed = services
        .store
        .agree_to_residence(
            visit.community_id(),
            (person, at),
            (handler.person, visit.now),
        )
        .await;
    let place = match agreed {
        Ok(()) => "?confirmed",
        Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => "?overtaken",
        Err(StoreError::Conflict(Conflict::SecondPersonNeeded)) => "#proposal",
        Err(error) => return Err(error.into()),
    };
    see_other(&visit.href(&format!("{}{place}", record_path(person))));
    Ok(())
}

/// Drops what was proposed for `person` (an id) at `at` (milliseconds), whoever proposed it.
///
/// # Errors
/// As those of [`agree_residence`].
#[server(prefix = "/do", endpoint = "staff/drop-residence")]
pub async fn drop_residence(
    #[server(default)] person: String,
    #[server(default)] at: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let Some((handler, person, at)) = asked(&services, &visit, (&person, &at)).await? else {
        return Ok(());
    };
    let by = super::by(&visit, handler.person);
    let dropped = services
        .store
        .drop_residence_proposal(visit.community_id(), (person, at), by)
        .await;
    let place = match dropped {
        Ok(()) => "?dropped",
        Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => "?overtaken",
        Err(error) => return Err(error.into()),
    };
    see_other(&visit.href(&format!("{}{place}", record_path(person))));
    Ok(())
}
