//! No text makes a search panic, and what it finds is no more than was asked for.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use steppe_atlas::query::search_text;
use steppe_atlas::store::Store;
use steppe_atlas::store::deadline::Forever;
use steppe_atlas_fuzz::{small, today};

static STORE: LazyLock<Store> = LazyLock::new(|| Store::new(small(), Some(today())));

fuzz_target!(|text: &str| {
    if search_text(text).is_ok() {
        let Ok(found) = STORE.search(text, 3, &Forever);
        assert!(found.len() <= 3);
        let _ = STORE.suggestion(text);
    }
});
