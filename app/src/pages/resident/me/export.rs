//! Everything that a community keeps of somebody, as one file for them.

mod organisations;
mod participation;
mod sessions;

use super::{data::may_see, hands::Hands};
use crate::{
    context::{
        Services, Visit, mailboxes, passkeys::SealedPasskey, people::SealedPerson, sealed::Sealed,
    },
    failure::Failure,
    i18n::my_data,
};
use domain::ids::PersonId;
use serde_json::{Value, json};
use store::{Page, Paged, StoreError};

/// Rows that one query reads.
const AT_ONCE: u64 = 500;

/// Everything that a paged list holds, page by page.
///
/// # Errors
/// Those of `read`.
async fn every_page<T, F>(mut read: impl FnMut(Page) -> F) -> Result<Vec<T>, StoreError>
where
    F: Future<Output = Result<Paged<T>, StoreError>>,
{
    let mut all = Vec::new();
    loop {
        let page = Page {
            offset: all.len() as u64,
            limit: AT_ONCE,
        };
        let found = read(page).await?.items;
        let last = found.len() < AT_ONCE as usize;
        all.extend(found);
        if last {
            return Ok(all);
        }
    }
}

/// The file of whoever asks: UTF-8 JSON, indented for people. Instants are UTC milliseconds.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever is signed in by a mailbox alone and has
/// a record that is theirs by documents.
pub async fn my_data_file(services: &Services, visit: &Visit) -> Result<Vec<u8>, Failure> {
    let visitor = visit.require_visitor()?;
    if !may_see(services, visit, visitor).await? {
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
    let left_out = my_data::left_out(visit.lang);
    let left_out = left_out.map(|(what, why)| json!({ "what": what, "why": why }));
    let left_out = left_out.into_iter();
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
        "second_factor": second_factor(services, visit, person).await?,
        "sign_ins_in_doubt": cases(services, visit, person).await?,
        "residence": residence,
        "residence_request": request,
        "residence_waiting_for_a_second_member_of_staff": proposal,
        "organisations": organisations::of(services, visit, person).await?,
        "roles": roles.iter().map(|role| role.as_str()).collect::<Vec<_>>(),
        "participation": participation::of(services, visit, person).await?,
        "paper_forms": paper_forms.collect::<Vec<_>>(),
        "consents": consents.collect::<Vec<_>>(),
        "sessions": sessions::of(services, visit, person).await?,
        "acts_on_your_record": acts(services, visit, person).await?,
        "not_in_this_file": left_out.collect::<Vec<_>>(),
    });
    serde_json::to_vec_pretty(&file).map_err(|_| Failure::Internal)
}

/// Since when they have a second step of signing in, and how many recovery codes are left. The secrets themselves open their sign-in.
async fn second_factor(
    services: &Services,
    visit: &Visit,
    person: PersonId,
) -> Result<Value, Failure> {
    let (store, community) = (&services.store, visit.community_id());
    Ok(match store.second_factor_since(community, person).await? {
        None => Value::Null,
        Some(since) => json!({
            "set_at": since,
            "recovery_codes_left": store.recovery_codes_left(community, person).await?,
        }),
    })
}

/// Sign-ins whose documents led to more than one record, theirs among them. Of the others nothing is told.
async fn cases(
    services: &Services,
    visit: &Visit,
    person: PersonId,
) -> Result<Vec<Value>, Failure> {
    let cases = services.store.cases_of(visit.community_id(), person);
    let rows = cases.await?.into_iter().map(|case| {
        let decided = case.decided;
        json!({
            "opened_at": case.opened_at,
            "tried_at": case.tried_at,
            "tries": case.tries,
            "records": case.persons.len(),
            "decision": decided.map(|decided| decided.decision.as_str()),
            "decided_at": decided.map(|decided| decided.at),
        })
    });
    Ok(rows.collect())
}

/// What others did with the record, all of it, with the names that the page shows.
async fn acts(services: &Services, visit: &Visit, person: PersonId) -> Result<Vec<Value>, Failure> {
    let (store, community) = (&services.store, visit.community_id());
    let found = every_page(|page| store.acts_of_others(community, person, page)).await?;
    let (mut all, mut hands) = (Vec::new(), Hands::default());
    for entry in found {
        let by = hands.name(services, visit, entry.by.actor).await?;
        let words = my_data::act(visit.lang, &entry.act);
        all.push(json!({ "at": entry.by.at, "act": entry.act, "words": words, "by": by }));
    }
    Ok(all)
}
