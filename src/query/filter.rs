//! Filters beyond place, time and kind: who acts, who is a member, how good, how certain, how it came out.

use crate::atlas::Atlas;
use crate::atlas::promise::Verdict;
use crate::atlas::schema::QUALITIES;
use crate::query::{Pairs, QueryError};

/// Lists of which a feature has to meet one value each; all pass where `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Ids of actors of which one acts in it.
    pub actors: Option<Vec<String>>,
    /// Ids of organisations of which a country it touches is a member on the status day.
    pub members: Option<Vec<String>>,
    /// Qualities of its geometry.
    pub qualities: Option<Vec<String>>,
    /// Words for the certainty of its status on the status day, of [`CERTAINTIES`].
    pub certainties: Option<Vec<String>>,
    /// Words for whether every claim names a source, of [`SOURCED`].
    pub sourced: Option<Vec<String>>,
    /// Verdicts on its promise, by their words.
    pub outcomes: Option<Vec<String>>,
}

/// Whether the status holds for certain on the day, or only may.
pub const CERTAINTIES: [&str; 2] = ["certain", "possible"];
/// Whether every claim names a source.
pub const SOURCED: [&str; 2] = ["yes", "no"];

impl Filter {
    /// Reads `actor`, `member`, `quality`, `certainty`, `sourced` and `outcome`.
    ///
    /// # Errors
    /// When a value is none that the parameter takes.
    pub fn read(pairs: &Pairs, atlas: &Atlas) -> Result<Self, QueryError> {
        let actors = atlas.actors().all();
        Ok(Self {
            actors: pairs
                .list("actor", "ids of actors in /api/summaries", |id| actors.contains_key(id))?,
            members: of_words(pairs, "member", &organisation_ids(atlas))?,
            qualities: of_words(pairs, "quality", QUALITIES)?,
            certainties: of_words(pairs, "certainty", &CERTAINTIES)?,
            sourced: of_words(pairs, "sourced", &SOURCED)?,
            outcomes: of_words(pairs, "outcome", &Verdict::ALL.map(Verdict::as_str))?,
        })
    }
}

/// Ids of the organisations whose members an atlas knows.
pub(super) fn organisation_ids(atlas: &Atlas) -> Vec<&str> {
    atlas.memberships().iter().map(|organisation| organisation.id.as_str()).collect()
}

fn of_words(
    pairs: &Pairs,
    name: &'static str,
    words: &[&str],
) -> Result<Option<Vec<String>>, QueryError> {
    pairs.list(name, &words.join(", "), |word| words.contains(&word))
}
