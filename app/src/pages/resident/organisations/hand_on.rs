//! Handing a power on: the link that its holder makes, and the page on which somebody else accepts it. As with an invitation to the team, the
//! token goes into a cookie at once, and opening the link accepts nothing: the button does.

use super::{MINE, identified};
use crate::{
    components::{Frame, PageTitle, page, page::encoded, see_other},
    context::{Services, Visit, by, cookies, sealed::Sealed, services, visit},
    failure::Failure,
    i18n::{common, dates, organisations as words},
    keys::Token,
    pages::resident::{NextToken, SealedForms, set_cookie},
};
use domain::{
    ids::{OrganisationNo, PersonId},
    organisation::{HAND_OVER_LIFE_MS, HandOver, gives_back},
    time::Millis,
};
use http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};
use store::{Conflict, SecretHash, StoreError, representatives::HandedOn};

/// How long the browser holds the token, in seconds: as long as the sign-in may take, and a day to think.
const HELD_S: i64 = 24 * 60 * 60;
/// The page of whoever holds one.
const PATH: &str = "/organisation-power";

/// A link that was just made. It is kept nowhere but in the browser's sealed forms.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Made {
    pub organisation: String,
    pub link: String,
    pub expires_at: Millis,
}

/// Where the link waits to be shown.
pub(super) fn scope(person: PersonId) -> String {
    format!("power-link/{person}")
}

/// Takes back the asker's link for the organisation `no` that ends at `ends` (UTC milliseconds); nothing where it was taken or is over.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever is not identified; [`Failure::BadRequest`] for what is no number.
#[server(prefix = "/do", endpoint = "take-offer-back")]
pub async fn take_offer_back(
    #[server(default)] no: String,
    #[server(default)] ends: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let person = identified(&visit)?.person;
    let no: OrganisationNo = no.parse().map_err(|()| Failure::BadRequest)?;
    let ends: i64 = ends.parse().map_err(|_| Failure::BadRequest)?;
    services
        .store
        .take_offer_back(
            visit.community_id(),
            (no, person),
            Millis(ends),
            by(&visit, person),
        )
        .await?;
    see_other(&visit.href(&format!("{MINE}?back")));
    Ok(())
}

/// Makes the link by which the asker hands their power to act for the organisation `no` on: `hand_over` says what becomes of their own.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever has no such power; [`Failure::BadRequest`] for what is no way to
/// hand on.
#[server(prefix = "/do", endpoint = "hand-power-on")]
pub async fn hand_power_on(
    #[server(default)] no: String,
    #[server(default)] hand_over: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let person = identified(&visit)?.person;
    let no: OrganisationNo = no.parse().map_err(|()| Failure::Forbidden)?;
    let hand_over: HandOver = hand_over.parse().map_err(|_| Failure::BadRequest)?;
    let (store, community) = (&services.store, visit.community_id());
    let token = Token::new(&*services.random);
    let expires_at = visit.now.plus(HAND_OVER_LIFE_MS);
    let link = (SecretHash(token.hash()), hand_over);
    let done = store
        .hand_power_on(community, (no, person), link, expires_at, visit.now)
        .await;
    match done {
        Err(StoreError::NotFound) => return Err(Failure::Forbidden),
        // The page says so: another window made one more.
        Err(StoreError::Conflict(Conflict::TooManyOffers)) => {
            see_other(&visit.href(MINE));
            return Ok(());
        }
        done => done?,
    }
    let organisation = store.organisation(community, no).await?;
    let organisation = organisation.ok_or(Failure::NotFound)?.organisation;
    let path = visit.href(&format!("{PATH}/{}", token.to_client()));
    let made = Made {
        organisation: organisation.name.get(visit.lang).to_owned(),
        link: format!("{}{path}", visit.origin),
        expires_at,
    };
    SealedForms::open(&services, &visit)
        .put(&scope(person), &made)
        .await?;
    see_other(&visit.href(&format!("{MINE}?made#made")));
    Ok(())
}

/// `/organisation-power/{token}`, the address in a link: takes the token along and leads to the page without it.
#[component]
pub fn OpenOffer() -> impl IntoView {
    let params = use_params_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let token = params.get("token").unwrap_or_default();
        // What is no token holds nothing, and leaves what is held.
        if let Some(token) = Token::from_client(&token) {
            set_cookie(&services, cookies::POWER, &token.to_client(), HELD_S);
        }
        see_other(&visit.href(PATH));
        Ok(())
    })
}

/// The token that this browser holds.
fn held(services: &Services, parts: Option<&Parts>) -> Option<SecretHash> {
    let value = services.cookies.read(&parts?.headers, cookies::POWER)?;
    Token::from_client(value).map(|token| SecretHash(token.hash()))
}

/// `/organisation-power`: the power that this browser was offered, or that there is none.
#[component]
pub fn OfferPage() -> impl IntoView {
    let parts = use_context::<Parts>();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let (store, community) = (&services.store, visit.community_id());
        let offer = match held(&services, parts.as_ref()) {
            Some(token) => store.handed_on(community, token, visit.now).await?,
            None => None,
        };
        let taken_away = match (&offer, identified(&visit)) {
            (Some(offer), Ok(visitor)) => {
                let taken = store.powers_taken_away(community, visitor.person).await?;
                let no = offer.organisation.no;
                taken
                    .into_iter()
                    .find(|taken| taken.organisation.no == no)
                    .filter(|taken| !gives_back(taken.by, offer.given_by))
                    .map(|taken| taken.at)
            }
            _ => None,
        };
        Ok(view! { <OfferView visit offer taken_away /> })
    })
}

#[component]
fn OfferView(
    visit: Visit,
    offer: Option<HandedOn>,
    /// When somebody who is not the giver ended the visitor's own power for this organisation.
    taken_away: Option<Millis>,
) -> impl IntoView {
    let lang = visit.lang;
    let body = match offer {
        Some(offer) => offered(&visit, &offer, taken_away),
        None => view! {
            <div class="callout callout--warn" role="status">
                <p>{words::offer_gone(lang)}</p>
            </div>
        }
        .into_any(),
    };
    view! {
        <PageTitle text=words::offer_title(lang) />
        <Frame>
            <div class="flow prose">
                <h1>{words::offer_title(lang)}</h1>
                {body}
            </div>
        </Frame>
    }
}

fn offered(visit: &Visit, offer: &HandedOn, taken_away: Option<Millis>) -> AnyView {
    let lang = visit.lang;
    let lead = words::offer(lang, offer.organisation.name.get(lang));
    let accept = match (identified(visit), taken_away) {
        (Ok(_), Some(at)) => {
            let day = dates::short_date(lang, at, visit.now);
            view! {
                <div class="callout callout--warn flow" role="status">
                    <p>{words::offer_taken_away(lang, &day)}</p>
                    <p>{words::key_again(lang)}</p>
                    <p>
                        <a href=visit.href(MINE)>{words::mine_title(lang)}</a>
                    </p>
                </div>
            }
            .into_any()
        }
        (Ok(visitor), None) => view! {
            <p>{words::offer_as(lang, &visitor.short_name)}</p>
            <form method="post" action=visit.href("/do/take-power") class="flow">
                <div class="field">
                    <label class="label" for="position">
                        {words::position_label(lang)}
                    </label>
                    <p class="hint" id="position-hint">
                        {words::position_hint(lang)}
                    </p>
                    <input
                        class="input"
                        type="text"
                        id="position"
                        name="position"
                        maxlength="200"
                        autocomplete="off"
                        aria-describedby="position-hint"
                    />
                </div>
                <button class="btn">{words::offer_accept(lang)}</button>
            </form>
        }
        .into_any(),
        (Err(_), _) => {
            let back = encoded(&visit.href(PATH));
            let href = format!("{}?return={back}", visit.href("/sign-in"));
            view! {
                <p>{words::offer_sign_in(lang)}</p>
                <p>
                    <a class="btn" href=href>
                        {common::nav_sign_in(lang)}
                    </a>
                </p>
            }
            .into_any()
        }
    };
    let until = dates::until(lang, offer.expires_at, visit.now);
    view! {
        <p class="lead">{lead}</p>
        <p class="hint">{words::offer_until(lang, &until)}</p>
        {accept}
    }
    .into_any()
}

/// Accepts the power that this browser was offered; `position` is the asker's in the organisation. Their session goes on under a new token.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever is not identified. That nothing waits is told on the page.
#[server(prefix = "/do", endpoint = "take-power")]
pub async fn take_power(#[server(default)] position: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = identified(&visit)?;
    let person = visitor.person;
    let parts = use_context::<Parts>();
    let Some(token) = held(&services, parts.as_ref()) else {
        see_other(&visit.href(PATH));
        return Ok(());
    };
    let community = visit.community_id();
    let position = domain::organisation::tidy_position(&position);
    let sealed = Sealed::Position
        .seal(&services, community, person, position.as_bytes())
        .await?;
    let next = NextToken::of(&services, visitor);
    let whose = (person, next.renewal());
    let done = services
        .store
        .take_power(community, token, whose, &sealed, visit.now)
        .await;
    match done {
        Ok(gained) => {
            next.hand_out(&services, &visit, gained.session_ends);
            set_cookie(&services, cookies::POWER, "", 0);
            see_other(&visit.href(&format!("{MINE}?taken")));
        }
        Err(StoreError::Conflict(Conflict::AlreadyThere)) => {
            see_other(&visit.href(&format!("{MINE}?have")));
        }
        // The page says which of them it is.
        Err(
            StoreError::Conflict(Conflict::ChangedMeanwhile | Conflict::TakenAway)
            | StoreError::NotFound,
        ) => {
            see_other(&visit.href(PATH));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
