//! The routes: pages, server functions, sign-in, static files, probes.

pub mod assets;
pub mod auth;
pub mod brand;
pub mod cache;
pub mod documents;
pub mod downloads;
pub mod embed;
pub mod encoding;
pub mod errors;
pub mod functions;
pub mod paper_scans;
pub mod pictures;
pub mod residence_documents;
pub mod routes;
pub mod turnout_events;
pub mod upload;
pub mod watch;
