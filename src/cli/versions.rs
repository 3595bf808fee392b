//! Versions: two data folders held against each other, as `steppe diff --old DIR --new DIR` prints it.

use std::path::Path;

use steppe_atlas::output::versions::Versions;
use steppe_atlas::store::Store;
use steppe_atlas::store::deadline::Forever;
use steppe_atlas::store::revisions::{View, between};

use super::Failure;
use super::diff::{Diff, Form};

/// What differs, ready to print.
pub fn differences(settings: &Diff, old: &Path, new: &Path) -> Result<Vec<u8>, Failure> {
    if matches!(settings.format, Form::Geojson) {
        let reason = "--format: two data folders are compared as text, json or csv";
        return Err(Failure::Usage(reason.to_owned()));
    }
    let stores = [settings.source.store_of(old)?, settings.source.store_of(new)?];
    let before = view(settings, old, &stores[0])?;
    let after = view(settings, new, &stores[1])?;
    let Ok(revised) = between(&before, &after, &Forever);
    let versions =
        Versions { revised, old: stores[0].atlas(), new: stores[1].atlas(), known: after.known() };
    Ok(match settings.format {
        Form::Text | Form::Geojson => versions.text().into_bytes(),
        Form::Json => format!("{}\n", versions.document()).into_bytes(),
        Form::Csv => versions.csv().map_err(Failure::of)?,
    })
}

/// A folder as the question reads it. What it does not have is told with its name.
fn view<'a>(settings: &Diff, folder: &Path, store: &'a Store) -> Result<View<'a>, Failure> {
    let plan = settings.parameters.plan(store, settings.layers.as_deref());
    let plan = plan.map_err(|failure| match failure {
        Failure::Usage(reason) => Failure::Usage(format!("{}: {reason}", folder.display())),
        failed @ Failure::Failed(_) => failed,
    });
    Ok(store.view(plan?))
}
