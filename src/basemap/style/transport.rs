//! Main roads and railways as hairlines, and airports as small marks: where the atlas' own lines run.

use serde_json::{Value, json};

use super::expression::{all, by_zoom, get};
use super::{BASEMAP_NAMES, Scene, TRANSPORT};

/// Zoom from which a near view has room for roads and railways.
const FROM_ZOOM: f64 = 5.6;
/// Zoom from which railways have ticks, and airports names.
const CLOSE: f64 = 8.0;
/// Zoom from which airports are marked.
const AIRPORTS_FROM_ZOOM: f64 = 7.0;

/// Roads and railways, bottom to top.
pub(super) fn lines(scene: &Scene<'_>) -> Vec<Value> {
    let ticks = json!({
        "line-color": ink(scene),
        "line-width": 3.4,
        "line-dasharray": [0.25, 2.6],
    });
    let mut ticks = line("transport-rail-ticks", "rail", ticks);
    ticks["minzoom"] = json!(CLOSE);
    vec![
        line("transport-road", "road", hairline(scene, [0.5, 1.1])),
        line("transport-rail", "rail", hairline(scene, [0.6, 1.0])),
        ticks,
    ]
}

/// Civil airports; those that call themselves international come first.
pub(super) fn airports(scene: &Scene<'_>) -> Vec<Value> {
    vec![json!({
        "id": "airports", "type": "symbol", "source": BASEMAP_NAMES, "source-layer": "airport",
        "minzoom": AIRPORTS_FROM_ZOOM,
        "layout": {
            "icon-image": "airport",
            "icon-padding": 0,
            "text-field": ["step", ["zoom"], "", CLOSE, get("iata")],
            "text-font": ["Noto Sans Regular"],
            "text-size": 9.5,
            "text-anchor": "left",
            "text-offset": [0.8, 0],
            "text-optional": true,
            "symbol-sort-key": get("rank"),
        },
        "paint": {
            "text-color": scene.colour("country").to_string(),
            "text-halo-color": scene.colour("land").to_string(),
            "text-halo-width": 1.2,
        },
    })]
}

/// Grey between first-level lines and borders.
fn ink(scene: &Scene<'_>) -> Value {
    json!(scene.colour("border").over(scene.colour("land"), scene.either(0.55, 0.7)).to_string())
}

fn hairline(scene: &Scene<'_>, [far, near]: [f64; 2]) -> Value {
    json!({"line-color": ink(scene), "line-width": by_zoom(&[(FROM_ZOOM, far), (9.0, near)])})
}

/// The lines of one kind: the main ones first, the rest as there is room.
fn line(id: &str, kind: &str, paint: Value) -> Value {
    let near = json!(["<=", get("rank"), ["step", ["zoom"], 1, 6.6, 2, 7.4, 3]]);
    json!({
        "id": id, "type": "line", "source": TRANSPORT, "source-layer": "transport",
        "minzoom": FROM_ZOOM,
        "filter": all([json!(["==", get("kind"), kind]), near]),
        "paint": paint,
    })
}
