//! Summaries, memberships and stories agree with the records, and with what was known.

use std::collections::BTreeSet;

use serde_json::Value;
use steppe_atlas::atlas::load::load;

use crate::app::{LAYERS, Site, TODAY, day, text};
use crate::folder::Folder;

const OPEN: i64 = 2_147_483_647;

/// The promise that a feature is held to, of the outcomes of its record.
fn first(record: &Value) -> Option<&Value> {
    let outcomes = record["outcomes"].as_array().expect("outcomes");
    outcomes
        .iter()
        .find(|outcome| outcome["status"] == "operating")
        .or_else(|| outcomes.iter().min_by_key(|outcome| text(&outcome["plans"][0]["known"])))
}

/// The verdict as the outcomes of a record make it.
fn verdict(record: &Value) -> Option<(&'static str, Option<i64>)> {
    let first = first(record)?;
    let over = ["closed", "cancelled", "shelved"].contains(&text(&record["status"]));
    let (delay, overdue) = (first["delay_days"].as_i64(), first["overdue_days"].as_i64());
    Some(match (delay, overdue) {
        (Some(days), _) if days > 0 => ("late", Some(days)),
        (Some(days), _) => ("on_time", Some(days)),
        (None, _) if over => ("abandoned", None),
        (None, Some(days)) => ("overdue", Some(days)),
        (None, None) => ("pending", None),
    })
}

#[test]
fn a_summary_says_what_the_record_says() {
    let site = Site::shipped();
    for as_of in [TODAY, "2005-04-03"] {
        let document = site.json(&format!("/api/summaries?as-of={as_of}"));
        assert_eq!(document["known"], day(as_of).number());
        let summaries = document["features"].as_object().expect("features");
        let timeline = site.json(&format!("/api/timeline?as-of={as_of}"));
        let known: Vec<&str> =
            timeline["features"].as_array().unwrap().iter().map(|f| text(&f["id"])).collect();
        assert!(summaries.keys().eq(known), "the same features as the timeline");
        for layer in LAYERS {
            let ids = site.ids(layer, &format!("as-of={as_of}"));
            for id in ids.iter().filter(|id| summaries.contains_key(*id)) {
                let path =
                    format!("/api/collections/{layer}/items/{id}?as-of={as_of}&datetime={as_of}");
                let record = &site.json(&path)["properties"];
                let summary = &summaries[id];
                let (name, short) = (&record["name"], &record["short"]);
                let expected = if name == short { &Value::Null } else { name };
                assert_eq!(
                    &summary["name"], expected,
                    "{id}: the full name, where it is another one"
                );
                let expected = verdict(record);
                assert_eq!(
                    summary["verdict"].as_str(),
                    expected.map(|(word, _)| word),
                    "{id} {as_of}"
                );
                assert_eq!(
                    summary["delay_days"].as_i64(),
                    expected.and_then(|(_, days)| days),
                    "{id}"
                );
                let promised = first(record).map_or(&Value::Null, |outcome| &outcome["status"]);
                assert_eq!(&summary["promised_status"], promised, "{id}");
                let is_abandoned = summary["verdict"] == "abandoned";
                let end = if is_abandoned { &record["status"] } else { &Value::Null };
                assert_eq!(&summary["end_status"], end, "{id} {as_of}");
                let sources = record["sources"].as_object().unwrap().len();
                assert_eq!(summary["sources"], sources, "{id} {as_of}");
                if let Some(kind) = summary["size"]["kind"].as_str() {
                    let leading = &record["quantities"][kind][0];
                    assert_eq!(summary["size"]["unit"], leading["unit"], "{id} {kind}");
                }
            }
        }
    }
}

#[test]
fn a_length_is_that_of_the_drawn_line() {
    let site = Site::shipped();
    let summaries = site.json("/api/summaries");
    let length = |id: &str| summaries["features"][id]["length_km"].as_f64();
    for id in ["m41-pamir-highway", "karakoram-highway"] {
        let profile = site.json(&format!("/feature/{id}/profile"))["length_km"].as_f64().unwrap();
        assert!((length(id).unwrap() - profile).abs() < 0.2, "{id}");
    }
    assert_eq!(length("khorgos-icbc"), None);
    assert_eq!(length("kant-air-base"), None);
}

#[test]
fn every_actor_is_named_once_and_acts_somewhere() {
    let document = Site::shipped().json("/api/summaries");
    let actors = document["actors"].as_object().expect("actors");
    let acting: BTreeSet<&str> = (document["features"].as_object().unwrap().values())
        .flat_map(|summary| summary["actors"].as_array().unwrap())
        .map(text)
        .collect();
    assert!(actors.keys().map(String::as_str).eq(acting));
    let mut names = BTreeSet::new();
    for (id, actor) in actors {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(id.bytes().all(plain), "{id}");
        assert!(names.insert(text(&actor["name"])), "{id} stands there twice");
        assert!(!actor["roles"].as_array().unwrap().is_empty(), "{id}");
    }
    assert_eq!(text(&actors["russia"]["name"]), "Russia");
    assert!(actors["russia"]["roles"].as_array().unwrap().contains(&"user".into()));
    assert_eq!(text(&actors["united-states"]["name"]), "United States");
    assert!(actors["cnpc"]["roles"].as_array().unwrap().contains(&"owner".into()));
}

#[test]
fn memberships_have_a_standing_a_rank_and_their_days() {
    let document = Site::shipped().json("/api/memberships");
    let rows = document["memberships"].as_array().expect("memberships");
    let on = |organisation: &str, country: &str, date: &str| {
        let at = i64::from(day(date).number());
        let of_both = rows
            .iter()
            .filter(|row| row["organisation"] == organisation && row["country"] == country);
        let mut held = of_both.filter(|row| {
            row["from"].as_i64().unwrap() <= at && at < row["certain_until"].as_i64().unwrap()
        });
        held.next().map(|row| ["standing", "rank"].map(|member| text(&row[member]).to_owned()))
    };
    for (organisation, country, date, stood) in [
        ("sco", "UZ", "2001-06-14", None),
        ("sco", "UZ", "2001-06-15", Some(["member", "member"])),
        ("sco", "KZ", "2001-06-14", Some(["shanghai_five_member", "member"])),
        ("sco", "KZ", "2001-06-15", Some(["member", "member"])),
        ("sco", "MN", "2005-01-01", Some(["observer", "observer"])),
        ("sco", "AM", "2020-01-01", Some(["dialogue_partner", "partner"])),
        ("sco", "AM", "2026-01-01", Some(["partner", "partner"])),
        ("csto", "UZ", "1995-01-01", Some(["treaty_party", "member"])),
        ("csto", "KZ", "2002-10-07", Some(["member", "member"])),
        ("csto", "UZ", "2020-01-01", None),
        ("nato-pfp", "KZ", "2010-01-01", Some(["pfp", "member"])),
        ("cis", "TM", "2010-01-01", Some(["associate_member", "partner"])),
        ("cis", "UA", "2010-01-01", Some(["participant", "partner"])),
    ] {
        assert_eq!(
            on(organisation, country, date),
            stood.map(|words| words.map(String::from)),
            "{country} {organisation} {date}"
        );
    }
    for row in rows {
        let days = ["from", "certain_from", "certain_until", "until"];
        assert!(days.map(|member| row[member].as_i64().unwrap()).is_sorted(), "{row}");
        if let Some(key) = row["source"].as_str() {
            assert!(document["sources"][key].is_object(), "{key}");
        }
    }
    assert!(rows.iter().any(|row| row["until"] == OPEN));
}

#[test]
fn a_membership_is_known_when_it_came_about() {
    let site = Site::shipped();
    let members = |as_of: &str| {
        let document = site.json(&format!("/api/memberships?as-of={as_of}"));
        let rows = document["memberships"].as_array().unwrap().clone();
        let row =
            rows.into_iter().find(|row| row["organisation"] == "sco" && row["country"] == "MN");
        row.map(|row| row["until"].as_i64().unwrap())
    };
    assert_eq!(members("2004-06-16"), None);
    assert_eq!(members("2010-01-01"), Some(OPEN), "that it would end was not known");
    assert!(members(TODAY).is_some_and(|until| until < OPEN));
}

#[test]
fn stories_are_told_with_their_sources_and_are_part_of_the_version() {
    let folder = Folder::copy_of("small");
    let site = Site::of(folder.path()).expect("a sound folder");
    let document = site.json("/api/stories");
    let story = &document["stories"][0];
    assert_eq!((text(&story["id"]), text(&story["title"]["ru"])), ("from-a-to-b", "Из А в Б"));
    let steps = story["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 2);
    assert_eq!(text(&steps[0]["asOf"]), "2005-04-30");
    assert_eq!(steps[0]["camera"]["zoom"], 6.0);
    assert!(steps[0].get("versus").is_none() && steps[1]["outcomes"] == true);
    let sources: Vec<&String> = document["sources"].as_object().unwrap().keys().collect();
    assert_eq!(sources, ["news2005", "report2006", "report2015"]);

    let version = |folder: &Folder| load(folder.path()).unwrap().0.version().to_owned();
    let before = version(&folder);
    folder.patch("stories.toml", "It closed in 2014.", "It closed in June 2014.");
    assert_ne!(version(&folder), before);
    std::fs::remove_file(folder.file("stories.toml")).unwrap();
    let without = Site::of(folder.path()).expect("stories are optional");
    assert_eq!(without.json("/api/stories")["stories"], serde_json::json!([]));
}
