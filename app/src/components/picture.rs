//! A stored picture on a page.

use crate::i18n::Lang;
use domain::{lang::Bilingual, poll::PictureFile};
use leptos::prelude::*;

/// The picture with what it shows in words. Its size is said beforehand, so that nothing jumps when it arrives.
pub fn picture(
    lang: Lang,
    file: PictureFile,
    alt: &Bilingual,
    class: &'static str,
) -> impl IntoView + use<> {
    let (words, written_in) = alt.in_lang(lang);
    let foreign = (written_in != lang && !words.is_empty()).then(|| written_in.tag());
    view! {
        <img
            class=class
            src=file.address()
            width=file.width.to_string()
            height=file.height.to_string()
            alt=words.to_owned()
            lang=foreign
            loading="lazy"
            decoding="async"
        />
    }
}
