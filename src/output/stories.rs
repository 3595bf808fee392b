//! Stories as the page reads them, with the sources that their steps name.

use serde_json::{Map, Value, json};

use crate::atlas::Atlas;

/// All stories of an atlas.
#[must_use]
pub fn stories(atlas: &Atlas) -> Value {
    let steps = atlas.stories().iter().flat_map(|story| &story.steps);
    let mut sources: Map<String, Value> = steps
        .flat_map(|step| &step.sources)
        .filter_map(|key| atlas.sources().get(key))
        .map(|source| (source.id.clone(), source.csl.clone()))
        .collect();
    sources.sort_keys();
    json!({"version": atlas.version(), "stories": atlas.stories(), "sources": sources})
}
