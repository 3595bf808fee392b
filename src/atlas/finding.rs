//! Findings: what is wrong in the data, with file, line, feature, field and reason.

use std::fmt;

/// One fault of a data file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// File name inside the data folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Identifier of the feature, source or organisation; empty where the fault is the file's.
    pub id: String,
    /// Path to the field, such as `claims[3].date`; empty where it is the whole feature.
    pub field: String,
    /// What is wrong, and what is allowed.
    pub reason: String,
}

/// `bases.geojson:120: manas-transit-center: claims[3].date: 'x' is not an EDTF date`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        for part in [&self.id, &self.field] {
            if !part.is_empty() {
                write!(f, "{part}: ")?;
            }
        }
        f.write_str(&self.reason)
    }
}

/// A step into a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Into the member of an object.
    Key(String),
    /// Into an element of an array.
    Index(usize),
}

/// The way from a value to one inside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path(Vec<Step>);

impl Path {
    /// The way to a member.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.with(Step::Key(key.to_owned()))
    }

    /// The way to an element.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Step::Index(index))
    }

    /// Its steps from the outside in.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    fn with(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if position == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// A fault inside one value, before its file and line are known.
#[derive(Debug, Clone)]
pub struct Fault {
    /// Way to the field.
    pub path: Path,
    /// What is wrong, and what is allowed.
    pub reason: String,
}

impl Fault {
    /// A fault at a field.
    #[must_use]
    pub fn at(path: Path, reason: impl Into<String>) -> Self {
        Self { path, reason: reason.into() }
    }
}

/// So many of a thing, in words: `1 finding`, `2 findings`.
#[must_use]
pub fn counted(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}
