//! A file of ready-made map tiles (MBTiles), read through a cache.
//!
//! Rows are counted from the north here (the XYZ scheme); the file counts them from the south and
//! the `mbtiles` crate turns them. Reading from the file costs about 70 µs a tile and a hop between
//! threads, so tiles stay in memory by weight.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use bytes::Bytes;
use mbtiles::{MbtError, MbtilesPool};
use moka::future::Cache;
use serde_json::Value;

/// What a cached tile weighs beside its bytes: key, links and counters, in bytes.
const ENTRY_BYTES: usize = 128;

/// An open archive; cheap to clone.
#[derive(Clone, Debug)]
pub struct Archive {
    pool: MbtilesPool,
    cache: Cache<(u8, u32, u32), Option<Bytes>>,
    about: Arc<About>,
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
    /// Kind of the tiles as TileJSON and MBTiles name it: `pbf`, `png`, `jpeg`, `webp`.
    pub format: &'static str,
    /// Media type of a tile.
    pub media_type: &'static str,
    /// How the bytes of every tile are compressed, as HTTP names it (`gzip`); `None` if plain.
    pub encoding: Option<&'static str>,
    /// Changes when the file does.
    pub version: String,
}

/// Why an archive cannot be opened or read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file cannot be read at all.
    #[error("{path}: {error}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: std::io::Error,
    },
    /// The file is something else.
    #[error("{path} is not a tile archive: it is no SQLite database", path = .0.display())]
    NotSqlite(PathBuf),
    /// The file ends early.
    #[error("{path} is cut off: {found} of {expected} bytes", path = path.display())]
    Truncated {
        /// The file.
        path: PathBuf,
        /// Bytes it should have by its own header.
        expected: u64,
        /// Bytes it has.
        found: u64,
    },
    /// A database without the tables of MBTiles, or one that is damaged.
    #[error("{path} is not a sound tile archive", path = path.display())]
    NotMbtiles {
        /// The file.
        path: PathBuf,
        /// What the reader says.
        #[source]
        error: Box<MbtError>,
    },
    /// Tiles of a kind that maps cannot use.
    #[error("{path} holds no tiles that a map can draw ({found})", path = path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What its tiles are.
        found: String,
    },
    /// A tile could not be read.
    #[error("tile {z}/{x}/{y} cannot be read")]
    Tile {
        /// Zoom.
        z: u8,
        /// Column from the west.
        x: u32,
        /// Row from the north.
        y: u32,
        /// What the reader says; shared among all who waited for the tile.
        #[source]
        error: Arc<MbtError>,
    },
}

impl Archive {
    /// Opens an MBTiles file and keeps up to `cache_bytes` of its tiles in memory.
    ///
    /// # Errors
    /// When the file is missing, is no MBTiles file, is cut off, or holds tiles of no known kind.
    pub async fn open(path: &Path, cache_bytes: u64) -> Result<Self, ArchiveError> {
        let io = |error| ArchiveError::Io { path: path.to_path_buf(), error };
        let file = std::fs::metadata(path).map_err(io)?;
        check_header(path, file.len())?;
        let unsound =
            |error| ArchiveError::NotMbtiles { path: path.to_path_buf(), error: Box::new(error) };
        let pool = MbtilesPool::open_readonly(path).await.map_err(unsound)?;
        pool.detect_type().await.map_err(unsound)?;
        let about = about(path, &pool, &file).await?;
        Ok(Self { pool, cache: tile_cache(cache_bytes), about: Arc::new(about) })
    }

    /// What the archive says of itself.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The bytes of a tile as they stand in the file (see [`About::encoding`]); `None` if the
    /// archive has no such tile or the world has no such place.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub async fn get(&self, z: u8, x: u32, y: u32) -> Result<Option<Bytes>, ArchiveError> {
        // The crate would overflow where it turns a row that does not exist.
        let side = 1u32.checked_shl(u32::from(z)).unwrap_or(0);
        if x >= side || y >= side || z > self.about.maxzoom {
            return Ok(None);
        }
        let read = async { Ok(self.pool.get_tile(z, x, y).await?.map(Bytes::from)) };
        self.cache.try_get_with((z, x, y), read).await.map_err(|error| ArchiveError::Tile {
            z,
            x,
            y,
            error,
        })
    }
}

fn tile_cache(cache_bytes: u64) -> Cache<(u8, u32, u32), Option<Bytes>> {
    let weight = |_: &(u8, u32, u32), tile: &Option<Bytes>| {
        let bytes = tile.as_ref().map_or(0, Bytes::len);
        u32::try_from(bytes + ENTRY_BYTES).unwrap_or(u32::MAX)
    };
    Cache::builder().max_capacity(cache_bytes).weigher(weight).build()
}

/// Reads the head of the [SQLite file format](https://www.sqlite.org/fileformat.html#the_database_header):
/// magic word, page size (bytes 16-17), number of pages (bytes 28-31).
fn check_header(path: &Path, found: u64) -> Result<(), ArchiveError> {
    let io = |error| ArchiveError::Io { path: path.to_path_buf(), error };
    let mut head = Vec::with_capacity(100);
    File::open(path).map_err(io)?.take(100).read_to_end(&mut head).map_err(io)?;
    if !head.starts_with(b"SQLite format 3\0") {
        return Err(ArchiveError::NotSqlite(path.to_path_buf()));
    }
    let number = |at: std::ops::Range<usize>| {
        head.get(at).unwrap_or_default().iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte))
    };
    // A page of 64 KiB does not fit the field and is written as 1.
    let page = match number(16..18) {
        1 => 65_536,
        bytes => bytes,
    };
    let expected = page * number(28..32);
    if found < expected.max(100) {
        return Err(ArchiveError::Truncated { path: path.to_path_buf(), expected, found });
    }
    Ok(())
}

async fn about(path: &Path, pool: &MbtilesPool, file: &Metadata) -> Result<About, ArchiveError> {
    let unsound =
        |error| ArchiveError::NotMbtiles { path: path.to_path_buf(), error: Box::new(error) };
    let metadata = pool.get_metadata().await.map_err(unsound)?;
    let said = &metadata.tilejson;
    let info = pool.detect_format(said).await.map_err(unsound)?;
    let unusable = |found: String| ArchiveError::Format { path: path.to_path_buf(), found };
    let info = info.ok_or_else(|| unusable("no tile inside, or of no known kind".into()))?;
    let format = info.format.metadata_format_value();
    let media_type = match format {
        "pbf" => "application/vnd.mapbox-vector-tile",
        "png" => "image/png",
        "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        other => return Err(unusable(other.into())),
    };
    let edges = said.bounds.map(|edge| [edge.left, edge.bottom, edge.right, edge.top]);
    Ok(About {
        name: said.name.clone().unwrap_or(metadata.id),
        attribution: said.attribution.clone(),
        bounds: edges.unwrap_or([-180.0, -85.051_129, 180.0, 85.051_129]),
        minzoom: said.minzoom.unwrap_or(0),
        maxzoom: said.maxzoom.unwrap_or(30),
        vector_layers: serde_json::to_value(&said.vector_layers).unwrap_or_default(),
        format,
        media_type,
        encoding: info.encoding.compression(),
        version: metadata.agg_tiles_hash.unwrap_or_else(|| stamp(file)),
    })
}

/// Length and time of change of a file, for archives that carry no hash of their tiles.
fn stamp(file: &Metadata) -> String {
    let changed = file.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    format!("{:x}-{:x}", file.len(), changed.unwrap_or_default().as_nanos())
}

#[cfg(test)]
mod tests {
    use mbtiles::{CopyDuplicateMode, MbtType, Mbtiles, init_mbtiles_schema};
    use tempfile::TempDir;

    use super::*;

    /// A gzip header; enough for the reader to see a compressed vector tile.
    const GZIPPED: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];

    async fn archive_of(folder: &TempDir, tiles: &[(u8, u32, u32, Vec<u8>)]) -> PathBuf {
        let path = folder.path().join("small.mbtiles");
        let mbtiles = Mbtiles::new(&path).unwrap();
        let mut conn = mbtiles.open_or_new().await.unwrap();
        init_mbtiles_schema(&mut conn, MbtType::Flat, false).await.unwrap();
        for (key, value) in [("name", "Small"), ("format", "pbf"), ("maxzoom", "2")] {
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
        // Row 3 of zoom 2 in the file is the northernmost.
        mbtiles::sqlx::query("INSERT INTO tiles VALUES (2, 1, 3, x'1f8b0800000000000003')")
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
        assert_eq!((about.format, about.encoding), ("pbf", Some("gzip")));
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
        assert!(matches!(open(missing.clone()).await, ArchiveError::Io { .. }));
        assert!(!missing.exists(), "opening must not make the file");

        let text = folder.path().join("text.mbtiles");
        std::fs::write(&text, "not tiles").unwrap();
        assert!(matches!(open(text).await, ArchiveError::NotSqlite(_)));

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
        assert!(matches!(error, ArchiveError::NotMbtiles { .. }));
    }
}
