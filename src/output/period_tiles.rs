//! Tiles of the atlas: each period of each feature is one tile feature, so that a viewer keeps one
//! set of tiles and moves the day.
//!
//! Shapes are projected and properties interned once for a chronicle; a tile only cuts and
//! renumbers.

use std::collections::BTreeMap;
use std::ops::Range;

use geo::{Geometry, MultiLineString};

use super::mvt::{Dictionary, KeyId, TileFeature, ValueId, write_layer};
use super::period::{Properties, at_the_end_of, properties, quality, shown};
use super::tile::{Quad, Shape, TileAddress, TileGeometry};
use crate::atlas::Atlas;
use crate::atlas::chronicle::{Chronicle, Life};
use crate::atlas::day::Span;
use crate::atlas::feature::Feature;
use crate::store::index::{Entry as Placed, Index};

/// All that tiles can show of an atlas as known on one day.
#[derive(Debug)]
pub struct PeriodTiles {
    layers: Vec<Layer>,
}

#[derive(Debug)]
struct Layer {
    id: String,
    quad: Quad,
    dictionary: Dictionary,
    entries: Vec<Entry>,
    /// Where the entries lie in the unit square of web mercator, and on which days.
    index: Index,
    /// Number of the first tile feature of the next entry; stable from tile to tile.
    next_id: u64,
}

/// A feature, in the parts that have a shape and a quality of their own.
#[derive(Debug)]
struct Entry {
    /// Position in the atlas.
    position: usize,
    /// Number of its first tile feature.
    first_id: u64,
    parts: Vec<(Shape, Tags)>,
    periods: Vec<Tags>,
}

type Tags = Vec<(KeyId, ValueId)>;

impl PeriodTiles {
    /// Prepares the tiles of every layer, in web mercator.
    pub fn new(atlas: &Atlas, chronicle: &Chronicle) -> Self {
        Self::in_quad(atlas, chronicle, Quad::WebMercator)
    }

    /// The same in any quad.
    pub fn in_quad(atlas: &Atlas, chronicle: &Chronicle, quad: Quad) -> Self {
        let mut layers: Vec<Layer> = atlas
            .vocabulary()
            .layers
            .iter()
            .map(|layer| Layer {
                id: layer.id.clone(),
                quad,
                dictionary: Dictionary::default(),
                entries: Vec::new(),
                index: Index::default(),
                next_id: 1,
            })
            .collect();
        for (position, feature) in atlas.features().iter().enumerate() {
            if let Some(layer) = layers.get_mut(feature.layer) {
                layer.add(atlas, position, feature, &chronicle.life(position));
            }
        }
        for layer in &mut layers {
            layer.index = layer.indexed(chronicle);
        }
        Self { layers }
    }

    /// The bytes of a tile with some layers, by their position in the vocabulary; empty if the tile
    /// shows nothing. With a span, the features whose lifetime meets it, each with the status at
    /// its end; without, every period.
    pub fn tile(
        &self,
        layers: &[usize],
        address: TileAddress,
        at: Option<(&Chronicle, Span)>,
    ) -> Vec<u8> {
        self.tile_of(layers, address, at, &|_| true)
    }

    /// The same with some features only, told by their position in the atlas.
    pub fn tile_of(
        &self,
        layers: &[usize],
        address: TileAddress,
        at: Option<(&Chronicle, Span)>,
        keeps: &dyn Fn(usize) -> bool,
    ) -> Vec<u8> {
        let mut bytes = Vec::new();
        for layer in layers.iter().filter_map(|position| self.layers.get(*position)) {
            layer.write(&mut bytes, address, at, keeps);
        }
        bytes
    }
}

impl Layer {
    fn add(&mut self, atlas: &Atlas, position: usize, feature: &Feature, life: &Life) {
        let parts: Vec<_> = parts(feature)
            .into_iter()
            .map(|(geometry, said)| (Shape::in_quad(&geometry, self.quad), self.interned(&said)))
            .collect();
        let periods: Vec<_> = shown(life)
            .into_iter()
            .map(|period| self.interned(&properties(atlas, feature, period)))
            .collect();
        if !parts.is_empty() {
            let first_id = self.next_id;
            self.next_id += (parts.len() * periods.len()) as u64;
            self.entries.push(Entry { position, first_id, parts, periods });
        }
    }

    fn indexed(&self, chronicle: &Chronicle) -> Index {
        let placed: Vec<Placed> = self
            .entries
            .iter()
            .enumerate()
            .map(|(position, entry)| Placed {
                position,
                bbox: entry.parts.iter().map(|(shape, _)| shape.reach()).fold(NOWHERE, joined),
                span: chronicle.lifetime(entry.position).unwrap_or(Span::ALWAYS),
            })
            .collect();
        Index::new(&placed)
    }

    fn interned(&mut self, said: &Properties<'_>) -> Tags {
        let dictionary = &mut self.dictionary;
        said.iter().map(|(key, value)| (dictionary.key(key), dictionary.value(value))).collect()
    }

    fn write(
        &self,
        bytes: &mut Vec<u8>,
        address: TileAddress,
        at: Option<(&Chronicle, Span)>,
        keeps: &dyn Fn(usize) -> bool,
    ) {
        let mut drawn: Vec<(u64, TileGeometry, Tags)> = Vec::new();
        let span = at.map_or(Span::ALWAYS, |(_, span)| span);
        for position in self.index.touching(&[address.reach()], span) {
            let entry = &self.entries[position];
            let Some(periods) = entry.chosen(at).filter(|_| keeps(entry.position)) else {
                continue;
            };
            for (part, (shape, quality)) in entry.parts.iter().enumerate() {
                let Some(geometry) = shape.cut(address) else {
                    continue;
                };
                for (period, said) in entry.periods.iter().enumerate() {
                    if periods.contains(&period) {
                        let id = entry.first_id + (part * entry.periods.len() + period) as u64;
                        let tags = [said.as_slice(), quality.as_slice()].concat();
                        drawn.push((id, geometry.clone(), tags));
                    }
                }
            }
        }
        let features: Vec<_> = drawn
            .iter()
            .map(|(id, geometry, tags)| TileFeature { id: *id, geometry, tags })
            .collect();
        write_layer(bytes, &self.id, &self.dictionary, &features);
    }
}

impl Entry {
    /// Positions of the periods to show; `None` if the feature does not meet the span.
    fn chosen(&self, at: Option<(&Chronicle, Span)>) -> Option<Range<usize>> {
        let Some((chronicle, span)) = at else {
            return Some(0..self.periods.len());
        };
        let period = at_the_end_of(&chronicle.life(self.position), span)?;
        Some(period..period + 1)
    }
}

/// The reach of nothing, from which every reach is wider.
const NOWHERE: [f64; 4] = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];

fn joined(one: [f64; 4], other: [f64; 4]) -> [f64; 4] {
    [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])]
}

/// The geometry of a feature with its quality; lines of different quality apart.
fn parts(feature: &Feature) -> Vec<(Geometry<f64>, Properties<'_>)> {
    let Some(geometry) = feature.geometry() else {
        return Vec::new();
    };
    let Geometry::MultiLineString(lines) = &*geometry else {
        return vec![(geometry.into_owned(), quality(feature.quality(), feature.accuracy_km()))];
    };
    let mut by_quality: BTreeMap<&str, (MultiLineString<f64>, Option<f64>)> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        let own = feature.part_qualities().get(index).map_or(feature.quality(), String::as_str);
        let (lines, accuracy) =
            by_quality.entry(own).or_insert_with(|| (MultiLineString::new(Vec::new()), None));
        lines.0.push(line.clone());
        let stated = accuracy_of_part(feature, index).or(feature.accuracy_km());
        *accuracy = [*accuracy, stated].into_iter().flatten().reduce(f64::max);
    }
    let with_quality =
        |(own, (lines, accuracy))| (Geometry::MultiLineString(lines), quality(own, accuracy));
    by_quality.into_iter().map(with_quality).collect()
}

/// What the data says of how far off one line of a multi-line may be, in km.
fn accuracy_of_part(feature: &Feature, index: usize) -> Option<f64> {
    feature.property("position")?.get("parts")?.get(index)?.get("accuracy_km")?.as_f64()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use fast_mvt::{MvtReaderRef, MvtValue};

    use super::*;
    use crate::atlas::day::Day;
    use crate::atlas::load::load;

    const VOCABULARY: &str = r##"
        title = "Small"
        languages = ["en", "ru"]
        statuses = [
            { id = "proposed", name = { en = "Proposed" } },
            { id = "operating", name = { en = "Operating" } },
            { id = "closed", name = { en = "Closed" }, ended = true },
        ]
        [[layers]]
        id = "lines"
        name = { en = "Lines" }
        categories = [{ id = "rail", name = { en = "Rail" }, icon = "rail", colour = "ink" }]
        [[layers]]
        id = "wells"
        name = { en = "Wells" }
        shape = "disc"
        categories = [{ id = "well", name = { en = "Well" }, icon = "oil", colour = "ink" }]
        [colours]
        ink = ["#000000", "#FFFFFF"]
    "##;

    /// Two stretches of different quality; operating from 2001 to some day of June 2014.
    const LINES: &str = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a-b",
        "properties": {"category": "rail", "name": {"en": "A-B railway"},
            "short": {"en": "A-B", "ru": "А-Б"}, "countries": ["KZ"], "summary": "A railway.",
            "position": {"quality": "schematic", "accuracy_km": 9, "basis": "drawn",
                "parts": [{"quality": "traced", "accuracy_km": 0.2},
                          {"quality": "schematic", "accuracy_km": 20}]},
            "claims": [
                {"kind": "opened", "status": "operating", "phase": 1, "date": "2001-12-16",
                 "source": "s", "preferred": true},
                {"kind": "closed", "status": "closed", "phase": 1, "date": "2014-06",
                 "source": "s", "preferred": true}]},
        "geometry": {"type": "MultiLineString", "coordinates": [
            [[70, 40], [72, 41]], [[72, 41], [75, 44]]]}}]}"#;

    /// A well without any date.
    const WELLS: &str = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "w",
        "properties": {"category": "well", "name": {"en": "Well"}},
        "geometry": {"type": "Point", "coordinates": [71, 41]}}]}"#;

    const SOURCES: &str = r#"[{"id": "s", "type": "report", "title": "A report",
        "issued": {"date-parts": [[2015, 1, 1]]}}]"#;

    fn small_atlas() -> Atlas {
        let folder = tempfile::TempDir::new().unwrap();
        for (name, text) in [
            ("atlas.toml", VOCABULARY),
            ("lines.geojson", LINES),
            ("wells.geojson", WELLS),
            ("sources.json", SOURCES),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let (atlas, findings) = load(folder.path()).unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        atlas
    }

    fn day(year: i64, month: u8, day: u8) -> Day {
        Day::from_ymd(year, month, day).unwrap()
    }

    type Said = BTreeMap<String, MvtValue>;

    /// Everything the whole-world tile says, in order.
    fn world(layers: &[usize], span: Option<Span>) -> Vec<Said> {
        let atlas = small_atlas();
        let today = day(2026, 1, 1);
        let chronicle = Chronicle::new(&atlas, today, today);
        let tiles = PeriodTiles::new(&atlas, &chronicle);
        let address = TileAddress::new(0, 0, 0).unwrap();
        let bytes = tiles.tile(layers, address, span.map(|span| (&chronicle, span)));
        let tile = MvtReaderRef::new(&bytes).unwrap();
        let features = tile.layers().flat_map(|layer| layer.features().collect::<Vec<_>>());
        features
            .map(|feature| {
                let said = feature.properties_vec().unwrap();
                said.into_iter().map(|(key, value)| (key.to_string(), value.into_owned())).collect()
            })
            .collect()
    }

    fn text(said: &Said, key: &str) -> String {
        match &said[key] {
            MvtValue::String(text) => text.clone(),
            other => panic!("{key} is {other:?}"),
        }
    }

    #[test]
    fn each_period_of_each_part_is_a_tile_feature() {
        let all = world(&[0], None);
        let found: Vec<_> =
            all.iter().map(|said| (text(said, "quality"), text(said, "status"))).collect();
        let expected = [
            ("schematic", "operating"),
            ("schematic", "closed"),
            ("traced", "operating"),
            ("traced", "closed"),
        ];
        assert_eq!(found, expected.map(|(a, b)| (a.to_string(), b.to_string())));
    }

    #[test]
    fn a_period_ends_possibly_before_it_ends_for_certain() {
        let all = world(&[0], None);
        let number = |key: &str, day: Day| {
            assert_eq!(all[0][key], MvtValue::SInt(day.number().into()), "{key}");
        };
        number("from", day(2001, 12, 16));
        number("certain_from", day(2001, 12, 16));
        number("certain_until", day(2014, 6, 1));
        number("until", day(2014, 6, 30));
        assert_eq!(text(&all[0], "short:ru"), "А-Б");
        assert_eq!(all[0]["accuracy_km"], MvtValue::SInt(20));
        assert!(!all[2].contains_key("accuracy_km"), "200 m is less than a whole km");
    }

    #[test]
    fn a_span_shows_what_held_on_its_last_day() {
        let at = |span| world(&[0], Some(span));
        let before = Span { from: day(1990, 1, 1), until: day(2001, 12, 16) };
        assert!(at(before).is_empty());
        let statuses = |span| at(span).iter().map(|said| text(said, "status")).collect::<Vec<_>>();
        assert_eq!(statuses(Span::of_day(day(2010, 1, 1))), ["operating", "operating"]);
        let year = Span { from: day(2014, 1, 1), until: day(2015, 1, 1) };
        assert_eq!(statuses(year), ["closed", "closed"]);
        assert!(at(Span::of_day(day(2015, 1, 1))).is_empty());
    }

    #[test]
    fn what_has_no_date_is_in_use_on_every_day() {
        for span in [None, Some(Span::of_day(day(1900, 1, 1)))] {
            let all = world(&[1], span);
            assert_eq!(all.len(), 1);
            assert_eq!(text(&all[0], "status"), "operating");
            assert_eq!(all[0]["from"], MvtValue::SInt(-2_147_483_647));
        }
    }

    #[test]
    fn layers_that_do_not_exist_are_no_error() {
        assert!(world(&[7], None).is_empty());
    }
}
