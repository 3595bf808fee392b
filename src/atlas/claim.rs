//! Claims: "from this date the feature was in this status, says this source".

use crate::atlas::date::Date;
use crate::atlas::day::Day;
use crate::atlas::source::Sources;
use crate::atlas::status::Status;

/// One milestone of a feature as a source tells it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// What happened: `opened`, `construction_start`, `agreed`, …
    pub kind: String,
    /// The status that begins, and its repeat (operating 1, idle 1, operating 2); `None` for
    /// claims that change no status.
    pub group: Option<Group>,
    /// When.
    pub date: Date,
    /// Whether it is an intention. It is never moved to what happened later.
    pub planned: bool,
    /// When it was said, where that differs from the source's date.
    pub stated_on: Option<Date>,
    /// Country that begins to use a base.
    pub user: Option<String>,
    /// Key of the source; `None` for general knowledge.
    pub source: Option<String>,
    /// Whether no source was seen.
    pub unverified: bool,
    /// Whether it gives the date of its group.
    pub preferred: bool,
}

/// Claims of one transition share a status and its count of repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group {
    /// The status.
    pub status: Status,
    /// How often it came, from 1.
    pub phase: u32,
}

impl Claim {
    /// The day from which on the claim is known; `None` if it never counts as known.
    ///
    /// It is the last day of `stated_on`; without one the last day of the source's date; without
    /// that either, an actual claim is known from its own last day and a planned one never.
    #[must_use]
    pub fn known_from(&self, sources: &Sources) -> Option<Day> {
        if let Some(stated) = &self.stated_on {
            return Some(stated.latest());
        }
        let source = self.source.as_ref().and_then(|key| sources.get(key));
        if let Some(day) = source.and_then(|source| source.known_from()) {
            return Some(day);
        }
        (!self.planned).then(|| self.date.latest())
    }

    /// Whether it was known on a day.
    #[must_use]
    pub fn is_known(&self, sources: &Sources, day: Day) -> bool {
        self.known_from(sources).is_some_and(|from| from <= day)
    }
}
