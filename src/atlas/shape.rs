//! Shapes: how far a geometry reaches, how long it is, and where its symbol stands.

use geo::{BoundingRect, Geometry, Haversine, Length, LineString, Point};

/// West, south, east, north of a geometry.
#[must_use]
pub fn bbox_of(geometry: &Geometry<f64>) -> Option<[f64; 4]> {
    let rect = geometry.bounding_rect()?;
    Some([rect.min().x, rect.min().y, rect.max().x, rect.max().y])
}

/// Length along the lines of a geometry in km: great-circle on the mean earth radius, gaps between
/// lines left out, to the nearest 0.1 km. `None` for what is no line.
#[must_use]
pub fn length_of(geometry: &Geometry<f64>) -> Option<f64> {
    let metres = match geometry {
        Geometry::LineString(line) => Haversine.length(line),
        Geometry::MultiLineString(lines) => Haversine.length(lines),
        _ => return None,
    };
    Some((metres / 100.0).round() / 10.0)
}

/// The place of the symbol: the point itself, the middle vertex of the longest line, or the
/// centre of the box.
#[must_use]
pub fn anchor_of(geometry: &Geometry<f64>) -> Option<[f64; 2]> {
    match geometry {
        Geometry::Point(point) => Some(pair(*point)),
        Geometry::LineString(line) => middle(line),
        Geometry::MultiLineString(lines) => {
            let length = |line: &LineString<f64>| geo::Euclidean.length(line);
            middle(lines.0.iter().max_by(|a, b| length(a).total_cmp(&length(b)))?)
        }
        other => bbox_of(other).map(middle_of),
    }
}

/// The middle of a box.
#[must_use]
pub const fn middle_of([west, south, east, north]: [f64; 4]) -> [f64; 2] {
    [f64::midpoint(west, east), f64::midpoint(south, north)]
}

fn middle(line: &LineString<f64>) -> Option<[f64; 2]> {
    line.0.get(line.0.len() / 2).map(|place| [place.x, place.y])
}

fn pair(point: Point<f64>) -> [f64; 2] {
    [point.x(), point.y()]
}
