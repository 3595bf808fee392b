//! `steppe diff`: what opened, closed or changed between two days.

use std::io::{self, BufWriter, Write, stdout};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use steppe_atlas::output::Comparison;
use steppe_atlas::output::changes::Compared;
use steppe_atlas::output::column::name;
use steppe_atlas::output::credit;
use steppe_atlas::query::time::two_days;
use steppe_atlas::query::{NOT_OF_CHANGES, Pairs, QueryError};
use steppe_atlas::store::changes::{Kind, Standing};
use steppe_atlas::store::deadline::Forever;

use super::parameters::Parameters;
use super::{Failure, Source};

#[derive(Args)]
pub struct Diff {
    /// The first day; of a month or year its first one.
    from: String,
    /// The second day; of a month or year its last one.
    to: String,
    #[command(flatten)]
    source: Source,
    /// Layers to compare, with commas between; all without it.
    #[arg(long, visible_alias = "layer")]
    layers: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    #[command(flatten)]
    parameters: Parameters,
}

/// How changes are printed.
#[derive(Clone, Copy, ValueEnum)]
enum Form {
    Text,
    Json,
    Csv,
    Geojson,
}

/// Prints what changed.
pub fn run(settings: &Diff) -> Result<ExitCode, Failure> {
    let days = [("from", &settings.from), ("to", &settings.to)];
    let days = days.map(|(name, value)| (name.to_owned(), value.clone()));
    let days = Pairs::new(days.into(), &["from", "to"]).map_err(Failure::of_flag)?;
    let (from, to) = two_days(&days).map_err(of_day)?;
    let store = settings.source.store()?;
    let layers = settings.layers.as_deref();
    let plan = settings.parameters.plan(&store, layers, NOT_OF_CHANGES)?;
    let command = format!("diff {} {}", settings.from, settings.to);
    let asked = credit::Asked {
        layers: vec!["changes".into()],
        datetime: format!("{from}/{to}"),
        as_of: plan.as_of(),
        address: settings.parameters.command(&command, layers),
        today: plan.today,
    };
    let Ok(changes) = store.changes(&plan, (from, to), &Forever);
    let compared = Compared { changes, from, to, known: plan.known };
    let atlas = store.atlas();
    let printed = match settings.format {
        Form::Text => text(&compared).into_bytes(),
        Form::Json => format!("{}\n", compared.document(atlas)).into_bytes(),
        Form::Csv => compared.csv(atlas, &asked).map_err(Failure::of)?,
        Form::Geojson => compared.geojson(atlas, &asked).into_bytes(),
    };
    let mut out = BufWriter::new(stdout().lock());
    match out.write_all(&printed).and_then(|()| out.flush()) {
        // Whoever reads has enough: `steppe diff 2005 2015 | head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        other => other.map_err(Failure::of)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The days are no flags.
fn of_day(error: QueryError) -> Failure {
    match error {
        QueryError::Value { name, value, reason, allowed } => {
            Failure::Usage(format!("{name}: '{value}' {reason}; allowed is {allowed}"))
        }
        other => Failure::Usage(other.to_string()),
    }
}

/// A line for each kind of change, with those features below it that did change.
fn text(compared: &Compared<'_>) -> String {
    let mut out = format!("{} to {}\n", compared.from, compared.to);
    let widest = compared.changes.iter().map(|change| change.feature.id.len()).max().unwrap_or(0);
    for kind in Kind::ALL {
        let of_kind: Vec<_> =
            compared.changes.iter().filter(|change| change.kind == kind).collect();
        out.push_str(&format!("\n{}: {}\n", kind.as_str(), of_kind.len()));
        for change in of_kind.into_iter().filter(|change| change.kind != Kind::Unchanged) {
            let said = [change.before, change.after].map(standing).join(" -> ");
            let id = &change.feature.id;
            out.push_str(&format!("  {id:<widest$}  {said}  {}\n", name(change.feature)));
        }
    }
    out
}

fn standing(standing: Option<Standing>) -> String {
    let Some(standing) = standing else { return "-".to_owned() };
    let planned = if standing.planned { " (planned)" } else { "" };
    format!("{}{planned}", standing.status)
}
