//! Geometries of a filter: read, checked, and carried over to longitude and latitude.

use cql2::Expr;
use geo::{Coord, Geometry, MapCoords, MultiPolygon, Validation};
use serde_json::Value as Json;

use crate::atlas::shape::bbox_of;
use crate::query::cql2::predicate::Term;
use crate::query::crs::{Crs, Passage};

/// A geometry in WKT or GeoJSON, in the reference system of a passage.
pub(super) fn of_geometry(geometry: &cql2::Geometry, passage: &Passage) -> Result<Term, String> {
    // Both encodings serialise as GeoJSON, so that one reader serves them.
    let json = serde_json::to_value(geometry)
        .map_err(|error| format!("has a geometry that cannot be read: {error}"))?;
    rings_are_closed(&json)?;
    let read = serde_json::from_value::<geojson::Geometry>(json).map_err(|error| error.to_string());
    let plain = read
        .and_then(|geometry| Geometry::<f64>::try_from(geometry).map_err(|e| e.to_string()))
        .map_err(|reason| format!("has a geometry that cannot be read: {reason}"))?;
    let carried = plain.try_map_coords(|Coord { x, y }| {
        let [x, y] = passage.to_lon_lat([x, y]).ok_or_else(|| {
            format!("has the position {x} {y}, which lies outside its reference system")
        })?;
        Ok::<_, String>(Coord { x, y })
    })?;
    let carried = without_collections_of_one(carried);
    if let Err(fault) = carried.check_validation() {
        return Err(format!("has a geometry that is not valid: {fault}"));
    }
    shape(carried)
}

/// A box of four or six numbers in a reference system; west may lie east of east.
pub(super) fn of_box(numbers: &[Box<Expr>], crs: Crs) -> Result<Term, String> {
    let texts = numbers.iter().map(|number| match &**number {
        Expr::Float(number) => Ok(number.to_string()),
        _ => Err("has a BBOX of something that is no number".to_owned()),
    });
    let text = texts.collect::<Result<Vec<_>, _>>()?.join(",");
    let (bbox, outline) =
        crs.read_box(&text).map_err(|reason| format!("has a BBOX that {reason}"))?;
    if let Some(outline) = outline {
        return shape(outline.into());
    }
    let rectangles = bbox.rectangles();
    let geometry = match *rectangles.as_slice() {
        // A box without width or height has no inside: it is a line or a point.
        [rect] if rect.width() == 0.0 && rect.height() == 0.0 => geo::Point(rect.min()).into(),
        [rect] if rect.width() == 0.0 || rect.height() == 0.0 => {
            geo::LineString::new(vec![rect.min(), rect.max()]).into()
        }
        [rect] => rect.to_polygon().into(),
        _ => {
            MultiPolygon::new(rectangles.into_iter().map(|rect| rect.to_polygon()).collect()).into()
        }
    };
    shape(geometry)
}

fn shape(geometry: Geometry<f64>) -> Result<Term, String> {
    let extent = bbox_of(&geometry).ok_or("has a geometry without a position")?;
    Ok(Term::Shape(geometry, extent))
}

/// A multi-geometry of one part is that part: relations of the two are the same.
fn without_collections_of_one(geometry: Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::GeometryCollection(mut parts) if parts.0.len() == 1 => {
            parts.0.pop().map_or(Geometry::GeometryCollection(parts), without_collections_of_one)
        }
        other => other,
    }
}

/// RFC 7946, 3.1.6: a ring ends where it begins and has four positions at least. Readers close
/// open rings without a word.
fn rings_are_closed(json: &Json) -> Result<(), String> {
    let list = |value: &Json| value.as_array().cloned().unwrap_or_default();
    let coordinates = &json["coordinates"];
    let rings: Vec<Json> = match json["type"].as_str() {
        Some("Polygon") => list(coordinates),
        Some("MultiPolygon") => list(coordinates).iter().flat_map(list).collect(),
        Some("GeometryCollection") => {
            return list(&json["geometries"]).iter().try_for_each(rings_are_closed);
        }
        _ => return Ok(()),
    };
    let closed = |ring: &Json| {
        let places = list(ring);
        places.len() >= 4 && places.first() == places.last()
    };
    if rings.is_empty() || !rings.iter().all(closed) {
        return Err("has a ring that does not end where it begins".into());
    }
    Ok(())
}
