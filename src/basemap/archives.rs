//! The tile archives of a data folder: each opened under its file stem, or refused with the reason.
//!
//! A refused archive keeps nothing else from being served: the atlas is whole without it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::basemap::archive::{Archive, ArchiveError};
use crate::config::{ARCHIVE_CACHE_BYTES, MAX_ARCHIVES};

/// Endings of the files that are archives.
const ENDINGS: [&str; 2] = ["mbtiles", "pmtiles"];
/// Archives of the atlas itself: its map draws them where they are there, some only when asked.
pub const IN_STYLE: [&str; 6] =
    ["basemap", "transport", "relief", "relief-near", "terrain", "countries"];
/// Name that stands for all layers of the atlas in tile addresses.
pub const ALL_LAYERS: &str = "atlas";
/// Characters of the longest stem; addresses are to stay readable.
const MAX_STEM: usize = 64;

/// All archives of a folder.
#[derive(Clone, Debug, Default)]
pub struct Archives {
    open: BTreeMap<String, Archive>,
    refused: Vec<Refused>,
}

/// A file that is not served, and why.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Its name in the folder.
    pub file: String,
    /// What is wrong, and what is allowed.
    pub reason: String,
}

/// `hills.mbtiles: is cut off: 512 of 4096 bytes`.
impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.reason)
    }
}

/// Why a file is not served.
#[derive(Debug, thiserror::Error)]
enum RefusalError {
    #[error(
        "the name of a tile archive has 1 to {MAX_STEM} of the letters a-z, digits, '-' and '_'"
    )]
    Letters,
    #[error("'{0}' is the name of a layer of the atlas, or of all of them; give it another name")]
    Layer(String),
    #[error("'{0}' is served from the other archive of that name; give it another name")]
    Twice(String),
    #[error("there are more than {MAX_ARCHIVES} archives")]
    TooMany,
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl Archives {
    /// Opens every `*.mbtiles` and `*.pmtiles` of a folder, in the order of their names.
    ///
    /// # Errors
    /// When the folder itself cannot be read.
    pub async fn open(folder: &Path, layers: &[&str]) -> std::io::Result<Self> {
        let files = files(folder)?;
        let each = ARCHIVE_CACHE_BYTES / files.len().max(1) as u64;
        let mut archives = Self::default();
        for path in files {
            if let Err(error) = archives.add(&path, layers, each).await {
                let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                archives.refused.push(Refused { file, reason: error.to_string() });
            }
        }
        Ok(archives)
    }

    /// The archive of a stem.
    #[must_use]
    pub fn get(&self, stem: &str) -> Option<&Archive> {
        self.open.get(stem)
    }

    /// Every archive with its stem, in the order of stems.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Archive)> {
        self.open.iter().map(|(stem, archive)| (stem.as_str(), archive))
    }

    /// The stems, in their order.
    #[must_use]
    pub fn stems(&self) -> Vec<&str> {
        self.open.keys().map(String::as_str).collect()
    }

    /// The files that are not served.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// Changes when one of the archives does.
    #[must_use]
    pub fn version(&self) -> String {
        let each = self.open.iter().map(|(stem, archive)| {
            let version = &archive.about().version;
            format!("{stem}={version}")
        });
        each.collect::<Vec<_>>().join(",")
    }

    async fn add(&mut self, path: &Path, layers: &[&str], cache: u64) -> Result<(), RefusalError> {
        let stem = self.stem(path, layers)?;
        let archive = Archive::open(path, cache).await?;
        self.open.insert(stem, archive);
        Ok(())
    }

    /// The name under which a file is served.
    fn stem(&self, path: &Path, layers: &[&str]) -> Result<String, RefusalError> {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b);
        if stem.is_empty() || stem.len() > MAX_STEM || !stem.bytes().all(plain) {
            return Err(RefusalError::Letters);
        }
        if stem == ALL_LAYERS || layers.contains(&stem) {
            return Err(RefusalError::Layer(stem.to_owned()));
        }
        if self.open.contains_key(stem) {
            return Err(RefusalError::Twice(stem.to_owned()));
        }
        if self.open.len() >= MAX_ARCHIVES {
            return Err(RefusalError::TooMany);
        }
        Ok(stem.to_owned())
    }
}

/// The archives of a folder by name.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if ending.is_some_and(|ending| ENDINGS.contains(&ending)) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
