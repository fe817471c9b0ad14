//! `viche seed`: fills an empty database with the demonstration, through the same code that real residents and staff use.

use crate::{
    cli::import,
    clock::SystemClock,
    config::Config,
    demo_residents::{DemoResidents, Resident, load_resident},
    instance,
    seed::{self, CommunitySeed, PollSeed},
    web::pictures::re_encode,
};
use app::{
    context::people::SealedPerson,
    keys::{CommunityKeys, MasterKey, OsRandom, RandomBytes},
};
use domain::{
    answer::Answers,
    community::Community,
    identifiers::KeyKind,
    identity::{Assurance, Residency},
    ids::{BallotId, CommunityId, PersonId, PollId, SubmissionId},
    katottg::Katottg,
    lifecycle::State,
    policy::Policy,
    poll::{CheckedContent, ChoicePicture, DraftRules, MOST_SIDE, PollContent, check_publishable},
    receipt::Receipt,
    time::{Clock, Millis},
    widget::WidgetOrigins,
};
use std::{error::Error, io::Write};
use store::{
    Actor, BallotBox, BallotBoxOptions, By, Cast, Channel, Store, Submission,
    keys::WrappedKey,
    persons::{PersonKey, Rewritten},
    polls::NewPoll,
    residencies::Residence,
    territory::Coverage,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Somebody invented who answers a poll.
struct SeedVoter {
    person: PersonId,
    residence: Residence,
    answers: Answers,
}

/// One seeding: what everything in it needs.
struct Seeding {
    store: Store,
    master: MasterKey,
    now: Millis,
}

/// Fills the database; on one that is filled already only prints who can sign in. `load` invented residents more are made for
/// load tests.
///
/// # Errors
/// Outside a demonstration; on a database that holds somebody else's communities.
pub async fn run(config: &Config, load: u32) -> Outcome<()> {
    if !config.demo {
        return Err("seeding is for demonstrations: set VICHE_DEMO=1".into());
    }
    if std::env::var_os("VICHE_MASTER_KEY").is_none() && !config.master_key_file.exists() {
        MasterKey::generate_file(&config.master_key_file, &OsRandom)?;
    }
    let store = instance::connect(config).await?;
    let seeding = Seeding {
        master: instance::master_key(config)?,
        store,
        now: SystemClock {
            offset_ms: config.clock_offset_ms,
        }
        .now(),
    };
    let residents = DemoResidents::embedded()?;
    if seeding
        .store
        .communities()
        .await?
        .iter()
        .all(|c| c.id == CommunityId::PLATFORM)
    {
        seeding.fill(&residents, load).await?;
    } else {
        tracing::info!("the database is filled already");
    }
    print_who(&residents)
}

impl Seeding {
    fn by_system(&self, at: Millis) -> By {
        By {
            actor: Actor::System,
            at,
        }
    }

    async fn fill(&self, residents: &DemoResidents, load: u32) -> Outcome<()> {
        // The platform's own row is part of the schema; its keys are this installation's.
        self.keys(CommunityId::PLATFORM).await?;
        for seed in seed::communities()? {
            let slug = seed.community.slug.clone();
            let keys = self.community(&seed.community).await?;
            self.widget_origins(&seed).await?;
            for organisation in &seed.organisations {
                let by = self.by_system(self.now);
                let no = self
                    .store
                    .add_organisation(seed.community.id, organisation, by)
                    .await?;
                debug_assert_eq!(no, organisation.no, "they are numbered in their order");
            }
            let units = import::units(seed.territory_csv)?;
            self.store
                .import_territory(&units, Coverage::Part, |_| {})
                .await?;
            let community = seed.community.id;
            let mut register = Vec::new();
            for town in residents.communities.iter().filter(|c| c.slug == slug) {
                for resident in &town.people {
                    register.extend(self.resident(community, &keys, resident).await?);
                }
            }
            if slug == "korosten" {
                for resident in (0..load).filter_map(load_resident) {
                    register.extend(self.resident(community, &keys, &resident).await?);
                }
            }
            let mut voters = Vec::new();
            for poll in &seed.polls {
                voters.push(self.voters(&seed, &keys, poll).await?);
            }
            register.extend(
                voters
                    .iter()
                    .flatten()
                    .map(|voter| (voter.person, voter.residence.clone())),
            );
            // Who answers several polls is one person.
            register.sort_by_key(|(person, _)| *person);
            register.dedup_by_key(|(person, _)| *person);
            self.store
                .set_residencies(community, &register, self.by_system(self.now))
                .await?;
            for (poll, voters) in seed.polls.iter().zip(voters) {
                self.poll(&seed, poll, voters).await?;
            }
            tracing::info!(community = slug, polls = seed.polls.len(), "seeded");
        }
        Ok(())
    }

    /// A community with its keys and its first policy.
    async fn community(&self, community: &Community) -> Outcome<CommunityKeys> {
        let by = self.by_system(self.now);
        self.store.create_community(community, by).await?;
        // In force since before the oldest seeded poll.
        let since = self.now.plus(-400 * domain::time::DAY);
        self.store
            .append_policy(community.id, &Policy::default(), since, by)
            .await?;
        self.keys(community.id).await
    }

    /// The websites that may show its polls.
    async fn widget_origins(&self, seed: &CommunitySeed) -> Outcome<()> {
        if seed.widget_origins.is_empty() {
            return Ok(());
        }
        let allowed = WidgetOrigins {
            anywhere: false,
            named: seed.widget_origins.clone(),
        };
        let by = self.by_system(self.now);
        self.store
            .set_widget_origins(seed.community.id, &allowed, by)
            .await?;
        Ok(())
    }

    /// New keys for a community.
    async fn keys(&self, community: CommunityId) -> Outcome<CommunityKeys> {
        let rows = CommunityKeys::generate(&self.master, community, &OsRandom)?;
        for key in &rows {
            let key = WrappedKey {
                community,
                id: key.id,
                purpose: key.purpose,
                wrapped: key.wrapped.clone(),
                created_at: self.now,
            };
            self.store.add_key(&key).await?;
        }
        Ok(CommunityKeys::unwrap(&self.master, community, rows)?)
    }

    /// A person with name and birth date.
    async fn person(
        &self,
        community: CommunityId,
        keys: &CommunityKeys,
        known: SealedPerson,
        hashed: &[PersonKey],
    ) -> Outcome<PersonId> {
        let new = PersonId::from_random(OsRandom.bytes());
        let sealed = known.seal_with(keys, new, &OsRandom)?;
        let found = self
            .store
            .person_by_keys(community, hashed, new, &sealed, self.now)
            .await?;
        let person = found.certain()?;
        if person != new
            && let Some(row) = self.store.person(community, person).await?
        {
            let sealed = known.seal_with(keys, person, &OsRandom)?;
            let renewed = Rewritten {
                before: &row.sealed,
                after: &sealed,
            };
            // Who signs in meanwhile says no less than we do.
            self.store.redescribe(community, person, renewed).await?;
        }
        Ok(person)
    }

    /// One of the residents who can sign in, and where they live as far as that is known.
    async fn resident(
        &self,
        community: CommunityId,
        keys: &CommunityKeys,
        resident: &Resident,
    ) -> Outcome<Option<(PersonId, Residence)>> {
        let hashed: Vec<PersonKey> = resident
            .keys()
            .iter()
            .map(|key| PersonKey {
                kind: key.kind(),
                hash: keys.keyed_hash(key.kind(), key.value()),
                key_id: keys.identity_key_id(),
            })
            .collect();
        let known = SealedPerson {
            name: resident.name.clone(),
            birth_date: Some(resident.born),
        };
        let residence = (resident.residency != Residency::None).then(|| Residence {
            class: resident.residency,
            settlement: resident.settlement.as_ref().map(|s| s.code.clone()),
            evidence: resident.evidence.clone(),
            expires: resident.expires,
            decided_by: None,
            decided_at: self.now,
        });
        let person = self.person(community, keys, known, &hashed).await?;
        for role in &resident.roles {
            self.store
                .grant_role(community, person, *role, self.by_system(self.now))
                .await?;
        }
        Ok(residence.map(|residence| (person, residence)))
    }

    /// A poll in its state, with its invented ballots cast through the ballot box.
    async fn poll(
        &self,
        seed: &CommunitySeed,
        poll: &PollSeed,
        voters: Vec<SeedVoter>,
    ) -> Outcome<()> {
        let community = seed.community.id;
        let mut content = poll.content(self.now);
        self.pictures(community, poll, &mut content).await?;
        let id = PollId::from_random(OsRandom.bytes());
        let published_at = poll.published_at(self.now);
        let by = self.by_system(published_at);
        let new = NewPoll {
            id,
            content: &content,
            policy_version: 1,
            author: None,
        };
        let number = self.store.create_poll(community, &new, by).await?;
        if poll.state == State::Draft {
            return Ok(());
        }
        let settlements = self.settlements(seed).await?;
        let policy = Policy::default();
        let rules = DraftRules {
            policy: &policy,
            territory_prefix: seed
                .community
                .territory
                .as_ref()
                .map(Katottg::hromada_prefix),
            known_settlements: Some(&settlements),
            known_districts: None,
            known_organisations: None,
        };
        let checked: CheckedContent = check_publishable(&content, rules, published_at)
            .map_err(|problems| format!("poll {number}: {problems:?}"))?;
        self.store
            .publish_poll(community, id, 1, &checked, 1, by)
            .await?;
        if poll.state == State::Scheduled {
            return Ok(());
        }
        // The database's clock is moved into the term of polls that are over by now.
        let offset = match (poll.state, content.opens_at, content.closes_at) {
            (State::Closed, Some(opens), Some(closes)) => {
                opens.plus(closes.since(opens) / 2).since(self.now)
            }
            _ => 0,
        };
        let then = self.store.with_clock_offset(offset);
        then.open_due_polls("seed").await?;
        self.ballots(community, id, offset, voters).await?;
        if let (State::Closed, Some(closes)) = (poll.state, content.closes_at) {
            // A second after its end, so that the protocol is dated then and not today.
            let after = closes.plus(1_000).since(self.now);
            self.store
                .with_clock_offset(after)
                .close_due_polls("seed")
                .await?;
        }
        Ok(())
    }

    /// Paints the poll's drawings, as its author would upload them, and puts them beside their options.
    async fn pictures(
        &self,
        community: CommunityId,
        poll: &PollSeed,
        content: &mut PollContent,
    ) -> Outcome<()> {
        for seed in &poll.pictures {
            let picture = re_encode(&seed::drawings::painted(seed.drawing)?, MOST_SIDE)
                .map_err(|problem| format!("poll {}: a drawing is {problem}", poll.number))?;
            let by = self.by_system(self.now);
            self.store.put_picture(community, &picture, by).await?;
            let question = content.questions.iter_mut().find(|q| q.no == seed.question);
            let options = question.map(|q| &mut q.options).into_iter().flatten();
            for option in options.filter(|option| option.no == seed.option) {
                option.picture = Some(ChoicePicture {
                    file: picture.file,
                    alt: seed.alt.clone(),
                });
            }
        }
        Ok(())
    }

    /// All settlements of the community.
    async fn settlements(&self, seed: &CommunitySeed) -> Outcome<Vec<Katottg>> {
        Ok(match &seed.community.territory {
            Some(territory) => {
                let units = self.store.settlements(territory).await?;
                units.into_iter().map(|unit| unit.code).collect()
            }
            None => Vec::new(),
        })
    }

    /// The invented people who answer a poll, and what; nobody for one that has not opened.
    async fn voters(
        &self,
        seed: &CommunitySeed,
        keys: &CommunityKeys,
        poll: &PollSeed,
    ) -> Outcome<Vec<SeedVoter>> {
        if matches!(poll.state, State::Draft | State::Scheduled) {
            return Ok(Vec::new());
        }
        let community = seed.community.id;
        let content = poll.content(self.now);
        // The town comes first, as most people live there; a poll for some settlements has voters from those alone.
        let (town, mut home) = if content.audience.settlements.is_empty() {
            ("town", self.settlements(seed).await?)
        } else {
            ("village", content.audience.settlements.clone())
        };
        home.sort();
        let mut voters = Vec::new();
        for (index, answers) in (0u32..).zip(seed::answers::invented_answers(
            community,
            poll,
            &content.questions,
        )) {
            let voter = seed::voters::voter(community, index, &home);
            let marker = format!("invented-{town}-{index}");
            let key = PersonKey {
                kind: KeyKind::Rnokpp,
                hash: keys.keyed_hash(KeyKind::Rnokpp, &marker),
                key_id: keys.identity_key_id(),
            };
            let known = SealedPerson {
                name: voter.name,
                birth_date: Some(voter.birth_date),
            };
            voters.push(SeedVoter {
                person: self.person(community, keys, known, &[key]).await?,
                residence: Residence {
                    class: Residency::ConfirmedByRegister,
                    settlement: voter.settlement,
                    evidence: None,
                    expires: None,
                    decided_by: None,
                    decided_at: self.now,
                },
                answers,
            });
        }
        Ok(voters)
    }

    /// Casts the ballots of these through the ballot box, at a moment `offset` milliseconds from now.
    async fn ballots(
        &self,
        community: CommunityId,
        id: PollId,
        offset: i64,
        voters: Vec<SeedVoter>,
    ) -> Outcome<()> {
        let ballot_box = BallotBox::start(
            self.store.clone(),
            BallotBoxOptions {
                clock_offset_ms: offset,
                ..BallotBoxOptions::default()
            },
        );
        let mut casts = tokio::task::JoinSet::new();
        for SeedVoter {
            person, answers, ..
        } in voters
        {
            let ballot_box = ballot_box.clone();
            casts.spawn(async move {
                ballot_box
                    .cast(Submission {
                        community,
                        poll: id,
                        person,
                        submission: SubmissionId::from_random(OsRandom.bytes()),
                        receipt: Receipt::from_random(OsRandom.bytes()),
                        ballot: BallotId::from_random(OsRandom.bytes()),
                        answers,
                        assurance: Assurance::BankId,
                        channel: Channel::Web,
                        judged: None,
                        drafts: Vec::new(),
                    })
                    .await
            });
        }
        let mut recorded = 0usize;
        while let Some(cast) = casts.join_next().await {
            match cast?? {
                Cast::Recorded(_) => recorded += 1,
                Cast::AlreadyRecorded(_) => {}
            }
        }
        ballot_box.shutdown().await;
        tracing::info!(recorded, "invented ballots cast");
        Ok(())
    }
}

/// Who can sign in, for the terminal.
fn print_who(residents: &DemoResidents) -> Outcome<()> {
    let mut out = std::io::stdout().lock();
    for community in &residents.communities {
        writeln!(out, "{}:", community.slug)?;
        for resident in &community.people {
            let role = resident
                .roles
                .iter()
                .map(|r| r.as_str())
                .collect::<Vec<_>>()
                .join(", ");
            if !role.is_empty() {
                writeln!(out, "  {} ({role})", resident.name.full())?;
            }
        }
        writeln!(
            out,
            "  … and {} residents; the sign-in page lists them all",
            community
                .people
                .iter()
                .filter(|p| p.roles.is_empty())
                .count()
        )?;
    }
    Ok(())
}
