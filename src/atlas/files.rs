//! The files of a data folder, with a running hash of all that was read. Only plain files inside the
//! folder are opened, whatever a link or a name says.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::FileExt;
use std::path::Path as FilePath;

use blake3::Hasher;
use rayon::prelude::*;

use crate::atlas::load::LoadError;
use crate::atlas::read::{ENDINGS, Format, Given, MAX_FILE_BYTES, ONLY_IF_NAMED};

/// A data folder that is being read.
pub(super) struct Files<'a> {
    folder: &'a FilePath,
    hash: Hasher,
}

/// What opening a file gave.
pub(super) enum Opened {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// There is no such file.
    Missing,
    /// It is there, and must not be read; with the reason.
    Refused(String),
}

impl<'a> Files<'a> {
    pub(super) fn new(folder: &'a FilePath) -> Self {
        Self { folder, hash: Hasher::new() }
    }

    /// The folder.
    pub(super) const fn folder(&self) -> &FilePath {
        self.folder
    }

    /// The text of a file, `None` where there is no such file.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, LoadError> {
        let unreadable = |reason: String| LoadError::Read {
            path: self.folder.join(name).display().to_string(),
            cause: std::io::Error::new(ErrorKind::InvalidData, reason),
        };
        match self.open(name)? {
            Opened::Missing => Ok(None),
            Opened::Refused(reason) => Err(unreadable(reason)),
            Opened::Bytes(bytes) => {
                let text = String::from_utf8(bytes);
                let text = text.map_err(|_| unreadable("is not UTF-8 text".to_owned()))?;
                self.note(name, text.as_bytes());
                Ok(Some(text))
            }
        }
    }

    /// A data file with the files that belong to it; `Err` has the reason why it is refused.
    pub(super) fn given(
        &mut self,
        name: &str,
        format: Format,
    ) -> Result<Option<Result<Given, String>>, LoadError> {
        let mut given = match self.open(name)? {
            Opened::Missing => return Ok(None),
            Opened::Refused(reason) => return Ok(Some(Err(reason))),
            Opened::Bytes(bytes) => {
                self.note(name, &bytes);
                Given::new(bytes, format)
            }
        };
        for ending in format.beside() {
            match self.beside(name, ending)? {
                Opened::Missing => {}
                Opened::Refused(reason) => return Ok(Some(Err(format!("its .{ending} {reason}")))),
                Opened::Bytes(bytes) => {
                    self.note(ending, &bytes);
                    given.beside.insert(ending, bytes);
                }
            }
        }
        Ok(Some(Ok(given)))
    }

    /// Names of the data files, sorted; without those that are read only where they are named.
    pub(super) fn data_files(&self) -> Result<Vec<(String, Format)>, LoadError> {
        let entries =
            std::fs::read_dir(self.folder).map_err(|cause| read_error(self.folder, cause))?;
        let mut files: Vec<(String, Format)> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| !name.starts_with('.'))
            .filter(|name| !name.to_ascii_lowercase().ends_with(&format!(".{ONLY_IF_NAMED}")))
            .filter_map(|name| Format::of(&name).map(|format| (name, format)))
            .collect();
        files.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(files)
    }

    /// The file of a layer that no file is named for: `{id}.geojson`, or the first other ending.
    pub(super) fn named_like(&self, id: &str) -> Option<(String, Format)> {
        ENDINGS
            .iter()
            .map(|(ending, format)| (format!("{id}.{ending}"), *format))
            .find(|(name, _)| self.folder.join(name).exists())
    }

    /// The first 16 hex digits of the hash of everything read.
    pub(super) fn version(self) -> String {
        self.hash.finalize().to_hex()[..16].to_owned()
    }

    /// What stands for the content of everything read so far.
    pub(super) fn read_so_far(&self) -> blake3::Hash {
        self.hash.finalize()
    }

    fn note(&mut self, name: &str, bytes: &[u8]) {
        self.hash.update(name.as_bytes());
        self.hash.update(&bytes.len().to_le_bytes());
        self.hash.update_rayon(bytes);
    }

    /// A file of the same stem, its ending in the case that the file itself has or the other one.
    fn beside(&self, name: &str, ending: &str) -> Result<Opened, LoadError> {
        for ending in [ending.to_owned(), ending.to_ascii_uppercase()] {
            let path = FilePath::new(name).with_extension(ending);
            match self.open(&path.to_string_lossy())? {
                Opened::Missing => {}
                found => return Ok(found),
            }
        }
        Ok(Opened::Missing)
    }

    fn open(&self, name: &str) -> Result<Opened, LoadError> {
        let path = self.folder.join(name);
        let failed = |cause| read_error(&path, cause);
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Opened::Missing),
            Err(cause) => return Err(failed(cause)),
        };
        let root = self.folder.canonicalize().map_err(|cause| read_error(self.folder, cause))?;
        if !real.starts_with(root) {
            return Ok(Opened::Refused(
                "leads out of the folder; put the file itself there".into(),
            ));
        }
        // Before it is opened: opening a pipe waits for somebody who writes.
        if !std::fs::metadata(&real).map_err(failed)?.is_file() {
            return Ok(Opened::Refused("is not a plain file".into()));
        }
        let mut bytes = Vec::new();
        let file = File::open(&real).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        if length <= MAX_FILE_BYTES {
            bytes = match read_at_once(&file, length) {
                Some(bytes) => bytes,
                // A file that grows while it is read is held to the limit, too.
                None => read_through(file).map_err(failed)?,
            };
        }
        if length > MAX_FILE_BYTES || bytes.len() as u64 > MAX_FILE_BYTES {
            let most = MAX_FILE_BYTES >> 20;
            return Ok(Opened::Refused(format!(
                "has {} MB; a file of at most {most} MB is read",
                length >> 20
            )));
        }
        Ok(Opened::Bytes(bytes))
    }
}

/// The bytes of a file of a length, read in stretches by several threads; `None` where it is not worth
/// that, or cannot be read so.
fn read_at_once(file: &File, length: u64) -> Option<Vec<u8>> {
    if length < 4 * STRETCH as u64 {
        return None;
    }
    let mut bytes = vec![0; usize::try_from(length).ok()?];
    let read = |(number, stretch): (usize, &mut [u8])| {
        file.read_exact_at(stretch, (number * STRETCH) as u64)
    };
    bytes.par_chunks_mut(STRETCH).enumerate().try_for_each(read).ok()?;
    // One that grew has more to it.
    (file.metadata().ok()?.len() == length).then_some(bytes)
}

/// Bytes that one thread reads at a time: long enough that asking for them is nothing.
const STRETCH: usize = 8 << 20;

/// The bytes of a file up to its end, or one more than the most that is read.
fn read_through(file: File) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn read_error(path: &FilePath, cause: std::io::Error) -> LoadError {
    LoadError::Read { path: path.display().to_string(), cause }
}

/// Data files that layers share are read once.
#[derive(Default)]
pub(super) struct Shelf(BTreeMap<String, Result<Given, String>>);

impl Shelf {
    /// Puts a file there, unless it is there already; whether there is such a file.
    pub(super) fn fetch(
        &mut self,
        files: &mut Files<'_>,
        name: &str,
        format: Format,
    ) -> Result<bool, LoadError> {
        if !self.0.contains_key(name) {
            let Some(given) = files.given(name, format)? else { return Ok(false) };
            self.0.insert(name.to_owned(), given);
        }
        Ok(true)
    }

    /// Whether none of the files is refused.
    pub(super) fn is_sound(&self) -> bool {
        self.0.values().all(Result::is_ok)
    }

    /// A file that was fetched, or why it is refused.
    pub(super) fn get(&self, name: &str) -> Option<Result<&Given, &str>> {
        self.0.get(name).map(|given| given.as_ref().map_err(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_is_read_whole_in_stretches() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("large");
        let all: Vec<u8> = (0..4 * STRETCH + 5).map(|n| (n / 1_000) as u8).collect();
        std::fs::write(&path, &all).unwrap();
        let file = File::open(&path).unwrap();
        assert!(read_at_once(&file, all.len() as u64).unwrap() == all);
        assert!(read_through(File::open(&path).unwrap()).unwrap() == all);
        // It was cut off, or grew, since its length was asked for.
        assert!(read_at_once(&file, all.len() as u64 + 1).is_none());
        assert!(read_at_once(&file, all.len() as u64 - 1).is_none());
        assert!(read_at_once(&file, STRETCH as u64).is_none());
    }
}
