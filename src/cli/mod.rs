//! The command line: each command in a file of its own, and what they share.

mod check;
mod diff;
mod export;
mod init;
mod out;
mod parameters;
mod progress;
mod query;
mod serve;
mod versions;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use steppe_atlas::atlas::date::Date;
use steppe_atlas::atlas::day::Day;
use steppe_atlas::atlas::load::IndexCache;
use steppe_atlas::query::QueryError;
use steppe_atlas::reload;
use steppe_atlas::store::Store;

/// A map server that knows what stood when.
#[derive(Parser)]
#[command(
    version,
    about,
    after_help = "Exit codes: 0 done, 1 it failed, 2 the command line cannot be understood."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the map and the API.
    Serve(serve::Serve),
    /// Check a data folder: every fault with file, line, id, field and reason.
    Check(check::Check),
    /// Make an atlas of files of your own.
    Init(init::Init),
    /// Write features, or the vector tiles of the layers, as one file, or all of it as files for any
    /// host.
    Export(export::Export),
    /// Print the features that answer a question.
    Query(query::Query),
    /// Print what opened, closed or changed between two days, or what differs between two data folders.
    Diff(diff::Diff),
}

/// Why a command does not do what it was told.
#[derive(Debug)]
pub enum Failure {
    /// It was told something that cannot be.
    Usage(String),
    /// It did not work out.
    Failed(String),
}

/// The folder that a command reads, and the day it takes for today.
#[derive(Args)]
struct Source {
    /// The data folder.
    #[arg(long, env = "STEPPE_DATA", default_value = "geodata", value_name = "DIR")]
    data: PathBuf,
    /// Day to take for the current one, for tests and pictures.
    #[arg(long, env = "STEPPE_TODAY", value_name = "DAY")]
    today: Option<String>,
}

impl Cli {
    /// Does what was told.
    ///
    /// # Errors
    /// When it cannot be done, with the reason in words.
    pub fn run(self) -> Result<ExitCode, Failure> {
        match self.command {
            Command::Serve(settings) => serve::run(settings),
            Command::Check(settings) => check::run(&settings),
            Command::Init(settings) => init::run(&settings),
            Command::Export(settings) => export::run(&settings),
            Command::Query(settings) => query::run(&settings),
            Command::Diff(settings) => diff::run(&settings),
        }
    }
}

impl Failure {
    /// Any error of the work itself.
    fn of(error: impl std::fmt::Display) -> Self {
        Self::Failed(error.to_string())
    }

    /// A parameter that the command line has as a flag.
    fn of_flag(error: QueryError) -> Self {
        Self::Usage(match error {
            QueryError::Value { name, value, reason, allowed } => {
                format!("--{name}: {}; allowed is {allowed}", at_fault(&value, &reason))
            }
            other => other.to_string(),
        })
    }

    /// What to tell people.
    #[must_use]
    pub fn reason(&self) -> &str {
        match self {
            Self::Usage(reason) | Self::Failed(reason) => reason,
        }
    }

    /// 2 where the command line is at fault, as with unknown flags, else 1.
    #[must_use]
    pub fn code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::FAILURE,
        }
    }
}

impl Source {
    fn today(&self) -> Result<Option<Day>, Failure> {
        today(self.today.as_deref())
    }

    /// The atlas of the folder, ready to be asked.
    fn store(&self) -> Result<Store, Failure> {
        self.store_of(&self.data)
    }

    /// The atlas of another folder, on the same day.
    #[tokio::main]
    async fn store_of(&self, folder: &Path) -> Result<Store, Failure> {
        Ok(Store::new(sound_atlas(folder).await?, self.today()?))
    }
}

/// What is wrong with a value. Some reasons name the part of it that is.
fn at_fault(value: &str, reason: &str) -> String {
    if reason.starts_with('\'') { reason.to_owned() } else { format!("'{value}' {reason}") }
}

async fn sound_atlas(folder: &Path) -> Result<steppe_atlas::atlas::Atlas, Failure> {
    reload::sound_atlas(folder, IndexCache::Read).await.map_err(Failure::of)
}

fn today(text: Option<&str>) -> Result<Option<Day>, Failure> {
    let day = |text: &str| match Date::parse(text) {
        Ok(date) if date.earliest() == date.latest() => Ok(date.earliest()),
        _ => Err(Failure::Usage(format!("--today: '{text}' is not a day such as 2026-11-24"))),
    };
    text.map(day).transpose()
}
