//! Tiles of the atlas: each period of each feature is one tile feature, so that a viewer keeps one
//! set of tiles and moves the day.
//!
//! Shapes are projected once for an atlas and properties interned once for a chronicle; a tile only
//! cuts and renumbers. Where a place is crowded, [`thinning`](super::thinning) says what stays, and
//! a note in the tile how much does not.

use std::sync::Arc;

use super::drawing::{Drawing, Undrawn, WhenFull};
use super::layer_shapes::{AtlasShapes, LayerShapes};
use super::period_layer::PeriodLayer;
use super::thinned_note;
use super::thinning::{Wanted, finest_level};
use super::tile::{Quad, TileAddress};
use crate::atlas::Atlas;
use crate::atlas::chronicle::Chronicle;
use crate::atlas::day::Span;
use crate::config::MAX_ATLAS_TILE_BYTES;
use crate::store::deadline::{Forever, Patience};

/// All that tiles can show of an atlas as known on one day.
#[derive(Debug)]
pub struct PeriodTiles {
    shapes: Arc<AtlasShapes>,
    layers: Vec<PeriodLayer>,
    /// Most bytes of a tile.
    most_bytes: usize,
}

impl PeriodTiles {
    /// Prepares the tiles of every layer, in web mercator.
    pub fn new(atlas: &Atlas, chronicle: &Chronicle) -> Self {
        Self::of(Arc::new(AtlasShapes::new(atlas, Quad::WebMercator)), atlas, chronicle)
    }

    /// The same with the shapes of the atlas, in any quad.
    pub fn of(shapes: Arc<AtlasShapes>, atlas: &Atlas, chronicle: &Chronicle) -> Self {
        let ids = atlas.vocabulary().layers.iter().map(|layer| &layer.id);
        let layer =
            |(id, shapes): (&String, &LayerShapes)| PeriodLayer::new(id, shapes, atlas, chronicle);
        let layers = ids.zip(shapes.layers()).map(layer).collect();
        Self { shapes, layers, most_bytes: MAX_ATLAS_TILE_BYTES }
    }

    /// Bytes that it takes up, without the shapes.
    pub fn bytes(&self) -> usize {
        self.layers.iter().map(PeriodLayer::bytes).sum()
    }

    /// The bytes of a tile, however long it takes; as [`Self::tile_for`].
    pub fn tile(&self, layers: &[usize], address: TileAddress, wanted: Wanted<'_>) -> Vec<u8> {
        let Ok(bytes) = self.tile_for(layers, address, wanted, &Forever);
        bytes
    }

    /// The bytes of a tile with some layers, by their position in the vocabulary; empty if the tile
    /// shows nothing. With a span, the features whose lifetime meets it, each with the status at
    /// its end; without, every period.
    ///
    /// Crowds are thinned, and level by level more so while the tile is heavier than
    /// [`MAX_ATLAS_TILE_BYTES`]; at the last level it ends there.
    ///
    /// # Errors
    /// When nobody waits for it any longer.
    pub fn tile_for<P: Patience>(
        &self,
        layers: &[usize],
        address: TileAddress,
        wanted: Wanted<'_>,
        patience: &P,
    ) -> Result<Vec<u8>, P::Late> {
        // At the coarsest level a cell is as large as the tile.
        let levels = (address.z..=finest_level(address.z)).rev();
        for level in std::iter::once(None).chain(levels.map(Some)) {
            let drawings = self.drawings(layers, (address, level), wanted);
            match self.drawn(&drawings, WhenFull::GiveUp, patience) {
                Ok(bytes) => return Ok(bytes),
                Err(Undrawn::Late(late)) => return Err(late),
                Err(Undrawn::TooHeavy) => {}
            }
        }
        let drawings = self.drawings(layers, (address, Some(address.z)), wanted);
        match self.drawn(&drawings, WhenFull::End, patience) {
            Ok(bytes) => Ok(bytes),
            Err(Undrawn::Late(late)) => Err(late),
            Err(Undrawn::TooHeavy) => Ok(Vec::new()),
        }
    }

    /// Whether a tile is empty, as far as is told without making it: what only nearly touches it counts.
    pub fn is_empty(&self, layers: &[usize], address: TileAddress, span: Option<Span>) -> bool {
        let drawings = self.drawings(layers, (address, None), Wanted { span, keeps: None });
        drawings.iter().all(Drawing::is_empty)
    }

    /// How many features and vertices are looked at for a tile, counted until they are more than `most`.
    /// None are where it is empty.
    pub fn effort(
        &self,
        layers: &[usize],
        address: TileAddress,
        span: Option<Span>,
        most: usize,
    ) -> usize {
        let drawings = self.drawings(layers, (address, None), Wanted { span, keeps: None });
        drawings
            .iter()
            .fold(0, |sum, drawing| if sum > most { sum } else { sum + drawing.effort(most) })
    }

    /// The layers of a tile, thinned to a level where there is one.
    fn drawings<'a>(
        &'a self,
        layers: &'a [usize],
        (address, level): (TileAddress, Option<u8>),
        wanted: Wanted<'a>,
    ) -> Vec<Drawing<'a>> {
        let asked = layers.iter().filter_map(|position| {
            let layer = self.layers.get(*position)?;
            let shapes = self.shapes.layers().get(*position)?;
            Some(Drawing { layer, shapes, address, level, wanted })
        });
        asked.collect()
    }

    /// A tile of layers, with notes on what is left out of them.
    fn drawn<P: Patience>(
        &self,
        drawings: &[Drawing<'_>],
        when_full: WhenFull,
        patience: &P,
    ) -> Result<Vec<u8>, Undrawn<P::Late>> {
        let names = drawings.iter().map(|drawing| drawing.layer.id.as_str());
        let limit = self.most_bytes.saturating_sub(thinned_note::most_bytes(names));
        let (mut bytes, mut notes) = (Vec::new(), Vec::new());
        for (nth, drawing) in drawings.iter().enumerate() {
            let own_limit = match when_full {
                WhenFull::GiveUp => limit,
                // Each layer has an equal share of what those before it left.
                WhenFull::End => {
                    bytes.len() + limit.saturating_sub(bytes.len()) / (drawings.len() - nth)
                }
            };
            notes.extend(drawing.write(&mut bytes, (own_limit, when_full), patience)?);
        }
        thinned_note::write(&notes, &mut bytes);
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use fast_mvt::{MvtReaderRef, MvtValue};
    use proptest::prelude::*;

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
        let bytes = tiles.tile(layers, address, Wanted { span, keeps: None });
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

    /// Features that are all too much: `corners` of rings, holes and lines, names of `letters`, many
    /// in one place and many that reach into it from elsewhere.
    fn heavy(count: usize, corners: usize, letters: usize) -> Atlas {
        let chance = |number: usize| (number as f64 * 0.618_033_988_749_895).fract();
        let place = |angle: f64, far: f64| {
            format!("[{:.7},{:.7}]", 69.2 + far * angle.cos(), 41.3 + far * angle.sin())
        };
        let ring = |near: f64, more: f64, off: usize| {
            let corner = |at: usize| {
                let angle = at as f64 / corners as f64 * std::f64::consts::TAU;
                place(angle, near + more * chance(at + off))
            };
            (0..corners).chain([0]).map(corner).collect::<Vec<_>>().join(",")
        };
        let feature = |number: usize| {
            let geometry = match number % 5 {
                0 => r#""Point","coordinates":[69.2,41.3]"#.to_owned(),
                1 => format!(r#""Polygon","coordinates":[[{}]]"#, ring(0.05, 0.04, number)),
                2 => format!(r#""LineString","coordinates":[{}]"#, ring(0.01, 0.09, number)),
                3 => format!(
                    r#""Polygon","coordinates":[[{}],[{}]]"#,
                    ring(0.08, 0.01, number),
                    ring(0.001, 0.002, number)
                ),
                _ => {
                    let off = number as f64 * 0.01;
                    let corners = [(-1., -1.), (1., -1.), (1., 1.), (-1., 1.), (-1., -1.)];
                    let corners =
                        corners.map(|(x, y)| format!("[{},{}]", 69.2 + x + off, 41.3 + y + off));
                    format!(r#""Polygon","coordinates":[[{}]]"#, corners.join(","))
                }
            };
            let (year, name) = (1900 + number % 100, "x".repeat(1 + letters * (number % 7)));
            format!(
                r#"{{"type":"Feature","id":"f{number}","properties":{{"name":"{number} {name}","start":"{year}-01-01","end":"{year}-06-01"}},"geometry":{{"type":{geometry}}}}}"#
            )
        };
        let features = (0..count).map(feature).collect::<Vec<_>>().join(",");
        let folder = tempfile::TempDir::new().unwrap();
        let collection = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
        for layer in ["one", "two"] {
            let text = collection.replace(r#""id":"f"#, &format!(r#""id":"{layer}-"#));
            std::fs::write(folder.path().join(format!("{layer}.geojson")), text).unwrap();
        }
        let (atlas, findings) = load(folder.path()).unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        atlas
    }

    /// Features of the atlas that a tile shows, and notes by layer.
    fn shown(bytes: &[u8]) -> (BTreeSet<String>, Vec<Said>) {
        let (mut ids, mut notes) = (BTreeSet::new(), Vec::new());
        for layer in MvtReaderRef::new(bytes).unwrap().layers() {
            for feature in layer.features() {
                feature.geometry().unwrap();
                let said = feature.properties_vec().unwrap().into_iter();
                let said: Said =
                    said.map(|(key, value)| (key.to_string(), value.into_owned())).collect();
                if layer.name() == thinned_note::THINNED_LAYER {
                    notes.push(said);
                } else {
                    ids.insert(text(&said, "id"));
                }
            }
        }
        (ids, notes)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn no_tile_is_heavier_than_its_limit(
            count in 1..60_usize, corners in 3..400_usize, letters in 0..400_usize,
            most_bytes in 1_000..20_000_usize, number in prop::option::of(-25_000..10_000),
        ) {
            let atlas = heavy(count, corners, letters);
            let today = day(2026, 1, 1);
            let mut tiles = PeriodTiles::new(&atlas, &Chronicle::new(&atlas, today, today));
            let span = number.map(|day| Span::of_day(Day::from_number(day)));
            let wanted = Wanted { span, keeps: None };
            for (z, x, y) in [(0, 0, 0), (5, 22, 11), (10, 708, 381), (22, 2_903_396, 1_564_168)] {
                let address = TileAddress::new(z, x, y).unwrap();
                tiles.most_bytes = MAX_ATLAS_TILE_BYTES;
                let (all, none) = shown(&tiles.tile(&[0, 1], address, wanted));
                prop_assert!(none.is_empty());
                tiles.most_bytes = most_bytes;
                let bytes = tiles.tile(&[0, 1], address, wanted);
                prop_assert!(bytes.len() <= most_bytes, "{} of {most_bytes}", bytes.len());
                let (some, notes) = shown(&bytes);
                prop_assert!(some.is_subset(&all));
                prop_assert!(notes.iter().all(|note| text(note, "reason") == "size"));
            }
        }
    }
}
