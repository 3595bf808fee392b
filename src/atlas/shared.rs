//! Shared texts: what many features have in common is kept once, and each knows its pieces of it.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A text that many features take pieces of: that of a file, or one put together of their own.
#[derive(Clone, PartialEq, Eq)]
pub struct Shared(Arc<Text>);

#[derive(PartialEq, Eq)]
struct Text {
    text: String,
    is_of_file: bool,
}

/// Where a piece of a [`Shared`] text stands, in bytes. Files that are longer than this can count are
/// not read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Piece {
    start: u32,
    length: u32,
}

impl Shared {
    /// A text from now on shared.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Arc::new(Text { text, is_of_file: false }))
    }

    /// The text of a data file.
    #[must_use]
    pub fn of_file(text: String) -> Self {
        Self(Arc::new(Text { text, is_of_file: true }))
    }

    /// Whether it is that of a data file, which is there whoever takes pieces of it.
    #[must_use]
    pub fn is_of_file(&self) -> bool {
        self.0.is_of_file
    }

    /// All of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// A piece of it; empty where there is no such piece.
    #[must_use]
    pub fn get(&self, piece: Piece) -> &str {
        self.0.text.get(piece.range()).unwrap_or_default()
    }

    /// Where a slice of this very text stands in it; `None` for any other slice.
    #[must_use]
    pub fn piece_of(&self, slice: &str) -> Option<Piece> {
        let start = (slice.as_ptr() as usize).checked_sub(self.0.text.as_ptr() as usize)?;
        let inside = start.checked_add(slice.len())? <= self.0.text.len();
        inside.then(|| Piece::new(start, slice.len())).flatten()
    }

    /// Where a text stands inside a piece, if it does.
    #[must_use]
    pub fn found_in(&self, piece: Piece, text: &str) -> Option<Piece> {
        let offset = self.get(piece).find(text)?;
        Piece::new(piece.range().start + offset, text.len())
    }

    /// Whether it is the same text, not only an equal one.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Its text may be that of a whole file.
impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes of text", self.0.text.len())
    }
}

impl Piece {
    /// The piece from a byte on; `None` where it lies too far out to be counted.
    #[must_use]
    pub fn new(start: usize, length: usize) -> Option<Self> {
        Some(Self { start: u32::try_from(start).ok()?, length: u32::try_from(length).ok()? })
    }

    /// Bytes of it.
    #[must_use]
    pub const fn len(self) -> usize {
        self.length as usize
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.length == 0
    }

    /// First byte and length.
    pub(super) const fn numbers(self) -> [u32; 2] {
        [self.start, self.length]
    }

    /// The piece of a first byte and a length.
    pub(super) const fn of_numbers([start, length]: [u32; 2]) -> Self {
        Self { start, length }
    }

    const fn range(self) -> Range<usize> {
        self.start as usize..self.start as usize + self.length as usize
    }
}

/// A text that is being put together of pieces.
#[derive(Debug, Default)]
pub struct Composed(String);

impl Composed {
    /// Puts a piece at its end. What no longer can be counted is left out.
    pub fn push(&mut self, text: &str) -> Piece {
        let piece = Piece::new(self.0.len(), text.len()).unwrap_or_default();
        self.0.push_str(&text[..piece.len()]);
        piece
    }

    /// The text, to be shared.
    #[must_use]
    pub fn shared(mut self) -> Shared {
        self.0.shrink_to_fit();
        Shared::new(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_is_found_in_its_own_text_only() {
        let text = Shared::new("one two three".to_owned());
        let piece = text.piece_of(&text.as_str()[4..7]).expect("inside");
        assert_eq!(text.get(piece), "two");
        assert_eq!(text.piece_of("one two three"), None);
        assert_eq!(text.get(Piece { start: 12, length: 5 }), "");
    }

    #[test]
    fn pieces_put_together_are_found_again() {
        let mut composed = Composed::default();
        let pieces = ["a", "", "газ"].map(|text| (composed.push(text), text));
        let shared = composed.shared();
        for (piece, text) in pieces {
            assert_eq!(shared.get(piece), text);
        }
    }
}
