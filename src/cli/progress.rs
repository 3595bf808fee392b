//! Progress: how far long work has come, on a terminal, in one line that is written over.

use std::io::{IsTerminal, Write, stderr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Work that is done sooner is not told of.
const LONG: Duration = Duration::from_millis(700);

/// What is told of one piece of work.
pub struct Progress {
    /// What is counted.
    things: &'static str,
    begun: Instant,
    /// Percent that are told, or the largest number where nobody looks.
    told: AtomicUsize,
    seen: bool,
}

impl Progress {
    /// Begins; nothing is told where the errors do not go to a terminal.
    pub fn of(things: &'static str) -> Self {
        let seen = stderr().is_terminal();
        Self { things, begun: Instant::now(), told: AtomicUsize::new(0), seen }
    }

    /// Tells that so many of all are done.
    pub fn tell(&self, done: usize, all: usize) {
        let percent = (done * 100).checked_div(all).unwrap_or(100);
        if !self.seen || self.begun.elapsed() < LONG {
            return;
        }
        // Several threads may tell at a time, and not in order.
        if self.told.fetch_max(percent, Ordering::Relaxed) < percent {
            let things = self.things;
            let _ = write!(stderr(), "\r{done} of {all} {things}, {percent} %");
        }
    }

    /// Leaves the line, if anything was told.
    pub fn end(&self) {
        if self.told.load(Ordering::Relaxed) > 0 {
            let _ = writeln!(stderr());
        }
    }
}
