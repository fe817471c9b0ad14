//! What the benchmark and the tests of durability share: a lean client and a town to vote in.

// Each of the two uses its part.
#![allow(dead_code)]

pub mod client;
pub mod town;
