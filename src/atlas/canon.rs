//! The canonical text of a data file: the one form in which `steppe check --fix` writes it, so
//! that differences read well.
//!
//! Two spaces of indent; an array or object without arrays or objects inside stands on one line
//! if it fits in 100 characters; members in the order of the schema, others after them as typed.

use serde_json::{Map, Value};

use crate::atlas::schema::{EVENT, FEATURE_KEYS, Kind, Member, RECORD};

/// Most characters of a line that holds a whole array or object, indent and comma included.
const LINE: usize = 100;

/// A file of the data folder that has a canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Features with claims.
    Records,
    /// Dated events.
    Events,
    /// The list of sources, sorted by id.
    Sources,
    /// Any other JSON: the members stay in the order in which they stand.
    Other,
}

/// The canonical text of a JSON text.
///
/// # Errors
/// When the text is not JSON.
pub fn canonical(text: &str, kind: FileKind) -> Result<String, serde_json::Error> {
    let value: Value = serde_json::from_str(text)?;
    let ordered = match kind {
        FileKind::Records => with_features(value, RECORD),
        FileKind::Events => with_features(value, EVENT),
        FileKind::Sources => sorted_by_id(value),
        FileKind::Other => value,
    };
    let mut out = String::with_capacity(text.len());
    write(&mut out, &ordered, 0, 0);
    out.push('\n');
    Ok(out)
}

fn with_features(mut collection: Value, members: &'static [Member]) -> Value {
    let features = collection.get_mut("features").and_then(Value::as_array_mut);
    for feature in features.into_iter().flatten() {
        if let Value::Object(map) = feature {
            if let Some(properties) = map.get_mut("properties") {
                *properties = ordered(properties.take(), Kind::Object(members));
            }
            *map = by_keys(std::mem::take(map), FEATURE_KEYS.iter().copied());
        }
    }
    collection
}

fn sorted_by_id(mut list: Value) -> Value {
    if let Value::Array(items) = &mut list {
        let id = |item: &Value| item.get("id").and_then(Value::as_str).map(str::to_owned);
        items.sort_by_key(id);
    }
    list
}

/// The value with its members in the order of the schema, at every depth; what is null or false is
/// left out, since absence means the same.
fn ordered(value: Value, kind: Kind) -> Value {
    match (kind, value) {
        (Kind::Object(members), Value::Object(mut map)) => {
            map.retain(|_, member| !member.is_null() && *member != Value::Bool(false));
            for member in members {
                if let Some(inner) = map.get_mut(member.name) {
                    *inner = ordered(inner.take(), member.kind);
                }
            }
            Value::Object(by_keys(map, members.iter().map(|member| member.name)))
        }
        (Kind::List(inner), Value::Array(list)) => {
            list.into_iter().map(|element| ordered(element, *inner)).collect()
        }
        (Kind::Map(inner), Value::Object(map)) => {
            map.into_iter().map(|(key, value)| (key, ordered(value, *inner))).collect()
        }
        (_, value) => value,
    }
}

fn by_keys<'a>(
    mut map: Map<String, Value>,
    keys: impl Iterator<Item = &'a str>,
) -> Map<String, Value> {
    let mut sorted = Map::new();
    for key in keys {
        if let Some(value) = map.shift_remove(key) {
            sorted.insert(key.to_owned(), value);
        }
    }
    sorted.extend(map);
    sorted
}

/// Writes a value whose first line already holds `before` characters beyond the indent.
fn write(out: &mut String, value: &Value, indent: usize, before: usize) {
    let line = one_line(value);
    let fits = |text: &String| indent + before + text.chars().count() < LINE;
    if let Some(line) = line.filter(|text| is_scalar(value) || is_empty(value) || fits(text)) {
        out.push_str(&line);
        return;
    }
    let (open, close) = if value.is_array() { ('[', ']') } else { ('{', '}') };
    out.push(open);
    let inner = indent + 2;
    let mut first = true;
    let mut begin_line = |out: &mut String| {
        out.push_str(if std::mem::take(&mut first) { "\n" } else { ",\n" });
        out.extend(std::iter::repeat_n(' ', inner));
    };
    match value {
        Value::Array(list) => {
            for element in list {
                begin_line(out);
                write(out, element, inner, 0);
            }
        }
        Value::Object(map) => {
            for (key, member) in map {
                begin_line(out);
                let key = Value::String(key.clone()).to_string();
                out.push_str(&key);
                out.push_str(": ");
                write(out, member, inner, key.chars().count() + 2);
            }
        }
        _ => {}
    }
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
    out.push(close);
}

/// The value on one line; `None` where it holds arrays or objects.
fn one_line(value: &Value) -> Option<String> {
    match value {
        Value::Array(list) if list.iter().all(is_scalar) => {
            let parts: Vec<String> = list.iter().map(Value::to_string).collect();
            Some(format!("[{}]", parts.join(", ")))
        }
        Value::Object(map) if map.is_empty() => Some("{}".to_owned()),
        Value::Object(map) if map.values().all(is_scalar) => {
            let member = |(key, value): (&String, &Value)| {
                format!("{}: {value}", Value::String(key.clone()))
            };
            let parts: Vec<String> = map.iter().map(member).collect();
            Some(format!("{{ {} }}", parts.join(", ")))
        }
        Value::Array(_) | Value::Object(_) => None,
        scalar => Some(scalar.to_string()),
    }
}

const fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_no_list_stands_on_one_line_and_the_rest_a_member_a_line() {
        let text = r#"{"b":[1,2.50],"a":{"x":"ә","y":null},"c":[[1,2],[3,4]],"d":[],"e":{}}"#;
        let expected = "{\n  \"b\": [1, 2.5],\n  \"a\": { \"x\": \"ә\", \"y\": null },\n  \"c\": [\n    \
                        [1, 2],\n    [3, 4]\n  ],\n  \"d\": [],\n  \"e\": {}\n}\n";
        assert_eq!(canonical(text, FileKind::Other).expect("JSON"), expected);
    }

    #[test]
    fn what_is_null_or_false_is_left_out_and_sources_are_sorted() {
        let text =
            r#"{"features":[{"properties":{"group":null,"disputed":false,"category":"x"}}]}"#;
        let written = canonical(text, FileKind::Records).expect("JSON");
        assert!(!written.contains("group") && !written.contains("disputed"), "{written}");
        let sorted = canonical(r#"[{"id":"b"},{"id":"a"}]"#, FileKind::Sources).expect("JSON");
        assert!(sorted.find("\"a\"") < sorted.find("\"b\""), "{sorted}");
    }

    #[test]
    fn members_take_the_order_of_the_schema() {
        let text = r#"{"features":[{"properties":{"name":{"en":"x"},"category":"oil"},"id":"x"}]}"#;
        let written = canonical(text, FileKind::Records).expect("JSON");
        let place = |word: &str| written.find(word).expect(word);
        assert!(place("\"id\"") < place("properties"));
        assert!(place("category") < place("name"));
    }

    proptest::proptest! {
        #[test]
        fn the_canonical_form_is_its_own(words in proptest::collection::vec(".{0,12}", 0..6)) {
            let text = serde_json::json!({"words": words, "inner": [{"a": [1]}]}).to_string();
            let once = canonical(&text, FileKind::Other).expect("JSON");
            proptest::prop_assert_eq!(canonical(&once, FileKind::Other).expect("JSON"), once);
        }
    }
}
