//! `/me/organisations`: for whom one may act, for whom one acts now, and how to prove a power.

use super::{
    MINE, Shown,
    claim::{Again, ClaimForm, ClaimSection, again},
    hand_on::{Made, scope as link_scope},
    identified,
};
use crate::{
    components::{Frame, PageTitle, Section, TextArea, facts::organisation_path, page, said::said},
    context::{Services, Visit, Visitor, sealed::Sealed, services, signed_for, visit},
    failure::Failure,
    i18n::{common, dates, organisations as words},
    pages::resident::{SealedForms, me::Weak},
};
use domain::organisation::{
    HandOver, Organisation, Power, Proof, SignedFor, TooManyOffers, last_day_by_key, may_offer,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use store::representatives::Offer;

/// One of the asker's organisations.
#[derive(Clone)]
struct Mine {
    organisation: Organisation,
    power: Power,
    own: Shown,
    /// The others, each with whether the asker may end their power.
    colleagues: Vec<(Shown, bool)>,
    /// The links by which the asker hands the power on and that nobody has taken.
    offers: Vec<Offer>,
}

/// How the asker's claim stands.
#[derive(Clone)]
enum Claim {
    None,
    /// Name and day.
    Waiting(String, String),
    /// Name, day and words.
    Refused(String, String, String),
}

/// What the page shows.
#[derive(Clone)]
struct Page {
    mine: Vec<Mine>,
    claim: Claim,
    form: ClaimForm,
    /// The organisation by whose key the asker has signed in, where the community knows it and the asker does not represent it by that key
    /// already.
    known_by_key: Option<SignedFor>,
    /// The same, where somebody else ended the asker's power.
    again: Option<Again>,
    made: Option<Made>,
}

/// `/me/organisations`; `?acting`, `?proved`, `?ended`, `?withdrawn`, `?back`, `?taken` and `?have` after what they say, `?problem` after a form that
/// could not be taken, `?made` after a link was made.
#[component]
pub fn MyOrganisations() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        visit.require_visitor()?;
        let lang = visit.lang;
        let Ok(visitor) = identified(&visit).cloned() else {
            let (title, why) = (words::mine_title(lang), words::weak(lang));
            return Ok(view! { <Weak visit path=MINE title why /> }.into_any());
        };
        let has = |key| query.get(key).is_some();
        let shown = shown(&services, &visit, &visitor, has("problem"), has("made")).await?;
        let said = [
            ("proved", words::key_proved(lang)),
            ("ended", words::laid_down(lang)),
            ("withdrawn", words::withdrawn(lang)),
            ("back", words::offer_taken_back(lang)),
            ("taken", words::offer_taken(lang)),
            ("have", words::offer_have(lang)),
        ];
        let said = said.into_iter().find(|(key, _)| has(key));
        let said = said.map(|(_, words)| words);
        Ok(view! { <MineView visit visitor shown said /> }.into_any())
    })
}

async fn shown(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
    asked: bool,
    made: bool,
) -> Result<Page, Failure> {
    let (store, community, person) = (&services.store, visit.community_id(), visitor.person);
    let today = dates::today(visit.now);
    let offers = store.offers_by(community, person, visit.now).await?;
    let mut mine = Vec::new();
    for (organisation, own) in store.powers_of(community, person).await? {
        let power = own.power;
        let mut colleagues = Vec::new();
        if power.counts(today) {
            for other in store.representatives(community, organisation.no).await? {
                if other.power.person != person && other.power.counts(today) {
                    let may_end = power.may_end(&other.power);
                    colleagues.push((Shown::of(services, visit, &other).await?, may_end));
                }
            }
        }
        let of = |offer: &&Offer| offer.organisation == organisation.no;
        mine.push(Mine {
            offers: offers.iter().filter(of).copied().collect(),
            organisation,
            power,
            own: Shown::of(services, visit, &own).await?,
            colleagues,
        });
    }
    let request = store.organisation_request(community, person).await?;
    let claim = match request {
        None => Claim::None,
        Some(request) => {
            let name = request.name.get(visit.lang).to_owned();
            match &request.refused {
                None => {
                    let day = dates::date(visit.lang, request.sent_at);
                    Claim::Waiting(name, dates::last_words(&day).to_owned())
                }
                Some((at, reason)) => {
                    let day = dates::date(visit.lang, *at);
                    let sealed = Sealed::OrganisationReason;
                    let reason = sealed.words(services, community, person, reason).await?;
                    Claim::Refused(name, day, reason)
                }
            }
        }
    };
    let signed = signed_for(services, visit, visitor).await?;
    let known = match &signed {
        Some(signed) => {
            store
                .organisation_by_code(community, &signed.edrpou)
                .await?
        }
        None => None,
    };
    let (by_key, again, unknown) = match known {
        // Nothing is to be gained where the key has proved it today, or what is there is longer.
        Some(known) => {
            let by_key = Power {
                organisation: known.no,
                person,
                proof: Proof::Key,
                until: last_day_by_key(today),
            };
            let own = mine.iter().find(|mine| mine.power.organisation == known.no);
            let gains =
                own.is_none_or(|own| own.power != by_key && own.power.gives_way_to(&by_key, today));
            let taken = store.powers_taken_away(community, person).await?;
            let taken = taken
                .into_iter()
                .find(|taken| taken.organisation.no == known.no);
            match (signed.filter(|_| gains), taken) {
                (Some(signed), Some(taken)) => {
                    let day = dates::short_date(visit.lang, taken.at, visit.now);
                    let kind = known.kind;
                    (None, Some(Again { signed, kind, day }), None)
                }
                (signed, _) => (signed, None, None),
            }
        }
        None => (None, None, signed),
    };
    let made = match SealedForms::of(services, visit).filter(|_| made) {
        Some(forms) => forms.get::<Made>(&link_scope(person)).await?,
        None => None,
    };
    Ok(Page {
        mine,
        claim,
        form: ClaimForm::of(services, visit, visitor, unknown, asked).await?,
        known_by_key: by_key,
        again,
        made,
    })
}

#[component]
fn MineView(
    visit: Visit,
    visitor: Visitor,
    shown: Page,
    said: Option<&'static str>,
) -> impl IntoView {
    let lang = visit.lang;
    let wrong = shown.form.wrong().clone();
    let window = match wrong.is_empty() {
        true => words::mine_title(lang).to_owned(),
        false => common::page_title_error(lang, words::mine_title(lang)),
    };
    let done = said.map(|words| {
        view! {
            <div class="callout callout--ok" role="status">
                <p>{words}</p>
            </div>
        }
    });
    let list = match shown.mine.is_empty() {
        true => view! { <p>{words::mine_none(lang)}</p> }.into_any(),
        false => shown
            .mine
            .iter()
            .map(|mine| one(&visit, &visitor, mine))
            .collect_view()
            .into_any(),
    };
    let claim = match &shown.claim {
        Claim::Waiting(name, day) => waiting(&visit, name, day),
        Claim::Refused(name, day, reason) => view! {
            {refusal(&visit, name, day, reason)}
            <ClaimSection visit=visit.clone() form=shown.form.clone() />
        }
        .into_any(),
        Claim::None => {
            view! { <ClaimSection visit=visit.clone() form=shown.form.clone() /> }.into_any()
        }
    };
    let how = visitor.signed_for.is_none();
    let how = how.then(|| view! { <p class="hint">{words::key_how(lang)}</p> });
    let made = shown.made.as_ref().map(|made| link(&visit, made));
    let by_key = shown
        .known_by_key
        .as_ref()
        .map(|key| key_known(&visit, key));
    let waits = matches!(shown.claim, Claim::Waiting(..));
    let by_key_again = shown.again.as_ref().map(|one| again(&visit, one, waits));
    let now_self = visitor
        .acts_for
        .is_none()
        .then(|| view! { <p>{words::now_self(lang)}</p> });
    view! {
        <PageTitle text=window />
        <Frame section=Section::Me>
            <div class="flow prose">
                {wrong.summary(lang)} {done} {made}
                <p class="back">
                    <a href=visit.href("/me")>{words::back(lang)}</a>
                </p>
                <h1>{words::mine_title(lang)}</h1>
                <p class="lead">{words::mine_lead(lang)}</p>
                {now_self} {by_key} {by_key_again} {list} {claim} {how}
            </div>
        </Frame>
    }
}

/// An organisation that the asker may act for, or might until its day was over.
fn one(visit: &Visit, visitor: &Visitor, mine: &Mine) -> AnyView {
    let lang = visit.lang;
    let no = mine.organisation.no;
    let acts_now = visitor.acts_for.as_ref().is_some_and(|now| now.no == no);
    let (heading, heading_id) = {
        let id = format!("organisation-{no}");
        (id.clone(), id)
    };
    let position = (!mine.own.position.is_empty())
        .then(|| view! { <p>{words::position(lang, &mine.own.position)}</p> });
    let state = match mine.own.counts {
        true => words::until(lang, mine.own.proof, &mine.own.until),
        false => words::over(lang, dates::last_words(&mine.own.until)),
    };
    let act = match (mine.own.counts, acts_now) {
        (false, _) => ().into_any(),
        (true, true) => view! {
            <p>
                <strong>{words::acts_now(lang)}</strong>
            </p>
        }
        .into_any(),
        (true, false) => view! {
            <form method="post" action=visit.href("/do/act-for")>
                <input type="hidden" name="no" value=no.to_string() />
                <button class="btn">{words::act_for(lang)}</button>
            </form>
        }
        .into_any(),
    };
    let colleagues = (!mine.colleagues.is_empty()).then(|| {
        let rows = mine.colleagues.iter().map(|(colleague, may_end)| {
            let end = may_end.then(|| {
                view! {
                    <form method="post" action=visit.href("/do/lay-down-power")>
                        <input type="hidden" name="no" value=no.to_string() />
                        <input type="hidden" name="person" value=colleague.person.to_string() />
                        <button class="link">
                            {words::end_colleague(lang)}
                            <span class="vh">": " {colleague.name.clone()}</span>
                        </button>
                    </form>
                }
            });
            let position = (!colleague.position.is_empty())
                .then(|| view! { <p class="small">{colleague.position.clone()}</p> });
            view! {
                <li>
                    <p>{colleague.name.clone()}</p>
                    {position}
                    {end}
                </li>
            }
        });
        let rows = rows.collect_view();
        view! {
            <h3>{words::colleagues(lang)}</h3>
            <ul class="list">{rows}</ul>
        }
    });
    let hand_on = mine
        .own
        .counts
        .then(|| match may_offer(mine.offers.len() as u64) {
            Ok(()) => hand_on(visit, &mine.power),
            Err(TooManyOffers) => view! { <p>{words::offers_full(lang)}</p> }.into_any(),
        });
    let offers = offers(visit, &mine.offers);
    view! {
        <section class="panel" aria-labelledby=heading>
            <h2 id=heading_id>
                <a href=visit.href(&organisation_path(no))>{said(lang, &mine.organisation.name)}</a>
            </h2>
            <p>{common::initiator_kind(lang, mine.organisation.kind)}</p>
            {position}
            <p>{state}</p>
            {act}
            {colleagues}
            {offers}
            {hand_on}
            <form method="post" action=visit.href("/do/lay-down-power")>
                <input type="hidden" name="no" value=no.to_string() />
                <button class="link">
                    {words::lay_down(lang)}
                    <span class="vh">": " {mine.organisation.name.get(lang).to_owned()}</span>
                </button>
            </form>
        </section>
    }
    .into_any()
}

/// The links that wait for somebody, each with the way to take it back.
fn offers(visit: &Visit, offers: &[Offer]) -> Option<AnyView> {
    let lang = visit.lang;
    let rows = offers.iter().map(|offer| {
        let until = dates::moment_this_year(lang, offer.expires_at, visit.now);
        view! {
            <li>
                <p>{words::offer_waits(lang, words::hand_over(lang, offer.hand_over), &until)}</p>
                <form method="post" action=visit.href("/do/take-offer-back")>
                    <input type="hidden" name="no" value=offer.organisation.to_string() />
                    <input type="hidden" name="ends" value=offer.expires_at.0.to_string() />
                    <button class="link">
                        {words::offer_take_back(lang)} <span class="vh">": " {until.clone()}</span>
                    </button>
                </form>
            </li>
        }
    });
    let rows = rows.collect_view();
    (!offers.is_empty()).then(|| {
        view! {
            <h3>{words::offers(lang)}</h3>
            <ul class="list">{rows}</ul>
        }
        .into_any()
    })
}

/// The form by which a power is handed on.
fn hand_on(visit: &Visit, power: &Power) -> AnyView {
    let lang = visit.lang;
    let no = power.organisation;
    let choices = HandOver::ALL
        .iter()
        .map(|&way| {
            let id = format!("hand-over-{no}-{way}");
            view! {
                <div class="check">
                    <input
                        type="radio"
                        id=id.clone()
                        name="hand_over"
                        value=way.as_str()
                        checked=way == HandOver::Shares
                    />
                    <label for=id>{words::hand_over(lang, way)}</label>
                </div>
            }
        })
        .collect_view();
    view! {
        <details class="disclosure">
            <summary>{words::hand_on(lang)}</summary>
            <form method="post" action=visit.href("/do/hand-power-on") class="flow">
                <p>{words::hand_on_lead(lang)}</p>
                <input type="hidden" name="no" value=no.to_string() />
                <fieldset class="field">
                    <legend class="label">{words::hand_on_what(lang)}</legend>
                    {choices}
                </fieldset>
                <button class="btn btn--2">{words::make_link(lang)}</button>
            </form>
        </details>
    }
    .into_any()
}

/// The link that was just made.
fn link(visit: &Visit, made: &Made) -> AnyView {
    let lang = visit.lang;
    let until = dates::moment_this_year(lang, made.expires_at, visit.now);
    view! {
        <section class="callout callout--ok flow" aria-labelledby="made">
            <h2 id="made">{words::link_title(lang)}</h2>
            <p>{words::link_text(lang, &made.organisation, &until)}</p>
            <label class="label" for="link">
                {words::link_label(lang)}
            </label>
            <TextArea id="link" name="link" value=made.link.clone() rows=5 lang="en" readonly=true />
        </section>
    }
    .into_any()
}

/// That the asker has signed in by the key of an organisation that the community knows.
fn key_known(visit: &Visit, key: &SignedFor) -> AnyView {
    let lang = visit.lang;
    view! {
        <section class="callout flow" aria-labelledby="key">
            <h2 id="key">{words::key_title(lang)}</h2>
            <p>{words::key_known(lang, &key.name)}</p>
            <form method="post" action=visit.href("/do/prove-power-by-key")>
                <button class="btn">{words::key_confirm(lang)}</button>
            </form>
        </section>
    }
    .into_any()
}

fn waiting(visit: &Visit, name: &str, day: &str) -> AnyView {
    let lang = visit.lang;
    view! {
        <section class="callout flow" aria-labelledby="waiting">
            <h2 id="waiting">{words::waiting_title(lang)}</h2>
            <p>{words::waiting(lang, name, day)}</p>
            <p>{words::claim_safe(lang)}</p>
            <form method="post" action=visit.href("/do/withdraw-claim")>
                <button class="btn btn--2">{words::withdraw(lang)}</button>
            </form>
        </section>
    }
    .into_any()
}

fn refusal(visit: &Visit, name: &str, day: &str, reason: &str) -> AnyView {
    let lang = visit.lang;
    view! {
        <section class="callout callout--warn flow" aria-labelledby="refused">
            <h2 id="refused">{words::refused_title(lang)}</h2>
            <p>{words::refused(lang, name, day)}</p>
            <blockquote class="as-typed" lang="uk">
                {reason.to_owned()}
            </blockquote>
            <p>{words::refused_again(lang)}</p>
        </section>
    }
    .into_any()
}
