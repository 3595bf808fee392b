//! One layer of one tile: what of it is chosen, cut and written, within so many bytes.
//!
//! Nothing may make a tile heavier than its limit, and one feature may not take the place of all
//! others. So a feature that would weigh more than its [`SHARE`] of the tile is drawn with the vertices of
//! a coarser zoom, as coarse as it must be, and left out where even those are too many. What else is
//! too much is thinned ([`thinning`](super::thinning)) level by level, and when no level is left, the
//! features of the lowest ranks are written until the tile is full.

use rustc_hash::{FxHashMap, FxHashSet};

use super::cut::Cutter;
use super::layer_shapes::LayerShapes;
use super::mvt::LayerWriter;
use super::period_layer::PeriodLayer;
use super::thinned_note::{Note, Reason};
use super::thinning::{Judge, Verdict, Wanted};
use super::tile::{MAX_ZOOM, TileAddress, WORLD};
use crate::atlas::day::Span;
use crate::store::deadline::Patience;

/// One feature takes no more than this part of a tile, with what it says. Of 500 kB that are some 15,000
/// corners, more than a tile can show apart.
const SHARE: usize = 8;

/// Bytes that a layer has beside its name, features, keys and values: lengths and numbers of fields.
const FRAME_BYTES: usize = 32;

/// One layer of one tile on its way.
pub(super) struct Drawing<'a> {
    pub layer: &'a PeriodLayer,
    pub shapes: &'a LayerShapes,
    pub address: TileAddress,
    /// The level to which the tile is thinned, crowd or not.
    pub level: Option<u8>,
    pub wanted: Wanted<'a>,
}

/// What happens when a tile would be heavier than its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WhenFull {
    /// It is not drawn.
    GiveUp,
    /// It ends there: features are written by rank.
    End,
}

/// Why a layer is not drawn.
#[derive(Debug)]
pub(super) enum Undrawn<L> {
    /// The tile would be heavier than its limit.
    TooHeavy,
    /// Nobody waits for it any more.
    Late(L),
}

/// What became of features that were to be written.
#[derive(Default)]
struct Written {
    /// Features that show.
    shown: usize,
    /// Those that are left out for their weight.
    left_out: usize,
}

impl Drawing<'_> {
    /// Appends the layer to the bytes of a tile, which has no more than a limit of them then, and
    /// tells what is left out of it.
    ///
    /// # Errors
    /// When the tile is to be given up and would be heavier, or nobody waits any more.
    pub fn write<P: Patience>(
        &self,
        bytes: &mut Vec<u8>,
        (limit, when_full): (usize, WhenFull),
        patience: &P,
    ) -> Result<Option<Note<'_>>, Undrawn<P::Late>> {
        let judge = Judge {
            homes: self.shapes.homes(),
            lives: &self.layer.lives,
            wanted: self.wanted,
            positions: self.shapes.positions(),
        };
        patience.check().map_err(Undrawn::Late)?;
        let (mut drawn, thinned) = match judge.verdict(self.address, self.level) {
            Verdict::All => {
                let own = judge.homes.of(self.address).filter(|feature| judge.wants(*feature));
                (own.map(|feature| feature as u32).collect(), 0)
            }
            Verdict::Some { kept, left_out } => (kept, left_out),
        };
        let elsewhere = self.add_from_outside(&judge, &mut drawn, patience)?;
        match when_full {
            WhenFull::GiveUp => drawn.sort_unstable_by_key(|at| judge.positions[*at as usize]),
            WhenFull::End => drawn.sort_unstable_by_key(|at| judge.homes.order(*at)),
        }
        let written = self.encode(&drawn, bytes, (limit, when_full), patience)?;
        let by_size = self.level.is_some() || written.left_out > 0;
        // What a crowd elsewhere leaves out is told there.
        let elsewhere = if self.level.is_some() { elsewhere } else { 0 };
        let left_out = thinned + elsewhere + written.left_out;
        let reason = if by_size { Reason::Size } else { Reason::Crowded };
        let note = Note { layer: &self.layer.id, shown: written.shown, left_out, reason };
        Ok((left_out > 0).then_some(note))
    }

    /// Whether nothing is looked at for it.
    pub fn is_empty(&self) -> bool {
        let reaching = || {
            let span = self.wanted.span.unwrap_or(Span::ALWAYS);
            self.layer.wide.count(&rim(self.address, self.layer.wide_reach), span, 0)
        };
        self.shapes.homes().of(self.address).is_empty() && reaching() == 0
    }

    /// How many features and vertices are looked at for it, counted until they are more than `most`.
    pub fn effort(&self, most: usize) -> usize {
        let homes = self.shapes.homes();
        let own = homes.of(self.address);
        let Some(room) = most.checked_sub(own.len()) else { return own.len() };
        let span = self.wanted.span.unwrap_or(Span::ALWAYS);
        let rim = rim(self.address, self.layer.wide_reach);
        let Some(reaching) = self.layer.wide.touching_few(&rim, span, room) else {
            return most + 1;
        };
        let mut neighbours = FxHashSet::default();
        let mut effort = own.len() + reaching.len() + self.shapes.vertices(own);
        for feature in reaching {
            effort += self.shapes.vertices(feature..feature + 1);
            // What is at home elsewhere is judged among all that is at home there.
            let home = homes.home(feature, self.address.z);
            if home != self.address && neighbours.insert(home) {
                effort += homes.of(home).len();
            }
        }
        effort
    }

    /// Adds what is at home elsewhere and reaches in, by the verdict of its home; tells how much of it
    /// that leaves out.
    fn add_from_outside<P: Patience>(
        &self,
        judge: &Judge<'_>,
        drawn: &mut Vec<u32>,
        patience: &P,
    ) -> Result<usize, Undrawn<P::Late>> {
        let span = self.wanted.span.unwrap_or(Span::ALWAYS);
        let mut neighbours: FxHashMap<TileAddress, Verdict> = FxHashMap::default();
        let mut left_out = 0;
        for feature in self.layer.wide.touching(&rim(self.address, self.layer.wide_reach), span) {
            let home = judge.homes.home(feature, self.address.z);
            if home == self.address || !judge.wants(feature) {
                continue;
            }
            let number = feature as u32;
            let verdict = match neighbours.get(&home) {
                Some(verdict) => verdict,
                None => {
                    patience.check().map_err(Undrawn::Late)?;
                    neighbours.entry(home).or_insert(judge.verdict(home, self.level))
                }
            };
            let stays = match verdict {
                Verdict::All => true,
                Verdict::Some { kept, .. } => kept.binary_search(&number).is_ok(),
            };
            drawn.extend(stays.then_some(number));
            left_out += usize::from(!stays);
        }
        Ok(left_out)
    }

    /// Cuts and writes features in their order.
    fn encode<P: Patience>(
        &self,
        drawn: &[u32],
        bytes: &mut Vec<u8>,
        (limit, when_full): (usize, WhenFull),
        patience: &P,
    ) -> Result<Written, Undrawn<P::Late>> {
        let layer = self.layer;
        let room = limit.saturating_sub(bytes.len() + layer.id.len() + FRAME_BYTES);
        let mut writer = LayerWriter::new(&layer.dictionary);
        let mut cutter = Cutter::new(self.address);
        let mut written = Written::default();
        for (step, &feature) in drawn.iter().enumerate() {
            patience.check_at(step).map_err(Undrawn::Late)?;
            let feature = feature as usize;
            let before = writer.mark();
            let fits = self.add(feature, (&mut writer, limit / SHARE), &mut cutter);
            let is_full = writer.bytes() > room;
            if is_full && when_full == WhenFull::GiveUp {
                return Err(Undrawn::TooHeavy);
            }
            let shows = writer.mark() != before;
            if fits && !is_full {
                written.shown += usize::from(shows);
                continue;
            }
            writer.undo(before);
            if is_full {
                written.left_out += drawn.len() - step;
                break;
            }
            written.left_out += 1;
        }
        writer.finish(bytes, &layer.id);
        Ok(written)
    }

    /// Adds a feature in as much detail as its share allows; tells whether any is little enough.
    fn add(
        &self,
        feature: usize,
        (writer, share): (&mut LayerWriter<'_>, usize),
        cutter: &mut Cutter,
    ) -> bool {
        let (before, most) = (writer.mark(), writer.bytes() + share);
        let finest = self.address.z.min(MAX_ZOOM);
        for detail in (0..=finest).rev() {
            if self.add_in_detail(feature, (writer, most), (cutter, detail)) {
                return true;
            }
            writer.undo(before);
        }
        false
    }

    /// Adds a feature with the vertices of a zoom, until there are more bytes than may be; tells
    /// whether all of it is there.
    fn add_in_detail(
        &self,
        feature: usize,
        (writer, most): (&mut LayerWriter<'_>, usize),
        (cutter, detail): (&mut Cutter, u8),
    ) -> bool {
        let layer = self.layer;
        let chosen = layer.chosen(feature, self.wanted.span);
        let (parts, periods) = (self.shapes.parts(feature), layer.from.range(feature));
        for (nth, part) in parts.enumerate() {
            let Some(geometry) = cutter.cut(self.shapes.shape(part), detail) else { continue };
            writer.set_geometry(geometry);
            for period in chosen.clone() {
                let offset = (nth * periods.len() + period) as u64;
                let id = u64::from(layer.first_ids[feature]) + offset;
                let own = layer.periods.get(periods.start + period);
                writer.add(id, &[layer.always.get(feature), own, layer.parts.get(part)]);
                if writer.bytes() > most {
                    return false;
                }
            }
        }
        true
    }
}

/// The margin of a tile in four boxes, in steps. What reaches into a tile and has its middle
/// elsewhere lies in its margin too. Where the world begins again, so does the margin. Boxes that miss
/// what all features reach are left out.
fn rim(tile: TileAddress, [first, top_most, last, lowest]: [i32; 4]) -> Vec<[f64; 4]> {
    let ([west, north, east, south], [left, top, right, bottom]) = (tile.reach(), tile.square());
    let boxes = [
        [west, north, east, top],
        [west, bottom, east, south],
        [west, top, left, bottom],
        [right, top, east, bottom],
    ];
    let world = f64::from(WORLD);
    let all = [first, top_most, last, lowest].map(f64::from);
    let meets = |[west, north, east, south]: &[f64; 4]| {
        *west <= all[2] && *east >= all[0] && *north <= all[3] && *south >= all[1]
    };
    let around = [0.0, -world, world].into_iter();
    let moved = around.flat_map(|offset| {
        boxes.map(|edges| {
            let [west, north, east, south] = edges.map(f64::from);
            [west + offset, north, east + offset, south]
        })
    });
    moved.filter(meets).collect()
}
