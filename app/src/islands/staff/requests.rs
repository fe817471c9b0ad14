//! How the desk's islands ask the server: an answer or none, without a page in place of either.

use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

/// The answer to a request of ours; `None` where there is no network.
pub async fn ask(address: &str, request: &RequestInit) -> Option<Response> {
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, request));
    answer.await.ok()?.dyn_into().ok()
}
