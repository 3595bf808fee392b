//! Changes: what stands on one day and not on another, or with another status.

use crate::atlas::chronicle::Life;
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::atlas::status::Status;
use crate::query::Plan;
use crate::query::time::Moment;
use crate::store::deadline::Patience;
use crate::store::sieve::Sieve;
use crate::store::{Candidate, Store, matching};

/// What happened to a feature between two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It stands on the second day only.
    Opened,
    /// It stands on the first day only.
    Closed,
    /// It stands on both, with another status.
    Changed,
    /// It stands on both with the same status.
    Unchanged,
}

impl Kind {
    /// All kinds in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Opened, Self::Closed, Self::Changed, Self::Unchanged];

    /// The word used in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Closed => "closed",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
        }
    }
}

/// How a feature stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its status.
    pub status: Status,
    /// Whether it rests on a plan.
    pub planned: bool,
}

/// A feature that stands on at least one of two days.
pub struct Change<'a> {
    /// The feature.
    pub feature: &'a Feature,
    /// What happened to it.
    pub kind: Kind,
    /// How it stands on the first day.
    pub before: Option<Standing>,
    /// How it stands on the second day.
    pub after: Option<Standing>,
    /// The day from which on it stands as on the second day; `None` where it is unchanged.
    pub on: Option<Day>,
}

impl Store {
    /// What changed between two days among the features that answer a plan on one of them, on which
    /// they stand. Events have no standing and are left out. The moment of the plan does not matter.
    ///
    /// # Errors
    /// When nobody waits any longer.
    pub fn changes<P: Patience>(
        &self,
        plan: &Plan,
        (from, to): (Day, Day),
        patience: &P,
    ) -> Result<Vec<Change<'_>>, P::Late> {
        let chronicle = self.chronicle(plan.known);
        let plans = [from, to].map(|day| Plan { moment: Some(Moment::day(day)), ..plan.clone() });
        let sieves = [&plans[0], &plans[1]].map(|plan| Sieve::new(self.atlas(), plan));
        let mut changes = Vec::new();
        for (position, feature) in self.atlas().features().iter().enumerate() {
            patience.check_at(position)?;
            let life = chronicle.life(position);
            if feature.is_event() {
                continue;
            }
            let [before, after] = [from, to].map(|day| standing(&life, day));
            let Some(kind) = kind(before, after) else { continue };
            let answers = |index: usize, held: Option<Standing>| {
                let candidate = Candidate::at(self.atlas(), position);
                held.is_some()
                    && matching(&plans[index], &sieves[index], candidate, &chronicle).is_some()
            };
            if answers(0, before) || answers(1, after) {
                let changed = kind != Kind::Unchanged;
                let on = changed.then(|| last_change(&life, from, to));
                changes.push(Change { feature, kind, before, after, on });
            }
        }
        Ok(changes)
    }
}

/// A feature stands within its lifetime, in a status that does not end it.
fn standing(life: &Life, day: Day) -> Option<Standing> {
    let period = life.standing(day)?.period;
    let status = period.group.status;
    let lives = life.lifetime.is_none_or(|lifetime| lifetime.contains(day));
    (lives && !status.is_terminal()).then_some(Standing { status, planned: period.planned })
}

/// The last day up to `to` on which the feature stands otherwise than on the day before. Standings change
/// only where a period begins or the lifetime ends.
fn last_change(life: &Life, from: Day, to: Day) -> Day {
    let starts = life.periods.iter().map(|period| period.start.earliest);
    let ends = life.lifetime.iter().flat_map(|lifetime| [lifetime.from, lifetime.until]);
    let within = starts.chain(ends).filter(|day| from < *day && *day <= to);
    let changing = within.filter(|day| standing(life, *day) != standing(life, day.previous()));
    changing.max().unwrap_or(to)
}

fn kind(before: Option<Standing>, after: Option<Standing>) -> Option<Kind> {
    match (before, after) {
        (None, None) => None,
        (None, Some(_)) => Some(Kind::Opened),
        (Some(_), None) => Some(Kind::Closed),
        (Some(before), Some(after)) if before.status == after.status => Some(Kind::Unchanged),
        (Some(_), Some(_)) => Some(Kind::Changed),
    }
}
