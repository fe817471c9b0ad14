//! Memory of an instance: idle, after many requests, while many watch the desk's live turnout, and after they left. The clients
//! are in the same process, so that their sockets are counted too: what is told of the server is too much rather than too little.

use crate::{
    Row,
    load::{
        client::Client,
        town::{TOWN, Town},
    },
    scaled,
};
use domain::{role::Role, time::Millis};
use std::time::Duration;
use store::{Actor, By};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const REQUESTS: usize = 10_000;
const STREAMS: usize = 2_000;
/// As many streams as one person may have.
const OF_A_PERSON: usize = 10;
/// The longest time until the server notices that a client is gone.
const KEEP_ALIVE: Duration = Duration::from_secs(16);
/// How long memory may take to settle.
const SETTLE: Duration = Duration::from_secs(3);

/// Resident memory of this process in KiB.
fn resident() -> Outcome<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next());
    Ok(kib.ok_or("no VmRSS")?.parse()?)
}

async fn settled() -> Outcome<f64> {
    tokio::time::sleep(SETTLE).await;
    resident()
}

pub async fn all() -> Outcome<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}/viche.db", folder.path().display());
    let mut town = Town::found(&url, folder.path()).await?;
    town.serve().await?;
    let (_, number) = town.poll(6).await?;
    let sessions = staff(&town, scaled(STREAMS).div_ceil(OF_A_PERSON)).await?;
    let page = format!("/polls/{number}");
    let mut client = Client::connect(town.port).await?;
    client.get("localhost:3000", &page, "").await?;
    let idle = settled().await?;

    for at in 0..scaled(REQUESTS) {
        // Kept and rendered pages in turn.
        let cookies = sessions.get(at % (2 * sessions.len())).map_or("", |s| s);
        let answer = client.get("localhost:3000", &page, cookies).await?;
        assert_eq!(answer.status, 200, "{}", answer.head);
    }
    let worked = settled().await?;

    let mut streams = Vec::with_capacity(scaled(STREAMS));
    for at in 0..scaled(STREAMS) {
        streams.push(watch(town.port, &sessions[at / OF_A_PERSON]).await?);
    }
    let watched = settled().await?;
    let clients = streams.len();
    drop(streams);
    // Whose connection is gone is noticed with the next word to them at the latest: every fifteen seconds.
    tokio::time::sleep(KEEP_ALIVE).await;
    let left = settled().await?;

    let per_client = (watched - worked) / clients as f64;
    let row = |what: String, kib: f64, aim| Row {
        what,
        ours: format!("{:.1} MiB", kib / 1024.0),
        theirs: format!("{:.1} MiB", idle / 1024.0),
        ratio: kib / idle,
        aim,
    };
    Ok(vec![
        row(
            format!("memory after {} requests ÷ idle", scaled(REQUESTS)),
            worked,
            "≤ 2",
        ),
        row(
            format!("memory with {clients} event streams ÷ idle ({per_client:.1} KiB a client)"),
            watched,
            "",
        ),
        row(
            format!("memory after {clients} event streams left ÷ idle"),
            left,
            "≤ 2.5",
        ),
    ])
}

/// The session cookies of so many members of staff.
async fn staff(town: &Town, how_many: usize) -> Outcome<Vec<String>> {
    let mut sessions = Vec::with_capacity(how_many);
    for _ in 0..how_many {
        let (person, _) = town.resident().await?;
        let by = By {
            actor: Actor::System,
            at: Millis(1),
        };
        town.store
            .grant_role(TOWN, person, Role::Moderator, by)
            .await?;
        // The one from before ended with the rise.
        sessions.push(town.session(person).await?);
    }
    Ok(sessions)
}

/// A stream that has heard its first event.
async fn watch(port: u16, session: &str) -> Outcome<TcpStream> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let request = format!(
        "GET /staff/turnout/events HTTP/1.1\r\nHost: localhost:3000\r\nAccept: text/event-stream\r\nCookie: {session}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut heard = Vec::new();
    while !heard.windows(6).any(|part| part == b"data: ") {
        if stream.read_buf(&mut heard).await? == 0 {
            return Err(String::from_utf8_lossy(&heard).into_owned().into());
        }
    }
    Ok(stream)
}
