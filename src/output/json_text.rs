//! JSON text: members and collections written straight into bytes, no value tree between.

use serde::Serialize;
use serde_json::Value;

/// Ends what [`open_collection`] begins.
pub(super) const CLOSE_COLLECTION: &[u8] = b"]}";

/// Bytes that a feature takes of which only a part is told; a guess.
pub(super) const FEATURE_BYTES: usize = 512;

/// Bytes that the members of a collection take; a guess.
const HEAD_BYTES: usize = 2_048;

/// Appends a value.
pub(super) fn value(out: &mut Vec<u8>, value: &impl Serialize) {
    // Neither memory that grows nor a value with names of text can refuse.
    let _ = serde_json::to_writer(out, value);
}

/// Appends a member of an object that has others before it. Its name needs no escape.
pub(super) fn member(out: &mut Vec<u8>, name: &str, of: &impl Serialize) {
    out.extend_from_slice(b",\"");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
    value(out, of);
}

/// Appends members of an object that has others before them.
pub(super) fn members<'a>(
    out: &mut Vec<u8>,
    members: impl IntoIterator<Item = &'a (&'static str, Value)>,
) {
    for (name, value) in members {
        member(out, name, value);
    }
}

/// Appends the members of an object, given without its braces, but for those whose names are
/// `unwanted`. One walk, and what stays together is copied together: most of an answer goes this way.
pub(super) fn without(out: &mut Vec<u8>, object: &str, unwanted: impl Fn(&str) -> bool) {
    let first = out.len();
    let mut append = |kept: &str| {
        if kept.trim_ascii().is_empty() {
            return;
        }
        if out.len() > first {
            out.push(b',');
        }
        out.extend_from_slice(kept.as_bytes());
    };
    let bytes = object.as_bytes();
    let (mut kept_from, mut start) = (0, 0);
    while start < bytes.len() {
        let key_end = string_end(bytes, start + blanks(&bytes[start..]));
        let end = member_end(bytes, key_end);
        if is_named(&object[start..key_end], &unwanted) {
            append(object[kept_from..start].trim_end_matches(','));
            kept_from = end + 1;
        }
        start = end + 1;
    }
    append(object.get(kept_from..).unwrap_or_default());
}

/// Whether a key, as it stands in a text, has one of the `unwanted` names. Most keys are what they
/// look like; only escapes have to be read.
fn is_named(key: &str, unwanted: impl Fn(&str) -> bool) -> bool {
    let key = key.trim_ascii_start();
    let Some(plain) = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')) else {
        return false;
    };
    if plain.contains('\\') {
        return serde_json::from_str::<String>(key).is_ok_and(|key| unwanted(&key));
    }
    unwanted(plain)
}

/// Blanks at the beginning of a text.
fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Where the comma after a member stands, or the text ends, from the end of its key on.
fn member_end(bytes: &[u8], key_end: usize) -> usize {
    let (mut at, mut depth) = (key_end, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The byte after the string that begins at a byte, or the end of the text.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// A feature collection: `first` members, then what `write` writes of each of the `rows`; `size` tells
/// about how many bytes that is, so that little has to be moved.
pub(super) fn collection<'a, R>(
    first: &[(&'static str, Value)],
    rows: &'a [R],
    size: impl Fn(&'a R) -> usize,
    mut write: impl FnMut(&mut Vec<u8>, &'a R),
) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEAD_BYTES + rows.iter().map(size).sum::<usize>());
    open_collection(&mut out, first);
    for (position, row) in rows.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        write(&mut out, row);
    }
    out.extend_from_slice(CLOSE_COLLECTION);
    out
}

/// Appends a feature collection up to its first feature, with `first` members.
pub(super) fn open_collection<'a>(
    out: &mut Vec<u8>,
    first: impl IntoIterator<Item = &'a (&'static str, Value)>,
) {
    out.extend_from_slice(b"{\"type\":\"FeatureCollection\"");
    members(out, first);
    out.extend_from_slice(b",\"features\":[");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Map;

    use super::*;

    /// Members of an object but for some names.
    fn but(object: &str, names: &[&str]) -> String {
        let mut out = Vec::new();
        without(&mut out, object, |name| names.contains(&name));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn members_of_a_name_are_left_out_wherever_they_stand() {
        let cases = [
            ("", ""),
            (r#""a":1"#, r#""a":1"#),
            (r#""status":1"#, ""),
            (" ", ""),
            (" \n\"status\" : 1 ", ""),
            (
                r#""status":1,"a":"x,\"status\":2" , "status":[{"a":1},2]"#,
                r#""a":"x,\"status\":2" "#,
            ),
            (r#""a":1, "status":{"x":[1,2]},"b":2"#, r#""a":1,"b":2"#),
            (r#""\u0073tatus":"},\"","a":"status""#, r#""a":"status""#),
        ];
        for (object, left) in cases {
            assert_eq!(but(object, &["status"]), left, "{object}");
        }
    }

    proptest! {
        #[test]
        fn what_is_left_is_what_a_map_without_the_names_holds(
            members in prop::collection::btree_map("[a-c\"\\\\é]{0,2}", ".{0,6}", 0..6),
        ) {
            let mut map: Map<String, Value> =
                members.into_iter().map(|(name, text)| (name, Value::from(vec![text]))).collect();
            let text = Value::Object(map.clone()).to_string();
            let left = but(&text[1..text.len() - 1], &["a", "b"]);
            map.retain(|name, _| name != "a" && name != "b");
            prop_assert_eq!(serde_json::from_str::<Map<String, Value>>(&format!("{{{left}}}")).unwrap(), map);
        }
    }
}
