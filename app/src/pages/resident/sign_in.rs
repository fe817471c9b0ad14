//! Signing in and out. The sign-in itself happens at a provider; here it begins and ends.

use super::{
    around::asked_places,
    draft::set_cookie,
    email::{self, EmailPanel},
    only_for::OnlyFor,
    passkeys::EnterForm,
    poll::{finish_later, promises},
    privacy,
    question::to_last_question,
};
use crate::{
    components::{
        Frame, Icon, PageTitle, Section, Symbol, page,
        page::{encoded, own_path, path_back},
        see_other,
        trap::{Trap, not_trapped},
    },
    context::{NoSignIn, Services, Visit, cookies, passkeys, services, visit},
    failure::Failure,
    i18n::{Lang, common, passkey, sign_in, vote},
    keys::Token,
};
use domain::{
    identity::Assurance,
    ids::QuestionNo,
    poll::{Poll, Secrecy},
    session::SIGN_IN_LIFE_MS,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::sync::Arc;
use store::SecretHash;

/// `/sign-in?return=PATH`; `?error=CODE` after a sign-in that failed, `?email` after a link that could not be sent, `?out` after
/// signing out.
#[component]
pub fn SignInPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let lang = visit.lang;
        let back = path_back(&visit).unwrap_or_else(|| visit.href("/"));
        let answering = answering(&services, &visit, &back).await;
        let about = match &answering {
            Some(poll) => {
                let places = asked_places(&services, &poll.content.audience).await?;
                Some(view! {
                    <OnlyFor visit=visit.clone() asked=poll.content.audience.residency places />
                    <p>{sign_in::draft_waits(lang)}</p>
                })
            }
            None => None,
        };
        let staff = back.contains("/staff");
        // A link to a mailbox leads no further where more is asked for: there it would be a door to nowhere.
        let enough = answering
            .as_ref()
            .is_none_or(|poll| poll.least_assurance() <= Assurance::Email);
        let by_email = services.mail.is_some() && enough && !staff;
        let asked = match query.get("email") {
            Some(_) if by_email => email::asked(&services, &visit, false).await?,
            _ => None,
        };
        let wrong = email::wrong(&visit, asked.as_ref());
        let by_email = by_email.then(|| {
            view! { <EmailPanel visit=visit.clone() back=back.clone() asked /> }
        });
        let error = query.get("error");
        // A passkey does not confirm again who somebody is, and who is signed in by one goes on to nowhere.
        let old_passkey = error.as_deref() == Some("passkey_old");
        let by_passkey = passkeys::host(&visit).filter(|_| !old_passkey).map(|_| {
            view! { <EnterForm visit=visit.clone() back=back.clone() /> }
        });
        // Signed in, and not surely enough for the desk: going on would lead back here.
        let weak = staff && visit.visitor.as_ref().is_some_and(|v| v.is_weak());
        // What staff typed when their sign-in had ended waits behind this page.
        let typed_waits = staff && back.contains("?kept#");
        let way_back = answering.as_ref().map(|poll| way_back(&visit, poll));
        let promised = answering
            .as_ref()
            .map(|poll| view! { <p class="small">{promises(&visit, poll)}</p> });
        let later = answering.as_ref().map(|poll| finish_later(&visit, poll));
        let problem = error.and_then(|code| problem(lang, &code));
        let out = query.get("out");
        let consent = (!visit.is_platform()).then(|| {
            view! {
                <p class="small">
                    {sign_in::consent(lang)} " "
                    <a href=visit.href(privacy::PATH)>{sign_in::consent_link(lang)}</a>
                </p>
            }
        });
        let title = if out.is_some() {
            sign_in::signed_out_title(lang)
        } else {
            sign_in::title(lang)
        };
        let in_window = match wrong.is_empty() {
            true => title.to_owned(),
            false => common::page_title_error(lang, title),
        };
        let read = match services.demo {
            true => sign_in::what_we_read_demo(lang).to_owned(),
            false => format!(
                "{} {}",
                sign_in::what_we_read_text(lang),
                sign_in::what_we_dont(lang)
            ),
        };
        // On the way to submit answers it is one page of the flow.
        let section = match answering {
            Some(_) => Section::Flow,
            None => Section::Elsewhere,
        };
        let buttons = services
            .sign_in
            .providers(lang)
            .into_iter()
            .map(|provider| {
                view! {
                    <li>
                        <form method="post" action=visit.href("/do/sign-in")>
                            <input type="hidden" name="provider" value=provider.id />
                            <input type="hidden" name="back" value=back.clone() />
                            <Trap lang />
                            <button class="provider">
                                <Icon symbol=Symbol::Key />
                                <span>
                                    <b>{provider.label}</b>
                                    " "
                                    <span class="hint">{provider.hint}</span>
                                </span>
                            </button>
                        </form>
                    </li>
                }
            })
            .collect_view();
        Ok(view! {
            <PageTitle text=in_window />
            <Frame section>
                {way_back}
                <div class="prose flow">
                    {wrong.summary(lang)}
                    {problem
                        .map(|(title, text)| {
                            view! {
                                <div class="callout callout--warn" role="alert">
                                    <p>
                                        <strong>{title}</strong>
                                    </p>
                                    <p>{text}</p>
                                </div>
                            }
                        })}
                    <h1>{title}</h1>
                    <p class="lead">
                        {match (out.as_deref(), staff) {
                            (Some("everywhere"), _) => sign_in::signed_out_everywhere_text(lang),
                            (Some(_), _) => sign_in::signed_out_text(lang),
                            (_, true) => sign_in::lead_staff(lang),
                            _ => {
                                answering
                                    .map_or(sign_in::lead(lang), |poll| lead(lang, poll.content.secrecy))
                            }
                        }}
                    </p>
                    {about}
                    {typed_waits
                        .then(|| {
                            view! {
                                <div class="callout callout--warn" role="status">
                                    <p>{sign_in::typed_waits(lang)}</p>
                                </div>
                            }
                        })}
                    {weak
                        .then(|| {
                            view! {
                                <div class="callout callout--warn" role="status">
                                    <p>{sign_in::weak(lang)}</p>
                                </div>
                            }
                        })}
                    {visit
                        .visitor
                        .as_ref()
                        .filter(|_| !weak && !old_passkey)
                        .map(|v| {
                            view! {
                                <p>
                                    {sign_in::signed_in_already(lang, v.short_name.trim_end_matches('.'))} " "
                                    <a href=back.clone()>{sign_in::continue_on(lang)}</a>
                                </p>
                            }
                        })}
                    // Before the buttons: pressing one of them is the consent.
                    {consent}
                    <ul class="providers">{buttons}</ul>
                    {by_passkey}
                    {by_email}
                    {later}
                    <h2>{sign_in::what_we_read_title(lang)}</h2>
                    <p class="small">{read}</p>
                    {promised}
                </div>
            </Frame>
        })
    })
}

/// The poll to which somebody returns to submit their answers; `None` where they come from anywhere else.
async fn answering(services: &Services, visit: &Visit, back: &str) -> Option<Arc<Poll>> {
    let (_, poll) = back.split_once("/polls/")?;
    let (number, _) = poll.split_once("/vote/")?;
    super::published(services, visit, number).await.ok()
}

/// The way back to the last question: until somebody has signed in, their answers are changed there.
fn way_back(visit: &Visit, poll: &Poll) -> impl IntoView + use<> {
    let last = poll
        .content
        .questions
        .last()
        .map_or(QuestionNo(1), |q| q.no);
    let href = visit.href(&format!("/polls/{}/vote/{}", poll.number, last.0));
    view! {
        <p class="small">
            <a class="back" href=href>
                {to_last_question(visit.lang, poll)}
            </a>
        </p>
    }
}

/// What is checked of whoever submits, and what becomes of their name.
fn lead(lang: Lang, secrecy: Secrecy) -> &'static str {
    match secrecy {
        Secrecy::Secret => sign_in::lead_secret(lang),
        Secrecy::Confidential => sign_in::lead_confidential(lang),
        Secrecy::Open => sign_in::lead_open(lang),
    }
}

/// The words for a stable error code in the address; unknown codes say nothing.
fn problem(lang: Lang, code: &str) -> Option<(&'static str, &'static str)> {
    Some(match code {
        "denied" => (
            sign_in::cancelled_title(lang),
            sign_in::cancelled_text(lang),
        ),
        "unreachable" | "unavailable" => (
            sign_in::unavailable_title(lang),
            sign_in::unavailable_text(lang),
        ),
        "ours" => (sign_in::ours_title(lang), sign_in::ours_text(lang)),
        "busy" => (sign_in::busy_title(lang), sign_in::busy_text(lang)),
        "upstream" | "malformed" | "encrypted" => {
            (sign_in::failed_title(lang), sign_in::failed_text(lang))
        }
        "not_enough" => (
            sign_in::no_identifier_title(lang),
            sign_in::no_identifier_text(lang),
        ),
        "not_sure" => (sign_in::not_sure_title(lang), sign_in::not_sure_text(lang)),
        "conflict" => (sign_in::conflict_title(lang), sign_in::conflict_text(lang)),
        "passkey" => (passkey::not_good_title(lang), passkey::not_good_text(lang)),
        "passkey_old" => (passkey::old_title(lang), passkey::old_text(lang)),
        "stale" => (sign_in::stale_title(lang), sign_in::stale_text(lang)),
        // The session was over when the answers came.
        "ended" => (vote::signed_out_title(lang), vote::signed_out_text(lang)),
        "browser" => (
            sign_in::other_browser_title(lang),
            sign_in::other_browser_text(lang),
        ),
        _ => return None,
    })
}

/// Begins a sign-in: binds it to this browser and sends it to the provider.
///
/// # Errors
/// [`Failure::BadRequest`] for a provider that this installation does not have; [`Failure::TooMany`] for what fills in the trap where a limit
/// is near.
#[server(prefix = "/do", endpoint = "sign-in")]
pub async fn start_sign_in(
    #[server(default)] provider: String,
    #[server(default)] back: String,
    #[server(default)] website: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    not_trapped(&visit, &website)?;
    let state = Token::new(&*services.random);
    let browser = Token::new(&*services.random);
    let back = own_path(&back).to_owned();
    let url = match services
        .sign_in
        .authorize_url(&provider, &state.to_client())
        .await
    {
        Ok(url) => url,
        Err(NoSignIn::Unknown) => return Err(Failure::BadRequest),
        Err(NoSignIn::Provider(code)) => {
            let place = format!("/sign-in?error={code}&return={}", encoded(&back));
            see_other(&visit.href(&place));
            return Ok(());
        }
    };
    let begun = store::sign_ins::SignIn {
        community: visit.community_id(),
        state: SecretHash(state.hash()),
        browser: SecretHash(browser.hash()),
        provider,
        return_path: back,
        host: visit.host.clone(),
        expires_at: visit.now.plus(SIGN_IN_LIFE_MS),
    };
    services.store.begin_sign_in(&begun).await?;
    set_cookie(
        &services,
        cookies::SIGN_IN,
        &browser.to_client(),
        SIGN_IN_LIFE_MS / 1000,
    );
    see_other(&url);
    Ok(())
}

/// Ends this session; `back` is the page to which another sign-in shall lead. With `drafts` the browser forgets the secret of its drafts, too: nobody can open them from then on, and
/// the rows go within a day.
///
/// # Errors
/// Only when the database does not answer.
#[server(prefix = "/do", endpoint = "sign-out")]
pub async fn sign_out(
    #[server(default)] drafts: String,
    #[server(default)] back: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    if let Some(visitor) = &visit.visitor {
        services
            .store
            .delete_session(visit.community_id(), SecretHash(visitor.session))
            .await?;
    }
    set_cookie(&services, cookies::SESSION, "", 0);
    if drafts == "clear" {
        set_cookie(&services, cookies::BROWSER, "", 0);
    }
    let place = match own_path(&back) {
        "/" => "/sign-in?out".to_owned(),
        back => format!("/sign-in?out&return={}", encoded(back)),
    };
    see_other(&visit.href(&place));
    Ok(())
}
