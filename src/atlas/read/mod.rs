//! Readers: the bytes of a data file, of whichever format, become rows alike.

mod crs;
mod csv;
mod flatgeobuf;
mod geojson;
mod geopackage;
mod limit;
mod measure;
mod numbers;
mod positions;
mod rows;
mod shapefile;
mod text;
mod wkt;

use std::collections::BTreeMap;
use std::path::Path;

use geo::Geometry;
use serde_json::{Map, Value};

use crate::atlas::columns::{Found, Named};
use crate::atlas::finding::Fault;
use crate::atlas::shared::Shared;

pub use self::crs::{Reference, to_lon_lat};
pub use self::geojson::geometry_of;
pub use self::limit::{MAX_FILE_BYTES, MAX_FINDINGS, MAX_LAYERS, MAX_ROWS};
pub use self::measure::measure;
pub use self::positions::{any_position, type_of};
pub use self::rows::Rows;

/// A format that layers are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One feature collection (RFC 7946).
    GeoJson,
    /// One feature a line (RFC 8142, or newline-delimited).
    Sequence,
    /// A table as text, with columns of longitude and latitude, or of WKT.
    Csv,
    /// A SQLite file of tables of features (OGC 12-128r18).
    GeoPackage,
    /// FlatGeobuf 3.
    FlatGeobuf,
    /// A shapefile with its table of attributes (`.dbf`).
    Shapefile,
}

/// The endings that name a format. A layer without a named file takes the first that is there.
pub const ENDINGS: &[(&str, Format)] = &[
    ("geojson", Format::GeoJson),
    ("json", Format::GeoJson),
    ("geojsons", Format::Sequence),
    ("geojsonl", Format::Sequence),
    ("geojsonseq", Format::Sequence),
    ("ndjson", Format::Sequence),
    ("csv", Format::Csv),
    ("tsv", Format::Csv),
    ("gpkg", Format::GeoPackage),
    ("fgb", Format::FlatGeobuf),
    ("shp", Format::Shapefile),
];

/// An ending that is read only where it is named: other files end like this, too.
pub const ONLY_IF_NAMED: &str = "json";

impl Format {
    /// The format of a file, by its ending in letters of either case.
    #[must_use]
    pub fn of(file: &str) -> Option<Self> {
        let ending = Path::new(file).extension()?.to_str()?.to_ascii_lowercase();
        ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, format)| *format)
    }

    /// Its name, as people say it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GeoJson => "GeoJSON",
            Self::Sequence => "GeoJSON text sequence",
            Self::Csv => "CSV",
            Self::GeoPackage => "GeoPackage",
            Self::FlatGeobuf => "FlatGeobuf",
            Self::Shapefile => "Shapefile",
        }
    }

    /// Endings of files of the same stem that belong to it.
    #[must_use]
    pub const fn beside(self) -> &'static [&'static str] {
        match self {
            Self::GeoPackage => &["gpkg-wal"],
            Self::Shapefile => &["dbf", "prj", "cpg"],
            _ => &[],
        }
    }
}

/// A data file as it stands on the disk.
#[derive(Debug, Default)]
pub struct Given {
    /// Its bytes; none where it is kept as text.
    pub bytes: Vec<u8>,
    /// Its text, of which features may keep pieces.
    pub text: Option<Shared>,
    /// The bytes of the files that belong to it, by their ending.
    pub beside: BTreeMap<&'static str, Vec<u8>>,
}

impl Given {
    /// A file with these bytes. Those of a text that features may keep pieces of become one.
    #[must_use]
    pub fn new(bytes: Vec<u8>, format: Format) -> Self {
        if !matches!(format, Format::GeoJson | Format::Sequence) {
            return Self { bytes, ..Self::default() };
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self { text: Some(Shared::of_file(text)), ..Self::default() },
            Err(error) => Self { bytes: error.into_bytes(), ..Self::default() },
        }
    }

    /// All that stands in it.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        self.text.as_ref().map_or(&self.bytes, |text| text.as_str().as_bytes())
    }
}

/// What is asked of a file.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The columns that `atlas.toml` names.
    pub columns: &'a Named,
    /// The one table to read, where the file has it among several.
    pub table: Option<&'a str>,
}

/// Features of one kind, as a file has them.
#[derive(Debug, Default)]
pub struct Table<'a> {
    /// Its name inside the file, where that holds several.
    pub name: Option<String>,
    /// What its coordinates mean, as far as the file says.
    pub reference: Reference,
    /// Names of its columns in order of appearance.
    pub columns: Vec<String>,
    /// Its features.
    pub rows: Rows<'a>,
    /// The columns that places were read from.
    pub places: Vec<Found>,
    /// What was left out, to be told.
    pub notes: Vec<String>,
}

/// One feature, as a file has it.
#[derive(Debug)]
pub struct Row<'a> {
    /// Its id, where the format has one.
    pub id: Option<Value>,
    /// Its properties by the names of the columns.
    pub properties: Map<String, Value>,
    /// Where it is, in the reference system of the table, east before north.
    pub geometry: Option<Geometry<f64>>,
    /// Where it stands in the file.
    pub place: Place<'a>,
    /// What is wrong with it already; paths start at the feature.
    pub faults: Vec<Fault>,
    /// Its JSON, where the file has it as answers give it.
    pub verbatim: Verbatim<'a>,
}

/// Slices of the text of a file that need no other form: the object of the properties and that of
/// the geometry, or `null`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Verbatim<'a> {
    /// The properties.
    pub properties: Option<&'a str>,
    /// The geometry.
    pub geometry: Option<&'a str>,
}

/// Where a feature stands in its file.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// A slice of the file's JSON text, in which each member can be found.
    Json {
        /// The text of the file.
        text: &'a str,
        /// The slice.
        feature: &'a str,
    },
    /// A line of a text, or the number of a row of a file without lines; from 1.
    Number(usize),
}

/// Why a file, or what follows a place in it, cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Line or row, from 1.
    pub number: usize,
    /// What is wrong, and what is allowed.
    pub reason: String,
}

impl Unreadable {
    /// A fault of the file as a whole.
    fn whole(reason: impl Into<String>) -> Self {
        Self { number: 1, reason: reason.into() }
    }

    /// A fault at a line or row.
    fn at(number: usize, reason: impl Into<String>) -> Self {
        Self { number, reason: reason.into() }
    }
}

/// Reads the tables of a file.
///
/// # Errors
/// When the file is not of its format, is cut off, or exceeds a limit. What concerns one row only
/// is a fault of that row.
pub fn read<'a>(
    format: Format,
    given: &'a Given,
    wanted: &Wanted<'_>,
) -> Result<Vec<Table<'a>>, Unreadable> {
    let tables = match format {
        Format::GeoJson => vec![geojson::collection(text::decode(given.content())?)?],
        Format::Sequence => vec![geojson::sequence(text::decode(given.content())?)?],
        Format::Csv => vec![csv::read(text::decode(&given.bytes)?, wanted.columns)?],
        Format::GeoPackage => geopackage::read(given, wanted.table)?,
        Format::FlatGeobuf => vec![flatgeobuf::read(&given.bytes)?],
        Format::Shapefile => vec![shapefile::read(given)?],
    };
    for table in &tables {
        check_count(table.columns.len())?;
    }
    Ok(tables)
}

/// Stops at the most columns that a table may have.
fn check_count(n_columns: usize) -> Result<(), Unreadable> {
    if n_columns <= limit::MAX_COLUMNS {
        return Ok(());
    }
    let most = limit::MAX_COLUMNS;
    Err(Unreadable::whole(format!("has {n_columns} columns; at most {most} are read")))
}

/// Stops at the most rows that a layer may have.
fn room_for_one_more(n_rows: usize) -> Result<(), Unreadable> {
    if n_rows < limit::MAX_ROWS {
        return Ok(());
    }
    let reason = format!("has more than {} features, the most that a layer takes", limit::MAX_ROWS);
    Err(Unreadable::at(n_rows + 1, reason))
}

#[cfg(test)]
mod tests;
