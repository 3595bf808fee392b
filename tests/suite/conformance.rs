//! The abstract tests of standards, each held by a test of its name, over features at the edges of
//! the world: Greenwich, the equator, both sides of the antimeridian, the poles.

/// OGC API – Features, Part 1 (17-069r4), annex A.
mod features;
/// Pages to read under the same addresses.
mod html;
/// Limits of tilesets.
mod limits;
/// OGC API – Tiles, Part 1 (20-057), annex A.
mod tiles;

use std::sync::LazyLock;

use serde_json::Value;

use crate::app::{Site, root, text};

/// The layers of the atlas at the edges of the world.
const WORLD_LAYERS: [&str; 3] = ["places", "routes", "areas"];
const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

static WORLD: LazyLock<Site> =
    LazyLock::new(|| Site::of(&root().join("tests/fixtures/world")).expect("a sound folder"));

fn world() -> &'static Site {
    &WORLD
}

/// A list in a document.
fn list<'a>(document: &'a Value, member: &str) -> &'a [Value] {
    document[member].as_array().map_or(&[], Vec::as_slice)
}

/// The links of a relation.
fn linked<'a>(document: &'a Value, rel: &str) -> Vec<&'a Value> {
    list(document, "links").iter().filter(|link| link["rel"] == *rel).collect()
}

/// The path of a link on this server.
fn path_of(link: &Value) -> &str {
    let href = text(&link["href"]);
    href.strip_prefix("http://atlas.test").unwrap_or_else(|| panic!("{href} is elsewhere"))
}

/// Holds that a document links to itself and to its other form, with relation and type each.
fn links_to_itself(path: &str, document: &Value, media: &str, other: &str) {
    let own = linked(document, "self");
    assert_eq!(own.len(), 1, "{path}");
    assert_eq!(text(&own[0]["type"]), media, "{path}");
    let others = linked(document, "alternate");
    let found = others.iter().find(|link| text(&link["type"]) == other);
    let found = found.unwrap_or_else(|| panic!("{path} has no alternate as {other}"));
    let answer = world().get(path_of(found));
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert!(answer.header("content-type").starts_with(other), "{path}");
    for link in list(document, "links") {
        for member in ["rel", "type", "href", "title"] {
            assert!(!text(&link[member]).is_empty(), "{path}: {link} has no {member}");
        }
    }
}

/// The operation of a path in the definition of the API, counted from its root.
fn operation(path: &str) -> Value {
    let operation = &world().json("/api/openapi.json")["paths"][path]["get"];
    assert!(operation.is_object(), "{path} is defined");
    operation.clone()
}

/// A parameter of an operation.
fn parameter(operation: &Value, name: &str) -> Value {
    let found = list(operation, "parameters").iter().find(|known| known["name"] == *name);
    found.unwrap_or_else(|| panic!("there is no parameter {name}")).clone()
}

#[test]
fn every_class_that_is_declared_is_held_by_a_test() {
    let standards = [
        ("ogcapi-common-1/1.0", include_str!("conformance/features.rs")),
        ("ogcapi-features-1/1.0", include_str!("conformance/features.rs")),
        ("ogcapi-common-1/1.0", include_str!("conformance/html.rs")),
        ("ogcapi-features-1/1.0", include_str!("conformance/html.rs")),
        ("ogcapi-tiles-1/1.0", include_str!("conformance/tiles.rs")),
        ("tms/2.0", include_str!("conformance/tiles.rs")),
        ("ogcapi-features-2/1.0", include_str!("crs.rs")),
        ("ogcapi-features-3/1.0", include_str!("queryables.rs")),
        ("cql2/1.0", include_str!("cql2.rs")),
        ("ogcapi-common-3/1.0", include_str!("schemas.rs")),
        ("json-fg-1/1.0", include_str!("schemas.rs")),
    ];
    for class in list(&world().json("/api/conformance"), "conformsTo") {
        let class = text(class);
        let known = class.strip_prefix("http://www.opengis.net/spec/").expect("an OGC class");
        let (standard, name) = known.split_once("/conf/").expect("a class of a standard");
        let tests = standards.iter().filter(|(known, _)| *known == standard);
        let held = tests.into_iter().any(|(_, tests)| tests.contains(&format!("conf/{name}")));
        assert!(held, "{class} is declared, and no test names conf/{name}");
    }
}
