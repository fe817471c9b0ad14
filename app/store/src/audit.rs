//! The audit log of staff acts. Append-only: the database itself refuses to change or delete a row (DESIGN §5.8). What
//! writes on somebody's behalf takes a [`By`] and logs in the same transaction, so that no act goes unlogged.

use crate::{
    Page, Paged, Store, StoreError, convert, entity::audit, identity_cases, persons, random,
};
use domain::{
    ids::{CommunityId, PersonId},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// That somebody's name was in a list that was opened.
const LISTED: &str = "person.listed";

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person of the community.
    Person(PersonId),
    /// Somebody at the server's command line.
    CommandLine,
    /// The program itself: jobs, seeding.
    System,
}

impl Actor {
    fn as_str(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::CommandLine => "command_line",
            Self::System => "system",
        }
    }

    /// The person, if it is one.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(person),
            Self::CommandLine | Self::System => None,
        }
    }
}

/// By whom and when something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    pub actor: Actor,
    pub at: Millis,
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    pub by: By,
    /// What was done: `poll.published`, `role.granted`.
    pub act: String,
    /// To what: an id.
    pub subject: String,
    /// Never personal data.
    pub detail: Value,
}

/// Which entries of the log are wanted; the default is all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter<'a> {
    /// Only acts of this kind: `poll` for `poll.created`, `poll.published` and so on.
    pub about: Option<&'static str>,
    /// Only this act.
    pub act: Option<&'a str>,
    /// Only what was done to this.
    pub subject: Option<&'a str>,
    /// Only what was done by these hands.
    pub actor: Option<Actor>,
    /// Only from this instant on.
    pub since: Option<Millis>,
    /// Only before this instant.
    pub before: Option<Millis>,
}

/// Writes an entry in the caller's transaction.
pub(crate) async fn record(
    db: &impl ConnectionTrait,
    community: CommunityId,
    by: By,
    act: &str,
    subject: &str,
    detail: Value,
) -> Result<(), StoreError> {
    let row = audit::Model {
        community_id: community.0,
        id: random::uuid_in_order(by.at)?,
        at: by.at.0,
        person_id: by.actor.person().map(|person| person.0),
        actor: by.actor.as_str().to_owned(),
        act: act.to_owned(),
        subject: subject.to_owned(),
        detail: convert::to_json(&detail)?,
    };
    audit::Entity::insert(row.into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(())
}

impl Store {
    /// Logs an act that changes nothing else in the database. `detail` never holds personal data.
    pub async fn record_act(
        &self,
        community: CommunityId,
        by: By,
        act: &str,
        subject: &str,
        detail: Value,
    ) -> Result<(), StoreError> {
        self.write(async |tx| record(&*tx, community, by, act, subject, detail.clone()).await)
            .await
    }

    /// The same of an act upon several people, under each of whom it stands: all of it, or nothing.
    pub async fn record_act_upon(
        &self,
        community: CommunityId,
        by: By,
        act: &str,
        people: &BTreeSet<PersonId>,
        detail: Value,
    ) -> Result<(), StoreError> {
        if people.is_empty() {
            return Ok(());
        }
        self.write(async |tx| {
            for person in people {
                let subject = person.to_string();
                record(&*tx, community, by, act, &subject, detail.clone()).await?;
            }
            Ok(())
        })
        .await
    }

    /// Notes that `by` saw the names of these people in a list, under each of them and once from `since` on: whoever works with a list opens it
    /// all day long. Nothing of one's own.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn record_listed(
        &self,
        community: CommunityId,
        by: By,
        people: &BTreeSet<PersonId>,
        since: Millis,
    ) -> Result<(), StoreError> {
        use audit::Column as C;
        let own = by.actor.person();
        let subjects: BTreeSet<String> = people
            .iter()
            .filter(|person| Some(**person) != own)
            .map(ToString::to_string)
            .collect();
        if subjects.is_empty() {
            return Ok(());
        }
        let noted = audit::Entity::find()
            .select_only()
            .column(C::Subject)
            .filter(C::CommunityId.eq(community.0))
            .filter(C::Act.eq(LISTED))
            .filter(C::PersonId.eq(own.map(|person| person.0)))
            .filter(C::At.gte(since.0))
            .filter(C::Subject.is_in(subjects.iter().map(String::as_str)));
        let noted: Vec<String> = noted.into_tuple().all(self.reader()).await?;
        let new: Vec<&String> = subjects
            .iter()
            .filter(|subject| !noted.contains(subject))
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        self.write(async |tx| {
            for subject in &new {
                record(&*tx, community, by, LISTED, subject, json!({})).await?;
            }
            Ok(())
        })
        .await
    }

    /// The community's log, the latest first.
    pub async fn audit_log(
        &self,
        community: CommunityId,
        page: Page,
    ) -> Result<Paged<AuditEntry>, StoreError> {
        self.audit_log_of(community, AuditFilter::default(), page)
            .await
    }

    /// The part of the community's log that `filter` asks for, the latest first.
    pub async fn audit_log_of(
        &self,
        community: CommunityId,
        filter: AuditFilter<'_>,
        page: Page,
    ) -> Result<Paged<AuditEntry>, StoreError> {
        let mut all = audit::Entity::find().filter(audit::Column::CommunityId.eq(community.0));
        if let Some(about) = filter.about {
            all = all.filter(audit::Column::Act.starts_with(format!("{about}.")));
        }
        if let Some(act) = filter.act {
            all = all.filter(audit::Column::Act.eq(act));
        }
        if let Some(subject) = filter.subject {
            all = all.filter(audit::Column::Subject.eq(subject));
        }
        if let Some(actor) = filter.actor {
            all = all.filter(audit::Column::Actor.eq(actor.as_str()));
            if let Some(person) = actor.person() {
                all = all.filter(audit::Column::PersonId.eq(person.0));
            }
        }
        if let Some(since) = filter.since {
            all = all.filter(audit::Column::At.gte(since.0));
        }
        if let Some(before) = filter.before {
            all = all.filter(audit::Column::At.lt(before.0));
        }
        self.part_of(all, page).await
    }

    /// What others did with a person's record, and with those that became part of it, the latest first: acts upon the records, and looks
    /// at and decisions on sign-ins in doubt that they were part of. What the person did themselves, under whichever record, is left out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn acts_of_others(
        &self,
        community: CommunityId,
        person: PersonId,
        page: Page,
    ) -> Result<Paged<AuditEntry>, StoreError> {
        use audit::Column as C;
        let records = persons::records_of(self.reader(), community, person).await?;
        let cases = identity_cases::ids_of(self.reader(), community, &records).await?;
        let subjects = records.iter().map(Uuid::to_string);
        let subjects = subjects.chain(cases.iter().map(ToString::to_string));
        let all = audit::Entity::find()
            .filter(C::CommunityId.eq(community.0))
            .filter(C::Subject.is_in(subjects))
            .filter(
                Condition::any()
                    .add(C::PersonId.is_null())
                    .add(C::PersonId.is_not_in(records)),
            );
        self.part_of(all, page).await
    }

    /// A part of these entries, the latest first.
    async fn part_of(
        &self,
        all: Select<audit::Entity>,
        page: Page,
    ) -> Result<Paged<AuditEntry>, StoreError> {
        let total = all.clone().count(self.reader()).await?;
        let rows = all
            .order_by_desc(audit::Column::At)
            .order_by_desc(audit::Column::Id)
            .offset(page.offset)
            .limit(page.limit)
            .all(self.reader())
            .await?;
        let items = rows.into_iter().map(entry).collect::<Result<_, _>>()?;
        Ok(Paged { items, total })
    }

    /// Everybody by whose hand something in the community's log was done, in no order.
    pub async fn audit_actors(&self, community: CommunityId) -> Result<Vec<PersonId>, StoreError> {
        let found = audit::Entity::find()
            .select_only()
            .column(audit::Column::PersonId)
            .distinct()
            .filter(audit::Column::CommunityId.eq(community.0))
            .filter(audit::Column::PersonId.is_not_null())
            .into_tuple::<Uuid>()
            .all(self.reader())
            .await?;
        Ok(found.into_iter().map(PersonId).collect())
    }
}

fn entry(row: audit::Model) -> Result<AuditEntry, StoreError> {
    let actor = match (row.actor.as_str(), row.person_id) {
        ("person", Some(person)) => Actor::Person(PersonId(person)),
        ("command_line", None) => Actor::CommandLine,
        ("system", None) => Actor::System,
        (other, _) => {
            return Err(StoreError::internal(format_args!(
                "unknown actor: {other:?}"
            )));
        }
    };
    Ok(AuditEntry {
        by: By {
            actor,
            at: Millis(row.at),
        },
        act: row.act,
        subject: row.subject,
        detail: convert::from_json(&row.detail)?,
    })
}
