//! How a page is put together: load what it needs, then show it, or show what went wrong with the right status.

use crate::{
    components::failure::FailurePage,
    context::{Visit, visit},
    failure::Failure,
};
use http::{HeaderValue, StatusCode, header};
use leptos::{either::Either, prelude::*};
use leptos_axum::ResponseOptions;
use percent_encoding::percent_decode_str;
use std::future::Future;

/// A page that waits for `load`. A [`Failure::SignInNeeded`] leads to the sign-in page, or its second step, and back here afterwards; every other
/// failure is shown with its status.
pub fn page<V, F>(load: F) -> impl IntoView
where
    V: IntoView + 'static,
    F: Future<Output = Result<V, Failure>> + Send + 'static,
{
    let options = use_context::<ResponseOptions>();
    Suspend::new(async move {
        match load.await {
            Ok(view) => Either::Left(view.into_any()),
            Err(Failure::SignInNeeded) => {
                if let (Ok(visit), Some(_)) = (visit(), &options) {
                    see_other(&visit.way_in(&visit.href(&visit.path)));
                }
                Either::Right(view! { <FailurePage failure=Failure::SignInNeeded /> })
            }
            Err(failure) => {
                if let Some(options) = options {
                    options.set_status(
                        StatusCode::from_u16(failure.status())
                            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
                    );
                }
                Either::Right(view! { <FailurePage failure /> })
            }
        }
    })
}

/// Answers with 303 See Other. Addresses are our own paths only.
pub fn see_other(path: &str) {
    if let (Some(options), Ok(location)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(path),
    ) {
        options.set_status(StatusCode::SEE_OTHER);
        options.insert_header(header::LOCATION, location);
    }
}

/// The failure that the server asks to show instead of a page.
pub fn use_failure() -> Option<Failure> {
    use_context::<Failure>()
}

/// `text` percent-encoded for a query value.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                out.push(b as char)
            }
            _ => out.push_str(&format!("%{b:02X}")),
        }
    }
    out
}

/// The longest way back in bytes: a search of a hundred letters and all filters, each letter written in six. Escaped once more it stays an
/// address that is taken.
const MOST_PATH_BYTES: usize = 900;

/// A return address that somebody sent us, if it is one of our own paths: one leading slash, no host, no backslash, no control
/// characters, not endless; `/` otherwise. Open redirects end here.
pub fn own_path(sent: &str) -> &str {
    let plain = sent.starts_with('/')
        && !sent.starts_with("//")
        && sent.len() <= MOST_PATH_BYTES
        && !sent.contains('\\')
        && sent.chars().all(|c| !c.is_control() && !c.is_whitespace());
    if plain { sent } else { "/" }
}

/// The way back that the query of this visit's page brings as `return`, as [`own_path`]: letter by letter the address that was asked for.
/// The router takes the escapes of a query away twice, which would make another search of `?q=a%26b`.
pub fn path_back(visit: &Visit) -> Option<String> {
    let (_, query) = visit.path.split_once('?')?;
    sent_back(query)
}

fn sent_back(query: &str) -> Option<String> {
    let mut fields = query.split('&').filter_map(|field| field.split_once('='));
    let (_, sent) = fields.find(|(name, _)| *name == "return")?;
    let sent = decoded(sent).unwrap_or_default();
    Some(own_path(&sent.replace(' ', "%20")).to_owned())
}

/// A query's value without its escapes, once; `None` for what is no text.
fn decoded(value: &str) -> Option<String> {
    let value = value.replace('+', " ");
    let text = percent_decode_str(&value).decode_utf8().ok()?;
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_the_very_address_that_was_asked_for() {
        for asked in [
            "/polls?q=a%26b",
            "/polls?q=a%23b",
            "/polls?q=100%25",
            "/polls?q=a%2Bb",
            "/polls?q=a+b",
            "/polls?q=a%20b",
            "/polls?q=%2526",
            "/en/polls?q=%D1%81%D0%BA%D0%B2%D0%B5%D1%80&state=open",
            "/staff/polls/3/edit?kept#unsaved",
        ] {
            let query = format!("error=denied&return={}&x=1", encoded(asked));
            assert_eq!(sent_back(&query).as_deref(), Some(asked), "{query}");
        }
    }

    #[test]
    fn a_way_back_that_is_not_ours_or_no_text_leads_home() {
        let back = |query: &str| sent_back(query).unwrap_or_default();
        for foreign in [
            "return=//evil.example/+b",
            "return=%2F%2Fevil.example",
            "return=%2F%5Cevil.example",
            "return=%2F%00",
            "return=%2F%FF",
            "return=https%3A%2F%2Fevil.example",
            "return=",
        ] {
            assert_eq!(back(foreign), "/", "{foreign}");
        }
        // A space, and an escape that is none, as somebody may type them.
        assert_eq!(back("return=/polls?q=a+b"), "/polls?q=a%20b");
        assert_eq!(back("return=/polls?q=100%"), "/polls?q=100%");
        assert_eq!(back("return=/polls?q=%4"), "/polls?q=%4");
        assert_eq!(sent_back("error=denied"), None);
    }

    #[test]
    fn only_our_own_paths_are_return_addresses() {
        for own in ["/", "/polls/3/vote/check", "/en/polls?state=open"] {
            assert_eq!(own_path(own), own);
        }
        // The longest search that the form takes, every letter escaped; but nothing without end.
        let longest = format!("/en/polls?q={}&state=open", encoded(&"ї".repeat(100)));
        assert_eq!(own_path(&longest), longest);
        assert_eq!(own_path(&format!("/{}", "a".repeat(MOST_PATH_BYTES))), "/");
        for foreign in [
            "",
            "polls",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a\nb",
            "/\t/evil.example",
            "javascript:alert(1)",
        ] {
            assert_eq!(own_path(foreign), "/", "{foreign:?} was taken");
        }
    }
}
