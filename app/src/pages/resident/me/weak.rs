//! What a page of one's own shows to whoever is signed in by a mailbox alone.

use crate::{
    components::{Frame, PageTitle, Section, page::encoded},
    context::Visit,
    i18n::common,
};
use leptos::prelude::*;

/// The page's `title`, `why` a mailbox is too little for it, and the way to a stronger sign-in, which leads back to `path`.
#[component]
pub fn Weak(
    visit: Visit,
    path: &'static str,
    title: &'static str,
    why: &'static str,
) -> impl IntoView {
    let lang = visit.lang;
    let back = encoded(&visit.href(path));
    let href = format!("{}?return={back}", visit.href("/sign-in"));
    view! {
        <PageTitle text=title />
        <Frame section=Section::Me>
            <div class="flow prose">
                <h1>{title}</h1>
                <p class="lead">{why}</p>
                <p>
                    <a class="btn" href=href>
                        {common::nav_sign_in(lang)}
                    </a>
                </p>
            </div>
        </Frame>
    }
}
