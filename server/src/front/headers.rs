//! The response headers that protect a page: content security policy, framing, sniffing, referrer (DESIGN §12).

use domain::widget::WidgetOrigins;
use http::{HeaderMap, HeaderValue, header};

/// The policy of a page. `nonce` is for Leptos's own two inline scripts on pages that are never cached.
/// `sign_in_origins` are where a form may end up after redirects: browsers check `form-action` on every hop of the chain.
pub fn content_security_policy(
    nonce: Option<&str>,
    sign_in_origins: &[String],
    framed_by: Framing,
) -> String {
    let script_nonce = nonce.map(|n| format!(" 'nonce-{n}'")).unwrap_or_default();
    let form_action: String = sign_in_origins.iter().map(|o| format!(" {o}")).collect();
    let ancestors = match framed_by {
        Framing::Nobody => "'none'",
        Framing::Ourselves => "'self'",
    };
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{script_nonce}; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'{form_action}; \
         frame-ancestors {ancestors}"
    )
}

/// Who may show a page inside a frame. The staff preview is framed by the editor; nothing else is framed by anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    Nobody,
    Ourselves,
}

/// Sets what every response has, whatever it is. A page's own policy is kept.
pub fn protect(headers: &mut HeaderMap, https: bool) {
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Leptos returns a form's error by way of the Referer, so it must not be withheld from ourselves.
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (
            http::HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            http::HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            http::HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
        ),
    ];
    for (name, value) in fixed {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if https {
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static(
                "max-age=63072000; includeSubDomains",
            ));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY)
        && let Ok(policy) =
            HeaderValue::from_str(&content_security_policy(None, &[], Framing::Nobody))
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        );
    }
}

/// Lets the websites that the community allows, and ourselves, show this response in a frame: instead of nobody, which the
/// response's own policy says. For what stands under `/embed/` alone.
///
/// It is done on the way out, so that it holds for pages that were rendered some time ago, too: what is allowed is never part of
/// what is kept. A 304 carries it as well (RFC 9111 §3.2: the browser's copy takes the new header).
pub fn let_frame(headers: &mut HeaderMap, allowed: &WidgetOrigins) {
    let sources: String = allowed.sources().map(|o| format!(" {o}")).collect();
    let policy = headers
        .get(header::CONTENT_SECURITY_POLICY)
        .and_then(|policy| policy.to_str().ok())
        .map(|policy| {
            policy.replace(
                "frame-ancestors 'none'",
                &format!("frame-ancestors 'self'{sources}"),
            )
        })
        .and_then(|policy| HeaderValue::from_str(&policy).ok());
    if let Some(policy) = policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::widget::Origin;

    fn ancestors(allowed: &WidgetOrigins) -> String {
        let mut headers = HeaderMap::new();
        protect(&mut headers, true);
        let_frame(&mut headers, allowed);
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        policy
            .split("; ")
            .find_map(|part| part.strip_prefix("frame-ancestors "))
            .unwrap()
            .to_owned()
    }

    #[test]
    fn a_card_is_framed_by_ourselves_and_by_exactly_the_named_sites() {
        let mut allowed = WidgetOrigins::default();
        assert_eq!(ancestors(&allowed), "'self'");
        for origin in ["https://misto.ua", "http://misto.localhost:3311"] {
            allowed.named.insert(Origin::parse(origin).unwrap());
        }
        assert_eq!(
            ancestors(&allowed),
            "'self' http://misto.localhost:3311 https://misto.ua"
        );
        allowed.anywhere = true;
        assert!(ancestors(&allowed).contains(" *"));
    }
}
