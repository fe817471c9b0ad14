//! The code that a webmaster copies to show a poll's card.

use crate::{
    components::TextArea,
    context::Visit,
    escape::escape,
    i18n::{Lang, embed},
    pages::resident::address,
};
use domain::{
    poll::Poll,
    widget::{Origin, WidgetOrigins, question_of_card},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Letters in a line of a card 290 px wide: of the title, and of what stands beside a radio button or over a bar.
const TITLE_LINE: usize = 20;
const OPTION_LINE: usize = 24;

/// «Вставити на сайт» on the poll's desk: the code, and which sites may show the card.
#[component]
pub fn Snippet(
    visit: Visit,
    #[prop(into)] poll: Arc<Poll>,
    allowed: WidgetOrigins,
) -> impl IntoView {
    let lang = visit.lang;
    let sites = match (allowed.anywhere, allowed.named.is_empty()) {
        (true, _) => embed::allowed_anywhere(lang).to_owned(),
        (false, true) => embed::allowed_nowhere(lang).to_owned(),
        (false, false) => {
            let sites: Vec<&str> = allowed.named.iter().map(Origin::site).collect();
            embed::allowed_on(lang, &sites.join(", "))
        }
    };
    view! {
        <section class="panel" aria-labelledby="embed">
            <h2 id="embed">{embed::code_title(lang)}</h2>
            <p class="small" id="embed-text">
                {embed::code_text(lang)}
            </p>
            <label class="vh" for="embed-code">
                {embed::code_label(lang)}
            </label>
            <TextArea
                id="embed-code"
                name="embed-code"
                value=code(&visit, &poll)
                rows=6
                lang="en"
                readonly=true
                described_by="embed-text"
            />
            <p class="hint">{sites}</p>
        </section>
    }
}

/// The code: the loader, and an element that holds an ordinary link until the loader has put the card in its place. The height
/// is there from the start, so that nothing on the page moves.
pub(super) fn code(visit: &Visit, poll: &Poll) -> String {
    let lang = match visit.lang {
        Lang::Uk => "",
        Lang::En => " data-lang=\"en\"",
    };
    format!(
        "<script async src=\"{}/embed/v1.js\"></script>\n\
         <viche-poll poll=\"{}\"{lang} style=\"display:block;min-height:{}px\">\n  \
         <a href=\"{}\">{}</a>\n</viche-poll>\n",
        visit.origin,
        poll.number,
        least_height(visit.lang, poll),
        address(visit, poll),
        escape(poll.content.title.get(visit.lang)),
    )
}

/// How high the card of a poll is at most in a frame 290 px wide (a phone of 320 px with a page's margins), in px: open, and closed
/// with its result. Reckoned from the letters, which is near enough for a space to be kept free; the frame itself tells its very
/// height.
pub fn least_height(lang: Lang, poll: &Poll) -> u32 {
    let lines = |text: &str, line: usize| text.chars().count().div_ceil(line).max(1);
    let title = poll.content.title.get(lang);
    let mut height = 360 + 30 * lines(title, TITLE_LINE);
    if let Some(question) = question_of_card(&poll.content) {
        if question.text.get(lang) != title {
            height += 27 * lines(question.text.get(lang), OPTION_LINE);
        }
        let numbers = question.option_numbers();
        height += numbers
            .iter()
            .map(|no| {
                let label = crate::components::question_summary::option_words(question, *no);
                41 + 27 * lines(label.get(lang), OPTION_LINE)
            })
            .sum::<usize>();
    }
    u32::try_from(height).unwrap_or(2_000)
}
