//! A field that people do not see and programs fill in. It only counts where a limit is near: a browser that fills in everything, too,
//! must not be taken for a robot on an ordinary day.

use crate::{
    context::Visit,
    failure::Failure,
    i18n::{Lang, common},
};
use leptos::prelude::*;

/// The key of the input.
pub const TRAP: &str = "website";

/// The field. Without a style sheet its label says to leave it empty.
#[component]
pub fn Trap(lang: Lang) -> impl IntoView {
    view! {
        <div class="vh" aria-hidden="true">
            <label>
                {common::leave_empty(lang)}
                <input type="text" name=TRAP tabindex="-1" autocomplete="off" />
            </label>
        </div>
    }
}

/// Refuses what a program has filled in, where a limit is near.
///
/// # Errors
/// [`Failure::TooMany`].
pub fn not_trapped(visit: &Visit, filled: &str) -> Result<(), Failure> {
    if visit.is_near_a_limit && !filled.is_empty() {
        Err(Failure::TooMany)
    } else {
        Ok(())
    }
}
