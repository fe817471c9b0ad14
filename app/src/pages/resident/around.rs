//! What a poll's page shows beside the poll itself, read for the person and the browser of a visit.

use super::draft;
use crate::{
    components::{phase::Phase, verdict::Verdict},
    context::{Services, Visit, people},
    failure::Failure,
    i18n::{AskedPlaces, dates},
};
use domain::{
    audience::Audience, channel::Channel, entitled::Entitled, policy::Policy, poll::Poll,
    receipt::Receipt, time::Millis,
};
use store::change_log::Change;

/// What the page shows beside the poll itself. The default is what a preview shows.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Whether the poll has an address that others can open.
    pub public: bool,
    pub turnout: i64,
    /// How many may take part, where that is known.
    pub entitled: Option<Entitled>,
    /// The places of the audience.
    pub places: AskedPlaces,
    pub changes: Vec<Change>,
    /// The version of the regulation under which the poll was submitted.
    pub policy: Policy,
    /// Until when the draft of this browser is kept, if it has begun to answer.
    pub draft_until: Option<Millis>,
    /// The signed-in person's code, when they have taken part.
    pub receipt: Option<Receipt>,
    /// They took part on paper.
    pub on_paper: bool,
    /// Whether the signed-in person may take part; `None` for a visitor.
    pub verdict: Option<Verdict>,
}

impl Around {
    /// Whether the signed-in person may not take part.
    pub fn is_barred(&self) -> bool {
        self.verdict
            .as_ref()
            .is_some_and(|verdict| !verdict.reasons.is_empty())
    }

    /// Reads it for the person of this visit.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(services: &Services, visit: &Visit, poll: &Poll) -> Result<Self, Failure> {
        let (community, store) = (visit.community_id(), &services.store);
        let (mut receipt, mut on_paper) = (None, false);
        if let Some(visitor) = &visit.visitor {
            let taken = store
                .participation(community, poll.id, visitor.person)
                .await?;
            on_paper = taken
                .as_ref()
                .is_some_and(|taken| taken.channel == Channel::Paper);
            receipt = taken.map(|taken| taken.receipt);
        }
        let over = matches!(
            Phase::of_poll(poll, visit.now),
            Phase::Counting | Phase::Closed
        );
        let verdict = if over || receipt.is_some() {
            None
        } else {
            verdict(services, visit, poll).await?
        };
        Ok(Self {
            public: true,
            turnout: store.turnout(community, poll.id).await?,
            entitled: entitled(services, visit, &poll.content.audience).await?,
            places: asked_places(services, &poll.content.audience).await?,
            changes: store.change_log(community, poll.id).await?,
            policy: policy_of(services, visit, poll).await?,
            draft_until: draft::kept_until(services, visit, poll).await?,
            receipt,
            on_paper,
            verdict,
        })
    }
}

/// How many may take part in a poll for this audience today.
///
/// # Errors
/// When the database does not answer.
pub async fn entitled(
    services: &Services,
    visit: &Visit,
    audience: &Audience,
) -> Result<Option<Entitled>, Failure> {
    let today = dates::today(visit.now);
    let community = visit.community_id();
    let least_age = visit.policy.least_age;
    Ok(services
        .store
        .entitled(community, audience, least_age, today)
        .await?)
}

/// Whether the person of this visit may take part; `None` for a visitor.
async fn verdict(
    services: &Services,
    visit: &Visit,
    poll: &Poll,
) -> Result<Option<Verdict>, Failure> {
    let Some(visitor) = &visit.visitor else {
        return Ok(None);
    };
    let person = visitor.facts.clone();
    let audience = &poll.content.audience;
    let settlement = match &person.settlement {
        Some(code) if !audience.is_everywhere() => services.store.unit(code).await?,
        _ => None,
    };
    Ok(Some(Verdict {
        reasons: people::reasons(visit, &visitor.facts, poll),
        person,
        settlement: settlement.map(|unit| unit.name),
    }))
}

/// The version of the regulation under which a poll was submitted; its terms hold whatever was changed since.
///
/// # Errors
/// When the database does not answer.
pub async fn policy_of(services: &Services, visit: &Visit, poll: &Poll) -> Result<Policy, Failure> {
    if poll.policy_version == visit.policy_version {
        return Ok(visit.policy.as_ref().clone());
    }
    let version = services
        .store
        .policy_version(visit.community_id(), poll.policy_version)
        .await?;
    Ok(version.map_or_else(|| visit.policy.as_ref().clone(), |version| version.policy))
}

/// The places of an audience by name: districts by number, settlements in the order of their codes.
///
/// # Errors
/// When the database does not answer.
pub async fn asked_places(
    services: &Services,
    audience: &Audience,
) -> Result<AskedPlaces, Failure> {
    let districts = audience.districts.iter();
    let settlements = match audience.settlements.as_slice() {
        [] => Vec::new(),
        codes => services.store.units(codes).await?,
    };
    Ok(AskedPlaces {
        districts: districts.map(|district| district.name.clone()).collect(),
        settlements: settlements.into_iter().map(|unit| unit.name).collect(),
    })
}
