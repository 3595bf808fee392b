//! Vector tile bytes, with what features say interned beforehand.
//!
//! A [`Dictionary`] holds each key and value of a layer once, already encoded, for as long as the
//! data lives; a tile only renumbers the few it uses. Format: Mapbox Vector Tile
//! [version 2.1](https://github.com/mapbox/vector-tile-spec/tree/master/2.1), protobuf by hand.

use std::borrow::Cow;
use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::cut::{GeometryKind, TileGeometry};
use super::lists::Lists;
use super::tile::EXTENT;

/// A key of a [`Dictionary`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyId(pub(super) u32);

/// A value of a [`Dictionary`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ValueId(pub(super) u32);

/// What a tile can say: text, a whole number, yes or no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// UTF-8 text.
    Text(Cow<'a, str>),
    /// A whole number, written as `sint64`: days before 1970 stay short.
    Int(i64),
    /// Yes or no.
    Bool(bool),
}

/// Every key and value that the features of a layer may carry, each once and already encoded.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    keys: Interned,
    values: Interned,
    /// Kept between values for its memory.
    encoded: Vec<u8>,
}

impl Dictionary {
    /// The id of a key, the same for the same text.
    pub fn key(&mut self, key: &str) -> KeyId {
        KeyId(self.keys.intern(key.as_bytes()))
    }

    /// The id of a value, the same for equal values.
    pub fn value(&mut self, value: &Value<'_>) -> ValueId {
        let bytes = &mut self.encoded;
        bytes.clear();
        match value {
            Value::Text(text) => write_bytes(bytes, 1, text.as_bytes()),
            Value::Int(number) => write_number(bytes, 6, zigzag64(*number)),
            Value::Bool(yes) => write_number(bytes, 7, u64::from(*yes)),
        }
        ValueId(self.values.intern(bytes))
    }

    /// Takes over what another holds; tells which ids its keys and values have here, by their ids there.
    pub fn adopt(&mut self, other: &Self) -> (Vec<KeyId>, Vec<ValueId>) {
        let keys = other.keys.all().map(|key| KeyId(self.keys.intern(key))).collect();
        let values = other.values.all().map(|value| ValueId(self.values.intern(value))).collect();
        (keys, values)
    }

    /// Gives back the memory that only adding needs; what is added later is not compared with what
    /// is there.
    pub fn close(&mut self) {
        self.keys.numbers = FxHashMap::default();
        self.values.numbers = FxHashMap::default();
    }

    /// Bytes that a closed one takes up.
    pub const fn bytes(&self) -> usize {
        self.keys.bytes.bytes() + self.values.bytes.bytes()
    }
}

/// How far a [`LayerWriter`] has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark([usize; 3]);

/// A layer of a tile on its way, feature by feature.
pub struct LayerWriter<'a> {
    features: Vec<u8>,
    keys: Used<'a>,
    values: Used<'a>,
    /// The geometry last set: its number in the specification, and its drawing commands.
    geometry: (u64, Vec<u8>),
    /// Kept between features for its memory.
    tags: Vec<u8>,
}

impl<'a> LayerWriter<'a> {
    /// An empty layer of features that say what stands in a dictionary.
    pub fn new(dictionary: &'a Dictionary) -> Self {
        Self {
            features: Vec::new(),
            keys: Used::new(&dictionary.keys),
            values: Used::new(&dictionary.values),
            geometry: (0, Vec::new()),
            tags: Vec::new(),
        }
    }

    /// Sets what the tile shows of the features that are added from now on.
    pub fn set_geometry(&mut self, geometry: &TileGeometry) {
        self.geometry.1.clear();
        self.geometry.0 = write_geometry(&mut self.geometry.1, geometry);
    }

    /// Adds a feature with the geometry last set: a number unique in the layer, and its properties
    /// as ids of the dictionary. Other ids are left out.
    pub fn add(&mut self, id: u64, tags: &[&[(KeyId, ValueId)]]) {
        self.tags.clear();
        for &(KeyId(key), ValueId(value)) in tags.iter().copied().flatten() {
            if let (Some(key), Some(value)) = (self.keys.number(key), self.values.number(value)) {
                write_varint(&mut self.tags, key.into());
                write_varint(&mut self.tags, value.into());
            }
        }
        let (kind, commands) = &self.geometry;
        // Each of the four fields has a byte for its number.
        let length = 4
            + varint_bytes(id)
            + varint_bytes(self.tags.len() as u64)
            + self.tags.len()
            + 1
            + varint_bytes(commands.len() as u64)
            + commands.len();
        write_varint(&mut self.features, 2 << 3 | 2);
        write_varint(&mut self.features, length as u64);
        write_number(&mut self.features, 1, id);
        write_bytes(&mut self.features, 2, &self.tags);
        write_number(&mut self.features, 3, *kind);
        write_bytes(&mut self.features, 4, commands);
    }

    /// Bytes so far: of the features, and of all that they say.
    pub const fn bytes(&self) -> usize {
        self.features.len() + self.keys.bytes + self.values.bytes
    }

    /// How far it has come, to come back to.
    pub const fn mark(&self) -> Mark {
        Mark([self.features.len(), self.keys.order.len(), self.values.order.len()])
    }

    /// Takes back what was added since a mark.
    pub fn undo(&mut self, Mark([features, keys, values]): Mark) {
        self.features.truncate(features);
        self.keys.undo(keys);
        self.values.undo(values);
    }

    /// Appends the layer to the bytes of a tile. Nothing is written for no features: an empty layer
    /// only costs bytes.
    pub fn finish(self, tile: &mut Vec<u8>, name: &str) {
        if self.features.is_empty() {
            return;
        }
        let mut layer = Vec::with_capacity(self.bytes() + name.len() + 64);
        write_bytes(&mut layer, 1, name.as_bytes());
        layer.extend_from_slice(&self.features);
        for (field, used) in [(3, &self.keys), (4, &self.values)] {
            for id in &used.order {
                write_bytes(&mut layer, field, used.all.bytes.get(*id as usize));
            }
        }
        write_number(&mut layer, 5, EXTENT.unsigned_abs().into());
        write_number(&mut layer, 15, 2);
        write_bytes(tile, 3, &layer);
    }
}

/// Byte strings numbered in the order they came.
#[derive(Clone, Debug, Default)]
struct Interned {
    bytes: Lists<u8>,
    /// By a hash of the bytes. Of different ones with the same hash the first is found again.
    numbers: FxHashMap<u64, u32>,
}

impl Interned {
    fn intern(&mut self, bytes: &[u8]) -> u32 {
        let hash = FxBuildHasher.hash_one(bytes);
        let found = self.numbers.get(&hash).copied();
        if let Some(number) = found.filter(|number| self.bytes.get(*number as usize) == bytes) {
            return number;
        }
        let number = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        self.bytes.push(bytes.iter().copied());
        self.numbers.entry(hash).or_insert(number);
        number
    }

    fn all(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.bytes.len()).map(|number| self.bytes.get(number))
    }
}

/// The part of a dictionary that one layer of one tile uses, renumbered from 0.
struct Used<'a> {
    all: &'a Interned,
    /// Sparse: a tile uses a few of what may be a million.
    local: FxHashMap<u32, u32>,
    order: Vec<u32>,
    /// Length of all in the order, as they are written.
    bytes: usize,
}

impl<'a> Used<'a> {
    fn new(all: &'a Interned) -> Self {
        Self { all, local: FxHashMap::default(), order: Vec::new(), bytes: 0 }
    }

    fn number(&mut self, id: u32) -> Option<u32> {
        if let Some(number) = self.local.get(&id) {
            return Some(*number);
        }
        let encoded = self.all.bytes.get(id as usize);
        if encoded.is_empty() {
            return None;
        }
        let number = u32::try_from(self.order.len()).ok()?;
        self.order.push(id);
        self.bytes += written_bytes(encoded);
        self.local.insert(id, number);
        Some(number)
    }

    /// Keeps the first so many.
    fn undo(&mut self, kept: usize) {
        for id in self.order.drain(kept..) {
            self.local.remove(&id);
            self.bytes -= written_bytes(self.all.bytes.get(id as usize));
        }
    }
}

const MOVE_TO: u64 = 1;
const LINE_TO: u64 = 2;
const CLOSE_PATH: u64 = 7;

/// Writes the drawing commands, gives the geometry's number in the specification.
fn write_geometry(out: &mut Vec<u8>, geometry: &TileGeometry) -> u64 {
    let mut pen = [0, 0];
    match geometry.kind {
        GeometryKind::Points => {
            write_command(out, MOVE_TO, geometry.points.len());
            write_steps(out, &mut pen, &geometry.points);
            1
        }
        GeometryKind::Lines => {
            geometry.paths().for_each(|line| write_path(out, &mut pen, line));
            2
        }
        GeometryKind::Polygons => {
            for ring in geometry.paths() {
                write_path(out, &mut pen, ring);
                write_command(out, CLOSE_PATH, 1);
            }
            3
        }
    }
}

fn write_path(out: &mut Vec<u8>, pen: &mut [i32; 2], path: &[[i32; 2]]) {
    let (start, rest) = path.split_at(path.len().min(1));
    write_command(out, MOVE_TO, start.len());
    write_steps(out, pen, start);
    write_command(out, LINE_TO, rest.len());
    write_steps(out, pen, rest);
}

fn write_command(out: &mut Vec<u8>, command: u64, count: usize) {
    write_varint(out, command | (count as u64) << 3);
}

fn write_steps(out: &mut Vec<u8>, pen: &mut [i32; 2], points: &[[i32; 2]]) {
    for point in points {
        for axis in 0..2 {
            let step = i64::from(point[axis]) - i64::from(pen[axis]);
            write_varint(out, zigzag64(step));
        }
        *pen = *point;
    }
}

/// Signed to unsigned so that small numbers of either sign stay short.
fn zigzag64(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

fn write_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Bytes that a number takes.
const fn varint_bytes(number: u64) -> usize {
    let bits = 64 - (number | 1).leading_zeros();
    bits.div_ceil(7) as usize
}

fn write_number(out: &mut Vec<u8>, field: u64, number: u64) {
    write_varint(out, field << 3);
    write_varint(out, number);
}

/// Bytes that some take with their length and the number of their field.
const fn written_bytes(bytes: &[u8]) -> usize {
    1 + varint_bytes(bytes.len() as u64) + bytes.len()
}

fn write_bytes(out: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    write_varint(out, field << 3 | 2);
    write_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use fast_mvt::{MvtGeometry, MvtReaderRef, MvtValueRef};
    use proptest::prelude::*;

    use super::*;

    fn encode(
        geometry: &TileGeometry,
        dictionary: &Dictionary,
        tags: &[(KeyId, ValueId)],
    ) -> Vec<u8> {
        let mut tile = Vec::new();
        let mut layer = LayerWriter::new(dictionary);
        layer.set_geometry(geometry);
        layer.add(7, &[tags]);
        layer.finish(&mut tile, "lines");
        tile
    }

    #[test]
    fn no_features_no_bytes() {
        let mut tile = Vec::new();
        LayerWriter::new(&Dictionary::default()).finish(&mut tile, "lines");
        assert!(tile.is_empty());
    }

    #[test]
    fn a_dictionary_gives_one_id_to_equal_values() {
        let mut dictionary = Dictionary::default();
        assert_eq!(dictionary.key("a"), dictionary.key("a"));
        assert_ne!(dictionary.value(&Value::Int(1)), dictionary.value(&Value::Bool(true)));
        assert_ne!(dictionary.value(&Value::Text("1".into())), dictionary.value(&Value::Int(1)));
        assert_eq!(dictionary.value(&Value::Int(-5)), dictionary.value(&Value::Int(-5)));
    }

    #[test]
    fn another_reader_finds_what_was_written() {
        let mut dictionary = Dictionary::default();
        dictionary.key("unused");
        dictionary.value(&Value::Text("unused".into()));
        let tags = [
            (dictionary.key("name"), dictionary.value(&Value::Text("Қызылорда".into()))),
            (dictionary.key("from"), dictionary.value(&Value::Int(-2_147_483_647))),
            (dictionary.key("planned"), dictionary.value(&Value::Bool(true))),
        ];
        let geometry = TileGeometry::of(
            GeometryKind::Lines,
            &[vec![[0, 0], [-128, 4224]], vec![[5, 5], [6, 6]]],
        );
        let tile = encode(&geometry, &dictionary, &tags);

        let reader = MvtReaderRef::new(&tile).unwrap();
        let layer = reader.layers().next().unwrap();
        assert_eq!((layer.name(), layer.extent(), layer.keys().len()), ("lines", 4096, 3));
        let feature = layer.features().next().unwrap();
        assert_eq!(feature.id(), Some(7));
        let said: Vec<_> = feature.properties().map(Result::unwrap).collect();
        assert_eq!(
            said,
            [
                ("name", MvtValueRef::String("Қызылорда")),
                ("from", MvtValueRef::SInt(-2_147_483_647)),
                ("planned", MvtValueRef::Bool(true)),
            ]
        );
        let MvtGeometry::MultiLineString(lines) = feature.geometry().unwrap() else {
            panic!("two lines were written");
        };
        assert_eq!(lines.0[0].0[1], geo::coord! { x: -128, y: 4224 });
    }

    #[test]
    fn a_polygon_with_a_hole_comes_back() {
        let outer = vec![[0, 0], [100, 0], [100, 100], [0, 100]];
        let hole = vec![[10, 10], [10, 90], [90, 90], [90, 10]];
        let geometry = TileGeometry::of(GeometryKind::Polygons, &[outer, hole]);
        let tile = encode(&geometry, &Dictionary::default(), &[]);
        let reader = MvtReaderRef::new(&tile).unwrap();
        let feature = reader.layers().next().unwrap().features().next().unwrap();
        let MvtGeometry::Polygon(polygon) = feature.geometry().unwrap() else {
            panic!("one polygon was written");
        };
        assert_eq!(polygon.interiors().len(), 1);
    }

    proptest! {
        #[test]
        fn every_point_survives(points in prop::collection::vec((any::<i32>(), any::<i32>()), 1..50)) {
            let points: Vec<_> = points.iter().map(|&(x, y)| [x / 4, y / 4]).collect();
            let geometry = TileGeometry::of(GeometryKind::Points, std::slice::from_ref(&points));
            let tile = encode(&geometry, &Dictionary::default(), &[]);
            let reader = MvtReaderRef::new(&tile).unwrap();
            let feature = reader.layers().next().unwrap().features().next().unwrap();
            let read = match feature.geometry().unwrap() {
                MvtGeometry::Point(point) => vec![[point.x(), point.y()]],
                MvtGeometry::MultiPoint(many) => many.iter().map(|p| [p.x(), p.y()]).collect(),
                other => panic!("points became {other:?}"),
            };
            prop_assert_eq!(read, points);
        }
    }
}
