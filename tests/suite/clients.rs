//! GDAL as a client of the running server: the OGC API, and tiles.

use std::process::Command;

use serde_json::Value;

use crate::app::{LAYERS, root};
use crate::server::Server;

/// What `ogrinfo` says of a data source, as JSON is not among its forms everywhere.
fn ogrinfo(arguments: &[&str]) -> String {
    let output = Command::new("ogrinfo")
        .args(arguments)
        .env("no_proxy", "127.0.0.1")
        .env("CPL_TMPDIR", std::env::temp_dir())
        .output()
        .expect("ogrinfo, of the package gdal-bin");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    said
}

fn count(said: &str) -> u64 {
    let line = said.lines().find_map(|line| line.strip_prefix("Feature Count: "));
    line.and_then(|count| count.trim().parse().ok()).unwrap_or_else(|| panic!("no count in {said}"))
}

fn matched(server: &Server, path: &str) -> u64 {
    server.json(path)["numberMatched"].as_u64().expect("a count")
}

#[test]
fn gdal_finds_every_layer_and_as_many_features_as_the_items_are() {
    let server = Server::on(&root().join("geodata"));
    let source = format!("OAPIF:{}/api", server.address);
    let said = ogrinfo(&["-ro", &source]);
    for layer in LAYERS {
        assert!(said.contains(&format!(": {layer} ")), "{layer} is not in {said}");
        let found = count(&ogrinfo(&["-ro", "-so", &source, layer]));
        assert_eq!(found, matched(&server, &format!("/api/collections/{layer}/items")), "{layer}");
    }
}

#[test]
fn a_moment_and_a_box_in_the_address_of_a_layer_hold_for_gdal_too() {
    let server = Server::on(&root().join("geodata"));
    let question = "datetime=2005-12-15&status=operating";
    let source = format!("OAPIF:{}/api/collections/bases?{question}", server.address);
    let expected = matched(&server, &format!("/api/collections/bases/items?{question}"));
    assert_eq!(count(&ogrinfo(&["-ro", "-so", &source, "bases"])), expected);
    let within = ["-ro", "-so", "-spat", "70", "40", "75", "44", &source, "bases"];
    let path = format!("/api/collections/bases/items?{question}&bbox=70,40,75,44");
    assert_eq!(count(&ogrinfo(&within)), matched(&server, &path));
}

#[test]
fn gdal_reads_a_tile_with_a_feature_for_each_period() {
    let server = Server::on(&root().join("geodata"));
    let tile = server.bytes("/tiles/bases/0/0/0");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("0.pbf");
    std::fs::write(&file, tile).unwrap();
    let said = ogrinfo(&["-ro", "-so", &format!("MVT:{}", file.display()), "bases"]);
    let timeline = server.json("/api/timeline");
    assert_eq!(count(&said), periods(&timeline, "bases"), "{said}");
}

/// Periods that are drawn of the features of a layer.
fn periods(timeline: &Value, layer: &str) -> u64 {
    let features = timeline["features"].as_array().expect("features").iter();
    features
        .filter(|feature| feature["layer"] == *layer)
        .map(|feature| feature["periods"].as_array().map_or(0, Vec::len) as u64)
        .sum()
}
