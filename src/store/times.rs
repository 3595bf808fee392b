//! Times: how many lifetimes meet a span of days, told without a look at each.

use crate::atlas::day::Span;

/// The first and last days of many lifetimes, each sorted.
#[derive(Debug, Default)]
pub(super) struct Times {
    starts: Vec<i32>,
    ends: Vec<i32>,
}

impl Times {
    /// Sorts the ends of lifetimes; those that hold no day meet nothing.
    pub fn new(spans: &[Span]) -> Self {
        let spans = || spans.iter().filter(|span| !span.is_empty());
        let mut starts: Vec<i32> = spans().map(|span| span.from.number()).collect();
        let mut ends: Vec<i32> = spans().map(|span| span.until.number()).collect();
        starts.sort_unstable();
        ends.sort_unstable();
        Self { starts, ends }
    }

    /// How many meet a span: those that begin before its end, without those that end before it begins.
    pub fn meeting(&self, span: Span) -> usize {
        if span.is_empty() {
            return 0;
        }
        let begun = self.starts.partition_point(|from| *from < span.until.number());
        let over = self.ends.partition_point(|until| *until <= span.from.number());
        begun - over
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::atlas::day::Day;

    fn span((from, length): (i32, i32)) -> Span {
        Span { from: Day::from_number(from), until: Day::from_number(from + length) }
    }

    proptest! {
        #[test]
        fn what_is_counted_is_what_meets(
            lives in proptest::collection::vec((-20..20_i32, -2..15_i32), 0..40),
            asked in (-25..25_i32, 0..20_i32),
        ) {
            let lives: Vec<Span> = lives.into_iter().map(span).collect();
            let asked = span(asked);
            let meeting = lives.iter().filter(|life| life.meets(asked)).count();
            prop_assert_eq!(Times::new(&lives).meeting(asked), meeting);
        }
    }
}
