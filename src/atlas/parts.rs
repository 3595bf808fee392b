//! Parts: the rows of a layer, read by several threads and put together in the order of the file.

use std::cell::OnceCell;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::atlas::feature::Feature;
use crate::atlas::finding::{Fault, Finding, Path};
use crate::atlas::layers::{Held, finding, line, of_file, shortened};
use crate::atlas::load::Watcher;
use crate::atlas::read::{MAX_FINDINGS, Place, Rows};
use crate::atlas::reading::Reading;
use crate::atlas::record;
use crate::atlas::shared::Shared;

/// Rows of a part of a layer, read by one thread.
#[derive(Default)]
pub(super) struct Part<'a> {
    /// Where each row stands.
    places: Vec<Place<'a>>,
    /// The sound features, in order.
    features: Vec<Feature>,
    /// The others, in order, by their position in the part.
    faulty: Vec<Faulty>,
}

struct Faulty {
    row: usize,
    id: String,
    faults: Vec<Fault>,
}

/// Rows of a part: some parts for every thread, so that none waits long for the last one.
fn rows_a_part(n_rows: usize) -> usize {
    (n_rows / (4 * rayon::current_num_threads())).max(1_024)
}

pub(super) fn read_parts<'a>(
    reading: &(dyn Fn() -> Reading<'a> + Sync),
    rows: Rows<'a>,
    watcher: &Watcher<'_>,
) -> Vec<Part<'a>> {
    let (n_rows, n_read) = (rows.len(), AtomicUsize::new(0));
    let tell = || {
        let before = n_read.fetch_add(ROWS_A_WORD, Ordering::Relaxed);
        watcher((before + ROWS_A_WORD).min(n_rows), n_rows);
    };
    let size = rows_a_part(n_rows);
    let parts: Vec<(usize, Rows<'a>)> = (0..).step_by(size).zip(rows.parts(size)).collect();
    parts.into_par_iter().map(|(first, rows)| read_part(&reading(), (first, rows), &tell)).collect()
}

/// Rows after which it is told that they are read: many times a second.
const ROWS_A_WORD: usize = 1_024;

fn read_part<'a>(
    reading: &Reading<'_>,
    (first, rows): (usize, Rows<'a>),
    tell: &(dyn Fn() + Sync),
) -> Part<'a> {
    let mut part = Part::default();
    let entry = &reading.vocabulary.layers[reading.layer];
    rows.each(|row| {
        // More would not be told.
        if part.faulty.len() > MAX_FINDINGS {
            return;
        }
        let position = part.places.len();
        part.places.push(row.place);
        if part.places.len().is_multiple_of(ROWS_A_WORD) {
            tell();
        }
        let plain = (!record::is_full(&row, entry)).then_some((entry, reading.columns));
        let id = record::id_of(&row, plain);
        let (feature, faults) = record::read(reading, row, first + position);
        match feature {
            Some(feature) => part.features.push(feature),
            None => part.faulty.push(Faulty { row: position, id, faults }),
        }
    });
    for some in part.features.chunks_mut(FEATURES_A_TEXT) {
        Feature::share(some);
    }
    part
}

/// Features that share a text of their own: enough that its head is nothing to them.
const FEATURES_A_TEXT: usize = 1_024;

/// Puts what was read into the atlas, in the order of the file.
pub(super) fn take_parts(
    reading: &Reading<'_>,
    file: &str,
    parts: Vec<Part<'_>>,
    held: &mut Held,
    findings: &mut Vec<Finding>,
) {
    let lines = OnceCell::new();
    let before = findings.len();
    let mut row = 0;
    held.features.reserve_exact(parts.iter().map(|part| part.features.len()).sum());
    for Part { places, features, faulty } in parts {
        let (mut features, mut faulty) = (features.into_iter(), faulty.into_iter().peekable());
        for (position, place) in places.into_iter().enumerate() {
            row += 1;
            if findings.len() - before >= MAX_FINDINGS {
                let reason =
                    format!("has {MAX_FINDINGS} findings before row {row}; no more are told");
                findings.push(of_file(file, reason));
                held.in_part = true;
                return;
            }
            let wrong = faulty.next_if(|faulty| faulty.row == position);
            let (id, faults) = match wrong {
                Some(Faulty { id, mut faults, .. }) => {
                    if !id.is_empty() && held.has(&id) {
                        faults.push(twice(&id));
                    }
                    if !id.is_empty() {
                        held.faulty.insert(id.clone(), reading.layer);
                    }
                    (id, faults)
                }
                None => match features.next().map(|feature| keep(reading, feature, held)) {
                    Some(Err(id)) => (id.clone(), vec![twice(&id)]),
                    _ => continue,
                },
            };
            for fault in &faults {
                let line = line(&lines, place, &fault.path);
                findings.push(finding(file, line, &id, &shortened(fault)));
            }
        }
    }
}

/// Keeps a feature, or gives the id that it has like another one. Ids of other people's layers are not
/// made to differ from each other's.
fn keep(reading: &Reading<'_>, mut feature: Feature, held: &mut Held) -> Result<(), String> {
    let plain = feature.is_plain();
    if plain && held.layer_of(feature.id()).is_some_and(|layer| layer != reading.layer) {
        let layer = &reading.vocabulary.layers[reading.layer].id;
        feature.rename(&format!("{layer}-{}", feature.id()));
    }
    if held.has(feature.id()) {
        return Err(feature.id().to_owned());
    }
    held.add(feature);
    Ok(())
}

fn twice(id: &str) -> Fault {
    Fault::at(Path::default().key("id"), format!("'{id}' stands there twice"))
}

/// Where little of a file is as answers give it, its text is not kept for that little.
pub(super) fn settle(features: &mut [Feature], text: Option<&Shared>) {
    let length = text.map_or(0, |text| text.as_str().len());
    let kept: usize = features.iter().map(Feature::bytes_in_file).sum();
    if kept == 0 || 2 * kept > length {
        return;
    }
    features.par_chunks_mut(FEATURES_A_TEXT).for_each(|some| {
        Feature::leave_file(some);
    });
}
