//! `steppe check`: every fault of a data folder, and its files in canonical form.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use steppe_atlas::atlas::finding::counted;
use steppe_atlas::atlas::load::load;
use steppe_atlas::atlas::rewrite::rewrite;
use steppe_atlas::reload;

use super::Failure;
use super::out::say;

#[derive(Args)]
pub struct Check {
    /// The data folder.
    #[arg(long, env = "STEPPE_DATA", default_value = "geodata")]
    data: PathBuf,
    /// Write the files in their canonical form first.
    #[arg(long)]
    fix: bool,
}

/// Prints what is at fault; fails where anything is.
#[tokio::main]
pub async fn run(settings: &Check) -> Result<ExitCode, Failure> {
    if settings.fix {
        for file in rewrite(&settings.data).map_err(Failure::of)? {
            say(format!("{file}: written in canonical form"))?;
        }
    }
    let (atlas, findings) = load(&settings.data).map_err(Failure::of)?;
    let archives = reload::archives(&settings.data, &atlas).await.map_err(Failure::of)?;
    let refused = archives.refused();
    for finding in &findings {
        say(finding)?;
    }
    for archive in refused {
        say(archive)?;
    }
    for intake in atlas.intakes() {
        say(intake)?;
    }
    let count = findings.len() + refused.len();
    let features = counted(atlas.features().len(), "feature");
    say(format!("{features}, {}", counted(count, "finding")))?;
    Ok(if count == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
