//! The layers of the atlas as one file of vector tiles, MBTiles or PMTiles by the ending of its name.
//!
//! Every tile with anything in it, with all periods, gzipped; equal data gives equal bytes.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::Compression as Level;
use flate2::write::GzEncoder;
use mbtiles::sqlx::Connection;
use mbtiles::{CopyDuplicateMode, MbtType, Mbtiles, init_mbtiles_schema};
use pmtiles::{Compression, PmTilesWriter, TileCoord, TileId, TileType};
use rayon::prelude::*;
use serde_json::json;

use super::ExportError;
use super::draft::Draft;
use crate::atlas::Atlas;
use crate::output::contents::Watcher;
use crate::output::period_tiles::PeriodTiles;
use crate::output::thinning::Wanted;
use crate::output::tile::{MAX_ZOOM, TileAddress};
use crate::output::tileset;
use crate::store::Store;

/// Latitude at which the square of web mercator ends, in degrees; what lies beyond is drawn there.
const EDGE: f64 = 85.051;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// How many tiles.
    pub n_tiles: usize,
    /// Length of the file in bytes.
    pub bytes: u64,
}

/// A tile that is not empty, gzipped.
type Tile = (TileAddress, Vec<u8>);

/// What a file says of itself.
struct About {
    name: String,
    version: String,
    attribution: String,
    vector_layers: serde_json::Value,
    /// West, south, east, north in degrees.
    bounds: [f64; 4],
}

/// The kinds of files.
#[derive(Clone, Copy)]
enum Kind {
    Mbtiles,
    Pmtiles,
}

/// Positions of the layers in a list with commas; all where there is no list.
///
/// # Errors
/// When one of them is no layer.
pub fn layers(atlas: &Atlas, list: Option<&str>) -> Result<Vec<usize>, ExportError> {
    let entries = &atlas.vocabulary().layers;
    let Some(list) = list else { return Ok((0..entries.len()).collect()) };
    let position = |name: &str| {
        entries.iter().position(|entry| entry.id == name).ok_or_else(|| {
            let known: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
            ExportError::Layer { name: name.to_owned(), known: known.join(", ") }
        })
    };
    let mut layers = list.split(',').map(position).collect::<Result<Vec<_>, _>>()?;
    layers.sort_unstable();
    layers.dedup();
    Ok(layers)
}

/// Writes the tiles of some layers, by their position in the vocabulary, and tells of each that is made.
///
/// # Errors
/// When the name ends as no known kind, the file is there already and `force` is not set, or it
/// cannot be written. What was there before is then untouched.
pub async fn write(
    store: &Store,
    layers: &[usize],
    target: &Path,
    force: bool,
    watcher: &Watcher<'_>,
) -> Result<Written, ExportError> {
    let kind = Kind::of(target)?;
    let draft = Draft::of(target, force)?;
    let about = about(store.atlas(), layers);
    let tiles = tiles(store, layers, watcher);
    match kind {
        Kind::Mbtiles => write_mbtiles(&draft, &about, &tiles).await?,
        Kind::Pmtiles => write_pmtiles(&draft, &about, tiles.clone())?,
    }
    Ok(Written { n_tiles: tiles.len(), bytes: draft.finish()? })
}

impl Kind {
    fn of(target: &Path) -> Result<Self, ExportError> {
        match target.extension().and_then(|ending| ending.to_str()) {
            Some("mbtiles") => Ok(Self::Mbtiles),
            Some("pmtiles") => Ok(Self::Pmtiles),
            _ => Err(ExportError::Ending(target.to_owned())),
        }
    }
}

fn about(atlas: &Atlas, layers: &[usize]) -> About {
    let boxes = boxes(atlas, layers).into_iter();
    let bounds =
        boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    About {
        name: atlas.vocabulary().title.clone(),
        version: atlas.version().to_owned(),
        attribution: tileset::attribution(atlas, layers),
        vector_layers: json!(tileset::vector_layers(atlas, layers)),
        bounds: bounds.unwrap_or([-180.0, -EDGE, 180.0, EDGE]),
    }
}

/// West, south, east, north of every feature of some layers, within the square of web mercator.
fn boxes(atlas: &Atlas, layers: &[usize]) -> Vec<[f64; 4]> {
    let features = tileset::features(atlas, layers).into_iter();
    let inside = |[west, south, east, north]: [f64; 4]| {
        [west, south.clamp(-EDGE, EDGE), east, north.clamp(-EDGE, EDGE)]
    };
    features.filter_map(|feature| feature.bbox()).map(inside).collect()
}

/// All tiles that show anything, by zoom, column and row.
fn tiles(store: &Store, layers: &[usize], watcher: &Watcher<'_>) -> Vec<Tile> {
    let set = PeriodTiles::new(store.atlas(), &store.chronicle(store.today()));
    let mut addresses = Vec::new();
    if let Some(world) = TileAddress::new(0, 0, 0) {
        descend(world, &boxes(store.atlas(), layers), &mut addresses);
    }
    addresses.sort_unstable_by_key(|at| (at.z, at.x, at.y));
    let (all, done) = (addresses.len(), AtomicUsize::new(0));
    let each = addresses.into_par_iter().map(|at| {
        watcher(done.fetch_add(1, Ordering::Relaxed), all);
        (at, set.tile(layers, at, Wanted::default()))
    });
    each.filter(|(_, plain)| !plain.is_empty()).map(|(at, plain)| (at, gzip(&plain))).collect()
}

/// The addresses of tiles that a box touches, margin included.
fn descend(at: TileAddress, boxes: &[[f64; 4]], found: &mut Vec<TileAddress>) {
    let [west, south, east, north] = at.bounds();
    let touches = |b: &&[f64; 4]| b[0] <= east && west <= b[2] && b[1] <= north && south <= b[3];
    let near: Vec<[f64; 4]> = boxes.iter().filter(touches).copied().collect();
    if near.is_empty() {
        return;
    }
    found.push(at);
    if at.z == MAX_ZOOM {
        return;
    }
    for (right, down) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
        let child = TileAddress { z: at.z + 1, x: 2 * at.x + right, y: 2 * at.y + down };
        descend(child, &near, found);
    }
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Level::best());
    let written = encoder.write_all(plain).and_then(|()| encoder.finish());
    written.unwrap_or_else(|error| unreachable!("memory takes all: {error}"))
}

async fn write_mbtiles(draft: &Draft, about: &About, tiles: &[Tile]) -> Result<(), ExportError> {
    let file = Mbtiles::new(draft.path())?;
    let mut conn = file.open_or_new().await?;
    init_mbtiles_schema(&mut conn, MbtType::Flat, false).await?;
    let bounds = about.bounds.map(|edge| edge.to_string()).join(",");
    let layers = json!({"vector_layers": about.vector_layers}).to_string();
    for (name, value) in [
        ("name", about.name.as_str()),
        ("format", "pbf"),
        ("type", "overlay"),
        ("version", &about.version),
        ("attribution", &about.attribution),
        ("bounds", &bounds),
        ("minzoom", "0"),
        ("maxzoom", &MAX_ZOOM.to_string()),
        ("json", &layers),
    ] {
        file.set_metadata_value(&mut conn, name, value).await?;
    }
    let rows: Vec<(u8, u32, u32, &[u8])> =
        tiles.iter().map(|(at, bytes)| (at.z, at.x, at.y, bytes.as_slice())).collect();
    file.insert_tiles(&mut conn, MbtType::Flat, CopyDuplicateMode::Abort, &rows).await?;
    conn.close().await.map_err(mbtiles::MbtError::from)?;
    Ok(())
}

/// Tiles are written along the curve that numbers them, as readers expect.
fn write_pmtiles(draft: &Draft, about: &About, tiles: Vec<Tile>) -> Result<(), ExportError> {
    let mut numbered = Vec::with_capacity(tiles.len());
    for (at, bytes) in tiles {
        numbered.push((TileCoord::new(at.z, at.x, at.y)?, bytes));
    }
    numbered.sort_unstable_by_key(|(at, _)| TileId::from(*at));
    let [west, south, east, north] = about.bounds;
    let metadata = json!({
        "name": about.name,
        "type": "overlay",
        "version": about.version,
        "attribution": about.attribution,
        "vector_layers": about.vector_layers,
    });
    let file = File::create(draft.path()).map_err(|error| draft.failed(error))?;
    let mut writer = PmTilesWriter::new(TileType::Mvt)
        .precompressed(Compression::Gzip)
        .min_zoom(0)
        .max_zoom(MAX_ZOOM)
        .bounds(west, south, east, north)
        .center(f64::midpoint(west, east), f64::midpoint(south, north))
        .metadata(metadata.to_string())
        .create(file)?;
    for (at, bytes) in &numbered {
        writer.add_tile(*at, bytes)?;
    }
    writer.finalize()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_followed_down_to_the_deepest_zoom() {
        let mut found = Vec::new();
        let world = TileAddress::new(0, 0, 0).unwrap();
        descend(world, &[[69.1, 41.1, 69.2, 41.2]], &mut found);
        for z in 0..=MAX_ZOOM {
            let of_zoom = found.iter().filter(|at| at.z == z).count();
            assert!((1..=9).contains(&of_zoom), "{of_zoom} tiles at zoom {z}");
        }
    }
}
