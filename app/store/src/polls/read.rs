//! Reading a whole poll: four queries, however many questions it has; a fifth when options have pictures.

use crate::{
    Store, StoreError, convert,
    entity::{consultation, poll, poll_option, question},
    pictures,
};
use domain::{
    ids::{CommunityId, OptionNo, OrganisationNo, PersonId, PollId, PollNumber, QuestionNo},
    poll::{
        Choice, ChoicePicture, Initiator, PictureFile, Poll, PollContent, Question, QuestionKind,
        QuestionTag,
    },
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use std::collections::BTreeMap;

/// A consultation's row, locked to the end of the caller's transaction: whoever goes by its state and writes a new one
/// must see what others have done (SQLite: the write transaction is alone).
///
/// # Errors
/// `NotFound`.
pub(crate) async fn lock_consultation(
    db: &impl ConnectionTrait,
    community: CommunityId,
    id: PollId,
) -> Result<consultation::Model, StoreError> {
    consultation::Entity::find_by_id((community.0, id.0))
        .lock_exclusive()
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)
}

/// Makes the version of a published consultation grow, because a page would show something new.
///
/// # Errors
/// `NotFound` when it is not there or still a draft.
pub(crate) async fn touch_published(
    db: &impl ConnectionTrait,
    community: CommunityId,
    id: PollId,
) -> Result<(), StoreError> {
    let done = consultation::Entity::update_many()
        .col_expr(
            consultation::Column::Version,
            Expr::col(consultation::Column::Version).add(1),
        )
        .filter(consultation::Column::CommunityId.eq(community.0))
        .filter(consultation::Column::Id.eq(id.0))
        .filter(consultation::Column::PublishedAt.is_not_null())
        .exec(db)
        .await?;
    if done.rows_affected == 0 {
        Err(StoreError::NotFound)
    } else {
        Ok(())
    }
}

impl Store {
    /// A poll by its id.
    pub async fn poll(
        &self,
        community: CommunityId,
        id: PollId,
    ) -> Result<Option<Poll>, StoreError> {
        let row = consultation::Entity::find_by_id((community.0, id.0))
            .one(self.reader())
            .await?;
        whole(self.reader(), row).await
    }

    /// A poll by the number in its address.
    pub async fn poll_by_number(
        &self,
        community: CommunityId,
        number: PollNumber,
    ) -> Result<Option<Poll>, StoreError> {
        let row = consultation::Entity::find()
            .filter(consultation::Column::CommunityId.eq(community.0))
            .filter(consultation::Column::Number.eq(number.0))
            .one(self.reader())
            .await?;
        whole(self.reader(), row).await
    }
}

/// The poll of a consultation's row. Content cannot change under the reader: it is locked from publication on, and
/// before that the version tells.
async fn whole(
    db: &impl ConnectionTrait,
    row: Option<consultation::Model>,
) -> Result<Option<Poll>, StoreError> {
    let Some(row) = row else {
        return Ok(None);
    };
    let Some(poll) = poll::Entity::find_by_id((row.community_id, row.id))
        .one(db)
        .await?
    else {
        return Ok(None); // another kind of consultation
    };
    let questions = question::Entity::find()
        .filter(question::Column::CommunityId.eq(row.community_id))
        .filter(question::Column::PollId.eq(row.id))
        .order_by_asc(question::Column::No)
        .all(db)
        .await?;
    let options = poll_option::Entity::find()
        .filter(poll_option::Column::CommunityId.eq(row.community_id))
        .filter(poll_option::Column::PollId.eq(row.id))
        .order_by_asc(poll_option::Column::QuestionNo)
        .order_by_asc(poll_option::Column::No)
        .all(db)
        .await?;
    let named = options.iter().filter_map(|row| row.picture_hash.clone());
    let community = CommunityId(row.community_id);
    let files = pictures::files(db, community, named.collect()).await?;
    let mut options = options.into_iter().peekable();

    let mut read_questions = Vec::with_capacity(questions.len());
    for row in questions {
        let no = row.no;
        let mut own = Vec::new();
        while let Some(option) = options.next_if(|option| option.question_no == no) {
            own.push(choice(option, &files)?);
        }
        read_questions.push(read_question(row, own)?);
    }

    let content = PollContent {
        title: convert::bilingual(row.title_uk, row.title_en),
        summary: convert::bilingual(row.summary_uk, row.summary_en),
        description: convert::bilingual(row.description_uk, row.description_en),
        decision: convert::bilingual(row.decision_uk, row.decision_en),
        initiator: Initiator {
            kind: convert::named(&row.initiator_kind)?,
            name: convert::bilingual(row.initiator_uk, row.initiator_en),
            organisation: row.organisation_no.map(OrganisationNo),
        },
        secrecy: convert::named(&poll.secrecy)?,
        audience: convert::from_json(&row.audience)?,
        opens_at: row.opens_at.map(Millis),
        closes_at: row.closes_at.map(Millis),
        questions: read_questions,
    };
    Ok(Some(Poll {
        community: CommunityId(row.community_id),
        id: PollId(row.id),
        number: PollNumber(row.number),
        content,
        state: convert::named(&row.state)?,
        author: row.author.map(PersonId),
        policy_version: row.policy_version,
        version: row.version,
        created_at: Millis(row.created_at),
        published_at: row.published_at.map(Millis),
        closed_at: row.closed_at.map(Millis),
    }))
}

fn read_question(row: question::Model, options: Vec<Choice>) -> Result<Question, StoreError> {
    let tag: QuestionTag = convert::named(&row.kind)?;
    let (min, max) = (
        row.min.map(convert::small).transpose()?,
        row.max.map(convert::small).transpose()?,
    );
    let kind = QuestionKind::from_parts(tag, min, max)
        .ok_or_else(|| StoreError::internal("a question lacks a bound"))?;
    Ok(Question {
        no: QuestionNo(convert::small(row.no)?),
        kind,
        text: convert::bilingual(row.text_uk, row.text_en),
        hint: convert::bilingual(row.hint_uk, row.hint_en),
        required: row.required,
        options: written_options(kind, options),
    })
}

/// What the author wrote. Yes, no, abstain and texts have rows without words, which only the answers refer to; so have the
/// numbers of a scale, but for its two ends.
fn written_options(kind: QuestionKind, mut rows: Vec<Choice>) -> Vec<Choice> {
    match kind {
        QuestionKind::Single | QuestionKind::Multiple { .. } => rows,
        QuestionKind::YesNoAbstain | QuestionKind::ShortText | QuestionKind::LongText => Vec::new(),
        QuestionKind::Scale { .. } => {
            let ends = [rows.pop(), (!rows.is_empty()).then(|| rows.swap_remove(0))];
            let mut written: Vec<Choice> = ends.into_iter().rev().flatten().collect();
            // A draft may lack the words of one end or of both.
            while written.last().is_some_and(|end| end.label.is_empty()) {
                written.pop();
            }
            for (end, no) in written.iter_mut().zip(1..) {
                end.no = OptionNo(no);
            }
            written
        }
    }
}

/// An option with its picture, of which `files` holds name and size.
fn choice(
    row: poll_option::Model,
    files: &BTreeMap<Vec<u8>, PictureFile>,
) -> Result<Choice, StoreError> {
    let picture = row.picture_hash.map(|hash| {
        let file = files.get(&hash).copied();
        Ok::<_, StoreError>(ChoicePicture {
            file: file.ok_or_else(|| StoreError::internal("an option's picture is not there"))?,
            alt: convert::bilingual(row.picture_alt_uk, row.picture_alt_en),
        })
    });
    Ok(Choice {
        no: OptionNo(convert::small(row.no)?),
        label: convert::bilingual(row.label_uk, row.label_en),
        hint: convert::bilingual(row.hint_uk, row.hint_en),
        exclusive: row.exclusive,
        with_text: row.with_text,
        picture: picture.transpose()?,
    })
}
