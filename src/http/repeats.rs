//! Repeats: which questions were asked before, in little memory, and turns for those that ask the
//! same at once.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{Mutex, MutexGuard};

use crate::config::{REPEATS, REQUEST_TIMEOUT, TURNS};

/// Questions by their marks.
pub struct Repeats {
    hasher: RandomState,
    /// The last question of each place; 0 for none.
    seen: Box<[AtomicU64]>,
    turns: Box<[Mutex<()>]>,
}

/// A question as it is remembered: others may share it, so it decides about effort, not answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(u64);

impl Repeats {
    /// Nothing was asked so far.
    #[must_use]
    pub fn new() -> Self {
        let seen = (0..REPEATS).map(|_| AtomicU64::new(0)).collect();
        let turns = (0..TURNS).map(|_| Mutex::new(())).collect();
        Self { hasher: RandomState::new(), seen, turns }
    }

    /// The mark of a question. Nobody outside can tell which questions share one.
    pub fn mark(&self, question: &impl Hash) -> Mark {
        Mark(self.hasher.hash_one(question))
    }

    /// Whether the question was noted, and none since that took its place.
    pub fn was_noted(&self, mark: Mark) -> bool {
        self.place(mark).load(Ordering::Relaxed) == mark.0
    }

    /// Notes a question.
    pub fn note(&self, mark: Mark) {
        self.place(mark).store(mark.0, Ordering::Relaxed);
    }

    /// Forgets a question, as if it had not been asked.
    pub fn forget(&self, mark: Mark) {
        let _ = self.place(mark).compare_exchange(mark.0, 0, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Waits until nobody else makes the answer; `None` when that takes longer than an answer may.
    pub async fn turn(&self, mark: Mark) -> Option<MutexGuard<'_, ()>> {
        let turn = self.turns[mark.0 as usize % TURNS].lock();
        tokio::time::timeout(REQUEST_TIMEOUT, turn).await.ok()
    }

    fn place(&self, mark: Mark) -> &AtomicU64 {
        &self.seen[mark.0 as usize % REPEATS]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_remembered_until_it_is_forgotten() {
        let repeats = Repeats::new();
        let (one, other) = (repeats.mark(&"one"), repeats.mark(&"other"));
        repeats.note(one);
        assert_eq!([one, other].map(|mark| repeats.was_noted(mark)), [true, false]);
        repeats.forget(other);
        assert!(repeats.was_noted(one));
        repeats.forget(one);
        assert!(!repeats.was_noted(one));
    }
}
