//! Settings of the OpenID Connect adapter.

use crate::identity::Secret;
use domain::identity::Assurance;
use reqwest::Url;
use std::{str::FromStr, time::Duration};

/// Which provider it is, who we are to it, and what its words mean here.
#[derive(Clone, Debug)]
pub struct OidcConfig {
    /// The issuer: its metadata is at `ISSUER/.well-known/openid-configuration`.
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Secret,
    /// How the button calls it, e.g. «Дія.Освіта»; the issuer's host where nothing is said.
    pub name: String,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// `acr_values` of the request, the best first (OpenID Connect Core 1.0, 3.1.2.1): a wish, which the provider may not meet.
    pub acr_values: Vec<String>,
    /// The claims that hold national identifiers. No standard names them.
    pub claims: ClaimNames,
    /// What the provider's `acr` and `amr` values mean.
    pub levels: Levels,
    /// How soon the provider's keys may be asked for again because a signature did not fit: keys rotate, and a forged token must
    /// not make us ask for each.
    pub keys_again: Duration,
    /// Plain http to the provider, as in a demonstration or a test.
    pub plain_http: bool,
    /// Longest time until a connection stands.
    pub connect_timeout: Duration,
    /// Longest time for all steps of one sign-in together.
    pub whole_timeout: Duration,
}

/// Names of the claims in which a provider passes national identifiers; an empty name is a claim that it does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimNames {
    pub rnokpp: String,
    pub unzr: String,
    pub passport: String,
}

impl Default for ClaimNames {
    fn default() -> Self {
        Self {
            rnokpp: "drfocode".to_owned(),
            unzr: "unzr".to_owned(),
            passport: String::new(),
        }
    }
}

/// What `acr` and `amr` values are worth. A value that nobody listed is worth an e-mail address: it signs nobody in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(Vec<(String, Assurance)>);

impl Levels {
    /// The highest level among the values that the provider named.
    pub fn of<'a>(&self, named: impl IntoIterator<Item = &'a str>) -> Assurance {
        named
            .into_iter()
            .filter_map(|value| self.0.iter().find(|(known, _)| known == value))
            .map(|(_, level)| *level)
            .fold(Assurance::Email, Assurance::max)
    }
}

/// Reads `bank_id=substantial,bankid;qualified=high`: levels of [`Assurance`] by their names, each with the values worth it.
impl FromStr for Levels {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut levels = Vec::new();
        for part in text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let (level, values) = part
                .split_once('=')
                .ok_or_else(|| format!("«{part}» is not LEVEL=VALUE,VALUE"))?;
            let level: Assurance = level
                .trim()
                .parse()
                .map_err(|_| format!("there is no level «{level}»"))?;
            for value in values
                .split(',')
                .map(str::trim)
                .filter(|value| !value.is_empty())
            {
                if levels.iter().any(|(known, _)| known == value) {
                    return Err(format!("«{value}» is listed twice"));
                }
                levels.push((value.to_owned(), level));
            }
        }
        Ok(Self(levels))
    }
}

/// Why the adapter cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum OidcConfigError {
    #[error("the issuer is not an http(s) address without query: {0}")]
    Issuer(String),
    #[error("the issuer's address must be https:// outside a demonstration")]
    PlainHttp,
    #[error("the client id or the client secret is not set")]
    NoClient,
    #[error("the HTTP client for the provider cannot be set up: {0}")]
    Http(#[source] reqwest::Error),
}

impl OidcConfig {
    /// The usual settings for a provider.
    pub fn new(
        issuer: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        Self {
            issuer: issuer.into(),
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            name: String::new(),
            scopes: vec!["profile".to_owned()],
            acr_values: Vec::new(),
            claims: ClaimNames::default(),
            levels: Levels::default(),
            keys_again: Duration::from_secs(30),
            plain_http: false,
            connect_timeout: Duration::from_secs(3),
            whole_timeout: Duration::from_secs(10),
        }
    }

    /// The issuer as an address, checked.
    pub(super) fn issuer(&self) -> Result<Url, OidcConfigError> {
        let bad = || OidcConfigError::Issuer(self.issuer.clone());
        let url = Url::parse(self.issuer.trim()).map_err(|_| bad())?;
        let plain = url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.has_host();
        match url.scheme() {
            "https" if plain => Ok(url),
            "http" if plain && self.plain_http => Ok(url),
            "http" if plain => Err(OidcConfigError::PlainHttp),
            _ => Err(bad()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_and_an_unknown_value_raises_nobody() {
        let levels: Levels = " bank_id = substantial, bankid ; qualified=high "
            .parse()
            .unwrap();
        assert_eq!(levels.of(["substantial"]), Assurance::BankId);
        assert_eq!(levels.of(["pwd", "high", "bankid"]), Assurance::Qualified);
        assert_eq!(levels.of(["pwd", "Substantial"]), Assurance::Email);
        assert_eq!(levels.of([]), Assurance::Email);
        assert_eq!("".parse(), Ok(Levels::default()));
        for wrong in [
            "substantial",
            "highest=a",
            "bank_id=a;qualified=a",
            "=a",
            "bank_id=a,a",
        ] {
            assert!(wrong.parse::<Levels>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_issuer_is_an_https_address_unless_plain_http_is_allowed() {
        let issuer = |text: &str, plain_http| {
            OidcConfig {
                plain_http,
                ..OidcConfig::new(text, "c", Secret::new("s"))
            }
            .issuer()
        };
        assert!(issuer("https://id.example/realms/town", false).is_ok());
        assert!(issuer("http://127.0.0.1:9", true).is_ok());
        assert!(matches!(
            issuer("http://127.0.0.1:9", false),
            Err(OidcConfigError::PlainHttp)
        ));
        for bad in [
            "id.example",
            "ftp://id.example",
            "https://u@id.example",
            "https://id.example?x",
            "https://id.example#x",
            "",
        ] {
            assert!(issuer(bad, true).is_err(), "{bad}");
        }
    }
}
