//! Columns: what a table of features says of each, under which name, once for all tabular formats.

use std::borrow::Cow;
use std::collections::BTreeMap;

use geo::Geometry;
use serde_json::Value;

use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::atlas::schema::{EVENT, RECORD};
use crate::output::contents::{Contents, Row};
use crate::output::credit;
use crate::output::licence::BETWEEN;

/// A column of a table of features.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its name of at most ten ASCII characters, for tables that take no longer ones.
    pub short: String,
    /// What its cells are.
    pub kind: Kind,
    /// What it means, in one line.
    pub means: String,
    source: Source,
}

/// What cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Texts.
    Text,
    /// Numbers.
    Number,
    /// Whole numbers.
    Whole,
    /// True or false.
    Flag,
    /// Days.
    Day,
}

/// What stands in a column of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing is known.
    Empty,
    /// A text.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// True or false.
    Flag(bool),
    /// A day.
    Day(Day),
}

/// A column that every table has.
#[derive(Debug, Clone, Copy)]
pub struct Fixed {
    /// Its name.
    pub name: &'static str,
    /// Its name of at most ten characters.
    pub short: &'static str,
    /// What its cells are.
    pub kind: Kind,
    /// What it means, in one line.
    pub means: &'static str,
    value: fn(Row<'_>) -> Cell<'_>,
}

/// Where a column takes its cells from.
#[derive(Debug)]
enum Source {
    Fixed(fn(Row<'_>) -> Cell<'_>),
    /// The name in a language.
    Name(String),
    /// A property of somebody's own file.
    Own(String),
}

const fn text(
    (name, short): (&'static str, &'static str),
    means: &'static str,
    value: fn(Row<'_>) -> Cell<'_>,
) -> Fixed {
    Fixed { name, short, kind: Kind::Text, means, value }
}

const fn typed(
    kind: Kind,
    (name, short): (&'static str, &'static str),
    means: &'static str,
    value: fn(Row<'_>) -> Cell<'_>,
) -> Fixed {
    Fixed { name, short, kind, means, value }
}

/// The columns of every table, in their order; names of other languages and somebody's own columns
/// stand before the credits, the last three.
#[rustfmt::skip] // a table: one column a line
pub const FIXED: &[Fixed] = &[
    text(("id", "id"), "identifier, which never changes", |row| said(row.hit.feature.id())),
    text(("layer", "layer"), "identifier of the layer", |row| said(&row.atlas.layer_of(row.hit.feature).id)),
    text(("category", "category"), "identifier of the category", |row| said(row.hit.feature.category())),
    text(("name", "name"), "name in English, else in any language", |row| said(name(row.hit.feature))),
    text(("status", "status"), "status at the moment asked for", |row| said(row.hit.state.status.unwrap_or_default())),
    text(("status_since", "since"), "date on which that status began, as typed (EDTF)", |row| said(row.hit.state.since.as_deref().unwrap_or_default())),
    text(("status_certainty", "certainty"), "whether that status is certain or possible", certainty),
    typed(Kind::Flag, ("status_planned", "planned"), "whether that status rests on a plan", |row| Cell::Flag(row.hit.state.planned)),
    typed(Kind::Flag, ("status_changed", "changed"), "whether more than one status held in the interval asked for", |row| Cell::Flag(row.hit.state.changed)),
    text(("user", "user"), "who uses a base then: country codes, spaces between", |row| joined(&row.hit.state.users)),
    typed(Kind::Day, ("lifetime_start", "life_start"), "first day of the lifetime, as wide as the dates allow; empty where open", |row| end_of_life(row, End::First)),
    typed(Kind::Day, ("lifetime_end", "life_end"), "last day of the lifetime; empty while open", |row| end_of_life(row, End::Last)),
    text(("countries", "countries"), "countries it touches: ISO 3166-1 codes, spaces between", |row| joined(row.hit.feature.countries())),
    text(("promised", "promised"), "date of the first plan, as typed (EDTF)", |row| promise(row, |promise| said(&promise.promised))),
    text(("outcome", "outcome"), "date on which it came about, as typed (EDTF)", |row| promise(row, |promise| said(promise.outcome.as_deref().unwrap_or_default()))),
    text(("verdict", "verdict"), "what became of the first plan: on_time, late, overdue, abandoned or pending", |row| promise(row, |promise| said(promise.verdict.as_str()))),
    typed(Kind::Whole, ("delay_days", "delay_days"), "days from the promised date to the outcome, negative where it came early", |row| promise(row, |promise| promise.delay_days.map_or(Cell::Empty, Cell::Whole))),
    typed(Kind::Number, ("length_km", "length_km"), "length along its lines as drawn, great-circle, in km", |row| number(row.hit.feature.length_km())),
    typed(Kind::Number, ("longitude", "longitude"), "longitude of its symbol in degrees, WGS 84", |row| number(row.hit.feature.anchor().map(|at| at[0]))),
    typed(Kind::Number, ("latitude", "latitude"), "latitude of its symbol in degrees, WGS 84", |row| number(row.hit.feature.anchor().map(|at| at[1]))),
    text(("geometry", "geom_type"), "type of its geometry", |row| said(row.hit.feature.geometry().as_deref().map_or("", type_of))),
    text(("quality", "quality"), "how good its course or place is: surveyed, traced, coarse or schematic", |row| said(row.hit.feature.quality())),
    typed(Kind::Number, ("accuracy_km", "accur_km"), "expected distance from the real course in km", |row| number(row.hit.feature.accuracy_km())),
    typed(Kind::Flag, ("disputed", "disputed"), "whether it is denied or contested", |row| Cell::Flag(row.hit.feature.disputed())),
    text(("summary", "summary"), "what it is, in a few sentences", |row| property(row, "summary")),
    text(("licence", "licence"), "licence of its geometry, ' | ' between", licence),
    text(("attribution", "attributn"), "credits to give, ' | ' between", attribution),
    text(("sources", "sources"), "citations of all sources it names, ' | ' between", sources),
];

/// How many columns of [`FIXED`] stand at the end of a table: the credits.
const CREDITS: usize = 3;

/// Names that no column takes, since formats have a use of their own for them.
const TAKEN: &[&str] = &["fid", "geom", "wkt", "citation"];

/// Most columns that somebody's own properties make; formats have tables of 255 at most.
pub const MAX_OWN: usize = 100;

/// The columns of a table of some contents.
#[must_use]
pub fn columns(contents: &Contents<'_>) -> Vec<Column> {
    let mut names = Names::default();
    let mut all = Vec::new();
    let (first, credits) = FIXED.split_at(FIXED.len() - CREDITS);
    for name in FIXED.iter().flat_map(|column| [column.name, column.short]) {
        names.take(name);
    }
    all.extend(first.iter().map(fixed));
    for language in contents.atlas.vocabulary().languages.iter().filter(|code| *code != "en") {
        let name = names.unique(&format!("name_{language}"));
        let short = names.short(&name);
        let means = format!("name in the language '{language}'");
        all.push(Column {
            name,
            short,
            kind: Kind::Text,
            means,
            source: Source::Name(language.clone()),
        });
    }
    for (key, kind) in own(contents) {
        let name = names.unique(&key);
        let short = names.short(&name);
        let means = "as in the data".to_owned();
        all.push(Column { name, short, kind, means, source: Source::Own(key) });
    }
    all.extend(credits.iter().map(fixed));
    all
}

impl Column {
    /// What stands in this column of a row.
    #[must_use]
    pub fn cell<'a>(&self, row: Row<'a>) -> Cell<'a> {
        match &self.source {
            Source::Fixed(value) => value(row),
            Source::Name(language) => {
                said(row.hit.feature.name().get(language).unwrap_or_default())
            }
            Source::Own(key) => own_cell(row.hit.feature.property(key), self.kind),
        }
    }
}

impl Cell<'_> {
    /// The cell as text; empty where nothing is known.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Whole(number) => Cow::Owned(number.to_string()),
            Self::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
            Self::Day(day) => Cow::Owned(day.to_string()),
        }
    }
}

/// Names given so far, without regard to case, as tables compare them.
#[derive(Default)]
pub(super) struct Names(std::collections::BTreeSet<String>);

impl Names {
    fn take(&mut self, name: &str) -> bool {
        let reserved = TAKEN.iter().any(|taken| name.eq_ignore_ascii_case(taken));
        !reserved && self.0.insert(name.to_lowercase())
    }

    /// A name that nothing else has: itself, or with the first number that is free.
    pub(super) fn unique(&mut self, name: &str) -> String {
        let candidates = (1_usize..).map(|number| match number {
            1 => name.to_owned(),
            _ => format!("{name}_{number}"),
        });
        self.first_free(candidates)
    }

    /// A name of at most ten ASCII letters, digits and underscores that nothing else has; the name
    /// itself where it is such a one.
    fn short(&mut self, name: &str) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let letters: String = name.chars().map(plain).collect();
        if letters == name && letters.len() <= 10 {
            return letters;
        }
        let candidates = (1_usize..).map(|number| match number {
            1 => letters[..letters.len().min(10)].to_owned(),
            _ => {
                let suffix = format!("_{number}");
                format!("{}{suffix}", &letters[..letters.len().min(10 - suffix.len().min(9))])
            }
        });
        self.first_free(candidates)
    }

    fn first_free(&mut self, mut candidates: impl Iterator<Item = String>) -> String {
        let free = candidates.find(|candidate| self.take(candidate));
        free.unwrap_or_else(|| unreachable!("there is always another number"))
    }
}

fn fixed(column: &Fixed) -> Column {
    Column {
        name: column.name.to_owned(),
        short: column.short.to_owned(),
        kind: column.kind,
        means: column.means.to_owned(),
        source: Source::Fixed(column.value),
    }
}

/// Properties of somebody's own files among the contents, with what all their values are.
fn own(contents: &Contents<'_>) -> Vec<(String, Kind)> {
    let ours = |key: &str| RECORD.iter().chain(EVENT).any(|member| member.name == key);
    let mut found: BTreeMap<String, Option<Kind>> = BTreeMap::new();
    for hit in &contents.hits {
        let properties = hit.feature.properties();
        for (key, value) in properties.iter().filter(|(key, _)| !ours(key)) {
            if found.len() == MAX_OWN && !found.contains_key(key.as_str()) {
                continue;
            }
            let held = found.entry(key.clone()).or_default();
            *held = match (*held, kind_of(value)) {
                (held, None) => held,
                (None, kind) => kind,
                (Some(Kind::Whole), Some(Kind::Number))
                | (Some(Kind::Number), Some(Kind::Whole)) => Some(Kind::Number),
                (Some(held), Some(kind)) if held == kind => Some(held),
                _ => Some(Kind::Text),
            };
        }
    }
    let kinds = found.into_iter().map(|(key, kind)| (key, kind.unwrap_or(Kind::Text)));
    kinds.collect()
}

fn kind_of(value: &Value) -> Option<Kind> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some(Kind::Flag),
        Value::Number(number) if number.is_i64() => Some(Kind::Whole),
        Value::Number(_) => Some(Kind::Number),
        _ => Some(Kind::Text),
    }
}

/// Lists and objects become JSON text.
fn own_cell(value: Option<Cow<'_, Value>>, kind: Kind) -> Cell<'_> {
    let Some(value) = value.filter(|value| !value.is_null()) else { return Cell::Empty };
    match kind {
        Kind::Flag => value.as_bool().map_or(Cell::Empty, Cell::Flag),
        Kind::Whole => value.as_i64().map_or(Cell::Empty, Cell::Whole),
        Kind::Number => number(value.as_f64()),
        _ => match value {
            Cow::Borrowed(Value::String(text)) => said(text),
            Cow::Owned(Value::String(text)) => said_anew(text),
            other => Cell::Text(Cow::Owned(other.to_string())),
        },
    }
}

fn said(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(Cow::Borrowed(text)) }
}

fn said_anew(text: String) -> Cell<'static> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(Cow::Owned(text)) }
}

/// The text inside a value.
fn text_in(value: Option<&Value>) -> Cell<'static> {
    said_anew(value.and_then(Value::as_str).unwrap_or_default().to_owned())
}

fn joined(words: &[String]) -> Cell<'_> {
    if words.is_empty() { Cell::Empty } else { Cell::Text(Cow::Owned(words.join(" "))) }
}

fn number(number: Option<f64>) -> Cell<'static> {
    number.filter(|number| number.is_finite()).map_or(Cell::Empty, Cell::Number)
}

/// The English name of a feature, else whichever there is.
#[must_use]
pub fn name(feature: &Feature) -> &str {
    let names = feature.name();
    names.get("en").or_else(|| names.values().next()).unwrap_or_default()
}

fn certainty(row: Row<'_>) -> Cell<'_> {
    let word = if row.hit.state.certain { "certain" } else { "possible" };
    row.hit.state.status.map_or(Cell::Empty, |_| said(word))
}

enum End {
    First,
    Last,
}

fn end_of_life(row: Row<'_>, end: End) -> Cell<'_> {
    let Some(span) = row.hit.lifetime else { return Cell::Empty };
    let day = match end {
        End::First => span.from,
        End::Last => span.last(),
    };
    if day.is_open() { Cell::Empty } else { Cell::Day(day) }
}

fn promise<'a>(
    row: Row<'a>,
    told: impl FnOnce(&'a crate::atlas::promise::Promise) -> Cell<'a>,
) -> Cell<'a> {
    row.promise().map_or(Cell::Empty, told)
}

fn property<'a>(row: Row<'a>, key: &str) -> Cell<'a> {
    text_in(row.hit.feature.property(key).as_deref())
}

fn sources(row: Row<'_>) -> Cell<'_> {
    let all = credit::citations(row.atlas, row.hit.feature, row.hit.as_of).join(" | ");
    if all.is_empty() { Cell::Empty } else { Cell::Text(Cow::Owned(all)) }
}

fn licence(row: Row<'_>) -> Cell<'_> {
    listed(&credit::licences(row.atlas, &[row.hit.feature]))
}

fn attribution(row: Row<'_>) -> Cell<'_> {
    listed(&credit::attributions(row.atlas, &[row.hit.feature]))
}

fn listed(texts: &[String]) -> Cell<'static> {
    if texts.is_empty() { Cell::Empty } else { Cell::Text(Cow::Owned(texts.join(BETWEEN))) }
}

/// The name that standards have for a type of geometry.
#[must_use]
pub const fn type_of(geometry: &Geometry<f64>) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::LineString(_) | Geometry::Line(_) => "LineString",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_fit_a_shapefile_and_no_name_stands_twice() {
        let mut names = Names::default();
        for column in FIXED {
            assert!(column.short.len() <= 10 && column.short.is_ascii(), "{}", column.short);
            assert!(names.take(column.name), "{}", column.name);
            assert!(column.short == column.name || names.take(column.short), "{}", column.short);
        }
    }

    #[test]
    fn names_that_are_taken_or_too_long_get_a_number() {
        let mut names = Names::default();
        let given = ["depth", "Depth", "fid", "a very long name", "a very long nape"];
        let unique: Vec<String> = given.iter().map(|name| names.unique(name)).collect();
        assert_eq!(unique[..3], ["depth", "Depth_2", "fid_2"]);
        let short: Vec<String> = unique[3..].iter().map(|name| names.short(name)).collect();
        assert_eq!(short, ["a_very_lon", "a_very_l_2"]);
    }
}
