//! How a page is put together: load what it needs, then show it, or show what went wrong with the right status.

use crate::{components::failure::FailurePage, context::visit, failure::Failure};
use http::{HeaderValue, StatusCode, header};
use leptos::{either::Either, prelude::*};
use leptos_axum::ResponseOptions;
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

/// A return address that somebody sent us, if it is one of our own paths: one leading slash, no host, no backslash, no control
/// characters; `/` otherwise. Open redirects end here.
pub fn own_path(sent: &str) -> &str {
    let plain = sent.starts_with('/')
        && !sent.starts_with("//")
        && sent.len() <= 500
        && !sent.contains('\\')
        && sent.chars().all(|c| !c.is_control() && !c.is_whitespace());
    if plain { sent } else { "/" }
}

/// The way back that a page's query brings, as [`own_path`]. The router takes the escapes of a query away twice: a space that was one of
/// them is written as such again.
pub fn path_back(sent: Option<String>) -> Option<String> {
    sent.map(|sent| own_path(&sent.replace(' ', "%20")).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_in_the_way_back_is_written_as_an_address_has_it() {
        let back = |sent: &str| path_back(Some(sent.to_owned()));
        assert_eq!(back("/polls?q=a b").as_deref(), Some("/polls?q=a%20b"));
        assert_eq!(back("//evil.example/ b").as_deref(), Some("/"));
        assert_eq!(path_back(None), None);
    }

    #[test]
    fn only_our_own_paths_are_return_addresses() {
        for own in ["/", "/polls/3/vote/check", "/en/polls?state=open"] {
            assert_eq!(own_path(own), own);
        }
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
