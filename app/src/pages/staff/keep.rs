//! What staff typed and could not be stored waits, sealed, in the browser where it was typed, for the person who typed it.
//!
//! That person may not be known any more when the form arrives: the session has expired, was ended in another tab, or the
//! role was revoked. So each form carries a sealed mark that says to whom it was shown, and the mark opens only for the same
//! form, of the same community, in the same browser, within a day. It gives no right to anything: what is kept by it is shown
//! only to its person, once they are signed in and may write polls again, and nobody's poll changes before that.
//!
//! Without a mark nothing is kept, so that who was never shown a form of the desk can store nothing. With one it is a single
//! row for each form and browser, a day long, and forms without a session are limited by address like all visitors' forms.

use crate::{
    components::see_other,
    context::{Services, Visit},
    failure::Failure,
    keys::{CommunityKeys, Random},
    pages::{
        resident::{DRAFT_LIFE_MS, SealedForms},
        staff::{districts, organisations, paper},
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    district::DistrictNo,
    ids::{OptionNo, OrganisationNo, PersonId, PollNumber, QuestionNo},
    paper::{BatchNo, FormNo},
    time::Millis,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A mark is shorter, in characters.
const LONGEST_MARK: usize = 300;

/// A form of the desk that holds typed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskForm {
    NewPoll,
    Editor(PollNumber),
    Correction(PollNumber),
    EarlyClose(PollNumber),
    /// The document by which a person is looked for.
    FindPerson,
    /// A record of somebody who has none.
    NewRecord,
    /// Whether a person has another record.
    SecondKey(PersonId),
    /// Where a person lives.
    Residence(PersonId),
    /// Why a person's request from home is refused.
    Refusal(PersonId),
    /// An invitation to the team.
    Invitation,
    /// The link of the invitation that was made last.
    InvitationLink,
    /// Recovery codes that were just made, for the page that shows them once.
    RecoveryCodes,
    /// The community's settings.
    Settings,
    /// A starosta district; `None` for a new one.
    District(Option<DistrictNo>),
    /// An organisation; `None` for a new one.
    Organisation(Option<OrganisationNo>),
    /// What is decided about somebody's claim to act for an organisation.
    PowerClaim(PersonId),
    /// A paper form of a batch; `None` for a new one.
    Paper(BatchNo, Option<FormNo>),
    /// The scan of a paper form: what was wrong with it.
    PaperScan(BatchNo, FormNo),
    /// The community's logo: what was wrong with it.
    Logo,
    /// The picture of an option.
    Picture(PollNumber, QuestionNo, OptionNo),
}

impl DeskForm {
    fn name(self) -> String {
        match self {
            Self::NewPoll => "poll-new".to_owned(),
            Self::Editor(poll) => format!("poll-editor/{poll}"),
            Self::Correction(poll) => format!("poll-correction/{poll}"),
            Self::EarlyClose(poll) => format!("poll-early-close/{poll}"),
            Self::FindPerson => "person-find".to_owned(),
            Self::NewRecord => "person-new".to_owned(),
            Self::SecondKey(person) => format!("person-second-key/{person}"),
            Self::Residence(person) => format!("person-residence/{person}"),
            Self::Refusal(person) => format!("person-refusal/{person}"),
            Self::Invitation => "team-invitation".to_owned(),
            Self::InvitationLink => "team-link".to_owned(),
            Self::RecoveryCodes => "recovery-codes".to_owned(),
            Self::Settings => "settings".to_owned(),
            Self::District(Some(no)) => format!("district/{no}"),
            Self::District(None) => "district-new".to_owned(),
            Self::Organisation(Some(no)) => format!("organisation/{no}"),
            Self::Organisation(None) => "organisation-new".to_owned(),
            Self::PowerClaim(person) => format!("power-claim/{person}"),
            Self::Paper(batch, Some(form)) => format!("paper-form/{batch}/{form}"),
            Self::Paper(batch, None) => format!("paper-form-new/{batch}"),
            Self::PaperScan(batch, form) => format!("paper-scan/{batch}/{form}"),
            Self::Logo => "settings-logo".to_owned(),
            Self::Picture(poll, question, option) => {
                format!("poll-picture/{poll}/{}/{}", question.0, option.0)
            }
        }
    }

    /// Where what `person` typed is kept. Their id is part of the key that it is sealed with: another person at the same
    /// browser opens nothing.
    fn scope(self, person: PersonId) -> String {
        format!("{}/{person}", self.name())
    }

    /// The page of the form, for whoever comes back to what is kept.
    fn page(self) -> String {
        match self {
            Self::NewPoll => "/staff/polls/new?kept#unsaved".to_owned(),
            Self::Editor(poll) => format!("/staff/polls/{poll}/edit?kept#unsaved"),
            Self::Correction(poll) => format!("/staff/polls/{poll}?kept#correction"),
            Self::EarlyClose(poll) => format!("/staff/polls/{poll}?kept#early-close"),
            Self::FindPerson => "/staff/people?kept#find".to_owned(),
            Self::NewRecord => "/staff/people/new?kept".to_owned(),
            Self::SecondKey(person) => format!("/staff/people/{person}?kept#second-key"),
            Self::Residence(person) => format!("/staff/people/{person}?kept#residence"),
            Self::Refusal(person) => format!("/staff/people/{person}?kept#request"),
            Self::Invitation => "/staff/team?kept#invite".to_owned(),
            Self::InvitationLink => "/staff/team?made#made".to_owned(),
            Self::RecoveryCodes => "/second-factor?codes".to_owned(),
            Self::District(no) => format!("{}?kept#unsaved", districts::path_of(no)),
            Self::Organisation(no) => format!("{}?kept#unsaved", organisations::path_of(no)),
            Self::PowerClaim(person) => format!("{}?kept", organisations::claim_path(person)),
            Self::Paper(batch, form) => format!("{}?kept", paper::form_path(batch, form)),
            Self::PaperScan(batch, form) => {
                format!("{}?kept", paper::form_path(batch, Some(form)))
            }
            Self::Settings | Self::Logo => "/staff/settings?kept#unsaved".to_owned(),
            Self::Picture(poll, question, option) => format!(
                "/staff/polls/{poll}/pictures/{}/{}?kept#unsaved",
                question.0, option.0
            ),
        }
    }
}

/// To whom a form was shown, and until when it may come back without a session.
#[derive(Serialize, Deserialize)]
struct Mark {
    person: PersonId,
    expires_at: Millis,
}

impl Mark {
    fn seal(&self, keys: &CommunityKeys, place: &[u8], random: &dyn Random) -> Option<String> {
        let plain = serde_json::to_vec(self).ok()?;
        let sealed = keys.seal(place, &plain, random).ok()?;
        Some(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// The mark that a browser sent, if it is ours, of this place, and has not expired.
    fn open(keys: &CommunityKeys, place: &[u8], sent: &str, now: Millis) -> Option<Self> {
        if sent.len() > LONGEST_MARK {
            return None;
        }
        let sealed = URL_SAFE_NO_PAD.decode(sent).ok()?;
        let plain = keys.open(place, &sealed).ok()?;
        let mark: Self = serde_json::from_slice(&plain).ok()?;
        (now < mark.expires_at).then_some(mark)
    }
}

/// What a mark is bound to: the kind of thing it is, and a row id that only this browser's secret makes for this form in this
/// community.
fn place(forms: &SealedForms, form: DeskForm) -> Vec<u8> {
    let mut place = b"desk-form/".to_vec();
    place.extend_from_slice(&forms.id(&form.name()).0);
    place
}

/// The mark for the form that is being shown to `person`. The browser gets a secret if it has none.
///
/// # Errors
/// When the community's keys cannot be had.
pub async fn mark(
    services: &Services,
    visit: &Visit,
    form: DeskForm,
    person: PersonId,
) -> Result<String, Failure> {
    let forms = SealedForms::open(services, visit);
    let keys = services.community_keys(visit.community_id()).await?;
    let mark = Mark {
        person,
        expires_at: visit.now.plus(DRAFT_LIFE_MS),
    };
    mark.seal(&keys, &place(&forms, form), &*services.random)
        .ok_or(Failure::Internal)
}

/// To whom the form was shown that carries the mark `sent`; `None` for what is no mark of this form in this browser.
async fn shown_to(
    services: &Services,
    visit: &Visit,
    form: DeskForm,
    sent: &str,
) -> Result<Option<PersonId>, Failure> {
    let Some(forms) = SealedForms::of(services, visit) else {
        return Ok(None);
    };
    let keys = services.community_keys(visit.community_id()).await?;
    let mark = Mark::open(&keys, &place(&forms, form), sent, visit.now);
    Ok(mark.map(|mark| mark.person))
}

/// What `person` typed into the form in this browser and could not be stored.
///
/// # Errors
/// When the database does not answer.
pub async fn kept<T: DeserializeOwned>(
    services: &Services,
    visit: &Visit,
    form: DeskForm,
    person: PersonId,
) -> Result<Option<T>, Failure> {
    match SealedForms::of(services, visit) {
        Some(forms) => forms.get(&form.scope(person)).await,
        None => Ok(None),
    }
}

/// Keeps what `person` typed.
///
/// # Errors
/// When the database does not answer.
pub async fn keep<T: Serialize>(
    services: &Services,
    visit: &Visit,
    form: DeskForm,
    person: PersonId,
    typed: &T,
) -> Result<(), Failure> {
    SealedForms::open(services, visit)
        .put(&form.scope(person), typed)
        .await
}

/// Forgets what is kept for `person`.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(
    services: &Services,
    visit: &Visit,
    form: DeskForm,
    person: PersonId,
) -> Result<(), Failure> {
    match SealedForms::of(services, visit) {
        Some(forms) => forms.clear(&[form.scope(person)]).await,
        None => Ok(()),
    }
}

/// Answers a form from whoever may not send it: what was typed (`None` = it is to be forgotten) is kept for the person of its
/// mark, and the browser is led back to the form, through the sign-in where that is what is missing.
///
/// # Errors
/// `denied` when the form carries no mark of ours: nothing is kept.
pub async fn keep_for_its_person<T: Serialize>(
    services: &Services,
    visit: &Visit,
    form: DeskForm,
    mark: &str,
    denied: Failure,
    typed: Option<&T>,
) -> Result<(), Failure> {
    let Some(person) = shown_to(services, visit, form, mark).await? else {
        return Err(denied);
    };
    match typed {
        Some(typed) => keep(services, visit, form, person, typed).await?,
        None => forget(services, visit, form, person).await?,
    }
    let page = visit.href(&form.page());
    see_other(&match denied {
        Failure::SignInNeeded => visit.way_in(&page),
        // The page says that it is not for them, and what became of the text.
        _ => page,
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{MasterKey, OsRandom};
    use domain::ids::CommunityId;

    fn keys(community: i64) -> CommunityKeys {
        let (master, community) = (MasterKey::random(&OsRandom), CommunityId(community));
        let rows = CommunityKeys::generate(&master, community, &OsRandom).unwrap();
        CommunityKeys::unwrap(&master, community, rows).unwrap()
    }

    #[test]
    fn a_mark_opens_at_its_place_in_its_community_until_it_expires() {
        let (here, elsewhere) = (keys(1), keys(2));
        let person = PersonId::from_random([7; 16]);
        let expires_at = Millis(1_000);
        let mark = Mark { person, expires_at };
        let sent = mark.seal(&here, b"desk-form/a", &OsRandom).unwrap();
        assert!(sent.len() < LONGEST_MARK, "{}", sent.len());
        let open = |keys, place: &str, sent: &str, now| {
            Mark::open(keys, place.as_bytes(), sent, Millis(now)).map(|mark| mark.person)
        };
        assert_eq!(open(&here, "desk-form/a", &sent, 999), Some(person));
        assert_eq!(open(&here, "desk-form/a", &sent, 1_000), None);
        assert_eq!(open(&here, "desk-form/b", &sent, 999), None);
        assert_eq!(open(&elsewhere, "desk-form/a", &sent, 999), None);
        for wrong in [
            "",
            "x",
            "%00",
            &sent[1..],
            &sent[..sent.len() - 1],
            &"A".repeat(10_000),
        ] {
            assert_eq!(open(&here, "desk-form/a", wrong, 999), None, "{wrong}");
        }
    }
}
