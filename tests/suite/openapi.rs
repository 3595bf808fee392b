//! The definition of the API says what the server takes, no more and no less.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, ReferenceOr};
use serde_json::Value;
use steppe_atlas::query::operation::Operation;
use steppe_atlas::query::{PARAMETERS, operations};

use crate::app::{LAYERS, Site, encoded, root, text};

/// Routes that are no operations: the app, its files, and what search engines ask for.
const PAGES: &[&str] = &[
    "/",
    "/api/",
    "/embed",
    "/feature/{id}",
    "/assets/{file}",
    "/favicon.svg",
    "/fonts/{file}",
    "/fonts/files/{file}",
    "/sitemap.xml",
    "/robots.txt",
    "/pages.css",
];

/// What stands for each named part of a path.
const PARTS: &[(&str, &str)] = &[
    ("layer", "corridors"),
    ("layers", "corridors"),
    ("id", "m41-pamir-highway"),
    ("source", "atlas"),
    ("z", "0"),
    ("x", "0"),
    ("y", "0"),
    ("ending", "pbf"),
    ("form", "geojson"),
    ("theme", "light"),
    ("sheet", "light.json"),
    ("stack", "Noto Sans Regular"),
    ("range", "0-255"),
    ("citation", "bib"),
    ("tileMatrixSetId", "WebMercatorQuad"),
    ("tileMatrix", "0"),
    ("tileRow", "0"),
    ("tileCol", "0"),
];

/// A value of each parameter whose schema has a pattern or is any text.
const VALUES: &[(&str, &str)] = &[
    ("bbox", "60,30,90,60"),
    ("datetime", "2005"),
    ("as-of", "2005-04-03"),
    ("country", "KZ"),
    ("q", "osh"),
    ("from", "2005"),
    ("to", "2015"),
    ("v", "0123456789abcdef"),
    ("filter", "name = 'Osh'"),
    ("filter-crs", "http://www.opengis.net/def/crs/EPSG/0/4326"),
    ("bbox-crs", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"),
    ("crs", "http://www.opengis.net/def/crs/EPSG/0/3857"),
    ("sortby", "-name"),
    ("properties", "name,status"),
    ("subset", "datetime(\"2005\")"),
];

/// Parameters that only a value of this server's own making fits, or that exclude another.
const APART: &[&str] = &["cursor", "subset"];

fn document() -> Value {
    Site::shipped().json("/api/openapi.json")
}

/// Every operation: its path from the root of the server, and what the definition says of it.
fn defined() -> Vec<(String, Value)> {
    let document = document();
    let paths = document["paths"].as_object().expect("paths");
    paths
        .iter()
        .map(|(path, item)| {
            let server = item.get("servers").unwrap_or(&document["servers"])[0]["url"].clone();
            let prefix = text(&server).strip_prefix("http://atlas.test").expect("this server");
            let path = format!("{prefix}{path}");
            (path.strip_suffix('/').unwrap_or(&path).to_owned(), item["get"].clone())
        })
        .collect()
}

fn parameters(operation: &Value, place: &str) -> Vec<Value> {
    let all = operation["parameters"].as_array().expect("parameters").iter();
    all.filter(|parameter| parameter["in"] == *place).cloned().collect()
}

/// A path with its parts filled in.
fn filled(path: &str) -> String {
    let mut filled = path.to_owned();
    for (name, value) in PARTS {
        filled = filled.replace(&format!("{{{name}}}"), &value.replace(' ', "%20"));
    }
    assert!(!filled.contains('{'), "{filled} has a part without a value");
    filled
}

/// A value that fits a parameter.
fn value(parameter: &Value) -> String {
    let named = VALUES.iter().find(|(name, _)| parameter["name"] == **name);
    if let Some((_, value)) = named {
        return (*value).to_owned();
    }
    let schema = &parameter["schema"];
    let words = [&schema["enum"], &schema["items"]["enum"]];
    let word = words.iter().find_map(|words| words[0].as_str());
    let of_type = match (text(&schema["type"]), text(&schema["format"])) {
        ("boolean", _) => Some("true"),
        ("number", _) => Some("1.5"),
        ("string", "date") => Some("2005-12-15"),
        ("string", "") if schema["pattern"].is_null() => Some("word"),
        _ => None,
    };
    word.map(str::to_owned)
        .or_else(|| schema["minimum"].as_u64().map(|least| least.to_string()))
        .or_else(|| of_type.map(str::to_owned))
        .unwrap_or_else(|| panic!("{parameter} needs a value"))
}

/// The query of an operation: what it needs, then `more`.
fn question(operation: &Value, more: &[(String, String)]) -> String {
    let needed = parameters(operation, "query").into_iter();
    let needed = needed.filter(|parameter| parameter["required"] == true);
    let needed = needed.map(|parameter| (text(&parameter["name"]).to_owned(), value(&parameter)));
    let mut pairs: BTreeMap<String, String> = needed.collect();
    pairs.extend(more.iter().cloned());
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    pairs.join("&")
}

#[test]
fn the_definition_is_openapi_3_0_and_stands_alone() {
    let document = document();
    let read: OpenAPI = serde_json::from_value(document.clone()).expect("OpenAPI 3.0");
    assert!(read.openapi.starts_with("3.0."));
    let mut ids = BTreeSet::new();
    for (path, item) in read.paths.iter() {
        let ReferenceOr::Item(item) = item else { panic!("{path} is a reference") };
        let get = item.get.as_ref().expect("GET");
        assert!(
            ids.insert(get.operation_id.clone().expect("an id")),
            "{path} has an id of its own"
        );
        assert!(get.responses.responses.len() >= 2, "{path} tells of refusals");
    }
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    for reference in references(&document) {
        let name = reference.strip_prefix("#/components/schemas/").expect("a reference inside");
        assert!(schemas.contains_key(name), "{reference} leads somewhere");
    }
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(members.values().flat_map(references)).collect()
        }
        Value::Array(list) => list.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_route_is_an_operation_of_the_definition() {
    let source = std::fs::read_to_string(root().join("src/http/mod.rs")).expect("the routes");
    let routes: BTreeSet<&str> = source
        .split(".route(")
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .filter(|route| !PAGES.contains(route))
        .collect();
    assert!(routes.len() > 30, "{routes:?}");
    let known: BTreeSet<&str> = operations::all().map(|operation| operation.route).collect();
    assert_eq!(routes, known);
    let told: BTreeSet<String> = defined().into_iter().map(|(path, _)| path).collect();
    let paths = operations::all().flat_map(|operation| match operation.queryables {
        false => vec![operation.path.to_owned()],
        true => LAYERS.iter().map(|layer| operation.path.replace("{layer}", layer)).collect(),
    });
    assert_eq!(told, paths.collect());
}

#[test]
fn every_path_is_answered_with_a_media_type_it_names() {
    for (path, operation) in defined() {
        let asked = format!("{}?{}", filled(&path), question(&operation, &[]));
        let answer = Site::shipped().get(&asked);
        // Without the built app there are no fonts, and without heights no profiles.
        if answer.status == 503 || path.contains("/fonts/") || path.ends_with("profile") {
            continue;
        }
        assert!(answer.status.is_success(), "{asked}: {}", answer.text());
        let content = operation["responses"][answer.status.as_str()].clone();
        if answer.status == 200 {
            let media = answer.header("content-type").replace("; charset=utf-8", "");
            assert!(content["content"][&media].is_object(), "{asked} is {media}");
        } else {
            assert!(content.is_object(), "{asked} is {}", answer.status);
        }
    }
}

/// Paths that give a file to take away, or what a map is drawn from: no document for people.
const NO_DOCUMENTS: &[&str] = &[
    "/download/",
    "/cite/",
    "/styles/",
    "/sprites/",
    "/fonts/",
    "/tiles/{source}/{z}",
    "/{tileMatrix}/",
    ".csv",
    ".atom",
    "/changes.geojson",
    "/revisions.geojson",
];

#[test]
fn every_document_is_a_page_to_read_for_who_asks_for_one() {
    let mut n_pages = 0;
    for (path, operation) in defined() {
        let asked = format!("{}?{}", filled(&path), question(&operation, &[]));
        let named = Site::shipped().get(&format!("{asked}&f=html"));
        let liked = Site::shipped().with(&asked, &[("accept", "text/html")]);
        if NO_DOCUMENTS.iter().any(|part| path.contains(part)) {
            assert_eq!(named.status, 400, "{asked}");
            assert_ne!(liked.status, 406, "{asked}");
            continue;
        }
        // Without heights there are no profiles.
        if path.ends_with("profile") && liked.status == 404 {
            continue;
        }
        for answer in [named, liked] {
            assert_eq!(answer.status, 200, "{asked}: {}", answer.text());
            assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{asked}");
            assert!(answer.text().starts_with("<!DOCTYPE html>"), "{asked}");
        }
        n_pages += 1;
    }
    assert!(n_pages > 30, "{n_pages} pages");
}

#[test]
fn every_parameter_of_the_definition_is_taken() {
    for (path, operation) in defined() {
        for parameter in parameters(&operation, "query") {
            assert_eq!(parameter["style"], "form", "{path} {parameter}");
            assert!(parameter["explode"] == false && parameter["required"].is_boolean());
            let name = text(&parameter["name"]);
            if APART.contains(&name) && name == "cursor" {
                continue;
            }
            let more = [(name.to_owned(), value(&parameter))];
            let asked = format!("{}?{}", filled(&path), question(&operation, &more));
            let answer = Site::shipped().get(&asked);
            assert_ne!(answer.status, 400, "{asked}: {}", answer.text());
        }
    }
}

#[test]
fn a_parameter_that_is_not_in_the_definition_is_refused() {
    let all: BTreeSet<String> = defined()
        .iter()
        .flat_map(|(_, operation)| parameters(operation, "query"))
        .map(|parameter| text(&parameter["name"]).to_owned())
        .chain(["colour".to_owned()])
        .collect();
    for (path, operation) in defined() {
        let own = parameters(&operation, "query");
        let own: Vec<&str> = own.iter().map(|parameter| text(&parameter["name"])).collect();
        for name in all.iter().filter(|name| !own.contains(&name.as_str())) {
            let more = [(name.clone(), "1".to_owned())];
            let asked = format!("{}?{}", filled(&path), question(&operation, &more));
            let answer = Site::shipped().get(&asked);
            assert_eq!(answer.status, 400, "{asked}: {}", answer.text());
            assert_eq!(text(&answer.json()["parameter"]), name, "{asked}");
        }
    }
}

#[test]
fn every_collection_lists_box_moment_limit_and_its_queryables() {
    let all = Site::shipped().json("/api/collections");
    for collection in all["collections"].as_array().expect("collections") {
        let id = text(&collection["id"]);
        let path = format!("/api/collections/{id}/items");
        let (_, items) = defined().into_iter().find(|(known, _)| *known == path).expect("items");
        let told = parameters(&items, "query");
        let named = |name: &str| told.iter().find(|parameter| parameter["name"] == *name);
        for parameter in &told {
            assert_eq!(parameter["style"], "form", "{path} {parameter}");
            assert!(parameter["explode"] == false && parameter["required"] == false);
        }
        let limit = named("limit").expect("limit");
        for (member, number) in [("minimum", 1), ("maximum", 10_000), ("default", 100)] {
            assert_eq!(limit["schema"][member], number, "{path}");
        }
        let bbox = &named("bbox").expect("bbox")["schema"];
        assert_eq!((&bbox["minItems"], &bbox["maxItems"]), (&4.into(), &6.into()), "{path}");
        assert_eq!(named("datetime").expect("datetime")["schema"]["type"], "string", "{path}");
        let queryables = Site::shipped().json(&format!("/api/collections/{id}/queryables"));
        for (name, schema) in queryables["properties"].as_object().expect("queryables") {
            // Lists and geometries have no value that a parameter could hold.
            if schema["type"] == "array" || schema["type"].is_null() {
                assert!(named(name).is_none(), "{path} {name}");
            } else {
                let parameter = named(name).unwrap_or_else(|| panic!("{path} has no {name}"));
                assert!(parameter["schema"].is_object(), "{path} {name}");
            }
        }
    }
}

/// Begins and ends what the document of the API has from the tables.
const TABLE: [&str; 2] = ["<!-- parameters of each path, from the tables -->\n", "<!-- end -->\n"];

/// The parameters of an operation in words: all of plans, all but some, or their names.
fn told_parameters(operation: &Operation) -> String {
    let names = operation.names();
    let shared = |name: &str| PARAMETERS.iter().any(|parameter| parameter.name == name);
    let quoted = |names: Vec<&str>| {
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    };
    let without = PARAMETERS.iter().map(|parameter| parameter.name);
    let without: Vec<&str> = without.filter(|name| !names.contains(name)).collect();
    let needed = operation.own.iter().filter(|parameter| parameter.required);
    let needed: Vec<&str> = needed.map(|parameter| parameter.name).collect();
    let few: Vec<&str> = names.iter().copied().filter(|name| !shared(name)).collect();
    let mut parts = Vec::new();
    if without.len() > PARAMETERS.len() / 2 {
        parts.extend((!names.is_empty()).then(|| quoted(names)));
    } else {
        parts.extend((!few.is_empty()).then(|| quoted(few)));
        let all = "[all](#parameters)";
        let but =
            if without.is_empty() { String::new() } else { format!(" but {}", quoted(without)) };
        parts.push(format!("{all}{but}"));
    }
    if operation.queryables {
        parts.push("the [queryables](filters.md) of the layer".to_owned());
    }
    if !needed.is_empty() {
        parts.push(format!("needed: {}", quoted(needed)));
    }
    if parts.is_empty() { "none".to_owned() } else { parts.join("; ") }
}

#[test]
fn the_document_of_the_api_tells_the_parameters_of_each_path() {
    let path = root().join("docs/api.md");
    let document = std::fs::read_to_string(&path).expect("docs/api.md");
    let rows = operations::all()
        .map(|operation| format!("| `{}` | {} |\n", operation.path, told_parameters(operation)));
    let table = format!("| path | parameters |\n|---|---|\n{}", rows.collect::<String>());
    let (before, rest) = document.split_once(TABLE[0]).expect("a place for the table");
    let (told, after) = rest.split_once(TABLE[1]).expect("an end of the table");
    if std::env::var_os("UPDATE").is_some() {
        let [begin, end] = TABLE;
        std::fs::write(&path, format!("{before}{begin}{table}{end}{after}")).expect("a file");
        return;
    }
    assert_eq!(told, table, "UPDATE=1 cargo test --test suite the_document_of_the_api");
    for parameter in PARAMETERS {
        assert!(before.contains(&format!("`{}`", parameter.name)), "{} is told", parameter.name);
    }
}

#[test]
fn the_reference_tells_every_operation_and_parameter() {
    let answer = Site::shipped().get("/api/docs");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let page = answer.text().replace("&quot;", "\"");
    assert!(!page.contains("<script src") && !page.contains("<style"));
    for operation in operations::all() {
        assert!(page.contains(&format!(">{}<", operation.path)), "{}", operation.path);
    }
    for (path, operation) in defined() {
        for parameter in parameters(&operation, "query") {
            let told = page.contains(text(&parameter["description"]));
            assert!(
                told || page.contains(&format!(">{}<", text(&parameter["name"]))),
                "{path} {parameter}"
            );
        }
    }
}
