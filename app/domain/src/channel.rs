//! Through which channel somebody takes part.

use crate::names::stored_names;
use serde::{Deserialize, Serialize};

/// How a ballot came to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Its person filled it in on the site.
    Web,
    /// Its person filled in a paper form, which staff entered ([`crate::paper`]).
    Paper,
}

stored_names!(Channel {
    Web = "web",
    Paper = "paper",
});
