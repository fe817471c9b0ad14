//! Who somebody is, as a provider told it: raw keys on their way to their hashes, a name, a birth date, how sure we are.

use super::{IdentityError, secret::Secret};
use domain::{
    identifiers::{KeyKind, Passport},
    identity::Assurance,
    national_id::{Rnokpp, Unzr},
    organisation::SignedFor,
    person_name::PersonName,
    time::Date,
};

/// A person who was identified.
#[derive(Clone, PartialEq, Eq)]
pub struct Identified {
    /// At least one, each kind of number at most once but passports, the strongest first: РНОКПП, УНЗР, passports.
    pub keys: Vec<RawKey>,
    /// May be empty: a name identifies nobody.
    pub name: PersonName,
    /// From the РНОКПП, or else from the УНЗР.
    pub birth_date: Option<Date>,
    pub assurance: Assurance,
    /// The organisation in whose name a qualified signature was made.
    pub organisation: Option<SignedFor>,
}

/// Logs get only how many keys there are and how sure we are.
impl std::fmt::Debug for Identified {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Identified({:?}, {:?}, …)", self.keys, self.assurance)
    }
}

impl Identified {
    /// Whoever is identified surely enough for their numbers to count.
    ///
    /// # Errors
    /// [`IdentityError::NotSure`] for everybody else.
    pub fn surely(self) -> Result<Self, IdentityError> {
        if self.assurance.carries_identifiers() {
            Ok(self)
        } else {
            Err(IdentityError::NotSure)
        }
    }

    /// Whether a РНОКПП is among the keys. Without one, staff must rule out a second key before the person may vote
    /// (DESIGN §5.1).
    pub fn has_rnokpp(&self) -> bool {
        self.keys.iter().any(|key| key.kind == KeyKind::Rnokpp)
    }
}

/// A national identifier in its one spelling, to be hashed and forgotten. Wiped when dropped, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct RawKey {
    kind: KeyKind,
    value: Secret,
}

impl std::fmt::Debug for RawKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RawKey({}, …)", self.kind)
    }
}

impl RawKey {
    pub fn rnokpp(number: &Rnokpp) -> Self {
        Self {
            kind: KeyKind::Rnokpp,
            value: Secret::new(number.digits()),
        }
    }

    pub fn unzr(number: &Unzr) -> Self {
        Self {
            kind: KeyKind::Unzr,
            value: Secret::new(number.as_str()),
        }
    }

    pub fn passport(passport: &Passport) -> Self {
        Self {
            kind: KeyKind::Passport,
            value: Secret::new(passport.as_str()),
        }
    }

    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The identifier, for hashing only.
    pub fn value(&self) -> &str {
        self.value.reveal()
    }
}
