//! `steppe serve`: the map and the API, until a signal to stop.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use steppe_atlas::config::{Config, Limits, SHUTDOWN_GRACE};
use steppe_atlas::http::{serve, state::App};
use steppe_atlas::reload;
use tracing_subscriber::EnvFilter;

use super::out::say;
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
    /// Answers worked out at once; as many as there are cores unless told otherwise.
    #[arg(long, env = "STEPPE_WORKERS", value_parser = clap::value_parser!(u16).range(1..=1_024))]
    workers: Option<u16>,
    /// Seconds in which an answer is worked out, 10 unless told otherwise; 503 after that.
    #[arg(long, env = "STEPPE_ANSWER_SECONDS", value_parser = clap::value_parser!(u16).range(1..=30))]
    answer_seconds: Option<u16>,
    /// Connections at once, 900 unless told otherwise; one more is refused with 503.
    #[arg(long, env = "STEPPE_CONNECTIONS", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    connections: Option<u32>,
    /// Seconds a connection may stay without a request, 10 unless told otherwise.
    #[arg(long, env = "STEPPE_IDLE_SECONDS", value_parser = clap::value_parser!(u16).range(1..))]
    idle_seconds: Option<u16>,
    /// Seconds a client may take nothing of an answer, 120 unless told otherwise.
    #[arg(long, env = "STEPPE_WRITE_SECONDS", value_parser = clap::value_parser!(u16).range(1..))]
    write_seconds: Option<u16>,
}

/// Serves until it is told to stop.
pub fn run(settings: Serve) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::of)?;
    let ended = runtime.block_on(serve_until_stopped(settings));
    // What is still being worked out has nobody left to take it.
    runtime.shutdown_background();
    ended
}

async fn serve_until_stopped(settings: Serve) -> Result<ExitCode, Failure> {
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
    say(format!("Steppe Atlas is at http://{address}"))?;
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
    let usual = Limits::default();
    let seconds =
        |given: Option<u16>, usual| given.map_or(usual, |n| Duration::from_secs(n.into()));
    let limits = Limits {
        workers: settings.workers.map_or(usual.workers, usize::from),
        answer_time: seconds(settings.answer_seconds, usual.answer_time),
        connections: settings.connections.map_or(usual.connections, |n| n as usize),
        idle_time: seconds(settings.idle_seconds, usual.idle_time),
        write_time: seconds(settings.write_seconds, usual.write_time),
    };
    let today = today(settings.today.as_deref())?;
    let Serve { data, listen, base_url, .. } = settings;
    Ok(Config { data, listen, base_url, today, limits })
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
