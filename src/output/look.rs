//! Looks: what a category looks like in other programs, from the vocabulary.

use crate::atlas::Atlas;
use crate::atlas::vocabulary::CategoryEntry;

/// A category as others draw it.
pub(super) struct Look<'a> {
    /// Its entry in the vocabulary.
    pub category: &'a CategoryEntry,
    /// Red, green, blue on a light ground.
    pub colour: [u8; 3],
    /// Width of its lines in mm.
    pub width_mm: f64,
}

/// Width of a plain line in mm, about two pixels of a screen.
const LINE_MM: f64 = 0.6;
/// Widest line: ribbons are drawn as bands on our map only.
const WIDEST_MM: f64 = 1.6;
/// Grey, for a colour that is not opaque.
const GREY: [u8; 3] = [0x55, 0x55, 0x55];

/// The looks of the categories of a layer, by its position in the vocabulary.
pub(super) fn looks(atlas: &Atlas, layer: usize) -> impl Iterator<Item = Look<'_>> {
    let vocabulary = atlas.vocabulary();
    vocabulary.layers[layer].categories.iter().map(|category| Look {
        category,
        colour: vocabulary
            .colours
            .get(&category.colour)
            .and_then(|[light, _]| opaque(light))
            .unwrap_or(GREY),
        width_mm: (LINE_MM * category.width).min(WIDEST_MM),
    })
}

impl Look<'_> {
    /// What the category is called.
    pub fn name(&self) -> &str {
        self.category.name.get("en").unwrap_or(&self.category.id)
    }

    /// `#RRGGBB`.
    pub fn hex(&self) -> String {
        let [red, green, blue] = self.colour;
        format!("#{red:02X}{green:02X}{blue:02X}")
    }
}

/// Reads `#RRGGBB`.
fn opaque(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([byte(0)?, byte(2)?, byte(4)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_reads_as_its_bytes() {
        assert_eq!(opaque("#1BA0ff"), Some([0x1B, 0xA0, 0xFF]));
        for other in ["rgba(1,2,3,0.5)", "#fff", "#12345", "#1234g6", "#é1234"] {
            assert_eq!(opaque(other), None, "{other}");
        }
    }
}
