//! Ids of rows that nobody outside the store chooses (audit entries, jobs), nonces and keys. What a test or a rule
//! could depend on (ballots, receipts, persons, polls) comes from the caller.

use crate::StoreError;
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
