//! Responses: entity tags, 304, caching and the headers of every answer.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use crate::config::REQUEST_TIMEOUT;
use crate::http::error::Problem;

/// A body with its media type and the tag of its content.
pub struct Answer {
    /// The bytes.
    pub body: Bytes,
    /// Media type.
    pub media: &'static str,
    /// Content tag, without quotes: equal tags mean equal bytes.
    pub tag: String,
    /// How long it may be kept.
    pub caching: Caching,
    /// How the bytes are compressed already.
    pub encoding: Option<&'static str>,
}

/// How long an answer may be kept.
#[derive(Debug, Clone, Copy)]
pub enum Caching {
    /// Asked again each time, answered 304 while the tag holds: data changes when a file does.
    Revalidate,
    /// For good: the address carries a hash of the content.
    Immutable,
    /// Never.
    Never,
}

impl Caching {
    const fn header(self) -> &'static str {
        match self {
            Self::Revalidate => "public, max-age=0, must-revalidate",
            Self::Immutable => "public, max-age=31536000, immutable",
            Self::Never => "no-store",
        }
    }
}

impl Answer {
    /// JSON that is asked again each time.
    #[must_use]
    pub fn json(body: String, tag: String) -> Self {
        Self::of("application/json", body, tag)
    }

    /// Bytes of a media type that are asked again each time.
    #[must_use]
    pub fn of(media: &'static str, body: impl Into<Bytes>, tag: String) -> Self {
        Self { body: body.into(), media, tag, caching: Caching::Revalidate, encoding: None }
    }

    /// The response: 304 without a body where the client holds this content.
    #[must_use]
    pub fn respond(self, request: &HeaderMap) -> Response {
        if let Some(response) = unchanged(request, &self.tag, self.caching) {
            return response;
        }
        let mut response = tagged(self.media, &self.tag, self.caching, Body::from(self.body));
        if let Some(encoding) = self.encoding {
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        response
    }
}

/// The response 304 without a body, where the client holds this content.
#[must_use]
pub fn unchanged(request: &HeaderMap, tag: &str, caching: Caching) -> Option<Response> {
    let held = held_tag(request, tag)?;
    let caching = (header::CACHE_CONTROL, caching.header());
    let vary = (header::VARY, "accept-encoding".to_owned());
    Some((StatusCode::NOT_MODIFIED, [caching], [(header::ETAG, held), vary]).into_response())
}

/// A response whose body is still being written, asked again each time.
#[must_use]
pub fn streamed(media: &'static str, tag: &str, body: Body) -> Response {
    tagged(media, tag, Caching::Revalidate, body)
}

fn tagged(media: &'static str, tag: &str, caching: Caching, body: Body) -> Response {
    let media = (header::CONTENT_TYPE, media);
    let caching = (header::CACHE_CONTROL, caching.header());
    ([media, caching], [(header::ETAG, format!("\"{tag}\""))], body).into_response()
}

/// A response that browsers keep as a file of this name.
#[must_use]
pub fn named(mut response: Response, name: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// A response whose form the client chose by its header `Accept`.
#[must_use]
pub fn negotiated(mut response: Response) -> Response {
    let by = HeaderValue::from_static("accept, accept-encoding");
    response.headers_mut().insert(header::VARY, by);
    response
}

/// The tag in `If-None-Match` that stands for this content, in any compression.
pub fn held_tag(request: &HeaderMap, tag: &str) -> Option<String> {
    let given = request.get(header::IF_NONE_MATCH)?.to_str().ok()?;
    given.split(',').map(str::trim).find_map(|candidate| {
        if candidate == "*" {
            return Some(format!("\"{tag}\""));
        }
        let opaque = candidate.trim_start_matches("W/").trim_matches('"');
        let plain = CODINGS.iter().find_map(|coding| opaque.strip_suffix(&format!("-{coding}")));
        (plain.unwrap_or(opaque) == tag).then(|| format!("\"{opaque}\""))
    })
}

/// The tag of the content of an answer, whatever its compression; without quotes.
pub fn content_tag(answer: &HeaderMap) -> Option<String> {
    let opaque = answer.get(header::ETAG)?.to_str().ok()?.trim_matches('"');
    let coding = answer.get(header::CONTENT_ENCODING).and_then(|coding| coding.to_str().ok());
    let plain = coding.and_then(|coding| opaque.strip_suffix(&format!("-{coding}")));
    Some(plain.unwrap_or(opaque).to_owned())
}

/// Compressions in which an answer may leave.
const CODINGS: &[&str] = &["gzip", "br", "zstd"];

/// Gives up a request that takes too long.
pub async fn in_time(request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(REQUEST_TIMEOUT, next.run(request)).await;
    answer.unwrap_or_else(|_| Problem::TooSlow.into_response())
}

/// Gives compressed bytes a tag of their own: a strong tag names bytes, not content
/// (RFC 9110, 8.8.3.3).
pub async fn tag_by_encoding(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let coding = headers.get(header::CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    let tag = headers.get(header::ETAG).and_then(|value| value.to_str().ok());
    if let (Some(coding), Some(tag)) = (coding, tag) {
        let marked = format!("{}-{coding}\"", tag.trim_end_matches('"'));
        if let Ok(marked) = HeaderValue::from_str(&marked) {
            headers.insert(header::ETAG, marked);
        }
    }
    response
}

/// Refuses clients that take neither plain bytes nor any compression there is (RFC 9110, 12.5.3), and
/// tells the layer that compresses what `*` stands for where plain bytes are refused.
pub async fn in_some_coding(mut request: Request, next: Next) -> Response {
    let codings = Codings::of(request.headers());
    if codings.quality("identity").or(codings.quality("*")).is_none_or(|quality| quality > 0.0) {
        return next.run(request).await;
    }
    let named = CODINGS.iter().any(|coding| codings.quality(coding).is_some_and(|q| q > 0.0));
    if named {
        return next.run(request).await;
    }
    let refused = |coding: &&&str| codings.quality(coding).is_some();
    let other = CODINGS.iter().find(|coding| !refused(coding));
    match other.filter(|_| codings.quality("*").is_some_and(|quality| quality > 0.0)) {
        Some(coding) => {
            let value = HeaderValue::from_static(coding);
            request.headers_mut().insert(header::ACCEPT_ENCODING, value);
            next.run(request).await
        }
        None => Problem::Coding.into_response(),
    }
}

/// What a client says of codings: names in lower case, each with its quality.
pub struct Codings(Vec<(String, f32)>);

impl Codings {
    /// Reads the header of a request.
    pub fn of(request: &HeaderMap) -> Self {
        let fields = request.get_all(header::ACCEPT_ENCODING).iter();
        let parts =
            fields.filter_map(|field| field.to_str().ok()).flat_map(|field| field.split(','));
        let read = |part: &str| {
            let mut words = part.split(';').map(str::trim);
            let name = words.next().filter(|name| !name.is_empty())?.to_ascii_lowercase();
            let quality = words.find_map(weight_in);
            Some((name, quality.map_or(Some(1.0), |quality| quality.parse().ok())?))
        };
        Self(parts.filter_map(read).collect())
    }

    fn quality(&self, name: &str) -> Option<f32> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, quality)| *quality)
    }

    /// How much the client likes a coding that it names, in thousandths; 0 where it does not take
    /// it, or does not name it.
    pub fn weight(&self, name: &str) -> u32 {
        (self.quality(name).unwrap_or(0.0).clamp(0.0, 1.0) * 1000.0) as u32
    }
}

/// The weight in a parameter of a choice, if it is one; its name is `q` or `Q` (RFC 9110, 12.4.2).
pub fn weight_in(parameter: &str) -> Option<&str> {
    parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q="))
}

/// Whether the client takes a compression.
#[must_use]
pub fn accepts(request: &HeaderMap, coding: &str) -> bool {
    Codings::of(request).weight(coding) > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        let value = HeaderValue::from_str(value).expect("a header value");
        HeaderMap::from_iter([(name, value)])
    }

    #[test]
    fn a_held_tag_is_found_in_any_compression() {
        for given in ["\"a1\"", "W/\"a1\"", "\"x\", \"a1-gzip\"", "\"a1-br\"", "*"] {
            let request = headers(header::IF_NONE_MATCH, given);
            assert!(held_tag(&request, "a1").is_some(), "{given}");
        }
        assert!(held_tag(&headers(header::IF_NONE_MATCH, "\"a2\""), "a1").is_none());
    }

    #[test]
    fn a_compression_of_quality_zero_is_refused() {
        let request = headers(header::ACCEPT_ENCODING, "gzip;Q=0, br;q=0.5, zstd");
        let taken = ["gzip", "br", "zstd"].map(|coding| accepts(&request, coding));
        assert_eq!(taken, [false, true, true]);
    }
}
