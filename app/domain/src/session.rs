//! How long a sign-in holds: shorter while nothing is done with it, and shorter for whoever works for the community, because more can
//! be done in their name. And how long it is fresh: what decides over other sign-ins needs one of just now.

use crate::time::{MINUTE, Millis};

const HOUR: i64 = 60 * MINUTE;

/// How long somebody may be at a provider to sign in, in milliseconds.
pub const SIGN_IN_LIFE_MS: i64 = 15 * MINUTE;

/// How long a sign-in is fresh, in milliseconds. What cannot be undone, or lets somebody in for good, asks for a fresh one: phones are
/// shared, and whoever finds a browser open must not be able to do it.
pub const FRESH_MS: i64 = 10 * MINUTE;

/// Whether a sign-in of `at` is fresh at `now`.
pub fn is_fresh(at: Millis, now: Millis) -> bool {
    now.since(at) < FRESH_MS
}

/// Whether whoever signed in at `at` may end their sessions in other browsers at `now`. Any way of signing in counts: whoever lost a
/// phone signs in elsewhere and is fresh by that. OWASP ASVS 5.0, 7.5.2. Signing out here is always allowed.
pub fn may_end_others(at: Millis, now: Millis) -> bool {
    is_fresh(at, now)
}

/// Whether whoever signed in at `at`, by whichever way, may have all that is known of them forgotten at `now`: a confirmed residence does not
/// come back.
pub fn may_erase(at: Millis, now: Millis) -> bool {
    is_fresh(at, now)
}

/// The limits of a session, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// After the last request.
    pub idle: i64,
    /// After the sign-in, whatever is done.
    pub absolute: i64,
}

/// A resident's: phones are shared, and a poll is answered in minutes. A draft outlives it.
pub const RESIDENT: Limits = Limits {
    idle: 2 * HOUR,
    absolute: 12 * HOUR,
};

/// Of whoever holds a role: a working day, and not through a long absence from the desk.
pub const STAFF: Limits = Limits {
    idle: HOUR,
    absolute: 8 * HOUR,
};

/// The limits for somebody with a role, or without.
pub fn limits(is_staff: bool) -> Limits {
    if is_staff { STAFF } else { RESIDENT }
}

impl Limits {
    /// When a session ends that was begun at `created` and last used at `seen`.
    pub fn ends_at(self, created: Millis, seen: Millis) -> Millis {
        created.plus(self.absolute).min(seen.plus(self.idle))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_when_it_is_idle_and_at_the_latest_after_its_time() {
        let created = Millis(1_000);
        assert_eq!(STAFF.ends_at(created, created), created.plus(HOUR));
        let late = created.plus(STAFF.absolute - 1);
        assert_eq!(STAFF.ends_at(created, late), created.plus(STAFF.absolute));
    }

    #[test]
    fn other_sessions_are_ended_only_within_ten_minutes_of_signing_in() {
        let at = Millis(1_000);
        assert!(may_end_others(at, at));
        assert!(may_end_others(at, at.plus(10 * MINUTE - 1)));
        assert!(!may_end_others(at, at.plus(10 * MINUTE)));
    }

    #[test]
    fn only_whoever_signed_in_a_moment_ago_has_their_data_forgotten() {
        let now = Millis(1_800_000_000_000);
        assert!(may_erase(now, now) && may_erase(now.plus(1 - FRESH_MS), now));
        assert!(!may_erase(now.plus(-FRESH_MS), now) && !may_erase(now.plus(-HOUR), now));
    }

    #[test]
    fn whoever_works_for_the_community_has_less_time_in_each_way() {
        let (staff, resident) = (limits(true), limits(false));
        assert!(staff.idle < resident.idle && staff.absolute < resident.absolute);
        assert!(staff.idle < staff.absolute && resident.idle < resident.absolute);
    }
}
