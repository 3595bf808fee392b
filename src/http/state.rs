//! What every request can reach: the world that is served now, and the settings.

use std::sync::Arc;

use arc_swap::ArcSwap;
use bytes::Bytes;
use moka::sync::Cache;

use crate::atlas::Atlas;
use crate::atlas::chronicle::Chronicle;
use crate::atlas::day::{Day, Span};
use crate::basemap::archives::Archives;
use crate::basemap::colour::Theme;
use crate::basemap::sprite::{Sprites, Wanted};
use crate::config::{Config, MAX_PROFILES, MAX_TILE_SETS, TILE_CACHE_BYTES};
use crate::output::period_tiles::PeriodTiles;
use crate::output::tile::TileAddress;
use crate::query::Plan;
use crate::store::Store;
use crate::terrain::profile::Profile;

/// Shared by all requests.
pub struct App {
    world: ArcSwap<World>,
    config: Config,
    trouble: ArcSwap<Option<String>>,
}

/// One loaded data folder with all that is made from it. Replaced as a whole, never changed.
pub struct World {
    /// The data, ready to be asked.
    pub store: Store,
    /// Tiles of the folder: the background, and maps of somebody else.
    pub archives: Archives,
    /// Profiles made so far, by the position of their feature.
    pub profiles: moka::future::Cache<usize, Arc<Profile>>,
    /// Sheets of symbols.
    pub sprites: Sprites,
    tile_sets: Cache<(Day, Day), Arc<PeriodTiles>>,
    tiles: Cache<TileKey, Bytes>,
}

/// What makes a tile: layers, place, known and current day, the span asked for, and the filter
/// written out.
type TileKey = (Vec<usize>, TileAddress, (Day, Day), Option<(Day, Day)>, Option<String>);

impl World {
    /// Makes a loaded atlas ready to be served.
    #[must_use]
    pub fn new(atlas: Atlas, archives: Archives, today: Option<Day>) -> Self {
        let sprites = Sprites::new(atlas.vocabulary(), wanted(&atlas, today));
        let weight = |key: &TileKey, tile: &Bytes| {
            let filter = key.4.as_ref().map_or(0, String::len);
            u32::try_from(tile.len() + filter + 128).unwrap_or(u32::MAX)
        };
        Self {
            store: Store::new(atlas, today),
            archives,
            profiles: moka::future::Cache::new(MAX_PROFILES),
            sprites,
            tile_sets: Cache::new(MAX_TILE_SETS),
            tiles: Cache::builder().max_capacity(TILE_CACHE_BYTES).weigher(weight).build(),
        }
    }

    /// Makes ahead what the first visitor would wait for: periods, tiles and symbols.
    pub fn warm(&self) {
        let today = self.store.today();
        let layers: Vec<usize> = (0..self.store.atlas().vocabulary().layers.len()).collect();
        if let Some(world) = TileAddress::new(0, 0, 0) {
            self.tile(&layers, world, today, None);
        }
        for theme in [Theme::Light, Theme::Dark] {
            if let Err(error) = self.sprites.sheet(theme, true) {
                tracing::warn!("symbols of {}: {error}", theme.name());
            }
        }
    }

    /// The bytes of an atlas tile, made once.
    pub fn tile(
        &self,
        layers: &[usize],
        address: TileAddress,
        known: Day,
        span: Option<Span>,
    ) -> Bytes {
        let asked = span.map(|span| (span.from, span.until));
        let days = (known, self.store.today());
        self.tiles.get_with((layers.to_vec(), address, days, asked, None), || {
            let (chronicle, set) = self.tile_set(known);
            set.tile(layers, address, span.map(|span| (&*chronicle, span))).into()
        })
    }

    /// The bytes of the tile of a plan, made once: with a filter, of the features that answer it.
    pub fn tile_of(&self, plan: &Plan, address: TileAddress) -> Bytes {
        let span = plan.moment.map(|moment| moment.span);
        let Some(predicate) = &plan.predicate else {
            return self.tile(&plan.layers, address, plan.known, span);
        };
        let asked = span.map(|span| (span.from, span.until));
        let days = (plan.known, self.store.today());
        let filter = Some(format!("{predicate:?}"));
        self.tiles.get_with((plan.layers.clone(), address, days, asked, filter), || {
            let (chronicle, set) = self.tile_set(plan.known);
            let keeps = self.store.keeps(plan);
            let at = span.map(|span| (&*chronicle, span));
            set.tile_of(&plan.layers, address, at, &keeps).into()
        })
    }

    fn tile_set(&self, known: Day) -> (Arc<Chronicle>, Arc<PeriodTiles>) {
        let chronicle = self.store.chronicle(known);
        let days = (known, self.store.today());
        let make = || Arc::new(PeriodTiles::new(self.store.atlas(), &chronicle));
        let set = self.tile_sets.get_with(days, make);
        (chronicle, set)
    }
}

impl App {
    /// Begins with a world.
    #[must_use]
    pub fn new(world: World, config: Config) -> Self {
        Self { world: ArcSwap::from_pointee(world), config, trouble: ArcSwap::from_pointee(None) }
    }

    /// The world that is served now; it stays whole for the request that holds it.
    #[must_use]
    pub fn world(&self) -> Arc<World> {
        self.world.load_full()
    }

    /// Serves another world from now on.
    pub fn publish(&self, world: World) {
        self.world.store(Arc::new(world));
        self.trouble.store(Arc::new(None));
    }

    /// Notes why the newest data is not served.
    pub fn keep_because(&self, reason: String) {
        self.trouble.store(Arc::new(Some(reason)));
    }

    /// Why the newest data is not served, if it is not.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        self.trouble.load().as_ref().clone()
    }

    /// The settings.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }
}

/// A symbol for every status that a claim can bring about, now or read back in time.
fn wanted(atlas: &Atlas, today: Option<Day>) -> Vec<Wanted> {
    let today = today.unwrap_or_else(Day::today);
    let points = atlas.features().iter().filter(|f| atlas.layer_of(f).shape != "line");
    points
        .flat_map(|feature| {
            let symbol = |status: &str, planned: bool| Wanted {
                category: feature.category.clone(),
                status: status.to_owned(),
                planned,
                disputed: feature.disputed,
            };
            let of_claims = feature
                .claims()
                .iter()
                .filter_map(|claim| Some(symbol(claim.group?.status.as_str(), claim.planned)));
            let of_periods = feature.periods(atlas.sources(), today, today);
            let of_periods = of_periods.into_iter().map(|period| {
                let held = feature.is_event();
                symbol(if held { "held" } else { period.group.status.as_str() }, period.planned)
            });
            of_claims.chain(of_periods).collect::<Vec<_>>()
        })
        .collect()
}
