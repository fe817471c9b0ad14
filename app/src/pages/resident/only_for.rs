//! «Це опитування для жителів: …»: said wherever somebody decides to answer, before they have told who they are. Afterwards the
//! rule itself decides, and says so in its own words.

use crate::{context::Visit, i18n::vote};
use leptos::prelude::*;

/// Nothing for a poll of the whole community, nor for whoever is signed in. `settlements` are the names of the audience's settlements.
#[component]
pub(super) fn OnlyFor(visit: Visit, settlements: Vec<String>) -> impl IntoView {
    let said = !settlements.is_empty() && visit.visitor.is_none();
    said.then(|| {
        view! {
            <p class="small prose">
                <strong>{vote::only_for(visit.lang, &settlements.join(", "))}</strong>
            </p>
        }
    })
}
