//! The places of a community that people choose among.

use super::{Services, Visit};
use crate::{failure::Failure, i18n::alphabetical};
use domain::katottg::{Katottg, Unit};

/// The settlements of the visit's community in the order of the Ukrainian alphabet; none for the platform.
///
/// # Errors
/// When the database does not answer.
pub async fn settlements(services: &Services, visit: &Visit) -> Result<Vec<Unit>, Failure> {
    let Some(hromada) = &visit.community.territory else {
        return Ok(Vec::new());
    };
    let mut settlements = services.store.settlements(hromada).await?;
    settlements.sort_by_cached_key(|unit| alphabetical(&unit.name));
    Ok(settlements)
}

/// The name of a settlement of the community; its code where the codifier has dropped it.
pub fn place_name(places: &[Unit], code: &Katottg) -> String {
    let unit = places.iter().find(|unit| unit.code == *code);
    unit.map_or_else(|| code.to_string(), |unit| unit.name.clone())
}
