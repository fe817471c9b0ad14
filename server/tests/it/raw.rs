//! Requests that no HTTP library would send: bytes over a socket.

use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A response as it came over the socket.
#[derive(Debug)]
pub struct RawResponse {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// Sends `head` (request line and headers, each ended by `\r\n`; `Connection: close` is added) and then `pieces`, and reads
/// what comes back. Goes on reading when the server stops taking what is sent, as browsers do.
pub async fn exchange(address: SocketAddr, head: &[u8], pieces: &[Vec<u8>]) -> RawResponse {
    exchange_for(address, head, pieces, PATIENCE).await
}

/// The same with more patience.
pub async fn exchange_for(
    address: SocketAddr,
    head: &[u8],
    pieces: &[Vec<u8>],
    patience: Duration,
) -> RawResponse {
    timeout(patience, async {
        let stream = TcpStream::connect(address).await.unwrap();
        let (mut read, mut write) = stream.into_split();
        let mut sent = head.to_vec();
        sent.extend_from_slice(b"connection: close\r\n\r\n");
        let pieces = pieces.to_vec();
        let sending = tokio::spawn(async move {
            for piece in std::iter::once(sent).chain(pieces) {
                if write.write_all(&piece).await.is_err() {
                    break;
                }
            }
            write
        });
        let mut received = Vec::new();
        let ended = read.read_to_end(&mut received).await;
        let text = String::from_utf8_lossy(&received).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            panic!("no response, but {ended:?} after {text:?}");
        };
        sending.abort();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        RawResponse {
            status,
            head: head.to_ascii_lowercase(),
            body: body.to_owned(),
        }
    })
    .await
    .expect("an answer in time")
}

/// A body in pieces as `Transfer-Encoding: chunked` writes them.
pub fn chunked(pieces: &[&[u8]]) -> Vec<Vec<u8>> {
    let mut out: Vec<Vec<u8>> = pieces
        .iter()
        .map(|piece| {
            let mut chunk = format!("{:x}\r\n", piece.len()).into_bytes();
            chunk.extend_from_slice(piece);
            chunk.extend_from_slice(b"\r\n");
            chunk
        })
        .collect();
    out.push(b"0\r\n\r\n".to_vec());
    out
}
