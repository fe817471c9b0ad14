//! «Це опитування для жителів: …»: said wherever somebody decides to answer, before they have told who they are. Afterwards the
//! rule itself decides, and says so in its own words.

use crate::{
    context::Visit,
    i18n::{AskedPlaces, Lang, eligibility, vote},
};
use domain::audience::AskedResidency;
use leptos::prelude::*;

/// Nothing for a poll of the whole community, nor for whoever is signed in. `asked` and `places` are those of the audience.
#[component]
pub(super) fn OnlyFor(visit: Visit, asked: AskedResidency, places: AskedPlaces) -> impl IntoView {
    let said = visit
        .visitor
        .is_none()
        .then(|| words(visit.lang, asked, &places));
    said.flatten().map(|words| {
        view! {
            <p class="small prose">
                <strong>{words}</strong>
            </p>
        }
    })
}

fn words(lang: Lang, asked: AskedResidency, places: &AskedPlaces) -> Option<String> {
    let (who, names) = (eligibility::who(lang, asked), places.named(lang).join(", "));
    match (asked.is_for_some(), places.is_everywhere()) {
        (false, true) => None,
        (false, false) => Some(vote::only_for(lang, &names)),
        (true, true) => Some(vote::only_for_whom(lang, who)),
        (true, false) => Some(vote::only_for_whom_of(lang, who, &names)),
    }
}
