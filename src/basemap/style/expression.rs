//! The expressions that layers share: what is drawn on the day, by category and by status.
//!
//! Each is a MapLibre expression as JSON; see the
//! [style specification](https://maplibre.org/maplibre-style-spec/expressions/).

use serde_json::{Value, json};

/// A property of the feature.
pub(super) fn get(name: &str) -> Value {
    json!(["get", name])
}

/// A value of the global state.
pub(super) fn state(name: &str) -> Value {
    json!(["global-state", name])
}

/// Whether an id is in a list of the global state. A list there is one text, each id between bars:
/// viewers copy the whole state along with every expression of every tile, and copy a text faster
/// than an array or an object.
fn listed(id: Value, name: &str) -> Value {
    json!(["in", ["concat", "|", id, "|"], state(name)])
}

/// The text that lists ids in the global state.
pub(super) fn list<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    ids.into_iter().fold("|".to_owned(), |list, id| list + id + "|")
}

/// The status of a period; what has no date, and so no status, is drawn as in use.
pub(super) fn status() -> Value {
    json!(["coalesce", get("status"), "operating"])
}

/// All of the conditions.
pub(super) fn all(conditions: impl IntoIterator<Item = Value>) -> Value {
    let mut expression = vec![json!("all")];
    expression.extend(conditions);
    Value::Array(expression)
}

/// The condition turned round.
pub(super) fn not(condition: Value) -> Value {
    json!(["!", condition])
}

/// Whether a property is one of some fixed texts.
pub(super) fn one_of(name: &str, texts: &[&str]) -> Value {
    json!(["in", get(name), ["literal", texts]])
}

/// The output for the text in a property. Texts with equal output share a branch; with nothing to
/// choose from it is `otherwise` alone, since a `match` without branches is an error.
pub(super) fn match_on<'a>(
    name: &str,
    branches: impl IntoIterator<Item = (&'a str, Value)>,
    otherwise: Value,
) -> Value {
    let mut grouped: Vec<(Vec<&str>, Value)> = Vec::new();
    for (text, output) in branches {
        match grouped.iter_mut().find(|(_, known)| *known == output) {
            _ if output == otherwise => {}
            Some((texts, _)) => texts.push(text),
            None => grouped.push((vec![text], output)),
        }
    }
    if grouped.is_empty() {
        return otherwise;
    }
    let mut expression = vec![json!("match"), get(name)];
    for (texts, output) in grouped {
        expression.push(if let [text] = texts.as_slice() { json!(text) } else { json!(texts) });
        expression.push(output);
    }
    expression.push(otherwise);
    Value::Array(expression)
}

/// Which periods a layer shows, and how strongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Show {
    /// Those that have begun for certain; paler while another feature is selected.
    Certain,
    /// Those that may not have begun yet, at 40 %.
    Uncertain,
    /// The certain one of the selected feature, at full strength above its pale self.
    Selected,
}

impl Show {
    /// Whether the period is one of these.
    pub(super) fn filter(self) -> Value {
        let begun = |day: &str| json!(["<=", get(day), state("day")]);
        let not_before = |day: &str| json!(["<", state("day"), get(day)]);
        match self {
            Self::Certain => all([begun("certain_from"), period_drawn()]),
            Self::Uncertain => all([not_before("certain_from"), period_drawn()]),
            Self::Selected => all([selected(), begun("certain_from"), period_drawn()]),
        }
    }

    /// An opacity that is `full` where nothing takes away from it.
    pub(super) fn opacity(self, full: f64) -> Value {
        match self {
            Self::Certain => dimmed(full),
            Self::Uncertain => json!(full * 0.4),
            Self::Selected => json!(full),
        }
    }

    /// The name of a layer that shows these: `core`, `core-uncertain`, `core-selected`.
    pub(super) fn named(self, what: &str) -> String {
        match self {
            Self::Certain => what.to_string(),
            Self::Uncertain => format!("{what}-uncertain"),
            Self::Selected => format!("{what}-selected"),
        }
    }
}

/// Whether a period is drawn: it holds on the day, its status and category are switched on, and the
/// filters keep its feature. What ended before the range that is chosen is no part of it.
pub(super) fn period_drawn() -> Value {
    let over = listed(status(), "ended");
    all([
        json!(["<=", get("from"), state("day")]),
        json!(["<", state("day"), get("certain_until")]),
        listed(status(), "statuses"),
        listed(get("category"), "categories"),
        json!([
            "any",
            ["==", state("since"), null],
            not(over),
            [">", get("certain_from"), state("since")]
        ]),
        kept(),
    ])
}

/// Whether an event is drawn: it took place in the range that is chosen or, without one, in the
/// `event_days` days up to the day.
pub(super) fn event_drawn(event_days: i32) -> Value {
    let first = json!(["coalesce", state("since"), ["-", state("day"), event_days - 1]]);
    all([
        json!(["<=", get("from"), state("day")]),
        json!(["<", first, get("until")]),
        listed(get("category"), "categories"),
        kept(),
    ])
}

/// Whether the filters keep the feature: `only` lists the ids that they keep, or is null.
fn kept() -> Value {
    json!(["any", ["==", state("only"), null], listed(get("id"), "only")])
}

/// Days since the last day of an event; `until` is the day after it.
pub(super) fn event_age() -> Value {
    json!(["-", state("day"), ["-", get("until"), 1]])
}

/// Whether the period rests on a plan.
pub(super) fn planned() -> Value {
    json!(["==", get("planned"), true])
}

/// Whether the course of a line is only a scheme.
pub(super) fn schematic() -> Value {
    json!(["==", get("quality"), "schematic"])
}

/// Whether the feature is the selected one.
pub(super) fn selected() -> Value {
    json!(["==", get("id"), state("selected")])
}

/// Whether the feature is the one pointed at.
pub(super) fn hovered() -> Value {
    json!(["==", get("id"), state("hovered")])
}

/// `opacity`, or 62 % of it while something is selected. The same for all features: a change costs
/// a repaint and no new layout.
pub(super) fn dimmed(opacity: f64) -> Value {
    json!(["case", ["==", state("selected"), ""], opacity, (opacity * 620.0).round() / 1000.0])
}

/// A name in the chosen language, else as it stands under `key` itself.
pub(super) fn in_language(key: &str) -> Value {
    json!(["coalesce", ["get", ["concat", format!("{key}:"), state("lang")]], get(key)])
}

/// A value that grows with the zoom: pairs of zoom and output, straight between.
pub(super) fn by_zoom<'a>(stops: impl IntoIterator<Item = &'a (f64, f64)>) -> Value {
    let mut expression = vec![json!("interpolate"), json!(["linear"]), json!(["zoom"])];
    for (zoom, output) in stops {
        expression.extend([json!(zoom), json!(output)]);
    }
    Value::Array(expression)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_outputs_share_a_branch() {
        let branches = [("a", json!(1)), ("b", json!(2)), ("c", json!(1)), ("d", json!(0))];
        let expected = json!(["match", ["get", "kind"], ["a", "c"], 1, "b", 2, 0]);
        assert_eq!(match_on("kind", branches, json!(0)), expected);
    }

    #[test]
    fn a_match_without_branches_is_its_fallback() {
        assert_eq!(match_on("kind", [], json!(7)), json!(7));
        assert_eq!(match_on("kind", [("a", json!(7))], json!(7)), json!(7));
    }
}
