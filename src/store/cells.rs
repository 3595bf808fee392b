//! Cells: what one property says of every feature of a layer, side by side, so that a filter over a
//! large layer compares numbers and words instead of reading texts.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::atlas::Atlas;
use crate::atlas::column::{Column, Kind, Origin};
use crate::atlas::feature::Feature;
use crate::query::Plan;
use crate::query::cql2::instant::Instant;
use crate::query::cql2::predicate::Value;
use crate::store::value::of_property;

/// Words of one column that are kept: more are as many texts as the data itself has.
const MOST_WORDS: usize = 65_536;

/// The values of a column from one position of the atlas on.
#[derive(Debug)]
pub(super) struct Cells {
    first: usize,
    values: Values,
}

#[derive(Debug)]
enum Values {
    /// Not a number where there is none.
    Numbers(Vec<f64>),
    Flags(Vec<Option<bool>>),
    Times(Vec<Option<Instant>>),
    /// Numbers of words, [`NO_WORD`] where there is none.
    Words(Vec<u32>, Vec<String>),
}

const NO_WORD: u32 = u32::MAX;

impl Cells {
    /// The cells of a property; `None` where its values are kept in no other form than their text:
    /// lists, and texts of which most differ.
    pub fn of(atlas: &Atlas, layer: usize, column: &Column) -> Option<Self> {
        // Layers follow each other; what lies elsewhere all the same is read from its text.
        let features = atlas.features();
        let first = features.partition_point(|feature| feature.layer < layer);
        let count = features[first..].partition_point(|feature| feature.layer <= layer);
        let features = features[first..first + count].par_iter();
        let values = features.map(|feature| of_property(feature, column));
        let values = match column.kind {
            Kind::Integer | Kind::Number => Values::Numbers(values.map(number).collect()),
            Kind::Boolean => Values::Flags(values.map(flag).collect()),
            Kind::Date | Kind::Timestamp => Values::Times(values.map(time).collect()),
            Kind::Text => numbered(values.map(word).collect())?,
            Kind::List | Kind::Geometry => return None,
        };
        Some(Self { first, values })
    }

    /// Bytes that they take up.
    pub fn bytes(&self) -> usize {
        match &self.values {
            Values::Numbers(numbers) => size_of_val(numbers.as_slice()),
            Values::Flags(flags) => size_of_val(flags.as_slice()),
            Values::Times(times) => size_of_val(times.as_slice()),
            Values::Words(of, words) => {
                let texts: usize = words.iter().map(|word| word.len() + size_of::<String>()).sum();
                size_of_val(of.as_slice()) + texts
            }
        }
    }

    /// The value at a position of the atlas; `None` where it is not held.
    fn value(&self, position: usize) -> Option<Value<'_>> {
        let at = position.checked_sub(self.first)?;
        Some(match &self.values {
            Values::Numbers(numbers) => {
                Some(*numbers.get(at)?).filter(|n| !n.is_nan()).map_or(Value::Null, Value::Number)
            }
            Values::Flags(flags) => flags.get(at)?.map_or(Value::Null, Value::Boolean),
            Values::Times(times) => times.get(at)?.map_or(Value::Null, Value::Time),
            Values::Words(of, words) => {
                let word = words.get(*of.get(at)? as usize);
                word.map_or(Value::Null, |word| Value::Text(word.as_str().into()))
            }
        })
    }
}

fn number(value: Value<'_>) -> f64 {
    if let Value::Number(number) = value { number } else { f64::NAN }
}

fn flag(value: Value<'_>) -> Option<bool> {
    if let Value::Boolean(flag) = value { Some(flag) } else { None }
}

fn time(value: Value<'_>) -> Option<Instant> {
    if let Value::Time(time) = value { Some(time) } else { None }
}

fn word(value: Value<'_>) -> Option<String> {
    if let Value::Text(word) = value { Some(word.into_owned()) } else { None }
}

/// Texts by number, each different one once.
fn numbered(texts: Vec<Option<String>>) -> Option<Values> {
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    let mut of = Vec::with_capacity(texts.len());
    for text in texts {
        let next = u32::try_from(numbers.len()).ok()?;
        of.push(text.map_or(NO_WORD, |text| *numbers.entry(text).or_insert(next)));
        if numbers.len() > MOST_WORDS {
            return None;
        }
    }
    let mut words = vec![String::new(); numbers.len()];
    for (word, number) in numbers {
        words[number as usize] = word;
    }
    Some(Values::Words(of, words))
}

/// The cells that a plan reads, by layer and name of the column.
#[derive(Debug, Default)]
pub(super) struct Table(Vec<(usize, String, Arc<Cells>)>);

impl Table {
    /// The cells that a plan reads, as far as `found` gives those of a layer and a column.
    pub fn of(plan: &Plan, mut found: impl FnMut(usize, &Column) -> Option<Arc<Cells>>) -> Self {
        let mut columns: Vec<&Column> = plan.order.iter().map(|key| &key.column).collect();
        if let Some(predicate) = &plan.predicate {
            predicate.each_column(&mut |column| columns.push(column));
        }
        columns.retain(|column| column.origin == Origin::Property);
        columns.sort_unstable_by(|left, right| left.name.cmp(&right.name));
        columns.dedup_by(|left, right| left.name == right.name);
        let mut table = Vec::new();
        for layer in &plan.layers {
            for column in &columns {
                let cells = found(*layer, column);
                table.extend(cells.map(|cells| (*layer, column.name.clone(), cells)));
            }
        }
        Self(table)
    }

    /// The value of a property of a feature at a position of the atlas; `None` where no cells hold it.
    pub fn value(&self, position: usize, feature: &Feature, name: &str) -> Option<Value<'_>> {
        let is_asked = |(layer, column, _): &&(usize, String, _)| {
            *layer == feature.layer && column.as_str() == name
        };
        self.0.iter().find(is_asked)?.2.value(position)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::atlas::load::load;

    #[test]
    fn cells_hold_what_the_text_of_each_feature_says() {
        let rows = [
            json!({"word": "a", "size": 2.5, "open": true, "seen": "2001-02-03", "at": "2001-02-03T04:05:06Z"}),
            json!({"word": null, "size": null, "open": null, "seen": null, "at": null}),
            json!({}),
            json!({"word": "б\n\"", "size": -1, "open": false, "seen": "1999-12-31", "at": "1999-12-31T23:59:59Z"}),
            json!({"word": "a", "size": 1e300}),
        ];
        let folder = tempfile::tempdir().unwrap();
        for (file, rows) in [("first.geojson", &rows[..2]), ("second.geojson", &rows[..])] {
            let features: Vec<Json> = rows
                .iter()
                .map(|row| json!({"type": "Feature", "geometry": null, "properties": row}))
                .collect();
            let collection = json!({"type": "FeatureCollection", "features": features});
            std::fs::write(folder.path().join(file), collection.to_string()).unwrap();
        }
        let (atlas, _) = load(folder.path()).unwrap();
        let mut held = 0;
        for layer in 0..2 {
            for column in atlas.columns(layer) {
                if column.origin != Origin::Property {
                    continue;
                }
                let Some(cells) = Cells::of(&atlas, layer, column) else {
                    panic!("no cells of {}", column.name);
                };
                assert!(cells.bytes() > 0);
                for (position, feature) in atlas.features().iter().enumerate() {
                    let told = cells.value(position);
                    let is_own = feature.layer == layer;
                    assert_eq!(told.is_some(), is_own, "{} at {position}", column.name);
                    if let Some(told) = told {
                        assert_eq!(told, of_property(feature, column), "{}", column.name);
                        held += usize::from(told != Value::Null);
                    }
                }
            }
        }
        assert!(held >= 15, "{held}");
    }

    #[test]
    fn texts_of_which_most_differ_are_not_kept() {
        let texts = |count: usize| (0..count).map(|n| Some(n.to_string())).collect::<Vec<_>>();
        assert!(numbered(texts(MOST_WORDS)).is_some());
        assert!(numbered(texts(MOST_WORDS + 1)).is_none());
    }
}
