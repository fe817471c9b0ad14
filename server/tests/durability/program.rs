//! The program `viche` as a child process: started, killed, told to stop; its log is printed when it does not do as it should.

use crate::load::town::Town;
use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError, mpsc},
    time::{Duration, Instant},
};

/// How long a start may take at most. A database that recovers takes its time, and machines of continuous integration are slow.
const START: Duration = Duration::from_secs(60);

/// A `viche serve`; killed when dropped.
pub struct Viche {
    child: Child,
    serving: mpsc::Receiver<SocketAddr>,
    log: Arc<Mutex<String>>,
    address: Option<SocketAddr>,
    /// Where it serves; 0 until that is known.
    pub port: u16,
}

impl Viche {
    /// Starts it on the town's database and waits until it is ready.
    pub fn start(town: &Town) -> Self {
        Self::spawn(command(town)).ready()
    }

    /// Starts what [`command`] or [`traced`] prepared and does not wait. It listens where the kernel likes.
    pub fn spawn(mut command: Command) -> Self {
        command.arg("serve").stderr(Stdio::piped());
        let mut child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{:?} does not start: {error}", command.get_program()));
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let log = Arc::new(Mutex::new(String::new()));
        let (found, serving) = mpsc::channel();
        let kept = log.clone();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if line.contains("viche is serving")
                    && let Some((_, address)) = line.split_once("address=")
                    && let Some(Ok(address)) = address.split(' ').next().map(str::parse)
                {
                    _ = found.send(address);
                }
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.push_str(&line);
                kept.push('\n');
            }
        });
        Self {
            child,
            serving,
            log,
            address: None,
            port: 0,
        }
    }

    /// Waits until it takes connections, which is when it begins to open and close polls.
    pub fn serving(&mut self) -> SocketAddr {
        let began = Instant::now();
        while began.elapsed() < START {
            if let Some(address) = self.address {
                return address;
            }
            if let Ok(address) = self.serving.recv_timeout(Duration::from_millis(20)) {
                self.address = Some(address);
                self.port = address.port();
            } else if let Some(status) = self.child.try_wait().unwrap() {
                panic!("viche ended ({status}) before it served:\n{}", self.log());
            }
        }
        panic!("viche does not serve after {START:?}:\n{}", self.log());
    }

    /// Waits until it answers that it is ready.
    pub fn ready(mut self) -> Self {
        let address = self.serving();
        let began = Instant::now();
        while began.elapsed() < START {
            if is_ready(address) {
                return self;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("viche is not ready after {START:?}:\n{}", self.log());
    }

    /// What it said so far.
    pub fn log(&self) -> String {
        self.log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM.
    pub fn terminate(&self) {
        signal("TERM", self.child.id());
    }

    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Waits until it has ended by itself.
    pub fn ended_within(&mut self, most: Duration) -> ExitStatus {
        let began = Instant::now();
        while began.elapsed() < most {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("viche has not ended after {most:?}:\n{}", self.log());
    }

    /// SIGTERM, and the end: it must be a good one.
    pub fn stop(mut self) {
        self.terminate();
        let status = self.ended_within(Duration::from_secs(20));
        assert!(status.success(), "{status}:\n{}", self.log());
    }
}

impl Drop for Viche {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Sends a signal to a child that has not been waited for yet, so that its number is still its own.
pub fn signal(name: &str, child: u32) {
    let status = Command::new("kill")
        .args([&format!("-{name}"), &child.to_string()])
        .status()
        .unwrap();
    assert!(status.success(), "no process {child}");
}

/// `viche` with the town's settings.
pub fn command(town: &Town) -> Command {
    with_settings(Command::new(env!("CARGO_BIN_EXE_viche")), town)
}

/// The same under `strace`, whose lines go to `log`. The program stays our own child (`-D`), and only the calls that are
/// looked at are slowed down.
pub fn traced(town: &Town, calls: &str, log: &std::path::Path) -> Command {
    let mut command = strace(calls, log);
    command.arg(env!("CARGO_BIN_EXE_viche"));
    with_settings(command, town)
}

/// `strace` of a program that is still to be named, and of all its threads and children.
pub fn strace(calls: &str, log: &std::path::Path) -> Command {
    let installed = Command::new("strace")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    assert!(
        installed.is_ok_and(|status| status.success()),
        "strace is missing. Install it: apt-get install strace"
    );
    let mut command = Command::new("strace");
    command
        .args(["-D", "-f", "--seccomp-bpf", "-y", "-ttt", "-T"])
        .args(["-s", "2048", "-e", &format!("trace={calls}"), "-o"])
        .arg(log);
    command
}

fn with_settings(mut command: Command, town: &Town) -> Command {
    for (name, _) in std::env::vars() {
        if name.starts_with("VICHE_") {
            command.env_remove(name);
        }
    }
    command
        .env("VICHE_DEMO", "1")
        .env("DATABASE_URL", &town.config.database_url)
        .env("VICHE_ADDR", "127.0.0.1:0")
        .env("VICHE_PUBLIC_URL", &town.config.public_url)
        .env("VICHE_MASTER_KEY_FILE", &town.config.master_key_file)
        .env("VICHE_LINK_KEYS_DIR", &town.config.link_keys_dir)
        .env("VICHE_LOG", "warn,server=info,sqlx=error")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    command
}

fn is_ready(address: SocketAddr) -> bool {
    use std::io::{Read, Write};
    let Ok(mut stream) = std::net::TcpStream::connect(address) else {
        return false;
    };
    _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let mut answer = String::new();
    stream
        .write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}
