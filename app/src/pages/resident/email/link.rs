//! The page of a link. Opening it does nothing: the button does.

use super::{PROVIDER, asked, browser_of, tell_that_it_is_gone};
use crate::{
    components::{
        Frame, PageTitle, page,
        page::{encoded, own_path},
        see_other,
    },
    context::{Services, Visit, mailboxes, people::SealedPerson, services, visit},
    failure::Failure,
    i18n::email as words,
    keys::{RandomBytes, Token},
    pages::resident::{
        begin_session::{begun, to_begin},
        draft::SealedForms,
    },
};
use domain::{email::Email, ids::PersonId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::{
    SecretHash,
    emails::{Claim, EmailLink, NewRecord, OwnMailbox},
};

/// How a link stands towards whoever opened it.
#[derive(Clone)]
enum Opened {
    /// It signs in.
    Enter { token: String, address: String },
    /// It makes the mailbox theirs.
    Claim { token: String, address: String },
    /// It would make the mailbox somebody else's.
    OtherPerson,
    /// Another browser asked for it; where that one wants to go on to.
    Elsewhere(String),
    /// And where this browser wanted to go on to, if it asked for a link.
    Stale(Option<String>),
}

/// `/sign-in/email/{token}`, the address in a letter.
#[component]
pub fn EmailLinkPage() -> impl IntoView {
    let params = use_params_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        if services.mail.is_none() {
            return Err(Failure::NotFound);
        }
        let token = params.get("token");
        let token = token.as_deref().and_then(Token::from_client);
        let opened = match token {
            Some(token) => opened(&services, &visit, &token).await?,
            None => Opened::stale(&services, &visit).await?,
        };
        Ok(view! { <LinkView visit opened /> })
    })
}

impl Opened {
    async fn stale(services: &Services, visit: &Visit) -> Result<Self, Failure> {
        let asked = asked(services, visit, false).await?;
        Ok(Self::Stale(asked.map(|asked| asked.back)))
    }
}

async fn opened(services: &Services, visit: &Visit, token: &Token) -> Result<Opened, Failure> {
    let found = services
        .store
        .email_link(visit.community_id(), SecretHash(token.hash()), visit.now)
        .await?;
    let Some(link) = found else {
        return Opened::stale(services, visit).await;
    };
    let forms = SealedForms::of(services, visit);
    if forms.is_none_or(|forms| browser_of(&forms, token) != link.browser) {
        return Ok(Opened::Elsewhere(link.return_path));
    }
    let address = address_in(services, visit, &link)
        .await?
        .as_str()
        .to_owned();
    let token = token.to_client();
    let me = visit.visitor.as_ref().map(|visitor| visitor.person);
    Ok(match link.person {
        None => Opened::Enter { token, address },
        Some(person) if me == Some(person) => Opened::Claim { token, address },
        Some(_) => Opened::OtherPerson,
    })
}

async fn address_in(
    services: &Services,
    visit: &Visit,
    link: &EmailLink,
) -> Result<Email, Failure> {
    let own = OwnMailbox {
        mailbox: link.mailbox,
        sealed: link.sealed.clone(),
        confirmed_at: visit.now,
    };
    mailboxes::address(services, visit.community_id(), &own).await
}

#[component]
fn LinkView(visit: Visit, opened: Opened) -> impl IntoView {
    let lang = visit.lang;
    let button = |action: &'static str, token: String, label: &'static str| {
        view! {
            <form method="post" action=visit.href(action)>
                <input type="hidden" name="token" value=token />
                <button class="btn">{label}</button>
            </form>
        }
        .into_any()
    };
    let again = |href: &str| {
        view! {
            <p>
                <a class="btn btn--2" href=visit.href(href)>
                    {words::start_again(lang)}
                </a>
            </p>
        }
        .into_any()
    };
    let (title, text, way) = match opened {
        Opened::Enter { token, address } => (
            words::enter_title(lang),
            words::enter_lead(lang, &address),
            button("/do/email-enter", token, words::enter(lang)),
        ),
        Opened::Claim { token, address } => (
            words::claim_title(lang),
            words::claim_lead(lang, &address),
            button("/do/email-claim", token, words::claim(lang)),
        ),
        Opened::OtherPerson => (
            words::claim_title(lang),
            words::claim_other_person(lang).to_owned(),
            again("/me#email"),
        ),
        Opened::Elsewhere(back) => (
            words::elsewhere_title(lang),
            words::elsewhere(lang).to_owned(),
            again(&sign_in_again(Some(&back))),
        ),
        Opened::Stale(back) => (
            words::stale_title(lang),
            words::stale(lang).to_owned(),
            again(&sign_in_again(back.as_deref())),
        ),
    };
    view! {
        <PageTitle text=title />
        <Frame>
            <div class="flow prose">
                <h1>{title}</h1>
                <p class="lead">{text}</p>
                {way}
            </div>
        </Frame>
    }
}

/// Where another letter can be asked for, which leads on to `back`.
fn sign_in_again(back: Option<&str>) -> String {
    match back {
        Some(back) => format!("/sign-in?return={}#email", encoded(own_path(back))),
        None => "/sign-in#email".to_owned(),
    }
}

/// A link that this browser sent, and what only this browser can name of it.
fn sent_by(services: &Services, visit: &Visit, token: &str) -> Option<(SecretHash, SecretHash)> {
    let token = Token::from_client(token)?;
    let forms = SealedForms::of(services, visit)?;
    Some((SecretHash(token.hash()), browser_of(&forms, &token)))
}

/// Signs in whoever opened their link in the browser that asked for it, and goes on to where they were.
///
/// # Errors
/// [`Failure::NotFound`] where no mail server is set up. That the link is not good is told on its page.
#[server(prefix = "/do", endpoint = "email-enter")]
pub async fn enter_by_email(#[server(default)] token: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    if services.mail.is_none() {
        return Err(Failure::NotFound);
    }
    let (session, begin) = to_begin(&services, &visit);
    let entered = match sent_by(&services, &visit, &token) {
        Some(link) => {
            let new = record(&services, &visit).await?;
            let store = &services.store;
            store
                .enter_by_email(visit.community_id(), link, &new, PROVIDER, &begin)
                .await?
        }
        None => None,
    };
    let Some(entered) = entered else {
        see_other(&visit.href(&link_page(&token)));
        return Ok(());
    };
    begun(&services, &visit, entered.person, &session);
    see_other(own_path(&entered.return_path));
    Ok(())
}

/// The page of a link that was not good; it says why.
fn link_page(token: &str) -> String {
    match Token::from_client(token) {
        Some(token) => format!("{}/{}", super::SENT_PATH, token.to_client()),
        None => format!("{}/-", super::SENT_PATH),
    }
}

/// A record of which nothing is known.
async fn record(services: &Services, visit: &Visit) -> Result<NewRecord, Failure> {
    let person = PersonId::from_random(services.random.bytes());
    let nothing = SealedPerson::default();
    let sealed = nothing.seal(services, visit.community_id(), person).await?;
    Ok(NewRecord { person, sealed })
}

/// Makes the mailbox of a link the asker's own, in place of the one before, which is told so.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor. That the link is not good, or the mailbox somebody else's, is told.
#[server(prefix = "/do", endpoint = "email-claim")]
pub async fn claim_email(#[server(default)] token: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let person = visit.require_visitor()?.person;
    let community = visit.community_id();
    let before = services.store.mailbox_of(community, person).await?;
    let claim = match sent_by(&services, &visit, &token) {
        Some((link, browser)) => {
            let store = &services.store;
            store
                .claim_mailbox(community, link, browser, person, visit.now)
                .await?
        }
        None => Claim::NoLink,
    };
    let path = match claim {
        Claim::Claimed => "/me?email=confirmed#email".to_owned(),
        Claim::SomebodyElses => "/me?email=taken#email".to_owned(),
        Claim::NoLink => link_page(&token),
    };
    if claim == Claim::Claimed
        && let Some(before) = before
    {
        let now = services.store.mailbox_of(community, person).await?;
        if now.is_none_or(|now| now.mailbox != before.mailbox) {
            let address = mailboxes::address(&services, community, &before).await?;
            tell_that_it_is_gone(&services, &visit, &address).await;
        }
    }
    see_other(&visit.href(&path));
    Ok(())
}
