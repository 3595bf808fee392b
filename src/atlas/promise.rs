//! Promises: the one plan a feature is held to, and the verdict on it as known on a day.

use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::atlas::fold::{self, Period};
use crate::atlas::outcome::{Outcome, outcomes};
use crate::atlas::source::Sources;
use crate::atlas::status::Status;

/// What became of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It came about by then, or earlier.
    OnTime,
    /// It came about later.
    Late,
    /// Its date has passed and nothing has come of it.
    Overdue,
    /// Nothing came of it, and the feature is closed, cancelled or shelved.
    Abandoned,
    /// Its date lies ahead.
    Pending,
}

impl Verdict {
    /// All verdicts, best first.
    pub const ALL: [Self; 5] =
        [Self::OnTime, Self::Late, Self::Overdue, Self::Abandoned, Self::Pending];

    /// The word used in addresses and answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnTime => "on_time",
            Self::Late => "late",
            Self::Overdue => "overdue",
            Self::Abandoned => "abandoned",
            Self::Pending => "pending",
        }
    }
}

/// The first promise that a feature would operate, or the first of anything where there is none of
/// that, with what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// What became of it.
    pub verdict: Verdict,
    /// The status that was promised: an opening, or a closing.
    pub of: Status,
    /// The promised date as typed.
    pub promised: String,
    /// The date on which it came about as typed; `None` while it has not.
    pub outcome: Option<String>,
    /// Days from the promise to the outcome, negative where it came earlier; while it is overdue,
    /// days until the known day; `None` for what is abandoned or pending.
    pub delay_days: Option<i64>,
    /// Of what is abandoned, the status in which nothing can come of it.
    pub end: Option<Status>,
}

/// The status of a feature in which nothing can come of a promise any more: it is over, or put off.
#[must_use]
pub fn end_in(status: Option<Status>) -> Option<Status> {
    status.filter(|status| status.is_terminal() || *status == Status::Shelved)
}

/// The promise of a feature with these periods, as known on a day; `None` where no plan is on record.
#[must_use]
pub fn promise(
    feature: &Feature,
    periods: &[Period],
    sources: &Sources,
    known: Day,
) -> Option<Promise> {
    let status = fold::standing(periods, known).map(|standing| standing.period.group.status);
    let over = status.is_some_and(Status::is_terminal);
    let all = outcomes(feature.claims(), sources, known, over);
    let chosen = first(&all)?;
    let end = end_in(status);
    let (verdict, delay_days) = match (&chosen.actual, chosen.delay_days, chosen.overdue_days) {
        (Some(_), Some(days), _) if days > 0 => (Verdict::Late, Some(days)),
        (Some(_), days, _) => (Verdict::OnTime, days),
        (None, ..) if end.is_some() => (Verdict::Abandoned, None),
        (None, _, Some(days)) => (Verdict::Overdue, Some(days)),
        (None, ..) => (Verdict::Pending, None),
    };
    Some(Promise {
        verdict,
        of: chosen.group.status,
        promised: chosen.plans.first()?.date.text.clone(),
        outcome: chosen.actual.as_ref().map(|actual| actual.text.clone()),
        delay_days,
        end: end.filter(|_| verdict == Verdict::Abandoned),
    })
}

/// Outcomes come in the order of their groups, so the first to operate is that of the lowest phase.
fn first(all: &[Outcome]) -> Option<&Outcome> {
    let to_operate = all.iter().find(|outcome| outcome.group.status == Status::Operating);
    to_operate.or_else(|| all.iter().min_by_key(|outcome| outcome.plans.first().map(|p| p.known)))
}
