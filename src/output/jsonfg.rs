//! JSON-FG 1.0 (OGC 21-045r1): GeoJSON that also says when, and where in other reference systems.

use std::io::Write;

use serde_json::{Value, json};

use crate::atlas::Atlas;
use crate::atlas::day::{Day, Span};
use crate::output::contents::{Contents, Row};
use crate::output::format::FileError;
use crate::output::geojson::{self, Extra};
use crate::output::selected::Told;
use crate::query::crs::Crs;
use crate::query::selection::Selection;
use crate::store::{Answer, Hit};

/// Conformance classes that every document declares.
const CONFORMS_TO: [&str; 2] = [
    "http://www.opengis.net/spec/json-fg-1/1.0/conf/core",
    "http://www.opengis.net/spec/json-fg-1/1.0/conf/types-schemas",
];

/// A collection of hits of one layer with its counts, `members` among them.
#[must_use]
pub fn collection(
    atlas: &Atlas,
    answer: &Answer<'_>,
    members: &[(&'static str, Value)],
    selection: &Selection,
) -> String {
    let told = Told::new(selection);
    let dimensions: Vec<usize> =
        answer.hits.iter().filter_map(|hit| dimension(hit, selection)).collect();
    let mut document = json!({"type": "FeatureCollection", "conformsTo": CONFORMS_TO});
    if let Some(hit) = answer.hits.first() {
        document["featureType"] = json!(atlas.layer_of(hit.feature).id);
    }
    if let Some(first) = dimensions.first()
        && dimensions.iter().all(|dimension| dimension == first)
    {
        document["geometryDimension"] = json!(first);
    }
    document["coordRefSys"] = json!(selection.crs.uri());
    for (name, value) in members {
        document[*name] = value.clone();
    }
    let hits = answer.hits.iter();
    document["features"] = hits.map(|hit| object(atlas, hit, &Extra::default(), &told)).collect();
    document.to_string()
}

/// One feature with what a single answer adds to it.
#[must_use]
pub fn feature(atlas: &Atlas, hit: &Hit<'_>, extra: &Extra, selection: &Selection) -> String {
    let mut document = json!({"conformsTo": CONFORMS_TO});
    document["featureType"] = json!(atlas.layer_of(hit.feature).id);
    if let Some(dimension) = dimension(hit, selection) {
        document["geometryDimension"] = json!(dimension);
    }
    document["coordRefSys"] = json!(selection.crs.uri());
    if let Value::Object(members) = object(atlas, hit, extra, &Told::new(selection)) {
        for (name, value) in members {
            document[name] = value;
        }
    }
    document.to_string()
}

/// A file to take away, with licence, sources and a citation inside.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn file(contents: &Contents<'_>, out: &mut dyn Write) -> Result<(), FileError> {
    let members = [("conformsTo", json!(CONFORMS_TO))];
    geojson::write_file(contents, &members, out, |row| Extra {
        members: members_of(row),
        ..Extra::default()
    })
}

/// What JSON-FG adds to a feature of GeoJSON in degrees on WGS 84.
fn members_of(row: Row<'_>) -> Vec<(&'static str, Value)> {
    vec![
        ("featureType", json!(row.atlas.layer_of(row.hit.feature).id)),
        ("time", json!(row.life.lifetime.map(time))),
        ("place", Value::Null),
    ]
}

/// A position of degrees on WGS 84 is told as `geometry`, any other as `place`.
fn object(atlas: &Atlas, hit: &Hit<'_>, extra: &Extra, told: &Told<'_>) -> Value {
    let geometry = told.json(told.geometry(hit));
    let (place, geometry) = match told.crs() {
        Crs::CRS84 => (Value::Null, geometry),
        _ => (geometry, Value::Null),
    };
    let mut object = json!({
        "type": "Feature",
        "id": hit.feature.id,
        "time": hit.lifetime.map(time),
        "place": place,
        "geometry": geometry,
        "properties": told.properties(atlas, hit, extra),
    });
    for (name, value) in &extra.members {
        object[*name] = value.clone();
    }
    object
}

/// A lifetime, both ends included; `..` is open.
fn time(lifetime: Span) -> Value {
    let end = |day: Day| if day.is_open() { "..".to_owned() } else { day.to_string() };
    json!({"interval": [end(lifetime.from), end(lifetime.last())]})
}

/// 0 for points, 1 for lines, 2 for areas.
fn dimension(hit: &Hit<'_>, selection: &Selection) -> Option<usize> {
    use geo::{HasDimensions, dimensions::Dimensions};
    if selection.without_geometry {
        return None;
    }
    match hit.feature.geometry.as_ref()?.dimensions() {
        Dimensions::Empty => None,
        Dimensions::ZeroDimensional => Some(0),
        Dimensions::OneDimensional => Some(1),
        Dimensions::TwoDimensional => Some(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_is_closed_and_its_open_ends_are_dots() {
        let day = |year, month, day| Day::from_ymd(year, month, day).expect("a date");
        let span = Span { from: day(2001, 12, 16), until: day(2014, 6, 3) };
        assert_eq!(time(span), json!({"interval": ["2001-12-16", "2014-06-02"]}));
        let open = Span { until: Day::END, ..span };
        assert_eq!(time(open), json!({"interval": ["2001-12-16", ".."]}));
    }
}
