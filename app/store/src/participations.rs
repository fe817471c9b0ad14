//! Who took part: what a person may know of their own participation. Written by the ballot box alone.

use crate::{
    Page, Paged, Store, StoreError, convert,
    entity::{answer, ballot_link, consultation, participation},
};
use domain::{
    channel::Channel,
    identity::Assurance,
    ids::{
        BallotId, CommunityId, OptionNo, PersonId, PollId, PollNumber, QuestionNo, SubmissionId,
    },
    lang::Bilingual,
    lifecycle::State,
    poll::Poll,
    receipt::Receipt,
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, Order, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use std::collections::{BTreeSet, HashSet};
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
    pub poll: PollId,
    pub number: PollNumber,
    pub title: Bilingual,
    pub state: State,
    pub closes_at: Option<Millis>,
    pub receipt: Receipt,
    pub channel: Channel,
    pub assurance: Assurance,
}

/// What ties somebody's own answers in a poll to them. In a secret poll nothing does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnAnswers {
    /// An open poll: which options of which questions. What they wrote in their own words is tied to nobody, in no poll.
    Named(Vec<(QuestionNo, OptionNo)>),
    /// A confidential poll: the link is sealed, and is opened for no download.
    Sealed,
}

#[derive(FromQueryResult)]
struct TookPartRow {
    id: Uuid,
    number: i64,
    title_uk: String,
    title_en: String,
    state: String,
    closes_at: Option<i64>,
    receipt: String,
    channel: String,
    assurance: String,
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
            .columns([
                C::Id,
                C::Number,
                C::TitleUk,
                C::TitleEn,
                C::State,
                C::ClosesAt,
            ])
            .column(participation::Column::Receipt)
            .column(participation::Column::Channel)
            .column(participation::Column::Assurance)
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
                    poll: PollId(row.id),
                    number: PollNumber(row.number),
                    title: convert::bilingual(row.title_uk, row.title_en),
                    state: convert::named(&row.state)?,
                    closes_at: row.closes_at.map(Millis),
                    receipt: Receipt::from_stored(row.receipt),
                    channel: convert::named(&row.channel)?,
                    assurance: convert::named(&row.assurance)?,
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

    /// What ties a person's answers in a poll to them; `None` where nothing does.
    ///
    /// # Errors
    /// When the database does not answer, or holds what is no answer.
    pub async fn answers_of(
        &self,
        person: PersonId,
        poll: &Poll,
    ) -> Result<Option<OwnAnswers>, StoreError> {
        let link = ballot_link::Entity::find_by_id((poll.community.0, poll.id.0, person.0))
            .one(self.reader())
            .await?;
        Ok(match link.map(|link| link.ballot_id) {
            None => None,
            Some(None) => Some(OwnAnswers::Sealed),
            Some(Some(ballot)) => Some(OwnAnswers::Named(
                chosen(self.reader(), poll, BallotId(ballot)).await?,
            )),
        })
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

/// What a ballot chose. Each row is asked for by its primary key, which begins with question and option: a poll has many ballots.
async fn chosen(
    db: &impl ConnectionTrait,
    poll: &Poll,
    ballot: BallotId,
) -> Result<Vec<(QuestionNo, OptionNo)>, StoreError> {
    use answer::Column as C;
    let questions = &poll.content.questions;
    let options: BTreeSet<OptionNo> = questions
        .iter()
        .flat_map(domain::poll::Question::option_numbers)
        .collect();
    let rows = answer::Entity::find()
        .filter(C::CommunityId.eq(poll.community.0))
        .filter(C::PollId.eq(poll.id.0))
        .filter(C::QuestionNo.is_in(questions.iter().map(|question| i32::from(question.no.0))))
        .filter(C::OptionNo.is_in(options.iter().map(|option| i32::from(option.0))))
        .filter(C::BallotId.eq(ballot.0))
        .order_by_asc(C::QuestionNo)
        .order_by_asc(C::OptionNo)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let question = QuestionNo(convert::small(row.question_no)?);
            Ok((question, OptionNo(convert::small(row.option_no)?)))
        })
        .collect()
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
