//! What a draft of this community is checked against: the regulation in force, the community's settlements, districts and organisations.

use crate::{
    context::{Services, Visit, settlements},
    failure::Failure,
    i18n::alphabetical,
};
use domain::{
    district::District,
    katottg::{Katottg, Unit},
    organisation::Organisation,
    policy::Policy,
    poll::{DraftField, DraftProblem, DraftRules},
    text::{self, TextProblem},
};
use std::sync::Arc;

/// One line of a draft in one language, trimmed; or what is wrong with it.
///
/// # Errors
/// The field with its problem.
pub fn tidy_line(
    field: DraftField,
    typed: &str,
    most: usize,
) -> Result<String, (DraftField, DraftProblem)> {
    text::line(typed, most).map_err(|problem| {
        let problem = match problem {
            TextProblem::TooLong(most) => DraftProblem::TooLong(most),
            TextProblem::BadCharacters => DraftProblem::BadCharacters,
        };
        (field, problem)
    })
}

/// The rules of one visit.
pub struct Rules {
    pub policy: Arc<Policy>,
    /// The settlements of the community in the order of the Ukrainian alphabet; none for the platform.
    pub settlements: Vec<Unit>,
    /// Its starosta districts.
    pub districts: Vec<District>,
    /// The organisations that it knows, in the order of the Ukrainian alphabet.
    pub organisations: Vec<Organisation>,
    codes: Vec<Katottg>,
    prefix: Option<String>,
}

impl Rules {
    /// Reads them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(services: &Services, visit: &Visit) -> Result<Self, Failure> {
        let territory = visit.community.territory.as_ref();
        let settlements = settlements(services, visit).await?;
        let districts = services.store.districts(visit.community_id()).await?;
        let mut organisations = services.store.organisations(visit.community_id()).await?;
        organisations.sort_by_cached_key(|one| alphabetical(&one.name.uk));
        Ok(Self {
            organisations,
            policy: visit.policy.clone(),
            districts,
            codes: settlements.iter().map(|unit| unit.code.clone()).collect(),
            settlements,
            prefix: territory.map(|hromada| hromada.hromada_prefix().to_owned()),
        })
    }

    /// As `domain` takes them.
    pub fn of_draft(&self) -> DraftRules<'_> {
        DraftRules {
            policy: &self.policy,
            territory_prefix: self.prefix.as_deref(),
            known_settlements: Some(&self.codes),
            known_districts: Some(&self.districts),
            known_organisations: Some(&self.organisations),
        }
    }
}
