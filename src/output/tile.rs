//! Where a map tile lies, and the grid of whole numbers on which the world is drawn.
//!
//! Places are counted in steps: the square of the world is [`WORLD`] of them wide (7.5 cm of web
//! mercator at the equator), x to the east from 180° W, y to the south. The width of a tile of any
//! zoom is a power of two of steps, so that each place is in one tile of a zoom, exactly. Units of
//! a tile run from 0 to [`EXTENT`], as the
//! [vector tile specification](https://github.com/mapbox/vector-tile-spec/tree/master/2.1) wants it.

/// Width and height of a tile in tile units.
pub const EXTENT: i32 = 4096;

/// Margin around a tile in tile units: 16 px of a 512 px tile, so that half of the widest line
/// (selection, 25 px) is never cut at a tile's edge.
pub const MARGIN: i32 = 128;

/// Deepest zoom that is announced; from it on nothing is simplified. Viewers enlarge its tiles beyond.
pub const MAX_ZOOM: u8 = 10;

/// The world is 2 to this power steps wide.
pub const WORLD_BITS: u8 = 29;

/// Width of the world in steps.
pub const WORLD: i32 = 1 << WORLD_BITS;

/// Latitude at which the square of web mercator ends, in degrees.
pub const MAX_LATITUDE: f64 = 85.051_128_779_806_6;

/// How degrees lie in the square of the world, x to the east and y to the south.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quad {
    /// Spherical web mercator (EPSG:3857): the world fills the square.
    WebMercator,
    /// Degrees as they are (CRS84): the world fills the northern half. So the tile of row and column
    /// in matrix *m* of WorldCRS84Quad, which is two tiles wide at 0, has the zoom *m* + 1 here.
    Crs84,
}

impl Quad {
    /// The place of degrees, longitude first, in steps; `None` if they are not finite or lie more
    /// than a world away. Latitudes beyond the square move to its edge.
    pub(super) fn place(self, at: geo::Coord<f64>) -> Option<[i32; 2]> {
        if !(at.x.abs() <= 540.0 && at.y.is_finite()) {
            return None;
        }
        let down = match self {
            Self::WebMercator => {
                let latitude = at.y.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
                let up = latitude.tan().asinh() / std::f64::consts::PI;
                ((1.0 - up) / 2.0).clamp(0.0, 1.0)
            }
            // The south pole belongs to the last row.
            Self::Crs84 => ((90.0 - at.y.clamp(-90.0, 90.0)) / 360.0).min(0.5 - f64::EPSILON),
        };
        Some([at.x / 360.0 + 0.5, down].map(|share| (share * f64::from(WORLD)).floor() as i32))
    }
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
    /// The address, or `None` where no such tile exists or it would be smaller than a step.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let side = 1u32.checked_shl(u32::from(z)).filter(|_| z <= WORLD_BITS)?;
        (x < side && y < side).then_some(Self { z, x, y })
    }

    /// Tiles across the world at this zoom.
    fn side(self) -> f64 {
        f64::from(self.z).exp2()
    }

    /// The north-west corner in steps.
    pub(super) const fn corner(self) -> [i32; 2] {
        let shift = WORLD_BITS - self.z;
        [(self.x << shift) as i32, (self.y << shift) as i32]
    }

    /// West, north, east, south of the tile in steps; the last two lie in the neighbours.
    pub(super) const fn square(self) -> [i32; 4] {
        let ([x, y], width) = (self.corner(), 1 << (WORLD_BITS - self.z));
        [x, y, x + width, y + width]
    }

    /// The same with its margin.
    pub(super) const fn reach(self) -> [i32; 4] {
        let [west, north, east, south] = self.square();
        let margin = (1 << (WORLD_BITS - self.z)) / (EXTENT / MARGIN);
        [west - margin, north - margin, east + margin, south + margin]
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

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(z: u8, x: u32, y: u32) -> TileAddress {
        TileAddress::new(z, x, y).unwrap()
    }

    #[test]
    fn an_address_outside_the_world_is_none() {
        assert_eq!(TileAddress::new(3, 8, 0), None);
        assert_eq!(TileAddress::new(30, 0, 0), None);
        assert_eq!(TileAddress::new(255, 0, 0), None);
        assert!(TileAddress::new(29, (1 << 29) - 1, 0).is_some());
    }

    #[test]
    fn bounds_hold_the_tile_and_its_margin() {
        let [west, south, east, north] = tile(1, 1, 0).bounds();
        assert!(west < 0.0 && west > -6.0 && east > 180.0 && south < 0.0 && north > 85.0);
    }

    #[test]
    fn the_reach_is_the_tile_with_its_margin_in_steps() {
        let half = WORLD / 2;
        assert_eq!(tile(1, 1, 0).square(), [half, 0, WORLD, half]);
        let margin = half / 32;
        let wider = [half - margin, -margin, WORLD + margin, half + margin];
        assert_eq!(tile(1, 1, 0).reach(), wider);
        assert_eq!(tile(29, 7, 9).reach(), [7, 9, 8, 10], "no part of a step");
    }

    #[test]
    fn degrees_have_their_place_in_both_quads() {
        let place = |quad: Quad, x: f64, y: f64| quad.place(geo::coord! {x: x, y: y});
        let half = WORLD / 2;
        assert_eq!(place(Quad::WebMercator, 0.0, 0.0), Some([half, half]));
        assert_eq!(place(Quad::WebMercator, -180.0, 90.0), Some([0, 0]));
        assert_eq!(place(Quad::WebMercator, 180.0, -90.0), Some([WORLD, WORLD]));
        assert_eq!(place(Quad::Crs84, 180.0, -90.0), Some([WORLD, half - 1]));
        assert_eq!(place(Quad::Crs84, 0.0, 90.0), Some([half, 0]));
        for (x, y) in [(f64::NAN, 0.0), (0.0, f64::INFINITY), (541.0, 0.0)] {
            assert_eq!(place(Quad::WebMercator, x, y), None);
        }
    }
}
