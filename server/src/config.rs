//! The settings of one instance, read once at start. Every setting is an environment variable `VICHE_…` or a flag.

use crate::identity::{DecryptConfig, Levels};
use clap::Args;
use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

/// Where this instance listens, what it stores where, and who it trusts.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// The database: `sqlite://path` (one file, made when missing) or `postgres://user@host/name?sslmode=verify-full`.
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite://data/viche.db",
        hide_env_values = true,
        global = true
    )]
    pub database_url: String,

    /// Address and port to listen on.
    #[arg(
        long,
        env = "VICHE_ADDR",
        default_value = "127.0.0.1:3000",
        global = true
    )]
    pub addr: SocketAddr,

    /// The public address of this installation. Its host shows the default community, `{slug}.HOST` every other one and
    /// `platform.HOST` the list of them all. Must be https outside a demonstration.
    #[arg(
        long,
        env = "VICHE_PUBLIC_URL",
        default_value = "http://localhost:3000",
        global = true
    )]
    pub public_url: String,

    /// The slug of the community shown on the public address's own host.
    #[arg(
        long,
        env = "VICHE_DEFAULT_COMMUNITY",
        default_value = "korosten",
        global = true
    )]
    pub default_community: String,

    /// The file with the master key that wraps the communities' keys (mode 0600; the same for all instances).
    #[arg(
        long,
        env = "VICHE_MASTER_KEY_FILE",
        default_value = "data/master.key",
        global = true
    )]
    pub master_key_file: PathBuf,

    /// The folder for the link keys of confidential polls. Keep it out of the database's backups.
    #[arg(
        long,
        env = "VICHE_LINK_KEYS_DIR",
        default_value = "data/link-keys",
        global = true
    )]
    pub link_keys_dir: PathBuf,

    /// Demonstration: the sandbox identity service may be used and every page says «Демонстрація».
    #[arg(long, env = "VICHE_DEMO", global = true, value_parser = clap::builder::FalseyValueParser::new(), action = clap::ArgAction::Set, default_value = "false")]
    pub demo: bool,

    /// Demonstration: staff need no second step of signing in. Refused outside a demonstration.
    #[arg(long, env = "VICHE_DEMO_WITHOUT_SECOND_FACTOR", global = true, value_parser = clap::builder::FalseyValueParser::new(), action = clap::ArgAction::Set, default_value = "false")]
    pub demo_without_second_factor: bool,

    /// Reverse proxies whose `X-Forwarded-For` is believed: addresses or networks, comma-separated. None by default.
    #[arg(
        long,
        env = "VICHE_TRUSTED_PROXIES",
        value_delimiter = ',',
        global = true
    )]
    pub trusted_proxies: Vec<String>,

    /// Base address of id.gov.ua (or its test installation, or the sandbox).
    #[arg(long, env = "VICHE_IDGOVUA_URL", global = true)]
    pub idgovua_url: Option<String>,

    /// The client id that id.gov.ua gave to this installation.
    #[arg(
        long,
        env = "VICHE_IDGOVUA_CLIENT_ID",
        default_value = "",
        global = true
    )]
    pub idgovua_client_id: String,

    /// The client secret; prefer the environment over the flag.
    #[arg(
        long,
        env = "VICHE_IDGOVUA_CLIENT_SECRET",
        default_value = "",
        hide_env_values = true,
        global = true
    )]
    pub idgovua_client_secret: String,

    #[command(flatten)]
    pub decrypt: DecryptArgs,

    #[command(flatten)]
    pub oidc: OidcArgs,

    #[command(flatten)]
    pub mail: MailArgs,

    /// The counter slot of this instance's ballot writer, 0 to 15. Two instances may share one: counts stay right.
    #[arg(long, env = "VICHE_WRITER_SLOT", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..16), global = true)]
    pub writer_slot: u8,

    /// How many ballots may wait for the writer; whoever comes then is asked to try again in a few seconds (503).
    #[arg(long, env = "VICHE_BALLOT_QUEUE", default_value_t = 2048, value_parser = clap::value_parser!(u32).range(1..=100_000), global = true)]
    pub ballot_queue: u32,

    /// Moves this instance's clock by so many milliseconds; refused outside a demonstration.
    #[arg(
        long,
        env = "VICHE_CLOCK_OFFSET_MS",
        default_value_t = 0,
        allow_hyphen_values = true,
        global = true
    )]
    pub clock_offset_ms: i64,
}

/// The side service that decrypts what id.gov.ua encrypts to a certificate. Without it, answers are asked for in the plain.
#[derive(Args, Clone, Debug, Default)]
pub struct DecryptArgs {
    /// Base address of the service that decrypts id.gov.ua's answers (`POST …/decrypt`): https, or http on this machine. It holds the
    /// key of the certificate. None by default: then answers are not encrypted, but for TLS.
    #[arg(
        id = "idgovua_decrypt_url",
        long = "idgovua-decrypt-url",
        env = "VICHE_IDGOVUA_DECRYPT_URL",
        global = true
    )]
    pub url: Option<String>,

    /// The file with the certificate to which id.gov.ua shall encrypt, DER or PEM. It holds no secret.
    #[arg(
        id = "idgovua_cert_file",
        long = "idgovua-cert-file",
        env = "VICHE_IDGOVUA_CERT_FILE",
        global = true
    )]
    pub cert_file: Option<PathBuf>,
}

impl DecryptArgs {
    /// The service and the certificate, which is read from its file; `None` where neither is set.
    ///
    /// # Errors
    /// [`ConfigError`] when one is set without the other, or the file cannot be read.
    pub fn read(&self) -> Result<Option<DecryptConfig>, ConfigError> {
        match (&self.url, &self.cert_file) {
            (None, None) => Ok(None),
            (Some(url), Some(file)) => Ok(Some(DecryptConfig {
                url: url.clone(),
                certificate: std::fs::read(file)
                    .map_err(|error| ConfigError::CertFile(file.clone(), error))?,
            })),
            (Some(_), None) => Err(ConfigError::NoCertificate),
            (None, Some(_)) => Err(ConfigError::NoDecryption),
        }
    }
}

/// An OpenID Connect provider beside id.gov.ua, or in its place.
#[derive(Args, Clone, Debug, Default)]
pub struct OidcArgs {
    /// The issuer of an OpenID Connect provider that may tell who somebody is; its metadata are at
    /// `ISSUER/.well-known/openid-configuration`. None by default.
    #[arg(
        id = "oidc_issuer",
        long = "oidc-issuer",
        env = "VICHE_OIDC_ISSUER",
        global = true
    )]
    pub issuer: Option<String>,

    /// The client id that this provider gave to this installation.
    #[arg(
        id = "oidc_client_id",
        long = "oidc-client-id",
        env = "VICHE_OIDC_CLIENT_ID",
        default_value = "",
        global = true
    )]
    pub client_id: String,

    /// The client secret; prefer the environment over the flag.
    #[arg(
        id = "oidc_client_secret",
        long = "oidc-client-secret",
        env = "VICHE_OIDC_CLIENT_SECRET",
        default_value = "",
        hide_env_values = true,
        global = true
    )]
    pub client_secret: String,

    /// How the sign-in button calls this provider; the issuer's host where nothing is said.
    #[arg(
        id = "oidc_name",
        long = "oidc-name",
        env = "VICHE_OIDC_NAME",
        default_value = "",
        global = true
    )]
    pub name: String,

    /// Scopes to ask for besides `openid`, comma-separated.
    #[arg(
        id = "oidc_scopes",
        long = "oidc-scopes",
        env = "VICHE_OIDC_SCOPES",
        value_delimiter = ',',
        default_value = "profile",
        global = true
    )]
    pub scopes: Vec<String>,

    /// Values of `acr` to ask for, comma-separated, the best first: many providers tell none, and offer no stronger way, unless
    /// they are asked.
    #[arg(
        id = "oidc_acr_values",
        long = "oidc-acr-values",
        env = "VICHE_OIDC_ACR_VALUES",
        value_delimiter = ',',
        default_value = "",
        hide_default_value = true,
        global = true
    )]
    pub acr_values: Vec<String>,

    /// The claim that holds the РНОКПП.
    #[arg(
        id = "oidc_claim_rnokpp",
        long = "oidc-claim-rnokpp",
        env = "VICHE_OIDC_CLAIM_RNOKPP",
        default_value = "drfocode",
        global = true
    )]
    pub claim_rnokpp: String,

    /// The claim that holds the УНЗР.
    #[arg(
        id = "oidc_claim_unzr",
        long = "oidc-claim-unzr",
        env = "VICHE_OIDC_CLAIM_UNZR",
        default_value = "unzr",
        global = true
    )]
    pub claim_unzr: String,

    /// The claim that holds a domestic passport's series and number, if any does.
    #[arg(
        id = "oidc_claim_passport",
        long = "oidc-claim-passport",
        env = "VICHE_OIDC_CLAIM_PASSPORT",
        default_value = "",
        global = true
    )]
    pub claim_passport: String,

    /// What the provider's `acr` and `amr` values are worth: `bank_id=substantial,bankid;qualified=high`. A value that is not
    /// listed is worth an e-mail address, which signs nobody in here: their record stays closed.
    #[arg(id = "oidc_levels", long = "oidc-levels", env = "VICHE_OIDC_LEVELS", default_value = "", global = true, value_parser = clap::value_parser!(Levels))]
    pub levels: Levels,
}

/// The mail server.
#[derive(Args, Clone, Debug, Default)]
pub struct MailArgs {
    /// The mail server that takes our letters: `smtps://user:password@host` or `smtp://user:password@host:587?tls=required`; prefer
    /// the environment over the flag. None by default: then nobody is sent a letter, and nobody is offered to sign in by one.
    #[arg(
        id = "smtp_url",
        long = "smtp-url",
        env = "VICHE_SMTP_URL",
        hide_env_values = true,
        global = true
    )]
    pub smtp_url: Option<String>,

    /// The address that letters come from. The name beside it is the community's.
    #[arg(
        id = "mail_from",
        long = "mail-from",
        env = "VICHE_MAIL_FROM",
        default_value = "",
        global = true
    )]
    pub from: String,
}

/// Why this instance refuses to start with the settings it was given.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("VICHE_PUBLIC_URL is not an http(s) address: {0}")]
    PublicUrl(String),
    #[error("VICHE_PUBLIC_URL must be https:// outside a demonstration (VICHE_DEMO=1)")]
    PlainHttp,
    #[error("VICHE_CLOCK_OFFSET_MS is for tests and demonstrations only (VICHE_DEMO=1)")]
    ClockOffset,
    #[error("VICHE_DEMO_WITHOUT_SECOND_FACTOR is for demonstrations only (VICHE_DEMO=1)")]
    SecondFactor,
    #[error("VICHE_TRUSTED_PROXIES holds something that is no address or network: {0}")]
    TrustedProxy(String),
    #[error(
        "VICHE_IDGOVUA_DECRYPT_URL is set, and VICHE_IDGOVUA_CERT_FILE is not: id.gov.ua needs the certificate to encrypt to"
    )]
    NoCertificate,
    #[error(
        "VICHE_IDGOVUA_CERT_FILE is set, and VICHE_IDGOVUA_DECRYPT_URL is not: nobody could read what id.gov.ua encrypts to it"
    )]
    NoDecryption,
    #[error("VICHE_IDGOVUA_CERT_FILE cannot be read: {0}: {1}")]
    CertFile(PathBuf, #[source] std::io::Error),
}

/// Scheme, host and port of the public address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    pub scheme: &'static str,
    /// Lower-case host without port.
    pub host: String,
    pub port: Option<u16>,
}

impl PublicUrl {
    /// Parses `http(s)://host[:port]`; no path, no user, no query.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let bad = || ConfigError::PublicUrl(text.to_owned());
        let uri: http::Uri = text.trim().parse().map_err(|_| bad())?;
        let scheme = match uri.scheme_str() {
            Some("http") => "http",
            Some("https") => "https",
            _ => return Err(bad()),
        };
        let authority = uri.authority().ok_or_else(bad)?;
        if authority.as_str().contains('@')
            || !matches!(uri.path(), "" | "/")
            || uri.query().is_some()
        {
            return Err(bad());
        }
        Ok(Self {
            scheme,
            host: authority.host().to_ascii_lowercase(),
            port: authority.port_u16(),
        })
    }

    /// The origin of `host` under this scheme and port, without a trailing slash.
    pub fn origin_of(&self, host: &str) -> String {
        match self.port {
            Some(port) => format!("{}://{host}:{port}", self.scheme),
            None => format!("{}://{host}", self.scheme),
        }
    }

    /// The host on which the platform lists its communities and receives the providers' callbacks.
    ///
    /// An address in numbers has no names below it: there the platform shares the host with the one community that can be
    /// shown (a demonstration on a phone in the same Wi-Fi).
    pub fn platform_host(&self) -> String {
        let numeric = self.host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        if numeric {
            self.host.clone()
        } else {
            format!("platform.{}", self.host)
        }
    }

    pub fn is_https(&self) -> bool {
        self.scheme == "https"
    }
}

/// Whether what is sent to this host stays on this machine.
pub(crate) fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

impl Config {
    /// The public address, checked against the rules of a production start.
    ///
    /// # Errors
    /// [`ConfigError`] when the address is unreadable, not https in production, or the clock is moved in production.
    pub fn checked_public_url(&self) -> Result<PublicUrl, ConfigError> {
        let url = PublicUrl::parse(&self.public_url)?;
        if !self.demo && !url.is_https() {
            return Err(ConfigError::PlainHttp);
        }
        if !self.demo && self.demo_without_second_factor {
            return Err(ConfigError::SecondFactor);
        }
        if !self.demo && self.clock_offset_ms != 0 {
            return Err(ConfigError::ClockOffset);
        }
        Ok(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_scheme_host_and_port_only() {
        let url = PublicUrl::parse("http://LocalHost:3000").unwrap();
        assert_eq!(
            url.origin_of("ovruch.localhost"),
            "http://ovruch.localhost:3000"
        );
        assert_eq!(url.platform_host(), "platform.localhost");
        assert_eq!(
            PublicUrl::parse("http://192.168.1.5:3000")
                .unwrap()
                .platform_host(),
            "192.168.1.5"
        );
        assert_eq!(
            PublicUrl::parse("http://[::1]:3000")
                .unwrap()
                .platform_host(),
            "[::1]"
        );
        assert_eq!(
            PublicUrl::parse("https://viche.example/")
                .unwrap()
                .origin_of("viche.example"),
            "https://viche.example"
        );
        for bad in [
            "viche.example",
            "ftp://viche.example",
            "https://a@viche.example",
            "https://viche.example/x",
            "https://viche.example?x=1",
            "",
        ] {
            assert!(PublicUrl::parse(bad).is_err(), "{bad} was taken");
        }
    }

    #[test]
    fn what_only_a_demonstration_may_do_is_refused_anywhere_else() {
        use clap::Parser as _;
        #[derive(clap::Parser)]
        struct CommandLine {
            #[command(flatten)]
            config: Config,
        }
        let refused = |demo: &str, flags: &[&str]| {
            let usual = [
                "viche",
                "--public-url",
                "https://viche.example",
                "--demo",
                demo,
            ];
            let read = CommandLine::parse_from(usual.iter().chain(flags));
            read.config
                .checked_public_url()
                .err()
                .map(|error| error.to_string())
        };
        assert_eq!(refused("false", &[]), None);
        for (flags, setting) in [
            (
                ["--demo-without-second-factor", "true"],
                "VICHE_DEMO_WITHOUT_SECOND_FACTOR",
            ),
            (["--clock-offset-ms", "-1"], "VICHE_CLOCK_OFFSET_MS"),
        ] {
            let said = refused("false", &flags).unwrap();
            assert!(
                said.contains(setting) && said.contains("VICHE_DEMO=1"),
                "{said}"
            );
            assert_eq!(refused("true", &flags), None, "{setting}");
        }
        let args = [
            "viche",
            "--public-url",
            "http://viche.example",
            "--demo",
            "false",
        ];
        let plain = CommandLine::parse_from(args).config.checked_public_url();
        assert!(matches!(plain, Err(ConfigError::PlainHttp)));
    }

    #[test]
    fn a_decryption_service_and_a_certificate_come_together() {
        let args = |url: Option<&str>, file: Option<&std::path::Path>| DecryptArgs {
            url: url.map(str::to_owned),
            cert_file: file.map(PathBuf::from),
        };
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cert.der");
        let url = "https://decrypt.example";
        assert!(matches!(args(None, None).read(), Ok(None)));
        let told = |args: DecryptArgs| args.read().unwrap_err().to_string();
        for (half, missing) in [
            (args(Some(url), None), "VICHE_IDGOVUA_CERT_FILE is not"),
            (args(None, Some(&file)), "VICHE_IDGOVUA_DECRYPT_URL is not"),
            (args(Some(url), Some(&file)), "cannot be read"),
        ] {
            let told = told(half);
            assert!(told.contains(missing), "{told}");
        }
        std::fs::write(&file, b"0").unwrap();
        let read = args(Some(url), Some(&file)).read().unwrap().unwrap();
        assert_eq!(
            (read.url.as_str(), read.certificate.as_slice()),
            (url, &b"0"[..])
        );
    }
}
