//! «Це опитування для жителів: …»: said wherever somebody decides to answer, before they have told who they are. Afterwards the
//! rule itself decides, and says so in its own words.

use crate::{
    context::Visit,
    i18n::{AskedPlaces, vote},
};
use leptos::prelude::*;

/// Nothing for a poll of the whole community, nor for whoever is signed in. `places` are those of the audience.
#[component]
pub(super) fn OnlyFor(visit: Visit, places: AskedPlaces) -> impl IntoView {
    let said = !places.is_everywhere() && visit.visitor.is_none();
    said.then(|| {
        view! {
            <p class="small prose">
                <strong>{vote::only_for(visit.lang, &places.named(visit.lang).join(", "))}</strong>
            </p>
        }
    })
}
