//! The two languages of the interface and texts written in both.

use serde::{Deserialize, Serialize};

/// A language of the interface. Ukrainian is the first and the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Uk,
    En,
}

impl Lang {
    /// The BCP 47 tag, for `lang` and `hreflang`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Uk => "uk",
            Self::En => "en",
        }
    }

    /// The language of a tag as [`Lang::tag`] gives it.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "uk" => Some(Self::Uk),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

/// `path` of ours in `lang`: English pages stand under `/en`.
pub fn localized(lang: Lang, path: &str) -> String {
    match lang {
        Lang::Uk => path.to_owned(),
        Lang::En if path == "/" => "/en".to_owned(),
        Lang::En => format!("/en{path}"),
    }
}

/// A text in Ukrainian and, when somebody has translated it, in English. Never empty in Ukrainian once validated.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub struct Bilingual {
    pub uk: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Bilingual {
    pub fn new(uk: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            uk: uk.into(),
            en: en.into(),
        }
    }

    /// The text in `lang`, or in Ukrainian where there is no translation.
    pub fn get(&self, lang: Lang) -> &str {
        self.in_lang(lang).0
    }

    /// The text and the language it is really in, so that a page can mark a foreign passage with `lang`.
    pub fn in_lang(&self, lang: Lang) -> (&str, Lang) {
        match lang {
            Lang::En if !self.en.is_empty() => (&self.en, Lang::En),
            _ => (&self.uk, Lang::Uk),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.uk.is_empty() && self.en.is_empty()
    }
}
