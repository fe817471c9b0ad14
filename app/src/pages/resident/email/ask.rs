//! The form that asks for a link, under the other ways to sign in.

use super::{Asked, SENT_PATH, ask};
use crate::{
    components::{
        page::{encoded, own_path},
        see_other,
        trap::{Trap, not_trapped},
        wrong::{Wrong, error_line},
    },
    context::{Visit, services, visit},
    failure::Failure,
    i18n::{Lang, email as words},
};
use leptos::prelude::*;

/// The key of the input.
pub(in crate::pages::resident) const ADDRESS: &str = "address";

/// The panel; `back` is where the link leads on to.
#[component]
pub fn EmailPanel(visit: Visit, back: String, asked: Option<Asked>) -> impl IntoView {
    let lang = visit.lang;
    let wrong = wrong(&visit, asked.as_ref());
    let typed = asked.map(|asked| asked.address).unwrap_or_default();
    view! {
        <section class="panel flow" aria-labelledby="email">
            <h2 id="email">{words::title(lang)}</h2>
            <p>{words::hint(lang)}</p>
            <form method="post" action=visit.href("/do/email-sign-in") class="flow" novalidate>
                <input type="hidden" name="back" value=back />
                {address_field(lang, words::address(lang), &typed, &wrong)}
                <Trap lang />
                <button class="btn">{words::send(lang)}</button>
            </form>
            <p class="small">{words::privacy(lang)}</p>
        </section>
    }
}

/// The input for an address.
pub(in crate::pages::resident) fn address_field(
    lang: Lang,
    label: &'static str,
    typed: &str,
    wrong: &Wrong,
) -> AnyView {
    let error = wrong.at(ADDRESS);
    let invalid = error.is_some();
    let typed = typed.to_owned();
    view! {
        <div class=if invalid { "field is-invalid" } else { "field" }>
            <label class="label" for=ADDRESS>
                {label}
            </label>
            {error.map(|words| error_line(lang, ADDRESS, &words))}
            <input
                class=if invalid { "input input--bad" } else { "input" }
                type="email"
                id=ADDRESS
                name=ADDRESS
                value=typed
                autocomplete="email"
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=invalid.then_some("true")
                aria-describedby=invalid.then_some("address-error")
            />
        </div>
    }
    .into_any()
}

/// What is wrong with what this browser typed last, at its input.
pub(in crate::pages::resident) fn wrong(visit: &Visit, asked: Option<&Asked>) -> Wrong {
    match asked.and_then(|asked| asked.problem) {
        Some(problem) => Wrong::of(vec![(
            ADDRESS.to_owned(),
            problem.words(visit.lang).to_owned(),
        )]),
        None => Wrong::default(),
    }
}

/// Sends a link that signs in whoever reads this mailbox, and then leads to `back`.
///
/// # Errors
/// [`Failure::NotFound`] where no mail server is set up; [`Failure::TooMany`] for what fills in the trap where a limit is near. What is wrong with the address is told with the form.
#[server(prefix = "/do", endpoint = "email-sign-in")]
pub async fn start_email_sign_in(
    #[server(default)] address: String,
    #[server(default)] back: String,
    #[server(default)] website: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    not_trapped(&visit, &website)?;
    let back = own_path(&back);
    let asked = ask(&services, &visit, &address, None, back).await?;
    let path = match asked.problem {
        None => SENT_PATH.to_owned(),
        Some(_) => format!("/sign-in?email&return={}#errors", encoded(back)),
    };
    see_other(&visit.href(&path));
    Ok(())
}
