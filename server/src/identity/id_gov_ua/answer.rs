//! Answers of id.gov.ua: bounded in size, checked for errors (which arrive with HTTP 200), and the token among them.

use crate::identity::{IdentityError, Secret, Step, http};
use reqwest::{Response, StatusCode};
use serde::Deserialize;
use zeroize::Zeroizing;

/// No answer is read beyond this many bytes. A person's data is about 2 KB.
const LARGEST_ANSWER: usize = 64 * 1024;
/// Longest token or user id that is believed, in bytes.
const LONGEST_TOKEN: usize = 4096;

/// What the token request brings: what the next requests need.
pub(super) struct Token {
    pub access_token: Secret,
    pub user_id: Secret,
}

impl Token {
    /// # Errors
    /// [`IdentityError::Malformed`] when one of the two is missing or absurdly long.
    pub fn read(body: &[u8]) -> Result<Self, IdentityError> {
        #[derive(Deserialize)]
        struct Written {
            #[serde(default)]
            access_token: Secret,
            #[serde(default)]
            user_id: Secret,
        }
        let malformed = |fault| IdentityError::Malformed {
            step: Step::Token,
            fault,
        };
        let Written {
            access_token,
            user_id,
        } = serde_json::from_slice(body).map_err(|_| malformed("it is no JSON object"))?;
        if access_token.is_empty() || user_id.is_empty() {
            return Err(malformed("it has no access token or no user id"));
        }
        if access_token.reveal().len() > LONGEST_TOKEN || user_id.reveal().len() > LONGEST_TOKEN {
            return Err(malformed("its token is too long"));
        }
        Ok(Self {
            access_token,
            user_id,
        })
    }
}

/// The whole body, which is wiped when dropped.
///
/// # Errors
/// [`IdentityError::Malformed`] when it is too large, [`IdentityError::Unreachable`] when it breaks off.
pub(super) async fn body_of(
    step: Step,
    mut response: Response,
) -> Result<Zeroizing<Vec<u8>>, IdentityError> {
    let too_large = IdentityError::Malformed {
        step,
        fault: "it is too large",
    };
    let largest = u64::try_from(LARGEST_ANSWER).unwrap_or(u64::MAX);
    if response
        .content_length()
        .is_some_and(|length| length > largest)
    {
        return Err(too_large);
    }
    // Room for all of it at once: growing would leave copies of personal data behind.
    let mut body = Zeroizing::new(Vec::with_capacity(LARGEST_ANSWER));
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| unreachable_by(step, &error))?
    {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(too_large);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Refuses an answer that is an error, whatever its status says.
///
/// # Errors
/// [`IdentityError::Upstream`] for a status other than 200 (also a redirect, which is never followed) and for an `error`
/// other than 0; [`IdentityError::Encrypted`]; [`IdentityError::Malformed`] when it is no JSON object.
pub(super) fn checked(step: Step, status: StatusCode, body: &[u8]) -> Result<(), IdentityError> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Written {
        error: Secret,
        #[serde(rename = "encryptedUserInfo")]
        encrypted: Option<serde::de::IgnoredAny>,
    }
    let read = serde_json::from_slice::<Written>(body);
    let error = read
        .as_ref()
        .map(|written| written.error.reveal().trim())
        .unwrap_or_default();
    if status != StatusCode::OK || !matches!(error, "" | "0") {
        return Err(IdentityError::upstream(step, status.as_u16(), error));
    }
    match read {
        Ok(Written {
            encrypted: Some(_), ..
        }) => Err(IdentityError::Encrypted),
        Ok(_) => Ok(()),
        Err(_) => Err(IdentityError::Malformed {
            step,
            fault: "it is no JSON object",
        }),
    }
}

/// Why the HTTP client did not bring an answer. Its own message is dropped: it holds the address, and so the token.
pub(super) fn unreachable_by(step: Step, error: &reqwest::Error) -> IdentityError {
    IdentityError::Unreachable {
        step,
        cause: http::cause(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str) -> Result<(), IdentityError> {
        checked(Step::UserInfo, StatusCode::OK, body.as_bytes())
    }

    #[test]
    fn an_error_in_a_successful_answer_is_an_error_unless_it_is_zero() {
        for fine in [
            r#"{"error":"0","message":"ok"}"#,
            r#"{"error":0}"#,
            r#"{"error":""}"#,
            r#"{"error":null}"#,
            "{}",
        ] {
            assert_eq!(check(fine), Ok(()), "{fine}");
        }
        for (bad, word) in [
            (r#"{"error":"invalid_grant"}"#, "invalid_grant"),
            (r#"{"error":2}"#, "2"),
            (r#"{"error":"1"}"#, "1"),
        ] {
            let expected = IdentityError::Upstream {
                step: Step::UserInfo,
                status: 200,
                code: word.to_owned(),
            };
            assert_eq!(check(bad), Err(expected));
        }
    }

    #[test]
    fn every_other_status_is_an_error_even_without_a_word() {
        for status in [
            StatusCode::FOUND,
            StatusCode::UNAUTHORIZED,
            StatusCode::BAD_GATEWAY,
        ] {
            let error = checked(Step::Token, status, b"<html>").unwrap_err();
            assert!(
                matches!(error, IdentityError::Upstream { status: s, .. } if s == status.as_u16())
            );
        }
    }

    #[test]
    fn encrypted_and_unreadable_answers_are_told_apart() {
        assert_eq!(
            check(r#"{"encryptedUserInfo":"MIIB"}"#),
            Err(IdentityError::Encrypted)
        );
        assert_eq!(check("<html>").unwrap_err().code(), "malformed");
    }

    #[test]
    fn a_token_needs_both_parts() {
        assert!(Token::read(br#"{"access_token":"a","user_id":17,"expires_in":3600}"#).is_ok());
        for bad in [
            r#"{"access_token":"a"}"#,
            r#"{"user_id":"1"}"#,
            "{}",
            "7",
            r#"{"access_token":null,"user_id":"1"}"#,
        ] {
            assert!(Token::read(bad.as_bytes()).is_err(), "{bad}");
        }
        let long = format!(
            r#"{{"access_token":"{}","user_id":"1"}}"#,
            "a".repeat(LONGEST_TOKEN + 1)
        );
        assert!(Token::read(long.as_bytes()).is_err());
    }
}
