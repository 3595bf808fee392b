//! Shaded relief: black and white ink on the land, under everything else.

use serde_json::{Value, json};

use super::{RELIEF, RELIEF_NEAR, Scene};

/// Zoom from which the near tiles, whose first zoom is 5, are drawn over the overview.
const NEAR_FROM_ZOOM: f64 = 4.5;

/// The relief of the whole world.
pub(super) fn overview(scene: &Scene<'_>) -> Vec<Value> {
    vec![ink(scene, "relief", RELIEF)]
}

/// What a near view shows beyond it.
pub(super) fn near(scene: &Scene<'_>) -> Vec<Value> {
    let mut layer = ink(scene, "relief-near", RELIEF_NEAR);
    layer["minzoom"] = json!(NEAR_FROM_ZOOM);
    vec![layer]
}

fn ink(scene: &Scene<'_>, id: &str, source: &str) -> Value {
    json!({
        "id": id, "type": "raster", "source": source,
        "paint": {"raster-opacity": scene.either(0.4, 0.26), "raster-fade-duration": 0},
    })
}
