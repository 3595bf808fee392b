//! The atlas as files: what a host hands out is what the server answers.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;
use pmtiles::TileType;
use serde_json::Value;
use steppe_atlas::basemap::archive::Archive;
use steppe_atlas::config::{Config, Limits};
use steppe_atlas::export::ExportError;
use steppe_atlas::export::site::{BASE, Written, write};
use steppe_atlas::http::inside::{Inside, app_files};
use steppe_atlas::http::state::App;
use steppe_atlas::reload;

use crate::app::{TODAY, day, text, wait};
use crate::folder::Folder;
use crate::tileset::{GROUND, mbtiles, pmtiles, png, tile};

/// What is written down; its web app may be missing, where Node is.
fn app(data: &Path) -> Arc<App> {
    let config = Config {
        data: data.to_owned(),
        listen: ([127, 0, 0, 1], 0).into(),
        base_url: Some(BASE.into()),
        today: Some(day(TODAY)),
        limits: Limits::default(),
    };
    let world = wait(reload::build(&config)).expect("a sound folder");
    Arc::new(App::new(world, config))
}

fn export(data: &Path, target: &Path, force: bool) -> Result<Written, ExportError> {
    wait(write(&app(data), target, force, &|_, _| {}))
}

/// Whether there is an app to write; if not, it is checked that the export says so.
fn is_built(data: &Path) -> bool {
    if !app_files().is_empty() {
        return true;
    }
    let out = Folder::empty();
    let error = export(data, &out.file("site"), false).expect_err("no page");
    assert!(matches!(error, ExportError::NoApp), "{error}");
    false
}

/// The small atlas with an MBTiles of its ground and a PMTiles of pictures.
fn data() -> Folder {
    let folder = Folder::copy_of("small");
    let ground = [(0, 0, 0, tile("world")), (1, 1, 0, tile("east")), (2, 3, 1, tile("far"))];
    mbtiles(&folder.file("basemap.mbtiles"), GROUND, &ground);
    let picture = [(0, 0, 0, png(256))];
    pmtiles(&folder.file("hills.pmtiles"), TileType::Png, r#"{"name":"Hills"}"#, &picture);
    folder
}

fn served(app: &Arc<App>, address: &str) -> Bytes {
    wait(Inside::new(Arc::clone(app)).get(address)).expect(address)
}

/// The address under which the server gives what a file holds: a page is the index of its folder.
fn address(file: &str) -> String {
    match file.strip_suffix("/index.html") {
        Some(page) if page.starts_with("feature/") => format!("{page}/record"),
        Some(page) => page.to_owned(),
        None => file.to_owned(),
    }
}

fn json(path: PathBuf) -> Value {
    serde_json::from_slice(&fs::read(&path).unwrap_or_else(|_| panic!("{path:?}"))).expect("JSON")
}

/// Paths of all files below a folder.
fn files(folder: &Path, below: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = format!("{below}{}", entry.file_name().into_string().unwrap());
        if entry.path().is_dir() {
            files(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name);
        }
    }
}

#[test]
fn the_files_are_the_answers_of_the_server_and_the_page_finds_them_all() {
    let data = data();
    if !is_built(data.path()) {
        return;
    }
    let out = Folder::empty();
    let site = out.file("site");
    let written = export(data.path(), &site, false).expect("a folder");
    let mut all = BTreeSet::new();
    files(&site, "", &mut all);
    assert_eq!(all.len(), written.n_files);
    let app = app(data.path());
    for file in all.iter().filter(|file| *file != "index.html" && !file.ends_with(".pmtiles")) {
        let address = address(file);
        assert_eq!(fs::read(site.join(file)).unwrap(), served(&app, &address), "{file}");
    }
    let page = fs::read_to_string(site.join("index.html")).unwrap();
    assert!(page.contains("<meta name=\"steppe-static\" content=\"2026-11-24\" />"), "{page}");
    assert!(page.contains("<base href=\"./\" />"), "{page}");
    let named = page.split(['"']).filter(|part| part.starts_with("./") && part.len() > 2);
    let ahead = page.split("rel=\"preload\" as=\"fetch\" href=\"").skip(1);
    let ahead = ahead.filter_map(|rest| rest.split('"').next());
    for address in named.chain(ahead) {
        let file = address.trim_start_matches("./");
        assert!(all.contains(file), "{file} of the page");
    }
    let timeline = json(site.join("api/timeline"));
    let features = timeline["features"].as_array().unwrap();
    for feature in features {
        let [layer, id] = ["layer", "id"].map(|member| text(&feature[member]));
        let record = json(site.join(format!("api/collections/{layer}/items/{id}")));
        assert!(record["properties"]["periods"].is_array(), "{id}");
    }
    let taken: usize = ["lines", "areas", "events"]
        .map(|layer| json(site.join(format!("download/{layer}.geojson"))))
        .iter()
        .map(|collection| collection["features"].as_array().unwrap().len())
        .sum();
    assert_eq!(taken, features.len(), "the files of the layers hold every feature");
    assert_eq!(json(site.join("styles/dark.json"))["sprite"], "./sprites/dark");
}

#[test]
fn the_tiles_are_those_of_the_server() {
    let data = data();
    if !is_built(data.path()) {
        return;
    }
    let out = Folder::empty();
    let site = out.file("site");
    export(data.path(), &site, false).expect("a folder");
    let hills = fs::read(data.file("hills.pmtiles")).unwrap();
    assert!(fs::read(site.join("tiles/hills.pmtiles")).unwrap() == hills, "copied as it is");

    let open = |path: PathBuf| wait(Archive::open(&path, 0)).expect("an archive");
    let [ground, copy] =
        [data.file("basemap.mbtiles"), site.join("tiles/basemap.pmtiles")].map(open);
    let (said, copied) = (ground.about(), copy.about());
    assert_eq!(
        (&said.name, &said.attribution, said.bounds, said.minzoom, said.maxzoom, said.encoding),
        (
            &copied.name,
            &copied.attribution,
            copied.bounds,
            copied.minzoom,
            copied.maxzoom,
            copied.encoding
        )
    );
    assert_eq!(said.vector_layers[0]["id"], copied.vector_layers[0]["id"]);
    let app = app(data.path());
    let atlas = open(site.join("tiles/atlas.pmtiles"));
    let mut drawn = 0;
    for z in 0..=2u8 {
        for (x, y) in (0..1 << z).flat_map(|x| (0..1 << z).map(move |y| (x, y))) {
            let [one, other] = [&ground, &copy].map(|archive| wait(archive.get(z, x, y)).unwrap());
            assert_eq!(one, other, "{z}/{x}/{y}");
            let plain = served(&app, &format!("tiles/atlas/{z}/{x}/{y}"));
            let packed = wait(atlas.get(z, x, y)).unwrap().unwrap_or_default();
            let mut inflated = Vec::new();
            let mut reader = flate2::read::MultiGzDecoder::new(&packed[..]);
            std::io::Read::read_to_end(&mut reader, &mut inflated).unwrap_or_default();
            assert_eq!(inflated, plain, "{z}/{x}/{y}");
            drawn += usize::from(!plain.is_empty());
        }
    }
    assert!(drawn > 2, "{drawn}");
}

#[test]
fn a_folder_that_is_there_stays_unless_it_is_an_export_and_may_go() {
    let data = data();
    if !is_built(data.path()) {
        return;
    }
    let out = Folder::empty();
    let site = out.file("site");
    export(data.path(), &site, false).expect("a folder");
    let refused = |target: PathBuf, force, reason: &str| {
        let error = export(data.path(), &target, force).expect_err(reason).to_string();
        assert!(error.contains(reason), "{error}");
    };
    refused(site.clone(), false, "is there already; --force");
    fs::create_dir(out.file("mine")).unwrap();
    fs::write(out.file("mine/index.html"), "my page").unwrap();
    fs::write(out.file("file"), "mine too").unwrap();
    for foreign in [out.file("mine"), out.file("file"), out.path().to_owned(), out.file("mine/..")]
    {
        refused(foreign, true, "is no exported atlas");
    }
    refused(out.file("no/such/site"), false, "cannot write");

    fs::write(site.join("left-over"), "").unwrap();
    export(data.path(), &site, true).expect("replaced");
    assert!(site.join("index.html").exists() && !site.join("left-over").exists());
    let mut left: Vec<_> =
        fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["file", "mine", "site"], "nothing half-made is left");
    assert_eq!(fs::read_to_string(out.file("mine/index.html")).unwrap(), "my page");
}

#[test]
fn an_id_that_leads_out_of_the_folder_is_refused() {
    let data = Folder::copy_of("plain");
    if !is_built(data.path()) {
        return;
    }
    data.patch("wells.geojson", "\"id\": \"deep\"", "\"id\": \"../../deep\"");
    let out = Folder::empty();
    let error = export(data.path(), &out.file("site"), false).expect_err("no such file");
    assert!(error.to_string().contains("'../../deep' cannot be the name of a file"), "{error}");
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
}
