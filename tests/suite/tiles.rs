//! Vector tiles and TileJSON agree with the other answers.

use std::collections::{BTreeMap, BTreeSet};

use fast_mvt::{MvtReaderRef, MvtValue};
use serde_json::Value;

use crate::app::{LAYERS, Site, text};

/// What a tile says of one feature, by property.
type Said = BTreeMap<String, MvtValue>;

/// All features of a tile, by layer; nothing where the tile is empty.
fn tile(path: &str) -> Vec<(String, Said)> {
    let answer = Site::shipped().get(path);
    if answer.status == 204 {
        return Vec::new();
    }
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "application/vnd.mapbox-vector-tile");
    let reader = MvtReaderRef::new(&answer.body).unwrap();
    let mut features = Vec::new();
    for layer in reader.layers() {
        for feature in layer.features() {
            feature.geometry().expect("a sound geometry");
            let said = feature.properties_vec().unwrap().into_iter();
            let said = said.map(|(key, value)| (key.to_owned(), value.into_owned())).collect();
            features.push((layer.name().to_owned(), said));
        }
    }
    features
}

fn word<'a>(said: &'a Said, key: &str) -> &'a str {
    match said.get(key) {
        Some(MvtValue::String(text)) => text,
        other => panic!("{key} is {other:?}"),
    }
}

fn number(said: &Said, key: &str) -> i64 {
    match said[key] {
        MvtValue::Int(number) | MvtValue::SInt(number) => number,
        MvtValue::UInt(number) => i64::try_from(number).unwrap(),
        ref other => panic!("{key} is {other:?}"),
    }
}

/// A period as tiles and timeline both tell it.
type Told = (String, [i64; 4], bool);

const DAYS: [&str; 4] = ["from", "certain_from", "certain_until", "until"];

fn told(said: &Said) -> Told {
    let planned = said["planned"] == MvtValue::Bool(true);
    (word(said, "status").to_owned(), DAYS.map(|day| number(said, day)), planned)
}

/// The periods of every feature by id, as the timeline has them.
fn timeline(query: &str) -> BTreeMap<String, BTreeSet<Told>> {
    let document = Site::shipped().json(&format!("/api/timeline{query}"));
    let features = document["features"].as_array().unwrap().iter();
    let period = |period: &Value| {
        let days = DAYS.map(|day| period[day].as_i64().unwrap());
        (text(&period["status"]).to_owned(), days, period["planned"] == true)
    };
    features
        .map(|feature| {
            let periods = feature["periods"].as_array().unwrap().iter().map(period).collect();
            (text(&feature["id"]).to_owned(), periods)
        })
        .collect()
}

/// The tile that holds a place, in the XYZ scheme.
fn address(zoom: u32, lon: f64, lat: f64) -> String {
    let side = f64::from(zoom).exp2();
    let x = (lon + 180.0) / 360.0 * side;
    let y = (1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0 * side;
    format!("{zoom}/{}/{}", x.floor(), y.floor())
}

/// The first position of a geometry.
fn first_position(coordinates: &Value) -> (f64, f64) {
    match coordinates[0].as_f64() {
        Some(lon) => (lon, coordinates[1].as_f64().unwrap()),
        None => first_position(&coordinates[0]),
    }
}

/// Some tiles from the whole world down to a town.
const TILES: [&str; 7] = ["0/0/0", "2/2/1", "3/5/2", "4/11/5", "5/22/11", "6/45/23", "8/181/93"];

#[test]
fn a_tile_tells_the_same_periods_as_the_timeline() {
    for query in ["", "?as-of=2005-04-03"] {
        let timeline = timeline(query);
        for address in TILES {
            let mut found: BTreeMap<String, BTreeSet<Told>> = BTreeMap::new();
            for (_, said) in tile(&format!("/tiles/atlas/{address}{query}")) {
                found.entry(word(&said, "id").to_owned()).or_default().insert(told(&said));
            }
            assert!(!found.is_empty(), "{address} shows something");
            for (id, periods) in found {
                assert_eq!(periods, timeline[&id], "{id} in {address}{query}");
            }
        }
    }
}

#[test]
fn every_feature_is_in_the_tiles_where_it_lies() {
    let site = Site::shipped();
    for layer in LAYERS {
        let items = site.json(&format!("/api/collections/{layer}/items?limit=1000"));
        for feature in items["features"].as_array().unwrap() {
            let (lon, lat) = first_position(&feature["geometry"]["coordinates"]);
            // An area too small to be seen is left out of a tile.
            let area = text(&feature["geometry"]["type"]).ends_with("Polygon");
            for zoom in if area { vec![9] } else { vec![4, 9] } {
                let path = format!("/tiles/{layer}/{}", address(zoom, lon, lat));
                let id = text(&feature["id"]);
                let found = tile(&path);
                let said = found.iter().find(|(_, said)| word(said, "id") == id);
                let (name, said) = said.unwrap_or_else(|| panic!("{id} in {path}"));
                assert_eq!((name.as_str(), word(said, "layer")), (layer, layer));
                assert_eq!(word(said, "category"), text(&feature["properties"]["category"]));
                assert_eq!(word(said, "short"), text(&feature["properties"]["short"]["en"]));
            }
        }
    }
}

/// Ten moments: days, months, years, intervals, one ahead.
const MOMENTS: [&str; 10] = [
    "1991-12-26",
    "1998",
    "2001-09-11",
    "2003-10-23",
    "2005-07",
    "2008-01-01/2010-06-30",
    "2014-06-03",
    "2014",
    "2020-01-01/..",
    "2030-01-01",
];

#[test]
fn a_tile_of_a_moment_shows_what_the_items_of_that_moment_are() {
    for known in ["", "&as-of=2005-04-03"] {
        for layer in LAYERS {
            let close = tiles_of_areas(layer);
            for moment in MOMENTS {
                let query = format!("datetime={moment}{known}");
                let tiles = std::iter::once("0/0/0".to_owned()).chain(close.iter().cloned());
                let drawn: BTreeSet<(String, String)> = tiles
                    .flat_map(|address| tile(&format!("/tiles/{layer}/{address}?{query}")))
                    .map(|(_, said)| (word(&said, "id").to_owned(), word(&said, "status").into()))
                    .collect();
                let path = format!("/api/collections/{layer}/items?limit=1000&{query}");
                let items = Site::shipped().json(&path);
                let listed: BTreeSet<(String, String)> = items["features"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|feature| (text(&feature["id"]).to_owned(), status(layer, feature)))
                    .collect();
                assert_eq!(drawn, listed, "{layer} {query}");
            }
        }
    }
}

/// Close tiles of the areas of a layer, which are too small for the tile of the whole world.
fn tiles_of_areas(layer: &str) -> BTreeSet<String> {
    let items = Site::shipped().json(&format!("/api/collections/{layer}/items?limit=1000"));
    let geometries = items["features"].as_array().unwrap().iter().map(|f| &f["geometry"]);
    let areas = geometries.filter(|geometry| text(&geometry["type"]).ends_with("Polygon"));
    areas
        .map(|geometry| {
            let (lon, lat) = first_position(&geometry["coordinates"]);
            address(9, lon, lat)
        })
        .collect()
}

/// The status of an item as a tile has it: events are `held`, with `planned` beside it.
fn status(layer: &str, feature: &Value) -> String {
    let status = text(&feature["properties"]["status"]);
    if layer == "events" { "held".into() } else { status.to_owned() }
}

#[test]
fn a_list_of_layers_makes_one_tile_and_atlas_stands_for_all() {
    let names = |path: &str| tile(path).into_iter().map(|(name, _)| name).collect::<BTreeSet<_>>();
    let two: BTreeSet<String> = ["zones".to_owned(), "bases".to_owned()].into();
    assert_eq!(names("/tiles/bases,zones/3/5/2"), two);
    assert_eq!(names("/tiles/bases,zones,bases/3/5/2"), two);
    assert_eq!(names("/tiles/atlas/3/5/2"), LAYERS.map(str::to_owned).into());
    let site = Site::shipped();
    let all = site.get("/tiles/atlas/3/5/2").body;
    assert_eq!(site.get(&format!("/tiles/{}/3/5/2", LAYERS.join(","))).body, all);
}

#[test]
fn endings_are_optional_and_an_empty_tile_is_no_content() {
    let site = Site::shipped();
    let plain = site.get("/tiles/bases/5/22/11");
    for ending in [".pbf", ".mvt"] {
        assert_eq!(site.get(&format!("/tiles/bases/5/22/11{ending}")).body, plain.body);
    }
    for path in ["/tiles/atlas/9/0/0", "/tiles/bases/0/0/0?datetime=1900-01-01"] {
        let empty = site.get(path);
        assert_eq!((empty.status.as_u16(), empty.body.len()), (204, 0), "{path}");
    }
}

#[test]
fn empty_tiles_are_answered_alike_however_they_are_found_empty() {
    let site = Site::shipped();
    let by_route = site.get("/tiles/atlas/9/0/0?datetime=2005-12-15");
    for path in ["/tiles/atlas/9/0/0", "/tiles/bases/9/0/1", "/tiles/zones/9/0/2.pbf"] {
        for _ in 0..2 {
            let found = site.get(path);
            assert_eq!((found.status, &found.headers), (by_route.status, &by_route.headers));
        }
        let refused = site.with(path, &[("accept-encoding", "identity;q=0")]);
        assert_eq!(refused.status, 406, "{path}");
    }
}

#[test]
fn tilejson_names_the_layers_and_leads_to_their_tiles() {
    let site = Site::shipped();
    let lists = LAYERS.iter().map(|layer| vec![*layer]).chain([LAYERS.to_vec()]);
    for layers in lists {
        let source = if layers.len() == LAYERS.len() { "atlas".into() } else { layers.join(",") };
        let document = site.json(&format!("/tiles/{source}.json?as-of=2020-01-01"));
        assert_eq!(document["tilejson"], "3.0.0");
        let described = document["vector_layers"].as_array().unwrap();
        assert_eq!(described.iter().map(|l| text(&l["id"])).collect::<Vec<_>>(), layers);
        let credit = text(&document["attribution"]);
        assert!(source != "atlas" || credit.contains("OpenStreetMap"), "{credit}");
        let address = text(&document["tiles"][0]).replace("{z}/{x}/{y}", "3/5/2");
        let path = address.strip_prefix("http://atlas.test").unwrap();
        assert!(path.ends_with("?as-of=2020-01-01"), "{path} keeps the question");
        let known: BTreeSet<&str> =
            described[0]["fields"].as_object().unwrap().keys().map(String::as_str).collect();
        for (_, said) in tile(path) {
            let unknown =
                said.keys().find(|key| !known.contains(key.as_str()) && !key.starts_with("short:"));
            assert_eq!(unknown, None, "{source} describes every property");
        }
    }
}
