//! Schemas of a layer (OGC 23-058r2): what answers tell, what filters may ask, what sorts.

use serde_json::{Map, Value, json};

use crate::atlas::Atlas;
use crate::atlas::column::{Column, Kind, Origin, Property, Role, Shape};
use crate::atlas::feature::Feature;
use crate::atlas::schema::QUALITIES;
use crate::query::filter::CERTAINTIES;
use crate::query::order::sortables;
use crate::query::status_words;

/// Which schema of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// What answers tell.
    Returnables,
    /// What filters may name.
    Queryables,
    /// What `sortby` may name.
    Sortables,
}

/// A schema of a layer, at its own address (JSON Schema 2020-12).
#[must_use]
pub fn schema(atlas: &Atlas, layer: usize, which: Which, address: &str) -> Value {
    let columns = atlas.columns(layer);
    let properties: Map<String, Value> = match which {
        Which::Queryables => columns.iter().map(|c| described(atlas, layer, c)).collect(),
        Which::Sortables => sortables(columns).map(|c| described(atlas, layer, c)).collect(),
        Which::Returnables => returnables(atlas, layer),
    };
    let entry = &atlas.vocabulary().layers[layer];
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "type": "object",
        "title": entry.name.get("en"),
        "properties": properties,
        "additionalProperties": false,
    })
}

fn described(atlas: &Atlas, layer: usize, column: &Column) -> (String, Value) {
    let mut entry = match column.kind {
        Kind::Geometry => geometry(atlas, layer),
        kind => of_kind(kind),
    };
    let words = words(atlas, layer, column.origin);
    if !words.is_empty() {
        entry["enum"] = json!(words);
    }
    entry["title"] = json!(column.name);
    if !column.meaning.is_empty() {
        entry["description"] = json!(column.meaning);
    }
    if column.name == "id" {
        entry["x-ogc-role"] = json!("id");
    }
    let role = match column.origin {
        Origin::Start => Some(Role::Start),
        Origin::End => Some(Role::End),
        _ => None,
    };
    with_role(&mut entry, role);
    (column.name.clone(), entry)
}

/// The words that values of a column can be, where these are few and known.
fn words(atlas: &Atlas, layer: usize, origin: Origin) -> Vec<&str> {
    let entry = &atlas.vocabulary().layers[layer];
    match origin {
        Origin::Layer => vec![&entry.id],
        Origin::Category => entry.categories.iter().map(|category| category.id.as_str()).collect(),
        Origin::Status => status_words(),
        Origin::StatusCertainty => CERTAINTIES.to_vec(),
        Origin::Quality => QUALITIES.to_vec(),
        _ => Vec::new(),
    }
}

fn returnables(atlas: &Atlas, layer: usize) -> Map<String, Value> {
    let by_name = |name: &str| atlas.columns(layer).iter().find(|column| column.name == name);
    let mut properties = Map::new();
    for name in ["id", "geometry"] {
        properties.extend(by_name(name).map(|column| described(atlas, layer, column)));
    }
    for property in atlas.properties(layer) {
        let mut entry = told(by_name(&property.name), property);
        if property.name == "id" {
            entry["x-ogc-role"] = json!("id");
        }
        properties.insert(property.name.clone(), entry);
    }
    properties
}

fn told(column: Option<&Column>, property: &Property) -> Value {
    let mut entry = match property.shape {
        Shape::Of(kind) => of_kind(kind),
        Shape::Object => json!({"type": "object"}),
        Shape::Objects => json!({"type": "array"}),
    };
    if let Some(main) = entry["type"].as_str().map(str::to_owned) {
        let others: Vec<&str> = property.types.beside(&main).collect();
        if !others.is_empty() {
            entry["type"] = [main.as_str()].into_iter().chain(others).collect();
        }
    }
    entry["title"] = json!(property.name);
    let meaning = column.map_or("", |column| column.meaning);
    if !meaning.is_empty() && property.shape != Shape::Object {
        entry["description"] = json!(meaning);
    }
    with_role(&mut entry, property.role);
    entry
}

fn with_role(entry: &mut Value, role: Option<Role>) {
    match role {
        Some(Role::Start) => entry["x-ogc-role"] = json!("primary-interval-start"),
        Some(Role::End) => entry["x-ogc-role"] = json!("primary-interval-end"),
        None => {}
    }
}

/// The schema of values of a kind, as JSON Schema and OpenAPI 3.0 alike have it but for lists.
#[must_use]
pub fn of_kind(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({"type": "string"}),
        Kind::Integer => json!({"type": "integer"}),
        Kind::Number => json!({"type": "number"}),
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Date => json!({"type": "string", "format": "date"}),
        Kind::Timestamp => json!({"type": "string", "format": "date-time"}),
        Kind::List => json!({"type": "array", "items": {"type": ["string", "number"]}}),
        Kind::Geometry => json!({"format": "geometry-any"}),
    }
}

/// The geometry of a layer, with its type where all features share one.
fn geometry(atlas: &Atlas, layer: usize) -> Value {
    let features = atlas.features().iter().filter(|feature| feature.layer == layer);
    let formats = features.filter_map(Feature::geometry_type).map(|name| match name {
        "Point" => "geometry-point",
        "MultiPoint" => "geometry-multipoint",
        "LineString" => "geometry-linestring",
        "MultiLineString" => "geometry-multilinestring",
        "Polygon" => "geometry-polygon",
        "MultiPolygon" => "geometry-multipolygon",
        _ => "geometry-geometrycollection",
    });
    let shared = formats.map(Some).reduce(|a, b| if a == b { a } else { joined(a, b) });
    let format = shared.flatten().unwrap_or("geometry-any");
    json!({"format": format, "x-ogc-role": "primary-geometry"})
}

/// The type that holds one and several of a kind alike.
fn joined(a: Option<&'static str>, b: Option<&'static str>) -> Option<&'static str> {
    const PAIRS: [[&str; 3]; 3] = [
        ["geometry-point", "geometry-multipoint", "geometry-point-or-multipoint"],
        [
            "geometry-linestring",
            "geometry-multilinestring",
            "geometry-linestring-or-multilinestring",
        ],
        ["geometry-polygon", "geometry-multipolygon", "geometry-polygon-or-multipolygon"],
    ];
    let (a, b) = (a?, b?);
    PAIRS.iter().find(|pair| pair.contains(&a) && pair.contains(&b)).map(|pair| pair[2])
}
