//! Reference systems: the abstract tests of OGC API – Features, Part 2 (OGC 18-058r1, Annex A).
//!
//! A test is named after the requirement it holds.
//!
//! Classes of ogcapi-features-2/1.0: conf/crs.

use serde_json::Value;

use crate::app::{LAYERS, Site, encoded, root, text};

const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const EPSG: &str = "http://www.opengis.net/def/crs/EPSG/0/";
const ZONES: &str = "/api/collections/zones/items";

fn systems(layer: &str) -> Vec<String> {
    let document = Site::shipped().json(&format!("/api/collections/{layer}"));
    document["crs"].as_array().unwrap().iter().map(|crs| text(crs).to_owned()).collect()
}

/// The items of zones in a reference system, with the header that names it.
fn told(query: &str) -> (Value, String) {
    let answer = Site::shipped().get(&format!("{ZONES}?limit=100&{query}"));
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    (answer.json(), answer.header("content-crs").to_owned())
}

fn positions(geometry: &Value, found: &mut Vec<[f64; 2]>) {
    match geometry.as_array() {
        Some(pair) if pair[0].is_number() => {
            found.push([0, 1].map(|axis| pair[axis].as_f64().unwrap()));
        }
        Some(list) => list.iter().for_each(|inner| positions(inner, found)),
        None => {}
    }
}

fn all_positions(document: &Value) -> Vec<[f64; 2]> {
    let mut found = Vec::new();
    for feature in document["features"].as_array().unwrap() {
        positions(&feature["geometry"]["coordinates"], &mut found);
    }
    found
}

#[test]
fn crs_uri_every_system_is_named_by_its_address() {
    for layer in LAYERS {
        for crs in systems(layer) {
            assert!(
                crs == CRS84 || crs.strip_prefix(EPSG).is_some_and(|c| c.parse::<u32>().is_ok())
            );
        }
    }
}

#[test]
fn fc_md_crs_list_and_storage_crs() {
    for layer in LAYERS {
        let list = systems(layer);
        assert_eq!(list[0], CRS84);
        let document = Site::shipped().json(&format!("/api/collections/{layer}"));
        assert!(list.contains(&text(&document["storageCrs"]).to_owned()));
        for common in ["4326", "3857"] {
            assert!(list.contains(&format!("{EPSG}{common}")), "{layer}");
        }
    }
    let zones = systems("zones");
    for zone in (32_640..=32_646).chain(28_408..=28_416) {
        assert!(zones.contains(&format!("{EPSG}{zone}")), "{zone}");
    }
}

#[test]
fn a_layer_that_reaches_a_pole_is_not_told_in_web_mercator() {
    let world = Site::of(&root().join("tests/fixtures/world")).expect("a sound folder");
    for layer in ["places", "routes", "areas"] {
        let document = world.json(&format!("/api/collections/{layer}"));
        assert_eq!(document["crs"], serde_json::json!([CRS84, format!("{EPSG}4326")]), "{layer}");
        let path = format!("/api/collections/{layer}/items");
        assert_eq!(world.get(&format!("{path}?crs={EPSG}3857")).status, 400);
        let sea = format!("bbox-crs={EPSG}3857&bbox=-20037508,-238107693,20037508,238107693");
        let kept = world.ids(layer, &sea);
        assert!(kept.iter().any(|id| id.ends_with("-greenwich")), "{layer}: boxes may be in it");
    }
}

#[test]
fn fc_crs_valid_value_and_ogc_crs_header() {
    for crs in systems("zones") {
        let (document, header) = told(&format!("crs={}", encoded(&crs)));
        assert_eq!(header, format!("<{crs}>"));
        assert_eq!(document["features"].as_array().unwrap().len(), 27);
        let path = format!("/api/collections/zones/items/khorgos-icbc?crs={}", encoded(&crs));
        assert_eq!(Site::shipped().get(&path).header("content-crs"), format!("<{crs}>"));
    }
}

#[test]
fn fc_crs_default_value() {
    let (default, header) = told("");
    assert_eq!(header, format!("<{CRS84}>"));
    assert_eq!(told(&format!("crs={CRS84}")).0["features"], default["features"]);
}

#[test]
fn fc_crs_invalid_value() {
    let huge = format!("{EPSG}{}", "9".repeat(5_000));
    for crs in [
        "http://www.opengis.net/def/crs/0/unsupported",
        "EPSG:4326",
        "4326",
        "",
        "crs84",
        "/def/crs/EPSG/0/4326",
        "file:///etc/passwd",
        "http://127.0.0.1:99999/crs",
        "http://www.opengis.net/def/crs/EPSG/0/4326 ",
        "http://www.opengis.net/def/crs/EPSG/0/2154",
        "http://www.opengis.net/def/crs/EPSG/9.9/4326",
        &huge,
    ] {
        for parameter in ["crs", "bbox-crs", "filter-crs"] {
            let path = format!("{ZONES}?bbox=60,40,70,45&{parameter}={}", encoded(crs));
            let answer = Site::shipped().get(&path);
            assert_eq!(answer.status, 400, "{parameter} {crs}");
            assert_eq!(text(&answer.json()["parameter"]), parameter);
        }
    }
    let far = format!("/api/collections/events/items?crs={EPSG}32640");
    let answer = Site::shipped().get(&far);
    assert_eq!(answer.status, 400, "events reach to Tokyo");
    assert!(answer.text().contains("does not reach over all of this layer"));
}

#[test]
fn fc_crs_action_positions_are_carried_over_in_the_order_of_the_axes() {
    let plain = all_positions(&told("").0);
    let swapped = all_positions(&told(&format!("crs={EPSG}4326")).0);
    assert!(plain.iter().zip(&swapped).all(|(a, b)| a[0] == b[1] && a[1] == b[0]));
    let metres = all_positions(&told(&format!("crs={EPSG}3857")).0);
    for ([lon, lat], [x, y]) in plain.iter().zip(&metres) {
        let radius = 6_378_137.0;
        assert!((x - radius * lon.to_radians()).abs() < 1e-2);
        let expected = radius * (std::f64::consts::FRAC_PI_4 + lat.to_radians() / 2.0).tan().ln();
        assert!((y - expected).abs() < 1e-2);
    }
    // Eastings of UTM zone 42 run up from 500,000 m at 69° E; northings of Gauss–Krüger come first.
    let utm = all_positions(&told(&format!("crs={EPSG}32642")).0);
    assert!(plain.iter().zip(&utm).all(|(a, b)| (a[0] > 69.0) == (b[0] > 500_000.0)));
    let pulkovo = all_positions(&told(&format!("crs={EPSG}28412")).0);
    assert!(pulkovo.iter().all(|[north, east]| (4e6..6e6).contains(north) && *east > 10e6));
}

#[test]
fn fc_bbox_crs_default_value_is_longitude_and_latitude() {
    let site = Site::shipped();
    let plain = site.ids("zones", "bbox=60,40,70,45");
    assert!(!plain.is_empty());
    assert_eq!(site.ids("zones", &format!("bbox=60,40,70,45&bbox-crs={CRS84}")), plain);
}

#[test]
fn fc_bbox_crs_action_a_box_of_latitudes_first_may_reach_beyond_the_poles() {
    let world = Site::of(&root().join("tests/fixtures/world")).expect("a sound folder");
    let all: Vec<String> = world.ids("places", "");
    // The extent of a worldwide layer with its axes mixed up, as test suites send it.
    let mixed = format!("bbox=-178.5000000,-87.0000000,178.5000000,90.0000000&bbox-crs={EPSG}4326");
    let found = world.ids("places", &mixed);
    assert!(!found.is_empty() && found.iter().all(|id| all.contains(id)), "{found:?}");
    let named = world.ids("places", &format!("bbox=-.5,-.5,52.0,.5&bbox-crs={EPSG}4326"));
    assert_eq!(named, world.ids("places", "bbox=-.5,-.5,.5,52.0"));
    for bad in ["10,0,-10,5", "0,-181,1,0", "NaN,0,1,1"] {
        let path = format!("/api/collections/places/items?bbox={bad}&bbox-crs={EPSG}4326");
        assert_eq!(world.get(&path).status, 400, "{bad}");
    }
    let scheme = EPSG.replace("http://", "https://");
    assert_eq!(world.ids("places", &mixed.replace(EPSG, &scheme)), found);
}

#[test]
fn fc_bbox_crs_action_a_box_in_any_system_keeps_what_it_touches() {
    let site = Site::shipped();
    let plain = site.ids("zones", "bbox=60,40,70,45");
    let swapped = format!("bbox=40,60,45,70&bbox-crs={EPSG}4326");
    assert_eq!(site.ids("zones", &swapped), plain);
    let mercator = format!("bbox=6679169.45,4865942.28,7792364.36,5621521.49&bbox-crs={EPSG}3857");
    assert_eq!(site.ids("zones", &mercator), plain);
    // A box in a zone is one by its metres: what it keeps is what lies in it there.
    let crs = format!("{EPSG}32642");
    let (document, _) = told(&format!("crs={crs}"));
    let [west, south, east, north] = [0.0, 4_300_000.0, 700_000.0, 4_900_000.0];
    let points = document["features"].as_array().unwrap().iter();
    let inside: Vec<&str> = points
        .filter(|feature| feature["geometry"]["type"] == "Point")
        .filter(|feature| {
            let [x, y] = [0, 1].map(|i| feature["geometry"]["coordinates"][i].as_f64().unwrap());
            west <= x && x <= east && south <= y && y <= north
        })
        .map(|feature| text(&feature["id"]))
        .collect();
    assert!(inside.len() > 3);
    let boxed = site.ids("zones", &format!("bbox={west},{south},{east},{north}&bbox-crs={crs}"));
    assert!(inside.iter().all(|id| boxed.contains(&(*id).to_owned())), "{inside:?} {boxed:?}");
    let filter = format!("S_INTERSECTS(geometry,BBOX({west},{south},{east},{north}))");
    let filter = format!("filter={}&filter-crs={crs}", encoded(&filter));
    assert_eq!(site.ids("zones", &filter), boxed);
    assert!(boxed.len() < 27);
}

#[test]
fn filter_crs_geometries_of_a_filter_are_in_the_system_it_names() {
    let site = Site::shipped();
    let of = |shape: &str, crs: &str| {
        let filter = encoded(&format!("S_INTERSECTS(geometry,{shape})"));
        site.ids("zones", &format!("filter={filter}&filter-crs={}", encoded(crs)))
    };
    let plain = of("POLYGON((60 40,70 40,70 45,60 45,60 40))", CRS84);
    assert!(!plain.is_empty());
    let swapped = of("POLYGON((40 60,40 70,45 70,45 60,40 60))", &format!("{EPSG}4326"));
    assert_eq!(swapped, plain);
    assert_eq!(of("BBOX(40,60,45,70)", &format!("{EPSG}4326")), plain);
}
