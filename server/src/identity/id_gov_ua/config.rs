//! Settings of the id.gov.ua adapter and the HTTP client that follows from them.

use super::decrypt::{DecryptConfig, Decryption};
use crate::identity::{Secret, http, reach::Reach};
use reqwest::{Client, ClientBuilder, Url};
use std::time::Duration;

/// The state's own installation.
const PRODUCTION: &str = "https://id.gov.ua";
/// Its test installation.
const TEST_STAND: &str = "https://test.id.gov.ua";

/// Where the service is and who we are to it.
#[derive(Clone, Debug)]
pub struct IdGovUaConfig {
    flavour: Flavour,
    /// Base address for our own requests.
    server_url: String,
    /// Base address for the browser; differs only in demonstrations.
    browser_url: String,
    pub(super) client_id: String,
    pub(super) client_secret: Secret,
    /// Who decrypts answers; without it they are asked for in the plain.
    pub decrypt: Option<DecryptConfig>,
    /// Ways to sign in, as `auth_type` lists them.
    pub ways: String,
    /// Longest time until a connection stands.
    pub connect_timeout: Duration,
    /// Longest time for all steps of one sign-in together.
    pub whole_timeout: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flavour {
    IdGovUa,
    Sandbox,
}

/// Why the adapter cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum IdGovUaConfigError {
    #[error("the identity provider's address is not an http(s) address without query: {0}")]
    Address(String),
    #[error("the identity provider's address must be https:// outside a demonstration")]
    PlainHttp,
    #[error("the identity provider's client id or client secret is not set")]
    NoClient,
    #[error("the decryption service's address is not an http(s) address without query: {0}")]
    DecryptAddress(String),
    #[error(
        "the decryption service's address must be https://, or http:// on this machine, outside a demonstration"
    )]
    DecryptPlainHttp,
    #[error("the certificate for encrypted answers cannot be used: {0}")]
    Certificate(&'static str),
    #[error("the HTTP client for the identity provider cannot be set up: {0}")]
    Http(#[source] reqwest::Error),
}

/// The four addresses of the protocol, and the one at which we see whether the service is there.
pub(super) struct Addresses {
    pub base: Url,
    pub authorize: Url,
    pub token: Url,
    pub user_info: Url,
    pub logout: Url,
}

impl IdGovUaConfig {
    /// id.gov.ua itself.
    pub fn production(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self::at(PRODUCTION, client_id, client_secret)
    }

    /// Its test installation.
    pub fn test_stand(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self::at(TEST_STAND, client_id, client_secret)
    }

    /// An installation at another https address.
    pub fn at(
        base_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        let base_url = base_url.into();
        Self {
            flavour: Flavour::IdGovUa,
            browser_url: base_url.clone(),
            server_url: base_url,
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            decrypt: None,
            ways: "dig_sign,bank_id,mobile_id,diia_id".to_owned(),
            connect_timeout: Duration::from_secs(3),
            whole_timeout: Duration::from_secs(10),
        }
    }

    /// The sandbox service of a demonstration: the caller has made sure that this is one. Plain http is allowed, and the
    /// browser may reach it at another address than we do.
    pub fn sandbox(
        server_url: impl Into<String>,
        browser_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        Self {
            flavour: Flavour::Sandbox,
            browser_url: browser_url.into(),
            ..Self::at(server_url, client_id, client_secret)
        }
    }

    pub(super) fn id(&self) -> &'static str {
        match self.flavour {
            Flavour::IdGovUa => "id_gov_ua",
            Flavour::Sandbox => "sandbox",
        }
    }

    pub(super) fn addresses(&self) -> Result<Addresses, IdGovUaConfigError> {
        if self.client_id.is_empty() || self.client_secret.is_empty() {
            return Err(IdGovUaConfigError::NoClient);
        }
        let (server, browser) = (self.base(&self.server_url)?, self.base(&self.browser_url)?);
        let step = |name: &str| {
            server
                .join(name)
                .map_err(|_| IdGovUaConfigError::Address(self.server_url.clone()))
        };
        Ok(Addresses {
            authorize: browser,
            token: step("get-access-token")?,
            user_info: step("get-user-info")?,
            logout: step("get-user-logout")?,
            base: server,
        })
    }

    /// The base address with a slash at its end, so that the steps are found below it.
    fn base(&self, text: &str) -> Result<Url, IdGovUaConfigError> {
        let bad = || IdGovUaConfigError::Address(text.to_owned());
        let url =
            Url::parse(&format!("{}/", text.trim().trim_end_matches('/'))).map_err(|_| bad())?;
        let plain = url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.has_host();
        match url.scheme() {
            "https" if plain => Ok(url),
            "http" if plain && self.flavour == Flavour::Sandbox => Ok(url),
            "http" if plain => Err(IdGovUaConfigError::PlainHttp),
            _ => Err(bad()),
        }
    }

    pub(super) fn decryption(&self) -> Result<Option<Decryption>, IdGovUaConfigError> {
        let demonstration = self.flavour == Flavour::Sandbox;
        let (connect, whole) = (self.connect_timeout, self.whole_timeout);
        let service = |config| Decryption::new(config, connect, whole, demonstration);
        self.decrypt.as_ref().map(service).transpose()
    }

    pub(super) fn http_client(&self) -> Result<Client, IdGovUaConfigError> {
        let plain_http = self.flavour == Flavour::Sandbox;
        self.built(http::client(
            self.connect_timeout,
            self.whole_timeout,
            plain_http,
        ))
    }

    /// The client that looks whether the service is there.
    pub(super) fn reach_client(&self) -> Result<Client, IdGovUaConfigError> {
        self.built(Reach::client(self.flavour == Flavour::Sandbox))
    }

    fn built(&self, mut client: ClientBuilder) -> Result<Client, IdGovUaConfigError> {
        if self.server_url.starts_with("http://") {
            // A demonstration must also start on a machine without root certificates; plain http needs none.
            client = client.tls_certs_only([]);
        }
        client.build().map_err(IdGovUaConfigError::Http)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{IdGovUa, IdentityProvider};

    fn secret() -> Secret {
        Secret::new("s3cret")
    }

    #[test]
    fn the_browser_is_sent_to_id_gov_ua_with_everything_encoded() {
        let provider = IdGovUa::new(IdGovUaConfig::production("viche & co", secret())).unwrap();
        assert_eq!(provider.id(), "id_gov_ua");
        assert_eq!(provider.origin(), "https://id.gov.ua");
        assert_eq!(
            provider.address("a+b", "https://viche.example/auth/callback"),
            "https://id.gov.ua/?response_type=code&client_id=viche+%26+co\
             &auth_type=dig_sign%2Cbank_id%2Cmobile_id%2Cdiia_id&state=a%2Bb\
             &redirect_uri=https%3A%2F%2Fviche.example%2Fauth%2Fcallback"
        );
    }

    #[test]
    fn the_sandbox_may_be_reached_by_two_addresses_and_over_http() {
        let config = IdGovUaConfig::sandbox(
            "http://127.0.0.1:3001",
            "http://192.168.0.5:3001/",
            "demo",
            secret(),
        );
        let provider = IdGovUa::new(config).unwrap();
        assert_eq!(provider.id(), "sandbox");
        assert_eq!(provider.origin(), "http://192.168.0.5:3001");
        assert_eq!(
            provider.token.as_str(),
            "http://127.0.0.1:3001/get-access-token"
        );
    }

    #[test]
    fn an_installation_below_a_path_keeps_the_path() {
        let config = IdGovUaConfig::at("https://gate.example/id", "c", secret());
        let provider = IdGovUa::new(config).unwrap();
        assert_eq!(
            provider.user_info.as_str(),
            "https://gate.example/id/get-user-info"
        );
        assert!(
            provider
                .address("s", "r")
                .starts_with("https://gate.example/id/?response_type=code")
        );
    }

    #[test]
    fn settings_that_cannot_be_safe_are_refused() {
        let fault = |config| {
            IdGovUa::new(config)
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default()
        };
        let at = |url| fault(IdGovUaConfig::at(url, "c", secret()));
        assert!(at("http://id.gov.ua").contains("https"));
        for bad in [
            "id.gov.ua",
            "ftp://id.gov.ua",
            "https://",
            "https://a@id.gov.ua",
            "https://id.gov.ua/?x=1",
            "",
        ] {
            assert!(at(bad).contains("address"), "{bad}: {}", at(bad));
        }
        assert!(fault(IdGovUaConfig::production("", secret())).contains("not set"));
        assert!(fault(IdGovUaConfig::production("c", Secret::new(""))).contains("not set"));
    }

    #[test]
    fn the_secret_is_never_in_a_debug_text() {
        assert!(!format!("{:?}", IdGovUaConfig::production("c", secret())).contains("s3cret"));
    }
}
