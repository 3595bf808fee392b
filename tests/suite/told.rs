//! The record inside the page of the map is told as of the day and the knowledge in its address.

use axum::http::StatusCode;

use crate::app::{Site, text};

/// What is to be read in the page of a feature.
fn record(site: &Site, id: &str, query: &str) -> String {
    let answer = site.get(&format!("/feature/{id}{query}"));
    assert_eq!(answer.status, StatusCode::OK, "{id}{query}");
    let html = answer.text();
    let record = html.split("id=\"record\"").nth(1).unwrap();
    record.split("</main>").next().unwrap().to_owned()
}

/// Whether the app is built, without which there is no such page.
fn has_app() -> bool {
    !steppe_atlas::http::inside::app_files().is_empty()
}

#[test]
fn the_record_in_the_map_page_is_of_the_day_and_the_knowledge_of_its_address() {
    let site = Site::shipped();
    if !has_app() {
        return;
    }
    let of = |query: &str| record(site, "atasu-alashankou", query);
    let today = of("");
    assert!(today.contains("As it stood on 24 Nov 2026.") && !today.contains("The record today"));

    let before = of("?t=2005-01-15");
    assert!(before.contains("As it stood on 15 Jan 2005."), "{before}");
    let item = site.json("/api/collections/pipelines/items/atasu-alashankou?datetime=2005-01-15");
    assert_eq!(item["properties"]["status"], "construction");
    assert!(before.contains("<strong>Construction</strong>"), "{before}");
    assert!(before.contains("The record today"), "the way to today");

    let told = of("?t=2006-06-30&k=2005-04-03");
    assert!(told.contains("As it was to stand on 30 Jun 2006, as known on 3 Apr 2005."), "{told}");
    assert!(told.contains("<strong>Operating</strong> since Dec 2005"), "{told}");
    assert!(of("?t=2031-01-01").contains("As it is to stand on 1 Jan 2031."));
    for later in ["15 Dec 2005", "s-ap20051215"] {
        assert!(today.contains(later) && !told.contains(later), "{later} was not known");
    }

    for unread in ["?t=soon", "?k=2999-01-01", "?t=2005&k=", "?t=2005-02-30"] {
        assert_eq!(of(unread), today, "{unread}");
    }
    let tag = |query: &str| {
        let answer = site.get(&format!("/feature/atasu-alashankou{query}"));
        answer.headers["etag"].clone()
    };
    assert_ne!(tag("?t=2005-01-15"), tag("?t=2005-01-16"));
}

#[test]
fn what_a_record_of_an_earlier_day_refers_to_stands_in_its_list() {
    let site = Site::shipped();
    if !has_app() {
        return;
    }
    let timeline = site.json("/api/timeline?as-of=2005-04-03");
    let features = timeline["features"].as_array().unwrap();
    assert!(features.len() > 50);
    for id in features.iter().map(|feature| text(&feature["id"])) {
        let told = record(site, id, "?t=2005-01-01&k=2005-04-03");
        for key in told.split("#s-").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(told.contains(&format!("id=\"s-{key}\"")), "{id}: {key}");
        }
    }
}
