//! What hydrates in the browser: the parts of a page that people work with. Each works as plain HTML before and without WASM.

mod answer_form;
mod submit_form;

pub use answer_form::{AnswerForm, AnswerOutcome, FormOption, QuestionForm, answer};
pub use submit_form::{Submission, SubmitBallot, SubmitForm, Submitted, submit_ballot};
