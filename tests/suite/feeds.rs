//! Feeds are Atom as RFC 4287 has it, with ids that stay.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::app::{Site, day};

/// An element with its attributes, the text in it, and what it holds.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    inner: Vec<Element>,
}

impl Element {
    fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a Self> + use<'a, 'n> {
        self.inner.iter().filter(move |element| element.name == name)
    }

    /// The one element of a name.
    fn one(&self, name: &str) -> &Self {
        let found: Vec<&Self> = self.all(name).collect();
        assert_eq!(found.len(), 1, "{name} in {}", self.name);
        found[0]
    }

    fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// The address of the link with a relation.
    fn link(&self, relation: &str) -> &str {
        let mut links = self.all("link").filter(|link| link.attribute("rel") == relation);
        let link = links.next().unwrap_or_else(|| panic!("a link {relation}"));
        assert!(links.next().is_none(), "one link {relation}");
        link.attribute("href")
    }
}

fn parse(document: &str) -> Element {
    let mut reader = Reader::from_str(document);
    let mut open = vec![Element::default()];
    let close = |open: &mut Vec<Element>| {
        let done = open.pop().expect("an open element");
        open.last_mut().expect("a parent").inner.push(done);
    };
    loop {
        let event = reader.read_event().expect("well-formed XML");
        let started = match &event {
            Event::Start(start) | Event::Empty(start) => Some(Element {
                name: start.name().as_ref().to_owned(),
                attributes: start
                    .attributes()
                    .map(|attribute| attribute.expect("an attribute"))
                    .map(|attribute| {
                        let key = attribute.key.as_ref().to_owned();
                        let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
                        (key, value.expect("a value").into_owned())
                    })
                    .collect(),
                ..Element::default()
            }),
            _ => None,
        };
        open.extend(started);
        match event {
            Event::Empty(_) | Event::End(_) => close(&mut open),
            Event::Text(text) => {
                open.last_mut().expect("an element").text += &text;
            }
            Event::GeneralRef(reference) => {
                let known = quick_xml::escape::resolve_predefined_entity(&reference);
                let known = known.expect("an entity");
                open.last_mut().expect("an element").text += known;
            }
            Event::Eof => return open.remove(0).inner.remove(0),
            _ => {}
        }
    }
}

const FEEDS: [&str; 4] = [
    "/changes.atom",
    "/changes.atom?from=1991&to=2035",
    "/revisions.atom",
    "/revisions.atom?from=2001-01-01&to=2015-01-01&country=KZ",
];

#[test]
fn a_feed_has_all_that_the_standard_asks_for() {
    for path in FEEDS {
        let answer = Site::shipped().get(path);
        assert_eq!(answer.header("content-type"), "application/atom+xml", "{path}");
        assert!(answer.text().starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>"), "{path}");
        let feed = parse(&answer.text());
        assert_eq!(
            (feed.name.as_str(), feed.attribute("xmlns")),
            ("feed", "http://www.w3.org/2005/Atom")
        );
        assert_eq!(feed.link("self"), format!("http://atlas.test{path}"));
        assert!(feed.link("alternate").starts_with("http://atlas.test/"));
        assert!(!feed.one("author").one("name").text.is_empty());
        assert!(!feed.one("title").text.is_empty());
        let mut ids = BTreeSet::from([feed.one("id").text.as_str()]);
        let mut newest = feed.one("updated").text.as_str();
        let entries: Vec<&Element> = feed.all("entry").collect();
        assert_eq!(
            entries.first().map_or(newest, |first| &first.one("updated").text),
            newest,
            "{path}"
        );
        for entry in &entries {
            let id = entry.one("id").text.as_str();
            assert!(id.starts_with("urn:uuid:"), "{id}");
            assert!(ids.insert(id), "{path}: {id} comes twice");
            let updated = entry.one("updated").text.as_str();
            let date = updated.strip_suffix("T00:00:00Z").expect("the beginning of a day");
            assert!(day(date) <= day(crate::app::TODAY), "{updated}");
            assert!(updated <= newest, "{path}: newest first");
            newest = updated;
            assert!(!entry.one("title").text.is_empty() && !entry.one("summary").text.is_empty());
            assert!(entry.link("alternate").starts_with("http://atlas.test/feature/"));
            assert!(entry.all("category").all(|category| !category.attribute("term").is_empty()));
        }
        assert!(path.contains("from") == (entries.len() > 20), "{path}: {}", entries.len());
    }
}

#[test]
fn an_entry_keeps_its_id_whatever_the_window_and_the_host() {
    let site = Site::shipped();
    let ids = |path: &str, host: &str| -> BTreeSet<String> {
        let feed = parse(&site.with(path, &[("host", host)]).text());
        feed.all("entry").map(|entry| entry.one("id").text.clone()).collect()
    };
    let narrow = ids("/revisions.atom?from=2005-01-01&to=2006-01-01", "one.test");
    let wide = ids("/revisions.atom?from=2005-01-01&to=2006-01-01&country=KZ", "two.test");
    assert!(!wide.is_empty() && wide.is_subset(&narrow));
    let opened = ids("/changes.atom?from=2005-12-14&to=2005-12-15", "one.test");
    assert!(!opened.is_empty());
    assert!(opened.is_subset(&ids("/changes.atom?from=2005-01-01&to=2006-01-01", "two.test")));
    let feed_id =
        |host: &str| parse(&site.with(FEEDS[1], &[("host", host)]).text()).one("id").text.clone();
    assert_eq!(feed_id("one.test"), feed_id("two.test"));
}

#[test]
fn pages_name_the_feeds() {
    for page in ["/data", "/feature/atasu-alashankou/record"] {
        let html = Site::shipped().get(page).text();
        for feed in ["changes.atom", "revisions.atom"] {
            let link = format!("{feed}\">");
            assert!(
                html.contains("type=\"application/atom+xml\"") && html.contains(&link),
                "{page}: {feed}"
            );
        }
    }
}
