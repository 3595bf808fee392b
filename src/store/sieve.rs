//! The sieve: which features the filters of a plan let through on its status day.

use std::collections::BTreeSet;

use crate::atlas::Atlas;
use crate::atlas::chronicle::Life;
use crate::atlas::feature::Feature;
use crate::atlas::membership::Rank;
use crate::query::Plan;
use crate::query::cql2::predicate::Predicate;
use crate::query::filter::{CERTAINTIES, SOURCED};
use crate::store::State;
use crate::store::cells::Table;
use crate::store::judge::Case;

/// The filters of one plan, with what they need worked out once.
pub(super) struct Sieve<'a> {
    atlas: &'a Atlas,
    plan: &'a Plan,
    /// Countries that are members on the status day; `None` where nobody asks.
    members: Option<BTreeSet<&'a str>>,
    table: Table,
    /// Whether the predicate of the plan reads nothing that a life has to be worked out for.
    reads_no_life: bool,
}

impl<'a> Sieve<'a> {
    /// The sieve of a plan.
    pub fn new(atlas: &'a Atlas, plan: &'a Plan) -> Self {
        let asked = plan.filter.members.as_ref();
        let members = asked.map(|ids| members(atlas, plan, ids));
        let reads_no_life = plan.predicate.as_ref().is_some_and(Predicate::reads_no_life);
        Self { atlas, plan, members, table: Table::default(), reads_no_life }
    }

    /// The same sieve, which reads properties from a table where it holds them.
    pub fn with(self, table: Table) -> Self {
        Self { table, ..self }
    }

    /// The table that it reads properties from.
    pub const fn table(&self) -> &Table {
        &self.table
    }

    /// What [`Self::is_true_of`] says of a feature whatever its life and its state; `None` where that
    /// depends on them.
    pub fn told_early(&self, position: usize, feature: &Feature) -> Option<bool> {
        const NO_LIFE: Life =
            Life { periods: Vec::new(), lifetime: None, known: true, promise: None };
        self.reads_no_life.then(|| self.is_true_of(position, feature, &NO_LIFE, &State::default()))
    }

    /// Whether the predicate of the plan is true of a feature that has this life and this state on
    /// the status day.
    pub fn is_true_of(
        &self,
        position: usize,
        feature: &Feature,
        life: &Life,
        state: &State,
    ) -> bool {
        let (atlas, known, table) = (self.atlas, self.plan.known, &self.table);
        let case = Case { atlas, known, position, feature, life, state, table };
        self.plan.predicate.as_ref().is_none_or(|predicate| case.is(predicate))
    }

    /// Whether a feature passes that has this life and this state on the status day.
    pub fn passes(&self, position: usize, feature: &Feature, life: &Life, state: &State) -> bool {
        let filter = &self.plan.filter;
        let certainty = CERTAINTIES[usize::from(!state.certain)];
        let sourced = SOURCED[usize::from(!feature.sourced())];
        let verdict = life.promise.as_ref().map(|promise| promise.verdict.as_str());
        has(filter.qualities.as_ref(), Some(feature.quality()))
            && has(filter.sourced.as_ref(), Some(sourced))
            && has(filter.certainties.as_ref(), state.status.map(|_| certainty))
            && has(filter.outcomes.as_ref(), verdict)
            && self.members.as_ref().is_none_or(|members| {
                feature.countries().iter().any(|country| members.contains(country.as_str()))
            })
            && filter.actors.as_ref().is_none_or(|ids| {
                let acting = self.atlas.actors().of(position, self.plan.known);
                ids.iter().any(|id| acting.contains(&id.as_str()))
            })
    }
}

fn has(asked: Option<&Vec<String>>, word: Option<&str>) -> bool {
    asked.is_none_or(|words| word.is_some_and(|word| words.iter().any(|asked| asked == word)))
}

/// Countries that are members of one of the organisations on the status day, as far as it was known.
fn members<'a>(atlas: &'a Atlas, plan: &Plan, ids: &[String]) -> BTreeSet<&'a str> {
    let organisations = atlas.memberships().iter().filter(|entry| ids.contains(&entry.id));
    organisations
        .flat_map(|organisation| organisation.memberships(atlas.sources(), plan.known))
        .filter(|entry| entry.rank == Rank::Member && entry.holds_on(plan.status_day()))
        .map(|entry| entry.country)
        .collect()
}
