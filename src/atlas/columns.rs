//! Columns: which property of other people's data is the first day, the last day, the name, the
//! id. Those that `atlas.toml` names, else those with a usual name whose values fit.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::atlas::day_text;
use crate::atlas::read::Rows;
use crate::atlas::usual_names::usual_names;

/// The columns of a layer that `atlas.toml` names. An empty text says that there is none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Named {
    /// First day on which a feature is there.
    pub start: Option<String>,
    /// Last day on which it is there.
    pub end: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its identifier.
    pub id: Option<String>,
    /// The id of its category.
    pub category: Option<String>,
    /// Longitude, or the first coordinate of the reference system.
    pub lon: Option<String>,
    /// Latitude, or the second coordinate.
    pub lat: Option<String>,
    /// Geometry as well-known text.
    pub wkt: Option<String>,
}

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// First day.
    Start,
    /// Last day.
    End,
    /// Name.
    Name,
    /// Identifier.
    Id,
    /// Category.
    Category,
    /// Longitude.
    Lon,
    /// Latitude.
    Lat,
    /// Geometry as text.
    Wkt,
}

impl Role {
    /// The key in `atlas.toml`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
            Self::Name => "name",
            Self::Id => "id",
            Self::Category => "category",
            Self::Lon => "lon",
            Self::Lat => "lat",
            Self::Wkt => "wkt",
        }
    }
}

/// A column and what it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What it is for.
    pub role: Role,
    /// Its name.
    pub column: String,
    /// Whether its usual name alone says so, not `atlas.toml`.
    pub guessed: bool,
}

/// A column that `atlas.toml` names and the file does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoColumn {
    /// What it is for.
    pub role: Role,
    /// The name in `atlas.toml`.
    pub column: String,
    /// The columns there are.
    pub there: Vec<String>,
}

/// The column for a role: the named one, else the first of a usual name.
///
/// # Errors
/// When the named one is not there.
pub fn find(
    role: Role,
    named: Option<&String>,
    columns: &[String],
) -> Result<Option<Found>, NoColumn> {
    candidates(role, named, columns).map(|found| found.into_iter().next())
}

/// All columns that may have a role, the most telling first.
fn candidates(
    role: Role,
    named: Option<&String>,
    columns: &[String],
) -> Result<Vec<Found>, NoColumn> {
    let found = |column: &String, guessed| Found { role, column: column.clone(), guessed };
    match named {
        Some(none) if none.is_empty() => Ok(Vec::new()),
        Some(name) if columns.contains(name) => Ok(vec![found(name, false)]),
        Some(name) => Err(NoColumn { role, column: name.clone(), there: columns.to_vec() }),
        None => {
            let spelled: Vec<(String, &String)> =
                columns.iter().map(|column| (letters(column), column)).collect();
            let of = |usual: &str| -> Vec<Found> {
                let alike = spelled.iter().filter(|(key, _)| key == usual);
                alike.map(|(_, column)| found(column, true)).collect()
            };
            Ok(usual_names(role).iter().flat_map(|usual| of(usual)).collect())
        }
    }
}

/// `Start Date`, `start_date` and `startDate` are one name.
fn letters(column: &str) -> String {
    column.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The columns that plain features are read by.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    found: Vec<Found>,
}

impl Columns {
    /// The name of the column for a role.
    #[must_use]
    pub fn of(&self, role: Role) -> Option<&str> {
        self.found(role).map(|found| found.column.as_str())
    }

    /// The column for a role, and whether it is guessed.
    #[must_use]
    pub fn found(&self, role: Role) -> Option<&Found> {
        self.found.iter().find(|found| found.role == role)
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Found] {
        &self.found
    }
}

/// What comes of looking for the columns of a table.
#[derive(Debug, Default)]
pub struct Resolved {
    /// The columns.
    pub columns: Columns,
    /// Named ones that are not there.
    pub missing: Vec<NoColumn>,
    /// Why a column with a usual name is not used.
    pub notes: Vec<String>,
}

/// Finds the columns of a table. A column is taken for a day by its usual name only if most of its
/// values are days: `from` is often a town. It is taken for an id only if every row has another one.
#[must_use]
pub fn resolve(named: &Named, columns: &[String], rows: &Rows<'_>) -> Resolved {
    let mut resolved = Resolved::default();
    let roles = [
        (Role::Start, &named.start),
        (Role::End, &named.end),
        (Role::Name, &named.name),
        (Role::Id, &named.id),
        (Role::Category, &named.category),
    ];
    for (role, name) in roles {
        let candidates = match candidates(role, name.as_ref(), columns) {
            Ok(candidates) => candidates,
            Err(missing) => {
                resolved.missing.push(missing);
                continue;
            }
        };
        for found in candidates {
            match doubt(&found, rows) {
                None => {
                    resolved.columns.found.push(found);
                    break;
                }
                Some(note) => resolved.notes.push(note),
            }
        }
    }
    resolved
}

/// Why a guess is not taken; what is named is never doubted, and `start` and `end` are named by the
/// documentation.
fn doubt(found: &Found, rows: &Rows<'_>) -> Option<String> {
    let Found { role, column, guessed } = found;
    let contract = column == role.as_str() && matches!(role, Role::Start | Role::End);
    if !guessed || contract {
        return None;
    }
    match role {
        Role::Start | Role::End => {
            let (days, others): (Vec<_>, Vec<_>) =
                rows.told(column).into_iter().partition(|value| day_text::is_likely(value));
            let other = others.first()?;
            (days.len() <= others.len()).then(|| {
                let shown = shortened(other);
                format!("'{column}' is not taken for the {}: {shown} is no day", role.as_str())
            })
        }
        Role::Id => {
            let ids: Vec<String> = rows.told(column).iter().map(ToString::to_string).collect();
            let distinct: BTreeSet<&String> = ids.iter().collect();
            (distinct.len() < rows.len() || ids.iter().any(|id| id.starts_with(['{', '['])))
                .then(|| format!("'{column}' is not taken for the id: it is not one a row"))
        }
        _ => None,
    }
}

/// Whether a cell says nothing.
#[must_use]
pub fn is_none(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// A value short enough for a message.
#[must_use]
pub fn shortened(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 {
        return text;
    }
    text.chars().take(60).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::atlas::read::{Place, Row};

    fn rows(all: &Value) -> (Vec<String>, Rows<'static>) {
        let all = all.as_array().unwrap();
        let columns = all[0].as_object().unwrap().keys().cloned().collect();
        let row = |value: &Value| Row {
            properties: value.as_object().unwrap().clone(),
            ..Row::at(Place::Number(1))
        };
        (columns, Rows::Read(all.iter().map(row).collect()))
    }

    fn found(named: &Named, all: &Value) -> (String, String) {
        let (columns, rows) = rows(all);
        let resolved = resolve(named, &columns, &rows);
        let all = resolved.columns.all().iter();
        let shown = all.map(|found| format!("{}={}", found.role.as_str(), found.column));
        (shown.collect::<Vec<_>>().join(" "), resolved.notes.join("; "))
    }

    #[test]
    fn usual_names_are_found_in_any_spelling() {
        let none = Named::default();
        let (columns, _) = found(
            &none,
            &json!([
                {"Code": "a", "Title": "A", "Valid From": "2005", "valid_to": "2011-03-01"},
                {"Code": "b", "Title": "B", "Valid From": 2006, "valid_to": ""},
            ]),
        );
        assert_eq!(columns, "start=Valid From end=valid_to name=Title id=Code");
    }

    #[test]
    fn towns_are_not_taken_for_days_nor_types_for_ids() {
        let none = Named::default();
        let (columns, notes) = found(
            &none,
            &json!([
                {"from": "Tashkent", "to": "Almaty", "code": "M", "opened": "1998"},
                {"from": "Osh", "to": "2", "code": "M", "opened": "2001"},
            ]),
        );
        assert_eq!(columns, "start=opened");
        assert!(notes.contains("'from' is not taken for the start: \"Tashkent\""), "{notes}");
        assert!(notes.contains("'code' is not taken for the id"), "{notes}");
    }

    #[test]
    fn what_is_named_holds_and_an_empty_name_is_none() {
        let named = Named {
            start: Some("y".into()),
            end: Some(String::new()),
            name: Some("title".into()),
            ..Named::default()
        };
        let (columns, all) = rows(&json!([{"y": "soon", "start": "2001", "end": "2002"}]));
        let resolved = resolve(&named, &columns, &all);
        assert_eq!(resolved.columns.of(Role::Start), Some("y"));
        assert_eq!(resolved.columns.of(Role::End), None);
        let missing = &resolved.missing[0];
        assert_eq!((missing.role, missing.column.as_str()), (Role::Name, "title"));
        assert_eq!(missing.there, columns);
    }
}
