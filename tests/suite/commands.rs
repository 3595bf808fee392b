//! Commands: what they print and where to, what their help lists, and how they end.

use serde_json::{Value, json};

use crate::app::{TODAY, root, text};
use crate::binary::run;
use crate::folder::Folder;
use crate::server::steppe;

#[test]
fn export_writes_to_standard_output_what_it_writes_to_a_file() {
    let folder = Folder::empty();
    for format in ["geojson", "gpkg", "shp.zip", "claims.csv"] {
        let target = folder.file(&format!("out.{format}"));
        let question = ["--layer", "bases", "--today", TODAY];
        let to = |name: &str| {
            let output = ["export", "-o", name, "--format", format];
            steppe(&[&output[..], &question[..]].concat()).output().expect("the program runs")
        };
        assert_eq!(to(target.to_str().unwrap()).status.code(), Some(0));
        let piped = to("-");
        let (code, said) = (piped.status.code(), String::from_utf8(piped.stderr).unwrap());
        assert_eq!((code, said.as_str()), (Some(0), ""), "{format}");
        assert!(piped.stdout == std::fs::read(&target).unwrap(), "{format}");
    }
    assert!(!root().join("-").exists());
}

/// `steppe query | head` is no failure.
#[test]
fn a_reader_who_has_enough_ends_a_command_without_a_word() {
    for arguments in [
        &["query"][..],
        &["query", "--format", "csv"],
        &["query", "--format", "kml"],
        &["query", "--format", "claims.csv"],
        &["export", "-o", "-", "--format", "gpkg"],
        &["diff", "1990", "2020"],
        &["check"],
    ] {
        let mut command = steppe(arguments);
        let mut child = command
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("the program runs");
        drop(child.stdout.take());
        let done = child.wait_with_output().expect("it ends");
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!((done.status.code(), said.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn two_folders_are_held_against_each_other() {
    let (old, new) = (Folder::copy_of("small"), Folder::copy_of("small"));
    new.patch("lines.geojson", "A to B\",", "A to B by way of E\",");
    new.patch("lines.geojson", "\"date\": \"2014-06\"", "\"date\": \"2014-07\"");
    let [old, new] = [&old, &new].map(|folder| folder.path().to_str().unwrap().to_owned());
    let differ = |old: &str, new: &str, format: &str| {
        let (code, said, reason) =
            run(&["diff", "--old", old, "--new", new, "--format", format, "--today", TODAY]);
        assert_eq!((code, reason.as_str()), (Some(0), ""));
        said
    };
    let document: Value = serde_json::from_str(&differ(&old, &new, "json")).expect("JSON");
    let expected = json!({"added": 0, "removed": 0, "changed": 1});
    assert_eq!(document["counts"]["features"], expected);
    let feature = &document["features"][0];
    assert_eq!((text(&feature["id"]), text(&feature["difference"])), ("a-b", "changed"));
    assert_eq!(feature["revisions"][0]["kind"], "revised");
    assert_eq!(feature["members"]["name"]["after"]["en"], "A to B by way of E");
    let said = differ(&old, &new, "text");
    for part in ["features changed: 1\n  a-b  ", " revised: 2014-06 -> 2014-07\n", "name changed: "]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    let table = differ(&old, &new, "csv");
    assert!(table.contains("revised,2014-06,2014-07\r\n"), "{table}");
    assert_eq!(table.lines().count(), 1 + 3);
    assert!(differ(&old, &old, "text").contains("features changed: 0\n"));
    assert_eq!(differ(&old, &old, "csv").lines().count(), 1);
    // Of another atlas everything is new, and everything of this one is gone.
    let other: Value = serde_json::from_str(&differ(&old, "geodata", "json")).expect("JSON");
    assert_eq!(other["counts"]["features"]["added"], 239);
    assert_eq!(other["counts"]["features"]["changed"], 0);
    assert!(other["counts"]["sources"]["added"].as_u64().unwrap() > 500);
}

#[test]
fn help_lists_the_flags_that_a_command_takes() {
    for (command, there, not_there) in [
        ("query", &["--datetime", "--limit", "--sortby"][..], &["--crs", "--cursor"][..]),
        ("export", &["--datetime", "--filter"], &["--limit", "--crs", "--properties"]),
        ("diff", &["--as-of", "--old", "--new"], &["--limit", "--sortby"]),
    ] {
        let (code, said, _) = run(&[command, "--help"]);
        assert_eq!(code, Some(0));
        let lists = |flag: &&&str| said.contains(&format!(" {flag} "));
        assert!(there.iter().all(|flag| lists(&flag)), "{command}: {said}");
        assert!(!not_there.iter().any(|flag| lists(&flag)), "{command}: {said}");
    }
}

#[test]
fn an_error_says_a_value_once() {
    for arguments in [
        &["query", "--datetime", "soon"][..],
        &["query", "--status", "soon"],
        &["query", "--sortby", "soon"],
        &["query", "--country", "soon"],
        &["diff", "soon", "2005"],
    ] {
        let (_, _, reason) = run(arguments);
        assert_eq!(reason.matches("'soon'").count(), 1, "{arguments:?}: {reason}");
    }
}
