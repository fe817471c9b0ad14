//! A document's number as staff type it: which it is, whether it can be one, and the keyed hash that finds its record. The
//! number itself goes nowhere.

use super::by;
use crate::{
    context::{Services, Visit, Visitor},
    failure::Failure,
    i18n::{Lang, staff_people},
    keys::CommunityKeys,
    pages::staff::field::{Field, Takes, Wrong, error_line, id, name},
};
use domain::{
    identifiers::{KeyKind, Passport},
    ids::PersonId,
    national_id::{Rnokpp, Unzr},
    time::Date,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::persons::PersonKey;

/// The keys of the inputs.
const KIND: &str = "kind";
const NUMBER: &str = "number";

/// What was typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct TypedDocument {
    /// The name of a [`KeyKind`], or nothing.
    pub kind: String,
    pub number: String,
}

/// A number is personal data.
impl std::fmt::Debug for TypedDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TypedDocument({}, …)", self.kind)
    }
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentProblem {
    /// No kind was chosen.
    Kind,
    /// Nothing was typed.
    Missing,
    /// It cannot be a number of this kind.
    Wrong(KeyKind),
}

impl DocumentProblem {
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Kind => staff_people::kind_missing(lang),
            Self::Missing => staff_people::number_missing(lang),
            Self::Wrong(kind) => staff_people::number_wrong(lang, kind),
        }
    }
}

/// Why nobody was found by a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfound {
    /// It cannot be a document's number.
    Wrong,
    /// Nobody's record has it.
    Nobody,
}

impl TypedDocument {
    /// What stands in a form with [`Self::fields`].
    pub fn read(f: &HashMap<String, String>) -> Self {
        let text = |key: &str| f.get(key).cloned().unwrap_or_default();
        Self {
            kind: text(KIND),
            number: shortened(text(NUMBER)),
        }
    }

    /// The fields of a form in which a document is typed.
    pub fn fields(&self, lang: Lang, wrong: &Wrong) -> AnyView {
        let number = Field {
            key: NUMBER,
            label: staff_people::find_number(lang),
            hint: Some(staff_people::find_number_hint(lang)),
            value: &self.number,
            takes: Takes::Line,
            written_in: Lang::Uk,
        }
        .view(lang, wrong);
        view! {
            {kinds(lang, &self.kind, wrong)}
            {number}
        }
        .into_any()
    }

    /// What is wrong with what was typed, at its input.
    pub fn wrong(&self, lang: Lang) -> Wrong {
        match self.check() {
            Ok(_) => Wrong::default(),
            Err(problem) => {
                let key = match problem {
                    DocumentProblem::Kind => KIND,
                    DocumentProblem::Missing | DocumentProblem::Wrong(_) => NUMBER,
                };
                at(key, problem.words(lang))
            }
        }
    }

    /// That nobody has it, at its input.
    pub fn nobody(lang: Lang) -> Wrong {
        at(NUMBER, staff_people::nobody(lang))
    }

    /// Whose document it is. Every look is logged: under the record that was found, so that its person sees who asked about them, or
    /// that nobody has the document.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn owner(
        &self,
        services: &Services,
        visit: &Visit,
        handler: &Visitor,
    ) -> Result<Result<PersonId, Unfound>, Failure> {
        let Ok((kind, spelling)) = self.check() else {
            return Ok(Err(Unfound::Wrong));
        };
        let community = visit.community_id();
        let found = services.by_current_keys(community, async |keys| {
            let key = key_of(&keys, kind, &spelling);
            Ok(services.store.person_by_key(community, &key).await)
        });
        let found = found.await??;
        let (act, subject) = match found {
            Some(person) => ("person.found", person.to_string()),
            None => ("identity.looked_for", String::new()),
        };
        let detail = serde_json::json!({ "kind": kind.as_str(), "found": found.is_some() });
        let by = by(visit, handler.person);
        services
            .store
            .record_act(community, by, act, &subject, detail)
            .await?;
        Ok(found.ok_or(Unfound::Nobody))
    }

    /// The birth date that is part of the number; nothing of a passport's, nor of what is no number.
    pub fn birth_date(&self) -> Option<Date> {
        match self.check().ok()? {
            (KeyKind::Rnokpp, number) => Rnokpp::parse(&number)?.birth_date(),
            (KeyKind::Unzr, number) => Unzr::parse(&number)?.birth_date(),
            (KeyKind::Passport, _) => None,
        }
    }

    /// The document's kind and its number in the one spelling that is hashed.
    ///
    /// # Errors
    /// [`DocumentProblem`].
    pub fn check(&self) -> Result<(KeyKind, String), DocumentProblem> {
        let kind: KeyKind = self.kind.parse().map_err(|_| DocumentProblem::Kind)?;
        if self.number.trim().is_empty() {
            return Err(DocumentProblem::Missing);
        }
        let spelling = match kind {
            KeyKind::Rnokpp => Rnokpp::parse(&self.number).map(|n| n.digits().to_owned()),
            KeyKind::Unzr => Unzr::parse(&self.number).map(|n| n.as_str().to_owned()),
            KeyKind::Passport => Passport::parse(&self.number).map(|n| n.as_str().to_owned()),
        };
        let spelling = spelling.ok_or(DocumentProblem::Wrong(kind))?;
        Ok((kind, spelling))
    }
}

/// The choice of a kind of document.
fn kinds(lang: Lang, chosen: &str, wrong: &Wrong) -> AnyView {
    let error = wrong.at(KIND);
    let invalid = error.is_some();
    let chosen = match chosen {
        "" => KeyKind::Rnokpp.as_str(),
        other => other,
    };
    let options = KeyKind::ALL
        .iter()
        .map(|kind| {
            // The summary of errors leads to the first of them.
            let input = match kind {
                KeyKind::Rnokpp => id(KIND),
                other => format!("{}-{other}", id(KIND)),
            };
            let words = staff_people::document(lang, *kind);
            view! {
                <div class="check">
                    <input
                        type="radio"
                        id=input.clone()
                        name=name(KIND)
                        value=kind.as_str()
                        checked=kind.as_str() == chosen
                    />
                    <label for=input>{words}</label>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class=if invalid { "field is-invalid" } else { "field" }>
            <legend class="label">{staff_people::find_kind(lang)}</legend>
            {error.map(|words| error_line(lang, KIND, &words))}
            {options}
        </fieldset>
    }
    .into_any()
}

fn at(key: &str, words: &str) -> Wrong {
    Wrong::of(vec![(key.to_owned(), words.to_owned())])
}

/// No document has a longer number; what is longer is shown cut, as wrong as it was.
pub(super) fn shortened(number: String) -> String {
    const LONGEST: usize = 100;
    match number.char_indices().nth(LONGEST) {
        Some((end, _)) => number[..end].to_owned(),
        None => number,
    }
}

/// The key that a document makes in this community.
pub fn key_of(keys: &CommunityKeys, kind: KeyKind, spelling: &str) -> PersonKey {
    PersonKey {
        kind,
        hash: keys.keyed_hash(kind, spelling),
        key_id: keys.identity_key_id(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(kind: &str, number: &str) -> TypedDocument {
        TypedDocument {
            kind: kind.into(),
            number: number.into(),
        }
    }

    #[test]
    fn a_document_is_read_in_its_one_spelling() {
        for (kind, number, spelling) in [
            ("rnokpp", " 3081802366 ", "3081802366"),
            ("unzr", "1984051701181", "19840517-01181"),
            ("passport", "bm 123456", "ВМ123456"),
        ] {
            let read = typed(kind, number).check().unwrap();
            assert_eq!((read.0.as_str(), read.1.as_str()), (kind, spelling));
        }
    }

    #[test]
    fn what_is_no_document_says_what_is_wrong_with_it() {
        for (kind, number, problem) in [
            ("", "3081802366", DocumentProblem::Kind),
            ("tax", "3081802366", DocumentProblem::Kind),
            ("rnokpp", "  ", DocumentProblem::Missing),
            (
                "rnokpp",
                "3081802367",
                DocumentProblem::Wrong(KeyKind::Rnokpp),
            ),
            ("unzr", "3081802366", DocumentProblem::Wrong(KeyKind::Unzr)),
            (
                "unzr",
                "19840517-01188",
                DocumentProblem::Wrong(KeyKind::Unzr),
            ),
            (
                "passport",
                "ВМ12",
                DocumentProblem::Wrong(KeyKind::Passport),
            ),
        ] {
            assert_eq!(typed(kind, number).check(), Err(problem), "{kind} {number}");
        }
    }

    #[test]
    fn a_typed_number_is_never_printed() {
        let text = format!("{:?}", typed("rnokpp", "3081802366"));
        assert!(!text.contains("3081802366"), "{text}");
    }
}
