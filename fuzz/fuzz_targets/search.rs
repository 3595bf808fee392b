//! No text makes a search panic, and what it finds is no more than was asked for.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use steppe_atlas::atlas::day::Day;
use steppe_atlas::atlas::load::load;
use steppe_atlas::query::search_text;
use steppe_atlas::store::Store;

static STORE: LazyLock<Store> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/small");
    Store::new(load(folder.as_ref()).expect("the folder").0, Some(Day::from_number(20_781)))
});

fuzz_target!(|text: &str| {
    if search_text(text).is_ok() {
        assert!(STORE.search(text, 3).len() <= 3);
        let _ = STORE.suggestion(text);
    }
});
