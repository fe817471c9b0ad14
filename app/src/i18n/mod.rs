//! Everything the interface says, in Ukrainian and English: one typed function per message, numbers and dates as each
//! language writes them. A message that lacks a language or a plural form does not compile.
//!
//! Messages live in a file by the place that shows them; call them as `polls::open_now_title(lang)`. A message without
//! arguments is a `&'static str`, one with arguments a `String`. What a message is given is typed: a number arrives
//! grouped (`58 240`), a [`Percent`] with its comma, an [`OutOf`] with its preposition, so that no page formats by hand.
//!
//! Style: plain words, «ви», no exclamation marks; U+00A0 after one-letter words and between a number and its unit;
//! the apostrophe is ’ and the quotes are «…». The tests in `tests.rs` hold each message to that.

#[macro_use]
mod catalogue;

mod alphabet;
mod asked_places;
pub mod common;
#[cfg(feature = "ssr")]
pub mod dates;
pub mod eligibility;
#[cfg(feature = "ssr")]
pub mod email;
pub mod embed;
pub mod errors;
pub mod find;
pub mod format;
pub mod me;
#[cfg(feature = "ssr")]
pub mod my_data;
#[cfg(feature = "ssr")]
pub mod organisations;
#[cfg(feature = "ssr")]
pub mod passkey;
pub mod platform;
pub mod plural;
pub mod polls;
#[cfg(feature = "ssr")]
pub mod privacy;
#[cfg(feature = "ssr")]
pub mod residence_request;
pub mod results;
#[cfg(feature = "ssr")]
pub mod second_factor;
pub mod sign_in;
pub mod staff;
pub mod staff_correction;
pub mod staff_desk;
#[cfg(feature = "ssr")]
pub mod staff_districts;
pub mod staff_early_close;
pub mod staff_editor;
pub mod staff_lists;
#[cfg(feature = "ssr")]
pub mod staff_paper;
pub mod staff_people;
pub mod staff_pictures;
pub mod staff_sending;
#[cfg(feature = "ssr")]
pub mod staff_settings;
#[cfg(feature = "ssr")]
pub mod staff_sign_ins;
#[cfg(feature = "ssr")]
pub mod staff_team;
pub mod vote;

#[cfg(all(test, feature = "ssr"))]
mod dates_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod words_tests;

pub use alphabet::alphabetical;
pub use asked_places::AskedPlaces;
pub use domain::lang::Lang;
pub use format::{OutOf, Percent, Shown};
