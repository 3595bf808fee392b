//! The program `steppe`: wiring and exit codes; the commands are in `cli`.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    cli::Cli::parse().run().unwrap_or_else(|failure| {
        eprintln!("steppe: {}", failure.reason());
        failure.code()
    })
}
