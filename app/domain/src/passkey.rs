//! Passkeys (WebAuthn Level 3): who may add one, what a sign-in by one is worth, and for how long; and how fresh a sign-in must be to
//! change by what one signs in.

use crate::{
    identity::Assurance,
    session, text,
    time::{DAY, MINUTE, Millis},
};

/// Passkeys that one person of a community may have.
pub const MOST_PASSKEYS: u64 = 10;
/// Characters of the words by which somebody tells their passkeys apart.
pub const MOST_LABEL: usize = 60;
/// How long a question to the authenticator may be answered, in milliseconds. WebAuthn Level 3 §15.1 recommends five minutes for those
/// who need time.
pub const CEREMONY_LIFE_MS: i64 = 5 * MINUTE;
/// How long one signs in by a passkey before a provider has to say again who they are, in milliseconds. People move and die, and
/// phones are handed on.
pub const GOOD_FOR_MS: i64 = 365 * DAY;

/// What is known of a sign-in when its person wants to add a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub at: Millis,
    pub assurance: Assurance,
    /// A passkey does not vouch for another: their chain would have no end.
    pub by_passkey: bool,
}

/// Where whoever wants to add a passkey stands with the second step, which those who work for the community take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondStep {
    /// Taken, or nothing that is asked of them.
    Done,
    /// Still to be taken; `has_app` when an authenticator app of theirs is known.
    Open { has_app: bool },
}

/// Why a passkey cannot be added just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNow {
    /// A provider has to say who they are, and only a moment ago.
    SignInAgain,
    /// They have [`MOST_PASSKEYS`].
    TooMany,
}

/// Whether whoever signed in so may add a passkey at `now` to the `known` ones. Half-way in, only whoever has no second factor yet sets
/// one up: a key that is added before the second step would stand in for it.
///
/// # Errors
/// Why not.
pub fn may_add(
    signed_in: SignedIn,
    second_step: SecondStep,
    known: u64,
    now: Millis,
) -> Result<(), NotNow> {
    let is_before_their_own = match second_step {
        SecondStep::Done => false,
        SecondStep::Open { has_app } => has_app || known > 0,
    };
    if !is_sure_just_now(signed_in, now) || is_before_their_own {
        Err(NotNow::SignInAgain)
    } else if known >= MOST_PASSKEYS {
        Err(NotNow::TooMany)
    } else {
        Ok(())
    }
}

/// Whether whoever signed in so may take one of their passkeys away at `now`: of those who work for the community it is the second step,
/// and whoever finds their browser open must not get rid of it.
///
/// # Errors
/// [`NotNow::SignInAgain`].
pub fn may_remove(signed_in: SignedIn, now: Millis) -> Result<(), NotNow> {
    match is_sure_just_now(signed_in, now) {
        true => Ok(()),
        false => Err(NotNow::SignInAgain),
    }
}

/// Whether whoever signed in so may give, change or remove their mailbox at `now`: links to it open their page, and letters to it say what
/// happened to their keys.
///
/// # Errors
/// [`NotNow::SignInAgain`].
pub fn may_change_mailbox(signed_in: SignedIn, now: Millis) -> Result<(), NotNow> {
    match is_sure_just_now(signed_in, now) {
        true => Ok(()),
        false => Err(NotNow::SignInAgain),
    }
}

/// A provider has said who they are, and only a moment ago: whoever finds a browser that somebody left open must not be able to sign in
/// as them for good.
fn is_sure_just_now(signed_in: SignedIn, now: Millis) -> bool {
    signed_in.assurance.is_identified()
        && !signed_in.by_passkey
        && session::is_fresh(signed_in.at, now)
}

/// How surely somebody is identified who signs in by a passkey: as surely as when it was added, and never as by a signature, which is
/// made for the moment. `None` once a provider has to say again who they are.
pub fn assurance(at_adding: Assurance, added_at: Millis, now: Millis) -> Option<Assurance> {
    (now.since(added_at) < GOOD_FOR_MS).then(|| at_adding.min(Assurance::BankId))
}

/// The words by which somebody tells a passkey from their others; what is too long is cut, because the key is made already.
pub fn label(typed: &str) -> String {
    let cut: String = typed.chars().take(MOST_LABEL).collect();
    text::line(&cut, MOST_LABEL).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::FRESH_MS;
    use proptest::prelude::*;

    const NOW: Millis = Millis(1_800_000_000_000);

    fn signed_in(ago: i64) -> SignedIn {
        SignedIn {
            at: NOW.plus(-ago),
            assurance: Assurance::BankId,
            by_passkey: false,
        }
    }

    #[test]
    fn only_whoever_was_identified_a_moment_ago_changes_their_mailbox() {
        assert_eq!(may_change_mailbox(signed_in(FRESH_MS - 1), NOW), Ok(()));
        let by_mail = SignedIn {
            assurance: Assurance::Email,
            ..signed_in(0)
        };
        let by_passkey = SignedIn {
            by_passkey: true,
            ..signed_in(0)
        };
        for not_now in [signed_in(FRESH_MS), by_mail, by_passkey] {
            let refused = Err(NotNow::SignInAgain);
            assert_eq!(may_change_mailbox(not_now, NOW), refused, "{not_now:?}");
        }
    }

    #[test]
    fn only_whoever_was_identified_a_moment_ago_adds_a_passkey() {
        assert_eq!(may_add(signed_in(0), SecondStep::Done, 0, NOW), Ok(()));
        assert_eq!(
            may_add(signed_in(FRESH_MS - 1), SecondStep::Done, 9, NOW),
            Ok(())
        );
        let late = may_add(signed_in(FRESH_MS), SecondStep::Done, 0, NOW);
        assert_eq!(late, Err(NotNow::SignInAgain));
        let by_mail = SignedIn {
            assurance: Assurance::Email,
            ..signed_in(0)
        };
        assert_eq!(
            may_add(by_mail, SecondStep::Done, 0, NOW),
            Err(NotNow::SignInAgain)
        );
        let by_passkey = SignedIn {
            by_passkey: true,
            ..signed_in(0)
        };
        assert_eq!(
            may_add(by_passkey, SecondStep::Done, 0, NOW),
            Err(NotNow::SignInAgain)
        );
        assert_eq!(
            may_add(signed_in(0), SecondStep::Done, 10, NOW),
            Err(NotNow::TooMany)
        );
    }

    #[test]
    fn only_whoever_was_identified_a_moment_ago_takes_one_away() {
        assert_eq!(may_remove(signed_in(FRESH_MS - 1), NOW), Ok(()));
        let by_passkey = SignedIn {
            by_passkey: true,
            ..signed_in(0)
        };
        for stale in [signed_in(FRESH_MS), by_passkey] {
            assert_eq!(may_remove(stale, NOW), Err(NotNow::SignInAgain));
        }
    }

    #[test]
    fn before_the_second_step_only_whoever_has_none_yet_sets_one_up() {
        let open = |has_app, known| {
            let second_step = SecondStep::Open { has_app };
            may_add(signed_in(0), second_step, known, NOW)
        };
        assert_eq!(open(false, 0), Ok(()));
        assert_eq!(open(true, 0), Err(NotNow::SignInAgain));
        assert_eq!(open(false, 1), Err(NotNow::SignInAgain));
    }

    #[test]
    fn a_passkey_signs_in_as_surely_as_it_was_added_but_never_as_a_signature() {
        use Assurance::{BankId, Email, Qualified};
        for (added, worth) in [(Email, Email), (BankId, BankId), (Qualified, BankId)] {
            assert_eq!(assurance(added, NOW, NOW.plus(DAY)), Some(worth));
        }
        assert_eq!(assurance(BankId, NOW, NOW.plus(GOOD_FOR_MS)), None);
    }

    proptest! {
        #[test]
        fn no_passkey_is_worth_more_than_the_sign_in_it_came_from(level in 0..4usize, after in 0..2 * GOOD_FOR_MS) {
            let level = [Assurance::Visitor, Assurance::Email, Assurance::BankId, Assurance::Qualified][level];
            let worth = assurance(level, NOW, NOW.plus(after));
            prop_assert!(worth.is_none_or(|worth| worth <= level));
        }

        #[test]
        fn a_label_is_one_short_line_whatever_was_typed(typed in any::<String>()) {
            let label = label(&typed);
            prop_assert!(label.chars().count() <= MOST_LABEL && !label.contains(['\n', '\r']));
        }
    }
}
