//! Which features of a crowded place a tile shows.
//!
//! A million features cannot be told apart on a map of a continent. So of each layer, where a tile
//! is the home of more than [`CROWD`] features *that answer the request*, the world is divided into
//! cells, [`GRID`] doublings finer than the tiles of the zoom (8 px of a 512 px tile), and each cell
//! keeps the feature of the lowest rank. What follows:
//!
//! - **Fair by place.** No cell that has anything becomes empty; a dense place stays denser than a
//!   sparse one until every cell of it is taken.
//! - **Stable.** Home and cell of a feature depend on its middle alone, its rank on its id and (where
//!   it is longer than a cell of zoom 3) its size. So the same feature stays whatever tile shows it,
//!   and a line is kept or left out in all tiles it crosses.
//! - **Nested.** The lowest rank of a cell is the lowest of the smaller cell it lies in: what is shown
//!   at a zoom is shown at every deeper one.
//! - **True to time.** Features that do not live in the days asked for, or do not pass the filter, are
//!   no part of the choice. Where no days are asked for, the viewer will choose the day; then a cell
//!   keeps every feature that is the lowest on *some* day of its lifetime, so that each day has what
//!   a request for that day would show.
//! - **Bounded.** Features are sorted by place along a curve of quadrants (Morton, 1966), so that tile and cell
//!   are stretches of one array, and one pass over the lifetimes of a tile's home finds the lowest.
//!   For tiles of all days, whose cells keep several, the coarsest level at which each feature
//!   is kept is worked out once, by all cores, from the finest level up: what a small cell drops no
//!   larger one keeps.
//! - **Made to fit.** A tile that is too heavy is asked for again at a coarser level than its crowd
//!   needs, down to one cell a tile, crowd or not ([`drawing`](super::drawing) has the last word).
//!   Then it is no longer stable from tile to tile.

use std::ops::Range;

use rayon::prelude::*;

use super::tile::{TileAddress, WORLD, WORLD_BITS};
use crate::atlas::day::{Day, Span};
use crate::query::page::hash;

/// Most features of a layer in their home tile that are all shown. One to each cell are as many.
pub const CROWD: usize = 1 << (2 * GRID);

/// Cells across a tile, as a power of two: 64.
const GRID: u8 = 6;

/// The finest division of the world: a cell is a step wide.
const FINEST: u8 = WORLD_BITS;

/// The level whose cells are shared among cores where levels are worked out: a thousandth of the
/// world wide, so that a country has hundreds, and few features are left for the larger ones.
const SHARED: u8 = 10;

/// What is not longer than this, in steps, counts as small: a 512th of the world, a cell at zoom 3.
const SMALL_BITS: u32 = WORLD_BITS as u32 - 9;

/// Where features are at home, and which go before others; in the order of the places.
#[derive(Debug, Default)]
pub(super) struct Homes {
    keys: Vec<u64>,
    ranks: Vec<u32>,
}

/// The features of a layer as known on a day, in the order of their places.
#[derive(Debug, Default)]
pub(super) struct Lives {
    /// The days on which each lives; none for what is not known.
    pub spans: Vec<Span>,
    /// Whether it is known at all.
    known: Vec<bool>,
    /// The coarsest level at which each is kept in tiles of all days ([`Self::levels`]).
    pub levels: Vec<u8>,
}

/// What a request wants to see.
#[derive(Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// The days on which it lives; on any where there are none.
    pub span: Option<Span>,
    /// Whether the feature at a position of the atlas passes the filter; all do where there is none.
    pub keeps: Option<&'a dyn Fn(usize) -> bool>,
}

/// Which of the features at home in a tile are shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All that are wanted.
    All,
    /// These, ascending.
    Some {
        /// Their numbers in the order of places.
        kept: Vec<u32>,
        /// How many others are wanted.
        left_out: usize,
    },
}

/// Features to be judged, and what is wanted of them.
pub(super) struct Judge<'a> {
    pub homes: &'a Homes,
    pub lives: &'a Lives,
    pub wanted: Wanted<'a>,
    /// Position in the atlas of each.
    pub positions: &'a [u32],
}

/// The key by which features are sorted: the middle of a reach on the curve of quadrants.
pub(super) fn key([west, north, east, south]: [i32; 4]) -> u64 {
    let middle = |low: i32, high: i32| (i64::from(low) + i64::from(high)).div_euclid(2);
    let x = middle(west, east).rem_euclid(i64::from(WORLD));
    let y = middle(north, south).clamp(0, i64::from(WORLD) - 1);
    spread(x as u32) | spread(y as u32) << 1
}

/// The rank of a feature; the lower goes first. What is long goes before what is short; what is
/// alike is put in an order that looks like chance and is the same in every run.
pub(super) fn rank(id: &str, [west, north, east, south]: [i32; 4]) -> u32 {
    let size = i64::max(i64::from(east) - i64::from(west), i64::from(south) - i64::from(north));
    let bits = i64::BITS - size.max(0).leading_zeros();
    let class = bits.saturating_sub(SMALL_BITS).min(15);
    // The last step of SplitMix64 (https://prng.di.unimi.it/splitmix64.c), so that ids that differ
    // in their last letter lie far apart.
    let seed = hash(id.as_bytes());
    let seed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let seed = (seed ^ (seed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (15 - class) << 28 | (seed >> 36) as u32
}

/// The bits of a number with a gap after each.
const fn spread(number: u32) -> u64 {
    let mut bits = number as u64;
    bits = (bits | bits << 16) & 0x0000_ffff_0000_ffff;
    bits = (bits | bits << 8) & 0x00ff_00ff_00ff_00ff;
    bits = (bits | bits << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    bits = (bits | bits << 2) & 0x3333_3333_3333_3333;
    (bits | bits << 1) & 0x5555_5555_5555_5555
}

/// The number of the cell of a level that holds a key.
const fn cell(key: u64, level: u8) -> u64 {
    key >> (2 * (FINEST - level) as u32)
}

impl Homes {
    /// Features by their keys, which ascend, and ranks.
    pub fn new(keys: Vec<u64>, ranks: Vec<u32>) -> Self {
        Self { keys, ranks }
    }

    /// The features that are at home in a tile.
    pub fn of(&self, tile: TileAddress) -> Range<usize> {
        let [x, y] = tile.corner();
        let first = spread(x as u32) | spread(y as u32) << 1;
        let last = first + ((1 << (2 * u32::from(FINEST - tile.z))) - 1);
        let start = self.keys.partition_point(|key| *key < first);
        start..start + self.keys[start..].partition_point(|key| *key <= last)
    }

    /// The home of a feature among the tiles of a zoom.
    pub fn home(&self, feature: usize, z: u8) -> TileAddress {
        let cell = cell(self.keys[feature], z);
        TileAddress { z, x: gathered(cell), y: gathered(cell >> 1) }
    }

    /// Bytes that it takes up.
    pub const fn bytes(&self) -> usize {
        self.keys.capacity() * 8 + self.ranks.capacity() * 4
    }

    /// The order in which the features of a cell are chosen.
    pub fn order(&self, feature: u32) -> (u32, u32) {
        (self.ranks[feature as usize], feature)
    }

    /// Of features in the order of places, the one of the lowest rank in each cell.
    fn lowest(&self, among: impl Iterator<Item = u32>, level: u8) -> Vec<u32> {
        let mut kept: Vec<u32> = Vec::new();
        let mut last = None;
        for feature in among {
            let own = Some(cell(self.keys[feature as usize], level));
            match kept.last_mut() {
                Some(lowest) if own == last => {
                    if self.order(feature) < self.order(*lowest) {
                        *lowest = feature;
                    }
                }
                _ => kept.push(feature),
            }
            last = own;
        }
        kept
    }

    /// Of features in the order of places, those that are the lowest of their cell on some day.
    fn lowest_on_some_day(&self, among: &[u32], spans: &[Span], level: u8) -> Vec<u32> {
        let mut kept = Vec::new();
        let of_cell = |feature: &u32| cell(self.keys[*feature as usize], level);
        for same in among.chunk_by(|a, b| of_cell(a) == of_cell(b)) {
            if let [alone] = same {
                kept.push(*alone);
                continue;
            }
            let mut by_rank = same.to_vec();
            by_rank.sort_unstable_by_key(|feature| self.order(*feature));
            let mut taken = Days::default();
            let start = kept.len();
            kept.extend(by_rank.into_iter().filter(|feature| taken.add(spans[*feature as usize])));
            kept[start..].sort_unstable();
        }
        kept
    }
}

/// Every other bit of a number, side by side.
const fn gathered(number: u64) -> u32 {
    let mut bits = number & 0x5555_5555_5555_5555;
    bits = (bits | bits >> 1) & 0x3333_3333_3333_3333;
    bits = (bits | bits >> 2) & 0x0f0f_0f0f_0f0f_0f0f;
    bits = (bits | bits >> 4) & 0x00ff_00ff_00ff_00ff;
    bits = (bits | bits >> 8) & 0x0000_ffff_0000_ffff;
    (bits | bits >> 16) as u32
}

/// Days that are taken: spans that neither meet nor touch, ascending.
#[derive(Default)]
struct Days {
    taken: Vec<Span>,
}

impl Days {
    /// Takes the days of a span, tells whether one of them was free.
    fn add(&mut self, span: Span) -> bool {
        if span.is_empty() {
            return false;
        }
        let first = self.taken.partition_point(|taken| taken.until < span.from);
        let after = self.taken.partition_point(|taken| taken.from <= span.until);
        let (mut from, mut until) = (span.from, span.until);
        if let (Some(low), Some(high)) =
            (self.taken[first..after].first(), self.taken[first..after].last())
        {
            if low.from <= span.from && span.until <= low.until {
                return false;
            }
            (from, until) = (from.min(low.from), until.max(high.until));
        }
        self.taken.splice(first..after, [Span { from, until }]);
        true
    }
}

impl Judge<'_> {
    /// Whether a feature is wanted.
    pub fn wants(&self, feature: usize) -> bool {
        let lives = match self.wanted.span {
            Some(span) => self.lives.spans[feature].meets(span),
            None => self.lives.known[feature],
        };
        lives && self.wanted.keeps.is_none_or(|keeps| keeps(self.positions[feature] as usize))
    }

    /// Which features at home in a tile are shown. With a coarsest level, a tile that is no crowd is
    /// thinned as well, to the cells of that level.
    pub fn verdict(&self, home: TileAddress, level: Option<u8>) -> Verdict {
        let range = self.homes.of(home);
        if range.len() <= CROWD && level.is_none() {
            return Verdict::All;
        }
        let finest = level.unwrap_or_else(|| finest_level(home.z));
        if self.wanted.keeps.is_some() {
            let wanted: Vec<u32> = self.numbers(range).collect();
            return self.thinned(&wanted, (home.z, finest), level.is_some());
        }
        let wanted = self.numbers(range.clone()).count();
        if wanted <= CROWD && level.is_none() {
            return Verdict::All;
        }
        let kept = match self.wanted.span {
            Some(_) => self.homes.lowest(self.numbers(range), finest),
            None => self.kept_for_all_days(range, (home.z, finest)),
        };
        Verdict::Some { left_out: wanted - kept.len(), kept }
    }

    /// The features of a stretch that are wanted.
    fn numbers(&self, range: Range<usize>) -> impl Iterator<Item = u32> {
        range.filter(|feature| self.wants(*feature)).map(|feature| feature as u32)
    }

    /// Thins what passed a filter.
    fn thinned(&self, wanted: &[u32], (coarsest, finest): (u8, u8), forced: bool) -> Verdict {
        if wanted.len() <= CROWD && !forced {
            return Verdict::All;
        }
        let mut kept = match self.wanted.span {
            Some(_) => self.homes.lowest(wanted.iter().copied(), finest),
            None => wanted.to_vec(),
        };
        if self.wanted.span.is_none() {
            for level in (coarsest..=finest).rev() {
                kept = self.homes.lowest_on_some_day(&kept, &self.lives.spans, level);
                if kept.len() <= CROWD {
                    break;
                }
            }
        }
        Verdict::Some { left_out: wanted.len() - kept.len(), kept }
    }

    /// Those of a stretch that the finest level keeps at which they are no crowd.
    fn kept_for_all_days(&self, range: Range<usize>, (coarsest, finest): (u8, u8)) -> Vec<u32> {
        let levels = &self.lives.levels;
        let mut of_level = [0_usize; FINEST as usize + 2];
        for feature in range.clone() {
            of_level[usize::from(levels[feature])] += 1;
        }
        let up_to = |level: u8| of_level[..=usize::from(level)].iter().sum::<usize>();
        let level = (coarsest..=finest).rev().find(|level| up_to(*level) <= CROWD);
        let level = level.unwrap_or(coarsest);
        range.filter(|at| levels[*at] <= level).map(|at| at as u32).collect()
    }
}

/// The finest level of cells at a zoom.
pub(super) const fn finest_level(z: u8) -> u8 {
    if z + GRID < FINEST { z + GRID } else { FINEST }
}

impl Lives {
    /// Adds the days of the next feature; `None` for one that is not known.
    pub fn push(&mut self, span: Option<Span>) {
        let never = Span { from: Day::BEGINNING, until: Day::BEGINNING };
        self.known.push(span.is_some());
        self.spans.push(span.unwrap_or(never));
    }

    /// Adds the days of other features at the end.
    pub fn append(&mut self, others: &Self) {
        self.spans.extend_from_slice(&others.spans);
        self.known.extend_from_slice(&others.known);
    }

    /// The coarsest level at which each feature is kept in tiles of all days; what is not known is
    /// kept at none. A place larger than a cell does not matter to it, so that all cores share them.
    pub fn levels(&self, homes: &Homes) -> Vec<u8> {
        let mut levels = vec![FINEST + 1; self.known.len()];
        let numbers: Vec<u32> = (0..self.known.len() as u32).collect();
        let place = |number: &u32| cell(homes.keys[*number as usize], SHARED);
        let mut rest = &mut levels[..];
        let places = numbers.chunk_by(|a, b| place(a) == place(b)).map(|numbers| {
            let (own, others) = std::mem::take(&mut rest).split_at_mut(numbers.len());
            rest = others;
            (numbers, own)
        });
        let places: Vec<_> = places.collect();
        let each = |(numbers, own): (&[u32], &mut [u8])| {
            let known = numbers.iter().copied().filter(|at| self.known[*at as usize]).collect();
            let first = numbers[0] as usize;
            self.climb(homes, known, SHARED..FINEST + 1, |at, level| {
                own[at as usize - first] = level
            })
        };
        let kept: Vec<Vec<u32>> = places.into_par_iter().map(each).collect();
        let mut keep = |at: u32, level: u8| levels[at as usize] = level;
        self.climb(homes, kept.concat(), 0..SHARED, &mut keep);
        levels
    }

    /// Goes from the finest of some levels to the coarsest, tells of each what it keeps, and gives what
    /// the coarsest does.
    fn climb(
        &self,
        homes: &Homes,
        mut kept: Vec<u32>,
        levels: Range<u8>,
        mut keep: impl FnMut(u32, u8),
    ) -> Vec<u32> {
        for level in levels.rev() {
            kept = homes.lowest_on_some_day(&kept, &self.spans, level);
            kept.iter().for_each(|feature| keep(*feature, level));
        }
        kept
    }

    /// Bytes that it takes up.
    pub fn bytes(&self) -> usize {
        let numbers = self.known.capacity() + self.levels.capacity();
        self.spans.capacity() * size_of::<Span>() + numbers
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Features by place and days; each has the number of its place in the list as its id.
    fn layer(features: &[([i32; 2], Option<Span>)]) -> (Homes, Lives, Vec<u32>) {
        let mut placed: Vec<_> = features
            .iter()
            .enumerate()
            .map(|(id, ([x, y], span))| {
                let reach = [*x, *y, *x, *y];
                (key(reach), rank(&id.to_string(), reach), *span)
            })
            .collect();
        placed.sort_by_key(|(key, ..)| *key);
        let homes = Homes::new(
            placed.iter().map(|(key, ..)| *key).collect(),
            placed.iter().map(|(_, rank, _)| *rank).collect(),
        );
        let mut lives = Lives::default();
        placed.iter().for_each(|(.., span)| lives.push(*span));
        lives.levels = lives.levels(&homes);
        (homes, lives, (0..features.len() as u32).collect())
    }

    fn days(from: i32, until: i32) -> Span {
        Span { from: Day::from_number(from), until: Day::from_number(until) }
    }

    const TILE: TileAddress = TileAddress { z: 2, x: 1, y: 3 };

    /// Features in the tile, in places that often share a cell.
    fn features() -> impl Strategy<Value = Vec<([i32; 2], Option<Span>)>> {
        let [x, y] = TILE.corner();
        let place = (0..40, 0..40)
            .prop_map(move |(east, south)| [x + (east << 18) + east, y + (south << 18) + south]);
        let span = prop_oneof![
            1 => Just(None),
            1 => Just(Some(Span::ALWAYS)),
            8 => (0..100, 1..40).prop_map(|(from, length)| Some(days(from, from + length))),
        ];
        prop::collection::vec((place, span), 1..400)
    }

    fn shown(judge: &Judge<'_>, home: TileAddress, level: u8) -> BTreeSet<u32> {
        match judge.verdict(home, Some(level)) {
            Verdict::Some { kept, left_out } => {
                let wanted = judge.homes.of(home).filter(|at| judge.wants(*at)).count();
                assert_eq!(kept.len() + left_out, wanted);
                assert!(kept.is_sorted());
                kept.into_iter().collect()
            }
            Verdict::All => panic!("a level was asked for"),
        }
    }

    #[test]
    fn a_key_knows_the_home_of_its_place() {
        for (z, x, y) in [(0, 0, 0), (3, 5, 2), (22, 2_961_007, 1_530_011)] {
            let tile = TileAddress::new(z, x, y).unwrap();
            let [west, north, east, south] = tile.square();
            let corners = [[west, north], [east - 1, south - 1]];
            let homes = Homes::new(
                corners.iter().map(|[x, y]| key([*x, *y, *x, *y])).collect(),
                vec![0, 0],
            );
            assert_eq!([homes.home(0, z), homes.home(1, z)], [tile, tile]);
            assert_eq!(homes.of(tile), 0..2);
        }
    }

    #[test]
    fn what_is_long_goes_before_what_is_short() {
        let of_width = |width: i32| rank("a", [0, 0, width, 10]);
        assert!(of_width(1 << 27) < of_width(1 << 22));
        assert_eq!(of_width(1 << 19), of_width(3), "both are small");
        assert_ne!(rank("a1", [0; 4]) >> 20, rank("a2", [0; 4]) >> 20);
    }

    #[test]
    fn a_tile_that_is_no_crowd_shows_all() {
        let (homes, lives, positions) = layer(&vec![(TILE.corner(), Some(Span::ALWAYS)); CROWD]);
        let judge = Judge {
            homes: &homes,
            lives: &lives,
            wanted: Wanted::default(),
            positions: &positions,
        };
        assert_eq!(judge.verdict(TILE, None), Verdict::All);
    }

    #[test]
    fn a_crowd_is_who_answers_the_request() {
        let [x, y] = TILE.corner();
        let many = (0..10_000).map(|at| {
            let place = [x + ((at % 100) << 18), y + ((at / 100) << 18)];
            (place, Some(days(at, at + 1_000)))
        });
        let (homes, lives, positions) = layer(&many.collect::<Vec<_>>());
        let judge = |wanted| Judge { homes: &homes, lives: &lives, wanted, positions: &positions };
        let few = Wanted { span: Some(days(5_000, 5_001)), keeps: None };
        assert_eq!(judge(few).verdict(TILE, None), Verdict::All);
        let even = |position: usize| position.is_multiple_of(4);
        let filtered = Wanted { span: None, keeps: Some(&even) };
        assert_eq!(judge(filtered).verdict(TILE, None), Verdict::All);
        for wanted in [Wanted::default(), Wanted { span: Some(Span::ALWAYS), keeps: None }] {
            let Verdict::Some { kept, left_out } = judge(wanted).verdict(TILE, None) else {
                panic!("10,000 are a crowd");
            };
            assert!(kept.len() > 100 && kept.len() <= CROWD, "{} of {left_out}", kept.len());
        }
    }

    proptest! {
        #[test]
        fn what_a_level_keeps_every_finer_one_keeps(
            features in features(), level in 2..12_u8, span in prop::option::of((0..120, 1..30)),
            half in any::<bool>(),
        ) {
            let (homes, lives, positions) = layer(&features);
            let span = span.map(|(from, length)| days(from, from + length));
            let odd = |position: usize| position % 2 == 1;
            let keeps = half.then_some(&odd as &dyn Fn(usize) -> bool);
            let wanted = Wanted { span, keeps };
            let judge = Judge { homes: &homes, lives: &lives, wanted, positions: &positions };
            let coarse = shown(&judge, TILE, level);
            prop_assert!(coarse.is_subset(&shown(&judge, TILE, level + 1)));
            // No place that has anything is emptied.
            let cell_of = |at: &u32| cell(homes.keys[*at as usize], level);
            let all: BTreeSet<u64> = homes.of(TILE).filter(|at| {
                judge.wants(*at) && (span.is_some() || !lives.spans[*at].is_empty())
            }).map(|at| cell_of(&(at as u32))).collect();
            prop_assert_eq!(all, coarse.iter().map(cell_of).collect::<BTreeSet<u64>>());
        }

        #[test]
        fn a_tile_of_all_days_holds_what_a_tile_of_any_day_shows(
            features in features(), level in 2..10_u8, day in 0..140,
        ) {
            let (homes, lives, positions) = layer(&features);
            let judge = |wanted| Judge { homes: &homes, lives: &lives, wanted, positions: &positions };
            let all_days = shown(&judge(Wanted::default()), TILE, level);
            let of_day = Wanted { span: Some(days(day, day + 1)), keeps: None };
            let one_day = shown(&judge(of_day), TILE, level);
            prop_assert!(one_day.is_subset(&all_days));
            // A filter that keeps all takes another way to the same.
            let anything = |_: usize| true;
            let filtered = Wanted { span: None, keeps: Some(&anything) };
            prop_assert_eq!(shown(&judge(filtered), TILE, level), all_days);
        }
    }
}
