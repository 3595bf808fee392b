//! How well a course or place is known, from whom, and under which licence.

use maud::{Markup, html};
use serde_json::Value;

use crate::pages::member::{self, Members};
use crate::pages::record::Record;
use crate::pages::sources::reference;
use crate::pages::words::{known, number, said};

/// Quality, lengths, basis, licence, named places and parts.
pub fn position(record: &Record<'_>) -> Markup {
    let position = record.properties.get("position").and_then(Value::as_object);
    let label = if record.feature.has_lines() { "course" } else { "site" };
    html! {
        @if let Some(position) = position {
            section {
                h2 { (said(&format!("feature.position.{label}"), &[])) }
                p {
                    b { (quality(position)) }
                    @if let Some(lengths) = lengths(position) { "; " (lengths) }
                    "."
                    @if let Some(source) = member::text(position, "source") {
                        (reference(record, Some(source)))
                    }
                }
                @if let Some(basis) = member::text(position, "basis") {
                    p.note { (said("feature.position.basis", &[])) ": " (basis) }
                }
                (credit(position))
                (places(position))
                (parts(position))
            }
        }
    }
}

fn quality(of: &Members) -> String {
    let quality = member::text(of, "quality").unwrap_or_default();
    let name = known(&format!("feature.position.{quality}")).unwrap_or(quality);
    match member::number(of, "accuracy_km") {
        Some(km) => said("feature.position.accuracy", &[("quality", name), ("km", &number(km))]),
        None => name.to_owned(),
    }
}

fn lengths(position: &Members) -> Option<String> {
    let whole = |name| member::number(position, name).map(|km| number(km.round()));
    let drawn = whole("drawn_length_km")?;
    Some(match whole("reference_length_km") {
        Some(published) => {
            said("feature.position.drawn", &[("drawn", &drawn), ("published", &published)])
        }
        None => said("feature.position.drawnOnly", &[("drawn", &drawn)]),
    })
}

fn credit(of: &Members) -> Markup {
    html! {
        @if let Some(licence) = member::text(of, "licence") {
            p.note { (said("feature.position.licence", &[("licence", licence)])) }
        }
        @if let Some(attribution) = member::text(of, "attribution") { p.note { (attribution) } }
    }
}

fn places(position: &Members) -> Markup {
    let named: Vec<&str> = member::text(position, "place")
        .into_iter()
        .chain(member::objects(position, "places").filter_map(|place| member::text(place, "name")))
        .collect();
    let others: Vec<&str> = member::objects(position, "other_locations")
        .filter_map(|place| member::text(place, "place"))
        .collect();
    html! {
        @if !named.is_empty() {
            p { (said("feature.event.place", &[])) ": " (named.join(" · ")) }
        }
        @if !others.is_empty() {
            p { (said("feature.event.otherPlaces", &[])) ": " (others.join(" · ")) }
        }
    }
}

fn parts(position: &Members) -> Markup {
    let parts: Vec<&Members> = member::objects(position, "parts").collect();
    html! {
        @if parts.len() > 1 {
            h3 { (crate::pages::words::counted("feature.position.parts", parts.len() as u64)) }
            ul.rows {
                @for (place, part) in parts.iter().enumerate() {
                    li {
                        @match member::text(part, "name") {
                            Some(name) => { (name) }
                            None => {
                                (said("feature.position.part", &[("number", &(place + 1).to_string())]))
                            }
                        }
                        @if member::text(part, "quality").is_some() { ": " (quality(part)) }
                        @if let Some(km) = member::number(part, "length_km") {
                            ", " (number(km.round())) " km"
                        }
                        @if let Some(basis) = member::text(part, "basis") { " " span.note { (basis) } }
                        (credit(part))
                    }
                }
            }
        }
    }
}
