//! Crossings: where a ring of many positions crosses or covers itself, found in one sweep from west
//! to east. Comparing every side with every other takes minutes for the outline of a country.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Geometry, Line, LineString, Polygon};

/// A place at which a ring of a geometry meets itself other than from one side to the next.
#[must_use]
pub fn of(geometry: &Geometry<f64>) -> Option<Coord<f64>> {
    match geometry {
        Geometry::Polygon(area) => of_polygon(area),
        Geometry::MultiPolygon(areas) => areas.iter().find_map(of_polygon),
        Geometry::GeometryCollection(all) => all.iter().find_map(of),
        _ => None,
    }
}

fn of_polygon(area: &Polygon<f64>) -> Option<Coord<f64>> {
    std::iter::once(area.exterior()).chain(area.interiors()).find_map(of_ring)
}

fn of_ring(ring: &LineString<f64>) -> Option<Coord<f64>> {
    let sides: Vec<Line<f64>> = ring.lines().filter(|side| side.start != side.end).collect();
    let west = |side: usize| sides[side].start.x.min(sides[side].end.x);
    let east = |side: usize| sides[side].start.x.max(sides[side].end.x);
    let mut order: Vec<usize> = (0..sides.len()).collect();
    order.sort_by(|a, b| west(*a).total_cmp(&west(*b)));
    // Sides that reach as far east as the one at hand.
    let mut open: Vec<usize> = Vec::new();
    for side in order {
        open.retain(|other| east(*other) >= west(side));
        if let Some(place) = open.iter().find_map(|other| meeting(&sides, *other, side)) {
            return Some(place);
        }
        open.push(side);
    }
    None
}

/// Where two sides meet; neighbours may share their end, and nothing more.
fn meeting(sides: &[Line<f64>], a: usize, b: usize) -> Option<Coord<f64>> {
    let (one, other) = (sides[a], sides[b]);
    let apart = |from: f64, to: f64, low: f64, high: f64| from.max(to) < low.min(high);
    let (y, o) = ((one.start.y, one.end.y), (other.start.y, other.end.y));
    if apart(y.0, y.1, o.0, o.1) || apart(o.0, o.1, y.0, y.1) {
        return None;
    }
    let step = a.abs_diff(b);
    let neighbours = step == 1 || step == sides.len() - 1;
    match line_intersection(one, other)? {
        LineIntersection::SinglePoint { .. } if neighbours => None,
        LineIntersection::SinglePoint { intersection, .. } => Some(intersection),
        LineIntersection::Collinear { intersection } if intersection.start == intersection.end => {
            (!neighbours).then_some(intersection.start)
        }
        LineIntersection::Collinear { intersection } => Some(intersection.start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circle(n: u32) -> Vec<Coord<f64>> {
        let angle = |i: u32| std::f64::consts::TAU * f64::from(i) / f64::from(n);
        (0..n).map(|i| Coord { x: 70.0 + angle(i).cos(), y: 45.0 + angle(i).sin() }).collect()
    }

    fn area(places: Vec<Coord<f64>>) -> Geometry<f64> {
        Polygon::new(LineString(places), Vec::new()).into()
    }

    #[test]
    fn a_ring_of_many_positions_is_swept_in_no_time() {
        assert_eq!(of(&area(circle(200_000))), None);
        let mut crossed = circle(200_000);
        crossed.swap(50_000, 150_000);
        assert!(of(&area(crossed)).is_some());
    }

    #[test]
    fn spikes_and_rings_that_touch_themselves_are_found() {
        let of_pairs =
            |pairs: &[(f64, f64)]| of(&area(pairs.iter().map(|p| (*p).into()).collect()));
        assert_eq!(of_pairs(&[(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]), None);
        assert!(of_pairs(&[(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)]).is_some());
        assert!(of_pairs(&[(0.0, 0.0), (2.0, 0.0), (3.0, 0.0), (2.0, 0.0), (1.0, 2.0)]).is_some());
        assert!(of_pairs(&[(0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (2.0, 0.0), (0.0, 2.0)]).is_some());
    }

    proptest::proptest! {
        #[test]
        fn the_sweep_finds_what_comparing_all_sides_finds(
            places in proptest::collection::vec((0..6_u8, 0..6_u8), 3..8)
        ) {
            use geo::algorithm::validation::Validation;
            let places = places.into_iter().map(|(x, y)| Coord { x: x.into(), y: y.into() });
            let area = area(places.collect());
            let crossed = area.check_validation().is_err_and(|e| e.to_string().contains("self-intersection"));
            if crossed {
                proptest::prop_assert!(of(&area).is_some());
            }
        }
    }
}
