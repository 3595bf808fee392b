//! Pages to read under the addresses of the API, and who gets them.
//!
//! Classes: ogcapi-common-1 conf/html; ogcapi-features-1 conf/html.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{list, world};
use crate::app::text;

const GEOJSON: &str = "application/geo+json";

#[test]
fn a_page_holds_everything_its_document_holds() {
    for path in [
        "/api",
        "/api/conformance",
        "/api/collections",
        "/api/collections/routes",
        "/api/collections/routes/items?limit=4",
        "/api/collections/areas/items/area-ring",
        "/api/atlas",
        "/api/timeline",
        "/api/summaries",
        "/api/memberships",
        "/api/stories",
        "/api/points.geojson",
        "/search?q=pole",
        "/changes?from=1950&to=2015",
        "/revisions?from=1990&to=2015",
        "/tiles/atlas.json",
        "/health/live",
        "/health/ready",
    ] {
        let joint = if path.contains('?') { '&' } else { '?' };
        let named = world().get(&format!("{path}{joint}f=html"));
        let liked = world().with(path, &[("accept", "text/html,*/*;q=0.8")]);
        for answer in [&named, &liked] {
            assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
            assert!(answer.header("vary").contains("accept"), "{path}");
        }
        let page = liked.text().replace("&quot;", "\"").replace("&amp;", "&");
        let document = world().json(path);
        for said in texts(&document) {
            let own = said.contains("http://atlas.test") || said.starts_with("application/");
            assert!(own || page.contains(&said), "{path} as a page says {said}");
        }
        for link in list(&document, "links").iter().filter(|link| link["rel"] != "self") {
            let other = text(&link["href"]);
            let swapped = link["rel"] == "alternate" && text(&link["type"]) == "text/html";
            assert!(swapped || page.contains(&format!("href=\"{other}\"")), "{path}: {other}");
        }
    }
}

/// Every text in a document, but the name of what every member of a list is.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::Object(members) => {
            let told = members.iter().filter(|(name, _)| *name != "links" && *name != "geometry");
            told.flat_map(|(_, inner)| texts(inner)).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn html_is_given_to_who_prefers_it_only() {
    for (accept, media) in [
        ("text/html", "text/html; charset=utf-8"),
        ("text/html;q=0.4, application/geo+json;q=0.5", GEOJSON),
        ("text/html;q=0.6, application/geo+json;q=0.5", "text/html; charset=utf-8"),
        ("*/*", GEOJSON),
    ] {
        let answer = world().with("/api/collections/places/items", &[("accept", accept)]);
        assert_eq!(answer.header("content-type"), media, "{accept}");
    }
    let path = "/api/collections/places/items?f=geojson";
    let answer = world().with(path, &[("accept", "text/html")]);
    assert_eq!(answer.header("content-type"), GEOJSON, "what is named counts");
}

#[test]
fn forms_of_one_address_have_tags_of_their_own() {
    let tags: BTreeSet<String> = ["text/html", GEOJSON]
        .into_iter()
        .map(|accept| world().with("/api/collections", &[("accept", accept)]))
        .map(|answer| answer.header("etag").to_owned())
        .collect();
    assert_eq!(tags.len(), 2);
}
