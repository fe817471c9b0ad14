//! A correction of the description: what it needs, and when it comes too late.

use crate::{
    correction::{
        Correction, CorrectionField::*, CorrectionProblem::*, LONGEST_REASON, check_correction,
    },
    lang::{Bilingual, Lang},
    lifecycle::{Command, Refusal, State, apply},
    poll::{Term, limits},
    time::Millis,
};

fn current() -> Bilingual {
    Bilingual::new("Вулиця довжиною 200 м.", "A street of 200 m.")
}

fn correction() -> Correction {
    let description = Bilingual::new("Вулиця довжиною 300 м.", "");
    let reason = Bilingual::new("Помилка в числі.", "");
    check_correction(&current(), &description, &reason).unwrap()
}

#[test]
fn a_correction_changes_something_and_says_why() {
    let of = |uk: &str, en: &str, why: &str| {
        let (description, reason) = (Bilingual::new(uk, en), Bilingual::new(why, ""));
        check_correction(&current(), &description, &reason)
            .map(|_| ())
            .unwrap_err()
    };
    let same = (Description(Lang::Uk), Unchanged);
    let (uk, en) = (current().uk, current().en);
    assert_eq!(of(&uk, &en, "Чому"), [same]);
    // White space at the ends is no change.
    assert_eq!(of(&format!(" {uk}\n"), &en, "Чому"), [same]);
    assert_eq!(
        of(&uk, &en, "\u{200b} "),
        [same, (Reason(Lang::Uk), Missing)]
    );
    assert_eq!(of("", "Text", "Чому"), [(Description(Lang::Uk), Missing)]);
    let long = "я".repeat(limits::DESCRIPTION + 1);
    let why = "я".repeat(LONGEST_REASON + 1);
    assert_eq!(
        of(&long, "\u{202e}", &why),
        [
            (Description(Lang::Uk), TooLong(limits::DESCRIPTION)),
            (Description(Lang::En), BadCharacters),
            (Reason(Lang::Uk), TooLong(LONGEST_REASON)),
        ]
    );
}

#[test]
fn what_may_be_corrected_is_tidied() {
    let description = Bilingual::new(" Перший.\r\n\r\nДругий. ", "");
    let reason = Bilingual::new(" Доповнено. ", " Completed. ");
    let done = check_correction(&current(), &description, &reason).unwrap();
    assert_eq!(
        done.description(),
        &Bilingual::new("Перший.\n\nДругий.", "")
    );
    assert_eq!(
        done.reason().text(),
        &Bilingual::new("Доповнено.", "Completed.")
    );
    // A description may also be taken away, for a reason.
    assert!(check_correction(&current(), &Bilingual::default(), &reason).is_ok());
}

#[test]
fn a_description_is_corrected_from_publication_to_the_close() {
    let term = Term {
        opens_at: Millis(100),
        closes_at: Millis(200),
    };
    let (correction, at) = (correction(), Millis(150));
    let command = Command::CorrectDescription(&correction, term);
    for state in [State::Scheduled, State::Open] {
        let step = apply(state, command, at).unwrap();
        assert_eq!((step.state, step.events), (state, Vec::new()));
        // The clock may be ahead of the stored state.
        assert_eq!(apply(state, command, Millis(200)), Err(Refusal::TermIsOver));
    }
    for state in [State::Draft, State::Closed] {
        assert_eq!(apply(state, command, at), Err(Refusal::WrongState(state)));
    }
}
