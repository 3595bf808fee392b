//! What the API says of itself: landing page, conformance, its definition and the page of it.

use axum::response::Response;
use serde_json::json;

use crate::http::error::Problem;
use crate::http::negotiate::{form, link, self_links, told};
use crate::http::request::Asked;
use crate::http::respond::{Answer, negotiated};
use crate::output::openapi;
use crate::pages::reference;
use crate::query::operation::{HTML, JSON};
use crate::query::operations::OPENAPI;

/// Conformance classes that hold. Each is held by tests of the suite, in the module of its standard.
pub const CONFORMANCE: &[&str] = &[
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/landing-page",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/json",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/array-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
    "http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/schemas",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/advanced-property-roles",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/returnables-and-receivables",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/sortables",
    "http://www.opengis.net/spec/json-fg-1/1.0/conf/core",
    "http://www.opengis.net/spec/json-fg-1/1.0/conf/types-schemas",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/dataset-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/collections-selection",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/datetime",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
    "http://www.opengis.net/spec/tms/2.0/conf/tilematrixset",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset",
    "http://www.opengis.net/spec/tms/2.0/conf/tilematrixsetlimits",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixsetlimits",
    "http://www.opengis.net/spec/tms/2.0/conf/tilesetmetadata",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilesetmetadata",
];

/// Relation of lists of vector tilesets.
pub const TILESETS: &str = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector";
const TILING_SCHEMES: &str = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes";

/// `/api`: where everything is.
pub async fn landing(asked: Asked) -> Result<Response, Problem> {
    let form = form(&asked, &asked.pairs()?)?;
    let vocabulary = asked.atlas().vocabulary();
    let json = JSON.media;
    let mut links = self_links(&asked, form);
    let more = [
        (
            "service-desc",
            "/api/openapi.json",
            OPENAPI[0].media,
            "The definition of the API, OpenAPI 3.0",
        ),
        ("service-doc", "/api/docs", HTML.essence(), "The API in words"),
        ("conformance", "/api/conformance", json, "Conformance classes"),
        ("data", "/api/collections", json, "The layers"),
        (TILESETS, "/api/tiles", json, "Vector tiles"),
        (TILING_SCHEMES, "/api/tileMatrixSets", json, "How tiles divide the world"),
        ("search", "/search?q=khorgos", json, "Search by name"),
        ("describedby", "/api/atlas", json, "Layers, categories, statuses and colours"),
        ("alternate", "/styles/light.json", json, "MapLibre style"),
        ("alternate", "/tiles/atlas.json", json, "Vector tiles of all layers, TileJSON"),
    ];
    links.extend(more.map(|(rel, path, media, title)| link(&asked, rel, path, (media, title))));
    let document = json!({
        "title": vocabulary.title,
        "description": vocabulary.summary,
        "links": links,
    });
    Ok(told(&asked, form, document.to_string()))
}

/// `/api/conformance`: the classes of standards that hold.
pub async fn conformance(asked: Asked) -> Result<Response, Problem> {
    let form = form(&asked, &asked.pairs()?)?;
    let document = json!({"conformsTo": CONFORMANCE, "links": self_links(&asked, form)});
    Ok(told(&asked, form, document.to_string()))
}

/// `/api/openapi.json`: the definition of the API.
pub async fn definition(asked: Asked) -> Result<Response, Problem> {
    if form(&asked, &asked.pairs()?)? == HTML {
        return Ok(negotiated(reference(&asked)));
    }
    let document = openapi::document(asked.atlas(), &asked.base());
    let answer = Answer::of(OPENAPI[0].media, document.to_string(), asked.tag("openapi"));
    Ok(negotiated(answer.respond(&asked.headers)))
}

/// `/api/docs`: the same in words.
pub async fn docs(asked: Asked) -> Result<Response, Problem> {
    form(&asked, &asked.pairs()?)?;
    Ok(reference(&asked))
}

fn reference(asked: &Asked) -> Response {
    let page = reference::page(asked.atlas(), &asked.base());
    Answer::of(HTML.media, page, asked.tag("docs")).respond(&asked.headers)
}
