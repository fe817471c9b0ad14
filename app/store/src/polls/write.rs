//! Writing polls: a draft with the next number of its community, its content as often as wanted, its publication once.

use super::{POLL, lock_consultation, search::searched};
use crate::{
    By, Conflict, Store, StoreError, audit, change_log, convert, districts,
    entity::{consultation, poll, poll_option, question},
    jobs, pictures,
};
use domain::{
    ids::{CommunityId, OptionNo, PersonId, PollId, PollNumber},
    lifecycle::{self, Command, Refusal, State},
    poll::{CheckedContent, PollContent, Question, Secrecy},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    TryInsertResult, UpdateMany,
    sea_query::{Expr, ExprTrait},
};
use serde_json::json;

/// A draft to be created.
#[derive(Clone, Debug)]
pub struct NewPoll<'a> {
    pub id: PollId,
    pub content: &'a PollContent,
    /// The version of the community's policy that is in force now.
    pub policy_version: i64,
    /// The account that writes; `None` for the system's own.
    pub author: Option<PersonId>,
}

/// How often the next number is tried when others create at the same moment.
const TRIES: u32 = 100;

impl Store {
    /// Creates a draft and gives it the community's next number.
    ///
    /// # Errors
    /// `Conflict::AlreadyThere` when the id is taken; `Conflict::UnknownPicture`.
    pub async fn create_poll(
        &self,
        community: CommunityId,
        new: &NewPoll<'_>,
        by: By,
    ) -> Result<PollNumber, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let number = insert_numbered(tx, community, new, by).await?;
            let row = poll::Model {
                community_id: community.0,
                id: new.id.0,
                secrecy: new.content.secrecy.as_str().to_owned(),
                sealed_at: None,
                ballots_rewritten_at: None,
            };
            poll::Entity::insert(row.into_active_model())
                .exec_without_returning(tx)
                .await?;
            pictures::require_known(tx, community, new.content).await?;
            insert_questions(tx, community, new.id, &new.content.questions).await?;
            audit::record(
                tx,
                community,
                by,
                "poll.created",
                &new.id.to_string(),
                json!({ "number": number.0 }),
            )
            .await?;
            Ok(number)
        })
        .await
    }

    /// Replaces the content of a draft; gives its new version.
    ///
    /// # Errors
    /// `NotFound`; `Conflict::ChangedMeanwhile` when its version is no longer `version`; `Conflict::Refused` when it is
    /// published; `Conflict::UnknownPicture`.
    pub async fn save_poll(
        &self,
        community: CommunityId,
        id: PollId,
        version: i64,
        content: &PollContent,
        by: By,
    ) -> Result<i64, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let change = content_columns(consultation::Entity::update_many(), content)?;
            change_draft(tx, community, id, version, change).await?;
            replace_content(tx, community, id, content).await?;
            audit::record(
                tx,
                community,
                by,
                "poll.saved",
                &id.to_string(),
                json!({ "version": version + 1 }),
            )
            .await?;
            Ok(version + 1)
        })
        .await
    }

    /// Publishes a draft with its final content: from now on nobody edits it, and it opens and closes by itself. A
    /// confidential poll gets its link key. Gives the new state: scheduled, or open when the term has begun.
    ///
    /// # Errors
    /// As [`Store::save_poll`], and `Conflict::ChangedMeanwhile` also when one of its districts is no longer as it is in the content;
    /// `Conflict::Refused` also when the term is over; `Conflict::NoLinkKeys`.
    pub async fn publish_poll(
        &self,
        community: CommunityId,
        id: PollId,
        version: i64,
        checked: &CheckedContent,
        policy_version: i64,
        by: By,
    ) -> Result<State, StoreError> {
        use consultation::Column as C;
        let content = checked.content();
        let keys = match content.secrecy {
            Secrecy::Confidential => Some(self.link_keys().ok_or(Conflict::NoLinkKeys)?),
            _ => None,
        };
        self.write(async |tx| {
            let tx = &*tx;
            let state: State = convert::named(&lock_consultation(tx, community, id).await?.state)?;
            let step = lifecycle::apply(state, Command::Publish(checked), by.at)?;
            if !districts::are_as_now(tx, community, &content.audience.districts).await? {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            let change = content_columns(consultation::Entity::update_many(), content)?
                .col_expr(C::State, Expr::val(step.state.as_str()))
                .col_expr(C::PolicyVersion, Expr::val(policy_version))
                .col_expr(C::PublishedAt, Expr::val(by.at.0));
            change_draft(tx, community, id, version, change).await?;
            if let Some(keys) = keys {
                // Before the first ballot could need it, and only of a draft: no key comes back after its destruction.
                // A key without a poll, should the transaction fail, harms nobody.
                keys.create(community, id)?;
            }
            replace_content(tx, community, id, content).await?;
            change_log::append_events(tx, community, id, &step.events, by).await?;
            let term = checked.term();
            if step.state == State::Scheduled {
                jobs::add(tx, community, jobs::Kind::OpenPoll, id, term.opens_at).await?;
            }
            jobs::add(tx, community, jobs::Kind::ClosePoll, id, term.closes_at).await?;
            audit::record(
                tx,
                community,
                by,
                "poll.published",
                &id.to_string(),
                json!({ "version": version + 1 }),
            )
            .await?;
            Ok(step.state)
        })
        .await
    }
}

/// Inserts the consultation with the next free number. Two creators at once may choose the same one; then the slower,
/// which the unique constraint refuses, chooses again.
async fn insert_numbered(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    new: &NewPoll<'_>,
    by: By,
) -> Result<PollNumber, StoreError> {
    for _ in 0..TRIES {
        let last = consultation::Entity::find()
            .select_only()
            .column_as(consultation::Column::Number.max(), "last")
            .filter(consultation::Column::CommunityId.eq(community.0))
            .into_tuple::<Option<i64>>()
            .one(tx)
            .await?
            .flatten();
        let number = last.unwrap_or(0) + 1;
        let content = new.content;
        let row = consultation::Model {
            community_id: community.0,
            id: new.id.0,
            kind: POLL.to_owned(),
            number,
            title_uk: content.title.uk.clone(),
            title_en: content.title.en.clone(),
            summary_uk: content.summary.uk.clone(),
            summary_en: content.summary.en.clone(),
            description_uk: content.description.uk.clone(),
            description_en: content.description.en.clone(),
            decision_uk: content.decision.uk.clone(),
            decision_en: content.decision.en.clone(),
            initiator_kind: content.initiator.kind.as_str().to_owned(),
            initiator_uk: content.initiator.name.uk.clone(),
            initiator_en: content.initiator.name.en.clone(),
            organisation_no: content.initiator.organisation.map(|no| no.0),
            author: new.author.map(|person| person.0),
            audience: convert::to_json(&content.audience)?,
            opens_at: content.opens_at.map(|at| at.0),
            closes_at: content.closes_at.map(|at| at.0),
            state: State::Draft.as_str().to_owned(),
            policy_version: new.policy_version,
            version: 1,
            created_at: by.at.0,
            published_at: None,
            closed_at: None,
            search: Some(searched(content)),
        };
        let done = consultation::Entity::insert(row.into_active_model())
            .on_conflict_do_nothing_on([
                consultation::Column::CommunityId,
                consultation::Column::Number,
            ])
            .exec_without_returning(tx)
            .await?;
        if matches!(done, TryInsertResult::Inserted(1..)) {
            return Ok(PollNumber(number));
        }
    }
    Err(StoreError::internal("no free number for a poll"))
}

/// The columns of the consultation that an author writes.
fn content_columns(
    update: UpdateMany<consultation::Entity>,
    content: &PollContent,
) -> Result<UpdateMany<consultation::Entity>, StoreError> {
    use consultation::Column as C;
    Ok(update
        .col_expr(C::TitleUk, Expr::val(&content.title.uk))
        .col_expr(C::TitleEn, Expr::val(&content.title.en))
        .col_expr(C::SummaryUk, Expr::val(&content.summary.uk))
        .col_expr(C::SummaryEn, Expr::val(&content.summary.en))
        .col_expr(C::DescriptionUk, Expr::val(&content.description.uk))
        .col_expr(C::DescriptionEn, Expr::val(&content.description.en))
        .col_expr(C::DecisionUk, Expr::val(&content.decision.uk))
        .col_expr(C::DecisionEn, Expr::val(&content.decision.en))
        .col_expr(C::InitiatorKind, Expr::val(content.initiator.kind.as_str()))
        .col_expr(C::InitiatorUk, Expr::val(&content.initiator.name.uk))
        .col_expr(C::InitiatorEn, Expr::val(&content.initiator.name.en))
        .col_expr(
            C::OrganisationNo,
            Expr::val(content.initiator.organisation.map(|no| no.0)),
        )
        .col_expr(C::Audience, Expr::val(convert::to_json(&content.audience)?))
        .col_expr(C::OpensAt, Expr::val(content.opens_at.map(|at| at.0)))
        .col_expr(C::ClosesAt, Expr::val(content.closes_at.map(|at| at.0)))
        .col_expr(C::Search, Expr::val(searched(content))))
}

/// Carries out a change of a draft, if it still is one and still has the version that was read.
async fn change_draft(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    id: PollId,
    version: i64,
    change: UpdateMany<consultation::Entity>,
) -> Result<(), StoreError> {
    use consultation::Column as C;
    let done = change
        .col_expr(C::Version, Expr::col(C::Version).add(1))
        .filter(C::CommunityId.eq(community.0))
        .filter(C::Id.eq(id.0))
        .filter(C::Kind.eq(POLL))
        .filter(C::State.eq(State::Draft.as_str()))
        .filter(C::Version.eq(version))
        .exec(tx)
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    let state: State = convert::named(&lock_consultation(tx, community, id).await?.state)?;
    Err(if state == State::Draft {
        Conflict::ChangedMeanwhile.into()
    } else {
        Refusal::WrongState(state).into()
    })
}

/// Writes secrecy, questions and options anew. The caller has changed the consultation's row, which keeps others away.
/// `Conflict::UnknownPicture` for a picture that is not the community's.
async fn replace_content(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    id: PollId,
    content: &PollContent,
) -> Result<(), StoreError> {
    pictures::require_known(tx, community, content).await?;
    poll::Entity::update_many()
        .col_expr(poll::Column::Secrecy, Expr::val(content.secrecy.as_str()))
        .filter(poll::Column::CommunityId.eq(community.0))
        .filter(poll::Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    poll_option::Entity::delete_many()
        .filter(poll_option::Column::CommunityId.eq(community.0))
        .filter(poll_option::Column::PollId.eq(id.0))
        .exec(tx)
        .await?;
    question::Entity::delete_many()
        .filter(question::Column::CommunityId.eq(community.0))
        .filter(question::Column::PollId.eq(id.0))
        .exec(tx)
        .await?;
    insert_questions(tx, community, id, &content.questions).await
}

async fn insert_questions(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    id: PollId,
    questions: &[Question],
) -> Result<(), StoreError> {
    let rows = questions.iter().map(|question| {
        let bounds = question.kind.to_parts();
        let row = question::Model {
            community_id: community.0,
            poll_id: id.0,
            no: question.no.0.into(),
            kind: question.kind.tag().as_str().to_owned(),
            min: bounds.map(|(min, _)| min.into()),
            max: bounds.map(|(_, max)| max.into()),
            text_uk: question.text.uk.clone(),
            text_en: question.text.en.clone(),
            hint_uk: question.hint.uk.clone(),
            hint_en: question.hint.en.clone(),
            required: question.required,
        };
        row.into_active_model()
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        question::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    let options: Vec<_> = questions
        .iter()
        .flat_map(|question| options(community, id, question))
        .map(|row| row.into_active_model())
        .collect();
    if !options.is_empty() {
        poll_option::Entity::insert_many(options)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// The rows to which a question's answers may refer, with what the author wrote to them: yes, no, abstain, the middle of a
/// scale and answers in one's own words have rows without words.
fn options(community: CommunityId, id: PollId, question: &Question) -> Vec<poll_option::Model> {
    let row = |no: OptionNo| {
        let choice = question.choice(no);
        let picture = choice.and_then(|choice| choice.picture.as_ref());
        let alt = picture
            .map(|picture| picture.alt.clone())
            .unwrap_or_default();
        let (label, hint) = choice
            .map(|choice| (choice.label.clone(), choice.hint.clone()))
            .unwrap_or_default();
        poll_option::Model {
            community_id: community.0,
            poll_id: id.0,
            question_no: question.no.0.into(),
            no: no.0.into(),
            label_uk: label.uk,
            label_en: label.en,
            hint_uk: hint.uk,
            hint_en: hint.en,
            exclusive: choice.is_some_and(|choice| choice.exclusive),
            with_text: question.kind.is_text() || choice.is_some_and(|choice| choice.with_text),
            picture_hash: picture.map(|picture| picture.file.hash.0.to_vec()),
            picture_alt_uk: alt.uk,
            picture_alt_en: alt.en,
        }
    };
    question.option_numbers().into_iter().map(row).collect()
}
