//! Repeats: which questions were asked before, in little memory, and turns for those that ask the
//! same at once.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{Mutex, MutexGuard};

use crate::config::{REPEATS, REQUEST_TIMEOUT, TURNS};

/// Questions by their marks.
pub struct Repeats {
    hasher: RandomState,
    /// The last questions of each place, the newest first; 0 for none.
    seen: Box<[[AtomicU64; DEPTH]]>,
    turns: Box<[Mutex<()>]>,
}

/// Questions that one place remembers: enough that few of those asked in turn push each other out.
const DEPTH: usize = 8;

/// A question as it is remembered: others may share it, so it decides about effort, not answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(u64);

impl Repeats {
    /// Nothing was asked so far.
    #[must_use]
    pub fn new() -> Self {
        let seen = (0..REPEATS / DEPTH).map(|_| Default::default()).collect();
        let turns = (0..TURNS).map(|_| Mutex::new(())).collect();
        Self { hasher: RandomState::new(), seen, turns }
    }

    /// The mark of a question. Nobody outside can tell which questions share one.
    pub fn mark(&self, question: &impl Hash) -> Mark {
        Mark(self.hasher.hash_one(question))
    }

    /// Whether the question was noted, and not so many since that they took its place.
    pub fn was_noted(&self, mark: Mark) -> bool {
        self.place(mark).iter().any(|seen| seen.load(Ordering::Relaxed) == mark.0)
    }

    /// Notes a question. Those before it move on by one, and the oldest is forgotten.
    pub fn note(&self, mark: Mark) {
        let mut moved = mark.0;
        for seen in self.place(mark) {
            moved = seen.swap(moved, Ordering::Relaxed);
            if [0, mark.0].contains(&moved) {
                break;
            }
        }
    }

    /// Forgets a question, as if it had not been asked.
    pub fn forget(&self, mark: Mark) {
        for seen in self.place(mark) {
            let _ = seen.compare_exchange(mark.0, 0, Ordering::Relaxed, Ordering::Relaxed);
        }
    }

    /// Waits until nobody else makes the answer; `None` when that takes longer than an answer may.
    pub async fn turn(&self, mark: Mark) -> Option<MutexGuard<'_, ()>> {
        let turn = self.turns[mark.0 as usize % TURNS].lock();
        tokio::time::timeout(REQUEST_TIMEOUT, turn).await.ok()
    }

    fn place(&self, mark: Mark) -> &[AtomicU64; DEPTH] {
        &self.seen[mark.0 as usize % self.seen.len()]
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

    #[test]
    fn questions_asked_in_turn_are_remembered_until_more_came_than_fit() {
        let repeats = Repeats::new();
        let marks = |count: usize| -> Vec<Mark> { (0..count).map(|n| repeats.mark(&n)).collect() };
        let noted = |marks: &[Mark]| marks.iter().filter(|mark| repeats.was_noted(**mark)).count();
        let few = marks(REPEATS / 4);
        for mark in few.iter().chain(&few) {
            repeats.note(*mark);
        }
        assert!(noted(&few) > few.len() * 99 / 100, "{} of {}", noted(&few), few.len());
        let many = marks(REPEATS * 4);
        many.iter().for_each(|mark| repeats.note(*mark));
        assert!(noted(&many) <= REPEATS);
        assert!(repeats.was_noted(many[many.len() - 1]));
    }
}
