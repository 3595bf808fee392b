//! The frame of a page: its head, the line above it and the line below it.

use maud::{DOCTYPE, Markup, html};
use serde_json::Value;

use crate::atlas::Atlas;
use crate::pages::linked;
use crate::pages::links::Links;

/// What a page says of itself in its head.
pub struct Head<'a> {
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub description: String,
    /// The address by which it is known, without a slash before it.
    pub address: String,
    /// The same as linked data.
    pub data: Value,
    /// How it names other pages.
    pub links: &'a Links,
}

/// The style sheet of all pages.
pub const STYLE_SHEET: &str = include_str!("pages.css");

/// Feeds to follow, each with its title.
const FEEDS: [(&str, &str); 2] =
    [("Changes", "changes.atom"), ("What became known", "revisions.atom")];

/// A whole page.
#[must_use]
pub fn page(atlas: &Atlas, head: &Head<'_>, body: &Markup) -> String {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (head.title) }
                meta name="description" content=(head.description);
                (links(head))
                link rel="icon" href=(head.links.to("favicon.svg")) type="image/svg+xml";
            }
            body { div.page { (framed(atlas, head.links, body)) } }
        }
    };
    markup.into_string()
}

/// The app's own page with what is to be read inside, until the app runs; `None` where the app's page
/// is not as it was built to be.
#[must_use]
pub fn inside(app: &str, atlas: &Atlas, head: &Head<'_>, body: &Markup) -> Option<String> {
    let (start, rest) = app.split_once("<title>")?;
    let (_, rest) = rest.split_once("</title>")?;
    let (before, described) = start.split_once("<meta name=\"description\"")?;
    let (_, after) = described.split_once('>')?;
    let (top, rest) = rest.split_once("</head>")?;
    let (middle, rest) = rest.split_once("<noscript>")?;
    let (_, end) = rest.split_once("</noscript>")?;
    let described = html! { meta name="description" content=(head.description); };
    let title = html! { title { (head.title) } };
    let record = html! { div #record .page { (framed(atlas, head.links, body)) } };
    let parts = [
        before,
        &described.into_string(),
        after,
        &title.into_string(),
        top,
        &links(head).into_string(),
        "</head>",
        middle,
        &record.into_string(),
        end,
    ];
    Some(parts.concat())
}

/// Said where a link names another version of the data than the one that is served.
#[must_use]
pub fn moved_on(cited: Option<&str>, version: &str) -> Markup {
    html! {
        @if let Some(cited) = cited.filter(|cited| *cited != version) {
            p.marked.moved role="note" {
                "You came by a link to data version " b { (cited) } "; this is version " b { (version) }
                ". What the link was to show may read differently here."
            }
        }
    }
}

fn links(head: &Head<'_>) -> Markup {
    html! {
        @if !head.links.in_files() {
            link rel="canonical" href=(head.links.absolute(&head.address));
            @for (title, address) in FEEDS {
                link rel="alternate" type="application/atom+xml" title=(title) href=(head.links.to(address));
            }
        }
        link rel="stylesheet" href=(head.links.to("pages.css"));
        (linked::block(&head.data))
    }
}

fn framed(atlas: &Atlas, links: &Links, body: &Markup) -> Markup {
    let title = &atlas.vocabulary().title;
    html! {
        header {
            nav aria-label="Atlas" {
                a.brand href=(links.home()) { (title) }
                a href=(links.home()) { "Map" }
                a href=(links.catalogue(None)) { "Data" }
            }
        }
        (body)
        footer { p { (title) ", data version " (atlas.version()) "." } }
    }
}
