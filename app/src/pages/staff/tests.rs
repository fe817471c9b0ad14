//! The form model: what is stored comes back from the form unchanged, buttons do what they say, and nothing that anybody can
//! send makes it fail or forget what was typed.

mod acts;
mod browser;
mod hostile;
mod round_trip;

use super::form::PollForm;
use domain::{
    lang::Bilingual,
    policy::Policy,
    poll::{DraftRules, PollContent, Problems, check_saved},
};

/// The content that would be stored, or what is wrong.
fn read(form: &PollForm, policy: &Policy) -> Result<PollContent, Problems> {
    let (content, problems) = form.read();
    let rules = DraftRules {
        policy,
        territory_prefix: None,
        known_settlements: None,
        known_districts: None,
        known_organisations: None,
    };
    match check_saved(&content, rules) {
        Ok(tidy) if problems.is_empty() => Ok(tidy),
        Ok(_) => Err(problems),
        Err(more) => Err([problems, more].concat()),
    }
}

#[test]
fn a_draft_without_a_title_has_a_name_in_lists() {
    use crate::i18n::Lang;
    let named = |uk: &str, en: &str, lang| {
        let title = super::title_of(lang, &Bilingual::new(uk, en));
        title.get(lang).to_owned()
    };
    assert_eq!(
        named("", "", Lang::Uk),
        crate::i18n::staff::untitled(Lang::Uk)
    );
    assert_eq!(named("", "Park", Lang::Uk), "Park");
    assert_eq!(named("Парк", "", Lang::En), "Парк");
}
