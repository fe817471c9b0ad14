//! Somebody's sign-ins, as the file of their data tells them.

use super::every_page;
use crate::{
    context::{Services, Visit, sealed::Sealed},
    failure::Failure,
};
use domain::{ids::PersonId, organisation::SignedFor, session};
use serde_json::{Value, json};

/// Those that hold, with their level and the organisation that each names.
pub(super) async fn of(
    services: &Services,
    visit: &Visit,
    person: PersonId,
) -> Result<Vec<Value>, Failure> {
    let (store, community) = (&services.store, visit.community_id());
    let is_staff = visit
        .visitor
        .as_ref()
        .is_some_and(|visitor| visitor.is_staff);
    let limits = session::limits(is_staff);
    let found =
        every_page(|page| store.sessions_of(community, person, limits, visit.now, page)).await?;
    let mut all = Vec::new();
    for session in found {
        let signed_for = match &session.signed_for {
            None => Value::Null,
            Some(sealed) => {
                let opened = Sealed::SignedFor.open(services, community, person, sealed);
                let signed: SignedFor =
                    serde_json::from_slice(&opened.await?).map_err(|_| Failure::Internal)?;
                json!({
                    "code": signed.edrpou.as_str(),
                    "organisation": signed.name,
                    "position": signed.title,
                })
            }
        };
        let acts_for = match session.acts_for {
            None => None,
            Some(no) => store.organisation(community, no).await?,
        };
        all.push(json!({
            "provider": session.provider,
            "level": session.assurance.as_str(),
            "began_at": session.created_at,
            "last_seen_at": session.seen_at,
            "ends_at": session.expires_at,
            "second_step_at": session.second_factor_at,
            "signed_for": signed_for,
            "acts_for": acts_for.map(|found| found.organisation.name.uk),
        }));
    }
    Ok(all)
}
