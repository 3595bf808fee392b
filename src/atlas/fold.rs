//! The fold: claims, as they were known on a day, become periods.

use std::collections::BTreeMap;

use crate::atlas::claim::{Claim, Group};
use crate::atlas::date::Bounds;
use crate::atlas::day::{Day, Span};
use crate::atlas::source::Sources;
use crate::atlas::status::Status;

/// A status with the days in which it held. A period is drawn from its earliest start up to the
/// earliest start of the next one, so that one status holds on every day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Status and repeat.
    pub group: Group,
    /// When it began.
    pub start: Bounds,
    /// When the next one began (the first day without this status); `None` while open.
    pub end: Option<Bounds>,
    /// Whether it rests on a plan.
    pub planned: bool,
    /// The date of its start as typed; empty where the start is unknown.
    pub since: String,
    /// Source of its start.
    pub source: Option<String>,
    /// Whether its start was seen in no source.
    pub unverified: bool,
    /// Who uses the place, each from a day on.
    pub users: Vec<(Day, String)>,
}

/// What holds on a day.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The period of the day.
    pub period: &'a Period,
    /// Whether the day lies between possible and certain: the period before is possible too.
    pub certain: bool,
}

impl Period {
    /// The days on which this period is the one that counts.
    #[must_use]
    pub fn drawn(&self) -> Span {
        Span { from: self.start.earliest, until: self.end.map_or(Day::END, |end| end.earliest) }
    }

    /// All days on which it may have held.
    #[must_use]
    pub fn possible(&self) -> Span {
        Span { from: self.start.earliest, until: self.end.map_or(Day::END, |end| end.latest) }
    }

    /// The first day on which it held for certain.
    #[must_use]
    pub const fn certain_from(&self) -> Day {
        self.start.latest
    }

    /// Who used the place on a day.
    #[must_use]
    pub fn users_on(&self, day: Day) -> Vec<&str> {
        let mut users: Vec<&str> = Vec::new();
        for (from, user) in &self.users {
            if *from <= day && !users.contains(&user.as_str()) {
                users.push(user);
            }
        }
        users
    }
}

/// The periods of a feature as known on a day, in order of their earliest start.
///
/// Days after `known` may rest on plans; see [`planned_starts`].
#[must_use]
pub fn fold(claims: &[Claim], sources: &Sources, known: Day) -> Vec<Period> {
    let known_claims: Vec<(&Claim, Day)> = claims
        .iter()
        .filter_map(|claim| Some((claim, claim.known_from(sources)?)))
        .filter(|(_, from)| *from <= known)
        .collect();
    let actual = actual_starts(&known_claims);
    let planned = planned_starts(&known_claims, &actual, known);
    let mut periods: Vec<Period> = actual
        .iter()
        .map(|(group, claim)| period_of(*group, claim, claim.date.bounds(), &known_claims))
        .chain(planned.iter().map(|(group, claim)| {
            let start = Bounds {
                earliest: claim.date.earliest().max(known.next()),
                latest: claim.date.latest(),
            };
            period_of(*group, claim, start, &known_claims)
        }))
        .collect();
    periods.sort_by_key(|period| (period.start.earliest, period.group));
    close_each_by_the_next(&mut periods);
    periods
}

/// What holds on a day: the last period whose earliest start is on or before it, certain if it
/// has begun for sure. Events have an end with nothing after it.
#[must_use]
pub fn standing(periods: &[Period], day: Day) -> Option<Standing<'_>> {
    let period = periods
        .iter()
        .rev()
        .find(|period| period.start.earliest <= day)
        .filter(|period| period.end.is_none_or(|end| day < end.latest))?;
    // A start without a latest day is certain on no day, the open end of an interval included.
    let begun = period.start.latest <= day && period.start.latest < Day::END;
    Some(Standing { period, certain: begun })
}

/// Whether more than one status held in the span: one began after its first day.
#[must_use]
pub fn changed(periods: &[Period], span: Span) -> bool {
    periods.iter().any(|period| {
        let drawn = period.drawn();
        !drawn.is_empty() && span.from < drawn.from && drawn.from < span.until
    })
}

/// Lifetime, as wide as the bounds allow: from the first actual period to the terminal status it
/// ends in. A feature that is only planned lives from its first planned day. `None` where nothing
/// is known of its time.
#[must_use]
pub fn lifetime<'a>(
    periods: impl IntoIterator<Item = &'a Period, IntoIter: DoubleEndedIterator + Clone>,
) -> Option<Span> {
    let periods = periods.into_iter();
    let mut actual = periods.clone().filter(|period| !period.planned);
    let Some(first) = actual.next() else {
        let first = periods.into_iter().next();
        return first.map(|period| Span { from: period.start.earliest, until: Day::END });
    };
    let last = actual.next_back().unwrap_or(first);
    let over = last.group.status.is_terminal();
    Some(Span {
        from: first.start.earliest,
        until: if over { last.start.latest } else { Day::END },
    })
}

/// The periods of a feature that only has a first and a last day: operating from the one to the
/// other, then closed. Without either it is there on every day. The dates as typed are left out.
#[must_use]
pub fn operating_between(start: Option<Bounds>, end: Option<Bounds>) -> [Option<Period>; 2] {
    let unknown = Bounds { earliest: Day::BEGINNING, latest: Day::BEGINNING };
    let mut begun = plain_period(Status::Operating, start.unwrap_or(unknown));
    let over = end.map(|last| {
        let first_day_without =
            Bounds { earliest: last.earliest.next(), latest: last.latest.next() };
        plain_period(Status::Closed, first_day_without)
    });
    begun.end = over.as_ref().map(|over| over.start);
    [Some(begun), over]
}

fn plain_period(status: Status, start: Bounds) -> Period {
    Period {
        group: Group { status, phase: 1 },
        start,
        end: None,
        planned: false,
        since: String::new(),
        source: None,
        unverified: false,
        users: Vec::new(),
    }
}

type Starts<'a> = BTreeMap<Group, &'a Claim>;

/// The claim that gives the date of its group, among the known claims of one group: the preferred
/// one, or while that is not known the one known last, first in the file on a tie.
pub(super) fn giving_the_date<'a>(group_claims: &[(&'a Claim, Day)]) -> Option<&'a Claim> {
    let actual = || group_claims.iter().filter(|(claim, _)| !claim.planned);
    if let Some((preferred, _)) = actual().find(|(claim, _)| claim.preferred) {
        return Some(preferred);
    }
    let latest = actual().map(|(_, from)| *from).max()?;
    actual().find(|(_, from)| *from == latest).map(|(claim, _)| *claim)
}

fn actual_starts<'a>(known_claims: &[(&'a Claim, Day)]) -> Starts<'a> {
    let mut groups: BTreeMap<Group, Vec<(&Claim, Day)>> = BTreeMap::new();
    for (claim, from) in known_claims {
        if let Some(group) = claim.group {
            groups.entry(group).or_default().push((claim, *from));
        }
    }
    groups
        .into_iter()
        .filter_map(|(group, claims)| Some((group, giving_the_date(&claims)?)))
        .collect()
}

/// For each group that has not come about: the plan known last among those whose date has not
/// passed, first in the file on a tie.
fn planned_starts<'a>(
    known_claims: &[(&'a Claim, Day)],
    actual: &Starts<'_>,
    known: Day,
) -> Starts<'a> {
    let mut chosen: BTreeMap<Group, (&Claim, Day)> = BTreeMap::new();
    for (claim, from) in known_claims.iter().copied().filter(|(claim, _)| claim.planned) {
        let Some(group) = claim.group else { continue };
        if actual.contains_key(&group) || claim.date.latest() <= known {
            continue;
        }
        if chosen.get(&group).is_none_or(|(_, held_from)| from > *held_from) {
            chosen.insert(group, (claim, from));
        }
    }
    chosen.into_iter().map(|(group, (claim, _))| (group, claim)).collect()
}

fn period_of(group: Group, claim: &Claim, start: Bounds, known: &[(&Claim, Day)]) -> Period {
    let mut users: Vec<(Day, String)> = known
        .iter()
        .filter(|(other, _)| !other.planned && other.group == Some(group))
        .filter_map(|(other, _)| Some((other.date.earliest(), other.user.clone()?)))
        .collect();
    users.sort();
    Period {
        group,
        start,
        end: None,
        planned: claim.planned,
        since: claim.date.text().to_owned(),
        source: claim.source.clone(),
        unverified: claim.unverified,
        users,
    }
}

fn close_each_by_the_next(periods: &mut [Period]) {
    for index in 1..periods.len() {
        let next = periods[index].start;
        periods[index - 1].end = Some(next);
    }
}

#[cfg(test)]
mod tests;
