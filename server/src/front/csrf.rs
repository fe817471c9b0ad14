//! The one cross-site check of the whole installation (DESIGN §12): a request that changes something must come from a page
//! of the very same origin. Leptos's server functions bring none of their own.
//!
//! Browsers say where a request comes from in `Sec-Fetch-Site` (Fetch Metadata, W3C) and, for every POST, in `Origin`
//! (RFC 6454). `same-site` is not enough: another community's host is the same site.

use http::{HeaderMap, Method, header};

/// Paths that may be reached from elsewhere and change something, all by GET: each consumes a single-use secret.
/// Whoever adds one adds its test.
pub const CROSS_SITE_EXCEPTIONS: [&str; 2] = ["/auth/callback", "/auth/ticket"];

/// Whether the request may go on. `own_origin` is scheme, host and port of the community's host.
pub fn allows(method: &Method, headers: &HeaderMap, own_origin: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    match headers.get("sec-fetch-site").map(|v| v.as_bytes()) {
        // `none`: the person themselves (address bar, restored tab); no page can produce it.
        Some(b"same-origin" | b"none") => true,
        Some(_) => false,
        None => headers
            .get(header::ORIGIN)
            .is_some_and(|origin| origin.as_bytes() == own_origin.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(k, v)| (http::HeaderName::from_static(k), v.parse().unwrap()))
            .collect()
    }

    const OWN: &str = "https://korosten.viche.example";

    #[test]
    fn a_post_from_our_own_page_goes_on() {
        assert!(allows(
            &Method::POST,
            &headers(&[("sec-fetch-site", "same-origin")]),
            OWN
        ));
        assert!(allows(&Method::POST, &headers(&[("origin", OWN)]), OWN));
    }

    #[test]
    fn a_post_from_anywhere_else_is_refused() {
        for foreign in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site"), ("origin", OWN)],
            &[("origin", "https://ovruch.viche.example")],
            &[("origin", "null")],
            &[],
        ] {
            assert!(
                !allows(&Method::POST, &headers(foreign), OWN),
                "{foreign:?} was let through"
            );
            assert!(
                !allows(&Method::DELETE, &headers(foreign), OWN),
                "{foreign:?} was let through"
            );
        }
    }

    #[test]
    fn reading_needs_no_origin() {
        assert!(allows(
            &Method::GET,
            &headers(&[("sec-fetch-site", "cross-site")]),
            OWN
        ));
    }
}
