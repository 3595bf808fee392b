//! Search: the table of cases in seven languages, every name of every feature, spans of days.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use crate::app::{LAYERS, Site, encoded, text};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    q: String,
    /// Id of the first hit; absent where nothing may be found.
    first: Option<String>,
    /// Ids that are among the hits.
    #[serde(default)]
    among: Vec<String>,
    /// How the first hit answers.
    how: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    case: Vec<Case>,
    /// Ways to write one name: each finds the same thing.
    alike: Vec<Alike>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Alike {
    spellings: Vec<String>,
    /// Ids that each spelling finds.
    find: Vec<String>,
}

fn table() -> Table {
    toml::from_str(include_str!("../cases/search.toml")).expect("the table")
}

fn hits(query: &str, limit: usize) -> Vec<Value> {
    let path = format!("/search?limit={limit}&q={}", encoded(query));
    Site::shipped().json(&path)["hits"].as_array().expect("hits").clone()
}

fn ids(hits: &[Value]) -> Vec<&str> {
    hits.iter().map(|hit| text(&hit["id"])).collect()
}

#[test]
fn every_row_of_the_table_holds() {
    let mut wrong = Vec::new();
    for case in table().case {
        let found = hits(&case.q, 10);
        let found_ids = ids(&found);
        let first = found_ids.first().copied();
        let how = found.first().map(|hit| text(&hit["match"]));
        let holds = first == case.first.as_deref()
            && case.among.iter().all(|id| found_ids.contains(&id.as_str()))
            && (case.how.is_none() || how == case.how.as_deref());
        if !holds {
            wrong.push(format!("{}: {found_ids:?}, {how:?}", case.q));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_spellings_of_a_name_find_the_same() {
    let mut wrong = Vec::new();
    for Alike { spellings, find } in table().alike {
        for spelling in &spellings {
            let found = hits(spelling, 50);
            let missing: Vec<&String> =
                find.iter().filter(|id| !ids(&found).contains(&id.as_str())).collect();
            if !missing.is_empty() {
                wrong.push(format!("{spelling}: without {missing:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The names of a record in all languages, each once.
fn names(record: &Value) -> BTreeSet<String> {
    let properties = &record["properties"];
    let names = [&properties["name"], &properties["short"]];
    let texts = names.into_iter().filter_map(Value::as_object).flat_map(|names| names.values());
    texts.map(|name| text(name).to_owned()).collect()
}

#[test]
fn every_feature_is_found_by_each_of_its_names() {
    let mut n_names = 0;
    let mut wrong = Vec::new();
    for layer in LAYERS {
        let path = format!("/api/collections/{layer}/items?limit=1000");
        for record in Site::shipped().json(&path)["features"].as_array().expect("features") {
            let id = text(&record["id"]);
            for name in names(record).iter().filter(|name| name.chars().count() <= 100) {
                n_names += 1;
                // Some share a name: two border clashes, a base and the event of its opening.
                let found = hits(name, 4);
                let whole = |hit: &&Value| hit["match"] == "whole" && hit["id"] == id;
                if !found.iter().any(|hit| whole(&hit)) {
                    wrong.push(format!("{id}: {name}: {:?}", ids(&found)));
                }
            }
        }
    }
    assert!(n_names > 1_000, "{n_names}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn better_answers_come_first_and_features_before_places() {
    const ORDER: [&str; 7] = ["whole", "beginning", "word", "initials", "sound", "part", "near"];
    for query in ["khorgos", "Хоргос", "tashkent", "阿拉山口", "karakorm", "osh", "中亚"]
    {
        let found = hits(query, 50);
        let kinds: Vec<(bool, &str)> =
            found.iter().map(|hit| (hit["kind"] == "place", text(&hit["match"]))).collect();
        // Parts lie between whole names and parts that sound alike.
        let ranked = |how: &str| ORDER.iter().position(|known| *known == how).expect("a kind");
        let written: Vec<usize> =
            (kinds.iter().filter(|(_, how)| *how != "sound")).map(|(_, how)| ranked(how)).collect();
        assert!(written.is_sorted(), "{query}: {kinds:?}");
        for group in ["whole", "beginning", "word", "part"] {
            let places: Vec<bool> =
                kinds.iter().filter(|(_, how)| *how == group).map(|(place, _)| *place).collect();
            assert!(places.is_sorted(), "{query}: {kinds:?}");
        }
    }
}

#[test]
fn a_hit_has_its_first_and_last_day() {
    let span = |query: &str, id: &str| {
        let found = hits(query, 50);
        let hit = found.iter().find(|hit| hit["id"] == id).unwrap_or_else(|| panic!("{query}"));
        (hit["from"].as_str().map(str::to_owned), hit["until"].as_str().map(str::to_owned))
    };
    let days = |from: &str, until: &str| {
        let day = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        (day(from), day(until))
    };
    for (query, id, from, until) in [
        ("Manas", "manas-transit-center", "2001-12-16", "2014-06-02"),
        ("Atasu–Alashankou", "atasu-alashankou", "1997-01-01", ""),
        ("TAPI", "tapi", "2002-05-01", ""),
        ("Tselinograd", "astana", "", "1992-07-05"),
        ("Акмола", "astana", "1992-07-06", "1998-05-05"),
        ("Nur-Sultan", "astana", "2019-03-23", "2022-09-18"),
        ("Astana", "astana", "", ""),
        ("South Kazakhstan", "kz-south-kazakhstan", "1992-01-01", "2018-06-18"),
        ("Andijan events", "andijan-2005", "2005-05-13", "2005-05-13"),
    ] {
        assert_eq!(span(query, id), days(from, until), "{query}");
    }
}

#[test]
fn where_nothing_is_found_a_near_word_is_suggested() {
    let answer = Site::shipped().json("/search?q=horgozz");
    assert_eq!((&answer["hits"], text(&answer["suggestion"])), (&Value::Array(vec![]), "Horgos"));
    let near = Site::shipped().json("/search?q=alashamkou");
    assert_eq!((text(&near["hits"][0]["match"]), &near["suggestion"]), ("near", &Value::Null));
    assert_eq!(Site::shipped().json("/search?q=zzzz")["suggestion"], Value::Null);
}
