//! Loading: a data folder becomes an [`Atlas`] and a list of findings. The only reader of files
//! in this folder of the program.

use std::collections::BTreeSet;
use std::path::Path as FilePath;

use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::atlas::check;
use crate::atlas::feature::Feature;
use crate::atlas::finding::{Fault, Finding, Path};
use crate::atlas::locate::line_of;
use crate::atlas::membership;
use crate::atlas::place;
use crate::atlas::record::{self, Reading};
use crate::atlas::source::{self, Sources};
use crate::atlas::story;
use crate::atlas::vocabulary::Vocabulary;
use crate::atlas::{Atlas, Named};

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
    let sources = match files.optional("sources.json")? {
        Some(text) => source::read(&text, &mut findings),
        None => Some(Sources::new()),
    };
    // What is to be held against a file that cannot be read is not judged: one fault, one finding.
    let held = match (&vocabulary, &sources) {
        (Some(vocabulary), Some(sources)) => {
            read_layers(&mut files, vocabulary, sources, &mut findings)?
        }
        _ => Held { in_part: true, ..Held::default() },
    };
    let organisations = match (files.optional("memberships.json")?, &sources) {
        (Some(text), Some(sources)) => membership::read(&text, sources, &mut findings),
        (Some(_), None) => None,
        (None, _) => Some(Vec::new()),
    };
    let (places, countries) = match files.optional("places.json")? {
        Some(text) => place::read(&text, &mut findings),
        None => Default::default(),
    };
    let context = story::Context {
        vocabulary: vocabulary.as_ref(),
        sources: sources.as_ref(),
        features: (!held.in_part).then_some(&held.ids),
        organisations: organisations.as_deref(),
    };
    let stories = match files.optional("stories.toml")? {
        Some(text) => story::read(&text, &context, &mut findings),
        None => Vec::new(),
    };
    findings.sort();
    let version = files.version();
    let mut vocabulary = vocabulary.unwrap_or_else(|| Vocabulary::for_layers(&[]));
    if !folder.join(VOCABULARY).exists() {
        vocabulary.fit(&held.features);
    }
    let sources = sources.unwrap_or_default();
    let organisations = organisations.unwrap_or_default();
    let named = Named { organisations, places, countries, stories };
    let atlas = Atlas::new(vocabulary, version, sources, held.features, named);
    Ok((atlas, findings))
}

/// The file that says what layers there are and how they are drawn.
const VOCABULARY: &str = "atlas.toml";

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
) -> Result<Option<Vocabulary>, LoadError> {
    let ids = files.layer_ids()?;
    let Some(text) = files.optional(VOCABULARY)? else {
        if ids.is_empty() {
            return Err(LoadError::Empty(files.folder.display().to_string()));
        }
        return Ok(Some(Vocabulary::for_layers(&ids)));
    };
    match Vocabulary::parse(&text) {
        Ok(vocabulary) => Ok(Some(vocabulary)),
        Err(error) => {
            let line = error.line(&text);
            findings.push(Finding { line, ..of_file(VOCABULARY, error.to_string()) });
            Ok(None)
        }
    }
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
) -> Result<Held, LoadError> {
    let mut held = Held::default();
    let mut texts = Vec::new();
    for layer in 0..vocabulary.layers.len() {
        let file = format!("{}.geojson", vocabulary.layers[layer].id);
        let Some(text) = files.optional(&file)? else {
            findings.push(of_file(&file, "is missing; atlas.toml names this layer".into()));
            held.in_part = true;
            continue;
        };
        let reading = Reading { vocabulary, sources, layer };
        read_layer(&reading, &file, &text, &mut held, findings);
        texts.push((file, text));
    }
    if held.in_part {
        return Ok(held);
    }
    for feature in &held.features {
        for fault in check::related_exist(&feature.properties, &held.ids) {
            let file = format!("{}.geojson", vocabulary.layers[feature.layer].id);
            let line = texts
                .iter()
                .find(|(name, _)| *name == file)
                .and_then(|(_, text)| line_of_feature(text, &feature.id, &fault.path))
                .unwrap_or(1);
            findings.push(finding(&file, line, &feature.id, &fault));
        }
    }
    Ok(held)
}

/// What the layers hold, as far as they are read. One fault is to give one finding, so ids of
/// faulty features count, and nothing is said of ids that a layer which cannot be read may hold.
#[derive(Default)]
struct Held {
    features: Vec<Feature>,
    ids: BTreeSet<String>,
    in_part: bool,
}

fn read_layer(
    reading: &Reading<'_>,
    file: &str,
    text: &str,
    held: &mut Held,
    findings: &mut Vec<Finding>,
) {
    let collection: Collection<'_> = match serde_json::from_str(text) {
        Ok(collection) => collection,
        Err(error) => {
            findings.push(of_json(file, &error));
            held.in_part = true;
            return;
        }
    };
    for (position, raw) in collection.features.iter().enumerate() {
        let (feature, faults) = record::read(reading, raw.get(), position);
        let mut faults = faults;
        let id = feature.as_ref().map_or_else(|| record::id_of(raw.get()), |read| read.id.clone());
        if !id.is_empty() && !held.ids.insert(id.clone()) {
            faults.push(Fault::at(Path::default().key("id"), format!("'{id}' stands there twice")));
        }
        for fault in &faults {
            let line = line_of(text, raw.get(), &fault.path);
            findings.push(finding(file, line, &id, &shortened(fault)));
        }
        if let (Some(feature), true) = (feature, faults.is_empty()) {
            held.features.push(feature);
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
