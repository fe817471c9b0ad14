//! «Стерти чернетку»: for phones that several people use, and for whoever cannot submit what they wrote.

use super::draft::clear;
use crate::{
    components::see_other,
    context::{Visit, services, visit},
    failure::Failure,
    i18n::polls,
};
use domain::ids::PollNumber;
use leptos::prelude::*;

/// On which page the button stands: there it leads back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Poll,
    Me,
}

/// The button. `title`: the poll's, for those who hear one button among others.
#[component]
pub(super) fn ClearForm(
    visit: Visit,
    number: PollNumber,
    from: Place,
    #[prop(optional, into)] title: String,
) -> impl IntoView {
    let lang = visit.lang;
    let back =
        (from == Place::Me).then(|| view! { <input type="hidden" name="from" value="me" /> });
    let what = (!title.is_empty()).then(|| view! { " " <span class="vh">": " {title}</span> });
    view! {
        <form method="post" action=visit.href("/do/clear-draft")>
            <input type="hidden" name="poll" value=number.to_string() />
            {back}
            <button class="link">{polls::clear_draft(lang)} {what}</button>
        </form>
    }
}

/// Removes this browser's draft of a poll. `from` says on which page it was pressed: `me`, else the poll's.
///
/// # Errors
/// [`Failure::NotFound`] for another community's poll.
#[server(prefix = "/do", endpoint = "clear-draft")]
pub async fn clear_draft(
    #[server(default)] poll: String,
    #[server(default)] from: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let poll = super::published(&services, &visit, &poll).await?;
    clear(&services, &visit, &poll).await?;
    let back = match from.as_str() {
        "me" => "/me?cleared".to_owned(),
        _ => format!("/polls/{}?cleared", poll.number),
    };
    see_other(&visit.href(&back));
    Ok(())
}
