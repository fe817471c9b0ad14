//! Before anything is asked: how the person of this visit stands towards the poll, and where they are led when there is
//! nothing for them to answer.

use super::{draft, question::is_open};
use crate::{
    context::{Services, Visit},
    failure::Failure,
    i18n::dates,
};
use domain::{eligibility::Standing, poll::Poll};

/// How the person of this visit stands towards the poll.
///
/// # Errors
/// Only when the database does not answer.
pub(super) async fn standing(
    services: &Services,
    visit: &Visit,
    poll: &Poll,
) -> Result<Standing, Failure> {
    let Some(visitor) = &visit.visitor else {
        return Ok(Standing::Unidentified);
    };
    let taken = services
        .store
        .participation(visit.community_id(), poll.id, visitor.person)
        .await?;
    Ok(Standing::of(
        Some(&visitor.facts),
        taken.is_some(),
        &poll.content.audience,
        dates::today(visit.now),
    ))
}

/// Where somebody is led who comes to a question of this poll and cannot answer it: the poll takes no answers now, they have
/// answered, or they may not. `None`: they may go on.
///
/// # Errors
/// Only when the database does not answer.
pub(super) async fn elsewhere(
    services: &Services,
    visit: &Visit,
    poll: &Poll,
    standing: &Standing,
) -> Result<Option<String>, Failure> {
    let about = format!("/polls/{}", poll.number);
    if !is_open(poll, visit) {
        // The poll page says since when or until when it is open.
        return Ok(Some(about));
    }
    Ok(match standing {
        Standing::TookPart => Some(already_answered(services, visit, poll).await?),
        Standing::Barred(_) => Some(about),
        Standing::Unidentified | Standing::May => None,
    })
}

/// Where whoever has answered reads so. What this browser still holds of the poll can never be submitted by them, and the page says
/// that; but on a phone that a family shares it may be somebody else's, so it stays.
///
/// # Errors
/// Only when the database does not answer.
pub(super) async fn already_answered(
    services: &Services,
    visit: &Visit,
    poll: &Poll,
) -> Result<String, Failure> {
    let done = format!("/polls/{}/done?again", poll.number);
    if draft::kept_until(services, visit, poll).await?.is_none() {
        return Ok(done);
    }
    Ok(format!("{done}=new"))
}
