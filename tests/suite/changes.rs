//! Between two days: the table of cases, and that document, files and items agree.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::{LAYERS, Site, text};
use crate::starts::{Start, feature, site};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    starts: Vec<Start>,
    from: String,
    to: String,
    expect: Expected,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    kind: Option<String>,
    before: Option<String>,
    after: Option<String>,
    #[serde(default)]
    planned: bool,
}

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

fn entries(document: &Value) -> &Vec<Value> {
    document["changes"].as_array().expect("changes")
}

#[test]
fn every_row_of_the_table_holds() {
    let table: Table = toml::from_str(include_str!("../cases/changes.toml")).expect("the table");
    let id = |index: usize| format!("case-{}", index + 1);
    let features: Vec<Value> = (table.case.iter().enumerate())
        .map(|(index, case)| feature(&id(index), &case.starts, None, &json!({})))
        .collect();
    let site = site(&features, &[]);
    let mut wrong = Vec::new();
    for (index, case) in table.case.iter().enumerate() {
        let document = site.json(&format!("/changes?from={}&to={}", case.from, case.to));
        let found = entries(&document).iter().find(|change| change["id"] == *id(index));
        let status = |side: &str| found.and_then(|found| found[side]["status"].as_str());
        let expected = &case.expect;
        let holds = found.map(|found| text(&found["kind"])) == expected.kind.as_deref()
            && status("before") == expected.before.as_deref()
            && status("after") == expected.after.as_deref()
            && found.is_none_or(|found| (found["after"]["planned"] == true) == expected.planned);
        if !holds {
            wrong.push(format!("{}: {found:?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Status of every feature that stands on a day, told by the items of all layers but events.
fn standing(site: &Site, day: &str, filter: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for layer in LAYERS.into_iter().filter(|layer| *layer != "events") {
        let path = format!(
            "/api/collections/{layer}/items?limit=1000&undated=exclude&datetime={day}&{filter}"
        );
        for item in site.json(&path)["features"].as_array().expect("features") {
            let status = text(&item["properties"]["status"]);
            if !["closed", "cancelled", ""].contains(&status) {
                found.insert(text(&item["id"]).to_owned(), status.to_owned());
            }
        }
    }
    found
}

#[test]
fn the_changes_are_the_difference_of_the_items_of_two_days() {
    let site = Site::shipped();
    for (from, to) in
        [("1991-12-31", "2001-12-31"), ("2005-07-01", "2014-07-01"), ("2026-01-01", "2035-01-01")]
    {
        for filter in [
            "",
            "category=oil,gas",
            "country=KG",
            "status=operating",
            "member=sco",
            "as-of=2014-01-01",
            "actor=cnpc,russia",
            "quality=traced&q=a",
        ] {
            let document = site.json(&format!("/changes?from={from}&to={to}&{filter}"));
            let as_known: String =
                filter.split('&').filter(|pair| pair.starts_with("as-of")).collect();
            let [all_before, all_after] = [from, to].map(|day| standing(site, day, &as_known));
            let [before, after] = [from, to].map(|day| standing(site, day, filter));
            let kept: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
            let told: BTreeSet<String> =
                entries(&document).iter().map(|change| text(&change["id"]).to_owned()).collect();
            assert_eq!(told.iter().collect::<BTreeSet<_>>(), kept, "{from} {to} {filter}");
            for change in entries(&document) {
                let id = text(&change["id"]);
                let expected = match (all_before.get(id), all_after.get(id)) {
                    (None, Some(_)) => "opened",
                    (Some(_), None) => "closed",
                    (before, after) if before == after => "unchanged",
                    _ => "changed",
                };
                assert_eq!(text(&change["kind"]), expected, "{id} {from} {to} {filter}");
            }
        }
    }
}

#[test]
fn counts_add_up_what_is_listed() {
    let document = Site::shipped().json("/changes?from=1991&to=2026-11-24");
    assert_eq!((text(&document["from"]), text(&document["to"])), ("1991-01-01", "2026-11-24"));
    for kind in ["opened", "closed", "changed", "unchanged"] {
        let of_kind: Vec<&Value> =
            entries(&document).iter().filter(|change| change["kind"] == kind).collect();
        let length: f64 = of_kind.iter().filter_map(|change| change["length_km"].as_f64()).sum();
        let counts = &document["counts"][kind];
        assert_eq!(counts["features"], of_kind.len(), "{kind}");
        assert!((counts["length_km"].as_f64().unwrap() - length).abs() < 0.06, "{kind}");
    }
    assert!(document["counts"]["opened"]["length_km"].as_f64().unwrap() > 10_000.0);
    let none = Site::shipped().get("/changes?from=2005&to=2005&q=zzz").text();
    assert!(none.contains("\"opened\":{\"features\":0,\"length_km\":0.0}"), "{none}");
    assert!(entries(&document).iter().all(|change| change["layer"] != "events"));
}

#[test]
fn the_files_hold_what_the_document_lists_with_credits() {
    let site = Site::shipped();
    let query = "from=2001-01-01&to=2006-01-01&category=oil,air_base&as-of=2014-01-01";
    let document = site.json(&format!("/changes?{query}"));
    let ids: Vec<&str> = entries(&document).iter().map(|change| text(&change["id"])).collect();
    assert!(ids.contains(&"atasu-alashankou") && ids.len() > 5, "{ids:?}");

    let collection = site.get(&format!("/changes.geojson?{query}"));
    assert_eq!(collection.header("content-type"), "application/geo+json");
    let name = "attachment; filename=\"steppe-atlas-changes-2001-01-01-2006-01-01.geojson\"";
    assert_eq!(collection.header("content-disposition"), name);
    let collection = collection.json();
    let features = collection["features"].as_array().unwrap();
    assert_eq!(features.iter().map(|f| text(&f["id"])).collect::<Vec<_>>(), ids);
    assert_eq!(collection["counts"], document["counts"]);
    assert!(
        text(&collection["citation"])
            .contains("changes, 2001-01-01/2006-01-01, as known on 2014-01-01")
    );
    assert!(!collection["sources"].as_object().unwrap().is_empty());
    assert!(!collection["attribution"].as_array().unwrap().is_empty());

    let rows = site.get(&format!("/changes.csv?{query}"));
    assert_eq!(rows.header("content-type"), "text/csv; charset=utf-8");
    let mut reader = csv::Reader::from_reader(&rows.body[..]);
    let columns = reader.headers().unwrap().clone();
    let column = |name: &str| columns.iter().position(|column| column == name).expect(name);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.iter().map(|row| &row[column("id")]).collect::<Vec<_>>(), ids);
    for ((row, feature), change) in rows.iter().zip(features).zip(entries(&document)) {
        let said = &feature["properties"];
        assert_eq!(&row[column("change")], text(&change["kind"]));
        assert_eq!(&row[column("status_before")], text(&change["before"]["status"]));
        assert_eq!(text(&said["status_after"]), text(&change["after"]["status"]));
        assert_eq!(said["length_km"], change["length_km"]);
        assert!(!row[column("sources")].is_empty() && !row[column("citation")].is_empty());
    }
}

#[test]
fn a_form_is_asked_for_by_name_or_by_ending() {
    let site = Site::shipped();
    let query = "from=2001&to=2006&category=oil";
    for (form, media) in [
        ("json", "application/json"),
        ("csv", "text/csv; charset=utf-8"),
        ("geojson", "application/geo+json"),
        ("atom", "application/atom+xml"),
    ] {
        for what in ["changes", "revisions"] {
            let asked = site.get(&format!("/{what}?{query}&f={form}"));
            assert_eq!(asked.header("content-type"), media, "{what}, {form}");
            let plain = site.get(&format!("/{what}?{query}"));
            let ending = site.get(&format!("/{what}.{form}?{query}"));
            let same = if form == "json" { plain } else { ending };
            assert_eq!(same.header("content-type"), media, "{what}, {form}");
            // Files and feeds name the address they were asked at.
            let without = |text: String| {
                text.replace(&format!("&amp;f={form}"), "").replace(&format!("&f={form}"), "")
            };
            let own = |text: String| {
                without(text).replace(&format!("/{what}.{form}"), &format!("/{what}"))
            };
            let [asked, same] = [asked, same].map(|answer| own(answer.text()));
            let ids = |text: &str| -> Vec<String> {
                text.lines().filter(|line| !line.starts_with("  <id>")).map(str::to_owned).collect()
            };
            assert_eq!(ids(&asked), ids(&same), "{what}, {form}");
        }
    }
}

#[test]
fn each_change_tells_the_day_from_which_on_it_holds() {
    let site = Site::shipped();
    let (from, to) = ("2001-01-01", "2015-01-01");
    let document = site.json(&format!("/changes?from={from}&to={to}"));
    for change in entries(&document) {
        let (id, kind) = (text(&change["id"]), text(&change["kind"]));
        assert_eq!(kind == "unchanged", change["on"].is_null(), "{id}");
        if kind == "unchanged" {
            continue;
        }
        let on = text(&change["on"]);
        assert!(from < on && on <= to, "{id}: {on}");
        let later = site.json(&format!("/changes?from={on}&to={to}"));
        let later = entries(&later).iter().find(|other| other["id"] == *id);
        let stays = later.map(|later| text(&later["kind"]));
        let expected = if kind == "closed" { None } else { Some("unchanged") };
        assert_eq!(stays, expected, "{id}: nothing changes from {on} to {to}");
    }
}
