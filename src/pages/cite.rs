//! How to cite a record or the whole atlas: as text, BibTeX and CSL-JSON, always with the data version.

use maud::{Markup, html};
use serde_json::{Value, json};

use crate::atlas::Atlas;
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::output::bibtex::{entry, tex, url};
use crate::pages::links::{Links, segment};
use crate::pages::words;

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
        let name = self.name.map_or(String::new(), |name| format!("“{name}”. "));
        let address = self.address.as_ref().map_or(String::new(), |address| format!(" {address}"));
        let day = words::day(self.today);
        format!("{name}{}, data version {}. Read {day}.{address}", self.atlas, self.version)
    }

    /// An entry for `BibTeX`.
    #[must_use]
    pub fn bibtex(&self) -> String {
        let mut fields = vec![("title", format!("{{{}}}", tex(self.name.unwrap_or(self.atlas))))];
        if self.name.is_some() {
            fields.push(("howpublished", tex(self.atlas)));
        }
        fields.push(("note", format!("Data version {}", tex(self.version))));
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
            "type": if self.name.is_some() { "entry" } else { "dataset" },
            "title": self.name.unwrap_or(self.atlas),
            "version": self.version,
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
}
