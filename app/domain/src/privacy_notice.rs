//! The notice on the processing of personal data, to which whoever signs in consents (Закон України «Про захист персональних даних»,
//! статті 2 і 11). Its words are the interface's; here is which edition of them is in force.

use crate::time::Date;

/// The edition in force. Any change to the notice's words makes the next one: a consent is to what was read.
pub const EDITION: i32 = 4;

/// From which day an edition has been in force; `None` for one that there never was.
pub fn in_force_from(edition: i32) -> Option<Date> {
    match edition {
        // 2: documents that are sent from home. 3: acting for an organisation, paper forms. 4: records that staff make, and what a secret
        // poll does not promise.
        1..=4 => Date::new(2026, 11, 29),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_edition_up_to_the_one_in_force_has_its_day_and_none_is_earlier_than_the_one_before() {
        let days: Vec<Date> = (1..=EDITION).map(|no| in_force_from(no).unwrap()).collect();
        assert!(days.is_sorted());
        assert_eq!(in_force_from(0), None);
        assert_eq!(in_force_from(EDITION + 1), None);
    }
}
