//! The program `steppe`: subcommands, wiring and exit codes.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A map server that knows what stood when.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check a data folder: every fault with file, line, id, field and reason.
    Check {
        /// The data folder.
        #[arg(long, default_value = "geodata")]
        data: PathBuf,
    },
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Check { data } => check(&data),
    }
}

fn check(data: &std::path::Path) -> ExitCode {
    match steppe_atlas::atlas::load::load(data) {
        Ok((atlas, findings)) => {
            for finding in &findings {
                println!("{finding}");
            }
            println!(
                "{} features, {} findings",
                atlas.features().len(),
                findings.len()
            );
            if findings.is_empty() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
