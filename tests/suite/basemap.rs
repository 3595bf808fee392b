//! Background tiles, styles, symbols and fonts.

use std::collections::BTreeSet;

use fast_mvt::MvtReaderRef;
use mbtiles::{Mbtiles, sqlx};
use serde_json::Value;

use crate::app::{Answer, Site, encoded, text, wait};
use crate::folder::Folder;
use crate::tileset::{GROUND, mbtiles, tile};

fn site_with_ground() -> (Folder, Site) {
    let folder = Folder::copy_of("small");
    let tiles = [(0, 0, 0, tile("world")), (2, 0, 3, tile("south-west"))];
    mbtiles(&folder.file("basemap.mbtiles"), GROUND, &tiles);
    // Rows of the file count from the south; this one is the northernmost of zoom 2.
    wait(async {
        let archive = Mbtiles::new(folder.file("basemap.mbtiles")).unwrap();
        let mut conn = archive.open().await.unwrap();
        let insert = sqlx::query("INSERT INTO tiles VALUES (2, 3, 3, ?)");
        insert.bind(tile("north-east")).execute(&mut conn).await.unwrap();
    });
    let site = Site::of(folder.path()).expect("a sound folder");
    (folder, site)
}

fn layer_of(answer: &Answer) -> String {
    let reader = MvtReaderRef::new(&answer.body).expect("a tile");
    reader.layers().map(|layer| layer.name().to_owned()).collect()
}

#[test]
fn rows_of_the_archive_are_counted_from_the_north() {
    let (_folder, site) = site_with_ground();
    for (path, layer) in [
        ("/tiles/basemap/0/0/0", "world"),
        ("/tiles/basemap/2/0/3.pbf", "south-west"),
        ("/tiles/basemap/2/3/0", "north-east"),
    ] {
        assert_eq!(layer_of(&site.get(path)), layer, "{path}");
    }
}

#[test]
fn a_tile_that_the_archive_does_not_hold_is_not_found() {
    let (_folder, site) = site_with_ground();
    for path in ["/tiles/basemap/1/0/0", "/tiles/basemap/2/0/0", "/tiles/basemap/9/0/0"] {
        let answer = site.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
}

#[test]
fn a_gzipped_tile_goes_out_as_it_is_or_inflated_for_those_who_cannot() {
    let (_folder, site) = site_with_ground();
    let gzipped = site.with("/tiles/basemap/0/0/0", &[("accept-encoding", "gzip")]);
    assert_eq!(gzipped.header("content-encoding"), "gzip");
    assert_eq!(gzipped.body, tile("world"));
    let plain = site.get("/tiles/basemap/0/0/0");
    assert_eq!((plain.header("content-encoding"), layer_of(&plain).as_str()), ("", "world"));
    assert_ne!(plain.header("etag"), gzipped.header("etag"));
}

#[test]
fn the_tilejson_of_the_archive_says_what_the_archive_says() {
    let (_folder, site) = site_with_ground();
    let document = site.json("/tiles/basemap.json");
    assert_eq!((text(&document["name"]), text(&document["attribution"])), ("Ground", "Nobody"));
    assert_eq!((&document["minzoom"], &document["maxzoom"]), (&0.into(), &2.into()));
    assert_eq!(document["bounds"], serde_json::json!([-180.0, -80.0, 180.0, 80.0]));
    assert_eq!(document["vector_layers"][0]["id"], "ground");
    assert_eq!(document["tiles"][0], "http://atlas.test/tiles/basemap/{z}/{x}/{y}");
}

#[test]
fn a_folder_without_background_has_a_style_without_it() {
    let folder = Folder::copy_of("small");
    let site = Site::of(folder.path()).expect("a sound folder");
    assert_eq!(site.json("/health/ready")["basemap"], false);
    assert_eq!(site.get("/tiles/basemap/0/0/0").status, 404);
    let style = site.json("/styles/light.json");
    assert!(style["sources"]["basemap"].is_null() && style["sources"]["atlas"].is_object());
}

fn style(name: &str) -> Value {
    Site::shipped().json(&format!("/styles/{name}"))
}

#[test]
fn a_style_draws_from_sources_that_are_there() {
    for name in ["light.json", "dark.json"] {
        let style = style(name);
        assert_eq!(style["version"], 8);
        let mut used = BTreeSet::new();
        for layer in style["layers"].as_array().unwrap() {
            used.extend(layer["source"].as_str());
        }
        let sources = style["sources"].as_object().unwrap();
        assert!(used.iter().all(|name| sources.contains_key(*name)), "{used:?}");
        for (id, source) in sources {
            let address = source["url"].as_str().or(source["data"].as_str()).expect("an address");
            let path = address.strip_prefix("http://atlas.test").expect("of this server");
            let document = Site::shipped().json(path);
            if source["type"] == "vector" {
                let there: BTreeSet<&str> = document["vector_layers"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|layer| text(&layer["id"]))
                    .collect();
                for layer in style["layers"].as_array().unwrap() {
                    let wanted = text(&layer["source-layer"]);
                    let of_source = layer["source"] == **id;
                    assert!(!of_source || there.contains(wanted), "{id} has no {wanted}");
                }
            }
        }
    }
}

#[test]
fn a_style_begins_today_with_everything_that_is_not_over() {
    let vocabulary = Site::shipped().json("/api/atlas");
    let state = style("light.json")["state"].clone();
    assert_eq!(state["day"]["default"], vocabulary["today"]);
    let statuses: BTreeSet<&str> = vocabulary["statuses"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|status| status["ended"] == false)
        .map(|status| text(&status["id"]))
        .collect();
    let shown = text(&state["statuses"]["default"]).split('|').filter(|id| !id.is_empty());
    assert_eq!(shown.collect::<BTreeSet<_>>(), statuses);
    for member in ["lang", "categories", "selected", "hovered"] {
        assert!(!state[member]["default"].is_null(), "{member}");
    }
}

#[test]
fn every_symbol_that_the_data_needs_is_in_the_sheets() {
    let vocabulary = Site::shipped().json("/api/atlas");
    let mut needed = BTreeSet::from(["cross".to_owned()]);
    for layer in vocabulary["layers"].as_array().unwrap() {
        for category in layer["categories"].as_array().unwrap() {
            if layer["shape"] == "line" {
                needed.insert(format!("badge|{}", text(&category["id"])));
            }
        }
    }
    for as_of in ["", "?as-of=2005-04-03"] {
        let points = Site::shipped().json(&format!("/api/points.geojson{as_of}"));
        for point in points["features"].as_array().unwrap() {
            let said = &point["properties"];
            let icon = icon(&vocabulary, text(&said["category"]));
            let planned = if said["planned"] == true { "|planned" } else { "" };
            let disputed = if said["disputed"] == true { "|disputed" } else { "" };
            needed.insert(format!("{icon}|{}{planned}{disputed}", text(&said["status"])));
        }
    }
    for theme in ["light", "dark"] {
        for scale in ["", "@2x"] {
            let index = Site::shipped().json(&format!("/sprites/{theme}{scale}.json"));
            let picture = Site::shipped().get(&format!("/sprites/{theme}{scale}.png"));
            let (width, height) = size_of_png(&picture.body);
            let index = index.as_object().unwrap();
            let missing: Vec<_> = needed.iter().filter(|name| !index.contains_key(*name)).collect();
            assert!(missing.is_empty(), "{theme}{scale} lacks {missing:?}");
            for (name, place) in index {
                let number = |member: &str| place[member].as_u64().unwrap();
                assert!(number("x") + number("width") <= width, "{name} lies in the picture");
                assert!(number("y") + number("height") <= height, "{name} lies in the picture");
            }
        }
    }
}

fn icon<'a>(vocabulary: &'a Value, category: &str) -> &'a str {
    let layers = vocabulary["layers"].as_array().unwrap().iter();
    let mut categories = layers.flat_map(|layer| layer["categories"].as_array().unwrap());
    text(&categories.find(|entry| entry["id"] == category).expect("a category")["icon"])
}

/// Width and height in the head of a PNG file.
fn size_of_png(bytes: &[u8]) -> (u64, u64) {
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "a PNG");
    let number = |at: usize| u64::from(u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()));
    (number(16), number(20))
}

#[test]
fn a_style_leads_to_its_sheet_and_to_its_fonts() {
    let light = style("light.json");
    assert_eq!(light["sprite"], "http://atlas.test/sprites/light");
    assert!(light["glyphs"].is_null(), "the app draws with web fonts");
    let fonts: BTreeSet<String> = fonts_of(&light);
    assert!(!fonts.is_empty());
    if Site::shipped().get("/").status == 503 {
        return; // The fonts come with the app, which is not built in.
    }
    for face in fonts.iter().map(|font| &light["font-faces"][font]) {
        for part in face.as_array().expect("a face of each font") {
            let address =
                text(&part["url"]).strip_prefix("http://atlas.test").expect("a whole address");
            let font = Site::shipped().get(address);
            assert_eq!(font.header("content-type"), "font/woff2", "{part}");
        }
    }
    let with_glyphs = style("light.json?glyphs=pbf");
    let template = text(&with_glyphs["glyphs"]).strip_prefix("http://atlas.test").unwrap();
    for font in &fonts {
        let path = template.replace("{fontstack}", &encoded(font)).replace("{range}", "0-255");
        assert_eq!(Site::shipped().get(&path).status, 200, "{path}");
    }
    for range in ["1-255", "0-256", "a-b", "-256--1", "65536-65791"] {
        let path = template.replace("{fontstack}", "Noto%20Sans%20Regular");
        let answer = Site::shipped().get(&path.replace("{range}", range));
        assert_eq!((answer.status.as_u16(), text(&answer.json()["value"])), (400, range));
    }
    let unknown = Site::shipped().get("/fonts/Comic%20Sans/0-255.pbf");
    assert_eq!((unknown.status.as_u16(), text(&unknown.json()["value"])), (404, "Comic Sans"));
}

/// Every font that a layer names, first in its stack.
fn fonts_of(style: &Value) -> BTreeSet<String> {
    let mut fonts = BTreeSet::new();
    for layer in style["layers"].as_array().unwrap() {
        names_in(&layer["layout"]["text-font"], &mut fonts);
    }
    fonts
}

fn names_in(value: &Value, fonts: &mut BTreeSet<String>) {
    match value {
        Value::String(name) if name.starts_with("Noto") => {
            fonts.insert(name.clone());
        }
        Value::Array(list) => list.iter().for_each(|inner| names_in(inner, fonts)),
        _ => {}
    }
}

#[test]
fn the_shipped_background_covers_the_world_and_the_region() {
    let site = Site::shipped();
    let document = site.json("/tiles/basemap.json");
    assert!(document["maxzoom"].as_u64() >= Some(8), "{document}");
    for path in ["/tiles/basemap/0/0/0", "/tiles/basemap/5/22/11", "/tiles/basemap/8/181/93"] {
        let answer = site.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(layer_of(&answer).contains("land"), "{path}");
    }
}
