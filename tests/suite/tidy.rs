//! The house rules of the source tree.

use std::fs;
use std::path::{Path, PathBuf};

use crate::app::root;

/// Files that may be longer than [`MOST_LINES`], each with its reason.
const LONG: &[(&str, &str)] = &[];

/// Lines a file has at most before its tests.
const MOST_LINES: usize = 400;

/// Names that say nothing of what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "misc", "types"];

/// A source file: its path from the root, and its text up to its tests.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// Lines that are code, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn is_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }
}

/// All files below a folder, without what is built or installed.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&root().join(folder), &mut found);
    found.retain(|path| {
        path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known))
    });
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let path = entry.path();
        let built = ["node_modules", "dist", "target"].iter().any(|name| path.ends_with(name));
        if path.is_dir() && !built {
            collect(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).expect("below the root").to_str().expect("UTF-8").to_owned()
}

fn sources(folder: &str) -> Vec<Source> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a source file");
        let end = text.find("#[cfg(test)]").unwrap_or(text.len());
        Source { path: shown(&path), text: text[..end].to_owned() }
    };
    files(folder, &["rs"]).into_iter().map(read).collect()
}

/// Fails with every breach of a rule.
fn hold(rule: &str, breaches: Vec<String>) {
    assert!(breaches.is_empty(), "{rule}:\n{}", breaches.join("\n"));
}

#[test]
fn a_file_is_named_by_its_idea_and_its_first_line_says_it() {
    let mut breaches = Vec::new();
    for source in ["src", "tests"].into_iter().flat_map(sources) {
        let stem = Path::new(&source.path).file_stem().unwrap().to_str().unwrap();
        if EMPTY_NAMES.contains(&stem) {
            breaches.push(format!("{}:1: the name says nothing", source.path));
        }
        let own_idea = !source.path.ends_with("/tests.rs");
        if own_idea && !source.text.starts_with("//! ") {
            breaches.push(format!("{}:1: does not begin with '//! ' and its idea", source.path));
        }
    }
    hold("one idea a file", breaches);
}

#[test]
fn a_file_has_at_most_400_lines_before_its_tests() {
    let mut breaches = Vec::new();
    for source in ["src", "tests"].into_iter().flat_map(sources) {
        let lines = source.text.lines().count();
        let allowed = LONG.iter().any(|(path, _)| *path == source.path);
        if lines > MOST_LINES && !allowed {
            breaches.push(format!("{}: has {lines} lines", source.path));
        }
    }
    hold("short files", breaches);
}

/// Whether a line of code names something, as a whole word followed by `::` or ended.
fn names(line: &str, word: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + word.len()..];
        !before.is_some_and(|c| letter(c) || c == ':') && after.starts_with("::")
    })
}

#[test]
fn dependencies_point_one_way() {
    let mut breaches = Vec::new();
    for source in sources("src") {
        let above: &[&str] = match source.path.split('/').nth(1) {
            Some("atlas") => &[
                "query", "store", "terrain", "output", "pages", "basemap", "http", "reload",
                "config",
            ],
            Some("query") => &["store", "terrain", "output", "pages", "basemap", "http", "reload"],
            Some("store") => &["terrain", "output", "pages", "basemap", "http", "reload"],
            Some("output") => &["pages", "basemap", "http", "reload"],
            Some("pages") => &["terrain", "basemap", "http", "reload"],
            Some("terrain") => &["query", "store", "output", "pages", "basemap", "http", "reload"],
            Some("basemap") => &["query", "store", "pages", "http", "reload"],
            _ => &[],
        };
        for (number, line) in source.code() {
            for folder in above {
                if line.contains(&format!("crate::{folder}")) {
                    breaches.push(format!("{}:{number}: names {folder}", source.path));
                }
            }
        }
    }
    hold("atlas, query, store, output, pages, http: each knows those before it", breaches);
}

#[test]
fn only_http_knows_axum_and_few_know_the_runtime() {
    let runtime = ["src/http/", "src/cli/", "src/reload.rs", "src/basemap/archive/"];
    let mut breaches = Vec::new();
    for source in sources("src") {
        for (number, line) in source.code() {
            let web = ["axum", "tower", "tower_http"].iter().any(|name| names(line, name));
            if web && !source.is_in("src/http/") {
                breaches.push(format!("{}:{number}: names the web framework", source.path));
            }
            if names(line, "maud") && !source.is_in("src/pages/") {
                breaches.push(format!("{}:{number}: names maud", source.path));
            }
            if names(line, "tokio") && !runtime.iter().any(|place| source.is_in(place)) {
                breaches.push(format!("{}:{number}: names tokio", source.path));
            }
        }
    }
    hold("the core is neither web nor asynchronous", breaches);
}

#[test]
fn error_statuses_are_set_in_one_place() {
    const FINE: &[&str] = &["OK", "NO_CONTENT", "NOT_MODIFIED"];
    let mut breaches = Vec::new();
    for source in sources("src").iter().filter(|source| source.path != "src/http/error.rs") {
        for (number, line) in source.code() {
            let Some((before, rest)) = line.split_once("StatusCode::") else { continue };
            let word: String =
                rest.chars().take_while(|c| c.is_ascii_uppercase() || *c == '_').collect();
            if !word.is_empty() && !FINE.contains(&word.as_str()) {
                breaches.push(format!("{}:{number}:{before}StatusCode::{word}", source.path));
            }
        }
    }
    hold("error statuses stand in http/error.rs", breaches);
}

#[test]
fn pairs_of_a_request_are_read_in_one_file() {
    let mut breaches = Vec::new();
    for source in sources("src") {
        for (number, line) in source.code() {
            if line.contains("HashMap<String, String>") {
                breaches.push(format!("{}:{number}: raw pairs", source.path));
            }
            let of_error = ["anyhow", "Other(String)", "Box<dyn std::error::Error"];
            if of_error.iter().any(|loose| line.contains(loose)) {
                breaches.push(format!("{}:{number}: an error without facts", source.path));
            }
        }
    }
    hold("parse once into a type", breaches);
}

#[test]
fn there_are_no_features_of_the_package_and_no_test_is_skipped() {
    let mut breaches = Vec::new();
    for source in ["src", "tests"].into_iter().flat_map(sources) {
        let whole = fs::read_to_string(root().join(&source.path)).expect("a source file");
        for (index, line) in whole.lines().enumerate() {
            let code = line.trim_start();
            if code.starts_with("#[cfg(feature") || code.starts_with("#[ignore") {
                breaches.push(format!("{}:{}: {code}", source.path, index + 1));
            }
        }
    }
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    if manifest.lines().any(|line| line == "[features]") {
        breaches.push("Cargo.toml: [features]".into());
    }
    hold("diet", breaches);
}

#[test]
fn tests_have_no_fixed_port_and_do_not_sleep() {
    let mut breaches = Vec::new();
    for source in sources("tests").iter().filter(|source| !source.path.ends_with("tidy.rs")) {
        for (number, line) in source.code() {
            if line.contains("sleep(") {
                breaches.push(format!("{}:{number}: sleeps", source.path));
            }
            let ports = line.match_indices("127.0.0.1:").map(|(at, here)| &line[at + here.len()..]);
            for port in ports.filter(|port| port.starts_with(|c: char| c.is_ascii_digit())) {
                if !port.starts_with('0') && !port.starts_with("99999") {
                    breaches.push(format!("{}:{number}: a fixed port", source.path));
                }
            }
        }
    }
    hold("tests wait for conditions", breaches);
}

#[test]
fn every_group_of_dependencies_has_its_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let mut breaches = Vec::new();
    let mut explained = false;
    let mut within = false;
    for (index, line) in manifest.lines().enumerate() {
        match line.chars().next() {
            Some('[') => (within, explained) = (line.contains("dependencies"), false),
            Some('#') => explained = true,
            None => explained = false,
            Some(_) if within && !explained => {
                breaches.push(format!("Cargo.toml:{}: {line}", index + 1));
            }
            Some(_) => {}
        }
    }
    hold("a comment above each group of dependencies", breaches);
}

#[test]
fn the_architecture_names_every_folder_and_stays_short() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let mut breaches = Vec::new();
    for path in
        ["src", "web/src"].into_iter().flat_map(|folder| files(folder, &["rs", "ts", "svelte"]))
    {
        let mut folder = path.parent().expect("a folder");
        while folder != root() {
            let name = shown(folder);
            let last = name.rsplit('/').next().expect("a name");
            if !text.contains(&format!("{name}/")) && !text.contains(&format!("{last}/")) {
                breaches.push(format!("{name}/ is not named in ARCHITECTURE.md"));
            }
            folder = folder.parent().expect("a folder");
        }
    }
    breaches.sort();
    breaches.dedup();
    if text.lines().count() > 150 {
        breaches.push("ARCHITECTURE.md has more than 150 lines".into());
    }
    hold("a map of the source", breaches);
}

#[test]
fn every_layer_of_the_vocabulary_has_its_file_and_every_file_its_layer() {
    let vocabulary = fs::read_to_string(root().join("geodata/atlas.toml")).expect("atlas.toml");
    let mut named = Vec::new();
    let table: toml::Table = toml::from_str(&vocabulary).expect("TOML");
    for layer in table["layers"].as_array().expect("layers") {
        named.push(format!("geodata/{}.geojson", layer["id"].as_str().expect("an id")));
    }
    named.sort();
    let there: Vec<String> = files("geodata", &["geojson"]).iter().map(|p| shown(p)).collect();
    assert_eq!(there, named);
}

/// Make takes a phony target without a rule for done, so that a check which was lost passes.
#[test]
fn every_target_of_the_makefile_has_a_rule() {
    let text = fs::read_to_string(root().join("Makefile")).expect("the Makefile");
    let phony = text.lines().find_map(|line| line.strip_prefix(".PHONY:")).expect("phony targets");
    let has_rule = |name: &str| text.lines().any(|line| line.starts_with(&format!("{name}:")));
    let lost = phony.split_whitespace().filter(|name| !has_rule(name)).map(str::to_owned);
    hold("a phony target has no rule", lost.collect());
}
