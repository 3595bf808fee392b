//! Stories: guided steps through the map, each with its day, place and sources (`stories.toml`).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::atlas::conform::{in_range, is_id};
use crate::atlas::date::Date;
use crate::atlas::finding::Finding;
use crate::atlas::layers::of_file;
use crate::atlas::membership::Organisation;
use crate::atlas::source::Sources;
use crate::atlas::status::Status;
use crate::atlas::vocabulary::{Names, Vocabulary};

/// A story as people read it.
#[derive(Debug, Clone, Serialize)]
pub struct Story {
    /// Identifier of lower-case letters, digits and hyphens.
    pub id: String,
    /// Its title by language.
    pub title: Names,
    /// What it tells, in a sentence.
    pub summary: Names,
    /// Its steps in order.
    pub steps: Vec<Step>,
}

/// One step: a text beside the map, and what the map shows. Absent members leave the map as it is.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Step {
    /// Its heading by language.
    pub title: Names,
    /// What it tells by language.
    pub text: Names,
    /// Keys of the sources that say so.
    #[serde(default)]
    pub sources: Vec<String>,
    /// The day of the map, ISO 8601.
    pub date: String,
    /// First day, where a span of days is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The day as of which the atlas is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// The day the map is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub versus: Option<String>,
    /// What the map looks at.
    pub camera: Camera,
    /// Categories that are switched on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<String>>,
    /// Statuses that are switched on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statuses: Option<Vec<String>>,
    /// Id of the feature that is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selected: Option<String>,
    /// Id of the organisation whose members are shaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Whether promises are shown beside what came of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcomes: Option<bool>,
}

/// The middle of the view, and how near it is.
#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Camera {
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
    /// Zoom of the map, 0 to 22.
    pub zoom: f64,
}

/// What a story may name.
pub(super) struct Context<'a> {
    pub vocabulary: Option<&'a Vocabulary>,
    pub sources: Option<&'a Sources>,
    /// Whether there is a feature of an id; `None` where a layer cannot be read.
    pub has_feature: Option<&'a dyn Fn(&str) -> bool>,
    pub organisations: Option<&'a [Organisation]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    #[serde(default)]
    story: Vec<Spanned<ToldStory>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldStory {
    id: String,
    title: Names,
    summary: Names,
    #[serde(default)]
    step: Vec<Spanned<Step>>,
}

const FILE: &str = "stories.toml";

/// Reads `stories.toml`. What is to be held against a file that cannot be read is not judged.
pub(super) fn read(text: &str, context: &Context<'_>, findings: &mut Vec<Finding>) -> Vec<Story> {
    let told: Told = match toml::from_str(text) {
        Ok(told) => told,
        Err(error) => {
            let start = error.span().map_or(0, |span| span.start);
            let reason = error.message().to_owned();
            findings.push(Finding { line: line_at(text, start), ..of_file(FILE, reason) });
            return Vec::new();
        }
    };
    let mut ids = BTreeSet::new();
    let mut stories = Vec::new();
    for entry in told.story {
        let start = entry.span().start;
        let story = entry.into_inner();
        let mut faults = faults_of_story(&story);
        if !ids.insert(story.id.clone()) {
            faults.push(("id", format!("'{}' stands there twice", story.id)));
        }
        findings.extend(faults.into_iter().map(|(field, reason)| Finding {
            line: line_of(text, start, field),
            id: story.id.clone(),
            field: field.to_owned(),
            ..of_file(FILE, reason)
        }));
        for (index, step) in story.step.iter().enumerate() {
            let start = step.span().start;
            let faults = faults_of_step(step.get_ref(), context);
            findings.extend(faults.into_iter().map(|(field, reason)| Finding {
                line: line_of(text, start, field),
                id: story.id.clone(),
                field: format!("step[{index}].{field}"),
                ..of_file(FILE, reason)
            }));
        }
        let steps = story.step.into_iter().map(Spanned::into_inner).collect();
        stories.push(Story { id: story.id, title: story.title, summary: story.summary, steps });
    }
    stories
}

/// A member of an entry, and what is wrong with it.
type Faults = Vec<(&'static str, String)>;

fn faults_of_story(story: &ToldStory) -> Faults {
    let mut faults = Faults::new();
    if !is_id(&story.id) {
        faults.push(("id", "is not an id of lower-case letters, digits and hyphens".into()));
    }
    for (field, names) in [("title", &story.title), ("summary", &story.summary)] {
        faults.extend(no_english(names).map(|reason| (field, reason)));
    }
    if story.step.is_empty() {
        faults.push(("step", "is missing; a story has at least one".into()));
    }
    faults
}

fn faults_of_step(step: &Step, context: &Context<'_>) -> Faults {
    let mut faults = Faults::new();
    for (field, names) in [("title", &step.title), ("text", &step.text)] {
        faults.extend(no_english(names).map(|reason| (field, reason)));
    }
    if step.sources.is_empty() {
        faults.push(("sources", "names no source; every step names at least one".into()));
    }
    let days = [
        ("date", Some(&step.date)),
        ("since", step.since.as_ref()),
        ("asOf", step.as_of.as_ref()),
        ("versus", step.versus.as_ref()),
    ];
    for (field, text) in days {
        let bad = text.filter(|text| day_of(text).is_none());
        faults.extend(bad.map(|text| (field, format!("'{text}' is not a day such as 2005-12-15"))));
    }
    let Camera { lon, lat, zoom } = step.camera;
    if !(in_range(lon, lat) && (0.0..=22.0).contains(&zoom)) {
        let reason = "is not lon -180..180, lat -90..90, zoom 0..22";
        faults.push(("camera", reason.into()));
    }
    faults.extend(unknown_names(step, context));
    faults
}

/// Everything a step names has to be there.
fn unknown_names(step: &Step, context: &Context<'_>) -> Faults {
    let mut faults = Faults::new();
    let mut hold = |field, name: &String, known: bool, what: &str| {
        if !known {
            faults.push((field, format!("'{name}' is not {what}")));
        }
    };
    for key in &step.sources {
        let known = context.sources.is_none_or(|sources| sources.contains_key(key));
        hold("sources", key, known, "a key of sources.json");
    }
    for id in step.categories.iter().flatten() {
        let known = context.vocabulary.is_none_or(|words| words.category(id).is_some());
        hold("categories", id, known, "a category of the atlas");
    }
    for word in step.statuses.iter().flatten() {
        let words = Status::ALL.map(Status::as_str).join(", ");
        hold("statuses", word, Status::parse(word).is_some(), &format!("one of {words}"));
    }
    if let Some(id) = &step.selected {
        let known = context.has_feature.is_none_or(|has| has(id));
        hold("selected", id, known, "the id of a feature");
    }
    if let Some(id) = &step.organisation {
        let known = context.organisations.is_none_or(|all| all.iter().any(|entry| entry.id == *id));
        hold("organisation", id, known, "an organisation of memberships.json");
    }
    faults
}

fn no_english(names: &Names) -> Option<String> {
    let there = names.get("en").is_some_and(|text| !text.is_empty());
    (!there).then(|| "has no English text (en)".to_owned())
}

fn day_of(text: &str) -> Option<crate::atlas::day::Day> {
    let date = Date::parse(text).ok()?;
    let whole = date.earliest() == date.latest() && date.earliest().to_string() == text;
    whole.then(|| date.earliest())
}

/// The line of a member of the entry that begins at an offset; that of the entry where it has none.
fn line_of(text: &str, start: usize, field: &str) -> usize {
    let first = line_at(text, start);
    let rest = text.lines().enumerate().skip(first);
    let within = rest.take_while(|(_, line)| !line.trim_start().starts_with("[["));
    let is_field = |line: &str| {
        let after = line.trim_start().strip_prefix(field);
        after.is_some_and(|after| after.trim_start().starts_with(['=', '.']))
    };
    let found = within.into_iter().find(|(_, line)| is_field(line));
    found.map_or(first, |(index, _)| index + 1)
}

fn line_at(text: &str, offset: usize) -> usize {
    let before = &text.as_bytes()[..offset.min(text.len())];
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}
