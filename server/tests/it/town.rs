//! What a test finds when it begins: two communities with their keys and policies, residents who can sign in, polls.

use crate::browser::Browser;
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
    katottg::{Category, Katottg, Unit},
    lang::Bilingual,
    lifecycle,
    person_name::PersonName,
    policy::Policy,
    poll::{
        Choice, DraftRules, Initiator, InitiatorKind, PollContent, Question, QuestionKind, Secrecy,
        Term, check_publishable,
    },
    time::{Clock, DAY, Millis},
};
use server::{
    clock::SystemClock,
    demo_residents::{DemoResidents, Resident, load_resident},
};
use std::collections::BTreeMap;
use store::{
    Actor, By, SecretHash, Store, keys::WrappedKey, persons::PersonKey, polls::NewPoll,
    residencies::Residence, sessions::NewSession, territory::Coverage, tickets::Ticket,
};

pub const KOROSTEN: CommunityId = CommunityId(1);
pub const OVRUCH: CommunityId = CommunityId(2);

/// One hour, in milliseconds.
pub const HOUR: i64 = 3_600_000;

/// The test's own hand in the database.
pub struct Town {
    pub store: Store,
    pub keys: BTreeMap<CommunityId, CommunityKeys>,
}

/// A poll as a test names it.
#[derive(Clone, Copy, Debug)]
pub struct TestPoll {
    pub community: CommunityId,
    pub id: PollId,
    pub number: PollNumber,
}

pub fn now() -> Millis {
    SystemClock::default().now()
}

pub fn by_system() -> By {
    By {
        actor: Actor::System,
        at: now(),
    }
}

fn community(id: CommunityId) -> Community {
    let (slug, uk, en, territory) = if id == KOROSTEN {
        (
            "korosten",
            "Коростенська",
            "Korosten",
            "UA18060090000061708",
        )
    } else {
        ("ovruch", "Овруцька", "Ovruch", "UA18060170000069581")
    };
    Community {
        id,
        slug: slug.to_owned(),
        name: Bilingual::new(format!("{uk} громада"), format!("{en} community")),
        council: Bilingual::new(format!("{uk} міська рада"), format!("{en} council")),
        address: Bilingual::new("вулиця Грушевського, 22", "22 Hrushevskoho Street"),
        territory: Katottg::parse(territory),
        population: Some(58_000),
        brand: Brand::default(),
        version: 1,
    }
}

/// A policy that allows polls of any length.
pub fn policy() -> Policy {
    Policy {
        shortest_term_ms: 1,
        longest_term_ms: 3650 * DAY,
        ..Policy::default()
    }
}

impl Town {
    /// Founds both communities; the platform's row is part of the schema.
    pub async fn found(store: Store, master: &MasterKey) -> Self {
        let mut keys = BTreeMap::new();
        for id in [CommunityId::PLATFORM, KOROSTEN, OVRUCH] {
            if id != CommunityId::PLATFORM {
                store
                    .create_community(&community(id), by_system())
                    .await
                    .unwrap();
                store
                    .append_policy(id, &policy(), Millis(0), by_system())
                    .await
                    .unwrap();
            }
            let rows = CommunityKeys::generate(master, id, &OsRandom).unwrap();
            for row in &rows {
                let key = WrappedKey {
                    community: id,
                    id: row.id,
                    purpose: row.purpose,
                    wrapped: row.wrapped.clone(),
                    created_at: now(),
                };
                assert!(store.add_key(&key).await.unwrap());
            }
            keys.insert(id, CommunityKeys::unwrap(master, id, rows).unwrap());
        }
        Self { store, keys }
    }

    /// Two of Korosten's settlements.
    pub async fn settlements(&self) {
        let units = [
            ("UA18060090010074365", Category::City, "Коростень"),
            ("UA18060090420021941", Category::Village, "Хотинівка"),
        ]
        .map(|(code, category, name)| Unit {
            code: Katottg::parse(code).unwrap(),
            parent: None,
            category,
            name: name.to_owned(),
        });
        self.store
            .import_territory(&units, Coverage::Part, |_| ())
            .await
            .unwrap();
    }

    /// The keyed hashes by which this resident is known in a community.
    pub fn person_keys(&self, community: CommunityId, resident: &Resident) -> Vec<PersonKey> {
        let keys = &self.keys[&community];
        let hashed = resident.keys().into_iter().map(|key| PersonKey {
            kind: key.kind(),
            hash: keys.keyed_hash(key.kind(), key.value()),
            key_id: keys.identity_key_id(),
        });
        hashed.collect()
    }

    /// Makes somebody who can sign in a resident of the community, confirmed by the register.
    pub async fn settle(&self, community: CommunityId, name: &str) -> PersonId {
        let resident = resident(name);
        let id = PersonId::from_random(OsRandom.bytes());
        let known = SealedPerson {
            name: resident.name.clone(),
            birth_date: Some(resident.born),
        };
        let sealed = known
            .seal_with(&self.keys[&community], id, &OsRandom)
            .unwrap();
        let keys = self.person_keys(community, &resident);
        let person = self
            .store
            .person_by_keys(community, &keys, id, &sealed, now())
            .await
            .unwrap()
            .certain()
            .unwrap();
        let settlement = resident.settlement.map(|s| s.code);
        self.confirm(community, person, settlement).await;
        person
    }

    /// Confirms where a person lives, as a register does.
    pub async fn confirm(
        &self,
        community: CommunityId,
        person: PersonId,
        settlement: Option<Katottg>,
    ) {
        let residence = Residence {
            class: Residency::ConfirmedByRegister,
            settlement,
            evidence: None,
            expires: None,
            decided_by: None,
            decided_at: now(),
        };
        self.store
            .set_residency(community, person, &residence, by_system())
            .await
            .unwrap();
    }

    /// Leaves of a person's home what they may have said themselves.
    pub async fn withdraw(&self, community: CommunityId, person: PersonId) {
        let known = self.store.residency(community, person).await;
        let declared = Residence {
            class: Residency::Declared,
            decided_at: now(),
            ..known.unwrap().unwrap()
        };
        self.store
            .set_residency(community, person, &declared, by_system())
            .await
            .unwrap();
    }

    /// Gives a browser the session of a confirmed resident of Korosten who is called so.
    pub async fn named_session(&self, browser: &Browser, name: &str) {
        let id = PersonId::from_random(OsRandom.bytes());
        let known = SealedPerson {
            name: PersonName {
                given: name.to_owned(),
                ..PersonName::default()
            },
            birth_date: None,
        };
        let keys = &self.keys[&KOROSTEN];
        let sealed = known.seal_with(keys, id, &OsRandom).unwrap();
        let key = PersonKey {
            kind: KeyKind::Rnokpp,
            hash: keys.keyed_hash(KeyKind::Rnokpp, name),
            key_id: keys.identity_key_id(),
        };
        self.store
            .person_by_keys(KOROSTEN, &[key], id, &sealed, now())
            .await
            .unwrap()
            .certain()
            .unwrap();
        let token = self.session(id, now(), now().plus(HOUR)).await;
        browser.forge_cookie("session", &token.to_client());
    }

    /// The token of a session of somebody of Korosten that begins and expires then, by a ticket that no browser has seen.
    pub async fn session(&self, person: PersonId, created_at: Millis, expires_at: Millis) -> Token {
        let [token, ticket, browser] = std::array::from_fn(|_| Token::new(&OsRandom));
        let (ticket, browser) = (SecretHash(ticket.hash()), SecretHash(browser.hash()));
        let issued = Ticket {
            ticket,
            browser,
            person,
            assurance: Assurance::BankId,
            provider: "sandbox".to_owned(),
            return_path: "/".to_owned(),
            expires_at: created_at.plus(1),
            signed_for: None,
        };
        let session = NewSession {
            token: SecretHash(token.hash()),
            in_place_of: None,
            created_at,
            expires_at,
            consent: None,
        };
        let store = &self.store;
        store.issue_ticket(KOROSTEN, &issued, &[]).await.unwrap();
        let entered = store.enter_by_ticket(KOROSTEN, (ticket, browser), &session);
        entered.await.unwrap().unwrap();
        token
    }

    /// The person behind a name; `None` who never signed in and was never settled there.
    pub async fn person(&self, community: CommunityId, name: &str) -> Option<PersonId> {
        let keys = self.person_keys(community, &resident(name));
        self.store.person_by_key(community, &keys[0]).await.unwrap()
    }

    /// A draft that nobody but staff sees.
    pub async fn draft_poll(&self, community: CommunityId, content: &PollContent) -> TestPoll {
        let id = PollId::from_random(OsRandom.bytes());
        let new = NewPoll {
            id,
            content,
            policy_version: 1,
            author: None,
        };
        let number = self
            .store
            .create_poll(community, &new, by_system())
            .await
            .unwrap();
        TestPoll {
            community,
            id,
            number,
        }
    }

    /// A published poll whose term begins and ends at these distances from now, in milliseconds; what is due happens at once.
    pub async fn poll(
        &self,
        community: CommunityId,
        content: PollContent,
        opens_in: i64,
        closes_in: i64,
    ) -> TestPoll {
        let now = self.store.now_in_database().await.unwrap();
        let term = (now.plus(opens_in), now.plus(closes_in));
        self.poll_from_to(community, content, term.0, term.1).await
    }

    /// A published poll with this very term.
    pub async fn poll_from_to(
        &self,
        community: CommunityId,
        mut content: PollContent,
        opens_at: Millis,
        closes_at: Millis,
    ) -> TestPoll {
        (content.opens_at, content.closes_at) = (Some(opens_at), Some(closes_at));
        let poll = self.draft_poll(community, &content).await;
        // A second before it opens: published polls wait for their time.
        let by = By {
            actor: Actor::System,
            at: opens_at.plus(-1_000),
        };
        let policy = policy();
        let rules = DraftRules {
            policy: &policy,
            territory_prefix: None,
            known_settlements: None,
            known_districts: None,
            known_organisations: None,
        };
        let checked = check_publishable(&content, rules, by.at).unwrap();
        self.store
            .publish_poll(community, poll.id, 1, &checked, 1, by)
            .await
            .unwrap();
        self.until_what_is_due_happened(
            poll,
            Term {
                opens_at,
                closes_at,
            },
        )
        .await;
        poll
    }

    /// Opens and closes what is due. A server that runs on this database may have claimed either a moment before, and then it is
    /// waited for: only afterwards is the poll what its term says.
    async fn until_what_is_due_happened(&self, poll: TestPoll, term: Term) {
        let began = std::time::Instant::now();
        loop {
            self.store.open_due_polls("test").await.unwrap();
            self.store.close_due_polls("test").await.unwrap();
            let now = self.store.now_in_database().await.unwrap();
            let found = self.store.poll(poll.community, poll.id).await.unwrap();
            let state = found.unwrap().state;
            if lifecycle::catch_up(state, term, now).state == state {
                return;
            }
            assert!(began.elapsed().as_secs() < 10, "{state:?} stays");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// An open poll of Korosten with the usual three questions.
    pub async fn open_poll(&self) -> TestPoll {
        self.poll(KOROSTEN, content(), -HOUR, 10 * DAY).await
    }

    /// How many ballots a poll holds, by a recount that must agree with the counters.
    pub async fn ballots(&self, poll: TestPoll) -> i64 {
        let recount = self
            .store
            .recount(poll.community, poll.id, |_| {})
            .await
            .unwrap();
        assert!(recount.agrees(), "{recount:?}");
        let quick = self
            .store
            .recount_quick(poll.community, poll.id)
            .await
            .unwrap();
        assert!(quick.agrees() && quick.ballots == recount.ballots);
        let turnout = self.store.turnout(poll.community, poll.id).await.unwrap();
        assert_eq!(turnout, recount.ballots.ballots);
        turnout
    }

    /// Somebody's receipt in a poll.
    pub async fn receipt(&self, poll: TestPoll, name: &str) -> Option<String> {
        let person = self.person(poll.community, name).await?;
        let participation = self
            .store
            .participation(poll.community, poll.id, person)
            .await
            .unwrap()?;
        Some(participation.receipt.to_string())
    }
}

/// Who can sign in by this name: a listed resident or `load-N`.
pub fn resident(name: &str) -> Resident {
    match name.strip_prefix("load-") {
        Some(number) => load_resident(number.parse().unwrap()).unwrap(),
        None => DemoResidents::embedded()
            .unwrap()
            .find(name)
            .unwrap()
            .clone(),
    }
}

pub fn question(no: i16, kind: QuestionKind, required: bool, options: i16) -> Question {
    let choices = (1..=options).map(|no| Choice {
        no: OptionNo(no),
        label: Bilingual::new(format!("Варіант {no}"), format!("Option {no}")),
        hint: Bilingual::default(),
        exclusive: false,
        with_text: false,
        picture: None,
    });
    Question {
        no: QuestionNo(no),
        kind,
        text: Bilingual::new(format!("Питання {no}"), format!("Question {no}")),
        hint: Bilingual::default(),
        required,
        options: choices.collect(),
    }
}

/// What is asked: one of three; one or two of four, may be skipped; yes, no or abstain.
pub fn content() -> PollContent {
    PollContent {
        title: Bilingual::new(
            "Яким має бути сквер на Базарній площі?",
            "What should the square be like?",
        ),
        summary: Bilingual::new(
            "Міська рада оновлює сквер.",
            "The council renews the square.",
        ),
        description: Bilingual::new("Є три ескізи.", "There are three sketches."),
        decision: Bilingual::new(
            "Рада врахує думку жителів.",
            "The council takes it into account.",
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
        closes_at: None,
        questions: vec![
            question(1, QuestionKind::Single, true, 3),
            question(2, QuestionKind::Multiple { min: 1, max: 2 }, false, 4),
            question(3, QuestionKind::YesNoAbstain, true, 0),
        ],
    }
}
