//! The point symbols of a map as GeoJSON: each period of each feature of the point layers, with the
//! same properties as in tiles.
//!
//! Viewers draw symbols from here rather than from tiles, so that they may move them apart.

use serde_json::{Map, Value as Json, json};

use super::mvt::Value;
use super::period::{properties, quality, shown};
use crate::atlas::Atlas;
use crate::atlas::chronicle::Chronicle;

/// A feature collection of all symbols, as known on the day of the chronicle.
pub fn points(atlas: &Atlas, chronicle: &Chronicle) -> Json {
    let mut features = Vec::new();
    for (position, feature) in atlas.features().iter().enumerate() {
        let Some(anchor) = feature.anchor().filter(|_| atlas.layer_of(feature).shape != "line")
        else {
            continue;
        };
        for period in shown(&chronicle.life(position)) {
            let mut said = properties(atlas, feature, period);
            said.extend(quality(feature.quality(), feature.accuracy_km()));
            let said: Map<String, Json> =
                said.into_iter().map(|(key, value)| (key.into_owned(), plain(value))).collect();
            features.push(json!({
                "type": "Feature",
                "properties": said,
                "geometry": {"type": "Point", "coordinates": anchor},
            }));
        }
    }
    json!({"type": "FeatureCollection", "features": features})
}

fn plain(value: Value<'_>) -> Json {
    match value {
        Value::Text(text) => Json::String(text.into_owned()),
        Value::Int(number) => number.into(),
        Value::Bool(yes) => yes.into(),
    }
}
