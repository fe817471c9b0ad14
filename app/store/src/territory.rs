//! The national codifier of administrative units, imported by difference and shared by all communities.

use crate::{
    Store, StoreError,
    chunks::{ImportProgress, Pace},
    convert,
    entity::territory,
};
use domain::katottg::{Category, Katottg, Unit};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, sea_query::OnConflict,
};
use std::collections::HashMap;

/// Whether a file is the whole codifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// What is not in the file has left the codifier.
    Whole,
    /// Only some rows, such as one hromada's; nothing follows for the others.
    Part,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportSummary {
    pub added: usize,
    /// Renamed, moved, of another category, or back again.
    pub changed: usize,
    /// No longer in the file. They stay, marked, because polls and residencies may name them.
    pub withdrawn: usize,
    pub unchanged: usize,
}

/// What an import did, unit by unit; each list in the order of the codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub added: Vec<Unit>,
    pub changed: Vec<ChangedUnit>,
    pub withdrawn: Vec<Unit>,
    pub unchanged: usize,
}

/// A unit that was stored before. Where both are the same it had left the codifier and is back again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedUnit {
    pub before: Unit,
    pub after: Unit,
}

impl Imported {
    pub fn summary(&self) -> ImportSummary {
        ImportSummary {
            added: self.added.len(),
            changed: self.changed.len(),
            withdrawn: self.withdrawn.len(),
            unchanged: self.unchanged,
        }
    }
}

/// Five values for each row; SQLite binds at most 32,766.
const MOST_ROWS: usize = 4_000;

impl Store {
    /// Brings the codifier up to date with these units. Writes only what differs, in transactions of at most 100 ms, and
    /// reports after each. Interrupted, it is simply run again. A code that stands twice counts by its last row.
    pub async fn import_territory(
        &self,
        units: &[Unit],
        coverage: Coverage,
        mut progress: impl FnMut(ImportProgress),
    ) -> Result<Imported, StoreError> {
        let mut stored: HashMap<String, territory::Model> = territory::Entity::find()
            .all(self.reader())
            .await?
            .into_iter()
            .map(|row| (row.code.clone(), row))
            .collect();
        let wanted: HashMap<&str, &Unit> = units
            .iter()
            .map(|unit| (unit.code.as_str(), unit))
            .collect();

        let mut imported = Imported::default();
        let mut to_write = Vec::new();
        for (&code, &unit) in &wanted {
            let row = row(unit);
            match stored.remove(code) {
                None => imported.added.push(unit.clone()),
                Some(old) if old != row => imported.changed.push(ChangedUnit {
                    before: read(old)?,
                    after: unit.clone(),
                }),
                Some(_) => {
                    imported.unchanged += 1;
                    continue;
                }
            }
            to_write.push(row);
        }
        if coverage == Coverage::Whole {
            for gone in stored.into_values().filter(|row| !row.withdrawn) {
                imported.withdrawn.push(read(gone.clone())?);
                to_write.push(territory::Model {
                    withdrawn: true,
                    ..gone
                });
            }
        }
        imported.added.sort_by(|a, b| a.code.cmp(&b.code));
        imported
            .changed
            .sort_by(|a, b| a.after.code.cmp(&b.after.code));
        imported.withdrawn.sort_by(|a, b| a.code.cmp(&b.code));
        // In the order of the key the rows fall into the same pages.
        to_write.sort_by(|a, b| a.code.cmp(&b.code));
        self.write_units(&to_write, &mut progress).await?;
        Ok(imported)
    }

    async fn write_units(
        &self,
        rows: &[territory::Model],
        progress: &mut impl FnMut(ImportProgress),
    ) -> Result<(), StoreError> {
        use territory::Column as C;
        let total = rows.len();
        let (mut written, mut pace) = (0, Pace::new(MOST_ROWS));
        while written < total {
            let chunk = pace.next(&rows[written..]);
            self.write(async |tx| {
                let tx = &*tx;
                territory::Entity::insert_many(
                    chunk
                        .iter()
                        .cloned()
                        .map(IntoActiveModel::into_active_model),
                )
                .on_conflict(
                    OnConflict::column(C::Code)
                        .update_columns([C::Parent, C::Category, C::Name, C::Withdrawn])
                        .to_owned(),
                )
                .exec_without_returning(tx)
                .await?;
                Ok(())
            })
            .await?;
            pace.written();
            written += chunk.len();
            progress(ImportProgress { written, total });
        }
        Ok(())
    }

    /// The settlements of a hromada (cities, settlements, villages; not the hromada itself, not districts of cities) by
    /// their codes. All of them share the code's first nine characters. Sorting by name is the reader's matter: neither
    /// database knows the Ukrainian alphabet for sure.
    pub async fn settlements(&self, hromada: &Katottg) -> Result<Vec<Unit>, StoreError> {
        use territory::Column as C;
        let (first, last) = (
            format!("{}0000000000", hromada.hromada_prefix()),
            format!("{}9999999999", hromada.hromada_prefix()),
        );
        let categories = Category::ALL
            .iter()
            .filter(|category| category.is_settlement())
            .map(|category| category.as_str());
        let rows = territory::Entity::find()
            .filter(C::Code.between(first, last))
            .filter(C::Category.is_in(categories))
            .filter(C::Withdrawn.eq(false))
            .order_by_asc(C::Code)
            .all(self.reader())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// A unit by its code, also one that has left the codifier.
    pub async fn unit(&self, code: &Katottg) -> Result<Option<Unit>, StoreError> {
        let row = territory::Entity::find_by_id(code.as_str().to_owned())
            .one(self.reader())
            .await?;
        row.map(read).transpose()
    }

    /// Units by their codes, for the names of a list; what is not known is left out.
    pub async fn units(&self, codes: &[Katottg]) -> Result<Vec<Unit>, StoreError> {
        let rows = territory::Entity::find()
            .filter(territory::Column::Code.is_in(codes.iter().map(Katottg::as_str)))
            .order_by_asc(territory::Column::Code)
            .all(self.reader())
            .await?;
        rows.into_iter().map(read).collect()
    }
}

fn row(unit: &Unit) -> territory::Model {
    territory::Model {
        code: unit.code.as_str().to_owned(),
        parent: unit.parent.as_ref().map(|code| code.as_str().to_owned()),
        category: unit.category.as_str().to_owned(),
        name: unit.name.clone(),
        withdrawn: false,
    }
}

fn read(row: territory::Model) -> Result<Unit, StoreError> {
    Ok(Unit {
        code: convert::katottg(&row.code)?,
        parent: row.parent.as_deref().map(convert::katottg).transpose()?,
        category: convert::named(&row.category)?,
        name: row.name,
    })
}
