//! Revisions: what became known between two days, or from one version of the data to another.
//!
//! Changes hold the known day fixed and compare two days of the world. Revisions hold the day of the world fixed, or
//! take whole lives, and compare what was known of it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::atlas::Atlas;
use crate::atlas::chronicle::{Chronicle, Life};
use crate::atlas::claim::Group;
use crate::atlas::day::Day;
use crate::atlas::feature::{Feature, Timing};
use crate::atlas::fold::Period;
use crate::query::Plan;
use crate::store::deadline::Patience;
use crate::store::sieve::Sieve;
use crate::store::{Candidate, State, Store, matching, state_of};

/// An atlas as a plan reads it: one side of a comparison.
pub struct View<'a> {
    atlas: &'a Atlas,
    plan: Plan,
    chronicle: Arc<Chronicle>,
}

/// A feature of which more, less or something else is known.
pub struct Revised<'a> {
    /// As it was known; `None` where nothing was.
    pub before: Option<Side<'a>>,
    /// As it is known; `None` where nothing is any more.
    pub after: Option<Side<'a>>,
    /// What is new of its starts, in the order of its life.
    pub revisions: Vec<Revision>,
    /// Members of its record that differ between two versions of the data, `claims` and `geometry` among them.
    /// The revisions tell of preferred claims only: another source for the same date shows here.
    pub members: Vec<String>,
}

/// A feature as it was known.
pub struct Side<'a> {
    /// The feature.
    pub feature: &'a Feature,
    /// Id of its layer.
    pub layer: &'a str,
    /// What held at the moment of the plan, as far as was known.
    pub state: State,
}

/// What is new of the start of one status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Status and repeat that starts.
    pub group: Group,
    /// How it is new.
    pub kind: Kind,
    /// The start as it was known.
    pub before: Option<Start>,
    /// The start as it is known.
    pub after: Option<Start>,
    /// The day on which that came to be known.
    pub known_on: Day,
}

/// How the start of a status is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is planned, and was not.
    Announced,
    /// It was planned, and took place.
    Happened,
    /// It took place, and nothing was known of it.
    Learnt,
    /// It has another date, or other users.
    Revised,
    /// It was planned, and is no more: the date has passed, or another version of the data has no such claim.
    Dropped,
}

impl Kind {
    /// All kinds in the order in which they are told.
    pub const ALL: [Self; 5] =
        [Self::Announced, Self::Happened, Self::Learnt, Self::Revised, Self::Dropped];

    /// The word used in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Happened => "happened",
            Self::Learnt => "learnt",
            Self::Revised => "revised",
            Self::Dropped => "dropped",
        }
    }
}

/// The start of a status as some day knew it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The date as typed.
    pub date: String,
    /// Whether it is an intention.
    pub planned: bool,
    /// Countries that use a base from then on.
    pub users: Vec<String>,
    /// Key of the source.
    pub source: Option<String>,
}

impl Revised<'_> {
    /// The side that is known last.
    #[must_use]
    pub fn side(&self) -> Option<&Side<'_>> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

impl Store {
    /// The atlas as a plan reads it.
    #[must_use]
    pub fn view(&self, plan: Plan) -> View<'_> {
        View { atlas: self.atlas(), chronicle: self.chronicle(plan.known), plan }
    }
}

/// What differs between two views, of one store or of two, among the features that answer the plan of one of them. Where the
/// plan of the second has a moment, only features with another state then count.
///
/// # Errors
/// When nobody waits any longer.
pub fn between<'a, P: Patience>(
    before: &'a View<'_>,
    after: &'a View<'_>,
    patience: &P,
) -> Result<Vec<Revised<'a>>, P::Late> {
    let sieves = [before, after].map(|view| Sieve::new(view.atlas, &view.plan));
    let answers = |index: usize, view: &View<'_>, id: &str| {
        view.atlas.position(id).is_some_and(|position| {
            let candidate = Candidate::at(view.atlas, position);
            matching(&view.plan, &sieves[index], candidate, &view.chronicle).is_some()
        })
    };
    let gone = before.atlas.features().iter().filter(|old| after.atlas.feature(old.id()).is_none());
    let ids = after.atlas.features().iter().chain(gone).map(|feature| feature.id());
    let mut found = Vec::new();
    for (step, id) in ids.enumerate() {
        patience.check_at(step)?;
        if answers(0, before, id) || answers(1, after, id) {
            found.extend(revised(before, after, id));
        }
    }
    Ok(found)
}

fn revised<'a>(before: &'a View<'_>, after: &'a View<'_>, id: &str) -> Option<Revised<'a>> {
    let sides = [before.side(id), after.side(id)];
    let state = |index: usize| sides[index].as_ref().map(|side: &Side<'_>| &side.state);
    if after.plan.moment.is_some() && state(0) == state(1) {
        return None;
    }
    let members = match &sides {
        [Some(old), Some(new)] => members(old.feature, new.feature),
        _ => Vec::new(),
    };
    let revisions = revisions(before, after, id);
    let [old, new] = sides;
    (!revisions.is_empty() || !members.is_empty()).then_some(Revised {
        before: old,
        after: new,
        revisions,
        members,
    })
}

fn revisions(before: &View<'_>, after: &View<'_>, id: &str) -> Vec<Revision> {
    let (old, new) = (before.starts(id), after.starts(id));
    let groups: BTreeSet<Group> = old.keys().chain(new.keys()).copied().collect();
    let mut found: Vec<(Day, Revision)> = Vec::new();
    for group in groups {
        let periods = [old.get(&group), new.get(&group)];
        let [was, is] = periods.map(|period| period.map(start));
        let Some(kind) = kind(was.as_ref(), is.as_ref()) else { continue };
        let known_on = known_on(before.plan.known, after, id, periods);
        let revision = Revision { group, kind, before: was, after: is, known_on };
        let begins = periods[1].or(periods[0]).map_or(Day::END, |period| period.start.earliest);
        found.push((begins, revision));
    }
    found.sort_by_key(|(begins, revision)| (*begins, revision.group));
    found.into_iter().map(|(_, revision)| revision).collect()
}

fn kind(before: Option<&Start>, after: Option<&Start>) -> Option<Kind> {
    match (before, after) {
        (None, None) => None,
        (None, Some(after)) if after.planned => Some(Kind::Announced),
        (None, Some(_)) => Some(Kind::Learnt),
        (Some(_), None) => Some(Kind::Dropped),
        (Some(before), Some(after)) if before.planned && !after.planned => Some(Kind::Happened),
        (Some(before), Some(after)) => {
            let told = |start: &Start| (start.date.clone(), start.planned, start.users.clone());
            (told(before) != told(after)).then_some(Kind::Revised)
        }
    }
}

fn start(period: &Period) -> Start {
    let mut users: Vec<String> = Vec::new();
    for (_, user) in &period.users {
        if !users.contains(user) {
            users.push(user.clone());
        }
    }
    Start {
        date: period.since.clone(),
        planned: period.planned,
        users,
        source: period.source.clone(),
    }
}

/// The day on which the new start came to be known: that of its claim; without a claim of these days the
/// one on which the old date had passed; without either the last day.
fn known_on(from: Day, after: &View<'_>, id: &str, [old, new]: [Option<&Period>; 2]) -> Day {
    let until = after.plan.known;
    let within = |day: &Day| from < *day && *day <= until;
    let told = new.and_then(|period| after.told(id, period)).filter(within);
    let passed = old.map(|period| period.start.latest.next()).filter(within);
    told.or(passed).unwrap_or(until)
}

/// Members of two records of one feature that differ.
fn members(old: &Feature, new: &Feature) -> Vec<String> {
    if std::ptr::eq(old, new) {
        return Vec::new();
    }
    let (was, is) = (old.properties(), new.properties());
    let differing = was.keys().chain(is.keys()).filter(|key| was.get(*key) != is.get(*key));
    let mut members: BTreeSet<String> = differing.cloned().collect();
    if old.geometry_json() != new.geometry_json() {
        members.insert("geometry".to_owned());
    }
    members.into_iter().collect()
}

impl View<'_> {
    /// The day as of which the atlas is read.
    #[must_use]
    pub const fn known(&self) -> Day {
        self.plan.known
    }

    fn place(&self, id: &str) -> Option<((usize, &Feature), Cow<'_, Life>)> {
        let position = self.atlas.position(id)?;
        Some(((position, &self.atlas.features()[position]), self.chronicle.life(position)))
    }

    fn side(&self, id: &str) -> Option<Side<'_>> {
        let ((_, feature), life) = self.place(id).filter(|(_, life)| life.known)?;
        let layer = self.atlas.layer_of(feature).id.as_str();
        Some(Side { feature, layer, state: state_of(&self.plan, feature, &life) })
    }

    fn starts(&self, id: &str) -> BTreeMap<Group, Period> {
        let periods = self.place(id).map(|(_, life)| life.into_owned().periods);
        periods.into_iter().flatten().map(|period| (period.group, period)).collect()
    }

    /// The day from which on the start of a period is known.
    fn told(&self, id: &str, period: &Period) -> Option<Day> {
        let feature = self.atlas.feature(id)?;
        let sources = self.atlas.sources();
        match &feature.timing {
            Timing::Claims(claims) => claims
                .iter()
                .filter(|claim| claim.group == Some(period.group))
                .filter(|claim| claim.planned == period.planned)
                .filter(|claim| claim.date.text() == period.since && claim.source == period.source)
                .filter_map(|claim| claim.known_from(sources))
                .min(),
            Timing::Event(event) => event.known_from(sources),
            Timing::Plain { .. } => Some(period.start.latest),
        }
    }
}
