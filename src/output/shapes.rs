//! The geometries of many features in flat arrays, ready to be cut for tiles of every zoom.

use std::ops::Range;

use super::lists::Lists;
use super::sketch::{PathKind, Sketch};

/// Projected geometries, by the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    /// What each path draws; a list for each shape.
    kinds: Lists<PathKind>,
    /// The vertices of each path, in steps of the world.
    vertices: Lists<[i32; 2]>,
    /// The first zoom that needs a vertex, for each.
    zooms: Vec<u8>,
    /// West, north, east, south of each shape in steps.
    reaches: Vec<[i32; 4]>,
}

/// One of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape<'a> {
    shapes: &'a Shapes,
    number: usize,
}

/// A path of a shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path<'a> {
    pub kind: PathKind,
    /// In steps of the world; rings are closed.
    pub vertices: &'a [[i32; 2]],
    /// The first zoom that needs each of them.
    pub zooms: &'a [u8],
}

/// The reach of what has no place: it meets nothing.
pub(super) const NOWHERE: [i32; 4] = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];

impl Shapes {
    /// Adds a geometry at the end.
    pub fn push(&mut self, sketch: Sketch) {
        self.reaches.push(sketch.reach().unwrap_or(NOWHERE));
        self.kinds.push(sketch.paths.iter().map(|(kind, _, _)| *kind));
        for (_, vertices, zooms) in sketch.paths {
            self.vertices.push(vertices);
            self.zooms.extend(zooms);
        }
    }

    /// Adds shapes of another collection at the end.
    pub fn extend_from(&mut self, others: &Self, numbers: Range<usize>) {
        for number in numbers {
            self.reaches.push(others.reaches[number]);
            let paths = others.kinds.range(number);
            self.kinds.push(others.kinds.items()[paths.clone()].iter().copied());
            for path in paths {
                self.vertices.push(others.vertices.get(path).iter().copied());
                self.zooms.extend_from_slice(&others.zooms[others.vertices.range(path)]);
            }
        }
    }

    /// Makes room for all of other collections.
    pub fn reserve_for<'a>(&mut self, others: impl Iterator<Item = &'a Self> + Clone) {
        self.reaches.reserve_exact(others.clone().map(|other| other.reaches.len()).sum());
        self.zooms.reserve_exact(others.clone().map(|other| other.zooms.len()).sum());
        self.kinds.reserve_for(others.clone().map(|other| &other.kinds));
        self.vertices.reserve_for(others.map(|other| &other.vertices));
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.reaches.len()
    }

    /// The shape of a number.
    pub const fn get(&self, number: usize) -> Shape<'_> {
        Shape { shapes: self, number }
    }

    /// How many vertices some shapes have that follow each other.
    pub fn vertices(&self, numbers: Range<usize>) -> usize {
        let (Some(first), Some(last)) = (numbers.clone().next(), numbers.last()) else { return 0 };
        let paths = self.kinds.range(first).start..self.kinds.range(last).end;
        let (Some(first), Some(last)) = (paths.clone().next(), paths.last()) else { return 0 };
        self.vertices.range(last).end - self.vertices.range(first).start
    }

    /// Bytes that all of them take up.
    pub const fn bytes(&self) -> usize {
        self.kinds.bytes()
            + self.vertices.bytes()
            + self.zooms.capacity()
            + self.reaches.capacity() * size_of::<[i32; 4]>()
    }
}

impl<'a> Shape<'a> {
    /// West, north, east, south in steps.
    pub fn reach(self) -> [i32; 4] {
        self.shapes.reaches.get(self.number).copied().unwrap_or(NOWHERE)
    }

    /// Its paths, in the order of the geometry.
    pub fn paths(self) -> impl Iterator<Item = Path<'a>> {
        let shapes = self.shapes;
        shapes.kinds.range(self.number).map(move |path| Path {
            kind: shapes.kinds.items()[path],
            vertices: shapes.vertices.get(path),
            zooms: &shapes.zooms[shapes.vertices.range(path)],
        })
    }
}
