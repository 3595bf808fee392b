//! Tiles and TileJSON: atlas layers and the background archive alike.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::basemap::archive::Archive;
use crate::http::error::Problem;
use crate::http::inflate::inflate;
use crate::http::request::{Asked, Path};
use crate::http::respond::{Answer, accepts};
use crate::output::credit;
use crate::output::tile::{MAX_ZOOM, TileAddress};
use crate::query::Plan;

/// Name of the background archive in tile addresses.
const BASEMAP: &str = "basemap";
/// Name that stands for all layers of the atlas.
const ALL_LAYERS: &str = "atlas";
/// Deepest zoom that map viewers ask for; below it only empty tiles and coarse numbers are left.
const DEEPEST_ZOOM: u8 = 22;
const TILE_PARAMETERS: &[&str] = &["datetime", "as-of"];

/// `/tiles/{source}/{z}/{x}/{y}`: a vector tile.
pub async fn tile(
    Path((source, z, x, y)): Path<(String, String, String, String)>,
    asked: Asked,
) -> Result<Response, Problem> {
    let address = address(&z, &x, &y)?;
    if source == BASEMAP {
        asked.pairs(&[])?;
        return background(&asked, address).await;
    }
    let pairs = asked.pairs(TILE_PARAMETERS)?;
    let layers = layers(&asked, &source)?;
    let store = &asked.world.store;
    let plan = Plan::read(&pairs, store.atlas(), layers, store.today())?;
    let span = plan.moment.map(|moment| moment.span);
    let world = std::sync::Arc::clone(&asked.world);
    let bytes = world.tile(&plan.layers, address, plan.known, span);
    if bytes.is_empty() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(Answer::of("application/vnd.mapbox-vector-tile", bytes, asked.tag("tile"))
        .respond(&asked.headers))
}

/// `/tiles/{source}.json`: TileJSON 3 for MapLibre and QGIS.
pub async fn tilejson(Path(source): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let source = source.strip_suffix(".json").ok_or(Problem::NoRoute)?;
    let pairs = asked.pairs(TILE_PARAMETERS)?;
    let document = if source == BASEMAP {
        asked.pairs(&[])?;
        of_archive(&asked, archive(&asked)?)
    } else {
        let layers = layers(&asked, source)?;
        let store = &asked.world.store;
        let plan = Plan::read(&pairs, store.atlas(), layers, store.today())?;
        of_layers(&asked, source, &plan)
    };
    Ok(Answer::json(document.to_string(), asked.tag("tilejson")).respond(&asked.headers))
}

async fn background(asked: &Asked, address: TileAddress) -> Result<Response, Problem> {
    let archive = archive(asked)?;
    let TileAddress { z, x, y } = address;
    let Some(bytes) = archive.get(z, x, y).await? else {
        return Err(Problem::NotFound {
            what: "tile",
            name: format!("{z}/{x}/{y}"),
            hint: format!("the archive ends at zoom {}", archive.about().maxzoom),
        });
    };
    let about = archive.about();
    let tag = format!("{}-{z}-{x}-{y}", about.version);
    let mut answer = Answer::of(about.media_type, bytes, tag);
    match about.encoding {
        Some(coding) if accepts(&asked.headers, coding) => answer.encoding = Some(coding),
        Some(_) => answer.body = inflate(&answer.body)?,
        None => {}
    }
    Ok(answer.respond(&asked.headers))
}

fn archive(asked: &Asked) -> Result<&Archive, Problem> {
    asked.world.basemap.as_ref().ok_or_else(|| Problem::NotFound {
        what: "tile source",
        name: BASEMAP.into(),
        hint: "the data folder has no basemap.mbtiles; 'make basemap' builds it".into(),
    })
}

fn layers(asked: &Asked, source: &str) -> Result<Vec<usize>, Problem> {
    if source == ALL_LAYERS {
        return Ok((0..asked.atlas().vocabulary().layers.len()).collect());
    }
    asked.layers(source)
}

fn address(z: &str, x: &str, y: &str) -> Result<TileAddress, Problem> {
    const ALLOWED: &str = "a tile address: zoom 0 to 22, column and row below 2^zoom";
    let y = y.strip_suffix(".pbf").or_else(|| y.strip_suffix(".mvt")).unwrap_or(y);
    // One address a tile, so that caches hold it once: no sign.
    let plain = [z, x, y].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let numbers = z.parse().ok().zip(x.parse().ok()).zip(y.parse().ok());
    numbers
        .and_then(|((z, x), y)| TileAddress::new(z, x, y))
        .filter(|address| plain && address.z <= DEEPEST_ZOOM)
        .ok_or_else(|| Problem::Path { value: format!("{z}/{x}/{y}"), allowed: ALLOWED })
}

fn of_archive(asked: &Asked, archive: &Archive) -> Value {
    let about = archive.about();
    let mut document = json!({
        "tilejson": "3.0.0",
        "name": about.name,
        "tiles": [format!("{}/tiles/{BASEMAP}/{{z}}/{{x}}/{{y}}", asked.base())],
        "bounds": about.bounds,
        "minzoom": about.minzoom,
        "maxzoom": about.maxzoom,
        "attribution": about.attribution,
        // Where a tile is missing, MapLibre draws the one above it only if it may expect gaps.
        "sparse": true,
    });
    if !about.vector_layers.is_null() {
        document["vector_layers"] = about.vector_layers.clone();
    }
    document
}

fn of_layers(asked: &Asked, source: &str, plan: &Plan) -> Value {
    let atlas = asked.atlas();
    let query = asked.uri.query().map_or(String::new(), |query| format!("?{query}"));
    let features: Vec<_> =
        atlas.features().iter().filter(|f| plan.layers.contains(&f.layer)).collect();
    let fields: serde_json::Map<String, Value> =
        FIELDS.iter().map(|(name, does)| ((*name).to_owned(), json!(does))).collect();
    let vector_layers: Vec<Value> = plan
        .layers
        .iter()
        .map(|layer| {
            let entry = &atlas.vocabulary().layers[*layer];
            json!({"id": entry.id, "description": entry.name.get("en"), "fields": fields})
        })
        .collect();
    json!({
        "tilejson": "3.0.0",
        "name": atlas.vocabulary().title,
        "tiles": [format!("{}/tiles/{source}/{{z}}/{{x}}/{{y}}{query}", asked.base())],
        "minzoom": 0,
        "maxzoom": MAX_ZOOM,
        "bounds": [-180.0, -85.051_128, 180.0, 85.051_128],
        "attribution": credit::attributions(&features).join(" · "),
        "vector_layers": vector_layers,
    })
}

/// What each property of a tile feature, a period, means.
const FIELDS: &[(&str, &str)] = &[
    ("id", "id of the feature"),
    ("layer", "id of its layer"),
    ("category", "id of its category"),
    ("status", "status in this period"),
    ("from", "first day on which it may hold, in days since 1970-01-01"),
    ("certain_from", "first day on which it holds for certain"),
    ("certain_until", "first day on which the next status may hold"),
    ("until", "first day on which it cannot hold any more; 2147483647 while open"),
    ("planned", "whether it rests on a plan"),
    ("disputed", "whether sources dispute the feature"),
    ("quality", "quality of the course: surveyed, traced, coarse or schematic"),
    ("accuracy_km", "expected distance from the real course in km"),
    ("user", "countries that use a base"),
    ("short", "short name; short:ru and so on in other languages"),
];
