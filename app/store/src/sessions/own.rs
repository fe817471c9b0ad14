//! A person's own sessions: listed for them, ended by them.

use crate::{Page, Paged, SecretHash, Store, StoreError, convert, entity::session};
use domain::{
    identity::Assurance,
    ids::{CommunityId, OrganisationNo, PersonId},
    session::Limits,
    time::Millis,
};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use sha2::{Digest, Sha256};
use std::{
    fmt::{Display, Formatter},
    str::FromStr,
};

/// What a page calls a session by. It opens nothing: a session is found by the hash of its token, of which this is a further
/// hash, cut short; and it is only looked for among the sessions of the person who sends it. No key is needed, because the
/// token is 256 random bits: there is nothing to try out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SessionHandle([u8; 10]);

impl SessionHandle {
    /// The handle of the session with this token in this community.
    pub fn of(community: CommunityId, token: SecretHash) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"viche session handle 1");
        hash.update(community.0.to_be_bytes());
        hash.update(token.0);
        let mut cut = [0; 10];
        cut.copy_from_slice(&hash.finalize()[..10]);
        Self(cut)
    }
}

impl Display for SessionHandle {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for SessionHandle {
    type Err = ();

    /// # Errors
    /// For everything that no page of ours shows.
    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.as_bytes();
        if digits.len() != 20
            || !digits
                .iter()
                .all(|d| matches!(d, b'0'..=b'9' | b'a'..=b'f'))
        {
            return Err(());
        }
        let mut bytes = [0; 10];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| ())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| ())?;
        }
        Ok(Self(bytes))
    }
}

/// A session as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    pub handle: SessionHandle,
    /// The identity provider's name.
    pub provider: String,
    /// How surely this sign-in identified the person.
    pub assurance: Assurance,
    pub created_at: Millis,
    /// Up to a minute old.
    pub seen_at: Millis,
    /// When it ends if nothing more is done with it.
    pub expires_at: Millis,
    /// When it passed the second factor.
    pub second_factor_at: Option<Millis>,
    /// The organisation that the sign-in's signature named, sealed under the community's key.
    pub signed_for: Option<Vec<u8>>,
    /// For which organisation its person has chosen to act.
    pub acts_for: Option<OrganisationNo>,
}

impl Store {
    /// A person's sessions in this community that hold under `limits`, the one seen last first.
    pub async fn sessions_of(
        &self,
        community: CommunityId,
        person: PersonId,
        limits: Limits,
        now: Millis,
        page: Page,
    ) -> Result<Paged<OwnSession>, StoreError> {
        let all = good(community, person, now)
            .filter(session::Column::CreatedAt.gt(now.0 - limits.absolute))
            .filter(session::Column::SeenAt.gt(now.0 - limits.idle));
        let total = all.clone().count(self.reader()).await?;
        let rows = all
            .order_by_desc(session::Column::SeenAt)
            .order_by_desc(session::Column::CreatedAt)
            .order_by_asc(session::Column::TokenHash)
            .offset(page.offset)
            .limit(page.limit)
            .all(self.reader())
            .await?;
        let items = rows
            .into_iter()
            .map(|row| {
                let token = SecretHash(convert::hash32(&row.token_hash)?);
                Ok(OwnSession {
                    handle: SessionHandle::of(community, token),
                    provider: row.provider,
                    assurance: convert::named(&row.assurance)?,
                    created_at: Millis(row.created_at),
                    seen_at: Millis(row.seen_at),
                    expires_at: limits
                        .ends_at(Millis(row.created_at), Millis(row.seen_at))
                        .min(Millis(row.expires_at)),
                    second_factor_at: row.second_factor_at.map(Millis),
                    signed_for: row.signed_for,
                    acts_for: row.acts_for.map(OrganisationNo),
                })
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(Paged { items, total })
    }

    /// Ends the session of this handle, if it is one of this person's in this community; whether it was.
    pub async fn end_session_of(
        &self,
        community: CommunityId,
        person: PersonId,
        handle: SessionHandle,
        now: Millis,
    ) -> Result<bool, StoreError> {
        // All of them: a person has as many as they signed in within half a day.
        let tokens: Vec<Vec<u8>> = good(community, person, now)
            .select_only()
            .column(session::Column::TokenHash)
            .into_tuple()
            .all(self.reader())
            .await?;
        for token in tokens {
            let token = SecretHash(convert::hash32(&token)?);
            if SessionHandle::of(community, token) == handle {
                self.delete_session(community, token).await?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Ends all sessions of a person in this community but the one with this token, and their sign-ins under way; how many sessions there
    /// were.
    pub async fn end_other_sessions(
        &self,
        community: CommunityId,
        person: PersonId,
        kept: SecretHash,
    ) -> Result<u64, StoreError> {
        self.write(async |tx| super::end_all_but(&*tx, community, person, Some(kept)).await)
            .await
    }

    /// Ends all sessions of a person in this community, the one that asks, too, and their sign-ins under way; how many sessions there were.
    pub async fn end_own_sessions(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<u64, StoreError> {
        self.write(async |tx| super::end_all(&*tx, community, person).await)
            .await
    }
}

fn good(community: CommunityId, person: PersonId, now: Millis) -> Select<session::Entity> {
    session::Entity::find()
        .filter(session::Column::CommunityId.eq(community.0))
        .filter(session::Column::PersonId.eq(person.0))
        .filter(session::Column::ExpiresAt.gt(now.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_read_as_it_was_written_and_nothing_else_is_one() {
        let handle = SessionHandle::of(CommunityId(1), SecretHash([7; 32]));
        let text = handle.to_string();
        assert_eq!(text.parse(), Ok(handle));
        for nonsense in [
            "",
            "x",
            &text[1..],
            &text.to_uppercase().replace('0', "A"),
            &format!("{text}0"),
            "+1+1+1+1+1+1+1+1+1+1",
        ] {
            assert_eq!(nonsense.parse::<SessionHandle>(), Err(()), "{nonsense}");
        }
    }

    #[test]
    fn a_handle_is_no_part_of_the_hash_that_the_session_is_found_by() {
        let token = SecretHash([0xab; 32]);
        let handle = SessionHandle::of(CommunityId(1), token).to_string();
        assert!(!handle.contains("abab"));
        assert_ne!(handle, SessionHandle::of(CommunityId(2), token).to_string());
    }
}
