//! What hydrates in the browser: the parts of a page that people work with. Each works as plain HTML before and without WASM.
//!
//! The browser's two bundles are made of features: residents never load the desk's islands (DESIGN §4).

mod again;
#[cfg(any(feature = "ssr", feature = "resident-islands"))]
mod answer_form;
#[cfg(any(feature = "ssr", feature = "staff-islands"))]
pub mod staff;
#[cfg(any(feature = "ssr", feature = "resident-islands"))]
mod submit_form;

#[cfg(any(feature = "ssr", feature = "resident-islands"))]
pub use answer_form::{After, AnswerForm, AnswerOutcome, FormOption, QuestionForm, answer};
#[cfg(any(feature = "ssr", feature = "resident-islands"))]
pub use answer_form::{Progress, ProgressProps};
#[cfg(any(feature = "ssr", feature = "resident-islands"))]
pub use submit_form::{Submission, SubmitBallot, SubmitForm, Submitted, submit_ballot};
