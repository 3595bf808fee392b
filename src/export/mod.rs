//! Export: what the server gives, as files on disk.

mod draft;
pub mod tiles;

use std::path::PathBuf;

use mbtiles::MbtError;
use pmtiles::PmtError;

/// Why nothing is written. Where a file stood before, it still stands.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The name of the file does not say what it is to be.
    #[error("'{path}' is not a name for tiles; allowed are the endings .mbtiles and .pmtiles", path = .0.display())]
    Ending(PathBuf),
    /// There is such a file.
    #[error("'{path}' is there already; --force writes over it", path = .0.display())]
    Exists(PathBuf),
    /// A layer that the atlas does not have.
    #[error("there is no layer '{name}'; there are {known}")]
    Layer {
        /// The name that was given.
        name: String,
        /// Names that may be given.
        known: String,
    },
    /// The file cannot be written.
    #[error("cannot write '{path}': {error}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: std::io::Error,
    },
    /// The tiles cannot be written as MBTiles.
    #[error("cannot write MBTiles: {0}")]
    Mbtiles(#[from] MbtError),
    /// The tiles cannot be written as PMTiles.
    #[error("cannot write PMTiles: {0}")]
    Pmtiles(#[from] PmtError),
}
