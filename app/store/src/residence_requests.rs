//! Requests that one's residence be confirmed. A person has one: a new one takes the place of one that was refused; a confirmation,
//! whoever gives it, ends it. The document is gone with the decision.

use crate::{
    By, Conflict, Page, Paged, Store, StoreError, audit, convert,
    entity::{person, residence_request, residency},
    persons, residence_proposals,
    residencies::{self, Residence},
};
use domain::{
    document::DocumentKind,
    ids::{CommunityId, PersonId},
    katottg::Katottg,
    residence_request::{Request, may_request},
    residency::KnownHome,
    time::{Date, Millis},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, TryInsertResult, sea_query::Expr,
};
use serde_json::json;

/// A request as it stands, without its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidenceRequest {
    pub person: PersonId,
    pub settlement: Katottg,
    pub kind: DocumentKind,
    pub sent_at: Millis,
    pub refused: Option<Refused>,
}

/// That it was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub at: Millis,
    /// Why, in staff's words, sealed under the community's key and bound to the person.
    pub reason: Vec<u8>,
}

impl Store {
    /// Sends a request with its document, sealed under the community's key and bound to the person.
    ///
    /// # Errors
    /// `NotFound` for somebody who is part of another record or was forgotten; [`Conflict::AlreadyThere`] while one waits;
    /// [`Conflict::ChangedMeanwhile`] for whoever is confirmed there.
    pub async fn send_residence_request(
        &self,
        community: CommunityId,
        person: PersonId,
        request: &Request,
        document: &[u8],
        (now, today): (Millis, Date),
    ) -> Result<(), StoreError> {
        use residence_request::Column as C;
        self.write(async |tx| {
            let tx = &*tx;
            // Nobody makes the record part of another meanwhile, or forgets it.
            if persons::lock(tx, community, &[person]).await? != 1 {
                return Err(StoreError::NotFound);
            }
            let home = home(tx, community, person).await?;
            // The rule again, now that nobody changes it: staff or the register may have been quicker.
            if !may_request(home.as_ref(), &request.settlement, today) {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            let known = person::Entity::find_by_id((community.0, person.0))
                .one(tx)
                .await?;
            // Forgotten at their own wish, while the file was on its way.
            if known.is_none_or(|row| row.sealed.is_empty()) {
                return Err(StoreError::NotFound);
            }
            residence_request::Entity::delete_many()
                .filter(of(community, person))
                .filter(C::Document.is_null())
                .exec(tx)
                .await?;
            let row = residence_request::Model {
                community_id: community.0,
                person_id: person.0,
                settlement: request.settlement.to_string(),
                kind: request.kind.as_str().to_owned(),
                document: Some(document.to_vec()),
                sent_at: now.0,
                refused_at: None,
                reason: None,
            };
            let done = residence_request::Entity::insert(row.into_active_model())
                .on_conflict_do_nothing_on([C::CommunityId, C::PersonId])
                .exec_without_returning(tx)
                .await?;
            match done {
                TryInsertResult::Inserted(1..) => Ok(()),
                _ => Err(Conflict::AlreadyThere.into()),
            }
        })
        .await
    }

    /// A person's request.
    pub async fn residence_request(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Option<ResidenceRequest>, StoreError> {
        let row = without_documents()
            .filter(of(community, person))
            .into_tuple::<Row>()
            .one(self.reader())
            .await?;
        row.map(read).transpose()
    }

    /// The requests that wait, the longest waiting first.
    pub async fn waiting_residence_requests(
        &self,
        community: CommunityId,
        page: Page,
    ) -> Result<Paged<ResidenceRequest>, StoreError> {
        use residence_request::Column as C;
        let waiting = Condition::all()
            .add(C::CommunityId.eq(community.0))
            .add(C::RefusedAt.is_null());
        let total = residence_request::Entity::find()
            .filter(waiting.clone())
            .count(self.reader())
            .await?;
        let rows = without_documents()
            .filter(waiting)
            .order_by_asc(C::SentAt)
            .order_by_asc(C::PersonId)
            .offset(page.offset)
            .limit(page.limit)
            .into_tuple::<Row>()
            .all(self.reader())
            .await?;
        let items = rows.into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(Paged { items, total })
    }

    /// The sealed document of a request that waits, for `by` to look at, which is logged.
    ///
    /// # Errors
    /// `NotFound` where none waits; [`Conflict::OwnRecord`] for one's own.
    pub async fn residence_document(
        &self,
        community: CommunityId,
        person: PersonId,
        by: By,
    ) -> Result<(DocumentKind, Vec<u8>), StoreError> {
        persons::not_ones_own(person, by)?;
        self.write(async |tx| {
            let tx = &*tx;
            let row = residence_request::Entity::find()
                .filter(of(community, person))
                .one(tx)
                .await?
                .ok_or(StoreError::NotFound)?;
            let document = row.document.ok_or(StoreError::NotFound)?;
            let subject = person.to_string();
            audit::record(
                tx,
                community,
                by,
                "residency.document_viewed",
                &subject,
                json!({}),
            )
            .await?;
            Ok((convert::named(&row.kind)?, document))
        })
        .await
    }

    /// Refuses the request that was sent at `sent_at`, with sealed words for its person; the document is gone.
    ///
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`] where it waits no more, or another does; [`Conflict::OwnRecord`] for one's own.
    pub async fn refuse_residence_request(
        &self,
        community: CommunityId,
        (person, sent_at): (PersonId, Millis),
        reason: &[u8],
        by: By,
    ) -> Result<(), StoreError> {
        use residence_request::Column as C;
        persons::not_ones_own(person, by)?;
        self.write(async |tx| {
            let tx = &*tx;
            let done = residence_request::Entity::update_many()
                .col_expr(C::Document, Expr::val(None::<Vec<u8>>))
                .col_expr(C::RefusedAt, Expr::val(by.at.0))
                .col_expr(C::Reason, Expr::val(reason.to_vec()))
                .filter(of(community, person))
                .filter(C::RefusedAt.is_null())
                .filter(C::SentAt.eq(sent_at.0))
                .exec(tx)
                .await?;
            if done.rows_affected == 0 {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            let subject = person.to_string();
            audit::record(tx, community, by, "residency.refused", &subject, json!({})).await
        })
        .await
    }

    /// Ends the requests that were sent before `then` and that nobody has decided; how many. No document waits for ever.
    pub async fn purge_residence_requests(&self, then: Millis) -> Result<u64, StoreError> {
        use residence_request::Column as C;
        let done = residence_request::Entity::delete_many()
            .filter(C::RefusedAt.is_null())
            .filter(C::SentAt.lt(then.0))
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected)
    }

    /// Takes a person's own request back, with its document, or with what was said of one that was refused.
    pub async fn withdraw_residence_request(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<(), StoreError> {
        end(self.writer(), community, &[person]).await
    }
}

/// Ends the requests of these people: they are confirmed, part of another record, or take it back.
pub(crate) async fn end(
    db: &impl ConnectionTrait,
    community: CommunityId,
    people: &[PersonId],
) -> Result<(), StoreError> {
    use residence_request::Column as C;
    let columns = (C::CommunityId, C::PersonId);
    persons::delete_theirs::<residence_request::Entity>(db, columns, community, people).await?;
    Ok(())
}

/// Ends what staff propose for somebody whose home is confirmed, whoever it was that confirmed it, and the request for just that home.
pub(crate) async fn end_if_confirmed(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    today: Date,
) -> Result<(), StoreError> {
    let home = home(tx, community, person).await?;
    if !home.as_ref().is_some_and(|home| home.class.is_confirmed()) {
        return Ok(());
    }
    residence_proposals::end(tx, community, &[person]).await?;
    let asked = residence_request::Entity::find_by_id((community.0, person.0))
        .select_only()
        .column(residence_request::Column::Settlement)
        .into_tuple::<String>()
        .one(tx)
        .await?;
    match asked {
        Some(place) if !may_request(home.as_ref(), &convert::katottg(&place)?, today) => {
            end(tx, community, &[person]).await
        }
        _ => Ok(()),
    }
}

async fn home(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
) -> Result<Option<KnownHome>, StoreError> {
    let row = residency::Entity::find_by_id((community.0, person.0))
        .one(tx)
        .await?;
    let known = row.map(residencies::read).transpose()?;
    Ok(known.as_ref().map(Residence::known))
}

type Row = (
    uuid::Uuid,
    String,
    String,
    i64,
    Option<i64>,
    Option<Vec<u8>>,
);

/// Rows without their documents, which are large.
fn without_documents() -> sea_orm::Select<residence_request::Entity> {
    use residence_request::Column as C;
    residence_request::Entity::find().select_only().columns([
        C::PersonId,
        C::Settlement,
        C::Kind,
        C::SentAt,
        C::RefusedAt,
        C::Reason,
    ])
}

fn of(community: CommunityId, person: PersonId) -> Condition {
    use residence_request::Column as C;
    Condition::all()
        .add(C::CommunityId.eq(community.0))
        .add(C::PersonId.eq(person.0))
}

fn read(
    (person, settlement, kind, sent_at, refused_at, reason): Row,
) -> Result<ResidenceRequest, StoreError> {
    Ok(ResidenceRequest {
        person: PersonId(person),
        settlement: convert::katottg(&settlement)?,
        kind: convert::named(&kind)?,
        sent_at: Millis(sent_at),
        refused: refused_at.map(|at| Refused {
            at: Millis(at),
            reason: reason.unwrap_or_default(),
        }),
    })
}
