//! The pages, by who comes to them.

pub mod embed;
pub mod platform;
pub mod resident;
pub mod staff;
