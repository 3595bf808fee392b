//! GeoParquet: one table column by column, for analysts; every program that reads Parquet reads it.
//!
//! Version 1.1.0 of the specification (geoparquet.org): geometries as well-known binary, WGS 84, longitude before
//! latitude, which is what is meant where no reference system is said.

use std::collections::BTreeSet;
use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use geo::Geometry;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::{ColumnWriter, ColumnWriterImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};
use serde_json::{Value, json};
use wkb::writer::{WriteOptions, write_geometry};

use crate::output::column::{Cell, Column, Kind, columns, type_of};
use crate::output::contents::Contents;
use crate::output::credit;
use crate::output::format::FileError;
use crate::store::Hit;

/// Name of the column of geometries; the type of a geometry stands in `geometry` of the other tables.
const GEOMETRY: &str = "geom";

/// Rows that are held in memory before they are written.
const ROWS_A_GROUP: usize = 10_000;

/// The level at which a cell that may be empty is there.
const THERE: i16 = 1;

/// A file to take away; licence, credits, sources and citation stand in its metadata.
///
/// # Errors
/// When a row cannot be written.
pub fn file(contents: &Contents<'_>, path: &Path) -> Result<(), FileError> {
    let columns = columns(contents);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("Steppe Atlas".to_owned())
        .set_key_value_metadata(Some(metadata(contents)))
        .build();
    let mut writer =
        SerializedFileWriter::new(File::create(path)?, schema(&columns)?, Arc::new(properties))?;
    for (index, hits) in contents.hits.chunks(ROWS_A_GROUP).enumerate() {
        contents.tell(index * ROWS_A_GROUP);
        let first = index * ROWS_A_GROUP;
        let rows = first..first + hits.len();
        let mut group = writer.next_row_group()?;
        let mut all = columns.iter();
        while let Some(mut place) = group.next_column()? {
            contents.go_on(0)?;
            match all.next() {
                Some(column) => write(place.untyped(), column, contents, rows.clone())?,
                None => write_geometries(place.untyped(), hits)?,
            }
            place.close()?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

/// The columns of tables, then the geometry; every cell may be empty.
fn schema(columns: &[Column]) -> Result<TypePtr, ParquetError> {
    let field = |name: &str, physical, logical| {
        let builder = Type::primitive_type_builder(name, physical);
        let builder = builder.with_repetition(Repetition::OPTIONAL).with_logical_type(logical);
        builder.build().map(Arc::new)
    };
    let of_column = |column: &Column| match column.kind {
        Kind::Text => field(&column.name, Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Number => field(&column.name, Physical::DOUBLE, None),
        Kind::Whole => field(&column.name, Physical::INT64, None),
        Kind::Flag => field(&column.name, Physical::BOOLEAN, None),
        Kind::Day => field(&column.name, Physical::INT32, Some(LogicalType::Date)),
    };
    let mut fields = columns.iter().map(of_column).collect::<Result<Vec<_>, _>>()?;
    fields.push(field(GEOMETRY, Physical::BYTE_ARRAY, None)?);
    Type::group_type_builder("schema").with_fields(fields).build().map(Arc::new)
}

fn write(
    writer: &mut ColumnWriter<'_>,
    column: &Column,
    contents: &Contents<'_>,
    rows: Range<usize>,
) -> Result<(), FileError> {
    let cells = || rows.clone().map(|row| column.cell(contents.row(row)));
    match writer {
        ColumnWriter::ByteArrayColumnWriter(writer) => {
            put(writer, cells().map(|cell| of_text(&cell)))
        }
        ColumnWriter::DoubleColumnWriter(writer) => {
            put(writer, cells().map(|cell| of_number(&cell)))
        }
        ColumnWriter::Int64ColumnWriter(writer) => put(writer, cells().map(|cell| of_whole(&cell))),
        ColumnWriter::BoolColumnWriter(writer) => put(writer, cells().map(|cell| of_flag(&cell))),
        ColumnWriter::Int32ColumnWriter(writer) => put(writer, cells().map(|cell| of_day(&cell))),
        _ => Ok(()), // no column of the schema is of another type
    }
}

fn write_geometries(writer: &mut ColumnWriter<'_>, hits: &[Hit<'_>]) -> Result<(), FileError> {
    let ColumnWriter::ByteArrayColumnWriter(writer) = writer else { return Ok(()) };
    let bytes = |geometry: &Geometry<f64>| {
        let mut bytes = Vec::new();
        write_geometry(&mut bytes, geometry, &WriteOptions::default())?;
        Ok::<_, FileError>(ByteArray::from(bytes))
    };
    let geometries =
        hits.iter().map(|hit| hit.feature.geometry().as_deref().map(bytes).transpose());
    put(writer, geometries.collect::<Result<Vec<_>, _>>()?.into_iter())
}

fn put<T: DataType>(
    writer: &mut ColumnWriterImpl<'_, T>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<(), FileError> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        levels.push(if cell.is_some() { THERE } else { 0 });
        values.extend(cell);
    }
    writer.write_batch(&values, Some(&levels), None)?;
    Ok(())
}

fn of_text(cell: &Cell<'_>) -> Option<ByteArray> {
    match cell {
        Cell::Text(text) => Some(ByteArray::from(text.as_ref())),
        _ => None,
    }
}

const fn of_number(cell: &Cell<'_>) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(*number),
        _ => None,
    }
}

const fn of_whole(cell: &Cell<'_>) -> Option<i64> {
    match cell {
        Cell::Whole(number) => Some(*number),
        _ => None,
    }
}

const fn of_flag(cell: &Cell<'_>) -> Option<bool> {
    match cell {
        Cell::Flag(flag) => Some(*flag),
        _ => None,
    }
}

/// Days are counted from 1970-01-01, as ours are.
const fn of_day(cell: &Cell<'_>) -> Option<i32> {
    match cell {
        Cell::Day(day) => Some(day.number()),
        _ => None,
    }
}

/// What the specification asks for under `geo`; then what a file of JSON says of itself, and what columns mean.
fn metadata(contents: &Contents<'_>) -> Vec<KeyValue> {
    let geometries = contents.hits.iter().filter_map(|hit| hit.feature.geometry());
    let types: BTreeSet<&str> = geometries.map(|geometry| type_of(&geometry)).collect();
    let boxes = contents.hits.iter().filter_map(|hit| hit.feature.bbox());
    let extent =
        boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    let mut column = json!({"encoding": "WKB", "geometry_types": types});
    if let Some(extent) = extent {
        column["bbox"] = json!(extent);
    }
    let geo = json!({
        "version": "1.1.0",
        "primary_column": GEOMETRY,
        "columns": {GEOMETRY: column},
    });
    let said = credit::members(contents).into_iter();
    let said = said.map(|(name, value)| {
        (name, value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    });
    let meanings: Value =
        columns(contents).into_iter().map(|column| (column.name, json!(column.means))).collect();
    let all = [("geo", geo.to_string())]
        .into_iter()
        .chain(said)
        .chain([("columns", meanings.to_string())]);
    all.map(|(key, value)| KeyValue::new(key.to_owned(), value)).collect()
}
