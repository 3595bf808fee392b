//! Shaded relief: black and white ink on the land, under everything else.

use serde_json::{Value, json};

use super::expression::by_zoom;
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

/// Both are equally strong at every zoom: the near tiles hold what the overview lacks. Slopes fill
/// the view when it is near, so on paper they get paler.
fn ink(scene: &Scene<'_>, id: &str, source: &str) -> Value {
    let opacity = scene.either(
        [(4.5, 0.34), (6.0, 0.18), (7.0, 0.13), (9.0, 0.1)],
        [(4.5, 0.2), (6.0, 0.22), (7.0, 0.22), (9.0, 0.18)],
    );
    json!({
        "id": id, "type": "raster", "source": source,
        "paint": {"raster-opacity": by_zoom(&opacity), "raster-fade-duration": 0},
    })
}
