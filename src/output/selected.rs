//! GeoJSON of a part of each feature: some properties, no geometry, or another reference system.

use geo::{Coord, Geometry, MapCoords};
use serde_json::{Map, Value, json};

use crate::atlas::Atlas;
use crate::atlas::feature::bbox_of;
use crate::output::geojson::{self, Extra};
use crate::query::crs::{Crs, Passage};
use crate::query::selection::Selection;
use crate::store::{Answer, Hit};

/// A collection of hits with its counts, `members` first.
#[must_use]
pub fn collection(
    atlas: &Atlas,
    answer: &Answer<'_>,
    members: &[(&'static str, Value)],
    selection: &Selection,
) -> String {
    if selection.is_whole() {
        return geojson::collection(atlas, answer, members);
    }
    let mut out = String::from("{\"type\":\"FeatureCollection\"");
    geojson::write_members(&mut out, members);
    out.push_str(",\"features\":[");
    let told = Told::new(selection);
    for (position, hit) in answer.hits.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        told.write(&mut out, atlas, hit, &Extra::default());
    }
    out.push_str("]}");
    out
}

/// One feature with what a single answer adds to it.
#[must_use]
pub fn feature(atlas: &Atlas, hit: &Hit<'_>, extra: &Extra, selection: &Selection) -> String {
    let mut out = String::new();
    if selection.is_whole() {
        geojson::write_feature(&mut out, atlas, hit, extra);
    } else {
        Told::new(selection).write(&mut out, atlas, hit, extra);
    }
    out
}

/// What is told of features, with the way to their reference system.
pub(super) struct Told<'a> {
    selection: &'a Selection,
    passage: Passage,
}

impl<'a> Told<'a> {
    /// Every system of the list has a passage, which a test holds.
    pub fn new(selection: &'a Selection) -> Self {
        Self { selection, passage: selection.crs.passage().unwrap_or(Passage::Same) }
    }

    /// The reference system.
    pub const fn crs(&self) -> Crs {
        self.selection.crs
    }

    fn write(&self, out: &mut String, atlas: &Atlas, hit: &Hit<'_>, extra: &Extra) {
        let geometry = self.geometry(hit);
        let bbox = geometry.as_ref().and_then(bbox_of).map(|bbox| bbox.map(|n| self.rounded(n)));
        out.push_str("{\"type\":\"Feature\"");
        geojson::write_members(out, &[("id", json!(hit.feature.id))]);
        if let Some(bbox) = bbox {
            geojson::write_members(out, &[("bbox", json!(bbox))]);
        }
        let properties = json!(self.properties(atlas, hit, extra));
        let members = [("geometry", self.json(geometry)), ("properties", properties)];
        geojson::write_members(out, &members);
        geojson::write_members(out, &extra.members);
        out.push('}');
    }

    /// The chosen properties, those that a single answer adds among them.
    pub fn properties(&self, atlas: &Atlas, hit: &Hit<'_>, extra: &Extra) -> Map<String, Value> {
        let mut properties = geojson::properties(atlas, hit);
        let more = extra.properties.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        properties.extend(more);
        properties.retain(|name, _| self.selection.tells(name));
        properties
    }

    /// The geometry in the reference system; nothing where it is left out.
    pub fn geometry(&self, hit: &Hit<'_>) -> Option<Geometry<f64>> {
        if self.selection.without_geometry {
            return None;
        }
        let geometry = hit.feature.geometry.as_ref()?;
        if self.selection.crs == Crs::CRS84 {
            return Some(geometry.clone());
        }
        let carried = geometry.try_map_coords(|Coord { x, y }| {
            let [x, y] = self.passage.from_lon_lat([x, y]).ok_or(())?;
            Ok::<_, ()>(Coord { x: self.rounded(x), y: self.rounded(y) })
        });
        carried.ok()
    }

    /// GeoJSON of a geometry, or null.
    pub fn json(&self, geometry: Option<Geometry<f64>>) -> Value {
        geometry.map_or(Value::Null, |geometry| json!(geojson::value_of(&geometry)))
    }

    /// Millimetres; degrees stay as they are stored.
    fn rounded(&self, number: f64) -> f64 {
        if self.selection.crs.is_geographic() { number } else { (number * 1e3).round() / 1e3 }
    }
}
