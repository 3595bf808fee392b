//! Intakes: how a layer of other people's data was read, for people to see what was guessed.

use std::fmt;

use serde::Serialize;

use crate::atlas::columns::Found;

/// How one layer was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Intake {
    /// Identifier of the layer.
    pub layer: String,
    /// File in the data folder.
    pub file: String,
    /// Table in the file, where that holds several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Its format, as people say it.
    pub format: &'static str,
    /// Features in the file.
    pub features: usize,
    /// Which columns were read, and as what.
    pub columns: Vec<Found>,
    /// What was doubted, left out, or is not drawn.
    pub notes: Vec<String>,
}

/// `layer roads (roads.csv, CSV, 12 features): start = 'opened' (guessed), name = 'title'`.
impl fmt::Display for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { layer, file, format, features, .. } = self;
        let things = if *features == 1 { "feature" } else { "features" };
        write!(f, "layer {layer} ({file}, {format}, {features} {things}): ")?;
        for (position, Found { role, column, guessed }) in self.columns.iter().enumerate() {
            let comma = if position > 0 { ", " } else { "" };
            let how = if *guessed { " (guessed)" } else { "" };
            write!(f, "{comma}{} = '{column}'{how}", role.as_str())?;
        }
        if self.columns.is_empty() {
            f.write_str("no columns of days or names")?;
        }
        for note in &self.notes {
            write!(f, "; {note}")?;
        }
        Ok(())
    }
}
