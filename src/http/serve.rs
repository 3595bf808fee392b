//! The loop that serves: so many connections at once, none of which may dawdle.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;

use crate::config::{ACCEPT_PAUSE, Limits, MAX_HEAD_BYTES, MAX_REFUSALS, REFUSAL_TIME};
use crate::http::app;
use crate::http::error::Problem;
use crate::http::hot::Hot;
use crate::http::state::App;

/// Serves until `shutdown` comes; requests that run then are finished.
///
/// # Errors
/// When the listener has no address.
pub async fn serve(
    listener: TcpListener,
    state: Arc<App>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let limits = state.config().limits;
    let (app, connections) = (app(state), GracefulShutdown::new());
    let places = [limits.connections, MAX_REFUSALS].map(|n| Arc::new(Semaphore::new(n)));
    tracing::debug!(address = %listener.local_addr()?, "serving");
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let [served, refused] = &places;
                    if let Some(place) = place(served) {
                        let conversation = conversation(stream, &limits, app.clone());
                        tokio::spawn(held(place, connections.watch(conversation)));
                    } else if let Some(place) = place(refused) {
                        tokio::spawn(held(place, refusal(stream)));
                    }
                }
                Err(error) if left(&error) => tracing::debug!("a client left at once: {error}"),
                // Out of files, which is no reason to stop serving.
                Err(error) => {
                    tracing::warn!("a connection is not accepted: {error}");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
            () = &mut shutdown => break,
        }
    }
    drop(listener);
    connections.shutdown().await;
    Ok(())
}

/// Whether an error is that of one connection, and says nothing of those after it.
fn left(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    [ConnectionAborted, ConnectionRefused, ConnectionReset].contains(&error.kind())
}

fn place(places: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
    Arc::clone(places).try_acquire_owned().ok()
}

/// A connection with its place among all, which it gives back at its end.
async fn held(_: OwnedSemaphorePermit, connection: impl Future<Output = hyper::Result<()>>) {
    if let Err(error) = connection.await {
        tracing::debug!("a connection ended early: {error}");
    }
}

/// HTTP over a connection, and the waiting that it bears.
type Connection<S> = http1::Connection<TokioIo<Pin<Box<TimeoutStream<TcpStream>>>>, S>;

/// Answers the requests of one connection. The number of header fields has the limit of the crate, 100:
/// to name one, even the same, makes it set up its room for each request.
fn conversation(
    stream: TcpStream,
    limits: &Limits,
    app: Hot,
) -> Connection<TowerToHyperService<Hot>> {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.idle_time)
        .max_header_size(MAX_HEAD_BYTES);
    let stream = unhurried(stream, limits.write_time);
    http.serve_connection(stream, TowerToHyperService::new(app))
}

/// Answers the first request of a connection that is one too many, and ends it.
fn refusal(stream: TcpStream) -> impl Future<Output = hyper::Result<()>> {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(REFUSAL_TIME).keep_alive(false);
    let refused = service_fn(async |_| Ok::<_, Infallible>(Problem::Busy.into_response()));
    http.serve_connection(unhurried(stream, REFUSAL_TIME), refused)
}

/// A stream that breaks off where the other side takes nothing for so long.
fn unhurried(
    stream: TcpStream,
    write_time: Duration,
) -> TokioIo<Pin<Box<TimeoutStream<TcpStream>>>> {
    // Answers are written whole; waiting for more would only delay them.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(write_time));
    TokioIo::new(Box::pin(stream))
}

/// Refuses what is sent along with a question: nothing here is asked by it, and none of it is read
/// (RFC 9110, 9.3.1).
pub async fn without_content(request: Request, next: Next) -> Response {
    let asks = [Method::GET, Method::HEAD].contains(request.method());
    if asks && has_content(request.headers()) {
        let mut refused = Problem::Content.into_response();
        refused.headers_mut().insert(header::CONNECTION, header::HeaderValue::from_static("close"));
        return refused;
    }
    next.run(request).await
}

/// Whether a request brings content along.
pub fn has_content(headers: &HeaderMap) -> bool {
    let length = headers.get(header::CONTENT_LENGTH);
    headers.contains_key(header::TRANSFER_ENCODING) || length.is_some_and(|length| length != "0")
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::*;

    #[test]
    fn a_client_that_left_keeps_no_other_waiting() {
        assert!(left(&Error::from(ErrorKind::ConnectionAborted)));
        assert!(!left(&Error::other("too many open files")));
    }
}
