//! One record to read, in the order a reader asks: what, when, promised, how much, who, where, says who.

use std::borrow::Cow;

use maud::{Markup, html};
use serde_json::Value;

use crate::atlas::Atlas;
use crate::atlas::chronicle::Life;
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::pages::cite::Citation;
use crate::pages::links::Links;
use crate::pages::member::{self, Members};
use crate::pages::sources::reference;
use crate::pages::words::{self, said};
use crate::pages::{actors, figures, page, position, sources, times};
use crate::store::State;

/// A feature with what holds of it on a day, to be written down.
pub struct Record<'a> {
    /// The atlas it is in.
    pub atlas: &'a Atlas,
    /// The feature.
    pub feature: &'a Feature,
    /// Its properties as authored; of an earlier day of knowledge, what of them was known.
    pub properties: Cow<'a, Members>,
    /// What holds on the day.
    pub state: &'a State,
    /// Its periods as known.
    pub life: Cow<'a, Life>,
    /// The day that is told of.
    pub day: Day,
    /// The day as of which the atlas is read.
    pub known: Day,
    /// The current day.
    pub today: Day,
    /// Whether the server has heights along it.
    pub has_profile: bool,
    /// The data version of the link that led here.
    pub cited: Option<&'a str>,
    /// How the page names others.
    pub links: &'a Links,
}

/// Properties that the sections show; any other one is a column of somebody's own file.
const SHOWN: &[&str] = &[
    "category",
    "name",
    "names_unverified",
    "short",
    "countries",
    "group",
    "host",
    "users",
    "reported_only",
    "disputed",
    "summary",
    "position",
    "actors",
    "quantities",
    "claims",
    "conflicts",
    "notes",
    "further_sources",
    "participants",
    "date",
    "date_source",
    "date_unverified",
    "other_dates",
    "planned",
    "stated_on",
    "facts",
    "amounts",
    "related",
    "in_chung2005",
];

impl Record<'_> {
    /// Its name in English, else whichever there is.
    #[must_use]
    pub fn name(&self) -> &str {
        let names = self.feature.name();
        names.get("en").or_else(|| names.values().next()).unwrap_or(self.feature.id())
    }

    /// What it is, in a sentence or two.
    #[must_use]
    pub fn description(&self) -> String {
        let summary = member::text(&self.properties, "summary");
        summary.map_or_else(|| format!("{}. {}", self.name(), actors::kind(self)), str::to_owned)
    }

    /// The day as of which the atlas is read, where that is not today.
    #[must_use]
    pub fn as_of(&self) -> Option<Day> {
        (self.known != self.today).then_some(self.known)
    }

    /// How to cite it.
    #[must_use]
    pub fn citation(&self) -> Citation<'_> {
        Citation::of_feature(self.atlas, self.feature, self.name(), self.today, self.links)
    }
}

/// The whole record.
#[must_use]
pub fn body(record: &Record<'_>) -> Markup {
    let properties = &record.properties;
    html! {
        main {
            (page::moved_on(record.cited, record.atlas.version()))
            (head(record))
            (times::status(record))
            @if let Some(summary) = member::text(properties, "summary") { p.lead { (summary) } }
            (ways(record))
            (happenings(record))
            (times::periods(record))
            (times::plans(record))
            (figures::figures(record))
            (actors::actors(record))
            (position::position(record))
            (columns(record))
            (related(record))
            (remarks(properties, "conflicts", "feature.conflicts.title", "conflict"))
            (remarks(properties, "notes", "feature.conflicts.notes", "remark"))
            (times::claims(record))
            (sources::list(record))
            (cite(record))
        }
    }
}

fn head(record: &Record<'_>) -> Markup {
    let feature = record.feature;
    let unchecked: Vec<&str> = member::texts(&record.properties, "names_unverified").collect();
    let offered = &record.atlas.vocabulary().languages;
    let others = feature.name().iter().filter(|(_, name)| *name != record.name());
    let mut others: Vec<_> = others.collect();
    others.sort_by_key(|(code, _)| {
        offered.iter().position(|known| known == *code).unwrap_or(offered.len())
    });
    html! {
        p.kind { (actors::kind(record)) }
        h1 { (record.name()) }
        @if !others.is_empty() {
            ul.names {
                @for (code, name) in others {
                    li {
                        span.code { (code) } " " span lang=(code) { (name) }
                        @if unchecked.contains(&code) {
                            " " span.note { (said("feature.unchecked", &[])) }
                        }
                    }
                }
            }
        }
    }
}

/// Where else the record can be had.
fn ways(record: &Record<'_>) -> Markup {
    let (links, id) = (record.links, record.feature.id());
    let layer = record.atlas.layer_of(record.feature);
    let layer_name = layer.name.get("en").map_or(layer.id.as_str(), String::as_str);
    let profile = links.to(&format!("feature/{}/profile", crate::pages::links::segment(id)));
    html! {
        ul.ways aria-label="This record elsewhere" {
            li { a href=(links.map(id)) { "On the map" } }
            li { a href=(links.catalogue(Some(&layer.id))) { "All of " (layer_name) } }
            li { a href=(links.items(&layer.id, id)) { "GeoJSON" } }
            @if record.has_profile { li { a href=(profile) { "Heights along it" } } }
            li { a href=(links.part("cite")) { "Cite" } }
        }
    }
}

/// What is known of an event: facts, amounts, other dates.
fn happenings(record: &Record<'_>) -> Markup {
    let properties = &record.properties;
    let facts: Vec<&Members> = member::objects(properties, "facts").collect();
    let amounts: Vec<&Members> = member::objects(properties, "amounts").collect();
    let dates: Vec<&Members> = member::objects(properties, "other_dates").collect();
    html! {
        @if !facts.is_empty() {
            section {
                h2 { (said("feature.event.title", &[])) }
                ul.rows {
                    @for fact in facts {
                        li {
                            (words::capital(member::text(fact, "text").unwrap_or_default()))
                            (reference(record, member::text(fact, "source")))
                        }
                    }
                }
            }
        }
        @if !amounts.is_empty() {
            section { h2 { (said("feature.event.amounts", &[])) } (figures::values(record, &amounts)) }
        }
        @if !dates.is_empty() {
            section {
                h2 { (said("feature.event.dates", &[])) }
                ul.rows {
                    @for date in dates {
                        li {
                            b { (words::date(member::text(date, "date").unwrap_or_default())) }
                            (reference(record, member::text(date, "source")))
                            @if let Some(note) = member::text(date, "note") { " " span.note { (note) } }
                        }
                    }
                }
            }
        }
    }
}

/// Columns of a file that is not of our form.
fn columns(record: &Record<'_>) -> Markup {
    let properties = &record.properties;
    let own =
        properties.iter().filter(|(key, value)| !SHOWN.contains(&key.as_str()) && !value.is_null());
    let own: Vec<_> = own.collect();
    html! {
        @if !own.is_empty() {
            section {
                h2 { (said("feature.columns", &[])) }
                dl {
                    @for (key, value) in own { dt { (key) } dd { (shown(value)) } }
                }
            }
        }
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn related(record: &Record<'_>) -> Markup {
    let ids = member::texts(&record.properties, "related");
    let related: Vec<&Feature> = ids.filter_map(|id| record.atlas.feature(id)).collect();
    html! {
        @if !related.is_empty() {
            section {
                h2 { (said("feature.event.related", &[])) }
                ul.rows {
                    @for other in related {
                        li {
                            a href=(record.links.record(other.id())) {
                                (other.name().get("en").unwrap_or(other.id()))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn remarks(properties: &Members, name: &str, title: &str, class: &str) -> Markup {
    let texts: Vec<&str> = member::texts(properties, name).collect();
    html! {
        @if !texts.is_empty() {
            section {
                h2 { (said(title, &[])) }
                @for text in texts { p class=(class) { (words::capital(text)) } }
            }
        }
    }
}

fn cite(record: &Record<'_>) -> Markup {
    let citation = record.citation();
    html! {
        section #cite {
            h2 { (said("feature.actions.cite", &[])) }
            p.citation { (citation.text()) }
            (citation.files(record.links))
        }
    }
}
