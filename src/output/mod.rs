//! Features as bytes, whoever asks for them.

pub mod atom;
pub mod bibliography;
pub mod bibtex;
pub mod changes;
pub mod claims;
mod clip;
pub mod column;
pub mod contents;
pub mod credit;
pub mod csv;
pub mod cut;
mod drawing;
pub mod extent;
pub mod flatgeobuf;
pub mod format;
pub mod geojson;
pub mod geopackage;
pub mod geoparquet;
mod json_text;
pub mod jsonfg;
pub mod kml;
pub mod known;
pub mod layer_shapes;
pub mod licence;
mod lists;
mod look;
pub mod memberships;
pub mod mvt;
pub mod openapi;
mod part;
pub mod period;
mod period_layer;
pub mod period_tiles;
pub mod points;
pub mod profile;
mod qgis;
pub mod revisions;
pub mod schema;
pub mod selected;
pub mod sequence;
pub mod shapefile;
mod shapes;
mod simplify;
mod sketch;
pub mod stories;
pub mod summary;
pub mod thinned_note;
pub mod thinning;
pub mod tile;
pub mod tile_matrix;
pub mod tileset;
pub mod tileset_metadata;
pub mod timeline;
pub mod versions;

use serde_json::Value;

use crate::atlas::Atlas;
use crate::output::atom::Feed;

/// Two states of the atlas held against each other, in the forms in which the difference leaves.
pub trait Comparison {
    /// For programs.
    fn document(&self, atlas: &Atlas) -> Value;

    /// A table.
    ///
    /// # Errors
    /// When a row cannot be written.
    fn csv(&self, atlas: &Atlas, asked: &credit::Asked) -> Result<Vec<u8>, ::csv::Error>;

    /// Features with their geometry, and the credits of a file inside.
    fn geojson(&self, atlas: &Atlas, asked: &credit::Asked) -> String;

    /// A feed, newest first. `base` is where people reach the server.
    fn feed(&self, atlas: &Atlas, asked: &credit::Asked, base: &str) -> Feed;
}
