//! Limits of tilesets: they lie in their matrices, and no tile outside of them has a feature.
//!
//! Class: tms conf/tilematrixsetlimits (17-083r4).

use serde_json::{Value, json};

use super::tiles::{SETS, TILING_SCHEME};
use super::{linked, list, path_of, world};
use crate::app::{Site, text};

#[test]
fn a08_tileset_limits_lie_in_the_matrices_and_hold_every_tile_with_features() {
    let shipped = ["pipelines", "bases"].map(|layer| (Site::shipped(), layer));
    for (site, layer) in shipped.into_iter().chain([(world(), "places"), (world(), "areas")]) {
        for set in SETS {
            let tileset = format!("/api/collections/{layer}/tiles/{set}");
            let document = site.json(&tileset);
            let scheme = site.json(path_of(linked(&document, TILING_SCHEME)[0]));
            let limits = list(&document, "tileMatrixSetLimits");
            for (limit, matrix) in limits.iter().zip(list(&scheme, "tileMatrices")) {
                assert_eq!(limit["tileMatrix"], matrix["id"]);
                let number = |value: &Value| value.as_u64().expect("a number");
                let rows = number(&limit["minTileRow"])..=number(&limit["maxTileRow"]);
                let columns = number(&limit["minTileCol"])..=number(&limit["maxTileCol"]);
                let (height, width) =
                    (number(&matrix["matrixHeight"]), number(&matrix["matrixWidth"]));
                assert!(*rows.end() < height && *columns.end() < width, "{tileset} {limit}");
                // The whole world, as far as that is few tiles.
                if height > 4 {
                    continue;
                }
                for (row, column) in (0..height).flat_map(|row| (0..width).map(move |c| (row, c))) {
                    let path = format!("{tileset}/{}/{row}/{column}", text(&limit["tileMatrix"]));
                    let inside = rows.contains(&row) && columns.contains(&column);
                    let allowed: &[u16] = if inside { &[200, 204] } else { &[404] };
                    assert!(allowed.contains(&site.get(&path).status.as_u16()), "{path}");
                }
            }
        }
    }
    let [west, south, east, north] = [0, 1, 2, 3].map(|at| {
        Site::shipped().json("/tiles/pipelines.json")["bounds"][at].as_f64().expect("a number")
    });
    let extent = Site::shipped().json("/api/collections/pipelines");
    assert_eq!(extent["extent"]["spatial"]["bbox"][0], json!([west, south, east, north]));
}
