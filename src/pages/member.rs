//! Members of an authored object, read as what they should be; anything else is as if absent.

use serde_json::{Map, Value};

/// An authored object.
pub type Members = Map<String, Value>;

/// A text that is not empty.
#[must_use]
pub fn text<'a>(of: &'a Members, name: &str) -> Option<&'a str> {
    of.get(name)?.as_str().filter(|text| !text.is_empty())
}

/// A number.
#[must_use]
pub fn number(of: &Members, name: &str) -> Option<f64> {
    of.get(name)?.as_f64()
}

/// Whether a flag is set.
#[must_use]
pub fn is_set(of: &Members, name: &str) -> bool {
    of.get(name).and_then(Value::as_bool) == Some(true)
}

/// The texts of a list.
pub fn texts<'a>(of: &'a Members, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    elements(of, name).filter_map(Value::as_str)
}

/// The objects of a list.
pub fn objects<'a>(of: &'a Members, name: &str) -> impl Iterator<Item = &'a Members> + use<'a> {
    elements(of, name).filter_map(Value::as_object)
}

fn elements<'a>(of: &'a Members, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    of.get(name).and_then(Value::as_array).into_iter().flatten()
}
