//! `steppe query`: the features that answer a question, printed as a table or in a format of text.

use std::io::{self, BufWriter, Write, stdout};
use std::process::ExitCode;

use clap::Args;
use steppe_atlas::output::column::name;
use steppe_atlas::output::contents::Contents;
use steppe_atlas::output::credit;
use steppe_atlas::output::format::{FORMATS, FileError, Format};
use steppe_atlas::query::page::Page;

use super::out::unless_closed;
use super::parameters::{Asked, Parameters};
use super::{Failure, Source};

#[derive(Args)]
pub struct Query {
    #[command(flatten)]
    source: Source,
    /// Layers to ask, with commas between; all without it.
    #[arg(long, visible_alias = "layer")]
    layers: Option<String>,
    /// How to print: a table for people, or a format of text by its ending (geojson, csv, kml, ...).
    #[arg(long, default_value = TABLE)]
    format: String,
    #[command(flatten)]
    parameters: Parameters<OfQuery>,
}

/// What is printed is whole, unlike an answer on the web.
struct OfQuery;

impl Asked for OfQuery {
    const WITHOUT: &'static [&'static str] = &["cursor", "crs", "properties", "skipGeometry"];
}

/// The form for people.
const TABLE: &str = "table";

/// Prints what answers.
pub fn run(settings: &Query) -> Result<ExitCode, Failure> {
    let format = format(&settings.format)?;
    let store = settings.source.store()?;
    let layers = settings.layers.as_deref();
    let mut plan = settings.parameters.plan(&store, layers)?;
    if settings.parameters.get("limit").is_none() {
        plan.page = Page::ALL;
    }
    let command = settings.parameters.command("query", layers);
    let datetime = settings.parameters.get("datetime");
    let asked = credit::Asked::of(store.atlas(), &plan, datetime, command);
    let contents = Contents::of(&store, &plan, asked);
    let mut out = BufWriter::new(stdout().lock());
    let printed = match format {
        Some(format) => format.write(&contents, &mut out),
        None => table(&contents, &mut out).map_err(FileError::from),
    };
    unless_closed(printed, FileError::kind)?;
    Ok(ExitCode::SUCCESS)
}

/// `None` for the table.
fn format(word: &str) -> Result<Option<&'static Format>, Failure> {
    if word == TABLE {
        return Ok(None);
    }
    let found = Format::with_ending(word).filter(|format| format.is_text());
    found.map(Some).ok_or_else(|| {
        let texts = FORMATS.iter().filter(|format| format.is_text());
        let endings: Vec<&str> = texts.map(|format| format.ending).collect();
        let there = endings.join(", ");
        Failure::Usage(format!(
            "--format: there is no '{word}' to print; there are {TABLE}, {there}"
        ))
    })
}

/// A line a feature, columns as wide as their widest cell, the name last.
fn table(contents: &Contents<'_>, out: &mut impl Write) -> io::Result<()> {
    let cells = |row: steppe_atlas::output::contents::Row<'_>| {
        let state = &row.hit.state;
        let doubt = if state.planned { " (planned)" } else { "" };
        [
            row.hit.feature.id().to_owned(),
            row.atlas.layer_of(row.hit.feature).id.clone(),
            format!("{}{doubt}", state.status.unwrap_or("-")),
            state.since.clone().unwrap_or_default(),
        ]
    };
    let mut widths = [0; 4];
    for row in contents.rows() {
        for (width, cell) in widths.iter_mut().zip(cells(row)) {
            *width = cell.chars().count().max(*width);
        }
    }
    for row in contents.rows() {
        for (width, cell) in widths.iter().zip(cells(row)) {
            write!(out, "{cell:<width$}  ")?;
        }
        writeln!(out, "{}", name(row.hit.feature))?;
    }
    out.flush()
}
