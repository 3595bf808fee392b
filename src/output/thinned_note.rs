//! What a tile says of the features it leaves out.
//!
//! A tile layer of its own holds one point for each thinned layer. The point lies a whole tile away,
//! so that a viewer that draws every layer of a tile shows nothing of it; one that reads the layer
//! finds what is missing.

use super::cut::{GeometryKind, TileGeometry};
use super::mvt::{Dictionary, LayerWriter, Value};
use super::tile::EXTENT;

/// Name of the tile layer. Ids of layers are made of letters, digits and hyphens where the server
/// makes them.
pub const THINNED_LAYER: &str = "_thinned";

/// The properties of its points, with what they mean.
pub const THINNED_FIELDS: &[(&str, &str)] = &[
    ("layer", "id of the layer of which features are left out"),
    ("shown", "features of the layer that the tile shows"),
    (
        "left_out",
        "features of the layer that answer the request and are not shown: of a crowd those that have their middle in the tile, and all that are too many bytes",
    ),
    ("reason", "crowded: too many for the zoom; size: the tile would have too many bytes"),
];

/// Why features are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// There are too many for the zoom.
    Crowded,
    /// The tile would have too many bytes.
    Size,
}

/// What is left out of one layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note<'a> {
    pub layer: &'a str,
    pub shown: usize,
    pub left_out: usize,
    pub reason: Reason,
}

/// Most bytes that the notes on layers of these names take.
pub(super) fn most_bytes<'a>(layers: impl Iterator<Item = &'a str>) -> usize {
    // Of a note: the name as a value, two counts, and a feature that says them.
    const NOTE: usize = 64;
    // Of the layer: its name, the four keys, the two reasons.
    const ONCE: usize = 128;
    layers.map(|name| name.len() + NOTE).sum::<usize>() + ONCE
}

/// Appends the notes to the bytes of a tile; nothing where there are none.
pub(super) fn write(notes: &[Note<'_>], tile: &mut Vec<u8>) {
    let mut dictionary = Dictionary::default();
    let said = notes.iter().map(|note| {
        let reason = match note.reason {
            Reason::Crowded => "crowded",
            Reason::Size => "size",
        };
        let count = |count: usize| Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
        let values = [
            Value::Text(note.layer.into()),
            count(note.shown),
            count(note.left_out),
            Value::Text(reason.into()),
        ];
        let keys = THINNED_FIELDS.iter().map(|(key, _)| *key);
        keys.zip(values)
            .map(|(key, value)| (dictionary.key(key), dictionary.value(&value)))
            .collect()
    });
    let tags: Vec<Vec<_>> = said.collect();
    let mut layer = LayerWriter::new(&dictionary);
    layer.set_geometry(&TileGeometry::of(GeometryKind::Points, &[vec![[-EXTENT, -EXTENT]]]));
    for (id, tags) in (1..).zip(&tags) {
        layer.add(id, &[tags]);
    }
    layer.finish(tile, THINNED_LAYER);
}
