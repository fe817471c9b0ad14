//! One's own mailbox: shown to nobody else, changed only by whoever is identified.

use super::data::has_documents;
use crate::{
    components::{
        see_other,
        trap::{Trap, not_trapped},
        wrong::Wrong,
    },
    context::{Services, Visit, Visitor, mailboxes, services, visit},
    failure::Failure,
    i18n::{dates, email as words, passkey},
    pages::resident::email::{self, Asked, address_field, tell_that_it_is_gone},
};
use domain::passkey::may_change_mailbox;
use leptos::prelude::*;

/// What the section shows.
#[derive(Clone)]
pub(super) struct MyEmail {
    /// The address and since when.
    known: Option<(String, String)>,
    asked: Option<Asked>,
    /// The sign-in says who they are.
    is_identified: bool,
    /// The record is theirs by documents, too, and does not hang on the mailbox alone.
    by_documents: bool,
    /// They were identified a moment ago.
    may_change: bool,
}

/// Reads it; `None` where no mail server is set up. `asked` is whether this browser has just asked for a letter.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn of(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
    asked: bool,
) -> Result<Option<MyEmail>, Failure> {
    if services.mail.is_none() {
        return Ok(None);
    }
    let community = visit.community_id();
    let own = services.store.mailbox_of(community, visitor.person).await?;
    let known = match own {
        Some(own) => {
            let address = mailboxes::address(services, community, &own).await?;
            let since = dates::date(visit.lang, own.confirmed_at);
            Some((address.as_str().to_owned(), since))
        }
        None => None,
    };
    let asked = match asked {
        true => email::asked(services, visit, true).await?,
        false => None,
    };
    Ok(Some(MyEmail {
        known,
        asked,
        is_identified: is_identified(visitor),
        by_documents: has_documents(services, visit, visitor).await?,
        may_change: may_change(visit, visitor),
    }))
}

impl MyEmail {
    /// What is wrong with what was typed.
    pub(super) fn wrong(&self, visit: &Visit) -> Wrong {
        email::wrong(visit, self.asked.as_ref())
    }
}

/// Whoever reads a mailbox must not be able to put another in its place.
fn is_identified(visitor: &Visitor) -> bool {
    visitor.facts.assurance.is_identified()
}

/// Whoever finds a browser open must not be able to sign in by a mailbox of their own from then on.
fn may_change(visit: &Visit, visitor: &Visitor) -> bool {
    may_change_mailbox(visitor.signed_in, visit.now).is_ok()
}

#[component]
pub(super) fn Email(visit: Visit, email: MyEmail) -> impl IntoView {
    let lang = visit.lang;
    let wrong = email.wrong(&visit);
    let sent = email
        .asked
        .as_ref()
        .filter(|asked| asked.problem.is_none())
        .map(|asked| {
            view! {
                <div class="callout callout--ok" role="status">
                    <p>{words::sent_to(lang, &asked.address)} " " {words::sent_open(lang)}</p>
                </div>
            }
        });
    let typed = email
        .asked
        .as_ref()
        .filter(|asked| asked.problem.is_some())
        .map(|asked| asked.address.clone())
        .unwrap_or_default();
    let label = match &email.known {
        Some(_) => words::own_new(lang),
        None => words::address(lang),
    };
    let known = match &email.known {
        Some((address, since)) => view! {
            <p>
                <strong>{address.clone()}</strong>
                <br />
                <span class="hint">{words::own_since(lang, since)}</span>
            </p>
        }
        .into_any(),
        // What was sent waits for its owner: the words above say so.
        None if sent.is_some() => ().into_any(),
        None => view! { <p>{words::own_none(lang)}</p> }.into_any(),
    };
    let change = match email.is_identified {
        true if !email.may_change => view! {
            <p>
                {match email.known.is_some() {
                    true => words::own_again(lang),
                    false => words::own_again_to_add(lang),
                }} " "
                <a href=visit.way_in(&visit.href("/me#email"))>{passkey::sign_in_again_link(lang)}</a>
            </p>
        }
        .into_any(),
        true => view! {
            <form method="post" action=visit.href("/do/own-email") class="flow" novalidate>
                {address_field(lang, label, &typed, &wrong)}
                <Trap lang />
                <button class="btn btn--2">{words::own_send(lang)}</button>
            </form>
            {email
                .known
                .is_some()
                .then(|| {
                    view! {
                        <form method="post" action=visit.href("/do/forget-email")>
                            <button class="link">{words::own_remove(lang)}</button>
                        </form>
                    }
                })}
        }
        .into_any(),
        false if email.by_documents => view! { <p>{words::own_weak(lang)}</p> }.into_any(),
        // Without it nobody could open the record any more.
        false => view! {
            <p>
                {words::own_alone(lang)} " "
                <a href=visit.href("/me/data#erase")>{words::own_alone_link(lang)}</a>
            </p>
        }
        .into_any(),
    };
    view! {
        <section class="flow prose section" aria-labelledby="email">
            <h2 id="email">{words::own_title(lang)}</h2>
            {sent}
            <p class="hint">{words::own_hint(lang)}</p>
            {known}
            {change}
        </section>
    }
}

/// Sends a letter to the mailbox that the asker gives for their own; the link in it makes it theirs. Whose sign-in is not of just now is
/// led to it first.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever is not identified, [`Failure::NotFound`] where no mail
/// server is set up, [`Failure::TooMany`] for what fills in the trap where a limit is near. What is wrong with the address is told with
/// the form.
#[server(prefix = "/do", endpoint = "own-email")]
pub async fn ask_own_email(
    #[server(default)] address: String,
    #[server(default)] website: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    not_trapped(&visit, &website)?;
    let visitor = visit.require_visitor()?;
    if !is_identified(visitor) {
        return Err(Failure::Forbidden);
    }
    if !may_change(&visit, visitor) {
        see_other(&visit.way_in(&visit.href("/me#email")));
        return Ok(());
    }
    let back = visit.href("/me");
    let asked = email::ask(&services, &visit, &address, Some(visitor.person), &back).await?;
    let place = match asked.problem {
        None => "/me?email=sent#email",
        Some(_) => "/me?email=asked#errors",
    };
    see_other(&visit.href(place));
    Ok(())
}

/// Takes the asker's mailbox off their record, and tells it so. Whose sign-in is not of just now is led to it first.
///
/// # Errors
/// As those of [`ask_own_email`].
#[server(prefix = "/do", endpoint = "forget-email")]
pub async fn forget_email() -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = visit.require_visitor()?;
    if !is_identified(visitor) {
        return Err(Failure::Forbidden);
    }
    if !may_change(&visit, visitor) {
        see_other(&visit.way_in(&visit.href("/me#email")));
        return Ok(());
    }
    let (community, store) = (visit.community_id(), &services.store);
    if let Some(own) = store.mailbox_of(community, visitor.person).await? {
        let address = mailboxes::address(&services, community, &own).await?;
        store.forget_mailbox(community, visitor.person).await?;
        tell_that_it_is_gone(&services, &visit, &address).await;
    }
    see_other(&visit.href("/me?email=removed#email"));
    Ok(())
}
