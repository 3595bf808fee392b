//! The built program: serve, check, reload, exit codes.

use pmtiles::TileType;
use serde_json::Value;

use crate::app::{TODAY, root, text};
use crate::folder::Folder;
use crate::server::{Server, steppe};
use crate::tileset::{GROUND, mbtiles, pmtiles, png, tile};

#[test]
fn serve_prints_its_address_and_answers_there() {
    let server = Server::on(&root().join("geodata"));
    let port = server.address.strip_prefix("http://127.0.0.1:").expect("loopback");
    assert_ne!(port.parse::<u16>().expect("a port"), 0);
    let ready = server.ready();
    assert_eq!((&ready["status"], &ready["features"]), (&"ready".into(), &239.into()));
    let path = "/api/collections/bases/items?datetime=2004-12-31&status=operating&limit=100";
    let bases = server.json(path);
    let ids: Vec<&str> =
        bases["features"].as_array().unwrap().iter().map(|f| text(&f["id"])).collect();
    assert!(ids.contains(&"manas-transit-center"), "{ids:?}");
    let link = text(&bases["links"][0]["href"]);
    assert!(link.starts_with(&server.address), "{link}");
}

#[test]
fn an_edit_is_served_a_broken_one_is_not_and_its_repair_is() {
    let folder = Folder::copy_of("small");
    let server = Server::on(folder.path());
    let name = |server: &Server| {
        let item = server.json("/api/collections/lines/items/a-b");
        text(&item["properties"]["name"]["en"]).to_owned()
    };
    let first = server.ready()["version"].clone();
    assert_eq!(name(&server), "A to B");

    folder.patch("lines.geojson", "A to B\",", "A to B by way of E\",");
    let second = server.until(|ready| ready["version"] != first)["version"].clone();
    assert_eq!(name(&server), "A to B by way of E");

    folder.patch("lines.geojson", "\"date\": \"2014-06\"", "\"date\": \"June\"");
    let broken = server.until(|ready| !ready["kept_because"].is_null());
    assert_eq!(broken["version"], second, "the data is served as it was");
    let reason = text(&broken["kept_because"]);
    assert!(reason.contains("lines.geojson:25: a-b: claims[4].date: 'June'"), "{reason}");
    server.logs("keeping the data as it was");
    assert_eq!(name(&server), "A to B by way of E");

    folder.patch("lines.geojson", "\"date\": \"June\"", "\"date\": \"2014-07\"");
    let repaired = server.until(|ready| ready["kept_because"].is_null());
    assert_ne!(repaired["version"], second);
}

#[test]
fn a_file_that_appears_is_read_too() {
    let folder = Folder::copy_of("plain");
    let server = Server::on(folder.path());
    let wells = std::fs::read_to_string(folder.file("wells.geojson")).unwrap();
    folder.write("springs.geojson", wells.replace("\"id\": \"", "\"id\": \"spring-"));
    server.until(|ready| ready["features"] == 8);
    assert_eq!(server.json("/api/collections/springs/items")["numberMatched"], 4);
}

#[test]
fn a_request_that_runs_when_the_server_is_told_to_stop_is_finished() {
    let mut server = Server::on(&root().join("geodata"));
    // Tiles as known on a day that nobody asked for yet take a while to make.
    let slow = format!("{}/tiles/atlas/0/0/0?as-of=2003-03-03", server.address);
    let request = std::thread::spawn(move || {
        let mut answer = ureq::get(slow).call().expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_vec().expect("a body").len())
    });
    server.logs("started processing request");
    server.terminate();
    let (status, bytes) = request.join().expect("a finished request");
    assert_eq!(status, 200);
    assert!(bytes > 1_000, "{bytes}");
    assert_eq!(server.ended().code(), Some(0));
}

#[test]
fn a_folder_of_plain_geojson_is_an_atlas() {
    let folder = Folder::copy_of("plain");
    let server = Server::on(folder.path());
    let there = |moment: &str| {
        let path = format!("/api/collections/wells/items?datetime={moment}");
        let items = server.json(&path);
        let features = items["features"].as_array().unwrap().iter();
        features.map(|feature| text(&feature["id"]).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(there("1950"), ["old", "dry"]);
    assert_eq!(there("2014-06-02"), ["deep", "old", "dry"]);
    assert_eq!(there("2014-06-03"), ["old", "dry"]);
    assert_eq!(there("2021"), ["old", "dry", "wells-4"]);
    let deep = server.json("/api/collections/wells/items/deep?datetime=2010");
    assert_eq!(deep["properties"]["status"], "operating");
    assert_eq!(
        (&deep["properties"]["depth"], text(&deep["properties"]["name"])),
        (&300.into(), "Deep well")
    );
    for path in ["/styles/light.json", "/tiles/wells.json", "/api/timeline", "/api/atlas"] {
        assert!(server.json(path).is_object(), "{path}");
    }
}

/// Runs to the end: exit code, standard output and standard error.
pub fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = steppe(arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn check_tells_faults_by_its_exit_code_and_prints_each() {
    let (code, said, _) = run(&["check"]);
    assert_eq!((code, said.lines().last()), (Some(0), Some("239 features, 0 findings")));

    let folder = Folder::copy_of("small");
    folder.patch("areas.geojson", "\"date\": \"2012-04\"", "\"date\": \"spring\"");
    let (code, said, _) = run(&["check", "--data", folder.path().to_str().unwrap()]);
    assert_eq!(code, Some(1));
    let first = said.lines().next().expect("a finding");
    assert!(first.starts_with("areas.geojson:15: yard-one: claims[0].date: 'spring'"), "{said}");
}

#[test]
fn a_broken_archive_is_named_by_check_and_in_the_log_and_its_repair_is_served() {
    let folder = Folder::copy_of("small");
    folder.write("hills.pmtiles", "PMTiles");
    let (code, said, _) = run(&["check", "--data", folder.path().to_str().unwrap()]);
    assert_eq!(code, Some(1));
    assert!(said.starts_with("hills.pmtiles: is cut off: 7 of 127 bytes"), "{said}");
    let server = Server::on(folder.path());
    server.logs("not served: hills.pmtiles: is cut off");
    assert_eq!(server.ready()["archives"], serde_json::json!([]));
    let world = [(0, 0, 0, tile("world"))];
    pmtiles(&folder.file("whole"), TileType::Png, "{}", &[(0, 0, 0, png(256))]);
    mbtiles(&folder.file("valleys.mbtiles"), GROUND, &world);
    std::fs::rename(folder.file("whole"), folder.file("hills.pmtiles")).unwrap();
    server.until(|ready| ready["archives"] == serde_json::json!(["hills", "valleys"]));
    let (code, _, _) = run(&["check", "--data", folder.path().to_str().unwrap()]);
    assert_eq!(code, Some(0));
}

#[test]
fn export_writes_a_file_that_serve_takes_as_a_map() {
    let folder = Folder::copy_of("small");
    let data = folder.path().to_str().unwrap();
    let target = folder.file("copy.pmtiles");
    let arguments = ["export", "--data", data, "--tiles", target.to_str().unwrap()];
    let (code, said, reason) = run(&arguments);
    assert_eq!(code, Some(0), "{reason}");
    assert!(said.contains("copy.pmtiles: ") && said.contains(" tiles, "), "{said}");
    let server = Server::on(folder.path());
    assert_eq!(server.ready()["archives"], serde_json::json!(["copy"]));
    let (code, _, reason) = run(&arguments);
    assert_eq!(code, Some(1));
    assert!(reason.contains("--force"), "{reason}");
    let (code, ..) = run(&[&arguments[..], &["--force", "--layers", "lines"]].concat());
    assert_eq!(code, Some(0));
}

#[test]
fn export_writes_the_file_that_the_server_gives_and_none_over_another() {
    let folder = Folder::copy_of("small");
    let data = folder.path().to_str().unwrap();
    let target = folder.file("out.gpkg");
    let question = ["--datetime", "2012", "--status", "operating"];
    let file = ["export", "--data", data, "--today", TODAY, "-o", target.to_str().unwrap()];
    let arguments = [&file[..], &question[..]].concat();
    let (code, said, reason) = run(&arguments);
    assert_eq!(code, Some(0), "{reason}");
    assert!(said.contains("out.gpkg: ") && said.contains(" features, "), "{said}");
    assert!(std::fs::read(&target).unwrap().starts_with(b"SQLite format 3\0"));
    let (code, _, reason) = run(&arguments);
    assert_eq!(code, Some(1));
    assert!(reason.contains("--force"), "{reason}");
    let (code, ..) = run(&[&arguments[..], &["--force", "--format", "geojson"]].concat());
    assert_eq!(code, Some(0));
    let written: Value = serde_json::from_slice(&std::fs::read(&target).unwrap()).unwrap();
    let server = Server::on(folder.path());
    let layers = "lines,areas,events";
    let served = server.json(&format!("/download/{layers}.geojson?datetime=2012&status=operating"));
    assert_eq!(written["features"], served["features"]);
    assert!(text(&written["citation"]).contains("steppe export --datetime 2012"));
}

#[test]
fn query_and_diff_print_what_the_server_answers() {
    let question = ["--layer", "bases", "--datetime", "2004-12-31", "--today", TODAY];
    let asked = |format: &str| {
        let (code, said, reason) = run(&[&["query", "--format", format], &question[..]].concat());
        assert_eq!(code, Some(0), "{reason}");
        said
    };
    let items: Value = serde_json::from_str(&asked("geojson")).expect("JSON");
    let count = items["features"].as_array().unwrap().len();
    assert_eq!(asked("table").lines().count(), count);
    assert!(asked("table").contains("kant-air-base"));
    assert_eq!(asked("geojsons").matches('\u{1e}').count(), count);
    let compare = |format: &str| {
        let (code, said, reason) =
            run(&["diff", "2005-01-01", "2015-01-01", "--format", format, "--today", TODAY]);
        assert_eq!(code, Some(0), "{reason}");
        said
    };
    let changes: Value = serde_json::from_str(&compare("json")).expect("JSON");
    let served = crate::app::Site::shipped().json("/changes?from=2005-01-01&to=2015-01-01");
    assert_eq!(changes["changes"], served["changes"]);
    let opened = &changes["counts"]["opened"]["features"];
    assert!(compare("text").contains(&format!("opened: {opened}\n")));
    assert_eq!(compare("csv").lines().count(), changes["changes"].as_array().unwrap().len() + 1);
}

#[test]
fn export_writes_a_folder_with_a_page() {
    let folder = Folder::copy_of("small");
    let [data, target] = [folder.path().to_owned(), folder.file("site")];
    let [data, target] = [&data, &target].map(|path| path.to_str().unwrap());
    let (code, said, reason) =
        run(&["export", "--data", data, "--static", target, "--today", TODAY]);
    if reason.contains("not built into this program") {
        assert_eq!(code, Some(1));
        return;
    }
    assert_eq!(code, Some(0), "{reason}");
    assert!(said.contains("site: ") && said.contains(" files, "), "{said}");
    let page = std::fs::read_to_string(folder.file("site/index.html")).unwrap();
    assert!(page.contains("steppe-static"), "{page}");
}

#[test]
fn a_setting_that_cannot_be_used_ends_the_program_with_its_name_and_the_reason() {
    let broken = Folder::copy_of("small");
    broken.patch("areas.geojson", "\"date\": \"2012-04\"", "\"date\": \"spring\"");
    let broken = broken.path().to_str().unwrap();
    let free = ["serve", "--listen", "127.0.0.1:0"];
    for (arguments, parts) in [
        (&["serve", "--listen", "nowhere"][..], &["--listen", "nowhere"][..]),
        (&["serve", "--listen", "127.0.0.1:99999"], &["--listen", "99999"]),
        (&[&free[..], &["--today", "soon"]].concat(), &["--today", "soon"]),
        (&[&free[..], &["--today", "2026"]].concat(), &["--today", "2026", "is not a day"]),
        (&[&free[..], &["--data", "no/such/folder"]].concat(), &["no/such/folder"]),
        (&[&free[..], &["--data", "src"]].concat(), &["src holds no atlas.toml"]),
        (
            &[&free[..], &["--data", broken]].concat(),
            &["has 1 finding, the", "areas.geojson:15: yard-one"],
        ),
        (&["serve", "--port", "80"], &["--port"]),
        (&["check", "--data", "no/such/folder"], &["no/such/folder"]),
        (&["export"], &["--output", "--tiles", "--static"]),
        (&["export", "-o", "/a.doc"], &["--output", "/a.doc", "gpkg", "shp.zip"]),
        (&["export", "-o", "/a", "--format", "xls"], &["--format", "xls", "gpkg"]),
        (&["export", "-o", "/a.csv", "--layer", "roads"], &["--layers", "roads", "pipelines"]),
        (&["export", "-o", "/a.csv", "--datetime", "soon"], &["--datetime", "soon", "a day"]),
        (&["export", "-o", "/a.csv", "--limit", "5"], &["--limit"]),
        (&["export", "-o", "-"], &["--output", "'-'", "--format", "gpkg"]),
        (&["query", "--crs", "x"], &["--crs"]),
        (&["diff", "2005", "2015", "--old", "a", "--new", "b"], &["--old"]),
        (&["diff", "--old", "geodata"], &["--new"]),
        (&["diff", "--old", "geodata", "--new", "no/such"], &["no/such"]),
        (&["diff", "--old", "geodata", "--new", "geodata", "--format", "geojson"], &["--format"]),
        (
            &["diff", "--old", "tests/fixtures/small", "--new", "geodata", "--layer", "bases"],
            &["tests/fixtures/small: --layers: there is no layer 'bases'"],
        ),
        (&["export", "-o", "Cargo.toml", "--format", "csv"], &["'Cargo.toml' is there already"]),
        (&["export", "-o", "/no/such/a.csv"], &["/no/such/a.csv"]),
        (&["export", "--tiles", "/a.mbtiles", "--datetime", "2005"], &["--datetime", "--tiles"]),
        (&["query", "--format", "gpkg"], &["--format", "gpkg", "table", "geojson"]),
        (&["query", "--status", "open"], &["--status", "open", "operating"]),
        (&["query", "--cursor", "1-2-3"], &["--cursor"]),
        (&["diff", "2005"], &["TO"]),
        (&["diff", "2015", "2005"], &["to", "2005", "lies before"]),
        (&["diff", "2005", "2015", "--datetime", "2010"], &["--datetime"]),
        (&["export", "--tiles", "/a.mbtiles", "--static", "/a"], &["--tiles", "--static"]),
        (&["export", "--static", "/a", "--layers", "lines"], &["--static", "--layers"]),
        (&["export", "--static", "src"], &["'src' is there already", "--force"]),
        (&["export", "--static", "src", "--force"], &["'src' is no exported atlas"]),
        (&["export", "--tiles", "a.zip"], &["a.zip", ".mbtiles and .pmtiles"]),
        (&["export", "--tiles", "/a.mbtiles", "--layers", "roads"], &["roads", "pipelines"]),
        (&["export", "--tiles", "/a.mbtiles", "--data", broken], &["areas.geojson:15"]),
        (&["sevre"], &["sevre"]),
    ] {
        let (code, said, reason) = run(arguments);
        assert!(code.is_some_and(|code| code != 0), "{arguments:?} ends with {code:?}");
        assert!(said.is_empty(), "{arguments:?} says nothing else: {said}");
        for part in parts {
            assert!(reason.contains(part), "{arguments:?} names {part}: {reason}");
        }
    }
}

#[test]
fn an_address_in_use_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, _, reason) = run(&["serve", "--listen", &address]);
    assert_eq!(code, Some(1));
    assert!(reason.contains(&format!("cannot listen on {address}")), "{reason}");
}
