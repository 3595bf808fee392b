//! No filter in CQL2 text makes the reader panic or run long.
#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use steppe_atlas::atlas::column::Column;
use steppe_atlas::atlas::load::load;
use steppe_atlas::query::columns;
use steppe_atlas::query::cql2::{Language, read};
use steppe_atlas::query::crs::Crs;

/// What may be asked of the first layer of a small atlas.
static COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/small");
    let (atlas, _) = load(&folder).expect("the fixture");
    columns(&atlas, &[0])
});

fuzz_target!(|text: &str| {
    let _ = read(text, Language::Text, &COLUMNS, Crs::CRS84);
});
