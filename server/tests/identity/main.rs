//! The id.gov.ua adapter against the sandbox service over real HTTP: the way that works, and everything that can go wrong on it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod decryption;
mod failures;
mod lies;
mod service;
mod sign_in;

use axum::Router;
use reqwest::{Client, Response, StatusCode, Url, header, redirect};
use server::{
    demo_residents::DemoResidents,
    identity::{
        CallbackQuery, IdGovUa, IdGovUaConfig, Identified, IdentityError, IdentityProvider,
    },
    sandbox::{self, SandboxOptions},
};
use std::time::Duration;
use tokio::net::TcpListener;

const CALLBACK: &str = "http://platform.localhost:3000/auth/callback";
const CLIENT: &str = "viche-test";
const SECRET: &str = "a+secret & more";
const STATE: &str = "st~ate_1-2.3";
/// The browser was sent away a moment ago.
const NOW: Duration = Duration::ZERO;

/// A sandbox that listens, an adapter that knows it, and a browser.
struct World {
    base: String,
    provider: IdGovUa,
    browser: Client,
}

impl World {
    async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// With other options of the sandbox than: approves by itself, 100 generated people, slowness of one minute.
    async fn with(change: impl FnOnce(&mut SandboxOptions)) -> Self {
        let residents = DemoResidents::embedded().unwrap();
        let mut options = SandboxOptions::new(
            residents,
            CLIENT,
            SECRET.to_owned(),
            vec![CALLBACK.to_owned()],
        );
        options.auto_approve = true;
        options.generated = 100;
        options.slowness = Duration::from_secs(60);
        change(&mut options);
        let base = serve(sandbox::router(options)).await;
        let provider = IdGovUa::new(settings(&base)).unwrap();
        Self {
            base,
            provider,
            browser: browser(),
        }
    }

    /// The address of the sandbox's page, with more parameters.
    fn page(&self, more: &[(&str, &str)]) -> Url {
        let mut url = Url::parse(&self.provider.address(STATE, CALLBACK)).unwrap();
        url.query_pairs_mut().extend_pairs(more);
        url
    }

    /// Signs in without a page; gives the query with which the browser comes back.
    async fn come_back(&self, more: &[(&str, &str)]) -> String {
        returned(&self.browser.get(self.page(more)).send().await.unwrap())
    }

    async fn identify(&self, query: &str) -> Result<Identified, IdentityError> {
        self.provider
            .identify(CallbackQuery::from_query(query), CALLBACK, NOW)
            .await
    }

    async fn sign_in(&self, more: &[(&str, &str)]) -> Result<Identified, IdentityError> {
        let query = self.come_back(more).await;
        self.identify(&query).await
    }
}

fn settings(base: &str) -> IdGovUaConfig {
    let mut settings = IdGovUaConfig::sandbox(base, base, CLIENT, SECRET.to_owned());
    settings.whole_timeout = Duration::from_millis(1500);
    settings
}

fn browser() -> Client {
    Client::builder()
        .tls_certs_only([])
        .redirect(redirect::Policy::none())
        .build()
        .unwrap()
}

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    base
}

/// The query of the address that a response sends the browser to, which must be the callback.
fn returned(response: &Response) -> String {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let location = response.headers()[header::LOCATION].to_str().unwrap();
    let (address, query) = location.split_once('?').unwrap();
    assert_eq!(address, CALLBACK);
    query.to_owned()
}
