//! The mail server of the tests: a real one, run by Node, that takes letters and tells what came.

use serde::Deserialize;
use std::{
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// A letter as it came.
#[derive(Clone, Debug, Deserialize)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub subject: String,
    pub text: String,
    /// Its header `Auto-Submitted`.
    pub auto: Option<String>,
    pub id: Option<String>,
    pub date: Option<String>,
}

impl Received {
    /// The link in it: the one line that is an address.
    pub fn link(&self) -> String {
        let links: Vec<&str> = self
            .text
            .lines()
            .filter(|line| line.starts_with("http"))
            .collect();
        assert_eq!(links.len(), 1, "{self:?}");
        links[0].to_owned()
    }
}

/// A running mail server; it ends when this is dropped.
pub struct MailServer {
    pub port: u16,
    letters: Arc<Mutex<Vec<Received>>>,
    process: Child,
}

impl MailServer {
    pub async fn start(flags: &[&str]) -> Self {
        let script = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../end2end/support/smtp-server.mjs"
        );
        let mut process = Command::new("node")
            .arg(script)
            .args(flags)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = loop {
            let line = lines.next_line().await.unwrap();
            let line = line.expect("the mail server ended before it was ready");
            if let Some(port) = line.strip_prefix("ready ") {
                break port.parse().unwrap();
            }
        };
        let letters = Arc::new(Mutex::new(Vec::new()));
        let came = letters.clone();
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                if let Some(letter) = line.strip_prefix("letter ") {
                    let letter = serde_json::from_str(letter).unwrap();
                    came.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(letter);
                }
            }
        });
        Self {
            port,
            letters,
            process,
        }
    }

    /// The letters to one address so far, once there are so many: what it has taken, it tells a moment later.
    pub async fn letters_to(&self, address: &str, wanted: usize) -> Vec<Received> {
        let began = Instant::now();
        loop {
            let letters = self
                .letters
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone();
            let mut letters = letters;
            letters.retain(|letter| letter.to.iter().any(|to| to == address));
            if letters.len() >= wanted {
                return letters;
            }
            assert!(
                began.elapsed().as_secs() < 10,
                "{wanted} letters: {letters:?}"
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub async fn stop(&mut self) {
        self.process.kill().await.unwrap();
    }
}
