//! Every operation of the API, one row each: handlers check parameters by it, and the API document
//! and its page are made from it. The rows stand in `ogc_operations` and `own_operations`; here is
//! what they are made of.

use crate::atlas::Atlas;
use crate::config::{DEFAULT_SEARCH_HITS, MAX_SEARCH_HITS};
use crate::query::files::{self, FILES};
use crate::query::ogc_operations::OGC;
use crate::query::operation::{
    ATOM, Form, GEOJSON, GEOJSON_TOO, Group, HTML, JSON, JSON_SCHEMA, JSONFG, MVT, Operation,
    Share, TILEJSON,
};
use crate::query::own_operations::OWN;
use crate::query::parameter::{Parameter, Takes, Words, needed, parameter};
use crate::query::{MAX_TEXT, NOT_OF_CHANGES, NOT_OF_FILES, NOT_OF_REVISIONS, subset, time};

/// A document for programs and a page for people.
pub(super) const READ: &[Form] = &[JSON, HTML];
/// Features for programs and a page for people.
pub(super) const FEATURES: &[Form] = &[GEOJSON, GEOJSON_TOO, JSONFG, HTML];
/// A JSON Schema for programs and a page for people.
pub(super) const SCHEMA: &[Form] = &[JSON_SCHEMA, HTML];
/// The definition of the API.
pub const OPENAPI: &[Form] =
    &[Form { name: "json", media: "application/vnd.oai.openapi+json;version=3.0" }, HTML];
pub(super) const PAGE: &[Form] = &[HTML];
pub(super) const TILESET: &[Form] = &[JSON, TILEJSON, HTML];
pub(super) const TILE: &[Form] = &[MVT];
pub(super) const CSV: &[Form] = &[files::CSV];
pub(super) const PROFILE: &[Form] = &[JSON, files::CSV, HTML];
pub(super) const ARCHIVE_TILE: &[Form] = &[
    MVT,
    Form { name: "png", media: "image/png" },
    Form { name: "jpeg", media: "image/jpeg" },
    Form { name: "webp", media: "image/webp" },
];

pub(super) const AS_OF: Share = Share::Only(&["as-of"]);
pub(super) const ITEM: Share = Share::Only(&["datetime", "as-of", "crs"]);
/// What thins out tiles.
pub(super) const TILED: Share =
    Share::Only(&["datetime", "as-of", "filter", "filter-lang", "filter-crs"]);
pub(super) const OF_CHANGES: Share = Share::AllBut(NOT_OF_CHANGES);
pub(super) const OF_REVISIONS: Share = Share::AllBut(NOT_OF_REVISIONS);
pub(super) const OF_FILES: Share = Share::AllBut(NOT_OF_FILES);

pub(super) const SUBSET: Parameter = parameter(
    "subset",
    "keeps features that lived then, as datetime does",
    Takes::Form { pattern: subset::SUBSET_PATTERN, told: subset::SUBSET_FORMS },
);
pub(super) const OF_LAYER_TILES: &[Parameter] = &[SUBSET];
pub(super) const OF_ATLAS_TILES: &[Parameter] = &[
    parameter(
        "collections",
        "keeps these layers, comma between",
        Takes::List(Words::Of(layer_ids)),
    ),
    SUBSET,
];
pub(super) const VERSION: Parameter = parameter(
    "v",
    "version of the data that a link was cited with",
    Takes::Form { pattern: "^[0-9A-Fa-f]{16}$", told: "16 hexadecimal digits" },
);
const A_DATE: Takes = Takes::Form { pattern: time::DATE_PATTERN, told: time::DAY_FORMS };
pub(super) const TWO_DAYS: &[Parameter] = &[
    needed("from", "first day of the comparison", A_DATE),
    needed("to", "second day of the comparison", A_DATE),
];
/// A feed that names no days looks back from today.
pub(super) const DAYS_OF_FEED: &[Parameter] = &[
    parameter("from", "first day of the comparison", Takes::Pattern(time::DATE_PATTERN)),
    parameter("to", "second day of the comparison", Takes::Pattern(time::DATE_PATTERN)),
];
/// The difference of two days: for programs, spreadsheets, maps, feed readers and people.
pub(super) const COMPARISON: &[Form] = &[JSON, files::CSV, GEOJSON, ATOM, HTML];
pub(super) const FEED: &[Form] = &[ATOM];
pub(super) const SEARCHED: &[Parameter] = &[
    needed("q", "a name, or part of one, in any script", Takes::Text(MAX_TEXT)),
    parameter(
        "limit",
        "how many hits an answer holds at most",
        Takes::Whole {
            least: 1,
            most: MAX_SEARCH_HITS as u64,
            usual: Some(DEFAULT_SEARCH_HITS as u64),
        },
    ),
];
pub(super) const GLYPHS: Parameter = parameter(
    "glyphs",
    "names the glyph files, for viewers without web fonts",
    Takes::Word(Words::Fixed(&["pbf"])),
);

/// The named parts of paths. One row each.
pub const PARTS: &[Parameter] = &[
    needed("layer", "id of a layer", Takes::Word(Words::Of(layer_ids))),
    needed("layers", "ids of layers, comma between", Takes::List(Words::Of(layer_ids))),
    needed(
        "tileMatrixSetId",
        "id of a tile matrix set",
        Takes::Word(Words::Fixed(&["WebMercatorQuad", "WorldCRS84Quad"])),
    ),
    needed(
        "tileMatrix",
        "scale, 0 is the whole world",
        Takes::Whole { least: 0, most: 10, usual: None },
    ),
    needed("tileRow", "row from the north", Takes::Whole { least: 0, most: 1023, usual: None }),
    needed("tileCol", "column from the west", Takes::Whole { least: 0, most: 1023, usual: None }),
    needed("id", "id of a feature", Takes::Text(200)),
    needed("source", "`atlas`, ids of layers, or the stem of a tile archive", Takes::Text(200)),
    needed("z", "zoom", Takes::Whole { least: 0, most: 22, usual: None }),
    needed("x", "column from the west", Takes::Whole { least: 0, most: 4_194_303, usual: None }),
    needed("y", "row from the north", Takes::Whole { least: 0, most: 4_194_303, usual: None }),
    needed("ending", "ending of the file", Takes::Text(8)),
    needed("form", "form of the file", Takes::Word(Words::Forms(FILES))),
    needed("theme", "colours", Takes::Word(Words::Fixed(&["light", "dark"]))),
    needed("sheet", "name of a sheet of symbols", Takes::Text(40)),
    needed("stack", "name of a font", Takes::Text(100)),
    needed("range", "range of 256 glyphs", Takes::Pattern("^\\d+-\\d+$")),
    needed("citation", "form of a citation", Takes::Word(Words::Fixed(&["bib", "csljson", "txt"]))),
];

/// Every operation, in the order of the documentation.
pub fn all() -> impl Iterator<Item = &'static Operation> {
    OGC.iter().chain(OWN)
}

/// A row that takes no parameters and answers JSON.
pub(super) const fn at(
    route: &'static str,
    id: &'static str,
    group: Group,
    does: &'static str,
) -> Operation {
    Operation {
        route,
        path: route,
        id,
        group,
        does,
        share: Share::Only(&[]),
        own: &[],
        queryables: false,
        forms: &[JSON],
        schema: "document",
    }
}

fn layer_ids(atlas: &Atlas) -> Vec<String> {
    atlas.vocabulary().layers.iter().map(|layer| layer.id.clone()).collect()
}
