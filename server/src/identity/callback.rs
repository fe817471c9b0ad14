//! What a provider sends back through the browser: anybody can make such a request, so nothing in it is believed.

use super::secret::Secret;

/// The query of the callback. Every field is bounded; a field that is too long or given twice counts as missing
/// (RFC 6749 §3.1: parameters must not be included more than once).
#[derive(Clone, Debug, Default)]
pub struct CallbackQuery {
    code: Option<Secret>,
    state: Option<Secret>,
    error: Option<String>,
    issuer: Option<String>,
}

/// Longest value that is read, in bytes.
const LONGEST: usize = 1024;

impl CallbackQuery {
    /// Reads the part of the address after `?`. Never fails: what is unreadable is missing. Other parameters (also
    /// `error_description`, which may name the person) are not read.
    pub fn from_query(query: &str) -> Self {
        // The parser of addresses is the only one here for queries; the host in it means nothing.
        let mut query_only = match reqwest::Url::parse("http://callback.invalid/") {
            Ok(url) => url,
            Err(_) => return Self::default(),
        };
        query_only.set_query(Some(query));
        let once = |name: &str| {
            let mut values = query_only
                .query_pairs()
                .filter(|(key, _)| key == name)
                .map(|(_, value)| value);
            match (values.next(), values.next()) {
                (Some(value), None) if !value.is_empty() && value.len() <= LONGEST => {
                    Some(value.into_owned())
                }
                _ => None,
            }
        };
        Self {
            code: once("code").map(Secret::new),
            state: once("state").map(Secret::new),
            error: once("error"),
            issuer: once("iss"),
        }
    }

    /// The state that the browser brought, to be compared with what this browser was given.
    pub fn state(&self) -> Option<&str> {
        self.state.as_ref().map(Secret::reveal)
    }

    pub(super) fn code(&self) -> Option<&Secret> {
        self.code.as_ref()
    }

    /// Which provider says that it answers (RFC 9207).
    pub(super) fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    pub(super) fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_parameters_are_read() {
        let query = CallbackQuery::from_query("code=a%2Bb&state=s&x=1");
        assert_eq!(query.code().unwrap().reveal(), "a+b");
        assert_eq!(query.state(), Some("s"));
        assert_eq!(query.error(), None);
        let denied =
            CallbackQuery::from_query("error=access_denied&error_description=%D0%86&state=s");
        assert_eq!(
            (denied.error(), denied.state()),
            (Some("access_denied"), Some("s"))
        );
    }

    #[test]
    fn what_is_doubled_empty_or_too_long_is_missing() {
        let query = CallbackQuery::from_query("code=a&code=b&state=");
        assert!(query.code().is_none() && query.state().is_none());
        let long = format!("code={}", "a".repeat(LONGEST + 1));
        assert!(CallbackQuery::from_query(&long).code().is_none());
        for strange in ["", "&&&", "%", "code", "=", "code=%FF%00", "\u{0}"] {
            let _ = CallbackQuery::from_query(strange);
        }
    }

    #[test]
    fn neither_code_nor_state_is_in_a_debug_text() {
        let text = format!(
            "{:?}",
            CallbackQuery::from_query("code=abcdef&state=ghijkl")
        );
        assert!(
            !text.contains("abcdef") && !text.contains("ghijkl"),
            "{text}"
        );
    }
}
