//! The store's tests. Each body runs on both databases: `on_both_databases!` makes `name::sqlite` and
//! `name::postgres` of it.

#[macro_use]
mod database;
mod consents;
mod corrections;
mod desk;
mod districts;
mod town;

mod audit;
mod ballot_box;
mod ballots_under_attack;
mod closing;
mod closing_early;
mod communities;
mod durability;
mod erasure;
mod identity_cases;
mod isolation;
mod key_rotation;
mod link_keys;
mod organisations;
mod paper;
mod passkeys;
mod persons;
mod pictures;
mod polls;
mod recount;
mod register;
mod residence_proposals;
mod residence_requests;
mod schema;
mod search;
mod second_factor;
mod secrecy;
mod settings;
mod sign_in;
mod team;
mod territory;
mod widget_origins;
