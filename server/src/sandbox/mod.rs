//! The sandbox identity service: id.gov.ua's protocol over the wire (DOMAIN.md, "id.gov.ua") with a list of invented residents
//! instead of real people, for demonstrations, tests and load. It keeps everything in memory.
//!
//! `GET /` shows whom one can sign in as; `POST /consent` sends the browser back with a code; `/get-access-token`,
//! `/get-user-info` and `/get-user-logout` are for the server; `POST /decrypt` is the side service that reads what was encrypted to
//! a certificate. With `auto_approve`, `sandbox_person=ID` in the address of `/`
//! signs in at once, `sandbox_auth_type=` chooses the way and `sandbox_fault=` makes a step fail; see [`people::Fault`].

mod authorize;
mod cipher;
mod grants;
mod html;
mod page;
pub mod people;
mod protocol;
mod texts;

use crate::{demo_residents::DemoResidents, identity::Secret};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use cipher::Cipher;
use grants::Grants;
use std::{sync::Arc, time::Duration};

/// How the service behaves.
#[derive(Clone, Debug)]
pub struct SandboxOptions {
    pub residents: DemoResidents,
    /// The one client that is registered.
    pub client_id: String,
    pub client_secret: Secret,
    /// Where browsers may be sent back to; compared byte by byte.
    pub redirect_uris: Vec<String>,
    /// Whether `sandbox_person` in the address signs in without a page.
    pub auto_approve: bool,
    /// How many generated people `load-0`… there are beside the listed ones.
    pub generated: u32,
    /// How long a code holds.
    pub code_life: Duration,
    /// How long the slow fault waits.
    pub slowness: Duration,
}

impl SandboxOptions {
    /// The usual service: a page, no generated people, codes of 60 seconds.
    pub fn new(
        residents: DemoResidents,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
        redirect_uris: Vec<String>,
    ) -> Self {
        Self {
            residents,
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            redirect_uris,
            auto_approve: false,
            generated: 0,
            code_life: Duration::from_secs(60),
            slowness: Duration::from_secs(15),
        }
    }
}

/// What every handler sees.
#[derive(Clone)]
struct Service(Arc<Parts>);

struct Parts {
    options: SandboxOptions,
    grants: Grants,
    cipher: Cipher,
}

impl std::ops::Deref for Service {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The service's routes.
pub fn router(options: SandboxOptions) -> Router {
    let grants = Grants::new(options.code_life);
    Router::new()
        .route("/", get(authorize::show))
        .route("/consent", post(authorize::consent))
        .route("/style.css", get(page::style))
        .route(
            "/get-access-token",
            get(protocol::token).post(protocol::token),
        )
        .route(
            "/get-user-info",
            get(protocol::user_info).post(protocol::user_info),
        )
        .route(
            "/get-user-logout",
            get(protocol::logout).post(protocol::logout),
        )
        .route("/decrypt", post(protocol::decrypt))
        .route("/healthz", get(|| async { "ok" }))
        .layer(DefaultBodyLimit::max(16 * 1024))
        .with_state(Service(Arc::new(Parts {
            options,
            grants,
            cipher: Cipher::new(),
        })))
}
