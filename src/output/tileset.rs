//! What a set of atlas tiles says of itself, on the server and in a file: layers, fields, credit.

use serde_json::{Map, Value, json};

use super::credit;
use super::thinned_note::{THINNED_FIELDS, THINNED_LAYER};
use super::thinning::CROWD;
use crate::atlas::Atlas;
use crate::atlas::feature::Feature;

/// `vector_layers` of TileJSON for some layers, by their position in the vocabulary.
#[must_use]
pub fn vector_layers(atlas: &Atlas, layers: &[usize]) -> Vec<Value> {
    let fields: Map<String, Value> =
        FIELDS.iter().map(|(name, does)| ((*name).to_owned(), json!(does))).collect();
    let described = layers.iter().map(|layer| {
        let entry = &atlas.vocabulary().layers[*layer];
        json!({"id": entry.id, "description": entry.name.get("en"), "fields": fields})
    });
    let notes = can_crowd(atlas, layers).then(|| {
        let fields: Map<String, Value> =
            THINNED_FIELDS.iter().map(|(name, does)| ((*name).to_owned(), json!(does))).collect();
        json!({"id": THINNED_LAYER, "description": THINNED, "fields": fields})
    });
    described.chain(notes).collect()
}

/// What tells people that tiles may leave features out.
pub const THINNED: &str = "Where very many features of a layer lie close together, tiles of low zooms show a part of \
    them: one in each cell of 8 pixels, the same at every deeper zoom. Items and downloads are always whole.";

/// Whether one of some layers has enough features for a crowd in a tile.
#[must_use]
pub fn can_crowd(atlas: &Atlas, layers: &[usize]) -> bool {
    let count = |layer: &usize| atlas.features().iter().filter(|f| f.layer == *layer).count();
    layers.iter().any(|layer| count(layer) > CROWD)
}

/// The credits that the features of some layers ask for, in one line.
#[must_use]
pub fn attribution(atlas: &Atlas, layers: &[usize]) -> String {
    credit::attributions(atlas, &features(atlas, layers)).join(" · ")
}

/// The features of some layers.
#[must_use]
pub fn features<'a>(atlas: &'a Atlas, layers: &[usize]) -> Vec<&'a Feature> {
    atlas.features().iter().filter(|feature| layers.contains(&feature.layer)).collect()
}

/// The properties of tile features as a JSON schema.
#[must_use]
pub fn properties_schema() -> Value {
    let properties: Map<String, Value> = FIELDS
        .iter()
        .map(|(name, does)| {
            let kind = FIELD_KINDS.iter().find(|(_, names)| names.contains(name));
            let kind = kind.map_or("string", |(kind, _)| *kind);
            ((*name).to_owned(), json!({"type": kind, "description": does}))
        })
        .collect();
    json!({"type": "object", "properties": properties})
}

/// What each property of a tile feature, a period, means.
const FIELDS: &[(&str, &str)] = &[
    ("id", "id of the feature"),
    ("layer", "id of its layer"),
    ("category", "id of its category"),
    ("status", "status in this period"),
    ("from", "first day on which it may hold, in days since 1970-01-01"),
    ("certain_from", "first day on which it holds for certain"),
    ("certain_until", "first day on which the next status may hold"),
    ("until", "first day on which it cannot hold any more; 2147483647 while open"),
    ("planned", "whether it rests on a plan"),
    ("disputed", "whether sources dispute the feature"),
    ("quality", "quality of the course: surveyed, traced, coarse or schematic"),
    ("accuracy_km", "expected distance from the real course in km"),
    ("user", "countries that use a base"),
    ("short", "short name; short:ru and so on in other languages"),
];

/// Types of the properties that are no texts.
const FIELD_KINDS: &[(&str, &[&str])] = &[
    ("integer", &["from", "certain_from", "certain_until", "until", "accuracy_km"]),
    ("boolean", &["planned", "disputed"]),
];
