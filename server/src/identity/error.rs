//! Why a sign-in did not tell us who somebody is. No message holds a token, a code or anything about the person.

use std::fmt;

/// The outcome of a sign-in that failed. [`IdentityError::code`] is what may travel in an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// The person did not agree, or closed the provider's page.
    #[error("the person did not agree to be identified")]
    Denied,
    /// The provider answered that it will not or cannot. `code` is its own word, if that is a plain one.
    #[error("the identity provider answered {step} with an error (HTTP {status}, {code})")]
    Upstream {
        step: Step,
        status: u16,
        code: String,
    },
    /// The provider did not answer in time, or not at all.
    #[error("the identity provider was not reached for {step}: {cause}")]
    Unreachable { step: Step, cause: Unreachable },
    /// The provider's answer is not what its protocol says.
    #[error("the identity provider's answer to {step} cannot be read: {fault}")]
    Malformed { step: Step, fault: &'static str },
    /// The provider answered properly, but without any identifier by which one human can be told from another.
    #[error("the identity provider named no usable identifier")]
    NotEnoughIdentity,
    /// The provider named somebody without being sure of who it is.
    #[error("the identity provider is not sure enough of who it is")]
    NotSure,
    /// The provider encrypted its answer to a certificate, and no decryption service is configured.
    #[error("the identity provider sent encrypted data, and no decryption service is configured")]
    Encrypted,
}

impl IdentityError {
    /// A stable word for addresses and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Upstream { .. } => "upstream",
            Self::Unreachable { .. } => "unreachable",
            Self::Malformed { .. } => "malformed",
            Self::NotEnoughIdentity => "not_enough",
            Self::NotSure => "not_sure",
            Self::Encrypted => "encrypted",
        }
    }

    /// The error that a provider named `said` at `step`. Only a plain word is kept: a provider may write anything into its
    /// errors, also about the person.
    pub(super) fn upstream(step: Step, status: u16, said: &str) -> Self {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        // A run of digits could be somebody's number.
        let personal = said.chars().filter(char::is_ascii_digit).count() > 4;
        let word = !said.is_empty() && said.len() <= 40 && said.chars().all(plain) && !personal;
        let code = if word {
            said.to_owned()
        } else {
            "no plain code".to_owned()
        };
        Self::Upstream { step, status, code }
    }
}

/// The step of a sign-in that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The look whether it is there, before anybody is sent to it.
    Reach,
    Discovery,
    Callback,
    Token,
    UserInfo,
    /// At the side service that decrypts user info.
    Decrypt,
    Logout,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reach => "the look whether it is there",
            Self::Discovery => "the discovery",
            Self::Callback => "the callback",
            Self::Token => "the token request",
            Self::UserInfo => "the user info request",
            Self::Decrypt => "the decryption request",
            Self::Logout => "the logout",
        })
    }
}

/// How a provider was not reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// No connection: name, address, port or TLS.
    Connect,
    /// It took too long.
    Timeout,
    /// The connection ended before the answer did.
    Broken,
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection",
            Self::Timeout => "it took too long",
            Self::Broken => "the connection broke off",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_word_of_the_provider_is_kept() {
        let code = |said: &str| IdentityError::upstream(Step::Token, 200, said).to_string();
        assert!(code("invalid_grant").contains("(HTTP 200, invalid_grant)"));
        for said in [
            "",
            "Користувач 3081802366",
            "3081802366",
            "<b>",
            &"a".repeat(41),
            "a\nb",
        ] {
            assert!(code(said).contains("(HTTP 200, no plain code)"), "{said}");
        }
    }
}
