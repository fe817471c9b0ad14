//! The world of one test: instances that serve on free ports, the sandbox identity service beside them, and the town.

use crate::{
    browser::Browser,
    databases::{Databases, TestDatabase},
    mail_server::MailServer,
    oidc::OidcProvider,
    town::{self, KOROSTEN, OVRUCH, Town},
};
use app::keys::{MasterKey, OsRandom};
use clap::Parser;
use domain::{ids::CommunityId, role::Role};
use server::{
    config::Config,
    demo_residents::DemoResidents,
    instance::Instance,
    sandbox::{self, SandboxOptions},
};
use std::{net::SocketAddr, process::Command, time::Duration};
use store::{Store, StoreOptions};
use tokio::{
    net::TcpListener,
    sync::watch,
    task::{AbortHandle, JoinHandle},
};

const CLIENT: &str = "viche-test";
const SECRET: &str = "only for tests";

/// The moderator of Korosten and that of Ovruch, by their names in the list of invented residents.
pub const MODERATOR: &str = "iryna-savchuk";
/// An administrator of Korosten.
pub const ADMINISTRATOR: &str = "taras-melnychuk";
pub const OVRUCH_MODERATOR: &str = "mariia-dubrovska";

/// How an instance is to be; everything not said is as in a demonstration.
#[derive(Default)]
pub struct Start {
    settings: Vec<(&'static str, String)>,
    without_sandbox: bool,
    open_id_connect: bool,
    decryption: bool,
    /// Flags of the mail server, where there is one.
    mail: Option<&'static [&'static str]>,
}

/// A running world.
pub struct TestApp {
    pub town: Town,
    pub database: TestDatabase,
    /// Where the first instance listens. Its port is the public one.
    pub address: SocketAddr,
    /// Where browsers go to identify themselves.
    pub sandbox: String,
    settings: Vec<(&'static str, String)>,
    instances: Vec<Serving>,
    sandbox_service: AbortHandle,
    oidc: Option<OidcProvider>,
    mail: Option<MailServer>,
}

/// An instance that serves.
struct Serving {
    stop: watch::Sender<bool>,
    ended: JoinHandle<()>,
}

/// The settings as the command line reads them.
#[derive(Parser)]
struct CommandLine {
    #[command(flatten)]
    config: Config,
}

impl Start {
    /// Sets a flag of `viche serve`.
    pub fn with(mut self, flag: &'static str, value: impl ToString) -> Self {
        self.settings.push((flag, value.to_string()));
        self
    }

    /// Nothing listens where the identity service should.
    pub fn with_dead_identity_service(mut self) -> Self {
        self.without_sandbox = true;
        self
    }

    /// Beside the sandbox, a real OpenID Connect provider tells who somebody is.
    pub fn with_open_id_connect(mut self) -> Self {
        self.open_id_connect = true;
        self
    }

    /// The identity service encrypts what it says, and a side service decrypts it.
    pub fn with_decryption(mut self) -> Self {
        self.decryption = true;
        self
    }

    /// Letters go to a real mail server.
    pub fn with_mail(mut self) -> Self {
        self.mail = Some(&[]);
        self
    }

    /// The mail server must be reached under encryption, and nobody vouches for it.
    pub fn with_false_mail(mut self) -> Self {
        self.mail = Some(&["--tls"]);
        self
    }

    /// Staff must pass the second step of signing in, as everywhere but in a demonstration that does without.
    pub fn with_second_factor(self) -> Self {
        self.with("--demo-without-second-factor", "false")
    }

    pub async fn on(self, databases: &Databases) -> TestApp {
        let database = databases.create().await;
        let master =
            MasterKey::generate_file(&database.folder.path().join("master.key"), &OsRandom)
                .unwrap();
        let store = Store::connect(&database.url, StoreOptions::default())
            .await
            .unwrap();
        let town = Town::found(store, &master).await;

        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sandbox, sandbox_service) = sandbox(address.port()).await;
        if self.without_sandbox {
            sandbox_service.abort();
        }
        let mut settings = vec![
            ("--demo", "true".to_owned()),
            // The tests of the second step turn it on.
            ("--demo-without-second-factor", "true".to_owned()),
            ("--database-url", database.url.clone()),
            ("--default-community", "korosten".to_owned()),
            (
                "--public-url",
                format!("http://localhost:{}", address.port()),
            ),
            ("--master-key-file", in_folder(&database, "master.key")),
            ("--link-keys-dir", in_folder(&database, "link-keys")),
            ("--idgovua-url", sandbox.clone()),
            ("--idgovua-client-id", CLIENT.to_owned()),
            ("--idgovua-client-secret", SECRET.to_owned()),
        ];
        if self.decryption {
            // Nobody opens it: a structure of the form that a certificate has.
            let certificate = in_folder(&database, "certificate.der");
            std::fs::write(&certificate, [0x30, 0x03, 0xfb, 0xef, 0xbe]).unwrap();
            settings.extend([
                ("--idgovua-decrypt-url", sandbox.clone()),
                ("--idgovua-cert-file", certificate),
            ]);
        }
        let mut oidc = None;
        if self.open_id_connect {
            let port = address.port();
            let callback = format!("http://platform.localhost:{port}/auth/callback");
            let provider = OidcProvider::start(&callback).await;
            settings.extend([
                ("--oidc-issuer", provider.issuer.clone()),
                ("--oidc-client-id", crate::oidc::CLIENT.to_owned()),
                ("--oidc-client-secret", crate::oidc::SECRET.to_owned()),
            ]);
            oidc = Some(provider);
        }
        let mut mail = None;
        if let Some(flags) = self.mail {
            let server = MailServer::start(flags).await;
            let tls = if flags.is_empty() {
                ""
            } else {
                "?tls=required"
            };
            let url = format!("smtp://127.0.0.1:{}{tls}", server.port);
            settings.extend([
                ("--smtp-url", url),
                ("--mail-from", "viche@hromada.example".to_owned()),
            ]);
            mail = Some(server);
        }
        settings.extend(self.settings);
        let first = serve(&settings, listener).await;
        TestApp {
            town,
            database,
            address,
            sandbox,
            settings,
            instances: vec![first],
            sandbox_service,
            oidc,
            mail,
        }
    }
}

impl TestApp {
    /// An ordinary world.
    pub async fn start(databases: &Databases) -> Self {
        Start::default().on(databases).await
    }

    /// One more instance on the same database, as a second server behind a balancer would be; where it listens.
    pub async fn second_instance(&mut self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut settings = self.settings.clone();
        settings.push(("--writer-slot", "1".to_owned()));
        self.instances.push(serve(&settings, listener).await);
        address
    }

    /// Stops all instances as a restart would and waits for them.
    pub async fn stop(&mut self) {
        for instance in self.instances.drain(..) {
            instance.stop.send_replace(true);
            instance.ended.await.unwrap();
        }
    }

    /// The identity service goes away; whoever asks it from now on finds nobody.
    pub async fn stop_sandbox(&self) {
        self.sandbox_service.abort();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    /// The address of the OpenID Connect provider.
    pub fn oidc_issuer(&self) -> String {
        self.oidc.as_ref().unwrap().issuer.clone()
    }

    /// The OpenID Connect provider goes away.
    pub async fn stop_open_id_connect(&mut self) {
        self.oidc.as_mut().unwrap().stop().await;
    }

    /// The mail server.
    pub fn mail(&self) -> &MailServer {
        self.mail.as_ref().unwrap()
    }

    /// The mail server goes away.
    pub async fn stop_mail(&mut self) {
        self.mail.as_mut().unwrap().stop().await;
    }

    /// A browser that nobody has used yet, on Korosten's site.
    pub fn visitor(&self) -> Browser {
        Browser::new(self.address, self.address.port(), "localhost")
    }

    /// A command of `viche` at this installation.
    pub fn command(&self) -> Command {
        self.database.command()
    }

    /// Somebody who was confirmed as a resident of Korosten and has signed in there.
    pub async fn resident(&self, name: &str) -> Browser {
        self.town.settle(KOROSTEN, name).await;
        let browser = self.visitor();
        browser.sign_in(name, "/").await;
        browser
    }

    /// A member of Korosten's staff, signed in.
    pub async fn staff(&self) -> Browser {
        self.give_role(KOROSTEN, MODERATOR).await;
        self.resident(MODERATOR).await
    }

    /// An administrator of Korosten, signed in.
    pub async fn administrator(&self) -> Browser {
        let person = self.town.settle(KOROSTEN, ADMINISTRATOR).await;
        self.town
            .store
            .grant_role(KOROSTEN, person, Role::Administrator, town::by_system())
            .await
            .unwrap();
        self.resident(ADMINISTRATOR).await
    }

    /// A member of Ovruch's staff who has signed in at Korosten too, where they are nobody special.
    pub async fn foreign_staff(&self) -> Browser {
        self.give_role(OVRUCH, OVRUCH_MODERATOR).await;
        let browser = self.visitor();
        browser.sign_in(OVRUCH_MODERATOR, "/").await;
        browser
            .on("ovruch.localhost")
            .sign_in(OVRUCH_MODERATOR, "/")
            .await;
        browser
    }

    pub async fn give_role(&self, community: CommunityId, name: &str) {
        let person = self.town.settle(community, name).await;
        self.town
            .store
            .grant_role(community, person, Role::Moderator, town::by_system())
            .await
            .unwrap();
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        for instance in &self.instances {
            instance.stop.send_replace(true);
        }
    }
}

fn in_folder(database: &TestDatabase, name: &str) -> String {
    database.folder.path().join(name).display().to_string()
}

async fn serve(settings: &[(&'static str, String)], listener: TcpListener) -> Serving {
    // A later setting wins.
    let mut flags: Vec<(&str, String)> = Vec::new();
    for (flag, value) in settings {
        flags.retain(|(known, _)| known != flag);
        flags.push((flag, value.clone()));
    }
    let address = listener.local_addr().unwrap().to_string();
    let words = ["viche".to_owned(), "--addr".to_owned(), address]
        .into_iter()
        .chain(
            flags
                .into_iter()
                .flat_map(|(flag, value)| [flag.to_owned(), value]),
        );
    let config = CommandLine::parse_from(words).config;
    let instance = Instance::start(&config).await.unwrap();
    let (stop, stopped) = watch::channel(false);
    let ended = tokio::spawn(async move { instance.serve(listener, stopped).await.unwrap() });
    Serving { stop, ended }
}

/// Starts the sandbox identity service for a platform on this port.
async fn sandbox(port: u16) -> (String, AbortHandle) {
    let callback = format!("http://platform.localhost:{port}/auth/callback");
    let residents = DemoResidents::embedded().unwrap();
    let mut options = SandboxOptions::new(residents, CLIENT, SECRET.to_owned(), vec![callback]);
    options.auto_approve = true;
    options.generated = 10_000;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router = sandbox::router(options);
    let service = tokio::spawn(async move { axum::serve(listener, router).await });
    (base, service.abort_handle())
}
