//! No `datetime` and no date of the data makes the reader panic, and what is read has at least one day.
#![no_main]

use libfuzzer_sys::fuzz_target;
use steppe_atlas::atlas::date::Date;
use steppe_atlas::query::time::Moment;

fuzz_target!(|text: &str| {
    if let Ok(moment) = Moment::parse(text) {
        assert!(!moment.span.is_empty());
        let _ = moment.status_day().to_string();
    }
    if let Ok(date) = Date::parse(text) {
        assert!(date.earliest() <= date.latest());
        assert_eq!(date.text(), text);
    }
});
