//! The program `steppe`: subcommands, wiring and exit codes.

mod cli;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};
use steppe_atlas::atlas::date::Date;
use steppe_atlas::atlas::day::Day;
use steppe_atlas::atlas::load::load;
use steppe_atlas::atlas::rewrite::rewrite;
use steppe_atlas::config::{Config, SHUTDOWN_GRACE};
use steppe_atlas::export::{site, tiles};
use steppe_atlas::http::{serve, state::App};
use steppe_atlas::reload;
use steppe_atlas::store::Store;
use tracing_subscriber::EnvFilter;

/// A map server that knows what stood when.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the map and the API.
    Serve(Serve),
    /// Check a data folder: every fault with file, line, id, field and reason.
    Check(Check),
    /// Make an atlas of files of your own.
    Init(cli::init::Init),
    /// Write the layers of the atlas as a file of vector tiles, or all of it as files for any host.
    Export(Export),
}

#[derive(Args)]
struct Serve {
    /// The data folder.
    #[arg(long, env = "STEPPE_DATA", default_value = "geodata")]
    data: PathBuf,
    /// Address to listen on.
    #[arg(long, env = "STEPPE_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Address under which people reach the server, where a proxy stands before it.
    #[arg(long, env = "STEPPE_BASE_URL")]
    base_url: Option<String>,
    /// Day to take for the current one, for tests and pictures.
    #[arg(long, env = "STEPPE_TODAY")]
    today: Option<String>,
}

#[derive(Args)]
struct Check {
    /// The data folder.
    #[arg(long, env = "STEPPE_DATA", default_value = "geodata")]
    data: PathBuf,
    /// Write the files in their canonical form first.
    #[arg(long)]
    fix: bool,
}

#[derive(Args)]
struct Export {
    /// The data folder.
    #[arg(long, env = "STEPPE_DATA", default_value = "geodata")]
    data: PathBuf,
    #[command(flatten)]
    target: Target,
    /// Layers to write as tiles, with commas between; all without it.
    #[arg(long, conflicts_with = "folder")]
    layers: Option<String>,
    /// Write over a file, or replace an exported folder, that is there.
    #[arg(long)]
    force: bool,
    /// Day to take for the current one, for tests and pictures.
    #[arg(long, env = "STEPPE_TODAY")]
    today: Option<String>,
}

/// What to write: exactly one of them.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Target {
    /// The file of vector tiles to write, by its ending MBTiles (.mbtiles) or PMTiles (.pmtiles).
    #[arg(long, value_name = "FILE")]
    tiles: Option<PathBuf>,
    /// The folder to write, with map, data and tiles as files that any web host can hand out.
    #[arg(id = "folder", long = "static", value_name = "DIR")]
    folder: Option<PathBuf>,
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(settings) => run(settings),
        Command::Check(settings) => check(settings),
        Command::Init(settings) => cli::init::init(&settings),
        Command::Export(settings) => export(&settings),
    };
    match done {
        Ok(code) => code,
        Err(reason) => {
            eprintln!("steppe: {reason}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn check(settings: Check) -> Result<ExitCode, String> {
    if settings.fix {
        for file in rewrite(&settings.data).map_err(|error| error.to_string())? {
            println!("{file}: written in canonical form");
        }
    }
    let (atlas, findings) = load(&settings.data).map_err(|error| error.to_string())?;
    let archives = reload::archives(&settings.data, &atlas).await;
    let archives = archives.map_err(|error| error.to_string())?;
    let refused = archives.refused();
    for intake in atlas.intakes() {
        println!("{intake}");
    }
    for finding in &findings {
        println!("{finding}");
    }
    for archive in refused {
        println!("{archive}");
    }
    let count = findings.len() + refused.len();
    println!("{} features, {count} findings", atlas.features().len());
    Ok(if count == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[tokio::main]
async fn export(settings: &Export) -> Result<ExitCode, String> {
    if let Some(file) = &settings.target.tiles {
        export_tiles(settings, file).await?;
    }
    if let Some(folder) = &settings.target.folder {
        export_site(settings, folder).await?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn export_tiles(settings: &Export, file: &Path) -> Result<(), String> {
    let today = today(settings.today.as_deref())?;
    let atlas = reload::sound_atlas(&settings.data).await.map_err(|error| error.to_string())?;
    let store = Store::new(atlas, today);
    let written = async {
        let layers = tiles::layers(store.atlas(), settings.layers.as_deref())?;
        tiles::write(&store, &layers, file, settings.force).await
    };
    let written = written.await.map_err(|error| error.to_string())?;
    println!("{}: {} tiles, {} bytes", file.display(), written.n_tiles, written.bytes);
    Ok(())
}

async fn export_site(settings: &Export, folder: &Path) -> Result<(), String> {
    // Held fast, so that all files speak of one day.
    let today = today(settings.today.as_deref())?.unwrap_or_else(Day::today);
    let config = Config {
        data: settings.data.clone(),
        listen: ([127, 0, 0, 1], 0).into(), // nobody listens
        base_url: Some(site::BASE.to_owned()),
        today: Some(today),
    };
    let world = reload::build(&config).await.map_err(|error| error.to_string())?;
    let app = Arc::new(App::new(world, config));
    let written = site::write(&app, folder, settings.force).await;
    let written = written.map_err(|error| error.to_string())?;
    for refused in app.world().archives.refused() {
        eprintln!("steppe: left out: {refused}");
    }
    println!("{}: {} files, {} bytes", folder.display(), written.n_files, written.bytes);
    Ok(())
}

#[tokio::main]
async fn run(settings: Serve) -> Result<ExitCode, String> {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,steppe=info,steppe_atlas=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let mut config = config(settings)?;
    let world = reload::build(&config).await.map_err(|error| error.to_string())?;
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", config.listen))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    config.listen = address;
    let app = Arc::new(App::new(world, config));
    let _watcher = reload::watch(&app)
        .inspect_err(|error| tracing::warn!("changes of the data will not be noticed: {error}"));
    println!("Steppe Atlas is at http://{address}");
    let world = app.world();
    tokio::task::spawn_blocking(move || world.warm());
    let (stopped, stop) = tokio::sync::oneshot::channel();
    let serving = tokio::spawn(serve(listener, app, async move {
        let _ = stop.await;
    }));
    stop_signal().await;
    let _ = stopped.send(());
    match tokio::time::timeout(SHUTDOWN_GRACE, serving).await {
        Ok(Ok(Ok(()))) => Ok(ExitCode::SUCCESS),
        Ok(Ok(Err(error))) => Err(error.to_string()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("some requests did not finish in time".to_owned()),
    }
}

fn config(settings: Serve) -> Result<Config, String> {
    let today = today(settings.today.as_deref())?;
    Ok(Config { data: settings.data, listen: settings.listen, base_url: settings.base_url, today })
}

fn today(text: Option<&str>) -> Result<Option<Day>, String> {
    let day = |text: &str| match Date::parse(text) {
        Ok(date) if date.earliest() == date.latest() => Ok(date.earliest()),
        _ => Err(format!("--today: '{text}' is not a day such as 2026-11-24")),
    };
    text.map(day).transpose()
}

/// Comes with SIGTERM or Ctrl-C.
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
