//! `/staff/organisations/N`: what is known of an organisation, who represents it, and removing it.

use super::{
    PATH,
    form::{OrganisationForm, OrganisationPanel},
    notice, path_of,
};
use crate::{
    components::{
        Boot, DeskFrame, PageTitle,
        facts::organisation_path,
        lines::{Column, Lines},
        page,
        said::said,
        see_other,
    },
    context::{Visit, by, people, services, visit},
    failure::Failure,
    i18n::{common, dates, organisations as words},
    pages::{resident::ShownRepresentative as Shown, staff::editor::kept_for_another},
};
use domain::{
    ids::{OrganisationNo, PersonId},
    organisation::Organisation,
    role::Right,
    time::Millis,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde_json::json;
use store::{Conflict, StoreError, representatives::Offer};

/// `/staff/organisations/N`; `?added`, `?saved`, `?revoked` and `?back` after what they say, `?kept` after a form that came from whoever may not.
#[component]
pub fn OrganisationDesk() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let no = use_params_map().get_untracked().get("no");
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let person = match visit.require(Right::HandleOrganisations) {
            Ok(moderator) => moderator.person,
            Err(Failure::Forbidden) if query.get("kept").is_some() => {
                return Ok(kept_for_another(visit.lang));
            }
            Err(failure) => return Err(failure),
        };
        let no: OrganisationNo = no
            .unwrap_or_default()
            .parse()
            .map_err(|()| Failure::NotFound)?;
        let (store, community) = (&services.store, visit.community_id());
        let found = store.organisation(community, no).await?;
        let found = found
            .filter(|found| !found.removed)
            .ok_or(Failure::NotFound)?;
        let (known, waiting) = (
            store.representatives(community, no).await?,
            store.offers_of(community, no, visit.now).await?,
        );
        // Whose names and positions are opened see who did.
        let opened = known.iter().map(|one| one.power.person);
        let opened = opened.chain(waiting.iter().map(|offer| offer.given_by));
        let (opened, detail) = (opened.collect(), json!({ "organisation": no.0 }));
        store
            .record_act_upon(
                community,
                by(&visit, person),
                "power.viewed",
                &opened,
                detail,
            )
            .await?;
        let mut representatives = Vec::new();
        for one in known {
            representatives.push(Shown::of(&services, &visit, &one).await?);
        }
        let mut offers = Vec::new();
        for offer in waiting {
            let giver = people::name_of(&services, community, offer.given_by).await?;
            offers.push((offer, giver));
        }
        let one = found.organisation;
        let of = Some((one.clone(), found.version));
        let form = OrganisationForm::of(&services, &visit, person, of).await?;
        let lang = visit.lang;
        let said_now = [
            ("added", words::added(lang)),
            ("saved", words::saved(lang)),
            ("revoked", words::revoked(lang)),
            ("back", words::offer_taken_back(lang)),
        ];
        let said_now = said_now
            .into_iter()
            .find(|(key, _)| query.get(key).is_some());
        let done = said_now.map(|(_, words)| notice("callout callout--ok", words));
        let wrong = form.wrong(lang);
        let name = one.name.get(lang).to_owned();
        let window = match wrong.is_empty() {
            true => name,
            false => common::page_title_error(lang, &name),
        };
        Ok(view! {
            <PageTitle text=window />
            <DeskFrame current=PATH>
                {wrong.summary(lang)}
                {done}
                <div class="desk__head">
                    <div>
                        <p>
                            <a href=visit.href(PATH)>{words::nav(lang)}</a>
                        </p>
                        <h1>{said(lang, &one.name)}</h1>
                        <p>
                            <a href=visit.href(&organisation_path(no))>{words::public_page(lang)}</a>
                        </p>
                    </div>
                </div>
                <Representatives visit=visit.clone() no representatives me=person />
                <Offers visit=visit.clone() offers />
                <OrganisationPanel visit=visit.clone() form />
                <Remove visit one />
                <Boot />
            </DeskFrame>
        }
        .into_any())
    })
}

/// Who may act for it, or that nobody may.
#[component]
fn Representatives(
    visit: Visit,
    no: OrganisationNo,
    representatives: Vec<Shown>,
    me: PersonId,
) -> impl IntoView {
    let lang = visit.lang;
    let body = match representatives.is_empty() {
        true => view! { <p>{words::representatives_none(lang)}</p> }.into_any(),
        false => {
            let rows = representatives
                .iter()
                .map(|one| row(&visit, no, one, me))
                .collect_view();
            view! {
                <Lines
                    id="representatives-caption"
                    caption=words::representatives_caption(lang)
                    columns=[
                        Column::text(words::column_name(lang)),
                        Column::text(words::column_position(lang)),
                        Column::text(words::column_proof(lang)),
                        Column::text(words::column_until(lang)),
                        Column::text(words::column_end(lang)),
                    ]
                >
                    {rows}
                </Lines>
                <p class="small">{words::revoke_note(lang)}</p>
            }
            .into_any()
        }
    };
    view! {
        <section class="panel" aria-labelledby="representatives">
            <h2 id="representatives">{words::representatives(lang)}</h2>
            {body}
        </section>
    }
}

fn row(visit: &Visit, no: OrganisationNo, one: &Shown, me: PersonId) -> AnyView {
    let lang = visit.lang;
    let end = match one.person == me {
        true => view! { <span class="small">{words::own_power(lang)}</span> }.into_any(),
        false => view! {
            <form method="post" action=visit.href("/do/staff/revoke-power")>
                <input type="hidden" name="no" value=no.to_string() />
                <input type="hidden" name="person" value=one.person.to_string() />
                <button class="btn btn--2 btn--small">
                    {words::revoke(lang)}
                    <span class="vh">": " {one.name.clone()}</span>
                </button>
            </form>
        }
        .into_any(),
    };
    let until = match one.counts {
        true => one.until.clone(),
        false => words::over(lang, dates::last_words(&one.until)),
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                {one.name.clone()}
            </th>
            <td role="cell" data-label=words::column_position(lang)>
                {one.position.clone()}
            </td>
            <td role="cell" data-label=words::column_proof(lang)>
                {one.proof}
            </td>
            <td role="cell" data-label=words::column_until(lang)>
                {until}
            </td>
            <td role="cell">{end}</td>
        </tr>
    }
    .into_any()
}

/// The links by which its powers are handed on and that nobody has taken; nothing where there is none.
#[component]
fn Offers(visit: Visit, offers: Vec<(Offer, String)>) -> impl IntoView {
    let lang = visit.lang;
    let rows = offers
        .iter()
        .map(|(offer, giver)| {
            let until = dates::moment_this_year(lang, offer.expires_at, visit.now);
            let giver = match giver.as_str() {
                "" => words::nameless(lang).to_owned(),
                name => name.to_owned(),
            };
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        {giver.clone()}
                    </th>
                    <td role="cell" data-label=words::column_until(lang)>
                        {until}
                    </td>
                    <td role="cell">
                        <form method="post" action=visit.href("/do/staff/take-offer-back")>
                            <input type="hidden" name="no" value=offer.organisation.to_string() />
                            <input type="hidden" name="person" value=offer.given_by.to_string() />
                            <input type="hidden" name="ends" value=offer.expires_at.0.to_string() />
                            <button class="btn btn--2 btn--small">
                                {words::offer_take_back(lang)} <span class="vh">": " {giver}</span>
                            </button>
                        </form>
                    </td>
                </tr>
            }
        })
        .collect_view();
    (!offers.is_empty()).then(|| {
        view! {
            <section class="panel" aria-labelledby="offers">
                <h2 id="offers">{words::desk_offers(lang)}</h2>
                <Lines
                    id="offers-caption"
                    caption=words::desk_offers_caption(lang)
                    columns=[
                        Column::text(words::column_giver(lang)),
                        Column::text(words::column_until(lang)),
                        Column::text(words::column_take_back(lang)),
                    ]
                >
                    {rows}
                </Lines>
            </section>
        }
    })
}

/// Taking an organisation away.
#[component]
fn Remove(visit: Visit, one: Organisation) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <section class="panel" aria-labelledby="remove">
            <h2 id="remove">{words::remove_title(lang)}</h2>
            <p>{words::remove_text(lang)}</p>
            <form method="post" action=visit.href("/do/staff/remove-organisation")>
                <input type="hidden" name="no" value=one.no.to_string() />
                <button class="btn btn--2">{words::remove(lang)}</button>
            </form>
        </section>
    }
}

/// Ends the power of `person` (an id) to act for the organisation `no`.
///
/// # Errors
/// [`Failure::BadRequest`] for what is no number or id; [`Failure::Forbidden`] for one's own.
#[server(prefix = "/do", endpoint = "staff/revoke-power")]
pub async fn revoke_power(
    #[server(default)] no: String,
    #[server(default)] person: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let moderator = visit.require(Right::HandleOrganisations)?.person;
    let no: OrganisationNo = no.parse().map_err(|()| Failure::BadRequest)?;
    let person: PersonId = person.parse().map_err(|_| Failure::BadRequest)?;
    let done = services
        .store
        .revoke_power(visit.community_id(), no, person, by(&visit, moderator))
        .await;
    match done {
        Err(StoreError::Conflict(Conflict::OwnRecord)) => return Err(Failure::Forbidden),
        done => done?,
    }
    see_other(&visit.href(&format!("{}?revoked", path_of(Some(no)))));
    Ok(())
}

/// Takes back the link of `person` (an id) for the organisation `no` that ends at `ends` (UTC milliseconds); nothing where it was taken or is
/// over.
///
/// # Errors
/// [`Failure::BadRequest`] for what is no number or id.
#[server(prefix = "/do", endpoint = "staff/take-offer-back")]
pub async fn take_offer_back_for(
    #[server(default)] no: String,
    #[server(default)] person: String,
    #[server(default)] ends: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let moderator = visit.require(Right::HandleOrganisations)?.person;
    let no: OrganisationNo = no.parse().map_err(|()| Failure::BadRequest)?;
    let person: PersonId = person.parse().map_err(|_| Failure::BadRequest)?;
    let ends: i64 = ends.parse().map_err(|_| Failure::BadRequest)?;
    services
        .store
        .take_offer_back(
            visit.community_id(),
            (no, person),
            Millis(ends),
            by(&visit, moderator),
        )
        .await?;
    see_other(&visit.href(&format!("{}?back", path_of(Some(no)))));
    Ok(())
}
