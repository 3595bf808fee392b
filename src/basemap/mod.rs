//! What a map stands on: background tiles, glyphs, symbols, and the styles that join them with the
//! layers of the atlas.

pub mod archive;
pub mod colour;
pub mod glyphs;
mod icon;
pub mod sprite;
pub mod style;
pub mod symbol;
