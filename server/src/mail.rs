//! Letters by SMTP. What the mail server says of them may name the address, so that logs get its code alone.

use crate::config::is_this_machine;
use app::context::{Letter, Mail, NoMail, Sending};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::Error,
};
use reqwest::Url;
use std::time::Duration;

/// How long each step of a delivery may take: somebody is waiting for the page.
const PATIENCE: Duration = Duration::from_secs(8);

/// Why letters cannot be sent with these settings.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("VICHE_SMTP_URL is not the address of a mail server (smtps://user:password@host)")]
    Server,
    #[error(
        "VICHE_SMTP_URL must be smtps://… or smtp://…?tls=required, unless the mail server is on this machine"
    )]
    Plain,
    #[error("VICHE_MAIL_FROM is not an e-mail address")]
    From,
}

/// The way to one mail server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
}

impl Smtp {
    /// The mail server of `url`, to which letters come from `from`. Nothing is sent in the clear but to this machine, or in a
    /// demonstration.
    ///
    /// # Errors
    /// [`MailError`].
    pub fn new(url: &str, from: &str, demo: bool) -> Result<Self, MailError> {
        let parsed = Url::parse(url).map_err(|_| MailError::Server)?;
        let tls = parsed.query_pairs().find(|(name, _)| name == "tls");
        let required = tls.is_some_and(|(_, value)| value == "required");
        let is_sealed = match parsed.scheme() {
            "smtps" => true,
            "smtp" => required,
            _ => return Err(MailError::Server),
        };
        if !is_sealed && !demo && !parsed.host_str().is_some_and(is_this_machine) {
            return Err(MailError::Plain);
        }
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| MailError::Server)?
            .timeout(Some(PATIENCE))
            .build();
        let from = from.trim().parse().map_err(|_| MailError::From)?;
        Ok(Self { transport, from })
    }

    fn message(&self, letter: Letter) -> Result<Message, NoMail> {
        // Only the display name is anybody's words; the address is the installation's own.
        let from = Mailbox::new(Some(letter.from), self.from.clone());
        let to: Address = letter.to.as_str().parse().map_err(|_| NoMail::Refused)?;
        // RFC 3834: nobody's holiday notice answers it.
        let auto = HeaderName::new_from_ascii_str("Auto-Submitted");
        Message::builder()
            .from(from)
            .to(Mailbox::new(None, to))
            .subject(letter.subject)
            .message_id(None)
            .raw_header(HeaderValue::new(auto, "auto-generated".to_owned()))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text)
            .map_err(|error| {
                tracing::error!(%error, "a letter cannot be put together");
                NoMail::Unreachable
            })
    }
}

impl Mail for Smtp {
    fn send(&self, letter: Letter) -> Sending<'_> {
        Box::pin(async move {
            let message = self.message(letter)?;
            match self.transport.send(message).await {
                Ok(_) => Ok(()),
                Err(error) => Err(told(&error)),
            }
        })
    }
}

/// What went wrong, for the person; and for the log, without a word of the mail server's.
fn told(error: &Error) -> NoMail {
    let code = error.status().map(|code| code.to_string());
    let code = code.as_deref().unwrap_or("none");
    // 5xx is about this letter for ever; but what is said of us (530, 535: authentication) is nobody's mistake in an address.
    let refused = error.is_permanent() && !code.starts_with("53");
    if refused {
        tracing::info!(code, "the mail server refused a letter");
        NoMail::Refused
    } else {
        let (timeout, tls) = (error.is_timeout(), error.is_tls());
        tracing::error!(code, timeout, tls, "the mail server did not take a letter");
        NoMail::Unreachable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(url: &str, demo: bool) -> Option<String> {
        let made = Smtp::new(url, "viche@korosten.example", demo);
        made.err().map(|error| error.to_string())
    }

    #[test]
    fn letters_travel_in_the_clear_only_within_the_machine_or_a_demonstration() {
        for good in [
            "smtps://viche:secret@mail.example",
            "smtp://viche:secret@mail.example:587?tls=required",
            "smtp://localhost",
            "smtp://127.0.0.1:2525",
            "smtp://[::1]:25",
        ] {
            assert_eq!(refused(good, false), None, "{good}");
        }
        for plain in [
            "smtp://mail.example",
            "smtp://mail.example?tls=opportunistic",
            "smtp://localhost.evil.example",
        ] {
            assert!(
                refused(plain, false).unwrap().contains("must be smtps"),
                "{plain}"
            );
            assert_eq!(refused(plain, true), None, "{plain}");
        }
        for none in ["", "mail.example", "http://mail.example", "smtp://"] {
            assert!(refused(none, true).is_some(), "{none}");
        }
    }

    #[test]
    fn what_is_no_address_sends_no_letters() {
        for from in [
            "",
            "viche",
            "Viche <viche@korosten.example>",
            "a@b\nBcc: c@d.e",
        ] {
            assert!(matches!(
                Smtp::new("smtp://localhost", from, false),
                Err(MailError::From)
            ));
        }
    }
}
