//! One request as pages see it: which community, which language, which moment, and who is asking.

use crate::{components::page::encoded, failure::Failure, keys::Token};
use domain::{
    community::Community,
    eligibility::PersonFacts,
    ids::{CommunityId, PersonId},
    lang::{Lang, localized},
    organisation::Organisation,
    passkey::SignedIn,
    policy::Policy,
    role::{self, Right, Role},
    sign_in_watch::Block,
    team,
    time::Millis,
};
use std::{ops::Deref, sync::Arc};
use store::{Actor, By};

/// Cheap to clone. Made by the server before routing; the community in it is part of every query that follows.
#[derive(Clone)]
pub struct Visit(Arc<Parts>);

/// What [`Visit`] holds.
#[derive(Clone)]
pub struct Parts {
    pub community: Arc<Community>,
    pub policy: Arc<Policy>,
    /// Version of `policy`.
    pub policy_version: i64,
    pub lang: Lang,
    /// The path without the language prefix, as the router sees it; with the query.
    pub path: String,
    /// By which of its hosts the community was asked for, lower-case and without the port.
    pub host: String,
    /// Scheme, host and port of that address.
    pub origin: String,
    /// The moment of the request; pages take no other.
    pub now: Millis,
    pub visitor: Option<Visitor>,
    /// From which block of addresses the request came, where that is known.
    pub block: Option<Block>,
    /// The secret that this browser's cookie holds, if it has one: it opens this browser's drafts.
    pub browser: Option<Arc<Token>>,
    /// What the request sends, if it is a form.
    pub form: Option<SentForm>,
    /// Whoever goes on sending such requests is refused soon.
    pub is_near_a_limit: bool,
}

/// A form that was sent, as far as the error page that may answer it needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentForm {
    /// The page of ours on which it stood: a path with its language. Nothing where the browser does not say.
    pub page: Option<String>,
    /// Whether it holds a text that somebody wrote, or a choice that they made.
    pub is_typed: bool,
    /// Whether it holds a file.
    pub has_file: bool,
    /// Whether another site's page sent it.
    pub is_foreign: bool,
}

/// Somebody with a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The session's token, hashed: its key in the database.
    pub session: [u8; 32],
    pub person: PersonId,
    /// «Олена Т.»; «o…@ukr.net» where no name is known. May be empty.
    pub short_name: String,
    /// What decides in which polls they may take part.
    pub facts: PersonFacts,
    /// Holds a role in this community that opens the desk.
    pub is_staff: bool,
    /// The roles held in this community; none where the sign-in is too weak for them, or the second factor is not passed.
    pub roles: Vec<Role>,
    /// Holds a role, and has not passed the second factor in this session.
    pub second_factor_open: bool,
    /// How this session began.
    pub signed_in: SignedIn,
    /// The organisation that the sign-in's signature named, sealed ([`super::signed_for`]).
    pub signed_for: Option<Vec<u8>>,
    /// The organisation for which they act now, by their own choice; `None`: for themselves. A ballot is always their own.
    pub acts_for: Option<Organisation>,
}

impl Visitor {
    /// Whether one of their roles gives them this right.
    pub fn may(&self, right: Right) -> bool {
        role::any_may(&self.roles, right)
    }

    /// Whether they hold a role, and this sign-in says too little of who they are to act in it.
    pub fn is_weak(&self) -> bool {
        self.is_staff && self.facts.assurance < team::ASSURANCE
    }
}

impl Visit {
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The same visit, of somebody with a session.
    pub fn with_visitor(&self, visitor: Visitor) -> Self {
        Self::new(Parts {
            visitor: Some(visitor),
            ..self.0.as_ref().clone()
        })
    }

    /// The same visit, of whom nothing much is left of what they may send.
    pub fn near_a_limit(&self) -> Self {
        Self::new(Parts {
            is_near_a_limit: true,
            ..self.0.as_ref().clone()
        })
    }

    pub fn community_id(&self) -> CommunityId {
        self.community.id
    }

    /// Whether this is the platform's own page, and no community's.
    pub fn is_platform(&self) -> bool {
        self.community.id == CommunityId::PLATFORM
    }

    /// A path of ours in the visitor's language: `/polls` or `/en/polls`.
    pub fn href(&self, path: &str) -> String {
        localized(self.lang, path)
    }

    /// Whether this page belongs to the desk: other frame, other stylesheet.
    pub fn is_staff_page(&self) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        (path == "/staff" || path.starts_with("/staff/")) && !self.is_preview()
    }

    /// Whether the page is shown as the desk: to staff. Anybody else meets an error page there, and it looks like a resident's.
    pub fn is_desk(&self) -> bool {
        self.is_staff_page()
            && self
                .visitor
                .as_ref()
                .is_some_and(|visitor| visitor.may(Right::SeeDesk))
    }

    /// Whether this is what the staff's preview shows inside its frames: it looks like a resident's page, and our own pages
    /// may frame it. The query is nobody's to decide that by.
    pub fn is_preview(&self) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        path.starts_with("/staff/polls/") && path.ends_with("/preview/page")
    }

    /// Whether this is a page of the widget: for a frame on another website.
    pub fn is_embed(&self) -> bool {
        self.path.starts_with("/embed/")
    }

    /// The same visit of a browser that has a secret.
    pub fn with_browser(&self, browser: Arc<Token>) -> Self {
        Self::new(Parts {
            browser: Some(browser),
            ..self.0.as_ref().clone()
        })
    }

    /// Whether the page is made for this person or this browser alone, and kept for nobody else.
    pub fn is_personal(&self) -> bool {
        self.visitor.is_some() || self.browser.is_some()
    }

    /// The person who is asking.
    ///
    /// # Errors
    /// [`Failure::SignInNeeded`] for a visitor without a session.
    pub fn require_visitor(&self) -> Result<&Visitor, Failure> {
        self.visitor.as_ref().ok_or(Failure::SignInNeeded)
    }
}

/// What `person` does now.
pub fn by(visit: &Visit, person: PersonId) -> By {
    By {
        actor: Actor::Person(person),
        at: visit.now,
    }
}

impl Visit {
    /// The person who is asking, if one of their roles gives them this right.
    ///
    /// # Errors
    /// [`Failure::SignInNeeded`] for a visitor, and for whoever has a role and has signed in too weakly for it or not passed the
    /// second factor; [`Failure::Forbidden`] for everybody without such a role.
    pub fn require(&self, right: Right) -> Result<&Visitor, Failure> {
        let visitor = self.require_visitor()?;
        if visitor.may(right) {
            Ok(visitor)
        } else if visitor.second_factor_open || visitor.is_weak() {
            Err(Failure::SignInNeeded)
        } else {
            Err(Failure::Forbidden)
        }
    }

    /// Where somebody has to go whom [`Failure::SignInNeeded`] stopped: to the sign-in, or to its second step. `back` is a path of ours
    /// with its language, to which it leads afterwards.
    pub fn way_in(&self, back: &str) -> String {
        let page = match &self.visitor {
            Some(visitor) if visitor.second_factor_open => "/second-factor",
            _ => "/sign-in",
        };
        format!("{}?return={}", self.href(page), encoded(back))
    }

    /// Whether somebody is asking who has this right.
    pub fn may(&self, right: Right) -> bool {
        self.require(right).is_ok()
    }
}

impl Deref for Visit {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
