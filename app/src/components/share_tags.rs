//! What messengers and social networks show of a link: Open Graph tags (ogp.me) with the poll's card.

use crate::{
    context::Visit,
    i18n::{Lang, common, polls},
};
use domain::poll::Poll;
use leptos::prelude::*;

/// Pixels of the card that `/polls/{number}/card.png` draws.
const CARD: (&str, &str) = ("1200", "630");

/// The tags of a page about a poll. `title` and `description` are the page's own.
///
/// As with [`super::PageDescription`], the tags are written at once: an awaited page has lost its context when it becomes HTML.
#[component]
pub fn ShareTags(visit: Visit, poll: Poll, title: String, description: String) -> impl IntoView {
    let lang = visit.lang;
    let own = |path: &str| format!("{}{}", visit.origin, visit.href(path));
    let card = own(&format!("/polls/{}/card.png", poll.number));
    let alt = polls::shared_alt(
        lang,
        poll.content.title.get(lang),
        visit.community.name.get(lang),
    );
    let path = visit.path.split('?').next().unwrap_or_default();
    let locale = match lang {
        Lang::Uk => "uk_UA",
        Lang::En => "en_GB",
    };
    let tags = [
        ("og:type", "article".to_owned()),
        ("og:site_name", common::brand(lang).to_owned()),
        ("og:locale", locale.to_owned()),
        ("og:title", title),
        ("og:description", description),
        ("og:url", own(path)),
        ("og:image", card),
        ("og:image:width", CARD.0.to_owned()),
        ("og:image:height", CARD.1.to_owned()),
        ("og:image:alt", alt),
    ];
    for (property, content) in tags {
        _ = view! { <leptos_meta::Meta property content /> }.to_html();
    }
    // The networks that have a name of their own for a large picture.
    _ = view! { <leptos_meta::Meta name="twitter:card" content="summary_large_image" /> }.to_html();
}
