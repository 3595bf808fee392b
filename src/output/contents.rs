//! Contents: what a plan found, with what a file of it says of itself.

use std::sync::Arc;

use crate::atlas::Atlas;
use crate::atlas::chronicle::Chronicle;
use crate::atlas::feature::Feature;
use crate::atlas::promise::Promise;
use crate::output::credit;
use crate::query::Plan;
use crate::store::deadline::{Deadline, Forever, Patience, TooLate};
use crate::store::{Hit, Store};

/// Everything that answers a plan, on its way into a file.
pub struct Contents<'a> {
    /// What is known.
    pub atlas: &'a Atlas,
    /// Positions of the layers asked for, whether anything of them answers or not.
    pub layers: Vec<usize>,
    /// What answers.
    pub hits: Vec<Hit<'a>>,
    /// What was asked for.
    pub asked: credit::Asked,
    chronicle: Arc<Chronicle>,
    watched: Option<&'a Watcher<'a>>,
    deadline: Option<Deadline>,
}

/// Told how many features were written, of how many.
pub type Watcher<'a> = dyn Fn(usize, usize) + Sync + 'a;

/// One feature of a file: what holds of it, and what was promised of it as known on the day asked for.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// What is known.
    pub atlas: &'a Atlas,
    /// The feature, and what holds of it at the moment asked for.
    pub hit: &'a Hit<'a>,
    chronicle: &'a Chronicle,
}

impl<'a> Row<'a> {
    /// The plan the feature is held to; `None` where none was on record.
    #[must_use]
    pub fn promise(self) -> Option<&'a Promise> {
        self.chronicle.promise(self.hit.position)
    }
}

impl<'a> Contents<'a> {
    /// Runs a plan, however long it takes; a file to take away has everything on its one page.
    #[must_use]
    pub fn of(store: &'a Store, plan: &Plan, asked: credit::Asked) -> Self {
        let Ok(contents) = Self::for_whom(store, plan, asked, &Forever);
        contents
    }

    /// The same for somebody who waits.
    ///
    /// # Errors
    /// When he waits no longer.
    pub fn for_whom<P: Patience>(
        store: &'a Store,
        plan: &Plan,
        asked: credit::Asked,
        patience: &P,
    ) -> Result<Self, P::Late> {
        Ok(Self {
            atlas: store.atlas(),
            chronicle: store.chronicle(plan.known),
            hits: store.run_for(plan, patience)?.hits,
            layers: plan.layers.clone(),
            asked,
            watched: None,
            deadline: None,
        })
    }

    /// Tells somebody of every feature that is written.
    #[must_use]
    pub fn watched(self, watcher: &'a Watcher<'a>) -> Self {
        Self { watched: Some(watcher), ..self }
    }

    /// Files that are whole before they leave are not made to their end after a deadline.
    #[must_use]
    pub fn until(self, deadline: Deadline) -> Self {
        Self { deadline: Some(deadline), ..self }
    }

    /// All features in the order of the atlas, to be written.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.hits.len()).map(|index| {
            self.tell(index);
            self.row(index)
        })
    }

    /// The row of the hit at an index.
    #[must_use]
    pub fn row(&self, index: usize) -> Row<'_> {
        Row { atlas: self.atlas, hit: &self.hits[index], chronicle: &self.chronicle }
    }

    /// Says that so many features are written.
    pub fn tell(&self, written: usize) {
        if let Some(watcher) = self.watched {
            watcher(written, self.hits.len());
        }
    }

    /// Whether to go on with a step of a file that is whole before it leaves.
    ///
    /// # Errors
    /// When nobody waits for it any more.
    pub fn go_on(&self, step: usize) -> Result<(), TooLate> {
        self.deadline.as_ref().map_or(Ok(()), |deadline| deadline.check_at(step))
    }

    /// The features alone.
    #[must_use]
    pub fn features(&self) -> Vec<&'a Feature> {
        self.hits.iter().map(|hit| hit.feature).collect()
    }
}
