//! The islands of the desk: a bundle of their own, which residents never load.

mod board;
#[cfg(feature = "staff-islands")]
mod requests;
mod send_form;
mod turnout;

pub use board::{Board, PollTurnout, TurnoutRow};
pub use send_form::SendForm;
pub use turnout::LiveTurnout;
