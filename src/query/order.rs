//! The `sortby` parameter: by which columns an answer is ordered.

use crate::atlas::column::Column;
use crate::query::{Pairs, QueryError};

/// A column to order by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortKey {
    /// The column.
    pub column: Column,
    /// Whether the greatest value comes first. What has no value comes last either way.
    pub descending: bool,
}

/// Most columns to order by: further ones decide nothing.
const MAX_KEYS: usize = 8;

/// Reads `sortby`: names with commas between, each with `+` (or nothing) for ascending and `-` for
/// descending order.
///
/// # Errors
/// When a name is no column that can be sorted by, or stands there twice.
pub fn read(pairs: &Pairs, columns: &[Column]) -> Result<Vec<SortKey>, QueryError> {
    let sortable: Vec<&Column> = sortables(columns).collect();
    let names: Vec<&str> = sortable.iter().map(|column| column.name.as_str()).collect();
    let allowed = format!("names of sortables, each after + or -: {}", names.join(", "));
    let keys = pairs.read("sortby", &allowed, |text| {
        let mut keys: Vec<SortKey> = Vec::new();
        for part in text.split(',') {
            // A plus sign in a query string is read as a blank.
            let (name, descending) = match part.strip_prefix(['+', ' ']) {
                Some(name) => (name, false),
                None => part.strip_prefix('-').map_or((part, false), |name| (name, true)),
            };
            let column = sortable.iter().find(|column| column.name == name);
            let column = column.ok_or_else(|| format!("'{name}' is not one of them"))?;
            if keys.iter().any(|key| key.column == **column) {
                return Err(format!("'{name}' stands there twice"));
            }
            keys.push(SortKey { column: (*column).clone(), descending });
        }
        if keys.len() > MAX_KEYS {
            return Err(format!("holds more than {MAX_KEYS} names"));
        }
        Ok(keys)
    })?;
    Ok(keys.unwrap_or_default())
}

/// The columns whose values have an order.
pub fn sortables(columns: &[Column]) -> impl Iterator<Item = &Column> {
    columns.iter().filter(|column| column.kind.is_ordered())
}
