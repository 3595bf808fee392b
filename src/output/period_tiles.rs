//! Tiles of the atlas: each period of each feature is one tile feature, so that a viewer keeps one
//! set of tiles and moves the day.
//!
//! Shapes are projected once for an atlas and properties interned once for a chronicle; a tile only
//! cuts and renumbers. Where a place is crowded, [`thinning`](super::thinning) says what stays, and
//! a note in the tile how much does not.

use std::sync::Arc;

use super::layer_shapes::{AtlasShapes, LayerShapes};
use super::period_layer::{Drawing, PeriodLayer};
use super::thinned_note;
use super::thinning::{Wanted, finest_level};
use super::tile::{Quad, TileAddress};
use crate::atlas::Atlas;
use crate::atlas::chronicle::Chronicle;
use crate::config::MAX_ATLAS_TILE_BYTES;

/// All that tiles can show of an atlas as known on one day.
#[derive(Debug)]
pub struct PeriodTiles {
    shapes: Arc<AtlasShapes>,
    layers: Vec<PeriodLayer>,
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
        Self { shapes, layers }
    }

    /// Bytes that it takes up, without the shapes.
    pub fn bytes(&self) -> usize {
        self.layers.iter().map(PeriodLayer::bytes).sum()
    }

    /// The bytes of a tile with some layers, by their position in the vocabulary; empty if the tile
    /// shows nothing. With a span, the features whose lifetime meets it, each with the status at
    /// its end; without, every period.
    ///
    /// Crowds are thinned, and level by level more so while the tile is heavier than
    /// [`MAX_ATLAS_TILE_BYTES`].
    pub fn tile(&self, layers: &[usize], address: TileAddress, wanted: Wanted<'_>) -> Vec<u8> {
        let mut level = None;
        loop {
            // At the last level a cell is as large as the tile.
            let last = level == Some(address.z);
            let limit = if last { usize::MAX } else { MAX_ATLAS_TILE_BYTES };
            if let Some(bytes) = self.drawn(layers, (address, level), wanted, limit) {
                return bytes;
            }
            level = Some(level.map_or_else(|| finest_level(address.z), |level| level - 1));
        }
    }

    /// A tile, thinned to a level where there is one; `None` where it would have more bytes than a
    /// limit.
    fn drawn(
        &self,
        layers: &[usize],
        (address, level): (TileAddress, Option<u8>),
        wanted: Wanted<'_>,
        limit: usize,
    ) -> Option<Vec<u8>> {
        let asked = layers.iter().filter_map(|position| {
            let layer = self.layers.get(*position)?;
            let shapes = self.shapes.layers().get(*position)?;
            Some(Drawing { layer, shapes, address, level, wanted })
        });
        let drawings: Vec<Drawing<'_>> = asked.collect();
        let (mut bytes, mut notes) = (Vec::new(), Vec::new());
        for drawing in &drawings {
            notes.extend(drawing.write(&mut bytes, limit)?);
        }
        thinned_note::write(&notes, &mut bytes);
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use fast_mvt::{MvtReaderRef, MvtValue};

    use super::*;
    use crate::atlas::day::{Day, Span};
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
}
