//! Bad input: every one is refused with the parameter and the value, and the server lives on.

use axum::http::Method;
use serde_json::Value;

use crate::app::{Answer, Site, encoded, text};

/// A path, the status of its answer, and the parameter and value (or part of it) that are named.
type Bad = (&'static str, u16, &'static str, &'static str);

const ITEMS: &str = "/api/collections/bases/items";

const BAD_QUERIES: &[Bad] = &[
    ("limit=0", 400, "limit", "0"),
    ("limit=-1", 400, "limit", "-1"),
    ("limit=10001", 400, "limit", "10001"),
    ("limit=ten", 400, "limit", "ten"),
    ("limit=", 400, "limit", ""),
    ("limit", 400, "limit", ""),
    ("limit=%zz", 400, "limit", "%zz"),
    ("limit=99999999999999999999", 400, "limit", "99999999999999999999"),
    ("bbox=1,2,3", 400, "bbox", "1,2,3"),
    ("bbox=1,2,3,x", 400, "bbox", "1,2,3,x"),
    ("bbox=1,2,3,NaN", 400, "bbox", "1,2,3,NaN"),
    ("bbox=inf,2,3,4", 400, "bbox", "inf,2,3,4"),
    ("bbox=0,10,10,0", 400, "bbox", "0,10,10,0"),
    ("bbox=0,0,200,10", 400, "bbox", "0,0,200,10"),
    ("bbox=0,0,9,1,1,8", 400, "bbox", "0,0,9,1,1,8"),
    ("bbox=", 400, "bbox", ""),
    ("datetime=yesterday", 400, "datetime", "yesterday"),
    ("datetime=2005-13", 400, "datetime", "2005-13"),
    ("datetime=2005-02-29", 400, "datetime", "2005-02-29"),
    ("datetime=../..", 400, "datetime", "../.."),
    ("datetime=/", 400, "datetime", "/"),
    ("datetime=2006/2005", 400, "datetime", "2006/2005"),
    ("datetime=2005/2006/2007", 400, "datetime", "2005/2006/2007"),
    ("datetime=2005-06-01T25:00:00Z", 400, "datetime", "2005-06-01T25:00:00Z"),
    ("datetime=", 400, "datetime", ""),
    ("datetime=%E4%BD%A0", 400, "datetime", "你"),
    ("as-of=2005", 400, "as-of", "2005"),
    ("as-of=2026-11-25", 400, "as-of", "2026-11-25"),
    ("as-of=2005-04-03/..", 400, "as-of", "2005-04-03/.."),
    ("status=open", 400, "status", "open"),
    ("status=operating,", 400, "status", "operating,"),
    ("status=Operating", 400, "status", "Operating"),
    ("status=%FF", 400, "status", "\u{fffd}"),
    ("category=railway", 400, "category", "railway"),
    ("country=kz", 400, "country", "kz"),
    ("country=KAZ", 400, "country", "KAZ"),
    ("country=KZ,,KG", 400, "country", "KZ,,KG"),
    ("undated=no", 400, "undated", "no"),
    ("ended=yes", 400, "ended", "yes"),
    ("q=", 400, "q", ""),
    ("q=%20%2D", 400, "q", " -"),
    ("actor=nobody", 400, "actor", "nobody"),
    ("actor=", 400, "actor", ""),
    ("actor=cnpc,,bp", 400, "actor", "cnpc,,bp"),
    ("member=nato", 400, "member", "nato"),
    ("quality=good", 400, "quality", "good"),
    ("certainty=yes", 400, "certainty", "yes"),
    ("sourced=true", 400, "sourced", "true"),
    ("outcome=late,on-time", 400, "outcome", "late,on-time"),
    ("f=xml", 400, "f", "xml"),
    ("f=", 400, "f", ""),
    ("f=html&f=json", 400, "f", ""),
    ("cursor=3", 400, "cursor", "3"),
    ("cursor=1-2-3", 400, "cursor", "1-2-3"),
    ("cursor=", 400, "cursor", ""),
    ("color=red", 400, "color", ""),
    ("Limit=1", 400, "Limit", ""),
    ("limit=1&limit=1", 400, "limit", ""),
    ("datetime=2005&q=x&datetime=2006", 400, "datetime", ""),
    ("%00=1", 400, "\0", ""),
];

const BAD_PATHS: &[Bad] = &[
    ("/api/collections/roads", 404, "", "roads"),
    ("/api/collections/roads/items", 404, "", "roads"),
    ("/api/collections/b%FFses/items", 400, "", "b%FFses"),
    ("/api/collections/bases/items/atasu-alashankou", 404, "", "atasu-alashankou"),
    ("/api/collections/bases/items/%2e%2e%2fx", 404, "", "../x"),
    ("/api/collections/bases/items/kant-air-base?datetime=x", 400, "datetime", "x"),
    ("/api/collections/bases/items/kant-air-base?status=idle", 400, "status", ""),
    ("/api/timeline?as-of=2030-01-01", 400, "as-of", "2030-01-01"),
    ("/api/points.geojson?as-of=x", 400, "as-of", "x"),
    ("/api/summaries?as-of=2005", 400, "as-of", "2005"),
    ("/api/memberships?as-of=2030-01-01", 400, "as-of", "2030-01-01"),
    ("/api/stories?as-of=x", 400, "as-of", "x"),
    ("/changes", 400, "from", ""),
    ("/changes?from=2005", 400, "to", ""),
    ("/changes?to=2005", 400, "from", ""),
    ("/changes?from=2005-13&to=2006", 400, "from", "2005-13"),
    ("/changes?from=2005&to=2006/2007", 400, "to", "2006/2007"),
    ("/changes?from=..&to=2006", 400, "from", ".."),
    ("/changes?from=2006&to=2005", 400, "to", "2005"),
    ("/changes?from=2005&to=2006&as-of=2030-01-01", 400, "as-of", "2030-01-01"),
    ("/changes?from=2005&to=2006&datetime=2005", 400, "datetime", ""),
    ("/changes?from=2005&to=2006&ended=include", 400, "ended", ""),
    ("/changes?from=2005&to=2006&outcome=good", 400, "outcome", "good"),
    ("/changes?from=2005&from=2006&to=2007", 400, "from", ""),
    ("/changes.csv?from=2005&to=2006&limit=1", 400, "limit", ""),
    ("/changes.csv?from=x&to=2006", 400, "from", "x"),
    ("/changes.geojson?from=2005&to=2006&f=csv", 400, "f", ""),
    ("/changes.geojson?from=2005&to=", 400, "to", ""),
    ("/changes?from=2005&to=2006&f=xml", 400, "f", "xml"),
    ("/changes.atom?from=2006&to=2005", 400, "to", "2005"),
    ("/revisions", 400, "from", ""),
    ("/revisions?from=2005", 400, "to", ""),
    ("/revisions?from=2005&to=2027", 400, "to", "2027"),
    ("/revisions?from=2005&to=2006&as-of=2010-01-01", 400, "as-of", ""),
    ("/revisions?from=2005&to=2006&datetime=x", 400, "datetime", "x"),
    ("/revisions.csv?from=2005&to=2006&f=csv", 400, "f", ""),
    ("/download/bases.csv?member=x", 400, "member", "x"),
    ("/search", 400, "q", ""),
    ("/search?q=%20", 400, "q", " "),
    ("/search?q=osh&limit=51", 400, "limit", "51"),
    ("/search?q=osh&limit=0", 400, "limit", "0"),
    ("/api/tileMatrixSets/GoogleMaps", 404, "", "GoogleMaps"),
    ("/api/tiles/GoogleMaps", 404, "", "GoogleMaps"),
    ("/api/tiles/WebMercatorQuad/0/1/0", 404, "", "0/1/0"),
    ("/api/tiles/WebMercatorQuad/11/0/0", 404, "", "11/0/0"),
    ("/api/tiles/WebMercatorQuad/0/0/x", 400, "", "0/0/x"),
    ("/api/tiles/WebMercatorQuad/0/0/0?f=png", 400, "f", ""),
    ("/api/tiles/WebMercatorQuad/0/0/0?collections=roads", 400, "collections", "roads"),
    ("/api/tiles/WebMercatorQuad/0/0/0?subset=Lat(1)", 400, "subset", "Lat(1)"),
    ("/api/tiles/WorldCRS84Quad?f=tilejson", 400, "f", "tilejson"),
    ("/api/collections/roads/tiles", 404, "", "roads"),
    ("/api/docs?f=json", 400, "f", ""),
    ("/tiles/roads/0/0/0", 404, "", "roads"),
    ("/tiles/bases,,zones/0/0/0", 404, "", ""),
    ("/tiles/atlas/23/0/0", 400, "", "23/0/0"),
    ("/tiles/atlas/256/0/0", 400, "", "256/0/0"),
    ("/tiles/atlas/-1/0/0", 400, "", "-1/0/0"),
    ("/tiles/atlas/+1/0/0", 400, "", "+1/0/0"),
    ("/tiles/atlas/1/2/0", 400, "", "1/2/0"),
    ("/tiles/atlas/1/0/2", 400, "", "1/0/2"),
    ("/tiles/atlas/x/0/0", 400, "", "x/0/0"),
    ("/tiles/atlas/0/0/0.png", 400, "", "0/0/0.png"),
    ("/tiles/atlas/5/4294967296/0", 400, "", "5/4294967296/0"),
    ("/tiles/atlas/0/0/0?datetime=x", 400, "datetime", "x"),
    ("/tiles/atlas/0/0/0?limit=1", 400, "limit", ""),
    ("/tiles/roads.json", 404, "", "roads"),
    ("/tiles/basemap/22/0/0", 404, "", "22/0/0"),
    ("/styles/blue.json", 404, "", "blue.json"),
    ("/styles/light.json?glyphs=png", 400, "glyphs", "png"),
    ("/sprites/light@3x.png", 404, "", "light@3x.png"),
    ("/sprites/light.gif", 404, "", "light.gif"),
    ("/download/bases.doc", 404, "", "doc"),
    ("/download/bases", 404, "", ""),
    ("/download/roads.csv", 404, "", "roads"),
    ("/download/bases.csv?limit=1", 400, "limit", ""),
    ("/download/bases.geojson?bbox=1", 400, "bbox", "1"),
    ("/feature/nowhere", 404, "", "nowhere"),
    ("/feature/nowhere/profile", 404, "", "nowhere"),
    ("/feature/kant-air-base/profile.csv", 404, "", "kant-air-base"),
    ("/feature/korpeje-kordkuy/profile", 404, "", "korpeje-kordkuy"),
    ("/feature/m41-pamir-highway/profile?f=xml", 400, "f", "xml"),
];

/// Paths that lead nowhere, among them attempts to leave a folder.
const NOWHERE: &[&str] = &[
    "/nowhere",
    "/api/nowhere",
    "//api",
    "//",
    "/tiles/atlas",
    "/tiles/atlas/0/0",
    "/assets/..%2f..%2fCargo.toml",
    "/assets/../../Cargo.toml",
    "/assets/%2e%2e/%2e%2e/Cargo.toml",
    "/assets/..%5c..%5cCargo.toml",
    "/assets/%00",
    "/assets/index.html%00.js",
    "/fonts/files/%2e%2e%2fx",
    "/fonts/files/..%2f..%2fsrc%2fmain.rs",
    "/etc/passwd",
    "/geodata/atlas.toml",
];

/// A problem document names what is wrong in a form that programs read.
fn problem(path: &str, answer: &Answer, status: u16) -> Value {
    assert_eq!(answer.status, status, "{path}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    let problem = answer.json();
    assert_eq!(problem["status"], status, "{path}");
    assert_eq!(text(&problem["title"]), answer.status.canonical_reason().unwrap(), "{path}");
    assert!(!text(&problem["detail"]).is_empty() && problem["type"].is_string(), "{path}");
    problem
}

fn alive() {
    assert_eq!(Site::shipped().get("/health/live").status, 200);
    assert_eq!(Site::shipped().ids("bases", "").len(), 33);
}

#[test]
fn every_bad_question_is_refused_by_parameter_and_value() {
    for (query, status, parameter, value) in BAD_QUERIES {
        for base in [ITEMS, "/api/collections/events/items"] {
            let path = format!("{base}?{query}");
            let problem = problem(&path, &Site::shipped().get(&path), *status);
            assert_eq!(text(&problem["parameter"]), *parameter, "{path}");
            assert_eq!(text(&problem["value"]), *value, "{path}");
            assert!(text(&problem["detail"]).contains(parameter), "{path}");
        }
    }
    alive();
}

#[test]
fn every_bad_path_is_refused_by_its_part() {
    for (path, status, parameter, value) in BAD_PATHS {
        let problem = problem(path, &Site::shipped().get(path), *status);
        assert_eq!(text(&problem["parameter"]), *parameter, "{path}");
        assert!(text(&problem["value"]).contains(value), "{path}: {problem}");
    }
    alive();
}

#[test]
fn no_path_leads_out_of_what_is_served() {
    for path in NOWHERE {
        let answer = Site::shipped().get(path);
        let problem = problem(path, &answer, answer.status.as_u16());
        assert!(answer.status.is_client_error(), "{path}: {problem}");
        assert!(!answer.text().contains("[package]") && !answer.text().contains("fn main"));
    }
    alive();
}

#[test]
fn a_cursor_is_good_for_its_own_question_only() {
    let site = Site::shipped();
    let page = site.json(&format!("{ITEMS}?limit=2&status=operating"));
    let links = page["links"].as_array().expect("links");
    let next = text(&links.iter().find(|link| link["rel"] == "next").expect("more")["href"]);
    let cursor = next.rsplit_once("cursor=").expect("a cursor").1;
    for query in ["status=idle", "status=operating&datetime=2005", ""] {
        let path = format!("{ITEMS}?limit=2&{query}&cursor={cursor}");
        let problem = problem(&path, &site.get(&path), 400);
        assert_eq!(text(&problem["parameter"]), "cursor");
        assert!(text(&problem["detail"]).contains("another question"), "{problem}");
    }
    let other_layer = format!("/api/collections/zones/items?status=operating&cursor={cursor}");
    problem(&other_layer, &site.get(&other_layer), 400);
    assert_eq!(site.get(&format!("{ITEMS}?limit=9&status=operating&cursor={cursor}")).status, 200);
}

#[test]
fn very_long_values_are_refused() {
    let site = Site::shipped();
    let long = "x".repeat(20_000);
    for (name, value) in [
        ("q", long.clone()),
        ("datetime", long.clone()),
        ("bbox", "1,".repeat(10_000)),
        ("status", "operating,".repeat(5_000) + "x"),
        ("cursor", "f".repeat(20_000)),
        (long.as_str(), "1".into()),
    ] {
        let path = format!("{ITEMS}?{name}={value}");
        let problem = problem(&name[..1], &site.get(&path), 400);
        assert_eq!(text(&problem["parameter"]), name);
    }
    for path in [format!("/api/collections/{long}"), format!("/tiles/{long}/0/0/0")] {
        problem("a long path", &site.get(&path), 404);
    }
    let many = (b'A'..=b'Z').flat_map(|a| [(a, b'A'), (a, b'B'), (a, b'C')]);
    let many: Vec<String> = many.map(|(a, b)| format!("{}{}", a as char, b as char)).collect();
    let path = format!("{ITEMS}?country={}", many.join(","));
    let doubled = format!("{ITEMS}?country={}", ["KZ"; 51].join(","));
    for path in [path, doubled] {
        assert!(text(&problem(&path, &site.get(&path), 400)["detail"]).contains("more than 50"));
    }
    alive();
}

/// Every route, with parts that lead somewhere.
pub const ROUTES: &[&str] = &[
    "/api",
    "/api/",
    "/api/conformance",
    "/api/openapi.json",
    "/api/docs",
    "/api/tileMatrixSets",
    "/api/tileMatrixSets/WorldCRS84Quad",
    "/api/tiles",
    "/api/tiles/WorldCRS84Quad",
    "/api/tiles/WorldCRS84Quad/0/0/1",
    "/api/collections/zones/tiles",
    "/api/collections/zones/tiles/WebMercatorQuad",
    "/api/collections/zones/tiles/WebMercatorQuad/4/5/11",
    "/api/collections",
    "/api/collections/zones",
    "/api/collections/zones/schema",
    "/api/collections/zones/queryables",
    "/api/collections/zones/sortables",
    "/api/collections/zones/items",
    "/api/collections/zones/items/khorgos-icbc",
    "/api/atlas",
    "/api/timeline",
    "/api/summaries",
    "/api/memberships",
    "/api/stories",
    "/api/points.geojson",
    "/changes?from=2005&to=2015",
    "/changes.csv?from=2005&to=2015",
    "/changes.geojson?from=2005&to=2015",
    "/changes.atom",
    "/revisions?from=2005&to=2015",
    "/revisions.csv?from=2005&to=2015",
    "/revisions.geojson?from=2005&to=2015",
    "/revisions.atom",
    "/search?q=osh",
    "/tiles/atlas.json",
    "/tiles/basemap.json",
    "/tiles/atlas/4/11/5",
    "/tiles/basemap/0/0/0",
    "/download/zones.geojson",
    "/download/zones.csv",
    "/styles/light.json",
    "/sprites/light.json",
    "/sprites/dark@2x.png",
    "/feature/m41-pamir-highway/profile",
    "/feature/m41-pamir-highway/profile.csv",
    "/health/live",
    "/health/ready",
];

#[test]
fn every_route_refuses_a_parameter_it_does_not_know_and_one_given_twice() {
    for route in ROUTES {
        let joint = if route.contains('?') { '&' } else { '?' };
        for name in ["colour", "Datetime", "datetime[]", "ключ"] {
            let path = format!("{route}{joint}{}=1", encoded(name));
            let problem = problem(&path, &Site::shipped().get(&path), 400);
            assert_eq!(text(&problem["parameter"]), name, "{path}");
        }
    }
    for route in
        ["/api/timeline?as-of=2005-01-01&as-of=2005-01-01", "/search?q=a&q=b", "/api?f=json&f=json"]
    {
        problem(route, &Site::shipped().get(route), 400);
    }
}

#[test]
fn every_route_answers_get_and_head_only() {
    for route in ROUTES {
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            let answer = Site::shipped().send(&method, route, &[]);
            problem(route, &answer, 405);
            assert_eq!(answer.header("allow"), "GET, HEAD", "{method} {route}");
        }
    }
    alive();
}

#[test]
fn odd_headers_do_no_harm() {
    let site = Site::shipped();
    for (name, value) in [
        ("accept", "nonsense;;q=="),
        ("accept-encoding", "gzip;q=9, ,;,br;q"),
        ("if-none-match", "\"\", W/, *x, \"unclosed"),
        ("range", "bytes=5-1"),
        ("host", "evil.test/<script>"),
        ("origin", "null"),
        ("x-forwarded-host", "evil.test"),
    ] {
        let answer = site.with("/api/collections", &[(name, value)]);
        assert_eq!(answer.status, 200, "{name}: {value}");
        assert!(!answer.text().contains("evil"), "{name}: {value}");
    }
}
