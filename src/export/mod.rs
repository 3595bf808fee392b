//! Export: what the server gives, as files on disk.

pub mod features;
pub mod site;
pub mod tiles;

mod archive;
mod draft;
mod folder;

use std::path::PathBuf;

use mbtiles::MbtError;
use pmtiles::PmtError;

use crate::basemap::archive::ArchiveError;
use crate::http::inside::InsideError;
use crate::output::format::FileError;

/// Why nothing is written. Where a file stood before, it still stands.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The name of the file does not say what it is to be.
    #[error("'{path}' is not a name for tiles; allowed are the endings .mbtiles and .pmtiles", path = .0.display())]
    Ending(PathBuf),
    /// There is such a file.
    #[error("'{path}' is there already; --force writes over it", path = .0.display())]
    Exists(PathBuf),
    /// What is there is somebody's own, and is not taken away even when asked to.
    #[error("'{path}' is no exported atlas (its index.html does not say so), so it stays; give another name", path = .0.display())]
    Foreign(PathBuf),
    /// A layer or feature whose id cannot be the name of a file.
    #[error(
        "'{0}' cannot be the name of a file, and a folder of files needs one for every record; allowed are up to 200 bytes without '/', '\\' and control characters, and not '.' or '..'"
    )]
    Name(String),
    /// The program was built without the web app.
    #[error("the map page is not built into this program; 'make build' does it")]
    NoApp,
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
    /// The features cannot be put into the format.
    #[error("cannot write '{path}': {error}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        error: Box<FileError>,
    },
    /// The server has no answer that could be written down.
    #[error("cannot write down {0}")]
    Inside(#[from] InsideError),
    /// An archive of the data folder cannot be read through.
    #[error("the archive '{stem}' {error}")]
    Archive {
        /// Its name.
        stem: String,
        /// What is wrong.
        #[source]
        error: ArchiveError,
    },
    /// The tiles cannot be written as MBTiles.
    #[error("cannot write MBTiles: {0}")]
    Mbtiles(#[from] MbtError),
    /// The tiles cannot be written as PMTiles.
    #[error("cannot write PMTiles: {0}")]
    Pmtiles(#[from] PmtError),
}
