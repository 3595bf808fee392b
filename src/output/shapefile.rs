//! Shapefiles in a ZIP archive, one a layer and kind of geometry, with a README that explains them.
//!
//! ESRI Shapefile Technical Description (1998), and dBASE III for its table: names of fields have
//! at most ten letters and texts at most 254 bytes, both of which the README tells.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use geo::Geometry;
use shapefile::dbase::{self, FieldName, FieldValue, TableWriterBuilder};
use shapefile::{Multipoint, Point, Polygon, Polyline, ShapeWriter, record::EsriShape};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::atlas::day::Day;
use crate::output::bibliography;
use crate::output::column::{Cell, Column, Kind as Cells, columns};
use crate::output::contents::{Contents, Row};
use crate::output::credit;
use crate::output::format::FileError;
use crate::output::part::{Kind, Part, parts};
use crate::store::deadline::TooLate;

/// Longest text of a field in bytes.
const LONGEST_TEXT: usize = 254;

/// WGS 84 as ESRI writes it.
const PRJ: &str = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,\
                   298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

/// An archive to take away.
///
/// # Errors
/// When a shape or row cannot be written.
pub fn file(contents: &Contents<'_>, path: &Path) -> Result<(), FileError> {
    let folder = path.with_file_name("parts");
    fs::create_dir(&folder)?;
    let columns = columns(contents);
    let parts = parts(contents);
    let mut names = Vec::new();
    for part in &parts {
        let stem = folder.join(&part.name);
        write_table(contents, part, &columns, &stem.with_extension("dbf"))?;
        names.push(format!("{}.dbf", part.name));
        if has_shapes(part.kind) {
            write_shapes(contents, part, &stem)?;
            fs::write(stem.with_extension("prj"), PRJ)?;
            fs::write(stem.with_extension("cpg"), "UTF-8")?;
            names.extend(
                ["shp", "shx", "prj", "cpg"].map(|ending| format!("{}.{ending}", part.name)),
            );
        } else {
            fs::write(stem.with_extension("cpg"), "UTF-8")?;
            names.push(format!("{}.cpg", part.name));
        }
    }
    fs::write(folder.join("README.txt"), readme(contents, &parts, &columns))?;
    let mut sources = BufWriter::new(File::create(folder.join("sources.json"))?);
    bibliography::csl(contents, &mut sources)?;
    sources.flush()?;
    names.extend(["README.txt", "sources.json"].map(str::to_owned));
    pack(&folder, &names, path, contents.asked.today)
}

/// A shapefile takes neither geometries of several kinds nor features without any.
const fn has_shapes(kind: Kind) -> bool {
    matches!(kind, Kind::Points | Kind::Lines | Kind::Areas)
}

fn write_shapes(contents: &Contents<'_>, part: &Part, stem: &Path) -> Result<(), FileError> {
    let create = |ending: &str| File::create(stem.with_extension(ending)).map(BufWriter::new);
    let mut writer = ShapeWriter::with_shx(create("shp")?, create("shx")?);
    for (step, position) in part.hits.iter().enumerate() {
        contents.go_on(step)?;
        let feature = contents.hits[*position].feature;
        match (feature.geometry().as_deref(), part.multi) {
            (Some(Geometry::Point(point)), false) => {
                writer.write_shape(&Point::new(point.x(), point.y()))?;
            }
            (Some(Geometry::Point(point)), true) => {
                writer.write_shape(&Multipoint::new(vec![Point::new(point.x(), point.y())]))?;
            }
            (Some(Geometry::MultiPoint(all)), _) => {
                let points = all.iter().map(|point| Point::new(point.x(), point.y()));
                writer.write_shape(&Multipoint::new(points.collect()))?;
            }
            (Some(geometry), _) => write_path(&mut writer, geometry)?,
            (None, _) => {}
        }
    }
    Ok(writer.finalize()?)
}

fn write_path<W: Write + Seek>(
    writer: &mut ShapeWriter<W>,
    geometry: &Geometry<f64>,
) -> Result<(), FileError> {
    match geometry.clone() {
        Geometry::LineString(line) => put(writer, &Polyline::from(line)),
        Geometry::Line(line) => put(writer, &Polyline::from(line)),
        Geometry::MultiLineString(lines) => put(writer, &Polyline::from(lines)),
        Geometry::Polygon(area) => put(writer, &Polygon::from(area)),
        Geometry::Rect(area) => put(writer, &Polygon::from(area.to_polygon())),
        Geometry::Triangle(area) => put(writer, &Polygon::from(area.to_polygon())),
        Geometry::MultiPolygon(areas) => put(writer, &Polygon::from(areas)),
        Geometry::Point(_) | Geometry::MultiPoint(_) | Geometry::GeometryCollection(_) => Ok(()),
    }
}

fn put<W: Write + Seek, S: EsriShape>(
    writer: &mut ShapeWriter<W>,
    shape: &S,
) -> Result<(), FileError> {
    Ok(writer.write_shape(shape)?)
}

fn write_table(
    contents: &Contents<'_>,
    part: &Part,
    columns: &[Column],
    path: &Path,
) -> Result<(), FileError> {
    let mut builder = TableWriterBuilder::new();
    for (column, width) in columns.iter().zip(widths(contents, part, columns)?) {
        let name = FieldName::try_from(column.short.as_str());
        let name = name.map_err(|error| io::Error::other(format!("{}: {error}", column.short)))?;
        builder = match column.kind {
            Cells::Text => builder.add_character_field(name, width),
            Cells::Number => builder.add_numeric_field(name, 20, 6),
            Cells::Whole => builder.add_numeric_field(name, 18, 0),
            Cells::Flag => builder.add_logical_field(name),
            Cells::Day => builder.add_date_field(name),
        };
    }
    let mut file = File::options().create(true).truncate(true).write(true).read(true).open(path)?;
    let mut writer = builder.build_with_dest(BufWriter::new(&mut file));
    for (step, position) in part.hits.iter().enumerate() {
        contents.go_on(step)?;
        contents.tell(*position);
        writer.write_record(&Record { row: contents.row(*position), columns })?;
    }
    writer.finalize()?;
    drop(writer);
    date(&mut file, contents.asked.today)
}

/// How many bytes the longest text of each column has: every row is as long as all of them.
fn widths(contents: &Contents<'_>, part: &Part, columns: &[Column]) -> Result<Vec<u8>, TooLate> {
    let mut widths = vec![1; columns.len()];
    for (step, position) in part.hits.iter().enumerate() {
        contents.go_on(step)?;
        let row = contents.row(*position);
        for (column, width) in columns.iter().zip(&mut widths) {
            if let Cell::Text(text) = column.cell(row) {
                *width = u8::try_from(cut(&text).len()).unwrap_or(u8::MAX).max(*width);
            }
        }
    }
    Ok(widths)
}

/// The row of a table.
struct Record<'a> {
    row: Row<'a>,
    columns: &'a [Column],
}

impl dbase::WritableRecord for Record<'_> {
    fn write_using<W: Write>(
        &self,
        writer: &mut dbase::FieldWriter<'_, W>,
    ) -> Result<(), dbase::FieldError> {
        for column in self.columns {
            writer.write_next_field_value(&value(&column.cell(self.row), column.kind))?;
        }
        Ok(())
    }
}

fn value(cell: &Cell<'_>, kind: Cells) -> FieldValue {
    match (cell, kind) {
        (Cell::Text(text), _) => FieldValue::Character(Some(cut(text).to_owned())),
        (Cell::Number(number), _) => FieldValue::Numeric(Some(*number)),
        (Cell::Whole(number), _) => FieldValue::Numeric(Some(*number as f64)),
        (Cell::Flag(flag), _) => FieldValue::Logical(Some(*flag)),
        (Cell::Day(day), _) => FieldValue::Date(date_of(*day)),
        (Cell::Empty, Cells::Text) => FieldValue::Character(None),
        (Cell::Empty, Cells::Number | Cells::Whole) => FieldValue::Numeric(None),
        (Cell::Empty, Cells::Flag) => FieldValue::Logical(None),
        (Cell::Empty, Cells::Day) => FieldValue::Date(None),
    }
}

/// A text up to the longest that fits, whole letters only.
fn cut(text: &str) -> &str {
    let ends = (0..=LONGEST_TEXT.min(text.len())).rev();
    ends.map(|end| text.get(..end)).find_map(|part| part).unwrap_or_default()
}

/// Tables know years of four digits.
fn date_of(day: Day) -> Option<dbase::Date> {
    let (year, month, day) = day.ymd().filter(|(year, ..)| (1..=9999).contains(year))?;
    dbase::Date::new(
        u32::from(day.unsigned_abs()),
        u32::from(month.unsigned_abs()),
        u32::from(year.unsigned_abs()),
    )
    .ok()
}

/// The header of a table has the day of its last change in bytes 1 to 3, years counted from 1900;
/// equal questions of one day give equal bytes.
fn date(file: &mut File, today: Day) -> Result<(), FileError> {
    let (year, month, day) = today.ymd().unwrap_or((1970, 1, 1));
    let year = u8::try_from(i32::from(year) - 1900).unwrap_or_default();
    file.seek(SeekFrom::Start(1))?;
    Ok(file.write_all(&[year, month.unsigned_abs(), day.unsigned_abs()])?)
}

fn readme(contents: &Contents<'_>, parts: &[Part], columns: &[Column]) -> String {
    let mut lines = credit::lines(contents);
    lines.push(format!("Asked for: {}", contents.asked.address));
    lines.push("All sources are in sources.json (CSL-JSON: Zotero and pandoc read it).".to_owned());
    lines.push("\nFiles".to_owned());
    for part in parts {
        let count = part.hits.len();
        let what = match part.kind {
            Kind::Points | Kind::Lines | Kind::Areas => format!("{count} features"),
            Kind::Mixed => format!(
                "{count} features of several kinds of geometry, which a shapefile cannot hold: table only"
            ),
            Kind::Nowhere => format!("{count} features without a geometry: table only"),
        };
        lines.push(format!("  {}: {what}", part.name));
    }
    lines.push("\nCoordinates are longitude and latitude on WGS 84; texts are UTF-8.".to_owned());
    lines.push(format!(
        "A field has a name of at most 10 letters, and a text ends after {LONGEST_TEXT} bytes; \
         GeoPackage and CSV have both in full.\n\nFields"
    ));
    for column in columns {
        lines.push(format!("  {:<10}  {}: {}", column.short, column.name, column.means));
    }
    lines.push(String::new());
    lines.join("\r\n").replace("\r\n\n", "\r\n\r\n")
}

/// Puts files into an archive, each dated as the question is.
fn pack(folder: &Path, names: &[String], path: &Path, today: Day) -> Result<(), FileError> {
    let mut archive = ZipWriter::new(BufWriter::new(File::create(path)?));
    let (year, month, day) = today.ymd().unwrap_or((1980, 1, 1));
    let dated = DateTime::from_date_and_time(
        year.unsigned_abs(),
        month.unsigned_abs(),
        day.unsigned_abs(),
        0,
        0,
        0,
    );
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(dated.unwrap_or_default());
    for name in names {
        archive.start_file(name.as_str(), options)?;
        io::copy(&mut File::open(folder.join(name))?, &mut archive)?;
    }
    Ok(archive.finish()?.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_ends_with_a_whole_letter() {
        let long = "қ".repeat(200);
        assert_eq!((cut(&long).len(), cut("short")), (254, "short"));
        assert_eq!(cut(&format!("a{long}")).len(), 253);
    }

    #[test]
    fn days_that_a_table_cannot_hold_stay_empty() {
        let day = |year| Day::from_ymd(year, 2, 3).expect("a date");
        assert!(date_of(day(2005)).is_some());
        assert!(date_of(day(-44)).is_none());
    }
}
