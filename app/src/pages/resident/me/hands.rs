//! Whose hand an act on somebody's record was, as that somebody is told: those who work for a community act under their names.

use crate::{
    context::{Services, Visit, people::name_of},
    failure::Failure,
    i18n::my_data as words,
};
use domain::ids::PersonId;
use std::collections::HashMap;
use store::Actor;

/// The names that were looked up already: a few people do most of the acts.
#[derive(Default)]
pub(super) struct Hands(HashMap<PersonId, String>);

impl Hands {
    /// Whose hand it was. Somebody who was forgotten has no name any more, and is not told as a machine.
    ///
    /// # Errors
    /// When the database does not answer, or the row does not open.
    pub(super) async fn name(
        &mut self,
        services: &Services,
        visit: &Visit,
        actor: Actor,
    ) -> Result<String, Failure> {
        let lang = visit.lang;
        let person = match actor {
            Actor::Person(person) => person,
            Actor::CommandLine => return Ok(words::by_server(lang).to_owned()),
            Actor::System => return Ok(words::by_system(lang).to_owned()),
        };
        if let Some(name) = self.0.get(&person) {
            return Ok(name.clone());
        }
        let name = match name_of(services, visit.community_id(), person).await? {
            name if name.is_empty() => words::by_forgotten(lang).to_owned(),
            name => name,
        };
        self.0.insert(person, name.clone());
        Ok(name)
    }
}
