//! Between columns and `domain` types. What the database holds was written by us, so what does not read back is a fault
//! of ours, never a panic.

use crate::StoreError;
use domain::{katottg::Katottg, lang::Bilingual, time::Date};
use serde::{Serialize, de::DeserializeOwned};
use std::str::FromStr;

/// An enum from its stored name.
pub(crate) fn named<T: FromStr>(name: &str) -> Result<T, StoreError> {
    name.parse().map_err(|_| {
        StoreError::internal(format_args!(
            "unknown {}: {name:?}",
            std::any::type_name::<T>()
        ))
    })
}

/// A JSON column from a value.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::internal)
}

/// A value from a JSON column.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(StoreError::internal)
}

/// A text from its two columns.
pub(crate) fn bilingual(uk: String, en: String) -> Bilingual {
    Bilingual { uk, en }
}

/// A code of the codifier.
pub(crate) fn katottg(code: &str) -> Result<Katottg, StoreError> {
    Katottg::parse(code)
        .ok_or_else(|| StoreError::internal(format_args!("no KATOTTG code: {code:?}")))
}

/// A small number (of a question, an option, a bound) from its column.
pub(crate) fn small(n: i32) -> Result<i16, StoreError> {
    i16::try_from(n).map_err(StoreError::internal)
}

/// 32 bytes from a blob.
pub(crate) fn hash32(blob: &[u8]) -> Result<[u8; 32], StoreError> {
    blob.try_into().map_err(StoreError::internal)
}

/// A date as text `YYYY-MM-DD`, which sorts as dates do.
pub(crate) fn date_to_text(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// A date from its text.
pub(crate) fn date_from_text(text: &str) -> Result<Date, StoreError> {
    let mut parts = text.split('-');
    let mut next = || parts.next().unwrap_or_default();
    let (year, month, day) = (
        next().parse().ok(),
        next().parse().ok(),
        next().parse().ok(),
    );
    year.zip(month)
        .zip(day)
        .and_then(|((year, month), day)| Date::new(year, month, day))
        .ok_or_else(|| StoreError::internal(format_args!("no date: {text:?}")))
}
