//! What every card has: its box, whose it is, and the script that tells the page round it how high it is.

use crate::{
    components::{Mark, PageTitle},
    context::{Services, Visit},
    failure::Failure,
    i18n::{common, errors, polls},
};
use leptos::prelude::*;

/// A card. `more` is where its foot leads, and the words of that link.
#[component]
pub fn EmbedFrame(
    visit: Visit,
    #[prop(into)] more: String,
    more_words: &'static str,
    /// Hidden words after them.
    #[prop(into, default = String::new())]
    more_about: String,
    children: Children,
) -> impl IntoView {
    let lang = visit.lang;
    let services = use_context::<Services>();
    let demo = services.as_ref().is_some_and(|s| s.demo);
    let demo = demo.then(|| common::demo_word(lang).trim_end_matches('.'));
    let script = services.map(|s| s.assets.url("embed-frame.js"));
    let town = if visit.is_platform() {
        common::brand_of_platform(lang).to_owned()
    } else {
        visit.community.name.get(lang).to_owned()
    };
    view! {
        <main class="embed">
            <div class="embed__card">
                {children()}
                <div class="embed__foot">
                    <a class="embed__brand" href=visit.href("/") target="_top">
                        <Mark size=24 />
                        <span>
                            <b>{common::brand(lang)}</b>
                            " "
                            {town}
                        </span>
                    </a>
                    {demo.map(|word| view! { <span class="tag tag--line">{word}</span> })}
                    <a class="embed__more" href=visit.href(&more) target="_top">
                        {more_words}
                        <span class="vh">{more_about}</span>
                    </a>
                </div>
            </div>
        </main>
        <script src=script defer></script>
    }
}

/// The card of a failure: what happened, and the way to what there is.
#[component]
pub fn EmbedFailure(failure: Failure) -> impl IntoView {
    let Some(visit) = use_context::<Visit>() else {
        return ().into_any();
    };
    let lang = visit.lang;
    let (title, what, _) = errors::page(lang, failure.status(), errors::Sent::Nothing);
    view! {
        <PageTitle text=title />
        <EmbedFrame visit more="/polls" more_words=polls::all_polls(lang)>
            <h1>{title}</h1>
            <p>{what}</p>
        </EmbedFrame>
    }
    .into_any()
}
