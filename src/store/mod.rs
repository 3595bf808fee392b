//! The answer: runs a plan over one atlas and gives hits.

mod cells;
pub mod changes;
pub mod deadline;
pub mod index;
mod judge;
pub mod names;
mod ranking;
mod reach;
mod reading;
pub mod revisions;
pub mod search;
mod sieve;
mod times;
mod value;

use std::sync::{Arc, OnceLock};

use geo::Rect;
use moka::sync::Cache;

use crate::atlas::Atlas;
use crate::atlas::chronicle::{Chronicle, Life};
use crate::atlas::column::Kind;
use crate::atlas::day::{Day, Span};
use crate::atlas::feature::Feature;
use crate::atlas::fold;
use crate::query::Plan;
use crate::store::cells::{Cells, Table};
use crate::store::deadline::{Forever, Patience};
use crate::store::names::NameIndex;
use crate::store::reading::Reading;
use crate::store::sieve::Sieve;

/// One atlas, ready to be asked.
pub struct Store {
    atlas: Atlas,
    /// By the day as of which they are written and the day on which: plans depend on both.
    readings: Cache<(Day, Day), Arc<Reading>>,
    /// `None` for columns of which none are kept.
    cells: Cache<CellsKey, Option<Arc<Cells>>>,
    /// Made when a name is first looked for.
    names: OnceLock<NameIndex>,
    pinned_today: Option<Day>,
}

/// A layer, and the name and the type that a column of it is read with.
type CellsKey = (usize, String, Kind);

/// Readings kept at once: one a day asked for with `as-of`, about 200 kB each.
const MAX_READINGS: u64 = 64;

/// Bytes of cells kept at once: a number takes 8 of each feature, a time 24.
const MAX_CELL_BYTES: u64 = 256 << 20;

/// Features that are looked at in less than a millisecond.
const LIGHT: usize = 512;

/// What a plan found.
pub struct Answer<'a> {
    /// The hits of the page.
    pub hits: Vec<Hit<'a>>,
    /// How many features match in all.
    pub matched: usize,
    /// Features up to the end of the page, where more follow.
    pub next_offset: Option<usize>,
}

/// A feature that matches, with what holds of it at the moment asked for.
pub struct Hit<'a> {
    /// Position in [`Atlas::features`].
    pub position: usize,
    /// The feature.
    pub feature: &'a Feature,
    /// What holds at the moment.
    pub state: State,
    /// From the first to the last day of its lifetime, as wide as its bounds allow; `None` where it
    /// has no date.
    pub lifetime: Option<Span>,
    /// The day as of which the atlas is read, where that is not today.
    pub as_of: Option<Day>,
}

/// What holds of a feature at the moment a plan asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Word of the status; `None` before the first period.
    pub status: Option<&'static str>,
    /// The date of its start as typed.
    pub since: Option<String>,
    /// Whether it holds for certain.
    pub certain: bool,
    /// Whether it rests on a plan.
    pub planned: bool,
    /// Whether more than one status held in the interval asked for.
    pub changed: bool,
    /// Countries that use a base.
    pub users: Vec<String>,
}

impl Store {
    /// Makes an atlas ready to be asked. `pinned_today` stands in for the current day, so that
    /// tests and pictures do not change with the calendar.
    #[must_use]
    pub fn new(atlas: Atlas, pinned_today: Option<Day>) -> Self {
        let weight = |key: &CellsKey, cells: &Option<Arc<Cells>>| {
            let bytes = key.1.len() + cells.as_ref().map_or(0, |cells| cells.bytes());
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let cells = Cache::builder().max_capacity(MAX_CELL_BYTES).weigher(weight).build();
        let (readings, names) = (Cache::new(MAX_READINGS), OnceLock::new());
        Self { atlas, readings, cells, names, pinned_today }
    }

    /// What is known.
    #[must_use]
    pub const fn atlas(&self) -> &Atlas {
        &self.atlas
    }

    /// All names, ready to be compared.
    pub fn names(&self) -> &NameIndex {
        self.names.get_or_init(|| NameIndex::new(&self.atlas))
    }

    /// The current day.
    #[must_use]
    pub fn today(&self) -> Day {
        self.pinned_today.unwrap_or_else(Day::today)
    }

    /// The history of all features as known on a day.
    #[must_use]
    pub fn chronicle(&self, known: Day) -> Arc<Chronicle> {
        Arc::clone(self.reading(known).chronicle())
    }

    /// Makes ahead what the first plan would wait for: what can be asked of each layer, and the indexes
    /// of today.
    pub fn prepare(&self) {
        self.atlas.prepare();
        self.reading(self.today()).layers(&self.atlas);
    }

    fn reading(&self, known: Day) -> Arc<Reading> {
        let today = self.today();
        self.readings.get_with((known, today), || {
            Arc::new(Reading::new(Chronicle::new(&self.atlas, known, today)))
        })
    }

    /// The cells that a plan reads: all of them where it goes through whole layers, and those that are
    /// there already where it looks at a box.
    fn table(&self, plan: &Plan) -> Table {
        Table::of(plan, |layer, column| {
            let key = (layer, column.name.clone(), column.kind);
            if plan.bbox.is_some() {
                return self.cells.get(&key).flatten();
            }
            self.cells.get_with(key, || Cells::of(&self.atlas, layer, column).map(Arc::new))
        })
    }

    /// Whether a plan is answered in about the time that it takes to hand it to another thread: few
    /// features are looked at, and none needs more than a glance.
    #[must_use]
    pub fn is_light(&self, plan: &Plan) -> bool {
        let reading = self.readings.get(&(plan.known, self.today()));
        plan.predicate.is_none() && reading.is_some_and(|reading| reading.has_few(plan, LIGHT))
    }

    /// Whether the atlas has been read as known on a day, so that looking a feature up is all it takes.
    #[must_use]
    pub fn has_read(&self, known: Day) -> bool {
        self.readings.contains_key(&(known, self.today()))
    }

    /// Runs a plan, however long it takes.
    #[must_use]
    pub fn run(&self, plan: &Plan) -> Answer<'_> {
        let Ok(answer) = self.run_for(plan, &Forever);
        answer
    }

    /// Runs a plan for somebody who waits.
    ///
    /// # Errors
    /// When he waits no longer.
    pub fn run_for<P: Patience>(&self, plan: &Plan, patience: &P) -> Result<Answer<'_>, P::Late> {
        let reading = self.reading(plan.known);
        let sieve = Sieve::new(&self.atlas, plan).with(self.table(plan));
        let mut hits = Vec::new();
        let mut matched = 0;
        let end = plan.page.offset.saturating_add(plan.page.limit);
        let candidates = reading.candidates(&self.atlas, plan);
        let quick = plan.asks_for_days_only();
        for (step, (position, surely)) in candidates.positions.enumerate() {
            patience.check_at(step)?;
            if candidates.matched.is_some() && matched >= end {
                break;
            }
            let candidate = Candidate { surely, ..Candidate::at(&self.atlas, position) };
            let chronicle = reading.chronicle();
            let is_on_page = (plan.page.offset..end).contains(&matched);
            if candidates.matched.is_some() && !is_on_page {
                matched += 1;
                continue;
            }
            if quick && !is_on_page {
                matched += usize::from(is_there(plan, candidate, chronicle));
                continue;
            }
            let Some((state, lifetime)) = matching(plan, &sieve, candidate, chronicle) else {
                continue;
            };
            // In an order of its own the page is known only when all have been seen.
            if !plan.order.is_empty() || is_on_page {
                let feature = candidate.feature;
                hits.push(Hit { position, feature, state, lifetime, as_of: plan.as_of() });
            }
            matched += 1;
        }
        matched = candidates.matched.unwrap_or(matched);
        if !plan.order.is_empty() {
            let read_from = (&**reading.chronicle(), sieve.table());
            hits = ranking::page(&self.atlas, plan, read_from, hits);
        }
        Ok(Answer { hits, matched, next_offset: (end < matched).then_some(end) })
    }

    /// Tells of each feature, by its position in the atlas, whether it answers a plan; that it does
    /// not, of all that come when nobody waits any more.
    pub fn keeps<'a>(
        &'a self,
        plan: &'a Plan,
        patience: &'a impl Patience,
    ) -> impl Fn(usize) -> bool + 'a {
        let chronicle = self.chronicle(plan.known);
        let sieve = Sieve::new(&self.atlas, plan).with(self.table(plan));
        move |position| {
            if patience.check().is_err() {
                return false;
            }
            let candidate = Candidate::at(&self.atlas, position);
            matching(plan, &sieve, candidate, &chronicle).is_some()
        }
    }

    /// What holds of one feature at the moment of a plan, whatever its filters say.
    #[must_use]
    pub fn state(&self, plan: &Plan, position: usize) -> State {
        let chronicle = self.chronicle(plan.known);
        state_of(plan, &self.atlas.features()[position], &chronicle.life(position))
    }
}

/// A feature that may answer a plan.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    /// Position in [`Atlas::features`].
    position: usize,
    feature: &'a Feature,
    /// Whether an index tells that it is known, of a layer asked for, and there in the box and on the
    /// days asked for.
    surely: bool,
}

impl<'a> Candidate<'a> {
    /// The feature at a position of an atlas, for which no index vouches.
    fn at(atlas: &'a Atlas, position: usize) -> Self {
        Self { position, feature: &atlas.features()[position], surely: false }
    }
}

/// The state and the lifetime of a feature where it matches a plan. Cheap tests come first.
fn matching(
    plan: &Plan,
    sieve: &Sieve<'_>,
    candidate: Candidate<'_>,
    chronicle: &Chronicle,
) -> Option<(State, Option<Span>)> {
    let Candidate { position, feature, surely } = candidate;
    let of_category =
        plan.categories.as_ref().is_none_or(|ids| ids.iter().any(|id| id == feature.category()));
    let of_country = plan
        .countries
        .as_ref()
        .is_none_or(|codes| codes.iter().any(|code| feature.countries().contains(code)));
    if !(of_category && of_country) || plan.without_undated && feature.is_undated() {
        return None;
    }
    let told = sieve.told_early(position, feature);
    if told == Some(false) || !surely && !may_be_there(plan, candidate, chronicle) {
        return None;
    }
    let life = chronicle.life(position);
    if !(surely || meets(plan, life.lifetime) || is_over(plan, &life)) {
        return None;
    }
    let state = state_of(plan, feature, &life);
    let of_status = plan.statuses.as_ref().is_none_or(|words| {
        state.status.is_some_and(|status| words.iter().any(|word| word == status))
    });
    let named = plan.text.as_ref().is_none_or(|text| search::is_named(feature, text));
    let passes = of_status && named && sieve.passes(position, feature, &life, &state);
    let there = passes && (surely || in_space(plan, feature));
    let is_true = || told.unwrap_or_else(|| sieve.is_true_of(position, feature, &life, &state));
    (there && is_true()).then_some((state, life.lifetime))
}

/// Whether a feature that no index vouches for is worth a look at its life and its geometry.
fn may_be_there(plan: &Plan, candidate: Candidate<'_>, chronicle: &Chronicle) -> bool {
    let Candidate { position, feature, .. } = candidate;
    let is_near =
        plan.bbox.as_ref().is_none_or(|bbox| feature.bbox().is_some_and(|own| bbox.meets(own)));
    if !(is_near && plan.layers.contains(&feature.layer)) {
        return false;
    }
    let (is_known, lifetime) = chronicle.brief(position);
    is_known && (meets(plan, lifetime) || plan.with_ended)
}

/// Whether a feature matches a plan that [`Plan::asks_for_days_only`].
fn is_there(plan: &Plan, candidate: Candidate<'_>, chronicle: &Chronicle) -> bool {
    candidate.surely
        || may_be_there(plan, candidate, chronicle) && in_space(plan, candidate.feature)
}

/// Whether a lifetime meets the moment; what has no date meets every one.
fn meets(plan: &Plan, lifetime: Option<Span>) -> bool {
    plan.moment.is_none_or(|moment| lifetime.is_none_or(|lifetime| lifetime.meets(moment.span)))
}

/// Whether the feature is over at the moment of the plan.
fn is_over(plan: &Plan, life: &Life) -> bool {
    let standing = plan.moment.and_then(|moment| life.standing(moment.status_day()));
    standing.is_some_and(|standing| standing.period.group.status.is_terminal())
}

fn in_space(plan: &Plan, feature: &Feature) -> bool {
    let Some(bbox) = &plan.bbox else { return true };
    let Some(extent) = feature.bbox() else { return false };
    if !bbox.meets(extent) {
        return false;
    }
    reach::meets_any(feature, extent, &bbox.rectangles())
}

/// West, south, east and north of a box.
fn edges(rect: &Rect<f64>) -> [f64; 4] {
    [rect.min().x, rect.min().y, rect.max().x, rect.max().y]
}

fn state_of(plan: &Plan, feature: &Feature, life: &Life) -> State {
    let day = plan.status_day();
    let span = plan.moment.map_or(Span::of_day(day), |moment| moment.span);
    let held = life.standing(day);
    if feature.is_event() {
        return event_state(life, day);
    }
    let Some(standing) = held else {
        return State { changed: fold::changed(&life.periods, span), ..State::default() };
    };
    let period = standing.period;
    State {
        status: Some(period.group.status.as_str()),
        since: Some(period.since.clone()).filter(|since| !since.is_empty()),
        certain: standing.certain,
        planned: period.planned,
        changed: fold::changed(&life.periods, span),
        users: period.users_on(day).into_iter().map(str::to_owned).collect(),
    }
}

/// An event is held from its first day on; one that lies ahead is planned. Before an event that
/// took place there is nothing to tell.
fn event_state(life: &Life, day: Day) -> State {
    let Some(period) = life.periods.first() else {
        return State::default();
    };
    if day < period.start.earliest && !period.planned {
        return State::default();
    }
    State {
        status: Some(if period.planned { "planned" } else { "held" }),
        since: Some(period.since.clone()),
        certain: true,
        planned: period.planned,
        changed: false,
        users: Vec::new(),
    }
}
