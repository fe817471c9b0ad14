//! The widget on other websites: which sites may show a community's polls in a frame, and on which page a frame stands.
//!
//! A site is an origin as browsers send it (RFC 6454): scheme, host and, where it is not the usual one, port. A host with letters
//! outside ASCII is written in Punycode (`xn--…`), as the browser itself writes it in headers: an address copied whole from the
//! address bar is in that form already. Nothing is converted here, so that what is compared is what was allowed.

use crate::{
    host::is_host,
    poll::{PollContent, Question, QuestionKind},
};
use std::{collections::BTreeSet, fmt};

/// How many sites a community may allow. All of them stand in one response header.
pub const MOST_ORIGINS: usize = 20;
/// Longest address of a page that is kept to lead back to, in bytes.
const MOST_PAGE: usize = 1_000;

/// A website: `https://misto.gov.ua`, `http://localhost:8080`. Holds only `[a-z0-9.:/-]`, so that it can stand in a header.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(String);

/// Why something is no site that could be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OriginProblem {
    /// Neither `https://` nor, for a site on one's own machine, `http://`.
    #[error("the address must begin with https:// (http:// only for localhost)")]
    Scheme,
    /// `*` in any place.
    #[error("there are no wildcards: name each site")]
    Wildcard,
    /// A path, a query or a user beside the host.
    #[error("only scheme, host and port: no path, query or user name")]
    MoreThanOrigin,
    /// Letters outside ASCII.
    #[error("write the host in Punycode (xn--…), as the browser copies it")]
    NotAscii,
    /// No name of a host: empty, too long, of one part, of other characters, or a bare IP address.
    #[error("this is no name of a host")]
    Host,
    /// No number from 1 to 65535.
    #[error("this is no port")]
    Port,
}

impl Origin {
    /// Reads what somebody typed: any case, one slash at the end at most, the scheme's usual port left out.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn parse(typed: &str) -> Result<Self, OriginProblem> {
        let typed = typed.trim();
        if typed.contains('*') {
            return Err(OriginProblem::Wildcard);
        }
        if !typed.is_ascii() {
            return Err(OriginProblem::NotAscii);
        }
        let lower = typed.to_ascii_lowercase();
        let (secure, rest) = match (
            lower.strip_prefix("https://"),
            lower.strip_prefix("http://"),
        ) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err(OriginProblem::Scheme),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.contains(['/', '?', '#', '@', '\\']) {
            return Err(OriginProblem::MoreThanOrigin);
        }
        let (host, port) = match rest.split_once(':') {
            Some((host, port)) => (host, Some(read_port(port)?)),
            None => (rest, None),
        };
        let own_machine = host == "localhost" || host.ends_with(".localhost");
        if !is_host(host) {
            return Err(OriginProblem::Host);
        }
        if !secure && !own_machine {
            return Err(OriginProblem::Scheme);
        }
        let (scheme, usual) = if secure { ("https", 443) } else { ("http", 80) };
        Ok(Self(match port.filter(|&port| port != usual) {
            Some(port) => format!("{scheme}://{host}:{port}"),
            None => format!("{scheme}://{host}"),
        }))
    }

    /// The origin as browsers send it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host and port, for people: `misto.gov.ua`.
    pub fn site(&self) -> &str {
        self.0.split_once("://").map_or(&self.0, |(_, site)| site)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn read_port(digits: &str) -> Result<u16, OriginProblem> {
    let plain = (1..=5).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0');
    let port = plain.then(|| digits.parse().ok()).flatten();
    port.ok_or(OriginProblem::Port)
}

/// Which sites may show a community's polls in a frame; by default none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WidgetOrigins {
    /// Any site at all: only where the community says so in so many words.
    pub anywhere: bool,
    /// The sites it names. They are also the only ones to which a link leads back: that is an address that a stranger's page
    /// could have made up, so that `anywhere` adds nothing here.
    pub named: BTreeSet<Origin>,
}

impl WidgetOrigins {
    /// Whether no other site may show anything.
    pub fn is_empty(&self) -> bool {
        !self.anywhere && self.named.is_empty()
    }

    /// The sources of `frame-ancestors` (CSP Level 3 §6.4.2) beside ourselves.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        let all = self.anywhere.then_some("*");
        all.into_iter().chain(self.named.iter().map(Origin::as_str))
    }
}

/// The page of another site on which a widget stood: where to lead back. Always on a site that is named in the list it was
/// read with; without query and fragment, which may hold what is nobody's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WidgetPage {
    origin: Origin,
    path: String,
}

impl WidgetPage {
    /// Reads what a frame says of the page round it. `None` for everything that is not a page of a named site: then nothing leads
    /// back, so that no link of ours goes where the community did not say.
    pub fn read(sent: &str, allowed: &WidgetOrigins) -> Option<Self> {
        if sent.len() > MOST_PAGE {
            return None;
        }
        let sent = sent.split(['?', '#']).next().unwrap_or_default();
        let host_at = sent.find("://")? + 3;
        let path_at = sent.get(host_at..)?.find('/').map(|at| host_at + at);
        let (origin, path) = sent.split_at(path_at.unwrap_or(sent.len()));
        let origin = Origin::parse(origin).ok()?;
        let plain = |c: char| c.is_ascii_graphic() && !"\"'<>\\^`{|}".contains(c);
        (allowed.named.contains(&origin) && path.chars().all(plain)).then(|| Self {
            origin,
            path: if path.is_empty() { "/" } else { path }.to_owned(),
        })
    }

    /// The whole address.
    pub fn address(&self) -> String {
        format!("{}{}", self.origin, self.path)
    }

    /// The site's host, for people.
    pub fn site(&self) -> &str {
        self.origin.site()
    }
}

/// The question that a card can put by itself: the only one of its poll, answered by one option. Every other poll is answered
/// on its own pages.
pub fn question_of_card(content: &PollContent) -> Option<&Question> {
    match content.questions.as_slice() {
        [only] if matches!(only.kind, QuestionKind::Single | QuestionKind::YesNoAbstain) => {
            Some(only)
        }
        _ => None,
    }
}
