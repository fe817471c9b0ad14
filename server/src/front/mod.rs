//! What every request passes before it is routed, and every response before it leaves: host and language, limits, the
//! cross-site check, who is asking, protective headers, error pages.

pub mod addresses;
pub mod csrf;
pub mod headers;
pub mod pass;
pub mod rate;
