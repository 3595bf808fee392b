//! Loading: a data folder becomes an [`Atlas`] and a list of findings. The only reader of files
//! in this folder of the program.

use std::collections::BTreeSet;
use std::path::Path as FilePath;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::atlas::Atlas;
use crate::atlas::check;
use crate::atlas::date::Date;
use crate::atlas::feature::Feature;
use crate::atlas::finding::{Fault, Finding, Path};
use crate::atlas::locate::line_of;
use crate::atlas::membership;
use crate::atlas::place;
use crate::atlas::record::{self, Reading};
use crate::atlas::source::{Source, Sources, edtf_of_csl};
use crate::atlas::vocabulary::Vocabulary;

/// Why a folder cannot be read at all. Faults inside its files are findings.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file or the folder cannot be read.
    #[error("cannot read {path}: {cause}")]
    Read {
        /// The file or folder.
        path: String,
        /// Why.
        cause: std::io::Error,
    },
    /// The folder has neither an `atlas.toml` nor a GeoJSON file.
    #[error("{0} holds no atlas.toml and no .geojson file")]
    Empty(String),
}

/// Reads a data folder. All findings come at once; an atlas with findings is not fit to be
/// served, but can be looked at.
///
/// # Errors
/// When the folder or a file in it cannot be read.
pub fn load(folder: &FilePath) -> Result<(Atlas, Vec<Finding>), LoadError> {
    let mut files = Files::new(folder);
    let mut findings = Vec::new();
    let vocabulary = read_vocabulary(&mut files, &mut findings)?;
    let sources = read_sources(&mut files, &mut findings)?;
    let features = read_layers(&mut files, &vocabulary, &sources, &mut findings)?;
    let memberships = match files.optional("memberships.json")? {
        Some(text) => membership::read(&text, &sources, &mut findings),
        None => Vec::new(),
    };
    let places = match files.optional("places.json")? {
        Some(text) => place::read(&text, &mut findings),
        None => Vec::new(),
    };
    findings.sort();
    let version = files.version();
    let atlas = Atlas::new(vocabulary, version, sources, features, (memberships, places));
    Ok((atlas, findings))
}

/// The files of the folder, with a running hash of all that was read.
struct Files<'a> {
    folder: &'a FilePath,
    hash: Sha256,
}

impl<'a> Files<'a> {
    fn new(folder: &'a FilePath) -> Self {
        Self { folder, hash: Sha256::new() }
    }

    /// The text of a file, `None` where there is no such file.
    fn optional(&mut self, name: &str) -> Result<Option<String>, LoadError> {
        let path = self.folder.join(name);
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                self.hash.update(name.as_bytes());
                self.hash.update(text.as_bytes());
                Ok(Some(text))
            }
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(read_error(&path, cause)),
        }
    }

    /// Names of the GeoJSON files without their ending, sorted.
    fn layer_ids(&self) -> Result<Vec<String>, LoadError> {
        let entries =
            std::fs::read_dir(self.folder).map_err(|cause| read_error(self.folder, cause))?;
        let mut ids: Vec<String> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "geojson"))
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .collect();
        ids.sort();
        Ok(ids)
    }

    /// The first 16 hex digits of the hash of everything read.
    fn version(self) -> String {
        let digest = self.hash.finalize();
        digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

fn read_error(path: &FilePath, cause: std::io::Error) -> LoadError {
    LoadError::Read { path: path.display().to_string(), cause }
}

fn read_vocabulary(
    files: &mut Files<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Vocabulary, LoadError> {
    let ids = files.layer_ids()?;
    let text = files.optional("atlas.toml")?;
    match text.as_deref().map(Vocabulary::parse) {
        Some(Ok(vocabulary)) => return Ok(vocabulary),
        Some(Err(error)) => findings.push(of_file("atlas.toml", error.to_string())),
        None if ids.is_empty() => {
            return Err(LoadError::Empty(files.folder.display().to_string()));
        }
        None => {}
    }
    Ok(Vocabulary::for_layers(&ids))
}

fn read_sources(files: &mut Files<'_>, findings: &mut Vec<Finding>) -> Result<Sources, LoadError> {
    const FILE: &str = "sources.json";
    let mut sources = Sources::new();
    let Some(text) = files.optional(FILE)? else {
        return Ok(sources);
    };
    let items: Vec<&RawValue> = match serde_json::from_str(&text) {
        Ok(items) => items,
        Err(error) => {
            findings.push(of_json(FILE, &error));
            return Ok(sources);
        }
    };
    let mut lines = std::collections::BTreeMap::new();
    for item in items {
        let line = line_of(&text, item.get(), &Path::default());
        let read = read_source(item.get());
        let id = read.as_ref().map_or(String::new(), |source| source.id.clone());
        let reason = match read {
            Ok(source) if sources.contains_key(&id) => {
                format!("'{}' stands there twice", source.id)
            }
            Ok(source) => {
                lines.insert(id.clone(), line);
                sources.insert(id, source);
                continue;
            }
            Err(reason) => reason,
        };
        findings.push(Finding { file: FILE.into(), line, id, field: "id".into(), reason });
    }
    for (id, reason) in check::no_source_twice(&sources) {
        let line = lines.get(&id).copied().unwrap_or(1);
        findings.push(Finding { file: FILE.into(), line, id, field: String::new(), reason });
    }
    Ok(sources)
}

fn read_source(text: &str) -> Result<Source, String> {
    let csl: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let id = csl
        .get("id")
        .and_then(Value::as_str)
        .filter(|id| !id.is_empty())
        .ok_or("a source has no id")?
        .to_owned();
    if csl.get("title").and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err(format!("source {id} has no title"));
    }
    let issued = match csl.get("issued").map(edtf_of_csl) {
        None => None,
        Some(Some(text)) => {
            Some(Date::parse(&text).map_err(|error| format!("source {id}: issued: {error}"))?)
        }
        Some(None) => {
            return Err(format!("source {id}: issued has neither date-parts nor raw"));
        }
    };
    Ok(Source { id, issued, csl })
}

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(borrow)]
    features: Vec<&'a RawValue>,
}

fn read_layers(
    files: &mut Files<'_>,
    vocabulary: &Vocabulary,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Feature>, LoadError> {
    let mut features: Vec<Feature> = Vec::new();
    let mut texts = Vec::new();
    for layer in 0..vocabulary.layers.len() {
        let file = format!("{}.geojson", vocabulary.layers[layer].id);
        let Some(text) = files.optional(&file)? else {
            findings.push(of_file(&file, "is missing; atlas.toml names this layer".into()));
            continue;
        };
        let reading = Reading { vocabulary, sources, layer };
        read_layer(&reading, &file, &text, &mut features, findings);
        texts.push((file, text));
    }
    let ids: BTreeSet<&str> = features.iter().map(|feature| feature.id.as_str()).collect();
    for feature in &features {
        for fault in check::related_exist(&feature.properties, &ids) {
            let file = format!("{}.geojson", vocabulary.layers[feature.layer].id);
            let line = texts
                .iter()
                .find(|(name, _)| *name == file)
                .and_then(|(_, text)| line_of_feature(text, &feature.id, &fault.path))
                .unwrap_or(1);
            findings.push(finding(&file, line, &feature.id, &fault));
        }
    }
    Ok(features)
}

fn read_layer(
    reading: &Reading<'_>,
    file: &str,
    text: &str,
    features: &mut Vec<Feature>,
    findings: &mut Vec<Finding>,
) {
    let collection: Collection<'_> = match serde_json::from_str(text) {
        Ok(collection) => collection,
        Err(error) => {
            findings.push(of_json(file, &error));
            return;
        }
    };
    for (position, raw) in collection.features.iter().enumerate() {
        let (feature, faults) = record::read(reading, raw.get(), position);
        let mut faults = faults;
        let id = feature.as_ref().map_or_else(|| record::id_of(raw.get()), |read| read.id.clone());
        if features.iter().any(|other| other.id == id) {
            faults.push(Fault::at(Path::default().key("id"), format!("'{id}' stands there twice")));
        }
        for fault in &faults {
            let line = line_of(text, raw.get(), &fault.path);
            findings.push(finding(file, line, &id, &shortened(fault)));
        }
        if let (Some(feature), true) = (feature, faults.is_empty()) {
            features.push(feature);
        }
    }
}

/// People know the fields of a record, not that GeoJSON puts them under `properties`.
fn shortened(fault: &Fault) -> Fault {
    let text = fault.path.to_string();
    let field = text.strip_prefix("properties.").unwrap_or(&text);
    Fault::at(Path::default().key(field), fault.reason.clone())
}

fn line_of_feature(text: &str, id: &str, path: &Path) -> Option<usize> {
    let collection: Collection<'_> = serde_json::from_str(text).ok()?;
    let raw = collection.features.iter().find(|raw| record::id_of(raw.get()) == id)?;
    let inside = record::in_properties(path);
    Some(line_of(text, raw.get(), &inside))
}

fn finding(file: &str, line: usize, id: &str, fault: &Fault) -> Finding {
    Finding {
        file: file.to_owned(),
        line,
        id: id.to_owned(),
        field: fault.path.to_string(),
        reason: fault.reason.clone(),
    }
}

/// A finding about a file as a whole.
pub(super) fn of_file(file: &str, reason: String) -> Finding {
    Finding { file: file.to_owned(), line: 1, id: String::new(), field: String::new(), reason }
}

/// A finding about text that is not the JSON it should be.
pub(super) fn of_json(file: &str, error: &serde_json::Error) -> Finding {
    Finding { line: error.line().max(1), ..of_file(file, error.to_string()) }
}
