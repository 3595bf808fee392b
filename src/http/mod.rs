//! The web: every route on one page, and the layers around them.

mod about;
mod asking;
mod changes;
mod compress;
mod download;
pub mod error;
mod features;
mod flights;
mod form;
mod hot;
pub mod inside;
pub mod landing;
mod made_tiles;
mod negotiate;
mod pages;
mod profile;
mod repeats;
mod request;
mod respond;
mod revisions;
mod serve;
pub mod state;
mod stream;
mod tiles;
mod tilesets;
mod web;
pub mod workers;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::from_fn;
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

use crate::http::error::Problem;
pub use crate::http::hot::Hot;
pub use crate::http::serve::serve;
use crate::http::state::App;

/// Only what this server gives may run. MapLibre's own style sheet has its control icons in `data:`
/// addresses, hence `img-src`. Who may frame the answer is added to it.
macro_rules! policy {
    ($framed_by:literal) => {
        concat!(
            "default-src 'self'; script-src 'self'; worker-src 'self'; ",
            "img-src 'self' data: blob:; style-src 'self'; connect-src 'self'; font-src 'self'; ",
            "object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors ",
            $framed_by
        )
    };
}

/// Nothing may frame what this server gives ...
const CONTENT_SECURITY_POLICY: &str = policy!("'none'");

/// ... but the one page that is made for it.
const EMBED_POLICY: &str = policy!("*");

/// Every route, with hot answers before them.
pub fn app(state: Arc<App>) -> Hot {
    Hot::new(routes(Arc::clone(&state)), state)
}

fn routes(state: Arc<App>) -> Router {
    for_people()
        .merge(ogc_api())
        .merge(own_api())
        .fallback(web::elsewhere)
        .method_not_allowed_fallback(async || Problem::Method)
        .layer(from_fn(serve::without_content))
        .layer(from_fn(respond::in_time))
        .layer(from_fn(compress::whole))
        .layer(CompressionLayer::new())
        .layer(from_fn(respond::in_some_coding))
        .layer(from_fn(respond::tag_by_encoding))
        .layer(cors())
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(CONTENT_SECURITY_POLICY),
        ))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::REFERRER_POLICY, "no-referrer"))
        .layer(TraceLayer::new_for_http())
        .with_state(state)
}

/// The map and the pages to read, with what they are made of.
fn for_people() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(web::page))
        .route("/feature/{id}", get(pages::feature))
        .route("/feature/{id}/record", get(pages::record))
        .route("/feature/{id}/profile", get(profile::document))
        .route("/feature/{id}/profile.csv", get(profile::file))
        .route("/data", get(pages::data))
        .route("/data/{layer}", get(pages::layer))
        .route("/cite/{file}", get(pages::cite))
        .route("/sitemap.xml", get(pages::sitemap))
        .route("/robots.txt", get(pages::robots))
        .route("/pages.css", get(pages::style_sheet))
        .route(
            "/embed",
            get(web::page).layer(always(header::CONTENT_SECURITY_POLICY, EMBED_POLICY)),
        )
        .route("/assets/{file}", get(web::asset))
        .route("/favicon.svg", get(web::asset))
        .route("/styles/{name}", get(web::style_file))
        .route("/sprites/{name}", get(web::sprite))
        .route("/fonts/{file}", get(web::asset))
        .route("/fonts/files/{file}", get(web::asset))
        .route("/fonts/{stack}/{range}", get(web::glyphs))
}

/// What the OGC API standards ask for.
fn ogc_api() -> Router<Arc<App>> {
    Router::new()
        .route("/api", get(landing::landing))
        .route("/api/", get(landing::landing))
        .route("/api/conformance", get(landing::conformance))
        .route("/api/openapi.json", get(landing::definition))
        .route("/api/docs", get(landing::docs))
        .route("/api/collections", get(features::collections))
        .route("/api/collections/{layer}", get(features::collection))
        .route("/api/collections/{layer}/items", get(features::items))
        .route("/api/collections/{layer}/items/{id}", get(features::item))
        .route("/api/collections/{layer}/schema", get(features::returnables))
        .route("/api/collections/{layer}/queryables", get(features::queryables))
        .route("/api/collections/{layer}/sortables", get(features::sortables))
        .route("/api/collections/{layer}/tiles", get(tilesets::of_layer))
        .route("/api/collections/{layer}/tiles/{tileMatrixSetId}", get(tilesets::layer_tileset))
        .route(
            "/api/collections/{layer}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
            get(tilesets::layer_tile),
        )
        .route("/api/tiles", get(tilesets::of_atlas))
        .route("/api/tiles/{tileMatrixSetId}", get(tilesets::atlas_tileset))
        .route(
            "/api/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
            get(tilesets::atlas_tile),
        )
        .route("/api/tileMatrixSets", get(tilesets::matrix_sets))
        .route("/api/tileMatrixSets/{tileMatrixSetId}", get(tilesets::matrix_set))
}

/// What no standard asks for.
fn own_api() -> Router<Arc<App>> {
    Router::new()
        .route("/api/atlas", get(about::atlas))
        .route("/api/timeline", get(about::periods))
        .route("/api/summaries", get(about::summaries))
        .route("/api/memberships", get(about::memberships))
        .route("/api/stories", get(about::stories))
        .route("/api/points.geojson", get(about::symbols))
        .route("/changes", get(changes::answer))
        .route("/changes.csv", get(changes::answer))
        .route("/changes.geojson", get(changes::answer))
        .route("/changes.atom", get(changes::answer))
        .route("/revisions", get(revisions::answer))
        .route("/revisions.csv", get(revisions::answer))
        .route("/revisions.geojson", get(revisions::answer))
        .route("/revisions.atom", get(revisions::answer))
        .route("/search", get(about::find))
        .route("/tiles/{source}", get(tiles::tilejson))
        .route("/tiles/{source}/{z}/{x}/{y}", get(tiles::tile))
        .route("/download/{file}", get(download::download))
        .route("/health/live", get(about::live))
        .route("/health/ready", get(about::ready))
}

/// Anyone may read: everything here is public.
fn cors() -> CorsLayer {
    CorsLayer::new().allow_origin(Any).allow_methods([Method::GET, Method::HEAD]).expose_headers([
        header::ETAG,
        header::CONTENT_DISPOSITION,
        HeaderName::from_static("content-crs"),
    ])
}

fn always(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}
