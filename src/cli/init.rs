//! `steppe init DIR FILE…`: makes an atlas of other people's files: copies them, looks at them, and
//! writes the `atlas.toml` that says what was found.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use steppe_atlas::atlas::finding::{Finding, counted};
use steppe_atlas::atlas::load::{load, survey};
use steppe_atlas::atlas::manifest::manifest;
use steppe_atlas::atlas::read::Format;

use super::Failure;
use super::out::say;

/// Findings that are shown; `steppe check` lists all.
const SHOWN: usize = 5;

/// What to make an atlas of.
#[derive(Args)]
pub struct Init {
    /// The folder to make or to add to.
    dir: PathBuf,
    /// GeoJSON, GeoJSON text sequence, CSV, GeoPackage, FlatGeobuf or Shapefile; without any, those
    /// that are in the folder.
    files: Vec<PathBuf>,
    /// Write over an atlas.toml, and over files of the same names.
    #[arg(long)]
    force: bool,
}

/// Makes the folder. What it put there is taken away again if it cannot finish.
///
/// # Errors
/// When a file is of no format that is read, is there already, or cannot be read or written.
pub fn run(settings: &Init) -> Result<ExitCode, Failure> {
    let told = init(settings).map_err(Failure::Failed)?;
    told.lines.iter().try_for_each(say)?;
    Ok(if told.is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What to say when the folder is made.
struct Told {
    lines: Vec<String>,
    is_sound: bool,
}

fn init(settings: &Init) -> Result<Told, String> {
    let Init { dir, files, force } = settings;
    let manifest_path = dir.join("atlas.toml");
    if manifest_path.exists() && !force {
        return Err(format!("{} is there already; --force replaces it", manifest_path.display()));
    }
    let plan = plan(dir, files, *force)?;
    let mut made = Made::default();
    if !dir.exists() {
        fs::create_dir_all(dir).map_err(|error| told(dir, &error))?;
        made.folder = Some(dir.clone());
    }
    for (from, to) in &plan {
        made.copy(from, to).map_err(|error| told(from, &error))?;
    }
    let (atlas, findings) = survey(dir).map_err(|error| error.to_string())?;
    if atlas.vocabulary().layers.is_empty() {
        return Err(first(&findings).unwrap_or_else(|| "no file could be read".to_owned()));
    }
    made.write(&manifest_path, &manifest(&atlas)).map_err(|error| told(&manifest_path, &error))?;
    made.keep().map_err(|error| told(dir, &error))?;
    // What was guessed is told as such; read again, the manifest names it.
    let mut lines: Vec<String> = atlas.intakes().iter().map(ToString::to_string).collect();
    let (atlas, findings) = load(dir).map_err(|error| error.to_string())?;
    lines.extend(findings.iter().take(SHOWN).map(ToString::to_string));
    let layers = counted(atlas.vocabulary().layers.len(), "layer");
    lines.push(format!("{}: {layers}", manifest_path.display()));
    let (shown, n) = (dir.display(), findings.len());
    lines.push(match n {
        0 => format!("Now run: steppe serve --data {shown}"),
        1 => format!("1 finding keeps it from being served; steppe check --data {shown} lists it"),
        _ => {
            format!("{n} findings keep it from being served; steppe check --data {shown} lists all")
        }
    });
    Ok(Told { lines, is_sound: n == 0 })
}

fn first(findings: &[Finding]) -> Option<String> {
    findings.first().map(ToString::to_string)
}

/// Which files to copy to where, with those that belong to them.
fn plan(dir: &Path, files: &[PathBuf], force: bool) -> Result<Vec<(PathBuf, PathBuf)>, String> {
    let mut plan: Vec<(PathBuf, PathBuf)> = Vec::new();
    for file in files {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.ok_or_else(|| format!("{}: is not a file", file.display()))?;
        let Some(format) = Format::of(&name) else {
            return Err(format!(
                "{}: is of no format that is read: .geojson, .geojsons, .csv, .gpkg, .fgb, .shp",
                file.display()
            ));
        };
        if !file.is_file() {
            return Err(format!("{}: there is no such file", file.display()));
        }
        // Many files end in .json; in the folder the ending says what this one is.
        let name = match name.rsplit_once('.') {
            Some((stem, ending)) if ending.eq_ignore_ascii_case("json") => {
                format!("{stem}.geojson")
            }
            _ => name,
        };
        let mut meant = vec![(file.clone(), dir.join(&name))];
        for ending in format.beside() {
            let of_ending = |ending: &str| file.with_extension(ending);
            let there = [of_ending(ending), of_ending(&ending.to_ascii_uppercase())];
            if let Some(beside) = there.into_iter().find(|path| path.is_file()) {
                meant.push((beside, dir.join(&name).with_extension(ending)));
            }
        }
        plan.extend(meant);
    }
    plan.retain(|(from, to)| from.canonicalize().ok() != to.canonicalize().ok() || !to.exists());
    for (position, (from, to)) in plan.iter().enumerate() {
        if to.exists() && !force {
            return Err(format!("{} is there already; --force replaces it", to.display()));
        }
        if plan[..position].iter().any(|(_, other)| other == to) {
            return Err(format!("{}: another of the files has this name", from.display()));
        }
    }
    Ok(plan)
}

fn told(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

/// What was made so far. Unless it is kept it is taken away, and what it replaced is put back.
#[derive(Default)]
struct Made {
    folder: Option<PathBuf>,
    files: Vec<PathBuf>,
    replaced: Vec<(PathBuf, PathBuf)>,
}

impl Made {
    fn copy(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let part = beside(to, "part");
        let copied = fs::copy(from, &part).map(|_| ());
        self.put(&part, to, copied)
    }

    fn write(&mut self, to: &Path, text: &str) -> io::Result<()> {
        let part = beside(to, "part");
        let written = fs::write(&part, text);
        self.put(&part, to, written)
    }

    /// Puts a finished file in its place, so that nobody sees half of it.
    fn put(&mut self, part: &Path, to: &Path, done: io::Result<()>) -> io::Result<()> {
        let placed = done.and_then(|()| {
            if to.exists() {
                let old = beside(to, "old");
                fs::rename(to, &old)?;
                self.replaced.push((old, to.to_owned()));
            }
            fs::rename(part, to)
        });
        match placed {
            Ok(()) => self.files.push(to.to_owned()),
            Err(_) => _ = fs::remove_file(part),
        }
        placed
    }

    /// Everything stays, but what was replaced.
    fn keep(mut self) -> io::Result<()> {
        self.folder = None;
        self.files.clear();
        self.replaced.drain(..).try_for_each(|(old, _)| fs::remove_file(old))
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for (old, place) in &self.replaced {
            let _ = fs::rename(old, place);
        }
        if let Some(folder) = &self.folder {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A hidden name beside a file, which no reader of the folder takes for data.
fn beside(path: &Path, why: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.{why}", std::process::id()))
}
