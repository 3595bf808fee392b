//! `GeoPackage`: tables of features in one `SQLite` file, with styles and metadata.
//!
//! OGC GeoPackage 1.3.1 (12-128r18). Geometries are WGS 84, longitude before latitude. A table has
//! the features of one layer and one kind of geometry; there is no index of space.

use std::path::Path;

use geo::{Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use rusqlite::{Connection, Statement, params};
use serde_json::{Map, Value, json};
use wkb::writer::{WriteOptions, write_geometry};

use crate::atlas::shape::bbox_of;
use crate::output::column::{Cell, Column, Kind as Cells, columns};
use crate::output::contents::Contents;
use crate::output::credit;
use crate::output::format::FileError;
use crate::output::part::{Kind, Part, parts};
use crate::output::qgis;

/// `GPKG`, and the version as major, minor and patch in two digits each.
const MARKS: &str = "PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10300;";

/// A file that nobody else reads while it is made needs no journal.
const UNSHARED: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;";

/// WGS 84 by its number in the registry of EPSG.
const WGS_84: i32 = 4326;

/// Tables that every such file has, or that the extensions for metadata and descriptions of columns
/// add, with their rules as the standard gives them; `layer_styles` is what QGIS reads styles from.
const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]]', 'longitude and latitude in degrees on the WGS 84 ellipsoid');
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL,
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_extensions VALUES
  ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec131/#extension_metadata', 'read-write'),
  ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec131/#extension_metadata', 'read-write'),
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec131/#extension_schema', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec131/#extension_schema', 'read-write');
CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml',
  metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL, md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
  min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME);
";

/// A file to take away.
///
/// # Errors
/// When a table or geometry cannot be written.
pub fn file(contents: &Contents<'_>, path: &Path) -> Result<(), FileError> {
    let mut conn = Connection::open(path)?;
    conn.execute_batch(UNSHARED)?;
    conn.execute_batch(MARKS)?;
    let transaction = conn.transaction()?;
    transaction.execute_batch(TABLES)?;
    let columns = columns(contents);
    let changed = format!("{}T00:00:00.000Z", contents.asked.today);
    for part in parts(contents) {
        create(&transaction, contents, &part, &columns)?;
        fill(&transaction, contents, &part, &columns)?;
        register(&transaction, contents, &part, &changed)?;
    }
    transaction.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)
         VALUES ('layer_styles', 'attributes', 'layer_styles', 'styles for QGIS', ?1)",
        params![changed],
    )?;
    metadata(&transaction, contents, &changed)?;
    transaction.commit()?;
    conn.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// The table of a part, with its columns described.
fn create(
    conn: &Connection,
    contents: &Contents<'_>,
    part: &Part,
    columns: &[Column],
) -> Result<(), FileError> {
    let mut sql = format!(
        "CREATE TABLE {} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
        quoted(&part.name)
    );
    if part.kind != Kind::Nowhere {
        sql.push_str(&format!(", geom {}", type_name(part)));
    }
    for column in columns {
        sql.push_str(&format!(", {} {}", quoted(&column.name), sql_type(column.kind)));
    }
    sql.push(')');
    conn.execute_batch(&sql)?;
    for column in columns {
        conn.execute(
            "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description)
             VALUES (?1, ?2, ?2, ?2, ?3)",
            params![part.name, column.name, column.means],
        )?;
    }
    let identifier = identifier(contents, part);
    conn.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id)
         VALUES (?1, ?2, ?3, '', ?4)",
        params![
            part.name,
            if part.kind == Kind::Nowhere { "attributes" } else { "features" },
            identifier,
            (part.kind != Kind::Nowhere).then_some(WGS_84),
        ],
    )?;
    Ok(())
}

fn fill(
    conn: &Connection,
    contents: &Contents<'_>,
    part: &Part,
    columns: &[Column],
) -> Result<(), FileError> {
    let mut names: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
    if part.kind != Kind::Nowhere {
        names.push("geom".to_owned());
    }
    let marks = vec!["?"; names.len()].join(", ");
    let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", quoted(&part.name), names.join(", "));
    let mut insert = conn.prepare(&sql)?;
    for (step, position) in part.hits.iter().enumerate() {
        contents.go_on(step)?;
        contents.tell(*position);
        let row = contents.row(*position);
        for (index, column) in columns.iter().enumerate() {
            bind(&mut insert, index + 1, &column.cell(row))?;
        }
        if let Some(geometry) = &row.hit.feature.geometry() {
            insert.raw_bind_parameter(names.len(), blob(geometry, part.multi)?)?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}

fn bind(insert: &mut Statement<'_>, index: usize, cell: &Cell<'_>) -> Result<(), rusqlite::Error> {
    match cell {
        Cell::Empty => insert.raw_bind_parameter(index, rusqlite::types::Null),
        Cell::Text(text) => insert.raw_bind_parameter(index, text.as_ref()),
        Cell::Number(number) => insert.raw_bind_parameter(index, number),
        Cell::Whole(number) => insert.raw_bind_parameter(index, number),
        Cell::Flag(flag) => insert.raw_bind_parameter(index, flag),
        Cell::Day(day) => insert.raw_bind_parameter(index, day.to_string()),
    }
}

/// What the file says of a table: its extent, type, description and style.
fn register(
    conn: &Connection,
    contents: &Contents<'_>,
    part: &Part,
    changed: &str,
) -> Result<(), FileError> {
    let boxes = part.hits.iter().filter_map(|position| contents.hits[*position].feature.bbox());
    let extent =
        boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    let edge = |index: usize| extent.map(|extent| extent[index]);
    conn.execute(
        "UPDATE gpkg_contents SET description = ?2, last_change = ?3,
         min_x = ?4, min_y = ?5, max_x = ?6, max_y = ?7 WHERE table_name = ?1",
        params![
            part.name,
            credit::lines(contents).join("\n"),
            changed,
            edge(0),
            edge(1),
            edge(2),
            edge(3)
        ],
    )?;
    if part.kind == Kind::Nowhere {
        return Ok(());
    }
    conn.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, ?3, 0, 0)",
        params![part.name, type_name(part), WGS_84],
    )?;
    conn.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,
         styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time)
         VALUES ('', '', ?1, 'geom', ?1, ?2, ?3, 1, 'as on the map of the atlas', '', ?4)",
        params![
            part.name,
            qgis::qml(contents.atlas, part),
            qgis::sld(contents.atlas, part),
            changed
        ],
    )?;
    Ok(())
}

/// Licence, credits and citation for people, and the same with all sources for programs.
fn metadata(conn: &Connection, contents: &Contents<'_>, changed: &str) -> Result<(), FileError> {
    let members: Map<String, Value> = credit::members(contents)
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let plain = credit::lines(contents).join("\n");
    let texts = [
        ("https://www.rfc-editor.org/rfc/rfc2046", "text/plain", plain),
        ("https://citationstyles.org", "application/json", json!(members).to_string()),
    ];
    for (standard, media, text) in texts {
        conn.execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata)
             VALUES ('dataset', ?1, ?2, ?3)",
            params![standard, media, text],
        )?;
        conn.execute(
            "INSERT INTO gpkg_metadata_reference (reference_scope, timestamp, md_file_id)
             VALUES ('geopackage', ?1, last_insert_rowid())",
            params![changed],
        )?;
    }
    Ok(())
}

/// What people read in a list of layers; unique, so the name of the table is part of it.
fn identifier(contents: &Contents<'_>, part: &Part) -> String {
    let entry = &contents.atlas.vocabulary().layers[part.layer];
    let name = entry.name.get("en").unwrap_or(&entry.id);
    if part.name == entry.id && *name != entry.id { name.clone() } else { part.name.clone() }
}

/// A name as SQL takes it whatever is in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Where single and multiple geometries stand together all are stored as multiple ones.
const fn type_name(part: &Part) -> &'static str {
    match (part.kind, part.multi) {
        (Kind::Points, false) => "POINT",
        (Kind::Points, true) => "MULTIPOINT",
        (Kind::Lines, false) => "LINESTRING",
        (Kind::Lines, true) => "MULTILINESTRING",
        (Kind::Areas, false) => "POLYGON",
        (Kind::Areas, true) => "MULTIPOLYGON",
        (Kind::Mixed, _) => "GEOMETRYCOLLECTION",
        (Kind::Nowhere, _) => "GEOMETRY",
    }
}

const fn sql_type(kind: Cells) -> &'static str {
    match kind {
        Cells::Text => "TEXT",
        Cells::Number => "DOUBLE",
        Cells::Whole => "INTEGER",
        Cells::Flag => "BOOLEAN",
        Cells::Day => "DATE",
    }
}

/// A geometry as the standard stores it (2.1.3): a header with its box, then well-known binary.
fn blob(geometry: &Geometry<f64>, multi: bool) -> Result<Vec<u8>, FileError> {
    const LITTLE_ENDIAN: u8 = 1;
    const WITH_BOX: u8 = 1 << 1;
    const EMPTY: u8 = 1 << 4;
    let mut out = b"GP\0".to_vec();
    match bbox_of(geometry) {
        Some([west, south, east, north]) => {
            out.push(LITTLE_ENDIAN | WITH_BOX);
            out.extend(WGS_84.to_le_bytes());
            for edge in [west, east, south, north] {
                out.extend(edge.to_le_bytes());
            }
        }
        None => {
            out.push(LITTLE_ENDIAN | EMPTY);
            out.extend(WGS_84.to_le_bytes());
        }
    }
    let options = WriteOptions::default();
    if multi {
        write_geometry(&mut out, &several(geometry.clone()), &options)?;
    } else {
        write_geometry(&mut out, geometry, &options)?;
    }
    Ok(out)
}

/// A geometry as one of several.
fn several(geometry: Geometry<f64>) -> Geometry<f64> {
    let points = |point: Point<f64>| Geometry::MultiPoint(MultiPoint(vec![point]));
    let lines = |line: LineString<f64>| Geometry::MultiLineString(MultiLineString(vec![line]));
    let areas = |area: Polygon<f64>| Geometry::MultiPolygon(MultiPolygon(vec![area]));
    match geometry {
        Geometry::Point(point) => points(point),
        Geometry::LineString(line) => lines(line),
        Geometry::Line(line) => lines(line.into()),
        Geometry::Polygon(area) => areas(area),
        Geometry::Rect(area) => areas(area.to_polygon()),
        Geometry::Triangle(area) => areas(area.to_polygon()),
        many => many,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_geometry_has_its_box_and_its_bytes() {
        let line = Geometry::LineString(vec![(60.0, 40.0), (70.0, 45.0)].into());
        let plain = blob(&line, false).expect("bytes");
        assert_eq!(plain[..8], [b'G', b'P', 0, 3, 0xE6, 0x10, 0, 0]);
        let edges: Vec<f64> = plain[8..40]
            .chunks_exact(8)
            .map(|bytes| f64::from_le_bytes(bytes.try_into().expect("eight bytes")))
            .collect();
        assert_eq!(edges, [60.0, 70.0, 40.0, 45.0]);
        assert_eq!(plain[40..45], [1, 2, 0, 0, 0]);
        assert_eq!(blob(&line, true).expect("bytes")[40..45], [1, 5, 0, 0, 0]);
    }

    #[test]
    fn names_are_quoted_for_sql() {
        assert_eq!(quoted("depth \"m\""), "\"depth \"\"m\"\"\"");
    }
}
