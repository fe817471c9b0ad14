//! `/second-factor`: the second step of signing in, for those who work for a community. Setting it up, passing it, and new recovery
//! codes.
//!
//! The secret that is being set up is derived from the session's token, which is in the browser alone: nothing is stored until its
//! first code has proved that the app has it, and looking at the page writes nothing.

use super::keep::{self, DeskForm};
use crate::{
    components::{
        Frame, PageTitle, PasskeyForm, PasskeyScript, WithoutPasskeys, page,
        page::{encoded, own_path},
        see_other,
        wrong::{Wrong, error_line},
    },
    context::{
        Services, Visit, Visitor, cookies,
        passkeys::{self, Purpose},
        services, visit,
    },
    failure::Failure,
    i18n::{Lang, common, dates, passkey as passkey_words, second_factor as words},
    keys::{RandomBytes, Token, TotpSecret, hash_recovery_code},
    pages::resident::{AddForm, OwnPasskeys, set_cookie},
};
use domain::{
    second_factor::{RECOVERY_CODES, TypedCode, recovery_code},
    time::Millis,
};
use http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use store::{
    Actor, By, Conflict, SecretHash, StoreError,
    second_factors::{SecondFactor, Try},
};

const PATH: &str = "/second-factor";
/// The key of the input.
const CODE: &str = "code";

/// What is wrong with the code that was sent, as a word in the address.
const WRONG: &str = "wrong";
const USED: &str = "used";
/// The same of a passkey.
const NOT_GOOD: &str = "not-good";

/// What the page is for just now.
#[derive(Clone)]
enum Step {
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
struct Shown {
    step: Step,
    /// Where to go on to: a path of ours.
    back: String,
    wrong: Wrong,
    /// What was wrong with a passkey.
    refused: Option<&'static str>,
    /// The code of this moment, in a demonstration alone.
    demo: Option<String>,
}

/// By whom, in the session that asks.
fn by(visit: &Visit, visitor: &Visitor) -> By {
    By {
        actor: Actor::Person(visitor.person),
        at: visit.now,
    }
}

/// Whoever has a role, passed or not. An e-mail link is no first step: whoever reads somebody's mailbox must not be able to set up
/// their second one.
fn member(visit: &Visit) -> Result<&Visitor, Failure> {
    let visitor = visit.require_visitor()?;
    if visitor.is_weak() {
        Err(Failure::SignInNeeded)
    } else if visitor.is_staff {
        Ok(visitor)
    } else {
        Err(Failure::Forbidden)
    }
}

/// The token of the session that asks.
fn session_token(services: &Services, parts: Option<&Parts>) -> Result<Token, Failure> {
    let sent = parts.and_then(|parts| services.cookies.read(&parts.headers, cookies::SESSION));
    sent.and_then(Token::from_client)
        .ok_or(Failure::SignInNeeded)
}

/// `/second-factor?return=PATH`; `?wrong`, `?used` and `?again=MS` after a code that was not taken, `?codes` after one that set it up,
/// `?passkey=WORD` after a passkey that was not taken.
#[component]
pub fn SecondFactorPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let parts = use_context::<Parts>();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let visitor = member(&visit)?.clone();
        let back = match query.get("return") {
            Some(sent) => own_path(&sent).to_owned(),
            None => visit.href("/staff"),
        };
        let community = visit.community_id();
        let known = services
            .store
            .second_factor(community, visitor.person)
            .await?;
        let keys = services.community_keys(community).await?;
        let passkeys = services
            .store
            .passkeys_of(community, visitor.person)
            .await?;
        let here = passkeys::host(&visit);
        let passkey = passkeys.iter().any(|key| Some(&key.host) == here.as_ref());
        let mut demo = None;
        let step = match known {
            None if !passkeys.is_empty() && visitor.second_factor_open => Step::Pass {
                app: false,
                passkey,
            },
            None if !passkeys.is_empty() => Step::Passed { codes_left: None },
            None => {
                let token = session_token(&services, parts.as_ref())?;
                let secret = TotpSecret::for_session(&token);
                demo = Some(secret.code_at(visit.now));
                let page = format!("{}?return={}", visit.href(PATH), encoded(&back));
                let own = OwnPasskeys::of(&services, &visit, &visitor, page).await?;
                set_up(&visit, &visitor, &secret, own)?
            }
            Some(_) if query.get("codes").is_some() => {
                let form = DeskForm::RecoveryCodes;
                let kept = keep::kept(&services, &visit, form, visitor.person).await?;
                match kept {
                    Some(codes) => Step::Codes(codes),
                    None => passed(&services, &visit, &visitor).await?,
                }
            }
            Some(known) if visitor.second_factor_open => {
                let secret = TotpSecret::open(&keys, visitor.person, &known.sealed);
                let secret = secret.map_err(|_| Failure::Internal)?;
                demo = Some(secret.code_at(visit.now));
                Step::Pass { app: true, passkey }
            }
            Some(known) => {
                let secret = TotpSecret::open(&keys, visitor.person, &known.sealed);
                let secret = secret.map_err(|_| Failure::Internal)?;
                demo = Some(secret.code_at(visit.now));
                passed(&services, &visit, &visitor).await?
            }
        };
        let wrong = match &step {
            Step::Codes(_) => Wrong::default(),
            _ => wrong(visit.lang, &|word| query.get(word), visit.now),
        };
        let refused = match query.get("passkey").as_deref() {
            Some(NOT_GOOD) => Some(passkey_words::confirm_not_good(visit.lang)),
            Some("refused") => Some(passkey_words::not_added(visit.lang)),
            _ => None,
        };
        let shown = Shown {
            step,
            back,
            wrong,
            refused,
            demo: demo.filter(|_| services.demo).and_then(Result::ok),
        };
        Ok(view! { <SecondFactorView visit shown /> })
    })
}

async fn passed(services: &Services, visit: &Visit, visitor: &Visitor) -> Result<Step, Failure> {
    let left = services
        .store
        .recovery_codes_left(visit.community_id(), visitor.person)
        .await?;
    Ok(Step::Passed {
        codes_left: Some(i64::try_from(left).unwrap_or(i64::MAX)),
    })
}

fn set_up(
    visit: &Visit,
    visitor: &Visitor,
    secret: &TotpSecret,
    own: Option<OwnPasskeys>,
) -> Result<Step, Failure> {
    let issuer = format!(
        "{} {}",
        common::brand(visit.lang),
        visit.community.name.get(visit.lang)
    );
    let url = secret.url(&visitor.short_name, &issuer);
    let url = url.map_err(|_| Failure::Internal)?;
    let base32 = secret.base32().map_err(|_| Failure::Internal)?;
    // In groups of four, as people read it off.
    let letters: Vec<char> = base32.chars().collect();
    let groups = letters.chunks(4).map(String::from_iter);
    Ok(Step::SetUp {
        secret: groups.collect::<Vec<_>>().join(" "),
        qr: crate::qr::svg(&url).map_err(|_| Failure::Internal)?,
        url,
        own,
    })
}

/// What is wrong with the code that was sent, in words.
fn wrong(lang: Lang, said: &dyn Fn(&str) -> Option<String>, now: Millis) -> Wrong {
    let again = said("again").and_then(|at| at.parse().ok()).map(Millis);
    let words = match again.filter(|again| *again > now) {
        Some(again) => words::too_many(lang, &dates::time(lang, again)),
        None if said(USED).is_some() => words::used(lang).to_owned(),
        None if said(WRONG).is_some() => words::wrong(lang).to_owned(),
        None => return Wrong::default(),
    };
    Wrong::of(vec![(CODE.to_owned(), words)])
}

#[component]
fn SecondFactorView(visit: Visit, shown: Shown) -> impl IntoView {
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
    view! {
        {by_passkey}
        {needs_script}
        {by_code}
        {elsewhere}
        <p class="hint">{words::lost(lang)}</p>
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

/// Leads back to the form, which says `word`.
fn not_taken(visit: &Visit, back: &str, word: &str) {
    let back = encoded(own_path(back));
    let path = visit.href(&format!("{PATH}?return={back}&{word}#errors"));
    see_other(&path);
}

/// New recovery codes: as people see them, and as they are stored.
fn new_codes(services: &Services, visitor: &Visitor) -> (Vec<String>, Vec<[u8; 32]>) {
    let codes: Vec<String> = (0..RECOVERY_CODES)
        .map(|_| recovery_code(services.random.bytes()))
        .collect();
    let hashes = codes
        .iter()
        .map(|code| hash_recovery_code(visitor.person, &code.replace('-', "")));
    let hashes = hashes.collect();
    (codes, hashes)
}

/// Sets up the asker's own second factor with the app's first `code`, and goes on to the recovery codes, then to `back`.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for who has no role. A wrong code is told with the form.
#[server(prefix = "/do", endpoint = "set-second-factor")]
pub async fn set_second_factor(
    #[server(default)] code: String,
    #[server(default)] back: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = member(&visit)?.clone();
    let (community, person) = (visit.community_id(), visitor.person);
    // Whoever has a passkey passes with it; an app set up instead would be a way around it.
    if !services
        .store
        .passkeys_of(community, person)
        .await?
        .is_empty()
    {
        return Err(Failure::Forbidden);
    }
    let token = session_token(&services, use_context::<Parts>().as_ref())?;
    let secret = TotpSecret::for_session(&token);
    let step = match TypedCode::read(&code) {
        Some(TypedCode::App(code)) => secret.step_of(&code, visit.now),
        _ => None,
    };
    let Some(last_step) = step else {
        not_taken(&visit, &back, WRONG);
        return Ok(());
    };
    let keys = services.community_keys(community).await?;
    let sealed = secret.seal(&keys, visitor.person, &*services.random);
    let new = SecondFactor {
        sealed: sealed.map_err(|_| Failure::Internal)?,
        last_step,
    };
    let (codes, hashes) = new_codes(&services, &visitor);
    let outcome = services
        .store
        .set_second_factor(community, &new, &hashes, by(&visit, &visitor))
        .await;
    match outcome {
        Ok(()) => {}
        // Set up in another tab meanwhile: then it is to be passed.
        Err(StoreError::Conflict(Conflict::AlreadyThere)) => {
            not_taken(&visit, &back, USED);
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    }
    let form = DeskForm::RecoveryCodes;
    keep::keep(&services, &visit, form, visitor.person, &codes).await?;
    confirm_second_step(&services, &visit, &visitor).await?;
    let back = encoded(own_path(&back));
    see_other(&visit.href(&format!("{PATH}?codes&return={back}")));
    Ok(())
}

/// Tries a code of the asker's app, or one of their recovery codes, and uses it up; what stands against it, as the page's word.
async fn refused(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
    code: &str,
) -> Result<Option<String>, Failure> {
    let (community, person) = (visit.community_id(), visitor.person);
    let store = &services.store;
    let known = match store.begin_try(community, person, visit.now).await? {
        Try::Begun(known) => known,
        Try::NotSet => return Ok(Some(USED.to_owned())),
        Try::TooMany(again) => return Ok(Some(format!("again={}", again.0))),
    };
    let word = match TypedCode::read(code) {
        None => Some(WRONG),
        Some(TypedCode::Recovery(code)) => {
            let hash = hash_recovery_code(person, &code);
            let by = by(visit, visitor);
            let good = store.use_recovery_code(community, hash, by).await?;
            (!good).then_some(WRONG)
        }
        Some(TypedCode::App(code)) => {
            let keys = services.community_keys(community).await?;
            let secret = TotpSecret::open(&keys, person, &known.sealed);
            let secret = secret.map_err(|_| Failure::Internal)?;
            match secret.step_of(&code, visit.now) {
                None => Some(WRONG),
                Some(step) => {
                    let good = store.use_step(community, person, step).await?;
                    (!good).then_some(USED)
                }
            }
        }
    };
    Ok(word.map(str::to_owned))
}

/// Passes the second factor with the app's `code` or a recovery code, and goes on to `back`.
///
/// # Errors
/// As those of [`set_second_factor`].
#[server(prefix = "/do", endpoint = "pass-second-factor")]
pub async fn pass_second_factor(
    #[server(default)] code: String,
    #[server(default)] back: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = member(&visit)?.clone();
    match refused(&services, &visit, &visitor, &code).await? {
        Some(word) => not_taken(&visit, &back, &word),
        None => {
            confirm_second_step(&services, &visit, &visitor).await?;
            see_other(own_path(&back));
        }
    }
    Ok(())
}

/// Passes the second factor with one of the asker's passkeys, and goes on to `back`.
///
/// # Errors
/// As those of [`set_second_factor`]. A key that is not good is told on the page.
#[server(prefix = "/do", endpoint = "confirm-by-passkey")]
pub async fn confirm_by_passkey(
    #[server(default)] token: String,
    #[server(default)] answer: String,
    #[server(default)] back: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = member(&visit)?.clone();
    let sent = (token.as_str(), answer.as_str());
    if passkeys::confirmed(&services, &visit, visitor.person, sent).await? {
        confirm_second_step(&services, &visit, &visitor).await?;
        see_other(own_path(&back));
    } else {
        let back = encoded(own_path(&back));
        see_other(&visit.href(&format!("{PATH}?return={back}&passkey={NOT_GOOD}")));
    }
    Ok(())
}

/// Marks the session that asks as one that has passed, under a new token.
///
/// # Errors
/// When the database does not answer.
pub async fn confirm_second_step(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
) -> Result<(), Failure> {
    let new = Token::new(&*services.random);
    let confirmed = services
        .store
        .confirm_session(
            visit.community_id(),
            SecretHash(visitor.session),
            SecretHash(new.hash()),
            visit.now,
        )
        .await?;
    if let Some(expires_at) = confirmed {
        let life_s = expires_at.since(visit.now) / 1000;
        set_cookie(services, cookies::SESSION, &new.to_client(), life_s);
    }
    Ok(())
}

/// Gives the asker new recovery codes in place of those before, for a fresh `code`: whoever finds their browser open must not get any.
/// The codes are shown on the page that follows.
///
/// # Errors
/// As those of [`set_second_factor`], and [`Failure::SignInNeeded`] where the second factor is not passed.
#[server(prefix = "/do", endpoint = "renew-recovery-codes")]
pub async fn renew_recovery_codes(
    #[server(default)] code: String,
    #[server(default)] back: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = member(&visit)?.clone();
    if visitor.second_factor_open {
        return Err(Failure::SignInNeeded);
    }
    if let Some(word) = refused(&services, &visit, &visitor, &code).await? {
        not_taken(&visit, &back, &word);
        return Ok(());
    }
    let (codes, hashes) = new_codes(&services, &visitor);
    let by = by(&visit, &visitor);
    services
        .store
        .renew_recovery_codes(visit.community_id(), &hashes, by)
        .await?;
    let form = DeskForm::RecoveryCodes;
    keep::keep(&services, &visit, form, visitor.person, &codes).await?;
    let back = encoded(own_path(&back));
    see_other(&visit.href(&format!("{PATH}?codes&return={back}")));
    Ok(())
}

/// Forgets the recovery codes that this browser shows, and goes on to `back`.
///
/// # Errors
/// As those of [`set_second_factor`].
#[server(prefix = "/do", endpoint = "hide-recovery-codes")]
pub async fn hide_recovery_codes(#[server(default)] back: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let person = member(&visit)?.person;
    keep::forget(&services, &visit, DeskForm::RecoveryCodes, person).await?;
    see_other(own_path(&back));
    Ok(())
}
