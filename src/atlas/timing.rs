//! Timing: what is known of a feature's time, and the periods of what has no claims.

use crate::atlas::claim::{Claim, Group};
use crate::atlas::date::{Bounds, Date};
use crate::atlas::day::Day;
use crate::atlas::fold::{self, Period};
use crate::atlas::source::Sources;
use crate::atlas::status::Status;

/// What is known of a feature's time.
#[derive(Debug, Clone)]
pub enum Timing {
    /// Claims, to be folded into periods.
    Claims(Vec<Claim>),
    /// An event that lasts from the first to the last day of its date.
    Event(Box<Event>),
    /// First and last day, as in any GeoJSON with such columns.
    Plain {
        /// First day.
        start: Option<Date>,
        /// Last day.
        end: Option<Date>,
    },
}

/// When an event took place, or is to.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its days.
    pub date: Date,
    /// Whether it is known as an intention only.
    pub planned: bool,
    /// When it was announced.
    pub stated_on: Option<Date>,
    /// Key of the date's source.
    pub source: Option<String>,
    /// Whether the date was seen in no source.
    pub unverified: bool,
}

impl Event {
    /// The day from which on the event is known, by the rule of claims.
    #[must_use]
    pub fn known_from(&self, sources: &Sources) -> Option<Day> {
        self.as_claim().known_from(sources)
    }

    /// Its one period as known on a day: from its first to its last day.
    #[must_use]
    pub fn periods(&self, sources: &Sources, known: Day) -> Vec<Period> {
        if self.known_from(sources).is_none_or(|from| from > known) {
            return Vec::new();
        }
        let end = self.date.latest().next();
        vec![Period {
            group: HELD,
            start: Bounds { earliest: self.date.earliest(), latest: self.date.earliest() },
            end: Some(Bounds { earliest: end, latest: end }),
            planned: self.planned || self.date.earliest() > known,
            since: self.date.text().to_owned(),
            source: self.source.clone(),
            unverified: self.unverified,
            users: Vec::new(),
        }]
    }

    fn as_claim(&self) -> Claim {
        Claim {
            kind: String::new(),
            group: None,
            date: self.date.clone(),
            planned: self.planned,
            stated_on: self.stated_on.clone(),
            user: None,
            source: self.source.clone(),
            unverified: self.unverified,
            preferred: true,
        }
    }
}

/// The periods between a first and a last day as known on a day. Plain columns do not say who knew what
/// when: a start that still lies ahead today is a plan, but looking back it was not known before it came.
pub(super) fn as_known(
    [start, end]: [Option<Bounds>; 2],
    known: Day,
    today: Day,
) -> [Option<Period>; 2] {
    let [begun, over] = fold::operating_between(start, end).map(|period| {
        let period = period.filter(|period| known >= today || period.start.latest <= known)?;
        Some(Period { planned: period.start.earliest > known, ..period })
    });
    // An end that was not known yet is not told by what came before it either.
    let end = over.as_ref().map(|over| over.start);
    [begun.map(|begun| Period { end, ..begun }), over]
}

/// Events have no status of their own; inside the program their days count as operating.
const HELD: Group = Group { status: Status::Operating, phase: 1 };
