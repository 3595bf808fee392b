//! Shapefiles: shapes (`.shp`), their attributes (`.dbf`), the encoding of those (`.cpg`) and what
//! the coordinates mean (`.prj`).

use std::io::{Cursor, Read, Seek};

use geo::Geometry;
use serde_json::{Number, Value};
use shapefile::dbase::encoding::DynEncoding;
use shapefile::dbase::{
    self, FieldIterator, FieldValue, NamedValue, ReadableRecord, ReaderBuilder,
};
use shapefile::{Shape, ShapeReader};

use super::limit::MAX_COLUMNS;
use super::{Given, Place, Reference, Row, Rows, Table, Unreadable, measure, room_for_one_more};
use crate::atlas::finding::{Fault, Path};

/// Reads shapes with their attributes.
///
/// # Errors
/// When a file is missing, damaged or cut off, or they do not belong together.
pub fn read(given: &Given) -> Result<Table<'static>, Unreadable> {
    let shapes = shapes(&given.bytes)?;
    let Some(attributes) = given.beside.get("dbf") else {
        return Err(Unreadable::whole("has no .dbf beside it, which holds the attributes"));
    };
    let (columns, records) = records(attributes, given.beside.get("cpg"))?;
    if shapes.len() != records.len() {
        return Err(Unreadable::whole(format!(
            "has {} shapes, and its .dbf {} rows; they do not belong together",
            shapes.len(),
            records.len()
        )));
    }
    let reference = given
        .beside
        .get("prj")
        .map_or(Reference::Unsaid, |text| Reference::of_wkt(&String::from_utf8_lossy(text)));
    let rows =
        (1..).zip(shapes.into_iter().zip(records)).filter_map(|(number, (shape, record))| {
            // A deleted row keeps its place in both files.
            Some(row(shape, &columns, record?, number))
        });
    let rows = Rows::Read(rows.collect());
    Ok(Table { reference, columns, rows, ..Table::default() })
}

fn shapes(bytes: &[u8]) -> Result<Vec<Shape>, Unreadable> {
    let broken = |number: usize, error: &shapefile::Error| {
        Unreadable::at(number, format!("is no sound shapefile, or cut off: {error}"))
    };
    let mut reader = ShapeReader::new(Cursor::new(bytes)).map_err(|error| broken(1, &error))?;
    let told = usize::try_from(reader.header().file_length).unwrap_or(0).saturating_mul(2);
    if told > bytes.len() {
        let reason = format!(
            "is cut off, or still being written: it announces {told} bytes and has {}",
            bytes.len()
        );
        return Err(Unreadable::whole(reason));
    }
    let mut shapes = Vec::new();
    for shape in reader.iter_shapes() {
        room_for_one_more(shapes.len())?;
        shapes.push(shape.map_err(|error| broken(shapes.len() + 1, &error))?);
    }
    Ok(shapes)
}

/// The cells of a row in order; those that are damaged with the reason.
struct Record(Vec<Result<FieldValue, String>>);

impl ReadableRecord for Record {
    fn read_using<Source: Read + Seek, Memo: Read + Seek>(
        cells: &mut FieldIterator<'_, Source, Memo>,
    ) -> Result<Self, dbase::FieldError> {
        let cell = |read: Result<NamedValue<'_, FieldValue>, dbase::FieldError>| {
            read.map(|named| named.value).map_err(|error| error.to_string())
        };
        Ok(Self(cells.take(MAX_COLUMNS).map(cell).collect()))
    }
}

/// The names of the columns, and all rows; `None` in the place of a deleted one.
fn records(
    bytes: &[u8],
    named: Option<&Vec<u8>>,
) -> Result<(Vec<String>, Vec<Option<Record>>), Unreadable> {
    let broken = |number: usize, error: &dbase::Error| {
        Unreadable::at(number, format!("has a .dbf that is not sound, or cut off: {error}"))
    };
    let mut builder = ReaderBuilder::new();
    if let Some(encoding) = encoding(bytes, named)? {
        builder = builder.with_encoding(encoding);
    }
    let (copy, days) = with_days_as_text(bytes);
    let mut reader = builder.build(Cursor::new(copy)).map_err(|error| broken(1, &error))?;
    let columns: Vec<String> =
        reader.fields().iter().map(|field| field.name().to_owned()).collect();
    let mut records = Vec::new();
    let mut there = reader.iter_records_as::<Record>();
    for gone in deleted(bytes) {
        room_for_one_more(records.len())?;
        let number = records.len() + 1;
        if gone {
            // The iterator passes over it by itself.
            records.push(None);
            continue;
        }
        let record = there.next().ok_or_else(|| Unreadable::at(number, "has a .dbf cut off"))?;
        let mut record = record.map_err(|error| broken(number, &error))?;
        for (cell, _) in record.0.iter_mut().zip(&days).filter(|(_, is_day)| **is_day) {
            *cell = std::mem::replace(cell, Ok(FieldValue::Character(None))).map(day);
        }
        records.push(Some(record));
    }
    Ok((columns, records))
}

/// Descriptions of columns begin after the header, 32 bytes each, up to a mark; the byte at 11 is the
/// kind. Days are read as text: many programs write a missing one as zeros, which is no day. Gives
/// the changed bytes, and which columns are days.
fn with_days_as_text(bytes: &[u8]) -> (Vec<u8>, Vec<bool>) {
    const SIZE: usize = 32;
    const KIND: usize = 11;
    const END: u8 = 0x0D;
    let mut copy = bytes.to_vec();
    let mut days = Vec::new();
    let mut at = SIZE;
    while at + SIZE <= copy.len() && copy[at] != END {
        days.push(copy[at + KIND] == b'D');
        if copy[at + KIND] == b'D' {
            copy[at + KIND] = b'C';
        }
        at += SIZE;
    }
    (copy, days)
}

/// `20051215` as `2005-12-15`; zeros are no day.
fn day(cell: FieldValue) -> FieldValue {
    match cell {
        FieldValue::Character(Some(text)) if text.trim_matches('0').is_empty() => {
            FieldValue::Character(None)
        }
        FieldValue::Character(Some(text))
            if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            FieldValue::Character(Some(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])))
        }
        other => other,
    }
}

/// Which rows are marked as deleted: the first byte of each row says so.
fn deleted(bytes: &[u8]) -> Vec<bool> {
    let number = |at: usize| super::numbers::bytes(bytes, at).map(u16::from_le_bytes);
    let count = super::numbers::u32_at(bytes, 4).unwrap_or(0);
    let (first, length) = (number(8).unwrap_or(0), number(10).unwrap_or(0));
    if length == 0 {
        return Vec::new();
    }
    let flag = |row: usize| bytes.get(usize::from(first) + row * usize::from(length));
    // Beyond the end of the bytes the reader says what is missing, once.
    let rows = (0..usize::try_from(count).unwrap_or(0)).map(|row| flag(row).copied());
    let mut flags: Vec<bool> = Vec::new();
    for row in rows {
        flags.push(row == Some(b'*'));
        if row.is_none() {
            break;
        }
    }
    flags
}

/// The encoding that `.cpg` names, such as `UTF-8`, `1251` or `ANSI 1251`. Without it a table whose
/// rows are UTF-8 is that; `None` leaves it to the mark in its header.
fn encoding(bytes: &[u8], named: Option<&Vec<u8>>) -> Result<Option<DynEncoding>, Unreadable> {
    let Some(named) = named else {
        let first = super::numbers::bytes(bytes, 8).map_or(0, u16::from_le_bytes);
        let rows = bytes.get(usize::from(first)..).unwrap_or_default();
        return Ok(std::str::from_utf8(rows).is_ok().then(|| dbase::UnicodeLossy.into()));
    };
    let text = String::from_utf8_lossy(named).trim().to_ascii_uppercase();
    let short = ["ANSI", "WINDOWS", "CP"].iter().find_map(|prefix| text.strip_prefix(prefix));
    let short = short.map_or(text.as_str(), |rest| rest.trim_start_matches([' ', '-']));
    match DynEncoding::from_name(short) {
        Some(encoding) => Ok(Some(encoding)),
        None => {
            Err(Unreadable::whole(format!("has a .cpg that names no known encoding: '{text}'")))
        }
    }
}

fn value(cell: FieldValue) -> Value {
    let real = |number: f64| match whole(number) {
        Some(whole) => whole.into(),
        None => Number::from_f64(number).map_or(Value::Null, Value::Number),
    };
    let date = |date: dbase::Date| {
        Value::String(format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()))
    };
    match cell {
        FieldValue::Character(text) => text.map_or(Value::Null, Value::String),
        FieldValue::Numeric(number) => number.map_or(Value::Null, real),
        FieldValue::Float(number) => number.map_or(Value::Null, |number| real(number.into())),
        FieldValue::Logical(flag) => flag.map_or(Value::Null, Value::Bool),
        FieldValue::Date(found) => found.map_or(Value::Null, date),
        FieldValue::DateTime(instant) => date(instant.date()),
        FieldValue::Integer(number) => number.into(),
        FieldValue::Currency(number) | FieldValue::Double(number) => real(number),
        FieldValue::Memo(text) => Value::String(text),
    }
}

/// The table has one kind of number; those without a fraction were whole ones before.
fn whole(number: f64) -> Option<i64> {
    #[allow(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

fn row(shape: Shape, columns: &[String], record: Record, number: usize) -> Row<'static> {
    let mut row = Row::at(Place::Number(number));
    for (column, cell) in columns.iter().zip(record.0) {
        match cell {
            Ok(cell) => _ = row.properties.insert(column.clone(), value(cell)),
            Err(reason) => row.faults.push(Fault::at(Path::default().key(column), reason)),
        }
    }
    match geometry(shape) {
        Ok(geometry) => row.geometry = geometry,
        Err(reason) => row.faults.push(Fault::at(Path::default().key("geometry"), reason)),
    }
    row
}

fn geometry(shape: Shape) -> Result<Option<Geometry<f64>>, String> {
    let geometry = match shape {
        Shape::NullShape => return Ok(None),
        Shape::Multipatch(_) => return Err("is a multipatch, which is not read".into()),
        shape => Geometry::try_from(shape).map_err(|error| format!("is not sound: {error}"))?,
    };
    match measure(&geometry) {
        Some(reason) => Err(reason),
        None => Ok(Some(simple(geometry))),
    }
}

/// Shapefiles know lines and areas of several parts only; those of one part are given as such.
fn simple(geometry: Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::MultiLineString(mut lines) if lines.0.len() == 1 => lines.0.remove(0).into(),
        Geometry::MultiPolygon(mut areas) if areas.0.len() == 1 => areas.0.remove(0).into(),
        other => other,
    }
}
