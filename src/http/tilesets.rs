//! OGC API – Tiles, Part 1: tile matrix sets, tilesets of the whole atlas and of a layer, their tiles.
//!
//! Addresses count the row first. The tiles are those of the XYZ scheme, for other clients.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use crate::http::error::Problem;
use crate::http::negotiate::{form, link, question, self_links, told};
use crate::http::request::{Asked, Path};
use crate::http::{tiles, workers};
use crate::output::tile_matrix::{TILE_MATRIX_SETS, TileMatrixSet};
use crate::output::tileset_metadata::Tileset;
use crate::pages::links::segment;
use crate::query::operation::{HTML, JSON, MVT, TILEJSON};
use crate::query::subset::{SUBSET_FORMS, moment};
use crate::query::{Pairs, Plan, QueryError};

const TILING_SCHEME: &str = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";

/// `/api/tileMatrixSets`: the ways in which the world is divided.
pub async fn matrix_sets(asked: Asked) -> Result<Response, Problem> {
    let form = form(&asked, &asked.pairs()?)?;
    let entry = |set: &TileMatrixSet| {
        let path = format!("/api/tileMatrixSets/{}", set.id);
        let links = ["self", "item"].map(|rel| link(&asked, rel, &path, (JSON.media, set.title)));
        json!({
            "id": set.id,
            "title": set.title,
            "uri": set.uri,
            "crs": set.crs,
            "links": links,
        })
    };
    let sets: Vec<Value> = TILE_MATRIX_SETS.iter().map(entry).collect();
    let document = json!({"tileMatrixSets": sets, "links": self_links(&asked, form)});
    Ok(told(&asked, form, document.to_string()))
}

/// `/api/tileMatrixSets/{tileMatrixSetId}`: the definition of one.
pub async fn matrix_set(Path(id): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let form = form(&asked, &asked.pairs()?)?;
    Ok(told(&asked, form, named(&id)?.definition().to_string()))
}

/// `/api/tiles`: the tilesets of the whole atlas.
pub async fn of_atlas(asked: Asked) -> Result<Response, Problem> {
    let layers = all(&asked);
    list(&asked, &layers)
}

/// `/api/collections/{layer}/tiles`: the tilesets of a layer.
pub async fn of_layer(Path(layer): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let layers = [asked.layer(&layer)?];
    list(&asked, &layers)
}

/// `/api/tiles/{tileMatrixSetId}`: a tileset of the whole atlas, or of some collections.
pub async fn atlas_tileset(Path(set): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let layers = all(&asked);
    tileset(asked, &set, layers).await
}

/// `/api/collections/{layer}/tiles/{tileMatrixSetId}`: a tileset of a layer.
pub async fn layer_tileset(
    Path((layer, set)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, Problem> {
    let layers = vec![asked.layer(&layer)?];
    tileset(asked, &set, layers).await
}

/// `/api/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}`: a tile of the whole atlas, or of
/// some collections.
pub async fn atlas_tile(
    Path((set, matrix, row, column)): Path<(String, String, String, String)>,
    asked: Asked,
) -> Result<Response, Problem> {
    let layers = all(&asked);
    tile(asked, layers, [&set, &matrix, &row, &column]).await
}

/// `/api/collections/{layer}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}`: a tile of a
/// layer.
pub async fn layer_tile(
    Path((layer, set, matrix, row, column)): Path<(String, String, String, String, String)>,
    asked: Asked,
) -> Result<Response, Problem> {
    let layers = vec![asked.layer(&layer)?];
    tile(asked, layers, [&set, &matrix, &row, &column]).await
}

fn list(asked: &Asked, layers: &[usize]) -> Result<Response, Problem> {
    let form = form(asked, &asked.pairs()?)?;
    let entry = |set: &'static TileMatrixSet| {
        let path = format!("{}/{}", asked.uri.path(), set.id);
        // Programs follow each of these as JSON, so that no template is among them.
        let links = [link(asked, "self", &path, (JSON.media, "The tileset")), scheme(asked, set)];
        Tileset { atlas: asked.atlas(), layers, matrices: set }.entry(&links)
    };
    let tilesets: Vec<Value> = TILE_MATRIX_SETS.iter().map(entry).collect();
    let document = json!({"tilesets": tilesets, "links": self_links(asked, form)});
    Ok(told(asked, form, document.to_string()))
}

async fn tileset(asked: Asked, set: &str, layers: Vec<usize>) -> Result<Response, Problem> {
    let pairs = asked.pairs()?;
    let form = form(&asked, &pairs)?;
    let set = named(set)?;
    let asked = Arc::new(asked);
    let plan = plan(&asked, pairs, layers).await?;
    let asked = &*asked;
    // TileJSON knows web mercator alone.
    let has_tilejson = set.id == "WebMercatorQuad";
    if form == TILEJSON {
        if !has_tilejson {
            return Err(QueryError::Value {
                name: "f",
                value: TILEJSON.name.into(),
                reason: "tells of WebMercatorQuad only".into(),
                allowed: format!("{}, {}", JSON.name, HTML.name),
            }
            .into());
        }
        let template = format!("{}/{{z}}/{{y}}/{{x}}{}", asked.uri.path(), question(asked));
        let template = format!("{}{template}", asked.base());
        return Ok(told(asked, form, tiles::about_layers(asked, &plan, &template).to_string()));
    }
    let mut links = self_links(asked, form);
    links.retain(|link| has_tilejson || link["type"] != TILEJSON.media);
    links.push(scheme(asked, set));
    let path =
        format!("{}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}{}", asked.uri.path(), question(asked));
    let mut item = link(asked, "item", &path, (MVT.media, "A tile"));
    item["templated"] = json!(true);
    links.push(item);
    let tileset = Tileset { atlas: asked.atlas(), layers: &plan.layers, matrices: set };
    Ok(told(asked, form, tileset.metadata(&links).to_string()))
}

async fn tile(asked: Asked, layers: Vec<usize>, address: [&str; 4]) -> Result<Response, Problem> {
    const ALLOWED: &str = "a tile matrix, row and column: whole numbers without a sign";
    let [set, matrix, row, column] = address;
    let pairs = asked.pairs()?;
    form(&asked, &pairs)?;
    let set = named(set)?;
    let place = [matrix, row, column].join("/");
    let plain = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if ![matrix, row, column].iter().all(plain) {
        return Err(Problem::Path { value: place, allowed: ALLOWED });
    }
    let numbers = matrix.parse().ok().zip(row.parse().ok()).zip(column.parse().ok());
    let found = numbers.and_then(|((matrix, row), column)| {
        Some(((matrix, row, column), set.address(matrix, row, column)?))
    });
    let outside = |hint: String| Problem::NotFound { what: "tile", name: place.clone(), hint };
    let ((matrix, row, column), address) = found.ok_or_else(|| {
        outside(format!("tiles of {} are in the matrices 0 to {}", set.id, set.deepest()))
    })?;
    let asked = Arc::new(asked);
    let plan = plan(&asked, pairs, layers).await?;
    let layers = plan.layers.clone();
    let tile = tiles::of_layers(&asked, plan, (set.quad, address)).await?;
    let tileset = Tileset { atlas: asked.atlas(), layers: &layers, matrices: set };
    // Only of an empty tile it is not plain that it lies where features are.
    if tile.status() == StatusCode::NO_CONTENT && !tileset.reaches(matrix, row, column) {
        let hint = "it lies outside the limits that the tileset tells";
        return Err(outside(hint.to_owned()));
    }
    Ok(tile)
}

/// What is asked of tiles: a moment by either of its parameters, and some of the layers.
async fn plan(asked: &Arc<Asked>, pairs: Pairs, layers: Vec<usize>) -> Result<Plan, Problem> {
    let vocabulary = asked.atlas().vocabulary();
    let ids: Vec<&str> = layers.iter().map(|layer| vocabulary.layers[*layer].id.as_str()).collect();
    let chosen = pairs.list("collections", &ids.join(", "), |id| ids.contains(&id))?;
    let layers = chosen.map_or(Ok(layers), |chosen| asked.layers(&chosen.join(",")))?;
    let (mut plan, pairs) = workers::plan(asked, pairs, layers).await?;
    let subset = pairs.read("subset", SUBSET_FORMS, |text| match pairs.get("datetime") {
        None => moment(text),
        Some(_) => Err("says the same as datetime; give one of them".into()),
    })?;
    plan.moment = subset.or(plan.moment);
    Ok(plan)
}

fn all(asked: &Asked) -> Vec<usize> {
    (0..asked.atlas().vocabulary().layers.len()).collect()
}

fn named(id: &str) -> Result<&'static TileMatrixSet, Problem> {
    TileMatrixSet::named(id).ok_or_else(|| {
        let ids: Vec<&str> = TILE_MATRIX_SETS.iter().map(|set| set.id).collect();
        Problem::NotFound {
            what: "tile matrix set",
            name: id.to_owned(),
            hint: format!("there are {}", ids.join(", ")),
        }
    })
}

fn scheme(asked: &Asked, set: &TileMatrixSet) -> Value {
    let path = format!("/api/tileMatrixSets/{}", segment(set.id));
    link(asked, TILING_SCHEME, &path, (JSON.media, "How the world is divided"))
}
