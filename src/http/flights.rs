//! Flights: what takes long is made once for all who want it now, each of whom waits as long as he
//! likes.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::store::deadline::Patience;

/// What is being made now, by what it is asked for by.
pub struct Flights<K, V> {
    running: Mutex<HashMap<K, Arc<Flight<V>>>>,
}

/// One thing that is being made.
struct Flight<V> {
    outcome: Mutex<Outcome<V>>,
    changed: Condvar,
}

#[derive(Clone)]
enum Outcome<V> {
    Open,
    Made(V),
    /// Whoever made it gave up.
    Failed,
}

/// Between two looks at whether he who waits still does.
const LOOK_EVERY: Duration = Duration::from_millis(20);

impl<K, V> Default for Flights<K, V> {
    fn default() -> Self {
        Self { running: Mutex::default() }
    }
}

impl<K: Hash + Eq + Clone, V: Clone> Flights<K, V> {
    /// What `kept` finds; else what another makes of the key at this time; else what `make` does.
    /// `make` has to put it where `kept` finds it. Where another fails, the next one makes it.
    ///
    /// # Errors
    /// That of `make`, and that of the patience when what another makes is not there in time.
    pub fn get<P: Patience>(
        &self,
        key: &K,
        patience: &P,
        kept: impl Fn() -> Option<V>,
        make: impl FnOnce() -> Result<V, P::Late>,
    ) -> Result<V, P::Late> {
        loop {
            let flight = {
                let mut running = held(&self.running);
                // Looked at under the lock: what landed before is kept.
                if let Some(value) = kept() {
                    return Ok(value);
                }
                match running.entry(key.clone()) {
                    Entry::Occupied(other) => Arc::clone(other.get()),
                    Entry::Vacant(place) => {
                        let own = Arc::clone(place.insert(Arc::new(Flight::new())));
                        drop(running);
                        let landing = Landing { flights: self, key, flight: &own };
                        let made = make()?;
                        landing.with(made.clone());
                        return Ok(made);
                    }
                }
            };
            if let Some(value) = flight.wait(patience)? {
                return Ok(value);
            }
        }
    }
}

impl<V: Clone> Flight<V> {
    fn new() -> Self {
        Self { outcome: Mutex::new(Outcome::Open), changed: Condvar::new() }
    }

    /// What came of it; `None` where it failed.
    fn wait<P: Patience>(&self, patience: &P) -> Result<Option<V>, P::Late> {
        let mut outcome = held(&self.outcome);
        loop {
            match &*outcome {
                Outcome::Made(value) => return Ok(Some(value.clone())),
                Outcome::Failed => return Ok(None),
                Outcome::Open => patience.check()?,
            }
            let waited = self.changed.wait_timeout(outcome, LOOK_EVERY);
            outcome = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn end(&self, outcome: Outcome<V>) {
        *held(&self.outcome) = outcome;
        self.changed.notify_all();
    }
}

/// Ends a flight, with or without what was to be made.
struct Landing<'a, K: Hash + Eq, V: Clone> {
    flights: &'a Flights<K, V>,
    key: &'a K,
    flight: &'a Flight<V>,
}

impl<K: Hash + Eq, V: Clone> Landing<'_, K, V> {
    fn with(self, value: V) {
        self.flight.end(Outcome::Made(value));
    }
}

impl<K: Hash + Eq, V: Clone> Drop for Landing<'_, K, V> {
    fn drop(&mut self) {
        let mut outcome = held(&self.flight.outcome);
        if matches!(*outcome, Outcome::Open) {
            *outcome = Outcome::Failed;
        }
        drop(outcome);
        self.flight.changed.notify_all();
        held(&self.flights.running).remove(self.key);
    }
}

/// A lock, whatever became of the thread that had it before: nothing is left half done under it.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Barrier, OnceLock};

    use super::*;
    use crate::store::deadline::{Deadline, Forever, TooLate};

    #[test]
    fn what_many_ask_for_at_once_is_made_once() {
        let (flights, kept) = (Flights::<u8, u32>::default(), OnceLock::new());
        let (made, all) = (AtomicUsize::new(0), Barrier::new(8));
        let ask = || {
            all.wait();
            let make = || {
                made.fetch_add(1, Ordering::Relaxed);
                Ok(*kept.get_or_init(|| 7))
            };
            let Ok(value) = flights.get(&1, &Forever, || kept.get().copied(), make);
            assert_eq!(value, 7);
        };
        std::thread::scope(|scope| (0..8).for_each(|_| drop(scope.spawn(ask))));
        assert_eq!(made.load(Ordering::Relaxed), 1);
        assert!(held(&flights.running).is_empty());
    }

    #[test]
    fn who_waits_for_another_waits_no_longer_than_he_likes() {
        let flights = Flights::<u8, u32>::default();
        let (begun, over) = (Barrier::new(2), Barrier::new(2));
        std::thread::scope(|scope| {
            let maker = scope.spawn(|| {
                let make = || {
                    begun.wait();
                    over.wait();
                    Ok(7)
                };
                flights.get(&1, &Forever, || None, make)
            });
            begun.wait();
            let hasty = Deadline::after(Duration::ZERO);
            let waited = flights.get(&1, &hasty, || None, || panic!("another makes it"));
            assert_eq!(waited, Err(TooLate));
            over.wait();
            assert!(matches!(maker.join(), Ok(Ok(7))));
        });
    }

    #[test]
    fn where_one_gives_up_the_next_one_makes_it() {
        let flights = Flights::<u8, u32>::default();
        let failed = flights.get(&1, &Deadline::after(Duration::MAX), || None, || Err(TooLate));
        assert_eq!(failed, Err(TooLate));
        let Ok(made) = flights.get(&1, &Forever, || None, || Ok(7));
        assert_eq!(made, 7);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            flights.get(&2, &Forever, || None, || panic!("broken"))
        }));
        assert!(panicked.is_err() && held(&flights.running).is_empty());
    }
}
