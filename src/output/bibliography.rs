//! The sources of an answer as a bibliography, in CSL-JSON and `BibTeX`, the answer itself first.

use std::io::Write;

use serde_json::{Map, Value, json};

use crate::atlas::date::Date;
use crate::atlas::source::Source;
use crate::output::bibtex::{entry, tex, url};
use crate::output::contents::Contents;
use crate::output::credit;
use crate::output::format::FileError;

/// Key of the answer itself among the sources.
const ITSELF: &str = "steppe-atlas-answer";

/// A list of CSL-JSON items (Citation Style Language 1.0.2), as Zotero and pandoc read it.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn csl(contents: &Contents<'_>, out: &mut dyn Write) -> Result<(), FileError> {
    write!(out, "[\n{}", itself(contents))?;
    for (_, source) in named(contents) {
        write!(out, ",\n{source}")?;
    }
    Ok(out.write_all(b"\n]\n")?)
}

/// `BibTeX` entries. What stands between entries is for people.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn bibtex(contents: &Contents<'_>, out: &mut dyn Write) -> Result<(), FileError> {
    for line in credit::lines(contents) {
        // An at sign would begin an entry.
        writeln!(out, "% {}", line.replace('@', "(at)"))?;
    }
    let asked = &contents.asked;
    let fields = [
        ("title", format!("{{{}}}", tex(&credit::title(contents.atlas, asked)))),
        ("note", format!("Data version {}", tex(contents.atlas.version()))),
        ("url", address(contents).map_or_else(String::new, url)),
        ("urldate", asked.today.to_string()),
    ];
    write!(out, "\n{}", entry("misc", ITSELF, &fields))?;
    for (key, _) in named(contents) {
        if let Some(source) = contents.atlas.sources().get(&key) {
            write!(out, "\n{}", entry_of(source))?;
        }
    }
    Ok(())
}

/// The sources that the features name, by key.
fn named(contents: &Contents<'_>) -> Map<String, Value> {
    match credit::sources(contents.atlas, &contents.features(), contents.asked.as_of) {
        Value::Object(sources) => sources,
        _ => Map::new(),
    }
}

fn itself(contents: &Contents<'_>) -> Value {
    let asked = &contents.asked;
    let (year, month, day) = asked.today.ymd().unwrap_or_default();
    let mut item = json!({
        "id": ITSELF,
        "type": "dataset",
        "title": credit::title(contents.atlas, asked),
        "version": contents.atlas.version(),
        "accessed": {"date-parts": [[year, month, day]]},
        "note": credit::lines(contents).join("\n"),
    });
    if let Some(address) = address(contents) {
        item["URL"] = json!(address);
    }
    item
}

/// The address that gives the answer again, where it is one of the web.
fn address<'c>(contents: &'c Contents<'_>) -> Option<&'c str> {
    Some(contents.asked.address.as_str()).filter(|address| address.contains("://"))
}

fn entry_of(source: &Source) -> String {
    let (kind, publisher) = match source.text("type") {
        Some("article-journal" | "article-magazine" | "article-newspaper") => {
            ("article", "journal")
        }
        Some("report") => ("techreport", "institution"),
        Some("book") => ("book", "publisher"),
        _ => ("misc", "howpublished"),
    };
    let issued = source.issued.as_ref().map_or("", Date::text);
    let year = issued.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    let fields = [
        ("author", authors(source)),
        (
            "title",
            source.text("title").map_or_else(String::new, |title| format!("{{{}}}", tex(title))),
        ),
        (
            publisher,
            tex(source.text("publisher").or(source.text("container-title")).unwrap_or_default()),
        ),
        ("year", year.unwrap_or_default().to_owned()),
        ("date", tex(issued)),
        ("url", source.text("URL").map_or_else(String::new, url)),
    ];
    entry(kind, &source.id, &fields)
}

/// `Family, Given and {An Organisation}`.
fn authors(source: &Source) -> String {
    let names = source.csl.get("author").and_then(Value::as_array).into_iter().flatten();
    let each = names.filter_map(|name| {
        let text = |key: &str| name.get(key).and_then(Value::as_str).map(tex);
        match (text("family"), text("given"), text("literal")) {
            (Some(family), Some(given), _) => Some(format!("{family}, {given}")),
            (Some(family), None, _) => Some(family),
            (None, _, literal) => literal.map(|literal| format!("{{{literal}}}")),
        }
    });
    each.collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_becomes_an_entry() {
        let source = Source {
            id: "ap20051215".into(),
            issued: Date::parse("2005-12-15").ok(),
            csl: json!({
                "id": "ap20051215", "type": "article-newspaper", "title": "Oil & gas",
                "author": [{"family": "Doe", "given": "J."}, {"literal": "Reuters"}],
                "publisher": "AP", "URL": "https://example.org/a_b%20c",
            }),
        };
        assert_eq!(
            entry_of(&source),
            "@article{ap20051215,\n  author = {Doe, J. and {Reuters}},\n  title = {{Oil \\& gas}},\n  \
             journal = {AP},\n  year = {2005},\n  date = {2005-12-15},\n  \
             url = {https://example.org/a_b%20c},\n}\n"
        );
    }
}
