//! The server asked from inside the program, without a network: for files that say what it says.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use bytes::Bytes;
use tower::ServiceExt;

use crate::http::hot::Hot;
use crate::http::state::App;
use crate::http::{app, web};

/// Every route, as a client without any compression meets it.
pub struct Inside {
    app: Hot,
}

/// Why there is no answer to write down.
#[derive(Debug, thiserror::Error)]
#[error("/{address}: {reason}")]
pub struct InsideError {
    /// What was asked for, without the slash before it.
    pub address: String,
    /// What the server says, or why it could not be asked.
    pub reason: String,
}

impl Inside {
    /// The routes over what an app serves.
    #[must_use]
    pub fn new(state: Arc<App>) -> Self {
        Self { app: app(state) }
    }

    /// The body of an address that is there, given without the slash before it. Its segments are
    /// plain text: what needs an escape gets one here.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn get(&self, address: &str) -> Result<Bytes, InsideError> {
        let failed = |reason: String| InsideError { address: address.to_owned(), reason };
        let request = Request::get(format!("/{}", escaped(address))).body(Body::empty());
        let request = request.map_err(|error| failed(error.to_string()))?;
        let answer = self.app.clone().oneshot(request).await;
        let answer = answer.unwrap_or_else(|never| match never {});
        let status = answer.status();
        let body = to_bytes(answer.into_body(), usize::MAX).await;
        let body = body.map_err(|error| failed(error.to_string()))?;
        if status.is_success() {
            return Ok(body);
        }
        Err(failed(format!("{status}, {}", String::from_utf8_lossy(&body))))
    }
}

/// Addresses of the files of the app that its page asks for, without a slash before them; none
/// where the app is not built in.
#[must_use]
pub fn app_files() -> Vec<String> {
    web::files()
}

/// Percent-encoded but for slashes and the characters that never need it (RFC 3986, 2.3).
fn escaped(address: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let each = |byte: u8| if plain(byte) { (byte as char).into() } else { format!("%{byte:02X}") };
    address.bytes().map(each).collect()
}
