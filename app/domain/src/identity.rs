//! How surely we know who somebody is, and whether they belong to the community.

use crate::names::stored_names;
use serde::{Deserialize, Serialize};

pub use crate::national_id::{Edrpou, Rnokpp, Unzr};

/// How surely a person is identified (DESIGN §8). Ordered: a higher level satisfies a lower one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// L0: a visitor.
    Visitor,
    /// L1: an e-mail address.
    Email,
    /// L2: BankID or MobileID.
    BankId,
    /// L3: qualified signature or Diia.Signature.
    Qualified,
}

impl Assurance {
    /// Of whoever stands before staff with a document in their hands: a person has looked at it, and no signature was made.
    pub const IN_PERSON: Self = Self::BankId;

    /// Whether a provider has said who somebody is: a mailbox alone is nobody's name.
    pub fn is_identified(self) -> bool {
        self > Self::Email
    }

    /// Whether numbers of documents that come with such a statement count: they open the record of whoever has them, rewrite its name
    /// and add keys to it. Whoever is not surely identified may say any number.
    pub fn carries_identifiers(self) -> bool {
        self.is_identified()
    }

    /// Whether a sign-in of this level opens, and deletes, everything that a record holds. A mailbox proves a mailbox: that is enough for a
    /// record that hangs on it alone, and opens none that is somebody's by their documents.
    pub fn opens_record(self, has_documents: bool) -> bool {
        match self {
            Self::Visitor => false,
            Self::Email => !has_documents,
            Self::BankId | Self::Qualified => true,
        }
    }
}

stored_names!(Assurance { Visitor = "visitor", Email = "email", BankId = "bank_id", Qualified = "qualified" });

/// Whether a person belongs to the community, and on what evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Residency {
    None,
    Declared,
    ConfirmedByRegister,
    ConfirmedByStaff,
}

stored_names!(Residency {
    None = "none",
    Declared = "declared",
    ConfirmedByRegister = "confirmed_by_register",
    ConfirmedByStaff = "confirmed_by_staff",
});

impl Residency {
    /// Confirmed by the register or by staff.
    pub fn is_confirmed(self) -> bool {
        matches!(self, Self::ConfirmedByRegister | Self::ConfirmedByStaff)
    }

    /// What it is worth when its confirmation lapses or is taken back: the person's own word.
    #[must_use]
    pub fn without_confirmation(self) -> Self {
        if self.is_confirmed() {
            Self::Declared
        } else {
            self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_is_surely_identified_brings_identifiers() {
        let carry = |level: &Assurance| level.carries_identifiers();
        let all = [
            Assurance::Visitor,
            Assurance::Email,
            Assurance::BankId,
            Assurance::Qualified,
        ];
        assert_eq!(
            all.iter().map(carry).collect::<Vec<_>>(),
            [false, false, true, true]
        );
        assert!(Assurance::IN_PERSON.carries_identifiers());
    }

    #[test]
    fn a_mailbox_opens_a_record_that_hangs_on_it_alone() {
        for (level, without, with) in [
            (Assurance::Visitor, false, false),
            (Assurance::Email, true, false),
            (Assurance::BankId, true, true),
            (Assurance::Qualified, true, true),
        ] {
            let opens = (level.opens_record(false), level.opens_record(true));
            assert_eq!(opens, (without, with), "{level}");
        }
    }
}
