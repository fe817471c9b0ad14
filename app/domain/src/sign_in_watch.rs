//! What is unusual about a community's sign-ins of the last day: many people from one block of addresses, many sign-ins at once.
//!
//! It is counted in memory alone, and who they were is nowhere: a person is a keyed hash of this process, kept so as not to be counted
//! twice. Nothing is refused because of it; people look at it and think of what explains it, a school, a market day, or nothing.

use crate::{
    ids::PersonId,
    time::{DAY, MINUTE, Millis},
};
use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    hash::{BuildHasher, RandomState},
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// How far back it looks, in milliseconds.
pub const WINDOW_MS: i64 = DAY;
/// So many people from one block are told of.
pub const MANY_PEOPLE: usize = 15;
/// The time in which sign-ins count as being at once, in milliseconds.
pub const SLOT_MS: i64 = 10 * MINUTE;
/// Fewer sign-ins in a slot are never told of.
pub const BURST: u32 = 30;
/// So many times what is usual is a burst.
pub const TIMES_USUAL: u32 = 5;

/// Blocks that are watched at once; what comes on top is counted in the slots alone. What is older than the window is forgotten with
/// the first sign-in of each slot.
const MOST_BLOCKS: usize = 10_000;
/// People of a block that are told apart.
const MOST_PEOPLE: usize = 2_000;

/// Addresses that a provider hands out together: an IPv4 /24 or an IPv6 /48.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Block(IpAddr);

impl Block {
    /// The block of an address.
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(v4) => Ipv4Addr::from_bits(v4.to_bits() & (u32::MAX << 8)).into(),
            IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 80)).into(),
        })
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = if self.0.is_ipv4() { 24 } else { 48 };
        write!(f, "{}/{bits}", self.0)
    }
}

/// Many people from one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crowd {
    pub block: Block,
    pub people: usize,
    pub last: Millis,
}

/// Many sign-ins within [`SLOT_MS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Burst {
    pub from: Millis,
    pub sign_ins: u32,
    /// The mean of the window's other slots, rounded up.
    pub usual: u32,
}

/// What is unusual: the largest crowds first, the latest bursts first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unusual {
    pub crowds: Vec<Crowd>,
    pub bursts: Vec<Burst>,
}

/// The sign-ins of one community.
#[derive(Debug, Default)]
pub struct SignInWatch {
    hasher: RandomState,
    /// When each person last came from a block.
    blocks: HashMap<Block, HashMap<u64, Millis>>,
    /// Sign-ins by the number of their slot since 1970.
    slots: BTreeMap<i64, u32>,
}

impl SignInWatch {
    /// Counts a sign-in; `block` where the address is known.
    pub fn note(&mut self, block: Option<Block>, person: PersonId, now: Millis) {
        let slot = slot(now);
        if !self.slots.contains_key(&slot) {
            let oldest = slot.saturating_sub(WINDOW_MS / SLOT_MS);
            self.slots = self.slots.split_off(&oldest);
            self.forget(now);
        }
        let count = self.slots.entry(slot).or_default();
        *count = count.saturating_add(1);
        let Some(block) = block else {
            return;
        };
        if !self.blocks.contains_key(&block) && self.blocks.len() >= MOST_BLOCKS {
            return;
        }
        let people = self.blocks.entry(block).or_default();
        let hash = self.hasher.hash_one(person);
        if people.contains_key(&hash) || people.len() < MOST_PEOPLE {
            people.insert(hash, now);
        }
    }

    /// Drops what is older than the window.
    fn forget(&mut self, now: Millis) {
        for people in self.blocks.values_mut() {
            people.retain(|_, at| is_recent(*at, now));
        }
        self.blocks.retain(|_, people| !people.is_empty());
    }

    /// What is unusual at `now`.
    pub fn unusual(&mut self, now: Millis) -> Unusual {
        self.forget(now);
        let mut crowds: Vec<Crowd> = self
            .blocks
            .iter()
            .filter(|(_, people)| people.len() >= MANY_PEOPLE)
            .map(|(block, people)| Crowd {
                block: *block,
                people: people.len(),
                last: people.values().copied().max().unwrap_or(now),
            })
            .collect();
        crowds.sort_by_key(|crowd| (std::cmp::Reverse(crowd.people), crowd.block));
        let last = slot(now);
        let of_a_window = WINDOW_MS / SLOT_MS;
        let recent: Vec<(i64, u32)> = self
            .slots
            .range(last.saturating_sub(of_a_window - 1)..=last)
            .map(|(slot, count)| (*slot, *count))
            .collect();
        let all: u64 = recent.iter().map(|(_, count)| u64::from(*count)).sum();
        let others = u64::try_from(of_a_window - 1).unwrap_or(1);
        let bursts = recent.iter().rev().filter_map(|(slot, count)| {
            let usual = (all - u64::from(*count)).div_ceil(others);
            let usual = u32::try_from(usual).unwrap_or(u32::MAX).max(1);
            (*count >= BURST && *count >= usual.saturating_mul(TIMES_USUAL)).then_some(Burst {
                from: Millis(slot.saturating_mul(SLOT_MS)),
                sign_ins: *count,
                usual,
            })
        });
        Unusual {
            bursts: bursts.collect(),
            crowds,
        }
    }
}

fn slot(at: Millis) -> i64 {
    at.0.div_euclid(SLOT_MS)
}

fn is_recent(at: Millis, now: Millis) -> bool {
    now.since(at) < WINDOW_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Millis = Millis(1_800_000_000_000);

    fn person(no: u128) -> PersonId {
        PersonId(uuid::Uuid::from_u128(no))
    }

    fn block(text: &str) -> Block {
        Block::of(text.parse().unwrap())
    }

    #[test]
    fn a_block_is_what_a_provider_hands_out_together() {
        for (address, shown) in [
            ("203.0.113.77", "203.0.113.0/24"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ] {
            assert_eq!(block(address).to_string(), shown);
        }
        assert_ne!(block("203.0.113.1"), block("203.0.114.1"));
    }

    #[test]
    fn people_of_a_block_are_counted_once_each_for_a_day() {
        let mut watch = SignInWatch::default();
        let school = block("203.0.113.1");
        for round in 0..3 {
            for no in 0..MANY_PEOPLE - 1 {
                watch.note(Some(school), person(no as u128), NOW.plus(round));
            }
        }
        assert_eq!(watch.unusual(NOW).crowds, []);
        watch.note(Some(block("203.0.113.200")), person(99), NOW.plus(5));
        let crowd = Crowd {
            block: school,
            people: MANY_PEOPLE,
            last: NOW.plus(5),
        };
        assert_eq!(watch.unusual(NOW.plus(6)).crowds, [crowd]);
        assert_eq!(watch.unusual(NOW.plus(WINDOW_MS + 5)), Unusual::default());
    }

    #[test]
    fn yesterdays_people_take_no_place_and_are_kept_no_longer() {
        let mut watch = SignInWatch::default();
        let operator = block("203.0.113.1");
        for no in 0..MOST_PEOPLE {
            watch.note(Some(operator), person(no as u128), NOW);
        }
        watch.note(None, person(1), NOW.plus(WINDOW_MS));
        assert!(watch.blocks.is_empty());
        for no in 0..MANY_PEOPLE {
            watch.note(
                Some(operator),
                person(9_000 + no as u128),
                NOW.plus(WINDOW_MS),
            );
        }
        assert_eq!(
            watch.unusual(NOW.plus(WINDOW_MS)).crowds[0].people,
            MANY_PEOPLE
        );
    }

    #[test]
    fn many_at_once_are_a_burst_only_against_what_is_usual() {
        let mut watch = SignInWatch::default();
        for no in 0..BURST {
            watch.note(None, person(no.into()), NOW);
        }
        let burst = Burst {
            from: Millis(NOW.0 - NOW.0 % SLOT_MS),
            sign_ins: BURST,
            usual: 1,
        };
        assert_eq!(watch.unusual(NOW).bursts, [burst]);
        // On a day on which every slot is as full, it is none.
        let mut busy = SignInWatch::default();
        for slot in 0..WINDOW_MS / SLOT_MS {
            for no in 0..BURST {
                busy.note(None, person(no.into()), NOW.plus(slot * SLOT_MS));
            }
        }
        let end = NOW.plus(WINDOW_MS - SLOT_MS);
        assert_eq!(busy.unusual(end).bursts, []);
    }

    proptest! {
        #[test]
        fn it_holds_no_more_than_it_may_and_tells_nothing_that_did_not_happen(
            sign_ins in prop::collection::vec((0u8..4, 0u16..300, 0i64..2 * WINDOW_MS), 0..400),
        ) {
            let mut watch = SignInWatch::default();
            let mut sign_ins = sign_ins;
            sign_ins.sort_by_key(|(_, _, at)| *at);
            for (net, no, at) in &sign_ins {
                let block = Block::of(IpAddr::from([10, 0, *net, 1]));
                watch.note(Some(block), person((*no).into()), NOW.plus(*at));
            }
            let now = NOW.plus(2 * WINDOW_MS);
            prop_assert!(watch.slots.len() as i64 <= WINDOW_MS / SLOT_MS + 1);
            for crowd in watch.unusual(now).crowds {
                let people: std::collections::HashSet<u16> = sign_ins
                    .iter()
                    .filter(|(net, _, at)| {
                        let block = Block::of(IpAddr::from([10, 0, *net, 1]));
                        block == crowd.block && now.since(NOW.plus(*at)) < WINDOW_MS
                    })
                    .map(|(_, no, _)| *no)
                    .collect();
                prop_assert_eq!(crowd.people, people.len());
            }
        }
    }
}
