//! What to do while the letter is on its way.

use super::{Asked, asked};
use crate::{
    components::{Frame, PageTitle, page, page::encoded},
    context::{Visit, services, visit},
    failure::Failure,
    i18n::email as words,
};
use leptos::prelude::*;

/// `/sign-in/email`: where this browser's letter went. Nothing was sent: that, and the way to the sign-in page.
#[component]
pub fn EmailSent() -> impl IntoView {
    page(async move {
        let (visit, services) = (visit()?, services()?);
        if services.mail.is_none() {
            return Err(Failure::NotFound);
        }
        let asked = asked(&services, &visit, false).await?;
        let sent = asked.filter(|asked| asked.problem.is_none());
        Ok(view! { <SentView visit sent /> })
    })
}

#[component]
fn SentView(visit: Visit, sent: Option<Asked>) -> impl IntoView {
    let lang = visit.lang;
    let title = match &sent {
        Some(_) => words::sent_title(lang),
        None => words::sent_none_title(lang),
    };
    let body = match sent {
        Some(asked) => on_its_way(&visit, asked),
        None => view! {
            <p>{words::sent_none(lang)}</p>
            <p>
                <a class="btn" href=visit.href("/sign-in")>
                    {words::start_again(lang)}
                </a>
            </p>
        }
        .into_any(),
    };
    view! {
        <PageTitle text=title />
        <Frame>
            <div class="flow prose">
                <h1>{title}</h1>
                {body}
            </div>
        </Frame>
    }
}

fn on_its_way(visit: &Visit, asked: Asked) -> AnyView {
    let lang = visit.lang;
    let other = format!("{}?return={}", visit.href("/sign-in"), encoded(&asked.back));
    view! {
        <p class="lead">{words::sent_to(lang, &asked.address)}</p>
        <p>{words::sent_open(lang)}</p>
        <p>{words::sent_lost(lang)}</p>
        <form method="post" action=visit.href("/do/email-sign-in") class="row">
            <input type="hidden" name="address" value=asked.address.clone() />
            <input type="hidden" name="back" value=asked.back.clone() />
            <button class="btn btn--2">{words::sent_again(lang)}</button>
            " "
            <a href=format!("{other}#email")>{words::sent_other(lang)}</a>
        </form>
    }
    .into_any()
}
