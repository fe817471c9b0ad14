//! Entries of the audit log with names instead of ids: who did what to what, and when.

use super::{
    people::{case_path, record_path},
    title_of,
};
use crate::{
    components::said::said,
    context::{Services, Visit, people::SealedPerson},
    failure::Failure,
    i18n::{Lang, dates, staff, staff_paper, staff_people},
};
use domain::{
    ids::{OrganisationNo, PersonId, PollId, PollNumber},
    lang::Bilingual,
    role::Right,
};
use leptos::prelude::*;
use std::collections::{HashMap, HashSet};
use store::{Actor, audit::AuditEntry};

/// What the ids in a list of entries mean.
#[derive(Clone, Debug, Default)]
pub struct Names {
    people: HashMap<PersonId, String>,
    polls: HashMap<PollId, (PollNumber, Bilingual)>,
    organisations: HashMap<OrganisationNo, Bilingual>,
}

impl Names {
    /// Reads the names of everybody and everything in `entries`; each once. Of people those alone who work for the community or have
    /// ([`names_of_the_team`]).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        entries: &[AuditEntry],
    ) -> Result<Self, Failure> {
        let community = visit.community_id();
        let (people, polls) = named_in(entries);
        let mut names = Self {
            people: names_of_the_team(services, visit, people).await?,
            polls: HashMap::new(),
            organisations: HashMap::new(),
        };
        for id in polls {
            if let Some(poll) = services.store.poll(community, id).await? {
                names.polls.insert(id, (poll.number, poll.content.title));
            }
        }
        if entries.iter().any(is_offer) {
            let known = services.store.organisations(community).await?;
            names.organisations = known.into_iter().map(|one| (one.no, one.name)).collect();
        }
        Ok(names)
    }

    /// Who did it.
    fn actor(&self, lang: Lang, actor: Actor) -> String {
        match actor {
            Actor::Person(person) => self.person(lang, person),
            Actor::CommandLine => staff::command_line(lang).to_owned(),
            Actor::System => staff::system(lang).to_owned(),
        }
    }

    /// The name of somebody of the team; of whoever else the beginning of the id, so that no act looks like nobody's.
    fn person(&self, lang: Lang, person: PersonId) -> String {
        self.people.get(&person).cloned().unwrap_or_else(|| {
            let mut id = person.to_string();
            id.truncate(8);
            staff::somebody(lang, &id)
        })
    }

    /// To what it was done: a poll with a link to its desk, a person's name, or what the log says.
    fn subject(&self, visit: &Visit, entry: &AuditEntry) -> AnyView {
        let poll = about_poll(entry)
            .then(|| entry.subject.parse().ok())
            .flatten()
            .and_then(|id: PollId| self.polls.get(&id));
        if let Some((number, title)) = poll {
            let title = title_of(visit.lang, title);
            let href = visit.href(&format!("/staff/polls/{number}"));
            let number = crate::i18n::common::poll_number(visit.lang, *number);
            return view! {
                <a href=href>
                    {number} ". " {said(visit.lang, &title)}
                </a>
            }
            .into_any();
        }
        if let Some(persons) = entry.detail.get("persons").and_then(|n| n.as_i64()) {
            return crate::i18n::common::residents(visit.lang, persons).into_any();
        }
        if entry.act.starts_with("identity.case") {
            let words = staff_people::case_name(visit.lang);
            let may_see = visit.may(Right::DecideCases);
            let case = entry.subject.parse().ok().filter(|_| may_see);
            return match case {
                Some(case) => {
                    let href = visit.href(&case_path(case));
                    view! { <a href=href>{words}</a> }.into_any()
                }
                None => words.into_any(),
            };
        }
        if entry.act.starts_with("paper_batch.") {
            return match entry.subject.parse() {
                Ok(batch) => staff_paper::batch(visit.lang, batch).into_any(),
                Err(()) => entry.subject.clone().into_any(),
            };
        }
        if entry.act.starts_with("district.") || entry.act.starts_with("organisation.") {
            let name = entry.detail.get("name").and_then(|name| name.as_str());
            return name.unwrap_or(&entry.subject).to_owned().into_any();
        }
        if is_offer(entry) {
            let no: Option<OrganisationNo> = entry.subject.parse().ok();
            let name = no.and_then(|no| self.organisations.get(&no));
            return match name {
                Some(name) => said(visit.lang, name).into_any(),
                None => entry.subject.clone().into_any(),
            };
        }
        if entry.act == "picture.added" {
            let href = format!("/pictures/{}", entry.subject);
            return view! { <a href=href>{staff::picture_added(visit.lang)}</a> }.into_any();
        }
        if entry.act.starts_with("invitation.") {
            // Whom it invited is personal data, and not in the log.
            let role = entry.detail.get("role").and_then(|role| role.as_str());
            if let Some(role) = role.and_then(|role| role.parse().ok()) {
                return staff::role(visit.lang, role).into_any();
            }
        }
        let person = about_person(entry)
            .then(|| entry.subject.parse().ok())
            .flatten();
        let community = &visit.community;
        let is_community = entry.act.starts_with("community.")
            && (entry.subject == community.slug || entry.subject == community.id.0.to_string());
        match person {
            // Who that is stands on the record's page.
            Some(person)
                if visit.may(Right::HandlePeople) && !self.people.contains_key(&person) =>
            {
                let href = visit.href(&record_path(person));
                let id = self.person(visit.lang, person);
                return view! { <a href=href>{id}</a> }.into_any();
            }
            Some(person) => self.person(visit.lang, person),
            None if is_community => community.name.get(visit.lang).to_owned(),
            None if entry.act.starts_with("policy.") => staff::edition(visit.lang, &entry.subject),
            None => entry.subject.clone(),
        }
        .into_any()
    }
}

/// Everybody and every poll whose id is in the entries.
fn named_in(entries: &[AuditEntry]) -> (HashSet<PersonId>, HashSet<PollId>) {
    let (mut people, mut polls) = (HashSet::new(), HashSet::new());
    for entry in entries {
        people.extend(entry.by.actor.person());
        if about_person(entry) {
            people.extend(entry.subject.parse::<PersonId>());
        }
        if about_poll(entry) {
            polls.extend(entry.subject.parse::<PollId>());
        }
    }
    (people, polls)
}

/// Powers that are offered to whoever has the link: nobody's yet.
fn is_offer(entry: &AuditEntry) -> bool {
    matches!(&*entry.act, "power.offered" | "power.offer_taken_back")
}

fn about_poll(entry: &AuditEntry) -> bool {
    entry.act.starts_with("poll.")
}

fn about_person(entry: &AuditEntry) -> bool {
    [
        "role.",
        "residency.",
        "person.",
        "passkey.",
        "power.",
        "paper.",
        "second_factor.",
    ]
    .iter()
    .any(|about| entry.act.starts_with(about))
}

/// The names of those among these people who work for the community or have: they answer for what they did by their name. Residents whom
/// acts are about are named on their record's page alone, where each look is noted for them.
///
/// # Errors
/// When the database does not answer.
pub async fn names_of_the_team(
    services: &Services,
    visit: &Visit,
    mut people: HashSet<PersonId>,
) -> Result<HashMap<PersonId, String>, Failure> {
    let team = services.store.ever_of_the_team(visit.community_id());
    let team = team.await?;
    people.retain(|person| team.contains(person));
    people_named(services, visit, people).await
}

/// The names of people. Who has none, as somebody who was forgotten, is left out, and who cannot be opened; why is in the server's log.
///
/// # Errors
/// When the database does not answer.
pub async fn people_named(
    services: &Services,
    visit: &Visit,
    people: HashSet<PersonId>,
) -> Result<HashMap<PersonId, String>, Failure> {
    let community = visit.community_id();
    let mut names = HashMap::new();
    for id in people {
        let Some(row) = services.store.person(community, id).await? else {
            continue;
        };
        if let Ok(person) = SealedPerson::open(services, community, id, &row.sealed).await
            && !person.name.is_empty()
        {
            names.insert(id, person.name.full());
        }
    }
    Ok(names)
}

/// Entries as the rows of a table.
pub fn rows(visit: &Visit, entries: &[AuditEntry], names: &Names) -> impl IntoView + use<> {
    let lang = visit.lang;
    entries
        .iter()
        .map(|entry| {
            view! {
                <tr role="row">
                    <td role="cell" class="nowrap">
                        <time datetime=dates::iso(entry.by.at)>
                            {dates::short_moment(lang, entry.by.at, visit.now)}
                        </time>
                    </td>
                    <td role="cell" data-label=staff::column_who(lang)>
                        {names.actor(lang, entry.by.actor)}
                    </td>
                    <td role="cell">{staff::act(lang, &entry.act).to_owned()}</td>
                    <td role="cell" data-label=staff::column_subject(lang)>
                        {names.subject(visit, entry)}
                    </td>
                </tr>
            }
        })
        .collect_view()
}

/// Entries as a short list; without what they are about where the page says that itself.
pub fn list(
    visit: &Visit,
    entries: &[AuditEntry],
    names: &Names,
    with_subject: bool,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let items = entries
        .iter()
        .map(|entry| {
            let who = names.actor(lang, entry.by.actor);
            let act = staff::act(lang, &entry.act).to_owned();
            let subject = with_subject.then(|| {
                view! {
                    ": "
                    {names.subject(visit, entry)}
                }
            });
            view! {
                <li>
                    <time datetime=dates::iso(entry.by.at)>
                        {dates::short_moment(lang, entry.by.at, visit.now)}
                    </time>
                    " "
                    {act}
                    {subject}
                    <br />
                    <span class="muted">{who}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="log">{items}</ul> }
}
