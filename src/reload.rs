//! Reload: watches the data folder, builds a new world beside the old one, and swaps them, or
//! keeps the old one and says why.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use notify_debouncer_full::notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use tokio::sync::mpsc;

use crate::atlas::Atlas;
use crate::atlas::finding::counted;
use crate::atlas::index_cache::FILE_NAME as INDEX_CACHE;
use crate::atlas::load::{IndexCache, LoadError, load_watched};
use crate::basemap::archives::Archives;
use crate::config::{Config, RELOAD_QUIET};
use crate::http::state::{App, World};

/// Why a folder cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// It cannot be read.
    #[error("{0}")]
    Load(#[from] LoadError),
    /// Its files have faults.
    #[error("the data has {}, the first: {first}; 'steppe check' lists all", counted(*.count, "finding"))]
    Findings {
        /// How many.
        count: usize,
        /// The first, with file and line.
        first: String,
    },
    /// The reading was broken off.
    #[error("the reading was broken off: {0}")]
    Stopped(#[from] tokio::task::JoinError),
    /// Its tile archives cannot be listed.
    #[error("cannot list the tile archives: {0}")]
    Archives(#[from] std::io::Error),
}

/// Reads a data folder into a world that can be served.
///
/// # Errors
/// When the folder cannot be read, or its data has findings. A tile archive that cannot be used is
/// logged and left out.
pub async fn build(config: &Config) -> Result<World, BuildError> {
    let atlas = sound_atlas(&config.data, IndexCache::Kept).await?;
    let archives = archives(&config.data, &atlas).await?;
    for intake in atlas.intakes() {
        tracing::info!("{intake}");
    }
    for refused in archives.refused() {
        tracing::error!("not served: {refused}");
    }
    Ok(World::new(atlas, archives, config.today))
}

/// Reads the atlas of a folder.
///
/// # Errors
/// When the folder cannot be read, or its data has findings.
pub async fn sound_atlas(folder: &Path, cache: IndexCache) -> Result<Atlas, BuildError> {
    let folder = folder.to_owned();
    let read = move || {
        let told = Told::new();
        load_watched(&folder, cache, &|read, all| told.tell(read, all))
    };
    let (atlas, findings) = tokio::task::spawn_blocking(read).await??;
    match findings.first() {
        None => Ok(atlas),
        Some(first) => {
            Err(BuildError::Findings { count: findings.len(), first: first.to_string() })
        }
    }
}

/// What is told of a reading that takes long.
struct Told {
    begun: Instant,
    times: AtomicU64,
}

/// How often it is told.
const EVERY: Duration = Duration::from_secs(2);

impl Told {
    fn new() -> Self {
        Self { begun: Instant::now(), times: AtomicU64::new(0) }
    }

    fn tell(&self, read: usize, all: usize) {
        let times = self.begun.elapsed().as_secs() / EVERY.as_secs();
        if self.times.fetch_max(times, Ordering::Relaxed) < times {
            tracing::info!("reading the data: {read} of {all} features");
        }
    }
}

/// Opens the tile archives of a folder beside its atlas.
///
/// # Errors
/// When the folder cannot be read.
pub async fn archives(folder: &Path, atlas: &Atlas) -> std::io::Result<Archives> {
    let layers: Vec<&str> =
        atlas.vocabulary().layers.iter().map(|layer| layer.id.as_str()).collect();
    Archives::open(folder, &layers).await
}

/// Watches the data folder for as long as the returned watcher lives; each change builds a new
/// world on the running runtime.
///
/// # Errors
/// When the folder cannot be watched.
pub fn watch(
    app: &Arc<App>,
) -> Result<Debouncer<RecommendedWatcher, RecommendedCache>, notify_debouncer_full::notify::Error> {
    let (changed, mut changes) = mpsc::channel::<()>(1);
    // By itself it would wake four times as often, all day long.
    let mut debouncer =
        new_debouncer(RELOAD_QUIET, Some(RELOAD_QUIET), move |events: DebounceEventResult| {
            // A full channel already holds a change that will read this one too.
            let touched = match events {
                Ok(events) => {
                    events.iter().any(|event| !event.kind.is_access() && is_news(&event.paths))
                }
                Err(errors) => {
                    tracing::warn!(?errors, "some changes may have been missed; reading all again");
                    true
                }
            };
            if touched {
                let _ = changed.try_send(());
            }
        })?;
    debouncer.watch(Path::new(&app.config().data), RecursiveMode::NonRecursive)?;
    let app = Arc::clone(app);
    tokio::spawn(async move {
        while changes.recv().await.is_some() {
            reload(&app).await;
        }
    });
    Ok(debouncer)
}

/// Whether an event of these files may be one of the data. That of no file says that some were missed; the
/// index cache, or a file that is to become it, says nothing new.
fn is_news(paths: &[PathBuf]) -> bool {
    let is_cache = |path: &PathBuf| {
        let name = path.file_name().map(OsStr::to_string_lossy);
        name.is_some_and(|name| name.starts_with(INDEX_CACHE))
    };
    paths.is_empty() || !paths.iter().all(is_cache)
}

async fn reload(app: &App) {
    match build(app.config()).await {
        Ok(world) => {
            tracing::info!(version = world.store.atlas().version(), "serving changed data");
            app.publish(world);
            let world = app.world();
            tokio::task::spawn_blocking(move || world.warm());
        }
        Err(error) => {
            tracing::error!("keeping the data as it was: {error}");
            app.keep_because(error.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_cache_is_no_news_but_events_that_were_missed_are() {
        for (paths, news) in [
            (&["/data/roads.csv"][..], true),
            (&["/data/.steppe-index"], false),
            (&["/data/.steppe-indexAb12", "/data/.steppe-index"], false),
            (&["/data/.steppe-index", "/data/roads.csv"], true),
            (&[], true),
        ] {
            let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            assert_eq!(is_news(&paths), news, "{paths:?}");
        }
    }
}
