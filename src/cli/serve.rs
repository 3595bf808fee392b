//! `steppe serve`: the map and the API, until a signal to stop.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use steppe_atlas::config::{Config, SHUTDOWN_GRACE};
use steppe_atlas::http::{serve, state::App};
use steppe_atlas::reload;
use tracing_subscriber::EnvFilter;

use super::{Failure, today};

#[derive(Args)]
pub struct Serve {
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

/// Serves until it is told to stop.
#[tokio::main]
pub async fn run(settings: Serve) -> Result<ExitCode, Failure> {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,steppe=info,steppe_atlas=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let mut config = config(settings)?;
    let world = reload::build(&config).await.map_err(Failure::of)?;
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .map_err(|error| Failure::of(format!("cannot listen on {}: {error}", config.listen)))?;
    let address = listener.local_addr().map_err(Failure::of)?;
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
        Ok(Ok(Err(error))) => Err(Failure::of(error)),
        Ok(Err(error)) => Err(Failure::of(error)),
        Err(_) => Err(Failure::of("some requests did not finish in time")),
    }
}

fn config(settings: Serve) -> Result<Config, Failure> {
    let today = today(settings.today.as_deref())?;
    Ok(Config { data: settings.data, listen: settings.listen, base_url: settings.base_url, today })
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
