//! FlatGeobuf: a header that names the columns, an index that is passed over, and features. Each
//! piece is checked against the bytes there are before it is used.

use flatgeobuf::packed_r_tree::PackedRTree;
use flatgeobuf::{
    Column, ColumnType, Feature, Geometry as Flat, GeometryType, Header,
    size_prefixed_root_as_feature, size_prefixed_root_as_header,
};
use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon,
    Point, Polygon,
};
use serde_json::{Map, Number, Value};

use super::limit::MAX_DEPTH;
use super::numbers::{bytes, u32_at};
use super::{Place, Reference, Row, Table, Unreadable, check_count, measure, room_for_one_more};
use crate::atlas::finding::{Fault, Path};

/// `fgb`, the major version, `fgb`; the last byte is a patch version.
const MAGIC: &[u8] = b"fgb\x03fgb";
/// Bytes of the magic.
const MAGIC_LENGTH: usize = 8;

/// Reads all features.
///
/// # Errors
/// When the file is no FlatGeobuf, or is cut off.
pub fn read(buffer: &[u8]) -> Result<Table<'static>, Unreadable> {
    if !buffer.starts_with(MAGIC) {
        return Err(Unreadable::whole("is not a FlatGeobuf file of version 3"));
    }
    let (header_bytes, mut at) = piece(buffer, MAGIC_LENGTH).ok_or_else(|| cut_off(1))?;
    let header = size_prefixed_root_as_header(header_bytes)
        .map_err(|error| Unreadable::whole(format!("has a damaged header: {error}")))?;
    at = at.checked_add(index_length(&header, buffer.len())?).ok_or_else(|| cut_off(1))?;
    check_count(header.columns().map_or(0, |all| all.len()))?;
    let columns = columns(&header);
    let mut table = Table {
        reference: reference(&header),
        columns: columns.iter().map(|column| column.name.clone()).collect(),
        ..Table::default()
    };
    let expected = usize::try_from(header.features_count()).unwrap_or(usize::MAX);
    while at < buffer.len() {
        let number = table.rows.len() + 1;
        room_for_one_more(table.rows.len())?;
        let (feature, next) = piece(buffer, at).ok_or_else(|| cut_off(number))?;
        let feature = size_prefixed_root_as_feature(feature)
            .map_err(|error| Unreadable::at(number, format!("is damaged: {error}")))?;
        table.rows.push(row(&feature, &columns, header.geometry_type(), number));
        at = next;
    }
    if expected != 0 && expected != table.rows.len() {
        let reason = format!(
            "is cut off, or still being written: it announces {expected} features and has {}",
            table.rows.len()
        );
        return Err(Unreadable::at(table.rows.len() + 1, reason));
    }
    Ok(table)
}

/// A piece that its length stands before, with it, and where the next begins.
fn piece(buffer: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let length = usize::try_from(u32_at(buffer, at)?).ok()?;
    let end = at.checked_add(4)?.checked_add(length)?;
    // The reader of the parts counts on a root.
    (length >= 8).then_some(())?;
    Some((buffer.get(at..end)?, end))
}

fn cut_off(number: usize) -> Unreadable {
    Unreadable::at(number, "is cut off, or still being written")
}

fn index_length(header: &Header<'_>, most: usize) -> Result<usize, Unreadable> {
    let n = usize::try_from(header.features_count()).unwrap_or(usize::MAX);
    let node = header.index_node_size();
    if node == 0 || n == 0 {
        return Ok(0);
    }
    // A feature has more than one byte, so a greater number is not true.
    if node < 2 || n > most {
        return Err(Unreadable::whole(format!("announces {n} features in an index of {node}")));
    }
    Ok(PackedRTree::index_size(n, node))
}

fn reference(header: &Header<'_>) -> Reference {
    let Some(crs) = header.crs() else { return Reference::Unsaid };
    let epsg = crs.org().is_none_or(|org| org.eq_ignore_ascii_case("EPSG"));
    match u16::try_from(crs.code()) {
        Ok(0) | Err(_) => crs.wkt().map_or(Reference::Unsaid, Reference::of_wkt),
        Ok(code) if epsg => Reference::Epsg(code),
        Ok(code) => Reference::parse(&format!("{}:{code}", crs.org().unwrap_or_default())),
    }
}

struct Told {
    name: String,
    kind: ColumnType,
}

fn columns(header: &Header<'_>) -> Vec<Told> {
    let told = |column: Column<'_>| Told { name: column.name().to_owned(), kind: column.type_() };
    header.columns().map(|all| all.iter().map(told).collect()).unwrap_or_default()
}

fn row(feature: &Feature<'_>, columns: &[Told], kind: GeometryType, number: usize) -> Row<'static> {
    let mut row = Row::at(Place::Number(number));
    let cells = feature.properties().map(|cells| cells.bytes()).unwrap_or_default();
    // A feature lists the columns that it has values for; all others are empty.
    row.properties = columns.iter().map(|column| (column.name.clone(), Value::Null)).collect();
    if let Err(reason) = read_cells(cells, columns, &mut row.properties) {
        row.faults.push(Fault::at(Path::default().key("properties"), reason));
    }
    if let Some(flat) = feature.geometry() {
        let read = geometry(&flat, kind, 0);
        match read.and_then(|found| match found.as_ref().and_then(measure) {
            Some(reason) => Err(reason),
            None => Ok(found),
        }) {
            Ok(found) => row.geometry = found,
            Err(reason) => row.faults.push(Fault::at(Path::default().key("geometry"), reason)),
        }
    }
    row
}

/// Values stand one after the other, each after the number of its column.
fn read_cells(
    cells: &[u8],
    columns: &[Told],
    properties: &mut Map<String, Value>,
) -> Result<(), String> {
    let mut at = 0;
    while at < cells.len() {
        let column = bytes(cells, at).map(u16::from_le_bytes).ok_or("are cut off")?;
        let column = columns
            .get(usize::from(column))
            .ok_or_else(|| format!("name column {column}; there are {}", columns.len()))?;
        at += 2;
        let (value, length) = cell(cells, at, column.kind).ok_or("are cut off")?;
        properties.insert(column.name.clone(), value);
        at += length;
    }
    Ok(())
}

/// The value at a place, and its length in bytes.
fn cell(cells: &[u8], at: usize, kind: ColumnType) -> Option<(Value, usize)> {
    let real = |number: f64| Number::from_f64(number).map_or(Value::Null, Value::Number);
    Some(match kind {
        ColumnType::Byte => (i8::from_le_bytes(bytes(cells, at)?).into(), 1),
        ColumnType::UByte => (u8::from_le_bytes(bytes(cells, at)?).into(), 1),
        ColumnType::Bool => ((bytes::<1>(cells, at)? != [0]).into(), 1),
        ColumnType::Short => (i16::from_le_bytes(bytes(cells, at)?).into(), 2),
        ColumnType::UShort => (u16::from_le_bytes(bytes(cells, at)?).into(), 2),
        ColumnType::Int => (i32::from_le_bytes(bytes(cells, at)?).into(), 4),
        ColumnType::UInt => (u32_at(cells, at)?.into(), 4),
        ColumnType::Long => (i64::from_le_bytes(bytes(cells, at)?).into(), 8),
        ColumnType::ULong => (u64::from_le_bytes(bytes(cells, at)?).into(), 8),
        ColumnType::Float => (real(f32::from_le_bytes(bytes(cells, at)?).into()), 4),
        ColumnType::Double => (real(f64::from_le_bytes(bytes(cells, at)?)), 8),
        ColumnType::String | ColumnType::DateTime | ColumnType::Json | ColumnType::Binary => {
            let length = usize::try_from(u32_at(cells, at)?).ok()?;
            let text = cells.get(at + 4..(at + 4).checked_add(length)?)?;
            let text = String::from_utf8_lossy(text).into_owned();
            let value = match kind {
                ColumnType::Binary => Value::Null,
                ColumnType::Json => serde_json::from_str(&text).unwrap_or(Value::String(text)),
                _ => Value::String(text),
            };
            (value, 4 + length)
        }
        _ => return None,
    })
}

fn geometry(
    flat: &Flat<'_>,
    kind: GeometryType,
    depth: usize,
) -> Result<Option<Geometry<f64>>, String> {
    if depth > MAX_DEPTH {
        return Err(format!("holds collections more than {MAX_DEPTH} deep"));
    }
    // A layer of mixed kinds says the kind with each geometry.
    let kind = if kind == GeometryType::Unknown { flat.type_() } else { kind };
    let places = || places(flat);
    Ok(match kind {
        GeometryType::Point => places()?.first().map(|place| Point::from(*place).into()),
        GeometryType::MultiPoint => {
            Some(MultiPoint(places()?.into_iter().map(Point::from).collect()).into())
        }
        GeometryType::LineString => Some(LineString(places()?).into()),
        GeometryType::MultiLineString => Some(MultiLineString(strings(flat)?).into()),
        GeometryType::Polygon => Some(polygon(flat)?.into()),
        GeometryType::MultiPolygon => {
            let parts = flat.parts().ok_or("has no parts")?;
            let polygons: Result<_, String> = parts.iter().map(|part| polygon(&part)).collect();
            Some(MultiPolygon(polygons?).into())
        }
        GeometryType::GeometryCollection => {
            let parts = flat.parts().ok_or("has no parts")?;
            let mut all = Vec::new();
            for part in parts {
                all.extend(geometry(&part, part.type_(), depth + 1)?);
            }
            Some(Geometry::GeometryCollection(GeometryCollection(all)))
        }
        other => return Err(format!("is of the kind {other:?}, which is not read")),
    })
}

fn places(flat: &Flat<'_>) -> Result<Vec<Coord<f64>>, String> {
    let Some(xy) = flat.xy() else { return Ok(Vec::new()) };
    if xy.len() % 2 != 0 {
        return Err("has a position of one number".into());
    }
    Ok((0..xy.len() / 2).map(|at| Coord { x: xy.get(2 * at), y: xy.get(2 * at + 1) }).collect())
}

/// Lines end where `ends` says; without it there is one.
fn strings(flat: &Flat<'_>) -> Result<Vec<LineString<f64>>, String> {
    let places = places(flat)?;
    let Some(ends) = flat.ends().filter(|ends| !ends.is_empty()) else {
        return Ok(vec![LineString(places)]);
    };
    let mut from = 0;
    let mut lines = Vec::new();
    for end in ends {
        let end = usize::try_from(end).unwrap_or(usize::MAX);
        let line = places.get(from..end).ok_or("has parts beyond its positions")?;
        lines.push(LineString(line.to_vec()));
        from = end;
    }
    Ok(lines)
}

fn polygon(flat: &Flat<'_>) -> Result<Polygon<f64>, String> {
    let mut rings = strings(flat)?.into_iter();
    let outer = rings.next().unwrap_or_else(|| LineString(Vec::new()));
    Ok(Polygon::new(outer, rings.collect()))
}
