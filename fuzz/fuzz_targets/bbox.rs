//! No `bbox` makes the reader panic, and what is read lies on the globe and meets itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use steppe_atlas::query::space::Bbox;

fuzz_target!(|text: &str| {
    let Ok(bbox) = Bbox::parse(text) else { return };
    for rectangle in bbox.rectangles() {
        let (low, high) = (rectangle.min(), rectangle.max());
        assert!(low.x >= -180.0 && high.x <= 180.0 && low.y >= -90.0 && high.y <= 90.0);
        assert!(bbox.meets([low.x, low.y, high.x, high.y]));
    }
});
