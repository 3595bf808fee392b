//! What tiles and points say of one period of a feature.
//!
//! Days are counted from 1970-01-01, ±2147483647 for open ends; spans are half-open.

use std::borrow::Cow;

use super::mvt::Value;
use crate::atlas::Atlas;
use crate::atlas::chronicle::Life;
use crate::atlas::date::Bounds;
use crate::atlas::day::Day;
use crate::atlas::feature::Feature;
use crate::atlas::fold::Period;

/// Name and value of each property, in the order they are written.
pub type Properties<'a> = Vec<(Cow<'static, str>, Value<'a>)>;

/// Everything a viewer needs to draw a feature during a period: identity, status, days, names.
/// Without a period it is there on every day and has no status.
pub fn properties<'a>(
    atlas: &'a Atlas,
    feature: &'a Feature,
    period: Option<&Period>,
) -> Properties<'a> {
    let text = |text: &'a str| Value::Text(Cow::Borrowed(text));
    let day = |day: Day| Value::Int(day.number().into());
    let mut said: Properties<'a> = vec![
        ("id".into(), text(feature.id())),
        ("layer".into(), text(&atlas.layer_of(feature).id)),
        ("category".into(), text(feature.category())),
    ];
    match period {
        Some(_) if feature.is_event() => said.push(("status".into(), text("held"))),
        Some(period) => said.push(("status".into(), text(period.group.status.as_str()))),
        None => {}
    }
    let always = Bounds { earliest: Day::BEGINNING, latest: Day::BEGINNING };
    let never = Bounds { earliest: Day::END, latest: Day::END };
    let start = period.map_or(always, |period| period.start);
    let end = period.and_then(|period| period.end).unwrap_or(never);
    said.extend([
        ("from".into(), day(start.earliest)),
        ("until".into(), day(end.latest)),
        ("certain_from".into(), day(start.latest)),
        ("certain_until".into(), day(end.earliest)),
        ("planned".into(), Value::Bool(period.is_some_and(|period| period.planned))),
        ("disputed".into(), Value::Bool(feature.disputed())),
    ]);
    let users = period.map(|period| period.users_on(Day::END)).unwrap_or_default();
    if !users.is_empty() {
        said.push(("user".into(), Value::Text(users.join(", ").into())));
    }
    said.extend(names(feature));
    said
}

/// Quality of the course and how far off it may be, in whole km.
pub fn quality(quality: &str, accuracy_km: Option<f64>) -> Properties<'_> {
    let mut said: Properties<'_> = Vec::new();
    if !quality.is_empty() {
        said.push(("quality".into(), Value::Text(quality.into())));
    }
    if let Some(accuracy) = accuracy_km.filter(|km| (0.5..1e6).contains(km)) {
        said.push(("accuracy_km".into(), Value::Int(accuracy.round() as i64)));
    }
    said
}

/// What is shown of a life: each of its periods or, where it is known but has no date, one time
/// without a period.
pub fn shown(life: &Life) -> Vec<Option<&Period>> {
    if life.known && life.periods.is_empty() {
        return vec![None];
    }
    life.periods.iter().map(Some).collect()
}

/// `short` in English and `short:xx` wherever a language writes it otherwise.
fn names(feature: &Feature) -> Properties<'_> {
    let text = |text: &'_ str| Value::Text(Cow::Owned(text.to_owned()));
    let short = feature.short();
    let names = if short.is_empty() { feature.name() } else { short };
    let Some(plain) = names.get("en").or_else(|| names.values().next()) else {
        return Vec::new();
    };
    let others = names.iter().filter(|(_, name)| *name != plain);
    let others = others.map(|(language, name)| (format!("short:{language}").into(), text(name)));
    std::iter::once(("short".into(), text(plain))).chain(others).collect()
}
