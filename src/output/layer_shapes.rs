//! The shapes of the features of each layer, in the order of their places: what tiles need of an
//! atlas, whatever is known of its times.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use geo::{Geometry, MultiLineString};
use rayon::prelude::*;

use super::period::{Properties, quality};
use super::shapes::{NOWHERE, Shape, Shapes};
use super::sketch::Sketch;
use super::thinning::{Homes, key, rank};
use super::tile::Quad;
use crate::atlas::Atlas;
use crate::atlas::feature::Feature;

/// The shapes of all layers of an atlas, by their position in the vocabulary.
#[derive(Debug)]
pub struct AtlasShapes {
    layers: Vec<LayerShapes>,
}

/// The features of a layer that have a place, numbered in the order of their places.
#[derive(Debug, Default)]
pub(super) struct LayerShapes {
    /// The position of each in the atlas.
    positions: Vec<u32>,
    homes: Homes,
    /// The parts of each, which have a quality of their own; it ends here among the shapes.
    part_ends: Vec<u32>,
    shapes: Shapes,
}

/// Features that are read one after the other by one core. Few enough that all cores have some, so
/// many that their shapes lie in a few large arrays.
const BATCH: usize = 4_096;

/// The shapes of a batch, in the order of the atlas.
#[derive(Default)]
struct Batch {
    placed: Vec<Placed>,
    shapes: Shapes,
}

/// A feature on its way into place.
#[derive(Clone)]
struct Placed {
    layer: usize,
    key: u64,
    position: u32,
    rank: u32,
    /// Its parts among the shapes of its batch.
    parts: Range<usize>,
}

impl AtlasShapes {
    /// Projects every geometry.
    pub fn new(atlas: &Atlas, quad: Quad) -> Self {
        let read = |(number, features): (usize, &[Feature])| {
            let mut batch = Batch::default();
            for (position, feature) in (number * BATCH..).zip(features) {
                batch.add(position, feature, quad);
            }
            batch
        };
        let batches: Vec<Batch> =
            atlas.features().par_chunks(BATCH).enumerate().map(read).collect();
        let of_layer = |layer| LayerShapes::of(layer, &batches);
        Self { layers: (0..atlas.vocabulary().layers.len()).map(of_layer).collect() }
    }

    pub(super) fn layers(&self) -> &[LayerShapes] {
        &self.layers
    }

    /// Bytes that all of it takes up.
    pub fn bytes(&self) -> usize {
        self.layers.iter().map(LayerShapes::bytes).sum()
    }
}

impl Batch {
    /// Adds a feature, where it has a place.
    fn add(&mut self, position: usize, feature: &Feature, quad: Quad) {
        let Ok(position) = u32::try_from(position) else { return };
        let parts: Vec<Sketch> =
            geometries(feature).iter().map(|geometry| Sketch::of(geometry, quad)).collect();
        let reach = parts.iter().filter_map(Sketch::reach).reduce(joined);
        let Some(reach) = reach else { return };
        let first = self.shapes.len();
        parts.into_iter().for_each(|part| self.shapes.push(part));
        self.placed.push(Placed {
            layer: feature.layer,
            key: key(reach),
            position,
            rank: rank(feature.id(), reach),
            parts: first..self.shapes.len(),
        });
    }
}

impl LayerShapes {
    fn of(layer: usize, batches: &[Batch]) -> Self {
        let of_batch = |batch: &'_ Batch| batch.placed.iter().any(|one| one.layer == layer);
        let batches = || batches.iter().filter(|batch| of_batch(batch));
        let mut placed: Vec<(&Placed, &Shapes)> = batches()
            .flat_map(|batch| batch.placed.iter().map(|one| (one, &batch.shapes)))
            .filter(|(one, _)| one.layer == layer)
            .collect();
        placed.par_sort_unstable_by_key(|(one, _)| (one.key, one.position));
        let keys = placed.iter().map(|(one, _)| one.key).collect();
        let ranks = placed.iter().map(|(one, _)| one.rank).collect();
        let mut own = Self { homes: Homes::new(keys, ranks), ..Self::default() };
        own.positions.reserve_exact(placed.len());
        own.part_ends.reserve_exact(placed.len());
        own.shapes.reserve_for(batches().map(|batch| &batch.shapes));
        let mut parts = 0;
        for (one, shapes) in placed {
            parts += one.parts.len() as u32;
            own.positions.push(one.position);
            own.part_ends.push(parts);
            own.shapes.extend_from(shapes, one.parts.clone());
        }
        own
    }

    /// The position of each in the atlas.
    pub fn positions(&self) -> &[u32] {
        &self.positions
    }

    /// Where they are at home.
    pub const fn homes(&self) -> &Homes {
        &self.homes
    }

    /// The numbers of the parts of a feature.
    pub fn parts(&self, number: usize) -> Range<usize> {
        let start = number.checked_sub(1).map_or(0, |before| self.part_ends[before]);
        start as usize..self.part_ends[number] as usize
    }

    /// The shape of a part.
    pub const fn shape(&self, part: usize) -> Shape<'_> {
        self.shapes.get(part)
    }

    /// How many vertices some features have that follow each other.
    pub fn vertices(&self, numbers: Range<usize>) -> usize {
        let (Some(first), Some(last)) = (numbers.clone().next(), numbers.last()) else { return 0 };
        self.shapes.vertices(self.parts(first).start..self.parts(last).end)
    }

    /// Those that are more than one point: their number, and how far they reach in steps.
    pub fn wide(&self) -> impl Iterator<Item = (usize, [i32; 4])> {
        let reaches = (0..self.positions.len()).map(|number| {
            let parts = self.parts(number).map(|part| self.shape(part).reach());
            (number, parts.fold(NOWHERE, joined))
        });
        reaches.filter(|(_, reach)| reach[0] < reach[2] || reach[1] < reach[3])
    }

    fn bytes(&self) -> usize {
        let numbers = self.positions.capacity() + self.part_ends.capacity();
        numbers * size_of::<u32>() + self.homes.bytes() + self.shapes.bytes()
    }
}

/// The reach of two together.
pub(super) fn joined(one: [i32; 4], other: [i32; 4]) -> [i32; 4] {
    [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])]
}

/// The geometry of a feature; lines of different quality apart.
fn geometries(feature: &Feature) -> Vec<Cow<'_, Geometry<f64>>> {
    let Some(geometry) = feature.geometry() else {
        return Vec::new();
    };
    let Geometry::MultiLineString(lines) = &*geometry else {
        return vec![geometry];
    };
    let of_quality = |(own, _): (Vec<usize>, _)| {
        let lines = own.into_iter().map(|index| lines.0[index].clone()).collect();
        Cow::Owned(Geometry::MultiLineString(MultiLineString::new(lines)))
    };
    by_quality(feature, lines.0.len()).into_values().map(of_quality).collect()
}

/// What each of them says of its quality.
pub(super) fn qualities(feature: &Feature) -> Vec<Properties<'_>> {
    // Of most features in large layers nothing is said: no need to read their places again.
    if feature.is_bare() {
        return vec![Vec::new()];
    }
    match feature.geometry().as_deref() {
        None => Vec::new(),
        Some(Geometry::MultiLineString(lines)) => {
            let parts = by_quality(feature, lines.0.len()).into_iter();
            parts.map(|(own, (_, accuracy))| quality(own, accuracy)).collect()
        }
        Some(_) => vec![quality(feature.quality(), feature.accuracy_km())],
    }
}

/// The lines of each quality among so many, and how far off the worst of them may be in km.
fn by_quality(feature: &Feature, lines: usize) -> BTreeMap<&str, (Vec<usize>, Option<f64>)> {
    let mut found: BTreeMap<&str, (Vec<usize>, Option<f64>)> = BTreeMap::new();
    for index in 0..lines {
        let own = feature.part_qualities().get(index).map_or(feature.quality(), String::as_str);
        let (lines, accuracy) = found.entry(own).or_default();
        lines.push(index);
        let stated = accuracy_of_part(feature, index).or(feature.accuracy_km());
        *accuracy = [*accuracy, stated].into_iter().flatten().reduce(f64::max);
    }
    found
}

/// What the data says of how far off one line of a multi-line may be, in km.
fn accuracy_of_part(feature: &Feature, index: usize) -> Option<f64> {
    feature.property("position")?.get("parts")?.get(index)?.get("accuracy_km")?.as_f64()
}
