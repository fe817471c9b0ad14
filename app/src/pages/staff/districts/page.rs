//! The pages of the districts.

use super::{
    form::{DistrictForm, DistrictPanel, Place},
    path_of,
};
use crate::{
    components::{DeskFrame, PageTitle, page, said::said},
    context::{Services, Visit, services, visit},
    failure::Failure,
    i18n::{common, staff_districts as words, staff_settings},
    pages::staff::editor::kept_for_another,
};
use domain::{district::DistrictNo, ids::PersonId, role::Right};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// Who may change districts; or the page that is shown instead to whoever may not and comes back to what they typed.
fn administrator(visit: &Visit, kept: bool) -> Result<Result<PersonId, AnyView>, Failure> {
    match visit.require(Right::SetUpCommunity) {
        Ok(administrator) => Ok(Ok(administrator.person)),
        Err(Failure::Forbidden) if kept => Ok(Err(kept_for_another(visit.lang))),
        Err(failure) => Err(failure),
    }
}

/// `/staff/districts`; `?saved` and `?removed` after either, `?kept` after a form that came from whoever may not.
#[component]
pub fn Districts() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let person = match administrator(&visit, query.get("kept").is_some())? {
            Ok(person) => person,
            Err(instead) => return Ok(instead),
        };
        let place = Place::of(&services, &visit).await?;
        let form = DistrictForm::of(&services, &visit, person, None).await?;
        let lang = visit.lang;
        let done = match (query.get("saved"), query.get("removed")) {
            (Some(_), _) => Some(words::saved(lang)),
            (_, Some(_)) => Some(words::removed(lang)),
            _ => None,
        };
        let (wrong, title) = (form.wrong(lang, &place), words::title(lang));
        let window = match wrong.is_empty() {
            true => title.to_owned(),
            false => common::page_title_error(lang, title),
        };
        Ok(view! {
            <PageTitle text=window />
            <DeskFrame current="/staff/settings">
                {wrong.summary(lang)} <Head visit=visit.clone() title />
                <div class="flow prose">
                    {done.map(|words| notice("callout callout--ok", words))} <List visit=visit.clone() place=place.clone() />
                    <DistrictPanel visit form place />
                </div>
            </DeskFrame>
        }
        .into_any())
    })
}

/// `/staff/districts/N`; `?changed` after a removal that came too late. Of a district that was removed there is the page only for whoever
/// typed something into its form meanwhile.
#[component]
pub fn DistrictPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let no = use_params_map().get_untracked().get("no");
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let person = match administrator(&visit, query.get("kept").is_some())? {
            Ok(person) => person,
            Err(instead) => return Ok(instead),
        };
        let place = Place::of(&services, &visit).await?;
        let lang = visit.lang;
        let no: DistrictNo = no
            .unwrap_or_default()
            .parse()
            .map_err(|()| Failure::NotFound)?;
        let district = place.districts.iter().find(|district| district.no == no);
        let (form, title) = match district {
            Some(district) => (
                DistrictForm::of(&services, &visit, person, Some(district)).await?,
                words::district_title(lang, district.name.get(lang)),
            ),
            None => removed(&services, &visit, person, no).await?,
        };
        let changed = query
            .get("changed")
            .map(|_| notice("callout callout--warn", words::changed_before_removal(lang)));
        let wrong = form.wrong(lang, &place);
        let window = match wrong.is_empty() {
            true => title.clone(),
            false => common::page_title_error(lang, &title),
        };
        let remove = district.map(|district| {
            let (no, version) = (district.no, form.version());
            view! { <Remove visit=visit.clone() no version /> }
        });
        Ok(view! {
            <PageTitle text=window />
            <DeskFrame current="/staff/settings">
                {wrong.summary(lang)}
                <div class="desk__head">
                    <div>
                        <p>
                            <a href=visit.href(&path_of(None))>{words::title(lang)}</a>
                        </p>
                        <h1>{title}</h1>
                    </div>
                </div>
                <div class="flow prose">
                    {changed} <DistrictPanel visit form place /> {remove}
                </div>
            </DeskFrame>
        }
        .into_any())
    })
}

/// The form and the title of the page of a district that was removed, for whoever comes back to what they typed into it.
///
/// # Errors
/// [`Failure::NotFound`] where nothing is kept, or there never was such a district.
async fn removed(
    services: &Services,
    visit: &Visit,
    person: PersonId,
    no: DistrictNo,
) -> Result<(DistrictForm, String), Failure> {
    let form = DistrictForm::of_removed(services, visit, person, no).await?;
    let removed = services
        .store
        .removed_districts(visit.community_id())
        .await?;
    let (form, name) = form.zip(removed.get(&no)).ok_or(Failure::NotFound)?;
    let title = words::district_title(visit.lang, name.get(visit.lang));
    Ok((form, words::removed_district(visit.lang, &title)))
}

fn notice(class: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <div class=class role="status">
            <p>{text}</p>
        </div>
    }
}

#[component]
fn Head(visit: Visit, title: &'static str) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <div class="desk__head">
            <div>
                <p>
                    <a href=visit.href("/staff/settings")>{staff_settings::title(lang)}</a>
                </p>
                <h1>{title}</h1>
                <p class="muted">{words::lead(lang)}</p>
            </div>
        </div>
    }
}

/// The districts with their settlements, and the settlements that are in none.
#[component]
fn List(visit: Visit, place: Place) -> impl IntoView {
    let lang = visit.lang;
    if place.districts.is_empty() {
        return view! { <p>{words::none(lang)}</p> }.into_any();
    }
    let rows = place
        .districts
        .iter()
        .map(|district| {
            let name = district.name.get(lang).to_owned();
            view! {
                <div>
                    <dt>{said(lang, &district.name)}</dt>
                    <dd lang="uk">{place.names(district).settlements.join(", ")}</dd>
                    <dd class="summary__act">
                        <a href=visit.href(&path_of(Some(district.no)))>
                            {words::change(lang)} <span class="vh">": " {name}</span>
                        </a>
                    </dd>
                </div>
            }
        })
        .collect_view();
    let free: Vec<&str> = place
        .free(None)
        .into_iter()
        .map(|unit| unit.name.as_str())
        .collect();
    let outside = (!free.is_empty()).then(|| {
        view! { <p class="small">{words::outside(lang, &free.join(", "))}</p> }
    });
    view! {
        <dl class="summary">{rows}</dl>
        {outside}
    }
    .into_any()
}

/// Taking a district away.
#[component]
fn Remove(visit: Visit, no: DistrictNo, version: i64) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <section class="panel" aria-labelledby="remove">
            <h2 id="remove">{words::remove_title(lang)}</h2>
            <p>{words::remove_text(lang)}</p>
            <form method="post" action=visit.href("/do/staff/remove-district")>
                <input type="hidden" name="no" value=no.to_string() />
                <input type="hidden" name="version" value=version.to_string() />
                <button class="btn btn--2">{words::remove(lang)}</button>
            </form>
        </section>
    }
}
