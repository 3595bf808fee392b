//! Layers: the tables of data files become features, and faults become findings with their place.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::atlas::check;
use crate::atlas::columns::{NoColumn, Role, resolve};
use crate::atlas::feature::{Feature, Timing};
use crate::atlas::finding::{Fault, Finding, Path};
use crate::atlas::ids::Ids;
use crate::atlas::index_cache::{Kept, Plain};
use crate::atlas::intake::Intake;
use crate::atlas::load::Watcher;
use crate::atlas::locate::{Lines, places_of};
use crate::atlas::parts::{read_parts, settle, take_parts};
use crate::atlas::read::{
    Format, Given, Place, Reference, Rows, Table, Unreadable, Wanted, read, to_lon_lat,
};
use crate::atlas::reading::Reading;
use crate::atlas::record;
use crate::atlas::shared::Shared;
use crate::atlas::source::Sources;
use crate::atlas::vocabulary::{LayerEntry, Vocabulary};

/// What the layers hold, as far as they are read. One fault is to give one finding, so ids of
/// faulty features count, and nothing is said of ids that a layer which cannot be read may hold.
#[derive(Default)]
pub(super) struct Held {
    /// The features without faults.
    pub features: Vec<Feature>,
    /// Where the feature of each id stands.
    pub ids: Ids,
    /// The layers of the ids of faulty features.
    pub(super) faulty: BTreeMap<String, usize>,
    /// Whether a layer could not be read.
    pub in_part: bool,
    /// How layers of plain data were read.
    pub intakes: Vec<Intake>,
}

impl Held {
    /// Nothing, since something could not be read.
    pub fn in_part() -> Self {
        Self { in_part: true, ..Self::default() }
    }

    /// Whether a feature has this id, be it a faulty one.
    pub fn has(&self, id: &str) -> bool {
        self.layer_of(id).is_some()
    }

    pub(super) fn layer_of(&self, id: &str) -> Option<usize> {
        let sound = self.ids.get(id, &self.features).map(|position| self.features[position].layer);
        sound.or_else(|| self.faulty.get(id).copied())
    }

    /// Takes the features of a layer that were kept since they were read.
    pub(super) fn add_kept(&mut self, kept: Kept) {
        let first = self.features.len();
        if first == 0 {
            self.features = kept.features;
        } else {
            self.features.extend(kept.features);
        }
        self.ids.add_from(first, &self.features);
        self.intakes.push(kept.intake);
    }

    /// How each layer of plain data was read, and its features.
    pub(super) fn plain_layers<'a>(&'a self, vocabulary: &Vocabulary) -> Vec<Plain<'a>> {
        let of = |intake: &'a Intake| {
            let layer = vocabulary.layers.iter().position(|layer| layer.id == intake.layer)?;
            // Features stand layer by layer.
            let first = self.features.partition_point(|feature| feature.layer < layer);
            let after = self.features.partition_point(|feature| feature.layer <= layer);
            Some((layer, intake, &self.features[first..after]))
        };
        self.intakes.iter().filter_map(of).collect()
    }

    /// Takes a sound feature, whose id nobody has.
    pub(super) fn add(&mut self, feature: Feature) {
        self.features.push(feature);
        self.ids.add_last(&self.features);
    }
}

/// What layers are read with.
pub(super) struct Context<'a> {
    /// Layers and categories.
    pub vocabulary: &'a Vocabulary,
    /// The text of `atlas.toml`; empty where there is none.
    pub manifest: &'a str,
    /// Sources that claims may name.
    pub sources: &'a Sources,
    /// Told how far the reading of a file has come.
    pub watcher: &'a Watcher<'a>,
}

/// A table in a file, and the layer that it is.
pub(super) struct Source<'a> {
    /// Position of the layer in the vocabulary.
    pub layer: usize,
    /// Name of the file.
    pub file: &'a str,
    /// Its format.
    pub format: Format,
    /// The table.
    pub table: Table<'a>,
    /// The text of the file, where features may keep pieces of it.
    pub text: Option<&'a Shared>,
}

/// Reads the table of a layer of an `atlas.toml` from its file.
pub(super) fn table_of<'a>(
    layer: &LayerEntry,
    format: Format,
    given: &'a Given,
) -> Result<Table<'a>, Unreadable> {
    let table = layer.table.as_deref().unwrap_or(&layer.id);
    let wanted = Wanted { columns: &layer.columns, table: Some(table) };
    let mut tables = read(format, given, &wanted)?;
    let names: Vec<String> = tables.iter().filter_map(|table| table.name.clone()).collect();
    let named = tables.iter().position(|found| found.name.as_deref() == Some(table));
    match (named, &layer.table, tables.len()) {
        (Some(position), _, _) => Ok(tables.swap_remove(position)),
        (None, None, 1) => Ok(tables.swap_remove(0)),
        (None, None, _) => Err(Unreadable {
            number: 1,
            reason: format!(
                "holds several tables: {}; name one as table in atlas.toml",
                names.join(", ")
            ),
        }),
        (None, Some(table), _) => Err(Unreadable {
            number: 1,
            reason: format!(
                "has no table '{table}', which atlas.toml names; it has {}",
                names.join(", ")
            ),
        }),
    }
}

/// Reads the features of a layer.
pub(super) fn take(
    context: &Context<'_>,
    source: Source<'_>,
    held: &mut Held,
    findings: &mut Vec<Finding>,
) {
    let Source { layer, file, format, mut table, text } = source;
    let entry = &context.vocabulary.layers[layer];
    if let Err(reason) = place_on_earth(entry, &mut table) {
        findings.push(of_file(file, reason));
        held.in_part = true;
        return;
    }
    let plain = !entry.events && table.rows.any_not(&record::has_claims);
    let mut columns = entry.columns.clone();
    if let Some(time) = &context.vocabulary.time {
        let there = |column: &String| table.columns.contains(column).then(|| column.clone());
        columns.start = columns.start.or_else(|| there(&time.start));
        columns.end = columns.end.or_else(|| there(&time.end));
    }
    let resolved = if plain {
        resolve(&columns, &table.columns, &table.rows)
    } else {
        crate::atlas::columns::Resolved::default()
    };
    for missing in &resolved.missing {
        findings.push(no_column(context.manifest, entry, file, missing));
    }
    let n_rows = table.rows.len();
    let intake = plain.then(|| Intake {
        layer: entry.id.clone(),
        file: file.to_owned(),
        table: table.name.clone(),
        format: format.name(),
        features: n_rows,
        columns: resolved.columns.all().iter().chain(&table.places).cloned().collect(),
        notes: resolved.notes.into_iter().chain(table.notes).collect(),
    });
    held.intakes.extend(intake);
    let reading = || {
        let columns = &resolved.columns;
        Reading::new(context.vocabulary, context.sources, layer, columns, text)
    };
    let first = held.features.len();
    let parts = read_parts(&reading, table.rows, context.watcher);
    take_parts(&reading(), file, parts, held, findings);
    settle(&mut held.features[first..], text);
}

pub(super) fn line<'a>(lines: &OnceCell<Lines<'a>>, place: Place<'a>, path: &Path) -> usize {
    match place {
        Place::Number(number) => number,
        Place::Json { text, feature } => {
            lines.get_or_init(|| Lines::of(text)).line_of(feature, path)
        }
    }
}

/// Brings the coordinates of a table to longitude and latitude.
fn place_on_earth(entry: &LayerEntry, table: &mut Table<'_>) -> Result<(), String> {
    let named = entry.crs.as_deref().map(Reference::parse);
    let Some(way) = to_lon_lat(named.as_ref().unwrap_or(&table.reference))? else { return Ok(()) };
    let mut rows = std::mem::take(&mut table.rows).read();
    for row in &mut rows {
        row.verbatim.geometry = None;
        let Some(geometry) = row.geometry.take() else { continue };
        match way.of(&geometry) {
            Ok(geometry) => row.geometry = Some(geometry),
            Err(reason) => row.faults.push(Fault::at(Path::default().key("geometry"), reason)),
        }
    }
    table.rows = Rows::Read(rows);
    Ok(())
}

/// A finding about a column that `atlas.toml` names, at the line that does so.
fn no_column(manifest: &str, entry: &LayerEntry, file: &str, missing: &NoColumn) -> Finding {
    let NoColumn { role, column, there } = missing;
    let quoted = format!("\"{column}\"");
    let (of_layer, of_column) = (format!("\"{}\"", entry.id), quoted.as_str());
    let numbered = || manifest.lines().zip(1..);
    let from = numbered().find(|(line, _)| line.contains(&of_layer)).map_or(1, |(_, n)| n);
    let line = numbered().skip(from - 1).find(|(line, _)| line.contains(of_column));
    let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
    Finding {
        file: "atlas.toml".into(),
        line: line.map_or(from, |(_, number)| number),
        id: entry.id.clone(),
        field: format!("columns.{}", role.as_str()),
        reason: format!("'{column}' is no column of {file}; it has {there}"),
    }
}

/// No layer has a column that `[time]` names, so that a slip there is not taken for data without
/// days.
pub(super) fn time_is_there(vocabulary: &Vocabulary, held: &Held) -> Option<Finding> {
    let time = vocabulary.time.as_ref()?;
    let plain = held.features.iter().any(|f| matches!(f.timing, Timing::Plain { .. }));
    let found = |column: &String| {
        let of = |intake: &Intake| {
            intake.columns.iter().any(|found| {
                found.column == *column && matches!(found.role, Role::Start | Role::End)
            })
        };
        held.intakes.iter().any(of)
    };
    (plain && !found(&time.start) && !found(&time.end)).then(|| Finding {
        field: "time".into(),
        ..of_file("atlas.toml", format!("no layer has a column '{}' or '{}'", time.start, time.end))
    })
}

/// Ids that records name as related lead to features. What other people's data calls so is theirs.
pub(super) fn related_exist(
    vocabulary: &Vocabulary,
    held: &Held,
    text_of: &dyn Fn(&str) -> Option<String>,
    findings: &mut Vec<Finding>,
) {
    let mut faulty: BTreeMap<String, Vec<(&Feature, Fault)>> = BTreeMap::new();
    let is_plain = |feature: &&Feature| matches!(feature.timing, Timing::Plain { .. });
    for feature in held.features.iter().filter(|feature| !is_plain(feature)) {
        for fault in check::related_exist(&feature.properties(), &|id| held.has(id)) {
            let entry = &vocabulary.layers[feature.layer];
            let file = entry.file.clone().unwrap_or_else(|| format!("{}.geojson", entry.id));
            faulty.entry(file).or_default().push((feature, fault));
        }
    }
    for (file, faults) in faulty {
        let text = text_of(&file);
        let places = text.as_deref().map(places_of).unwrap_or_default();
        let lines = text.as_deref().map(Lines::of);
        for (feature, fault) in faults {
            let inside = record::in_properties(&fault.path);
            let line = lines.as_ref().zip(places.get(feature.id()));
            let line = line.map_or(1, |(lines, place)| lines.line_of(place, &inside));
            findings.push(finding(&file, line, feature.id(), &fault));
        }
    }
}

/// People know the fields of a record, not that GeoJSON puts them under `properties`.
pub(super) fn shortened(fault: &Fault) -> Fault {
    let text = fault.path.to_string();
    let field = text.strip_prefix("properties.").unwrap_or(&text);
    Fault::at(Path::default().key(field), fault.reason.clone())
}

pub(super) fn finding(file: &str, line: usize, id: &str, fault: &Fault) -> Finding {
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

/// A finding about a file that cannot be read on.
pub(super) fn of_unreadable(file: &str, why: Unreadable) -> Finding {
    Finding { line: why.number, ..of_file(file, why.reason) }
}
