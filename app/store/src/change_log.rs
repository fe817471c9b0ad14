//! The public log of what happened to a consultation from its publication on. Append-only: the database refuses to
//! change or delete a row (DESIGN §5.7).

use crate::{
    Actor, By, Conflict, Store, StoreError, audit, convert,
    entity::{change_log, consultation},
    polls,
};
use domain::{
    correction::Correction,
    ids::{CommunityId, PersonId, PollId},
    lang::Bilingual,
    lifecycle::{self, Command, Event, Refusal, State},
    poll::Term,
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, TryInsertResult, sea_query::Expr,
};
use serde_json::json;

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub seq: i64,
    pub at: Millis,
    /// Who; `None` for what time and the system brought about.
    pub person: Option<PersonId>,
    /// An [`Event`]'s name, [`LINK_KEY_DESTROYED`], [`DESCRIPTION_CORRECTED`] or [`CLOSED_EARLY`].
    pub kind: String,
    pub note: Bilingual,
    /// What was corrected, where something was.
    pub corrected: Option<Corrected>,
    /// When the term would have ended that was ended early.
    pub planned_end: Option<Millis>,
}

/// What an entry tells beside its kind and its note.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Told<'a> {
    pub corrected: Option<&'a Corrected>,
    pub planned_end: Option<Millis>,
}

/// A text before and after its correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrected {
    pub before: Bilingual,
    pub after: Bilingual,
}

/// The entry that says that a confidential poll's answers can no longer be joined to names. It carries no note: the pages
/// have words for it.
pub const LINK_KEY_DESTROYED: &str = "link_key_destroyed";

/// The entry of a correction of the description; its note is the reason.
pub const DESCRIPTION_CORRECTED: &str = "description_corrected";

/// The entry of a term that was ended early; its note is the reason.
pub const CLOSED_EARLY: &str = "closed_early";

/// How often the next number is tried when others append at the same moment.
const TRIES: u32 = 100;

/// Appends an entry in the caller's transaction.
pub(crate) async fn append(
    db: &impl ConnectionTrait,
    community: CommunityId,
    consultation: PollId,
    kind: &str,
    note: &Bilingual,
    by: By,
) -> Result<(), StoreError> {
    append_with(
        db,
        community,
        consultation,
        (kind, note, Told::default()),
        by,
    )
    .await
}

/// Appends an entry: its kind, its note and what else it tells.
pub(crate) async fn append_with(
    db: &impl ConnectionTrait,
    community: CommunityId,
    consultation: PollId,
    (kind, note, told): (&str, &Bilingual, Told<'_>),
    by: By,
) -> Result<(), StoreError> {
    let corrected = told.corrected;
    for _ in 0..TRIES {
        let last = change_log::Entity::find()
            .select_only()
            .column_as(change_log::Column::Seq.max(), "last")
            .filter(change_log::Column::CommunityId.eq(community.0))
            .filter(change_log::Column::ConsultationId.eq(consultation.0))
            .into_tuple::<Option<i64>>()
            .one(db)
            .await?
            .flatten();
        let row = change_log::Model {
            community_id: community.0,
            consultation_id: consultation.0,
            seq: last.unwrap_or(0) + 1,
            at: by.at.0,
            person_id: by.actor.person().map(|person| person.0),
            kind: kind.to_owned(),
            note_uk: note.uk.clone(),
            note_en: note.en.clone(),
            before_uk: corrected.map(|texts| texts.before.uk.clone()),
            before_en: corrected.map(|texts| texts.before.en.clone()),
            after_uk: corrected.map(|texts| texts.after.uk.clone()),
            after_en: corrected.map(|texts| texts.after.en.clone()),
            planned_end: told.planned_end.map(|at| at.0),
        };
        let done = change_log::Entity::insert(row.into_active_model())
            .on_conflict_do_nothing_on([
                change_log::Column::CommunityId,
                change_log::Column::ConsultationId,
                change_log::Column::Seq,
            ])
            .exec_without_returning(db)
            .await?;
        if matches!(done, TryInsertResult::Inserted(1..)) {
            return Ok(());
        }
    }
    Err(StoreError::internal("no free number in the change log"))
}

/// Appends what the lifecycle brought about.
pub(crate) async fn append_events(
    db: &impl ConnectionTrait,
    community: CommunityId,
    consultation: PollId,
    events: &[Event],
    by: By,
) -> Result<(), StoreError> {
    for event in events {
        let by = if *event == Event::Published {
            by
        } else {
            By {
                actor: Actor::System,
                ..by
            }
        };
        append(
            db,
            community,
            consultation,
            event.as_str(),
            &Bilingual::default(),
            by,
        )
        .await?;
    }
    Ok(())
}

impl Store {
    /// Corrects the description of a published poll whose term is not over, and nothing else of it: the public log gets the
    /// reason and both texts, the audit log the act. Gives the poll's new version.
    ///
    /// # Errors
    /// `NotFound`; `Conflict::ChangedMeanwhile` when its version is no longer `version`; `Conflict::Refused` when it is a
    /// draft or its term is over.
    pub async fn correct_description(
        &self,
        community: CommunityId,
        id: PollId,
        version: i64,
        correction: &Correction,
        by: By,
    ) -> Result<i64, StoreError> {
        use consultation::Column as C;
        self.write(async |tx| {
            let tx = &*tx;
            let row = polls::lock_consultation(tx, community, id).await?;
            let state: State = convert::named(&row.state)?;
            let (Some(opens_at), Some(closes_at)) = (row.opens_at, row.closes_at) else {
                return Err(Refusal::WrongState(state).into());
            };
            let term = Term {
                opens_at: Millis(opens_at),
                closes_at: Millis(closes_at),
            };
            lifecycle::apply(state, Command::CorrectDescription(correction, term), by.at)?;
            if row.version != version {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            let corrected = Corrected {
                before: convert::bilingual(row.description_uk, row.description_en),
                after: correction.description().clone(),
            };
            consultation::Entity::update_many()
                .col_expr(C::DescriptionUk, Expr::val(&corrected.after.uk))
                .col_expr(C::DescriptionEn, Expr::val(&corrected.after.en))
                .col_expr(C::Version, Expr::val(version + 1))
                .filter(C::CommunityId.eq(community.0))
                .filter(C::Id.eq(id.0))
                .exec(tx)
                .await?;
            let told = Told {
                corrected: Some(&corrected),
                planned_end: None,
            };
            let entry = (DESCRIPTION_CORRECTED, correction.reason().text(), told);
            append_with(tx, community, id, entry, by).await?;
            let detail = json!({ "version": version + 1 });
            audit::record(
                tx,
                community,
                by,
                "poll.description_corrected",
                &id.to_string(),
                detail,
            )
            .await?;
            Ok(version + 1)
        })
        .await
    }

    /// The log of a consultation, the earliest first.
    pub async fn change_log(
        &self,
        community: CommunityId,
        poll: PollId,
    ) -> Result<Vec<Change>, StoreError> {
        let rows = change_log::Entity::find()
            .filter(change_log::Column::CommunityId.eq(community.0))
            .filter(change_log::Column::ConsultationId.eq(poll.0))
            .order_by_asc(change_log::Column::Seq)
            .all(self.reader())
            .await?;
        let changes = rows.into_iter().map(|row| Change {
            seq: row.seq,
            at: Millis(row.at),
            person: row.person_id.map(PersonId),
            kind: row.kind,
            note: convert::bilingual(row.note_uk, row.note_en),
            planned_end: row.planned_end.map(Millis),
            corrected: corrected([row.before_uk, row.before_en], [row.after_uk, row.after_en]),
        });
        Ok(changes.collect())
    }
}

/// Both texts of a correction; `None` for an entry without one.
fn corrected(
    [before_uk, before_en]: [Option<String>; 2],
    [after_uk, after_en]: [Option<String>; 2],
) -> Option<Corrected> {
    let both = |uk: Option<String>, en: Option<String>| {
        Some(convert::bilingual(uk?, en.unwrap_or_default()))
    };
    Some(Corrected {
        before: both(before_uk, before_en)?,
        after: both(after_uk, after_en)?,
    })
}
