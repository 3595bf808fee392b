//! JSON types: which of them the values of a property have.

use serde_json::Value;

/// A set of types of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JsonTypes(u8);

/// Names of the types in JSON Schema, in the order of their bits.
const NAMES: [&str; 7] = ["string", "integer", "number", "boolean", "array", "object", "null"];

/// Beside the types: whether a text is empty.
const BLANK: u8 = 1 << 7;

impl JsonTypes {
    /// No value.
    pub const NULL: Self = Self(1 << 6);

    /// The type of one value.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        Self(match value {
            Value::String(text) if text.is_empty() => BLANK | 1,
            Value::String(_) => 1,
            Value::Number(number) if !number.is_f64() => 1 << 1,
            Value::Number(_) => 1 << 2,
            Value::Bool(_) => 1 << 3,
            Value::Array(_) => 1 << 4,
            Value::Object(_) => 1 << 5,
            Value::Null => return Self::NULL,
        })
    }

    /// The types of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether an empty text is among them.
    #[must_use]
    pub const fn holds_blanks(self) -> bool {
        self.0 & BLANK != 0
    }

    /// The names of those that are not of type `main`; a whole number is a number too.
    pub fn beside(self, main: &str) -> impl Iterator<Item = &'static str> {
        let covered = move |name: &str| name == main || (name == "integer" && main == "number");
        let held = NAMES.into_iter().enumerate().filter(move |(bit, _)| self.0 & (1 << bit) != 0);
        held.map(|(_, name)| name).filter(move |name| !covered(name))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_beside_the_main_one_are_told_once_and_null_last() {
        let values = [json!(null), json!(1), json!(1.5), json!("a"), json!("b")];
        let types = values.iter().map(JsonTypes::of).fold(JsonTypes::default(), JsonTypes::or);
        assert_eq!(types.beside("number").collect::<Vec<_>>(), ["string", "null"]);
        assert_eq!(types.beside("string").collect::<Vec<_>>(), ["integer", "number", "null"]);
        assert_eq!(
            [json!(""), json!("a")].map(|text| JsonTypes::of(&text).holds_blanks()),
            [true, false]
        );
        assert_eq!(JsonTypes::of(&json!([])).beside("array").count(), 0);
    }
}
