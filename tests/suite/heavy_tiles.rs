//! No tile is heavier than its limit: not where a name is as long as a book, where everything lies in one place, nor where all
//! of it reaches into one tile from elsewhere.

use std::fmt::Write as _;
use std::sync::LazyLock;

use fast_mvt::MvtValue;

use crate::app::Site;
use crate::folder::Folder;
use crate::thinning::{at, count, tile};

/// Where all of it lies, longitude first.
const PLACE: [f64; 2] = [69.2, 41.3];

static HEAVY: LazyLock<Site> = LazyLock::new(|| {
    let folder = Folder::empty();
    for (layer, features) in [("book", book()), ("heap", heap()), ("sheets", sheets())] {
        let collection =
            format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
        folder.write(&format!("{layer}.geojson"), collection);
    }
    Site::of(folder.path()).expect("a sound folder")
});

fn feature(id: &str, (name, days): (&str, &str), geometry: &str) -> String {
    format!(
        r#"{{"type":"Feature","id":"{id}","properties":{{"name":"{name}"{days}}},"geometry":{{"type":{geometry}}}}}"#
    )
}

/// A point whose name is longer than a tile, beside one with a short name.
fn book() -> Vec<String> {
    let point = format!(r#""Point","coordinates":[{},{}]"#, PLACE[0], PLACE[1]);
    let long = "word ".repeat(120_000);
    vec![feature("long", (long.trim_end(), ""), &point), feature("short", ("short", ""), &point)]
}

/// Points in one place, each on a day of its own, so that any of them may be the one to see.
fn heap() -> Vec<String> {
    let point = format!(r#""Point","coordinates":[{},{}]"#, PLACE[0], PLACE[1]);
    let each = |number: u32| {
        let (year, month) = (1900 + number / 12, 1 + number % 12);
        let days = format!(r#","start":"{year}-{month:02}-01","end":"{year}-{month:02}-20""#);
        let name = format!("{number} {}", "x".repeat(700));
        feature(&format!("h{number}"), (&name, &days), &point)
    };
    (0..1_200).map(each).collect()
}

/// Areas that all cover the place and have their middles in different tiles.
fn sheets() -> Vec<String> {
    let each = |number: u32| {
        let (mut ring, off) = (String::new(), f64::from(number) * 0.001);
        for [x, y] in [[-3, -3], [3, -3], [3, 3], [-3, 3], [-3, -3]] {
            let comma = if ring.is_empty() { "" } else { "," };
            let (x, y) = (PLACE[0] + f64::from(x) + off, PLACE[1] + f64::from(y) + off);
            let _ = write!(ring, "{comma}[{x:.4},{y:.4}]");
        }
        let name = format!("{number} {}", "y".repeat(700));
        let geometry = format!(r#""Polygon","coordinates":[[{ring}]]"#);
        feature(&format!("s{number}"), (&name, ""), &geometry)
    };
    (0..1_500).map(each).collect()
}

/// The tiles over the place, of some zooms.
fn above() -> impl Iterator<Item = [u32; 3]> {
    [0, 5, 9, 10, 14, 22].into_iter().map(|z| {
        let [x, y] = at(z, PLACE[0], PLACE[1]);
        [z, x, y]
    })
}

#[test]
fn no_tile_is_heavier_than_its_limit_and_each_tells_why_something_is_missing() {
    for (layer, all) in [("book", 2), ("heap", 1_200), ("sheets", 1_500)] {
        for address in above() {
            // That it is not too heavy is held against the limit there.
            let shown = tile(&HEAVY, layer, address, "");
            assert!(!shown.ids.is_empty(), "{layer} {address:?}");
            assert!(shown.ids.len() < all, "{layer} {address:?}");
            assert_eq!(count(&shown, "shown"), shown.ids.len(), "{layer} {address:?}");
            assert_eq!(shown.note["reason"], MvtValue::String("size".into()));
            let told = shown.ids.len() + count(&shown, "left_out");
            assert_eq!(told, all, "{layer} {address:?}");
        }
    }
    for address in above() {
        assert!(!tile(&HEAVY, "atlas", address, "").ids.is_empty(), "{address:?}");
    }
}
