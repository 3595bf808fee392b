//! The definition of the API: OpenAPI 3.0, made from the tables of operations and parameters.
//!
//! It stands alone: no reference leads to another document. Its server is the root of the OGC API,
//! as standards and test suites have it; paths outside name the root of everything as theirs.

use serde_json::{Map, Value, json};

use crate::atlas::Atlas;
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
        operations::all().map(|operation| path_item(atlas, base, operation)).collect();
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

/// The path of an operation in the document, and what stands under it.
fn path_item(atlas: &Atlas, base: &str, operation: &Operation) -> (String, Value) {
    let inside = operation.path.strip_prefix(ROOT);
    let mut item = json!({"get": described(atlas, operation)});
    if inside.is_none() {
        item["servers"] = json!([{"url": base}]);
    }
    let path = match inside {
        Some("") => "/",
        Some(path) => path,
        None => operation.path,
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
        .map(|form| (form.essence().to_owned(), json!({"schema": schema(operation, *form)})))
        .collect();
    let mut responses = json!({
        "200": {"description": operation.does, "content": content},
        "400": problem("A parameter is unknown here, or its value does not fit"),
        "default": problem("Any other refusal"),
    });
    if operation.path.contains('{') {
        responses["404"] = problem("There is no such thing");
    }
    if operation.forms.iter().any(|form| form.name == "mvt") {
        responses["204"] = json!({"description": "A tile with nothing in it"});
    }
    responses
}

/// The schema of a form: JSON has the one its operation names, anything else is text or bytes.
fn schema(operation: &Operation, form: Form) -> Value {
    if form.media.contains("json") {
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
