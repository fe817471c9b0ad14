//! What an entry of a consultation's public log says.

use super::said::said;
use crate::i18n::{Lang, polls};
use leptos::prelude::*;
use store::change_log::{Change, LINK_KEY_DESTROYED};

/// An entry that is no stage of the lifecycle, in words: the author's note, or the catalogue's where its kind says it all.
pub fn change_words(lang: Lang, change: &Change) -> AnyView {
    match change.kind.as_str() {
        LINK_KEY_DESTROYED => polls::change_link_key_destroyed(lang).into_any(),
        _ => said(lang, &change.note).into_any(),
    }
}
