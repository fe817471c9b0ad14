//! Who took part: what a person may know of their own participation. Written by the ballot box alone.

use crate::{Store, StoreError, convert, entity::participation};
use domain::{
    identity::Assurance,
    ids::{CommunityId, PersonId, PollId, SubmissionId},
    receipt::Receipt,
};
use sea_orm::EntityTrait;

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
}
