//! Sources: the short form beside a value, and the list at the end of a record.

use maud::{Markup, html};

use crate::atlas::date::Date;
use crate::atlas::source::Source;
use crate::output::credit;
use crate::pages::links::{segment, web};
use crate::pages::record::Record;
use crate::pages::words;

/// Who says so, in a few words that lead to the list; "unsourced" where nobody is named.
pub fn reference(record: &Record<'_>, key: Option<&str>) -> Markup {
    let named = key.and_then(|key| record.atlas.sources().get(key));
    html! {
        " "
        @if let Some(source) = named {
            a.ref href=(record.links.part(&anchor(source))) {
                (label(source))
                @if let Some(issued) = &source.issued { ", " (words::date(issued.text())) }
            }
        } @else {
            em.ref { (words::said("feature.unsourced", &[])) }
        }
    }
}

/// All sources of a record with their links.
pub fn list(record: &Record<'_>) -> Markup {
    let keys = credit::sources(record.atlas, &[record.feature], record.as_of());
    let keys = keys.as_object().into_iter().flatten().map(|(key, _)| key);
    let named: Vec<&Source> = keys.filter_map(|key| record.atlas.sources().get(key)).collect();
    html! {
        @if !named.is_empty() {
            section {
                h2 { (words::said("feature.sources.title", &[])) small { (named.len()) } }
                ol.sources {
                    @for source in named {
                        li id=(anchor(source)) { (entry(source)) }
                    }
                }
            }
        }
    }
}

fn entry(source: &Source) -> Markup {
    let title = source.text("title").unwrap_or(&source.id);
    let address = source.text("URL").and_then(web);
    let issued = source.issued.as_ref().map(Date::text).map(words::date);
    html! {
        @if let Some(address) = address {
            a href=(address) rel="noopener noreferrer" { (title) }
        } @else { (title) }
        @if let Some(publisher) = source.text("publisher") { ". " (publisher) }
        ", " (issued.unwrap_or_else(|| words::said("feature.sources.undated", &[]))) "."
        @if let Some(address) = address { " " span.address { (address) } }
        @if let Some(note) = source.text("note") { " " span.note { (words::capital(note)) } }
    }
}

/// The publisher, else the title.
fn label(source: &Source) -> &str {
    source.text("publisher").or_else(|| source.text("title")).unwrap_or(&source.id)
}

fn anchor(source: &Source) -> String {
    format!("s-{}", segment(&source.id))
}
