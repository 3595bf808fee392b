//! Data folders made for a test: copies of a fixture, with patches.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::app::root;

/// A folder that is gone after the test.
pub struct Folder(TempDir);

impl Folder {
    /// An empty one.
    pub fn empty() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// A copy of the files of a fixture.
    pub fn copy_of(fixture: &str) -> Self {
        let folder = Self::empty();
        for entry in fs::read_dir(root().join("tests/fixtures").join(fixture)).expect("a fixture") {
            let path = entry.expect("an entry").path();
            fs::copy(&path, folder.file(path.file_name().unwrap().to_str().unwrap())).unwrap();
        }
        folder
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The path of a file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        fs::write(self.file(name), content).expect("a file");
        self
    }

    /// Replaces the one place in a file where a text stands.
    pub fn patch(&self, name: &str, replace: &str, with: &str) -> &Self {
        let content = fs::read_to_string(self.file(name)).expect("a file");
        assert_eq!(content.matches(replace).count(), 1, "{name} holds once: {replace}");
        self.write(name, content.replacen(replace, with, 1))
    }
}
