//! `FlatGeobuf`: one table with an index of space, which web maps read in parts.
//!
//! Version 3 of the format; WGS 84, longitude before latitude.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo::Geometry;
use geozero::{ColumnValue, PropertyProcessor};
use serde_json::{Map, Value, json};

use crate::output::column::{Cell, Kind, columns};
use crate::output::contents::Contents;
use crate::output::credit;
use crate::output::format::FileError;

/// A file to take away; licence, credits and citation are its description, and with all sources its
/// metadata. What has no geometry cannot be in it.
///
/// # Errors
/// When a feature cannot be written.
pub fn file(contents: &Contents<'_>, path: &Path) -> Result<(), FileError> {
    let members: Map<String, Value> = credit::members(contents)
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let title = credit::title(contents.atlas, &contents.asked);
    let description = credit::lines(contents).join("\n");
    let metadata = json!(members).to_string();
    let options = FgbWriterOptions {
        // An index of nothing is one that GDAL does not read.
        write_index: contents.hits.iter().any(|hit| hit.feature.geometry().is_some()),
        detect_type: false,
        promote_to_multi: false,
        crs: FgbCrs { org: Some("EPSG"), code: 4326, name: Some("WGS 84"), ..FgbCrs::default() },
        title: Some(&title),
        description: Some(&description),
        metadata: Some(&metadata),
        ..FgbWriterOptions::default()
    };
    let mut writer = FgbWriter::create_with_options(&name(contents), one_type(contents), options)?;
    let columns = columns(contents);
    for column in &columns {
        writer.add_column(&column.name, type_of(column.kind), |builder, made| {
            made.description = Some(builder.create_string(&column.means));
        });
    }
    for (step, row) in contents.rows().enumerate() {
        contents.go_on(step)?;
        let Some(geometry) = &row.hit.feature.geometry() else { continue };
        let mut failed = None;
        writer.add_feature_geom(plain(geometry), |feature| {
            for (index, column) in columns.iter().enumerate() {
                let cell = column.cell(row);
                let text = cell.text();
                let value = match &cell {
                    Cell::Empty => continue,
                    Cell::Text(text) => ColumnValue::String(text),
                    Cell::Number(number) => ColumnValue::Double(*number),
                    Cell::Whole(number) => ColumnValue::Long(*number),
                    Cell::Flag(flag) => ColumnValue::Bool(*flag),
                    Cell::Day(_) => ColumnValue::DateTime(&text),
                };
                if let Err(error) = feature.property(index, &column.name, &value) {
                    failed.get_or_insert(error);
                }
            }
        })?;
        if let Some(error) = failed {
            return Err(error.into());
        }
    }
    let mut out = BufWriter::new(File::create(path)?);
    writer.write(&mut out)?;
    Ok(out.flush()?)
}

/// The name of the one table: that of its layers, as they are asked for.
fn name(contents: &Contents<'_>) -> String {
    let layers = &contents.atlas.vocabulary().layers;
    let ids: Vec<&str> = contents.layers.iter().map(|layer| layers[*layer].id.as_str()).collect();
    ids.join("-")
}

/// The type of all geometries, or that of any.
fn one_type(contents: &Contents<'_>) -> GeometryType {
    let geometries = contents.hits.iter().filter_map(|hit| hit.feature.geometry());
    let mut types = geometries.map(|geometry| match plain(&geometry) {
        Geometry::Point(_) => GeometryType::Point,
        Geometry::MultiPoint(_) => GeometryType::MultiPoint,
        Geometry::LineString(_) => GeometryType::LineString,
        Geometry::MultiLineString(_) => GeometryType::MultiLineString,
        Geometry::Polygon(_) => GeometryType::Polygon,
        Geometry::MultiPolygon(_) => GeometryType::MultiPolygon,
        _ => GeometryType::Unknown,
    });
    let first = types.next().unwrap_or(GeometryType::Unknown);
    if types.all(|other| other == first) { first } else { GeometryType::Unknown }
}

/// A line that is alone among several is a line: the crate leaves out where such a one ends, and GDAL
/// 3.6 does not read it then.
fn plain(geometry: &Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::MultiLineString(lines) if lines.0.len() == 1 => {
            Geometry::LineString(lines.0[0].clone())
        }
        other => other.clone(),
    }
}

const fn type_of(kind: Kind) -> ColumnType {
    match kind {
        Kind::Text => ColumnType::String,
        Kind::Number => ColumnType::Double,
        Kind::Whole => ColumnType::Long,
        Kind::Flag => ColumnType::Bool,
        Kind::Day => ColumnType::DateTime,
    }
}
