//! What is known of the person who is asking: name and birth date, opened from their sealed row, residency, assurance.

use super::{Services, Visit, Visitor, mailboxes, passkeys};
use crate::{
    failure::Failure,
    i18n::dates,
    keys::{CommunityKeys, KeyError, Random},
};
use domain::{
    eligibility::{Ineligible, PersonFacts, reasons_against},
    identity::Assurance,
    ids::{CommunityId, PersonId},
    passkey::SignedIn,
    person_name::PersonName,
    poll::Poll,
    team,
    time::{Date, Millis},
};
use serde::{Deserialize, Serialize};
use store::{
    persons::{Person, Rewritten},
    residencies::{self, Residence},
    sessions::Session,
};

/// How often a person's row is looked at for one change of it. Whoever comes too late once lets somebody else's change through.
const MOST_LOOKS: usize = 32;

/// What `person.sealed` holds; the row of somebody who was forgotten is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedPerson {
    pub name: PersonName,
    pub birth_date: Option<Date>,
}

impl SealedPerson {
    /// The associated data that binds a sealed row to its person.
    pub fn aad(person: PersonId) -> Vec<u8> {
        format!("person/{person}").into_bytes()
    }

    /// What is known, and what only `other` knows.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            name: if self.name.is_empty() {
                other.name
            } else {
                self.name
            },
            birth_date: self.birth_date.or(other.birth_date),
        }
    }

    /// Adds to a person's record what it did not know yet; whether the record is there, and part of no other.
    ///
    /// # Errors
    /// When the database does not answer, or the row does not open; [`Failure::Busy`] when others write it all the time.
    pub async fn learn(
        self,
        services: &Services,
        community: CommunityId,
        person: PersonId,
    ) -> Result<bool, Failure> {
        let learned = |before: Self| before.or(self.clone());
        Self::rewrite(services, community, person, learned).await
    }

    /// Puts what was said now into a person's record, where what only the record knows stays; whether the record is there, and part of
    /// no other.
    ///
    /// # Errors
    /// As those of [`Self::learn`].
    pub async fn renew(
        self,
        services: &Services,
        community: CommunityId,
        person: PersonId,
    ) -> Result<bool, Failure> {
        let renewed = |before: Self| self.clone().or(before);
        Self::rewrite(services, community, person, renewed).await
    }

    async fn rewrite(
        services: &Services,
        community: CommunityId,
        person: PersonId,
        change: impl Fn(Self) -> Self,
    ) -> Result<bool, Failure> {
        let store = &services.store;
        // Somebody may write the row between our look at it and our writing: then look again.
        for _ in 0..MOST_LOOKS {
            let row = store.person(community, person).await?;
            let Some(row) = row.filter(|row| row.merged_into.is_none()) else {
                return Ok(false);
            };
            let before = Self::open(services, community, person, &row.sealed).await?;
            let after = change(before.clone());
            if after == before {
                return Ok(true);
            }
            let sealed = after.seal(services, community, person).await?;
            let rewritten = Rewritten {
                before: &row.sealed,
                after: &sealed,
            };
            if store.redescribe(community, person, rewritten).await? {
                return Ok(true);
            }
        }
        Err(Failure::Busy)
    }

    /// Sealed under the community's key.
    ///
    /// # Errors
    /// When the community's keys cannot be had.
    pub async fn seal(
        &self,
        services: &Services,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Vec<u8>, Failure> {
        let keys = services.community_keys(community).await?;
        self.seal_with(&keys, person, &*services.random)
            .map_err(|_| Failure::Internal)
    }

    /// The same with keys at hand.
    ///
    /// # Errors
    /// When a text is too long to be sealed.
    pub fn seal_with(
        &self,
        keys: &CommunityKeys,
        person: PersonId,
        random: &dyn Random,
    ) -> Result<Vec<u8>, KeyError> {
        let plain = serde_json::to_vec(self).map_err(|_| KeyError::UnknownForm)?;
        keys.seal(&Self::aad(person), &plain, random)
    }

    /// The opened row.
    ///
    /// # Errors
    /// [`Failure::Internal`] when the row does not open or read: a wrong key or a damaged row, which is logged without content.
    pub async fn open(
        services: &Services,
        community: CommunityId,
        person: PersonId,
        sealed: &[u8],
    ) -> Result<Self, Failure> {
        if sealed.is_empty() {
            return Ok(Self::default());
        }
        let keys = services.community_keys(community).await?;
        let plain = keys.open(&Self::aad(person), sealed).map_err(|_| {
            tracing::error!("a person's sealed row does not open");
            Failure::Internal
        })?;
        serde_json::from_slice(&plain).map_err(|_| Failure::Internal)
    }
}

/// A person's name; nothing where none is known, as of a mailbox or of somebody who was forgotten.
///
/// # Errors
/// When the database does not answer, or the row does not open.
pub async fn name_of(
    services: &Services,
    community: CommunityId,
    person: PersonId,
) -> Result<String, Failure> {
    let Some(row) = services.store.person(community, person).await? else {
        return Ok(String::new());
    };
    let known = SealedPerson::open(services, community, person, &row.sealed).await?;
    Ok(known.name.full())
}

/// Somebody whose session was found, as pages see them.
///
/// # Errors
/// Like [`SealedPerson::open`].
pub async fn visitor(
    services: &Services,
    community: CommunityId,
    token: [u8; 32],
    session: Session,
    now: Millis,
) -> Result<Visitor, Failure> {
    let Session {
        person,
        residence,
        assurance,
        roles,
        second_factor,
        provider,
        created_at,
        signed_for,
        acts_for,
        ..
    } = session;
    // An e-mail link shows that somebody reads a mailbox, which is not enough to act for the community.
    let weak = assurance < team::ASSURANCE;
    let locked = services.second_factor && !second_factor && !roles.is_empty() && !weak;
    let known = SealedPerson::open(services, community, person.id, &person.sealed).await?;
    let short_name = match known.name.short() {
        name if name.is_empty() => mailbox_hint(services, community, person.id).await?,
        name => name,
    };
    // A power may have ended since they chose.
    let acts_for = match acts_for {
        Some(no) => {
            let store = &services.store;
            store
                .power(community, person.id, no, dates::today(now))
                .await?
        }
        None => None,
    };
    Ok(Visitor {
        signed_for,
        acts_for,
        session: token,
        person: person.id,
        short_name,
        facts: facts(&person, known.birth_date, residence, assurance),
        is_staff: !roles.is_empty(),
        second_factor_open: locked,
        signed_in: SignedIn {
            at: created_at,
            assurance,
            by_passkey: provider == passkeys::PROVIDER,
        },
        roles: if locked || weak { Vec::new() } else { roles },
    })
}

/// What decides in which polls somebody may take part whose identity is as sure as `assurance`.
fn facts(
    person: &Person,
    birth_date: Option<Date>,
    residence: Option<Residence>,
    assurance: Assurance,
) -> PersonFacts {
    residencies::facts(residence, person.second_key_open, birth_date, assurance)
}

/// The same of somebody who does not sign in but stands before staff with a document; `None` where the community has no such record, or
/// it became part of another.
///
/// # Errors
/// When the database does not answer, or the row does not open.
pub async fn facts_in_person(
    services: &Services,
    community: CommunityId,
    id: PersonId,
) -> Result<Option<PersonFacts>, Failure> {
    let found = services.store.person(community, id).await?;
    let Some(person) = found.filter(|person| person.merged_into.is_none()) else {
        return Ok(None);
    };
    let known = SealedPerson::open(services, community, id, &person.sealed).await?;
    let residence = services.store.residency(community, id).await?;
    let assurance = Assurance::IN_PERSON;
    Ok(Some(facts(&person, known.birth_date, residence, assurance)))
}

/// What to call somebody of whom no name is known: by their mailbox, if they have one.
async fn mailbox_hint(
    services: &Services,
    community: CommunityId,
    person: PersonId,
) -> Result<String, Failure> {
    match services.store.mailbox_of(community, person).await? {
        Some(own) => {
            let address = mailboxes::address(services, community, &own).await?;
            Ok(address.hint())
        }
        None => Ok(String::new()),
    }
}

/// Every reason against this person taking part in `poll` today; empty when they may.
pub fn reasons(visit: &Visit, facts: &PersonFacts, poll: &Poll) -> Vec<Ineligible> {
    let today = dates::today(visit.now);
    reasons_against(facts, &poll.content.audience, today)
}
