//! Submitting: what the draft holds is cast for the person who is signed in, and they are led to what became of it.

use super::{
    draft::{self, SealedForms},
    gate,
};
use crate::{
    components::see_other,
    context::{Services, Visit, Visitor, people, services, visit},
    failure::Failure,
    islands::Submitted,
};
use domain::{
    answer::{Answers, check_answers},
    ids::{BallotId, SubmissionId},
    poll::Poll,
    receipt::Receipt,
};
use store::{Cast, CastError, Submission, drafts::DraftId};

/// The body of the server function [`crate::islands::submit_ballot`].
///
/// # Errors
/// [`Failure::NotFound`] for a poll of another community; what can be mended is shown on the check page instead.
pub async fn cast_ballot(poll: &str, submission: &str) -> Result<Submitted, Failure> {
    let (visit, services) = (visit()?, services()?);
    let poll = super::published(&services, &visit, poll).await?;
    let to = outcome_of(&services, &visit, &poll, submission).await?;
    see_other(&visit.href(&to));
    Ok(Submitted { to })
}

/// Casts what the draft holds; gives the path that says what became of it.
async fn outcome_of(
    services: &Services,
    visit: &Visit,
    poll: &Poll,
    submission: &str,
) -> Result<String, Failure> {
    let check = format!("/polls/{}/vote/check", poll.number);
    let done = format!("/polls/{}/done", poll.number);
    let Some(visitor) = visit.visitor.clone() else {
        // Only who was signed in was shown the button.
        return Ok(format!("{check}?outcome=signed-out"));
    };
    let Ok(submission) = submission.parse::<SubmissionId>() else {
        return Ok(check);
    };
    let Some((answers, drafts)) = ready(services, visit, &visitor, poll).await? else {
        // A retry finds no draft: the recording has removed it, perhaps this very moment, by the same form's first tap.
        let recorded = took_part(services, visit, &visitor, poll, submission).await?;
        return Ok(recorded.unwrap_or(check));
    };
    let outcome = services
        .ballot_box
        .cast(Submission {
            community: visit.community_id(),
            poll: poll.id,
            person: visitor.person,
            submission,
            receipt: Receipt::from_random(random(services)),
            ballot: BallotId::from_random(random(services)),
            answers,
            assurance: visitor.facts.assurance,
            channel: store::Channel::Web,
            judged: Some(visitor.facts.clone()),
            drafts,
        })
        .await;
    Ok(match outcome {
        Ok(Cast::Recorded(_) | Cast::AlreadyRecorded(_)) => done,
        Err(CastError::AlreadyTookPart) => gate::already_answered(services, visit, poll).await?,
        Err(CastError::NotOpenYet | CastError::Closed) => format!("/polls/{}?late", poll.number),
        Err(CastError::NoSuchPoll) => return Err(Failure::NotFound),
        // Their record became part of another meanwhile, and with it they were signed out.
        Err(CastError::NoSuchPerson) => format!("{check}?outcome=signed-out"),
        Err(CastError::ChangedMeanwhile) => format!("{check}?outcome=changed"),
        Err(CastError::Busy) => return Err(Failure::Busy),
        Err(CastError::Rejected) => return Err(Failure::Internal),
        Err(CastError::OutcomeUnknown) => format!("{check}?outcome=unknown"),
        Err(CastError::Unavailable) => format!("{check}?outcome=unavailable"),
    })
}

/// Where the confirmation is of somebody who has taken part: by this very submission, or by another before; `None` when they have
/// not.
async fn took_part(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
    poll: &Poll,
    submission: SubmissionId,
) -> Result<Option<String>, Failure> {
    let found = services
        .store
        .participation(visit.community_id(), poll.id, visitor.person)
        .await?;
    let Some(before) = found else {
        return Ok(None);
    };
    if before.submission == submission {
        return Ok(Some(format!("/polls/{}/done", poll.number)));
    }
    Ok(Some(gate::already_answered(services, visit, poll).await?))
}

/// The answers to record and the draft rows that go with them; `None` when the check page has something to say first: the
/// draft is gone, an answer is missing, or the person may not take part.
async fn ready(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
    poll: &Poll,
) -> Result<Option<(Answers, Vec<DraftId>)>, Failure> {
    if !people::reasons(visit, &visitor.facts, poll).is_empty() {
        return Ok(None);
    }
    let Some(draft) = draft::read(services, visit, poll).await? else {
        return Ok(None);
    };
    let Ok(answers) = check_answers(&poll.content.questions, &draft.given) else {
        return Ok(None);
    };
    let rows = SealedForms::of(services, visit)
        .map(|forms| draft::row_ids(&forms, poll))
        .unwrap_or_default();
    Ok(Some((answers, rows)))
}

fn random<const N: usize>(services: &Services) -> [u8; N] {
    use crate::keys::RandomBytes;
    services.random.bytes()
}
