//! OGC API – Features, Part 1: the abstract tests 1 to 29.
//!
//! Classes: ogcapi-common-1 conf/core, conf/landing-page, conf/json, conf/oas30; ogcapi-features-1
//! conf/core, conf/geojson, conf/oas30.

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::{Value, json};

use super::{
    CRS84, WORLD_LAYERS, linked, links_to_itself, list, operation, parameter, path_of, world,
};
use crate::app::text;

const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";
const GEOJSON: &str = "application/geo+json";
const JSON: &str = "application/json";

/// Boxes that the outside suite sends, and the features that touch them, by what follows the kind in
/// their ids.
const BOXES: &[(&str, &[&str])] = &[
    ("-1.5,50.0,1.5,53.0", &["greenwich"]),
    ("-80.0,-5.0,-70.0,5.0", &["equator"]),
    ("177.0,65.0,-177.0,70.0", &["dateline-west", "dateline-east"]),
    ("-180.0,85.0,180.0,90.0", &["north-pole", "north-pole-point"]),
    ("-180.0,-90.0,180.0,-85.0", &["south-pole", "south-pole-point"]),
];

fn items(layer: &str, query: &str) -> Value {
    world().json(&format!("/api/collections/{layer}/items?{query}"))
}

fn ids(answer: &Value) -> Vec<String> {
    list(answer, "features").iter().map(|feature| text(&feature["id"]).to_owned()).collect()
}

/// Every position of a geometry.
fn positions(coordinates: &Value, found: &mut Vec<[f64; 2]>) {
    let inner = coordinates.as_array().expect("coordinates");
    if inner[0].is_number() {
        found.push([inner[0].as_f64().unwrap(), inner[1].as_f64().unwrap()]);
    } else {
        inner.iter().for_each(|deeper| positions(deeper, found));
    }
}

#[test]
fn a01_http() {
    for path in ["/api", "/api/conformance", "/api/collections", "/api/collections/places/items"] {
        assert_eq!(world().send(&Method::HEAD, path, &[]).status, 200, "HEAD {path}");
        assert_eq!(world().send(&Method::POST, path, &[]).status, 405, "POST {path}");
    }
}

#[test]
fn a02_crs84() {
    for layer in WORLD_LAYERS {
        for feature in list(&items(layer, ""), "features") {
            let mut found = Vec::new();
            positions(&feature["geometry"]["coordinates"], &mut found);
            for [lon, lat] in found {
                assert!(lon.abs() <= 180.0 && lat.abs() <= 90.0, "{}: {lon} {lat}", feature["id"]);
            }
        }
    }
}

#[test]
fn a03_root_op() {
    for root in ["/api", "/api/"] {
        assert_eq!(world().get(root).status, 200, "{root}");
    }
}

#[test]
fn a04_root_success() {
    let landing = world().json("/api");
    links_to_itself("/api", &landing, JSON, "text/html");
    for rel in ["service-desc", "service-doc", "conformance", "data"] {
        let link = linked(&landing, rel)[0];
        let answer = world().get(path_of(link));
        assert_eq!(answer.status, 200, "{rel}");
        assert!(answer.header("content-type").starts_with(text(&link["type"])), "{rel}");
    }
}

#[test]
fn a05_api_definition_op() {
    let landing = world().json("/api");
    let definition = linked(&landing, "service-desc")[0];
    assert_eq!(text(&definition["type"]), OPENAPI);
    let answer = world().with(path_of(definition), &[("accept", OPENAPI)]);
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, OPENAPI));
}

#[test]
fn a06_api_definition_success() {
    let answer = world().get("/api/openapi.json");
    let read: openapiv3::OpenAPI = serde_json::from_slice(&answer.body).expect("OpenAPI 3.0");
    assert!(read.openapi.starts_with("3.0."), "{}", read.openapi);
    assert_eq!(read.servers[0].url, "http://atlas.test/api");
    for path in ["/", "/conformance", "/collections", "/collections/places/items"] {
        assert!(read.paths.paths.contains_key(path), "{path}");
    }
}

#[test]
fn a07_conformance_op() {
    let landing = world().json("/api");
    for link in linked(&landing, "conformance") {
        assert_eq!(path_of(link), "/api/conformance");
    }
    assert_eq!(world().get("/api/conformance").status, 200);
}

#[test]
fn a08_conformance_success() {
    let document = world().json("/api/conformance");
    let classes: Vec<&str> = list(&document, "conformsTo").iter().map(text).collect();
    assert!(classes.contains(&"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"));
    assert_eq!(classes.iter().collect::<BTreeSet<_>>().len(), classes.len(), "each once");
}

#[test]
fn a09_fc_md_op() {
    let answer = world().with("/api/collections", &[("accept", "application/json")]);
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, JSON));
}

#[test]
fn a10_fc_md_success() {
    let document = world().json("/api/collections");
    links_to_itself("/api/collections", &document, JSON, "text/html");
    let found: Vec<&str> = list(&document, "collections").iter().map(|c| text(&c["id"])).collect();
    assert_eq!(found, WORLD_LAYERS);
    for collection in list(&document, "collections") {
        let medias: Vec<&str> =
            linked(collection, "items").iter().map(|link| text(&link["type"])).collect();
        assert_eq!(medias, [GEOJSON, "text/html"], "{}", collection["id"]);
        assert_eq!(collection["crs"][0], CRS84);
        assert_eq!(collection["itemType"], "feature");
    }
}

#[test]
fn a11_sfc_md_op() {
    for layer in WORLD_LAYERS {
        assert_eq!(world().get(&format!("/api/collections/{layer}")).status, 200);
    }
    // The suite outside asks for this one, to see that it is not there.
    for path in ["/api/collections/dUmmYColLection", "/api/collections/dUmmYColLection/items"] {
        assert_eq!(world().get(path).status, 404, "{path}");
    }
}

#[test]
fn a12_sfc_md_success() {
    let all = world().json("/api/collections");
    for (layer, entry) in WORLD_LAYERS.iter().zip(list(&all, "collections")) {
        let path = format!("/api/collections/{layer}");
        let document = world().json(&path);
        links_to_itself(&path, &document, JSON, "text/html");
        for member in ["id", "title", "extent", "crs", "itemType"] {
            assert_eq!(document[member], entry[member], "{layer} {member}");
        }
        assert_eq!(document["extent"]["spatial"]["bbox"][0], json!([-180.0, -90.0, 180.0, 90.0]));
        assert!(document["extent"]["temporal"]["interval"][0].is_array());
    }
}

#[test]
fn a13_fc_op() {
    for layer in WORLD_LAYERS {
        for accept in [GEOJSON, "application/json", "*/*"] {
            let path = format!("/api/collections/{layer}/items");
            let answer = world().with(&path, &[("accept", accept)]);
            assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, GEOJSON));
        }
    }
}

#[test]
fn a14_fc_bbox_definition() {
    let bbox = parameter(&operation("/collections/places/items"), "bbox");
    assert_eq!(bbox["schema"]["type"], "array");
    assert_eq!((&bbox["schema"]["minItems"], &bbox["schema"]["maxItems"]), (&json!(4), &json!(6)));
    assert_eq!(bbox["schema"]["items"]["type"], "number");
    as_a_form(&bbox);
}

#[test]
fn a15_fc_bbox_response() {
    for layer in WORLD_LAYERS {
        let kind = layer.trim_end_matches('s');
        for (bbox, expected) in BOXES {
            let mut found = ids(&items(layer, &format!("bbox={bbox}")));
            found.retain(|id| !id.ends_with("-antimeridian"));
            let expected: Vec<String> =
                expected.iter().map(|place| format!("{kind}-{place}")).collect();
            assert_eq!(found, expected, "{layer} in {bbox}");
            let numbers: Vec<&str> = bbox.split(',').collect();
            let high = [&numbers[..2], &["-100"], &numbers[2..], &["9000"]].concat().join(",");
            let mut with_heights = ids(&items(layer, &format!("bbox={high}")));
            with_heights.retain(|id| !id.ends_with("-antimeridian"));
            assert_eq!(with_heights, expected, "{layer} in {high}");
        }
        let all = items(layer, "");
        assert_eq!(ids(&items(layer, "bbox=-180,-90,180,90")), ids(&all), "{layer}");
    }
}

#[test]
fn a16_fc_limit_definition() {
    let limit = parameter(&operation("/collections/places/items"), "limit");
    let schema = &limit["schema"];
    assert_eq!(schema["type"], "integer");
    let [least, most, usual] =
        ["minimum", "maximum", "default"].map(|member| schema[member].as_u64().expect("a number"));
    assert!(least == 1 && least < usual && usual <= most && i32::try_from(most).is_ok());
    as_a_form(&limit);
}

#[test]
fn a17_fc_limit_response() {
    for layer in WORLD_LAYERS {
        for limit in [1, 5, 10_000] {
            let answer = items(layer, &format!("limit={limit}"));
            assert!(list(&answer, "features").len() <= limit, "{layer} {limit}");
        }
    }
}

#[test]
fn a18_fc_time_definition() {
    let datetime = parameter(&operation("/collections/places/items"), "datetime");
    assert_eq!(datetime["schema"]["type"], "string");
    as_a_form(&datetime);
}

#[test]
fn a19_fc_time_response() {
    for layer in WORLD_LAYERS {
        let kind = layer.trim_end_matches('s');
        for (datetime, inside, outside) in [
            ("2018-02-12T00:00:00Z", ["steppe", "null-island"], ["equator", "dateline-west"]),
            ("2018-03-18T23:59:59Z/..", ["steppe", "null-island"], ["equator", "south-pole"]),
            ("../1736-06-01T00:00:00Z", ["equator", "north-pole"], ["steppe", "greenwich"]),
            ("2014-06-01/2014-06-02", ["dateline-west", "null-island"], ["steppe", "equator"]),
            ("2014-06-03T00:00:00Z", ["greenwich", "null-island"], ["dateline-west", "steppe"]),
        ] {
            let found = ids(&items(layer, &format!("datetime={datetime}")));
            for place in inside {
                assert!(
                    found.contains(&format!("{kind}-{place}")),
                    "{layer} {place} in {datetime}"
                );
            }
            for place in outside {
                assert!(!found.contains(&format!("{kind}-{place}")), "{layer} {place} {datetime}");
            }
        }
    }
}

#[test]
fn a20_query_param_invalid() {
    for query in [
        "limit=unlimited",
        "limit=0",
        "limit=-1",
        "limit=",
        "bbox=1,2,3",
        "bbox=1,2,3,x",
        "bbox=",
        "datetime=2018-02-12/P2D",
        "datetime=../..",
        "datetime=x",
        "f=xml",
        "undated=x",
    ] {
        for layer in WORLD_LAYERS {
            let path = format!("/api/collections/{layer}/items?{query}");
            assert_eq!(world().get(&path).status, 400, "{path}");
        }
    }
}

#[test]
fn a21_query_param_unknown() {
    for path in ["/api", "/api/conformance", "/api/collections", "/api/collections/places/items"] {
        let path = format!("{path}?unknownQueryParameter12345=1");
        assert_eq!(world().get(&path).status, 400, "{path}");
    }
}

#[test]
fn a22_fc_response() {
    for layer in WORLD_LAYERS {
        let answer = items(layer, "limit=3");
        assert_eq!(answer["type"], "FeatureCollection");
        for feature in list(&answer, "features") {
            assert_eq!(feature["type"], "Feature");
            assert!(feature["geometry"].is_object() && feature["properties"].is_object());
        }
        let read: geojson::FeatureCollection = answer.to_string().parse().expect("GeoJSON");
        assert_eq!(read.features.len(), 3);
    }
}

#[test]
fn a23_fc_links() {
    for layer in WORLD_LAYERS {
        for query in ["", "?limit=3", "?limit=3&datetime=2005&f=geojson"] {
            let path = format!("/api/collections/{layer}/items{query}");
            let answer = world().json(&path);
            links_to_itself(&path, &answer, GEOJSON, "text/html");
            assert_eq!(path_of(linked(&answer, "self")[0]), path);
            assert_eq!(linked(&answer, "next").len(), usize::from(!query.is_empty()), "{path}");
        }
    }
}

#[test]
fn a24_fc_time_stamp() {
    let stamp = items("places", "")["timeStamp"].clone();
    let read: jiff::Timestamp = text(&stamp).parse().expect("a time");
    assert_eq!(read.to_string(), "2026-11-24T00:00:00Z");
}

#[test]
fn a25_fc_number_matched() {
    for layer in WORLD_LAYERS {
        for query in ["limit=2", "limit=3&bbox=-180,-90,180,90", "limit=4&datetime=2005"] {
            let first = items(layer, query);
            let (mut page, mut seen) = (first.clone(), BTreeSet::new());
            loop {
                assert_eq!(page["numberMatched"], first["numberMatched"]);
                seen.extend(ids(&page));
                let Some(next) = linked(&page, "next").first().map(|link| path_of(link).to_owned())
                else {
                    break;
                };
                page = world().json(&next);
            }
            assert_eq!(first["numberMatched"], seen.len(), "{layer} {query}");
        }
    }
}

#[test]
fn a26_fc_number_returned() {
    for query in ["", "limit=2", "bbox=20,20,21,21"] {
        let answer = items("places", query);
        assert_eq!(answer["numberReturned"], list(&answer, "features").len(), "{query}");
    }
}

#[test]
fn a27_f_op() {
    for layer in WORLD_LAYERS {
        for id in ids(&items(layer, "")) {
            let path = format!("/api/collections/{layer}/items/{id}");
            let answer = world().get(&path);
            assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, GEOJSON));
        }
    }
}

#[test]
fn a28_f_success() {
    for layer in WORLD_LAYERS {
        for row in list(&items(layer, ""), "features") {
            let path = format!("/api/collections/{layer}/items/{}", text(&row["id"]));
            let feature = world().json(&path);
            assert_eq!((&feature["type"], &feature["id"]), (&json!("Feature"), &row["id"]));
            assert_eq!(feature["geometry"], row["geometry"], "{path}");
        }
    }
}

#[test]
fn a29_f_links() {
    for layer in WORLD_LAYERS {
        for id in ids(&items(layer, "")) {
            let path = format!("/api/collections/{layer}/items/{id}");
            let feature = world().json(&path);
            links_to_itself(&path, &feature, GEOJSON, "text/html");
            let collection = linked(&feature, "collection")[0];
            assert_eq!(path_of(collection), format!("/api/collections/{layer}"));
        }
    }
}

/// Holds that a parameter is told as the standard wants it.
fn as_a_form(parameter: &Value) {
    assert_eq!(parameter["in"], "query");
    assert_eq!(parameter["style"], "form");
    assert_eq!((&parameter["required"], &parameter["explode"]), (&json!(false), &json!(false)));
}
