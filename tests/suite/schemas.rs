//! Schemas and JSON-FG: what answers tell, filters ask and `sortby` names, and time in answers.
//!
//! Classes of ogcapi-common-3/1.0: conf/schemas, conf/advanced-property-roles,
//! conf/returnables-and-receivables, conf/queryables, conf/sortables.
//! Classes of json-fg-1/1.0: conf/core, conf/types-schemas.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::app::{LAYERS, Site, encoded, root, text};

const KINDS: [&str; 3] = ["schema", "queryables", "sortables"];

fn schema(site: &Site, layer: &str, kind: &str) -> Value {
    let path = format!("/api/collections/{layer}/{kind}");
    let answer = site.get(&path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "application/schema+json");
    answer.json()
}

#[test]
fn schemas_get_op_and_success_each_layer_has_its_schemas_at_their_links() {
    for layer in LAYERS {
        let document = Site::shipped().json(&format!("/api/collections/{layer}"));
        for kind in KINDS {
            let rel = format!("http://www.opengis.net/def/rel/ogc/1.0/{kind}");
            let links = document["links"].as_array().unwrap();
            let link = links.iter().find(|link| text(&link["rel"]) == rel).expect("a link");
            assert_eq!(link["type"], "application/schema+json");
            let address = text(&link["href"]);
            let schema = schema(Site::shipped(), layer, kind);
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            assert_eq!(text(&schema["$id"]), address);
            assert_eq!(schema["type"], "object");
        }
    }
    let queried = Site::shipped().json("/api/collections/zones/schema?f=json");
    assert_eq!(queried["$id"], "http://atlas.test/api/collections/zones/schema");
}

#[test]
fn schemas_properties_have_a_type_and_roles_of_their_own() {
    for layer in LAYERS {
        for kind in KINDS {
            let schema = schema(Site::shipped(), layer, kind);
            let properties = schema["properties"].as_object().unwrap();
            let mut roles: Vec<&str> = Vec::new();
            for (name, property) in properties {
                let typed = !property["type"].is_null() || property["format"].is_string();
                assert!(typed, "{layer} {kind} {name}");
                roles.extend(property["x-ogc-role"].as_str());
                let known = ["type", "format", "enum", "items", "title", "description"];
                let own = |key: &&String| !known.contains(&key.as_str()) && !key.starts_with("x-");
                assert_eq!(property.as_object().unwrap().keys().find(own), None, "{name}");
            }
            roles.sort_unstable();
            let expected: &[&str] = match kind {
                "sortables" => &["id", "primary-interval-end", "primary-interval-start"],
                _ => &["id", "primary-geometry", "primary-interval-end", "primary-interval-start"],
            };
            assert_eq!(roles, expected, "{layer} {kind}");
        }
    }
}

/// The layers of our atlas, those for outside judges, and plain data whose columns are untidy.
fn answers(check: impl Fn(&Site, &str, &Value)) {
    let folders =
        ["world", "plain", "natural-earth"].map(|name| root().join("tests/fixtures").join(name));
    let sites = folders.map(|folder| Site::of(&folder).expect("a sound folder"));
    for site in sites.iter().chain([Site::shipped()]) {
        for collection in site.json("/api/collections")["collections"].as_array().unwrap() {
            let layer = text(&collection["id"]);
            check(site, layer, &schema(site, layer, "schema"));
        }
    }
}

/// Whether a value is what a schema says, of the keywords that our schemas have.
fn fits(schema: &Value, value: &Value) -> bool {
    let type_of = |name: &Value| match text(name) {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => other == "null" && value.is_null(),
    };
    let typed = match &schema["type"] {
        Value::Null => value.is_null() || value["type"].is_string(),
        Value::Array(names) => names.iter().any(type_of),
        name => type_of(name),
    };
    let of_format = match (schema["format"].as_str(), value.as_str()) {
        (Some("date"), Some(day)) => day.parse::<jiff::civil::Date>().is_ok(),
        (Some("date-time"), Some(moment)) => moment.parse::<jiff::Timestamp>().is_ok(),
        (Some(format), None) if value["type"].is_string() => {
            let kind = text(&value["type"]).to_lowercase();
            ["any", &kind].iter().any(|kind| format == format!("geometry-{kind}"))
                || format == format!("geometry-{0}-or-multi{0}", kind.trim_start_matches("multi"))
        }
        _ => true,
    };
    let named = schema["enum"].as_array().is_none_or(|words| words.contains(value));
    let items = value.as_array().into_iter().flatten();
    typed
        && of_format
        && named
        && (schema["items"].is_null() || items.into_iter().all(|item| fits(&schema["items"], item)))
}

#[test]
fn returnables_response_1_each_answer_is_valid_by_the_schema_of_its_layer() {
    answers(|site, layer, schema| {
        assert_eq!(schema["additionalProperties"], false);
        let by_role = |role: &str| {
            let mut all = schema["properties"].as_object().unwrap().values();
            all.find(|property| property["x-ogc-role"] == role).expect("a property of the role")
        };
        let valid = |feature: &Value| {
            assert!(fits(by_role("id"), &feature["id"]), "{feature}");
            assert!(fits(by_role("primary-geometry"), &feature["geometry"]), "{feature}");
            for (name, value) in feature["properties"].as_object().unwrap() {
                let property = &schema["properties"][name];
                let valid = property.is_object() && fits(property, value);
                assert!(valid, "{layer}.{name}: {value} is not {property}");
            }
        };
        let path = format!("/api/collections/{layer}/items");
        for moment in ["", "&datetime=1990", "&datetime=2005-12-15", "&as-of=2005-04-03"] {
            let items = site.json(&format!("{path}?limit=1000{moment}"));
            let features = items["features"].as_array().unwrap();
            features.iter().for_each(valid);
            for feature in features.iter().step_by(1 + features.len() / 40) {
                let id = encoded(text(&feature["id"]));
                valid(&site.json(&format!("{path}/{id}?{}", moment.trim_start_matches('&'))));
            }
        }
    });
}

#[test]
fn what_the_schema_names_is_told_and_what_sorts_is_in_it() {
    answers(|site, layer, schema_of_layer| {
        let told = schema_of_layer["properties"].as_object().unwrap();
        for kind in ["queryables", "sortables"] {
            for name in schema(site, layer, kind)["properties"].as_object().unwrap().keys() {
                assert!(told.contains_key(name), "{layer}: {name} of {kind} is not told");
            }
        }
        let path = format!("/api/collections/{layer}/items");
        let items = site.json(&format!("{path}?limit=1000"));
        let features = items["features"].as_array().unwrap();
        let one = site.json(&format!("{path}/{}", encoded(text(&features[0]["id"]))));
        let seen: BTreeSet<&str> = features
            .iter()
            .chain([&one])
            .flat_map(|feature| feature["properties"].as_object().unwrap().keys())
            .map(String::as_str)
            .collect();
        let beside = ["id", "geometry", "length_km"];
        let missing = told.keys().filter(|name| !beside.contains(&name.as_str()));
        let missing: Vec<&String> = missing.filter(|name| !seen.contains(name.as_str())).collect();
        assert!(missing.is_empty(), "{layer}: {missing:?} are in no answer");
    });
}

#[test]
fn what_sorts_by_a_measure_tells_it() {
    let path = "/api/collections/pipelines/items?limit=1000&sortby=-length_km";
    let items = Site::shipped().json(path);
    let features = items["features"].as_array().unwrap();
    let lengths: Vec<f64> =
        features.iter().filter_map(|feature| feature["properties"]["length_km"].as_f64()).collect();
    assert!(lengths.len() > 40 && lengths.is_sorted_by(|a, b| a >= b), "{lengths:?}");
    let filtered = Site::shipped().ids("pipelines", "filter=quality%20=%20'schematic'");
    let told = features.iter().filter(|feature| feature["properties"]["quality"] == "schematic");
    let told: BTreeSet<&str> = told.map(|feature| text(&feature["id"])).collect();
    assert_eq!(filtered.iter().map(String::as_str).collect::<BTreeSet<_>>(), told);
    assert!(!told.is_empty());
}

#[test]
fn plain_data_have_the_queryables_of_their_own_properties() {
    let site = Site::of(&root().join("tests/fixtures/plain")).expect("a sound folder");
    let schema = schema(&site, "wells", "queryables");
    let kind = |name: &str| text(&schema["properties"][name]["type"]).to_owned();
    assert_eq!(kind("depth"), "integer");
    assert_eq!(text(&schema["properties"]["start"]["format"]), "date");
    assert_eq!(text(&schema["properties"]["start"]["x-ogc-role"]), "primary-interval-start");
    assert_eq!(site.ids("wells", "filter=depth%20%3E%20200"), ["deep"]);
    assert_eq!(site.ids("wells", "filter=start%20%3C%20DATE('1930-01-01')"), ["old"]);
    assert_eq!(site.ids("wells", "depth=300"), ["deep"]);
}

#[test]
fn every_sortable_sorts_and_every_queryable_filters() {
    for layer in LAYERS {
        for name in
            schema(Site::shipped(), layer, "sortables")["properties"].as_object().unwrap().keys()
        {
            assert!(!Site::shipped().ids(layer, &format!("sortby=-{name}")).is_empty());
        }
        let queryables = schema(Site::shipped(), layer, "queryables");
        for name in queryables["properties"].as_object().unwrap().keys() {
            Site::shipped().ids(layer, &format!("filter={name}%20IS%20NOT%20NULL"));
        }
    }
}

#[test]
fn json_fg_core_says_when_and_where() {
    let answer = Site::shipped().get("/api/collections/bases/items?f=jsonfg&limit=100");
    assert_eq!(answer.header("content-type"), "application/vnd.ogc.fg+json");
    let document = answer.json();
    let classes = document["conformsTo"].as_array().unwrap();
    assert!(classes.contains(&json!("http://www.opengis.net/spec/json-fg-1/1.0/conf/core")));
    assert_eq!(
        (text(&document["featureType"]), &document["geometryDimension"]),
        ("bases", &json!(0))
    );
    let plain = Site::shipped().json("/api/collections/bases/items?limit=100");
    let pairs = document["features"].as_array().unwrap().iter();
    for (feature, plain) in pairs.zip(plain["features"].as_array().unwrap()) {
        for member in ["id", "geometry", "properties"] {
            assert_eq!(feature[member], plain[member]);
        }
        assert!(feature["place"].is_null());
        let ends = ["start", "end"].map(|end| plain["properties"][end].as_str().unwrap_or(".."));
        if ends != ["..", ".."] {
            assert_eq!(feature["time"], json!({"interval": ends}), "{}", feature["id"]);
        }
    }
    let manas = document["features"].as_array().unwrap();
    let manas = manas.iter().find(|f| f["id"] == "manas-transit-center").unwrap();
    assert_eq!(manas["time"], json!({"interval": ["2001-12-16", "2014-06-02"]}));
}

#[test]
fn json_fg_tells_positions_of_other_systems_as_place() {
    let crs = "http://www.opengis.net/def/crs/EPSG/0/32643";
    for path in ["items", "items/manas-transit-center"] {
        let document =
            Site::shipped().json(&format!("/api/collections/bases/{path}?f=jsonfg&crs={crs}"));
        assert_eq!(document["coordRefSys"], crs);
        let feature = document["features"].get(0).unwrap_or(&document);
        assert!(feature["geometry"].is_null() && feature["place"]["type"] == "Point");
        assert!(feature["time"]["interval"].is_array());
    }
}

#[test]
fn a_schema_of_nothing_is_refused() {
    for path in ["/api/collections/roads/queryables", "/api/collections/zones/columns"] {
        assert_eq!(Site::shipped().get(path).status, 404, "{path}");
    }
    let answer = Site::shipped().get("/api/collections/zones/schema?f=xml");
    assert_eq!((answer.status.as_u16(), text(&answer.json()["parameter"])), (400, "f"));
}
