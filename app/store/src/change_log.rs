//! The public log of what happened to a consultation from its publication on. Append-only: the database refuses to
//! change or delete a row (DESIGN §5.7).

use crate::{Actor, By, Store, StoreError, audit, convert, entity::change_log, polls};
use domain::{
    ids::{CommunityId, PersonId, PollId},
    lang::Bilingual,
    lifecycle::Event,
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, TryInsertResult,
};
use serde_json::json;

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub seq: i64,
    pub at: Millis,
    /// Who; `None` for what time and the system brought about.
    pub person: Option<PersonId>,
    /// An [`Event`]'s name, [`LINK_KEY_DESTROYED`], or another word for a later correction.
    pub kind: String,
    pub note: Bilingual,
}

/// The entry that says that a confidential poll's answers can no longer be joined to names. It carries no note: the pages
/// have words for it.
pub const LINK_KEY_DESTROYED: &str = "link_key_destroyed";

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
    /// Appends a correction to a published consultation's log, which is a staff act.
    ///
    /// # Errors
    /// `NotFound` when it is not there or not published.
    pub async fn log_change(
        &self,
        community: CommunityId,
        poll: PollId,
        kind: &str,
        note: &Bilingual,
        by: By,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            polls::touch_published(tx, community, poll).await?;
            append(tx, community, poll, kind, note, by).await?;
            audit::record(
                tx,
                community,
                by,
                "poll.change_logged",
                &poll.to_string(),
                json!({ "kind": kind }),
            )
            .await
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
        });
        Ok(changes.collect())
    }
}
