//! `steppe diff`: what opened, closed or changed between two days, or what differs between two data folders.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use steppe_atlas::output::Comparison;
use steppe_atlas::output::changes::Compared;
use steppe_atlas::output::column::name;
use steppe_atlas::output::credit;
use steppe_atlas::query::time::two_days;
use steppe_atlas::query::{Pairs, QueryError};
use steppe_atlas::store::changes::{Kind, Standing};
use steppe_atlas::store::deadline::Forever;

use super::out::print;
use super::parameters::{Asked, Parameters};
use super::{Failure, Source, at_fault, versions};

#[derive(Args)]
pub struct Diff {
    /// The first day; of a month or year its first one.
    #[arg(required_unless_present = "old", requires = "to")]
    from: Option<String>,
    /// The second day; of a month or year its last one.
    to: Option<String>,
    /// The older of two data folders to hold against each other, in place of two days.
    #[arg(long, value_name = "DIR", requires = "new", conflicts_with = "from")]
    old: Option<PathBuf>,
    /// The newer one.
    #[arg(long, value_name = "DIR", requires = "old")]
    new: Option<PathBuf>,
    #[command(flatten)]
    pub(super) source: Source,
    /// Layers to compare, with commas between; all without it.
    #[arg(long, visible_alias = "layer")]
    pub(super) layers: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub(super) format: Form,
    #[command(flatten)]
    pub(super) parameters: Parameters<OfDiff>,
}

/// How changes are printed.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// A row a change.
    Csv,
    /// With geometry; only of two days.
    Geojson,
}

/// Two days take the place of a moment; two folders leave it to be asked.
pub(super) struct OfDiff;

/// Parameters that say something of two folders only.
const OF_FOLDERS: [&str; 3] = ["datetime", "undated", "ended"];

impl Asked for OfDiff {
    const WITHOUT: &'static [&'static str] =
        &["limit", "cursor", "crs", "sortby", "properties", "skipGeometry"];

    fn only(parameter: &str) -> Option<(&'static str, &'static [&'static str])> {
        OF_FOLDERS.contains(&parameter).then_some((" (only of two folders)", &["from"]))
    }
}

/// Prints what changed.
pub fn run(settings: &Diff) -> Result<ExitCode, Failure> {
    match (&settings.old, &settings.new) {
        (Some(old), Some(new)) => print(&versions::differences(settings, old, new)?)?,
        _ => print(&changes(settings)?)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn changes(settings: &Diff) -> Result<Vec<u8>, Failure> {
    let [first, second] = [&settings.from, &settings.to].map(|day| day.clone().unwrap_or_default());
    let command = format!("diff {first} {second}");
    let days = [("from", first), ("to", second)].map(|(name, day)| (name.to_owned(), day));
    let days = Pairs::new(days.into(), &["from", "to"]).map_err(Failure::of_flag)?;
    let (from, to) = two_days(&days).map_err(of_day)?;
    let store = settings.source.store()?;
    let layers = settings.layers.as_deref();
    let plan = settings.parameters.plan(&store, layers)?;
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
    Ok(match settings.format {
        Form::Text => text(&compared).into_bytes(),
        Form::Json => format!("{}\n", compared.document(atlas)).into_bytes(),
        Form::Csv => compared.csv(atlas, &asked).map_err(Failure::of)?,
        Form::Geojson => compared.geojson(atlas, &asked).into_bytes(),
    })
}

/// The days are no flags.
fn of_day(error: QueryError) -> Failure {
    match error {
        QueryError::Value { name, value, reason, allowed } => {
            let reason = at_fault(&value, &reason);
            Failure::Usage(format!("{name}: {reason}; allowed is {allowed}"))
        }
        other => Failure::Usage(other.to_string()),
    }
}

/// A line for each kind of change, with those features below it that did change.
fn text(compared: &Compared<'_>) -> String {
    let mut out = format!("{} to {}\n", compared.from, compared.to);
    let widest = compared.changes.iter().map(|change| change.feature.id().len()).max().unwrap_or(0);
    for kind in Kind::ALL {
        let of_kind: Vec<_> =
            compared.changes.iter().filter(|change| change.kind == kind).collect();
        out.push_str(&format!("\n{}: {}\n", kind.as_str(), of_kind.len()));
        for change in of_kind.into_iter().filter(|change| change.kind != Kind::Unchanged) {
            let said = [change.before, change.after].map(standing).join(" -> ");
            let id = change.feature.id();
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
