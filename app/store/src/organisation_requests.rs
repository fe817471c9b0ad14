//! Claims to act for an organisation that wait for staff: with documents, or by the key of one that the community does not know yet. A person
//! has one: a new one takes the place of one that was refused. The document is gone with the decision.

use crate::{
    By, Conflict, Page, Paged, Store, StoreError, audit, convert,
    entity::{organisation_request, person},
    organisations::{self, add},
    persons,
    representatives::{self, taken_away},
};
use domain::{
    document::DocumentKind,
    ids::{CommunityId, OrganisationNo, PersonId},
    lang::Bilingual,
    national_id::Edrpou,
    organisation::{Organisation, Power, Proof, may_be_about},
    poll::InitiatorKind,
    time::{Date, Millis},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, TryInsertResult, sea_query::Expr,
};
use serde_json::json;

/// What somebody claims, with what is sealed under the community's key and bound to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClaim {
    pub proof: Proof,
    pub kind: InitiatorKind,
    pub name: Bilingual,
    pub edrpou: Option<Edrpou>,
    /// Their position, sealed.
    pub position: Vec<u8>,
    /// The kind of file, and the file, sealed; nothing where a signature is the proof.
    pub document: Option<(DocumentKind, Vec<u8>)>,
}

/// A claim as it stands, without its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationRequest {
    pub person: PersonId,
    pub proof: Proof,
    pub kind: InitiatorKind,
    pub name: Bilingual,
    pub edrpou: Option<Edrpou>,
    /// Sealed.
    pub position: Vec<u8>,
    pub document: Option<DocumentKind>,
    pub sent_at: Millis,
    /// When it was refused, and why, sealed.
    pub refused: Option<(Millis, Vec<u8>)>,
}

/// The organisation that a claim is about, as staff say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// One that the community knows.
    Known(OrganisationNo),
    /// One that it did not know, as it is claimed.
    New,
}

impl Store {
    /// Sends a claim.
    ///
    /// # Errors
    /// `NotFound` for somebody who is part of another record or was forgotten; [`Conflict::AlreadyThere`] while one waits.
    pub async fn send_organisation_request(
        &self,
        community: CommunityId,
        person: PersonId,
        claim: &NewClaim,
        now: Millis,
    ) -> Result<(), StoreError> {
        use organisation_request::Column as C;
        self.write(async |tx| {
            let tx = &*tx;
            if persons::lock(tx, community, &[person]).await? != 1 {
                return Err(StoreError::NotFound);
            }
            let known = person::Entity::find_by_id((community.0, person.0))
                .one(tx)
                .await?;
            // Forgotten at their own wish, while the file was on its way.
            if known.is_none_or(|row| row.sealed.is_empty()) {
                return Err(StoreError::NotFound);
            }
            organisation_request::Entity::delete_many()
                .filter(of(community, person))
                .filter(C::RefusedAt.is_not_null())
                .exec(tx)
                .await?;
            let (kind, file) = claim.document.clone().unzip();
            let row = organisation_request::Model {
                community_id: community.0,
                person_id: person.0,
                proof: claim.proof.as_str().to_owned(),
                kind: claim.kind.as_str().to_owned(),
                name_uk: claim.name.uk.clone(),
                name_en: claim.name.en.clone(),
                edrpou: claim.edrpou.as_ref().map(|code| code.as_str().to_owned()),
                sealed: claim.position.clone(),
                document_kind: kind.map(|kind: DocumentKind| kind.as_str().to_owned()),
                document: file,
                sent_at: now.0,
                refused_at: None,
                reason: None,
            };
            let done = organisation_request::Entity::insert(row.into_active_model())
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

    /// A person's claim.
    ///
    /// # Errors
    /// When the database does not answer, or holds what is no claim.
    pub async fn organisation_request(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Option<OrganisationRequest>, StoreError> {
        let row = without_documents()
            .filter(of(community, person))
            .into_model::<Row>()
            .one(self.reader())
            .await?;
        row.map(read).transpose()
    }

    /// The claims that wait, the longest waiting first.
    ///
    /// # Errors
    /// As [`Self::organisation_request`].
    pub async fn waiting_organisation_requests(
        &self,
        community: CommunityId,
        page: Page,
    ) -> Result<Paged<OrganisationRequest>, StoreError> {
        use organisation_request::Column as C;
        let waiting = Condition::all()
            .add(C::CommunityId.eq(community.0))
            .add(C::RefusedAt.is_null());
        let total = organisation_request::Entity::find()
            .filter(waiting.clone())
            .count(self.reader())
            .await?;
        let rows = without_documents()
            .filter(waiting)
            .order_by_asc(C::SentAt)
            .order_by_asc(C::PersonId)
            .offset(page.offset)
            .limit(page.limit)
            .into_model::<Row>()
            .all(self.reader())
            .await?;
        let items = rows.into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(Paged { items, total })
    }

    /// The sealed document of a claim that waits, for `by` to look at, which is logged.
    ///
    /// # Errors
    /// `NotFound` where none waits; [`Conflict::OwnRecord`] for one's own.
    pub async fn organisation_document(
        &self,
        community: CommunityId,
        person: PersonId,
        by: By,
    ) -> Result<(DocumentKind, Vec<u8>), StoreError> {
        persons::not_ones_own(person, by)?;
        self.write(async |tx| {
            let tx = &*tx;
            let row = find(tx, community, person).await?;
            let kind = row.document_kind.ok_or(StoreError::NotFound)?;
            let document = row.document.ok_or(StoreError::NotFound)?;
            let (subject, act) = (person.to_string(), "power.document_viewed");
            audit::record(tx, community, by, act, &subject, json!({})).await?;
            Ok((convert::named(&kind)?, document))
        })
        .await
    }

    /// Refuses the claim that was sent at `sent_at`, with sealed words for its person; the document is gone.
    ///
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`] where it waits no more, or another does; [`Conflict::OwnRecord`] for one's own.
    pub async fn refuse_organisation_request(
        &self,
        community: CommunityId,
        (person, sent_at): (PersonId, Millis),
        reason: &[u8],
        by: By,
    ) -> Result<(), StoreError> {
        use organisation_request::Column as C;
        persons::not_ones_own(person, by)?;
        self.write(async |tx| {
            let tx = &*tx;
            let done = organisation_request::Entity::update_many()
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
            audit::record(tx, community, by, "power.refused", &subject, json!({})).await
        })
        .await
    }

    /// Confirms the claim that was sent at `sent_at`: its person may act for the organisation to the end of `until`, also where somebody else had
    /// ended their power. Where the organisation is new, it is added as it was claimed. Gives its number.
    ///
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`] where it waits no more, or another does; [`Conflict::OwnRecord`] for one's own;
    /// [`Conflict::AlreadyThere`] where a new organisation has the code of a known one; [`Conflict::OtherOrganisation`] where the claim's
    /// signature names another than the known one; `NotFound` for one that is not there (any more).
    pub async fn confirm_organisation_request(
        &self,
        community: CommunityId,
        (person, sent_at): (PersonId, Millis),
        about: &About,
        until: Date,
        by: By,
    ) -> Result<OrganisationNo, StoreError> {
        persons::not_ones_own(person, by)?;
        self.write(async |tx| {
            let tx = &*tx;
            let row = match find(tx, community, person).await {
                Err(StoreError::NotFound) => return Err(Conflict::ChangedMeanwhile.into()),
                found => found?,
            };
            if row.sent_at != sent_at.0 {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            let no = match about {
                About::Known(no) => {
                    let known = organisations::standing(tx, community, *no).await?;
                    let claimed = code(row.edrpou.as_deref())?;
                    let theirs = code(known.edrpou.as_deref())?;
                    let proof = convert::named(&row.proof)?;
                    may_be_about(proof, claimed.as_ref(), theirs.as_ref())
                        .map_err(|_| Conflict::OtherOrganisation)?;
                    known.no
                }
                About::New => {
                    let new = Organisation {
                        // It is numbered where it is stored.
                        no: OrganisationNo(0),
                        kind: convert::named(&row.kind)?,
                        name: Bilingual::new(row.name_uk, row.name_en),
                        edrpou: code(row.edrpou.as_deref())?,
                        about: Bilingual::default(),
                    };
                    add(tx, community, &new, by).await?.0
                }
            };
            let power = Power {
                organisation: OrganisationNo(no),
                person,
                proof: convert::named(&row.proof)?,
                until,
            };
            representatives::give(tx, community, &power, &row.sealed, by).await?;
            taken_away::forgive(tx, community, power.organisation, person).await?;
            end(tx, community, &[person]).await?;
            Ok(OrganisationNo(no))
        })
        .await
    }

    /// Ends the claims that were sent before `then` and that nobody has decided; how many. No document waits for ever.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn purge_organisation_requests(&self, then: Millis) -> Result<u64, StoreError> {
        use organisation_request::Column as C;
        let done = organisation_request::Entity::delete_many()
            .filter(C::RefusedAt.is_null())
            .filter(C::SentAt.lt(then.0))
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected)
    }

    /// Takes a person's own claim back, with its document, or with what was said of one that was refused.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn withdraw_organisation_request(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<(), StoreError> {
        end(self.writer(), community, &[person]).await
    }
}

/// Ends the claims of these people: they are decided, part of another record, or taken back.
pub(crate) async fn end(
    db: &impl ConnectionTrait,
    community: CommunityId,
    people: &[PersonId],
) -> Result<(), StoreError> {
    use organisation_request::Column as C;
    organisation_request::Entity::delete_many()
        .filter(C::CommunityId.eq(community.0))
        .filter(C::PersonId.is_in(people.iter().map(|person| person.0)))
        .exec(db)
        .await?;
    Ok(())
}

/// A claim that waits, whole.
async fn find(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
) -> Result<organisation_request::Model, StoreError> {
    let row = organisation_request::Entity::find()
        .filter(of(community, person))
        .filter(organisation_request::Column::RefusedAt.is_null())
        .lock_exclusive()
        .one(tx)
        .await?;
    row.ok_or(StoreError::NotFound)
}

/// A claim without its document.
#[derive(FromQueryResult)]
struct Row {
    person_id: uuid::Uuid,
    proof: String,
    kind: String,
    name_uk: String,
    name_en: String,
    edrpou: Option<String>,
    sealed: Vec<u8>,
    document_kind: Option<String>,
    sent_at: i64,
    refused_at: Option<i64>,
    reason: Option<Vec<u8>>,
}

/// Rows without their documents, which are large.
fn without_documents() -> sea_orm::Select<organisation_request::Entity> {
    use organisation_request::Column as C;
    organisation_request::Entity::find().select_only().columns([
        C::PersonId,
        C::Proof,
        C::Kind,
        C::NameUk,
        C::NameEn,
        C::Edrpou,
        C::Sealed,
        C::DocumentKind,
        C::SentAt,
        C::RefusedAt,
        C::Reason,
    ])
}

fn of(community: CommunityId, person: PersonId) -> Condition {
    use organisation_request::Column as C;
    Condition::all()
        .add(C::CommunityId.eq(community.0))
        .add(C::PersonId.eq(person.0))
}

fn code(stored: Option<&str>) -> Result<Option<Edrpou>, StoreError> {
    let code = stored.map(|code| {
        Edrpou::parse(code).ok_or_else(|| StoreError::internal("a stored code is no code"))
    });
    code.transpose()
}

fn read(row: Row) -> Result<OrganisationRequest, StoreError> {
    let document = row.document_kind.as_deref().map(convert::named);
    Ok(OrganisationRequest {
        person: PersonId(row.person_id),
        proof: convert::named(&row.proof)?,
        kind: convert::named(&row.kind)?,
        name: Bilingual::new(row.name_uk, row.name_en),
        edrpou: code(row.edrpou.as_deref())?,
        position: row.sealed,
        document: document.transpose()?,
        sent_at: Millis(row.sent_at),
        refused: row
            .refused_at
            .map(|at| (Millis(at), row.reason.unwrap_or_default())),
    })
}
