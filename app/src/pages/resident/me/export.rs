//! Everything that a community keeps of somebody, as one file for them.

use super::data::may_see;
use crate::{
    context::{
        Services, Visit, mailboxes, passkeys::SealedPasskey, people::SealedPerson, sealed::Sealed,
    },
    failure::Failure,
};
use domain::ids::PersonId;
use serde_json::{Value, json};
use store::{
    Actor, Page, Paged,
    audit::{AuditEntry, AuditFilter},
};

/// Rows that one query reads.
const AT_ONCE: u64 = 500;

/// What others did with somebody's record, the latest first. What they did themselves is not part of it.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn seen(
    services: &Services,
    visit: &Visit,
    person: PersonId,
    most: u64,
) -> Result<Paged<AuditEntry>, Failure> {
    let subject = person.to_string();
    let filter = AuditFilter {
        subject: Some(&subject),
        not_by: Some(person),
        ..AuditFilter::default()
    };
    let log = services
        .store
        .audit_log_of(visit.community_id(), filter, Page::first(most));
    Ok(log.await?)
}

/// The file of whoever asks: UTF-8 JSON, indented for people. Instants are UTC milliseconds.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever is signed in by a mailbox alone.
pub async fn my_data_file(services: &Services, visit: &Visit) -> Result<Vec<u8>, Failure> {
    let visitor = visit.require_visitor()?;
    if !may_see(visitor) {
        return Err(Failure::Forbidden);
    }
    let (community, person, store) = (visit.community_id(), visitor.person, &services.store);
    let row = store
        .person(community, person)
        .await?
        .ok_or(Failure::NotFound)?;
    let known = SealedPerson::open(services, community, person, &row.sealed).await?;
    let mailbox = match store.mailbox_of(community, person).await? {
        Some(own) => {
            let address = mailboxes::address(services, community, &own).await?;
            json!({ "address": address.as_str(), "confirmed_at": own.confirmed_at })
        }
        None => Value::Null,
    };
    let documents = store.key_kinds(community, person).await?;
    let residence = store.residency(community, person).await?.map(|home| {
        json!({
            "class": home.class.as_str(),
            "settlement": home.settlement.map(|code| code.to_string()),
            "evidence": home.evidence,
            "last_day": home.expires.map(|day| day.to_string()),
            "decided_at": home.decided_at,
        })
    });
    let mut passkeys = Vec::new();
    for row in store.passkeys_of(community, person).await? {
        let label = SealedPasskey::open(services, community, &row).await?.label;
        passkeys.push(json!({
            "label": label,
            "host": row.host,
            "added_at": row.added_at,
            "used_at": row.used_at,
        }));
    }
    let request = match store.residence_request(community, person).await? {
        None => Value::Null,
        Some(request) => {
            let refused = match request.refused {
                None => Value::Null,
                Some(refused) => {
                    let reason = Sealed::Reason.words(services, community, person, &refused.reason);
                    json!({ "at": refused.at, "reason": reason.await? })
                }
            };
            json!({
                "settlement": request.settlement.to_string(),
                "document": request.kind.as_str(),
                "sent_at": request.sent_at,
                "refused": refused,
            })
        }
    };
    let consents = store.consents_of(community, person).await?;
    let consents = consents
        .iter()
        .map(|consent| json!({ "notice_edition": consent.edition, "given_at": consent.given_at }));
    let proposal = store.residence_proposal(community, person).await?;
    let proposal = proposal.map(|proposal| {
        let seen = proposal.confirmation;
        json!({
            "document": seen.evidence,
            "settlement": seen.settlement,
            "expires": seen.expires.to_string(),
            "recorded_at": proposal.at,
        })
    });
    // Of what stands on the paper nothing: it is gone with the ballot, and which ballot that is nobody knows.
    let paper_forms = store.paper_forms_of(community, person).await?;
    let paper_forms = paper_forms.iter().map(|(batch, form)| {
        json!({
            "batch": batch,
            "form": form.no,
            "state": form.form.state,
            "refused": form.refused,
            "scan_of_the_identity_part": form.scan,
        })
    });
    let roles = store.roles_of(community, person, visit.now).await?;
    let file = json!({
        "community": visit.community.name.uk,
        "made_at": visit.now,
        "person": {
            "id": person.to_string(),
            "name": known.name.official(),
            "birth_date": known.birth_date.map(|day| day.to_string()),
            "documents": documents.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(),
            "record_made_at": row.created_at,
            "second_key_open": row.second_key_open,
        },
        "email": mailbox,
        "passkeys": passkeys,
        "residence": residence,
        "residence_request": request,
        "residence_waiting_for_a_second_member_of_staff": proposal,
        "organisations": organisations(services, visit, person).await?,
        "roles": roles.iter().map(|role| role.as_str()).collect::<Vec<_>>(),
        "participation": participation(services, visit, person).await?,
        "paper_forms": paper_forms.collect::<Vec<_>>(),
        "consents": consents.collect::<Vec<_>>(),
        "sessions": sessions(services, visit, person).await?,
        "acts_on_your_record": acts(services, visit, person).await?,
    });
    serde_json::to_vec_pretty(&file).map_err(|_| Failure::Internal)
}

/// For whom they may act, or did until a day was over; and what they claim.
async fn organisations(
    services: &Services,
    visit: &Visit,
    person: PersonId,
) -> Result<Value, Failure> {
    let (store, community) = (&services.store, visit.community_id());
    let mut powers = Vec::new();
    for (organisation, own) in store.powers_of(community, person).await? {
        let position = Sealed::Position.words(services, community, person, &own.position);
        powers.push(json!({
            "organisation": organisation.name.uk,
            "position": position.await?,
            "proof": own.power.proof.as_str(),
            "since": own.since,
            "last_day": own.power.until.to_string(),
        }));
    }
    let claim = match store.organisation_request(community, person).await? {
        None => Value::Null,
        Some(claim) => {
            let position = Sealed::Position.words(services, community, person, &claim.position);
            let refused = match &claim.refused {
                None => Value::Null,
                Some((at, reason)) => {
                    let what = Sealed::OrganisationReason;
                    let reason = what.words(services, community, person, reason);
                    json!({ "at": at, "reason": reason.await? })
                }
            };
            json!({
                "organisation": claim.name.uk,
                "position": position.await?,
                "document": claim.document.map(|kind| kind.as_str()),
                "sent_at": claim.sent_at,
                "refused": refused,
            })
        }
    };
    Ok(json!({ "powers": powers, "claim": claim }))
}

async fn participation(
    services: &Services,
    visit: &Visit,
    person: PersonId,
) -> Result<Vec<Value>, Failure> {
    let mut all = Vec::new();
    loop {
        let page = Page {
            offset: all.len() as u64,
            limit: AT_ONCE,
        };
        let found = services
            .store
            .participations_of(visit.community_id(), person, page)
            .await?;
        let last = found.items.len() < AT_ONCE as usize;
        all.extend(found.items.into_iter().map(|part| {
            json!({
                "poll": part.number.0,
                "title": part.title.uk,
                "code": part.receipt.to_string(),
            })
        }));
        if last {
            return Ok(all);
        }
    }
}

async fn sessions(
    services: &Services,
    visit: &Visit,
    person: PersonId,
) -> Result<Vec<Value>, Failure> {
    let limits = domain::session::limits(
        visit
            .visitor
            .as_ref()
            .is_some_and(|visitor| visitor.is_staff),
    );
    let community = visit.community_id();
    let found = services
        .store
        .sessions_of(community, person, limits, visit.now, Page::first(AT_ONCE))
        .await?;
    let rows = found.items.into_iter().map(|session| {
        json!({
            "provider": session.provider,
            "began_at": session.created_at,
            "last_seen_at": session.seen_at,
            "ends_at": session.expires_at,
        })
    });
    Ok(rows.collect())
}

async fn acts(services: &Services, visit: &Visit, person: PersonId) -> Result<Vec<Value>, Failure> {
    let found = seen(services, visit, person, 10 * AT_ONCE).await?;
    let rows = found.items.into_iter().map(|entry| {
        let by = match entry.by.actor {
            Actor::Person(actor) => actor.to_string(),
            Actor::CommandLine => "command line".to_owned(),
            Actor::System => "system".to_owned(),
        };
        json!({ "at": entry.by.at, "act": entry.act, "by": by })
    });
    Ok(rows.collect())
}
