//! Rewriting: the files of a data folder in their canonical form, each replaced as a whole.

use std::path::{Path, PathBuf};

use crate::atlas::canon::{FileKind, canonical};
use crate::atlas::vocabulary::{Vocabulary, VocabularyError};

/// Why a folder cannot be rewritten; files before the fault are done, the others untouched.
#[derive(Debug, thiserror::Error)]
pub enum RewriteError {
    /// A file cannot be read or written.
    #[error("{path}: {cause}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// A file is not JSON.
    #[error("{path}: {cause}")]
    Json {
        /// The file.
        path: PathBuf,
        /// What the reader stumbled over.
        cause: serde_json::Error,
    },
    /// The vocabulary, which says what the layers are, cannot be read.
    #[error("atlas.toml: {0}")]
    Vocabulary(#[from] VocabularyError),
}

/// Files beside the layers that have a canonical form.
const OTHER_FILES: &[(&str, FileKind)] = &[
    ("sources.json", FileKind::Sources),
    ("memberships.json", FileKind::Other),
    ("places.json", FileKind::Other),
];

/// The files of a folder that have a canonical form, and the kind of each. Without an `atlas.toml`
/// there are none: other people's files stay as they are.
///
/// # Errors
/// When `atlas.toml` cannot be read.
pub fn canonical_files(folder: &Path) -> Result<Vec<(PathBuf, FileKind)>, RewriteError> {
    let vocabulary = folder.join("atlas.toml");
    if !vocabulary.exists() {
        return Ok(Vec::new());
    }
    let layers = Vocabulary::parse(&read(&vocabulary)?)?.layers;
    let layers = layers.into_iter().map(|layer| {
        let kind = if layer.events { FileKind::Events } else { FileKind::Records };
        (folder.join(format!("{}.geojson", layer.id)), kind)
    });
    let others = OTHER_FILES.iter().map(|(name, kind)| (folder.join(name), *kind));
    Ok(layers.chain(others).filter(|(path, _)| path.exists()).collect())
}

/// Writes every file of a folder that is not in canonical form; gives the names of those.
///
/// # Errors
/// When a file cannot be read, is not JSON, or cannot be written.
pub fn rewrite(folder: &Path) -> Result<Vec<String>, RewriteError> {
    let mut written = Vec::new();
    for (path, kind) in canonical_files(folder)? {
        let text = read(&path)?;
        let form = canonical(&text, kind)
            .map_err(|cause| RewriteError::Json { path: path.clone(), cause })?;
        if form != text {
            replace(&path, &form)?;
            written.push(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        }
    }
    Ok(written)
}

fn read(path: &Path) -> Result<String, RewriteError> {
    std::fs::read_to_string(path).map_err(|cause| RewriteError::Io { path: path.into(), cause })
}

/// Writes beside the file and renames, so that no reader sees half of it.
fn replace(path: &Path, text: &str) -> Result<(), RewriteError> {
    let beside = path.with_extension("new");
    std::fs::write(&beside, text)
        .and_then(|()| std::fs::rename(&beside, path))
        .map_err(|cause| RewriteError::Io { path: path.into(), cause })
}
