//! Tiles of a crowded layer show a fair part of it, the same at every deeper zoom; small layers are whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use fast_mvt::{MvtGeometry, MvtReaderRef, MvtValue};

use crate::app::{LAYERS, Site, encoded};
use crate::folder::Folder;

/// Most bytes of a tile.
const CEILING: usize = 500_000;
/// Points in a town of 1° × 1°, points over 12° × 12°, and lines through all of it.
const COUNTS: [u32; 3] = [9_000, 600, 40];

static CROWDED: LazyLock<Site> = LazyLock::new(|| {
    let folder = Folder::empty();
    folder.write("things.geojson", things());
    Site::of(folder.path()).expect("a sound folder")
});

/// Points `p…` and lines `l…`. Each lives for ten years from its own day on; a hundredth is rare.
fn things() -> String {
    let mut state = 7_u64;
    let mut share = || {
        // Knuth, "The Art of Computer Programming", 3.3.4: MMIX.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    let mut features = Vec::new();
    for number in 0..COUNTS.iter().sum() {
        let mut geometry = String::new();
        let mut id = format!("p{number}");
        if number < COUNTS[0] {
            let _ = write!(
                geometry,
                r#""Point","coordinates":[{},{}]"#,
                69.0 + share(),
                41.0 + share()
            );
        } else if number < COUNTS[0] + COUNTS[1] {
            let at = [64.0 + 12.0 * share(), 36.0 + 12.0 * share()];
            let _ = write!(geometry, r#""Point","coordinates":[{},{}]"#, at[0], at[1]);
        } else {
            id = format!("l{number}");
            let lat = 36.0 + 12.0 * share();
            let _ = write!(
                geometry,
                r#""LineString","coordinates":[[64,{lat}],[70,{lat}],[76,{lat}]]"#
            );
        }
        let (year, kind) = (1950 + number % 60, if number % 100 == 0 { "rare" } else { "common" });
        let end = year + 10;
        features.push(format!(
            r#"{{"type":"Feature","id":"{id}","properties":{{"kind":"{kind}","start":"{year}-01-01","end":"{end}-01-01"}},"geometry":{{"type":{geometry}}}}}"#
        ));
    }
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

/// What a tile shows.
#[derive(Debug, Default)]
pub struct Shown {
    pub ids: BTreeSet<String>,
    /// What the note says, by its properties; nothing where there is none.
    pub note: BTreeMap<String, MvtValue>,
}

pub fn tile(site: &Site, source: &str, address: [u32; 3], query: &str) -> Shown {
    let [z, x, y] = address;
    let path = format!("/tiles/{source}/{z}/{x}/{y}?{query}");
    let answer = site.get(&path);
    let mut shown = Shown::default();
    if answer.status == 204 {
        return shown;
    }
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert!(answer.body.len() <= CEILING, "{path} has {} bytes", answer.body.len());
    let reader = MvtReaderRef::new(&answer.body).expect("a tile");
    for layer in reader.layers() {
        for feature in layer.features() {
            let said = feature.properties_vec().expect("properties").into_iter();
            let said: BTreeMap<String, MvtValue> =
                said.map(|(key, value)| (key.to_owned(), value.into_owned())).collect();
            if layer.name() == "_thinned" {
                let MvtGeometry::Point(point) = feature.geometry().expect("a geometry") else {
                    panic!("a note is a point");
                };
                assert!(point.x() <= -4096 && point.y() <= -4096, "nobody draws it");
                shown.note = said;
            } else if let Some(MvtValue::String(id)) = said.get("id") {
                shown.ids.insert(id.clone());
            }
        }
    }
    shown
}

/// Column and row of a place at a zoom.
pub fn at(z: u32, lon: f64, lat: f64) -> [u32; 2] {
    let side = f64::from(z).exp2();
    let y = (1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * side;
    [((lon + 180.0) / 360.0 * side) as u32, y as u32]
}

/// All tiles of a zoom over a box of west, south, east, north.
fn tiles(z: u32, [west, south, east, north]: [f64; 4]) -> Vec<[u32; 3]> {
    let ([left, top], [right, bottom]) = (at(z, west, north), at(z, east, south));
    (left..=right).flat_map(|x| (top..=bottom).map(move |y| [z, x, y])).collect()
}

const REGION: [f64; 4] = [63.9, 35.9, 76.1, 48.1];

fn shown_at(z: u32, query: &str) -> BTreeSet<String> {
    tiles(z, REGION).into_iter().flat_map(|at| tile(&CROWDED, "things", at, query).ids).collect()
}

fn items(query: &str) -> BTreeSet<String> {
    CROWDED.ids("things", query).into_iter().collect()
}

pub fn count(shown: &Shown, key: &str) -> usize {
    match shown.note.get(key) {
        Some(MvtValue::SInt(count)) => usize::try_from(*count).expect("a count"),
        other => panic!("{key} is {other:?}"),
    }
}

#[test]
fn what_a_crowded_tile_shows_every_deeper_one_shows_until_all_are_there() {
    for query in ["", "datetime=1940/2026", "datetime=1950-06-01/2020"] {
        let all = items(query);
        let mut before = BTreeSet::new();
        for z in [0, 2, 4, 5, 7, 10] {
            let shown = shown_at(z, query);
            assert!(shown.is_subset(&all), "{query}: zoom {z} shows what is no item");
            assert!(before.is_subset(&shown), "{query}: zoom {z} lost what was there");
            before = shown;
        }
        assert!(shown_at(0, query).len() < all.len(), "{query}: a crowd is thinned");
        let missing = all.difference(&before).count();
        assert_eq!(missing, 0, "{query}: close by all are there");
    }
}

#[test]
fn filters_and_days_come_before_the_choice() {
    for query in [
        "filter=kind%3D%27rare%27",
        "datetime=1955-06-01",
        "datetime=1940/2026&filter=kind%3D%27rare%27",
    ] {
        let shown = tile(&CROWDED, "things", [0, 0, 0], query);
        assert_eq!(shown.ids, items(query), "{query}");
        assert!(shown.note.is_empty(), "{query} is no crowd");
    }
    let common = format!("filter={}", encoded("kind = 'common'"));
    let shown = tile(&CROWDED, "things", [3, 5, 2], &common);
    assert!(shown.ids.is_subset(&items(&common)) && count(&shown, "left_out") > 0);
}

#[test]
fn a_tile_tells_how_many_features_it_leaves_out() {
    for query in ["", "datetime=1940/2026"] {
        let shown = tile(&CROWDED, "things", [1, 1, 0], query);
        assert_eq!(shown.note["layer"], MvtValue::String("things".into()));
        assert_eq!(count(&shown, "shown"), shown.ids.len());
        assert_eq!(count(&shown, "shown") + count(&shown, "left_out"), items(query).len());
    }
    let document = CROWDED.json("/tiles/things.json");
    assert_eq!(document["vector_layers"][1]["id"], "_thinned");
    assert!(document["description"].as_str().is_some_and(|text| text.contains("downloads")));
}

#[test]
fn no_place_is_emptied_and_lines_are_whole() {
    for query in ["", "datetime=1940/2026"] {
        for z in [4, 5, 6] {
            for address in tiles(z, REGION) {
                let near = tile(&CROWDED, "things", address, query);
                let [z, x, y] = address;
                let below = [[0, 0], [1, 0], [0, 1], [1, 1]]
                    .map(|[right, down]| [z + 1, 2 * x + right, 2 * y + down]);
                let deeper =
                    below.iter().any(|at| !tile(&CROWDED, "things", *at, query).ids.is_empty());
                assert_eq!(!near.ids.is_empty(), deeper, "{address:?} {query}");
            }
            // A line runs from 64° to 76° E: each of these columns holds it, or none does.
            let columns: BTreeSet<u32> =
                tiles(z, [64.1, 40.0, 75.9, 40.0]).iter().map(|at| at[1]).collect();
            let mut held: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
            for [z, x, y] in tiles(z, REGION) {
                let lines = tile(&CROWDED, "things", [z, x, y], query).ids;
                for id in lines.into_iter().filter(|id| id.starts_with('l')) {
                    held.entry(id).or_default().insert(x);
                }
            }
            assert!(!held.is_empty());
            for (id, own) in held {
                assert!(own.is_superset(&columns), "{id} is in {own:?} of {columns:?}");
            }
        }
    }
}

#[test]
fn a_tile_of_all_days_holds_what_each_day_shows() {
    let all = tile(&CROWDED, "things", [3, 5, 2], "").ids;
    for query in ["datetime=1969-06-01", "datetime=1969-06-01/2005", "datetime=1940/2026"] {
        let shown = tile(&CROWDED, "things", [3, 5, 2], query);
        // Where a moment is no crowd of its own, all of it is shown.
        assert!(shown.note.is_empty() || shown.ids.is_subset(&all), "{query}");
    }
}

#[test]
fn the_shipped_atlas_is_never_thinned() {
    let site = Site::shipped();
    let bounds = [40.0, 30.0, 100.0, 60.0];
    for z in 0..=6 {
        for address in tiles(z, bounds) {
            assert!(tile(site, "atlas", address, "").note.is_empty(), "{address:?}");
        }
    }
    let document = site.json("/tiles/atlas.json");
    let named = document["vector_layers"].as_array().expect("layers");
    assert_eq!(named.len(), LAYERS.len(), "no notes are to be expected");
}
