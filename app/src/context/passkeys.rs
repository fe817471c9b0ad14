//! Passkeys between authenticator and database (WebAuthn Level 3, by webauthn-rs): what a browser is asked, and what its answer shows.
//! Authenticators must verify their user (fingerprint, face, PIN): a key alone, found or taken, opens nothing.

use super::{Services, Visit};
use crate::{
    failure::Failure,
    keys::{CommunityKeys, RandomBytes, Token},
};
use domain::{
    ids::{CommunityId, PasskeyId, PersonId},
    passkey::CEREMONY_LIFE_MS,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use store::{SecretHash, passkeys::Passkey as Row};
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        AuthenticationResult, DiscoverableAuthentication, Passkey, PasskeyAuthentication,
        PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url,
    },
};

/// The name under which sessions say that a passkey began them.
pub const PROVIDER: &str = "passkey";

/// What an authenticator is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To make a new key.
    Add,
    /// To show that whoever is signed in has one of their keys: the second step.
    Confirm,
    /// To say who it is.
    SignIn,
}

impl Purpose {
    /// The word in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Confirm => "confirm",
            Self::SignIn => "sign-in",
        }
    }

    /// The purpose of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Add, Self::Confirm, Self::SignIn]
            .into_iter()
            .find(|purpose| purpose.as_str() == word)
    }
}

/// What the script hands to the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Comes back with the answer.
    pub token: String,
    /// `publicKey` of `navigator.credentials.create` or `.get`, with buffers in base64url.
    pub options: Value,
}

/// What `passkey.sealed` holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SealedPasskey {
    pub label: String,
    pub credential: Passkey,
}

impl SealedPasskey {
    fn aad(person: PersonId, id: PasskeyId) -> Vec<u8> {
        format!("passkey/{person}/{id}").into_bytes()
    }

    /// What a row holds.
    ///
    /// # Errors
    /// [`Failure::Internal`] when it does not open or read, which is logged without content.
    pub async fn open(
        services: &Services,
        community: CommunityId,
        row: &Row,
    ) -> Result<Self, Failure> {
        let keys = services.community_keys(community).await?;
        opened(&keys, &Self::aad(row.person, row.id), &row.sealed)
    }

    fn seal(
        &self,
        services: &Services,
        keys: &CommunityKeys,
        person: PersonId,
        id: PasskeyId,
    ) -> Result<Vec<u8>, Failure> {
        sealed(services, keys, &Self::aad(person, id), self)
    }
}

fn sealed(
    services: &Services,
    keys: &CommunityKeys,
    place: &[u8],
    value: &impl Serialize,
) -> Result<Vec<u8>, Failure> {
    let plain = serde_json::to_vec(value).map_err(|_| Failure::Internal)?;
    keys.seal(place, &plain, &*services.random)
        .map_err(|_| Failure::Internal)
}

fn opened<T: DeserializeOwned>(
    keys: &CommunityKeys,
    place: &[u8],
    sealed: &[u8],
) -> Result<T, Failure> {
    let plain = keys.open(place, sealed).map_err(|_| {
        tracing::error!("a sealed passkey or question does not open");
        Failure::Internal
    })?;
    serde_json::from_slice(&plain).map_err(|_| Failure::Internal)
}

/// The host that keys made here are bound to; `None` where browsers make none, as at an address of numbers.
pub fn host(visit: &Visit) -> Option<String> {
    let origin = Url::parse(&visit.origin).ok()?;
    origin.domain().map(str::to_owned)
}

fn relying_party(visit: &Visit) -> Result<Webauthn, Failure> {
    let origin = Url::parse(&visit.origin).map_err(|_| Failure::Internal)?;
    let host = origin.domain().ok_or(Failure::NotFound)?;
    WebauthnBuilder::new(host, &origin)
        .and_then(|builder| {
            builder
                .rp_name(visit.community.name.get(visit.lang))
                .build()
        })
        .map_err(|_| Failure::NotFound)
}

/// What binds a question to its token, its purpose and whom it was asked of.
fn place(purpose: Purpose, person: Option<PersonId>, token: &Token) -> Vec<u8> {
    let whom = person.map(|person| person.to_string()).unwrap_or_default();
    let mut place = format!("passkey-question/{}/{whom}/", purpose.as_str()).into_bytes();
    place.extend(token.hash());
    place
}

/// Somebody's keys that work on this host, opened; the latest first.
///
/// # Errors
/// When the database does not answer, or a row does not open.
pub async fn keys_here(
    services: &Services,
    visit: &Visit,
    person: PersonId,
) -> Result<Vec<(Row, SealedPasskey)>, Failure> {
    let community = visit.community_id();
    let here = host(visit);
    let mut keys = Vec::new();
    for row in services.store.passkeys_of(community, person).await? {
        if Some(&row.host) == here.as_ref() {
            let opened = SealedPasskey::open(services, community, &row).await?;
            keys.push((row, opened));
        }
    }
    Ok(keys)
}

/// Asks the authenticator to make a key for `person`, which none of those that hold one of their keys already does.
///
/// # Errors
/// [`Failure::NotFound`] where browsers make no keys.
pub async fn ask_to_add(
    services: &Services,
    visit: &Visit,
    person: PersonId,
    name: &str,
) -> Result<Question, Failure> {
    let known = keys_here(services, visit, person).await?;
    let known = known
        .iter()
        .map(|(_, key)| key.credential.cred_id().clone())
        .collect();
    let party = relying_party(visit)?;
    let started = party.start_passkey_registration(person.0, name, name, Some(known));
    let (challenge, state) = started.map_err(|_| Failure::Internal)?;
    let options = serde_json::to_value(&challenge.public_key).map(|mut options| {
        // The key has to say whose it is, so that nobody has to type who they are.
        let selection = &mut options["authenticatorSelection"];
        selection["residentKey"] = "required".into();
        selection["requireResidentKey"] = true.into();
        options
    });
    let whom = Some(person);
    keep(services, visit, (Purpose::Add, whom), &state, options).await
}

/// Asks for one of `person`'s keys; `None` when they have none that works here.
///
/// # Errors
/// As those of [`ask_to_add`].
pub async fn ask_to_confirm(
    services: &Services,
    visit: &Visit,
    person: PersonId,
) -> Result<Option<Question>, Failure> {
    let known: Vec<Passkey> = keys_here(services, visit, person)
        .await?
        .into_iter()
        .map(|(_, key)| key.credential)
        .collect();
    if known.is_empty() {
        return Ok(None);
    }
    let party = relying_party(visit)?;
    let started = party.start_passkey_authentication(&known);
    let (challenge, state) = started.map_err(|_| Failure::Internal)?;
    let options = serde_json::to_value(&challenge.public_key);
    let whom = Some(person);
    keep(services, visit, (Purpose::Confirm, whom), &state, options)
        .await
        .map(Some)
}

/// Asks for anybody's key.
///
/// # Errors
/// As those of [`ask_to_add`].
pub async fn ask_who(services: &Services, visit: &Visit) -> Result<Question, Failure> {
    let started = relying_party(visit)?.start_discoverable_authentication();
    let (challenge, state) = started.map_err(|_| Failure::Internal)?;
    let options = serde_json::to_value(&challenge.public_key);
    keep(services, visit, (Purpose::SignIn, None), &state, options).await
}

async fn keep(
    services: &Services,
    visit: &Visit,
    (purpose, person): (Purpose, Option<PersonId>),
    state: &impl Serialize,
    options: serde_json::Result<Value>,
) -> Result<Question, Failure> {
    let token = Token::new(&*services.random);
    let community = visit.community_id();
    let keys = services.community_keys(community).await?;
    let sealed = sealed(services, &keys, &place(purpose, person, &token), state)?;
    let expires_at = visit.now.plus(CEREMONY_LIFE_MS);
    services
        .store
        .ask_passkey(community, SecretHash(token.hash()), &sealed, expires_at)
        .await?;
    Ok(Question {
        token: token.to_client(),
        options: options.map_err(|_| Failure::Internal)?,
    })
}

/// The question that an answer belongs to, used up; `None` when it is not good any more, or was asked for something else or of
/// somebody else.
async fn take<T: DeserializeOwned>(
    services: &Services,
    visit: &Visit,
    (purpose, person): (Purpose, Option<PersonId>),
    token: &str,
) -> Result<Option<T>, Failure> {
    let Some(token) = Token::from_client(token) else {
        return Ok(None);
    };
    let community = visit.community_id();
    let found = services
        .store
        .take_passkey_question(community, SecretHash(token.hash()), visit.now)
        .await?;
    let Some(sealed) = found else {
        return Ok(None);
    };
    let keys = services.community_keys(community).await?;
    // It does not open for another purpose or person.
    let plain = keys.open(&place(purpose, person, &token), &sealed);
    Ok(plain
        .ok()
        .and_then(|plain| serde_json::from_slice(&plain).ok()))
}

/// The new key that an answer holds, as a row to add; `None` when the answer is not good.
///
/// # Errors
/// When the database does not answer.
pub async fn added(
    services: &Services,
    visit: &Visit,
    person: PersonId,
    label: String,
    (token, answer): (&str, &str),
) -> Result<Option<(PasskeyId, String, Vec<u8>)>, Failure> {
    let whom = (Purpose::Add, Some(person));
    let state: Option<PasskeyRegistration> = take(services, visit, whom, token).await?;
    let answer: Option<RegisterPublicKeyCredential> = serde_json::from_str(answer).ok();
    let (Some(state), Some(answer), Some(host)) = (state, answer, host(visit)) else {
        return Ok(None);
    };
    let Ok(credential) = relying_party(visit)?.finish_passkey_registration(&answer, &state) else {
        return Ok(None);
    };
    let id = PasskeyId::from_random(services.random.bytes());
    let keys = services.community_keys(visit.community_id()).await?;
    let sealed = SealedPasskey { label, credential }.seal(services, &keys, person, id)?;
    Ok(Some((id, host, sealed)))
}

/// Whether an answer shows one of `person`'s keys.
///
/// # Errors
/// When the database does not answer.
pub async fn confirmed(
    services: &Services,
    visit: &Visit,
    person: PersonId,
    (token, answer): (&str, &str),
) -> Result<bool, Failure> {
    let whom = (Purpose::Confirm, Some(person));
    let state: Option<PasskeyAuthentication> = take(services, visit, whom, token).await?;
    let answer: Option<PublicKeyCredential> = serde_json::from_str(answer).ok();
    let (Some(state), Some(answer)) = (state, answer) else {
        return Ok(false);
    };
    let Ok(result) = relying_party(visit)?.finish_passkey_authentication(&answer, &state) else {
        return Ok(false);
    };
    let known = keys_here(services, visit, person).await?;
    let Some((row, key)) = known
        .into_iter()
        .find(|(_, key)| key.credential.cred_id() == result.cred_id())
    else {
        return Ok(false);
    };
    let Some(used) = used(services, visit, &row, key, &result).await? else {
        return Ok(false);
    };
    let (community, now) = (visit.community_id(), visit.now);
    let good = services
        .store
        .use_passkey(community, &row, &used, now)
        .await?;
    Ok(good)
}

/// Whose key an answer shows, and what its use leaves of it, which has to be noted before anything comes of it; `None` when the answer is
/// not good, or the key is not known here any more.
///
/// # Errors
/// When the database does not answer.
pub async fn who(
    services: &Services,
    visit: &Visit,
    (token, answer): (&str, &str),
) -> Result<Option<(Row, Vec<u8>)>, Failure> {
    let whom = (Purpose::SignIn, None);
    let state: Option<DiscoverableAuthentication> = take(services, visit, whom, token).await?;
    let answer: Option<PublicKeyCredential> = serde_json::from_str(answer).ok();
    let (Some(state), Some(answer)) = (state, answer) else {
        return Ok(None);
    };
    let party = relying_party(visit)?;
    let Ok((person, credential)) = party.identify_discoverable_authentication(&answer) else {
        return Ok(None);
    };
    let person = PersonId(person);
    let known = keys_here(services, visit, person).await?;
    let Some((row, key)) = known
        .into_iter()
        .find(|(_, key)| key.credential.cred_id().as_slice() == credential)
    else {
        return Ok(None);
    };
    let result = party.finish_discoverable_authentication_v2(&answer, state, &key.credential);
    let Ok(result) = result else {
        return Ok(None);
    };
    let used = used(services, visit, &row, key, &result).await?;
    Ok(used.map(|used| (row, used)))
}

/// What the use of a key leaves of it, sealed; `None` when the device did not ask who holds it.
async fn used(
    services: &Services,
    visit: &Visit,
    row: &Row,
    mut key: SealedPasskey,
    result: &AuthenticationResult,
) -> Result<Option<Vec<u8>>, Failure> {
    if !result.user_verified() {
        return Ok(None);
    }
    key.credential.update_credential(result);
    let keys = services.community_keys(visit.community_id()).await?;
    key.seal(services, &keys, row.person, row.id).map(Some)
}
