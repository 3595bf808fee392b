//! Actors: who owns, runs, pays for, uses or takes part in something, each once under one name.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::atlas::source::Sources;
use crate::atlas::vocabulary::Names;

/// Someone who acts in the atlas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name, without what a record adds to it in brackets or as an amount.
    pub name: String,
    /// Every role it has anywhere.
    pub roles: BTreeSet<String>,
}

/// A part that an actor plays in one feature.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    id: String,
    /// The day from which on it is known; `None` where that is not recorded.
    known_from: Option<Day>,
}

/// All actors, and who acts in which feature.
#[derive(Debug, Default)]
pub struct Actors {
    by_id: BTreeMap<String, Actor>,
    /// By the position of the feature; most of somebody's own data names nobody.
    of_features: FxHashMap<usize, Vec<Part>>,
}

impl Actors {
    /// Collects the actors of all features. Countries that use a base or take part in an event act
    /// under the English name in `places.json`.
    #[must_use]
    pub fn new(
        features: &[Feature],
        sources: &Sources,
        countries: &BTreeMap<String, Names>,
    ) -> Self {
        let mut actors = Self::default();
        for (position, feature) in features.iter().enumerate().filter(|(_, f)| !f.is_bare()) {
            let mut parts = Vec::new();
            for (name, role, known_from) in told_of(feature, sources, countries) {
                let id = id_of(&name);
                if id.is_empty() {
                    continue;
                }
                let actor = actors.by_id.entry(id.clone());
                let actor = actor.or_insert_with(|| Actor { name, roles: BTreeSet::new() });
                actor.roles.insert(role);
                parts.push(Part { id, known_from });
            }
            if !parts.is_empty() {
                actors.of_features.insert(position, parts);
            }
        }
        actors
    }

    /// All actors by their id of lower-case letters, digits and hyphens.
    #[must_use]
    pub const fn all(&self) -> &BTreeMap<String, Actor> {
        &self.by_id
    }

    /// Ids of those who act in the feature at a position, as known on a day, each once in the order
    /// of its record.
    #[must_use]
    pub fn of(&self, position: usize, known: Day) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::new();
        for part in self.of_features.get(&position).into_iter().flatten() {
            let is_known = part.known_from.is_none_or(|from| from <= known);
            if is_known && !ids.contains(&part.id.as_str()) {
                ids.push(&part.id);
            }
        }
        ids
    }
}

/// Name, role and known day of everyone a record names.
fn told_of(
    feature: &Feature,
    sources: &Sources,
    countries: &BTreeMap<String, Names>,
) -> Vec<(String, String, Option<Day>)> {
    let mut told = Vec::new();
    let properties = feature.properties();
    let list = |key: &str| properties.get(key).and_then(Value::as_array).into_iter().flatten();
    for entry in list("actors") {
        let text = |key: &str| entry.get(key).and_then(Value::as_str);
        let source = text("source").and_then(|key| sources.get(key));
        let known_from = source.and_then(|source| source.known_from());
        for name in names_in(text("name").unwrap_or_default()) {
            for role in roles_in(text("role").unwrap_or_default()) {
                told.push((name.clone(), role, known_from));
            }
        }
    }
    for (key, role) in [("users", "user"), ("participants", "participant")] {
        for code in list(key).filter_map(Value::as_str) {
            told.push((country_name(code, countries), role.to_owned(), None));
        }
    }
    for claim in feature.claims().iter().filter(|claim| !claim.planned) {
        if let Some(code) = &claim.user {
            let known_from = claim.known_from(sources);
            told.push((country_name(code, countries), "user".to_owned(), known_from));
        }
    }
    told
}

/// The English name of a country code; the text itself where no country has that code.
fn country_name(code: &str, countries: &BTreeMap<String, Names>) -> String {
    countries
        .get(code)
        .and_then(|names| names.get("en"))
        .cloned()
        .unwrap_or_else(|| code.to_owned())
}

/// The names in a text such as `CNPC (via CNODC)`, `China Eximbank US$350m` or `Turkmengaz / Gazprom`:
/// without brackets, up to the first amount or number, parted at commas and slashes.
fn names_in(text: &str) -> Vec<String> {
    const OF_MONEY: &[&str] = &["loan", "grant", "long-term", "supplementary"];
    let plain = without_brackets(text);
    let is_amount =
        |word: &&str| word.contains(|c: char| c.is_ascii_digit() || "$¥€£%".contains(c));
    let mut words: Vec<&str> = Vec::new();
    for word in plain.split_whitespace().take_while(|word| !is_amount(word)) {
        words.push(word);
    }
    if words.len() < plain.split_whitespace().count() {
        while words.last().is_some_and(|word| OF_MONEY.contains(word)) {
            words.pop();
        }
    }
    let joined = words.join(" ");
    let parts = joined.split(", ").flat_map(|part| part.split(" / "));
    let trimmed = parts.map(|part| part.trim_matches(|c: char| c == ',' || c.is_whitespace()));
    trimmed.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The roles in a text such as `owner/operator`, `owner (Kazakh part)` or `owner of 50% of a company`.
fn roles_in(text: &str) -> Vec<String> {
    let plain = without_brackets(text);
    let parts = plain.split('/').filter_map(|part| {
        let role = part.split([',', ';']).next()?.split(" of ").next()?;
        let words = role.split_whitespace();
        let words = words.take_while(|word| !word.contains(|c: char| c.is_ascii_digit()));
        Some(words.collect::<Vec<_>>().join(" ").to_lowercase())
    });
    parts.filter(|role| !role.is_empty()).collect()
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = text.chars().filter(|character| match character {
        '(' => {
            depth += 1;
            false
        }
        ')' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    outside.collect()
}

/// Lower-case letters and digits with hyphens between words; other scripts by their code points.
fn id_of(name: &str) -> String {
    let mut id = String::new();
    for character in name.nfkd().filter(|character| !is_combining_mark(*character)) {
        if character.is_ascii_alphanumeric() {
            id.push(character.to_ascii_lowercase());
        } else if character.is_alphanumeric() {
            id.push_str(&format!("{:x}", u32::from(character)));
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_freed_of_brackets_and_amounts() {
        for (text, names) in [
            ("CNPC (via CNODC)", vec!["CNPC"]),
            ("China Eximbank, US$200m buyer's credit, km 9-272", vec!["China Eximbank"]),
            ("Government of China long-term loan US$281.1m", vec!["Government of China"]),
            (
                "COSCO Shipping and Lianyungang Port, 49% (2017)",
                vec!["COSCO Shipping and Lianyungang Port"],
            ),
            (
                "Turkmengaz / Intergas Central Asia / Gazprom",
                vec!["Turkmengaz", "Intergas Central Asia", "Gazprom"],
            ),
            ("PSG (Bechtel / GE Capital), Shell", vec!["PSG", "Shell"]),
            ("World Bank", vec!["World Bank"]),
            ("", vec![]),
        ] {
            assert_eq!(names_in(text), names, "{text}");
        }
    }

    #[test]
    fn a_role_is_freed_of_what_it_is_a_role_in() {
        for (text, roles) in [
            ("owner/operator", vec!["owner", "operator"]),
            ("owner (Kazakh part), eastern branch", vec!["owner"]),
            ("owner of 50% of Kazakhstan-China Pipeline", vec!["owner"]),
            ("developer 1999-2000", vec!["developer"]),
        ] {
            assert_eq!(roles_in(text), roles, "{text}");
        }
    }

    #[test]
    fn an_id_is_plain() {
        assert_eq!(id_of("Türkmendemirýollary"), "turkmendemiryollary");
        assert_eq!(id_of("Kazakhstan-China Pipeline LLP"), "kazakhstan-china-pipeline-llp");
        assert!(id_of("Газпром").is_ascii() && !id_of("Газпром").is_empty());
    }
}
