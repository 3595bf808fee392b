//! Hot answers: what was given before is given again as it left, headers and compression included,
//! without passing the routes. Kept is what is asked for a second time.
//!
//! A handler says with [`keep`] that its answer depends on nothing but the address, the host, and
//! the forms and compressions that the client takes, as long as the same edition of the data is
//! served.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{BoxError, Router};
use bytes::Bytes;
use moka::sync::Cache;
use tokio_stream::{StreamExt, iter, once};
use tower::{Service, ServiceExt};

use crate::config::{HOT_CACHE_BYTES, MAX_HOT_BYTES};
use crate::http::asking::{Asking, Question};
use crate::http::repeats::{Mark, Repeats};
use crate::http::respond::{content_tag, held_tag};
use crate::http::state::{App, Edition};
use crate::http::tiles;

/// Marks an answer that may be given again for the same question.
#[must_use]
pub fn keep(mut response: Response) -> Response {
    response.extensions_mut().insert(Keep);
    response
}

/// Marks the answer to an empty tile, which is the same for every one.
#[must_use]
pub fn keep_empty(mut response: Response) -> Response {
    response.extensions_mut().insert(KeepEmpty);
    response
}

#[derive(Debug, Clone, Copy)]
struct Keep;

#[derive(Debug, Clone, Copy)]
struct KeepEmpty;

/// All routes, with the hot answers before them.
#[derive(Clone)]
pub struct Hot(Arc<Parts>);

struct Parts {
    routes: Router,
    state: Arc<App>,
    kept: Cache<Question, Arc<Kept>>,
    /// Headers of the answer to an empty tile, as the routes gave them.
    of_empty: OnceLock<HeaderMap>,
    repeats: Arc<Repeats>,
}

/// An answer as it left.
struct Kept {
    edition: Edition,
    /// The tag of its content, whatever its compression; without quotes.
    tag: String,
    headers: HeaderMap,
    /// Headers of the answer to who holds the content.
    headers_held: HeaderMap,
    body: Bytes,
}

impl Hot {
    /// Puts hot answers before some routes.
    #[must_use]
    pub fn new(routes: Router, state: Arc<App>) -> Self {
        let weight = |question: &Question, kept: &Arc<Kept>| {
            const HEADERS: usize = 2_048;
            let bytes = question.bytes() + HEADERS + kept.body.len();
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let kept = Cache::builder().max_capacity(HOT_CACHE_BYTES).weigher(weight).build();
        let (of_empty, repeats) = (OnceLock::new(), Arc::new(Repeats::new()));
        Self(Arc::new(Parts { routes, state, kept, of_empty, repeats }))
    }
}

impl Parts {
    fn hit(&self, asking: &Asking<'_>, request: &HeaderMap) -> Option<Response> {
        let kept = self.kept.get(asking)?;
        (kept.edition == self.state.edition()).then(|| kept.respond(request))
    }

    async fn ask(&self, request: Request) -> Response {
        let asked = self.routes.clone().oneshot(request).await;
        let answer = asked.unwrap_or_else(|never| match never {});
        if answer.extensions().get::<KeepEmpty>().is_some() {
            self.of_empty.get_or_init(|| answer.headers().clone());
        }
        answer
    }

    /// The answer to an empty tile, where the question is for one. Most tiles of a map are.
    fn empty(&self, asking: &Asking<'_>) -> Option<Response> {
        let headers = self.of_empty.get()?;
        // Who refuses plain bytes is for the routes to answer.
        if asking.codings().windows(3).any(|part| part == b"q=0") {
            return None;
        }
        if !tiles::is_empty(&self.state.world(), asking.address()) {
            return None;
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        *response.headers_mut() = headers.clone();
        Some(response)
    }

    /// The answer to a question that is new; the next one like it is kept. Of a stream that is known
    /// when it has ended.
    async fn first(&self, mark: Mark, request: Request) -> Response {
        let response = self.ask(request).await;
        if !may_be_kept(&response) {
            return response;
        }
        if response.body().size_hint().exact().is_some() {
            self.repeats.note(mark);
            return response;
        }
        let repeats = Arc::clone(&self.repeats);
        response.map(|body| measured(body, move || repeats.note(mark)))
    }

    /// The answer to a question that was asked before, made once for all who ask it now.
    async fn again(&self, mark: Mark, request: Request) -> Response {
        let _turn = self.repeats.turn(mark).await;
        let edition = self.state.edition();
        let Some(asking) = Asking::of(&request) else { return self.ask(request).await };
        if let Some(response) = self.hit(&asking, request.headers()) {
            return response;
        }
        let question = asking.to_question();
        let held_none = !request.headers().contains_key(header::IF_NONE_MATCH);
        let response = self.ask(request).await;
        if may_be_kept(&response) {
            return self.remembered((mark, question), edition, response).await;
        }
        if held_none {
            self.repeats.forget(mark);
        }
        response
    }

    async fn remembered(
        &self,
        (mark, question): (Mark, Question),
        edition: Edition,
        made: Response,
    ) -> Response {
        let Some(tag) = content_tag(made.headers()) else { return made };
        let (parts, body) = made.into_parts();
        let body = match gathered(body).await {
            Ok(body) => body,
            Err(body) => {
                self.repeats.forget(mark);
                return Response::from_parts(parts, body);
            }
        };
        let headers = parts.headers.clone();
        let mut headers_held = headers.clone();
        for of_the_body in [header::CONTENT_TYPE, header::CONTENT_ENCODING, header::CONTENT_LENGTH]
        {
            headers_held.remove(of_the_body);
        }
        let kept = Kept { edition, tag, headers, headers_held, body: body.clone() };
        self.kept.insert(question, Arc::new(kept));
        Response::from_parts(parts, Body::from(body))
    }
}

impl Kept {
    /// The answer, without a body where the client holds it.
    fn respond(&self, request: &HeaderMap) -> Response {
        let held = held_tag(request, &self.tag).and_then(|tag| HeaderValue::from_str(&tag).ok());
        let Some(held) = held else {
            let mut response = Response::new(Body::from(self.body.clone()));
            *response.headers_mut() = self.headers.clone();
            return response;
        };
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        *response.headers_mut() = self.headers_held.clone();
        response.headers_mut().insert(header::ETAG, held);
        response
    }
}

/// Whether an answer is marked, whole, tagged and not too large, as far as is known yet.
fn may_be_kept(response: &Response) -> bool {
    let marked = response.extensions().get::<Keep>().is_some();
    let tagged = response.headers().contains_key(header::ETAG);
    let length = response.body().size_hint().exact();
    let small = length.is_none_or(|length| length <= MAX_HOT_BYTES as u64);
    marked && tagged && small && response.status() == StatusCode::OK
}

/// A body that says at its end that it was small enough to be kept.
fn measured(body: Body, is_small: impl FnOnce() + Send + 'static) -> Body {
    let length = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&length);
    let frames = body.into_data_stream().map(move |frame| {
        let more = frame.as_ref().map_or(usize::MAX / 2, Bytes::len);
        counted.fetch_add(more, Ordering::Relaxed);
        frame
    });
    let mut is_small = Some(is_small);
    let end = once(()).filter_map(move |()| {
        if length.load(Ordering::Relaxed) <= MAX_HOT_BYTES {
            is_small.take()?();
        }
        None
    });
    Body::from_stream(frames.chain(end))
}

/// A body in one piece; one that is too large to be kept, or breaks off, as it was.
async fn gathered(body: Body) -> Result<Bytes, Body> {
    let mut frames = body.into_data_stream();
    let (mut held, mut length) = (Vec::new(), 0);
    while let Some(frame) = frames.next().await {
        length += frame.as_ref().map_or(usize::MAX / 2, Bytes::len);
        held.push(frame);
        if length > MAX_HOT_BYTES {
            return Err(Body::from_stream(iter(held).chain(frames)));
        }
    }
    let mut held: Vec<Bytes> = held.into_iter().flatten().collect();
    Ok(if held.len() == 1 { held.remove(0) } else { held.concat().into() })
}

impl<B> Service<Request<B>> for Hot
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Answering {
        let Some(asking) = Asking::of(&request) else {
            let (hot, request) = (self.clone(), request.map(Body::new));
            return Answering::Made(Box::pin(async move { Ok(hot.0.ask(request).await) }));
        };
        let kept = self.0.hit(&asking, request.headers()).or_else(|| self.0.empty(&asking));
        if let Some(response) = kept {
            return Answering::Kept(ready(Ok(response)));
        }
        let (hot, mark) = (self.clone(), self.0.repeats.mark(&asking));
        let request = request.map(Body::new);
        Answering::Made(Box::pin(async move {
            Ok(if hot.0.repeats.was_noted(mark) {
                hot.0.again(mark, request).await
            } else {
                hot.0.first(mark, request).await
            })
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

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use axum::routing::get;
    use tokio::task::JoinSet;

    use super::*;
    use crate::config::{Config, Limits};
    use crate::reload;

    /// A route that counts how often it is asked, before a world of one feature.
    async fn counted(answer: fn() -> Response) -> (Hot, Arc<AtomicUsize>) {
        let folder = tempfile::tempdir().expect("a folder");
        let feature = r#"{"type":"Feature","geometry":null,"properties":{"name":"one"}}"#;
        let collection = format!(r#"{{"type":"FeatureCollection","features":[{feature}]}}"#);
        std::fs::write(folder.path().join("a.geojson"), collection).expect("a file");
        let config = Config {
            data: folder.path().to_owned(),
            listen: ([127, 0, 0, 1], 0).into(),
            base_url: None,
            today: None,
            limits: Limits::default(),
        };
        let world = reload::build(&config).await.expect("a world");
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let handler = async move || {
            count.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            answer()
        };
        let routes = Router::new().fallback(get(handler));
        (Hot::new(routes, Arc::new(App::new(world, config))), asked)
    }

    async fn ask(hot: &Hot, address: &str, held: &str) -> (StatusCode, Bytes) {
        let request = Request::get(address).header(header::IF_NONE_MATCH, held);
        let request = request.body(Body::empty()).expect("a request");
        let answer = hot.clone().oneshot(request).await.expect("infallible");
        let status = answer.status();
        (status, to_bytes(answer.into_body(), usize::MAX).await.expect("a body"))
    }

    fn tagged() -> Response {
        keep(([(header::ETAG, "\"tag\"")], "body").into_response())
    }

    #[tokio::test]
    async fn what_many_ask_for_a_second_time_is_made_once_more_and_kept() {
        let (hot, asked) = counted(tagged).await;
        ask(&hot, "/a", "").await;
        let mut all = JoinSet::new();
        for _ in 0..20 {
            let hot = hot.clone();
            all.spawn(async move { ask(&hot, "/a", "").await });
        }
        for (status, body) in all.join_all().await {
            assert_eq!((status, &body[..]), (StatusCode::OK, &b"body"[..]));
        }
        assert_eq!(asked.load(Ordering::Relaxed), 2);
        assert_eq!(ask(&hot, "/a", "\"tag\"").await, (StatusCode::NOT_MODIFIED, Bytes::new()));
        assert_eq!(asked.load(Ordering::Relaxed), 2);
        ask(&hot, "/b", "").await;
        assert_eq!(asked.load(Ordering::Relaxed), 3, "another question");
    }

    #[tokio::test]
    async fn a_stream_is_kept_once_it_was_seen_to_be_small() {
        fn stream(bytes: usize) -> Response {
            let chunks = vec![Ok::<_, Infallible>(Bytes::from(vec![b'a'; bytes / 4])); 4];
            keep(([(header::ETAG, "\"tag\"")], Body::from_stream(iter(chunks))).into_response())
        }
        let small: fn() -> Response = || stream(4_000);
        let large: fn() -> Response = || stream(MAX_HOT_BYTES + 4);
        for (answer, length, made) in [(small, 4_000, 2), (large, MAX_HOT_BYTES + 4, 4)] {
            let (hot, asked) = counted(answer).await;
            for _ in 0..4 {
                assert_eq!(ask(&hot, "/a", "").await.1.len(), length);
            }
            assert_eq!(asked.load(Ordering::Relaxed), made, "{length} bytes");
        }
    }

    #[tokio::test]
    async fn what_is_not_marked_or_not_tagged_is_made_each_time() {
        let answers: [fn() -> Response; 2] =
            [|| "body".into_response(), || keep("body".into_response())];
        for answer in answers {
            let (hot, asked) = counted(answer).await;
            for _ in 0..3 {
                ask(&hot, "/a", "").await;
            }
            assert_eq!(asked.load(Ordering::Relaxed), 3);
        }
    }

    #[tokio::test]
    async fn an_empty_tile_is_answered_without_its_route_once_that_has_answered_another() {
        let (hot, asked) = counted(|| keep_empty(StatusCode::NO_CONTENT.into_response())).await;
        hot.0.state.world().warm();
        for (address, routed) in [
            ("/tiles/a/3/1/1", 1),
            ("/tiles/a/4/2/2", 1),
            ("/tiles/atlas/4/2/2.mvt", 1),
            ("/tiles/b/4/2/2", 2),
            ("/tiles/a/4/99/2", 3),
            ("/tiles/a/4/2/+2", 4),
            ("/tiles/a/4/2/2/2", 5),
            ("/tiles/a/4/2/2?datetime=2005", 6),
        ] {
            assert_eq!(ask(&hot, address, "").await.0, StatusCode::NO_CONTENT);
            assert_eq!(asked.load(Ordering::Relaxed), routed, "{address}");
        }
    }
}
