//! Hot answers: tiles and files of the page that were given before are given again as they left,
//! headers and compression included, without passing the routes.
//!
//! A handler says with [`keep`] that its answer depends on nothing but the address and the
//! compressions that the client takes, as long as the same edition of the data is served.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use moka::sync::Cache;
use tower::{Service, ServiceExt};

use crate::config::{HOT_CACHE_BYTES, MAX_HOT_BYTES};
use crate::http::error::Problem;
use crate::http::respond::{content_tag, held_tag};
use crate::http::serve::has_content;
use crate::http::state::{App, Edition};

/// Marks an answer that may be given again for the same address.
#[must_use]
pub fn keep(mut response: Response) -> Response {
    response.extensions_mut().insert(Keep);
    response
}

#[derive(Debug, Clone, Copy)]
struct Keep;

/// All routes, with the hot answers before them.
#[derive(Clone)]
pub struct Hot {
    routes: Router,
    state: Arc<App>,
    kept: Cache<String, Arc<Kept>>,
}

/// An answer as it left.
struct Kept {
    edition: Edition,
    /// The tag of its content, whatever its compression; without quotes.
    tag: String,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Hot {
    /// Puts hot answers before some routes.
    #[must_use]
    pub fn new(routes: Router, state: Arc<App>) -> Self {
        let weight = |address: &String, kept: &Arc<Kept>| {
            const HEADERS: usize = 1_024;
            u32::try_from(address.len() + HEADERS + kept.body.len()).unwrap_or(u32::MAX)
        };
        let kept = Cache::builder().max_capacity(HOT_CACHE_BYTES).weigher(weight).build();
        Self { routes, state, kept }
    }

    fn hit(&self, key: &str, request: &HeaderMap) -> Option<Response> {
        let kept = self.kept.get(key)?;
        if kept.edition != self.state.edition() {
            return None;
        }
        let held = held_tag(request, &kept.tag).is_some();
        let (status, body) = if held {
            (StatusCode::NOT_MODIFIED, Body::empty())
        } else {
            (kept.status, Body::from(kept.body.clone()))
        };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = kept.headers.clone();
        if held {
            for of_the_body in
                [header::CONTENT_TYPE, header::CONTENT_ENCODING, header::CONTENT_LENGTH]
            {
                response.headers_mut().remove(of_the_body);
            }
        }
        Some(response)
    }
}

impl Service<Request> for Hot {
    type Response = Response;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Answering {
        let Some(key) = key(&request) else {
            let routes = self.routes.clone();
            return Answering::Made(Box::pin(routes.oneshot(request)));
        };
        if let Some(response) = self.hit(&key, request.headers()) {
            return Answering::Kept(ready(Ok(response)));
        }
        let (hot, edition) = (self.clone(), self.state.edition());
        Answering::Made(Box::pin(async move {
            let response = hot.routes.clone().oneshot(request).await?;
            Ok(remembered(&hot.kept, key, edition, response).await)
        }))
    }
}

/// An answer that is there, or on its way.
pub enum Answering {
    /// Given again.
    Kept(Ready<Result<Response, Infallible>>),
    /// Made by a route.
    Made(Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>),
}

impl Future for Answering {
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            Self::Kept(answer) => Pin::new(answer).poll(context),
            Self::Made(answer) => answer.as_mut().poll(context),
        }
    }
}

/// Address and compressions, as the client wrote them; `None` for what the routes must see: no plain
/// GET, or compressions in more than one field or in no text.
fn key(request: &Request) -> Option<String> {
    let headers = request.headers();
    if request.method() != Method::GET || has_content(headers) {
        return None;
    }
    let address = request.uri().path_and_query().map_or("/", |address| address.as_str());
    let mut fields = headers.get_all(header::ACCEPT_ENCODING).iter();
    let codings = fields.next().map_or(Some(""), |codings| codings.to_str().ok())?;
    if fields.next().is_some() {
        return None;
    }
    let mut key = String::with_capacity(address.len() + 1 + codings.len());
    key.extend([address, "\n", codings]);
    Some(key)
}

async fn remembered(
    kept: &Cache<String, Arc<Kept>>,
    key: String,
    edition: Edition,
    response: Response,
) -> Response {
    let marked = response.extensions().get::<Keep>().is_some();
    let (Some(tag), true, StatusCode::OK) =
        (content_tag(response.headers()), marked, response.status())
    else {
        return response;
    };
    let (parts, body) = response.into_parts();
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(cause) => return Problem::CutShort(cause).into_response(),
    };
    if body.len() <= MAX_HOT_BYTES {
        let (status, headers) = (parts.status, parts.headers.clone());
        let entry = Kept { edition, tag, status, headers, body: body.clone() };
        kept.insert(key, Arc::new(entry));
    }
    Response::from_parts(parts, Body::from(body))
}
