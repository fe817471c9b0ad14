//! E-mail addresses as people type them, and the links that are sent to them: a sign-in that proves no more than that somebody
//! reads this mailbox (assurance L1).

use crate::time::MINUTE;
use email_address::{EmailAddress, Options};

/// How long a link is good, in milliseconds.
pub const LINK_LIFE_MS: i64 = 10 * MINUTE;
/// Links that may be on their way to one mailbox of a community at a time: nobody can fill it for somebody else.
pub const MOST_LINKS: u64 = 3;
/// The longest address, in bytes (RFC 5321 §4.5.3.1.3: a path of 256 with its angle brackets).
pub const LONGEST: usize = 254;

/// An address that a letter can be sent to. Personal data: never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Email(…)")
    }
}

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailProblem {
    Missing,
    /// It is none, or one that hardly any mailbox has: with quotes, comments, letters other than Latin, or no dot after the «@».
    Wrong,
}

impl Email {
    /// An address as somebody typed it; white space around it does not matter.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(typed: &str) -> Result<Self, EmailProblem> {
        let address = typed.trim();
        if address.is_empty() {
            return Err(EmailProblem::Missing);
        }
        let plain = address.len() <= LONGEST
            && address
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"\"()<>[]\\,;:".contains(&byte));
        let options = Options::default()
            .with_required_tld()
            .without_domain_literal()
            .without_display_text();
        match EmailAddress::parse_with_options(address, options) {
            Ok(read) if plain => Ok(Self(format!(
                "{}@{}",
                read.local_part(),
                read.domain().to_ascii_lowercase()
            ))),
            _ => Err(EmailProblem::Wrong),
        }
    }

    /// For sending and for its owner's eyes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The one spelling of a mailbox, for hashing only. RFC 5321 lets a server tell «Olena@» from «olena@», and none does.
    pub fn spelling(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// Enough of it for its owner to know it again, and too little for whoever looks over a shoulder: «o…@ukr.net».
    pub fn hint(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or((&self.0, ""));
        format!("{}…@{domain}", local.chars().next().unwrap_or('…'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(typed: &str) -> Result<String, EmailProblem> {
        Email::parse(typed).map(|email| email.as_str().to_owned())
    }

    #[test]
    fn an_address_is_read_as_people_type_it() {
        assert_eq!(read(" Olena.T@UKR.net\n"), Ok("Olena.T@ukr.net".to_owned()));
        assert_eq!(
            read("a+b@mail.korosten.gov.ua"),
            Ok("a+b@mail.korosten.gov.ua".to_owned())
        );
        assert_eq!(read("o'neil@i.ua"), Ok("o'neil@i.ua".to_owned()));
        for nothing in ["", "  ", "\n"] {
            assert_eq!(read(nothing), Err(EmailProblem::Missing));
        }
        let long = format!("{}@ukr.net", "a".repeat(250));
        for wrong in [
            "olena",
            "olena@",
            "@ukr.net",
            "olena@ukr",
            "olena@localhost",
            "olena @ukr.net",
            "olena@ukr.net, ira@ukr.net",
            "Olena <olena@ukr.net>",
            "\"olena\"@ukr.net",
            "olena@[127.0.0.1]",
            "олена@укр.нет",
            "olena@ukr..net",
            ".olena@ukr.net",
            "olena@ukr.net\r\nBcc: all@ukr.net",
            "olena(she)@ukr.net",
            &long,
        ] {
            assert_eq!(read(wrong), Err(EmailProblem::Wrong), "{wrong}");
        }
    }

    #[test]
    fn one_mailbox_has_one_spelling_and_a_hint_shows_little_of_it() {
        let (one, two) = (
            Email::parse("Olena@UKR.NET").unwrap(),
            Email::parse("olena@ukr.net").unwrap(),
        );
        assert_eq!(one.spelling(), two.spelling());
        assert_eq!(one.hint(), "O…@ukr.net");
        assert_eq!(format!("{one:?}"), "Email(…)");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_one_line_without_blanks_or_refused(typed in any::<String>()) {
            if let Ok(email) = Email::parse(&typed) {
                prop_assert!(email.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
                prop_assert_eq!(email.as_str().matches('@').count(), 1);
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
            }
        }

        #[test]
        fn ordinary_addresses_are_taken(local in "[a-z0-9]{1,20}([._+-][a-z0-9]{1,10}){0,2}", domain in "[a-z0-9]{1,20}(-[a-z0-9]{1,5})?\\.(com|net|ua|in\\.ua)") {
            let typed = format!("{local}@{domain}");
            let email = Email::parse(&typed).unwrap();
            prop_assert_eq!(email.as_str(), typed);
        }
    }
}
