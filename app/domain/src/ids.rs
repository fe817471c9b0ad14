//! Identifiers. Each is a type of its own, so that a person's id can never stand where a poll's belongs.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// An id from 128 random bits (UUID version 4). Randomness is the caller's.
            pub fn from_random(bytes: [u8; 16]) -> Self {
                Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(s).map(Self)
            }
        }
    };
}

uuid_id!(
    /// A poll (and its consultation: the two rows share one id).
    PollId
);
uuid_id!(
    /// A person within one community. The same human in two communities is two persons.
    PersonId
);
uuid_id!(
    /// A ballot: always random, so that it says nothing about who cast it or when.
    BallotId
);
uuid_id!(
    /// One act of submitting, made when the check page is first shown; a retry carries the same id.
    SubmissionId
);

uuid_id!(
    /// A case of keys that do not belong to one person ([`crate::identity_case`]).
    CaseId
);
uuid_id!(
    /// An invitation to a role ([`crate::team`]).
    InvitationId
);
uuid_id!(
    /// A passkey ([`crate::passkey`]); not the id that its authenticator gave it.
    PasskeyId
);

/// A community (tenant). The platform itself is [`CommunityId::PLATFORM`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommunityId(pub i64);

impl CommunityId {
    /// The platform's own row: its operators are persons there.
    pub const PLATFORM: Self = Self(0);
}

macro_rules! public_number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();
            /// Takes 1 to 9 ASCII digits without a leading zero; anything else is no number of ours.
            fn from_str(s: &str) -> Result<Self, ()> {
                plain_number(s).map(Self).ok_or(())
            }
        }
    };
}

public_number!(
    /// The number by which people call a consultation («№ 214»): unique and stable within its community, part of its address.
    PollNumber
);
public_number!(
    /// The number of an organisation ([`crate::organisation`]) in its community, part of its address.
    OrganisationNo
);

/// A number as it stands in an address: 1 to 9 ASCII digits without a leading zero.
pub(crate) fn plain_number(s: &str) -> Option<i64> {
    let plain =
        (1..=9).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit()) && !s.starts_with('0');
    plain.then(|| s.parse().ok()).flatten()
}

/// A question's place in its poll, from 1. Stable, because questions are locked at opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QuestionNo(pub i16);

/// An option's place in its question, from 1. For yes / no / abstain: 1, 2, 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OptionNo(pub i16);
