//! From a choice in a card to the question's page with that choice marked.
//!
//! A browser may withhold our cookies from the form's request, because another site's page stands round the frame (RFC 6265bis
//! §5.2.1: the whole chain of frames decides what is same-site). Then it cannot be told whether this browser has drafts, and a
//! new secret in place of its own would lose them. So the form's request touches no draft: it seals the choice under a fresh
//! token in a cookie of its own and leads on. The request that follows is an ordinary visit of the top page, to which all cookies
//! come, and there the choice joins the draft. That is a GET which changes something: it can, because it takes a single-use
//! secret that only this browser holds (like the ticket of a sign-in), and all it can do is mark what this browser's person
//! chose ten minutes ago at most.

use super::back;
use crate::{
    components::{page, see_other},
    context::{Services, Visit, cookies, services, visit},
    failure::Failure,
    keys::Token,
    pages::resident::{SealedForms, is_open, published, set_cookie, write_draft},
};
use domain::{
    answer::{Given, names_unknown},
    ids::{OptionNo, PollId},
    poll::Poll,
    widget::{WidgetPage, question_of_card},
};
use http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How long a choice may be on its way, in seconds.
const ON_ITS_WAY_S: i64 = 600;
/// The name of its sealed form.
const SCOPE: &str = "widget";

/// A choice on its way.
#[derive(Serialize, Deserialize)]
struct Chosen {
    poll: PollId,
    option: Option<OptionNo>,
    /// The page on which the card stood.
    from: Option<String>,
}

/// Takes what was chosen in a card, if anything, and leads to the poll's questions. `from` is the page round the frame; one that
/// is on no site which the community names is forgotten.
///
/// # Errors
/// [`Failure::NotFound`] for what is no published poll here; [`Failure::BadRequest`] for an option that the card does not offer.
#[server(prefix = "/do", endpoint = "embed-answer")]
pub async fn embed_answer(
    #[server(default)] poll: String,
    #[server(default)] choice: String,
    #[server(default)] from: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let poll = published(&services, &visit, &poll).await?;
    if !is_open(&poll, &visit) {
        see_other(&visit.href(&format!("/polls/{}", poll.number)));
        return Ok(());
    }
    let allowed = services.store.widget_origins(visit.community_id()).await?;
    let chosen = Chosen {
        poll: poll.id,
        option: option(&poll, &choice)?,
        from: WidgetPage::read(&from, &allowed).map(|page| page.address()),
    };
    if chosen.option.is_none() && chosen.from.is_none() {
        see_other(&visit.href(&next(&poll, false)));
        return Ok(());
    }
    let token = Arc::new(Token::new(&*services.random));
    let on_its_way = SealedForms::with(&services, &visit, token.clone());
    on_its_way.put(SCOPE, &chosen).await?;
    set_cookie(&services, cookies::WIDGET, &token.to_client(), ON_ITS_WAY_S);
    see_other(&visit.href(&format!("/polls/{}/vote/widget", poll.number)));
    Ok(())
}

/// The option that was marked; `None` when nothing was.
fn option(poll: &Poll, choice: &str) -> Result<Option<OptionNo>, Failure> {
    if choice.is_empty() {
        return Ok(None);
    }
    // No card of ours offers an option of another kind of poll.
    let question = question_of_card(&poll.content).ok_or(Failure::BadRequest)?;
    if names_unknown(question, &[choice]) {
        return Err(Failure::BadRequest);
    }
    Ok(Given::read(question, &[choice], "").chosen.pop())
}

/// `/polls/{number}/vote/widget`: puts the choice that is on its way into this browser's draft and leads to the question. Without
/// one (no cookies, too late, opened twice) it just leads there.
#[component]
pub fn FromWidget() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let parts = use_context::<Parts>();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let number = params.get("number").unwrap_or_default();
        let poll = published(&services, &visit, &number).await?;
        let token = parts.as_ref().and_then(|parts| {
            let value = services.cookies.read(&parts.headers, cookies::WIDGET)?;
            Token::from_client(value)
        });
        let mut marked = true;
        if let Some(token) = token {
            marked = arrive(&services, &visit, &poll, token).await?;
            set_cookie(&services, cookies::WIDGET, "", 0);
        }
        see_other(&visit.href(&next(&poll, marked)));
        Ok(())
    })
}

/// Where a card leads. Whoever pressed its button and `marked` nothing is told so on the page of the question.
fn next(poll: &Poll, marked: bool) -> String {
    let vote = format!("/polls/{}/vote", poll.number);
    match question_of_card(&poll.content) {
        Some(question) if marked => format!("{vote}/{}", question.no.0),
        Some(question) => format!("{vote}/{}?fix", question.no.0),
        None => vote,
    }
}

/// Uses up what the token opens; false when it was a card in which nothing was marked. An answer to that very question is replaced, everything else in the draft stays.
async fn arrive(
    services: &Services,
    visit: &Visit,
    poll: &Poll,
    token: Token,
) -> Result<bool, Failure> {
    let on_its_way = SealedForms::with(services, visit, Arc::new(token));
    let chosen = on_its_way.get::<Chosen>(SCOPE).await?;
    on_its_way.clear(&[SCOPE.to_owned()]).await?;
    let Some(chosen) = chosen.filter(|chosen| chosen.poll == poll.id && is_open(poll, visit))
    else {
        return Ok(true);
    };
    // One secret for both rows, also in a browser that had none.
    let browser = visit.browser.clone();
    let browser = browser.unwrap_or_else(|| Arc::new(Token::new(&*services.random)));
    let visit = visit.with_browser(browser);
    if let (Some(option), Some(question)) = (chosen.option, question_of_card(&poll.content)) {
        let given = Given::of_options(vec![option]);
        write_draft(services, &visit, poll, question.no, &given).await?;
    }
    if let Some(from) = chosen.from {
        back::keep(services, &visit, poll, &from).await?;
    }
    Ok(chosen.option.is_some())
}
