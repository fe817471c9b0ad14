//! The few shapes that every table of ours repeats: composite keys, references, append-only guards.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

/// A primary key over several columns, in this order.
pub fn key(columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    for &column in columns {
        index.col(column);
    }
    index.primary().to_owned()
}

/// A unique constraint over several columns. It stands in `create_table`, because SQLite cannot add one later.
pub fn unique(name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name);
    for &column in columns {
        index.col(column);
    }
    index.unique().to_owned()
}

/// An ordinary index.
pub fn index(
    name: &'static str,
    table: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for &column in columns {
        index.col(column);
    }
    index.to_owned()
}

/// A reference from `columns` of `table` to `to_columns` of `to`. Nothing cascades unless the caller says so.
pub fn reference(
    table: &'static str,
    columns: &[&'static str],
    to: &'static str,
    to_columns: &[&'static str],
) -> ForeignKeyCreateStatement {
    let mut reference = ForeignKey::create();
    reference.from_tbl(table).to_tbl(to);
    for &column in columns {
        reference.from_col(column);
    }
    for &column in to_columns {
        reference.to_col(column);
    }
    reference.to_owned()
}

/// A reference to the community that a row belongs to.
pub fn of_community(table: &'static str) -> ForeignKeyCreateStatement {
    reference(table, &["community_id"], "community", &["id"])
}

/// Stores the table by its key alone. On SQLite an ordinary table has a hidden `rowid` that counts rows in the order in
/// which they came, and would join who took part with what was chosen (DESIGN §5.4). PostgreSQL has no such column.
pub fn without_rowid(
    manager: &SchemaManager<'_>,
    table: &mut TableCreateStatement,
) -> TableCreateStatement {
    if manager.get_database_backend() == DbBackend::Sqlite {
        // The builder has no word for it; it takes the table's trailing options as text.
        table.extra("WITHOUT ROWID");
    }
    table.take()
}

/// Makes tables append-only: the database itself refuses UPDATE, DELETE and what amounts to them (SQLite's REPLACE,
/// PostgreSQL's TRUNCATE), whoever asks.
///
/// `tables` names each table and its key columns. Raw statements, because the builder knows no triggers; all of it is
/// written in this crate, nothing comes from outside.
pub async fn append_only(
    manager: &SchemaManager<'_>,
    tables: &[(&str, &[&str])],
) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if manager.get_database_backend() == DbBackend::Sqlite {
        for (table, key) in tables {
            for act in ["UPDATE", "DELETE"] {
                db.execute_unprepared(&format!(
                    "CREATE TRIGGER {table}_refuses_{act} BEFORE {act} ON {table} \
                     BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                ))
                .await?;
            }
            // REPLACE deletes without firing the trigger above (unless `recursive_triggers` is on), so a row whose key
            // is already there is refused before it can replace anything.
            let same = key
                .iter()
                .map(|c| format!("{c} = NEW.{c}"))
                .collect::<Vec<_>>()
                .join(" AND ");
            db.execute_unprepared(&format!(
                "CREATE TRIGGER {table}_refuses_REPLACE BEFORE INSERT ON {table} \
                 WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) \
                 BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            ))
            .await?;
        }
    } else {
        db.execute_unprepared(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        )
        .await?;
        for (table, _) in tables {
            db.execute_unprepared(&format!(
                "CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} \
                 FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            ))
            .await?;
            db.execute_unprepared(&format!(
                "CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} \
                 FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            ))
            .await?;
        }
    }
    Ok(())
}

/// Removes PostgreSQL's half of [`append_only`]; the triggers went with their tables.
pub async fn drop_append_only(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        // The builder knows no functions.
        manager
            .get_connection()
            .execute_unprepared("DROP FUNCTION IF EXISTS refuse_change()")
            .await?;
    }
    Ok(())
}

/// Drops tables, the last created first.
pub async fn drop_all(manager: &SchemaManager<'_>, created: &[&'static str]) -> Result<(), DbErr> {
    for &table in created.iter().rev() {
        manager
            .drop_table(Table::drop().table(table).to_owned())
            .await?;
    }
    Ok(())
}
