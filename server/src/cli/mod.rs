//! The commands of `viche`.

mod community;
mod grant;
mod import;
mod invite;
mod key;
mod policy;
mod recount;
mod register;
mod second_factor;
mod seeding;
mod serve;
mod widget;

use crate::{config::Config, instance};
use app::keys::{MasterKey, OsRandom};
use clap::{Parser, Subcommand};
use domain::community::Community;
use std::{error::Error, path::PathBuf};
use store::Store;

/// Viche: electronic consultations and polls of territorial communities.
#[derive(Parser)]
#[command(name = "viche", version, about)]
pub struct Cli {
    #[command(flatten)]
    config: Config,
    /// What to do; without one, `serve`.
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the site until it is told to stop.
    Serve,
    /// Brings the database to this version's schema.
    Migrate,
    /// Makes the master key's file (mode 0600). Never overwrites one.
    GenerateKey,
    /// Fills an empty database with the demonstration: two communities, residents, polls, ballots. Needs VICHE_DEMO=1.
    Seed {
        /// So many more residents of the default community, for load tests (`load-0`, `load-1`, …).
        #[arg(long, default_value_t = 0)]
        load: u32,
    },
    /// Reads something into the database.
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Counts the ballots of polls anew and compares them with the counters.
    Recount(recount::Recount),
    /// Communities of this installation.
    Community {
        #[command(subcommand)]
        what: CommunityCommand,
    },
    /// The register of a community's residents, of which only keyed hashes leave the council.
    Register {
        #[command(subcommand)]
        what: register::Register,
    },
    /// Gives and takes roles.
    Role {
        #[command(subcommand)]
        what: Role,
    },
    /// The keys of a community.
    Key {
        #[command(subcommand)]
        what: Key,
    },
    /// The people who run a community.
    Admin {
        #[command(subcommand)]
        what: Admin,
    },
}

#[derive(Subcommand)]
enum Import {
    /// The national codifier of administrative units, as CSV, by difference.
    Katottg { file: PathBuf },
}

#[derive(Subcommand)]
enum CommunityCommand {
    /// Creates a community, ready at its own host.
    Create(community::Create),
    /// Which websites may show its polls (the widget).
    Widget(widget::Widget),
    /// The settings of its regulation: who may take part at the most, terms, secrecy, deadlines.
    Policy(policy::Regulation),
}

#[derive(Subcommand)]
enum Role {
    /// Gives a role to a person, identified by РНОКПП on standard input (so that it stays out of the shell's history).
    Grant(grant::Grant),
}

#[derive(Subcommand)]
enum Key {
    /// Puts a new key over the one that hashes identifiers, and carries all stored hashes on to it. Meanwhile nobody signs in and no
    /// document is looked up; interrupted, it goes on where it stopped.
    Rotate(key::Rotate),
}

#[derive(Subcommand)]
enum Admin {
    /// Writes a link that gives whoever opens it and signs in the role of administrator; a community's first one comes in so.
    Invite(invite::Invite),
    /// Takes the second factor of somebody who has lost it, identified by РНОКПП on standard input.
    ResetSecondFactor(second_factor::Reset),
}

/// The community of a short name.
///
/// # Errors
/// There is none, in words for the operator; or the database does not answer.
async fn community_named(store: &Store, slug: &str) -> Result<Community, Box<dyn Error>> {
    let found = store.community_by_slug(slug).await?;
    Ok(found.ok_or_else(|| format!("no such community: {slug}"))?)
}

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    /// Whatever stopped it, in words for the operator.
    pub async fn run(self) -> Result<(), Box<dyn Error>> {
        let config = self.config;
        match self.command.unwrap_or(Command::Serve) {
            Command::Serve => serve::run(&config).await,
            Command::Migrate => {
                instance::connect(&config).await?.migrate().await?;
                tracing::info!("the database is up to date");
                Ok(())
            }
            Command::GenerateKey => {
                MasterKey::generate_file(&config.master_key_file, &OsRandom)?;
                tracing::info!(file = %config.master_key_file.display(), "the master key is made; keep a copy apart from the database");
                Ok(())
            }
            Command::Seed { load } => seeding::run(&config, load).await,
            Command::Import {
                what: Import::Katottg { file },
            } => import::katottg(&config, &file).await,
            Command::Recount(recount) => recount.run(&config).await,
            Command::Community {
                what: CommunityCommand::Create(create),
            } => create.run(&config).await,
            Command::Community {
                what: CommunityCommand::Widget(widget),
            } => widget.run(&config).await,
            Command::Community {
                what: CommunityCommand::Policy(regulation),
            } => regulation.run(&config).await,
            Command::Register { what } => what.run(&config).await,
            Command::Role {
                what: Role::Grant(grant),
            } => grant.run(&config).await,
            Command::Key {
                what: Key::Rotate(rotate),
            } => rotate.run(&config).await,
            Command::Admin {
                what: Admin::Invite(invite),
            } => invite.run(&config).await,
            Command::Admin {
                what: Admin::ResetSecondFactor(reset),
            } => reset.run(&config).await,
        }
    }
}
