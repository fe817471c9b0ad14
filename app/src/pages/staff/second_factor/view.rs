//! The page's steps as they are seen.

use super::CODE;
use crate::{
    components::{
        Frame, PageTitle, PasskeyForm, PasskeyScript, WithoutPasskeys,
        wrong::{Wrong, error_line},
    },
    context::{Visit, passkeys::Purpose},
    i18n::{Lang, common, passkey as passkey_words, second_factor as words},
    pages::resident::{AddForm, OwnPasskeys},
};
use leptos::prelude::*;

/// What the page is for just now.
#[derive(Clone)]
pub(super) enum Step {
    /// The app has to learn the secret.
    SetUp {
        secret: String,
        /// The same for an app, as an address.
        url: String,
        qr: String,
        /// The other way: a passkey.
        own: Option<OwnPasskeys>,
    },
    /// The app's code or a recovery code, a passkey, or either.
    Pass { app: bool, passkey: bool },
    /// New recovery codes, shown once.
    Codes(Vec<String>),
    /// It is passed; without an app there are no recovery codes.
    Passed { codes_left: Option<i64> },
}

/// What the page shows beside the visit.
#[derive(Clone)]
pub(super) struct Shown {
    pub step: Step,
    /// Where to go on to: a path of ours.
    pub back: String,
    pub wrong: Wrong,
    /// What was wrong with a passkey.
    pub refused: Option<&'static str>,
    /// The code of this moment, in a demonstration alone.
    pub demo: Option<String>,
}

#[component]
pub(super) fn SecondFactorView(visit: Visit, shown: Shown) -> impl IntoView {
    let lang = visit.lang;
    let title = match &shown.step {
        Step::SetUp { .. } => words::set_up_title(lang),
        Step::Pass { .. } => words::pass_title(lang),
        Step::Codes(_) => words::codes_title(lang),
        Step::Passed { .. } => words::passed_title(lang),
    };
    let window = match shown.wrong.is_empty() && shown.refused.is_none() {
        true => title.to_owned(),
        false => common::page_title_error(lang, title),
    };
    let refused = shown.refused.map(|words| {
        view! {
            <div class="callout callout--warn" role="alert">
                <p>{words}</p>
            </div>
        }
    });
    let body = match shown.step.clone() {
        Step::SetUp {
            secret,
            url,
            qr,
            own,
        } => setting_up(&visit, &shown, (secret, url, qr), own),
        Step::Pass { app, passkey } => passing(&visit, &shown, app, passkey),
        Step::Codes(codes) => recovery_codes(&visit, &shown, codes),
        Step::Passed { codes_left } => all_done(&visit, &shown, codes_left),
    };
    view! {
        <PageTitle text=window />
        <Frame>
            <div class="flow prose">
                {shown.wrong.summary(lang)} {refused} <h1>{title}</h1> {body}
            </div>
        </Frame>
    }
}

/// The ways to pass: with the passkey first, which is one touch.
fn passing(visit: &Visit, shown: &Shown, app: bool, passkey: bool) -> AnyView {
    let lang = visit.lang;
    let by_passkey = passkey.then(|| {
        view! {
            <PasskeyForm
                visit=visit.clone()
                purpose=Purpose::Confirm
                action="/do/confirm-by-passkey"
                back=shown.back.clone()
            >
                <p>{passkey_words::confirm_lead(lang)}</p>
                <button class="btn">{passkey_words::confirm(lang)}</button>
            </PasskeyForm>
            <PasskeyScript />
        }
    });
    let by_code = app.then(|| {
        let (hint, submit) = (words::pass_hint(lang), words::go_on(lang));
        view! {
            <p>{words::pass_lead(lang)}</p>
            {code_form(visit, shown, "/do/pass-second-factor", hint, submit)}
        }
    });
    let needs_script = (passkey && !app).then(|| view! { <WithoutPasskeys lang /> });
    let elsewhere =
        (!passkey && !app).then(|| view! { <p>{passkey_words::confirm_elsewhere(lang)}</p> });
    let lost = match app {
        true => words::lost(lang),
        false => words::lost_passkey(lang),
    };
    view! {
        {by_passkey}
        {needs_script}
        {by_code}
        {elsewhere}
        <p class="hint">{lost}</p>
    }
    .into_any()
}

/// The code of this moment, where nobody has a phone.
fn demo_code(lang: Lang, code: Option<&String>) -> Option<AnyView> {
    let code = code?;
    Some(
        view! {
            <div class="callout">
                <p>
                    {words::demo(lang)} " " <strong id="demo-code">{code.clone()}</strong>
                </p>
            </div>
        }
        .into_any(),
    )
}

fn setting_up(
    visit: &Visit,
    shown: &Shown,
    (secret, url, qr): (String, String, String),
    own: Option<OwnPasskeys>,
) -> AnyView {
    let lang = visit.lang;
    let by_passkey = own.map(|own| {
        view! {
            <h2>{passkey_words::set_up_title(lang)}</h2>
            <p>{passkey_words::set_up_lead(lang)}</p>
            <AddForm visit=visit.clone() own />
            <h2>{passkey_words::set_up_app_title(lang)}</h2>
        }
    });
    view! {
        <p class="lead">{words::set_up_lead(lang)}</p>
        {by_passkey}
        <ol class="list">
            <li>{words::set_up_app(lang)}</li>
            <li>
                {words::set_up_scan(lang)} <div class="qr" role="img" aria-label=words::qr_label(lang) inner_html=qr></div>
                <p><a href=url>{words::set_up_here(lang)}</a></p>
                <p class="hint">{words::set_up_by_hand(lang)}</p>
                <p>
                    <code id="secret">{secret}</code>
                </p>
            </li>
            <li>{words::set_up_type(lang)}</li>
        </ol>
        {code_form(visit, shown, "/do/set-second-factor", words::set_up_hint(lang), words::go_on(lang))}
    }
    .into_any()
}

/// The form that takes a code.
fn code_form(
    visit: &Visit,
    shown: &Shown,
    action: &str,
    hint: &'static str,
    submit: &'static str,
) -> AnyView {
    let lang = visit.lang;
    let error = shown.wrong.at(CODE);
    let invalid = error.is_some();
    let demo = demo_code(lang, shown.demo.as_ref());
    view! {
        {demo}
        <form method="post" action=visit.href(action) class="flow" novalidate>
            <input type="hidden" name="back" value=shown.back.clone() />
            <div class=if invalid { "field is-invalid" } else { "field" }>
                <label class="label" for=CODE>
                    {words::code(lang)}
                </label>
                {error.map(|words| error_line(lang, CODE, &words))}
                <p class="hint" id="code-hint">
                    {hint}
                </p>
                <input
                    class=if invalid { "input input--bad" } else { "input" }
                    type="text"
                    id=CODE
                    name=CODE
                    autocomplete="one-time-code"
                    autocapitalize="characters"
                    spellcheck="false"
                    aria-invalid=invalid.then_some("true")
                    aria-describedby=if invalid { "code-error code-hint" } else { "code-hint" }
                />
            </div>
            <button class="btn">{submit}</button>
        </form>
    }
    .into_any()
}

fn recovery_codes(visit: &Visit, shown: &Shown, codes: Vec<String>) -> AnyView {
    let lang = visit.lang;
    let codes = codes
        .into_iter()
        .map(|code| {
            view! {
                <li>
                    <code>{code}</code>
                </li>
            }
        })
        .collect_view();
    view! {
        <p class="lead">{words::codes_lead(lang)}</p>
        <ul class="codes">{codes}</ul>
        <p>{words::codes_once(lang)}</p>
        <form method="post" action=visit.href("/do/hide-recovery-codes")>
            <input type="hidden" name="back" value=shown.back.clone() />
            <button class="btn">{words::codes_kept(lang)}</button>
        </form>
    }
    .into_any()
}

fn all_done(visit: &Visit, shown: &Shown, codes_left: Option<i64>) -> AnyView {
    let lang = visit.lang;
    let codes = codes_left.map(|left| {
        view! {
            <h2>{words::codes_renew(lang)}</h2>
            <p>{words::codes_left(lang, left)} " " {words::codes_renew_lead(lang)}</p>
            {code_form(
                visit,
                shown,
                "/do/renew-recovery-codes",
                words::pass_hint(lang),
                words::codes_renew_submit(lang),
            )}
        }
    });
    view! {
        <p>{words::passed_lead(lang)}</p>
        <p>
            <a class="btn" href=shown.back.clone()>
                {words::go_on(lang)}
            </a>
        </p>
        <p>
            <a href=visit.href("/me#passkeys")>{passkey_words::title(lang)}</a>
        </p>
        {codes}
    }
    .into_any()
}
