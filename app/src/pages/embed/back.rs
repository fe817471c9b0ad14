//! The way back to the page on which the card stood: kept sealed beside the draft, shown after the confirmation.

use crate::{
    context::{Services, Visit},
    failure::Failure,
    pages::resident::SealedForms,
};
use domain::{poll::Poll, widget::WidgetPage};

fn scope(poll: &Poll) -> String {
    format!("from/{}", poll.id)
}

/// Keeps the page for this browser and this poll.
///
/// # Errors
/// Only when the database does not answer.
pub(super) async fn keep(
    services: &Services,
    visit: &Visit,
    poll: &Poll,
    from: &str,
) -> Result<(), Failure> {
    SealedForms::open(services, visit)
        .put(&scope(poll), &from)
        .await
}

/// The page from which this browser came to `poll`, if its site is still one that the community names.
///
/// # Errors
/// Only when the database does not answer.
pub async fn way_back(
    services: &Services,
    visit: &Visit,
    poll: &Poll,
) -> Result<Option<WidgetPage>, Failure> {
    let Some(forms) = SealedForms::of(services, visit) else {
        return Ok(None);
    };
    let Some(from) = forms.get::<String>(&scope(poll)).await? else {
        return Ok(None);
    };
    let allowed = services.store.widget_origins(visit.community_id()).await?;
    Ok(WidgetPage::read(&from, &allowed))
}
