//! Features as bytes, whoever asks for them.

pub mod changes;
mod clip;
pub mod credit;
pub mod csv;
pub mod extent;
pub mod geojson;
pub mod jsonfg;
mod known;
pub mod memberships;
pub mod mvt;
pub mod period;
pub mod period_tiles;
pub mod points;
pub mod profile;
pub mod schema;
pub mod selected;
mod simplify;
pub mod stories;
pub mod summary;
pub mod tile;
pub mod tileset;
pub mod timeline;
