//! Workers: what takes long is worked out by few threads beside those that talk to clients, in time
//! or not at all.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::config::Limits;
use crate::http::error::Problem;
use crate::http::request::Asked;
use crate::query::{Pairs, Plan};
use crate::store::deadline::{Deadline, Patience};

/// The threads that work, as many as have a turn at once.
pub struct Workers {
    turns: Arc<Semaphore>,
    time: Duration,
}

/// A turn to work. Others wait until it is dropped.
pub struct Turn {
    /// Until when the work is of use.
    pub deadline: Deadline,
    _permit: OwnedSemaphorePermit,
}

impl Workers {
    /// As many as the limits say.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        Self { turns: Arc::new(Semaphore::new(limits.workers.max(1))), time: limits.answer_time }
    }

    /// The time that an answer may take from now on.
    fn deadline(&self) -> Deadline {
        Deadline::after(self.time)
    }

    /// Waits for a turn, no longer than an answer may take.
    ///
    /// # Errors
    /// When none comes in time.
    pub async fn turn(&self) -> Result<Turn, Problem> {
        let deadline = self.deadline();
        let turns = Arc::clone(&self.turns);
        let permit = tokio::time::timeout(self.time, turns.acquire_owned()).await;
        // The semaphore is never closed, so only time can be the reason.
        let permit = permit.ok().and_then(Result::ok).ok_or(Problem::TooSlow)?;
        Ok(Turn { deadline, _permit: permit })
    }

    /// Works something out on a thread of its own. Where it is not there in time, or nobody waits for
    /// it any more, the work is told by its deadline, and keeps its turn until it heeds that.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Deadline) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let worked = async {
            let turn = self.turn().await?;
            let _waiting = turn.deadline.waiting();
            let work = move || {
                turn.deadline.check()?;
                work(&turn.deadline)
            };
            tokio::task::spawn_blocking(work).await?
        };
        tokio::time::timeout(self.time, worked).await.unwrap_or(Err(Problem::TooSlow))
    }
}

/// Works out the answer to a request on a worker.
///
/// # Errors
/// Those of the work, and when it takes too long.
pub async fn on_worker<T: Send + 'static>(
    asked: &Arc<Asked>,
    work: impl FnOnce(&Asked, &Deadline) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let moved = Arc::clone(asked);
    asked.app.workers().work(move |deadline| work(&moved, deadline)).await
}

/// How much work an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// No more than handing it to a worker.
    Light,
    /// More, or nobody knows.
    Heavy,
}

impl Weight {
    /// Light where that holds.
    #[must_use]
    pub const fn light_if(light: bool) -> Self {
        if light { Self::Light } else { Self::Heavy }
    }
}

/// Works out the answer to a request: at once where that takes no longer than handing it over, else
/// on a worker.
///
/// # Errors
/// Those of the work, and when it takes too long.
pub async fn weighed<T: Send + 'static>(
    asked: &Arc<Asked>,
    weight: Weight,
    work: impl FnOnce(&Asked, &Deadline) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    match weight {
        Weight::Light => work(asked, &asked.app.workers().deadline()),
        Weight::Heavy => on_worker(asked, work).await,
    }
}

/// Works out the answer to a plan, at once where few features are looked at.
///
/// # Errors
/// Those of the work, and when it takes too long.
pub async fn answered<T: Send + 'static>(
    asked: &Arc<Asked>,
    plan: Plan,
    work: impl FnOnce(&Asked, &Plan, &Deadline) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let weight = Weight::light_if(asked.world.store.is_light(&plan));
    weighed(asked, weight, move |asked, deadline| work(asked, &plan, deadline)).await
}

/// Reads the plan of a request for some layers. A filter is read on a worker: it may be as long as a
/// request may be.
///
/// # Errors
/// When a value does not fit its parameter.
pub async fn plan(
    asked: &Arc<Asked>,
    pairs: Pairs,
    layers: Vec<usize>,
) -> Result<(Plan, Pairs), Problem> {
    let read = |asked: &Asked| {
        let store = &asked.world.store;
        Ok((Plan::read(&pairs, store.atlas(), layers, store.today())?, pairs))
    };
    let weight = Weight::light_if(asked.first("filter").is_none());
    weighed(asked, weight, move |asked, _| read(asked)).await
}
