//! What a tileset says of itself by the OGC standard, 17-083r4: reference system, limits, layers.

use serde_json::{Value, json};

use super::tile_matrix::TileMatrixSet;
use super::{extent, tileset};
use crate::atlas::Atlas;
use crate::atlas::feature::Feature;
use crate::query::operation::MVT;

/// Tiles of some layers in one tile matrix set.
pub struct Tileset<'a> {
    /// The atlas.
    pub atlas: &'a Atlas,
    /// Positions of the layers in the vocabulary.
    pub layers: &'a [usize],
    /// How the world is divided.
    pub matrices: &'static TileMatrixSet,
}

impl Tileset<'_> {
    /// As a list of tilesets has it.
    #[must_use]
    pub fn entry(&self, links: &[Value]) -> Value {
        json!({
            "title": format!("{}, {}", self.title(), self.matrices.title),
            "dataType": "vector",
            "crs": self.matrices.crs,
            "tileMatrixSetURI": self.matrices.uri,
            "links": links,
        })
    }

    /// The whole metadata.
    #[must_use]
    pub fn metadata(&self, links: &[Value]) -> Value {
        let mut document = self.entry(&[]);
        let bbox = self.bbox();
        let attribution = tileset::attribution(self.atlas, self.layers);
        if !attribution.is_empty() {
            document["attribution"] = json!(attribution);
        }
        if tileset::can_crowd(self.atlas, self.layers) {
            document["description"] = json!(tileset::THINNED);
        }
        document["mediaTypes"] = json!([MVT.media]);
        document["boundingBox"] = bounding_box(bbox);
        let matrices = 0..=self.matrices.deepest();
        document["tileMatrixSetLimits"] = matrices.map(|matrix| self.limit(matrix, bbox)).collect();
        document["layers"] = self.layers.iter().map(|layer| self.layer(*layer)).collect();
        document["links"] = json!(links);
        document
    }

    fn title(&self) -> String {
        let vocabulary = self.atlas.vocabulary();
        match self.layers {
            [layer] => {
                let entry = &vocabulary.layers[*layer];
                format!("{}: {}", vocabulary.title, entry.name.get("en").unwrap_or(&entry.id))
            }
            _ => vocabulary.title.clone(),
        }
    }

    /// Whether a tile of a matrix, by its row and column, lies where the layers have features.
    #[must_use]
    pub fn reaches(&self, matrix: u8, row: u32, column: u32) -> bool {
        let [rows, columns] = self.matrices.limits(matrix, self.bbox());
        (rows[0]..=rows[1]).contains(&row) && (columns[0]..=columns[1]).contains(&column)
    }

    fn limit(&self, matrix: u8, bbox: [f64; 4]) -> Value {
        let [rows, columns] = self.matrices.limits(matrix, bbox);
        json!({
            "tileMatrix": matrix.to_string(),
            "minTileRow": rows[0],
            "maxTileRow": rows[1],
            "minTileCol": columns[0],
            "maxTileCol": columns[1],
        })
    }

    fn bbox(&self) -> [f64; 4] {
        extent::space_of(self.atlas, self.layers)
    }

    fn layer(&self, layer: usize) -> Value {
        let entry = &self.atlas.vocabulary().layers[layer];
        let mut described = json!({
            "id": entry.id,
            "title": entry.name.get("en").unwrap_or(&entry.id),
            "dataType": "vector",
            "minTileMatrix": "0",
            "maxTileMatrix": self.matrices.deepest().to_string(),
            "boundingBox": bounding_box(extent::space(self.atlas, layer)),
            "propertiesSchema": tileset::properties_schema(),
        });
        let features = tileset::features(self.atlas, &[layer]);
        if let Some(kind) = geometry_kind(&features) {
            described["geometryDimension"] = json!(kind.0);
            described["geometryType"] = json!(kind.1);
        }
        described
    }
}

fn bounding_box([west, south, east, north]: [f64; 4]) -> Value {
    json!({
        "lowerLeft": [west, south],
        "upperRight": [east, north],
        "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    })
}

/// Dimension and name of the geometry of features; `None` where it is mixed.
fn geometry_kind(features: &[&Feature]) -> Option<(u8, &'static str)> {
    let mut kinds = features.iter().filter_map(|feature| {
        Some(match *feature.geometry()? {
            geo::Geometry::Point(_) | geo::Geometry::MultiPoint(_) => (0, "points"),
            geo::Geometry::LineString(_)
            | geo::Geometry::MultiLineString(_)
            | geo::Geometry::Line(_) => (1, "lines"),
            geo::Geometry::GeometryCollection(_) => return None,
            _ => (2, "polygons"),
        })
    });
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}
