//! A file that comes into being whole or not at all: written beside its place, then renamed.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::ExportError;

/// A file on its way; unfinished, it is gone when dropped.
pub(super) struct Draft {
    target: PathBuf,
    part: PathBuf,
}

impl Draft {
    /// Begins a file. One that is there is written over only with `force`.
    pub(super) fn of(target: &Path, force: bool) -> Result<Self, ExportError> {
        if !force && target.exists() {
            return Err(ExportError::Exists(target.to_owned()));
        }
        let mut name = OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(format!(".{}.part", std::process::id()));
        Ok(Self { target: target.to_owned(), part: target.with_file_name(name) })
    }

    /// Where to write.
    pub(super) fn path(&self) -> &Path {
        &self.part
    }

    /// Puts the written file in its place; gives its length in bytes.
    pub(super) fn finish(self) -> Result<u64, ExportError> {
        let done = std::fs::rename(&self.part, &self.target)
            .and_then(|()| Ok(std::fs::metadata(&self.target)?.len()));
        done.map_err(|error| self.failed(error))
    }

    /// An error that names the file people asked for.
    pub(super) fn failed(&self, error: std::io::Error) -> ExportError {
        ExportError::Io { path: self.target.clone(), error }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::TempDir::new().unwrap();
        let target = folder.path().join("a.txt");
        let files = || std::fs::read_dir(folder.path()).unwrap().count();
        let given_up = Draft::of(&target, false).unwrap();
        std::fs::write(given_up.path(), "half").unwrap();
        assert!(!target.exists());
        drop(given_up);
        assert_eq!(files(), 0);

        let draft = Draft::of(&target, false).unwrap();
        std::fs::write(draft.path(), "whole").unwrap();
        assert_eq!(draft.finish().unwrap(), 5);
        assert_eq!((std::fs::read_to_string(&target).unwrap().as_str(), files()), ("whole", 1));
        assert!(matches!(Draft::of(&target, false), Err(ExportError::Exists(_))));
        assert!(Draft::of(&target, true).is_ok());
    }
}
