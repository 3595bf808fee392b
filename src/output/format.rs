//! Formats: every form in which the answer to a plan can be taken away, in one table.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use crate::output::contents::Contents;
use crate::output::{
    bibliography, claims, csv, flatgeobuf, geojson, geopackage, geoparquet, jsonfg, kml, sequence,
    shapefile,
};
use crate::query::files;
use crate::query::operation::{Form, GEOJSON, JSONFG};
use crate::store::deadline::TooLate;

/// A form of file.
pub struct Format {
    /// How names of such files end, without the dot before it.
    pub ending: &'static str,
    /// Media type.
    pub media: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What of the answer it holds.
    pub holds: Holds,
    writer: Writer,
}

/// What of an answer a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// The features, with what holds of them at the moment asked for.
    Features,
    /// What sources say of the features, claim by claim.
    Claims,
    /// The sources that the features name.
    Sources,
}

/// How a format is written.
enum Writer {
    /// Front to back, so that a reader has its beginning before its end is made.
    Stream(fn(&Contents<'_>, &mut dyn Write) -> Result<(), FileError>),
    /// Back and forth in a file, which leaves when it is whole. The folder of the file is empty
    /// but for it, and may take further files.
    Whole(fn(&Contents<'_>, &Path) -> Result<(), FileError>),
}

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Nobody takes the bytes, or there is no place for them.
    #[error("the bytes cannot be written: {0}")]
    Io(#[from] io::Error),
    /// Rows of CSV.
    #[error("the rows cannot be written: {0}")]
    Csv(#[from] ::csv::Error),
    /// Tables of a `GeoPackage`.
    #[error("the tables cannot be written: {0}")]
    Tables(#[from] rusqlite::Error),
    /// A geometry as well-known binary.
    #[error("a geometry cannot be written: {0}")]
    Geometry(#[from] wkb::error::WkbError),
    /// A shapefile.
    #[error("the shapefile cannot be written: {0}")]
    Shapefile(#[from] ::shapefile::Error),
    /// The table of a shapefile.
    #[error("the table of the shapefile cannot be written: {0}")]
    Dbase(#[from] ::shapefile::dbase::Error),
    /// A ZIP archive.
    #[error("the archive cannot be written: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// `FlatGeobuf`.
    #[error("the file cannot be written: {0}")]
    FlatGeobuf(#[source] Box<::flatgeobuf::Error>),
    /// A Parquet file.
    #[error("the columns cannot be written: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// A feature of `FlatGeobuf`.
    #[error("a feature cannot be written: {0}")]
    Feature(#[from] geozero::error::GeozeroError),
    /// What is to be written is not there in time.
    #[error(transparent)]
    TooLate(#[from] TooLate),
}

impl FileError {
    /// What the system said, where it was the system that took no more.
    #[must_use]
    pub fn kind(&self) -> io::ErrorKind {
        match self {
            Self::Io(error) => error.kind(),
            Self::Csv(error) => match error.kind() {
                ::csv::ErrorKind::Io(error) => error.kind(),
                _ => io::ErrorKind::Other,
            },
            _ => io::ErrorKind::Other,
        }
    }
}

impl From<::flatgeobuf::Error> for FileError {
    fn from(error: ::flatgeobuf::Error) -> Self {
        Self::FlatGeobuf(Box::new(error))
    }
}

/// Every format, in the order in which they are offered.
pub const FORMATS: &[Format] = &[
    stream(GEOJSON, "GeoJSON", geojson::file),
    stream(files::CSV, "CSV", csv::file),
    stream(files::SHEET, "CSV for Excel", csv::sheet),
    whole(files::GEOPACKAGE, "GeoPackage", geopackage::file),
    stream(files::KML, "KML", kml::file),
    whole(files::SHAPEFILE, "Shapefile", shapefile::file),
    whole(files::FLATGEOBUF, "FlatGeobuf", flatgeobuf::file),
    whole(files::GEOPARQUET, "GeoParquet", geoparquet::file),
    stream(JSONFG, "JSON-FG", jsonfg::file),
    stream(files::SEQUENCE, "GeoJSON text sequence", sequence::file),
    Format { holds: Holds::Claims, ..stream(files::CLAIMS, "Claims as CSV", claims::file) },
    Format {
        holds: Holds::Sources,
        ..stream(files::SOURCES, "Sources as CSL-JSON", bibliography::csl)
    },
    Format {
        holds: Holds::Sources,
        ..stream(files::BIBTEX, "Sources as BibTeX", bibliography::bibtex)
    },
];

const fn stream(
    form: Form,
    title: &'static str,
    write: fn(&Contents<'_>, &mut dyn Write) -> Result<(), FileError>,
) -> Format {
    Format {
        ending: form.name,
        media: form.media,
        title,
        holds: Holds::Features,
        writer: Writer::Stream(write),
    }
}

const fn whole(
    form: Form,
    title: &'static str,
    write: fn(&Contents<'_>, &Path) -> Result<(), FileError>,
) -> Format {
    Format {
        ending: form.name,
        media: form.media,
        title,
        holds: Holds::Features,
        writer: Writer::Whole(write),
    }
}

impl Format {
    /// The format with this ending.
    #[must_use]
    pub fn with_ending(ending: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.ending == ending)
    }

    /// The format of a file by its name, and the name without the ending; the longest ending that
    /// fits counts, so that `bases.claims.csv` holds claims.
    #[must_use]
    pub fn of_name(name: &str) -> Option<(&str, &'static Self)> {
        let fits = FORMATS.iter().filter_map(|format| {
            let stem = name.strip_suffix(format.ending)?.strip_suffix('.')?;
            Some((stem, format))
        });
        fits.min_by_key(|(stem, _)| stem.len())
    }

    /// Whether its bytes are text, fit for a terminal.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self.writer, Writer::Stream(_))
    }

    /// Writes contents in this format. What has to be whole before it leaves is made in a folder of
    /// its own among the temporary files, gone when this returns.
    ///
    /// # Errors
    /// When the bytes cannot be made, or `out` does not take them.
    pub fn write(&self, contents: &Contents<'_>, out: &mut dyn Write) -> Result<(), FileError> {
        match self.writer {
            Writer::Stream(write) => write(contents, out)?,
            Writer::Whole(write) => {
                let folder = tempfile::Builder::new().prefix("steppe-").tempdir()?;
                let path = folder.path().join("file");
                write(contents, &path)?;
                let mut made = File::open(&path)?;
                // Out of sight at once: nothing stays behind however long a reader takes.
                folder.close()?;
                io::copy(&mut made, out)?;
            }
        }
        out.flush()?;
        contents.tell(contents.hits.len());
        Ok(())
    }
}

/// All endings with commas between, for messages.
#[must_use]
pub fn endings() -> String {
    FORMATS.iter().map(|format| format.ending).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_ending_says_the_format() {
        for (name, stem, ending) in [
            ("bases.csv", "bases", "csv"),
            ("bases.claims.csv", "bases", "claims.csv"),
            ("bases.excel.csv", "bases", "excel.csv"),
            ("a.b,c.shp.zip", "a.b,c", "shp.zip"),
            ("bases.sources.json", "bases", "sources.json"),
        ] {
            let (found, format) = Format::of_name(name).expect(name);
            assert_eq!((found, format.ending), (stem, ending));
        }
        for name in ["bases", "bases.doc", "geojson", "bases.json"] {
            assert!(Format::of_name(name).is_none(), "{name}");
        }
    }

    #[test]
    fn every_form_that_the_api_tells_of_is_written_and_no_other() {
        let written: Vec<_> = FORMATS.iter().map(|format| (format.ending, format.media)).collect();
        let told: Vec<_> = files::FILES.iter().map(|form| (form.name, form.media)).collect();
        assert_eq!(written, told);
    }
}
