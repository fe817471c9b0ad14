//! The errors of the store. Which to use where:
//!
//! - what was asked for is not there, or is another community's (the two are never told apart): `NotFound`, or `None`
//!   where the absence is an ordinary answer;
//! - the request does not fit what is stored now, and asking again as it is would not help: `Conflict`;
//! - the database is away, full or busy, and asking again later helps: `Unavailable` (the server says 503);
//! - its settings would lose acknowledged ballots: `Unsafe`, only from `Store::connect`;
//! - everything else is a fault of ours: `Internal` (logged in full, shown as one neutral sentence).

use domain::{identity_case::Impossible, lifecycle::Refusal, paper::NoEntry};
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// What went wrong in the store; the head of the file says which is used where.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("not found")]
    NotFound,
    #[error(transparent)]
    Conflict(#[from] Conflict),
    #[error("the database is not available: {0}")]
    Unavailable(#[source] DbErr),
    #[error("the database would lose acknowledged ballots: {0}")]
    Unsafe(String),
    #[error("the database failed: {0}")]
    Internal(String),
}

/// Why a change does not fit what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// Somebody changed it since it was read: read again, merge, ask again.
    #[error("changed meanwhile")]
    ChangedMeanwhile,
    /// Something with this key is already there.
    #[error("already there")]
    AlreadyThere,
    /// The lifecycle refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A confidential poll needs link keys, and this instance has none.
    #[error("no link keys are configured, a confidential poll cannot be published")]
    NoLinkKeys,
    /// The rules do not allow this decision about whose keys are whose.
    #[error("the decision cannot be taken: {0:?}")]
    Impossible(Impossible),
    /// The community's identity key is another one now, or its hashes are being carried on to the next: read the keys again.
    #[error("the identity key is being rotated, or is another one now")]
    KeyRotation,
    /// Nobody decides about their own record.
    #[error("it is the record of whoever decides")]
    OwnRecord,
    /// Whoever proposed it cannot be the one who agrees; or there is nobody who could.
    #[error("it takes a second person")]
    SecondPersonNeeded,
    /// The poll takes no ballots now.
    #[error("the poll is not open")]
    NotOpen,
    /// This person may not enter the paper form.
    #[error("the form cannot be entered: {0:?}")]
    NoEntry(NoEntry),
    /// A batch of paper forms takes no more.
    #[error("the batch is full")]
    BatchFull,
    /// As many links by which somebody hands a power on wait as may.
    #[error("too many links wait")]
    TooManyOffers,
    /// The signature of a claim names another organisation.
    #[error("the signature names another organisation")]
    OtherOrganisation,
    /// Somebody else ended this power: the key alone does not prove it again.
    #[error("the power was taken away, staff decide")]
    TakenAway,
    /// A record that holds a role cannot become part of another.
    #[error("the record holds a role")]
    HoldsRole,
    /// This community has no such role.
    #[error("the community has no such role")]
    RoleElsewhere,
    /// Nobody would be left who gives roles.
    #[error("it is the last who gives roles")]
    LastOfRole,
    /// An option names a picture that the community does not have.
    #[error("the community has no such picture")]
    UnknownPicture,
}

impl From<Refusal> for StoreError {
    fn from(refusal: Refusal) -> Self {
        Self::Conflict(Conflict::Refused(refusal))
    }
}

impl From<NoEntry> for StoreError {
    fn from(no: NoEntry) -> Self {
        Self::Conflict(Conflict::NoEntry(no))
    }
}

impl StoreError {
    /// A fault of ours, described for the log.
    pub(crate) fn internal(what: impl std::fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }

    /// Whether the same transaction, run again, is likely to succeed.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(error) if fault(error) == Fault::Transient)
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match fault(&error) {
            Fault::Transient | Fault::Unreachable => Self::Unavailable(error),
            Fault::Unique => Self::Conflict(Conflict::AlreadyThere),
            Fault::Other => Self::Internal(error.to_string()),
        }
    }
}

/// What kind of fault the database reported, the same for both databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A serialization failure, a deadlock, a lock held too long: nothing was written, run it again.
    Transient,
    /// No connection, a broken one, no space: what was being committed may or may not be there.
    Unreachable,
    /// A unique constraint.
    Unique,
    /// Anything else: the same statement would fail again.
    Other,
}

/// Classifies an error of the database.
pub(crate) fn fault(error: &DbErr) -> Fault {
    if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) {
        return Fault::Unique;
    }
    match error {
        DbErr::ConnectionAcquire(_) => Fault::Unreachable,
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => sqlx_fault(error),
        DbErr::Conn(_) => Fault::Unreachable,
        _ => Fault::Other,
    }
}

fn sqlx_fault(error: &sqlx::Error) -> Fault {
    match error {
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            match error.try_downcast_ref::<sqlx::sqlite::SqliteError>() {
                Some(_) => sqlite_fault(&code),
                None => postgres_fault(&code),
            }
        }
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Fault::Unreachable,
        _ => Fault::Other,
    }
}

/// By SQLite's extended result code; its low byte is the primary one.
fn sqlite_fault(code: &str) -> Fault {
    match code.parse::<u32>().unwrap_or(0) & 0xff {
        5 | 6 => Fault::Transient,          // BUSY, LOCKED
        10 | 13 | 14 => Fault::Unreachable, // IOERR, FULL, CANTOPEN
        _ => Fault::Other,
    }
}

/// By PostgreSQL's SQLSTATE (Appendix A of its manual).
fn postgres_fault(code: &str) -> Fault {
    match code {
        // serialization_failure, deadlock_detected, lock_not_available
        "40001" | "40P01" | "55P03" => Fault::Transient,
        // class 08 connection exception, 53 insufficient resources, 57 operator intervention, 58 system error
        _ if ["08", "53", "57", "58"]
            .iter()
            .any(|class| code.starts_with(class)) =>
        {
            Fault::Unreachable
        }
        _ => Fault::Other,
    }
}
