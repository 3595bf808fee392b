//! Reading PMTiles: one file of tiles with a directory
//! ([specification](https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md)).
//!
//! Read with ordinary reads and not through mapped memory: a mapped file that somebody cuts off
//! would end the process. Directories inflate to their whole size in the crate, so each is tried
//! here first.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use pmtiles::{
    AsyncBackend, AsyncPmTilesReader, BackendResponse, Compression, Header, PmtError, PmtResult,
    TileCoord, TileId, TileType,
};
use serde_json::Value;

use super::form::TileFormat;
use super::varint::varint;
use super::{ArchiveError, Said, TileError};
use crate::basemap::inflate::{check, inflate};
use crate::config::{MAX_DIRECTORY_BYTES, MAX_TILE_BYTES};

/// Bytes of the head, by the specification.
const HEAD: usize = 127;
/// Bytes in which head and root directory have to fit, by the specification.
const BEGINNING: usize = 16_384;

/// An open PMTiles file.
#[derive(Clone)]
pub(super) struct PmtilesFile {
    reader: Arc<AsyncPmTilesReader<Sections>>,
}

/// The parts of a file, each read with a limit of its own.
struct Sections {
    file: Arc<File>,
    /// Where the tiles are; elsewhere are directories and metadata.
    tiles: Range<u64>,
    /// Whether directories and metadata are compressed.
    gzip: bool,
}

impl std::fmt::Debug for PmtilesFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("PmtilesFile").field(self.reader.get_header()).finish()
    }
}

impl PmtilesFile {
    /// Opens a file, and gives what it says of itself with one of its tiles.
    pub(super) async fn open(path: &Path) -> Result<(Self, Said, Bytes), ArchiveError> {
        let (sections, first) = Sections::open(path)?;
        let reader = AsyncPmTilesReader::try_from_source(sections).await?;
        let said = said(&reader).await?;
        let first = reader.get_tile(TileId::new(first)?).await?.ok_or(ArchiveError::Empty)?;
        Ok((Self { reader: Arc::new(reader) }, said, first))
    }

    /// The bytes of a tile; rows are counted from the north.
    pub(super) async fn tile(&self, z: u8, x: u32, y: u32) -> Result<Option<Bytes>, TileError> {
        Ok(self.reader.get_tile(TileCoord::new(z, x, y)?).await?)
    }
}

impl Sections {
    /// Opens a file whose head fits its length; gives the number of its first tile too.
    fn open(path: &Path) -> Result<(Self, u64), ArchiveError> {
        let file = File::open(path)?;
        let found = file.metadata()?.len();
        let mut beginning = Vec::with_capacity(BEGINNING);
        (&file).take(BEGINNING as u64).read_to_end(&mut beginning)?;
        if !beginning.starts_with(b"PMTiles") {
            return Err(ArchiveError::NotPmtiles);
        }
        if beginning.len() < HEAD {
            return Err(ArchiveError::Truncated { expected: HEAD as u64, found });
        }
        if beginning[7] != 3 {
            return Err(ArchiveError::Version(beginning[7]));
        }
        // Offset and length of root directory, metadata, leaf directories and tiles.
        let [root, metadata, leaves, tiles] = [8, 24, 40, 56].map(|at| section(&beginning, at));
        let expected = [&root, &metadata, &leaves, &tiles].map(|part| part.end);
        let expected = expected.into_iter().max().unwrap_or_default();
        if found < expected {
            return Err(ArchiveError::Truncated { expected, found });
        }
        // What is read from among the tiles passes for a tile, whose limits are wider.
        let lies_over = |part: &Range<u64>| part.start < tiles.end && tiles.start < part.end;
        if [&(0..HEAD as u64), &root, &metadata, &leaves].into_iter().any(lies_over) {
            return Err(ArchiveError::Overlap);
        }
        let header = Header::try_from_bytes(Bytes::copy_from_slice(&beginning[..HEAD]))?;
        let gzip = match header.internal_compression() {
            Compression::Gzip => true,
            Compression::None => false,
            other => return Err(PmtError::UnsupportedCompression(other).into()),
        };
        let first = first_tile(&beginning, &root, gzip)?;
        Ok((Self { file: Arc::new(file), tiles, gzip }, first))
    }

    /// Why so many bytes are not read from there.
    fn limit(&self, offset: u64, length: usize) -> io::Result<()> {
        let most = if self.tiles.contains(&offset) { MAX_TILE_BYTES } else { MAX_DIRECTORY_BYTES };
        if length <= most {
            return Ok(());
        }
        let reason = format!("a part of {length} bytes is larger than {most} bytes");
        Err(io::Error::new(io::ErrorKind::InvalidData, reason))
    }
}

impl AsyncBackend for Sections {
    async fn read(&self, offset: u64, length: usize) -> PmtResult<BackendResponse> {
        self.limit(offset, length)?;
        let file = Arc::clone(&self.file);
        let read = move || {
            let mut bytes = vec![0; length];
            let mut filled = 0;
            while filled < length {
                match file.read_at(&mut bytes[filled..], offset + filled as u64)? {
                    0 => break,
                    more => filled += more,
                }
            }
            bytes.truncate(filled);
            Ok::<_, io::Error>(bytes)
        };
        let bytes = tokio::task::spawn_blocking(read).await.map_err(io::Error::other)??;
        if self.gzip && offset != 0 && !self.tiles.contains(&offset) {
            check(&bytes).map_err(io::Error::other)?;
        }
        Ok(BackendResponse::new(bytes.into()))
    }
}

/// The place that the head gives for a part of the file.
fn section(head: &[u8], at: usize) -> Range<u64> {
    let number = |at: usize| {
        head[at..at + 8].iter().rev().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte))
    };
    number(at)..number(at).saturating_add(number(at + 8))
}

/// The root directory begins with the number of its entries and the number of the first tile.
fn first_tile(beginning: &[u8], root: &Range<u64>, gzip: bool) -> Result<u64, ArchiveError> {
    let place = usize::try_from(root.start).ok().zip(usize::try_from(root.end).ok());
    let root = place.and_then(|(from, until)| beginning.get(from..until));
    let root = root.ok_or(PmtError::InvalidHeader)?;
    let plain = if gzip { inflate(root)? } else { Bytes::copy_from_slice(root) };
    let (entries, rest) = varint(&plain).ok_or(PmtError::InvalidEntry)?;
    if entries == 0 {
        return Err(ArchiveError::Empty);
    }
    let (first, _) = varint(rest).ok_or(PmtError::InvalidEntry)?;
    Ok(first)
}

async fn said(reader: &AsyncPmTilesReader<Sections>) -> Result<Said, ArchiveError> {
    let metadata: Value = serde_json::from_str(&reader.get_metadata().await?)
        .map_err(|error| ArchiveError::Metadata(error.to_string()))?;
    let text = |name: &str| metadata[name].as_str().map(str::to_owned);
    let header = reader.get_header();
    let bounds =
        [header.min_longitude, header.min_latitude, header.max_longitude, header.max_latitude];
    Ok(Said {
        name: text("name"),
        attribution: text("attribution"),
        // The head has no way to leave them out; writers who do not know them write zeros.
        bounds: Some(bounds).filter(|edges| edges.iter().any(|edge| *edge != 0.0)),
        zooms: Some((header.min_zoom, header.max_zoom)),
        vector_layers: metadata["vector_layers"].clone(),
        heights: text("encoding"),
        tile_size: None,
        declared: Some(declared(header)?),
    })
}

/// The kind that the head promises for every tile.
fn declared(header: &Header) -> Result<TileFormat, ArchiveError> {
    match header.tile_type {
        TileType::Mvt => Ok(TileFormat::Pbf),
        TileType::Png => Ok(TileFormat::Png),
        TileType::Jpeg => Ok(TileFormat::Jpeg),
        TileType::Webp => Ok(TileFormat::Webp),
        other => Err(ArchiveError::Kind(format!("{other:?}"))),
    }
}
