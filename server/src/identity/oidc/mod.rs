//! The adapter for any OpenID Connect provider: discovery, code flow with PKCE and nonce, signed ID token, user info
//! (OpenID Connect Core 1.0 and Discovery 1.0; RFC 7636; RFC 9207). The protocol is the `openidconnect` crate's; ours is what the
//! claims mean, that everybody authenticates anew for each sign-in, and that nothing secret is kept between the two halves of a sign-in.
//!
//! Nonce and code verifier are not stored: both are keyed hashes of the single-use `state`, under the client secret, which all
//! instances know and no browser does. Whoever has read the redirect knows the state and can make neither.

mod claims;
mod config;
mod http_client;

pub use config::{ClaimNames, Levels, OidcConfig, OidcConfigError};

use super::{
    BoxFuture, CallbackQuery, Identified, IdentityError, IdentityProvider, Secret, Step,
    Unreachable, reach::Reach,
};
use crate::clock::SystemClock;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use claims::{Claims, Told, identified};
use domain::{person_name::PersonName, time::Clock as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http_client::HttpClient;
use openidconnect::{
    AuthenticationContextClass, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    DiscoveryError, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IdTokenFields, IssuerUrl, LocalizedClaim, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, StandardErrorResponse,
    StandardTokenResponse, TokenResponse as _, UserInfoClaims, UserInfoError,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType,
        CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreRevocableToken,
        CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
};
use reqwest::Url;
use sha2::Sha256;
use std::{ops::Deref, sync::Arc, time::Duration};
use tokio::{sync::Mutex, time::Instant};

/// How long the provider's metadata and keys are believed without asking again.
const METADATA_LIFE: Duration = Duration::from_secs(600);

/// How far the provider's clock may be from ours.
const CLOCKS_DIFFER: Duration = Duration::from_secs(60);

/// Ways of signing that need the provider's private key. A shared secret and no signature at all are not among them.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

type Fields = IdTokenFields<
    Claims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Tokens = StandardTokenResponse<Fields, CoreTokenType>;
type Refusal = StandardErrorResponse<CoreErrorResponseType>;
/// The crate's client with our claims, once the provider's metadata are known.
type Provider = Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    Refusal,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The provider behind [`IdentityProvider`].
pub struct OpenIdConnect {
    config: OidcConfig,
    issuer: IssuerUrl,
    origin: String,
    http: HttpClient,
    reach: Reach,
    known: Mutex<Option<Known>>,
}

/// What discovery brought, and when.
#[derive(Clone)]
struct Known {
    provider: Arc<Provider>,
    at: Instant,
}

impl OpenIdConnect {
    /// The adapter for these settings. The provider itself is not asked yet: it may be down while we start.
    ///
    /// # Errors
    /// [`OidcConfigError`] when the issuer, the client id or the secret cannot be used, or TLS cannot be set up.
    pub fn new(config: OidcConfig) -> Result<Self, OidcConfigError> {
        let address = config.issuer()?;
        if config.client_id.is_empty() || config.client_secret.is_empty() {
            return Err(OidcConfigError::NoClient);
        }
        // As it was written: the provider compares it letter by letter, and an address that was read gains a slash.
        let issuer = IssuerUrl::new(config.issuer.trim().to_owned())
            .map_err(|_| OidcConfigError::Issuer(config.issuer.clone()))?;
        let reach = Reach::client(config.plain_http).build();
        let reach = reach.map_err(OidcConfigError::Http)?;
        let mut at = address.clone();
        at.set_path("/");
        Ok(Self {
            reach: Reach::new(reach, at),
            origin: address.origin().ascii_serialization(),
            http: HttpClient::new(&config).map_err(OidcConfigError::Http)?,
            issuer,
            known: Mutex::new(None),
            config,
        })
    }

    /// The provider's metadata and keys, asked for when there are none, they are old, or `than` asks for newer ones. Where the
    /// provider is down, old ones do.
    ///
    /// # Errors
    /// [`IdentityError`] when there are none and none can be had.
    async fn provider(&self, than: Duration) -> Result<Arc<Provider>, IdentityError> {
        // Whoever comes meanwhile waits for the same answer instead of asking once more.
        let mut known = self.known.lock().await;
        if let Some(known) = known.as_ref()
            && known.at.elapsed() < than
        {
            return Ok(known.provider.clone());
        }
        match self.discover().await {
            Ok(provider) => {
                let provider = Arc::new(provider);
                *known = Some(Known {
                    provider: provider.clone(),
                    at: Instant::now(),
                });
                Ok(provider)
            }
            Err(error) => match known.as_ref() {
                Some(old) => Ok(old.provider.clone()),
                None => Err(error),
            },
        }
    }

    async fn discover(&self) -> Result<Provider, IdentityError> {
        let step = Step::Discovery;
        let metadata = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http)
            .await
            .map_err(|error| match error {
                DiscoveryError::Request(fault) => fault.at(step),
                DiscoveryError::Response(status, _, _) => {
                    IdentityError::upstream(step, status.as_u16(), "")
                }
                _ => IdentityError::Malformed {
                    step,
                    fault: "it is no provider's metadata, or another's",
                },
            })?;
        // Where the browser is sent stands in the page's Content-Security-Policy; a provider that moves it elsewhere is not
        // the one that was set up.
        if metadata
            .authorization_endpoint()
            .url()
            .origin()
            .ascii_serialization()
            != self.origin
        {
            return Err(IdentityError::Malformed {
                step,
                fault: "its page is at another host than its issuer",
            });
        }
        if metadata.token_endpoint().is_none() {
            return Err(IdentityError::Malformed {
                step,
                fault: "it names no token endpoint",
            });
        }
        Ok(Client::from_provider_metadata(
            metadata,
            ClientId::new(self.config.client_id.clone()),
            Some(ClientSecret::new(
                self.config.client_secret.reveal().to_owned(),
            )),
        ))
    }

    /// A value that belongs to this sign-in and that nobody can make without the client secret: 43 characters of the URL alphabet.
    fn derived(&self, purpose: &str, state: &str) -> Result<String, IdentityError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.config.client_secret.reveal().as_bytes())
            .map_err(|_| IdentityError::Malformed {
                step: Step::Callback,
                fault: "the client secret is no key",
            })?;
        mac.update(format!("viche-oidc/1/{purpose}/{state}").as_bytes());
        Ok(BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    async fn authorize(&self, state: &str, redirect_uri: &str) -> Result<String, IdentityError> {
        // What is known from before says nothing of whether its page opens now.
        self.reach.check().await?;
        let provider = self.provider(METADATA_LIFE).await?;
        let nonce = Nonce::new(self.derived("nonce", state)?);
        let verifier = PkceCodeVerifier::new(self.derived("pkce", state)?);
        let back = redirect(redirect_uri)?;
        let state = CsrfToken::new(state.to_owned());
        let mut request = provider
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || state,
                move || nonce,
            )
            .set_redirect_uri(std::borrow::Cow::Owned(back))
            // The one asks anew, also within the second of another sign-in; the other makes the provider say when that was.
            .add_prompt(CoreAuthPrompt::Login)
            .set_max_age(Duration::ZERO)
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        for scope in &self.config.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        for acr in &self.config.acr_values {
            request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
        }
        let (address, _, _) = request.url();
        Ok(address.into())
    }

    async fn ask(
        &self,
        callback: CallbackQuery,
        redirect_uri: &str,
        under_way: Duration,
    ) -> Result<Identified, IdentityError> {
        let malformed = |fault| IdentityError::Malformed {
            step: Step::Callback,
            fault,
        };
        // RFC 9207, 2.4: an answer of another provider than the one that was asked is no answer.
        if callback
            .issuer()
            .is_some_and(|issuer| issuer != self.issuer.as_str())
        {
            return Err(malformed("it comes from another provider"));
        }
        match callback.error() {
            Some("access_denied") => return Err(IdentityError::Denied),
            Some(other) => return Err(IdentityError::upstream(Step::Callback, 302, other)),
            None => {}
        }
        let code = callback.code().ok_or(malformed("there is no code"))?;
        let state = callback.state().ok_or(malformed("there is no state"))?;
        let provider = self.provider(METADATA_LIFE).await?;
        let tokens = self.tokens(&provider, code, state, redirect_uri).await?;
        let provider = match self.verified(&provider, &tokens, state) {
            Ok(_) => provider,
            // The provider may have changed its keys since we asked.
            Err(_) => self.provider(self.config.keys_again).await?,
        };
        let id = self.verified(&provider, &tokens, state)?;
        anew(id.auth_time().map(|at| at.timestamp()), under_way)?;
        let more = self.user_info(&provider, &tokens, id.subject()).await?;

        let named = id
            .auth_context_ref()
            .map(|acr| acr.as_str())
            .into_iter()
            .chain(
                id.auth_method_refs()
                    .into_iter()
                    .flatten()
                    .map(|amr| amr.as_str()),
            );
        let told = |claims, name, birthdate: Option<String>| Told {
            claims,
            name,
            birthdate: birthdate.unwrap_or_default(),
        };
        let in_token = told(
            id.additional_claims(),
            name(id.family_name(), id.given_name(), id.middle_name()),
            id.birthdate().map(|date| date.to_string()),
        );
        let in_user_info = more.as_ref().map(|more| {
            told(
                more.additional_claims(),
                name(more.family_name(), more.given_name(), more.middle_name()),
                more.birthdate().map(|date| date.to_string()),
            )
        });
        let told: Vec<Told> = in_user_info.into_iter().chain([in_token]).collect();
        identified(&told, named, &self.config.claims, &self.config.levels)
    }

    async fn tokens(
        &self,
        provider: &Provider,
        code: &Secret,
        state: &str,
        redirect_uri: &str,
    ) -> Result<Tokens, IdentityError> {
        let step = Step::Token;
        let malformed = |fault| IdentityError::Malformed { step, fault };
        provider
            .exchange_code(AuthorizationCode::new(code.reveal().to_owned()))
            .map_err(|_| malformed("there is no token endpoint"))?
            .set_pkce_verifier(PkceCodeVerifier::new(self.derived("pkce", state)?))
            .set_redirect_uri(std::borrow::Cow::Owned(redirect(redirect_uri)?))
            .request_async(&self.http)
            .await
            .map_err(|error| match error {
                RequestTokenError::ServerResponse(refusal) => {
                    IdentityError::upstream(step, 400, refusal.error().as_ref())
                }
                RequestTokenError::Request(fault) => fault.at(step),
                RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
                    malformed("it is no token response")
                }
            })
    }

    /// The claims of the ID token, once signature, issuer, audience, term and nonce are right.
    fn verified<'t>(
        &self,
        provider: &Provider,
        tokens: &'t Tokens,
        state: &str,
    ) -> Result<&'t openidconnect::IdTokenClaims<Claims, CoreGenderClaim>, IdentityError> {
        let malformed = |fault| IdentityError::Malformed {
            step: Step::Token,
            fault,
        };
        let token = tokens.id_token().ok_or(malformed("it has no ID token"))?;
        let verifier = provider.id_token_verifier().set_allowed_algs(ALGORITHMS);
        let nonce = Nonce::new(self.derived("nonce", state)?);
        // Its own words may hold what the token says.
        token
            .claims(&verifier, &nonce)
            .map_err(|_| malformed("its ID token does not verify"))
    }

    /// The provider's user info, where it has any, of this very subject.
    async fn user_info(
        &self,
        provider: &Provider,
        tokens: &Tokens,
        subject: &openidconnect::SubjectIdentifier,
    ) -> Result<Option<UserInfoClaims<Claims, CoreGenderClaim>>, IdentityError> {
        let step = Step::UserInfo;
        let Ok(request) = provider.user_info(tokens.access_token().clone(), Some(subject.clone()))
        else {
            return Ok(None);
        };
        request
            .request_async(&self.http)
            .await
            .map(Some)
            .map_err(|error| match error {
                UserInfoError::Request(fault) => fault.at(step),
                UserInfoError::Response(status, _, _) => {
                    IdentityError::upstream(step, status.as_u16(), "")
                }
                _ => IdentityError::Malformed {
                    step,
                    fault: "it is no user info, or another person's",
                },
            })
    }
}

/// Refuses whoever the provider did not ask anew since we sent them there, `under_way` ago: on a shared phone an open session at the
/// provider is somebody's of this morning. `auth_time` in seconds; whoever was asked for `max_age` must tell it (OpenID Connect Core 1.0,
/// 2 and 3.1.3.7).
///
/// # Errors
/// [`IdentityError::Malformed`].
fn anew(auth_time: Option<i64>, under_way: Duration) -> Result<(), IdentityError> {
    let malformed = |fault| IdentityError::Malformed {
        step: Step::Token,
        fault,
    };
    let at = auth_time.ok_or(malformed(
        "its ID token does not say when they authenticated",
    ))?;
    let ago = i64::try_from((under_way + CLOCKS_DIFFER).as_secs()).unwrap_or(i64::MAX);
    let now = SystemClock::default().now().0 / 1000;
    if at < now.saturating_sub(ago) {
        return Err(malformed("they did not authenticate for this sign-in"));
    }
    Ok(())
}

fn redirect(redirect_uri: &str) -> Result<RedirectUrl, IdentityError> {
    RedirectUrl::new(redirect_uri.to_owned()).map_err(|_| IdentityError::Malformed {
        step: Step::Callback,
        fault: "our own address is none",
    })
}

/// The parts of a name.
fn name<F, G, M>(
    family: Option<&LocalizedClaim<F>>,
    given: Option<&LocalizedClaim<G>>,
    middle: Option<&LocalizedClaim<M>>,
) -> PersonName
where
    F: Deref<Target = String>,
    G: Deref<Target = String>,
    M: Deref<Target = String>,
{
    PersonName::clean(&localized(family), &localized(given), &localized(middle))
}

/// A claim in the language of the provider's account.
fn localized<T: Deref<Target = String>>(claim: Option<&LocalizedClaim<T>>) -> String {
    claim
        .and_then(|claim| claim.get(None))
        .map_or_else(String::new, |text| text.to_string())
}

impl IdentityProvider for OpenIdConnect {
    fn id(&self) -> &'static str {
        "oidc"
    }

    fn origin(&self) -> String {
        self.origin.clone()
    }

    fn name(&self) -> Option<String> {
        let host = || {
            Url::parse(self.issuer.as_str())
                .ok()?
                .host_str()
                .map(str::to_owned)
        };
        match self.config.name.trim() {
            "" => host(),
            name => Some(name.to_owned()),
        }
    }

    fn authorize_url<'a>(
        &'a self,
        state: &'a str,
        redirect_uri: &'a str,
    ) -> BoxFuture<'a, Result<String, IdentityError>> {
        Box::pin(async move {
            let late = IdentityError::Unreachable {
                step: Step::Discovery,
                cause: Unreachable::Timeout,
            };
            tokio::time::timeout(
                self.config.whole_timeout,
                self.authorize(state, redirect_uri),
            )
            .await
            .unwrap_or(Err(late))
            .inspect_err(|error| {
                tracing::warn!(provider = "oidc", code = error.code(), %error, "sign-in cannot begin");
            })
        })
    }

    fn identify<'a>(
        &'a self,
        callback: CallbackQuery,
        redirect_uri: &'a str,
        under_way: Duration,
    ) -> BoxFuture<'a, Result<Identified, IdentityError>> {
        Box::pin(async move {
            let late = IdentityError::Unreachable {
                step: Step::Token,
                cause: Unreachable::Timeout,
            };
            let asked = self.ask(callback, redirect_uri, under_way);
            let outcome = tokio::time::timeout(self.config.whole_timeout, asked)
                .await
                .unwrap_or(Err(late));
            match &outcome {
                Ok(_) => {}
                Err(IdentityError::Denied) => {
                    tracing::debug!(provider = "oidc", "sign-in denied by the person")
                }
                Err(error) => {
                    tracing::warn!(provider = "oidc", code = error.code(), %error, "sign-in failed")
                }
            }
            outcome
        })
    }
}
