//! Hashes of secrets that only a browser holds: session tokens, sign-in states, tickets.

/// A SHA-256 of a secret. The secret itself never reaches the database; making the hash is the caller's.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SecretHash(pub [u8; 32]);

/// Not for logs: whoever reads it could look for the secret's owner.
impl std::fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretHash(…)")
    }
}

impl SecretHash {
    /// The bytes as a column holds them.
    pub(crate) fn to_column(self) -> Vec<u8> {
        self.0.to_vec()
    }
}
