//! What the widget needs of the server beside its pages: which websites may show them, the loader, and the description of a card
//! for programs (oEmbed).

use crate::{
    site::Site,
    web::{assets, errors::Failed},
};
use app::{
    context::Visit,
    failure::Failure,
    i18n::common,
    pages::{
        embed::{least_height, poll_of_path},
        resident::published,
    },
};
use axum::{
    Extension, Json,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use domain::{ids::CommunityId, ids::PollNumber, lang::Lang, time::Millis, widget::WidgetOrigins};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use store::Store;

/// How old a reading of the allowed sites may be, in milliseconds.
const FRESH_MS: i64 = 1_000;
/// How wide a card is unless the asker has less room, in px, and the least that it needs.
const WIDTH: u32 = 480;
const LEAST_WIDTH: u32 = 320;
/// How much higher a result is than the card of its poll, in px: five bars.
const CHART_HEIGHT: u32 = 300;

/// When the allowed sites were read, and what they were.
type Reading = (Millis, Arc<WidgetOrigins>);

/// The websites that the communities allow, at most a second old.
#[derive(Default)]
pub struct WidgetSites {
    readings: Mutex<HashMap<CommunityId, Reading>>,
}

impl WidgetSites {
    /// Those of the visit's community; none when the database does not answer, so that what is in doubt is refused.
    pub async fn of(&self, store: &Store, visit: &Visit) -> Arc<WidgetOrigins> {
        let (community, now) = (visit.community_id(), visit.now);
        let read = |at: &Reading| (0..FRESH_MS).contains(&now.since(at.0));
        let reading = self.lock().get(&community).filter(|at| read(at)).cloned();
        if let Some((_, allowed)) = reading {
            return allowed;
        }
        match store.widget_origins(community).await {
            Ok(allowed) => {
                let allowed = Arc::new(allowed);
                self.lock().insert(community, (now, allowed.clone()));
                allowed
            }
            Err(error) => {
                tracing::warn!(%error, "the sites that may show the widget could not be read");
                Arc::default()
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<CommunityId, Reading>> {
        self.readings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `GET /embed/v1.js`: the loader, for any website.
pub async fn loader(headers: HeaderMap) -> Response {
    assets::for_other_sites("embed/v1.js", &headers)
}

/// `GET /embed/oembed.json?url=…`: the card of the poll whose page is at `url` (oEmbed 1.0 §2.3).
///
/// # Errors
/// 400 without a `url`; 404 for an address that is no published poll's of this community; 501 for another format than JSON.
pub async fn oembed(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Query(asked): Query<HashMap<String, String>>,
) -> Result<Response, Failed> {
    if asked.get("format").is_some_and(|format| format != "json") {
        return Ok(StatusCode::NOT_IMPLEMENTED.into_response());
    }
    let url = asked.get("url").ok_or(Failed(Failure::BadRequest))?;
    let (lang, number, results) = poll_at(&visit.origin, url).ok_or(Failed(Failure::NotFound))?;
    let poll = published(&site.services, &visit, &number.to_string())
        .await
        .map_err(Failed)?;
    let at_most = |name: &str| asked.get(name).and_then(|most| most.parse::<u32>().ok());
    let width = WIDTH
        .min(at_most("maxwidth").unwrap_or(WIDTH))
        .max(LEAST_WIDTH);
    let height = least_height(lang, &poll) + if results { CHART_HEIGHT } else { 0 };
    let height = height.min(at_most("maxheight").unwrap_or(height));
    let title = poll.content.title.get(lang);
    let part = if results { "/results" } else { "" };
    let frame = app::context::localized(lang, &format!("/embed/polls/{number}{part}"));
    let answer = json!({
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": format!("{}, {}", common::brand(lang), visit.community.name.get(lang)),
        "provider_url": format!("{}{}", visit.origin, app::context::localized(lang, "/")),
        "cache_age": 300,
        "width": width,
        "height": height,
        "html": format!(
            "<iframe src=\"{}{frame}\" width=\"{width}\" height=\"{height}\" title=\"{}\" loading=\"lazy\"></iframe>",
            visit.origin,
            app::escape::escape(title),
        ),
    });
    let caching = [(header::CACHE_CONTROL, "public, max-age=300")];
    Ok((caching, Json(answer)).into_response())
}

/// The poll whose page, or page of results, has this address on our own site, and the page's language.
fn poll_at(origin: &str, url: &str) -> Option<(Lang, PollNumber, bool)> {
    let path = url.strip_prefix(origin)?.split(['?', '#']).next()?;
    let (lang, path) = match path.strip_prefix("/en/") {
        Some(_) => (Lang::En, path.strip_prefix("/en")?),
        None => (Lang::Uk, path),
    };
    let (number, results) = poll_of_path(path)?;
    Some((lang, number, results))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_polls_have_a_card() {
        let origin = "https://korosten.viche.example";
        let at = |path: &str| poll_at(origin, &format!("{origin}{path}"));
        assert_eq!(at("/polls/7"), Some((Lang::Uk, PollNumber(7), false)));
        assert_eq!(at("/en/polls/7"), Some((Lang::En, PollNumber(7), false)));
        assert_eq!(
            at("/polls/7/results?x#y"),
            Some((Lang::Uk, PollNumber(7), true))
        );
        for path in [
            "",
            "/",
            "/polls",
            "/polls/07",
            "/polls/7/vote",
            "/en",
            "/staff/polls/7",
            ".evil.example/polls/7",
            ":81/polls/7",
            "@evil.example/polls/7",
        ] {
            assert_eq!(at(path), None, "{path}");
        }
        assert_eq!(poll_at(origin, "https://evil.example/polls/7"), None);
        assert_eq!(poll_at(origin, "/polls/7"), None);
    }
}
