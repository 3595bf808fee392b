//! The part of a geometry that one map tile shows, in whole tile units.
//!
//! A geometry is projected once ([`Shape::project`]) and then cut for any number of tiles
//! ([`Shape::cut`]): simplified for the zoom, clipped to the tile and a margin, rounded. Tile units
//! run from 0 to [`EXTENT`], x to the east and y to the south, as the
//! [vector tile specification](https://github.com/mapbox/vector-tile-spec/tree/master/2.1) wants it.

use geo::{Geometry, LineString, Polygon};

use super::clip::{Square, clip_line, clip_ring};
use super::simplify::importance;

/// Width and height of a tile in tile units.
pub const EXTENT: i32 = 4096;

/// Margin around a tile in tile units: 16 px of a 512 px tile, so that half of the widest line
/// (selection, 25 px) is never cut at a tile's edge.
pub const MARGIN: i32 = 128;

/// Deepest zoom that is cut; at it nothing is simplified. Viewers enlarge its tiles beyond.
pub const MAX_ZOOM: u8 = 10;

/// How far a left-out vertex may lie off the drawn line, in tile units (3 units = 0.4 px).
const TOLERANCE: f64 = 3.0;

/// Latitude at which the square of web mercator ends, in degrees.
pub const MAX_LATITUDE: f64 = 85.051_128_779_806_6;

/// How degrees lie in the square of the world, whose width is 1, x to the east and y to the south.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quad {
    /// Spherical web mercator (EPSG:3857): the world fills the square.
    WebMercator,
    /// Degrees as they are (CRS84): the world fills the northern half. So the tile of row and column
    /// in matrix *m* of WorldCRS84Quad, which is two tiles wide at 0, has the zoom *m* + 1 here.
    Crs84,
}

/// A tile: zoom, column from the west, row from the north (the XYZ scheme).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TileAddress {
    /// Zoom level; the world is 2^z tiles wide.
    pub z: u8,
    /// Column, 0 at 180° W.
    pub x: u32,
    /// Row, 0 in the north.
    pub y: u32,
}

impl TileAddress {
    /// The address, or `None` where the zoom is too deep for whole numbers or no such tile exists.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let side = 1u32.checked_shl(u32::from(z)).filter(|_| z <= 30)?;
        (x < side && y < side).then_some(Self { z, x, y })
    }

    /// Tiles across the world at this zoom.
    fn side(self) -> f64 {
        f64::from(self.z).exp2()
    }

    /// West, north, east, south of the tile with its margin in the unit square of web mercator.
    pub(super) fn reach(self) -> [f64; 4] {
        let margin = f64::from(MARGIN) / f64::from(EXTENT);
        let (x, y, side) = (f64::from(self.x), f64::from(self.y), self.side());
        [x - margin, y - margin, x + 1.0 + margin, y + 1.0 + margin].map(|at| at / side)
    }

    /// West, south, east, north of the tile with its margin, in degrees.
    pub fn bounds(self) -> [f64; 4] {
        let margin = f64::from(MARGIN) / f64::from(EXTENT);
        let (x, y) = (f64::from(self.x), f64::from(self.y));
        let longitude = |column: f64| column / self.side() * 360.0 - 180.0;
        let latitude = |row: f64| {
            let up = std::f64::consts::PI * (1.0 - 2.0 * row / self.side());
            up.sinh().atan().to_degrees()
        };
        [
            longitude(x - margin),
            latitude(y + 1.0 + margin),
            longitude(x + 1.0 + margin),
            latitude(y - margin),
        ]
    }
}

/// A geometry in tile units, in the order vector tiles store it.
#[derive(Clone, Debug, PartialEq)]
pub enum TileGeometry {
    /// Points inside the tile, its east and south edges left out: each point is in one tile.
    Points(Vec<[i32; 2]>),
    /// Lines of at least two different points.
    Lines(Vec<Vec<[i32; 2]>>),
    /// Rings without their closing point; outer rings have positive area in tile units, each is
    /// followed by its holes, which have negative area.
    Polygons(Vec<Vec<[i32; 2]>>),
}

/// A projected vertex: position in the unit square of the world, and how much it matters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vertex {
    pub x: f64,
    pub y: f64,
    /// Greatest distance, in units of the world's width, by which the line would be off without
    /// this vertex; infinite at ends.
    pub importance: f64,
}

/// A projected geometry, ready to be cut for tiles.
#[derive(Clone, Debug)]
pub struct Shape {
    points: Vec<Vertex>,
    lines: Vec<Vec<Vertex>>,
    /// Outer ring first, then its holes; all rings closed.
    polygons: Vec<Vec<Vec<Vertex>>>,
    /// West, north, east, south in the unit square; empty shapes hold nothing.
    reach: [f64; 4],
    quad: Quad,
}

impl Shape {
    /// Projects a geometry given in degrees, longitude first, to web mercator. Vertices that are not
    /// finite or lie more than a world away are left out; latitudes beyond the mercator square move
    /// to its edge.
    pub fn project(geometry: &Geometry<f64>) -> Self {
        Self::in_quad(geometry, Quad::WebMercator)
    }

    /// The same in any quad.
    pub fn in_quad(geometry: &Geometry<f64>, quad: Quad) -> Self {
        let mut shape = Self {
            quad,
            points: Vec::new(),
            lines: Vec::new(),
            polygons: Vec::new(),
            reach: [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY],
        };
        shape.add(geometry);
        shape
    }

    /// What of the shape `tile` shows; `None` if nothing of it remains. A shape of mixed kinds
    /// gives its polygons, else its lines, else its points.
    pub fn cut(&self, tile: TileAddress) -> Option<TileGeometry> {
        let grid = Grid::new(tile);
        if !grid.sees(self.reach) {
            return None;
        }
        let rings: Vec<_> = self.polygons.iter().flat_map(|rings| grid.polygon(rings)).collect();
        if !rings.is_empty() {
            return Some(TileGeometry::Polygons(rings));
        }
        let lines: Vec<_> = self.lines.iter().flat_map(|line| grid.line(line)).collect();
        if !lines.is_empty() {
            return Some(TileGeometry::Lines(lines));
        }
        let points: Vec<_> = self.points.iter().filter_map(|point| grid.point(point)).collect();
        (!points.is_empty()).then_some(TileGeometry::Points(points))
    }

    /// West, north, east, south in the unit square of web mercator.
    pub(super) const fn reach(&self) -> [f64; 4] {
        self.reach
    }

    fn add(&mut self, geometry: &Geometry<f64>) {
        match geometry {
            Geometry::Point(point) => self.add_points([point.0]),
            Geometry::MultiPoint(points) => self.add_points(points.iter().map(|point| point.0)),
            Geometry::Line(line) => self.add_line(&LineString::from(line)),
            Geometry::LineString(line) => self.add_line(line),
            Geometry::MultiLineString(lines) => lines.iter().for_each(|line| self.add_line(line)),
            Geometry::Polygon(polygon) => self.add_polygon(polygon),
            Geometry::MultiPolygon(polygons) => {
                polygons.iter().for_each(|polygon| self.add_polygon(polygon));
            }
            Geometry::Rect(rect) => self.add_polygon(&rect.to_polygon()),
            Geometry::Triangle(triangle) => self.add_polygon(&triangle.to_polygon()),
            Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| self.add(part)),
        }
    }

    fn add_points(&mut self, points: impl IntoIterator<Item = geo::Coord<f64>>) {
        let projected = self.project_all(points);
        self.points.extend(projected);
    }

    fn add_line(&mut self, line: &LineString<f64>) {
        let mut vertices = self.project_all(line.coords().copied());
        importance(&mut vertices);
        self.lines.push(vertices);
    }

    fn add_polygon(&mut self, polygon: &Polygon<f64>) {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let rings: Vec<_> = rings
            .map(|ring| {
                let mut vertices = self.project_all(ring.coords().copied());
                importance(&mut vertices);
                vertices
            })
            .collect();
        self.polygons.push(rings);
    }

    fn project_all(&mut self, coords: impl IntoIterator<Item = geo::Coord<f64>>) -> Vec<Vertex> {
        let sane = coords.into_iter().filter(|at| at.x.abs() <= 540.0 && at.y.is_finite());
        let placed = match self.quad {
            Quad::WebMercator => mercator,
            Quad::Crs84 => plain,
        };
        let vertices: Vec<_> = sane.map(placed).collect();
        for vertex in &vertices {
            self.reach[0] = self.reach[0].min(vertex.x);
            self.reach[1] = self.reach[1].min(vertex.y);
            self.reach[2] = self.reach[2].max(vertex.x);
            self.reach[3] = self.reach[3].max(vertex.y);
        }
        vertices
    }
}

/// Degrees to the unit square of spherical web mercator (EPSG:3857), x east and y south.
fn mercator(at: geo::Coord<f64>) -> Vertex {
    let latitude = at.y.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
    let up = latitude.tan().asinh() / std::f64::consts::PI;
    Vertex {
        x: at.x / 360.0 + 0.5,
        y: ((1.0 - up) / 2.0).clamp(0.0, 1.0),
        importance: f64::INFINITY,
    }
}

/// Degrees to the northern half of the unit square; the south pole belongs to the last row.
fn plain(at: geo::Coord<f64>) -> Vertex {
    let down = (90.0 - at.y.clamp(-90.0, 90.0)) / 360.0;
    Vertex { x: at.x / 360.0 + 0.5, y: down.min(0.5 - f64::EPSILON), importance: f64::INFINITY }
}

/// The unit grid of one tile: turns projected vertices into tile units.
struct Grid {
    tile: TileAddress,
    /// Tile units across the world.
    scale: f64,
    /// Vertices of less importance are left out.
    threshold: f64,
    square: Square,
}

impl Grid {
    fn new(tile: TileAddress) -> Self {
        let scale = tile.side() * f64::from(EXTENT);
        Self {
            tile,
            scale,
            threshold: if tile.z >= MAX_ZOOM { 0.0 } else { TOLERANCE / scale },
            square: Square { low: f64::from(-MARGIN), high: f64::from(EXTENT + MARGIN) },
        }
    }

    /// Whether a shape of this reach can show in the tile or its margin.
    fn sees(&self, [west, north, east, south]: [f64; 4]) -> bool {
        let [left, top] = self.place(west, north);
        let [right, bottom] = self.place(east, south);
        let Square { low, high } = self.square;
        left <= high && right >= low && top <= high && bottom >= low
    }

    fn place(&self, x: f64, y: f64) -> [f64; 2] {
        let extent = f64::from(EXTENT);
        [
            x * self.scale - f64::from(self.tile.x) * extent,
            y * self.scale - f64::from(self.tile.y) * extent,
        ]
    }

    fn point(&self, point: &Vertex) -> Option<[i32; 2]> {
        // The world's own east and south edge belongs to its last column and row.
        let inside = |v: f64| v.clamp(0.0, 1.0 - f64::EPSILON);
        if !(0.0..=1.0).contains(&point.x) {
            return None;
        }
        let [x, y] = self.place(inside(point.x), inside(point.y)).map(f64::floor);
        let held = 0.0..f64::from(EXTENT);
        (held.contains(&x) && held.contains(&y)).then_some([x as i32, y as i32])
    }

    fn line(&self, line: &[Vertex]) -> Vec<Vec<[i32; 2]>> {
        let pieces = clip_line(&self.simplified(line), self.square);
        pieces.into_iter().map(|piece| rounded(&piece)).filter(|piece| piece.len() >= 2).collect()
    }

    /// Outer ring and holes of one polygon, wound as the specification wants; none if the outer
    /// ring has no area left.
    fn polygon(&self, rings: &[Vec<Vertex>]) -> Vec<Vec<[i32; 2]>> {
        let mut cut = Vec::new();
        for (index, ring) in rings.iter().enumerate() {
            let wound = self.ring(ring, index == 0);
            match wound {
                Some(ring) => cut.push(ring),
                None if index == 0 => return Vec::new(),
                None => {}
            }
        }
        cut
    }

    fn ring(&self, ring: &[Vertex], outer: bool) -> Option<Vec<[i32; 2]>> {
        let mut points = rounded(&clip_ring(&self.simplified(ring), self.square));
        while points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        let area = doubled_area(&points);
        if points.len() < 3 || area == 0 {
            return None;
        }
        if (area > 0) != outer {
            points.reverse();
        }
        Some(points)
    }

    fn simplified(&self, line: &[Vertex]) -> Vec<[f64; 2]> {
        line.iter()
            .filter(|vertex| vertex.importance >= self.threshold)
            .map(|vertex| self.place(vertex.x, vertex.y))
            .collect()
    }
}

/// Whole tile units, neighbours that fall together taken once.
fn rounded(line: &[[f64; 2]]) -> Vec<[i32; 2]> {
    let mut points: Vec<_> = line.iter().map(|at| at.map(|v| v.round() as i32)).collect();
    points.dedup();
    points
}

/// Twice the signed area of a ring (surveyor's formula), positive where it runs clockwise on a
/// screen, whose y points down.
fn doubled_area(ring: &[[i32; 2]]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1]))
        .sum()
}

#[cfg(test)]
mod tests {
    use geo::{Geometry, LineString, MultiPolygon, Point, Polygon};
    use proptest::prelude::*;

    use super::*;

    fn tile(z: u8, x: u32, y: u32) -> TileAddress {
        TileAddress::new(z, x, y).unwrap()
    }

    fn cut(geometry: impl Into<Geometry<f64>>, tile: TileAddress) -> Option<TileGeometry> {
        Shape::project(&geometry.into()).cut(tile)
    }

    #[test]
    fn an_address_outside_the_world_is_none() {
        assert_eq!(TileAddress::new(3, 8, 0), None);
        assert_eq!(TileAddress::new(31, 0, 0), None);
        assert_eq!(TileAddress::new(255, 0, 0), None);
        assert!(TileAddress::new(30, (1 << 30) - 1, 0).is_some());
    }

    #[test]
    fn the_zero_point_lies_in_the_middle_of_the_world() {
        let found = cut(Point::new(0.0, 0.0), tile(0, 0, 0));
        assert_eq!(found, Some(TileGeometry::Points(vec![[2048, 2048]])));
    }

    #[test]
    fn a_city_lies_in_its_published_tile() {
        // Almaty, 76.95 E 43.25 N, is in tile 8/182/93 of the XYZ scheme.
        let almaty = Point::new(76.95, 43.25);
        assert!(cut(almaty, tile(8, 182, 93)).is_some());
        assert!(cut(almaty, tile(8, 182, 162)).is_none(), "a row counted from the south");
    }

    #[test]
    fn bounds_hold_the_tile_and_its_margin() {
        let [west, south, east, north] = tile(1, 1, 0).bounds();
        assert!(west < 0.0 && west > -6.0 && east > 180.0 && south < 0.0 && north > 85.0);
    }

    #[test]
    fn outer_rings_are_clockwise_on_screen_and_holes_are_not() {
        let square = |low: f64, high: f64| {
            LineString::from(vec![(low, low), (high, low), (high, high), (low, high), (low, low)])
        };
        for flip in [false, true] {
            let turn = |mut line: LineString<f64>| {
                if flip {
                    line.0.reverse();
                }
                line
            };
            let polygon = Polygon::new(turn(square(-40.0, 40.0)), vec![turn(square(-9.0, 9.0))]);
            let Some(TileGeometry::Polygons(rings)) = cut(polygon, tile(0, 0, 0)) else {
                panic!("the polygon is in the tile");
            };
            assert_eq!(rings.len(), 2);
            assert!(doubled_area(&rings[0]) > 0 && doubled_area(&rings[1]) < 0);
        }
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two_lines() {
        let bow = LineString::from(vec![(10.0, 10.0), (-60.0, 20.0), (10.0, 30.0)]);
        let Some(TileGeometry::Lines(lines)) = cut(bow, tile(1, 1, 0)) else {
            panic!("the line is in the tile");
        };
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn what_is_smaller_than_a_unit_is_dropped() {
        let speck = LineString::from(vec![(70.0, 40.0), (70.000_001, 40.0)]);
        assert_eq!(cut(speck, tile(3, 5, 3)), None);
        assert_eq!(cut(MultiPolygon::<f64>::new(vec![]), tile(0, 0, 0)), None);
    }

    fn any_degrees() -> impl Strategy<Value = f64> {
        prop_oneof![
            8 => -200.0..200.0f64,
            1 => any::<f64>(),
            1 => prop::sample::select(vec![-180.0, 180.0, 90.0, -90.0, f64::NAN, f64::INFINITY]),
        ]
    }

    fn any_geometry() -> impl Strategy<Value = Geometry<f64>> {
        let line =
            prop::collection::vec((any_degrees(), any_degrees()), 0..40).prop_map(LineString::from);
        (line, 0..3).prop_map(|(line, kind)| match kind {
            0 => Geometry::LineString(line),
            1 => Geometry::Polygon(Polygon::new(line, vec![])),
            _ => Geometry::MultiPoint(line.points().collect()),
        })
    }

    proptest! {
        #[test]
        fn a_cut_never_panics_and_stays_within_the_margin(
            geometry in any_geometry(), z in 0u8..=14, x in any::<u32>(), y in any::<u32>(),
        ) {
            let side = 1u32 << z;
            let cut = Shape::project(&geometry).cut(tile(z, x % side, y % side));
            let held = -MARGIN..=EXTENT + MARGIN;
            let all_held = |line: &Vec<[i32; 2]>| line.iter().flatten().all(|v| held.contains(v));
            match cut {
                None => {}
                Some(TileGeometry::Points(points)) => {
                    prop_assert!(points.iter().flatten().all(|v| (0..EXTENT).contains(v)));
                }
                Some(TileGeometry::Lines(lines)) => {
                    prop_assert!(lines.iter().all(|line| line.len() >= 2 && all_held(line)));
                }
                Some(TileGeometry::Polygons(rings)) => {
                    prop_assert!(rings.iter().all(|ring| ring.len() >= 3 && all_held(ring)));
                    prop_assert!(doubled_area(&rings[0]) > 0);
                }
            }
        }

        #[test]
        fn a_point_is_in_exactly_one_tile_of_plain_degrees(
            lon in -180.0..=180.0f64, lat in -90.0..=90.0f64, matrix in 0u8..=3,
        ) {
            let shape = Shape::in_quad(&Point::new(lon, lat).into(), Quad::Crs84);
            let (columns, rows) = (2u32 << matrix, 1u32 << matrix);
            let tiles = (0..columns).flat_map(|x| (0..rows).map(move |y| (x, y)));
            let mut seen = tiles.filter(|(x, y)| shape.cut(tile(matrix + 1, *x, *y)).is_some());
            let side = 180.0 / f64::from(rows);
            let (x, y) = seen.next().expect("a tile");
            prop_assert!((f64::from(x) - (lon + 180.0) / side).abs() <= 1.0);
            prop_assert!((f64::from(y) - (90.0 - lat) / side).abs() <= 1.0);
            prop_assert_eq!(seen.next(), None);
        }

        #[test]
        fn a_point_is_in_exactly_one_tile_of_a_zoom(
            lon in -180.0..=180.0f64, lat in -85.0..=85.0f64, z in 0u8..=4,
        ) {
            let shape = Shape::project(&Point::new(lon, lat).into());
            let side = 1u32 << z;
            let tiles = (0..side).flat_map(|x| (0..side).map(move |y| tile(z, x, y)));
            prop_assert_eq!(tiles.filter(|tile| shape.cut(*tile).is_some()).count(), 1);
        }
    }
}
