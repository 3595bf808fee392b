//! No GeoJSON file makes the loader panic, and what it lets through can be folded and written.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use steppe_atlas::atlas::load::load;
use steppe_atlas::output::geojson;
use steppe_atlas::query::Plan;
use steppe_atlas::query::page::Page;
use steppe_atlas::store::Store;
use steppe_atlas::store::deadline::Forever;
use steppe_atlas_fuzz::today;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a folder"));

fuzz_target!(|bytes: &[u8]| {
    let folder = FOLDER.path();
    std::fs::write(folder.join("things.geojson"), bytes).expect("a file");
    // What is no UTF-8 cannot be read at all; everything else is told as findings.
    let Ok((atlas, findings)) = load(folder) else { return };
    for finding in &findings {
        assert!(finding.line > 0 && !finding.reason.is_empty(), "{finding}");
    }
    let today = today();
    let layers = (0..atlas.vocabulary().layers.len()).collect();
    let store = Store::new(atlas, Some(today));
    let plan = Plan { page: Page::ALL, ..Plan::of_layers(layers, today) };
    let answer = store.run(&plan);
    let Ok(_) = store.search("a", 10, &Forever);
    let text = geojson::collection(store.atlas(), &answer, &[]);
    let written: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!(written["features"].as_array().map(Vec::len), Some(answer.hits.len()));
});
