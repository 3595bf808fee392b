//! Compression of answers that are there as a whole: at once, with coders made for that. What is
//! still being written, and Brotli, is left to the layer around.

use std::cell::RefCell;

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use libdeflater::{CompressionLvl, Compressor};
use tokio::sync::Semaphore;

use crate::config::{MAX_COMPRESSIONS, MIN_ASIDE_BYTES};
use crate::http::error::Problem;
use crate::http::respond::Codings;

/// Bodies shorter than this grow when they are compressed.
const MIN_BYTES: u64 = 32;

/// Level of gzip: on features, 1 takes two thirds of the time of 4 and gives a twentieth more bytes.
const GZIP_LEVEL: i32 = 1;

/// Level of Zstandard: on features, 1 takes a third of the time of 3 and gives fewer bytes.
const ZSTD_LEVEL: i32 = 1;

/// Bytes that a thread keeps to compress into.
const MAX_ROOM: usize = 1 << 20;

/// Large bodies that are being compressed.
static RUNNING: Semaphore = Semaphore::const_new(MAX_COMPRESSIONS);

/// Compressions for whole bodies, quickest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Zstd,
    Gzip,
}

/// Compresses a body that is there as a whole, as the client likes best.
pub async fn whole(request: Request, next: Next) -> Response {
    let coding = best(request.headers());
    let asks_for_head = request.method() == Method::HEAD;
    let mut response = next.run(request).await;
    let Some(coding) = coding.filter(|_| gains(&response, asks_for_head)) else {
        return response;
    };
    if !asks_for_head {
        let (parts, body) = response.into_parts();
        let whole = to_bytes(body, usize::MAX).await.map_err(Problem::CutShort);
        let coded = match whole {
            Ok(whole) => compressed(coding, whole).await,
            Err(problem) => Err(problem),
        };
        match coded {
            Ok(coded) => response = Response::from_parts(parts, Body::from(coded)),
            Err(problem) => return problem.into_response(),
        }
    }
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    let varies = |value: &HeaderValue| value.as_bytes().ends_with(b"accept-encoding");
    if !headers.get_all(header::VARY).iter().any(varies) {
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}

impl Coding {
    const fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }
}

/// The one that the client likes best; of those it likes alike, the quickest. `None` where it likes
/// another better, or takes neither.
fn best(request: &HeaderMap) -> Option<Coding> {
    let codings = Codings::of(request);
    let [zstd, gzip, br, identity] =
        ["zstd", "gzip", "br", "identity"].map(|coding| codings.weight(coding));
    let liked = zstd.max(gzip);
    match liked {
        0 => None,
        _ if br.max(identity) > liked => None,
        _ if zstd == liked => Some(Coding::Zstd),
        _ => Some(Coding::Gzip),
    }
}

/// Whether a body is there as a whole and is worth compressing: pictures are compressed already.
fn gains(response: &Response, asks_for_head: bool) -> bool {
    let headers = response.headers();
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let length = if asks_for_head {
        text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok())
    } else {
        response.body().size_hint().exact()
    };
    let media = text(header::CONTENT_TYPE).unwrap_or_default();
    let is_picture = media.starts_with("image/") && !media.starts_with("image/svg");
    let is_plain = !headers.contains_key(header::CONTENT_ENCODING);
    is_plain && !is_picture && length.is_some_and(|length| length >= MIN_BYTES)
}

/// Large bodies are compressed aside, few at a time, so that small answers need not wait for them.
async fn compressed(coding: Coding, body: Bytes) -> Result<Bytes, Problem> {
    let coded = if body.len() < MIN_ASIDE_BYTES {
        coded(coding, &body)
    } else {
        let _running = RUNNING.acquire().await;
        tokio::task::spawn_blocking(move || coded(coding, &body)).await?
    };
    coded.map_err(|cause| Problem::CutShort(axum::Error::new(cause)))
}

thread_local! {
    /// The coders of a thread: making them anew takes longer than a small body.
    static CODERS: RefCell<Option<Coders>> = const { RefCell::new(None) };
}

struct Coders {
    gzip: Compressor,
    zstd: zstd::bulk::Compressor<'static>,
    /// Room to write into. To take it anew for each body would take longer than to copy what is written.
    room: Vec<u8>,
}

impl Coders {
    fn new() -> std::io::Result<Self> {
        let gzip = Compressor::new(CompressionLvl::new(GZIP_LEVEL).unwrap_or_default());
        Ok(Self { gzip, zstd: zstd::bulk::Compressor::new(ZSTD_LEVEL)?, room: Vec::new() })
    }

    fn code(&mut self, coding: Coding, body: &[u8]) -> std::io::Result<Bytes> {
        let bound = match coding {
            Coding::Zstd => zstd::zstd_safe::compress_bound(body.len()),
            Coding::Gzip => self.gzip.gzip_compress_bound(body.len()),
        };
        if self.room.len() < bound {
            self.room.resize(bound, 0);
        }
        let written = match coding {
            Coding::Zstd => self.zstd.compress_to_buffer(body, &mut self.room[..])?,
            Coding::Gzip => {
                self.gzip.gzip_compress(body, &mut self.room).map_err(std::io::Error::other)?
            }
        };
        let coded = Bytes::copy_from_slice(&self.room[..written]);
        if self.room.len() > MAX_ROOM {
            self.room = Vec::new();
        }
        Ok(coded)
    }
}

fn coded(coding: Coding, body: &[u8]) -> std::io::Result<Bytes> {
    CODERS.with_borrow_mut(|coders| {
        let coders = match coders {
            Some(coders) => coders,
            None => coders.insert(Coders::new()?),
        };
        coders.code(coding, body)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coding_liked_best_is_taken_and_the_quickest_of_equals() {
        for (given, chosen) in [
            ("gzip, deflate, br, zstd", Some(Coding::Zstd)),
            ("gzip, deflate, br", Some(Coding::Gzip)),
            ("gzip;q=0.5, zstd;q=0.4", Some(Coding::Gzip)),
            ("GZIP", Some(Coding::Gzip)),
            ("br, gzip;q=0.9", None),
            ("zstd;q=0, gzip;q=0.0", None),
            ("identity", None),
            ("gzip;q=0.5, identity", None),
            ("", None),
        ] {
            let value = HeaderValue::from_static(given);
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, value)]);
            assert_eq!(best(&headers), chosen, "{given}");
        }
    }
}
