//! Pages to read: every record and the catalogue, whole and sound, and how to cite them.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::Value;

use crate::app::{LAYERS, Site, encoded, text};
use crate::folder::Folder;

/// Elements that have no end tag.
const VOID: &[&str] = &["meta", "link", "br", "img", "input", "hr", "base"];

/// A tag of a page, with its attributes.
#[derive(Debug)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The start tags of a page that this program wrote: elements nest, attributes stand in quotes, and
/// text holds no bare `<`. Anything else fails.
fn tags(path: &str, html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html.strip_prefix("<!DOCTYPE html>").expect("a doctype");
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let end = rest.find('>').unwrap_or_else(|| panic!("{path}: a tag without an end"));
        let (inside, after) = (&rest[..end], &rest[end + 1..]);
        rest = after;
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "{path}: elements nest");
            continue;
        }
        let tag = tag(path, inside);
        if tag.name == "script" {
            assert_eq!(tag.get("type"), Some("application/ld+json"), "{path}: no script runs");
            rest = &rest[rest.find("</script>").expect("an end of the block")..];
        }
        if !VOID.contains(&tag.name.as_str()) {
            open.push(tag.name.clone());
        }
        found.push(tag);
    }
    assert!(open.is_empty(), "{path}: {open:?} stay open");
    found
}

fn tag(path: &str, inside: &str) -> Tag {
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    assert!(name.bytes().all(|b| b.is_ascii_alphanumeric()), "{path}: '{name}' is no element");
    let mut attributes = Vec::new();
    while !rest.is_empty() {
        let (key, after) = rest.split_once("=\"").unwrap_or_else(|| panic!("{path}: <{inside}>"));
        let (value, after) = after.split_once('"').unwrap_or_else(|| panic!("{path}: <{inside}>"));
        attributes.push((key.trim().to_owned(), plain(value)));
        rest = after;
    }
    assert!(attributes.iter().all(|(key, _)| key != "style" && !key.starts_with("on")), "{path}");
    Tag { name: name.to_owned(), attributes }
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The linked data of a page.
fn linked(html: &str) -> Value {
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">").expect("linked data");
    serde_json::from_str(rest.split_once("</script>").expect("its end").0).expect("JSON")
}

/// The path a link of a page leads to, without fragment; `None` where it leaves the server.
fn led(path: &str, href: &str) -> Option<String> {
    if let Some(own) = href.strip_prefix("http://atlas.test") {
        return Some(own.to_owned());
    }
    if href.contains("://") || href.starts_with('#') {
        return None;
    }
    let href = href.split('#').next().unwrap_or_default();
    let mut segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    segments.pop();
    for part in href.split('/') {
        match part {
            "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(other),
        }
    }
    Some(format!("/{}", segments.join("/")))
}

fn page(site: &Site, path: &str) -> String {
    let answer = site.get(path);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
    answer.text()
}

/// Checks a page, and gives the paths of this server that it leads to.
fn sound(path: &str, html: &str) -> BTreeSet<String> {
    let tags = tags(path, html);
    let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}: ids come once");
    let count = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
    assert_eq!([count("h1"), count("main"), count("title")], [1, 1, 1], "{path}");
    assert!(!html.contains("feature."), "{path}: a key of the catalogue without words");
    let canonical = tags.iter().find(|tag| tag.get("rel") == Some("canonical"));
    assert!(canonical.is_some(), "{path}: has a canonical link");
    let hrefs = tags.iter().filter_map(|tag| tag.get("href"));
    for part in hrefs.clone().filter_map(|href| href.strip_prefix('#')) {
        assert!(ids.contains(&part), "{path}: leads to #{part}");
    }
    hrefs.filter_map(|href| led(path, href)).collect()
}

/// Every feature of a site with its layer.
fn features(site: &Site) -> Vec<(String, String)> {
    let timeline = site.json("/api/timeline");
    let features = timeline["features"].as_array().expect("features").iter();
    features.map(|f| (text(&f["layer"]).to_owned(), text(&f["id"]).to_owned())).collect()
}

#[test]
fn every_record_is_a_sound_page_with_linked_data_and_no_link_leads_nowhere() {
    let site = Site::shipped();
    let mut paths: BTreeSet<String> = BTreeSet::new();
    for (_, id) in features(site) {
        let path = format!("/feature/{id}/record");
        let html = page(site, &path);
        let led = sound(&path, &html);
        let data = linked(&html);
        let url = format!("http://atlas.test/feature/{id}");
        assert_eq!((text(&data["@id"]), text(&data["url"])), (&*url, &*url));
        assert_eq!(text(&data["@context"]), "https://schema.org");
        for member in ["name", "description"] {
            assert!(!text(&data[member]).is_empty(), "{id}: {member}");
        }
        let dataset = &data["subjectOf"];
        assert_eq!(text(&dataset["@type"]), "Dataset", "{id}");
        assert!(text(&dataset["description"]).len() >= 50, "{id}");
        assert!(!text(&dataset["distribution"][0]["contentUrl"]).is_empty(), "{id}");
        match text(&data["@type"]) {
            "Place" => assert!(data["geo"]["@type"].is_string(), "{id}"),
            "Event" => assert!(data["startDate"].is_string(), "{id}"),
            other => panic!("{id}: is a {other}"),
        }
        paths.extend(led);
    }
    for path in paths.iter().filter(|path| !path.ends_with("/profile") && is_there(path)) {
        assert_eq!(site.get(path).status, StatusCode::OK, "{path}");
    }
}

/// Whether a path is given by this build: without the web app the map and its icon are not.
fn is_there(path: &str) -> bool {
    let of_app = path == "/" || path == "/favicon.svg";
    let is_map = path.starts_with("/feature/") && path.matches('/').count() == 2;
    !(of_app || is_map) || !steppe_atlas::http::inside::app_files().is_empty()
}

#[test]
fn a_record_says_what_the_item_says() {
    let site = Site::shipped();
    let item = site.json("/api/collections/pipelines/items/atasu-alashankou");
    let html = page(site, "/feature/atasu-alashankou/record");
    let properties = &item["properties"];
    let words = plain(&html);
    for (code, name) in properties["name"].as_object().unwrap() {
        assert!(words.contains(text(name)), "{code}");
    }
    for list in ["conflicts", "notes"] {
        for remark in properties[list].as_array().unwrap() {
            assert!(words.contains(&text(remark)[1..]), "{remark}");
        }
    }
    for source in properties["sources"].as_object().unwrap().values() {
        assert!(words.contains(text(&source["title"])), "{source}");
        assert!(words.contains(text(&source["URL"])), "{source}");
    }
    for actor in properties["actors"].as_array().unwrap() {
        assert!(words.contains(text(&actor["name"])), "{actor}");
    }
    for said in [
        "since 15 Dec 2005",
        "Promised for Dec 2005, said 3 Apr 2005",
        "962 km",
        "962.2 km",
        "USD 700 million",
        "210,000 barrels a day",
        "<span lang=\"zh\">",
        "used here",
        "Licence: ",
        "href=\"../../feature/atasu-alashankou\"",
        "href=\"../../cite/atasu-alashankou.bib\"",
    ] {
        assert!(words.contains(said), "{said}");
    }
}

#[test]
fn the_map_page_of_a_feature_holds_its_record_and_takes_any_parameter_of_the_map() {
    let site = Site::shipped();
    if steppe_atlas::http::inside::app_files().is_empty() {
        assert_eq!(site.get("/feature/cpc").status, StatusCode::SERVICE_UNAVAILABLE);
        return;
    }
    let html = page(site, "/feature/cpc?t=2005-12-15&k=2005-04-03&z=5&c=47,78&off=gas&new=1&v=x");
    let record = page(site, "/feature/cpc/record");
    let heading =
        |html: &str| html.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap().to_owned();
    assert_eq!(heading(&html), heading(&record));
    assert_eq!(linked(&html), linked(&record));
    assert!(html.contains("<link rel=\"canonical\" href=\"http://atlas.test/feature/cpc\">"));
    assert!(
        html.contains("<div id=\"app\"></div>")
            && html.contains("<div class=\"page\" id=\"record\">")
    );
    assert_eq!(
        [html.matches("<title>").count(), html.matches("name=\"description\"").count()],
        [1, 1]
    );
    let plain = site.get("/").text();
    let scripts = |html: &str| html.matches("type=\"module\"").count();
    assert_eq!(scripts(&html), scripts(&plain), "the app is there");
}

#[test]
fn a_link_with_another_data_version_is_told_apart() {
    let site = Site::shipped();
    let version = text(&site.json("/api/atlas")["version"]).to_owned();
    for path in ["/feature/cpc/record", "/data", "/data/bases"] {
        assert!(!page(site, &format!("{path}?v={version}")).contains("You came by"), "{path}");
        assert!(!page(site, path).contains("You came by"), "{path}");
        let other = page(site, &format!("{path}?v=0123456789abcdef"));
        let told = format!(
            "You came by a link to data version <b>0123456789abcdef</b>; this is version <b>{version}</b>"
        );
        assert!(other.contains(&told), "{path}");
        let refused = site.get(&format!("{path}?v=%3Cb%3E"));
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(text(&refused.json()["parameter"]), "v", "{path}");
    }
    assert_eq!(site.get("/feature/cpc/record?t=2005").status, StatusCode::BAD_REQUEST);
}

#[test]
fn the_catalogue_names_every_feature_and_every_file() {
    let site = Site::shipped();
    let html = page(site, "/data");
    let mut paths = sound("/data", &html);
    let data = linked(&html);
    assert_eq!(text(&data["@type"]), "Dataset");
    assert_eq!(data["hasPart"].as_array().unwrap().len(), LAYERS.len());
    for member in ["name", "description", "version", "temporalCoverage"] {
        assert!(!text(&data[member]).is_empty(), "{member}");
    }
    assert!(!data["license"].as_array().unwrap().is_empty());
    let files = data["distribution"].as_array().unwrap().iter();
    paths.extend(files.filter_map(|file| led("/", text(&file["contentUrl"]))));
    for layer in LAYERS {
        for form in ["geojson", "csv"] {
            assert!(paths.contains(&format!("/download/{layer}.{form}")), "{layer}.{form}");
        }
        let path = format!("/data/{layer}");
        let html = page(site, &path);
        let named = sound(&path, &html);
        for (_, id) in features(site).into_iter().filter(|(of, _)| of == layer) {
            assert!(named.contains(&format!("/feature/{id}/record")), "{path} names {id}");
        }
        assert_eq!(text(&linked(&html)["@type"]), "Dataset");
        paths.extend(named);
    }
    for path in paths.iter().filter(|path| is_there(path)) {
        assert_eq!(site.get(path).status, StatusCode::OK, "{path}");
    }
}

#[test]
fn citations_name_the_record_its_version_and_an_address_that_keeps_it() {
    let site = Site::shipped();
    let version = text(&site.json("/api/atlas")["version"]).to_owned();
    for (id, path) in [("kant-air-base", "/feature/kant-air-base/record"), ("atlas", "/data")] {
        let address = format!("http://atlas.test{path}?v={version}");
        let line = site.get(&format!("/cite/{id}.txt"));
        assert_eq!(line.header("content-type"), "text/plain; charset=utf-8");
        assert!(line.text().contains(&address) && line.text().contains("2026-11-24"), "{id}");
        let bibtex = site.get(&format!("/cite/{id}.bib")).text();
        assert!(
            bibtex.starts_with(&format!("@misc{{{id},\n")) && bibtex.ends_with("}\n"),
            "{bibtex}"
        );
        assert!(bibtex.contains(&format!("  url = {{{address}}},\n")), "{bibtex}");
        let item = &site.json(&format!("/cite/{id}.csljson"))[0];
        assert_eq!((text(&item["id"]), text(&item["version"])), (id, &*version));
        assert_eq!(text(&item["URL"]), address);
        assert_eq!(
            page(site, address.trim_start_matches("http://atlas.test")).matches("<h1>").count(),
            1
        );
    }
    for (path, status) in [
        ("/cite/nowhere.bib", 404),
        ("/cite/cpc.ris", 404),
        ("/cite/cpc", 404),
        ("/cite/cpc.bib?x=1", 400),
        ("/feature/nowhere/record", 404),
        ("/data/nowhere", 404),
        ("/data?limit=1", 400),
    ] {
        let answer = site.get(path);
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
}

#[test]
fn robots_find_every_page() {
    let site = Site::shipped();
    let robots = site.get("/robots.txt").text();
    assert!(robots.contains("Sitemap: http://atlas.test/sitemap.xml"), "{robots}");
    let sitemap = site.get("/sitemap.xml");
    assert_eq!(sitemap.header("content-type"), "application/xml");
    let body = sitemap.text();
    let places: Vec<&str> =
        body.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()).collect();
    assert_eq!(places.len(), 2 + LAYERS.len() + features(site).len());
    for place in places {
        let path = place.strip_prefix("http://atlas.test").expect(place);
        assert!(!is_there(path) || site.get(path).status == StatusCode::OK, "{path}");
    }
}

#[test]
fn hostile_names_stay_text() {
    const NAME: &str = "</script></title><b onclick=x>&\\u0022'";
    let folder = Folder::copy_of("small");
    let quoted = serde_json::to_string(NAME).unwrap();
    folder.patch("lines.geojson", "\"A to B\"", &quoted);
    folder.patch("lines.geojson", "\"A pipe from A to B.\"", &quoted);
    let site = Site::of(folder.path()).expect("a sound folder");
    let path = "/feature/a-b/record";
    let html = page(&site, path);
    sound(path, &html);
    assert_eq!(text(&linked(&html)["name"]), NAME);
    assert!(plain(html.split("<h1>").nth(1).unwrap()).starts_with(NAME));
    sound("/data/lines", &page(&site, "/data/lines"));
    let bibtex = site.get("/cite/a-b.bib").text();
    assert!(
        bibtex.contains("</script></title><b onclick=x>\\&\\textbackslash{}u0022'"),
        "{bibtex}"
    );
}

#[test]
fn a_folder_of_plain_geojson_has_pages_too() {
    let folder = Folder::copy_of("plain");
    folder.patch("wells.geojson", "\"id\": \"deep\"", "\"id\": \"deep 1/<&\"");
    let site = Site::of(folder.path()).expect("a sound folder");
    for (_, id) in features(&site) {
        let path = format!("/feature/{}/record", encoded(&id));
        sound(&path, &page(&site, &path));
    }
    let paths = sound("/data/wells", &page(&site, "/data/wells"));
    for path in paths.iter().filter(|path| is_there(path)) {
        assert_eq!(site.get(path).status, StatusCode::OK, "{path}");
    }
}

#[test]
fn the_style_sheet_has_faces_of_our_own_fonts_only() {
    let sheet = Site::shipped().get("/pages.css");
    assert_eq!(sheet.header("content-type"), "text/css; charset=utf-8");
    let body = sheet.text();
    assert!(body.contains("@media print") && !body.contains("://"));
    for address in body.split("url(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let font = Site::shipped().get(&format!("/{address}"));
        assert_eq!(font.status, StatusCode::OK, "{address}");
    }
}
