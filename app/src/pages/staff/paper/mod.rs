//! Paper forms: batches of them, entering one and entering it a second time, the scan of its identity part, and casting. What was typed
//! is never shown again, to nobody.

mod batch;
mod cast;
mod enter;
mod entry;
mod form;
mod list;
mod scan;
mod take_out;

pub use batch::PaperBatchPage;
pub use cast::{CastPaper, cast_paper};
pub use enter::{EnterPaper, enter_paper, most_paper_bytes};
pub use form::{EnterPaperPage, PaperFormPage};
pub use list::{OpenPaperBatch, PaperBatches, open_paper_batch};
pub use scan::{AttachPaperScan, UPLOAD, attach_paper_scan, may_attach_scan, paper_scan};
pub use take_out::{TakeOutPaper, take_out_paper};

use super::editor::kept_for_another;
use crate::{
    context::{Services, Visit, Visitor},
    failure::Failure,
};
use domain::{
    paper::{BatchNo, BatchState, FormNo},
    poll::Poll,
    role::Right,
    time::Millis,
};
use leptos::prelude::*;
use store::paper::{PaperBatch, PaperForm};

/// The page of all this.
pub(super) const PATH: &str = "/staff/paper";

fn batch_path(batch: BatchNo) -> String {
    format!("{PATH}/{batch}")
}

/// The page of a form; where a new one is entered, without a number.
pub(super) fn form_path(batch: BatchNo, form: Option<FormNo>) -> String {
    match form {
        Some(form) => format!("{PATH}/{batch}/{form}"),
        None => format!("{PATH}/{batch}/enter"),
    }
}

/// Who may enter forms; or the page that is shown instead to whoever may not and comes back to what they typed.
fn operator(visit: &Visit, kept: bool) -> Result<Result<Visitor, AnyView>, Failure> {
    match visit.require(Right::RecordPaper) {
        Ok(operator) => Ok(Ok(operator.clone())),
        Err(Failure::Forbidden) if kept => Ok(Err(kept_for_another(visit.lang))),
        Err(failure) => Err(failure),
    }
}

/// What `operator` does now.
fn does(visit: &Visit, operator: &Visitor) -> (domain::ids::PersonId, Millis) {
    (operator.person, visit.now)
}

/// A batch with its poll and its forms.
#[derive(Clone)]
struct Batch {
    batch: PaperBatch,
    poll: Poll,
    forms: Vec<PaperForm>,
}

impl Batch {
    /// The batch of this number in an address or a form.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for what is no number of a batch of the community.
    async fn of(services: &Services, visit: &Visit, no: &str) -> Result<Self, Failure> {
        let no: BatchNo = no.parse().map_err(|()| Failure::NotFound)?;
        let (community, store) = (visit.community_id(), &services.store);
        let batch = store.paper_batch(community, no).await?;
        let batch = batch.ok_or(Failure::NotFound)?;
        let poll = store.poll(community, batch.poll).await?;
        Ok(Self {
            poll: poll.ok_or(Failure::NotFound)?,
            forms: store.paper_forms(community, no).await?,
            batch,
        })
    }

    fn no(&self) -> BatchNo {
        self.batch.no
    }

    /// Whether a scan may be attached to one of its forms, or put in place of the one before.
    fn takes_scan(&self, form: &PaperForm) -> bool {
        form.form.takes_scan(self.batch.begun_at.is_some())
    }

    fn state(&self) -> BatchState {
        self.batch.state(self.forms.iter().map(PaperForm::progress))
    }

    /// The form of this number in an address or a form.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for what is no number of one of its forms.
    fn form(&self, no: &str) -> Result<&PaperForm, Failure> {
        let no: FormNo = no.parse().map_err(|()| Failure::NotFound)?;
        let found = self.forms.iter().find(|form| form.no == no);
        found.ok_or(Failure::NotFound)
    }
}

/// A note at the head of a page.
fn note(class: &'static str, words: String) -> AnyView {
    view! {
        <div class=class role="status">
            <p>{words}</p>
        </div>
    }
    .into_any()
}

fn done(words: impl Into<String>) -> AnyView {
    note("callout callout--ok", words.into())
}

fn warned(words: impl Into<String>) -> AnyView {
    note("callout callout--warn", words.into())
}
