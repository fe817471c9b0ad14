//! Names of hosts (RFC 1035 §2.3.1, RFC 1123 §2.1): those that lead to a community, and those of the sites that show its widget.

use std::fmt;

/// Longest name, in characters (RFC 1035 §2.3.4).
const MOST_NAME: usize = 253;
/// Longest part of a name between dots, in characters (RFC 1035 §2.3.4).
const MOST_LABEL: usize = 63;

/// How many hosts a community may name beside the one that it has from the start.
pub const MOST_HOSTS: usize = 10;

/// A host that leads to a community: lower case, without scheme and port.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostName(String);

/// Why something is no name of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostProblem {
    /// A scheme, a path, a port or a user beside the name.
    MoreThanHost,
    /// Letters outside ASCII: as in headers, the name must be in Punycode.
    NotAscii,
    /// Empty, too long, of one part, of other characters, or a bare IP address.
    Malformed,
}

impl HostName {
    /// Reads what somebody typed, in any case.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(typed: &str) -> Result<Self, HostProblem> {
        let typed = typed.trim();
        if !typed.is_ascii() {
            return Err(HostProblem::NotAscii);
        }
        if typed.contains(['/', ':', '@', '?', '#', '\\']) {
            return Err(HostProblem::MoreThanHost);
        }
        let lower = typed.to_ascii_lowercase();
        if !lower.contains('.') || !is_host(&lower) {
            return Err(HostProblem::Malformed);
        }
        Ok(Self(lower))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the host is `domain` or within it.
    pub fn is_within(&self, domain: &str) -> bool {
        let rest = self.0.strip_suffix(domain);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether this is a name of a host in lower case: letters, digits and hyphens between dots, at least two parts unless it is
/// `localhost`, and no IP address.
pub(crate) fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        (1..=MOST_LABEL).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.len() <= MOST_NAME
        && host.split('.').all(label)
        && (host.contains('.') || host == "localhost")
        && !last.bytes().all(|b| b.is_ascii_digit())
}
