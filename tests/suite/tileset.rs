//! Tile archives made for a test.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use fast_mvt::MvtTileBuilder;
use mbtiles::{CopyDuplicateMode, MbtType, Mbtiles, init_mbtiles_schema};
use pmtiles::{Compression, PmTilesWriter, TileCoord, TileType};

use crate::app::wait;

/// Zoom, column, row from the north, bytes.
pub type Tile = (u8, u32, u32, Vec<u8>);

/// Metadata of a sound archive of vector tiles.
pub const GROUND: &[(&str, &str)] = &[
    ("name", "Ground"),
    ("format", "pbf"),
    ("minzoom", "0"),
    ("maxzoom", "2"),
    ("bounds", "-180,-80,180,80"),
    ("attribution", "Nobody"),
    ("json", r#"{"vector_layers":[{"id":"ground","fields":{}}]}"#),
];

/// Bytes in gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).expect("memory");
    gzip.finish().expect("memory")
}

/// A vector tile, gzipped, with one empty layer by which it is told apart.
pub fn tile(name: &str) -> Vec<u8> {
    let layer = MvtTileBuilder::new().layer(name).expect("a layer");
    gzip(&layer.end().encode())
}

/// The head of a PNG picture of that width, enough to be told apart.
pub fn png(width: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend_from_slice(&width.to_be_bytes());
    png.extend_from_slice(&width.to_be_bytes());
    png
}

/// Writes an MBTiles file.
pub fn mbtiles(path: &Path, metadata: &[(&str, &str)], tiles: &[Tile]) {
    wait(async {
        let archive = Mbtiles::new(path).unwrap();
        let mut conn = archive.open_or_new().await.unwrap();
        init_mbtiles_schema(&mut conn, MbtType::Flat, false).await.unwrap();
        for (key, value) in metadata {
            archive.set_metadata_value(&mut conn, key, value).await.unwrap();
        }
        archive
            .insert_tiles(&mut conn, MbtType::Flat, CopyDuplicateMode::Abort, tiles)
            .await
            .unwrap();
    });
}

/// Writes a PMTiles file; tiles as they are, in the order of the format.
pub fn pmtiles(path: &Path, kind: TileType, metadata: &str, tiles: &[Tile]) {
    let plain = if kind == TileType::Mvt { Compression::Gzip } else { Compression::None };
    let writer = PmTilesWriter::new(kind)
        .precompressed(plain)
        .bounds(60.0, 35.0, 80.0, 45.0)
        .min_zoom(0)
        .max_zoom(2)
        .metadata(metadata);
    let mut writer = writer.create(File::create(path).unwrap()).unwrap();
    for (z, x, y, bytes) in tiles {
        writer.add_tile(TileCoord::new(*z, *x, *y).unwrap(), bytes).unwrap();
    }
    writer.finalize().unwrap();
}
