//! The program `steppe`: wiring and exit codes; the commands are in `cli`.

mod cli;

use std::process::ExitCode;

use clap::Parser;

/// What a million features leave behind while they are read goes back to the system, where the system's
/// own allocator keeps it: a tenth of the memory of such an atlas.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::Cli::parse().run().unwrap_or_else(|failure| {
        eprintln!("steppe: {}", failure.reason());
        failure.code()
    })
}
