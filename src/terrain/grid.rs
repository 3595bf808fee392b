//! A grid of heights, put together from the raster tiles that a line needs.
//!
//! Tiles are lossless WebP pictures in [terrarium encoding](https://github.com/tilezen/joerd/blob/master/docs/formats.md#terrarium):
//! metres are red · 256 + green + blue / 256 − 32768. Pixels lie on web mercator; a height belongs
//! to the middle of its pixel.

use std::collections::{BTreeSet, HashMap};
use std::io::Cursor;

use bytes::Bytes;
use image_webp::{DecodingError, WebPDecoder};

/// Pixels along the side of a tile.
pub const SIDE: u32 = 512;

/// Tiles a grid has at most, half a megabyte each once decoded: 32 MB.
pub const MOST_TILES: usize = 64;

/// Stands for a pixel without a height.
const NONE: i16 = i16::MIN;

/// Column from the west and row from the north.
pub type Address = (u32, u32);

/// Heights in metres around a line.
#[derive(Debug)]
pub struct Grid {
    frame: Frame,
    tiles: HashMap<Address, Vec<i16>>,
}

/// Where a grid has heights, and how fine it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Zoom of its tiles.
    pub zoom: u8,
    /// West, south, east, north in degrees; there are no heights outside.
    pub bounds: [f64; 4],
}

/// Why a tile of heights cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TerrainError {
    /// It is no sound WebP picture.
    #[error("the tile of heights {0}/{1}/{2} is no sound WebP picture: {3}")]
    Picture(u8, u32, u32, DecodingError),
    /// It has another size.
    #[error("the tile of heights {0}/{1}/{2} has {3} × {4} pixels instead of 512 × 512")]
    Side(u8, u32, u32, u32, u32),
}

impl Frame {
    /// Whether a place has a height.
    #[must_use]
    pub fn holds(&self, [lon, lat]: [f64; 2]) -> bool {
        let [west, south, east, north] = self.bounds;
        west <= lon && lon <= east && south <= lat && lat <= north
    }

    /// The finest frame, not finer than this one, that needs [`MOST_TILES`] or fewer for some
    /// places; with the addresses of its tiles.
    #[must_use]
    pub fn around(mut self, places: &[[f64; 2]]) -> (Self, BTreeSet<Address>) {
        loop {
            let needed = self.needed(places);
            if needed.len() <= MOST_TILES || self.zoom == 0 {
                return (self, needed);
            }
            self.zoom -= 1;
        }
    }

    fn needed(&self, places: &[[f64; 2]]) -> BTreeSet<Address> {
        let inside = places.iter().filter(|place| self.holds(**place));
        inside.flat_map(|place| self.corners(*place).map(|(x, y, _)| tile_of(x, y))).collect()
    }

    /// Columns and rows of the four pixels around a place, counted over the whole world, and the
    /// share of each in its height.
    fn corners(&self, [lon, lat]: [f64; 2]) -> [(u32, u32, f64); 4] {
        let across = f64::from(SIDE) * f64::from(self.zoom).exp2();
        let north = lat.to_radians().tan().asinh() / std::f64::consts::PI;
        let column = (lon + 180.0) / 360.0 * across - 0.5;
        let row = (1.0 - north) / 2.0 * across - 0.5;
        let (left, top) = (column.floor(), row.floor());
        let (right_share, low_share) = (column - left, row - top);
        // Past the edge of the world the pixel at the edge stands in.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let pixel = |at: f64| at.clamp(0.0, across - 1.0) as u32;
        let (left, right) = (pixel(left), pixel(left + 1.0));
        let (top, low) = (pixel(top), pixel(top + 1.0));
        [
            (left, top, (1.0 - right_share) * (1.0 - low_share)),
            (right, top, right_share * (1.0 - low_share)),
            (left, low, (1.0 - right_share) * low_share),
            (right, low, right_share * low_share),
        ]
    }
}

const fn tile_of(x: u32, y: u32) -> Address {
    (x / SIDE, y / SIDE)
}

impl Grid {
    /// Decodes tiles; those that the archive does not have are left out.
    ///
    /// # Errors
    /// When a tile is no WebP picture of 512 × 512 pixels.
    pub fn decode(frame: Frame, tiles: Vec<(Address, Bytes)>) -> Result<Self, TerrainError> {
        let decoded = tiles.into_iter().map(|((x, y), bytes)| {
            let heights = heights(frame.zoom, (x, y), &bytes)?;
            Ok(((x, y), heights))
        });
        Ok(Self { frame, tiles: decoded.collect::<Result<_, _>>()? })
    }

    /// The height of a place in metres, between the four pixels around it (bilinear). Where the
    /// grid ends, the pixels there are count alone, as long as they have more than half the say.
    #[must_use]
    pub fn elevation(&self, lon_lat: [f64; 2]) -> Option<f64> {
        if !self.frame.holds(lon_lat) {
            return None;
        }
        let (mut sum, mut shares) = (0.0, 0.0);
        for (x, y, share) in self.frame.corners(lon_lat) {
            if let Some(metres) = self.pixel(x, y) {
                sum += metres * share;
                shares += share;
            }
        }
        (shares > 0.5).then(|| sum / shares)
    }

    fn pixel(&self, x: u32, y: u32) -> Option<f64> {
        let tile = self.tiles.get(&tile_of(x, y))?;
        let metres = tile[(y % SIDE * SIDE + x % SIDE) as usize];
        (metres != NONE).then(|| f64::from(metres))
    }
}

fn heights(zoom: u8, (x, y): Address, bytes: &[u8]) -> Result<Vec<i16>, TerrainError> {
    let unsound = |error| TerrainError::Picture(zoom, x, y, error);
    let mut picture = WebPDecoder::new(Cursor::new(bytes)).map_err(unsound)?;
    let (width, height) = picture.dimensions();
    if (width, height) != (SIDE, SIDE) {
        return Err(TerrainError::Side(zoom, x, y, width, height));
    }
    let bytes_a_pixel = if picture.has_alpha() { 4 } else { 3 };
    let mut pixels = vec![0; (SIDE * SIDE) as usize * bytes_a_pixel];
    picture.read_image(&mut pixels).map_err(unsound)?;
    Ok(pixels.chunks_exact(bytes_a_pixel).map(metres).collect())
}

/// The height of a pixel to the metre; a transparent one has none.
fn metres(pixel: &[u8]) -> i16 {
    if pixel.get(3) == Some(&0) {
        return NONE;
    }
    let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(i32::from);
    let metres = red * 256 + green + i32::from(blue >= 128) - 32_768;
    i16::try_from(metres).unwrap_or(NONE)
}

#[cfg(test)]
pub(super) mod tests {
    use image_webp::{ColorType, WebPEncoder};

    use super::*;

    /// The tile of a surface, given as metres by longitude and latitude.
    pub fn tile(zoom: u8, (x, y): Address, surface: &dyn Fn([f64; 2]) -> f64) -> Bytes {
        let across = f64::from(SIDE) * f64::from(zoom).exp2();
        let mut pixels = Vec::new();
        for row in 0..SIDE {
            let up = 1.0 - 2.0 * (f64::from(y * SIDE + row) + 0.5) / across;
            let lat = (std::f64::consts::PI * up).sinh().atan().to_degrees();
            for column in 0..SIDE {
                let lon = (f64::from(x * SIDE + column) + 0.5) / across * 360.0 - 180.0;
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let metres = (surface([lon, lat]) + 32_768.0).round() as u16;
                pixels.extend([metres.to_be_bytes()[0], metres.to_be_bytes()[1], 0]);
            }
        }
        let mut bytes = Vec::new();
        WebPEncoder::new(&mut bytes).encode(&pixels, SIDE, SIDE, ColorType::Rgb8).unwrap();
        bytes.into()
    }

    /// The frame of a few degrees around 70° E, 40° N.
    pub const FRAME: Frame = Frame { zoom: 6, bounds: [68.0, 38.0, 72.0, 42.0] };

    /// A grid of a surface for some places.
    pub fn grid(places: &[[f64; 2]], surface: &dyn Fn([f64; 2]) -> f64) -> Grid {
        let (frame, needed) = FRAME.around(places);
        let tiles = needed.into_iter().map(|at| (at, tile(frame.zoom, at, surface))).collect();
        Grid::decode(frame, tiles).unwrap()
    }

    #[test]
    fn a_slope_is_read_between_the_pixels_and_across_the_seams_of_tiles() {
        // 64 tiles across: a seam lies at 67.5 and 73.125, rows end near 40.98.
        let slope = |[lon, lat]: [f64; 2]| (lon - 60.0) * 100.0 + lat * 10.0;
        let places: Vec<[f64; 2]> =
            (0..200).map(|i| [69.0 + f64::from(i) * 0.01, 40.5 + f64::from(i) * 0.005]).collect();
        let grid = grid(&places, &slope);
        assert!(grid.tiles.len() > 1, "no seam is crossed");
        for place in places {
            let height = grid.elevation(place).unwrap();
            assert!((height - slope(place)).abs() < 0.75, "{place:?}: {height}");
        }
    }

    #[test]
    fn heights_below_the_sea_and_peaks_are_told_apart() {
        for metres in [-430.0, 0.0, 7495.0] {
            let height = grid(&[[70.0, 40.0]], &|_| metres).elevation([70.0, 40.0]);
            assert_eq!(height.map(f64::round), Some(metres));
        }
    }

    #[test]
    fn there_is_no_height_outside_the_bounds_or_without_a_tile() {
        let grid = grid(&[[70.0, 40.0]], &|_| 500.0);
        assert_eq!(grid.elevation([67.9, 40.0]), None);
        assert_eq!(grid.elevation([68.1, 41.9]), None);
        let (_, outside) = FRAME.around(&[[10.0, 50.0]]);
        assert!(outside.is_empty());
    }

    #[test]
    fn a_long_line_in_a_fine_archive_takes_a_coarser_zoom() {
        let places: Vec<[f64; 2]> =
            (0..4000).map(|i| [68.0 + f64::from(i) * 0.001, 40.0]).collect();
        let deep = Frame { zoom: 14, ..FRAME };
        let (frame, needed) = deep.around(&places);
        assert!(frame.zoom < 14 && needed.len() <= MOST_TILES, "{frame:?}: {}", needed.len());
    }

    #[test]
    fn a_tile_that_is_no_picture_of_the_right_size_is_refused() {
        let refused = |bytes: &'static [u8]| {
            Grid::decode(FRAME, vec![((1, 2), Bytes::from_static(bytes))]).unwrap_err()
        };
        assert!(matches!(refused(b"no picture"), TerrainError::Picture(6, 1, 2, _)));
        let mut small = Vec::new();
        WebPEncoder::new(&mut small).encode(&[0; 12], 2, 2, ColorType::Rgb8).unwrap();
        let error = Grid::decode(FRAME, vec![((1, 2), small.into())]).unwrap_err();
        assert!(matches!(error, TerrainError::Side(6, 1, 2, 2, 2)), "{error}");
    }
}
