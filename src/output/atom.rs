//! Atom feeds (RFC 4287).

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde_json::Value;

use super::credit;
use crate::atlas::Atlas;
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::query::operation::ATOM;

/// A feed.
#[derive(Debug, Clone)]
pub struct Feed {
    /// What it tells.
    pub title: String,
    /// The address it is read at.
    pub address: String,
    /// Path and query of that address: the same wherever the server is reached.
    pub place: String,
    /// Where people may read more.
    pub page: String,
    /// The day of the newest entry, and without one the day up to which nothing was to tell.
    pub updated: Day,
    /// Under which terms it may be used.
    pub rights: String,
    /// What it tells of, newest first.
    pub entries: Vec<Entry>,
}

/// One thing to tell.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What makes it this entry and no other, whatever the window of the feed.
    pub key: String,
    /// In a line.
    pub title: String,
    /// In a sentence or two.
    pub summary: String,
    /// The day it is told for.
    pub updated: Day,
    /// Where people may read more.
    pub page: String,
    /// Words to sort by.
    pub categories: Vec<&'static str>,
}

/// The document of a feed.
///
/// # Errors
/// When it cannot be written.
pub fn document(atlas: &Atlas, feed: &Feed) -> std::io::Result<Vec<u8>> {
    let title = &atlas.vocabulary().title;
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let root = writer.create_element("feed").with_attribute(("xmlns", NAMESPACE));
    root.write_inner_content(|writer| {
        text(writer, "id", &stable_id(title, &feed.place))?;
        text(writer, "title", &feed.title)?;
        text(writer, "updated", &instant(feed.updated))?;
        writer
            .create_element("author")
            .write_inner_content(|writer| text(writer, "name", title))?;
        link(writer, "self", &feed.address, ATOM.media)?;
        link(writer, "alternate", &feed.page, "text/html")?;
        text(writer, "rights", &feed.rights)?;
        let generator = writer.create_element("generator");
        let generator = generator.with_attribute(("version", env!("CARGO_PKG_VERSION")));
        generator.write_text_content(BytesText::new("Steppe Atlas"))?;
        feed.entries.iter().try_for_each(|told| entry(writer, title, told))
    })?;
    Ok(writer.into_inner())
}

/// A feed of what was asked for: its title and terms, the newest entries first. `nothing_until` is the day
/// up to which there is nothing to tell where there are no entries.
#[must_use]
pub fn feed(
    atlas: &Atlas,
    asked: &credit::Asked,
    base: &str,
    (mut entries, nothing_until): (Vec<Entry>, Day),
) -> Feed {
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.updated));
    Feed {
        title: credit::title(atlas, asked),
        place: asked.address.strip_prefix(base).unwrap_or(&asked.address).to_owned(),
        address: asked.address.clone(),
        page: format!("{base}/data"),
        updated: entries.first().map_or(nothing_until, |newest| newest.updated),
        rights: credit::citation(atlas, asked),
        entries,
    }
}

/// The name of a feature in a title.
#[must_use]
pub fn short_name(feature: &Feature) -> &str {
    let names = [feature.short(), feature.name()];
    names.iter().find_map(|names| names.get("en")).unwrap_or(feature.id())
}

/// What a feature is, in its own words.
#[must_use]
pub fn summary(feature: &Feature) -> String {
    let summary = feature.property("summary");
    summary.as_deref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The page of a feature. Ids need no escape but in other people's data.
#[must_use]
pub fn page(base: &str, feature: &Feature) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let each = |byte: u8| if plain(byte) { (byte as char).into() } else { format!("%{byte:02X}") };
    format!("{base}/feature/{}", feature.id().bytes().map(each).collect::<String>())
}

const NAMESPACE: &str = "http://www.w3.org/2005/Atom";

type Xml = Writer<Vec<u8>>;

fn entry(writer: &mut Xml, atlas: &str, entry: &Entry) -> std::io::Result<()> {
    writer.create_element("entry").write_inner_content(|writer| {
        text(writer, "id", &stable_id(atlas, &entry.key))?;
        text(writer, "title", &entry.title)?;
        text(writer, "updated", &instant(entry.updated))?;
        link(writer, "alternate", &entry.page, "text/html")?;
        for word in &entry.categories {
            writer.create_element("category").with_attribute(("term", *word)).write_empty()?;
        }
        text(writer, "summary", &entry.summary)
    })?;
    Ok(())
}

fn text(writer: &mut Xml, name: &str, content: &str) -> std::io::Result<()> {
    // Control characters are no characters of XML 1.0, escaped or not.
    let content: String =
        content.chars().filter(|c| !c.is_control() || c.is_ascii_whitespace()).collect();
    writer.create_element(name).write_text_content(BytesText::new(&content)).map(|_| ())
}

fn link(writer: &mut Xml, relation: &str, address: &str, media: &str) -> std::io::Result<()> {
    let link = writer.create_element("link");
    let link = link.with_attribute(("rel", relation)).with_attribute(("type", media));
    link.with_attribute(("href", address)).write_empty().map(|_| ())
}

/// The beginning of a day as RFC 3339 has it.
fn instant(day: Day) -> String {
    format!("{day}T00:00:00Z")
}

/// A name that stays, wherever the server is reached: a UUID of version 8 made from a hash (RFC 9562,
/// section 5.8).
fn stable_id(atlas: &str, key: &str) -> String {
    let digest = blake3::hash(format!("{atlas}\n{key}").as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest.as_bytes()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let [a, b, c, d, e] = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    format!("urn:uuid:{a}-{b}-{c}-{d}-{e}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_of_version_8_and_stays() {
        let id = stable_id("Atlas", "a-b|operating");
        assert_eq!(id, stable_id("Atlas", "a-b|operating"));
        assert_ne!(id, stable_id("Atlas", "a-b|closed"));
        assert_eq!((id.len(), &id[23..24]), (45, "8"), "{id}");
    }
}
