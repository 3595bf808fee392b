//! Readings: what the rows of a layer are read with, and the cells that many rows have alike.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use crate::atlas::columns::{Columns, Role, is_none};
use crate::atlas::date::Date;
use crate::atlas::day_text;
use crate::atlas::finding::{Fault, Path};
use crate::atlas::shared::Shared;
use crate::atlas::slug::slug;
use crate::atlas::source::Sources;
use crate::atlas::vocabulary::{LayerEntry, Vocabulary};

/// What a record is read with.
pub struct Reading<'a> {
    /// Layers and categories.
    pub vocabulary: &'a Vocabulary,
    /// Sources that claims may name.
    pub sources: &'a Sources,
    /// Position of the layer in the vocabulary.
    pub layer: usize,
    /// The columns of features without claims.
    pub columns: &'a Columns,
    /// The text of the file, where features may keep pieces of it.
    pub text: Option<&'a Shared>,
    /// The categories of the layer in its order, shared by all who name them.
    pub categories: Vec<Arc<String>>,
    /// Cells that were read as days: most days stand there often.
    days: RefCell<FxHashMap<String, Date>>,
    /// Cells that were read as categories.
    kinds: RefCell<FxHashMap<String, Option<Arc<String>>>>,
}

impl<'a> Reading<'a> {
    /// What the rows of a layer are read with, by one thread.
    #[must_use]
    pub fn new(
        vocabulary: &'a Vocabulary,
        sources: &'a Sources,
        layer: usize,
        columns: &'a Columns,
        text: Option<&'a Shared>,
    ) -> Self {
        let categories = vocabulary.layers[layer].categories.iter();
        let categories = categories.map(|category| Arc::new(category.id.clone())).collect();
        let (days, kinds) = (RefCell::default(), RefCell::default());
        Self { vocabulary, sources, layer, columns, text, categories, days, kinds }
    }
}

/// The day in a column of a plain row; `None` where there is none.
pub(super) fn plain_day(
    reading: &Reading<'_>,
    properties: &Map<String, Value>,
    column: Option<&str>,
) -> Result<Option<Date>, Fault> {
    let Some(column) = column else { return Ok(None) };
    let cell = properties.get(column).unwrap_or(&Value::Null);
    if let Value::String(text) = cell
        && let Some(day) = reading.days.borrow().get(text)
    {
        return Ok(Some(day.clone()));
    }
    let day = day_text::read(cell);
    if let (Ok(Some(day)), Value::String(text)) = (&day, cell) {
        let mut days = reading.days.borrow_mut();
        if days.len() < MAX_SHARED {
            days.insert(text.clone(), day.clone());
        }
    }
    day.map_err(|reason| Fault::at(Path::default().key(column), reason))
}

/// Cells that are kept to be used again: the days of two hundred years.
const MAX_SHARED: usize = 80_000;

/// The category that a row names, by its id or by what becomes its id; else the first. A column that
/// `atlas.toml` names holds nothing else.
pub(super) fn category_of(
    reading: &Reading<'_>,
    layer: &LayerEntry,
    properties: &Map<String, Value>,
) -> Result<Arc<String>, Fault> {
    let columns = reading.columns;
    let column = columns.of(Role::Category).unwrap_or("category");
    let cell = properties.get(column).filter(|cell| !is_none(cell));
    let told = match cell {
        Some(Value::String(told)) => Some(told.clone()),
        Some(Value::Number(told)) => Some(told.to_string()),
        _ => None,
    };
    let known = |told: &String| {
        if let Some(known) = reading.kinds.borrow().get(told) {
            return known.clone();
        }
        let (slug, prefixed) = (slug(told), format!("{}-{}", layer.id, slug(told)));
        let is = |id: &str| id == told || id == slug || id == prefixed;
        let known = reading.categories.iter().find(|known| is(known)).map(Arc::clone);
        let mut kinds = reading.kinds.borrow_mut();
        if kinds.len() < MAX_SHARED {
            kinds.insert(told.clone(), known.clone());
        }
        known
    };
    let found = told.as_ref().and_then(known);
    let is_named = columns.found(Role::Category).is_some_and(|found| !found.guessed);
    if let (None, Some(told), true) = (&found, &told, is_named) {
        return Err(Fault::at(Path::default().key(column), unknown_category(layer, told)));
    }
    let first = || reading.categories.first().map(Arc::clone);
    Ok(found.or_else(first).unwrap_or_default())
}

/// What is said of a category that a layer does not have.
pub(super) fn unknown_category(layer: &LayerEntry, told: &str) -> String {
    let known: Vec<&str> = layer.categories.iter().map(|known| known.id.as_str()).collect();
    format!("'{told}' is not a category of {}: {}", layer.id, known.join(", "))
}
