//! Packed: plain features as rows of equal length, which are read back faster than any text.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Feature, Timing};
use crate::atlas::date::Date;
use crate::atlas::shared::{Piece, Shared};

/// Bytes of a feature: its two texts and four pieces of them, its box, its days, its category.
pub(in crate::atlas) const ROW_BYTES: usize = 4 * (2 + 4 * 2 + 3) + 8 * 4;

/// What rows name by number, in the order in which it is first named.
#[derive(Default)]
pub(in crate::atlas) struct Packer {
    /// Texts.
    pub texts: Vec<Shared>,
    /// Days.
    pub dates: Vec<Date>,
    /// Categories.
    pub categories: Vec<Arc<String>>,
    text_numbers: FxHashMap<usize, u32>,
    date_numbers: FxHashMap<String, u32>,
}

impl Packer {
    /// Puts a feature at the end of the rows; `None`, and nothing put, where a row cannot hold it.
    pub fn pack(&mut self, feature: &Feature, rows: &mut Vec<u8>) -> Option<()> {
        let Timing::Plain { start, end } = &feature.timing else { return None };
        if !feature.is_bare() {
            return None;
        }
        let [json, words] = [&feature.json, &feature.words].map(|text| self.text(text));
        let days =
            [start, end].map(|date| date.as_ref().map_or(Some(NONE), |date| self.date(date)));
        let category = self.category(&feature.category)?;
        let pieces = [feature.geometry, feature.properties, feature.id, feature.name];
        let numbers =
            [json?, words?].into_iter().chain(pieces.into_iter().flat_map(Piece::numbers));
        for number in numbers.chain([days[0]?, days[1]?, category]) {
            rows.extend_from_slice(&number.to_le_bytes());
        }
        feature.bbox.iter().for_each(|edge| rows.extend_from_slice(&edge.to_le_bytes()));
        Some(())
    }

    fn text(&mut self, text: &Shared) -> Option<u32> {
        // A text is where it stands; an empty one is like any other empty one.
        let place = text.as_str().as_ptr() as usize;
        if let Some(number) = self.text_numbers.get(&place) {
            return Some(*number);
        }
        let number = u32::try_from(self.texts.len()).ok()?;
        self.texts.push(text.clone());
        self.text_numbers.insert(place, number);
        Some(number)
    }

    fn date(&mut self, date: &Date) -> Option<u32> {
        if let Some(number) = self.date_numbers.get(date.text()) {
            return Some(*number);
        }
        self.dates.push(date.clone());
        // Zero is no day, so that the first is one.
        let number = u32::try_from(self.dates.len()).ok()?;
        self.date_numbers.insert(date.text().to_owned(), number);
        Some(number)
    }

    fn category(&mut self, category: &Arc<String>) -> Option<u32> {
        let known = self.categories.iter().position(|known| known == category);
        let number = known.unwrap_or_else(|| {
            self.categories.push(Arc::clone(category));
            self.categories.len() - 1
        });
        u32::try_from(number).ok()
    }
}

/// The number of no day.
const NONE: u32 = 0;

/// What a [`Packer`] held, read back.
pub(in crate::atlas) struct Unpacker {
    /// Texts.
    pub texts: Vec<Shared>,
    /// Days.
    pub dates: Vec<Date>,
    /// Categories.
    pub categories: Vec<Arc<String>>,
}

impl Unpacker {
    /// The feature of a row, as one of a layer; `None` where the row names what is not there.
    pub fn feature(&self, layer: usize, row: &[u8]) -> Option<Feature> {
        let (numbers, edges) = row.split_at_checked(ROW_BYTES - 8 * 4)?;
        let number = |at: usize| {
            let bytes = numbers.get(4 * at..4 * at + 4)?;
            Some(u32::from_le_bytes(bytes.try_into().ok()?))
        };
        let edge = |at: usize| {
            let bytes = edges.get(8 * at..8 * at + 8)?;
            Some(f64::from_le_bytes(bytes.try_into().ok()?))
        };
        let date = |at: usize| match number(at)? {
            NONE => Some(None),
            number => self.dates.get(number as usize - 1).cloned().map(Some),
        };
        let piece = |at: usize| Some(Piece::of_numbers([number(at)?, number(at + 1)?]));
        let json = self.texts.get(number(0)? as usize)?;
        let words = self.texts.get(number(1)? as usize)?;
        Some(Feature {
            layer,
            timing: Timing::Plain { start: date(10)?, end: date(11)? },
            category: self.categories.get(number(12)? as usize).cloned()?,
            json: json.clone(),
            geometry: piece(2)?,
            properties: piece(4)?,
            words: words.clone(),
            id: piece(6)?,
            name: piece(8)?,
            bbox: [edge(0)?, edge(1)?, edge(2)?, edge(3)?],
            rare: None,
        })
    }
}
