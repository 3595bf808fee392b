//! Loading: a data folder becomes an [`Atlas`] and a list of findings. With `files` and the index cache
//! the only reader of files in this folder of the program.

use std::collections::BTreeMap;
use std::path::Path as FilePath;

use crate::atlas::columns;
use crate::atlas::files::{Files, Shelf};
use crate::atlas::finding::Finding;
use crate::atlas::index_cache::{self, Kept, Plain};
use crate::atlas::layers::{self, Context, Held, Source, of_file, of_unreadable};
use crate::atlas::membership;
use crate::atlas::place;
use crate::atlas::read::{Format, MAX_LAYERS, Table, Wanted, read};
use crate::atlas::slug::{distinct, slug, title};
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
    /// The folder has neither an `atlas.toml` nor a data file.
    #[error(
        "{0} holds no atlas.toml and no data file (.geojson, .geojsons, .csv, .gpkg, .fgb, .shp)"
    )]
    Empty(String),
}

/// Reads a data folder. All findings come at once; an atlas with findings is not fit to be
/// served, but can be looked at.
///
/// # Errors
/// When the folder or a file in it cannot be read.
pub fn load(folder: &FilePath) -> Result<(Atlas, Vec<Finding>), LoadError> {
    load_watched(folder, IndexCache::Unused, &|_, _| {})
}

/// The same with an index cache, telling somebody how far it has come.
///
/// # Errors
/// When the folder or a file in it cannot be read. An index cache that cannot be used or written is
/// gone without.
pub fn load_watched(
    folder: &FilePath,
    cache: IndexCache,
    watcher: &Watcher<'_>,
) -> Result<(Atlas, Vec<Finding>), LoadError> {
    read_folder(Files::new(folder), &Manner { with_manifest: true, cache, watcher })
}

/// What is done with the index cache of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexCache {
    /// Nothing: the data itself is read.
    Unused,
    /// What it holds of just this data is taken.
    Read,
    /// It is written as well where it does not hold this data.
    Kept,
}

/// How a folder is read.
struct Manner<'a> {
    with_manifest: bool,
    cache: IndexCache,
    watcher: &'a Watcher<'a>,
}

impl Manner<'_> {
    /// The plain layers that were kept of the files read so far; `None` where there are none.
    fn kept(&self, files: &Files<'_>, shelf: &Shelf) -> Option<Vec<Kept>> {
        // What is refused is no part of what was read, and has its finding.
        let wanted = self.cache != IndexCache::Unused && shelf.is_sound();
        wanted.then(|| index_cache::read(files.folder(), files.read_so_far(), shelf)).flatten()
    }

    /// Keeps the plain layers of the files read so far for the next time.
    fn keep(&self, files: &Files<'_>, shelf: &Shelf, plain: &[Plain<'_>]) {
        if self.cache == IndexCache::Kept
            && let Err(error) =
                index_cache::write(files.folder(), files.read_so_far(), plain, shelf)
        {
            tracing::info!("no index cache is kept beside the data: {error}");
        }
    }
}

/// Told now and then how many features of a file are read, of how many.
pub type Watcher<'a> = dyn Fn(usize, usize) + Sync + 'a;

/// Reads a data folder as if it had no `atlas.toml`: what can be guessed of its files.
///
/// # Errors
/// When the folder or a file in it cannot be read.
pub fn survey(folder: &FilePath) -> Result<(Atlas, Vec<Finding>), LoadError> {
    let cache = IndexCache::Unused;
    read_folder(Files::new(folder), &Manner { with_manifest: false, cache, watcher: &|_, _| {} })
}

fn read_folder(
    mut files: Files<'_>,
    manner: &Manner<'_>,
) -> Result<(Atlas, Vec<Finding>), LoadError> {
    let mut findings = Vec::new();
    let manifest = if manner.with_manifest { files.text(MANIFEST)? } else { None };
    let said = manifest.as_ref().map(|text| read_manifest(text, &mut findings));
    if said.is_none() && files.data_files()?.is_empty() {
        return Err(LoadError::Empty(files.folder().display().to_string()));
    }
    let sources = match files.text("sources.json")? {
        Some(text) => source::read(&text, &mut findings),
        None => Some(Sources::new()),
    };
    // What is to be held against a file that cannot be read is not judged: one fault, one finding.
    let (vocabulary, held) = match (said, &sources) {
        (Some(Some(vocabulary)), Some(sources)) => {
            let manifest = manifest.as_deref().unwrap_or_default();
            let watcher = manner.watcher;
            let context = Context { vocabulary: &vocabulary, manifest, sources, watcher };
            let held = read_named(&mut files, manner, &context, &mut findings)?;
            (Some(vocabulary), held)
        }
        (None, Some(sources)) => {
            let (vocabulary, held) = read_all(&mut files, manner, sources, &mut findings)?;
            (Some(vocabulary), held)
        }
        (said, _) => (said.flatten(), Held::in_part()),
    };
    let organisations = match (files.text("memberships.json")?, &sources) {
        (Some(text), Some(sources)) => membership::read(&text, sources, &mut findings),
        (Some(_), None) => None,
        (None, _) => Some(Vec::new()),
    };
    let (places, countries) = match files.text("places.json")? {
        Some(text) => place::read(&text, &mut findings),
        None => Default::default(),
    };
    let has_feature = |id: &str| held.has(id);
    let context = story::Context {
        vocabulary: vocabulary.as_ref(),
        sources: sources.as_ref(),
        has_feature: (!held.in_part).then_some(&has_feature as &dyn Fn(&str) -> bool),
        organisations: organisations.as_deref(),
    };
    let stories = match files.text("stories.toml")? {
        Some(text) => story::read(&text, &context, &mut findings),
        None => Vec::new(),
    };
    findings.sort();
    let mut vocabulary = vocabulary.unwrap_or_else(|| Vocabulary::for_layers("Atlas", &[]));
    vocabulary.fit(&held.features);
    let organisations = organisations.unwrap_or_default();
    let sources = sources.unwrap_or_default();
    let named = Named { organisations, places, countries, stories };
    let listed = (held.features, held.ids);
    let atlas = Atlas::listed(vocabulary, files.version(), sources, listed, named);
    Ok((atlas.taken_in(held.intakes), findings))
}

/// The file that says what layers there are and how they are drawn.
const MANIFEST: &str = "atlas.toml";

fn read_manifest(text: &str, findings: &mut Vec<Finding>) -> Option<Vocabulary> {
    match Vocabulary::parse(text) {
        Ok(vocabulary) => Some(vocabulary),
        Err(error) => {
            let line = error.line(text);
            findings.push(Finding { line, ..of_file(MANIFEST, error.to_string()) });
            None
        }
    }
}

/// Reads the layers that `atlas.toml` names.
fn read_named(
    files: &mut Files<'_>,
    manner: &Manner<'_>,
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Held, LoadError> {
    let mut held = Held::default();
    let mut shelf = Shelf::default();
    let mut found: Vec<(usize, String, Format)> = Vec::new();
    for (layer, entry) in context.vocabulary.layers.iter().enumerate() {
        let named = match &entry.file {
            Some(file) => Format::of(file).map(|format| (file.clone(), format)),
            None => Some(files.named_like(&entry.id).unwrap_or_else(|| missing(&entry.id))),
        };
        let Some((file, format)) = named else {
            let file = entry.file.clone().unwrap_or_default();
            findings.push(of_file(&file, "is of no format that is read, by its ending".into()));
            held.in_part = true;
            continue;
        };
        if shelf.fetch(files, &file, format)? {
            found.push((layer, file, format));
        } else {
            findings.push(of_file(&file, "is missing; atlas.toml names this layer".into()));
            held.in_part = true;
        }
    }
    let kept = manner.kept(files, &shelf);
    let is_kept = kept.is_some();
    let mut kept: BTreeMap<usize, Kept> =
        kept.into_iter().flatten().map(|kept| (kept.layer, kept)).collect();
    for (layer, file, format) in &found {
        if let Some(kept) = kept.remove(layer) {
            held.add_kept(kept);
            continue;
        }
        let table = match shelf.get(file) {
            Some(Ok(given)) => {
                let entry = &context.vocabulary.layers[*layer];
                layers::table_of(entry, *format, given).map_err(|why| of_unreadable(file, why))
            }
            Some(Err(reason)) => Err(of_file(file, reason.to_owned())),
            None => continue,
        };
        match table {
            Ok(table) => {
                let text =
                    shelf.get(file).and_then(Result::ok).and_then(|given| given.text.as_ref());
                let source = Source { layer: *layer, file, format: *format, table, text };
                layers::take(context, source, &mut held, findings);
            }
            Err(finding) => {
                findings.push(finding);
                held.in_part = true;
            }
        }
    }
    if !held.in_part {
        findings.extend(layers::time_is_there(context.vocabulary, &held));
        let text_of = |file: &str| {
            let given = shelf.get(file)?.ok()?;
            std::str::from_utf8(given.content()).ok().map(str::to_owned)
        };
        layers::related_exist(context.vocabulary, &held, &text_of, findings);
    }
    if findings.is_empty() && !is_kept {
        manner.keep(files, &shelf, &held.plain_layers(context.vocabulary));
    }
    Ok(held)
}

fn missing(id: &str) -> (String, Format) {
    (format!("{id}.geojson"), Format::GeoJson)
}

/// Reads every data file of a folder, each table as a layer.
fn read_all(
    files: &mut Files<'_>,
    manner: &Manner<'_>,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) -> Result<(Vocabulary, Held), LoadError> {
    let mut held = Held::default();
    let mut shelf = Shelf::default();
    let all = files.data_files()?;
    for (file, format) in &all {
        shelf.fetch(files, file, *format)?;
    }
    if let Some(kept) = manner.kept(files, &shelf) {
        let tables = kept.iter().map(|kept| (&*kept.intake.file, kept.intake.table.as_deref()));
        let vocabulary = vocabulary_of(files, &tables.collect::<Vec<_>>());
        kept.into_iter().for_each(|kept| held.add_kept(kept));
        return Ok((vocabulary, held));
    }
    let none = columns::Named::default();
    let mut tables: Vec<(&str, Format, Table<'_>)> = Vec::new();
    for (file, format) in &all {
        let read = match shelf.get(file) {
            Some(Ok(given)) => read(*format, given, &Wanted { columns: &none, table: None })
                .map_err(|why| of_unreadable(file, why)),
            Some(Err(reason)) => Err(of_file(file, reason.to_owned())),
            None => continue,
        };
        match read {
            Ok(read) => {
                tables.extend(read.into_iter().map(|table| (file.as_str(), *format, table)))
            }
            Err(finding) => {
                findings.push(finding);
                held.in_part = true;
            }
        }
    }
    if tables.len() > MAX_LAYERS {
        let reason = format!(
            "the folder has {} layers, more than {MAX_LAYERS}; name some in atlas.toml",
            tables.len()
        );
        findings.push(of_file(MANIFEST, reason));
        tables.truncate(MAX_LAYERS);
    }
    let named = tables.iter().map(|(file, _, table)| (*file, table.name.as_deref()));
    let vocabulary = vocabulary_of(files, &named.collect::<Vec<_>>());
    let watcher = manner.watcher;
    let context = Context { vocabulary: &vocabulary, manifest: "", sources, watcher };
    for (layer, (file, format, table)) in tables.into_iter().enumerate() {
        let text = shelf.get(file).and_then(Result::ok).and_then(|given| given.text.as_ref());
        layers::take(&context, Source { layer, file, format, table, text }, &mut held, findings);
    }
    if !held.in_part {
        layers::related_exist(&vocabulary, &held, &|_| None, findings);
    }
    // Which layers there are is known only when all are, so that some alone would be of no use.
    let plain = held.plain_layers(&vocabulary);
    let whole =
        plain.len() == vocabulary.layers.len() && plain.iter().all(index_cache::can_be_kept);
    if findings.is_empty() && whole {
        manner.keep(files, &shelf, &plain);
    }
    Ok((vocabulary, held))
}

/// The vocabulary of a folder without `atlas.toml`: a layer for each table of a file.
fn vocabulary_of(files: &Files<'_>, tables: &[(&str, Option<&str>)]) -> Vocabulary {
    let folder = files.folder().canonicalize().unwrap_or_default();
    let name = folder.file_name().map(|name| title(&name.to_string_lossy())).unwrap_or_default();
    let name = if name.is_empty() { "Atlas".to_owned() } else { name };
    let mut vocabulary = Vocabulary::for_layers(&name, &name_layers(tables));
    for ((file, table), entry) in tables.iter().zip(&mut vocabulary.layers) {
        entry.file = Some((*file).to_owned());
        entry.table = table.map(str::to_owned);
    }
    vocabulary
}

/// Ids that a layer cannot have: its tiles would stand where others do.
const TAKEN: &[&str] = &["atlas", "basemap", "transport", "relief", "relief-near", "terrain"];

/// An id and a name for each table: from the file, or from the table where the file has several.
fn name_layers(tables: &[(&str, Option<&str>)]) -> Vec<(String, String)> {
    let mut named: Vec<(String, String)> = Vec::new();
    for (file, table) in tables {
        let stem = FilePath::new(file).file_stem().unwrap_or_default().to_string_lossy();
        let several = tables.iter().filter(|(other, _)| other == file).count() > 1;
        let name = match table {
            Some(table) if several => table,
            _ => &*stem,
        };
        let mut id = slug(name);
        if id.is_empty() || TAKEN.contains(&id.as_str()) {
            id = format!("{id}-layer").trim_start_matches('-').to_owned();
        }
        let id = distinct(id, &|id| named.iter().any(|(other, _)| other == id));
        named.push((id, title(name)));
    }
    named
}
