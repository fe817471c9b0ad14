//! Part of a long list.

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many to pass over.
    pub offset: u64,
    /// At most how many to give.
    pub limit: u64,
}

impl Page {
    /// The first `limit` of a list.
    pub fn first(limit: u64) -> Self {
        Self { offset: 0, limit }
    }
}

/// A part of a list and how long the whole is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged<T> {
    pub items: Vec<T>,
    pub total: u64,
}
