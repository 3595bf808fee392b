//! Ranges of glyphs as MapLibre's signed distance fields, made from fonts when first asked for.

use std::collections::BTreeMap;

use bytes::Bytes;
use glyphore_core::{FontFace, generate_range};
use moka::sync::Cache;

/// Glyphs in one range.
const RANGE: u32 = 256;

/// Ranges kept in memory; one is 30 to 140 kB, all of Noto Sans has about 20.
const MAX_RANGES: u64 = 128;

/// The fonts of the map, by the name that a style's `text-font` uses.
pub struct Glyphs {
    fonts: BTreeMap<String, FontFace>,
    ranges: Cache<(String, u32), Bytes>,
}

/// Why glyphs cannot be given.
#[derive(Debug, thiserror::Error)]
pub enum GlyphError {
    /// The bytes are no font that can be drawn.
    #[error("font '{name}' cannot be read")]
    Font {
        /// Name under which it was to be served.
        name: String,
        /// What the reader says.
        #[source]
        error: glyphore_core::Error,
    },
    /// None of the fonts of a stack is here.
    #[error("no font of the stack '{stack}' is here; there is {known}")]
    UnknownStack {
        /// The stack as asked for.
        stack: String,
        /// The names of the fonts there are.
        known: String,
    },
    /// Not `first-last` with 256 code points, the first a multiple of 256.
    #[error("'{0}' is not a range of glyphs such as 0-255")]
    Range(String),
}

impl Glyphs {
    /// Reads fonts (TrueType or OpenType bytes) by name.
    ///
    /// # Errors
    /// When the bytes of a font cannot be read.
    pub fn new<'a>(
        fonts: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> Result<Self, GlyphError> {
        let read = |(name, bytes): (&str, &[u8])| match FontFace::parse(bytes) {
            Ok(font) => Ok((name.to_string(), font)),
            Err(error) => Err(GlyphError::Font { name: name.to_string(), error }),
        };
        let fonts = fonts.into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(Self { fonts, ranges: Cache::new(MAX_RANGES) })
    }

    /// The names of the fonts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fonts.keys().map(String::as_str)
    }

    /// The glyph range `range` (`"1024-1279"`) of the first font of `stack` (names joined by
    /// commas) that is here, as the bytes of a MapLibre glyph file. Drawing a range takes up to
    /// 100 ms the first time.
    ///
    /// # Errors
    /// When no font of the stack is here or the range is not one of the fixed ones.
    pub fn range(&self, stack: &str, range: &str) -> Result<Bytes, GlyphError> {
        let first = range_start(range).ok_or_else(|| GlyphError::Range(range.to_string()))?;
        let known = stack.split(',').map(str::trim).find_map(|name| self.fonts.get_key_value(name));
        let (name, font) = known.ok_or_else(|| GlyphError::UnknownStack {
            stack: stack.to_string(),
            known: self.names().collect::<Vec<_>>().join(", "),
        })?;
        let key = (name.clone(), first);
        if let Some(bytes) = self.ranges.get(&key) {
            return Ok(bytes);
        }
        let drawn = generate_range(font, first)
            .map_err(|error| GlyphError::Font { name: name.clone(), error })?;
        let bytes = Bytes::from(drawn);
        self.ranges.insert(key, bytes.clone());
        Ok(bytes)
    }
}

/// The first code point of `"0-255"`, `"256-511"` and so on up to the end of the basic plane,
/// beyond which MapLibre does not ask.
fn range_start(range: &str) -> Option<u32> {
    let (first, last) = range.split_once('-')?;
    let number = |text: &str| {
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse::<u32>().ok()).flatten()
    };
    let (first, last) = (number(first)?, number(last)?);
    (first % RANGE == 0 && first <= 65_280 && last == first + RANGE - 1).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_ranges_are_ranges() {
        assert_eq!(range_start("0-255"), Some(0));
        assert_eq!(range_start("65280-65535"), Some(65_280));
        for bad in ["", "0", "0-256", "1-256", "-0-255", "+0-255", "65536-65791", "0-255.pbf"] {
            assert_eq!(range_start(bad), None, "{bad}");
        }
    }

    #[test]
    fn bytes_that_are_no_font_are_named() {
        let error = Glyphs::new([("Noto Sans Regular", b"no font".as_slice())]).err().unwrap();
        assert_eq!(error.to_string(), "font 'Noto Sans Regular' cannot be read");
    }

    #[test]
    fn an_unknown_stack_says_what_there_is() {
        let glyphs = Glyphs::new([]).unwrap();
        let error = glyphs.range("Comic Sans", "0-255").unwrap_err();
        assert!(matches!(error, GlyphError::UnknownStack { .. }));
    }
}
