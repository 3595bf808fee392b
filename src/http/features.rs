//! Collections, items and one item: OGC API – Features, Part 1.

use std::fmt::Write as _;

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use serde_json::{Value, json};

use crate::atlas::day::Day;
use crate::http::error::Problem;
use crate::http::profile;
use crate::http::request::{Asked, Path};
use crate::http::respond::Answer;
use crate::output::geojson::{self, Extra};
use crate::output::schema::{self, Which};
use crate::output::{extent, jsonfg, selected};
use crate::query::crs::Crs;
use crate::query::selection::systems;
use crate::query::{PARAMETERS, Plan, column_parameters};
use crate::store::Hit;

/// Parameters of a single feature.
const ITEM_PARAMETERS: &[&str] = &["datetime", "as-of", "crs", "f"];

/// `/api`: where everything is.
pub async fn landing(asked: Asked) -> Result<Response, Problem> {
    check_format(&asked.pairs(&["f"])?)?;
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
    check_format(&asked.pairs(&["f"])?)?;
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
    check_format(&asked.pairs(&["f"])?)?;
    let layer = asked.layer(&layer)?;
    let document = describe(&asked, layer).to_string();
    Ok(Answer::json(document, asked.tag("collection")).respond(&asked.headers))
}

/// `/api/collections/{layer}/items`: the features that answer a plan.
pub async fn items(Path(layer): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let layer = asked.layer(&layer)?;
    let store = &asked.world.store;
    let columns = column_parameters(store.atlas().columns(layer));
    let known = PARAMETERS.iter().map(|parameter| parameter.name);
    let known: Vec<&str> = known.chain(columns.map(|column| column.name.as_str())).collect();
    let pairs = asked.pairs(&known)?;
    let form = Form::read(&pairs)?;
    let plan = Plan::read(&pairs, store.atlas(), vec![layer], store.today())?;
    let answer = store.run(&plan);
    let links = item_links(&asked, &plan, form, answer.next_offset);
    let members = [
        ("numberMatched", json!(answer.matched)),
        ("numberReturned", json!(answer.hits.len())),
        ("links", json!(links)),
    ];
    let body = match form {
        Form::GeoJson => selected::collection(store.atlas(), &answer, &members, &plan.selection),
        Form::JsonFg => jsonfg::collection(store.atlas(), &answer, &members, &plan.selection),
    };
    let answer = Answer::of(form.media_type(), body, asked.tag("items"));
    Ok(in_system(answer.respond(&asked.headers), plan.selection.crs))
}

/// `/api/collections/{layer}/items/{id}`: one feature with its periods, outcomes and sources.
pub async fn item(
    Path((layer, id)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, Problem> {
    let pairs = asked.pairs(ITEM_PARAMETERS)?;
    let form = Form::read(&pairs)?;
    let layer = asked.layer(&layer)?;
    let position = asked.feature(layer, &id)?;
    let store = &asked.world.store;
    let plan = Plan::read(&pairs, store.atlas(), vec![layer], store.today())?;
    let feature = &store.atlas().features()[position];
    let chronicle = store.chronicle(plan.known);
    let life = chronicle.life(position);
    let (state, lifetime) = (store.state(&plan, position), life.lifetime);
    let hit = Hit { position, feature, state, lifetime, as_of: plan.as_of() };
    let base = asked.base();
    let layer_id = &store.atlas().layer_of(feature).id;
    let mut links = vec![
        json!({"rel": "self", "href": format!("{base}{}", asked.uri), "type": form.media_type()}),
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
    let body = match form {
        Form::GeoJson => selected::feature(store.atlas(), &hit, &extra, &plan.selection),
        Form::JsonFg => jsonfg::feature(store.atlas(), &hit, &extra, &plan.selection),
    };
    let answer = Answer::of(form.media_type(), body, asked.tag("item"));
    Ok(in_system(answer.respond(&asked.headers), plan.selection.crs))
}

/// `/api/collections/{layer}/schema`: what answers tell.
pub async fn returnables(layer: Path<String>, asked: Asked) -> Result<Response, Problem> {
    schema_of(&layer.0, &asked, Which::Returnables)
}

/// `/api/collections/{layer}/queryables`: what filters may name.
pub async fn queryables(layer: Path<String>, asked: Asked) -> Result<Response, Problem> {
    schema_of(&layer.0, &asked, Which::Queryables)
}

/// `/api/collections/{layer}/sortables`: what `sortby` may name.
pub async fn sortables(layer: Path<String>, asked: Asked) -> Result<Response, Problem> {
    schema_of(&layer.0, &asked, Which::Sortables)
}

fn schema_of(layer: &str, asked: &Asked, which: Which) -> Result<Response, Problem> {
    check_format(&asked.pairs(&["f"])?)?;
    let layer = asked.layer(layer)?;
    let address = format!("{}{}", asked.base(), asked.uri.path());
    let document = schema::schema(asked.atlas(), layer, which, &address).to_string();
    Ok(Answer::of(schema::MEDIA_TYPE, document, asked.tag("schema")).respond(&asked.headers))
}

/// Forms that features have at these paths.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    GeoJson,
    JsonFg,
}

impl Form {
    fn read(pairs: &crate::query::Pairs) -> Result<Self, Problem> {
        let form = pairs.read("f", "json, geojson or jsonfg", |format| match format {
            "json" | "geojson" => Ok(Self::GeoJson),
            "jsonfg" => Ok(Self::JsonFg),
            _ => Err("is not a form this path has".into()),
        })?;
        Ok(form.unwrap_or(Self::GeoJson))
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::GeoJson => "application/geo+json",
            Self::JsonFg => jsonfg::MEDIA_TYPE,
        }
    }
}

/// A response that says in which reference system its positions are (OGC API – Features 2, 7.7).
fn in_system(mut response: Response, crs: Crs) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("<{}>", crs.uri())) {
        response.headers_mut().insert(HeaderName::from_static("content-crs"), value);
    }
    response
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
        "crs": systems(atlas, layer).into_iter().map(Crs::uri).collect::<Vec<_>>(),
        "storageCrs": Crs::CRS84.uri(),
        "extent": {
            "spatial": {"bbox": [extent::space(atlas, layer)]},
            "temporal": {"interval": [temporal(asked, layer)]},
        },
        "links": [
            {"rel": "self", "href": href, "type": "application/json"},
            {"rel": "items", "href": format!("{href}/items"), "type": "application/geo+json"},
            {"rel": "http://www.opengis.net/def/rel/ogc/1.0/schema", "href": format!("{href}/schema"), "type": schema::MEDIA_TYPE},
            {"rel": "http://www.opengis.net/def/rel/ogc/1.0/queryables", "href": format!("{href}/queryables"), "type": schema::MEDIA_TYPE},
            {"rel": "http://www.opengis.net/def/rel/ogc/1.0/sortables", "href": format!("{href}/sortables"), "type": schema::MEDIA_TYPE},
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

fn item_links(asked: &Asked, plan: &Plan, form: Form, next_offset: Option<usize>) -> Vec<Value> {
    let base = asked.base();
    let media = form.media_type();
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
