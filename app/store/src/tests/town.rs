//! A town to test in: a community with its policy, persons, polls and what they are answered with.

use crate::{
    Actor, By, Channel, SecretHash, Store, StoreError, Submission,
    emails::{EmailLink, Mailbox, NewRecord},
    entity::person,
    keys::WrappedKey,
    persons::PersonKey,
    polls::NewPoll,
    random,
    residencies::Residence,
    sessions::NewSession,
    tickets::Ticket,
};
use domain::{
    answer::{Given, check_answers},
    audience::{AskedResidency, Audience},
    brand::Brand,
    community::Community,
    identifiers::{KeyKind, KeyPurpose},
    identity::{Assurance, Residency},
    ids::{BallotId, CommunityId, OptionNo, PersonId, PollId, QuestionNo, SubmissionId},
    katottg::Katottg,
    lang::Bilingual,
    policy::Policy,
    poll::{
        Choice, DraftRules, Initiator, InitiatorKind, PollContent, Question, QuestionKind, Secrecy,
        check_publishable,
    },
    receipt::Receipt,
    role::Role,
    time::{DAY, Millis},
};
use sea_orm::{EntityTrait, IntoActiveModel};

pub const KOROSTEN: CommunityId = CommunityId(1);
pub const ZVIAHEL: CommunityId = CommunityId(2);
pub const HOUR: i64 = 3_600_000;

pub fn by(at: Millis) -> By {
    By {
        actor: Actor::System,
        at,
    }
}

pub fn person_id() -> PersonId {
    PersonId::from_random(random::bytes().unwrap())
}

pub fn poll_id() -> PollId {
    PollId::from_random(random::bytes().unwrap())
}

pub fn submission_id() -> SubmissionId {
    SubmissionId::from_random(random::bytes().unwrap())
}

/// A community's identity key with this id, wrapped by nothing.
pub fn identity_key(community: CommunityId, id: i64) -> WrappedKey {
    WrappedKey {
        community,
        id,
        purpose: KeyPurpose::Identity,
        wrapped: vec![1; 60],
        created_at: Millis(1),
    }
}

/// A community with its first identity key and the first version of its policy.
pub async fn found(store: &Store, id: CommunityId) {
    let community = Community {
        id,
        slug: format!("town-{}", id.0),
        name: Bilingual::new("Коростенська громада", "Korosten community"),
        council: Bilingual::new("Коростенська міська рада", "Korosten city council"),
        address: Bilingual::new("вулиця Грушевського, 22", ""),
        territory: Katottg::parse("UA18060090000061708"),
        population: Some(58_000),
        brand: Brand::default(),
        version: 1,
    };
    store
        .create_community(&community, by(Millis(1)))
        .await
        .unwrap();
    assert_eq!(
        store
            .append_policy(id, &policy(), Millis(0), by(Millis(1)))
            .await
            .unwrap(),
        1
    );
    assert!(store.add_key(&identity_key(id, 1)).await.unwrap());
}

/// A policy that allows polls of any length.
pub fn policy() -> Policy {
    Policy {
        shortest_term_ms: 1,
        longest_term_ms: 3650 * DAY,
        ..Policy::default()
    }
}

/// Persons, without the detour by sign-in.
pub async fn settle(store: &Store, community: CommunityId, how_many: usize) -> Vec<PersonId> {
    let persons: Vec<PersonId> = (0..how_many).map(|_| person_id()).collect();
    for chunk in persons.chunks(1000) {
        let rows = chunk.iter().map(|id| {
            let (sealed, second_key_cleared_at) = (vec![1, 2, 3], None);
            person::Model {
                community_id: community.0,
                id: id.0,
                sealed,
                second_key_cleared_at,
                merged_into: None,
                created_at: 1_790_000_000_000,
            }
            .into_active_model()
        });
        person::Entity::insert_many(rows)
            .exec_without_returning(store.writer())
            .await
            .unwrap();
    }
    persons
}

/// A session that somebody has.
pub struct TestSession {
    pub token: SecretHash,
    pub person: PersonId,
    pub assurance: Assurance,
    pub provider: String,
    pub created_at: Millis,
    pub expires_at: Millis,
    pub consent: Option<i32>,
    pub signed_for: Option<Vec<u8>>,
}

impl Store {
    /// Signs somebody in by a ticket that is issued and used on the spot.
    pub(crate) async fn create_session(
        &self,
        community: CommunityId,
        new: &TestSession,
    ) -> Result<(), StoreError> {
        let secret = || SecretHash(random::bytes().unwrap());
        let ticket = Ticket {
            ticket: secret(),
            browser: secret(),
            person: new.person,
            assurance: new.assurance,
            provider: new.provider.clone(),
            return_path: "/".to_owned(),
            expires_at: new.created_at.plus(1),
            signed_for: new.signed_for.clone(),
        };
        self.issue_ticket(community, &ticket, &[]).await?;
        let session = NewSession {
            token: new.token,
            in_place_of: None,
            created_at: new.created_at,
            expires_at: new.expires_at,
            consent: new.consent,
        };
        let entered = self
            .enter_by_ticket(community, (ticket.ticket, ticket.browser), &session)
            .await?;
        entered.map(drop).ok_or(StoreError::NotFound)
    }
}

/// A session that begins at this millisecond, in a browser that has none.
pub fn beginning(at: i64) -> NewSession {
    NewSession {
        token: SecretHash(random::bytes().unwrap()),
        in_place_of: None,
        created_at: Millis(at),
        expires_at: Millis(at).plus(HOUR),
        consent: None,
    }
}

/// A ticket that holds to the 1,000th millisecond, in a browser of its own.
pub fn ticket(person: PersonId, byte: u8) -> Ticket {
    Ticket {
        ticket: SecretHash([byte; 32]),
        browser: SecretHash([byte.wrapping_add(100); 32]),
        person,
        assurance: Assurance::BankId,
        provider: "sandbox".to_owned(),
        return_path: "/".to_owned(),
        expires_at: Millis(1_000),
        signed_for: None,
    }
}

/// A home in Korosten that staff confirmed at this moment.
pub fn confirmed_home(at: Millis) -> Residence {
    Residence {
        class: Residency::ConfirmedByStaff,
        settlement: Katottg::parse("UA18060090010074365"),
        evidence: Some("certificate".into()),
        expires: None,
        decided_by: None,
        decided_at: at,
    }
}

/// A link that signs in by this mailbox to the 1,000th millisecond.
pub fn sign_in_link(mailbox: u8, byte: u8) -> EmailLink {
    EmailLink {
        token: SecretHash([byte; 32]),
        browser: SecretHash([9; 32]),
        mailbox: Mailbox {
            hash: [mailbox; 32],
            key_id: 1,
        },
        sealed: b"address".to_vec(),
        person: None,
        return_path: "/".to_owned(),
        expires_at: Millis(1_000),
    }
}

/// Signs in by a link; whoever that is, or nobody.
pub async fn enter_by_link(store: &Store, link: &EmailLink, at: i64) -> Option<PersonId> {
    let new = NewRecord {
        person: person_id(),
        sealed: b"nothing".to_vec(),
    };
    let secrets = (link.token, link.browser);
    let entered = store
        .enter_by_email(KOROSTEN, secrets, &new, "email", &beginning(at))
        .await;
    entered.unwrap().map(|entered| entered.person)
}

/// Two of the staff who may confirm where people live.
pub async fn two_operators(store: &Store, community: CommunityId) {
    for person in settle(store, community, 2).await {
        let granted = store.grant_role(community, person, Role::Operator, by(Millis(1)));
        granted.await.unwrap();
    }
}

/// A key of a person, made of one byte.
pub fn key(kind: KeyKind, byte: u8) -> PersonKey {
    PersonKey {
        kind,
        hash: [byte; 32],
        key_id: 1,
    }
}

fn question(no: i16, kind: QuestionKind, required: bool, options: i16) -> Question {
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

/// A question of which one or two options are chosen and the fourth asks for words; it may be skipped.
fn with_other(options: i16) -> Question {
    let mut question = question(2, QuestionKind::Multiple { min: 1, max: 2 }, false, options);
    question.options[3].with_text = true;
    question
}

/// One of three; one or two of four, may be skipped; yes, no or abstain; own words, may be skipped; a scale, may be skipped.
pub fn questions() -> Vec<Question> {
    vec![
        question(1, QuestionKind::Single, true, 3),
        with_other(4),
        question(3, QuestionKind::YesNoAbstain, true, 0),
        question(4, QuestionKind::LongText, false, 0),
        question(5, QuestionKind::Scale { from: 0, to: 10 }, false, 2),
    ]
}

pub fn content(secrecy: Secrecy) -> PollContent {
    PollContent {
        title: Bilingual::new(
            "Яким має бути сквер на Базарній площі?",
            "What should the square be like?",
        ),
        summary: Bilingual::new(
            "Міська рада оновлює сквер.",
            "The council renews the square.",
        ),
        description: Bilingual::default(),
        decision: Bilingual::new(
            "Рада врахує думку жителів.",
            "The council takes it into account.",
        ),
        initiator: Initiator {
            kind: InitiatorKind::LocalGovernment,
            name: Bilingual::new("Виконавчий комітет", "Executive committee"),
            organisation: None,
        },
        secrecy,
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
        questions: questions(),
    }
}

/// Publishes a poll whose term begins and ends at these distances from now, by the database's clock, in milliseconds.
pub async fn publish(
    store: &Store,
    community: CommunityId,
    secrecy: Secrecy,
    opens_in: i64,
    closes_in: i64,
) -> PollId {
    publish_content(store, community, content(secrecy), opens_in, closes_in).await
}

pub async fn publish_content(
    store: &Store,
    community: CommunityId,
    mut content: PollContent,
    opens_in: i64,
    closes_in: i64,
) -> PollId {
    let now = store.now_in_database().await.unwrap();
    content.opens_at = Some(now.plus(opens_in));
    content.closes_at = Some(now.plus(closes_in));
    // Published a second before it opens, so that it waits for its time.
    let published = by(now.plus(opens_in - 1000));
    let id = poll_id();
    let new = NewPoll {
        id,
        content: &content,
        policy_version: 1,
        author: None,
    };
    store.create_poll(community, &new, published).await.unwrap();
    let policy = policy();
    let rules = DraftRules {
        policy: &policy,
        territory_prefix: None,
        known_settlements: None,
        known_districts: None,
        known_organisations: None,
    };
    let checked = check_publishable(&content, rules, published.at).unwrap();
    store
        .publish_poll(community, id, 1, &checked, 1, published)
        .await
        .unwrap();
    id
}

/// A fresh submission that chooses these options: `(question, options)`; where words are asked for, they are different each time.
pub fn submit(
    community: CommunityId,
    poll: PollId,
    person: PersonId,
    chosen: &[(i16, &[i16])],
) -> Submission {
    // More options than the poll has, so that a test can choose one that is not there.
    let questions = [
        question(1, QuestionKind::Single, true, 30),
        with_other(30),
        question(3, QuestionKind::YesNoAbstain, true, 0),
        question(4, QuestionKind::LongText, false, 0),
        question(5, QuestionKind::Scale { from: 0, to: 10 }, false, 2),
    ];
    let given: Vec<(QuestionNo, Given)> = chosen
        .iter()
        .map(|&(question, options)| {
            let chosen = options.iter().map(|&option| OptionNo(option)).collect();
            let text = format!("слова {:?}", random::bytes::<4>().unwrap());
            (QuestionNo(question), Given { chosen, text })
        })
        .collect();
    Submission {
        community,
        poll,
        person,
        submission: submission_id(),
        receipt: Receipt::from_random(random::bytes().unwrap()),
        ballot: BallotId::from_random(random::bytes().unwrap()),
        answers: check_answers(&questions, &given).unwrap(),
        assurance: Assurance::BankId,
        channel: Channel::Web,
        judged: None,
        drafts: Vec::new(),
    }
}

/// The usual answers: the first option, two of the second question, yes, own words, 6 of 10.
pub fn usual(community: CommunityId, poll: PollId, person: PersonId) -> Submission {
    submit(
        community,
        poll,
        person,
        &[(1, &[1]), (2, &[2, 4]), (3, &[1]), (4, &[1]), (5, &[7])],
    )
}
