//! The demonstration's content: two communities with their territory, polls in every state, invented voters and the
//! answers they give. Only what is here is invented; the tables it goes into are written by the ordinary code.
//!
//! The communities and polls are JSON files beside this one, the territory rows are cut from the national codifier in
//! its own layout. Terms are days from today, so that a fresh demonstration always has something open.

pub mod answers;
pub mod content;
pub mod drawings;
pub mod voters;

pub use content::{CommunitySeed, PictureSeed, PollSeed, SeedError, communities};

#[cfg(test)]
mod tests;
