//! For whom somebody may act, as the file of their data tells it.

use crate::{
    context::{Services, Visit, sealed::Sealed},
    failure::Failure,
};
use domain::ids::PersonId;
use serde_json::{Value, json};

/// For whom they may act, or did until a day was over; what they claim; the links by which they hand a power on; the powers that somebody else
/// ended.
pub(super) async fn of(
    services: &Services,
    visit: &Visit,
    person: PersonId,
) -> Result<Value, Failure> {
    let (store, community) = (&services.store, visit.community_id());
    let mut powers = Vec::new();
    for (organisation, own) in store.powers_of(community, person).await? {
        let position = Sealed::Position.words(services, community, person, &own.position);
        powers.push(json!({
            "organisation": organisation.name.uk,
            "position": position.await?,
            "proof": own.power.proof.as_str(),
            "since": own.since,
            "last_day": own.power.until.to_string(),
        }));
    }
    let claim = match store.organisation_request(community, person).await? {
        None => Value::Null,
        Some(claim) => {
            let position = Sealed::Position.words(services, community, person, &claim.position);
            let refused = match &claim.refused {
                None => Value::Null,
                Some((at, reason)) => {
                    let what = Sealed::OrganisationReason;
                    let reason = what.words(services, community, person, reason);
                    json!({ "at": at, "reason": reason.await? })
                }
            };
            json!({
                "organisation": claim.name.uk,
                "kind": claim.kind.as_str(),
                "code": claim.edrpou.as_ref().map(|code| code.as_str()),
                "proof": claim.proof.as_str(),
                "position": position.await?,
                "document": claim.document.map(|kind| kind.as_str()),
                "sent_at": claim.sent_at,
                "refused": refused,
            })
        }
    };
    let mut links = Vec::new();
    for offer in store.offers_by(community, person, visit.now).await? {
        let organisation = store.organisation(community, offer.organisation).await?;
        links.push(json!({
            "organisation": organisation.map(|found| found.organisation.name.uk),
            "hand_over": offer.hand_over.as_str(),
            "ends_at": offer.expires_at,
        }));
    }
    let taken = store.powers_taken_away(community, person).await?;
    let taken: Vec<Value> = taken
        .iter()
        .map(|one| json!({ "organisation": one.organisation.name.uk, "at": one.at }))
        .collect();
    Ok(json!({
        "powers": powers,
        "claim": claim,
        "links_to_hand_on": links,
        "ended_by_others": taken,
    }))
}
