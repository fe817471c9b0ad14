//! Organisations: the public pages, and acting for one.

mod act;
mod claim;
mod hand_on;
mod mine;
mod public;

pub(super) use claim::UPLOAD;

pub use act::{ActFor, LayDownPower, ProvePowerByKey, act_for, lay_down_power, prove_power_by_key};
pub use claim::{ClaimPower, WithdrawClaim, claim_power, may_claim_power, withdraw_claim};
pub use hand_on::{
    HandPowerOn, OfferPage, OpenOffer, TakeOfferBack, TakePower, hand_power_on, take_offer_back,
    take_power,
};
pub use mine::MyOrganisations;
pub use public::{OrganisationList, OrganisationPage};

use crate::{
    context::{Services, Visit, Visitor, people, sealed::Sealed},
    failure::Failure,
    i18n::{dates, organisations as words},
};
use domain::ids::PersonId;
use store::representatives::Representative;

/// The page of one's own organisations.
const MINE: &str = "/me/organisations";

/// Whoever may act for an organisation at all.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever is not identified.
fn identified(visit: &Visit) -> Result<&Visitor, Failure> {
    let visitor = visit.require_visitor()?;
    match visitor.facts.assurance.is_identified() {
        true => Ok(visitor),
        false => Err(Failure::Forbidden),
    }
}

/// A representative in words, for staff and colleagues.
#[derive(Clone)]
pub struct Shown {
    pub person: PersonId,
    pub name: String,
    pub position: String,
    pub proof: &'static str,
    /// The last day.
    pub until: String,
    pub counts: bool,
}

impl Shown {
    /// Opens what is sealed of a representative.
    ///
    /// # Errors
    /// When the database does not answer, or something does not open.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        representative: &Representative,
    ) -> Result<Self, Failure> {
        let (lang, community) = (visit.lang, visit.community_id());
        let power = representative.power;
        let name = people::name_of(services, community, power.person).await?;
        let position = Sealed::Position
            .words(services, community, power.person, &representative.position)
            .await?;
        Ok(Self {
            person: power.person,
            name: match name.is_empty() {
                true => words::nameless(lang).to_owned(),
                false => name,
            },
            position,
            proof: words::proof(lang, power.proof),
            until: dates::day(lang, power.until),
            counts: power.counts(dates::today(visit.now)),
        })
    }
}
