//! A reading: the atlas as known on a day, with what finds features in it by place and time.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::atlas::Atlas;
use crate::atlas::chronicle::Chronicle;
use crate::atlas::day::Span;
use crate::query::Plan;
use crate::store::edges;
use crate::store::index::{Entry, Index};
use crate::store::times::Times;

/// A chronicle and its indexes.
pub(super) struct Reading {
    chronicle: Arc<Chronicle>,
    layers: OnceLock<Vec<Layer>>,
}

/// The features that a plan may match.
pub(super) struct Candidates<'a> {
    /// Their positions in the order of the atlas, and of each whether it surely meets the box and the
    /// days that are asked for.
    pub positions: Box<dyn Iterator<Item = (usize, bool)> + 'a>,
    /// How many of them match, where that is known without a look at each: then every one does.
    pub matched: Option<usize>,
}

/// The known features of one layer.
#[derive(Default)]
pub(super) struct Layer {
    /// All of them, in the order of the atlas.
    all: Vec<u32>,
    /// Their lifetimes.
    times: Times,
    /// Those that have a place.
    placed: Index,
    /// Those that have none, with their days.
    unplaced: Vec<(usize, Span)>,
}

/// Wider than any box.
const EVERYWHERE: [f64; 4] = [f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::INFINITY];

/// One in so many: what matches less often is fetched from the index and put in order, what matches
/// more often is met soon enough by going through all.
const SELDOM: usize = 32;

impl Reading {
    pub fn new(chronicle: Chronicle) -> Self {
        Self { chronicle: Arc::new(chronicle), layers: OnceLock::new() }
    }

    pub const fn chronicle(&self) -> &Arc<Chronicle> {
        &self.chronicle
    }

    /// Every feature that a plan may match: none that matches is left out, and few others are in.
    pub fn candidates(&self, atlas: &Atlas, plan: &Plan) -> Candidates<'_> {
        let layers = self.layers(atlas);
        let mut asked: Vec<usize> = plan.layers.clone();
        asked.sort_unstable();
        asked.dedup();
        let asked: Vec<&Layer> = asked.iter().filter_map(|layer| layers.get(*layer)).collect();
        let span = asked_span(plan);
        let exact = plan.asks_for_days_only();
        match (&plan.bbox, span) {
            (Some(bbox), span) => {
                let boxes: Vec<[f64; 4]> = bbox.rectangles().iter().map(edges).collect();
                let touching = asked
                    .iter()
                    .flat_map(|layer| layer.placed.told(&boxes, span.unwrap_or(Span::ALWAYS)));
                // Where what is over counts too, the index was asked for every day and vouches for none.
                let vouches = span.is_some() || plan.moment.is_none();
                some(touching.map(|(at, surely)| (at, surely && vouches)).collect(), None)
            }
            (None, None) => {
                let matched = asked.iter().map(|layer| layer.all.len()).sum();
                all(asked, exact.then_some(matched))
            }
            (None, Some(span)) => {
                let lives = move |position: &usize| {
                    self.chronicle.lifetime(*position).is_none_or(|lifetime| lifetime.meets(span))
                };
                let matched: usize = asked.iter().map(|layer| layer.times.meeting(span)).sum();
                let of_all: usize = asked.iter().map(|layer| layer.all.len()).sum();
                if !exact || matched < of_all / SELDOM {
                    let found = asked.iter().flat_map(|layer| layer.living(span)).filter(lives);
                    let found = found.map(|position| (position, false)).collect();
                    return some(found, exact.then_some(matched));
                }
                let Candidates { positions, .. } = all(asked, None);
                let positions = positions.filter(move |(position, _)| lives(position));
                Candidates { positions: Box::new(positions), matched: Some(matched) }
            }
        }
    }

    /// The indexes; made when they are first asked for.
    pub fn layers(&self, atlas: &Atlas) -> &[Layer] {
        self.layers.get_or_init(|| layers(atlas, &self.chronicle))
    }

    /// Whether there are at most so many candidates; false where nothing is indexed yet.
    pub fn has_few(&self, plan: &Plan, most: usize) -> bool {
        let Some(layers) = self.layers.get() else { return false };
        let asked: Vec<&Layer> =
            plan.layers.iter().filter_map(|layer| layers.get(*layer)).collect();
        asked.iter().map(|layer| layer.all.len()).sum::<usize>() <= most
            || asked.iter().map(|layer| layer.counted(plan, most)).sum::<usize>() <= most
    }
}

/// All of some layers, which follow each other in the atlas.
fn all(layers: Vec<&Layer>, matched: Option<usize>) -> Candidates<'_> {
    let all = layers.into_iter().flat_map(|layer| layer.all.iter());
    Candidates { positions: Box::new(all.map(|position| (*position as usize, false))), matched }
}

fn some<'a>(mut found: Vec<(usize, bool)>, matched: Option<usize>) -> Candidates<'a> {
    found.sort_unstable();
    Candidates { positions: Box::new(found.into_iter()), matched }
}

impl Layer {
    /// Candidates, counted up to one more than `most`.
    fn counted(&self, plan: &Plan, most: usize) -> usize {
        let Some(bbox) = &plan.bbox else { return self.all.len() };
        let boxes: Vec<[f64; 4]> = bbox.rectangles().iter().map(edges).collect();
        self.placed.count(&boxes, asked_span(plan).unwrap_or(Span::ALWAYS), most)
    }

    /// Those whose lifetime meets a span.
    fn living(&self, span: Span) -> Vec<usize> {
        let mut found = self.placed.touching(&[EVERYWHERE], span);
        let unplaced = self.unplaced.iter().filter(|(_, lifetime)| lifetime.meets(span));
        found.extend(unplaced.map(|(position, _)| *position));
        found
    }
}

/// Days on which a candidate must live. What is over is asked for by its status, whatever its lifetime.
fn asked_span(plan: &Plan) -> Option<Span> {
    plan.moment.filter(|_| !plan.with_ended).map(|moment| moment.span)
}

fn layers(atlas: &Atlas, chronicle: &Chronicle) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    layers.resize_with(atlas.vocabulary().layers.len(), Layer::default);
    let mut placed = vec![Vec::new(); layers.len()];
    let mut spans = vec![Vec::new(); layers.len()];
    let all = atlas.features();
    let briefs: Vec<_> = (0..all.len()).into_par_iter().map(|at| chronicle.brief(at)).collect();
    for (position, (feature, (known, lifetime))) in all.iter().zip(briefs).enumerate() {
        let Some(number) = u32::try_from(position).ok().filter(|_| known) else { continue };
        let span = lifetime.unwrap_or(Span::ALWAYS);
        layers[feature.layer].all.push(number);
        spans[feature.layer].push(span);
        match feature.bbox() {
            Some(bbox) => placed[feature.layer].push(Entry { position, bbox, span }),
            None => layers[feature.layer].unplaced.push((position, span)),
        }
    }
    for ((layer, entries), spans) in layers.iter_mut().zip(placed).zip(spans) {
        (layer.placed, layer.times) = rayon::join(|| Index::new(&entries), || Times::new(&spans));
        layer.all.shrink_to_fit();
    }
    layers
}
