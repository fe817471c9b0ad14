//! What an entry of a consultation's public log says.

use super::said::{paragraphs, said};
use crate::i18n::{Lang, dates, polls, staff_correction, staff_early_close};
use domain::time::Millis;
use leptos::prelude::*;
use store::change_log::{CLOSED_EARLY, Change, DESCRIPTION_CORRECTED, LINK_KEY_DESTROYED};

/// An entry that is no stage of the lifecycle, in words: the author's note, or the catalogue's where its kind says it all.
pub fn change_words(lang: Lang, change: &Change, now: Millis) -> AnyView {
    match change.kind.as_str() {
        LINK_KEY_DESTROYED => polls::change_link_key_destroyed(lang).into_any(),
        DESCRIPTION_CORRECTED => correction(lang, change),
        CLOSED_EARLY => {
            let planned = change
                .planned_end
                .map(|end| dates::moment_this_year(lang, end, now));
            let planned = planned.unwrap_or_default();
            view! {
                {staff_early_close::public_line(lang, &planned)}
                " "
                {said(lang, &change.note)}
            }
            .into_any()
        }
        _ => said(lang, &change.note).into_any(),
    }
}

/// Who corrected the description and why, and what it was before.
fn correction(lang: Lang, change: &Change) -> AnyView {
    let before = change.corrected.as_ref().map(|texts| {
        let text = if texts.before.is_empty() {
            view! { <p>{staff_correction::before_nothing(lang)}</p> }.into_any()
        } else {
            paragraphs(lang, &texts.before).into_any()
        };
        view! {
            <details class="data">
                <summary>{staff_correction::before(lang)}</summary>
                {text}
            </details>
        }
    });
    view! {
        {staff_correction::public_line(lang)}
        " "
        {said(lang, &change.note)}
        {before}
    }
    .into_any()
}
