//! A lean HTTP/1.1 client on one kept connection: it must not be what is measured.

use std::{future::Future, io, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// How long somebody waits for an answer: longer than anything that is allowed to happen.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What `work` gives; after [`PATIENCE`] an error that names what was waited for, so that a test which hangs says where.
pub async fn in_time<T>(what: &str, work: impl Future<Output = T>) -> io::Result<T> {
    let ended = timeout(PATIENCE, work).await;
    ended.map_err(|_| {
        io::Error::new(
            io::ErrorKind::TimedOut,
            format!("{what}: nothing within {PATIENCE:?}"),
        )
    })
}

/// A connection and its read buffer.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header, by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (n, value) = line.split_once(':')?;
            n.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

impl Client {
    pub async fn connect(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
        })
    }

    /// `GET path`.
    pub async fn get(&mut self, host: &str, path: &str, cookies: &str) -> io::Result<Answer> {
        let cookie = if cookies.is_empty() {
            String::new()
        } else {
            format!("Cookie: {cookies}\r\n")
        };
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nAccept-Encoding: br\r\n{cookie}\r\n")).await
    }

    /// `POST path` of a form, as a browser without scripts sends it.
    pub async fn post(
        &mut self,
        host: &str,
        path: &str,
        cookies: &str,
        form: &str,
    ) -> io::Result<Answer> {
        let length = form.len();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nCookie: {cookies}\r\n\r\n{form}"
        ))
        .await
    }

    async fn send(&mut self, request: &str) -> io::Result<Answer> {
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        let end = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end + 4;
            }
            self.read().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|s| s.parse().ok())
            .unwrap_or(0);
        let mut answer = Answer {
            status,
            head,
            body: Vec::new(),
        };
        let length = answer
            .header("content-length")
            .and_then(|v| v.parse::<usize>().ok());
        let chunked = answer
            .header("transfer-encoding")
            .is_some_and(|v| v.contains("chunked"));
        if let Some(length) = length {
            while self.buffer.len() < end + length {
                self.read().await?;
            }
            answer.body = self.buffer[end..end + length].to_vec();
        } else if chunked {
            while find(&self.buffer[end..], b"0\r\n\r\n").is_none() {
                self.read().await?;
            }
            answer.body = self.buffer[end..].to_vec();
        }
        Ok(answer)
    }

    async fn read(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}
