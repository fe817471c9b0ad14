//! The page of a failure: what happened and what to do next, in the visitor's language.

use crate::{
    components::{
        PageTitle,
        frame::{DeskFrame, Frame},
        icon::Mark,
    },
    context::Visit,
    failure::Failure,
    i18n::{common, errors},
    pages::embed::EmbedFailure,
};
use leptos::prelude::*;

/// The whole page of `failure`, with its status. `note` says what else whoever came here should know.
#[component]
pub fn FailurePage(
    failure: Failure,
    #[prop(optional)] note: Option<&'static str>,
) -> impl IntoView {
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>()
        && failure != Failure::SignInNeeded
    {
        options.set_status(
            http::StatusCode::from_u16(failure.status())
                .unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR),
        );
    }
    let Some(visit) = use_context::<Visit>() else {
        return ().into_any();
    };
    if visit.is_embed() {
        return view! { <EmbedFailure failure /> }.into_any();
    }
    let lang = visit.lang;
    let (title, what, todo) = errors::page(lang, failure.status());
    let desk = visit.is_desk();
    let list = if desk { "/staff/polls" } else { "/polls" };
    let body = view! {
        <div class="prose flow oops">
            <Mark size=72 core=false />
            <p class="oops__code">{errors::code(lang, i64::from(failure.status()))}</p>
            <h1>{title}</h1>
            <p class="lead">{what}</p>
            <p>{todo}</p>
            {note
                .map(|note| {
                    view! {
                        <div class="callout callout--warn">
                            <p>{note}</p>
                        </div>
                    }
                })}
            <p class="actions">
                <a class="btn" href=visit.href(list)>
                    {errors::to_polls(lang)}
                </a>
                <a href=visit.href("/")>{common::brand(lang)}</a>
            </p>
        </div>
    };
    view! {
        <PageTitle text=title />
        {if desk {
            view! { <DeskFrame current="">{body}</DeskFrame> }.into_any()
        } else {
            view! { <Frame>{body}</Frame> }.into_any()
        }}
    }
    .into_any()
}
