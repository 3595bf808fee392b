//! Rows: the features of a table, read or still to be read.

use std::borrow::Cow;

use rayon::prelude::*;
use serde_json::{Map, Value};

use super::{Place, Row, geojson};
use crate::atlas::columns::is_none;

/// The features of a table in the order of their file.
#[derive(Debug)]
pub enum Rows<'a> {
    /// All read.
    Read(Vec<Row<'a>>),
    /// None read yet: there may be millions, which together take more room than the text.
    Unread(Unread<'a>),
}

/// Features as text.
#[derive(Debug)]
pub struct Unread<'a> {
    /// The text of the file.
    pub text: &'a str,
    /// The slice of each feature.
    pub features: Vec<&'a str>,
    /// Whether each stands in a line of its own.
    pub in_lines: bool,
}

/// What is true of a row, told whether it has a property.
pub type Judged<'j> = dyn Fn(&dyn Fn(&str) -> bool) -> bool + Sync + 'j;

impl Default for Rows<'_> {
    fn default() -> Self {
        Self::Read(Vec::new())
    }
}

impl<'a> Rows<'a> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Read(rows) => rows.len(),
            Self::Unread(unread) => unread.features.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds one, where all are read.
    pub fn push(&mut self, row: Row<'a>) {
        if let Self::Read(rows) = self {
            rows.push(row);
        }
    }

    /// Whether of any row something is not true that its properties decide by being there.
    #[must_use]
    pub fn any_not(&self, is: &Judged<'_>) -> bool {
        match self {
            Self::Read(rows) => {
                rows.iter().any(|row| !is(&|column| row.properties.contains_key(column)))
            }
            Self::Unread(unread) => {
                let has = |feature: &str, column: &str| geojson::cell(feature, column).is_some();
                let features = unread.features.par_iter();
                features.any(|feature| !is(&|column| has(feature, column)))
            }
        }
    }

    /// What the cells of a column say, row by row, without those that say nothing.
    #[must_use]
    pub fn told(&self, column: &str) -> Vec<Cow<'_, Value>> {
        match self {
            Self::Read(rows) => {
                let cells = rows.iter().filter_map(|row| row.properties.get(column));
                cells.filter(|cell| !is_none(cell)).map(Cow::Borrowed).collect()
            }
            Self::Unread(unread) => {
                let cells = unread.features.par_iter();
                let cells = cells.filter_map(|feature| geojson::cell(feature, column));
                cells.filter(|cell| !is_none(cell)).map(Cow::Owned).collect()
            }
        }
    }

    /// Hands out each in order, read when its turn comes.
    pub fn each(self, mut take: impl FnMut(Row<'a>)) {
        match self {
            Self::Read(rows) => rows.into_iter().for_each(take),
            Self::Unread(unread) => {
                unread.features.iter().for_each(|feature| take(geojson::row(&unread, feature)));
            }
        }
    }

    /// All of them, read.
    #[must_use]
    pub fn read(self) -> Vec<Row<'a>> {
        match self {
            Self::Read(rows) => rows,
            Self::Unread(unread) => {
                let features = unread.features.par_iter();
                features.map(|feature| geojson::row(&unread, feature)).collect()
            }
        }
    }

    /// Parts of at most `size`, in order, each to be read at once by [`Self::read`].
    #[must_use]
    pub fn parts(self, size: usize) -> Vec<Self> {
        match self {
            Self::Read(rows) => {
                let mut rows = rows.into_iter();
                let part = || Some(rows.by_ref().take(size).collect::<Vec<_>>());
                let parts = std::iter::from_fn(part).take_while(|part| !part.is_empty());
                parts.map(Self::Read).collect()
            }
            Self::Unread(Unread { text, features, in_lines }) => {
                let part = |features: &[&'a str]| {
                    Self::Unread(Unread { text, features: features.to_vec(), in_lines })
                };
                features.chunks(size).map(part).collect()
            }
        }
    }
}

impl<'a> Row<'a> {
    /// A row of which nothing is known but where it stands.
    #[must_use]
    pub fn at(place: Place<'a>) -> Self {
        let (properties, faults) = (Map::new(), Vec::new());
        Self { id: None, properties, geometry: None, place, faults, verbatim: Default::default() }
    }
}
