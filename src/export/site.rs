//! The whole atlas as a folder of files, for hosts that only hand files out.
//!
//! Every file is what the server answers under the address of the same name. Two things differ: tiles
//! lie in archives, whose parts a browser asks for by ranges of bytes, and the page says that no
//! server is there, with addresses that are relative to it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::folder::{FolderDraft, check_name};
use super::{ExportError, archive, tiles};
use crate::atlas::Atlas;
use crate::atlas::day::Day;
use crate::basemap::archives::ALL_LAYERS;
use crate::basemap::colour::Theme;
use crate::http::inside::{Inside, app_files};
use crate::http::state::{App, World};
use crate::output::contents::Watcher;
use crate::output::format::FORMATS;

/// What the page says of itself, and by which an exported folder is known again.
const MARK: &str = "<meta name=\"steppe-static\"";
/// How the page of the server names the root of all its addresses.
const ROOT: &str = "<base href=\"/\"";
/// The base address of an app that is written down: answers name each other relative to the page.
pub const BASE: &str = ".";

/// What the page reads as a whole.
const DOCUMENTS: &[&str] = &[
    "api/atlas",
    "api/timeline",
    "api/summaries",
    "api/memberships",
    "api/stories",
    "api/points.geojson",
];

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// How many files.
    pub n_files: usize,
    /// Length of all of them in bytes.
    pub bytes: u64,
}

/// Writes what an app serves, and tells of each file. Its base address has to be [`BASE`].
///
/// # Errors
/// When the folder is there already and `force` is not set, or it is no exported atlas; when it
/// cannot be written; when an id cannot be a file name; when the app is not built in. What was there
/// before is then untouched.
pub async fn write(
    app: &Arc<App>,
    target: &Path,
    force: bool,
    watcher: &Watcher<'_>,
) -> Result<Written, ExportError> {
    let mut draft = FolderDraft::of(target, force, is_exported)?;
    let world = app.world();
    let inside = Inside::new(Arc::clone(app));
    let files = app_files();
    if !files.iter().any(|name| name.starts_with("assets/")) {
        return Err(ExportError::NoApp);
    }
    let mut written = BTreeSet::new();
    let mut addresses: Vec<String> = files.into_iter().chain(documents(&world)?).collect();
    while let Some(address) = addresses.pop() {
        watcher(written.len(), written.len() + addresses.len());
        let answer = inside.get(&address).await?;
        draft.write(&address, &answer)?;
        addresses.extend(profiles(&address, &answer));
        written.insert(address);
    }
    for (address, file) in pages(world.store.atlas()) {
        draft.write(&file, &inside.get(&address).await?)?;
    }
    let html = inside.get("").await?;
    let html = page(&String::from_utf8_lossy(&html), world.store.today(), &written);
    draft.write("index.html", html.ok_or(ExportError::NoApp)?.as_bytes())?;

    let place = draft.place(&archive_of(ALL_LAYERS))?;
    let layers = tiles::layers(world.store.atlas(), None)?;
    tiles::write(&world.store, &layers, &place, false, &|_, _| {}).await?;
    draft.counted(&place)?;
    for (stem, tiles) in world.archives.iter() {
        let place = draft.place(&archive_of(stem))?;
        archive::write(stem, tiles, &place).await?;
        draft.counted(&place)?;
    }
    let (n_files, bytes) = draft.finish()?;
    Ok(Written { n_files, bytes })
}

/// Whether a folder is what this writes: nothing else may be replaced.
fn is_exported(folder: &Path) -> bool {
    std::fs::read_to_string(folder.join("index.html")).is_ok_and(|page| page.contains(MARK))
}

fn archive_of(stem: &str) -> String {
    format!("tiles/{stem}.pmtiles")
}

/// Every address the page asks for, and the files that readers take away.
fn documents(world: &World) -> Result<Vec<String>, ExportError> {
    let mut all: Vec<String> = DOCUMENTS.iter().map(|address| (*address).to_owned()).collect();
    for theme in Theme::ALL.map(Theme::name) {
        all.push(format!("styles/{theme}.json"));
        let sheets = ["", "@2x"].into_iter().flat_map(|size| [(size, "json"), (size, "png")]);
        all.extend(sheets.map(|(size, ending)| format!("sprites/{theme}{size}.{ending}")));
    }
    let sources = [ALL_LAYERS].into_iter().chain(world.archives.stems());
    all.extend(sources.map(|source| format!("tiles/{source}.json")));
    all.extend(records(world.store.atlas())?);
    Ok(all)
}

/// Each layer as files, and each feature.
fn records(atlas: &Atlas) -> Result<Vec<String>, ExportError> {
    let mut all = Vec::new();
    for layer in &atlas.vocabulary().layers {
        check_name(&layer.id)?;
        all.extend(FORMATS.iter().map(|format| format!("download/{}.{}", layer.id, format.ending)));
    }
    for feature in atlas.features() {
        check_name(feature.id())?;
        let layer = &atlas.layer_of(feature).id;
        all.push(format!("api/collections/{layer}/items/{}", feature.id()));
    }
    Ok(all)
}

/// Addresses of the pages to read and their style sheet, each with the file it is written to: a host
/// gives the file `index.html` of a folder under the address of the folder.
fn pages(atlas: &Atlas) -> Vec<(String, String)> {
    let index = |folder: String| format!("{folder}/index.html");
    let layers = atlas.vocabulary().layers.iter().map(|layer| format!("data/{}", layer.id));
    let catalogue = ["data".to_owned()].into_iter().chain(layers);
    let records = atlas.features().iter().map(|feature| format!("feature/{}", feature.id()));
    let sheet = ("pages.css".to_owned(), "pages.css".to_owned());
    catalogue
        .map(|page| (page.clone(), index(page)))
        .chain(records.map(|page| (format!("{page}/record"), index(page))))
        .chain([sheet])
        .collect()
}

/// Addresses of the heights along a line, as a document and as a file, where its record links to them.
fn profiles(address: &str, answer: &[u8]) -> Vec<String> {
    let Some((_, id)) = address.split_once("/items/") else { return Vec::new() };
    let record: Value = serde_json::from_slice(answer).unwrap_or_default();
    let mut links = record["links"].as_array().into_iter().flatten();
    let is_there = links.any(|link| link["rel"] == "elevation-profile");
    let both = ["profile", "profile.csv"].into_iter().filter(|_| is_there);
    both.map(|name| format!("feature/{id}/{name}")).collect()
}

/// The page with the mark, its own place as the root of all addresses, and no file asked for ahead
/// that is not there; `None` where it does not name a root.
fn page(html: &str, day: Day, written: &BTreeSet<String>) -> Option<String> {
    let (before, after) = html.split_once(ROOT)?;
    let marked = format!("{before}{MARK} content=\"{day}\" />\n    <base href=\"./\"{after}");
    let there = |line: &&str| {
        let ahead = line.contains("rel=\"preload\"");
        let address = line.split_once("href=\"").and_then(|(_, rest)| rest.split('"').next());
        !ahead || address.is_some_and(|address| written.contains(address))
    };
    Some(marked.lines().filter(there).map(|line| format!("{line}\n")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_marked_and_asks_for_what_is_there() {
        let html = "<head>\n<base href=\"/\" />\n<link rel=\"preload\" href=\"api/atlas\" />\n\
            <link rel=\"preload\" href=\"tiles/basemap.json\" />\n</head>\n";
        let written = BTreeSet::from(["api/atlas".to_owned()]);
        let page = page(html, Day::from_number(0), &written).unwrap();
        let expected = "<head>\n<meta name=\"steppe-static\" content=\"1970-01-01\" />\n    \
            <base href=\"./\" />\n<link rel=\"preload\" href=\"api/atlas\" />\n</head>\n";
        assert_eq!(page, expected);
        assert!(super::page("<head></head>", Day::from_number(0), &written).is_none());
    }
}
