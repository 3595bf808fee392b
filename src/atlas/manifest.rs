//! Manifests: the `atlas.toml` of a folder whose layers were guessed, for people to correct.

use std::fmt::Write;

use crate::atlas::Atlas;
use crate::atlas::columns::Found;
use crate::atlas::fit::PALETTE;
use crate::atlas::intake::Intake;
use crate::atlas::slug::{slug, title};
use crate::atlas::vocabulary::{CategoryEntry, LayerEntry};

/// Fewest and most kinds that become categories: one needs no legend, and more cannot be told apart.
const KINDS: std::ops::RangeInclusive<usize> = 2..=6;

/// The text of an `atlas.toml` that reads the folder as it was guessed.
#[must_use]
pub fn manifest(atlas: &Atlas) -> String {
    let vocabulary = atlas.vocabulary();
    let [from, until] = vocabulary.axis;
    let [west, south, east, north] = vocabulary.extent.map(|degrees| (degrees * 1e4).round() / 1e4);
    let mut text = format!(
        "# What this atlas shows and how. Everything here was guessed from the files: correct it as you\n\
         # like. A running server shows a change at once; `steppe check` finds slips.\n\n\
         title = {}\n\
         summary = \"\"\n\
         # First and last year of the time axis.\n\
         axis = [{from}, {until}]\n\
         # Opening view: west, south, east, north in degrees.\n\
         extent = [{west:?}, {south:?}, {east:?}, {north:?}]\n",
        quoted(&vocabulary.title),
    );
    let mut colour = 0;
    for layer in &vocabulary.layers {
        let intake = atlas.intakes().iter().find(|intake| intake.layer == layer.id);
        write_layer(&mut text, atlas, layer, intake, &mut colour);
    }
    text.push_str("\n# Colours by name: on a light ground, on a dark one.\n[colours]\n");
    for (name, [light, dark]) in PALETTE {
        let _ = writeln!(text, "{name} = [\"{light}\", \"{dark}\"]");
    }
    text
}

fn write_layer(
    text: &mut String,
    atlas: &Atlas,
    layer: &LayerEntry,
    intake: Option<&Intake>,
    colour: &mut usize,
) {
    text.push('\n');
    for note in intake.iter().flat_map(|intake| &intake.notes) {
        let _ = writeln!(text, "# {}", note.replace(['\n', '\r'], " "));
    }
    let name = layer.name.get("en").unwrap_or(&layer.id);
    let _ = writeln!(
        text,
        "[[layers]]\nid = {}\nname = {{ en = {} }}",
        quoted(&layer.id),
        quoted(name)
    );
    if let Some(file) = &layer.file {
        let _ = writeln!(text, "file = {}", quoted(file));
    }
    if let Some(table) = &layer.table {
        let _ = writeln!(text, "table = {}", quoted(table));
    }
    let _ = writeln!(text, "# line, or the outline of a point symbol: disc, square, diamond.");
    let _ = writeln!(text, "shape = {}", quoted(&layer.shape));
    let kinds = kinds(atlas, layer);
    let columns = intake.map(|intake| intake.columns.as_slice()).unwrap_or_default();
    if columns.is_empty() && kinds.is_none() {
        text.push_str("# columns = { start = \"…\", end = \"…\", name = \"…\", id = \"…\" }\n");
    } else {
        let guessed =
            columns.iter().map(|Found { role, column, .. }| (role.as_str(), column.clone()));
        let of_kinds = kinds.as_ref().map(|kinds| ("category", kinds.column.clone()));
        let pairs: Vec<String> = guessed
            .filter(|(role, _)| *role != "category")
            .chain(of_kinds)
            .map(|(role, column)| format!("{role} = {}", quoted(&column)))
            .collect();
        let _ = writeln!(text, "columns = {{ {} }}", pairs.join(", "));
    }
    text.push_str("# The first category is that of features without one. An icon of no known name is a plain symbol.\ncategories = [\n");
    let categories = kinds.map_or_else(|| layer.categories.clone(), |kinds| kinds.categories);
    for category in categories {
        let (named, _) = PALETTE[*colour % PALETTE.len()];
        *colour += 1;
        let name = category.name.get("en").unwrap_or(&category.id);
        let _ = writeln!(
            text,
            "  {{ id = {}, name = {{ en = {} }}, icon = {}, colour = {} }},",
            quoted(&category.id),
            quoted(name),
            quoted(&category.icon),
            quoted(named),
        );
    }
    text.push_str("]\n");
}

/// Kinds of features in a layer, by a column that has few values.
struct Kinds {
    column: String,
    categories: Vec<CategoryEntry>,
}

/// Columns that usually tell the kind of a thing.
const OF_KIND: &[&str] = &["category", "type", "kind", "class", "тип", "вид", "категория"];

fn kinds(atlas: &Atlas, layer: &LayerEntry) -> Option<Kinds> {
    let position = atlas.vocabulary().layers.iter().position(|other| other.id == layer.id)?;
    let features = || atlas.features().iter().filter(|feature| feature.layer == position);
    let of_kind = |key: &&String| OF_KIND.contains(&key.to_lowercase().as_str());
    let column = features()
        .find_map(|feature| feature.properties().keys().find(of_kind).map(ToOwned::to_owned))?;
    let mut values: Vec<String> = Vec::new();
    for feature in features() {
        let value = feature.property(&column);
        let value = value
            .as_deref()
            .and_then(|value| value.as_str())
            .filter(|value| !value.trim().is_empty());
        if let Some(value) = value.filter(|value| values.iter().all(|known| known != value)) {
            values.push(value.to_owned());
        }
        if values.len() > *KINDS.end() {
            return None;
        }
    }
    let mut ids: Vec<String> =
        values.iter().map(|value| format!("{}-{}", layer.id, slug(value))).collect();
    let categories = values.iter().zip(&ids).map(|(value, id)| CategoryEntry {
        id: id.clone(),
        name: [("en".to_owned(), title(value))].into(),
        // A name that no drawing has: a plain symbol, of its own colour.
        icon: id.clone(),
        ..CategoryEntry::default()
    });
    let categories: Vec<CategoryEntry> = categories.collect();
    ids.sort();
    ids.dedup();
    let distinct = ids.len() == values.len() && values.iter().all(|value| !slug(value).is_empty());
    (KINDS.contains(&values.len()) && distinct)
        .then(|| Kinds { column: column.clone(), categories })
}

/// A text of TOML, whatever is in it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_text_is_read_back(text in ".{0,60}") {
            let line = format!("x = {}", quoted(&text));
            let table: toml::Table = toml::from_str(&line).expect("TOML");
            proptest::prop_assert_eq!(table["x"].as_str(), Some(text.as_str()));
        }
    }
}
