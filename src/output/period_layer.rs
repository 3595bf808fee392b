//! One layer of tiles: what its features say in each period, and what of them a tile shows.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::cut::Cutter;
use super::layer_shapes::{LayerShapes, qualities};
use super::lists::Lists;
use super::mvt::{Dictionary, KeyId, LayerWriter, ValueId};
use super::period::{Properties, properties, shown};
use super::thinned_note::{Note, Reason};
use super::thinning::{Judge, Lives, Verdict, Wanted};
use super::tile::{TileAddress, WORLD};
use crate::atlas::Atlas;
use crate::atlas::chronicle::{Chronicle, Life};
use crate::atlas::day::{Day, Span};
use crate::atlas::feature::Feature;
use crate::store::index::{Entry, Index};

/// What features say, as known on a day; they are numbered as their shapes.
#[derive(Debug, Default)]
pub(super) struct PeriodLayer {
    id: String,
    dictionary: Dictionary,
    /// What each feature says in all of its periods.
    always: Lists<Tag>,
    /// What each period says beside it.
    periods: Lists<Tag>,
    /// What each part says beside it.
    parts: Lists<Tag>,
    /// The first day of each period; a list for each feature.
    from: Lists<Day>,
    /// Number of the first tile feature of each feature.
    first_ids: Vec<u32>,
    lives: Lives,
    /// Where those that are more than a point lie, in steps, and on which days.
    wide: Index,
}

type Tag = (KeyId, ValueId);

/// One tile of a layer on its way.
pub(super) struct Drawing<'a> {
    pub layer: &'a PeriodLayer,
    pub shapes: &'a LayerShapes,
    pub address: TileAddress,
    /// The level to which the tile is thinned, crowd or not.
    pub level: Option<u8>,
    pub wanted: Wanted<'a>,
}

impl PeriodLayer {
    /// Interns what the features of a layer say.
    pub fn new(id: &str, shapes: &LayerShapes, atlas: &Atlas, chronicle: &Chronicle) -> Self {
        let mut layer = Self { id: id.to_owned(), ..Self::default() };
        for position in shapes.positions() {
            let position = *position as usize;
            layer.add(atlas, &atlas.features()[position], &chronicle.life(position));
        }
        layer.dictionary.close();
        layer.number(shapes);
        let entry = |(position, reach): (usize, [i32; 4])| Entry {
            position,
            bbox: reach.map(f64::from),
            span: layer.lives.spans[position],
        };
        layer.wide = Index::new(&shapes.wide().map(entry).collect::<Vec<_>>());
        layer
    }

    /// Bytes that it takes up.
    pub fn bytes(&self) -> usize {
        let tags = self.always.bytes() + self.periods.bytes() + self.parts.bytes();
        let numbers = self.from.bytes() + self.first_ids.capacity() * size_of::<u32>();
        tags + numbers + self.dictionary.bytes() + self.lives.bytes() + self.wide.bytes()
    }

    fn add(&mut self, atlas: &Atlas, feature: &Feature, life: &Life) {
        let shown = shown(life);
        let known = !shown.is_empty();
        self.lives.push(known.then(|| life.lifetime.unwrap_or(Span::ALWAYS)));
        self.from.push(
            shown.iter().map(|period| period.map_or(Day::BEGINNING, |own| own.start.earliest)),
        );
        let said: Vec<Vec<Tag>> = shown
            .into_iter()
            .map(|period| self.interned(&properties(atlas, feature, period)))
            .collect();
        let (first, others) = said.split_first().map_or((&[][..], &[][..]), |(f, o)| (&f[..], o));
        let common = |tag: &&Tag| others.iter().all(|said| said.contains(tag));
        let always: Vec<Tag> = first.iter().filter(common).copied().collect();
        for said in &said {
            self.periods.push(said.iter().filter(|tag| !always.contains(tag)).copied());
        }
        self.always.push(always);
        for quality in qualities(feature) {
            let tags = self.interned(&quality);
            self.parts.push(tags);
        }
    }

    fn interned(&mut self, said: &Properties<'_>) -> Vec<Tag> {
        let dictionary = &mut self.dictionary;
        said.iter().map(|(key, value)| (dictionary.key(key), dictionary.value(value))).collect()
    }

    /// Numbers the tile features in the order of the atlas: a number says nothing of a place.
    fn number(&mut self, shapes: &LayerShapes) {
        let mut order: Vec<usize> = (0..shapes.positions().len()).collect();
        order.sort_unstable_by_key(|number| shapes.positions()[*number]);
        self.first_ids = vec![0; order.len()];
        let mut next = 1_u32;
        for number in order {
            self.first_ids[number] = next;
            let tile_features = self.from.get(number).len() * shapes.parts(number).len();
            next = next.saturating_add(u32::try_from(tile_features).unwrap_or(u32::MAX));
        }
    }

    /// The periods of a feature to show, among its own: all, or that which holds at the end of a
    /// span.
    fn chosen(&self, feature: usize, span: Option<Span>) -> Range<usize> {
        let from = self.from.get(feature);
        let Some(span) = span else { return 0..from.len() };
        let last = span.until.previous();
        let held = from.iter().rposition(|from| *from <= last);
        held.map_or(0..0, |period| period..period + 1)
    }
}

impl Drawing<'_> {
    /// Appends the layer to the bytes of a tile, and tells what is left out of it; `None` where the
    /// tile would have more bytes than a limit.
    pub fn write(&self, bytes: &mut Vec<u8>, limit: usize) -> Option<Option<Note<'_>>> {
        let judge = Judge {
            homes: self.shapes.homes(),
            lives: &self.layer.lives,
            wanted: self.wanted,
            positions: self.shapes.positions(),
        };
        let mut left_out = 0;
        let mut drawn: Vec<u32> = Vec::new();
        match judge.verdict(self.address, self.level) {
            Verdict::All => {
                let own = judge.homes.of(self.address).filter(|feature| judge.wants(*feature));
                drawn.extend(own.map(|feature| feature as u32));
            }
            Verdict::Some { kept, left_out: others } => {
                left_out = others;
                drawn.extend(kept);
            }
        }
        self.add_from_outside(&judge, &mut drawn);
        drawn.sort_unstable_by_key(|feature| judge.positions[*feature as usize]);
        let shown = self.encode(&drawn, bytes, limit)?;
        let reason = if self.level.is_some() { Reason::Size } else { Reason::Crowded };
        let note = Note { layer: &self.layer.id, shown, left_out, reason };
        Some((left_out > 0).then_some(note))
    }

    /// Adds what is at home elsewhere and reaches in, by the verdict of its home.
    fn add_from_outside(&self, judge: &Judge<'_>, drawn: &mut Vec<u32>) {
        let span = self.wanted.span.unwrap_or(Span::ALWAYS);
        let mut neighbours: FxHashMap<TileAddress, Verdict> = FxHashMap::default();
        for feature in self.layer.wide.touching(&rim(self.address), span) {
            let home = judge.homes.home(feature, self.address.z);
            if home == self.address || !judge.wants(feature) {
                continue;
            }
            let number = feature as u32;
            let verdict = neighbours.entry(home).or_insert_with(|| judge.verdict(home, self.level));
            let stays = match verdict {
                Verdict::All => true,
                Verdict::Some { kept, .. } => kept.binary_search(&number).is_ok(),
            };
            drawn.extend(stays.then_some(number));
        }
    }

    /// Cuts and writes features, tells how many of them show.
    fn encode(&self, drawn: &[u32], bytes: &mut Vec<u8>, limit: usize) -> Option<usize> {
        let layer = self.layer;
        let mut writer = LayerWriter::new(&layer.dictionary);
        let mut cutter = Cutter::new(self.address);
        let mut shown = 0;
        for &feature in drawn {
            let feature = feature as usize;
            let chosen = layer.chosen(feature, self.wanted.span);
            let (parts, periods) = (self.shapes.parts(feature), layer.from.range(feature));
            let mut shows = false;
            for (nth, part) in parts.enumerate() {
                let Some(geometry) = cutter.cut(self.shapes.shape(part)) else { continue };
                writer.set_geometry(geometry);
                for period in chosen.clone() {
                    let offset = (nth * periods.len() + period) as u64;
                    let id = u64::from(layer.first_ids[feature]) + offset;
                    let own = layer.periods.get(periods.start + period);
                    writer.add(id, &[layer.always.get(feature), own, layer.parts.get(part)]);
                    shows = true;
                }
            }
            shown += usize::from(shows);
            if bytes.len() + writer.bytes() > limit {
                return None;
            }
        }
        writer.finish(bytes, &layer.id);
        Some(shown)
    }
}

/// The margin of a tile in four boxes, in steps. What reaches into a tile and has its middle
/// elsewhere lies in its margin too. Where the world begins again, so does the margin.
fn rim(tile: TileAddress) -> Vec<[f64; 4]> {
    let ([west, north, east, south], [left, top, right, bottom]) = (tile.reach(), tile.square());
    let boxes = [
        [west, north, east, top],
        [west, bottom, east, south],
        [west, top, left, bottom],
        [right, top, east, bottom],
    ];
    let world = f64::from(WORLD);
    let around = [0.0, -world, world].into_iter();
    around
        .flat_map(|offset| {
            boxes.map(|edges| {
                let [west, north, east, south] = edges.map(f64::from);
                [west + offset, north, east + offset, south]
            })
        })
        .collect()
}
