//! The staff's pages: today's desk, the list of polls, writing, previewing and publishing one, the journal.
//!
//! Every page and server function asks first whether the visitor may (deny by default), and every act is logged by the store
//! in the transaction that carries it out.

mod act;
mod asked_districts;
mod attention;
mod correction;
mod desk;
mod districts;
mod early_close;
mod editor;
mod editor_about;
mod editor_questions;
mod field;
mod form;
mod form_size;
mod journal;
mod keep;
mod log;
mod new_poll;
mod option_picture;
mod organisations;
mod paper;
mod people;
mod poll_desk;
mod preview;
mod publish;
mod rules;
mod save;
mod second_factor;
mod settings;
mod sign_ins;
mod sought;
mod table;
mod team;
#[cfg(test)]
mod tests;
mod turnout;
mod wanted;
mod week;

pub use correction::{CorrectDescription, correct_description, most_correction_bytes};
pub use desk::Desk;
pub use districts::{
    DistrictPage, Districts, RemoveDistrict, SaveDistrict, remove_district, save_district,
};
pub use early_close::{CloseEarly, close_early};
pub use editor::Editor;
pub use form_size::most_editor_bytes;
pub use journal::Journal;
pub use new_poll::{CreatePoll, NewPoll, create_poll};
pub use option_picture::{OptionPicture, SetPicture, set_picture};
pub use organisations::{
    ClaimDesk, ConfirmPower, OrganisationDesk, Organisations, RefusePower, RemoveOrganisation,
    RevokePower, SaveOrganisation, TakeOfferBackFor, confirm_power, organisation_document,
    refuse_power, remove_organisation, revoke_power, save_organisation, take_offer_back_for,
};
pub use paper::{
    AttachPaperScan, CastPaper, EnterPaper, EnterPaperPage, OpenPaperBatch, PaperBatchPage,
    PaperBatches, PaperFormPage, TakeOutPaper, UPLOAD as PAPER_UPLOAD, attach_paper_scan,
    cast_paper, enter_paper, may_attach_scan, most_paper_bytes, open_paper_batch, paper_scan,
    take_out_paper,
};
pub use people::{
    AddDocument, AgreeResidence, CaseDesk, ClearSecondKey, ConfirmResidence, DecideCase,
    DropResidence, EndResidentSessions, FindPerson, NewRecordPage, People, PersonDesk,
    RecordPerson, RefuseResidence, WithdrawResidence, add_document, agree_residence,
    clear_second_key, confirm_residence, decide_case, drop_residence, end_resident_sessions,
    find_person, record_person, refuse_residence, residence_document, withdraw_residence,
};
pub use poll_desk::PollDesk;
pub use preview::{Preview, PreviewPage};
pub use publish::{Publish, publish};
pub use save::{SavePoll, save_poll};
pub use second_factor::{
    ConfirmByPasskey, HideRecoveryCodes, PassSecondFactor, RenewRecoveryCodes, SecondFactorPage,
    SetSecondFactor, confirm_by_passkey, confirm_second_step, hide_recovery_codes,
    pass_second_factor, renew_recovery_codes, set_second_factor,
};
pub use settings::{SaveSettings, SetLogo, Settings, most_settings_bytes, save_settings, set_logo};
pub use sign_ins::SignIns;
pub use table::PollTable;
pub use team::{
    EndSessionsOf, Invite, ResetSecondFactor, ReviewRole, RevokeRole, SecondInvitation, Team,
    WithdrawInvitation, end_sessions_of, invite, reset_second_factor, review_role, revoke_role,
    second_invitation, withdraw_invitation,
};
pub use turnout::{TurnoutNow, turnout_now};

use crate::{
    components::see_other,
    context::{Services, Visit},
    failure::Failure,
    i18n::{Lang, dates, staff},
};
use domain::{ids::PollNumber, lang::Bilingual, lifecycle::State, poll::Poll, time::Millis};
use leptos::server_fn::ServerFn;

/// Whether the form that is posted to this path holds a text that somebody wrote.
pub fn takes_typed_text(path: &str) -> bool {
    [
        CreatePoll::PATH,
        SavePoll::PATH,
        CorrectDescription::PATH,
        CloseEarly::PATH,
        SaveSettings::PATH,
        SaveDistrict::PATH,
        FindPerson::PATH,
        RecordPerson::PATH,
        AddDocument::PATH,
        ConfirmResidence::PATH,
        RefuseResidence::PATH,
        Invite::PATH,
        SaveOrganisation::PATH,
        ConfirmPower::PATH,
        RefusePower::PATH,
        EnterPaper::PATH,
        option_picture::UPLOAD,
    ]
    .contains(&path)
}

/// The poll of this number in whatever state, of the visit's community. Only for those who passed `require_staff`.
///
/// # Errors
/// [`Failure::NotFound`] for what is no number or another community's.
async fn staff_poll(services: &Services, visit: &Visit, number: &str) -> Result<Poll, Failure> {
    let number: PollNumber = number.parse().map_err(|()| Failure::NotFound)?;
    let poll = services
        .store
        .poll_by_number(visit.community_id(), number)
        .await?;
    poll.ok_or(Failure::NotFound)
}

/// Whether the poll may still be edited; when not, the answer leads to its desk, which says why: by `asked_to`.
fn draft_or_locked(visit: &Visit, poll: &Poll, asked_to: Asked) -> bool {
    let draft = poll.state == State::Draft;
    if !draft {
        let why = match asked_to {
            Asked::Open => "published-before",
            Asked::Save => "locked",
        };
        see_other(&visit.href(&format!("/staff/polls/{}?{why}", poll.number)));
    }
    draft
}

/// What somebody wanted of a form of a poll that is no draft any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// To see it: nothing is lost.
    Open,
    Save,
}

/// The title of a poll, or that it has none yet.
fn title_of(lang: Lang, title: &Bilingual) -> Bilingual {
    if title.is_empty() {
        Bilingual::new(staff::untitled(Lang::Uk), staff::untitled(Lang::En))
    } else if title.get(lang).is_empty() {
        // A draft may have its translation before its original.
        Bilingual::new(title.en.clone(), title.en.clone())
    } else {
        title.clone()
    }
}

/// «13 листопада, 9:00 – 27 листопада, 20:00», or which end is missing.
fn term(lang: Lang, opens_at: Option<Millis>, closes_at: Option<Millis>, now: Millis) -> String {
    let short = |at| dates::short_moment(lang, at, now);
    match (opens_at, closes_at) {
        (None, None) => staff::no_term(lang).to_owned(),
        (Some(opens), None) => staff::opens_at(lang, &dates::moment_this_year(lang, opens, now)),
        (None, Some(closes)) => staff::closes_at(lang, &dates::moment_this_year(lang, closes, now)),
        (Some(opens), Some(closes)) => {
            crate::i18n::polls::term_from_to(lang, &short(opens), &short(closes))
        }
    }
}
