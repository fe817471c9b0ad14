//! The server of Viche: wires configuration, database, ballot box, identity providers, pages and jobs into one process.

#![recursion_limit = "512"]

pub mod cli;
pub mod clock;
pub mod communities;
pub mod config;
pub mod demo_residents;
pub mod front;
pub mod identity;
pub mod instance;
pub mod jobs;
pub mod mail;
pub mod sandbox;
pub mod seed;
pub mod site;
pub mod web;

/// The allocator of every program of this crate. jemalloc gives back, within ten seconds, what a crowd of readers took; glibc's
/// keeps it for as long as the process lives.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;
