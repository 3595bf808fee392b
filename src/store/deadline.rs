//! Deadline: until when an answer is of use to whoever waits for it.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Whoever waits for an answer. Work asks now and then whether he still does.
pub trait Patience {
    /// Why he does not.
    type Late;

    /// Whether he still waits.
    ///
    /// # Errors
    /// When he does not.
    fn check(&self) -> Result<(), Self::Late>;

    /// Whether he still waits, asked at the work's `step`: of many steps each is tiny, so that only
    /// some of them look at the clock.
    ///
    /// # Errors
    /// When he does not.
    fn check_at(&self, step: usize) -> Result<(), Self::Late> {
        if step.is_multiple_of(STEPS) { self.check() } else { Ok(()) }
    }
}

/// Steps between two looks at the clock. A look takes as long as a feature does without a filter;
/// with the heaviest filter so many features take some milliseconds.
const STEPS: usize = 16;

/// Waits as long as it takes.
#[derive(Debug, Clone, Copy)]
pub struct Forever;

impl Patience for Forever {
    type Late = Infallible;

    fn check(&self) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Waits until a moment, or until it is given up before.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// `None` lies beyond what the clock can tell.
    at: Option<Instant>,
    given_up: Arc<AtomicBool>,
}

/// Nobody waits for the answer any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer is not there in time")]
pub struct TooLate;

/// Gives a deadline up when it is dropped.
#[derive(Debug)]
pub struct Waiting(Arc<AtomicBool>);

impl Deadline {
    /// So much time from now.
    #[must_use]
    pub fn after(time: Duration) -> Self {
        Self { at: Instant::now().checked_add(time), given_up: Arc::default() }
    }

    /// The same without its time: it passes when whoever waits gives it up, and not before.
    #[must_use]
    pub fn given_up(&self) -> Self {
        Self { at: None, given_up: Arc::clone(&self.given_up) }
    }

    /// Held by whoever waits: once it is dropped the deadline has passed.
    #[must_use]
    pub fn waiting(&self) -> Waiting {
        Waiting(Arc::clone(&self.given_up))
    }
}

impl Patience for Deadline {
    type Late = TooLate;

    fn check(&self) -> Result<(), TooLate> {
        let passed = self.at.is_some_and(|at| Instant::now() >= at);
        if passed || self.given_up.load(Ordering::Relaxed) { Err(TooLate) } else { Ok(()) }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_passes_with_its_time_or_with_whoever_waits() {
        assert_eq!(Deadline::after(Duration::ZERO).check(), Err(TooLate));
        assert_eq!(Deadline::after(Duration::MAX).check(), Ok(()));
        let deadline = Deadline::after(Duration::from_secs(3_600));
        let waiting = deadline.waiting();
        let untimed = Deadline { at: Some(Instant::now()), ..deadline.clone() }.given_up();
        assert_eq!((deadline.check(), untimed.check()), (Ok(()), Ok(())));
        drop(waiting);
        assert_eq!(untimed.check(), Err(TooLate));
        assert_eq!(deadline.check(), Err(TooLate));
    }

    #[test]
    fn the_first_step_and_every_sixteenth_look_at_the_clock() {
        let deadline = Deadline::after(Duration::ZERO);
        let late: Vec<usize> = (0..40).filter(|step| deadline.check_at(*step).is_err()).collect();
        assert_eq!(late, [0, 16, 32]);
    }
}
