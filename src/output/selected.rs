//! GeoJSON of a part of each feature: some properties, no geometry, or another reference system.

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
    json_text::collection(
        members,
        &answer.hits,
        |_| json_text::FEATURE_BYTES,
        |out, hit| {
            told.write(out, atlas, hit, &Extra::default());
        },
    )
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

/// Where a feature is, as it is told.
pub(super) enum Place {
    /// Not told, or nowhere in the reference system.
    Nowhere,
    /// As the text of the feature has it.
    AsStored,
    /// In another reference system.
    Carried(Geometry<f64>),
}

/// Appends where a feature is.
pub(super) fn write_place(out: &mut Vec<u8>, hit: &Hit<'_>, place: &Place) {
    match place {
        Place::Nowhere => out.extend_from_slice(b"null"),
        Place::AsStored => out.extend_from_slice(hit.feature.geometry_json().as_bytes()),
        Place::Carried(geometry) => json_text::value(out, &geojson::value_of(geometry)),
    }
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

    fn write(&self, out: &mut Vec<u8>, atlas: &Atlas, hit: &Hit<'_>, extra: &Extra) {
        let place = self.place(hit);
        let bbox = match &place {
            Place::Nowhere => None,
            Place::AsStored => hit.feature.bbox(),
            Place::Carried(geometry) => {
                bbox_of(geometry).map(|bbox| bbox.map(|number| self.rounded(number)))
            }
        };
        out.extend_from_slice(b"{\"type\":\"Feature\",\"id\":");
        json_text::value(out, &hit.feature.id());
        if let Some(bbox) = bbox {
            json_text::member(out, "bbox", &bbox);
        }
        out.extend_from_slice(b",\"geometry\":");
        write_place(out, hit, &place);
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

    /// Where a feature is, in the reference system.
    pub fn place(&self, hit: &Hit<'_>) -> Place {
        if self.selection.without_geometry || hit.feature.geometry_type().is_none() {
            return Place::Nowhere;
        }
        if self.selection.crs == Crs::CRS84 {
            return Place::AsStored;
        }
        let Some(geometry) = hit.feature.geometry() else { return Place::Nowhere };
        let carried = geometry.try_map_coords(|Coord { x, y }| {
            let [x, y] = self.passage.from_lon_lat([x, y]).ok_or(())?;
            Ok::<_, ()>(Coord { x: self.rounded(x), y: self.rounded(y) })
        });
        carried.map_or(Place::Nowhere, Place::Carried)
    }

    /// Millimetres; degrees stay as they are stored.
    fn rounded(&self, number: f64) -> f64 {
        if self.selection.crs.is_geographic() { number } else { (number * 1e3).round() / 1e3 }
    }
}
