//! A folder that comes into being whole or not at all: filled beside its place, then renamed.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::ExportError;

/// Longest name of a file in bytes; the systems in use take 255.
const LONGEST_NAME: usize = 200;

/// A folder on its way; unfinished, it is gone when dropped.
pub(super) struct FolderDraft {
    target: PathBuf,
    part: PathBuf,
    n_files: usize,
    bytes: u64,
}

impl FolderDraft {
    /// Begins a folder. One that is there is replaced only with `force`, and only if it is `ours`.
    pub(super) fn of(
        target: &Path,
        force: bool,
        ours: impl Fn(&Path) -> bool,
    ) -> Result<Self, ExportError> {
        if target.exists() && !force {
            return Err(ExportError::Exists(target.to_owned()));
        }
        if target.exists() && !ours(target) {
            return Err(ExportError::Foreign(target.to_owned()));
        }
        let draft =
            Self { target: target.to_owned(), part: beside(target, "part"), n_files: 0, bytes: 0 };
        fs::create_dir(&draft.part).map_err(|error| draft.failed(error))?;
        Ok(draft)
    }

    /// Writes a file by its path in the folder, names with slashes between.
    pub(super) fn write(&mut self, file: &str, content: &[u8]) -> Result<(), ExportError> {
        let path = self.place(file)?;
        fs::write(path, content).map_err(|error| self.failed(error))?;
        self.count(content.len() as u64);
        Ok(())
    }

    /// Where to write a file that somebody else writes; `counted` has to follow.
    pub(super) fn place(&self, file: &str) -> Result<PathBuf, ExportError> {
        for name in file.split('/') {
            check_name(name)?;
        }
        let path = self.part.join(file);
        let folder = path.parent().unwrap_or(&self.part);
        fs::create_dir_all(folder).map_err(|error| self.failed(error))?;
        Ok(path)
    }

    /// Takes a file into account that somebody else has written.
    pub(super) fn counted(&mut self, path: &Path) -> Result<(), ExportError> {
        let bytes = fs::metadata(path).map_err(|error| self.failed(error))?.len();
        self.count(bytes);
        Ok(())
    }

    /// Puts the filled folder in its place; gives the number of its files and their bytes.
    pub(super) fn finish(self) -> Result<(usize, u64), ExportError> {
        self.swap().map_err(|error| self.failed(error))?;
        Ok((self.n_files, self.bytes))
    }

    /// The old one steps aside first: no system renames over a folder with files in it.
    fn swap(&self) -> io::Result<()> {
        if !self.target.exists() {
            return fs::rename(&self.part, &self.target);
        }
        let aside = beside(&self.target, "old");
        fs::rename(&self.target, &aside)?;
        if let Err(error) = fs::rename(&self.part, &self.target) {
            fs::rename(&aside, &self.target)?;
            return Err(error);
        }
        fs::remove_dir_all(aside)
    }

    fn count(&mut self, bytes: u64) {
        self.n_files += 1;
        self.bytes += bytes;
    }

    /// An error that names the folder people asked for.
    fn failed(&self, error: io::Error) -> ExportError {
        ExportError::Io { path: self.target.clone(), error }
    }
}

impl Drop for FolderDraft {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.part);
    }
}

/// Whether an id of the data can be the name of a file on every system.
pub(super) fn check_name(name: &str) -> Result<(), ExportError> {
    let bad = |c: char| c == '/' || c == '\\' || c.is_control();
    if name.is_empty()
        || name.len() > LONGEST_NAME
        || [".", ".."].contains(&name)
        || name.contains(bad)
    {
        return Err(ExportError::Name(name.to_owned()));
    }
    Ok(())
}

fn beside(target: &Path, why: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.{why}", std::process::id()));
    target.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let all = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            all.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_is_there_whole_or_not_at_all() {
        let around = tempfile::TempDir::new().unwrap();
        let target = around.path().join("site");
        let ours = |folder: &Path| folder.join("mark").exists();
        let mut given_up = FolderDraft::of(&target, false, ours).unwrap();
        given_up.write("a/b.txt", b"half").unwrap();
        assert!(!target.exists());
        drop(given_up);
        assert!(names(around.path()).is_empty());

        let mut draft = FolderDraft::of(&target, false, ours).unwrap();
        draft.write("a/b.txt", b"whole").unwrap();
        assert_eq!(draft.finish().unwrap(), (1, 5));
        assert_eq!(fs::read(target.join("a/b.txt")).unwrap(), b"whole");
        assert_eq!(names(around.path()), ["site"]);
        let again = |force| FolderDraft::of(&target, force, ours);
        assert!(matches!(again(false), Err(ExportError::Exists(_))));
        assert!(matches!(again(true), Err(ExportError::Foreign(_))));

        fs::write(target.join("mark"), "").unwrap();
        let mut draft = again(true).unwrap();
        draft.write("c.txt", b"new").unwrap();
        draft.finish().unwrap();
        assert_eq!(
            (names(around.path()), names(&target)),
            (vec!["site".into()], vec!["c.txt".into()])
        );
    }

    #[test]
    fn no_file_leaves_the_folder() {
        let around = tempfile::TempDir::new().unwrap();
        let mut draft = FolderDraft::of(&around.path().join("site"), false, |_| false).unwrap();
        for file in ["../a", "/a", "a//b", "a/./b", "a\\b", "a\nb", "", &"a".repeat(201)] {
            assert!(matches!(draft.write(file, b""), Err(ExportError::Name(_))), "{file}");
        }
    }
}
