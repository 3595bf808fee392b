//! Conformity: whether a value has the members and kinds that the schema gives it.

use serde_json::{Map, Value};

use crate::atlas::date::Date;
use crate::atlas::finding::{Fault, Path};
use crate::atlas::schema::{Kind, Member};
use crate::atlas::source::Sources;
use crate::atlas::status::Status;

/// What a value is held against.
pub struct Context<'a> {
    /// The sources a claim may name.
    pub sources: &'a Sources,
}

/// Members, kinds and values of an object are as the schema has them.
pub fn object(
    members: &[Member],
    map: &Map<String, Value>,
    at: &Path,
    context: &Context<'_>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for member in members {
        match map.get(member.name) {
            Some(found) => faults.extend(value(member.kind, found, &at.key(member.name), context)),
            None if member.required => {
                faults.push(Fault::at(at.key(member.name), "is missing"));
            }
            None => {}
        }
    }
    for key in map.keys() {
        if !members.iter().any(|member| member.name == key) {
            let allowed = members.iter().map(|m| m.name).collect::<Vec<_>>().join(", ");
            faults.push(Fault::at(
                at.key(key),
                format!("is not a known member; known are {allowed}"),
            ));
        }
    }
    faults
}

fn value(kind: Kind, found: &Value, at: &Path, context: &Context<'_>) -> Vec<Fault> {
    match kind {
        Kind::List(inner) => list(*inner, found, at, context),
        Kind::Object(members) => match found.as_object() {
            Some(map) => object(members, map, at, context),
            None => vec![wrong(at, found, "an object")],
        },
        Kind::Map(inner) => match found.as_object() {
            Some(map) => map
                .iter()
                .flat_map(|(key, found)| value(*inner, found, &at.key(key), context))
                .collect(),
            None => vec![wrong(at, found, "an object")],
        },
        Kind::Names => names(found, at),
        scalar => scalar_fault(scalar, found, at, context).into_iter().collect(),
    }
}

fn list(inner: Kind, found: &Value, at: &Path, context: &Context<'_>) -> Vec<Fault> {
    let Some(elements) = found.as_array() else {
        return vec![wrong(at, found, "a list")];
    };
    elements
        .iter()
        .enumerate()
        .flat_map(|(index, element)| value(inner, element, &at.index(index), context))
        .collect()
}

fn names(found: &Value, at: &Path) -> Vec<Fault> {
    let Some(map) = found.as_object() else {
        return vec![wrong(at, found, "texts by language code")];
    };
    let mut faults: Vec<Fault> = map
        .iter()
        .filter(|(_, text)| text.as_str().is_none_or(str::is_empty))
        .map(|(language, text)| wrong(&at.key(language), text, "a text"))
        .collect();
    if !map.contains_key("en") {
        faults.push(Fault::at(at.key("en"), "is missing"));
    }
    faults
}

fn scalar_fault(kind: Kind, found: &Value, at: &Path, context: &Context<'_>) -> Option<Fault> {
    let text = found.as_str();
    match kind {
        Kind::Text if text.is_none_or(str::is_empty) => Some(wrong(at, found, "a text")),
        Kind::FeatureId if !text.is_some_and(is_id) => {
            Some(wrong(at, found, "the id of a feature, such as khorgos-icbc"))
        }
        Kind::Date => match text.map(Date::parse) {
            None => Some(wrong(at, found, "an EDTF date as text")),
            Some(Err(error)) => Some(Fault::at(at.clone(), error.to_string())),
            Some(Ok(_)) => None,
        },
        Kind::Number if found.as_f64().is_none() => Some(wrong(at, found, "a number")),
        Kind::Count if found.as_u64().is_none_or(|count| count < 1) => {
            Some(wrong(at, found, "a whole number from 1"))
        }
        Kind::Flag if !found.is_boolean() => Some(wrong(at, found, "true or false")),
        Kind::Status if text.and_then(Status::parse).is_none() => {
            let words = Status::ALL.map(Status::as_str).join(", ");
            Some(wrong(at, found, &format!("one of {words}")))
        }
        Kind::OneOf(words) if !text.is_some_and(|text| words.contains(&text)) => {
            Some(wrong(at, found, &format!("one of {}", words.join(", "))))
        }
        Kind::Source if !text.is_some_and(|key| context.sources.contains_key(key)) => {
            Some(wrong(at, found, "a key of sources.json"))
        }
        Kind::Country if !text.is_some_and(is_country) => {
            Some(wrong(at, found, "a country code of two capital letters"))
        }
        Kind::Position if !is_position(found) => {
            Some(wrong(at, found, "[longitude, latitude] in degrees"))
        }
        _ => None,
    }
}

/// Every feature has an id of lower-case letters, digits and hyphens.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.bytes().all(plain)
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_position(found: &Value) -> bool {
    let numbers: Option<Vec<f64>> =
        found.as_array().and_then(|pair| pair.iter().map(Value::as_f64).collect());
    matches!(numbers.as_deref(), Some([lon, lat]) if in_range(*lon, *lat))
}

/// Whether a position lies on the globe.
#[must_use]
pub fn in_range(lon: f64, lat: f64) -> bool {
    (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)
}

fn wrong(at: &Path, found: &Value, wanted: &str) -> Fault {
    let mut shown = found.to_string();
    if shown.chars().count() > 60 {
        shown = shown.chars().take(60).chain(['…']).collect();
    }
    Fault::at(at.clone(), format!("{shown} is not {wanted}"))
}
