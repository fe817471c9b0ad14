//! Entering forms: first, a second time by somebody else, anew; and taking out one that was entered by mistake.

use super::{PaperForm, by, form, forms, lock_batch, log_form, of_form};
use crate::{
    Conflict, Store, StoreError,
    entity::{paper_form, person},
    paper::scan,
    persons,
};
use domain::{
    ids::{CommunityId, PersonId, SubmissionId},
    paper::{BatchNo, Entry, Form, FormNo, FormState, MOST_FORMS},
    time::Millis,
};
use sea_orm::{
    EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

/// What somebody enters first of a form.
#[derive(Clone, Copy, Debug)]
pub struct NewForm<'a> {
    pub person: PersonId,
    /// Fresh; what `sealed` is bound to.
    pub submission: SubmissionId,
    /// The answers, sealed under the community's key.
    pub sealed: &'a [u8],
}

/// What somebody enters of a form that is there.
#[derive(Clone, Copy, Debug)]
pub struct EnteredAgain<'a> {
    pub batch: BatchNo,
    pub no: FormNo,
    /// The version of the form whose other entry this one was compared with.
    pub version: i64,
    /// It is what stands in the other entry, if there is one.
    pub agrees: bool,
    /// The answers, sealed under the community's key.
    pub sealed: &'a [u8],
}

impl Store {
    /// Adds a form to a batch under its next number, as `operator` typed it, and logs it. That its person may take part was decided before.
    ///
    /// # Errors
    /// - `NotFound` for a batch of another community, and for a person whose record is part of another or was forgotten;
    /// - [`Conflict::NotOpen`] where the poll takes no ballots now;
    /// - [`Conflict::ChangedMeanwhile`] where the batch is being cast;
    /// - [`Conflict::BatchFull`];
    /// - [`Conflict::NoEntry`] for one's own;
    /// - [`Conflict::AlreadyThere`] where the person has a form in this poll.
    pub async fn enter_paper_form(
        &self,
        community: CommunityId,
        batch: BatchNo,
        new: NewForm<'_>,
        (operator, at): (PersonId, Millis),
    ) -> Result<FormNo, StoreError> {
        let begun = Form::begun(new.person, operator)?;
        self.write(async |tx| {
            let tx = &*tx;
            let poll = self.batch_for_entry(tx, community, batch).await?;
            // Nobody makes the record part of another meanwhile, or forgets it.
            if persons::lock(tx, community, &[new.person]).await? != 1 {
                return Err(StoreError::NotFound);
            }
            let known = person::Entity::find_by_id((community.0, new.person.0))
                .one(tx)
                .await?;
            if known.is_none_or(|row| row.sealed.is_empty()) {
                return Err(StoreError::NotFound);
            }
            let there = forms(tx, community, batch).await?;
            if there.len() >= MOST_FORMS {
                return Err(Conflict::BatchFull.into());
            }
            // A number is on a paper: it is given again only if it was the last one.
            let no = FormNo(there.last().map_or(0, |form| form.no.0).saturating_add(1));
            let row = paper_form::Model {
                community_id: community.0,
                batch_no: batch.0,
                no: no.0,
                poll_id: poll.0,
                person_id: new.person.0,
                submission_id: new.submission.0,
                first_by: operator.0,
                second_by: None,
                state: begun.state.as_str().to_owned(),
                refused: None,
                version: 1,
                differed: begun.differed,
                first: Some(new.sealed.to_vec()),
                second: None,
            };
            // The one form of a person in a poll is decided by the database.
            paper_form::Entity::insert(row.into_active_model())
                .exec_without_returning(tx)
                .await?;
            let form = form(tx, community, batch, no).await?;
            log_form(tx, community, (batch, &form), by(operator, at), "entered").await?;
            Ok(no)
        })
        .await
    }

    /// Writes what `operator` typed of a form that is there into the entry that is theirs ([`Form::entry_by`]), and logs it; where the two
    /// have differed too often ([`Form::entered`]), it deletes both. Gives how far the form has come.
    ///
    /// # Errors
    /// As those of [`Self::enter_paper_form`]; [`Conflict::ChangedMeanwhile`] where the form has another version, too.
    pub async fn enter_paper_form_again(
        &self,
        community: CommunityId,
        again: EnteredAgain<'_>,
        (operator, at): (PersonId, Millis),
    ) -> Result<FormState, StoreError> {
        use paper_form::Column as C;
        let (batch, no) = (again.batch, again.no);
        self.write(async |tx| {
            let tx = &*tx;
            self.batch_for_entry(tx, community, batch).await?;
            let before = form(tx, community, batch, no).await?;
            let entry = before.form.entry_by(operator)?;
            if before.version != again.version {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            let after = before.form.entered(operator, again.agrees)?;
            let typed = Expr::val(again.sealed.to_vec());
            let nothing = || Expr::val(None::<Vec<u8>>);
            let update = paper_form::Entity::update_many();
            let update = match (after.state, entry) {
                (FormState::Anew, _) => update
                    .col_expr(C::First, nothing())
                    .col_expr(C::Second, nothing()),
                (_, Entry::First) => update.col_expr(C::First, typed),
                (_, Entry::Second) => update.col_expr(C::Second, typed),
            };
            update
                .col_expr(C::FirstBy, Expr::val(after.first_by.0))
                .col_expr(C::Differed, Expr::val(after.differed))
                .col_expr(C::SecondBy, Expr::val(after.second_by.map(|it| it.0)))
                .col_expr(C::State, Expr::val(after.state.as_str()))
                .col_expr(C::Version, Expr::col(C::Version).add(1))
                .filter(of_form(community, batch, no))
                .exec(tx)
                .await?;
            let act = match after.state {
                FormState::Agreed => "agreed",
                FormState::Differs => "differs",
                FormState::Anew => "begun_anew",
                _ => "entered",
            };
            let form = PaperForm {
                form: after,
                ..before
            };
            log_form(tx, community, (batch, &form), by(operator, at), act).await?;
            Ok(after.state)
        })
        .await
    }

    /// Takes a form out of its batch, with all that was typed and its scan, as one that was entered by mistake; the log keeps that it
    /// was there.
    ///
    /// # Errors
    /// `NotFound`; [`Conflict::ChangedMeanwhile`] for one that is cast, or is being cast.
    pub async fn take_out_paper_form(
        &self,
        community: CommunityId,
        batch: BatchNo,
        no: FormNo,
        (operator, at): (PersonId, Millis),
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let begun = lock_batch(tx, community, batch).await?.begun_at.is_some();
            let form = form(tx, community, batch, no).await?;
            if !form.form.may_be_taken_out(begun) {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            scan::remove(tx, community, batch, &[no]).await?;
            paper_form::Entity::delete_many()
                .filter(of_form(community, batch, no))
                .exec(tx)
                .await?;
            let by = by(operator, at);
            log_form(tx, community, (batch, &form), by, "taken_out").await
        })
        .await
    }

    /// The poll of a batch into which forms are entered now; the batch is locked.
    async fn batch_for_entry(
        &self,
        tx: &sea_orm::DatabaseTransaction,
        community: CommunityId,
        batch: BatchNo,
    ) -> Result<domain::ids::PollId, StoreError> {
        // The poll before its batch, as everybody locks them; which poll it is never changes.
        let known = self.paper_batch(community, batch).await?;
        let poll = known.ok_or(StoreError::NotFound)?.poll;
        self.must_be_open(tx, community, poll).await?;
        match lock_batch(tx, community, batch).await?.begun_at {
            Some(_) => Err(Conflict::ChangedMeanwhile.into()),
            None => Ok(poll),
        }
    }
}
