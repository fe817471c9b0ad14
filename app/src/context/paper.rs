//! What staff type of paper forms, and the scans of their identity parts, on their way into the database and out of it: sealed, and
//! bound to their form.

use super::{Services, sealed};
use crate::failure::Failure;
use domain::{
    answer::Given,
    ids::{CommunityId, QuestionNo, SubmissionId},
    paper::Entry,
};
use zeroize::Zeroizing;

/// What somebody typed of a form.
pub type Typed = Vec<(QuestionNo, Given)>;

fn place_of(entry: Entry, form: SubmissionId) -> Vec<u8> {
    let which = match entry {
        Entry::First => "first",
        Entry::Second => "second",
    };
    format!("paper-{which}/{form}").into_bytes()
}

fn place_of_scan(form: SubmissionId) -> Vec<u8> {
    format!("paper-scan/{form}").into_bytes()
}

/// Seals an entry.
///
/// # Errors
/// When the community's keys cannot be had.
pub async fn seal_entry(
    services: &Services,
    community: CommunityId,
    (entry, form): (Entry, SubmissionId),
    typed: &Typed,
) -> Result<Vec<u8>, Failure> {
    let plain = Zeroizing::new(serde_json::to_vec(typed).map_err(|_| Failure::Internal)?);
    sealed::seal(services, community, &place_of(entry, form), &plain).await
}

/// Opens an entry.
///
/// # Errors
/// [`Failure::Internal`] when it does not open or read.
pub async fn open_entry(
    services: &Services,
    community: CommunityId,
    (entry, form): (Entry, SubmissionId),
    sealed: &[u8],
) -> Result<Typed, Failure> {
    let place = place_of(entry, form);
    let plain = sealed::open(services, community, &place, sealed, "paper form").await?;
    serde_json::from_slice(&plain).map_err(|_| Failure::Internal)
}

/// Seals a scan.
///
/// # Errors
/// When the community's keys cannot be had.
pub async fn seal_scan(
    services: &Services,
    community: CommunityId,
    form: SubmissionId,
    scan: &[u8],
) -> Result<Vec<u8>, Failure> {
    sealed::seal(services, community, &place_of_scan(form), scan).await
}

/// Opens a scan.
///
/// # Errors
/// [`Failure::Internal`] when it does not open.
pub async fn open_scan(
    services: &Services,
    community: CommunityId,
    form: SubmissionId,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    sealed::open(services, community, &place_of_scan(form), sealed, "scan").await
}
