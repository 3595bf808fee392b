//! Authored properties: what the values of each property of a layer's data are.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::atlas::column::{Kind, Shape};
use crate::atlas::date::Date;
use crate::atlas::feature::Feature;
use crate::atlas::json_types::JsonTypes;

/// A property of the data.
#[derive(Debug)]
pub struct Authored {
    /// Its name.
    pub name: String,
    /// What all its values are.
    pub shape: Shape,
    /// The types of its values in JSON.
    pub types: JsonTypes,
}

/// What all values of each property are, in the order in which they first appear. A property
/// without any value counts as text.
#[must_use]
pub fn authored(features: &[&Feature]) -> Vec<Authored> {
    let parts: Vec<Shapes> = features.par_chunks(FEATURES_AT_A_TIME).map(Shapes::of).collect();
    let all = parts.into_iter().fold(Shapes::default(), Shapes::joined);
    let shapes = all.order.into_iter().zip(all.found);
    shapes
        .map(|(name, (shape, types))| Authored {
            name,
            shape: shape.unwrap_or(Shape::Of(Kind::Text)),
            types,
        })
        .collect()
}

/// Features that one thread looks at before it looks for more.
const FEATURES_AT_A_TIME: usize = 4_096;

/// What the values of properties are, in the order in which these first appear.
#[derive(Default)]
struct Shapes {
    order: Vec<String>,
    /// The shape, `None` where no value was seen yet, and the types of all values.
    found: Vec<(Option<Shape>, JsonTypes)>,
    places: FxHashMap<String, usize>,
}

impl Shapes {
    fn of(features: &[&Feature]) -> Self {
        let mut shapes = Self::default();
        for feature in features {
            for (name, value) in feature.properties().as_ref() {
                let says = !value.is_null() && value.as_str() != Some("");
                shapes.add(name, (says.then(|| shape_of(value)), JsonTypes::of(value)));
            }
        }
        shapes
    }

    fn joined(mut self, later: Self) -> Self {
        for (name, found) in later.order.iter().zip(later.found) {
            self.add(name, found);
        }
        self
    }

    fn add(&mut self, name: &str, (shape, types): (Option<Shape>, JsonTypes)) {
        let Some(place) = self.places.get(name) else {
            self.places.insert(name.to_owned(), self.order.len());
            self.order.push(name.to_owned());
            self.found.push((shape, types));
            return;
        };
        let (found, seen) = &mut self.found[*place];
        *seen = seen.or(types);
        *found = match (*found, shape) {
            (Some(earlier), Some(shape)) => Some(joined(earlier, shape)),
            (earlier, shape) => earlier.or(shape),
        };
    }
}

fn shape_of(value: &Value) -> Shape {
    Shape::Of(match value {
        Value::Bool(_) => Kind::Boolean,
        Value::Number(number) if number.is_f64() => Kind::Number,
        Value::Number(_) => Kind::Integer,
        Value::String(text) if is_day(text) => Kind::Date,
        Value::String(text) if is_timestamp(text) => Kind::Timestamp,
        Value::Null | Value::String(_) => Kind::Text,
        Value::Array(items) if items.iter().all(|item| item.is_string() || item.is_number()) => {
            Kind::List
        }
        Value::Array(_) => return Shape::Objects,
        Value::Object(_) => return Shape::Object,
    })
}

/// Most texts are neither days nor timestamps, which a glance tells.
fn is_day(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_digit() || byte == b'-';
    text.len() == 10
        && text.bytes().all(plain)
        && Date::parse(text).is_ok_and(|date| date.earliest() == date.latest())
}

fn is_timestamp(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || "+-".contains(c))
        && text.parse::<jiff::Timestamp>().is_ok()
}

const fn joined(a: Shape, b: Shape) -> Shape {
    match (a, b) {
        (Shape::Of(Kind::Integer | Kind::Number), Shape::Of(Kind::Number))
        | (Shape::Of(Kind::Number), Shape::Of(Kind::Integer)) => Shape::Of(Kind::Number),
        (Shape::Of(Kind::Integer), Shape::Of(Kind::Integer)) => Shape::Of(Kind::Integer),
        (Shape::Of(Kind::Boolean), Shape::Of(Kind::Boolean)) => Shape::Of(Kind::Boolean),
        (Shape::Of(Kind::Date), Shape::Of(Kind::Date)) => Shape::Of(Kind::Date),
        (Shape::Of(Kind::Timestamp), Shape::Of(Kind::Timestamp)) => Shape::Of(Kind::Timestamp),
        (Shape::Of(Kind::List), Shape::Of(Kind::List)) => Shape::Of(Kind::List),
        (Shape::Object, _) | (_, Shape::Object) => Shape::Object,
        (Shape::Objects, _) | (_, Shape::Objects) => Shape::Objects,
        _ => Shape::Of(Kind::Text),
    }
}
