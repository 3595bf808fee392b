//! Claims as one flat table: what each source says of each feature, a row a statement.
//!
//! Beside the claims on status these are quantities, actors, facts, amounts and dates: everything in
//! a record that names its source, or says that it has none.

use std::borrow::Cow;
use std::io::Write;

use serde_json::{Map, Value};

use crate::atlas::claim::Claim;
use crate::atlas::date::Date;
use crate::atlas::day::Day;
use crate::output::column::name;
use crate::output::contents::{Contents, Row};
use crate::output::csv::{harmless, writer};
use crate::output::format::FileError;
use crate::output::{credit, known};

/// The columns in their order, each with what it means.
pub const COLUMNS: &[(&str, &str)] = &[
    ("feature", "identifier of the feature"),
    ("layer", "identifier of its layer"),
    ("name", "its name in English, else in any language"),
    ("statement", "what is stated: claim, quantity, actor, fact, amount, date or other_date"),
    ("kind", "kind of the claim or quantity, role of the actor"),
    ("value", "what is said: the status that begins, the number, the name, the text"),
    ("low", "lower end, where a range is said"),
    ("high", "upper end, where a range is said"),
    ("unit", "unit of the number"),
    ("share", "share of an actor in percent"),
    ("phase", "how often the status came, from 1"),
    ("date", "when it was so, as typed (EDTF)"),
    ("from", "first day that the date may mean; empty where open"),
    ("until", "last day that the date may mean; empty where open"),
    ("planned", "whether it is an intention"),
    ("preferred", "whether it gives the date of its status and phase"),
    ("stated_on", "when it was said, where that differs from the date of the source"),
    ("known_from", "day from which on the atlas counts it as known"),
    ("user", "country that begins to use a base"),
    ("scope", "what a quantity is of"),
    ("unverified", "whether it rests on no source that was seen; without a source always true"),
    ("note", "remark"),
    ("source", "key of the source"),
    ("source_citation", "the source in full"),
    ("citation", "how to cite the table"),
];

/// The rows of an answer, feature by feature in the order of the records. Read back in time, they
/// are those that were known then.
///
/// # Errors
/// When a row cannot be written.
pub fn file(contents: &Contents<'_>, out: &mut dyn Write) -> Result<(), FileError> {
    let mut writer = writer(out);
    writer.write_record(COLUMNS.iter().map(|(column, _)| column))?;
    let citation = credit::citation(contents.atlas, &contents.asked);
    for row in contents.rows() {
        let properties = properties(row);
        for statement in statements(row, &properties) {
            let cells = COLUMNS.iter().map(|(column, _)| match *column {
                "citation" => citation.clone(),
                column => statement.cell(row, column),
            });
            writer.write_record(cells.map(|cell| harmless(&cell)))?;
        }
    }
    Ok(writer.flush()?)
}

/// One thing that a record says.
struct Statement<'a> {
    sort: &'static str,
    kind: &'a str,
    said: Cow<'a, Map<String, Value>>,
    claim: Option<&'a Claim>,
}

/// The record as it was known.
fn properties(row: Row<'_>) -> Cow<'_, Map<String, Value>> {
    match row.hit.as_of {
        None => row.hit.feature.properties(),
        Some(day) => Cow::Owned(known::properties(row.atlas, row.hit.feature, day)),
    }
}

/// What a record says, claims first.
fn statements<'a>(row: Row<'a>, properties: &'a Map<String, Value>) -> Vec<Statement<'a>> {
    let mut all = Vec::new();
    let mut claims = known_claims(row);
    for said in objects(properties.get("claims")) {
        let kind = text(said, "kind");
        all.push(Statement {
            sort: "claim",
            kind,
            said: Cow::Borrowed(said),
            claim: claims.next(),
        });
    }
    if row.hit.feature.is_event() {
        let said = Cow::Owned(date_of_event(properties));
        all.push(Statement { sort: "date", kind: "", said, claim: None });
    }
    let quantities = properties.get("quantities").and_then(Value::as_object);
    for (kind, values) in quantities.into_iter().flatten() {
        let each = objects(Some(values)).map(Cow::Borrowed);
        all.extend(each.map(|said| Statement { sort: "quantity", kind, said, claim: None }));
    }
    for (list, sort) in LISTS {
        let each = objects(properties.get(*list));
        all.extend(each.map(|said| Statement {
            sort,
            kind: text(said, "role"),
            said: Cow::Borrowed(said),
            claim: None,
        }));
    }
    all
}

/// Lists of a record, with the word for one of their elements.
const LISTS: &[(&str, &str)] =
    &[("actors", "actor"), ("facts", "fact"), ("amounts", "amount"), ("other_dates", "other_date")];

/// The claims that stand in the record as it was known, in the same order.
fn known_claims<'a>(row: Row<'a>) -> impl Iterator<Item = &'a Claim> {
    let known = move |claim: &&Claim| {
        let from = claim.known_from(row.atlas.sources());
        row.hit.as_of.is_none_or(|day| from.is_some_and(|from| from <= day))
    };
    row.hit.feature.claims().iter().filter(known)
}

/// The date of an event stands in several members of its record.
fn date_of_event(properties: &Map<String, Value>) -> Map<String, Value> {
    const NAMES: [(&str, &str); 5] = [
        ("date", "date"),
        ("source", "date_source"),
        ("unverified", "date_unverified"),
        ("planned", "planned"),
        ("stated_on", "stated_on"),
    ];
    let found = NAMES
        .iter()
        .filter_map(|(name, member)| Some(((*name).to_owned(), properties.get(*member)?.clone())));
    found.collect()
}

impl Statement<'_> {
    fn cell(&self, row: Row<'_>, column: &str) -> String {
        let feature = row.hit.feature;
        let source = || row.atlas.sources().get(text(&self.said, "source"));
        match column {
            "feature" => feature.id().to_owned(),
            "layer" => row.atlas.layer_of(feature).id.clone(),
            "name" => name(feature).to_owned(),
            "statement" => self.sort.to_owned(),
            "kind" => self.kind.to_owned(),
            "value" => self.value(),
            "date" => self.date().to_owned(),
            "from" => self.bound(|date| date.earliest()),
            "until" => self.bound(|date| date.latest()),
            "known_from" => {
                let of_source = || source().and_then(|source| source.known_from());
                let day = match self.claim {
                    Some(claim) => claim.known_from(row.atlas.sources()),
                    None => of_source(),
                };
                day.map_or_else(String::new, closed)
            }
            "planned" | "preferred" => self.flag(column).to_string(),
            "unverified" => {
                let unsourced = text(&self.said, "source").is_empty();
                (unsourced || self.flag(column)).to_string()
            }
            "source_citation" => source().map_or_else(String::new, |source| source.citation()),
            member => plain(self.said.get(member)),
        }
    }

    /// What is said, by the member that says it.
    fn value(&self) -> String {
        let member = match self.sort {
            "claim" => "status",
            "actor" => "name",
            "fact" => "text",
            _ => "value",
        };
        plain(self.said.get(member))
    }

    fn flag(&self, member: &str) -> bool {
        self.said.get(member).and_then(Value::as_bool) == Some(true)
    }

    /// Quantities hold as of a date.
    fn date(&self) -> &str {
        let date = text(&self.said, "date");
        if date.is_empty() { text(&self.said, "as_of") } else { date }
    }

    fn bound(&self, end: impl Fn(&Date) -> Day) -> String {
        Date::parse(self.date()).map_or_else(|_| String::new(), |date| closed(end(&date)))
    }
}

fn objects(list: Option<&Value>) -> impl Iterator<Item = &Map<String, Value>> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn text<'a>(said: &'a Map<String, Value>, member: &str) -> &'a str {
    said.get(member).and_then(Value::as_str).unwrap_or_default()
}

fn plain(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn closed(day: Day) -> String {
    if day.is_open() { String::new() } else { day.to_string() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_date_of_an_event_is_a_statement_with_a_source() {
        let record = json!({"date": "2001-06-15", "date_source": "sco2001", "summary": "Founded"});
        let said = date_of_event(record.as_object().expect("an object"));
        assert_eq!(Value::Object(said), json!({"date": "2001-06-15", "source": "sco2001"}));
    }
}
