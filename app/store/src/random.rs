//! Ids of rows that nobody outside the store chooses (audit entries, jobs), nonces and keys. What a test or a rule
//! could depend on (ballots, receipts, persons, polls) comes from the caller.

use crate::StoreError;
use domain::time::Millis;
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

/// Fills an array from the operating system.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(StoreError::internal)?;
    Ok(bytes)
}

/// A UUID of version 4.
pub(crate) fn uuid() -> Result<Uuid, StoreError> {
    Ok(uuid::Builder::from_random_bytes(bytes()?).into_uuid())
}

/// A UUID of version 7 (RFC 9562 §5.7): rows of one moment keep the order in which this process made them. Its first
/// random bits are a counter (§6.2, method 1).
pub(crate) fn uuid_in_order(at: Millis) -> Result<Uuid, StoreError> {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let made = MADE.fetch_add(1, Ordering::Relaxed);
    let mut bytes = bytes::<10>()?;
    // The version and the variant take the upper four bits of the first byte and the upper two of the third.
    bytes[0] = (made >> 22) as u8 & 0x0f;
    bytes[1] = (made >> 14) as u8;
    bytes[2] = (made >> 8) as u8 & 0x3f;
    bytes[3] = made as u8;
    let millis = at.0.max(0).unsigned_abs();
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
}
