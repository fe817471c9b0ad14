//! A community (hromada): a tenant with its hosts, territory, brand and policy.

use crate::{brand::Brand, ids::CommunityId, katottg::Katottg, lang::Bilingual};
use serde::{Deserialize, Serialize};

/// What every page of a community needs to know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Community {
    pub id: CommunityId,
    /// Lower-case Latin letters, digits and hyphens; the development host is `{slug}.localhost`.
    pub slug: String,
    /// «Коростенська громада».
    pub name: Bilingual,
    /// «Коростенська міська рада», the body that owes the answers.
    pub council: Bilingual,
    /// Postal address in the footer.
    pub address: Bilingual,
    /// The hromada's code; `None` for the platform's own row.
    pub territory: Option<Katottg>,
    /// How many people could take part, as the community entered it, until a register says better.
    pub population: Option<i64>,
    pub brand: Brand,
    /// Counts the changes to all this, and to the community's hosts and widget sites.
    pub version: i64,
}

/// Whether a slug can name a community: 2 to 40 lower-case Latin letters, digits and single hyphens, beginning with a
/// letter and not ending with a hyphen. So it is always a DNS label, and never one in punycode.
pub fn slug_is_valid(slug: &str) -> bool {
    (2..=40).contains(&slug.len())
        && slug.starts_with(|c: char| c.is_ascii_lowercase())
        && !slug.ends_with('-')
        && !slug.contains("--")
        && slug
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
