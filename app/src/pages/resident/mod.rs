//! Residents' pages: what is asked, answering it, and what came out.

mod check;
mod done;
mod draft;
mod home;
mod list;
mod poll;
mod question;
mod results;
mod sign_in;
#[cfg(test)]
mod tests;

pub use check::{Check, SubmitBallot, submit_ballot};
pub use done::Done;
pub use draft::{ClearDraft, SealedForms, clear_draft};
pub use home::Home;
pub use list::{PollList, ResultList};
pub use poll::{Around, PollPage, PollView, settlement_names};
pub use question::{QuestionPage, VoteStart, question_form, take_answer};
pub use results::Results;
pub use sign_in::{SignInPage, SignOut, StartSignIn, sign_out, start_sign_in};

use crate::{
    context::{Services, Visit},
    failure::Failure,
};
use domain::{ids::PollNumber, lifecycle::State, poll::Poll};

/// The poll of this number as everybody may see it: published, and of the visit's community.
///
/// # Errors
/// [`Failure::NotFound`] for what is no number, another community's, or still a draft.
pub async fn published(services: &Services, visit: &Visit, number: &str) -> Result<Poll, Failure> {
    let number: PollNumber = number.parse().map_err(|()| Failure::NotFound)?;
    let poll = services
        .store
        .poll_by_number(visit.community_id(), number)
        .await?
        .ok_or(Failure::NotFound)?;
    if poll.state == State::Draft {
        Err(Failure::NotFound)
    } else {
        Ok(poll)
    }
}

/// The same poll for the flow of questions, from memory where a copy is at hand.
///
/// # Errors
/// Like [`published`].
pub async fn in_flow(
    services: &Services,
    visit: &Visit,
    number: &str,
) -> Result<std::sync::Arc<Poll>, Failure> {
    let number: PollNumber = number.parse().map_err(|()| Failure::NotFound)?;
    services
        .published
        .get(&services.store, visit.community_id(), number, visit.now)
        .await
}
