//! A session that begins without a provider's ticket: by a link to a mailbox, by a passkey.

use super::draft::set_cookie;
use crate::{
    context::{Services, Visit, consent_to, cookies, signed_in},
    failure::Failure,
    keys::Token,
};
use domain::{identity::Assurance, ids::PersonId, session};
use store::{SecretHash, sessions::NewSession};

/// Signs `person` in, in place of whoever was signed in before.
///
/// # Errors
/// When the database does not answer.
pub async fn begin_session(
    services: &Services,
    visit: &Visit,
    person: PersonId,
    assurance: Assurance,
    provider: &str,
) -> Result<(), Failure> {
    let community = visit.community_id();
    if let Some(visitor) = &visit.visitor {
        let old = SecretHash(visitor.session);
        services.store.delete_session(community, old).await?;
    }
    let token = Token::new(&*services.random);
    let life = session::RESIDENT.absolute;
    let new = NewSession {
        token: SecretHash(token.hash()),
        person,
        assurance,
        provider: provider.to_owned(),
        created_at: visit.now,
        expires_at: visit.now.plus(life),
        consent: consent_to(visit),
        signed_for: None,
    };
    services.store.create_session(community, &new).await?;
    signed_in(services, visit, person);
    set_cookie(services, cookies::SESSION, &token.to_client(), life / 1000);
    Ok(())
}
