//! Time as the contract words it, day by day and without cleverness: the oracle of the property
//! test. It shares no code with the fold; a day is a plain number, and every answer is found by
//! looking at each day of a span.

use std::collections::BTreeSet;

/// The days that the oracle looks at. All random dates lie well inside, so that what holds on the
/// first and on the last of them holds before and after.
pub const FIRST: i32 = 7_305; // 1990-01-01
/// See [`FIRST`].
pub const LAST: i32 = 21_914; // 2029-12-31

/// The statuses in life-cycle order, which settles ties.
pub const LIFE_CYCLE: [&str; 9] = [
    "proposed",
    "reported",
    "agreed",
    "construction",
    "operating",
    "idle",
    "shelved",
    "closed",
    "cancelled",
];

/// A date as typed with the first and the last day it may mean; ±2147483647 where it is open.
#[derive(Debug, Clone)]
pub struct Typed {
    pub text: String,
    pub earliest: i32,
    pub latest: i32,
}

/// A claim.
#[derive(Debug, Clone)]
pub struct Said {
    /// Position in the life cycle, and phase; `None` for claims that change no status.
    pub group: Option<(usize, u32)>,
    pub date: Typed,
    pub planned: bool,
    pub stated_on: Option<Typed>,
    /// Date of its source: outer `None` without a source, inner without a date.
    pub source: Option<Option<Typed>>,
    pub user: Option<&'static str>,
    pub preferred: bool,
}

impl Said {
    /// "A claim is known from the latest day of its stated_on; without one from the latest day of
    /// its source's date; if the source is missing or undated, an actual claim counts as known from
    /// its own latest day and a planned claim is never used."
    pub fn known_from(&self) -> Option<i32> {
        if let Some(stated) = &self.stated_on {
            return Some(stated.latest);
        }
        if let Some(Some(issued)) = &self.source {
            return Some(issued.latest);
        }
        if self.planned { None } else { Some(self.date.latest) }
    }

    fn is_known(&self, known: i32) -> bool {
        self.known_from().is_some_and(|from| from <= known)
    }
}

/// The start of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    pub earliest: i32,
    pub latest: i32,
    pub group: (usize, u32),
    pub planned: bool,
    pub since: String,
}

/// A feature as it was known on a day.
pub struct Naive {
    claims: Vec<Said>,
    starts: Vec<Start>,
}

impl Naive {
    /// "as-of=A forgets every claim not known on A. … Then the fold runs with A as the known time."
    pub fn new(all: &[Said], known: i32) -> Self {
        let claims: Vec<Said> = all.iter().filter(|claim| claim.is_known(known)).cloned().collect();
        let mut groups = BTreeSet::new();
        groups.extend(claims.iter().filter_map(|claim| claim.group));
        let starts = groups.into_iter().filter_map(|group| start(&claims, group, known)).collect();
        Self { claims, starts }
    }

    /// "The status on day t is that of the last period whose earliest start is on or before t",
    /// periods being sorted "by earliest day; ties in life-cycle order".
    pub fn on(&self, day: i32) -> Option<&Start> {
        let begun = self.starts.iter().filter(|start| start.earliest <= day);
        begun.max_by_key(|start| (start.earliest, start.group))
    }

    /// "From the first actual period's start to the start of the terminal status it ends in; open
    /// where the last actual period is not terminal", as widely as the bounds allow. What is only
    /// planned lives from the first planned day on; what is not known is nowhere.
    pub fn lives_on(&self, day: i32) -> bool {
        let mut actual: Vec<&Start> = self.starts.iter().filter(|start| !start.planned).collect();
        actual.sort_by_key(|start| (start.earliest, start.group));
        let Some((first, last)) = actual.first().zip(actual.last()) else {
            return self.starts.iter().any(|start| start.earliest <= day);
        };
        let over = is_terminal(last.group.0) && last.latest <= day;
        first.earliest <= day && !over
    }

    /// Whether the feature lives on any day of a span.
    pub fn lives_in(&self, span: (i32, i32)) -> bool {
        days(span).any(|day| self.lives_on(day))
    }

    /// Whether more than one thing held in a span, nothing at all being one of them.
    pub fn changes_in(&self, span: (i32, i32)) -> bool {
        let mut held = days(span).map(|day| self.on(day).map(|start| start.group));
        let first = held.next().flatten();
        held.any(|later| later != first)
    }

    /// Whether it is over on a day.
    pub fn is_over_on(&self, day: i32) -> bool {
        self.on(day).is_some_and(|start| is_terminal(start.group.0))
    }

    /// "All user values of actual claims of the current (status, phase) that start on or before t."
    pub fn users_on(&self, day: i32) -> BTreeSet<String> {
        let current = self.on(day).map(|start| start.group);
        let mut users = BTreeSet::new();
        for claim in self.claims.iter().filter(|claim| !claim.planned && claim.group.is_some()) {
            if claim.group == current && claim.date.earliest <= day {
                users.extend(claim.user.map(str::to_owned));
            }
        }
        users
    }

    /// How many periods there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }
}

/// "In each group exactly one is preferred; it gives the date. … If the preferred claim of a group
/// is not known yet, the known claim with the latest known day stands in (first in the file on a
/// tie)." Without an actual claim "take the planned claim known last among those whose date has not
/// passed (latest day after the known time; first in the file on a tie); it starts on its earliest
/// day, but not before the day after the known time."
fn start(claims: &[Said], group: (usize, u32), known: i32) -> Option<Start> {
    let of_group = || claims.iter().filter(|claim| claim.group == Some(group));
    let actual: Vec<&Said> = of_group().filter(|claim| !claim.planned).collect();
    let preferred = actual.iter().copied().find(|claim| claim.preferred);
    if let Some(giving) = preferred.or_else(|| known_last(&actual)) {
        return Some(starting(giving, group, giving.date.earliest));
    }
    let ahead: Vec<&Said> = of_group().filter(|claim| claim.date.latest > known).collect();
    let giving = known_last(&ahead)?;
    Some(starting(giving, group, giving.date.earliest.max(known + 1)))
}

fn known_last<'a>(claims: &[&'a Said]) -> Option<&'a Said> {
    let latest = claims.iter().map(|claim| claim.known_from()).max()?;
    claims.iter().copied().find(|claim| claim.known_from() == latest)
}

fn starting(giving: &Said, group: (usize, u32), earliest: i32) -> Start {
    Start {
        earliest,
        latest: giving.date.latest,
        group,
        planned: giving.planned,
        since: giving.date.text.clone(),
    }
}

/// What was promised for a status and phase, and what came of it.
#[derive(Debug, PartialEq)]
pub struct Promise {
    pub group: (usize, u32),
    /// The date as typed, and the day from which on it was known.
    pub plans: Vec<(String, i32)>,
    pub actual: Option<String>,
    pub delay: Option<i64>,
    pub overdue: Option<i64>,
}

/// "For each (status, phase): every planned date in the order it became known, then the actual one.
/// … Plans known only after the event do not count." Where nothing was planned there is no promise,
/// and nothing is overdue once the feature is over.
pub fn promises(all: &[Said], known: i32, over: bool) -> Vec<Promise> {
    let claims: Vec<Said> = all.iter().filter(|claim| claim.is_known(known)).cloned().collect();
    let groups: BTreeSet<(usize, u32)> = claims.iter().filter_map(|claim| claim.group).collect();
    let promise = |group| {
        let of_group = || claims.iter().filter(move |claim| claim.group == Some(group));
        let actual: Vec<&Said> = of_group().filter(|claim| !claim.planned).collect();
        let preferred = actual.iter().copied().find(|claim| claim.preferred);
        let actual = preferred.or_else(|| known_last(&actual));
        let mut plans: Vec<&Said> = of_group().filter(|claim| claim.planned).collect();
        if let Some(actual) = actual {
            plans.retain(|plan| plan.is_known(actual.date.latest));
        }
        plans.sort_by_key(|plan| plan.known_from());
        let first = &plans.first()?.date;
        let passed = first.latest < known && actual.is_none() && !over;
        Some(Promise {
            group,
            delay: actual.map(|actual| delay(first, &actual.date)),
            overdue: passed.then(|| steps(first.latest, known)),
            actual: actual.map(|actual| actual.date.text.clone()),
            plans: plans
                .iter()
                .map(|plan| (plan.date.text.clone(), plan.known_from().unwrap_or(i32::MAX)))
                .collect(),
        })
    };
    groups.into_iter().filter_map(promise).collect()
}

/// "The days between the two ranges: 0 where they overlap, positive where the outcome came after the
/// plan's latest day, negative where it came before its earliest."
fn delay(plan: &Typed, actual: &Typed) -> i64 {
    if actual.earliest <= plan.latest && plan.earliest <= actual.latest {
        0
    } else if plan.latest < actual.earliest {
        steps(plan.latest, actual.earliest)
    } else {
        -steps(actual.latest, plan.earliest)
    }
}

/// Days from one day to a later one, counted one by one.
fn steps(from: i32, to: i32) -> i64 {
    (from..to).map(|_| 1).sum()
}

fn is_terminal(status: usize) -> bool {
    ["closed", "cancelled"].contains(&LIFE_CYCLE[status])
}

fn days((first, last): (i32, i32)) -> std::ops::RangeInclusive<i32> {
    first.max(FIRST)..=last.min(LAST)
}
