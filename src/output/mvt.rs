//! Vector tile bytes, with what features say interned beforehand.
//!
//! A [`Dictionary`] holds each key and value of a layer once, already encoded, for as long as the
//! data lives; a tile only renumbers the few it uses. Format: Mapbox Vector Tile
//! [version 2.1](https://github.com/mapbox/vector-tile-spec/tree/master/2.1), protobuf by hand.

use std::borrow::Cow;
use std::collections::HashMap;

use rustc_hash::FxHashMap;

use super::tile::{EXTENT, TileGeometry};

/// A key of a [`Dictionary`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyId(u32);

/// A value of a [`Dictionary`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ValueId(u32);

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
}

impl Dictionary {
    /// The id of a key, the same for the same text.
    pub fn key(&mut self, key: &str) -> KeyId {
        KeyId(self.keys.intern(key.as_bytes().to_vec()))
    }

    /// The id of a value, the same for equal values.
    pub fn value(&mut self, value: &Value<'_>) -> ValueId {
        let mut bytes = Vec::new();
        match value {
            Value::Text(text) => write_bytes(&mut bytes, 1, text.as_bytes()),
            Value::Int(number) => write_number(&mut bytes, 6, zigzag64(*number)),
            Value::Bool(yes) => write_number(&mut bytes, 7, u64::from(*yes)),
        }
        ValueId(self.values.intern(bytes))
    }
}

/// One feature of a tile layer.
#[derive(Clone, Copy, Debug)]
pub struct TileFeature<'a> {
    /// Number unique in the layer.
    pub id: u64,
    /// What the tile shows of it.
    pub geometry: &'a TileGeometry,
    /// Its properties, ids of the layer's dictionary.
    pub tags: &'a [(KeyId, ValueId)],
}

/// Appends a layer to the bytes of a tile. Nothing is written for no features: an empty layer only
/// costs bytes. Ids that are not of `dictionary` are left out.
pub fn write_layer(
    tile: &mut Vec<u8>,
    name: &str,
    dictionary: &Dictionary,
    features: &[TileFeature<'_>],
) {
    if features.is_empty() {
        return;
    }
    let mut layer = Vec::new();
    let mut keys = Used::new(&dictionary.keys);
    let mut values = Used::new(&dictionary.values);
    write_bytes(&mut layer, 1, name.as_bytes());
    let mut buffer = Vec::new();
    for feature in features {
        buffer.clear();
        write_feature(&mut buffer, feature, &mut keys, &mut values);
        write_bytes(&mut layer, 2, &buffer);
    }
    for key in keys.order {
        write_bytes(&mut layer, 3, key);
    }
    for value in values.order {
        write_bytes(&mut layer, 4, value);
    }
    write_number(&mut layer, 5, EXTENT.unsigned_abs().into());
    write_number(&mut layer, 15, 2);
    write_bytes(tile, 3, &layer);
}

/// Byte strings numbered in the order they came.
#[derive(Clone, Debug, Default)]
struct Interned {
    bytes: Vec<Vec<u8>>,
    numbers: HashMap<Vec<u8>, u32>,
}

impl Interned {
    fn intern(&mut self, bytes: Vec<u8>) -> u32 {
        if let Some(&number) = self.numbers.get(&bytes) {
            return number;
        }
        let number = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        self.bytes.push(bytes.clone());
        self.numbers.insert(bytes, number);
        number
    }
}

/// The part of a dictionary that one layer of one tile uses, renumbered from 0.
struct Used<'a> {
    all: &'a Interned,
    /// Sparse: a tile uses a few of what may be a million.
    local: FxHashMap<u32, u32>,
    order: Vec<&'a [u8]>,
}

impl<'a> Used<'a> {
    fn new(all: &'a Interned) -> Self {
        Self { all, local: FxHashMap::default(), order: Vec::new() }
    }

    fn number(&mut self, id: u32) -> Option<u32> {
        if let Some(number) = self.local.get(&id) {
            return Some(*number);
        }
        let encoded = self.all.bytes.get(id as usize)?;
        let number = u32::try_from(self.order.len()).ok()?;
        self.order.push(encoded);
        self.local.insert(id, number);
        Some(number)
    }
}

fn write_feature(
    out: &mut Vec<u8>,
    feature: &TileFeature<'_>,
    keys: &mut Used<'_>,
    values: &mut Used<'_>,
) {
    write_number(out, 1, feature.id);
    let mut packed = Vec::with_capacity(feature.tags.len() * 3);
    for &(KeyId(key), ValueId(value)) in feature.tags {
        if let (Some(key), Some(value)) = (keys.number(key), values.number(value)) {
            write_varint(&mut packed, key.into());
            write_varint(&mut packed, value.into());
        }
    }
    write_bytes(out, 2, &packed);
    packed.clear();
    let kind = write_geometry(&mut packed, feature.geometry);
    write_number(out, 3, kind);
    write_bytes(out, 4, &packed);
}

const MOVE_TO: u64 = 1;
const LINE_TO: u64 = 2;
const CLOSE_PATH: u64 = 7;

/// Writes the drawing commands, gives the geometry's number in the specification.
fn write_geometry(out: &mut Vec<u8>, geometry: &TileGeometry) -> u64 {
    let mut pen = [0, 0];
    match geometry {
        TileGeometry::Points(points) => {
            write_command(out, MOVE_TO, points.len());
            write_steps(out, &mut pen, points);
            1
        }
        TileGeometry::Lines(lines) => {
            lines.iter().for_each(|line| write_path(out, &mut pen, line));
            2
        }
        TileGeometry::Polygons(rings) => {
            for ring in rings {
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

fn write_number(out: &mut Vec<u8>, field: u64, number: u64) {
    write_varint(out, field << 3);
    write_varint(out, number);
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
        write_layer(&mut tile, "lines", dictionary, &[TileFeature { id: 7, geometry, tags }]);
        tile
    }

    #[test]
    fn no_features_no_bytes() {
        let mut tile = Vec::new();
        write_layer(&mut tile, "lines", &Dictionary::default(), &[]);
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
        let geometry = TileGeometry::Lines(vec![vec![[0, 0], [-128, 4224]], vec![[5, 5], [6, 6]]]);
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
        let geometry = TileGeometry::Polygons(vec![outer, hole]);
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
            let tile = encode(&TileGeometry::Points(points.clone()), &Dictionary::default(), &[]);
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
