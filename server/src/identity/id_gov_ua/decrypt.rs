//! The side service that decrypts what id.gov.ua encrypts to our certificate: that takes a certified library (DSTU 4145, 7624),
//! which is not ours to be. `POST {base}/decrypt` takes `{"encryptedUserInfo": "…"}` and gives back the plain answer.

use super::{
    answer::{body_of, checked, unreachable_by},
    config::IdGovUaConfigError,
};
use crate::{
    config::is_this_machine,
    identity::{IdentityError, Secret, Step, http},
};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use reqwest::{Client, Url, header};
use rustls::pki_types::{CertificateDer, pem::PemObject as _};
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;
use zeroize::Zeroizing;

/// No certificate is that large, in bytes: it travels in an address.
const LARGEST_CERTIFICATE: usize = 4 * 1024;

/// Where answers are decrypted, and for which certificate.
#[derive(Clone, Debug)]
pub struct DecryptConfig {
    /// Base address of the service: https, or http on this machine or in a demonstration.
    pub url: String,
    /// The certificate, DER or PEM.
    pub certificate: Vec<u8>,
}

/// The service, ready to be asked.
pub(super) struct Decryption {
    /// The certificate in base64, URL-encoded once: what sends it encodes it again.
    cert: String,
    service: Url,
    http: Client,
}

/// An answer that only the holder of the certificate's key can read.
#[derive(Deserialize)]
pub(super) struct Encrypted {
    #[serde(rename = "encryptedUserInfo")]
    text: Secret,
}

impl Encrypted {
    /// What [`checked`] found to be encrypted in an answer of the provider.
    ///
    /// # Errors
    /// [`IdentityError::Malformed`] when it is no text.
    pub fn read(body: &[u8]) -> Result<Self, IdentityError> {
        serde_json::from_slice(body)
            .ok()
            .filter(|read: &Self| !read.text.is_empty())
            .ok_or(IdentityError::Malformed {
                step: Step::UserInfo,
                fault: "what it encrypted is no text",
            })
    }
}

impl Decryption {
    /// `demonstration`: plain http is allowed wherever the service is.
    ///
    /// # Errors
    /// [`IdGovUaConfigError`] when the address or the certificate cannot be used.
    pub fn new(
        config: &DecryptConfig,
        connect: Duration,
        whole: Duration,
        demonstration: bool,
    ) -> Result<Self, IdGovUaConfigError> {
        let service = service(&config.url, demonstration)?;
        let plain_http = service.scheme() == "http";
        let mut client = http::client(connect, whole, plain_http);
        if plain_http {
            // As with the provider: plain http needs no root certificates.
            client = client.tls_certs_only([]);
        }
        Ok(Self {
            cert: once_encoded(&config.certificate)?,
            service,
            http: client.build().map_err(IdGovUaConfigError::Http)?,
        })
    }

    /// What `cert` holds before the last encoding.
    pub fn cert(&self) -> &str {
        &self.cert
    }

    /// The plain answer, which is wiped when dropped.
    ///
    /// # Errors
    /// Those of any answer, at [`Step::Decrypt`]. The request is not wiped: it is what the network saw before.
    pub async fn plain(&self, encrypted: &Encrypted) -> Result<Zeroizing<Vec<u8>>, IdentityError> {
        let step = Step::Decrypt;
        let sent = self
            .http
            .post(self.service.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .body(json!({"encryptedUserInfo": encrypted.text.reveal()}).to_string())
            .send()
            .await;
        let response = sent.map_err(|error| unreachable_by(step, &error))?;
        let status = response.status();
        let body = body_of(step, response).await?;
        match checked(step, status, &body) {
            Ok(()) => Ok(body),
            // There is a service, and this is what it said.
            Err(IdentityError::Encrypted) => Err(IdentityError::Malformed {
                step,
                fault: "it is still encrypted",
            }),
            Err(error) => Err(error),
        }
    }
}

/// The address of the one call, below the base address.
fn service(base: &str, demonstration: bool) -> Result<Url, IdGovUaConfigError> {
    let bad = || IdGovUaConfigError::DecryptAddress(base.to_owned());
    let url = Url::parse(&format!("{}/", base.trim().trim_end_matches('/'))).map_err(|_| bad())?;
    let plain = url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    let host = url.host_str().filter(|_| plain).ok_or_else(bad)?;
    match url.scheme() {
        "https" => {}
        "http" if demonstration || is_this_machine(host) => {}
        "http" => return Err(IdGovUaConfigError::DecryptPlainHttp),
        _ => return Err(bad()),
    }
    url.join("decrypt").map_err(|_| bad())
}

/// The certificate of a file, in base64 with what an address cannot hold encoded.
fn once_encoded(file: &[u8]) -> Result<String, IdGovUaConfigError> {
    let bad = IdGovUaConfigError::Certificate;
    let der = if file.starts_with(b"-----BEGIN") || file.windows(6).any(|at| at == b"\n-----") {
        let read = CertificateDer::from_pem_slice(file);
        read.map_err(|_| bad("it is PEM without a certificate"))?
    } else {
        CertificateDer::from(file)
    };
    if !is_one_sequence(&der) {
        return Err(bad("it is neither PEM nor one DER structure"));
    }
    if der.len() > LARGEST_CERTIFICATE {
        return Err(bad("it is larger than any certificate"));
    }
    let text = BASE64_STANDARD.encode(&der);
    Ok(text
        .replace('+', "%2B")
        .replace('/', "%2F")
        .replace('=', "%3D"))
}

/// Whether this is a SEQUENCE of exactly this length (X.690, 8.1.3): a certificate is one, and the file of a key, a request or half a
/// certificate in another form is not mistaken for it.
fn is_one_sequence(der: &[u8]) -> bool {
    let Some((0x30, rest)) = der.split_first().map(|(tag, rest)| (*tag, rest)) else {
        return false;
    };
    let Some((first, rest)) = rest.split_first() else {
        return false;
    };
    if *first < 0x80 {
        return rest.len() == usize::from(*first);
    }
    let Some((length, content)) = rest.split_at_checked(usize::from(first & 0x7f)) else {
        return false;
    };
    (1..=4).contains(&length.len())
        && content.len()
            == length
                .iter()
                .fold(0, |sum, byte| (sum << 8) | usize::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A SEQUENCE whose base64 holds all three characters that an address cannot.
    fn certificate() -> Vec<u8> {
        let mut der = vec![0x30, 0x81, 0x80];
        der.extend([0xfb, 0xef, 0xbe, 0xff].repeat(32));
        der
    }

    #[test]
    fn a_certificate_is_read_from_der_and_from_pem_and_encoded_once() {
        let der = certificate();
        let encoded = once_encoded(&der).unwrap();
        for (character, code) in [('+', "%2B"), ('/', "%2F"), ('=', "%3D")] {
            assert!(
                !encoded.contains(character) && encoded.contains(code),
                "{encoded}"
            );
        }
        let pem = format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            BASE64_STANDARD.encode(&der)
        );
        assert_eq!(once_encoded(pem.as_bytes()).unwrap(), encoded);
        // As `openssl x509 -text` writes it.
        let with_words = format!("Certificate:\n    Data:\n{pem}");
        assert_eq!(once_encoded(with_words.as_bytes()).unwrap(), encoded);
    }

    #[test]
    fn what_is_no_certificate_is_refused() {
        let key = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
        let mut longer = certificate();
        longer.push(0);
        let mut large = vec![0x30, 0x82, 0x20, 0x00];
        large.extend([0; 0x2000]);
        let half = certificate()[..40].to_vec();
        for bad in [
            b"".to_vec(),
            b"x".to_vec(),
            key.into(),
            longer,
            large,
            half,
            vec![0x30],
            vec![0x30, 0x80],
        ] {
            assert!(
                matches!(once_encoded(&bad), Err(IdGovUaConfigError::Certificate(_))),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn what_is_decrypted_travels_encrypted_except_on_one_machine_or_in_a_demonstration() {
        let at = |url, demonstration| service(url, demonstration).map(String::from);
        for (base, address) in [
            ("https://decrypt.example", "https://decrypt.example/decrypt"),
            (
                "https://decrypt.example/dstu/",
                "https://decrypt.example/dstu/decrypt",
            ),
            ("http://localhost:8090", "http://localhost:8090/decrypt"),
            ("http://127.0.0.1:8090", "http://127.0.0.1:8090/decrypt"),
            ("http://[::1]:8090", "http://[::1]:8090/decrypt"),
        ] {
            assert_eq!(at(base, false).unwrap(), address);
        }
        for elsewhere in [
            "http://decrypt.example",
            "http://10.0.0.7:8090",
            "http://localhost.example",
        ] {
            assert!(
                matches!(
                    at(elsewhere, false),
                    Err(IdGovUaConfigError::DecryptPlainHttp)
                ),
                "{elsewhere}"
            );
            assert!(at(elsewhere, true).is_ok(), "{elsewhere}");
        }
        for bad in [
            "",
            "decrypt.example",
            "ftp://decrypt.example",
            "https://",
            "https://a@decrypt.example",
            "https://:b@decrypt.example",
            "https://decrypt.example/?x=1",
            "https://decrypt.example/#x",
        ] {
            assert!(
                matches!(at(bad, true), Err(IdGovUaConfigError::DecryptAddress(_))),
                "{bad}"
            );
        }
    }
}
