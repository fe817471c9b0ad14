//! The one cross-site check of the whole installation (DESIGN §12): a request that changes something must come from a page
//! of the very same origin. Leptos's server functions bring none of their own.
//!
//! Browsers say where a request comes from in `Sec-Fetch-Site` (Fetch Metadata, W3C) and, for every POST, in `Origin`
//! (RFC 6454). `same-site` is not enough: another community's host is the same site.

use http::{HeaderMap, HeaderValue, Method, header};

/// Paths that may be reached from elsewhere and change something, all by GET: each consumes a single-use secret.
/// Whoever adds one adds its test.
pub const CROSS_SITE_EXCEPTIONS: [&str; 2] = ["/auth/callback", "/auth/ticket"];

/// Whether the request may go on. `own_origin` is scheme, host and port of the community's host.
pub fn allows(method: &Method, headers: &HeaderMap, own_origin: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    // A browser sends each once; whoever sends two is none, or something between us has been talked into it.
    let once = |name: &str| {
        let mut values = headers.get_all(name).iter().map(HeaderValue::as_bytes);
        (values.next(), values.next().is_some())
    };
    match once("sec-fetch-site") {
        (_, true) => false,
        // `none`: the person themselves (address bar, restored tab); no page can produce it.
        (Some(b"same-origin" | b"none"), _) => true,
        (Some(_), _) => false,
        (None, _) => once(header::ORIGIN.as_str()) == (Some(own_origin.as_bytes()), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
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
            &[
                ("sec-fetch-site", "same-origin"),
                ("sec-fetch-site", "cross-site"),
            ],
            &[("origin", OWN), ("origin", "https://evil.example")],
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
