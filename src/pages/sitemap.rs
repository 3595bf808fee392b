//! What search engines ask for: every page by its address, and where not to look.

use std::fmt::Write as _;

use crate::atlas::Atlas;
use crate::pages::links::{Links, segment};

/// All pages (sitemaps.org, 0.9). Addresses are percent-encoded, so nothing in them needs an escape.
#[must_use]
pub fn sitemap(atlas: &Atlas, links: &Links) -> String {
    let layers =
        atlas.vocabulary().layers.iter().map(|layer| format!("data/{}", segment(&layer.id)));
    let records =
        atlas.features().iter().map(|feature| format!("feature/{}", segment(feature.id())));
    let all = [String::new(), "data".to_owned()].into_iter().chain(layers).chain(records);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for address in all {
        let _ = writeln!(out, "<url><loc>{}</loc></url>", links.absolute(&address));
    }
    out.push_str("</urlset>\n");
    out
}

/// Robots may read everything that is a page (RFC 9309); tiles and searches have no end.
#[must_use]
pub fn robots(links: &Links) -> String {
    format!(
        "User-agent: *\nDisallow: /tiles/\nDisallow: /search\nSitemap: {}\n",
        links.absolute("sitemap.xml")
    )
}
