//! Refusals say plainly what is wrong, as a page to people; a slash at the end of a path leads on.

use axum::http::Method;

use crate::app::{Site, text};

#[test]
fn what_is_missing_is_told_as_missing_and_a_plus_sign_as_a_blank() {
    let problem = |path: &str| {
        let answer = Site::shipped().get(path);
        assert_eq!(answer.status, 400, "{path}");
        answer.json()
    };
    for (path, name) in [
        ("/search", "q"),
        ("/search?limit=3", "q"),
        ("/changes", "from"),
        ("/changes?from=2005", "to"),
        ("/revisions?to=2005", "from"),
    ] {
        let problem = problem(path);
        assert_eq!(text(&problem["parameter"]), name, "{path}");
        assert!(text(&problem["detail"]).contains("is missing"), "{path}: {problem}");
        assert!(problem.get("value").is_none(), "{path}: {problem}");
    }
    let raw = "/api/collections/bases/items?datetime=2005-12-15T10:00:00+05:00";
    assert!(text(&problem(raw)["detail"]).contains("%2B"), "{}", problem(raw));
    let escaped = raw.replace('+', "%2B");
    assert_eq!(Site::shipped().get(&escaped).status, 200);
}

#[test]
fn a_slash_at_the_end_of_a_path_leads_to_the_path_without() {
    for (path, to) in [
        ("/api/collections/", "http://atlas.test/api/collections"),
        (
            "/api/collections/bases/items/?limit=1",
            "http://atlas.test/api/collections/bases/items?limit=1",
        ),
        ("/search/?q=osh", "http://atlas.test/search?q=osh"),
        ("//other.test/", "http://atlas.test//other.test"),
    ] {
        let answer = Site::shipped().get(path);
        assert_eq!((answer.status.as_u16(), answer.header("location")), (308, to), "{path}");
    }
    assert_eq!(Site::shipped().get("/api/").status, 200, "the root of the API has both");
    assert_eq!(Site::shipped().get("//").status, 404);
}

#[test]
fn filters_that_cannot_be_read_are_refused_in_words_of_our_own() {
    for query in [
        "filter-lang=cql2-json&filter=%7B%22op%22%3A1%7D",
        "filter-lang=cql2-json&filter=%5B1%2C",
        "filter=name+%3D+%27open",
        "filter=start+%3D+DATE(%272005-99-99%27)",
    ] {
        let answer = Site::shipped().get(&format!("/api/collections/bases/items?{query}"));
        let detail = text(&answer.json()["detail"]).to_owned();
        assert_eq!(answer.status, 400, "{query}");
        for foreign in ["variant", "untagged", "Expr", "EOF", "serde", "pest", "Rule"] {
            assert!(!detail.contains(foreign), "{query}: {detail}");
        }
    }
}

/// What a browser sends.
const BROWSER: (&str, &str) =
    ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

#[test]
fn people_get_a_page_where_nothing_is_and_programs_a_problem_document() {
    let site = Site::shipped();
    for (path, what, leads) in [
        ("/feature/atasu", "There is no feature “atasu”", "\"../search?q=atasu\""),
        ("/feature/nope/record", "There is no feature “nope”", "\"../../data\""),
        ("/data/roads", "There is no layer “roads”", "\"../data\""),
        ("/nothing-here", "There is no page “/nothing-here”", "\"data\""),
        ("/nothing/at/all", "There is no page “/nothing/at/all”", "\"../../data\""),
    ] {
        let page = site.with(path, &[BROWSER]);
        assert_eq!(page.status, 404, "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert!(page.header("content-security-policy").contains("script-src 'self'"), "{path}");
        assert!(page.text().contains(&format!("<h1>{what}</h1>")), "{path}: {}", page.text());
        assert!(page.text().contains(&format!("href={leads}")), "{path}: {}", page.text());
        let head = site.send(&Method::HEAD, path, &[BROWSER]);
        assert_eq!((head.status, head.body.len()), (page.status, 0), "{path}");
        assert_eq!(head.header("content-type"), page.header("content-type"), "{path}");
        for accept in ["*/*", "application/json", "application/json, text/html;q=0.9", "image/png"]
        {
            let document = site.with(path, &[("accept", accept)]);
            assert_eq!(document.status, 404, "{path}: {accept}");
            assert_eq!(document.header("content-type"), "application/problem+json", "{path}");
            assert!(document.header("vary").starts_with("accept,"), "{path}");
        }
        assert!(page.header("vary").starts_with("accept,"), "{path}");
    }
    assert_eq!(site.get("/search?q=atasu").status, 200);
}

#[test]
fn addresses_of_programs_have_problem_documents_whatever_is_preferred() {
    for path in [
        "/api/nowhere",
        "/api/collections/roads",
        "/tiles/atlas/0/0",
        "/assets/none.js",
        "/cite/nope.bib",
    ] {
        let answer = Site::shipped().with(path, &[BROWSER]);
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
}

#[test]
fn what_is_sought_in_vain_stays_text() {
    for path in ["/feature/%3C%2Fscript%3E%3Cb%20x%3D%22", "/data/%3C%2Fscript%3E%3Cb%20x%3D%22"] {
        let page = Site::shipped().with(path, &[BROWSER]).text();
        assert!(page.contains("“&lt;/script&gt;&lt;b x=&quot;”"), "{path}: {page}");
        assert!(!page.contains("<b x"), "{path}: {page}");
    }
    let long = "a".repeat(3000);
    let page = Site::shipped().with(&format!("/feature/{long}"), &[BROWSER]);
    assert_eq!(page.status, 404);
    assert!(!page.text().contains("search?q="), "the search takes no text so long");
}
