//! One broken copy of a small atlas for each rule of the data: `tests/cases/faults/*.toml`.
//!
//! A case patches the files of `tests/fixtures/small` and lists the findings that follow, as
//! `steppe check` prints them. A new case is a new file there.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;
use steppe_atlas::atlas::load::load;

use crate::app::{Site, root};
use crate::folder::Folder;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    findings: String,
    patch: Vec<Patch>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Patch {
    file: String,
    #[serde(default)]
    replace: String,
    #[serde(default)]
    with: String,
    #[serde(default)]
    delete: bool,
}

impl Case {
    fn broken_copy(&self) -> Folder {
        let folder = Folder::copy_of("small");
        for patch in &self.patch {
            if patch.delete {
                fs::remove_file(folder.file(&patch.file)).expect("a file to delete");
            } else {
                folder.patch(&patch.file, &patch.replace, &patch.with);
            }
        }
        folder
    }
}

fn cases() -> BTreeMap<String, Case> {
    let entries = fs::read_dir(root().join("tests/cases/faults")).expect("cases");
    entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("a case");
            let case = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), case)
        })
        .collect()
}

fn findings(folder: &Folder) -> Vec<String> {
    let (_, findings) = load(folder.path()).expect("a folder that can be read");
    findings.iter().map(ToString::to_string).collect()
}

#[test]
fn the_fixtures_that_cases_start_from_have_no_fault() {
    for fixture in ["small", "plain"] {
        assert_eq!(findings(&Folder::copy_of(fixture)), Vec::<String>::new(), "{fixture}");
    }
}

#[test]
fn each_broken_copy_has_its_findings_and_no_others() {
    let mut wrong = Vec::new();
    for (name, case) in cases() {
        let found = findings(&case.broken_copy());
        if found.iter().map(String::as_str).ne(case.findings.trim().lines()) {
            let found = found.join("\n");
            wrong.push(format!("{name} has:\n{found}\nexpected:\n{}", case.findings.trim()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_folder_with_twelve_faults_has_twelve_findings() {
    let case = &cases()["twelve_faults"];
    assert_eq!(case.patch.len(), 12);
    assert_eq!(findings(&case.broken_copy()).len(), 12);
}

#[test]
fn a_folder_with_findings_is_not_served_and_the_reason_names_the_first() {
    for (name, case) in cases() {
        let reason = Site::of(case.broken_copy().path()).err().unwrap_or_default();
        let first = case.findings.trim().lines().next().unwrap();
        assert!(reason.contains(first), "{name}: {reason}");
    }
}

#[test]
fn a_folder_without_data_is_refused_with_its_name() {
    let empty = Folder::empty();
    let reason = load(empty.path()).expect_err("nothing to read").to_string();
    assert!(reason.contains("holds no atlas.toml and no data file"), "{reason}");
    let missing = load(&empty.file("missing")).expect_err("no folder").to_string();
    assert!(missing.contains("missing"), "{missing}");
}
