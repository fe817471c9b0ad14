//! The machine's protocol of a closed poll. Written once, at the close; the database refuses to change it.

use crate::{Store, StoreError, convert, entity::result};
use domain::{
    entitled::{CountedBy, Entitled},
    ids::{CommunityId, PollId},
    tally::Tally,
    time::Millis,
};
use sea_orm::{ConnectionTrait, EntityTrait};

/// The protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollResult {
    pub tally: Tally,
    /// How many of the ballots staff entered from paper forms.
    pub on_paper: i64,
    /// SHA-256 over the canonical set of ballots ([`domain::ballot_set`]).
    pub ballot_hash: [u8; 32],
    /// How many could have taken part, where that is known.
    pub entitled: Option<Entitled>,
    /// When the term ended.
    pub closed_at: Millis,
    /// When the ballots were counted.
    pub created_at: Millis,
}

/// A poll's protocol, read on the caller's connection.
pub(crate) async fn read(
    db: &impl ConnectionTrait,
    community: CommunityId,
    poll: PollId,
) -> Result<Option<PollResult>, StoreError> {
    let Some(row) = result::Entity::find_by_id((community.0, poll.0))
        .one(db)
        .await?
    else {
        return Ok(None);
    };
    // Before there were registers, only the community counted.
    let by = row
        .entitled_by
        .as_deref()
        .map_or(Ok(CountedBy::Community), convert::named)?;
    Ok(Some(PollResult {
        tally: convert::from_json(&row.tally)?,
        on_paper: row.on_paper.unwrap_or(0),
        ballot_hash: convert::hash32(&row.ballot_hash)?,
        entitled: row.entitled.map(|people| Entitled { people, by }),
        closed_at: Millis(row.closed_at),
        created_at: Millis(row.created_at),
    }))
}

impl Store {
    /// A poll's protocol; `None` before it was closed and counted.
    pub async fn result(
        &self,
        community: CommunityId,
        poll: PollId,
    ) -> Result<Option<PollResult>, StoreError> {
        read(self.reader(), community, poll).await
    }
}
