//! Roles: what a person may do for a community beyond taking part. Authorisation is denied by default (DESIGN §5.8).

use crate::{ids::CommunityId, names::stored_names};
use serde::{Deserialize, Serialize};

/// A role that is granted to a person within one community.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Policy, people, staff and brand of one community.
    Administrator,
    /// Checks what is put to the community, publishes it, answers for its course.
    Moderator,
    /// Writes the polls of an executive unit; somebody else publishes them.
    Editor,
    /// Answers officially for an executive unit.
    Respondent,
    /// Receives people in person: finds their record by a document, confirms where they live, and enters their paper forms.
    Operator,
    /// Reads all that staff do, and changes nothing.
    Auditor,
    /// Runs the platform itself, which is a community of its own.
    PlatformOperator,
}

stored_names!(Role {
    Administrator = "administrator",
    Moderator = "moderator",
    Editor = "editor",
    Respondent = "respondent",
    Operator = "operator",
    Auditor = "auditor",
    PlatformOperator = "platform_operator",
});

/// Something that not everybody may do. Each page and server function of the desk asks for one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Sees the desk: polls in every state, their drafts, the turnout.
    SeeDesk,
    /// Reads the journal of all that staff do.
    ReadJournal,
    /// Writes drafts of polls.
    WritePolls,
    /// Publishes polls, corrects their description, closes them early.
    PublishPolls,
    /// Sees who a resident is, and confirms by documents what is known of them.
    HandlePeople,
    /// Enters paper forms for those who do not come to the site, and casts what two have entered alike.
    RecordPaper,
    /// Decides whether two records are one human's.
    DecideCases,
    /// Decides who acts for an organisation, and says which organisations there are.
    HandleOrganisations,
    /// Invites staff and takes roles away.
    ManageTeam,
    /// Sees what is unusual about sign-ins.
    WatchSignIns,
    /// Changes how the community calls itself, looks, and where it is found.
    SetUpCommunity,
}

stored_names!(Right {
    SeeDesk = "see_desk",
    ReadJournal = "read_journal",
    WritePolls = "write_polls",
    PublishPolls = "publish_polls",
    HandlePeople = "handle_people",
    RecordPaper = "record_paper",
    DecideCases = "decide_cases",
    HandleOrganisations = "handle_organisations",
    ManageTeam = "manage_team",
    WatchSignIns = "watch_sign_ins",
    SetUpCommunity = "set_up_community",
});

impl Role {
    /// The rights of this role; nobody has any other.
    pub fn rights(self) -> &'static [Right] {
        use Right::*;
        match self {
            Self::Administrator => Right::ALL,
            Self::Moderator => &[
                SeeDesk,
                ReadJournal,
                WritePolls,
                PublishPolls,
                HandleOrganisations,
            ],
            Self::Editor => &[SeeDesk, WritePolls],
            Self::Respondent => &[SeeDesk],
            Self::Operator => &[SeeDesk, HandlePeople, RecordPaper],
            Self::Auditor => &[SeeDesk, ReadJournal],
            Self::PlatformOperator => &[
                SeeDesk,
                ReadJournal,
                ManageTeam,
                WatchSignIns,
                SetUpCommunity,
            ],
        }
    }

    /// Whether the role gives this right.
    pub fn may(self, right: Right) -> bool {
        self.rights().contains(&right)
    }

    /// Whether somebody can hold the role in this community: the platform has operators and auditors, a community everybody else.
    pub fn exists_in(self, community: CommunityId) -> bool {
        match self {
            Self::Auditor => true,
            Self::PlatformOperator => community == CommunityId::PLATFORM,
            _ => community != CommunityId::PLATFORM,
        }
    }

    /// Whether the role lets its holder give roles to others. It takes two who hold it to make a third, and the last one
    /// does not go.
    pub fn gives_roles(self) -> bool {
        self.may(Right::ManageTeam)
    }
}

/// Whether any of these roles gives the right.
pub fn any_may(roles: &[Role], right: Right) -> bool {
    roles.iter().any(|role| role.may(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOWN: CommunityId = CommunityId(1);

    #[test]
    fn every_role_opens_the_desk_and_exists_somewhere() {
        for &role in Role::ALL {
            assert!(role.may(Right::SeeDesk), "{role}");
            let places = [TOWN, CommunityId::PLATFORM];
            assert!(places.iter().any(|place| role.exists_in(*place)), "{role}");
        }
    }

    #[test]
    fn whoever_publishes_may_write_and_whoever_decides_may_look() {
        for &role in Role::ALL {
            for (greater, lesser) in [
                (Right::PublishPolls, Right::WritePolls),
                (Right::DecideCases, Right::HandlePeople),
                // Whoever has no record that may take part is sent next door.
                (Right::RecordPaper, Right::HandlePeople),
                (Right::ManageTeam, Right::ReadJournal),
            ] {
                assert!(!role.may(greater) || role.may(lesser), "{role}: {greater}");
            }
        }
    }

    #[test]
    fn an_auditor_only_reads() {
        assert_eq!(Role::Auditor.rights(), [Right::SeeDesk, Right::ReadJournal]);
    }

    #[test]
    fn each_community_has_somebody_who_gives_roles() {
        for place in [TOWN, CommunityId::PLATFORM] {
            let giving: Vec<_> = Role::ALL
                .iter()
                .filter(|role| role.exists_in(place) && role.gives_roles())
                .collect();
            assert_eq!(giving.len(), 1, "{place:?}: {giving:?}");
        }
    }

    #[test]
    fn every_right_is_somebodys_and_no_right_is_everybodys_but_the_desk() {
        for &right in Right::ALL {
            let holders = Role::ALL.iter().filter(|role| role.may(right)).count();
            assert!(holders > 0, "{right}");
            assert_eq!(
                holders == Role::ALL.len(),
                right == Right::SeeDesk,
                "{right}"
            );
        }
    }
}
