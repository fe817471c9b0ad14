//! Viche's storage: the only place that speaks SQL, on SQLite and PostgreSQL alike.
//!
//! A [`Store`] is a handle on one database; its methods are the repositories, one file for each. Ballots are cast
//! through the [`ballot_box`], which alone writes them. `domain` types cross the boundary, entities never do. Whatever
//! belongs to a community is asked for with the community's id, so that nobody ever reads another's rows.

pub mod audit;
pub mod ballot_box;
pub mod change_log;
pub mod closing;
pub mod communities;
pub mod consents;
pub mod districts;
pub mod drafts;
pub mod emails;
pub mod erasure;
pub mod identity_cases;
pub mod invitations;
pub mod jobs;
pub mod keys;
pub mod link_keys;
pub mod organisation_requests;
pub mod organisations;
pub mod paper;
pub mod participations;
pub mod passkeys;
pub mod persons;
pub mod pictures;
pub mod policies;
pub mod polls;
pub mod recount;
pub mod register;
pub mod representatives;
pub mod residence_proposals;
pub mod residence_requests;
pub mod residencies;
pub mod results;
pub mod roles;
pub mod second_factors;
pub mod sessions;
pub mod settings;
pub mod sign_ins;
pub mod territory;
pub mod tickets;
pub mod turnout;
pub mod widget_origins;

mod chunks;
mod clock;
mod connect;
mod convert;
mod durability;
mod entity;
mod error;
mod hash;
mod page;
mod random;
mod transact;

pub use audit::{Actor, By};
pub use ballot_box::{BallotBox, BallotBoxOptions, Cast, CastError, Submission};
pub use chunks::ImportProgress;
pub use connect::{Store, StoreOptions};
pub use domain::channel::Channel;
pub use durability::Durability;
pub use error::{Conflict, StoreError};
pub use hash::SecretHash;
pub use link_keys::LinkKeys;
pub use page::{Page, Paged};

#[cfg(test)]
mod tests;
