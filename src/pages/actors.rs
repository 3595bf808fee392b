//! Who owns, runs, pays for, builds and takes part.

use maud::{Markup, html};

use crate::pages::country::country;
use crate::pages::member::{self, Members};
use crate::pages::record::Record;
use crate::pages::sources::reference;
use crate::pages::words::{self, known, said};

/// Actors in the order of the file, with role and source; host and those who took part.
pub fn actors(record: &Record<'_>) -> Markup {
    let properties = &record.properties;
    let actors: Vec<&Members> = member::objects(properties, "actors").collect();
    let participants: Vec<&str> = member::texts(properties, "participants").map(country).collect();
    let host = member::text(properties, "host").map(country);
    html! {
        @if !actors.is_empty() || !participants.is_empty() || host.is_some() {
            section {
                h2 { "Actors" }
                dl {
                    @if let Some(host) = host {
                        dt { (said("feature.actors.host", &[])) } dd { (host) }
                    }
                    @for actor in actors { (row(record, actor)) }
                    @if !participants.is_empty() {
                        dt { (said("feature.event.participants", &[])) }
                        dd { (participants.join(", ")) }
                    }
                }
            }
        }
    }
}

fn row(record: &Record<'_>, actor: &Members) -> Markup {
    let name = member::text(actor, "name").unwrap_or_default();
    let role = member::text(actor, "role").unwrap_or_default();
    let text = match member::number(actor, "share") {
        Some(share) => {
            said("feature.actors.share", &[("name", name), ("share", &words::number(share))])
        }
        None => name.to_owned(),
    };
    html! {
        dt { (words::capital(role)) }
        dd {
            b { (text) } (reference(record, member::text(actor, "source")))
            @if let Some(note) = member::text(actor, "note") { " " span.note { (words::capital(note)) "." } }
        }
    }
}

/// A country by its letters, or the words for what else is listed.
#[must_use]
pub fn countries(record: &Record<'_>) -> String {
    record.feature.countries().iter().map(|code| country(code)).collect::<Vec<_>>().join(", ")
}

/// The category, and the countries it touches.
#[must_use]
pub fn kind(record: &Record<'_>) -> String {
    let entry = record.atlas.layer_of(record.feature);
    let category = entry.categories.iter().find(|entry| entry.id == record.feature.category());
    let category = category.and_then(|entry| entry.name.get("en"));
    let category = category.or_else(|| entry.name.get("en")).map_or("", String::as_str);
    let countries = countries(record);
    if countries.is_empty() || known("feature.kind").is_none() {
        return category.to_owned();
    }
    said("feature.kind", &[("category", category), ("countries", &countries)])
}
