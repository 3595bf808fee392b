//! Tiles and TileJSON: layers of the atlas and archives of the folder alike.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::basemap::archive::{About, Archive};
use crate::basemap::archives::ALL_LAYERS;
use crate::basemap::inflate::inflate;
use crate::http::error::Problem;
use crate::http::hot::{keep, keep_empty};
use crate::http::made_tiles::Outlook;
use crate::http::negotiate::{form, question, told};
use crate::http::request::{Asked, Path};
use crate::http::respond::{Answer, accepts};
use crate::http::state::World;
use crate::http::workers::{self, Weight, weighed};
use crate::output::extent;
use crate::output::tile::{MAX_LATITUDE, MAX_ZOOM, Quad, TileAddress};
use crate::output::tileset;
use crate::query::Plan;
use crate::query::operation::MVT;
use crate::query::page::hash;

/// Endings that the address of an atlas tile may have.
const ENDINGS: &[&str] = &[".pbf", ".mvt"];
/// Deepest zoom that map viewers ask for; below it only empty tiles and coarse numbers are left.
const DEEPEST_ZOOM: u8 = 22;

/// `/tiles/{source}/{z}/{x}/{y}`: a tile of layers, or of an archive.
pub async fn tile(
    Path((source, z, x, y)): Path<(String, String, String, String)>,
    asked: Asked,
) -> Result<Response, Problem> {
    if let Some(archive) = asked.world.archives.get(&source) {
        asked.pairs_among(&[])?;
        let address = address([&z, &x, &y], archive.about().format.endings())?;
        return of_archive(&asked, archive, address).await;
    }
    let address = address([&z, &x, &y], ENDINGS)?;
    let (pairs, layers) = (asked.pairs()?, layers(&asked, &source)?);
    let asked = Arc::new(asked);
    let (plan, _) = workers::plan(&asked, pairs, layers).await?;
    of_layers(&asked, plan, (Quad::WebMercator, address)).await
}

/// The response with a tile of layers. Its tag is that of its content, so it stays good when data
/// elsewhere changes.
///
/// # Errors
/// When it takes too long to make.
pub async fn of_layers(
    asked: &Arc<Asked>,
    plan: Plan,
    place: (Quad, TileAddress),
) -> Result<Response, Problem> {
    let bytes = match asked.world.tile_outlook(&plan, place) {
        Outlook::There(kept) => {
            asked.world.count_kept_tile();
            kept
        }
        outlook => {
            let weight = Weight::light_if(matches!(outlook, Outlook::Light));
            weighed(asked, weight, move |asked, late| Ok(asked.world.tile(&plan, place, late)?))
                .await?
        }
    };
    if bytes.is_empty() {
        return Ok(keep_empty(StatusCode::NO_CONTENT.into_response()));
    }
    let tag = format!("{:016x}", hash(&bytes));
    Ok(keep(Answer::of(MVT.media, bytes, tag).respond(&asked.headers)))
}

/// Whether the address is that of a tile of layers which is known to be empty, asked for without
/// parameters. What is not as plain as that is left to the route.
pub fn is_empty(world: &World, path: &str) -> bool {
    let Some(rest) = path.strip_prefix("/tiles/") else { return false };
    let mut parts = rest.split('/');
    let (source, place) = (parts.next(), [parts.next(), parts.next(), parts.next()]);
    let (Some(source), [Some(z), Some(x), Some(y)], None) = (source, place, parts.next()) else {
        return false;
    };
    let layers = &world.store.atlas().vocabulary().layers;
    let layers = match layers.iter().position(|layer| layer.id == source) {
        Some(layer) => vec![layer],
        None if source == ALL_LAYERS => (0..layers.len()).collect(),
        None => return false,
    };
    let Ok(address) = address([z, x, y], ENDINGS) else { return false };
    let plan = Plan::of_layers(layers, world.store.today());
    let is_empty = world.archives.get(source).is_none()
        && world.is_empty_tile(&plan, (Quad::WebMercator, address));
    if is_empty {
        world.count_kept_tile();
    }
    is_empty
}

/// `/tiles/{source}.json`: TileJSON 3 for MapLibre and QGIS.
pub async fn tilejson(Path(source): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let source = source.strip_suffix(".json").ok_or(Problem::NoRoute)?;
    let pairs = asked.pairs()?;
    let form = form(&asked, &pairs)?;
    let asked = Arc::new(asked);
    let document = if let Some(archive) = asked.world.archives.get(source) {
        asked.pairs_among(&["f"])?;
        about_archive(&asked, source, archive.about())
    } else {
        let layers = layers(&asked, source)?;
        let (plan, _) = workers::plan(&asked, pairs, layers).await?;
        let place = format!("{}/tiles/{source}/{{z}}/{{x}}/{{y}}", asked.base());
        let template = format!("{place}{}", question(&asked));
        about_layers(&asked, &plan, &template)
    };
    Ok(told(&asked, form, document.to_string()))
}

async fn of_archive(
    asked: &Asked,
    archive: &Archive,
    address: TileAddress,
) -> Result<Response, Problem> {
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
    let mut answer = Answer::of(about.format.media_type(), bytes, tag);
    match about.encoding {
        Some(coding) if accepts(&asked.headers, coding) => answer.encoding = Some(coding),
        Some(_) => answer.body = inflate(&answer.body)?,
        None => {}
    }
    Ok(keep(answer.respond(&asked.headers)))
}

fn layers(asked: &Asked, source: &str) -> Result<Vec<usize>, Problem> {
    if source == ALL_LAYERS {
        return Ok((0..asked.atlas().vocabulary().layers.len()).collect());
    }
    asked.layers(source).map_err(|problem| match problem {
        Problem::NotFound { name, .. } if name == source => no_source(asked, name),
        other => other,
    })
}

/// Names what there is, and where it is told why an archive is left out.
fn no_source(asked: &Asked, name: String) -> Problem {
    let layers = asked.atlas().vocabulary().layers.iter().map(|layer| layer.id.as_str());
    let sources: Vec<&str> =
        [ALL_LAYERS].into_iter().chain(layers).chain(asked.world.archives.stems()).collect();
    let refused = asked.world.archives.refused().iter();
    let mut broken = refused.filter(|refused| refused.file.split('.').next() == Some(&name));
    let told = broken.next().map_or("", |_| "; its file is refused, /health/ready says why");
    let hint = format!("there are {}{told}", sources.join(", "));
    Problem::NotFound { what: "tile source", name, hint }
}

fn address([z, x, y]: [&str; 3], endings: &[&str]) -> Result<TileAddress, Problem> {
    const ALLOWED: &str =
        "a tile address: zoom 0 to 22, column and row below 2^zoom, the ending of its kind or none";
    let bare = endings.iter().find_map(|ending| y.strip_suffix(ending)).unwrap_or(y);
    // One address a tile, so that caches hold it once: no sign.
    let plain = [z, x, bare].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let numbers = z.parse().ok().zip(x.parse().ok()).zip(bare.parse().ok());
    numbers
        .and_then(|((z, x), y)| TileAddress::new(z, x, y))
        .filter(|address| plain && address.z <= DEEPEST_ZOOM)
        .ok_or_else(|| Problem::Path { value: format!("{z}/{x}/{y}"), allowed: ALLOWED })
}

fn about_archive(asked: &Asked, source: &str, about: &About) -> Value {
    let mut document = json!({
        "tilejson": "3.0.0",
        "name": about.name,
        "tiles": [format!("{}/tiles/{source}/{{z}}/{{x}}/{{y}}", asked.base())],
        "bounds": about.bounds,
        "minzoom": about.minzoom,
        "maxzoom": about.maxzoom,
        "attribution": about.attribution,
        "format": about.format.name(),
        // Where a tile is missing, MapLibre draws the one above it only if it may expect gaps.
        "sparse": true,
    });
    let optional = [
        ("vector_layers", about.vector_layers.clone()),
        ("encoding", json!(about.heights)),
        ("tileSize", json!(about.tile_size)),
    ];
    for (name, value) in optional.into_iter().filter(|(_, value)| !value.is_null()) {
        document[name] = value;
    }
    document
}

/// TileJSON of layers whose tiles have addresses of a template.
pub fn about_layers(asked: &Asked, plan: &Plan, template: &str) -> Value {
    let atlas = asked.atlas();
    let [west, south, east, north] = extent::space_of(atlas, &plan.layers);
    let most = MAX_LATITUDE;
    let mut document = json!({
        "tilejson": "3.0.0",
        "name": atlas.vocabulary().title,
        "tiles": [template],
        "minzoom": 0,
        "maxzoom": MAX_ZOOM,
        "bounds": [west, south.clamp(-most, most), east, north.clamp(-most, most)],
        "attribution": tileset::attribution(atlas, &plan.layers),
        "vector_layers": tileset::vector_layers(atlas, &plan.layers),
    });
    if tileset::can_crowd(atlas, &plan.layers) {
        document["description"] = json!(tileset::THINNED);
    }
    document
}
