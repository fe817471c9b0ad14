//! `viche recount`: counts the ballots anew and compares with the counters (DESIGN §5.5).

use crate::{cli::community_named, config::Config, instance};
use clap::Args;
use domain::lifecycle::State;
use std::error::Error;
use store::{
    Page,
    polls::{PollFilter, PollOrder},
};

/// What to recount; everything by default.
#[derive(Args)]
pub struct Recount {
    /// Only this community's polls (short name).
    #[arg(long)]
    community: Option<String>,
    /// Only the poll of this number; needs `--community`.
    #[arg(long, requires = "community")]
    poll: Option<i64>,
    /// Let the database count (a cross-check by another way), instead of streaming every ballot through the tally.
    #[arg(long)]
    quick: bool,
}

impl Recount {
    /// Prints a line a poll; fails when a single one disagrees.
    ///
    /// # Errors
    /// A disagreement, or a database that does not answer.
    pub async fn run(self, config: &Config) -> Result<(), Box<dyn Error>> {
        let store = instance::connect(config).await?;
        let communities = match &self.community {
            Some(slug) => vec![community_named(&store, slug).await?],
            None => store.communities().await?,
        };
        let (mut counted, mut wrong) = (0u64, 0u64);
        for community in communities {
            let filter = PollFilter::of(
                vec![State::Scheduled, State::Open, State::Closed],
                PollOrder::NewestFirst,
            );
            let polls = store
                .polls(
                    community.id,
                    &filter,
                    Page {
                        offset: 0,
                        limit: 1_000_000,
                    },
                )
                .await?;
            for poll in polls
                .items
                .into_iter()
                .filter(|p| self.poll.is_none_or(|n| n == p.number.0))
            {
                let name = format!("{} № {}", community.slug, poll.number);
                let recount = if self.quick {
                    store.recount_quick(community.id, poll.id).await?
                } else {
                    store
                        .recount(community.id, poll.id, |ballots| {
                            tracing::info!(ballots, poll = name, "counted so far")
                        })
                        .await?
                };
                counted += 1;
                if recount.agrees() {
                    tracing::info!(poll = name, ballots = recount.ballots.ballots, "agrees");
                } else {
                    wrong += 1;
                    tracing::error!(poll = name, ballots = ?recount.ballots, counters = ?recount.counters, "DISAGREES");
                }
            }
        }
        if counted == 0 {
            return Err("there is no such published poll".into());
        }
        if wrong > 0 {
            return Err(format!("{wrong} of {counted} polls disagree with their ballots").into());
        }
        tracing::info!(counted, "all counters agree with the ballots");
        Ok(())
    }
}
