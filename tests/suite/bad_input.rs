//! Bad input over TCP: every row of the table is refused in bounded time, and the program lives on.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::Value;

use crate::app::{root, text};
use crate::server::Server;

/// Time within which a refusal comes, on a slow machine too.
const IN_TIME: Duration = Duration::from_secs(15);
/// Time that the server gives a client for the head of a request, and some to spare.
const HEAD_TIME: Duration = Duration::from_secs(40);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(default = "get")]
    method: String,
    target: String,
    #[serde(default)]
    headers: Vec<String>,
    /// So many headers more.
    #[serde(default)]
    n_headers: usize,
    #[serde(default)]
    body: String,
    status: u16,
    parameter: Option<String>,
    #[serde(default)]
    plain: bool,
}

#[derive(Deserialize)]
struct Table {
    row: Vec<Row>,
}

fn get() -> String {
    "GET".to_owned()
}

/// `a{b*3}` is `abbb`.
fn filled(template: &str) -> String {
    let filled = template.split_once('{').and_then(|(before, rest)| {
        let (part, after) = rest.split_once('}')?;
        let (repeated, times) = part.rsplit_once('*')?;
        let times: usize = times.parse().ok()?;
        Some(format!("{before}{}{}", repeated.repeat(times), filled(after)))
    });
    filled.unwrap_or_else(|| template.to_owned())
}

/// What came back: the status, 0 where there was none, and the body.
struct Reply {
    status: u16,
    head: String,
    body: String,
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.socket()).expect("a connection");
    stream.set_read_timeout(Some(HEAD_TIME)).expect("a limit");
    stream.set_write_timeout(Some(IN_TIME)).expect("a limit");
    stream
}

/// Everything up to the end of the connection.
fn reply(stream: &mut TcpStream) -> Reply {
    let mut bytes = Vec::new();
    // A server that refuses early resets what is still on its way.
    let _ = stream.read_to_end(&mut bytes);
    let all = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = all.split_once("\r\n\r\n").unwrap_or((&all, ""));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Reply { status, head: head.to_owned(), body: body.to_owned() }
}

fn send(server: &Server, request: &[u8]) -> Reply {
    let mut stream = connect(server);
    let _ = stream.write_all(request);
    reply(&mut stream)
}

fn request(row: &Row) -> String {
    let mut request = format!("{} {} HTTP/1.1\r\n", row.method, filled(&row.target));
    if !row.headers.iter().any(|header| header.starts_with("host:")) {
        request += "host: atlas.test\r\n";
    }
    for header in &row.headers {
        request += &format!("{}\r\n", filled(header));
    }
    for index in 0..row.n_headers {
        request += &format!("x-{index}: y\r\n");
    }
    request + "connection: close\r\n\r\n" + &filled(&row.body)
}

fn wrong(row: &Row, reply: &Reply) -> Option<String> {
    if reply.status != row.status {
        return Some(format!("answers {}", reply.status));
    }
    if row.plain || row.method == "HEAD" {
        return None;
    }
    let Ok(problem) = serde_json::from_str::<Value>(&reply.body) else {
        return Some(format!("no document: {}", reply.body));
    };
    let typed = reply.head.to_lowercase().contains("content-type: application/problem+json");
    let names = row.parameter.as_deref().is_none_or(|name| text(&problem["parameter"]) == name);
    let tells = !text(&problem["detail"]).is_empty() && problem["status"] == row.status;
    (!(typed && names && tells)).then(|| problem.to_string())
}

#[test]
fn every_row_of_the_table_is_refused_in_time_and_the_program_lives_on() {
    let table: Table = toml::from_str(include_str!("../cases/bad-input.toml")).expect("the table");
    let server = Server::on(&root().join("geodata"));
    let mut faults = Vec::new();
    for row in &table.row {
        let begun = Instant::now();
        let reply = send(&server, request(row).as_bytes());
        let shown: String = row.target.chars().take(80).collect();
        faults.extend(wrong(row, &reply).map(|why| format!("{} {shown}: {why}", row.method)));
        assert!(begun.elapsed() < IN_TIME, "{} {shown}: {:?}", row.method, begun.elapsed());
        assert!(!reply.body.contains("evil"), "{shown}: {}", reply.body);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(server.ready()["status"], "ready");
}

#[test]
fn odd_questions_that_are_sound_are_answered() {
    let server = Server::on(&root().join("geodata"));
    for (head, expected) in [
        ("GET /api HTTP/1.1\r\nrange: bytes=0-1,2-3,9-", "200"),
        ("GET /api HTTP/1.1\r\nif-none-match: *", "304"),
        ("HEAD /api HTTP/1.1", "200"),
        ("OPTIONS /api HTTP/1.1\r\norigin: http://other.test", "200"),
        ("GET /api HTTP/1.0", "200"),
        ("GET /api HTTP/1.1\r\ncontent-length: 0", "200"),
        ("GET /api/collections/bases/items?bbox=-0,-0,0,0 HTTP/1.1", "200"),
        ("GET /api/collections/bases/items?bbox=-180,-90,180,90&limit=10000 HTTP/1.1", "200"),
        ("GET /tiles/bases,bases,bases,bases/0/0/0 HTTP/1.1", "200"),
    ] {
        let request = format!("{head}\r\nhost: atlas.test\r\nconnection: close\r\n\r\n");
        let reply = send(&server, request.as_bytes());
        assert_eq!(reply.status.to_string(), expected, "{head}: {}", reply.body);
    }
    let forged = "GET /api HTTP/1.1\r\nhost: atlas.test\r\nx-forwarded-host: evil.test\r\n\
                  forwarded: host=evil.test\r\nconnection: close\r\n\r\n";
    let landing = send(&server, forged.as_bytes());
    assert!(landing.body.contains("http://atlas.test/"), "{}", landing.body);
    assert!(!landing.body.contains("evil"), "{}", landing.body);
}

#[test]
fn whoever_begins_with_http_2_is_let_go_at_once() {
    let server = Server::on(&root().join("tests/fixtures/world"));
    let begun = Instant::now();
    // The preface, settings, then a stream that is opened and reset again and again.
    let mut request = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec();
    for stream in 0..1_000_u32 {
        let id = (2 * stream + 1).to_be_bytes();
        request.extend([&b"\0\0\x01\x01\x05"[..], &id, b"\x82"].concat());
        request.extend([&b"\0\0\x04\x03\0"[..], &id, b"\0\0\0\x08"].concat());
    }
    let reply = send(&server, &request);
    assert!([0, 400].contains(&reply.status), "{}", reply.head);
    assert!(begun.elapsed() < IN_TIME, "{:?}", begun.elapsed());
    assert_eq!(server.ready()["status"], "ready");
}

#[test]
fn a_client_that_never_ends_its_question_is_let_go() {
    let server = Server::on(&root().join("geodata"));
    let begun = Instant::now();
    let mut slow: Vec<TcpStream> = (0..50).map(|_| connect(&server)).collect();
    for stream in &mut slow {
        stream.write_all(b"GET /api HTTP/1.1\r\nhost: atlas.test\r\nx-slow: ").expect("a start");
    }
    // Others are answered meanwhile.
    assert_eq!(server.ready()["status"], "ready");
    for stream in &mut slow {
        let reply = reply(stream);
        assert!([0, 408].contains(&reply.status), "{}", reply.head);
    }
    assert!(begun.elapsed() < HEAD_TIME, "{:?}", begun.elapsed());
}

#[test]
fn a_body_without_end_is_not_read() {
    let server = Server::on(&root().join("geodata"));
    let before = server.memory();
    for method in ["GET", "POST"] {
        let mut stream = connect(&server);
        let head = format!(
            "{method} /api HTTP/1.1\r\nhost: atlas.test\r\ntransfer-encoding: chunked\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("a head");
        let chunk = [b"100000\r\n".to_vec(), vec![b'['; 1 << 20], b"\r\n".to_vec()].concat();
        // A gigabyte, unless the server closes before.
        let n_sent = (0..1024).take_while(|_| stream.write_all(&chunk).is_ok()).count();
        assert!(n_sent < 64, "{method}: {n_sent} MB are taken");
    }
    let grown = server.memory().saturating_sub(before);
    assert!(grown < 32 << 20, "grown by {grown} bytes");
    assert_eq!(server.ready()["status"], "ready");
}

#[test]
fn a_flood_of_tiles_of_many_days_stays_in_its_memory() {
    let server = Server::on(&root().join("geodata"));
    let ask = |index: u32| {
        // Tiles around the region at zoom 6, each of another day.
        let (x, y) = (41 + index % 8, 20 + index / 8 % 6);
        let (year, month, day) = (1950 + index % 80, 1 + index % 12, 1 + index % 28);
        let path = format!("/tiles/atlas/6/{x}/{y}?datetime={year}-{month:02}-{day:02}");
        server.status(&path)
    };
    for index in 0..200 {
        assert!([200, 204].contains(&ask(index)));
    }
    let before = server.memory();
    for index in 200..2_200 {
        assert!([200, 204].contains(&ask(index)));
    }
    let grown = server.memory().saturating_sub(before);
    assert!(grown < 100 << 20, "grown by {grown} bytes");
}
