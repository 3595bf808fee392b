//! Any document of the API as a page to read: everything it says, with its links.

use maud::{Markup, html};
use serde_json::{Map, Value, json};

use crate::atlas::Atlas;
use crate::pages::links::{Links, segment, web};
use crate::pages::page::{self, Head};
use crate::pages::words::{self, capital};

/// Where a document stands.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The path of the request.
    pub path: &'a str,
    /// What is to be found there, in a sentence.
    pub does: &'a str,
}

/// Members that are said in the head of the page, or in a section of their own.
const APART: &[&str] = &["title", "description", "links", "features", "collections"];

/// Most features of which a page shows all; of more it lists the names, each with its own page.
const MOST_IN_FULL: usize = 100;

/// A whole page. `base` is the address of the server without a slash at its end.
#[must_use]
pub fn page(atlas: &Atlas, base: &str, place: &Place<'_>, document: &Value) -> String {
    let title = title(atlas, place, document);
    let links = links(base, place.path);
    let body = html! {
        main {
            (crumbs(&links, place.path))
            h1 { (title) }
            p.lead { (lead(place, document)) }
            @if let Some(members) = document.as_object() { (facts(members)) }
            @if let Some(collections) = document["collections"].as_array() {
                section { h2 { "Collections" } (collections_list(&links, collections)) }
            }
            @if let Some(features) = document["features"].as_array() {
                section { h2 { "Features" small { (features.len()) } } (features_table(&links, place, features)) }
            }
            @if let Some(list) = document["links"].as_array() {
                section { h2 { "Links" } (links_list(list)) }
            }
        }
    };
    framed(atlas, base, place, (&title, &body))
}

/// A page of the API with a title and a body.
#[must_use]
pub fn framed(atlas: &Atlas, base: &str, place: &Place<'_>, of: (&str, &Markup)) -> String {
    let (title, body) = of;
    let links = links(base, place.path);
    let address = place.path.trim_start_matches('/').to_owned();
    let data = json!({
        "@context": "https://schema.org",
        "@type": "WebPage",
        "url": links.absolute(&address),
        "name": title,
    });
    let head = Head {
        title: format!("{title} · {}", atlas.vocabulary().title),
        description: capital(place.does),
        address,
        data,
        links: &links,
    };
    page::page(atlas, &head, body)
}

/// Links from a page at a path.
#[must_use]
pub fn links(base: &str, path: &str) -> Links {
    Links::new(base, &"../".repeat(path.matches('/').count().saturating_sub(1)), "")
}

fn title(atlas: &Atlas, place: &Place<'_>, document: &Value) -> String {
    let said = &document["properties"]["name"];
    let told = document["title"].as_str().or(said["en"].as_str()).or(said.as_str());
    let layer =
        place.path.strip_prefix("/api/collections/").and_then(|rest| rest.strip_suffix("/items"));
    let layer = layer.and_then(|id| {
        let layers = &atlas.vocabulary().layers;
        layers.iter().find(|layer| segment(&layer.id) == id)?.name.get("en").map(String::as_str)
    });
    let told = told.or(layer).or_else(|| document["id"].as_str());
    told.map_or_else(|| capital(place.does), str::to_owned)
}

/// The way down to a page of the API, each step a link.
#[must_use]
pub fn crumbs(links: &Links, path: &str) -> Markup {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    html! {
        p.kind {
            @for (depth, part) in parts.iter().enumerate().take(parts.len().saturating_sub(1)) {
                a href=(links.to(&parts[..=depth].join("/"))) { (part) } " / "
            }
            (parts.last().copied().unwrap_or_default())
        }
    }
}

/// What the document says of itself, or what is to be found under its path.
fn lead(place: &Place<'_>, document: &Value) -> String {
    let described = document["description"].as_str().filter(|text| !text.is_empty());
    described.map_or_else(|| format!("{}.", capital(place.does)), str::to_owned)
}

fn facts(members: &Map<String, Value>) -> Markup {
    let mut told = members.iter().filter(|(name, _)| !APART.contains(&name.as_str())).peekable();
    if told.peek().is_none() {
        return html! {};
    }
    html! { dl.facts { @for (name, value) in told { dt { (name) } dd { (said(value)) } } } }
}

/// Any value: texts and numbers as they are, addresses as links, lists and objects with all they hold.
fn said(value: &Value) -> Markup {
    html! {
        @match value {
            Value::Null => "none",
            Value::Bool(true) => "yes",
            Value::Bool(false) => "no",
            Value::Number(number) => (number),
            Value::String(text) => @match web(text) {
                Some(address) => a href=(address) { (address) },
                None => (text),
            },
            Value::Array(list) if is_geometry(list) => details { summary { "coordinates" } (value.to_string()) },
            Value::Array(list) if list.iter().all(|inner| !inner.is_object() && !inner.is_array()) => {
                @for (place, inner) in list.iter().enumerate() {
                    @if place > 0 { ", " }
                    (said(inner))
                }
            },
            Value::Array(list) => ul.rows { @for inner in list { li { (said(inner)) } } },
            Value::Object(members) if is_link(members) => (link(value)),
            Value::Object(members) => dl { @for (name, inner) in members { dt { (name) } dd { (said(inner)) } } },
        }
    }
}

/// Whether a list is positions, of which nobody wants to read thousands unasked.
fn is_geometry(list: &[Value]) -> bool {
    list.first().and_then(Value::as_array).is_some_and(|inner| {
        inner.first().is_some_and(|first| first.is_number() || first.is_array())
    })
}

fn is_link(members: &Map<String, Value>) -> bool {
    members.contains_key("href") && members.contains_key("rel")
}

fn links_list(links: &[Value]) -> Markup {
    html! { ul.rows { @for entry in links { li { (link(entry)) } } } }
}

fn link(link: &Value) -> Markup {
    let href = link["href"].as_str().unwrap_or_default();
    let text = link["title"].as_str().or_else(|| link["rel"].as_str()).unwrap_or(href);
    html! {
        // What has parts to fill in leads nowhere as it is.
        @match web(href).filter(|href| !href.contains('{')) {
            Some(address) => a href=(address) { (text) },
            None => { (text) " " span.address { (href) } },
        }
        " " span.note { (link["rel"].as_str().unwrap_or_default()) " " (link["type"].as_str().unwrap_or_default()) }
    }
}

fn collections_list(links: &Links, collections: &[Value]) -> Markup {
    html! {
        @for collection in collections {
            @let id = collection["id"].as_str().unwrap_or_default();
            h3 { a href=(links.to(&format!("api/collections/{}", segment(id)))) { (collection["title"].as_str().unwrap_or(id)) } }
            @if let Some(members) = collection.as_object() { (facts(members)) }
            @if let Some(list) = collection["links"].as_array() { (links_list(list)) }
        }
    }
}

fn features_table(links: &Links, place: &Place<'_>, features: &[Value]) -> Markup {
    let in_full = features.len() <= MOST_IN_FULL;
    html! {
        table.list {
            thead { tr { th scope="col" { "Name" } th scope="col" { "Status" } th scope="col" { "Since" } } }
            tbody {
                @for feature in features {
                    @let id = feature["id"].as_str().unwrap_or_default();
                    @let told = &feature["properties"];
                    @let name = told["name"]["en"].as_str().or_else(|| told["name"].as_str()).unwrap_or(id);
                    tr {
                        th scope="row" {
                            @if place.path.ends_with("/items") {
                                a href=(links.to(&format!("{}/{}", place.path.trim_matches('/'), segment(id)))) { (name) }
                            } @else { (name) }
                            @if in_full { details { summary { "All of it" } (said(feature)) } }
                        }
                        td { (told["status"].as_str().unwrap_or_default()) }
                        td { @if let Some(since) = told["status_since"].as_str() { (words::date(since)) } }
                    }
                }
            }
        }
    }
}
