//! Files in any condition: each is read, or refused with its place; none stops the program.

use std::process::Command;
use std::time::{Duration, Instant};

use super::{findings, fixture};
use crate::app::{Site, text};
use crate::folder::Folder;

pub(super) fn collection(features: &str) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{features}\n]}}")
}

pub(super) fn feature(members: &str) -> String {
    collection(&format!("{{\"type\":\"Feature\",{members}}}"))
}

pub(super) fn geometry(geometry: &str) -> String {
    feature(&format!("\"properties\":null,\"geometry\":{geometry}"))
}

pub(super) fn point(properties: &str) -> String {
    feature(&format!(
        "\"properties\":{properties},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[70,41]}}"
    ))
}

/// Geometries, and what the one finding says; nothing where they are read.
const GEOMETRIES: &[(&str, &str, &str)] = &[
    ("NaN", r#"{"type":"Point","coordinates":[NaN,1]}"#, "a.geojson:2: expected value"),
    ("1e999", r#"{"type":"Point","coordinates":[1e999,1]}"#, "number out of range"),
    ("null", "null", ""),
    ("empty collection", r#"{"type":"GeometryCollection","geometries":[]}"#, ""),
    (
        "unclosed ring",
        r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}"#,
        "a.geojson:2: geometry: has a ring that is not closed",
    ),
    (
        "ring of three",
        r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}"#,
        "has a ring of fewer than four positions",
    ),
    (
        "zero area",
        r#"{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0],[0,0]]]}"#,
        "geometry: is not valid",
    ),
    (
        "self-intersection",
        r#"{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}"#,
        "geometry: is not valid",
    ),
    ("wrong winding", r#"{"type":"Polygon","coordinates":[[[0,0],[0,1],[1,1],[1,0],[0,0]]]}"#, ""),
    ("longitude 190", r#"{"type":"Point","coordinates":[190,1]}"#, "outside -180..180"),
    ("four dimensions", r#"{"type":"Point","coordinates":[70,41,300,5]}"#, ""),
    (
        "one dimension",
        r#"{"type":"Point","coordinates":[70]}"#,
        "geometry: is not a GeoJSON geometry",
    ),
    (
        "texts",
        r#"{"type":"Point","coordinates":["70","41"]}"#,
        "geometry: is not a GeoJSON geometry",
    ),
    ("a text", r#""POINT (70 41)""#, "geometry: is not a GeoJSON geometry"),
];

/// Fails unless the one finding says so; there is none where nothing is expected.
fn expect(name: &str, file: impl AsRef<[u8]>, expected: &str) {
    let folder = Folder::empty();
    folder.write("a.geojson", file);
    let found = findings(&folder);
    let as_expected = match expected {
        "" => found.is_empty(),
        text => found.len() == 1 && found[0].contains(text) && found[0].starts_with("a.geojson:"),
    };
    assert!(as_expected, "{name}: {found:?}");
}

#[test]
fn geometries_of_any_condition_are_read_or_refused() {
    for (name, json, expected) in GEOMETRIES {
        expect(name, geometry(json), expected);
    }
    let deep = |n: usize| {
        let open = r#"{"type":"GeometryCollection","geometries":["#.repeat(n);
        geometry(&format!("{open}{}", "]}".repeat(n)))
    };
    expect("16 deep", deep(16), "");
    expect("17 deep", deep(17), "holds collections more than 16 deep");
    expect("10,000 deep", deep(10_000), "a.geojson:2: is not a feature: recursion limit");
    let many: Vec<String> = (0..1_000_001).map(|i| format!("[{},1]", f64::from(i) / 1e5)).collect();
    let line = format!("{{\"type\":\"LineString\",\"coordinates\":[{}]}}", many.join(","));
    expect("many", geometry(&line), "has 1000001 positions; a geometry has at most 1000000");
}

#[test]
fn geojson_files_of_any_condition_are_read_or_refused_with_their_place() {
    let utf16: Vec<u8> = "\u{FEFF}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let one = point("null").replace('\n', "");
    let cut_off = b"{\"type\":\"FeatureCollection\",\n\"features\":[{\"ty";
    expect("truncated", cut_off, "a.geojson:2: is cut off");
    expect("empty file", "", "a.geojson:1: is cut off");
    expect("byte order mark", format!("\u{FEFF}{}", point("null")), "");
    expect("UTF-16", utf16, "a.geojson:1: is UTF-16 text");
    expect("not UTF-8", b"{\n\"a\": \"\xE9\"}", "a.geojson:2: byte 0xE9 is not UTF-8");
    expect("absent geometry", feature("\"properties\":{}"), "");
    expect("no features", collection(""), "");
    expect("a list", "[1,2]", "a.geojson:1: ");
    expect("sequence", [&*one, &*one].join("\n"), "such a file ends in .geojsons");
    let object = feature("\"id\":{\"a\":1},\"properties\":{}");
    expect("object id", object, "id: {\"a\":1} is not a text or a number");
    expect("properties", feature("\"properties\":[1]"), "properties: is not an object");
    let day = point("{\"start\":\"1998-13\"}");
    expect("unreadable day", day, "a.geojson:2: start: '1998-13' is not an EDTF date");
}

#[test]
fn sequences_of_any_condition_are_read_or_refused_with_their_line() {
    let one = r#"{"type":"Feature","properties":{"start":"1998"},"geometry":null}"#;
    for (text, expected) in [
        (format!("{one}\n{one}\n"), ""),
        (format!("\u{1E}{one}\n\u{1E}{one}\n\n"), ""),
        (format!("{one}\n{}", &one[..30]), "a.ndjson:2: a line holds one feature"),
        (format!("{one}\n{}\n", one.replace("1998", "soon")), "a.ndjson:2: start: 'soon'"),
        (format!("{one}\n[1]\n"), "a.ndjson:2: is not a feature"),
        (point("null").replace('\n', ""), "a.ndjson:1: is a collection, not one feature"),
        (String::new(), "a.ndjson:1: holds no feature"),
    ] {
        let folder = Folder::empty();
        folder.write("a.ndjson", &text);
        let found = findings(&folder);
        let told = found.len() == 1 && found[0].starts_with(expected) && !expected.is_empty();
        assert!(told || (expected.is_empty() && found.is_empty()), "{text:?}: {found:?}");
    }
}

#[test]
fn tables_that_cannot_be_read_are_refused_with_their_line() {
    for (csv, reason) in [
        ("", "a.csv:1: has no columns of places"),
        (
            "a,b\n1,2\n",
            "a.csv:1: has no columns of places, such as lon and lat, or wkt; it has a, b",
        ),
        ("lon,lat\n70,41\n70\n", "a.csv:3: has 1 cells; the first line names 2 columns"),
        ("lon,lat\nNaN,41\n", "a.csv:2: lon: 'NaN' is not a number"),
        ("lon,lat\n70,\n", "a.csv:2: lat: '' is not a number"),
        ("lon,lat\n70,91\n", "a.csv:2: geometry: has a position outside"),
        ("lon,lat,a,a\n", "a.csv:1: the column 'a' stands there twice"),
        ("wkt\nPOINT(1 2\n", "a.csv:2: wkt: is not WKT"),
    ] {
        let folder = Folder::empty();
        folder.write("a.csv", csv);
        let found = findings(&folder);
        assert!(found.len() == 1 && found[0].starts_with(reason), "{csv:?}: {found:?}");
    }
    let folder = Folder::empty();
    folder.write("a.csv", "\u{FEFF}x\ty\tname\n70\t41\tA\n\t\tNowhere\n");
    assert_eq!(findings(&folder), Vec::<String>::new());
}

#[test]
fn binary_files_that_are_not_what_they_say_are_refused() {
    for (name, bytes, reason) in [
        ("a.gpkg", b"no database".to_vec(), "is not a GeoPackage: it is not a SQLite file"),
        (
            "a.gpkg",
            fixture("gpkg.gpkg")[..9000].to_vec(),
            "is damaged, cut off, or still being written",
        ),
        ("a.fgb", b"no fgb".to_vec(), "is not a FlatGeobuf file of version 3"),
        ("a.fgb", fixture("fgb.fgb")[..900].to_vec(), "a.fgb:1: is cut off"),
        ("a.shp", fixture("shp.shp"), "has no .dbf beside it"),
        ("a.shp", b"no shapes".to_vec(), "is no sound shapefile"),
    ] {
        let folder = Folder::empty();
        folder.write(name, bytes);
        let found = findings(&folder);
        assert!(found.len() == 1 && found[0].contains(reason), "{name}: {found:?}");
    }
    let folder = Folder::empty();
    folder.write("a.gpkg", fixture("gpkg.gpkg")).write("a.gpkg-wal", "half a change");
    assert!(findings(&folder)[0].contains("is open in another program"));
    let folder = Folder::empty();
    folder.write("a.shp", fixture("shp.shp")).write("a.dbf", fixture("shp.dbf"));
    folder.write("a.prj", "LOCAL_CS[\"site grid\"]");
    assert!(
        findings(&folder)[0].contains("reference system 'site grid'"),
        "{:?}",
        findings(&folder)
    );
}

#[test]
fn a_geopackage_of_several_tables_has_a_layer_for_each_and_views_are_not_read() {
    let folder = Folder::empty();
    folder.write("all.gpkg", fixture("gpkg.gpkg"));
    let database = rusqlite::Connection::open(folder.file("all.gpkg")).expect("SQLite");
    let copy = |name: &str, what: &str| {
        database
            .execute_batch(&format!(
                "CREATE {what} \"{name}\" AS SELECT * FROM wells;
                 INSERT INTO gpkg_contents (table_name, data_type, srs_id)
                   VALUES ('{name}', 'features', 4326);
                 INSERT INTO gpkg_geometry_columns SELECT '{name}', column_name, geometry_type_name,
                   srs_id, z, m FROM gpkg_geometry_columns WHERE table_name = 'wells';"
            ))
            .expect(name);
    };
    copy("Dry wells", "TABLE");
    let site = Site::of(folder.path()).expect("two tables");
    let layers = site.json("/health/ready")["layers"].clone();
    let ids: Vec<&str> = layers.as_array().unwrap().iter().map(|one| text(&one["layer"])).collect();
    assert_eq!(ids, ["dry-wells", "wells"]);
    assert_eq!(site.ids("dry-wells", "ended=include").len(), 3);
    let manifest = |table: &str| {
        format!(
            "title = \"A\"\n[[layers]]\nid = \"a\"\nname = {{ en = \"A\" }}\nfile = \"all.gpkg\"\n{table}"
        )
    };
    folder.write("atlas.toml", manifest("table = \"wells\"\n"));
    assert_eq!(findings(&folder), Vec::<String>::new());
    folder.write("atlas.toml", manifest(""));
    assert!(findings(&folder)[0].contains("holds several tables: Dry wells, wells"));
    folder.write("atlas.toml", manifest("table = \"well\"\n"));
    assert!(findings(&folder)[0].contains("has no table 'well'"));
    std::fs::remove_file(folder.file("atlas.toml")).unwrap();
    copy("endless", "VIEW");
    assert!(findings(&folder)[0].contains("table endless: is not a table; views are not read"));
}

#[test]
fn links_out_of_the_folder_pipes_and_files_that_are_too_large_are_refused() {
    let outside = Folder::empty();
    outside.write("secret.geojson", point("null"));
    let folder = Folder::empty();
    std::os::unix::fs::symlink(outside.file("secret.geojson"), folder.file("a.geojson")).unwrap();
    assert_eq!(
        findings(&folder),
        ["a.geojson:1: leads out of the folder; put the file itself there"]
    );
    let made = Command::new("mkfifo").arg(folder.file("b.csv")).status().expect("mkfifo");
    assert!(made.success());
    assert!(findings(&folder).contains(&"b.csv:1: is not a plain file".to_owned()));
    let folder = Folder::empty();
    // A hole of 5 GB, which takes no room on the disk.
    let large = std::fs::File::create(folder.file("large.gpkg")).unwrap();
    large.set_len(5 << 30).unwrap();
    assert_eq!(findings(&folder), ["large.gpkg:1: has 5120 MB; a file of at most 2048 MB is read"]);
    let folder = Folder::empty();
    for file in ["../secret.geojson", "/etc/passwd", ".hidden.geojson", "", "a\\\\b.csv"] {
        folder.write("atlas.toml", format!("title = \"A\"\n[[layers]]\nid = \"a\"\nname = {{ en = \"A\" }}\nfile = \"{file}\"\n"));
        assert!(
            findings(&folder)[0].contains("is not the name of a file in this folder"),
            "{file}"
        );
    }
}

#[test]
fn a_file_with_a_fault_in_every_line_is_checked_in_time_that_grows_with_its_length() {
    let time = |n: usize| {
        let one = "{\"type\":\"Feature\",\"properties\":{\"start\":\"soon\"},\"geometry\":null}";
        let folder = Folder::empty();
        folder.write("a.geojson", collection(&vec![one; n].join(",\n")));
        let begun = Instant::now();
        let found = findings(&folder);
        assert_eq!(found.len(), n);
        assert!(found[n - 1].starts_with(&format!("a.geojson:{}: ", n + 1)), "{}", found[n - 1]);
        begun.elapsed()
    };
    // A scan from the start for each line takes minutes for the second.
    let (short, long) = (time(2_000), time(40_000));
    assert!(long < short * 100 + Duration::from_secs(5), "{short:?}, then {long:?}");
}
