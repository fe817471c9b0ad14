//! What holds for every sign-in, whichever way somebody came.

use super::{Services, Visit};
use domain::{ids::PersonId, privacy_notice::EDITION};

/// The edition of the notice on personal data that a sign-in consents to, as its page says; the platform has no residents, and no notice.
pub fn consent_to(visit: &Visit) -> Option<i32> {
    (!visit.is_platform()).then_some(EDITION)
}

/// Counts that `person` has signed in.
pub fn signed_in(services: &Services, visit: &Visit, person: PersonId) {
    let watches = &services.sign_in_watches;
    watches.note(visit.community_id(), visit.block, person, visit.now);
}
