//! Everything the HTTP side of one instance shares: services, public address, communities, providers, limits; and the one way
//! in which a page is rendered.

use crate::{
    communities::Communities,
    config::PublicUrl,
    front::{
        addresses::{Network, Subscriber},
        headers::{Framing, content_security_policy},
        rate::{Allowance, RateLimit},
    },
    identity::{IdentityProvider, Places},
    web::{
        cache::PageCache, downloads::CardShelf, embed::WidgetSites, turnout_events::TurnoutStreams,
    },
};
use app::{
    App,
    context::{Services, Visit},
    failure::Failure,
};
use axum::{extract::Request, response::Response};
use domain::ids::PersonId;
use http::{HeaderValue, header};
use leptos::prelude::{provide_context, use_context};
use std::{ops::Deref, sync::Arc};
use tokio::sync::Semaphore;

/// Cheap to clone; the state of every route.
#[derive(Clone)]
pub struct Site(Arc<Parts>);

/// What [`Site`] holds.
pub struct Parts {
    pub services: Services,
    pub public: PublicUrl,
    pub communities: Arc<Communities>,
    pub providers: Vec<Arc<dyn IdentityProvider>>,
    /// How many people each provider is asked about at once, and how fast.
    pub provider_places: Places,
    pub trusted_proxies: Vec<Network>,
    /// Pages that are kept ready.
    pub pages: PageCache,
    /// Cards that are shown beside shared links.
    pub cards: CardShelf,
    /// Which websites may show the communities' cards.
    pub widget_sites: WidgetSites,
    /// Starting a sign-in, by address: generous, because a whole town may share a few.
    pub sign_in_limit: RateLimit<Subscriber>,
    /// Forms of visitors, by address: drafts are the one thing that somebody unknown can write.
    pub visitor_limit: RateLimit<Subscriber>,
    /// Searches of visitors, by address: each is made for them alone.
    pub search_limit: RateLimit<Subscriber>,
    /// Letters asked for, by address: each goes to a mailbox that the asker names.
    pub letter_limit: RateLimit<Subscriber>,
    /// Whatever a signed-in person sends, by person.
    pub person_limit: RateLimit<PersonId>,
    /// The places of large forms that are being worked on.
    pub large_forms: Semaphore,
    /// Documents sent, by person.
    pub document_limit: RateLimit<PersonId>,
    /// The places of documents that are being read.
    pub document_places: Semaphore,
    /// The desk's live turnout.
    pub turnout: TurnoutStreams,
    /// Where files are made into pictures, one at a time.
    pub easel: Semaphore,
}

/// Sign-ins from one address: 120 at once, then two a second.
pub const SIGN_INS: Allowance = Allowance {
    burst: 120,
    refill_ms: 500,
};
/// Forms of visitors from one address: 2,000 at once, then 20 a second. A school behind one address answers without noticing.
pub const VISITOR_FORMS: Allowance = Allowance {
    burst: 2_000,
    refill_ms: 50,
};
/// Searches of visitors from one address: 1,000 at once, then 20 a second. A fifth of one core at most, and a class that
/// searches together does not notice.
pub const SEARCHES: Allowance = Allowance {
    burst: 1_000,
    refill_ms: 50,
};
/// Letters asked for from one address: 30 at once, then six a minute. A class that signs in together does not notice; whoever wants
/// to fill strangers' mailboxes does.
pub const LETTERS: Allowance = Allowance {
    burst: 30,
    refill_ms: 10_000,
};
/// Documents about where they live from one person: 20 at once, then 20 an hour. Whoever photographs a passport badly tries again a few
/// times; nobody fills the disk.
pub const DOCUMENTS: Allowance = Allowance {
    burst: 20,
    refill_ms: 180_000,
};
/// Forms from one person: 60 at once, then four a second.
pub const FORMS: Allowance = Allowance {
    burst: 60,
    refill_ms: 250,
};

impl Site {
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The provider called `id`.
    pub fn provider(&self, id: &str) -> Option<&Arc<dyn IdentityProvider>> {
        self.providers.iter().find(|p| p.id() == id)
    }

    /// The address to which providers send browsers back.
    pub fn redirect_uri(&self) -> String {
        crate::instance::redirect_uri(&self.public)
    }

    /// What Leptos puts into the context of each page and server function: the services, the visit, a failure to show, and the
    /// page's content security policy with the nonce of this one rendering.
    pub fn context(&self) -> impl Fn() + Clone + Send + Sync + 'static {
        let services = self.services.clone();
        let sign_in_origins: Vec<String> = self.providers.iter().map(|p| p.origin()).collect();
        move || {
            provide_context(services.clone());
            let Some(parts) = use_context::<http::request::Parts>() else {
                return;
            };
            if let Some(failure) = parts.extensions.get::<Failure>() {
                provide_context(*failure);
            }
            let Some(visit) = parts.extensions.get::<Visit>() else {
                return;
            };
            provide_context(visit.clone());
            let framing = if visit.is_preview() {
                Framing::Ourselves
            } else {
                Framing::Nobody
            };
            let nonce = leptos::nonce::use_nonce();
            let policy = content_security_policy(nonce.as_deref(), &sign_in_origins, framing);
            if let (Some(options), Ok(policy)) = (
                use_context::<leptos_axum::ResponseOptions>(),
                HeaderValue::from_str(&policy),
            ) {
                options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
            }
        }
    }

    /// Renders the page that the request's path names.
    pub async fn render(&self, request: Request) -> Response {
        leptos_axum::render_app_async_with_context(self.context(), App)(request).await
    }
}

impl Deref for Site {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
