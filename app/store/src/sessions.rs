//! Sessions of signed-in browsers. The database holds only hashes of their tokens.

use crate::{
    By, SecretHash, Store, StoreError, audit,
    consents::{self, Consent},
    convert, emails,
    entity::{person, residency, role_grant, session, ticket},
    passkeys,
    persons::{self, Person},
    residencies::{self, Residence},
    roles,
};
use domain::{
    identity::Assurance,
    ids::{CommunityId, OrganisationNo, PersonId},
    role::Role,
    session::limits,
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    sea_query::{Condition, Expr, ExprTrait, IntoColumnRef, Order, Query, SelectStatement},
};
use serde_json::json;
use uuid::Uuid;

mod own;
pub use own::{OwnSession, SessionHandle};

/// How often "last seen" is written at most, in milliseconds: reading a page should not cost a write.
const TOUCH_EVERY_MS: i64 = 60_000;

/// The session that a browser wants to begin; whose it is, the secret says that the browser brings: a ticket
/// ([`Store::enter_by_ticket`]), a link to a mailbox ([`Store::enter_by_email`]), a passkey ([`Store::enter_by_passkey`]). There is no
/// other way to one: what stands between the secret and the session could be outrun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    pub token: SecretHash,
    /// The token that the browser had so far, whosever: that session ends.
    pub in_place_of: Option<SecretHash>,
    /// The moment at which the secret must be good, too.
    pub created_at: Millis,
    pub expires_at: Millis,
    /// The edition of the notice on personal data that this sign-in consents to; `None` where there is none.
    pub consent: Option<i32>,
}

/// Whose a session is to be, and how they showed it.
pub(crate) struct Shown {
    pub person: PersonId,
    /// How surely this sign-in identified the person.
    pub assurance: Assurance,
    /// The identity provider's name.
    pub provider: String,
    /// The organisation that the sign-in's signature named, sealed under the community's key.
    pub signed_for: Option<Vec<u8>>,
}

/// The token of a session, and the one that takes its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renewal {
    pub old: SecretHash,
    pub new: SecretHash,
}

/// A session that is good, and what is known of its person at this moment: every page and every form asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub person: Person,
    /// `None` when nothing is known.
    pub residence: Option<Residence>,
    pub assurance: Assurance,
    pub provider: String,
    pub created_at: Millis,
    pub seen_at: Millis,
    pub expires_at: Millis,
    /// The person's roles now, not at sign-in.
    pub roles: Vec<Role>,
    /// It has passed the second factor.
    pub second_factor: bool,
    /// The organisation that the sign-in's signature named, sealed under the community's key.
    pub signed_for: Option<Vec<u8>>,
    /// For which organisation its person wants to act; whether they may is asked with [`Store::power`].
    pub acts_for: Option<OrganisationNo>,
}

impl Store {
    /// The session of a token in this community, if it has not expired and was not idle for too long, with its person: one query.
    /// Notes at most once a minute that it was seen.
    pub async fn find_session(
        &self,
        community: CommunityId,
        token: SecretHash,
        now: Millis,
    ) -> Result<Option<Session>, StoreError> {
        let query = session_and_person(community, token, now);
        let rows = self.reader().query_all(&query).await?;
        let rows = rows
            .iter()
            .map(|row| Row::from_query_result(row, ""))
            .collect::<Result<Vec<_>, _>>()?;
        let roles = rows
            .iter()
            .filter_map(|row| row.role.as_deref().map(convert::named))
            .collect::<Result<Vec<Role>, _>>()?;
        let Some(row) = rows.into_iter().next() else {
            return Ok(None);
        };
        let (created, seen) = (Millis(row.created_at), Millis(row.seen_at));
        if now >= limits(!roles.is_empty()).ends_at(created, seen) {
            return Ok(None);
        }
        if now.since(Millis(row.seen_at)) >= TOUCH_EVERY_MS {
            self.touch(community, token, now).await;
        }
        row.session(community, roles).map(Some)
    }

    /// Notes that a session was seen. Not worth failing a page: an error is only logged.
    async fn touch(&self, community: CommunityId, token: SecretHash, now: Millis) {
        let touched = session::Entity::update_many()
            .col_expr(session::Column::SeenAt, Expr::val(now.0))
            .filter(session::Column::CommunityId.eq(community.0))
            .filter(session::Column::TokenHash.eq(token.to_column()))
            // Of several requests at once only the first writes.
            .filter(session::Column::SeenAt.lte(now.0 - TOUCH_EVERY_MS))
            .exec(self.writer())
            .await;
        if let Err(error) = touched {
            tracing::warn!(%error, "could not note that a session was seen");
        }
    }

    /// Ends a session (signing out). Nothing happens when it is not there.
    pub async fn delete_session(
        &self,
        community: CommunityId,
        token: SecretHash,
    ) -> Result<(), StoreError> {
        delete(self.writer(), community, token).await
    }

    /// Ends all sessions of somebody else in this community, and their sign-ins under way; how many sessions there were.
    ///
    /// # Errors
    /// `NotFound`; [`crate::Conflict::OwnRecord`] for one's own, which their page ends.
    pub async fn end_sessions_of(
        &self,
        community: CommunityId,
        person: PersonId,
        by: By,
    ) -> Result<u64, StoreError> {
        persons::not_ones_own(person, by)?;
        self.write(async |tx| {
            let tx = &*tx;
            if persons::lock(tx, community, &[person]).await? != 1 {
                return Err(StoreError::NotFound);
            }
            let ended = end_all(tx, community, person).await?;
            let subject = person.to_string();
            let detail = json!({ "sessions": ended });
            audit::record(tx, community, by, "person.sessions_ended", &subject, detail).await?;
            Ok(ended)
        })
        .await
    }

    /// Signs a person out everywhere, for good: their sessions, sign-ins under way and passkeys go, and it is logged.
    ///
    /// # Errors
    /// `NotFound`; [`crate::Conflict::OwnRecord`] for oneself.
    pub async fn sign_out_everywhere(
        &self,
        community: CommunityId,
        person: PersonId,
        by: By,
    ) -> Result<(), StoreError> {
        persons::not_ones_own(person, by)?;
        self.write(async |tx| {
            let tx = &*tx;
            if persons::lock(tx, community, &[person]).await? != 1 {
                return Err(StoreError::NotFound);
            }
            let (sessions, passkeys) = end_for_good(tx, community, person).await?;
            let subject = person.to_string();
            let detail = json!({ "sessions": sessions, "passkeys": passkeys });
            audit::record(tx, community, by, "person.sessions_ended", &subject, detail).await
        })
        .await
    }

    /// Deletes the sessions that have expired; how many.
    pub async fn purge_sessions(&self, now: Millis) -> Result<u64, StoreError> {
        let done = session::Entity::delete_many()
            .filter(session::Column::ExpiresAt.lte(now.0))
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected)
    }
}

/// Begins a session in the transaction that uses up the secret by which it was shown whose it is, and notes the consent that it is. The
/// caller locked the person ([`persons::lock`]) before it touched the secret, as everything does that ends sessions: so a sign-in comes
/// before that and ends with it, or finds its secret gone.
pub(crate) async fn begin(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    shown: Shown,
    new: &NewSession,
) -> Result<(), StoreError> {
    if let Some(old) = new.in_place_of {
        delete(tx, community, old).await?;
    }
    let row = session::Model {
        community_id: community.0,
        token_hash: new.token.to_column(),
        person_id: shown.person.0,
        assurance: shown.assurance.as_str().to_owned(),
        provider: shown.provider,
        created_at: new.created_at.0,
        seen_at: new.created_at.0,
        expires_at: new.expires_at.0,
        second_factor_at: None,
        signed_for: shown.signed_for,
        acts_for: None,
    };
    session::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await?;
    if let Some(edition) = new.consent {
        let given_at = new.created_at;
        consents::give(tx, community, shown.person, Consent { edition, given_at }).await?;
    }
    Ok(())
}

async fn delete(
    db: &impl ConnectionTrait,
    community: CommunityId,
    token: SecretHash,
) -> Result<(), StoreError> {
    session::Entity::delete_by_id((community.0, token.to_column()))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends a person's sessions in the caller's transaction, and what would become one ([`end_all_but`]); how many sessions there were.
pub(crate) async fn end_all(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
) -> Result<u64, StoreError> {
    end_all_but(tx, community, person, None).await
}

/// Ends a person's sessions in the caller's transaction, except one, and what an unknown browser holds that would become one: tickets,
/// and links to their mailbox. How many sessions there were.
pub(crate) async fn end_all_but(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    kept: Option<SecretHash>,
) -> Result<u64, StoreError> {
    // A sign-in under way comes before this and ends with it, or after, and finds its secret gone ([`begin`]).
    persons::lock(tx, community, &[person]).await?;
    let tickets = (ticket::Column::CommunityId, ticket::Column::PersonId);
    persons::delete_theirs::<ticket::Entity>(tx, tickets, community, &[person]).await?;
    emails::drop_links_of_sign_in(tx, community, person).await?;
    let mut theirs = Condition::all()
        .add(session::Column::CommunityId.eq(community.0))
        .add(session::Column::PersonId.eq(person.0));
    if let Some(kept) = kept {
        theirs = theirs.add(session::Column::TokenHash.ne(kept.to_column()));
    }
    let done = session::Entity::delete_many()
        .filter(theirs)
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}

/// Gives a person's session another token in the caller's transaction, as they may do more from now on: whoever had learnt the old one
/// has nothing. When the session ends; `None` when it is not there.
pub(crate) async fn renew(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    Renewal { old, new }: Renewal,
) -> Result<Option<Millis>, StoreError> {
    session::Entity::update_many()
        .col_expr(session::Column::TokenHash, Expr::val(new.to_column()))
        .filter(session::Column::CommunityId.eq(community.0))
        .filter(session::Column::PersonId.eq(person.0))
        .filter(session::Column::TokenHash.eq(old.to_column()))
        .exec(tx)
        .await?;
    ends_at(tx, community, new).await
}

/// When the session with this token ends, at the latest; `None` when it is not there.
pub(crate) async fn ends_at(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    token: SecretHash,
) -> Result<Option<Millis>, StoreError> {
    let row = session::Entity::find_by_id((community.0, token.to_column()))
        .one(tx)
        .await?;
    Ok(row.map(|row| Millis(row.expires_at)))
}

/// Ends a person's sessions in the caller's transaction, with all that would become one without a new sign-in at a provider; how many
/// sessions and passkeys there were.
pub(crate) async fn end_for_good(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
) -> Result<(u64, u64), StoreError> {
    let sessions = end_all(tx, community, person).await?;
    let passkeys = passkeys::remove_all(tx, community, person).await?;
    Ok((sessions, passkeys))
}

/// A session, its person, their residency and one of their roles.
#[derive(FromQueryResult)]
struct Row {
    person_id: Uuid,
    assurance: String,
    provider: String,
    created_at: i64,
    seen_at: i64,
    expires_at: i64,
    second_factor_at: Option<i64>,
    signed_for: Option<Vec<u8>>,
    acts_for: Option<i64>,
    sealed: Vec<u8>,
    second_key_cleared_at: Option<i64>,
    person_created_at: i64,
    has_rnokpp: bool,
    class: Option<String>,
    settlement: Option<String>,
    evidence: Option<String>,
    expires: Option<String>,
    decided_by: Option<Uuid>,
    decided_at: Option<i64>,
    role: Option<String>,
}

impl Row {
    fn session(self, community: CommunityId, roles: Vec<Role>) -> Result<Session, StoreError> {
        let residence = self.class.zip(self.decided_at).map(|(class, decided_at)| {
            residencies::read(residency::Model {
                community_id: community.0,
                person_id: self.person_id,
                class,
                settlement: self.settlement,
                evidence: self.evidence,
                expires: self.expires,
                decided_by: self.decided_by,
                decided_at,
            })
        });
        let person = person::Model {
            community_id: community.0,
            id: self.person_id,
            sealed: self.sealed,
            second_key_cleared_at: self.second_key_cleared_at,
            merged_into: None,
            created_at: self.person_created_at,
        };
        Ok(Session {
            person: persons::read(person, self.has_rnokpp),
            residence: residence.transpose()?,
            assurance: convert::named(&self.assurance)?,
            provider: self.provider,
            created_at: Millis(self.created_at),
            seen_at: Millis(self.seen_at),
            expires_at: Millis(self.expires_at),
            second_factor: self.second_factor_at.is_some(),
            signed_for: self.signed_for,
            acts_for: self.acts_for.map(OrganisationNo),
            roles,
        })
    }
}

/// One row for each role of the session's person, and one when they have none.
fn session_and_person(community: CommunityId, token: SecretHash, now: Millis) -> SelectStatement {
    use person::Column as P;
    use residency::Column as R;
    use role_grant::Column as G;
    use session::Column as S;
    let s = |column| Expr::col((session::Entity, column));
    let of_the_person = |community, person| {
        Condition::all()
            .add(s(S::CommunityId).equals(community))
            .add(s(S::PersonId).equals(person))
    };
    let role = (role_grant::Entity, G::Role);
    Query::select()
        .columns(
            [
                S::PersonId,
                S::Assurance,
                S::Provider,
                S::CreatedAt,
                S::SeenAt,
                S::ExpiresAt,
                S::SecondFactorAt,
                S::SignedFor,
                S::ActsFor,
            ]
            .map(|c| (session::Entity, c)),
        )
        .columns([P::Sealed, P::SecondKeyClearedAt].map(|c| (person::Entity, c)))
        .expr_as(
            Expr::col((person::Entity, P::CreatedAt)),
            "person_created_at",
        )
        .expr_as(
            persons::has_rnokpp(
                (session::Entity, S::CommunityId),
                (session::Entity, S::PersonId),
            ),
            "has_rnokpp",
        )
        .columns(
            [
                R::Class,
                R::Settlement,
                R::Evidence,
                R::Expires,
                R::DecidedBy,
                R::DecidedAt,
            ]
            .map(|c| (residency::Entity, c)),
        )
        .column(role)
        .from(session::Entity)
        .inner_join(
            person::Entity,
            of_the_person(
                (person::Entity, P::CommunityId).into_column_ref(),
                (person::Entity, P::Id).into_column_ref(),
            ),
        )
        .left_join(
            residency::Entity,
            of_the_person(
                (residency::Entity, R::CommunityId).into_column_ref(),
                (residency::Entity, R::PersonId).into_column_ref(),
            ),
        )
        .left_join(
            role_grant::Entity,
            of_the_person(
                (role_grant::Entity, G::CommunityId).into_column_ref(),
                (role_grant::Entity, G::PersonId).into_column_ref(),
            )
            .add(roles::counts(now)),
        )
        .and_where(s(S::CommunityId).eq(community.0))
        .and_where(s(S::TokenHash).eq(token.to_column()))
        .and_where(s(S::ExpiresAt).gt(now.0))
        // A sign-in that was under way when its record became part of another.
        .and_where(Expr::col((person::Entity, P::MergedInto)).is_null())
        .order_by(role, Order::Asc)
        .to_owned()
}
