//! An archive of the data folder as PMTiles: copied where it is that, written tile by tile where not.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use pmtiles::{Compression, PmTilesWriter, TileCoord, TileId, TileType};
use serde_json::json;

use super::ExportError;
use crate::basemap::archive::{About, Archive, TileFormat, Whole};

/// Writes the tiles of the archive of a stem to a file that is not there yet.
pub(super) async fn write(stem: &str, archive: &Archive, to: &Path) -> Result<(), ExportError> {
    let unread = |error| ExportError::Archive { stem: stem.to_owned(), error };
    let unwritten = |error| ExportError::Io { path: to.to_owned(), error };
    let addresses = match archive.whole().await.map_err(unread)? {
        Whole::File(from) => {
            std::fs::copy(from, to).map_err(unwritten)?;
            return Ok(());
        }
        Whole::Tiles(addresses) => addresses,
    };
    let mut numbered = Vec::with_capacity(addresses.len());
    for (z, x, y) in addresses {
        numbered.push(TileCoord::new(z, x, y)?);
    }
    // Along the curve that numbers them, as readers expect.
    numbered.sort_unstable_by_key(|at| TileId::from(*at));
    let file = BufWriter::new(File::create_new(to).map_err(unwritten)?);
    let mut writer = writer(archive.about()).create(file)?;
    for at in numbered {
        if let Some(bytes) = archive.get(at.z(), at.x(), at.y()).await.map_err(unread)? {
            writer.add_tile(at, &bytes)?;
        }
    }
    writer.finalize()?;
    Ok(())
}

fn writer(about: &About) -> PmTilesWriter {
    let kind = match about.format {
        TileFormat::Pbf => TileType::Mvt,
        TileFormat::Png => TileType::Png,
        TileFormat::Jpeg => TileType::Jpeg,
        TileFormat::Webp => TileType::Webp,
    };
    let compression = if about.encoding.is_some() { Compression::Gzip } else { Compression::None };
    let [west, south, east, north] = about.bounds;
    let mut metadata = json!({"name": about.name, "attribution": about.attribution});
    for (name, value) in
        [("vector_layers", about.vector_layers.clone()), ("encoding", json!(about.heights))]
    {
        if !value.is_null() {
            metadata[name] = value;
        }
    }
    PmTilesWriter::new(kind)
        .precompressed(compression)
        .min_zoom(about.minzoom)
        .max_zoom(about.maxzoom)
        .bounds(west, south, east, north)
        .center(f64::midpoint(west, east), f64::midpoint(south, north))
        .metadata(metadata.to_string())
}
