//! The part of a shape that one map tile shows, in whole tile units.
//!
//! Simplified for the zoom, clipped to the tile and a margin, rounded. The world goes round: what
//! reaches over the antimeridian, or into the margin from the other side, is drawn there.

use super::clip::{Square, clip_line, clip_ring};
use super::shapes::{Path, Shape};
use super::sketch::PathKind;
use super::tile::{EXTENT, MARGIN, TileAddress, WORLD, WORLD_BITS};

/// What a tile shows of a geometry, in the order vector tiles store it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TileGeometry {
    /// What is drawn.
    pub kind: GeometryKind,
    /// All places in tile units, path after path.
    pub points: Vec<[i32; 2]>,
    /// Where each path ends among the points.
    pub ends: Vec<usize>,
}

/// What a geometry draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GeometryKind {
    /// Points inside the tile, its east and south edges left out: each point is in one tile.
    #[default]
    Points,
    /// Lines of at least two different points.
    Lines,
    /// Rings without their closing point; outer rings have positive area in tile units, each is
    /// followed by its holes, which have negative area.
    Polygons,
}

impl TileGeometry {
    /// Paths of one kind; points are one path.
    pub fn of(kind: GeometryKind, paths: &[Vec<[i32; 2]>]) -> Self {
        let mut geometry = Self { kind, ..Self::default() };
        for path in paths {
            geometry.points.extend(path);
            geometry.end();
        }
        geometry
    }

    /// The paths one after the other.
    pub fn paths(&self) -> impl Iterator<Item = &[[i32; 2]]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(start, end)| &self.points[*start..*end])
    }

    fn clear(&mut self) {
        self.kind = GeometryKind::Points;
        self.points.clear();
        self.ends.clear();
    }

    fn end(&mut self) {
        self.ends.push(self.points.len());
    }

    /// Where the path that is being added begins.
    fn start(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Takes back the path that is being added.
    fn undo(&mut self) {
        self.points.truncate(self.start());
    }
}

/// Cuts shapes for one tile.
pub(super) struct Cutter {
    tile: TileAddress,
    /// The zoom whose vertices are shown.
    detail: u8,
    geometry: TileGeometry,
    /// Kept between shapes for its memory.
    simplified: Vec<[f64; 2]>,
}

/// Everything a tile and its margin hold.
const SQUARE: Square = Square { low: -MARGIN as f64, high: (EXTENT + MARGIN) as f64 };

impl Cutter {
    pub fn new(tile: TileAddress) -> Self {
        Self { tile, detail: tile.z, geometry: TileGeometry::default(), simplified: Vec::new() }
    }

    /// What of the shape the tile shows with the vertices of a zoom; `None` if nothing of it remains.
    /// A shape of mixed kinds gives its polygons, else its lines, else its points. Lines and areas smaller than a unit of the
    /// tile are drawn one unit wide, so that what is told of at one zoom is there at the next.
    pub fn cut(&mut self, shape: Shape<'_>, detail: u8) -> Option<&TileGeometry> {
        const KINDS: [GeometryKind; 3] =
            [GeometryKind::Polygons, GeometryKind::Lines, GeometryKind::Points];
        let [west, north, east, south] = shape.reach();
        let [left, top, right, bottom] = self.tile.reach().map(i64::from);
        if i64::from(north) > bottom || i64::from(south) < top {
            return None;
        }
        self.detail = detail;
        for kind in KINDS {
            self.geometry.clear();
            self.geometry.kind = kind;
            for around in [-1, 0, 1_i64] {
                let offset = around * i64::from(WORLD);
                let (west, east) = (i64::from(west) + offset, i64::from(east) + offset);
                if west <= right && east >= left {
                    let within = west >= left
                        && east <= right
                        && i64::from(north) >= top
                        && i64::from(south) <= bottom;
                    self.add(shape, kind, offset, within);
                }
            }
            if !self.geometry.points.is_empty() {
                if kind == GeometryKind::Points {
                    self.geometry.end();
                }
                return Some(&self.geometry);
            }
        }
        None
    }

    fn add(&mut self, shape: Shape<'_>, kind: GeometryKind, offset: i64, within: bool) {
        let mut outline_kept = false;
        for path in shape.paths() {
            match (kind, path.kind) {
                // Each point is in one tile, whatever goes round.
                (GeometryKind::Points, PathKind::Points) if offset == 0 => self.points(&path),
                (GeometryKind::Lines, PathKind::Line) if within => self.whole_line(&path, offset),
                (GeometryKind::Lines, PathKind::Line) => self.clipped_line(&path, offset),
                (GeometryKind::Polygons, PathKind::Outline) => {
                    outline_kept = self.ring(&path, offset, within);
                }
                (GeometryKind::Polygons, PathKind::Hole) if outline_kept => {
                    self.ring(&path, offset, within);
                }
                _ => {}
            }
        }
    }

    fn points(&mut self, path: &Path<'_>) {
        let [west, north, east, south] = self.tile.square();
        let [x, y] = self.tile.corner();
        // A unit holds the points from its own corner up to the next.
        let unit = |steps: i32| (i64::from(steps) << 12 >> (WORLD_BITS - self.tile.z)) as i32;
        let held = path
            .vertices
            .iter()
            .filter(|at| (west..east).contains(&at[0]) && (north..south).contains(&at[1]));
        self.geometry.points.extend(held.map(|at| [unit(at[0] - x), unit(at[1] - y)]));
    }

    fn whole_line(&mut self, path: &Path<'_>, offset: i64) {
        self.place(path, offset);
        if self.geometry.points.len() - self.geometry.start() >= 2 {
            self.geometry.end();
            return;
        }
        if let Some(&[x, y]) = self.geometry.points.last()
            && self.geometry.points.len() > self.geometry.start()
        {
            self.geometry.points.push([beside(x), y]);
            self.geometry.end();
            return;
        }
        self.geometry.undo();
    }

    fn clipped_line(&mut self, path: &Path<'_>, offset: i64) {
        self.simplify(path, offset);
        for piece in clip_line(&self.simplified, SQUARE) {
            self.add_rounded(&piece);
            if self.geometry.points.len() - self.geometry.start() >= 2 {
                self.geometry.end();
            } else {
                self.geometry.undo();
            }
        }
    }

    /// Adds a ring, wound as the specification wants; tells whether it has an area left.
    fn ring(&mut self, path: &Path<'_>, offset: i64, within: bool) -> bool {
        if within {
            self.place(path, offset);
        } else {
            self.simplify(path, offset);
            let clipped = clip_ring(&self.simplified, SQUARE);
            self.add_rounded(&clipped);
        }
        let start = self.geometry.start();
        let points = &mut self.geometry.points;
        while points.len() > start + 1 && points.get(start) == points.last() {
            points.pop();
        }
        let outer = path.kind == PathKind::Outline;
        let area = doubled_area(&points[start..]);
        if area != 0 {
            if (area > 0) != outer {
                points[start..].reverse();
            }
            self.geometry.end();
            return true;
        }
        let first = points.get(start).copied();
        self.geometry.undo();
        let (Some([x, y]), true) = (first, outer && within) else {
            return false;
        };
        let ([x, y], [right, down]) =
            ([x, y].map(|v| v.min(beside(v))), [x, y].map(|v| v.max(beside(v))));
        self.geometry.points.extend([[x, y], [right, y], [right, down], [x, down]]);
        self.geometry.end();
        true
    }

    /// Adds the vertices that the zoom needs in tile units, neighbours that fall together once.
    fn place(&mut self, path: &Path<'_>, offset: i64) {
        let [x, y] = self.tile.corner().map(i64::from);
        let start = self.geometry.points.len();
        for (vertex, first) in path.vertices.iter().zip(path.zooms) {
            if *first > self.detail {
                continue;
            }
            let point = [
                self.nearest_unit(i64::from(vertex[0]) + offset - x),
                self.nearest_unit(i64::from(vertex[1]) - y),
            ];
            let points = &mut self.geometry.points;
            if points.len() == start || points.last() != Some(&point) {
                points.push(point);
            }
        }
    }

    /// Steps from the corner in whole units of the tile.
    const fn nearest_unit(&self, steps: i64) -> i32 {
        let shift = WORLD_BITS - self.tile.z;
        let half = (1_i64 << shift) >> 1;
        (((steps << 12) + half) >> shift) as i32
    }

    /// The vertices that the zoom needs, in tile units that are not rounded yet.
    fn simplify(&mut self, path: &Path<'_>, offset: i64) {
        let [x, y] = self.tile.corner().map(i64::from);
        let scale = f64::from(EXTENT) / f64::from(1 << (WORLD_BITS - self.tile.z));
        self.simplified.clear();
        let needed =
            path.vertices.iter().zip(path.zooms).filter(|(_, first)| **first <= self.detail);
        self.simplified.extend(needed.map(|(vertex, _)| {
            let steps = [i64::from(vertex[0]) + offset - x, i64::from(vertex[1]) - y];
            steps.map(|steps| steps as f64 * scale)
        }));
    }

    fn add_rounded(&mut self, line: &[[f64; 2]]) {
        let start = self.geometry.points.len();
        let points = &mut self.geometry.points;
        for at in line {
            let point = at.map(|v| (v + 0.5).floor() as i32);
            if points.len() == start || points.last() != Some(&point) {
                points.push(point);
            }
        }
    }
}

/// A neighbouring unit that lies in the tile or its margin as well.
const fn beside(unit: i32) -> i32 {
    if unit < EXTENT { unit + 1 } else { unit - 1 }
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

    use super::super::shapes::Shapes;
    use super::super::sketch::Sketch;
    use super::super::tile::Quad;
    use super::*;

    fn tile(z: u8, x: u32, y: u32) -> TileAddress {
        TileAddress::new(z, x, y).unwrap()
    }

    fn cut_in(geometry: &Geometry<f64>, quad: Quad, tile: TileAddress) -> Option<TileGeometry> {
        let mut shapes = Shapes::default();
        shapes.push(Sketch::of(geometry, quad));
        Cutter::new(tile).cut(shapes.get(0), tile.z).cloned()
    }

    fn cut(geometry: impl Into<Geometry<f64>>, tile: TileAddress) -> Option<TileGeometry> {
        cut_in(&geometry.into(), Quad::WebMercator, tile)
    }

    fn square(low: f64, high: f64) -> LineString<f64> {
        LineString::from(vec![(low, low), (high, low), (high, high), (low, high), (low, low)])
    }

    #[test]
    fn the_zero_point_lies_in_the_middle_of_the_world() {
        let found = cut(Point::new(0.0, 0.0), tile(0, 0, 0));
        assert_eq!(found, Some(TileGeometry::of(GeometryKind::Points, &[vec![[2048, 2048]]])));
    }

    #[test]
    fn a_city_lies_in_its_published_tile() {
        // Almaty, 76.95 E 43.25 N, is in tile 8/182/93 of the XYZ scheme.
        let almaty = Point::new(76.95, 43.25);
        assert!(cut(almaty, tile(8, 182, 93)).is_some());
        assert!(cut(almaty, tile(8, 182, 162)).is_none(), "a row counted from the south");
    }

    #[test]
    fn outer_rings_are_clockwise_on_screen_and_holes_are_not() {
        for flip in [false, true] {
            let turn = |mut line: LineString<f64>| {
                if flip {
                    line.0.reverse();
                }
                line
            };
            let polygon = Polygon::new(turn(square(-40.0, 40.0)), vec![turn(square(-9.0, 9.0))]);
            let cut = cut(polygon, tile(0, 0, 0)).expect("the polygon is in the tile");
            let areas: Vec<i64> = cut.paths().map(doubled_area).collect();
            assert!(matches!(areas[..], [outer, hole] if outer > 0 && hole < 0), "{areas:?}");
        }
    }

    #[test]
    fn a_tile_inside_a_hole_shows_nothing_and_one_on_its_edge_both_rings() {
        let polygon = Polygon::new(square(-60.0, 60.0), vec![square(-50.0, 50.0)]);
        assert_eq!(cut(polygon.clone(), tile(5, 16, 15)).map(|cut| cut.paths().count()), Some(2));
        let [outer, hole] = [0, 1].map(|path| {
            let cut = cut(polygon.clone(), tile(5, 16, 15)).unwrap();
            cut.paths().nth(path).map(doubled_area).unwrap()
        });
        assert_eq!(outer + hole, 0, "the hole takes all of the tile");
        assert_eq!(cut(polygon, tile(3, 4, 2)).map(|cut| cut.paths().count()), Some(2));
    }

    #[test]
    fn an_area_that_is_larger_than_the_tile_fills_it_and_its_margin() {
        let cut = cut(Polygon::new(square(-80.0, 80.0), vec![]), tile(12, 2048, 2047)).unwrap();
        let width = i64::from(EXTENT + 2 * MARGIN);
        assert_eq!(cut.paths().map(doubled_area).collect::<Vec<_>>(), [2 * width * width]);
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two_lines() {
        let bow = LineString::from(vec![(10.0, 10.0), (-60.0, 20.0), (10.0, 30.0)]);
        let cut = cut(bow, tile(1, 1, 0)).expect("the line is in the tile");
        assert_eq!((cut.kind, cut.paths().count()), (GeometryKind::Lines, 2));
    }

    #[test]
    fn what_reaches_over_the_antimeridian_is_drawn_on_both_sides() {
        let line = LineString::from(vec![(170.0, 40.0), (190.0, 40.0)]);
        let area = Polygon::new(
            LineString::from(vec![(170.0, 40.0), (190.0, 40.0), (190.0, 50.0), (170.0, 40.0)]),
            vec![],
        );
        for geometry in [Geometry::from(line), Geometry::from(area)] {
            for (x, expected) in [(7, true), (0, true), (3, false)] {
                let found =
                    cut(geometry.clone(), tile(3, x, 2)).or(cut(geometry.clone(), tile(3, x, 3)));
                assert_eq!(found.is_some(), expected, "column {x}");
            }
        }
        let west =
            cut(LineString::from(vec![(-180.0, 40.0), (-178.0, 40.0)]), tile(0, 0, 0)).unwrap();
        assert!(west.paths().any(|line| line.contains(&[EXTENT, line[0][1]])), "{west:?}");
    }

    #[test]
    fn poles_lie_on_the_edge_of_the_world() {
        for (lat, y) in [(90.0, 0), (-90.0, EXTENT - 1)] {
            let found = cut(Point::new(0.0, lat), tile(0, 0, 0)).expect("a point");
            assert_eq!(found.points, [[2048, y]]);
        }
        let cap = Polygon::new(
            LineString::from(vec![
                (-180., 70.),
                (180., 70.),
                (180., 90.),
                (-180., 90.),
                (-180., 70.),
            ]),
            vec![],
        );
        assert!(cut(cap, tile(2, 1, 0)).is_some());
    }

    #[test]
    fn what_is_smaller_than_a_unit_is_drawn_one_unit_wide() {
        let speck = LineString::from(vec![(70.0, 40.0), (70.000_001, 40.0)]);
        let area = Polygon::new(
            LineString::from(vec![
                (70., 40.),
                (70.000_01, 40.),
                (70.000_01, 40.000_01),
                (70., 40.),
            ]),
            vec![],
        );
        let address = tile(3, 5, 3);
        for (speck, kind) in
            [(Geometry::from(speck), GeometryKind::Lines), (area.into(), GeometryKind::Polygons)]
        {
            let marked = cut(speck, address).unwrap();
            assert_eq!(marked.kind, kind);
            let path = marked.paths().next().unwrap();
            assert!(path.len() >= 2 && (kind == GeometryKind::Lines || doubled_area(path) == 2));
        }
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
            geometry in any_geometry(), z in 0u8..=22, x in any::<u32>(), y in any::<u32>(),
        ) {
            let side = 1u32 << z;
            let cut = cut_in(&geometry, Quad::WebMercator, tile(z, x % side, y % side));
            let held = -MARGIN..=EXTENT + MARGIN;
            if let Some(cut) = cut {
                prop_assert!(cut.paths().count() > 0 && cut.ends.last() == Some(&cut.points.len()));
                prop_assert!(cut.points.iter().flatten().all(|v| held.contains(v)), "{:?}", cut);
                match cut.kind {
                    GeometryKind::Points => {
                        prop_assert!(cut.points.iter().flatten().all(|v| (0..EXTENT).contains(v)));
                    }
                    GeometryKind::Lines => prop_assert!(cut.paths().all(|line| line.len() >= 2)),
                    GeometryKind::Polygons => {
                        prop_assert!(cut.paths().all(|ring| ring.len() >= 3));
                        prop_assert!(cut.paths().next().is_some_and(|ring| doubled_area(ring) > 0));
                    }
                }
            }
        }

        #[test]
        fn a_point_is_in_exactly_one_tile_of_plain_degrees(
            lon in -180.0..=180.0f64, lat in -90.0..=90.0f64, matrix in 0u8..=3,
        ) {
            let point = Point::new(lon, lat).into();
            let (columns, rows) = (2u32 << matrix, 1u32 << matrix);
            let tiles = (0..columns).flat_map(|x| (0..rows).map(move |y| (x, y)));
            let shows = |(x, y): &(u32, u32)| {
                cut_in(&point, Quad::Crs84, tile(matrix + 1, *x, *y)).is_some()
            };
            let mut seen = tiles.filter(shows);
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
            let side = 1u32 << z;
            let tiles = (0..side).flat_map(|x| (0..side).map(move |y| tile(z, x, y)));
            prop_assert_eq!(tiles.filter(|tile| cut(Point::new(lon, lat), *tile).is_some()).count(), 1);
        }

        #[test]
        fn a_point_on_the_edge_of_tiles_is_in_one_of_them(z in 1u8..=10, column in any::<u32>()) {
            let column = column % (1 << z);
            let edge = f64::from(column) / f64::from(1 << z) * 360.0 - 180.0;
            let row = 1 << (z - 1);
            let seen = (0..1 << z).filter(|x| cut(Point::new(edge, 0.0), tile(z, *x, row)).is_some());
            prop_assert_eq!(seen.collect::<Vec<_>>(), [column]);
        }
    }
}
