//! Reach: whether a thing meets a box. The box round it tells that of most things, without a look at
//! the thing itself.

use geo::{Intersects, Point, Rect};

use crate::atlas::feature::Feature;
use crate::store::edges;

/// Whether a feature of some extent (west, south, east, north) meets one of some boxes. Its whole
/// geometry is looked at only where neither its extent nor a position of it tells.
pub(super) fn meets_any(feature: &Feature, extent: [f64; 4], boxes: &[Rect<f64>]) -> bool {
    boxes.iter().any(|rect| surely_meets(extent, extent, edges(rect)))
        || feature.has_position(|at| boxes.iter().any(|rect| rect.intersects(&Point::from(at))))
        || feature
            .geometry()
            .is_some_and(|geometry| boxes.iter().any(|rect| geometry.intersects(rect)))
}

/// Whether a thing surely meets the box `asked` for (west, south, east, north): a whole side of its own
/// box lies in there. Each side of that is touched by the thing, so a point of it lies there too.
///
/// Where its box is known but roughly, it lies between `outer` and `inner`.
pub(super) fn surely_meets(outer: [f64; 4], inner: [f64; 4], asked: [f64; 4]) -> bool {
    let [west, south, east, north] = asked;
    // The place of one side of its box, which lies between two numbers.
    let is_within = |a: f64, b: f64, low: f64, high: f64| low <= a.min(b) && a.max(b) <= high;
    let longitude = |side: usize| is_within(outer[side], inner[side], west, east);
    let latitude = |side: usize| is_within(outer[side], inner[side], south, north);
    let across = is_within(outer[0], outer[2], west, east);
    let along = is_within(outer[1], outer[3], south, north);
    across && (latitude(1) || latitude(3)) || along && (longitude(0) || longitude(2))
}

#[cfg(test)]
mod tests {
    use geo::{Coord, Geometry, GeometryCollection, LineString, MultiPoint, Polygon};
    use proptest::prelude::*;

    use super::*;
    use crate::atlas::feature::{Draft, Timing};
    use crate::atlas::shape::bbox_of;

    #[test]
    fn one_side_is_enough_and_a_corner_is_not() {
        let asked = [0.0, 0.0, 10.0, 10.0];
        let cases = [
            ([1.0, 1.0, 2.0, 2.0], true),
            ([0.0, 0.0, 10.0, 10.0], true),
            ([1.0, -5.0, 2.0, 0.0], true),
            ([9.0, 1.0, 12.0, 2.0], true),
            ([9.0, 9.0, 12.0, 12.0], false),
            ([1.0, -5.0, 2.0, 15.0], false),
            ([-5.0, -5.0, 15.0, 15.0], false),
            ([11.0, 1.0, 12.0, 2.0], false),
        ];
        for (own, surely) in cases {
            assert_eq!(surely_meets(own, own, asked), surely, "{own:?}");
        }
    }

    #[test]
    fn a_box_known_roughly_counts_where_it_is_surely() {
        let asked = [0.0, 0.0, 10.0, 10.0];
        let cases = [
            ([1.0, 9.9, 2.0, 12.0], [1.1, 10.0, 1.9, 11.0], true),
            ([1.0, 9.9, 2.0, 12.0], [1.1, 10.1, 1.9, 11.0], false),
            ([1.0, -2.0, 2.0, 0.1], [1.1, -1.0, 1.9, 0.0], true),
            ([1.0, -2.0, 2.0, 0.1], [1.1, -1.0, 1.9, -0.1], false),
            ([9.9, 1.0, 12.0, 2.0], [10.0, 1.1, 11.0, 1.9], true),
            ([9.9, 1.0, 12.0, 2.0], [10.1, 1.1, 11.0, 1.9], false),
            ([-2.0, 1.0, 0.1, 2.0], [-1.0, 1.1, 0.0, 1.9], true),
            ([-2.0, 1.0, 0.1, 2.0], [-1.0, 1.1, -0.1, 1.9], false),
            ([-0.1, 1.0, 11.0, 2.0], [0.1, 1.0, 11.0, 2.0], false),
        ];
        for (outer, inner, surely) in cases {
            assert_eq!(surely_meets(outer, inner, asked), surely, "{outer:?} {inner:?}");
        }
    }

    /// A thing of each kind through some places: points, a line, a triangle with a hole, a collection.
    fn things(places: &[Coord]) -> Vec<Geometry<f64>> {
        let line = LineString(places.to_vec());
        let around = [(-40.0, -30.0), (40.0, -30.0), (0.0, 45.0), (-40.0, -30.0)];
        let hole = Polygon::new(LineString::from(around.to_vec()), vec![line.clone()]);
        let points = MultiPoint(places.iter().copied().map(Point).collect());
        let both =
            GeometryCollection(vec![Geometry::LineString(line.clone()), Point(places[0]).into()]);
        let filled = Polygon::new(line.clone(), vec![]);
        vec![
            points.into(),
            line.into(),
            filled.into(),
            hole.into(),
            Geometry::GeometryCollection(both),
        ]
    }

    proptest! {
        #[test]
        fn what_meets_a_box_is_what_the_crate_says(
            places in prop::collection::vec((-9..9_i32, -9..9_i32), 3..6),
            (west, south, width, height) in (-20..20_i32, -20..20_i32, 0..30_i32, 0..30_i32),
        ) {
            let mut places: Vec<Coord> = places.into_iter()
                .map(|(x, y)| Coord { x: f64::from(x), y: f64::from(y) })
                .collect();
            places.push(places[0]);
            let asked = [west, south, west + width, south + height].map(f64::from);
            let rect = Rect::new((asked[0], asked[1]), (asked[2], asked[3]));
            for thing in things(&places) {
                let own = bbox_of(&thing).unwrap();
                let truth = thing.intersects(&rect);
                prop_assert!(!surely_meets(own, own, asked) || truth, "{thing:?}");
                let draft = Draft { geometry: Some(thing.clone()), ..Draft::default() };
                let feature = Feature::new(0, Timing::Plain { start: None, end: None }, draft);
                prop_assert_eq!(meets_any(&feature, own, &[rect]), truth, "{:?}", thing);
            }
        }
    }
}
