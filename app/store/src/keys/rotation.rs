//! The rotation of a community's identity key. Identifiers are not stored, so each hash is carried on by the new key, HMAC(k₂, hash)
//! (DESIGN §8), in short transactions. Between its beginning and its end nobody is looked for by a hash; whatever interrupts it, the
//! next run goes on where it stopped.

use super::{WrappedKey, current};
use crate::{
    By, Conflict, Store, StoreError, audit,
    chunks::{ImportProgress, Pace},
    convert,
    entity::community_key,
};
use domain::{identifiers::KeyPurpose, ids::CommunityId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{CaseStatement, Expr, ExprTrait, LockType, Query, SelectStatement},
};
use serde_json::json;

/// A statement compares each of its rows with each, so that more at once would be slower.
const MOST_ROWS: usize = 200;

/// Where keyed hashes are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashTable {
    PersonKeys,
    Register,
    CaseKeys,
    Mailboxes,
    EmailLinks,
}

impl HashTable {
    pub const ALL: [Self; 5] = [
        Self::PersonKeys,
        Self::Register,
        Self::CaseKeys,
        Self::Mailboxes,
        Self::EmailLinks,
    ];

    /// The table's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PersonKeys => "person_key",
            Self::Register => "register_entry",
            Self::CaseKeys => "identity_case_key",
            Self::Mailboxes => "person_email",
            Self::EmailLinks => "email_link",
        }
    }

    /// Whether a hash stands beside the kind of its document; the table's key begins with it then.
    fn has_kind(self) -> bool {
        matches!(self, Self::PersonKeys | Self::Register | Self::CaseKeys)
    }

    /// Whether a row also holds a text that is sealed for its hash.
    fn has_sealed(self) -> bool {
        matches!(self, Self::Mailboxes | Self::EmailLinks)
    }
}

/// A hash as it is stored, and what is sealed for it.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredHash {
    /// The kind of document, as it is stored; `None` of an address.
    kind: Option<String>,
    pub hash: [u8; 32],
    /// The key, the last of the chain, that made it.
    pub key_id: i64,
    pub sealed: Option<Vec<u8>>,
}

/// A hash by the new key in place of the one before.
#[derive(Clone, PartialEq, Eq)]
pub struct Carried {
    pub from: StoredHash,
    pub hash: [u8; 32],
    /// The same text sealed for the new hash; a row that had one has one.
    pub sealed: Option<Vec<u8>>,
}

impl Store {
    /// Adds the next identity key and lets nobody be found or stored by a keyed hash until [`Self::end_rotation`]. Waits for a moment in
    /// which nobody is.
    ///
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`] when a rotation is under way, or `key` is not the one that follows.
    pub async fn begin_rotation(&self, key: &WrappedKey) -> Result<(), StoreError> {
        use community_key::Column as C;
        self.write(async |tx| {
            let tx = &*tx;
            // Waits for everybody who holds the key.
            let done = community_key::Entity::update_many()
                .col_expr(C::IsCurrent, Expr::val(false))
                .filter(current(key.community))
                .exec(tx)
                .await?;
            let newest = newest(tx, key.community).await?;
            let follows = newest.is_none_or(|newest| newest.id < key.id);
            if done.rows_affected != 1 || !follows || key.purpose != KeyPurpose::Identity {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            let row = community_key::Model {
                community_id: key.community.0,
                id: key.id,
                purpose: key.purpose.as_str().to_owned(),
                wrapped: key.wrapped.clone(),
                created_at: key.created_at.0,
                is_current: false,
            };
            community_key::Entity::insert(row.into_active_model())
                .exec_without_returning(tx)
                .await?;
            Ok(())
        })
        .await
    }

    /// The new key of a rotation that has not ended.
    pub async fn rotation(&self, community: CommunityId) -> Result<Option<i64>, StoreError> {
        let newest = newest(self.reader(), community).await?;
        Ok(newest.filter(|key| !key.is_current).map(|key| key.id))
    }

    /// The hashes of a table that `newest` has not made yet.
    pub async fn hashes_before(
        &self,
        community: CommunityId,
        table: HashTable,
        newest: i64,
    ) -> Result<Vec<StoredHash>, StoreError> {
        let mut query = Query::select();
        query.distinct().columns(["hash", "key_id"]);
        if table.has_sealed() {
            query.column("sealed");
        }
        if table.has_kind() {
            query.column("kind");
        }
        let rows = self
            .reader()
            .query_all(before(&mut query, community, table, newest))
            .await?;
        let stored: Result<Vec<_>, StoreError> = rows
            .iter()
            .map(|row| {
                Ok(StoredHash {
                    kind: match table.has_kind() {
                        true => Some(row.try_get("", "kind")?),
                        false => None,
                    },
                    hash: convert::hash32(&row.try_get::<Vec<u8>>("", "hash")?)?,
                    key_id: row.try_get("", "key_id")?,
                    sealed: match table.has_sealed() {
                        true => Some(row.try_get("", "sealed")?),
                        false => None,
                    },
                })
            })
            .collect();
        let mut stored = stored?;
        stored.sort_by(|a, b| (&a.kind, a.hash).cmp(&(&b.kind, b.hash)));
        Ok(stored)
    }

    /// Writes hashes by `newest` in place of those before, in transactions of at most 100 ms, and reports after each. Quickest when those
    /// of a kind stand together, as [`Self::hashes_before`] gives them.
    pub async fn carry_on(
        &self,
        community: CommunityId,
        table: HashTable,
        newest: i64,
        carried: &[Carried],
        mut progress: impl FnMut(ImportProgress),
    ) -> Result<(), StoreError> {
        let mut pace = Pace::new(MOST_ROWS);
        let mut written = 0;
        while written < carried.len() {
            // Of one kind, so that its rows are found by the table's key.
            let kind = &carried[written].from.kind;
            let of_a_kind = carried[written..]
                .iter()
                .take_while(|next| next.from.kind == *kind)
                .take(MOST_ROWS)
                .count();
            let chunk = pace.next(&carried[written..written + of_a_kind]);
            self.write(async |tx| replace(&*tx, community, table, newest, chunk).await)
                .await?;
            pace.written();
            written += chunk.len();
            progress(ImportProgress {
                written,
                total: carried.len(),
            });
        }
        Ok(())
    }

    /// Makes the new key the current one, once every hash is by it.
    ///
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`] when hashes are left, or `newest` is not the new key of a rotation.
    pub async fn end_rotation(
        &self,
        community: CommunityId,
        newest_id: i64,
        by: By,
    ) -> Result<(), StoreError> {
        use community_key::Column as C;
        self.write(async |tx| {
            let tx = &*tx;
            // Whoever else ends it, or begins the next, waits here or has done so before.
            community_key::Entity::find()
                .filter(C::CommunityId.eq(community.0))
                .filter(C::Purpose.eq(KeyPurpose::Identity.as_str()))
                .order_by_asc(C::Id)
                .lock(LockType::Update)
                .all(tx)
                .await?;
            for table in HashTable::ALL {
                let mut query = Query::select();
                query.expr(Expr::val(1)).limit(1);
                let left = tx
                    .query_one(before(&mut query, community, table, newest_id))
                    .await?;
                if left.is_some() {
                    return Err(Conflict::ChangedMeanwhile.into());
                }
            }
            let under_way = newest(tx, community)
                .await?
                .is_some_and(|key| key.id == newest_id && !key.is_current);
            if !under_way {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            community_key::Entity::update_many()
                .col_expr(C::IsCurrent, Expr::val(true))
                .filter(C::CommunityId.eq(community.0))
                .filter(C::Id.eq(newest_id))
                .exec(tx)
                .await?;
            let detail = json!({ "key": newest_id });
            audit::record(tx, community, by, "identity.key_rotated", "", detail).await
        })
        .await
    }
}

/// A community's newest identity key.
async fn newest(
    db: &impl ConnectionTrait,
    community: CommunityId,
) -> Result<Option<community_key::Model>, StoreError> {
    use community_key::Column as C;
    let row = community_key::Entity::find()
        .filter(C::CommunityId.eq(community.0))
        .filter(C::Purpose.eq(KeyPurpose::Identity.as_str()))
        .order_by_desc(C::Id)
        .one(db)
        .await?;
    Ok(row)
}

/// Of these rows: what `newest` has not made.
fn before(
    query: &mut SelectStatement,
    community: CommunityId,
    table: HashTable,
    newest: i64,
) -> &SelectStatement {
    query
        .from(table.as_str())
        .and_where(Expr::col("community_id").eq(community.0))
        .and_where(Expr::col("key_id").ne(newest))
}

/// All of a chunk in one statement: a row each would be a journey to the database each.
async fn replace(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    table: HashTable,
    newest: i64,
    chunk: &[Carried],
) -> Result<(), StoreError> {
    let (mut hash, mut sealed) = (CaseStatement::new(), CaseStatement::new());
    for carried in chunk {
        let from = carried.from.hash.to_vec();
        hash = hash.case(Expr::col("hash").eq(from), carried.hash.to_vec());
        // By what was sealed, not by the hash: two links to one mailbox may spell its address in two ways.
        if let (Some(from), Some(to)) = (&carried.from.sealed, &carried.sealed) {
            sealed = sealed.case(Expr::col("sealed").eq(from.clone()), to.clone());
        }
    }
    let mut update = Query::update();
    update
        .table(table.as_str())
        .value("hash", hash.finally(Expr::col("hash")))
        .value("key_id", newest)
        .and_where(Expr::col("community_id").eq(community.0))
        .and_where(Expr::col("key_id").ne(newest))
        .and_where_option(
            chunk
                .first()
                .and_then(|carried| carried.from.kind.clone())
                .map(|kind| Expr::col("kind").eq(kind)),
        )
        .and_where(Expr::col("hash").is_in(chunk.iter().map(|carried| carried.from.hash.to_vec())));
    if table.has_sealed() {
        update
            .value("sealed", sealed.finally(Expr::col("sealed")))
            .and_where(
                Expr::col("sealed").is_in(
                    chunk
                        .iter()
                        .filter_map(|carried| carried.from.sealed.clone()),
                ),
            );
    }
    tx.execute(&update).await?;
    Ok(())
}
