//! The schema of Viche, built step by step on SQLite and PostgreSQL alike.
//!
//! Rules of the schema (DESIGN §5.9, §7): the community comes first in every key and foreign key of what belongs to a
//! community; ids are `bigint` or `uuid`, never a sequence; instants are UTC milliseconds; enums and JSON are text.
//! Entities are never imported here: a migration describes the schema of its own day.

use sea_orm_migration::prelude::*;
pub use sea_orm_migration::{MigrationStatus, prelude::MigratorTrait};

mod m20261124_000001_community;
mod m20261124_000002_person;
mod m20261124_000003_consultation;
mod m20261124_000004_ballot;
mod m20261124_000005_journal;
mod m20261124_000006_search;
mod m20261124_000007_exclusive_options;
mod m20261124_000008_free_text;
mod m20261124_000009_widget_origins;
mod m20261124_000010_corrections;
mod m20261124_000011_pictures;
mod m20261124_000012_settings;
mod m20261124_000013_early_close;
mod m20261124_000014_search_questions;
mod m20261127_000015_identity_case;
mod m20261128_000016_register;
mod m20261129_000017_team;
mod m20261129_000018_second_factor;
mod m20261129_000019_email;
mod m20261129_000020_passkey;
mod m20261129_000021_current_key;
mod m20261129_000022_consent;
mod m20261129_000023_residence_request;
mod m20261129_000024_district;
mod m20261129_000025_residence_proposal;
mod m20261129_000026_organisation;
mod m20261129_000027_paper;
mod m20261130_000028_paper_differed;
mod m20261130_000029_power_taken_away;
mod m20261130_000030_sign_in_host;
mod table;

/// All migrations in their order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_community::Migration),
            Box::new(m20261124_000002_person::Migration),
            Box::new(m20261124_000003_consultation::Migration),
            Box::new(m20261124_000004_ballot::Migration),
            Box::new(m20261124_000005_journal::Migration),
            Box::new(m20261124_000006_search::Migration),
            Box::new(m20261124_000007_exclusive_options::Migration),
            Box::new(m20261124_000008_free_text::Migration),
            Box::new(m20261124_000009_widget_origins::Migration),
            Box::new(m20261124_000010_corrections::Migration),
            Box::new(m20261124_000011_pictures::Migration),
            Box::new(m20261124_000012_settings::Migration),
            Box::new(m20261124_000013_early_close::Migration),
            Box::new(m20261124_000014_search_questions::Migration),
            Box::new(m20261127_000015_identity_case::Migration),
            Box::new(m20261128_000016_register::Migration),
            Box::new(m20261129_000017_team::Migration),
            Box::new(m20261129_000018_second_factor::Migration),
            Box::new(m20261129_000019_email::Migration),
            Box::new(m20261129_000020_passkey::Migration),
            Box::new(m20261129_000021_current_key::Migration),
            Box::new(m20261129_000022_consent::Migration),
            Box::new(m20261129_000023_residence_request::Migration),
            Box::new(m20261129_000024_district::Migration),
            Box::new(m20261129_000025_residence_proposal::Migration),
            Box::new(m20261129_000026_organisation::Migration),
            Box::new(m20261129_000027_paper::Migration),
            Box::new(m20261130_000028_paper_differed::Migration),
            Box::new(m20261130_000029_power_taken_away::Migration),
            Box::new(m20261130_000030_sign_in_host::Migration),
        ]
    }
}
