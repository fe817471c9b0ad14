//! A PostgreSQL server of one test's own, as a child process: it can be killed, started again and watched.

use crate::program::{signal, strace};
use sea_orm::Database;
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long a start may take, recovery and the end of an earlier server's children included.
const START: Duration = Duration::from_secs(60);

/// The server's folder; the server itself while it runs.
pub struct Cluster {
    folder: TempDir,
    server: Option<Child>,
}

impl Cluster {
    /// Makes the folder. Does not start the server.
    pub fn create() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("viche-pg-")
            .tempdir()
            .unwrap();
        if let Some((owner, _)) = other_user() {
            let given = Command::new("chown")
                .arg(&owner)
                .arg(folder.path())
                .status();
            assert!(given.unwrap().success());
        }
        let cluster = Self {
            folder,
            server: None,
        };
        let made = as_owner(Command::new(program("initdb")))
            .arg("-D")
            .arg(cluster.data())
            .args(["-U", "viche", "-A", "trust", "-E", "UTF8", "--no-sync"])
            .arg("--locale=C.UTF-8")
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        cluster
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn url(&self) -> String {
        let folder = self.folder.path().display();
        format!("postgres://viche@localhost/postgres?host={folder}")
    }

    /// Starts the server, only on its socket, and waits until it answers.
    pub async fn start(&mut self) {
        self.start_by(|program| as_owner(Command::new(program)))
            .await;
    }

    /// The same under `strace`.
    pub async fn start_traced(&mut self, calls: &str, log: &Path) {
        self.start_by(|program| {
            let mut command = strace(calls, log);
            command.arg(program);
            as_owner(command)
        })
        .await;
    }

    async fn start_by(&mut self, command: impl Fn(PathBuf) -> Command) {
        assert!(self.server.is_none(), "it runs already");
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join("server.log"))
            .unwrap();
        let sockets = format!("unix_socket_directories={}", self.folder.path().display());
        let began = Instant::now();
        while began.elapsed() < START {
            // A server that was killed leaves children who end by themselves; until then a new one does not start.
            let server = self.server.get_or_insert_with(|| {
                command(program("postgres"))
                    .arg("-D")
                    .arg(self.folder.path().join("data"))
                    .args(["-c", "listen_addresses=", "-c", &sockets])
                    .args(["-c", "max_connections=60", "-c", "shared_buffers=32MB"])
                    // What nobody asked to be synced is not synced by chance.
                    .args(["-c", "wal_writer_delay=10s"])
                    .stdin(Stdio::null())
                    .stdout(log.try_clone().unwrap())
                    .stderr(log.try_clone().unwrap())
                    .spawn()
                    .unwrap()
            });
            if server.try_wait().unwrap().is_some() {
                self.server = None;
            } else if Database::connect(self.url()).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!(
            "the PostgreSQL server does not start:\n{}",
            std::fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default()
        );
    }

    /// `kill -9` of the server; its children end when they notice.
    pub fn kill(&mut self) {
        let mut server = self.server.take().expect("it does not run");
        server.kill().unwrap();
        server.wait().unwrap();
    }

    /// What `pg_ctl stop -m immediate` does: everybody ends at once, nothing is written any more.
    pub fn stop_at_once(&mut self) {
        let mut server = self.server.take().expect("it does not run");
        signal("QUIT", server.id());
        server.wait().unwrap();
    }

    /// Ends it properly.
    pub fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            signal("INT", server.id());
            server.wait().unwrap();
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            signal("QUIT", server.id());
            _ = server.wait();
        }
    }
}

/// Where a program of PostgreSQL is: on PATH, or where Debian hides it.
fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| folder.join(name));
    let hidden = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin").join(name));
    on_path
        .chain(hidden)
        .find(|program| program.is_file())
        .unwrap_or_else(|| panic!("PostgreSQL's {name} is missing. Install the package postgresql"))
}

/// The user for whom the server runs when we are root, which it refuses to be: `user:group` and the numbers of both.
fn other_user() -> Option<(String, [String; 2])> {
    use std::os::unix::fs::MetadataExt;
    if std::fs::metadata("/proc/self").unwrap().uid() != 0 {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap();
    let of = |name: &str| {
        let user: Vec<&str> = users
            .lines()
            .map(|line| line.split(':').collect::<Vec<_>>())
            .find(|user| user[0] == name)?;
        Some((
            format!("{}:{}", user[2], user[3]),
            [user[2].to_owned(), user[3].to_owned()],
        ))
    };
    of("postgres").or_else(|| of("nobody"))
}

/// The same command as the user for whom the server runs, in a folder that everybody may enter.
fn as_owner(command: Command) -> Command {
    let mut command = match other_user() {
        None => command,
        Some((_, [user, group])) => {
            let mut other = Command::new("setpriv");
            other
                .args([
                    format!("--reuid={user}"),
                    format!("--regid={group}"),
                    "--clear-groups".to_owned(),
                ])
                .arg(command.get_program())
                .args(command.get_args());
            other
        }
    };
    command.current_dir("/");
    command
}
