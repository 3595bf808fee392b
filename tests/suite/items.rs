//! Collections, items and one item: filters, pages, records.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::app::{LAYERS, Site, encoded, text};
use crate::folder::Folder;

fn features(answer: &Value) -> &[Value] {
    answer["features"].as_array().expect("features")
}

fn item(layer: &str, id: &str, query: &str) -> Value {
    Site::shipped().json(&format!("/api/collections/{layer}/items/{id}?{query}"))
}

fn all_ids() -> Vec<(&'static str, String)> {
    let of_layer = |layer| Site::shipped().ids(layer, "").into_iter().map(move |id| (layer, id));
    LAYERS.into_iter().flat_map(of_layer).collect()
}

#[test]
fn the_next_page_follows_from_a_cursor_whose_name_is_escaped() {
    let next = |page: &Value| {
        let links = page["links"].as_array().expect("links").iter();
        let found = links
            .filter(|link| link["rel"] == "next")
            .map(|link| text(&link["href"]).to_owned())
            .next();
        found.map(|href| href.replace("http://atlas.test", ""))
    };
    let mut page = Site::shipped().json("/api/collections/bases/items?limit=10");
    let mut n_seen = page["features"].as_array().expect("features").len();
    while let Some(path) = next(&page) {
        page = Site::shipped().json(&path.replace("cursor=", "%63ursor="));
        n_seen += page["features"].as_array().expect("features").len();
    }
    assert_eq!(page["numberMatched"], n_seen);
}

#[test]
fn the_bases_in_use_in_2004_are_those_that_were_there() {
    let then = Site::shipped().ids("bases", "datetime=2004-12-31&status=operating");
    for id in [
        "manas-transit-center",
        "karshi-khanabad-k2",
        "kant-air-base",
        "russian-201st-base-dushanbe",
        "russian-201st-base-bokhtar",
        "russian-201st-base-kulob",
    ] {
        assert!(then.iter().any(|found| found == id), "{id} in {then:?}");
    }
    let later = Site::shipped().ids("bases", "datetime=2015-01-01");
    for id in ["manas-transit-center", "karshi-khanabad-k2"] {
        assert!(!later.iter().any(|found| found == id), "{id} in {later:?}");
    }
    assert!(later.iter().any(|found| found == "kant-air-base"));
}

#[test]
fn atasu_alashankou_is_built_in_january_2005_and_promised_for_december() {
    let built = item("pipelines", "atasu-alashankou", "datetime=2005-01-01");
    assert_eq!(built["properties"]["status"], "construction");
    let promised = item("pipelines", "atasu-alashankou", "datetime=2006-06-30&as-of=2005-04-03");
    let said = &promised["properties"];
    assert_eq!((text(&said["status"]), &said["status_planned"]), ("operating", &json!(true)));
    assert_eq!(said["status_since"], "2005-12");
}

#[test]
fn a_feature_has_no_status_before_its_first_period_and_is_found_by_id_all_the_same() {
    let early = item("pipelines", "atasu-alashankou", "datetime=1960-01-01");
    for property in ["status", "status_since", "status_certainty"] {
        assert!(early["properties"][property].is_null(), "{property}");
    }
    assert_eq!(early["properties"]["status_planned"], false);
}

#[test]
fn a_record_read_back_in_time_holds_nothing_that_was_said_later() {
    let then = item("pipelines", "atasu-alashankou", "as-of=2005-04-03");
    let now = item("pipelines", "atasu-alashankou", "");
    let count = |record: &Value, list: &str| record["properties"][list].as_array().unwrap().len();
    assert!(count(&then, "claims") < count(&now, "claims"));
    assert!(then["properties"]["sources"].get("ap20051215").is_none());
    let mut said = BTreeSet::new();
    for list in ["claims", "actors", "quantities", "periods", "outcomes"] {
        keys("source", &then["properties"][list], &mut said);
    }
    let known = then["properties"]["sources"].as_object().expect("sources");
    for key in said {
        assert!(known.contains_key(&key), "{key} was published after 2005-04-03");
    }
}

#[test]
fn an_event_has_no_status_before_it_took_place() {
    let before = item("events", "shanghai-five-summit-1996", "datetime=1950-01-01");
    assert_eq!(before["properties"]["status"], Value::Null);
    let after = item("events", "shanghai-five-summit-1996", "datetime=1996-04-26");
    assert_eq!(after["properties"]["status"], "held");
}

#[test]
fn each_filter_keeps_what_it_names_and_its_parts_make_the_whole() {
    let site = Site::shipped();
    for layer in LAYERS {
        let all: BTreeSet<String> = site.ids(layer, "datetime=2005").into_iter().collect();
        let items = site.json(&format!("/api/collections/{layer}/items?limit=1000&datetime=2005"));
        for property in ["status", "category"] {
            let values: BTreeSet<&str> =
                features(&items).iter().map(|f| text(&f["properties"][property])).collect();
            let mut parts = BTreeSet::new();
            for value in &values {
                for id in site.ids(layer, &format!("datetime=2005&{property}={value}")) {
                    let found = features(&items).iter().find(|f| f["id"] == *id).expect("of all");
                    assert_eq!(found["properties"][property], **value, "{id}");
                    assert!(parts.insert(id), "no feature is in two parts");
                }
            }
            assert_eq!(parts, all, "{layer} by {property}");
            let together = values.into_iter().collect::<Vec<_>>().join(",");
            let joined = site.ids(layer, &format!("datetime=2005&{property}={together}"));
            assert_eq!(joined.into_iter().collect::<BTreeSet<_>>(), all, "{together}");
        }
    }
}

#[test]
fn a_country_keeps_features_that_touch_it() {
    let site = Site::shipped();
    for layer in LAYERS {
        let all = site.json(&format!("/api/collections/{layer}/items?limit=1000"));
        for country in ["KZ", "KG", "CN"] {
            let touches = |f: &&Value| {
                f["properties"]["countries"].as_array().unwrap().contains(&json!(country))
            };
            let expected: Vec<&str> =
                features(&all).iter().filter(touches).map(|f| text(&f["id"])).collect();
            assert_eq!(site.ids(layer, &format!("country={country}")), expected, "{layer}");
        }
    }
}

#[test]
fn a_name_is_found_in_every_script_and_whatever_its_case() {
    let site = Site::shipped();
    for name in ["manas", "МАНАС", "马纳斯", "Ganci"] {
        let found = site.ids("bases", &format!("q={}", encoded(name)));
        assert_eq!(found, ["manas-transit-center"], "{name}");
    }
    for spelling in ["Oʻsh", "O'sh", "osh", "ОШ"] {
        let found = site.ids("corridors", &format!("q={}", encoded(spelling)));
        assert!(found.contains(&"andijan-osh-irkeshtam-kashgar-road".to_owned()), "{spelling}");
    }
    let found = site.ids("pipelines", &format!("q={}", encoded("Атасу")));
    assert!(found.contains(&"atasu-alashankou".to_owned()), "{found:?}");
}

#[test]
fn a_box_keeps_what_touches_it_and_may_cross_the_antimeridian() {
    let site = Site::shipped();
    let manas = site.ids("bases", "bbox=74.4,43,74.5,43.1");
    assert_eq!(manas, ["manas-transit-center"]);
    assert_eq!(site.ids("bases", "bbox=74.4,43,0,74.5,43.1,9000"), manas, "with heights");
    for layer in LAYERS {
        let east: BTreeSet<String> = site.ids(layer, "bbox=70,-90,180,90").into_iter().collect();
        let west = site.ids(layer, "bbox=-180,-90,-170,90");
        let both: BTreeSet<String> = site.ids(layer, "bbox=70,-90,-170,90").into_iter().collect();
        assert_eq!(both, east.into_iter().chain(west).collect(), "{layer}");
        assert_eq!(site.ids(layer, "bbox=-180,-90,180,90"), site.ids(layer, ""), "{layer}");
        assert!(site.ids(layer, "bbox=-60,-50,-50,-40").is_empty(), "{layer}");
    }
}

#[test]
fn what_has_ended_is_kept_on_request_only() {
    let site = Site::shipped();
    let plain = site.ids("bases", "datetime=2020-01-01");
    let with_ended = site.ids("bases", "datetime=2020-01-01&ended=include");
    assert!(plain.iter().all(|id| with_ended.contains(id)));
    let gone = "karshi-khanabad-k2".to_owned();
    assert!(with_ended.contains(&gone) && !plain.contains(&gone));
    assert_eq!(site.ids("bases", "datetime=2020-01-01&ended=exclude"), plain);
}

#[test]
fn what_has_no_date_matches_every_moment_unless_left_out() {
    let site = Site::of(Folder::copy_of("plain").path()).expect("a sound folder");
    let undated = "dry".to_owned();
    for moment in ["1900-01-01", "2005", "2040-01-01/.."] {
        let query = format!("datetime={moment}");
        assert!(site.ids("wells", &query).contains(&undated), "{moment}");
        assert!(!site.ids("wells", &format!("{query}&undated=exclude")).contains(&undated));
    }
}

#[test]
fn pages_hold_every_feature_once_and_the_count_stays() {
    let site = Site::shipped();
    for (layer, query) in LAYERS.into_iter().zip(["", "datetime=2005", "country=KZ", "", "q=s"]) {
        let whole = site.ids(layer, query);
        for limit in [1, 7, whole.len()] {
            let mut next = Some(format!("/api/collections/{layer}/items?limit={limit}&{query}"));
            let mut seen = Vec::new();
            while let Some(path) = next {
                let page = site.json(&path);
                assert_eq!(page["numberMatched"], whole.len(), "{path}");
                assert_eq!(page["numberReturned"], features(&page).len(), "{path}");
                assert!(features(&page).len() <= limit, "{path}");
                seen.extend(features(&page).iter().map(|f| text(&f["id"]).to_owned()));
                next = link(&page, "next");
            }
            assert_eq!(seen, whole, "{layer} by {limit}");
        }
    }
}

/// The path of a link.
fn link(answer: &Value, rel: &str) -> Option<String> {
    let links = answer["links"].as_array().expect("links");
    let href = text(&links.iter().find(|link| link["rel"] == rel)?["href"]);
    Some(href.strip_prefix("http://atlas.test").expect("the address that was asked").to_owned())
}

#[test]
fn every_link_leads_somewhere() {
    let site = Site::shipped();
    let mut documents = vec![site.json("/api"), site.json("/api/collections")];
    documents.extend(LAYERS.map(|layer| site.json(&format!("/api/collections/{layer}"))));
    documents.push(site.json("/api/collections/zones/items?limit=2"));
    let landing = documents[0].clone();
    assert_eq!(landing["title"], "Steppe Atlas");
    for document in documents {
        for link in document["links"].as_array().unwrap() {
            let path = text(&link["href"]).strip_prefix("http://atlas.test").unwrap();
            let answer = site.get(path);
            assert!(answer.status.is_success(), "{path}: {}", answer.text());
            let media = answer.header("content-type").to_owned();
            assert!(media.starts_with(text(&link["type"])), "{path} is {media}");
        }
    }
}

#[test]
fn a_collection_says_where_and_when_its_features_are() {
    let collections = Site::shipped().json("/api/collections");
    let list = collections["collections"].as_array().unwrap();
    assert_eq!(list.iter().map(|c| text(&c["id"])).collect::<Vec<_>>(), LAYERS);
    for collection in list {
        let layer = text(&collection["id"]);
        assert_eq!(Site::shipped().json(&format!("/api/collections/{layer}")), *collection);
        let corners = collection["extent"]["spatial"]["bbox"][0].as_array().unwrap();
        let bbox: Vec<String> = corners.iter().map(Value::to_string).collect();
        let inside = Site::shipped().ids(layer, &format!("bbox={}", bbox.join(",")));
        assert_eq!(inside, Site::shipped().ids(layer, ""), "{layer}");
        let from = &collection["extent"]["temporal"]["interval"][0][0];
        assert!(text(from).ends_with("T00:00:00Z"), "{layer} from {from}");
    }
}

#[test]
fn a_question_asked_of_a_layer_is_handed_on_to_its_features() {
    let site = Site::shipped();
    let query = "datetime=2004-12-31&status=operating";
    let collection = site.json(&format!("/api/collections/bases?{query}"));
    let items = link(&collection, "items").expect("the features");
    assert_eq!(items, format!("/api/collections/bases/items?{query}"));
    assert_eq!(site.json(&items)["numberMatched"], 23);
    assert_eq!(link(&collection, "self"), Some(format!("/api/collections/bases?{query}")));
    for refused in ["datetime=x", "limit=1", "colour=red"] {
        assert_eq!(site.get(&format!("/api/collections/bases?{refused}")).status, 400, "{refused}");
    }
}

#[test]
fn every_record_has_its_periods_and_every_source_it_names() {
    for (layer, id) in all_ids() {
        let record = item(layer, &id, "");
        let properties = record["properties"].as_object().unwrap();
        assert!(!properties["periods"].as_array().unwrap().is_empty(), "{id} has periods");
        assert!(properties["outcomes"].is_array(), "{id}");
        let sources = properties["sources"].as_object().unwrap();
        let mut named = BTreeSet::new();
        for (member, value) in properties.iter().filter(|(member, _)| *member != "sources") {
            keys(member, value, &mut named);
        }
        let told: BTreeSet<String> = sources.keys().cloned().collect();
        assert_eq!(named, told, "sources of {id}");
        for (key, source) in sources {
            assert_eq!(source["id"], *key);
            assert!(!text(&source["title"]).is_empty(), "{key} has a title");
        }
    }
}

/// The keys under any member whose name says that it holds them.
fn keys(member: &str, value: &Value, named: &mut BTreeSet<String>) {
    match value {
        Value::String(key) if ["source", "date_source"].contains(&member) => {
            named.insert(key.clone());
        }
        Value::String(key) if member == "further_sources" => {
            named.insert(key.clone());
        }
        Value::Array(list) => list.iter().for_each(|inner| keys(member, inner, named)),
        Value::Object(map) => map.iter().for_each(|(name, inner)| keys(name, inner, named)),
        _ => {}
    }
}

#[test]
fn a_record_and_its_row_in_the_list_say_the_same() {
    let site = Site::shipped();
    for layer in LAYERS {
        for query in ["datetime=2004-12-31", "datetime=2010", "as-of=2005-06-01&datetime=2010"] {
            let list = site.json(&format!("/api/collections/{layer}/items?limit=1000&{query}"));
            for row in features(&list) {
                let record = item(layer, text(&row["id"]), query);
                for (member, value) in row["properties"].as_object().unwrap() {
                    assert_eq!(record["properties"][member], *value, "{} {member}", row["id"]);
                }
                assert_eq!(record["geometry"], row["geometry"], "{}", row["id"]);
            }
        }
    }
}

#[test]
fn periods_that_leave_the_program_are_closed_and_follow_one_another() {
    for (layer, id) in all_ids() {
        let record = item(layer, &id, "");
        let periods = record["properties"]["periods"].as_array().unwrap().clone();
        for pair in periods.windows(2) {
            assert!(text(&pair[0]["from"]) <= text(&pair[1]["from"]), "{id}: {pair:?}");
            let ends = text(&pair[0]["certain_until"]);
            assert!(ends < text(&pair[1]["from"]), "{id}: the day before the next begins");
        }
        let last = periods.last().expect("a period");
        let open = layer != "events";
        assert_eq!(last["until"].is_null(), open, "{id}: the last period is open");
    }
}
