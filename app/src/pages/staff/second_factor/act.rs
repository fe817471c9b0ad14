//! Setting the second step up, passing it, new recovery codes: what the page's forms do.

use super::{NOT_GOOD, PATH, USED, WRONG, member, session_token};
use crate::{
    components::{
        page::{encoded, own_path},
        see_other,
    },
    context::{Services, Visit, Visitor, by, cookies, passkeys, services, visit},
    failure::Failure,
    keys::{RandomBytes, Token, TotpSecret, hash_recovery_code},
    pages::{
        resident::set_cookie,
        staff::keep::{self, DeskForm},
    },
};
use domain::second_factor::{RECOVERY_CODES, TypedCode, recovery_code};
use http::request::Parts;
use leptos::prelude::*;
use store::{
    Conflict, SecretHash, StoreError,
    second_factors::{SecondFactor, Try},
};

/// Leads back to the form, which says `word`.
fn not_taken(visit: &Visit, back: &str, word: &str) {
    let back = encoded(own_path(back));
    let path = visit.href(&format!("{PATH}?return={back}&{word}#errors"));
    see_other(&path);
}

/// New recovery codes: as people see them, and as they are stored.
fn new_codes(services: &Services, visitor: &Visitor) -> (Vec<String>, Vec<[u8; 32]>) {
    let codes: Vec<String> = (0..RECOVERY_CODES)
        .map(|_| recovery_code(services.random.bytes()))
        .collect();
    let hashes = codes
        .iter()
        .map(|code| hash_recovery_code(visitor.person, &code.replace('-', "")));
    let hashes = hashes.collect();
    (codes, hashes)
}

/// Sets up the asker's own second factor with the app's first `code`, and goes on to the recovery codes, then to `back`.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for who has no role. A wrong code is told with the form.
#[server(prefix = "/do", endpoint = "set-second-factor")]
pub async fn set_second_factor(
    #[server(default)] code: String,
    #[server(default)] back: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = member(&visit)?.clone();
    let (community, person) = (visit.community_id(), visitor.person);
    // Whoever has a passkey passes with it; an app set up instead would be a way around it.
    if !services
        .store
        .passkeys_of(community, person)
        .await?
        .is_empty()
    {
        return Err(Failure::Forbidden);
    }
    let token = session_token(&services, use_context::<Parts>().as_ref())?;
    let secret = TotpSecret::for_session(&token);
    let step = match TypedCode::read(&code) {
        Some(TypedCode::App(code)) => secret.step_of(&code, visit.now),
        _ => None,
    };
    let Some(last_step) = step else {
        not_taken(&visit, &back, WRONG);
        return Ok(());
    };
    let keys = services.community_keys(community).await?;
    let sealed = secret.seal(&keys, visitor.person, &*services.random);
    let new = SecondFactor {
        sealed: sealed.map_err(|_| Failure::Internal)?,
        last_step,
    };
    let (codes, hashes) = new_codes(&services, &visitor);
    let outcome = services
        .store
        .set_second_factor(community, &new, &hashes, by(&visit, visitor.person))
        .await;
    match outcome {
        Ok(()) => {}
        // Set up in another tab meanwhile: then it is to be passed.
        Err(StoreError::Conflict(Conflict::AlreadyThere)) => {
            not_taken(&visit, &back, USED);
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    }
    let form = DeskForm::RecoveryCodes;
    keep::keep(&services, &visit, form, visitor.person, &codes).await?;
    confirm_second_step(&services, &visit, &visitor).await?;
    let back = encoded(own_path(&back));
    see_other(&visit.href(&format!("{PATH}?codes&return={back}")));
    Ok(())
}

/// Tries a code of the asker's app, or one of their recovery codes, and uses it up; what stands against it, as the page's word.
async fn refused(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
    code: &str,
) -> Result<Option<String>, Failure> {
    let (community, person) = (visit.community_id(), visitor.person);
    let store = &services.store;
    let known = match store.begin_try(community, person, visit.now).await? {
        Try::Begun(known) => known,
        Try::NotSet => return Ok(Some(USED.to_owned())),
        Try::TooMany(again) => return Ok(Some(format!("again={}", again.0))),
    };
    let word = match TypedCode::read(code) {
        None => Some(WRONG),
        Some(TypedCode::Recovery(code)) => {
            let hash = hash_recovery_code(person, &code);
            let by = by(visit, visitor.person);
            let good = store.use_recovery_code(community, hash, by).await?;
            (!good).then_some(WRONG)
        }
        Some(TypedCode::App(code)) => {
            let keys = services.community_keys(community).await?;
            let secret = TotpSecret::open(&keys, person, &known.sealed);
            let secret = secret.map_err(|_| Failure::Internal)?;
            match secret.step_of(&code, visit.now) {
                None => Some(WRONG),
                Some(step) => {
                    let good = store.use_step(community, person, step).await?;
                    (!good).then_some(USED)
                }
            }
        }
    };
    Ok(word.map(str::to_owned))
}

/// Passes the second factor with the app's `code` or a recovery code, and goes on to `back`.
///
/// # Errors
/// As those of [`set_second_factor`].
#[server(prefix = "/do", endpoint = "pass-second-factor")]
pub async fn pass_second_factor(
    #[server(default)] code: String,
    #[server(default)] back: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = member(&visit)?.clone();
    match refused(&services, &visit, &visitor, &code).await? {
        Some(word) => not_taken(&visit, &back, &word),
        None => {
            confirm_second_step(&services, &visit, &visitor).await?;
            see_other(own_path(&back));
        }
    }
    Ok(())
}

/// Passes the second factor with one of the asker's passkeys, and goes on to `back`.
///
/// # Errors
/// As those of [`set_second_factor`]. A key that is not good is told on the page.
#[server(prefix = "/do", endpoint = "confirm-by-passkey")]
pub async fn confirm_by_passkey(
    #[server(default)] token: String,
    #[server(default)] answer: String,
    #[server(default)] back: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = member(&visit)?.clone();
    let sent = (token.as_str(), answer.as_str());
    if passkeys::confirmed(&services, &visit, visitor.person, sent).await? {
        confirm_second_step(&services, &visit, &visitor).await?;
        see_other(own_path(&back));
    } else {
        let back = encoded(own_path(&back));
        see_other(&visit.href(&format!("{PATH}?return={back}&passkey={NOT_GOOD}")));
    }
    Ok(())
}

/// Marks the session that asks as one that has passed, under a new token.
///
/// # Errors
/// When the database does not answer.
pub async fn confirm_second_step(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
) -> Result<(), Failure> {
    let new = Token::new(&*services.random);
    let confirmed = services
        .store
        .confirm_session(
            visit.community_id(),
            SecretHash(visitor.session),
            SecretHash(new.hash()),
            visit.now,
        )
        .await?;
    if let Some(expires_at) = confirmed {
        let life_s = expires_at.since(visit.now) / 1000;
        set_cookie(services, cookies::SESSION, &new.to_client(), life_s);
    }
    Ok(())
}

/// Gives the asker new recovery codes in place of those before, for a fresh `code`: whoever finds their browser open must not get any.
/// The codes are shown on the page that follows.
///
/// # Errors
/// As those of [`set_second_factor`], and [`Failure::SignInNeeded`] where the second factor is not passed.
#[server(prefix = "/do", endpoint = "renew-recovery-codes")]
pub async fn renew_recovery_codes(
    #[server(default)] code: String,
    #[server(default)] back: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = member(&visit)?.clone();
    if visitor.second_factor_open {
        return Err(Failure::SignInNeeded);
    }
    if let Some(word) = refused(&services, &visit, &visitor, &code).await? {
        not_taken(&visit, &back, &word);
        return Ok(());
    }
    let (codes, hashes) = new_codes(&services, &visitor);
    let by = by(&visit, visitor.person);
    services
        .store
        .renew_recovery_codes(visit.community_id(), &hashes, by)
        .await?;
    let form = DeskForm::RecoveryCodes;
    keep::keep(&services, &visit, form, visitor.person, &codes).await?;
    let back = encoded(own_path(&back));
    see_other(&visit.href(&format!("{PATH}?codes&return={back}")));
    Ok(())
}

/// Forgets the recovery codes that this browser shows, and goes on to `back`.
///
/// # Errors
/// As those of [`set_second_factor`].
#[server(prefix = "/do", endpoint = "hide-recovery-codes")]
pub async fn hide_recovery_codes(#[server(default)] back: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let person = member(&visit)?.person;
    keep::forget(&services, &visit, DeskForm::RecoveryCodes, person).await?;
    see_other(own_path(&back));
    Ok(())
}
