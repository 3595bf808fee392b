//! Plan against outcome: what was promised, when it was said, and what came of it.

use std::collections::BTreeMap;

use crate::atlas::claim::{Claim, Group};
use crate::atlas::date::Bounds;
use crate::atlas::day::Day;
use crate::atlas::source::Sources;

/// The plans for one (status, phase) and the date it really began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Status and repeat that was planned.
    pub group: Group,
    /// The plans in the order in which they became known.
    pub plans: Vec<Plan>,
    /// What happened; `None` while open.
    pub actual: Option<Dated>,
    /// Days from the first plan to the outcome: 0 where their dates overlap, negative where it
    /// came earlier; `None` while open.
    pub delay_days: Option<i64>,
    /// Days since the first plan's last day passed with no outcome; `None` unless overdue.
    pub overdue_days: Option<i64>,
}

/// One stated intention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The planned date.
    pub date: Dated,
    /// The day from which on the plan was known.
    pub known: Day,
}

/// A date as typed, its bounds, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// EDTF text.
    pub text: String,
    /// Earliest and latest day.
    pub bounds: Bounds,
    /// Key of the source.
    pub source: Option<String>,
    /// Whether no source was seen.
    pub unverified: bool,
}

/// The outcomes of every group that was planned, as known on a day. Plans that became known only
/// after the event do not count. Nothing is overdue once the feature is over.
#[must_use]
pub fn outcomes(claims: &[Claim], sources: &Sources, known: Day, over: bool) -> Vec<Outcome> {
    let mut groups: BTreeMap<Group, Vec<(&Claim, Day)>> = BTreeMap::new();
    for claim in claims {
        let (Some(group), Some(from)) = (claim.group, claim.known_from(sources)) else { continue };
        if from <= known {
            groups.entry(group).or_default().push((claim, from));
        }
    }
    groups
        .into_iter()
        .filter_map(|(group, known_claims)| outcome_of(group, &known_claims, known, over))
        .collect()
}

fn outcome_of(group: Group, claims: &[(&Claim, Day)], known: Day, over: bool) -> Option<Outcome> {
    let actual = crate::atlas::fold::giving_the_date(claims);
    let mut plans: Vec<Plan> = claims
        .iter()
        .filter(|(claim, from)| {
            claim.planned && actual.is_none_or(|actual| *from <= actual.date.latest())
        })
        .map(|(claim, from)| Plan { date: dated(claim), known: *from })
        .collect();
    plans.sort_by_key(|plan| plan.known);
    let first = plans.first()?.date.bounds;
    let passed = days_between(first.latest, known).filter(|days| *days > 0);
    Some(Outcome {
        group,
        delay_days: actual.and_then(|actual| delay(first, actual.date.bounds())),
        overdue_days: if actual.is_none() && !over { passed } else { None },
        actual: actual.map(dated),
        plans,
    })
}

/// Days between two ranges: 0 where they overlap, else from the nearer end of one to that of the
/// other.
fn delay(plan: Bounds, actual: Bounds) -> Option<i64> {
    if actual.earliest > plan.latest {
        days_between(plan.latest, actual.earliest)
    } else if actual.latest < plan.earliest {
        days_between(plan.earliest, actual.latest)
    } else {
        Some(0)
    }
}

fn days_between(from: Day, to: Day) -> Option<i64> {
    let open = from.is_open() || to.is_open();
    (!open).then(|| i64::from(to.number()) - i64::from(from.number()))
}

fn dated(claim: &Claim) -> Dated {
    Dated {
        text: claim.date.text().to_owned(),
        bounds: claim.date.bounds(),
        source: claim.source.clone(),
        unverified: claim.unverified,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlas::date::Date;

    fn check(plan: &str, actual: &str, expected: i64) {
        let bounds = |text| Date::parse(text).expect(text).bounds();
        assert_eq!(delay(bounds(plan), bounds(actual)), Some(expected), "{plan} {actual}");
    }

    #[test]
    fn delay_counts_the_days_between_the_ranges() {
        check("2005", "2005-12-15", 0);
        check("2012-12", "2013-09", 244);
        check("2012-12", "2012-11-30", -1);
        check("2011-07-01", "2012-04", 275);
    }
}
