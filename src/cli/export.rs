//! `steppe export`: features as a file of any format, layers as vector tiles, or all of it as files
//! for any host.

use std::io::{BufWriter, IsTerminal, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use steppe_atlas::atlas::day::Day;
use steppe_atlas::atlas::finding::counted;
use steppe_atlas::config::{Config, Limits};
use steppe_atlas::export::{features, site, tiles};
use steppe_atlas::http::state::App;
use steppe_atlas::output::contents::Contents;
use steppe_atlas::output::credit;
use steppe_atlas::output::format::{FileError, Format, endings};
use steppe_atlas::query::NOT_OF_FILES;
use steppe_atlas::query::page::Page;
use steppe_atlas::reload;
use steppe_atlas::store::Store;

use super::out::{say, unless_closed};
use super::parameters::{Asked, Parameters};
use super::progress::Progress;
use super::{Failure, Source, sound_atlas};

#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    target: Target,
    /// Layers to write, with commas between; all without it.
    #[arg(long, visible_alias = "layer", conflicts_with = "folder")]
    layers: Option<String>,
    /// Format of the file of features, by its ending; without it the name of the file says it.
    #[arg(long, requires = "output", value_name = "ENDING")]
    format: Option<String>,
    /// Write over a file, or replace an exported folder, that is there.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    parameters: Parameters<OfFile>,
}

/// Only a file of features answers a question.
struct OfFile;

impl Asked for OfFile {
    const WITHOUT: &'static [&'static str] = NOT_OF_FILES;

    fn only(_: &str) -> Option<(&'static str, &'static [&'static str])> {
        Some(("", &["tiles", "folder"]))
    }
}

/// The name that stands for standard output.
const STANDARD_OUTPUT: &str = "-";

/// What to write: exactly one of them.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Target {
    /// The file of features to write, with licence, sources and citation inside: .gpkg, .csv,
    /// .shp.zip and others; - writes to standard output what --format says.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The file of vector tiles to write, by its ending MBTiles (.mbtiles) or PMTiles (.pmtiles).
    #[arg(long, value_name = "FILE")]
    tiles: Option<PathBuf>,
    /// The folder to write, with map, data and tiles as files that any web host can hand out.
    #[arg(id = "folder", long = "static", value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Writes what is asked for, whole or not at all.
pub fn run(settings: &Export) -> Result<ExitCode, Failure> {
    if let Some(file) = &settings.target.output {
        export_features(settings, file)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(file) = &settings.target.tiles {
        export_tiles(settings, file)?;
    }
    if let Some(folder) = &settings.target.folder {
        export_site(settings, folder)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn export_features(settings: &Export, file: &Path) -> Result<(), Failure> {
    let format = format(settings.format.as_deref(), file)?;
    let store = settings.source.store()?;
    let layers = settings.layers.as_deref();
    let mut plan = settings.parameters.plan(&store, layers)?;
    plan.page = Page::ALL;
    let command = settings.parameters.command("export", layers);
    let datetime = settings.parameters.get("datetime");
    let asked = credit::Asked::of(store.atlas(), &plan, datetime, command);
    let progress = Progress::of("features");
    let watcher = |done: usize, all: usize| progress.tell(done, all);
    let contents = Contents::of(&store, &plan, asked).watched(&watcher);
    let count = counted(contents.hits.len(), "feature");
    if is_standard_output(file) {
        let written = format.write(&contents, &mut BufWriter::new(stdout().lock()));
        progress.end();
        return unless_closed(written, FileError::kind);
    }
    let bytes = features::write(&contents, format, file, settings.force).map_err(Failure::of)?;
    progress.end();
    say(format!("{}: {count}, {bytes} bytes, {}", file.display(), format.title))
}

fn is_standard_output(file: &Path) -> bool {
    file == Path::new(STANDARD_OUTPUT)
}

/// The format that is named, or that the name of the file says.
fn format(ending: Option<&str>, file: &Path) -> Result<&'static Format, Failure> {
    if let Some(ending) = ending {
        let unknown = || format!("--format: there is no '{ending}'; there are {}", endings());
        let found = Format::with_ending(ending).ok_or_else(|| Failure::Usage(unknown()))?;
        if is_standard_output(file) && !found.is_text() && stdout().is_terminal() {
            let reason = format!("--format: '{ending}' is no text for a terminal; name a file");
            return Err(Failure::Usage(reason));
        }
        return Ok(found);
    }
    if is_standard_output(file) {
        let reason = format!("--output: '-' has no ending; --format names one: {}", endings());
        return Err(Failure::Usage(reason));
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let found = Format::of_name(&name).map(|(_, format)| format);
    found.ok_or_else(|| {
        let file = file.display();
        Failure::Usage(format!(
            "--output: '{file}' ends as no format does; there are {}",
            endings()
        ))
    })
}

#[tokio::main]
async fn export_tiles(settings: &Export, file: &Path) -> Result<(), Failure> {
    let today = settings.source.today()?;
    let store = Store::new(sound_atlas(&settings.source.data).await?, today);
    let progress = Progress::of("tiles");
    let written = async {
        let layers = tiles::layers(store.atlas(), settings.layers.as_deref())?;
        let watcher = |done: usize, all: usize| progress.tell(done, all);
        tiles::write(&store, &layers, file, settings.force, &watcher).await
    };
    let written = written.await;
    progress.end();
    let written = written.map_err(Failure::of)?;
    let tiles = counted(written.n_tiles, "tile");
    say(format!("{}: {tiles}, {} bytes", file.display(), written.bytes))
}

#[tokio::main]
async fn export_site(settings: &Export, folder: &Path) -> Result<(), Failure> {
    // Held fast, so that all files speak of one day.
    let today = settings.source.today()?.unwrap_or_else(Day::today);
    let config = Config {
        data: settings.source.data.clone(),
        listen: ([127, 0, 0, 1], 0).into(), // nobody listens
        base_url: Some(site::BASE.to_owned()),
        today: Some(today),
        limits: Limits::default(),
    };
    let world = reload::build(&config).await.map_err(Failure::of)?;
    let app = Arc::new(App::new(world, config));
    let progress = Progress::of("files");
    let watcher = |done: usize, all: usize| progress.tell(done, all);
    let written = site::write(&app, folder, settings.force, &watcher).await;
    progress.end();
    let written = written.map_err(Failure::of)?;
    for refused in app.world().archives.refused() {
        eprintln!("steppe: left out: {refused}");
    }
    let files = counted(written.n_files, "file");
    say(format!("{}: {files}, {} bytes", folder.display(), written.bytes))
}
