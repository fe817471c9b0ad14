//! What all adapters' HTTP clients have in common.

use super::Unreachable;
use reqwest::{Client, ClientBuilder, redirect};
use std::{sync::Once, time::Duration};

/// A client that follows no redirect (a token would travel along), sends no Referer and waits for nothing forever.
/// `plain_http`: the provider is one of a demonstration or a test, reached without TLS.
pub(super) fn client(connect: Duration, whole: Duration, plain_http: bool) -> ClientBuilder {
    install_tls();
    Client::builder()
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(connect)
        .timeout(whole)
        .pool_idle_timeout(Duration::from_secs(30))
        .https_only(!plain_http)
        .user_agent(concat!("viche/", env!("CARGO_PKG_VERSION")))
}

/// How a request failed. The client's own message is dropped: it holds the address, which may hold a token.
pub(super) fn cause(error: &reqwest::Error) -> Unreachable {
    if error.is_timeout() {
        Unreachable::Timeout
    } else if error.is_connect() {
        Unreachable::Connect
    } else {
        Unreachable::Broken
    }
}

/// Makes *ring* the process's TLS provider, once. Somebody may have done so before, which is as good.
fn install_tls() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}
