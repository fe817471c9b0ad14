//! Pages of visitors without a cookie, kept ready in memory (DESIGN §6).
//!
//! An entry belongs to a community, the host by which it was asked for, a language and an address. It holds until something that it
//! shows changed (a poll's version or turnout, watched in memory and at most a second stale) or until time alone changes it («лишилося
//! 3 дні»). Each page is rendered at most once a second, by one request, and answered compressed. [`watch`] reads what changed, so that
//! neither a kept page nor a 304 asks the database; while that does not answer, what was kept is shown on.

use super::encoding::Encoding;
use crate::site::Site;
use app::{
    context::{Visit, VisitParts},
    i18n::{Lang, dates, format},
};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    response::Response,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    ids::{CommunityId, PollNumber},
    lifecycle::State,
    time::Millis,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use store::{Store, StoreError, polls::PollPulse};

/// How stale a page may be, and how seldom it is rendered, in milliseconds.
const FRESH_MS: i64 = 1_000;
/// How often the polls of a community are looked at whose pages are asked for: often enough to be fresh, also after a slow reading.
const WATCH_EVERY: Duration = Duration::from_millis(500);
/// How long a community is watched after the last request for one of its pages, in milliseconds.
const WATCHED_FOR_MS: i64 = 60_000;
/// How many pages are kept. The oldest makes room.
const MOST_PAGES: usize = 4_000;
/// Largest page that is kept, in bytes.
const MOST_BYTES: usize = 2 << 20;
/// Brotli's quality for pages that are kept: they are written once and read often.
const QUALITY: u32 = 6;

/// The two inline scripts that Leptos appends to every page. On a page without resources they are constants, and only such a
/// page is kept: its header names them by hash, so that nothing else inline can run.
const LEPTOS_SCRIPTS: [&str; 2] = [
    "__RESOLVED_RESOURCES=[];__SERIALIZED_ERRORS=[];__PENDING_RESOURCES=[];__RESOURCE_RESOLVERS=[];",
    "__INCOMPLETE_CHUNKS=[];",
];

/// What a page is kept under.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    community: CommunityId,
    /// Scheme, host and port: the page names itself by them, and a community may have several.
    origin: String,
    lang: Lang,
    /// Path and query.
    address: String,
}

/// What a kept page depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DependsOn {
    /// All polls of its community.
    Everything,
    Poll(PollNumber),
}

/// A rendered page.
struct Kept {
    plain: Vec<u8>,
    brotli: Vec<u8>,
    gzip: Vec<u8>,
    /// The body's hash, to which the encoding's name is added.
    etag: String,
    policy: HeaderValue,
    /// What it depends on, as it was then.
    pulse: u64,
    rendered: Millis,
    until: Millis,
}

#[derive(Default)]
struct Slot {
    kept: Mutex<Option<Arc<Kept>>>,
    /// Held by the one request that renders.
    rendering: tokio::sync::Mutex<()>,
}

/// What was read of a community's polls.
#[derive(Clone)]
struct Reading {
    at: Millis,
    polls: Arc<Vec<PollPulse>>,
    /// When its register of residents was brought up to date: shares are of those whom it counts.
    register: Option<Millis>,
}

/// A community whose pages are asked for.
#[derive(Default)]
struct Watched {
    /// The last reading, and when a page was last asked for.
    last: Mutex<(Option<Reading>, Option<Millis>)>,
    /// Held by the one who reads.
    reading: tokio::sync::Mutex<()>,
}

impl Watched {
    /// The last reading where it is fresh, noting that somebody asked.
    fn asked(&self, now: Millis) -> Option<Reading> {
        let mut last = lock(&self.last);
        last.1 = Some(now);
        let reading = last.0.as_ref();
        reading
            .filter(|reading| (0..FRESH_MS).contains(&now.since(reading.at)))
            .cloned()
    }

    /// Whether somebody asked within the last minute.
    fn is_asked_for(&self, now: Millis) -> bool {
        let asked = lock(&self.last).1;
        asked.is_some_and(|at| now.since(at) < WATCHED_FOR_MS)
    }

    /// Reads. Where the database does not answer, the reading before holds on for as long as a fresh one; `None` where there is none.
    async fn read(&self, store: &Store, community: CommunityId, now: Millis) -> Option<Reading> {
        match read(store, community, now).await {
            Ok(reading) => {
                lock(&self.last).0 = Some(reading.clone());
                Some(reading)
            }
            Err(error) => {
                tracing::warn!(community = community.0, %error, "the polls could not be read again");
                let mut last = lock(&self.last);
                let before = last.0.as_mut()?;
                before.at = now;
                Some(before.clone())
            }
        }
    }
}

async fn read(store: &Store, community: CommunityId, now: Millis) -> Result<Reading, StoreError> {
    let (polls, register) = if community == CommunityId::PLATFORM {
        // The platform's page counts the polls of all communities; it lives by its second alone.
        (Vec::new(), None)
    } else {
        let last = store.last_extract(community).await?;
        let polls = store.pulse(community).await?;
        (polls, last.map(|last| last.imported_at))
    };
    Ok(Reading {
        at: now,
        polls: Arc::new(polls),
        register,
    })
}

/// Looks at the polls of the communities whose pages are asked for, so that no request has to; without an end of its own.
pub async fn watch(site: Site) {
    let mut tick = tokio::time::interval(WATCH_EVERY);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        let now = site.services.clock.now();
        let all: Vec<_> = {
            let mut watched = lock(&site.pages.watched);
            watched.retain(|_, watched| watched.is_asked_for(now));
            let all = watched.iter();
            all.map(|(community, watched)| (*community, watched.clone()))
                .collect()
        };
        for (community, watched) in all {
            let _reading = watched.reading.lock().await;
            watched.read(&site.services.store, community, now).await;
        }
    }
}

/// The kept pages of one instance.
#[derive(Default)]
pub struct PageCache {
    slots: Mutex<HashMap<Key, Arc<Slot>>>,
    watched: Mutex<HashMap<CommunityId, Arc<Watched>>>,
}

impl PageCache {
    /// The page of this request, if it is one that may be kept: from memory, or rendered and kept. `None` for every other.
    pub async fn page(&self, site: &Site, visit: &Visit, request: &Parts) -> Option<Response> {
        if visit.is_personal() || !matches!(request.method, Method::GET | Method::HEAD) {
            return None;
        }
        let (address, depends_on) = kept_as(&visit.path)?;
        let Reading {
            polls, register, ..
        } = self.polls(site, visit).await?;
        // Of what is not there nothing is kept: such addresses have no end.
        if let DependsOn::Poll(number) = depends_on
            && !polls.iter().any(|poll| poll.number == number)
        {
            return None;
        }
        let slot = self.slot(Key {
            community: visit.community_id(),
            origin: visit.origin.clone(),
            lang: visit.lang,
            address: address.to_owned(),
        });
        let settings = (visit.community.version, register);
        let pulse = pulse_of(settings, &polls, depends_on);
        let good = |kept: &Kept| {
            let changed = kept.pulse != pulse || visit.now >= kept.until;
            // However much happens, a page is rendered at most once a second.
            !changed || (0..FRESH_MS).contains(&visit.now.since(kept.rendered))
        };
        let current = || lock(&slot.kept).clone();
        if let Some(kept) = current().filter(|kept| good(kept)) {
            return Some(answer(&kept, request));
        }
        let _rendering = slot.rendering.lock().await;
        if let Some(kept) = current().filter(|kept| good(kept)) {
            return Some(answer(&kept, request));
        }
        let until = match visit.community_id() {
            // What it shows is of all communities, and nobody watches them all.
            CommunityId::PLATFORM => visit.now.plus(FRESH_MS),
            _ => boundary(&polls, depends_on, visit.now),
        };
        let kept = render(site, &at(visit, address), pulse, until).await?;
        let kept = Arc::new(kept);
        *lock(&slot.kept) = Some(kept.clone());
        Some(answer(&kept, request))
    }

    fn slot(&self, key: Key) -> Arc<Slot> {
        let mut slots = lock(&self.slots);
        if slots.len() >= MOST_PAGES && !slots.contains_key(&key) {
            let oldest = slots
                .iter()
                .min_by_key(|(_, slot)| {
                    lock(&slot.kept)
                        .as_ref()
                        .map_or(Millis(i64::MIN), |kept| kept.rendered)
                })
                .map(|(key, _)| key.clone());
            if let Some(oldest) = oldest {
                slots.remove(&oldest);
            }
        }
        slots.entry(key).or_default().clone()
    }

    /// The community's polls as they were at most a second ago. Where nobody watches them yet, one request reads and the others wait for it.
    async fn polls(&self, site: &Site, visit: &Visit) -> Option<Reading> {
        let community = visit.community_id();
        let watched = lock(&self.watched).entry(community).or_default().clone();
        if let Some(reading) = watched.asked(visit.now) {
            return Some(reading);
        }
        let _reading = watched.reading.lock().await;
        match watched.asked(visit.now) {
            Some(reading) => Some(reading),
            None => {
                watched
                    .read(&site.services.store, community, visit.now)
                    .await
            }
        }
    }
}

/// Whether this address, without its language, is a variant of a page that is kept, and is itself made anew for each request: a list in
/// which somebody searches or filters, a page with a notice. Such addresses have no end, and each would push out a page that many read.
pub fn is_made_anew(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    cacheable(path).is_some() && kept_as(address).is_none()
}

/// Words in a query by which a page says more than without them.
const WORDS: [&str; 4] = ["page", "saved", "cleared", "late"];

/// Under which address the page of this one is kept, and on what it depends. Other websites and applications add words of their own to
/// the links that people share (`?fbclid=…`), which change nothing of the page.
fn kept_as(address: &str) -> Option<(&str, DependsOn)> {
    if let Some(depends_on) = cacheable(address) {
        return Some((address, depends_on));
    }
    let (path, query) = address.split_once('?')?;
    let is_list = path == "/polls";
    let is_word = |pair: &str| WORDS.contains(&pair.split('=').next().unwrap_or_default());
    if is_list || path.starts_with("/embed/") || query.split('&').any(is_word) {
        return None;
    }
    cacheable(path).map(|depends_on| (path, depends_on))
}

/// The same visit to the address under which its page is kept.
fn at(visit: &Visit, address: &str) -> Visit {
    Visit::new(VisitParts {
        path: address.to_owned(),
        ..VisitParts::clone(visit)
    })
}

/// Whether a page may be kept, and on what it depends. Only known addresses with a known query: strangers must not be able to
/// fill the memory with variants.
fn cacheable(address: &str) -> Option<DependsOn> {
    let (path, query) = address
        .split_once('?')
        .map_or((address, ""), |(path, query)| (path, query));
    let page = query
        .strip_prefix("page=")
        .is_some_and(|n| (1..=3).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()));
    match path {
        "/" | "/polls" | "/results" | "/communities" if query.is_empty() || page => {
            return Some(DependsOn::Everything);
        }
        _ => {}
    }
    // A card in either theme, or in the reader's own.
    let (path, query) = match path.strip_prefix("/embed") {
        Some(card) if matches!(query, "theme=light" | "theme=dark") => (card, ""),
        Some(card) => (card, query),
        None => (path, query),
    };
    if path == "/polls" && query.is_empty() {
        return Some(DependsOn::Everything);
    }
    let number = path.strip_prefix("/polls/")?;
    let number = number
        .strip_suffix("/results")
        .unwrap_or(number)
        .parse()
        .ok()?;
    query.is_empty().then_some(DependsOn::Poll(number))
}

/// What the page depends on, in one number: the version of the community's settings and of its register, and the polls.
fn pulse_of(settings: (i64, Option<Millis>), polls: &[PollPulse], depends_on: DependsOn) -> u64 {
    let mut hasher = DefaultHasher::new();
    settings.hash(&mut hasher);
    for poll in relevant(polls, depends_on) {
        (poll.id, poll.state.as_str(), poll.version, poll.turnout).hash(&mut hasher);
    }
    hasher.finish()
}

fn relevant(polls: &[PollPulse], depends_on: DependsOn) -> impl Iterator<Item = &PollPulse> {
    polls.iter().filter(move |poll| match depends_on {
        DependsOn::Everything => true,
        DependsOn::Poll(number) => poll.number == number,
    })
}

/// When time alone will change the page: a term begins or ends, «лишилося 3 дні» becomes 2, the day ends.
fn boundary(polls: &[PollPulse], depends_on: DependsOn, now: Millis) -> Millis {
    let moments = relevant(polls, depends_on)
        .filter(|poll| poll.state != State::Closed)
        .flat_map(|poll| [poll.opens_at, poll.closes_at]);
    moments
        .flatten()
        .filter(|moment| *moment > now)
        .map(|moment| now.plus(format::left_changes_in(moment.since(now))))
        .chain([dates::next_midnight(now)])
        .min()
        .unwrap_or(now)
}

/// Renders the page; `None` when it cannot be kept (its scripts are not the known ones), so that it is rendered for itself.
async fn render(site: &Site, visit: &Visit, pulse: u64, until: Millis) -> Option<Kept> {
    let mut again = Request::new(Body::empty());
    *again.uri_mut() = visit.path.parse::<Uri>().ok()?;
    again.extensions_mut().insert(visit.clone());
    let response = site.render(again).await;
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, MOST_BYTES).await.ok()?;
    let html = std::str::from_utf8(&body).ok()?;
    let plain = without_nonce(html)?;
    if parts.status != StatusCode::OK {
        return None;
    }
    let hashes: String = LEPTOS_SCRIPTS
        .iter()
        .map(|script| {
            format!(
                " 'sha256-{}'",
                base64::engine::general_purpose::STANDARD.encode(Sha256::digest(script))
            )
        })
        .collect();
    let policy = parts
        .headers
        .get(header::CONTENT_SECURITY_POLICY)?
        .to_str()
        .ok()?;
    let (before, after) = policy.split_once(" 'nonce-")?;
    let (_, after) = after.split_once('\'')?;
    let policy = HeaderValue::from_str(&format!("{before}{hashes}{after}")).ok()?;
    let plain = plain.into_bytes();
    Some(Kept {
        brotli: Encoding::Brotli.encode(&plain, QUALITY),
        gzip: Encoding::Gzip.encode(&plain, QUALITY),
        etag: URL_SAFE_NO_PAD.encode(&Sha256::digest(&plain)[..15]),
        plain,
        policy,
        pulse,
        rendered: visit.now,
        until,
    })
}

/// The page without the nonce of its rendering; `None` when its inline scripts are others than the two known ones.
fn without_nonce(html: &str) -> Option<String> {
    let mut out = html.to_owned();
    for script in LEPTOS_SCRIPTS {
        let end = format!(">{script}</script>");
        let at = out.find(&end)?;
        let open = out[..at].rfind("<script nonce=\"")?;
        // Between the tag's name and its end there is the nonce alone.
        let nonce = out[open..at]
            .strip_prefix("<script nonce=\"")?
            .strip_suffix('"')?;
        if nonce.contains(['"', '<', '>']) {
            return None;
        }
        out.replace_range(open..at, "<script");
    }
    if out.contains(" nonce=\"") {
        None
    } else {
        Some(out)
    }
}

/// The kept page in the encoding that the client takes, or 304 when it has it already.
fn answer(kept: &Kept, request: &Parts) -> Response {
    let encoding = Encoding::accepted(&request.headers);
    let etag = format!("\"{}-{}\"", kept.etag, encoding.name().unwrap_or("id"));
    let mut response = Response::new(Body::empty());
    let known = has(&request.headers, &etag);
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        let body = match encoding {
            Encoding::Brotli => &kept.brotli,
            Encoding::Gzip => &kept.gzip,
            Encoding::Identity => &kept.plain,
        };
        *response.body_mut() = Body::from(body.clone());
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, kept.policy.clone());
    // Kept by the browser, asked for again each time: whoever signs in must get their own page.
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    headers.insert(
        header::VARY,
        HeaderValue::from_static("accept-encoding, cookie"),
    );
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    if !known {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        if let Some(name) = encoding.name() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
    }
    response
}

/// Whether `If-None-Match` names `etag` (RFC 9110 §13.1.2; weak comparison).
fn has(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|item| item.trim().trim_start_matches("W/") == etag)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_addresses_are_kept() {
        for (address, expected) in [
            ("/", Some(DependsOn::Everything)),
            ("/polls?page=2", Some(DependsOn::Everything)),
            ("/polls/7", Some(DependsOn::Poll(PollNumber(7)))),
            ("/polls/7/results", Some(DependsOn::Poll(PollNumber(7)))),
            ("/polls/7?x=1", None),
            ("/embed/polls", Some(DependsOn::Everything)),
            ("/embed/polls?theme=dark", Some(DependsOn::Everything)),
            ("/embed/polls?page=2", None),
            ("/embed/polls/7", Some(DependsOn::Poll(PollNumber(7)))),
            (
                "/embed/polls/7?theme=light",
                Some(DependsOn::Poll(PollNumber(7))),
            ),
            (
                "/embed/polls/7/results?theme=dark",
                Some(DependsOn::Poll(PollNumber(7))),
            ),
            ("/embed/polls/7?theme=red", None),
            ("/embed/polls/7?theme=light&x", None),
            ("/embed/polls/07", None),
            ("/embed", None),
            ("/embed/", None),
            ("/polls/7?theme=light", None),
            ("/polls?theme=light", None),
            ("/embedded/polls", None),
            ("/polls?page=1234", None),
            ("/polls?page=2&x", None),
            ("/polls?state=open", None),
            ("/polls?state=open&page=2", None),
            ("/polls?q=", None),
            ("/polls?q=%D1%80%D0%B5%D0%BC%D0%BE%D0%BD%D1%82", None),
            ("/?q=x", None),
            ("/polls/07", None),
            ("/polls/7/vote/1", None),
            ("/polls/7/done", None),
            ("/sign-in", None),
            ("/staff", None),
            ("/staff/polls/7", None),
        ] {
            assert_eq!(cacheable(address), expected, "{address}");
        }
    }

    #[test]
    fn what_other_sites_add_to_a_shared_link_changes_nothing_of_the_page() {
        let seven = DependsOn::Poll(PollNumber(7));
        for (address, expected) in [
            ("/polls/7?fbclid=IwAR0x", Some(("/polls/7", seven))),
            (
                "/polls/7/results?utm_source=city&utm_medium=mail",
                Some(("/polls/7/results", seven)),
            ),
            ("/?gclid=1", Some(("/", DependsOn::Everything))),
            (
                "/results?page=2",
                Some(("/results?page=2", DependsOn::Everything)),
            ),
            (
                "/embed/polls/7?theme=dark",
                Some(("/embed/polls/7?theme=dark", seven)),
            ),
            // What the page itself understands stays.
            ("/polls/7?late", None),
            ("/polls/7?fbclid=1&saved", None),
            ("/results?page=2&fbclid=1", None),
            ("/polls?fbclid=1", None),
            ("/embed/polls/7?x=1", None),
            ("/polls/7/vote/1?fbclid=1", None),
        ] {
            assert_eq!(kept_as(address), expected, "{address}");
        }
    }

    #[test]
    fn a_variant_of_a_kept_page_is_made_anew() {
        for address in [
            "/polls?q=x",
            "/polls?%71=x",
            "/polls?mine=1",
            "/polls?page=1&page=2",
            "/polls/7?late",
            "/embed/polls/7?x=1",
        ] {
            assert!(is_made_anew(address), "{address}");
        }
        for address in [
            "/polls",
            "/polls?",
            "/polls?page=2",
            "/polls/7",
            "/polls/7?q=x",
            "/results?q=x",
            "/sign-in?return=/",
            "/",
        ] {
            assert!(!is_made_anew(address), "{address}");
        }
    }

    #[test]
    fn a_page_with_another_inline_script_is_not_kept() {
        let scripts: String = LEPTOS_SCRIPTS
            .iter()
            .map(|s| format!("<script nonce=\"abc\">{s}</script>"))
            .collect();
        let page = format!("<p>Віче</p>{scripts}");
        let kept = without_nonce(&page).unwrap();
        assert!(
            !kept.contains("nonce") && kept.starts_with("<p>Віче</p><script>__RESOLVED"),
            "{kept}"
        );
        assert_eq!(
            without_nonce(&format!("<script nonce=\"abc\">alert(1)</script>{page}")),
            None
        );
        assert_eq!(without_nonce("<p>Віче</p>"), None);
        let with_resource = page.replace("__RESOLVED_RESOURCES=[]", "__RESOLVED_RESOURCES=[1]");
        assert_eq!(without_nonce(&with_resource), None);
    }

    #[test]
    fn the_turn_of_a_term_is_a_boundary() {
        let poll = PollPulse {
            id: domain::ids::PollId::from_random([1; 16]),
            number: PollNumber(1),
            state: State::Open,
            version: 1,
            turnout: 0,
            opens_at: Some(Millis(0)),
            closes_at: Some(Millis(100_000_000_000)),
        };
        let polls = [poll];
        let now = Millis(100_000_000_000 - 30_000);
        assert_eq!(
            boundary(&polls, DependsOn::Poll(PollNumber(1)), now),
            Millis(100_000_000_000)
        );
        assert!(
            boundary(&polls, DependsOn::Poll(PollNumber(2)), now) > Millis(100_000_000_000),
            "another poll's end is not this page's"
        );
    }

    #[test]
    fn a_vote_changes_the_pulse_of_its_poll_alone() {
        let poll = |number, turnout| PollPulse {
            id: domain::ids::PollId::from_random([number as u8; 16]),
            number: PollNumber(number),
            state: State::Open,
            version: 1,
            turnout,
            opens_at: None,
            closes_at: None,
        };
        let (before, after) = ([poll(1, 5), poll(2, 5)], [poll(1, 6), poll(2, 5)]);
        assert_ne!(
            pulse_of((1, None), &before, DependsOn::Poll(PollNumber(1))),
            pulse_of((1, None), &after, DependsOn::Poll(PollNumber(1)))
        );
        assert_eq!(
            pulse_of((1, None), &before, DependsOn::Poll(PollNumber(2))),
            pulse_of((1, None), &after, DependsOn::Poll(PollNumber(2)))
        );
        assert_ne!(
            pulse_of((1, None), &before, DependsOn::Everything),
            pulse_of((1, None), &after, DependsOn::Everything)
        );
    }
}
