//! Features as bytes, whoever asks for them.

mod clip;
pub mod credit;
pub mod csv;
pub mod extent;
pub mod geojson;
mod known;
pub mod mvt;
pub mod period;
pub mod period_tiles;
pub mod points;
pub mod profile;
mod simplify;
pub mod tile;
pub mod tileset;
pub mod timeline;
