//! Exported tiles are those of the server, in a file that other tools read.

use std::path::Path;

use mbtiles::{Mbtiles, sqlx};
use serde_json::json;
use steppe_atlas::atlas::load::IndexCache;
use steppe_atlas::basemap::archive::{Archive, TileFormat};
use steppe_atlas::export::ExportError;
use steppe_atlas::export::tiles::{Written, layers, write};
use steppe_atlas::reload::sound_atlas;
use steppe_atlas::store::Store;

use crate::app::{Site, TODAY, day, root, wait};
use crate::folder::Folder;

fn store(folder: &Path) -> Store {
    let atlas = wait(sound_atlas(folder, IndexCache::Unused)).expect("a sound folder");
    Store::new(atlas, Some(day(TODAY)))
}

fn export(store: &Store, list: Option<&str>, target: &Path) -> Result<Written, ExportError> {
    let layers = layers(store.atlas(), list)?;
    wait(write(store, &layers, target, false, &|_, _| {}))
}

/// Addresses of the tiles in an MBTiles file, rows from the north.
fn addresses(path: &Path) -> Vec<(u8, u32, u32)> {
    let all = "SELECT zoom_level, tile_column, (1 << zoom_level) - 1 - tile_row FROM tiles";
    wait(async {
        let mut conn = Mbtiles::new(path).unwrap().open_readonly().await.unwrap();
        sqlx::query_as(all).fetch_all(&mut conn).await.unwrap()
    })
}

#[test]
fn the_tiles_of_both_kinds_of_files_are_those_of_the_server() {
    let out = Folder::empty();
    for (data, list, deepest, source) in [
        (root().join("tests/fixtures/small"), None, 10, "atlas"),
        (root().join("geodata"), Some("zones,bases"), 10, "zones,bases"),
        (root().join("geodata"), None, 6, "atlas"),
    ] {
        let store = store(&data);
        let site = Site::of(&data).expect("a sound folder");
        let [mbtiles, pmtiles] = ["a.mbtiles", "a.pmtiles"].map(|name| out.file(name));
        let written = export(&store, list, &mbtiles).expect("MBTiles");
        assert_eq!(export(&store, list, &pmtiles).expect("PMTiles").n_tiles, written.n_tiles);
        let all = addresses(&mbtiles);
        assert_eq!(all.len(), written.n_tiles);
        let open = |path: &Path| wait(Archive::open(path, 0)).expect("an archive");
        let [rows, directory] = [open(&mbtiles), open(&pmtiles)];
        let mut compared = 0;
        for (z, x, y) in all.iter().copied().filter(|(z, _, _)| *z <= deepest) {
            let [one, other] = [&rows, &directory].map(|archive| wait(archive.get(z, x, y)));
            let (one, other) = (one.unwrap().unwrap(), other.unwrap().unwrap());
            assert_eq!(one, other, "{z}/{x}/{y}");
            let mut plain = Vec::new();
            std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&one[..]), &mut plain)
                .unwrap();
            let served = site.get(&format!("/tiles/{source}/{z}/{x}/{y}"));
            assert_eq!(served.body, plain, "{z}/{x}/{y}");
            compared += 1;
        }
        assert!(compared > 20, "{compared}");
        // What is not in the file shows nothing on the server either.
        for (x, y) in (0..32).flat_map(|x| (0..32).map(move |y| (x, y))) {
            if !all.contains(&(5, x, y)) {
                let served = site.get(&format!("/tiles/{source}/5/{x}/{y}"));
                assert_eq!(served.status, 204, "5/{x}/{y}");
                assert!(wait(directory.get(5, x, y)).unwrap().is_none());
            }
        }
        std::fs::remove_file(mbtiles).unwrap();
        std::fs::remove_file(pmtiles).unwrap();
    }
}

#[test]
fn a_file_says_what_the_server_says_of_its_tiles_and_is_the_same_every_time() {
    let out = Folder::empty();
    let store = store(&root().join("geodata"));
    let said = Site::shipped().json("/tiles/zones.json");
    for kind in ["mbtiles", "pmtiles"] {
        let [first, second] = ["1", "2"].map(|name| out.file(&format!("{name}.{kind}")));
        export(&store, Some("zones"), &first).expect("a file");
        export(&store, Some("zones"), &second).expect("a file");
        assert!(std::fs::read(&first).unwrap() == std::fs::read(&second).unwrap(), "{kind}");
        let archive = wait(Archive::open(&first, 0)).expect("an archive");
        let about = archive.about();
        assert_eq!((about.format, about.encoding), (TileFormat::Pbf, Some("gzip")));
        assert_eq!(json!(about.name), said["name"]);
        assert_eq!(json!(about.attribution.as_deref().unwrap_or_default()), said["attribution"]);
        assert_eq!(about.vector_layers[0]["id"], "zones");
        assert_eq!(about.vector_layers[0]["fields"], said["vector_layers"][0]["fields"]);
        assert_eq!((about.minzoom, about.maxzoom), (0, 10));
        let [west, south, east, north] = about.bounds;
        assert!(45.0 < west && west < east && east < 90.0, "{west} to {east}");
        assert!(30.0 < south && south < north && north < 60.0, "{south} to {north}");
    }
}

#[test]
fn what_cannot_be_written_is_refused_and_leaves_what_is_there() {
    let out = Folder::empty();
    out.write("there.pmtiles", "precious").write("file", "");
    let store = store(&root().join("tests/fixtures/small"));
    for (list, name, reason) in [
        (None, "there.pmtiles", "is there already; --force"),
        (None, "a.zip", "allowed are the endings .mbtiles and .pmtiles"),
        (None, "a", "allowed are the endings"),
        (None, ".mbtiles", "allowed are the endings"),
        (None, "no/such/folder/a.pmtiles", "cannot write"),
        (None, "file/a.mbtiles", "cannot write"),
        (Some("roads"), "a.pmtiles", "no layer 'roads'; there are lines, areas, events"),
        (Some("lines,,areas"), "a.pmtiles", "no layer ''"),
        (Some(""), "a.pmtiles", "no layer ''"),
    ] {
        let error = export(&store, list, &out.file(name)).expect_err(name).to_string();
        assert!(error.contains(reason), "{name}: {error}");
    }
    let mut left: Vec<_> =
        std::fs::read_dir(out.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["file", "there.pmtiles"]);
    assert_eq!(std::fs::read_to_string(out.file("there.pmtiles")).unwrap(), "precious");
    let all = layers(store.atlas(), None).unwrap();
    wait(write(&store, &all, &out.file("there.pmtiles"), true, &|_, _| {})).expect("written over");
    wait(Archive::open(&out.file("there.pmtiles"), 0)).expect("an archive");
}
