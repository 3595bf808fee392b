//! Downloads hold exactly what was asked for, with licence, sources and citation.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::app::{Answer, LAYERS, Site, encoded, text};

const QUERIES: [&str; 5] = [
    "",
    "datetime=2004-12-31&status=operating",
    "datetime=2014&ended=include",
    "datetime=2010&as-of=2005-04-03",
    "country=KZ&bbox=60,40,90,56",
];

fn file(name: &str, query: &str) -> Answer {
    let path = format!("/download/{name}?{query}");
    let answer = Site::shipped().get(&path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer
}

/// Header and rows of a CSV file.
fn table(answer: &Answer) -> (Vec<String>, Vec<csv::StringRecord>) {
    let mut reader = csv::Reader::from_reader(answer.body.as_ref());
    let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
    (header, reader.records().collect::<Result<_, _>>().unwrap())
}

#[test]
fn a_kml_file_has_a_folder_for_each_layer_in_whatever_order() {
    for query in ["", "?sortby=name", "?sortby=-start"] {
        let file = Site::shipped().get(&format!("/download/zones,bases.kml{query}")).text();
        assert_eq!(file.matches("<Folder>").count(), 2, "{query}");
        let n_items = file.matches("<Placemark>").count();
        assert_eq!(
            n_items,
            Site::shipped().ids("zones", "").len() + Site::shipped().ids("bases", "").len()
        );
    }
}

#[test]
fn a_geojson_file_holds_the_items_of_the_same_question() {
    for layer in LAYERS {
        for query in QUERIES {
            let path = format!("/api/collections/{layer}/items?limit=10000&{query}");
            let items = Site::shipped().json(&path);
            let file = file(&format!("{layer}.geojson"), query).json();
            assert_eq!(file["features"], items["features"], "{layer} {query}");
            let text = file.to_string();
            let parsed: geojson::FeatureCollection = text.parse().expect("GeoJSON");
            assert_eq!(parsed.features.len(), items["features"].as_array().unwrap().len());
        }
    }
}

#[test]
fn a_geojson_file_says_whose_it_is_where_it_comes_from_and_how_to_cite_it() {
    let file = file("bases.geojson", "datetime=2004-12-31&as-of=2020-01-01").json();
    let title = text(&file["title"]);
    assert_eq!(title, "Steppe Atlas: Bases, 2004-12-31, as known on 2020-01-01");
    let citation = text(&file["citation"]);
    for part in [title, text(&file["version"]), text(&file["asked"])] {
        assert!(citation.contains(part), "{citation} has {part}");
    }
    let asked = "http://atlas.test/download/bases.geojson?datetime=2004-12-31&as-of=2020-01-01";
    assert_eq!(file["asked"], asked);
    for member in ["licence", "attribution"] {
        assert!(!file[member].as_array().unwrap().is_empty(), "{member}");
    }
    let sources = file["sources"].as_object().unwrap();
    for feature in file["features"].as_array().unwrap() {
        for claim in feature["properties"]["claims"].as_array().unwrap() {
            let key = text(&claim["source"]);
            assert!(key.is_empty() || sources.contains_key(key), "{key} is explained");
        }
    }
}

#[test]
fn a_file_answers_the_question_it_names() {
    let first = file("zones.geojson", "datetime=2012&status=operating").json();
    let asked = text(&first["asked"]).strip_prefix("http://atlas.test").unwrap().to_owned();
    assert_eq!(Site::shipped().json(&asked), first);
}

#[test]
fn a_csv_file_has_a_row_for_each_item_and_says_the_same() {
    for layer in LAYERS {
        for query in QUERIES {
            let path = format!("/api/collections/{layer}/items?limit=10000&{query}");
            let items = Site::shipped().json(&path);
            let features = items["features"].as_array().unwrap();
            let (header, rows) = table(&file(&format!("{layer}.csv"), query));
            assert_eq!(rows.len(), features.len(), "{layer} {query}");
            for (row, feature) in rows.iter().zip(features) {
                let cell = |name: &str| &row[header.iter().position(|h| h == name).expect(name)];
                let properties = &feature["properties"];
                assert_eq!(cell("id"), text(&feature["id"]));
                assert_eq!(cell("geometry"), text(&feature["geometry"]["type"]));
                assert_eq!(cell("name"), text(&properties["name"]["en"]));
                for same in ["layer", "category", "status", "status_since", "status_certainty"] {
                    assert_eq!(cell(same), text(&properties[same]), "{same} of {}", cell("id"));
                }
                let planned = properties["status_planned"] == true;
                assert_eq!(cell("status_planned"), planned.to_string());
                for said in ["citation", "quality"] {
                    assert!(!cell(said).is_empty(), "{} has a {said}", cell("id"));
                }
                assert_eq!(
                    cell("sources").is_empty(),
                    !names_a_source(properties),
                    "{}",
                    cell("id")
                );
                assert!(cell("longitude").parse::<f64>().is_ok_and(|lon| lon.abs() <= 180.0));
            }
        }
    }
}

fn names_a_source(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.iter().any(|(key, inner)| {
            let names = ["source", "date_source", "further_sources"].contains(&key.as_str());
            names && !inner.is_null() || names_a_source(inner)
        }),
        Value::Array(list) => list.iter().any(names_a_source),
        _ => false,
    }
}

#[test]
fn a_csv_file_is_utf_8_with_line_ends_as_the_standard_has_them() {
    let answer = file("bases.csv", "");
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let text = String::from_utf8(answer.body.to_vec()).expect("UTF-8");
    assert!(text.ends_with("\r\n") && text.starts_with("id,layer,"));
}

/// Excel knows UTF-8 by the mark alone; readers that do not know the mark have files without it.
#[test]
fn a_csv_file_for_excel_is_the_same_behind_a_mark() {
    let [plain, marked] = ["csv", "excel.csv"].map(|ending| file(&format!("zones.{ending}"), ""));
    let rest = marked.body.strip_prefix("\u{FEFF}".as_bytes()).expect("a byte order mark");
    let asked =
        |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(".excel.csv", ".csv");
    assert!(asked(rest) == asked(&plain.body));
}

/// Every licence and credit is a statement that stands alone, and the atlas is among the credits.
#[test]
fn licences_are_whole_statements_and_the_atlas_is_named() {
    let file = file(&format!("{}.geojson", LAYERS.join(",")), "").json();
    let list = |member: &str| file[member].as_array().unwrap().iter().map(text).collect::<Vec<_>>();
    let begins = ["ODbL", "CC-BY-4.0", "own work of Steppe Atlas", "public domain", "published"];
    for licence in list("licence") {
        assert!(begins.iter().any(|word| licence.starts_with(word)), "{licence}");
        let needs_address = licence.contains("ODbL") || licence.contains("CC-BY");
        assert_eq!(licence.contains("https://"), needs_address, "{licence}");
    }
    assert_eq!(list("attribution")[0], "Steppe Atlas");
    assert_eq!(list("attribution").iter().filter(|credit| **credit == "Steppe Atlas").count(), 1);
}

#[test]
fn a_claim_without_a_source_is_unverified() {
    let (header, rows) = table(&file(&format!("{}.claims.csv", LAYERS.join(",")), ""));
    let column = |name: &str| header.iter().position(|h| h == name).expect(name);
    let (source, unverified) = (column("source"), column("unverified"));
    let unsourced: Vec<_> = rows.iter().filter(|row| row[source].is_empty()).collect();
    assert!(!unsourced.is_empty() && unsourced.iter().all(|row| &row[unverified] == "true"));
}

#[test]
fn a_file_is_saved_under_a_name_that_tells_its_question() {
    for (name, query, saved) in [
        ("bases.csv", "datetime=2004-12-31", "steppe-atlas-bases-2004-12-31.csv"),
        ("zones,bases.geojson", "datetime=2004/..", "steppe-atlas-zones-bases-2004___.geojson"),
        ("events.geojson", "", "steppe-atlas-events-2026-11-24.geojson"),
    ] {
        let disposition = file(name, query).header("content-disposition").to_owned();
        assert_eq!(disposition, format!("attachment; filename=\"{saved}\""));
    }
}

#[test]
fn several_layers_go_into_one_file_each_feature_once() {
    let all = file(&format!("{}.geojson", LAYERS.join(",")), "").json();
    let ids: Vec<&str> =
        all["features"].as_array().unwrap().iter().map(|f| text(&f["id"])).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!((ids.len(), unique.len()), (239, 239));
    let (_, rows) = table(&file("bases,bases,zones.csv", ""));
    assert_eq!(rows.len(), 33 + 27);
}

#[test]
fn an_answer_with_nothing_in_it_is_a_sound_file_too() {
    let nothing = format!("q={}", encoded("no such name"));
    let file_of = |name: &str| file(name, &nothing);
    assert_eq!(file_of("bases.geojson").json()["features"].as_array().unwrap().len(), 0);
    let (header, rows) = table(&file_of("bases.csv"));
    assert!(header.contains(&"citation".to_owned()) && rows.is_empty());
}
