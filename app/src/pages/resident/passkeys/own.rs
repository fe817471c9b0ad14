//! One's own passkeys: which there are, adding one, taking one away.

use crate::{
    components::{
        PasskeyForm, PasskeyScript, WithoutPasskeys,
        page::{encoded, own_path},
        see_other,
    },
    context::{
        Letter, Services, Visit, Visitor, by, mailboxes,
        passkeys::{self, Purpose, SealedPasskey},
        services, visit,
    },
    failure::Failure,
    i18n::{dates, email as email_words, passkey as words},
    pages::staff::confirm_second_step,
};
use domain::{
    ids::PasskeyId,
    passkey::{self, MOST_LABEL, NotNow, SecondStep},
};
use leptos::prelude::*;
use store::{Conflict, StoreError, passkeys::Passkey};

/// What the section shows.
#[derive(Clone)]
pub struct OwnPasskeys {
    /// Row, label, whether it works on this host.
    keys: Vec<(Passkey, String, bool)>,
    may_add: Result<(), NotNow>,
    may_remove: bool,
    back: String,
}

impl OwnPasskeys {
    /// Reads them; `None` for whoever a mailbox alone identifies and where browsers make no keys. `back` is where adding leads.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        visitor: &Visitor,
        back: String,
    ) -> Result<Option<Self>, Failure> {
        let Some(here) = passkeys::host(visit) else {
            return Ok(None);
        };
        if !visitor.facts.assurance.is_identified() {
            return Ok(None);
        }
        let community = visit.community_id();
        let mut keys = Vec::new();
        for row in services
            .store
            .passkeys_of(community, visitor.person)
            .await?
        {
            let label = SealedPasskey::open(services, community, &row).await?.label;
            let is_here = row.host == here;
            keys.push((row, label, is_here));
        }
        let may_add = may_add(services, visit, visitor).await?;
        Ok(Some(Self {
            keys,
            may_add,
            may_remove: may_remove(visit, visitor),
            back,
        }))
    }

    /// Whether there is any key.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// Whether the asker may take a key away just now.
fn may_remove(visit: &Visit, visitor: &Visitor) -> bool {
    passkey::may_remove(visitor.signed_in, visit.now).is_ok()
}

/// Whether the asker may add a key just now.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn may_add(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
) -> Result<Result<(), NotNow>, Failure> {
    let (community, store) = (visit.community_id(), &services.store);
    let known = store.passkeys_of(community, visitor.person).await?.len() as u64;
    let second_step = match visitor.second_factor_open {
        true => {
            let app = store.second_factor(community, visitor.person).await?;
            SecondStep::Open {
                has_app: app.is_some(),
            }
        }
        false => SecondStep::Done,
    };
    Ok(passkey::may_add(
        visitor.signed_in,
        second_step,
        known,
        visit.now,
    ))
}

/// The section of one's own page.
#[component]
pub fn Passkeys(visit: Visit, own: OwnPasskeys) -> impl IntoView {
    let lang = visit.lang;
    let rows = own
        .keys
        .iter()
        .map(|(row, label, is_here)| key(&visit, row, label, (*is_here, own.may_remove)))
        .collect_view();
    let none = own.is_empty().then(|| view! { <p>{words::none(lang)}</p> });
    view! {
        <section class="flow prose section" aria-labelledby="passkeys">
            <h2 id="passkeys">{words::title(lang)}</h2>
            <p class="hint">{words::lead(lang)}</p>
            {none}
            <dl class="summary">{rows}</dl>
            <AddForm visit own />
        </section>
    }
}

fn key(
    visit: &Visit,
    row: &Passkey,
    label: &str,
    (is_here, may_remove): (bool, bool),
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let label = match label {
        "" => words::unnamed(lang).to_owned(),
        label => label.to_owned(),
    };
    // A date ends in a full stop of its own in Ukrainian: «2026 р.»
    let day = |at| dates::date(lang, at).trim_end_matches('.').to_owned();
    let used = match row.used_at {
        Some(at) => words::used_on(lang, &day(at)),
        None => words::never_used(lang).to_owned(),
    };
    let elsewhere = (!is_here).then(|| {
        view! { <p class="hint">{words::elsewhere(lang, &row.host)}</p> }
    });
    let remove = may_remove.then(|| {
        view! {
            <dd class="summary__act">
                <form method="post" action=visit.href("/do/remove-passkey")>
                    <input type="hidden" name="passkey" value=row.id.to_string() />
                    <button class="link">
                        {words::remove(lang)} <span class="vh">{words::remove_which(lang, &label)}</span>
                    </button>
                </form>
            </dd>
        }
    });
    view! {
        <div>
            <dt>{label.clone()}</dt>
            <dd>
                <p>{words::added_on(lang, &day(row.added_at))} " " {used}</p>
                {elsewhere}
            </dd>
            {remove}
        </div>
    }
}

/// The form that adds a key, or why there is none.
#[component]
pub fn AddForm(visit: Visit, own: OwnPasskeys) -> impl IntoView {
    let lang = visit.lang;
    match own.may_add {
        Err(NotNow::TooMany) if own.may_remove => {
            view! { <p>{words::too_many(lang)}</p> }.into_any()
        }
        // With too many, one has to go first.
        Err(_) => {
            let back = encoded(&own.back);
            let href = format!("{}?return={back}", visit.href("/sign-in"));
            view! {
                <p>{words::sign_in_again(lang)}</p>
                <p>
                    <a href=href>{words::sign_in_again_link(lang)}</a>
                </p>
            }
            .into_any()
        }
        Ok(()) => view! {
            <PasskeyForm
                visit
                purpose=Purpose::Add
                action="/do/add-passkey"
                back=own.back.clone()
            >
                <div class="field">
                    <label class="label" for="passkey-label">
                        {words::label(lang)}
                    </label>
                    <p class="hint" id="passkey-label-hint">
                        {words::label_hint(lang)}
                    </p>
                    <input
                        class="input"
                        type="text"
                        id="passkey-label"
                        name="label"
                        maxlength=MOST_LABEL
                        autocomplete="off"
                        aria-describedby="passkey-label-hint"
                    />
                </div>
                <button class="btn btn--2">{words::add(lang)}</button>
            </PasskeyForm>
            <WithoutPasskeys lang />
            <PasskeyScript />
        }
        .into_any(),
    }
}

/// Adds the key that the device has made, and goes on to `back`. Of those who work for the community it is the second step, too.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor and for whoever has to sign in again first. What else stands against it is told on the page.
#[server(prefix = "/do", endpoint = "add-passkey")]
pub async fn add_passkey(
    #[server(default)] token: String,
    #[server(default)] answer: String,
    #[server(default)] label: String,
    #[server(default)] back: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = visit.require_visitor()?.clone();
    let back = own_path(&back);
    if may_add(&services, &visit, &visitor).await?.is_err() {
        return Err(Failure::SignInNeeded);
    }
    let label = passkey::label(&label);
    let sent = (token.as_str(), answer.as_str());
    let made = passkeys::added(&services, &visit, visitor.person, label, sent).await?;
    let Some((id, host, sealed)) = made else {
        see_other(&with(back, "passkey=refused"));
        return Ok(());
    };
    let new = Passkey {
        id,
        person: visitor.person,
        host,
        sealed,
        assurance: visitor.facts.assurance,
        added_at: visit.now,
        used_at: None,
    };
    let community = visit.community_id();
    let outcome = services
        .store
        .add_passkey(community, &new, by(&visit, visitor.person))
        .await;
    match outcome {
        Ok(()) => {}
        // Added in several tabs at once: the page says that there are enough.
        Err(StoreError::Conflict(Conflict::AlreadyThere)) => {
            see_other(back);
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    }
    if visitor.second_factor_open {
        confirm_second_step(&services, &visit, &visitor).await?;
    }
    tell(&services, &visit, &visitor).await?;
    see_other(&with(back, "passkey=added"));
    Ok(())
}

/// A path with one more word in its query, before the `#`.
fn with(path: &str, word: &str) -> String {
    let (path, part) = match path.split_once('#') {
        Some((path, part)) => (path, format!("#{part}")),
        None => (path, String::new()),
    };
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}{word}{part}")
}

/// Tells the person's mailbox, where one is known: whoever adds a key in somebody else's name is found out. Nobody is stopped by a mail
/// server that does not answer.
async fn tell(services: &Services, visit: &Visit, visitor: &Visitor) -> Result<(), Failure> {
    let community = visit.community_id();
    let (Some(mail), Some(own)) = (
        &services.mail,
        services.store.mailbox_of(community, visitor.person).await?,
    ) else {
        return Ok(());
    };
    let lang = visit.lang;
    let to = mailboxes::address(services, community, &own).await?;
    let page = format!("{}{}", visit.origin, visit.href("/me"));
    let community = email_words::letter_community(lang, visit.community.name.get(lang));
    let what = format!("{}\n{community}", words::letter_text(lang));
    let parts = [
        email_words::letter_greeting(lang),
        &what,
        words::letter_not_you(lang),
        &page,
    ];
    let letter = Letter::new(visit, &to, words::letter_subject(lang), &parts);
    if let Err(why) = mail.send(letter).await {
        tracing::warn!(?why, "the owner of a mailbox was not told of a new passkey");
    }
    Ok(())
}

/// Takes one of the asker's own keys away. Whoever sends another's, or one that is gone, is answered the same; whose sign-in is not of just
/// now is led to it first.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor and for whoever has not passed the second step; [`Failure::Forbidden`] for whoever a mailbox
/// alone identifies.
#[server(prefix = "/do", endpoint = "remove-passkey")]
pub async fn remove_passkey(#[server(default)] passkey: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = visit.require_visitor()?;
    if visitor.second_factor_open {
        return Err(Failure::SignInNeeded);
    }
    if !visitor.facts.assurance.is_identified() {
        return Err(Failure::Forbidden);
    }
    let id: PasskeyId = passkey.parse().map_err(|_| Failure::BadRequest)?;
    if !may_remove(&visit, visitor) {
        see_other(&visit.way_in(&visit.href("/me#passkeys")));
        return Ok(());
    }
    services
        .store
        .remove_passkey(
            visit.community_id(),
            visitor.person,
            id,
            by(&visit, visitor.person),
        )
        .await?;
    see_other(&visit.href("/me?passkey=removed#passkeys"));
    Ok(())
}
