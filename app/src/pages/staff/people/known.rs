//! What the desk shows of a person: opened for this page alone.

use crate::{
    context::{
        Services, Visit,
        homes::{day, extract_behind, rests_on},
        people::SealedPerson,
    },
    failure::Failure,
    i18n::{Lang, dates, eligibility, me, staff_people},
};
use domain::{
    identifiers::KeyKind,
    ids::{CommunityId, PersonId},
    time::{Date, Millis},
};
use leptos::prelude::*;
use std::collections::HashMap;
use store::persons::Person;

/// A record as staff see it.
#[derive(Clone)]
pub struct Known {
    pub person: Person,
    /// «Ткачук Олена Іванівна»; empty where no provider named them.
    name: String,
    pub birth_date: Option<Date>,
    pub documents: Vec<KeyKind>,
}

impl Known {
    /// The record of a person; `None` where the community has none.
    ///
    /// # Errors
    /// When the database does not answer, or the row does not open.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        id: PersonId,
    ) -> Result<Option<Self>, Failure> {
        let community = visit.community_id();
        let Some(person) = services.store.person(community, id).await? else {
            return Ok(None);
        };
        Self::opened(services, community, person).await.map(Some)
    }

    /// The same of a row that was read.
    ///
    /// # Errors
    /// When the database does not answer, or the row does not open.
    pub async fn opened(
        services: &Services,
        community: CommunityId,
        person: Person,
    ) -> Result<Self, Failure> {
        let opened = SealedPerson::open(services, community, person.id, &person.sealed).await?;
        let documents = services.store.key_kinds(community, person.id).await?;
        Ok(Self {
            name: opened.name.official(),
            birth_date: opened.birth_date,
            documents,
            person,
        })
    }

    /// Several records, each once.
    ///
    /// # Errors
    /// When the database does not answer, or a row does not open.
    pub async fn all(
        services: &Services,
        visit: &Visit,
        ids: Vec<PersonId>,
    ) -> Result<HashMap<PersonId, Self>, Failure> {
        let mut known = HashMap::new();
        for id in ids {
            if !known.contains_key(&id)
                && let Some(record) = Self::of(services, visit, id).await?
            {
                known.insert(id, record);
            }
        }
        Ok(known)
    }

    /// The name, or that there is none.
    pub fn name(&self, lang: Lang) -> String {
        match self.name.as_str() {
            "" => staff_people::nameless(lang).to_owned(),
            name => name.to_owned(),
        }
    }

    /// «РНОКПП, паспорт».
    pub fn documents(&self, lang: Lang) -> String {
        let names = self
            .documents
            .iter()
            .map(|kind| staff_people::document(lang, *kind));
        names.collect::<Vec<_>>().join(", ")
    }

    /// Since when there is a record of them.
    pub fn since(&self, lang: Lang, now: Millis) -> String {
        dates::moment_this_year(lang, self.person.created_at, now)
    }

    /// What is known of them, as rows of a summary list. `residence` is a row of its own where it was read.
    pub fn facts(&self, lang: Lang, now: Millis, residence: Option<String>) -> AnyView {
        let born = self.birth_date.and_then(dates::start_of_day);
        let born = born.map_or_else(
            || staff_people::birth_unknown(lang).to_owned(),
            |born| dates::date(lang, born),
        );
        let row = |term: &'static str, words: String| {
            view! {
                <div>
                    <dt>{term}</dt>
                    <dd>{words}</dd>
                </div>
            }
        };
        view! {
            <dl class="summary">
                {row(staff_people::birth_date(lang), born)}
                {row(staff_people::documents(lang), self.documents(lang))}
                {row(staff_people::since(lang), self.since(lang, now))}
                {residence.map(|words| row(staff_people::residence(lang), words))}
            </dl>
        }
        .into_any()
    }
}

/// Where somebody lives and what that rests on, in a sentence or two.
///
/// # Errors
/// When the database does not answer.
pub async fn residence(
    services: &Services,
    visit: &Visit,
    person: PersonId,
) -> Result<String, Failure> {
    let lang = visit.lang;
    let found = services
        .store
        .residency(visit.community_id(), person)
        .await?;
    let Some(residence) = found else {
        return Ok(staff_people::residence_unknown(lang).to_owned());
    };
    let mut words = vec![format!(
        "{}.",
        eligibility::residency(lang, residence.class)
    )];
    if let Some(code) = &residence.settlement
        && let Some(unit) = services.store.unit(code).await?
    {
        words.push(me::residency_settlement(lang, &unit.name));
    }
    let extract = extract_behind(services, visit, &residence).await?;
    words.extend(rests_on(lang, &residence, extract));
    let today = dates::today(visit.now);
    if let Some(last) = residence.expires
        && let Some(start) = dates::start_of_day(last)
    {
        let until = match last < today {
            true => me::residency_was_until(lang, &day(lang, start)),
            false => me::residency_until(lang, &day(lang, start)),
        };
        words.push(format!("{until}."));
    }
    words.extend(extract.and_then(|taken_on| old_extract(visit, taken_on)));
    Ok(words.join(" "))
}

/// That the register's extract of this day is old, where the regulation says so.
pub fn old_extract(visit: &Visit, taken_on: Date) -> Option<String> {
    let (lang, policy) = (visit.lang, &visit.policy);
    let taken = dates::start_of_day(taken_on)?;
    policy
        .is_old_extract(taken_on, dates::today(visit.now))
        .then(|| staff_people::extract_is_old(lang, &day(lang, taken), policy.register_days.into()))
}
