//! The letters to a mailbox: plain text, in the language of the page on which they were asked for.

use super::SENT_PATH;
use crate::{
    context::{Letter, Services, Visit},
    i18n::email as words,
    keys::Token,
};
use domain::email::Email;

/// The letter with a link, for a sign-in or for one's `own` page.
pub(super) fn with_link(visit: &Visit, to: &Email, token: &Token, own: bool) -> Letter {
    let lang = visit.lang;
    let path = visit.href(&format!("{SENT_PATH}/{}", token.to_client()));
    let (subject, why) = if own {
        (words::letter_own_subject(lang), words::letter_own(lang))
    } else {
        (
            words::letter_sign_in_subject(lang),
            words::letter_sign_in(lang),
        )
    };
    let community = words::letter_community(lang, visit.community.name.get(lang));
    let open = format!("{}\n{}{path}", words::letter_open(lang), visit.origin);
    let parts = [
        words::letter_greeting(lang),
        &format!("{why}\n{community}"),
        &open,
        words::letter_life(lang),
        words::letter_not_you(lang),
    ];
    Letter::new(visit, to, subject, &parts)
}

/// Tells a mailbox that it is nobody's any more, as far as it can be told: whoever took it off is not kept waiting, nor stopped.
pub(in crate::pages::resident) async fn tell_that_it_is_gone(
    services: &Services,
    visit: &Visit,
    to: &Email,
) {
    let lang = visit.lang;
    let community = words::letter_community(lang, visit.community.name.get(lang));
    let gone = format!("{}\n{community}", words::letter_gone(lang));
    let parts = [words::letter_greeting(lang), &gone];
    let letter = Letter::new(visit, to, words::letter_gone_subject(lang), &parts);
    if let Some(mail) = &services.mail
        && let Err(why) = mail.send(letter).await
    {
        tracing::warn!(
            ?why,
            "a mailbox could not be told that it was taken off a record"
        );
    }
}
