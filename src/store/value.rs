//! Values: what a column holds for one feature on the status day.

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::atlas::column::{Column, Kind, Origin};
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::query::cql2::instant::Instant;
use crate::query::cql2::predicate::Value;
use crate::query::filter::CERTAINTIES;
use crate::store::judge::Case;

/// The value of a column; null where the feature has none of that type.
pub(super) fn value<'a>(case: &Case<'a>, column: &'a Column) -> Value<'a> {
    let Case { atlas, feature, life, state, .. } = *case;
    match column.origin {
        Origin::Id => text(feature.id()),
        Origin::Layer => text(&atlas.layer_of(feature).id),
        Origin::Category => text(feature.category()),
        Origin::Name => feature.name().get("en").map_or(Value::Null, text),
        Origin::Countries => list(feature.countries().iter().map(String::as_str)),
        Origin::Status => state.status.map_or(Value::Null, text),
        Origin::StatusSince => state.since.as_deref().map_or(Value::Null, text),
        Origin::StatusCertainty => {
            let word = CERTAINTIES[usize::from(!state.certain)];
            state.status.map_or(Value::Null, |_| text(word))
        }
        Origin::StatusPlanned => Value::Boolean(state.planned),
        Origin::StatusChanged => Value::Boolean(state.changed),
        Origin::Users => list(state.users.iter().map(String::as_str)),
        Origin::Start => day(life.lifetime.map(|span| span.from)),
        Origin::End => day(life.lifetime.map(|span| span.last())),
        Origin::Quality if feature.quality().is_empty() => Value::Null,
        Origin::Quality => text(feature.quality()),
        Origin::AccuracyKm => feature.accuracy_km().map_or(Value::Null, Value::Number),
        Origin::LengthKm => feature.length_km().map_or(Value::Null, Value::Number),
        Origin::Disputed => Value::Boolean(feature.disputed()),
        Origin::Sourced => Value::Boolean(feature.sourced()),
        Origin::Actors => list(atlas.actors().of(case.position, case.known).into_iter()),
        Origin::Property => {
            let kept = case.table.value(case.position, feature, &column.name);
            kept.unwrap_or_else(|| of_property(feature, column))
        }
        Origin::Geometry => feature.geometry().map_or(Value::Null, Value::Geometry),
    }
}

/// What a feature says in the property of a column, read from its text.
pub(super) fn of_property<'a>(feature: &'a Feature, column: &Column) -> Value<'a> {
    match feature.property(&column.name) {
        None => Value::Null,
        Some(Cow::Borrowed(json)) => of_json(column.kind, json),
        Some(Cow::Owned(json)) => of_json(column.kind, &json).into_owned(),
    }
}

fn text(text: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(text))
}

fn list<'a>(texts: impl Iterator<Item = &'a str>) -> Value<'a> {
    Value::List(texts.map(text).collect())
}

/// An open end of a lifetime is no value.
fn day(day: Option<Day>) -> Value<'static> {
    day.filter(|day| !day.is_open()).map_or(Value::Null, |day| Value::Time(Instant::of_day(day)))
}

fn of_json(kind: Kind, json: &Json) -> Value<'_> {
    let scalar = match (kind, json) {
        (Kind::Text, Json::String(found)) => Some(text(found)),
        (Kind::Text, Json::Null) => None,
        (Kind::Text, other) => Some(Value::Text(other.to_string().into())),
        (Kind::Integer | Kind::Number, Json::Number(number)) => number.as_f64().map(Value::Number),
        (Kind::Boolean, Json::Bool(flag)) => Some(Value::Boolean(*flag)),
        (Kind::Date, Json::String(found)) => Instant::parse_date(found).map(Value::Time),
        (Kind::Timestamp, Json::String(found)) => Instant::parse_timestamp(found).map(Value::Time),
        (Kind::List, Json::Array(items)) => Some(Value::List(items.iter().map(item).collect())),
        _ => None,
    };
    scalar.unwrap_or(Value::Null)
}

fn item(json: &Json) -> Value<'_> {
    match json {
        Json::String(found) => text(found),
        Json::Number(number) => number.as_f64().map_or(Value::Null, Value::Number),
        _ => Value::Null,
    }
}
