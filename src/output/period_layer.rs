//! One layer of tiles: what its features say in each period, as known on a day.

use std::ops::Range;

use rayon::prelude::*;

use super::layer_shapes::{LayerShapes, joined, qualities};
use super::lists::Lists;
use super::mvt::{Dictionary, KeyId, ValueId};
use super::period::{Properties, properties, shown};
use super::shapes::NOWHERE;
use super::thinning::Lives;
use crate::atlas::Atlas;
use crate::atlas::chronicle::{Chronicle, Life};
use crate::atlas::day::{Day, Span};
use crate::atlas::feature::Feature;
use crate::store::index::{Entry, Index};

/// What features say, as known on a day; they are numbered as their shapes.
#[derive(Debug, Default)]
pub(super) struct PeriodLayer {
    pub id: String,
    pub dictionary: Dictionary,
    /// What each feature says in all of its periods.
    pub always: Lists<Tag>,
    /// What each period says beside it.
    pub periods: Lists<Tag>,
    /// What each part says beside it.
    pub parts: Lists<Tag>,
    /// The first day of each period; a list for each feature.
    pub from: Lists<Day>,
    /// Number of the first tile feature of each feature.
    pub first_ids: Vec<u32>,
    pub lives: Lives,
    /// Where those that are more than a point lie, in steps, and on which days.
    pub wide: Index,
    /// West, north, east, south of all of them.
    pub wide_reach: [i32; 4],
}

/// Features that are read one after the other by one core.
const BATCH: usize = 4_096;
/// Batches that wait at once to be joined: enough for many cores, few to hold.
const WAVE: usize = 32;

type Tag = (KeyId, ValueId);

impl PeriodLayer {
    /// Interns what the features of a layer say: batches of them on all cores, which one core joins
    /// while the others go on.
    pub fn new(id: &str, shapes: &LayerShapes, atlas: &Atlas, chronicle: &Chronicle) -> Self {
        let mut layer = Self { id: id.to_owned(), ..Self::default() };
        let read = |positions: &[u32]| {
            let mut batch = Self::default();
            for position in positions {
                let position = *position as usize;
                batch.add(atlas, &atlas.features()[position], &chronicle.life(position));
            }
            batch
        };
        let mut waiting: Vec<Self> = Vec::new();
        for positions in shapes.positions().chunks(BATCH * WAVE) {
            let next = || positions.par_chunks(BATCH).map(read).collect();
            let joined = || waiting.iter().for_each(|batch| layer.join(batch));
            let (next, ()) = rayon::join(next, joined);
            waiting = next;
        }
        waiting.iter().for_each(|batch| layer.join(batch));
        layer.dictionary.close();
        layer.number(shapes);
        let spans = &layer.lives.spans;
        let entry = |(position, reach): (usize, [i32; 4])| Entry {
            position,
            bbox: reach.map(f64::from),
            span: spans[position],
        };
        let index = || Index::new(&shapes.wide().map(entry).collect::<Vec<_>>());
        let (wide, levels) = rayon::join(index, || layer.lives.levels(shapes.homes()));
        (layer.wide, layer.lives.levels) = (wide, levels);
        layer.wide_reach = shapes.wide().map(|(_, reach)| reach).fold(NOWHERE, joined);
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

    /// Adds the features of a batch.
    fn join(&mut self, batch: &Self) {
        let (keys, values) = self.dictionary.adopt(&batch.dictionary);
        let tag =
            |(KeyId(key), ValueId(value)): &Tag| (keys[*key as usize], values[*value as usize]);
        self.always.append(&batch.always, tag);
        self.periods.append(&batch.periods, tag);
        self.parts.append(&batch.parts, tag);
        self.from.append(&batch.from, |day| *day);
        self.lives.append(&batch.lives);
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
    pub fn chosen(&self, feature: usize, span: Option<Span>) -> Range<usize> {
        let from = self.from.get(feature);
        let Some(span) = span else { return 0..from.len() };
        let last = span.until.previous();
        let held = from.iter().rposition(|from| *from <= last);
        held.map_or(0..0, |period| period..period + 1)
    }
}
