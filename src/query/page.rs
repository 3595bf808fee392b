//! Pages of an answer: how many features, and an opaque cursor to where the last page stopped.

use std::fmt;

use crate::query::{Pairs, Plan, QueryError};

/// Which part of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Features to leave out at the beginning.
    pub offset: usize,
    /// Features to give at most.
    pub limit: usize,
}

/// Features an answer holds unless asked otherwise: enough for a screen, small enough to be quick.
pub const DEFAULT_LIMIT: usize = 100;
/// Most features one answer may hold: about 50 MB of JSON of the fullest records.
pub const MAX_LIMIT: usize = 10_000;

impl Default for Page {
    fn default() -> Self {
        Self { offset: 0, limit: DEFAULT_LIMIT }
    }
}

impl Page {
    /// Everything in one piece, as a file has it.
    pub const ALL: Self = Self { offset: 0, limit: usize::MAX };

    /// Reads `limit` and `cursor`; a cursor belongs to one plan and one version of the data.
    ///
    /// # Errors
    /// When the limit is out of range, or the cursor was not made for this question.
    pub fn read(pairs: &Pairs, plan: &Plan, version: &str) -> Result<Self, QueryError> {
        let allowed = format!("a whole number from 1 to {MAX_LIMIT}");
        let limit = pairs.read("limit", &allowed, |text| limit(text, MAX_LIMIT))?;
        let allowed = "the cursor of an earlier answer to the same question";
        let offset = pairs.read("cursor", allowed, |text| {
            let cursor = Cursor::parse(text).ok_or("is not a cursor")?;
            cursor.offset_for(plan.fingerprint(), version).map_err(str::to_owned)
        })?;
        Ok(Self { offset: offset.unwrap_or(0), limit: limit.unwrap_or(DEFAULT_LIMIT) })
    }
}

/// Reads how much is wanted at most: digits alone, from 1 to `most`.
///
/// # Errors
/// When the text is no such number.
pub fn limit(text: &str, most: usize) -> Result<usize, String> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(limit) if digits && (1..=most).contains(&limit) => Ok(limit),
        // Digits that no number holds are out of range too.
        _ if digits => Err("is out of range".to_owned()),
        _ => Err("is not a whole number".to_owned()),
    }
}

/// Where an answer stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    offset: usize,
    plan: u64,
    version: u64,
}

impl Cursor {
    /// A cursor to the features after `offset`.
    #[must_use]
    pub fn new(offset: usize, plan: u64, version: &str) -> Self {
        Self { offset, plan, version: hash(version.as_bytes()) }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-').map(|part| u64::from_str_radix(part, 16).ok());
        let cursor = Self {
            offset: usize::try_from(parts.next()??).ok()?,
            plan: parts.next()??,
            version: parts.next()??,
        };
        parts.next().is_none().then_some(cursor)
    }

    fn offset_for(&self, plan: u64, version: &str) -> Result<usize, &'static str> {
        if self.plan != plan {
            Err("belongs to another question")
        } else if self.version != hash(version.as_bytes()) {
            Err("belongs to an earlier version of the data; start again without it")
        } else {
            Ok(self.offset)
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{:x}-{:x}", self.offset, self.plan, self.version)
    }
}

/// FNV-1a, 64 bit: stable across versions of the compiler, unlike the standard hasher.
#[must_use]
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back() {
        let cursor = Cursor::new(200, 7, "abc");
        let read = Cursor::parse(&cursor.to_string()).expect("a cursor");
        assert_eq!(read.offset_for(7, "abc"), Ok(200));
        assert!(read.offset_for(8, "abc").is_err());
        assert!(read.offset_for(7, "abd").is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            let _ = Cursor::parse(&text);
        }
    }
}
