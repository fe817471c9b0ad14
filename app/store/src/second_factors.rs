//! The second factor of those who work for a community: the sealed secret of their app, what was tried, the recovery codes that are
//! left, and which session has passed it.

use crate::{
    By, SecretHash, Store, StoreError, audit,
    entity::{recovery_code, second_factor, session},
    passkeys, persons, sessions,
};
use domain::{
    ids::{CommunityId, PersonId},
    second_factor::Tries,
    time::Millis,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QuerySelect,
    sea_query::{Expr, LockType},
};
use serde_json::json;

/// Somebody's second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// The app's secret, sealed under the community's key.
    pub sealed: Vec<u8>,
    /// The last step whose code was accepted: no code of it or of an earlier one is good again.
    pub last_step: i64,
}

/// What became of a try that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Try {
    /// The person has no second factor yet.
    NotSet,
    /// There were too many; the next one is allowed then.
    TooMany(Millis),
    Begun(SecondFactor),
}

impl Store {
    /// Somebody's second factor, if they have set it up.
    pub async fn second_factor(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Option<SecondFactor>, StoreError> {
        let row = second_factor::Entity::find_by_id((community.0, person.0))
            .one(self.reader())
            .await?;
        Ok(row.map(|row| read(&row)))
    }

    /// Since when somebody has a second factor.
    pub async fn second_factor_since(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Option<Millis>, StoreError> {
        let row = second_factor::Entity::find_by_id((community.0, person.0))
            .one(self.reader())
            .await?;
        Ok(row.map(|row| Millis(row.set_at)))
    }

    /// How many recovery codes somebody has left.
    pub async fn recovery_codes_left(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<u64, StoreError> {
        let left = recovery_code::Entity::find()
            .filter(whose(community, person))
            .filter(recovery_code::Column::UsedAt.is_null())
            .count(self.reader())
            .await?;
        Ok(left)
    }

    /// Sets up somebody's own second factor: the secret of their app, the step of the code that proved it, the hashes of their
    /// recovery codes.
    ///
    /// # Errors
    /// [`crate::Conflict::AlreadyThere`] when they have one; `Internal` by anybody but a person.
    pub async fn set_second_factor(
        &self,
        community: CommunityId,
        new: &SecondFactor,
        codes: &[[u8; 32]],
        by: By,
    ) -> Result<(), StoreError> {
        let person = hand(by)?;
        self.write(async |tx| {
            let tx = &*tx;
            let row = second_factor::Model {
                community_id: community.0,
                person_id: person.0,
                sealed: new.sealed.clone(),
                last_step: new.last_step,
                tries: 0,
                tries_since: by.at.0,
                set_at: by.at.0,
            };
            second_factor::Entity::insert(row.into_active_model())
                .exec_without_returning(tx)
                .await?;
            put_codes(tx, community, person, codes, by.at).await?;
            let subject = person.to_string();
            audit::record(tx, community, by, "second_factor.set", &subject, json!({})).await
        })
        .await
    }

    /// Begins a try to pass it. It counts from this moment, so that many at once are not more than many one after the other.
    pub async fn begin_try(
        &self,
        community: CommunityId,
        person: PersonId,
        now: Millis,
    ) -> Result<Try, StoreError> {
        use second_factor::Column as C;
        self.write(async |tx| {
            let tx = &*tx;
            let row = second_factor::Entity::find_by_id((community.0, person.0))
                .lock(LockType::Update)
                .one(tx)
                .await?;
            let Some(row) = row else {
                return Ok(Try::NotSet);
            };
            let before = Tries {
                count: row.tries,
                since: Millis(row.tries_since),
            };
            let tries = match before.one_more(now) {
                Ok(tries) => tries,
                Err(again) => return Ok(Try::TooMany(again)),
            };
            second_factor::Entity::update_many()
                .col_expr(C::Tries, Expr::val(tries.count))
                .col_expr(C::TriesSince, Expr::val(tries.since.0))
                .filter(of(community, person))
                .exec(tx)
                .await?;
            Ok(Try::Begun(read(&row)))
        })
        .await
    }

    /// Uses up the code of a step, and forgets the tries before it; whether it was still good.
    pub async fn use_step(
        &self,
        community: CommunityId,
        person: PersonId,
        step: i64,
    ) -> Result<bool, StoreError> {
        use second_factor::Column as C;
        self.write(async |tx| {
            // Whoever changes the row has used it; a check before would be a race.
            let done = second_factor::Entity::update_many()
                .col_expr(C::LastStep, Expr::val(step))
                .col_expr(C::Tries, Expr::val(0))
                .filter(of(community, person))
                .filter(C::LastStep.lt(step))
                .exec(&*tx)
                .await?;
            Ok(done.rows_affected == 1)
        })
        .await
    }

    /// Uses up a recovery code, and forgets the tries before it; whether it was still good. That one was used is logged.
    pub async fn use_recovery_code(
        &self,
        community: CommunityId,
        code: [u8; 32],
        by: By,
    ) -> Result<bool, StoreError> {
        let person = hand(by)?;
        self.write(async |tx| {
            let tx = &*tx;
            let done = recovery_code::Entity::update_many()
                .col_expr(recovery_code::Column::UsedAt, Expr::val(by.at.0))
                .filter(whose(community, person))
                .filter(recovery_code::Column::Hash.eq(code.to_vec()))
                .filter(recovery_code::Column::UsedAt.is_null())
                .exec(tx)
                .await?;
            if done.rows_affected == 0 {
                return Ok(false);
            }
            second_factor::Entity::update_many()
                .col_expr(second_factor::Column::Tries, Expr::val(0))
                .filter(of(community, person))
                .exec(tx)
                .await?;
            let subject = person.to_string();
            let act = "second_factor.recovered";
            audit::record(tx, community, by, act, &subject, json!({})).await?;
            Ok(true)
        })
        .await
    }

    /// Gives somebody new recovery codes in place of those before.
    pub async fn renew_recovery_codes(
        &self,
        community: CommunityId,
        codes: &[[u8; 32]],
        by: By,
    ) -> Result<(), StoreError> {
        let person = hand(by)?;
        self.write(async |tx| {
            let tx = &*tx;
            recovery_code::Entity::delete_many()
                .filter(whose(community, person))
                .exec(tx)
                .await?;
            put_codes(tx, community, person, codes, by.at).await?;
            let subject = person.to_string();
            let act = "second_factor.codes_renewed";
            audit::record(tx, community, by, act, &subject, json!({})).await
        })
        .await
    }

    /// Marks a session as one that has passed the second factor, and gives it another token, as its person may do more from now on.
    /// When the session ends; `None` when it is not there.
    pub async fn confirm_session(
        &self,
        community: CommunityId,
        old: SecretHash,
        new: SecretHash,
        now: Millis,
    ) -> Result<Option<Millis>, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            session::Entity::update_many()
                .col_expr(session::Column::TokenHash, Expr::val(new.to_column()))
                .col_expr(session::Column::SecondFactorAt, Expr::val(now.0))
                .filter(session::Column::CommunityId.eq(community.0))
                .filter(session::Column::TokenHash.eq(old.to_column()))
                .exec(tx)
                .await?;
            sessions::ends_at(tx, community, new).await
        })
        .await
    }

    /// Takes somebody's second factor away, who has lost it, with their passkeys and sessions: at their next sign-in they set up a new one.
    ///
    /// # Errors
    /// `NotFound` when they have none; [`crate::Conflict::OwnRecord`] for one's own.
    pub async fn reset_second_factor(
        &self,
        community: CommunityId,
        person: PersonId,
        by: By,
    ) -> Result<(), StoreError> {
        persons::not_ones_own(person, by)?;
        self.write(async |tx| {
            let tx = &*tx;
            persons::lock(tx, community, &[person]).await?;
            let done = second_factor::Entity::delete_many()
                .filter(of(community, person))
                .exec(tx)
                .await?;
            let keys = passkeys::remove_all(tx, community, person).await?;
            if done.rows_affected + keys == 0 {
                return Err(StoreError::NotFound);
            }
            recovery_code::Entity::delete_many()
                .filter(whose(community, person))
                .exec(tx)
                .await?;
            sessions::end_all(tx, community, person).await?;
            let subject = person.to_string();
            let act = "second_factor.reset";
            audit::record(tx, community, by, act, &subject, json!({})).await
        })
        .await
    }
}

/// Whose hand it is.
fn hand(by: By) -> Result<PersonId, StoreError> {
    let person = by.actor.person();
    person.ok_or_else(|| StoreError::internal("a second factor is somebody's"))
}

fn of(community: CommunityId, person: PersonId) -> Condition {
    Condition::all()
        .add(second_factor::Column::CommunityId.eq(community.0))
        .add(second_factor::Column::PersonId.eq(person.0))
}

fn whose(community: CommunityId, person: PersonId) -> Condition {
    Condition::all()
        .add(recovery_code::Column::CommunityId.eq(community.0))
        .add(recovery_code::Column::PersonId.eq(person.0))
}

async fn put_codes(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    codes: &[[u8; 32]],
    at: Millis,
) -> Result<(), StoreError> {
    let rows = codes.iter().map(|code| {
        recovery_code::Model {
            community_id: community.0,
            person_id: person.0,
            hash: code.to_vec(),
            made_at: at.0,
            used_at: None,
        }
        .into_active_model()
    });
    recovery_code::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn read(row: &second_factor::Model) -> SecondFactor {
    SecondFactor {
        sealed: row.sealed.clone(),
        last_step: row.last_step,
    }
}
