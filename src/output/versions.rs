//! Versions: what differs between two data folders, feature by feature and source by source, as JSON, CSV and text.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;

use geo::CoordsIter;
use serde_json::{Map, Value, json};

use super::column::{name, type_of};
use super::csv::table;
use super::revisions;
use crate::atlas::Atlas;
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::store::revisions::{Revised, Side, Start};

/// Two atlases with what differs between them.
pub struct Versions<'a> {
    /// Features that differ.
    pub revised: Vec<Revised<'a>>,
    /// The older atlas.
    pub old: &'a Atlas,
    /// The newer one.
    pub new: &'a Atlas,
    /// The day as of which both are read.
    pub known: Day,
}

/// How a feature or a source differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Added,
    Removed,
    Changed,
}

/// One thing that differs in a feature, or a source, in words.
struct Difference {
    /// The member or the status, or `source`.
    what: String,
    /// `added`, `removed`, `changed`; of the start of a status the kind of revision.
    how: &'static str,
    before: Option<String>,
    after: Option<String>,
}

/// A row a difference.
const COLUMNS: &[&str] =
    &["id", "layer", "category", "name", "what", "difference", "before", "after"];

/// Most characters of a value in the text for people.
const SHOWN: usize = 70;

impl Kind {
    const ALL: [Self; 3] = [Self::Added, Self::Removed, Self::Changed];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }

    const fn of<T>(before: Option<&T>, after: Option<&T>) -> Self {
        match (before, after) {
            (None, _) => Self::Added,
            (_, None) => Self::Removed,
            _ => Self::Changed,
        }
    }

    const fn of_feature(revised: &Revised<'_>) -> Self {
        Self::of(revised.before.as_ref(), revised.after.as_ref())
    }
}

impl Versions<'_> {
    /// For programs.
    #[must_use]
    pub fn document(&self) -> Value {
        let sources = self.sources();
        let counts = |kinds: &[Kind]| {
            let count = |kind: Kind| kinds.iter().filter(|one| **one == kind).count();
            Map::from_iter(Kind::ALL.map(|kind| (kind.as_str().to_owned(), json!(count(kind)))))
        };
        let of_features: Vec<Kind> =
            self.rows().map(|(_, revised)| Kind::of_feature(revised)).collect();
        let of_sources: Vec<Kind> = sources.iter().map(|(_, kind, _)| *kind).collect();
        let features = self.rows().map(|(side, revised)| {
            let mut entry = revisions::entry(side, revised);
            entry.insert("difference".into(), json!(Kind::of_feature(revised).as_str()));
            let told =
                revised.members.iter().map(|member| ((*member).to_owned(), both(revised, member)));
            entry.insert("members".into(), Value::Object(told.collect()));
            Value::Object(entry)
        });
        let sources = sources.iter().map(|(key, kind, said)| {
            json!({"id": key, "difference": kind.as_str(), "before": said.before, "after": said.after})
        });
        json!({
            "versions": {"old": self.old.version(), "new": self.new.version()},
            "known": self.known.to_string(),
            "counts": {"features": counts(&of_features), "sources": counts(&of_sources)},
            "features": features.collect::<Vec<_>>(),
            "sources": sources.collect::<Vec<_>>(),
        })
    }

    /// A table, a row a difference; a source has no layer.
    ///
    /// # Errors
    /// When a row cannot be written.
    pub fn csv(&self) -> Result<Vec<u8>, ::csv::Error> {
        let row = |about: [&str; 4], said: Difference| {
            let [before, after] = [said.before, said.after].map(Option::unwrap_or_default);
            let about = about.map(str::to_owned).into_iter();
            about.chain([said.what, said.how.to_owned(), before, after]).collect::<Vec<String>>()
        };
        let of_features = self.rows().flat_map(|(side, revised)| {
            let feature = side.feature;
            let about = [feature.id(), side.layer, feature.category(), name(feature)];
            differences(side, revised).into_iter().map(move |said| row(about, said))
        });
        let sources = self.sources().into_iter();
        let of_sources = sources.map(|(key, _, said)| row([key, "", "", ""], said));
        table(COLUMNS, of_features.chain(of_sources))
    }

    /// For people: features by how they differ, what differs below each; then sources.
    #[must_use]
    pub fn text(&self) -> String {
        let (old, new) = (self.old.version(), self.new.version());
        let mut out = format!("version {old} to {new}, as known on {}\n", self.known);
        for kind in Kind::ALL {
            let of_kind: Vec<_> =
                self.rows().filter(|(_, revised)| Kind::of_feature(revised) == kind).collect();
            let _ = writeln!(out, "\nfeatures {}: {}", kind.as_str(), of_kind.len());
            for (side, revised) in of_kind {
                let id = side.feature.id();
                let _ = writeln!(out, "  {id}  {}, {}", name(side.feature), side.layer);
                for said in differences(side, revised) {
                    let _ = writeln!(out, "    {}", said.in_words());
                }
            }
        }
        let sources = self.sources();
        for kind in Kind::ALL {
            let of_kind: Vec<_> = sources.iter().filter(|(_, of, _)| *of == kind).collect();
            let _ = writeln!(out, "\nsources {}: {}", kind.as_str(), of_kind.len());
            for (key, _, said) in of_kind {
                let now = said.after.as_deref().or(said.before.as_deref());
                let _ = writeln!(out, "  {key}  {}", cut(now.unwrap_or_default()));
            }
        }
        out
    }

    fn rows(&self) -> impl Iterator<Item = (&Side<'_>, &Revised<'_>)> {
        self.revised.iter().filter_map(|revised| Some((revised.side()?, revised)))
    }

    /// Sources that differ, by key.
    fn sources(&self) -> Vec<(&str, Kind, Difference)> {
        let keys: BTreeSet<&String> =
            self.old.sources().keys().chain(self.new.sources().keys()).collect();
        let difference = |key: &'_ String| {
            let [before, after] = [self.old, self.new].map(|atlas| atlas.sources().get(key));
            let kind = Kind::of(before, after);
            let [was, is] = [before, after].map(|side| side.map(|source| source.citation()));
            let said =
                Difference { what: "source".into(), how: kind.as_str(), before: was, after: is };
            let same = before.map(|source| &source.csl) == after.map(|source| &source.csl);
            (!same).then_some((kind, said))
        };
        keys.into_iter()
            .filter_map(|key| difference(key).map(|(kind, said)| (key.as_str(), kind, said)))
            .collect()
    }
}

impl Difference {
    fn in_words(&self) -> String {
        let from = match (&self.before, &self.after) {
            (Some(before), Some(after)) => apart(before, after),
            _ => 0,
        };
        let lead = if from == 0 { "" } else { "..." };
        let said = |value: &Option<String>| {
            let value = value.as_deref().map_or("-", |value| &value[from..]);
            format!("{lead}{}", cut(value))
        };
        format!("{} {}: {} -> {}", self.what, self.how, said(&self.before), said(&self.after))
    }
}

/// What differs in a feature: its starts, then its other members. One that is new or gone is told as a whole.
fn differences(side: &Side<'_>, revised: &Revised<'_>) -> Vec<Difference> {
    let kind = Kind::of_feature(revised);
    if kind != Kind::Changed {
        let told = Some(name(side.feature).to_owned());
        let (before, after) = if kind == Kind::Added { (None, told) } else { (told, None) };
        return vec![Difference { what: "feature".into(), how: kind.as_str(), before, after }];
    }
    let starts = revised.revisions.iter().map(|revision| {
        let nth = if revision.group.phase > 1 {
            format!(" ({})", revision.group.phase)
        } else {
            String::new()
        };
        let [before, after] = [&revision.before, &revision.after];
        Difference {
            what: format!("{}{nth}", revisions::status(side.feature, revision.group)),
            how: revision.kind.as_str(),
            before: before.as_ref().map(start),
            after: after.as_ref().map(start),
        }
    });
    let members = revised.members.iter().map(|member| {
        let value =
            |side: &Option<Side<'_>>| side.as_ref().and_then(|side| said(side.feature, member));
        let (before, after) = (value(&revised.before), value(&revised.after));
        let how = Kind::of(before.as_ref(), after.as_ref()).as_str();
        Difference { what: member.clone(), how, before, after }
    });
    starts.chain(members).collect()
}

fn start(start: &Start) -> String {
    let planned = if start.planned { ", planned" } else { "" };
    let users = if start.users.is_empty() { "" } else { ", " };
    format!("{}{planned}{users}{}", start.date, start.users.join(" "))
}

/// A member of a record in words; of a geometry its kind and size, for it can be long.
fn said(feature: &Feature, member: &str) -> Option<String> {
    if member == "geometry" {
        let geometry = feature.geometry()?;
        let kind = type_of(&geometry);
        return Some(format!("{kind} of {} positions", geometry.coords_count()));
    }
    let value = feature.property(member)?;
    Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// A member on both sides as it is.
fn both(revised: &Revised<'_>, member: &str) -> Value {
    let value = |side: &Option<Side<'_>>| {
        let feature = side.as_ref()?.feature;
        if member == "geometry" {
            return serde_json::from_str::<Value>(feature.geometry_json()).ok();
        }
        feature.property(member).map(Cow::into_owned)
    };
    json!({"before": value(&revised.before), "after": value(&revised.after)})
}

/// Where two long texts begin to differ, with some letters before it; the beginning where that is near.
fn apart(before: &str, after: &str) -> usize {
    let same = before.char_indices().zip(after.chars()).take_while(|((_, a), b)| a == b);
    let places: Vec<usize> = same.map(|((at, _), _)| at).collect();
    let first = places.len().saturating_sub(SHOWN / 3);
    if places.len() < SHOWN { 0 } else { places[first] }
}

fn cut(value: &str) -> String {
    match value.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}...", &value[..at]),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_long_texts_the_part_is_told_that_differs() {
        let long = "ж".repeat(100);
        let said = |before: String, after: String| {
            let (before, after) = (Some(before), Some(after));
            Difference { what: "note".into(), how: "changed", before, after }.in_words()
        };
        let lead = "ж".repeat(SHOWN / 3);
        let expected = format!("note changed: ...{lead}1 -> ...{lead}2");
        assert_eq!(said(format!("{long}1"), format!("{long}2")), expected);
        assert_eq!(said("2005".into(), "2006".into()), "note changed: 2005 -> 2006");
        assert!(said(long.clone(), format!("{long}{long}")).ends_with("..."));
    }
}
