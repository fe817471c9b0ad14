//! The desk's live turnout as server-sent events (`GET /staff/turnout/events`, HTML's `EventSource`): whole boards, each a JSON
//! text in the visitor's language, whenever one differs from the last.
//!
//! However many watch, a community's turnout is read at most once a second, and by nobody when nobody watches. A stream ends
//! when its session does or loses its role, when the instance stops, and when the turnout cannot be read; browsers then try
//! again by themselves.

use crate::{site::Site, web::errors::Failed};
use app::{
    context::{Services, Visit, Visitor},
    failure::Failure,
    pages::staff::{TurnoutNow, turnout_now},
};
use axum::{
    Extension,
    extract::State,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use domain::{
    community::Community,
    ids::{CommunityId, PersonId},
    lang::Lang,
    role::Right,
};
use futures::stream;
use http::{HeaderName, HeaderValue, header};
use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use store::SecretHash;
use tokio::{
    sync::watch,
    time::{Instant, sleep, sleep_until},
};

/// Streams of one instance at once.
const MOST_STREAMS: usize = 4_000;
/// Streams of one person at once: a few windows on a few machines.
const MOST_OF_A_PERSON: usize = 10;
/// How often the turnout is read at most.
const READ_EVERY: Duration = Duration::from_secs(1);
/// How often a stream asks whether its session still counts.
const CHECK_EVERY: Duration = Duration::from_secs(10);
/// How often something is sent for the sake of proxies that close silent connections.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// A board as it is sent, in both languages.
#[derive(Clone)]
struct Boards {
    uk: Arc<str>,
    en: Arc<str>,
}

/// Who watches, and what is read for them. One of each instance.
pub struct TurnoutStreams {
    watched: Arc<Mutex<Watched>>,
    ending: watch::Sender<bool>,
}

#[derive(Default)]
struct Watched {
    streams: usize,
    by_person: HashMap<(CommunityId, PersonId), usize>,
    /// Of each community that somebody watches.
    readers: HashMap<CommunityId, watch::Sender<Option<Boards>>>,
}

impl Default for TurnoutStreams {
    fn default() -> Self {
        Self {
            watched: Arc::default(),
            ending: watch::Sender::new(false),
        }
    }
}

/// The count survives a panic elsewhere: what it guards is changed in one step each.
fn locked(watched: &Mutex<Watched>) -> MutexGuard<'_, Watched> {
    watched.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The place of one stream, given back when it ends.
struct Place {
    watched: Arc<Mutex<Watched>>,
    of: (CommunityId, PersonId),
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut watched = locked(&self.watched);
        watched.streams = watched.streams.saturating_sub(1);
        if let Some(count) = watched.by_person.get_mut(&self.of) {
            *count -= 1;
            if *count == 0 {
                watched.by_person.remove(&self.of);
            }
        }
    }
}

impl TurnoutStreams {
    /// Ends all streams, and each that comes later at once.
    pub fn end(&self) {
        self.ending.send_replace(true);
    }

    /// A place for a stream of this person; `None` when they, or everybody together, have too many.
    fn enter(&self, community: CommunityId, person: PersonId) -> Option<Place> {
        let of = (community, person);
        let mut watched = locked(&self.watched);
        let own = watched.by_person.get(&of).copied().unwrap_or(0);
        if watched.streams >= MOST_STREAMS || own >= MOST_OF_A_PERSON {
            return None;
        }
        watched.streams += 1;
        watched.by_person.insert(of, own + 1);
        Some(Place {
            watched: self.watched.clone(),
            of,
        })
    }

    /// The boards of a community; whoever comes first starts their reader.
    fn watch(
        &self,
        services: &Services,
        community: &Arc<Community>,
    ) -> watch::Receiver<Option<Boards>> {
        let mut watched = locked(&self.watched);
        if let Some(reader) = watched.readers.get(&community.id) {
            let mut boards = reader.subscribe();
            boards.mark_changed();
            return boards;
        }
        let (sender, boards) = watch::channel(None);
        watched.readers.insert(community.id, sender);
        tokio::spawn(read(
            self.watched.clone(),
            services.clone(),
            community.clone(),
        ));
        boards
    }
}

/// Reads a community's turnout as long as somebody watches. Nobody holds a receiver of a reader that was taken out.
async fn read(watched: Arc<Mutex<Watched>>, services: Services, community: Arc<Community>) {
    let mut turnout = TurnoutNow::default();
    loop {
        let now = services.clock.now();
        turnout = match turnout_now(&services, &community, turnout, now).await {
            Ok(turnout) => turnout,
            // Logged where it failed. Without the sender the streams end.
            Err(_) => {
                locked(&watched).readers.remove(&community.id);
                return;
            }
        };
        let text = |lang| -> Arc<str> {
            serde_json::to_string(&turnout.board(lang, now))
                .unwrap_or_default()
                .into()
        };
        let boards = Boards {
            uk: text(Lang::Uk),
            en: text(Lang::En),
        };
        {
            let mut watched = locked(&watched);
            match watched.readers.get(&community.id) {
                Some(reader) if reader.receiver_count() > 0 => {
                    reader.send_if_modified(|last| {
                        let is_new = last.as_ref().is_none_or(|last| last.uk != boards.uk);
                        if is_new {
                            *last = Some(boards);
                        }
                        is_new
                    });
                }
                _ => {
                    watched.readers.remove(&community.id);
                    return;
                }
            }
        }
        sleep(READ_EVERY).await;
    }
}

/// One stream between two events.
struct Watching {
    site: Site,
    community: CommunityId,
    session: SecretHash,
    lang: Lang,
    boards: watch::Receiver<Option<Boards>>,
    ending: watch::Receiver<bool>,
    next_check: Instant,
    _place: Place,
}

impl Watching {
    /// The next event; `None` when the stream is to end.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            let next_check = self.next_check;
            let is_due = tokio::select! {
                biased;
                _ = self.ending.wait_for(|ending| *ending) => return None,
                () = sleep_until(next_check) => true,
                changed = self.boards.changed() => {
                    changed.ok()?;
                    false
                }
            };
            if is_due {
                if !self.may_watch().await {
                    return None;
                }
                self.next_check = Instant::now() + CHECK_EVERY;
            } else if let Some(text) = self.text() {
                return Some((Ok(Event::default().data(text)), self));
            }
        }
    }

    /// The board as it is now, in the visitor's language; `None` before it was read for the first time.
    fn text(&mut self) -> Option<Arc<str>> {
        let boards = self.boards.borrow_and_update();
        boards.as_ref().map(|boards| match self.lang {
            Lang::Uk => boards.uk.clone(),
            Lang::En => boards.en.clone(),
        })
    }

    /// Whether the session is still there and its person still has a role. When that cannot be asked, nobody may.
    async fn may_watch(&self) -> bool {
        let services = &self.site.services;
        let now = services.clock.now();
        let found = services
            .store
            .find_session(self.community, self.session, now)
            .await;
        matches!(found, Ok(Some(session)) if !session.roles.is_empty())
    }
}

/// `GET /staff/turnout/events`, for whoever has a role in the community.
pub async fn events(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
) -> Result<Response, Failed> {
    let visitor: &Visitor = visit.require(Right::SeeDesk).map_err(Failed)?;
    let community = visit.community_id();
    let place = site
        .turnout
        .enter(community, visitor.person)
        .ok_or(Failed(Failure::TooMany))?;
    let watching = Watching {
        boards: site.turnout.watch(&site.services, &visit.community),
        ending: site.turnout.ending.subscribe(),
        community,
        session: SecretHash(visitor.session),
        lang: visit.lang,
        next_check: Instant::now() + CHECK_EVERY,
        site: site.clone(),
        _place: place,
    };
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    let mut response = Sse::new(stream::unfold(watching, Watching::next))
        .keep_alive(keep_alive)
        .into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    // nginx would otherwise wait until it has a buffer full.
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_a_few_streams_and_gets_their_places_back() {
        let streams = TurnoutStreams::default();
        let (community, person) = (CommunityId(1), PersonId::from_random([1; 16]));
        let mut places: Vec<Place> = (0..MOST_OF_A_PERSON)
            .map(|_| streams.enter(community, person).unwrap())
            .collect();
        assert!(streams.enter(community, person).is_none());
        // Others, and the same id in another community, are not concerned.
        assert!(
            streams
                .enter(community, PersonId::from_random([2; 16]))
                .is_some()
        );
        assert!(streams.enter(CommunityId(2), person).is_some());
        places.pop();
        let again = streams.enter(community, person);
        assert!(again.is_some() && streams.enter(community, person).is_none());
        drop((places, again));
        assert!(locked(&streams.watched).by_person.is_empty());
        assert_eq!(locked(&streams.watched).streams, 0);
    }

    #[test]
    fn all_together_have_a_bound() {
        let streams = TurnoutStreams::default();
        let person = |n: usize| {
            let mut bytes = [0; 16];
            bytes[..8].copy_from_slice(&n.to_be_bytes());
            PersonId::from_random(bytes)
        };
        let places: Vec<Place> = (0..MOST_STREAMS)
            .map(|n| streams.enter(CommunityId(1), person(n << 16)).unwrap())
            .collect();
        assert!(streams.enter(CommunityId(2), person(1 << 40)).is_none());
        drop(places);
        assert!(streams.enter(CommunityId(2), person(1 << 40)).is_some());
    }
}
