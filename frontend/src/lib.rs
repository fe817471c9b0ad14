//! The browser's entry point and nothing else: it links the islands of `app` and starts them.

#![recursion_limit = "512"]

// The islands are found by name at run time, so nothing here mentions them; without this line the linker drops them.
use app as _;

/// Called once by `boot.js` after the module has been instantiated.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
