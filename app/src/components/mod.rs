//! The parts that pages share.

pub mod boot;
pub mod card;
pub mod change;
pub mod chart;
pub mod choice;
pub mod document_field;
pub mod escaped;
pub mod facts;
pub mod failure;
pub mod frame;
pub mod icon;
pub mod lines;
pub mod page;
pub mod pager;
pub mod passkey_form;
pub mod phase;
pub mod picture;
pub mod question_result;
pub mod question_summary;
pub mod said;
pub mod share_tags;
pub mod stages;
pub mod trap;
pub mod turnout;
pub mod verdict;
pub mod wrong;

pub use boot::Boot;
pub use escaped::{PageDescription, PageTitle, TextArea};
pub use frame::{DeskFrame, Frame, Section};
pub use icon::{Icon, Mark, Symbol, initiator_symbol};
pub use page::{page, see_other};
pub use passkey_form::{PasskeyForm, PasskeyScript, WithoutPasskeys};
pub use picture::picture;
