//! A file of ready-made map tiles (MBTiles or PMTiles), read through a cache.
//!
//! Rows are counted from the north (the XYZ scheme). Tiles that were read stay in memory by weight.

mod form;
mod mbtiles_file;
mod pmtiles_file;
mod said;
mod varint;

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use bytes::Bytes;
use mbtiles::MbtError;
use moka::future::Cache;
use pmtiles::PmtError;
use serde_json::Value;

use self::form::{FormError, form};
use self::mbtiles_file::MbtilesFile;
use self::pmtiles_file::PmtilesFile;
use self::said::Said;
use crate::basemap::inflate::{InflateError, check};
use crate::config::MAX_TILE_BYTES;

pub use self::form::TileFormat;

/// What a cached tile weighs beside its bytes: key, links and counters, in bytes.
const ENTRY_BYTES: usize = 128;

/// An open archive; cheap to clone.
#[derive(Clone, Debug)]
pub struct Archive {
    path: PathBuf,
    file: TileFile,
    cache: Cache<(u8, u32, u32), Option<Bytes>>,
    about: Arc<About>,
}

/// The two kinds of files.
#[derive(Clone, Debug)]
enum TileFile {
    Mbtiles(MbtilesFile),
    Pmtiles(PmtilesFile),
}

/// How all tiles of an archive can be had at once.
#[derive(Debug)]
pub enum Whole<'a> {
    /// A PMTiles file, which can be copied.
    File(&'a Path),
    /// Zoom, column and row of every tile of an MBTiles file; rows are counted from the north.
    Tiles(Vec<(u8, u32, u32)>),
}

/// What an archive says of itself, enough for a TileJSON document.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// Name of the tile set.
    pub name: String,
    /// Line of credit that the map has to show; may hold HTML links.
    pub attribution: Option<String>,
    /// West, south, east, north in degrees.
    pub bounds: [f64; 4],
    /// Shallowest zoom with tiles.
    pub minzoom: u8,
    /// Deepest zoom with tiles.
    pub maxzoom: u8,
    /// `vector_layers` of TileJSON, `null` for pictures.
    pub vector_layers: Value,
    /// What each tile is.
    pub format: TileFormat,
    /// How pictures tell heights, as MapLibre names it: `terrarium` or `mapbox`; `None` where they
    /// are mere pictures.
    pub heights: Option<&'static str>,
    /// Width of a picture in pixels, where it is known.
    pub tile_size: Option<u32>,
    /// How the bytes of every tile are compressed, as HTTP names it (`gzip`); `None` if plain.
    pub encoding: Option<&'static str>,
    /// Changes when the file does.
    pub version: String,
}

/// Why an archive cannot be opened or read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file cannot be read at all.
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// The file is something else.
    #[error("is not a tile archive: it is no SQLite database")]
    NotSqlite,
    /// The file is something else.
    #[error("is not a tile archive: it does not begin as PMTiles do")]
    NotPmtiles,
    /// PMTiles whose tiles lie where directories or metadata are.
    #[error("is not sound: its tiles lie over its directories or its metadata")]
    Overlap,
    /// PMTiles of another age.
    #[error("is PMTiles of version {0}; allowed is version 3")]
    Version(u8),
    /// The file ends early.
    #[error("is cut off: {found} of {expected} bytes")]
    Truncated {
        /// Bytes it should have by its own header.
        expected: u64,
        /// Bytes it has.
        found: u64,
    },
    /// A database whose newest part stands in a second file.
    #[error("is still being written: its newest part is in the file '-wal' beside it")]
    Unfinished,
    /// A database without the tables of MBTiles, or one that is damaged.
    #[error("is not a sound tile archive: {0}")]
    NotMbtiles(#[source] Box<MbtError>),
    /// Directories of PMTiles that are damaged, or compressed in another way than gzip.
    #[error("is not a sound tile archive: {0}")]
    Directory(#[from] PmtError),
    /// Directories that grow beyond all measure.
    #[error("is not a sound tile archive: its directory {0}")]
    Inflate(#[from] InflateError),
    /// Metadata that cannot be read.
    #[error("is not a sound tile archive: its metadata is no JSON: {0}")]
    Metadata(String),
    /// Metadata that means nothing.
    #[error("has the {name} {value} in its metadata; allowed is {allowed}")]
    Value {
        /// Name of the entry.
        name: &'static str,
        /// What stands there.
        value: String,
        /// What may stand there.
        allowed: &'static str,
    },
    /// No tile inside.
    #[error("holds no tile")]
    Empty,
    /// Tiles of a kind that maps cannot use, by its own head.
    #[error("holds tiles of the kind {0}; allowed are Mvt, Png, Jpeg and Webp")]
    Kind(String),
    /// Tiles that are not what the head says.
    #[error("promises {promised} and holds {found}")]
    Broken {
        /// Kind by the head.
        promised: &'static str,
        /// Kind by the first tile.
        found: &'static str,
    },
    /// Tiles that are nothing a map can draw.
    #[error("holds no tiles that a map can draw: {0}")]
    Form(#[from] FormError),
    /// Vector tiles of which nobody knows what is inside.
    #[error("does not name the layers of its vector tiles (vector_layers in its metadata)")]
    NoLayers,
    /// A tile could not be read.
    #[error("tile {z}/{x}/{y} cannot be read: {error}")]
    Tile {
        /// Zoom.
        z: u8,
        /// Column from the west.
        x: u32,
        /// Row from the north.
        y: u32,
        /// Why; shared among all who waited for the tile.
        #[source]
        error: Arc<TileError>,
    },
}

/// Why a tile of an open archive cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TileError {
    /// The database is damaged or gone.
    #[error(transparent)]
    Mbtiles(#[from] rusqlite::Error),
    /// The file is damaged or gone.
    #[error(transparent)]
    Pmtiles(#[from] PmtError),
    /// The bytes are not compressed as the others, or grow beyond all measure.
    #[error(transparent)]
    Inflate(#[from] InflateError),
    /// More bytes than any map has use for.
    #[error("has {0} bytes, more than {MAX_TILE_BYTES}")]
    TooLarge(usize),
}

impl Archive {
    /// Opens an MBTiles or PMTiles file, told apart by the ending of its name, and keeps up to
    /// `cache_bytes` of its tiles in memory.
    ///
    /// # Errors
    /// When the file is missing, is no such archive, is cut off, or holds tiles of no known kind.
    pub async fn open(path: &Path, cache_bytes: u64) -> Result<Self, ArchiveError> {
        let stamp = stamp(&std::fs::metadata(path)?);
        let (file, said, first) = if path.extension().is_some_and(|ending| ending == "pmtiles") {
            let (file, said, first) = PmtilesFile::open(path).await?;
            (TileFile::Pmtiles(file), said, first)
        } else {
            let (file, said, first) = MbtilesFile::open(path).await?;
            (TileFile::Mbtiles(file), said, first.into())
        };
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let about = said.about(form(&first)?, &stem, stamp)?;
        let (path, cache) = (path.to_owned(), tile_cache(cache_bytes));
        Ok(Self { path, file, cache, about: Arc::new(about) })
    }

    /// What the archive says of itself.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The bytes of a tile as they stand in the file (see [`About::encoding`]); `None` if the
    /// archive has no such tile or the world has no such place.
    ///
    /// # Errors
    /// When the file cannot be read any more, or the tile is compressed unlike the others or a
    /// bomb.
    pub async fn get(&self, z: u8, x: u32, y: u32) -> Result<Option<Bytes>, ArchiveError> {
        // The crate would overflow where it turns a row that does not exist.
        let side = 1u32.checked_shl(u32::from(z)).unwrap_or(0);
        if x >= side || y >= side || z > self.about.maxzoom {
            return Ok(None);
        }
        let read = self.read(z, x, y);
        self.cache.try_get_with((z, x, y), read).await.map_err(|error| ArchiveError::Tile {
            z,
            x,
            y,
            error,
        })
    }

    /// How all of its tiles can be had.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub async fn whole(&self) -> Result<Whole<'_>, ArchiveError> {
        match &self.file {
            TileFile::Mbtiles(file) => Ok(Whole::Tiles(file.addresses().await?)),
            TileFile::Pmtiles(_) => Ok(Whole::File(&self.path)),
        }
    }

    async fn read(&self, z: u8, x: u32, y: u32) -> Result<Option<Bytes>, TileError> {
        let tile = match &self.file {
            TileFile::Mbtiles(file) => file.tile(z, x, y)?,
            TileFile::Pmtiles(file) => file.tile(z, x, y).await?,
        };
        let Some(tile) = tile.filter(|tile| !tile.is_empty()) else { return Ok(None) };
        if tile.len() > MAX_TILE_BYTES {
            return Err(TileError::TooLarge(tile.len()));
        }
        if self.about.encoding.is_some() {
            check(&tile)?;
        }
        Ok(Some(tile))
    }
}

fn tile_cache(cache_bytes: u64) -> Cache<(u8, u32, u32), Option<Bytes>> {
    let weight = |_: &(u8, u32, u32), tile: &Option<Bytes>| {
        let bytes = tile.as_ref().map_or(0, Bytes::len);
        u32::try_from(bytes + ENTRY_BYTES).unwrap_or(u32::MAX)
    };
    Cache::builder().max_capacity(cache_bytes).weigher(weight).build()
}

/// Length and time of change of a file, for archives that carry no hash of their tiles.
fn stamp(file: &Metadata) -> String {
    let changed = file.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    format!("{:x}-{:x}", file.len(), changed.unwrap_or_default().as_nanos())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use mbtiles::{CopyDuplicateMode, MbtType, Mbtiles, init_mbtiles_schema};
    use tempfile::TempDir;

    use super::*;

    /// Nothing, in gzip: a vector tile without layers.
    const GZIPPED: [u8; 20] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const LAYERS: &str = r#"{"vector_layers":[{"id":"ground","fields":{}}]}"#;

    async fn archive_of(folder: &TempDir, tiles: &[(u8, u32, u32, Vec<u8>)]) -> PathBuf {
        let path = folder.path().join("small.mbtiles");
        let mbtiles = Mbtiles::new(&path).unwrap();
        let mut conn = mbtiles.open_or_new().await.unwrap();
        init_mbtiles_schema(&mut conn, MbtType::Flat, false).await.unwrap();
        for (key, value) in [("name", "Small"), ("format", "pbf"), ("json", LAYERS)] {
            mbtiles.set_metadata_value(&mut conn, key, value).await.unwrap();
        }
        mbtiles
            .insert_tiles(&mut conn, MbtType::Flat, CopyDuplicateMode::Abort, tiles)
            .await
            .unwrap();
        path
    }

    #[tokio::test]
    async fn rows_are_counted_from_the_north() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("rows.mbtiles");
        let mbtiles = Mbtiles::new(&path).unwrap();
        let mut conn = mbtiles.open_or_new().await.unwrap();
        init_mbtiles_schema(&mut conn, MbtType::Flat, false).await.unwrap();
        mbtiles.set_metadata_value(&mut conn, "json", LAYERS).await.unwrap();
        // Row 3 of zoom 2 in the file is the northernmost.
        mbtiles::sqlx::query("INSERT INTO tiles VALUES (2, 1, 3, ?)")
            .bind(&GZIPPED[..])
            .execute(&mut conn)
            .await
            .unwrap();
        let archive = Archive::open(&path, 1 << 20).await.unwrap();
        assert!(archive.get(2, 1, 0).await.unwrap().is_some());
        assert!(archive.get(2, 1, 3).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn an_archive_says_what_it_holds_and_gives_the_same_tile_twice() {
        let folder = TempDir::new().unwrap();
        let path = archive_of(&folder, &[(2, 2, 1, GZIPPED.to_vec())]).await;
        let archive = Archive::open(&path, 1 << 20).await.unwrap();
        let about = archive.about();
        assert_eq!((about.name.as_str(), about.maxzoom), ("Small", 2));
        assert_eq!((about.format, about.encoding), (TileFormat::Pbf, Some("gzip")));
        for _ in 0..2 {
            assert_eq!(archive.get(2, 2, 1).await.unwrap().unwrap(), GZIPPED.as_slice());
        }
    }

    #[tokio::test]
    async fn tiles_outside_the_world_are_none() {
        let folder = TempDir::new().unwrap();
        let path = archive_of(&folder, &[(0, 0, 0, GZIPPED.to_vec())]).await;
        let archive = Archive::open(&path, 0).await.unwrap();
        for (z, x, y) in [(0, 0, 1), (2, 4, 0), (2, 0, u32::MAX), (32, 0, 0), (255, 9, 9)] {
            assert!(archive.get(z, x, y).await.unwrap().is_none(), "{z}/{x}/{y}");
        }
    }

    #[tokio::test]
    async fn a_file_that_is_no_archive_is_told_apart() {
        let folder = TempDir::new().unwrap();
        let open = |path: PathBuf| async move { Archive::open(&path, 0).await.unwrap_err() };

        let missing = folder.path().join("missing.mbtiles");
        assert!(matches!(open(missing.clone()).await, ArchiveError::Io(_)));
        assert!(!missing.exists(), "opening must not make the file");

        let text = folder.path().join("text.mbtiles");
        std::fs::write(&text, "not tiles").unwrap();
        assert!(matches!(open(text).await, ArchiveError::NotSqlite));

        let whole = archive_of(&folder, &[(0, 0, 0, GZIPPED.to_vec())]).await;
        let bytes = std::fs::read(&whole).unwrap();
        let half = folder.path().join("half.mbtiles");
        std::fs::write(&half, &bytes[..bytes.len() / 2]).unwrap();
        assert!(matches!(open(half).await, ArchiveError::Truncated { .. }));
    }

    #[tokio::test]
    async fn another_database_is_refused() {
        let folder = TempDir::new().unwrap();
        let other = folder.path().join("other.mbtiles");
        let mut conn = Mbtiles::new(&other).unwrap().open_or_new().await.unwrap();
        mbtiles::sqlx::query("CREATE TABLE birds (name)").execute(&mut conn).await.unwrap();
        let error = Archive::open(&other, 0).await.unwrap_err();
        assert!(matches!(error, ArchiveError::NotMbtiles(_)));
    }
}
