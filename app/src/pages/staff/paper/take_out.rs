//! Taking a form out of its batch, as one that was entered by mistake.

use super::{Batch, batch_path, does};
use crate::{
    components::see_other,
    context::{services, visit},
    failure::Failure,
};
use domain::role::Right;
use leptos::prelude::*;
use store::{Conflict, StoreError};

/// Takes the `form` of this number out of the `batch` of this number, with all that was typed and its scan.
///
/// # Errors
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] for whoever may not; [`Failure::NotFound`] for what is no form of this
/// community.
#[server(prefix = "/do", endpoint = "staff/take-out-paper")]
pub async fn take_out_paper(
    #[server(default)] batch: String,
    #[server(default)] form: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let operator = visit.require(Right::RecordPaper)?;
    let batch = Batch::of(&services, &visit, &batch).await?;
    let no = batch.form(&form)?.no;
    let taken = services
        .store
        .take_out_paper_form(visit.community_id(), batch.no(), no, does(&visit, operator))
        .await;
    let said = match taken {
        Ok(()) => "out",
        Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => "late",
        Err(error) => return Err(error.into()),
    };
    see_other(&visit.href(&format!("{}?{said}", batch_path(batch.no()))));
    Ok(())
}
