//! The rules of Viche, pure: polls, answers, eligibility, lifecycle, policy, tally.
//!
//! No I/O, no clock, no randomness: instants and random values are parameters. The crate compiles natively and to
//! WASM, so that the same validation runs in the browser and on the server.

pub mod answer;
pub mod audience;
pub mod ballot_set;
pub mod brand;
pub mod channel;
pub mod community;
pub mod correction;
#[cfg(not(target_family = "wasm"))]
pub mod desk;
pub mod desk_record;
pub mod district;
pub mod document;
pub mod eligibility;
#[cfg(not(target_family = "wasm"))]
pub mod email;
pub mod entitled;
pub mod host;
pub mod identifiers;
pub mod identity;
pub mod identity_case;
pub mod ids;
pub mod katottg;
#[cfg(not(target_family = "wasm"))]
pub mod kyiv;
pub mod lang;
pub mod last_day;
pub mod lifecycle;
pub mod names;
pub mod national_id;
pub mod organisation;
pub mod paper;
pub mod passkey;
pub mod person_name;
pub mod policy;
pub mod poll;
pub mod privacy_notice;
pub mod receipt;
#[cfg(not(target_family = "wasm"))]
pub mod register;
pub mod residence_request;
pub mod residency;
pub mod role;
pub mod search;
pub mod second_factor;
pub mod session;
pub mod settings;
pub mod sign_in_watch;
pub mod suppression;
pub mod tally;
pub mod team;
pub mod text;
pub mod time;
pub mod widget;

#[cfg(test)]
mod tests;
