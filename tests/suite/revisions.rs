//! Revisions: what became known between two days, held against the records as known on each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use steppe_atlas::atlas::load::load;
use steppe_atlas::query::Plan;
use steppe_atlas::store::Store;
use steppe_atlas::store::deadline::Forever;
use steppe_atlas::store::revisions::{Kind, Start, between};

use crate::app::{LAYERS, Site, TODAY, day, text};
use crate::folder::Folder;

fn list<'a>(document: &'a Value, member: &str) -> &'a Vec<Value> {
    document[member].as_array().expect("a list")
}

fn revised<'a>(document: &'a Value, id: &str) -> Option<&'a Value> {
    list(document, "features").iter().find(|entry| entry["id"] == id)
}

#[test]
fn a_plan_that_comes_true_is_told_with_both_dates() {
    let site = Site::shipped();
    let document = site.json("/revisions?from=2005-04-03&to=2006-12-31");
    let entry = revised(&document, "atasu-alashankou").expect("it opened in between");
    let opening = list(entry, "revisions")
        .iter()
        .find(|revision| revision["status"] == "operating")
        .expect("its opening");
    assert_eq!(opening["kind"], "happened");
    assert_eq!(
        (&opening["before"]["date"], &opening["before"]["planned"]),
        (&"2005-12".into(), &true.into())
    );
    assert_eq!(
        (&opening["after"]["date"], &opening["after"]["planned"]),
        (&"2005-12-15".into(), &false.into())
    );
    let known_on = text(&opening["known_on"]);
    assert!(("2005-12-15"..="2006-12-31").contains(&known_on), "{known_on}");
}

#[test]
fn with_a_moment_only_features_count_of_which_another_state_was_known() {
    let site = Site::shipped();
    let document = site.json("/revisions?from=2005-04-03&to=2006-12-31&datetime=2006-06-30");
    let entry = revised(&document, "atasu-alashankou").expect("planned then, operating now");
    let told = |side: &str| (text(&entry[side]["status"]), entry[side]["status_planned"] == true);
    assert_eq!((told("before"), told("after")), (("operating", true), ("operating", false)));
    for entry in list(&document, "features") {
        assert_ne!(entry["before"], entry["after"], "{}", entry["id"]);
    }
    let whole = site.json("/revisions?from=2005-04-03&to=2006-12-31");
    assert!(list(&document, "features").len() < list(&whole, "features").len());
    let long_ago = site.json("/revisions?from=2005-04-03&to=2006-12-31&datetime=1936-01-01");
    assert!(revised(&long_ago, "atasu-alashankou").is_none());
}

/// The starts of a record by status and phase: the date as typed, whether it is planned, and users.
fn starts(id: &str, layer: &str, known: &str) -> BTreeMap<(String, u64), (String, bool, Value)> {
    let path = format!("/api/collections/{layer}/items/{id}?as-of={known}");
    let record = Site::shipped().json(&path);
    let period = |period: &Value| {
        let status = if layer == "events" { "held" } else { text(&period["status"]) };
        let key = (status.to_owned(), period["phase"].as_u64().unwrap_or(1));
        (
            key,
            (text(&period["since"]).to_owned(), period["planned"] == true, period["user"].clone()),
        )
    };
    list(&record["properties"], "periods").iter().map(period).collect()
}

#[test]
fn the_revisions_are_the_difference_of_the_records_as_known_on_two_days() {
    let site = Site::shipped();
    for (from, to) in
        [("2001-06-15", "2005-04-03"), ("2005-04-03", "2015-01-01"), ("2014-06-03", "2026-11-24")]
    {
        let document = site.json(&format!("/revisions?from={from}&to={to}"));
        let mut told = BTreeSet::new();
        for layer in LAYERS {
            for id in site.ids(layer, "") {
                let (before, after) = (starts(&id, layer, from), starts(&id, layer, to));
                let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
                let differing: BTreeSet<(&str, u64)> = keys
                    .into_iter()
                    .filter(|key| before.get(*key) != after.get(*key))
                    .map(|(status, phase)| (status.as_str(), *phase))
                    .collect();
                let entry = revised(&document, &id);
                let found: BTreeSet<(&str, u64)> = entry
                    .iter()
                    .flat_map(|entry| list(entry, "revisions"))
                    .map(|revision| {
                        (text(&revision["status"]), revision["phase"].as_u64().unwrap())
                    })
                    .collect();
                assert_eq!(found, differing, "{id}: {from} to {to}");
                told.extend(entry.map(|_| id.clone()));
            }
        }
        assert_eq!(told.len(), list(&document, "features").len(), "each once, {from} to {to}");
        let counted: u64 =
            document["counts"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
        let listed = list(&document, "features").iter().flat_map(|entry| list(entry, "revisions"));
        let days: Vec<&str> = listed.map(|revision| text(&revision["known_on"])).collect();
        assert_eq!(counted, days.len() as u64);
        assert!(days.iter().all(|day| from < *day && *day <= to), "{from} to {to}: {days:?}");
    }
}

#[test]
fn nothing_is_learnt_on_one_day_and_filters_hold_on_either() {
    let site = Site::shipped();
    let none = site.json("/revisions?from=2010-01-01&to=2010-01-01");
    assert!(list(&none, "features").is_empty());
    let gas = site.json("/revisions?from=2005-01-01&to=2015-01-01&category=gas");
    assert!(list(&gas, "features").iter().all(|entry| entry["category"] == "gas"));
    assert!(list(&gas, "features").len() > 3);
}

#[test]
fn files_of_revisions_hold_what_the_document_lists() {
    let site = Site::shipped();
    let query = "from=2005-04-03&to=2015-01-01&country=KZ";
    let document = site.json(&format!("/revisions?{query}"));
    let collection = site.get(&format!("/revisions.geojson?{query}"));
    let name = "attachment; filename=\"steppe-atlas-revisions-2005-04-03-2015-01-01.geojson\"";
    assert_eq!(collection.header("content-disposition"), name);
    let collection = collection.json();
    for (feature, entry) in list(&collection, "features").iter().zip(list(&document, "features")) {
        assert_eq!(
            (&feature["id"], &feature["properties"]["revisions"]),
            (&entry["id"], &entry["revisions"])
        );
        assert!(feature["geometry"].is_object());
    }
    assert_eq!(list(&collection, "features").len(), list(&document, "features").len());
    assert!(text(&collection["citation"]).contains("as known on 2005-04-03 and on 2015-01-01"));
    let rows = site.get(&format!("/revisions.csv?{query}"));
    let mut reader = csv::Reader::from_reader(&rows.body[..]);
    let columns = reader.headers().unwrap().clone();
    let column = |name: &str| columns.iter().position(|column| column == name).expect(name);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let revisions: Vec<&Value> =
        list(&document, "features").iter().flat_map(|entry| list(entry, "revisions")).collect();
    assert_eq!(rows.len(), revisions.len());
    for (row, revision) in rows.iter().zip(revisions) {
        assert_eq!(&row[column("revision")], text(&revision["kind"]));
        assert_eq!(&row[column("date_after")], text(&revision["after"]["date"]));
        assert_eq!(&row[column("known_on")], text(&revision["known_on"]));
        assert!(!row[column("citation")].is_empty());
    }
}

#[test]
fn two_versions_of_the_data_are_held_against_each_other() {
    let (old, new) = (Folder::copy_of("small"), Folder::copy_of("small"));
    new.patch("lines.geojson", "A to B\",", "A to B by way of E\",");
    new.patch("lines.geojson", "\"date\": \"2014-06\"", "\"date\": \"2014-07\"");
    let store =
        |folder: &Folder| Store::new(load(folder.path()).expect("a folder").0, Some(day(TODAY)));
    let (old, new) = (store(&old), store(&new));
    let plan = || Plan::of_layers(vec![0, 1, 2], day(TODAY));
    let (before, after) = (old.view(plan()), new.view(plan()));
    let Ok(found) = between(&before, &after, &Forever);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].side().unwrap().feature.id(), &found[0].members[..]),
        ("a-b", &["claims".to_owned(), "name".to_owned()][..])
    );
    let [revision] = &found[0].revisions[..] else { panic!("{:?}", found[0].revisions) };
    let date = |start: &Option<Start>| start.as_ref().map(|start| start.date.clone());
    assert_eq!(revision.kind, Kind::Revised);
    assert_eq!(
        (date(&revision.before).as_deref(), date(&revision.after).as_deref()),
        (Some("2014-06"), Some("2014-07"))
    );
    let same = old.view(plan());
    let Ok(none) = between(&before, &same, &Forever);
    assert!(none.is_empty());
}
