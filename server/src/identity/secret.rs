//! A text that must not be seen: wiped when dropped, never printed.

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A client secret, an access token, an identifier on its way to its hash.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Name the reason where you call it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_empty() {
            "Secret(empty)"
        } else {
            "Secret(…)"
        })
    }
}

/// Takes a text or a whole number; anything else (null, a list, an object) is read as empty, because one strange field that
/// we may not even need must not fail a sign-in.
impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Number(u64),
            Other(serde::de::IgnoredAny),
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Text(text) => Self::new(text),
            Written::Number(number) => Self::new(number.to_string()),
            Written::Other(_) => Self::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_in_a_debug_text() {
        assert_eq!(format!("{:?}", Secret::new("3081802366")), "Secret(…)");
        assert_eq!(format!("{:?}", Secret::default()), "Secret(empty)");
    }

    #[test]
    fn strange_values_are_read_as_empty() {
        let read = |json: &str| {
            serde_json::from_str::<Secret>(json)
                .unwrap()
                .reveal()
                .to_owned()
        };
        assert_eq!(read("\"text\""), "text");
        assert_eq!(read("42"), "42");
        for strange in ["null", "true", "[]", "{\"a\":1}", "-1", "1.5"] {
            assert_eq!(read(strange), "", "{strange}");
        }
    }
}
