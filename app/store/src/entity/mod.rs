//! One entity for each table. They never leave this crate: `domain` types cross the boundary.

pub mod answer;
pub mod audit;
pub mod ballot;
pub mod ballot_link;
pub mod change_log;
pub mod community;
pub mod community_host;
pub mod community_key;
pub mod consultation;
pub mod counter;
pub mod draft;
pub mod job;
pub mod participation;
pub mod person;
pub mod person_key;
pub mod policy;
pub mod poll;
pub mod poll_option;
pub mod question;
pub mod residency;
pub mod result;
pub mod role_grant;
pub mod session;
pub mod sign_in;
pub mod territory;
pub mod ticket;
