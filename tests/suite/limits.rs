//! Limits on what a server does at once: heavy questions, many connections, clients that dawdle.

use std::cell::Cell;
use std::fmt::Write as _;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use steppe_atlas::atlas::load::load;
use steppe_atlas::config::Limits;
use steppe_atlas::http::serve;
use steppe_atlas::output::contents::Contents;
use steppe_atlas::output::credit;
use steppe_atlas::output::format::{FORMATS, FileError, Format};
use steppe_atlas::query::Plan;
use steppe_atlas::query::page::Page;
use steppe_atlas::store::Store;
use steppe_atlas::store::deadline::{Deadline, Patience, TooLate};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::app::{Site, TODAY, day, encoded, root, spawn, text};

/// Time within which everything here happens, on a slow machine too.
const DEADLINE: Duration = Duration::from_secs(60);

/// More features than are looked at without a worker.
const FEATURES: usize = 3_000;

/// A folder of wells with long names.
static WELLS: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = TempDir::new().expect("a folder");
    let mut csv = "id,name,lon,lat,start\n".to_owned();
    for number in 0..FEATURES {
        let name = format!("Well {number} {}", "of the steppe ".repeat(40));
        let (lon, lat) = (50 + number % 37, 36 + number % 19);
        writeln!(csv, "w{number},{name},{lon},{lat},{}", 1950 + number % 70).expect("a row");
    }
    std::fs::write(folder.path().join("wells.csv"), csv).expect("a file");
    folder
});

/// A filter that takes long for each of the wells, and is true of none.
fn heavy() -> String {
    let never = format!("CASEI(ACCENTI(name)) LIKE '%{}x'", "%e".repeat(200));
    let filter = vec![never; 20].join(" OR ");
    format!("/api/collections/wells/items?filter={}", encoded(&filter))
}

fn wells(limits: Limits) -> Site {
    Site::limited(WELLS.path(), limits).expect("a sound folder")
}

#[test]
fn what_is_not_answered_in_time_is_refused_until_later() {
    let site = wells(Limits { answer_time: Duration::ZERO, ..Limits::default() });
    for path in [
        heavy().as_str(),
        "/api/collections/wells/items",
        "/api/collections",
        "/download/wells.csv",
        "/tiles/wells/4/11/5",
        "/api/tiles/WebMercatorQuad/0/0/0",
        "/search?q=well",
        "/changes?from=1960&to=1970",
        "/revisions?from=1960&to=1970",
        "/api/timeline",
        "/api/summaries",
        "/api/points.geojson",
        "/api/collections/wells/schema",
    ] {
        let answer = site.get(path);
        assert_eq!(answer.status, 503, "{path}: {}", answer.text());
        assert_eq!(answer.header("retry-after"), "10", "{path}");
        assert!(text(&answer.json()["detail"]).contains("too long"), "{path}");
    }
    assert_eq!(site.get("/health/live").status, 200);
    assert_eq!(site.get("/api/conformance").status, 200);
}

#[test]
fn a_heavy_filter_stops_when_its_time_is_over() {
    let site = wells(Limits { answer_time: Duration::from_millis(300), ..Limits::default() });
    assert_eq!(site.get(&heavy()).status, 503);
    // Whatever a worker still does would hold up whoever comes next.
    let begun = Instant::now();
    while site.get("/api/collections/wells/items?limit=1").status == 503 {
        assert!(begun.elapsed() < DEADLINE, "the worker is free again");
    }
}

/// Waits for so many looks at the clock.
struct Looks(Cell<usize>);

impl Patience for Looks {
    type Late = TooLate;

    fn check(&self) -> Result<(), TooLate> {
        let left = self.0.get().checked_sub(1).ok_or(TooLate)?;
        self.0.set(left);
        Ok(())
    }
}

#[test]
fn work_stops_where_nobody_waits_any_more() {
    let (atlas, _) = load(WELLS.path()).expect("a folder");
    let store = Store::new(atlas, Some(day(TODAY)));
    let plan = Plan::of_atlas(store.atlas(), store.today());
    for looks in [0, 1, 5] {
        let patience = Looks(Cell::new(looks));
        assert!(store.run_for(&plan, &patience).is_err(), "{looks}");
        assert_eq!(patience.0.get(), 0);
        let patience = Looks(Cell::new(looks));
        let days = (day("1960"), day("1970"));
        assert!(store.changes(&plan, days, &patience).is_err(), "{looks}");
        assert!(store.search("no such well", 10, &patience).is_err(), "{looks}");
    }
    let patience = Looks(Cell::new(FEATURES));
    let answer = store.run_for(&plan, &patience).expect("it waits long enough");
    assert_eq!(answer.matched, FEATURES);
    assert!(patience.0.get() > 0, "not every feature is a look at the clock");
}

#[test]
fn no_file_is_made_to_its_end_for_nobody() {
    let (atlas, _) = load(WELLS.path()).expect("a folder");
    let store = Store::new(atlas, Some(day(TODAY)));
    let mut plan = Plan::of_atlas(store.atlas(), store.today());
    plan.page = Page::ALL;
    let whole = FORMATS.iter().filter(|format| !format.is_text());
    let whole: Vec<&Format> = whole.collect();
    assert_eq!(whole.len(), 4, "GeoPackage, Shapefile, FlatGeobuf and GeoParquet");
    for format in whole {
        let (deadline, written) = (Deadline::after(Duration::ZERO), AtomicUsize::new(0));
        let waiting = Cell::new(Some(deadline.waiting()));
        let made = |deadline: Deadline| {
            let about = credit::Asked::of(store.atlas(), &plan, None, String::new());
            let watcher = |done: usize, _: usize| {
                written.fetch_max(done, Ordering::Relaxed);
            };
            let contents = Contents::of(&store, &plan, about).watched(&watcher).until(deadline);
            let mut file = Vec::new();
            let made = format.write(&contents, &mut file);
            made.map(|()| file.len())
        };
        // Its time may be over: from the first bytes on the client's pace counts.
        let length = made(deadline.given_up()).expect("somebody waits");
        assert!(length > 10_000, "{}", format.ending);
        written.store(0, Ordering::Relaxed);
        drop(waiting.take());
        assert!(
            matches!(made(deadline.given_up()), Err(FileError::TooLate(_))),
            "{}",
            format.ending
        );
        assert_eq!(written.load(Ordering::Relaxed), 0, "{}", format.ending);
    }
}

#[test]
fn a_heavy_filter_does_not_delay_a_small_question() {
    let unhurried = Limits { workers: 2, answer_time: DEADLINE, ..Limits::default() };
    let site = wells(unhurried);
    assert_eq!(site.get("/api/collections/wells/items?limit=1").status, 200);
    // One thread talks to all clients: what is worked out on it stops them all.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let asked = |path: &str| {
        let request = Request::get(path).header("host", "atlas.test").body(Body::empty());
        site.app().oneshot(request.expect("a request"))
    };
    runtime.block_on(async {
        let heavy = runtime.spawn(asked(&heavy()));
        tokio::task::yield_now().await;
        for path in ["/api/collections/wells/items?limit=1&bbox=60,40,61,41", "/search?q=well+7"] {
            let small = asked(path).await.expect("infallible");
            assert_eq!(small.status(), 200, "{path}");
        }
        assert!(!heavy.is_finished(), "the heavy question is still at work");
        heavy.abort();
    });
}

/// A server on the shipped atlas with these limits.
fn serving(limits: Limits) -> SocketAddr {
    let site = Site::limited(&root().join("geodata"), limits).expect("a sound folder");
    listening(&site)
}

fn listening(site: &Site) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener");
    let address = listener.local_addr().expect("an address");
    let app = Arc::clone(site.state());
    spawn(async move {
        let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
        serve(listener, app, std::future::pending()).await
    });
    address
}

fn connected(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(DEADLINE)).expect("a limit");
    stream.set_write_timeout(Some(DEADLINE)).expect("a limit");
    stream
}

fn ask(stream: &mut TcpStream, path: &str) {
    let request = format!("GET {path} HTTP/1.1\r\nhost: atlas.test\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("a request");
}

/// The beginning of what comes, as far as one piece of it reaches.
fn beginning(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 4_096];
    let n = stream.read(&mut bytes).expect("an answer");
    String::from_utf8_lossy(&bytes[..n]).into_owned()
}

/// The status of a question on a connection of its own; empty where that is cut without an answer, as
/// it is when too many are being refused.
fn status(address: SocketAddr) -> String {
    let mut stream = connected(address);
    let mut bytes = [0; 64];
    let asked = stream.write_all(b"GET /health/live HTTP/1.1\r\nhost: atlas.test\r\n\r\n");
    let n = asked.and_then(|()| stream.read(&mut bytes)).unwrap_or_default();
    String::from_utf8_lossy(&bytes[..n]).split(' ').nth(1).unwrap_or_default().to_owned()
}

/// Waits until a server takes connections again.
fn free_again(address: SocketAddr) {
    let begun = Instant::now();
    while status(address) != "200" {
        assert!(begun.elapsed() < DEADLINE, "a place becomes free");
    }
}

/// Whether a connection is at its end; what still comes is read.
fn is_ended(stream: &mut TcpStream) -> bool {
    let mut bytes = [0; 65_536];
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() == ErrorKind::ConnectionReset,
        }
    }
}

#[test]
fn one_connection_too_many_is_refused_at_once() {
    let address = serving(Limits { connections: 2, idle_time: DEADLINE, ..Limits::default() });
    let mut kept = [connected(address), connected(address)];
    for stream in &mut kept {
        ask(stream, "/health/live");
        assert!(beginning(stream).starts_with("HTTP/1.1 200"));
    }
    let mut third = connected(address);
    ask(&mut third, "/health/live");
    let refusal = beginning(&mut third);
    assert!(refusal.starts_with("HTTP/1.1 503"), "{refusal}");
    for part in ["retry-after: 10", "connection: close", "application/problem+json"] {
        assert!(refusal.contains(part), "{refusal}");
    }
    assert!(is_ended(&mut third));
    for stream in &mut kept {
        ask(stream, "/health/live");
        assert!(beginning(stream).starts_with("HTTP/1.1 200"), "who was there before stays");
    }
    drop(kept);
    free_again(address);
}

#[test]
fn a_flood_of_connections_leaves_those_before_alone() {
    let address = serving(Limits { connections: 1, idle_time: DEADLINE, ..Limits::default() });
    let mut kept = connected(address);
    ask(&mut kept, "/health/live");
    assert!(beginning(&mut kept).starts_with("HTTP/1.1 200"));
    let flood: Vec<TcpStream> = (0..200).map(|_| connected(address)).collect();
    ask(&mut kept, "/api");
    assert!(beginning(&mut kept).starts_with("HTTP/1.1 200"));
    drop((flood, kept));
    free_again(address);
}

#[test]
fn a_connection_without_a_question_is_ended() {
    let idle_time = Duration::from_millis(200);
    let address = serving(Limits { idle_time, ..Limits::default() });
    let (mut silent, mut asked) = (connected(address), connected(address));
    assert!(is_ended(&mut silent), "it never asked");
    ask(&mut asked, "/health/live");
    assert!(is_ended(&mut asked), "it asked once");
}

#[test]
fn a_client_that_does_not_read_its_answer_is_cut_off() {
    let write_time = Duration::from_millis(200);
    let limits = Limits { connections: 1, write_time, idle_time: DEADLINE, ..Limits::default() };
    let site = Site::limited(WELLS.path(), limits).expect("a sound folder");
    let page = "/api/collections/wells/items?limit=10000";
    let n_bytes = site.get(page).body.len();
    let address = listening(&site);
    let mut stalled = connected(address);
    // More than the system holds for a reader.
    for _ in 0..=(64 << 20) / n_bytes {
        ask(&mut stalled, page);
    }
    assert_eq!(status(address), "503", "it has the only place");
    free_again(address);
}

#[test]
fn the_limits_are_settings_of_the_program() {
    let help = crate::server::steppe(&["serve", "--help"]).output().expect("a text");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let document = std::fs::read_to_string(root().join("docs/operating.md")).expect("the document");
    for name in ["workers", "answer-seconds", "connections", "idle-seconds", "write-seconds"] {
        assert!(help.contains(&format!("--{name} ")), "{name}");
        assert!(document.contains(&format!("`--{name} ")), "{name} is told in docs/operating.md");
    }
}
