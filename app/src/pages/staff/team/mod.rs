//! The community's team: who holds which role, until when and whether it is still needed; invitations to a role. What an
//! invited person sees is `pages::resident::invitation`.

mod act;
mod invite;
mod list;

pub use act::{
    EndSessionsOf, ResetSecondFactor, ReviewRole, RevokeRole, SecondInvitation, WithdrawInvitation,
    end_sessions_of, reset_second_factor, review_role, revoke_role, second_invitation,
    withdraw_invitation,
};
pub use invite::{Invite, invite};
pub use list::Team;

use crate::{
    context::{Services, Visit},
    failure::Failure,
    i18n::staff_team,
};
use domain::{role::Right, team};
use leptos::prelude::*;

/// The page of all this.
pub(super) const PATH: &str = "/staff/team";

/// What waits for whoever gives roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TeamWaits {
    /// Accepted, and this visitor may be the second person.
    second: usize,
    /// Roles of others that nobody has confirmed for long.
    reviews: usize,
}

impl TeamWaits {
    /// Nothing, where the visitor gives no roles.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(services: &Services, visit: &Visit) -> Result<Self, Failure> {
        let Ok(visitor) = visit.require(Right::ManageTeam) else {
            return Ok(Self::default());
        };
        let (community, me) = (visit.community_id(), visitor.person);
        let invitations = services
            .store
            .waiting_invitations(community, visit.now)
            .await?;
        let second = invitations
            .iter()
            .filter(|one| one.accepted_by.is_some())
            .filter(|one| team::is_second(me, one.invited_by, one.accepted_by))
            .count();
        let grants = services.store.team(community, visit.now).await?;
        let reviews = grants
            .iter()
            .filter(|grant| grant.person != me)
            .filter(|grant| team::review_due(grant.confirmed_at(), visit.now))
            .count();
        Ok(Self { second, reviews })
    }

    /// As lines of the desk's first page.
    pub fn items(self, visit: &Visit) -> Vec<AnyView> {
        let lang = visit.lang;
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let item = |words: String, at: &str| {
            let href = visit.href(&format!("{PATH}#{at}"));
            view! {
                <li>
                    <div>{words.clone()}</div>
                    <a class="btn btn--2 btn--small" href=href>
                        {crate::i18n::staff_people::look(lang)}
                        <span class="vh">": " {words}</span>
                    </a>
                </li>
            }
            .into_any()
        };
        let second = (self.second > 0).then(|| {
            let words = staff_team::attention_second(lang, count(self.second));
            item(words, "second")
        });
        let reviews = (self.reviews > 0).then(|| {
            let words = staff_team::attention_review(lang, count(self.reviews));
            item(words, "members")
        });
        second.into_iter().chain(reviews).collect()
    }
}
