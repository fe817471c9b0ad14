//! The platform's own page: the communities of this installation, each at its own address.

use crate::{
    components::{Frame, Icon, Mark, PageTitle, Symbol, page},
    context::{Services, services, visit},
    failure::Failure,
    i18n::platform,
};
use domain::{community::Community, ids::CommunityId, lifecycle::State};
use leptos::prelude::*;
use store::{
    Page,
    polls::{PollFilter, PollOrder},
};

/// `/` and `/communities` on the platform's host; nowhere else.
#[component]
pub fn Communities() -> impl IntoView {
    page(async move {
        let (visit, services) = (visit()?, services()?);
        if !visit.is_platform() {
            return Err(Failure::NotFound);
        }
        let lang = visit.lang;
        let communities = with_open_polls(&services).await?;
        let nothing = communities.is_empty();
        let cards = communities
            .into_iter()
            .map(|(community, open)| {
                let origin = (services.origin_of)(&community);
                let href = crate::context::localized(lang, "/");
                let line = match open {
                    0 => platform::open_polls_none(lang).to_owned(),
                    n => platform::open_polls(lang, n),
                };
                view! {
                    <article class="card">
                        <h2>
                            <a class="card__link" href=format!("{origin}{href}")>
                                {community.name.get(lang).to_owned()}
                            </a>
                        </h2>
                        <p class="card__by">
                            <Icon symbol=Symbol::Town />
                            " "
                            <span>{community.council.get(lang).to_owned()}</span>
                        </p>
                        <div class="card__foot">
                            <p>{line}</p>
                        </div>
                    </article>
                }
            })
            .collect_view();
        Ok(view! {
            <PageTitle text=platform::title(lang) />
            <Frame>
                <h1>{platform::title(lang)}</h1>
                <p class="lead prose">{platform::lead(lang)}</p>
                <section class="section" aria-labelledby="communities">
                    <h2 id="communities" class="vh">
                        {platform::communities(lang)}
                    </h2>
                    {nothing
                        .then(|| {
                            view! {
                                <div class="empty">
                                    <Mark size=48 core=false />
                                    <p>
                                        <strong>{platform::empty_title(lang)}</strong>
                                    </p>
                                    <p class="small">{platform::empty_text(lang)}</p>
                                </div>
                            }
                        })}
                    <div class="grid grid--2">{cards}</div>
                </section>
                <p class="section small muted prose">{platform::note(lang)}</p>
            </Frame>
        })
    })
}

/// Every community but the platform itself, with the number of its open polls. Only that number leaves a community here.
async fn with_open_polls(services: &Services) -> Result<Vec<(Community, i64)>, Failure> {
    let mut found = Vec::new();
    let filter = PollFilter::of(vec![State::Open], PollOrder::NewestFirst);
    for community in services
        .store
        .communities()
        .await?
        .into_iter()
        .filter(|c| c.id != CommunityId::PLATFORM)
    {
        let open = services
            .store
            .polls(community.id, &filter, Page::first(1))
            .await?
            .total;
        found.push((community, i64::try_from(open).unwrap_or(i64::MAX)));
    }
    Ok(found)
}
