//! Residents' pages: what is asked, answering it, and what came out.

mod around;
mod begin_session;
mod cards;
mod cast;
mod check;
mod clear_draft;
mod done;
mod draft;
mod email;
mod find;
mod gate;
mod home;
mod invitation;
mod list;
mod me;
mod next_token;
mod notice;
mod only_for;
mod organisations;
mod passkeys;
mod poll;
mod privacy;
mod question;
mod result_preview;
mod results;
mod sign_in;
#[cfg(test)]
mod tests;
mod unfinished;

pub use around::{Around, asked_places, entitled};
pub use cards::{cards, outcome};
pub use cast::cast_ballot;
pub use check::{Check, option_label};
pub use clear_draft::{ClearDraft, clear_draft};
pub use done::Done;
pub use draft::{DRAFT_LIFE_MS, SealedForms, set_cookie, write as write_draft};
pub use email::{
    ClaimEmail, EmailLinkPage, EmailSent, EnterByEmail, StartEmailSignIn, claim_email,
    enter_by_email, start_email_sign_in,
};
pub use home::Home;
pub use invitation::{AcceptInvitation, InvitationPage, OpenInvitation, accept_invitation};
pub use list::{PollList, ResultList};
pub use me::{
    AskOwnEmail, DeclareResidence, EndOtherSessions, EndSession, EraseMe, ForgetEmail, MyData,
    MyPage, RequestResidence, ResidenceRequestPage, SignOutEverywhere, WithdrawResidenceRequest,
    ask_own_email, declare_residence, end_other_sessions, end_session, erase_me, forget_email,
    may_send_residence_document, my_data_file, request_residence, sign_out_everywhere,
    withdraw_residence_request,
};
pub use organisations::{
    ActFor, ClaimPower, HandPowerOn, LayDownPower, MyOrganisations, OfferPage, OpenOffer,
    OrganisationList, OrganisationPage, ProvePowerByKey, Shown as ShownRepresentative,
    TakeOfferBack, TakePower, WithdrawClaim, act_for, claim_power, hand_power_on, lay_down_power,
    may_claim_power, prove_power_by_key, take_offer_back, take_power, withdraw_claim,
};
pub use passkeys::{
    AddForm, AddPasskey, EnterByPasskey, OwnPasskeys, PasskeyQuestion, RemovePasskey, add_passkey,
    enter_by_passkey, passkey_question, remove_passkey,
};
pub use poll::{PollPage, PollView, address};
pub use privacy::{PATH as PRIVACY, Privacy};
pub use question::{QuestionPage, VoteStart, is_open, question_form, question_no, take_answer};
pub use result_preview::ResultPreview;
pub use results::{Results, protocol_of};
pub use sign_in::{SignInPage, SignOut, StartSignIn, sign_out, start_sign_in};

use crate::{
    context::{Services, Visit},
    failure::Failure,
};
use domain::{ids::PollNumber, lifecycle::State, poll::Poll};
use leptos::server_fn::ServerFn;
use next_token::NextToken;
use std::sync::Arc;

/// Whether the form that is posted to this path holds a text that somebody wrote, or a choice that they made, and nothing keeps it where
/// they have to sign in first.
pub fn takes_typed_text(path: &str) -> bool {
    [
        DeclareResidence::PATH,
        TakePower::PATH,
        me::UPLOAD,
        organisations::UPLOAD,
    ]
    .contains(&path)
}

/// The poll of this number as everybody may see it: published, and of the visit's community.
///
/// A page for one person is made of a copy that is at most a second old. A page for everybody is kept for as long as nothing
/// changes, so it is made of what the database says.
///
/// # Errors
/// [`Failure::NotFound`] for what is no number, another community's, or still a draft.
pub async fn published(
    services: &Services,
    visit: &Visit,
    number: &str,
) -> Result<Arc<Poll>, Failure> {
    let number: PollNumber = number.parse().map_err(|()| Failure::NotFound)?;
    if visit.is_personal() {
        let (community, now) = (visit.community_id(), visit.now);
        return services
            .published
            .get(&services.store, community, number, now)
            .await;
    }
    let poll = services
        .store
        .poll_by_number(visit.community_id(), number)
        .await?;
    poll.filter(|poll| poll.state != State::Draft)
        .map(Arc::new)
        .ok_or(Failure::NotFound)
}
