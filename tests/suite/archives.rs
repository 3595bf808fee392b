//! Archives of the data folder: every sound one is served under its stem, a broken one is named and
//! keeps nothing else from being served.

use fast_mvt::MvtReaderRef;
use pmtiles::TileType;
use serde_json::{Value, json};

use crate::app::{Site, text};
use crate::folder::Folder;
use crate::tileset::{GROUND, Tile, gzip, mbtiles, pmtiles, png, tile};

const LAYERS: &str = r#"{"name":"Rivers","attribution":"<a href='/x'>River people</a>",
    "vector_layers":[{"id":"river","fields":{}}]}"#;

fn world() -> Vec<Tile> {
    vec![(0, 0, 0, tile("world"))]
}

/// A folder with a map of each kind.
fn site() -> (Folder, Site) {
    let folder = Folder::copy_of("small");
    mbtiles(&folder.file("ground-2.mbtiles"), GROUND, &world());
    let rivers = [(0, 0, 0, tile("river")), (2, 3, 0, tile("north-east"))];
    pmtiles(&folder.file("rivers.pmtiles"), TileType::Mvt, LAYERS, &rivers);
    let shade = [(0, 0, 0, png(512))];
    pmtiles(&folder.file("shade.pmtiles"), TileType::Png, "{}", &shade);
    let heights = [("name", "Heights"), ("format", "png"), ("encoding", "terrarium")];
    mbtiles(&folder.file("heights.mbtiles"), &heights, &[(0, 0, 0, png(256))]);
    let site = Site::of(folder.path()).expect("a sound folder");
    (folder, site)
}

#[test]
fn every_archive_is_served_with_the_media_type_of_its_tiles() {
    let (_folder, site) = site();
    for (path, media) in [
        ("/tiles/ground-2/0/0/0", "application/vnd.mapbox-vector-tile"),
        ("/tiles/rivers/0/0/0.pbf", "application/vnd.mapbox-vector-tile"),
        ("/tiles/rivers/2/3/0.mvt", "application/vnd.mapbox-vector-tile"),
        ("/tiles/shade/0/0/0.png", "image/png"),
        ("/tiles/shade/0/0/0", "image/png"),
        ("/tiles/heights/0/0/0", "image/png"),
    ] {
        let answer = site.get(path);
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, media), "{path}");
        assert!(!answer.header("etag").is_empty(), "{path}");
    }
    let river = site.get("/tiles/rivers/2/3/0");
    let reader = MvtReaderRef::new(&river.body).expect("a tile");
    let layers: Vec<&str> = reader.layers().map(|layer| layer.name()).collect();
    assert_eq!(layers, ["north-east"]);
    let packed = site.with("/tiles/rivers/2/3/0", &[("accept-encoding", "gzip")]);
    assert_eq!(packed.body, tile("north-east"));
    assert_eq!(site.get("/tiles/shade/0/0/0").body, png(512));
}

#[test]
fn the_tilejson_of_an_archive_tells_what_a_map_needs_to_draw_it() {
    let (_folder, site) = site();
    let rivers = site.json("/tiles/rivers.json");
    assert_eq!(text(&rivers["attribution"]), "<a href='/x'>River people</a>");
    assert_eq!(rivers["bounds"], json!([60.0, 35.0, 80.0, 45.0]));
    assert_eq!(rivers["tiles"][0], "http://atlas.test/tiles/rivers/{z}/{x}/{y}");
    assert_eq!((&rivers["minzoom"], &rivers["maxzoom"]), (&0.into(), &2.into()));
    assert_eq!(rivers["vector_layers"][0]["id"], "river");
    assert_eq!(rivers["sparse"], true);
    let shade = site.json("/tiles/shade.json");
    assert_eq!((text(&shade["name"]), &shade["tileSize"]), ("shade", &512.into()));
    assert!(shade["vector_layers"].is_null() && shade["encoding"].is_null());
    let heights = site.json("/tiles/heights.json");
    assert_eq!((text(&heights["encoding"]), &heights["tileSize"]), ("terrarium", &256.into()));
}

#[test]
fn the_vocabulary_lists_the_archives_and_health_names_them() {
    let (folder, site) = site();
    mbtiles(&folder.file("relief.mbtiles"), &[("format", "png")], &[(0, 0, 0, png(512))]);
    let with_relief = Site::of(folder.path()).expect("a sound folder");
    let listed = |site: &Site| {
        let archives = site.json("/api/atlas")["archives"].clone();
        let row =
            |a: &Value| format!("{} {} {}", text(&a["stem"]), text(&a["kind"]), a["in_style"]);
        archives.as_array().unwrap().iter().map(row).collect::<Vec<_>>().join(", ")
    };
    let expected =
        "ground-2 vector false, heights dem false, rivers vector false, shade raster false";
    assert_eq!(listed(&site), expected);
    assert!(listed(&with_relief).contains("relief raster true"));
    let health = site.json("/health/ready");
    assert_eq!(health["archives"], json!(["ground-2", "heights", "rivers", "shade"]));
    assert_eq!((&health["refused"], &health["basemap"]), (&json!([]), &false.into()));
}

#[test]
fn a_tile_address_has_the_ending_of_its_kind_or_none() {
    let (_folder, site) = site();
    for (path, status) in [
        ("/tiles/shade/0/0/0.pbf", 400),
        ("/tiles/shade/0/0/0.jpg", 400),
        ("/tiles/rivers/0/0/0.png", 400),
        ("/tiles/rivers/0/0/0.pbf.pbf", 400),
        ("/tiles/rivers/23/0/0", 400),
        ("/tiles/rivers/1/2/0", 400),
        ("/tiles/rivers/1/0/-0", 400),
        ("/tiles/rivers/1/0/0", 404),
        ("/tiles/rivers/3/0/0", 404),
        ("/tiles/rivers/0/0/0?datetime=2005", 400),
        ("/tiles/rivers.json?datetime=2005", 400),
        ("/tiles/rivers,shade/0/0/0", 404),
        ("/tiles/rivers.pmtiles", 404),
        ("/tiles/..%2frivers/0/0/0", 404),
        ("/tiles/Rivers/0/0/0", 404),
    ] {
        let answer = site.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
    let unknown = site.get("/tiles/roads/0/0/0").json();
    assert!(text(&unknown["detail"]).contains("rivers, shade"), "{unknown}");
}

/// What is wrong with a file: its name, its bytes, and words of the reason.
fn broken() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let made = Folder::empty();
    let bytes = |name: &str| std::fs::read(made.file(name)).expect("a file");
    let mut count = 0;
    let mut ground = |metadata: &[(&str, &str)], tiles: &[Tile]| {
        count += 1;
        let name = format!("{count}.mbtiles");
        mbtiles(&made.file(&name), metadata, tiles);
        bytes(&name)
    };
    let with = |name, value| {
        let others = GROUND.iter().filter(|(key, _)| *key != name).copied();
        others.chain([(name, value)]).collect::<Vec<_>>()
    };
    let picture = [("format", "png"), ("encoding", "xyz")];
    let sound = ground(GROUND, &world());
    let of_tile = |bytes: &[u8]| vec![(0, 0, 0, bytes.to_vec())];
    let bomb = gzip(&vec![0; (32 << 20) + 1]);
    let mut cases = vec![
        ("none", ground(GROUND, &[]), "holds no tile"),
        ("text-tile", ground(GROUND, &of_tile(b"no tile")), "no tiles that a map can draw"),
        ("gif", ground(GROUND, &of_tile(b"GIF89a")), "neither a vector tile"),
        ("half-gzip", ground(GROUND, &of_tile(&tile("a")[..12])), "the first is not gzip"),
        ("bomb", ground(GROUND, &of_tile(&bomb)), "grows beyond"),
        ("unnamed", ground(&with("json", "{}"), &world()), "vector_layers"),
        ("bad-json", ground(&with("json", "[1"), &world()), "vector_layers"),
        ("far", ground(&with("bounds", "0,0,400,10"), &world()), "bounds 0,0,400,10"),
        ("turned", ground(&with("bounds", "9,0,-9,10"), &world()), "west,south,east,north"),
        ("odd-heights", ground(&picture, &[(0, 0, 0, png(9))]), "terrarium or mapbox"),
    ];
    pmtiles(&made.file("p"), TileType::Mvt, LAYERS, &world());
    let whole = bytes("p");
    pmtiles(&made.file("avif"), TileType::Avif, "{}", &world());
    pmtiles(&made.file("lie"), TileType::Webp, "{}", &[(0, 0, 0, png(256))]);
    pmtiles(&made.file("mute"), TileType::Mvt, "{}", &world());
    pmtiles(&made.file("list"), TileType::Mvt, "[]", &world());
    pmtiles(&made.file("prose"), TileType::Mvt, "words", &world());
    pmtiles(&made.file("hollow"), TileType::Mvt, LAYERS, &[]);
    pmtiles(&made.file("bomb"), TileType::Mvt, LAYERS, &of_tile(&bomb));
    let changed = |at: usize, to: &[u8]| {
        let mut bytes = whole.clone();
        bytes[at..at + to.len()].copy_from_slice(to);
        bytes
    };
    cases.extend([
        ("text.mbtiles", b"not tiles at all".to_vec(), "is no SQLite database"),
        ("nothing.mbtiles", Vec::new(), "is no SQLite database"),
        ("pm.mbtiles", whole.clone(), "is no SQLite database"),
        ("half.mbtiles", sound[..sound.len() / 2].to_vec(), "is cut off"),
        ("head.mbtiles", sound[..50].to_vec(), "is cut off"),
        ("sq.pmtiles", sound, "does not begin as PMTiles do"),
        ("nothing.pmtiles", Vec::new(), "does not begin as PMTiles do"),
        ("half.pmtiles", whole[..whole.len() - 9].to_vec(), "is cut off"),
        ("head.pmtiles", whole[..99].to_vec(), "is cut off: 99 of 127"),
        ("two.pmtiles", changed(7, &[2]), "version 2; allowed is version 3"),
        ("far.pmtiles", changed(56, &[0xff; 8]), "is cut off"),
        ("over.pmtiles", changed(56, &[0; 8]), "tiles lie over its directories"),
        ("root.pmtiles", changed(130, &[9; 12]), "not gzip"),
        ("zstd.pmtiles", changed(97, &[4]), "Zstd"),
        ("zooms.pmtiles", changed(100, &[9, 3]), "zooms 9 to 3"),
        ("avif.pmtiles", bytes("avif"), "kind Avif; allowed are"),
        ("lie.pmtiles", bytes("lie"), "promises webp and holds png"),
        ("mute.pmtiles", bytes("mute"), "vector_layers"),
        ("list.pmtiles", bytes("list"), "vector_layers"),
        ("prose.pmtiles", bytes("prose"), "metadata is no JSON"),
        ("hollow.pmtiles", bytes("hollow"), "holds no tile"),
        ("bomb.pmtiles", bytes("bomb"), "grows beyond"),
    ]);
    cases
}

#[test]
fn a_broken_archive_is_named_and_the_atlas_is_served_without_it() {
    let folder = Folder::copy_of("small");
    mbtiles(&folder.file("sound.mbtiles"), GROUND, &world());
    let cases = broken();
    for (name, bytes, _) in &cases {
        let name = if name.contains('.') { (*name).into() } else { format!("{name}.mbtiles") };
        folder.write(&name, bytes);
    }
    std::fs::create_dir(folder.file("folder.mbtiles")).unwrap();
    let site = Site::of(folder.path()).expect("the atlas is whole");
    let health = site.json("/health/ready");
    assert_eq!(health["archives"], json!(["sound"]));
    let refused = health["refused"].as_array().expect("a list");
    assert_eq!(refused.len(), cases.len() + 1, "{health}");
    for (name, _, reason) in &cases {
        let of_file =
            |r: &&Value| text(&r["file"]) == *name || text(&r["file"]) == format!("{name}.mbtiles");
        let told = text(&refused.iter().find(of_file).expect(name)["reason"]);
        assert!(told.contains(reason), "{name}: {told}");
        assert!(
            !told.contains(folder.path().to_str().unwrap()),
            "{name} keeps the place to itself: {told}"
        );
    }
    let answer = site.get("/tiles/half/0/0/0");
    assert_eq!(answer.status, 404);
    assert!(text(&answer.json()["detail"]).contains("/health/ready says why"));
    assert_eq!(site.get("/tiles/sound/0/0/0").status, 200);
    assert_eq!(site.json("/api/collections/lines/items")["numberMatched"], 2);
}

#[test]
fn an_archive_of_an_odd_name_is_refused() {
    let folder = Folder::copy_of("small");
    mbtiles(&folder.file("a.mbtiles"), GROUND, &world());
    let whole = std::fs::read(folder.file("a.mbtiles")).unwrap();
    let long = format!("{}.mbtiles", "x".repeat(65));
    for (name, reason) in [
        ("Hills.mbtiles", "letters a-z"),
        ("two words.mbtiles", "letters a-z"),
        ("a.b.mbtiles", "letters a-z"),
        ("гора.mbtiles", "letters a-z"),
        ("a,b.mbtiles", "letters a-z"),
        (long.as_str(), "1 to 64"),
        ("atlas.mbtiles", "name of a layer"),
        ("lines.mbtiles", "name of a layer"),
        ("a.pmtiles", "other archive"),
    ] {
        folder.write(name, &whole);
        let site = Site::of(folder.path()).expect("the atlas is whole");
        let health = site.json("/health/ready");
        let refused = &health["refused"][0];
        assert_eq!((text(&refused["file"]), &health["archives"]), (name, &json!(["a"])));
        assert!(text(&refused["reason"]).contains(reason), "{refused}");
        std::fs::remove_file(folder.file(name)).unwrap();
    }
    // What does not end as an archive is none.
    folder.write("notes.txt", "x").write(".mbtiles", "x");
    let site = Site::of(folder.path()).expect("a sound folder");
    assert_eq!(site.json("/health/ready")["refused"], json!([]));
}

#[test]
fn a_bomb_among_sound_tiles_is_not_given_to_anybody() {
    let folder = Folder::copy_of("small");
    let tiles = [
        (0, 0, 0, tile("world")),
        (1, 0, 0, gzip(&vec![0; (32 << 20) + 1])),
        (1, 1, 0, b"x".to_vec()),
    ];
    mbtiles(&folder.file("mixed.mbtiles"), GROUND, &tiles);
    let site = Site::of(folder.path()).expect("a sound folder");
    for path in ["/tiles/mixed/1/0/0", "/tiles/mixed/1/1/0"] {
        for coding in ["gzip", "identity"] {
            let answer = site.with(path, &[("accept-encoding", coding)]);
            assert_eq!(answer.status, 500, "{path}");
            assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        }
    }
    assert_eq!(site.get("/tiles/mixed/0/0/0").status, 200);
}

#[test]
fn tags_change_when_an_archive_does() {
    let folder = Folder::copy_of("small");
    mbtiles(&folder.file("a.mbtiles"), GROUND, &world());
    let tags = || {
        let site = Site::of(folder.path()).expect("a sound folder");
        ["/tiles/a/0/0/0", "/tiles/a.json", "/api/atlas"]
            .map(|path| site.get(path).header("etag").to_owned())
    };
    let before = tags();
    std::fs::remove_file(folder.file("a.mbtiles")).unwrap();
    mbtiles(&folder.file("a.mbtiles"), GROUND, &[(0, 0, 0, tile("another world"))]);
    for (before, after) in before.iter().zip(tags()) {
        assert_ne!(*before, after);
    }
}
