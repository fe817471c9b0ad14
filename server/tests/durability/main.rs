//! Nothing that was acknowledged is ever lost (DESIGN §5.2): the real program, killed and stopped at any moment, on both
//! databases; the database killed under it; and a look from outside, by strace, that a ballot is on the disk before anybody
//! is told so. Polls open and close by themselves, once, whatever happens to the program meanwhile.

#![recursion_limit = "512"]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[macro_use]
mod databases;

mod casting;
mod closing;
mod cluster;
mod cluster_killed;
mod dice;
mod killed;
#[path = "../load/mod.rs"]
mod load;
mod program;
mod settings;
mod stopped;
mod synced;
mod terms;
mod trace;
