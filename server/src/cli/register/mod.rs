//! `viche register`: the register of a community's residents, of which only keyed hashes leave the council.
//!
//! The installation gives out the community's key (`key`), the council hashes its list with it (`hash`, which needs neither the
//! database nor the master key), and the installation takes the hashes in (`import`). What the council's staff read is in Ukrainian.

mod hash;
mod import;
mod key;
mod list;

use crate::config::Config;
use clap::Subcommand;
use std::error::Error;

pub use hash::Hash;
pub use import::Import;
pub use key::Key;

/// What to do with a register.
#[derive(Subcommand)]
pub enum Register {
    /// Writes the community's key and its settlements into a new file (mode 0600), for `hash`. Whoever has it can try
    /// identifiers out against hashes: take it to the council by hand, and delete it there afterwards.
    Key(Key),
    /// Hashes a list of residents (CSV or XLSX), at the council. Says which rows it could not take, by their numbers.
    Hash(Hash),
    /// Brings the community's register up to date from what `hash` wrote.
    Import(Import),
}

impl Register {
    /// Runs the command.
    ///
    /// # Errors
    /// Whatever stopped it, in words for whoever runs it.
    pub async fn run(self, config: &Config) -> Result<(), Box<dyn Error>> {
        match self {
            Self::Key(key) => key.run(config).await,
            Self::Hash(hash) => hash.run(),
            Self::Import(import) => import.run(config).await,
        }
    }
}
