//! Which form of an answer a client gets: by the parameter `f`, else by the header `Accept`.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::{Value, json};

use crate::http::error::Problem;
use crate::http::hot::keep;
use crate::http::request::Asked;
use crate::http::respond::{Answer, Caching, negotiated, unchanged, weight_in};
use crate::pages::{document, missing};
use crate::query::Pairs;
use crate::query::operation::{Form, HTML, JSON};

/// What tells why there is no answer (RFC 9457).
const PROBLEM: Form = Form { name: "problem", media: "application/problem+json" };

/// The form that a request asks for. Without a word of it, or none that can be met, the usual one.
///
/// # Errors
/// When `f` names a form that the path does not have.
pub fn form(asked: &Asked, pairs: &Pairs) -> Result<Form, Problem> {
    let forms = asked.operation.map_or(&[JSON][..], |operation| operation.forms);
    let names: Vec<&str> = forms.iter().map(|form| form.name).collect();
    let named = pairs.read("f", &names.join(", "), |name| {
        let found = forms.iter().find(|form| form.name == name);
        found.copied().ok_or_else(|| "is not a form this path has".to_owned())
    })?;
    Ok(named.unwrap_or_else(|| preferred(forms, &asked.headers)))
}

/// An answer at an address that people visit: what is not there is told as a page to who likes a page better
/// than a problem document.
pub fn visited(asked: &Asked, answer: Result<Response, Problem>) -> Result<Response, Problem> {
    let problem = match answer {
        Err(problem @ (Problem::NotFound { .. } | Problem::NoRoute)) => problem,
        other => return other,
    };
    if preferred(&[PROBLEM, HTML], &asked.headers) == PROBLEM {
        return Ok(negotiated(problem.into_response()));
    }
    let path = asked.uri.path();
    let sought = match &problem {
        Problem::NotFound { what, name, .. } => (*what, name.as_str()),
        _ => ("page", path),
    };
    let page = missing::page(asked.atlas(), &asked.base(), path, sought);
    let mut response = problem.into_response().map(|_| Body::from(page));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(HTML.media));
    Ok(negotiated(response))
}

/// A JSON document in the form that was asked for: as it is, or as a page that shows all of it.
pub fn told(asked: &Asked, form: Form, body: impl Into<Bytes>) -> Response {
    keep(negotiated(shown(asked, form, body).respond(&asked.headers)))
}

/// The response to who holds the document that [`told`] would tell, before it is made.
pub fn held(asked: &Asked, form: Form) -> Option<Response> {
    unchanged(&asked.headers, &asked.tag(form.name), Caching::Revalidate).map(negotiated)
}

/// The same as [`told`] on its way to a response.
pub fn shown(asked: &Asked, form: Form, body: impl Into<Bytes>) -> Answer {
    let tag = asked.tag(form.name);
    let body: Bytes = body.into();
    if form != HTML {
        return Answer::of(form.media, body, tag);
    }
    let read = serde_json::from_slice(&body).unwrap_or_default();
    let page = document::page(asked.atlas(), &asked.base(), &place(asked), &read);
    Answer::of(HTML.media, page, tag)
}

fn place(asked: &Asked) -> document::Place<'_> {
    document::Place {
        path: asked.uri.path(),
        does: asked.operation.map_or("", |operation| operation.does),
    }
}

/// A link to somewhere below the root of the server.
pub fn link(asked: &Asked, rel: &str, path: &str, of: (&str, &str)) -> Value {
    let (media, title) = of;
    json!({"rel": rel, "href": format!("{}{path}", asked.base()), "type": media, "title": title})
}

/// Links of a document to itself, and to itself in every other form.
pub fn self_links(asked: &Asked, form: Form) -> Vec<Value> {
    let own = asked.uri.path_and_query().map_or("/", |own| own.as_str());
    let mut links = vec![link(asked, "self", own, (form.essence(), "This document"))];
    let mut told = vec![form.media];
    for other in asked.operation.map_or(&[][..], |operation| operation.forms) {
        if told.contains(&other.media) {
            continue;
        }
        told.push(other.media);
        let title = format!("This document as {}", media_name(*other));
        links.push(link(asked, "alternate", &in_form(asked, *other), (other.essence(), &title)));
    }
    links
}

/// The address of this request with another form.
fn in_form(asked: &Asked, form: Form) -> String {
    let question = question(asked);
    let joint = if question.is_empty() { '?' } else { '&' };
    format!("{}{question}{joint}f={}", asked.uri.path(), form.name)
}

/// The query of this request without its form, with the mark before it; empty where it asks nothing.
pub fn question(asked: &Asked) -> String {
    let kept = pairs_without(asked, "f");
    if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) }
}

/// The pairs of this request as they came, but for those of a name, however that is escaped.
pub fn pairs_without<'a>(asked: &'a Asked, name: &str) -> Vec<&'a str> {
    let named = |pair: &&str| {
        form_urlencoded::parse(pair.as_bytes()).next().is_some_and(|(known, _)| known == name)
    };
    let pairs = asked.uri.query().unwrap_or_default().split('&');
    pairs.filter(|pair| !pair.is_empty() && !named(pair)).collect()
}

fn media_name(form: Form) -> &'static str {
    match form.name {
        "json" => "JSON",
        "geojson" => "GeoJSON",
        "jsonfg" => "JSON-FG",
        "csv" => "CSV",
        "atom" => "an Atom feed",
        "html" => "a page to read",
        "tilejson" => "TileJSON",
        other => other,
    }
}

/// The first of the forms that the client likes best (RFC 9110, 12.5.1).
fn preferred(forms: &[Form], headers: &HeaderMap) -> Form {
    let first = forms.first().copied().unwrap_or(JSON);
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let Some(accept) = accept else { return first };
    let mut best = (0, first);
    for form in forms {
        let liked = quality(accept, form.essence());
        if liked > best.0 {
            best = (liked, *form);
        }
    }
    best.1
}

/// How much a client likes a media type, in thousandths: the most specific range counts.
fn quality(accept: &str, media: &str) -> u32 {
    let essence = media.split(';').next().unwrap_or_default();
    let kind = essence.split('/').next().unwrap_or_default();
    // Whoever takes JSON takes what is written in it (RFC 6839).
    let structured = essence.ends_with("+json");
    let mut found = (0, 0);
    for range in accept.split(',') {
        let mut words = range.split(';').map(str::trim);
        let name = words.next().unwrap_or_default().to_ascii_lowercase();
        let specific = match name.as_str() {
            name if name == essence => 4,
            "application/json" if structured => 3,
            name if name.strip_suffix("/*") == Some(kind) => 2,
            "*/*" => 1,
            _ => continue,
        };
        let weight = words.find_map(weight_in);
        let weight = weight.map_or(Some(1.0), |weight| weight.parse::<f32>().ok());
        let weight = weight.filter(|weight| (0.0..=1.0).contains(weight)).unwrap_or(0.0);
        if specific > found.0 {
            found = (specific, (weight * 1000.0) as u32);
        }
    }
    found.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::operation::{GEOJSON, GEOJSON_TOO};

    fn chosen(accept: &str) -> &'static str {
        let headers = HeaderMap::from_iter([(header::ACCEPT, accept.parse().expect("a header"))]);
        preferred(&[GEOJSON, GEOJSON_TOO, HTML], &headers).essence()
    }

    #[test]
    fn whoever_takes_json_takes_what_is_written_in_it() {
        for accept in [
            "application/json",
            "application/json, text/html;q=0.9",
            "text/html;q=0.1, application/json",
        ] {
            assert_eq!(chosen(accept), "application/geo+json", "{accept}");
        }
    }

    #[test]
    fn a_page_is_given_to_who_likes_it_better() {
        for accept in [
            "text/html",
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
            "application/geo+json;q=0.5, text/html;q=0.6",
            "TEXT/HTML, */*;q=0.1",
            "text/*, application/*;q=0.9",
        ] {
            assert_eq!(chosen(accept), "text/html", "{accept}");
        }
    }

    #[test]
    fn features_are_given_to_everybody_else() {
        for accept in [
            "*/*",
            "application/geo+json",
            "application/json, text/plain, */*",
            "text/html;q=0.5, application/geo+json",
            "text/html;q=0, */*",
            "text/html;Q=0, */*",
            "text/html;q=NaN",
            "text/html;q=9",
            "image/png",
            "nonsense;;q==",
            "",
        ] {
            assert_eq!(chosen(accept), "application/geo+json", "{accept}");
        }
    }
}
