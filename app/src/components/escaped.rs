//! The two places where Leptos 0.8 writes text into HTML without escaping it: a document's title and a text area
//! (DESIGN §12). Both are wrapped here once; nothing else in the project uses the originals.

use crate::escape::{escape, escape_for_textarea};
use leptos::prelude::*;

/// The document's title; «— Віче, {town}» is added.
#[component]
pub fn PageTitle(#[prop(into)] text: String) -> impl IntoView {
    let town = use_context::<crate::context::Visit>()
        .map(|v| v.community.name.get(v.lang).to_owned())
        .unwrap_or_default();
    view! { <leptos_meta::Title text=escape(&format!("{text} — Віче, {town}")) /> }
}

/// What search engines and messengers show of the page.
///
/// `leptos_meta` writes a tag into the head while the view becomes HTML; that happens after an awaited page has lost its
/// context, so the tag is written at once.
#[component]
pub fn PageDescription(#[prop(into)] text: String) -> impl IntoView {
    _ = view! { <leptos_meta::Meta name="description" content=text /> }.to_html();
}

/// A text area that holds what was typed.
#[component]
pub fn TextArea(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(default = 4)] rows: i32,
    #[prop(into)] lang: String,
    #[prop(default = false)] invalid: bool,
    /// To be copied, not typed in.
    #[prop(default = false)]
    readonly: bool,
    #[prop(into, default = String::new())] described_by: String,
) -> impl IntoView {
    let html = escape_for_textarea(&value);
    view! {
        <textarea
            class=if invalid { "input textarea input--bad" } else { "input textarea" }
            id=id
            name=name
            rows=rows
            lang=lang
            readonly=readonly
            aria-invalid=invalid.then_some("true")
            aria-describedby=(!described_by.is_empty()).then_some(described_by)
            inner_html=html
        ></textarea>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::StreamExt;

    const ATTACK: &str = "</textarea></title><script>alert(1)</script>&\"'";

    #[test]
    fn a_text_area_shows_markup_as_text() {
        let owner = Owner::new();
        owner.set();
        let html = view! { <TextArea id="a" name="a" value=ATTACK lang="uk" /> }.to_html();
        assert!(!html.contains("<script>"), "{html}");
        assert!(
            html.contains("&lt;/textarea&gt;&lt;/title&gt;&lt;script&gt;"),
            "{html}"
        );
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
    }

    #[test]
    fn a_description_shows_markup_as_text() {
        let owner = Owner::new();
        owner.set();
        let (context, output) = leptos_meta::ServerMetaContext::new();
        provide_context(context);
        let _ = view! { <PageDescription text=ATTACK /> }.to_html();
        let page = page_with(output);
        assert!(page.contains("name=\"description\""), "{page}");
        assert!(!page.contains("<script>"), "{page}");
    }

    #[test]
    fn a_title_shows_markup_as_text() {
        let owner = Owner::new();
        owner.set();
        let (context, output) = leptos_meta::ServerMetaContext::new();
        provide_context(context);
        let _ = view! { <PageTitle text=ATTACK /> }.to_html();
        let page = page_with(output);
        assert!(!page.contains("<script>"), "{page}");
        assert!(
            page.contains("<title>&lt;/textarea&gt;&lt;/title&gt;&lt;script&gt;"),
            "{page}"
        );
    }

    /// A page into whose head the title was put, as the server does it.
    fn page_with(output: leptos_meta::ServerMetaContextOutput) -> String {
        _ = any_spawner::Executor::init_tokio();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let page = futures::stream::once(async { "<html><head></head></html>".to_owned() });
            output
                .inject_meta_context(Box::pin(page))
                .await
                .collect::<String>()
                .await
        })
    }
}
