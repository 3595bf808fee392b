//! Filters that are read, and those that are refused with their reason.

use super::*;
use crate::atlas::column::{Kind, Origin};

fn columns() -> Vec<Column> {
    let kinds = [
        ("name", Kind::Text),
        ("depth", Kind::Number),
        ("open", Kind::Boolean),
        ("start", Kind::Date),
        ("at", Kind::Timestamp),
        ("tags", Kind::List),
        ("geometry", Kind::Geometry),
    ];
    let column = |(name, kind): (&str, Kind)| Column {
        name: name.to_owned(),
        meaning: "",
        kind,
        origin: Origin::Property,
    };
    kinds.into_iter().map(column).collect()
}

fn text(filter: &str) -> Result<Predicate, String> {
    read(filter, Language::Text, &columns(), Crs::CRS84)
}

#[test]
fn filters_of_every_class_are_read() {
    for filter in [
        "true",
        "open",
        "name = 'a' AND NOT depth > 1 or name is not null",
        "name LIKE 'a%' AND depth BETWEEN 1 AND 2 AND depth IN (1, 2, 3) AND name NOT IN ('a')",
        "CASEI(name) = casei('A') AND ACCENTI(CASEI(name)) LIKE accenti(casei('ä%'))",
        "S_INTERSECTS(geometry, POINT(1 2)) AND s_within(geometry, BBOX(170, -10, -170, 10))",
        "S_INTERSECTS(GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 1 1)), geometry)",
        "T_AFTER(start, DATE('2005-01-01')) AND T_DURING(INTERVAL(start, '..'), INTERVAL('2005-01-01', '..'))",
        "start < '2005-01-01' AND at IN ('2005-01-01T00:00:00Z')",
        "depth = depth * 2 - 1 ^ 2 + 7 div 2 % 3",
        "A_CONTAINS(tags, ('a', 'b')) AND A_EQUALS(tags, (\"foo\", \"bar\"))",
        "'a' = 'a' AND name = NULL",
    ] {
        assert!(text(filter).is_ok(), "{filter}: {:?}", text(filter));
    }
}

#[test]
fn what_is_no_filter_is_refused_with_the_reason() {
    for (filter, reason) in [
        ("", "it cannot be read from line 1, character 1 on"),
        ("name = ", "it cannot be read"),
        ("colour = 'red'", "there are name, depth, open, start, at, tags, geometry"),
        ("\"; DROP TABLE\" = 1", "names '; DROP TABLE', which is no queryable"),
        ("name = 1", "holds a text against a number with '='"),
        ("depth > 'a'", "holds a number against a text"),
        ("name", "is a text, not true or false"),
        ("geometry = 1", "compares a geometry with '='"),
        ("S_INTERSECTS(name, POINT(1 2))", "gives 's_intersects' a text; it takes a geometry"),
        ("S_INTERSECTS(geometry, POINT(90 180))", "outside its reference system"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1)))", "does not end where it begins"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", "is not valid"),
        ("S_INTERSECTS(geometry, POINT EMPTY)", "geometry"),
        ("S_INTERSECTS(geometry, BBOX(0, 10, 10, 0))", "its south lies north of its north"),
        ("S_NEAR(geometry, POINT(1 2))", "no function of this server"),
        ("T_AFTER(start, DATE('2005-02-30'))", "has DATE('2005-02-30'), which is none"),
        ("T_DURING(start, INTERVAL('2005-01-01', '..'))", "it takes two intervals"),
        ("T_AFTER(start, INTERVAL('2006-01-01', '2005-01-01'))", "ends before it starts"),
        ("start > 'spring'", "has 'spring' where a date or time must stand"),
        ("depth = 1e400", "too large"),
        ("name LIKE name", "no text of its own"),
        ("depth + 1", "has '+' where something true or false must stand"),
        ("A_CONTAINS(name, ('a'))", "gives 'a_contains' a text; it takes a list"),
    ] {
        let found = text(filter).expect_err(filter);
        assert!(found.contains(reason), "{filter}: {found}");
    }
}

/// Runs what may be deep where a deep recursion would be noticed: on the stack of a worker of the
/// server, 2 MB.
fn on_a_small_stack(filter: String, language: Language) -> Result<Predicate, String> {
    let work = move || read(&filter, language, &columns(), Crs::CRS84);
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(work).expect("a thread");
    thread.join().expect("no panic")
}

#[test]
fn the_deepest_filters_within_the_limits_fit_the_stack() {
    for filter in [
        format!("{}depth = 1", "NOT ".repeat(590)),
        format!("depth = {}1", "-".repeat(590)),
        format!("depth = 1{}", " + 1".repeat(590)),
        format!("depth = 1{}", "^1".repeat(590)),
        format!("true{}", " = true".repeat(290)),
        format!("open{}", " OR open".repeat(290)),
        format!("{}open{}", "(".repeat(31), ")".repeat(31)),
        format!("{}depth{} = 1", "casei(".repeat(31), ")".repeat(31)),
        format!("depth IN ({}1)", "1,".repeat(4_000)),
        format!("1{}", "div1".repeat(4_900)),
        format!("1{}", "and1".repeat(4_900)),
        format!("1{}", "div1".repeat(240)),
    ] {
        let _ = on_a_small_stack(filter, Language::Text);
    }
    let deep = "{\"op\":\"not\",\"args\":[".repeat(31);
    let json = format!("{deep}true{}", "]}".repeat(31));
    assert!(on_a_small_stack(json, Language::Json).is_ok());
}

#[test]
fn what_goes_too_deep_or_too_far_is_refused_soon() {
    let started = std::time::Instant::now();
    for (filter, reason) in [
        (format!("{}1{}", "(".repeat(9_000), ")".repeat(9_000)), "nested deeper"),
        ("(".repeat(19_000), "nested deeper"),
        (format!("{}x", "(".repeat(31)), ""),
        (format!("{}1 1{}", "(".repeat(31), ")".repeat(31)), "too long to read"),
        (format!("open{}", " OR open".repeat(10_000)), "a filter has at most 20000"),
        (format!("open{}", " OR open".repeat(2_000)), "more than 600 words"),
        (format!("{}open", "NOT ".repeat(4_000)), "more than 600 words"),
        ("x".repeat(1_000_000), "a filter has at most 20000"),
        (vec!["S_EQUALS(geometry,geometry)"; 17].join(" OR "), "more than 16 relations of space"),
        (format!("A_EQUALS(tags,({}'b'))", "'a',".repeat(200)), "a list of 201 items"),
    ] {
        let found = on_a_small_stack(filter, Language::Text).expect_err("refused");
        assert!(found.contains(reason), "{found}");
    }
    for filter in ["[".repeat(19_000), "{\"op\":\"not\",\"args\":[".repeat(900)] {
        assert!(on_a_small_stack(filter, Language::Json).is_err());
    }
    let took = started.elapsed();
    assert!(took < std::time::Duration::from_secs(20), "took {took:?}");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(filter in "[a-z0-9'\"()=<>,.%_ *+^/-]{0,60}") {
        let _ = text(&filter);
    }

    #[test]
    fn no_words_make_it_panic(words in proptest::collection::vec(proptest::sample::select(vec![
        "name", "depth", "open", "start", "geometry", "tags", "and", "or", "not", "in", "like", "between",
        "is", "null", "(", ")", ",", "=", "<", "'a'", "1", "-", "+", "div", "DATE('2005-01-01')",
        "POINT(1 2)", "BBOX(0,0,1,1)", "S_WITHIN(", "T_AFTER(", "A_EQUALS(", "INTERVAL(", "CASEI(", "'..'",
    ]), 0..14)) {
        let _ = text(&words.join(" "));
    }

    #[test]
    fn no_json_makes_it_panic(json in "[a-z0-9'\"{}\\[\\]:,. -]{0,60}") {
        let _ = read(&json, Language::Json, &columns(), Crs::CRS84);
    }
}
