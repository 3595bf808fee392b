//! Properties: members of the text of a JSON object, read when they are asked for.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

/// All members of an object; none where the text is no object.
#[must_use]
pub fn all(object: &str) -> Map<String, Value> {
    serde_json::from_str(object).unwrap_or_default()
}

/// The value of one member of an object.
#[must_use]
pub fn one(object: &str, name: &str) -> Option<Value> {
    // Most lists of properties do not hold a name that is rare, and looking is faster than reading.
    if !object.contains(name) && !object.contains('\\') {
        return None;
    }
    let mut reader = serde_json::Deserializer::from_str(object);
    One(name).deserialize(&mut reader).ok().flatten()
}

/// The names of the members of an object, as long as they can be read.
pub fn names(object: &str, told: &mut dyn FnMut(&str)) {
    let mut reader = serde_json::Deserializer::from_str(object);
    // What is no object has no names; that it is none is told by whoever reads all of it.
    let _ = Names(told).deserialize(&mut reader);
}

/// Whether text that is JSON is an object written as answers give it: without blanks, and without a
/// member that stands there twice. `members` is how many are read of it, all the way down.
#[must_use]
pub fn is_verbatim(object: &str, members: usize) -> bool {
    let (mut in_text, mut escaped, mut colons) = (false, false, 0);
    for byte in object.bytes() {
        if in_text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_text = false,
                _ => {}
            }
        } else {
            match byte {
                b'"' => in_text = true,
                b':' => colons += 1,
                b' ' | b'\t' | b'\r' | b'\n' => return false,
                _ => {}
            }
        }
    }
    colons == members
}

/// Members of an object and of all objects in it.
#[must_use]
pub fn count(object: &Map<String, Value>) -> usize {
    object.len() + object.values().map(inside).sum::<usize>()
}

fn inside(value: &Value) -> usize {
    match value {
        Value::Object(object) => count(object),
        Value::Array(list) => list.iter().map(inside).sum(),
        _ => 0,
    }
}

struct One<'n>(&'n str);

impl<'de> DeserializeSeed<'de> for One<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for One<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(Key(key)) = members.next_key()? {
            if key == self.0 {
                found = Some(members.next_value()?);
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

struct Names<'t>(&'t mut dyn FnMut(&str));

impl<'de> DeserializeSeed<'de> for Names<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Names<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = members.next_key()? {
            (self.0)(&key);
            members.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// A name, borrowed from the text unless it has escapes.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_member_is_what_all_have_under_its_name() {
        let object = r#"{"a":1,"b":{"a":[2,{"c":3}]},"g\u0061s":"x","d":null}"#;
        let all = all(object);
        for name in ["a", "b", "gas", "d", "c", ""] {
            assert_eq!(one(object, name).as_ref(), all.get(name), "{name}");
        }
        let mut found = Vec::new();
        names(object, &mut |name| found.push(name.to_owned()));
        assert_eq!(found, all.keys().cloned().collect::<Vec<_>>());
        assert_eq!(count(&all), 6);
        assert_eq!((one("[1]", "a"), one("", "a")), (None, None));
    }

    #[test]
    fn text_with_blanks_or_a_member_twice_is_not_given_as_it_stands() {
        for (text, verbatim) in [
            (r#"{"a":"b: c","d":[1,{"e":null}]}"#, true),
            (r#"{"a\": ":1}"#, true),
            (r"{}", true),
            (r#"{"a": 1}"#, false),
            ("{\"a\":1\n}", false),
            (r#"{"a":1,"a":2}"#, false),
            (r#"{"a":{"b":1,"b":2}}"#, false),
        ] {
            assert_eq!(is_verbatim(text, count(&all(text))), verbatim, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_compactly_is_verbatim(
            keys in proptest::collection::vec("\\PC{0,6}", 0..5), text in "\\PC{0,12}"
        ) {
            let object: Map<String, Value> =
                keys.into_iter().map(|key| (key, json!([text, {"k": text}]))).collect();
            let written = Value::Object(object.clone()).to_string();
            proptest::prop_assert!(is_verbatim(&written, count(&object)));
            proptest::prop_assert_eq!(all(&written), object);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}", name in ".{0,4}") {
            let _ = (one(&text, &name), is_verbatim(&text, 1));
            names(&text, &mut |_| {});
        }
    }
}
