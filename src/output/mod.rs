//! Features as bytes, whoever asks for them.

mod clip;
pub mod mvt;
mod simplify;
pub mod tile;
