//! Heights along a line: the document, the file, and what has none.

use std::path::Path;

use image_webp::{ColorType, WebPEncoder};
use mbtiles::{CopyDuplicateMode, MbtType, Mbtiles, init_mbtiles_schema};
use serde_json::Value;

use crate::app::{Site, text, wait};
use crate::folder::Folder;

/// Pixels along the side of a tile, and the zoom of the archive.
const SIDE: u32 = 512;
const ZOOM: u8 = 5;

/// A tile of the slope that rises by 100 m with each degree of longitude from 1000 m at 70° E.
fn slope(x: u32) -> Vec<u8> {
    let across = f64::from(SIDE) * f64::from(ZOOM).exp2();
    let mut row = Vec::new();
    for column in 0..SIDE {
        let lon = (f64::from(x * SIDE + column) + 0.5) / across * 360.0 - 180.0;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let metres = (32_768.0 + 1_000.0 + (lon - 70.0) * 100.0).round() as u16;
        let [red, green] = metres.to_be_bytes();
        row.extend([red, green, 0]);
    }
    let mut bytes = Vec::new();
    let pixels = row.repeat(SIDE as usize);
    WebPEncoder::new(&mut bytes).encode(&pixels, SIDE, SIDE, ColorType::Rgb8).unwrap();
    bytes
}

/// An archive of heights from 69 to 73° E; the line of the fixture goes on to 75° E.
fn terrain(path: &Path, tile: Vec<u8>) {
    wait(async {
        let archive = Mbtiles::new(path).unwrap();
        let mut conn = archive.open_or_new().await.unwrap();
        init_mbtiles_schema(&mut conn, MbtType::Flat, false).await.unwrap();
        for (key, value) in [
            ("name", "Slope"),
            ("format", "webp"),
            ("encoding", "terrarium"),
            ("minzoom", "0"),
            ("maxzoom", "5"),
            ("bounds", "69,41,73,45"),
            ("attribution", "Nobody's grid"),
        ] {
            archive.set_metadata_value(&mut conn, key, value).await.unwrap();
        }
        // The column of 67.5 to 78.75° E, the row of 41 to 48.9° N.
        let tiles = [(ZOOM, 22, 11, tile)];
        archive
            .insert_tiles(&mut conn, MbtType::Flat, CopyDuplicateMode::Abort, &tiles)
            .await
            .unwrap();
    });
}

fn site_with_heights(tile: Vec<u8>) -> (Folder, Site) {
    let folder = Folder::copy_of("small");
    terrain(&folder.file("terrain.mbtiles"), tile);
    let site = Site::of(folder.path()).expect("a sound folder");
    (folder, site)
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn near(found: &Value, expected: f64, within: f64) {
    assert!((number(found) - expected).abs() <= within, "{found} instead of {expected}");
}

/// The address of the profile in the record of a feature.
fn profile_link(site: &Site, layer: &str, id: &str) -> Option<String> {
    let record = site.json(&format!("/api/collections/{layer}/items/{id}"));
    let links = record["links"].as_array().expect("links");
    let link = links.iter().find(|link| link["rel"] == "elevation-profile")?;
    Some(text(&link["href"]).to_owned())
}

#[test]
fn a_profile_reads_the_slope_along_the_line_as_far_as_the_grid_reaches() {
    let (_folder, site) = site_with_heights(slope(22));
    let link = profile_link(&site, "lines", "a-b").expect("the record links to its profile");
    assert_eq!(link, "http://atlas.test/feature/a-b/profile");
    let profile = site.json("/feature/a-b/profile");
    let samples = profile["samples"].as_array().unwrap();
    assert!(samples.len() > 800, "{}", samples.len());
    for sample in samples {
        let lon = number(&sample["longitude"]);
        if lon <= 73.0 {
            near(&sample["elevation_m"], 1_000.0 + (lon - 70.0) * 100.0, 2.0);
        } else {
            assert!(sample["elevation_m"].is_null(), "{sample}");
        }
    }
    near(&profile["length_km"], 463.0, 5.0);
    near(&samples.last().unwrap()["distance_km"], number(&profile["length_km"]), 0.02);
    near(&profile["highest"]["elevation_m"], 1_300.0, 3.0);
    near(&profile["lowest"]["elevation_m"], 1_000.0, 2.0);
    near(&profile["climb_m"], 300.0, 3.0);
    near(&profile["descent_m"], 0.0, 0.0);
    near(&profile["covered"], 0.62, 0.05);
    assert_eq!(profile["grid"]["name"], "Slope");
    assert_eq!(profile["grid"]["attribution"], "Nobody's grid");
    assert_eq!(profile["schematic"], false);
    assert!(text(&profile["note"]).contains("drawn to about 2 km"), "{}", profile["note"]);
    assert_eq!(profile["parts"][0]["quality"], "traced");
}

#[test]
fn the_file_has_the_samples_of_the_document_and_its_credits() {
    let (_folder, site) = site_with_heights(slope(22));
    let answer = site.get("/feature/a-b/profile.csv");
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let disposition = "attachment; filename=\"steppe-atlas-profile-a-b.csv\"";
    assert_eq!(answer.header("content-disposition"), disposition);
    let body = answer.text();
    let rows: Vec<&str> = body.trim_end().split("\r\n").collect();
    let samples = site.json("/feature/a-b/profile")["samples"].as_array().unwrap().len();
    assert_eq!(rows.len(), samples + 1);
    assert!(rows[0].starts_with("distance_km,elevation_m,longitude,latitude,"), "{}", rows[0]);
    assert!(rows[1].starts_with("0,1000,70,42,traced,2,"), "{}", rows[1]);
    assert!(rows[1].contains("Nobody's grid") && rows[1].contains("CC0-1.0"), "{}", rows[1]);
    assert_eq!(site.get("/feature/a-b/profile?f=csv").text(), body);
}

#[test]
fn an_unchanged_profile_is_not_sent_again() {
    let (_folder, site) = site_with_heights(slope(22));
    for path in ["/feature/a-b/profile", "/feature/a-b/profile.csv"] {
        let tag = site.get(path).header("etag").to_owned();
        let again = site.with(path, &[("if-none-match", &tag)]);
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{path}");
    }
}

#[test]
fn what_has_no_profile_is_not_found_and_says_why() {
    let (_folder, site) = site_with_heights(slope(22));
    let bare = Folder::copy_of("small");
    let bare = Site::of(bare.path()).expect("a sound folder");
    for (site, path, reason) in [
        (&site, "/feature/yard-one/profile", "only lines have one"),
        (&site, "/feature/nothing/profile", "there is no feature 'nothing'"),
        (&bare, "/feature/a-b/profile", "this server has no heights"),
    ] {
        let answer = site.get(path);
        assert_eq!(answer.status, 404, "{path}");
        let detail = answer.json()["detail"].to_string();
        assert!(detail.contains(reason), "{path}: {detail}");
    }
    assert_eq!(profile_link(&site, "areas", "yard-one"), None);
    assert_eq!(profile_link(&bare, "lines", "a-b"), None);
}

#[test]
fn a_line_outside_the_grid_has_no_profile() {
    let folder = Folder::copy_of("small");
    terrain(&folder.file("terrain.mbtiles"), slope(22));
    folder.patch(
        "lines.geojson",
        "[[70, 42], [72, 43], [75, 44]]",
        "[[20, 42], [22, 43], [25, 44]]",
    );
    let site = Site::of(folder.path()).expect("a sound folder");
    let answer = site.get("/feature/a-b/profile");
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("from 69 to 73 degrees east"), "{}", answer.text());
    assert_eq!(profile_link(&site, "lines", "a-b"), None);
}

#[test]
fn bad_parameters_are_named() {
    let (_folder, site) = site_with_heights(slope(22));
    for (path, parameter) in [
        ("/feature/a-b/profile?f=xml", "f"),
        ("/feature/a-b/profile?step=1", "step"),
        ("/feature/a-b/profile?f=csv&f=csv", "f"),
        ("/feature/a-b/profile.csv?f=csv", "f"),
    ] {
        let answer = site.get(path);
        assert_eq!(answer.status, 400, "{path}");
        assert_eq!(answer.json()["parameter"], parameter, "{path}");
    }
}

#[test]
fn a_broken_tile_is_told_without_its_cause_and_the_server_lives_on() {
    let mut broken = slope(22);
    broken.truncate(60);
    let (_folder, site) = site_with_heights(broken);
    let answer = site.get("/feature/a-b/profile");
    assert_eq!(answer.status, 500);
    assert_eq!(answer.json()["detail"], "the profile cannot be made");
    assert_eq!(site.get("/health/live").status, 200);
    assert_eq!(site.get("/api/collections/lines/items/a-b").status, 200);
}

#[test]
fn the_pamir_highway_climbs_its_passes() {
    let profile = Site::shipped().json("/feature/m41-pamir-highway/profile");
    near(&profile["covered"], 1.0, 0.001);
    // Ak-Baital, the highest pass of the road, is given as 4655 m.
    let highest = &profile["highest"];
    assert!((4_500.0..5_200.0).contains(&number(&highest["elevation_m"])), "{highest}");
    let landmarks = profile["landmarks"].as_array().unwrap();
    let names: Vec<&str> = landmarks.iter().map(|landmark| text(&landmark["name"])).collect();
    for pass in ["Taldyk pass area", "Kyzyl-Art pass", "Ak-Baital pass", "Koitezek pass"] {
        assert!(names.contains(&pass), "{pass} is missing in {names:?}");
    }
    let distances = landmarks.iter().map(|landmark| number(&landmark["distance_km"]));
    assert!(distances.is_sorted(), "landmarks stand in the order of the road");
    let start = &profile["samples"][0];
    near(&start["elevation_m"], 980.0, 120.0); // Osh
}
