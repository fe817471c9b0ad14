//! The parts that pages share.

pub mod boot;
pub mod chart;
pub mod escaped;
pub mod failure;
pub mod frame;
pub mod icon;
pub mod page;

pub use boot::Boot;
pub use escaped::{PageTitle, TextArea};
pub use frame::{DeskFrame, Frame, Section};
pub use icon::{Icon, Mark, Symbol, initiator_symbol};
pub use page::{page, see_other};
