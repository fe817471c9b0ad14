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
    /// A РНОКПП or УНЗР stands in the wrong record: it is taken out of it ([`take_out`]).
    WrongNumber,
    /// Different humans, or not to be told: nothing changes, and such a sign-in goes on being refused.
    LeftAsItIs,
}

stored_names!(Decision {
    OneHuman = "one_human",
    WrongPassport = "wrong_passport",
    WrongNumber = "wrong_number",
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
    /// No РНОКПП or УНЗР of a record is in question.
    NoNumber,
    /// Without it the record would be known by nothing, and whoever it belongs to would come back as somebody new.
    OnlyNumber,
    /// Without it the record would be known by passports alone, and nobody has ruled out a second key of its person.
    SecondKey,
}

/// A number that stands in the wrong record, as staff say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongNumber<P> {
    pub record: P,
    pub kind: KeyKind,
    /// Staff saw the mark in the passport of the record's own person that they have no РНОКПП.
    pub no_rnokpp: bool,
}

/// What becomes of the keys of a case, each by its place among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenOut {
    /// They leave the record, and belong to whoever brings them next.
    pub leave: Vec<usize>,
    /// Nobody had them; they come into the record.
    pub join: Vec<usize>,
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
        Decision::WrongNumber => {
            let mut why = Impossible::NoNumber;
            for (record, kind) in numbers_in_question(keys) {
                let wrong = WrongNumber {
                    record,
                    kind,
                    no_rnokpp: true,
                };
                match take_out(wrong, keys) {
                    Ok(_) => return Ok(()),
                    Err(other) => why = other,
                }
            }
            Err(why)
        }
    }
}

/// The numbers that may stand in the wrong record: those that the sign-in brought, and those beside which it brought another of the
/// kind. In the order of the keys, each once.
pub fn numbers_in_question<P: Copy + PartialEq>(keys: &[CaseKey<P>]) -> Vec<(P, KeyKind)> {
    let mut found = Vec::new();
    for key in keys.iter().filter(|key| key.kind.is_one_per_human()) {
        let Some(owner) = key.owner else { continue };
        let number = (owner, key.kind);
        let in_question = key.brought || brings_another(owner, key.kind, keys);
        if in_question && !found.contains(&number) {
            found.push(number);
        }
    }
    found
}

/// Whether the sign-in brought a number of this kind that is not the record's.
fn brings_another<P: Copy + PartialEq>(record: P, kind: KeyKind, keys: &[CaseKey<P>]) -> bool {
    keys.iter()
        .any(|key| key.brought && key.kind == kind && key.owner != Some(record))
}

/// What follows when a number is taken out of the record in which it stands wrongly.
///
/// Where the sign-in brought another number of the kind, it is the sign-in of the record's own person: only the wrong number leaves,
/// and what was brought and nobody has comes into the record, unless it is in doubt still. Otherwise the sign-in is that of the
/// number's own person: all that it brought leaves the record, or their next sign-in would lead there again.
///
/// # Errors
/// [`Impossible`]: the record stays known by a number, or by a passport of somebody who has no РНОКПП.
pub fn take_out<P: Copy + PartialEq>(
    wrong: WrongNumber<P>,
    keys: &[CaseKey<P>],
) -> Result<TakenOut, Impossible> {
    let WrongNumber { record, kind, .. } = wrong;
    if !numbers_in_question(keys).contains(&(record, kind)) {
        return Err(Impossible::NoNumber);
    }
    let theirs = |key: &CaseKey<P>| key.owner == Some(record);
    let places = |chosen: &dyn Fn(&CaseKey<P>) -> bool| -> Vec<usize> {
        (0..keys.len()).filter(|at| chosen(&keys[*at])).collect()
    };
    let is_own = brings_another(record, kind, keys);
    let leave = match is_own {
        true => places(&|key| theirs(key) && key.kind == kind),
        false => places(&|key| theirs(key) && key.brought),
    };
    let mut stay = places(&theirs);
    stay.retain(|at| !leave.contains(at));
    let mut join = Vec::new();
    let of_nobody_else = keys
        .iter()
        .all(|key| !key.brought || key.owner.is_none() || theirs(key));
    if is_own && of_nobody_else {
        let new = places(&|key| key.owner.is_none());
        let twice = KeyKind::ALL.iter().any(|kind| {
            let of_kind = |at: &&usize| keys[**at].kind == *kind;
            kind.is_one_per_human() && stay.iter().chain(&new).filter(of_kind).count() > 1
        });
        if !twice {
            join = new;
        }
    }
    stay.extend(&join);
    let by_number = stay.iter().any(|at| keys[*at].kind.is_one_per_human());
    match stay.is_empty() {
        true => Err(Impossible::OnlyNumber),
        false if by_number || wrong.no_rnokpp => Ok(TakenOut { leave, join }),
        false => Err(Impossible::SecondKey),
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
