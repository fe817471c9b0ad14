//! A document's number as staff type it: which it is, whether it can be one, and the keyed hash that finds its record. The
//! number itself goes nowhere.

use crate::{
    i18n::{Lang, staff_people},
    keys::CommunityKeys,
};
use domain::{
    identifiers::{KeyKind, Passport},
    national_id::{Rnokpp, Unzr},
};
use serde::{Deserialize, Serialize};
use store::persons::PersonKey;

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

impl TypedDocument {
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
            ("unzr", "1984051701188", "19840517-01188"),
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
