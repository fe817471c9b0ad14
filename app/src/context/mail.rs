//! Letters, as pages see them; the server sends them.

use super::Visit;
use domain::email::Email;
use std::pin::Pin;

/// A letter in plain text.
#[derive(Clone, Debug)]
pub struct Letter {
    pub to: Email,
    /// Who writes, beside the installation's own address.
    pub from: String,
    pub subject: String,
    pub text: String,
}

impl Letter {
    /// A letter from the community of this visit, in paragraphs.
    pub fn new(visit: &Visit, to: &Email, subject: &str, paragraphs: &[&str]) -> Self {
        Self {
            to: to.clone(),
            from: visit.community.name.get(visit.lang).to_owned(),
            subject: subject.to_owned(),
            text: format!("{}\n", paragraphs.join("\n\n")),
        }
    }
}

/// Why a letter was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoMail {
    /// The mail server does not answer, or not now.
    Unreachable,
    /// The mail server will not deliver to this address.
    Refused,
}

/// A letter that is being handed to the mail server.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), NoMail>> + Send + 'a>>;

/// The way to the mail server.
pub trait Mail: Send + Sync {
    /// Hands a letter over. Taken does not mean delivered.
    ///
    /// # Errors
    /// [`NoMail`].
    fn send(&self, letter: Letter) -> Sending<'_>;
}
