//! The widget: cards for frames on other websites, under `/embed/`, and what follows a choice in one (DESIGN §11).
//!
//! A card sets no cookie, stores nothing and loads no WASM. Everything in it that leads on leads to the top: out of the frame. What
//! somebody chooses in it goes the same way as any answer: into a sealed draft, then check, sign in, confirm.

mod answer;
mod back;
mod frame;
mod list;
mod poll;
mod snippet;
#[cfg(test)]
mod tests;

pub use answer::{EmbedAnswer, FromWidget, embed_answer};
pub use back::way_back;
pub use frame::EmbedFailure;
pub use list::EmbedList;
pub use poll::{EmbedPoll, EmbedResults};
pub use snippet::{Snippet, least_height};

use crate::{components::page::encoded, context::Visit};
use domain::ids::PollNumber;

/// The theme that a card was asked for by `?theme=`; `None` follows the reader's system. Other pages have no such choice.
pub fn theme(visit: &Visit) -> Option<&'static str> {
    match visit.path.split_once('?') {
        Some((_, "theme=light")) if visit.is_embed() => Some("light"),
        Some((_, "theme=dark")) if visit.is_embed() => Some("dark"),
        _ => None,
    }
}

/// Where the description of this page's card is (oEmbed 1.0 §4), for a poll's page and that of its results.
pub fn oembed_address(visit: &Visit) -> Option<String> {
    let path = visit.path.split('?').next().unwrap_or_default();
    poll_of_path(path)?;
    let page = format!("{}{}", visit.origin, visit.href(path));
    let describes = visit.href("/embed/oembed.json");
    Some(format!(
        "{}{describes}?url={}",
        visit.origin,
        encoded(&page)
    ))
}

/// The poll whose page, or page of results, stands at this path (without the language), and whether it is the results'.
pub fn poll_of_path(path: &str) -> Option<(PollNumber, bool)> {
    let number = path.strip_prefix("/polls/")?;
    let (number, results) = match number.strip_suffix("/results") {
        Some(number) => (number, true),
        None => (number, false),
    };
    Some((number.parse().ok()?, results))
}
