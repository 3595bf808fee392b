//! Entity tags, compression, caching and security headers.

use std::collections::BTreeSet;
use std::io::Read;

use axum::http::Method;

use crate::app::{Answer, Site, text};
use crate::errors::ROUTES;

/// What the browser may load: only from here, nothing inline, nothing evaluated.
const POLICY: &str = "default-src 'self'; script-src 'self'; worker-src 'self'; \
    img-src 'self' data: blob:; style-src 'self'; connect-src 'self'; font-src 'self'; \
    object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

const CODINGS: [&str; 3] = ["gzip", "br", "zstd"];

fn inflated(answer: &Answer) -> Vec<u8> {
    let body = answer.body.as_ref();
    let mut plain = Vec::new();
    match answer.header("content-encoding") {
        "gzip" => flate2::read::GzDecoder::new(body).read_to_end(&mut plain),
        "br" => brotli::Decompressor::new(body, 4096).read_to_end(&mut plain),
        "zstd" => zstd::stream::read::Decoder::new(body).unwrap().read_to_end(&mut plain),
        "" => return body.to_vec(),
        other => panic!("unknown coding {other}"),
    }
    .expect("sound compression");
    plain
}

fn cached_routes() -> impl Iterator<Item = &'static str> {
    ROUTES.iter().copied().filter(|route| !route.starts_with("/health"))
}

#[test]
fn every_answer_has_a_strong_tag_and_a_held_tag_is_answered_without_a_body() {
    let site = Site::shipped();
    for route in cached_routes() {
        let first = site.get(route);
        let tag = first.header("etag").to_owned();
        let strong = tag.len() > 2 && tag.starts_with('"') && tag.ends_with('"');
        assert!(strong, "{route}: {tag}");
        assert_eq!(site.get(route).header("etag"), tag, "{route}: the same again");
        for held in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".into()] {
            let again = site.with(route, &[("if-none-match", &held)]);
            assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{route} {held}");
            assert_eq!(again.header("cache-control"), first.header("cache-control"), "{route}");
        }
        let changed = site.with(route, &[("if-none-match", "\"other\"")]);
        assert_eq!((changed.status.as_u16(), changed.body), (200, first.body), "{route}");
    }
}

#[test]
fn different_questions_have_different_tags() {
    let site = Site::shipped();
    let mut tags: Vec<String> =
        cached_routes().map(|route| site.get(route).header("etag").to_owned()).collect();
    for question in ["datetime=2005", "datetime=2006", "status=idle", "limit=5"] {
        let path = format!("/api/collections/zones/items?{question}");
        tags.push(site.get(&path).header("etag").to_owned());
    }
    let unique: BTreeSet<&String> = tags.iter().collect();
    assert_eq!(unique.len(), tags.len(), "{tags:#?}");
    let host = |name| site.with("/api", &[("host", name)]).header("etag").to_owned();
    assert_ne!(host("one.test"), host("two.test"), "links name the host");
}

#[test]
fn an_answer_comes_back_from_every_compression_with_a_tag_of_its_own() {
    let site = Site::shipped();
    for route in cached_routes().filter(|route| !route.ends_with(".png")) {
        let plain = site.get(route);
        let mut tags = BTreeSet::from([plain.header("etag").to_owned()]);
        for coding in CODINGS {
            let answer = site.with(route, &[("accept-encoding", coding)]);
            let body = inflated(&answer);
            assert_eq!(body, plain.body, "{route} in {coding}");
            let coded = answer.header("content-encoding");
            // The background tiles are stored in gzip and given as they are, or plain.
            let ready = route.starts_with("/tiles/basemap/") && coded.is_empty();
            assert!(coded == coding || ready, "{route} in {coding} came in '{coded}'");
            assert!(answer.header("vary").contains("accept-encoding"), "{route} varies");
            let tag = answer.header("etag").to_owned();
            assert!(coded.is_empty() || tags.insert(tag.clone()), "{route} in {coding}: {tag}");
            let held = [("accept-encoding", coding), ("if-none-match", tag.as_str())];
            let again = site.with(route, &held);
            assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{route} {coding}");
            assert_eq!(again.header("etag"), tag, "{route} in {coding}");
        }
    }
}

#[test]
fn who_takes_no_plain_bytes_gets_a_compression_or_a_refusal() {
    let site = Site::shipped();
    for (accepted, coded) in [
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0, *", "gzip"),
        ("gzip;q=0, identity;q=0, *;q=0.5", "br"),
        ("*;q=0, zstd", "zstd"),
        ("identity;q=0.1", ""),
        ("*;q=0, identity", ""),
    ] {
        let answer = site.with("/api/collections", &[("accept-encoding", accepted)]);
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-encoding")),
            (200, coded),
            "{accepted}"
        );
    }
    for refused in ["identity;q=0", "*;q=0", "identity;q=0, deflate", "*;q=0, gzip;q=0"] {
        let answer = site.with("/api/collections", &[("accept-encoding", refused)]);
        assert_eq!(answer.status, 406, "{refused}");
        assert!(text(&answer.json()["detail"]).contains("gzip, br and zstd"), "{refused}");
    }
}

#[test]
fn an_answer_asked_for_again_is_the_same() {
    let site = Site::shipped();
    for route in cached_routes() {
        for coding in ["identity", "gzip", "br", "zstd", "gzip, deflate, br, zstd"] {
            let ask = || site.with(route, &[("accept-encoding", coding)]);
            let first = ask();
            for _ in 0..3 {
                let again = ask();
                assert_eq!(again.status, first.status, "{route} in {coding}");
                assert_eq!(again.headers, first.headers, "{route} in {coding}");
                // A stream is compressed in the pieces in which it comes.
                assert_eq!(inflated(&again), inflated(&first), "{route} in {coding}");
            }
        }
    }
}

#[test]
fn an_answer_given_again_is_that_of_the_host_and_the_form() {
    let path = "/api/collections/zones/items?limit=3";
    for _ in 0..4 {
        for host in ["one.test", "two.test"] {
            for media in ["application/geo+json", "text/html"] {
                let answer = Site::shipped().with(path, &[("host", host), ("accept", media)]);
                assert!(answer.header("content-type").starts_with(media), "{host} {media}");
                assert!(answer.text().contains(&format!("http://{host}/api")), "{host} {media}");
            }
        }
    }
}

#[test]
fn head_has_the_headers_of_get_and_no_body() {
    let site = Site::shipped();
    for route in ROUTES {
        let get = site.get(route);
        let head = site.send(&Method::HEAD, route, &[]);
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{route}");
        for name in ["content-type", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{route}");
        }
    }
}

#[test]
fn data_is_asked_for_again_each_time_and_health_is_never_kept() {
    let site = Site::shipped();
    for route in ROUTES {
        let health = route.starts_with("/health");
        let expected = if health { "no-store" } else { "public, max-age=0, must-revalidate" };
        assert_eq!(site.get(route).header("cache-control"), expected, "{route}");
    }
}

#[test]
fn files_of_the_app_whose_name_has_a_hash_are_kept_for_good() {
    let page = Site::shipped().get("/");
    if page.status == 503 {
        return; // The app is not built in; the page says how.
    }
    let text = page.text();
    let assets: Vec<&str> = text.split('"').filter(|part| part.contains("assets/")).collect();
    assert!(!assets.is_empty(), "the page loads something: {text}");
    for asset in assets {
        let path = format!("/{}", asset.trim_start_matches(['.', '/']));
        let answer = Site::shipped().get(&path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    }
    assert_eq!(page.header("cache-control"), "public, max-age=0, must-revalidate");
}

#[test]
fn the_page_says_how_to_build_the_app_where_it_is_not_built_in() {
    let page = Site::shipped().get("/");
    let built = page.status == 200 && page.header("content-type").starts_with("text/html");
    assert!(built || page.text().contains("make run"), "{}", page.text());
}

#[test]
fn every_answer_carries_the_security_headers_and_errors_too() {
    let site = Site::shipped();
    assert!(!POLICY.contains("unsafe"));
    let others = ["/", "/nowhere", "/api?x=1", "/tiles/atlas/9/0/0"];
    for route in ROUTES.iter().copied().chain(others) {
        let answer = site.get(route);
        assert_eq!(answer.header("content-security-policy"), POLICY, "{route}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{route}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{route}");
    }
}

#[test]
fn only_the_page_to_embed_may_be_framed_by_other_sites() {
    let answer = Site::shipped().get("/embed");
    let framed = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *");
    assert_eq!(answer.header("content-security-policy"), framed);
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[test]
fn pages_of_other_sites_may_read_and_see_the_tag() {
    let site = Site::shipped();
    let origin = ("origin", "https://other.test");
    for route in ROUTES.iter().copied().chain(["/api?x=1"]) {
        let answer = site.with(route, &[origin]);
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{route}");
        assert_eq!(
            answer.header("access-control-expose-headers"),
            "etag,content-disposition,content-crs"
        );
        assert!(answer.header("access-control-allow-credentials").is_empty());
    }
    let asking = [origin, ("access-control-request-method", "GET")];
    let preflight = site.send(&Method::OPTIONS, "/api/timeline", &asking);
    assert_eq!(preflight.status, 200);
    assert_eq!(preflight.header("access-control-allow-methods"), "GET,HEAD");
}

#[test]
fn compressed_bytes_are_not_given_again_to_who_takes_none() {
    let site = Site::shipped();
    let route = "/tiles/corridors/5/22/11";
    for first in ["", "identity"] {
        site.with(route, &[("accept-encoding", first), ("accept-encoding", "gzip")]);
        let plain = site.with(route, &[("accept-encoding", first)]);
        assert_eq!(plain.header("content-encoding"), "", "{first}");
    }
    assert_eq!(site.get(route).header("content-encoding"), "");
}

#[test]
fn an_answer_given_again_is_the_one_that_was_made() {
    let site = Site::shipped();
    for route in [
        "/tiles/atlas/5/22/11",
        "/tiles/basemap/3/5/2",
        "/tiles/bases/6/44/23?datetime=2005",
        "/favicon.svg",
    ] {
        for coding in ["", "gzip", "br", "zstd"] {
            let headers: &[(&str, &str)] =
                if coding.is_empty() { &[] } else { &[("accept-encoding", coding)] };
            let made = site.with(route, headers);
            assert_eq!(made.status, 200, "{route}");
            let again = site.with(route, headers);
            let length = |answer: &Answer| answer.headers.contains_key("content-length");
            assert!(length(&again) || !length(&made), "{route}");
            let mut differing = made.headers.clone();
            differing.remove("content-length");
            let mut headers_again = again.headers.clone();
            headers_again.remove("content-length");
            assert_eq!(
                (again.status, headers_again, &again.body),
                (made.status, differing, &made.body),
                "{route} {coding}"
            );
            let tag = made.header("etag");
            let held = [headers, &[("if-none-match", tag)]].concat();
            let held = site.with(route, &held);
            assert_eq!((held.status.as_u16(), held.body.len(), held.header("etag")), (304, 0, tag));
            // Whoever holds other bytes of the same content is told the tag of those.
            let endings = ["-gzip", "-br", "-zstd"];
            let plain = tag.trim_end_matches('"');
            let plain =
                endings.iter().find_map(|ending| plain.strip_suffix(ending)).unwrap_or(plain);
            for other in [format!("{plain}\""), format!("{plain}-zstd\"")] {
                let held = [headers, &[("if-none-match", other.as_str())]].concat();
                let held = site.with(route, &held);
                assert_eq!((held.status.as_u16(), held.header("etag")), (304, other.as_str()));
            }
        }
    }
}
