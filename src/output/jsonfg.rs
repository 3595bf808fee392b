//! JSON-FG 1.0 (OGC 21-045r1): GeoJSON that also says when, and where in other reference systems.

use std::io::Write;

use serde_json::{Map, Value, json};

use crate::atlas::Atlas;
use crate::atlas::day::{Day, Span};
use crate::output::contents::{Contents, Row};
use crate::output::format::FileError;
use crate::output::geojson::{self, Extra};
use crate::output::json_text;
use crate::output::selected::{Place, Told, write_place};
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
) -> Vec<u8> {
    let told = Told::new(selection);
    let mut dimensions = answer.hits.iter().filter_map(|hit| dimension(hit, selection));
    let first = dimensions.next();
    let alike = first.filter(|first| dimensions.all(|dimension| dimension == *first));
    let layer = answer.hits.first().map(|hit| atlas.layer_of(hit.feature).id.as_str());
    let mut all = heads(layer, alike, selection);
    all.extend_from_slice(members);
    json_text::collection(
        &all,
        &answer.hits,
        |_| json_text::FEATURE_BYTES,
        |out, hit| {
            out.push(b'{');
            write_feature(out, atlas, (hit, &Extra::default()), &told);
        },
    )
}

/// One feature with what a single answer adds to it.
#[must_use]
pub fn feature(atlas: &Atlas, hit: &Hit<'_>, extra: &Extra, selection: &Selection) -> Vec<u8> {
    let layer = atlas.layer_of(hit.feature).id.as_str();
    let heads = Map::from_iter(
        heads(Some(layer), dimension(hit, selection), selection)
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value)),
    );
    let mut out = Vec::new();
    json_text::value(&mut out, &heads);
    out.pop();
    out.push(b',');
    write_feature(&mut out, atlas, (hit, extra), &Told::new(selection));
    out
}

/// What a document says of the features in it.
fn heads(
    layer: Option<&str>,
    dimension: Option<usize>,
    selection: &Selection,
) -> Vec<(&'static str, Value)> {
    let mut heads = vec![("conformsTo", json!(CONFORMS_TO))];
    heads.extend(layer.map(|layer| ("featureType", json!(layer))));
    heads.extend(dimension.map(|dimension| ("geometryDimension", json!(dimension))));
    heads.push(("coordRefSys", json!(selection.crs.uri())));
    heads
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
        ("time", json!(row.hit.lifetime.map(time))),
        ("place", Value::Null),
    ]
}

/// Appends the members of a feature and the end of its object. A position of degrees on WGS 84 is
/// told as `geometry`, any other as `place`.
fn write_feature(
    out: &mut Vec<u8>,
    atlas: &Atlas,
    (hit, extra): (&Hit<'_>, &Extra),
    told: &Told<'_>,
) {
    out.extend_from_slice(b"\"type\":\"Feature\",\"id\":");
    json_text::value(out, &hit.feature.id());
    json_text::member(out, "time", &hit.lifetime.map(time));
    let (place, geometry) = match told.place(hit) {
        carried @ Place::Carried(_) => (carried, Place::Nowhere),
        geometry => (Place::Nowhere, geometry),
    };
    out.extend_from_slice(b",\"place\":");
    write_place(out, hit, &place);
    out.extend_from_slice(b",\"geometry\":");
    write_place(out, hit, &geometry);
    out.extend_from_slice(b",\"properties\":");
    told.write_properties(out, atlas, hit, extra);
    json_text::members(out, &extra.members);
    out.push(b'}');
}

/// A lifetime, both ends included; `..` is open.
fn time(lifetime: Span) -> Value {
    let end = |day: Day| if day.is_open() { "..".to_owned() } else { day.to_string() };
    json!({"interval": [end(lifetime.from), end(lifetime.last())]})
}

/// 0 for points, 1 for lines, 2 for areas; of a collection that of its largest part.
fn dimension(hit: &Hit<'_>, selection: &Selection) -> Option<usize> {
    use geo::{HasDimensions, dimensions::Dimensions};
    if selection.without_geometry {
        return None;
    }
    match hit.feature.geometry_type()? {
        "Point" | "MultiPoint" => Some(0),
        "LineString" | "MultiLineString" => Some(1),
        "Polygon" | "MultiPolygon" => Some(2),
        _ => match hit.feature.geometry()?.dimensions() {
            Dimensions::Empty => None,
            Dimensions::ZeroDimensional => Some(0),
            Dimensions::OneDimensional => Some(1),
            Dimensions::TwoDimensional => Some(2),
        },
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
