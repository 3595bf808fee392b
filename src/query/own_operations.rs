//! The operations that no standard asks for.

use super::operations::{
    ARCHIVE_TILE, AS_OF, COMPARISON, CSV, DAYS_OF_FEED, FEED, GLYPHS, OF_CHANGES, OF_FILES,
    OF_REVISIONS, PAGE, PROFILE, READ, SEARCHED, TILED, TWO_DAYS, VERSION, at,
};
use crate::query::files::FILES;
use crate::query::operation::{Form, GEOJSON, Group, HTML, JSON, Operation};

/// Rows in the order of the documentation.
pub(super) const OWN: &[Operation] = &[
    Operation {
        own: SEARCHED,
        forms: READ,
        schema: "search",
        ..at("/search", "search", Group::Questions, "features and places by name")
    },
    Operation {
        share: OF_CHANGES,
        own: TWO_DAYS,
        forms: COMPARISON,
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
        share: OF_CHANGES,
        own: DAYS_OF_FEED,
        forms: FEED,
        ..at("/changes.atom", "getChangesAsFeed", Group::Questions, "the same as a feed")
    },
    Operation {
        share: OF_REVISIONS,
        own: TWO_DAYS,
        forms: COMPARISON,
        ..at("/revisions", "getRevisions", Group::Questions, "what became known between two days")
    },
    Operation {
        share: OF_REVISIONS,
        own: TWO_DAYS,
        forms: CSV,
        ..at("/revisions.csv", "getRevisionsAsCsv", Group::Questions, "the same as a table")
    },
    Operation {
        share: OF_REVISIONS,
        own: TWO_DAYS,
        forms: &[GEOJSON],
        schema: "featureCollection",
        ..at(
            "/revisions.geojson",
            "getRevisionsAsGeoJson",
            Group::Questions,
            "the same with geometry",
        )
    },
    Operation {
        share: OF_REVISIONS,
        own: DAYS_OF_FEED,
        forms: FEED,
        ..at("/revisions.atom", "getRevisionsAsFeed", Group::Questions, "the same as a feed")
    },
    Operation {
        path: "/download/{layers}.{form}",
        share: OF_FILES,
        forms: FILES,
        ..at(
            "/download/{file}",
            "download",
            Group::Files,
            "layers as a file with licence, sources and a citation inside",
        )
    },
    Operation {
        path: "/tiles/{source}.json",
        share: TILED,
        forms: READ,
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
        share: TILED,
        forms: ARCHIVE_TILE,
        ..at(
            "/tiles/{source}/{z}/{x}/{y}",
            "getXyzTile",
            Group::Map,
            "a tile of layers or of an archive, in the XYZ scheme; thinned where it is crowded",
        )
    },
    Operation {
        forms: READ,
        ..at(
            "/api/atlas",
            "getAtlas",
            Group::Map,
            "layers, categories, statuses and how they are drawn",
        )
    },
    Operation {
        share: AS_OF,
        forms: READ,
        ..at("/api/timeline", "getTimeline", Group::Map, "the periods of every feature")
    },
    Operation {
        share: AS_OF,
        forms: &[GEOJSON, HTML],
        schema: "featureCollection",
        ..at("/api/points.geojson", "getPoints", Group::Map, "the symbols of every period")
    },
    Operation {
        share: AS_OF,
        forms: READ,
        ..at(
            "/api/summaries",
            "getSummaries",
            Group::Map,
            "length, promise, actors and sources of every feature",
        )
    },
    Operation {
        share: AS_OF,
        forms: READ,
        ..at(
            "/api/memberships",
            "getMemberships",
            Group::Map,
            "which country belonged to which organisation, and when",
        )
    },
    Operation {
        share: AS_OF,
        forms: READ,
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
    Operation {
        forms: READ,
        ..at("/health/live", "getLive", Group::Health, "whether the process answers")
    },
    Operation {
        forms: READ,
        ..at(
            "/health/ready",
            "getReady",
            Group::Health,
            "which data is served, and why it is not the newest",
        )
    },
];
