//! Lines of a text: where a value stands that a path leads to. The text is looked through once, so
//! that a file with a fault in each line takes no longer than its length.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::atlas::finding::{Path, Step};

/// Where the lines of a text end.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    ends: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Looks through a text.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { text, ends: ends.map(|(at, _)| at).collect() }
    }

    /// The line, from 1, of the value that `path` leads to from `value`, a slice of the text. Where
    /// the path ends early (a missing member), the line of the last value on the way.
    #[must_use]
    pub fn line_of(&self, value: &str, path: &Path) -> usize {
        let mut found = value;
        for step in path.steps() {
            let Some(inner) = enter(found, step) else {
                break;
            };
            found = inner;
        }
        let at = offset(self.text, found);
        1 + self.ends.partition_point(|end| *end < at)
    }
}

/// Where the features of a collection stand in its text, by their ids.
#[must_use]
pub fn places_of(text: &str) -> BTreeMap<String, &str> {
    #[derive(serde::Deserialize)]
    struct Collection<'a> {
        #[serde(borrow)]
        features: Vec<&'a RawValue>,
    }
    #[derive(serde::Deserialize)]
    struct WithId {
        id: Option<String>,
    }
    let features = serde_json::from_str::<Collection<'_>>(text).map(|all| all.features);
    let id = |text: &str| serde_json::from_str::<WithId>(text).ok()?.id;
    features
        .unwrap_or_default()
        .iter()
        .filter_map(|raw| Some((id(raw.get())?, raw.get())))
        .collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_its_line() {
        let text = "{\n \"a\": [\n  1,\n  {\"b\":\n   2}\n ]\n}";
        let path = Path::default().key("a").index(1).key("b");
        let lines = Lines::of(text);
        assert_eq!(lines.line_of(text, &path), 5);
        assert_eq!(lines.line_of(text, &path.key("missing")), 5);
        assert_eq!(lines.line_of(text, &Path::default().key("a").index(9)), 2);
    }
}
