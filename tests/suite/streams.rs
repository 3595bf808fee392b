//! Large files leave while they are written, in little memory, and leave nothing behind.

use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::Path;

use tempfile::TempDir;

use crate::server::Server;

/// Features of the made-up folder.
const FEATURES: usize = 100_000;
/// What a download may add to the memory of the server at its peak, in kB.
const MOST_GROWTH_KB: u64 = 50 << 10;

/// A folder of wells with a remark of 300 letters each, so that a file of them has more than
/// 40 MB and could not be held in memory unnoticed.
fn wells(folder: &Path) {
    let file = File::create(folder.join("wells.geojson")).expect("a file");
    let mut out = BufWriter::new(file);
    let remark = "drilled by the survey of the steppe; ".repeat(8);
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[").expect("space");
    for number in 0..FEATURES {
        let comma = if number == 0 { "" } else { "," };
        let (lon, lat) = (50 + number % 37, 36 + number % 19);
        let year = 1950 + number % 70;
        write!(
            out,
            "{comma}{{\"type\":\"Feature\",\"id\":\"w{number}\",\"properties\":{{\"name\":\"W{number}\",\
             \"start\":{year},\"remark\":\"{remark}\"}},\"geometry\":{{\"type\":\"Point\",\
             \"coordinates\":[{lon}.5,{lat}.5]}}}}"
        )
        .expect("space");
    }
    out.write_all(b"]}").expect("space");
    out.flush().expect("space");
}

/// A number of kB that the system tells of a process.
fn memory(process: u32, which: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix(which)).expect(which);
    let number = line.trim_start_matches(':').split_whitespace().next().expect(which);
    number.parse().expect("kB")
}

/// Bytes of a file that is read to its end, and how often a text stands in it.
fn read(server: &Server, path: &str, counted: &str) -> (usize, usize) {
    let mut answer = ureq::get(format!("{}{path}", server.address)).call().expect(path);
    let mut reader = answer.body_mut().as_reader();
    let (mut bytes, mut found, mut kept) = (0, 0, Vec::new());
    let mut chunk = vec![0; 64 << 10];
    loop {
        let n = reader.read(&mut chunk).expect("a whole file");
        if n == 0 {
            return (bytes, found);
        }
        bytes += n;
        kept.extend_from_slice(&chunk[..n]);
        found += String::from_utf8_lossy(&kept).matches(counted).count();
        let seam = counted.len() - 1;
        kept.drain(..kept.len().saturating_sub(seam));
    }
}

#[test]
fn a_hundred_thousand_features_leave_in_less_than_50_mb_and_leave_nothing_behind() {
    let (data, temporary) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    wells(data.path());
    let server = Server::with(data.path(), temporary.path());
    let process = server.process.id();
    // What the server makes ahead once for all answers, beside its first ones, is there then.
    let ahead =
        ["/search?q=w1", "/tiles/atlas/0/0/0", "/sprites/light@2x.png", "/sprites/dark@2x.png"];
    for path in ahead {
        ureq::get(format!("{}{path}", server.address)).call().expect(path);
    }
    let first = server.json("/api/collections/wells/items?limit=1");
    assert_eq!(first["numberMatched"], FEATURES);
    for (ending, counted) in [("geojson", "\"id\":\"w"), ("csv", "\r\n"), ("gpkg", "W99999")] {
        let before = memory(process, "VmRSS");
        // The system counts the peak from here on (proc(5), clear_refs).
        fs::write(format!("/proc/{process}/clear_refs"), "5").expect("an own process");
        let (bytes, found) = read(&server, &format!("/download/wells.{ending}"), counted);
        let growth = memory(process, "VmHWM").saturating_sub(before);
        assert!(growth < MOST_GROWTH_KB, "{ending}: memory grew by {growth} kB");
        assert!(bytes > 30_000_000, "{ending} has {bytes} bytes");
        match ending {
            "geojson" => assert_eq!(found, FEATURES),
            "csv" => assert_eq!(found, FEATURES + 1),
            _ => assert_eq!(found, 1),
        }
    }
    // A reader who goes away halfway costs nothing either.
    let mut answer =
        ureq::get(format!("{}/download/wells.gpkg", server.address)).call().expect("a file");
    answer.body_mut().as_reader().read_exact(&mut [0; 1_000]).expect("a beginning");
    drop(answer);
    assert_eq!(server.ready()["status"], "ready");
    assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 0, "temporary files are gone");
}
