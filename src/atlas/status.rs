//! The statuses of a project, in the order it usually lives through them.

use std::fmt;

/// What a feature is at a time. The order of the variants is the life-cycle order that settles
/// ties between claims of the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Put forward, nothing signed that binds.
    Proposed,
    /// Known from reports that nobody confirmed.
    Reported,
    /// Signed, decreed or approved, work not begun.
    Agreed,
    /// Work on the ground, also a rebuilding.
    Construction,
    /// In use.
    Operating,
    /// Built, but out of use.
    Idle,
    /// Put off before it was finished.
    Shelved,
    /// Was in use and has ended for good.
    Closed,
    /// Given up, never realised.
    Cancelled,
}

impl Status {
    /// All statuses in life-cycle order.
    pub const ALL: [Self; 9] = [
        Self::Proposed,
        Self::Reported,
        Self::Agreed,
        Self::Construction,
        Self::Operating,
        Self::Idle,
        Self::Shelved,
        Self::Closed,
        Self::Cancelled,
    ];

    /// The word used in data, addresses and answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Reported => "reported",
            Self::Agreed => "agreed",
            Self::Construction => "construction",
            Self::Operating => "operating",
            Self::Idle => "idle",
            Self::Shelved => "shelved",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status with this word, if there is one.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Whether the feature is over: closed or cancelled.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.as_str()), Some(status));
        }
        assert_eq!(Status::parse("open"), None);
    }
}
