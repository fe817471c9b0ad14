//! The islands of the desk: a bundle of their own, which residents never load.

mod board;
mod turnout;

pub use board::{Board, PollTurnout, TurnoutRow};
pub use turnout::LiveTurnout;
