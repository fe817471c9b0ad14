//! Loads the browser's bundle where an island is on the page: one external, hashed module, no inline script (DESIGN §4).

use crate::context::Services;
use leptos::prelude::*;

/// Stands once on a page with islands, after them. Pages without islands load no WASM at all.
#[component]
pub fn Boot() -> impl IntoView {
    let assets = use_context::<Services>()
        .map(|s| s.assets.clone())
        .unwrap_or_default();
    view! {
        <script
            type="module"
            src=assets.url("boot.js")
            data-glue=assets.url("viche.js")
            data-wasm=assets.url("viche_bg.wasm")
        ></script>
    }
}
