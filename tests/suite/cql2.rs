//! Filters: the abstract tests of CQL2 (OGC 21-065r2, Annex A) through HTTP, over Natural Earth.
//!
//! A test is named after the conformance class and the abstract test it holds.
//!
//! Classes of cql2/1.0: conf/cql2-text, conf/cql2-json, conf/basic-cql2,
//! conf/advanced-comparison-operators, conf/case-insensitive-comparison,
//! conf/accent-insensitive-comparison, conf/basic-spatial-functions,
//! conf/basic-spatial-functions-plus, conf/spatial-functions, conf/temporal-functions,
//! conf/array-functions, conf/property-property, conf/arithmetic.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

use crate::app::{Site, encoded, root, text};

static WORLD: LazyLock<Site> = LazyLock::new(|| {
    Site::of(&root().join("tests/fixtures/natural-earth")).expect("a sound folder")
});

const COLLECTIONS: [&str; 3] = ["countries", "places", "rivers"];

type Ids = BTreeSet<String>;

/// The items of a layer of which a filter is true: those of both encodings, which must agree.
fn items(site: &Site, layer: &str, filter: &str) -> Ids {
    let expression = cql2::parse_text(filter).unwrap_or_else(|error| panic!("{filter}: {error}"));
    let json = encoded(&expression.to_json().expect("an encoding"));
    let ids = |query: String| site.ids(layer, &query).into_iter().collect::<Ids>();
    let as_text = ids(format!("filter={}", encoded(filter)));
    let as_json = ids(format!("filter-lang=cql2-json&filter={json}"));
    assert_eq!(as_text, as_json, "{layer}: {filter}");
    as_text
}

fn refused(layer: &str, filter: &str) {
    let path = format!("/api/collections/{layer}/items?filter={}", encoded(filter));
    let answer = WORLD.get(&path);
    assert_eq!(answer.status, 400, "{filter}: {}", answer.text());
    assert_eq!(answer.json()["parameter"], "filter");
}

/// Names of the queryables of a layer that have one of some types, as [`kind`] tells them.
fn queryables(layer: &str, kinds: &[&str]) -> Vec<String> {
    let schema = WORLD.json(&format!("/api/collections/{layer}/queryables"));
    let properties = schema["properties"].as_object().expect("queryables");
    let fits = properties.iter().filter(|(_, schema)| kinds.contains(&kind(schema).as_str()));
    fits.map(|(name, _)| format!("\"{name}\"")).collect()
}

fn kind(schema: &Value) -> String {
    match text(&schema["format"]) {
        "" => text(&schema["type"]).to_owned(),
        format if format.starts_with("geometry-") => "geometry".into(),
        format => format.into(),
    }
}

const SCALARS: [(&str, &str); 6] = [
    ("string", "'foo'"),
    ("boolean", "true"),
    ("number", "3.14"),
    ("integer", "1"),
    ("date-time", "TIMESTAMP('2022-04-14T14:48:46Z')"),
    ("date", "DATE('2022-04-14')"),
];

/// Every row of the standard's table for a conformance class.
fn test_data(class: &str, at_least: usize) {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for line in include_str!("../cases/cql2.txt").lines().filter(|line| !line.starts_with('#')) {
        let parts: Vec<&str> = line.split('|').collect();
        let [of, layer, filter, count] = parts[..] else { panic!("{line}") };
        if of != class {
            continue;
        }
        rows += 1;
        let found = items(&WORLD, layer, filter).len();
        if found != count.parse::<usize>().expect("a number") {
            wrong.push(format!("{layer}: {filter}: {found}, not {count}"));
        }
    }
    assert!(rows >= at_least, "{rows} rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn basic_cql2_basic_test() {
    for layer in COLLECTIONS {
        let schema = WORLD.json(&format!("/api/collections/{layer}/queryables"));
        let properties = schema["properties"].as_object().expect("queryables");
        assert!(properties.values().all(|schema| !kind(schema).is_empty()), "{schema}");
        assert!(!queryables(layer, &SCALARS.map(|(kind, _)| kind)).is_empty());
    }
}

#[test]
fn basic_cql2_comparison() {
    for (kind, value) in SCALARS {
        for name in queryables("places", &[kind]) {
            let of = |op: &str| items(&WORLD, "places", &format!("{name} {op} {value}"));
            for (one, other) in [("=", "<>"), (">", "<="), ("<", ">=")] {
                assert!(of(one).is_disjoint(&of(other)), "{name} {one} {other}");
            }
        }
    }
}

#[test]
fn basic_cql2_is_null() {
    let kinds =
        ["string", "boolean", "number", "integer", "date-time", "date", "array", "geometry"];
    for layer in COLLECTIONS {
        for name in queryables(layer, &kinds) {
            let null = items(&WORLD, layer, &format!("{name} IS NULL"));
            let known = items(&WORLD, layer, &format!("{name} is not null"));
            assert!(null.is_disjoint(&known), "{name}");
        }
    }
}

#[test]
fn basic_cql2_boolean() {
    for layer in COLLECTIONS {
        assert!(items(&WORLD, layer, "false").is_empty());
        assert_eq!(items(&WORLD, layer, "true").len(), WORLD.ids(layer, "").len());
    }
}

#[test]
fn basic_cql2_test_data() {
    test_data("basic-cql2", 48);
}

#[test]
fn basic_cql2_logical() {
    let lines = include_str!("../cases/cql2-combinations.txt").lines();
    let mut wrong = Vec::new();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let parts: Vec<&str> = line.split('|').collect();
        let [p1, p2, p3, p4, count] = parts[..] else { panic!("{line}") };
        let filter = format!("(NOT ({p2}) AND {p1}) OR ({p3} and {p4}) or not ({p1} OR {p4})");
        let found = items(&WORLD, "places", &filter).len();
        if found != count.parse::<usize>().expect("a number") {
            wrong.push(format!("{line}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn advanced_comparison_operators_like() {
    for name in queryables("places", &["string"]) {
        let of = |pattern: &str| items(&WORLD, "places", &format!("{name} LIKE '{pattern}'"));
        assert!(of("_%").is_disjoint(&of("")), "{name}");
        assert_eq!(of("%"), of("%%"), "{name}");
        assert!(of("\\%\\_").is_empty(), "{name}");
    }
}

#[test]
fn advanced_comparison_operators_between() {
    for name in queryables("places", &["number", "integer"]) {
        items(&WORLD, "places", &format!("{name} BETWEEN 0 AND 100"));
        assert!(items(&WORLD, "places", &format!("{name} between 100.0 and 1.0")).is_empty());
    }
}

#[test]
fn advanced_comparison_operators_in() {
    for (kind, list) in [
        ("integer", "(1, 2, 3)"),
        ("string", "('foo', 'bar')"),
        ("boolean", "(true)"),
        ("date-time", "('2022-04-14T14:52:56Z', '2022-04-14T15:52:56Z')"),
        ("date", "('2022-04-14', '2022-04-15')"),
    ] {
        for name in queryables("places", &[kind]) {
            items(&WORLD, "places", &format!("{name} IN {list}"));
        }
    }
}

#[test]
fn advanced_comparison_operators_test_data() {
    test_data("advanced-comparison-operators", 14);
}

#[test]
fn case_insensitive_comparison_casei_and_casei_like() {
    for name in queryables("places", &["string"]) {
        let of = |rest: &str| items(&WORLD, "places", &format!("CASEI({name}) {rest}"));
        assert!(of("= casei('foo')").is_disjoint(&of("<> casei('FOO')")), "{name}");
        assert_eq!(of("LIKE casei('foo%')"), of("LIKE casei('FOO%')"), "{name}");
    }
}

#[test]
fn case_insensitive_comparison_test_data() {
    test_data("case-insensitive-comparison", 10);
}

#[test]
fn accent_insensitive_comparison_accenti_with_like_and_casei() {
    for name in queryables("places", &["string"]) {
        let of = |rest: &str| items(&WORLD, "places", &format!("ACCENTI({name}) {rest}"));
        assert!(of("= accenti('äöüéáí')").is_disjoint(&of("<> accenti('aoueai')")), "{name}");
        assert_eq!(of("LIKE accenti('Ä%')"), of("LIKE accenti('A%')"), "{name}");
        let of = |rest: &str| items(&WORLD, "places", &format!("ACCENTI(CASEI({name})) {rest}"));
        assert_eq!(of("= accenti(casei('ÄÉ'))"), of("= accenti(casei('ae'))"), "{name}");
        assert_eq!(of("LIKE accenti(casei('Ä%'))"), of("LIKE accenti(casei('a%'))"), "{name}");
    }
}

#[test]
fn accent_insensitive_comparison_test_data() {
    test_data("accent-insensitive-comparison", 11);
}

#[test]
fn basic_spatial_functions_s_intersects() {
    for layer in COLLECTIONS {
        items(&WORLD, layer, "S_INTERSECTS(geometry,BBOX(-180,-90,180,90))");
        items(&WORLD, layer, "S_INTERSECTS(geometry,POINT(7.02 49.92))");
        refused(layer, "S_INTERSECTS(geometry,POINT(90 180))");
        refused(layer, "S_INTERSECTS(geometry,MULTIPOINT(7.02 49.92, 90 180))");
    }
}

#[test]
fn basic_spatial_functions_test_data() {
    test_data("basic-spatial-functions", 8);
}

#[test]
fn basic_spatial_functions_plus_test_data() {
    test_data("basic-spatial-functions-plus", 7);
}

#[test]
fn spatial_functions_s_intersects_to_s_overlaps() {
    const WHOLE: [&str; 2] =
        ["BBOX(-180,-90,180,90)", "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))"];
    for layer in COLLECTIONS {
        let of = |function: &str, shape: &str| {
            items(&WORLD, layer, &format!("{function}(geometry,{shape})"))
        };
        for function in ["S_INTERSECTS", "S_WITHIN", "S_CONTAINS", "S_TOUCHES", "S_DISJOINT"] {
            assert_eq!(of(function, WHOLE[0]), of(function, WHOLE[1]), "{function}");
        }
        assert!(of("S_DISJOINT", WHOLE[0]).is_empty());
        for shape in ["LINESTRING(7 50,10 51)", "POINT(7.02 49.92)", "MULTIPOINT(7 50,10 51)"] {
            assert!(of("S_INTERSECTS", shape).is_disjoint(&of("S_DISJOINT", shape)), "{shape}");
            assert!(of("S_CONTAINS", shape).is_disjoint(&of("S_WITHIN", shape)), "{shape}");
            assert_eq!(of("S_EQUALS", shape), Ids::new(), "{shape}");
        }
        for function in ["S_CROSSES", "S_TOUCHES", "S_OVERLAPS"] {
            of(function, "LINESTRING(7 50,10 51)");
        }
        refused(layer, "S_DISJOINT(geometry,POINT(90 180))");
    }
}

#[test]
fn spatial_functions_test_data() {
    test_data("spatial-functions", 26);
}

#[test]
fn temporal_functions_1_instants() {
    for (kind, values) in [
        (
            "date-time",
            [
                "TIMESTAMP('2022-04-24T07:59:57Z')",
                "INTERVAL('2021-01-01T00:00:00Z','2021-12-31T23:59:59Z')",
            ],
        ),
        ("date", ["DATE('2022-04-24')", "INTERVAL('2021-01-01','2021-12-31')"]),
    ] {
        for name in queryables("places", &[kind]) {
            for value in values {
                let of = |relation: &str| {
                    items(&WORLD, "places", &format!("T_{relation}({name},{value})"))
                };
                assert!(of("INTERSECTS").is_disjoint(&of("DISJOINT")));
                let apart: Ids = of("AFTER").union(&of("BEFORE")).cloned().collect();
                assert_eq!(apart, of("DISJOINT"));
                assert!(of("EQUALS").is_subset(&of("INTERSECTS")));
            }
        }
    }
}

#[test]
fn temporal_functions_2_intervals() {
    let names = [
        "AFTER",
        "BEFORE",
        "DISJOINT",
        "EQUALS",
        "INTERSECTS",
        "CONTAINS",
        "DURING",
        "FINISHEDBY",
        "FINISHES",
        "MEETS",
        "METBY",
        "OVERLAPPEDBY",
        "OVERLAPS",
        "STARTEDBY",
        "STARTS",
    ];
    for relation in names {
        let times = "INTERVAL('2021-01-01T00:00:00Z','2021-12-31T23:59:59Z')";
        items(&WORLD, "places", &format!("T_{relation}(INTERVAL(start,end),{times})"));
        let days = "INTERVAL('2021-01-01','2021-12-31')";
        items(&WORLD, "places", &format!("T_{relation}(INTERVAL(\"date\",\"date\"),{days})"));
    }
}

#[test]
fn temporal_functions_test_data() {
    test_data("temporal-functions", 36);
}

#[test]
fn array_functions_array_predicates() {
    let site = Site::shipped();
    for function in ["A_CONTAINS", "A_CONTAINEDBY", "A_EQUALS", "A_OVERLAPS"] {
        items(site, "pipelines", &format!("{function}(countries,(\"foo\",\"bar\"))"));
    }
    let of = |filter: &str| items(site, "pipelines", filter);
    let listed = |fits: &dyn Fn(&BTreeSet<&str>) -> bool| -> Ids {
        let all = site.json("/api/collections/pipelines/items?limit=10000");
        let features = all["features"].as_array().unwrap().iter();
        let fits = features.filter(|feature| {
            fits(&feature["properties"]["countries"].as_array().unwrap().iter().map(text).collect())
        });
        fits.map(|feature| text(&feature["id"]).to_owned()).collect()
    };
    let both: BTreeSet<&str> = ["KZ", "CN"].into();
    let found = of("A_CONTAINS(countries,('KZ','CN'))");
    assert!(!found.is_empty());
    assert_eq!(found, listed(&|own| own.is_superset(&both)));
    assert_eq!(of("A_CONTAINEDBY(countries,('KZ','CN'))"), listed(&|own| own.is_subset(&both)));
    assert_eq!(of("A_EQUALS(countries,('CN','KZ'))"), listed(&|own| *own == both));
    assert_eq!(of("A_OVERLAPS(countries,('KZ','CN'))"), listed(&|own| !own.is_disjoint(&both)));
}

#[test]
fn property_property_comparison_of_values_and_properties() {
    for (kind, value) in SCALARS {
        for name in queryables("places", &[kind]) {
            for (left, right) in [(value.to_owned(), name.clone()), (name.clone(), name.clone())] {
                let of = |op: &str| items(&WORLD, "places", &format!("{left} {op} {right}"));
                for (one, other) in [("=", "<>"), (">", "<="), ("<", ">=")] {
                    assert!(of(one).is_disjoint(&of(other)), "{left} {one} {right}");
                }
                if left == right {
                    assert!(of("<>").is_empty() && of("<").is_empty() && of(">").is_empty());
                    assert!(of("=") == of("<=") && of("=") == of(">="), "{name}");
                }
            }
        }
        let of = |op: &str| items(&WORLD, "rivers", &format!("{value} {op} {value}")).len();
        assert_eq!(["=", ">=", "<="].map(of), [13; 3], "{value}");
        assert_eq!(["<>", "<", ">"].map(of), [0; 3], "{value}");
    }
}

#[test]
fn property_property_test_data() {
    test_data("property-property", 60);
}

#[test]
fn arithmetic_test_data() {
    test_data("arithmetic", 13);
    assert!(items(&WORLD, "places", "pop_other / 0 > 1").is_empty(), "unknown, not an error");
    assert!(items(&WORLD, "places", "NOT (pop_other / 0 > 1)").is_empty());
}
