//! How to cite a record or the whole atlas: as text, BibTeX and CSL-JSON, always with the data version.

use maud::{Markup, html};
use serde_json::{Value, json};

use crate::atlas::Atlas;
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::output::bibtex::{entry, tex, url};
use crate::pages::links::{Links, segment};

/// What the whole atlas is called among the files of citations.
pub const ALL: &str = "atlas";

/// Endings of the files of citations, with their media types and what a reader calls them.
pub const FORMS: &[(&str, &str, &str)] = &[
    ("bib", "application/x-bibtex; charset=utf-8", "BibTeX"),
    ("csljson", "application/vnd.citationstyles.csl+json", "CSL-JSON"),
    ("txt", "text/plain; charset=utf-8", "Text"),
];

/// A citation of what the atlas says today.
pub struct Citation<'a> {
    id: &'a str,
    name: Option<&'a str>,
    atlas: &'a str,
    version: &'a str,
    today: Day,
    /// Its address with the data version; `None` where no server is known.
    address: Option<String>,
}

impl<'a> Citation<'a> {
    /// Of one record.
    #[must_use]
    pub fn of_feature(
        atlas: &'a Atlas,
        feature: &'a Feature,
        name: &'a str,
        today: Day,
        links: &Links,
    ) -> Self {
        let address = format!("feature/{}/record?v={}", segment(feature.id()), atlas.version());
        Self {
            id: feature.id(),
            name: Some(name),
            address: (!links.in_files()).then(|| links.absolute(&address)),
            ..Self::of_atlas(atlas, today, links)
        }
    }

    /// Of everything.
    #[must_use]
    pub fn of_atlas(atlas: &'a Atlas, today: Day, links: &Links) -> Self {
        let address = format!("data?v={}", atlas.version());
        Self {
            id: ALL,
            name: None,
            atlas: &atlas.vocabulary().title,
            version: atlas.version(),
            today,
            address: (!links.in_files()).then(|| links.absolute(&address)),
        }
    }

    /// One line of text.
    #[must_use]
    pub fn text(&self) -> String {
        let name = self.name.map_or(String::new(), |name| format!("“{name}.” "));
        let address = self.address.as_ref().map_or(String::new(), |address| format!(" {address}"));
        let (author, year, atlas) = (self.author(), self.year(), self.atlas);
        let (version, day) = (self.version, self.today);
        format!("{author}. {year}. {name}{atlas}, version {version}. Accessed {day}.{address}")
    }

    /// An entry for `BibTeX`.
    #[must_use]
    pub fn bibtex(&self) -> String {
        let whole = |text: &str| format!("{{{}}}", tex(text));
        let mut fields = vec![("author", whole(&self.author()))];
        fields.push(("title", whole(self.name.unwrap_or(self.atlas))));
        if self.name.is_some() {
            fields.push(("howpublished", tex(self.atlas)));
        }
        fields.push(("year", self.year().to_string()));
        fields.push(("note", format!("Version {}", tex(self.version))));
        fields.extend(self.address.as_ref().map(|address| ("url", url(address))));
        fields.push(("urldate", self.today.to_string()));
        entry("misc", self.id, &fields)
    }

    /// A list of one CSL-JSON item.
    #[must_use]
    pub fn csl(&self) -> Value {
        let (year, month, day) = self.today.ymd().unwrap_or_default();
        let mut item = json!({
            "id": self.id,
            "type": if self.name.is_some() { "webpage" } else { "dataset" },
            "title": self.name.unwrap_or(self.atlas),
            "author": [{"literal": self.author()}],
            "version": self.version,
            "issued": {"date-parts": [[year]]},
            "accessed": {"date-parts": [[year, month, day]]},
        });
        if self.name.is_some() {
            item["container-title"] = json!(self.atlas);
        }
        if let Some(address) = &self.address {
            item["URL"] = json!(address);
        }
        json!([item])
    }

    /// The text of a file, by its ending.
    #[must_use]
    pub fn file(&self, ending: &str) -> Option<String> {
        match ending {
            "bib" => Some(self.bibtex()),
            "csljson" => Some(self.csl().to_string()),
            "txt" => Some(format!("{}\n", self.text())),
            _ => None,
        }
    }

    /// Links to the files, where a server gives them.
    #[must_use]
    pub fn files(&self, links: &Links) -> Markup {
        html! {
            @if !links.in_files() {
                ul.ways aria-label="The citation as a file" {
                    @for (ending, _, name) in FORMS {
                        li { a href=(links.to(&format!("cite/{}.{ending}", segment(self.id)))) { (name) } }
                    }
                }
            }
        }
    }

    fn author(&self) -> String {
        format!("{} contributors", self.atlas)
    }

    /// Of the data as they stand today.
    fn year(&self) -> i16 {
        self.today.ymd().map_or(0, |(year, ..)| year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page has the same rules, and reads the same table.
    #[test]
    fn citations_are_those_of_the_table() {
        let table = include_str!("../../tests/cases/citations.json");
        let cases: Vec<Value> = serde_json::from_str(table).unwrap();
        assert!(!cases.is_empty());
        for case in &cases {
            let told = |name: &str| case[name].as_str().unwrap_or_default();
            let mut read = told("read").split('-');
            let mut next = || read.next().unwrap();
            let (year, month, day) = (next().parse(), next().parse(), next().parse());
            let read = Day::from_ymd(year.unwrap(), month.unwrap(), day.unwrap()).unwrap();
            let citation = Citation {
                id: case["id"].as_str().unwrap_or(ALL),
                name: case["name"].as_str(),
                atlas: told("atlas"),
                version: told("version"),
                today: read,
                address: Some(told("address").to_owned()),
            };
            assert_eq!(citation.text(), told("text"), "{}", told("says"));
            assert_eq!(citation.bibtex(), told("bibtex"), "{}", told("says"));
            assert_eq!(citation.csl(), json!([case["csl"]]), "{}", told("says"));
        }
    }
}
