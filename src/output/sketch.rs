//! One geometry on the grid of the world, each vertex with the first zoom that needs it.

use geo::{Coord, Geometry, LineString, Polygon};

use super::simplify::importance;
use super::tile::{EXTENT, MAX_ZOOM, Quad, WORLD, WORLD_BITS};

/// How far a left-out vertex may lie off the drawn line, in tile units (3 units = 0.4 px).
const TOLERANCE: f64 = 3.0;

/// What a path draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathKind {
    /// Each vertex is a point.
    Points,
    /// A line.
    Line,
    /// A closed ring; the holes that follow belong to it.
    Outline,
    /// A closed ring that is left open in the outline before it.
    Hole,
}

/// A projected geometry.
#[derive(Clone, Debug, Default)]
pub(super) struct Sketch {
    /// Its paths: what they draw, their vertices in steps of the world, the zooms of these.
    pub paths: Vec<(PathKind, Vec<[i32; 2]>, Vec<u8>)>,
}

impl Sketch {
    /// Projects a geometry given in degrees, longitude first. Vertices without a place are left
    /// out; points beyond the antimeridian come in again on the other side.
    pub fn of(geometry: &Geometry<f64>, quad: Quad) -> Self {
        let mut sketch = Self::default();
        sketch.add(geometry, quad);
        sketch
    }

    /// West, north, east, south in steps; `None` for what has no place.
    pub fn reach(&self) -> Option<[i32; 4]> {
        let mut all = self.paths.iter().flat_map(|(_, vertices, _)| vertices);
        let [x, y] = *all.next()?;
        Some(all.fold([x, y, x, y], |[west, north, east, south], [x, y]| {
            [west.min(*x), north.min(*y), east.max(*x), south.max(*y)]
        }))
    }

    fn add(&mut self, geometry: &Geometry<f64>, quad: Quad) {
        match geometry {
            Geometry::Point(point) => self.add_points([point.0], quad),
            Geometry::MultiPoint(points) => {
                self.add_points(points.iter().map(|point| point.0), quad);
            }
            Geometry::Line(line) => self.add_path(PathKind::Line, &LineString::from(line), quad),
            Geometry::LineString(line) => self.add_path(PathKind::Line, line, quad),
            Geometry::MultiLineString(lines) => {
                lines.iter().for_each(|line| self.add_path(PathKind::Line, line, quad));
            }
            Geometry::Polygon(polygon) => self.add_polygon(polygon, quad),
            Geometry::MultiPolygon(polygons) => {
                polygons.iter().for_each(|polygon| self.add_polygon(polygon, quad));
            }
            Geometry::Rect(rect) => self.add_polygon(&rect.to_polygon(), quad),
            Geometry::Triangle(triangle) => self.add_polygon(&triangle.to_polygon(), quad),
            Geometry::GeometryCollection(parts) => {
                parts.iter().for_each(|part| self.add(part, quad));
            }
        }
    }

    fn add_points(&mut self, points: impl IntoIterator<Item = Coord<f64>>, quad: Quad) {
        let placed = points.into_iter().filter_map(|at| quad.place(at));
        let points: Vec<_> = placed.map(held).collect();
        let zooms = vec![0; points.len()];
        self.paths.push((PathKind::Points, points, zooms));
    }

    fn add_path(&mut self, kind: PathKind, line: &LineString<f64>, quad: Quad) {
        let vertices: Vec<_> = line.coords().filter_map(|at| quad.place(*at)).collect();
        let zooms = importance(&vertices).into_iter().map(first_zoom).collect();
        self.paths.push((kind, vertices, zooms));
    }

    fn add_polygon(&mut self, polygon: &Polygon<f64>, quad: Quad) {
        self.add_path(PathKind::Outline, polygon.exterior(), quad);
        for hole in polygon.interiors() {
            self.add_path(PathKind::Hole, hole, quad);
        }
    }
}

/// A point within the world; its east and south edge belong to the last column and row.
fn held([x, y]: [i32; 2]) -> [i32; 2] {
    let x = if x == WORLD { x - 1 } else { x.rem_euclid(WORLD) };
    [x, y.min(WORLD - 1)]
}

/// The first zoom at which a line would be drawn wrong without a vertex of this importance.
fn first_zoom(importance: f64) -> u8 {
    let needs = |zoom: &u8| {
        let unit = f64::from(WORLD_BITS - zoom).exp2() / f64::from(EXTENT);
        importance >= TOLERANCE * unit
    };
    (0..MAX_ZOOM).find(needs).unwrap_or(MAX_ZOOM)
}

#[cfg(test)]
mod tests {
    use geo::{Point, line_string};

    use super::*;

    #[test]
    fn a_vertex_is_needed_from_the_zoom_on_at_which_its_absence_shows() {
        assert_eq!(first_zoom(f64::INFINITY), 0);
        assert_eq!(first_zoom(0.0), MAX_ZOOM);
        // At zoom 5 a unit of a tile has 2^12 steps.
        assert_eq!(first_zoom(3.0 * 4096.0), 5);
        assert_eq!(first_zoom(3.0 * 4096.0 - 1.0), 6);
    }

    #[test]
    fn a_point_beyond_the_antimeridian_is_on_the_other_side() {
        let at = |lon: f64| Sketch::of(&Point::new(lon, 0.0).into(), Quad::WebMercator).reach();
        assert_eq!(at(190.0), at(-170.0));
        assert_eq!(at(-540.0), at(-180.0));
        assert_eq!(at(180.0), Some([WORLD - 1, WORLD / 2, WORLD - 1, WORLD / 2]));
    }

    #[test]
    fn a_line_over_the_antimeridian_goes_on_beyond_it() {
        let line = line_string![(x: 170.0, y: 0.0), (x: 190.0, y: 0.0)];
        let [west, _, east, _] = Sketch::of(&line.into(), Quad::WebMercator).reach().unwrap();
        assert!(west < WORLD && east > WORLD);
    }
}
