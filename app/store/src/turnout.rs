//! Turnout and counters: cached counts, read in a time that does not grow with the number of ballots.

use crate::{Store, StoreError, convert, entity::counter};
use domain::{
    ids::{CommunityId, OptionNo, PollId, QuestionNo},
    tally::Tally,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select};

fn of_poll(community: CommunityId, poll: PollId) -> Select<counter::Entity> {
    counter::Entity::find()
        .filter(counter::Column::CommunityId.eq(community.0))
        .filter(counter::Column::PollId.eq(poll.0))
}

/// The counters of a poll added up over the writers' slots.
pub(crate) async fn counters(
    db: &impl ConnectionTrait,
    community: CommunityId,
    poll: PollId,
) -> Result<Tally, StoreError> {
    let mut tally = Tally::default();
    for row in of_poll(community, poll).all(db).await? {
        let (question, option) = (
            convert::small(row.question_no)?,
            convert::small(row.option_no)?,
        );
        tally.add_counter(QuestionNo(question), OptionNo(option), row.n);
    }
    Ok(tally)
}

impl Store {
    /// How many have taken part: at most one row per writer's slot is read.
    pub async fn turnout(&self, community: CommunityId, poll: PollId) -> Result<i64, StoreError> {
        let rows = of_poll(community, poll)
            .filter(counter::Column::QuestionNo.eq(0))
            .filter(counter::Column::OptionNo.eq(0))
            .all(self.reader())
            .await?;
        Ok(rows.iter().map(|row| row.n).sum())
    }

    /// The whole tally as the counters have it. Before the close nobody may see it (DESIGN §5.6): it is for the
    /// recount and for tests.
    pub async fn counters(
        &self,
        community: CommunityId,
        poll: PollId,
    ) -> Result<Tally, StoreError> {
        counters(self.reader(), community, poll).await
    }
}
