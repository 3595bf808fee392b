//! GeoJSON of a part of each feature: some properties, no geometry, or another reference system.

use std::borrow::Cow;

use geo::{Coord, Geometry, MapCoords};
use serde_json::Value;

use crate::atlas::Atlas;
use crate::atlas::shape::bbox_of;
use crate::output::geojson::{self, Extra};
use crate::output::json_text;
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
) -> Vec<u8> {
    if selection.is_whole() {
        return geojson::collection(atlas, answer, members);
    }
    let told = Told::new(selection);
    json_text::collection(members, &answer.hits, |out, hit| {
        told.write(out, atlas, hit, &Extra::default());
    })
}

/// One feature with what a single answer adds to it.
#[must_use]
pub fn feature(atlas: &Atlas, hit: &Hit<'_>, extra: &Extra, selection: &Selection) -> Vec<u8> {
    let mut out = Vec::new();
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

    fn write(&self, out: &mut Vec<u8>, atlas: &Atlas, hit: &Hit<'_>, extra: &Extra) {
        let geometry = self.geometry(hit);
        let bbox = geometry.as_deref().and_then(bbox_of);
        out.extend_from_slice(b"{\"type\":\"Feature\",\"id\":");
        json_text::value(out, &hit.feature.id());
        if let Some(bbox) = bbox {
            json_text::member(out, "bbox", &bbox.map(|number| self.rounded(number)));
        }
        out.extend_from_slice(b",\"geometry\":");
        self.write_geometry(out, hit, geometry.as_deref());
        out.extend_from_slice(b",\"properties\":");
        self.write_properties(out, atlas, hit, extra);
        json_text::members(out, &extra.members);
        out.push(b'}');
    }

    /// Appends the object of the chosen properties, those that a single answer adds among them.
    pub fn write_properties(&self, out: &mut Vec<u8>, atlas: &Atlas, hit: &Hit<'_>, extra: &Extra) {
        if self.selection.properties.is_none() {
            geojson::write_properties(out, atlas, hit, &extra.properties);
            return;
        }
        let mut properties = geojson::properties(atlas, hit);
        let more = extra.properties.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        properties.extend(more);
        properties.retain(|name, _| self.selection.tells(name));
        json_text::value(out, &properties);
    }

    /// Appends what [`Told::geometry`] gave, or `null`.
    pub fn write_geometry(
        &self,
        out: &mut Vec<u8>,
        hit: &Hit<'_>,
        geometry: Option<&Geometry<f64>>,
    ) {
        match geometry {
            None => out.extend_from_slice(b"null"),
            Some(_) if self.selection.crs == Crs::CRS84 => {
                out.extend_from_slice(hit.feature.geometry_json().as_bytes());
            }
            Some(geometry) => json_text::value(out, &geojson::value_of(geometry)),
        }
    }

    /// The geometry in the reference system; nothing where it is left out.
    pub fn geometry<'h>(&self, hit: &'h Hit<'_>) -> Option<Cow<'h, Geometry<f64>>> {
        if self.selection.without_geometry {
            return None;
        }
        let geometry = hit.feature.geometry()?;
        if self.selection.crs == Crs::CRS84 {
            return Some(geometry);
        }
        let carried = geometry.try_map_coords(|Coord { x, y }| {
            let [x, y] = self.passage.from_lon_lat([x, y]).ok_or(())?;
            Ok::<_, ()>(Coord { x: self.rounded(x), y: self.rounded(y) })
        });
        carried.ok().map(Cow::Owned)
    }

    /// Millimetres; degrees stay as they are stored.
    fn rounded(&self, number: f64) -> f64 {
        if self.selection.crs.is_geographic() { number } else { (number * 1e3).round() / 1e3 }
    }
}
