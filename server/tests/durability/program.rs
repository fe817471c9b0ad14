//! The program `viche` as a child process, and fresh databases for it.

use crate::load::town::Town;
use sea_orm::{ConnectionTrait, Database};
use std::{
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A running `viche serve`; killed when dropped.
pub struct Viche {
    child: Child,
    /// The child is a wrapper, and the program its own child.
    wrapped: bool,
    pub port: u16,
}

impl Viche {
    /// Starts it on the town's database and waits until it is ready. `wrapper` is put before the program (strace).
    pub fn start(town: &Town, wrapper: &[&str], more: &[(&str, &str)]) -> Self {
        let port = free_port();
        let mut command = command(town, wrapper, more);
        command
            .env("VICHE_ADDR", format!("127.0.0.1:{port}"))
            .arg("serve");
        let child = command.spawn().unwrap_or_else(|error| {
            panic!("{wrapper:?} does not start ({error}); is it installed?")
        });
        let mut viche = Self {
            child,
            wrapped: !wrapper.is_empty(),
            port,
        };
        viche.wait_until_ready();
        viche
    }

    fn wait_until_ready(&mut self) {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(60) {
            assert!(
                self.child.try_wait().unwrap().is_none(),
                "viche ended before it was ready"
            );
            if ready(self.port) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("viche is not ready after a minute");
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and the exit code.
    pub fn stop(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        // A signal to strace is not a signal to what it watches.
        let mut kill = if self.wrapped {
            Command::new("pkill")
        } else {
            Command::new("kill")
        };
        let kill = if self.wrapped {
            kill.args(["-TERM", "-P", &pid])
        } else {
            kill.args(["-TERM", &pid])
        };
        assert!(kill.status().unwrap().success(), "nothing to end");
        self.child.wait().unwrap().code()
    }
}

impl Drop for Viche {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// `viche` with the town's settings.
pub fn command(town: &Town, wrapper: &[&str], more: &[(&str, &str)]) -> Command {
    let program = env!("CARGO_BIN_EXE_viche");
    let mut command = match wrapper {
        [] => Command::new(program),
        [first, rest @ ..] => {
            let mut command = Command::new(first);
            command.args(rest).arg(program);
            command
        }
    };
    command
        .env("VICHE_DEMO", "1")
        .env("DATABASE_URL", &town.config.database_url)
        .env("VICHE_PUBLIC_URL", &town.config.public_url)
        .env("VICHE_MASTER_KEY_FILE", &town.config.master_key_file)
        .env("VICHE_LINK_KEYS_DIR", &town.config.link_keys_dir)
        .env("VICHE_LOG", "error")
        .env_remove("VICHE_MASTER_KEY")
        .envs(more.iter().copied())
        .stdin(Stdio::null());
    command
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn ready(port: u16) -> bool {
    use std::io::{Read, Write};
    let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", port)) else {
        return false;
    };
    let mut answer = String::new();
    stream
        .write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}

/// A fresh database on the PostgreSQL server of the tests.
pub async fn postgres() -> String {
    let server = std::env::var("VICHE_TEST_POSTGRES")
        .expect("VICHE_TEST_POSTGRES names no PostgreSQL server. Run the tests by `make test`, which starts one.");
    let mut random = [0u8; 6];
    getrandom::fill(&mut random).unwrap();
    let name: String = random
        .iter()
        .fold("viche_durability_".to_owned(), |name, b| {
            format!("{name}{b:02x}")
        });
    let admin = Database::connect(&server).await.unwrap();
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    let (before, query) = server.split_once('?').unwrap_or((&server, ""));
    let base = before.rsplit_once('/').unwrap().0;
    if query.is_empty() {
        format!("{base}/{name}")
    } else {
        format!("{base}/{name}?{query}")
    }
}
