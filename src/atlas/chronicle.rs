//! Chronicles: every feature's periods and lifetime as known on one day.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::atlas::Atlas;
use crate::atlas::day::{Day, Span};
use crate::atlas::feature::Feature;
use crate::atlas::fold::{self, Period, Standing};
use crate::atlas::promise::{Promise, promise};

/// The history of all features, as it was known on a day.
#[derive(Debug)]
pub struct Chronicle {
    known: Day,
    today: Day,
    features: Arc<Vec<Feature>>,
    /// Of those that are more than a first and a last day, by their position; any other is worked
    /// out when it is asked for.
    folded: FxHashMap<usize, Life>,
}

/// The periods of one feature.
#[derive(Debug, Clone)]
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
        let features = atlas.shared_features();
        let told = features.iter().enumerate().filter(|(_, feature)| !feature.is_plain());
        let fold = |(position, feature): (usize, &Feature)| {
            let periods = feature.periods(atlas.sources(), known, today);
            let life = Life {
                lifetime: lifetime_of(feature.is_event(), &periods),
                promise: promise(feature, &periods, atlas.sources(), known),
                known: !periods.is_empty() || feature.is_undated(),
                periods,
            };
            (position, life)
        };
        let folded = told.map(fold).collect();
        Self { known, today, features, folded }
    }

    /// The day as of which it is written.
    #[must_use]
    pub const fn known(&self) -> Day {
        self.known
    }

    /// The life of the feature at a position of [`Atlas::features`].
    #[must_use]
    pub fn life(&self, position: usize) -> Cow<'_, Life> {
        if let Some(life) = self.folded.get(&position) {
            return Cow::Borrowed(life);
        }
        let feature = &self.features[position];
        let periods = feature.plain_periods(self.known, self.today);
        let known = !periods.is_empty() || feature.is_undated();
        Cow::Owned(Life { lifetime: fold::lifetime(&periods), known, periods, promise: None })
    }

    /// All lives, in the order of [`Atlas::features`].
    pub fn lives(&self) -> impl Iterator<Item = Cow<'_, Life>> {
        (0..self.features.len()).map(|position| self.life(position))
    }

    /// What [`Life::lifetime`] says of the feature at a position, without its whole life.
    #[must_use]
    pub fn lifetime(&self, position: usize) -> Option<Span> {
        self.brief(position).1
    }

    /// What [`Life::promise`] says of the feature at a position, without its whole life.
    #[must_use]
    pub fn promise(&self, position: usize) -> Option<&Promise> {
        self.folded.get(&position)?.promise.as_ref()
    }

    /// Whether the feature at a position is known, and its lifetime.
    #[must_use]
    pub fn brief(&self, position: usize) -> (bool, Option<Span>) {
        match self.features[position].plain_lifetime(self.known, self.today) {
            Some(brief) => brief,
            None => {
                self.folded.get(&position).map_or((false, None), |life| (life.known, life.lifetime))
            }
        }
    }
}

impl Life {
    /// What holds on a day.
    #[must_use]
    pub fn standing(&self, day: Day) -> Option<Standing<'_>> {
        fold::standing(&self.periods, day)
    }
}

fn lifetime_of(event: bool, periods: &[Period]) -> Option<Span> {
    if event {
        return periods.first().map(Period::possible);
    }
    fold::lifetime(periods)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::atlas::date::Date;
    use crate::atlas::feature::{Draft, Timing};

    fn date(days: Option<(i32, i32)>) -> Option<Date> {
        let day = |number| Day::from_number(number).to_string();
        days.map(|(first, more)| {
            Date::parse(&format!("{}/{}", day(first), day(first + more))).expect("an interval")
        })
    }

    proptest! {
        #[test]
        fn the_brief_of_a_plain_feature_is_what_its_periods_say(
            start in proptest::option::of((-50..50, 0..20)),
            end in proptest::option::of((-50..50, 0..20)),
            known in -60..60_i32, today in -60..60_i32,
        ) {
            let timing = Timing::Plain { start: date(start), end: date(end) };
            let feature = Feature::new(0, timing, Draft::default());
            let (known, today) = (Day::from_number(known), Day::from_number(today));
            let periods = feature.periods(&Default::default(), known, today);
            let told = (!periods.is_empty() || feature.is_undated(), fold::lifetime(&periods));
            prop_assert_eq!(feature.plain_lifetime(known, today), Some(told));
        }
    }
}
