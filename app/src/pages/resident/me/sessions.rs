//! The browsers in which somebody is signed in to this community, and how they end what they do not recognise.

use crate::{
    components::see_other,
    context::{Services, Visit, Visitor, cookies, passkeys, services, visit},
    failure::Failure,
    i18n::{common, dates, email as words, me, passkey},
    pages::resident::{draft::set_cookie, email},
};
use domain::session::{limits, may_end_others};
use leptos::prelude::*;
use store::{
    Page, Paged, SecretHash,
    sessions::{OwnSession, SessionHandle},
};

/// How many are shown: those seen last. All others can be ended at once.
const MOST_SHOWN: u64 = 20;

/// Somebody's sessions, with the words for their providers and which is the one that asks.
#[derive(Clone)]
pub(super) struct MySessions {
    found: Paged<OwnSession>,
    here: SessionHandle,
    /// They signed in a moment ago.
    may_end: bool,
    /// The providers and what each is called.
    providers: Vec<(&'static str, String)>,
}

/// Reads them.
///
/// # Errors
/// Only when the database does not answer.
pub(super) async fn of(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
) -> Result<MySessions, Failure> {
    let community = visit.community_id();
    let providers = services.sign_in.providers(visit.lang).into_iter();
    let by_email = (email::PROVIDER, words::through(visit.lang).to_owned());
    let by_passkey = (passkeys::PROVIDER, passkey::through(visit.lang).to_owned());
    Ok(MySessions {
        found: services
            .store
            .sessions_of(
                community,
                visitor.person,
                limits(visitor.is_staff),
                visit.now,
                Page::first(MOST_SHOWN),
            )
            .await?,
        here: SessionHandle::of(community, SecretHash(visitor.session)),
        may_end: is_fresh(visit, visitor),
        providers: providers
            .map(|p| (p.id, p.through))
            .chain([by_email, by_passkey])
            .collect(),
    })
}

impl MySessions {
    /// What the provider is called through which this browser was signed in; id.gov.ua where that is not known.
    pub(super) fn through_here(&self) -> &str {
        let here = self.found.items.iter().find(|s| s.handle == self.here);
        let provider = here.and_then(|here| {
            let known = self.providers.iter().find(|(id, _)| *id == here.provider);
            known.map(|(_, through)| through.as_str())
        });
        provider.unwrap_or("id.gov.ua")
    }
}

/// Whoever finds a browser open must not be able to end its owner's other sessions.
fn is_fresh(visit: &Visit, visitor: &Visitor) -> bool {
    may_end_others(visitor.signed_in.at, visit.now)
}

/// Where whoever is not fresh signs in once more, and comes back from to this list.
fn sign_in_again(visit: &Visit) -> String {
    visit.way_in(&visit.href("/me#sessions"))
}

#[component]
pub(super) fn Sessions(visit: Visit, sessions: MySessions) -> impl IntoView {
    let lang = visit.lang;
    let Paged { items, total } = &sessions.found;
    // The browser that asks stands first.
    let (here, elsewhere): (Vec<_>, Vec<_>) = items.iter().partition(|s| s.handle == sessions.here);
    let rows = here
        .into_iter()
        .chain(elsewhere)
        .map(|session| row(&visit, session, &sessions))
        .collect_view();
    let hidden =
        i64::try_from(*total).unwrap_or(i64::MAX) - i64::try_from(items.len()).unwrap_or(i64::MAX);
    let others = (*total > 1).then(|| match sessions.may_end {
        false => view! {
            <p class="prose">
                {me::sessions_again(lang)} " "
                <a href=sign_in_again(&visit)>{me::sign_in_again_link(lang)}</a>
            </p>
        }
        .into_any(),
        true => view! {
            <div class="actions">
                <form method="post" action=visit.href("/do/end-other-sessions")>
                    <button class="btn btn--2">{me::sessions_end_others(lang)}</button>
                </form>
                <form method="post" action=visit.href("/do/sign-out-everywhere")>
                    <button class="link">{me::sign_out_everywhere(lang)}</button>
                </form>
            </div>
        }
        .into_any(),
    });
    view! {
        <h2 id="sessions">{me::sessions_title(lang)}</h2>
        <p class="hint prose">{me::sessions_hint(lang)}</p>
        <dl class="summary">{rows}</dl>
        {(hidden > 0).then(|| view! { <p>{me::sessions_more(lang, hidden)}</p> })}
        {others}
    }
}

fn row(visit: &Visit, session: &OwnSession, all: &MySessions) -> impl IntoView + use<> {
    let (lang, now) = (visit.lang, visit.now);
    let moment = |at| dates::moment_or_today(lang, at, now);
    let provider = all
        .providers
        .iter()
        .find(|(id, _)| *id == session.provider)
        .map_or(session.provider.as_str(), |(_, through)| through);
    let since = moment(session.created_at);
    let here = session.handle == all.here;
    let (which, act) = if here {
        let act = view! {
            <form method="post" action=visit.href("/do/sign-out")>
                <button class="link">{common::nav_sign_out(lang)}</button>
            </form>
        };
        (me::session_here(lang), act.into_any())
    } else if !all.may_end {
        (me::session_elsewhere(lang), ().into_any())
    } else {
        let act = view! {
            <form method="post" action=visit.href("/do/end-session")>
                <input type="hidden" name="session" value=session.handle.to_string() />
                <button class="link">
                    {me::session_end(lang)}
                    <span class="vh">{me::session_end_which(lang, &since)}</span>
                </button>
            </form>
        };
        (me::session_elsewhere(lang), act.into_any())
    };
    view! {
        <div>
            <dt>{which}</dt>
            <dd>
                <p>{me::session_since(lang, &since, provider)}</p>
                <p class="hint">
                    {me::session_seen(lang, &moment(session.seen_at))} " "
                    {me::session_until(lang, &dates::until(lang, session.expires_at, now))}
                </p>
            </dd>
            <dd class="summary__act">{act}</dd>
        </div>
    }
}

/// Ends one of the asker's own sessions, named by its handle. Whoever sends another's, or one that is gone, is answered the same. Whose
/// sign-in is not of just now is led to it first, unless it is this browser's own that ends.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor.
#[server(prefix = "/do", endpoint = "end-session")]
pub async fn end_session(#[server(default)] session: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = visit.require_visitor()?;
    let community = visit.community_id();
    let Ok(handle) = session.parse::<SessionHandle>() else {
        return Err(Failure::BadRequest);
    };
    let is_here = handle == SessionHandle::of(community, SecretHash(visitor.session));
    if !is_here && !is_fresh(&visit, visitor) {
        see_other(&sign_in_again(&visit));
        return Ok(());
    }
    services
        .store
        .end_session_of(community, visitor.person, handle, visit.now)
        .await?;
    if is_here {
        // Their own, from an old page: that is signing out.
        set_cookie(&services, cookies::SESSION, "", 0);
        see_other(&visit.href("/sign-in?out"));
    } else {
        see_other(&visit.href("/me?ended"));
    }
    Ok(())
}

/// Ends all of the asker's sessions in this community but the one that asks. Whose sign-in is not of just now is led to it first.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor.
#[server(prefix = "/do", endpoint = "end-other-sessions")]
pub async fn end_other_sessions() -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = visit.require_visitor()?;
    if !is_fresh(&visit, visitor) {
        see_other(&sign_in_again(&visit));
        return Ok(());
    }
    services
        .store
        .end_other_sessions(
            visit.community_id(),
            visitor.person,
            SecretHash(visitor.session),
        )
        .await?;
    see_other(&visit.href("/me?ended=others"));
    Ok(())
}

/// Ends all of the asker's sessions in this community, this one, too. Whose sign-in is not of just now is led to it first.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor.
#[server(prefix = "/do", endpoint = "sign-out-everywhere")]
pub async fn sign_out_everywhere() -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = visit.require_visitor()?;
    if !is_fresh(&visit, visitor) {
        see_other(&sign_in_again(&visit));
        return Ok(());
    }
    services
        .store
        .end_own_sessions(visit.community_id(), visitor.person)
        .await?;
    set_cookie(&services, cookies::SESSION, "", 0);
    see_other(&visit.href("/sign-in?out=everywhere"));
    Ok(())
}
