//! Who took part: what a person may know of their own participation. Written by the ballot box alone.

use crate::{Store, StoreError, convert, entity::participation};
use domain::{
    identity::Assurance,
    ids::{CommunityId, PersonId, PollId, SubmissionId},
    receipt::Receipt,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;
use uuid::Uuid;

/// A person's participation in a poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participation {
    /// The act of submitting that was recorded: a retry that carries it is told its receipt.
    pub submission: SubmissionId,
    pub receipt: Receipt,
    pub assurance: Assurance,
}

impl Store {
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
