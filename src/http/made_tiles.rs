//! Tiles of the layers: made when first asked for, once for all who wait, and kept by weight.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use serde_json::{Value, json};

use crate::atlas::day::{Day, Span};
use crate::config::{TILE_CACHE_BYTES, TILE_SET_BYTES};
use crate::http::flights::Flights;
use crate::output::layer_shapes::AtlasShapes;
use crate::output::period_tiles::PeriodTiles;
use crate::output::thinning::Wanted;
use crate::output::tile::{Quad, TileAddress};
use crate::query::Plan;
use crate::store::Store;
use crate::store::deadline::Patience;

/// The tiles of one atlas.
pub(super) struct MadeTiles {
    /// By quad: they do not change with the day.
    shapes: [OnceLock<Arc<AtlasShapes>>; 2],
    sets: Cache<SetKey, Arc<PeriodTiles>>,
    sets_on_the_way: Flights<SetKey, Arc<PeriodTiles>>,
    tiles: Cache<TileKey, Bytes>,
    tiles_on_the_way: Flights<TileKey, Bytes>,
    asked: AtomicU64,
    made: AtomicU64,
}

/// What is known of a tile before it is made.
pub(super) enum Outlook {
    /// It was made before, or is empty.
    There(Bytes),
    /// It is made in about the time that it takes to hand it to another thread.
    Light,
    /// To make it may take long.
    Heavy,
}

/// What makes a set: its quad, the day as of which it is known, and the current day.
type SetKey = (Quad, Day, Day);

/// What makes a tile: layers, place, known and current day, the span asked for, and the filter
/// written out.
type TileKey = (Vec<usize>, (Quad, TileAddress), (Day, Day), Option<(Day, Day)>, Option<String>);

/// What a kept tile weighs beside its bytes and its filter: key and links, in bytes.
const ENTRY_BYTES: usize = 256;

/// Features and vertices of a tile that is made in some 50 µs.
const LIGHT: usize = 1_024;

impl Default for MadeTiles {
    fn default() -> Self {
        Self::holding(TILE_CACHE_BYTES, TILE_SET_BYTES)
    }
}

impl MadeTiles {
    /// Keeps so many bytes of tiles, and of what tiles of a day are made from.
    fn holding(tile_bytes: u64, set_bytes: u64) -> Self {
        let weight = |key: &TileKey, tile: &Bytes| {
            let filter = key.4.as_ref().map_or(0, String::len);
            u32::try_from(tile.len() + filter + ENTRY_BYTES).unwrap_or(u32::MAX)
        };
        // Two sets are kept whatever they weigh: that of today, and one of another day. To make one
        // takes long, so that the last one asked for is worth more than the most popular.
        let half = u32::try_from(set_bytes / 2).unwrap_or(u32::MAX);
        let weight_of_set = move |_: &SetKey, set: &Arc<PeriodTiles>| {
            u32::try_from(set.bytes()).unwrap_or(u32::MAX).min(half)
        };
        Self {
            shapes: [OnceLock::new(), OnceLock::new()],
            sets: Cache::builder()
                .max_capacity(set_bytes)
                .weigher(weight_of_set)
                .eviction_policy(EvictionPolicy::lru())
                .build(),
            sets_on_the_way: Flights::default(),
            tiles: Cache::builder().max_capacity(tile_bytes).weigher(weight).build(),
            tiles_on_the_way: Flights::default(),
            asked: AtomicU64::new(0),
            made: AtomicU64::new(0),
        }
    }

    /// What is known of the tile of a plan before it is made.
    pub fn outlook(&self, store: &Store, plan: &Plan, place: (Quad, TileAddress)) -> Outlook {
        if let Some(kept) = self.tiles.get(&key(store, plan, place)) {
            return Outlook::There(kept);
        }
        let (address, span) = (place.1, asked_span(plan));
        let set = self.sets.get(&set_key(store, plan, place));
        match set.map(|set| set.effort(&plan.layers, address, span, LIGHT)) {
            Some(0) => Outlook::There(Bytes::new()),
            Some(1..=LIGHT) if plan.predicate.is_none() => Outlook::Light,
            _ => Outlook::Heavy,
        }
    }

    /// Whether the tile of a plan is known to be empty, by a glance.
    pub fn is_empty(&self, store: &Store, plan: &Plan, place: (Quad, TileAddress)) -> bool {
        let set = self.sets.get(&set_key(store, plan, place));
        set.is_some_and(|set| set.is_empty(&plan.layers, place.1, asked_span(plan)))
    }

    /// A tile was asked for, and given without making it.
    pub fn count_kept(&self) {
        self.asked.fetch_add(1, Ordering::Relaxed);
    }

    /// The bytes of the tile of a plan: with a filter, of the features that answer it.
    ///
    /// # Errors
    /// When nobody waits for it any longer.
    pub fn tile<P: Patience>(
        &self,
        store: &Store,
        plan: &Plan,
        place: (Quad, TileAddress),
        patience: &P,
    ) -> Result<Bytes, P::Late> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let key = key(store, plan, place);
        let make = || {
            let tile = self.make(store, plan, place, patience)?;
            self.tiles.insert(key.clone(), tile.clone());
            Ok(tile)
        };
        self.tiles_on_the_way.get(&key, patience, || self.tiles.get(&key), make)
    }

    /// How often tiles were asked for and made, and what is held of them, in bytes.
    pub fn figures(&self) -> Value {
        let shapes = self.shapes.iter().filter_map(OnceLock::get).map(|shapes| shapes.bytes());
        let sets: usize = self.sets.iter().map(|(_, set)| set.bytes()).sum();
        json!({
            "asked": self.asked.load(Ordering::Relaxed),
            "made": self.made.load(Ordering::Relaxed),
            "bytes": self.tiles.weighted_size(),
            "bytes_prepared": shapes.sum::<usize>() + sets,
        })
    }

    fn make<P: Patience>(
        &self,
        store: &Store,
        plan: &Plan,
        place: (Quad, TileAddress),
        patience: &P,
    ) -> Result<Bytes, P::Late> {
        self.made.fetch_add(1, Ordering::Relaxed);
        let set = self.set(store, set_key(store, plan, place), patience)?;
        let (address, span) = (place.1, asked_span(plan));
        let keeps = store.keeps(plan, patience);
        let keeps = plan.predicate.is_some().then_some(&keeps as &dyn Fn(usize) -> bool);
        let tile = set.tile_for(&plan.layers, address, Wanted { span, keeps }, patience)?;
        // Without patience features are missing.
        patience.check()?;
        Ok(tile.into())
    }

    /// Who begins a set finishes it, even where he waits no longer himself: all tiles of the day
    /// need it, and one that takes longer than an answer may would never be there otherwise.
    fn set<P: Patience>(
        &self,
        store: &Store,
        key: SetKey,
        patience: &P,
    ) -> Result<Arc<PeriodTiles>, P::Late> {
        let make = || {
            let (quad, known, _) = key;
            let chronicle = store.chronicle(known);
            let set = PeriodTiles::of(self.shapes(store, quad), store.atlas(), &chronicle);
            tracing::debug!("tiles as of {known} take {} MB", set.bytes() >> 20);
            let set = Arc::new(set);
            self.sets.insert(key, Arc::clone(&set));
            Ok(set)
        };
        self.sets_on_the_way.get(&key, patience, || self.sets.get(&key), make)
    }

    fn shapes(&self, store: &Store, quad: Quad) -> Arc<AtlasShapes> {
        let number = match quad {
            Quad::WebMercator => 0,
            Quad::Crs84 => 1,
        };
        let made = || Arc::new(AtlasShapes::new(store.atlas(), quad));
        Arc::clone(self.shapes[number].get_or_init(made))
    }
}

fn asked_span(plan: &Plan) -> Option<Span> {
    plan.moment.map(|moment| moment.span)
}

fn set_key(store: &Store, plan: &Plan, (quad, _): (Quad, TileAddress)) -> SetKey {
    (quad, plan.known, store.today())
}

fn key(store: &Store, plan: &Plan, place: (Quad, TileAddress)) -> TileKey {
    let span = plan.moment.map(|moment| (moment.span.from, moment.span.until));
    let filter = plan.predicate.as_ref().map(|predicate| format!("{predicate:?}"));
    (plan.layers.clone(), place, (plan.known, store.today()), span, filter)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::*;
    use crate::atlas::load::load;
    use crate::query::time::Moment;
    use crate::store::deadline::{Deadline, Forever, TooLate};

    fn shipped() -> Store {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("geodata");
        Store::new(load(&folder).unwrap().0, Some(Day::from_number(20_000)))
    }

    fn address(z: u8, x: u32, y: u32) -> (Quad, TileAddress) {
        (Quad::WebMercator, TileAddress::new(z, x, y).unwrap())
    }

    #[test]
    fn a_flood_of_tiles_and_days_stays_within_its_bounds() {
        let (store, tiles) = (shipped(), MadeTiles::holding(200_000, 4_000_000));
        for day in 0..200 {
            let known = Day::from_number(14_000 + day / 20);
            let mut plan = Plan::of_layers(vec![0, 1, 2, 3, 4], known);
            plan.moment = Some(Moment { span: Span::of_day(Day::from_number(10_000 + day)) });
            for x in 20..24 {
                let Ok(_) = tiles.tile(&store, &plan, address(5, x, 11), &Forever);
            }
            tiles.tiles.run_pending_tasks();
            tiles.sets.run_pending_tasks();
            assert!(tiles.tiles.weighted_size() <= 200_000);
            assert!(tiles.sets.weighted_size() <= 4_000_000);
        }
        let figures = tiles.figures();
        assert_eq!((&figures["asked"], &figures["made"]), (&json!(800), &json!(800)));
    }

    #[test]
    fn a_tile_is_made_once_for_all_who_ask() {
        let (store, tiles) = (shipped(), MadeTiles::default());
        let plan = Plan::of_layers(vec![0, 1, 2, 3, 4], store.today());
        let each = || {
            let Ok(tile) = tiles.tile(&store, &plan, address(4, 11, 5), &Forever);
            tile
        };
        let all: Vec<Bytes> = std::thread::scope(|scope| {
            let asking: Vec<_> = (0..8).map(|_| scope.spawn(each)).collect();
            asking.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert!(all.iter().all(|tile| !tile.is_empty() && *tile == all[0]));
        let figures = tiles.figures();
        assert_eq!((&figures["asked"], &figures["made"]), (&json!(8), &json!(1)));
        assert!(figures["bytes_prepared"].as_u64() > Some(100_000));
    }

    /// Looks at the clock so many times before it has enough.
    struct Looks(AtomicU64);

    impl Patience for Looks {
        type Late = TooLate;

        fn check(&self) -> Result<(), TooLate> {
            let less = |left: u64| left.checked_sub(1);
            let looked = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
            looked.map(|_| ()).map_err(|_| TooLate)
        }
    }

    #[test]
    fn a_tile_nobody_waits_for_is_broken_off_and_the_next_one_makes_it() {
        let (store, tiles) = (shipped(), MadeTiles::default());
        let plan = Plan::of_layers(vec![0, 1, 2, 3, 4], store.today());
        let ask =
            |looks| tiles.tile(&store, &plan, address(0, 0, 0), &Looks(AtomicU64::new(looks)));
        // Asked at each layer, and at every sixteenth feature.
        for looks in [0, 1, 5, 12] {
            assert_eq!(ask(looks), Err(TooLate), "after {looks} looks");
        }
        assert!(ask(1_000).is_ok_and(|tile| !tile.is_empty()));
        assert!(ask(0).is_ok(), "what is kept is there at once");
    }

    #[test]
    fn a_glance_calls_a_tile_empty_where_nothing_is_looked_at_for_it() {
        let (store, tiles) = (shipped(), MadeTiles::default());
        let plan = Plan::of_layers(vec![0, 1, 2, 3, 4], store.today());
        let Ok(_) = tiles.tile(&store, &plan, address(0, 0, 0), &Forever);
        let places = (0..32).flat_map(|x| (0..32).map(move |y| address(5, x, y)));
        let (empty, other): (Vec<_>, Vec<_>) =
            places.partition(|place| tiles.is_empty(&store, &plan, *place));
        assert!(empty.len() > 900 && other.len() > 10, "{} {}", empty.len(), other.len());
        for place in empty {
            assert!(
                matches!(tiles.outlook(&store, &plan, place), Outlook::There(tile) if tile.is_empty())
            );
            let Ok(made) = tiles.tile(&store, &plan, place, &Forever);
            assert!(made.is_empty(), "{place:?}");
        }
        for place in other {
            assert!(!matches!(tiles.outlook(&store, &plan, place), Outlook::There(_)), "{place:?}");
        }
    }

    #[test]
    fn a_set_is_finished_once_for_all_by_whoever_began_it() {
        let (store, tiles) = (shipped(), MadeTiles::default());
        let key = (Quad::WebMercator, store.today(), store.today());
        let set = || tiles.set(&store, key, &Deadline::after(Duration::from_secs(3_600)));
        let sets: Vec<_> = std::thread::scope(|scope| {
            let asking: Vec<_> = (0..8).map(|_| scope.spawn(set)).collect();
            asking.into_iter().map(|one| one.join().unwrap().unwrap()).collect()
        });
        assert!(sets.iter().all(|set| Arc::ptr_eq(set, &sets[0])));
        // Who has no time left begins another, and leaves it to the next one.
        let yesterday = (Quad::WebMercator, store.today().previous(), store.today());
        let begun = tiles.set(&store, yesterday, &Looks(AtomicU64::new(0))).unwrap();
        assert!(Arc::ptr_eq(&begun, &tiles.set(&store, yesterday, &Forever).unwrap()));
    }
}
