//! The field of a form that takes a document as a file: PDF, JPEG or PNG, up to 10 MB.

use super::wrong::{Wrong, error_line};
use crate::i18n::{Lang, residence_request as words};
use leptos::prelude::*;

/// The key of the input, and its name: the upload routes look for it.
pub const DOCUMENT: &str = "file";

/// The field under its label, with what is wrong with what was sent.
pub fn document_field(lang: Lang, label: &'static str, wrong: &Wrong) -> AnyView {
    let error = wrong.at(DOCUMENT);
    let bad = error.is_some();
    view! {
        <div class=if bad { "field is-invalid" } else { "field" }>
            <label class="label" for=DOCUMENT>
                {label}
            </label>
            {error.map(|words| error_line(lang, DOCUMENT, &words))}
            <p class="hint" id="file-hint">
                {words::file_hint(lang)}
            </p>
            <input
                class=if bad { "input input--bad" } else { "input" }
                type="file"
                id=DOCUMENT
                name=DOCUMENT
                accept="application/pdf,image/jpeg,image/png"
                aria-invalid=bad.then_some("true")
                aria-describedby=if bad { "file-error file-hint" } else { "file-hint" }
            />
        </div>
    }
    .into_any()
}
