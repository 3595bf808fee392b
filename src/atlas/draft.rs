//! Drafts: what a feature is made of, before most of it becomes pieces of a text.

use std::sync::Arc;

use geo::Geometry;
use serde_json::{Map, Value};

use crate::atlas::shape::{anchor_of, length_of};
use crate::atlas::shared::{Composed, Piece, Shared};
use crate::atlas::vocabulary::Names;

/// What a plain feature seldom has.
#[derive(Debug, Clone, Default)]
pub(super) struct Rare {
    pub name: Option<Names>,
    pub short: Option<Names>,
    pub countries: Vec<String>,
    pub point: Option<[f64; 2]>,
    pub quality: String,
    pub accuracy_km: Option<f64>,
    pub part_qualities: Vec<String>,
    pub disputed: bool,
    pub sourced: bool,
    /// What others are read from again and again, and would not be read anew each time.
    pub kept: Option<Kept>,
}

/// The JSON of a record, as it was read.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub properties: Map<String, Value>,
    pub geometry: Option<Geometry<f64>>,
    pub length_km: Option<f64>,
    pub anchor: Option<[f64; 2]>,
}

/// What a feature is made of.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Identifier, unique in the atlas; it never changes.
    pub id: String,
    /// Identifier of its category.
    pub category: Arc<String>,
    /// Its names by language.
    pub name: Names,
    /// Short names for the map; `None` where they are its names.
    pub short: Option<Names>,
    /// Countries it touches, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Where it is; WGS 84, longitude before latitude.
    pub geometry: Option<Geometry<f64>>,
    /// Longitude and latitude of its symbol, where that is not for the geometry to say.
    pub point: Option<[f64; 2]>,
    /// How good the course or place is: surveyed, traced, coarse or schematic; empty where nothing
    /// is said of it.
    pub quality: String,
    /// Expected distance from the real course in km.
    pub accuracy_km: Option<f64>,
    /// Quality of each line of a multi-line; empty where the whole has one quality.
    pub part_qualities: Vec<String>,
    /// Whether it is denied or contested.
    pub disputed: bool,
    /// Whether every claim names a source.
    pub sourced: bool,
    /// Properties as authored.
    pub properties: Map<String, Value>,
    /// Where its JSON stands as answers give it.
    pub verbatim: Option<Verbatim>,
}

/// Where the JSON of a feature stands in the text of its file, just as answers give it.
#[derive(Debug, Clone)]
pub struct Verbatim {
    /// The text of the file.
    pub text: Shared,
    /// All of the feature.
    pub whole: Piece,
    /// The geometry object.
    pub geometry: Piece,
    /// The properties without the braces.
    pub properties: Piece,
}

impl Rare {
    /// What is rare about a feature; `None` where nothing is.
    pub fn of(draft: Draft, is_plain: bool, is_named_apart: bool) -> Option<Box<Self>> {
        let told = LISTS.iter().any(|list| draft.properties.contains_key(*list));
        let nothing = !is_named_apart
            && !told
            && !draft.disputed
            && !draft.sourced
            && draft.short.is_none()
            && draft.countries.is_empty()
            && draft.point.is_none()
            && draft.quality.is_empty()
            && draft.accuracy_km.is_none()
            && draft.part_qualities.is_empty();
        if is_plain && nothing {
            return None;
        }
        let geometry = draft.geometry.filter(|_| !is_plain);
        let kept = (!is_plain).then(|| Kept {
            properties: draft.properties,
            length_km: geometry.as_ref().and_then(length_of),
            anchor: geometry.as_ref().and_then(anchor_of),
            geometry,
        });
        Some(Box::new(Self {
            name: is_named_apart.then_some(draft.name),
            short: draft.short,
            countries: draft.countries,
            point: draft.point,
            quality: draft.quality,
            accuracy_km: draft.accuracy_km,
            part_qualities: draft.part_qualities,
            disputed: draft.disputed,
            sourced: draft.sourced,
            kept,
        }))
    }
}

/// Properties that name others: who acts in it, and what it has to do with.
const LISTS: &[&str] = &["actors", "users", "participants", "related"];

/// A text that holds words of a feature, and where: that of its file where they stand in it, wherever
/// that is, else one of their own.
pub(super) fn words(wanted: [&str; 2], draft: &Draft) -> (Shared, [Piece; 2]) {
    if let Some(Verbatim { text, whole, .. }) = &draft.verbatim
        && let [Some(first), Some(second)] = wanted.map(|word| text.found_in(*whole, word))
    {
        return (text.clone(), [first, second]);
    }
    let mut own = Composed::default();
    let pieces = wanted.map(|word| own.push(word));
    (own.shared(), pieces)
}

/// A text of the JSON of a geometry and properties, and where each stands in it.
pub(super) fn written(
    geometry: Option<&Geometry<f64>>,
    properties: &Map<String, Value>,
) -> (Shared, Piece, Piece) {
    let mut text = Composed::default();
    let geometry = match geometry {
        Some(geometry) => text.push(&geojson::GeometryValue::from(geometry).to_string()),
        None => text.push("null"),
    };
    let properties = text.push(&serde_json::to_string(properties).unwrap_or_default());
    (text.shared(), geometry, properties)
}
