//! Roles: what a person may do for a community beyond taking part. Authorisation is denied by default (DESIGN §5.8).

use crate::names::stored_names;
use serde::{Deserialize, Serialize};

/// A role that is granted to a person within one community.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Policy, people, brand of one community.
    Administrator,
    /// Writes and publishes polls, sees what is under way.
    Staff,
}

stored_names!(Role { Administrator = "administrator", Staff = "staff" });

impl Role {
    /// Whether the role lets somebody write and publish polls.
    pub fn may_edit_polls(self) -> bool {
        match self {
            Self::Administrator | Self::Staff => true,
        }
    }

    /// Whether the role lets somebody see who a resident is and decide about their record.
    pub fn may_handle_people(self) -> bool {
        match self {
            Self::Administrator => true,
            Self::Staff => false,
        }
    }

    /// Whether the role lets somebody change how the community calls itself, looks, and where it is found.
    pub fn may_set_up_community(self) -> bool {
        match self {
            Self::Administrator => true,
            Self::Staff => false,
        }
    }
}
