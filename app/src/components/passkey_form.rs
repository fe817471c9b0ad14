//! Forms that ask a device for a passkey. Hidden until `passkey.js` finds that the browser can do it: without a script they do nothing.

use crate::{
    context::{Services, Visit, passkeys::Purpose},
    i18n::{Lang, passkey as words},
};
use leptos::prelude::*;

/// A form with its button. `action` is where the answer goes, `children` stand above the button.
#[component]
pub fn PasskeyForm(
    visit: Visit,
    purpose: Purpose,
    action: &'static str,
    #[prop(optional)] back: Option<String>,
    children: Children,
) -> impl IntoView {
    let lang = visit.lang;
    let back = back.map(|back| view! { <input type="hidden" name="back" value=back /> });
    view! {
        <form
            method="post"
            action=visit.href(action)
            class="flow"
            hidden=true
            data-passkey=purpose.as_str()
            data-ask=visit.href("/do/passkey-question")
            data-cancelled=words::cancelled(lang)
            data-known=words::known(lang)
            data-failed=words::failed(lang)
        >
            {back}
            <input type="hidden" name="token" />
            <input type="hidden" name="answer" />
            <p class="field-error" role="alert" hidden=true></p>
            {children()}
        </form>
    }
}

/// What stands in place of such a form where the browser cannot do it.
#[component]
pub fn WithoutPasskeys(lang: Lang) -> impl IntoView {
    view! {
        <p class="hint" data-without-passkeys="">
            {words::needs_script(lang)}
        </p>
    }
}

/// The script of all such forms on a page; stands once, after them.
#[component]
pub fn PasskeyScript() -> impl IntoView {
    let assets = use_context::<Services>().map(|s| s.assets.clone());
    let src = assets.unwrap_or_default().url("passkey.js");
    view! { <script type="module" src=src></script> }
}
