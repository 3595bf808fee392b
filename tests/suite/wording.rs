//! Refusals say plainly what is wrong, in words of our own; a slash at the end of a path leads on.

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
