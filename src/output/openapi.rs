//! The definition of the API: OpenAPI 3.0, made from the tables of operations and parameters.
//!
//! It stands alone: no reference leads to another document. Its server is the root of the OGC API,
//! as standards and test suites have it; paths outside name the root of everything as theirs.

use serde_json::{Map, Value, json};

use crate::atlas::Atlas;
use crate::atlas::column::Column;
use crate::output::schema;
use crate::query::column_parameters;
use crate::query::operation::{Form, Group, Operation};
use crate::query::operations;
use crate::query::parameter::Parameter;

/// Schemas of what answers hold, by name.
const SCHEMAS: &str = include_str!("openapi/schemas.json");

/// Where the OGC API begins.
pub const ROOT: &str = "/api";

/// The whole document. `base` is the address of the server without a slash at its end.
#[must_use]
pub fn document(atlas: &Atlas, base: &str) -> Value {
    let vocabulary = atlas.vocabulary();
    let paths: Map<String, Value> =
        operations::all().flat_map(|operation| path_items(atlas, base, operation)).collect();
    let tags: Vec<Value> = Group::ALL.iter().map(|group| json!({"name": group.name()})).collect();
    let schemas: Value = serde_json::from_str(SCHEMAS).unwrap_or_default();
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": vocabulary.title,
            "description": vocabulary.summary,
            "version": env!("CARGO_PKG_VERSION"),
        },
        "servers": [{"url": format!("{base}{ROOT}")}],
        "tags": tags,
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// The paths of an operation in the document, and what stands under them: one for each layer where
/// the queryables of a layer are parameters.
fn path_items(atlas: &Atlas, base: &str, operation: &Operation) -> Vec<(String, Value)> {
    let get = described(atlas, operation);
    if !operation.queryables {
        return vec![path_item(base, operation.path, get)];
    }
    let layers = atlas.vocabulary().layers.iter().enumerate();
    layers
        .map(|(layer, entry)| {
            let path = operation.path.replace("{layer}", &entry.id);
            path_item(base, &path, of_layer(atlas, layer, &get))
        })
        .collect()
}

/// An operation as it is for one layer: its id tells the layer, and its parameters the queryables.
fn of_layer(atlas: &Atlas, layer: usize, get: &Value) -> Value {
    let entry = &atlas.vocabulary().layers[layer];
    let mut get = get.clone();
    get["operationId"] =
        json!(format!("{}.{}", entry.id, get["operationId"].as_str().unwrap_or_default()));
    get["summary"] = json!(format!(
        "{}: {}",
        entry.name.get("en").unwrap_or(&entry.id),
        get["summary"].as_str().unwrap_or_default()
    ));
    if let Some(parameters) = get["parameters"].as_array_mut() {
        parameters.retain(|parameter| parameter["in"] == "query");
        parameters.extend(column_parameters(atlas.columns(layer)).map(queryable));
    }
    get
}

/// A queryable as a parameter: features with this value are kept.
fn queryable(column: &Column) -> Value {
    let meaning = if column.meaning.is_empty() { "of the data" } else { column.meaning };
    json!({
        "name": column.name,
        "in": "query",
        "description": format!("keeps features with this value of the queryable: {meaning}"),
        "required": false,
        "style": "form",
        "explode": false,
        "schema": schema::of_kind(column.kind),
    })
}

fn path_item(base: &str, path: &str, get: Value) -> (String, Value) {
    let inside = path.strip_prefix(ROOT);
    let mut item = json!({"get": get});
    if inside.is_none() {
        item["servers"] = json!([{"url": base}]);
    }
    let path = match inside {
        Some("") => "/",
        Some(path) => path,
        None => path,
    };
    (path.to_owned(), item)
}

fn described(atlas: &Atlas, operation: &Operation) -> Value {
    let parts = operation.parts().into_iter().map(|part| parameter(atlas, part, "path"));
    let asked = operation.parameters();
    let query = asked.iter().map(|asked| parameter(atlas, asked, "query"));
    let parameters: Vec<Value> = parts.chain(query).collect();
    json!({
        "operationId": operation.id,
        "tags": [operation.group.name()],
        "summary": operation.does,
        "parameters": parameters,
        "responses": responses(operation),
    })
}

fn parameter(atlas: &Atlas, parameter: &Parameter, place: &str) -> Value {
    json!({
        "name": parameter.name,
        "in": place,
        "description": parameter.does,
        "required": parameter.required,
        "style": if place == "path" { "simple" } else { "form" },
        "explode": false,
        "schema": parameter.schema(atlas),
    })
}

fn responses(operation: &Operation) -> Value {
    let content: Map<String, Value> = operation
        .forms
        .iter()
        .map(|form| (form.essence().to_owned(), json!({"schema": schema_of(operation, *form)})))
        .collect();
    let mut responses = json!({
        "200": {"description": operation.does, "content": content},
        "400": problem("A parameter is unknown here, or its value does not fit"),
        "431": {"description": "The head of the request is too long; the answer has no body"},
        "default": problem("Any other refusal"),
    });
    if operation.path.contains('{') && !operation.queryables {
        responses["404"] = problem("There is no such thing");
    }
    if operation.forms.iter().any(|form| form.name == "mvt") {
        responses["204"] = json!({"description": "A tile with nothing in it"});
    }
    responses
}

/// The schema of a form: JSON has the one its operation names, but citations are a list wherever they
/// stand; anything else is text or bytes.
fn schema_of(operation: &Operation, form: Form) -> Value {
    if form.media.contains("citationstyles") {
        json!({"type": "array", "items": {"type": "object"}})
    } else if form.media.contains("json") {
        json!({"$ref": format!("#/components/schemas/{}", operation.schema)})
    } else if form.media.starts_with("text/") {
        json!({"type": "string"})
    } else {
        json!({"type": "string", "format": "binary"})
    }
}

fn problem(description: &str) -> Value {
    json!({
        "description": description,
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}},
        },
    })
}
