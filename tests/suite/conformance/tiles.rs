//! OGC API – Tiles, Part 1: the abstract tests 1 to 13, 23 and 24, those of collections, time and
//! form; tile matrix sets and metadata by 17-083r4.
//!
//! Classes: ogcapi-tiles-1 conf/core, conf/tileset, conf/tilesets-list, conf/dataset-tilesets,
//! conf/geodata-tilesets, conf/collections-selection, conf/datetime, conf/oas30, conf/mvt; tms conf/tilematrixset,
//! conf/json-tilematrixset, conf/tilematrixsetlimits, conf/json-tilematrixsetlimits, conf/tilesetmetadata,
//! conf/json-tilesetmetadata.

use std::collections::BTreeSet;

use fast_mvt::{MvtReaderRef, MvtValue};
use geo::Geometry;
use serde_json::{Value, json};

use super::{CRS84, WORLD_LAYERS, linked, links_to_itself, list, path_of, world};
use crate::app::{Answer, encoded, text};

const TILESETS: &str = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector";
pub(super) const TILING_SCHEME: &str = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";
const TILING_SCHEMES: &str = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes";
const MVT: &str = "application/vnd.mapbox-vector-tile";
const JSON: &str = "application/json";
pub(super) const SETS: [&str; 2] = ["WebMercatorQuad", "WorldCRS84Quad"];

/// The path of every tileset, with the layers in it.
fn tilesets() -> Vec<(String, Vec<&'static str>)> {
    let roots = WORLD_LAYERS.map(|layer| (format!("/api/collections/{layer}/tiles"), vec![layer]));
    let roots = [("/api/tiles".to_owned(), WORLD_LAYERS.to_vec())].into_iter().chain(roots);
    let of_set = |(root, layers): (String, Vec<&'static str>)| {
        SETS.map(|set| (format!("{root}/{set}"), layers.clone()))
    };
    roots.flat_map(of_set).collect()
}

/// The tile of a template.
fn tile(tileset: &str, [matrix, row, column]: [u64; 3]) -> Answer {
    let document = world().json(tileset);
    let template = path_of(linked(&document, "item")[0]);
    let path = template
        .replace("{tileMatrix}", &matrix.to_string())
        .replace("{tileRow}", &row.to_string())
        .replace("{tileCol}", &column.to_string());
    world().get(&path)
}

/// Ids of the features in a tile.
fn ids(answer: &Answer) -> BTreeSet<String> {
    if answer.status == 204 {
        return BTreeSet::new();
    }
    assert_eq!(answer.status, 200, "{}", answer.text());
    let reader = MvtReaderRef::new(&answer.body).expect("a tile");
    let features = reader.layers().flat_map(|layer| layer.features().collect::<Vec<_>>());
    let id = |said: Vec<(&str, MvtValue)>| {
        said.into_iter().find_map(|(key, value)| match value {
            MvtValue::String(text) if key == "id" => Some(text),
            _ => None,
        })
    };
    features
        .filter_map(|feature| {
            let said = feature.properties_vec().expect("properties").into_iter();
            id(said.map(|(key, value)| (key, value.into_owned())).collect())
        })
        .collect()
}

/// The one point of a feature in a tile, in tile units.
fn point(answer: &Answer, id: &str) -> Option<[i32; 2]> {
    let reader = MvtReaderRef::new(&answer.body).expect("a tile");
    let features = reader.layers().flat_map(|layer| layer.features().collect::<Vec<_>>());
    let is_it = |value: MvtValue| matches!(value, MvtValue::String(text) if text == id);
    let mut found = features.filter(|feature| {
        let said = feature.properties_vec().expect("properties").into_iter();
        said.into_iter().any(|(key, value)| key == "id" && is_it(value.into_owned()))
    });
    match found.next()?.geometry().expect("a geometry") {
        Geometry::Point(point) => Some([point.x(), point.y()]),
        Geometry::MultiPoint(points) => Some([points.0[0].x(), points.0[0].y()]),
        other => panic!("{id} is {other:?}"),
    }
}

#[test]
fn a01_conformance_success() {
    let classes = world().json("/api/conformance")["conformsTo"].to_string();
    for class in ["core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets"] {
        let class = format!("http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{class}");
        assert!(classes.contains(&class), "{class}");
    }
}

#[test]
fn a02_tc_op() {
    for (tileset, _) in tilesets() {
        let answer = tile(&tileset, [0, 0, 0]);
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (200, MVT),
            "{tileset}"
        );
    }
}

#[test]
fn a03_a04_a05_tc_tilematrix_tilerow_tilecol_definition() {
    let definition = world().json("/api/openapi.json");
    for root in ["/tiles", "/collections/{layer}/tiles"] {
        let path = format!("{root}/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}");
        let parameters = list(&definition["paths"][&path]["get"], "parameters");
        for name in ["tileMatrix", "tileRow", "tileCol"] {
            let found = parameters.iter().find(|known| known["name"] == name).expect("a parameter");
            assert_eq!(
                (&found["in"], &found["required"]),
                (&json!("path"), &json!(true)),
                "{name}"
            );
        }
    }
    for (tileset, _) in tilesets() {
        let document = world().json(&tileset);
        let href = text(&linked(&document, "item")[0]["href"]).to_owned();
        assert!(href.ends_with("/{tileMatrix}/{tileRow}/{tileCol}"), "{href}");
    }
}

#[test]
fn a06_tc_success() {
    // Row before column: the place lies in the same tile as in the XYZ scheme.
    let ours = tile("/api/collections/places/tiles/WebMercatorQuad", [4, 5, 11]);
    assert!(ids(&ours).contains("place-steppe"));
    assert_eq!(ours.body, world().get("/tiles/places/4/11/5").body);
    let named = world().get("/api/collections/places/tiles/WebMercatorQuad/4/5/11?f=mvt");
    assert_eq!((named.status.as_u16(), named.body), (200, ours.body.clone()), "as suites ask");
    for (tileset, layers) in tilesets() {
        let found = ids(&tile(&tileset, [0, 0, 0]));
        for layer in &layers {
            let kind = layer.trim_end_matches('s');
            assert!(found.contains(&format!("{kind}-greenwich")) || tileset.contains("CRS84"));
        }
        for limit in list(&world().json(&tileset), "tileMatrixSetLimits") {
            let matrix = text(&limit["tileMatrix"]).parse().expect("a matrix");
            let number = |member: &str| limit[member].as_u64().expect("a number");
            let answer = tile(&tileset, [matrix, number("minTileRow"), number("minTileCol")]);
            assert!([200, 204].contains(&answer.status.as_u16()), "{tileset} {matrix}");
        }
    }
}

#[test]
fn tiles_of_plain_degrees_hold_each_place_where_it_lies() {
    let tileset = "/api/collections/places/tiles/WorldCRS84Quad";
    for (place, lon, lat) in [
        ("greenwich", 0.0, 51.5),
        ("steppe", 70.0, 48.0),
        ("dateline-west", 178.5, 67.0),
        ("dateline-east", -178.5, 67.5),
        ("north-pole", 30.0, 87.0),
        ("north-pole-point", 0.0, 90.0),
        ("south-pole", -60.0, -87.0),
        ("equator", -75.0, 0.0),
    ] {
        for matrix in [0_u64, 3, 9] {
            let side = 180.0 / f64::from(1_u32 << matrix);
            let (column, row) = ((lon + 180.0) / side, (90.0 - lat) / side);
            let answer = tile(tileset, [matrix, row as u64, column as u64]);
            let [x, y] = point(&answer, &format!("place-{place}")).expect("the place is there");
            let expected = [column.fract() * 4096.0, row.fract() * 4096.0];
            let off = (f64::from(x) - expected[0]).abs().max((f64::from(y) - expected[1]).abs());
            assert!(off <= 1.0, "{place} in {matrix} is at {x}/{y}, not {expected:?}");
        }
    }
    // The south pole belongs to the last row.
    assert!(point(&tile(tileset, [2, 3, 4]), "place-south-pole-point").is_some());
}

#[test]
fn a07_tc_error() {
    for (tileset, _) in tilesets() {
        let limits = list(&world().json(&tileset), "tileMatrixSetLimits").to_vec();
        let number = |limit: &Value, member: &str| limit[member].as_u64().expect("a number");
        for limit in &limits {
            let matrix: u64 = text(&limit["tileMatrix"]).parse().unwrap();
            let (row, column) = (number(limit, "maxTileRow"), number(limit, "maxTileCol"));
            assert!(tile(&tileset, [matrix, row, column]).status.is_success(), "{tileset}");
            let beyond = [[matrix, row + 1, 0], [matrix, 0, column + 1], [matrix, row + 1, column]];
            for outside in beyond {
                assert_eq!(tile(&tileset, outside).status, 404, "{tileset} {outside:?}");
            }
        }
        let [too_deep, far] = [limits.len() as u64, 2_147_483_647];
        for outside in [[too_deep, 0, 0], [0, far, far], [3, far, 0], [u64::MAX, 0, 0]] {
            assert_eq!(tile(&tileset, outside).status, 404, "{tileset} {outside:?}");
        }
        for bad in ["x/0/0", "-1/0/0", "0/+0/0", "0/0/1.5", "0/0/0.pbf", "0/0/%20", "1e0/0/0"] {
            assert_eq!(world().get(&format!("{tileset}/{bad}")).status, 400, "{tileset}/{bad}");
        }
    }
    for path in ["/api/tiles/LINZAntarticaMapTilegrid", "/api/tiles/webmercatorquad/0/0/0"] {
        assert_eq!(world().get(path).status, 404, "{path}");
    }
    assert_eq!(world().get("/api/collections/places/tiles/WebMercatorQuad/9/300/5").status, 204);
}

#[test]
fn a08_tileset_description() {
    for (tileset, layers) in tilesets() {
        let document = world().json(&tileset);
        links_to_itself(&tileset, &document, JSON, "text/html");
        let set = tileset.rsplit('/').next().unwrap();
        let uri = format!("http://www.opengis.net/def/tilematrixset/OGC/1.0/{set}");
        assert_eq!(text(&document["tileMatrixSetURI"]), uri);
        assert_eq!(document["dataType"], "vector");
        let scheme = world().json(path_of(linked(&document, TILING_SCHEME)[0]));
        assert_eq!((text(&scheme["uri"]), &scheme["crs"]), (uri.as_str(), &document["crs"]));
        let item = linked(&document, "item")[0];
        assert_eq!((&item["templated"], text(&item["type"])), (&json!(true), MVT));
        let told: Vec<&str> = list(&document, "layers").iter().map(|l| text(&l["id"])).collect();
        assert_eq!(told, layers, "{tileset}");
        for layer in list(&document, "layers") {
            assert_eq!(layer["dataType"], "vector");
            assert_eq!(layer["propertiesSchema"]["properties"]["from"]["type"], "integer");
        }
        assert_eq!(document["boundingBox"]["crs"], CRS84);
    }
    let areas = world().json("/api/collections/places/tiles/WebMercatorQuad");
    let layer = &areas["layers"][0];
    assert_eq!(
        (&layer["geometryDimension"], &layer["geometryType"]),
        (&json!(0), &json!("points"))
    );
}

#[test]
fn a09_tilesets_list_tileset_links() {
    for root in ["/api/tiles", "/api/collections/areas/tiles"] {
        let document = world().json(root);
        links_to_itself(root, &document, JSON, "text/html");
        assert_eq!(list(&document, "tilesets").len(), SETS.len());
        for (entry, set) in list(&document, "tilesets").iter().zip(SETS) {
            for member in ["dataType", "crs", "tileMatrixSetURI"] {
                assert!(entry[member].is_string(), "{root} {member}");
            }
            let own = linked(entry, "self")[0];
            assert_eq!((path_of(own), text(&own["type"])), (&*format!("{root}/{set}"), JSON));
            // The suite outside follows each link of the entry as JSON.
            for link in list(entry, "links") {
                assert_eq!(world().get(path_of(link)).header("content-type"), JSON, "{link}");
            }
            let scheme = world().json(path_of(linked(entry, TILING_SCHEME)[0]));
            assert_eq!(scheme["id"], set);
        }
    }
}

#[test]
fn a10_dataset_tilesets_landingpage() {
    let landing = world().json("/api");
    assert_eq!(path_of(linked(&landing, TILESETS)[0]), "/api/tiles");
    let sets = world().json(path_of(linked(&landing, TILING_SCHEMES)[0]));
    let ids: Vec<&str> = list(&sets, "tileMatrixSets").iter().map(|set| text(&set["id"])).collect();
    assert_eq!(ids, SETS);
    for set in list(&sets, "tileMatrixSets") {
        // Suites look for "self" or for "item".
        for rel in ["self", "item"] {
            assert_eq!(world().json(path_of(linked(set, rel)[0]))["id"], set["id"]);
        }
    }
}

#[test]
fn a11_dataset_tilesets_operation() {
    assert!(!list(&world().json("/api/tiles"), "tilesets").is_empty());
}

#[test]
fn a12_geodata_tilesets_desc_links() {
    for collection in list(&world().json("/api/collections"), "collections") {
        let path = path_of(linked(collection, TILESETS)[0]);
        assert_eq!(path, format!("/api/collections/{}/tiles", text(&collection["id"])));
    }
}

#[test]
fn a13_geodata_tilesets_operation() {
    for layer in WORLD_LAYERS {
        let document = world().json(&format!("/api/collections/{layer}/tiles"));
        assert!(!list(&document, "tilesets").is_empty(), "{layer}");
    }
}

#[test]
fn collections_selection_keeps_the_layers_that_are_named() {
    for set in SETS {
        let path = format!("/api/tiles/{set}?collections=places,areas");
        let document = world().json(&path);
        let told: Vec<&str> = list(&document, "layers").iter().map(|l| text(&l["id"])).collect();
        assert_eq!(told, ["places", "areas"]);
        let found = ids(&tile(&path, [0, 0, u64::from(set == "WorldCRS84Quad")]));
        assert!(found.iter().any(|id| id.starts_with("place-")), "{found:?}");
        assert!(found.iter().all(|id| !id.starts_with("route-")), "{found:?}");
    }
    for path in [
        "/api/tiles/WebMercatorQuad/0/0/0?collections=roads",
        "/api/tiles/WebMercatorQuad?collections=",
        "/api/collections/places/tiles/WebMercatorQuad/0/0/0?collections=places",
    ] {
        assert_eq!(world().get(path).status, 400, "{path}");
    }
}

#[test]
fn datetime_keeps_what_items_keep() {
    for layer in WORLD_LAYERS {
        for (datetime, subset) in [
            ("2005", "datetime(\"2005\")"),
            ("2018-02-12T00:00:00Z", "datetime(\"2018-02-12T00:00:00Z\")"),
            ("2001-01-01/2003-12-31", "datetime(\"2001-01-01\":\"2003-12-31\")"),
            ("../1800-01-01", "datetime(*:\"1800-01-01\")"),
            ("2014-06-03/..", "datetime(\"2014-06-03\":*)"),
        ] {
            let items: BTreeSet<String> =
                world().ids(layer, &format!("datetime={datetime}")).into_iter().collect();
            for question in [format!("datetime={datetime}"), format!("subset={}", encoded(subset))]
            {
                let path = format!("/api/collections/{layer}/tiles/WorldCRS84Quad?{question}");
                let halves = [0, 1].map(|column| ids(&tile(&path, [0, 0, column])));
                let both: BTreeSet<String> = halves.into_iter().flatten().collect();
                assert_eq!(both, items, "{path}");
            }
        }
    }
    let tile = "/api/tiles/WebMercatorQuad/0/0/0";
    for query in [
        "datetime=x",
        "subset=Lat(0:1)",
        "subset=datetime(2005)",
        "datetime=2005&subset=datetime(%222005%22)",
    ] {
        assert_eq!(world().get(&format!("{tile}?{query}")).status, 400, "{query}");
    }
}

#[test]
fn a_tileset_is_told_as_tilejson_where_that_can_tell_it() {
    let path = "/api/collections/places/tiles/WebMercatorQuad";
    let document = world().json(&format!("{path}?datetime=2005&f=tilejson"));
    assert_eq!(document["tilejson"], "3.0.0");
    let template = text(&document["tiles"][0]).strip_prefix("http://atlas.test").unwrap();
    let tile = template.replace("{z}", "4").replace("{y}", "5").replace("{x}", "11");
    assert_eq!(tile, format!("{path}/4/5/11?datetime=2005"));
    assert!(
        linked(&world().json(path), "alternate")
            .iter()
            .any(|link| link["type"] == "application/vnd.mapbox.tile+json")
    );
    let plain = "/api/tiles/WorldCRS84Quad";
    assert_eq!(world().get(&format!("{plain}?f=tilejson")).status, 400);
    assert!(!world().json(plain)["links"].to_string().contains("tile+json"));
}

#[test]
fn a23_oas30_completeness() {
    let paths = world().json("/api/openapi.json")["paths"].clone();
    for root in ["/tiles", "/collections/{layer}/tiles"] {
        for path in
            ["", "/{tileMatrixSetId}", "/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}"]
        {
            let responses = &paths[format!("{root}{path}")]["get"]["responses"];
            assert!(responses["200"]["content"].is_object(), "{root}{path}");
        }
    }
}

#[test]
fn a24_oas30_operation_id() {
    let paths = world().json("/api/openapi.json")["paths"].clone();
    let id = |path: &str| text(&paths[path]["get"]["operationId"]).to_owned();
    for (root, origin) in [("/tiles", "dataset"), ("/collections/{layer}/tiles", "collection")] {
        let of = |suffix: &str| format!(".{origin}.vector.{suffix}");
        let tileset = format!("{root}/{{tileMatrixSetId}}");
        assert_eq!(id(root), of("getTileSetsList"));
        assert_eq!(id(&tileset), of("getTileSet"));
        assert_eq!(id(&format!("{tileset}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}")), of("getTile"));
    }
    assert_eq!(id("/tileMatrixSets"), "getTileMatrixSetsList");
    assert_eq!(id("/tileMatrixSets/{tileMatrixSetId}"), "getTileMatrixSet");
}
