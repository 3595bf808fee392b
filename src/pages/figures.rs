//! Figures: every value that sources give, equal ones together, nothing averaged and nothing dropped.

use maud::{Markup, html};
use serde_json::Value;

use crate::pages::member::{self, Members};
use crate::pages::record::Record;
use crate::pages::sources::reference;
use crate::pages::words::{self, known, number, said};

/// The figures of a record, by what they measure.
pub fn figures(record: &Record<'_>) -> Markup {
    let quantities = record.properties.get("quantities").and_then(Value::as_object);
    let lists: Vec<(&String, Vec<&Members>)> = quantities
        .into_iter()
        .flatten()
        .map(|(key, list)| (key, list.as_array().into_iter().flatten()))
        .map(|(key, list)| (key, list.filter_map(Value::as_object).collect()))
        .collect();
    html! {
        @if !lists.is_empty() {
            section {
                h2 { (said("feature.figures.title", &[])) small { (said("feature.figures.note", &[])) } }
                @for (key, list) in lists {
                    h3 { (label(key)) }
                    (values(record, &list))
                }
            }
        }
    }
}

/// A list of values, equal ones in one row with everyone who gives them.
pub fn values(record: &Record<'_>, list: &[&Members]) -> Markup {
    let mut rows: Vec<Vec<&Members>> = Vec::new();
    for value in list {
        match rows.iter_mut().find(|row| is_same(row[0], value)) {
            Some(row) => row.push(value),
            None => rows.push(vec![value]),
        }
    }
    html! {
        ul.rows {
            @for row in rows {
                li {
                    b { (value_text(row[0])) }
                    @if let Some(scope) = member::text(row[0], "scope") { " " (scope) }
                    @if let Some(day) = member::text(row[0], "as_of") { ", " (words::date(day)) }
                    @for (place, value) in row.iter().enumerate() {
                        @if place > 0 { ";" }
                        (reference(record, member::text(value, "source")))
                        @if let Some(note) = member::text(value, "note") {
                            " " span.note { "(" (note) ")" }
                        }
                    }
                }
            }
        }
    }
}

fn is_same(a: &Members, b: &Members) -> bool {
    ["value", "low", "high", "unit", "scope", "as_of"]
        .iter()
        .all(|name| a.get(*name) == b.get(*name))
}

fn label(key: &str) -> String {
    let words = known(&format!("feature.quantity.{key}"));
    words.map_or_else(|| words::capital(&key.replace('_', " ")), str::to_owned)
}

/// `USD 8–10 billion`, `20 Mt a year`, `210,000 barrels a day`.
fn value_text(value: &Members) -> String {
    let unit = member::text(value, "unit").unwrap_or_default();
    let Some((low, high)) = extent(value) else {
        return [member::text(value, "value").unwrap_or_default(), unit].join(" ");
    };
    let keyed = |unit: &str| {
        let key = format!("feature.unit.{unit}");
        known(&key).is_some().then_some(key)
    };
    let name = unit.strip_suffix("/yr").unwrap_or(unit);
    let is_money =
        name.len() == 3 && name.bytes().all(|letter| letter.is_ascii_uppercase()) && name != "TEU";
    let amount = amount(low, high, is_money);
    if let Some(key) = keyed(unit) {
        return said(&key, &[("amount", &amount)]);
    }
    let text = match keyed(name) {
        _ if is_money => said("feature.figures.money", &[("currency", name), ("amount", &amount)]),
        Some(key) => said(&key, &[("amount", &amount)]),
        None => said("feature.figures.counted", &[("amount", &amount), ("unit", name)]),
    };
    if name == unit { text } else { said("feature.figures.perYear", &[("value", &text)]) }
}

/// Lowest and highest number of a value.
fn extent(value: &Members) -> Option<(f64, f64)> {
    let number = |name| member::number(value, name);
    let low = number("value").or_else(|| number("low")).or_else(|| number("high"))?;
    let high = number("value").or_else(|| number("high")).unwrap_or(low);
    Some((low, high))
}

/// Money is said in millions; counts and measures keep their digits up to a million.
fn amount(low: f64, high: f64, is_money: bool) -> String {
    let size = high.abs();
    let (divisor, scale) = match size {
        _ if size >= 1e9 => (1e9, Some("billion")),
        _ if size >= 1e6 => (1e6, Some("million")),
        _ => (1.0, None),
    };
    let scaled = |value: f64| number((value / divisor * 1e9).round() / 1e9);
    let text = if low.total_cmp(&high).is_eq() {
        scaled(low)
    } else {
        said("feature.figures.from", &[("from", &scaled(low)), ("until", &scaled(high))])
    };
    match scale {
        Some(scale) if is_money || size >= 1e6 => {
            said(&format!("feature.figures.{scale}"), &[("amount", &text)])
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_said_as_the_map_says_them() {
        for (value, words) in [
            (json!({"value": 700_000_000, "unit": "USD"}), "USD 700 million"),
            (json!({"low": 8e9, "high": 10e9, "unit": "USD"}), "USD 8–10 billion"),
            (json!({"value": 20, "unit": "Mt/yr"}), "20 Mt a year"),
            (json!({"value": 210_000, "unit": "b/d"}), "210,000 barrels a day"),
            (json!({"value": 962.2, "unit": "km"}), "962.2 km"),
            (json!({"value": 5_000_000, "unit": "USD/yr"}), "USD 5 million a year"),
            (json!({"high": 300, "unit": "troops"}), "300 troops"),
        ] {
            assert_eq!(value_text(value.as_object().unwrap()), words);
        }
    }
}
