//! Tables as text: the first line names the columns, among them longitude and latitude or one of
//! well-known text. Numbers are told from texts column by column.

use csv::{ReaderBuilder, StringRecord, Trim};
use geo::{Geometry, Point};
use serde_json::{Map, Number, Value};

use super::{
    Place, Reference, Row, Rows, Table, Unreadable, check_count, measure, room_for_one_more, wkt,
};
use crate::atlas::columns::{Found, Named, NoColumn, Role, find};
use crate::atlas::finding::{Fault, Path};

/// Reads a table.
///
/// # Errors
/// When it has no columns of places, or a row has more or fewer cells than columns.
pub fn read(text: &str, named: &Named) -> Result<Table<'static>, Unreadable> {
    let delimiter = delimiter(text);
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).trim(Trim::Headers).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| broken(&error))?.clone();
    let columns: Vec<String> = header.iter().map(str::to_owned).collect();
    check_count(columns.len())?;
    check_names(&columns)?;
    let places = Places::find(&columns, named)?;
    let mut records = Vec::new();
    for record in reader.records() {
        room_for_one_more(records.len())?;
        records.push(record.map_err(|error| broken(&error))?);
    }
    let numeric: Vec<bool> = (0..columns.len())
        .map(|index| records.iter().all(|record| number(&record[index]).is_some()))
        .collect();
    let decimal_comma = delimiter != b',';
    let row = |record: &StringRecord| -> Row<'static> {
        let (geometry, faults) = match places.read(record, decimal_comma) {
            Ok(geometry) => (geometry, Vec::new()),
            Err((column, reason)) => {
                (None, vec![Fault::at(Path::default().key(&columns[column]), reason)])
            }
        };
        let cells = columns.iter().zip(record).zip(&numeric).enumerate();
        let cells = cells.filter(|(index, _)| !places.is_one(*index));
        let properties: Map<String, Value> = cells
            .map(|(_, ((column, cell), numeric))| (column.clone(), value(cell, *numeric)))
            .collect();
        let line = record.position().map_or(1, |position| position.line());
        let place = Place::Number(usize::try_from(line).unwrap_or(usize::MAX));
        Row { properties, geometry, faults, ..Row::at(place) }
    };
    let rows = records.iter().map(row).collect();
    let kept = (0..columns.len()).filter(|index| !places.is_one(*index));
    Ok(Table {
        name: None,
        reference: Reference::Unsaid,
        columns: kept.map(|index| columns[index].clone()).collect(),
        rows: Rows::Read(rows),
        places: places.found,
        notes: Vec::new(),
    })
}

/// The one of comma, semicolon, tab and bar that parts the first line most often.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
    // On a tie the first: `max_by_key` takes the last, so the comma stands there.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

fn check_names(columns: &[String]) -> Result<(), Unreadable> {
    for (index, column) in columns.iter().enumerate() {
        if column.is_empty() {
            return Err(Unreadable::whole(format!("column {} has no name", index + 1)));
        }
        if columns[..index].contains(column) {
            return Err(Unreadable::whole(format!("the column '{column}' stands there twice")));
        }
    }
    Ok(())
}

fn broken(error: &csv::Error) -> Unreadable {
    let line = error.position().map_or(1, |position| position.line());
    let reason = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("has {len} cells; the first line names {expected_len} columns")
        }
        _ => error.to_string(),
    };
    Unreadable::at(usize::try_from(line).unwrap_or(usize::MAX), reason)
}

/// The columns that say where a row is.
struct Places {
    found: Vec<Found>,
    at: At,
}

enum At {
    Pair { lon: usize, lat: usize },
    Text(usize),
}

impl Places {
    fn find(columns: &[String], named: &Named) -> Result<Self, Unreadable> {
        let found = |role, name: &Option<String>| {
            find(role, name.as_ref(), columns).map_err(|missing| no_column(&missing))
        };
        let (lon, lat) = (found(Role::Lon, &named.lon)?, found(Role::Lat, &named.lat)?);
        let text = found(Role::Wkt, &named.wkt)?;
        let index = |found: &Found| columns.iter().position(|column| *column == found.column);
        // What is named goes before what is guessed. A pair goes before a text, which under names such as
        // `geometry` is often the kind of it, but not before well-known text that is called so: the pair
        // is then where a symbol stands.
        let pair_is_named =
            [&lon, &lat].iter().any(|found| found.as_ref().is_some_and(|f| !f.guessed));
        let text_first = text.as_ref().is_some_and(|found| {
            !found.guessed || (!pair_is_named && found.column.to_lowercase().contains("wkt"))
        });
        if let (Some(lon), Some(lat), false) = (lon, lat, text_first)
            && let (Some(x), Some(y)) = (index(&lon), index(&lat))
        {
            return Ok(Self { at: At::Pair { lon: x, lat: y }, found: vec![lon, lat] });
        }
        if let Some(text) = text
            && let Some(at) = index(&text)
        {
            return Ok(Self { at: At::Text(at), found: vec![text] });
        }
        Err(Unreadable::whole(format!(
            "has no columns of places, such as lon and lat, or wkt; it has {}. Name them as columns \
             in atlas.toml",
            columns.join(", ")
        )))
    }

    const fn is_one(&self, column: usize) -> bool {
        match self.at {
            At::Pair { lon, lat } => column == lon || column == lat,
            At::Text(at) => column == at,
        }
    }

    /// Where a row is; `None` where its cells are empty.
    fn read(
        &self,
        record: &StringRecord,
        decimal_comma: bool,
    ) -> Result<Option<Geometry<f64>>, (usize, String)> {
        match self.at {
            At::Text(at) => {
                let cell = record[at].trim();
                if cell.is_empty() {
                    return Ok(None);
                }
                let read = wkt::geometry(cell).map_err(|reason| (at, reason))?;
                match read.as_ref().and_then(measure) {
                    Some(reason) => Err((at, reason)),
                    None => Ok(read),
                }
            }
            At::Pair { lon, lat } => {
                let cell = |at: usize| {
                    let cell = record[at].trim();
                    if decimal_comma { cell.replace(',', ".") } else { cell.to_owned() }
                };
                if cell(lon).is_empty() && cell(lat).is_empty() {
                    return Ok(None);
                }
                let read = |at: usize| {
                    let text = cell(at);
                    match text.parse::<f64>() {
                        Ok(number) if number.is_finite() => Ok(number),
                        _ => Err((at, format!("'{text}' is not a number"))),
                    }
                };
                Ok(Some(Geometry::Point(Point::new(read(lon)?, read(lat)?))))
            }
        }
    }
}

/// The one wording of a named column that is not there.
pub fn no_column(missing: &NoColumn) -> Unreadable {
    let NoColumn { role, column, there } = missing;
    let reason = format!(
        "columns.{} in atlas.toml is '{column}', which is no column of it; it has {}",
        role.as_str(),
        there.join(", ")
    );
    Unreadable::whole(reason)
}

/// Digits that a number keeps without a loss in every reader of JSON.
const MOST_DIGITS: usize = 15;

/// A cell as a number, `Some(None)` if it is empty. `007`, `1E5` and long numbers are texts: they are
/// codes more often.
fn number(cell: &str) -> Option<Option<Number>> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Some(None);
    }
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let padded = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if padded || !plain || digits.len() > MOST_DIGITS + 1 {
        return None;
    }
    match cell.parse::<i64>() {
        Ok(whole) => Some(Some(whole.into())),
        Err(_) => cell.parse().ok().and_then(Number::from_f64).map(Some),
    }
}

fn value(cell: &str, numeric: bool) -> Value {
    match number(cell) {
        Some(None) => Value::Null,
        Some(Some(number)) if numeric => Value::Number(number),
        _ => Value::String(cell.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_codes() {
        for (cell, expected) in [
            ("12", "12"),
            ("-1.50", "-1.5"),
            ("0.5", "0.5"),
            ("0", "0"),
            ("", "null"),
            ("007", "\"007\""),
            ("1E5", "\"1E5\""),
            ("12345678901234567", "\"12345678901234567\""),
            ("1.2.3", "\"1.2.3\""),
            ("-", "\"-\""),
            (".", "\".\""),
        ] {
            assert_eq!(value(cell, number(cell).is_some()).to_string(), expected, "{cell}");
        }
    }

    #[test]
    fn the_delimiter_is_that_of_the_first_line() {
        assert_eq!(delimiter("a,b\n1;2;3;4"), b',');
        assert_eq!(delimiter("a;b\n"), b';');
        assert_eq!(delimiter("a\tb,c\td"), b'\t');
        assert_eq!(delimiter("a"), b',');
    }

    #[test]
    fn a_table_of_too_many_columns_is_refused_before_its_rows_are_read() {
        let names: Vec<String> = (0..100_000).map(|n| format!("c{n}")).collect();
        let error = read(&names.join(","), &Named::default()).expect_err("too many");
        assert!(error.reason.contains("has 100000 columns; at most 1000 are read"), "{error:?}");
    }
}
