//! GeoPackage: the tables of features in a SQLite file, read from a copy in memory, so that nothing
//! is locked or written beside the file.

use geo::Geometry;
use geo_traits::to_geo::ToGeoGeometry;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row as SqlRow};
use serde_json::{Number, Value};

use super::{Given, Place, Reference, Row, Table, Unreadable, measure, numbers, room_for_one_more};
use crate::atlas::finding::{Fault, Path};

/// Bytes 18 and 19 of a SQLite file say whether it is written through a log beside it.
const LOG_MARK: std::ops::Range<usize> = 18..20;

/// Reads all tables of features, or only the wanted one if it is among them.
///
/// # Errors
/// When the file is not a GeoPackage, is damaged, or is being written.
pub fn read(given: &Given, wanted: Option<&str>) -> Result<Vec<Table<'static>>, Unreadable> {
    if !given.bytes.starts_with(b"SQLite format 3\0") {
        return Err(Unreadable::whole("is not a GeoPackage: it is not a SQLite file"));
    }
    if given.beside.get("gpkg-wal").is_some_and(|log| !log.is_empty()) {
        let reason = "is open in another program (there is a .gpkg-wal beside it); close it there";
        return Err(Unreadable::whole(reason));
    }
    let connection = open(&given.bytes).map_err(|error| broken(&error))?;
    if !are_tables(&connection).map_err(|error| broken(&error))? {
        return Err(Unreadable::whole("says what it holds in views, which are not read"));
    }
    let tables = kinds(&connection).map_err(|error| broken(&error))?;
    if tables.is_empty() {
        return Err(Unreadable::whole("holds no table of features"));
    }
    let is_there = tables.iter().any(|kind| Some(kind.table.as_str()) == wanted);
    let meant = |kind: &&Kind| !is_there || Some(kind.table.as_str()) == wanted;
    tables.iter().filter(meant).map(|kind| read_table(&connection, kind)).collect()
}

fn open(bytes: &[u8]) -> rusqlite::Result<Connection> {
    let mut copy = bytes.to_vec();
    if copy.get(LOG_MARK) == Some(&[2, 2]) {
        // The log is empty, and a copy in memory cannot have one.
        copy[LOG_MARK].copy_from_slice(&[1, 1]);
    }
    let mut connection = Connection::open_in_memory()?;
    let size = copy.len();
    connection.deserialize_read_exact("main", &copy[..], size, true)?;
    // No view or trigger of a file that somebody sent runs a function.
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

/// A table of features.
struct Kind {
    table: String,
    geometry: String,
    srs: i64,
}

/// The tables that say what a file holds, all of them tables: a view can ask for work without end.
fn are_tables(connection: &Connection) -> rusqlite::Result<bool> {
    let views: i64 = connection.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE type <> 'table' AND lower(name) IN \
         ('gpkg_contents', 'gpkg_geometry_columns', 'gpkg_spatial_ref_sys')",
        [],
        |row| row.get(0),
    )?;
    Ok(views == 0)
}

fn kinds(connection: &Connection) -> rusqlite::Result<Vec<Kind>> {
    let mut asked = connection.prepare(
        "SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g \
         JOIN gpkg_contents c ON c.table_name = g.table_name \
         WHERE c.data_type = 'features' ORDER BY g.table_name LIMIT 1000",
    )?;
    let kind =
        |row: &SqlRow<'_>| Ok(Kind { table: row.get(0)?, geometry: row.get(1)?, srs: row.get(2)? });
    asked.query_map([], kind)?.collect()
}

fn read_table(connection: &Connection, kind: &Kind) -> Result<Table<'static>, Unreadable> {
    let table = &kind.table;
    let of_table = |error: &rusqlite::Error| {
        let Unreadable { number, reason } = broken(error);
        Unreadable::at(number, format!("table {table}: {reason}"))
    };
    // A view can ask for work without end.
    let what: Option<String> = connection
        .query_row("SELECT type FROM sqlite_schema WHERE name = ?1", [table], |row| row.get(0))
        .optional()
        .map_err(|error| of_table(&error))?;
    if what.as_deref() != Some("table") {
        let reason = format!("table {table}: is not a table; views are not read");
        return Err(Unreadable::whole(reason));
    }
    let columns = columns(connection, table).map_err(|error| of_table(&error))?;
    let Some(geometry) = columns.iter().position(|column| column.name == kind.geometry) else {
        let reason = format!("table {table}: has no column '{}' of geometries", kind.geometry);
        return Err(Unreadable::whole(reason));
    };
    let reference = reference(connection, kind.srs).map_err(|error| of_table(&error))?;
    let mut read = Table { name: Some(table.clone()), reference, ..Table::default() };
    let names = columns.iter().enumerate().filter(|(at, column)| *at != geometry && !column.key);
    read.columns = names.map(|(_, column)| column.name.clone()).collect();
    let list: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
    let sql = format!("SELECT {} FROM {}", list.join(", "), quoted(table));
    let mut asked = connection.prepare(&sql).map_err(|error| of_table(&error))?;
    let mut rows = asked.query([]).map_err(|error| of_table(&error))?;
    let mut n_blobs = 0_usize;
    while let Some(row) = rows.next().map_err(|error| of_table(&error))? {
        room_for_one_more(read.rows.len())?;
        let number = read.rows.len() + 1;
        let (row, blobs) = read_row(row, &columns, geometry, number);
        n_blobs += blobs;
        read.rows.push(row);
    }
    if n_blobs > 0 {
        read.notes.push(format!("{n_blobs} values that are bytes are left out"));
    }
    Ok(read)
}

/// A column of a table.
struct Column {
    name: String,
    /// Its declared kind, in capitals.
    kind: String,
    /// Whether it is the number of the row.
    key: bool,
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Column>> {
    let mut asked = connection.prepare("SELECT name, type, pk FROM pragma_table_info(?1)")?;
    let column = |row: &SqlRow<'_>| {
        let kind: String = row.get(1)?;
        let key = row.get::<_, i64>(2)? > 0 && kind.eq_ignore_ascii_case("INTEGER");
        Ok(Column { name: row.get(0)?, kind: kind.to_ascii_uppercase(), key })
    };
    asked.query_map([table], column)?.collect()
}

fn reference(connection: &Connection, srs: i64) -> rusqlite::Result<Reference> {
    // 0 and -1 are the systems of those who do not know theirs (12-128r18, 1.1.2.1.2).
    if srs <= 0 {
        return Ok(Reference::Unsaid);
    }
    let found: Option<(String, i64, String)> = connection
        .query_row(
            "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys \
             WHERE srs_id = ?1",
            [srs],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    Ok(match found {
        Some((who, code, _)) if who.eq_ignore_ascii_case("EPSG") => u16::try_from(code)
            .map_or_else(|_| Reference::Unknown(code.to_string()), Reference::Epsg),
        Some((_, _, definition)) => Reference::of_wkt(&definition),
        None => Reference::Unknown(format!("srs_id {srs}")),
    })
}

/// A row, and how many of its values are bytes.
fn read_row(
    row: &SqlRow<'_>,
    columns: &[Column],
    geometry: usize,
    number: usize,
) -> (Row<'static>, usize) {
    let place = Place::Number(number);
    let mut read = Row::at(place);
    let mut n_blobs = 0;
    for (at, column) in columns.iter().enumerate() {
        let here = || Path::default().key(&column.name);
        let value = match row.get_ref(at) {
            Ok(value) => value,
            Err(error) => {
                read.faults.push(Fault::at(here(), error.to_string()));
                continue;
            }
        };
        if at == geometry {
            match of_cell(value) {
                Ok(geometry) => read.geometry = geometry,
                Err(reason) => read.faults.push(Fault::at(here(), reason)),
            }
            continue;
        }
        let value = match value {
            ValueRef::Blob(_) => {
                n_blobs += 1;
                continue;
            }
            ValueRef::Null => Value::Null,
            ValueRef::Integer(flag) if column.kind == "BOOLEAN" => Value::Bool(flag != 0),
            ValueRef::Integer(number) => number.into(),
            ValueRef::Real(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
            ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        };
        if column.key {
            read.id = Some(value);
        } else {
            read.properties.insert(column.name.clone(), value);
        }
    }
    (read, n_blobs)
}

fn of_cell(value: ValueRef<'_>) -> Result<Option<Geometry<f64>>, String> {
    match value {
        ValueRef::Null => Ok(None),
        ValueRef::Blob(bytes) => geometry_of(bytes),
        _ => Err("is not a geometry".into()),
    }
}

/// Reads the binary form of a geometry in a GeoPackage: a header of its own, then well-known binary.
///
/// # Errors
/// When the bytes are no such geometry, with the reason.
pub fn geometry_of(bytes: &[u8]) -> Result<Option<Geometry<f64>>, String> {
    let Some([b'G', b'P', _, flags]) = numbers::bytes::<4>(bytes, 0) else {
        return Err("is not a GeoPackage geometry: its first bytes are not GP".into());
    };
    if flags & 0b0010_0000 != 0 {
        return Err("is an extended geometry, which is not read".into());
    }
    let envelope = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        other => return Err(format!("has an envelope of kind {other}; known are 0 to 4")),
    };
    if flags & 0b0001_0000 != 0 {
        return Ok(None);
    }
    let body = bytes.get(8 + envelope..).ok_or("is cut off")?;
    let read = wkb::reader::read_wkb(body).map_err(|error| format!("is not WKB: {error}"))?;
    let geometry = read.try_to_geometry();
    match geometry.as_ref().and_then(measure) {
        Some(reason) => Err(reason),
        None => Ok(geometry),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn broken(error: &rusqlite::Error) -> Unreadable {
    let reason = match error {
        rusqlite::Error::SqliteFailure(cause, text) => match cause.code {
            rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase => {
                format!("is damaged, cut off, or still being written: {cause}")
            }
            _ => text.clone().unwrap_or_else(|| cause.to_string()),
        },
        other => other.to_string(),
    };
    Unreadable::whole(format!("is not a sound GeoPackage: {reason}"))
}
