//! The adapter for id.gov.ua: OAuth2-like, but no OpenID Connect (no id_token, no discovery, no PKCE). The sandbox service
//! speaks the same protocol, so that this is also what runs in demonstrations and tests.
//!
//! Is it there? → authorise (browser) → token (POST) → user info → logout, which nobody waits for. Access tokens stand in the addresses of
//! the provider's interface, so no address, no body and no error text of the HTTP client is ever logged.
//!
//! Where a decryption service is configured, user info is asked for encrypted to its certificate, and then nothing else is taken:
//! whoever could make the provider answer in the plain, or answer in its place, would otherwise undo for everybody what was set
//! up, and nobody would notice.

mod answer;
mod config;
mod decrypt;
mod user_info;

pub use config::{IdGovUaConfig, IdGovUaConfigError};
pub use decrypt::DecryptConfig;

use super::{
    BoxFuture, CallbackQuery, Identified, IdentityError, IdentityProvider, Secret, Step,
    Unreachable, reach::Reach,
};
use answer::{Token, body_of, checked, unreachable_by};
use decrypt::{Decryption, Encrypted};
use reqwest::{Client, Url};
use std::time::Duration;
use tokio::time::Instant;
use zeroize::Zeroizing;

/// The provider behind [`IdentityProvider`].
pub struct IdGovUa {
    id: &'static str,
    /// Where the browser goes.
    authorize: Url,
    token: Url,
    user_info: Url,
    logout: Url,
    client_id: String,
    client_secret: Secret,
    /// Ways to sign in, as `auth_type` lists them.
    ways: String,
    /// Longest time for all steps of one sign-in together.
    whole: Duration,
    http: Client,
    reach: Reach,
    decryption: Option<Decryption>,
}

/// What the provider says of somebody.
enum Answer<'a> {
    Plain(Zeroizing<Vec<u8>>),
    /// And who can read it.
    Encrypted(Encrypted, &'a Decryption),
}

impl IdGovUa {
    /// The adapter for these settings.
    ///
    /// # Errors
    /// [`IdGovUaConfigError`] when an address, the client id or the secret cannot be used, or TLS cannot be set up.
    pub fn new(config: IdGovUaConfig) -> Result<Self, IdGovUaConfigError> {
        let addresses = config.addresses()?;
        let http = config.http_client()?;
        let decryption = config.decryption()?;
        let reach = Reach::new(config.reach_client()?, addresses.base);
        Ok(Self {
            id: config.id(),
            authorize: addresses.authorize,
            token: addresses.token,
            user_info: addresses.user_info,
            logout: addresses.logout,
            client_id: config.client_id,
            client_secret: config.client_secret,
            ways: config.ways,
            whole: config.whole_timeout,
            http,
            reach,
            decryption,
        })
    }

    /// Where the browser goes to sign in.
    pub fn address(&self, state: &str, redirect_uri: &str) -> String {
        let mut url = self.authorize.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client_id)
            .append_pair("auth_type", &self.ways)
            .append_pair("state", state)
            .append_pair("redirect_uri", redirect_uri);
        url.into()
    }

    async fn ask(&self, callback: CallbackQuery) -> Result<Identified, IdentityError> {
        match callback.error() {
            Some("access_denied") => return Err(IdentityError::Denied),
            Some(other) => return Err(IdentityError::upstream(Step::Callback, 302, other)),
            None => {}
        }
        let no_code = IdentityError::Malformed {
            step: Step::Callback,
            fault: "there is no code",
        };
        let code = callback.code().ok_or(no_code)?;
        let deadline = Instant::now() + self.whole;
        let token = in_time(Step::Token, deadline, self.token(code)).await?;
        let answer = in_time(Step::UserInfo, deadline, self.user_info(&token)).await;
        self.leave(token);
        let plain = match answer? {
            Answer::Plain(plain) => plain,
            Answer::Encrypted(encrypted, service) => {
                in_time(Step::Decrypt, deadline, service.plain(&encrypted)).await?
            }
        };
        user_info::identified(&plain)
    }

    async fn token(&self, code: &Secret) -> Result<Token, IdentityError> {
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", &self.client_id),
            ("client_secret", self.client_secret.reveal()),
            ("code", code.reveal()),
        ];
        let sent = self.http.post(self.token.clone()).form(&form).send().await;
        let response = sent.map_err(|error| unreachable_by(Step::Token, &error))?;
        let status = response.status();
        let body = body_of(Step::Token, response).await?;
        checked(Step::Token, status, &body)?;
        Token::read(&body)
    }

    async fn user_info(&self, token: &Token) -> Result<Answer<'_>, IdentityError> {
        // An empty `cert` asks for plain JSON. The query encodes the certificate for the second time (DOMAIN.md).
        let cert = self.decryption.as_ref().map_or("", Decryption::cert);
        let query = [
            ("access_token", token.access_token.reveal()),
            ("user_id", token.user_id.reveal()),
            ("fields", user_info::FIELDS),
            ("cert", cert),
        ];
        let sent = self
            .http
            .get(self.user_info.clone())
            .query(&query)
            .send()
            .await;
        let response = sent.map_err(|error| unreachable_by(Step::UserInfo, &error))?;
        let status = response.status();
        let body = body_of(Step::UserInfo, response).await?;
        match (checked(Step::UserInfo, status, &body), &self.decryption) {
            (Ok(()), None) => Ok(Answer::Plain(body)),
            (Ok(()), Some(_)) => Err(IdentityError::Malformed {
                step: Step::UserInfo,
                fault: "it is not encrypted, and a certificate was sent",
            }),
            (Err(IdentityError::Encrypted), Some(service)) => {
                Ok(Answer::Encrypted(Encrypted::read(&body)?, service))
            }
            (Err(error), _) => Err(error),
        }
    }

    /// Ends the provider's own session. Nobody waits for it, and a failure is not critical (DOMAIN.md).
    fn leave(&self, token: Token) {
        let query = [
            ("access_token", token.access_token.reveal()),
            ("user_id", token.user_id.reveal()),
        ];
        let request = self.http.get(self.logout.clone()).query(&query);
        tokio::spawn(async move {
            let outcome = match request.send().await {
                Ok(response) => {
                    let status = response.status();
                    match body_of(Step::Logout, response).await {
                        Ok(body) => checked(Step::Logout, status, &body),
                        Err(error) => Err(error),
                    }
                }
                Err(error) => Err(unreachable_by(Step::Logout, &error)),
            };
            if let Err(error) = outcome {
                tracing::debug!(%error, "logout at the identity provider failed; it is not critical");
            }
        });
    }
}

/// `step`, or a timeout at the deadline, which is one for all steps.
async fn in_time<T>(
    step: Step,
    deadline: Instant,
    work: impl Future<Output = Result<T, IdentityError>>,
) -> Result<T, IdentityError> {
    let late = IdentityError::Unreachable {
        step,
        cause: Unreachable::Timeout,
    };
    tokio::time::timeout_at(deadline, work)
        .await
        .unwrap_or(Err(late))
}

impl IdentityProvider for IdGovUa {
    fn id(&self) -> &'static str {
        self.id
    }

    fn origin(&self) -> String {
        self.authorize.origin().ascii_serialization()
    }

    fn authorize_url<'a>(
        &'a self,
        state: &'a str,
        redirect_uri: &'a str,
    ) -> BoxFuture<'a, Result<String, IdentityError>> {
        Box::pin(async move {
            self.reach.check().await.inspect_err(|error| {
                tracing::warn!(provider = self.id, code = error.code(), %error, "sign-in cannot begin");
            })?;
            Ok(self.address(state, redirect_uri))
        })
    }

    /// The redirect address is not needed again: id.gov.ua's token request has no such parameter. Nor does it tell when somebody
    /// authenticated; that its session ends after each sign-in is what there is ([`Self::leave`]).
    fn identify<'a>(
        &'a self,
        callback: CallbackQuery,
        _redirect_uri: &'a str,
        _under_way: Duration,
    ) -> BoxFuture<'a, Result<Identified, IdentityError>> {
        Box::pin(async move {
            let outcome = self.ask(callback).await;
            match &outcome {
                Ok(_) => {}
                Err(IdentityError::Denied) => {
                    tracing::debug!(provider = self.id, "sign-in denied by the person")
                }
                Err(error) => {
                    tracing::warn!(provider = self.id, code = error.code(), %error, "sign-in failed")
                }
            }
            outcome
        })
    }
}
