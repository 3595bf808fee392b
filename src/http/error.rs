//! Any error becomes a problem document (RFC 9457); the one place where error statuses are set.

use std::error::Error;
use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::basemap::archive::ArchiveError;
use crate::basemap::glyphs::GlyphError;
use crate::basemap::inflate::InflateError;
use crate::basemap::sprite::SpriteError;
use crate::config::RETRY_AFTER;
use crate::output::format::FileError;
use crate::query::QueryError;
use crate::store::deadline::TooLate;
use crate::terrain::grid::TerrainError;

/// Why a request is not answered.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The question cannot be asked.
    #[error("{0}")]
    Query(#[from] QueryError),
    /// The query string is not pairs of names and values.
    #[error("the query string cannot be read: {0}")]
    QueryString(String),
    /// A part of the path that leads nowhere.
    #[error("there is no {what} '{name}'; {hint}")]
    NotFound {
        /// Kind of thing.
        what: &'static str,
        /// Its name in the path.
        name: String,
        /// What there is.
        hint: String,
    },
    /// A part of the path that cannot be understood.
    #[error("'{value}' is not {allowed}")]
    Path {
        /// The part.
        value: String,
        /// What it must be.
        allowed: &'static str,
    },
    /// No such path.
    #[error("there is nothing at this path; the map is at /, the API at /api")]
    NoRoute,
    /// A path that only answers GET and HEAD.
    #[error("this path answers GET and HEAD only")]
    Method,
    /// A question that comes with content.
    #[error("a question has no content; everything is asked by path, query string and headers")]
    Content,
    /// A client that takes the answer neither plain nor compressed.
    #[error("the header Accept-Encoding refuses plain bytes; there are gzip, br and zstd besides")]
    Coding,
    /// The web app is not part of this build.
    #[error(
        "the web app is not built into this program; run 'make run', or in web/ 'npm ci && npm run build', and build again"
    )]
    NoApp,
    /// The answer took longer than a request may.
    #[error("the answer took too long; ask for less at once, or again later")]
    TooSlow,
    /// One connection too many.
    #[error("the server has as many connections as it takes; ask again later")]
    Busy,
    /// A tile archive cannot be read.
    #[error("the tile cannot be read")]
    Archive(#[from] ArchiveError),
    /// A tile of an archive is not sound.
    #[error("the tile cannot be read")]
    Inflate(#[from] InflateError),
    /// The symbols cannot be drawn.
    #[error("the symbols cannot be drawn")]
    Sprite(#[from] SpriteError),
    /// Glyphs cannot be drawn.
    #[error("the glyphs cannot be drawn")]
    Glyphs(#[source] GlyphError),
    /// A tile of heights is not sound.
    #[error("the heights cannot be read")]
    Terrain(#[from] TerrainError),
    /// A profile cannot be made; the text is the cause, told to all who waited for it.
    #[error("the profile cannot be made")]
    Profile(#[source] Arc<Self>),
    /// The making was broken off.
    #[error("the answer cannot be made")]
    Stopped(#[from] tokio::task::JoinError),
    /// The compression of an answer broke off.
    #[error("the answer cannot be compressed")]
    CutShort(#[source] axum::Error),
    /// A CSV file cannot be written.
    #[error("the file cannot be written")]
    Csv(#[from] csv::Error),
    /// A file to take away cannot be written.
    #[error("the file cannot be written")]
    File(#[source] FileError),
    /// A feed cannot be written.
    #[error("the feed cannot be written")]
    Feed(#[source] std::io::Error),
}

impl From<TooLate> for Problem {
    fn from(TooLate: TooLate) -> Self {
        Self::TooSlow
    }
}

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        match error {
            FileError::TooLate(late) => late.into(),
            other => Self::File(other),
        }
    }
}

impl From<GlyphError> for Problem {
    fn from(error: GlyphError) -> Self {
        match error {
            GlyphError::Range(range) => {
                Self::Path { value: range, allowed: "a range of 256 glyphs such as 0-255" }
            }
            GlyphError::UnknownStack { stack, known } => {
                Self::NotFound { what: "font", name: stack, hint: format!("there is {known}") }
            }
            other => Self::Glyphs(other),
        }
    }
}

impl Problem {
    const fn status(&self) -> StatusCode {
        match self {
            Self::Query(_) | Self::QueryString(_) | Self::Path { .. } | Self::Content => {
                StatusCode::BAD_REQUEST
            }
            Self::NotFound { .. } | Self::NoRoute => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Coding => StatusCode::NOT_ACCEPTABLE,
            Self::NoApp | Self::TooSlow | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Archive(_)
            | Self::Inflate(_)
            | Self::Sprite(_)
            | Self::Glyphs(_)
            | Self::Terrain(_)
            | Self::Profile(_)
            | Self::Stopped(_)
            | Self::CutShort(_)
            | Self::Csv(_)
            | Self::Feed(_)
            | Self::File(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        let mut say = |name: &str, value: Value| members.insert(name.to_owned(), value);
        match self {
            Self::Query(error) => {
                say("parameter", json!(error.parameter()));
                if let Some(value) = error.value() {
                    say("value", json!(value));
                }
            }
            Self::NotFound { name, .. } => {
                say("value", json!(name));
            }
            Self::Path { value, allowed } => {
                say("value", json!(value));
                say("allowed", json!(allowed));
            }
            _ => {}
        }
        members
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let is_busy = matches!(self, Self::TooSlow | Self::Busy);
        if is_busy {
            tracing::debug!("{self}");
        } else if status.is_server_error() {
            let (mut causes, mut cause) = (Vec::new(), self.source());
            while let Some(error) = cause {
                causes.push(error.to_string());
                cause = error.source();
            }
            tracing::error!(cause = causes.join(": "), "{self}");
        }
        let mut document = Map::from_iter([
            ("type".to_owned(), json!("about:blank")),
            ("title".to_owned(), json!(status.canonical_reason())),
            ("status".to_owned(), json!(status.as_u16())),
            ("detail".to_owned(), json!(self.to_string())),
        ]);
        document.extend(self.members());
        let body = Value::Object(document).to_string();
        let media = (header::CONTENT_TYPE, "application/problem+json");
        let caching = (header::CACHE_CONTROL, "no-store");
        let mut response = (status, [media, caching], body).into_response();
        if status == StatusCode::METHOD_NOT_ALLOWED {
            let allowed = header::HeaderValue::from_static("GET, HEAD");
            response.headers_mut().insert(header::ALLOW, allowed);
        }
        if is_busy {
            let later = header::HeaderValue::from_static(RETRY_AFTER);
            response.headers_mut().insert(header::RETRY_AFTER, later);
        }
        response
    }
}
