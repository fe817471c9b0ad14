//! Casting a batch: each form through the one ballot box, all at once and in the order of random ids, so that the order in which they were
//! entered is nowhere.

use super::{Batch, batch_path, does};
use crate::{
    components::see_other,
    context::{
        Services, Visit, Visitor,
        paper::open_entry,
        people::{facts_in_person, reasons},
        services, visit,
    },
    failure::Failure,
    keys::RandomBytes,
};
use domain::{
    answer::check_answers,
    channel::Channel,
    identity::Assurance,
    ids::BallotId,
    paper::{Entry, FormNo, Refused},
    poll::Poll,
    receipt::Receipt,
    role::Right,
};
use leptos::prelude::*;
use store::{
    Cast, CastError, Conflict, StoreError, Submission,
    paper::{Entries, PaperForm},
};

/// Casts the `batch` of this number, or goes on with one that did not come to its end.
///
/// # Errors
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] for whoever may not; [`Failure::NotFound`] for what is no batch of this
/// community. What became of it is told on its page.
#[server(prefix = "/do", endpoint = "staff/cast-paper")]
pub async fn cast_paper(#[server(default)] batch: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let operator = visit.require(Right::RecordPaper)?;
    let batch = Batch::of(&services, &visit, &batch).await?;
    let (community, by) = (visit.community_id(), does(&visit, operator));
    let begun = services
        .store
        .begin_casting_paper(community, batch.no(), by)
        .await;
    let said = match begun {
        Ok((_, forms)) => {
            let (mut ready, mut finished) = (Vec::new(), true);
            for (form, typed) in &forms {
                match ballot(&services, &visit, &batch.poll, form, typed).await? {
                    Ballot::Ready(ballot) => ready.push((form, *ballot)),
                    Ballot::Refused(why) => {
                        refuse(&services, &visit, operator, &batch, form.no, why).await?;
                    }
                    Ballot::Later => finished = false,
                }
            }
            // Even if the ballot box writes them in two batches, the order of entry is in neither.
            ready.sort_unstable_by_key(|(_, ballot)| ballot.ballot);
            let under_way: Vec<_> = ready
                .into_iter()
                .map(|(form, ballot)| (form, send(&services, ballot)))
                .collect();
            for (form, outcome) in under_way {
                let outcome = outcome.await.unwrap_or(Err(CastError::OutcomeUnknown));
                finished &= settle(&services, &visit, operator, &batch, form, outcome).await?;
            }
            if finished { "cast" } else { "unfinished" }
        }
        Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => "late",
        Err(error) => return Err(error.into()),
    };
    see_other(&visit.href(&format!("{}?{said}", batch_path(batch.no()))));
    Ok(())
}

/// On its way while the others are sent.
fn send(
    services: &Services,
    submission: Submission,
) -> tokio::task::JoinHandle<Result<Cast, CastError>> {
    let ballot_box = services.ballot_box.clone();
    tokio::spawn(async move { ballot_box.cast(submission).await })
}

/// What a form amounts to.
enum Ballot {
    Ready(Box<Submission>),
    Refused(Refused),
    /// Its person's record became part of another this very moment, or was forgotten; or what was typed does not open now. The next try
    /// knows: a key that is missing for a minute costs nobody their vote, and a damaged form does not sink its neighbours.
    Later,
}

/// The ballot of a form.
///
/// # Errors
/// When the database does not answer: nothing is refused for that.
async fn ballot(
    services: &Services,
    visit: &Visit,
    poll: &Poll,
    form: &PaperForm,
    typed: &Entries,
) -> Result<Ballot, Failure> {
    let (community, person) = (visit.community_id(), form.form.person);
    let Some(facts) = facts_in_person(services, community, person).await? else {
        return Ok(Ballot::Later);
    };
    if !reasons(visit, &facts, poll).is_empty() {
        return Ok(Ballot::Refused(Refused::MayNot));
    }
    // What was typed first: the second entry says the same but for commas.
    let sealed = typed.first.as_deref().ok_or(Failure::Internal)?;
    let place = (Entry::First, form.submission);
    let Ok(given) = open_entry(services, community, place, sealed).await else {
        return Ok(Ballot::Later);
    };
    let Ok(answers) = check_answers(&poll.content.questions, &given) else {
        return Ok(Ballot::Refused(Refused::Unreadable));
    };
    let random = &*services.random;
    Ok(Ballot::Ready(Box::new(Submission {
        community,
        poll: poll.id,
        person,
        submission: form.submission,
        receipt: Receipt::from_random(random.bytes()),
        ballot: BallotId::from_random(random.bytes()),
        answers,
        assurance: Assurance::IN_PERSON,
        channel: Channel::Paper,
        judged: Some(facts),
        drafts: Vec::new(),
    })))
}

/// Notes what the ballot box said of a form; whether that is the end of it.
async fn settle(
    services: &Services,
    visit: &Visit,
    operator: &Visitor,
    batch: &Batch,
    form: &PaperForm,
    outcome: Result<Cast, CastError>,
) -> Result<bool, Failure> {
    let why = match outcome {
        // The ballot box has marked it.
        Ok(Cast::Recorded(_)) => return Ok(true),
        Ok(Cast::AlreadyRecorded(_)) => {
            let community = visit.community_id();
            services
                .store
                .settle_paper_form(community, form.submission)
                .await?;
            return Ok(true);
        }
        Err(CastError::AlreadyTookPart) => Refused::TookPart,
        Err(CastError::Closed | CastError::NotOpenYet | CastError::NoSuchPoll) => Refused::Closed,
        Err(CastError::Rejected) => Refused::Unreadable,
        // Nothing is known, or nothing happened; of a record that became part of another, or of whom something else
        // is known by now, the next try knows.
        Err(
            CastError::NoSuchPerson
            | CastError::ChangedMeanwhile
            | CastError::Busy
            | CastError::Unavailable
            | CastError::OutcomeUnknown,
        ) => return Ok(false),
    };
    refuse(services, visit, operator, batch, form.no, why).await?;
    Ok(true)
}

async fn refuse(
    services: &Services,
    visit: &Visit,
    operator: &Visitor,
    batch: &Batch,
    no: FormNo,
    why: Refused,
) -> Result<(), Failure> {
    let by = does(visit, operator);
    let refused = services
        .store
        .refuse_paper_form(visit.community_id(), (batch.no(), no), why, by)
        .await;
    match refused {
        // Its person was forgotten meanwhile, and the form with them.
        Ok(()) | Err(StoreError::NotFound) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
