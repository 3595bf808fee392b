//! KML: a folder a layer, styled by category, with time spans and all columns as extended data.
//!
//! OGC KML 2.3 (12-007r2). Coordinates are longitude, latitude.

use std::io::{self, Write};

use geo::{Geometry, LineString, Polygon};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::atlas::day::Day;
use crate::output::column::{Cell, Column, columns, name};
use crate::output::contents::{Contents, Row};
use crate::output::credit;
use crate::output::format::FileError;
use crate::output::look::{Look, looks};

type Xml<'a> = Writer<&'a mut dyn Write>;

/// Pixels of a line one millimetre wide, on a screen of 96 dpi.
const PIXELS_A_MM: f64 = 96.0 / 25.4;

/// A file to take away; licence, credits, sources and citation stand in its description.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn file(contents: &Contents<'_>, out: &mut dyn Write) -> Result<(), FileError> {
    let columns = columns(contents);
    let mut xml = Writer::new(out);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root =
        BytesStart::new("kml").with_attributes([("xmlns", "http://www.opengis.net/kml/2.2")]);
    xml.write_event(Event::Start(root))?;
    start(&mut xml, "Document")?;
    text(&mut xml, "name", &credit::title(contents.atlas, &contents.asked))?;
    text(&mut xml, "description", &description(contents))?;
    for layer in &contents.layers {
        for look in looks(contents.atlas, *layer) {
            style(&mut xml, &look)?;
        }
    }
    let mut written = 0;
    for layer in &contents.layers {
        // In an order of its own the features of a layer are not one after the other.
        let of_layer = |index: &usize| contents.hits[*index].feature.layer == *layer;
        let mut rows = (0..contents.hits.len()).filter(of_layer).peekable();
        if rows.peek().is_none() {
            continue;
        }
        start(&mut xml, "Folder")?;
        let entry = &contents.atlas.vocabulary().layers[*layer];
        text(&mut xml, "name", entry.name.get("en").unwrap_or(&entry.id))?;
        for index in rows {
            contents.tell(written);
            placemark(&mut xml, contents.row(index), &columns)?;
            written += 1;
        }
        end(&mut xml, "Folder")?;
    }
    end(&mut xml, "Document")?;
    Ok(end(&mut xml, "kml")?)
}

fn description(contents: &Contents<'_>) -> String {
    let mut lines = credit::lines(contents);
    let sources = credit::sources(contents.atlas, &contents.features(), contents.asked.as_of);
    let keys = sources.as_object().into_iter().flat_map(|sources| sources.keys());
    let cited = keys.filter_map(|key| contents.atlas.sources().get(key));
    lines.extend(cited.map(|source| format!("Source {}: {}", source.id, source.citation())));
    lines.join("\n")
}

/// Colours of KML run from opacity over blue and green to red.
fn style(xml: &mut Xml<'_>, look: &Look<'_>) -> io::Result<()> {
    let [red, green, blue] = look.colour;
    let colour = |opacity: u8| format!("{opacity:02x}{blue:02x}{green:02x}{red:02x}");
    let id = format!("category-{}", look.category.id);
    xml.write_event(Event::Start(BytesStart::new("Style").with_attributes([("id", id.as_str())])))?;
    start(xml, "IconStyle")?;
    text(xml, "color", &colour(0xFF))?;
    end(xml, "IconStyle")?;
    start(xml, "LineStyle")?;
    text(xml, "color", &colour(0xFF))?;
    text(xml, "width", &format!("{:.1}", look.width_mm * PIXELS_A_MM))?;
    end(xml, "LineStyle")?;
    start(xml, "PolyStyle")?;
    text(xml, "color", &colour(0x66))?;
    end(xml, "PolyStyle")?;
    end(xml, "Style")
}

/// The order of its members is that of the schema of KML.
fn placemark(xml: &mut Xml<'_>, row: Row<'_>, columns: &[Column]) -> io::Result<()> {
    start(xml, "Placemark")?;
    text(xml, "name", name(row.hit.feature))?;
    if let Some(span) = row.hit.lifetime {
        start(xml, "TimeSpan")?;
        for (member, day) in [("begin", span.from), ("end", span.last())] {
            if is_told(day) {
                text(xml, member, &day.to_string())?;
            }
        }
        end(xml, "TimeSpan")?;
    }
    text(xml, "styleUrl", &format!("#category-{}", row.hit.feature.category()))?;
    start(xml, "ExtendedData")?;
    for column in columns {
        let cell = column.cell(row);
        if cell == Cell::Empty {
            continue;
        }
        let data = BytesStart::new("Data").with_attributes([("name", column.name.as_str())]);
        xml.write_event(Event::Start(data))?;
        text(xml, "value", &cell.text())?;
        end(xml, "Data")?;
    }
    end(xml, "ExtendedData")?;
    if let Some(found) = &row.hit.feature.geometry() {
        geometry(xml, found)?;
    }
    end(xml, "Placemark")
}

/// Open ends are not said, and years before our era have no form that readers agree on.
fn is_told(day: Day) -> bool {
    day.ymd().is_some_and(|(year, ..)| year > 0)
}

fn geometry(xml: &mut Xml<'_>, found: &Geometry<f64>) -> io::Result<()> {
    match found {
        Geometry::Point(point) => around(xml, "Point", |xml| coordinates(xml, &[point.0])),
        Geometry::LineString(line) => around(xml, "LineString", |xml| coordinates(xml, &line.0)),
        Geometry::Line(line) => {
            around(xml, "LineString", |xml| coordinates(xml, &[line.start, line.end]))
        }
        Geometry::Polygon(area) => polygon(xml, area),
        Geometry::Rect(area) => polygon(xml, &area.to_polygon()),
        Geometry::Triangle(area) => polygon(xml, &area.to_polygon()),
        Geometry::MultiPoint(all) => several(xml, all.0.iter().copied().map(Geometry::Point)),
        Geometry::MultiLineString(all) => {
            several(xml, all.0.iter().cloned().map(Geometry::LineString))
        }
        Geometry::MultiPolygon(all) => several(xml, all.0.iter().cloned().map(Geometry::Polygon)),
        Geometry::GeometryCollection(all) => several(xml, all.0.iter().cloned()),
    }
}

fn several(xml: &mut Xml<'_>, all: impl Iterator<Item = Geometry<f64>>) -> io::Result<()> {
    start(xml, "MultiGeometry")?;
    for one in all {
        geometry(xml, &one)?;
    }
    end(xml, "MultiGeometry")
}

fn polygon(xml: &mut Xml<'_>, area: &Polygon<f64>) -> io::Result<()> {
    let ring = |xml: &mut Xml<'_>, name: &str, line: &LineString<f64>| {
        around(xml, name, |xml| around(xml, "LinearRing", |xml| coordinates(xml, &line.0)))
    };
    start(xml, "Polygon")?;
    ring(xml, "outerBoundaryIs", area.exterior())?;
    for hole in area.interiors() {
        ring(xml, "innerBoundaryIs", hole)?;
    }
    end(xml, "Polygon")
}

fn coordinates(xml: &mut Xml<'_>, places: &[geo::Coord<f64>]) -> io::Result<()> {
    let each: Vec<String> = places.iter().map(|place| format!("{},{}", place.x, place.y)).collect();
    text(xml, "coordinates", &each.join(" "))
}

fn around(
    xml: &mut Xml<'_>,
    name: &str,
    inside: impl FnOnce(&mut Xml<'_>) -> io::Result<()>,
) -> io::Result<()> {
    start(xml, name)?;
    inside(xml)?;
    end(xml, name)
}

fn text(xml: &mut Xml<'_>, name: &str, said: &str) -> io::Result<()> {
    start(xml, name)?;
    let plain: String = said.chars().filter(|c| is_of_xml(*c)).collect();
    xml.write_event(Event::Text(BytesText::new(&plain)))?;
    end(xml, name)
}

/// XML 1.0, 2.2: other control characters cannot be written at all.
fn is_of_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

fn start(xml: &mut Xml<'_>, name: &str) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new(name)))
}

fn end(xml: &mut Xml<'_>, name: &str) -> io::Result<()> {
    xml.write_event(Event::End(BytesEnd::new(name)))
}
