//! What every request can reach: the world that is served now, and the settings.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arc_swap::ArcSwap;
use bytes::Bytes;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::atlas::Atlas;
use crate::atlas::day::Day;
use crate::basemap::archives::Archives;
use crate::basemap::colour::Theme;
use crate::basemap::sprite::{Sprites, Wanted};
use crate::config::{Config, MAX_NAMES_AHEAD, MAX_PROFILES};
use crate::http::made_tiles::{MadeTiles, Outlook};
use crate::http::workers::Workers;
use crate::output::tile::{Quad, TileAddress};
use crate::query::Plan;
use crate::store::Store;
use crate::store::deadline::{Forever, Patience};
use crate::terrain::profile::Profile;

/// Shared by all requests.
pub struct App {
    world: ArcSwap<World>,
    /// Counts the worlds served so far.
    worlds: AtomicU64,
    config: Config,
    workers: Workers,
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
    tiles: MadeTiles,
}

/// What is served, told apart: equal editions give equal answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition {
    world: u64,
    today: Day,
}

impl World {
    /// Makes a loaded atlas ready to be served.
    #[must_use]
    pub fn new(atlas: Atlas, archives: Archives, today: Option<Day>) -> Self {
        let sprites = Sprites::new(atlas.vocabulary(), wanted(&atlas, today));
        Self {
            store: Store::new(atlas, today),
            archives,
            profiles: moka::future::Cache::new(MAX_PROFILES),
            sprites,
            tiles: MadeTiles::default(),
        }
    }

    /// Makes ahead what the first visitor would wait for: periods, indexes, tiles and symbols.
    pub fn warm(&self) {
        let today = self.store.today();
        self.store.prepare();
        if self.store.atlas().features().len() <= MAX_NAMES_AHEAD {
            self.store.names();
        }
        let layers: Vec<usize> = (0..self.store.atlas().vocabulary().layers.len()).collect();
        if let Some(world) = TileAddress::new(0, 0, 0) {
            let Ok(_) =
                self.tile(&Plan::of_layers(layers, today), (Quad::WebMercator, world), &Forever);
        }
        for theme in [Theme::Light, Theme::Dark] {
            if let Err(error) = self.sprites.sheet(theme, true) {
                tracing::warn!("symbols of {}: {error}", theme.name());
            }
        }
    }

    /// What is known of the tile of a plan before it is made.
    #[must_use]
    pub(super) fn tile_outlook(&self, plan: &Plan, place: (Quad, TileAddress)) -> Outlook {
        self.tiles.outlook(&self.store, plan, place)
    }

    /// Whether the tile of a plan is known to be empty, by a glance.
    #[must_use]
    pub fn is_empty_tile(&self, plan: &Plan, place: (Quad, TileAddress)) -> bool {
        self.tiles.is_empty(&self.store, plan, place)
    }

    /// A tile was given without making it.
    pub fn count_kept_tile(&self) {
        self.tiles.count_kept();
    }

    /// The bytes of the tile of a plan, made once: with a filter, of the features that answer it.
    ///
    /// # Errors
    /// When nobody waits for it any longer.
    pub fn tile<P: Patience>(
        &self,
        plan: &Plan,
        place: (Quad, TileAddress),
        patience: &P,
    ) -> Result<Bytes, P::Late> {
        self.tiles.tile(&self.store, plan, place, patience)
    }

    /// How often tiles of layers were asked for and made, and what is held of them, in bytes.
    #[must_use]
    pub fn tile_figures(&self) -> serde_json::Value {
        self.tiles.figures()
    }
}

impl App {
    /// Begins with a world.
    #[must_use]
    pub fn new(world: World, config: Config) -> Self {
        Self {
            world: ArcSwap::from_pointee(world),
            worlds: AtomicU64::new(1),
            workers: Workers::new(&config.limits),
            config,
            trouble: ArcSwap::from_pointee(None),
        }
    }

    /// The world that is served now; it stays whole for the request that holds it.
    #[must_use]
    pub fn world(&self) -> Arc<World> {
        self.world.load_full()
    }

    /// The edition that is served now. Taken before an answer is made, it is never newer than that.
    #[must_use]
    pub fn edition(&self) -> Edition {
        let world = self.worlds.load(Ordering::Acquire);
        Edition { world, today: self.world.load().store.today() }
    }

    /// Serves another world from now on.
    pub fn publish(&self, world: World) {
        self.world.store(Arc::new(world));
        self.worlds.fetch_add(1, Ordering::Release);
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

    /// Who works out what takes long.
    #[must_use]
    pub const fn workers(&self) -> &Workers {
        &self.workers
    }

    /// The settings.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }
}

/// A symbol for every status that a claim can bring about, now or read back in time.
fn wanted(atlas: &Atlas, today: Option<Day>) -> impl Iterator<Item = Wanted> {
    let today = today.unwrap_or_else(Day::today);
    let points = atlas.features().par_iter().filter(|f| atlas.layer_of(f).shape != "line");
    let symbols = points.fold(FxHashSet::default, |mut symbols, feature| {
        let mut add = |status: &'static str, planned: bool| {
            symbols.insert((feature.category(), status, planned, feature.disputed()));
        };
        for claim in feature.claims() {
            claim.group.into_iter().for_each(|group| add(group.status.as_str(), claim.planned));
        }
        for (status, planned) in feature.statuses(atlas.sources(), today) {
            add(if feature.is_event() { "held" } else { status.as_str() }, planned);
        }
        symbols
    });
    let joined = symbols.reduce(FxHashSet::default, |a, b| a.union(&b).copied().collect());
    joined.into_iter().map(|(category, status, planned, disputed)| Wanted {
        category: category.to_owned(),
        status: status.to_owned(),
        planned,
        disputed,
    })
}
