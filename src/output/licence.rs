//! Licences and credits: what records say of them in short, as statements that stand alone.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::atlas::Atlas;
use crate::atlas::feature::{Feature, Timing};

/// The word for work of the atlas itself, which begins a licence.
const OWN: &str = "own,";

/// Addresses of the licences that texts name.
const ADDRESSES: [(&str, &str); 2] = [
    ("ODbL", "https://opendatacommons.org/licenses/odbl/1-0/"),
    ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
];

/// Between statements in one cell: they may hold semicolons.
pub(super) const BETWEEN: &str = " | ";

/// The licences of the geometries of some features, each once.
#[must_use]
pub fn licences(atlas: &Atlas, features: &[&Feature]) -> Vec<String> {
    let text = |feature: &&Feature| Some((of_position(feature, "licence")?, is_own(feature)));
    let texts: BTreeSet<(String, bool)> = features.iter().filter_map(text).collect();
    let parts: BTreeSet<(&str, bool)> = texts
        .iter()
        .flat_map(|(text, own)| parts(text).into_iter().map(move |part| (part, *own)))
        .collect();
    let title = atlas.vocabulary().title.as_str();
    parts.into_iter().map(|(text, own)| statement(text, own.then_some(title))).collect()
}

/// The credits to give for some features, each once: the atlas, whose words and dates they are, then those that
/// the licences of their geometries ask for.
#[must_use]
pub fn attributions(atlas: &Atlas, features: &[&Feature]) -> Vec<String> {
    let title = atlas.vocabulary().title.as_str();
    let own = features.iter().any(|feature| is_own(feature));
    let told: BTreeSet<String> =
        features.iter().filter_map(|feature| of_position(feature, "attribution")).collect();
    let others: BTreeSet<&str> = told
        .iter()
        .flat_map(|text| text.split("; "))
        .filter(|credit| *credit != title || !own)
        .collect();
    own.then_some(title).into_iter().chain(others).map(str::to_owned).collect()
}

/// Whether a feature is a record of the atlas itself. Plain data is somebody's, also where it says "own".
const fn is_own(feature: &Feature) -> bool {
    !matches!(feature.timing, Timing::Plain { .. })
}

fn of_position(feature: &Feature, member: &str) -> Option<String> {
    let position = feature.property("position")?;
    position.get(member).and_then(Value::as_str).map(str::to_owned)
}

/// The licences in a text. What follows a semicolon is one of its own only if it begins with one: it may also say to
/// what the one before applies.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, between) in text.match_indices("; ") {
        let rest = &text[at + between.len()..];
        if rest.starts_with(OWN) || ADDRESSES.iter().any(|(word, _)| rest.starts_with(word)) {
            parts.push(&text[from..at]);
            from = at + between.len();
        }
    }
    parts.push(&text[from..]);
    parts
}

/// A licence with where it stands; work of the atlas itself, where its title is given, under that title.
fn statement(text: &str, title: Option<&str>) -> String {
    let named = ADDRESSES.iter().filter(|(word, _)| text.contains(word));
    let addresses: Vec<&str> = named.map(|(_, address)| *address).collect();
    let addresses =
        if addresses.is_empty() { String::new() } else { format!(" ({})", addresses.join(", ")) };
    match text.strip_prefix(OWN).zip(title) {
        Some((rest, title)) => {
            format!("own work of {title},{rest}{addresses}: free to use with credit")
        }
        None => format!("{text}{addresses}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parted_where_another_licence_begins() {
        for (text, expected) in [
            ("ODbL-1.0; own, schematic", &["ODbL-1.0", "own, schematic"][..]),
            (
                "CC-BY-4.0 Somebody; credit others too, parts may be traced",
                &["CC-BY-4.0 Somebody; credit others too, parts may be traced"],
            ),
            ("CC-BY-4.0 Somebody; ends ODbL-1.0", &["CC-BY-4.0 Somebody; ends ODbL-1.0"]),
            ("public domain", &["public domain"]),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }

    #[test]
    fn a_statement_names_the_atlas_and_where_the_licence_stands() {
        assert_eq!(
            statement("own, schematic", Some("Steppe Atlas")),
            "own work of Steppe Atlas, schematic: free to use with credit"
        );
        assert_eq!(
            statement("ODbL-1.0", Some("Steppe Atlas")),
            "ODbL-1.0 (https://opendatacommons.org/licenses/odbl/1-0/)"
        );
        assert_eq!(statement("public domain", Some("Steppe Atlas")), "public domain");
        assert_eq!(statement("own, schematic", None), "own, schematic");
    }
}
