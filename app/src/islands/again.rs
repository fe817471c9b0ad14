//! Whether what did not get through is worth sending again, and when: one rule for all islands that send by themselves.

#[cfg(any(feature = "ssr", feature = "resident-islands"))]
use crate::failure::Failure;

/// How long something waits before it is sent again, where neither the server nor the browser says when: in seconds.
pub const AGAIN_AFTER_S: u64 = 5;
/// The longest wait that a server may ask for, in seconds.
const MOST_WAIT_S: u64 = 60;

/// What it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// No answer of ours came back: no network, or somebody else's page in its place.
    NoAnswer,
    /// Too many requests of the same person or address.
    TooMany,
    /// The server has no room just now, or a part of it does not answer.
    Busy,
}

/// What an answer with this status, other than the one hoped for, is waiting for, and how many seconds; `None` where waiting mends
/// nothing: sent again as it is, it would be refused again. `status` is `None` where no answer came, `said` the server's
/// `Retry-After` in seconds.
pub fn again(status: Option<u16>, said: Option<u64>) -> Option<(Obstacle, u64)> {
    let seconds = said.unwrap_or(AGAIN_AFTER_S).clamp(1, MOST_WAIT_S);
    match status {
        None => Some((Obstacle::NoAnswer, AGAIN_AFTER_S)),
        Some(429) => Some((Obstacle::TooMany, seconds)),
        Some(502..=504) => Some((Obstacle::Busy, seconds)),
        Some(_) => None,
    }
}

/// The same of a server function that was called: it tells the failure, and our server's `Retry-After` follows from that.
#[cfg(any(feature = "ssr", feature = "resident-islands"))]
pub fn again_after(failure: Failure) -> Option<(Obstacle, u64)> {
    match failure {
        // Also what a call says when no answer came that it could read.
        Failure::Unavailable => again(None, None),
        failure => again(Some(failure.status()), failure.retry_after().map(u64::from)),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn what_passes_by_waiting_is_sent_again_when_the_server_says_so() {
        for (status, said, expected) in [
            (Some(429), Some(30), (Obstacle::TooMany, 30)),
            (Some(429), None, (Obstacle::TooMany, 5)),
            (Some(503), Some(12), (Obstacle::Busy, 12)),
            (Some(502), None, (Obstacle::Busy, 5)),
            (Some(504), None, (Obstacle::Busy, 5)),
            // Neither at once, in a circle, nor after the reader has given up.
            (Some(503), Some(0), (Obstacle::Busy, 1)),
            (Some(429), Some(86_400), (Obstacle::TooMany, 60)),
            (None, None, (Obstacle::NoAnswer, 5)),
        ] {
            assert_eq!(again(status, said), Some(expected), "{status:?} {said:?}");
        }
    }

    #[test]
    fn what_would_be_refused_again_is_not_sent_again() {
        for status in [200, 303, 400, 401, 403, 404, 405, 409, 413, 500, 501] {
            assert_eq!(again(Some(status), Some(5)), None, "{status}");
        }
    }

    #[test]
    fn a_failure_waits_as_long_as_its_answer_says() {
        for (failure, expected) in [
            (Failure::TooMany, Some((Obstacle::TooMany, 30))),
            (Failure::Busy, Some((Obstacle::Busy, 5))),
            (Failure::Unavailable, Some((Obstacle::NoAnswer, 5))),
            (Failure::BadRequest, None),
            (Failure::SignInNeeded, None),
            (Failure::Forbidden, None),
            (Failure::NotFound, None),
            (Failure::MethodNotAllowed, None),
            (Failure::Conflict, None),
            (Failure::TooLarge, None),
            (Failure::Internal, None),
        ] {
            assert_eq!(again_after(failure), expected, "{failure:?}");
        }
    }
}
