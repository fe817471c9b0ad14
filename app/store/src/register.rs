//! The register of a community's residents as keyed hashes: brought up to date from an extract, and followed by the residencies of
//! the persons it lists.

mod follow;
mod write;

use crate::{
    By, Store, StoreError,
    chunks::{ImportProgress, Pace},
    communities, convert,
    entity::{register_entry, register_extract, register_month},
    keys,
};
use domain::{
    audience::Audience,
    entitled::{Entitled, register_counts},
    identifiers::KeyKind,
    ids::CommunityId,
    katottg::Katottg,
    register::{BirthMonth, Extract, may_take_out},
    time::{Date, Millis},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    sea_query::{CaseStatement, Expr, ExprTrait},
};
use std::collections::{HashMap, HashSet};
use write::Change;

pub use follow::EVIDENCE;
pub(crate) use follow::{confirm_listed, follow, lists_any};

/// As the month of birth of those of whom nobody knows when; no month has this number.
const UNKNOWN_MONTH: i32 = 0;

/// Five values for each row; SQLite binds at most 32,766.
const MOST_ROWS: usize = 4_000;

/// Which extract the community's register was last brought up to date from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastExtract {
    /// The day on which it was taken.
    pub taken_on: Date,
    pub imported_at: Millis,
    pub people: i64,
}

/// How much an extract may take out of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeOut {
    /// As much as [`may_take_out`] allows.
    AFew,
    /// Whatever it does not hold: somebody looked at the figures.
    Anything,
}

/// What an import did: entries (a person has one for each of their numbers), then persons of the community.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegisterSummary {
    pub added: usize,
    /// In another settlement than before.
    pub moved: usize,
    /// No longer in the register.
    pub gone: usize,
    pub unchanged: usize,
    /// Persons whose residency it confirmed, or in another settlement.
    pub confirmed: usize,
    /// Persons whose confirmation lapsed with their entry.
    pub lapsed: usize,
}

/// Why an extract was not imported.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error("a later extract of the register was imported already")]
    OlderExtract,
    #[error("the extract would take {gone} of {of} entries out of the register")]
    TakesOutMany { gone: usize, of: usize },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Brings a community's register up to date with an extract whose hashes are by the newest identity key. Writes only what
    /// differs, in transactions of at most 100 ms, each together with the residencies that follow, and reports after each.
    /// Interrupted, it is simply run again. A key that stands twice counts by its first row.
    ///
    /// # Errors
    /// [`RegisterError::OlderExtract`] when a later one was imported; [`RegisterError::TakesOutMany`] when more entries would go than `take_out`
    /// allows: nothing was written then. [`crate::Conflict::KeyRotation`] when the identity key of the extract is not, or no longer, the current one:
    /// what was written is good, and the extract has to be carried on to the new key and imported again.
    pub async fn import_register(
        &self,
        community: CommunityId,
        extract: &Extract,
        take_out: TakeOut,
        by: By,
        mut progress: impl FnMut(ImportProgress),
    ) -> Result<RegisterSummary, RegisterError> {
        let last = self.last_extract(community).await?;
        if last.is_some_and(|last| last.taken_on > extract.taken_on) {
            return Err(RegisterError::OlderExtract);
        }
        keys::check(self.reader(), community, extract.key_id).await?;
        let (changes, mut summary) = self.changes(community, extract).await?;
        keys::check(self.reader(), community, extract.key_id).await?;
        let before = summary.moved + summary.gone + summary.unchanged;
        if take_out == TakeOut::AFew && !may_take_out(summary.gone, before) {
            return Err(RegisterError::TakesOutMany {
                gone: summary.gone,
                of: before,
            });
        }
        let months = self.month_changes(community, extract).await?;
        let total = changes.len() + months.len();
        let mut pace = Pace::new(MOST_ROWS);
        let mut written = 0;
        while written < changes.len() {
            let chunk = pace.next(&changes[written..]);
            let followed = self
                .write(async |tx| {
                    // A sign-in that looks before an entry comes or goes, and gives somebody its number afterwards, would be missed by
                    // this and miss it.
                    keys::hold_alone(&*tx, community, extract.key_id).await?;
                    write::entries(&*tx, community, chunk, by.at).await
                })
                .await?;
            pace.written();
            summary.confirmed += followed.confirmed;
            summary.lapsed += followed.lapsed;
            written += chunk.len();
            progress(ImportProgress { written, total });
        }
        let mut counted = 0;
        while counted < months.len() {
            let chunk = pace.next(&months[counted..]);
            self.write(async |tx| write::months(&*tx, community, chunk).await)
                .await?;
            pace.written();
            counted += chunk.len();
            progress(ImportProgress {
                written: written + counted,
                total,
            });
        }
        self.write(async |tx| write::note(&*tx, community, extract, summary, by).await)
            .await?;
        Ok(summary)
    }

    /// The extract that was imported last; `None` where the community has no register.
    pub async fn last_extract(
        &self,
        community: CommunityId,
    ) -> Result<Option<LastExtract>, StoreError> {
        let row = register_extract::Entity::find_by_id(community.0)
            .one(self.reader())
            .await?;
        row.map(|row| {
            Ok(LastExtract {
                taken_on: convert::date_from_text(&row.taken_on)?,
                imported_at: Millis(row.imported_at),
                people: row.people,
            })
        })
        .transpose()
    }

    /// What the extract changes, and the counts of it.
    async fn changes(
        &self,
        community: CommunityId,
        extract: &Extract,
    ) -> Result<(Vec<Change>, RegisterSummary), StoreError> {
        let mut stored: HashMap<(KeyKind, [u8; 32]), (String, i64)> = HashMap::new();
        let rows = register_entry::Entity::find()
            .filter(register_entry::Column::CommunityId.eq(community.0))
            .all(self.reader())
            .await?;
        for row in rows {
            let key = (convert::named(&row.kind)?, convert::hash32(&row.hash)?);
            stored.insert(key, (row.settlement, row.key_id));
        }
        let mut summary = RegisterSummary::default();
        let mut changes = Vec::new();
        let mut seen = HashSet::new();
        for person in &extract.people {
            for key in &person.keys {
                if !seen.insert(*key) {
                    continue;
                }
                let wanted = (person.settlement.as_str().to_owned(), extract.key_id);
                match stored.remove(key) {
                    None => summary.added += 1,
                    Some(known) if known == wanted => {
                        summary.unchanged += 1;
                        continue;
                    }
                    Some(_) => summary.moved += 1,
                }
                let (kind, hash) = key;
                changes.push(Change::Put(register_entry::Model {
                    community_id: community.0,
                    kind: kind.as_str().to_owned(),
                    hash: hash.to_vec(),
                    key_id: extract.key_id,
                    settlement: wanted.0,
                }));
            }
        }
        summary.gone = stored.len();
        changes.extend(
            stored
                .into_keys()
                .map(|(kind, hash)| Change::TakeOut(kind, hash)),
        );
        // In the order of the key the rows fall into the same pages.
        changes.sort_by(|a, b| a.key().cmp(&b.key()));
        Ok((changes, summary))
    }

    /// The months whose counts the extract changes; those that it does not hold count nobody.
    async fn month_changes(
        &self,
        community: CommunityId,
        extract: &Extract,
    ) -> Result<Vec<register_month::Model>, StoreError> {
        let rows = register_month::Entity::find()
            .filter(register_month::Column::CommunityId.eq(community.0))
            .all(self.reader())
            .await?;
        let mut stored: HashMap<(String, i32), i64> = rows
            .into_iter()
            .map(|row| ((row.settlement, row.born), row.people))
            .collect();
        let mut wanted: HashMap<(String, i32), i64> = HashMap::new();
        for month in &extract.months {
            let born = month.born.map_or(UNKNOWN_MONTH, BirthMonth::number);
            let key = (month.settlement.as_str().to_owned(), born);
            *wanted.entry(key).or_default() += i64::from(month.people);
        }
        let mut changed: Vec<((String, i32), i64)> = wanted
            .into_iter()
            .filter(|(key, people)| stored.remove(key) != Some(*people))
            .collect();
        changed.extend(stored.into_keys().map(|key| (key, 0)));
        changed.sort();
        let row = |((settlement, born), people)| register_month::Model {
            community_id: community.0,
            settlement,
            born,
            people,
        };
        Ok(changed.into_iter().map(row).collect())
    }

    /// How many people may take part in a poll for this audience on the day `today`, and who says so; `least_age`: the youngest that a
    /// poll may ask by the regulation.
    pub async fn entitled(
        &self,
        community: CommunityId,
        audience: &Audience,
        least_age: i16,
        today: Date,
    ) -> Result<Option<Entitled>, StoreError> {
        entitled(self.reader(), community, audience, least_age, today).await
    }

    /// The same, and beside it how many of them live where: each settlement that is asked and of which the register knows somebody. Empty
    /// where the register does not count them.
    pub async fn entitled_by_settlement(
        &self,
        community: CommunityId,
        audience: &Audience,
        least_age: i16,
        today: Date,
    ) -> Result<(Option<Entitled>, HashMap<Katottg, i64>), StoreError> {
        let counted = counted(self.reader(), community, audience, today).await?;
        let population = communities::population(self.reader(), community).await?;
        let entitled = Entitled::of(audience, least_age, sum(counted.as_ref()), population);
        let by_settlement = counted.filter(|_| register_counts(audience));
        Ok((entitled, by_settlement.unwrap_or_default()))
    }
}

fn sum(counted: Option<&HashMap<Katottg, i64>>) -> Option<i64> {
    counted.map(|counted| counted.values().sum())
}

/// [`Store::entitled`] on the caller's connection.
pub(crate) async fn entitled(
    db: &impl ConnectionTrait,
    community: CommunityId,
    audience: &Audience,
    least_age: i16,
    today: Date,
) -> Result<Option<Entitled>, StoreError> {
    let by_register = counted(db, community, audience, today).await?;
    let population = communities::population(db, community).await?;
    Ok(Entitled::of(
        audience,
        least_age,
        sum(by_register.as_ref()),
        population,
    ))
}

/// How many people of an audience the register counts in each settlement that is asked, by their age at the end of the month of `today`.
/// Whoever's age nobody knows may belong, and is counted: a share of too many overstates no turnout. `None` where it does not tell ages.
async fn counted(
    db: &impl ConnectionTrait,
    community: CommunityId,
    audience: &Audience,
    today: Date,
) -> Result<Option<HashMap<Katottg, i64>>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        settlement: String,
        people: i64,
    }
    use register_month::Column as C;
    // Those who were born in this month or before are of the age.
    let born = |age: i16| BirthMonth::of(today).number() - 12 * i32::from(age);
    let too_young = Expr::col(C::Born).gt(born(audience.age_from));
    let too_old = match audience.age_to {
        Some(to) => Expr::col(C::Born)
            .lte(born(to.saturating_add(1)))
            .and(Expr::col(C::Born).ne(UNKNOWN_MONTH)),
        None => Expr::val(1).eq(0),
    };
    // A sum of bigints is a numeric on PostgreSQL.
    let people = CaseStatement::new()
        .case(too_young.or(too_old), 0i64)
        .finally(Expr::col(C::People));
    let people: Expr = people.into();
    let people = people.sum().cast_as("bigint");
    let rows = register_month::Entity::find()
        .select_only()
        .column(C::Settlement)
        .expr_as(people, "people")
        .filter(C::CommunityId.eq(community.0))
        .group_by(C::Settlement)
        .into_model::<Row>()
        .all(db)
        .await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut counted = HashMap::new();
    for row in rows {
        let home = convert::katottg(&row.settlement)?;
        if audience.asks_at(&home) {
            counted.insert(home, row.people);
        }
    }
    Ok(Some(counted))
}
