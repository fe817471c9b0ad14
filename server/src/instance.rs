//! One running instance: connects, checks that it may start, serves, and stops without losing what it acknowledged.

use crate::{
    clock::SystemClock,
    communities::Communities,
    config::{Config, ConfigError, PublicUrl},
    front::{addresses::Network, rate::RateLimit},
    identity::{
        ClaimNames, DecryptConfig, IdGovUa, IdGovUaConfig, IdentityProvider, OidcConfig,
        OpenIdConnect, Places,
    },
    jobs,
    mail::{MailError, Smtp},
    site::{DOCUMENTS, FORMS, LETTERS, SEARCHES, SIGN_INS, Site, VISITOR_FORMS},
    web::{
        assets,
        cache::{self, PageCache},
        documents::MOST_AT_ONCE,
        downloads::CardShelf,
        embed::WidgetSites,
        functions::MOST_LARGE_FORMS,
        routes,
        turnout_events::TurnoutStreams,
    },
};
use app::{
    context::{
        Authorizing, Mail, NoSignIn, ProviderButton, PublishedPolls, Services, ServicesParts,
        SignIn, SignInWatches, cookies::CookieStyle, wrapped_keys,
    },
    i18n::{Lang, sign_in},
    keys::{KeyError, KeyRing, MasterKey, MasterKeyError, OsRandom, Random},
};
use domain::{community::Community, time::Clock};
use std::{net::SocketAddr, pin::pin, sync::Arc, time::Duration};
use store::{BallotBox, BallotBoxOptions, Durability, LinkKeys, Store, StoreError, StoreOptions};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
};

/// Why an instance does not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum InstanceError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("database: {0}")]
    Store(#[from] StoreError),
    #[error("master key: {0}")]
    MasterKey(#[from] MasterKeyError),
    #[error("keys: {0}")]
    Keys(#[from] KeyError),
    #[error("the database is of another version; run `viche migrate` first")]
    NotMigrated,
    #[error("identity provider: {0}")]
    Provider(String),
    #[error("mail: {0}")]
    Mail(#[from] MailError),
    #[error("link keys: {0}")]
    LinkKeys(std::io::Error),
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    #[error("serving failed: {0}")]
    Serve(std::io::Error),
}

/// An instance that is ready to serve.
pub struct Instance {
    pub site: Site,
    ballot_box: BallotBox,
    clock: Arc<dyn Clock>,
    /// Names this instance among those that share the database.
    name: String,
}

/// The database, as every command uses it.
///
/// # Errors
/// When it does not answer or its settings would lose acknowledged ballots.
pub async fn connect(config: &Config) -> Result<Store, InstanceError> {
    if let Some(path) = config.database_url.strip_prefix("sqlite://")
        && let Some(folder) = std::path::Path::new(path.split('?').next().unwrap_or(path)).parent()
        && let Err(error) = std::fs::create_dir_all(folder)
    {
        tracing::warn!(%error, "the database's folder cannot be made");
    }
    let link_keys =
        LinkKeys::in_directory(&config.link_keys_dir).map_err(InstanceError::LinkKeys)?;
    // Only for the test that must see a database without durability turn red; the store says so in the log at each start.
    let weak = config.demo && std::env::var_os("VICHE_DURABILITY_OFF_FOR_TESTS").is_some();
    let options = StoreOptions {
        durability: if weak {
            Durability::OffForTests
        } else {
            Durability::Full
        },
        link_keys: Some(link_keys),
        clock_offset_ms: config.clock_offset_ms,
        ..StoreOptions::default()
    };
    Ok(Store::connect(&config.database_url, options).await?)
}

/// The master key of this installation.
///
/// # Errors
/// When there is none, or the file may be read by others.
pub fn master_key(config: &Config) -> Result<MasterKey, InstanceError> {
    // The file has a default place, so that it counts only where the environment holds no key.
    let value = std::env::var("VICHE_MASTER_KEY")
        .ok()
        .filter(|text| !text.trim().is_empty());
    let file = value.is_none().then_some(config.master_key_file.as_path());
    Ok(MasterKey::load(value.as_deref(), file)?)
}

/// The communities' keys, all unwrapped.
///
/// # Errors
/// [`KeyError::WrongMasterKey`] when the master key does not fit: the instance must not start.
pub async fn key_ring(config: &Config, store: &Store) -> Result<KeyRing, InstanceError> {
    let master = master_key(config)?;
    let mut rows = Vec::new();
    for community in store.communities().await? {
        let wrapped = wrapped_keys(store, community.id)
            .await
            .map_err(|_| StoreError::NotFound)?;
        rows.push((community.id, wrapped));
    }
    Ok(KeyRing::open(master, rows)?)
}

impl Instance {
    /// Connects, checks and wires everything.
    ///
    /// # Errors
    /// [`InstanceError`] says what must be mended before this instance may serve.
    pub async fn start(config: &Config) -> Result<Self, InstanceError> {
        // Leptos spawns through a global executor; a second instance in one process (tests) finds it set.
        _ = any_spawner::Executor::init_tokio();
        let public = config.checked_public_url()?;
        let trusted_proxies = config
            .trusted_proxies
            .iter()
            .filter(|t| !t.trim().is_empty())
            .map(|t| {
                t.parse::<Network>()
                    .map_err(|()| ConfigError::TrustedProxy(t.clone()))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let store = connect(config).await?;
        if !store.is_migrated().await? {
            return Err(InstanceError::NotMigrated);
        }
        let keys = Arc::new(key_ring(config, &store).await?);
        let random: Arc<dyn Random> = Arc::new(OsRandom);
        let clock: Arc<dyn Clock> = Arc::new(SystemClock {
            offset_ms: config.clock_offset_ms,
        });
        let ballot_box = BallotBox::start(
            store.clone(),
            BallotBoxOptions {
                slot: config.writer_slot,
                queue: config.ballot_queue as usize,
                clock_offset_ms: config.clock_offset_ms,
                ..BallotBoxOptions::default()
            },
        );
        let providers = providers(config)?;
        let platform_host = public.platform_host();
        let communities = Arc::new(Communities::new(
            store.clone(),
            public.clone(),
            config.default_community.clone(),
        ));
        let services = Services::new(ServicesParts {
            store: store.clone(),
            ballot_box: ballot_box.clone(),
            published: PublishedPolls::default(),
            keys,
            clock: clock.clone(),
            random,
            sign_in: Arc::new(Providers {
                providers: providers.clone(),
                redirect_uri: redirect_uri(&public),
                demo: config.demo,
            }),
            mail: mail(config)?,
            sign_in_watches: SignInWatches::new(clock.now()),
            assets: assets::built(),
            cookies: CookieStyle {
                strict: public.is_https() || is_loopback(&public.host),
            },
            platform_url: public.origin_of(&platform_host),
            origin_of: origins(public.clone(), config.default_community.clone()),
            own_domain: public.host.clone(),
            reread_communities: {
                let (communities, clock) = (communities.clone(), clock.clone());
                Arc::new(move || {
                    let (communities, now) = (communities.clone(), clock.now());
                    Box::pin(async move { communities.reread(now).await })
                })
            },
            second_factor: !config.demo_without_second_factor,
            demo: config.demo,
        });
        if !public.is_https() && !is_loopback(&public.host) {
            tracing::warn!(
                "plain http on an address that is not loopback: cookies are not protected. For a demonstration only"
            );
        }
        let site = Site::new(crate::site::Parts {
            services,
            public,
            communities,
            provider_places: Places::at(providers.iter().map(|provider| provider.id())),
            providers,
            trusted_proxies,
            pages: PageCache::default(),
            cards: CardShelf::default(),
            widget_sites: WidgetSites::default(),
            sign_in_limit: RateLimit::new(SIGN_INS, 100_000),
            visitor_limit: RateLimit::new(VISITOR_FORMS, 100_000),
            search_limit: RateLimit::new(SEARCHES, 100_000),
            letter_limit: RateLimit::new(LETTERS, 100_000),
            person_limit: RateLimit::new(FORMS, 100_000),
            large_forms: Semaphore::new(MOST_LARGE_FORMS),
            document_limit: RateLimit::new(DOCUMENTS, 100_000),
            document_places: Semaphore::new(MOST_AT_ONCE),
            turnout: TurnoutStreams::default(),
            easel: Semaphore::new(1),
        });
        Ok(Self {
            site,
            ballot_box,
            clock,
            name: config.addr.to_string(),
        })
    }

    /// Serves until `stop` turns true; then takes no new connections, lets requests finish and drains the ballot box.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: watch::Receiver<bool>,
    ) -> Result<(), InstanceError> {
        let scheduler = tokio::spawn(jobs::run(
            self.site.services.store.clone(),
            self.clock.clone(),
            self.name.clone(),
            stop.clone(),
        ));
        // Streams have no end of their own, and serving ends when all requests have.
        let streams = tokio::spawn({
            let (site, stop) = (self.site.clone(), stop.clone());
            async move {
                told_to_stop(stop).await;
                site.turnout.end();
            }
        });
        let watcher = tokio::spawn(cache::watch(self.site.clone()));
        let service =
            routes::service(self.site.clone()).into_make_service_with_connect_info::<SocketAddr>();
        let overdue = told_to_stop(stop.clone());
        let mut served = pin!(
            axum::serve(listener, service)
                .with_graceful_shutdown(told_to_stop(stop))
                .into_future()
        );
        let ended = tokio::select! {
            served = &mut served => Some(served),
            // A connection on which nothing ever comes must not keep the program from ending.
            () = async { overdue.await; tokio::time::sleep(MOST_WAIT).await } => None,
        };
        scheduler.abort();
        streams.abort();
        watcher.abort();
        self.ballot_box.shutdown().await;
        if let Some(served) = ended {
            return served.map_err(InstanceError::Serve);
        }
        // Whoever waited for the ballot box has an outcome only now, and must still hear it.
        match tokio::time::timeout(TO_TELL, served).await {
            Ok(served) => served.map_err(InstanceError::Serve),
            Err(_) => {
                tracing::warn!("connections that did not end in time are cut off");
                Ok(())
            }
        }
    }
}

/// How long requests under way may take once the instance is told to stop.
const MOST_WAIT: Duration = Duration::from_secs(10);
/// How long the last answers may take once the ballot box is empty.
const TO_TELL: Duration = Duration::from_secs(3);

/// Ends when `stop` turns true, or nobody can tell any more.
async fn told_to_stop(mut stop: watch::Receiver<bool>) {
    while !*stop.borrow_and_update() {
        if stop.changed().await.is_err() {
            return;
        }
    }
}

/// The address to which every provider sends browsers back: one for the whole platform.
pub fn redirect_uri(public: &PublicUrl) -> String {
    format!(
        "{}/auth/callback",
        public.origin_of(&public.platform_host())
    )
}

/// The identity providers of this installation.
fn providers(config: &Config) -> Result<Vec<Arc<dyn IdentityProvider>>, InstanceError> {
    let mut providers: Vec<Arc<dyn IdentityProvider>> = Vec::new();
    let decrypt = config.decrypt.read()?;
    if let Some(url) = &config.idgovua_url {
        providers.push(Arc::new(id_gov_ua(config, url, decrypt)?));
    }
    if let Some(issuer) = &config.oidc.issuer {
        providers.push(Arc::new(open_id_connect(config, issuer)?));
    }
    Ok(providers)
}

/// The mail server of the settings.
fn mail(config: &Config) -> Result<Option<Arc<dyn Mail>>, InstanceError> {
    let url = config.mail.smtp_url.as_deref().map(str::trim);
    match url.filter(|url| !url.is_empty()) {
        Some(url) => Ok(Some(Arc::new(Smtp::new(
            url,
            &config.mail.from,
            config.demo,
        )?))),
        None => Ok(None),
    }
}

/// id.gov.ua, or in a demonstration the sandbox that speaks its protocol.
fn id_gov_ua(
    config: &Config,
    url: &str,
    decrypt: Option<DecryptConfig>,
) -> Result<IdGovUa, InstanceError> {
    let (id, secret) = (
        config.idgovua_client_id.clone(),
        config.idgovua_client_secret.clone(),
    );
    let mut settings = if config.demo {
        IdGovUaConfig::sandbox(url, url, id, secret)
    } else {
        IdGovUaConfig::at(url, id, secret)
    };
    settings.decrypt = decrypt;
    IdGovUa::new(settings).map_err(|error| InstanceError::Provider(error.to_string()))
}

/// The OpenID Connect provider of the settings.
fn open_id_connect(config: &Config, issuer: &str) -> Result<OpenIdConnect, InstanceError> {
    let args = &config.oidc;
    let settings = OidcConfig {
        name: args.name.clone(),
        scopes: named(&args.scopes),
        acr_values: named(&args.acr_values),
        claims: ClaimNames {
            rnokpp: args.claim_rnokpp.clone(),
            unzr: args.claim_unzr.clone(),
            passport: args.claim_passport.clone(),
        },
        levels: args.levels.clone(),
        plain_http: config.demo,
        ..OidcConfig::new(issuer, args.client_id.clone(), args.client_secret.clone())
    };
    OpenIdConnect::new(settings).map_err(|error| InstanceError::Provider(error.to_string()))
}

/// The words of a list in the settings; an empty setting is a list of one empty word.
fn named(words: &[String]) -> Vec<String> {
    let words = words.iter().map(|word| word.trim());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Browsers treat plain http on these as trustworthy, so that `__Host-` cookies work there.
fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" || host == "[::1]"
}

fn origins(
    public: PublicUrl,
    default_slug: String,
) -> Arc<dyn Fn(&Community) -> String + Send + Sync> {
    Arc::new(move |community| {
        public.origin_of(&crate::communities::host_of(
            &public,
            &default_slug,
            &community.slug,
        ))
    })
}

/// The providers as pages see them.
struct Providers {
    providers: Vec<Arc<dyn IdentityProvider>>,
    redirect_uri: String,
    demo: bool,
}

impl SignIn for Providers {
    fn providers(&self, lang: Lang) -> Vec<ProviderButton> {
        let (label, through, hint) = if self.demo {
            (
                sign_in::with_sandbox(lang),
                sign_in::through_sandbox(lang),
                sign_in::with_sandbox_hint(lang),
            )
        } else {
            (
                sign_in::with_id_gov_ua(lang),
                sign_in::through_id_gov_ua(lang),
                sign_in::with_id_gov_ua_hint(lang),
            )
        };
        self.providers
            .iter()
            .map(|p| match p.name() {
                Some(name) => ProviderButton {
                    id: p.id(),
                    label: sign_in::with_provider(lang, &name),
                    hint: sign_in::with_provider_hint(lang).to_owned(),
                    through: name,
                },
                None => ProviderButton {
                    id: p.id(),
                    through: through.to_owned(),
                    label: label.to_owned(),
                    hint: hint.to_owned(),
                },
            })
            .collect()
    }

    fn authorize_url<'a>(&'a self, provider: &'a str, state: &'a str) -> Authorizing<'a> {
        Box::pin(async move {
            let known = self.providers.iter().find(|p| p.id() == provider);
            known
                .ok_or(NoSignIn::Unknown)?
                .authorize_url(state, &self.redirect_uri)
                .await
                .map_err(|error| NoSignIn::Provider(error.code()))
        })
    }
}
