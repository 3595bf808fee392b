//! Every operation of the API, one row each: handlers check parameters by it, and the API document
//! and its page are made from it.

use crate::atlas::Atlas;
use crate::config::{DEFAULT_SEARCH_HITS, MAX_SEARCH_HITS};
use crate::query::operation::{Form, GEOJSON, GEOJSON_TOO, Group, HTML, JSON, Operation, Share};
use crate::query::parameter::{Parameter, Takes, Words, needed, parameter};
use crate::query::{MAX_TEXT, time};

/// A document for programs and a page for people.
const READ: &[Form] = &[JSON, HTML];
/// Features for programs and a page for people.
const FEATURES: &[Form] = &[GEOJSON, GEOJSON_TOO, HTML];
const PAGE: &[Form] = &[HTML];
const CSV: &[Form] = &[Form { name: "csv", media: "text/csv; charset=utf-8" }];
const PROFILE: &[Form] = &[JSON, Form { name: "csv", media: "text/csv; charset=utf-8" }];
const ARCHIVE_TILE: &[Form] = &[
    Form { name: "mvt", media: "application/vnd.mapbox-vector-tile" },
    Form { name: "png", media: "image/png" },
    Form { name: "jpeg", media: "image/jpeg" },
    Form { name: "webp", media: "image/webp" },
];

const AS_OF: Share = Share::Only(&["as-of"]);
const MOMENT: Share = Share::Only(&["datetime", "as-of"]);
/// Two days take the place of a moment, what does not stand is no change, and an answer is whole.
const OF_CHANGES: Share = Share::AllBut(&["datetime", "undated", "ended", "limit", "cursor"]);
/// A file holds everything, so it has no pages.
const OF_FILES: Share = Share::AllBut(&["limit", "cursor"]);

const VERSION: Parameter = parameter(
    "v",
    "version of the data that a link was cited with",
    Takes::Pattern("^[0-9A-Fa-f]{16}$"),
);
const TWO_DAYS: &[Parameter] = &[
    needed("from", "first day of the comparison", Takes::Pattern(time::DATE_PATTERN)),
    needed("to", "second day of the comparison", Takes::Pattern(time::DATE_PATTERN)),
];
const SEARCHED: &[Parameter] = &[
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
const GLYPHS: Parameter = parameter(
    "glyphs",
    "names the glyph files, for viewers without web fonts",
    Takes::Word(Words::Fixed(&["pbf"])),
);

/// The named parts of paths. One row each.
pub const PARTS: &[Parameter] = &[
    needed("layer", "id of a layer", Takes::Word(Words::Of(layer_ids))),
    needed("layers", "ids of layers, comma between", Takes::List(Words::Of(layer_ids))),
    needed("id", "id of a feature", Takes::Text(200)),
    needed("source", "`atlas`, ids of layers, or the stem of a tile archive", Takes::Text(200)),
    needed("z", "zoom", Takes::Whole { least: 0, most: 22, usual: None }),
    needed("x", "column from the west", Takes::Whole { least: 0, most: 4_194_303, usual: None }),
    needed("y", "row from the north", Takes::Whole { least: 0, most: 4_194_303, usual: None }),
    needed("ending", "ending of the file", Takes::Text(8)),
    needed("form", "form of the file", Takes::Text(16)),
    needed("theme", "colours", Takes::Word(Words::Fixed(&["light", "dark"]))),
    needed("sheet", "name of a sheet of symbols", Takes::Text(40)),
    needed("stack", "name of a font", Takes::Text(100)),
    needed("range", "range of 256 glyphs", Takes::Pattern("^\\d+-\\d+$")),
    needed("citation", "form of a citation", Takes::Word(Words::Fixed(&["bib", "csljson", "txt"]))),
];

/// Every operation, in the order of the documentation.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        forms: READ,
        schema: "landingPage",
        ..at("/api", "getLandingPage", Group::Overview, "where everything is")
    },
    Operation {
        forms: READ,
        schema: "collections",
        ..at("/api/collections", "getCollections", Group::Features, "the layers")
    },
    Operation {
        forms: READ,
        schema: "collection",
        ..at("/api/collections/{layer}", "getCollection", Group::Features, "one layer")
    },
    Operation {
        share: Share::All,
        forms: FEATURES,
        schema: "featureCollection",
        ..at(
            "/api/collections/{layer}/items",
            "getFeatures",
            Group::Features,
            "the features of a layer that answer a question",
        )
    },
    Operation {
        share: MOMENT,
        forms: FEATURES,
        schema: "feature",
        ..at(
            "/api/collections/{layer}/items/{id}",
            "getFeature",
            Group::Features,
            "one feature with its periods, outcomes and sources",
        )
    },
    Operation {
        own: SEARCHED,
        schema: "search",
        ..at("/search", "search", Group::Questions, "features and places by name")
    },
    Operation {
        share: OF_CHANGES,
        own: TWO_DAYS,
        schema: "changes",
        ..at(
            "/changes",
            "getChanges",
            Group::Questions,
            "what opened, closed or changed between two days",
        )
    },
    Operation {
        share: OF_CHANGES,
        own: TWO_DAYS,
        forms: CSV,
        ..at("/changes.csv", "getChangesAsCsv", Group::Questions, "the same as a table")
    },
    Operation {
        share: OF_CHANGES,
        own: TWO_DAYS,
        forms: &[GEOJSON],
        schema: "featureCollection",
        ..at("/changes.geojson", "getChangesAsGeoJson", Group::Questions, "the same with geometry")
    },
    Operation {
        path: "/download/{layers}.{form}",
        share: OF_FILES,
        forms: &[GEOJSON, CSV[0]],
        ..at(
            "/download/{file}",
            "download",
            Group::Files,
            "layers as a file with licence, sources and a citation inside",
        )
    },
    Operation {
        path: "/tiles/{source}.json",
        share: MOMENT,
        schema: "tileJson",
        ..at(
            "/tiles/{source}",
            "getTileJson",
            Group::Map,
            "what tiles say of themselves, TileJSON 3",
        )
    },
    Operation {
        path: "/tiles/{source}/{z}/{x}/{y}.{ending}",
        share: MOMENT,
        forms: ARCHIVE_TILE,
        ..at(
            "/tiles/{source}/{z}/{x}/{y}",
            "getXyzTile",
            Group::Map,
            "a tile of layers or of an archive, in the XYZ scheme",
        )
    },
    at("/api/atlas", "getAtlas", Group::Map, "layers, categories, statuses and how they are drawn"),
    Operation {
        share: AS_OF,
        ..at("/api/timeline", "getTimeline", Group::Map, "the periods of every feature")
    },
    Operation {
        share: AS_OF,
        forms: &[GEOJSON],
        schema: "featureCollection",
        ..at("/api/points.geojson", "getPoints", Group::Map, "the symbols of every period")
    },
    Operation {
        share: AS_OF,
        ..at(
            "/api/summaries",
            "getSummaries",
            Group::Map,
            "length, promise, actors and sources of every feature",
        )
    },
    Operation {
        share: AS_OF,
        ..at(
            "/api/memberships",
            "getMemberships",
            Group::Map,
            "which country belonged to which organisation, and when",
        )
    },
    Operation {
        share: AS_OF,
        ..at("/api/stories", "getStories", Group::Map, "guided steps through the map")
    },
    Operation {
        path: "/styles/{theme}.json",
        own: &[GLYPHS],
        ..at("/styles/{name}", "getStyle", Group::Map, "a MapLibre style")
    },
    Operation {
        path: "/sprites/{sheet}",
        forms: &[JSON, Form { name: "png", media: "image/png" }],
        ..at("/sprites/{name}", "getSprite", Group::Map, "a sheet of symbols, or its index")
    },
    Operation {
        path: "/fonts/{stack}/{range}.pbf",
        forms: &[Form { name: "pbf", media: "application/x-protobuf" }],
        ..at(
            "/fonts/{stack}/{range}",
            "getGlyphs",
            Group::Map,
            "glyphs, for viewers without web fonts",
        )
    },
    Operation {
        forms: PROFILE,
        ..at("/feature/{id}/profile", "getProfile", Group::Questions, "the heights along a line")
    },
    Operation {
        forms: CSV,
        ..at(
            "/feature/{id}/profile.csv",
            "getProfileAsCsv",
            Group::Questions,
            "the same as a table",
        )
    },
    Operation {
        own: &[VERSION],
        forms: PAGE,
        ..at("/feature/{id}/record", "readRecord", Group::Pages, "the record of a feature")
    },
    Operation {
        own: &[VERSION],
        forms: PAGE,
        ..at("/data", "readCatalogue", Group::Pages, "the catalogue of the atlas")
    },
    Operation {
        own: &[VERSION],
        forms: PAGE,
        ..at("/data/{layer}", "readLayer", Group::Pages, "the features of a layer by name")
    },
    Operation {
        path: "/cite/{id}.{citation}",
        forms: &[
            Form { name: "bib", media: "application/x-bibtex" },
            Form { name: "csljson", media: "application/vnd.citationstyles.csl+json" },
            Form { name: "txt", media: "text/plain; charset=utf-8" },
        ],
        ..at("/cite/{file}", "cite", Group::Pages, "how to cite a record, or `atlas` for all of it")
    },
    at("/health/live", "getLive", Group::Health, "whether the process answers"),
    at(
        "/health/ready",
        "getReady",
        Group::Health,
        "which data is served, and why it is not the newest",
    ),
];

const fn at(route: &'static str, id: &'static str, group: Group, does: &'static str) -> Operation {
    Operation {
        route,
        path: route,
        id,
        group,
        does,
        share: Share::Only(&[]),
        own: &[],
        forms: &[JSON],
        schema: "document",
    }
}

fn layer_ids(atlas: &Atlas) -> Vec<String> {
    atlas.vocabulary().layers.iter().map(|layer| layer.id.clone()).collect()
}
