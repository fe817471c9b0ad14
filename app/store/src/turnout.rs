//! Turnout and counters: cached counts, read in a time that does not grow with the number of ballots.

use crate::{
    Store, StoreError, convert,
    entity::{counter, participation, residency},
};
use domain::{
    ids::{CommunityId, OptionNo, PollId, QuestionNo},
    katottg::Katottg,
    tally::Tally,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
    RelationTrait, Select,
};
use std::collections::HashMap;
use uuid::Uuid;

/// How many of a poll's participants live where, by what is known of them now; `None` for whoever has no settlement.
pub type BySettlement = HashMap<Option<Katottg>, i64>;

#[derive(FromQueryResult)]
struct SettlementRow {
    poll_id: Uuid,
    settlement: Option<String>,
    n: i64,
}

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

    /// The turnout of these polls by settlement, in one query over who took part. A poll without participants is left out.
    ///
    /// Small counts are in it as they are: whoever shows them goes through `domain::suppression`.
    pub async fn turnout_by_settlement(
        &self,
        community: CommunityId,
        polls: &[PollId],
    ) -> Result<HashMap<PollId, BySettlement>, StoreError> {
        use participation::Column as C;
        let rows = participation::Entity::find()
            .select_only()
            .column(C::PollId)
            .column(residency::Column::Settlement)
            .column_as(C::PersonId.count(), "n")
            .join(JoinType::LeftJoin, participation::Relation::Residency.def())
            .filter(C::CommunityId.eq(community.0))
            .filter(C::PollId.is_in(polls.iter().map(|poll| poll.0)))
            .group_by(C::PollId)
            .group_by(residency::Column::Settlement)
            .into_model::<SettlementRow>()
            .all(self.reader())
            .await?;
        let mut turnout: HashMap<PollId, BySettlement> = HashMap::new();
        for row in rows {
            let settlement = row
                .settlement
                .as_deref()
                .map(convert::katottg)
                .transpose()?;
            let of_poll = turnout.entry(PollId(row.poll_id)).or_default();
            *of_poll.entry(settlement).or_default() += row.n;
        }
        Ok(turnout)
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
