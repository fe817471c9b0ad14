//! Paper forms in batches: what staff type of them, sealed and twice, until the ballot box has recorded it. The order of locks is poll, batch, person, form.

mod cast;
mod ended;
mod enter;
mod scan;

pub use enter::{EnteredAgain, NewForm};

pub(crate) use cast::mark_cast;
pub(crate) use ended::{close_poll, forget_person, move_all};

use crate::{
    By, Conflict, Page, Paged, Store, StoreError, audit, ballot_box, convert,
    entity::{paper_batch, paper_form, paper_scan},
    persons::again_when_overtaken,
};
use domain::{
    document::DocumentKind,
    ids::{CommunityId, PersonId, PollId, SubmissionId},
    paper::{BatchNo, BatchState, Form, FormNo, FormProgress, FormState, Refused},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType,
};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperBatch {
    pub no: BatchNo,
    pub poll: PollId,
    pub opened_by: PersonId,
    pub opened_at: Millis,
    /// When somebody said that it be cast.
    pub begun_at: Option<Millis>,
}

impl PaperBatch {
    /// How far it has come, with these forms.
    pub fn state(&self, forms: impl IntoIterator<Item = FormProgress>) -> BatchState {
        BatchState::of(self.begun_at.is_some(), forms)
    }
}

/// A form of a batch, without what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperForm {
    pub no: FormNo,
    pub form: Form,
    /// Why it was refused, where it was.
    pub refused: Option<Refused>,
    /// Makes casting it twice the same act; also what its sealed texts are bound to.
    pub submission: SubmissionId,
    /// The kind of its scan, where there is one.
    pub scan: Option<DocumentKind>,
    /// Grows with each entry.
    pub version: i64,
}

impl PaperForm {
    /// How far it has come.
    pub fn progress(&self) -> FormProgress {
        FormProgress {
            state: self.form.state,
            scanned: self.scan.is_some(),
        }
    }
}

/// What two people typed of a form, sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    pub first: Option<Vec<u8>>,
    pub second: Option<Vec<u8>>,
}

impl Store {
    /// Opens a batch for an open poll, under the community's next number, and logs it.
    ///
    /// # Errors
    /// [`Conflict::NotOpen`] where the poll takes no ballots now by the database's clock.
    pub async fn open_paper_batch(
        &self,
        community: CommunityId,
        poll: PollId,
        (operator, at): (PersonId, Millis),
    ) -> Result<BatchNo, StoreError> {
        use paper_batch::Column as C;
        // Two at once find the same number free; the slower one looks again.
        again_when_overtaken(|| {
            self.write(async |tx| {
                let tx = &*tx;
                self.must_be_open(tx, community, poll).await?;
                let last: Option<Option<i64>> = paper_batch::Entity::find()
                    .select_only()
                    .column_as(C::No.max(), "no")
                    .filter(C::CommunityId.eq(community.0))
                    .into_tuple()
                    .one(tx)
                    .await?;
                let no = BatchNo(last.flatten().unwrap_or(0) + 1);
                let row = paper_batch::Model {
                    community_id: community.0,
                    no: no.0,
                    poll_id: poll.0,
                    opened_by: operator.0,
                    opened_at: at.0,
                    begun_at: None,
                };
                paper_batch::Entity::insert(row.into_active_model())
                    .exec_without_returning(tx)
                    .await?;
                log_batch(tx, community, no, by(operator, at), "opened", json!({})).await?;
                Ok(no)
            })
        })
        .await
    }

    /// The community's batches, the latest first, each with how far its forms have come.
    pub async fn paper_batches(
        &self,
        community: CommunityId,
        page: Page,
    ) -> Result<Paged<(PaperBatch, Vec<FormProgress>)>, StoreError> {
        let all =
            paper_batch::Entity::find().filter(paper_batch::Column::CommunityId.eq(community.0));
        let total = all.clone().count(self.reader()).await?;
        let rows = all
            .order_by_desc(paper_batch::Column::No)
            .offset(page.offset)
            .limit(page.limit)
            .all(self.reader())
            .await?;
        let numbers: Vec<i64> = rows.iter().map(|row| row.no).collect();
        let states: Vec<(i64, i16, String)> = paper_form::Entity::find()
            .select_only()
            .columns([
                paper_form::Column::BatchNo,
                paper_form::Column::No,
                paper_form::Column::State,
            ])
            .filter(paper_form::Column::CommunityId.eq(community.0))
            .filter(paper_form::Column::BatchNo.is_in(numbers.iter().copied()))
            .into_tuple()
            .all(self.reader())
            .await?;
        let scans: HashSet<(i64, i16)> = scans(self.reader(), community, &numbers)
            .await?
            .into_iter()
            .map(|(batch, form, _)| (batch, form))
            .collect();
        let mut of_batch: HashMap<i64, Vec<FormProgress>> = HashMap::new();
        for (batch, form, state) in states {
            of_batch.entry(batch).or_default().push(FormProgress {
                state: convert::named(&state)?,
                scanned: scans.contains(&(batch, form)),
            });
        }
        let items = rows.into_iter().map(|row| {
            let forms = of_batch.remove(&row.no).unwrap_or_default();
            (read_batch(row), forms)
        });
        Ok(Paged {
            items: items.collect(),
            total,
        })
    }

    /// How many batches hold forms that are neither cast nor refused.
    pub async fn paper_batches_unfinished(
        &self,
        community: CommunityId,
    ) -> Result<u64, StoreError> {
        let batches = paper_form::Entity::find()
            .select_only()
            .column(paper_form::Column::BatchNo)
            .filter(paper_form::Column::CommunityId.eq(community.0))
            .filter(unsettled())
            .distinct();
        Ok(batches.count(self.reader()).await?)
    }

    /// A batch by its number.
    pub async fn paper_batch(
        &self,
        community: CommunityId,
        no: BatchNo,
    ) -> Result<Option<PaperBatch>, StoreError> {
        let row = paper_batch::Entity::find_by_id((community.0, no.0))
            .one(self.reader())
            .await?;
        Ok(row.map(read_batch))
    }

    /// The forms of a batch by number, without what was typed.
    pub async fn paper_forms(
        &self,
        community: CommunityId,
        batch: BatchNo,
    ) -> Result<Vec<PaperForm>, StoreError> {
        forms(self.reader(), community, batch).await
    }

    /// A person's forms, with the batch of each.
    pub async fn paper_forms_of(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Vec<(BatchNo, PaperForm)>, StoreError> {
        let theirs = Condition::all().add(paper_form::Column::PersonId.eq(person.0));
        let mut forms = Vec::new();
        for ((batch, no, _), _) in ended::found(self.reader(), community, theirs).await? {
            forms.push((batch, form(self.reader(), community, batch, no).await?));
        }
        Ok(forms)
    }

    /// What was typed of a form; nothing of one that is cast or refused.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn paper_entries(
        &self,
        community: CommunityId,
        batch: BatchNo,
        no: FormNo,
    ) -> Result<Entries, StoreError> {
        use paper_form::Column as C;
        /// What is sealed of an entry, where there is one.
        type Sealed = Option<Vec<u8>>;
        let found: Option<(Sealed, Sealed)> = paper_form::Entity::find()
            .select_only()
            .columns([C::First, C::Second])
            .filter(of_form(community, batch, no))
            .into_tuple()
            .one(self.reader())
            .await?;
        let (first, second) = found.ok_or(StoreError::NotFound)?;
        Ok(Entries { first, second })
    }

    /// That the poll takes ballots now by the database's clock, to the end of the transaction.
    async fn must_be_open(
        &self,
        tx: &DatabaseTransaction,
        community: CommunityId,
        poll: PollId,
    ) -> Result<(), StoreError> {
        let open =
            ballot_box::lock_open_polls(tx, &[(community, poll)], self.clock_offset_ms()).await?;
        match open.is_empty() {
            true => Err(Conflict::NotOpen.into()),
            false => Ok(()),
        }
    }
}

fn by(operator: PersonId, at: Millis) -> By {
    By {
        actor: crate::Actor::Person(operator),
        at,
    }
}

/// Tells the log what was done to a batch.
async fn log_batch(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    batch: BatchNo,
    by: By,
    act: &str,
    detail: Value,
) -> Result<(), StoreError> {
    let act = format!("paper_batch.{act}");
    audit::record(tx, community, by, &act, &batch.to_string(), detail).await
}

/// Tells the log what was done to somebody's form: which it is, and nothing of what stands in it.
async fn log_form(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    (batch, form): (BatchNo, &PaperForm),
    by: By,
    act: &str,
) -> Result<(), StoreError> {
    let which = (batch, form.no, form.form.person);
    log(tx, community, which, form.refused, by, act).await
}

/// The same by its numbers and its person; `refused`: why it was, where it was.
async fn log(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    (batch, no, person): (BatchNo, FormNo, PersonId),
    refused: Option<Refused>,
    by: By,
    act: &str,
) -> Result<(), StoreError> {
    let act = format!("paper.{act}");
    let mut detail = json!({ "batch": batch.0, "form": no.0 });
    if let Some(why) = refused {
        detail["why"] = json!(why);
    }
    audit::record(tx, community, by, &act, &person.to_string(), detail).await
}

/// A batch, locked to the end of the transaction: whoever changes it or one of its forms comes before or after.
///
/// # Errors
/// `NotFound`.
async fn lock_batch(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    no: BatchNo,
) -> Result<PaperBatch, StoreError> {
    let row = paper_batch::Entity::find_by_id((community.0, no.0))
        .lock(LockType::Update)
        .one(tx)
        .await?;
    row.map(read_batch).ok_or(StoreError::NotFound)
}

/// One of a batch's forms.
///
/// # Errors
/// `NotFound`.
async fn form(
    db: &impl ConnectionTrait,
    community: CommunityId,
    batch: BatchNo,
    no: FormNo,
) -> Result<PaperForm, StoreError> {
    let forms = forms(db, community, batch).await?;
    let found = forms.into_iter().find(|form| form.no == no);
    found.ok_or(StoreError::NotFound)
}

type FormRow = (
    i16,
    Uuid,
    Uuid,
    Uuid,
    Option<Uuid>,
    String,
    Option<String>,
    i64,
    i16,
);

/// Which forms of these batches have a scan: the batch, the form, the kind of the document.
async fn scans(
    db: &impl ConnectionTrait,
    community: CommunityId,
    batches: &[i64],
) -> Result<Vec<(i64, i16, String)>, StoreError> {
    use paper_scan::Column as C;
    Ok(paper_scan::Entity::find()
        .select_only()
        .columns([C::BatchNo, C::FormNo, C::Kind])
        .filter(C::CommunityId.eq(community.0))
        .filter(C::BatchNo.is_in(batches.iter().copied()))
        .into_tuple()
        .all(db)
        .await?)
}

async fn forms(
    db: &impl ConnectionTrait,
    community: CommunityId,
    batch: BatchNo,
) -> Result<Vec<PaperForm>, StoreError> {
    use paper_form::Column as C;
    let scans: HashMap<i16, String> = scans(db, community, &[batch.0])
        .await?
        .into_iter()
        .map(|(_, form, kind)| (form, kind))
        .collect();
    // Without what was typed, which is larger than all the rest.
    let rows: Vec<FormRow> = paper_form::Entity::find()
        .select_only()
        .columns([
            C::No,
            C::PersonId,
            C::SubmissionId,
            C::FirstBy,
            C::SecondBy,
            C::State,
            C::Refused,
            C::Version,
            C::Differed,
        ])
        .filter(C::CommunityId.eq(community.0))
        .filter(C::BatchNo.eq(batch.0))
        .order_by_asc(C::No)
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter()
        .map(
            |(no, person, submission, first_by, second_by, state, refused, version, differed)| {
                Ok(PaperForm {
                    no: FormNo(no),
                    form: Form {
                        person: PersonId(person),
                        first_by: PersonId(first_by),
                        second_by: second_by.map(PersonId),
                        state: convert::named(&state)?,
                        differed,
                    },
                    refused: refused.as_deref().map(convert::named).transpose()?,
                    submission: SubmissionId(submission),
                    scan: scans
                        .get(&no)
                        .map(|kind| convert::named(kind))
                        .transpose()?,
                    version,
                })
            },
        )
        .collect()
}

fn of_form(community: CommunityId, batch: BatchNo, no: FormNo) -> Condition {
    use paper_form::Column as C;
    Condition::all()
        .add(C::CommunityId.eq(community.0))
        .add(C::BatchNo.eq(batch.0))
        .add(C::No.eq(no.0))
}

/// The forms that are neither cast nor refused.
fn unsettled() -> Condition {
    let states = FormState::ALL.iter().filter(|state| !state.is_settled());
    Condition::all().add(paper_form::Column::State.is_in(states.map(|state| state.as_str())))
}

fn read_batch(row: paper_batch::Model) -> PaperBatch {
    PaperBatch {
        no: BatchNo(row.no),
        poll: PollId(row.poll_id),
        opened_by: PersonId(row.opened_by),
        opened_at: Millis(row.opened_at),
        begun_at: row.begun_at.map(Millis),
    }
}
