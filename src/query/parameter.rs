//! A parameter as the API tells it: its name, what it does, and the schema of its values.

use serde_json::{Map, Value, json};

use crate::atlas::Atlas;
use crate::query::operation::Form;
use crate::query::pairs::MAX_LIST;

/// A parameter of the web API.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub does: &'static str,
    /// The values it takes.
    pub takes: Takes,
    /// Whether there is no answer without it.
    pub required: bool,
}

/// The values that a parameter takes.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// One of some words.
    Word(Words),
    /// One of some words, of which the second member holds where the parameter is left out.
    WordOr(Words, &'static str),
    /// A list of words with commas between.
    List(Words),
    /// A whole number.
    Whole {
        /// Smallest.
        least: u64,
        /// Greatest.
        most: u64,
        /// The one that holds where the parameter is left out.
        usual: Option<u64>,
    },
    /// A list of numbers with commas between.
    Numbers {
        /// Fewest numbers.
        least: usize,
        /// Most numbers.
        most: usize,
    },
    /// A text that matches a regular expression (ECMA 262).
    Pattern(&'static str),
    /// The same, with words that tell people what matches.
    Form {
        /// The regular expression.
        pattern: &'static str,
        /// What matches it, in words.
        told: &'static str,
    },
    /// Any text of one to so many characters.
    Text(usize),
}

/// The words of a parameter.
#[derive(Debug, Clone, Copy)]
pub enum Words {
    /// These.
    Fixed(&'static [&'static str]),
    /// Names of forms of an answer.
    Forms(&'static [Form]),
    /// Those that an atlas has.
    Of(fn(&Atlas) -> Vec<String>),
    /// Those that match a regular expression (ECMA 262).
    Like(&'static str),
}

/// A parameter that may be left out.
#[must_use]
pub const fn parameter(name: &'static str, does: &'static str, takes: Takes) -> Parameter {
    Parameter { name, does, takes, required: false }
}

/// A parameter that must be given.
#[must_use]
pub const fn needed(name: &'static str, does: &'static str, takes: Takes) -> Parameter {
    Parameter { name, does, takes, required: true }
}

impl Parameter {
    /// The schema of its values, JSON Schema as OpenAPI 3.0 has it.
    #[must_use]
    pub fn schema(&self, atlas: &Atlas) -> Value {
        match self.takes {
            Takes::Word(words) => words.schema(atlas),
            Takes::WordOr(words, usual) => {
                let mut schema = words.schema(atlas);
                schema["default"] = json!(usual);
                schema
            }
            Takes::List(words) => json!({
                "type": "array",
                "items": words.schema(atlas),
                "minItems": 1,
                "maxItems": MAX_LIST,
            }),
            Takes::Whole { least, most, usual } => {
                let mut schema = json!({"type": "integer", "minimum": least, "maximum": most});
                if let Some(usual) = usual {
                    schema["default"] = json!(usual);
                }
                schema
            }
            Takes::Numbers { least, most } => json!({
                "type": "array",
                "items": {"type": "number"},
                "minItems": least,
                "maxItems": most,
            }),
            Takes::Pattern(pattern) | Takes::Form { pattern, .. } => {
                json!({"type": "string", "pattern": pattern})
            }
            Takes::Text(longest) => {
                json!({"type": "string", "minLength": 1, "maxLength": longest})
            }
        }
    }

    /// The words it takes in this atlas, where it takes words that can be listed.
    #[must_use]
    pub fn words(&self, atlas: &Atlas) -> Vec<String> {
        match self.takes {
            Takes::Word(words) | Takes::WordOr(words, _) | Takes::List(words) => words.all(atlas),
            _ => Vec::new(),
        }
    }
}

impl Words {
    /// All of them; none where they cannot be listed.
    fn all(self, atlas: &Atlas) -> Vec<String> {
        match self {
            Self::Fixed(words) => words.iter().map(|word| (*word).to_owned()).collect(),
            Self::Forms(forms) => forms.iter().map(|form| form.name.to_owned()).collect(),
            Self::Of(words) => words(atlas),
            Self::Like(_) => Vec::new(),
        }
    }

    fn schema(self, atlas: &Atlas) -> Value {
        let mut schema = Map::from_iter([("type".to_owned(), json!("string"))]);
        if let Self::Like(pattern) = self {
            schema.insert("pattern".to_owned(), json!(pattern));
        }
        // An empty enumeration is none: an atlas may have no organisations, for example.
        let words = self.all(atlas);
        if !words.is_empty() {
            schema.insert("enum".to_owned(), json!(words));
        }
        Value::Object(schema)
    }
}
