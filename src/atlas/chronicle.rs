//! Chronicles: every feature's periods and lifetime as known on one day.

use crate::atlas::Atlas;
use crate::atlas::day::{Day, Span};
use crate::atlas::fold::{self, Period, Standing};
use crate::atlas::promise::{Promise, promise};

/// The history of all features, as it was known on a day.
#[derive(Debug)]
pub struct Chronicle {
    known: Day,
    lives: Vec<Life>,
}

/// The periods of one feature.
#[derive(Debug)]
pub struct Life {
    /// Periods in order of their earliest start.
    pub periods: Vec<Period>,
    /// Lifetime as wide as the bounds allow; `None` where the feature has no date or was not known.
    pub lifetime: Option<Span>,
    /// Whether anything was known of the feature. What was not known is nowhere, on no day.
    pub known: bool,
    /// The plan the feature is held to; `None` where none was on record.
    pub promise: Option<Promise>,
}

impl Chronicle {
    /// Folds the claims of every feature that were known on a day.
    #[must_use]
    pub fn new(atlas: &Atlas, known: Day, today: Day) -> Self {
        let lives = atlas
            .features()
            .iter()
            .map(|feature| {
                let periods = feature.periods(atlas.sources(), known, today);
                Life {
                    lifetime: lifetime_of(feature.is_event(), &periods),
                    promise: promise(feature, &periods, atlas.sources(), known),
                    known: !periods.is_empty() || feature.is_undated(),
                    periods,
                }
            })
            .collect();
        Self { known, lives }
    }

    /// The day as of which it is written.
    #[must_use]
    pub const fn known(&self) -> Day {
        self.known
    }

    /// The life of the feature at a position of [`Atlas::features`].
    #[must_use]
    pub fn life(&self, position: usize) -> &Life {
        &self.lives[position]
    }

    /// All lives, in the order of [`Atlas::features`].
    #[must_use]
    pub fn lives(&self) -> &[Life] {
        &self.lives
    }
}

impl Life {
    /// What holds on a day.
    #[must_use]
    pub fn standing(&self, day: Day) -> Option<Standing<'_>> {
        fold::standing(&self.periods, day)
    }

    /// Whether the lifetime meets a span; what has no date meets every span.
    #[must_use]
    pub fn meets(&self, span: Span) -> bool {
        self.known && self.lifetime.is_none_or(|lifetime| lifetime.meets(span))
    }
}

fn lifetime_of(event: bool, periods: &[Period]) -> Option<Span> {
    if event {
        return periods.first().map(Period::possible);
    }
    fold::lifetime(periods)
}
