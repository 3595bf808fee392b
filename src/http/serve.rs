//! The loop that serves: connections with limits on what the head of a request may take.

use std::future::Future;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};

use crate::config::{ACCEPT_PAUSE, HEAD_TIMEOUT, MAX_HEAD_BYTES, MAX_HEADERS};
use crate::http::app;
use crate::http::error::Problem;
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
    let (router, connections) = (app(state), GracefulShutdown::new());
    tracing::debug!(address = %listener.local_addr()?, "serving");
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => converse(stream, router.clone(), &connections),
                // Out of files, or a client that left: neither is a reason to stop serving.
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

/// Answers the requests of one connection.
fn converse(stream: TcpStream, router: Router, connections: &GracefulShutdown) {
    // Answers are written whole; waiting for more would only delay them.
    let _ = stream.set_nodelay(true);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_headers(MAX_HEADERS)
        .max_header_size(MAX_HEAD_BYTES);
    let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!("a connection ended early: {error}");
        }
    });
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
