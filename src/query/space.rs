//! The `bbox` parameter, across the antimeridian too.

use crate::atlas::finding::counted;

/// A box in degrees: west, south, east, north. West may lie east of east, across the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bbox {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

/// What `bbox` may look like, for messages.
pub const BBOX_FORM: &str =
    "west,south,east,north in degrees (or with heights: west,south,low,east,north,high)";

impl Bbox {
    /// Reads a `bbox` parameter; heights are checked and not used.
    ///
    /// # Errors
    /// When the text is not four or six finite numbers, or lies outside the globe.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::new(Self::numbers(text)?)
    }

    /// The four numbers of a box in any reference system: its lowest two, then its highest two;
    /// heights are checked and left out.
    ///
    /// # Errors
    /// When the text is not four or six finite numbers.
    pub fn numbers(text: &str) -> Result<[f64; 4], String> {
        let numbers: Vec<f64> = text
            .split(',')
            .map(|part| {
                let number: f64 =
                    part.trim().parse().map_err(|_| format!("'{part}' is not a number"))?;
                if number.is_finite() { Ok(number) } else { Err(format!("'{part}' is not finite")) }
            })
            .collect::<Result<_, _>>()?;
        match *numbers.as_slice() {
            [west, south, east, north] => Ok([west, south, east, north]),
            [west, south, low, east, north, high] if low <= high => Ok([west, south, east, north]),
            [_, _, _, _, _, _] => Err("its heights run from high to low".into()),
            _ => Err(format!("has {}", counted(numbers.len(), "number"))),
        }
    }

    /// A box of west, south, east and north in degrees.
    ///
    /// # Errors
    /// When it is upside down or lies outside the globe.
    pub fn new([west, south, east, north]: [f64; 4]) -> Result<Self, String> {
        if south > north {
            return Err("its south lies north of its north".into());
        }
        if [west, east].iter().any(|lon| lon.abs() > 180.0) || south < -90.0 || north > 90.0 {
            return Err("lies outside -180..180, -90..90 degrees".into());
        }
        Ok(Self { west, south, east, north })
    }

    /// Whether a box (west, south, east, north, not across the antimeridian) shares a point with
    /// this one.
    #[must_use]
    pub fn meets(&self, [west, south, east, north]: [f64; 4]) -> bool {
        let lon = if self.west <= self.east {
            self.west <= east && west <= self.east
        } else {
            self.west <= east || west <= self.east
        };
        lon && self.south <= north && south <= self.north
    }

    /// The one or two boxes it covers, none across the antimeridian.
    #[must_use]
    pub fn rectangles(&self) -> Vec<geo::Rect<f64>> {
        let rect = |west: f64, east: f64| geo::Rect::new((west, self.south), (east, self.north));
        if self.west <= self.east {
            vec![rect(self.west, self.east)]
        } else {
            vec![rect(self.west, 180.0), rect(-180.0, self.east)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_across_the_antimeridian_meets_both_sides() {
        let bbox = Bbox::parse("170,-10,-170,10").expect("a box");
        assert!(bbox.meets([175.0, 0.0, 176.0, 1.0]));
        assert!(bbox.meets([-175.0, 0.0, -174.0, 1.0]));
        assert!(!bbox.meets([0.0, 0.0, 1.0, 1.0]));
        assert_eq!(bbox.rectangles().len(), 2);
    }

    #[test]
    fn what_is_no_box_is_refused_with_the_reason() {
        for (text, reason) in [
            ("1,2,3", "has 3 numbers"),
            ("1,2,3,x", "'x' is not a number"),
            ("1,2,3,NaN", "'NaN' is not finite"),
            ("0,10,10,0", "its south lies north of its north"),
            ("0,0,200,10", "lies outside -180..180, -90..90 degrees"),
            ("", "'' is not a number"),
        ] {
            assert_eq!(Bbox::parse(text), Err(reason.to_owned()), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[0-9eE,.+-]{0,30}") {
            let _ = Bbox::parse(&text);
        }
    }
}
