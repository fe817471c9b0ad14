//! Signing in by a passkey.

use crate::{
    components::{
        PasskeyForm, PasskeyScript,
        page::{encoded, own_path},
        see_other,
        trap::{Trap, not_trapped},
    },
    context::{
        Visit,
        passkeys::{self, PROVIDER, Purpose},
        services, visit,
    },
    failure::Failure,
    i18n::passkey as words,
    pages::resident::begin_session::{begun, to_begin},
};
use domain::passkey;
use leptos::prelude::*;

/// The form on the sign-in page, quieter than the ways that everybody has; nothing of it shows where the browser knows no passkeys.
#[component]
pub fn EnterForm(visit: Visit, back: String) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <PasskeyForm visit purpose=Purpose::SignIn action="/do/enter-by-passkey" back>
            <Trap lang />
            <p class="small">
                <button class="link">{words::enter(lang)}</button>
                " "
                <span class="muted">{words::enter_hint(lang)}</span>
            </p>
        </PasskeyForm>
        <PasskeyScript />
    }
}

/// Signs in whoever's device answers with one of their keys, and goes on to `back`.
///
/// # Errors
/// [`Failure::TooMany`] for a program where a limit is near; when the database does not answer; that the key is not good, or too old, is
/// told on the sign-in page.
#[server(prefix = "/do", endpoint = "enter-by-passkey")]
pub async fn enter_by_passkey(
    #[server(default)] token: String,
    #[server(default)] answer: String,
    #[server(default)] back: String,
    #[server(default)] website: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    not_trapped(&visit, &website)?;
    let back = own_path(&back);
    let refused = |code: &str| {
        let place = format!("/sign-in?error={code}&return={}", encoded(back));
        see_other(&visit.href(&place));
    };
    let Some((key, used)) = passkeys::who(&services, &visit, (&token, &answer)).await? else {
        refused("passkey");
        return Ok(());
    };
    let Some(assurance) = passkey::assurance(key.assurance, key.added_at, visit.now) else {
        refused("passkey_old");
        return Ok(());
    };
    let (session, new) = to_begin(&services, &visit);
    let (community, way) = (visit.community_id(), (PROVIDER, assurance));
    let entered = services
        .store
        .enter_by_passkey(community, (&key, &used), way, &new)
        .await?;
    if !entered {
        refused("passkey");
        return Ok(());
    }
    begun(&services, &visit, key.person, &session);
    see_other(back);
    Ok(())
}
