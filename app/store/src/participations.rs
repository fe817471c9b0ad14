//! Who took part: what a person may know of their own participation. Written by the ballot box alone.

use crate::{
    Page, Paged, Store, StoreError, convert,
    entity::{consultation, participation},
};
use domain::{
    channel::Channel,
    identity::Assurance,
    ids::{CommunityId, PersonId, PollId, PollNumber, SubmissionId},
    lang::Bilingual,
    lifecycle::State,
    receipt::Receipt,
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, Order, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use std::collections::HashSet;
use uuid::Uuid;

/// A person's participation in a poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participation {
    /// The act of submitting that was recorded: a retry that carries it is told its receipt.
    pub submission: SubmissionId,
    pub receipt: Receipt,
    pub assurance: Assurance,
    pub channel: Channel,
}

/// A poll in which a person took part, as their own list shows it. There is no more to know: neither when they did nor what
/// they chose is kept with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TookPart {
    pub number: PollNumber,
    pub title: Bilingual,
    pub state: State,
    pub closes_at: Option<Millis>,
    pub receipt: Receipt,
}

#[derive(FromQueryResult)]
struct TookPartRow {
    number: i64,
    title_uk: String,
    title_en: String,
    state: String,
    closes_at: Option<i64>,
    receipt: String,
}

impl Store {
    /// The polls in which a person took part, the one that closes last first. From the community's polls to the person's rows:
    /// each is found by its primary key, which begins with the poll, and so is no order of participating.
    pub async fn participations_of(
        &self,
        community: CommunityId,
        person: PersonId,
        page: Page,
    ) -> Result<Paged<TookPart>, StoreError> {
        use consultation::Column as C;
        let all = consultation::Entity::find()
            .join(
                JoinType::InnerJoin,
                participation::Relation::Consultation.def().rev(),
            )
            .filter(C::CommunityId.eq(community.0))
            .filter(participation::Column::PersonId.eq(person.0));
        let total = all.clone().count(self.reader()).await?;
        let rows = all
            .select_only()
            .columns([C::Number, C::TitleUk, C::TitleEn, C::State, C::ClosesAt])
            .column(participation::Column::Receipt)
            .order_by(C::ClosesAt, Order::Desc)
            .order_by(C::Number, Order::Desc)
            .offset(page.offset)
            .limit(page.limit)
            .into_model::<TookPartRow>()
            .all(self.reader())
            .await?;
        let items = rows
            .into_iter()
            .map(|row| {
                Ok(TookPart {
                    number: PollNumber(row.number),
                    title: convert::bilingual(row.title_uk, row.title_en),
                    state: convert::named(&row.state)?,
                    closes_at: row.closes_at.map(Millis),
                    receipt: Receipt::from_stored(row.receipt),
                })
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(Paged { items, total })
    }

    /// A person's participation in a poll; `None` when they have not taken part.
    pub async fn participation(
        &self,
        community: CommunityId,
        poll: PollId,
        person: PersonId,
    ) -> Result<Option<Participation>, StoreError> {
        let row = participation::Entity::find_by_id((community.0, poll.0, person.0))
            .one(self.reader())
            .await?;
        row.map(|row| {
            Ok(Participation {
                submission: SubmissionId(row.submission_id),
                receipt: Receipt::from_stored(row.receipt),
                assurance: convert::named(&row.assurance)?,
                channel: convert::named(&row.channel)?,
            })
        })
        .transpose()
    }

    /// In which of these polls the person has taken part.
    pub async fn taken_part(
        &self,
        community: CommunityId,
        person: PersonId,
        polls: &[PollId],
    ) -> Result<HashSet<PollId>, StoreError> {
        use participation::Column as C;
        let found = participation::Entity::find()
            .select_only()
            .column(C::PollId)
            .filter(C::CommunityId.eq(community.0))
            .filter(C::PollId.is_in(polls.iter().map(|poll| poll.0)))
            .filter(C::PersonId.eq(person.0))
            .into_tuple::<Uuid>()
            .all(self.reader())
            .await?;
        Ok(found.into_iter().map(PollId).collect())
    }
}

/// How many of a poll's participants came by this channel.
pub(crate) async fn by_channel(
    db: &impl ConnectionTrait,
    community: CommunityId,
    poll: PollId,
    channel: Channel,
) -> Result<i64, StoreError> {
    use participation::Column as C;
    let count = participation::Entity::find()
        .filter(C::CommunityId.eq(community.0))
        .filter(C::PollId.eq(poll.0))
        .filter(C::Channel.eq(channel.as_str()))
        .count(db)
        .await?;
    i64::try_from(count).map_err(StoreError::internal)
}
