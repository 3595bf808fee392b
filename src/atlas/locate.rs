//! Lines of a JSON text: where a value stands that a path leads to.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::atlas::finding::{Path, Step};

/// The line, from 1, of the value that `path` leads to from `value`, a slice of `text`. Where the
/// path ends early (a missing member), the line of the last value on the way.
#[must_use]
pub fn line_of(text: &str, value: &str, path: &Path) -> usize {
    let mut found = value;
    for step in path.steps() {
        let Some(inner) = enter(found, step) else {
            break;
        };
        found = inner;
    }
    line_at(text, offset(text, found))
}

fn enter<'a>(value: &'a str, step: &Step) -> Option<&'a str> {
    match step {
        Step::Key(key) => {
            let members: BTreeMap<String, &RawValue> = serde_json::from_str(value).ok()?;
            members.get(key).map(|member| member.get())
        }
        Step::Index(index) => {
            let elements: Vec<&RawValue> = serde_json::from_str(value).ok()?;
            elements.get(*index).map(|element| element.get())
        }
    }
}

/// `inner` is a slice of `text`; its offset is the distance of their first bytes.
fn offset(text: &str, inner: &str) -> usize {
    (inner.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len())
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + text.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_its_line() {
        let text = "{\n \"a\": [\n  1,\n  {\"b\":\n   2}\n ]\n}";
        let path = Path::default().key("a").index(1).key("b");
        assert_eq!(line_of(text, text, &path), 5);
        assert_eq!(line_of(text, text, &path.key("missing")), 5);
        assert_eq!(line_of(text, text, &Path::default().key("a").index(9)), 2);
    }
}
