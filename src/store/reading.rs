//! A reading: the atlas as known on a day, with what finds features in it by place and time.

use std::sync::{Arc, OnceLock};

use crate::atlas::Atlas;
use crate::atlas::chronicle::Chronicle;
use crate::atlas::day::Span;
use crate::query::Plan;
use crate::store::index::{Entry, Index};

/// A chronicle and its indexes.
pub(super) struct Reading {
    chronicle: Arc<Chronicle>,
    layers: OnceLock<Vec<Layer>>,
}

/// The known features of one layer.
#[derive(Default)]
struct Layer {
    /// All of them, in the order of the atlas.
    all: Vec<usize>,
    /// Those that have a place.
    placed: Index,
    /// Those that have none, with their days.
    unplaced: Vec<(usize, Span)>,
}

/// Wider than any box.
const EVERYWHERE: [f64; 4] = [f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::INFINITY];

impl Reading {
    pub fn new(chronicle: Chronicle) -> Self {
        Self { chronicle: Arc::new(chronicle), layers: OnceLock::new() }
    }

    pub const fn chronicle(&self) -> &Arc<Chronicle> {
        &self.chronicle
    }

    /// Positions in the order of the atlas of every feature that a plan may match: none that
    /// matches is left out, and few others are in.
    pub fn candidates(&self, atlas: &Atlas, plan: &Plan) -> Vec<usize> {
        let layers = self.layers.get_or_init(|| layers(atlas, &self.chronicle));
        let asked = plan.layers.iter().filter_map(|layer| layers.get(*layer));
        let mut found: Vec<usize> = asked.flat_map(|layer| layer.candidates(plan)).collect();
        found.sort_unstable();
        found
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

impl Layer {
    /// Candidates, counted up to one more than `most`.
    fn counted(&self, plan: &Plan, most: usize) -> usize {
        let Some(bbox) = &plan.bbox else { return self.all.len() };
        let boxes: Vec<[f64; 4]> = bbox.rectangles().iter().map(edges).collect();
        self.placed.count(&boxes, asked_span(plan).unwrap_or(Span::ALWAYS), most)
    }

    fn candidates(&self, plan: &Plan) -> Vec<usize> {
        match (&plan.bbox, asked_span(plan)) {
            (None, None) => self.all.clone(),
            (Some(bbox), span) => {
                let boxes: Vec<[f64; 4]> = bbox.rectangles().iter().map(edges).collect();
                self.placed.touching(&boxes, span.unwrap_or(Span::ALWAYS))
            }
            (None, Some(span)) => {
                let mut found = self.placed.touching(&[EVERYWHERE], span);
                let unplaced = self.unplaced.iter().filter(|(_, lifetime)| lifetime.meets(span));
                found.extend(unplaced.map(|(position, _)| *position));
                found
            }
        }
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
    for (position, feature) in atlas.features().iter().enumerate() {
        let life = chronicle.life(position);
        if !life.known {
            continue;
        }
        let span = life.lifetime.unwrap_or(Span::ALWAYS);
        layers[feature.layer].all.push(position);
        match feature.bbox() {
            Some(bbox) => placed[feature.layer].push(Entry { position, bbox, span }),
            None => layers[feature.layer].unplaced.push((position, span)),
        }
    }
    for (layer, entries) in layers.iter_mut().zip(placed) {
        layer.placed = Index::new(&entries);
    }
    layers
}

fn edges(rect: &geo::Rect<f64>) -> [f64; 4] {
    [rect.min().x, rect.min().y, rect.max().x, rect.max().y]
}
