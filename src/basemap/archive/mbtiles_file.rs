//! Reading MBTiles: a SQLite database of tiles
//! ([specification](https://github.com/mapbox/mbtiles-spec/blob/master/1.3/spec.md)).
//!
//! The file is opened as one that nobody writes to, so that SQLite puts no files beside it: they
//! would count as changes of the data folder.
//!
//! What the file says of itself is read with the crate that knows the format. Tiles are read at once,
//! on the thread that asks: its pool would hop to another thread and back, which costs several times
//! what SQLite does. The file is not mapped into memory, since a copy written over it would then
//! end the program.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use mbtiles::sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use mbtiles::sqlx::{query_as, query_scalar};
use mbtiles::{MbtError, Mbtiles};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use serde_json::Value;

use super::{ArchiveError, Said, TileError};
use crate::config::MAX_TILE_BYTES;

/// An open MBTiles file.
#[derive(Clone, Debug)]
pub(super) struct MbtilesFile {
    pool: SqlitePool,
    mbtiles: Mbtiles,
    /// Connections that nobody reads with at the moment; as many as threads ever did at once.
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl MbtilesFile {
    /// Opens a file, and gives what it says of itself with one of its tiles.
    pub(super) async fn open(path: &Path) -> Result<(Self, Said, Vec<u8>), ArchiveError> {
        check_head(path)?;
        let mbtiles = Mbtiles::new(path).map_err(unsound)?;
        let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(true);
        let pool = SqlitePool::connect_with(options).await.map_err(unsound)?;
        let file = Self { pool, mbtiles, idle: Arc::default() };
        let said = file.said().await?;
        let most = i64::try_from(MAX_TILE_BYTES).unwrap_or(i64::MAX);
        let first = "SELECT tile_data FROM tiles WHERE length(tile_data) BETWEEN 1 AND ? LIMIT 1";
        let first = query_scalar(first).bind(most).fetch_optional(&file.pool).await;
        let first = first.map_err(unsound)?.ok_or(ArchiveError::Empty)?;
        Ok((file, said, first))
    }

    /// The bytes of a tile; rows are counted from the north here and from the south in the file.
    pub(super) fn tile(&self, z: u8, x: u32, y: u32) -> Result<Option<Bytes>, TileError> {
        const TILE: &str = "SELECT tile_data FROM tiles \
            WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3";
        let Some(row) = 1_u32.checked_shl(z.into()).and_then(|rows| rows.checked_sub(1 + y)) else {
            return Ok(None);
        };
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = idle().pop();
        let conn = waiting.map_or_else(|| self.connect(), Ok)?;
        let found = conn.prepare_cached(TILE)?.query_row((z, x, row), |found| {
            let bytes = found.get_ref(0)?.as_blob_or_null()?.unwrap_or_default();
            Ok(if bytes.len() > MAX_TILE_BYTES { Err(bytes.len()) } else { Ok(bytes.to_vec()) })
        });
        let found = found.optional()?;
        idle().push(conn);
        found.transpose().map(|tile| tile.map(Bytes::from)).map_err(TileError::TooLarge)
    }

    fn connect(&self) -> Result<Connection, rusqlite::Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Connection::open_with_flags(self.address(), flags)
    }

    /// The file as a URI that says that nobody writes to it
    /// ([syntax](https://www.sqlite.org/uri.html)).
    fn address(&self) -> String {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte);
        let path = self.mbtiles.filepath().bytes().map(|byte| match byte {
            byte if plain(&byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        });
        format!("file:{}?immutable=1", path.collect::<String>())
    }

    /// Zoom, column and row (from the north) of every tile.
    pub(super) async fn addresses(&self) -> Result<Vec<(u8, u32, u32)>, ArchiveError> {
        let all = "SELECT zoom_level, tile_column, (1 << zoom_level) - 1 - tile_row FROM tiles \
             WHERE zoom_level BETWEEN 0 AND 30 AND tile_column BETWEEN 0 AND (1 << zoom_level) - 1 \
             AND tile_row BETWEEN 0 AND (1 << zoom_level) - 1";
        query_as(all).fetch_all(&self.pool).await.map_err(unsound)
    }

    async fn said(&self) -> Result<Said, ArchiveError> {
        let mut conn = self.pool.acquire().await.map_err(unsound)?;
        self.mbtiles.detect_type(&mut *conn).await.map_err(unsound)?;
        let metadata = self.mbtiles.get_metadata(&mut *conn).await.map_err(unsound)?;
        let said = metadata.tilejson;
        let other = |name: &str| said.other.get(name).and_then(Value::as_str);
        Ok(Said {
            name: said.name.clone(),
            attribution: said.attribution.clone(),
            bounds: said.bounds.map(|edge| [edge.left, edge.bottom, edge.right, edge.top]),
            zooms: said.minzoom.zip(said.maxzoom),
            vector_layers: serde_json::to_value(&said.vector_layers).unwrap_or_default(),
            heights: other("encoding").map(str::to_owned),
            tile_size: other("tilesize").and_then(|size| size.parse().ok()),
            declared: None,
        })
    }
}

fn unsound(error: impl Into<MbtError>) -> ArchiveError {
    ArchiveError::NotMbtiles(Box::new(error.into()))
}

/// Reads the head of the [SQLite file format](https://www.sqlite.org/fileformat.html#the_database_header):
/// magic word, page size (bytes 16-17), versions to write and read (18-19), number of pages
/// (bytes 28-31).
fn check_head(path: &Path) -> Result<(), ArchiveError> {
    let file = File::open(path)?;
    let found = file.metadata()?.len();
    let mut head = Vec::with_capacity(100);
    file.take(100).read_to_end(&mut head)?;
    if !head.starts_with(b"SQLite format 3\0") {
        return Err(ArchiveError::NotSqlite);
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
        return Err(ArchiveError::Truncated { expected, found });
    }
    // In this mode the newest tiles stand in a second file until it is closed for good.
    let mut beside = path.as_os_str().to_owned();
    beside.push("-wal");
    if number(18..19) == 2 && std::fs::metadata(beside).is_ok_and(|file| file.len() > 0) {
        return Err(ArchiveError::Unfinished);
    }
    Ok(())
}
