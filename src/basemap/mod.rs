//! What a map stands on: tiles of archives, glyphs, symbols, and the styles that join them with the
//! layers of the atlas.

pub mod archive;
pub mod archives;
pub mod colour;
pub mod glyphs;
mod icon;
pub mod inflate;
pub mod sprite;
pub mod style;
pub mod symbol;
