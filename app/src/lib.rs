//! What people see and do: pages, components, islands and the server functions beside them.
//!
//! With `ssr` everything is here; with `hydrate` (the browser) only what islands need: no page, no database, no keys.

// The type of a view is as deep as the view.
#![recursion_limit = "512"]

pub mod escape;
pub mod failure;
pub mod i18n;
pub mod islands;

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod keys;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod qr;
#[cfg(feature = "ssr")]
mod root;
#[cfg(feature = "ssr")]
pub use root::App;
