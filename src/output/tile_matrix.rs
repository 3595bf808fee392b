//! Tile matrix sets: how the world is divided into tiles at each scale.
//!
//! OGC Two Dimensional Tile Matrix Set and Tile Set Metadata 2.0 (17-083r4), annex D.1 and D.2.

use serde_json::{Value, json};

use super::tile::{EXTENT, MARGIN, MAX_LATITUDE, MAX_ZOOM, Quad, TileAddress};
use crate::query::crs::RADIUS;

/// A tile matrix set of the registry, in which tiles are made.
#[derive(Debug)]
pub struct TileMatrixSet {
    /// Its identifier.
    pub id: &'static str,
    /// Its name.
    pub title: &'static str,
    /// Its address in the registry.
    pub uri: &'static str,
    /// Its coordinate reference system.
    pub crs: &'static str,
    /// The square of its tiles.
    pub quad: Quad,
    scale_set: &'static str,
    axes: [&'static str; 2],
    /// The north-west corner in units of the reference system.
    origin: [f64; 2],
    /// Side of a cell of matrix 0 in units of the reference system.
    cell: f64,
    /// Metres in a unit of the reference system.
    metres: f64,
    /// Tiles across matrix 0; it is one high.
    width: u32,
    /// Matrices in the registry.
    matrices: u8,
}

/// Side of a pixel by which scales are reckoned, in metres.
const PIXEL: f64 = 0.000_28;
/// Cells across a tile. They count for scales only: vector tiles have finer units.
const CELLS: u32 = 256;

/// Every tile matrix set that tiles are made in.
pub const TILE_MATRIX_SETS: &[TileMatrixSet] = &[
    TileMatrixSet {
        id: "WebMercatorQuad",
        title: "Google Maps Compatible for the World",
        uri: "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad",
        crs: "http://www.opengis.net/def/crs/EPSG/0/3857",
        quad: Quad::WebMercator,
        scale_set: "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        axes: ["X", "Y"],
        origin: [-std::f64::consts::PI * RADIUS, std::f64::consts::PI * RADIUS],
        cell: std::f64::consts::TAU * RADIUS / CELLS as f64,
        metres: 1.0,
        width: 1,
        matrices: 25,
    },
    TileMatrixSet {
        id: "WorldCRS84Quad",
        title: "CRS84 for the World",
        uri: "http://www.opengis.net/def/tilematrixset/OGC/1.0/WorldCRS84Quad",
        crs: "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        quad: Quad::Crs84,
        scale_set: "http://www.opengis.net/def/wkss/OGC/1.0/GoogleCRS84Quad",
        axes: ["Lon", "Lat"],
        origin: [-180.0, 90.0],
        cell: 180.0 / CELLS as f64,
        metres: std::f64::consts::TAU * RADIUS / 360.0,
        width: 2,
        matrices: 24,
    },
];

impl TileMatrixSet {
    /// The one of an identifier.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        TILE_MATRIX_SETS.iter().find(|set| set.id == id)
    }

    /// The deepest matrix of which tiles are made: that of the finest coordinates.
    #[must_use]
    pub const fn deepest(&self) -> u8 {
        match self.quad {
            Quad::WebMercator => MAX_ZOOM,
            Quad::Crs84 => MAX_ZOOM - 1,
        }
    }

    /// The tile of a row and column; `None` outside the matrices of which tiles are made.
    #[must_use]
    pub fn address(&self, matrix: u8, row: u32, column: u32) -> Option<TileAddress> {
        let inside = matrix <= self.deepest() && row < self.height(matrix);
        let deeper = u8::from(self.quad == Quad::Crs84);
        TileAddress::new(matrix.checked_add(deeper)?, column, row).filter(|_| inside)
    }

    /// The rows and columns of a matrix, first and last of each, in which tiles hold something of what
    /// lies in a box (west, south, east, north in degrees), their margin included.
    #[must_use]
    pub fn limits(&self, matrix: u8, [west, south, east, north]: [f64; 4]) -> [[u32; 2]; 2] {
        let height = self.height(matrix);
        let margin = f64::from(MARGIN) / f64::from(EXTENT);
        let index = |at: f64, n: u32| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "held between the first and the last"
            )]
            let index = at.floor().clamp(0.0, f64::from(n - 1)) as u32;
            index
        };
        let row =
            |lat: f64, margin: f64| index(self.down(lat) * f64::from(height) + margin, height);
        let column = |lon: f64, margin: f64| {
            let n = self.width * height;
            index((lon + 180.0) / 360.0 * f64::from(n) + margin, n)
        };
        [[row(north, -margin), row(south, margin)], [column(west, -margin), column(east, margin)]]
    }

    /// The share of the height of the world that lies north of a latitude.
    fn down(&self, lat: f64) -> f64 {
        match self.quad {
            Quad::Crs84 => (90.0 - lat) / 180.0,
            Quad::WebMercator => {
                let lat = lat.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
                0.5 - lat.tan().asinh() / std::f64::consts::TAU
            }
        }
    }

    /// The whole definition, as the registry has it.
    #[must_use]
    pub fn definition(&self) -> Value {
        let matrices: Vec<Value> = (0..self.matrices).map(|matrix| self.matrix(matrix)).collect();
        json!({
            "id": self.id,
            "title": self.title,
            "uri": self.uri,
            "crs": self.crs,
            "orderedAxes": self.axes,
            "wellKnownScaleSet": self.scale_set,
            "tileMatrices": matrices,
        })
    }

    fn matrix(&self, matrix: u8) -> Value {
        let cell = self.cell / f64::from(matrix).exp2();
        json!({
            "id": matrix.to_string(),
            "scaleDenominator": cell * self.metres / PIXEL,
            "cellSize": cell,
            "cornerOfOrigin": "topLeft",
            "pointOfOrigin": self.origin,
            "tileWidth": CELLS,
            "tileHeight": CELLS,
            "matrixWidth": self.width * self.height(matrix),
            "matrixHeight": self.height(matrix),
        })
    }

    /// Rows of a matrix.
    const fn height(&self, matrix: u8) -> u32 {
        1 << matrix
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(id: &str) -> &'static TileMatrixSet {
        TileMatrixSet::named(id).expect("a tile matrix set")
    }

    #[test]
    fn scales_are_those_of_the_registry() {
        for (id, matrix, scale, cell, [width, height]) in [
            ("WebMercatorQuad", 0, 559_082_264.028_717, 156_543.033_928_041, [1, 1]),
            ("WebMercatorQuad", 10, 545_978.773_465_544, 152.874_056_570_353, [1024, 1024]),
            ("WorldCRS84Quad", 0, 279_541_132.014_358, 0.703_125, [2, 1]),
            (
                "WorldCRS84Quad",
                23,
                33.323_899_747_652_8,
                8.381_903_171_539e-8,
                [16_777_216, 8_388_608],
            ),
        ] {
            let matrix = set(id).matrix(matrix);
            let near = |name: &str, value: f64| {
                let found = matrix[name].as_f64().expect("a number");
                assert!((found / value - 1.0).abs() < 1e-12, "{id} {name} is {found}");
            };
            near("scaleDenominator", scale);
            near("cellSize", cell);
            assert_eq!([&matrix["matrixWidth"], &matrix["matrixHeight"]], [width, height], "{id}");
        }
        assert_eq!(set("WebMercatorQuad").definition()["tileMatrices"][24]["id"], "24");
    }

    #[test]
    fn limits_hold_the_tiles_of_a_box_and_no_others() {
        let (mercator, plain) = (set("WebMercatorQuad"), set("WorldCRS84Quad"));
        let world = [-180.0, -90.0, 180.0, 90.0];
        assert_eq!(mercator.limits(0, world), [[0, 0], [0, 0]]);
        assert_eq!(mercator.limits(3, world), [[0, 7], [0, 7]]);
        assert_eq!(plain.limits(3, world), [[0, 7], [0, 15]]);
        // 70° E 48° N is in the tile 4/11/5 of web mercator, and in row 3, column 22 of matrix 4.
        let steppe = [70.0, 48.0, 70.0, 48.0];
        assert_eq!(mercator.limits(4, steppe), [[5, 5], [11, 11]]);
        assert_eq!(plain.limits(4, steppe), [[3, 3], [22, 22]]);
        // What lies on the edge of two tiles is in the margin of both.
        assert_eq!(mercator.limits(1, [0.0, 0.0, 0.0, 0.0]), [[0, 1], [0, 1]]);
    }

    #[test]
    fn what_lies_outside_a_matrix_has_no_address() {
        let (mercator, plain) = (set("WebMercatorQuad"), set("WorldCRS84Quad"));
        assert_eq!(mercator.address(3, 7, 2), TileAddress::new(3, 2, 7));
        assert_eq!(plain.address(3, 7, 15), TileAddress::new(4, 15, 7));
        for (set, matrix, row, column) in [
            (mercator, 3, 8, 0),
            (mercator, 3, 0, 8),
            (mercator, MAX_ZOOM + 1, 0, 0),
            (plain, 3, 8, 0),
            (plain, 3, 0, 16),
            (plain, MAX_ZOOM, 0, 0),
            (plain, 255, 0, 0),
            (mercator, 0, u32::MAX, u32::MAX),
        ] {
            assert_eq!(
                set.address(matrix, row, column),
                None,
                "{} {matrix}/{row}/{column}",
                set.id
            );
        }
    }
}
