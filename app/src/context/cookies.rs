//! The six cookies: session, browser secret (drafts), sign-in under way, choice under way from a widget, invitation to the team, power that
//! somebody hands on. `__Host-`, Secure, HttpOnly, Lax (DESIGN §8).

use http::{HeaderMap, HeaderValue, header};

/// The session of a signed-in person.
pub const SESSION: &str = "session";
/// The secret that opens this browser's drafts; 24 hours.
pub const BROWSER: &str = "draft";
/// Binds a sign-in under way to the browser that asked.
pub const SIGN_IN: &str = "signin";
/// Opens what was chosen in a widget a moment ago; ten minutes, and gone when it has been used.
pub const WIDGET: &str = "widget";
/// The invitation to the team that this browser opened; a day.
pub const INVITATION: &str = "invitation";
/// The power to act for an organisation that this browser was offered; a day.
pub const POWER: &str = "power";

/// How cookies are named and marked on this installation.
///
/// Browsers treat `http://localhost` and `*.localhost` as trustworthy, so the strict form works there too. Only a
/// demonstration on a plain-http address that is not loopback (a phone in the same Wi-Fi) uses plain names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CookieStyle {
    pub strict: bool,
}

impl CookieStyle {
    fn name(self, short: &str) -> String {
        if self.strict {
            format!("__Host-viche-{short}")
        } else {
            format!("viche-{short}")
        }
    }

    /// The value of the cookie called `short`. The first one wins, as browsers send the most specific first.
    pub fn read<'a>(self, headers: &'a HeaderMap, short: &str) -> Option<&'a str> {
        let name = self.name(short);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|v| v.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(n, value)| (n == name).then_some(value))
    }

    /// A `Set-Cookie` value. `max_age_s` of zero removes the cookie.
    pub fn set(self, short: &str, value: &str, max_age_s: i64) -> Option<HeaderValue> {
        let secure = if self.strict { "; Secure" } else { "" };
        HeaderValue::from_str(&format!(
            "{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}",
            self.name(short)
        ))
        .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRICT: CookieStyle = CookieStyle { strict: true };

    #[test]
    fn a_cookie_is_bound_to_its_host_and_hidden_from_scripts() {
        let set = STRICT.set(SESSION, "abc", 60).unwrap();
        assert_eq!(
            set,
            "__Host-viche-session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"
        );
    }

    #[test]
    fn only_the_very_name_is_read() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static(
                "viche-session=plain; x__Host-viche-session=no; __Host-viche-session=yes; a",
            ),
        );
        assert_eq!(STRICT.read(&headers, SESSION), Some("yes"));
        assert_eq!(STRICT.read(&headers, BROWSER), None);
    }
}
