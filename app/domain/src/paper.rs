//! Paper forms of those who do not come to the site: one of the staff types what somebody has filled in, another types it again without
//! seeing that, and only what both typed alike is cast. A batch holds the forms of one poll that are entered together.

use crate::{
    answer::{Answer, Answers},
    ids::{PersonId, plain_number},
    names::stored_names,
    text::fold_for_comparison,
    time::DAY,
};
use serde::{Deserialize, Serialize};

/// Forms of one batch: an afternoon at two desks, and less than the ballot box writes at once.
pub const MOST_FORMS: usize = 100;
/// Comparisons of a form's two entries that may come out different: then both are thrown away, and the form begins anew. Whoever types
/// without the paper could otherwise try answers until the other entry agrees, and so read what somebody chose. The desk's words
/// say that one try is left.
pub const MOST_DIFFERENCES: i16 = 2;
/// How long the scan of an identity part is kept after its poll has closed, in milliseconds: as long as somebody may contest it.
pub const SCAN_KEPT_MS: i64 = 90 * DAY;

/// The number of a batch in its community.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BatchNo(pub i64);

/// The number of a form in its batch, which the operator writes on the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormNo(pub i16);

macro_rules! number {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();

            /// As it is written in an address: digits without a leading zero.
            fn from_str(s: &str) -> Result<Self, ()> {
                let number = plain_number(s).ok_or(())?;
                number.try_into().map(Self).map_err(|_| ())
            }
        }
    };
}

number!(BatchNo);
number!(FormNo);

/// How far a form has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormState {
    /// By one operator; another is needed.
    Entered,
    /// Two operators typed different answers: either looks at the paper and enters it anew.
    Differs,
    /// They differed too often, and what both typed is thrown away: any two enter it from the beginning.
    Anew,
    /// Two operators typed the same.
    Agreed,
    /// Its ballot is recorded, its answers are deleted.
    Cast,
    /// It cannot be cast, and its answers are deleted.
    Refused,
}

stored_names!(FormState {
    Entered = "entered",
    Differs = "differs",
    Anew = "anew",
    Agreed = "agreed",
    Cast = "cast",
    Refused = "refused",
});

impl FormState {
    /// Whether nothing more becomes of the form.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Cast | Self::Refused)
    }
}

/// How far a form has come, and whether the scan of its identity part is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FormProgress {
    pub state: FormState,
    pub scanned: bool,
}

/// Why a form was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// Its person has taken part meanwhile, on the site.
    TookPart,
    /// Its person may not take part in this poll any more.
    MayNot,
    /// The poll closed before the form was cast.
    Closed,
    /// Its person's records became one, and the other has a form of its own.
    Twice,
    /// What was entered does not fit the poll or cannot be opened: a fault of ours.
    Unreadable,
}

stored_names!(Refused {
    TookPart = "took_part",
    MayNot = "may_not",
    Closed = "closed",
    Twice = "twice",
    Unreadable = "unreadable",
});

/// Which of a form's two entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    First,
    Second,
}

/// Why somebody may not enter a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoEntry {
    /// It is their own: nobody enters a form for themselves.
    Own,
    /// Two others have entered it, and differ: it is for either of them.
    OfOthers,
    /// Both agree, or it is cast or refused.
    Settled,
}

/// A form: whose it is, by whose hands it was entered, and how far it has come. The answers are elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    pub person: PersonId,
    /// Of a form that begins anew whoever had begun it before, which binds nobody.
    pub first_by: PersonId,
    pub second_by: Option<PersonId>,
    pub state: FormState,
    /// How many comparisons of its two entries came out different since it was begun.
    pub differed: i16,
}

impl Form {
    /// A form that `operator` enters first.
    ///
    /// # Errors
    /// [`NoEntry::Own`].
    pub fn begun(person: PersonId, operator: PersonId) -> Result<Self, NoEntry> {
        if person == operator {
            return Err(NoEntry::Own);
        }
        Ok(Self {
            person,
            first_by: operator,
            second_by: None,
            state: FormState::Entered,
            differed: 0,
        })
    }

    /// Which entry `operator` makes who enters the form now: whoever entered it enters their own anew, never the other one.
    ///
    /// # Errors
    /// Why they may not.
    pub fn entry_by(&self, operator: PersonId) -> Result<Entry, NoEntry> {
        if operator == self.person {
            return Err(NoEntry::Own);
        }
        match (self.state, self.second_by) {
            (FormState::Agreed | FormState::Cast | FormState::Refused, _) => Err(NoEntry::Settled),
            (FormState::Anew, _) => Ok(Entry::First),
            _ if operator == self.first_by => Ok(Entry::First),
            (_, None) => Ok(Entry::Second),
            (_, Some(second)) if operator == second => Ok(Entry::Second),
            (_, Some(_)) => Err(NoEntry::OfOthers),
        }
    }

    /// The form after `operator` has entered it; `agrees`: what they typed is what stands in the other entry, if there is one. Where they
    /// have differed [`MOST_DIFFERENCES`] times, neither entry stands any more.
    ///
    /// # Errors
    /// As [`Self::entry_by`].
    pub fn entered(self, operator: PersonId, agrees: bool) -> Result<Self, NoEntry> {
        let (first_by, second_by) = match (self.state, self.entry_by(operator)?) {
            (FormState::Anew, _) => (operator, None),
            (_, Entry::First) => (self.first_by, self.second_by),
            (_, Entry::Second) => (self.first_by, Some(operator)),
        };
        let (state, differed) = match (second_by, agrees) {
            (None, _) => (FormState::Entered, self.differed),
            (Some(_), true) => (FormState::Agreed, self.differed),
            (Some(_), false) => (FormState::Differs, self.differed.saturating_add(1)),
        };
        let entered = Self {
            person: self.person,
            first_by,
            second_by,
            state,
            differed,
        };
        Ok(
            match state == FormState::Differs && differed >= MOST_DIFFERENCES {
                true => entered.anew(),
                false => entered,
            },
        )
    }

    /// The form without its entries.
    fn anew(self) -> Self {
        Self {
            second_by: None,
            state: FormState::Anew,
            differed: 0,
            ..self
        }
    }

    /// Whether a scan of its identity part may be attached, or put in place of the one before; `begun`: the batch is being cast. What
    /// settles a form was decided by that scan: afterwards nobody can put another paper under it.
    pub fn takes_scan(&self, begun: bool) -> bool {
        !begun && !self.state.is_settled()
    }

    /// Whether it can be taken out of its batch, as one that was entered by mistake; `begun`: the batch is being cast.
    pub fn may_be_taken_out(&self, begun: bool) -> bool {
        match self.state {
            FormState::Cast => false,
            FormState::Agreed => !begun,
            FormState::Entered | FormState::Differs | FormState::Anew | FormState::Refused => true,
        }
    }
}

/// How far a batch has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BatchState {
    /// It has no forms, or some have not been entered alike by two.
    Entering,
    /// Every form is agreed on, and not every one has the scan that shows whose it is.
    Unscanned,
    /// Every form is agreed on and has its scan: it may be cast.
    Ready,
    /// Casting began and did not come to its end: it may be cast again, which goes on where it stopped.
    Casting,
    /// Each form is cast or refused.
    Done,
}

impl BatchState {
    /// By its forms; `begun`: somebody has said that it be cast.
    pub fn of(begun: bool, forms: impl IntoIterator<Item = FormProgress>) -> Self {
        let (mut open, mut agreed, mut unscanned) = (false, false, false);
        for form in forms {
            open |= matches!(
                form.state,
                FormState::Entered | FormState::Differs | FormState::Anew
            );
            agreed |= form.state == FormState::Agreed;
            unscanned |= form.state == FormState::Agreed && !form.scanned;
        }
        match (begun, open, agreed) {
            (true, _, true) => Self::Casting,
            (true, _, false) => Self::Done,
            (false, false, true) if unscanned => Self::Unscanned,
            (false, false, true) => Self::Ready,
            (false, ..) => Self::Entering,
        }
    }

    /// Whether forms are entered and added.
    pub fn takes_entries(self) -> bool {
        matches!(self, Self::Entering | Self::Unscanned | Self::Ready)
    }

    /// Whether it may be cast.
    pub fn may_be_cast(self) -> bool {
        matches!(self, Self::Ready | Self::Casting)
    }
}

/// Whether two entries of one form answer alike. Of somebody's own words letters and digits count: two people set commas, dashes and line
/// breaks differently. Where they do not agree is told to nobody: to a question of yes or no it would be the answer.
pub fn agree(first: &Answers, second: &Answers) -> bool {
    let known = |answer: &Answer| {
        let words = answer.written.as_ref();
        let words = words.map(|it| (it.option, letters(&it.text)));
        (answer.question, answer.chosen.clone(), words)
    };
    let (first, second) = (first.as_slice().iter(), second.as_slice().iter());
    first.map(known).eq(second.map(known))
}

fn letters(text: &str) -> String {
    fold_for_comparison(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}
