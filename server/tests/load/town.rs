//! A town to measure and to break things in: a fresh database, residents with sessions and drafts, an open poll; served in
//! this process or by a program of its own.

use super::client::{Client, in_time};
use app::{
    context::people::SealedPerson,
    keys::{CommunityKeys, MasterKey, OsRandom, RandomBytes, Token},
};
use domain::{
    audience::{AskedResidency, Audience},
    brand::Brand,
    community::Community,
    identifiers::KeyKind,
    identity::{Assurance, Residency},
    ids::{CommunityId, OptionNo, PersonId, PollId, PollNumber, QuestionNo},
    katottg::Katottg,
    lang::Bilingual,
    person_name::PersonName,
    policy::Policy,
    poll::{
        Choice, DraftRules, Initiator, InitiatorKind, PollContent, Question, QuestionKind, Secrecy,
        check_publishable,
    },
    time::{Clock, DAY, Date, Millis},
};
use sea_orm::{ConnectionTrait, Database, Statement, Value};
use server::{
    clock::SystemClock,
    config::{Config, DecryptArgs, MailArgs, OidcArgs},
    instance::Instance,
};
use std::path::Path;
use store::{
    Actor, By, SecretHash, Store, StoreOptions, keys::WrappedKey, persons::PersonKey,
    polls::NewPoll, residencies::Residence, sessions::NewSession, tickets::Ticket,
};
use tokio::{net::TcpListener, sync::watch};

pub const TOWN: CommunityId = CommunityId(1);

/// A town and where it is served.
pub struct Town {
    /// 0 until it is served.
    pub port: u16,
    pub store: Store,
    pub config: Config,
    pub keys: CommunityKeys,
    now: Millis,
    stop: Option<watch::Sender<bool>>,
}

/// A resident's cookies.
#[derive(Clone)]
pub struct Resident {
    pub person: PersonId,
    /// `name=value; name=value`, session and draft.
    pub cookies: String,
    /// The submission id of their draft.
    pub submission: String,
}

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

impl Town {
    /// Founds a town on `database_url` (fresh) with its files in `folder`.
    pub async fn found(database_url: &str, folder: &Path) -> Outcome<Self> {
        let now = SystemClock::default().now();
        let by = By {
            actor: Actor::System,
            at: now,
        };
        let key_file = folder.join("master.key");
        let master = MasterKey::generate_file(&key_file, &OsRandom)?;
        let store = Store::connect(database_url, StoreOptions::default()).await?;
        store.migrate().await?;
        for community in [CommunityId::PLATFORM, TOWN] {
            if community == TOWN {
                store.create_community(&community_row(), by).await?;
                store
                    .append_policy(TOWN, &Policy::default(), now.plus(-DAY), by)
                    .await?;
            }
            for key in CommunityKeys::generate(&master, community, &OsRandom)? {
                store
                    .add_key(&WrappedKey {
                        community,
                        id: key.id,
                        purpose: key.purpose,
                        wrapped: key.wrapped,
                        created_at: now,
                    })
                    .await?;
            }
        }
        let rows = app::context::wrapped_keys(&store, TOWN).await?;
        let keys = CommunityKeys::unwrap(&master, TOWN, rows)?;
        let config = Config {
            database_url: database_url.to_owned(),
            addr: "127.0.0.1:0".parse()?,
            public_url: "http://localhost:3000".to_owned(),
            default_community: "korosten".to_owned(),
            master_key_file: key_file,
            link_keys_dir: folder.join("link-keys"),
            demo: true,
            demo_without_second_factor: true,
            trusted_proxies: Vec::new(),
            idgovua_url: None,
            idgovua_client_id: String::new(),
            idgovua_client_secret: String::new(),
            decrypt: DecryptArgs::default(),
            oidc: OidcArgs::default(),
            mail: MailArgs::default(),
            writer_slot: 0,
            ballot_queue: 2048,
            clock_offset_ms: 0,
        };
        Ok(Self {
            port: 0,
            store,
            config,
            keys,
            now,
            stop: None,
        })
    }

    /// Serves it from this process.
    pub async fn serve(&mut self) -> Outcome<()> {
        let instance = Instance::start(&self.config).await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        self.port = listener.local_addr()?.port();
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(instance.serve(listener, stopped));
        self.stop = Some(stop);
        Ok(())
    }

    /// An open poll of one question with `options` options.
    pub async fn poll(&self, options: i16) -> Outcome<(PollId, PollNumber)> {
        let by = By {
            actor: Actor::System,
            at: self.now,
        };
        let content = poll_content(self.now, options);
        let policy = Policy::default();
        let rules = DraftRules {
            policy: &policy,
            territory_prefix: None,
            known_settlements: None,
            known_districts: None,
            known_organisations: None,
        };
        let checked = check_publishable(&content, rules, self.now)
            .map_err(|problems| format!("{problems:?}"))?;
        let id = PollId::from_random(OsRandom.bytes());
        let new = NewPoll {
            id,
            content: &content,
            policy_version: 1,
            author: None,
        };
        let number = self.store.create_poll(TOWN, &new, by).await?;
        self.store
            .publish_poll(TOWN, id, 1, &checked, 1, by)
            .await?;
        Ok((id, number))
    }

    /// Somebody who may take part, with a session.
    pub async fn resident(&self) -> Outcome<(PersonId, String)> {
        let id = PersonId::from_random(OsRandom.bytes());
        let known = SealedPerson {
            name: PersonName::clean("Ткачук", "Олена", "Іванівна"),
            birth_date: Date::new(1980, 5, 17),
        };
        let sealed = known.seal_with(&self.keys, id, &OsRandom)?;
        let key = PersonKey {
            kind: KeyKind::Rnokpp,
            hash: self.keys.keyed_hash(KeyKind::Rnokpp, &id.to_string()),
            key_id: self.keys.identity_key_id(),
        };
        self.store
            .person_by_keys(TOWN, &[key], id, &sealed, self.now)
            .await?
            .certain()?;
        let residence = Residence {
            class: Residency::ConfirmedByRegister,
            settlement: Katottg::parse("UA18060090010074365"),
            evidence: None,
            expires: None,
            decided_by: None,
            decided_at: self.now,
        };
        self.store
            .set_residency(
                TOWN,
                id,
                &residence,
                By {
                    actor: Actor::System,
                    at: self.now,
                },
            )
            .await?;
        Ok((id, self.session(id).await?))
    }

    /// The cookie of a session that begins for somebody now.
    pub async fn session(&self, person: PersonId) -> Outcome<String> {
        let [session, ticket, browser] = std::array::from_fn(|_| Token::new(&OsRandom));
        let (ticket, browser) = (SecretHash(ticket.hash()), SecretHash(browser.hash()));
        let issued = Ticket {
            ticket,
            browser,
            person,
            assurance: Assurance::BankId,
            provider: "bench".to_owned(),
            return_path: "/".to_owned(),
            // A running instance removes what has expired, and the town's moment is that of its beginning.
            expires_at: self.now.plus(DAY),
            signed_for: None,
        };
        let new = NewSession {
            token: SecretHash(session.hash()),
            in_place_of: None,
            created_at: self.now,
            expires_at: self.now.plus(DAY),
            consent: None,
        };
        self.store.issue_ticket(TOWN, &issued, &[]).await?;
        let entered = self.store.enter_by_ticket(TOWN, (ticket, browser), &new);
        entered.await?.ok_or("the ticket is not good")?;
        Ok(format!("__Host-viche-session={}", session.to_client()))
    }

    /// So many rows of `person`, written by one statement (SQLite): the ballot box needs them to be there, nothing else does.
    pub async fn persons(&self, how_many: usize, mark: i64) -> Outcome<Vec<PersonId>> {
        let db = Database::connect(self.config.database_url.as_str()).await?;
        let backend = db.get_database_backend();
        db.execute_raw(Statement::from_sql_and_values(
            backend,
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) \
             INSERT INTO person (community_id, id, sealed, created_at) SELECT 1, randomblob(16), x'', ? FROM n",
            [Value::from(how_many as i64), Value::from(mark)],
        ))
        .await?;
        let query = Statement::from_sql_and_values(
            backend,
            "SELECT id FROM person WHERE community_id = 1 AND created_at = ?",
            [Value::from(mark)],
        );
        let rows = db.query_all_raw(query).await?;
        Ok(rows
            .iter()
            .map(|row| row.try_get::<uuid::Uuid>("", "id").map(PersonId))
            .collect::<Result<_, _>>()?)
    }

    /// Residents who have answered the poll's one question and stand on its check page: all that is left is to submit.
    pub async fn residents_at_the_check(
        &self,
        poll: PollNumber,
        how_many: usize,
    ) -> Outcome<Vec<Resident>> {
        let mut residents = Vec::with_capacity(how_many);
        let mut client = Client::connect(self.port).await?;
        for index in 0..how_many {
            let (person, session) = in_time("a resident's rows", self.resident()).await??;
            let form = format!(
                "poll={poll}&question=1&choice%5B%5D={}&go=next",
                index % 4 + 1
            );
            let answer = client.post("localhost:3000", "/do/answer", &session, &form);
            let answer = in_time("the answer to a question", answer).await??;
            let draft = answer
                .header("set-cookie")
                .and_then(|c| c.split(';').next())
                .ok_or_else(|| format!("no draft: {}", answer.head))?;
            let cookies = format!("{session}; {draft}");
            let path = format!("/polls/{poll}/vote/check");
            let check = client.get("localhost:3000", &path, &cookies);
            let check = in_time("the check page", check).await??;
            let submission = submission_in(&check.body)
                .ok_or_else(|| format!("no submission id: {}", check.head))?;
            residents.push(Resident {
                person,
                cookies,
                submission,
            });
        }
        Ok(residents)
    }
}

/// The submission id in a check page.
fn submission_in(body: &[u8]) -> Option<String> {
    let mut html = String::new();
    let plain = match std::io::Read::read_to_string(
        &mut brotli::Decompressor::new(body, 4096),
        &mut html,
    ) {
        Ok(_) => html,
        Err(_) => String::from_utf8_lossy(body).into_owned(),
    };
    let (_, rest) = plain.split_once("name=\"submission\" value=\"")?;
    rest.split('"').next().map(str::to_owned)
}

fn community_row() -> Community {
    Community {
        id: TOWN,
        slug: "korosten".to_owned(),
        name: Bilingual::new("Коростенська громада", "Korosten community"),
        council: Bilingual::new("Коростенська міська рада", "Korosten city council"),
        address: Bilingual::default(),
        territory: Katottg::parse("UA18060090000061708"),
        population: Some(58_240),
        brand: Brand::default(),
        version: 1,
    }
}

/// What the town asks: one question.
pub fn poll_content(now: Millis, options: i16) -> PollContent {
    PollContent {
        title: Bilingual::new(
            "Які вулиці ремонтувати першими?",
            "Which streets to repair first?",
        ),
        summary: Bilingual::new(
            "У бюджеті є гроші на три вулиці з шести.",
            "There is money for three streets of six.",
        ),
        description: Bilingual::default(),
        decision: Bilingual::new(
            "Рішення виконавчого комітету.",
            "A decision of the executive committee.",
        ),
        initiator: Initiator {
            kind: InitiatorKind::LocalGovernment,
            name: Bilingual::new("Виконавчий комітет", "Executive committee"),
            organisation: None,
        },
        secrecy: Secrecy::Secret,
        audience: Audience {
            age_from: 14,
            age_to: None,
            settlements: Vec::new(),
            least_assurance: Assurance::BankId,
            districts: Vec::new(),
            residency: AskedResidency::Confirmed,
        },
        opens_at: None,
        closes_at: Some(now.plus(14 * DAY)),
        questions: vec![Question {
            no: QuestionNo(1),
            kind: QuestionKind::Single,
            text: Bilingual::new("Яка вулиця найгірша?", "Which street is the worst?"),
            hint: Bilingual::default(),
            required: true,
            options: (1..=options)
                .map(|no| Choice {
                    no: OptionNo(no),
                    label: Bilingual::new(format!("Вулиця {no}"), format!("Street {no}")),
                    hint: Bilingual::default(),
                    exclusive: false,
                    with_text: false,
                    picture: None,
                })
                .collect(),
        }],
    }
}
