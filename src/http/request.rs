//! Requests: the query string as checked pairs, the path as layers, the address people used.

use std::sync::{Arc, LazyLock};

use axum::extract::{self, FromRequestParts, MatchedPath, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use serde::de::DeserializeOwned;

use crate::atlas::Atlas;
use crate::http::error::Problem;
use crate::http::state::{App, World};
use crate::http::web;
use crate::query::Pairs;
use crate::query::operation::{Operation, of_route};
use crate::query::page::hash;

/// Version of the program and hash of the app inside: a new build gives new tags.
static BUILD: LazyLock<String> =
    LazyLock::new(|| format!("{}-{}", env!("CARGO_PKG_VERSION"), web::app_version()));

/// A request as handlers see it.
pub struct Asked {
    /// The world that answers it.
    pub world: Arc<World>,
    /// The app it came to.
    pub app: Arc<App>,
    /// Its headers.
    pub headers: HeaderMap,
    /// Path and query as they came.
    pub uri: Uri,
    /// What it asks for, where that is an operation of the API.
    pub operation: Option<&'static Operation>,
    pairs: Vec<(String, String)>,
}

impl FromRequestParts<Arc<App>> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map_err(|error| Problem::QueryString(error.body_text()))?;
        Ok(Self {
            world: app.world(),
            app: Arc::clone(app),
            headers: parts.headers.clone(),
            uri: parts.uri.clone(),
            operation: parts
                .extensions
                .get::<MatchedPath>()
                .and_then(|path| of_route(path.as_str())),
            pairs,
        })
    }
}

/// The named parts of a path, percent-decoded.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<App>> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let read = extract::Path::from_request_parts(parts, app).await;
        read.map(|extract::Path(inner)| Self(inner)).map_err(|_| Problem::Path {
            value: parts.uri.path().to_owned(),
            allowed: "a path of UTF-8 text, percent-encoded",
        })
    }
}

impl Asked {
    /// The pairs of the query string, each one a parameter of the operation that is asked for.
    ///
    /// # Errors
    /// When one is unknown here, or comes twice.
    pub fn pairs(&self) -> Result<Pairs, Problem> {
        self.pairs_among(&self.operation.map_or(Vec::new(), Operation::names))
    }

    /// The same, where a path takes fewer parameters than its operation.
    ///
    /// # Errors
    /// When one is none of `known`, or comes twice.
    pub fn pairs_among(&self, known: &[&str]) -> Result<Pairs, Problem> {
        Ok(Pairs::new(self.pairs.clone(), known)?)
    }

    /// The first value of a name, where other pairs are none of the server's business.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The atlas that answers.
    #[must_use]
    pub fn atlas(&self) -> &Atlas {
        self.world.store.atlas()
    }

    /// A tag for an answer made from the data, the current day, the tile archives, the address,
    /// its path and this build of the program.
    #[must_use]
    pub fn tag(&self, of: &str) -> String {
        let atlas = self.atlas();
        let archives = self.world.archives.version();
        let made_from = format!("{}|{}|{of}|{archives}|{}", self.base(), self.uri, *BUILD);
        format!("{}-{}-{:x}", atlas.version(), self.world.store.today(), hash(made_from.as_bytes()))
    }

    /// Where people reach the server, without a slash at the end.
    #[must_use]
    pub fn base(&self) -> String {
        if let Some(base) = &self.app.config().base_url {
            return base.trim_end_matches('/').to_owned();
        }
        let host = self.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let fits = |host: &&str| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
            !host.is_empty() && host.len() <= 255 && host.bytes().all(plain)
        };
        let listen = self.app.config().listen.to_string();
        format!("http://{}", host.filter(fits).unwrap_or(&listen))
    }

    /// Whether people reach a server, and no folder of files.
    #[must_use]
    pub fn is_served(&self) -> bool {
        self.base().contains("://")
    }

    /// The position of a layer in the vocabulary.
    ///
    /// # Errors
    /// When there is no such layer.
    pub fn layer(&self, id: &str) -> Result<usize, Problem> {
        let layers = &self.atlas().vocabulary().layers;
        layers.iter().position(|layer| layer.id == id).ok_or_else(|| {
            let known: Vec<&str> = layers.iter().map(|layer| layer.id.as_str()).collect();
            Problem::NotFound {
                what: "layer",
                name: id.to_owned(),
                hint: format!("there are {}", known.join(", ")),
            }
        })
    }

    /// The positions of the layers in a list with commas, each once, in the order of the atlas.
    ///
    /// # Errors
    /// When one of them is no layer.
    pub fn layers(&self, list: &str) -> Result<Vec<usize>, Problem> {
        let mut asked: Vec<&str> = list.split(',').collect();
        asked.sort_unstable();
        asked.dedup();
        let mut layers =
            asked.into_iter().map(|id| self.layer(id)).collect::<Result<Vec<_>, _>>()?;
        layers.sort_unstable();
        Ok(layers)
    }

    /// The position of a feature of a layer in the atlas.
    ///
    /// # Errors
    /// When the layer has no such feature.
    pub fn feature(&self, layer: usize, id: &str) -> Result<usize, Problem> {
        let atlas = self.atlas();
        atlas.position(id).filter(|position| atlas.features()[*position].layer == layer).ok_or_else(
            || Problem::NotFound {
                what: "feature",
                name: id.to_owned(),
                hint: format!(
                    "the items of /api/collections/{} have the ids",
                    atlas.vocabulary().layers[layer].id
                ),
            },
        )
    }
}
