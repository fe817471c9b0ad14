//! A device that makes and holds passkeys, as WebAuthn Level 3 describes it (§6): ES256, no attestation. The journeys use the browser's
//! own; this one can also lie.

use app::keys::{OsRandom, RandomBytes};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Flags of the authenticator data (§6.1).
const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const HOLDS_NEW_KEY: u8 = 1 << 6;

/// A device in somebody's hand. Its fields are how it may go wrong.
pub struct Authenticator {
    keys: Vec<Key>,
    /// It asks for a finger or a PIN.
    pub verifies: bool,
    /// The page that the browser says it is on, where that is not the one that asks.
    pub origin: Option<String>,
    /// What it signs is changed afterwards.
    pub forges: bool,
    /// It counts its signatures.
    pub counts: bool,
}

struct Key {
    id: Vec<u8>,
    secret: SigningKey,
    user: String,
    counter: u32,
}

impl Authenticator {
    pub fn new() -> Self {
        Self {
            keys: Vec::new(),
            verifies: true,
            origin: None,
            forges: false,
            counts: true,
        }
    }

    /// Makes a key as the page at `origin` asks; the answer.
    pub fn make(&mut self, options: &Value, origin: &str) -> String {
        let selection = &options["authenticatorSelection"];
        assert_eq!(selection["residentKey"], "required", "{options}");
        assert_eq!(selection["userVerification"], "required", "{options}");
        let key = Key {
            id: OsRandom.bytes::<32>().to_vec(),
            secret: SigningKey::from_slice(&OsRandom.bytes::<32>()).unwrap(),
            user: options["user"]["id"].as_str().unwrap().to_owned(),
            counter: 0,
        };
        let client = self.client_data("webauthn.create", options, origin);
        let mut data = self.data(options["rp"]["id"].as_str().unwrap(), HOLDS_NEW_KEY, 0);
        data.extend([0; 16]);
        data.extend((key.id.len() as u16).to_be_bytes());
        data.extend(&key.id);
        data.extend(public_key(&key.secret));
        // A map of three (CTAP2's canonical CBOR): fmt, attStmt, authData.
        let mut object = vec![0xa3];
        object.extend(text("fmt"));
        object.extend(text("none"));
        object.extend(text("attStmt"));
        object.push(0xa0);
        object.extend(text("authData"));
        object.extend(bytes(&data));
        let answer = json!({
            "id": encoded(&key.id),
            "rawId": encoded(&key.id),
            "type": "public-key",
            "response": { "attestationObject": encoded(&object), "clientDataJSON": encoded(&client) },
        });
        self.keys.push(key);
        answer.to_string()
    }

    /// Signs with the key that is asked for, the latest where any will do; the answer.
    pub fn sign(&mut self, options: &Value, origin: &str) -> String {
        let asked: Vec<&str> = options["allowCredentials"]
            .as_array()
            .map(|list| list.iter().filter_map(|key| key["id"].as_str()).collect())
            .unwrap_or_default();
        assert_eq!(options["userVerification"], "required", "{options}");
        let client = self.client_data("webauthn.get", options, origin);
        let found = self
            .keys
            .iter()
            .rposition(|key| asked.is_empty() || asked.contains(&encoded(&key.id).as_str()));
        let at = found.expect("no such key on the device");
        if self.counts {
            self.keys[at].counter += 1;
        }
        let key = &self.keys[at];
        let data = self.data(options["rpId"].as_str().unwrap(), 0, key.counter);
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let mut signature: Signature = key.secret.sign(&signed);
        if self.forges {
            let other = SigningKey::from_slice(&OsRandom.bytes::<32>()).unwrap();
            signature = other.sign(&signed);
        }
        let answer = json!({
            "id": encoded(&key.id),
            "rawId": encoded(&key.id),
            "type": "public-key",
            "response": {
                "authenticatorData": encoded(&data),
                "clientDataJSON": encoded(&client),
                "signature": encoded(signature.to_der().as_bytes()),
                "userHandle": key.user,
            },
        });
        answer.to_string()
    }

    /// What the browser says of the page (§5.8.1).
    fn client_data(&self, kind: &str, options: &Value, origin: &str) -> Vec<u8> {
        let origin = self.origin.as_deref().unwrap_or(origin);
        let said = json!({
            "type": kind,
            "challenge": options["challenge"],
            "origin": origin,
            "crossOrigin": false,
        });
        said.to_string().into_bytes()
    }

    fn data(&self, host: &str, more: u8, counter: u32) -> Vec<u8> {
        let verified = if self.verifies { USER_VERIFIED } else { 0 };
        let mut data = Sha256::digest(host.as_bytes()).to_vec();
        data.push(USER_PRESENT | verified | more);
        data.extend(counter.to_be_bytes());
        data
    }
}

/// A public key as COSE writes it (RFC 9053 §2.1, §7.1): EC2, ES256, P-256, x, y.
fn public_key(secret: &SigningKey) -> Vec<u8> {
    let point = secret.verifying_key().to_sec1_point(false);
    let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21];
    key.extend(bytes(point.x().unwrap()));
    key.push(0x22);
    key.extend(bytes(point.y().unwrap()));
    key
}

/// A short CBOR text.
fn text(value: &str) -> Vec<u8> {
    let mut all = vec![0x60 | value.len() as u8];
    assert!(value.len() < 24);
    all.extend(value.as_bytes());
    all
}

/// CBOR bytes.
fn bytes(value: &[u8]) -> Vec<u8> {
    let mut all = match value.len() {
        len @ 0..24 => vec![0x40 | len as u8],
        len @ 24..256 => vec![0x58, len as u8],
        len => [&[0x59][..], &(len as u16).to_be_bytes()].concat(),
    };
    all.extend(value);
    all
}

fn encoded(value: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(value)
}
