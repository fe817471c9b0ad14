//! What is wrong with a form: the summary at its head, and the line at each input.

use super::{Icon, Symbol};
use crate::i18n::{Lang, common};
use leptos::prelude::*;

/// The id of a field's input.
pub fn id(key: &str) -> String {
    key.replace('.', "-")
}

/// What is wrong with the form, by the keys of its inputs, in the order of the form.
#[derive(Clone, Debug, Default)]
pub struct Wrong(Vec<(String, String)>);

impl Wrong {
    /// The keys of inputs, each with what is wrong there in words.
    pub fn of(wrong: Vec<(String, String)>) -> Self {
        Self(wrong)
    }

    /// With what is wrong in another form of the page.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first problem of an input, in words.
    pub fn at(&self, key: &str) -> Option<String> {
        let found = self.0.iter().find(|(wrong, _)| wrong == key);
        found.map(|(_, words)| words.clone())
    }

    /// The error summary at the head of a form; nothing where nothing is wrong.
    pub fn summary(&self, lang: Lang) -> impl IntoView + use<> {
        (!self.is_empty()).then(|| {
            view! {
                <div class="errors" role="alert" tabindex="-1" aria-labelledby="errors-title" id="errors">
                    <h2 id="errors-title">{common::error_summary(lang, self.len())}</h2>
                    <ul>{self.links("")}</ul>
                </div>
            }
        })
    }

    /// The links to the inputs, each with its problem; `page` stands before the `#`.
    pub fn links(&self, page: &str) -> impl IntoView + use<> {
        self.0
            .iter()
            .map(|(key, words)| {
                let href = format!("{page}#{}", id(key));
                let words = words.clone();
                view! {
                    <li>
                        <a href=href>{words}</a>
                    </li>
                }
            })
            .collect_view()
    }
}

/// The error that stands at a field, with the id `{id}-error`.
pub fn error_line(lang: Lang, key: &str, words: &str) -> impl IntoView + use<> {
    let error_id = format!("{}-error", id(key));
    let words = words.to_owned();
    view! {
        <p class="field-error" id=error_id>
            <Icon symbol=Symbol::Warn />
            " "
            <span>
                <span class="vh">{common::error_prefix(lang)}</span>
                {words}
            </span>
        </p>
    }
}
