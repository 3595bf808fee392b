//! Reach: what the box round a thing tells of the thing itself, without a look at it.

/// Whether a thing surely meets the box `asked` for (west, south, east, north): a whole side of its own
/// box lies in there. Each side of that is touched by the thing, so a point of it lies there too.
///
/// Where its box is known but roughly, it lies between `outer` and `inner`.
pub(super) fn surely_meets(outer: [f64; 4], inner: [f64; 4], asked: [f64; 4]) -> bool {
    let [west, south, east, north] = outer;
    let across = asked[0] <= west && east <= asked[2];
    let along = asked[1] <= south && north <= asked[3];
    let is_in = |side: usize, low: usize| {
        let (near, far) = (outer[side].min(inner[side]), outer[side].max(inner[side]));
        asked[low] <= near && far <= asked[low + 2]
    };
    across && (is_in(1, 1) || is_in(3, 1)) || along && (is_in(0, 0) || is_in(2, 0))
}

#[cfg(test)]
mod tests {
    use geo::{Coord, Geometry, Intersects, LineString, MultiPoint, Point, Polygon, Rect};
    use proptest::prelude::*;

    use super::*;
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
        assert!(surely_meets([1.0, 9.9, 2.0, 12.0], [1.1, 10.0, 1.9, 11.0], asked));
        assert!(!surely_meets([1.0, 9.9, 2.0, 12.0], [1.1, 10.1, 1.9, 11.0], asked));
        assert!(!surely_meets([-0.1, 1.0, 11.0, 2.0], [0.1, 1.0, 11.0, 2.0], asked));
    }

    proptest! {
        #[test]
        fn what_surely_meets_a_box_meets_it(
            places in prop::collection::vec((-9..9_i32, -9..9_i32), 2..6),
            (west, south, width, height) in (-9..9_i32, -9..9_i32, 0..9_i32, 0..9_i32),
        ) {
            let places: Vec<Coord> = places.into_iter()
                .map(|(x, y)| Coord { x: f64::from(x), y: f64::from(y) })
                .collect();
            let asked = [west, south, west + width, south + height].map(f64::from);
            let rect = Rect::new((asked[0], asked[1]), (asked[2], asked[3]));
            let points = MultiPoint(places.iter().copied().map(Point).collect());
            let line = LineString(places);
            let ring = Polygon::new(line.clone(), vec![]);
            for thing in [Geometry::MultiPoint(points), Geometry::LineString(line), Geometry::Polygon(ring)] {
                let own = bbox_of(&thing).unwrap();
                prop_assert!(!surely_meets(own, own, asked) || thing.intersects(&rect), "{thing:?}");
            }
        }
    }
}
