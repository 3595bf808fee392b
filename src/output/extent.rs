//! How far a layer reaches, in space and in time.

use crate::atlas::Atlas;
use crate::atlas::chronicle::Chronicle;
use crate::atlas::day::{Day, Span};

const WORLD: [f64; 4] = [-180.0, -90.0, 180.0, 90.0];

/// West, south, east, north of all features of a layer; the world where it has none.
#[must_use]
pub fn space(atlas: &Atlas, layer: usize) -> [f64; 4] {
    let features = atlas.features().iter().filter(|feature| feature.layer == layer);
    features.filter_map(|feature| feature.bbox()).reduce(joined).unwrap_or(WORLD)
}

/// West, south, east, north of all features of some layers; the world where they have none.
#[must_use]
pub fn space_of(atlas: &Atlas, layers: &[usize]) -> [f64; 4] {
    let boxes = layers.iter().map(|layer| space(atlas, *layer));
    boxes.reduce(joined).unwrap_or(WORLD)
}

fn joined(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

/// All lifetimes of a layer in one span; open on both sides where none is known.
#[must_use]
pub fn time(atlas: &Atlas, chronicle: &Chronicle, layer: usize) -> Span {
    let features = atlas.features().iter().enumerate();
    let of_layer = features.filter(|(_, feature)| feature.layer == layer);
    of_layer
        .filter_map(|(position, _)| chronicle.lifetime(position))
        .reduce(|a, b| Span { from: a.from.min(b.from), until: a.until.max(b.until) })
        .unwrap_or(Span { from: Day::BEGINNING, until: Day::END })
}
