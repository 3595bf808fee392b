//! Memberships: which country belonged to which organisation, from when until when.

use serde::{Deserialize, Serialize};

use crate::atlas::date::{Bounds, Date};
use crate::atlas::day::Day;
use crate::atlas::finding::{Finding, Path};
use crate::atlas::layers::{of_file, of_json};
use crate::atlas::locate::Lines;
use crate::atlas::source::Sources;
use crate::atlas::vocabulary::Names;

/// An organisation and its rows, each a country with a standing for some time.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Identifier, such as `sco`.
    pub id: String,
    /// Name by language.
    pub name: Names,
    /// Languages whose name needs a native check.
    #[serde(default)]
    pub names_unverified: Vec<String>,
    /// Who stood how with it, and when.
    pub statuses: Vec<Row>,
    /// What sources say of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// Where sources disagree.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<String>,
    /// Keys of sources that no row or fact names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further_sources: Vec<String>,
}

/// One country's standing for some time: from `from` up to, not including, `until`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// `member`, `observer`, `partner`, …
    pub status: String,
    /// EDTF date of the beginning.
    pub from: String,
    /// EDTF date of the end; absent while it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Key of the source of the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Key of the source of the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_source: Option<String>,
    /// Whether no source was seen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unverified: bool,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Other dates that sources give.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
}

/// Something a source says of an organisation.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What it says.
    pub text: String,
    /// Key of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Another date for the beginning.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// EDTF date.
    pub date: String,
    /// Key of its source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// How near a country is to an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// It belongs to it, or to what the organisation grew out of.
    Member,
    /// It may attend.
    Observer,
    /// It works with it without belonging to it in full.
    Partner,
}

/// Every word a row may have for its standing, with the rank that it means. Those of the Shanghai
/// Five and of the Collective Security Treaty belonged to what became the organisation, and who is
/// in the Partnership for Peace is a member of that partnership. The rank says how a country is
/// filled and filtered; answers give the word beside it, as there was no organisation to be a
/// member of before it was founded.
const RANKS: &[(&str, Rank)] = &[
    ("member", Rank::Member),
    ("shanghai_five_member", Rank::Member),
    ("treaty_party", Rank::Member),
    ("pfp", Rank::Member),
    ("observer", Rank::Observer),
    ("partner", Rank::Partner),
    ("dialogue_partner", Rank::Partner),
    ("associate_member", Rank::Partner),
    ("participant", Rank::Partner),
];

impl Rank {
    /// The word used in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Observer => "observer",
            Self::Partner => "partner",
        }
    }

    /// The rank that a word of the file means.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        RANKS.iter().find(|(known, _)| *known == word).map(|(_, rank)| *rank)
    }
}

/// A row as known on a day. Both bounds are days, the end's the first without this standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership<'a> {
    /// The country, ISO 3166-1 alpha-2.
    pub country: &'a str,
    /// How it stands, in the word of the row: `dialogue_partner`.
    pub standing: &'a str,
    /// How near that is.
    pub rank: Rank,
    /// When it began.
    pub start: Bounds,
    /// When it ended; `None` while it holds.
    pub end: Option<Bounds>,
    /// Key of the source of the beginning.
    pub source: Option<&'a str>,
}

impl Membership<'_> {
    /// Whether it holds on a day; imprecise dates count from their first day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.start.earliest <= day && self.end.is_none_or(|end| day < end.earliest)
    }
}

impl Organisation {
    /// The rows that were known on a day, with the ends that were known by then.
    #[must_use]
    pub fn memberships(&self, sources: &Sources, known: Day) -> Vec<Membership<'_>> {
        self.statuses.iter().filter_map(|row| row.known(sources, known)).collect()
    }

    /// How a country stands with it on a day.
    #[must_use]
    pub fn standing(&self, country: &str, day: Day) -> Option<&str> {
        self.statuses
            .iter()
            .find(|row| row.country == country && row.holds_on(day))
            .map(|row| row.status.as_str())
    }
}

impl Row {
    fn known(&self, sources: &Sources, known: Day) -> Option<Membership<'_>> {
        let bounds = |text: &str, key: Option<&String>| {
            let bounds = Date::parse(text).ok()?.bounds();
            (known_from(bounds, key, sources) <= known).then_some(bounds)
        };
        let end_source = self.until_source.as_ref().or(self.source.as_ref());
        Some(Membership {
            country: &self.country,
            standing: &self.status,
            rank: Rank::of(&self.status)?,
            start: bounds(&self.from, self.source.as_ref())?,
            end: self.until.as_ref().and_then(|text| bounds(text, end_source)),
            source: self.source.as_deref(),
        })
    }

    fn holds_on(&self, day: Day) -> bool {
        let first = |text: &str| Date::parse(text).ok().map(|date| date.earliest());
        let begun = first(&self.from).is_some_and(|from| from <= day);
        let ended = self.until.as_deref().and_then(first).is_some_and(|until| until <= day);
        begun && !ended
    }
}

/// Accessions are public acts: known from their last possible day, or earlier by their source.
fn known_from(bounds: Bounds, key: Option<&String>, sources: &Sources) -> Day {
    let source = key.and_then(|key| sources.get(key));
    let told = source.and_then(|source| source.known_from());
    told.map_or(bounds.latest, |day| day.min(bounds.latest))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Memberships {
    organisations: Vec<Organisation>,
}

/// Reads `memberships.json`; `None` where it is no list of organisations.
pub(super) fn read(
    text: &str,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) -> Option<Vec<Organisation>> {
    const FILE: &str = "memberships.json";
    let memberships: Memberships = match serde_json::from_str(text) {
        Ok(memberships) => memberships,
        Err(error) => {
            findings.push(of_json(FILE, &error));
            return None;
        }
    };
    let lines = Lines::of(text);
    for (position, organisation) in memberships.organisations.iter().enumerate() {
        let place = Path::default().key("organisations").index(position).key("statuses");
        for (index, row) in organisation.statuses.iter().enumerate() {
            for (field, reason) in faults(row, sources) {
                findings.push(Finding {
                    line: lines.line_of(text, &place.index(index).key(field)),
                    id: organisation.id.clone(),
                    field: format!("statuses[{index}].{field}"),
                    ..of_file(FILE, reason)
                });
            }
        }
    }
    Some(memberships.organisations)
}

fn faults(row: &Row, sources: &Sources) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    let dates = [("from", Some(&row.from)), ("until", row.until.as_ref())];
    for (field, text) in dates {
        if let Some(Err(error)) = text.map(|text| Date::parse(text)) {
            faults.push((field, error.to_string()));
        }
    }
    if Rank::of(&row.status).is_none() {
        let known: Vec<&str> = RANKS.iter().map(|(word, _)| *word).collect();
        let reason = format!("'{}' is not one of {}", row.status, known.join(", "));
        faults.push(("status", reason));
    }
    let keys = [("source", &row.source), ("until_source", &row.until_source)];
    for (field, key) in keys {
        if let Some(key) = key.as_ref().filter(|key| !sources.contains_key(*key)) {
            faults.push((field, format!("'{key}' is not a key of sources.json")));
        }
    }
    faults
}
