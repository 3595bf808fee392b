//! JSON text: members and collections written straight into bytes, no value tree between.

use serde::Serialize;
use serde_json::Value;

/// Ends what [`open_collection`] begins.
pub(super) const CLOSE_COLLECTION: &[u8] = b"]}";

/// Bytes that a feature takes at least; a guess for the size of a collection.
const FEATURE_BYTES: usize = 512;

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

/// A feature collection: `first` members, then what `write` writes of each of the `rows`.
pub(super) fn collection<'a, R>(
    first: &[(&'static str, Value)],
    rows: &'a [R],
    mut write: impl FnMut(&mut Vec<u8>, &'a R),
) -> Vec<u8> {
    let mut out = Vec::with_capacity((rows.len() + 2) * FEATURE_BYTES);
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
