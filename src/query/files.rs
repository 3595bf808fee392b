//! Forms of files to take away: how the name of each ends, and its media type.

use crate::query::operation::{Form, GEOJSON, JSONFG};

/// One row a feature, comma between (RFC 4180).
pub const CSV: Form = Form { name: "csv", media: "text/csv; charset=utf-8" };
/// The same behind a byte order mark, by which spreadsheets know UTF-8.
pub const SHEET: Form = Form { name: "excel.csv", media: "text/csv; charset=utf-8" };
/// OGC GeoPackage.
pub const GEOPACKAGE: Form = Form { name: "gpkg", media: "application/geopackage+sqlite3" };
/// OGC KML.
pub const KML: Form = Form { name: "kml", media: "application/vnd.google-earth.kml+xml" };
/// Shapefiles in one archive.
pub const SHAPEFILE: Form = Form { name: "shp.zip", media: "application/zip" };
/// `FlatGeobuf`.
pub const FLATGEOBUF: Form = Form { name: "fgb", media: "application/flatgeobuf" };
/// GeoParquet.
pub const GEOPARQUET: Form = Form { name: "parquet", media: "application/vnd.apache.parquet" };
/// GeoJSON text sequence (RFC 8142).
pub const SEQUENCE: Form = Form { name: "geojsons", media: "application/geo+json-seq" };
/// What sources say, claim by claim.
pub const CLAIMS: Form = Form { name: "claims.csv", media: "text/csv; charset=utf-8" };
/// Sources for reference managers.
pub const SOURCES: Form =
    Form { name: "sources.json", media: "application/vnd.citationstyles.csl+json" };
/// Sources for `BibTeX`.
pub const BIBTEX: Form = Form { name: "sources.bib", media: "application/x-bibtex; charset=utf-8" };

/// All of them, in the order in which they are offered.
pub const FILES: &[Form] = &[
    GEOJSON, CSV, SHEET, GEOPACKAGE, KML, SHAPEFILE, FLATGEOBUF, GEOPARQUET, JSONFG, SEQUENCE,
    CLAIMS, SOURCES, BIBTEX,
];
