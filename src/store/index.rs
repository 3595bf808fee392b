//! Index over space and time: a packed Hilbert tree whose nodes hold a box and a span of days.
//!
//! Built once and never changed, as Flatbush (<https://github.com/mourner/flatbush>) does it: sorted
//! along a Hilbert curve, packed from the bottom. Two things are added: every node knows the days on
//! which anything below it lives, and stretches of the curve are sorted by their first day, so that
//! a question about few days passes by most leaves of a crowded place.

use std::ops::ControlFlow;

use rayon::prelude::*;

use crate::atlas::day::Span;
use crate::store::reach;

/// Children of a node: enough that the tree is shallow, few enough for one look at a cache line or two.
const FAN_OUT: usize = 16;
/// Entries of one stretch that is sorted by time: long enough to tell decades apart, short enough to
/// stay one neighbourhood.
const STRETCH: usize = 512;

/// Where and when something is.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The number by which the caller knows it.
    pub position: usize,
    /// How far it reaches: west, south, east, north, in the unit of all entries.
    pub bbox: [f64; 4],
    /// Days on which it lives.
    pub span: Span,
}

/// The index. Boxes are kept in single precision, rounded outwards: it may name a neighbour too
/// many, never one too few.
#[derive(Debug, Default)]
pub struct Index {
    positions: Vec<u32>,
    /// From the entries up to the root; each level has a sixteenth of the nodes below it.
    levels: Vec<Vec<Node>>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    west: f32,
    south: f32,
    east: f32,
    north: f32,
    from: i32,
    until: i32,
}

impl Index {
    /// Packs entries; positions must lie below 2³².
    #[must_use]
    pub fn new(entries: &[Entry]) -> Self {
        let extent = entries.iter().map(Node::of).reduce(Node::joined);
        let Some(extent) = extent else {
            return Self::default();
        };
        let mut keyed: Vec<(u32, Node, u32)> = entries
            .par_iter()
            .filter_map(|entry| Some((entry, u32::try_from(entry.position).ok()?)))
            .map(|(entry, position)| (extent.curve_key(entry.bbox), Node::of(entry), position))
            .collect();
        keyed.par_sort_unstable_by_key(|(key, _, position)| (*key, *position));
        keyed.par_chunks_mut(STRETCH).for_each(|stretch| {
            stretch.sort_unstable_by_key(|(_, node, position)| (node.from, *position));
        });
        let positions = keyed.iter().map(|(_, _, position)| *position).collect();
        let mut levels = vec![keyed.into_iter().map(|(_, node, _)| node).collect::<Vec<_>>()];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let joined = below
                .chunks(FAN_OUT)
                .filter_map(|nodes| nodes.iter().copied().reduce(Node::joined));
            levels.push(joined.collect());
        }
        Self { positions, levels }
    }

    /// Bytes that it takes up.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let nodes: usize = self.levels.iter().map(Vec::capacity).sum();
        self.positions.capacity() * size_of::<u32>() + nodes * size_of::<Node>()
    }

    /// Positions, ascending, of all entries that touch one of the boxes (west, south, east, north in
    /// the unit of the entries) on a day of the span; of a few more that nearly touch.
    #[must_use]
    pub fn touching(&self, boxes: &[[f64; 4]], span: Span) -> Vec<usize> {
        let mut found = Vec::new();
        self.visit(boxes, span, |position, _| {
            found.push(position);
            ControlFlow::Continue(())
        });
        found.sort_unstable();
        found
    }

    /// The same entries, and of each whether it surely answers: it meets one of the boxes and lives on
    /// a day of the span, so that nobody need look at it. That holds of things that touch all sides of
    /// their boxes.
    #[must_use]
    pub fn told(&self, boxes: &[[f64; 4]], span: Span) -> Vec<(usize, bool)> {
        let mut found = Vec::new();
        self.visit(boxes, span, |position, node| {
            let meets = boxes.iter().any(|bbox| node.surely_meets(*bbox));
            found.push((position, meets && node.lives() && !span.is_empty()));
            ControlFlow::Continue(())
        });
        found.sort_unstable();
        found
    }

    /// The same entries where they are no more than `most`.
    #[must_use]
    pub fn touching_few(&self, boxes: &[[f64; 4]], span: Span, most: usize) -> Option<Vec<usize>> {
        let (mut found, mut are_more) = (Vec::new(), false);
        self.visit(boxes, span, |position, _| {
            are_more = found.len() == most;
            if are_more {
                return ControlFlow::Break(());
            }
            found.push(position);
            ControlFlow::Continue(())
        });
        if are_more {
            return None;
        }
        found.sort_unstable();
        Some(found)
    }

    /// The number of these entries, or one more than `most` where there are more.
    #[must_use]
    pub fn count(&self, boxes: &[[f64; 4]], span: Span, most: usize) -> usize {
        let mut n = 0;
        self.visit(boxes, span, |_, _| {
            n += 1;
            if n > most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        n
    }

    /// Calls `found` with the position and the leaf of each of these entries, until it breaks off.
    fn visit(
        &self,
        boxes: &[[f64; 4]],
        span: Span,
        mut found: impl FnMut(usize, &Node) -> ControlFlow<()>,
    ) {
        let asked: Vec<Node> = boxes.iter().map(|bbox| Node::new(*bbox, span)).collect();
        let Some(top) = self.levels.len().checked_sub(1) else { return };
        let mut waiting = vec![(top, 0)];
        while let Some((level, first)) = waiting.pop() {
            let nodes = &self.levels[level];
            let last = nodes.len().min(first + FAN_OUT);
            for (offset, node) in nodes[first..last].iter().enumerate() {
                if !asked.iter().any(|asked| asked.meets(node)) {
                    continue;
                }
                let at = first + offset;
                match level.checked_sub(1) {
                    Some(below) => waiting.push((below, at * FAN_OUT)),
                    None if found(self.positions[at] as usize, node).is_break() => return,
                    None => {}
                }
            }
        }
    }
}

impl Node {
    const fn new(bbox: [f64; 4], span: Span) -> Self {
        Self {
            west: rounded_down(bbox[0]),
            south: rounded_down(bbox[1]),
            east: rounded_up(bbox[2]),
            north: rounded_up(bbox[3]),
            from: span.from.number(),
            until: span.until.number(),
        }
    }

    const fn of(entry: &Entry) -> Self {
        Self::new(entry.bbox, entry.span)
    }

    fn joined(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
            from: self.from.min(other.from),
            until: self.until.max(other.until),
        }
    }

    /// Whether what it stands for surely meets a box; it is that thing's box, rounded outwards.
    fn surely_meets(&self, asked: [f64; 4]) -> bool {
        let [west, south] = [self.west, self.south].map(|low| [low, low.next_up()].map(f64::from));
        let [east, north] =
            [self.east, self.north].map(|high| [high, high.next_down()].map(f64::from));
        let outer = [west[0], south[0], east[0], north[0]];
        let inner = [west[1], south[1], east[1], north[1]];
        reach::surely_meets(outer, inner, asked)
    }

    /// Whether it holds a day.
    const fn lives(&self) -> bool {
        self.from < self.until
    }

    fn meets(&self, other: &Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
            && self.from < other.until
            && other.from < self.until
    }

    /// Place of the middle of a box on the Hilbert curve through this extent.
    fn curve_key(&self, [west, south, east, north]: [f64; 4]) -> u32 {
        let along = |middle: f64, low: f32, high: f32| {
            let share = (middle - f64::from(low)) / f64::from(high - low).max(f64::MIN_POSITIVE);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share of 0 to 1 of 16 bits"
            )]
            let cell = (share.clamp(0.0, 1.0) * f64::from(u16::MAX)) as u32;
            cell
        };
        hilbert(
            along(f64::midpoint(west, east), self.west, self.east),
            along(f64::midpoint(south, north), self.south, self.north),
        )
    }
}

/// The nearest single-precision number that is not above.
#[expect(clippy::cast_possible_truncation, reason = "what is cut off is made good")]
const fn rounded_down(number: f64) -> f32 {
    let near = number as f32;
    if near as f64 > number { near.next_down() } else { near }
}

/// The nearest single-precision number that is not below.
#[expect(clippy::cast_possible_truncation, reason = "what is cut off is made good")]
const fn rounded_up(number: f64) -> f32 {
    let near = number as f32;
    if (near as f64) < number { near.next_up() } else { near }
}

/// Place on the Hilbert curve of order 16 of a cell of the 65,536 × 65,536 grid.
///
/// Hamilton, "Compact Hilbert Indices", 2006, in the form of <https://en.wikipedia.org/wiki/Hilbert_curve>.
fn hilbert(mut x: u32, mut y: u32) -> u32 {
    let mut key = 0_u32;
    for bit in (0..16).rev() {
        let side = 1_u32 << bit;
        let (right, upper) = (u32::from(x & side != 0), u32::from(y & side != 0));
        key = (key << 2) | ((3 * right) ^ upper);
        if upper == 0 {
            if right == 1 {
                (x, y) = (u32::from(u16::MAX) - x, u32::from(u16::MAX) - y);
            }
            (x, y) = (y, x);
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::atlas::day::Day;

    fn span(from: i32, until: i32) -> Span {
        Span { from: Day::from_number(from), until: Day::from_number(until) }
    }

    #[test]
    fn the_curve_visits_neighbours_one_after_the_other() {
        let side = 16;
        let mut cells: Vec<(u32, i32, i32)> = (0..side * side)
            .map(|cell| {
                let (x, y) = (cell % side, cell / side);
                (hilbert(x << 12, y << 12) >> 24, x as i32, y as i32)
            })
            .collect();
        cells.sort_unstable();
        for pair in cells.windows(2) {
            let ((_, x, y), (_, next_x, next_y)) = (pair[0], pair[1]);
            assert_eq!((x - next_x).abs() + (y - next_y).abs(), 1, "{pair:?}");
        }
    }

    #[test]
    fn an_empty_index_finds_nothing() {
        assert!(Index::new(&[]).touching(&[[-180.0, -90.0, 180.0, 90.0]], Span::ALWAYS).is_empty());
    }

    #[test]
    fn what_lies_on_the_edge_is_found() {
        let bbox = [76.123_456_789, 43.2, 76.123_456_789, 43.2];
        let index = Index::new(&[Entry { position: 7, bbox, span: span(10, 11) }]);
        assert_eq!(index.touching(&[bbox], span(10, 11)), [7]);
        assert!(index.touching(&[bbox], span(11, 12)).is_empty());
        assert!(index.touching(&[[76.2, 43.0, 77.0, 44.0]], span(10, 11)).is_empty());
    }

    #[test]
    fn what_lies_on_an_edge_but_for_a_rounding_is_not_sure() {
        let own = [76.0, 43.200_000_1, 76.0, 44.0];
        let index = Index::new(&[Entry { position: 7, bbox: own, span: span(10, 11) }]);
        for (north, surely) in [(rounded_down(own[1]), false), (rounded_up(own[1]), true)] {
            let asked = [75.0, 42.0, 77.0, f64::from(north)];
            assert_eq!(index.told(&[asked], span(10, 11)), [(7, surely)]);
        }
    }

    prop_compose! {
        fn entry()(
            west in -180.0..179.0_f64, south in -90.0..89.0_f64,
            width in 0.0..2.0_f64, height in 0.0..2.0_f64,
            from in -1_000..1_000, days in 1..400,
        ) -> ([f64; 4], Span) {
            ([west, south, (west + width).min(180.0), (south + height).min(90.0)], span(from, from + days))
        }
    }

    proptest! {
        #[test]
        fn it_finds_all_that_a_look_at_each_finds(
            all in prop::collection::vec(entry(), 0..1_500),
            asked in prop::collection::vec(entry(), 1..3),
            days in entry(),
        ) {
            let entries: Vec<Entry> = all.iter().enumerate()
                .map(|(position, (bbox, span))| Entry { position, bbox: *bbox, span: *span })
                .collect();
            let boxes: Vec<[f64; 4]> = asked.iter().map(|(bbox, _)| *bbox).collect();
            let touches = |bbox: &[f64; 4]| boxes.iter().any(|b| {
                b[0] <= bbox[2] && bbox[0] <= b[2] && b[1] <= bbox[3] && bbox[1] <= b[3]
            });
            let found = Index::new(&entries).touching(&boxes, days.1);
            prop_assert!(found.is_sorted());
            for most in [0, 10, 2_000] {
                let counted = Index::new(&entries).count(&boxes, days.1, most);
                prop_assert_eq!(counted, found.len().min(most + 1));
                let few = Index::new(&entries).touching_few(&boxes, days.1, most);
                prop_assert_eq!(few, (found.len() <= most).then(|| found.clone()));
            }
            let told = Index::new(&entries).told(&boxes, days.1);
            prop_assert_eq!(told.iter().map(|(position, _)| *position).collect::<Vec<_>>(), &*found);
            for (position, _) in told.iter().filter(|(_, surely)| *surely) {
                let Entry { bbox, span, .. } = entries[*position];
                let meets = |b: &[f64; 4]| reach::surely_meets(bbox, bbox, *b);
                prop_assert!(boxes.iter().any(meets) && span.meets(days.1));
            }
            // What lies inside by more than the rounding is told so.
            let well_inside = |own: &[f64; 4]| boxes.iter().any(|b| {
                b[0] + 1e-4 < own[0] && b[1] + 1e-4 < own[1] && own[2] + 1e-4 < b[2] && own[3] + 1e-4 < b[3]
            });
            for (position, surely) in &told {
                let Entry { bbox, span, .. } = entries[*position];
                prop_assert!(*surely || !well_inside(&bbox) || !span.meets(days.1));
            }
            for entry in &entries {
                if touches(&entry.bbox) && entry.span.meets(days.1) {
                    prop_assert!(found.contains(&entry.position));
                }
            }
            for position in found {
                prop_assert!(entries[position].span.meets(days.1));
            }
        }
    }
}
