//! Pages: a kept page against axum returning the same bytes, a rendered page against axum with hand-written HTML, a results page
//! of many ballots against one of few.

use crate::{
    Row,
    load::{
        client::Client,
        town::{TOWN, Town},
    },
    scaled,
};
use app::keys::{OsRandom, RandomBytes};
use axum::{Router, http::header, routing::get};
use domain::{
    answer::{Given, check_answers},
    identity::Assurance,
    ids::{BallotId, OptionNo, PollId, PollNumber, QuestionNo, SubmissionId},
    receipt::Receipt,
};
use std::time::Instant;
use store::{BallotBox, BallotBoxOptions, Channel, Submission};
use tokio::net::TcpListener;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Requests in one measurement, and connections at once.
const REQUESTS: usize = 6_000;
const CONNECTIONS: usize = 8;

pub async fn all() -> Outcome<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(
        &format!("sqlite://{}/viche.db", folder.path().display()),
        folder.path(),
    )
    .await?;
    town.serve().await?;
    let (small, small_no) = town.poll(6).await?;
    let (large, large_no) = town.poll(6).await?;
    let (_, session) = town.resident().await?;
    let page = format!("/polls/{small_no}");
    let mut client = Client::connect(town.port).await?;
    let kept = client.get("localhost:3000", &page, "").await?;
    assert_eq!(kept.status, 200, "{}", kept.head);
    // The front end's own cost is the same on both sides: the same client, the same bytes, the same connection count.
    let same_bytes = plain_axum(kept.body.clone()).await?;
    let mut rows = Vec::new();
    let (ours, theirs) = in_turn(town.port, &page, "", same_bytes, "/", scaled(REQUESTS)).await?;
    rows.push(rate(
        "kept poll page ÷ axum returning the same bytes",
        ours,
        theirs,
        "≥ 0.85",
    ));
    let personal = client.get("localhost:3000", &page, &session).await?;
    let by_hand = hand_written(&personal.body).await?;
    let (ours, theirs) = in_turn(
        town.port,
        &page,
        &session,
        by_hand,
        "/",
        scaled(REQUESTS) / 3,
    )
    .await?;
    rows.push(rate(
        "rendered poll page (signed in: session, person, verdict) ÷ axum with hand-written HTML",
        ours,
        theirs,
        "≥ 0.50",
    ));

    ballots(&town, small, small_no, 1_000).await?;
    let many = scaled(1_000_000);
    ballots(&town, large, large_no, many).await?;
    let (few, lots) = (
        format!("/polls/{small_no}/results"),
        format!("/polls/{large_no}/results"),
    );
    let (ours, theirs) = in_turn(
        town.port,
        &lots,
        &session,
        town.port,
        &few,
        scaled(REQUESTS) / 3,
    )
    .await?;
    rows.push(Row {
        what: format!("results page of {many} ballots ÷ of 1,000 (rendered, signed in)"),
        ..rate("", ours, theirs, "≥ 0.95")
    });
    Ok(rows)
}

fn rate(what: &str, ours: f64, theirs: f64, aim: &'static str) -> Row {
    Row {
        what: what.to_owned(),
        ours: format!("{ours:.0}/s"),
        theirs: format!("{theirs:.0}/s"),
        ratio: ours / theirs,
        aim,
    }
}

/// Both sides in turn, three times; the best of each.
async fn in_turn(
    port: u16,
    path: &str,
    cookies: &str,
    other: u16,
    other_path: &str,
    requests: usize,
) -> Outcome<(f64, f64)> {
    let (mut ours, mut theirs) = (0f64, 0f64);
    for _ in 0..3 {
        ours = ours.max(requests_per_second(port, path, cookies, requests).await?);
        theirs = theirs.max(
            requests_per_second(
                other,
                other_path,
                if other == port { cookies } else { "" },
                requests,
            )
            .await?,
        );
    }
    Ok((ours, theirs))
}

async fn requests_per_second(
    port: u16,
    path: &str,
    cookies: &str,
    requests: usize,
) -> Outcome<f64> {
    let began = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (path, cookies) = (path.to_owned(), cookies.to_owned());
        tasks.spawn(async move {
            let mut client = Client::connect(port).await?;
            for _ in 0..requests / CONNECTIONS {
                let answer = client.get("localhost:3000", &path, &cookies).await?;
                if answer.status != 200 {
                    return Err(std::io::Error::other(answer.head));
                }
            }
            Ok(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done?.map_err(|error: std::io::Error| error.to_string())?;
    }
    Ok((requests / CONNECTIONS * CONNECTIONS) as f64 / began.elapsed().as_secs_f64())
}

/// axum returning fixed bytes.
async fn plain_axum(body: Vec<u8>) -> Outcome<u16> {
    let body = axum::body::Bytes::from(body);
    let routes = Router::new().route(
        "/",
        get(move || {
            let body = body.clone();
            async move {
                (
                    [
                        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
                        (header::CONTENT_ENCODING, "br"),
                    ],
                    body,
                )
            }
        }),
    );
    served(routes).await
}

/// axum writing the very same page by hand: a fixed text with a few places filled in, compressed in the same way.
async fn hand_written(page: &[u8]) -> Outcome<u16> {
    let mut html = String::new();
    std::io::Read::read_to_string(&mut brotli::Decompressor::new(page, 4096), &mut html)?;
    // Twenty places to fill in, spread over the page.
    let mut parts: Vec<String> = Vec::new();
    let mut rest = html.as_str();
    for _ in 0..20 {
        let cut = (rest.len() / 2).min(html.len() / 20);
        let cut = (cut..rest.len())
            .find(|&i| rest.is_char_boundary(i))
            .unwrap_or(rest.len());
        let (part, after) = rest.split_at(cut);
        parts.push(part.to_owned());
        rest = after;
    }
    parts.push(rest.to_owned());
    let parts = std::sync::Arc::new(parts);
    let routes = Router::new().route(
        "/",
        get(move || {
            let parts = parts.clone();
            async move {
                let mut html = String::with_capacity(32_000);
                for (place, part) in parts.iter().enumerate() {
                    html.push_str(part);
                    html.push_str(&format!("<!-- {place} -->"));
                }
                let body = server::web::encoding::Encoding::Brotli.encode(html.as_bytes(), 4);
                (
                    [
                        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
                        (header::CONTENT_ENCODING, "br"),
                    ],
                    body,
                )
            }
        }),
    );
    served(routes).await
}

async fn served(routes: Router) -> Outcome<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(port)
}

/// Casts ballots through the ballot box, without the way over HTTP.
async fn ballots(town: &Town, poll: PollId, number: PollNumber, how_many: usize) -> Outcome<()> {
    let stored = town
        .store
        .poll_by_number(TOWN, number)
        .await?
        .ok_or("no poll")?;
    let ballot_box = BallotBox::start(
        town.store.clone(),
        BallotBoxOptions {
            slot: 3,
            ..BallotBoxOptions::default()
        },
    );
    // Many persons, without the detour by sign-in; the poll's number tells them from those of another measurement.
    let persons = town.persons(how_many, number.0).await?;
    for persons in persons.chunks(2_000) {
        let mut casts = tokio::task::JoinSet::new();
        for (index, &person) in persons.iter().enumerate() {
            let answer = (
                QuestionNo(1),
                Given::of_options(vec![OptionNo((index % 6) as i16 + 1)]),
            );
            let answers = check_answers(&stored.content.questions, &[answer])
                .map_err(|p| format!("{p:?}"))?;
            let submission = Submission {
                community: TOWN,
                poll,
                person,
                submission: SubmissionId::from_random(OsRandom.bytes()),
                receipt: Receipt::from_random(OsRandom.bytes()),
                ballot: BallotId::from_random(OsRandom.bytes()),
                answers,
                assurance: Assurance::BankId,
                channel: Channel::Web,
                judged: None,
                drafts: Vec::new(),
            };
            let ballot_box = ballot_box.clone();
            casts.spawn(async move { ballot_box.cast(submission).await });
        }
        while let Some(cast) = casts.join_next().await {
            cast??;
        }
    }
    ballot_box.shutdown().await;
    Ok(())
}
