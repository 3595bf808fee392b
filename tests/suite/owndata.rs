//! Other people's data: every format gives the same answers, what was guessed is told, and broken
//! files are refused with file and place.

/// Files in any condition.
mod broken;
/// What the atlas gives away, taken in again.
mod downloads;
/// `steppe init`.
mod init;

use serde_json::{Value, json};
use steppe_atlas::atlas::load::load;

use crate::app::{Site, root, text};
use crate::folder::Folder;
use broken::{collection, point};

/// Files of the same three areas, written with ogr2ogr: the ending, and those beside it.
const FORMATS: &[(&str, &[&str])] = &[
    ("geojson", &[]),
    ("geojsons", &[]),
    ("csv", &[]),
    ("gpkg", &[]),
    ("fgb", &[]),
    ("shp", &["dbf", "prj", "cpg"]),
];

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/fixtures/formats").join(name)).expect(name)
}

/// A folder with one of the files as `wells.{ending}`.
fn folder_of(ending: &str, beside: &[&str]) -> Folder {
    let folder = Folder::empty();
    for ending_of_one in beside.iter().chain([&ending]) {
        folder.write(
            &format!("wells.{ending_of_one}"),
            fixture(&format!("{ending}.{ending_of_one}")),
        );
    }
    folder
}

/// The items of a layer, sorted by id; of each its id, geometry, periods and name.
fn items(site: &Site) -> Vec<(String, Value, Value, Value)> {
    let document = site.json("/api/collections/wells/items?ended=include");
    let features = document["features"].as_array().expect("features").iter();
    let ids = features.map(|feature| text(&feature["id"]).to_owned());
    let mut ids: Vec<String> = ids.collect();
    ids.sort();
    let one = |id: String| {
        let feature = site.json(&format!("/api/collections/wells/items/{id}"));
        let periods = feature["properties"]["periods"].clone();
        let note = feature["properties"].get("note").cloned().unwrap_or(Value::Null);
        (id, feature["geometry"].clone(), periods, note)
    };
    ids.into_iter().map(one).collect()
}

/// Readers differ in which of two members of one name they take.
#[test]
fn a_column_named_as_what_is_worked_out_stands_once() {
    let folder = Folder::empty();
    let own = [
        "layer",
        "status",
        "status_since",
        "status_certainty",
        "status_planned",
        "user",
        "sources",
    ];
    let mut feature = json!({"type": "Feature", "geometry": null, "properties": {"start": "2001"}});
    for name in own {
        feature["properties"][name] = json!("own");
    }
    folder.write(
        "wells.geojson",
        json!({"type": "FeatureCollection", "features": [feature]}).to_string(),
    );
    let site = Site::of(folder.path()).expect("a layer");
    let id = site.ids("wells", "").remove(0);
    for asked in ["?limit=1", "?as-of=2010-01-01", "?f=jsonfg", &format!("/{id}")] {
        let answer = site.get(&format!("/api/collections/wells/items{asked}")).text();
        let (before, from) = answer.split_once("\"periods\":[").unwrap_or((&answer, ""));
        let answer = format!("{before}{}", from.split_once(']').map_or("", |(_, after)| after));
        for name in own {
            let told = answer.matches(&format!("\"{name}\":")).count();
            assert_eq!(told, 1, "{name} of {asked}: {answer}");
        }
        assert!(answer.contains("\"status\":\"operating\""), "{answer}");
    }
}

/// Numbers of a geometry, in order.
fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Number(number) => vec![number.as_f64().expect("finite")],
        Value::Array(all) => all.iter().flat_map(numbers).collect(),
        Value::Object(map) => map.get("coordinates").map(numbers).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// The positions of all rings, in an order that does not depend on the way around.
fn positions(geometry: &Value) -> Vec<(f64, f64)> {
    let all = numbers(geometry);
    let mut pairs: Vec<(f64, f64)> = all.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
    pairs.dedup();
    pairs
}

fn assert_same(found: &Site, expected: &Site, within: f64, what: &str) {
    let (found, expected) = (items(found), items(expected));
    assert_eq!(found.len(), 3, "{what}");
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(
            (&found.0, &found.2, &found.3),
            (&expected.0, &expected.2, &expected.3),
            "{what}"
        );
        assert_eq!(found.1["type"], expected.1["type"], "{what}");
        let (found, expected) = (positions(&found.1), positions(&expected.1));
        assert_eq!(found.len(), expected.len(), "{what}");
        for (found, expected) in found.iter().zip(&expected) {
            let off = (found.0 - expected.0).abs().max((found.1 - expected.1).abs());
            assert!(off <= within, "{what}: {found:?} is not {expected:?}");
        }
    }
}

#[test]
fn every_format_gives_the_same_items() {
    let expected = Site::of(folder_of("geojson", &[]).path()).expect("GeoJSON");
    let north = expected.json("/api/collections/wells/items/north-well?datetime=2000-01-01");
    assert_eq!(north["properties"]["status"], "operating");
    assert_eq!(north["properties"]["status_since"], "1998-05-01");
    for (ending, beside) in FORMATS {
        let site =
            Site::of(folder_of(ending, beside).path()).unwrap_or_else(|e| panic!("{ending}: {e}"));
        assert_same(&site, &expected, 1e-9, ending);
    }
}

#[test]
fn coordinates_in_metres_are_brought_to_degrees() {
    let expected = Site::of(folder_of("geojson", &[]).path()).expect("GeoJSON");
    let folder = Folder::empty();
    folder.write("wells.gpkg", fixture("utm.gpkg"));
    let site = Site::of(folder.path()).expect("zone 42 of UTM");
    // The westernmost area lies 9 degrees from the middle of the zone.
    assert_same(&site, &expected, 1e-6, "UTM");
    let layers = site.json("/health/ready")["layers"].clone();
    assert_eq!(layers[0]["format"], "GeoPackage");
}

#[test]
fn what_was_guessed_is_told() {
    let folder = Folder::empty();
    folder.write(
        "Gas wells.csv",
        "code;Title;opened;closed;lon;lat\na;A;1998;2011-05;69,3;42,4\nb;B;2001;;70,1;42,9\n",
    );
    folder.write("roads.geojsonl", concat!(
        r#"{"type":"Feature","properties":{"from":"Osh","to":"Batken","year":1975},"geometry":{"type":"LineString","coordinates":[[70,41],[71,42]]}}"#,
        "\n"
    ));
    let site = Site::of(folder.path()).expect("a served folder");
    let told = site.json("/health/ready")["layers"].clone();
    let found = |role: &str, column: &str| json!({"role": role, "column": column, "guessed": true});
    assert_eq!(told[0]["layer"], "gas-wells");
    assert_eq!(
        told[0]["columns"],
        json!([
            found("start", "opened"),
            found("end", "closed"),
            found("name", "Title"),
            found("id", "code"),
            found("lon", "lon"),
            found("lat", "lat"),
        ])
    );
    assert_eq!(told[1]["columns"], json!([found("start", "year")]));
    assert_eq!(told[1]["notes"][0], "'from' is not taken for the start: \"Osh\" is no day");
    let atlas = site.json("/api/atlas");
    assert_eq!(atlas["layers"][0]["name"]["en"], "Gas wells");
    assert_eq!(
        (&atlas["layers"][0]["shape"], &atlas["layers"][1]["shape"]),
        (&json!("disc"), &json!("line"))
    );
    // The axis holds the first year, and this one, since something still stands.
    assert_eq!(atlas["axis"][0], 1974);
    assert!(atlas["axis"][1].as_i64().unwrap() >= 2026);
    assert_eq!(site.ids("gas-wells", "datetime=2012-01-01"), ["b"]);
    assert_eq!(site.ids("roads", "datetime=1974"), Vec::<String>::new());
}

const MANIFEST: &str = r#"
title = "Named"
[[layers]]
id = "wells"
name = { en = "Wells" }
file = "holes.csv"
columns = { start = "first", end = "last", name = "called", category = "kind" }
categories = [
  { id = "deep", name = { en = "Deep" }, icon = "zone", colour = "blue" },
  { id = "flat", name = { en = "Flat" }, icon = "zone", colour = "green" },
]
"#;

#[test]
fn named_columns_are_read_and_wrong_names_are_findings_with_the_columns_there_are() {
    let folder = Folder::empty();
    folder.write("atlas.toml", MANIFEST);
    folder.write(
        "holes.csv",
        "first,last,called,kind,lon,lat\n1990,1999,One,deep,70,41\n2000,,Two,Flat,71,41\n",
    );
    let site = Site::of(folder.path()).expect("a sound folder");
    assert_eq!(site.ids("wells", "datetime=1995"), ["wells-1"]);
    let two = site.json("/api/collections/wells/items/wells-2");
    assert_eq!(two["properties"]["name"], Value::Null, "the properties are as they were");
    assert_eq!(two["properties"]["called"], "Two");
    let timeline = site.json("/api/timeline");
    assert_eq!(timeline["features"][1]["category"], "flat");

    folder.patch("atlas.toml", "start = \"first\"", "start = \"frist\"");
    folder.patch("holes.csv", "Flat", "oblong");
    assert_eq!(
        findings(&folder),
        [
            "atlas.toml:7: wells: columns.start: 'frist' is no column of holes.csv; it has first, \
             last, called, kind",
            "holes.csv:3: kind: 'oblong' is not a category of wells: deep, flat",
        ]
    );
}

fn findings(folder: &Folder) -> Vec<String> {
    let (_, findings) = load(folder.path()).expect("a folder that can be read");
    findings.iter().map(ToString::to_string).collect()
}

#[test]
fn ids_that_are_missing_mixed_or_twice_are_told_or_made() {
    let of =
        |id: &str| format!("{{\"type\":\"Feature\",{id}\"properties\":{{}},\"geometry\":null}}");
    let all =
        [of("\"id\":\"a\","), of("\"id\":7,"), of(""), of("\"id\":null,"), of("\"id\":\"\",")];
    let folder = Folder::empty();
    folder.write("a.geojson", collection(&all.join(",\n")));
    folder.write("b.geojson", collection(&[of("\"id\":\"a\","), of("\"id\":7,")].join(",\n")));
    let site = Site::of(folder.path()).expect("sound");
    assert_eq!(site.ids("a", ""), ["a", "a-7", "a-3", "a-4", "a-5"]);
    assert_eq!(site.ids("b", ""), ["b-a", "b-7"]);
    folder.write("a.geojson", collection(&[of("\"id\":\"a\","), of("\"id\":\"a\",")].join(",\n")));
    assert_eq!(findings(&folder), ["a.geojson:3: a: id: 'a' stands there twice"]);
}

#[test]
fn properties_may_change_their_kind_and_days_that_cannot_be_read_are_findings() {
    let folder = Folder::empty();
    folder.write("a.csv", "lon,lat,opened,x\n70,41,1998,1\n70,42,soon,a\n70,43,15.12.2005,\n");
    assert!(
        findings(&folder)[0].starts_with("a.csv:3: opened: 'soon' is not"),
        "{:?}",
        findings(&folder)
    );
    folder.write("a.csv", "lon,lat,opened,closed\n70,41,1998,1990\n");
    assert_eq!(findings(&folder), ["a.csv:2: closed: '1990' lies before the start, '1998'"]);
    folder.write("a.csv", "lon,lat,opened,x\n70,41,2005-12-15T23:30:00-05:00,1\n71,41,,\n");
    let site = Site::of(folder.path()).expect("sound");
    assert_eq!(site.ids("a", "datetime=2005-12-15"), ["a-2"]);
    assert_eq!(site.ids("a", "datetime=2005-12-16"), ["a-1", "a-2"]);
    let one = site.json("/api/collections/a/items/a-1");
    assert_eq!(one["properties"]["x"], 1, "a column of numbers has numbers");
}

#[test]
fn crs_members_and_names_are_followed_or_refused() {
    let with = |crs: &str| {
        point("null").replace("[70,41]", "[7709987.932342,5058174.684732]").replacen(
            '{',
            &format!("{{\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"{crs}\"}}}},"),
            1,
        )
    };
    let folder = Folder::empty();
    folder.write("a.geojson", with("urn:ogc:def:crs:EPSG::3857"));
    let site = Site::of(folder.path()).expect("Web Mercator is known");
    let at = numbers(&site.json("/api/collections/a/items/a-1")["geometry"]);
    assert!((at[0] - 69.26).abs() < 1e-8 && (at[1] - 41.31).abs() < 1e-8, "{at:?}");
    folder.write("a.geojson", with("urn:ogc:def:crs:OGC:1.3:CRS84"));
    assert!(findings(&folder)[0].contains("outside -180..180"));
    for (crs, reason) in
        [("EPSG:1", "EPSG:1, which is not known here"), ("Baku 1927", "leads to no EPSG code")]
    {
        folder.write("a.geojson", with(crs));
        assert!(findings(&folder)[0].contains(reason), "{:?}", findings(&folder));
    }
    folder.write(
        "atlas.toml",
        "title = \"A\"\n[[layers]]\nid = \"a\"\nname = { en = \"A\" }\ncrs = \"EPSG:3857\"\n",
    );
    assert_eq!(findings(&folder), Vec::<String>::new());
}
