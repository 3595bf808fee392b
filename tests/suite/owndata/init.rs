//! `steppe init`: a folder that is whole, or none.

use std::process::Command;

use super::broken::point;
use super::fixture;
use crate::app::{Site, root, text};
use crate::folder::Folder;

/// Runs to the end: exit code, standard output and standard error.
pub fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_steppe"));
    let output = command.args(arguments).current_dir(root()).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn init_makes_a_folder_that_is_sound_and_served() {
    let around = Folder::empty();
    around.write("roads.csv", "wkt,name,type,built,closed\n\"LINESTRING(70 41,71 42)\",R1,paved,1975,\n\"LINESTRING(71 41,72 42)\",\"R\"\"2\",track,1980,1999\n");
    for ending in ["shp", "dbf", "prj", "cpg"] {
        around.write(&format!("wells.{ending}"), fixture(&format!("shp.{ending}")));
    }
    let dir = around.file("my_region");
    let (dir, roads, wells) =
        (dir.to_str().unwrap(), around.file("roads.csv"), around.file("wells.shp"));
    let files = [roads.to_str().unwrap(), wells.to_str().unwrap()];
    let (code, out, err) = run(&["init", dir, files[0], files[1]]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("layer roads (roads.csv, CSV, 2 features): start = 'built'"), "{out}");
    assert!(out.contains(&format!("Now run: steppe serve --data {dir}")), "{out}");
    let (code, out, _) = run(&["check", "--data", dir]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.ends_with("5 features, 0 findings\n"), "{out}");
    let site = Site::of(std::path::Path::new(dir)).expect("a sound folder");
    let atlas = site.json("/api/atlas");
    assert_eq!(atlas["title"], "My region");
    let categories = atlas["layers"][0]["categories"].as_array().unwrap();
    let ids: Vec<&str> = categories.iter().map(|category| text(&category["id"])).collect();
    assert_eq!(ids, ["roads-paved", "roads-track"]);
    assert_ne!(categories[0]["colour"], categories[1]["colour"]);
    assert_eq!(site.ids("roads", "datetime=2005"), ["roads-1"]);
    assert_eq!(site.ids("wells", "datetime=2005"), ["north-well", "south-well"]);

    let (code, _, err) = run(&["init", dir, files[0]]);
    assert_eq!(code, Some(1));
    assert!(err.contains("atlas.toml is there already; --force replaces it"), "{err}");
    assert_eq!(run(&["init", dir, files[0], "--force"]).0, Some(0));
}

#[test]
fn init_leaves_nothing_behind_when_it_cannot_finish() {
    let around = Folder::empty();
    around
        .write("a.txt", "no data")
        .write("broken.gpkg", "no database")
        .write("a.geojson", point("null"));
    let dir = around.file("new");
    let path = |name: &str| around.file(name).to_str().unwrap().to_owned();
    for (files, reason) in [
        (vec![path("a.txt")], "is of no format that is read"),
        (vec![path("missing.csv")], "there is no such file"),
        (vec![path("broken.gpkg")], "is not a GeoPackage"),
        (vec![path("a.geojson"), path("a.geojson")], "another of the files has this name"),
        (vec![], "holds no atlas.toml and no data file"),
    ] {
        let mut arguments = vec!["init", dir.to_str().unwrap()];
        arguments.extend(files.iter().map(String::as_str));
        let (code, _, err) = run(&arguments);
        assert_eq!(code, Some(1), "{files:?}");
        assert!(err.contains(reason), "{files:?}: {err}");
        assert!(!dir.exists(), "{files:?}");
    }
    // In a folder that is there, what was replaced comes back.
    std::fs::create_dir(&dir).unwrap();
    std::fs::write(dir.join("broken.gpkg"), "older").unwrap();
    let arguments = ["init", dir.to_str().unwrap(), &path("broken.gpkg"), "--force"];
    assert_eq!(run(&arguments).0, Some(1));
    assert_eq!(std::fs::read_to_string(dir.join("broken.gpkg")).unwrap(), "older");
    assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 1);
}
