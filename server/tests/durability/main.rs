//! Nothing that was acknowledged is ever lost (DESIGN §5.2): the real program, killed at any moment, on both databases; and a
//! look from outside, by strace, that a ballot is on the disk before anybody is told so.

#![recursion_limit = "512"]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod fsync;
mod kill;
#[path = "../load/mod.rs"]
mod load;
mod program;
mod settings;
