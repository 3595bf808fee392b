//! The operations of OGC API – Features and – Tiles.

use super::operations::{
    FEATURES, ITEM, OF_ATLAS_TILES, OF_FILES, OF_LAYER_TILES, OPENAPI, PAGE, READ, SCHEMA, TILE,
    TILED, TILESET, at,
};
use crate::query::operation::{Group, Operation, Share};

/// Rows in the order of the documentation.
pub(super) const OGC: &[Operation] = &[
    Operation {
        forms: READ,
        schema: "landingPage",
        ..at("/api", "getLandingPage", Group::Overview, "where everything is")
    },
    Operation {
        forms: READ,
        schema: "conformance",
        ..at(
            "/api/conformance",
            "getConformance",
            Group::Overview,
            "the classes of standards that hold",
        )
    },
    Operation {
        forms: OPENAPI,
        ..at(
            "/api/openapi.json",
            "getDefinition",
            Group::Overview,
            "the definition of the API, OpenAPI 3.0",
        )
    },
    Operation {
        forms: PAGE,
        ..at("/api/docs", "readReference", Group::Overview, "the API in words")
    },
    Operation {
        forms: READ,
        schema: "collections",
        ..at("/api/collections", "getCollections", Group::Features, "the layers")
    },
    Operation {
        share: OF_FILES,
        forms: READ,
        schema: "collection",
        ..at(
            "/api/collections/{layer}",
            "getCollection",
            Group::Features,
            "one layer; a question is handed on to the links to its features",
        )
    },
    Operation {
        share: Share::All,
        queryables: true,
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
        share: ITEM,
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
        forms: SCHEMA,
        ..at(
            "/api/collections/{layer}/schema",
            "getSchema",
            Group::Features,
            "what answers tell of the features of a layer, as JSON Schema",
        )
    },
    Operation {
        forms: SCHEMA,
        ..at(
            "/api/collections/{layer}/queryables",
            "getQueryables",
            Group::Features,
            "what filters may name, as JSON Schema",
        )
    },
    Operation {
        forms: SCHEMA,
        ..at(
            "/api/collections/{layer}/sortables",
            "getSortables",
            Group::Features,
            "what sortby may name, as JSON Schema",
        )
    },
    Operation {
        forms: READ,
        schema: "tileMatrixSets",
        ..at(
            "/api/tileMatrixSets",
            "getTileMatrixSetsList",
            Group::Tiles,
            "the ways in which the world is divided into tiles",
        )
    },
    Operation {
        forms: READ,
        schema: "tileMatrixSet",
        ..at(
            "/api/tileMatrixSets/{tileMatrixSetId}",
            "getTileMatrixSet",
            Group::Tiles,
            "the definition of a tile matrix set",
        )
    },
    Operation {
        forms: READ,
        schema: "tileSets",
        ..at(
            "/api/tiles",
            ".dataset.vector.getTileSetsList",
            Group::Tiles,
            "the tilesets of the whole atlas",
        )
    },
    Operation {
        share: TILED,
        own: OF_ATLAS_TILES,
        forms: TILESET,
        schema: "tileSet",
        ..at(
            "/api/tiles/{tileMatrixSetId}",
            ".dataset.vector.getTileSet",
            Group::Tiles,
            "a tileset of the whole atlas, or of some layers",
        )
    },
    Operation {
        share: TILED,
        own: OF_ATLAS_TILES,
        forms: TILE,
        ..at(
            "/api/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
            ".dataset.vector.getTile",
            Group::Tiles,
            "a tile of the whole atlas, or of some layers; thinned where it is crowded",
        )
    },
    Operation {
        forms: READ,
        schema: "tileSets",
        ..at(
            "/api/collections/{layer}/tiles",
            ".collection.vector.getTileSetsList",
            Group::Tiles,
            "the tilesets of a layer",
        )
    },
    Operation {
        share: TILED,
        own: OF_LAYER_TILES,
        forms: TILESET,
        schema: "tileSet",
        ..at(
            "/api/collections/{layer}/tiles/{tileMatrixSetId}",
            ".collection.vector.getTileSet",
            Group::Tiles,
            "a tileset of a layer",
        )
    },
    Operation {
        share: TILED,
        own: OF_LAYER_TILES,
        forms: TILE,
        ..at(
            "/api/collections/{layer}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
            ".collection.vector.getTile",
            Group::Tiles,
            "a tile of a layer",
        )
    },
];
