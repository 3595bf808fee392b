//! Layers: the tables of data files become features, and faults become findings with their place.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::atlas::check;
use crate::atlas::columns::{NoColumn, Role, resolve};
use crate::atlas::feature::{Feature, Timing};
use crate::atlas::finding::{Fault, Finding, Path};
use crate::atlas::intake::Intake;
use crate::atlas::locate::{Lines, places_of};
use crate::atlas::read::{
    Format, Given, MAX_FINDINGS, Place, Reference, Row, Table, Unreadable, Wanted, read, to_lon_lat,
};
use crate::atlas::record::{self, Reading};
use crate::atlas::source::Sources;
use crate::atlas::vocabulary::{LayerEntry, Vocabulary};

/// What the layers hold, as far as they are read. One fault is to give one finding, so ids of
/// faulty features count, and nothing is said of ids that a layer which cannot be read may hold.
#[derive(Default)]
pub(super) struct Held {
    /// The features without faults.
    pub features: Vec<Feature>,
    /// The position of the layer of every id.
    pub ids: BTreeMap<String, usize>,
    /// Whether a layer could not be read.
    pub in_part: bool,
    /// How layers of plain data were read.
    pub intakes: Vec<Intake>,
}

/// What layers are read with.
pub(super) struct Context<'a> {
    /// Layers and categories.
    pub vocabulary: &'a Vocabulary,
    /// The text of `atlas.toml`; empty where there is none.
    pub manifest: &'a str,
    /// Sources that claims may name.
    pub sources: &'a Sources,
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
    let Source { layer, file, format, mut table } = source;
    let entry = &context.vocabulary.layers[layer];
    if let Err(reason) = place_on_earth(entry, &mut table) {
        findings.push(of_file(file, reason));
        held.in_part = true;
        return;
    }
    let plain = table.rows.iter().any(|row| !record::is_full(row, entry));
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
    let reading = Reading {
        vocabulary: context.vocabulary,
        sources: context.sources,
        layer,
        columns: &resolved.columns,
    };
    take_rows(&reading, file, table.rows, held, findings);
}

fn take_rows(
    reading: &Reading<'_>,
    file: &str,
    rows: Vec<Row<'_>>,
    held: &mut Held,
    findings: &mut Vec<Finding>,
) {
    let lines = OnceCell::new();
    let entry = &reading.vocabulary.layers[reading.layer];
    let before = findings.len();
    for (position, row) in rows.into_iter().enumerate() {
        if findings.len() - before >= MAX_FINDINGS {
            let reason = format!(
                "has {MAX_FINDINGS} findings before row {}; no more are told",
                position + 1
            );
            findings.push(of_file(file, reason));
            held.in_part = true;
            return;
        }
        let place = row.place;
        let plain = (!record::is_full(&row, entry)).then_some((entry, reading.columns));
        let mut id = record::id_of(&row, plain);
        let (mut feature, mut faults) = record::read(reading, row, position);
        if let Some(feature) = &mut feature {
            feature.id().clone_into(&mut id);
            // Ids of other people's layers are not made to differ from each other's.
            let other = held.ids.get(&id).is_some_and(|layer| *layer != reading.layer);
            if other && plain.is_some() {
                id = format!("{}-{id}", entry.id);
                feature.rename(&id);
            }
        }
        if !id.is_empty() && held.ids.insert(id.clone(), reading.layer).is_some() {
            faults.push(Fault::at(Path::default().key("id"), format!("'{id}' stands there twice")));
        }
        for fault in &faults {
            let line = line(&lines, place, &fault.path);
            findings.push(finding(file, line, &id, &shortened(fault)));
        }
        if let (Some(feature), true) = (feature, faults.is_empty()) {
            held.features.push(feature);
        }
    }
}

fn line<'a>(lines: &OnceCell<Lines<'a>>, place: Place<'a>, path: &Path) -> usize {
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
    for row in &mut table.rows {
        let Some(geometry) = row.geometry.take() else { continue };
        match way.of(&geometry) {
            Ok(geometry) => row.geometry = Some(geometry),
            Err(reason) => row.faults.push(Fault::at(Path::default().key("geometry"), reason)),
        }
    }
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
        for fault in check::related_exist(&feature.properties(), &held.ids) {
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
fn shortened(fault: &Fault) -> Fault {
    let text = fault.path.to_string();
    let field = text.strip_prefix("properties.").unwrap_or(&text);
    Fault::at(Path::default().key(field), fault.reason.clone())
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

/// A finding about a file that cannot be read on.
pub(super) fn of_unreadable(file: &str, why: Unreadable) -> Finding {
    Finding { line: why.number, ..of_file(file, why.reason) }
}
