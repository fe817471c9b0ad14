//! Loads the browser's bundle where an island is on the page: one external, hashed module, no inline script (DESIGN §4).

use crate::context::{Services, Visit};
use leptos::prelude::*;

/// Stands once on a page with islands, after them. The desk has a bundle of its own, which residents never load. Pages without islands load no WASM at all.
#[component]
pub fn Boot() -> impl IntoView {
    let assets = use_context::<Services>()
        .map(|s| s.assets.clone())
        .unwrap_or_default();
    let staff = use_context::<Visit>().is_some_and(|visit| visit.is_staff_page());
    let (glue, wasm) = if staff {
        ("viche_staff.js", "viche_staff_bg.wasm")
    } else {
        ("viche.js", "viche_bg.wasm")
    };
    view! {
        <script
            type="module"
            src=assets.url("boot.js")
            data-glue=assets.url(glue)
            data-wasm=assets.url(wasm)
        ></script>
    }
}
