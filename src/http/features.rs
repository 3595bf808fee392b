//! Collections, items and one item: OGC API – Features, Part 1.

use std::fmt::Write as _;

use axum::response::Response;
use serde_json::{Value, json};

use crate::atlas::day::Day;
use crate::http::error::Problem;
use crate::http::profile;
use crate::http::request::{Asked, Path};
use crate::http::respond::Answer;
use crate::output::extent;
use crate::output::geojson::{self, Extra};
use crate::query::Plan;
use crate::store::Hit;

/// `/api`: where everything is.
pub async fn landing(asked: Asked) -> Result<Response, Problem> {
    check_format(&asked.pairs()?)?;
    let base = asked.base();
    let vocabulary = asked.atlas().vocabulary();
    let link = |rel: &str, path: &str, title: &str| json!({"rel": rel, "href": format!("{base}{path}"), "type": "application/json", "title": title});
    let document = json!({
        "title": vocabulary.title,
        "description": vocabulary.summary,
        "links": [
            link("self", "/api", "this document"),
            link("data", "/api/collections", "the layers"),
            link("search", "/search?q=khorgos", "search by name"),
            link("alternate", "/styles/light.json", "MapLibre style"),
            link("alternate", "/tiles/atlas.json", "vector tiles of all layers, TileJSON"),
        ],
    });
    Ok(Answer::json(document.to_string(), asked.tag("landing")).respond(&asked.headers))
}

/// `/api/collections`: the layers.
pub async fn collections(asked: Asked) -> Result<Response, Problem> {
    check_format(&asked.pairs()?)?;
    let layers = 0..asked.atlas().vocabulary().layers.len();
    let collections: Vec<Value> = layers.map(|layer| describe(&asked, layer)).collect();
    let href = format!("{}/api/collections", asked.base());
    let document = json!({
        "collections": collections,
        "links": [{"rel": "self", "href": href, "type": "application/json"}],
    });
    Ok(Answer::json(document.to_string(), asked.tag("collections")).respond(&asked.headers))
}

/// `/api/collections/{layer}`: one layer.
pub async fn collection(Path(layer): Path<String>, asked: Asked) -> Result<Response, Problem> {
    check_format(&asked.pairs()?)?;
    let layer = asked.layer(&layer)?;
    let document = describe(&asked, layer).to_string();
    Ok(Answer::json(document, asked.tag("collection")).respond(&asked.headers))
}

/// `/api/collections/{layer}/items`: the features that answer a plan.
pub async fn items(Path(layer): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let pairs = asked.pairs()?;
    check_format(&pairs)?;
    let layer = asked.layer(&layer)?;
    let store = &asked.world.store;
    let plan = Plan::read(&pairs, store.atlas(), vec![layer], store.today())?;
    let answer = store.run(&plan);
    let links = item_links(&asked, &plan, answer.next_offset);
    let members = [
        ("numberMatched", json!(answer.matched)),
        ("numberReturned", json!(answer.hits.len())),
        ("links", json!(links)),
    ];
    let body = geojson::collection(store.atlas(), &answer, &members);
    Ok(Answer::geojson(body, asked.tag("items")).respond(&asked.headers))
}

/// `/api/collections/{layer}/items/{id}`: one feature with its periods, outcomes and sources.
pub async fn item(
    Path((layer, id)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, Problem> {
    let pairs = asked.pairs()?;
    check_format(&pairs)?;
    let layer = asked.layer(&layer)?;
    let position = asked.feature(layer, &id)?;
    let store = &asked.world.store;
    let plan = Plan::read(&pairs, store.atlas(), vec![layer], store.today())?;
    let feature = &store.atlas().features()[position];
    let chronicle = store.chronicle(plan.known);
    let hit = Hit { position, feature, state: store.state(&plan, position), as_of: plan.as_of() };
    let life = chronicle.life(position);
    let base = asked.base();
    let layer_id = &store.atlas().layer_of(feature).id;
    let mut links = vec![
        json!({"rel": "self", "href": format!("{base}{}", asked.uri), "type": "application/geo+json"}),
        json!({"rel": "collection", "href": format!("{base}/api/collections/{layer_id}"), "type": "application/json"}),
        json!({"rel": "alternate", "href": format!("{base}/feature/{id}"), "type": "text/html"}),
    ];
    if profile::is_there(profile::terrain(&asked), feature) {
        let href = format!("{base}/feature/{id}/profile");
        links.push(json!({"rel": "elevation-profile", "href": href, "type": "application/json"}));
    }
    let extra = Extra {
        properties: geojson::record_properties(store.atlas(), &hit, life, plan.known),
        members: vec![("links", json!(links))],
    };
    let mut body = String::new();
    geojson::write_feature(&mut body, store.atlas(), &hit, &extra);
    Ok(Answer::geojson(body, asked.tag("item")).respond(&asked.headers))
}

/// Both names mean the same bytes; anything else is refused.
fn check_format(pairs: &crate::query::Pairs) -> Result<(), Problem> {
    pairs.read("f", "json or geojson", |format| match format {
        "json" | "geojson" => Ok(()),
        _ => Err("is not a form this path has".into()),
    })?;
    Ok(())
}

fn describe(asked: &Asked, layer: usize) -> Value {
    let atlas = asked.atlas();
    let entry = &atlas.vocabulary().layers[layer];
    let href = format!("{}/api/collections/{}", asked.base(), entry.id);
    json!({
        "id": entry.id,
        "title": entry.name.get("en"),
        "itemType": "feature",
        "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"],
        "extent": {
            "spatial": {"bbox": [extent::space(atlas, layer)]},
            "temporal": {"interval": [temporal(asked, layer)]},
        },
        "links": [
            {"rel": "self", "href": href, "type": "application/json"},
            {"rel": "items", "href": format!("{href}/items"), "type": "application/geo+json"},
            {"rel": "enclosure", "href": format!("{}/download/{}.geojson", asked.base(), entry.id), "type": "application/geo+json"},
        ],
    })
}

/// First and last day of all lifetimes of a layer; `null` where open.
fn temporal(asked: &Asked, layer: usize) -> [Option<String>; 2] {
    let store = &asked.world.store;
    let span = extent::time(store.atlas(), &store.chronicle(store.today()), layer);
    let shown = |day: Day| (!day.is_open()).then(|| format!("{day}T00:00:00Z"));
    [shown(span.from), shown(span.last())]
}

fn item_links(asked: &Asked, plan: &Plan, next_offset: Option<usize>) -> Vec<Value> {
    let base = asked.base();
    let media = "application/geo+json";
    let mut links =
        vec![json!({"rel": "self", "href": format!("{base}{}", asked.uri), "type": media})];
    if let Some(offset) = next_offset {
        let mut href = format!("{base}{}?", asked.uri.path());
        for pair in asked.uri.query().unwrap_or_default().split('&') {
            if !pair.is_empty() && !pair.starts_with("cursor=") {
                let _ = write!(href, "{pair}&");
            }
        }
        let _ = write!(href, "cursor={}", plan.cursor(asked.atlas(), offset));
        links.push(json!({"rel": "next", "href": href, "type": media}));
    }
    links
}
