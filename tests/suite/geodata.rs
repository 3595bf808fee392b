//! Our own data: no finding, known totals, known facts, every period.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

use serde_json::Value;
use steppe_atlas::atlas::canon::canonical;
use steppe_atlas::atlas::load::load;
use steppe_atlas::atlas::rewrite::canonical_files;
use steppe_atlas::atlas::schema::{CLAIM, EVENT, Kind, Member, RECORD};
use steppe_atlas::atlas::status::Status;

use crate::app::{LAYERS, Site, TODAY, day, root, text};

fn file(name: &str) -> Value {
    let text = fs::read_to_string(root().join("geodata").join(name)).expect(name);
    serde_json::from_str(&text).expect(name)
}

/// The properties of all features of some layers, as they stand in the files.
fn records(layers: &[&str]) -> Vec<Value> {
    let mut records = Vec::new();
    for layer in layers {
        for feature in file(&format!("{layer}.geojson"))["features"].as_array().unwrap() {
            records.push(feature["properties"].clone());
        }
    }
    records
}

/// Layers whose features have claims.
const CLAIMED: [&str; 4] = ["pipelines", "corridors", "zones", "bases"];

fn elements<'a>(records: &'a [Value], list: &str) -> Vec<&'a Value> {
    records.iter().filter_map(|record| record[list].as_array()).flatten().collect()
}

#[test]
fn the_data_has_no_finding() {
    let (_, findings) = load(&root().join("geodata")).expect("geodata");
    let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn the_files_are_in_canonical_form() {
    for (path, kind) in canonical_files(&root().join("geodata")).expect("geodata") {
        let text = fs::read_to_string(&path).expect("a data file");
        let form = canonical(&text, kind).expect("JSON");
        assert!(form == text, "{}: run 'cargo run -- check --fix'", path.display());
    }
}

#[test]
fn short_names_fit_the_map_and_are_unique_in_their_layer() {
    for layer in LAYERS {
        let mut seen = BTreeSet::new();
        for record in records(&[layer]) {
            for (language, short) in record["short"].as_object().expect("short names") {
                let short = text(short);
                assert!(short.chars().count() <= 22, "{layer}: {short}");
                assert!(seen.insert(format!("{language} {short}")), "{layer}: {short} twice");
            }
        }
    }
}

#[test]
fn nothing_was_lost_on_the_way_into_the_files() {
    let counts = LAYERS.map(|layer| (layer, records(&[layer]).len()));
    let expected =
        [("pipelines", 53), ("corridors", 37), ("zones", 27), ("bases", 33), ("events", 89)];
    assert_eq!(counts, expected);
    let records = records(&CLAIMED);
    let claims = elements(&records, "claims");
    let marked = |member: &str| claims.iter().filter(|claim| claim[member] == true).count();
    assert_eq!((claims.len(), marked("planned"), marked("unverified")), (799, 142, 71));
    let quantities: usize = records
        .iter()
        .filter_map(|record| record["quantities"].as_object())
        .flat_map(|by_key| by_key.values())
        .map(|values| values.as_array().unwrap().len())
        .sum();
    assert_eq!(quantities, 729);
    assert_eq!(file("sources.json").as_array().unwrap().len(), 775);
    let organisations = file("memberships.json")["organisations"].clone();
    let organisations = organisations.as_array().unwrap();
    let rows: usize = organisations.iter().map(|o| o["statuses"].as_array().unwrap().len()).sum();
    assert_eq!((organisations.len(), rows), (5, 103));
    let places = file("places.json");
    let lists = ["places", "regions", "countries", "physical"];
    assert_eq!(lists.map(|list| places[list].as_array().unwrap().len()), [263, 83, 48, 113]);
}

#[test]
fn the_statuses_of_today_are_as_reviewed() {
    for (layer, expected) in [
        (
            "pipelines",
            "cancelled 9, closed 1, construction 2, idle 4, operating 32, proposed 3, shelved 2",
        ),
        ("corridors", "agreed 1, cancelled 3, closed 1, construction 2, operating 30"),
        ("zones", "construction 1, idle 3, operating 23"),
        ("bases", "agreed 1, cancelled 4, closed 14, operating 12, reported 2"),
        ("events", "held 87, planned 2"),
    ] {
        let items = Site::shipped().json(&format!("/api/collections/{layer}/items?limit=1000"));
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for feature in items["features"].as_array().unwrap() {
            *counts.entry(text(&feature["properties"]["status"])).or_default() += 1;
        }
        let counts: Vec<String> = counts.iter().map(|(s, count)| format!("{s} {count}")).collect();
        assert_eq!(counts.join(", "), expected, "{layer}");
    }
}

#[test]
fn known_facts_stand() {
    let status = |layer: &str, id: &str, day: &str| {
        let path = format!("/api/collections/{layer}/items/{id}?datetime={day}");
        text(&Site::shipped().json(&path)["properties"]["status"]).to_owned()
    };
    for (layer, id, day, expected) in [
        ("bases", "manas-transit-center", "2001-12-15", ""),
        ("bases", "manas-transit-center", "2001-12-16", "operating"),
        ("bases", "manas-transit-center", "2005-07-05", "operating"),
        ("bases", "manas-transit-center", "2014-06-02", "operating"),
        ("bases", "manas-transit-center", "2014-06-03", "closed"),
        ("bases", "karshi-khanabad-k2", "2004-12-31", "operating"),
        ("bases", "karshi-khanabad-k2", "2005-11-22", "closed"),
        ("bases", "kant-air-base", TODAY, "operating"),
        ("pipelines", "atasu-alashankou", "2004-09-27", "agreed"),
        ("pipelines", "atasu-alashankou", "2004-09-28", "construction"),
        ("pipelines", "atasu-alashankou", "2005-12-15", "operating"),
        ("pipelines", "centgas", "2000-01-01", "cancelled"),
        ("zones", "khorgos-icbc", "2005-01-01", "agreed"),
        ("zones", "khorgos-icbc", "2013-01-01", "operating"),
    ] {
        assert_eq!(status(layer, id, day), expected, "{id} on {day}");
    }
}

#[test]
fn known_promises_were_kept_or_not() {
    for (id, expected) in [("atasu-alashankou", 0), ("beineu-bozoi-shymkent", 244)] {
        let item = Site::shipped().json(&format!("/api/collections/pipelines/items/{id}"));
        let outcomes = item["properties"]["outcomes"].as_array().unwrap();
        let opening = outcomes.iter().find(|o| o["status"] == "operating").expect("an opening");
        assert_eq!(opening["delay_days"], expected, "{id}");
        let known: Vec<&str> =
            opening["plans"].as_array().unwrap().iter().map(|plan| text(&plan["known"])).collect();
        assert!(known.is_sorted(), "{id}: {known:?}");
    }
}

#[test]
fn membership_follows_its_rows() {
    let (atlas, _) = load(&root().join("geodata")).expect("geodata");
    let standing = |organisation: &str, country: &str, on: &str| {
        let found = atlas.memberships().iter().find(|entry| entry.id == organisation);
        found.expect("an organisation").standing(country, day(on)).map(str::to_owned)
    };
    for (organisation, country, on, expected) in [
        ("sco", "UZ", "2001-06-14", None),
        ("sco", "UZ", "2001-06-15", Some("member")),
        ("sco", "MN", "2005-01-01", Some("observer")),
        ("sco", "IN", "2010-01-01", Some("observer")),
        ("sco", "IN", "2018-01-01", Some("member")),
        ("eaeu", "KG", "2016-01-01", Some("member")),
        ("sco", "TM", TODAY, None),
    ] {
        let found = standing(organisation, country, on);
        assert_eq!(found.as_deref(), expected, "{country} in {organisation} on {on}");
    }
}

#[test]
fn memberships_do_not_overlap_and_name_countries() {
    for organisation in file("memberships.json")["organisations"].as_array().unwrap() {
        let mut spans: BTreeMap<&str, Vec<(i32, i32)>> = BTreeMap::new();
        for row in organisation["statuses"].as_array().unwrap() {
            let country = text(&row["country"]);
            assert!(country.len() == 2 && country.chars().all(|c| c.is_ascii_uppercase()));
            let number = |member: &str| row[member].as_str().map(|text| day(text).number());
            let span = (number("from").expect("a beginning"), number("until").unwrap_or(i32::MAX));
            assert!(span.0 < span.1, "{row}");
            let said = row["source"].is_string() || row["unverified"] == true;
            assert!(said, "{row} names a source or says that it has none");
            spans.entry(country).or_default().push(span);
        }
        for (country, mut spans) in spans {
            spans.sort_unstable();
            let apart = spans.windows(2).all(|pair| pair[0].1 <= pair[1].0);
            assert!(apart, "{country} in {}: {spans:?}", organisation["id"]);
        }
    }
}

#[test]
fn places_have_their_own_ids_names_and_a_point_on_the_globe() {
    let places = file("places.json");
    let (atlas, _) = load(&root().join("geodata")).expect("geodata");
    let mut ids = BTreeSet::new();
    for list in ["places", "regions", "countries", "physical"] {
        for place in places[list].as_array().unwrap() {
            let id = text(&place["id"]);
            assert!(!id.is_empty() && ids.insert((list, id)), "{list}: {id} stands there once");
            for language in ["en", "ru", "zh", "kk", "ky", "uz", "tg"] {
                assert!(!text(&place["name"][language]).is_empty(), "{id} in {language}");
            }
            for former in place["names"].as_array().into_iter().flatten() {
                for member in ["from", "until"] {
                    if let Some(date) = former[member].as_str() {
                        assert!(
                            steppe_atlas::atlas::date::Date::parse(date).is_ok(),
                            "{id}: {date}"
                        );
                    }
                }
            }
        }
    }
    for place in atlas.places() {
        let [lon, lat] = place.lon_lat;
        assert!(lon.abs() <= 180.0 && lat.abs() <= 90.0, "{}", place.id);
    }
    // Countries out of view have no label, and so no point.
    assert!(atlas.places().len() > 263 + 83 + 113, "{} places are found", atlas.places().len());
}

#[test]
fn every_source_is_named_by_something() {
    let mut named = String::new();
    for name in LAYERS.map(|layer| format!("{layer}.geojson")) {
        named.push_str(&file(&name).to_string());
    }
    for name in ["memberships.json", "places.json"] {
        named.push_str(&file(name).to_string());
    }
    let sources = file("sources.json");
    let keys = sources.as_array().unwrap().iter().map(|source| text(&source["id"]));
    // Some are named in a remark only.
    let unused: Vec<&str> = keys.filter(|key| !named.contains(key)).collect();
    assert_eq!(unused, Vec::<&str>::new());
}

#[test]
fn the_schema_for_other_programs_has_the_members_that_the_check_knows() {
    let schema = file("feature.schema.json");
    let of = |name: &str| &schema["$defs"][name];
    let mut pair = Pair { schema: &schema, breaches: Vec::new() };
    pair.agree("feature", RECORD, &CLAIMED.map(of));
    pair.agree("event", EVENT, &[of("events")]);
    pair.agree("claim", CLAIM, &[of("claim")]);
    for (shared, schemas) in
        [("position", SHARED_POSITIONS.map(of).to_vec()), ("quantities", vec![of("quantities")])]
    {
        let member = RECORD.iter().find(|member| member.name == shared).expect("a member");
        let (members, schemas) = pair.objects(member.kind, &schemas).expect("objects");
        pair.agree(shared, members, &schemas);
    }
    let breaches = pair.breaches;
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    let statuses: Vec<&str> = of("status")["enum"].as_array().unwrap().iter().map(text).collect();
    assert_eq!(statuses, Status::ALL.map(Status::as_str));
}

/// The table has one position for every layer, the schema one each.
const SHARED_POSITIONS: [&str; 5] =
    ["pipeline_position", "corridor_position", "zone_position", "base_position", "event_position"];

/// The table of the check and the schema, side by side.
struct Pair<'a> {
    schema: &'a Value,
    breaches: Vec<String>,
}

impl<'a> Pair<'a> {
    /// The members of a table are those of the schemas of the same object taken together, and what
    /// the table requires each schema requires.
    fn agree(&mut self, at: &str, members: &[Member], schemas: &[&'a Value]) {
        let schemas: Vec<_> = schemas.iter().map(|schema| resolved(schema, self.schema)).collect();
        let known: BTreeSet<&str> = members.iter().map(|member| member.name).collect();
        let said: BTreeSet<&str> = schemas
            .iter()
            .filter_map(|schema| schema["properties"].as_object())
            .flat_map(|properties| properties.keys().map(String::as_str))
            .collect();
        for name in known.symmetric_difference(&said) {
            self.breaches.push(format!("{at}.{name} stands in one of the two only"));
        }
        for member in members {
            let required = |schema: &&Value| {
                schema["required"].as_array().is_some_and(|list| list.contains(&member.name.into()))
            };
            if member.required && !schemas.iter().all(required) {
                self.breaches.push(format!("{at}.{} is required by the check only", member.name));
            }
            // What several layers share in the table is compared as a whole.
            if ["position", "quantities", "amounts"].contains(&member.name) {
                continue;
            }
            let inner = schemas.iter().map(|schema| &schema["properties"][member.name]);
            let inner: Vec<&Value> = inner.filter(|schema| !schema.is_null()).collect();
            if let Some((members, schemas)) = self.objects(member.kind, &inner) {
                self.agree(&format!("{at}.{}", member.name), members, &schemas);
            }
        }
    }

    /// The members of the objects that a value holds, through lists and maps, and their schemas.
    fn objects(
        &self,
        kind: Kind,
        schemas: &[&'a Value],
    ) -> Option<(&'static [Member], Vec<&'a Value>)> {
        let inside = |member: &str| -> Vec<&'a Value> {
            let inner = schemas.iter().map(|schema| &resolved(schema, self.schema)[member]);
            inner.filter(|schema| !schema.is_null()).collect()
        };
        match kind {
            Kind::Object(members) => Some((members, schemas.to_vec())),
            Kind::List(inner) => self.objects(*inner, &inside("items")),
            Kind::Map(inner) => self.objects(*inner, &inside("additionalProperties")),
            _ => None,
        }
    }
}

/// A schema, or the one it refers to.
fn resolved<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).expect("a definition"),
        None => schema,
    }
}

/// One line a period: which feature, what, from when until when, and who says so.
fn periods() -> String {
    let mut lines = format!(
        "Every period as known on {TODAY}, a line each; rewritten by UPDATE=1.\n\
         layer/id | status phase | start as typed | possible days, closed | certain days | how\n"
    );
    for layer in LAYERS {
        for id in Site::shipped().ids(layer, "") {
            let path = format!("/api/collections/{layer}/items/{id}");
            let item = Site::shipped().json(&path);
            for period in item["properties"]["periods"].as_array().unwrap() {
                let day = |member: &str| period[member].as_str().unwrap_or("..");
                let mut how: Vec<&str> = vec![period["source"].as_str().unwrap_or("unsourced")];
                how.extend((period["planned"] == true).then_some("planned"));
                how.extend(period["user"].as_array().unwrap().iter().map(text));
                writeln!(
                    lines,
                    "{layer}/{id} | {} {} | {} | {} – {} | {} – {} | {}",
                    text(&period["status"]),
                    period["phase"],
                    text(&period["since"]),
                    day("from"),
                    day("until"),
                    day("certain_from"),
                    day("certain_until"),
                    how.join(" ")
                )
                .expect("memory");
            }
        }
    }
    lines
}

#[test]
fn every_period_is_as_reviewed() {
    let path = root().join("tests/golden/periods.txt");
    let found = periods();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &found).expect("tests/golden is writable");
    }
    let reviewed = fs::read_to_string(&path).expect("periods.txt; UPDATE=1 writes it");
    let (old, new): (BTreeSet<&str>, BTreeSet<&str>) =
        (reviewed.lines().collect(), found.lines().collect());
    let gone = old.difference(&new).map(|line| format!("- {line}"));
    let come = new.difference(&old).map(|line| format!("+ {line}"));
    let changes: Vec<String> = gone.chain(come).collect();
    assert!(changes.is_empty(), "UPDATE=1 accepts:\n{}", changes.join("\n"));
}
