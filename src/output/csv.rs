//! CSV, one row a feature: UTF-8, comma, CRLF, a header row (RFC 4180).
//!
//! Texts that a spreadsheet would run as a formula get a leading apostrophe.

use std::io::Write;

use csv::{Terminator, Writer, WriterBuilder};
use geo::Geometry;
use wkt::ToWkt;

use crate::output::column::columns;
use crate::output::contents::Contents;
use crate::output::credit;
use crate::output::format::FileError;

/// The rows of an answer. `sources` holds full citations, so that a row can stand alone; `wkt` the
/// geometry as well-known text, longitude before latitude.
///
/// # Errors
/// When a row cannot be written.
pub fn file(contents: &Contents<'_>, out: &mut dyn Write) -> Result<(), FileError> {
    let columns = columns(contents);
    let mut writer = writer(out);
    let names = columns.iter().map(|column| column.name.as_str());
    writer.write_record(names.chain(["wkt", "citation"]))?;
    let citation = credit::citation(contents.atlas, &contents.asked);
    for row in contents.rows() {
        for column in &columns {
            writer.write_field(harmless(&column.cell(row).text()))?;
        }
        writer.write_field(row.hit.feature.geometry().as_deref().map_or_else(String::new, wkt))?;
        writer.write_field(harmless(&citation))?;
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(writer.flush()?)
}

/// The same rows for spreadsheets. Excel takes a file for one of the system's old coding, and breaks every letter
/// that is not English, unless it begins with a byte order mark. Most programs read past the mark, but some scripts
/// take it for the beginning of the first column's name, so files without it stay the usual ones.
///
/// # Errors
/// When a row cannot be written.
pub fn sheet(contents: &Contents<'_>, out: &mut dyn Write) -> Result<(), FileError> {
    out.write_all("\u{FEFF}".as_bytes())?;
    file(contents, out)
}

/// A writer of such rows.
pub(super) fn writer<W: Write>(out: W) -> Writer<W> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out)
}

fn wkt(geometry: &Geometry<f64>) -> String {
    geometry.wkt_string()
}

/// Rows below the names of their columns, harmless to spreadsheets.
pub(super) fn table(
    columns: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, ::csv::Error> {
    let mut writer =
        WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(columns)?;
    for row in rows {
        writer.write_record(row.iter().map(|field| harmless(field)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// OWASP, "CSV Injection": a field that begins with one of these is run by spreadsheets.
pub(super) fn harmless(field: &str) -> String {
    let number = field.parse::<f64>().is_ok();
    if field.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number {
        format!("'{field}")
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_harmless_and_numbers_stay() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("-12.5"), "-12.5");
        assert_eq!(harmless("Osh"), "Osh");
    }
}
