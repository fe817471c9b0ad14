//! Cases in which the keys of one sign-in do not belong to one person: who they are is for staff to say, never guessed
//! (DESIGN §5.1). Here: what they may decide.

use crate::{identifiers::KeyKind, names::stored_names};
use serde::{Deserialize, Serialize};

/// What staff decided about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// One human: their records become one.
    OneHuman,
    /// The passport stands in the wrong record: it is taken out of it, and the next sign-in counts by the other numbers.
    WrongPassport,
    /// Different humans, or not to be told: nothing changes, and such a sign-in goes on being refused.
    LeftAsItIs,
}

stored_names!(Decision {
    OneHuman = "one_human",
    WrongPassport = "wrong_passport",
    LeftAsItIs = "left_as_it_is",
});

/// A key of a case, as far as the rules need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseKey<P> {
    pub kind: KeyKind,
    /// Whose it is; `None` for a key of the sign-in that nobody has.
    pub owner: Option<P>,
    /// Whether the sign-in brought it; the others are what its owner is known by besides.
    pub brought: bool,
}

/// Why a decision cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// The one record would have two numbers of a kind of which a human has one.
    TwoNumbers(KeyKind),
    /// The sign-in brought no passport that belongs to a record.
    NoPassport,
    /// Without its passport a record would be known by no number, and whoever it belongs to would come back as
    /// somebody new, who may vote again.
    OnlyPassport,
}

/// Whether `decision` may be taken in a case with these keys: those of the sign-in and those of every person in it, each once.
///
/// # Errors
/// [`Impossible`].
pub fn may_decide<P: Copy + PartialEq>(
    decision: Decision,
    keys: &[CaseKey<P>],
) -> Result<(), Impossible> {
    match decision {
        Decision::LeftAsItIs => Ok(()),
        Decision::OneHuman => {
            let twice = KeyKind::ALL.iter().copied().find(|kind| {
                kind.is_one_per_human() && keys.iter().filter(|key| key.kind == *kind).count() > 1
            });
            twice.map_or(Ok(()), |kind| Err(Impossible::TwoNumbers(kind)))
        }
        Decision::WrongPassport => {
            let mut owners = keys
                .iter()
                .filter(|key| key.brought && key.kind == KeyKind::Passport)
                .filter_map(|key| key.owner)
                .peekable();
            if owners.peek().is_none() {
                return Err(Impossible::NoPassport);
            }
            let known_by_number = |owner| {
                keys.iter()
                    .any(|key| key.owner == Some(owner) && key.kind.is_one_per_human())
            };
            owners
                .all(known_by_number)
                .then_some(())
                .ok_or(Impossible::OnlyPassport)
        }
    }
}

/// Whether the keys of a sign-in contradict what its one person is known by: a number of a kind of which a human has one, and the
/// person has another.
pub fn contradicts<K: PartialEq>(brought: &[(KeyKind, K)], known: &[(KeyKind, K)]) -> bool {
    brought.iter().any(|(kind, key)| {
        kind.is_one_per_human()
            && known
                .iter()
                .any(|(other, theirs)| other == kind && theirs != key)
    })
}
