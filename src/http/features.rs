//! Collections, items and one item: OGC API – Features, Part 1.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use serde_json::{Value, json};

use crate::atlas::day::Day;
use crate::http::error::Problem;
use crate::http::landing::TILESETS;
use crate::http::negotiate::{form, held, link, pairs_without, question, self_links, told};
use crate::http::profile;
use crate::http::request::{Asked, Path};
use crate::http::workers::{self, Weight, answered, weighed};
use crate::output::format::FORMATS;
use crate::output::geojson::{self, Extra};
use crate::output::schema::{self, Which};
use crate::output::{extent, jsonfg, selected};
use crate::pages::links::segment;
use crate::query::crs::Crs;
use crate::query::operation::{Form, GEOJSON, HTML, JSON, JSON_SCHEMA, JSONFG, Operation};
use crate::query::selection::systems;
use crate::query::{Plan, column_parameters};
use crate::store::Hit;
use crate::store::deadline::Deadline;

/// Longitude and latitude in degrees on WGS 84.
const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const GREGORIAN: &str = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian";

/// `/api/collections`: the layers.
pub async fn collections(asked: Asked) -> Result<Response, Problem> {
    let form = form(&asked, &asked.pairs()?)?;
    let plan = Plan::of_atlas(asked.atlas(), asked.world.store.today());
    let write = move |asked: &Asked, plan: &Plan, _: &Deadline| {
        let layers = plan.layers.iter();
        let collections: Vec<Value> = layers.map(|layer| describe(asked, *layer, None)).collect();
        let document = json!({"links": self_links(asked, form), "collections": collections});
        Ok(told(asked, form, document.to_string()))
    };
    answered(&Arc::new(asked), plan, write).await
}

/// `/api/collections/{layer}`: one layer. A question is handed on to its features: GDAL asks one of
/// the layer when it is given with the address.
pub async fn collection(Path(layer): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let pairs = asked.pairs()?;
    let form = form(&asked, &pairs)?;
    let layer = asked.layer(&layer)?;
    let asked = Arc::new(asked);
    let (plan, _) = workers::plan(&asked, pairs, vec![layer]).await?;
    let write = move |asked: &Asked, _: &Plan, _: &Deadline| {
        let asked_plainly = form == JSON && asked.uri.query().is_none();
        let as_asked = (!asked_plainly).then(|| self_links(asked, form));
        Ok(told(asked, form, describe(asked, layer, as_asked).to_string()))
    };
    answered(&asked, plan, write).await
}

/// `/api/collections/{layer}/items`: the features that answer a plan.
pub async fn items(Path(layer): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let layer = asked.layer(&layer)?;
    let store = &asked.world.store;
    let columns = column_parameters(store.atlas().columns(layer));
    let known = asked.operation.map_or(Vec::new(), Operation::names).into_iter();
    let known: Vec<&str> = known.chain(columns.map(|column| column.name.as_str())).collect();
    let pairs = asked.pairs_among(&known)?;
    let form = form(&asked, &pairs)?;
    let asked = Arc::new(asked);
    let (plan, _) = workers::plan(&asked, pairs, vec![layer]).await?;
    if let Some(response) = held(&asked, form) {
        return Ok(response);
    }
    answered(&asked, plan, move |asked, plan, deadline| found(asked, form, plan, deadline)).await
}

/// The features that answer a plan, in a form.
fn found(asked: &Asked, form: Form, plan: &Plan, deadline: &Deadline) -> Result<Response, Problem> {
    let store = &asked.world.store;
    let answer = store.run_for(plan, deadline)?;
    let links = items_links(asked, form, plan, answer.next_offset);
    let members = [
        // Nothing is finer than a day, and within one the same question has the same answer.
        ("timeStamp", json!(format!("{}T00:00:00Z", store.today()))),
        ("numberMatched", json!(answer.matched)),
        ("numberReturned", json!(answer.hits.len())),
        ("links", json!(links)),
    ];
    let body = if form == JSONFG {
        jsonfg::collection(store.atlas(), &answer, &members, &plan.selection)
    } else {
        selected::collection(store.atlas(), &answer, &members, &plan.selection)
    };
    Ok(in_system(told(asked, form, body), plan.selection.crs))
}

/// `/api/collections/{layer}/items/{id}`: one feature with its periods, outcomes and sources.
pub async fn item(
    Path((layer, id)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, Problem> {
    let pairs = asked.pairs()?;
    let form = form(&asked, &pairs)?;
    let layer = asked.layer(&layer)?;
    let position = asked.feature(layer, &id)?;
    let asked = Arc::new(asked);
    let (plan, _) = workers::plan(&asked, pairs, vec![layer]).await?;
    let weight = Weight::light_if(asked.world.store.has_read(plan.known));
    weighed(&asked, weight, move |asked, _| Ok(one(asked, form, &plan, position))).await
}

/// One feature, in a form.
fn one(asked: &Asked, form: Form, plan: &Plan, position: usize) -> Response {
    let store = &asked.world.store;
    let feature = &store.atlas().features()[position];
    let chronicle = store.chronicle(plan.known);
    let life = chronicle.life(position);
    let (state, lifetime) = (store.state(plan, position), life.lifetime);
    let hit = Hit { position, feature, state, lifetime, as_of: plan.as_of() };
    let layer_id = &store.atlas().layer_of(feature).id;
    let (collection, record) = (
        format!("/api/collections/{}", segment(layer_id)),
        format!("/feature/{}", segment(feature.id())),
    );
    let mut links = self_links(asked, form);
    links.push(link(asked, "collection", &collection, (JSON.media, "The layer it belongs to")));
    links.push(link(asked, "alternate", &record, (HTML.essence(), "On the map, with its record")));
    if profile::is_there(profile::terrain(asked), feature) {
        let href = format!("{record}/profile");
        links.push(link(asked, "elevation-profile", &href, (JSON.media, "Heights along it")));
    }
    let extra = Extra {
        properties: geojson::record_properties(store.atlas(), &hit, &life, plan.known),
        members: vec![("links", json!(links))],
    };
    let body = if form == JSONFG {
        jsonfg::feature(store.atlas(), &hit, &extra, &plan.selection)
    } else {
        selected::feature(store.atlas(), &hit, &extra, &plan.selection)
    };
    in_system(told(asked, form, body), plan.selection.crs)
}

/// `/api/collections/{layer}/schema`: what answers tell.
pub async fn returnables(layer: Path<String>, asked: Asked) -> Result<Response, Problem> {
    schema_of(&layer.0, asked, Which::Returnables).await
}

/// `/api/collections/{layer}/queryables`: what filters may name.
pub async fn queryables(layer: Path<String>, asked: Asked) -> Result<Response, Problem> {
    schema_of(&layer.0, asked, Which::Queryables).await
}

/// `/api/collections/{layer}/sortables`: what `sortby` may name.
pub async fn sortables(layer: Path<String>, asked: Asked) -> Result<Response, Problem> {
    schema_of(&layer.0, asked, Which::Sortables).await
}

async fn schema_of(layer: &str, asked: Asked, which: Which) -> Result<Response, Problem> {
    let form = form(&asked, &asked.pairs()?)?;
    let plan = Plan::of_layers(vec![asked.layer(layer)?], asked.world.store.today());
    let write = move |asked: &Asked, plan: &Plan, _: &Deadline| {
        let address = format!("{}{}", asked.base(), asked.uri.path());
        let document = schema::schema(asked.atlas(), plan.layers[0], which, &address);
        Ok(told(asked, form, document.to_string()))
    };
    answered(&Arc::new(asked), plan, write).await
}

/// A response that says in which reference system its positions are (OGC API – Features 2, 7.7).
fn in_system(mut response: Response, crs: Crs) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("<{}>", crs.uri())) {
        response.headers_mut().insert(HeaderName::from_static("content-crs"), value);
    }
    response
}

/// A layer as a collection, with links to itself as it stands among all where no others are given.
fn describe(asked: &Asked, layer: usize, own: Option<Vec<Value>>) -> Value {
    let atlas = asked.atlas();
    let entry = &atlas.vocabulary().layers[layer];
    let path = format!("/api/collections/{}", segment(&entry.id));
    let read = format!("{path}?f=html");
    let mut links = own.unwrap_or_else(|| {
        vec![
            link(asked, "self", &path, (JSON.media, "This layer")),
            link(asked, "alternate", &read, (HTML.essence(), "This layer as a page to read")),
        ]
    });
    let items = format!("{path}/items{}", question(asked));
    let page = format!("{items}{}f=html", if items.contains('?') { '&' } else { '?' });
    let tiles = format!("{path}/tiles");
    let schema_link = |which: &str, title: &str| {
        let rel = format!("http://www.opengis.net/def/rel/ogc/1.0/{which}");
        link(asked, &rel, &format!("{path}/{which}"), (JSON_SCHEMA.media, title))
    };
    links.extend([
        link(asked, "items", &items, (GEOJSON.media, "Its features")),
        link(asked, "items", &page, (HTML.essence(), "Its features as a page to read")),
        schema_link("schema", "What answers tell"),
        schema_link("queryables", "What filters may name"),
        schema_link("sortables", "What sortby may name"),
        link(asked, TILESETS, &tiles, (JSON.media, "Its vector tiles")),
    ]);
    links.extend(FORMATS.iter().map(|format| {
        let file = format!("/download/{}.{}{}", segment(&entry.id), format.ending, question(asked));
        let title = format!("Its features as a file: {}", format.title);
        link(asked, "enclosure", &file, (format.media, &title))
    }));
    let title = entry.name.get("en").unwrap_or(&entry.id);
    json!({
        "id": entry.id,
        "title": title,
        "itemType": "feature",
        "crs": systems(atlas, layer).into_iter().map(Crs::uri).collect::<Vec<_>>(),
        "storageCrs": CRS84,
        "extent": {
            "spatial": {"bbox": [extent::space(atlas, layer)], "crs": CRS84},
            "temporal": {"interval": [temporal(asked, layer)], "trs": GREGORIAN},
        },
        "links": links,
    })
}

/// First and last day of all lifetimes of a layer; `null` where open.
fn temporal(asked: &Asked, layer: usize) -> [Option<String>; 2] {
    let store = &asked.world.store;
    let span = extent::time(store.atlas(), &store.chronicle(store.today()), layer);
    let shown = |day: Day| (!day.is_open()).then(|| format!("{day}T00:00:00Z"));
    [shown(span.from), shown(span.last())]
}

fn items_links(asked: &Asked, form: Form, plan: &Plan, next_offset: Option<usize>) -> Vec<Value> {
    let mut links = self_links(asked, form);
    if let Some(offset) = next_offset {
        let mut path = format!("{}?", asked.uri.path());
        for pair in pairs_without(asked, "cursor") {
            let _ = write!(path, "{pair}&");
        }
        let _ = write!(path, "cursor={}", plan.cursor(asked.atlas(), offset));
        links.push(link(asked, "next", &path, (form.essence(), "The next page")));
    }
    let collection = asked.uri.path();
    let collection = collection.strip_suffix("/items").unwrap_or(collection);
    links.push(link(asked, "collection", collection, (JSON.media, "The layer they belong to")));
    links
}
