//! Passkeys, and questions to an authenticator that wait for their answer.

use crate::{
    By, Conflict, SecretHash, Store, StoreError, audit, convert,
    entity::{passkey, passkey_question},
    persons,
    sessions::{self, NewSession, Shown},
};
use domain::{
    identity::Assurance,
    ids::{CommunityId, PasskeyId, PersonId},
    passkey::MOST_PASSKEYS,
    time::Millis,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType, Order},
};
use serde_json::json;

/// Somebody's passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    pub id: PasskeyId,
    pub person: PersonId,
    /// The host it is bound to.
    pub host: String,
    /// Credential and label, sealed under the community's key.
    pub sealed: Vec<u8>,
    /// How surely the sign-in identified its person that added it.
    pub assurance: Assurance,
    pub added_at: Millis,
    pub used_at: Option<Millis>,
}

impl Store {
    /// Keeps what an authenticator was asked, until its answer comes or it expires.
    pub async fn ask_passkey(
        &self,
        community: CommunityId,
        token: SecretHash,
        sealed: &[u8],
        expires_at: Millis,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let row = passkey_question::Model {
                community_id: community.0,
                token_hash: token.to_column(),
                sealed: sealed.to_vec(),
                expires_at: expires_at.0,
            };
            passkey_question::Entity::insert(row.into_active_model())
                .exec_without_returning(&*tx)
                .await?;
            Ok(())
        })
        .await
    }

    /// The question of a token, once: `None` when there is none, or it expired, or was answered.
    pub async fn take_passkey_question(
        &self,
        community: CommunityId,
        token: SecretHash,
        now: Millis,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let key = (community.0, token.to_column());
            let row = passkey_question::Entity::find_by_id(key.clone())
                .filter(passkey_question::Column::ExpiresAt.gt(now.0))
                .one(tx)
                .await?;
            // Whoever deletes the row has it.
            let gone = passkey_question::Entity::delete_by_id(key).exec(tx).await?;
            Ok(row
                .filter(|_| gone.rows_affected == 1)
                .map(|row| row.sealed))
        })
        .await
    }

    /// Deletes the questions that nobody answered in time; how many.
    pub async fn purge_passkey_questions(&self, now: Millis) -> Result<u64, StoreError> {
        let done = passkey_question::Entity::delete_many()
            .filter(passkey_question::Column::ExpiresAt.lte(now.0))
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected)
    }

    /// Somebody's passkeys, the latest first.
    pub async fn passkeys_of(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Vec<Passkey>, StoreError> {
        let rows = passkey::Entity::find()
            .filter(whose(community, person))
            .order_by(passkey::Column::AddedAt, Order::Desc)
            .order_by(passkey::Column::Id, Order::Asc)
            .all(self.reader())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Adds a passkey to its own person's others.
    ///
    /// # Errors
    /// `NotFound` when the person's record is gone; [`Conflict::AlreadyThere`] when they have as many as anybody may.
    pub async fn add_passkey(
        &self,
        community: CommunityId,
        new: &Passkey,
        by: By,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            if persons::lock(tx, community, &[new.person]).await? != 1 {
                return Err(StoreError::NotFound);
            }
            let known = passkey::Entity::find()
                .filter(whose(community, new.person))
                .count(tx)
                .await?;
            if known >= MOST_PASSKEYS {
                return Err(Conflict::AlreadyThere.into());
            }
            let row = passkey::Model {
                community_id: community.0,
                id: new.id.0,
                person_id: new.person.0,
                host: new.host.clone(),
                sealed: new.sealed.clone(),
                assurance: new.assurance.as_str().to_owned(),
                added_at: new.added_at.0,
                used_at: None,
            };
            passkey::Entity::insert(row.into_active_model())
                .exec_without_returning(tx)
                .await?;
            let subject = new.person.to_string();
            audit::record(tx, community, by, "passkey.added", &subject, json!({})).await
        })
        .await
    }

    /// Notes that a passkey was used, with what has changed in it; `false` when it is gone or was used meanwhile, and then it is not
    /// good: an authenticator that counts does so in one place.
    pub async fn use_passkey(
        &self,
        community: CommunityId,
        before: &Passkey,
        sealed: &[u8],
        now: Millis,
    ) -> Result<bool, StoreError> {
        self.write(async |tx| note_use(&*tx, community, before, sealed, now).await)
            .await
    }

    /// The same, and begins the session of whoever signs in by it, worth `assurance`. Also `false` when the person was signed out
    /// everywhere meanwhile, and the key went with it.
    pub async fn enter_by_passkey(
        &self,
        community: CommunityId,
        (before, sealed): (&Passkey, &[u8]),
        (provider, assurance): (&str, Assurance),
        new: &NewSession,
    ) -> Result<bool, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            if persons::lock(tx, community, &[before.person]).await? != 1
                || !note_use(tx, community, before, sealed, new.created_at).await?
            {
                return Ok(false);
            }
            let shown = Shown {
                person: before.person,
                assurance,
                provider: provider.to_owned(),
                signed_for: None,
            };
            sessions::begin(tx, community, shown, new).await?;
            Ok(true)
        })
        .await
    }

    /// Takes one of somebody's own passkeys away; `false` when they have none of this id.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn remove_passkey(
        &self,
        community: CommunityId,
        person: PersonId,
        id: PasskeyId,
        by: By,
    ) -> Result<bool, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let row = passkey::Entity::find_by_id((community.0, id.0))
                .filter(passkey::Column::PersonId.eq(person.0))
                .lock(LockType::Update)
                .one(tx)
                .await?;
            if row.is_none() {
                return Ok(false);
            }
            passkey::Entity::delete_by_id((community.0, id.0))
                .exec(tx)
                .await?;
            let subject = person.to_string();
            audit::record(tx, community, by, "passkey.removed", &subject, json!({})).await?;
            Ok(true)
        })
        .await
    }
}

async fn note_use(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    before: &Passkey,
    sealed: &[u8],
    now: Millis,
) -> Result<bool, StoreError> {
    use passkey::Column as C;
    let done = passkey::Entity::update_many()
        .col_expr(C::Sealed, Expr::val(sealed.to_vec()))
        .col_expr(C::UsedAt, Expr::val(now.0))
        .filter(C::CommunityId.eq(community.0))
        .filter(C::Id.eq(before.id.0))
        .filter(C::Sealed.eq(before.sealed.clone()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes all of somebody's passkeys away; how many.
pub(crate) async fn remove_all(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
) -> Result<u64, StoreError> {
    let done = passkey::Entity::delete_many()
        .filter(whose(community, person))
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}

fn whose(community: CommunityId, person: PersonId) -> Condition {
    Condition::all()
        .add(passkey::Column::CommunityId.eq(community.0))
        .add(passkey::Column::PersonId.eq(person.0))
}

fn read(row: passkey::Model) -> Result<Passkey, StoreError> {
    Ok(Passkey {
        id: PasskeyId(row.id),
        person: PersonId(row.person_id),
        host: row.host,
        sealed: row.sealed,
        assurance: convert::named(&row.assurance)?,
        added_at: Millis(row.added_at),
        used_at: row.used_at.map(Millis),
    })
}
