//! Filters by actor, member, quality, certainty, sources and outcome: the table, on every path that takes them.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::{Site, text};
use crate::starts::{Promise, Start, feature, site};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    feature: Vec<Thing>,
    membership: Vec<Membership>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Thing {
    id: String,
    countries: Vec<String>,
    quality: String,
    sourced: bool,
    actors: Vec<String>,
    starts: Vec<Start>,
    promise: Option<Promise>,
    verdict: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Membership {
    organisation: String,
    country: String,
    rank: String,
    from: String,
    until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    day: String,
    #[serde(default)]
    actor: Vec<String>,
    #[serde(default)]
    member: Vec<String>,
    #[serde(default)]
    quality: Vec<String>,
    #[serde(default)]
    certainty: Vec<String>,
    #[serde(default)]
    sourced: Vec<String>,
    #[serde(default)]
    outcome: Vec<String>,
    keeps: Vec<String>,
}

impl Case {
    fn query(&self) -> String {
        let parameters = [
            ("actor", &self.actor),
            ("member", &self.member),
            ("quality", &self.quality),
            ("certainty", &self.certainty),
            ("sourced", &self.sourced),
            ("outcome", &self.outcome),
        ];
        let given = parameters.iter().filter(|(_, values)| !values.is_empty());
        given.map(|(name, values)| format!("&{name}={}", values.join(","))).collect()
    }
}

fn served(table: &Table) -> Site {
    let features: Vec<Value> = table.feature.iter().map(|thing| {
        let actors: Vec<Value> = thing.actors.iter().map(|name| json!({"name": name, "role": "owner", "source": "s"})).collect();
        let more = json!({"countries": thing.countries, "quality": thing.quality, "sourced": thing.sourced, "actors": actors});
        feature(&thing.id, &thing.starts, thing.promise.as_ref(), &more)
    }).collect();
    let mut organisations: Vec<Value> = Vec::new();
    for row in &table.membership {
        if !organisations.iter().any(|entry| entry["id"] == row.organisation) {
            let name = json!({"en": row.organisation});
            organisations.push(json!({"id": row.organisation, "name": name, "statuses": []}));
        }
        let entry = organisations.iter_mut().find(|entry| entry["id"] == row.organisation).unwrap();
        let mut status = json!({"country": row.country, "status": row.rank, "from": row.from});
        if let Some(until) = &row.until {
            status["until"] = json!(until);
        }
        entry["statuses"].as_array_mut().unwrap().push(status);
    }
    site(&features, &organisations)
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|entry| text(&entry["id"])).collect()
}

#[test]
fn every_filter_of_the_table_keeps_what_it_says_on_every_path() {
    let table: Table = toml::from_str(include_str!("../cases/filters.toml")).expect("the table");
    let site = served(&table);
    let summaries = site.json("/api/summaries");
    for thing in &table.feature {
        let summary = &summaries["features"][&thing.id];
        assert_eq!(summary["verdict"].as_str(), thing.verdict.as_deref(), "{}", thing.id);
        assert_eq!(summary["actors"], json!(thing.actors), "{}", thing.id);
    }
    let mut wrong = Vec::new();
    for Case { name, day, keeps, .. } in &table.case {
        let case = table.case.iter().find(|case| case.name == *name).unwrap();
        let query = case.query();
        let items = site.json(&format!("/api/collections/things/items?datetime={day}{query}"));
        let file = site.json(&format!("/download/things.geojson?datetime={day}{query}"));
        let changes = site.json(&format!("/changes?from={day}&to={day}{query}"));
        let found = [ids(&items["features"]), ids(&file["features"]), ids(&changes["changes"])];
        if found.iter().any(|found| found != keeps) {
            wrong.push(format!("{name}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn filters_narrow_the_shipped_atlas_by_what_its_records_say() {
    let site = Site::shipped();
    let all = site.ids("pipelines", "datetime=2010-01-01");
    for (query, kept) in [
        ("actor=cnpc", "atasu-alashankou"),
        ("member=sco", "atasu-alashankou"),
        ("outcome=on_time", "atasu-alashankou"),
        ("certainty=certain", "atasu-alashankou"),
        ("quality=traced", "atasu-alashankou"),
    ] {
        let found = site.ids("pipelines", &format!("datetime=2010-01-01&{query}"));
        assert!(found.contains(&kept.to_owned()) && found.len() < all.len(), "{query}: {found:?}");
    }
    assert!(site.ids("pipelines", "datetime=1995-01-01&member=sco").is_empty(), "SCO before 1996");
    assert!(site.ids("events", "actor=united-states&datetime=2001/2010").len() < 5);
    let yes = site.ids("bases", "sourced=yes").len();
    assert_eq!(yes + site.ids("bases", "sourced=no").len(), 33);
}

#[test]
fn a_filter_follows_what_was_known() {
    let site = Site::shipped();
    let kept = |query: &str| site.ids("pipelines", query).contains(&"atasu-alashankou".to_owned());
    assert!(kept("outcome=on_time") && !kept("outcome=on_time&as-of=2005-06-01"));
    assert!(kept("outcome=pending&as-of=2005-06-01"));
    assert!(kept("actor=cnpc&as-of=2006-01-01") && !kept("actor=cnpc&as-of=2005-01-01"));
}
