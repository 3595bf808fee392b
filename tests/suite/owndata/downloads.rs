//! What the atlas gives away is data that it takes in: the same features, places and days, as far as the format goes.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use serde_json::Value;

use super::init::run;
use crate::app::{LAYERS, Site, encoded, text};
use crate::folder::Folder;

/// Formats of features that are read.
const FORMATS: [&str; 8] =
    ["geojson", "jsonfg", "geojsons", "csv", "excel.csv", "gpkg", "fgb", "shp.zip"];

/// Days at which the same has to stand.
const DAYS: [&str; 4] = ["1995-06-15", "2005-12-15", "2014-06-02", "2026-11-24"];

/// The files of a download, as people have them on their disk.
fn saved(folder: &Folder, layer: &str, ending: &str) -> Vec<String> {
    let answer = Site::shipped().get(&format!("/download/{layer}.{ending}?ended=include"));
    assert_eq!(answer.status, 200, "{layer}.{ending}");
    if ending != "shp.zip" {
        // A name has one ending by which the program knows the format.
        let kind = match ending {
            "jsonfg" => "json",
            "excel.csv" => "csv",
            same => same,
        };
        let name = format!("{layer}.{kind}");
        folder.write(&name, answer.body);
        return vec![name];
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(answer.body)).expect("an archive");
    archive.extract(folder.path()).expect("its files");
    let names = archive.file_names().map(|name| name.expect("UTF-8").into_owned());
    names.filter(|name| name.ends_with(".shp")).collect()
}

/// What an atlas says stood on a day: ids, with the first and last day of each.
fn standing(site: &Site, layers: &[String], day: &str) -> BTreeMap<String, [Value; 2]> {
    let mut all = BTreeMap::new();
    for layer in layers {
        let path = format!("/api/collections/{layer}/items?limit=10000&datetime={day}");
        for feature in site.json(&path)["features"].as_array().expect("features") {
            let properties = &feature["properties"];
            let end = |names: [&str; 3]| {
                let told = names.iter().map(|name| &properties[*name]);
                told.into_iter().find(|value| !value.is_null()).cloned().unwrap_or_default()
            };
            let ends = [
                end(["lifetime_start", "life_start", "start"]),
                end(["lifetime_end", "life_end", "end"]),
            ];
            let other = all.insert(text(&feature["id"]).to_owned(), ends.map(day_of));
            assert!(other.is_none(), "{} stands in two layers", feature["id"]);
        }
    }
    all
}

/// A time at midnight is the day.
fn day_of(value: Value) -> Value {
    let day =
        value.as_str().map(|text| text.split(['T', ' ']).next().unwrap_or_default().to_owned());
    day.map_or(Value::Null, |day| Value::from(day.replace('/', "-")))
}

fn layers_of(site: &Site) -> Vec<String> {
    let atlas = site.json("/api/atlas");
    atlas["layers"].as_array().unwrap().iter().map(|layer| text(&layer["id"]).to_owned()).collect()
}

#[test]
fn every_download_is_taken_in_with_its_ids_and_days() {
    for layer in LAYERS {
        for ending in FORMATS {
            let around = Folder::empty();
            let files = saved(&around, layer, ending);
            let dir = around.file("again");
            let paths: Vec<String> =
                files.iter().map(|name| around.file(name).to_str().unwrap().to_owned()).collect();
            let mut arguments = vec!["init", dir.to_str().unwrap()];
            arguments.extend(paths.iter().map(String::as_str));
            let (code, said, reason) = run(&arguments);
            assert_eq!(code, Some(0), "{layer}.{ending}: {said}{reason}");
            let taken =
                Site::of(Path::new(&dir)).unwrap_or_else(|e| panic!("{layer}.{ending}: {e}"));
            let layers = layers_of(&taken);
            for day in DAYS {
                let ours = standing(Site::shipped(), &[(*layer).to_owned()], &encoded(day));
                assert_eq!(standing(&taken, &layers, day), ours, "{layer}.{ending} on {day}");
            }
        }
    }
}
