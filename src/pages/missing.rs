//! What is not there, as a page that leads on.

use maud::html;

use crate::atlas::Atlas;
use crate::pages::document::{Place, framed, links};
use crate::pages::links::segment;
use crate::query::search_text;

/// The whole page. `base` is the address of the server without a slash at its end, `path` that of the
/// request; `what` kind of thing has no such `name`.
#[must_use]
pub fn page(atlas: &Atlas, base: &str, path: &str, (what, name): (&str, &str)) -> String {
    let links = links(base, path);
    let title = format!("There is no {what} “{name}”");
    let place = Place { path, does: "nothing is at this address" };
    let body = html! {
        main {
            p.kind { "Not found" }
            h1 { (title) }
            p.lead { "The address may be mistyped, or what it led to may have moved." }
            ul.ways aria-label="Where to go from here" {
                li { a href=(links.home()) { "The map" } }
                li { a href=(links.catalogue(None)) { "All data, by name" } }
                @if what == "feature" && search_text(name).is_ok() {
                    li { a href=(links.to(&format!("search?q={}", segment(name)))) { "Search for “" (name) "”" } }
                }
            }
        }
    };
    framed(atlas, base, &place, (&title, &body))
}
