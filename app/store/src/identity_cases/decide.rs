//! What staff decide about a case, in one transaction with all that follows from it.

use super::{FoundKey, add_persons, keys_of, merge, open_ids_of, persons_of};
use crate::{
    By, Conflict, Store, StoreError, audit, emails,
    entity::{identity_case, identity_case_key, identity_case_person, person_key},
    keys,
    persons::{self, PersonKey},
    register, representatives, sessions,
};
use domain::{
    identifiers::KeyKind,
    identity_case::{CaseKey, Decision, TakenOut, WrongNumber, may_decide, take_out},
    ids::{CaseId, CommunityId, PersonId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, LockType},
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A decision with what it needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// One human; their records become `keep`, one of the case's persons.
    OneHuman { keep: PersonId },
    /// The passport of the sign-in stands in the wrong record.
    WrongPassport,
    /// A number stands in the wrong record, one of the case's persons.
    WrongNumber(WrongNumber<PersonId>),
    /// Nothing changes.
    LeftAsItIs,
}

impl Verdict {
    /// Without its details.
    pub fn decision(self) -> Decision {
        match self {
            Self::OneHuman { .. } => Decision::OneHuman,
            Self::WrongPassport => Decision::WrongPassport,
            Self::WrongNumber(_) => Decision::WrongNumber,
            Self::LeftAsItIs => Decision::LeftAsItIs,
        }
    }
}

impl Store {
    /// Decides an open case; where two records become one, the other open cases that leaves without a question are closed with it.
    /// Gives in how many polls a human had taken part under two records: nothing takes such a ballot
    /// back, and nobody can tell which it is.
    ///
    /// # Errors
    /// - `NotFound` for a case of another community, and for a person to keep who is not part of it;
    /// - [`Conflict::ChangedMeanwhile`] when it is decided already, or one of its records became part of another;
    /// - [`Conflict::Impossible`] when the rules do not allow it ([`may_decide`]);
    /// - [`Conflict::OwnRecord`] when it is about whoever decides;
    /// - [`Conflict::KeyRotation`] while the hashes of its keys are being carried on;
    /// - [`Conflict::HoldsRole`] when a record that would go holds a role.
    pub async fn decide_case(
        &self,
        community: CommunityId,
        case: CaseId,
        verdict: Verdict,
        by: By,
    ) -> Result<u32, StoreError> {
        self.write(async |tx| decide(&*tx, self, community, case, verdict, by).await)
            .await
    }
}

async fn decide(
    tx: &impl ConnectionTrait,
    store: &Store,
    community: CommunityId,
    case: CaseId,
    verdict: Verdict,
    by: By,
) -> Result<u32, StoreError> {
    keys::hold_any(tx, community).await?;
    let row = identity_case::Entity::find_by_id((community.0, case.0))
        .lock(LockType::Update)
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    if row.decided_at.is_some() {
        return Err(Conflict::ChangedMeanwhile.into());
    }
    let by_hand = by.actor.person();
    let persons: Vec<PersonId> = persons_of(tx, community, &[case.0])
        .await?
        .into_iter()
        .map(|(_, person)| person)
        .collect();
    if by_hand.is_some_and(|person| persons.contains(&person)) {
        return Err(Conflict::OwnRecord.into());
    }
    // From here on no ballot of theirs and no key is written by anybody else.
    if persons::lock(tx, community, &persons).await? != persons.len() {
        return Err(Conflict::ChangedMeanwhile.into());
    }
    let keys = keys_of(tx, community, case).await?;
    let facts: Vec<CaseKey<PersonId>> = keys.iter().map(FoundKey::fact).collect();
    may_decide(verdict.decision(), &facts).map_err(Conflict::Impossible)?;

    match verdict {
        Verdict::LeftAsItIs => close(tx, community, case, Decision::LeftAsItIs, 0, by).await?,
        Verdict::WrongPassport => {
            take_out_passports(tx, community, &keys, by).await?;
            close(tx, community, case, Decision::WrongPassport, 0, by).await?;
        }
        Verdict::WrongNumber(wrong) => {
            let done = take_out(wrong, &facts).map_err(Conflict::Impossible)?;
            take_out_number(tx, community, case, &keys, (wrong, &done), by).await?;
            close(tx, community, case, Decision::WrongNumber, 0, by).await?;
        }
        Verdict::OneHuman { keep } => {
            if !persons.contains(&keep) {
                return Err(StoreError::NotFound);
            }
            let mut twice = 0;
            let mut others = BTreeSet::new();
            for gone in persons.into_iter().filter(|person| *person != keep) {
                twice += merge::merge(tx, store, community, keep, gone, by).await?;
                others.extend(name_instead(tx, community, gone, keep).await?);
            }
            settle(tx, community, case, keep, &keys, twice, by).await?;
            others.remove(&case);
            for other in others {
                settle_if_certain(tx, community, other, keep, by).await?;
            }
            return Ok(twice);
        }
    }
    Ok(0)
}

/// Lets the open cases of the record that is gone name the one that is kept; gives these cases.
async fn name_instead(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    gone: PersonId,
    keep: PersonId,
) -> Result<Vec<CaseId>, StoreError> {
    let mut renamed = Vec::new();
    for case in open_ids_of(tx, community, gone).await? {
        identity_case_person::Entity::delete_by_id((community.0, case.0, gone.0))
            .exec(tx)
            .await?;
        add_persons(tx, community, case, &[keep]).await?;
        renamed.push(case);
    }
    Ok(renamed)
}

/// Closes a case that has no question left: all its keys belong to `keep` or to nobody, and contradict nothing.
async fn settle_if_certain(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    case: CaseId,
    keep: PersonId,
    by: By,
) -> Result<(), StoreError> {
    let keys = keys_of(tx, community, case).await?;
    let facts: Vec<CaseKey<PersonId>> = keys.iter().map(FoundKey::fact).collect();
    let theirs = facts
        .iter()
        .all(|key| key.owner.is_none_or(|owner| owner == keep));
    if theirs && may_decide(Decision::OneHuman, &facts).is_ok() {
        settle(tx, community, case, keep, &keys, 0, by).await?;
    }
    Ok(())
}

/// Gives `keep` the keys that nobody has, and closes the case as one human's.
async fn settle(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    case: CaseId,
    keep: PersonId,
    keys: &[FoundKey],
    twice: u32,
    by: By,
) -> Result<(), StoreError> {
    for found in keys.iter().filter(|found| found.owner.is_none()) {
        persons::add_key(tx, community, &found.key, keep, by.at).await?;
    }
    close(tx, community, case, Decision::OneHuman, twice, by).await
}

/// Notes the decision, forgets the keys, and tells the log.
async fn close(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    case: CaseId,
    decision: Decision,
    twice: u32,
    by: By,
) -> Result<(), StoreError> {
    use identity_case::Column as C;
    let actor = by.actor.person().map(|person| person.0);
    identity_case::Entity::update_many()
        .col_expr(C::Decision, Expr::val(decision.as_str()))
        .col_expr(C::PollsTwice, Expr::val(i32::try_from(twice).ok()))
        .col_expr(C::DecidedBy, Expr::val(actor))
        .col_expr(C::DecidedAt, Expr::val(by.at.0))
        .filter(C::CommunityId.eq(community.0))
        .filter(C::Id.eq(case.0))
        .exec(tx)
        .await?;
    identity_case_key::Entity::delete_many()
        .filter(identity_case_key::Column::CommunityId.eq(community.0))
        .filter(identity_case_key::Column::CaseId.eq(case.0))
        .exec(tx)
        .await?;
    let detail = json!({ "decision": decision.as_str() });
    let subject = case.to_string();
    audit::record(tx, community, by, "identity.case_decided", &subject, detail).await
}

/// Takes the passports that the sign-in brought out of the records in which they stand, and shuts out whoever got into these by them.
async fn take_out_passports(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    keys: &[FoundKey],
    by: By,
) -> Result<(), StoreError> {
    let mut wrong: BTreeMap<PersonId, Vec<&FoundKey>> = BTreeMap::new();
    for found in keys {
        if let (true, KeyKind::Passport, Some(record)) =
            (found.brought, found.key.kind, found.owner)
        {
            take_out_key(tx, community, found).await?;
            wrong.entry(record).or_default().push(found);
        }
    }
    for (record, left) in wrong {
        shut_out(tx, community, record, &left, by).await?;
    }
    Ok(())
}

/// Ends all by which the owner of documents that have `left` a record may have got into it, or left something there: sessions, passkeys,
/// the mailbox, powers to act for an organisation, and a residence that the register has under these documents. The record's own person
/// signs in by what stayed, and has to show the rest again.
async fn shut_out(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    record: PersonId,
    left: &[&FoundKey],
    by: By,
) -> Result<(), StoreError> {
    if register::lists_any(tx, community, left.iter().map(|found| &found.key)).await? {
        register::follow(tx, community, &[record], by.at).await?;
    } else {
        register::confirm_listed(tx, community, record, by.at).await?;
    }
    sessions::end_for_good(tx, community, record).await?;
    emails::forget(tx, community, record).await?;
    representatives::end_all(tx, community, record, by).await
}

async fn take_out_key(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    found: &FoundKey,
) -> Result<(), StoreError> {
    person_key::Entity::delete_many()
        .filter(person_key::Column::CommunityId.eq(community.0))
        .filter(person_key::Column::Kind.eq(found.key.kind.as_str()))
        .filter(person_key::Column::Hash.eq(found.key.hash.to_vec()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes a number out of the record in which it stands wrongly, and shuts its own person out of that record.
/// Ballots stay counted, and who took part stays noted with the record: whose hand it was nobody can tell, and two humans
/// have two ballots at most.
async fn take_out_number(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    case: CaseId,
    keys: &[FoundKey],
    (wrong, done): (WrongNumber<PersonId>, &TakenOut),
    by: By,
) -> Result<(), StoreError> {
    let record = wrong.record;
    let chosen = |places: &[usize]| -> Vec<&FoundKey> {
        places.iter().filter_map(|at| keys.get(*at)).collect()
    };
    let (leave, join) = (chosen(&done.leave), chosen(&done.join));
    for found in &leave {
        take_out_key(tx, community, found).await?;
        let detail = json!({ "kind": found.key.kind.as_str(), "case": case.to_string() });
        let subject = record.to_string();
        audit::record(
            tx,
            community,
            by,
            "person.number_taken_out",
            &subject,
            detail,
        )
        .await?;
    }
    for found in &join {
        persons::add_key(tx, community, &found.key, record, by.at).await?;
        let detail = json!({ "kind": found.key.kind.as_str() });
        let subject = record.to_string();
        audit::record(tx, community, by, "person.document_added", &subject, detail).await?;
    }
    let has_rnokpp = keys.iter().enumerate().any(|(at, found)| {
        let stays = found.owner == Some(record) && !done.leave.contains(&at);
        (stays || done.join.contains(&at)) && found.key.kind == KeyKind::Rnokpp
    });
    if wrong.no_rnokpp && !has_rnokpp {
        persons::rule_out_second_key(tx, community, record, by).await?;
    }
    shut_out(tx, community, record, &leave, by).await?;
    let moved: Vec<PersonKey> = leave.iter().chain(&join).map(|found| found.key).collect();
    for other in open_ids_of(tx, community, record).await? {
        if other != case && brings_any(tx, community, other, &moved).await? {
            // What it asked is answered; whatever is left to ask the next sign-in asks.
            close(tx, community, other, Decision::WrongNumber, 0, by).await?;
        }
    }
    Ok(())
}

/// Whether the sign-in of an open case brought one of these keys.
async fn brings_any(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    case: CaseId,
    keys: &[PersonKey],
) -> Result<bool, StoreError> {
    let brought = identity_case_key::Entity::find()
        .filter(identity_case_key::Column::CommunityId.eq(community.0))
        .filter(identity_case_key::Column::CaseId.eq(case.0))
        .all(tx)
        .await?;
    Ok(brought.iter().any(|row| {
        keys.iter()
            .any(|key| key.kind.as_str() == row.kind && key.hash.as_slice() == row.hash)
    }))
}
