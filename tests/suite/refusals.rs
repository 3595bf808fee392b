//! Bad filters are refused by parameter, in bounded time, on every path that takes them; the server lives on.

use std::time::{Duration, Instant};

use crate::app::{Site, encoded, text};

/// Longest time for one refusal in a build without optimisation; the parser gives up after about a
/// second there.
const SOON: Duration = Duration::from_secs(10);

fn refused(query: &str) {
    let site = Site::shipped();
    for path in ["/api/collections/zones/items", "/download/zones.csv", "/tiles/zones/4/11/5"] {
        let started = Instant::now();
        let answer = site.get(&format!("{path}?{query}"));
        let problem = answer.json();
        let shown: String = query.chars().take(200).collect();
        assert_eq!(answer.status, 400, "{path}?{shown}: {problem}");
        assert!(text(&problem["parameter"]).starts_with("filter"), "{shown}");
        assert!(started.elapsed() < SOON, "{path}?{shown} took {:?}", started.elapsed());
    }
    assert_eq!(site.get("/health/live").status, 200);
}

#[test]
fn filters_that_are_too_deep_or_too_long_are_refused() {
    for filter in [
        "(".repeat(10_000),
        format!("{}true{}", "(".repeat(10_000), ")".repeat(10_000)),
        format!("{}1 1{}", "(".repeat(30), ")".repeat(30)),
        format!("{}true", "NOT ".repeat(4_500)),
        format!("accuracy_km = {}1", "-".repeat(19_000)),
        format!("true{}", " OR true".repeat(3_000)),
        format!("true{}", " AND true".repeat(1_500)),
        format!("accuracy_km IN ({})", vec!["1"; 10_001].join(",")),
        format!("name = '{}'", "x".repeat(50_000)),
    ] {
        refused(&format!("filter={}", encoded(&filter)));
    }
    for json in [
        "[".repeat(10_000),
        format!("{}true{}", "{\"op\":\"not\",\"args\":[".repeat(800), "]}".repeat(800)),
        "{\"a\":".repeat(2_000),
    ] {
        refused(&format!("filter-lang=cql2-json&filter={}", encoded(&json)));
    }
}

#[test]
fn geometries_of_filters_are_checked() {
    let many = vec!["1 1"; 6_000].join(",");
    for shape in [
        "POINT(90 180)",
        "POINT(1)",
        "POINT(1e400 0)",
        "POINT EMPTY",
        "POLYGON((0 0, 1 1))",
        "POLYGON((0 0, 1 0, 1 1, 0 1))",
        "POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))",
        "LINESTRING(0 0)",
        "BBOX(0,10,10,0)",
        "BBOX(1,2,3)",
        "BBOX(0,0,'a',1)",
        "GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POINT(0 0)))",
        &format!("LINESTRING({many})"),
    ] {
        refused(&format!("filter={}", encoded(&format!("S_INTERSECTS(geometry,{shape})"))));
    }
    refused("filter=true&filter-crs=http://www.opengis.net/def/crs/EPSG/0/999999");
}

#[test]
fn names_types_and_functions_of_filters_are_checked() {
    for filter in [
        "",
        " ",
        "\0",
        "\"; DROP TABLE zones; --\" = 1",
        "'; DROP TABLE zones; --",
        "properties.name = 'x'",
        "exec('rm') = 1",
        "name = 1",
        "accuracy_km = 'many'",
        "start = 'yesterday'",
        "accuracy_km = 1e400",
        "geometry = geometry",
        "status LIKE status",
        "name IN ()",
        "T_AFTER(start, '2005-02-30')",
        "T_DURING(start, DATE('2005-01-01'))",
        "name = 'open",
        "name == 'x'",
        "SELECT * FROM zones",
        "true; true",
    ] {
        refused(&format!("filter={}", encoded(filter)));
    }
    for json in
        ["", "1", "{}", "{\"op\":\"=\"}", "{\"op\":\"=\",\"args\":[]}", "true,", "{\"op\":1}"]
    {
        refused(&format!("filter-lang=cql2-json&filter={}", encoded(json)));
    }
    refused("filter=true&filter-lang=cql");
    refused("filter-lang=ecql");
}

#[test]
fn hard_patterns_and_odd_numbers_are_answered() {
    let site = Site::shipped();
    let percent = format!("name LIKE '{}x'", "%a".repeat(5_000));
    for filter in [percent.as_str(), "accuracy_km / 0 = 1", "accuracy_km ^ 9999 > 0", "0/0 = 0/0"] {
        let started = Instant::now();
        assert!(
            site.ids("zones", &format!("filter={}", encoded(filter))).is_empty(),
            "{filter:.40}"
        );
        assert!(started.elapsed() < SOON);
    }
}
