//! Lists of polls, without their questions.

use super::{
    POLL, search,
    sort::{self, Direction, PollColumn},
};
use crate::{
    Page, Paged, Store, StoreError, convert,
    entity::{consultation, counter, poll},
};
use domain::{
    audience::Audience,
    ids::{CommunityId, OrganisationNo, PersonId, PollId, PollNumber},
    katottg::Katottg,
    lang::Bilingual,
    lifecycle::State,
    poll::{Initiator, InitiatorKind, Secrecy},
    search::Query,
    time::Millis,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, SelectStatement},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Which polls are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollFilter {
    /// Only polls in one of these states; empty gives nothing, so that a forgotten filter never shows drafts.
    pub states: Vec<State>,
    pub order: PollOrder,
    /// Only polls in which all its words are found.
    pub query: Query,
    /// Only polls for residents of this settlement: what is for the whole community, and what names it.
    pub settlement: Option<Katottg>,
    /// Only polls of initiators of this kind.
    pub initiator: Option<InitiatorKind>,
    /// Only polls of this organisation.
    pub organisation: Option<OrganisationNo>,
    /// Only polls of this secrecy.
    pub secrecy: Option<Secrecy>,
}

impl PollFilter {
    /// All polls in these states.
    pub fn of(states: impl Into<Vec<State>>, order: PollOrder) -> Self {
        Self {
            states: states.into(),
            order,
            query: Query::default(),
            settlement: None,
            initiator: None,
            organisation: None,
            secrecy: None,
        }
    }

    /// The polls of a community that it lets through.
    fn apply(&self, community: CommunityId) -> Select<consultation::Entity> {
        use consultation::Column as C;
        let states = self.states.iter().map(|state| state.as_str());
        let mut found = of_community(community)
            .filter(C::State.is_in(states))
            .filter(search::finds(&self.query));
        if let Some(initiator) = self.initiator {
            found = found.filter(C::InitiatorKind.eq(initiator.as_str()));
        }
        if let Some(organisation) = self.organisation {
            found = found.filter(C::OrganisationNo.eq(organisation.0));
        }
        if let Some(settlement) = &self.settlement {
            found = found.filter(concerns(settlement));
        }
        if let Some(secrecy) = self.secrecy {
            found = found.filter(C::Id.in_subquery(of_secrecy(community, secrecy)));
        }
        found
    }
}

/// That a poll's audience is the whole community, or names this settlement, by itself or with its district. The column is JSON as
/// `serde_json` writes it, without white space: codes (letters and digits only) stand nowhere in it but in lists of settlements, and an
/// audience without districts does not mention them.
fn concerns(settlement: &Katottg) -> Condition {
    let audience = consultation::Column::Audience;
    let everywhere = Condition::all()
        .add(audience.contains(r#""settlements":[]"#))
        .add(audience.contains(r#""districts":["#).not());
    Condition::any()
        .add(everywhere)
        .add(audience.contains(format!("\"{settlement}\"")))
}

/// The ids of a community's polls of this secrecy, which stands in a table of its own.
fn of_secrecy(community: CommunityId, secrecy: Secrecy) -> SelectStatement {
    poll::Entity::find()
        .select_only()
        .column(poll::Column::Id)
        .filter(poll::Column::CommunityId.eq(community.0))
        .filter(poll::Column::Secrecy.eq(secrecy.as_str()))
        .into_query()
}

/// In which order; the number breaks ties, the latest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PollOrder {
    /// What closes soonest first.
    ClosingFirst,
    /// What opens soonest first.
    OpeningFirst,
    /// What closed last first.
    LatestClosedFirst,
    /// The highest number first.
    NewestFirst,
    /// By a column of the staff's table. What has no value in it stands last either way.
    By(PollColumn, Direction),
}

/// What a card or a row of a table shows of a poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollSummary {
    pub id: PollId,
    pub number: PollNumber,
    pub title: Bilingual,
    pub summary: Bilingual,
    pub initiator: Initiator,
    pub secrecy: Secrecy,
    pub audience: Audience,
    pub state: State,
    pub opens_at: Option<Millis>,
    pub closes_at: Option<Millis>,
    pub author: Option<PersonId>,
    pub version: i64,
    pub created_at: Millis,
    pub published_at: Option<Millis>,
    pub closed_at: Option<Millis>,
    /// How many have taken part.
    pub turnout: i64,
}

/// What makes a cached page of a published poll old: either number grew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollPulse {
    pub id: PollId,
    pub number: PollNumber,
    pub state: State,
    pub version: i64,
    pub turnout: i64,
    pub opens_at: Option<Millis>,
    pub closes_at: Option<Millis>,
}

#[derive(FromQueryResult)]
struct TurnoutRow {
    poll_id: Uuid,
    n: i64,
}

impl Store {
    /// A part of a community's polls. Three queries, however many there are.
    pub async fn polls(
        &self,
        community: CommunityId,
        filter: &PollFilter,
        page: Page,
    ) -> Result<Paged<PollSummary>, StoreError> {
        use consultation::Column as C;
        let all = filter.apply(community);
        let total = all.clone().count(self.reader()).await?;
        let ordered = match filter.order {
            PollOrder::ClosingFirst => all.order_by(C::ClosesAt, Order::Asc),
            PollOrder::OpeningFirst => all.order_by(C::OpensAt, Order::Asc),
            PollOrder::LatestClosedFirst => all.order_by(C::ClosedAt, Order::Desc),
            PollOrder::NewestFirst => all,
            PollOrder::By(column, direction) => sort::by(all, column, direction),
        };
        let rows = ordered
            .order_by(C::Number, Order::Desc)
            .offset(page.offset)
            .limit(page.limit)
            .find_also_related(poll::Entity)
            .all(self.reader())
            .await?;
        let ids: Vec<Uuid> = rows.iter().map(|(row, _)| row.id).collect();
        let turnout = self.turnouts(community, Some(ids)).await?;
        let items = rows
            .into_iter()
            .map(|(row, poll)| summary(row, poll, &turnout))
            .collect::<Result<_, _>>()?;
        Ok(Paged { items, total })
    }

    /// The versions and turnouts of a community's published polls, for whoever watches over cached pages.
    pub async fn pulse(&self, community: CommunityId) -> Result<Vec<PollPulse>, StoreError> {
        let rows = of_community(community)
            .filter(consultation::Column::PublishedAt.is_not_null())
            .order_by_desc(consultation::Column::Number)
            .all(self.reader())
            .await?;
        let turnout = self.turnouts(community, None).await?;
        rows.into_iter()
            .map(|row| {
                Ok(PollPulse {
                    id: PollId(row.id),
                    number: PollNumber(row.number),
                    state: convert::named(&row.state)?,
                    version: row.version,
                    turnout: turnout.get(&row.id).copied().unwrap_or(0),
                    opens_at: row.opens_at.map(Millis),
                    closes_at: row.closes_at.map(Millis),
                })
            })
            .collect()
    }

    /// The turnout of these polls, or of all polls of the community.
    async fn turnouts(
        &self,
        community: CommunityId,
        polls: Option<Vec<Uuid>>,
    ) -> Result<HashMap<Uuid, i64>, StoreError> {
        use counter::Column as C;
        let mut query = counter::Entity::find()
            .select_only()
            .column(C::PollId)
            // A sum of bigints is a numeric on PostgreSQL.
            .expr_as(Expr::col(C::N).sum().cast_as("bigint"), "n")
            .filter(C::CommunityId.eq(community.0))
            .filter(C::QuestionNo.eq(0))
            .filter(C::OptionNo.eq(0))
            .group_by(C::PollId);
        if let Some(polls) = polls {
            query = query.filter(C::PollId.is_in(polls));
        }
        let rows = query.into_model::<TurnoutRow>().all(self.reader()).await?;
        Ok(rows.into_iter().map(|row| (row.poll_id, row.n)).collect())
    }
}

fn of_community(community: CommunityId) -> Select<consultation::Entity> {
    consultation::Entity::find()
        .filter(consultation::Column::CommunityId.eq(community.0))
        .filter(consultation::Column::Kind.eq(POLL))
}

fn summary(
    row: consultation::Model,
    poll: Option<poll::Model>,
    turnout: &HashMap<Uuid, i64>,
) -> Result<PollSummary, StoreError> {
    let poll = poll.ok_or_else(|| StoreError::internal("a consultation lacks its poll"))?;
    Ok(PollSummary {
        id: PollId(row.id),
        number: PollNumber(row.number),
        title: convert::bilingual(row.title_uk, row.title_en),
        summary: convert::bilingual(row.summary_uk, row.summary_en),
        initiator: Initiator {
            kind: convert::named(&row.initiator_kind)?,
            name: convert::bilingual(row.initiator_uk, row.initiator_en),
            organisation: row.organisation_no.map(OrganisationNo),
        },
        secrecy: convert::named(&poll.secrecy)?,
        audience: convert::from_json(&row.audience)?,
        state: convert::named(&row.state)?,
        opens_at: row.opens_at.map(Millis),
        closes_at: row.closes_at.map(Millis),
        author: row.author.map(PersonId),
        version: row.version,
        created_at: Millis(row.created_at),
        published_at: row.published_at.map(Millis),
        closed_at: row.closed_at.map(Millis),
        turnout: turnout.get(&row.id).copied().unwrap_or(0),
    })
}
