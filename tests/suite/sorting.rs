//! Sorting and selection: `sortby`, `properties` and `skipGeometry`, page by page.

use std::cmp::Ordering;

use serde_json::Value;

use crate::app::{Site, text};

const BASES: &str = "/api/collections/bases/items";

fn features(document: &Value) -> &Vec<Value> {
    document["features"].as_array().expect("features")
}

fn column(document: &Value, name: &str) -> Vec<Value> {
    features(document).iter().map(|feature| feature["properties"][name].clone()).collect()
}

/// Numbers and texts in their order, what has no value last.
fn in_order(left: &Value, right: &Value, descending: bool) -> bool {
    let order = match (left, right) {
        (_, Value::Null) => return true,
        (Value::Null, _) => return false,
        (Value::Number(left), Value::Number(right)) => {
            left.as_f64().partial_cmp(&right.as_f64()).expect("numbers")
        }
        (left, right) => left.as_str().cmp(&right.as_str()),
    };
    order != if descending { Ordering::Less } else { Ordering::Greater }
}

#[test]
fn items_come_in_the_order_of_a_column_with_nothing_last() {
    let site = Site::shipped();
    for name in ["start", "end", "status", "status_since"] {
        for (sign, descending) in [("", false), ("%2B", false), ("+", false), ("-", true)] {
            let document = site.json(&format!("{BASES}?limit=100&sortby={sign}{name}"));
            let found = column(&document, name);
            let sorted = found.windows(2).all(|pair| in_order(&pair[0], &pair[1], descending));
            assert!(sorted, "{sign}{name}: {found:?}");
            assert_eq!(found.len(), 33);
        }
    }
}

#[test]
fn a_second_column_decides_where_the_first_does_not_and_then_the_order_of_the_atlas() {
    let site = Site::shipped();
    let document = site.json(&format!("{BASES}?limit=100&sortby=-status,start"));
    let pairs: Vec<(Value, Value)> =
        column(&document, "status").into_iter().zip(column(&document, "start")).collect();
    for pair in pairs.windows(2) {
        assert!(in_order(&pair[0].0, &pair[1].0, true));
        assert!(pair[0].0 != pair[1].0 || in_order(&pair[0].1, &pair[1].1, false), "{pair:?}");
    }
    let unsorted = site.ids("bases", "");
    let same = site.ids("bases", "sortby=layer");
    assert_eq!(same, unsorted, "one value for all changes nothing");
}

#[test]
fn sorted_pages_hold_everything_once() {
    let site = Site::shipped();
    for query in ["sortby=-name", "sortby=status,-id&filter=length_km%20IS%20NULL"] {
        let whole = site.ids("bases", query);
        let mut paged = Vec::new();
        let mut path = format!("{BASES}?limit=4&{query}");
        loop {
            let page = site.json(&path);
            paged.extend(features(&page).iter().map(|f| text(&f["id"]).to_owned()));
            let links = page["links"].as_array().unwrap();
            let Some(next) = links.iter().find(|link| link["rel"] == "next") else { break };
            path = text(&next["href"]).strip_prefix("http://atlas.test").unwrap().to_owned();
        }
        assert_eq!(paged, whole, "{query}");
        assert!(whole.len() == 33);
    }
}

#[test]
fn a_file_is_sorted_too() {
    let site = Site::shipped();
    let file = site.json("/download/bases.geojson?sortby=-start");
    let ids: Vec<String> = features(&file).iter().map(|f| text(&f["id"]).to_owned()).collect();
    assert_eq!(ids, site.ids("bases", "sortby=-start"));
}

#[test]
fn only_the_chosen_properties_are_told_and_no_geometry_where_it_is_skipped() {
    let site = Site::shipped();
    let whole = site.json(&format!("{BASES}?limit=5"));
    let part = site.json(&format!("{BASES}?limit=5&properties=status,countries&skipGeometry=true"));
    for (whole, part) in features(&whole).iter().zip(features(&part)) {
        assert_eq!(part["id"], whole["id"]);
        assert!(part["geometry"].is_null() && part["bbox"].is_null());
        let told = part["properties"].as_object().unwrap();
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|(name, value)| whole["properties"][name] == *value));
    }
    let kept = site.json(&format!("{BASES}?limit=5&skipGeometry=false"));
    assert_eq!(kept["features"], whole["features"]);
}

#[test]
fn what_cannot_be_sorted_or_chosen_is_refused_by_name() {
    let many = vec!["name"; 60].join(",");
    for (query, parameter, said) in [
        ("sortby=colour", "sortby", "'colour' is not one of them"),
        ("sortby=countries", "sortby", "'countries' is not one of them"),
        ("sortby=geometry", "sortby", "'geometry'"),
        ("sortby=", "sortby", "''"),
        ("sortby=name,-name", "sortby", "'name' stands there twice"),
        ("sortby=--name", "sortby", "'-name'"),
        (&format!("sortby={many}"), "sortby", "twice"),
        ("properties=colour", "properties", "'colour'"),
        ("properties=", "properties", "''"),
        ("skipGeometry=yes", "skipGeometry", "is not one of them"),
    ] {
        let answer = Site::shipped().get(&format!("{BASES}?{query}"));
        let problem = answer.json();
        assert_eq!((answer.status.as_u16(), text(&problem["parameter"])), (400, parameter));
        assert!(text(&problem["detail"]).contains(said), "{query}: {problem}");
    }
}
