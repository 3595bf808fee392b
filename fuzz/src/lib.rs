//! What several targets ask: the small atlas of the tests, and a filter of each encoding over its first layer.

use std::path::Path;
use std::sync::LazyLock;

use steppe_atlas::atlas::Atlas;
use steppe_atlas::atlas::column::Column;
use steppe_atlas::atlas::day::Day;
use steppe_atlas::atlas::load::load;
use steppe_atlas::query::columns;
use steppe_atlas::query::cql2::{Language, read};
use steppe_atlas::query::crs::Crs;

/// What may be asked of the first layer.
static COLUMNS: LazyLock<Vec<Column>> = LazyLock::new(|| columns(&small(), &[0]));

/// The atlas of the tests.
pub fn small() -> Atlas {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/small");
    load(&folder).expect("the fixture").0
}

/// The day that a target takes for today.
pub fn today() -> Day {
    Day::from_number(20_781)
}

/// Reads a filter; what it says does not matter.
pub fn filter(text: &str, language: Language) {
    let _ = read(text, language, &COLUMNS, Crs::CRS84);
}
